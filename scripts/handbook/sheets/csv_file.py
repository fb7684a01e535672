"""Sheets as CSV for spreadsheets in Chinese offices: UTF-8 with BOM, one flat table."""

from __future__ import annotations

import csv
import io
import re

from handbook.office.safe_text import csv_text
from handbook.sheets.layout import Sheet

#: What a spreadsheet would turn into a date (07-1 is 1 July).
_LIKE_A_DATE = re.compile(r"\d{1,4}[-/]\d{1,2}")


def csv_bytes(sheet: Sheet) -> bytes:
    """The sheet's only table, one line a row; edition and disclaimer stand in a column of their own."""
    (table,) = sheet.tables
    columns, rows = table.as_data()
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([*(column.name for column in columns), "版本和声明"])
    for row in rows:
        writer.writerow(
            [
                *(_cell(cell.text + (f"〔{cell.note}〕" if cell.note else "")) for cell in row.cells),
                csv_text(sheet.foot),
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    # CSV has no way to say "text": a word before the number is the only safe one.
    return f"要点{text}" if _LIKE_A_DATE.fullmatch(text) else csv_text(text)
