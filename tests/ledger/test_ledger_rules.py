"""The rules of the register one by one, sizes and codes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from handbook.model.papers.ledger import RuleKind
from support import ledger_cases as made
from support.cases import cases
from support.ledger_program import checked, rows_of, told

BOOK = made.BOOK
MODEL = made.MODEL
CASES = cases("ledger/problems.yml")


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
