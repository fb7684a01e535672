"""The register's program in a blank page, and what it finds in workbooks."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from conftest import ROOT
from handbook.ledger import engine
from handbook.page_programs import libraries
from support import ledger_cases as made
from support.ledger_cases import DAY

_ROWS = {
    "厂区": made.plant,
    "房屋": lambda number, **row: made.building(**row),
    "企业": made.firm,
    "变动": lambda number, **row: made.event(**row),
    "问题": made.problem,
}

#: Reports of one or two states, beside the weekly one and the round.
REPORTS = [{"id": "handover"}, {"id": "gate"}, {"id": "years"}]


def opened_program(browser: Browser) -> Page:
    """A blank page with the register's program and its library, as the site loads them."""
    page = browser.new_page()
    page.add_script_tag(path=libraries.fetch(ROOT)["assets/ledger/fflate.js"])
    for name in engine.CORE:
        page.add_script_tag(path=ROOT / engine.SCRIPTS / f"{name}.js")
    page.evaluate("(model) => { window.handbookLedger = model; }", made.MODEL)
    page.evaluate(
        """() => { window.periodOf = (files, limits) => HB.ledger.gather(files.map((file) => ({
            name: file[0], bytes: Uint8Array.from(atob(file[1]), (char) => char.charCodeAt(0)) })),
            handbookLedger, limits || handbookLedger.limits); }"""
    )
    return page


def sent(*paths: Path) -> list[list[str]]:
    return [[path.name, base64.b64encode(path.read_bytes()).decode()] for path in paths]


def checked(
    program: Page, *paths: Path, before: Path | None = None, limits: Any = None
) -> list[dict[str, Any]]:
    """The problems that the page finds in workbooks."""
    found: list[dict[str, Any]] = program.evaluate(
        """([after, before, today, limits]) => HB.ledger.check(periodOf(after, limits), handbookLedger, today,
            before.length ? periodOf(before) : null)""",
        [sent(*paths), sent(before) if before else [], DAY.isoformat(), limits],
    )
    return found


def told(problems: list[dict[str, Any]]) -> list[str]:
    return [f"{p['rule']} {p['sheet']} {p['row']} {p['column']}".strip() for p in problems]


def rows_of(case: dict[str, Any]) -> dict[str, Any]:
    sheets = {
        name: [
            _ROWS[name](number, **row) if name in _ROWS else row for number, row in enumerate(case[name], 1)
        ]
        for name in made.HEADS
        if name in case
    }
    return made.base(**sheets)


def answered(wants: dict[str, Any], after: Path, *before: Path, **more: Any) -> dict[str, Any]:
    """What the command answers for workbooks."""
    return engine.run(
        ROOT, made.BOOK, engine.Request(after=[after], before=before, wants=wants, today=DAY, **more)
    )
