"""A book in all its editions: READ for screens, PRINT for an office printer, SHOP with its cover for a print shop, EPUB for phones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.books.print_ready import cover_pdf, print_ready_pdf
from handbook.page_text import drawing_name, read
from handbook.pdf.typst_pdf import compact, typeset

A6, A5, A4 = (105.0, 148.0), (148.0, 210.0), (210.0, 297.0)  # mm
#: What the bytes of every book rest on besides its words.
CODE = (
    "overrides/typst/base.typ",
    "overrides/typst/prose.typ",
    "overrides/typst/frame.typ",
    "scripts/handbook/books",
    "scripts/handbook/pdf",
)


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
class BookSpec:
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
        return compact(typeset(root, self.template, self.values(), epoch=epoch))

    def print_ready(self, root: Path, *, epoch: int) -> bytes:
        """SHOP: the inside with bleed and crop marks, padded to what the binding needs."""
        pages = typeset(root, self.template, self.values(press="shop"), epoch=epoch, standards=(), tags=False)
        return print_ready_pdf(
            pages, title=f"{self.title}（{'内页' if self.covered else '印厂版'}）", bound=self.covered
        )

    def cover(self, root: Path, inside: bytes, *, epoch: int, paper: float) -> bytes:
        """The cover for ``inside``, its spine as wide as its pages of paper ``paper`` mm thick."""
        return cover_pdf(
            root, self.values(press="shop"), inside, epoch=epoch, paper=paper, title=f"{self.title}（封面）"
        )


def drawings_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Names of the drawings that Markdown ``texts`` show, once, in order."""
    return tuple(
        dict.fromkeys(
            name for text in texts for picture in read(text).pictures if (name := drawing_name(picture))
        )
    )
