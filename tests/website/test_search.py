"""The site search: its file, its answers to the golden questions through the real box, and the box itself."""

from __future__ import annotations

import dataclasses
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.pages import BOOK
from conftest import ROOT
from handbook.page_text.changed import joined
from handbook.page_text.front_matter import split_front_matter
from handbook.page_text.page import Section, read
from handbook.problems import HandbookError
from handbook.recipes.disk_cache import cache_below
from handbook.site.search_index import ASKED_PATH, GLOBAL, LIMITS, MORE_PATH, PATH
from handbook.site.stage import stage
from search_compare.golden import questions
from search_compare.measure import REFUSED, asker, file_address, measure, open_box, shown
from support.cases import cases
from support.web import served

ENGINES = {
    f"assets/javascripts/search/{part}.js"
    for part in ("words", "engine", "articles", "question", "untold", "likelihood")
}
#: Questions that no phrasing was written for. Whoever wrote phrasings later has read what they miss, so that
#: what nobody has seen fares somewhat worse.
FRESH = ("written-blind",)
#: Written by somebody who had seen neither the ranking nor the phrasings, some of them used for tuning later.
UNSEEN = (
    *("written-unseen", "written-heldout", "written-after", "written-shopfloor", "written-fresh"),
    *("written-doorstep", "written-counter", *FRESH),
)
INPUT, HITS, PANEL, STATUS = (
    "#hb-search-input",
    "#hb-search-list a",
    ".hb-search__panel",
    ".hb-search__status",
)


@pytest.fixture(scope="module")
def index(site: Path) -> dict[str, list[list]]:
    text = (site / PATH).read_text(encoding="utf-8")
    assert text.startswith(f"window.{GLOBAL}=") and text.endswith(";\n")
    return json.loads(text.removeprefix(f"window.{GLOBAL}=").removesuffix(";\n"))


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a size given as parameter; every script error fails the test."""
    width, height = getattr(request, "param", (1280, 800))
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


@pytest.fixture(scope="module")
def _opened(browser: Browser, site: Path) -> Iterator[tuple[Page, list[str]]]:
    page, problems = browser.new_page(viewport={"width": 1280, "height": 800}), []
    page.on("pageerror", lambda error: problems.append(str(error)))
    open_box(page, file_address(site) + "about.html")
    yield page, problems
    page.close()


@pytest.fixture
def box(_opened: tuple[Page, list[str]]) -> Iterator[Page]:
    """A desk's page with the box open, one for all tests that only ask: to load its texts takes a second."""
    page, problems = _opened
    yield page
    assert problems == []


# ---------- The file ----------


def test_the_file_is_small_enough_for_a_phone(site: Path) -> None:
    for path, limit in LIMITS.items():
        assert len(gzip.compress((site / path).read_bytes(), 9)) <= limit


def test_every_address_of_the_index_exists(index: dict[str, list[list]], site: Path) -> None:
    addresses = (
        [row[3] for row in index["items"]]
        + [row[3] for row in index["sections"]]
        + [row[1] for row in index["sheets"]]
    )
    addresses += [f"{index['items'][row[0]][3]}#p{row[1]}" for row in index["points"]]
    addresses += [f"{law[2]}#{place[0]}" for law in index["laws"] for place in law[6]] + [
        law[2] for law in index["laws"]
    ]
    ids: dict[str, set[str]] = {}
    missing = []
    for address in addresses:
        name, _, anchor = address.partition("#")
        file = site / name
        if not file.is_file():
            missing.append(address)
            continue
        if name not in ids:
            ids[name] = set(re.findall(r'\bid="([^"]+)"', file.read_text(encoding="utf-8")))
        if anchor and anchor not in ids[name]:
            missing.append(address)
    assert missing == []
    # What is asked of a part of a page leads there, and is not lost.
    parts = {*addresses, *(row[3] for row in index["faq"])}
    asked = [entry.place.partition("#") for entry in BOOK.asked if "#" in entry.place]
    assert {f"{name}.html#{anchor}" for name, _, anchor in asked} <= parts


