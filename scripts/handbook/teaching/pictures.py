"""Drawings for walls: a whole drawing, a part of one, or large samples of floor lines; as SVG and, for
office programs, as PNG."""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zlib
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from PIL import Image

from handbook.disk import write_whole
from handbook.drawing import drawings
from handbook.drawing.floor.legend import line_words
from handbook.drawing.floor.marks import swatch
from handbook.drawing.floor.plans import wall_plan
from handbook.drawing.svg import FLOOR, INK, PAPER, Canvas, text_width
from handbook.model.floor.plan import Plan
from handbook.model.floor.zoning import Zoning
from handbook.model.handbook import Handbook
from handbook.model.lesson import Part, words_of_drawing
from handbook.pdf.typst_pdf import compiler
from handbook.problems import HandbookError, Problem

_ROOT_TAG = re.compile(r"<svg\b[^>]*>")
_VIEW = re.compile(r'viewBox="([^"]*)"')
#: A frame: a rectangle that is drawn, but not filled.
_FRAME = re.compile(r'<rect\b[^>]*\bfill="none"[^>]*>')
_COLOUR = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b")
#: Dots per inch of the PNG in slides: two a point, each its own on a projector of 1920.
PNG_DPI = 144
#: The colour of ways that people walk.
GREEN = "#00703C"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing ready to be placed. ``width`` and ``height`` in drawing units; ``words`` say what it
    shows."""

    svg: str
    words: str
    width: float
    height: float


class PictureRoom:
    """Finds, cuts and draws the pictures of one handbook."""

    def __init__(self, root: Path, book: Handbook) -> None:
        self._root, self._book = root, book

    @cached_property
    def _generated(self) -> dict[str, str]:
        return drawings(self._book)

    def drawing(self, name: str, part: Part | None = None) -> Picture:
        """The drawing ``name``, or the ``part`` of it. Raises HandbookError when there is no such drawing,
        or the part leaves it."""
        if name.startswith("generated/"):
            svg = self._generated.get(name.removeprefix("generated/"), "")
        else:
            path = self._root / "docs" / "drawings" / name
            svg = path.read_text(encoding="utf-8") if path.is_file() else ""
        if not svg:
            said, right = f"没有图“{name}”", "docs/drawings/ 里的图，或者由数据画的图"
            raise HandbookError(Problem.whole(f"docs/drawings/{name}", "D123", said, right, "检查图名"))
        return cut(svg, part, name)

    @property
    def _zoning(self) -> Zoning:
        if self._book.zoning is None:
            raise HandbookError(
                Problem.whole("data/lines.yml", "D123", "没有线的数据，画不出线", hint="补上 data/lines.yml")
            )
        return self._book.zoning

    def floor(self, plan: Plan, width: float, height: float) -> Picture:
        """The floor of ``plan`` after, without the names that only a reader near it could read; it fits
        ``width`` by ``height`` points at half its size."""
        return cut(wall_plan(plan, self._zoning, 2 * width, 2 * height), None, plan.id)

    def lines(self, ids: tuple[str, ...]) -> Picture:
        """Large samples of floor lines from the data, one below the other, with name, colour and width."""
        zoning = self._zoning
        row = 104.0
        canvas = Canvas(height=row * len(ids) + 8, width=912)
        for index, kind in enumerate(zoning.line(id) for id in ids):
            y = 8 + index * row
            canvas.rect(4, y, 330, row - 16, FLOOR)
            swatch(canvas, kind, zoning, (14, y + 8, 310, row - 32), 0.42)
            canvas.text((362, y + 40), kind.name, 40, bold=True, fill=INK)
            canvas.text((362, y + 82), line_words(kind), 32)
        names = "；".join(f"{zoning.line(id).name}：{line_words(zoning.line(id))}" for id in ids)
        return cut(canvas.render("地面线大样", names + "。"), None, "线")

    def route(self, stops: tuple[str, ...]) -> Picture:
        """The way round a plant as a line of numbered stops, five a row, the second row running back."""
        columns, gap, row = 5, 182.0, 200.0
        rows = -(-len(stops) // columns)
        canvas = Canvas(height=row * rows, width=912)
        centres = [
            (
                92 + gap * (index % columns if index // columns % 2 == 0 else columns - 1 - index % columns),
                64 + row * (index // columns),
            )
            for index in range(len(stops))
        ]
        canvas.polyline(centres, GREEN, 12)
        for number, (centre, stop) in enumerate(zip(centres, stops, strict=True), 1):
            canvas.circle(centre, 44, PAPER, GREEN, 8)
            canvas.text((centre[0], centre[1] + 15), str(number), 44, anchor="middle", bold=True, fill=INK)
            # White behind the name, where the line runs down to the next row.
            wide = text_width(stop, 36) + 12
            canvas.rect(centre[0] - wide / 2, centre[1] + 54, wide, 46, PAPER)
            canvas.text((centre[0], centre[1] + 90), stop, 36, anchor="middle", fill=INK)
        words = "；".join(f"第 {number} 站 {stop}" for number, stop in enumerate(stops, 1))
        return cut(canvas.render("观摩路线", words + "。"), None, "路线")


def cut(svg: str, part: Part | None, name: str) -> Picture:
    """``svg`` limited to ``part`` (left, top, width, height in its own units)."""
    tag = _ROOT_TAG.search(svg)
    view = tag and _VIEW.search(tag[0])
    if not tag or not view:
        said, right = "图的第一行没有 viewBox", 'viewBox="0 0 720 600"'
        raise HandbookError(Problem(f"docs/drawings/{name}", 1, 1, "D124", said, right, "补上图的大小"))
    left, top, width, height = (float(number) for number in view[1].split())
    if part is not None:
        if part[1] + part[3] > top + height + 0.5:
            said = f"裁的一块到了 {part[1] + part[3]:g}，图只有 {top + height:g} 高"
            mend = "改 data/lessons/ 或 data/posters/ 里的“裁”"
            raise HandbookError(Problem(f"docs/drawings/{name}", 1, 1, "D124", said, hint=mend))
        left, top, width, height = part
    attributes = re.sub(r'\s(width|height|aria-labelledby)="[^"]*"', "", tag[0])
    attributes = _VIEW.sub(
        f'viewBox="{left:g} {top:g} {width:g} {height:g}" width="{width:g}" height="{height:g}"', attributes
    )
    body = _FRAME.sub(lambda frame: _closed(frame[0], top + height), svg[tag.end() :])
    return Picture(svg[: tag.start()] + attributes + body, words_of_drawing(svg), width, height)


def _closed(frame: str, bottom: float) -> str:
    """The rectangle ``frame`` ended above ``bottom``, where a part of a drawing would cut it open."""
    numbers = dict(re.findall(r'\b([a-z-]+)="([\d.]+)"', frame))
    if "y" not in numbers or "height" not in numbers:
        return frame
    start, edge = float(numbers["y"]), float(numbers.get("stroke-width", 1)) / 2
    if not start < bottom < start + float(numbers["height"]) + edge:
        return frame
    return re.sub(r'(?<= )height="[\d.]+"', f'height="{bottom - edge - start:g}"', frame)


def png(root: Path, picture: Picture, width_pt: float) -> bytes:
    """``picture`` at ``width_pt`` points wide and :data:`PNG_DPI`; made once for each content and kept
    under ``build/``."""
    key = hashlib.sha256(
        json.dumps([picture.svg, width_pt, PNG_DPI, version("typst"), version("pillow")]).encode()
    ).hexdigest()[:32]
    kept = root / "build" / "pictures" / f"{key}.png"
    if kept.is_file():
        return kept.read_bytes()
    source = '#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1pt)'
    data, warnings = compiler(source.encode(), root).compile_with_warnings(
        format="png", ppi=PNG_DPI, sys_inputs={"svg": picture.svg, "width": str(width_pt)}
    )
    if warnings or not isinstance(data, bytes):
        raise HandbookError(
            Problem.whole(
                "docs/drawings",
                "B026",
                f"画图有警告（排版程序说：{'；'.join(w.message for w in warnings)}）",
                hint="缺字就换字",
            )
        )
    data = few_colours(data, picture.svg)
    write_whole(kept, data)
    return data


def few_colours(png: bytes, svg: str) -> bytes:
    """``png`` of ``svg`` with a palette of the drawing's own colours and what is half between each and
    paper: to the eye the same. Half a byte a dot where sixteen will do; each row as it is, for Pillow would
    filter such rows, by which lines get a sixth heavier."""
    named = [
        colour if len(colour) == 6 else "".join(2 * one for one in colour)
        for colour in _COLOUR.findall(svg.lower())
    ]
    own = [tuple(bytes.fromhex(colour)) for colour in dict.fromkeys(["ffffff", *named])]
    edges = [tuple((part + 255) // 2 for part in colour) for colour in own if min(colour) < 255]
    colours = bytes(part for colour in (own + edges)[:256] for part in colour)
    bits = 4 if len(colours) <= 3 * 16 else 8
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours)
    with Image.open(io.BytesIO(png)) as image:
        flat = image.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
    dots, wide = flat.tobytes("raw", "P;4" if bits == 4 else "P"), (flat.width * bits + 7) // 8
    rows = b"".join(b"\0" + dots[start : start + wide] for start in range(0, len(dots), wide))
    packer = zlib.compressobj(9, memLevel=9)
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", flat.width, flat.height, bits, 3, 0, 0, 0),
        b"PLTE": colours,
        b"IDAT": packer.compress(rows) + packer.flush(),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts.items()
    )
