"""All writers of downloads. A new format is one new module and one line here."""

from __future__ import annotations

from handbook.books import products as books
from handbook.ledger import products as ledger
from handbook.product import BuildContext, Product, Writer
from handbook.sheets import products as sheets
from handbook.site.pages import calendar
from handbook.teaching import lesson_products as lessons
from handbook.teaching import pocket_cards, posters
from handbook.teaching import trade_products as trades
from handbook.teaching.exams import exam_products as exam

WRITERS: tuple[Writer, ...] = (
    books.products,
    calendar.calendar_products,
    sheets.products,
    pocket_cards.products,
    ledger.products,
    posters.products,
    lessons.products,
    exam.products,
    trades.products,
)


def all_products(context: BuildContext) -> list[Product]:
    """Every product in the order of the download page."""
    return [product for writer in WRITERS for product in writer(context)]
