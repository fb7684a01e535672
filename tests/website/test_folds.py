"""Pages answer first and fold the rest: how long they open, and that nothing folded is lost to anybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bench.pages import ADD_UP_SHIFT, BOOK, ITEM
from handbook.drawing.icons import icon_inline
from handbook.markdown.html_tags import start_tags
from handbook.page_text.page import questions
from handbook.site.folds import fold_answers, fold_drawings, fold_long_tables, fold_sections
from support.web import file_address, served

PHONE = {"width": 360, "height": 780}
#: What an item's page may be long on a phone when it opens, in CSS pixels: eight screens.
ITEM_HEIGHT = 6000
#: The same for every other page, lists that hold every point of the handbook among them.
LIST_HEIGHT = 8000


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A phone whose browser runs no programs."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def height(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollHeight"))


def test_every_item_opens_short_and_answers_first(phone: Page, site: Path) -> None:
    long = {}
    for item in BOOK.items:
        phone.goto(file_address(site, f"checklists/{item.stem}.html"))
        if height(phone) > ITEM_HEIGHT:
            long[item.id] = height(phone)
        answer = phone.get_by_text(item.scope.strip(), exact=True).first.bounding_box()
        assert answer and answer["y"] < PHONE["height"] / 2
        assert phone.locator(".hb-point > details > summary").count() == len(item.points)
        expect(phone.locator("details[open]")).to_have_count(0)
    assert long == {}


def test_the_number_of_a_point_stands_on_one_line(phone: Page, site: Path) -> None:
    """Browsers end a line at the hyphen of 18-5."""
    for trade in BOOK.trades:
        phone.goto(file_address(site, f"trades/{trade.id}.html"))
        lines = phone.evaluate(
            """() => [...document.querySelectorAll(".md-content a")]
              .filter((link) => /^\\d\\d-\\d+$/.test(link.textContent))
              .map((link) => link.getClientRects().length)"""
        )
        assert len(lines) > 3 and max(lines) <= 1, trade.id


def test_a_point_opens_in_two_steps(phone: Page, site: Path) -> None:
    phone.goto(file_address(site, ITEM))
    point = BOOK.located["07-3"].point
    place = phone.locator("#p07-3")
    expect(place.get_by_text(point.met.strip())).to_be_hidden()
    place.locator("summary").first.click()
    for text in (point.how, point.met, point.remedy.today):
        expect(place.get_by_text(text.strip())).to_be_visible()
    expect(place.get_by_text("（参照）")).to_be_hidden()
    place.get_by_text("依据和后果").click()
    expect(place.get_by_text("（参照）")).to_be_visible()


def test_what_is_said_of_a_penalty_stands_with_it(site: Path) -> None:
    """Who else may impose it, and where its text was had: on the item's page and in the list of all."""
    pages = {
        item.id: (site / f"checklists/{item.stem}.html").read_text(encoding="utf-8") for item in BOOK.items
    }
    listed = (site / "overview" / "penalties.html").read_text(encoding="utf-8")
    said = 0
    for entry in BOOK.points():
        for use in entry.point.penalties:
            if note := BOOK.penalty(use.reference).note:
                said += 1
                assert note in pages[entry.item.id] and note in listed, use.reference.text
    assert said > 100


def test_each_penalty_is_told_once_on_a_page(site: Path) -> None:
    for item in BOOK.items:
        text = (site / f"checklists/{item.stem}.html").read_text(encoding="utf-8")
        told = {use.reference for point in item.points for use in point.penalties}
        assert text.count("<b>首次查到：</b>") == len(told)


def test_a_fine_says_whom_it_meets_where_that_is_not_the_firm(site: Path) -> None:
    """Where the act and the sanction name nobody, “警告或者五百元以下” is read as the firm's."""
    pages = {item.id: (site / f"checklists/{item.stem}.html").read_text("utf-8") for item in BOOK.items}
    listed = (site / "overview" / "penalties.html").read_text("utf-8")
    law = (site / "laws" / "xiaofang-fa.html").read_text("utf-8")
    ends = {"个人": "（罚个人）", "条文没写": "（条文没写罚谁）"}
    said = [
        (entry.item.id, use.act + ends[target])
        for entry in BOOK.points()
        for use in entry.point.penalties
        if (target := BOOK.penalty(use.reference).target) in ends and "个人" not in use.act
    ]
    assert len(said) > 8
    assert [act for item, act in said if act not in pages[item]] == []
    # 消防法 63 and 64 name the act alone; that a firm is never meant would be our reading.
    smoking = "在具有火灾、爆炸危险的场所吸烟、使用明火（条文没写罚谁）"
    assert smoking in listed and smoking in law
    assert "没有履行检查职责（罚" not in pages["06"]  # the act names the officer already
    safety = (site / "laws" / "anquan-shengchan-fa.html").read_text("utf-8")
    for text in (safety, listed):  # the manager's own fine is not told as none on persons
        assert "罚的就是主要负责人" in text


