"""How much a page may weigh. A page that outgrows its budget fails here; how fast it is, ``make bench``
shows."""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html
from playwright.sync_api import Browser

from bench.pages import BOOK, ITEM, LAYOUTS, LIGHTHOUSE_PAGES, first_views, lighthouse, scores
from handbook.site.pages.self_check import LATER, WORKBOOKS
from support.page_kinds import pages_with_every_kind
from support.web import SiteServer, on_the_wire

#: Bytes over the wire (bodies, gzip) that the first view of a page may cost, in KB; the owner's figure is
#: 110 for an item.
DEFAULT_BUDGET = 110
BUDGETS = {
    "register": 162,  # reads and writes workbooks, on a desk and from a stick
    "collected": 230,  # with all points and how each is looked at
    "home": 95,
    "self-check": 135,  # before a check is open; the rest of its program comes then
    "quiz": 125,
    "list": 140,
    "plain words": 125,
    "drawings": 126,
}  # eight plans, scrolled through to the last
#: The same of the kinds that are told from a page's own program, or from how much it holds.
OF_PROGRAM = {
    "self-check/page.js": BUDGETS["self-check"],
    "quiz/page.js": BUDGETS["quiz"],
    "pack/page.js": 152,  # its papers tell what to do first and who may: words that stay
}
OF_MANY_ROWS = BUDGETS["list"]  # more than a hundred points, each with how it is looked at and its law
OF_MANY_PICTURES = BUDGETS["drawings"]
#: The first page of a download, shown small when one scrolls to it: each by itself.
PREVIEW = 8
#: What the eye does not see: a pixel or two of one icon.
STEADY = 0.001


def named_files(site: Path, name: str) -> set[str]:
    """The page and all that it names to be shown with it, folded pictures too: no browser asks for more but
    for what a style or a program names."""
    found = {name}
    for node in html.parse(str(site / name)).getroot().iter("img", "script", "link", "source"):
        leads = node.get("href") if node.get("rel") in ("stylesheet", "icon", "manifest", "preload") else None
        if (address := node.get("src") or leads) and not address.startswith("data:"):
            found.add(unquote(urlsplit(urljoin(f"/{name}", address)).path).lstrip("/"))
    return found


def previews(site: Path, name: str) -> set[str]:
    """Pictures of the page's downloads, which a browser asks for as one comes to them."""
    shown = html.parse(str(site / name)).getroot().iterfind(".//img[@class='hb-screen'][@loading='lazy']")
    return {unquote(urljoin(f"/{name}", picture.get("src"))).lstrip("/") for picture in shown}


@cache
def kilobytes(file: Path) -> float:
    """What the file weighs over the wire, in KB."""
    return len(on_the_wire(file)) / 1024


def budget_of(text: str, files: Collection[str]) -> int:
    """What the page with this text may weigh, in KB; an item's page is of no kind of its own."""
    for program, budget in OF_PROGRAM.items():
        if any(file.endswith(program) for file in files):
            return budget
    if "hb-table--check" in text and text.count(" data-row ") > 100:
        return OF_MANY_ROWS
    return OF_MANY_PICTURES if text.count("<img ") > 5 else DEFAULT_BUDGET


def test_every_page_is_within_the_budget_of_its_kind(site: Path) -> None:
    """Weighed from the files, folded pictures too."""
    heavy: dict[str, float] = {}
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > len(BOOK.items)
    for path in pages:
        text = path.read_text(encoding="utf-8")
        # 404.html names its files from the root of the site on the web.
        if 'http-equiv="refresh"' in text or path.name == "404.html":
            continue
        name = path.relative_to(site).as_posix()
        files = named_files(site, name)
        apart = previews(site, name)
        weight = sum(kilobytes(site / file) for file in files - apart)
        if weight > budget_of(text, files):
            heavy[name] = round(weight, 1)
        heavy |= {
            file: round(kilobytes(site / file), 1) for file in apart if kilobytes(site / file) > PREVIEW
        }
    assert heavy == {}


def test_first_view_of_every_item(browser: Browser, site: Path) -> None:
    """A browser looks at items that hold every kind of element of all, that it asks for nothing but what they
    name and nothing moves."""
    looked_at = pages_with_every_kind(site, [f"checklists/{item.stem}.html" for item in BOOK.items])
    assert looked_at
    for seen in first_views(browser, site, looked_at):
        name = seen.address
        assert name in seen.asked and set(seen.asked) <= named_files(site, name), name
        assert seen.kilobytes <= DEFAULT_BUDGET and seen.shift <= STEADY, name


def test_first_view_of_every_layout(browser: Browser, site: Path) -> None:
    heavy = {}
    # 404.html names its files from the root of the site on the web.
    layouts = {layout: name for layout, name in LAYOUTS.items() if name != "404.html"}
    for layout, seen in zip(layouts, first_views(browser, site, [*layouts.values()]), strict=True):
        if seen.kilobytes > BUDGETS.get(layout, DEFAULT_BUDGET) or seen.shift > STEADY:
            heavy[layout] = (round(seen.kilobytes), seen.shift, seen.asked)
    assert heavy == {}


def test_what_is_not_needed_is_not_loaded(browser: Browser, site: Path) -> None:
    asked, first = (seen.asked for seen in first_views(browser, site, [ITEM, "self-check.html"]))
    for name in (
        "search/index",
        "self-check",
        "quiz",
        "workers/",
        "lunr",
        ".map",
        ".woff",
        ".pdf",
        "service-worker",
    ):
        assert not [path for path in asked if name in path], name
    assert len(asked) == len(set(asked))
    later = ["guidance.js", *(f"{part}.js" for part in LATER), *WORKBOOKS]
    for name in later:
        assert not [path for path in first if path.endswith(name)], name  # only when a check is open


#: What Lighthouse must find nothing wrong with.
FULL_MARKS = {"accessibility": 100, "best-practices": 100, "seo": 100}
#: For these two Lighthouse asks the browser about each link by itself: half of its time. That links have an
#: address test_security.py sees on all pages; for texts that tell nothing Lighthouse has no Chinese list.
OF_LINKS = ("crawlable-anchors", "link-text")


def unmet(report: dict[str, Any]) -> list[str]:
    """Audits that count and are not fully met."""
    return [
        f"{name}: {reference['id']} {json.dumps(report['audits'][reference['id']].get('details', {}).get('items', [])[:2], ensure_ascii=False)[:400]}"
        for name, category in report["categories"].items()
        for reference in category["auditRefs"]
        if reference["weight"] and report["audits"][reference["id"]]["score"] not in (None, 1)
    ]


def test_lighthouse_gives_full_marks(web: SiteServer) -> None:
    """Performance is a time and belongs to ``make bench``."""
    addresses = [web.address + name for name in LIGHTHOUSE_PAGES.values()]
    reports = lighthouse(
        addresses, onlyCategories=sorted(FULL_MARKS), skipAudits=OF_LINKS, disableFullPageScreenshot=True
    )
    assert {report["requestedUrl"]: unmet(report) for report in reports if unmet(report)} == {}
    assert [scores(report) for report in reports] == [FULL_MARKS] * len(LIGHTHOUSE_PAGES)


def test_site_has_no_templates_and_no_leftovers(site: Path) -> None:
    assert [
        path.name for path in site.rglob("*") if path.suffix in (".jinja", ".typ", ".md", ".yml", ".py")
    ] == []
    assert os.path.getsize(site / "service-worker.js") < 60 * 1024
