"""Products of the lessons: for each deck slides to show, slides to edit, a hand-out, and notes for the speaker."""

from __future__ import annotations

from functools import partial

from handbook.product import BuildContext, Product
from handbook.teaching.deck import lay_out
from handbook.teaching.pictures import PictureRoom
from handbook.teaching.slides_pdf import handout_pdf, notes_pdf, show_data, slides_pdf, without_notes
from handbook.teaching.slides_pptx import slides_pptx

_TEMPLATES = (
    "overrides/typst/base.typ",
    "overrides/typst/slide-parts.typ",
    "overrides/typst/slides.typ",
    "overrides/typst/slides-handout.typ",
)


def products(context: BuildContext) -> list[Product]:
    """All decks in their order."""
    room = PictureRoom(context.root, context.book)
    made = []
    for deck in context.book.lessons:
        show = lay_out(context.book, room, deck)
        data = show_data(context.book, show)
        name = f"downloads/lessons/{deck.id}-{context.book.edition.id}"
        shown = without_notes(data)
        shown_print = context.fingerprint(shown, files=_TEMPLATES)
        count = f"{len(show.frames)} 张，建议讲 {deck.minutes} 分钟"
        made += [
            Product(
                f"{name}.pdf",
                deck.name,
                "PDF 16:9",
                "讲课",
                shown_print,
                partial(slides_pdf, context.root, shown, epoch=context.epoch),
                note=f"接投影仪就能讲：{count}",
            ),
            Product(
                f"{name}.pptx",
                deck.name,
                "PPTX",
                "讲课",
                context.fingerprint(data, context.book.site.publisher, files=("scripts/handbook/teaching",)),
                partial(
                    slides_pptx,
                    context.root,
                    show,
                    publisher=context.book.site.publisher,
                    epoch=context.epoch,
                ),
                note="能改，备注里写着问什么、指哪里、答案",
            ),
            Product(
                f"{name}-handout.pdf",
                f"{deck.name}讲义",
                "A4",
                "讲课",
                shown_print,
                partial(handout_pdf, context.root, shown, epoch=context.epoch),
                note="发给听课的人：一页三张，旁边留了写字的地方",
            ),
            Product(
                f"{name}-notes.pdf",
                f"{deck.name}讲稿",
                "A4",
                "讲课",
                context.fingerprint(data, files=_TEMPLATES),
                partial(notes_pdf, context.root, data, epoch=context.epoch),
                note="讲课的人拿着：问什么、指哪里、答案",
            ),
        ]
    return made
