"""Text from data that stays text in spreadsheets, and archives that do not carry the clock of the machine."""

from __future__ import annotations

import re

#: Characters that make a spreadsheet take a cell for a formula, full-width forms included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
#: Control characters that XML 1.0 cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def printable(text: str) -> str:
    """``text`` without control characters."""
    return _CONTROL.sub("", text)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might compute ``text`` instead of showing it."""
    return text.lstrip(" \n　").startswith(_FORMULA) or text.startswith(_FORMULA)


def csv_text(text: str) -> str:
    """``text`` for a CSV cell: what looks like a formula gets an apostrophe before it."""
    clean = printable(text)
    return "'" + clean if looks_like_formula(clean) else clean