def test_an_address_opens_its_fold(phone: Page, site: Path) -> None:
    phone.goto(file_address(site, ITEM) + "#p07-3")
    met = phone.locator("#p07-3").get_by_text(BOOK.located["07-3"].point.met.strip())
    expect(met).to_be_in_viewport()
    phone.evaluate("location.hash = '#07-Q2'")
    expect(phone.locator("[id='07-Q2'] p").first).to_be_visible()
    asked = phone.locator(".hb-ask").last
    phone.evaluate("id => { location.hash = id; }", asked.get_attribute("id"))
    expect(asked.locator("p").first).to_be_in_viewport()
    phone.evaluate("location.hash = '#x07-3'")  # what it costs, two folds deep
    expect(phone.locator("#x07-3").get_by_text("不做的后果")).to_be_in_viewport()
    # The same address again opens what was closed by hand.
    phone.goto(file_address(site, ITEM) + "#p07-3")
    phone.locator("#p07-3 summary").first.click()
    expect(met).to_be_hidden()
    phone.locator("[id='07-Q1'] a").evaluate("link => { link.setAttribute('href', '#p07-3'); link.click(); }")
    expect(met).to_be_in_viewport()


def test_the_fold_of_an_address_is_open_before_the_programs_come(browser: Browser, site: Path) -> None:
    """Else all below it moves under the eyes on a slow net. One way to paper stands there, too."""
    with served(site) as web:
        context = browser.new_context(viewport=PHONE)
        context.add_init_script(ADD_UP_SHIFT)
        page = context.new_page()
        later: list[Route] = []
        page.route("**/javascripts/handbook.js", lambda route: later.append(route))
        page.goto(web.address + ITEM + "#p07-3", wait_until="commit")
        met = page.locator("#p07-3").get_by_text(BOOK.located["07-3"].point.met.strip())
        expect(met).to_be_visible()
        for route in later:
            route.continue_()
        page.unroute_all()
        page.wait_for_selector(".hb-live", state="attached")
        expect(met).to_be_in_viewport()
        page.wait_for_timeout(300)
        assert page.evaluate("window.shift") < 0.01
        expect(page.locator(".hb-page-pdf")).to_be_visible()
        expect(page.locator(".hb-print-page")).to_be_hidden()
        page.goto(file_address(site, ITEM))
        expect(page.locator(".hb-page-pdf")).to_be_hidden()
        expect(page.locator(".hb-print-page")).to_be_visible()
        context.close()


def test_the_browsers_own_search_looks_into_folds(phone: Page, site: Path) -> None:
    met = BOOK.located["07-7"].point.met.strip()
    phone.goto(f"{file_address(site, ITEM)}#:~:text={met[:12]}")
    expect(phone.locator("#p07-7").get_by_text(met)).to_be_in_viewport()


def test_without_script_all_can_be_read(plain: Page, site: Path) -> None:
    plain.goto(file_address(site, ITEM) + "#p07-3")
    expect(plain.locator("#p07-3").get_by_text(BOOK.located["07-3"].point.met.strip())).to_be_visible()
    plain.locator("#p07-5 summary").first.click()
    expect(plain.locator("#p07-5").get_by_text(BOOK.located["07-5"].point.met.strip())).to_be_visible()
    plain.emulate_media(media="print")
    for point in BOOK.item_by_id["07"].points:
        expect(plain.locator(f"#p{point.id}").get_by_text(point.met.strip())).to_be_visible()


def test_paper_shows_everything_and_the_screen_is_left_as_it_was(phone: Page, site: Path) -> None:
    phone.goto(file_address(site, ITEM))
    with pymupdf.open("pdf", phone.pdf(format="A4")) as pdf:
        text = "".join("".join(page.get_text().split()) for page in pdf)
    for point in BOOK.item_by_id["07"].points:
        for part in (point.how, point.met, point.remedy.today):
            assert "".join(part.split()) in text
    for question in BOOK.item_by_id["07"].questions:
        assert "".join(question.why.split()) in text
    assert "他只做一件事：看" in text
    expect(phone.locator("details[open]")).to_have_count(0)


