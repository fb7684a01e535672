"""The PDF of every page of the site.

Nothing here knows the site generator. A page comes in as finished HTML (``printable`` takes out what is
printed), a PDF goes out beside it. WeasyPrint itself goes on after a missing picture or a style it does
not understand; here each such message stops the build, because nobody reads 200 PDFs before they are handed
out.
"""

from __future__ import annotations

import ctypes.util
import gc
import hashlib
import importlib
import json
import logging
import mimetypes
import multiprocessing
import re
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from handbook.markdown.html_tags import start_tags, with_tags
from handbook.pdf.fonts import faces, found_faces
from handbook.pdf.site_pages.page_cache import PageCache, file_digest
from handbook.pdf.site_pages.page_faults import (
    FONTS,
    failure,
    layout_problems,
    message_problem,
    sheets_filled,
)
from handbook.pdf.site_pages.print_html import SITE_URL
from handbook.problems import HandbookError, Problem
from handbook.processes import end_with_parent, worker_count
from handbook.recipes.recipe import program_state

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

#: Rendering choices. PDF/UA-1: tagged, titled, with a language, so that read-aloud programs can use it.
_OPTIONS: Mapping[str, Any] = {"pdf_variant": "pdf/ua-1"}

#: A few lines, or a figure that just did not fit before, alone on a last sheet waste it: the page is set
#: once more, closer, if that saves the sheet, and where so little is left again, as close as can be read.
_CLOSER = (
    "@page { margin: 17mm 16mm 16mm } html { line-height: 1.52 } h2 { margin: 5mm 0 2mm }"
    " img { max-height: 86mm } img[height^='1'], img[height^='9'] { max-height: 98mm }"
)
_CLOSEST = (
    "@page { margin: 16mm 15mm 14mm } html { line-height: 1.44 } h2 { margin: 4mm 0 1.5mm }"
    " p, ul, ol, dl, table, blockquote, figure { margin-bottom: 1.8mm }"
    " th, td { padding-top: 0.6mm; padding-bottom: 0.6mm }"
    " img { max-height: 74mm } img[height^='1'], img[height^='9'] { max-height: 84mm }"
    " .hb-figure img[src*='/zoning-plan-'] { max-height: 165mm }"
)
_LEFT_AGAIN, _FEW_LINES, _A_FIGURE = 0.15, 0.25, 0.45  # of a sheet's height
_FEW_SHEETS = 6


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


def render_pages(
    jobs: Sequence[PageJob], site: Path, cache_dir: Path, *, processes: int | None = None
) -> Report:
    """Write the PDFs of all ``jobs`` into ``site``; unchanged ones come from ``cache_dir``.

    ``processes`` is how many pages are rendered at a time (default: as many as share a work). Afterwards the
    cache holds this run's PDFs and nothing older. Raises HandbookError with every page's problems; then no
    PDF has been put into the site.
    """
    start = time.perf_counter()
    cache_dir.mkdir(parents=True, exist_ok=True)
    store = PageCache(cache_dir, site, _programs())
    keys = {job: store.key(job.html) for job in jobs}
    stale = [job for job in jobs if not store.has(keys[job])]
    # The longest first, so that no core waits for one long page at the end.
    stale.sort(key=lambda job: (-len(job.html), job.pdf))
    problems: list[Problem] = []
    if stale:
        workers = min(processes or worker_count(), len(stale))
        with ProcessPoolExecutor(workers, mp_context=_processes(), initializer=_begin) as pool:
            done = 0
            try:
                for job, result in zip(stale, pool.map(render, stale, [site] * len(stale)), strict=True):
                    problems += result.problems
                    if not result.problems:
                        store.put(keys[job], result.pdf, result.read)
                    done += 1
            except BrokenProcessPool:
                said = "做到这一页的 PDF 前后，排版的进程被系统结束了"
                mend = "多半是内存不够：关掉别的程序再运行一遍，做好了的不重做"
                problems.append(Problem.whole(stale[done].source, "P002", said, hint=mend))
    if problems:
        raise HandbookError(_told_once(problems))
    for job in jobs:
        target = site / job.pdf
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(store.pdf(keys[job]), target)
    store.keep_only(set(keys.values()))
    return Report(len(stale), len(jobs) - len(stale), time.perf_counter() - start)


