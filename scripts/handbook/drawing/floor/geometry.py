"""Geometry of plans: rectangles, the pieces of line to be laid, keep-clear areas.

All numbers are millimetres on the plan. Nothing here draws.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from handbook.model.floor.plan import Box, Door, DoorKind, Layout, Place, Placed, Plan, Side
from handbook.model.floor.zoning import Clearance, Pattern, Zoning

#: Thickness of partitions on plans.
WALL = 200
#: Length of each leg of a corner mark.
CORNER = 300


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle on the floor in mm; ``x``, ``y`` are its corner towards the origin of the plan."""

    x: int
    y: int
    width: int
    depth: int

    @classmethod
    def of(cls, box: Box) -> Rect:
        return cls(*box)

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.depth

    @property
    def narrow(self) -> int:
        """The smaller side: the clear width of an aisle."""
        return min(self.width, self.depth)

    def overlaps(self, other: Rect) -> bool:
        """Whether the insides meet; touching is not overlapping."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )

    def inside(self, other: Rect) -> bool:
        return (
            self.x >= other.x
            and self.y >= other.y
            and self.right <= other.right
            and self.bottom <= other.bottom
        )

    def holds(self, x: float, y: float) -> bool:
        return self.x < x < self.right and self.y < y < self.bottom


@dataclass(frozen=True, slots=True)
class Piece:
    """A straight piece of floor line of kind ``line``; ``outward`` is the side (-1, 0, 1 across) away from
    the aisle."""

    line: str
    start: Place
    end: Place
    outward: int

    @property
    def upright(self) -> bool:
        return self.start[0] == self.end[0]

    @property
    def length(self) -> int:
        return abs(self.end[0] - self.start[0]) + abs(self.end[1] - self.start[1])


def wall_rects(plan: Plan) -> list[Rect]:
    """The partitions, doors in them left open."""
    found: list[Rect] = []
    for wall in plan.walls:
        (x0, y0), (x1, y1) = sorted((wall.start, wall.end))
        upright = x0 == x1
        spans = [(y0, y1) if upright else (x0, x1)]
        for door in plan.doors:
            (dx0, dy0), (dx1, dy1) = sorted((door.start, door.end))
            if (dx0 == dx1) == upright and (dx0 == x0 if upright else dy0 == y0):
                spans = _without(spans, (dy0, dy1) if upright else (dx0, dx1))
        half = WALL // 2
        found += [
            Rect(x0 - half, a, WALL, b - a) if upright else Rect(a, y0 - half, b - a, WALL) for a, b in spans
        ]
    return found


def _without(spans: list[tuple[int, int]], gap: tuple[int, int]) -> list[tuple[int, int]]:
    result = []
    for a, b in spans:
        for c, d in ((a, min(b, gap[0])), (max(a, gap[1]), b)):
            if c < d:
                result.append((c, d))
    return result


def fixture_rect(placed: Placed, zoning: Zoning) -> Rect:
    """The fixture itself: its back's middle stands at ``at``."""
    kind = zoning.fixture(placed.kind)
    return _before(placed.at, placed.faces, kind.width, 0, kind.depth)


def clearance_rect(placed: Placed, zoning: Zoning) -> tuple[Clearance, Rect] | None:
    """The area to be kept free before a fixture, measured from its front; None when it needs none."""
    kind = zoning.fixture(placed.kind)
    if kind.clearance is None:
        return None
    clearance = zoning.clearance(kind.clearance)
    return clearance, _before(placed.at, placed.faces, kind.width, kind.depth, clearance.value or kind.width)


def _before(at: Place, faces: Side, width: int, start: int, depth: int) -> Rect:
    x, y = at
    half = width // 2
    return {
        Side.NORTH: Rect(x - half, y - start - depth, width, depth),
        Side.SOUTH: Rect(x - half, y + start, width, depth),
        Side.EAST: Rect(x + start, y - half, depth, width),
        Side.WEST: Rect(x - start - depth, y - half, depth, width),
    }[faces]


