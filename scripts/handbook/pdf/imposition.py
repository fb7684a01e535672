"""Imposition: the order of pages on the sheets of a booklet, and the sheets themselves.

The order is plain arithmetic without any PDF, so that it can be proved; drawing comes after.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from handbook.pdf.typst_pdf import MM, as_bound

A4_LANDSCAPE = (297.0, 210.0)  # mm
#: More sheets than this do not fold and staple well: 64 pages are 16 sheets.
MAX_SADDLE_PAGES = 64
#: Pages of one section when a book is too thick for one fold: 8 sheets of A4 folded together.
SECTION_PAGES = 32
#: Paper of 80 g/m² is about 0.1 mm thick; each sheet pushes the inner ones out by that much at the fore edge.
PAPER_MM = 0.1


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: page numbers from 1, None for a blank; ``depth`` counts sheets from the outside
    of its section."""

    left: int | None
    right: int | None
    depth: int


def padded(pages: int) -> list[int | None]:
    """Page numbers 1 to ``pages`` with blanks before the last (the back cover), a multiple of four in all."""
    if pages < 1:
        raise ValueError("a book has at least one page")
    blanks: list[int | None] = [None] * (-pages % 4)
    numbers: list[int | None] = [*range(1, pages + 1)]
    return numbers[:-1] + blanks + numbers[-1:]


def sections(pages: list[int | None]) -> Iterator[list[int | None]]:
    """The padded pages in sections that fold: one up to :data:`MAX_SADDLE_PAGES`, else parts of about
    :data:`SECTION_PAGES`."""
    if len(pages) <= MAX_SADDLE_PAGES:
        yield pages
        return
    for start in range(0, len(pages), SECTION_PAGES):
        yield pages[start : start + SECTION_PAGES]


def booklet_sides(pages: int) -> list[Side]:
    """Sides in printing order, front and back of each sheet in turn, for duplex paper turned on its short
    edge."""
    sides: list[Side] = []
    for section in sections(padded(pages)):
        last = len(section) - 1
        for sheet in range(len(section) // 4):
            a = 2 * sheet
            sides.append(Side(section[last - a], section[a], sheet))
            sides.append(Side(section[a + 1], section[last - a - 1], sheet))
    return sides


def needs_cutting(page_size: tuple[float, float]) -> bool:
    """Whether a spread of pages of this size in mm leaves room for marks around it on A4, and so has to be
    cut out."""
    return (
        min((A4_LANDSCAPE[0] - 2 * page_size[0]) / 2, (A4_LANDSCAPE[1] - page_size[1]) / 2) >= 9
    )  # a mark and its gap


def impose(
    read: bytes, *, page_size: tuple[float, float], title: str, first_sheet: bytes | None = None
) -> bytes:
    """The PRINT file of a READ file: spreads at true size in the middle of A4 landscape, with fold and cut
    marks.

    ``page_size``: width and height of a page in mm. ``first_sheet`` is a PDF put in front (instructions, two
    pages so that duplex printing stays in step). Tags, links and outline of the READ file are not kept.
    Spreads that fill the sheet (A5) leave no room for marks and get none: they need no cutting.
    """
    width, height = page_size
    sheet_width, sheet_height = A4_LANDSCAPE
    left, bottom = (sheet_width - 2 * width) / 2, (sheet_height - height) / 2
    marked = needs_cutting(page_size)
    output = pikepdf.new()
    with pikepdf.open(io.BytesIO(read)) as source:
        for bound in source.pages:
            as_bound(bound)
        forms = [output.copy_foreign(page.as_form_xobject()) for page in source.pages]
        if first_sheet is not None:
            with pikepdf.open(io.BytesIO(first_sheet)) as front:
                output.pages.extend(front.pages)
        for side in booklet_sides(len(source.pages)):
            shift = PAPER_MM * side.depth  # creep: content of inner sheets moves towards the fold
            resources = Dictionary(XObject=Dictionary())
            content = [
                trim_marks(left, bottom, left + 2 * width, bottom + height, folds=(left + width,))
                if marked
                else ""
            ]
            for name, number, x in (
                ("/L", side.left, left + shift),
                ("/R", side.right, left + width - shift),
            ):
                if number is not None:
                    resources.XObject[name] = forms[number - 1]
                    content.append(f"q 1 0 0 1 {x * MM:.3f} {bottom * MM:.3f} cm {name} Do Q")
            page = Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, round(sheet_width * MM, 3), round(sheet_height * MM, 3)]),
                TrimBox=Array([round(v * MM, 3) for v in (left, bottom, left + 2 * width, bottom + height)]),
                Resources=resources,
                Contents=output.make_stream("\n".join(content).encode("ascii")),
            )
            output.pages.append(pikepdf.Page(output.make_indirect(page)))
    output.docinfo["/Title"] = title
    out = io.BytesIO()
    output.remove_unreferenced_resources()
    output.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    return out.getvalue()


def trim_marks(
    left: float,
    bottom: float,
    right: float,
    top: float,
    *,
    folds: Iterable[float] = (),
    gap: float = 3.0,
    length: float = 6.0,
) -> str:
    """Content stream with cut marks at the corners of a trim and dashed fold marks at the given x, all
    outside it.

    Everything in mm; ``gap`` is kept free beside the trim (the bleed), ``length`` is that of a mark.
    """
    ends = ((bottom - gap - length, bottom - gap), (top + gap, top + gap + length))
    lines = [(x, y0, x, y1) for x in (left, right) for y0, y1 in ends]
    lines += [
        (x0, y, x1, y)
        for y in (bottom, top)
        for x0, x1 in ((left - gap - length, left - gap), (right + gap, right + gap + length))
    ]
    dashed = [(x, y0, x, y1) for x in folds for y0, y1 in ends]
    # 1 G is white, 0 G black ink alone: a mark in four inks would stray into them all.
    return f"q 0 G 0.4 w {_strokes(lines)} [2 1.5] 0 d {_strokes(dashed)} Q"


def _strokes(lines: Iterable[tuple[float, float, float, float]]) -> str:
    return " ".join(
        f"{x0 * MM:.3f} {y0 * MM:.3f} m {x1 * MM:.3f} {y1 * MM:.3f} l S" for x0, y0, x1, y1 in lines
    )
