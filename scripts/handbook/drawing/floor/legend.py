"""Sheets that explain: all lines, all zones, the classes of signs."""

from __future__ import annotations

from handbook.drawing.floor.marks import EDGE, band, corners, swatch, texture
from handbook.drawing.svg import FLOOR, INK, PAPER, Box, Canvas, text_width
from handbook.model.floor.zoning import LineKind, Pattern, SignClass, Zoning

_MARGIN = 24
#: Units per millimetre on the legend: a 100 mm line is 36 units wide.
_SCALE = 0.36


def lines_legend(zoning: Zoning) -> str:
    """Every line with its colour, pattern and width, drawn to one scale."""
    canvas = Canvas()
    canvas.text((_MARGIN, 48), "地面线一览", 38, bold=True)
    canvas.text((_MARGIN, 88), "粗细按同一比例画。颜色旁边写着字，黑白打印也分得清。")
    y = 112.0
    for kind in zoning.lines:
        canvas.rect(_MARGIN, y, 210, 92, FLOOR)
        inset = 10 if kind.pattern in (Pattern.STRIPES, Pattern.FILL, Pattern.ARROW, Pattern.CORNERS) else 0
        swatch(canvas, kind, zoning, (_MARGIN + inset, y + 10, 210 - 2 * inset, 72), _SCALE)
        canvas.text((254, y + 38), kind.name, 30, bold=True)
        canvas.text((254, y + 78), line_words(kind))
        y += 104
    bar = 500 * _SCALE
    canvas.dimension((_MARGIN, y + 24), (_MARGIN + bar, y + 24), "500 mm", side=32)
    canvas.text((_MARGIN + bar + 32, y + 33), "线宽、颜色多是通行做法，不是法条。")
    canvas.height = y + 84
    names = "；".join(f"{kind.name}：{line_words(kind)}" for kind in zoning.lines)
    return canvas.render("地面线一览：名称、颜色、线型、线宽", names + "。")


def line_words(kind: LineKind) -> str:
    """Colour, pattern and width in words."""
    colour = f"{kind.second}底{kind.colour}" if kind.pattern is Pattern.ARROW else kind.colour_text
    if kind.pattern is Pattern.STRIPES:
        return f"{colour} 斜纹 {kind.width} mm 条"
    if kind.pattern is Pattern.FILL:
        return f"{colour}色 {kind.pattern.value} {kind.width_text}"
    if kind.pattern is Pattern.ARROW:
        return f"{colour}箭头"
    return f"{colour} {kind.pattern.value} {kind.width_text}"


