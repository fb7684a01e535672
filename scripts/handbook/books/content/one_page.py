"""《企业安全明白纸》: each item on one A4 page, as a set and one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from handbook.books.book_spec import A4, BookSpec
from handbook.books.content import gravest_penalties
from handbook.books.content.book_data import item_data
from handbook.books.content.pocket_book import grouped, pocket_item, worst_of
from handbook.markdown import brief_clause
from handbook.markdown.point_view import NO_PENALTY, PointView
from handbook.markdown.typography import words
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item
from handbook.model.papers.download_names import ONE_PAGE
from handbook.page_text.page import read
from handbook.pdf.identity import identity
from handbook.recipes.lazy import Lazy

TITLE = "企业安全明白纸"
#: What the page says of a point.
_POINT = ("id", "name", "met", "duty", "major", "only", "today")
#: What shows that a line of the legend is needed, in its order.
_SIGNS = ("责任人员", "限期改正|停产停业", "罚[0-9]", "追究刑责")


def sheet_volume(book: Handbook, sheets: list[Sheet], *, title: str = TITLE) -> BookSpec:
    """``sheets`` as one file."""
    plain = identity(book) | {
        "title": title,
        "title-line": TITLE,
        "accent": "#0b4a7a",
        "subset": None,
        "left-out-are": gravest_penalties.WORST,
        "items": [sheet.values for sheet in sheets],
    }
    return BookSpec(
        ONE_PAGE,
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
    """The page of ``item`` in the short writing of the pocket book: its points, and of each the worst that
    may follow, so that they can be read at arm's length. The rest stands on the web and in the manual."""
    text = next((page.body for page in book.pages if page.path == f"checklists/{item.stem}.md"), "")
    kept = ("id", "name", "icon", "scope", "status", "verified", "who", "url", "short", "qr", "no-penalty")
    values = {key: value for key, value in item_data(book, item).items() if key in kept}
    pocket = pocket_item(book, item, text)
    told = worst_of(book, item.points, judge=gravest_penalties.worst)
    consequences = grouped(book, told)
    left_out = sum(len(point.penalties) for point in item.points) - len(told)
    return Sheet(
        item,
        values
        | {
            "points": [{key: point[key] for key in _POINT} for point in pocket["points"]],
            "consequences": consequences,
            "left-out": left_out,
            "unread": _unread(item),
            "legend": _legend(pocket["points"], consequences),
            "bodies": _bodies(book, {body for row in consequences for body in row["bodies"]}),
            "picture": _picture(text),
        },
    )


def _legend(points: list[dict[str, Any]], consequences: list[dict[str, Any]]) -> list[str]:
    """What the short writing on this page stands for, as far as the page uses it."""
    written = " ".join(row[key] for row in consequences for key in ("premise", "first", "later", "persons"))
    told = []
    if any(point["major"] for point in points):
        told.append("▲ 不符合，又具备判定标准写的全部情形（哪些行业、什么条件，扫码看），才是重大事故隐患。")
    if not all(point["duty"] for point in points):
        told.append("○ 是通常做法，没有标的是法律、法规、规章或者强制性标准直接要求的。")
    told += [line for sign, line in zip(_SIGNS, brief_clause.LEGEND, strict=True) if re.search(sign, written)]
    return told


def _bodies(book: Handbook, used: set[str]) -> str:
    """What the short names of the bodies stand for; empty where none is named."""
    return "，".join(f"{body.short}是{body.name}" for body in book.bodies if body.short in used)


def _unread(item: Item) -> list[str]:
    """What is said of points whose law's penalties were not read: they may have one."""
    points: dict[str, list[str]] = {}
    for point in item.points:
        words_of = PointView(item, point).no_penalty
        if words_of and words_of != NO_PENALTY:
            points.setdefault(words_of, []).append(point.id)
    return [f"{'、'.join(ids)}：{words(told)}。" for told, ids in points.items()]


def _picture(text: str) -> dict[str, Any] | None:
    """The first drawing of an item's page; how much of the width it takes."""
    picture = next((link for link in read(text).pictures if link.drawing), None)
    return (
        {"src": f"/build/drawings/{picture.drawing}", "alt": picture.text, "share": 0.36} if picture else None
    )
