"""The sheet of a visit as data, for the register's page: there it is printed with the firm's head filled in
(assets/javascripts/ledger-leaf.js). The same sheet as the PDF's, so both say the same."""

from __future__ import annotations

import re
from typing import Any

from handbook.data_script import script
from handbook.ledger.pages import LEAF, LEAF_GLOBAL
from handbook.model.handbook import Handbook
from handbook.pdf.qr_code import qr_svg
from handbook.sheets.from_visit import visit_sheet
from handbook.sheets.layout import Codes, Fields, Table, blank_text

#: The side and the dark line of a code (segno's SVG).
_PATH = re.compile(r'<svg[^>]* width="(\d+)".*?<path[^>]* class="qrline"[^>]* d="([^"]+)"', re.S)


def data_files(book: Handbook) -> dict[str, str]:
    """The script file with the leaf; nothing in a handbook without a register or without such a sheet."""
    # What an officer carries is the one that may be taken for an inspection list.
    leaf = next((one for one in book.visit_sheets if one.official), None)
    if book.ledger is None or leaf is None:
        return {}
    sheet = visit_sheet(book, leaf)
    return {
        LEAF: script(
            LEAF_GLOBAL,
            {
                "title": sheet.title,
                "notice": sheet.disclaimer,
                "foot": sheet.foot,
                "turn": sheet.turn,
                "blocks": [_block(block) for block in sheet.blocks],
            },
        )
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
