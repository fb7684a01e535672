"""Products of the lessons: for each deck slides to show, slides to edit, a hand-out, and notes for the
speaker."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from handbook.markdown.lesson_text import captions, minutes
from handbook.model.papers.download_names import LessonFile, lesson_stem
from handbook.product import BuildContext, Product
from handbook.recipes.lazy import Late
from handbook.teaching.deck import lay_out
from handbook.teaching.pictures import PictureRoom
from handbook.teaching.slides_pdf import handout_pdf, notes_pdf, show_data, slides_pdf, without_notes

if TYPE_CHECKING:
    from handbook.teaching.slides_pptx import playing_pptx, slides_pptx
else:
    playing_pptx = Late("handbook.teaching.slides_pptx", "playing_pptx")
    slides_pptx = Late("handbook.teaching.slides_pptx", "slides_pptx")


def products(context: BuildContext) -> list[Product]:
    """All decks in their order."""
    room = PictureRoom(context.root, context.book)
    made = []
    for deck in context.book.lessons:
        show = lay_out(context.book, room, deck)
        data = show_data(context.book, show)
        name = lesson_stem(deck.id, context.book.edition.id)
        shown = without_notes(data)
        count = f"{len(show.frames)} 张，建议讲 {deck.minutes} 分钟"
        made += [
            context.product(
                f"{name}{LessonFile.SHOW}",
                deck.name,
                "PDF 16:9",
                "讲课",
                partial(slides_pdf, context.root, shown, epoch=context.epoch),
                note=f"接投影仪就能讲：{count}",
            ),
            context.product(
                f"{name}{LessonFile.SLIDES}",
                deck.name,
                "PPTX",
                "讲课",
                partial(
                    slides_pptx,
                    context.root,
                    show,
                    publisher=context.book.site.publisher,
                    epoch=context.epoch,
                ),
                note="能改，备注里写着问什么、指哪里、答案",
            ),
            context.product(
                f"{name}{LessonFile.HANDOUT}",
                f"{deck.name}讲义",
                "A4",
                "讲课",
                partial(handout_pdf, context.root, shown, epoch=context.epoch),
                note="发给听课的人：一页三张，旁边留了写字的地方",
            ),
            context.product(
                f"{name}{LessonFile.NOTES}",
                f"{deck.name}讲稿",
                "A4",
                "讲课",
                partial(notes_pdf, context.root, data, epoch=context.epoch),
                note="讲课的人拿着：问什么、指哪里、答案",
            ),
        ]
        if deck.plays:
            spoken = captions(context.book, deck)
            made.append(
                context.product(
                    f"{name}{LessonFile.PLAY}",
                    f"{deck.name}自己会放",
                    "PPTX",
                    "讲课",
                    partial(
                        playing_pptx,
                        context.root,
                        show,
                        spoken,
                        publisher=context.book.site.publisher,
                        epoch=context.epoch,
                    ),
                    note=f"带字幕，点放映就自己往下走，约 {minutes(spoken)} 分钟；没有声音",
                )
            )
    return made
