"""The reports of the register: what they count, and what they keep to themselves."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from support import ledger_cases as made
from support.ledger_cases import DAY
from support.ledger_program import REPORTS, answered, sent

MODEL = made.MODEL


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
    wants = {"reports": [{"id": "week"}, {"id": "round", "days": 30}, *REPORTS]}
    answer = answered(wants, path, path)
    text = json.dumps(answer["reports"], ensure_ascii=False)
    assert "示例甲某" not in text and "80000000" not in text and "示例第0001厂" in text
