"""What a sheet of paper or a spreadsheet says, before any format: one description, one writer a format.

Forms and check lists are both turned into a :class:`Sheet`; the writers of PDF, DOCX, XLSX and CSV know
only this.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from handbook.model.checklist import ALL_POINTS
from handbook.model.papers.form import BLANK, CellKind

#: Fields stand in a grid of quarters of the type area.
QUARTERS = 4
#: Type area of A4 in mm with margins of 15 mm at the sides.
WIDTH_PORTRAIT, WIDTH_LANDSCAPE = 180.0, 267.0
#: Height in mm of a row that is filled in by hand.
HAND_ROW = 10.0
#: A quarter in mm: the label of a narrow field takes the first part, that of a wider field the first two.
_QUARTER_PORTRAIT, _QUARTER_LANDSCAPE = (20.0, 12.0, 13.0), (26.0, 8.0, 32.75)


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` is printed; ``note`` stands under it in small type; ``hint`` is small grey help in a blank,
    on paper only. ``filled``: the text is an example of what is written by hand."""

    text: str = ""
    note: str = ""
    hint: str = ""
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` is a share of the type area. ``paper`` and ``data`` tell which formats show the column.

    ``strict``: a spreadsheet refuses what is not among the options, instead of asking.
    """

    name: str
    kind: CellKind
    width: float
    options: tuple[str, ...] = ()
    paper: bool = True
    data: bool = True
    strict: bool = False
    basis: str = ""
    several: bool = False  # more than one option may be ticked


@dataclass(frozen=True, slots=True)
class Row:
    """One cell for each column. ``group`` is the heading the row stands under, if any."""

    cells: tuple[Cell, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A labelled blank: ``span`` in quarters of the width, ``lines`` of handwriting high."""

    label: str
    kind: CellKind = CellKind.TEXT
    options: tuple[str, ...] = ()
    span: int = 2
    lines: int = 1
    hint: str = ""
    value: str = ""  # an example of what is written here
    basis: str = ""  # the references that ask for it
    several: bool = False  # more than one option may be ticked

    @property
    def label_columns(self) -> int:
        """How many of a quarter's columns the label takes on paper; the blank has the others of its
        quarters."""
        return 1 if self.span == 1 else 2


@dataclass(frozen=True, slots=True)
class Fields:
    """Blanks to fill in, as rows of them side by side."""

    title: str
    note: str
    rows: tuple[tuple[Blank, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; rows with empty cells are to be written in."""

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    group_name: str = ""  # name of the column that holds the groups where there are no heading rows
    row: float = 0.0  # least height of a row on paper in mm; 0: as the whole sheet has it

    @property
    def rows_to_write_in(self) -> int:
        """Rows that are left to the hand: what is printed in them is a number, or day and shift."""
        return self._rows_left(0.8)

    @property
    def written_by_hand(self) -> bool:
        """Whether words are written into three rows or more, beside what is printed there and ticked."""
        return self._rows_left(0.6, CellKind.CHOICE) >= 3

    def _rows_left(self, share: float, *ticked: CellKind) -> int:
        """Rows whose cells are empty, but for columns ``ticked``, on a ``share`` of the width or more."""
        whole = sum(column.width for column in self.columns)
        taken = [
            sum(
                column.width
                for column, cell in zip(self.columns, row.cells, strict=True)
                if cell.text or column.kind in ticked
            )
            for row in self.rows
        ]
        return sum(one <= (1 - share) * whole + 1e-9 for one in taken)

    def row_height(self, room: float) -> float:
        """Least height of a row in mm where there is ``room``: rows to tick stay as low as is said."""
        return max(self.row, room) if not 0 < self.row < HAND_ROW else self.row

    def on_paper(self) -> tuple[list[Column], list[Row]]:
        """Columns and rows as printed."""
        return self._keep([column.paper for column in self.columns])

    def as_data(self) -> tuple[list[Column], list[Row]]:
        """Columns and rows as data: groups become a column of their own."""
        columns, rows = self._keep([column.data for column in self.columns])
        if not self.group_name:
            return columns, rows
        group = Column(self.group_name, CellKind.TEXT, 24)
        return [group, *columns], [Row((Cell(row.group), *row.cells)) for row in rows]

    def _keep(self, wanted: Sequence[bool]) -> tuple[list[Column], list[Row]]:
        def kept(values: Iterable[Any]) -> list[Any]:
            return [value for value, keep in zip(values, wanted, strict=True) if keep]

        return kept(self.columns), [Row(tuple(kept(row.cells)), row.group) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Clause:
    """A paragraph and, in few words, what it rests on; ``filled``: an example of what its blanks take."""

    text: str
    basis: str = ""
    filled: tuple[str, ...] = ()

    @property
    def has_blanks(self) -> bool:
        """Whether anything is written into it by hand."""
        return BLANK.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Clauses:
    """Paragraphs below each other, counted where ``numbered``."""

    title: str
    note: str
    numbered: bool
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """QR codes side by side, each an address with the word that stands below it; ``side`` in mm."""

    title: str
    note: str
    codes: tuple[tuple[str, str], ...]
    per_row: int
    side: float


Block = Fields | Table | Clauses | Codes


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form or check list, ready for every format.

    ``notice``: the disclaimer stands in a box under the title too, for what could be taken for an
    inspection list. ``notes_first``: on paper the notes stand before a long table. ``signed_to_minute``:
    hour and minute beside the date of a signature. ``letter``: an agreement or letter that goes to somebody
    else. ``example``: the blocks filled in by a made-up firm, printed behind the blank; ``signed``: who signs
    there. ``turn``: the block that begins the back of a leaf of two pages; 0 for a sheet that flows.
    """

    id: str
    title: str
    subject: str
    landscape: bool
    blocks: tuple[Block, ...]
    signatures: tuple[str, ...]
    notes: tuple[str, ...]
    basis: str
    edition: str
    disclaimer: str
    publisher: str
    notice: bool = True
    large: bool = False
    copies: int = 1
    notes_first: bool = False
    signed_to_minute: bool = False
    letter: bool = False
    example: tuple[Block, ...] = ()
    signed: tuple[str, ...] = ()
    turn: int = 0

    @property
    def width(self) -> float:
        """Width of the type area in mm."""
        return WIDTH_LANDSCAPE if self.landscape else WIDTH_PORTRAIT

    @property
    def quarter(self) -> tuple[float, float, float]:
        """The three columns of a quarter of the type area in mm, on paper."""
        return _QUARTER_LANDSCAPE if self.landscape else _QUARTER_PORTRAIT

    @property
    def is_ledger(self) -> bool:
        """Whether it is a book or a roll to write in, row below row: lying, with five rows to write in or
        more, or upright with twelve and little else in its tables."""
        by_table = [table.rows_to_write_in for table in self.tables]
        if self.turn or self.large or not by_table:
            return False
        if self.landscape:
            return max(by_table) >= 5
        return sum(by_table) >= max(12, 0.75 * sum(len(table.rows) for table in self.tables))

    @property
    def is_of_one_day(self) -> bool:
        """Whether its head asks for 日期: the record of one event, not a ledger kept over the year."""
        heads = (block for block in self.blocks if isinstance(block, Fields))
        return any(blank.label == "日期" for block in heads for row in block.rows for blank in row)

    @property
    def is_kept_in_rows(self) -> bool:
        """Whether it is kept on a computer as well, row below row: a ledger, or a roll of any kind."""
        return not self.large and (self.is_ledger or self.landscape)

    @property
    def endings(self) -> tuple[str, ...]:
        """The formats it is offered in: all as PDF and DOCX, a spreadsheet of what is kept row below row and
        sorted there, those of check lists."""
        if self.is_list:
            return list_endings(self.id)
        return ("pdf", "docx", "xlsx") if self.is_kept_in_rows else ("pdf", "docx")

    @property
    def is_list(self) -> bool:
        """Whether it is a long list of points over many pages."""
        return self.notes_first

    @property
    def type_size(self) -> float:
        """Type in cells in points: large on a wall, 10 pt in what is written in for years."""
        if self.large:
            return 13.0
        return 10.0 if self.is_ledger else 8.5 if self.landscape else 9.0

    @property
    def row_height(self) -> float:
        """Height in mm of a row to write in by hand, where the pages have room for it."""
        return 14.0 if self.large else 8.0 if self.is_list or self.turn else HAND_ROW

    @property
    def least_row(self) -> float:
        """Least height in mm of a row: a form that would go on to one page more is set closer."""
        return self.row_height if self.large or self.is_ledger else 8.0

    @property
    def foot(self) -> str:
        """The line at the foot of every page. A contract or a letter is no check list: it says only what it
        was made from."""
        if self.letter:
            return f"{self.edition} · {self.publisher}拟的范本，供参考，用前请双方或者专业人员看过"
        return f"{self.edition} · {self.disclaimer}"

    @property
    def signing_date(self) -> str:
        """What is printed in an empty box for a signature."""
        return "　　　年　　月　　日" + ("　　时　　分" if self.signed_to_minute else "")

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]


def list_endings(sheet_id: str) -> tuple[str, ...]:
    """The formats of a check list: CSV of the whole alone, of which the others are parts."""
    return ("pdf", "docx", "xlsx", *(["csv"] if sheet_id == f"check-{ALL_POINTS}" else []))


def plain(value: Any) -> Any:
    """``value`` as JSON takes it; blocks carry their kind's name."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return (
            {"is": type(value).__name__.lower()} | fields
            if isinstance(value, Fields | Table | Clauses | Codes)
            else fields
        )
    if isinstance(value, CellKind):
        return value.value
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """What the empty cells of a column hold on paper (boxes, those of a line together), and what its head
    says besides the name."""

    blank: tuple[tuple[str, ...], ...] = ()
    say: str = ""


def paper_column(table: Table, column: Column, width: float) -> PaperColumn:
    """A column of ``table`` on paper with a type area of ``width`` mm.

    Boxes to tick stand in the cells, unless they would make empty rows taller: then the head names the
    words to write.
    """
    if column.kind is not CellKind.CHOICE:
        return PaperColumn()
    columns, rows = table.on_paper()
    room = width * column.width / sum(other.width for other in columns)
    lines: list[list[str]] = []
    used = room
    for option in column.options:
        needed = len(option) * 3.2 + 4.8  # mm: characters of 9 pt, a box and a gap
        if used + needed > room:
            lines.append([])
            used = 0
        lines[-1].append(f"□{option}")
        used += needed
    prefilled = any(
        cell.text
        for row in rows
        for cell, other in zip(row.cells, columns, strict=True)
        if other.kind is not CellKind.NUMBERING
    )
    if len(lines) > 1 and not prefilled:
        return PaperColumn(say="／".join(column.options))
    return PaperColumn(tuple(tuple(line) for line in lines))


def field_rows(fields: Iterable[Blank]) -> tuple[tuple[Blank, ...], ...]:
    """Fields in rows of four quarters; the last of a row that is not full is widened to its end."""
    rows: list[list[Blank]] = []
    used = QUARTERS
    for field in fields:
        if used + field.span > QUARTERS:
            rows.append([])
            used = 0
        rows[-1].append(field)
        used += field.span
    full = []
    for row in rows:
        free = QUARTERS - sum(field.span for field in row)
        full.append((*row[:-1], dataclasses.replace(row[-1], span=row[-1].span + free)))
    return tuple(full)


def blank_text(kind: CellKind, options: Sequence[str], *, span: int) -> str:
    """What is printed in an empty field ``span`` quarters wide: boxes to tick, or year, month and day to
    write between."""
    if kind is CellKind.CHOICE:
        return "　".join(f"□{option}" for option in options)
    if kind is CellKind.DATE:
        return ("　" if span > 1 else "") + "　　年　　月　　日"
    if kind is CellKind.TIME:
        return "　　时　　分"
    return ""
