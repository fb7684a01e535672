"""Sheets as XLSX: to fill in on a computer, to sort and filter, and to print on A4.

A sheet with one table keeps that table's columns as the spreadsheet's columns, so that no row is merged and
sorting works; a ledger of several tables has a worksheet for each. What else has several tables stands on a
grid of :data:`_GRID` equal columns with merged cells.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles.alignment import Alignment
from openpyxl.styles.borders import Border, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.fills import PatternFill
from openpyxl.styles.fonts import Font
from openpyxl.utils.cell import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from handbook.model.papers.form import CellKind
from handbook.office.archive import build_time
from handbook.office.package import HEI, SONG, office_file
from handbook.office.safe_text import looks_like_formula, printable
from handbook.sheets.layout import QUARTERS, Blank, Cell, Clauses, Column, Fields, Row, Sheet, Table

_GRID = 36
#: Rows of a ledger that is filled in on a computer for a year.
_LEDGER_ROWS = 40
#: Widths in mm that a label and a blank take at least where there are columns enough.
_LABEL_MM, _BLANK_MM = 20.0, 24.0
#: Millimetres of one unit of column width (a digit of 11 pt) and of one point of row height.
_MM_PER_UNIT, _MM_PER_POINT = 2.0, 0.3528
#: Margins of a page in mm, and what is not counted on; height in points of a row that is filled in by hand.
_TOP_MM, _BOTTOM_MM, _SPARE_MM, _HAND = 12.0, 15.0, 12.0, 28.4
#: Words of a result and the fill behind them; the word itself stays, colour only helps.
_GOOD = ("符合", "合格", "做到", "好", "是", "齐", "能用", "查得到", "可以", "听到", "全部改好", "已清")
_BAD = (
    "不符合",
    "没改好",
    "没做到",
    "有问题",
    "否",
    "缺",
    "要修",
    "查不到",
    "不租",
    "没听到",
    "还有没改好的",
    "没清",
    "不合格",
    "有缺",
    "还有没清的",
    "重大",
)
_GOOD_FILL, _BAD_FILL = PatternFill("solid", bgColor="DDEFE0"), PatternFill("solid", bgColor="F6D5D3")
_HEAD_FILL, _LABEL_FILL = PatternFill("solid", fgColor="E0E0E0"), PatternFill("solid", fgColor="F2F2F2")
_LINE = Side(style="thin", color="595959")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FORMATS = {CellKind.DATE: 'yyyy"年"m"月"d"日"', CellKind.TIME: "hh:mm", CellKind.NUMBER: "General"}

#: What is said at a field of which several options may be ticked: a drop-down would take one only.
_SEVERAL = "可以选几样：把“□”改成“√”。"

#: How a cell looks: font, size, fill, centred, number format, framed, kept from being a formula.
_Look = tuple[str, float, PatternFill | None, bool, str, bool, bool]


def xlsx_bytes(sheet: Sheet, *, epoch: int) -> bytes:
    """The XLSX of ``sheet``; ``epoch`` (seconds since 1970) is its creation time."""
    book = Workbook()
    properties = book.properties
    properties.title, properties.subject, properties.creator, properties.lastModifiedBy = (
        sheet.title,
        sheet.subject,
        sheet.publisher,
        sheet.publisher,
    )
    properties.description, properties.language, properties.version = sheet.foot, "zh-CN", sheet.edition
    properties.created = properties.modified = build_time(epoch)
    book._named_styles["Normal"].font = Font(name=SONG, size=10)
    book.remove(book.active)
    for part in _worksheets(sheet):
        name = part.tables[0].title if part is not sheet else ""
        _Page(book.create_sheet(_sheet_name(name or sheet.title)), part, ledger=sheet.is_ledger).fill()
    out = io.BytesIO()
    # The writer by itself: Workbook.save would put the clock's time into the properties.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
    return office_file(out.getvalue(), epoch)


def _worksheets(sheet: Sheet) -> Iterator[Sheet]:
    """What stands on a worksheet each: of a ledger that lies, every table with what is before it, the last
    with what closes the sheet."""
    if len(sheet.tables) < 2 or not (sheet.is_ledger and sheet.landscape):
        yield sheet
        return
    ends = [number for number, block in enumerate(sheet.blocks, 1) if isinstance(block, Table)]
    ends[-1] = len(sheet.blocks)
    for start, end in pairwise([0, *ends]):
        part = replace(sheet, blocks=sheet.blocks[start:end])
        yield part if end == ends[-1] else replace(part, signatures=(), notes=(), basis="")


def _sheet_name(title: str) -> str:
    """``title`` without what a sheet's name may not hold, at most 31 characters."""
    return "".join("　" if char in r"[]:*?/\'" else char for char in title)[:31]


