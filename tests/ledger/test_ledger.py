"""The register of firms: its rules one by one, the balance by name, bad files, and that page and command
say the same."""

from __future__ import annotations

import base64
import datetime as dt
import importlib.util
import io
import json
import math
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import get_column_letter
from playwright.sync_api import Browser, Page

import ledger_cases as made
from conftest import ROOT, call_handbook
from handbook.checks import private_files
from handbook.cli import main
from handbook.ledger import engine
from handbook.ledger.model_script import columns_of
from handbook.ledger.workbook import GUIDE, LISTS, workbook_bytes
from handbook.ledger.workbook_plan import head_text, workbook_plan
from handbook.model.papers.ledger import Kind, RuleKind
from handbook.page_programs import libraries
from handbook.problems import HandbookError
from handbook.sheets.page_data import page_data
from handbook.site.pages import visit_sheet_data
from handbook.sources.load import load_sources
from ledger_cases import DAY
from support.cases import cases
from support.programs import git
from support.text import squeeze

BOOK, MODEL = made.BOOK, made.MODEL
LIMITS = MODEL["limits"]
CASES = cases("ledger/problems.yml")
_ROWS = {
    "厂区": made.plant,
    "房屋": lambda number, **row: made.building(**row),
    "企业": made.firm,
    "变动": lambda number, **row: made.event(**row),
    "问题": made.problem,
}


@pytest.fixture(scope="module")
def program(browser: Browser) -> Iterator[Page]:
    """A blank page with the register's program and its library, as the site loads them."""
    page = browser.new_page()
    page.add_script_tag(path=libraries.fetch(ROOT)["assets/ledger/fflate.js"])
    for name in engine.CORE:
        page.add_script_tag(path=ROOT / engine.SCRIPTS / f"{name}.js")
    page.evaluate("(model) => { window.handbookLedger = model; }", MODEL)
    page.evaluate(
        """() => { window.periodOf = (files, limits) => HB.ledger.gather(files.map((file) => ({
            name: file[0], bytes: Uint8Array.from(atob(file[1]), (char) => char.charCodeAt(0)) })),
            handbookLedger, limits || handbookLedger.limits); }"""
    )
    yield page
    page.close()


def sent(*paths: Path) -> list[list[str]]:
    return [[path.name, base64.b64encode(path.read_bytes()).decode()] for path in paths]


def checked(
    program: Page, *paths: Path, before: Path | None = None, limits: Any = None
) -> list[dict[str, Any]]:
    """The problems that the page finds in workbooks."""
    found: list[dict[str, Any]] = program.evaluate(
        """([after, before, today, limits]) => HB.ledger.check(periodOf(after, limits), handbookLedger, today,
            before.length ? periodOf(before) : null)""",
        [sent(*paths), sent(before) if before else [], DAY.isoformat(), limits],
    )
    return found


def told(problems: list[dict[str, Any]]) -> list[str]:
    return [f"{p['rule']} {p['sheet']} {p['row']} {p['column']}".strip() for p in problems]


def rows_of(case: dict[str, Any]) -> dict[str, Any]:
    sheets = {
        name: [
            _ROWS[name](number, **row) if name in _ROWS else row for number, row in enumerate(case[name], 1)
        ]
        for name in made.HEADS
        if name in case
    }
    return made.base(**sheets)


# ---------- The rules ----------


def test_each_rule_finds_what_it_is_for_and_says_how_to_mend_it(program: Page, tmp_path: Path) -> None:
    wrong, texts = {}, []
    for number, case in enumerate(CASES):
        found = checked(program, made.write(tmp_path / f"{number}.xlsx", rows_of(case)))
        if told(found) != case["应报"]:
            wrong[case["名称"]] = (told(found), case["应报"])
        texts += [one[part] for one in found for part in ("words", "mend")]
    assert wrong == {}
    assert [text for text in texts if len(text) < 5 or "{" in text or "undefined" in text] == []
    assert not any("11010519491231002" in text or "13800000000" in text for text in texts)  # not echoed


def test_a_word_that_two_options_claim_is_told(program: Page, tmp_path: Path) -> None:
    path = made.write(tmp_path / "a.xlsx", made.base(企业=[made.firm(1, 状态="歇着")]))
    for claimed, problems in (
        ({"停产": ["歇着"]}, []),
        ({"停产": ["歇着"], "间歇": ["歇着"]}, ["G025 企业 2 H"]),
    ):
        program.evaluate(
            "(spoken) => { handbookLedger = Object.assign({}, handbookLedger, { spoken }); }", claimed
        )
        assert told(checked(program, path)) == problems
    program.evaluate("(model) => { handbookLedger = model; }", MODEL)


