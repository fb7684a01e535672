"""The PDFs of the real site as readers and printers get them: all tagged, light, and the print files in
folding order."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pymupdf
import pytest

from handbook.pdf.imposition import booklet_sides, stacked_sides
from support.text import squeeze

#: Bytes of a page's PDF that is one sheet of A4, and of the whole site with all its books, forms and slides.
ONE_SHEET, WHOLE_SITE = 80 * 1024, 88 * 1000 * 1000


def page_pdfs(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.pdf")) if path.with_suffix(".html").is_file()]


def kinds_of_tags(pdf: pikepdf.Pdf) -> set[str]:
    """What the structure tree holds."""
    found: set[str] = set()
    todo = [pdf.Root.StructTreeRoot]
    while todo:
        node = todo.pop()
        if isinstance(node, pikepdf.Array):
            todo += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            found |= {str(node.S)} if "/S" in node else set()
            todo += [node.K] if "/K" in node else []
    return found


def test_every_page_is_tagged_and_one_sheet_is_light(site: Path) -> None:
    """Not of a page of the test's own: of each page that is handed out."""
    paths = page_pdfs(site)
    assert len(paths) > 250
    for path in paths:
        with pikepdf.open(path) as pdf:
            assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "zh-CN", path
            assert {"/Document", "/H1", "/P"} <= kinds_of_tags(pdf) or path.name in (
                "index.pdf",
                "404.pdf",
                "pack.pdf",  # what it shows is made on the device, by the page's program
            ), path
            assert pdf.pages[0].get("/StructParents") is not None, path
            if len(pdf.pages) == 1:
                assert path.stat().st_size <= ONE_SHEET, path


def test_the_whole_site_is_light(site: Path) -> None:
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) <= WHOLE_SITE


@pytest.mark.parametrize("book", ["pocket-book", "drill-book", "zoning-book"])
def test_the_print_file_is_in_folding_order(site: Path, book: str) -> None:
    """Each place on each side of the real file shows the page that cutting and folding puts there."""
    (printed,) = (site / "downloads").glob(f"{book}-2*-print.pdf")
    with pymupdf.open(printed) as sheets, pymupdf.open(printed.with_stem(printed.stem[:-6])) as read:
        pages = [squeeze(page.get_text()) for page in read]
        if sheets[-1].rect.width < sheets[-1].rect.height:  # A6: two spreads one above the other
            spreads = stacked_sides(len(pages))
        else:
            spreads = [(side,) for side in booklet_sides(len(pages))]
        first = 2  # one sheet that tells how to print
        assert len(sheets) - first - len(spreads) in (0, 2), "but for a cover, nothing follows"
        for number, rows in enumerate(spreads):
            sheet = sheets[first + number]
            middle, high = sheet.rect.width / 2, sheet.rect.height / len(rows)
            for row, side in enumerate(rows):
                for left, wanted in ((0, side and side.left), (middle, side and side.right)):
                    box = pymupdf.Rect(left, row * high, left + middle, (row + 1) * high)
                    shown = squeeze(sheet.get_text(clip=box))
                    assert shown == ("" if wanted is None else pages[wanted - 1]), (number, row, wanted)