class _GrowingRow(RowDimension):  # type: ignore[misc]
    """A row that grows with what is typed: one whose height is the user's own stays and cuts it off, and one
    of merged cells never grows."""

    customHeight = False


#: What a spreadsheet asks of a cell of each kind, and what it says to anything else. A date is days since
#: 1899-12-30 (36526 is 2000-01-01), a time a share of a day.
_ASKED: dict[CellKind, dict[str, str]] = {
    CellKind.DATE: {
        "type": "date",
        "operator": "greaterThan",
        "formula1": "36526",
        "error": "请写日期，如 2026-11-23",
    },
    CellKind.TIME: {
        "type": "time",
        "operator": "between",
        "formula1": "0",
        "formula2": "0.999988425925926",
        "error": "请写时刻，如 14:05",
    },
    CellKind.NUMBER: {
        "type": "decimal",
        "operator": "greaterThanOrEqual",
        "formula1": "0",
        "error": "请写数字",
    },
}


def _rule(kind: CellKind, words: tuple[str, ...], *, strict: bool) -> DataValidation:
    """What may be put into cells of ``kind``; of a choice one of ``words``, and no other if ``strict``."""
    if kind is CellKind.CHOICE:
        return DataValidation(
            type="list",
            formula1=f'"{",".join(words)}"',
            errorStyle="stop" if strict else "warning",
            error=f"请选：{'、'.join(words)}",
        )
    asked = _ASKED.get(kind)
    return DataValidation(**asked, errorStyle="warning") if asked else DataValidation(type=None)