def test_every_page_of_the_site_can_be_found(index: dict[str, list[list]], site: Path) -> None:
    known = (
        {row[3] for row in index["items"]}
        | {row[3].partition("#")[0] for row in index["sections"]}
        | {row[1] for row in index["sheets"]}
        | {row[2] for row in index["laws"]}
    )
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    left_out = {
        name
        for name in pages - known
        if not name.startswith("q/")
        and 'http-equiv="refresh"' not in (site / name).read_text(encoding="utf-8")
    }
    # The first page is where one is already; what the download page offers changes with the build and is
    # made later.
    assert left_out <= {"index.html", "404.html", "downloads/index.html"}


def test_sections_are_plain_words_with_the_anchors_of_the_generator() -> None:
    markdown = (
        '---\ntitle: 页\n---\n\n# 页\n\n--8<-- "checklists/01/points.md"\n\n引言 **粗**、[链接](a.md)。\n\n'
        '## 谁要演、多久演一次\n\n![图](a.svg)\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二&#124;三 |\n\n### 小标题\n\n- 列表\n\n--8<-- "lines/table.md"\n\n'
        "## 自定 { #own }\n\n<b>字</b>\n\n## 自定\n\n末。\n"
    )
    body = split_front_matter(markdown)[1]
    assert list(read(joined(body, {"lines/table.md": "表。\n"})).sections) == [
        Section("", "", "引言 粗、链接。"),
        Section("谁要演、多久演一次", "谁要演多久演一次", "甲，乙。\n一，二|三。\n小标题 列表\n表。"),
        Section("自定", "own", "字"),
        Section("自定", "自定", "末。"),
    ]


# ---------- The answers ----------


def test_there_are_enough_questions_of_every_kind() -> None:
    asked = questions()
    assert len(asked) >= 120 and len({q.text for q in asked}) == len(asked)
    assert {"标题", "中段", "双字", "白话", "号码", "全角", "首字母", "错字"} <= {q.kind for q in asked}
    # Half and more were written by somebody who had seen neither the ranking nor the phrasings it rests on.
    assert sum(q.file in UNSEEN for q in asked) * 2 >= len(asked)


def is_refused(page: Page) -> bool:
    """Whether the box says that the handbook does not hold what was asked last."""
    return page.locator(STATUS).inner_text().startswith(REFUSED)


def test_golden_questions_through_the_box(browser: Browser, site: Path) -> None:
    tuned = [question for question in questions() if question.file not in FRESH]
    fresh = [question for question in questions() if question.file in FRESH]
    figures = measure(browser, file_address(site), asked=tuned, timed=False)
    unseen = measure(browser, file_address(site), asked=fresh, timed=False)
    missed = "\n".join(unquote(line) for line in (*figures.missed, *unseen.missed))
    assert figures.nothing == unseen.nothing == 0, missed
    assert figures.share(figures.first) >= 0.95, missed
    assert figures.share(figures.third) >= 0.99, missed
    # 74.5 and 89.1 % when the set was written, 80.0 and 91.8 % with search/likelihood.js, 83 and 94 % with
    # words alike, 91.8 and 99.1 % with phrasings for every section; a set that was kept hidden had 90.0 and
    # 96.9 % then.
    assert unseen.share(unseen.first) >= 0.88, missed
    assert unseen.share(unseen.third) >= 0.96, missed
    # What the handbook answers is not told as missing, but once in a hundred.
    refused = figures.refused + unseen.refused
    assert len(refused) <= 0.01 * len(questions()), refused


def test_a_server_answers_as_the_folder_does(page: Page, site: Path) -> None:
    asked = [question.text for question in questions()[::16]]
    with served(site) as server:
        answers = []
        for root in (file_address(site), server.address):
            open_box(page, root + "index.html")
            answers.append([one.answer[0] for one in shown(page, root, asked)])
    assert answers[0] == answers[1] and all(answers[0])


# ---------- The box ----------

SIZES = pytest.mark.parametrize(
    "page", [(1280, 800), (360, 780), (320, 640)], indirect=True, ids=["desk", "phone", "narrow"]
)


