"""The page of the self-check in Chromium: begun, filled in, kept, given out and printed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path

import openpyxl
import pymupdf as fitz
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Route, expect

from handbook.model.checklist import ROLE_SLUGS, checklists
from support import real
from support.samples import GOOD
from support.self_check_page import DESK, PHONE, begin, opened, stored, tick, unfold
from support.web import SiteServer, told_apart

BOOK = real.book()


def test_the_page_of_letting_leads_the_landlord_to_his_own_check(
    context: BrowserContext, web: SiteServer
) -> None:
    """Who lives on letting finds his trade, and who then says he rents is asked for another."""
    page = opened(context, web.address + "trades/landlord.html")
    page.get_by_role("link", name="照这一行自查").click()
    expect(page.locator("#trade-landlord")).to_be_checked()
    expect(page.locator("summary", has_text="你是：出租方")).to_be_visible()
    expect(page.locator("#have-molten-metal")).to_be_hidden()
    page.locator("summary", has_text="你是：出租方").click()
    page.check("#role-tenant")
    expect(page.locator("#trade-landlord")).to_have_count(0)
    expect(page.locator("input[name=trade]:checked")).to_have_count(0)
    assert "trade=" not in page.url


@pytest.mark.parametrize(
    ("context", "way"), [(PHONE, "web"), (DESK, "disk")], indirect=["context"], ids=["phone", "desk"]
)
def test_the_whole_closed_loop(
    context: BrowserContext, web: SiteServer, site: Path, way: str, tmp_path: Path
) -> None:
    """Who are you, points, mending, looking again, closing, report, copy: from the web and from a folder."""
    start = web.address + "self-check.html" if way == "web" else (site / "self-check.html").as_uri()
    page = opened(context, start)
    page.check("#role-tenant")
    page.locator("summary", has_text="厂里有的勾上").click()  # the trade would have said most of it
    page.check("#have-hot-work")
    page.check("#depth-other")
    page.fill("#sc-people", "12")
    expect(page.locator(".sc-start > .hb-note")).to_contain_text("03-3")
    if way == "web":
        assert page.url.endswith("?role=tenant&have=hot-work&depth=all&people=12")  # can be bookmarked
    expected = [
        e
        for e in BOOK.points_for(role=list(ROLE_SLUGS)[1])
        if not e.item.hazards_of(e.point) or "动火作业" in e.item.hazards_of(e.point)
    ]
    expect(page.locator("form.sc-start button[type=submit]")).to_contain_text(f"{len(expected)} 个要点")
    page.click(".sc-start > details summary")
    page.fill("#sc-by", "王五")
    page.fill("#sc-place", "东楼二层")
    begin(page)
    cards = page.locator(".sc-card")
    assert cards.count() == len(expected)
    majors = [e.point.id for e in expected if e.point.major]
    assert (
        cards.evaluate_all("nodes => nodes.map(n => n.dataset.id)")[: len(majors)] == majors
    )  # first, in red, with word and sign
    assert "▲ 可能是重大事故隐患" in cards.first.inner_text()

    point = BOOK.located["14-2"].point if "14-2" in BOOK.located else expected[-1].point
    card = page.locator(f"#c{point.id}")
    assert page.evaluate("document.documentElement.scrollHeight") <= 8000  # items fold where a list is long
    unfold(page, point.id)
    card.locator(".sc-how summary").click()
    expect(card.locator(".sc-how")).to_contain_text(point.met)
    tick(page, point.id, "不符合")
    expect(card.locator(".sc-advice")).to_contain_text(point.remedy.today)
    today = page.evaluate("HB.selfCheck.dayOf(new Date())")
    due = (dt.date.fromisoformat(today) + dt.timedelta(days=point.remedy.days)).isoformat()
    assert card.locator(f"#f{point.id}-due").input_value() == due
    card.locator(f"#f{point.id}-note").fill("北门挂着锁 <b>重</b>")
    card.locator(f"#f{point.id}-who").fill("张三")
    others = [e.point.id for e in expected if e.point.id != point.id]
    tick(page, others[0], "符合")
    tick(page, others[1], "不适用")
    expect(page.locator("#sc-progress-text")).to_have_text(f"查了 3/{len(expected)} 不符合 1")

    page.reload()
    assert page.locator(f"#c{point.id}").get_attribute("data-r") == "n"
    assert page.locator(f"#f{point.id}-note").input_value() == "北门挂着锁 <b>重</b>"
    assert page.locator(f"#f{point.id}-who").input_value() == "张三"

    page.click(".sc-tabs a:nth-child(2)")
    card = page.locator(f"#c{point.id}")
    card.locator(".sc-again summary").click()
    card.locator(f"#a{point.id}-note").fill("锁还在")
    card.get_by_role("button", name="还没改好").click()
    expect(card.locator(".sc-looks li")).to_have_count(1)
    card.locator(".sc-again summary").click()
    card.get_by_role("button", name="改好了，销号").click()
    expect(card.locator(".sc-looks li")).to_have_count(2)
    expect(card.locator(".sc-again summary")).to_have_count(0)
    page.reload()
    expect(page.locator("#self-check")).to_contain_text("已销号的（1 个）")

    page.click(".sc-tabs a:nth-child(3)")
    report = page.locator(".sc-report")
    expect(report).to_contain_text("东楼二层")
    expect(report).to_contain_text("已销号（" + today + "）")
    expect(report).to_contain_text("北门挂着锁 <b>重</b>")
    with page.expect_download() as given:
        page.get_by_role("button", name="整改清单存成表格").click()
    assert given.value.suggested_filename == f"自查-东楼二层-{today}-整改清单.csv"
    path = tmp_path / "list.csv"
    given.value.save_as(path)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert (
        rows[2][1] == "要点" + point.id
        and rows[2][7] == "张三"
        and rows[2][9].startswith("已销号")
        and rows[2][5] == point.remedy.today
    )

    page.click(".sc-back")
    page.get_by_role("button", name=re.compile("再查一遍")).click()
    page.wait_for_selector(f"#c{point.id}", state="attached")
    expect(page.locator(f"#c{point.id} .sc-badges")).to_contain_text("上次不符合，已销号")
    assert len(stored(page)) == 2
    page.click(".sc-back")
    expect(page.locator(".sc-checks__one").last).not_to_contain_text("转到了")  # nothing was left open
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=re.compile("^删除")).first.click()
    expect(page.locator(".sc-checks__one")).to_have_count(1)


def test_the_first_question_stands_whole_on_the_first_screen(browser: Browser, web: SiteServer) -> None:
    """Above the bar with the button, in a chat program with its warning too; the long list waits."""
    context = browser.new_context(
        viewport=PHONE,
        service_workers="block",
        user_agent="Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/107.0 Mobile MicroMessenger/8.0.40",
    )
    page = opened(context, web.address + "self-check.html?role=tenant&depth=quick")
    first, bar = (
        page.locator(".sc-start fieldset").first.bounding_box(),
        page.locator(".sc-go").bounding_box(),
    )
    assert first and bar and first["y"] + first["height"] <= bar["y"]
    expect(page.locator(".sc-missing")).to_be_in_viewport()
    expect(page.get_by_role("button", name="取回别处做的")).to_be_in_viewport()
    expect(page.locator("#have-hot-work")).to_be_hidden()
    page.check("#trade-other")  # nothing is known of it: asked for at once
    expect(page.locator("#have-hot-work")).to_be_visible()
    context.close()


@pytest.mark.parametrize("query", ["role=landlord&depth=all", "items=07,08", "hazard=hot-work", "all=1"])
def test_links_of_the_pages_begin_the_right_check(browser: Browser, web: SiteServer, query: str) -> None:
    context = browser.new_context(viewport=PHONE)
    page = opened(context, web.address + "self-check.html?" + query)
    begin(page)
    ids = page.locator(".sc-card").evaluate_all("nodes => nodes.map(n => n.dataset.id)")
    scope = next(
        (entry for entry in checklists(BOOK) if entry.query == query.removesuffix("&depth=all")), None
    )
    expected = (
        [p.id for g in scope.groups for p in g.points]
        if scope
        else [p.id for item in BOOK.items if item.id in ("07", "08") for p in item.points]
    )
    assert sorted(ids) == sorted(expected)
    context.close()


def test_filters_and_the_next_open_point(context: BrowserContext, web: SiteServer) -> None:
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page)

    def shown() -> list[str]:
        cards: list[str] = page.locator(".sc-card:visible").evaluate_all(
            "nodes => nodes.map(n => n.dataset.id)"
        )
        return cards

    order = shown()
    tick(page, order[0], "符合")
    tick(page, order[1], "不符合")
    page.click("label[for=filter-open]")
    assert shown() == order[2:]
    tick(page, order[2], "符合")
    assert order[2] in shown()  # it does not vanish from under the finger
    page.locator(".sc-bar button").click()
    assert page.evaluate("document.activeElement.closest('.sc-card').dataset.id") == order[3]
    page.click("label[for=filter-n]")
    assert shown() == [order[1]]
    for choice in (".sc-choice input{} + label", ".sc-filter input{} + label"):
        assert told_apart(page, choice.format(":checked"), choice.format(":not(:checked)"))
    assert told_apart(page, ".sc-tabs a[aria-current]", ".sc-tabs a:not([aria-current])")
    page.click("label[for=filter-major]")
    assert shown() == [point.id for point in BOOK.item_by_id["07"].points if point.major]
    page.click("label[for=filter-all]")
    for point in order[3:]:
        tick(page, point, "不适用")
    page.get_by_role("button", name="下一个没填的").first.click()
    expect(page.locator(".hb-message")).to_contain_text("都填完了")
    page.locator(".sc-bar").get_by_role("button", name="看汇总").click()
    expect(page.locator(".sc-report")).to_be_visible()


def test_two_tabs(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=DESK)
    one = opened(context, web.address + "self-check.html?items=07")
    begin(one)
    ids = one.locator(".sc-card").evaluate_all("nodes => nodes.map(n => n.dataset.id)")
    two = opened(context, one.url)
    two.wait_for_selector(".sc-card")
    tick(one, ids[0], "符合")
    tick(two, ids[1], "不符合")
    expect(two.locator(f"#c{ids[0]}")).to_have_attribute("data-r", "y")
    expect(one.locator(f"#c{ids[1]}")).to_have_attribute("data-r", "n")
    answers = next(iter(stored(one).values()))["points"]
    assert (answers[ids[0]]["r"], answers[ids[1]]["r"]) == ("y", "n")
    two.goto(web.address + "self-check.html")
    two.on("dialog", lambda dialog: dialog.accept())
    two.get_by_role("button", name=re.compile("^删除")).click()
    expect(one.locator(".sc-problem")).to_contain_text("另一个窗口里删掉了")
    tick(one, ids[2], "符合")
    assert stored(one) == {}
    context.close()


def test_a_crash_loses_nothing_that_was_tapped(browser: Browser, web: SiteServer) -> None:
    """Of what was typed at most the last third of a second, whether or not one paused."""
    context = browser.new_context(viewport=PHONE)
    page = opened(context, web.address + "self-check.html?items=07")
    id = begin(page)
    first = page.locator(".sc-card").first.get_attribute("data-id")
    assert first
    tick(page, first, "不符合")
    page.locator(f"#f{first}-note").press_sequentially("a" * 50, delay=40)
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")
    page.close()
    after = opened(context, web.address + f"self-check.html#check={id}")
    expect(after.locator(f"#c{first}")).to_have_attribute("data-r", "n")
    expect(after.locator(f"#f{first}-note")).to_have_value(re.compile("^a{20}"))
    context.close()


def test_programs_come_in_order_each_once_and_a_lost_one_is_asked_for_again(
    browser: Browser, web: SiteServer
) -> None:
    page = browser.new_page()
    page.goto(web.address + "self-check.html")
    lost = ["b.js"]

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name in lost:
            lost.remove(name)
            route.abort()
        else:
            route.fulfill(
                content_type="text/javascript", body=f"(window.ran = window.ran || []).push('{name}')"
            )

    page.route("**/made/*.js", answer)
    ask = "() => HB.files.load('made/a.js made/b.js made/c.js').then(() => 'all', (e) => e.message)"
    assert page.evaluate(ask) == "b.js 没有打开" and page.evaluate("ran") == ["a.js"]
    assert page.evaluate(ask) == "all" and page.evaluate("ran") == ["a.js", "b.js", "c.js"]
    assert page.evaluate(ask) == "all" and len(page.evaluate("ran")) == 3
    page.close()


def test_full_storage_is_told_on_the_page(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE)
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page)
    ids = page.locator(".sc-card").evaluate_all("nodes => nodes.map(n => n.dataset.id)")
    page.evaluate("""() => {
      let size = 1 << 20;
      for (let n = 0; size >= 1; n++) {
        try { localStorage.setItem("junk" + n, "x".repeat(size)); } catch (error) { size >>= 1; }
      }
    }""")
    for id in ids:
        tick(page, id, "不符合")
    expect(page.locator(".sc-problem")).to_contain_text("存满了")
    expect(page.locator(".hb-message")).to_contain_text("存满了")  # and where one was then, far below
    assert page.locator(".sc-problem").get_attribute("role") == "alert"
    assert page.locator("#sc-saved").inner_text() == "没有存下来"
    page.evaluate(
        "Object.keys(localStorage).filter(k => k.startsWith('junk')).forEach(k => localStorage.removeItem(k))"
    )
    tick(page, ids[0], "符合")
    expect(page.locator(".sc-problem p")).to_have_count(0)
    page.reload()
    assert page.locator('.sc-card[data-r="n"]').count() == len(ids) - 1
    context.close()


def test_without_storage_the_page_says_so_and_works(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })"
    )
    page = context.new_page()
    page.goto(web.address + "self-check.html?items=07")
    begin(page)
    expect(page.locator(".sc-problem")).to_contain_text("不让网页存东西")
    first = page.locator(".sc-card").first.get_attribute("data-id")
    assert first
    tick(page, first, "符合")
    page.click(".sc-tabs a:nth-child(3)")
    expect(page.locator(".sc-report")).to_contain_text(first)
    context.close()


def test_export_and_import(context: BrowserContext, web: SiteServer, tmp_path: Path) -> None:
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page, "甲车间")
    first = page.locator(".sc-card").first.get_attribute("data-id")
    assert first
    tick(page, first, "不符合")
    page.click(".sc-tabs a:nth-child(3)")
    with page.expect_download() as given:
        page.get_by_role("button", name="导出文件").click()
    file = tmp_path / "out.json"
    given.value.save_as(file)
    before = stored(page)

    bad = tmp_path / "bad.json"
    page.goto(web.address + "self-check.html")
    for text in (
        file.read_text(encoding="utf-8")[:-40],
        '{"format":"handbook-self-check","checks":[{"v":1}]}',
        "<html>",
    ):
        bad.write_text(text, encoding="utf-8")
        page.set_input_files("#sc-import", bad)
        expect(page.locator(".hb-message")).to_contain_text(re.compile("没有取回：.+原有的记录没有动"))
        assert stored(page) == before
        page.reload()

    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator(".sc-checks__one")).to_have_count(0)
    page.set_input_files("#sc-import", [file, bad])
    expect(page.locator(".sc-checks__one")).to_have_count(1)
    expect(page.locator(".hb-message")).to_contain_text("取回了 1 次自查")
    expect(page.locator(".hb-message")).to_contain_text("没有取回的：bad.json 读不懂")
    assert stored(page) == before


def test_report_on_paper(browser: Browser, web: SiteServer, tmp_path: Path) -> None:
    context = browser.new_context(viewport=DESK)
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page, "甲车间")
    ids = page.locator(".sc-card").evaluate_all("nodes => nodes.map(n => n.dataset.id)")
    tick(page, ids[0], "不符合")
    forms = [form for form in BOOK.forms if ids[0] in form.points]
    assert forms and len(pages := page.locator(f"#c{ids[0]} .sc-advice a[href^=forms]").all()) == len(forms)
    assert [link.get_attribute("href") for link in pages] == [f"forms/{form.id}.html" for form in forms]
    page.locator(f"#f{ids[0]}-note").fill("门口没有人看着")
    for id in ids[1:]:
        tick(page, id, "符合")
    page.click(".sc-tabs a:nth-child(3)")
    page.wait_for_selector(".sc-report table")
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="打印报告").click()
    path = tmp_path / "report.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    with fitz.open(path) as pdf:
        assert {(round(sheet.rect.width), round(sheet.rect.height)) for sheet in pdf} == {(595, 842)}
        text = "".join(sheet.get_text() for sheet in pdf)
        assert len(pdf) <= 3
    flat = re.sub(r"\s+", "", text)
    for words in (
        "安全自查报告",
        "甲车间",
        "门口没有人看着",
        "检查人签字",
        re.sub(r"\s+", "", BOOK.site.disclaimer),
        re.sub(r"\s+", "", BOOK.located[ids[0]].point.remedy.today),
        "用表：" + "、".join(form.name for form in forms),
    ):
        assert words in flat
    for words in ("我的自查", "打印报告", "导出文件", "下一个没填"):
        assert words not in flat
    context.close()


def test_list_without_javascript(browser: Browser, web: SiteServer, tmp_path: Path) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(web.address + "self-check.html")
    text = re.sub(r"\s+", "", page.locator(".sc-list").inner_text())
    assert "没有运行本页的程序" in text
    for one in checklists(BOOK):
        if one.count and not one.id.startswith("hazard-"):
            expect(page.get_by_role("link", name=one.title, exact=True).last).to_be_visible()
    page.locator(".sc-list").get_by_role("link", name=re.compile("按用途看")).click()
    for one in checklists(BOOK):
        if one.count and one.id.startswith("hazard-"):
            expect(page.get_by_role("link", name=one.title, exact=True).last).to_be_visible()
    page.go_back()
    page.locator(".sc-list a[href$='checklists/tenant.html']").click()
    expect(page.locator("[data-row]").first).to_be_attached()
    for other in ("officers/register.html", "officers/collected.html"):
        page.goto(web.address + other)
        expect(page.locator(".lg-noscript").first).to_be_in_viewport()  # not below the room of the program
    context.close()


def test_the_list_appears_when_the_program_does_not_come(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.route("**/self-check/core.js", lambda route: route.abort())
    page.goto(web.address + "self-check.html")
    expect(page.locator(".sc-list a").first).to_be_visible()
    context.close()


def test_an_empty_list_of_what_applies_is_printed(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    scope = "trade=wood-furniture&role=tenant&have=combustible-dust&people=12"
    page.goto(f"{web.address}self-check.html?{scope}&depth=quick")
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    press = page.get_by_role("button", name="先不填：打印一张带方框的空白表")
    press.click()
    paper = page.locator(".sc-print")
    expect(paper.locator("h2")).to_have_text("安全自查表")
    page.emulate_media(media="print")
    expect(paper).to_contain_text("□没做到")
    asked = paper.locator("tbody tr").count()
    assert 10 < asked < len(BOOK.items)
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="screen")
    page.locator("summary", has_text="你是：承租方").click()  # said by the way that led here: not asked again
    page.check("#role-visit")  # the landlord looks into another's firm: no self-check, and which one it is
    firm, trade = page.get_by_label("去查哪一家").bounding_box(), page.get_by_label("木器家具").bounding_box()
    assert firm and trade and firm["y"] < trade["y"]
    expect(page.locator("form.sc-start button[type=submit]")).to_contain_text("开始检查")
    press.click()
    expect(paper.locator("h2")).to_have_text("租户安全检查表")
    begin(page)
    page.click(".sc-back")
    expect(page.get_by_label("去查哪一家")).to_be_attached()
    expect(page.locator("input[name=trade]:checked")).to_have_count(0)  # the next one is another firm
    assert page.locator("#sc-people").input_value() == ""
    # Every point that concerns the firm and no other, each with the words by which it is met.
    page.goto(f"{web.address}self-check.html?{scope}&depth=all")
    page.evaluate("() => { window.print = () => {}; }")
    press.click()
    expect(paper.locator(".sc-table--blank").first).to_be_attached()
    expected = page.evaluate(
        "query => HB.selfCheck.select(HB.selfCheck.parseScope(query, handbookPoints), handbookPoints)", scope
    )
    assert paper.locator(".sc-table--blank tbody th").all_text_contents() == expected
    assert BOOK.located[expected[0]].point.met.strip() in (paper.text_content() or "")
    context.close()


def test_home_tells_what_is_open_and_all_results_come_as_a_workbook(
    browser: Browser, web: SiteServer, tmp_path: Path
) -> None:
    context = browser.new_context(viewport=PHONE, accept_downloads=True)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(web.address + "self-check.html?role=tenant&depth=all&people=12")
    page.click("form.sc-start button[type=submit]")
    page.wait_for_selector(".sc-card")
    # The number of people decides what is asked.
    expect(page.locator("#c03-3")).to_contain_text("你们 12 人。二十人以下：")
    tick(page, "07-5", "不符合")
    tick(page, "13-1", "不符合")
    page.locator("#c13-1 input[type=date]").first.fill("2026-01-02")
    page.goto(web.address + "index.html")
    told = page.locator(".hb-resume__told")
    expect(told).to_contain_text("还有 2 个没改好，1 个过期，▲ 1 个先改。")
    assert told.evaluate(
        "n => n.getClientRects().length === 1 && n.offsetHeight < 30"
    )  # the page does not move
    # Another firm, with nothing overdue; then back by the way that the home page offers.
    page.goto(web.address + "self-check.html?items=07")
    expect(page.locator("#self-check h2").first).to_contain_text("开始一次自查")  # asked for by the address
    page.click("form.sc-start button[type=submit]")
    page.wait_for_selector(".sc-card")
    page.click(".sc-back")
    expect(page.locator("#self-check h2").first).to_contain_text("我的自查")  # begun: now it is one of them
    page.goto(web.address + "index.html")
    page.locator(".hb-resume a").click()
    page.get_by_role("button", name="再查一家").click()
    expect(page.get_by_role("heading", name="开始一次自查")).to_be_focused()
    expect(page.locator(".sc-start input[type=radio]").first).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#self-check h2").first).to_contain_text("我的自查")  # before the form of a new one
    expect(page.locator(".sc-checks__one").first).to_be_in_viewport()
    page.get_by_text("一张表看全部").click()
    board = page.locator(".sc-table--board")
    assert [cell.strip() for cell in board.locator("tbody tr").first.locator("td").all_inner_texts()][
        1:4
    ] == [
        "2",
        "1",
        "1",
    ]  # the one that has most overdue first
    assert board.evaluate("table => table.scrollWidth <= table.parentNode.clientWidth + 1")
    page.get_by_role("button", name="删除").first.click()
    expect(page.locator(".sc-checks__one")).to_have_count(1)
    with page.expect_download() as given:
        page.get_by_role("button", name="全部结果存成一张表（XLSX）").click()
    kept = tmp_path / "all.xlsx"
    given.value.save_as(kept)
    book = openpyxl.load_workbook(kept)
    assert book.sheetnames == ["各家", "逐条结果"]
    assert [cell.value for cell in book["各家"][2]][2:5] == [2, 1, 1]
    rows = {row[7].value: row for row in book["逐条结果"].iter_rows(min_row=2)}
    assert rows["07-5"][9].value == "不符合" and rows["07-5"][7].data_type == "s"
    # Nothing open, and one not finished, is another thing to say.
    page.goto(web.address + "self-check.html?items=07")
    page.click("form.sc-start button[type=submit]")
    page.wait_for_selector(".sc-card")
    page.click(".sc-back")
    page.get_by_role("button", name="删除").last.click()
    expect(page.locator(".sc-checks__one")).to_have_count(1)
    page.goto(web.address + "index.html")
    expect(page.locator(".hb-resume__told")).to_contain_text("有 1 次没查完。")
    context.close()


def test_tiers_of_people_leave_no_number_out() -> None:
    plan = BOOK.self_check
    assert plan and plan.staffing
    for point in {row.point for row in plan.staffing}:
        for people in (1, 12, 20, 21, 29, 30, 99, 100, 101, 299, 300, 5000):
            fit = [row for row in plan.staffing if row.point == point and row.least <= people <= row.most]
            assert len(fit) == 1, (point, people)


def test_withdrawn_points_on_the_page(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE)
    check = json.loads(json.dumps(GOOD)) | {
        "edition": "2025-01",
        "scope": GOOD["scope"] | {"role": "", "have": None, "items": ["07"]},
    }
    check["points"]["07-1"]["r"] = "y"
    check["points"]["07-98"] = {**GOOD["points"]["07-1"], "note": "老问题"}
    check["points"]["07-99"] = {**GOOD["points"]["07-1"], "r": "-"}
    context.add_init_script(
        "Object.defineProperty(window, 'handbookPoints', { set(v) { v.withdrawn = [{ id: '07-98', day: '2026-01-01', why: '并入别的要点。', instead: '07-2' }]; this._p = v; }, get() { return this._p; } })"
    )
    context.add_init_script(
        f"localStorage.setItem('handbook-self-check/{GOOD['id']}/a', JSON.stringify({{ n: 1, check: {json.dumps(check)} }}))"
    )
    page = opened(context, web.address + f"self-check.html#check={GOOD['id']}")
    gone = page.locator(".sc-card--gone")
    expect(gone).to_have_count(2)
    expect(gone.first).to_contain_text("要点已撤下（2026-01-01）：并入别的要点。改看 07-2")
    expect(gone.first).to_contain_text("老问题")
    expect(gone.last).to_contain_text("这一版手册里没有这个要点")
    expect(page.locator("#sc-progress-text")).to_have_text(f"查了 1/{len(BOOK.item_by_id['07'].points)}")
    expect(page.locator("#self-check")).to_contain_text("这次自查开始于 2025-01 版")
    gone.first.get_by_role("button", name="到 07-2").click()
    assert page.evaluate("document.activeElement.closest('.sc-card').dataset.id") == "07-2"
    context.close()


def test_of_many_looks_the_newest_are_kept(context: BrowserContext, web: SiteServer) -> None:
    """No more than an export may hold, or it could not be taken back."""
    page = opened(context, web.address + "self-check.html?items=07")
    id = begin(page)
    tick(page, "07-1", "不符合")
    page.evaluate("HB.selfCheck.LIMITS.again = 2")
    for number in range(3):
        page.locator("#c07-1 .sc-again summary").click()
        page.locator("#a07-1-note").fill(f"第{number}次")
        page.locator("#c07-1").get_by_role("button", name="还没改好").click()
        expect(page.locator("#c07-1 .sc-looks li").last).to_contain_text(f"第{number}次")
    assert [look["note"] for look in stored(page)[id]["points"]["07-1"]["again"]] == ["第1次", "第2次"]


def test_an_export_too_large_to_take_back_goes_without_its_photos(
    context: BrowserContext, web: SiteServer, tmp_path: Path
) -> None:
    page = opened(context, web.address + "self-check.html?items=07")
    id = begin(page)
    tick(page, "07-1", "不符合")
    photo = "data:image/jpeg;base64," + "A" * 3000
    page.evaluate("([id, photo]) => HB.selfCheckPhotos.add(id, '07-1', 'before', photo)", [id, photo])
    page.click(".sc-back")
    limit = page.evaluate("HB.selfCheck.LIMITS.bytes")
    for bytes, kept in ((limit, True), (2500, False)):
        page.evaluate("bytes => { HB.selfCheck.LIMITS.bytes = bytes; }", bytes)
        with page.expect_download() as given:
            page.get_by_role("button", name="全部导出").click()
        given.value.save_as(tmp_path / "all.json")
        text = (tmp_path / "all.json").read_text(encoding="utf-8")
        assert (photo in text) is kept and '"07-1"' in text
    expect(page.locator(".sc-texts")).to_contain_text("照片和签字太多，没有带上")
