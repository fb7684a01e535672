"""The PDF of every page of the site: what is printed of a page, rendering, cache, checks.

Nothing here knows the site generator. A page comes in as finished HTML (``printable`` takes out what is
printed), a PDF goes out beside it. WeasyPrint itself goes on after a missing picture or a style it does
not understand; here each such message stops the build, because nobody reads 200 PDFs before they are handed
out.
"""

from __future__ import annotations

import gc
import hashlib
import json
import logging
import mimetypes
import multiprocessing
import os
import re
import shutil
import site as python_site
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from posixpath import join, normpath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from handbook.html_tags import Tag, start_tags, with_tags
from handbook.pdf.fonts import FAMILIES, faces, found_faces
from handbook.problems import HandbookError, Problem
from handbook.recipes.recipe import program_state

#: What is printed stands between these two comments (overrides/material/main.html writes them).
PRINT_BEGIN, PRINT_END = "<!-- hb:print -->", "<!-- /hb:print -->"

#: Address under which WeasyPrint sees the site. Never asked over the network (``.invalid`` cannot exist);
#: being the same on every machine, it keeps folders of the build machine out of the PDF.
SITE_URL = "https://site.invalid/"

#: The faces a PDF may contain: simplified Chinese, its monospaced sister in blocks of commands, and DejaVu
#: Sans for the few signs the first lacks (✗ ☐).
FONTS = (*FAMILIES, "Noto Sans Mono CJK SC", "DejaVu Sans")

#: WeasyPrint's messages that do no harm: (pattern, why). Each one is a decision; keep the list short.
HARMLESS: tuple[tuple[str, str], ...] = (
    (
        r"^Unknown rule <AtRule @supports",
        "what stands in it is for browsers; WeasyPrint prints folds open anyway",
    ),
    (
        r"^Ignored `(fill|stroke)[a-z-]*: [^`]*` at [0-9:]+, unknown property",
        "paint of charts that a page's program draws; WeasyPrint prints the page without the program",
    ),
)

#: What WeasyPrint's English messages mean for an editor: (pattern, Chinese).
_MEANINGS = (
    (
        r"Failed to load (inline )?image|Failed to render SVG",
        "图片读不出来：看文件在不在、名字对不对、能不能打开",
    ),
    (r"has no required alt", "图片缺少替代文字：在 ![这里] 写一句图里是什么"),
    (r"Failed to load stylesheet|Unsupported stylesheet", "样式文件读不出来"),
    (r"No anchor", "页内链接指向的位置不存在：看 # 后面的名字"),
    (r"Relative URI reference", "地址写得不完整：src 要用双引号、从本页算起"),
    (
        r"^Ignored|^Invalid or unsupported|^Unsupported|^Expected|^Unknown|^Parse error",
        "样式里有排版程序不认识的写法",
    ),
    (r"font|glyph|HarfBuzz", "字体有问题"),
)

#: Rendering choices. PDF/UA-1: tagged, titled, with a language, so that read-aloud programs can use it.
_OPTIONS: Mapping[str, Any] = {"pdf_variant": "pdf/ua-1"}

#: The folder this package is imported from.
_PACKAGES = Path(__file__).resolve().parents[2]

#: How far text may stand out of the type area before it counts as cut off, in CSS pixels (1/96 inch).
_TOLERANCE = 1.5


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page to print. ``source`` names it in messages; ``html`` comes from ``printable``;
    ``pdf`` is where the PDF goes, relative to the site, with forward slashes."""

    source: str
    html: str
    pdf: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: pages rendered, pages taken from the cache, seconds spent."""

    rendered: int
    reused: int
    seconds: float

    def __str__(self) -> str:
        return f"每页的 PDF：新做 {self.rendered} 个，沿用 {self.reused} 个，用时 {self.seconds:.1f} 秒。"


# ---------- What is printed of a page ----------


