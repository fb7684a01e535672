"""Texts as tests compare and spoil them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

#: White space, and the marks that tell a typesetter where a line may or may not break.
_UNSEEN = re.compile(r"[\s\u200b\u2060]+")


def squeeze(text: str) -> str:
    """``text`` as a reader sees it: one form of each character, nothing that is not seen, no breaks of lines."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def edit(path: Path, old: str, new: str, *, count: int = 0) -> None:
    """Put ``new`` for ``old`` in the file; fails when ``old`` is not there. ``count``: only the first so many."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} no longer says {old!r}"
    path.write_text(text.replace(old, new, count or -1), encoding="utf-8", newline="\n")