def test_every_rule_has_an_example() -> None:
    """Rules about cells and rows stand in the cases; those about whole files in the tests below."""
    shown = {line.split()[0] for case in CASES for line in case["应报"]}
    about_rows = {rule.id for rule in BOOK.ledger_rules if rule.sheet}
    alike = {"G042", "G044", "G045", "G046", "G061", "G062", "G063", "G064", "G065", "G066", "G067"}
    assert about_rows - shown - alike == set()
    assert {rule.kind for rule in BOOK.ledger_rules} == set(RuleKind)
    kinds = Counter(rule.kind for rule in BOOK.ledger_rules if not rule.sheet)
    assert set(kinds.values()) == {1}  # the program takes the only one of its kind


def test_notices_of_the_model_name_columns_that_are_there() -> None:
    heads = {sheet.name: {column.name for column in sheet.columns} for sheet in BOOK.ledger_sheets}
    for rule in BOOK.ledger_rules:
        for sheet, column in ((rule.sheet, rule.column), (rule.sheet, rule.when), (rule.sheet, rule.unless)):
            assert not column or not sheet or column in heads[sheet], rule.id
        if rule.other:
            assert rule.other in heads[rule.other_sheet or rule.sheet], rule.id
    states = next(c for s in BOOK.ledger_sheets if s.id == "firms" for c in s.columns if c.name == "状态")
    events = next(c for s in BOOK.ledger_sheets if s.id == "events" for c in s.columns if c.name == "类别")
    assert BOOK.ledger is not None
    assert {state.name for state in BOOK.ledger.states} == set(states.options)
    assert {one.name for one in BOOK.ledger.events} == set(events.options)


_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_check_digit_of_credit_codes(program: Page) -> None:
    """Against a second reckoning, and against a code printed in public: that of a national bureau."""
    codes = [made.credit_code(number) for number in range(0, 9_000_000, 91_003)]
    spoilt = [code[:9] + _CREDIT[(_CREDIT.index(code[9]) + 1) % 31] + code[10:] for code in codes]
    faults = program.evaluate("(codes) => codes.map(HB.ledger.creditFault)", [*codes, *spoilt])
    assert faults == [""] * len(codes) + ["信用代码校验"] * len(spoilt)


@pytest.mark.parametrize(
    ("people", "revenue", "size"),
    [
        (1000, 40000, "大型"),
        (1000, 39999, "中型"),
        (999, 90000, "中型"),
        (300, 2000, "中型"),
        (299, 90000, "小型"),
        (300, 1999, "小型"),
        (20, 300, "小型"),
        (19, 90000, "微型"),
        (20, 299, "微型"),
        (20, "", "不明"),
        (19, "", "微型"),
    ],
)
def test_size_needs_both_conditions(program: Page, people: int, revenue: Any, size: str) -> None:
    firm = {"v": {"行业代码": "3311", "人数": people, "上年营收": revenue}}
    assert program.evaluate("(firm) => HB.ledger.sizeOf(firm, handbookLedger)", firm) == size


def test_size_is_for_industry_only(program: Page) -> None:
    firm = {"v": {"行业代码": "5990", "人数": 50, "上年营收": 900}}
    assert program.evaluate("(firm) => HB.ledger.sizeOf(firm, handbookLedger)", firm) == "不划"


def test_industries_are_the_whole_list() -> None:
    assert BOOK.industries is not None
    codes = [division.code for section in BOOK.industries.sections for division in section.divisions]
    assert codes == [f"{number:02d}" for number in range(1, 98)]
    assert [section.code for section in BOOK.industries.sections] == list("ABCDEFGHIJKLMNOPQRST")
    divisions = [division for section in BOOK.industries.sections for division in section.divisions]
    assert [one.code for one in divisions if not one.classes] == ["92"]
    classes = dict(one.split(" ") for division in divisions for one in division.classes)
    assert len(classes) == 1370
    # Manufacturing in the lists that were compared, and where they differed.
    assert sum("13" <= code[:2] <= "43" for code in classes) == 609
    assert [classes[code] for code in ("2780", "3445", "3741", "3791", "5942")] == [
        *("药用辅料及包装材料", "液力动力机械元件制造", "飞机制造", "潜水装备制造", "危险化学品仓储")
    ]


def test_codes_of_trades_are_those_of_the_list() -> None:
    assert BOOK.industries is not None
    names = {
        f"{section.code}{division.code}": division.name
        for section in BOOK.industries.sections
        for division in section.divisions
    }
    wrong = [
        (trade.id, one.number)
        for trade in BOOK.trades
        for one in trade.industries
        if one.number[:3] not in names or (len(one.number) == 3 and names[one.number] != one.name)
    ]
    assert wrong == []


