"""How much a page may weigh and how fast it must stand. A page that outgrows its budget fails here."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from conftest import DAY, ROOT
from handbook.sources.load import load_sources
from node_tools import node, node_modules
from test_accessibility import ITEM, LAYOUTS
from web import SiteServer, served

BOOK = load_sources(ROOT, DAY).handbook()

#: Bytes over the wire (bodies, gzip) that the first view of a page may cost, in KB; the owner's figure is 110 for an item.
ITEM_BUDGET = 110
BUDGETS = {"home": 100, "self-check": 150, "quiz": 125, "list": 140, "overview": 120, "laws": 110}
DEFAULT_BUDGET = 110


@pytest.fixture(scope="module")
def web(site: Path) -> Iterator[SiteServer]:
    with served(site) as server:
        yield server


def first_view(browser: Browser, web: SiteServer, name: str) -> tuple[int, float, list[str]]:
    """Wire bytes of a first visit (fresh browser, phone), its layout shift, and the addresses that were asked."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, service_workers="block")
    # The shift is added up from the very first paint on.
    context.add_init_script("window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.shift += e.value; }).observe({ type: 'layout-shift', buffered: true })")
    page = context.new_page()
    web.asked.clear()
    page.goto(web.address + name, wait_until="networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # pictures further down come when one gets there
    page.wait_for_timeout(400)
    page.evaluate("window.scrollTo(0, 0)")
    asked = list(web.asked)
    shift = float(page.evaluate("window.shift"))
    context.close()
    return sum(size for _, size in asked), shift, [path for path, _ in asked]


def test_first_view_of_every_item(browser: Browser, web: SiteServer) -> None:
    heavy = {}
    for item in BOOK.items:
        size, shift, _ = first_view(browser, web, f"checklists/{item.stem}.html")
        if size > ITEM_BUDGET * 1024 or shift > 0.001:
            heavy[item.id] = (round(size / 1024), shift)
    assert heavy == {}


def test_first_view_of_every_layout(browser: Browser, web: SiteServer) -> None:
    heavy = {}
    for layout, name in LAYOUTS.items():
        if name == "404.html":
            continue
        size, shift, asked = first_view(browser, web, name)
        print(f"{layout:12} {size / 1024:6.1f} KB  shift {shift:.4f}  {len(asked)} requests")
        if size > BUDGETS.get(layout, DEFAULT_BUDGET) * 1024 or shift > 0.001:
            heavy[layout] = (round(size / 1024), shift, asked)
    assert heavy == {}


def test_what_is_not_needed_is_not_loaded(browser: Browser, web: SiteServer) -> None:
    _, _, asked = first_view(browser, web, ITEM)
    for name in ("search/index", "self-check", "quiz", "workers/", "lunr", ".map", ".woff", ".pdf", "service-worker"):
        assert not [path for path in asked if name in path], name
    assert len(asked) == len(set(asked))
    _, _, asked = first_view(browser, web, "self-check.html")
    assert "assets/self-check/guidance.js" not in asked  # only when a check is open


def lighthouse(address: str, target: Path) -> dict[str, Any]:
    """Lighthouse on a phone as it comes: mobile, throttled by simulation."""
    run = node(
        str(node_modules() / "lighthouse" / "cli" / "index.js"), address, "--quiet", "--output=json", f"--output-path={target}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --no-first-run", CHROME_PATH=shutil.which("chromium") or "",
    )
    assert run.returncode == 0, run.stderr[-1500:]
    return dict(json.loads(target.read_text(encoding="utf-8")))


def unmet(report: dict[str, Any]) -> list[str]:
    """Audits that count and are not fully met, performance left out."""
    return [
        f"{name}: {reference['id']} {json.dumps(report['audits'][reference['id']].get('details', {}).get('items', [])[:2], ensure_ascii=False)[:400]}"
        for name, category in report["categories"].items() if name != "performance"
        for reference in category["auditRefs"] if reference["weight"] and report["audits"][reference["id"]]["score"] not in (None, 1)
    ]


@pytest.mark.parametrize("name", ["index.html", ITEM, "self-check.html"])
def test_lighthouse(web: SiteServer, tmp_path: Path, name: str) -> None:
    """Performance at least 98, the rest 100. Performance is the best of three runs: other programs share the machine."""
    best = 0
    for attempt in range(3):
        report = lighthouse(web.address + name, tmp_path / f"{attempt}.json")
        scores = {key: round(category["score"] * 100) for key, category in report["categories"].items()}
        print(name, scores, report["audits"]["total-byte-weight"].get("displayValue"))
        assert unmet(report) == []
        assert {scores["accessibility"], scores["best-practices"], scores["seo"]} == {100}
        best = max(best, scores["performance"])
        if best >= 98:
            break
    assert best >= 98


def test_site_has_no_templates_and_no_leftovers(site: Path) -> None:
    assert [path.name for path in site.rglob("*") if path.suffix in (".jinja", ".typ", ".md", ".yml", ".py")] == []
    assert os.path.getsize(site / "service-worker.js") < 60 * 1024
