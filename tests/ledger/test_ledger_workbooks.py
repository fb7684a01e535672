"""The workbooks that go out, and the library that writes them."""

from __future__ import annotations

import importlib.util
import io
import json
import math
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import get_column_letter
from playwright.sync_api import Page

from conftest import ROOT
from handbook.checks import private_files
from handbook.ledger.workbook import GUIDE, LISTS, workbook_bytes
from handbook.ledger.workbook_plan import workbook_plan
from handbook.model.papers.ledger import Kind
from handbook.page_programs import libraries
from handbook.problems import HandbookError
from handbook.sources.load import load_sources
from support import ledger_cases as made
from support.ledger_cases import DAY
from support.ledger_program import answered, checked, told
from support.programs import git

BOOK = made.BOOK


def test_corrected_copy_opens_is_marked_and_holds_no_formula(program: Page, tmp_path: Path) -> None:
    rows = made.base(企业=[made.firm(1, 单班最多=90, 产品='=HYPERLINK("x")', 企业名称="+示例&<厂>")])
    path = tmp_path / "a.xlsx"
    made.write(path, rows)
    book = load_workbook(path)
    for cell in book["企业"][2]:
        if cell.data_type == "f":
            cell.data_type = "s"  # as a person types it into a cell of texts
    book.save(path)
    target = tmp_path / "copy.xlsx"
    answered({"copy": str(target)}, path)
    copy = load_workbook(target)
    assert copy.sheetnames == [*made.HEADS, "要改的地方"]
    firm = {
        head: cell for head, cell in zip((c.value for c in copy["企业"][1]), copy["企业"][2], strict=True)
    }
    assert firm["产品"].value == '=HYPERLINK("x")' and firm["产品"].data_type == "s"
    assert firm["企业名称*"].value == "+示例&<厂>" and firm["信用代码*"].data_type == "s"
    assert firm["单班最多*"].fill.fgColor.rgb == "FFFFE3DC" and firm["人数*"].fill.fgColor.rgb != "FFFFE3DC"
    assert copy["要改的地方"]["B2"].value == "G050"
    assert not [c for page in copy for row in page.iter_rows() for c in row if c.data_type == "f"]
    again = checked(program, target)
    assert "G050 企业 2 M" in told(again)  # a copy is a workbook of the register itself


@pytest.fixture(scope="module")
def blank() -> Workbook:
    return load_workbook(io.BytesIO(workbook_bytes(workbook_plan(BOOK), epoch=1_795_392_000)))


def test_blank_workbook_has_every_sheet_and_column(blank: Workbook) -> None:
    assert blank.sheetnames == [GUIDE, *made.HEADS, LISTS]
    for name, heads in made.HEADS.items():
        assert [cell.value for cell in blank[name][1]] == list(heads.values())
    words = "\n".join(str(row[0].value) for row in blank[GUIDE].iter_rows(max_row=12))
    assert "只在“联系人”表" in words or "电话只写在“联系人”表里" in words


def test_the_workbook_can_be_read_on_paper(blank: Workbook) -> None:
    """A wide sheet is not pressed onto one of A4: 10 points stay 7, and each sheet tells whose row it is.
    Printed empty it is ruled to be written on, one page high; nothing filled in below is cut off."""
    for page in blank.worksheets[1:-1]:
        ruled = [row for row in range(2, page.max_row + 1) if page.cell(row, 1).border.top.style]
        assert len(ruled) > 15 and not page.print_area, page.title
        high = page.row_dimensions[1].height + len(ruled) * page.sheet_format.defaultRowHeight
        assert high * 0.3528 < 210 - 2 * 25.4, page.title
    for page in blank.worksheets[:-1]:
        widths = [page.column_dimensions[cell.column_letter].width for cell in page[page.max_row]]
        wide = page.page_setup.fitToWidth
        kept = sum(widths[:2]) * (wide - 1)  # said again on each sheet
        assert page.page_setup.paperSize == 9 and page.print_options.gridLines
        assert (sum(widths) + kept) * 2 * 0.7 <= wide * (297 - 20), page.title
        assert wide == 1 or page.print_title_cols == "$A:$B", page.title
        for row in page.iter_rows():  # a row of fixed height shows all its lines
            high = page.row_dimensions[row[0].row].height
            for cell in (cell for cell in row if cell.value and high):
                across = next((area for area in page.merged_cells.ranges if cell.coordinate in area), None)
                columns = range(across.min_col, across.max_col + 1) if across else [cell.column]
                room = sum(page.column_dimensions[get_column_letter(column)].width for column in columns) * 2
                wide = sum(1 if char > "\xff" else 0.5 for char in str(cell.value)) * cell.font.size * 0.3528
                assert high >= math.ceil(wide / (room - 1)) * cell.font.size * 1.25, (
                    f"{page.title} {cell.value}"
                )
    assert blank["企业"].page_setup.fitToWidth > 1 and blank["联系人"].page_setup.fitToWidth == 1


