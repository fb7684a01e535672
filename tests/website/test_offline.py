"""Reading without a network: the package that opens from a folder, and the service worker with two
editions."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import DAY
from handbook.day import day_epoch
from handbook.pipeline.files import digests
from handbook.site import service_worker
from handbook.site.offline_package import package, package_path, page_files
from support import real
from support.web import SiteServer, served

BOOK = real.book()
ITEM = f"checklists/{BOOK.item_by_id['07'].stem}.html"


# ---------- The package ----------


@pytest.fixture(scope="module")
def unpacked(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's folder, unpacked somewhere with Chinese and a space in the name, as people do."""
    target = tmp_path_factory.mktemp("包") / "桌面 1"
    with zipfile.ZipFile(site / package_path(BOOK)) as archive:
        archive.extractall(target)
    (folder,) = target.iterdir()
    return folder


class _Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag in ("script", "img") and "src" in values:
            self.loads.append(values["src"])
        if tag == "link" and "stylesheet" in values.get("rel", ""):
            self.loads.append(values.get("href", ""))


def test_every_link_in_the_package_leads_somewhere(unpacked: Path) -> None:
    broken = []
    for path in unpacked.rglob("*.html"):
        if path.name == "404.html":
            continue
        page = _Links(path.read_text(encoding="utf-8"))
        for link in page.links + page.loads:
            parts = urlsplit(link)
            if parts.scheme or not parts.path:
                continue
            target = path.parent / unquote(parts.path)
            if not (target.is_file() or (target / "index.html").is_file()):
                broken.append(f"{path.relative_to(unpacked)}: {link}")
    assert broken == []
    # What is left out is on the web.
    text = (unpacked / ITEM).read_text(encoding="utf-8")
    assert f'href="{BOOK.site.address}{ITEM.removesuffix(".html")}.pdf"' in text
    assert (unpacked / "README.txt").read_text(encoding="utf-8-sig").count("index.html") == 1


def test_package_is_the_same_every_time(site: Path, tmp_path: Path) -> None:
    """Whatever is taken from the last one: nothing, all that is as it was, or nothing since it is broken."""
    made = package(site, BOOK, day_epoch(DAY))
    last, broken = tmp_path / "last.zip", tmp_path / "broken.zip"
    last.write_bytes(made)
    broken.write_bytes(made[:2000] + bytes(2000) + made[4000:])
    for before in (last, broken):
        again = package(site, BOOK, day_epoch(DAY), last=before)
        assert hashlib.sha256(again).digest() == hashlib.sha256(made).digest()
    with zipfile.ZipFile(site / package_path(BOOK)) as archive:
        (day,) = {entry.date_time[:3] for entry in archive.infolist()}
        # A build that was made before may be of any day.
        assert day == (DAY.year, DAY.month, DAY.day) or "HANDBOOK_TEST_BUILD" in os.environ
        assert not [
            name for name in archive.namelist() if name.endswith((".pdf", ".map", "service-worker.js"))
        ]


def test_of_the_last_package_only_what_changed_is_packed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[str] = []
    write = zipfile.ZipFile.writestr

    def noted(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, data: bytes) -> None:
        packed.append(Path(entry.filename).name)
        write(archive, entry, data)

    def made(before: Path | None = None) -> bytes:
        packed.clear()
        return package(web, BOOK, day_epoch(DAY), last=before)

    monkeypatch.setattr(zipfile.ZipFile, "writestr", noted)
    web, last = tmp_path / "web", tmp_path / "last.zip"
    web.mkdir()
    for name in ("a.css", "about.html", "index.html"):
        (web / name).write_text(f"<p>{name}：通道里不堆东西，门一推就开。</p>\n" * 20, encoding="utf-8")
    last.write_bytes(made())
    (web / "about.html").write_text("<p>出口的门白天不锁。</p>\n", encoding="utf-8")
    again = made(last)
    assert packed == ["about.html"]
    assert again == made() and len(packed) == 4
    # The same as another program packed it.
    with zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as other:
        for name in ("a.css", "about.html", "index.html"):
            other.write(web / name, f"handbook/{name}")
    assert made(last) == again


@pytest.mark.parametrize("width", [360, 1280])
def test_package_works_from_a_folder(browser: Browser, unpacked: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("console", lambda message: message.type == "error" and pytest.fail(message.text))
    page.goto((unpacked / "index.html").as_uri())
    page.get_by_role("link", name=re.compile("^07 ")).first.click()
    page.wait_for_url("**/" + ITEM)
    page.goto((unpacked / "self-check.html").as_uri() + "?items=07")
    page.click("form.sc-start button[type=submit]")
    page.locator(".sc-card").first.locator("label", has_text="不符合").click()
    expect(page.locator(".sc-advice").first).not_to_be_empty()
    page.reload()
    expect(page.locator(".sc-card").first).to_have_attribute("data-r", "n")
    assert [url for url in asked if not url.startswith(("file://", "data:", "blob:"))] == []
    context.close()


def test_search_works_in_the_package(browser: Browser, unpacked: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((unpacked / ITEM).as_uri())
    page.keyboard.press("/")
    page.keyboard.type("灭火器多久检查")
    link = page.locator(".hb-search a[href*='#p22-'], .hb-search a[href*='22-']").first
    expect(link).to_be_visible()
    page.close()


# ---------- The service worker ----------


@pytest.fixture
def live(site: Path, tmp_path: Path) -> Iterator[SiteServer]:
    """The site on a server, in a copy that a test may turn into another edition."""
    copy = tmp_path / "site"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns("*.pdf", "*.zip", "*.docx", "*.xlsx", "*.pptx"))
    with served(copy) as server:
        yield server


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 780}, service_workers="allow")
    context.set_default_timeout(15000)
    yield context
    context.close()


