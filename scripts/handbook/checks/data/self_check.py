"""The plan of the self-check has one question for each item, and names points that exist."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.data.identity import copied_items, known_ids, known_items
from handbook.model.items.self_check import SelfCheckPlan
from handbook.problems import Problem, nearest
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources


def check(sources: Sources) -> Iterator[Problem]:
    if "items" in sources.broken:
        return
    items = known_items(sources)
    copied = {entry.value.id for entry in copied_items(sources)}
    written = [i.id for i in sources.values(kinds.ITEMS) if i.is_written and i.id not in copied]
    points = {used for used in sources.once(known_ids) if "Q" not in used}
    for entry in sources.of(kinds.SELF_CHECK):
        quick = entry.value.quick
        asked = {question.item for question in quick}
        for number, question in enumerate(quick):
            item, point = question.item, question.point
            if item not in items:
                hint = nearest(item, items) or "改编号，或者删掉这一句"
                yield entry.problem(("快查", number, "条目"), "D113", f"没有第 {item} 条", "已有的条目", hint)
            elif any((item, point) == (other.item, other.point) for other in quick[:number]):
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
        named: list[tuple[tuple[str | int, ...], str]] = [
            (("自有厂房不问", number), point) for number, point in enumerate(entry.value.not_for_owners)
        ]
        named += [
            (("去租户那里不问", number), point) for number, point in enumerate(entry.value.not_at_tenants)
        ]
        named += [(("快查", number, "要点"), row.point) for number, row in enumerate(quick) if row.point]
        named += [(("按人数", number, "要点"), row.point) for number, row in enumerate(entry.value.staffing)]
        for number, row in enumerate(entry.value.elsewhere):
            named += [
                (("别条问过", number, "要点"), row.point),
                (("别条问过", number, "在"), row.other),
            ]
        for number, circumstance in enumerate(entry.value.circumstances):
            named += [
                (("没有就不问", number, "要点", index), point)
                for index, point in enumerate(circumstance.points)
            ]
        yield from _circumstances(entry, sources)
        for place, point in named:
            if point not in points:
                hint = nearest(point, points) or "改编号，或者删掉"
                yield entry.problem(place, "D109", f"没有要点“{point}”", "已有的编号", hint)


def _circumstances(entry: Entry[SelfCheckPlan], sources: Sources) -> Iterator[Problem]:
    """They name special hazards that there are."""
    hazards = {hazard.name for hazard in sources.values(kinds.HAZARDS)}
    for number, row in enumerate(entry.value.circumstances):
        named: list[tuple[tuple[str | int, ...], str]] = [
            (("没有就不问", number, "有专项就有", index), name) for index, name in enumerate(row.unless)
        ]
        if row.hazard:
            named.append((("没有就不问", number, "只对专项"), row.hazard))
        for place, name in named if "hazards" not in sources.broken else []:
            if name not in hazards:
                hint = nearest(name, hazards) or "改名称，或者删掉"
                yield entry.problem(place, "D115", f"没有专项“{name}”", "hazards.yml 里的名称", hint)