# ---------- Bad files ----------


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


# ---------- Balance ----------


def balance(program: Page, before: Path, after: Path) -> dict[str, Any]:
    value: dict[str, Any] = program.evaluate(
        """([before, after]) => { const made = HB.ledgerReport.balance(periodOf(before), periodOf(after), handbookLedger);
            return { towns: made.towns, gaps: made.gaps }; }""",
        [sent(before), sent(after)],
    )
    return value


def oracle(before: dict[str, Any], after: dict[str, Any]) -> dict[str, int]:
    """Difference of each town, counted another way: stock by stock, events by events."""
    moves = {"进驻": 1, "辖区转入": 1, "迁出": -1, "关停": -1, "辖区转出": -1}
    there = ("筹建", "正常", "间歇", "停产")

    def towns(rows: dict[str, Any]) -> dict[str, str]:
        homes = {one["厂区编号"]: one["镇街"] for one in rows["厂区"]}
        return {one["企业编号"]: homes[one["厂区编号"]] for one in rows["企业"]}

    def stock(rows: dict[str, Any]) -> Counter[str]:
        homes = towns(rows)
        return Counter(homes[one["企业编号"]] for one in rows["企业"] if one["状态"] in there)

    gap = Counter(stock(after))
    gap.subtract(stock(before))
    for event in after["变动"][len(before["变动"]) :]:
        move = moves.get(event["类别"], 0)
        first, second = (towns(after), towns(before)) if move > 0 else (towns(before), towns(after))
        if move:
            gap[first.get(event["企业编号"]) or second[event["企业编号"]]] -= move
    return {town: count for town, count in gap.items() if count}


def test_a_week_that_is_written_down_balances(program: Page, tmp_path: Path) -> None:
    before, after = made.district(60, seed=3)
    result = balance(program, made.write(tmp_path / "b.xlsx", before), made.write(tmp_path / "a.xlsx", after))
    assert result["gaps"] == [] and all(town["gap"] == 0 for town in result["towns"])
    assert sum(town["before"] for town in result["towns"]) == 60


WHY = [
    ({"企业": lambda rows: [*rows, made.firm(9)]}, "多出来的"),
    ({"企业": lambda rows: rows[1:]}, "名单里没有了"),
    ({"企业": lambda rows: [rows[0] | {"状态": "已关停"}, *rows[1:]]}, "没有变动记录"),
    ({"变动": lambda rows: [*rows, made.event(1, "迁出")]}, "状态还是“正常”"),
    ({"变动": lambda rows: [*rows, made.event(1, "进驻", 日期=DAY)]}, "上期就在册"),
]


@pytest.mark.parametrize(("change", "why"), WHY, ids=[why for _, why in WHY])
def test_every_difference_is_told_by_name(
    program: Page, tmp_path: Path, change: dict[str, Any], why: str
) -> None:
    before = made.base(企业=[made.firm(1), made.firm(2)])
    after = {name: change[name](rows) if name in change else rows for name, rows in before.items()}
    result = balance(program, made.write(tmp_path / "b.xlsx", before), made.write(tmp_path / "a.xlsx", after))
    assert len(result["gaps"]) == 1 and why in result["gaps"][0]["why"]
    assert result["gaps"][0]["id"] in ("QY-0001", "QY-0009") and result["gaps"][0]["name"].startswith(
        "示例第"
    )
    assert {town["town"]: town["gap"] for town in result["towns"] if town["gap"]} == oracle(before, after)


def test_a_firm_that_changes_town_needs_both_events(program: Page, tmp_path: Path) -> None:
    plants = [made.plant(1), made.plant(2, 镇街="乙镇")]
    before = made.base(厂区=plants)
    moved = made.base(厂区=plants, 企业=[made.firm(1, 厂区编号="CQ-02")])
    both = moved | {"变动": [*before["变动"], made.event(1, "辖区转出"), made.event(1, "辖区转入")]}
    first = made.write(tmp_path / "b.xlsx", before)
    silent = balance(program, first, made.write(tmp_path / "s.xlsx", moved))
    assert {gap["town"] for gap in silent["gaps"]} == {"甲镇", "乙镇"}
    assert balance(program, first, made.write(tmp_path / "a.xlsx", both))["gaps"] == []


def test_an_event_taken_out_is_told(program: Page, tmp_path: Path) -> None:
    before = made.write(tmp_path / "b.xlsx", made.base(变动=[made.event(1), made.event(1, "停产")]))
    after = made.write(tmp_path / "a.xlsx", made.base(变动=[made.event(1)]))
    assert told(checked(program, after, before=before)) == ["G086 变动 3"]


