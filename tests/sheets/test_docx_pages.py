"""Every sheet and test has in a writing program the pages it has as PDF; one run of LibreOffice for all."""

from __future__ import annotations

import dataclasses
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import docx
import pymupdf
import pytest
from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from openpyxl import load_workbook

from conftest import ROOT
from handbook.model.checklist import printed_lists
from handbook.sheets.formats.docx_file import docx_bytes
from handbook.sheets.formats.pdf_file import pdf_bytes
from handbook.sheets.formats.xlsx_file import xlsx_bytes
from handbook.sheets.from_checklist import checklist_sheet
from handbook.sheets.from_form import form_sheet
from handbook.sheets.from_visit import visit_sheet
from handbook.sheets.layout import Fields, Sheet
from handbook.sheets.products import sheet_path
from support import real
from support.text import squeeze

EPOCH = 1795435200


@pytest.fixture(scope="module")
def sheets() -> dict[str, Sheet]:
    """The leaves of a visit and all forms, without the example behind the blank, which only the PDF has."""
    book = real.book()
    made = [visit_sheet(book, entry) for entry in book.visit_sheets]
    made += [dataclasses.replace(form_sheet(book, form), example=()) for form in book.forms]
    return {sheet.id: sheet for sheet in made}


#: A test in DOCX has its answer sheet behind it, on a page that is a PDF of its own.
ANSWER_SHEET = 1
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)+|[0-9]{2,}")
#: Stands at the head of the filled form behind the blank, which only the PDF has.
EXAMPLE = squeeze("示例：厂名、人名、号码")


def blank_pages(path: Path) -> int:
    """Pages of a PDF down to the example."""
    with pymupdf.open(path) as document:
        texts = [squeeze(page.get_text()) for page in document]
    return next((number for number, text in enumerate(texts) if EXAMPLE in text), len(texts))


def test_a_blank_counts_its_own_pages(site: Path, sheets: dict[str, Sheet]) -> None:
    """A permit is filed without the example behind it: “page 1 of 2” would say that a page is missing."""
    for id in sheets:
        path = site / sheet_path(id, "pdf")
        blank = blank_pages(path)
        with pymupdf.open(path) as document:
            counts = [re.findall(r"第\s*(\d+)\s*页，共\s*(\d+)\s*页", page.get_text()) for page in document]
        told = [[(str(number), str(blank))] for number in range(1, blank + 1)]
        assert counts == told + [[]] * (len(counts) - blank), id


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_document_has_the_pages_of_its_pdf(site: Path, sheets: dict[str, Sheet], tmp_path: Path) -> None:
    """A form and a leaf the same; what runs over many pages has no more of them. No line breaks inside a
    number, as that of a standard or an article."""
    texts = sorted((site / "downloads").rglob("*.docx"))
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *map(str, texts)], check=True, capture_output=True, timeout=300
    )
    other, torn = {}, []
    for text in texts:
        name, wanted = text.stem, blank_pages(text.with_suffix(".pdf"))
        with pymupdf.open(tmp_path / f"{name}.pdf") as document:
            wanted += ANSWER_SHEET if name.endswith(("-a", "-b")) else 0
            said = "".join(page.get_text() for page in document)
            written = "\n".join(one.text or "" for one in docx.Document(str(text)).element.iter(qn("w:t")))
            torn += [f"{name}: {one}" for one in set(_NUMBER.findall(written)) if one not in said]
            if document.page_count > wanted or (name in sheets and document.page_count < wanted):
                other[name] = (wanted, document.page_count)
    assert len({text.stem for text in texts}) == len(texts) > 80
    assert sheets.keys() <= {text.stem for text in texts}
    assert other == {}, "pages of the PDF, pages of the document"
    assert torn == []


def torn_boxes(document: Document) -> Iterator[str]:
    """What would be torn between a box and the end of its word, in fonts as wide as they are high: a writing
    program breaks a line behind any character."""
    sizes = {style.style_id: style.font.size for style in document.styles if hasattr(style, "font")}
    for cell in document.element.body.iter(qn("w:tc")):
        margins = 2 * 70
        room = int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) - margins
        for line in cell.iter(qn("w:p")):
            size = sizes[line.pPr.pStyle.val].pt * 20
            used = 0.0
            for part in re.findall(
                r"□[^□　]*|[^□]+", "".join(text.text or "" for text in line.iter(qn("w:t")))
            ):
                wide = size * sum(1 if char > "\xff" else 0.5 for char in part)
                if used and used + wide > room:
                    if part.startswith("□") and room - used >= 2 * size:
                        yield part
                    used = 0.0
                used += wide


def test_rows_and_lines_grow_with_what_is_typed(site: Path, sheets: dict[str, Sheet]) -> None:
    for sheet in sheets.values():
        document = docx.Document(str(site / sheet_path(sheet.id, "docx")))
        rules = {height.get(qn("w:hRule")) for height in document.element.body.iter(qn("w:trHeight"))}
        assert rules <= {"atLeast"}, sheet.id
        for name in ("表格正文", "表格小字", "表下说明"):
            layout = document.styles[name].paragraph_format
            assert layout.line_spacing_rule is WD_LINE_SPACING.AT_LEAST
        assert list(torn_boxes(document)) == [], sheet.id
        # A hint is no entry: nobody rubs it out.
        hints = {
            blank.hint
            for block in sheet.blocks
            if isinstance(block, Fields)
            for row in block.rows
            for blank in row
        }
        for text in document.element.body.iter(qn("w:t")):
            if (text.text or "").rstrip("　") in hints - {""}:
                assert text.getparent().rPr.find(qn("w:color")) is not None, f"{sheet.id}: {text.text}"
    # In a spreadsheet a row whose height is said to be the user's own stays as it is.
    ledgers = [sheet for sheet in sheets.values() if sheet.is_ledger and len(sheet.tables) == 1]
    for sheet in ledgers:
        with zipfile.ZipFile(site / sheet_path(sheet.id, "xlsx")) as archive:
            text = archive.read("xl/worksheets/sheet1.xml").decode()
        rows = re.findall(r"<row [^>]*>", text)
        growing = [row for row in rows if "ht=" in row and "customHeight" not in row]
        assert len(growing) >= len(sheet.tables[0].as_data()[1]) > 5, sheet.id
        # Printed empty it is filled in by hand.
        heights = [float(re.findall(r' ht="([\d.]+)"', row)[0]) for row in growing]
        assert min(heights) >= 10 * 72 / 25.4, sheet.id
    assert len(ledgers) > 8