def test_nothing_is_loaded_before_the_reader_turns_to_the_box(page: Page, site: Path) -> None:
    with served(site) as server:
        page.goto(f"{server.address}checklists/index.html")
        page.wait_for_load_state("networkidle")
        before = len(server.asked)
        assert not {PATH, *ENGINES} & {path for path, _ in server.asked}
        page.locator(INPUT).focus()
        page.wait_for_selector("[data-hb-search][data-ready]", state="attached")
        page.wait_for_selector("[data-hb-search][data-whole]", state="attached")
        assert {PATH, *ENGINES, MORE_PATH, ASKED_PATH} <= {path for path, _ in server.asked[before:]}


@SIZES
def test_a_result_leads_to_the_point(page: Page, site: Path) -> None:
    open_box(page, file_address(site) + "about.html")
    page.locator(INPUT).fill("灭火器多久检查")
    first = page.locator(HITS).first
    expect(first).to_contain_text("22 微型消防站与器材 · 应急处置")
    expect(first).to_contain_text("22-4 灭火器每月查一次")
    assert "灭火器" in first.locator("mark").all_inner_texts()
    # Where a result stands is said once for those below one another, and no point is told twice.
    wheres = page.locator(HITS).evaluate_all(
        "hits => hits.map(hit => hit.querySelector('.hb-hit__where')?.textContent)"
    )
    assert None in wheres and wheres[0] and not any(a and a == b for a, b in pairwise(wheres))
    texts = " ".join(page.locator(HITS).all_inner_texts())
    assert texts.count("22-4 灭火器每月查一次") == 1
    first.click()
    page.wait_for_url("**/22-micro-fire-station.html#p22-4")
    assert page.locator("#p22-4").is_visible()


@SIZES
def test_keyboard_alone_is_enough(page: Page, site: Path) -> None:
    page.goto(file_address(site) + "checklists/14-evacuation-exits.html")
    for keys in ("/", "Control+k"):
        page.keyboard.press(keys)
        expect(page.locator(INPUT)).to_be_focused()
        page.wait_for_selector("[data-hb-search][data-ready]", state="attached")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        expect(page.locator(INPUT)).not_to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("14")
    box = page.locator(INPUT)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "hb-search-option-1")
    assert page.locator(HITS).nth(1).get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowUp")  # from the typed words to the last result
    expect(page.locator(HITS).last).to_have_attribute("aria-selected", "true")
    last = page.locator(HITS).last.bounding_box()
    assert last and last["y"] + last["height"] <= page.viewport_size["height"] + 1  # type: ignore[index]
    page.keyboard.press("Escape")
    expect(page.locator(PANEL)).to_be_hidden()
    page.locator(INPUT).fill("14-1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/14-evacuation-exits.html#p14-1")
    expect(page.locator(PANEL)).to_be_hidden()


@SIZES
def test_the_panel_fits_the_screen(page: Page, site: Path) -> None:
    open_box(page, file_address(site) + "laws/index.html")
    page.locator(INPUT).fill("第四十九条")
    width = page.viewport_size["width"]  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for selector in (INPUT, PANEL, HITS):
        place = page.locator(selector).first.bounding_box()
        assert place and place["x"] >= 0 and place["x"] + place["width"] <= width
    assert page.evaluate(
        "(list => list.scrollWidth <= list.clientWidth)(document.querySelector('#hb-search-list'))"
    )


def test_screen_readers_hear_what_was_found(box: Page) -> None:
    field = box.get_by_role("combobox", name="搜索")
    status = box.get_by_role("status").filter(
        has=box.locator("xpath=self::*[contains(@class, 'hb-search__status')]")
    )
    field.fill("14-1")
    expect(status).to_have_text(re.compile(r"^找到 \d+ 条"))
    assert status.get_attribute("aria-live") == "polite"
    expect(box.get_by_role("listbox", name="搜索结果").get_by_role("option").first).to_be_visible()
    field.fill("zzqxv")
    expect(status).to_have_text("手册没有写“zzqxv”。换个说法，或者从检查事项里找。")
    expect(box.locator(".hb-search__all a")).to_be_visible()
    assert field.get_attribute("aria-expanded") == "false"


def test_without_script_a_way_to_the_items_is_left(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file_address(site) + "laws/index.html")
    expect(page.locator(INPUT)).to_be_hidden()
    link = page.locator(".hb-search__link")
    expect(link).to_be_visible()
    assert (link.get_attribute("href") or "").endswith("../checklists/index.html")
    context.close()


