"""Which items a book of the list takes up, and what all such books say alike on their covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handbook.books.content.book_data import notice, points_of, revisions_data
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item, Role
from handbook.pdf.identity import identity
from handbook.problems import HandbookError, Problem, nearest

_ABOUT = "“4+22”的22条官方文本没有公开。书里的条目由编写组按公开的法律、法规和标准拟写，不代替官方文本。"


@dataclass(frozen=True)
class Selection:
    """Items of the handbook, with ``role`` the points of that side alone; ``subset``: what the cover says of
    a part, None of the whole."""

    items: list[Item]
    role: Role | None
    subset: str | None

    def titled(self, title: str) -> str:
        """``title``, with which part it is."""
        return title + (f"（{self.subset}）" if self.subset else "")


def select(
    book: Handbook, *, items: Sequence[str] | None = None, aspect: str | None = None, role: Role | None = None
) -> Selection:
    """The items named by id, of one aspect, or that concern one side; all conditions must hold.

    Raises HandbookError for an unknown id or aspect, and when nothing is left.
    """
    _known_or_told(book, items or (), aspect)
    chosen = [
        item
        for item in book.items
        if (items is None or item.id in items)
        and (aspect is None or item.aspect == aspect)
        and (role is None or points_of(item, role))
    ]
    if not chosen:
        raise HandbookError(
            Problem.whole("--items", "C012", "选出来的条目是空的", "至少一条", "换一换条目、方面或者对象")
        )
    part = [aspect] if aspect else []
    part += [f"第 {'、'.join(item.id for item in chosen)} 条"] if items is not None else []
    part += [f"{role.value}用"] if role else []
    return Selection(chosen, role, "，".join(part) or None)


def _known_or_told(book: Handbook, items: Sequence[str], aspect: str | None) -> None:
    """Raise HandbookError for an id or an aspect that the handbook does not have."""
    known, aspects = [item.id for item in book.items], [entry.name for entry in book.aspects]
    for name in items:
        if name not in known:
            raise HandbookError(
                Problem.whole(
                    "--items",
                    "C002",
                    f"没有第“{name}”条",
                    f"{known[0]} 到 {known[-1]}",
                    nearest(name, known) or "写两位数字，几条之间用英文逗号",
                )
            )
    if aspect is not None and aspect not in aspects:
        raise HandbookError(
            Problem.whole("--aspect", "C009", f"没有“{aspect}”这个方面", "、".join(aspects), "照写其中一个")
        )


def cover_data(
    book: Handbook, selection: Selection, name: str, size: int, aspects: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """What the template's cover and first pages say of the book ``name`` of the list, all but its own words.

    ``size``: of the name on the cover, in points; ``aspects`` as the book tells them.
    """
    return identity(book) | {
        "title": selection.titled(f"“4+22”{name}"),
        "spine-name": f"4+22{name}",
        "overline": None,
        "cover-title": ["“4+22”", name],
        "cover-size": size,
        "accent": "#0b4a7a",
        "subset": selection.subset,
        "notice": notice(book, _ABOUT),
        "brief": [f"{entry['number']}、{entry['name']}（{len(entry['items'])} 条）" for entry in aspects],
        "aspects": aspects,
        "revisions": revisions_data(book, selection.items),
    }
