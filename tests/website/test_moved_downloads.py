"""Addresses of downloads that were offered before still lead somewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import DAY, ROOT
from handbook.checks.links.downloads import offered_paths
from handbook.model.papers.download_names import plain_name
from handbook.pipeline.catalogue import all_products
from handbook.product import BuildContext
from handbook.site.moved_downloads import data_files, places
from handbook.site.redirects import redirects
from handbook.sources.load import load_sources
from support import real
from support.node_tools import node

BOOK = real.book()
#: The plain name of every file that any edition offered. Names are added, never taken away.
FORMER = (ROOT / "tests" / "former-downloads.txt").read_text(encoding="utf-8").split()
PAGES = {
    "forms/drill-record.md": "---\npdf: false\n---\n",
    "checklists/tenant.md": "---\npdf: false\n---\n",
    "checklists/hazard-hot-work.md": "---\npdf: false\n---\n",
    "editing/rules.md": "---\npdf: false\n---\n",
    "checklists/07.md": "---\ntitle: 动火\n---\n",
}
PROGRAM = ROOT / "overrides/material/assets/javascripts/moved-downloads.js"


@pytest.fixture(scope="module")
def offered() -> list[str]:
    return [product.path for product in real.offered()]


def test_every_file_ever_offered_is_found_today(offered: list[str]) -> None:
    found = places(BOOK, offered)
    assert [name for name in FORMER if name not in found] == [], "write them into data/moved-downloads.yml"
    assert {f"downloads/{path}" for path in found.values()} <= set(offered)


def test_every_file_offered_now_is_on_the_list(offered: list[str]) -> None:
    assert {plain_name(path) for path in offered} <= set(FORMER), "add them to tests/former-downloads.txt"


def test_the_page_of_a_form_that_another_took_in_leads_to_that() -> None:
    assert redirects(BOOK)["forms/hot-work-handover.html"] == "forms/hot-work-permit.html"
    assert not {f"forms/{form.id}.html" for form in BOOK.forms} & set(redirects(BOOK))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("downloads/pocket-book-2026-11-2-print.pdf", "pocket-book-print.pdf"),
        ("downloads/pocket-book-2026-11.epub", "pocket-book.epub"),
        ("downloads/exam/manager-2026-11-a.docx", "exam/manager-a.docx"),
        ("downloads/forms/check-all.pdf", "forms/check-all.pdf"),
    ],
)
def test_names_without_their_edition(path: str, name: str) -> None:
    assert plain_name(path) == name


def test_the_check_knows_the_names_of_all_downloads_and_no_others(small: Path, offered: list[str]) -> None:
    """It derives them without laying out a book; the writers' own lists are the proof."""
    other = load_sources(small, DAY).handbook()
    for book, paths in (
        (BOOK, offered),
        (other, [product.path for product in all_products(BuildContext(small, other, 0))]),
    ):
        assert offered_paths(book) == set(paths)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("downloads/pocket-book-2026-11-print.pdf", "downloads/pocket-book-%s-print.pdf"),
        ("downloads/pocket-book-2026-11.epub", "downloads/manual-%s.epub"),
        ("downloads/exam/manager-2026-11-a.pdf", "downloads/exam/manager-%s-a.pdf"),  # in the same format
        ("forms/drill-record.pdf", "downloads/forms/drill-record.pdf"),  # the paper itself
        ("checklists/tenant.pdf", "downloads/forms/check-all.pdf"),
        ("checklists/hazard-hot-work.pdf", "downloads/forms/check-hazard-together.pdf"),
        ("editing/rules.pdf", "editing/rules.html"),  # no paper: the page
        ("forms/no-such-form.pdf", None),
        ("downloads/no-such-file.pdf", None),
        ("checklists/old.html", None),
    ],
)
def test_the_page_of_missing_addresses_names_the_file_of_today(
    offered: list[str], tmp_path: Path, asked: str, answer: str | None
) -> None:
    (data,) = data_files(BOOK, offered, PAGES).values()
    script = f"""
const site = "https://example.org/base/";
global.window = {{}};
global.location = {{ pathname: "/base/" + {json.dumps(asked)} }};
let shown = null;
const element = () => ({{ append() {{}} }});
const links = [];
const link = () => links[links.push(element()) - 1];
global.document = {{
  currentScript: {{ src: site + "assets/javascripts/moved-downloads.js" }},
  querySelector: () => ({{ replaceChildren: () => {{ shown = links.find((one) => /main/.test(one.className)).href }} }}),
  createElement: (name) => (name === "a" ? link() : element()),
}};
{data}
{PROGRAM.read_text(encoding="utf-8")}
console.log(JSON.stringify(shown));
"""
    (tmp_path / "ask.js").write_text(script, encoding="utf-8")
    run = node(str(tmp_path / "ask.js"))
    wanted = f"https://example.org/base/{answer.replace('%s', BOOK.edition.id)}" if answer else None
    assert json.loads(run.stdout) == wanted
