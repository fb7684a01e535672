"""SHOP files: pages with bleed and crop marks for a print shop, and the cover with a spine as wide as the
book is thick."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from handbook.pdf.exchange import COATED, UNCOATED, exchanged
from handbook.pdf.font_files.lean_fonts import drop_hints
from handbook.pdf.imposition import MAX_SADDLE_PAGES, trim_marks
from handbook.pdf.inks import ink_colours
from handbook.pdf.typst_pdf import MM, raw_pages
from handbook.recipes.lazy import Lazy

#: Thickness in mm of one sheet, that is two pages, of the usual inside paper: 80 g/m² uncoated (双胶纸).
PAPER_MM = 0.1
#: Bleed beyond the trim and room for marks beyond that, in mm.
BLEED, SLUG = 3.0, 10.0
BINDINGS_NOTE = f"内页 {MAX_SADDLE_PAGES} 页以内骑马钉，更多的无线胶装"


def padded_count(pages: int, *, bound: bool = True) -> int:
    """Pages of the inside that a binding needs: a multiple of four, since sheets are folded whether the folds
    are stapled (up to :data:`MAX_SADDLE_PAGES`) or glued; an even number for single sheets."""
    return pages + -pages % (4 if bound else 2)


def spine_width(pages: int, paper: float = PAPER_MM) -> float:
    """Width of the spine in mm of a book of ``pages`` inside pages on paper ``paper`` mm thick; 0 for a
    stapled one."""
    return 0.0 if pages <= MAX_SADDLE_PAGES else round(pages / 2 * paper, 1)


def spine_words(title: str) -> list[str]:
    """The title as signs one below the other; letters and numbers that belong together stay one sign."""
    return re.findall(r"[0-9A-Za-z+.\-]+|[^\s“”《》]", title)


def print_ready_edition(
    root: Path,
    template: str,
    data: Lazy[dict[str, Any]],
    page: Mapping[str, Any],
    *,
    epoch: int,
    title: str,
    bound: bool,
) -> bytes:
    """SHOP: the inside with bleed and crop marks, padded to what the binding needs."""
    values = data() | dict(page) | {"press": "shop"}
    pages = raw_pages(root, template, values, epoch=epoch, standards=(), tags=False)
    return print_ready_pdf(pages, title=title, bound=bound)


def print_ready_pdf(pages: bytes, *, title: str, bound: bool) -> bytes:
    """``pages`` (trim and bleed from Typst) with crop marks around, padded with blanks at the end."""
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        drop_hints(pdf)
        ink_colours(pdf)
        for page in pdf.pages:
            _add_marks(pdf, page)
        model = pdf.pages[0]
        for _ in range(padded_count(len(pdf.pages), bound=bound) - len(pdf.pages)):
            blank = pikepdf.Page(
                pdf.make_indirect(
                    Dictionary(
                        Type=Name.Page,
                        MediaBox=model.MediaBox,
                        TrimBox=model.TrimBox,
                        BleedBox=model.BleedBox,
                        Resources=Dictionary(),
                        Contents=pdf.make_stream(_marks(model)),
                    )
                )
            )
            pdf.pages.append(blank)
        return exchanged(pdf, title, UNCOATED)


def cover_edition(
    root: Path,
    values: Mapping[str, Any],
    page: Mapping[str, Any],
    inside: Path,
    *,
    epoch: int,
    paper: float,
    title: str,
) -> bytes:
    """The cover for the file ``inside``, its spine as wide as its pages of paper ``paper`` mm thick."""
    return cover_pdf(
        root,
        {**values, **page, "press": "shop"},
        inside.read_bytes(),
        epoch=epoch,
        paper=paper,
        title=title,
    )


def cover_pdf(
    root: Path, values: Mapping[str, Any], inside: bytes, *, epoch: int, paper: float, title: str
) -> bytes:
    """The cover for the ``inside`` of a book: back, spine and front, with crop marks and marks of the
    spine's folds.

    ``values``: the template's values; ``paper``: thickness of a sheet in mm.
    """
    with pikepdf.open(io.BytesIO(inside)) as pdf:
        spine = spine_width(len(pdf.pages), paper)
    with pikepdf.open(io.BytesIO(cover_page(root, values, spine, epoch=epoch))) as pdf:
        drop_hints(pdf)
        ink_colours(pdf)
        width = float(values["width"])
        _add_marks(pdf, pdf.pages[0], folds=tuple(dict.fromkeys((width, width + spine))))
        return exchanged(pdf, title, COATED)


def cover_page(root: Path, values: Mapping[str, Any], spine: float, *, epoch: int) -> bytes:
    """Back, a ``spine`` of so many mm and front as one page, without marks."""
    more = {
        "spine": spine,
        "spine-title": spine_words(str(values["spine-name"])),
        "spine-edition": spine_words(str(values["edition-id"]).replace("-", ".")),
    }
    return raw_pages(root, "cover.typ", {**values, **more}, epoch=epoch, standards=(), tags=False)


def _add_marks(pdf: pikepdf.Pdf, page: pikepdf.Page, folds: tuple[float, ...] = ()) -> None:
    marks = _marks(page, folds)
    # Put before the page's own content, where the coordinates are still those of the page.
    page.contents_add(pdf.make_stream(marks), prepend=True)
    left, bottom, right, top = (float(value) for value in page.TrimBox)
    page.BleedBox = page.MediaBox  # as Typst makes it; beyond it there is only room for marks
    page.MediaBox = Array(
        [
            round(value, 3)
            for value in (left - SLUG * MM, bottom - SLUG * MM, right + SLUG * MM, top + SLUG * MM)
        ]
    )
    page.CropBox = page.MediaBox


def _marks(page: pikepdf.Page, folds: tuple[float, ...] = ()) -> bytes:
    left, bottom, right, top = (float(value) / MM for value in page.TrimBox)
    return trim_marks(
        left, bottom, right, top, folds=[left + fold for fold in folds], gap=BLEED + 0.5, length=5.0
    ).encode("ascii")
