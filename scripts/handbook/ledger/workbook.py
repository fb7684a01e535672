"""The blank workbook of the register: seven sheets with drop-downs, and one that says how to fill them in."""

from __future__ import annotations

import io
import math
import zipfile

from openpyxl.styles.alignment import Alignment
from openpyxl.styles.borders import Border, Side
from openpyxl.styles.fills import PatternFill
from openpyxl.styles.fonts import Font
from openpyxl.utils.cell import get_column_letter, quote_sheetname
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from handbook.ledger.workbook_plan import ColumnPlan, SheetPlan, WorkbookPlan
from handbook.model.papers.ledger import Kind
from handbook.office.archive import build_time
from handbook.office.package import HEI, SONG, office_file
from handbook.office.safe_text import printable

#: Rows that get drop-downs and number formats: a town has hundreds of firms, not thousands.
ROWS = 2000
#: Rows that are ruled, and their height in points: what is printed empty is a page to note on by hand. A
#: print area would cut off what is filled in below it.
_RULED, _RULED_HIGH = 18, 20.0
#: Name of the sheet that says how to fill in, and of the hidden one with long lists of choices.
GUIDE, LISTS = "填表说明", "选项"
#: Excel takes a list of choices in the rule itself up to 255 characters; longer ones stand in a sheet.
_INLINE = 250

_LINE = Side(style="thin", color="8C8C8C")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_MUST, _MAY, _NEVER = (PatternFill("solid", fgColor=color) for color in ("D5E3EF", "EFEFEF", "FFF2CC"))
_TEXT, _DATE = "@", "yyyy-mm-dd"
#: Codes and numbers of things are texts: as numbers they lose their zeros and their last digits.
_FORMATS = {Kind.DATE: _DATE, Kind.WHOLE: "0", Kind.NUMBER: "General"}
#: Widths of the guide's columns, as many characters as digits are in one; in Chinese ones half as many.
_GUIDE = (8, 16, 24, 60, 48)
#: Millimetres of A4 lying between its margins, of a character of column width, and how far print may be
#: made smaller to save a sheet: type of 10 points to 7.
_PAPER_MM, _MARGIN_MM, _CHARACTER_MM, _LEAST_SCALE = 277.0, 10.0, 2.0, 0.7


def workbook_bytes(plan: WorkbookPlan, *, epoch: int) -> bytes:
    """The blank workbook; ``epoch`` (seconds since 1970) is its creation time."""
    file = Workbook()
    properties = file.properties
    properties.title, properties.subject = f"{plan.title}（空白）", plan.head
    properties.creator = properties.lastModifiedBy = plan.publisher
    properties.language = "zh-CN"
    properties.created = properties.modified = build_time(epoch)
    guide = file.active
    assert isinstance(guide, Worksheet)
    _guide(guide, plan)
    lists = file.create_sheet(LISTS)
    for sheet in plan.sheets:
        _fill(file.create_sheet(sheet.name), sheet, lists)
    file.move_sheet(lists, len(plan.sheets))
    lists.sheet_state = "hidden"
    file.active = 1
    for page in file.worksheets:
        page.sheet_view.tabSelected = page is file.active
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        ExcelWriter(file, archive).save()
    return office_file(buffer.getvalue(), epoch)


def _guide(page: Worksheet, plan: WorkbookPlan) -> None:
    page.title = GUIDE
    for number, width in enumerate(_GUIDE, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    lines: list[tuple[str, float, bool]] = [(f"{plan.title} 填表说明", 14, True), (plan.head, 10, True)]
    lines += [(plan.purpose, 10, False)]
    lines += [(f"{number}. {text}", 10, False) for number, text in enumerate(plan.guide, 1)]
    row = 1
    for text, size, bold in lines:
        cell = page.cell(row, 1, printable(text))
        cell.font = Font(name=HEI if bold else SONG, size=size)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_GUIDE))
        page.row_dimensions[row].height = size * 1.9 * _lines(text, sum(_GUIDE))
        row += 1
    head = row
    for number, text in enumerate(("表", "列", "写什么", "怎么填", "为什么要"), 1):
        _head(page.cell(head, number, text), must=True)
    for sheet in plan.sheets:
        hazards = [column for column in sheet.columns if column.kind is Kind.HAZARDS]
        for column in sheet.columns:
            if column in hazards[1:]:
                continue
            row += 1
            shown = f"{column.name}等 {len(hazards)} 个专项" if column in hazards else column.name
            star = "*" if column.required else ""
            values = (sheet.name, shown + star, column.words, column.how, column.why)
            for number, value in enumerate(values, 1):
                cell = page.cell(row, number, printable(value))
                cell.font = Font(name=SONG, size=10)
                cell.alignment = Alignment(wrap_text=True, vertical="center")
                cell.border = _BOX
            page.row_dimensions[row].height = 15 * max(map(_lines, values, _GUIDE))
    _print_setup(page, head)


