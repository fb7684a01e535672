"""Sections to scale: aisles, store gaps, free space before equipment, exits, stacks. Every number comes
from the data."""

from __future__ import annotations

from handbook.drawing.floor.marks import EDGE
from handbook.drawing.svg import FLOOR, GREY, INK, PAPER, Canvas
from handbook.model.floor.zoning import Comparison, Fixture, Measure, Origin, Zoning, metres

_LEFT, _RIGHT = 24.0, 696.0
_BOX, _MACHINE, _WALL = "#D8C6A0", "#C9CED3", "#8C8C8C"


def _drawn(measure: Measure, more: float = 1.06) -> int:
    """The length drawn for a measure, mm: 大于 is drawn a little over its number."""
    value = measure.value or 0
    return round(value * more) if measure.comparison is Comparison.OVER else value


def _source(measure: Measure) -> str:
    """Short words for where the number comes from."""
    ground = measure.ground
    if ground.reference is not None:
        return f"{ground.reference.law.name}{'（设计）' if ground.origin is Origin.DESIGN else ''}"
    return "通行做法（建议）" if ground.origin is Origin.PRACTICE else "本手册建议"


def _title(canvas: Canvas, title: str, lead: str) -> float:
    canvas.text((_LEFT, 48), title, 38, bold=True)
    return canvas.paragraph((_LEFT, 90), lead, _RIGHT - _LEFT) - 10


def _person(canvas: Canvas, x: float, floor: float, scale: float) -> None:
    """A standing person 1.7 m tall, seen from the front."""
    unit = scale * 100
    canvas.circle((x, floor - 15.6 * unit), 1.3 * unit, GREY)
    canvas.rect(x - 2.2 * unit, floor - 14 * unit, 4.4 * unit, 7 * unit, GREY, radius=1.4 * unit)
    for side in (-1, 1):
        canvas.rect(
            x + side * 1.15 * unit - 0.85 * unit,
            floor - 7.6 * unit,
            1.7 * unit,
            7.6 * unit,
            GREY,
            radius=0.6 * unit,
        )


def _forklift(canvas: Canvas, x: float, floor: float, scale: float) -> None:
    """A small forklift from the front, 1.1 m wide and 2 m high."""
    unit = scale * 100
    for side in (-1, 1):
        canvas.rect(
            x + side * 4.3 * unit - 1.1 * unit,
            floor - 3.4 * unit,
            2.2 * unit,
            3.4 * unit,
            INK,
            radius=0.6 * unit,
        )
    canvas.rect(
        x - 4.2 * unit, floor - 9.5 * unit, 8.4 * unit, 7.5 * unit, _MACHINE, INK, 2.5, radius=1 * unit
    )
    for side in (-1, 1):
        canvas.rect(
            x + side * 3.2 * unit - 0.4 * unit, floor - 20 * unit, 0.8 * unit, 19 * unit, _MACHINE, INK, 2
        )
        canvas.rect(x + side * 2 * unit - 0.6 * unit, floor - 4.5 * unit, 1.2 * unit, 0.9 * unit, INK)
    canvas.rect(x - 3.6 * unit, floor - 20 * unit, 7.2 * unit, 1 * unit, _MACHINE, INK, 2)


def _ground(canvas: Canvas, x: float, y: float, width: float, depth: float = 12) -> None:
    canvas.rect(x, y, width, depth, "#BDBDBD")
    canvas.line((x, y), (x + width, y), INK, 3)


def _boxes(canvas: Canvas, x: float, floor: float, width: float, height: float, rows: int) -> None:
    """A stack of cartons."""
    step = height / rows
    for row in range(rows):
        y = floor - (row + 1) * step
        canvas.rect(x, y, width, step, _BOX, INK, 2)
        canvas.line((x + width / 2, y), (x + width / 2, y + step * 0.35), INK, 2)