def test_blank_workbook_offers_every_choice(blank: Workbook) -> None:
    for sheet in BOOK.ledger_sheets:
        page = blank[sheet.name]
        lists = {
            str(rule.sqref).split(":")[0].rstrip("2"): rule.formula1
            for rule in page.data_validations.dataValidation
            if rule.type == "list"
        }
        letters = {
            page.cell(1, n).value: page.cell(1, n).column_letter for n in range(1, page.max_column + 1)
        }
        for column in sheet.columns:
            if column.kind is Kind.CHOICE:
                letter = letters[made.HEADS[sheet.name][column.name]]
                assert lists[letter] == '"' + ",".join(column.options) + '"'
            if column.kind is Kind.CREDIT:
                assert (
                    page.column_dimensions[letters[made.HEADS[sheet.name][column.name]]].number_format == "@"
                )


def test_blank_workbook_itself_has_nothing_to_mend(program: Page, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    path.write_bytes(workbook_bytes(workbook_plan(BOOK), epoch=1_795_392_000))
    assert checked(program, path) == []


def test_blank_workbook_is_the_same_each_time() -> None:
    plan = workbook_plan(BOOK)
    assert workbook_bytes(plan, epoch=1_795_392_000) == workbook_bytes(plan, epoch=1_795_392_000)


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ("13800000000", True),
        (13800000000, True),
        ("11010519491231002X", True),
        ("0516-80000000", False),
        (46000, False),
    ],
)
def test_spreadsheets_with_numbers_of_people_are_refused(project: Path, value: Any, refused: bool) -> None:
    book = Workbook()
    book.active.append(["电话", value])
    book.save(project / "docs" / "名单.xlsx")
    assert bool([one for one in private_files.check(load_sources(project, DAY))]) is refused


def test_only_what_git_would_take_is_looked_at(project: Path) -> None:
    (project / ".gitignore").write_text("/mine/\n", encoding="utf-8")
    git(project, "init", "-q")
    for folder in ("mine", "docs"):
        (project / folder).mkdir(exist_ok=True)
        (project / folder / "a.csv").write_text("电话\n13800000000\n", encoding="utf-8")
    assert [one.file for one in private_files.check(load_sources(project, DAY))] == ["docs/a.csv"]


def test_without_npm_the_build_says_so_and_the_rest_goes_on(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / libraries.SOURCE, project / libraries.SOURCE)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert libraries.present(project) == {}  # the check and the preview go without
    with pytest.raises(HandbookError, match="B041 这台电脑上没有 npm"):
        libraries.fetch(project)
    assert libraries.node_command() is None


def test_the_library_is_what_the_lock_file_says() -> None:
    lock = json.loads((ROOT / libraries.SOURCE / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / libraries.SOURCE / "package.json").read_text(encoding="utf-8"))[
        "dependencies"
    ]
    for name, version in wanted.items():
        entry = lock["packages"][f"node_modules/{name}"]
        assert entry["version"] == version and entry["integrity"].startswith("sha512-")
    listed = git(ROOT, "ls-files")
    assert not [name for name in listed.splitlines() if name.endswith("fflate.js")]
