"""Everyone: axe on one page of each layout and each state, the keyboard alone, small and large screens and
letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.pages import BOOK, ITEM, LAYOUTS
from support.axe import Looks
from support.page_kinds import pages_with_every_kind
from support.web import SiteServer


def test_axe_finds_nothing_on_any_kind_of_page(browser: Browser, site: Path, web: SiteServer) -> None:
    """Every kind of element of all pages, on a narrow phone and a desk, in light and in dark."""
    names = pages_with_every_kind(site)
    assert 20 < len(names) < 80
    wrong: dict[str, list[str]] = {}
    looks = Looks()
    context = browser.new_context(
        viewport={"width": 320, "height": 800},
        color_scheme="light",
        locale="zh-CN",
        reduced_motion="reduce",
    )
    page = context.new_page()
    for name in names:
        page.goto(web.address + name)
        if found := looks.findings_on_both(page):
            wrong[name] = found[:5]
    context.close()
    assert wrong == {}


def test_every_kind_of_element_is_on_one_of_few_pages(tmp_path: Path) -> None:
    for name, body in {
        "a": "<p>x</p><table><tr><th>x</th></tr></table>",
        "b": "<p>y</p>",
        "c": "<table><tr><th></th></tr></table>",
    }.items():
        (tmp_path / f"{name}.html").write_text(f"<main>{body}</main>", encoding="utf-8")
    assert sorted(pages_with_every_kind(tmp_path)) == [
        "a.html",
        "c.html",
    ]  # a head that says nothing is a kind


def begin(page: Page, web: SiteServer, query: str = "items=07") -> list[str]:
    """Starts a self-check; ids of its points."""
    page.goto(web.address + "self-check.html?" + query)
    page.click("form.sc-start button[type=submit]")
    page.wait_for_selector(".sc-card")
    return [str(id) for id in page.locator(".sc-card").evaluate_all("nodes => nodes.map(n => n.dataset.id)")]


def self_check_states(page: Page, web: SiteServer) -> Iterator[str]:
    """Walks through the states of the self-check; the name of each."""
    ids = begin(page, web)
    yield "list"
    for id, word in zip(ids, ("不符合", "符合", "不适用", "不符合"), strict=False):
        page.locator(
            f"#c{id} .sc-choice label", has_text=word
        ).last.click() if word != "符合" else page.locator(f"#c{id} .sc-choice__label--y").click()
    page.locator(f"#c{ids[0]} .sc-how summary").click()
    page.locator(f"#c{ids[0]} .sc-again summary").click()
    page.locator(f"#c{ids[1]}").get_by_role("button", name="写备注").click()
    page.locator(".sc-edit summary").click()
    yield "cards opened"
    page.locator(f"#c{ids[0]}").get_by_role("button", name="改好了，销号").click()
    page.locator("label[for=filter-n]").click()
    yield "only what is not met"
    page.locator(".sc-tabs a").nth(1).click()
    page.wait_for_selector(".sc-card")
    yield "mending"
    page.locator(".sc-tabs a").nth(2).click()
    page.wait_for_selector(".sc-report table")
    page.get_by_role("button", name="发微信的文字").click()
    yield "report, asked whose it is"
    page.get_by_role("button", name="出文字").click()
    assert "】本厂 " in page.locator("#hb-text").input_value()
    yield "report"
    page.locator(".sc-back").click()
    page.wait_for_selector(".sc-checks__one")
    yield "saved checks"
    page.goto(web.address + "self-check.html#check=c00000000")
    yield "a check that is not here"


def quiz_states(page: Page, web: SiteServer) -> Iterator[str]:
    page.goto(web.address + "quiz.html?item=07")
    yield "choosing"
    page.get_by_role("button", name="开始").click()
    for number in range(len(BOOK.item_by_id["07"].questions)):
        if number == 0:
            yield "question"
        if page.get_by_role("button", name="看答案").count():
            page.get_by_role("button", name="看答案").click()
            yield "answer shown"
            page.get_by_role("button", name="没答上来").click()
        else:
            page.locator(".qz-form label").first.click()
            page.get_by_role("button", name="交").click()
        if number == 0:
            yield "verdict"
        page.locator(".sc-buttons button").last.click()
    yield "score"


@pytest.mark.parametrize("states", [self_check_states, quiz_states])
def test_axe_finds_nothing_in_any_state(
    phone: Page, web: SiteServer, states: Callable[[Page, SiteServer], Iterator[str]]
) -> None:
    """As a phone shows it, and then what a desk shows another way."""
    phone.set_default_timeout(8000)
    looks, wrong = Looks(), {}
    for state in states(phone, web):
        phone.wait_for_timeout(150)
        if found := looks.findings_on_both(phone):
            wrong[state] = found[:5]
    assert wrong == {}


# ---------- Small screens, large letters ----------


def sideways(page: Page) -> int:
    """How far the page can be pushed sideways, in pixels."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def everywhere(page: Page, web: SiteServer, *names: str) -> Iterator[str]:
    """Goes to each page and through every state of the programs; where ``page`` is, each time."""
    for name in names:
        page.goto(web.address + name)
        yield name
    for walk in (self_check_states, quiz_states):
        for state in walk(page, web):
            yield f"{walk.__name__}: {state}"


