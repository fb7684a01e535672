"""A book of one's own choice: some items, one aspect, one side, printed by one command."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from handbook.books.booklet import print_file
from handbook.books.epub import epub
from handbook.books.pocket_book import pocket_volume
from handbook.books.print_ready import PAPER_MM
from handbook.model.item import Role
from handbook.product import BuildContext

KINDS = {
    "read": "屏幕上看",
    "print": "办公室打印机拼版",
    "shop": "交给印刷厂，另出封面",
    "epub": "手机阅读软件",
}


def item_ids(text: str) -> list[str]:
    """Ids in ``text`` as people write them: 07,08,09 or 7，8 9."""
    return [part.zfill(2) for part in re.split(r"[,，、\s]+", text.strip()) if part]


def own_book(
    context: BuildContext,
    output: Path,
    *,
    items: Sequence[str] | None = None,
    aspect: str | None = None,
    role: Role | None = None,
    kind: str = "read",
    paper: float = PAPER_MM,
) -> dict[Path, bytes]:
    """The chosen part of the pocket book as ``kind`` (see :data:`KINDS`): files by where they belong, ``output`` first.

    ``paper``: thickness of a sheet in mm, for the spine of a cover. The stage must be up to date. Raises HandbookError.
    """
    spec = pocket_volume(context.book, items=items, aspect=aspect, role=role)
    if kind == "epub":
        return {output: epub(context, spec, spec.markdown() if spec.markdown else "")}
    if kind == "shop":
        inside = spec.print_ready(context.root, epoch=context.epoch)
        return {
            output: inside,
            output.with_stem(output.stem + "-cover"): spec.cover(
                context.root, inside, epoch=context.epoch, paper=paper
            ),
        }
    read = spec.read(context.root, epoch=context.epoch)
    return {output: read if kind == "read" else print_file(context, read, spec.title, spec.size)}
