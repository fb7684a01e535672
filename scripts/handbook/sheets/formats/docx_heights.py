"""How high the rows of a DOCX may be, so that a sheet has in Word the pages it has as PDF.

Word lays out a document when it is opened, with the fonts it finds there. The height is worked out here for
the tallest font that stands in for 宋体, so that the true one never needs more.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from handbook.office.docx_parts import TALL_LINE
from handbook.sheets.layout import (
    Clauses,
    Fields,
    Sheet,
    Table,
    blank_text,
    paper_column,
)

_MM_PER_POINT = 0.3528
#: Space in a cell beside and above its text in mm, with the lines around it.
_BESIDE, _ABOVE = 2.6, 1.1
#: How much higher than said rows grow where the page has room, and how low they may get.
_GROWTH, _LEAST = 1.35, 6.2
#: How much closer type may be set in points where that saves a page.
_CLOSER = 0.5
#: Room in mm that is not counted on; of two pages, what of each is left where a row does not fit any more.
_RESERVE, _LOST = 4.0, 10.0
SMALL, TITLE, HEADING = 8.0, 16.0, 10.5
#: Type of a long list, whose pages are as full as those of its PDF: in cells, and small.
_LIST, LIST_SMALL = 8.0, 7.5
SIGNATURE = 11.0
#: From line to line in mm where clauses have blanks for the hand, the first that the page has room for.
_WRITTEN_LINES = (7.0, 6.0)
#: Type of clauses in points, the first that the page has room for: a letter is read at arm's length.
_WORDS = (12.0, 10.5)


@dataclass(frozen=True, slots=True)
class Fit:
    """Type in cells in points; least height of the rows to write in, and from line to line of clauses with
    blanks, in mm (0: as the type has it); type of clauses in points."""

    size: float
    row: float
    line: float = 0.0
    words: float = _WORDS[-1]


def fit(sheet: Sheet, room: float) -> Fit:
    """How a sheet whose every copy has ``room`` mm of height is set: on one page with rows as high as it
    takes, on two with rows no higher than the sheet says; as the sheet says where it takes more."""
    if sheet.is_list:
        return Fit(_LIST, sheet.row_height)
    if sheet.turn:
        return Fit(sheet.type_size, sheet.row_height)
    ledger = sheet.is_ledger
    least = sheet.row_height if ledger else min(_LEAST, sheet.row_height)
    clauses = [clause for block in sheet.blocks if isinstance(block, Clauses) for clause in block.clauses]
    sizes = (sheet.type_size,) if ledger else (sheet.type_size, sheet.type_size - _CLOSER)
    lines = (*_WRITTEN_LINES, 0.0) if any(clause.has_blanks for clause in clauses) else (0.0,)
    letters = _WORDS if clauses else _WORDS[-1:]
    for pages, line, words, size in product((1, 2), lines, letters, sizes):
        most = sheet.row_height * (_GROWTH if pages == 1 else 1)
        # The higher the rows the higher the sheet: the last height that fits is found by halving.
        tenths = range(round(least * 10), round(most * 10) + 1)
        heights = _Heights(sheet, size, line, words, tenths)
        fitting = bisect_right(heights, pages * room - _RESERVE - (_LOST * pages if pages > 1 else 0))
        if fitting:
            return Fit(size, tenths[fitting - 1] / 10, line, words)
    return Fit(sheet.type_size, sheet.least_row)


@dataclass(frozen=True, slots=True)
class _Heights(Sequence[float]):
    """Heights of a sheet in mm by the ``tenths`` of a mm of its rows, worked out when asked for."""

    sheet: Sheet
    size: float
    line: float
    words: float
    tenths: range

    def __len__(self) -> int:
        return len(self.tenths)

    def __getitem__(self, at: Any) -> Any:
        return total(self.sheet, Fit(self.size, self.tenths[at] / 10, self.line, self.words))


def total(sheet: Sheet, fit: Fit) -> float:
    """Height in mm of the whole sheet as ``fit`` sets it."""
    large = 1.4 if sheet.large else 1.0
    high = _line(TITLE * large) + 4 * _MM_PER_POINT
    high += (_line(9) + 6 * _MM_PER_POINT) if sheet.notice else 0
    for block in sheet.blocks:
        high += (_line(HEADING * large) + 10 * _MM_PER_POINT) if block.title else _line(4)
        high += _text(block.note, sheet.width, SMALL) if block.note else 0
        if isinstance(block, Fields):
            high += _fields(block, sheet, fit)
        elif isinstance(block, Table):
            high += _table(block, sheet, fit)
        elif isinstance(block, Clauses):
            high += _clauses(block, sheet, fit)
    per_row = 3 if sheet.landscape else 2
    if sheet.signatures:
        high += _line(4) + math.ceil(len(sheet.signatures) / per_row) * (SIGNATURE + 0.2)
    notes = [*sheet.notes, f"依据：{sheet.basis}"] if sheet.basis else [*sheet.notes]
    return high + _line(4) + sum(_text(f"1. {note}", sheet.width, SMALL) for note in notes)


def _line(size: float) -> float:
    return size * TALL_LINE * _MM_PER_POINT


def _text(text: str, width: float, size: float, least: float = 0.0) -> float:
    """Height of ``text`` in lines ``width`` mm long and ``least`` mm high or more."""
    each = max(1.0, width / (size * _MM_PER_POINT))
    lines = 0
    for part in text.split("\n"):
        wide = sum(1.0 if ord(char) > 0x2E7F or char in "“”‘’…—□√·" else 0.55 for char in part)
        lines += max(1, math.ceil(wide / each))
    return lines * max(least, _line(size))


def _fields(block: Fields, sheet: Sheet, fit: Fit) -> float:
    high = 0.0
    for blanks in block.rows:
        least = fit.row * max(blank.lines for blank in blanks)
        for blank in blanks:
            columns = sheet.quarter * blank.span
            label, value = sum(columns[: blank.label_columns]), sum(columns[blank.label_columns :])
            said = "　".join(
                filter(None, (blank.hint, blank_text(blank.kind, blank.options, span=blank.span)))
            )
            for text, width in ((blank.label, label), (said, value)):
                least = max(least, _text(text, width - _BESIDE, fit.size) + _ABOVE)
        high += least + 0.2
    return high


def _table(block: Table, sheet: Sheet, fit: Fit) -> float:
    columns, body = block.on_paper()
    whole = sum(column.width for column in columns)
    widths = [sheet.width * column.width / whole - _BESIDE for column in columns]
    printed = [paper_column(block, column, sheet.width) for column in columns]
    high = max(
        _text(column.name, width, fit.size) + (_text(paper.say, width, SMALL) if paper.say else 0) + _ABOVE
        for column, width, paper in zip(columns, widths, printed, strict=True)
    )
    group = ""
    for line in body:
        if line.group != group:
            group = line.group
            high += _text(group, sheet.width, fit.size) + _ABOVE
        least = block.row_height(fit.row)
        for part, width, paper in zip(line.cells, widths, printed, strict=True):
            said = part.text or "\n".join("　".join(options) for options in paper.blank)
            small = part.note or part.hint
            taken = _text(said, width, fit.size) if said or not small else 0
            least = max(least, taken + (_text(small, width, SMALL) if small else 0) + _ABOVE)
        high += least + 0.2
    return high


def _clauses(block: Clauses, sheet: Sheet, fit: Fit) -> float:
    high = 0.0
    for clause in block.clauses:
        basis = f"（{clause.basis}）" if clause.basis else ""  # in small type
        words = clause.text + basis[: math.ceil(len(basis) * SMALL / fit.words)]
        least = fit.line if clause.has_blanks else 0.0
        high += _text(words, sheet.width - 7, fit.words, least) + 5 * _MM_PER_POINT
    return high
