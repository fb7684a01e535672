"""A book in all its editions: for screens, as booklet, print-ready with its cover, and as EPUB."""

from __future__ import annotations

from handbook.books.book_spec import A5, A6, BookSpec
from handbook.books.booklet import print_edition
from handbook.books.epub import epub
from handbook.books.print_ready import BINDINGS_NOTE, PAPER_MM
from handbook.product import BuildContext, Product


def book_products(context: BuildContext, spec: BookSpec) -> list[Product]:
    """All editions of ``spec`` as products."""
    edition = context.book.edition.id
    name, title = f"downloads/{spec.name}-{edition}", f"《{spec.title}》"
    base = context.fingerprint(spec.inputs, files=spec.files)
    root, epoch = context.root, context.epoch
    notes = context.fingerprint(base, files=("overrides/typst/print-notes.typ",))
    paper = "A6" if spec.size == A6 else "A5" if spec.size == A5 else "A4"
    how = (
        "A4 双面、短边翻转，折好订好裁开"
        if spec.size == A6
        else "A4 双面、短边翻转，对折就是 A5"
        if spec.folded
        else "A4 双面、长边翻转，一张纸两条"
    )
    products = [
        Product(
            f"{name}.pdf",
            title,
            "READ",
            spec.group,
            base,
            lambda: spec.read(root, epoch=epoch),
            note=f"{spec.note}手机、电脑上看：有书签、能点链接（{paper}）",
        ),
        Product(
            f"{name}-print.pdf",
            f"{title}自己打印",
            "PRINT",
            spec.group,
            notes,
            lambda: print_edition(context, f"{name}.pdf", spec.title, spec.size, folded=spec.folded),
            after=(f"{name}.pdf",),
            note=f"办公室打印机用：{how}；第一张是说明和量尺",
        ),
        Product(
            f"{name}-shop.pdf",
            f"{title}印厂版" + ("内页" if spec.covered else ""),
            "SHOP",
            spec.group,
            context.fingerprint(base, "shop"),
            lambda: spec.print_ready(root, epoch=epoch),
            note=f"交给印刷厂：成品 {paper}，四边出血 3 毫米，带裁切线"
            + ("；" + BINDINGS_NOTE if spec.covered else "；单张，双面印"),
        ),
    ]
    if spec.covered:
        products.append(
            Product(
                f"{name}-cover.pdf",
                f"{title}印厂版封面",
                "SHOP",
                spec.group,
                context.fingerprint(base, "cover", files=("overrides/typst/cover.typ",)),
                lambda: spec.cover(root, context.read(f"{name}-shop.pdf"), epoch=epoch, paper=PAPER_MM),
                after=(f"{name}-shop.pdf",),
                note=f"封底、书脊、封面连成一张；书脊按内页每张 {PAPER_MM} 毫米（80 克双胶纸）算，换纸要重算",
            )
        )
    if spec.markdown is not None:
        text = spec.markdown
        products.append(
            Product(
                f"{name}.epub",
                f"{title}电子书",
                "EPUB",
                spec.group,
                context.fingerprint(base, "epub", files=("overrides/epub",)),
                lambda: epub(context, spec, text()),
                after=(f"{name}.pdf",),
                note="手机阅读软件用，字可以放大",
            )
        )
    return products