def aisle(zoning: Zoning) -> str:
    """A forklift aisle with a walkway beside it: elevation above, floor below."""
    lorry, walk = zoning.aisle("forklift"), zoning.aisle("person")
    edge, fill, zone = zoning.line(lorry.line), zoning.line(walk.fill or walk.line), zoning.line("zone-edge")
    height = zoning.size("clear-height")
    side, lane, path, thick = 560, _drawn(lorry), _drawn(walk), edge.width or 0
    scale = (_RIGHT - _LEFT) / (2 * side + lane + path + 3 * thick)
    canvas = Canvas()
    top = _title(canvas, "主通道怎么留", "车走车的道，人走绿道。宽度从线的内侧量。")
    floor = top + 60 + (height.value or 0) * scale
    stops = [
        0,
        side,
        side + thick,
        side + thick + lane,
        side + 2 * thick + lane,
        side + 2 * thick + lane + path,
        side + 3 * thick + lane + path,
        2 * side + 3 * thick + lane + path,
    ]
    xs = [_LEFT + stop * scale for stop in stops]
    # Elevation.
    canvas.rect(xs[4] - 30, top + 14, xs[7] - xs[4] + 30, 26, "#D5D5D5", INK, 2)
    canvas.text((xs[4] - 40, top + 37), f"人行道上净高{height.text}", anchor="end")
    canvas.dimension((xs[7] - 40, top + 40), (xs[7] - 40, floor), "")
    for a, b, tall in ((xs[0], xs[1] - 10, 1200),):
        canvas.rect(a, floor - tall * scale, b - a, tall * scale, _MACHINE, INK, 2.5)
        canvas.centred(((a + b) / 2, floor - tall * scale / 2), "机器")
    _forklift(canvas, (xs[2] + xs[3]) / 2, floor, scale)
    _person(canvas, xs[4] + path * scale * 0.36, floor, scale)
    _ground(canvas, _LEFT, floor, _RIGHT - _LEFT)
    # Floor seen from above.
    y, deep = floor + 40, 190.0
    canvas.rect(_LEFT, y, _RIGHT - _LEFT, deep, FLOOR)
    canvas.rect(xs[4], y, xs[5] - xs[4], deep, zoning.colour(fill.colour))
    for index in (1, 3, 5):
        canvas.rect(xs[index], y, xs[index + 1] - xs[index], deep, zoning.colour(edge.colour), INK, EDGE)
    arrow = zoning.line("walkway-arrow")
    middle = (xs[4] + xs[5]) / 2
    canvas.arrow([(middle, y + deep - 24), (middle, y + 24)], zoning.colour(arrow.colour), 22, 46)
    canvas.centred(((xs[2] + xs[3]) / 2, y + deep / 2), "叉车、电瓶车", 32, bold=True)
    canvas.centred(((xs[0] + xs[1]) / 2, y + deep / 2), zoning.zone("work").name)
    below = y + deep + 28
    canvas.dimension((xs[2], below), (xs[3], below), lorry.text, side=34, size=30)
    canvas.dimension((xs[4], below), (xs[5], below), walk.text, side=34, size=30)
    canvas.centred(((xs[2] + xs[3]) / 2, below + 74), _source(lorry))
    canvas.centred(((xs[4] + xs[5]) / 2, below + 74), _source(walk))
    line_y = below + 122
    canvas.text(
        (_LEFT, line_y),
        f"边线：{edge.colour} {edge.pattern.value} {edge.width_text}；区域线：{zone.colour} {zone.pattern.value} {zone.width_text}",
    )
    canvas.text((_LEFT, line_y + 40), "走叉车的路，按门架和货升到最高再留高（建议）。")
    canvas.height = line_y + 68
    return canvas.render(
        "主通道断面和地面：叉车道与人行道",
        f"上面是断面，下面是地面。叉车、电瓶车通道{lorry.text}，旁边绿色人行通道{walk.text}，各有{edge.colour}色{edge.width_text}边线；人走的地方净高{height.text}，走叉车的按门架和货升到最高再留。",
    )


