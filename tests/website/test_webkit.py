"""The site in a second engine, WebKit: that of every iPhone, and of WeChat on it."""

from __future__ import annotations

import base64
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest
from selenium.webdriver import Keys, WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from bench.pages import ITEM
from support import ledger_cases as made
from support.web import SiteServer, served

WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148 MicroMessenger/8.0.47"
)
#: Pages with a program of their own, and one of each other kind.
PAGES = (
    "index.html",
    ITEM,
    "self-check.html",
    "pack.html",
    "q/pack.html",
    "quiz.html",
    "officers/register.html",
    "officers/collected.html",
    "overview/penalties.html",
    "overview/major-hazards.html",
    "overview/glossary.html",
    "overview/calendar.html",
    "trades/food.html",
    "standards/stars.html",
    "drills/timing-and-rollcall.html",
    "enterprises/also-asked.html",
    "404.html",
)
#: Stands before each program: the first of a page remembers what goes wrong in it, over all pages of the
#: visit.
WATCH = b"""(function () {
  if (window.told) return;
  var told = window.told = JSON.parse(sessionStorage.getItem("told") || "[]");
  function tell(what) {
    // By the standard: sizes that the theme watches go on in the next frame. It comes or not by the moment.
    if (/^ResizeObserver loop/.test(what)) return;
    told.push(location.pathname + ": " + what);
    sessionStorage.setItem("told", JSON.stringify(told));
  }
  addEventListener("error", function (e) { tell(e.message || e.target.src || e.target.href); }, true);
  addEventListener("unhandledrejection", function (e) { tell(e.reason); });
  document.addEventListener("securitypolicyviolation", function (e) { tell(e.blockedURI); });
})();"""


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """A display that nobody sees; its number is the first that is free."""
    program = shutil.which("Xvfb")
    assert program, "需要 Xvfb：apt-get install -y xvfb"
    run = subprocess.Popen(
        [program, "-displayfd", "1", "-screen", "0", "1400x1000x24"], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout
    yield ":" + run.stdout.readline().strip()
    run.terminate()
    run.wait()


@contextmanager
def webkit(display: str, agent: str = "") -> Iterator[WebKitGTK]:
    driver = shutil.which("WebKitWebDriver")
    shells = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4*/MiniBrowser"))
    assert driver and shells, "需要 WebKit：apt-get install -y webkit2gtk-driver"
    options = Options()
    options.binary_location = str(shells[-1])
    options.add_argument("--automation")
    if agent:
        options.add_argument(f"--user-agent={agent}")
    # Without a graphics card the pages are drawn by the processor.
    environment = os.environ | {"DISPLAY": display, "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "LANG": "C.UTF-8"}
    page = WebKitGTK(options=options, service=Service(driver, env=environment))
    # An engine that hangs fails its test, not the whole run.
    page.command_executor.client_config.timeout = 60
    try:
        page.set_window_size(360, 780)
        yield page
    finally:
        page.quit()


@pytest.fixture(scope="module")
def phone(screen: str) -> Iterator[WebKitGTK]:
    with webkit(screen) as page:
        yield page


@pytest.fixture
def web(site: Path) -> Iterator[SiteServer]:
    """The site, each page telling what goes wrong in it (``told``)."""

    def watched(file: Path, data: bytes) -> bytes:
        return WATCH + b"\n" + data if file.suffix == ".js" else data

    with served(site, watched) as server:
        yield server


def told(page: WebKitGTK) -> list[str]:
    found: list[str] = page.execute_script("return JSON.parse(sessionStorage.getItem('told') || '[]')")
    return found


def one(page: WebKitGTK, selector: str) -> WebElement:
    return WebDriverWait(page, 10).until(lambda page: page.find_element(By.CSS_SELECTOR, selector))


def tap(page: WebKitGTK, place: WebElement) -> None:
    page.execute_script("arguments[0].scrollIntoView({block: 'center'})", place)
    place.click()


def unfold(page: WebKitGTK, fold: WebElement) -> None:
    """Opens it by program: cards above that are laid out while one scrolls move it from under a tap."""
    page.execute_script("arguments[0].querySelector('summary').click()", fold)


def button(page: WebKitGTK, name: str) -> WebElement:
    path = f"//button[normalize-space()='{name}']"
    return WebDriverWait(page, 10).until(lambda page: page.find_element(By.XPATH, path))


def text_of(page: WebKitGTK, selector: str, words: str) -> str:
    """The text of a place as soon as it holds ``words``."""
    WebDriverWait(page, 10).until(lambda page: words in one(page, selector).text)
    return one(page, selector).text


def test_every_kind_of_page_opens_without_a_fault_and_fits(phone: WebKitGTK, web: SiteServer) -> None:
    for name in PAGES:
        phone.get(web.address + name)
        assert (web.folder / name).is_file(), name  # else the server gives 404.html, which opens well
        wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert phone.execute_script(wide) <= 0, name
        assert phone.execute_script("return typeof window.told") == "object", name
    assert told(phone) == []


def test_the_watch_itself_sees_a_fault(phone: WebKitGTK, web: SiteServer) -> None:
    phone.get(web.address + "index.html")
    phone.execute_script("setTimeout(function () { throw new Error('made') })")
    WebDriverWait(phone, 10).until(lambda page: told(page))
    assert "made" in told(phone)[0]
    phone.execute_script("sessionStorage.clear()")


@pytest.mark.parametrize("way", ["web", "disk"])
def test_a_question_is_answered(phone: WebKitGTK, web: SiteServer, site: Path, way: str) -> None:
    phone.get((web.address if way == "web" else site.as_uri() + "/") + "about.html")
    one(phone, "body").send_keys("/")
    one(phone, "#hb-search-input").send_keys("门锁了罚多少")
    assert "五万元以下" in text_of(phone, "[role=listbox]", "安全生产法")


@pytest.mark.parametrize("way", ["web", "disk"])
def test_a_check_is_begun_kept_and_gone_on_with(
    phone: WebKitGTK, web: SiteServer, site: Path, way: str
) -> None:
    base = web.address if way == "web" else site.as_uri() + "/"
    phone.get(base + "self-check.html")
    tap(phone, one(phone, "label[for=role-tenant]"))
    tap(phone, one(phone, "form.sc-start button[type=submit]"))
    tap(phone, one(phone, "label[for=q01-n]"))
    text_of(phone, "#sc-progress-text", "1/22")
    phone.refresh()
    text_of(phone, "#sc-progress-text", "1/22")
    assert one(phone, "#q01-n").is_selected()
    phone.get(base + "index.html")
    text_of(phone, "article", "接着上次")

    # The whole list: an item's fold opens, is filled in one tap, shuts.
    phone.get(base + "self-check.html?role=tenant&trade=wood-furniture&depth=all")
    tap(phone, one(phone, "form.sc-start button[type=submit]"))
    fold = one(phone, "details.sc-group")
    unfold(phone, fold)
    rest = fold.find_element(By.XPATH, ".//button[normalize-space()='其余都符合']")
    WebDriverWait(phone, 10).until(lambda page: rest.is_displayed())
    tap(phone, rest)
    WebDriverWait(phone, 10).until(lambda page: not fold.get_attribute("open"))
    assert "填完了" in fold.text
    folds = phone.find_elements(By.CSS_SELECTOR, "details.sc-group")
    unfold(phone, folds[1])
    unmet = folds[1].find_element(By.CSS_SELECTOR, ".sc-choice label:nth-of-type(2)")
    WebDriverWait(phone, 10).until(lambda page: unmet.is_displayed())
    tap(phone, unmet)
    text_of(phone, "#sc-progress-text", "不符合 1")
    phone.refresh()
    text_of(phone, "#sc-progress-text", "不符合 1")
    if way == "web":
        assert told(phone) == []


def test_the_firms_papers_are_written(phone: WebKitGTK, site: Path) -> None:
    """From disk, the document taken where the page hands it to the browser."""
    phone.get((site / "pack.html").as_uri())
    name = phone.execute_script(
        "return [...document.querySelectorAll('.pk-field')].find(f => f.textContent.includes('企业名称'))"
        ".querySelector('input')"
    )
    tap(phone, name)
    name.send_keys("编造厂", Keys.TAB)
    text_of(phone, ".pk-cover", "编造厂")
    phone.execute_script(
        "URL.createObjectURL = function (blob) { const reader = new FileReader();"
        " reader.onload = function () { window.given = reader.result };"
        " reader.readAsDataURL(blob); return '#' }"
    )
    tap(phone, button(phone, "整册存成 DOCX"))
    given = WebDriverWait(phone, 20).until(lambda page: page.execute_script("return window.given"))
    document = docx.Document(io.BytesIO(base64.b64decode(given.partition(",")[2])))
    assert any("编造厂" in paragraph.text for paragraph in document.paragraphs)


def test_the_register_reads_a_workbook(phone: WebKitGTK, site: Path, tmp_path: Path) -> None:
    phone.get((site / "officers/register.html").as_uri())
    workbook = made.write(tmp_path / "这周.xlsx", made.base())
    # The register is looked at on its own day, whatever day the test runs on.
    set_day = "const [day, value] = arguments; day.value = value; day.dispatchEvent(new Event('change'))"
    phone.execute_script(set_day, one(phone, "#lg-day"), made.DAY.isoformat())
    one(phone, "#lg-after").send_keys(str(workbook))
    text_of(phone, ".lg-status", "读好了：1 个文件")
    assert "没有发现要改的地方" in text_of(phone, ".lg-report", "核对结果")
    tap(phone, button(phone, "上门和跟踪"))
    text_of(phone, ".lg-report h2", "上门")


def test_inside_wechat_of_an_iphone_no_file_is_promised(screen: str, web: SiteServer) -> None:
    with webkit(screen, WECHAT) as page:
        page.get(web.address + "pack.html")
        assert "MicroMessenger" in page.execute_script("return navigator.userAgent")
        assert "在浏览器里打开再填" in one(page, ".pk-shell").text
        tap(page, button(page, "整册存成 DOCX"))
        text_of(page, ".hb-message", "下载不了文件")
        tap(page, button(page, "复制填的内容"))
        given = one(page, "#hb-text").get_property("value")
        assert isinstance(given, str) and given.startswith('{"format":')
        assert told(page) == []
