"""Addresses that are in print, and the page to which an edition's code leads."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pymupdf as fitz

from conftest import ROOT
from handbook.model.edition import Edition
from handbook.model.items.item import Revision
from handbook.site.pages.edition_pages import edition_pages
from support import real
from support.programs import run_program
from support.shelf import path_of

BOOK = real.book()
PERMANENT = (ROOT / "tests" / "permanent-addresses.txt").read_text(encoding="utf-8").split()


def _later(revised: dt.date) -> object:
    newer = Edition.model_validate(
        {
            "代号": "2027-06",
            "名称": "2027年6月版",
            "日期": dt.date(2027, 6, 1),
            "说明": "第二版，按新标准改。",
        }
    )
    note = Revision.model_validate({"日期": revised, "内容": "门宽改按新标准。"})
    items = tuple(
        item.model_copy(update={"revisions": (*item.revisions, note)}) if item.id == "14" else item
        for item in BOOK.items
    )
    return replace(BOOK, today=dt.date(2027, 7, 1), editions=(*BOOK.editions, newer), items=items)


def test_edition_page_says_current() -> None:
    page = edition_pages(BOOK)[f"q/edition-{BOOK.edition.id}.md"]
    assert "现行" in page and "有新版" not in page and "没有一条改过" in page


def test_edition_page_tells_of_a_newer_one_and_what_changed() -> None:
    pages = edition_pages(_later(dt.date(2027, 5, 20)))  # type: ignore[arg-type]
    old, new = pages[f"q/edition-{BOOK.edition.id}.md"], pages["q/edition-2027-06.md"]
    assert "有新版" in old and "2027年6月版" in old and "门宽改按新标准" in old and "checklists/14-" in old
    assert "现行" in new and "门宽改按新标准" not in new


def test_edition_page_tells_changes_after_the_current_edition() -> None:
    assert "门宽改按新标准" in edition_pages(_later(dt.date(2027, 6, 20)))["q/edition-2027-06.md"]  # type: ignore[arg-type]


def test_printed_addresses_never_die(site: Path) -> None:
    assert [address for address in PERMANENT if not (site / address).is_file()] == []


def test_every_printed_address_is_on_the_permanent_list(shelf: Path, tmp_path: Path) -> None:
    """Codes on the pages that have one, read by a scanner; what is found must stand in
    permanent-addresses.txt for good."""
    listed = {BOOK.site.address + ("" if address == "index.html" else address) for address in PERMANENT}
    pages = [("drill-book", 1), ("key-areas-book", -1), ("zoning-book", 1), ("one-page", 0), ("one-page", 21)]
    with fitz.open(path_of(shelf, "drill-book")) as pdf:
        pages += [
            ("drill-book", number - 1)
            for _, title, number in pdf.get_toc()
            if title in {form.name for form in BOOK.forms}
        ]
    assert len(pages) >= 5
    for name, number in pages:
        image = tmp_path / "page.png"
        with fitz.open(path_of(shelf, name)) as pdf:
            pdf[number].get_pixmap(dpi=250).save(image)
        run = run_program(["zbarimg", "--raw", "--quiet", str(image)])
        found = run.stdout.split()
        assert found, f"{name} {number}"
        assert set(found) <= listed, f"{name} {number}: {found}"


def test_permanent_list_holds_all_items_editions_and_trades() -> None:
    wanted = {f"q/{item.id}.html" for item in BOOK.items} | {
        f"q/edition-{edition.id}.html" for edition in BOOK.editions
    }
    wanted |= {trade.address for trade in BOOK.trades}
    assert wanted <= set(PERMANENT), (
        "a printed address was added: write it into tests/permanent-addresses.txt"
    )