def test_towns_merge_and_doubles_show(program: Page, tmp_path: Path) -> None:
    files = []
    for number, town in enumerate(made.TOWNS, 1):
        rows = made.base(
            厂区=[made.plant(number, 镇街=town)],
            房屋=[made.building(厂区编号=f"CQ-{number:02d}")],
            企业=[made.firm(number, 厂区编号=f"CQ-{number:02d}")],
            变动=[made.event(number)],
        )
        files.append(made.write(tmp_path / f"{town}.xlsx", rows))
    assert checked(program, *files) == []
    again = made.write(tmp_path / "再一份.xlsx", made.base(厂区=[made.plant(1)], 变动=[], 房屋=[]))
    found = checked(program, *files, again)
    assert [one["rule"] for one in found] == ["G040", "G040", "G085"]
    assert all(one["file"] == "再一份.xlsx" for one in found) and "甲镇.xlsx" in found[0]["words"]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_balance_agrees_with_a_second_reckoning(
    program: Page, tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    folder = tmp_path_factory.mktemp("balance")
    plants = [made.plant(number, 镇街=town) for number, town in enumerate(made.TOWNS[:3], 1)]
    states = st.sampled_from(["正常", "停产", "拟进驻", "已迁出", "已关停", "筹建"])
    homes = st.sampled_from([one["厂区编号"] for one in plants])

    def firms(numbers: list[int]) -> list[dict[str, Any]]:
        return [made.firm(n, 状态=data.draw(states), 厂区编号=data.draw(homes)) for n in numbers]

    known = list(range(1, data.draw(st.integers(1, 6)) + 1))
    before = made.base(厂区=plants, 企业=firms(known), 变动=[])
    new = known + list(range(20, 20 + data.draw(st.integers(0, 3))))
    kinds = st.sampled_from(["进驻", "迁出", "关停", "辖区转入", "辖区转出", "停产", "更名"])
    events = [
        made.event(data.draw(st.sampled_from(new)), data.draw(kinds), 从=str(number))
        for number in range(data.draw(st.integers(0, 6)))
    ]
    after = made.base(厂区=plants, 企业=firms(new), 变动=events)
    first, second = made.write(folder / "b.xlsx", before), made.write(folder / "a.xlsx", after)
    result = balance(program, first, second)
    assert {town["town"]: town["gap"] for town in result["towns"] if town["gap"]} == oracle(before, after)
    # What is told by name makes up at least what does not balance.
    for town in result["towns"]:
        named = [gap for gap in result["gaps"] if gap["town"] == town["town"]]
        assert not town["gap"] or named


# ---------- Page and command say the same ----------

_VALUES = st.one_of(
    st.none(),
    st.text(max_size=24),
    st.integers(-(10**19), 10**19),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(
        ["有", "正常", "2026.9.1", "１２", "91999999MA0000001N", "=1+1", "@x", "<b>", "13800000000"]
    ),
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_page_and_command_agree_on_anything(
    program: Page, tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    folder = tmp_path_factory.mktemp("any")
    rows: dict[str, Any] = {}
    for name, heads in made.HEADS.items():
        columns = st.sampled_from(list(heads))
        rows[name] = [
            {column: _clean(value) for column, value in row.items()}
            for row in data.draw(st.lists(st.dictionaries(columns, _VALUES, max_size=8), max_size=3))
        ]
        rows[name] += made.base().get(name, [])
    agree(program, made.write(folder / "b.xlsx", made.base()), made.write(folder / "a.xlsx", rows))


def _clean(value: Any) -> Any:
    """What openpyxl can write: no control characters, no half of a pair."""
    if not isinstance(value, str):
        return value
    return "".join(char for char in value if char.isprintable() and not 0xD800 <= ord(char) <= 0xDFFF)


ALL = [{"id": "handover"}, {"id": "gate"}, {"id": "years"}]


def answered(wants: dict[str, Any], after: Path, *before: Path, **more: Any) -> dict[str, Any]:
    """What the command answers for workbooks."""
    return engine.run(
        ROOT, BOOK, engine.Request(after=[after], before=before, wants=wants, today=DAY, **more)
    )


def agree(program: Page, before: Path, after: Path) -> None:
    kinds = [{"id": "week", "whole": True}, {"id": "round", "days": 30}, *ALL]
    wants = {"check": True, "reports": kinds}
    command = answered(wants, after, before, limits=LIMITS)
    page = program.evaluate(
        """([before, after, today]) => {
            const model = handbookLedger, R = HB.ledgerReport, one = periodOf(before), two = periodOf(after);
            return { problems: HB.ledger.check(two, model, today, one), reports: [R.weekly(one, two, model, today, true),
                R.round(two, model, today, 30), R.handover(two, model, today), R.gate(one, two, model, today),
                R.twoYears(one, two, model, today, false)] };
        }""",
        [sent(before), sent(after), DAY.isoformat()],
    )
    for name in ("problems", "reports"):
        assert json.dumps(page[name], sort_keys=True) == json.dumps(command[name], sort_keys=True)


def test_page_and_command_agree_on_a_district(program: Page, tmp_path: Path) -> None:
    before, after = made.district(120, seed=5)
    agree(program, made.write(tmp_path / "b.xlsx", before), made.write(tmp_path / "a.xlsx", after))


def test_page_and_command_fill_in_the_same_sheets_of_a_visit(program: Page, tmp_path: Path) -> None:
    _, after = made.district(60, seed=3)
    path = made.write(tmp_path / "a.xlsx", after)
    leaf = visit_sheet_data.officers_sheet(BOOK)
    assert leaf is not None
    data = page_data(leaf)
    ids = [row["企业编号"] for row in after["企业"]][:7]
    wants = {"leaves": {"leaf": data, "firms": [*ids, "没有"], "most": 1}}
    answer = answered(wants, path, limits=LIMITS)["leaves"]
    page = program.evaluate(
        """([files, leaf, ids]) => {
            const v = HB.ledgerReport.view(periodOf(files), handbookLedger), R = HB.ledgerRound;
            return ids.map((id) => R.leafBlocks(leaf, R.leafOf(v.index.firms[id], v, handbookLedger)));
        }""",
        [sent(path), data, ids],
    )
    assert answer["unknown"] == ["没有"] and [one["id"] for one in answer["pages"]] == ids
    assert [one["blocks"] for one in answer["pages"]] == page
    due = answered({"leaves": {"leaf": data, "firms": [], "most": 3}}, path, limits=LIMITS)
    assert len(due["leaves"]["pages"]) == 3


@pytest.mark.slow
def test_the_command_prints_plan_and_sheets_of_a_visit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the page's sheet holds (test_ledger_page), on two pages a firm, and no person."""
    long = "示例" + "很长的名字" * 7 + "有限公司"
    rows = made.base(
        厂区=[made.plant(村社区="示例村")],
        企业=[made.firm(1, 企业名称=long), made.firm(2, 企业名称="示例第二厂")],
        问题=[
            made.problem(
                number, 要点编号="01-1", 企业编号="QY-0001", 问题=f"第{number}处" + "出口又锁上了" * 12
            )
            for number in range(1, 8)
        ],
        联系人=[{"企业编号": "QY-0001", "主要负责人": "示例人", "电话": "0516-00000000"}],
    )
    plan, leaves = tmp_path / "plan.pdf", tmp_path / "leaves.pdf"
    words = ["ledger", "visit", str(made.write(tmp_path / "a.xlsx", rows)), "-o", str(plan)]
    words += ["--leaves", str(leaves), "--date", DAY.isoformat()]
    assert main([*words, "--firms", "QY-0001", "QY-0002"]) == 0
    assert "2 户" in capsys.readouterr().out
    with pymupdf.open(plan) as pdf:
        assert "上门计划" in squeeze(pdf[0].get_text()) and "示例第二厂" in squeeze(pdf[0].get_text())
    with pymupdf.open(leaves) as pdf:
        texts = [squeeze(page.get_text()) for page in pdf]
    assert len(texts) == 4 and all("内部工作用" in text for text in texts)
    assert long in texts[0] and "示例村" in texts[0] and rows["企业"][0]["信用代码"] in texts[0]
    assert "01-1" in texts[1] and "另有2处" in texts[1] and "示例第二厂" in texts[2]
    assert not [text for text in texts if "示例人" in text or "0516" in text]
    assert main([*words, "--firms", "QY-0009"]) == 1
    assert "QY-0009" in capsys.readouterr().err


def test_another_handbooks_register_is_held_to_its_own_sheets_and_rules(small: Path, tmp_path: Path) -> None:
    """The made-up handbook has sheets and rules of its own; nothing of the real ones is asked."""
    book = load_sources(small, DAY).handbook()
    heads = {
        sheet.name: {column.name: head_text(column) for column in columns_of(book, sheet)}
        for sheet in book.ledger_sheets
    }
    rows: dict[str, list[dict[str, Any]]] = {
        "厂区": [{"厂区编号": "A-1", "镇街": "甲镇", "厂区名称": "示例厂区"}],
        "企业": [
            {"企业编号": "B-1", "企业名称": "示例厂", "厂区编号": "A-2", "状态": "正常", "动火作业": "有"},
            {"企业编号": "B-1", "企业名称": "示例二厂", "厂区编号": "A-1", "状态": "正常"},
        ],
        "变动": [{"日期": DAY, "企业编号": "B-1", "类别": "迁出"}],
    }
    book_file = Workbook()
    book_file.remove(book_file.active)
    for name, values in rows.items():
        page = book_file.create_sheet(name)
        page.append(list(heads[name].values()))
        for row in values:
            page.append([row.get(column) for column in heads[name]])
    book_file.save(tmp_path / "甲镇.xlsx")
    run = call_handbook(small, "ledger", "check", str(tmp_path / "甲镇.xlsx"))
    assert run.returncode == 1
    told = re.findall(r"G\d{3}", run.stdout + run.stderr)
    assert sorted(told) == ["G003", "G004", "G005"], run.stdout + run.stderr
    assert "厂区表里没有“A-2”" in run.stdout + run.stderr


def test_equal_errors_of_one_column_are_told_once_with_all_their_rows(
    program: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    firms = [made.firm(n, 状态="乱写", 面积="600亩" if n in (3, 5) else 600) for n in range(1, 10)]
    firms += [
        made.firm(n, 核对日期=dt.date(2026, 10, n)) for n in (11, 12, 13)
    ]  # each looked at on its own day
    path = made.write(
        tmp_path / "甲镇.xlsx", made.base(企业=firms, 变动=[made.event(n) for n in range(1, 14) if n != 10])
    )
    assert main(["ledger", "check", str(path), "--date", DAY.isoformat()]) == 1
    said = capsys.readouterr()
    places = [line.partition(":")[0] for line in said.err.splitlines() if "甲镇" in line]
    assert places == [
        f"甲镇.xlsx “企业”表 第 {row} 行 {column} 列" for row, column in ((2, "H"), (4, "N"), (11, "AQ"))
    ]
    same = ["还有 8 行一样：第 3–10 行", "还有 1 行一样：第 6 行", "还有 2 行一样：第 12、13 行"]
    assert re.findall(r"还有 .*", said.err) == same and "“核对日期”超过 7 天没有更新" in said.err
    assert "错误 11 处" in said.out
    rows = program.evaluate(
        """([files, today]) => HB.ledger.together(HB.ledger.check(periodOf(files), handbookLedger, today,
            null)).map((one) => [one.column, HB.ledger.rowsText(one.rows)])""",
        [sent(path), DAY.isoformat()],
    )
    assert rows == [["H", "2–10"], ["N", "4、6"], ["AQ", "11–13"]]


# ---------- Reports ----------


def test_towns_stand_as_in_the_workbook(program: Page, tmp_path: Path) -> None:
    """Not by the numbers of their characters; a town that only the week before had comes behind."""
    order = ["乙镇", "丁街道", "甲镇"]
    after = made.base(
        厂区=[made.plant(number, 镇街=town) for number, town in enumerate(order, 1)],
        企业=[made.firm(number, 厂区编号=f"CQ-{number:02}") for number in (3, 1, 2)],
    )
    before = made.base(厂区=[made.plant(4, 镇街="丙镇")], 企业=[made.firm(4, 厂区编号="CQ-04")])
    found = program.evaluate(
        """([before, after, today]) => {
            const old = periodOf(before), now = periodOf(after), R = HB.ledgerReport, model = handbookLedger;
            const v = R.view(now, model);
            return {
                balance: R.balance(old, now, model).towns.map((one) => one.town),
                round: HB.ledgerRound.stops(v, model, today).map((one) => v.townOf(one.firm)),
                week: R.weekly(null, now, model, today, true).blocks[0].rows.map((row) => row[0]),
            };
        }""",
        [
            sent(made.write(tmp_path / "b.xlsx", before)),
            sent(made.write(tmp_path / "a.xlsx", after)),
            DAY.isoformat(),
        ],
    )
    assert found == {"balance": [*order, "丙镇"], "round": order, "week": [*order, "合计"]}


def test_no_open_problem_is_missing_from_the_hand_over(program: Page, tmp_path: Path) -> None:
    """A body that the list does not know, or none at all, is no reason to leave a problem out."""
    _, after = made.district(30, seed=3)
    open_ones = [row for row in after["问题"] if row.get("结果") != "销号"]
    open_ones[0]["移交给谁"] = "编造的局"
    report = program.evaluate(
        "([file, today]) => HB.ledgerReport.handover(periodOf(file), handbookLedger, today)",
        [sent(made.write(tmp_path / "a.xlsx", after)), DAY.isoformat()],
    )
    tables = {
        block["title"]: [row[0] for row in block["rows"]] for block in report["blocks"] if "rows" in block
    }
    listed = {number.removeprefix("▲ ") for rows in tables.values() for number in rows}
    assert listed == {row["问题编号"] for row in open_ones}
    assert open_ones[0]["问题编号"] in "".join(tables["没有定下由哪个部门处理的"])


def reports(program: Page, before: Path, after: Path, *, publish: bool = False) -> dict[str, Any]:
    value: dict[str, Any] = program.evaluate(
        """([before, after, today, publish]) => HB.ledgerReport.twoYears(periodOf(before), periodOf(after), handbookLedger,
            today, publish)""",
        [sent(before), sent(after), DAY.isoformat(), publish],
    )
    return value


def test_combinations_are_told_by_building_and_town(program: Page, tmp_path: Path) -> None:
    """Two plants of one name in two towns are two places; a building has one row, however many it has."""
    one, two = MODEL["combinations"][0]
    other = next(
        name for pair in MODEL["combinations"] if one in pair for name in pair if name not in (one, two)
    )
    plants = [made.plant(1, 厂区名称="同名厂区"), made.plant(2, 厂区名称="同名厂区", 镇街="乙镇")]
    firms = [
        made.firm(number, 厂区编号=f"CQ-0{(number + 1) // 2}", **dict.fromkeys(have, "有"))
        for number, have in enumerate(((one,), (two, other), (one,), (two,)), 1)
    ]
    path = made.write(tmp_path / "a.xlsx", made.base(厂区=plants, 企业=firms))
    report = reports(program, path, path)
    rows = next(block["rows"] for block in report["blocks"] if block["title"] == "组合在哪里")
    assert [row[0] for row in rows] == ["甲镇 同名厂区 1幢", "乙镇 同名厂区 1幢"]
    assert rows[0][1].count("＋") == 2 and rows[1][1] == f"{one}＋{two}"
    assert rows[0][2] == "示例第0001厂、示例第0002厂"


def test_weekly_names_what_a_trade_changed_to(program: Page, tmp_path: Path) -> None:
    before = made.base()
    changed = made.base(
        企业=[made.firm(1, 行业代码="2110")],
        变动=[*before["变动"], made.event(1, "改行", 从="2239", 到="2110")],
    )
    report = program.evaluate(
        "([one, two, today]) => HB.ledgerReport.weekly(periodOf(one), periodOf(two), handbookLedger, today, true)",
        [
            sent(made.write(tmp_path / "b.xlsx", before)),
            sent(made.write(tmp_path / "a.xlsx", changed)),
            DAY.isoformat(),
        ],
    )
    rows = next(block["rows"] for block in report["blocks"] if block["title"] == "停产、复产和别的变动")
    assert rows[0][3:] == ["2239 造纸和纸制品业", "2110 家具制造业"]


def test_published_report_names_nobody_and_hides_small_numbers(program: Page, tmp_path: Path) -> None:
    before, after = made.district(45, seed=8)
    paths = made.write(tmp_path / "b.xlsx", before), made.write(tmp_path / "a.xlsx", after)
    inside, outside = reports(program, *paths), reports(program, *paths, publish=True)
    assert "示例第" in json.dumps(inside, ensure_ascii=False)
    text = json.dumps(outside["blocks"], ensure_ascii=False)
    assert "示例第" not in text and "QY-" not in text and "示例厂区" not in text
    hidden = 0
    for block in outside["blocks"]:
        if block["kind"] != "table":
            continue
        for column in block.get("counts", ()):
            cells = [row[column] for row in block["rows"]]
            assert not any(isinstance(cell, int) and 0 < cell < MODEL["hideBelow"] for cell in cells), block[
                "title"
            ]
            body = cells[:-1] if block["total"] else cells
            lost = body.count("＊")
            hidden += lost
            # With the sum shown, one hidden cell alone could be computed back.
            assert not (block["total"] and cells[-1] != "＊" and lost == 1), block["title"]
    assert hidden > 4


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.tuples(*[st.integers(0, 6)] * 3), min_size=1, max_size=6))
def test_nothing_hidden_can_be_computed_back(program: Page, rows: list[tuple[int, int, int]]) -> None:
    """A table whose rows add up (before + in - out = after) and whose columns have sums: every hidden cell
    has more than one solution, small ones are all hidden."""
    lines = [
        [f"镇{number}", a, b, min(c, a + b), a + b - min(c, a + b)] for number, (a, b, c) in enumerate(rows)
    ]
    total = ["合计", *(sum(int(line[place]) for line in lines) for place in range(1, 5))]
    block = {
        "kind": "table", "title": "", "head": [""] * 5, "rows": [*lines, total], "total": True, "note": "",
        "counts": [1, 2, 3, 4], "sums": [[1, 2, -3, -4]],
    }  # fmt: skip
    shown = program.evaluate("(block) => HB.ledgerReport.suppressed(block, handbookLedger).rows", block)
    hidden = [(r, c) for r, row in enumerate(shown) for c, cell in enumerate(row) if cell == "＊"]
    small = {(r, c) for r, row in enumerate(block["rows"]) for c in range(1, 5) if 0 < int(row[c]) < 3}
    assert small <= set(hidden)
    equations = [[(r, 1, 1), (r, 2, 1), (r, 3, -1), (r, 4, -1)] for r in range(len(shown))]
    equations += [[(r, c, -1 if r == len(lines) else 1) for r in range(len(shown))] for c in range(1, 5)]
    lines_of = [
        [Fraction(sum(sign for r, c, sign in one if (r, c) == cell)) for cell in hidden] for one in equations
    ]
    for number in range(len(hidden)):
        # Determined if the unit vector lies in the span of the equations.
        unit = [Fraction(int(place == number)) for place in range(len(hidden))]
        assert rank([*lines_of, unit]) > rank(lines_of), (hidden[number], shown)


def rank(matrix: list[list[Fraction]]) -> int:
    lines, found = [list(line) for line in matrix], 0
    for column in range(len(lines[0]) if lines else 0):
        pivot = next((n for n in range(found, len(lines)) if lines[n][column]), None)
        if pivot is None:
            continue
        lines[found], lines[pivot] = lines[pivot], lines[found]
        for n in range(found + 1, len(lines)):
            factor = lines[n][column] / lines[found][column]
            lines[n] = [a - factor * b for a, b in zip(lines[n], lines[found], strict=True)]
        found += 1
    return found


def test_shares_need_a_base(program: Page, tmp_path: Path) -> None:
    before, after = made.district(20, seed=2)
    small = reports(program, made.write(tmp_path / "b.xlsx", before), made.write(tmp_path / "a.xlsx", after))
    assert "%" not in json.dumps([b for b in small["blocks"] if b["title"] != "零、口径"], ensure_ascii=False)
    before, after = made.district(60, seed=2)
    large = reports(program, made.write(tmp_path / "d.xlsx", before), made.write(tmp_path / "c.xlsx", after))
    assert "%" in json.dumps(large["blocks"], ensure_ascii=False)


def test_length_of_stay_and_tax_by_floor_are_medians(program: Page, tmp_path: Path) -> None:
    """Each firm by its own floor; who is gone counts to the day it went; no firm without its numbers."""
    firms = [
        made.firm(1, 进驻日期=dt.date(2024, 11, 23), 面积=500, 上年纳税=10),
        made.firm(2, 进驻日期=dt.date(2022, 11, 23), 面积=2000, 上年纳税=6),
        made.firm(3, 进驻日期=None, 面积=1000, 上年纳税=5),
        made.firm(4, 进驻日期=dt.date(2023, 11, 21), 面积=1000),
    ]
    after = [dict(one) for one in firms]
    after[3] |= {"状态": "已迁出", "状态日期": dt.date(2026, 11, 21)}
    gone = made.event(4, "迁出", 日期=dt.date(2026, 11, 21), 迁出表="有", 遗留物品="没有")
    report = reports(
        program,
        made.write(tmp_path / "b.xlsx", made.base(企业=firms, 变动=[])),
        made.write(tmp_path / "a.xlsx", made.base(企业=after, 变动=[gone])),
    )
    tables = {block["title"]: block["rows"] for block in report["blocks"] if block["kind"] == "table"}
    assert tables["在厂多久（中位数）"] == [["期末在册", 3, 2, 3], ["本期出去", 1, 1, 3]]
    medians = {row[0]: row[2:] for row in tables["中位数"]}
    assert medians["上年纳税"] == [6, 3, 6, 3]
    assert medians["每千平方米税收"] == [5, 3, 5, 3]


def test_contacts_are_in_no_report_and_in_no_sheet_made_of_it(program: Page, tmp_path: Path) -> None:
    rows = made.base(联系人=[{"企业编号": "QY-0001", "主要负责人": "示例甲某", "电话": "0516-80000000"}])
    path = made.write(tmp_path / "a.xlsx", rows)
    wants = {"reports": [{"id": "week"}, {"id": "round", "days": 30}, *ALL]}
    answer = answered(wants, path, path)
    text = json.dumps(answer["reports"], ensure_ascii=False)
    assert "示例甲某" not in text and "80000000" not in text and "示例第0001厂" in text


# ---------- Workbooks that go out ----------


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


# ---------- The blank workbook ----------


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


# ---------- No real list in the project ----------


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


# ---------- The library that comes from npm ----------


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
