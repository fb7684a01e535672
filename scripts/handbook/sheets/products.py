"""The downloads of forms and check lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from handbook.markdown.escape import one_line
from handbook.model.checklist import printed_lists
from handbook.model.papers.download_names import sheet_path
from handbook.product import BuildContext, Product
from handbook.recipes.lazy import Late
from handbook.sheets.formats.csv_file import csv_bytes
from handbook.sheets.from_checklist import checklist_sheet
from handbook.sheets.from_form import form_sheet
from handbook.sheets.from_visit import visit_sheet
from handbook.sheets.layout import Sheet, list_endings

if TYPE_CHECKING:
    from handbook.sheets.formats.docx_file import docx_bytes
    from handbook.sheets.formats.pdf_file import pdf_bytes
    from handbook.sheets.formats.xlsx_file import xlsx_bytes
else:
    docx_bytes = Late("handbook.sheets.formats.docx_file", "docx_bytes")
    pdf_bytes = Late("handbook.sheets.formats.pdf_file", "pdf_bytes")
    xlsx_bytes = Late("handbook.sheets.formats.xlsx_file", "xlsx_bytes")

#: Their group on the download page of what is carried on a visit.
VISIT_GROUP = "现场检查单"


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its ending, for what it is good, and how a sheet is made in it."""

    ending: str
    note: str
    make: Callable[[BuildContext, Sheet], Callable[[], bytes]]


FORMATS = (
    Format(
        "pdf",
        "打印后用笔填",
        lambda context, sheet: partial(pdf_bytes, context.root, sheet, epoch=context.epoch),
    ),
    Format(
        "docx",
        "用 Word、WPS 改成自己的再打印",
        lambda context, sheet: partial(docx_bytes, sheet, epoch=context.epoch),
    ),
    Format(
        "xlsx",
        "在电脑上填，选项有下拉框",
        lambda context, sheet: partial(xlsx_bytes, sheet, epoch=context.epoch),
    ),
    Format("csv", "导入别的系统", lambda context, sheet: partial(csv_bytes, sheet)),
)


def formats_of(sheet: Sheet) -> tuple[Format, ...]:
    """The formats a sheet is offered in."""
    return tuple(form for form in FORMATS if form.ending in sheet.endings)


def list_formats(sheet_id: str) -> tuple[Format, ...]:
    """The formats of a check list."""
    return tuple(form for form in FORMATS if form.ending in list_endings(sheet_id))


def products(context: BuildContext) -> list[Product]:
    """The leaves to carry on a visit, every check list, then every form, in every format it is offered
    in."""
    made: list[Product] = []
    for leaf in context.book.visit_sheets:
        made += _products(
            context,
            visit_sheet(context.book, leaf),
            VISIT_GROUP,
            one_line(leaf.purpose).rstrip("。"),
        )
    for checklist in printed_lists(context.book):
        made += _products(
            context,
            checklist_sheet(context.book, checklist),
            "检查表",
            f"{checklist.count} 个要点",
        )
    for form in context.book.forms:
        made += _products(context, form_sheet(context.book, form), "表格")
    return made


def _products(context: BuildContext, sheet: Sheet, group: str, count: str = "") -> list[Product]:
    """``count``: how many points a check list has or what a leaf is for, said once beside its PDF."""
    formats = formats_of(sheet)

    def product(form: Format) -> Product:
        note = f"{count}；{form.note}" if count and form is formats[0] else form.note
        return context.product(
            sheet_path(sheet.id, form.ending),
            sheet.title,
            form.ending.upper(),
            group,
            form.make(context, sheet),
            note=note,
        )

    return [product(form) for form in formats]
