"""All writers of downloads. A new format is one new module and one line here."""

from __future__ import annotations

from handbook.writers import overview_pages, posters
from handbook.writers.exam import products as exam
from handbook.writers.lessons import products as lessons
from handbook.writers.press import chapter_book, one_page, pocket_book
from handbook.writers.product import Product, Workshop, Writer
from handbook.writers.sheets import products as sheets

WRITERS: tuple[Writer, ...] = (
    pocket_book.products,
    chapter_book.products,
    one_page.products,
    overview_pages.calendar_products,
    sheets.products,
    posters.products,
    lessons.products,
    exam.products,
)


def all_products(shop: Workshop) -> list[Product]:
    """Every product in the order of the download page."""
    return [product for writer in WRITERS for product in writer(shop)]
