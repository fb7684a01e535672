"""Ways through the site: the menu, the home page, the foot of every page, and what old browsers and
keyboards need."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from lxml import html
from playwright.sync_api import Browser, Page, expect

from bench.pages import BOOK, ITEM
from conftest import ROOT
from handbook.markdown.home_parts import partials
from handbook.model.addresses import law_address
from handbook.model.generated_names import MadePart
from handbook.model.handbook import Located
from handbook.model.items.item import BasisRole, Method
from handbook.model.site import Feedback, SiteIdentity
from handbook.site.stage import navigation
from support import real
from support.page_kinds import pages_with_every_kind
from support.text import squeeze
from support.web import file_address

PHONE = {"width": 360, "height": 780}
STYLES = ROOT / "overrides/material/assets/stylesheets"
#: Words of the house that mean nothing to a stranger.
INSIDE_WORDS = ("一览", "点单服务", "7544", "亮星评级", "企业服务")


@pytest.fixture(scope="module")
def staged() -> dict[str, str]:
    return dict(real.staged())


# ---------- Menu and home ----------


def test_the_menu_is_short_and_in_plain_words(staged: dict[str, str]) -> None:
    pages = {path.removeprefix("docs/") for path in staged if path.endswith(".md")}
    menu = navigation(BOOK, pages)
    tabs = [title for entry in menu for title in entry]  # type: ignore[attr-defined]
    assert len(tabs) <= 7 and "应急局来了怎么办" in tabs
    assert not [tab for tab in tabs if tab in INSIDE_WORDS]
    listed = re.findall(r"[\w./-]+\.md", yaml.safe_dump(menu, allow_unicode=True))
    assert len(listed) == len(set(listed))
    assert {page.path for page in BOOK.pages} <= set(listed)


def test_who_got_a_notice_finds_his_rights_from_the_amount_and_from_the_steps(staged: dict[str, str]) -> None:
    for page in ("docs/overview/penalties.md", "docs/enterprises/index.md"):
        for way in (
            "before-inspection.md#要罚以前你的权利",
            "leniency.md",
            "also-asked.md#对处罚不服钱交不出",
        ):
            assert f"{way})" in staged[page], (page, way)
    listed = staged["docs/overview/penalties.md"]  # what a page says is fined is in the list of fines
    cited = {reference for places in BOOK.places_in_pages.values() for reference in places}
    told = [penalty.reference for penalty in BOOK.penalties if penalty.reference in cited]
    assert len(told) > 40
    assert [ref.text for ref in told if f'{law_address(ref)}">' not in listed] == []


def test_home_shows_each_reader_the_way_on_the_first_screen(phone: Page, site: Path) -> None:
    phone.goto(file_address(site, "index.html"))
    for words, leads_to in (
        ("着火、漏气、伤人了：先做什么", "drills/index.html#真的着了漏了先做什么"),
        ("我租厂房生产", "self-check.html?role=tenant"),
        ("我把厂房租给别人", "self-check.html?role=landlord"),
        ("去查租户", "self-check.html?role=visit"),
        ("我用自己的厂房", "self-check.html?role=own"),
        ("我去企业检查、讲课", "officers/index.html"),
        ("我来修改这本手册", "editing/index.html"),
        ("检查的人来了怎么办", "enterprises/before-inspection.html"),
    ):
        link = phone.locator("article").get_by_role("link", name=words, exact=True)
        assert str(link.get_attribute("href")).endswith(leads_to)
        box = link.bounding_box()
        assert box and box["y"] + box["height"] <= PHONE["height"], words
    for words in ("地上怎么划线", "疏散怎么演练"):
        expect(phone.locator("article").get_by_role("link", name=words)).to_be_visible()
    lines = phone.locator(".hb-quick a").evaluate_all(
        """links => links.map(link => { const words = document.createRange(); words.selectNodeContents(link);
           return [...words.getClientRects()].at(-1).width / parseFloat(getComputedStyle(link).fontSize) })"""
    )
    assert min(lines) > 1.5, "no last line of one character"
    names = phone.locator("article a:visible").evaluate_all(
        "links => links.map(link => [link.textContent.trim(), link.getAttribute('href')])"
    )
    leads: dict[str, set[str]] = {}
    for name, href in names:
        leads.setdefault(name, set()).add(href)
    assert {name: hrefs for name, hrefs in leads.items() if len(hrefs) > 1} == {}
    assert phone.locator(".hb-items svg").count() == len(BOOK.items)


def test_home_leads_back_to_a_self_check_on_the_device(phone: Page, site: Path) -> None:
    phone.goto(file_address(site, "index.html"))
    expect(phone.get_by_text("接着上次的自查")).to_be_hidden()
    phone.evaluate("localStorage.setItem('handbook-self-check/c12345678/a', '{}')")
    phone.reload()
    expect(phone.get_by_role("link", name="接着上次的自查")).to_be_visible()
    assert phone.evaluate("localStorage.getItem('handbook-self-check/c12345678/a')") == "{}"
    phone.goto(file_address(site, "self-check.html"))
    expect(phone.locator("#self-check")).to_contain_text("读不出来")
    phone.goto(file_address(site, "index.html"))
    expect(phone.locator(".hb-resume__told")).to_have_text("有 1 次读不出来。")  # not: all is mended
    back = phone.get_by_role("link", name="接着上次的自查")
    keep = "id => localStorage.setItem(`handbook-self-check/${id}/a`, JSON.stringify({n: 1, check: {id}}))"
    for id, leads in (("c12345678", "self-check.html#check=c12345678"), ("c87654321", "self-check.html")):
        phone.evaluate(keep, id)
        phone.reload()
        expect(back).to_have_attribute("href", leads)  # to the one check, or to the list of several


def test_numbers_nobody_gave_are_said_to_be_missing(phone: Page, site: Path) -> None:
    phone.goto(file_address(site, "index.html"))
    for known in BOOK.site.phones:
        row = phone.locator(".hb-phones div", has_text=known.name)
        if known.number:
            expect(row.locator(f"a[href='tel:{known.number}']")).to_be_visible()
        else:
            expect(row).to_contain_text("待填")
    assert {"119", "120", "12345", "12350", "12333"} <= {known.number for known in BOOK.site.phones}


# ---------- The foot of every page ----------


def test_every_page_leads_to_those_who_can_mend_it(phone: Page, site: Path) -> None:
    leads = re.compile(
        r'class="hb-foot.*?<a href="[^"]*about\.html#feedback"[^>]*>写错了、没找到</a>', re.DOTALL
    )
    pages = {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")
    }
    shown = {name: text for name, text in pages.items() if 'http-equiv="refresh"' not in text}
    assert len(shown) > 200
    assert {name for name, text in shown.items() if not leads.search(text)} <= {"404.html"}
    phone.goto(file_address(site, ITEM))
    phone.locator(".hb-foot").get_by_role("link", name="写错了、没找到").click()
    expect(phone.get_by_role("heading", name="写错了、没找到")).to_be_in_viewport()


def with_feedback(feedback: Feedback) -> dict[str, str]:
    site: SiteIdentity = BOOK.site.model_copy(update={"feedback": feedback})
    return partials(dataclasses.replace(BOOK, site=site))


def test_feedback_shows_what_is_filled_in_and_says_what_is_not() -> None:
    empty = with_feedback(Feedback())[MadePart.HOME_FEEDBACK]
    assert empty.count("待填") == 2 and "<svg" not in empty and "mailto:" not in empty
    full = with_feedback(Feedback.model_validate({"邮箱": "a@b.cn", "电话": "0516-1234567"}))[
        MadePart.HOME_FEEDBACK
    ]
    assert "待填" not in full and 'href="mailto:a@b.cn"' in full and 'href="tel:0516-1234567"' in full
    assert "<svg" in full  # to be read by a phone
    assert "待填" in with_feedback(Feedback())[MadePart.HOME_PHONES]


def test_sharing_gives_title_sentence_and_address(phone: Page, site: Path) -> None:
    phone.goto(file_address(site, ITEM) + "#p07-3")
    phone.evaluate("""() => {
      Object.defineProperty(navigator, 'share', { value: undefined });
      Object.defineProperty(window, 'isSecureContext', { value: false });
      document.execCommand = () => { window.copied = document.activeElement.value; return true; };
    }""")
    phone.get_by_role("button", name="分享这一页").click()
    title, words, where = str(phone.evaluate("window.copied")).split("\n")
    assert title == "07 危险作业审批监护" and words == BOOK.item_by_id["07"].scope
    assert unquote(where).endswith(f"{ITEM}#p07-3")


# ---------- Old browsers, keyboards ----------


def test_no_other_host_is_asked_when_the_browser_is_old(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    asked: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.add_init_script("delete window.ResizeObserver; delete window.ResizeObserverEntry;")
    for name in ("index.html", ITEM, "self-check.html"):
        page.goto(file_address(site, name))
        page.wait_for_timeout(300)
    context.close()
    assert [url for url in asked if not url.startswith("file:")] == [] and problems == []


def test_nothing_in_a_row_relies_on_gap(site: Path) -> None:
    """Browsers before 2021 know gap in grids only; without it what is tapped would touch."""
    wrong = [
        f"{path.name}: {rule[:80]}"
        for path in STYLES.glob("*.css")
        for rule in re.findall(r"[^{}]+\{[^{}]*\}", path.read_text(encoding="utf-8"))
        if re.search(r"display: flex", rule) and re.search(r"[ {;]gap:", rule)
    ]
    assert wrong == []


def test_named_pages_are_named_by_the_root() -> None:
    """Where the name changes Firefox gives an empty sheet, and in the midst of a table it loses the name."""
    named = {
        match[1].strip()
        for path in STYLES.glob("*.css")
        for match in re.finditer(r"([^{}]+)\{[^{}]*(?<![-\w])page:", path.read_text(encoding="utf-8"))
    }
    assert named == {'[data-paper="open"]', '[data-paper="leaf"]'}


def test_what_scrolls_sideways_can_be_reached_by_keyboard(phone: Page, site: Path) -> None:
    out_of_reach = {}
    """Every kind of element that forms have, and the widest tables."""
    forms = pages_with_every_kind(site, [f"forms/{form.id}.html" for form in BOOK.forms])
    for name in (*forms, "editing/data.html", "overview/penalties.html"):
        phone.set_viewport_size({"width": 360, "height": 800})
        phone.goto(file_address(site, name))
        phone.evaluate(
            "document.querySelectorAll('.md-content details').forEach(fold => { fold.open = true; })"
        )
        for width in (360, 1280):  # as it opens, and as the phone is turned or the window drawn wider
            phone.set_viewport_size({"width": width, "height": 800})
            phone.wait_for_timeout(60)
            found = phone.evaluate("""() => [...document.querySelectorAll('.md-content *')].filter(box =>
              box.scrollWidth > box.clientWidth + 2 && /auto|scroll/.test(getComputedStyle(box).overflowX)
              && !(box.tabIndex === 0 && box.getAttribute('aria-label')) && !/INPUT|SELECT|TEXTAREA/.test(box.tagName)
            ).map(box => box.outerHTML.slice(0, 90))""")
            if found:
                out_of_reach[f"{name} {width}"] = found[:2]
    assert out_of_reach == {}


def test_the_skip_link_says_where_it_leads_and_nothing_floats_over_the_text(phone: Page, site: Path) -> None:
    phone.goto(file_address(site, ITEM))
    assert phone.locator(".md-skip").inner_text().strip() == "跳到正文"
    expect(phone.locator(".md-top")).to_have_count(0)
    phone.get_by_role("link", name="回到顶部").click()
    expect(phone.get_by_role("heading", level=1)).to_be_in_viewport()


def test_what_can_be_mended_today_is_seen_without_papers(site: Path) -> None:
    page = (site / "overview" / "today.html").read_text("utf-8")
    ids = re.findall(r"<li><p><b>.*?#p(\d\d-\d+)", page, re.DOTALL)
    points = [BOOK.located[id] for id in ids]
    told = [squeeze(one.text_content()) for one in html.fromstring(page).find_class("hb-today")[0]]
    for entry, said in zip(points, told, strict=True):
        assert squeeze(entry.point.requirement) in said and squeeze(entry.point.remedy.today) in said
        direct = [one.reference.text for one in entry.point.basis if one.role is BasisRole.DIRECT]
        assert direct and all(squeeze(text) in said for text in direct), entry.point.id
    assert len(points) == 10 == len({entry.item.id for entry in points})

    def on_the_spot(entry: Located) -> bool:
        """A duty that is seen by looking, without papers, and put right at once."""
        looked, days = entry.point.methods, entry.point.remedy.days
        return Method.EYES in looked and Method.PAPERS not in looked and entry.point.is_duty and not days

    assert all(map(on_the_spot, points))
    # What every firm has goes before what only some have.
    everyones = {
        one.item.id for one in BOOK.points() if on_the_spot(one) and not one.item.hazards_of(one.point)
    }
    listed = [entry for entry in points if not entry.item.hazards_of(entry.point)]
    assert len(listed) == min(10, len(everyones))
    assert [entry.point.id for entry in points if entry.penalties_anchor not in page] == []
    assert "05-5" not in ids  # looked for from the list of risks
    some = [entry.item.hazards_of(entry.point) for entry in points]
    assert sorted(some, key=bool) == some and all(f"，有{name}的" in page for names in some for name in names)
