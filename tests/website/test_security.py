"""Nothing that gets into a page by way of data, text or an imported file runs; nothing is told to anybody."""

from __future__ import annotations

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from conftest import ROOT, fork_handbook, run_unchecked
from handbook.site.pages import self_check
from handbook.site.security_policy import header_policy, page_policy
from support import real
from support.node_tools import node, node_modules
from support.samples import GOOD, HOSTILE
from support.web import SiteServer, served

BOOK = real.book()
SCRIPTS = sorted((ROOT / "overrides").rglob("*.js"))


class _Page(HTMLParser):
    """What could run on a page, and where the policy stands."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.policies: list[str] = []
        self.before_policy: list[str] = []
        self._script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and values.get("http-equiv", "").lower() == "content-security-policy":
            self.policies.append(values.get("content", ""))
        elif not self.policies and tag not in ("html", "head"):
            self.before_policy.append(tag)
        if tag == "script" and "src" not in values and values.get("type") != "application/json":
            self.inline.append("script")
        self.inline += [
            f"{tag} {name}" for name in values if name.startswith("on") or name in ("style", "srcdoc")
        ]
        self.inline += [
            f"{tag} {name}"
            for name, value in values.items()
            if value.strip().lower().startswith(("javascript:", "vbscript:"))
        ]
        if tag in ("iframe", "object", "embed", "base", "applet"):
            self.inline.append(tag)
        if tag == "a" and ("href" in values or "id" not in values):
            address = values.get("href", "").strip()
            self.inline += ["link to nowhere"] if not address or address.startswith("file:") else []


def test_every_page_states_the_policy_first_and_holds_nothing_that_runs(site: Path) -> None:
    wrong = []
    redirects = {path.name for path in (site / "q").glob("*.html")}
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        page = _Page(text)
        if page.inline:
            wrong.append(f"{path.relative_to(site)}: {sorted(set(page.inline))}")
        if 'http-equiv="refresh"' in text:
            continue  # an old or short address: one link, no program, no style
        if page.policies != [page_policy()] or page.before_policy:
            wrong.append(f"{path.relative_to(site)}: policy {page.policies} after {page.before_policy[:3]}")
    assert wrong == [] and redirects


def test_web_server_example_states_the_same_policy() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert re.findall(r'"(default-src[^"]+)"', text) == [header_policy()]
    assert header_policy().startswith(page_policy())


def test_policy_is_strict() -> None:
    assert "unsafe" not in header_policy() and "*" not in header_policy() and "http" not in header_policy()


@cache
def too_new() -> dict[str, str]:
    """What a browser of 2019 would not read of each program, "" where it reads all; by path."""
    parse = """const fs = require('fs'), [acorn, ...paths] = process.argv.slice(1), {parse} = require(acorn);
const told = path => { try { parse(fs.readFileSync(path, 'utf8'), {ecmaVersion: 2019}); return '' }
  catch (wrong) { return String(wrong) } };
process.stdout.write(JSON.stringify(Object.fromEntries(paths.map(path => [path, told(path)]))))"""
    run = node("-e", parse, str(node_modules() / "acorn"), *map(str, SCRIPTS))
    assert run.returncode == 0, run.stderr[-800:]
    return json.loads(run.stdout)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_programs_build_no_markup_from_text_and_suit_old_phones(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "DOMParser",
        "srcdoc",
        "createContextualFragment",
    ):
        assert way not in text, way
    assert not re.search(r"set(Timeout|Interval)\(\s*['\"`]", text)
    assert not re.search(r"document\.cookie|sendBeacon|XMLHttpRequest|WebSocket|EventSource", text)
    if path.name != "service-worker.js":
        assert "fetch(" not in text  # pages ask nobody for anything
    assert too_new()[str(path)] == "", "for browsers of 2019"


def test_texts_stay_texts_in_the_data_of_programs() -> None:
    text = self_check.script("x", {"a": "</script><script>alert(1)</script>\u2028\u2029"})
    assert "<" not in text and "\u2028" not in text and "\u2029" not in text
    assert json.loads(text.removeprefix("window.x=").rstrip(";\n")) == {
        "a": "</script><script>alert(1)</script>\u2028\u2029"
    }


#: What an editor could put into a Markdown page: there HTML is allowed, so only the policy stands in its way.
HOSTILE_PAGE = """---
title: '</title><script>window.hacked=20</script>'
description: '"><script>window.hacked=21</script>'
---

# 恶意页