def zones_legend(zoning: Zoning) -> str:
    """Every kind of zone as it appears on the plans."""
    canvas = Canvas()
    canvas.text((_MARGIN, 48), "区的画法", 38, bold=True)
    canvas.text((_MARGIN, 88), "灰色底纹只在图上，现场只划边线、写名字。")
    top, width, height = 112.0, 328.0, 96.0
    for index, zone in enumerate(zoning.zones):
        x = _MARGIN + (index % 2) * (width + 16)
        y = top + (index // 2) * (height + 44)
        line = zoning.line(zone.line)
        canvas.rect(x, y, width, height, FLOOR)
        inner = (x + 8, y + 8, width - 16, height - 16)
        texture(canvas, zone.texture, inner)
        zone_edge(canvas, line, zoning, inner, max(5.0, (line.width or 0) * 0.12))
        canvas.centred((x + width / 2, y + height / 2), zone.name, 34, bold=True, halo=PAPER)
        canvas.text((x + 4, y + height + 28), f"{line.colour}{line.pattern.value} {line.width_text}")
    canvas.height = top + (len(zoning.zones) + 1) // 2 * (height + 44) + 12
    names = "；".join(f"{zone.name}，{zoning.line(zone.line).name}" for zone in zoning.zones)
    return canvas.render("区的画法：名称、边线和底纹", names + "。")


def zone_edge(canvas: Canvas, line: LineKind, zoning: Zoning, box: Box, thick: float) -> None:
    """The edge of a whole zone as it lies on the floor."""
    x, y, width, height = box
    colour = zoning.colour(line.colour)
    if line.pattern is Pattern.CORNERS:
        corners(canvas, box, thick, min(width, height) * 0.3, colour)
        return
    if line.pattern is not Pattern.DASHED:
        canvas.rect(*box, "none", INK, thick + 2 * EDGE)
        canvas.rect(*box, "none", colour, thick)
        return
    for a, b in (
        ((x, y), (x + width, y)),
        ((x, y + height), (x + width, y + height)),
        ((x, y), (x, y + height)),
        ((x + width, y), (x + width, y + height)),
    ):
        length, start = abs(b[0] - a[0]) + abs(b[1] - a[1]), 0.0
        while start < length:
            end = min(start + 22, length)
            upright = a[0] == b[0]
            band(
                canvas,
                (a[0], a[1] + start) if upright else (a[0] + start, a[1]),
                (a[0], a[1] + end) if upright else (a[0] + end, a[1]),
                thick,
                colour,
            )
            start += 40


#: Shape, colour name and what the shape says, for each class of signs.
_SHAPES: dict[SignClass, tuple[str, str]] = {
    SignClass.WARNING: ("黄", "三角形：小心"),
    SignClass.PROHIBITION: ("红", "圆圈加斜杠：不许"),
    SignClass.MANDATORY: ("蓝", "圆形：必须"),
    SignClass.INFORMATION: ("绿", "方形：在这里、往那走"),
    SignClass.FIRE: ("红", "红底方形：消防器材"),
    SignClass.WORDS: ("白", "只有字的牌子"),
}


def signs_sheet(zoning: Zoning) -> str:
    """The classes of signs by shape and colour, with the names a small plant needs. No symbol is drawn: buy
    the 2025 ones."""
    canvas = Canvas()
    canvas.text((_MARGIN, 48), "标志认形状，再认颜色", 38, bold=True)
    canvas.text((_MARGIN, 88), "只画外形。里面的图形照 GB 2894-2025 买成品。")
    y = 112.0
    for kind in SignClass:
        colour_name, words = _SHAPES[kind]
        names = [sign.name for sign in zoning.signs if sign.kind is kind]
        rows = _rows(names, 460)
        height = max(150.0, 78 + 36 * len(rows))
        _shape(canvas, kind, zoning.colour(colour_name), _MARGIN + 85, y + 75)
        canvas.text((220, y + 38), kind.value, 32, bold=True)
        canvas.text((220 + 32 * len(kind.value) + 24, y + 38), words)
        for index, row in enumerate(rows):
            canvas.text((220, y + 78 + 36 * index), row)
        y += height + 14
        canvas.line((_MARGIN, y - 8), (696, y - 8), "#BBBBBB", 2)
    canvas.height = y + 6
    listed = "；".join(
        f"{kind.value}（{_SHAPES[kind][1]}）：{'、'.join(s.name for s in zoning.signs if s.kind is kind)}"
        for kind in SignClass
    )
    return canvas.render("标志的形状和颜色", listed + "。")


def _rows(names: list[str], width: float) -> list[str]:
    rows: list[str] = []
    for name in names:
        if rows and text_width(rows[-1] + "、" + name, 26) <= width:
            rows[-1] += "、" + name
        else:
            rows.append(name)
    return [row + ("、" if index < len(rows) - 1 else "") for index, row in enumerate(rows)]


def _shape(canvas: Canvas, kind: SignClass, colour: str, x: float, y: float) -> None:
    size = 62.0
    if kind is SignClass.WARNING:
        canvas.polygon(
            [(x, y - size), (x + size * 1.12, y + size * 0.85), (x - size * 1.12, y + size * 0.85)],
            colour,
            INK,
            8,
        )
        canvas.centred((x, y + 22), "小心", 30, bold=True)
    elif kind is SignClass.PROHIBITION:
        canvas.circle((x, y), size - 5, PAPER, colour, 12)
        canvas.line((x - size * 0.62, y - size * 0.62), (x + size * 0.62, y + size * 0.62), colour, 12)
        canvas.centred((x, y), "不许", 30, bold=True, halo=PAPER)
    elif kind is SignClass.MANDATORY:
        canvas.circle((x, y), size, colour)
        canvas.centred((x, y), "必须", 30, bold=True, fill=PAPER)
    else:
        canvas.rect(x - size, y - size, 2 * size, 2 * size, colour, INK, 3)
        words = {SignClass.INFORMATION: "出口", SignClass.FIRE: "消防", SignClass.WORDS: "名牌"}[kind]
        canvas.centred((x, y), words, 34, bold=True, fill=INK if kind is SignClass.WORDS else PAPER)
