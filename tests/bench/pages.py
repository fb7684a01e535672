"""What the pages of a built site weigh and how Lighthouse sees them. Measures and returns; prints and
asserts nothing.

``make bench`` prints the rows; tests/website/test_budget.py holds the bytes against their budgets with the
same functions.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from bench.browsers import own_browser
from conftest import CHROMIUM_PROGRAM, ROOT
from support import real
from support.node_tools import node, node_modules
from support.web import SiteServer, served

BOOK = real.book()
ITEM = f"checklists/{BOOK.item_by_id['07'].stem}.html"

#: One page of each layout.
LAYOUTS = {
    "home": "index.html",
    "cards": "checklists/index.html",
    "item": ITEM,
    "list": "checklists/tenant.html",
    "laws": "laws/index.html",
    "law": "laws/anquan-shengchan-fa.html",
    "overview": "overview/penalties.html",
    "calendar": "overview/calendar.html",
    "plain words": "overview/one-page.html",
    "glossary": "overview/glossary.html",
    "downloads": "downloads/index.html",
    "text": "about.html",
    "updates": "updates.html",
    "edition": f"q/edition-{BOOK.edition.id}.html",
    "missing": "404.html",
    "zoning": "standards/zoning/index.html",
    "drawings": "standards/zoning/plans.html",
    "forms": "forms/index.html",
    "form": "forms/hot-work-permit.html",
    "editing": "editing/data.html",
    "self-check": "self-check.html",
    "quiz": "quiz.html",
    "register": "officers/register.html",
    "register's dictionary": "officers/register-fields.html",
    "collected": "officers/collected.html",
}
_LIGHTHOUSE = ROOT / "tests" / "support" / "lighthouse.mjs"
#: What Lighthouse looks at: where a reader arrives, what is read most, what works most.
LIGHTHOUSE_PAGES = {"home": "index.html", "item": ITEM, "self-check": "self-check.html"}


@dataclass(frozen=True)
class FirstView:
    """A first visit: fresh browser, phone, the whole page scrolled through."""

    address: str
    size: int  # bytes of the bodies on the wire, gzip
    shift: float  # cumulative layout shift
    asked: tuple[str, ...]  # addresses in the order in which they were asked for

    @property
    def kilobytes(self) -> float:
        return self.size / 1024


#: From the very first paint on.
ADD_UP_SHIFT = """
window.shift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: 'layout-shift', buffered: true });
"""


#: So many first visits go on at once: most of each is waiting for nothing more to be asked for.
SIDE_BY_SIDE = 8


def first_views(browser: Browser, site: Path, addresses: Sequence[str]) -> list[FirstView]:
    """First visits to the pages, each with a server and a browser context of its own."""
    views = []
    for start in range(0, len(addresses), SIDE_BY_SIDE):
        with ExitStack() as opened:
            visits: list[tuple[str, SiteServer, Page]] = []
            for address in addresses[start : start + SIDE_BY_SIDE]:
                web = opened.enter_context(served(site))
                context = browser.new_context(viewport={"width": 360, "height": 780}, service_workers="block")
                opened.callback(context.close)
                context.add_init_script(ADD_UP_SHIFT)
                page = context.new_page()
                page.goto(web.address + address, wait_until="commit")
                visits.append((address, web, page))
            for _, _, page in visits:
                page.wait_for_load_state("networkidle")
                # Pictures further down come when one gets there.
                page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            visits[-1][2].wait_for_timeout(400)
            for address, web, page in visits:
                page.evaluate("window.scrollTo(0, 0)")
                asked = list(web.asked)
                shift = float(page.evaluate("window.shift"))
                size = sum(size for _, size in asked)
                views.append(FirstView(address, size, shift, tuple(path for path, _ in asked)))
    return views


def lighthouse(addresses: Sequence[str], **options: Any) -> list[dict[str, Any]]:
    """Lighthouse's reports on a phone, of one page after the other: mobile, throttled by simulation, unless
    ``options`` of Lighthouse say otherwise. Raises RuntimeError with its words when it comes to no end."""
    node_modules()
    run = node(str(_LIGHTHOUSE), json.dumps(options), *addresses, CHROME_PATH=CHROMIUM_PROGRAM or "")
    if run.returncode:
        raise RuntimeError(f"Lighthouse: {run.stderr[-1500:]}")
    return list(json.loads(run.stdout))


def scores(report: Mapping[str, Any]) -> dict[str, int]:
    """{"performance": 99, "accessibility": 100, …}"""
    return {key: round(category["score"] * 100) for key, category in report["categories"].items()}


@dataclass(frozen=True)
class LighthouseFigures:
    """Lighthouse's marks of a page; times are medians of the runs, in milliseconds."""

    name: str
    performance: tuple[int, ...]  # of every run, the best first: other programs share the machine
    accessibility: int
    best_practices: int
    seo: int
    first_paint: float
    largest_paint: float
    blocked: float


def page_weights(site: Path) -> list[tuple[str, FirstView]]:
    """A first visit to one page of each layout and to every item, with its name."""
    pages = {name: address for name, address in LAYOUTS.items() if name not in ("missing", "item")}
    pages |= {f"item {item.id}": f"checklists/{item.stem}.html" for item in BOOK.items}
    with own_browser() as browser:
        return list(zip(pages, first_views(browser, site, [*pages.values()]), strict=True))


def lighthouse_figures(site: Path, runs: int = 3) -> list[LighthouseFigures]:
    """Marks of home, an item and the self-check."""
    figures = []
    with served(site) as web:
        for name, address in LIGHTHOUSE_PAGES.items():
            reports = lighthouse([web.address + address] * runs)
            marks = [scores(report) for report in reports]

            def middle(audit: str, reports: list[dict[str, Any]] = reports) -> float:
                return statistics.median(report["audits"][audit]["numericValue"] for report in reports)

            figures.append(
                LighthouseFigures(
                    name,
                    tuple(sorted((mark["performance"] for mark in marks), reverse=True)),
                    *(min(mark[key] for mark in marks) for key in ("accessibility", "best-practices", "seo")),
                    middle("first-contentful-paint"),
                    middle("largest-contentful-paint"),
                    middle("total-blocking-time"),
                )
            )
    return figures