def opening_rect(door: Door) -> Rect:
    """The opening of a door in a partition, as thick as the partition."""
    (x0, y0), (x1, y1) = sorted((door.start, door.end))
    half = WALL // 2
    return Rect(x0, y0 - half, x1 - x0, WALL) if y0 == y1 else Rect(x0 - half, y0, WALL, y1 - y0)


def exit_rect(door: Door, zoning: Zoning) -> Rect:
    """The area inside an exit that stays free: as deep as the door is wide, unless the data set a number."""
    (x0, y0), (x1, y1) = sorted((door.start, door.end))
    depth = zoning.clearance("exit").value or door.width
    if y0 == y1:
        return Rect(x0, 0 if y0 == 0 else y0 - depth, x1 - x0, depth)
    return Rect(0 if x0 == 0 else x0 - depth, y0, depth, y1 - y0)


def keep_clear(plan: Plan, layout: Layout, zoning: Zoning) -> list[tuple[Clearance, Rect]]:
    """Every area that stays free on a plan."""
    found = [
        area for placed in (*plan.fixtures, *layout.fixtures) if (area := clearance_rect(placed, zoning))
    ]
    found += [
        (zoning.clearance("exit"), exit_rect(door, zoning))
        for door in plan.doors
        if door.kind is DoorKind.EXIT
    ]
    return found


# ---------- Pieces of line ----------


def pieces(plan: Plan, layout: Layout, zoning: Zoning) -> list[Piece]:
    """The lines to lay: along aisles and round zones, none along walls, none twice, none across an aisle's
    mouth.

    Where two kinds of aisle touch (车道 and 人行道), they share one line on the common edge.
    """
    ground = _Ground(plan, layout, zoning)
    done: set[_Stretch] = set()
    found: list[Piece] = []
    for kind, line, rect in ground.areas:
        if zoning.line(line).pattern is Pattern.CORNERS:
            continue
        for stretch, outward in ground.edges(rect):
            if stretch in done or not ground.needs_line(stretch, outward, kind):
                continue
            done.add(stretch)
            beyond = ground.aisle_at(*stretch.beside(outward))
            found.append(Piece(line, *stretch.ends, outward if kind and not beyond else 0))
    return _joined(found)


class _Stretch(NamedTuple):
    """A straight stretch of an edge: at x (``upright``) or y, from ``start`` to ``end``."""

    upright: bool
    at: int
    start: int
    end: int

    @property
    def ends(self) -> tuple[tuple[int, int], tuple[int, int]]:
        if self.upright:
            return (self.at, self.start), (self.at, self.end)
        return (self.start, self.at), (self.end, self.at)

    def beside(self, outward: int) -> tuple[float, float]:
        """The place beside its middle, on the outer side."""
        middle = (self.start + self.end) / 2
        return (self.at + outward, middle) if self.upright else (middle, self.at + outward)


