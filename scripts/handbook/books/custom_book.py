"""A book of one's own choice: some items, one aspect, one side, printed by one command."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from handbook.books.content.manual_book import manual_volume
from handbook.books.content.pocket_book import pocket_volume
from handbook.books.formats.booklet import print_file
from handbook.books.formats.epub import epub_edition, metadata
from handbook.books.formats.print_ready import (
    black_colours,
    cover_pdf,
    page_count,
    print_ready_edition,
)
from handbook.books.formats.screen import screen_pdf
from handbook.model.items.item import Role
from handbook.pdf.identity import identity
from handbook.product import BuildContext

KINDS = {
    "read": "屏幕上看",
    "print": "办公室打印机拼版",
    "shop": "交给印刷厂，另出封面",
    "epub": "手机阅读软件",
}


def custom_book(
    context: BuildContext,
    output: Path,
    *,
    items: Sequence[str] | None,
    aspect: str | None,
    role: Role | None,
    kind: str,
    paper: float,
) -> dict[Path, bytes]:
    """The chosen part of the pocket book as ``kind`` (see :data:`KINDS`): files by where they belong,
    ``output`` first.

    ``paper``: thickness of a sheet in mm, for the spine of a cover. The drawings must be up to date. Raises
    HandbookError.
    """
    book, root, epoch = context.book, context.root, context.epoch
    if kind == "epub":
        # A screen has room for everything: the part as the manual tells it.
        whole = manual_volume(book, items=items, aspect=aspect, role=role)
        assert whole.markdown is not None
        return {
            output: epub_edition(
                root,
                whole.title,
                whole.markdown,
                whole.plain | whole.page,
                metadata(book, whole.name),
                split=whole.epub_split,
                modified=book.edition.day,
            )
        }
    spec = pocket_volume(book, items=items, aspect=aspect, role=role)
    read = screen_pdf(root, spec.template, spec.data, spec.page, epoch=epoch)
    cover = spec.plain | spec.page
    if kind == "shop":
        black = black_colours(book, spec)
        inside = print_ready_edition(
            root, read, cover, epoch=epoch, title=f"{spec.title}（内页）", black=black
        )
        count = page_count(io.BytesIO(inside))
        wrapping = cover_pdf(root, cover, count, epoch=epoch, paper=paper, title=f"{spec.title}（封面）")
        return {output: inside, output.with_stem(output.stem + "-cover"): wrapping}
    if kind == "print":
        return {output: print_file(root, read, spec.title, spec.size, identity(book), cover, epoch=epoch)}
    return {output: read}
