"""The practice page: which questions come, what counts as right, and the way through a round in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import ROOT
from handbook.page_programs.contract import contract_file
from support import real
from support.self_check_page import DESK, PHONE, opened
from support.web import SiteServer

SCRIPTS = ROOT / "overrides" / "material" / "assets" / "javascripts"
BOOK = real.book()
QUESTIONS = {question.id: (item, question) for item, question in BOOK.questions()}


@pytest.fixture(scope="module")
def rules(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content="".join(contract_file().values()))
    page.add_script_tag(path=SCRIPTS / "quiz/core.js")
    yield page
    page.close()


BANK: list[dict[str, Any]] = [
    {
        "id": f"{item}-Q{n}",
        "item": item,
        "who": who,
        "form": form,
        "options": ["甲", "乙", "丙"] if form == "选择" else [],
        "answer": "甲",
        "text": "?",
    }
    for item in ("07", "08")
    for n, (who, form) in enumerate((("officer", "选择"), ("manager", "判断"), ("officer", "问答")), 1)
]


def test_wishes(rules: Page) -> None:
    ids = "([bank, q, wrong]) => HB.quiz.fitting(bank, HB.quiz.parseWish(q, bank), wrong).map(x => x.id)"
    assert rules.evaluate(ids, [BANK, "item=07&who=officer", []]) == ["07-Q1", "07-Q3"]
    assert rules.evaluate(ids, [BANK, "who=manager", []]) == ["07-Q2", "08-Q2"]
    assert rules.evaluate(ids, [BANK, "wrong=1", ["08-Q3", "99-Q1"]]) == ["08-Q3"]
    assert len(rules.evaluate(ids, [BANK, "item=99&who=boss", []])) == 6
    assert rules.evaluate(ids, [BANK, "q=08-Q1+07-Q2+99-Q1+08-Q1", []]) == ["07-Q2", "08-Q1"]
    again = "([bank, q]) => HB.quiz.wishQuery(HB.quiz.parseWish(q, bank))"
    assert rules.evaluate(again, [BANK, "q=08-Q1+07-Q2"]) == "q=08-Q1+07-Q2"


def test_rounds(rules: Page) -> None:
    make = "([bank, count, seed]) => HB.quiz.round(bank, count, seed)"
    first = rules.evaluate(make, [BANK, 4, 7])
    assert first == rules.evaluate(make, [BANK, 4, 7])
    assert len({q["id"] for q in first}) == 4
    orders = {tuple(q["id"] for q in rules.evaluate(make, [BANK, 6, seed])) for seed in range(20)}
    assert len(orders) > 10
    for question in rules.evaluate(make, [BANK, 6, 1]):
        assert (
            sorted(question["options"])
            == {"选择": ["丙", "乙", "甲"], "判断": ["对", "错"], "问答": []}[question["form"]]
        )


def test_wrong_ones_are_kept_and_cleared(rules: Page) -> None:
    assert rules.evaluate("HB.quiz.noted(HB.quiz.noted(['07-Q1'], '08-Q1', false), '07-Q1', true)") == [
        "08-Q1"
    ]
    assert rules.evaluate("HB.quiz.readWrong(HB.quiz.wrongText(['07-Q1']))") == ["07-Q1"]
    for raw in (
        None,
        "",
        "{",
        "[]",
        '{"v":2,"wrong":["07-Q1"]}',
        '{"v":1,"wrong":"x"}',
        '{"v":1,"wrong":[1,"<b>","__proto__"]}',
    ):
        assert rules.evaluate("(raw) => HB.quiz.readWrong(raw)", raw) == []


def answer(page: Page, right: bool) -> str:
    """Answers the question that is shown; its id."""
    id = page.locator(".qz-question .hb-point__id").inner_text()
    item, question = QUESTIONS[id]
    if question.form.value == "问答":
        page.get_by_role("button", name="看答案").click()
        expect(page.locator(".qz-verdict")).to_contain_text(question.answer)
        page.get_by_role("button", name="我答对了" if right else "没答上来").click()
    else:
        options = page.locator(".qz-form .sc-option")
        values = options.locator("input").evaluate_all("inputs => inputs.map(i => i.value)")
        assert sorted(values) == sorted(
            ["对", "错"] if question.form.value == "判断" else [question.answer, *question.wrong]
        )
        wanted = question.answer if right else next(value for value in values if value != question.answer)
        options.nth(values.index(wanted)).locator("label").click()
        page.get_by_role("button", name="交").click()
    expect(page.locator(".qz-verdict")).to_contain_text("✓ 答对了" if right else "✗ 答错了")
    expect(page.locator(".qz-verdict")).to_contain_text(question.why)
    assert (
        page.locator(".qz-verdict a").get_attribute("href")
        == f"checklists/{item.stem}.html#p{question.point}"
    )
    return id


@pytest.mark.parametrize(
    ("context", "way"), [(PHONE, "web"), (DESK, "disk")], indirect=["context"], ids=["phone", "desk"]
)
def test_a_round_with_mistakes_and_the_mistakes_again(
    context: BrowserContext, web: SiteServer, site: Path, way: str
) -> None:
    page = opened(
        context, (web.address + "quiz.html" if way == "web" else (site / "quiz.html").as_uri()) + "?item=07"
    )
    expected = [question.id for question in BOOK.item_by_id["07"].questions]
    expect(page.locator(".sc-count")).to_contain_text(f"有 {len(expected)} 题")
    page.get_by_role("button", name="开始").click()
    missed = []
    seen = []
    for number in range(len(expected)):
        right = number % 3 != 1
        seen.append(answer(page, right))
        if not right:
            missed.append(seen[-1])
        page.locator(".sc-buttons button").last.click()
    assert sorted(seen) == sorted(expected)
    expect(page.locator("#quiz h2")).to_have_text(f"得分：{len(expected) - len(missed)}/{len(expected)}")
    for id in missed:
        expect(page.locator("#quiz li", has_text=id)).to_have_count(1)
    page.get_by_role("button", name="错的再来一遍").click()
    again = []
    for _ in missed:
        again.append(answer(page, False))
        page.locator(".sc-buttons button").last.click()
    assert sorted(again) == sorted(missed)
    page.reload()
    page.locator("label[for=qz-wrong]").click()
    expect(page.locator(".sc-count")).to_contain_text(f"有 {len(missed)} 题")
    if way == "web":
        assert page.url.endswith("?item=07&wrong=1")


def test_nothing_chosen_is_told(context: BrowserContext, web: SiteServer) -> None:
    page = opened(context, web.address + "quiz.html?who=manager&item=07")
    page.get_by_role("button", name="开始").click()
    while page.get_by_role("button", name="交").count() == 0:
        answer(page, True)
        page.locator(".sc-buttons button").last.click()
    page.get_by_role("button", name="交").click()
    expect(page.locator(".hb-message")).to_contain_text("先选一个答案")


def test_list_without_javascript_has_every_question_and_answer(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(web.address + "quiz.html")
    text = re.sub(r"\s+", "", page.locator("#quiz-bank").text_content() or "")
    for _, question in BOOK.questions():
        for words in (question.id, question.text, question.answer, question.why, *question.wrong):
            assert re.sub(r"\s+", "", words) in text, question.id
    context.close()


def test_an_address_asks_its_question(context: BrowserContext, web: SiteServer) -> None:
    page = context.new_page()
    page.goto(web.address + "quiz.html#07-Q2")
    question = next(q for q in BOOK.item_by_id["07"].questions if q.id == "07-Q2")
    expect(page.locator("#quiz")).to_contain_text(question.text.strip()[:12])
    expect(page.locator("#quiz")).to_contain_text("第 1 题，共 1 题")
    page.goto(web.address + "quiz.html#nothing")
    expect(page.get_by_role("button", name="开始")).to_be_visible()


def test_an_address_names_the_questions_of_a_trade(context: BrowserContext, web: SiteServer) -> None:
    trade = BOOK.trades[0]
    page = opened(context, web.address + trade.address)
    page.locator("a[href*='quiz.html?q=']").click()
    expect(page.locator("#qz-item option:checked")).to_have_text(f"这一行的 {len(trade.questions)} 题")
    expect(page.locator(".sc-count")).to_contain_text(f"有 {len(trade.questions)} 题")
    page.locator("#qz-item").select_option("07")
    expect(page.locator(".sc-count")).to_contain_text(f"有 {len(BOOK.item_by_id['07'].questions)} 题")
    page.locator("#qz-item").select_option(index=0)
    page.get_by_role("button", name="开始").click()
    assert answer(page, True) in trade.questions