def until(page: Page, expression: str, argument: object = None, *, seconds: float = 20) -> None:
    """Waits until ``expression`` is true. (Playwright's own way of waiting needs eval, which the pages
    forbid.)"""
    end = time.monotonic() + seconds
    while not page.evaluate(expression, argument):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(100)


def kept(page: Page) -> None:
    """Waits until the worker has stored the page the reader is on."""
    until(page, "document.documentElement.dataset.offline === 'kept'")


def filled(page: Page) -> None:
    """Waits until everything is stored."""
    until(
        page,
        "(count) => caches.open('handbook-files').then(c => c.keys()).then(k => k.length >= count)",
        len(page_count(page)),
        seconds=60,
    )


def page_count(page: Page) -> list[str]:
    text = page.evaluate("fetch('/service-worker.js').then(r => r.text())")
    return list(set(re.findall(r'"[^"]+":"([\w-]{16})"', text[text.index('"files":') :])))


def second_edition(folder: Path, change: Callable[[str, str], str], *, worker: bool = True) -> None:
    """Turns the site into another edition: ``change(name, text)`` gives the new text of pages, styles and
    programs."""
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".css", ".js") and path.name != "service-worker.js":
            name = path.relative_to(folder).as_posix()
            path.write_text(change(name, path.read_text(encoding="utf-8")), encoding="utf-8")
    if worker:
        files = page_files(folder)
        files.pop("service-worker.js")
        worker = service_worker.worker_text(BOOK, files, digests(folder, files.values()))
        (folder / "service-worker.js").write_text(worker, encoding="utf-8")


def mark(name: str, text: str) -> str:
    """Writes "第二版" into every page, and a style that shows which stylesheet came."""
    if name.endswith(".html"):
        return text.replace("</h1>", "（第二版）</h1>", 1)
    return text + "\n:root{--edition:2}" if name.endswith("handbook.css") else text


def editions(page: Page) -> tuple[bool, bool]:
    """Whether the page and its style are of the second edition."""
    return (
        "第二版" in page.locator("h1").first.inner_text(),
        page.evaluate(
            "getComputedStyle(document.documentElement).getPropertyValue('--edition').trim() === '2'"
        ),
    )


def test_first_visit_stores_what_was_read_and_little_more(reader: BrowserContext, live: SiteServer) -> None:
    page = reader.new_page()
    page.goto(live.address + ITEM)
    kept(page)
    page.wait_for_timeout(500)
    asked = {path for path, _ in live.asked}
    assert "self-check.html" not in asked and "assets/search/index.js" not in asked
    assert (
        sum(size for _, size in live.asked) < 130 * 1024
    )  # the page itself and the worker's program with its list
    live.down = True
    page.reload()
    expect(page.locator("h1")).to_contain_text("07")
    page.goto(live.address + "drills/script.html")
    expect(page.locator("h1")).to_have_text("现在没有网")


def test_a_reader_who_saves_data_is_asked_first_and_then_needs_no_network(
    reader: BrowserContext, live: SiteServer
) -> None:
    reader.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page = reader.new_page()
    page.goto(live.address + "index.html")
    kept(page)
    page.goto(live.address + "downloads/index.html")
    kept(page)
    page.wait_for_timeout(1500)
    assert page.evaluate("caches.open('handbook-files').then(c => c.keys()).then(k => k.length)") < 60
    button = page.locator(".hb-offline button")
    expect(button).to_contain_text(re.compile(r"约 \d+ MB"))
    button.click()
    expect(page.locator(".hb-offline__state")).to_contain_text("已经全部存到本机", timeout=60000)
    live.down = True
    for name in (
        "",
        "index.html",
        "about.html",
        "laws/anquan-shengchan-fa.html",
        "checklists/all.html",
        "q/07.html",
        "downloads/",
    ):
        page.goto(live.address + name)
        expect(page.locator("h1").first).not_to_have_text("现在没有网")
    page.goto(live.address + "self-check.html?items=07")
    expect(page.locator(".hb-offline button")).to_contain_text(
        re.compile(r"约 \d+ MB")
    )  # where one goes out from
    page.click("form.sc-start button[type=submit]")
    page.locator(".sc-card").first.locator("label", has_text="不符合").click()
    expect(page.locator(".sc-advice").first).not_to_be_empty()
    page.goto(live.address + "quiz.html?item=07")
    page.get_by_role("button", name="开始").click()
    expect(page.locator(".qz-question")).to_be_visible()
    page.goto(live.address + "downloads/not-there.pdf")
    expect(page.locator("h1")).to_have_text("现在没有网")
    # A file that is not stored: said, where the browser would do nothing at all.
    page.goto(live.address + "forms/appointment-letter.html")
    reader.set_offline(True)
    page.locator("a[href$='.docx']").first.click()
    expect(page.locator(".hb-message")).to_contain_text("没有存在本机")


