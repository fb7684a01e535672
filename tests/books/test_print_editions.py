"""What is printed in the office, and what goes to a print shop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf as fitz
import pytest

from handbook.books.formats.print_ready import padded_count, spine_width, spine_words
from handbook.pdf.prepress.imposition import MAX_SADDLE_PAGES, PAPER_MM, padded
from handbook.pdf.prepress.inks import ink_colours
from handbook.problems import HandbookError
from support import real
from support.programs import run_program
from support.shelf import BOUND, SIZES, path_of
from support.text import squeeze

BOOK = real.book()
MM = 72 / 25.4
BLEED = 3.0


@pytest.mark.parametrize("name", BOUND)
def test_print_holds_every_page_once_at_true_size(shelf: Path, name: str) -> None:
    width, height = SIZES[name]
    small = width < 120
    with fitz.open(path_of(shelf, name)) as book, pikepdf.open(path_of(shelf, name, "-print")) as sheets:
        count = len(padded(len(book)))
        cover = 2 if small and count > MAX_SADDLE_PAGES else 0
        assert len(sheets.pages) == 2 * -(-count // (8 if small else 4)) + 2 + cover
        placed = 0
        for page in list(sheets.pages)[2 : len(sheets.pages) - cover]:
            sheet = [round(float(v) / MM) for v in page.mediabox[2:]]
            assert sheet == ([210, 297] if small else [297, 210])
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "cm":
                    placed += 1
                    assert [float(v) for v in operands[:4]] == [1, 0, 0, 1], "pages are never scaled"
        assert placed == len(book)
        form = sheets.pages[2].Resources.XObject["/AR"]
        assert [round(float(v) / MM) for v in form.BBox[2:]] == [width, height]


@pytest.mark.parametrize(("name", "cut"), [("pocket-book", True), ("zoning-book", False)])
def test_first_sheet_says_how_and_has_a_bar_to_measure(shelf: Path, name: str, cut: bool) -> None:
    with fitz.open(path_of(shelf, name, "-print")) as pdf:
        text = squeeze(pdf[0].get_text())
        assert ("长边翻转" if cut else "短边翻转") in text and "实际大小" in text and "50毫米" in text
        assert ("从中间裁开一刀" in text) == cut
        bars = [drawing["rect"] for drawing in pdf[0].get_drawings()]
        assert any(abs(rect.width / MM - 50) < 0.6 for rect in bars)


def test_a_glued_booklet_gets_a_cover_with_a_spine(shelf: Path) -> None:
    """The last sheet: back, spine and front at true size, folds and corners marked; its own back is empty."""
    with (
        fitz.open(path_of(shelf, "pocket-book", "-print")) as pdf,
        fitz.open(path_of(shelf, "pocket-book")) as read,
    ):
        spine = spine_width(len(padded(len(read))))
        assert spine > 0 and pdf[-1].get_text().strip() == "" and not pdf[-1].get_drawings()
        words = squeeze(pdf[-2].get_text())
        assert "口袋书" in words and "网页版" in words
        # Inside, a title page stands for the front cover, and nothing for the back.
        inside = [squeeze(page.get_text()) for page in list(pdf)[2:-2]]
        assert not [text for text in inside if "网页版" in text]
        assert [BOOK.site.publisher in text for text in inside].index(True) == 0
        bands = [
            d["rect"] for page in list(pdf)[2:-2] for d in page.get_drawings() if d["rect"].width > 100 * MM
        ]
        assert not [rect for rect in bands if rect.height > 40 * MM], "a cover's band inside"
        band = max(
            (drawing["rect"] for drawing in pdf[-2].get_drawings()), key=lambda rect: rect.width * rect.height
        )
        assert max(band.width, band.height) / MM == pytest.approx(2 * 105 + spine, abs=0.5)


def test_sheets_are_printed_as_they_are(shelf: Path) -> None:
    with (
        fitz.open(path_of(shelf, "one-page")) as read,
        fitz.open(path_of(shelf, "one-page", "-print")) as printed,
    ):
        assert len(printed) == len(read) + 2
        assert "长边翻转" in squeeze(printed[0].get_text())
        assert [page.get_text() for page in read] == [page.get_text() for page in list(printed)[2:]]


@pytest.mark.parametrize("name", SIZES)
def test_shop_pages_have_trim_and_bleed(shelf: Path, name: str) -> None:
    width, height = SIZES[name]
    with pikepdf.open(path_of(shelf, name, "-shop")) as pdf:
        count = len(pdf.pages)
        assert count % (2 if name == "one-page" else 4) == 0
        for page in pdf.pages:
            trim, bleed, media = (
                [float(v) / MM for v in box] for box in (page.TrimBox, page.BleedBox, page.MediaBox)
            )
            assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx([width, height], abs=0.05)
            assert [
                trim[0] - bleed[0],
                trim[1] - bleed[1],
                bleed[2] - trim[2],
                bleed[3] - trim[3],
            ] == pytest.approx([BLEED] * 4, abs=0.05)
            assert media[0] < bleed[0] and media[3] > bleed[3]


@pytest.mark.parametrize("name", BOUND)
def test_read_and_shop_agree_page_by_page(shelf: Path, name: str) -> None:
    """The same words on the same page: a page number means the same in every edition."""
    with fitz.open(path_of(shelf, name)) as read, fitz.open(path_of(shelf, name, "-shop")) as shop:
        for number in range(1, len(read) - 1):
            assert squeeze(read[number].get_text()) == squeeze(shop[number].get_text()), number + 1


SHOP_FILES = [(name, "-shop") for name in SIZES] + [(name, "-cover") for name in BOUND]


def _contents(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Everything that paints: pages, and the drawings on them."""
    yield from pdf.pages
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == pikepdf.Name.Form:
            yield found


