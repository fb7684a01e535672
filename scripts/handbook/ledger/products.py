"""The downloads of the register."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from handbook.ledger.workbook_plan import workbook_plan
from handbook.model.papers.download_names import workbook_path
from handbook.product import BuildContext, Product
from handbook.recipes.lazy import Late

if TYPE_CHECKING:
    from handbook.ledger.workbook import workbook_bytes
else:
    workbook_bytes = Late("handbook.ledger.workbook", "workbook_bytes")


def products(context: BuildContext) -> list[Product]:
    """The blank workbook; nothing in a handbook without a register."""
    book = context.book
    if book.ledger is None:
        return []
    return [
        context.product(
            workbook_path(book.ledger.file),
            f"{book.ledger.title}空白工作簿",
            "XLSX",
            "表格",
            partial(workbook_bytes, workbook_plan(book), epoch=context.epoch),
            note="七张表和填表说明，选项有下拉框；填好用“底数”那一页核对",
        )
    ]
