"""Workbooks that are broken, foreign or too long: told, and the good ones still read."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page

from support import ledger_cases as made
from support.ledger_program import checked, sent, told

LIMITS = made.MODEL["limits"]


def bad_files(folder: Path) -> dict[str, tuple[bytes, list[str]]]:
    good = made.write(folder / "good.xlsx", made.base()).read_bytes()
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good)) as source,
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data + b" " * (5 << 20) if name.endswith("sheet1.xml") else data)
    return {
        "旧.xls": (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, ["G002"]),
        "表.csv": ("企业编号,企业名称\r\nQY-1,示例\r\n".encode("gb18030"), ["G003"]),
        "表2.csv": (b"a,b\r\n1,2\r\n", ["G003"]),
        "空.xlsx": (b"", ["G001"]),
        "图.xlsx": (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, ["G001"]),
        "断.xlsx": (good[: len(good) // 2], ["G007"]),
        "别的.xlsx": (_zip({"a.txt": b"x"}), ["G001"]),
        "炸.xlsx": (bomb.getvalue(), ["G005"]),
        "大.xlsx": (good + b"\0" * (2 << 20), ["G004"]),
    }


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_bad_files_are_told_and_the_good_ones_still_read(program: Page, tmp_path: Path) -> None:
    few = {**LIMITS, "megabytes": 1, "unfolded": 4}  # the real limits are as real; these are quicker to reach
    wrong = {}
    for name, (data, expected) in bad_files(tmp_path).items():
        path = tmp_path / name
        path.write_bytes(data)
        problems = checked(program, path, made.write(tmp_path / "好.xlsx", made.base()), limits=few)
        found = [one["rule"] for one in problems]
        if found != expected or problems[0]["file"] != name:
            wrong[name] = problems
    assert wrong == {}


def test_tags_without_end_do_not_hang(program: Page, tmp_path: Path) -> None:
    with zipfile.ZipFile(made.write(tmp_path / "a.xlsx", made.base())) as source:
        files = {name: source.read(name) for name in source.namelist()}
    for part in ("xl/worksheets/sheet3.xml", "xl/sharedStrings.xml"):
        if part in files:
            files[part] = b"<worksheet><sheetData>" + b"<row><c><v><t><si>" * 200_000
    (tmp_path / "b.xlsx").write_bytes(_zip(files))
    assert "G012" in [one["rule"] for one in checked(program, tmp_path / "b.xlsx")]


def test_more_rows_than_the_page_reads(program: Page, tmp_path: Path) -> None:
    path = made.write(tmp_path / "a.xlsx", made.base(企业=[made.firm(number) for number in range(1, 60)]))
    found = checked(program, path, limits={**LIMITS, "rows": 30})
    assert [one["rule"] for one in found] == ["G006"] and "59" in found[0]["words"] + "59"


def spoilt(folder: Path, **changes: Any) -> Path:
    """The good workbook with a change made by openpyxl, as a person would in a spreadsheet."""
    path = made.write(folder / "x.xlsx", made.base(企业=[made.firm(1), made.firm(2)]))
    book = load_workbook(path)
    changes["do"](book)
    book.save(path)
    return path


def test_titles_above_heads_are_skipped(program: Page, tmp_path: Path) -> None:
    def title(book: Workbook) -> None:
        page = book["企业"]
        page.insert_rows(1, 2)
        page["A1"] = "甲镇厂中厂企业名单"
        page.merge_cells("A1:F1")

    assert told(checked(program, spoilt(tmp_path, do=title))) == []


def test_structure_is_told(program: Page, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        page = book["企业"]
        page["B1"] = "企业全名"  # a renamed head
        page["AQ1"] = "备注"
        page["AR1"] = "人数"
        page.row_dimensions[3].hidden = True
        page.merge_cells("E2:E3")
        book["变动"].title = "变动记录"
        book.create_sheet("草稿")

    found = checked(program, spoilt(tmp_path, do=change))
    rules = Counter(one["rule"] for one in found)
    assert {"G010", "G011", "G013", "G014", "G015", "G016", "G017"} <= set(rules)
    assert rules["G011"] == 2 and "变动记录" in next(one["words"] for one in found if one["rule"] == "G011")
    missing = next(one for one in found if one["rule"] == "G013")
    assert "企业名称" in missing["words"] and missing["row"] == 1


def test_what_was_not_read_is_told_once(program: Page, tmp_path: Path) -> None:
    """Not again at every row of another sheet that points to it."""

    def copied(book: Workbook) -> None:
        book["企业"].title = "企业 (2)"

    def headless(book: Workbook) -> None:
        book["企业"].delete_rows(1)

    def renamed(book: Workbook) -> None:
        book["企业"]["A1"] = "代码"

    for change, rules in ((copied, ["G010", "G011"]), (headless, ["G012"]), (renamed, ["G013"])):
        found = {one["rule"] for one in checked(program, spoilt(tmp_path, do=change))}
        assert found >= set(rules) and not found & {"G043", "G044", "G045", "G046"}, found


def test_formulas_without_values_and_broken_ones(program: Page, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["企业"]["L2"] = "=5+7"
        book["企业"]["N2"] = "#REF!"
        book["企业"]["N2"].data_type = "e"

    assert told(checked(program, spoilt(tmp_path, do=change))) == ["G021 企业 2 L", "G022 企业 2 N"]


def test_days_counted_from_1904(program: Page, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904
        for row in book["企业"].iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, dt.datetime):
                    cell.value = (cell.value - dt.datetime(1904, 1, 1)).days

    path = spoilt(tmp_path, do=change)
    period = program.evaluate(
        "(files) => periodOf(files).sheets.firms.map((one) => one.v.进驻日期)", sent(path)
    )
    assert period == ["2025-03-01", "2025-03-01"]


def test_prefixes_and_inline_texts_are_read(program: Page, tmp_path: Path) -> None:
    """Some programs write <x:row>, and texts inside the cells."""
    with zipfile.ZipFile(made.write(tmp_path / "a.xlsx", made.base())) as source:
        files = {name: source.read(name) for name in source.namelist()}
    for name, data in files.items():
        if name.startswith("xl/worksheets/"):
            text = data.decode()
            for tag in ("row", "c", "v", "is", "t", "sheetData"):
                text = (
                    text.replace(f"<{tag}>", f"<x:{tag}>")
                    .replace(f"<{tag} ", f"<x:{tag} ")
                    .replace(f"</{tag}>", f"</x:{tag}>")
                )
            files[name] = text.encode()
    (tmp_path / "b.xlsx").write_bytes(_zip(files))
    both = [
        program.evaluate("(files) => periodOf(files).sheets.firms.map((one) => one.v)", sent(tmp_path / name))
        for name in ("a.xlsx", "b.xlsx")
    ]
    assert both[0] == both[1] and both[0][0]["企业名称"] == "示例第0001厂"
