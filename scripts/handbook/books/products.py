"""All books as products: the pocket book with its cuts, the manual, the chapter books, the one-page sheets
as a set and one by one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from handbook.books.book_spec import BookSpec
from handbook.books.content.book_data import points_of
from handbook.books.content.chapter_book import BOOKS, chapter_volume
from handbook.books.content.manual_book import manual_volume
from handbook.books.content.one_page import TITLE, Sheet, sheet, sheet_volume
from handbook.books.content.pocket_book import pocket_volume
from handbook.books.editions import book_products
from handbook.books.formats.screen import screen_pdf
from handbook.markdown.includes import includes
from handbook.model.checklist import ROLE_SLUGS
from handbook.model.papers.download_names import one_page_sheet
from handbook.product import BuildContext, Product


def products(context: BuildContext) -> list[Product]:
    """All editions of all books whose words are written, in the order of the download page."""
    book = context.book
    found = []
    for role in (None, *ROLE_SLUGS):
        if role is None or any(points_of(item, role) for item in book.items):
            volume = pocket_volume(book, role=role)
            found += book_products(
                context, volume if role else replace(volume, measures=plans(context, volume))
            )
    found += book_products(context, manual_volume(book))
    parts = includes(book)
    for plan in BOOKS:
        spec = chapter_volume(book, plan, parts)
        if spec is not None:
            found += book_products(context, spec)
    sheets = [sheet(book, item) for item in book.items if item.is_written]
    if sheets:
        # A sheet by itself rests on all that its size in the set rests on.
        single = [_single(context, entry) for entry in sheets]
        measures = {
            f"size-{entry.item.id}": one.fingerprint for entry, one in zip(sheets, single, strict=True)
        }
        found += book_products(context, replace(sheet_volume(book, sheets), measures=measures))
        found += single
    return found


def plans(context: BuildContext, volume: BookSpec) -> dict[str, str]:
    """What the pocket book's plan of each item rests on: the item, and all that its pages are set with."""
    return {
        f"plan-{item['id']}": context.fingerprint(
            partial(screen_pdf, context.root, volume.template, item, volume.page, epoch=context.epoch)
        )
        for aspect in volume.plain["aspects"]
        for item in aspect["items"]
    }


def _single(context: BuildContext, entry: Sheet) -> Product:
    title = f"{entry.item.id} {entry.item.name}"
    spec = sheet_volume(context.book, [entry], title=f"{TITLE}：{title}")
    return context.product(
        one_page_sheet(entry.item),
        title,
        "READ",
        "明白纸",
        partial(screen_pdf, context.root, spec.template, spec.data, spec.page, epoch=context.epoch),
        note="一张 A4，发给企业或者贴在墙上",
    )