HOSTILE = [
    "<img src=x onerror=window.hurt=1>",
    "'\"`&lt;",
    "\\u003c",
    "__proto__",
    "constructor",
    "toString",
    "(",
    "[a-",
    "*",
    "第条",
    "第零条",
    "条" * 60,
    "𠮷𠮷",
    "😀",
    "   ",
    "0",
    "99-99",
    "a" * 60,
]


def test_nothing_typed_does_harm(box: Page) -> None:
    for typed in HOSTILE:
        box.locator(INPUT).fill(typed)
        assert box.evaluate("window.hurt") is None
        assert box.locator(f"{PANEL} :is(img, script, iframe)").count() == 0
        assert box.locator(STATUS).inner_text() if typed.strip() else box.locator(PANEL).is_hidden()


def test_widths_and_numerals_do_not_matter(box: Page, site: Path) -> None:
    root = file_address(site)
    ask = asker(box, root)
    for one, other in (
        ("GB 2894", "ｇｂ２８９４"),
        ("安全生产法第四十九条", "安全生产法 第49条"),
        ("14-1", "１４－１"),
        ("消防法第六十条", "《消防法》60条"),
        ("安全生产法第一百零一条", "安全生产法 101"),
        ("火灾", "⽕灾"),  # a radical, as text copied from a PDF holds it
    ):
        assert ask(one)[0][0] == ask(other)[0][0]


@pytest.mark.parametrize("lost", [PATH, *sorted(ENGINES)])
def test_a_lost_file_is_told(page: Page, site: Path, lost: str) -> None:
    with served(site) as server:
        page.route(f"**/{lost}", lambda route: route.abort())
        page.goto(f"{server.address}index.html")
        page.locator(INPUT).fill("灭火器")
        expect(page.locator(STATUS)).to_contain_text("搜索没有打开")
        expect(page.locator(".hb-search__all a")).to_be_visible()
        page.unroute(f"**/{lost}")
        page.locator(INPUT).fill("叉车")
        expect(page.locator(HITS).first).to_be_visible()


# ---------- The answer itself, and what the handbook does not hold ----------


def test_every_question_that_a_page_answers_is_found_with_its_answer(
    box: Page, site: Path, index: dict[str, list[list]]
) -> None:
    """One entry a question; 老板常问 of every item is there, word for word, and comes first."""
    for item in BOOK.items:
        text = next(p for p in BOOK.pages if p.path == f"checklists/{item.stem}.md").body
        asked = re.findall(r"^\*\*([^*\n]+[？?])\*\*", text.partition("## 老板常问")[2], re.MULTILINE)
        known = [row[2] for row in index["faq"] if row[3].startswith(f"checklists/{item.stem}.html#")]
        assert asked and known == asked, item.id
    root = file_address(site)
    answers = [one.answer[0] for one in shown(box, root, [row[2][:60] for row in index["faq"]])]
    assert [
        row[2]
        for row, links in zip(index["faq"], answers, strict=True)
        if unquote((links or [""])[0]) != row[3]
    ] == []
    box.locator(INPUT).fill("租户不听劝能拉他的电吗")
    expect(box.locator(HITS).first).to_contain_text("拉他的电")


def test_results_hold_the_answer_itself(box: Page) -> None:
    first = box.locator(HITS).first
    for typed, said in (
        ("门锁了罚多少", ("门", "万元", "第一百零五条", "应急管理部门")),
        ("在仓库抽烟罚多少", ("吸烟", "（条文没写罚谁）", "五百元以下", "第六十三条")),
        # Chosen by the act, not by the words of the amount.
        ("违章建筑罚多少", ("建设工程规划许可证", "第六十四条")),
        ("灭火器多久检查一次", ("每月",)),
        ("12350", ("安全生产举报投诉 12350",)),
    ):
        box.locator(INPUT).fill(typed)
        for words in said:
            expect(first).to_contain_text(words)
    term = next(term for term in BOOK.glossary if "二房东" in term.aliases)
    box.locator(INPUT).fill("二房东是什么意思")
    expect(box.locator(".hb-search__answer")).to_have_text(f"{term.term}：{term.meaning}")
    # Its entry itself comes first when it is asked what a word means, or when no page is about the word.
    for typed, first_is in (
        ("香蕉水是个啥东西", "overview/glossary.html#w-X"),
        ("当场处罚", "overview/glossary.html#w-D"),
        ("香蕉水", "checklists/10-"),
    ):
        box.locator(INPUT).fill(typed)
        assert first_is in (first.get_attribute("href") or ""), typed


