"""The index of things: the word that a reader has in mind, and where a book speaks of it."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from handbook.markdown.dictionary_order import sound
from handbook.markdown.typography import words
from handbook.model.handbook import Handbook

#: In characters. A longer word is one of the law's: its everyday words are here, and fit a narrow column.
_LONGEST = 8


def subjects_data(book: Handbook, items: Set[str], points: Set[str]) -> list[dict[str, Any]]:
    """What people call things, in the order of a dictionary: the glossary's words, then those of the items.

    ``items``, ``points``: the ids that the book has. A row: ``letter`` (the first of its sound; 0–9 for
    numbers), ``word``, ``places`` (pairs of a label in the book and the id it stands for).
    """
    found: dict[str, dict[str, str]] = {}
    for term in book.glossary:
        for word in (term.term, *term.aliases):
            found.setdefault(word, {}).update({f"p{id}": id for id in term.points if id in points})
    for item in book.items:
        for word in item.aliases:
            if item.id in items and not found.get(word):
                found[word] = {f"i{item.id}": item.id}
    chosen = sorted((sound(word), word) for word, places in found.items() if places and len(word) <= _LONGEST)
    return [
        {
            "letter": "0–9" if heard[0].isdigit() else heard[0].upper(),
            "word": words(word),
            "places": [*found[word].items()],
        }
        for heard, word in chosen
    ]