#: Text outside tables that has room for fewer than four letters a line, or is cut off.
_SQUEEZED = """() => [...document.querySelectorAll(
    ".md-content h2, .md-content h3, .md-content p, .hb-point__name, .hb-doors a, .md-footer__title *")]
  .filter((node) => {
    const style = getComputedStyle(node);
    const words = node.textContent.trim();
    const room = node.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (node.closest("table, .sc-hidden") || words.length < 5 || !node.clientWidth) return false;
    return room < 4 * parseFloat(style.fontSize) - 1 || (node.matches(".md-ellipsis") && node.scrollWidth > node.clientWidth + 1);
  })
  .map((node) => node.textContent.trim().slice(0, 20))"""


#: Controls nearer to each other than a finger can tell (4 px), with how near they are. A bar that
#: sticks to the foot of the screen lies over what passes below it; folds are rows of a list, one below
#: another.
_CROWDED = r"""() => {
  const LOOSE = 4;
  // Cards off the screen are not laid out until one comes to them: here all are.
  const cards = [...document.querySelectorAll('.sc-card')];
  cards.forEach(card => { card.style.contentVisibility = 'visible'; });
  const KINDS = 'button, .hb-button, .sc-choice__label, .sc-filter label, .hb-text, input:not([type=radio]):not([type=checkbox]):not([type=range]), select';
  const nodes = [...document.querySelectorAll('.md-content ' + KINDS.split(', ').join(', .md-content '))]
    .filter(n => n.checkVisibility() && n.getBoundingClientRect().width > 2 && !n.matches('.hb-sort, .sc-bar *, .sc-go *'));
  const boxes = nodes.map(n => n.getBoundingClientRect());
  const name = n => (n.textContent.trim() || n.id || n.outerHTML).slice(0, 24);
  const found = [];
  nodes.forEach((one, i) => nodes.slice(i + 1).forEach((two, k) => {
    if (one.contains(two) || two.contains(one)) return;
    const a = boxes[i], b = boxes[i + 1 + k];
    const across = Math.max(a.left, b.left) - Math.min(a.right, b.right);
    const down = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
    if (Math.max(across, down) < LOOSE - .5 && Math.min(across, down) < -1) found.push(`${name(one)} | ${name(two)}: ${Math.max(across, down).toFixed(1)}`);
  }));
  cards.forEach(card => { card.style.contentVisibility = ''; });
  return found;
}"""


def test_nothing_scrolls_sideways_and_what_is_tapped_does_not_touch(
    browser: Browser, web: SiteServer
) -> None:
    """In every state of the programs and on every layout: 320 px, and letters of twice the size on a phone
    and on half a desk; a finger on a narrow phone."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(8000)
    page = context.new_page()
    wide: dict[str, int] = {}
    squeezed: dict[str, list[str]] = {}
    crowded: dict[str, list[str]] = {}

    def look(name: str) -> None:
        for width, letters in ((640, 200), (360, 200), (320, 100), (360, 100)):
            page.set_viewport_size({"width": width, "height": 780})
            # The theme sets its size in percent of the browser's: this is what a reader's own setting of
            # 32 px does.
            page.evaluate(
                "size => { document.documentElement.style.fontSize = size; }", f"{125 * letters // 100}%"
            )
            if (by := sideways(page)) > 0:
                wide[f"{name} at {width}, {letters} %"] = by
            if (width, letters) == (360, 200) and (narrow := page.evaluate(_SQUEEZED)):
                squeezed[name] = narrow
        if found := page.evaluate(_CROWDED):
            crowded[name] = found[:5]

    for name in everywhere(page, web, *LAYOUTS.values(), "pack.html"):
        look(name)
    context.close()
    assert wide == {}
    assert squeezed == {}
    assert crowded == {}


def test_what_is_tapped_is_large_enough(browser: Browser, web: SiteServer) -> None:
    """Buttons, choices and fields of the self-check: 44 px high on a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 780})
    page = context.new_page()
    ids = begin(page, web)
    page.locator(f"#c{ids[0]} .sc-choice__label--n").click()
    small = page.evaluate("""() => [...document.querySelectorAll('.sc-app button, .sc-app a.hb-button, .sc-choice__label, .sc-field input, .sc-filter label, .sc-how summary')]
      .filter(n => n.offsetParent && n.getBoundingClientRect().height < 43.5)
      .map(n => n.outerHTML.slice(0, 80) + ' ' + n.getBoundingClientRect().height)""")
    context.close()
    assert small == []


