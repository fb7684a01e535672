"""A book in all its editions: READ for screens, PRINT for an office printer, SHOP with its cover for a print shop, EPUB for phones."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.writers.press.epub import epub
from handbook.writers.press.print_edition import print_edition
from handbook.writers.press.shop_edition import BINDINGS_NOTE, PAPER_MM, cover_pdf, shop_pdf
from handbook.writers.press.typst_press import compact, press
from handbook.writers.product import Product, Workshop

A6, A5, A4 = (105.0, 148.0), (148.0, 210.0), (210.0, 297.0)  # mm
#: What the bytes of every book rest on besides its words.
CODE = (
    "overrides/typst/base.typ",
    "overrides/typst/prose.typ",
    "overrides/typst/frame.typ",
    "scripts/handbook/writers/press",
)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)\s]*drawings/([^)\s]+)\)")


class Once:
    """A value made when first asked for, once, whichever thread asks."""

    def __init__(self, make: Callable[[], dict[str, Any]]) -> None:
        self._make, self._lock, self._value = make, threading.Lock(), None  # type: tuple[Any, Any, dict[str, Any] | None]

    def __call__(self) -> dict[str, Any]:
        with self._lock:
            if self._value is None:
                self._value = self._make()
            return self._value


@dataclass(frozen=True)
class Volume:
    """One book.

    ``name`` is its permanent file name; ``size`` the trimmed page in mm; ``inputs`` everything its words rest on, cheap to
    make; ``data`` the template's values, dear to make; ``markdown`` the same book as Markdown for EPUB.
    """

    name: str
    title: str
    size: tuple[float, float]
    template: str
    inputs: Any
    data: Callable[[], dict[str, Any]]
    markdown: Callable[[], str] | None = None
    drawings: tuple[str, ...] = ()
    group: str = "书"
    note: str = ""
    folded: bool = True  # PRINT is a booklet; otherwise the same pages on both sides of the paper
    covered: bool = True  # SHOP has a cover of its own
    epub_split: int = 1  # level of headings that begin a new file in the EPUB

    @property
    def files(self) -> tuple[str, ...]:
        return (
            *CODE,
            f"overrides/typst/{self.template}",
            *(f"build/stage/docs/drawings/{name}" for name in self.drawings),
        )

    def values(self, **more: Any) -> dict[str, Any]:
        """The template's values with the page's size and ``more``."""
        return self.data() | {"width": self.size[0], "height": self.size[1]} | more

    def read(self, root: Path, *, epoch: int) -> bytes:
        """READ: tagged, PDF/UA-1, with bookmarks, links and page labels. Raises HandbookError when Typst finds anything wrong."""
        return compact(press(root, self.template, self.values(), epoch=epoch))

    def shop(self, root: Path, *, epoch: int) -> bytes:
        """SHOP: the inside with bleed and crop marks, padded to what the binding needs."""
        pages = press(root, self.template, self.values(press="shop"), epoch=epoch, standards=(), tags=False)
        return shop_pdf(
            pages, title=f"{self.title}（{'内页' if self.covered else '印厂版'}）", bound=self.covered
        )

    def cover(self, root: Path, inside: bytes, *, epoch: int, paper: float) -> bytes:
        """The cover for ``inside``, its spine as wide as its pages of paper ``paper`` mm thick."""
        return cover_pdf(
            root, self.values(press="shop"), inside, epoch=epoch, paper=paper, title=f"{self.title}（封面）"
        )


def drawings_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Names of the drawings that Markdown ``texts`` show, once, in order."""
    return tuple(dict.fromkeys(name for text in texts for name in _PICTURE.findall(text)))


def volume_products(shop: Workshop, volume: Volume) -> list[Product]:
    """All editions of ``volume`` as products."""
    edition = shop.book.edition.id
    name, title = f"downloads/{volume.name}-{edition}", f"《{volume.title}》"
    base = shop.fingerprint(volume.inputs, files=volume.files)
    root, epoch = shop.root, shop.epoch
    notes = shop.fingerprint(base, files=("overrides/typst/print-notes.typ",))
    paper = "A6" if volume.size == A6 else "A5" if volume.size == A5 else "A4"
    how = (
        "A4 双面、短边翻转，折好订好裁开"
        if volume.size == A6
        else "A4 双面、短边翻转，对折就是 A5"
        if volume.folded
        else "A4 双面、长边翻转，一张纸两条"
    )
    products = [
        Product(
            f"{name}.pdf",
            title,
            "READ",
            volume.group,
            base,
            lambda: volume.read(root, epoch=epoch),
            note=f"{volume.note}手机、电脑上看：有书签、能点链接（{paper}）",
        ),
        Product(
            f"{name}-print.pdf",
            f"{title}自己打印",
            "PRINT",
            volume.group,
            notes,
            lambda: print_edition(shop, f"{name}.pdf", volume.title, volume.size, folded=volume.folded),
            after=(f"{name}.pdf",),
            note=f"办公室打印机用：{how}；第一张是说明和量尺",
        ),
        Product(
            f"{name}-shop.pdf",
            f"{title}印厂版" + ("内页" if volume.covered else ""),
            "SHOP",
            volume.group,
            shop.fingerprint(base, "shop"),
            lambda: volume.shop(root, epoch=epoch),
            note=f"交给印刷厂：成品 {paper}，四边出血 3 毫米，带裁切线"
            + ("；" + BINDINGS_NOTE if volume.covered else "；单张，双面印"),
        ),
    ]
    if volume.covered:
        products.append(
            Product(
                f"{name}-cover.pdf",
                f"{title}印厂版封面",
                "SHOP",
                volume.group,
                shop.fingerprint(base, "cover", files=("overrides/typst/cover.typ",)),
                lambda: volume.cover(root, shop.read(f"{name}-shop.pdf"), epoch=epoch, paper=PAPER_MM),
                after=(f"{name}-shop.pdf",),
                note=f"封底、书脊、封面连成一张；书脊按内页每张 {PAPER_MM} 毫米（80 克双胶纸）算，换纸要重算",
            )
        )
    if volume.markdown is not None:
        text = volume.markdown
        products.append(
            Product(
                f"{name}.epub",
                f"{title}电子书",
                "EPUB",
                volume.group,
                shop.fingerprint(base, "epub", files=("overrides/epub",)),
                lambda: epub(shop, volume, text()),
                after=(f"{name}.pdf",),
                note="手机阅读软件用，字可以放大",
            )
        )
    return products
