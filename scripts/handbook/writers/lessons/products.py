"""Products of the lessons: for each deck slides to show, slides to edit, a hand-out, and notes for the speaker."""

from __future__ import annotations

from functools import partial

from handbook.writers.lessons.deck import lay_out
from handbook.writers.lessons.pictures import PictureRoom
from handbook.writers.lessons.slides_pdf import handout_pdf, notes_pdf, show_data, slides_pdf, without_notes
from handbook.writers.lessons.slides_pptx import slides_pptx
from handbook.writers.product import Product, Workshop

_TEMPLATES = (
    "overrides/typst/base.typ",
    "overrides/typst/slide-parts.typ",
    "overrides/typst/slides.typ",
    "overrides/typst/slides-handout.typ",
)


def products(shop: Workshop) -> list[Product]:
    """All decks in their order."""
    room = PictureRoom(shop.root, shop.book)
    made = []
    for deck in shop.book.lessons:
        show = lay_out(shop.book, room, deck)
        data = show_data(shop.book, show)
        name = f"downloads/lessons/{deck.id}-{shop.book.edition.id}"
        shown = without_notes(data)
        shown_print = shop.fingerprint(shown, files=_TEMPLATES)
        count = f"{len(show.frames)} 张，建议讲 {deck.minutes} 分钟"
        made += [
            Product(
                f"{name}.pdf",
                deck.name,
                "PDF 16:9",
                "讲课",
                shown_print,
                partial(slides_pdf, shop.root, shown, epoch=shop.epoch),
                note=f"接投影仪就能讲：{count}",
            ),
            Product(
                f"{name}.pptx",
                deck.name,
                "PPTX",
                "讲课",
                shop.fingerprint(data, shop.book.site.publisher, files=("scripts/handbook/writers/lessons",)),
                partial(slides_pptx, shop.root, show, publisher=shop.book.site.publisher, epoch=shop.epoch),
                note="能改，备注里写着问什么、指哪里、答案",
            ),
            Product(
                f"{name}-handout.pdf",
                f"{deck.name}讲义",
                "A4",
                "讲课",
                shown_print,
                partial(handout_pdf, shop.root, shown, epoch=shop.epoch),
                note="发给听课的人：一页三张，旁边留了写字的地方",
            ),
            Product(
                f"{name}-notes.pdf",
                f"{deck.name}讲稿",
                "A4",
                "讲课",
                shop.fingerprint(data, files=_TEMPLATES),
                partial(notes_pdf, shop.root, data, epoch=shop.epoch),
                note="讲课的人拿着：问什么、指哪里、答案",
            ),
        ]
    return made
