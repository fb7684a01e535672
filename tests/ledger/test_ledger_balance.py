"""The balance of two weeks, by name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from support import ledger_cases as made
from support.ledger_cases import DAY
from support.ledger_program import checked, sent, told


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
