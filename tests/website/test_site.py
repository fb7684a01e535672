"""The built site, looked at from outside: as files, and in Chromium from disk."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from conftest import ROOT
from handbook.markdown.html_tags import start_tags
from support import real

BOOK = real.book()


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values.get("lang", "")
        if "id" in values:
            self.ids.add(values["id"])
        if tag == "a" and "name" in values:
            self.ids.add(values["name"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        for name in ("src", "data"):
            if name in values and tag in ("script", "img", "iframe", "source", "object", "embed", "video"):
                self.loads.append(values[name])
        if tag == "link" and values.get("rel") in (
            "stylesheet",
            "icon",
            "manifest",
            "preload",
            "modulepreload",
            "preconnect",
            "dns-prefetch",
        ):
            self.loads.append(values.get("href", ""))


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, _Page]:
    return {
        path.relative_to(site).as_posix(): _Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def test_every_item_law_and_list_has_its_page(site: Path) -> None:
    for item in BOOK.items:
        assert (site / f"checklists/{item.stem}.html").exists()
        assert (site / f"q/{item.id}.html").exists()
    for law in BOOK.laws:
        assert (site / f"laws/{law.id}.html").exists()
    for name in ("all", "landlord", "tenant", *(f"aspect-{aspect.id}" for aspect in BOOK.aspects)):
        assert (site / f"checklists/{name}.html").exists()


def test_language_is_simplified_chinese(pages: dict[str, _Page]) -> None:
    assert {name for name, page in pages.items() if page.language != "zh-CN"} == set()


def test_every_internal_link_and_anchor_resolves(pages: dict[str, _Page], site: Path) -> None:
    broken = []
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (site / name).parent / unquote(parts.path) if parts.path else site / name
            if name == "404.html" and parts.path.startswith("/"):
                target = site / unquote(parts.path).lstrip("/")
            target = target.resolve()
            if target.is_dir():
                target = target / "index.html"
            if not target.exists():
                broken.append(f"{name}: {link}")
            elif parts.fragment and target.suffix == ".html":
                ids = pages[target.relative_to(site.resolve()).as_posix()].ids
                if unquote(parts.fragment) not in ids:
                    broken.append(f"{name}: {link} (anchor)")
    assert broken == [], "\n".join(broken)


def test_tags_are_such_as_browsers_know(site: Path) -> None:
    """A template that eats the space behind ``<tr`` makes an element nobody knows, and a table without
    rows."""
    odd = {
        path.name: found
        for path in site.rglob("*.html")
        if (found := set(re.findall(r"<[a-z0-9]+-[a-z-]*", path.read_text(encoding="utf-8"))))
    }
    assert not odd


def test_nothing_is_loaded_from_elsewhere(pages: dict[str, _Page]) -> None:
    assert [
        f"{name}: {load}" for name, page in pages.items() for load in page.loads if urlsplit(load).netloc
    ] == []


def test_every_page_says_it_is_a_draft(site: Path) -> None:
    for item in BOOK.items:
        text = (site / f"checklists/{item.stem}.html").read_text(encoding="utf-8")
        assert "建议稿" in text and "非行政检查事项清单" in text


def _visible(site: Path, name: str) -> str:
    """Words of a page as the browser would show them, white space taken out."""
    import html

    text = (site / name).read_text(encoding="utf-8")
    text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", text)))


def test_item_pages_carry_all_of_the_data(site: Path) -> None:
    for item in BOOK.items:
        text = _visible(site, f"checklists/{item.stem}.html")
        for point in item.points:
            words = [
                point.id,
                point.requirement,
                point.how,
                point.met,
                point.remedy.today,
                point.remedy.lasting,
                point.remedy.term,
            ]
            words += [basis.reference.text for basis in point.basis] + [
                major.condition for major in point.major
            ]
            for use in point.penalties:
                penalty = BOOK.penalty(use.reference)
                words += [
                    use.act,
                    use.reference.text,
                    *penalty.bodies,
                    *filter(None, (penalty.first, penalty.later, penalty.persons, penalty.premise)),
                ]
            for expected in words:
                assert re.sub(r"\s+", "", expected) in text, f"{point.id}: {expected}"
        for question in item.questions:
            for expected in (question.text, question.answer, question.why, *question.wrong):
                assert re.sub(r"\s+", "", expected) in text, f"{question.id}: {expected}"


def test_lists_have_one_row_for_each_point(site: Path) -> None:
    def rows(name: str) -> list[str]:
        return re.findall(
            r'<tr id="p(\d+-\d+)"', (site / f"checklists/{name}.html").read_text(encoding="utf-8")
        )

    everything = [entry.point.id for entry in BOOK.points()]
    assert rows("all") == everything
    assert sorted(id for aspect in BOOK.aspects for id in rows(f"aspect-{aspect.id}")) == sorted(everything)
    for slug, word in (("landlord", "出租方"), ("tenant", "承租方")):
        expected = [
            e.point.id for e in BOOK.points() if word in {role.value for role in e.item.roles_of(e.point)}
        ]
        assert rows(slug) == expected
    for hazard in BOOK.hazards:
        expected = [e.point.id for e in BOOK.points() if hazard.name in e.item.hazards_of(e.point)]
        if expected:
            assert rows(f"hazard-{hazard.id}") == expected


def test_law_pages_list_every_point_that_cites_them(site: Path) -> None:
    for law_id, places in BOOK.citations.items():
        text = (site / f"laws/{law_id}.html").read_text(encoding="utf-8")
        for entries in places.values():
            for entry in entries:
                assert f"{entry.item.stem}.html#p{entry.point.id}" in text


def test_no_heading_stands_over_nothing(site: Path) -> None:
    empty = {
        (path.relative_to(site).as_posix(), found[2])
        for path in site.rglob("*.html")
        for found in re.finditer(
            r"<h([234])[^>]*>([^<]*)(?:<a [^>]*>.*?</a>)?</h\1>\s*<(?:h[2\1]\b|!-- /hb:print)",
            path.read_text(encoding="utf-8"),
        )
    }
    assert empty == set()


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_open_from_disk_without_a_foreign_request(browser: Browser, site: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    item = BOOK.item_by_id["07"]
    for name in (
        "index.html",
        f"checklists/{item.stem}.html",
        "checklists/all.html",
        "laws/index.html",
        "downloads/index.html",
        "drills/index.html",
        "about.html",
    ):
        page.goto((site / name).as_uri())
        page.wait_for_load_state("load")
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{name} scrolls sideways by {overflow} px at {width}"
        tallest = page.evaluate(
            "Math.max(0, ...Array.from(document.querySelectorAll('p > img'), i => i.height))"
        )
        assert tallest < 700, f"{name}: a drawing of {tallest} px leaves no words on the screen at {width}"
    page.close()
    assert [url for url in asked if not url.startswith(("file://", "data:", "blob:"))] == []
    assert errors == []


def test_short_address_leads_to_the_item(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "q/07.html").as_uri())
    page.wait_for_url(f"**/checklists/{BOOK.item_by_id['07'].stem}.html")
    assert page.locator("h1").inner_text().startswith("07")
    page.close()


#: Styles written after Chromium 86, which the browser inside WeChat may still be: a rule with one of them
#: is dropped there.
TOO_NEW = (
    ":is(",
    ":where(",
    ":has(",
    "inset:",
    "color-mix(",
    "@layer",
    "@container",
    "inline-start",
    "inline-end",
    "block-start",
    "block-end",
    "aspect-ratio",
    "dvh",
    "subgrid",
    "text-wrap",
    "width <",
    "width >",
    "height <",
    "height >",
)
SCREEN_STYLES = [
    path.name
    for path in (ROOT / "overrides/material/assets/stylesheets").glob("*.css")
    if "print" not in path.name
]


@pytest.mark.parametrize("name", sorted(SCREEN_STYLES))
def test_styles_suit_old_phones(site: Path, name: str) -> None:
    rules = re.sub(
        r"/\*.*?\*/",
        "",
        (site / "assets" / "stylesheets" / name).read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    assert [rule for rule in rules.splitlines() if any(new in rule for new in TOO_NEW)] == []


def test_page_for_addresses_that_do_not_exist_leads_on(pages: dict[str, _Page]) -> None:
    ends = {urlsplit(link).path.rsplit("/", 1)[-1] for link in pages["404.html"].links}
    assert {"index.html", "self-check.html"} <= ends


def test_the_shell_reaches_all_that_it_changes_of_the_theme(site: Path) -> None:
    """main.html changes words of the theme's own blocks; a new theme that writes them otherwise is told
    here."""
    checked = 0
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "hb:print" not in text:
            continue  # redirects and pages of short addresses have no shell
        sheets = [tag for tag in start_tags(text, "link") if tag.get("rel") == "stylesheet"]
        assert sheets and all(tag.get("media") in ("screen", "print") for tag in sheets), path
        scripts = [tag for tag in start_tags(text, "script") if tag.get("src")]
        at_once = [tag.get("src") for tag in scripts if tag.get("defer") is None]
        assert [name.rpartition("/")[2] for name in at_once if name] == ["handbook-start.js"], path
        assert text.index("handbook-start.js") < text.index("</nav>", text.index("data-hb-search")), path
        assert not any(tag.get("data-md-component") == "palette" for tag in start_tags(text, "form")), path
        # Firefox fetches the next page unasked, or would: the policy forbids it, an error on every page.
        assert "next" not in [tag.get("rel") for tag in start_tags(text, "link")], path
        checked += 1
    assert checked > 100


def test_drawings_say_their_size(site: Path) -> None:
    """Else the text below them jumps when they come."""
    drawings = [
        match
        for path in site.rglob("*.html")
        for match in re.findall(r"<img\b[^>]*\.svg\"[^>]*>", path.read_text(encoding="utf-8"))
    ]
    assert len(drawings) > 40
    assert [tag for tag in drawings if not re.search(r'\swidth="\d+" height="\d+"', tag)] == []
