"""From a READ book to its PRINT file for an office printer."""

from __future__ import annotations

import io

import pikepdf

from handbook.writers.press.book_data import identity
from handbook.writers.press.imposition import MAX_SADDLE_PAGES, SECTION_PAGES, booklet_sides, impose, padded
from handbook.writers.press.typst_press import press
from handbook.writers.product import Workshop


def print_edition(shop: Workshop, read_path: str, title: str, page_size: tuple[float, float]) -> bytes:
    """The imposed file of the READ book at ``read_path``, with a first sheet that tells how to print, fold and cut.

    ``page_size`` in mm.
    """
    read = shop.read(read_path)
    with pikepdf.open(io.BytesIO(read)) as pdf:
        count = len(pdf.pages)
    sheets = len(booklet_sides(count)) // 2
    if len(padded(count)) <= MAX_SADDLE_PAGES:
        how = "所有纸叠在一起对折，骑马钉两颗。"
    else:
        per = SECTION_PAGES // 4
        how = f"每 {per} 张一叠，各叠分别对折成一帖；各帖按顺序摞齐，书脊上胶或者打两孔装订。最后一帖可能不足 {per} 张。"
    notes = press(
        shop.root, "print-notes.typ", identity(shop.book) | {"title": title, "pages": len(padded(count)), "sheets": sheets, "sections": how},
        epoch=shop.epoch, standards=(), tags=False,
    )
    return impose(read, page_size=page_size, title=f"{title}（拼版）", first_sheet=notes)
