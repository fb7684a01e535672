"""What keeps a plan from being drawn or from being right, each with the place of the data that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from handbook.drawing.floor.geometry import Rect, clear_rect, fixture_rect, keep_clear, wall_rects
from handbook.drawing.floor.plans import LabelError, cache_key, plan_drawings
from handbook.model.floor.plan import Door, DoorKind, Layout, Place, Plan
from handbook.model.floor.zoning import Zoning
from handbook.recipes.disk_cache import cached_value

#: Keys and places in lists from the plan down to the value.
Where = tuple[str | int, ...]
#: Half the body width that a route needs on each side when it is checked for obstacles.
_BODY = 300
#: A plan's width and depth as its sentence says them.
_SAID = re.compile(r"(\d+(?:\.\d+)?) m (宽|深)")


@dataclass(frozen=True, slots=True)
class Fault:
    """``text`` says in Chinese what is wrong with the value at ``where``."""

    where: Where
    text: str


@dataclass(frozen=True, slots=True)
class _Thing:
    name: str
    rect: Rect
    where: Where


def plan_faults(plan: Plan, zoning: Zoning) -> tuple[Fault, ...]:
    """What is wrong with a plan; empty when it is sound.

    Causes come before what follows from them: names and sizes, walls and doors, what stands where, the ways
    out. One place is told once. Looked for before each plan is drawn.
    """
    make = partial(_faults, plan, zoning)
    return tuple(
        Fault(tuple(where), text)
        for where, text in cached_value("plan-faults", plan.id, cache_key(plan, zoning), make)
    )


def _faults(plan: Plan, zoning: Zoning) -> list[tuple[Where, str]]:
    for look in (_of_names_and_sizes, _of_shell, _of_layouts, _of_things_afterwards, _of_ways, _of_labels):
        found: dict[Where, Fault] = {}
        for fault in look(plan, zoning):
            found.setdefault(fault.where, fault)
        if found:
            return [(fault.where, fault.text) for fault in found.values()]
    return []


def _of_names_and_sizes(plan: Plan, zoning: Zoning) -> Iterator[Fault]:
    yield from _unknown(plan, zoning)
    yield from _without_size(plan)


def _of_layouts(plan: Plan, zoning: Zoning) -> Iterator[Fault]:
    for label, layout in _layouts(plan):
        yield from _of_layout(plan, layout, label, zoning)


def _of_labels(plan: Plan, zoning: Zoning) -> Iterator[Fault]:
    try:
        plan_drawings(plan, zoning)
    except LabelError as error:
        yield Fault(_named(plan, error.name), str(error))


def _unknown(plan: Plan, zoning: Zoning) -> Iterator[Fault]:
    zones, aisles = {zone.id for zone in zoning.zones}, {aisle.id for aisle in zoning.aisles}
    fixtures = {fixture.id for fixture in zoning.fixtures}
    used: list[tuple[str, Where, str, set[str]]] = [
        ("设施", ("设施", index, "种类"), placed.kind, fixtures) for index, placed in enumerate(plan.fixtures)
    ]
    for label, layout in _layouts(plan):
        used += [("区", (label, "区", i, "种类"), zone.kind, zones) for i, zone in enumerate(layout.zones)]
        used += [("通道", (label, "通道", i, "种类"), a.kind, aisles) for i, a in enumerate(layout.aisles)]
        used += [
            ("设施", (label, "设施", i, "种类"), f.kind, fixtures) for i, f in enumerate(layout.fixtures)
        ]
    for what, where, kind, known in used:
        if kind not in known:
            can = "、".join(sorted(known))
            yield Fault(where, f"data/lines.yml 里没有代号是“{kind}”的{what}，可以写：{can}")


def _without_size(plan: Plan) -> Iterator[Fault]:
    """What cannot be measured: no width, no depth, a stretch of a route without length."""
    boxes: list[tuple[Where, tuple[int, int, int, int]]] = [
        (("房间", index, "范围"), room.box) for index, room in enumerate(plan.rooms)
    ]
    boxes += [(("柱", index), box) for index, box in enumerate(plan.columns)]
    for label, layout in _layouts(plan):
        for key, values in (("机器", layout.machines), ("杂物", layout.clutter)):
            boxes += [((label, key, index, "范围"), value.box) for index, value in enumerate(values)]
        boxes += [((label, "区", index, "范围"), zone.box) for index, zone in enumerate(layout.zones)]
        boxes += [((label, "通道", index, "范围"), aisle.box) for index, aisle in enumerate(layout.aisles)]
        for index, route in enumerate(layout.routes):
            if any(a == b for a, b in pairwise(route.points)):
                yield Fault((label, "路线", index, "点"), f"路线“{route.name}”有两个点是同一处")
    for where, box in boxes:
        if box[2] <= 0 or box[3] <= 0:
            yield Fault(where, "宽和深要大于 0；四个数是左、上、宽、深")


def _layouts(plan: Plan) -> tuple[tuple[str, Layout], ...]:
    return ("整改前", plan.before), ("整改后", plan.after)


def _of_shell(plan: Plan, zoning: Zoning) -> Iterator[Fault]:
    for metres, side in _SAID.findall(plan.scope):
        size = plan.width if side == "宽" else plan.depth
        if float(metres) * 1000 != size:
            yield Fault(("一句话",), f"一句话写 {metres} m {side}，图上{side} {size} mm")
    names = [door.name for door in plan.doors]
    for index, door in enumerate(plan.doors):
        if door.name in names[:index]:
            yield Fault(("门", index, "名称"), f"有两扇门都叫“{door.name}”，名称要分得开")
        (x0, y0), (x1, y1) = door.start, door.end
        if (x0 == x1) == (y0 == y1):
            yield Fault(("门", index, "到"), f"门“{door.name}”要横着或竖着写，不能斜，也不能没有宽")
            continue
        on_shell = (y0 == y1 and y0 in (0, plan.depth)) or (x0 == x1 and x0 in (0, plan.width))
        on_wall = any(
            (wall.start[0] == wall.end[0] == x0 == x1) or (wall.start[1] == wall.end[1] == y0 == y1)
            for wall in plan.walls
        )
        if not on_shell and not on_wall:
            yield Fault(("门", index, "从"), f"门“{door.name}”不在外墙或隔墙上")
        elif door.kind is DoorKind.EXIT and not on_shell:
            yield Fault(("门", index, "从"), f"安全出口“{door.name}”不在外墙上")
        for other in plan.doors[:index]:
            if _opening(door).overlaps(_opening(other)):
                yield Fault(("门", index, "从"), f"门“{door.name}”和“{other.name}”叠在一起")
    for index, wall in enumerate(plan.walls):
        if (wall.start[0] == wall.end[0]) == (wall.start[1] == wall.end[1]):
            yield Fault(("隔墙", index), f"隔墙 {wall.start}–{wall.end} 要横着或竖着写")


def _opening(door: Door) -> Rect:
    """The door with the thickness of its wall."""
    (x0, y0), (x1, y1) = sorted((door.start, door.end))
    return Rect(x0 - (x0 == x1), y0 - (y0 == y1), max(2, x1 - x0), max(2, y1 - y0))


def _of_layout(plan: Plan, layout: Layout, label: str, zoning: Zoning) -> Iterator[Fault]:
    shell = Rect(0, 0, plan.width, plan.depth)
    common = label == "整改后"  # what stands there before and after is told once
    things = [
        *_machines(layout, label),
        *_zones(layout, label, zoning),
        *(
            _Thing(zoning.aisle(aisle.kind).name, Rect.of(aisle.box), (label, "通道", index, "范围"))
            for index, aisle in enumerate(layout.aisles)
        ),
        *(thing for thing in _fixtures(plan, layout, label, zoning) if common or thing.where[0] == label),
    ]
    for thing in things:
        if not thing.rect.inside(shell):
            yield Fault(thing.where, f"{label}：“{thing.name}”伸到了墙外")
    fixtures = [thing for thing in things if "设施" in thing.where]
    for group in (_machines(layout, label), fixtures):  # clutter may hide a fixture: that is what it teaches
        for number, thing in enumerate(group):
            for other in group[:number]:
                if thing.rect.overlaps(other.rect):
                    yield Fault(thing.where, f"{label}：“{other.name}”和“{thing.name}”叠在一起")
    solid = [*wall_rects(plan), *map(Rect.of, plan.columns)]
    for thing, placed in zip(fixtures, (*(plan.fixtures if common else ()), *layout.fixtures), strict=True):
        x, y = placed.at
        on_wall = x in (0, plan.width) or y in (0, plan.depth)
        if not on_wall and not any(one.x <= x <= one.right and one.y <= y <= one.bottom for one in solid):
            yield Fault(thing.where, f"“{thing.name}”没有靠墙，也没有靠柱")
    for index, aisle in enumerate(layout.aisles):
        if aisle.ruler is not None and not 0 <= aisle.ruler <= max(aisle.box[2:]):
            name = zoning.aisle(aisle.kind).name
            yield Fault((label, "通道", index, "量在"), f"{label}：“{name}”的宽度标在了通道外面")
    for index, remark in enumerate(layout.remarks):
        if not (0 <= remark.at[0] <= plan.width and 0 <= remark.at[1] <= plan.depth):
            yield Fault((label, "标注", index, "位置"), f"{label}：标注“{remark.text}”在图外")


def _machines(layout: Layout, label: str) -> list[_Thing]:
    return [
        _Thing(machine.name, Rect.of(machine.box), (label, key, index, "范围"))
        for key, values in (("机器", layout.machines), ("杂物", layout.clutter))
        for index, machine in enumerate(values)
    ]


def _zones(layout: Layout, label: str, zoning: Zoning) -> list[_Thing]:
    return [
        _Thing(zone.name or zoning.zone(zone.kind).name, Rect.of(zone.box), (label, "区", index, "范围"))
        for index, zone in enumerate(layout.zones)
    ]


def _fixtures(plan: Plan, layout: Layout, label: str, zoning: Zoning) -> list[_Thing]:
    groups: tuple[tuple[Where, Iterable[Any]], ...] = (
        (("设施",), plan.fixtures),
        ((label, "设施"), layout.fixtures),
    )
    return [
        _Thing(zoning.fixture(placed.kind).name, fixture_rect(placed, zoning), (*where, index, "位置"))
        for where, group in groups
        for index, placed in enumerate(group)
    ]


def _walls(plan: Plan) -> list[_Thing]:
    walls = [_Thing("隔墙", wall, ("隔墙",)) for wall in wall_rects(plan)]
    return walls + [_Thing("柱", Rect.of(box), ("柱", index)) for index, box in enumerate(plan.columns)]


def _of_things_afterwards(plan: Plan, zoning: Zoning) -> Iterator[Fault]:
    layout = plan.after
    walls, machines = _walls(plan), _machines(layout, "整改后")
    zones = _zones(layout, "整改后", zoning)
    if layout.clutter:
        yield Fault(("整改后", "杂物"), "整改后还有杂物")
        return
    yield from _exit_sizes(plan, zoning)
    things = [*machines, *zones, *walls, *_fixtures(plan, layout, "整改后", zoning)]
    for clearance, rect in keep_clear(plan, layout, zoning):
        for thing in (*machines, *zones, *walls):
            if rect.overlaps(thing.rect):
                yield Fault(thing.where, f"整改后：“{clearance.name}”的禁占区被“{thing.name}”占了")
    yield from _aisles(layout, zoning, things)
    for group in (machines, zones):
        for index, thing in enumerate(group):
            for other in group[index + 1 :]:
                if thing.rect.overlaps(other.rect):
                    yield Fault(other.where, f"整改后：“{thing.name}”和“{other.name}”叠在一起")
    for machine in machines:
        if not any(machine.rect.inside(zone.rect) for zone in zones):
            yield Fault(machine.where, f"整改后：机器“{machine.name}”没有整个放在一个区里")
    for thing in (*machines, *zones):
        for other in walls:
            if thing.rect.overlaps(other.rect):
                yield Fault(thing.where, f"整改后：“{thing.name}”压在{other.name}上")


def _aisles(layout: Layout, zoning: Zoning, things: list[_Thing]) -> Iterator[Fault]:
    aisles = [(zoning.aisle(aisle.kind), Rect.of(aisle.box)) for aisle in layout.aisles]
    for index, (kind, rect) in enumerate(aisles):
        where: Where = ("整改后", "通道", index, "范围")
        clear = clear_rect(index, layout, zoning).narrow
        if not kind.holds(clear):
            yield Fault(where, f"整改后：“{kind.name}”净宽 {clear} mm，要{kind.text}")
        for other_kind, other in aisles[index + 1 :]:
            if kind is not other_kind and rect.overlaps(other):
                yield Fault(where, f"整改后：“{kind.name}”和“{other_kind.name}”叠在一起，只能挨着")
        for thing in things:
            if rect.overlaps(thing.rect):
                yield Fault(thing.where, f"整改后：“{kind.name}”被“{thing.name}”占了")


def _of_ways(plan: Plan, zoning: Zoning) -> Iterator[Fault]:
    """Routes from every room to every exit, past nothing that stands in the way."""
    walls = _walls(plan)
    things = [*_machines(plan.after, "整改后"), *_zones(plan.after, "整改后", zoning)]
    things += _fixtures(plan, plan.after, "整改后", zoning)
    exits = {door.name: (index, door) for index, door in _exits(plan)}
    reached: set[str] = set()
    for number, route in enumerate(plan.after.routes):
        where: Where = ("整改后", "路线", number, "点")
        for index, (a, b) in enumerate(pairwise(route.points)):
            if a[0] != b[0] and a[1] != b[1]:
                yield Fault((*where, index + 1), f"整改后：路线“{route.name}”在 {a}–{b} 走了斜线")
        end = route.points[-1]
        door = next((door for _, door in exits.values() if _on(door, end)), None)
        if door is None:
            yield Fault((*where, len(route.points) - 1), f"整改后：路线“{route.name}”没有走到安全出口")
        else:
            reached.add(door.name)
        for index, (a, b) in enumerate(pairwise(route.points)):
            path = Rect(min(a[0], b[0]), min(a[1], b[1]), abs(b[0] - a[0]), abs(b[1] - a[1]))
            wide = Rect(
                path.x - (_BODY if path.width == 0 else 0),
                path.y - (_BODY if path.depth == 0 else 0),
                path.width or 2 * _BODY,
                path.depth or 2 * _BODY,
            )
            # A person starts inside the own work area, so the first stretch may leave a zone.
            for thing in walls if index == 0 else (*walls, *things):
                if wide.overlaps(thing.rect):
                    yield Fault((*where, index + 1), f"整改后：路线“{route.name}”撞上“{thing.name}”")
    for index, room in enumerate(plan.rooms):
        if not any(Rect.of(room.box).holds(*route.points[0]) for route in plan.after.routes):
            yield Fault(("房间", index), f"整改后：没有路线从“{room.name}”出发")
    # A route that ends before its exit is told; that its exit has none is the same slip.
    whole = len(reached) == len(exits) or all(
        any(_on(door, route.points[-1]) for _, door in exits.values()) for route in plan.after.routes
    )
    for name in sorted(set(exits) - reached) if whole else ():
        yield Fault(("门", exits[name][0]), f"整改后：没有路线走到安全出口“{name}”")


def _exits(plan: Plan) -> list[tuple[int, Door]]:
    return [(index, door) for index, door in enumerate(plan.doors) if door.kind is DoorKind.EXIT]


def _on(door: Door, place: Place) -> bool:
    (x0, y0), (x1, y1) = sorted((door.start, door.end))
    return x0 <= place[0] <= x1 and y0 <= place[1] <= y1


def _exit_sizes(plan: Plan, zoning: Zoning) -> Iterator[Fault]:
    exits = _exits(plan)
    width, spacing = zoning.size("exit-outer" if plan.ground else "exit-width"), zoning.size("exit-spacing")
    for index, door in exits:
        if not width.holds(door.width):
            yield Fault(("门", index, "到"), f"安全出口“{door.name}”宽 {door.width} mm，要{width.text}")
    for number, (_, door) in enumerate(exits):
        for index, other in exits[number + 1 :]:
            gap = min(
                ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5
                for a in (door.start, door.end)
                for b in (other.start, other.end)
            )
            if not spacing.holds(gap):
                yield Fault(
                    ("门", index), f"安全出口“{door.name}”和“{other.name}”只隔 {gap:.0f} mm，要{spacing.text}"
                )


def _named(plan: Plan, name: str) -> Where:
    """Where the thing stands whose name does not fit its box."""
    for label, layout in _layouts(plan):
        names = [("机器", machine.name) for machine in layout.machines]
        names += [("杂物", thing.name) for thing in layout.clutter]
        names += [("区", zone.name or "") for zone in layout.zones]
        for place, (key, other) in enumerate(names):
            if other == name:
                index = [group for group, _ in names[:place]].count(key)
                return label, key, index, "范围"
    return ("整改后",)
