"""A book in all its editions: for screens, as booklet, print-ready with its cover, and as EPUB."""

from __future__ import annotations

from functools import partial

from handbook.books.book_spec import A5, A6, BookSpec
from handbook.books.formats.booklet import print_file
from handbook.books.formats.epub import epub_edition, metadata
from handbook.books.formats.job_sheet import count_and_colours, job_sheet
from handbook.books.formats.print_ready import (
    BINDINGS_NOTE,
    PAPER_MM,
    black_colours,
    cover_edition,
    page_count,
    print_ready_edition,
)
from handbook.books.formats.screen import screen_pdf, screen_sheets
from handbook.model.papers.download_names import BookFile, book_stem
from handbook.pdf.identity import identity
from handbook.product import BuildContext, Product
from handbook.recipes.lazy import Seen


def book_products(context: BuildContext, spec: BookSpec) -> list[Product]:
    """All editions of ``spec`` as products."""
    name, title = book_stem(spec.name, context.book.edition.id), f"《{spec.title}》"
    root, epoch, output = context.root, context.epoch, context.output
    paper = "A6" if spec.size == A6 else "A5" if spec.size == A5 else "A4"
    how = (
        "A4 双面、长边翻转，一张 8 页，裁一刀、折好、订好"
        if spec.size == A6
        else "A4 双面、短边翻转，对折就是 A5"
        if spec.folded
        else "A4 双面、长边翻转，一张纸两条"
    )
    products = [
        context.product(
            f"{name}{BookFile.READ}",
            title,
            "READ",
            spec.group,
            partial(screen_sheets, root, spec.template, spec.data, spec.page, spec.measures, epoch=epoch)
            if spec.measures
            else partial(screen_pdf, root, spec.template, spec.data, spec.page, epoch=epoch),
            note=f"{spec.note}手机、电脑上看：有书签、能点链接（{paper}）",
        ),
        context.product(
            f"{name}{BookFile.PRINT}",
            f"{title}自己打印",
            "PRINT",
            spec.group,
            partial(
                print_file,
                root,
                output / f"{name}{BookFile.READ}",
                spec.title,
                spec.size,
                identity(context.book),
                spec.plain | spec.page,
                epoch=epoch,
                folded=spec.folded,
            ),
            note=f"办公室打印机用：{how}；第一张是说明和量尺",
        ),
        context.product(
            f"{name}{BookFile.SHOP}",
            f"{title}印厂版" + ("内页" if spec.covered else ""),
            "SHOP",
            spec.group,
            partial(
                print_ready_edition,
                root,
                output / f"{name}{BookFile.READ}",
                spec.plain | spec.page if spec.covered else None,
                epoch=epoch,
                title=f"{spec.title}（{'内页' if spec.covered else '印厂版'}）",
                black=black_colours(context.book, spec),
            ),
            note=f"交给印刷厂：成品 {paper}，四边出血 3 毫米，带裁切线"
            + ("；" + BINDINGS_NOTE if spec.covered else "；单张，双面印"),
        ),
    ]
    if spec.covered:
        products.append(
            context.product(
                f"{name}{BookFile.COVER}",
                f"{title}印厂版封面",
                "SHOP",
                spec.group,
                partial(
                    cover_edition,
                    root,
                    spec.plain,
                    spec.page,
                    Seen(page_count, output / f"{name}{BookFile.SHOP}"),
                    epoch=epoch,
                    paper=PAPER_MM,
                    title=f"{spec.title}（封面）",
                ),
                note=f"封底、书脊、封面连成一张；书脊按内页每张 {PAPER_MM} 毫米（80 克双胶纸）算，换纸要重算",
            )
        )
    products.append(
        context.product(
            f"{name}{BookFile.JOB}",
            f"{title}印刷工单",
            "SHOP",
            spec.group,
            partial(
                job_sheet,
                root,
                identity(context.book),
                spec.size,
                Seen(count_and_colours, output / f"{name}{BookFile.SHOP}"),
                (output / f"{name}{BookFile.COVER}").name if spec.covered else None,
                title=title,
                epoch=epoch,
            ),
            note="交给印刷厂的一张纸：尺寸、装订、用纸、书脊、哪些页有颜色、要先办的手续",
        )
    )
    if spec.markdown is not None:
        products.append(
            context.product(
                f"{name}{BookFile.EPUB}",
                f"{title}电子书",
                "EPUB",
                spec.group,
                partial(
                    epub_edition,
                    root,
                    spec.title,
                    spec.markdown,
                    spec.plain | spec.page,
                    metadata(context.book, spec.name),
                    split=spec.epub_split,
                    modified=context.book.edition.day,
                ),
                note="手机阅读软件用，字可以放大",
            )
        )
    return products