@pytest.mark.parametrize(("name", "edition"), SHOP_FILES)
def test_shop_files_are_inks_alone(shelf: Path, name: str, edition: str) -> None:
    """No colour of a screen is left: no RGB, no profile, no picture, no shade, no tiles, nothing transparent;
    never more than 300 % of ink."""
    with pikepdf.open(path_of(shelf, name, edition)) as pdf:
        painted = 0
        for content in _contents(pdf):
            for operands, operator in pikepdf.parse_content_stream(content):
                word = str(operator)
                assert word not in ("rg", "RG", "sh", "BI", "cs", "CS", "sc", "SC", "scn", "SCN"), word
                if word in ("k", "K"):
                    painted += 1
                    parts = [float(value) for value in operands]
                    assert all(0 <= part <= 1 for part in parts) and sum(parts) <= 3
        assert painted > 20
        for found in pdf.objects:
            if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
                assert (
                    found.get("/Subtype") != pikepdf.Name.Image
                    and "/ShadingType" not in found
                    and "/N" not in found.get("/ICCBased", {})
                )
                assert all(float(found.get(key, 1)) == 1 for key in ("/ca", "/CA"))
                spaces = (
                    found.get("/Resources", {}).get("/ColorSpace", {})
                    if isinstance(found.get("/Resources", {}), pikepdf.Dictionary)
                    else {}
                )
                assert list(spaces) == []


@pytest.mark.parametrize(("name", "edition"), SHOP_FILES)
def test_shop_files_are_pdf_x(shelf: Path, name: str, edition: str) -> None:
    """As PDF/X-1a:2003 demands: version 1.4, a registered printing condition, trapping told, fonts in the
    file; no link, no group, nothing that acts."""
    with pikepdf.open(path_of(shelf, name, edition)) as pdf:
        assert pdf.pdf_version == "1.4" and str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1a:2003"
        assert pdf.docinfo["/Trapped"] == pikepdf.Name("/False")
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == pikepdf.Name.GTS_PDFX and str(intent.RegistryName) == "http://www.color.org"
        wanted = "FOGRA39" if edition == "-cover" else "FOGRA47"
        assert str(intent.OutputConditionIdentifier) == wanted
        assert not {"/OpenAction", "/AA", "/Names", "/AcroForm", "/OCProperties"} & set(pdf.Root.keys())
        for page in pdf.pages:
            assert not {"/Annots", "/AA", "/Group"} & set(page.obj.keys())


