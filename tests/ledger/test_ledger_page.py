"""The register's pages as an officer uses them: from a folder, without a network, by keyboard; nothing
stays behind."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf as fitz
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import ROOT, fork_handbook
from handbook.ledger.pages import LEAF
from handbook.ledger.workbook import workbook_bytes
from handbook.ledger.workbook_plan import workbook_plan
from handbook.site.offline_package import carried, package
from handbook.site.pages import visit_sheet_data
from support import ledger_cases as made
from support.axe import Looks
from support.ledger_cases import DAY
from support.samples import GOOD, HOSTILE
from support.web import told_apart

VIEWS = ("核对结果", "收检查结果", "周报", "进出关", "上门和跟踪", "按部门移交", "两期对比")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up handbook with the real register, built as a site in a folder: what is on the stick."""
    root = tmp_path_factory.mktemp("stick") / "project"
    shutil.copytree(ROOT / "tests" / "project", root)
    shutil.rmtree(root / "data" / "ledger")
    for name in ("mkdocs.yml", "requirements.txt"):
        shutil.copy2(ROOT / name, root / name)
    for name in ("overrides", "scripts", "data/ledger"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    # The steps of coming and going lead to forms and points, of which the made-up handbook has its own.
    register = root / "data" / "ledger" / "ledger.yml"
    steps = re.sub(r"用到: \[.*?\]", "用到: [exit-round, 01-1]", register.read_text(encoding="utf-8"))
    register.write_text(steps, encoding="utf-8")
    # The real hazards and bodies, which the real register and the made-up workbooks name.
    for name in ("hazards.yml",):
        shutil.copy2(ROOT / "data" / name, root / "data" / name)
    laws = root / "data" / "register" / "laws.yml"
    laws.write_text(
        laws.read_text(encoding="utf-8")
        + "- {代号: gbt-4754-2017, 名称: 国民经济行业分类, 简称: [GB/T 4754-2017], 类别: 推荐性标准, 施行: 2017-10-01, 核对: 2026-11-01, 备查: true}\n",
        encoding="utf-8",
    )
    (root / "data" / "visit-sheets.yml").write_text(
        "- {代号: officer, 名称: 现场检查单, 用途: 上门带的一张纸。, 适用: [出租方, 承租方], 像官方清单: true,"
        " 先看: [01-1, 01-2], 安全员问: [01-Q1], 负责人考: [01-Q2]}\n",
        encoding="utf-8",
    )
    fork_handbook(root, "build", "--no-pdf", "--site-only")
    # The real sheet of a visit: whether it stays on one leaf is seen only with all that it holds.
    (root / "site" / LEAF).write_text(visit_sheet_data.data_files(made.BOOK)[LEAF], encoding="utf-8")
    return root / "site"


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A district of two periods, without problems: their points are those of the real handbook."""
    home = tmp_path_factory.mktemp("workbooks")
    before, after = made.district(64, seed=4)
    point = {"要点编号": "01-1"}
    after["问题"] = [one | point for one in after["问题"]]
    return {
        "before": made.write(home / "上周.xlsx", before),
        "after": made.write(home / "这周.xlsx", after),
    }


@pytest.fixture(params=[1280, 360], ids=["desk", "phone"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 800},
        locale="zh-CN",
        reduced_motion="reduce",
    )
    context.set_default_timeout(8000)
    yield context
    context.close()


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page, and everything that goes wrong on it or leaves it."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(("file://", "blob:", "data:")) else wrong.append(request.url)
        ),
    )
    return page, wrong


def opened(page: Page, folder: Path, workbooks: dict[str, Path]) -> None:
    page.goto((folder / "officers" / "register.html").as_uri())
    page.fill("#lg-day", DAY.isoformat())
    page.set_input_files("#lg-before", workbooks["before"])
    expect(page.locator(".lg-status")).to_contain_text("上一期读好了")
    page.set_input_files("#lg-after", workbooks["after"])
    expect(page.locator(".lg-status")).to_contain_text("读好了：1 个文件")


#: How many lines each cell takes that holds a day alone.
LINES_OF_SHORT = """[...document.querySelectorAll(".lg-report th, .lg-report td")]
  .filter((cell) => 1 < cell.textContent.length && cell.textContent.length <= 10).map((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getClientRects().length;
  })"""


def show(page: Page, view: str) -> None:
    page.get_by_role("button", name=view, exact=True).click()
    expect(page.locator(".lg-report h2")).to_be_focused()


def test_every_view_from_a_folder_and_nothing_stays_or_leaves(
    context: BrowserContext, folder: Path, workbooks: dict[str, Path]
) -> None:
    page, wrong = watched(context)
    opened(page, folder, workbooks)
    kept = "JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage), document.cookie])"
    at_first, days = page.evaluate(kept), list[int]()
    for view in VIEWS:
        show(page, view)
        assert (
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        ), view
        days += page.evaluate(LINES_OF_SHORT)
    assert len(days) > 10 and set(days) == {1}, "a day, a name stays on its line"
    assert told_apart(page, '.lg-tab[aria-pressed="true"]', '.lg-tab[aria-pressed="false"]')
    # What must be mended stands before what is only worth a look: of many, the first alone are listed.
    show(page, "核对结果")
    rows = page.locator(".lg-report table").last.locator("tbody tr").all_inner_texts()
    levels = [row.split()[1] for row in rows]
    assert set(levels) == {"错误", "提醒"} and levels == sorted(levels, key="错误提醒".index)
    show(page, "周报")
    expect(page.locator(".lg-report")).to_contain_text("没有。各镇街都平。")
    assert page.evaluate(kept) == at_first
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    page.get_by_role("button", name="清掉重来").click()
    expect(page.locator(".lg-output")).to_be_empty()
    page.reload()
    expect(page.locator(".lg-output")).to_be_empty()
    assert wrong == []


def test_axe_finds_nothing(phone: Page, folder: Path, workbooks: dict[str, Path]) -> None:
    page, looks = phone, Looks()
    page.set_default_timeout(8000)

    def findings() -> list[str]:
        page.wait_for_timeout(150)
        return looks.findings_on_both(page)

    wrong = {}
    for name in ("register-fields", "collected", "register"):
        page.goto((folder / "officers" / f"{name}.html").as_uri())
        wrong[name] = findings()
    opened(page, folder, workbooks)
    for view in VIEWS:
        show(page, view)
        wrong[view] = findings()
    assert {name: found[:4] for name, found in wrong.items() if found} == {}


def test_keyboard_alone(browser: Browser, folder: Path, workbooks: dict[str, Path]) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page, wrong = watched(context)
    opened(page, folder, workbooks)
    page.locator("#lg-after").focus()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(str(page.evaluate("document.activeElement.textContent.trim().slice(0, 20)")))
        if seen[-1] == "周报":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".lg-report h2")).to_be_focused()
    page.keyboard.press("Tab")
    region = page.evaluate(
        "[document.activeElement.getAttribute('role'), getComputedStyle(document.activeElement).outlineStyle]"
    )
    assert region == ["region", "solid"], (
        seen
    )  # a wide table can be scrolled by keyboard, and one sees where one is
    assert wrong == []
    context.close()


def test_weekly_sheet_is_one_page_and_says_internal(browser: Browser, folder: Path, tmp_path: Path) -> None:
    """Twenty-eight towns and more changes than fit: still one A4."""
    before, after = made.district(420, seed=6)
    homes = {
        one["厂区编号"]: dict(one, 镇街=f"第{number % 28 + 1:02d}镇")
        for number, one in enumerate(after["厂区"])
    }
    for rows in (before, after):
        rows["厂区"] = list(homes.values())
    after["问题"] = [one | {"要点编号": "01-1"} for one in after["问题"]]
    after["企业"] += [made.firm(90_000 + n, 厂区编号=next(iter(homes)), 幢="1") for n in range(30)]
    books = {
        "before": made.write(tmp_path / "b.xlsx", before),
        "after": made.write(tmp_path / "a.xlsx", after),
    }
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page, _ = watched(context)
    opened(page, folder, books)
    page.evaluate("window.print = () => {}")
    show(page, "周报")
    page.get_by_role("button", name="打印").click()
    pdf = fitz.open(stream=page.pdf(prefer_css_page_size=True))
    text = "".join(sheet.get_text() for sheet in pdf)
    assert pdf.page_count == 1
    assert "内部工作用" in text and "非行政检查事项清单" in text and "多出来的" in text and "另有" in text
    assert [round(side) for side in (pdf[0].rect.width, pdf[0].rect.height)] == [595, 842]
    for view, wide in (("上门和跟踪", True), ("两期对比", False), ("核对结果", True)):
        show(page, view)
        if view == "两期对比":  # the others by the browser's own way to print
            page.get_by_role("button", name="打印").click()
        pdf = fitz.open(stream=page.pdf(prefer_css_page_size=True))
        assert (pdf[0].rect.width > pdf[0].rect.height) is wide
        assert page.locator(".lg-output h2").first.inner_text() in pdf[0].get_text()
        assert all("内部工作用" in sheet.get_text() for sheet in pdf)
        # A long list in one cell does not squeeze the other columns to a few characters, twice the pages.
        assert pdf.page_count < 20, view
    page.get_by_role("button", name="清掉重来").click()
    sheet = fitz.open(stream=page.pdf(prefer_css_page_size=True))[0].rect
    assert sheet.width < sheet.height, "after a wide report the page itself lies upright again"
    context.close()


def test_sheet_of_a_visit_has_the_firm_on_it_and_stays_on_one_leaf(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    """Two firms chosen from the plan: four pages with name, code, place and open problems, and no person."""
    long = "示例" + "很长的名字" * 7 + "有限公司"
    firms = [
        made.firm(number, 企业名称=name) for number, name in ((1, long), (2, "示例第二厂"), (3, "示例第三厂"))
    ]
    problems = [
        made.problem(
            number,
            要点编号="01-1",
            企业编号="QY-0001",
            问题=f"第{number}处" + "出口又锁上了" * 12,
            期限=DAY - dt.timedelta(days=1),
        )
        for number in range(1, 8)
    ]
    rows = made.base(
        厂区=[made.plant(村社区="示例村")],
        企业=firms,
        问题=problems,
        联系人=[{"企业编号": "QY-0001", "主要负责人": "示例人", "电话": "0516-00000000"}],
    )
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page, wrong = watched(context)
    page.set_default_timeout(8000)
    page.goto((folder / "officers" / "register.html").as_uri())
    page.fill("#lg-day", DAY.isoformat())
    page.set_input_files("#lg-after", made.write(tmp_path / "a.xlsx", rows))
    show(page, "上门和跟踪")
    assert "示例村" in (page.locator(".lg-block", has_text="逾期没销号的问题").text_content() or "")
    page.evaluate("window.print = () => {}")
    page.locator(".lg-choose summary").click()
    press = page.get_by_role("button", name="印现场检查单")
    expect(press).to_be_disabled()
    page.fill("#lg-stop-filter", "第三")
    expect(page.locator(".lg-stops li")).to_have_count(1)
    page.fill("#lg-stop-filter", "示例村")
    page.get_by_label("示例第二厂").check()
    page.locator(".lg-stops li", has_text=long).locator("input").check()
    expect(press).to_have_text("印现场检查单（2 户，2 张）")
    press.click()
    expect(page.locator(".lg-leaf")).to_have_count(4)
    pdf = fitz.open(stream=page.pdf(prefer_css_page_size=True))
    texts = ["".join(sheet.get_text().split()) for sheet in pdf]
    assert pdf.page_count == 4
    assert all("内部工作用" in text for text in texts)
    mine = next(number for number, text in enumerate(texts) if long in text)
    assert firms[0]["信用代码"] in texts[mine] and "示例村" in texts[mine]
    assert "01-1" in texts[mine + 1] and "另有2处" in texts[mine + 1] and "负责人考" in texts[mine + 1]
    assert not [text for text in texts if "示例人" in text or "0516" in text]
    assert wrong == []
    context.close()


def test_files_that_go_out_open(
    browser: Browser, folder: Path, workbooks: dict[str, Path], tmp_path: Path
) -> None:
    from docx import Document
    from docx.oxml.ns import qn

    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="zh-CN", accept_downloads=True
    )
    page, _ = watched(context)
    opened(page, folder, workbooks)

    def saved(button: str) -> Path:
        with page.expect_download() as waiting:
            page.get_by_role("button", name=button).click()
        target = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(target)
        return target

    copy = load_workbook(saved("存一份标出来的 .xlsx"))
    assert copy["企业"].max_row == len(load_workbook(workbooks["after"])["企业"]["A"])
    show(page, "两期对比")
    years = load_workbook(saved("存成 .xlsx"))
    assert "各镇街的存量和进出" in years.sheetnames
    words = Document(str(saved("存成 .docx")))
    assert words.paragraphs[0].text.endswith("厂中厂两期对比") and len(words.tables) > 8
    assert "内部工作用" in words.sections[0].header.paragraphs[0].text
    # Fonts that Windows and WPS have, the language told: nothing is left to what stands in for them.
    used = {
        value
        for part in (words.styles.element, words.element)
        for fonts in part.iter(qn("w:rFonts"))
        for value in fonts.values()
    }
    assert used == {"宋体", "黑体"}
    assert {one.get(qn("w:eastAsia")) for one in words.styles.element.iter(qn("w:lang"))} == {"zh-CN"}
    page.locator(".lg-check label").click()
    public = Document(str(saved("存成 .docx")))
    cells = "".join(cell.text for table in public.tables for row in table.rows for cell in row.cells)
    assert "示例第" not in cells and "内部工作用" not in public.sections[0].header.paragraphs[0].text
    context.close()


def test_results_of_checks_go_into_the_workbook(
    context: BrowserContext, folder: Path, tmp_path: Path
) -> None:
    """From a folder, without a network: shown, asked, taken, given back; and not a second time."""
    rows = made.base(企业=[made.firm(1), made.firm(2, 企业名称="徐州示例木业有限公司")])
    page, wrong = watched(context)
    page.goto((folder / "officers" / "register.html").as_uri())
    page.fill("#lg-day", DAY.isoformat())
    page.set_input_files("#lg-after", made.write(tmp_path / "甲镇.xlsx", rows))
    show(page, "收检查结果")
    one = check_file(tmp_path / "1.json", 1, **{"01-1": "n"})
    page.set_input_files("#lg-results", one)
    said = page.locator(".lg-report .lg-status")
    expect(said).to_contain_text("1 次检查：新的 1 个、更新 0 个、已经有 0 个，没有收 0 个。")
    page.fill(
        "#lg-pasted",
        "【安全自查】示例木业 2026年11月21日\n承租方\n\n1. 01-2 没有做到：甲 问题：乙（2026年12月1日前）",
    )
    page.get_by_role("button", name="读粘贴的文字").click()
    expect(said).to_contain_text("2 次检查：新的 1 个、更新 0 个、已经有 0 个，没有收 0 个，要问的 1 个")
    page.get_by_label("“示例木业”是哪一户").select_option("QY-0002")
    expect(said).to_contain_text("新的 2 个")
    expect(page.get_by_label("“示例木业”是哪一户")).to_be_focused()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="收进来，存成新的工作簿").click()
    assert waiting.value.suggested_filename == "甲镇（收进检查）.xlsx"
    waiting.value.save_as(tmp_path / "新.xlsx")
    cells = [[cell.value for cell in row] for row in load_workbook(tmp_path / "新.xlsx")["问题"]]
    assert [(row[1], row[3], row[5]) for row in cells[1:]] == [
        ("QY-0001", "01-1", cells[1][5]),
        ("QY-0002", "01-2", "乙"),
    ]
    expect(said).to_contain_text("收好了，存成“甲镇（收进检查）.xlsx”")
    kinds = page.locator(".lg-block", has_text="收进“问题”表的").locator("tbody th")
    expect(kinds).to_have_text(["已经有", "已经有"])
    expect(page.get_by_role("button", name="收进来，存成新的工作簿")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    show(page, "核对结果")  # of what the workbook now holds
    expect(page.locator(".lg-report")).to_contain_text("“期限”没有填")
    assert wrong == []


def test_equal_errors_stand_in_one_row_and_the_counts_stay_true(
    context: BrowserContext, folder: Path, workbooks: dict[str, Path], tmp_path: Path
) -> None:
    page, wrong = watched(context)
    firms = [made.firm(n, 状态="乱写") for n in range(1, 10)]
    path = made.write(tmp_path / "新.xlsx", made.base(企业=firms, 变动=[made.event(n) for n in range(1, 10)]))
    opened(page, folder, workbooks | {"before": path, "after": path})
    counts, rows = page.locator(".lg-report table").all()
    expect(counts.locator("tbody tr")).to_have_text(["G025错误9“状态”不能写“乱写”。"])
    expect(rows.locator("tbody tr")).to_have_count(1)
    expect(rows.locator("tbody tr")).to_contain_text("“企业”表 第 2–10 行 H 列")
    assert wrong == []


def test_in_wechat_the_new_rows_are_a_text(browser: Browser, folder: Path, tmp_path: Path) -> None:
    """It saves no workbook: nothing is offered there that cannot work."""
    context = browser.new_context(
        viewport={"width": 360, "height": 780}, locale="zh-CN", user_agent="Mozilla/5.0 MicroMessenger/8.0"
    )
    page, wrong = watched(context)
    page.goto((folder / "officers" / "register.html").as_uri())
    page.set_input_files("#lg-after", made.write(tmp_path / "甲镇.xlsx", made.base()))
    show(page, "收检查结果")
    page.fill("#lg-pasted", check_file(tmp_path / "1.json", 1, **{"01-1": "n"}).read_text(encoding="utf-8"))
    page.get_by_role("button", name="读粘贴的文字").click()
    expect(page.get_by_role("button", name="收进来，存成新的工作簿")).to_have_count(0)
    page.get_by_role("button", name="给出新的几行").click()
    cells = page.locator(".lg-report textarea[readonly]").input_value().split("\t")
    assert cells[:4] == ["WT-001", "QY-0001", "2026-11-20", "01-1"] and len(cells) == len(made.HEADS["问题"])
    assert wrong == []
    context.close()


def test_hostile_cells_stay_texts(browser: Browser, folder: Path, tmp_path: Path) -> None:
    firms = [made.firm(n, 企业名称=text, 产品=text) for n, text in enumerate(HOSTILE, 1)]
    rows = made.base(
        企业=firms,
        变动=[made.event(n, 从=text, 到=text) for n, text in enumerate(HOSTILE, 1)],
        问题=[
            made.problem(n, 要点编号="01-1", 企业编号=f"QY-{n:04d}", 问题=text, 部位=text)
            for n, text in enumerate(HOSTILE, 1)
        ],
    )
    path = made.write(tmp_path / "'><img src=x>.xlsx", rows)
    empty = made.write(tmp_path / "b.xlsx", made.base(企业=[], 变动=[]))
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page, wrong = watched(context)
    opened(page, folder, {"before": empty, "after": path})
    page.evaluate("window.print = () => {}")
    for view in VIEWS:
        show(page, view)
        if page.get_by_role("button", name="打印").count():
            page.get_by_role("button", name="打印").click()
        assert page.evaluate("window.hacked") is None
        assert page.locator("#ledger img, #ledger iframe, #ledger script").count() == 0
    show(page, "周报")
    assert HOSTILE[0] in (page.locator(".lg-report").text_content() or "")
    assert wrong == []
    context.close()


def test_the_program_comes_when_a_workbook_is_chosen(
    browser: Browser, folder: Path, workbooks: dict[str, Path]
) -> None:
    """Who only looks at the page loads neither the reader nor the reports; a document brings its writer."""
    page = browser.new_page()
    page.set_default_timeout(8000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append("/".join(request.url.rsplit("/", 2)[-2:])))
    opened_at = (folder / "officers" / "register.html").as_uri()
    page.goto(opened_at)
    later = {"ledger/fflate.js", "ledger/model.js", "office/xlsx.js", "ledger/years.js", "ledger/docx.js"}
    assert not later & set(asked)
    page.set_input_files("#lg-after", workbooks["after"])
    expect(page.locator(".lg-status")).to_contain_text("读好了")
    assert later - set(asked) == {"ledger/docx.js"}
    page.get_by_role("button", name="周报", exact=True).click()
    with page.expect_download():
        page.get_by_role("button", name="存成 .docx").click()
    assert "ledger/docx.js" in asked
    page.close()


def test_codes_of_industries_are_found_by_digits_and_words(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.set_default_timeout(8000)
    page.goto((folder / "officers" / "register.html").as_uri())
    for asked, found in (("2110", ["2110 木质家具制造"]), ("C214", ["2140 塑料家具制造"])):
        page.fill("#lg-code", asked)
        expect(page.locator(".lg-found li")).to_have_text(found)
    page.fill("#lg-code", "仓储")
    expect(page.locator("#lg-codes .lg-count")).to_contain_text("个小类")
    expect(page.locator(".lg-found")).to_contain_text("5920 通用仓储")
    page.fill("#lg-code", "飞碟厂")
    expect(page.locator("#lg-codes .lg-count")).to_contain_text("没有这个小类")
    page.close()


def test_page_without_its_library_says_so(
    browser: Browser, folder: Path, workbooks: dict[str, Path], tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "site")
    (tmp_path / "site" / "assets" / "ledger" / "fflate.js").unlink()
    page = browser.new_page()
    page.goto((tmp_path / "site" / "officers" / "register.html").as_uri())
    page.set_input_files("#lg-after", workbooks["after"])
    expect(page.locator("#ledger")).to_contain_text("没有装上")
    page.close()


# ---------- Self-checks put together ----------


def check_file(path: Path, number: int, trade: str = "", **answers: Any) -> Path:
    check = json.loads(json.dumps(GOOD)) | {
        "id": f"c00000{number:03d}",
        # The firm as it is asked for, and where people wrote it before; the shop in it is no other firm.
        "firm": f"示例第{number:04d}厂" if number % 2 else "",
        "place": "东车间" if number % 2 else f"示例第{number:04d}厂",
        "day": "2026-11-20",
    }
    blank = {"note": "", "who": "", "due": "", "t": 1, "again": [], "was": ""}
    check["scope"] |= {"trade": trade}
    check["points"] = {
        id: blank | (value if isinstance(value, dict) else {"r": value}) for id, value in answers.items()
    }
    path.write_text(json.dumps({"format": "handbook-self-check", "checks": [check]}), encoding="utf-8")
    return path


def test_collected_self_checks(
    browser: Browser, folder: Path, workbooks: dict[str, Path], tmp_path: Path
) -> None:
    closed = {
        "r": "n",
        "due": "2026-11-22",
        "again": [{"day": "2026-11-21", "by": "甲", "ok": True, "note": ""}],
    }
    files = [
        check_file(tmp_path / "1.json", 1, "made-up-shop", **{"01-1": "n", "01-2": "n"}),
        check_file(tmp_path / "2.json", 2, **{"01-1": closed, "01-2": "y"}),
        check_file(tmp_path / "3.json", 3, **{"01-1": {"r": "n", "was": "n", "due": "2020-01-01"}}),
    ]
    bad = tmp_path / "坏.json"
    bad.write_text("{", encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page, wrong = watched(context)
    page.goto((folder / "officers" / "collected.html").as_uri())
    page.set_input_files("#lg-checks", [*files, files[0], bad])
    expect(page.locator(".lg-status")).to_contain_text("3 次自查，1 个文件没有收")
    expect(page.locator(".lg-wrong")).to_contain_text("坏.json")
    expect(page.locator(".lg-report")).to_contain_text("收到 3 次自查、3 户")
    top = page.locator(".lg-table", has_text="不符合几户").first.locator("tbody tr").first
    assert top.locator("th, td").all_text_contents()[:1] == ["01-1"]
    assert [top.locator("td").nth(n).text_content() for n in (1, 2, 4, 5)] == ["3", "3", "1", "1"]
    expect(page.locator(".lg-report")).to_contain_text("期限以内销号 1 处；逾期没销号 1 处")
    expect(page.locator(".lg-report")).to_contain_text("讲课提纲")
    head = page.get_by_role("columnheader", name="行业", exact=True)
    lines = page.locator(".lg-table", has=head).first.locator("tbody tr").all()
    told = {cells[0]: cells[1:3] for cells in (line.locator("th, td").all_text_contents() for line in lines)}
    assert told == {"没写行业": ["2", "2"], "编造的小厂": ["1", "2"], "合计": ["3", "4"]}
    page.set_input_files("#lg-register", workbooks["after"])
    expect(page.locator(".lg-report")).to_contain_text("按镇街")
    expect(page.locator(".lg-report")).not_to_contain_text("没对上")  # by the name of the firm
    page.locator(".lg-check label").click()
    expect(page.locator(".lg-report")).not_to_contain_text("示例第")
    assert wrong == []
    context.close()


def test_five_hundred_files_and_not_one_more(browser: Browser, folder: Path, tmp_path: Path) -> None:
    files = [check_file(tmp_path / f"{n}.json", n, **{"01-1": "n"}) for n in range(501)]
    page = browser.new_page()
    page.goto((folder / "officers" / "collected.html").as_uri())
    page.set_input_files("#lg-checks", files)
    expect(page.locator(".lg-status")).to_contain_text("500 次自查")
    expect(page.locator(".lg-wrong")).to_contain_text("一次最多收 500 个文件，后面的 1 个没有读")
    page.close()


@pytest.mark.slow
def test_blank_workbook_goes_along_on_the_stick(folder: Path, tmp_path: Path) -> None:
    blank = tmp_path / "downloads" / "register" / "register-blank.xlsx"
    blank.parent.mkdir(parents=True)
    blank.write_bytes(workbook_bytes(workbook_plan(made.BOOK), epoch=1_795_392_000))
    data = package(folder, made.BOOK, 1_795_392_000, carried(tmp_path))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {name.partition("/")[2]: name for name in archive.namelist()}
        page = archive.read(names["officers/register.html"]).decode("utf-8")
        assert archive.read(names["downloads/register/register-blank.xlsx"]) == blank.read_bytes()
    assert {"assets/ledger/fflate.js", "assets/ledger/model.js"} <= set(names)
    assert 'href="../downloads/register/register-blank.xlsx"' in page  # not turned to the web
