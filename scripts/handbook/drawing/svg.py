"""A small SVG builder: shapes, haloed text, arrows, dimension lines and hatching.

Lengths are drawing units (viewBox 720 wide, shown at 360 px on a phone). Only basic shapes are used: no
patterns, filters, styles or scripts, because the same file is shown by browsers, WeasyPrint and office
programs. Output depends on the calls alone, so the same data give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

#: Width of every drawing. At 360 px on a phone one unit is half a pixel.
WIDTH = 720
#: Smallest text: 13 px on a phone, 2 mm x-height on A5.
MIN_TEXT = 26

INK, GREY, PAPER, FLOOR = "#1A1A1A", "#6B6B6B", "#FFFFFF", "#ECEBE7"
#: Faces in the order in which readers have them; the last two are for the web only.
FONT = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"

Point = tuple[float, float]
#: The upper left corner of a rectangle, x and y, its width and its height.
Box = tuple[float, float, float, float]
Anchor = Literal["start", "middle", "end"]


def num(value: float) -> str:
    """A number with at most two decimals and no trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def text_width(text: str, size: float) -> float:
    """Estimated width of ``text``: CJK characters are square, the others a little over half."""
    return size * sum(
        1.0 if ord(char) > 0x2E7F or char in "“”‘’—…·×²①②③④⑤⑥⑦⑧⑨" else 0.3 if char == " " else 0.6
        for char in text
    )


def wrapped(text: str, size: float, width: float) -> list[str]:
    """``text`` in lines no wider than ``width``; closing punctuation never begins a line, and the last line
    takes from those above when a word or less is left for it."""
    lines = _filled(text, size, width)
    narrow = width
    while len(lines) > 1 and len(lines[-1]) < 4 and narrow > width - 4 * size:
        narrow -= size
        closer = _filled(text, size, narrow)
        if len(closer) > len(lines):
            break
        if len(closer[-1]) >= 4:
            return closer
    return lines


