"""Posters for the wall: A3, larger from a print shop, and twice as large on four sheets of A4 for those who
have a small printer only."""

from __future__ import annotations

from functools import partial
from typing import Any

from handbook.drawing.floor.legend import line_words
from handbook.drawing.floor.marks import swatch
from handbook.drawing.svg import FLOOR, Canvas
from handbook.markdown.escape import one_line
from handbook.model.addresses import short_address
from handbook.model.floor.zoning import LineKind, Zoning
from handbook.model.handbook import Handbook
from handbook.model.lesson import Poster
from handbook.model.papers.download_names import PosterFile, poster_stem
from handbook.pdf.identity import identity
from handbook.pdf.qr_code import qr_svg
from handbook.product import BuildContext, Product
from handbook.teaching.pictures import PictureRoom
from handbook.teaching.poster_pdf import poster_pdf, tiled_pdf


def poster_data(book: Handbook, room: PictureRoom, poster: Poster) -> dict[str, Any]:
    """The template's data, the same for every size."""
    url = book.site.address + short_address(poster.code_item)
    picture = room.drawing(poster.drawing, poster.part) if poster.drawing else None
    return identity(book) | {
        "name": poster.name,
        "words": poster.words,
        "lead": poster.lead,
        "note": poster.note,
        "picture": picture
        and {"svg": picture.svg, "alt": picture.words, "ratio": picture.height / picture.width},
        "steps": [{"word": step.word, "text": step.text} for step in poster.steps],
        "lines": [_line(book.zoning, kind) for kind in book.zoning.lines]
        if poster.lines and book.zoning
        else [],
        "points": "、".join(poster.points),
        "url": url,
        "short": url.split("://")[1],
        "qr": qr_svg(url),
        "disclaimer": book.site.disclaimer,
    }


def _line(zoning: Zoning, kind: LineKind) -> dict[str, str]:
    canvas = Canvas(height=100, width=400)
    canvas.rect(0, 0, 400, 100, FLOOR)
    swatch(canvas, kind, zoning, (8, 10, 384, 80), 0.42)
    return {
        "name": kind.name,
        "words": line_words(kind),
        "svg": canvas.render(kind.name, line_words(kind) + "。"),
    }


def products(context: BuildContext) -> list[Product]:
    """Every poster in A3, and twice as large on four sheets of A4."""
    room = PictureRoom(context.root, context.book)
    made = []
    for poster in context.book.posters:
        data = poster_data(context.book, room, poster)
        base = poster_stem(poster.id, context.book.edition.id)
        where = f"贴在{one_line(poster.where).rstrip('。')}"
        made += [
            context.product(
                f"{base}{PosterFile.A3}",
                f"海报：{poster.name}",
                "A3",
                "海报",
                partial(poster_pdf, context.root, data, "a3", epoch=context.epoch),
                note=f"{where}；打印店放大到 A2 一样清楚",
            ),
            context.product(
                f"{base}{PosterFile.TILED}",
                f"海报：{poster.name}",
                "4 张 A4",
                "海报",
                partial(tiled_pdf, context.root, data, epoch=context.epoch),
                note="没有大打印机：四张 A4 按实际大小打；裁掉右边两张的左边、下边两张的上边，压着旁边的贴",
            ),
        ]
    return made
