"""The leaf of a visit: two pages of A4 with everything on it, alike in PDF and DOCX."""

from __future__ import annotations

import dataclasses
import io
import re
from itertools import pairwise
from pathlib import Path

import docx
import pymupdf
import pytest

from conftest import ROOT
from handbook.model.handbook import Handbook
from handbook.problems import HandbookError
from handbook.sheets.formats.docx_file import docx_bytes
from handbook.sheets.formats.pdf_file import pdf_bytes
from handbook.sheets.from_visit import BOX, PROBLEMS, visit_sheet
from handbook.sheets.layout import Codes, Sheet, Table
from support.programs import run_program

EPOCH = 1795435200
MM = 72 / 25.4


@pytest.fixture(scope="module")
def leaves(book: Handbook) -> dict[str, tuple[Sheet, bytes]]:
    sheets = {entry.id: visit_sheet(book, entry) for entry in book.visit_sheets}
    return {name: (sheet, pdf_bytes(ROOT, sheet, epoch=EPOCH)) for name, sheet in sheets.items()}


def test_each_side_and_the_officer_have_a_leaf(book: Handbook) -> None:
    assert {entry.id for entry in book.visit_sheets} == {"officer", "landlord", "tenant", "own"}
    plan = book.self_check
    assert plan is not None
    for entry in book.visit_sheets:
        assert 20 <= len(entry.points) <= 30 and len(entry.points) % 2 == 0
        assert len(entry.officer_questions) == len(entry.manager_questions) == 3
        assert entry.official == (entry.id == "officer"), "only the officer's is like an official list"
        if entry.id == "own":
            assert not set(entry.points) & set(plan.not_for_owners)


def test_a_leaf_has_two_pages_with_everything_on_them(
    book: Handbook, leaves: dict[str, tuple[Sheet, bytes]]
) -> None:
    for entry in book.visit_sheets:
        sheet, data = leaves[entry.id]
        with pymupdf.open(stream=data) as document:
            assert document.page_count == 2, entry.id
            front, back = (re.sub(r"\s", "", page.get_text()) for page in document)
            assert all(round(page.rect.width) == 595 for page in document)
        for item in book.items:
            assert f"{item.id}{item.name}" in front
        for point in entry.points:
            assert f"{point}{book.located[point].point.short}" in front
        assert all(
            word in front for word in ("单位", "统一社会信用代码", "在场的人", "日期", "查", "看", "问")
        )
        for name in (*entry.officer_questions, *entry.manager_questions):
            assert re.sub(r"\s", "", book.question_by_id[name][1].text) in back
        assert "安全员问" in back and "负责人考" in back and back.count("签名") == 3
        assert ("建议稿" in front.split("单位")[0]) == entry.official
        assert all(sheet.disclaimer in text for text in (front, back)), "in the foot of both pages"


def test_problems_have_room_to_be_written(leaves: dict[str, tuple[Sheet, bytes]]) -> None:
    for name, (sheet, data) in leaves.items():
        with pymupdf.open(stream=data) as document:
            drawn = [entry["rect"] for entry in document[1].get_drawings()]
        lines = sorted({round(rect.y0) for rect in drawn if rect.height < 1 and rect.width > 20})
        high = [below - above for above, below in pairwise(lines) if below - above >= 12 * MM - 1]
        assert len(high) >= PROBLEMS, name
        table = next(block for block in sheet.tables if block.title == "发现的问题")
        whole = sum(column.width for column in table.columns)
        column = next(column for column in table.columns if column.name.startswith("问题"))
        assert sheet.width * column.width / whole >= 60 and table.row >= 12 and len(table.rows) == PROBLEMS


def test_boxes_stand_for_what_can_be_ticked(book: Handbook, leaves: dict[str, tuple[Sheet, bytes]]) -> None:
    sheet, _ = leaves["landlord"]
    lines = next(block for block in sheet.tables if "逐条过" in block.title)
    assert len(lines.rows) == len(book.items)
    tenants = [row for row in lines.rows if row.cells[-1].text == "是承租方的事"]
    assert [row.cells[0].text for row in tenants] == ["18"]
    assert all(BOX not in [cell.text for cell in row.cells] for row in tenants)


def test_every_item_has_its_code(
    book: Handbook, leaves: dict[str, tuple[Sheet, bytes]], tmp_path: Path
) -> None:
    """A code is 15 mm wide, so that each of its modules takes 0.4 mm; it leads to the item."""
    sheet, data = leaves["officer"]
    codes = next(block for block in sheet.blocks if isinstance(block, Codes))
    assert codes.side >= 15
    image = tmp_path / "back.png"
    with pymupdf.open(stream=data) as document:
        document[1].get_pixmap(dpi=200, colorspace=pymupdf.csGRAY).save(image)
    run = run_program(["zbarimg", "--raw", "--quiet", str(image)])
    assert set(run.stdout.split()) == {f"{book.site.address}q/{item.id}.html" for item in book.items}


def test_too_many_points_stop_the_build(leaves: dict[str, tuple[Sheet, bytes]]) -> None:
    sheet, _ = leaves["officer"]
    head, first, *rest = sheet.blocks
    assert isinstance(first, Table)
    longer = dataclasses.replace(first, rows=first.rows * 2)
    with pytest.raises(HandbookError, match="的正面放不下"):
        pdf_bytes(ROOT, dataclasses.replace(sheet, blocks=(head, longer, *rest)), epoch=EPOCH)


def test_the_document_holds_the_same(leaves: dict[str, tuple[Sheet, bytes]]) -> None:
    for sheet, _ in leaves.values():
        document = docx.Document(io.BytesIO(docx_bytes(sheet, epoch=EPOCH)))
        said = "".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        for table in sheet.tables:
            assert all(cell.text in said for row in table.rows for cell in row.cells)
        assert len(document.inline_shapes) == 22
        assert all(shape._inline.docPr.get("descr").startswith("二维码") for shape in document.inline_shapes)