<script>window.hacked=22</script>
<script src="https://evil.example/x.js"></script>
<script src="data:text/javascript,window.hacked=23"></script>
<img src="x" onerror="window.hacked=24">
<img src="https://evil.example/pixel.png" alt="">
<details open ontoggle="window.hacked=25"><summary>x</summary></details>
<iframe src="https://evil.example/"></iframe>
<iframe srcdoc="<script>parent.hacked=26</script>"></iframe>
<object data="data:text/html,<script>window.hacked=27</script>"></object>
<form action="https://evil.example/"><button id="send">x</button></form>
<link rel="stylesheet" href="https://evil.example/x.css">
<p style="background:url(https://evil.example/y.png)">x</p>

[点我](javascript:window.hacked=28)

<a id="go" href="javascript:window.hacked=29">点我</a>
"""


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page, and every address outside the site that it asked for; what the policy stopped was not asked
    for."""
    page = context.new_page()
    asked: list[str] = []

    def foreign(request: Request) -> bool:
        return (
            not request.url.startswith(("http://127.0.0.1", "file://", "data:", "blob:"))
            and "csp" not in (request.failure or "").lower()
        )

    for event in ("requestfinished", "requestfailed"):
        page.on(
            event,
            lambda request: asked.append(f"{request.url} {request.failure}") if foreign(request) else None,
        )  # type: ignore[call-overload]
    page.on("dialog", lambda dialog: dialog.dismiss())
    return page, asked


def test_hostile_data_and_pages_run_nothing(small: Path, browser: Browser) -> None:
    path = small / "data" / "items" / "01-exit.yml"
    text = path.read_text(encoding="utf-8")
    fields = re.findall(r"^ +(?:怎么查|算合格|问|答|解析|要点): .+$", text, re.MULTILINE)
    values = iter(HOSTILE * 3)

    def quoted(value: str) -> str:
        return "'" + value.replace("'", "''") + "门不上锁'"

    for field in [field for field in fields if not re.search(r": \d", field) and "答:" not in field]:
        text = text.replace(field, field.split(": ")[0] + ": " + quoted(next(values)), 1)
    text = text.replace("名称: 安全出口", f"名称: {quoted(HOSTILE[2])}", 1).replace(
        "一句话: 出口的门不上锁，人出得去。", f"一句话: {quoted(HOSTILE[3])}", 1
    )
    path.write_text(text, encoding="utf-8")
    # The check refuses each piece. On one page it would tell of the first and count the others.
    pieces = re.findall(r"^[<\[].*$", HOSTILE_PAGE, re.MULTILINE)
    pages = [small / "docs" / f"evil-{number}.md" for number in range(len(pieces))]
    for page_of_one, piece in zip(pages, pieces, strict=True):
        page_of_one.write_text(f"# 恶意页\n\n{piece}\n", encoding="utf-8")
    refused = fork_handbook(small, "build", "--no-pdf", "--site-only", check=False)
    told = set(re.findall(r"docs/(evil-\d+\.md):\d+:\d+: 错误 L01[04]", refused.stderr))
    assert refused.returncode == 1
    assert told == {path.name for path in pages}
    for path in pages:
        path.unlink()
    evil = small / "docs" / "evil.md"
    # What comes after it must hold all the same, should something slip past.
    evil.write_text(HOSTILE_PAGE, encoding="utf-8")
    run_unchecked(small, "build", "--no-pdf", "--site-only")
    with served(small / "site") as server:
        for base in (server.address, (small / "site").as_uri() + "/"):
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            page, asked = watched(context)
            for name in (
                "evil.html",
                "checklists/01-exit.html",
                "checklists/all.html",
                "checklists/index.html",
                "quiz.html",
                "self-check.html",
                "index.html",
            ):
                page.goto(base + name)
                page.wait_for_timeout(200)
                assert page.url == base + name  # nothing led away
                assert page.evaluate("window.hacked") is None, name
                assert page.locator("head script:not([src])").count() == 0
            page.goto(base + "evil.html")
            for id in (
                "go",
                "send",
            ):  # pressed by program: the browser's driver would wait for a page that never comes
                page.evaluate("(id) => document.getElementById(id).click()", id)
            page.wait_for_timeout(200)
            assert page.evaluate("window.hacked") is None
            assert "evil.example" not in page.url

            page.goto(base + "self-check.html?all=1")
            page.click("form.sc-start button[type=submit]")
            page.wait_for_selector(".sc-card")
            for card in page.locator(".sc-card").all():
                card.locator("summary").first.click()
                card.locator("label", has_text="不符合").click()
            page.wait_for_timeout(300)
            assert "<script>window.hacked=1</script>" in (page.locator("#self-check").text_content() or "")
            page.locator(".sc-tabs a").last.click()
            page.wait_for_selector(".sc-report table")
            page.goto(base + "quiz.html")
            page.get_by_role("button", name="开始").click()
            page.wait_for_timeout(100)
            assert page.evaluate("window.hacked") is None
            assert asked == []
            context.close()


