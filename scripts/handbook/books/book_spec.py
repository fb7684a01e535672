"""What a book is: its name, size, template and words, before it is set in any edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handbook.lazy import Lazy

A6, A5, A4 = (105.0, 148.0), (148.0, 210.0), (210.0, 297.0)  # mm


@dataclass(frozen=True)
class BookSpec:
    """One book.

    ``name`` is its permanent file name; ``size`` the trimmed page in mm; ``plain`` the template's values
    that covers need, cheap to make; ``data`` all of them, dear to make; ``markdown`` the same book as
    Markdown for EPUB.
    """

    name: str
    title: str
    size: tuple[float, float]
    template: str
    plain: dict[str, Any]
    data: Lazy[dict[str, Any]]
    markdown: Lazy[str] | None = None
    group: str = "书"
    note: str = ""
    folded: bool = True  # PRINT is a booklet; otherwise the same pages on both sides of the paper
    covered: bool = True  # SHOP has a cover of its own
    epub_split: int = 1  # level of headings that begin a new file in the EPUB

    @property
    def page(self) -> dict[str, float]:
        """The template's values for the size of the page."""
        return {"width": self.size[0], "height": self.size[1]}
