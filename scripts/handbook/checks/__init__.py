"""Rules across files. Each module has functions ``check(sources) -> Iterator[Problem]``; none writes
anything."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable

from handbook.checks import private_files, templates
from handbook.checks.data import (
    file_names,
    front_matter,
    identity,
    known_names,
    ledger,
    lessons,
    names,
    pack,
    plans,
    self_check,
    speech,
    trades,
    visit_sheets,
)
from handbook.checks.grouping import group_by_cause
from handbook.checks.law import article_facts, clauses, lengths, periods, punished_acts, references
from handbook.checks.links import anchors, asked, downloads, lost_parts, pages, pictures, repeated_facts
from handbook.checks.markdown import markup, renderer_differences
from handbook.checks.printing import glyphs, wide_tables
from handbook.checks.text import conditions, short_forms, style, wording, wrong_words
from handbook.problems import Problem
from handbook.rules import is_echo, rule
from handbook.sources.load import Sources

Check = Callable[[Sources], Iterable[Problem]]

#: What reads sentences: the laws in them, what they leave out, their style, which templates have, too. About
#: half of the time that checks take.
SENTENCES: tuple[Check, ...] = (
    references.check,
    article_facts.check,
    punished_acts.check,
    periods.check,
    clauses.check,
    lengths.check,
    conditions.check,
    short_forms.check,
    style.check,
    wrong_words.check,
    templates.check,
)
#: The other half: what takes the Markdown of pages apart, and what sees to names, templates and drawings.
PAGES_AND_NAMES: tuple[Check, ...] = (
    identity.check,
    known_names.check,
    front_matter.check,
    pictures.check,
    private_files.check,
    file_names.check,
    markup.check,
    renderer_differences.check,
    glyphs.check,
    wide_tables.check,
    wording.check,
    pages.check,
    lost_parts.check,
    anchors.check,
    repeated_facts.check,
    asked.check,
    downloads.check,
    plans.check,
    lessons.check,
    names.check,
    ledger.check,
    trades.check,
    pack.check,
    self_check.check,
    speech.check,
    visit_sheets.check,
)


def check_all(sources: Sources) -> list[Problem]:
    """All problems of the sources: those of reading them and those of every rule, in file order."""
    return without_echoes(sources, found_by(sources, SENTENCES) | found_by(sources, PAGES_AND_NAMES))


def found_by(sources: Sources, checks: Iterable[Check]) -> set[Problem]:
    """What ``checks`` find, nothing where there is nothing to look at."""
    if any(problem.rule == "D035" for problem in sources.problems):
        return set()
    return {problem for check in checks for problem in check(sources)}


#: What is told of a name that is nowhere, or of one that is used by what has another name.
_MISSED = frozenset({"B053", "D040", "D106", "D113", "D117", "D125", "D127", "D150", "L001"})


def _without_those_that_miss(found: set[Problem]) -> set[Problem]:
    """``found`` without those who miss a file by the name that it bears and no longer says (D102)."""
    misnamed = {problem.file: posixpath.basename(problem.file) for problem in found if problem.rule == "D102"}
    names = {name.rpartition(".")[0] for name in misnamed.values()}
    names |= {f"第 {name[:2]} 条" for file, name in misnamed.items() if file.startswith("data/items/")}
    return {
        problem
        for problem in found
        if problem.rule not in _MISSED
        or not (problem.file in misnamed or any(name in problem.message for name in names))
    }


def without_echoes(sources: Sources, found: set[Problem]) -> list[Problem]:
    """The problems of reading ``sources`` with those ``found`` by all checks, without echoes, in file
    order."""
    if any(problem.rule == "D035" for problem in sources.problems):
        return list(sources.problems)
    found = found | set(sources.problems)
    if before_all := [problem for problem in found if problem.rule == "D120"]:
        return (
            before_all  # on a day before the first edition nothing is in force, and each place would say so
        )
    # What cannot be read would be missed wherever it is named; one cause, one telling.
    found = {problem for problem in found if sources.broken.isdisjoint(rule(problem.rule).needs.split())}
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
    if any(problem.rule == "R015" and problem.file.startswith("data/register/") for problem in found):
        found = {p for p in found if p.rule != "R015" or p.file.startswith("data/register/")}
    found = _without_those_that_miss(found)
    spoilt = {problem.file for problem in found if problem.rule in ("L010", "L016")}
    # An address that is no link, or a row that is none, makes its table seem wide.
    found = {problem for problem in found if problem.rule != "L067" or problem.file not in spoilt}
    told = {problem.rule for problem in found}
    if "R060" in told:  # what bears a wrong name is found nowhere
        found = {problem for problem in found if problem.rule != "R001"}
    if "R002" in told:  # nor what the places after an ambiguous name are of
        found = {problem for problem in found if problem.rule != "R007"}
    if any(problem.rule == "R049" for problem in found):  # an amount is known by the law of its article
        found = {problem for problem in found if problem.rule != "S202"}
    at: dict[tuple[str, int], list[Problem]] = {}
    for problem in found:
        at.setdefault((problem.file, problem.line), []).append(problem)
    return group_by_cause(
        problem
        for problem in found
        if not any(is_echo(problem.rule, other.rule) for other in at[problem.file, problem.line])
    )
