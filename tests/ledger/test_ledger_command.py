"""What the page tells of workbooks, the command tells, too."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from playwright.sync_api import Page

from conftest import call_handbook
from handbook.cli import main
from handbook.ledger.model_script import columns_of
from handbook.ledger.workbook_plan import head_text
from handbook.sheets.page_data import page_data
from handbook.site.pages import visit_sheet_data
from handbook.sources.load import load_sources
from support import ledger_cases as made
from support.ledger_cases import DAY
from support.ledger_program import REPORTS, answered, sent
from support.text import squeeze

BOOK = made.BOOK
LIMITS = made.MODEL["limits"]


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


def agree(program: Page, before: Path, after: Path) -> None:
    kinds = [{"id": "week", "whole": True}, {"id": "round", "days": 30}, *REPORTS]
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
