"""A book in all its editions: for screens, as booklet, print-ready with its cover, and as EPUB."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from handbook.books.book_spec import A5, A6, BookSpec
from handbook.books.formats.booklet import print_file
from handbook.books.formats.epub import epub_edition, metadata
from handbook.books.formats.job_sheet import count_and_colours, job_sheet
from handbook.books.formats.print_ready import (
    BINDINGS_NOTE,
    black_colours,
    cover_edition,
    page_count,
    print_ready_edition,
)
from handbook.books.formats.screen import screen_pdf
from handbook.model.papers.download_names import BookFile, book_stem
from handbook.pdf.identity import identity
from handbook.pdf.prepress.imposition import PAPER_MM
from handbook.product import BuildContext, Product
from handbook.recipes.lazy import Lazy, Seen


def book_products(context: BuildContext, spec: BookSpec) -> list[Product]:
    """All editions of ``spec`` as products; each reads files of those before it."""
    editions = (_read, _print, _shop, _cover, _job) if spec.covered else (_read, _print, _shop, _job)
    made = [edition(context, spec) for edition in editions]
    return made if spec.markdown is None else [*made, _epub(context, spec, spec.markdown)]


def _name(context: BuildContext, spec: BookSpec, kind: BookFile) -> str:
    return f"{book_stem(spec.name, context.book.edition.id)}{kind}"


def _file(context: BuildContext, spec: BookSpec, kind: BookFile) -> Path:
    """Where the edition ``kind`` lies once it is made."""
    return context.output / _name(context, spec, kind)


def _paper(spec: BookSpec) -> str:
    return "A6" if spec.size == A6 else "A5" if spec.size == A5 else "A4"


def _read(context: BuildContext, spec: BookSpec) -> Product:
    return context.product(
        _name(context, spec, BookFile.READ),
        f"《{spec.title}》",
        "READ",
        spec.group,
        partial(
            screen_pdf,
            context.root,
            spec.template,
            spec.data,
            spec.page,
            spec.measures,
            epoch=context.epoch,
        ),
        note=f"{spec.note}手机、电脑上看：有书签、能点链接（{_paper(spec)}）",
    )


def _print(context: BuildContext, spec: BookSpec) -> Product:
    how = (
        "A4 双面、长边翻转，一张 8 页，裁一刀、折好、订好"
        if spec.size == A6
        else "A4 双面、短边翻转，对折就是 A5"
        if spec.folded
        else "A4 双面、长边翻转，一张纸两条"
    )
    return context.product(
        _name(context, spec, BookFile.PRINT),
        f"《{spec.title}》自己打印",
        "PRINT",
        spec.group,
        partial(
            print_file,
            context.root,
            _file(context, spec, BookFile.READ),
            spec.title,
            spec.size,
            identity(context.book),
            spec.plain | spec.page,
            epoch=context.epoch,
            folded=spec.folded,
        ),
        note=f"办公室打印机用：{how}；第一张是说明和量尺",
    )


def _shop(context: BuildContext, spec: BookSpec) -> Product:
    return context.product(
        _name(context, spec, BookFile.SHOP),
        f"《{spec.title}》印厂版" + ("内页" if spec.covered else ""),
        "SHOP",
        spec.group,
        partial(
            print_ready_edition,
            context.root,
            _file(context, spec, BookFile.READ),
            spec.plain | spec.page if spec.covered else None,
            epoch=context.epoch,
            title=f"{spec.title}（{'内页' if spec.covered else '印厂版'}）",
            black=black_colours(context.book, spec),
        ),
        note=f"交给印刷厂：成品 {_paper(spec)}，四边出血 3 毫米，带裁切线"
        + ("；" + BINDINGS_NOTE if spec.covered else "；单张，双面印"),
    )


def _cover(context: BuildContext, spec: BookSpec) -> Product:
    return context.product(
        _name(context, spec, BookFile.COVER),
        f"《{spec.title}》印厂版封面",
        "SHOP",
        spec.group,
        partial(
            cover_edition,
            context.root,
            spec.plain,
            spec.page,
            Seen(page_count, _file(context, spec, BookFile.SHOP)),
            epoch=context.epoch,
            paper=PAPER_MM,
            title=f"{spec.title}（封面）",
        ),
        note=f"封底、书脊、封面连成一张；书脊按内页每张 {PAPER_MM} 毫米（80 克双胶纸）算，换纸要重算",
    )


def _job(context: BuildContext, spec: BookSpec) -> Product:
    return context.product(
        _name(context, spec, BookFile.JOB),
        f"《{spec.title}》印刷工单",
        "SHOP",
        spec.group,
        partial(
            job_sheet,
            context.root,
            identity(context.book),
            spec.size,
            Seen(count_and_colours, _file(context, spec, BookFile.SHOP)),
            _file(context, spec, BookFile.COVER).name if spec.covered else None,
            title=f"《{spec.title}》",
            epoch=context.epoch,
        ),
        note="交给印刷厂的一张纸：尺寸、装订、用纸、书脊、哪些页有颜色、要先办的手续",
    )


def _epub(context: BuildContext, spec: BookSpec, markdown: Lazy[str]) -> Product:
    return context.product(
        _name(context, spec, BookFile.EPUB),
        f"《{spec.title}》电子书",
        "EPUB",
        spec.group,
        partial(
            epub_edition,
            context.root,
            spec.title,
            markdown,
            spec.plain | spec.page,
            metadata(context.book, spec.name),
            split=spec.epub_split,
            modified=context.book.edition.day,
        ),
        note="手机阅读软件用，字可以放大",
    )
