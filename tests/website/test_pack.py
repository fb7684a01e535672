"""The firm's own papers: each firm gets those it needs, filled with its own words, open where it has none."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pymupdf
import pytest
from docx.oxml.ns import qn
from playwright.sync_api import Browser, Page, expect

from conftest import ROOT
from handbook.pack import pages
from handbook.pack.model_script import data_files
from handbook.page_programs import libraries
from handbook.page_programs.contract import contract_file
from support import real
from support.programs import run_program
from support.web import SiteServer

BOOK = real.book()
SCRIPTS = ROOT / "overrides/material/assets/javascripts"

FULL = {
    "firm": "编造厂",
    "address": "编造路1号",
    "head": "张三",
    "officer": "李四",
    "other": "编造园",
    "exits": "东门、北门",
    "assembly": "门外空地",
    "calls": [{"who": "张三", "phone": "示例"}],
    "posts": [{"kind": "班组长", "post": "车间主任", "name": "王五"}],
}
HOSTILE = "<script>window.hacked=1</script>{#docs}{/blocks}&㐀𠮷"
FIRMS: dict[str, dict[str, Any]] = {
    "six": FULL | {"side": "tenant", "trade": "plastics", "people": 6, "have": []},
    "wood": FULL
    | {"side": "tenant", "trade": "wood-furniture", "people": 12, "have": ["combustible-dust", "hot-work"]},
    "dust-and-spray": FULL
    | {"side": "tenant", "trade": "spraying", "people": 30, "have": ["combustible-dust", "spraying"]},
    "landlord": FULL | {"side": "landlord", "trade": "landlord", "people": 8, "have": []},
    "own": FULL | {"side": "own", "trade": "machining", "people": 150, "have": ["confined-space"]},
    "hostile": {"side": "both", "firm": HOSTILE, "head": HOSTILE, "exits": "门" * 60, "have": ["ammonia"]},
}
MAKE = """firm => { const m = handbookPack, profile = HB.pack.readProfile(firm, m);
  const papers = HB.pack.made(profile, [], m), missing = HB.pack.missingOf(papers);
  const cover = {firm: profile.firm, lines: [], papers: [], state: ""};
  const library = {PizZip, docxtemplater, template: handbookPackTemplate, qr: qrcode};
  const bytes = HB.packDocx(papers, cover, m, library);
  let text = ""; for (const byte of bytes) text += String.fromCharCode(byte);
  return {papers: papers.map(one => one.id), missing, docx: btoa(text)}; }"""


@pytest.fixture(scope="module")
def program(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    for text in (contract_file() | data_files(BOOK)).values():
        page.add_script_tag(content=text)
    found = libraries.fetch(ROOT)
    for name in (*pages.LIBRARIES, *pages.WRITER):
        if name in found:
            page.add_script_tag(path=found[name])
    for name in pages.PROGRAMS[:3]:
        page.add_script_tag(path=SCRIPTS / f"{name}.js")
    yield page
    page.close()


def words(data: str) -> str:
    document = docx.Document(io.BytesIO(base64.b64decode(data)))
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])


@pytest.mark.parametrize("name", FIRMS)
def test_each_firm_gets_a_whole_document(program: Page, name: str) -> None:
    made = program.evaluate(MAKE, FIRMS[name])
    text = words(made["docx"])
    assert program.evaluate("window.hacked") is None
    assert "（）" not in text and "undefined" not in text
    if name == "hostile":
        assert HOSTILE in text and "从业人员人数" in made["missing"]
    else:
        assert "{" not in text and "张三" in text and "编造厂" in text
    assert "范本，填写后由企业负责" in text
    section = docx.Document(io.BytesIO(base64.b64decode(made["docx"]))).sections[0]
    body = section._sectPr.getparent()
    frames = body.iter(qn("w:framePr"))
    edges = {(int(one.get(qn("w:x"))), int(one.get(qn("w:w")))) for one in frames}
    # Notes stand between what a printer can reach and the text.
    assert edges and all(left >= 567 and left + wide < section.left_margin.twips for left, wide in edges)
    # The papers follow each other on the page; no signature stands alone at the head of one.
    assert len(list(body.iter(qn("w:pageBreakBefore")))) == 1
    pieces = [piece for piece in body if not list(piece.iter(qn("w:framePr")))]
    kept = [
        list(piece.iter(qn("w:p")))[-1].find(".//" + qn("w:keepNext")) is not None for piece in pieces[:-1]
    ]
    signed = [place for place, piece in enumerate(pieces) if "（签字）：" in "".join(piece.itertext())]
    assert len(signed) > 5 and all(kept[place - 1] and kept[place - 2] for place in signed)
    # A note of what is missing is higher than a line: none stands so close that it covers the next.
    noted = [place for place, piece in enumerate(body) if list(piece.iter(qn("w:framePr")))]
    assert min((below - above for above, below in pairwise(noted)), default=9) > 4
    # Where the firm has said nothing the paper says so.
    assert made["missing"] and all(label in text for label in made["missing"])


def test_only_the_papers_that_the_firm_needs(program: Page) -> None:
    papers = {name: set(program.evaluate(MAKE, firm)["papers"]) for name, firm in FIRMS.items()}
    assert papers["dust-and-spray"] - papers["six"] == {"dust-rules", "chemical-rules", "hazard-plans"}
    assert "letting-rules" in papers["landlord"] and "tenant-notice" not in papers["landlord"]
    assert not {"letting-rules", "tenant-notice"} & papers["own"] and "confined-rules" in papers["own"]
    assert {"letting-rules", "tenant-notice"} <= papers["hostile"]


def test_no_post_that_the_firm_has_not(program: Page) -> None:
    text = words(program.evaluate(MAKE, FIRMS["six"] | {"posts": []})["docx"])
    assert "车间主任" not in text and "教新来的、换岗的" not in text


def test_what_the_self_check_found_stands_in_ledger_and_plan(program: Page) -> None:
    answer = {"r": "n", "note": "东门堆货", "who": "王五", "due": "2026-12-01", "again": []}
    closed = answer | {"note": "改好的", "again": [{"ok": True}]}
    file = {
        "format": "handbook-self-check",
        "checks": [{"day": "2026-11-20", "points": {"14-1": answer, "14-2": closed, "99-9": answer}}],
    }
    rows = program.evaluate("file => HB.pack.readFound(file, handbookPack)", file)
    assert [row["what"] for row in rows] == ["东门堆货"]
    made = program.evaluate(
        "([firm, rows]) => HB.pack.made(HB.pack.readProfile(firm, handbookPack), rows, handbookPack)",
        [FIRMS["six"], rows],
    )
    assert sum("东门堆货" in json.dumps(paper, ensure_ascii=False) for paper in made) == 2


# ---------- As a firm uses it, from disk ----------


@pytest.fixture
def desk(browser: Browser, site: Path) -> Iterator[Page]:
    """The page of the papers, opened from a folder at the width of a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, accept_downloads=True)
    page = context.new_page()
    page.goto((site / "pack.html").as_uri())
    yield page
    context.close()


