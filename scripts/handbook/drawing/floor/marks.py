"""How the marks of data/lines.yml are drawn: lines, stripes, zone textures. Colours come from the data
alone."""

from __future__ import annotations

from handbook.drawing.svg import INK, Box, Canvas
from handbook.model.floor.zoning import LineKind, Pattern, Texture, Zoning

#: Dark edge on both sides of a coloured line, so that yellow stays visible in grey print.
EDGE = 1.5


def band(canvas: Canvas, a: tuple[float, float], b: tuple[float, float], width: float, colour: str) -> None:
    """A level or upright line of ``colour`` with dark edges."""
    (x0, y0), (x1, y1) = sorted((a, b))
    half = width / 2
    box = (x0, y0 - half, x1 - x0, width) if y0 == y1 else (x0 - half, y0, width, y1 - y0)
    canvas.rect(*box, colour, INK, EDGE)


def swatch(canvas: Canvas, kind: LineKind, zoning: Zoning, box: Box, scale: float) -> None:
    """A sample of a line kind in a box, its width drawn at ``scale`` units per millimetre."""
    x, y, width, height = box
    colour = zoning.colour(kind.colour)
    second = zoning.colour(kind.second) if kind.second else "#FFFFFF"
    middle = y + height / 2
    thick = (kind.width or 0) * scale
    if kind.pattern is Pattern.SOLID:
        band(canvas, (x, middle), (x + width, middle), thick, colour)
    elif kind.pattern is Pattern.DASHED:
        step = (kind.gap or 100) * scale
        position = x
        while position < x + width:
            band(canvas, (position, middle), (min(position + step, x + width), middle), thick, colour)
            position += 2 * step
    elif kind.pattern is Pattern.STRIPES:
        canvas.stripes(box, thick, (kind.gap or 0) * scale, colour, second)
    elif kind.pattern is Pattern.CORNERS:
        inner = (x + 6, y + 2, width - 12, height - 4)
        corners(canvas, inner, thick, min(height, width) * 0.44, colour)
    elif kind.pattern is Pattern.FILL:
        canvas.rect(*box, colour, INK, EDGE)
    elif kind.pattern is Pattern.ARROW:
        canvas.rect(*box, second, INK, EDGE)
        canvas.arrow(
            [(x + width * 0.15, middle), (x + width * 0.85, middle)], colour, height * 0.22, height * 0.5
        )


def corners(canvas: Canvas, box: Box, thick: float, leg: float, colour: str) -> None:
    """Four angle marks inside a rectangle."""
    x, y, width, height = box
    for cx, turn_x in ((x, 1), (x + width, -1)):
        for cy, turn_y in ((y, 1), (y + height, -1)):
            points = [(0, 0), (leg, 0), (leg, thick), (thick, thick), (thick, leg), (0, leg)]
            canvas.polygon([(cx + turn_x * px, cy + turn_y * py) for px, py in points], colour, INK, EDGE)


def texture(canvas: Canvas, kind: Texture, box: Box) -> None:
    """The grey texture that tells a zone on paper. Nothing of it is laid on the real floor."""
    x, y, width, height = box
    step, thin, pale = 18.0, 2.0, "#A8A8A8"
    if kind is Texture.DOTS:
        row = y + step / 2
        number = 0
        while row < y + height:
            column = x + step / 2 + (step / 2 if number % 2 else 0)
            while column < x + width - 1:
                canvas.circle((column, row), 2.2, pale)
                column += step
            row += step * 0.75
            number += 1
    elif kind is Texture.LEVEL:
        row = y + step / 2
        while row < y + height:
            canvas.line((x, row), (x + width, row), pale, thin)
            row += step
    elif kind is Texture.UPRIGHT:
        column = x + step / 2
        while column < x + width:
            canvas.line((column, y), (column, y + height), pale, thin)
            column += step
    elif kind is not Texture.PLAIN:
        if kind in (Texture.RIGHT, Texture.CROSS):
            canvas.stripes(box, thin, step * 0.75, pale, "none", outline=None)
        if kind in (Texture.LEFT, Texture.CROSS):
            canvas.stripes(box, thin, step * 0.75, pale, "none", outline=None, down=True)


def scale_bar(canvas: Canvas, x: float, y: float, scale: float, metres: int) -> float:
    """A bar of ``metres`` one-metre steps, ``scale`` units per millimetre, with labels; the x after it."""
    step = 1000 * scale
    for index in range(metres):
        canvas.rect(x + index * step, y - 10, step, 10, INK if index % 2 == 0 else "#FFFFFF", INK, 2)
    for value in (0, metres):
        canvas.centred((x + value * step, y - 30), str(value))
    end = x + metres * step
    canvas.text((end + 14, y - 21), "m")
    return end + 44
