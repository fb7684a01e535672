"""Each reader of the download page finds his files: one line for each, every group once and named by one."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

from handbook.site.pages.data_pages import checklist_pages
from handbook.site.pages.download_page import PAGE, READERS, SHELVES, Offer, download_page, leads
from support import real
from support.web import file_address


def page(edition: str = "") -> str:
    """The page as it stands with all downloads made, of ``edition`` instead of the book's."""
    rows = [
        {
            "path": product.path,
            "title": product.title,
            "kind": product.kind,
            "group": product.group,
            "note": product.note,
            "edition": edition or real.book().edition.name,
            "bytes": 1000,
            "pages": None,
        }
        for product in real.offered()
    ]
    return download_page(real.book(), Offer(rows))[PAGE]


def test_each_reader_is_led_to_his_groups() -> None:
    text = page()
    summaries = re.findall(r'<details class="hb-qa" id="(g\d+)"[^>]*>\s*<summary>(\S+) ', text)
    names = [name for _, name in summaries]
    assert len(names) == len(set(names)) <= 8, "few enough to be seen at a glance"
    assert 'class="hb-download"' in text and len(leads_of_all()) == text.count('<li class="hb-download">') - 1
    assert names[0] == "现场检查单", "what an officer takes along stands first"
    links = re.findall(r'<a href="#(g\d+)">([^<]+)</a>', text)
    assert set(links) <= set(summaries)
    assert [reader.name for reader in READERS] == ["检查人员", "企业", "印刷的人", "编写、统计的人"]
    assert {group for reader in READERS for group in reader.groups} == set(names), "none is left unnamed"
    (printer,) = (reader for reader in READERS if reader.name == "印刷的人")
    for_a_shop = {product.group for product in real.offered() if product.path.endswith("-shop.pdf")}
    on = {group for name in printer.groups for group in SHELVES[name][1]}
    assert for_a_shop and for_a_shop <= on, "whatever a print shop gets"
    for reader in READERS:
        assert reader.word in text and len(reader.word) <= 60, "read in ten seconds"
        for name in reader.files:
            assert re.search(rf'<a href="[^"#]+">{name}</a>', text), f"{reader.name}：没有“{name}”"


def leads_of_all() -> list[int]:
    return leads([(product.group, product.title) for product in real.offered()])


def test_forms_stand_by_what_they_are_for_and_what_is_alike_is_said_once() -> None:
    shelf = page().partition("<summary>表格 ")[2].partition("</details>")[0]
    heads = re.findall(r'<p class="hb-downloads__part"><b>([^<]+)</b>', shelf)
    purposes = list(dict.fromkeys(form.group.value for form in real.book().forms))
    assert heads[: len(purposes)] == purposes and len(heads) == len(purposes) + 1
    work = shelf.partition("<b>危险作业</b>")[2].partition("hb-downloads__part")[0]
    assert "动火作业审批单" in work and "隐患排查治理台账" not in work
    assert shelf.count("打印后用笔填") == shelf.count("用 Word、WPS 改成自己的再打印") == 1
    talks = page().partition("<b>讲课</b>")[2].partition("<b>考试</b>")[0]
    assert talks.count("接投影仪就能讲") == 8, "what differs stays with its file"
    notes = [re.findall(r" · ([^<·]+)</small>", one) for one in page().split('class="hb-download"')]
    assert any(notes) and not [one for one in notes if len(one) != len(set(one))], "nor twice in one entry"


def test_no_word_of_a_shelf_stands_under_its_arrow(phone: Page, site: Path) -> None:
    phone.goto(file_address(site, "downloads/index.html"))
    gaps = phone.locator("details.hb-qa > summary").evaluate_all(
        """shelves => shelves.map(shelf => {
           const words = document.createRange(); words.selectNodeContents(shelf);
           const arrow = getComputedStyle(shelf, "::after");
           const left = shelf.getBoundingClientRect().right - parseFloat(arrow.right) - parseFloat(arrow.width);
           return left - Math.max(...[...words.getClientRects()].map(line => line.right)) })"""
    )
    assert min(gaps) >= 4
    sizes = phone.locator(".hb-download small").all_text_contents()
    assert any("\u00a0KB" in size for size in sizes) and not [size for size in sizes if " KB" in size]


def test_an_edition_stands_beside_what_is_of_another() -> None:
    told = f"</b> <small>{real.book().edition.name}</small>"
    assert page().count(told) == 1, "but for the package, said above"
    assert page("旧版").count("</b> <small>旧版</small>") == len(leads_of_all())


def test_a_leaf_is_two_taps_from_home() -> None:
    """The doors of the home page lead to a list of points; there the leaf of that side stands first."""
    pages = checklist_pages(real.book())
    for name, leaf in (("tenant", "tenant"), ("landlord", "landlord"), ("all", "own")):
        offered = re.findall(r'href="([^"]+\.pdf)" download', pages[f"checklists/{name}.md"])
        assert offered[0].endswith(f"downloads/forms/visit-{leaf}.pdf")
        assert offered[1].endswith("downloads/forms/check-all.pdf")


def test_leaves_of_a_visit_are_things_of_their_own() -> None:
    rows = [(product.group, product.title) for product in real.offered() if product.group == "现场检查单"]
    assert len(rows) == 8 and len(leads(rows)) == 4
