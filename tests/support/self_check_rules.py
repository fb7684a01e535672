"""The rules of the self-check in a blank page, with made-up data."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page

from conftest import ROOT
from handbook.page_programs.contract import contract_file
from handbook.site.pages import self_check
from support import real

SCRIPTS = ROOT / "overrides" / "material" / "assets" / "javascripts"
#: What the page asks from.
DATA = self_check.points(real.book())


def opened_rules(browser: Browser) -> Page:
    """A blank page with the rules and the store, and a made-up storage that can be full."""
    page = browser.new_page()
    page.add_script_tag(content="".join(contract_file().values()))
    for name in (
        "handbook.js",
        "files.js",
        *(f"self-check/{part}.js" for part in ("core", "totals", "files", "exports", "papers", "store")),
    ):
        page.add_script_tag(path=SCRIPTS / name)
    page.add_script_tag(
        content="""
      window.makeStorage = (limit) => {
        const values = new Map();
        const size = () => [...values].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
        return {
          limit, values,
          get length() { return values.size; },
          key(place) { return [...values.keys()][place] ?? null; },
          getItem(key) { return values.has(key) ? values.get(key) : null; },
          setItem(key, value) {
            const before = values.get(key);
            values.set(key, String(value));
            if (size() > this.limit) {
              if (before === undefined) values.delete(key); else values.set(key, before);
              throw new DOMException("full", "QuotaExceededError");
            }
          },
          removeItem(key) { values.delete(key); },
        };
      };
      window.answer = (r, t, more) => Object.assign(HB.selfCheck.blankAnswer(), { r, t }, more);
      window.check = (data, query, id) => Object.assign(
        HB.selfCheck.newCheck({ day: "2026-11-23" }, HB.selfCheck.parseScope(query, data) || HB.selfCheck.emptyScope(), data, 1000, 0), id ? { id } : {});
    """
    )
    return page


def edition(
    points: list[str], withdrawn: list[dict[str, str]] | None = None, name: str = "2026-11"
) -> dict[str, Any]:
    """Made-up data: points by id, those ending in "!" possible major hazards, two aspects by item."""
    items = sorted({point.rstrip("!").split("-")[0] for point in points})
    return {
        "edition": {"id": name, "name": name, "day": "2026-11-23"},
        "site": {"name": "手册", "disclaimer": "建议稿，供企业自查。", "address": "https://x/"},
        "aspects": [{"id": "a", "number": "一", "name": "甲"}, {"id": "b", "number": "二", "name": "乙"}],
        "hazards": [{"id": "hot-work", "name": "动火作业", "ask": "?", "examples": "."}],
        "items": [
            {"id": item, "name": "条" + item, "page": f"checklists/{item}.html", "aspect": int(item) % 2}
            for item in items
        ],
        "points": [
            {
                "id": p.rstrip("!"),
                "item": items.index(p.rstrip("!").split("-")[0]),
                "text": "要点" + p.rstrip("!"),
                "roles": ["tenant"],
                "hazards": [],
                "major": int(p.endswith("!")),
                "duty": 1,
                "rank": 0,
                "own": 1,
                "see": 1,
                "short": "",
                "days": 3,
            }
            for p in points
        ],
        "withdrawn": withdrawn or [],
        "staffing": [],
        "trades": [],
        "quick": {},
        "first": 3,
    }