def test_wide_tables_lie_across_on_paper_with_the_words_of_their_heads(phone: Page, site: Path) -> None:
    across = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if "wide-print.css" in path.read_text(encoding="utf-8")
    }
    forms = [name for name in across if name.startswith("forms/")]
    assert len(forms) > 8 and across >= {"overview/penalties.html", "overview/major-hazards.html"}
    phone.goto(file_address(site, "forms/hazard-ledger.html"))
    with pymupdf.open("pdf", phone.pdf(prefer_css_page_size=True)) as pdf:
        assert all(page.rect.width > page.rect.height for page in pdf)
    phone.goto(file_address(site, "overview/penalties.html"))
    phone.emulate_media(media="print")
    heads = phone.locator("thead").first.locator("th")
    assert heads.count() == 7 and all(heads.all_inner_texts())  # each is a button that sorts


def test_a_point_has_a_link_to_copy(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(file_address(site, ITEM) + "#p07-3")
    page.evaluate(
        "() => { window.copied = ''; document.execCommand = () => { window.copied = document.activeElement.value; return true; };"
        " Object.defineProperty(window, 'isSecureContext', { value: false }); }"
    )
    page.get_by_role("link", name="复制 07-3 的链接").click()
    assert str(page.evaluate("window.copied")).endswith(f"{ITEM}#p07-3")
    expect(page.locator("#p07-3").get_by_text("链接复制好了")).to_be_visible()
    context.close()


def test_sections_fold_behind_their_first_line() -> None:
    page = (
        "前面。\n\n## 甲\n\n"
        + "第一句说得清清楚楚明明白白。" * 2
        + "**后面**还有[链接](a.md)的话。" * 6
        + "\n\n## 短\n\n就一句。\n\n## 问\n\n**行不行？**\n不行。\n\n**真的？**\n真的。\n\n"
        + '--8<-- "b.md"\n'
    )
    folded = fold_sections(page)
    assert '<summary markdown="span">第一句说得清清楚楚明明白白。第一句' in folded
    assert "## 短\n\n就一句。" in folded
    assert '<details class="hb-qa hb-ask" id="行不行" markdown="1">' in folded
    assert folded.rstrip().endswith('--8<-- "b.md"')
    assert questions("**行不行？**\n不行。\n") == [("行不行？", "不行。")]
    assert questions("先说一句。\n\n**行不行？**\n不行。") == []


def test_a_page_of_many_answers_shows_how_each_begins(phone: Page, site: Path) -> None:
    answer = "先答一句，答得清清楚楚、明明白白。后面" + "还有很多很多很多话" * 9 + "。"
    sections = [f"## 第{number}问\n\n{answer}\n" for number in range(12)]
    many, few = ("\n".join(["# 题目", *part]) for part in (sections, sections[1:]))
    assert fold_answers(many).count("<summary") == 12
    assert fold_answers(few) == few
    linked = many.replace("先答一句", "看[03-8](03.md)")
    assert "<summary" not in fold_answers(linked)  # what is tapped holds nothing to tap
    phone.goto(file_address(site, "enterprises/also-asked.html"))
    assert height(phone) <= 5500
    expect(phone.get_by_text("不能自己收拾：先救人、报警")).to_be_visible()  # the answer stands outside


def test_every_item_has_its_own_pictogram_on_the_ground_of_its_aspect() -> None:
    assert set(BOOK.icon_by_item) == {item.id for item in BOOK.items}
    assert len({icon.path for icon in BOOK.icons}) == len(BOOK.items)
    assert len({aspect.shape for aspect in BOOK.aspects}) == len(BOOK.aspects)
    for item in BOOK.items:
        assert BOOK.aspect_of(item).colour in icon_inline(BOOK, item)


# ---------- Lists ----------


def test_drawings_fold_where_a_page_shows_many() -> None:
    pair = "## {0}\n\n说。\n\n![{0}前。错]({0}.svg)\n{{ .hb-figure }}\n\n![{0}后。对](b.svg)\n{{ .hb-figure }}\n\n"
    page = "".join(map(pair.format, "甲乙丙")) + "## 完\n"
    folded = fold_drawings(page)
    assert folded.count("<details") == 2 and folded.index("![甲后") < folded.index("<details")
    assert (
        '<summary class="hb-screen">看图：前、后</summary>\n\n![乙前。错](乙.svg)\n{ .hb-figure }' in folded
    )
    assert folded.endswith("</details>\n\n## 完\n")
    assert fold_drawings(page[: page.index("## 丙")]) == page[: page.index("## 丙")]


#: How long the page with this text is, in the styles of the page one is on.
_HEIGHT_OF = """text => {
  const { body } = new DOMParser().parseFromString(text, "text/html");
  document.body.replaceWith(document.adoptNode(body));
  return document.documentElement.scrollHeight;
}"""


def test_every_page_opens_short(phone: Page, site: Path) -> None:
    """Every page of the site, those of each law and form too; items are held to less above."""
    pages = [
        path
        for path in sorted(site.rglob("*.html"))
        if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8")
    ]
    assert len(pages) > 200
    # Pages have a few sets of styles between them. One page of each set lends its styles to the bodies of the
    # others: no program makes a page longer, pictures have their room by their size, and loading the styles
    # anew for each page would be most of the work. Only those that are too long then are opened themselves.
    phone.route("**/*.{js,svg,png,webp}", lambda route: route.abort())
    styled: dict[tuple[str, ...], list[Path]] = {}
    for path in pages:
        sheets = [
            (tag.get("href") or "").rpartition("/")[2]
            for tag in start_tags(path.read_text(encoding="utf-8"), "link")
            if tag.get("rel") == "stylesheet"
        ]
        styled.setdefault(tuple(sheets), []).append(path)
    assert len(styled) < 12
    long = []
    for paths in styled.values():
        # Not 404.html, which names its styles from the root of a web server.
        phone.goto(next(path for path in paths if path.name != "404.html").as_uri())
        long += [
            path
            for path in paths
            if phone.evaluate(_HEIGHT_OF, path.read_text(encoding="utf-8")) > LIST_HEIGHT
        ]
    phone.unroute("**/*.{js,svg,png,webp}")
    still = {}
    for path in long:
        phone.goto(path.as_uri())
        if height(phone) > LIST_HEIGHT:
            still[path.relative_to(site).as_posix()] = height(phone)
    assert still == {}


def test_long_tables_fold_where_a_page_is_long() -> None:
    row = "| 甲{} | 乙 | 丙 |\n"
    table = "| 头 | 二 | 三 |\n|---|---|---|\n" + "".join(row.format(number) for number in range(40))
    folded = fold_long_tables(f"前。\n\n{table}\n后。\n")
    assert '<details class="hb-fold" markdown="1">\n<summary class="hb-screen">40 行：甲0、甲1' in folded
    assert folded.endswith("</details>\n\n后。\n") and folded.count("| 甲39 |") == 1
    html = (
        '<div class="hb-table-wrap"><table class="hb-table"><thead><tr><th>头</th><th>二</th></tr></thead><tbody>\n'
        + "<tr><th>甲<b>一</b></th><td>乙</td></tr>\n" * 60
        + "</tbody></table></div>\n"
    )
    assert '<summary class="hb-screen">60 行：甲一</summary>' in fold_long_tables(html)
    # Little to show, or folded already: as it is.
    for text in (table[:200], f"<details>\n\n{table}\n</details>\n"):
        assert fold_long_tables(text) == text


def test_the_table_people_come_for_stays_open(phone: Page, site: Path) -> None:
    rows = "| 头 | 二 |\n|---|---|\n" + "| 甲 | 乙 |\n" * 20
    names = "".join(f"{number}. **第{name}样。** 说。\n" for number, name in enumerate("一二三四五", 1))
    page = f"{names}\n- 没有名字\n\n<!-- 表不折 -->\n\n{rows}\n{rows}"
    folded = fold_long_tables(page)
    assert (
        '<summary class="hb-screen">第一样、第二样、第三样、第四样、第五样</summary>\n\n1. **第一样。**'
        in folded
    )
    assert folded.count("<details") == 2 and folded.index("| 头") < folded.index(
        '<summary class="hb-screen">20 行'
    )
    assert fold_long_tables(names) == names
    phone.goto(file_address(site, "enterprises/before-inspection.html"))
    papers = phone.get_by_role("table").filter(has_text="家家都要有的")
    expect(papers.get_by_role("row").last).to_be_visible()
    # Each paper leads to one to fill in; who insures is asked elsewhere.
    assert (
        papers.locator("tbody tr").count() - papers.locator("tbody tr:has(a[href*='/forms/'])").count() == 1
    )
    assert phone.locator("details:visible").count() == 4  # what law, papers of some, the rights, who may come
    # Who has a week sees the week first, open.
    week = phone.get_by_text("第一天推门").bounding_box()
    assert week and week["y"] < 780
    assert height(phone) <= 5600


def shown(page: Page) -> list[str]:
    return [
        str(id)
        for id in page.locator("[data-row]:visible").evaluate_all("rows => rows.map(row => row.id.slice(1))")
    ]


def test_a_list_is_filtered_by_side_item_body_and_word(phone: Page, site: Path) -> None:
    phone.goto(file_address(site, "checklists/all.html"))
    assert shown(phone) == []
    form, state = phone.locator("[data-hb-filter]"), phone.locator("[data-hb-filter] [role=status]")
    form.get_by_label("哪一方").select_option("出租方")
    of_landlord = [
        e.point.id for e in BOOK.points() if "出租方" in [r.value for r in e.item.roles_of(e.point)]
    ]
    assert shown(phone) == of_landlord
    expect(state).to_have_text(f"找到 {len(of_landlord)} 个")
    form.get_by_label("条目").select_option("14 疏散通道与安全出口")
    assert shown(phone) == [id for id in of_landlord if id.startswith("14-")]
    expect(phone.locator(".hb-group:visible")).to_have_count(1)
    form.get_by_role("button", name="清掉").click()
    expect(phone.locator("details[open]")).to_have_count(0)
    form.get_by_label("谁来罚").select_option("消防救援机构")
    assert shown(phone) == [
        e.point.id
        for e in BOOK.points()
        if any("消防救援机构" in BOOK.penalty(use.reference).bodies for use in e.point.penalties)
    ]
    form.get_by_label("词", exact=True).fill("灭火器　压力")  # a space of full width, as phones type it
    assert shown(phone) and all("灭火器" in phone.locator(f"#p{id}").inner_text() for id in shown(phone))
    form.get_by_label("词", exact=True).fill("没有这个词的")
    expect(state).to_have_text("没有。换个词，或者清掉再选。")


def test_penalties_and_words_are_filtered_too(phone: Page, site: Path) -> None:
    phone.goto(file_address(site, "overview/penalties.html"))
    # Nothing in these words: the search of the site knows others for the same thing.
    whole = phone.get_by_role("button", name="全站搜这个词")
    expect(whole).to_be_hidden()
    phone.get_by_label("词", exact=True).fill("锁门")
    whole.click()
    expect(phone.get_by_role("listbox").get_by_text("14-1").first).to_be_visible()
    phone.keyboard.press("Escape")
    phone.keyboard.press("Escape")
    phone.get_by_label("词", exact=True).fill("")
    expect(whole).to_be_hidden()
    phone.locator("[data-hb-filter]").get_by_label("谁来罚").select_option("公安机关")
    rows = phone.locator("[data-row]:visible")
    assert rows.count() > 0
    assert all("公安机关" in text for text in rows.all_inner_texts())
    # What no point names is chosen by the page that does.
    form = phone.locator("[data-hb-filter]")
    form.get_by_role("button", name="清掉").click()
    form.get_by_label("条目、页面").select_option("老板还常问的事")
    assert rows.count() > 0 and all("老板还常问的事" in text for text in rows.all_inner_texts())
    phone.goto(file_address(site, "overview/glossary.html"))
    phone.get_by_label("词", exact=True).fill("二房东")
    expect(phone.locator("[data-row]:visible").first).to_contain_text("转租人")


def test_lists_work_without_script(plain: Page, site: Path) -> None:
    plain.goto(file_address(site, "checklists/all.html"))
    expect(plain.locator("[data-hb-filter]")).to_be_hidden()
    plain.locator(".hb-group summary").nth(6).click()
    expect(plain.locator("#p07-3")).to_be_visible()
    plain.emulate_media(media="print")
    expect(plain.locator("[data-row]:visible")).to_have_count(len(BOOK.located))


def test_addresses_within_lists_open_their_group(phone: Page, site: Path) -> None:
    for name, id in (
        ("checklists/all.html", "p14-2"),
        ("laws/anquan-shengchan-fa.html", "xa101-0-3"),
        ("overview/calendar.html", "f2"),
    ):
        phone.goto(f"{file_address(site, name)}#{id}")
        expect(phone.locator(f"[id='{id}']")).to_be_in_viewport()


def test_one_page_is_an_index_of_the_sheets(phone: Page, site: Path) -> None:
    phone.goto(file_address(site, "overview/one-page.html"))
    for item in BOOK.items:
        line = phone.locator(f"#n{item.id}")
        expect(line).to_contain_text(f"{item.id} {item.name}")
        expect(line.locator(f"a[href$='one-page/{item.id}.pdf']")).to_be_visible()
