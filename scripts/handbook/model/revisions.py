"""What was revised since which edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from handbook.model.edition import Edition
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item, Revision, Withdrawn


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
