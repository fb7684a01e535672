"""Rules across files. Each module has functions ``check(sources) -> Iterator[Problem]``; none writes
anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from handbook.checks import private_files, templates
from handbook.checks.data import (
    front_matter,
    identity,
    ledger,
    lessons,
    names,
    pack,
    plans,
    pocket_cards,
    self_check,
    trades,
    visit_sheets,
)
from handbook.checks.law import article_facts, clauses, periods, references
from handbook.checks.links import anchors, asked, pages, pictures
from handbook.checks.markdown import alike, markup
from handbook.checks.printing import glyphs, wide_tables
from handbook.checks.text import conditions, short_forms, style, wording
from handbook.problems import Problem
from handbook.rules import gather, is_echo, rule
from handbook.sources.load import Sources

Check = Callable[[Sources], Iterable[Problem]]

#: What reads the laws out of sentences and what sees to templates and plans: about half of the time that checks take.
LAWS_AND_PLANS: tuple[Check, ...] = (
    references.check,
    article_facts.check,
    periods.check,
    clauses.check,
    wording.check,
    conditions.check,
    short_forms.check,
    asked.check,
    templates.check,
    plans.check,
)
#: The other half.
TEXTS_AND_NAMES: tuple[Check, ...] = (
    identity.check,
    front_matter.check,
    pictures.check,
    private_files.check,
    markup.check,
    alike.check,
    glyphs.check,
    wide_tables.check,
    pages.check,
    anchors.check,
    lessons.check,
    names.check,
    ledger.check,
    trades.check,
    pack.check,
    self_check.check,
    visit_sheets.check,
    pocket_cards.check,
    style.check,
)


def check_all(sources: Sources) -> list[Problem]:
    """All problems of the sources: those of reading them and those of every rule, in file order."""
    return told_once(sources, found_by(sources, LAWS_AND_PLANS) | found_by(sources, TEXTS_AND_NAMES))


def found_by(sources: Sources, checks: Iterable[Check]) -> set[Problem]:
    """What ``checks`` find, nothing where there is nothing to look at."""
    if any(problem.rule == "D035" for problem in sources.problems):
        return set()
    return {problem for check in checks for problem in check(sources)}


def told_once(sources: Sources, found: set[Problem]) -> list[Problem]:
    """The problems of reading ``sources`` with those ``found`` by all checks, without echoes, in file order."""
    if any(problem.rule == "D035" for problem in sources.problems):
        return list(sources.problems)
    found = found | set(sources.problems)
    if before_all := [problem for problem in found if problem.rule == "D120"]:
        return (
            before_all  # on a day before the first edition nothing is in force, and each place would say so
        )
    # What cannot be read would be missed wherever it is named; one cause, one telling.
    found = {problem for problem in found if rule(problem.rule).needs not in sources.broken}
    # What YAML itself misreads is told by the YAML rules; a rule about the value at the same place is its
    # echo.
    misread = {
        (problem.file, problem.line, problem.column) for problem in found if problem.rule.startswith("Y1")
    }
    found = {
        problem
        for problem in found
        if problem.rule.startswith("Y") or (problem.file, problem.line, problem.column) not in misread
    }
    found -= _of_lost_numbers(found)
    if any(problem.rule == "R049" for problem in found):  # an amount is known by the law of its article
        found = {problem for problem in found if problem.rule != "S202"}
    at: dict[tuple[str, int], list[Problem]] = {}
    for problem in found:
        at.setdefault((problem.file, problem.line), []).append(problem)
    return gather(
        problem
        for problem in found
        if not any(is_echo(problem.rule, other.rule) for other in at[problem.file, problem.line])
    )


#: Rules that say a number is not there, or not what it should be; and those that say a number itself went wrong.
_ABOUT_NUMBERS, _NUMBER_LOST = ("D109", "D122", "D131", "D144", "D145", "D040", "L009"), ("D101", "D117")
_NUMBER = re.compile(r"\d{2,4}-Q?\d{1,2}")
_ITEM = re.compile(r"(?<![\d-])(\d{2,4})(?=-Q?\d| 条|”|$)")


def _of_a_copy(problem: Problem, copied: Mapping[str, str]) -> bool:
    """Whether ``problem`` follows from items (id to file) that were copied and still have another's numbers."""
    return (
        problem.rule == "D116"
        or (problem.rule == "D106" and problem.file in copied.values() and "题目编号" in problem.message)
        or (
            problem.rule in ("D131", "L005")
            and bool(copied.keys() & set(re.findall(r"\d\d+", problem.message)))
        )
    )


def _of_lost_numbers(found: set[Problem]) -> set[Problem]:
    """Those of ``found`` that speak of a number which is told as lost, changed or given twice."""
    lost = {
        number
        for problem in found
        if problem.rule in _NUMBER_LOST
        for number in _NUMBER.findall(problem.message + problem.hint)
    }
    items = {
        match[1]
        for problem in found
        if problem.rule == "D117" and (match := re.match(r"第 (\d+) 条", problem.message))
    }
    copied = {
        match[1]: problem.file
        for problem in found
        if problem.rule == "D106"
        and (match := re.search(r"要点编号 .* 等 .*不是第 (\d+) 条", problem.message))
    }
    return {
        problem
        for problem in found
        if (copied and _of_a_copy(problem, copied))
        or (problem.rule in _ABOUT_NUMBERS and lost & set(_NUMBER.findall(problem.message)))
        or (problem.rule in (*_ABOUT_NUMBERS, "D113") and items & set(_ITEM.findall(problem.message)))
        or (problem.rule == "D116" and items)
        or (problem.rule == "L004" and problem.file.startswith(tuple(f"docs/checklists/{i}-" for i in items)))
    }
