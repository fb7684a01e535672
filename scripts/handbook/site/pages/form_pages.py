"""Pages of the forms on the site, and their index."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.markdown.front_matter import NO_PDF, OUTSIDE_MENU, WIDE_PAPER, front_matter
from handbook.markdown.templates import render
from handbook.model.checklist import checklists, printed_lists
from handbook.model.generated_names import MadePage
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item
from handbook.model.papers.download_names import sheet_path
from handbook.model.papers.form import Form, FormGroup
from handbook.sheets.from_form import form_sheet
from handbook.sheets.layout import Clauses, Fields, Row, Sheet, Table
from handbook.sheets.products import Format, formats_of, list_formats

#: Empty rows shown on a page; paper has all of them.
_SHOWN_BLANKS = 2
#: Lines of a form that its page shows at once; a longer one is folded.
_SHOWN_LINES = 45
#: Columns of a table from which on a page is printed across.
_WIDE_COLUMNS = 8


def form_pages(book: Handbook) -> dict[str, str]:
    """Markdown of ``forms/<id>.md`` and ``forms/index.md``; nothing where the handbook has no forms."""
    if not book.forms:
        return {}
    sheets = {form.id: form_sheet(book, form) for form in book.forms}
    pages = {
        f"forms/{form.id}.md": front_matter(
            form.name, form.purpose, hide=OUTSIDE_MENU, **NO_PDF, **_paper(sheets[form.id])
        )
        + render(
            "form.md.jinja",
            f"forms/{form.id}.html",
            book,
            form=form,
            sheet=sheets[form.id],
            files=_files(sheets[form.id]),
            items=_items(book, form),
            shown=shown_rows,
            long=_lines(sheets[form.id]) > _SHOWN_LINES,
        )
        for form in book.forms
    }
    groups = [(group.value, [form for form in book.forms if form.group is group]) for group in FormGroup]
    papers = {paper.id: paper for paper in printed_lists(book)}
    lists = [
        {
            "title": checklist.title,
            "count": checklist.count,
            "address": checklist.address,
            "paper": papers[checklist.paper].title,
            "files": [
                (form, sheet_path(sheet_id, form.ending))
                for sheet_id in (f"check-{checklist.paper}",)
                for form in list_formats(sheet_id)
            ],
        }
        for checklist in checklists(book)
        if checklist.count
    ]
    pages[MadePage.FORMS] = front_matter(
        "表格", "审批单、记录表、台账、协议范本，下载打印就能用。", hide=OUTSIDE_MENU, **NO_PDF
    ) + render(
        "forms-index.md.jinja",
        "forms/index.html",
        book,
        groups=[(name, forms) for name, forms in groups if forms],
        files=lambda form: _files(sheets[form.id]),
        lists=lists,
        elsewhere=[(item, point) for item in book.items for point in item.points if point.no_form],
    )
    return pages


def _paper(sheet: Sheet) -> Mapping[str, object]:
    """How a browser prints the page of ``sheet``: columns that upright paper would squeeze lie across."""
    columns = [len(block.columns) for block in (*sheet.blocks, *sheet.example) if isinstance(block, Table)]
    return WIDE_PAPER if max(columns, default=0) >= _WIDE_COLUMNS else {}


def shown_rows(table: Table) -> tuple[list[Row], int]:
    """Rows a page shows, and how many empty ones it leaves out."""
    printed = [
        row
        for row in table.rows
        if any(
            cell.text
            for cell, column in zip(row.cells, table.columns, strict=True)
            if column.kind.value != "序号"
        )
    ]
    blanks = [row for row in table.rows if row not in printed]
    return printed + blanks[:_SHOWN_BLANKS], max(0, len(blanks) - _SHOWN_BLANKS)


def _lines(sheet: Sheet) -> int:
    """About how many lines the form is on a phone, where each field and each cell has its own, the empty ones
    too."""
    lines = 0
    for block in sheet.blocks:
        if isinstance(block, Table):
            rows, _ = shown_rows(block)
            lines += sum(len(row.cells) for row in rows)
        elif isinstance(block, Fields):
            lines += sum(map(len, block.rows))
        elif isinstance(block, Clauses):
            lines += 2 * len(block.clauses)
    return lines


def _files(sheet: Sheet) -> list[tuple[Format, str]]:
    return [(format_, sheet_path(sheet.id, format_.ending)) for format_ in formats_of(sheet)]


def _items(book: Handbook, form: Form) -> list[tuple[Item, list[str]]]:
    """Items whose points the form serves, with those points."""
    found = [(item, [point.id for point in item.points if point.id in form.points]) for item in book.items]
    return [(item, points) for item, points in found if points]
