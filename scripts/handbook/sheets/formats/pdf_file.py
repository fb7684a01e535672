"""Sheets as A4 PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from handbook.pdf.qr_code import qr_svg
from handbook.pdf.typst_pdf import typeset
from handbook.sheets.layout import Codes, Fields, Sheet, Table, blank_text, paper_column, plain

TEMPLATE = "form.typ"


def pdf_data(sheet: Sheet) -> dict[str, Any]:
    """The template's data: only what is printed, blanks with what is printed in them."""
    data: dict[str, Any] = plain(sheet)
    data |= {"foot": sheet.foot, "quarter": sheet.quarter, "signing-date": sheet.signing_date}
    data |= {"size": sheet.type_size, "row": sheet.row_height, "least": sheet.least_row}
    sources = (*sheet.blocks, *sheet.example)
    for block, source in zip([*data["blocks"], *data["example"]], sources, strict=True):
        if isinstance(source, Table):
            columns, rows = source.on_paper()
            block["columns"] = [
                plain(column) | plain(paper_column(source, column, sheet.width)) for column in columns
            ]
            block |= {"rows": plain(rows), "by-hand": source.written_by_hand}
        elif isinstance(source, Codes):
            block["codes"] = [
                {"address": address, "word": word, "svg": qr_svg(address)} for address, word in source.codes
            ]
        elif isinstance(source, Fields):
            for row, blanks in zip(block["rows"], source.rows, strict=True):
                for field, blank in zip(row, blanks, strict=True):
                    field |= {
                        "blank": blank_text(blank.kind, blank.options, span=blank.span),
                        "label-columns": blank.label_columns,
                    }
    return data


def pdf_bytes(root: Path, sheet: Sheet, *, epoch: int) -> bytes:
    """The PDF (PDF/UA-1) of ``sheet``. Raises HandbookError when Typst finds anything wrong."""
    return typeset(root, TEMPLATE, pdf_data(sheet), epoch=epoch)