def test_what_the_handbook_does_not_hold_is_said(box: Page, site: Path) -> None:
    """Nine of ten foreign questions are told as such; those that can be answered are among the golden ones,
    above."""
    root = file_address(site)
    foreign = cases("search_foreign.yml")
    assert len(foreign) >= 150
    missed = [text for text, one in zip(foreign, shown(box, root, foreign), strict=True) if not one.refused]
    assert len(missed) <= 0.1 * len(foreign), missed
    for text, number in (("招投标保证金能退吗", "12345"), ("产假几天", "12333")):
        box.locator(INPUT).fill(text)
        expect(box.locator(".hb-search__answer")).to_contain_text(number)
    assert 1 <= box.locator(HITS).count() <= 3  # the nearest, and no dozen of them
    box.locator(INPUT).fill("学校实验室药品谁管")
    expect(box.locator(STATUS)).to_have_text("手册没有写“实验”。最接近的是下面这些。")


def test_words_of_daily_life_are_no_reason_to_refuse(box: Page, site: Path) -> None:
    """A pair of signs that only joins two known words is not foreign; what is like a question of
    data/elsewhere.yml is, in capitals too. So is another place and a turn of speech (data/speech.yml), but
    not what the handbook tells with the same turn."""
    root = file_address(site)
    ask = asker(box, root)
    for text, refused in (
        ("钢瓶的年检我办还是送气的办", False),
        ("产品的CE认证", True),
        ("产品的ce认证", True),
        ("西安的灭火器在哪里检", True),
        ("打磨机怎么选", True),
        ("二手叉车过户", False),
        # A noun in common use that stands nowhere, and one that only joins two words (外面 and 人来).
        ("学校实验室药品谁管", True),
        ("外面人来修屋顶签什么", False),
        # A number that the place does not tell, and one that it does; another kind of place than a plant.
        ("储气罐多少立方算压力容器", True),
        ("灭火器几年报废", False),
        ("新招的人得学满几个钟头", False),
        ("养老院床位之间隔多远", True),
        # Words of the handbook in a form of question that it does not answer (data/elsewhere.yml).
        ("防爆电机和普通电机区别", True),
        ("光电保护装置多少钱一套", True),
        # Only with the known word put as one is this like a question of another thing.
        ("消火栓几寸", True),
        # Known words side by side, a law cut short, a number to ring are no reason either.
        ("高温停工", False),
        ("退租交接", False),
        ("职业病法规定要给工人体检", False),
        ("铜山应急局电话多少", False),
    ):
        ask(text)
        assert is_refused(box) is refused, text


def test_what_only_a_trade_page_tells_is_found(box: Page, site: Path) -> None:
    root = file_address(site)
    assert asker(box, root)("板垛倒下来砸人")[0][0].startswith("trades/wood-furniture.html#")


def test_who_is_in_need_is_told_whom_to_ring(box: Page) -> None:
    """Never 手册没有写, and the number stands above all results."""
    answer = box.locator(".hb-search__answer")
    for typed, numbers in (
        ("有人触电昏过去打几号", ("120",)),
        ("烧伤了先怎么处理", ("120",)),
        ("车间失火了有人晕倒", ("119", "120")),
    ):
        box.locator(INPUT).fill(typed)
        assert not is_refused(box), typed
        for number in numbers:
            expect(answer).to_contain_text(f"先打 {number}" if number == numbers[0] else number)
            expect(answer.locator(f"a[href='tel:{number}']")).to_have_count(1)
    # Who asks about a drill or a penalty is in no need; who says that it happens is, whatever else is said.
    for calm in ("灭火器放哪里", "着火演练多久一次", "触电要罚多少"):
        box.locator(INPUT).fill(calm)
        expect(answer).not_to_contain_text("先打")
    box.locator(INPUT).fill("着火演练有人摔伤了")
    expect(answer).to_contain_text("先打")


