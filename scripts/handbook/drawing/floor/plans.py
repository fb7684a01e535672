"""Plans to scale, before and after, from data/plans and data/lines.yml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from handbook.drawing.floor.geometry import (
    CORNER,
    Rect,
    clear_rect,
    fixture_rect,
    keep_clear,
    pieces,
    wall_rects,
)
from handbook.drawing.floor.marks import band, corners, scale_bar, texture
from handbook.drawing.svg import FLOOR, INK, MIN_TEXT, PAPER, WIDTH, Box, Canvas, text_width
from handbook.model.base import cached_by_identity
from handbook.model.floor.plan import Aisle, Door, DoorKind, Layout, Plan, Side
from handbook.model.floor.zoning import LineKind, Pattern, Zoning, metres
from handbook.recipes.disk_cache import cached_value

#: Where the floor begins in a drawing, from its left, right and top.
_LEFT, _RIGHT, _TOP = 92.0, 60.0, 150.0
#: Floor lines are drawn twice as wide as to scale, all alike: a 50 mm line would be a hair on paper.
LINE_FACTOR = 2
_WALL, _MACHINE, _CLUTTER = "#4A4A4A", "#C9CED3", "#D8C6A0"


class LabelError(Exception):
    """A name does not fit its box; the text says so in Chinese, ``name`` is the name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”写不进它的方框，把框放大或者把名称缩短")
        self.name = name