def store(zoning: Zoning) -> str:
    """The five gaps and the main aisle of a store room."""
    gap = {id: zoning.stack(id) for id in ("top", "lamp", "wall", "column", "between")}
    lane = zoning.aisle("store")
    low = {id: measure.value or 0 for id, measure in gap.items()}
    pile = 1150
    stops = [
        0,
        low["wall"],
        low["wall"] + pile,
        low["wall"] + pile + low["between"],
        low["wall"] + 2 * pile + low["between"],
    ]
    stops += [stops[-1] + (lane.value or 0)]
    stops += [stops[-1] + 700, stops[-1] + 700 + low["column"], stops[-1] + 700 + low["column"] + 300]
    ceiling, tall, lower = 2700, 2700 - low["top"], 1700
    scale = (_RIGHT - _LEFT - 16) / stops[-1]
    canvas = Canvas()
    top = _title(canvas, "库房五距和主通道", "量货物最凸出的地方，不是量托盘。")
    roof = top + 54
    floor = roof + ceiling * scale
    xs = [_LEFT + 16 + stop * scale for stop in stops]
    canvas.rect(_LEFT, roof - 14, 16, floor - roof + 26, _WALL)
    canvas.rect(_LEFT, roof - 14, _RIGHT - _LEFT, 14, _WALL)
    canvas.rect(xs[7], roof, xs[8] - xs[7], floor - roof, _WALL, INK, 2)
    canvas.centred(((xs[7] + xs[8]) / 2, floor - 60), "柱", fill=PAPER, bold=True)
    _boxes(canvas, xs[1], floor, xs[2] - xs[1], tall * scale, 5)
    _boxes(canvas, xs[3], floor, xs[4] - xs[3], lower * scale, 4)
    _boxes(canvas, xs[5], floor, xs[6] - xs[5], 1500 * scale, 3)
    # Over the second stack, as far from it as the rule asks.
    lamp_x, lamp_y = xs[3] + (xs[4] - xs[3]) * 0.3, floor - (lower + low["lamp"]) * scale
    _lamp(canvas, lamp_x, lamp_y, roof)
    canvas.dimension(
        (lamp_x + 8, lamp_y), (lamp_x + 8, floor - lower * scale), f"灯 {gap['lamp'].amount}", side=18
    )
    canvas.dimension(
        (xs[2] - 14, roof), (xs[2] - 14, floor - tall * scale), f"顶 {gap['top'].amount}", side=18
    )
    _ground(canvas, _LEFT, floor, _RIGHT - _LEFT)
    row = floor + 40
    canvas.dimension((xs[0], row), (xs[1], row), gap["wall"].amount, side=34)
    canvas.dimension((xs[2], row), (xs[3], row), gap["between"].amount, side=34)
    canvas.dimension((xs[4], row), (xs[5], row), lane.amount, side=34)
    canvas.dimension((xs[6], row), (xs[7], row), gap["column"].amount, side=34)
    for a, b, words in ((0, 1, "墙"), (2, 3, "垛"), (4, 5, "主通道"), (6, 7, "柱")):
        canvas.centred(((xs[a] + xs[b]) / 2, row + 74), words, 30, bold=True)
    canvas.text((_LEFT, row + 134), f"都是“不小于”。出自 {_source(lane)}，只管仓储场所。")
    canvas.height = row + 162
    words = "，".join(f"{measure.name}{measure.text}" for measure in gap.values())
    return canvas.render("库房断面：五距和主要通道", f"{words}，{lane.name}{lane.text}。")


def _lamp(canvas: Canvas, x: float, y: float, roof: float) -> None:
    """A lamp that hangs from ``roof``, its lower edge at ``y``."""
    canvas.line((x, roof), (x, y - 16), INK, 3)
    canvas.polygon([(x - 26, y), (x + 26, y), (x + 12, y - 16), (x - 12, y - 16)], "#F4F0C0", INK, 2)