def first_hits(page: Page, root: str, texts: Iterable[str]) -> list[str]:
    """The first result of each of ``texts``."""
    return [unquote((one.answer[0] or [""])[0]) for one in shown(page, root, list(texts))]


def test_who_is_in_need_reads_the_first_steps_first(box: Page, site: Path) -> None:
    """And they stand in the result itself, those of this emergency, whole."""
    steps = {
        "员工触电了先干啥": "先断电，没断电不用手碰人",
        "有人掉进污水池了": "不下去，喊人，打 119、120",
        "配电箱冒烟了": "不碰它，能安全走到配电箱的，拉这一路的闸",
        "开水烫伤咋处理": "水疱不刺破，不抹药膏",
        "人从屋顶掉下来了": "没有别的危险就不搬动",
        "氨气泄漏": "湿毛巾捂住口鼻，从侧面绕开",
        "污水池有人晕倒": "不下去，喊人，打 119、120",
        "氨泄漏了": "湿毛巾捂住口鼻，从侧面绕开",  # also where the title says 漏了
        "盐酸洒了一地": "不知道是什么的不碰",
        "手被烫了": "水疱不刺破",
        "身上着火了": "躺倒打滚",
        "炸锅冒火了": "盖上锅盖，不浇水",
        "电梯坏了困人": "不扒门",
        "员工热得晕倒了": "扶到阴凉通风的地方躺下",
        "废气处理设备着火": "喊“着火了，快走”",
        "酒精烧起来了": "漆、稀料、酒精、油烧起来不浇水",
        "乙炔瓶着火": "不靠近，离远，打 119",
        "锂电池着火怎么灭": "粉尘、锂电池、铝镁着火不打，直接走",
    }
    place = "drills/index.html#真的着了漏了先做什么"
    assert first_hits(box, file_address(site), steps) == [place] * len(steps)
    for typed, said in steps.items():
        box.locator(INPUT).fill(typed)
        expect(box.locator(HITS).first).to_contain_text(said)
    # Who asks about the duty is not led to them.
    calm = first_hits(box, file_address(site), ["着火演练多久一次", "触电要罚多少"])
    assert not any(address.startswith("drills/index.html") for address in calm)


def test_a_question_is_led_to_its_answer_and_a_paper_to_its_form(box: Page, site: Path) -> None:
    """Not to the point on the same matter, which tells the duty."""
    wanted = {
        "应急预案写好了，往应急局交一份不": "checklists/19-emergency-plan-cards.html#预案要不要报备案",
        "手破了点皮要报吗": "checklists/19-emergency-plan-cards.html#人没大事也要报吗",
        "大隐患要不要上报": "checklists/06-hazard-closed-loop.html#报一次重大隐患会不会给自己惹麻烦",
        "动火票": "forms/hot-work-permit.html",
        "书面告知单": "forms/landlord-notice.html",
        "安全生产费用台账": "forms/safety-spending.html",
        # Of a fine an answer that tells of none is no answer.
        "机器没罩子罚多少": "checklists/18-machine-guards-ppe.html#p18-1",
        "没做风险清单罚多少": "checklists/05-risk-list-and-notice.html#p05-4",
    }
    assert dict(zip(wanted, first_hits(box, file_address(site), wanted), strict=True)) == wanted
    # The answer itself, from its beginning, and not a sentence from its midst.
    asked = "工伤保险一定要上吗"
    page = next(page for page in BOOK.pages if page.path == "enterprises/also-asked.md")
    box.locator(INPUT).fill(asked)
    expect(box.locator(HITS).first).to_contain_text(page.body.partition(f"## {asked}\n\n")[2][:8])


def test_what_an_editor_wrote_leads_where_he_wrote_it(box: Page, site: Path) -> None:
    """A phrasing asked letter by letter, though another place holds the same words."""
    wanted = {
        "什么算重大隐患": "overview/major-hazards.html",
        "职业病体检多久一次": "enterprises/also-asked.html#粉尘噪声油漆职业健康要做什么",
    }
    asked = {phrase: entry.place for entry in BOOK.asked for phrase in entry.phrases}
    for phrase, address in wanted.items():
        assert asked[phrase] == address.replace(".html", "")
    assert dict(zip(wanted, first_hits(box, file_address(site), wanted), strict=True)) == wanted