def test_a_new_edition_is_told_and_never_mixed_with_the_old(reader: BrowserContext, live: SiteServer) -> None:
    page, other = reader.new_page(), reader.new_page()
    page.goto(live.address + "index.html")
    kept(page)
    page.goto(live.address + ITEM)
    filled(page)  # by itself, from the second page on
    top = page.evaluate("document.querySelector('main').getBoundingClientRect().top")
    other.goto(live.address + "self-check.html?items=07")
    other.click("form.sc-start button[type=submit]")
    other.locator(".sc-card").first.locator("label", has_text="不符合").click()
    other.get_by_text("改完了：复查、销号").first.click()
    other.get_by_label("复查说明").first.fill("锁拆了一半")
    second_edition(live.folder, mark)
    for name in (ITEM, "about.html", "laws/index.html"):
        page.goto(live.address + name)
        assert editions(page) == (False, False), name
    # It is told in the header, and the page below stays where it is.
    bar = page.locator(".hb-message")
    told = page.locator(".md-header").get_by_role("button", name="有新版")
    expect(told).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().top") == top
    told.click()
    expect(bar).to_contain_text(f"手册有更新（{BOOK.edition.name}）")
    assert editions(page) == (False, False)
    bar.get_by_role("button", name="换上新版").click()
    expect(page.locator("h1").first).to_contain_text("第二版")
    assert editions(page) == (True, True)
    expect(other.locator("h1").first).to_contain_text("第二版")  # the other tab came along
    assert editions(other) == (True, True)
    expect(other.locator(".sc-card").first).to_have_attribute("data-r", "n")  # and kept what was filled in
    expect(other.get_by_label("复查说明").first).to_have_value("锁拆了一半")  # half typed, too
    live.down = True
    page.reload()
    assert editions(page) == (True, True)


def test_a_page_not_stored_yet_waits_for_its_own_edition(reader: BrowserContext, live: SiteServer) -> None:
    page = reader.new_page()
    page.goto(live.address + ITEM)
    kept(page)
    page.reload()  # now the worker answers
    second_edition(live.folder, mark)
    page.goto(live.address + "laws/index.html")  # of the first edition, and no longer to be had
    expect(page.locator("h1").first).to_contain_text("第二版")
    assert editions(page) == (True, True)


def test_a_page_that_only_the_new_edition_has(reader: BrowserContext, live: SiteServer) -> None:
    page = reader.new_page()
    page.goto(live.address + ITEM)
    kept(page)
    page.reload()
    shutil.copy(live.folder / "about.html", live.folder / "brand-new.html")
    second_edition(live.folder, mark)
    page.goto(live.address + "brand-new.html")
    expect(page.locator("h1").first).to_contain_text("第二版")
    assert editions(page) == (True, True)


def test_a_site_half_put_up_is_still_readable(reader: BrowserContext, live: SiteServer) -> None:
    """New pages with the old worker: the worker steps aside, and that edition is not installed again."""
    page = reader.new_page()
    page.goto(live.address + ITEM)
    kept(page)
    page.reload()
    second_edition(live.folder, mark, worker=False)
    page.goto(live.address + "laws/index.html")
    expect(page.locator("h1").first).to_contain_text("第二版")
    assert editions(page) == (True, True)
    page.wait_for_timeout(3000)
    page.goto(live.address + "about.html")
    assert editions(page) == (True, True)
    assert page.evaluate("navigator.serviceWorker.controller") is None


def test_the_site_can_be_installed(reader: BrowserContext, live: SiteServer) -> None:
    page = reader.new_page()
    page.goto(live.address + "index.html")
    kept(page)
    page.reload()
    page.wait_for_selector("link[rel=manifest]", state="attached")
    session = reader.new_cdp_session(page)
    told = session.send("Page.getAppManifest")
    assert told["errors"] == []
    # Contexts of tests are like private windows, where nothing can be installed; all else must be right.
    assert [
        error["errorId"]
        for error in session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        if error["errorId"] != "in-incognito"
    ] == []


def test_worker_names_every_file_of_the_site(site: Path) -> None:
    text = (site / service_worker.WORKER).read_text(encoding="utf-8")
    for name, path in page_files(site).items():
        if name != service_worker.WORKER:
            assert f'"{name}":"{service_worker.file_digest(path.read_bytes())}"' in text, name
    assert ".pdf" not in text.split("\n", 1)[0]