@dataclass
class _Page:
    """One worksheet being filled from top to bottom."""

    page: Worksheet
    sheet: Sheet
    ledger: bool
    row: int = 1
    edges: list[float] = field(default_factory=list)  # right edges of the columns, as shares of the width
    rules: dict[str, DataValidation] = field(default_factory=dict)
    looks: dict[_Look, StyleArray] = field(default_factory=dict)

    @property
    def size(self) -> float:
        """Type size of cells in points: larger for what hangs on a wall, smaller for wide tables."""
        return 14.0 if self.sheet.large else 9.0 if self.sheet.landscape else 10.0

    @property
    def low(self) -> float:
        """Height of an empty row in points; the long table of a ledger is printed and filled in by hand,
        too."""
        return 40.0 if self.sheet.large else _HAND if self.is_long else 20.0

    @property
    def is_long(self) -> bool:
        """Whether one table to write in is all it is of a ledger."""
        tables = self.sheet.tables
        return self.ledger and len(tables) == 1 and tables[0].rows_to_write_in == len(tables[0].rows)

    def fill(self) -> None:
        tables = self.sheet.tables
        single = tables[0] if len(tables) == 1 else None
        widths = [column.width for column in single.as_data()[0]] if single else [1.0] * _GRID
        total = sum(widths)
        self.edges = [edge / total for edge in accumulate(widths)]
        for number, width in enumerate(widths, 1):
            self.page.column_dimensions[get_column_letter(number)].width = round(
                self.sheet.width * width / total / _MM_PER_UNIT, 2
            )
        self._line(self.sheet.title, size=16, font=HEI, centred=True)
        self._line(self.sheet.foot, size=9, centred=True)
        head_rows: tuple[int, int] | None = None
        for block in self.sheet.blocks:
            if block.title:
                self._line(block.title, size=11, font=HEI)
            if block.note:
                self._line(block.note, size=9)
            if isinstance(block, Fields):
                self._fields(block)
            elif isinstance(block, Table):
                top = self._table(block)
                if block is single:
                    head_rows = (top, self.row - 1)
            elif isinstance(block, Clauses):
                self._clauses(block)
        self._signatures()
        for number, note in enumerate(self.sheet.notes, 1):
            self._line(f"{number}. {note}", size=9)
        if self.sheet.basis:
            self._line(f"依据：{self.sheet.basis}", size=9)
        self._grow()
        self._print_setup(head_rows)

    def _grow(self) -> None:
        """Empty rows take the room that is left on a page, up to what the hand needs."""
        heights = {number: row.height for number, row in self.page.row_dimensions.items() if row.height}
        low = [number for number, height in heights.items() if height == self.low]
        long = (210.0 if self.sheet.landscape else 297.0) - _TOP_MM - _BOTTOM_MM - _SPARE_MM
        free = long / _MM_PER_POINT - sum(heights.values())
        for number in low if free > 0 else ():
            self.page.row_dimensions[number].height = min(max(_HAND, self.low), self.low + free / len(low))

    # ---------- parts ----------

    def _fields(self, block: Fields) -> None:
        quarter = 1 / QUARTERS
        label = quarter * (0.4 if self.sheet.landscape else 0.5)
        for row in block.rows:
            targets: list[float] = []
            least: list[float] = []
            left = 0.0
            for blank in row:
                targets += [left + label, left + quarter * blank.span]
                least += [_LABEL_MM / self.sheet.width, _BLANK_MM / self.sheet.width]
                left += quarter * blank.span
            places = snap(targets, self.edges, least=least)
            if places is None:
                for blank in row:
                    self._field_row(
                        [blank], snap([label, 1.0], self.edges, least=least[:2]) or [1, len(self.edges)]
                    )
            else:
                self._field_row(row, places)

    def _field_row(self, row: Sequence[Blank], places: list[int], least: float = 0.0) -> None:
        """Labels and blanks of one row; ``places`` are the last columns of each; ``least``: height in
        points."""
        start = 1
        height = max(least, self.low)
        for number, blank in enumerate(row):
            middle, end = places[2 * number : 2 * number + 2]
            self._cell(blank.label, start, middle, font=HEI, fill=_LABEL_FILL)
            height = max(height, self._height(blank.label, start, middle, self.size), 18.0 * blank.lines)
            ticks = "　".join(f"□{option}" for option in blank.options) if blank.several else ""
            value = self._cell(ticks, middle + 1, end, kind=blank.kind)
            if blank.several:
                height = max(height, self._height(ticks, middle + 1, end, self.size))
                self._validate(value.coordinate, CellKind.TEXT, (), strict=False, hint=_SEVERAL)
            elif blank.kind is not CellKind.TEXT or blank.hint:
                self._validate(value.coordinate, blank.kind, blank.options, strict=False, hint=blank.hint)
            start = end + 1
        self.page.row_dimensions[self.row].height = height
        self.row += 1

    def _table(self, block: Table) -> int:
        """Write the table; the number of its head row."""
        columns, rows = block.as_data()
        if self.is_long and not self.sheet.is_of_one_day:
            rows += _more_rows(columns, len(rows))
        total = sum(column.width for column in columns)
        places = snap([edge / total for edge in accumulate(column.width for column in columns)], self.edges)
        assert places is not None, "a table with more columns than the grid"
        starts = [1, *(place + 1 for place in places[:-1])]
        top = self.row
        height = self.low
        for column, start, end in zip(columns, starts, places, strict=True):
            name = column.name + (f"\n{'／'.join(column.options)}" if column.options else "")
            self._cell(name, start, end, font=HEI, fill=_HEAD_FILL, centred=True)
            height = max(height, self._height(name, start, end, self.size))
        self.page.row_dimensions[top].height = height
        self.row += 1
        for row in rows:
            height = self.low
            for column, cell, start, end in zip(columns, row.cells, starts, places, strict=True):
                text = cell.text + (f"\n{cell.note}" if cell.note else "")
                self._cell(
                    text,
                    start,
                    end,
                    kind=column.kind,
                    centred=column.kind is CellKind.NUMBERING or column.name == "序号",
                )
                height = max(height, self._height(text, start, end, self.size))
            kind = _GrowingRow if places == [*range(1, len(columns) + 1)] else RowDimension
            self.page.row_dimensions[self.row] = kind(self.page, index=self.row, ht=height)
            self.row += 1
        for column, start in zip(columns, starts, strict=True):
            letter = get_column_letter(start)
            cells = f"{letter}{top + 1}:{letter}{self.row - 1}"
            if column.several:
                self._validate(
                    cells, CellKind.TEXT, (), strict=False, hint=f"可以写几样：{'、'.join(column.options)}"
                )
            elif column.kind in (CellKind.CHOICE, CellKind.DATE, CellKind.TIME, CellKind.NUMBER):
                self._validate(cells, column.kind, column.options, strict=column.strict)
            if column.kind is CellKind.CHOICE and not column.several:
                for words, fill in ((_GOOD, _GOOD_FILL), (_BAD, _BAD_FILL)):
                    for word in (option for option in column.options if option in words):
                        self.page.conditional_formatting.add(
                            cells,
                            CellIsRule("equal", [f'"{word}"'], fill=fill, font=Font(bold=words is _BAD)),
                        )
        return top

    def _clauses(self, block: Clauses) -> None:
        for number, clause in enumerate(block.clauses, 1):
            self._line(
                (f"{number}. " if block.numbered else "")
                + clause.text
                + (f"（{clause.basis}）" if clause.basis else ""),
                size=10,
            )

    def _signatures(self) -> None:
        per_row = 3 if self.sheet.landscape else 2
        while snap([part / (2 * per_row) for part in range(1, 2 * per_row + 1)], self.edges) is None:
            per_row -= 1
        for start in range(0, len(self.sheet.signatures), per_row):
            names = self.sheet.signatures[start : start + per_row]
            share = 1 / per_row
            targets = [
                edge
                for number in range(len(names))
                for edge in (share * (number + 0.4), share * (number + 1))
            ]
            places = snap(
                targets,
                self.edges,
                whole=False,
                least=[_LABEL_MM / self.sheet.width, _BLANK_MM / self.sheet.width] * len(names),
            )
            if places is not None:
                self._field_row([Blank(name) for name in names], places, least=28.0)

    # ---------- cells ----------

    def _cell(
        self,
        text: str,
        start: int,
        end: int,
        *,
        kind: CellKind = CellKind.TEXT,
        font: str = SONG,
        size: float = 0,
        fill: PatternFill | None = None,
        centred: bool = False,
        box: bool = True,
    ) -> ExcelCell:
        """Columns ``start`` to ``end`` of the current row as one cell. Text from data is text, whatever it
        looks like."""
        cell: ExcelCell = self.page.cell(self.row, start)
        if text:
            cell.value = printable(text)
            cell.data_type = "s"
        look = (
            font,
            size or self.size,
            fill,
            centred,
            "@" if text else _FORMATS.get(kind, "@"),
            box,
            bool(text) and looks_like_formula(text),
        )
        for column in range(start, end + 1):
            self._dress(self.page.cell(self.row, column), look)
        if end > start:
            # Not merge_cells: it dresses every cell again.
            self.page.merged_cells.add(f"{cell.coordinate}:{get_column_letter(end)}{self.row}")
        return cell

    def _dress(self, cell: ExcelCell, look: _Look) -> None:
        """Give ``cell`` its look; each look is worked out once for a sheet."""
        known = self.looks.get(look)
        if known is None:
            font, size, fill, centred, number_format, box, quoted = look
            cell.font, cell.number_format = Font(name=font, size=size), number_format
            cell.alignment = Alignment(
                horizontal="center" if centred else "left", vertical="center", wrap_text=True
            )
            if box:
                cell.border = _BOX
            if fill is not None:
                cell.fill = fill
            if quoted:
                cell.quotePrefix = True
            self.looks[look] = copy(cell._style)
        else:
            cell._style = copy(known)

    def _line(self, text: str, *, size: float, font: str = SONG, centred: bool = False) -> None:
        last = len(self.edges)
        self._cell(text, 1, last, font=font, size=size, centred=centred, box=False)
        self.page.row_dimensions[self.row].height = max(size * 1.7, self._height(text, 1, last, size))
        self.row += 1

    def _height(self, text: str, start: int, end: int, size: float) -> float:
        """Row height in points that shows the whole of ``text``: spreadsheets do not grow rows of merged
        cells."""
        width = (self.edges[end - 1] - (self.edges[start - 2] if start > 1 else 0)) * self.sheet.width - 1.5
        per_line = max(1.0, width / (size * _MM_PER_POINT))
        return sum(_lines(part, per_line) for part in text.split("\n")) * size * 1.35 + 5

    def _validate(
        self, cells: str, kind: CellKind, options: Iterable[str], *, strict: bool, hint: str = ""
    ) -> None:
        # A comma would part the list, a quotation mark end it.
        words = tuple(option.replace(",", "，").replace('"', "”") for option in options)
        key = f"{kind}|{words}|{strict}|{hint}"
        rule = self.rules.get(key)
        if rule is None:
            rule = _rule(kind, words, strict=strict)
            rule.allow_blank = True
            rule.showErrorMessage = kind is not CellKind.TEXT
            rule.errorTitle = "填的和这一格对不上"
            if hint:
                rule.promptTitle, rule.prompt, rule.showInputMessage = "怎么填", hint, True
            self.rules[key] = rule
            self.page.add_data_validation(rule)
        rule.add(cells)

    # ---------- printing ----------

    def _print_setup(self, head: tuple[int, int] | None) -> None:
        page, last = self.page, get_column_letter(len(self.edges))
        page.print_area = f"A1:{last}{self.row - 1}"
        if head is not None:
            top, bottom = head
            page.freeze_panes = f"A{top + 1}"
            page.print_title_rows = f"{top}:{top}"
            page.auto_filter.ref = f"A{top}:{last}{bottom}"
        else:
            page.freeze_panes = "A3"
            page.print_title_rows = "1:1"
        page.page_setup.paperSize = page.PAPERSIZE_A4
        page.page_setup.orientation = "landscape" if self.sheet.landscape else "portrait"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.print_options.horizontalCentered = True
        margins = page.page_margins
        margins.left = margins.right = 15 / 25.4
        margins.top, margins.bottom = _TOP_MM / 25.4, _BOTTOM_MM / 25.4
        margins.header, margins.footer = 6 / 25.4, 7 / 25.4
        page.oddFooter.left.text = self.sheet.foot
        page.oddFooter.left.size = 8
        page.oddFooter.right.text = "第 &P 页，共 &N 页"
        page.oddFooter.right.size = 8
        page.sheet_view.showGridLines = False
        # What the rows begin with in programs that work heights out when they open a file.
        page.sheet_format.defaultRowHeight, page.sheet_format.customHeight = self.low, True


