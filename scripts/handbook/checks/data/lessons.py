"""Lessons ask what they speak of; lessons and posters show drawings that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from handbook.checks.data.identity import known_ids, known_items
from handbook.checks.data.names import lost_drawing
from handbook.model.items.trade import Trade
from handbook.model.law.register import Reference
from handbook.model.lesson import Deck, Part, Poster
from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources
from handbook.sources.yaml.tree import Path


def check(sources: Sources) -> Iterator[Problem]:
    lenient = [case.reference for rules in sources.values(kinds.LENIENCY) for case in rules.cases]
    for lesson in sources.of(kinds.LESSONS):
        if "items" not in sources.broken:
            yield from _questions(lesson, sources)
        yield from _leniency(lesson, lenient)
    for poster in sources.of(kinds.POSTERS):
        if poster.value.part is not None:
            yield from _part_of_poster(poster, poster.value.part)
    shown: list[Entry[Any]] = [
        *sources.of(kinds.LESSONS),
        *sources.of(kinds.POSTERS),
        *sources.of(kinds.TRADES),
    ]
    for entry in shown:
        for where, name, part in _drawings(entry):
            yield from _drawing(sources, entry, where, name, part)


def _leniency(entry: Entry[Deck], known: list[Reference]) -> Iterator[Problem]:
    for number, slide in enumerate(entry.value.slides):
        for index, rule in enumerate(slide.leniency):
            if rule not in known:
                said = f"data/leniency.yml 里没有{rule}的规定"
                right = "、".join(dict.fromkeys(map(str, known)))
                mend = "改条文，或者在 data/leniency.yml 里补上这一条的条件和结果"
                yield entry.problem(("片子", number, "从宽", index), "D146", said, right, mend)


def _questions(entry: Entry[Deck], sources: Sources) -> Iterator[Problem]:
    """Questions of items that the lesson does not speak of."""
    deck = entry.value
    asked: list[tuple[Path, str | None]] = [(("开场题",), deck.opening)]
    asked += [(("结尾题", index), question) for index, question in enumerate(deck.closing)]
    asked += [(("片子", number, "题"), slide.question) for number, slide in enumerate(deck.slides)]
    if not known_items(sources).issuperset(deck.items):
        return
    for where, question in asked:
        if question in sources.once(known_ids) and question.split("-")[0] not in deck.items:
            said = f"题目 {question} 不在这一课讲的条目里"
            yield entry.problem(where, "D122", said, "、".join(deck.items), "换一道题，或者在“条目”里加上")


def _part_of_poster(entry: Entry[Poster], part: Part) -> Iterator[Problem]:
    """A part that cannot be cut out of any drawing; how high the one at hand is, is looked at with it."""
    left, top, width, height = part
    if entry.value.drawing is None:
        yield entry.problem(
            ("裁",), "D124", "写了“裁”，没有写“图”", "“图”和“裁”一起写", "补上“图”，或者删掉“裁”"
        )
    elif left < 0 or top < 0 or left + width > 720 or min(width, height) < 100:
        right = "[左, 上, 宽, 高]，都不小于 0，左加宽不超过 720，宽和高至少 100"
        yield entry.problem(("裁",), "D124", "“裁”不在图里，或者太小", right, "照图上的位置改")


def _drawings(entry: Entry[Any]) -> Iterator[tuple[Path, str, Part | None]]:
    if isinstance(entry.value, Deck):
        for number, slide in enumerate(entry.value.slides):
            if slide.drawing:
                yield ("片子", number, "图"), slide.drawing, slide.part
    elif isinstance(entry.value, Trade):
        for number, step in enumerate(entry.value.steps):
            if step.drawing:
                yield ("工序", number, "图"), step.drawing, None
    elif entry.value.drawing:
        yield ("图",), entry.value.drawing, entry.value.part


def _drawing(
    sources: Sources,
    entry: Entry[Any],
    where: Path,
    name: str,
    part: Part | None,
) -> Iterator[Problem]:
    if name.startswith("generated/"):
        lines = any(zoning.lines for zoning in sources.values(kinds.ZONING))
        if not lines and "zoning" not in sources.broken:
            said = f"没有数据可以画“{name}”"
            yield entry.problem(where, "D123", said, "data/lines.yml", "补上 data/lines.yml，或者换一幅图")
        return
    folder = sources.root / "docs" / "drawings"
    if not (folder / name).is_file():
        yield entry.problem(where, *lost_drawing(sources.root, name))
        return
    text = (folder / name).read_text(encoding="utf-8", errors="replace")  # other codings are told elsewhere
    view = re.search(r'viewBox="0 0 [0-9.]+ ([0-9.]+)"', text)
    if view and part and part[1] + part[3] > float(view[1]) + 0.5:
        said, mend = f"裁的一块到了 {part[1] + part[3]:g}，图只有 {float(view[1]):g} 高", "照图上的位置改"
        yield entry.problem((*where[:-1], "裁"), "D124", said, f"上加高不超过 {float(view[1]):g}", mend)
