"""How wide the columns of a table are on the page of a book, and whether there is room for them at all."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

#: A table: for each row, head included, the lines of each cell.
Rows = Sequence[Sequence[Sequence[str]]]
#: Width in characters of a table on a page of A6, where tables are set a little smaller.
A6_TABLE = 29.0
#: The same on a page of A5.
A5_TABLE = 36.5
#: What the sides of a cell take, and what a line of Chinese leaves empty at its end, in characters.
_CELL_SIDES, _RAGGED = 0.85, 0.5
#: A column whose cells are all this short, in characters, is not made narrower than its words.
_SHORT = 6.0
#: What must stay on one line of a cell.
_PIECE = re.compile(r"[!-~\u00a0]+")


def _width(text: str) -> float:
    """Width of ``text`` in Chinese characters."""
    return sum(0.55 if char.isascii() else 1.0 for char in text if char != "\u2060")


def column_widths(rows: Rows, room: float) -> list[float]:
    """How a table of ``room`` characters shares its width so that it takes the fewest lines.

    Each column holds its longest word; beyond that width goes, bit by bit, from one column to another as long
    as the table gets lower. It begins with what is left shared by how much each column says, and with all
    of it in one column, for each: where two columns must give so that a third needs a line less, no single
    step helps.
    """
    table = _Table(_by_column(rows))
    count = len(table.columns)
    least = _least_widths(rows)
    # Columns of short words keep them whole, the shortest first, while the others have enough of the table.
    for index in sorted(range(count), key=table.longest.__getitem__):
        whole = table.longest[index] + _RAGGED
        if whole <= _SHORT + _RAGGED and sum(least) + max(whole - least[index], 0.0) <= 0.6 * room:
            least[index] = max(whole, least[index])
    free = max(room - count * _CELL_SIDES - sum(least), 0.0)
    wanted = [amount**0.5 for amount in table.amounts]
    starts = [[low + free * share / (sum(wanted) or 1.0) for low, share in zip(least, wanted, strict=True)]]
    starts += [
        [low + free * (index == taker) for index, low in enumerate(least)]
        for taker in range(count * (free > 0))
    ]
    _, widths = min(_improved(table, widths, least) for widths in starts)
    return [round(width + _CELL_SIDES, 2) for width in widths]


class _Table:
    """A table by its columns, asked again and again how high it is at these widths or those."""

    def __init__(self, columns: list[list[list[float]]]) -> None:
        self.columns = columns
        self.longest = [max(map(max, cells)) for cells in columns]
        self.amounts = [sum(map(sum, cells)) for cells in columns]
        self._known: dict[tuple[int, float], list[int]] = {}

    def _heights(self, index: int, width: float) -> list[int]:
        key = (index, round(width, 2))
        if key not in self._known:
            self._known[key] = [
                sum(math.ceil(size / (width - _RAGGED)) if size else 1 for size in cell)
                for cell in self.columns[index]
            ]
        return self._known[key]

    def lines(self, widths: list[float]) -> tuple[float, float]:
        """Lines of the table and a third of those of all cells, or a column of names would be as narrow as
        may be for a line less beside it; then how full they are: width that saves no line goes where most
        words are, and none to a column whose cells are one line each."""
        cells = [self._heights(index, width) for index, width in enumerate(widths)]
        useful = (min(width - _RAGGED, most) for width, most in zip(widths, self.longest, strict=True))
        full = sum(amount / width for amount, width in zip(self.amounts, useful, strict=True) if width)
        high = sum(map(max, itertools.zip_longest(*cells, fillvalue=0)))
        return 3 * high + sum(map(sum, cells)), round(full, 6)


def _improved(
    table: _Table, widths: list[float], least: list[float]
) -> tuple[tuple[float, float], list[float]]:
    """The widths when no step from one column to another makes the table lower any more, and its lines."""
    best = table.lines(widths)
    for step in (3.0, 1.0, 0.5):
        better = True
        while better:
            better = False
            for giver, taker in itertools.permutations(range(len(widths)), 2):
                if widths[giver] - step >= least[giver]:
                    tried = list(widths)
                    tried[giver] -= step
                    tried[taker] += step
                    if (found := table.lines(tried)) < best:
                        widths, best, better = tried, found, True
    return best, widths


def least_room(rows: Rows) -> float:
    """What the table ``rows`` takes at its narrowest, in characters, sides of cells included: with less,
    words stand in the next cell or off the page."""
    return sum(_least_widths(rows)) + len(_by_column(rows)) * _CELL_SIDES


def _by_column(rows: Rows) -> list[list[list[float]]]:
    """For each column, for each of its cells, the width of each line."""
    count = max((len(row) for row in rows), default=0)
    return [
        [[_width(line) for line in row[index]] for row in rows if index < len(row)] for index in range(count)
    ]


def _least_widths(rows: Rows) -> list[float]:
    """How narrow each column may be: three characters or all it says, its longest word, and its head if that
    is short."""
    return [
        max(
            min(3.0, max(map(max, cells))),
            *(
                _width(piece)
                for row in rows
                if index < len(row)
                for line in row[index]
                for piece in _PIECE.findall(line)
            ),
            min(cells[0][0], 4.0),
        )
        + _RAGGED
        for index, cells in enumerate(_by_column(rows))
    ]