#: What a line breaks between: a word or number, or a character, with the signs that may not begin or end a
#: line.
_PIECE = re.compile(r"[（《“‘]*(?:[!-~]+|.)[，。；：、！？）》”’]*")


def _lines(text: str, room: float) -> int:
    """Lines that ``text`` takes where each has ``room`` for so many Han characters."""
    lines, used = 1, 0.0
    for piece in _PIECE.findall(text):
        wide = sum(1.0 if ord(char) > 0xFF else 0.55 for char in piece)
        if used and used + wide > room:
            lines, used = lines + 1, 0.0
        used += wide
        if used > room:  # a word longer than a line goes on below
            lines, used = lines + math.ceil(used / room) - 1, used % room
    return lines


def _more_rows(columns: Sequence[Column], first: int) -> list[Row]:
    """Empty rows behind the ``first`` ones of a ledger, up to :data:`_LEDGER_ROWS`: whoever inserts rows by
    hand loses the drop-downs and the frame."""
    return [
        Row(tuple(Cell(str(number) if column.kind is CellKind.NUMBERING else "") for column in columns))
        for number in range(first + 1, _LEDGER_ROWS + 1)
    ]


def snap(
    targets: Sequence[float], edges: Sequence[float], *, whole: bool = True, least: Sequence[float] = ()
) -> list[int] | None:
    """For each target (share of the width, rising) the number of the column that ends nearest to it,
    strictly rising.

    ``whole``: the last target ends with the last column. ``least``: the share each part takes at least,
    where there are columns enough; what the last would then have to make up for is shared by all. None when
    there are too few columns.
    """
    if len(edges) < len(targets):
        return None
    found = _nearest(targets, edges, whole=whole, least=least)

    def narrowest(places: Sequence[int]) -> float:
        ends = [0.0, *(edges[place - 1] for place in places)]
        shares = ((end - start) / part for start, end, part in zip(ends, ends[1:], least, strict=False))
        return min(1.0, *shares)

    return max(found, _nearest(targets, edges, whole=whole), key=narrowest) if least else found


def _nearest(
    targets: Sequence[float], edges: Sequence[float], *, whole: bool, least: Sequence[float] = ()
) -> list[int]:
    """As :func:`snap`, part by part from the left."""
    places: list[int] = []
    for number, target in enumerate(targets):
        first = (places[-1] if places else 0) + 1
        last = len(edges) - (len(targets) - 1 - number)
        if whole and number == len(targets) - 1:
            first = len(edges)
        left = edges[places[-1] - 1] if places else 0.0
        choice: Sequence[int] = range(first, last + 1)
        if least:
            choice = [place for place in choice if edges[place - 1] - left >= least[number]] or choice
        places.append(min(choice, key=lambda place: abs(edges[place - 1] - target)))
    return places