def test_ways_to_do_and_blank_papers_are_found(box: Page, site: Path) -> None:
    """What a page tells under a title of its own, and a paper that is asked for by what it is for."""
    wanted = {
        "灭火器咋喷法": "checklists/22-micro-fire-station.html#灭火器怎么用",
        "现场处置方案范本": "forms/site-response-plan.html",
        "风险清单空白表": "forms/risk-list.html",
    }
    assert dict(zip(wanted, first_hits(box, file_address(site), wanted), strict=True)) == wanted


def test_pages_of_editors_are_found_by_their_texts(box: Page, site: Path) -> None:
    """They come with the third file: nobody else waits for them."""
    third, second = (site / ASKED_PATH).read_text("utf-8"), (site / MORE_PATH).read_text("utf-8")
    told = "简称指不清是哪一部"
    assert told in third and told not in second
    assert first_hits(box, file_address(site), [told])[0].startswith("editing/rules.html#")


def test_a_named_article_comes_first_whatever_is_asked_besides(box: Page, site: Path) -> None:
    root = file_address(site)
    ask = asker(box, root)
    for typed, place in (
        # Of a fine: where the page tells what it costs.
        ("危化法103条罚多少", "laws/weixian-huaxuepin-anquan-fa.html#xa103-"),
        ("消防法60条罚多少", "laws/xiaofang-fa.html#xa60-"),
        ("13号令21条有限空间", "laws/gongmao-youxian-kongjian-guiding-13.html#a21-"),
        ("省安全生产条例三十条讲出租的", "laws/js-anquan-shengchan-tiaoli.html#a30-"),
        ("违反安全生产法第一百零五条怎么罚", "laws/anquan-shengchan-fa.html#xa105-"),
        # Without a number: the article that speaks of it; a name cut short.
        ("安全生产法哪条讲出租厂房", "laws/anquan-shengchan-fa.html#a49-"),
        ("消防法堵通道罚多少", "laws/xiaofang-fa.html#xa60-"),
        ("特种设备法", "laws/tezhong-shebei-anquan-fa.html"),
        # A standard by its number alone, which is no year.
        ("30871小厂用不用", "laws/gb-30871-2022.html"),
    ):
        assert ask(typed)[0][0].startswith(place), typed


def test_pasted_forms_and_bare_numbers_of_articles(box: Page, site: Path) -> None:
    root = file_address(site)
    ask = asker(box, root)
    assert ask("灭⽕器")[0] == ask("灭火器")[0]
    assert ask("100㎡")[0] == ask("100平方米")[0] != []
    assert "laws/anquan-shengchan-fa.html#a101" in ask("安全生产法 101")[0][0]


def test_a_very_name_leads_to_its_page(box: Page, site: Path, index: dict[str, list[list]]) -> None:
    """As it is copied from a list: with the item's number, with what stands in brackets."""
    names = [(f"{row[0]} {row[1]}", row[3]) for row in index["items"]]
    names += [(row[1], row[3]) for row in index["items"]] + [(row[0], row[1]) for row in index["sheets"]]
    found = shown(box, file_address(site), [name for name, _ in names])
    assert [
        name
        for (name, address), one in zip(names, found, strict=True)
        if (one.answer[0] or [""])[0] != address
    ] == []