@pytest.mark.parametrize("name", SIZES)
def test_job_sheet_tells_what_the_files_are(shelf: Path, name: str) -> None:
    with fitz.open(path_of(shelf, name, "-job")) as pdf, fitz.open(path_of(shelf, name, "-shop")) as shop:
        assert len(pdf) == 1
        named = {word[4] for word in pdf[0].get_text("words")}
        files = [path_of(shelf, name, kind).name for kind in ("-shop", "-cover")[: 1 + (name in BOUND)]]
        assert set(files) <= named, "each file's name whole, to be copied"
        text = squeeze(pdf[0].get_text())
        width, height = SIZES[name]
        assert f"{width}×{height}毫米" in text and f"{len(shop)}页" in text and "准印证" in text
        if name == "one-page":
            assert "骑马钉" not in text and "书脊" not in text
        elif len(shop) <= MAX_SADDLE_PAGES:
            assert "骑马钉" in text and "书脊没有书脊" in text and text.count("书脊") == 2
        else:
            assert "胶装" in text and f"{spine_width(len(shop)):g}毫米" in text
        told = re.search(r"有彩色的(\d+)页\(文件里的第几页\):([\d、~]+)", text)
        runs = [] if told is None else [list(map(int, run.split("~"))) for run in told[2].split("、")]
        coloured = [number for run in runs for number in range(run[0], run[-1] + 1)]
        assert told is None or len(coloured) == int(told[1])
        sheets = re.search(r"按16页一个印张,在第([\d、]+)张", text)
        assert bool(sheets) == (name != "one-page" and len(shop) > MAX_SADDLE_PAGES and bool(coloured))
        assert not sheets or [int(n) for n in sheets[1].split("、")] == sorted(
            {-(-n // 16) for n in coloured}
        )
        unnamed = [number for number in range(1, len(shop) + 1) if number not in coloured]
        for number in unnamed[:: max(len(unnamed) // 8, 1)]:
            samples = shop[number - 1].get_pixmap(dpi=20, colorspace=fitz.csRGB).samples
            tints = map(lambda *parts: max(parts) - min(parts), samples[::3], samples[1::3], samples[2::3])
            assert max(tints) < 24, f"page {number} is coloured, and the sheet does not say so"


@pytest.mark.parametrize("name", BOUND)
def test_cover_and_inside_say_what_the_rule_for_booklets_asks(shelf: Path, name: str) -> None:
    """内部资料: the permit's number on the cover, the rest inside; what nobody has given is 待填."""
    with fitz.open(path_of(shelf, name)) as pdf, fitz.open(path_of(shelf, name, "-cover")) as cover:
        for front in (pdf[0], cover[0]):
            assert f"内部资料,免费交流准印证号:{BOOK.site.imprint.permit}" in squeeze(front.get_text())
        inside = squeeze(pdf[1].get_text())
        assert all(field + value in inside for field, value in BOOK.site.imprint.rows)


@pytest.mark.parametrize(("name", "edition"), SHOP_FILES)
def test_words_from_the_shop_are_black_alone_or_white(shelf: Path, name: str, edition: str) -> None:
    """Set text is full black, or the paper's white in a band. (Words in a drawing may have its colours.)"""
    checked = 0
    with pikepdf.open(path_of(shelf, name, edition)) as pdf:
        for page in pdf.pages:
            if "/XObject" in page.Resources:
                continue
            fill, drawings, stack = (0.0, 0.0, 0.0, 1.0), False, []
            used = set()
            for operands, operator in pikepdf.parse_content_stream(page):
                match str(operator):
                    case "q":
                        stack.append(fill)
                    case "Q":
                        fill = stack.pop()
                    case "k":
                        fill = tuple(round(float(value), 2) for value in operands)  # type: ignore[assignment]
                        drawings |= any(fill[:3])
                    case "Tj" | "TJ":
                        used.add(fill)
            if not drawings:
                checked += len(used)
                assert used <= {(0, 0, 0, 1), (0, 0, 0, 0)}, used
    assert checked or edition == "-cover" or name == "one-page"


def test_a_drawing_that_no_press_can_print_is_told() -> None:
    """A photograph, a shade or tiles in a drawing stop the file for the print shop, with a word to the
    editor."""
    photograph = {"Subtype": pikepdf.Name.Image, "Width": 1, "Height": 1, "BitsPerComponent": 8}
    for group, shown in (
        ("/XObject", photograph),
        ("/Shading", {"ShadingType": 2}),
        ("/Pattern", {"PatternType": 1}),
    ):
        with pikepdf.new() as pdf:
            page = pdf.add_blank_page()
            part = pdf.make_stream(b"\0", **shown)
            page.obj.Resources = pikepdf.Dictionary({group: pikepdf.Dictionary(I=part)})
            with pytest.raises(HandbookError, match="油墨"):
                ink_colours(pdf)


@pytest.mark.parametrize("name", BOUND)
def test_cover_fits_the_block(shelf: Path, name: str) -> None:
    width, height = SIZES[name]
    with pikepdf.open(path_of(shelf, name, "-shop")) as inside:
        spine = spine_width(len(inside.pages))
    with pikepdf.open(path_of(shelf, name, "-cover")) as pdf:
        assert len(pdf.pages) == 1
        trim = [float(v) / MM for v in pdf.pages[0].TrimBox]
        assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx([2 * width + spine, height], abs=0.05)
    with fitz.open(path_of(shelf, name, "-cover")) as pdf:
        page = pdf[0]
        text = squeeze(page.get_text())
        assert BOOK.edition.name in text and "CCBY4.0" in text
        # The band runs into the bleed on three sides: its colour is there, white is not.
        pixels = page.get_pixmap(dpi=72)
        slug = round(7 * MM)
        for x, y in (
            (slug + 3, 60 + slug),
            (pixels.width - slug - 3, 60 + slug),
            (pixels.width // 2, slug + 3),
        ):
            assert sum(pixels.pixel(x, y)) < 3 * 200, (x, y)


@pytest.mark.parametrize(
    ("pages", "bound", "count", "spine"),
    [
        (1, True, 4, 0.0),
        (30, True, 32, 0.0),
        (64, True, 64, 0.0),
        (65, True, 68, 3.2),
        (360, True, 360, 18.0),
        (21, False, 22, 0.0),
    ],
)
def test_bindings(pages: int, bound: bool, count: int, spine: float) -> None:
    assert padded_count(pages, bound=bound) == count
    assert spine_width(pages) == pytest.approx(spine, abs=0.06)
    assert spine_width(pages, 2 * PAPER_MM) == pytest.approx(2 * spine, abs=0.11)


def test_spine_keeps_numbers_together() -> None:
    assert spine_words("4+22检查事项“口袋书”") == ["4+22", *"检查事项口袋书"]


def test_shop_file_is_valid(shelf: Path) -> None:
    for name in BOUND:
        for edition in ("", "-print", "-shop", "-cover"):
            run = run_program(["qpdf", "--check", str(path_of(shelf, name, edition))])
            assert run.returncode == 0, run.stdout + run.stderr
