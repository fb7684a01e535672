"""The plan of the self-check has one question for each item."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.data.identity import copied_items, known_ids
from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.load import Sources


def check(sources: Sources) -> Iterator[Problem]:
    if "items" in sources.broken:
        return
    copied = {entry.value.id for entry in copied_items(sources)}
    written = [i.id for i in sources.values(kinds.ITEMS) if i.is_written and i.id not in copied]
    points = {used for used in sources.once(known_ids) if "Q" not in used}
    for entry in sources.of(kinds.SELF_CHECK):
        quick = entry.value.quick
        asked = {question.item for question in quick}
        for number, question in enumerate(quick):
            item, point = question.item, question.point
            if any((item, point) == (other.item, other.point) for other in quick[:number]):
                said = f"要点 {point} 问了两句" if point else f"第 {item} 条问了两句不带要点的"
                yield entry.problem(("快查", number, "条目"), "D101", said, "只问一句", "留一句")
            elif point and point in points and not point.startswith(f"{item}-"):
                said = f"要点 {point} 不是第 {item} 条的"
                yield entry.problem(
                    ("快查", number, "要点"), "D109", said, f"第 {item} 条的要点", "改条目或者要点"
                )
        missing = [item for item in written if item not in asked]
        once = {(question.item, question.point) for question in quick}
        if missing and len(missing) != len(quick) - len(once):  # else an item written for another
            expected = f"{len(written)} 条各一句"
            said = f"快查里少了第 {'、'.join(missing)} 条"
            yield entry.problem(("快查",), "D131", said, expected, "给它补一句能答是或不是的话")