def keep_clear(zoning: Zoning, fixture_id: str) -> str:
    """Free space before something on the wall: right beside wrong, elevation above, floor below."""
    fixture = zoning.fixture(fixture_id)
    clearance = zoning.clearance(fixture.clearance or "")
    line = zoning.line(clearance.line)
    canvas = Canvas()
    top = _title(canvas, f"{fixture.name}前面留空", f"地上划{line.colour_text}斜纹，纹里一样东西也不放。")
    half = (_RIGHT - _LEFT - 24) / 2
    for index, right in enumerate((True, False)):
        x = _LEFT + index * (half + 24)
        canvas.verdict((x, top + 44), right, "空着" if right else "堵了")
        _before_wall(canvas, zoning, fixture, (x, top + 66), half, right=right)
    y = top + 66 + (1750 + 1000) * half / _BEFORE_WALL + 40 + 44
    canvas.text((_LEFT, y), f"{clearance.name}{clearance.text}：{_source(clearance)}")
    if fixture_id == "extinguisher":
        for measure in (zoning.size("extinguisher-top"), zoning.size("extinguisher-bottom")):
            y += 38
            canvas.text((_LEFT, y), f"{measure.name}{measure.text}：{_source(measure)}")
    canvas.height = y + 28
    return canvas.render(
        f"{fixture.name}前面留空：对和错",
        f"左边对：{clearance.name}{clearance.text}空着，地上是{line.colour_text}斜纹。右边错：纹里堆了纸箱，人拿不到。",
    )


#: Millimetres of floor before the wall that a drawing shows, and drawing units of the wall's thickness.
_BEFORE_WALL, _WALL_THICK = 1850, 18.0


def _before_wall(
    canvas: Canvas, zoning: Zoning, fixture: Fixture, corner: tuple[float, float], wide: float, *, right: bool
) -> None:
    """The fixture on its wall from the side, below it the floor before it, from ``corner``, ``wide`` drawing
    units across."""
    clearance = zoning.clearance(fixture.clearance or "")
    x, y = corner
    scale = wide / _BEFORE_WALL
    floor = y + 1750 * scale
    front = (220 if fixture.id == "extinguisher" else 300) * scale
    start = x + _WALL_THICK + front
    deep = (clearance.value or fixture.width) * scale
    canvas.rect(x, y, _WALL_THICK, floor - y + 12, _WALL)
    _hung_on_wall(canvas, zoning, fixture, (x + _WALL_THICK, floor), front, scale)
    if not right:
        _boxes(canvas, start + 14, floor, deep * 0.62, 1250 * scale, 3)
    _ground(canvas, x, floor, wide)
    tall, across = 1000 * scale, fixture.width * scale
    above = floor + 40
    upper = above + (tall - across) / 2
    canvas.rect(x, above, wide, tall, FLOOR)
    canvas.rect(x, above, _WALL_THICK, tall, _WALL)
    canvas.rect(x + _WALL_THICK, upper, front, across, _paint(zoning, fixture), INK, 2.5)
    # Seen from above the striped area is as wide as the fixture.
    _striped(canvas, zoning, clearance.line, (start, upper), (deep, across), scale)
    if not right:
        canvas.rect(start + 14, upper - 20, deep * 0.62, across + 30, _BOX, INK, 2)
        canvas.centred((start + 14 + deep * 0.31, above + tall / 2), "纸箱")
        return
    canvas.dimension((start, floor - 26), (start + deep, floor - 26), clearance.amount, side=-24, size=30)
    if fixture.id == "extinguisher":
        limit = zoning.size("extinguisher-top")
        level = floor - (limit.value or 0) * scale
        canvas.line((x + _WALL_THICK, level), (x + wide, level), INK, 2, "10 8")
        canvas.text((x + wide, level - 10), f"顶{limit.text}", anchor="end")


def _paint(zoning: Zoning, fixture: Fixture) -> str:
    return "#B9BEC4" if fixture.id == "panel" else zoning.colour("红")


def _hung_on_wall(
    canvas: Canvas, zoning: Zoning, fixture: Fixture, foot: tuple[float, float], front: float, scale: float
) -> None:
    """The fixture from the side; ``foot`` is where its wall meets the floor, ``front`` how far it sticks
    out."""
    x, floor = foot
    colour = _paint(zoning, fixture)
    if fixture.id == "extinguisher":
        hook = zoning.size("extinguisher-bottom").value or 0
        low, high = hook + 320, hook + 900
        canvas.rect(x, floor - high * scale, front, (high - low) * scale, colour, INK, 2.5, radius=10)
        canvas.rect(x + 8, floor - high * scale - 16, front * 0.5, 16, INK)
        return
    low, high = {"hydrant": (500, 1300), "panel": (500, 1500)}.get(fixture.id, (1100, 1400))
    canvas.rect(x, floor - high * scale, front, (high - low) * scale, colour, INK, 2.5)
    canvas.centred(
        (x + front / 2, floor - (high + low) / 2 * scale),
        fixture.sign,
        30,
        bold=True,
        fill=INK if fixture.id == "panel" else PAPER,
    )


