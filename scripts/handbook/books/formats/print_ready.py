"""SHOP files: pages with bleed and crop marks for a print shop, and the cover with a spine as wide as the
book is thick."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array

from handbook.books.book_spec import BookSpec
from handbook.model.handbook import Handbook
from handbook.pdf.font_files.hinting import drop_hints
from handbook.pdf.prepress.exchange import COATED, UNCOATED, bare, exchanged
from handbook.pdf.prepress.imposition import MAX_SADDLE_PAGES, PAPER_MM, trim_marks
from handbook.pdf.prepress.inks import ink_colours
from handbook.pdf.typst_pdf import MM, as_bound, raw_pages, typeset
from handbook.recipes.lazy import Seen

#: Bleed beyond the trim and room for marks beyond that, in mm.
BLEED, SLUG = 3.0, 10.0
BINDINGS_NOTE = f"内页 {MAX_SADDLE_PAGES} 页以内骑马钉，更多的无线胶装"


def padded_count(pages: int, *, bound: bool = True) -> int:
    """Pages of the inside that a binding needs: a multiple of four, since sheets are folded whether the folds
    are stapled (up to :data:`MAX_SADDLE_PAGES`) or glued; an even number for single sheets."""
    return pages + -pages % (4 if bound else 2)


def page_count(file: Path | BinaryIO) -> int:
    """Pages of a PDF."""
    with pikepdf.open(file) as pdf:
        return len(pdf.pages)


def spine_width(pages: int, paper: float = PAPER_MM) -> float:
    """Width of the spine in mm of a book of ``pages`` inside pages on paper ``paper`` mm thick; 0 for a
    stapled one."""
    return 0.0 if pages <= MAX_SADDLE_PAGES else round(pages / 2 * paper, 1)


def spine_words(title: str) -> list[str]:
    """The title as signs one below the other; letters and numbers that belong together stay one sign."""
    return re.findall(r"[0-9A-Za-z+.\-]+|[^\s“”《》]", title)


def black_colours(book: Handbook, spec: BookSpec) -> tuple[str, ...]:
    """Colours (#rrggbb) of the READ edition that the SHOP edition prints in black, so that the inside of a
    book takes one ink: that of headings and labels, and those of the pictograms."""
    return (spec.plain["accent"], *(aspect.colour for aspect in book.aspects))


def print_ready_edition(
    root: Path,
    read: Path | bytes,
    title_page: Mapping[str, Any] | None,
    *,
    epoch: int,
    title: str,
    black: Collection[str],
) -> bytes:
    """SHOP: the pages of the READ edition (its file, or its bytes) in inks, with bleed and crop marks,
    padded to what the binding needs.

    ``title_page``: values of its template; the page stands in the place of the covers, which a shop
    gets as a file of their own. None: single sheets, which have none. ``black``: see
    :func:`black_colours`.
    """
    data = read if isinstance(read, bytes) else read.read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        bare(pdf)
        for page in pdf.pages:
            as_bound(page)
        if title_page is None:
            return _for_a_press(pdf, title, black, bound=False)
        first = typeset(root, "title-page.typ", title_page, epoch=epoch, standards=(), tags=False)
        with pikepdf.open(io.BytesIO(first)) as book:
            book.pages.extend(pdf.pages[1:-1])
            return _for_a_press(book, title, black, bound=True)


def _for_a_press(pdf: pikepdf.Pdf, title: str, black: Collection[str], *, bound: bool) -> bytes:
    """The pages of ``pdf`` as print shops take them."""
    ink_colours(pdf, black)
    *_, width, height = map(float, pdf.pages[0].MediaBox)
    count = len(pdf.pages)
    for _ in range(padded_count(count, bound=bound) - count):
        pdf.add_blank_page(page_size=(width, height))
    for page in pdf.pages:
        _add_marks(pdf, page, page.MediaBox)
    return exchanged(pdf, title, UNCOATED)


def cover_edition(
    root: Path,
    values: Mapping[str, Any],
    page: Mapping[str, Any],
    inside: Seen[int],
    *,
    epoch: int,
    paper: float,
    title: str,
) -> bytes:
    """The cover for a book with the pages that are seen ``inside``, of paper ``paper`` mm thick."""
    return cover_pdf(
        root,
        {**values, **page},
        inside(),
        epoch=epoch,
        paper=paper,
        title=title,
    )


def cover_pdf(
    root: Path, values: Mapping[str, Any], inside: int, *, epoch: int, paper: float, title: str
) -> bytes:
    """The cover for a book with so many pages ``inside``: back, spine and front, with crop marks and marks
    of the spine's folds.

    ``values``: the template's values; ``paper``: thickness of a sheet in mm.
    """
    spine = spine_width(inside, paper)
    flat = cover_page(root, {**values, "bleed": BLEED}, spine, epoch=epoch)
    with pikepdf.open(io.BytesIO(flat)) as pdf:
        drop_hints(pdf)
        ink_colours(pdf)
        width = float(values["width"])
        (page,) = pdf.pages
        _add_marks(pdf, page, page.TrimBox, folds=tuple(dict.fromkeys((width, width + spine))))
        return exchanged(pdf, title, COATED)


def cover_page(root: Path, values: Mapping[str, Any], spine: float, *, epoch: int) -> bytes:
    """Back, a ``spine`` of so many mm and front as one page, without marks; with a bleed if ``values``
    say so."""
    more = {
        "spine": spine,
        "spine-title": spine_words(str(values["spine-name"])),
        "spine-edition": spine_words(str(values["edition-id"]).replace("-", ".")),
    }
    return raw_pages(root, "cover.typ", {**values, **more}, epoch=epoch, standards=(), tags=False)


def _add_marks(
    pdf: pikepdf.Pdf, page: pikepdf.Page, trim: pikepdf.Object, folds: tuple[float, ...] = ()
) -> None:
    """Say what of ``page`` is paper and what is cut off beyond the box ``trim``, and mark where."""
    # Put before the page's own content, where the coordinates are still those of the page.
    page.contents_add(pdf.make_stream(_marks(trim, folds)), prepend=True)
    page.TrimBox = trim
    page.BleedBox = _beyond(trim, BLEED)
    page.MediaBox = page.CropBox = _beyond(trim, SLUG)


def _beyond(box: pikepdf.Object, more: float) -> Array:
    """``box`` with ``more`` mm on each side."""
    left, bottom, right, top = (float(value) for value in box)
    wide = more * MM
    return Array([round(value, 3) for value in (left - wide, bottom - wide, right + wide, top + wide)])


def _marks(trim: pikepdf.Object, folds: tuple[float, ...] = ()) -> bytes:
    left, bottom, right, top = (float(value) / MM for value in trim)
    return trim_marks(
        left, bottom, right, top, folds=[left + fold for fold in folds], gap=BLEED + 0.5, length=5.0
    ).encode("ascii")