def test_the_foot_stays_put_until_the_program_has_come(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 780})
    page.route("**/pack/page.js", lambda route: route.abort())
    page.goto((site / "pack.html").as_uri())
    assert page.evaluate("document.querySelector('.hb-foot').getBoundingClientRect().top > innerHeight")
    page.close()


def test_the_papers_are_folded_on_the_phone_and_printed_whole(desk: Page) -> None:
    desk.evaluate("firm => localStorage.setItem('handbook-firm', JSON.stringify(firm))", FIRMS["wood"])
    desk.reload()
    papers = desk.locator(".pk-paper")
    assert papers.count() >= 12 and desk.locator(".pk-paper details[open]").count() == 0
    assert desk.evaluate("document.documentElement.scrollHeight") <= 8000
    notices = papers.get_by_text("范本，填写后由企业负责。依据")
    papers.filter(has_text="综合安全管理制度").first.locator("summary").click()
    assert [one.is_visible() for one in notices.all()].count(True) == 1
    # What is opened stays so while the firm's facts are typed.
    desk.get_by_label("地址").fill("编造路2号")
    desk.get_by_label("地址").blur()
    assert papers.filter(has_text="综合安全管理制度").first.locator("details[open]").count() == 1
    printed = re.sub(r"\s", "", "".join(page.get_text() for page in pymupdf.open(stream=desk.pdf())))
    assert printed.count("范本，填写后由企业负责。依据") == papers.count()
    assert "样没写" not in printed.partition("安全员任命书范本")[2]


def code_behind(picture: bytes, folder: Path) -> str:
    file = folder / "code.png"
    file.write_bytes(picture)
    run = run_program(["zbarimg", "--raw", "--quiet", str(file)])
    return run.stdout.strip()


