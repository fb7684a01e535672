"""What stands in the blank workbook of the register, before it is a file."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.ledger.model_script import columns_of, options_of
from handbook.model.handbook import Handbook
from handbook.model.papers.ledger import Column, Kind, LedgerSheet


@dataclass(frozen=True)
class ColumnPlan:
    """A column of the blank workbook; ``least`` and ``most`` are None without a limit."""

    name: str
    head: str
    words: str  # what a cell holds
    how: str
    why: str
    kind: Kind
    required: bool
    personal: bool
    options: tuple[str, ...]
    least: float | None
    most: float | None
    width: int


@dataclass(frozen=True)
class SheetPlan:
    """A sheet of the workbook by its name, column by column."""

    name: str
    columns: tuple[ColumnPlan, ...]


@dataclass(frozen=True)
class WorkbookPlan:
    """Everything that stands in the blank workbook."""

    title: str
    head: str
    purpose: str
    guide: tuple[str, ...]
    publisher: str
    sheets: tuple[SheetPlan, ...]


def workbook_plan(book: Handbook) -> WorkbookPlan:
    """The blank workbook of the handbook's register."""
    ledger = book.ledger
    assert ledger is not None, "a handbook without a register"
    sheets = tuple(_sheet_plan(book, sheet) for sheet in book.ledger_sheets)
    return WorkbookPlan(ledger.title, ledger.head, ledger.purpose, ledger.guide, book.site.publisher, sheets)


def _sheet_plan(book: Handbook, sheet: LedgerSheet) -> SheetPlan:
    columns = tuple(
        ColumnPlan(
            column.name,
            head_text(column),
            kind_text(column),
            column.how,
            column.why,
            column.kind,
            column.required,
            column.personal,
            options_of(book, column),
            column.least,
            column.most,
            column.width,
        )
        for column in columns_of(book, sheet)
    )
    return SheetPlan(sheet.name, columns)


def head_text(column: Column) -> str:
    """The head of a column: its name, a star when it must be filled, the unit of a measure; what is counted
    the name says."""
    unit = f"（{column.unit}）" if column.unit and column.kind is not Kind.WHOLE else ""
    return column.name + ("*" if column.required else "") + unit


def kind_text(column: Column) -> str:
    """What a cell of the column holds, in words."""
    if column.kind is Kind.CHOICE:
        return "、".join(column.options)
    words = {
        Kind.TEXT: f"文字，最多 {column.longest} 字",
        Kind.NAME: "编号",
        Kind.DATE: "日期",
        Kind.CREDIT: "18 位代码",
        Kind.INDUSTRY: "4 位代码",
        Kind.POINT: "要点编号，如 14-1",
        Kind.BODY: "部门名称",
        Kind.HAZARDS: "有，或者空着",
        Kind.PHONE: "电话号码",
        Kind.WHOLE: "整数",
        Kind.NUMBER: "数",
    }[column.kind]
    return words + (f"（{column.unit}）" if column.unit else "")
