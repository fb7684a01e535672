"""Text from data that stays text in spreadsheets.

The rules are regular expressions that Python and JavaScript read alike: the pages' programs get them through
handbook/page_programs/contract.py, and both sides are held to tests/cases/cells.yml.
"""

from __future__ import annotations

import re

#: Control characters that XML 1.0 cannot hold.
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
#: What a spreadsheet takes for a formula, full-width signs included.
FORMULA = r"^[ \n\u3000]*[=+\-@\t\r＝＋－＠]"
#: The bare id of a point, which Excel and WPS turn into a date (07-1 is 1 July); a word before it says what
#: it is.
POINT = r"^[0-9]{2,4}-[0-9]{1,2}$(?!\n)"
POINT_WORD = "要点"
#: What else they turn into a date (7/1, 2026-11, 1-2-26), a number without its last digits (16 and more) or a
#: power (1E5).
MISREAD = r"^ *(?:[0-9]{1,4}[-/][0-9]{1,2}|[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{1,2}|[0-9]{16,}|[0-9]+[eE][0-9]+) *$(?!\n)"

_CONTROL, _FORMULA, _POINT, _MISREAD = map(re.compile, (CONTROL, FORMULA, POINT, MISREAD))


def printable(text: str) -> str:
    """``text`` without control characters."""
    return _CONTROL.sub("", text)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might compute ``text`` instead of showing it."""
    return bool(_FORMULA.match(text))


def csv_text(text: str) -> str:
    """``text`` for a CSV cell, which has no way to say "text": an apostrophe before what a spreadsheet would
    compute or misread, a word before the id of a point."""
    clean = printable(text.replace("\r\n", "\n").replace("\r", "\n"))
    if _POINT.match(clean):
        return POINT_WORD + clean
    return "'" + clean if _FORMULA.match(clean) or _MISREAD.match(clean) else clean
