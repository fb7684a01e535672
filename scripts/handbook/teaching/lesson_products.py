"""Products of the lessons: for each deck slides to show, slides to edit, a hand-out, and notes for the
speaker."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from handbook.markdown.lesson_text import captions, minutes
from handbook.model.lesson import Deck
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
    return [product for deck in context.book.lessons for product in _of_deck(context, room, deck)]


def _of_deck(context: BuildContext, room: PictureRoom, deck: Deck) -> list[Product]:
    root, book, epoch = context.root, context.book, context.epoch
    show = lay_out(book, room, deck)
    data = show_data(book, show)
    shown = without_notes(data)
    files: list[tuple[LessonFile, str, str, Callable[[], bytes], str]] = [
        (
            LessonFile.SHOW,
            deck.name,
            "PDF 16:9",
            partial(slides_pdf, root, shown, epoch=epoch),
            f"接投影仪就能讲：{len(show.frames)} 张，建议讲 {deck.minutes} 分钟",
        ),
        (
            LessonFile.SLIDES,
            deck.name,
            "PPTX",
            partial(slides_pptx, root, show, publisher=book.site.publisher, epoch=epoch),
            "能改，备注里写着问什么、指哪里、答案",
        ),
        (
            LessonFile.HANDOUT,
            f"{deck.name}讲义",
            "A4",
            partial(handout_pdf, root, shown, epoch=epoch),
            "发给听课的人：一页三张，旁边留了写字的地方",
        ),
        (
            LessonFile.NOTES,
            f"{deck.name}讲稿",
            "A4",
            partial(notes_pdf, root, data, epoch=epoch),
            "讲课的人拿着：问什么、指哪里、答案",
        ),
    ]
    if deck.plays:
        spoken = captions(book, deck)
        files.append(
            (
                LessonFile.PLAY,
                f"{deck.name}自己会放",
                "PPTX",
                partial(playing_pptx, root, show, spoken, publisher=book.site.publisher, epoch=epoch),
                f"带字幕，点放映就自己往下走，约 {minutes(spoken)} 分钟；没有声音",
            )
        )
    stem = lesson_stem(deck.id, book.edition.id)
    return [
        context.product(f"{stem}{ending}", title, kind, "讲课", make, note=note)
        for ending, title, kind, make, note in files
    ]
