"""《“4+22”检查事项手册》: everything the site says of the items but their questions, as an A5 book."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import Any

from handbook.books.book_spec import A5, BookSpec
from handbook.books.content import epub_text
from handbook.books.content.book_data import (
    chapter_data,
    item_data,
    laws_data,
    web_address,
)
from handbook.books.content.prose import Block, Resolve, read_pages
from handbook.books.content.selection import cover_data, select
from handbook.books.content.subject_index import subjects_data
from handbook.markdown.typography import words
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item, Role
from handbook.model.papers.download_names import MANUAL
from handbook.page_text.changed import joined
from handbook.pdf.table_widths import A5_TABLE
from handbook.recipes.lazy import Lazy

NAME = "检查事项手册"
#: The officers' page, from the register of firms to closing a problem: the last chapter.
GUIDE = "officers/index.md"
_SIGNS = "“依据”里没有写“辅助”“参照”的，是直接依据。“后果”后面的①②，看同一条的“不做的后果”。"
_ITEM_LINK = re.compile(r"checklists/(?P<item>\d\d+)-[a-z0-9.-]+\.md(?:#p(?P<point>[\d-]+))?")


def manual_volume(
    book: Handbook, *, items: Sequence[str] | None = None, aspect: str | None = None, role: Role | None = None
) -> BookSpec:
    """The whole list as a book, or the part of it that :func:`select` gives; the cover then says
    which."""
    selection = select(book, items=items, aspect=aspect, role=role)
    chosen = selection.items
    bodies = {item.id: _body(book, item) for item in chosen}
    aspects: list[dict[str, Any]] = [
        {
            "number": entry.number,
            "name": entry.name,
            "scope": entry.scope,
            "items": [item_data(book, item, role) for item in own],
        }
        for entry in book.aspects
        if (own := [item for item in chosen if item.aspect == entry.name])
    ]
    points = {point["id"] for entry in aspects for item in entry["items"] for point in item["points"]}
    plain = cover_data(book, selection, NAME, 23, aspects)
    plain |= {
        "notice": [*plain["notice"], words(_SIGNS)],
        "short-title": NAME,
        "blurb": [
            "每一条说清五件事：要做到什么、怎么查、怎样算合格、今天怎么改、不做有什么后果。",
            "给出租方、承租方自己查，也给上门检查和讲课的人用。",
        ],
        "subjects": subjects_data(book, {item.id for item in chosen}, points),
        "laws": laws_data(book, points),
    }
    pages = {f"checklists/{item.stem}.md": bodies[item.id] for item in chosen}
    # The officers' page goes with the whole book, not with a part of it.
    guide = None if selection.subset else next((page for page in book.pages if page.path == GUIDE), None)
    texts = pages | ({GUIDE: guide.body} if guide else {})
    resolve = _resolver(book, {item.id for item in chosen}, points)

    def complete() -> dict[str, Any]:
        prose = read_pages({path: joined(body, {}) for path, body in texts.items()}, resolve, table=A5_TABLE)
        return plain | {
            "guide": chapter_data("guide", 1, guide, prose[GUIDE]) if guide else None,
            "aspects": [
                entry
                | {"items": [item | {"prose": _prose(prose, book, item["id"])} for item in entry["items"]]}
                for entry in aspects
            ],
        }

    return BookSpec(
        MANUAL,
        plain["title"],
        A5,
        "manual.typ",
        plain,
        Lazy(complete, [plain, texts]),
        Lazy(lambda: epub_text.manual_markdown(book, plain, resolve, guide), [plain, texts]),
        group="书",
        note=f"{len(chosen)} 条一本；",
        epub_split=2,
    )


def _body(book: Handbook, item: Item) -> str:
    return next((page.body for page in book.pages if page.path == f"checklists/{item.stem}.md"), "")


def _prose(prose: dict[str, list[Block]], book: Handbook, item_id: str) -> list[Block]:
    return prose[f"checklists/{book.item_by_id[item_id].stem}.md"]


def _resolver(book: Handbook, items: set[str], points: set[str]) -> Resolve:
    """Links to items and points in this book go there; all others go to the web."""

    def resolve(page: str, target: str) -> str | None:
        path = (
            posixpath.normpath(posixpath.join(posixpath.dirname(page), target.partition("#")[0]))
            if not target.startswith("#")
            else page
        )
        match = _ITEM_LINK.fullmatch(path + ("#" + target.partition("#")[2] if "#" in target else ""))
        if match and match["point"] in points:
            return f"#p{match['point']}"
        if match and match["item"] in items:
            return f"#i{match['item']}"
        return web_address(book, path, target.partition("#")[2])

    return resolve
