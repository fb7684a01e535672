"""Products of the worked trades: a leaflet; a test and a lesson, each to print or show and to edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from handbook.model.items.trade import Trade, TradeFile
from handbook.product import BuildContext, Product
from handbook.recipes.lazy import Late
from handbook.teaching.exams.exam_docx import imprint_of, whole_docx
from handbook.teaching.exams.exam_paper import trade_papers
from handbook.teaching.exams.exam_pdf import paper_data, whole_pdf
from handbook.teaching.pictures import PictureRoom
from handbook.teaching.slides_pdf import show_data, slides_pdf, without_notes
from handbook.teaching.trade_deck import lay_out_trade
from handbook.teaching.trade_leaflet import leaflet_data, leaflet_pdf

if TYPE_CHECKING:
    from handbook.teaching.slides_pptx import slides_pptx
else:
    slides_pptx = Late("handbook.teaching.slides_pptx", "slides_pptx")

GROUP = "按行业"


def products(context: BuildContext) -> list[Product]:
    """What is offered for each trade, in the order of the trades."""
    room = PictureRoom(context.root, context.book)
    return [product for trade in context.book.trades for product in _of(context, room, trade)]


def _of(context: BuildContext, room: PictureRoom, trade: Trade) -> Iterator[Product]:
    root, book, epoch = context.root, context.book, context.epoch

    def product(file: TradeFile, title: str, kind: str, make: Callable[[], bytes], note: str) -> Product:
        path = trade.file(file, book.edition.id)
        return context.product(path, f"{trade.name}{title}", kind, GROUP, make, note=note)

    yield product(
        TradeFile.LEAFLET,
        "",
        "A5 折页",
        partial(leaflet_pdf, root, leaflet_data(book, trade), epoch=epoch),
        "一张 A5 两面：工序、风险、节律；发给工人、贴在工位",
    )
    papers = trade_papers(book, trade)
    yield product(
        TradeFile.EXAM,
        "考卷",
        "A4",
        partial(whole_pdf, root, paper_data(book, *papers), epoch=epoch),
        f"{papers[0].terms}；A、B 卷各一张，后两张是答案，别发出去",
    )
    yield product(
        TradeFile.EXAM_TEXT,
        "考卷",
        "DOCX",
        partial(whole_docx, imprint_of(book), papers, epoch=epoch),
        "能改，最后是答案，别发出去",
    )
    show = lay_out_trade(book, room, trade)
    length = f"{len(show.frames)} 张，建议讲 {show.minutes} 分钟"
    yield product(
        TradeFile.LESSON,
        "片子",
        "PDF 16:9",
        partial(slides_pdf, root, without_notes(show_data(book, show)), epoch=epoch),
        f"接投影仪就能讲：{length}",
    )
    yield product(
        TradeFile.SLIDES,
        "片子",
        "PPTX",
        partial(slides_pptx, root, show, publisher=book.site.publisher, epoch=epoch),
        "能改，备注里写着问什么、指哪里、答案",
    )
