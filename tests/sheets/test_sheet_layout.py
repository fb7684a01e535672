"""How blanks and fields find their places."""

from __future__ import annotations

from itertools import pairwise

import pytest

from handbook.sheets.formats.xlsx_file import snap
from handbook.sheets.layout import (
    Blank,
    field_rows,
)
from handbook.sheets.products import FORMATS


@pytest.mark.parametrize(
    ("targets", "edges", "places"),
    [
        ([0.5, 1.0], [0.25, 0.5, 0.75, 1.0], [2, 4]),
        ([0.1, 1.0], [0.5, 1.0], [1, 2]),
        ([0.2, 0.25, 1.0], [0.5, 0.9, 1.0], [1, 2, 3]),
        ([0.2, 0.4, 0.6], [0.5, 1.0], None),
    ],
)
def test_blanks_find_their_columns(
    targets: list[float], edges: list[float], places: list[int] | None
) -> None:
    assert snap(targets, edges) == places


def test_what_narrow_fields_lack_is_shared() -> None:
    """The last of a row would be a column of one character."""
    targets = [number / 8 for number in range(1, 9)]
    edges = [number / 24 for number in range(1, 25)]
    places = snap(targets, edges, least=[20 / 180, 24 / 180] * 4)
    assert places is not None
    assert min(after - before for before, after in pairwise([0, *places])) >= 3


def test_fields_fill_their_rows() -> None:
    rows = field_rows([Blank("一", span=1), Blank("二", span=2), Blank("三", span=4), Blank("四", span=2)])
    assert [[field.span for field in row] for row in rows] == [[1, 3], [4], [4]]


def test_formats_are_told_apart() -> None:
    assert [form.ending for form in FORMATS] == ["pdf", "docx", "xlsx", "csv"]
