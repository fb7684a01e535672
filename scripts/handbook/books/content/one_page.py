"""《企业安全明白纸》: each item on one A4 page, as a set and one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handbook.books.book_spec import A4, BookSpec
from handbook.books.content.book_data import item_data
from handbook.markdown.point_view import NO_PENALTY, PointView
from handbook.markdown.typography import words
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item
from handbook.page_text import drawing_name, read
from handbook.pdf.identity import identity
from handbook.recipes.lazy import Lazy

TITLE = "企业安全明白纸"
SET_NAME = "one-page"


def sheet_path(item: Item) -> str:
    """Permanent path of an item's sheet, relative to the site's root; the page overview/one-page.md leads
    to it."""
    return f"downloads/one-page/{item.id}.pdf"


def sheet_volume(book: Handbook, sheets: list[Sheet], *, title: str = TITLE) -> BookSpec:
    """``sheets`` as one file."""
    plain = identity(book) | {
        "title": title,
        "title-line": TITLE,
        "accent": "#0b4a7a",
        "subset": None,
        "items": [sheet.values for sheet in sheets],
    }
    return BookSpec(
        SET_NAME,
        title,
        A4,
        "one-page.typ",
        plain,
        Lazy(lambda: plain, plain),
        group="明白纸",
        note=f"{len(sheets)} 条，一条一页；",
        folded=False,
        covered=False,
    )


@dataclass(frozen=True)
class Sheet:
    """What stands on an item's page: the template's values."""

    item: Item
    values: dict[str, Any]


def sheet(book: Handbook, item: Item) -> Sheet:
    """The page of ``item``."""
    text = next((page.body for page in book.pages if page.path == f"checklists/{item.stem}.md"), "")
    values = {key: value for key, value in item_data(book, item).items() if key != "penalties"}
    return Sheet(item, values | {"picture": _picture(text), "consequences": consequences(book, item)})


def consequences(book: Handbook, item: Item) -> list[dict[str, Any]]:
    """The item's penalties, acts with the same consequences by the same authorities told together, as often
    in one article."""
    groups: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for point in item.points:
        for use in point.penalties:
            entry = book.penalty(use.reference)
            key = tuple(
                words(part or "")
                for part in (entry.premise, entry.first, entry.later, entry.persons, "、".join(entry.bodies))
            )
            group = groups.setdefault(key, {"acts": [], "references": []})
            act = words(use.act) + (f"（{use.who.value}）" if use.who else "")
            for name, value in (("acts", act), ("references", words(use.reference.text))):
                if value not in group[name]:
                    group[name].append(value)
    told = [
        {
            "premise": premise,
            "first": first,
            "later": later,
            "persons": persons,
            "bodies": bodies,
            "acts": group["acts"],
            "plain": "",
            "references": _short(group["references"]),
        }
        for (premise, first, later, persons, bodies), group in groups.items()
    ]
    return told + _unread(item)


def _unread(item: Item) -> list[dict[str, Any]]:
    """Points whose law's penalties were not read: they may have one."""
    points: dict[str, list[str]] = {}
    for point in item.points:
        words_of = PointView(item, point).no_penalty
        if words_of and words_of != NO_PENALTY:
            points.setdefault(words_of, []).append(point.id)
    empty = dict.fromkeys(("premise", "first", "later", "persons", "bodies"), "")
    return [
        empty | {"acts": ["、".join(ids)], "plain": words(told), "references": ""}
        for told, ids in points.items()
    ]


def _short(references: list[str]) -> str:
    """References with a law's name only where it changes:
    《安全生产法》第九十七条第三项、第九十九条第一项."""
    parts, last = [], ""
    for text in references:
        law, _, place = text.rpartition("》")
        parts.append(place if law and law == last else text)
        last = law
    return "、".join(parts)


def _picture(text: str) -> dict[str, Any] | None:
    """The first drawing of an item's page; how much of the width it takes."""
    picture = next((link for link in read(text).pictures if drawing_name(link)), None)
    return (
        {"src": f"/build/drawings/{drawing_name(picture)}", "alt": picture.text, "share": 0.36}
        if picture
        else None
    )