def _lines(text: str, width: float) -> int:
    """How many lines ``text`` takes in a column of ``width``, an end of each left empty."""
    return max(1, math.ceil(len(text) / (width / 2 - 1)))


def _fill(page: Worksheet, sheet: SheetPlan, lists: Worksheet) -> None:
    columns = sheet.columns
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        _head(page.cell(1, number, printable(column.head)), must=column.required, personal=column.personal)
        dimension = page.column_dimensions[letter]
        dimension.width = (
            max(column.width, len(column.name) + 1) * 2 if column.kind is not Kind.HAZARDS else 9
        )
        # The format of the whole column, so that a code pasted into an empty cell stays a text.
        dimension.number_format = _FORMATS.get(column.kind, _TEXT)
        for row in range(2, 52):
            cell = page.cell(row, number)
            cell.number_format = _FORMATS.get(column.kind, _TEXT)
            if row <= _RULED + 1:
                cell.border = _BOX
        rule = _rule(column, lists)
        rule.add(f"{letter}2:{letter}{ROWS}")
        page.add_data_validation(rule)
    page.row_dimensions[1].height = 32
    page.sheet_format.defaultRowHeight, page.sheet_format.customHeight = _RULED_HIGH, True
    page.freeze_panes = page.cell(2, 3)
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{ROWS}"
    _print_setup(page, 1, kept=2)


def _rule(column: ColumnPlan, lists: Worksheet) -> DataValidation:
    options = column.options
    if options:
        inline = '"' + ",".join(options) + '"'
        if len(inline) > _INLINE:
            inline = _listed(lists, column.name, options)
        rule = DataValidation(type="list", formula1=inline, error=f"请选：{'、'.join(options)}"[:250])
    elif column.kind is Kind.DATE:
        # From 2000-01-01 on, as spreadsheets number days.
        rule = DataValidation(type="date", operator="greaterThan", formula1="36526")
        rule.error = "请写日期，如 2026-11-23"
    elif column.kind in (Kind.WHOLE, Kind.NUMBER):
        low, high = column.least or 0, column.most if column.most is not None else 1_000_000_000
        rule = DataValidation(
            type="whole" if column.kind is Kind.WHOLE else "decimal",
            operator="between",
            formula1=f"{low:g}",
            formula2=f"{high:.0f}",
        )
        rule.error = f"请写 {low:g} 到 {high:.0f} 之间的数"
    elif column.kind is Kind.CREDIT:
        rule = DataValidation(type="textLength", operator="equal", formula1="18", error="应当是十八位")
    else:
        rule = DataValidation(type=None)
    rule.errorStyle = "stop" if options else "warning"
    rule.allow_blank, rule.showErrorMessage, rule.errorTitle = (
        True,
        rule.type is not None,
        "填的和这一格对不上",
    )
    rule.promptTitle, rule.prompt, rule.showInputMessage = column.name[:32], column.how[:250], True
    return rule


def _listed(lists: Worksheet, name: str, options: tuple[str, ...]) -> str:
    """A list too long for the rule, put into the hidden sheet; the reference to it."""
    number = 1
    while lists.cell(1, number).value is not None:
        number += 1
    for row, text in enumerate((name, *options), 1):
        lists.cell(row, number, text)
    letter = get_column_letter(number)
    return f"{quote_sheetname(LISTS)}!${letter}$2:${letter}${len(options) + 1}"


def _head(cell: object, *, must: bool, personal: bool = False) -> None:
    cell.font = Font(name=HEI, size=10)  # type: ignore[attr-defined]
    cell.fill = _NEVER if personal else _MUST if must else _MAY  # type: ignore[attr-defined]
    cell.border = _BOX  # type: ignore[attr-defined]
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)  # type: ignore[attr-defined]


def _print_setup(page: Worksheet, head: int, *, kept: int = 0) -> None:
    """A4 lying, as many sheets wide as keep it readable; row ``head`` and the first ``kept`` columns (what
    tells rows apart) are on each."""
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = _sheets_wide(page, kept), 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins.left = page.page_margins.right = _MARGIN_MM / 25.4
    page.print_title_rows = f"{head}:{head}"
    page.print_options.gridLines = True  # what people type has no frame
    if page.page_setup.fitToWidth > 1:
        page.print_title_cols = f"A:{get_column_letter(kept)}"
    page.oddHeader.center.text = "内部工作用，不外传。非行政检查事项清单。"
    page.oddFooter.right.text = "第 &P 页，共 &N 页"


def _sheets_wide(page: Worksheet, kept: int) -> int:
    widths: list[float] = [
        page.column_dimensions[get_column_letter(number)].width * _CHARACTER_MM * _LEAST_SCALE
        for number in range(1, page.max_column + 1)
    ]
    if sum(widths) <= _PAPER_MM:
        return 1
    return math.ceil(sum(widths[kept:]) / (_PAPER_MM - sum(widths[:kept])))