# ---------- The keyboard alone ----------


def press_until(page: Page, test: str, argument: object = None, *, key: str = "Tab", limit: int = 80) -> None:
    """Presses ``key`` until the element with the focus passes ``test`` (a function of the element and
    ``argument``)."""
    for _ in range(limit):
        if page.evaluate(
            f"([argument]) => {{ const node = document.activeElement; return Boolean(node && ({test})(node, argument)); }}",
            [argument],
        ):
            return
        page.keyboard.press(key)
    pytest.fail(
        f"the keyboard does not reach {test} {argument}; it is at {page.evaluate('document.activeElement.outerHTML.slice(0, 200)')}"
    )


def focus_is_seen(page: Page) -> bool:
    """Whether the element with the focus, or the label drawn for it, has an outline or a shadow, and lies
    on the screen."""
    return bool(
        page.evaluate("""() => {
      const node = document.activeElement;
      const drawn = [node, node.nextElementSibling, node.parentElement].filter(Boolean);
      const box = node.getBoundingClientRect();
      const marked = drawn.some(n => { const s = getComputedStyle(n); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== 'none'; });
      return marked && box.bottom > 0 && box.top < innerHeight;
    }""")
    )


def test_keyboard_alone_does_the_whole_self_check(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        locale="zh-CN",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(web.address + "self-check.html?depth=all")
    word = "(node, text) => node.textContent.trim().startsWith(text) || (node.labels && [...node.labels].some(l => l.textContent.trim().startsWith(text)))"

    press_until(page, "(node) => node.name === 'role'")
    assert focus_is_seen(page)
    page.keyboard.press("Space")
    press_until(page, "(node) => node.matches('summary') && node.textContent.includes('厂里有的勾上')")
    page.keyboard.press("Enter")
    press_until(page, "(node) => node.id === 'have-hot-work'")
    page.keyboard.press("Space")
    press_until(page, word, "写上企业")
    page.keyboard.press("Enter")
    press_until(page, "(node) => node.id === 'sc-place'")
    page.keyboard.type("西厂房")
    press_until(page, word, "开始自查")
    assert focus_is_seen(page)
    page.keyboard.press("Enter")
    page.wait_for_selector(".sc-card")
    expect(page.locator("#self-check h2")).to_be_focused()
    assert page.locator("#role-tenant").count() == 0

    press_until(page, "(node) => node.type === 'radio' && node.name.startsWith('r')")
    assert focus_is_seen(page)
    first = str(page.evaluate("document.activeElement.name.slice(1)"))
    page.keyboard.press("Space")
    expect(page.locator(f"#c{first}")).to_have_attribute("data-r", "y")
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"#c{first}")).to_have_attribute("data-r", "n")
    assert page.evaluate("document.activeElement.name.slice(1)") == first  # the place is not lost
    press_until(page, "(node, id) => node.id === id", f"f{first}-note")
    page.keyboard.type("门锁着")
    press_until(page, "(node, id) => node.id === id", f"f{first}-who")
    page.keyboard.type("张三")
    press_until(page, word, "改完了")
    page.keyboard.press("Enter")
    press_until(page, word, "✓ 改好了")
    page.keyboard.press("Enter")
    expect(page.locator(f"#c{first} .sc-looks li")).to_have_count(1)
    assert page.evaluate("document.activeElement.closest('.sc-card').dataset.id") == first
    press_until(page, word, "下一个没填的")
    page.keyboard.press("Enter")
    second = str(page.evaluate("document.activeElement.closest('.sc-card').dataset.id"))
    assert second != first and focus_is_seen(page)
    page.keyboard.press("Space")
    expect(page.locator(f"#c{second}")).to_have_attribute("data-r", "y")

    press_until(page, word, "汇总导出", key="Shift+Tab", limit=200)
    page.keyboard.press("Enter")
    expect(page.locator(".sc-report")).to_contain_text("门锁着")
    press_until(page, word, "发微信的文字")
    page.keyboard.press("Enter")
    assert "西厂房" in page.locator("#hb-text").input_value()
    press_until(page, word, "← 我的自查", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".sc-checks__one")).to_have_count(1)
    context.close()


