"""Text that a program could take for more than text, in every format."""

from __future__ import annotations

import csv
import dataclasses
import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from conftest import ROOT
from handbook.model.handbook import Handbook
from handbook.model.papers.form import CellKind, Form
from handbook.office.safe_text import csv_text
from handbook.sheets.formats.csv_file import csv_bytes
from handbook.sheets.formats.docx_file import docx_bytes
from handbook.sheets.formats.pdf_file import pdf_bytes
from handbook.sheets.formats.xlsx_file import xlsx_bytes
from handbook.sheets.from_form import form_sheet
from handbook.sheets.layout import (
    Blank,
    Cell,
    Column,
    Fields,
    Row,
    Sheet,
    Table,
    field_rows,
)
from handbook.site.pages.form_pages import form_pages
from support.sheets import open_xlsx, text_of
from support.text import unspaced

EPOCH = 1795435200  # 2026-11-23 12:00 UTC
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2",
    "@SUM(A1)",
    "＝1",
    "<b>粗</b>",
    "*星* _线_ `码` #号 $钱$ \\斜",
    '"引"号,逗号',
    "1-2",
    "#N/A",
    "要点\x07铃",
)


@pytest.fixture
def hostile() -> Sheet:
    """A sheet in which every text is something a program could take for more than text."""
    columns = (
        Column("序号", CellKind.TEXT, 20),
        Column("=栏", CellKind.TEXT, 60),
        Column("结果", CellKind.CHOICE, 40, ("甲,乙", '丙"丁'), strict=True),
    )
    rows = tuple(
        Row((Cell(f"07-{number}"), Cell(text, note=text), Cell()), group="=组")
        for number, text in enumerate(HOSTILE, 1)
    )
    return Sheet(
        id="hostile",
        title="=表[1]:*?/\\",
        subject="试",
        landscape=False,
        blocks=(
            Fields("", "", field_rows([Blank("=名", hint="=提示"), Blank("期", CellKind.DATE)])),
            Table("=题", "=注", columns, rows, group_name="条目"),
        ),
        signatures=("=签",),
        notes=("=说明",),
        basis="=依据",
        edition="=版",
        disclaimer="=声明",
        publisher="试",
    )


def test_hostile_text_stays_text_in_spreadsheets(hostile: Sheet) -> None:
    data = xlsx_bytes(hostile, epoch=EPOCH)
    page = open_xlsx(data)
    values = [cell.value for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    # Nor does it become one when somebody goes into the cell and leaves it again.
    computed = [cell for row in page.iter_rows() for cell in row if str(cell.value or "").startswith("=")]
    assert len(computed) > 5 and all(cell.quotePrefix for cell in computed)
    for text in HOSTILE:
        clean = text.replace("\x07", "")
        assert f"{clean}\n{clean}" in values
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_hostile_text_stays_text_in_csv(hostile: Sheet) -> None:
    data = csv_bytes(hostile)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == len(HOSTILE) + 1
    assert all(
        not cell.startswith(("=", "+", "-", "@", "＝", "\t", "\r")) for row in rows[1:] for cell in row
    )
    assert [row[1] for row in rows[1:3]] == ["要点07-1", "要点07-2"], "a bare 07-1 becomes the first of July"


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "　=1", "＝1", "＋1", "－1", "＠a"]
)
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert csv_text(text).startswith("'")


def test_hostile_text_stays_text_on_paper_and_in_documents(hostile: Sheet) -> None:
    document = docx.Document(io.BytesIO(docx_bytes(hostile, epoch=EPOCH)))
    inside = unspaced("".join(str(part.text) for part in document.element.body.iter(qn("w:t"))))
    for text in HOSTILE:
        assert unspaced(text.replace("\x07", "")) in inside
    # Control characters cannot come in from the sources (Y006); without them paper shows every sign as it is.
    table = hostile.tables[0]
    clean = dataclasses.replace(table, rows=table.rows[:-1])
    said = text_of(pdf_bytes(ROOT, dataclasses.replace(hostile, blocks=(clean,)), epoch=EPOCH))
    for text in HOSTILE[:-1]:
        assert unspaced(text) in said, text


def test_pages_show_the_form_and_escape_it(book: Handbook) -> None:
    pages = form_pages(book)
    assert set(pages) == {f"forms/{form.id}.md" for form in book.forms} | {"forms/index.md"}
    for form in book.forms:
        page = pages[f"forms/{form.id}.md"]
        assert form.who in page and form.when in page and book.site.disclaimer in page
        assert (
            f'href="../downloads/forms/{form.id}.pdf"' in page
            and f'href="../downloads/forms/{form.id}.docx"' in page
        )
        assert (f"{form.id}.xlsx" in page) == form_sheet(book, form).is_kept_in_rows
        assert all(column.name in page for section in form.sections for column in section.columns)
        assert f'href="{form.id}.html"' in pages["forms/index.md"]
    form = book.forms[0]
    evil = Form.model_construct(**{**dict(form), "purpose": "<script>alert(1)</script>", "name": "*表* <i>"})
    page = form_pages(dataclasses.replace(book, forms=(evil,)))[f"forms/{form.id}.md"].split("\n---\n", 1)[1]
    assert "<script>" not in page and "<i>" not in page and "&lt;script&gt;" in page