class _Ground:
    """What stands on the floor of a plan, as the lines on it see it."""

    def __init__(self, plan: Plan, layout: Layout, zoning: Zoning) -> None:
        self._shell, self._walls = Rect(0, 0, plan.width, plan.depth), wall_rects(plan)
        self._open_ends = [
            exit_rect(door, zoning) if door.kind is DoorKind.EXIT else opening_rect(door)
            for door in plan.doors
        ]
        self._aisles = [(aisle.kind, Rect.of(aisle.box)) for aisle in layout.aisles]
        # Red before yellow: where two zones touch, the warning colour wins.
        ranked = sorted(
            layout.zones, key=lambda zone: zoning.line(zoning.zone(zone.kind).line).colour != "红"
        )
        #: Kind of aisle ("" for a zone), line and place of all that has lines round it.
        self.areas = [
            *((kind, zoning.aisle(kind).line, rect) for kind, rect in self._aisles),
            *(("", zoning.zone(zone.kind).line, Rect.of(zone.box)) for zone in ranked),
        ]
        rects = [*(rect for _, _, rect in self.areas), *self._walls]
        self._cuts_x = sorted({value for rect in rects for value in (rect.x, rect.right)})
        self._cuts_y = sorted({value for rect in rects for value in (rect.y, rect.bottom)})

    def edges(self, rect: Rect) -> Iterator[tuple[_Stretch, int]]:
        """The edges of ``rect``, cut where something else begins or ends; which way is out of it."""
        for upright, at, a, b, outward in (
            (False, rect.y, rect.x, rect.right, -1),
            (False, rect.bottom, rect.x, rect.right, 1),
            (True, rect.x, rect.y, rect.bottom, -1),
            (True, rect.right, rect.y, rect.bottom, 1),
        ):
            cuts = self._cuts_y if upright else self._cuts_x
            for start, end in pairwise([a, *(cut for cut in cuts if a < cut < b), b]):
                yield _Stretch(upright, at, start, end), outward

    def aisle_at(self, x: float, y: float) -> str | None:
        return next((kind for kind, rect in self._aisles if rect.holds(x, y)), None)

    def needs_line(self, stretch: _Stretch, outward: int, kind: str) -> bool:
        """Whether the edge of an area is marked there. ``kind``: that of the aisle, "" for a zone."""
        x, y = stretch.beside(outward)
        if kind and any(rect.holds(x, y) for rect in self._open_ends):
            return False  # no line across the way to an exit or through a door
        if not self._shell.holds(x, y) or any(wall.holds(x, y) for wall in self._walls):
            return False
        beyond = self.aisle_at(x, y)
        return not beyond or bool(kind and beyond != kind)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces that follow one another as one."""
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if (
            last
            and last.line == piece.line
            and last.upright == piece.upright
            and last.outward == piece.outward
            and last.end == piece.start
        ):
            result[-1] = Piece(last.line, last.start, piece.end, last.outward)
        else:
            result.append(piece)
    return result


def clear_rect(index: int, layout: Layout, zoning: Zoning) -> Rect:
    """An aisle between the insides of its lines: half a line is taken off where it touches another kind of
    aisle."""
    aisle = layout.aisles[index]
    rect = Rect.of(aisle.box)
    half = (zoning.line(zoning.aisle(aisle.kind).line).width or 0) // 2
    x, y, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    for other in layout.aisles:
        near = Rect.of(other.box)
        if other.kind == aisle.kind:
            continue
        beside, stacked = (
            rect.y < near.bottom and near.y < rect.bottom,
            rect.x < near.right and near.x < rect.right,
        )
        x += half if beside and near.right == rect.x else 0
        right -= half if beside and near.x == rect.right else 0
        y += half if stacked and near.bottom == rect.y else 0
        bottom -= half if stacked and near.y == rect.bottom else 0
    return Rect(x, y, right - x, bottom - y)


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of a kind of line a plan takes: metres of line, square metres of area to be filled or
    striped."""

    line: str
    metres: float
    area: float


def amounts(plan: Plan, zoning: Zoning) -> list[Amount]:
    """What the plan's after-layout takes, by kind, in the order of the data."""
    layout = plan.after
    length: dict[str, int] = defaultdict(int)
    area: dict[str, int] = defaultdict(int)
    for piece in pieces(plan, layout, zoning):
        length[piece.line] += piece.length
    for zone in layout.zones:
        line = zoning.line(zoning.zone(zone.kind).line)
        if line.pattern is Pattern.CORNERS:
            length[line.id] += 8 * CORNER
    for aisle in layout.aisles:
        kind = zoning.aisle(aisle.kind)
        if kind.fill:
            area[kind.fill] += aisle.box[2] * aisle.box[3]
    for clearance, rect in keep_clear(plan, layout, zoning):
        area[clearance.line] += rect.width * rect.depth
    return [
        Amount(
            line.id,
            length[line.id] / 1000,
            area[line.id] / 1e6 + length[line.id] / 1000 * (line.width or 0) / 1000,
        )
        for line in zoning.lines
        if length[line.id] or area[line.id]
    ]