def test_speech_prices_and_numbers_are_understood(box: Page, site: Path) -> None:
    """Speech is put into writing, a price is told to be elsewhere and what a thing takes is not, and a number
    of people is no number of an item."""
    root = file_address(site)
    ask = asker(box, root)
    assert ask("灭火器咋用")[0] == ask("灭火器怎么用")[0] != []
    assert ask("噪音检测")[0] == ask("噪声检测")[0] != []
    # A trade's name for a thing that the handbook calls otherwise.
    assert ask("回火阀没装")[0] == ask("回火防止器没装")[0] != []
    # Each pair of the mistyped ones stands somewhere.
    assert ask("粉尘防暴")[0] == ask("粉尘防爆")[0] != ask("有线空间")[0] == ask("有限空间")[0]
    assert ask("喷柒房里能吸烟")[0] == ask("喷漆房里能吸烟")[0] != []
    assert ask("化分池清理")[0] == ask("化粪池清理")[0] != []
    assert ask("粉层爆炸")[0] == ask("粉尘爆炸")[0] != []  # who says en for eng, c for ch
    # Typed by the sound, alone, in a sentence, for one character; a name that also stands in a file's name.
    assert ask("灭huo器")[0] == ask("miehuoqi duojiu")[0] == ask("灭火器")[0] != []
    assert ask("隐患zhenggai")[0] == ask("隐患 整改")[0] and ask("yinhuan")[0] == ask("隐患")[0] != []
    # What every trade asks: about a fine, and whether a worker needs a licence.
    assert "#p15-3" in ask("泡沫板厂房罚多少")[0][0]  # the point that tells what it costs
    assert ask("喷漆房被罚款了不服")[0] == ask("被罚款了不服")[0] != []
    assert "#p04-7" in ask("淬火工要什么证")[0][0] and "#p10-5" in ask("喷漆房罚多少")[0][0]
    # The place on a page that tells it before its page; a number to ring before what is told of it.
    assert unquote(ask("退租搬厂前要清干净哪几样")[0][0]) == "enterprises/move-in-out.html#搬走清五样"
    assert unquote(ask("消防栓门口留多大空")[0][0]) == "standards/zoning/aisles.html#哪里一直空着"
    assert unquote(ask("划线漆买几桶")[0][0]) == "standards/zoning/weekend.html#要买多少"
    assert ask("举报电话")[0][0] == "index.html#phones"
    # A form where a paper is asked for, before the point that wants it; an answer in the question's words.
    assert ask("给租客发通知书")[0][0] == "forms/landlord-notice.html"
    assert "#没有较大以上" in unquote(ask("没有大风险还要报吗")[0][0])
    # One place that holds all that is asked before one that holds it here and there.
    assert ask("GB15577粉尘标准")[0][0] == "laws/gb-15577-2018.html"

    def told(text: str) -> bool:
        box.locator(INPUT).fill(text)
        return is_refused(box)

    assert told("叉车打不着火怎么修")  # nothing burns
    assert [told(text) for text in ("叉车租赁一天多少钱", "安全帽价格", "考证要花多少钱")] == [
        True,
        True,
        False,
    ]
    assert not any("#p12-" in address for address in ask("12个人要不要安全员")[0][:3])
    # A crane (行车) is no bicycle, which ends with its signs; who asks of a bicycle finds it all the same.
    assert not any("#p16-" in address for address in ask("行车停在过道")[0][:3])
    assert "#p16-6" in ask("自行车放楼道")[0][0]
    # A place that tells it before a short one, of which a single word makes up most.
    assert "#p16-1" in ask("员工宿舍在三楼")[0][0] and "#p10-4" in ask("氧气瓶倒在地上")[0][0]


def test_back_from_a_result_keeps_the_question(page: Page, site: Path) -> None:
    with served(site) as server:
        open_box(page, f"{server.address}about.html")
        page.locator(INPUT).fill("灭火器多久检查")
        page.locator(HITS).first.click()
        page.wait_for_url("**/22-*")
        page.go_back()
        expect(page.locator(INPUT)).to_have_value("灭火器多久检查")
        expect(page.locator(HITS).first).to_contain_text("22-4")


def test_headings_and_points_answer_before_the_texts_are_there(page: Page, site: Path) -> None:
    with served(site) as server:
        page.route(f"**/{MORE_PATH}", lambda route: route.abort())
        page.goto(f"{server.address}index.html")
        page.locator(INPUT).fill("灭火器多久检查")
        expect(page.locator(HITS).first).to_contain_text("22-4")
        page.locator(INPUT).fill("叉车")
        expect(page.locator(STATUS)).to_contain_text("正文没有读到")


@pytest.mark.slow
def test_a_file_that_grows_too_big_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, PATH, 100_000)
    with cache_below(ROOT), pytest.raises(HandbookError) as told:
        stage(dataclasses.replace(BOOK))  # one that was not staged yet
    problem = told.value.problems[0]
    assert problem.rule == "B052" and "asked" in problem.message and "KB" in problem.message