def test_keyboard_alone_does_a_round_of_questions(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(web.address + "quiz.html?item=07")
    press_until(page, "(node) => node.textContent.trim() === '开始'")
    page.keyboard.press("Enter")
    for _ in BOOK.item_by_id["07"].questions:
        expect(page.locator("#quiz h2")).to_be_focused()
        if page.get_by_role("button", name="看答案").count():
            press_until(page, "(node) => node.textContent.trim() === '看答案'")
            page.keyboard.press("Enter")
        else:
            press_until(page, "(node) => node.type === 'radio'")
            page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.locator(".qz-verdict--right, .qz-verdict--wrong")).to_be_visible()
        page.keyboard.press("Enter")
    expect(page.locator("#quiz h2")).to_contain_text("得分")
    context.close()


def test_menu_opens_by_keyboard_on_a_small_screen(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport={"width": 640, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(web.address + ITEM)
    press_until(page, "(node) => node.classList.contains('hb-menu')", limit=6)
    assert page.evaluate("document.activeElement.getBoundingClientRect().width") > 40
    page.keyboard.press("Enter")
    expect(page.locator("#__drawer")).to_be_checked()
    assert page.evaluate("document.activeElement.closest('.md-nav--primary') !== null")
    page.keyboard.press("Escape")
    expect(page.locator("#__drawer")).not_to_be_checked()
    context.close()


def test_tables_sort_by_keyboard_and_say_so(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(web.address + "overview/penalties.html")
    page.locator(".hb-group summary").first.press("Enter")
    button = page.locator(".hb-group[open] .hb-sort", has_text="不改或情节严重")
    button.focus()
    page.keyboard.press("Enter")
    head = page.locator("th[aria-sort]")
    expect(head).to_have_attribute("aria-sort", "descending")
    values = [
        int(v)
        for v in page.locator(".hb-group[open] td[data-sort]").evaluate_all(
            "cells => cells.map(c => c.dataset.sort)"
        )
    ]
    assert values == sorted(values, reverse=True) and len(set(values)) > 3
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert page.locator(".hb-group[open] td[data-sort]").first.get_attribute("data-sort") == str(min(values))
    context.close()


def test_reading_order_and_names(browser: Browser, web: SiteServer) -> None:
    """What a screen reader hears of a card: title, badges, how to look, the choice, then what follows from
    it."""
    context = browser.new_context(viewport={"width": 360, "height": 780})
    page = context.new_page()
    ids = begin(page, web)
    page.locator(f"#c{ids[0]} .sc-choice__label--n").click()
    pieces = "h4, .sc-badges, .sc-how, fieldset, .sc-advice, .sc-fields, .sc-card__foot"
    order = page.locator(f"#c{ids[0]}").evaluate(
        "(card, pieces) => [...card.querySelectorAll(pieces)].map(n => n.className || n.tagName)", pieces
    )
    assert (
        order[:5] == ["sc-card__title", "sc-badges", "sc-how", "sc-choice", "sc-advice"]
        and order[-1] == "sc-card__foot"
    )
    tree = page.locator(f"#c{ids[0]}").aria_snapshot()
    for words in (
        f'group "{ids[0]} 查下来"',
        'radio "不符合" [checked]',
        'textbox "问题在哪里（备注）"',
        'combobox "责任人"',
        "整改期限",
    ):
        assert words in tree, tree
    headings = page.evaluate(
        "[...document.querySelectorAll('article h1, article h2, article h3, article h4')].filter(n => n.offsetParent).map(n => Number(n.tagName[1]))"
    )
    assert headings[0] == 1 and all(after - before <= 1 for before, after in pairwise(headings))
    context.close()


@pytest.mark.parametrize("keys", [["Enter"], ["ArrowRight"]])
def test_dark_and_light_by_keyboard_are_remembered(
    browser: Browser, web: SiteServer, keys: list[str]
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    page = context.new_page()
    page.goto(web.address + "index.html")
    scheme = "document.body.getAttribute('data-md-color-scheme')"
    assert page.evaluate(scheme) == "default"
    page.locator("input.md-option:checked").focus()
    for key in keys:
        page.keyboard.press(key)
    assert page.evaluate(scheme) == "slate"
    assert page.locator("label.md-icon[for^=__palette]:visible").count() == 1
    page.goto(web.address + ITEM)
    assert page.evaluate(scheme) == "slate"
    page.locator("label.md-icon[for^=__palette]:visible").click()
    assert page.evaluate(scheme) == "default"
    page.reload()
    assert page.evaluate(scheme) == "default"
    context.close()
