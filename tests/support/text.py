"""Texts as tests compare them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pymupdf

#: White space, and the marks that tell a typesetter where a line may or may not break.
_UNSEEN = re.compile(r"[\s\u200b\u2060]+")


def squeeze(text: str) -> str:
    """``text`` as a reader sees it: one form of each character, nothing that is not seen, no breaks of
    lines."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def unspaced(text: str) -> str:
    """``text`` character for character, without white space alone."""
    return re.sub(r"\s", "", text)


def pdf_pages(pdf: bytes | Path) -> list[str]:
    """What each page of a PDF says, squeezed."""
    with pymupdf.open(pdf) if isinstance(pdf, Path) else pymupdf.open(stream=pdf) as document:
        return [squeeze(page.get_text()) for page in document]
