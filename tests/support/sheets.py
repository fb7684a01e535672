"""Sheets as they were published, opened again."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pymupdf
from openpyxl.worksheet.worksheet import Worksheet

from handbook.sheets.layout import (
    Fields,
    Sheet,
    Table,
)
from support.text import unspaced

#: The file of a sheet in a format (pdf, docx …).
Published = Callable[[Sheet, str], bytes]


def text_of(pdf: bytes) -> str:
    """Everything a PDF says, without white space."""
    with pymupdf.open(stream=pdf) as document:
        return unspaced("".join(page.get_text() for page in document))


def sheet_texts(sheet: Sheet) -> list[str]:
    """Every piece of text a sheet prints on paper."""
    texts = [sheet.title, sheet.foot, *sheet.signatures, *sheet.notes, sheet.basis]
    for block in sheet.blocks:
        texts += [block.title, block.note]
        if isinstance(block, Fields):
            texts += [
                part
                for row in block.rows
                for field in row
                for part in (field.label, field.hint, *field.options)
            ]
        elif isinstance(block, Table):
            columns, rows = block.on_paper()
            texts += [part for column in columns for part in (column.name, *column.options)]
            texts += [
                part
                for row in rows
                for part in (row.group, *(text for cell in row.cells for text in (cell.text, cell.note)))
            ]
        else:
            texts += [part for clause in block.clauses for part in (clause.text, clause.basis)]
    return [text for text in texts if text]


def open_xlsx(data: bytes) -> Worksheet:
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(page, Worksheet)
    return page


def head_row(page: Worksheet) -> int:
    """The row repeated on every printed page."""
    return int(str(page.print_title_rows).split(":")[0].strip("$"))
