"""Editions of what is printed: the page that a book's QR code leads to, which says whether the book is still current."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from handbook.model.handbook import Handbook
from handbook.model.item import Item, Revision, Withdrawn
from handbook.model.site import Edition
from handbook.writers.site_pages import OUTSIDE_MENU, front_matter
from handbook.writers.templates import render


def edition_address(edition: Edition) -> str:
    """Permanent address of an edition's page, relative to the site's root; printed in every book."""
    return f"q/edition-{edition.id}.html"


def edition_before(book: Handbook, edition: Edition) -> Edition | None:
    """The edition that ``edition`` replaced; None for the first."""
    return max(
        (other for other in book.editions if other.day < edition.day),
        key=lambda other: other.day,
        default=None,
    )


def since_last_edition(book: Handbook, item: Item) -> list[Revision]:
    """Revision notes of ``item`` that are new in the current edition."""
    before = edition_before(book, book.edition)
    return [
        note
        for note in item.revisions
        if note.day <= book.edition.day and (before is None or note.day > before.day)
    ]


@dataclass(frozen=True)
class Changed:
    """An item with what happened to it after a given day."""

    item: Item
    notes: tuple[Revision, ...]
    withdrawn: tuple[Withdrawn, ...]


def changed_after(book: Handbook, day: dt.date) -> list[Changed]:
    """Items with revision notes or withdrawn points dated after ``day`` and not after today."""
    found = []
    for item in book.items:
        notes = tuple(note for note in item.revisions if day < note.day <= book.today)
        withdrawn = tuple(entry for entry in item.withdrawn if day < entry.day <= book.today)
        if notes or withdrawn:
            found.append(Changed(item, tuple(sorted(notes, key=lambda note: note.day)), withdrawn))
    return found


def edition_pages(book: Handbook) -> dict[str, str]:
    """Markdown of the page of each edition up to today, by path under docs/."""
    pages = {}
    for edition in book.editions:
        if edition.day > book.today:
            continue
        current = edition.id == book.edition.id
        title = f"{edition.name}：{'现行' if current else '有新版'}"
        lead = f"手里这本是{edition.name}，" + (
            "现在用的就是这一版。" if current else f"已经有{book.edition.name}。"
        )
        address = edition_address(edition)
        pages[address.removesuffix(".html") + ".md"] = front_matter(
            title, lead, hide=OUTSIDE_MENU, search={"exclude": True}
        ) + render(
            "edition.md.jinja",
            address,
            book,
            edition=edition,
            current=current,
            title=title,
            changes=changed_after(book, edition.day),
        )
    return pages