def _striped(
    canvas: Canvas,
    zoning: Zoning,
    line_id: str,
    corner: tuple[float, float],
    size: tuple[float, float],
    scale: float,
) -> None:
    """Free space on the floor, striped as the line is that marks it."""
    line = zoning.line(line_id)
    canvas.stripes(
        (*corner, *size),
        (line.width or 0) * scale,
        (line.gap or 0) * scale,
        zoning.colour(line.colour),
        zoning.colour(line.second or "白"),
    )


def exit_door(zoning: Zoning) -> str:
    """An exit: width, height, free space and the way to it, right beside wrong."""
    width, outer, better, height = (
        zoning.size("exit-width"),
        zoning.size("exit-outer"),
        zoning.size("exit-outer-better"),
        zoning.size("clear-height"),
    )
    canvas = Canvas()
    top = _title(canvas, "安全出口里外都空着", "这是首层直通室外的门。门里留出和门一样深的空地。")
    half = (_RIGHT - _LEFT - 24) / 2
    for index, right in enumerate((True, False)):
        x = _LEFT + index * (half + 24)
        canvas.verdict((x, top + 44), right, "一推就开" if right else "上锁、堆货")
        floor = _exit_seen_from_inside(canvas, (x, top + 66), half, zoning, right=right)
        bottom = _exit_seen_from_above(canvas, (x, floor + 40), half, zoning, right=right)
    y = bottom + 44
    for measure, words in (
        (outer, "首层外门净宽"),
        (better, "设计时首层外门"),
        (width, "别的疏散门净宽"),
        (height, "净高"),
    ):
        canvas.text((_LEFT, y), f"{words}{measure.text}：{_source(measure)}")
        y += 38
    canvas.height = y
    return canvas.render(
        "安全出口：对和错",
        f"左边对：出口亮着牌子，门不锁，一推就开，首层外门净宽{outer.text}，别的疏散门{width.text}，净高{height.text}，门里的斜纹区空着，绿色通道通到门口。右边错：门上锁，门口堆了货。",
    )


#: Millimetres of wall that a drawing of the exit shows.
_EXIT_WALL = 2400


def _exit_seen_from_inside(
    canvas: Canvas, corner: tuple[float, float], wide: float, zoning: Zoning, *, right: bool
) -> float:
    """The wall with its door from ``corner`` down, ``wide`` drawing units across; the height of the floor."""
    outer, height = zoning.size("exit-outer"), zoning.size("clear-height")
    x, y = corner
    scale = wide / _EXIT_WALL
    floor, middle = y + 2700 * scale, x + wide / 2
    door, tall = (outer.value or 0) * scale, (height.value or 0) * scale
    left, end = middle - door / 2, middle + door / 2
    canvas.rect(x, y, wide, floor - y, "#E4E1DA")
    canvas.rect(left, floor - tall, door, tall, PAPER, INK, 4)
    canvas.rect(middle - 74, floor - tall - 52, 148, 42, zoning.colour("绿"), INK, 2)
    canvas.centred((middle, floor - tall - 31), "安全出口", 30, bold=True, fill=PAPER)
    if right:
        bar = floor - tall * 0.48
        canvas.line((left + 8, bar), (end - 8, bar), INK, 8)
        canvas.dimension((end + 12, floor - tall), (end + 12, floor), height.amount, side=12, halo="#E4E1DA")
        canvas.dimension((left, floor - 60), (end, floor - 60), outer.amount, side=-26)
    else:
        canvas.circle((end - 16, floor - tall * 0.5), 11, "none", INK, 6)
        canvas.rect(end - 32, floor - tall * 0.5 + 6, 32, 28, INK)
        _boxes(canvas, middle - door * 0.62, floor, door * 0.95, 900 * scale, 2)
    _ground(canvas, x, floor, wide)
    return floor


