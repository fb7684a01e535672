"""Sheets as CSV for spreadsheets in Chinese offices: UTF-8 with BOM, one flat table."""

from __future__ import annotations

import csv
import io

from handbook.office.safe_text import csv_text
from handbook.sheets.layout import Sheet


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
                *(csv_text(cell.text + (f"〔{cell.note}〕" if cell.note else "")) for cell in row.cells),
                csv_text(sheet.foot),
            ]
        )
    return out.getvalue().encode("utf-8-sig")
