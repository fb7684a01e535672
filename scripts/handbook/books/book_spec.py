"""What a book is: its name, size, template and words, before it is set in any edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handbook.recipes.lazy import Lazy

A6, A5, A4 = (105.0, 148.0), (148.0, 210.0), (210.0, 297.0)  # mm

#: Margins of a bound page in mm: towards the fold, away from it, above, below.
MARGINS = {A6: (13.0, 9.0, 12.0, 11.0), A5: (17.0, 12.0, 16.0, 14.0)}


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
    #: What the template measures of each item, see :func:`handbook.pdf.typst_pdf.typeset_again`.
    measures: Mapping[str, str] = field(default_factory=dict)

    @property
    def page(self) -> dict[str, Any]:
        """The template's values for the size of the page and, of a bound one, its margins."""
        size: dict[str, Any] = {"width": self.size[0], "height": self.size[1]}
        if self.size not in MARGINS:
            return size
        return size | {
            "margin": dict(zip(("inside", "outside", "top", "bottom"), MARGINS[self.size], strict=True))
        }
