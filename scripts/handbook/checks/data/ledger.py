"""The register of firms: its rules and steps name sheets, columns and forms that exist."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from handbook.checks.data.identity import known_ids
from handbook.checks.data.names import Where
from handbook.model.papers.ledger import PROGRAM_SHEETS, Column, Rule, RuleKind
from handbook.problems import Problem, nearest
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources

#: What the program fills into the words of a rule.
SLOTS = frozenset({"表", "列", "值", "另值", "名", "应为", "数"})
_FIRMS = "firms"


def check(sources: Sources) -> Iterator[Problem]:
    if {"ledger", "ledger_sheets", "ledger_rules", "industries"} & sources.broken:
        return
    sheets = {sheet.name: {c.name: c for c in sheet.columns} for sheet in sources.values(kinds.LEDGER_SHEETS)}
    for entry in sources.of(kinds.LEDGER_RULES):
        yield from _rule(entry, sheets)
    yield from _whole(sources)
    yield from _sheets(sources)
    yield from _wordless(sources)
    yield from _words(sources)


def _rule(entry: Entry[Rule], sheets: dict[str, dict[str, Column]]) -> Iterator[Problem]:
    rule = entry.value
    for key, words in (("话", rule.words), ("改法", rule.mend)):
        for slot in re.findall(r"\{([^{}]*)\}", words):
            if slot not in SLOTS:
                right = "、".join(f"{{{one}}}" for one in sorted(SLOTS))
                hint = nearest(slot, SLOTS) or "改成已有的，或者去掉花括号"
                yield entry.problem((key,), "D151", f"规则的话里没有“{{{slot}}}”这个位置", right, hint)
    for key, name in (("表", rule.sheet), ("另一表", rule.other_sheet)):
        if name and name not in sheets:
            yield _unknown(entry, (key,), f"底数里没有“{name}”这张表", name, sheets)
    here = sheets.get(rule.sheet, {})
    there = sheets.get(rule.other_sheet, here)
    every = {name for columns in sheets.values() for name in columns}
    named = [("列", rule.column, here), ("看哪列", rule.when, here), ("除非列", rule.unless, here)]
    for key, name, columns in (*named, ("另一列", rule.other, there)):
        known = set(columns) or every
        if name and name not in known:
            yield _unknown(entry, (key,), f"这张表里没有“{name}”这一列", name, known)


def _whole(sources: Sources) -> Iterator[Problem]:
    """A register has all of its files: with one of them lost, the others are for nothing, or cannot be
    made."""
    parts: tuple[kinds.Kind[Any], ...] = (kinds.LEDGER, kinds.INDUSTRIES, kinds.LEDGER_SHEETS)
    if any(sources.of(kind) for kind in parts):
        for kind in parts[:2]:
            if not sources.of(kind):
                name = f"data/{kind.pattern}"
                yield Problem.whole(name, "D030", "缺少这个文件，底数做不了", name, "从版本库里找回它")


def _sheets(sources: Sources) -> Iterator[Problem]:
    """Every sheet that the program works with is there."""
    there = {sheet.id for sheet in sources.values(kinds.LEDGER_SHEETS)}
    for entry in sources.of(kinds.LEDGER):
        for name in PROGRAM_SHEETS:
            if name not in there:
                said = f"少了代号“{name}”的表，核对的程序要用它"
                hint = "从版本库里找回 data/ledger/sheets/ 里的那个文件；代号改了的改回来"
                yield entry.problem((), "D150", said, "、".join(PROGRAM_SHEETS), hint)


def _wordless(sources: Sources) -> Iterator[Problem]:
    """What the program meets in any workbook has words."""
    rules = sources.of(kinds.LEDGER_RULES)
    there = {entry.value.kind for entry in rules}
    missing = [kind.value for kind in RuleKind if kind.told_by_the_program and kind not in there]
    if sources.of(kinds.LEDGER) and missing:
        said = f"规则里少了查法“{'、'.join(missing)}”，碰到了核对的程序会停"
        hint = "把删掉的那一条找回来；话可以改，查法不能少"
        name = rules[0].tree.source.name if rules else "data/ledger/rules.yml"
        yield Problem(name, 1, 1, "D154", said, "每种查法至少一条", hint)


def _words(sources: Sources) -> Iterator[Problem]:
    """States, steps and columns of the register itself, as far as its sheets say them."""
    firms = next((sheet for sheet in sources.values(kinds.LEDGER_SHEETS) if sheet.id == _FIRMS), None)
    sheets = sources.values(kinds.LEDGER_SHEETS)
    every = {column.name for sheet in sheets for column in sheet.columns}
    forms = {form.id for form in sources.values(kinds.FORMS)}
    points = sources.once(known_ids)
    for entry in sources.of(kinds.LEDGER):
        ledger = entry.value
        if firms is None:
            continue
        columns = {column.name: column for column in firms.columns}
        states = [state.name for state in ledger.states]
        for option in columns["状态"].options if "状态" in columns else ():
            if option not in states:
                said = f"企业表的“状态”里有“{option}”，这里没有"
                yield entry.problem(
                    ("状态",), "D150", said, f"名称: {option}", "在这里加上它，写明在册不在册"
                )
        listed = {
            word for sheet in sheets for column in sheet.columns for word in (*column.options, column.unit)
        }
        listed |= {"有", "没有"}  # of the special hazards
        for number, spoken in enumerate(ledger.spoken):
            if spoken.name not in listed:
                said = f"底数里没有哪一列有“{spoken.name}”这个选项、单位"
                yield _unknown(entry, ("也写", number, "算作"), said, spoken.name, listed)
        for key, steps in (("进驻", ledger.way_in), ("迁出", ledger.way_out)):
            for number, step in enumerate(steps):
                if step.column not in every:
                    said = f"底数的表里没有“{step.column}”这一列"
                    yield _unknown(entry, (key, number, "列"), said, step.column, every)
                for index, paper in enumerate(step.forms):
                    unread = "items" in sources.broken or "forms" in sources.broken
                    if paper not in forms | points and not unread:
                        where = (key, number, "用到", index)
                        yield _unknown(entry, where, f"没有“{paper}”这份表格或要点", paper, forms | points)


def _unknown(entry: Entry[Any], where: Where, message: str, name: str, known: Collection[str]) -> Problem:
    hint = nearest(name, known) or "改成已有的，或者删掉"
    return entry.problem(where, "D150", message, "已有的名称", hint)
