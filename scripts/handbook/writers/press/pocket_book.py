"""《“4+22”检查事项口袋书》: the whole list, or a chosen part of it, as an A6 book."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from handbook.model.handbook import Handbook
from handbook.model.item import Item, Role
from handbook.writers.press.book_data import identity, item_data, laws_data, notice
from handbook.writers.press.print_edition import print_edition
from handbook.writers.press.prose import pictures, to_typst
from handbook.writers.press.typst_press import press
from handbook.writers.product import Product, Workshop

TITLE = "“4+22”检查事项口袋书"
POCKET_SIZE = (105.0, 148.0)  # mm, A6


def item_prose(book: Handbook, items: Sequence[Item]) -> dict[str, str]:
    """The prose of each item as Typst markup, by item id."""
    bodies = _bodies(book)
    # Pandoc gives == for ##, and the book's item is level 2: one deeper.
    return to_typst({item.id: bodies.get(f"checklists/{item.stem}.md", "") for item in items}, shift=1)


def _bodies(book: Handbook) -> dict[str, str]:
    return {page.path: page.body for page in book.pages}


def pocket_data(book: Handbook, prose: dict[str, str], *, items: Sequence[str] | None = None, role: Role | None = None) -> dict[str, Any]:
    """The template's data. ``items`` (ids) and ``role`` choose a part; the cover then says which."""
    chosen = [item for item in book.items if (items is None or item.id in items) and (role is None or role in item.roles)]
    aspects = []
    for aspect in book.aspects:
        members = [item for item in chosen if item.aspect == aspect.name]
        if members:
            aspects.append({"number": aspect.number, "name": aspect.name, "scope": aspect.scope, "items": [item_data(book, item, prose.get(item.id, ""), role) for item in members]})
    ids = {point["id"] for aspect in aspects for item in aspect["items"] for point in item["points"]}
    part = [f"第 {'、'.join(item.id for item in chosen)} 条"] if items is not None else []
    part += [f"{role.value}用"] if role else []
    return identity(book) | {
        "title": TITLE + (f"（{'，'.join(part)}）" if part else ""), "short-title": "检查事项口袋书", "subset": "，".join(part) or None,
        "notice": notice(book), "aspects": aspects, "laws": laws_data(book, ids),
        "revisions": [{"id": item.id, "name": item.name, "text": " ".join(f"{r.day}：{r.text}" for r in item.revisions)} for item in chosen if item.revisions],
    }


def pocket_book(root: Path, book: Handbook, *, epoch: int, items: Sequence[str] | None = None, role: Role | None = None) -> bytes:
    """The READ edition of the whole list or a part: tagged, PDF/UA-1, with bookmarks and links.

    ``epoch``: seconds since 1970. Raises HandbookError when Typst finds anything wrong.
    """
    return press(root, "pocket.typ", _complete_data(book, items, role), epoch=epoch)


def _complete_data(book: Handbook, items: Sequence[str] | None, role: Role | None) -> dict[str, Any]:
    chosen = [item for item in book.items if items is None or item.id in items]
    bodies = {item.id: body for item in chosen for body in [_bodies(book).get(f"checklists/{item.stem}.md", "")]}
    return pocket_data(book, item_prose(book, chosen), items=items, role=role) | {"pictures": pictures(bodies.values())}


def products(shop: Workshop) -> list[Product]:
    """READ and PRINT of the whole list."""
    data = _complete_data(shop.book, None, None)
    read = shop.fingerprint(data, files=("overrides/typst/base.typ", "overrides/typst/pocket.typ", "docs/drawings", "scripts/handbook/drawing", "data/lines.yml"))
    name = f"downloads/pocket-book-{shop.book.edition.id}"
    return [
        Product(f"{name}.pdf", f"《{TITLE}》", "READ", "口袋书", read, lambda: press(shop.root, "pocket.typ", data, epoch=shop.epoch), note="手机、电脑上看：有书签、能点链接"),
        Product(
            f"{name}-print.pdf", f"《{TITLE}》拼版", "PRINT", "口袋书",
            shop.fingerprint(read, files=("overrides/typst/print-notes.typ", "scripts/handbook/writers/press")),
            lambda: print_edition(shop, f"{name}.pdf", TITLE, POCKET_SIZE), after=(f"{name}.pdf",), note="办公室打印机用：A4 双面、短边翻转，折好订好裁开",
        ),
    ]