class _Drawer:
    """Draws one layout of one plan."""

    def __init__(self, plan: Plan, layout: Layout, zoning: Zoning, after: bool) -> None:
        self.plan, self.layout, self.zoning, self.after = plan, layout, zoning, after
        self.canvas = Canvas()
        self.scale = (WIDTH - _LEFT - _RIGHT) / plan.width
        self.left, self.top = _LEFT, 0.0

    def place(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.scale, self.top + y * self.scale

    def box(self, rect: Rect) -> tuple[float, float, float, float]:
        return (*self.place(rect.x, rect.y), rect.width * self.scale, rect.depth * self.scale)

    def draw(self) -> str:
        canvas, plan = self.canvas, self.plan
        canvas.text((24, 48), plan.name, 38, bold=True)
        canvas.verdict((500, 46), self.after, "整改后" if self.after else "整改前")
        self.top = _TOP
        self._floor()
        self._things()
        self._names()
        self._routes()
        self._measures()
        canvas.height = self._remarks(self.top + plan.depth * self.scale + 104) - 4
        return canvas.render(f"{plan.name}平面图：整改{'后' if self.after else '前'}", self._description())

    def _remarks(self, y: float) -> float:
        """Numbers on the plan, and below the key what each says; the height reached."""
        for index, remark in enumerate(self.layout.remarks, 1):
            self._number(self.place(*remark.at), index)
        y = self._key(y)
        for index, remark in enumerate(self.layout.remarks, 1):
            self._number((44, y - 9), index)
            y = self.canvas.paragraph((78, y), remark.text, WIDTH - 78 - 20) + 10
        return y

    def _description(self) -> str:
        verdict = "对" if self.after else "错"
        remarks = "；".join(
            f"{index}，{remark.text.rstrip('。')}" for index, remark in enumerate(self.layout.remarks, 1)
        )
        return f"{self.plan.scope}{verdict}：{remarks}。"

    # ---------- Floor ----------

    def _floor(self) -> None:
        plan = self.plan
        self.canvas.rect(*self.box(Rect(0, 0, plan.width, plan.depth)), FLOOR)
        for aisle in self.layout.aisles:
            self._aisle_fill(aisle)
        for zone in self.layout.zones:
            texture(self.canvas, self.zoning.zone(zone.kind).texture, self.box(Rect.of(zone.box)))
        for clearance, rect in keep_clear(plan, self.layout, self.zoning) if self.after else ():
            self._kept_clear(self.zoning.line(clearance.line), rect)
        self._lines()

    def _kept_clear(self, line: LineKind, rect: Rect) -> None:
        factor = self.scale * LINE_FACTOR
        self.canvas.stripes(
            self.box(rect),
            (line.width or 0) * factor,
            (line.gap or 0) * factor,
            self.zoning.colour(line.colour),
            self.zoning.colour(line.second or "白"),
        )

    def _things(self) -> None:
        for machine in self.layout.machines:
            self._thing(Rect.of(machine.box), machine.name, _MACHINE)
        self._walls()
        for placed in (*self.plan.fixtures, *self.layout.fixtures):
            self._fixture(fixture_rect(placed, self.zoning), placed.kind, placed.faces)
        for clutter in self.layout.clutter:
            self._thing(Rect.of(clutter.box), clutter.name, _CLUTTER)

    def _names(self) -> None:
        for zone in self.layout.zones:
            self._zone_name(Rect.of(zone.box), zone.name or self.zoning.zone(zone.kind).name)
        for room in self.plan.rooms:
            if room.label:
                self.canvas.centred(self.place(*room.label), room.name, 30, bold=True, halo=PAPER)

    def _measures(self) -> None:
        for index, aisle in enumerate(self.layout.aisles):
            self._ruler(aisle, clear_rect(index, self.layout, self.zoning))
        for door in self.plan.doors:
            self._door_name(door)
        self._size()

    def _aisle_fill(self, aisle: Aisle) -> None:
        kind = self.zoning.aisle(aisle.kind)
        fill = self.zoning.colour(self.zoning.line(kind.fill).colour) if kind.fill else "#F8F7F4"
        self.canvas.rect(*self.box(Rect.of(aisle.box)), fill)

    def _lines(self) -> None:
        for piece in pieces(self.plan, self.layout, self.zoning):
            line = self.zoning.line(piece.line)
            thick = (line.width or 0) * self.scale * LINE_FACTOR
            shift = piece.outward * thick / 2
            (x0, y0), (x1, y1) = self.place(*piece.start), self.place(*piece.end)
            if piece.upright:
                x0 = x1 = x0 + shift
            else:
                y0 = y1 = y0 + shift
            colour = self.zoning.colour(line.colour)
            if line.pattern is Pattern.DASHED:
                self._dashed((x0, y0), (x1, y1), thick, (line.gap or 200) * self.scale * LINE_FACTOR, colour)
            else:
                band(self.canvas, (x0, y0), (x1, y1), thick, colour)
        for zone in self.layout.zones:
            line = self.zoning.line(self.zoning.zone(zone.kind).line)
            if line.pattern is Pattern.CORNERS:
                corners(
                    self.canvas,
                    self.box(Rect.of(zone.box)),
                    (line.width or 0) * self.scale * LINE_FACTOR,
                    CORNER * self.scale * 1.3,
                    self.zoning.colour(line.colour),
                )

    def _dashed(
        self, a: tuple[float, float], b: tuple[float, float], thick: float, step: float, colour: str
    ) -> None:
        upright = a[0] == b[0]
        length, at = abs(b[0] - a[0]) + abs(b[1] - a[1]), 0.0
        while at < length:
            end = min(at + step, length)
            band(
                self.canvas,
                (a[0], a[1] + at) if upright else (a[0] + at, a[1]),
                (a[0], a[1] + end) if upright else (a[0] + end, a[1]),
                thick,
                colour,
            )
            at += 2 * step

    # ---------- Building ----------

    def _walls(self) -> None:
        canvas, plan, thick = self.canvas, self.plan, 10.0
        x, y, width, depth = self.box(Rect(0, 0, plan.width, plan.depth))
        for wall in (
            (x - thick, y - thick, width + 2 * thick, thick),
            (x - thick, y + depth, width + 2 * thick, thick),
            (x - thick, y, thick, depth),
            (x + width, y, thick, depth),
        ):
            canvas.rect(*wall, _WALL)
        for rect in (*wall_rects(plan), *(Rect.of(box) for box in plan.columns)):
            canvas.rect(*self.box(rect), _WALL)
        for door in plan.doors:
            (x0, y0), (x1, y1) = (self.place(*p) for p in sorted((door.start, door.end)))
            level = y0 == y1
            if level and y0 in (y, y + depth):
                canvas.rect(x0, y0 - (thick if y0 == y else 0), x1 - x0, thick, PAPER)
            elif not level and x0 in (x, x + width):
                canvas.rect(x0 - (thick if x0 == x else 0), y0, thick, y1 - y0, PAPER)
            dash = "8 6" if door.kind in (DoorKind.GATE, DoorKind.SHUTTER) else None
            offset = (
                thick
                / 2
                * (
                    0
                    if not self._outer(door)
                    else -1
                    if (y0 == y and level) or (x0 == x and not level)
                    else 1
                )
            )
            canvas.line(
                (x0 + (0 if level else offset), y0 + (offset if level else 0)),
                (x1 + (0 if level else offset), y1 + (offset if level else 0)),
                INK,
                3,
                dash,
            )

    def _outer(self, door: Door) -> bool:
        return (door.start[1] == door.end[1] and door.start[1] in (0, self.plan.depth)) or (
            door.start[0] == door.end[0] and door.start[0] in (0, self.plan.width)
        )

    def _door_name(self, door: Door) -> None:
        """Names outside the north and south walls; on the sides they stand upright outside, in the margin."""
        if not self._outer(door) or door.kind is DoorKind.ROOM:
            return
        canvas = self.canvas
        (x0, y0), (x1, y1) = (self.place(*p) for p in sorted((door.start, door.end)))
        exit_ = door.kind is DoorKind.EXIT
        fill, ink = (self.zoning.colour("绿"), PAPER) if exit_ else (PAPER, INK)
        size = MIN_TEXT
        if y0 == y1:
            north = door.start[1] == 0
            width = text_width(door.name, size) + 12
            x = min(max((x0 + x1) / 2 - width / 2, 4), WIDTH - 4 - width)
            y = y0 - 48 if north else y0 + 14
            canvas.rect(x, y, width, 34, fill, INK if exit_ else None, 2)
            canvas.centred((x + width / 2, y + 17), door.name, size, bold=exit_, fill=ink)
        else:
            west = door.start[0] == 0
            height = len(door.name) * (size + 1) + 10
            x = x0 - 48 if west else x0 + 14
            y = (y0 + y1) / 2 - height / 2
            canvas.rect(x, y, 34, height, fill, INK if exit_ else PAPER, 2)
            for index, char in enumerate(door.name):
                canvas.centred((x + 17, y + 5 + (size + 1) * (index + 0.5)), char, size, bold=exit_, fill=ink)

    def _size(self) -> None:
        """Width above, depth at the left."""
        canvas, plan = self.canvas, self.plan
        (x0, y0), (x1, y1) = self.place(0, 0), self.place(plan.width, plan.depth)
        canvas.dimension((x0, y0 - 62), (x1, y0 - 62), metres(plan.width))
        taken = [
            sorted((d.start[1], d.end[1]))
            for d in plan.doors
            if d.start[0] == d.end[0] == 0 and d.kind is not DoorKind.ROOM
        ]
        canvas.dimension((x0 - 68, y0), (x0 - 68, y1), "")
        middle = next(
            share
            for share in (0.5, 0.3, 0.7, 0.15)
            if not any(a - 2000 < share * plan.depth < b + 2000 for a, b in taken)
        )
        label = metres(plan.depth)
        y = y0 + (y1 - y0) * middle
        # The margin is narrow: number above its unit.
        number, unit = label.split(" ")
        canvas.rect(x0 - 88, y - 30, 40, 60, PAPER)
        canvas.centred((x0 - 68, y - 14), number, bold=True)
        canvas.centred((x0 - 68, y + 16), unit, bold=True)

    # ---------- Things ----------

    def _thing(self, rect: Rect, name: str, fill: str) -> None:
        x, y, width, depth = self.box(rect)
        self.canvas.rect(x, y, width, depth, fill, INK, 2)
        self._label((x, y, width, depth), name, None)

    def _zone_name(self, rect: Rect, name: str) -> None:
        if any(Rect.of(machine.box).overlaps(rect) for machine in self.layout.machines):
            # The machines' names say what is done here; the zone's name stands on its free strip.
            free = self._free_strip(rect, name)
            if free is None:
                return
            rect = free
        self._label(self.box(rect), name, PAPER, bold=True)

    def _free_strip(self, rect: Rect, name: str) -> Rect | None:
        """The first strip of a zone that no machine stands on and that takes the name; north, south, west,
        east."""
        inside = [Rect.of(m.box) for m in self.layout.machines if Rect.of(m.box).overlaps(rect)]
        strips = [
            Rect(rect.x, rect.y, rect.width, min(m.y for m in inside) - rect.y),
            Rect(
                rect.x, max(m.bottom for m in inside), rect.width, rect.bottom - max(m.bottom for m in inside)
            ),
            Rect(rect.x, rect.y, min(m.x for m in inside) - rect.x, rect.depth),
            Rect(max(m.right for m in inside), rect.y, rect.right - max(m.right for m in inside), rect.depth),
        ]
        return next(
            (
                strip
                for strip in strips
                if strip.narrow > 0 and fitted(name, strip.width * self.scale, strip.depth * self.scale)
            ),
            None,
        )

    def _label(self, box: Box, text: str, halo: str | None, *, bold: bool = False) -> None:
        """Text in a box: on one line, in lines, or upright. Raises LabelError when it does not fit."""
        x, y, width, depth = box
        lines = fitted(text, width, depth)
        if lines is None:
            raise LabelError(text)
        step = MIN_TEXT * 1.12
        first = y + depth / 2 - step * (len(lines) - 1) / 2
        for index, line in enumerate(lines):
            self.canvas.centred((x + width / 2, first + index * step), line, MIN_TEXT, bold=bold, halo=halo)

    def _fixture(self, rect: Rect, kind: str, faces: Side) -> None:
        fixture = self.zoning.fixture(kind)
        fire = (
            fixture.clearance is not None
            and self.zoning.line(self.zoning.clearance(fixture.clearance).line).colour == "红"
        )
        fill, ink = (self.zoning.colour("红"), PAPER) if fire else ("#E3E6E9", INK)
        x, y, width, depth = self.box(rect)
        x, width = _grown(x, width, start=faces is Side.WEST, end=faces is Side.EAST)
        y, depth = _grown(y, depth, start=faces is Side.NORTH, end=faces is Side.SOUTH)
        self.canvas.rect(x, y, width, depth, fill, INK, 2)
        self._sign((x + width / 2, y + depth / 2), fixture.sign, ink)

    def _sign(self, at: tuple[float, float], sign: str, ink: str) -> None:
        self.canvas.centred(at, sign, MIN_TEXT, bold=True, fill=ink)

    def _routes(self) -> None:
        colour = self.zoning.colour("绿")
        for route in self.layout.routes:
            points = [self.place(*point) for point in route.points]
            if self.after:
                (x0, y0), (x1, y1) = points[-2], points[-1]
                length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
                points[-1] = (x1 + (x1 - x0) / length * 6, y1 + (y1 - y0) / length * 6)
            self.canvas.polyline(points, PAPER, 13)
            self.canvas.circle(points[0], 11, PAPER, INK, 3)
            self.canvas.arrow(points, INK, 9, 24)
            self.canvas.arrow(points, colour, 4, 18, "16 8")

    def _ruler(self, aisle: Aisle, rect: Rect) -> None:
        if aisle.ruler is None:
            return
        if rect.depth >= rect.width:
            y = rect.y + aisle.ruler
            a, b = self.place(rect.x, y), self.place(rect.right, y)
            self.canvas.dimension(a, b, metres(rect.width), side=-26)
        else:
            x = rect.x + aisle.ruler
            a, b = self.place(x, rect.y), self.place(x, rect.bottom)
            self.canvas.dimension(a, b, metres(rect.depth), side=14)

    def _number(self, at: tuple[float, float], number: int) -> None:
        self.canvas.circle(at, 20, PAPER if self.after else INK, PAPER if not self.after else INK, 3)
        self.canvas.centred(at, str(number), 28, bold=True, fill=INK if self.after else PAPER)

    def _key(self, y: float) -> float:
        """Scale bar and the meaning of the signs; the baseline for the remarks."""
        canvas, plan = self.canvas, self.plan
        end = scale_bar(canvas, 30, y + 14, self.scale, 3)
        canvas.text((end + 10, y - 7), f"线宽放大 {LINE_FACTOR} 倍画" if self.after else "按比例画")
        y += 46
        signs = []
        for placed in (*plan.fixtures, *self.layout.fixtures):
            fixture = self.zoning.fixture(placed.kind)
            signs.append(f"{fixture.sign}＝{fixture.name}")
        words = [*dict.fromkeys(signs), *(["虚线箭头＝疏散路线"] if self.layout.routes else [])]
        for line in _joined(words, WIDTH - 48):
            canvas.text((24, y), line)
            y += 36
        return y + 18


#: On a wall: text that is read from the last row, the room for an exit's sign and for a wall alone.
_LARGE, _SIGN_ROOM, _WALL_ROOM = 54.0, 74.0, 14.0


class _OnAWall(_Drawer):
    """The floor alone: ways, lines and things without names, and only what is read from the last row: the
    exits, the numbers of the remarks. ``width`` and ``height``: the most it may take."""

    def __init__(self, plan: Plan, zoning: Zoning, width: float, height: float) -> None:
        super().__init__(plan, plan.after, zoning, after=True)
        left, right, self.top, bottom = (
            _SIGN_ROOM if side in {self._side(door) for door in self._exits()} else _WALL_ROOM
            for side in (Side.WEST, Side.EAST, Side.NORTH, Side.SOUTH)
        )
        self.left = left
        self.scale = min((width - left - right) / plan.width, (height - self.top - bottom) / plan.depth)
        self.canvas = Canvas(
            self.top + plan.depth * self.scale + bottom, left + plan.width * self.scale + right
        )

    def draw(self) -> str:
        self._floor()
        self._things()
        self._routes()
        for door in self._exits():
            self._exit_sign(door)
        for index, remark in enumerate(self.layout.remarks, 1):
            self._number(self.place(*remark.at), index)
        return self.canvas.render(f"{self.plan.name}平面图：整改后", self._description())

    def _label(self, box: Box, text: str, halo: str | None, *, bold: bool = False) -> None:
        """No names of things."""

    def _sign(self, at: tuple[float, float], sign: str, ink: str) -> None:
        """No signs of fixtures."""

    def _exits(self) -> list[Door]:
        return [door for door in self.plan.doors if self._outer(door) and door.kind is DoorKind.EXIT]

    def _side(self, door: Door) -> Side:
        if door.start[1] == door.end[1]:
            return Side.NORTH if door.start[1] == 0 else Side.SOUTH
        return Side.WEST if door.start[0] == 0 else Side.EAST

    def _exit_sign(self, door: Door) -> None:
        (x0, y0), (x1, y1) = self.place(*door.start), self.place(*door.end)
        side, deep, long = self._side(door), _LARGE + 8, 2 * _LARGE + 12
        level = side in (Side.NORTH, Side.SOUTH)
        width, height = (long, deep) if level else (deep, long)
        x = (
            min(max((x0 + x1 - width) / 2, 2), self.canvas.width - 2 - width)
            if level
            else x0 - 12 - width
            if side is Side.WEST
            else x0 + 12
        )
        y = (
            min(max((y0 + y1 - height) / 2, 2), self.canvas.height - 2 - height)
            if not level
            else y0 - 12 - height
            if side is Side.NORTH
            else y0 + 12
        )
        self.canvas.rect(x, y, width, height, self.zoning.colour("绿"), INK, 2)
        for index, char in enumerate("出口"):
            step = _LARGE * (index - 0.5)
            at = (x + width / 2 + step * level, y + height / 2 + step * (not level))
            self.canvas.centred(at, char, _LARGE, bold=True, fill=PAPER)

    def _number(self, at: tuple[float, float], number: int) -> None:
        self.canvas.circle(at, 36, PAPER, INK, 4)
        self.canvas.centred(at, str(number), _LARGE, bold=True, fill=INK)


def wall_plan(plan: Plan, zoning: Zoning, width: float, height: float) -> str:
    """The plan after, for a slide, at most ``width`` by ``height`` drawing units, of two a point."""
    return _OnAWall(plan, zoning, width, height).draw()


def _joined(words: list[str], width: float) -> list[str]:
    rows: list[str] = []
    for word in words:
        if rows and text_width(rows[-1] + "　" + word, MIN_TEXT) <= width:
            rows[-1] += "　" + word
        else:
            rows.append(word)
    return rows


#: Drawing units that the sign of a fixture needs for its one character.
_SIGN = 32.0


def _grown(at: float, length: float, *, start: bool, end: bool) -> tuple[float, float]:
    """``length`` from ``at`` made long enough for a sign: the side that is in the free area, ``start`` or
    ``end``, stays where it is, so that the sign grows into the wall."""
    if length >= _SIGN:
        return at, length
    return (at if start else at + length - _SIGN if end else at + (length - _SIGN) / 2), _SIGN


def fitted(text: str, width: float, depth: float) -> list[str] | None:
    """The lines in which ``text`` fits a box of drawing units: level if possible, else broken, else
    upright; None if not at all."""
    step = MIN_TEXT * 1.12
    if text_width(text, MIN_TEXT) <= width - 4 and depth >= MIN_TEXT:
        return [text]
    if width >= MIN_TEXT * 2:
        per_line = -(-len(text) // 2)
        for count in range(2, 5):
            per_line = -(-len(text) // count)
            lines = [text[i : i + per_line] for i in range(0, len(text), per_line)]
            if max(text_width(line, MIN_TEXT) for line in lines) <= width - 2 and len(lines) * step <= depth:
                return lines
    if (
        width >= MIN_TEXT
        and len(text) * step <= depth
        and text.isprintable()
        and not any(char.isascii() for char in text)
    ):
        return list(text)
    return None


def plan_drawings(plan: Plan, zoning: Zoning) -> Mapping[str, str]:
    """The two drawings of a plan by file name: the check, the pages and the slides want them. Raises
    LabelError for a name that finds no room."""
    make = partial(_before_and_after, plan, zoning)
    return MappingProxyType(cached_value("drawings", plan.id, cache_key(plan, zoning), make))


def cache_key(plan: Plan, zoning: Zoning) -> str:
    """All that a drawing of ``plan`` is made of."""
    return f"{all_of(plan)}\n{all_of(zoning)}"


#: All that a value of the data says.
all_of = cached_by_identity(repr)


def _before_and_after(plan: Plan, zoning: Zoning) -> dict[str, str]:
    return {
        f"zoning-plan-{plan.id}-before.svg": _Drawer(plan, plan.before, zoning, after=False).draw(),
        f"zoning-plan-{plan.id}-after.svg": _Drawer(plan, plan.after, zoning, after=True).draw(),
    }
