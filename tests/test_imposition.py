"""Booklet arithmetic: every page once, in the order in which a folded section is read."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.pdf.imposition import MAX_SADDLE_PAGES, booklet_sides, impose, padded, sections

PAGES = st.integers(1, 400)


@given(PAGES)
def test_padding_keeps_the_back_cover_last(pages: int) -> None:
    numbers = padded(pages)
    assert len(numbers) % 4 == 0
    assert numbers[-1] == pages
    assert [n for n in numbers if n] == list(range(1, pages + 1))
    assert None not in numbers[: pages - 1]


@given(PAGES)
def test_every_page_is_on_exactly_one_side(pages: int) -> None:
    placed = [n for side in booklet_sides(pages) for n in (side.left, side.right) if n]
    assert sorted(placed) == list(range(1, pages + 1))


@given(PAGES)
def test_folded_sheets_read_in_order(pages: int) -> None:
    """Fold each section as a binder does and read the leaves."""
    sides = booklet_sides(pages)
    read: list[int | None] = []
    position = 0
    for section in sections(padded(pages)):
        sheets = [(sides[position + 2 * i], sides[position + 2 * i + 1]) for i in range(len(section) // 4)]
        position += 2 * len(sheets)
        for front, back in sheets:  # outer sheet first: right half of the front, then left half of the back
            read += [front.right, back.left]
        for front, back in reversed(sheets):
            read += [back.right, front.left]
    assert read == padded(pages)


@given(PAGES)
def test_sections_fold(pages: int) -> None:
    for section in sections(padded(pages)):
        assert len(section) % 4 == 0
        assert len(section) <= MAX_SADDLE_PAGES


def test_no_pages_is_refused() -> None:
    with pytest.raises(ValueError):
        padded(0)


def test_imposed_file_is_a4_with_marks_outside_the_trim() -> None:
    source = pikepdf.new()
    for _ in range(6):
        source.add_blank_page(page_size=(105 * 72 / 25.4, 148 * 72 / 25.4))
    buffer = io.BytesIO()
    source.save(buffer)
    with pikepdf.open(io.BytesIO(impose(buffer.getvalue(), page_size=(105, 148), title="试"))) as pdf:
        assert len(pdf.pages) == 4  # six pages are padded to eight: two sheets
        for page in pdf.pages:
            box = [float(v) * 25.4 / 72 for v in page.mediabox]
            assert box[2:] == pytest.approx([297, 210], abs=0.1)
            trim = [float(v) * 25.4 / 72 for v in page.TrimBox]
            assert trim == pytest.approx([43.5, 31, 253.5, 179], abs=0.1)
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) in ("m", "l"):
                    x, y = (float(v) * 25.4 / 72 for v in operands)
                    assert x < trim[0] + 0.1 or x > trim[2] - 0.1 or y < trim[1] - 1 or y > trim[3] + 1
