"""A sheet as plain values, for a program of the pages that prints it (ledger/visit-sheet.js)."""

from __future__ import annotations

import re
from typing import Any

from handbook.pdf.qr_code import qr_svg
from handbook.sheets.layout import Codes, Fields, Sheet, Table, blank_text

#: The side and the dark line of a code (segno's SVG).
_PATH = re.compile(r'<svg[^>]* width="(\d+)".*?<path[^>]* class="qrline"[^>]* d="([^"]+)"', re.S)


def page_data(sheet: Sheet) -> dict[str, Any]:
    """What stands on ``sheet``; widths of columns are shares, heights and sides of codes are mm.

    Raises AssertionError for a block that no such sheet has.
    """
    return {
        "title": sheet.title,
        "notice": sheet.disclaimer,
        "foot": sheet.foot,
        "turn": sheet.turn,
        "blocks": [_block(block) for block in sheet.blocks],
    }


def _block(block: object) -> dict[str, Any]:
    if isinstance(block, Fields):
        return {
            "kind": "fields",
            "rows": [
                [
                    [field.label, blank_text(field.kind, field.options, span=field.span), field.span]
                    for field in row
                ]
                for row in block.rows
            ],
        }
    if isinstance(block, Table):
        columns, rows = block.on_paper()
        boxes = ["　".join(f"□{option}" for option in column.options) for column in columns]
        return {
            "kind": "table",
            "title": block.title,
            "columns": [[column.name, column.width] for column in columns],
            "rows": [
                [
                    row.group,
                    [
                        [cell.text or box, *([cell.note] if cell.note else [])]
                        for cell, box in zip(row.cells, boxes, strict=True)
                    ],
                ]
                for row in rows
            ],
            "height": block.row,
        }
    assert isinstance(block, Codes), block
    return {
        "kind": "codes",
        "note": block.note,
        "perRow": block.per_row,
        "side": block.side,
        "codes": [[word, *_drawn(address)] for address, word in block.codes],
    }


def _drawn(address: str) -> tuple[int, str]:
    """Modules along a side, quiet zone and all, and the line of the dark ones."""
    found = _PATH.search(qr_svg(address))
    assert found is not None, address
    return int(found[1]), found[2]
