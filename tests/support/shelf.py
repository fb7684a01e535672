"""The books on the shelf: which there are, of what size, and where they lie."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pymupdf as fitz

from support import real

MM = 72 / 25.4
#: Width and height of a page in mm.
SIZES = {
    "pocket-book": (105, 148),
    "pocket-book-landlord": (105, 148),
    "pocket-book-tenant": (105, 148),
    "manual": (148, 210),
    "zoning-book": (148, 210),
    "drill-book": (105, 148),
    "key-areas-book": (105, 148),
    "one-page": (210, 297),
}
BOUND = [name for name in SIZES if name != "one-page"]
#: Books with the full text, which have contents, notes of revision and an EPUB; the pocket books have their
#: own front.
FULL = [name for name in BOUND if not name.startswith("pocket-book")]


def path_of(shelf: Path, name: str, edition: str = "", suffix: str = ".pdf") -> Path:
    return shelf / f"{name}-{real.book().edition.id}{edition}{suffix}"


def size_in_mm(page: fitz.Page) -> tuple[int, int]:
    return round(page.rect.width / MM), round(page.rect.height / MM)


def lines_in_turn(page: fitz.Page) -> Iterator[tuple[str, str]]:
    """Lines of a block and the ones below them."""
    for block in page.get_text("dict")["blocks"]:
        lines = [
            (line["bbox"][1], "".join(span["text"] for span in line["spans"]).strip())
            for line in block.get("lines", [])
        ]
        for (top, upper), (below, lower) in itertools.pairwise(line for line in lines if line[1]):
            if 4 < below - top < 24:
                yield upper, lower
