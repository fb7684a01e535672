"""A form of ``data/forms`` as a sheet."""

from __future__ import annotations

from handbook.markdown.escape import one_line
from handbook.markdown.point_view import COMMON_PRACTICE, basis_text, reference_text
from handbook.model.form import CellKind, Form, FormColumn, FormSection, FormType, Orientation
from handbook.model.handbook import Handbook
from handbook.model.law import Reference
from handbook.sheets.layout import (
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
    return Sheet(
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
    )


def basis_line(form: Form) -> str:
    """The form's references in one line; advice where no rule asks for the form."""
    if not form.basis:
        return f"没有查到专门要求这份表的条文，是{COMMON_PRACTICE}"
    return "；".join(map(basis_text, form.basis))


def reference_line(references: tuple[Reference, ...]) -> str:
    """References of a row or a clause in one line, marked where they do not bind."""
    return "；".join(map(reference_text, references))


def _block(section: FormSection) -> Block:
    if section.fields:
        blanks = (
            Blank(field.name, field.kind, field.options, field.width, field.lines, one_line(field.hint))
            for field in section.fields
        )
        return Fields(section.title, section.note, field_rows(blanks))
    if section.columns:
        rows = [
            _row(section.columns, number, row.cells, reference_line(row.basis))
            for number, row in enumerate(section.rows, 1)
        ]
        rows += [_row(section.columns, len(rows) + number, {}, "") for number in range(1, section.blank + 1)]
        columns = tuple(
            Column(column.name, column.kind, column.width, column.options) for column in section.columns
        )
        return Table(section.title, section.note, columns, tuple(rows))
    return Clauses(
        section.title,
        section.note,
        section.numbered,
        tuple(Clause(one_line(clause.text), reference_line(clause.basis)) for clause in section.clauses),
    )


def _row(columns: tuple[FormColumn, ...], number: int, cells: dict[str, str], basis: str) -> Row:
    def text(column: FormColumn) -> str:
        if column.kind is CellKind.NUMBERING:
            return str(number)
        if column.kind is CellKind.BASIS:
            return basis
        return one_line(cells.get(column.name, ""))

    return Row(tuple(Cell(text(column)) for column in columns))