def test_ledgers_are_written_in_for_years(site: Path, sheets: dict[str, Sheet]) -> None:
    """Rows of 10 mm and type of 10 pt, in the document as on paper."""
    ledgers = [sheet for sheet in sheets.values() if sheet.is_ledger]
    assert len(ledgers) > 13 and {"duty-roster", "training-sign-in"} < {sheet.id for sheet in ledgers}
    for sheet in ledgers:
        assert sheet.row_height >= 10 and sheet.type_size >= 10
        document = docx.Document(str(site / sheet_path(sheet.id, "docx")))
        assert document.styles["表格正文"].font.size.pt >= 10
        heights = [
            int(height.get(qn("w:val"))) / 56.6929 for height in document.element.body.iter(qn("w:trHeight"))
        ]
        assert min(heights) >= 9.99, sheet.id
    sheet = next(sheet for sheet in ledgers if sheet.id == "hazard-ledger")
    with pymupdf.open(stream=pdf_bytes(ROOT, sheet, epoch=EPOCH)) as document:
        page = document[0]
        lines = sorted({round(box["rect"].y0, 1) for box in page.get_drawings() if box["rect"].height < 1})
        heights = sorted(below - above for above, below in pairwise(lines) if below - above > 15)
        assert heights[len(heights) // 2] >= 10 * 72 / 25.4 - 0.6
        sizes = [
            span["size"]
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", [])
            for span in line["spans"]
            if span["text"].strip() in {"部位", "责任人", "期限"}
        ]
        assert min(sizes) >= 9.4


@pytest.mark.slow
def test_tables_filled_in_by_hand_have_rows_of_ten_millimetres(sheets: dict[str, Sheet]) -> None:
    """Words are written there: on paper and in the document, on as many pages as before."""
    by_hand = {
        sheet.id: [table for table in sheet.tables if table.written_by_hand]
        for sheet in sheets.values()
        if not (sheet.is_ledger or sheet.is_list or sheet.turn)
    }
    assert len(by_hand["drill-record"]) == 3 and not by_hand["hot-work-permit"]
    for id, tables in by_hand.items():
        # A stock of sixteen kinds on one page lying is the exception.
        assert id == "emergency-supplies" or all(table.row >= 10 or sheets[id].large for table in tables), id
    sheet = dataclasses.replace(sheets["drill-record"], example=())
    document = docx.Document(io.BytesIO(docx_bytes(sheet, epoch=EPOCH)))
    high = [int(height.get(qn("w:val"))) / 56.6929 for height in document.element.body.iter(qn("w:trHeight"))]
    assert sum(height >= 9.99 for height in high) >= sum(len(table.rows) for table in sheet.tables)
    with pymupdf.open(stream=pdf_bytes(ROOT, sheet, epoch=EPOCH)) as pdf:
        assert pdf.page_count == 2
        tops = sorted({round(box["rect"].y0, 1) for box in pdf[0].get_drawings() if box["rect"].height < 1})
        rows = [below - above for above, below in pairwise(tops)]
        assert sum(row >= 10 * 72 / 25.4 - 0.6 for row in rows) >= 9 + 8
        # All rows of a table are as high, whatever is printed in them.
        begin, end = (pdf[0].search_for(words)[0].y0 for words in ("发现险情", "宣布结束"))
        steps = [below - above for above, below in pairwise(tops) if begin < below < end]
        assert len(steps) == 8 and min(steps) > max(steps) - 1


def test_a_long_list_gives_the_finding_more_room_than_the_law() -> None:
    book = real.book()
    for checklist in printed_lists(book):
        assert checklist.count >= 5, "shorter ones go together"
        sheet = checklist_sheet(book, checklist)
        columns, _ = sheet.tables[0].on_paper()
        widths = {column.name: column.width for column in columns}
        assert "依据" not in widths, "the law stands small below the method"
        assert widths["问题"] >= 55
        # In a spreadsheet the law has a column; it makes no row much higher than the words before it do.
        page = load_workbook(io.BytesIO(xlsx_bytes(sheet, epoch=EPOCH))).active
        heights = [row.height for row in page.row_dimensions.values() if row.height]
        assert sum(heights) / len(heights) < 78, checklist.id
        # And none is cut: a line holds whole characters only.
        for cell in (cell for row in page.iter_rows(min_row=6) for cell in row if cell.value):
            if cell.coordinate in page.merged_cells or re.search("[ -~]", str(cell.value)):
                continue
            room = page.column_dimensions[cell.column_letter].width * 2 - 1.5
            per_line = int(room / (cell.font.size * 0.3528))
            lines = sum(-(-len(part) // per_line) for part in str(cell.value).split("\n"))
            high = page.row_dimensions[cell.row].height
            assert high >= lines * cell.font.size * 1.35, f"{checklist.id} {cell.coordinate}: {cell.value}"