def _filled(text: str, size: float, width: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for char in text:
        if line and text_width(line + char, size) > width and char not in "，。；：、）”！？":
            lines.append(line)
            line = ""
        line += char
    return [*lines, line] if line else lines


#: A drawing says the same few names and words thousands of times.
_quoted = lru_cache(maxsize=4096)(quoteattr)


@cache
def _named(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


@dataclass(slots=True)
class Canvas:
    """A drawing in the making. ``height`` is set before :meth:`render`."""

    height: float = 0
    width: float = WIDTH
    _parts: list[str] = field(default_factory=list)

    def _add(self, tag: str, body: str = "", **attributes: str | float | None) -> None:
        shown = "".join(
            f" {_named(name)}={_quoted(value)}"
            if isinstance(value, str)
            else f' {_named(name)}="{num(value)}"'
            for name, value in attributes.items()
            if value is not None
        )
        self._parts.append(f"<{tag}{shown}>{body}</{tag}>" if body else f"<{tag}{shown}/>")

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = "none",
        stroke: str | None = None,
        line: float = 2,
        radius: float | None = None,
        dash: str | None = None,
    ) -> None:
        """A rectangle from its upper left corner; lengths in drawing units, as everywhere here."""
        self._add(
            "rect",
            x=x,
            y=y,
            width=width,
            height=height,
            rx=radius,
            fill=fill,
            stroke=stroke,
            stroke_width=line if stroke else None,
            stroke_dasharray=dash,
        )

    def line(self, a: Point, b: Point, colour: str = INK, width: float = 2, dash: str | None = None) -> None:
        """A line from ``a`` to ``b``; ``dash`` as of SVG: lengths of dashes and gaps."""
        self._add(
            "line",
            x1=a[0],
            y1=a[1],
            x2=b[0],
            y2=b[1],
            stroke=colour,
            stroke_width=width,
            stroke_dasharray=dash,
        )

    def circle(
        self, centre: Point, radius: float, fill: str = "none", stroke: str | None = None, line: float = 2
    ) -> None:
        """A circle about ``centre``, filled, lined or both."""
        self._add(
            "circle",
            cx=centre[0],
            cy=centre[1],
            r=radius,
            fill=fill,
            stroke=stroke,
            stroke_width=line if stroke else None,
        )

    def polygon(self, points: Iterable[Point], fill: str, stroke: str | None = None, line: float = 2) -> None:
        """A closed shape through ``points``."""
        self._add(
            "path",
            d=_outline(points),
            fill=fill,
            stroke=stroke,
            stroke_width=line if stroke else None,
            stroke_linejoin="round" if stroke else None,
        )

    def polygons(self, many: Iterable[Sequence[Point]], fill: str) -> None:
        """Several areas of one colour as one shape."""
        path = "".join(_outline(points) for points in many)
        if path:
            self._add("path", d=path, fill=fill)

    def polyline(self, points: Sequence[Point], colour: str, width: float, dash: str | None = None) -> None:
        """A line through ``points``, open at its ends."""
        path = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points)
        self._add(
            "path",
            d=path,
            fill="none",
            stroke=colour,
            stroke_width=width,
            stroke_linejoin="round",
            stroke_linecap="butt",
            stroke_dasharray=dash,
        )

    def text(
        self,
        at: Point,
        text: str,
        size: float = MIN_TEXT,
        *,
        anchor: Anchor = "start",
        bold: bool = False,
        fill: str = INK,
        halo: str | None = None,
    ) -> None:
        """Text on the baseline ``at``. A halo keeps it readable on hatching. Raises ValueError below
        MIN_TEXT."""
        if size < MIN_TEXT:
            raise ValueError(f"text {text!r} of {size} units would not be legible on a phone")
        common: dict[str, str | float | None] = dict(
            x=at[0],
            y=at[1],
            font_family=FONT,
            font_size=size,
            font_weight="700" if bold else None,
            text_anchor=anchor if anchor != "start" else None,
        )
        if halo:
            # A second, stroked copy below: paint-order is not understood by every program.
            self._add(
                "text",
                escape(text),
                fill=halo,
                stroke=halo,
                stroke_width=size / 4,
                stroke_linejoin="round",
                aria_hidden="true",
                **common,
            )
        self._add("text", escape(text), fill=fill, **common)

    def centred(
        self,
        centre: Point,
        text: str,
        size: float = MIN_TEXT,
        *,
        bold: bool = False,
        fill: str = INK,
        halo: str | None = None,
    ) -> None:
        """One line of text with its middle at ``centre``; see :meth:`text`."""
        self.text(
            (centre[0], centre[1] + 0.36 * size), text, size, anchor="middle", bold=bold, fill=fill, halo=halo
        )

    def paragraph(self, at: Point, text: str, width: float) -> float:
        """Wrapped text from the first baseline ``at``; the baseline below the last line."""
        x, y = at
        for part in wrapped(text, MIN_TEXT, width):
            self.text((x, y), part)
            y += MIN_TEXT * 1.35
        return y

    def arrow(
        self,
        points: Sequence[Point],
        colour: str,
        width: float,
        head: float,
        dash: str | None = None,
    ) -> None:
        """A line with a head at its last point."""
        (x0, y0), (x1, y1) = points[-2], points[-1]
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        base = (x1 - ux * head, y1 - uy * head)
        self.polyline([*points[:-1], base], colour, width, dash)
        self.polygon(
            [
                (x1, y1),
                (base[0] - uy * head * 0.6, base[1] + ux * head * 0.6),
                (base[0] + uy * head * 0.6, base[1] - ux * head * 0.6),
            ],
            colour,
        )

    def dimension(
        self,
        a: Point,
        b: Point,
        label: str,
        *,
        size: float = MIN_TEXT,
        side: float = 0,
        halo: str = PAPER,
    ) -> None:
        """A measure between two points: bar ends, arrow heads, and the label with its unit.

        ``side`` moves the label away from the line: for level lines up (-) or down (+), for upright lines
        left (-) or right (+); 0 puts it on the line's middle.
        """
        (x0, y0), (x1, y1) = a, b
        level = abs(x1 - x0) >= abs(y1 - y0)
        length = abs(x1 - x0) + abs(y1 - y0)
        head = min(12.0, length / 3)
        for x, y in (a, b):
            self.line((x, y - 9) if level else (x - 9, y), (x, y + 9) if level else (x + 9, y), INK, 2.5)
        self.line(a, b, INK, 2.5)
        for (x, y), turn in ((a, 1), (b, -1)):
            dx, dy = (
                (head * turn * (1 if x1 > x0 else -1), 0.0)
                if level
                else (0.0, head * turn * (1 if y1 > y0 else -1))
            )
            wing = 6
            self.polygon(
                [
                    (x, y),
                    (x + dx - (0 if level else wing), y + dy - (wing if level else 0)),
                    (x + dx + (0 if level else wing), y + dy + (wing if level else 0)),
                ],
                INK,
            )
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        if not label:
            return
        if level or not side:
            at = (middle[0], middle[1] + (side if level else 0))
            # A plate, not a halo: the line itself must not run through the digits.
            wide = text_width(label, size) + 8
            self.rect(at[0] - wide / 2, at[1] - size * 0.56, wide, size * 1.12, halo)
            self.centred(at, label, size, bold=True)
        else:
            self.text(
                (middle[0] + side, middle[1] + 0.36 * size),
                label,
                size,
                anchor="start" if side > 0 else "end",
                bold=True,
                halo=halo,
            )

    def verdict(self, at: Point, right: bool, words: str) -> None:
        """A tick or cross in a circle with the word 对 or 错 and more words.

        The sign is drawn, not typed: many phones have no ✗ in their font.
        """
        (x, y), size = at, 34.0
        radius = size * 0.5
        centre = (x + radius, y - 0.36 * size)
        self.circle(centre, radius, PAPER if right else INK, INK, 3)
        cx, cy, arm = *centre, radius * 0.5
        if right:
            self.polyline(
                [(cx - arm, cy), (cx - arm * 0.2, cy + arm * 0.8), (cx + arm, cy - arm * 0.8)], INK, 5
            )
        else:
            for turn in (1, -1):
                self.line((cx - arm, cy - arm * turn), (cx + arm, cy + arm * turn), PAPER, 5)
        self.text((x + size + 8, y), f"{'对' if right else '错'}　{words}", size, bold=True)

    def stripes(
        self,
        box: Box,
        bar: float,
        gap: float,
        colour: str,
        ground: str,
        *,
        outline: str | None = INK,
        down: bool = False,
    ) -> None:
        """A rectangle filled with 45° stripes rising to the right (``down``: falling); ``bar`` and ``gap``
        are measured across the stripe."""
        self.rect(*box, ground)
        self.polygons(bands(box, bar, gap, down=down), colour)
        if outline:
            self.rect(*box, "none", outline, 1.5)

    def render(self, title: str, description: str) -> str:
        """The file. Title and description say in Chinese what is to be seen, for readers who cannot see
        it."""
        if not title.strip() or not description.strip():
            raise ValueError("a drawing needs title and description")
        height = num(self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {num(self.width)} {height}" width="{num(self.width)}" height="{height}" role="img" aria-labelledby="t d" lang="zh-CN">\n'
            f'<title id="t">{escape(title)}</title>\n<desc id="d">{escape(description)}</desc>\n'
            f'<rect width="{num(self.width)}" height="{height}" fill="{PAPER}"/>\n'
            + "\n".join(self._parts)
            + "\n</svg>\n"
        )


