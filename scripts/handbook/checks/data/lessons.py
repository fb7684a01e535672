"""Lessons and posters name questions, points, items, lines and drawings that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from handbook.checks.data.identity import known_ids, known_items
from handbook.checks.data.names import lost_drawing, misnamed_file
from handbook.model.law.register import Reference
from handbook.model.lesson import Deck, Part, Poster
from handbook.problems import Problem, nearest
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources


def check(sources: Sources) -> Iterator[Problem]:
    known = _Known(
        items=known_items(sources),
        points={used for used in sources.once(known_ids) if "Q" not in used},
        questions={used for used in sources.once(known_ids) if "Q" in used},
        lines={line.id for zoning in sources.values(kinds.ZONING) for line in zoning.lines},
        plans={plan.id for plan in sources.values(kinds.PLANS)},
        aspects={aspect.name for aspect in sources.values(kinds.ASPECTS)},
    )
    known.lenient = tuple(case.reference for rules in sources.values(kinds.LENIENCY) for case in rules.cases)
    first: dict[int, Entry[Deck]] = {}
    for lesson in sources.of(kinds.LESSONS):
        other = first.setdefault(lesson.value.order, lesson)
        if other is not lesson:
            said = f"次序 {lesson.value.order} 和 {other.tree.source.name} 一样"
            free = min(set(range(1, len(first) + 2)) - first.keys())
            yield lesson.problem(("次序",), "D147", said, "一课一个", f"改成 {free}，或者改另一课的")
    for kind in ("lessons", "posters"):
        for entry in sources.entries.get(kind, ()):
            yield from misnamed_file(entry, kind, entry.value.id)
            if "items" not in sources.broken:
                yield from _deck(entry, known) if kind == "lessons" else _poster(entry, known)
            if kind == "posters" and entry.value.part is not None:
                yield from _part_of_poster(entry, entry.value.part)
            for where, name, part in _drawings(entry):
                yield from _drawing(sources, entry, where, name, part, known)


class _Known:
    def __init__(self, **names: set[str]) -> None:
        self.items, self.points, self.questions = names["items"], names["points"], names["questions"]
        self.lines, self.plans = names["lines"], names["plans"]
        self.aspects = names["aspects"]
        self.lenient: tuple[Reference, ...] = ()


def _deck(entry: Entry[Deck], known: _Known) -> Iterator[Problem]:
    deck: Deck = entry.value
    for index, item in enumerate(deck.items):
        yield from _one(entry, ("条目", index), item, known.items, "D113", f"没有第 {item} 条")
    for where, question in [
        (("开场题",), deck.opening),
        *((("结尾题", i), q) for i, q in enumerate(deck.closing)),
    ]:
        yield from _question(entry, where, question, deck, known)
    if deck.code_item:
        yield from _one(
            entry, ("扫码条目",), deck.code_item, known.items, "D113", f"没有第 {deck.code_item} 条"
        )
    for number, slide in enumerate(deck.slides):
        if slide.question:
            yield from _question(entry, ("片子", number, "题"), slide.question, deck, known)
        if slide.aspect and known.aspects:
            yield from _one(
                entry,
                ("片子", number, "方面"),
                slide.aspect,
                known.aspects,
                "D103",
                f"没有“{slide.aspect}”这个方面",
            )
        for index, rule in enumerate(slide.leniency):
            if rule not in known.lenient:
                yield entry.problem(
                    ("片子", number, "从宽", index),
                    "D146",
                    f"data/leniency.yml 里没有{rule}的规定",
                    "、".join(dict.fromkeys(map(str, known.lenient))),
                    "改条文，或者在 data/leniency.yml 里补上这一条的条件和结果",
                )
        for index, point in enumerate(slide.points):
            yield from _one(
                entry, ("片子", number, "要点", index), point, known.points, "D109", f"没有要点 {point}"
            )
        for index, line in enumerate(slide.lines):
            yield from _one(
                entry,
                ("片子", number, "线", index),
                line,
                known.lines,
                "D128",
                f"data/lines.yml 里没有线“{line}”",
            )


def _question(
    entry: Entry[Deck], where: tuple[str | int, ...], question: str, deck: Deck, known: _Known
) -> Iterator[Problem]:
    wrong = list(_one(entry, where, question, known.questions, "D109", f"没有题目 {question}"))
    yield from wrong
    if not wrong and question.split("-")[0] not in deck.items and known.items.issuperset(deck.items):
        yield entry.problem(
            where,
            "D122",
            f"题目 {question} 不在这一课讲的条目里",
            "、".join(deck.items),
            "换一道题，或者在“条目”里加上",
        )


def _poster(entry: Entry[Poster], known: _Known) -> Iterator[Problem]:
    poster: Poster = entry.value
    for index, point in enumerate(poster.points):
        yield from _one(entry, ("要点", index), point, known.points, "D109", f"没有要点 {point}")
    yield from _one(
        entry, ("扫码条目",), poster.code_item, known.items, "D113", f"没有第 {poster.code_item} 条"
    )


def _part_of_poster(entry: Entry[Poster], part: Part) -> Iterator[Problem]:
    """A part that cannot be cut out of any drawing; how high the one at hand is, is looked at with it."""
    left, top, width, height = part
    if entry.value.drawing is None:
        yield entry.problem(
            ("裁",), "D124", "写了“裁”，没有写“图”", "“图”和“裁”一起写", "补上“图”，或者删掉“裁”"
        )
    elif left < 0 or top < 0 or left + width > 720 or min(width, height) < 100:
        yield entry.problem(
            ("裁",),
            "D124",
            "“裁”不在图里，或者太小",
            "[左, 上, 宽, 高]，都不小于 0，左加宽不超过 720，宽和高至少 100",
            "照图上的位置改",
        )


def _one(
    entry: Entry[Any], where: tuple[str | int, ...], name: str, names: set[str], rule: str, message: str
) -> Iterator[Problem]:
    if name not in names:
        yield entry.problem(
            where, rule, message, "已有的编号或代号", nearest(name, names) or "改编号，或者删掉"
        )


def _drawings(entry: Entry[Any]) -> Iterator[tuple[tuple[str | int, ...], str, Part | None]]:
    if isinstance(entry.value, Deck):
        for number, slide in enumerate(entry.value.slides):
            if slide.drawing:
                yield ("片子", number, "图"), slide.drawing, slide.part
    elif entry.value.drawing:
        yield ("图",), entry.value.drawing, entry.value.part


def _drawing(
    sources: Sources,
    entry: Entry[Any],
    where: tuple[str | int, ...],
    name: str,
    part: Part | None,
    known: _Known,
) -> Iterator[Problem]:
    if name.startswith("generated/"):
        if not known.lines and "zoning" not in sources.broken:
            yield entry.problem(
                where,
                "D123",
                f"没有数据可以画“{name}”",
                "data/lines.yml",
                "补上 data/lines.yml，或者换一幅图",
            )
        return
    folder = sources.root / "docs" / "drawings"
    if not (folder / name).is_file():
        yield entry.problem(where, *lost_drawing(sources.root, name))
        return
    text = (folder / name).read_text(encoding="utf-8", errors="replace")  # other codings are told elsewhere
    view = re.search(r'viewBox="0 0 [0-9.]+ ([0-9.]+)"', text)
    if view and part and part[1] + part[3] > float(view[1]) + 0.5:
        yield entry.problem(
            (*where[:-1], "裁"),
            "D124",
            f"裁的一块到了 {part[1] + part[3]:g}，图只有 {float(view[1]):g} 高",
            f"上加高不超过 {float(view[1]):g}",
            "照图上的位置改",
        )
