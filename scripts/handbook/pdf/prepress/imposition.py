"""Imposition: the order of pages on the sheets of a booklet, and the sheets themselves.

The order is plain arithmetic without any PDF, so that it can be proved; drawing comes after.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from handbook.pdf.saving import saved
from handbook.pdf.typst_pdf import MM, as_bound, entitle

A4_LANDSCAPE, A4_PORTRAIT = (297.0, 210.0), (210.0, 297.0)  # mm
#: More sheets than this do not fold and staple well: 64 pages are 16 sheets.
MAX_SADDLE_PAGES = 64
#: Pages of one section when a book is too thick for one fold: 8 sheets of A4 folded together.
SECTION_PAGES = 32
#: Thickness in mm of one sheet of the usual inside paper, 80 g/m² uncoated (双胶纸); each sheet pushes the
#: inner ones out by that much at the fore edge.
PAPER_MM = 0.1


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: page numbers from 1, None for a blank; ``depth`` counts sheets from the outside
    of its section. ``step``: on the back of a section's fold, which section it is, from 0; else None."""

    left: int | None
    right: int | None
    depth: int
    step: int | None = None


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
    order = list(sections(padded(pages)))
    for number, section in enumerate(order):
        last = len(section) - 1
        for sheet in range(len(section) // 4):
            a = 2 * sheet
            step = number if sheet == 0 and len(order) > 1 else None
            sides.append(Side(section[last - a], section[a], sheet, step))
            sides.append(Side(section[a + 1], section[last - a - 1], sheet))
    return sides


def is_small(page_size: tuple[float, float]) -> bool:
    """Whether two spreads of pages of this size in mm stand one above the other on A4: those of A6."""
    return 2 * page_size[0] <= A4_PORTRAIT[0] and 2 * page_size[1] <= A4_PORTRAIT[1]


def stacked_sides(pages: int) -> list[tuple[Side, Side | None]]:
    """Sides in printing order of A4 upright, the spread above and the one below, for duplex paper turned on
    its long edge.

    The sheets are cut across the middle, and the upper pile is laid upon the lower one: then the half sheets
    lie in the order of :func:`booklet_sides`.
    """
    sides = booklet_sides(pages)
    halves = [(sides[n], sides[n + 1]) for n in range(0, len(sides), 2)]
    upper = -(-len(halves) // 2)
    rows: list[tuple[Side, Side | None]] = []
    for number in range(upper):
        above = halves[number]
        below = halves[number + upper] if number + upper < len(halves) else None
        rows += [(above[0], below and below[0]), (above[1], below and below[1])]
    return rows


def impose(
    read: bytes,
    *,
    page_size: tuple[float, float],
    title: str,
    first_sheet: bytes | None = None,
    last_sheet: bytes | None = None,
) -> bytes:
    """The PRINT file of a READ file, at true size: spreads of A5 on A4 lying, those of A6 two on A4 upright.

    ``page_size``: width and height of a page in mm. ``first_sheet`` is a PDF put in front (instructions, two
    pages so that duplex printing stays in step), ``last_sheet`` one put at the end (a cover). Tags, links and
    outline of the READ file are not kept. The spreads fill the sheet: A5 needs no cutting, A6 the one cut
    across the middle, which is marked.
    """
    width, height = page_size
    small = is_small(page_size)
    sheet_width, sheet_height = A4_PORTRAIT if small else A4_LANDSCAPE
    left = (sheet_width - 2 * width) / 2
    bottoms = (
        (sheet_height / 2 + 0.5, sheet_height / 2 - 0.5 - height)
        if small
        else ((sheet_height - height) / 2,) * 2
    )
    output = pikepdf.new()
    with pikepdf.open(io.BytesIO(read)) as source:
        count = len(source.pages)
        for bound in source.pages:
            as_bound(bound)
        forms = [output.copy_foreign(page.as_form_xobject()) for page in source.pages]
        if first_sheet is not None:
            with pikepdf.open(io.BytesIO(first_sheet)) as front:
                output.pages.extend(front.pages)
        rows = stacked_sides(count) if small else [(side, None) for side in booklet_sides(count)]
        for above, below in rows:
            sides = [("A", above, bottoms[0]), ("B", below, bottoms[1])]
            resources = Dictionary(XObject=Dictionary())
            content = [_cut_marks(sheet_width, sheet_height / 2)] if small else []
            for place, side, bottom in sides:
                if side is not None:
                    content += _spread(side, place, resources, forms, (left, bottom), page_size)
            page = Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, round(sheet_width * MM, 3), round(sheet_height * MM, 3)]),
                Resources=resources,
                Contents=output.make_stream("\n".join(content).encode("ascii")),
            )
            output.pages.append(pikepdf.Page(output.make_indirect(page)))
    if last_sheet is not None:
        with pikepdf.open(io.BytesIO(last_sheet)) as end:
            output.pages.extend(end.pages)
    entitle(output, title)
    ask_printer(output, duplex="LongEdge" if small else "ShortEdge")
    output.remove_unreferenced_resources()
    return saved(output)


def _spread(
    side: Side,
    place: str,
    resources: Dictionary,
    forms: Sequence[pikepdf.Object],
    corner: tuple[float, float],
    page_size: tuple[float, float],
) -> list[str]:
    """Content streams of two pages beside each other with their lower left corner at ``corner``, and of the
    step mark on the fold; mm. The pages are put among the ``resources`` of the sheet, named by ``place``."""
    (left, bottom), (width, height) = corner, page_size
    shift = PAPER_MM * side.depth  # creep: content of inner sheets moves towards the fold
    content = []
    for half, number, x in (("L", side.left, left + shift), ("R", side.right, left + width - shift)):
        if number is not None:
            name = f"/{place}{half}"
            resources.XObject[name] = forms[number - 1]
            content.append(f"q 1 0 0 1 {x * MM:.3f} {bottom * MM:.3f} cm {name} Do Q")
    if side.step is not None:
        content.append(_step_mark(left + width, bottom + height, side.step))
    return content


def ask_printer(pdf: pikepdf.Pdf, *, duplex: str) -> None:
    """Settings a print dialogue takes over: true size, both sides turned on ``duplex`` (LongEdge,
    ShortEdge)."""
    pdf.Root.Lang = "zh-CN"
    pdf.Root.ViewerPreferences = Dictionary(
        PrintScaling=Name("/None"), Duplex=Name(f"/DuplexFlip{duplex}"), DisplayDocTitle=True
    )


def _cut_marks(width: float, middle: float) -> str:
    """Content stream with a tick at each side of the sheet where it is cut across; mm."""
    lines = [(0.0, middle, 8.0, middle), (width - 8.0, middle, width, middle)]
    return f"q 0 G 0.4 w {_strokes(lines)} Q"


def _step_mark(fold: float, top: float, step: int) -> str:
    """Content stream with a black bar across the back of a section's fold, the lower the later the section
    comes: in a pile that is in order the bars go down like a stair. mm."""
    high = top - 12.0 - 7.0 * step
    return f"q 0 g {(fold - 0.8) * MM:.3f} {high * MM:.3f} {1.6 * MM:.3f} {5 * MM:.3f} re f Q"


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