class _Head(HTMLParser):
    """Reads of a page's <head> what the PDF needs: language, title, description, stylesheets for print."""

    def __init__(self) -> None:
        super().__init__()
        self.lang = self.title = self.description = ""
        self.sheets: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = values.get("lang", "")
        elif tag == "title":
            self._in_title = True
        elif tag == "meta" and values.get("name") == "description":
            self.description = values.get("content", "")
        elif (
            tag == "link"
            and "stylesheet" in values.get("rel", "").split()
            and "screen" not in values.get("media", "")
        ):
            self.sheets.append(values.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def printable(page: str, *, url: str, source: str, author: str, pdfs: Iterable[str]) -> str:
    """The HTML that is printed of a finished page: no site furniture, so a change in the menu changes no PDF.

    ``url`` is the page's address relative to the site (``items/01.html``), ``pdfs`` the PDFs the site will
    have (``items/01.pdf``): links to pages lead to their PDFs. Raises HandbookError when the page does not
    come from the handbook's template.
    """
    head_text, _, _ = page.partition("</head>")
    head = _Head()
    head.feed(head_text)
    _before, begin, rest = page.partition(PRINT_BEGIN)
    body, end, _after = rest.rpartition(PRINT_END)
    if not (begin and end) or PRINT_BEGIN in rest or not head.sheets:
        raise HandbookError(
            Problem(
                source,
                0,
                0,
                "P001",
                "页面里找不到要打印的内容或打印样式",
                "页面用 overrides/material/main.html 的外壳",
                "模板要以 main.html 为底，不要改写 styles 和 content 两块",
            )
        )
    sheets = "".join(
        f'<link rel="stylesheet" href="{_quote(_site_address(sheet, url))}">' for sheet in head.sheets
    )
    known = frozenset(pdfs)
    paper = with_tags(body, ("a", "img", "source"), lambda tag: _for_paper(tag, url, known))
    return (
        f'<!doctype html><html lang="{_quote(head.lang)}"><head><meta charset="utf-8">'
        f"<title>{_quote(head.title.strip())}</title>"
        f'<meta name="author" content="{_quote(author)}"><meta name="description" content="{_quote(head.description)}">'
        f"{sheets}</head><body><article>{paper}</article></body></html>"
    )


def _for_paper(tag: Tag, url: str, pdfs: frozenset[str]) -> Tag:
    """The tag with its link turned to the neighbour's PDF and its picture's address made complete."""
    source = tag.get("src")
    if source is not None:
        tag = tag.with_attribute("src", _site_address(source, url))
    path, mark, place = (tag.get("href") or "").partition("#")
    if not path.endswith(".html") or "?" in path:
        return tag
    target = normpath(join(str(PurePosixPath(url).parent), unquote(path)))
    if target == url and mark:
        return tag.with_attribute("href", mark + place)
    if target.removesuffix(".html") + ".pdf" in pdfs:
        # The place within the neighbour is dropped: readers of PDF do not agree on how to name one.
        return tag.with_attribute("href", path.removesuffix(".html") + ".pdf")
    return tag


def _site_address(address: str, url: str) -> str:
    return urljoin(urljoin(SITE_URL, url), address)


def _quote(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


# ---------- Rendering ----------


def render_pages(
    jobs: Sequence[PageJob], site: Path, cache_dir: Path, *, processes: int | None = None
) -> Report:
    """Write the PDFs of all ``jobs`` into ``site``; unchanged ones come from ``cache_dir``.

    ``processes`` is how many pages are rendered at a time (default: one a core, four at most). Afterwards
    the cache holds this run's PDFs and nothing older. Raises HandbookError with every page's problems;
    then no PDF has been put into the site.
    """
    start = time.perf_counter()
    cache_dir.mkdir(parents=True, exist_ok=True)
    store = _Cache(cache_dir, site)
    keys = {job: store.key(job) for job in jobs}
    stale = [job for job in jobs if not store.has(keys[job])]
    # The longest first, so that no core waits for one long page at the end.
    stale.sort(key=lambda job: (-len(job.html), job.pdf))
    problems: list[Problem] = []
    if stale:
        workers = min(processes or _cores(), len(stale))
        # Fresh processes: the text library's state is not safe to carry over into a forked one.
        # They import this package by name, whatever the caller did to its own search path.
        with ProcessPoolExecutor(
            workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=python_site.addsitedir,
            initargs=(str(_PACKAGES),),
        ) as pool:
            try:
                for job, result in zip(
                    stale, pool.map(_render_in_process, stale, [site] * len(stale)), strict=True
                ):
                    problems += result.problems
                    if not result.problems:
                        store.put(keys[job], result)
            except BrokenProcessPool:
                problems.append(
                    Problem(
                        "每页的 PDF",
                        0,
                        0,
                        "P002",
                        "排版进程中途退出，PDF 没有做成",
                        hint="多半是内存不够；关掉别的程序再试一次",
                    )
                )
    if problems:
        raise HandbookError(_told_once(problems))
    for job in jobs:
        target = site / job.pdf
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(store.pdf(keys[job]), target)
    store.keep_only(set(keys.values()))
    return Report(len(stale), len(jobs) - len(stale), time.perf_counter() - start)


def _render_in_process(job: PageJob, site: Path) -> Rendered:
    """:func:`render` in a process of its own, where garbage is looked for seldom: the boxes of a page live
    long."""
    gc.set_threshold(200_000, 50, 100)
    return render(job, site)


def _cores() -> int:
    """Cores this process may use, four at most: each renderer takes some 300 MB of memory."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, 4)


def _told_once(problems: Iterable[Problem]) -> list[Problem]:
    """The same problem on many pages (a slip in the stylesheet is on all) as one, told for the first page."""
    alike: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in sorted(problems):
        alike.setdefault((problem.rule, problem.message, problem.hint), []).append(problem)
    return [
        replace(first, message=f"{first.message}（另外 {len(others)} 页也是这样）") if others else first
        for first, *others in alike.values()
    ]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's PDF, the site's files it was made from (path in the site: SHA-256), and what is wrong with
    it."""

    pdf: bytes
    read: Mapping[str, str]
    problems: Sequence[Problem]


def render(job: PageJob, site: Path) -> Rendered:
    """Render one page. The same page and files give the same bytes: no date, no machine's folder, no
    chance."""
    import weasyprint

    from handbook.pdf import page_fonts, page_tags

    page_fonts.install()
    page_tags.install()

    def finish(_document: Any, pdf: Any) -> None:
        page_fonts.finish(pdf)
        page_tags.tidy(pdf)

    fetcher = _site_fetcher(site)
    read: dict[str, str] = {}
    with _messages() as messages:
        try:
            sheets = [_sheet(url, site) for tag in start_tags(job.html, "link") if (url := tag.get("href"))]
            for sheet in sheets:
                read |= sheet.read
                messages.texts += [text for text in sheet.messages if text not in messages.texts]
            document = weasyprint.HTML(
                string=with_tags(job.html, ("link",), lambda tag: None), url_fetcher=fetcher
            ).render(
                font_config=_font_configuration(), stylesheets=[sheet.css for sheet in sheets], **_OPTIONS
            )
            pdf = document.write_pdf(finisher=finish, **_OPTIONS)
        except Exception as error:  # whatever goes wrong is told as this page's problem
            return Rendered(b"", {}, [_failure(job, error)])
    return Rendered(
        pdf,
        read | fetcher.read,
        [*(_message_problem(job, text) for text in messages.texts), *_layout_problems(job, document)],
    )


@cache
def _font_configuration() -> Any:
    """The machine's fonts, read once in a process."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A stylesheet made ready, the files it was made of, and what WeasyPrint complained of."""

    css: Any
    read: Mapping[str, str]
    messages: Sequence[str]


def _sheet(url: str, site: Path) -> _Sheet:
    """The stylesheet at ``url``; read once in a process, as long as its files are the same."""
    known = _sheets.get((url, site))
    if known and all((site / path).is_file() and _digest(site / path) == d for path, d in known.read.items()):
        return known
    import weasyprint

    fetcher = _site_fetcher(site)
    with _messages() as messages:
        css = weasyprint.CSS(url=url, url_fetcher=fetcher, font_config=_font_configuration())
    _sheets[(url, site)] = made = _Sheet(css, fetcher.read, messages.texts)
    return made


_sheets: dict[tuple[str, Path], _Sheet] = {}


@contextmanager
def _messages() -> Iterator[_Messages]:
    """What WeasyPrint complains of meanwhile."""
    log = logging.getLogger("weasyprint")
    messages = _Messages()
    log.addHandler(messages)
    level, log.level = log.level, logging.WARNING
    try:
        yield messages
    finally:
        log.level = level
        log.removeHandler(messages)


class _Messages(logging.Handler):
    """Collects what WeasyPrint complains of, harmless messages left out."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text not in self.texts and not any(re.search(pattern, text) for pattern, _ in HARMLESS):
            self.texts.append(text)


def _site_fetcher(site: Path) -> Any:
    """An address reader for WeasyPrint that knows only the site's files and notes which it read."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class SiteFetcher(URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols={"data"})
            self.read: dict[str, str] = {}

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if not url.startswith(SITE_URL):
                return super().fetch(url, headers)
            path = unquote(urlsplit(url).path).lstrip("/")
            data = (site / path).read_bytes()
            self.read[path] = hashlib.sha256(data).hexdigest()
            return URLFetcherResponse(
                url, data, {"Content-Type": mimetypes.guess_type(path)[0] or "application/octet-stream"}
            )

    return SiteFetcher()


# ---------- What can be wrong ----------


def _failure(job: PageJob, error: Exception) -> Problem:
    return Problem(
        job.source,
        0,
        0,
        "P002",
        f"PDF 没有做成：{type(error).__name__}：{error}",
        hint="先看本页最近改了什么；改不好就把这段话报给维护人员",
    )


def _message_problem(job: PageJob, text: str) -> Problem:
    meaning = next(
        (chinese for pattern, chinese in _MEANINGS if re.search(pattern, text)), "排版程序报告了问题"
    )
    return Problem(
        job.source,
        0,
        0,
        "P003",
        f"PDF 有问题：{meaning}",
        hint=f"排版程序的原话：{text.replace(SITE_URL, '')}",
    )


def _layout_problems(job: PageJob, document: Any) -> list[Problem]:
    """Text standing out of the type area, pages with nothing on them, foreign faces.

    Reads WeasyPrint's boxes (its page boxes are not public; the version is pinned and the tests see a
    change).
    """
    from weasyprint.formatting_structure.boxes import MarginBox, ReplacedBox, TextBox

    problems = []
    over: list[tuple[int, str]] = []
    for number, page in enumerate(document.pages, start=1):
        sheet = page._page_box
        right = sheet.content_box_x() + sheet.width + _TOLERANCE
        body = [child for child in sheet.children if not isinstance(child, MarginBox)]
        shown: list[Any] = [
            box for child in body for box in child.descendants() if isinstance(box, (TextBox, ReplacedBox))
        ]
        if not shown:
            problems.append(
                Problem(
                    job.source,
                    0,
                    0,
                    "P004",
                    f"PDF 第 {number} 页是空白页",
                    hint="看那里是不是有很高又不许拆开的一块",
                )
            )
        over += [
            (number, getattr(box, "text", "").strip()[:20] or "图")
            for box in shown
            if box.position_x + box.width > right
        ]
    if over:
        pages = list(dict.fromkeys(number for number, _ in over))
        listed = "、".join(map(str, pages[:8])) + (f" 等 {len(pages)} " if len(pages) > 8 else " ")
        problems.append(
            Problem(
                job.source,
                0,
                0,
                "P005",
                f"PDF 第 {listed}页有内容超出纸面右边，会被切掉，如“{over[0][1]}”",
                hint="表格拆成两张或减少列数；连着写的长串断开",
            )
        )
    for family in sorted({font.family for font in document.fonts.values()} - set(FONTS)):
        problems.append(
            Problem(
                job.source,
                0,
                0,
                "P006",
                f"PDF 里混进了字体“{family}”",
                f"只用 {'、'.join(FONTS)}",
                "图（SVG）里的字写明 font-family；字体里没有的符号换一个",
            )
        )
    return problems


def check_pdfs(site: Path, expected: Mapping[str, str]) -> list[Problem]:
    """Pages (``source: PDF relative to the site``) whose PDF is missing, empty or no PDF."""
    problems = []
    for source, pdf in sorted(expected.items()):
        path = site / pdf
        if not path.is_file():
            problems.append(
                Problem(
                    source,
                    0,
                    0,
                    "P007",
                    f"这一页没有 PDF（{pdf}）",
                    hint="看前面有没有这一页的报错；文件名 README.md 请改成 index.md",
                )
            )
        elif path.read_bytes()[:5] != b"%PDF-":
            problems.append(
                Problem(
                    source,
                    0,
                    0,
                    "P007",
                    f"这一页的 PDF（{pdf}）是坏的",
                    hint="删掉 build/cache/page-pdf 再构建一次",
                )
            )
    return problems


# ---------- Cache ----------


class _Cache:
    """PDFs by what they are made of: ``<key>.pdf``, and ``<key>.json`` with the files read while rendering.

    The key covers the printed HTML, the programs, this module and the fonts. Stylesheets and pictures
    are known only after rendering, so their digests stand in the JSON file and are compared at each use.
    """

    def __init__(self, folder: Path, site: Path) -> None:
        self._folder = folder
        self._site = site
        self._digests: dict[str, str] = {}

    def key(self, job: PageJob) -> str:
        return hashlib.sha256(f"{_toolchain()}\0{job.html}".encode()).hexdigest()

    def pdf(self, key: str) -> Path:
        return self._folder / f"{key}.pdf"

    def has(self, key: str) -> bool:
        try:
            entry = json.loads((self._folder / f"{key}.json").read_text(encoding="utf-8"))
            return entry["pdf"] == _digest(self.pdf(key)) and all(
                self._current(path) == digest for path, digest in entry["read"].items()
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False

    def put(self, key: str, result: Rendered) -> None:
        entry = {"pdf": hashlib.sha256(result.pdf).hexdigest(), "read": dict(sorted(result.read.items()))}
        self.pdf(key).write_bytes(result.pdf)
        (self._folder / f"{key}.json").write_text(
            json.dumps(entry, ensure_ascii=False), encoding="utf-8", newline="\n"
        )

    def keep_only(self, keys: set[str]) -> None:
        for path in self._folder.iterdir():
            if path.suffix in {".pdf", ".json"} and path.stem not in keys:
                path.unlink()

    def _current(self, path: str) -> str:
        if path not in self._digests:
            self._digests[path] = _digest(self._site / path)
        return self._digests[path]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _toolchain() -> str:
    """What else decides the bytes: the program and its packages, the font files and their versions.

    Raises HandbookError when the Chinese font is not installed.
    """
    from weasyprint.text.ffi import pango

    if shutil.which("fc-match"):
        for face in found_faces():
            if not face.startswith(f"{FONTS[0]}|"):
                raise HandbookError(
                    Problem(
                        "字体",
                        0,
                        0,
                        "P008",
                        f"这台电脑没有安装字体“{FONTS[0]}”",
                        hint="Debian、Ubuntu：apt-get install fonts-noto-cjk",
                    )
                )
    return json.dumps([program_state([__name__]), pango.pango_version(), faces(), dict(_OPTIONS)])