def test_hostile_imported_files_run_nothing(browser: Browser, web: SiteServer, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page, asked = watched(context)
    check = json.loads(json.dumps(GOOD)) | {"firm": HOSTILE[1], "place": HOSTILE[2], "by": HOSTILE[4]}
    check |= {"edition": "</p><script>", "present": HOSTILE[0], "address": HOSTILE[3]}
    check["scope"] = GOOD["scope"] | {"role": "", "have": None, "items": ["07"]}
    check["points"] = {
        "07-1": {
            **GOOD["points"]["07-1"],
            "note": HOSTILE[0],
            "who": HOSTILE[5],
            "again": [{"day": "2026-11-23", "by": HOSTILE[1], "ok": False, "note": HOSTILE[4]}],
        },
        "99-9": {**GOOD["points"]["07-1"], "note": HOSTILE[6], "who": HOSTILE[7]},
    }
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps({"format": "handbook-self-check", "checks": [check]}), encoding="utf-8")
    page.goto(web.address + "self-check.html")
    page.set_input_files("#sc-import", file)
    expect(page.locator(".sc-checks__one")).to_have_count(1)
    expect(page.locator(".sc-checks__one h3")).to_contain_text(HOSTILE[1])
    for view in ("", "&view=fix", "&view=report"):
        page.goto(web.address + f"self-check.html#check={check['id']}{view}")
        page.wait_for_timeout(300)
        assert page.evaluate("window.hacked") is None
    page.get_by_role("button", name="发微信的文字").click()
    assert HOSTILE[0] in page.locator("#hb-text").input_value()
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="打印报告").click()
    assert page.evaluate("window.hacked") is None and asked == []

    # A stored value that somebody tampered with is read as strictly as a file.
    page.evaluate(
        "localStorage.setItem('handbook-self-check/cevil00/a', JSON.stringify({ n: 1, check: { v: 1, id: 'cevil00', place: { toString: 1 }, points: {} } }))"
    )
    page.evaluate(
        'localStorage.setItem(\'handbook-quiz\', \'{"v":1,"wrong":["<img src=x onerror=window.hacked=1>"]}\')'
    )
    page.goto(web.address + "self-check.html")
    expect(page.locator(".sc-missing")).to_contain_text("读不出来")
    page.goto(web.address + "quiz.html")
    assert page.evaluate("window.hacked") is None
    context.close()


def test_hostile_addresses_run_nothing(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context()
    page, asked = watched(context)
    for tail in (
        "?role=<script>window.hacked=1</script>",
        "?items=<img src=x onerror=window.hacked=1>",
        "#check=<img src=x onerror=window.hacked=1>",
        "?people=1e999&role=tenant&have=__proto__",
        "#check=c00000000&view=constructor",
    ):
        for name in ("self-check.html", "quiz.html"):
            page.goto(web.address + name + tail)
            assert page.evaluate("window.hacked") is None
            assert page.locator("#self-check h2, #quiz h2").count() > 0
    assert asked == []
    context.close()


def test_no_cookie_no_tracker_and_nobody_else_is_asked(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 780}, service_workers="allow")
    page, asked = watched(context)
    for name in (
        "index.html",
        f"checklists/{BOOK.item_by_id['07'].stem}.html",
        "self-check.html?all=1",
        "quiz.html",
        "downloads/index.html",
        "overview/penalties.html",
    ):
        page.goto(web.address + name)
        page.wait_for_timeout(400)
    page.goto(web.address + "self-check.html?items=07")
    before = len(web.asked)
    page.click("form.sc-start button[type=submit]")
    page.wait_for_selector(".sc-card")
    for card in page.locator(".sc-card").all():
        card.locator("label", has_text="不符合").click()
    page.wait_for_timeout(500)
    sent = [
        path
        for path, _ in web.asked[before:]
        if "assets/" not in path
        and not path.endswith((".html", ".js", ".svg", ".webmanifest", ".xml", ".png"))
    ]
    assert context.cookies() == [] and asked == [] and sent == []
    assert page.evaluate("document.cookie") == ""
    context.close()