def _exit_seen_from_above(
    canvas: Canvas, corner: tuple[float, float], wide: float, zoning: Zoning, *, right: bool
) -> float:
    """The floor before the door, its free space and the way to it, from ``corner`` down; its lower edge."""
    clearance = zoning.clearance("exit")
    path = zoning.line("walkway-fill")
    x, y = corner
    scale = wide / _EXIT_WALL
    middle, bottom = x + wide / 2, y + 1800 * scale
    opening = zoning.size("exit-outer").value or 0
    door, free = opening * scale, (clearance.value or opening) * scale
    canvas.rect(x, y, wide, bottom - y, FLOOR)
    canvas.rect(x, y, wide / 2 - door / 2, 14, _WALL)
    canvas.rect(middle + door / 2, y, wide / 2 - door / 2, 14, _WALL)
    _striped(canvas, zoning, clearance.line, (middle - door / 2, y + 14), (door, free), scale)
    lane = y + 14 + free
    canvas.rect(x, lane, wide, bottom - lane, zoning.colour(path.colour), INK, EDGE)
    if right:
        along = (lane + bottom) / 2
        for begin, end in ((x + 24, x + wide * 0.36), (x + wide - 24, x + wide * 0.64)):
            canvas.arrow([(begin, along), (end, along)], zoning.colour("白"), 16, 36)
    else:
        canvas.rect(middle - door * 0.6, y + 30, door * 0.9, free * 0.9, _BOX, INK, 2)
        canvas.centred((middle - door * 0.15, y + 30 + free * 0.45), "货")
    return bottom


def stack(zoning: Zoning) -> str:
    """A pile of work pieces in the shop: height against base."""
    high, ratio = zoning.stack("shop-height"), zoning.stack("shop-ratio")
    limit, times = high.value or 0, ratio.value or 1
    canvas = Canvas()
    top = _title(canvas, "车间里的料垛别码太高", "底要宽，顶要平，推一下不晃。")
    half = (_RIGHT - _LEFT - 24) / 2
    scale = half / 2500
    floor = top + 66 + 2650 * scale
    for index, right in enumerate((True, False)):
        x = _LEFT + index * (half + 24)
        canvas.verdict((x, top + 44), right, "稳" if right else "又窄又高")
        if right:
            base, tall = limit // times, limit
            left = x + 44
            _boxes(canvas, left, floor, base * scale, tall * scale, 4)
            canvas.dimension((left - 26, floor - tall * scale), (left - 26, floor), "", size=26)
            canvas.text((left + base * scale + 16, floor - tall * scale + 30), "高", bold=True)
            canvas.text((left + base * scale + 16, floor - tall * scale + 66), high.text)
            canvas.dimension((left, floor + 34), (left + base * scale, floor + 34), metres(base), side=34)
        else:
            base, tall = 600, 2400
            left = x + 120
            step = tall * scale / 5
            for row in range(5):
                lean = row * row * 3.2
                canvas.rect(left + lean, floor - (row + 1) * step, base * scale, step, _BOX, INK, 2)
            canvas.dimension((left - 26, floor - tall * scale), (left - 26, floor), "", size=26)
            canvas.dimension((left, floor + 34), (left + base * scale, floor + 34), metres(base), side=34)
        _ground(canvas, x, floor, half)
    canvas.paragraph(
        (_LEFT, floor + 130),
        f"垛高{high.text}，也不超过底宽的 {ratio.amount}：{_source(high)}",
        _RIGHT - _LEFT,
    )
    canvas.height = floor + 158
    return canvas.render(
        "车间料垛：对和错", f"左边对：垛高{high.text}，底宽是高的一半。右边错：底窄、码得高、已经歪了。"
    )


def section_drawings(zoning: Zoning) -> dict[str, str]:
    """All sections by file name."""
    return {
        "zoning-section-aisle.svg": aisle(zoning),
        "zoning-section-store.svg": store(zoning),
        "zoning-section-extinguisher.svg": keep_clear(zoning, "extinguisher"),
        "zoning-section-hydrant.svg": keep_clear(zoning, "hydrant"),
        "zoning-section-panel.svg": keep_clear(zoning, "panel"),
        "zoning-section-exit.svg": exit_door(zoning),
        "zoning-section-stack.svg": stack(zoning),
    }