def _outline(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "Z"


def bands(box: Box, bar: float, gap: float, *, down: bool = False) -> list[list[Point]]:
    """The stripes of :meth:`Canvas.stripes` as polygons cut to the rectangle."""
    x, y, width, height = box
    root = 2**0.5
    step, thick = (bar + gap) * root, bar * root
    corners: list[Point] = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    sign = -1.0 if down else 1.0
    # A point's band is told by x + y (rising stripes) or x - y (falling ones).
    start = min(px + sign * py for px, py in corners)
    end = max(px + sign * py for px, py in corners)
    found: list[list[Point]] = []
    low = start
    while low < end:
        cut = _half(_half(corners, sign, low, keep_above=True), sign, low + thick, keep_above=False)
        if len(cut) > 2:
            found.append(cut)
        low += step
    return found


def _half(points: Sequence[Point], sign: float, limit: float, *, keep_above: bool) -> list[Point]:
    """The part of a convex polygon on one side of x + sign*y = limit."""
    result: list[Point] = []
    for index, current in enumerate(points):
        previous = points[index - 1]
        here = (current[0] + sign * current[1] - limit) * (1 if keep_above else -1)
        there = (previous[0] + sign * previous[1] - limit) * (1 if keep_above else -1)
        if (here >= 0) != (there >= 0):
            part = there / (there - here)
            result.append(
                (
                    previous[0] + (current[0] - previous[0]) * part,
                    previous[1] + (current[1] - previous[1]) * part,
                )
            )
        if here >= 0:
            result.append(current)
    return result
