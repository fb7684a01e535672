"""Forms and check lists as office files, and the products they are."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest
from docx.oxml.ns import qn

from conftest import ROOT
from handbook.model.handbook import Handbook
from handbook.model.papers.form import Form
from handbook.office.archive import fixed_archive
from handbook.product import BuildContext
from handbook.sheets.formats.csv_file import csv_bytes
from handbook.sheets.formats.docx_file import docx_bytes
from handbook.sheets.formats.pdf_file import pdf_bytes
from handbook.sheets.formats.xlsx_file import xlsx_bytes
from handbook.sheets.layout import (
    Clauses,
    Sheet,
)
from handbook.sheets.products import formats_of, products
from support.sheets import Published, head_row, open_xlsx, text_of
from support.text import unspaced

EPOCH = 1795435200  # 2026-11-23 12:00 UTC


def test_every_file_says_what_it_is_not(
    lists: list[Sheet], forms: dict[str, Sheet], published: Published
) -> None:
    for sheet in (*lists[:2], *forms.values()):
        assert "建议稿" in sheet.disclaimer and "非行政检查事项清单" in sheet.disclaimer
        data = published(sheet, "pdf")
        with pikepdf.open(io.BytesIO(data)) as pdf:
            feet = len(pdf.pages)
        assert text_of(data).count(unspaced(sheet.foot)) == feet, "at the foot of every page"
        assert text_of(data).count(unspaced(sheet.disclaimer)) == (0 if sheet.letter else feet) + (
            sheet.copies if sheet.notice else 0
        ), "in a box under the title only where it could be taken for an inspection list"
        document = docx.Document(io.BytesIO(published(sheet, "docx")))
        assert sheet.foot in document.sections[0].footer.paragraphs[0].text
        if "xlsx" in {form.ending for form in formats_of(sheet)}:
            page = open_xlsx(published(sheet, "xlsx"))
            assert page["A2"].value == sheet.foot and sheet.foot in str(page.oddFooter.left.text)
    for line in csv.reader(io.StringIO(published(lists[0], "csv").decode("utf-8-sig"))):
        assert line[-1] in ("版本和声明", lists[0].foot)


def test_documents_edit_cleanly(lists: list[Sheet], forms: dict[str, Sheet], published: Published) -> None:
    for sheet in (lists[1], forms["lease-agreement"], forms["hot-work-permit"], forms["post-card"]):
        data = published(sheet, "docx")
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        known = {style.style_id for style in document.styles}
        assert {mark.get(qn("w:val")) for mark in body.iter(qn("w:pStyle"))} <= known
        assert document.paragraphs[0].style.name == "Title"
        assert not list(body.iter(qn("w:txbxContent"))) and not list(body.iter(qn("w:drawing"))), (
            "text boxes do not survive WPS"
        )
        for table in document.tables:
            rows = table._tbl.tr_lst
            assert all(row.trPr is not None and row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        for table in document.tables:
            grid = len(table._tbl.tblGrid.findall(qn("w:gridCol")))
            for row in table._tbl.tr_lst:
                spans = sum(
                    int(cell.tcPr.find(qn("w:gridSpan")).get(qn("w:val")))
                    if cell.tcPr.find(qn("w:gridSpan")) is not None
                    else 1
                    for cell in row.tc_lst
                )
                assert spans == grid
        fonts = {
            value
            for element in document.styles.element.iter(qn("w:rFonts"))
            for name, value in element.attrib.items()
        }
        assert fonts <= {"宋体", "黑体", "eastAsia", "default"}
    for sheet in (*lists, *forms.values()):
        document = docx.Document(io.BytesIO(published(sheet, "docx")))
        assert document.element.body[-2].tag == qn("w:p"), "Word wants a paragraph after the last table"
        section = document.sections[0]
        assert (
            section.different_first_page_header_footer
            and section.header.paragraphs[0].text == sheet.title
            and not section.first_page_header.paragraphs[0].text
        )
        for footer in (section.footer, section.first_page_footer):
            assert [field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))] == [
                "PAGE",
                "NUMPAGES",
            ]
    document = docx.Document(io.BytesIO(published(lists[1], "docx")))
    first = document.tables[1]._tbl.tr_lst[0]
    assert first.trPr.find(qn("w:tblHeader")) is not None, "the head is repeated on every page"
    numbers = docx.Document(io.BytesIO(published(forms["lease-agreement"], "docx")))
    used = [
        paragraph._p.pPr.numPr.numId.val
        for paragraph in numbers.paragraphs
        if paragraph.style.name == "List Number"
    ]
    sections = [block for block in forms["lease-agreement"].blocks if isinstance(block, Clauses)]
    assert len(used) == sum(len(block.clauses) for block in sections) and len(set(used)) == len(sections), (
        "numbers begin again in every part"
    )


def test_spreadsheets_are_ready_to_fill_in(lists: list[Sheet], published: Published) -> None:
    page = open_xlsx(published(lists[0], "xlsx"))
    head = head_row(page)
    assert page.freeze_panes == f"A{head + 1}"
    assert str(page.print_area).replace("$", "").endswith(f"J{page.max_row}")
    assert (
        page.page_setup.orientation == "landscape"
        and page.page_setup.paperSize == 9
        and page.page_setup.fitToWidth == 1
        and page.page_setup.fitToHeight == 0
    )
    assert page.auto_filter.ref and page.auto_filter.ref.startswith(f"A{head}:")
    names = [cell.value for cell in page[head]]
    result = next(cell.column_letter for cell in page[head] if str(cell.value).startswith("结果"))
    assert [str(name).split("\n")[0] for name in names] == [
        "条目",
        "序号",
        "要点",
        "方法",
        "依据",
        "结果",
        "问题",
        "建议期限",
        "期限",
        "复查",
    ]
    choices = [
        rule
        for rule in page.data_validations.dataValidation
        if rule.type == "list" and f"{result}{head + 1}" in rule.sqref
    ]
    assert [rule.formula1 for rule in choices] == ['"符合,不符合,不适用"'] and choices[0].errorStyle == "stop"
    assert any(rule.type == "date" for rule in page.data_validations.dataValidation)
    words = {rule.formula[0] for area in page.conditional_formatting for rule in area.rules}
    assert words == {'"符合"', '"不符合"'}
    for row in page.iter_rows(min_row=head + 1):
        for cell in row:
            assert cell.data_type in ("s", "n") and (cell.value is None or cell.data_type == "s"), (
                cell.coordinate
            )
    assert page.cell(head + 1, 2).number_format == "@"


def test_rows_that_are_sorted_are_not_merged(
    lists: list[Sheet], forms: dict[str, Sheet], published: Published
) -> None:
    for sheet in (lists[0], forms["hazard-ledger"], forms["risk-list"], forms["licence-ledger"]):
        page = open_xlsx(published(sheet, "xlsx"))
        head = head_row(page)
        last = head + len(sheet.tables[0].rows)
        assert not [area for area in page.merged_cells.ranges if head <= area.min_row <= last]


def test_a_ledger_has_rows_for_a_year_each_with_its_list_of_choices(
    forms: dict[str, Sheet], published: Published
) -> None:
    """A row inserted by hand would have no drop-down; a roll to sign, the record of an event stays as long
    as its paper."""
    page = open_xlsx(published(forms["hazard-ledger"], "xlsx"))
    head = head_row(page)
    numbers = [page.cell(row, 1).value for row in range(head + 1, head + 41)]
    assert numbers == [str(number) for number in range(1, 41)] and page.auto_filter.ref.endswith(
        str(head + 40)
    )
    (choices,) = (
        rule
        for rule in page.data_validations.dataValidation
        if rule.formula1 == '"一般,重大"'  # of the column 级别
    )
    assert f"F{head + 40}" in choices.sqref
    for name in ("training-sign-in", "lesson-record"):
        assert open_xlsx(published(forms[name], "xlsx")).max_row < 40, name
    # Of several tables each has a worksheet of its own, on which nothing is merged where it is sorted.
    for name in ("equipment-ledger", "fire-equipment-ledger"):
        sheet = forms[name]
        pages = openpyxl.load_workbook(io.BytesIO(published(sheet, "xlsx"))).worksheets
        assert [page.title for page in pages] == [table.title for table in sheet.tables], name
        for page, table in zip(pages, sheet.tables, strict=True):
            head = head_row(page)
            assert [cell.value.split("\n")[0] for cell in page[head]] == [one.name for one in table.columns]
            assert page.auto_filter.ref.endswith(str(head + 40)) and page.max_row >= head + 40
            assert not [area for area in page.merged_cells.ranges if head <= area.min_row <= head + 40]


def test_blanks_of_the_forms_take_what_they_ask_for(forms: dict[str, Sheet], published: Published) -> None:
    page = open_xlsx(published(forms["hazard-ledger"], "xlsx"))
    kinds = {rule.type for rule in page.data_validations.dataValidation}
    assert {"list", "date"} <= kinds
    drill = open_xlsx(xlsx_bytes(forms["drill-record"], epoch=EPOCH))
    assert {"list", "date", "time", "decimal"} <= {
        rule.type for rule in drill.data_validations.dataValidation
    }


@pytest.mark.parametrize(
    ("form_id", "label"), [("hot-work-permit", "动火方式"), ("drill-record", "演练的预案")]
)
def test_what_may_be_ticked_several_times_is_no_drop_down(
    forms: dict[str, Sheet], form_id: str, label: str
) -> None:
    """Paper has boxes to tick; a list of choices would take one of them only."""
    page = open_xlsx(xlsx_bytes(forms[form_id], epoch=EPOCH))
    row = next(cell.row for line in page.iter_rows() for cell in line if cell.value == label)
    boxes = next(cell for cell in page[row] if str(cell.value or "").startswith("□"))
    assert str(boxes.value).count("□") >= 4
    rules = [rule for rule in page.data_validations.dataValidation if boxes.coordinate in rule.sqref]
    assert all(rule.type != "list" for rule in rules)
    assert any("选几样" in str(rule.prompt) for rule in rules)


@pytest.mark.slow
def test_products_have_stable_paths_and_make_what_they_say(book: Handbook) -> None:
    context = BuildContext(ROOT, book, EPOCH)
    made = products(context)
    paths = [product.path for product in made]
    assert len(paths) == len(set(paths))
    promised = (
        "check-all.pdf",
        "check-all.docx",
        "check-all.xlsx",
        "check-all.csv",
        "lease-agreement.docx",
    )
    assert {f"downloads/forms/{name}" for name in promised} <= set(paths)
    assert [path for path in paths if path.endswith(".csv")] == ["downloads/forms/check-all.csv"]
    kept = {path.split("/")[-1].removesuffix(".xlsx") for path in paths if path.endswith(".xlsx")}
    assert {"hazard-ledger", "risk-list", "tenant-ledger", "emergency-supplies"} < kept
    assert not {"lease-agreement", "hot-work-permit", "post-card", "fire-evacuation-plan"} & kept
    assert {product.group for product in made} == {"现场检查单", "检查表", "表格"}
    magic = {".pdf": b"%PDF-", ".docx": b"PK", ".xlsx": b"PK", ".csv": b"\xef\xbb\xbf"}
    for product in made:
        if "check-hazard" in product.path or product.path.split("/")[-1].startswith(("hot-work", "lease")):
            assert product.make().startswith(magic[Path(product.path).suffix])
        assert product.note and product.title


def test_fingerprints_change_with_the_text_and_nothing_else(book: Handbook) -> None:
    before = {product.path: product.fingerprint for product in products(BuildContext(ROOT, book, EPOCH))}
    assert before == {
        product.path: product.fingerprint for product in products(BuildContext(ROOT, book, EPOCH))
    }
    form = book.forms[0]
    changed = Form.model_construct(**{**dict(form), "name": form.name + "（改）"})
    after = {
        product.path: product.fingerprint
        for product in products(
            BuildContext(ROOT, dataclasses.replace(book, forms=(changed, *book.forms[1:])), EPOCH)
        )
    }
    assert {path for path in before if before[path] != after[path]} == {
        path for path in before if Path(path).stem == form.id
    }


def test_the_same_sheet_gives_the_same_bytes(
    lists: list[Sheet], forms: dict[str, Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    sheet = forms["hot-work-permit"]
    first = [
        docx_bytes(sheet, epoch=EPOCH),
        xlsx_bytes(sheet, epoch=EPOCH),
        pdf_bytes(ROOT, sheet, epoch=EPOCH),
        csv_bytes(lists[0]),
    ]
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((2030, 1, 2, 3, 4, 5, 0, 1, 0)))
    second = [
        docx_bytes(sheet, epoch=EPOCH),
        xlsx_bytes(sheet, epoch=EPOCH),
        pdf_bytes(ROOT, sheet, epoch=EPOCH),
        csv_bytes(lists[0]),
    ]
    assert [hashlib.sha256(data).hexdigest() for data in first] == [
        hashlib.sha256(data).hexdigest() for data in second
    ]
    with zipfile.ZipFile(io.BytesIO(first[1])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 23, 12, 0, 0)}
        assert b"2026-11-23T12:00:00Z" in archive.read("docProps/core.xml")


def test_an_archive_keeps_its_content_when_its_times_are_fixed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("甲.txt", "乙")
    with zipfile.ZipFile(io.BytesIO(fixed_archive(out.getvalue(), EPOCH))) as fixed:
        assert fixed.read("甲.txt").decode() == "乙"