def test_the_covers_code_says_which_papers_have_changed(desk: Page, site: Path, tmp_path: Path) -> None:
    desk.get_by_label("企业名称").fill("编造厂")
    with desk.expect_download() as saved:
        desk.get_by_role("button", name="整册存成 DOCX").click()
    document = docx.Document(saved.value.path())
    shown = code_behind(desk.locator(".pk-qr svg").screenshot(), tmp_path)
    pictures = [part.blob for part in document.part.package.iter_parts() if part.content_type == "image/png"]
    assert [code_behind(blob, tmp_path) for blob in pictures] == [shown] and shown.startswith(
        BOOK.site.address
    )
    assert "编造" not in shown and "rules=" in shown
    fragment = shown.partition("#")[2]
    current = (site / "q/pack.html").as_uri()
    desk.goto(f"{current}#{fragment}")
    desk.reload()
    assert "和现在的手册一样" in desk.locator("#pack-current").inner_text()
    old = re.sub(r"rules=\w+", "rules=0000", fragment).replace(
        f"edition={BOOK.edition.id}", f"edition={BOOK.editions[0].id}"
    )
    desk.goto(f"{current}#{old}&gone=1234")
    told = desk.locator("#pack-current").inner_text()
    assert "2 份和现在的手册不一样了" in told and "▲ 变了：综合安全管理制度" in told and "不再有" in told


def test_papers_and_self_check_know_the_same_firm(desk: Page, site: Path) -> None:
    desk.get_by_label("企业名称").fill("编造厂")
    desk.get_by_label("统一社会信用代码").fill("91320300000000000X")
    desk.get_by_label("行业").select_option("wood-furniture")
    desk.get_by_label("从业人员几个").fill("12")
    desk.get_by_label("从业人员几个").blur()
    desk.goto((site / "self-check.html").as_uri())
    desk.get_by_role("button", name="用一企一册里填的：编造厂").click()
    assert desk.locator("input[name=trade]:checked").get_attribute("value") == "wood-furniture"
    assert desk.locator("#sc-people").input_value() == "12"
    desk.locator("form.sc-start button[type=submit]").click()
    desk.wait_for_url("**#*")
    assert "编造厂" in desk.locator("main").inner_text()
    # And back: the papers of another browser's firm are begun from the check.
    desk.evaluate("localStorage.removeItem('handbook-firm')")
    desk.goto((site / "pack.html").as_uri())
    desk.get_by_role("button", name="用最近一次自查的结果").click()
    assert desk.get_by_label("企业名称").input_value() == "编造厂"
    assert desk.get_by_label("统一社会信用代码").input_value() == "91320300000000000X"


def test_another_tab_and_a_page_put_away_lose_nothing(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context()
    one, two = context.new_page(), context.new_page()
    for tab in (one, two):
        tab.goto(web.address + "pack.html")
    one.get_by_label("企业名称").first.fill("编造厂")
    one.get_by_label("地址").first.click()
    expect(two.get_by_label("企业名称").first).to_have_value("编造厂")
    two.get_by_label("地址").first.fill("编造路")
    two.evaluate("""Object.defineProperty(document, "hidden", { value: true });
      document.dispatchEvent(new Event("visibilitychange"))""")
    kept = two.evaluate("HB.firm.read()")
    assert (kept["firm"], kept["address"]) == ("编造厂", "编造路")
    context.close()


def test_what_was_filled_in_inside_wechat_goes_on_in_the_browser(
    browser: Browser, desk: Page, site: Path
) -> None:
    """WeChat saves no file, and what it stores no other browser sees: the way out is a text."""
    agent = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/107.0 MicroMessenger/8.0.40"
    inside = browser.new_context(viewport={"width": 360, "height": 780}, user_agent=agent).new_page()
    inside.goto((site / "pack.html").as_uri())
    assert "在浏览器里打开再填" in inside.locator(".pk-shell").inner_text()
    inside.get_by_label("企业名称").fill("编造厂")
    inside.get_by_label("企业名称").blur()
    inside.get_by_role("button", name="复制填的内容").click()
    carried = inside.locator("#hb-text").input_value()
    inside.context.close()

    assert desk.locator(".pk-shell").count() == 0
    desk.get_by_text("取回填过的内容，放进自查的结果").click()
    paste = desk.locator("#pk-paste")
    for spoiled in ("", carried[:-1], "[]", '{"format": 1}'):
        paste.fill(spoiled)
        desk.get_by_role("button", name="从粘贴的文字取回").click()
        assert "填的内容没有动" in desk.locator(".hb-message").inner_text()
        assert desk.get_by_label("企业名称").input_value() == ""
    paste.fill(f"老王 11月30日 10:20\n{carried}\n")  # as a chat sends it on
    desk.get_by_role("button", name="从粘贴的文字取回").click()
    assert desk.get_by_label("企业名称").input_value() == "编造厂"
