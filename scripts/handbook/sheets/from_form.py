"""A form of ``data/forms`` as a sheet."""

from __future__ import annotations

from dataclasses import replace

from handbook.markdown.escape import one_line
from handbook.markdown.point_view import COMMON_PRACTICE, basis_text, references_text
from handbook.model.handbook import Handbook
from handbook.model.papers.form import (
    CellKind,
    Form,
    FormColumn,
    FormSection,
    FormType,
    Orientation,
)
from handbook.sheets.layout import (
    HAND_ROW,
    Blank,
    Block,
    Cell,
    Clause,
    Clauses,
    Column,
    Fields,
    Row,
    Sheet,
    Table,
    field_rows,
)


def form_sheet(book: Handbook, form: Form) -> Sheet:
    """``form`` with the edition and the disclaimer of ``book``."""
    notes = tuple(one_line(note) for note in form.notes)
    if form.type is FormType.FORM and not form.large and form.per_page == 1:
        notes = (
            f"谁填：{one_line(form.who)}",
            f"何时填：{one_line(form.when)}",
            *([f"保存：{one_line(form.keep)}"] if form.keep else ()),
            *notes,
        )
    sheet = Sheet(
        id=form.id,
        title=form.name,
        subject=one_line(form.purpose),
        landscape=form.orientation is Orientation.LANDSCAPE,
        blocks=tuple(_block(section) for section in form.sections),
        signatures=form.signatures,
        notes=notes,
        basis=basis_line(form),
        edition=book.edition.name,
        disclaimer=book.site.disclaimer,
        publisher=book.site.publisher,
        notice=False,
        signed_to_minute=form.signed_to_minute,
        letter=form.type is FormType.LETTER,
        large=form.large,
        copies=form.per_page,
        example=tuple(_block(section, filled=True) for section in form.sections) if has_example(form) else (),
        signed=form.signed,
    )
    if sheet.is_ledger or sheet.large:  # their rows are high already
        return sheet
    return replace(sheet, blocks=tuple(_with_room(block, sheet.landscape) for block in sheet.blocks))


def has_example(form: Form) -> bool:
    """Whether any blank of ``form`` is filled in for show."""
    return any(
        section.example
        or any(field.example for field in section.fields)
        or any(clause.example for clause in section.clauses)
        for section in form.sections
    )


def basis_line(form: Form) -> str:
    """The form's references in one line; advice where no rule asks for the form."""
    if not form.basis:
        return f"没有查到专门要求这份表的条文，是{COMMON_PRACTICE}"
    return basis_text(form.basis)


def _block(section: FormSection, *, filled: bool = False) -> Block:
    """A part of the form; with ``filled`` as the made-up firm fills it in, without the rows it leaves
    empty."""
    if section.fields:
        return _fields(section, filled=filled)
    if section.columns:
        return _table(section, filled=filled)
    clauses = (
        Clause(one_line(clause.text), references_text(clause.basis), clause.example if filled else ())
        for clause in section.clauses
    )
    return Clauses(section.title, section.note, section.numbered, tuple(clauses))


def _fields(section: FormSection, *, filled: bool) -> Fields:
    blanks = (
        Blank(
            field.name,
            field.kind,
            field.options,
            field.width,
            field.lines,
            one_line(field.hint),
            one_line(field.example) if filled else "",
            references_text(field.basis),
            field.several,
        )
        for field in section.fields
    )
    return Fields(section.title, section.note, field_rows(blanks))


def _table(section: FormSection, *, filled: bool) -> Table:
    printed, written = section.rows, section.example if filled else ()
    count = max(len(printed), len(written) or 1) if filled else len(printed) + section.blank
    rows = (
        _row(
            section.columns,
            number + 1,
            printed[number].cells if number < len(printed) else {},
            references_text(printed[number].basis) if number < len(printed) else "",
            written[number] if number < len(written) else {},
        )
        for number in range(count)
    )
    columns = (
        Column(
            column.name,
            column.kind,
            column.width,
            column.options,
            basis=references_text(column.basis),
            several=column.several,
        )
        for column in section.columns
    )
    return Table(section.title, section.note, tuple(columns), tuple(rows))


def _with_room(block: Block, landscape: bool) -> Block:
    """``block`` with rows high enough for the hand where it is a table written in that goes on a page."""
    if not isinstance(block, Table) or not block.written_by_hand:
        return block
    return replace(block, row=HAND_ROW) if len(block.rows) <= (12 if landscape else 20) else block


def _row(
    columns: tuple[FormColumn, ...], number: int, cells: dict[str, str], basis: str, written: dict[str, str]
) -> Row:
    """``basis`` stands small under the first cell that is printed: what is written beside it needs room."""
    named = next((column.name for column in columns if column.name in cells), "")

    def cell(column: FormColumn) -> Cell:
        if column.name in written:
            return Cell(one_line(written[column.name]), filled=True)
        if column.kind is CellKind.NUMBERING:
            return Cell(str(number))
        return Cell(one_line(cells.get(column.name, "")), note=basis if column.name == named else "")

    return Row(tuple(map(cell, columns)))
