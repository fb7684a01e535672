"""The sheet of a visit as the register's program has filled it in, on paper."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf

from handbook.pdf.saving import saved
from handbook.sheets.formats.pdf_file import pdf_bytes
from handbook.sheets.layout import Blank, Block, Fields, Row, Sheet, Table, blank_text
from handbook.sheets.page_data import page_data

#: Rows to tick are this much lower in mm on a filled sheet, which has more lines; rows at least as high as
#: the second are written in by hand and stay.
_CLOSER, _BY_HAND = 0.5, 10.0

#: The blocks of a sheet as values: page_data, and the same with what a program has written into it.
_Blocks = Sequence[Mapping[str, Any]]


def leaves_pdf(root: Path, leaf: Sheet, firms: Sequence[_Blocks], *, epoch: int) -> bytes:
    """``leaf`` filled in with the blocks of each of ``firms``, one behind the other; nothing where there is
    none. Raises HandbookError when a leaf does not hold what is written on it."""
    if not firms:
        return b""
    internal = replace(leaf, edition=f"内部工作用，不外传 · {leaf.edition}")
    output = pikepdf.new()
    for blocks in firms:
        with pikepdf.open(io.BytesIO(pdf_bytes(root, filled(internal, blocks), epoch=epoch))) as one:
            output.pages.extend(one.pages)
    output.Root.Lang = pikepdf.String("zh-CN")
    return saved(output)


def filled(sheet: Sheet, blocks: _Blocks) -> Sheet:
    """``sheet`` with what a program has written into the blocks of its page_data."""
    written = zip(sheet.blocks, page_data(sheet)["blocks"], blocks, strict=True)
    return replace(sheet, blocks=tuple(_filled(*parts) for parts in written))


def _filled(block: Block, before: Mapping[str, Any], after: Mapping[str, Any]) -> Block:
    if isinstance(block, Fields):
        blanks = {blank.label: blank for row in block.rows for blank in row}
        return replace(
            block,
            rows=tuple(tuple(_field(blanks.get(one[0]), *one) for one in row) for row in after["rows"]),
        )
    if not isinstance(block, Table):
        return block
    rows = zip(block.rows, before["rows"], after["rows"], strict=True)
    return replace(
        block,
        title=after["title"],
        row=block.row - _CLOSER if block.row < _BY_HAND else block.row,
        rows=tuple(
            Row(
                tuple(
                    cell if was == now else replace(cell, text=now[0], filled=True)
                    for cell, was, now in zip(row.cells, old, new, strict=True)
                ),
                row.group,
            )
            for row, (_, old), (_, new) in rows
        ),
    )


def _field(blank: Blank | None, label: str, text: str, span: int) -> Blank:
    """A field with what stands in it; ``blank`` is what was there, None for a field that was added."""
    blank = blank or Blank(label, span=span)
    empty = blank_text(blank.kind, blank.options, span=blank.span)
    return blank if text == empty else replace(blank, value=text)