def _begin() -> None:
    """A process's first steps: garbage is looked for seldom, since the boxes of a page live long, and not in
    what the process was born with."""
    end_with_parent()
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)


def _processes() -> BaseContext:
    """How processes begin. A forked one has WeasyPrint at hand, which takes most of a second to load; but the
    text library's state is not safe to carry over: who has set a page in this process gets fresh ones."""
    if sys.platform != "linux" or _font_configuration.cache_info().currsize:
        return multiprocessing.get_context("spawn")
    load_weasyprint()
    return multiprocessing.get_context("fork")


def load_weasyprint() -> None:
    """Import WeasyPrint, which a process does once. It tries the names that a library has on each system;
    where the one for Linux is enough, the compiler is not asked for the others: that takes as long as a
    third of the import."""
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        importlib.import_module("weasyprint")
    finally:
        ctypes.util.find_library = find


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
    from handbook.pdf.font_files import subsetting
    from handbook.pdf.site_pages import page_tags

    subsetting.install()
    page_tags.install()

    def finish(_document: Any, pdf: Any) -> None:
        subsetting.finish(pdf)
        page_tags.tidy(pdf)

    fetcher = _site_fetcher(site)
    read: dict[str, str] = {}
    with _messages() as messages:
        try:
            sheets = [_sheet(url, site) for tag in start_tags(job.html, "link") if (url := tag.get("href"))]
            for sheet in sheets:
                read |= sheet.read
                messages.texts += [text for text in sheet.messages if text not in messages.texts]
            document = _set(job, fetcher, [sheet.css for sheet in sheets])
            pdf = document.write_pdf(finisher=finish, **_OPTIONS)
        except Exception as error:  # whatever goes wrong is told as this page's problem
            return Rendered(b"", {}, [failure(job.source, error)])
    return Rendered(
        pdf,
        read | fetcher.read,
        [
            *(message_problem(job.source, text) for text in messages.texts),
            *layout_problems(job.source, document),
        ],
    )


def _set(job: PageJob, fetcher: Any, sheets: Sequence[Any]) -> Any:
    """The page laid out with the stylesheets ``sheets``, without a last sheet of a few lines where that is
    possible."""
    import weasyprint

    def laid_out(*more: Any) -> Any:
        html = weasyprint.HTML(string=with_tags(job.html, ("link",), lambda tag: None), url_fetcher=fetcher)
        return html.render(font_config=_font_configuration(), stylesheets=[*sheets, *more], **_OPTIONS)

    document = laid_out()
    if _wastes_a_sheet(document):
        for style in (_CLOSER, _CLOSEST):
            closer = laid_out(weasyprint.CSS(string=style))
            if len(closer.pages) < len(document.pages):
                return closer
            if sheets_filled(closer)[-1] > _LEFT_AGAIN:
                break
    return document


def _wastes_a_sheet(document: Any) -> bool:
    """Whether little stands on the last sheet that the sheets before might take if they were set closer."""
    *before, last = sheets_filled(document)
    if len(before) >= _FEW_SHEETS:
        return last < _FEW_LINES
    return bool(before) and last < min(_A_FIGURE, _FEW_LINES + sum(1 - filled for filled in before))


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
    if known and all(
        (site / path).is_file() and file_digest(site / path) == d for path, d in known.read.items()
    ):
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


@cache
def _programs() -> str:
    """What else decides the bytes: the program and its packages, the font files and their versions.

    Raises HandbookError when the Chinese font is not installed.
    """
    from weasyprint.text.ffi import pango

    if shutil.which("fc-match"):
        for face in found_faces():
            if not face.startswith(f"{FONTS[0]}|"):
                said = f"这台电脑没有安装字体“{FONTS[0]}”"
                mend = "Debian、Ubuntu：apt-get install fonts-noto-cjk"
                raise HandbookError(Problem.whole("字体", "P008", said, hint=mend))
    return json.dumps([program_state([__name__]), pango.pango_version(), faces(), dict(_OPTIONS)])
