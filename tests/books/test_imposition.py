"""Booklet arithmetic: every page once, in the order in which a folded section is read."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.pdf.prepress.imposition import (
    MAX_SADDLE_PAGES,
    booklet_sides,
    impose,
    padded,
    sections,
    stacked_sides,
)

PAGES = st.integers(1, 400)


@settings(deadline=None)  # it asserts no seconds
@given(PAGES)
def test_padding_keeps_the_back_cover_last(pages: int) -> None:
    numbers = padded(pages)
    assert len(numbers) % 4 == 0
    assert numbers[-1] == pages
    assert [n for n in numbers if n] == list(range(1, pages + 1))
    assert None not in numbers[: pages - 1]


@settings(deadline=None)  # it asserts no seconds
@given(PAGES)
def test_every_page_is_on_exactly_one_side(pages: int) -> None:
    placed = [n for side in booklet_sides(pages) for n in (side.left, side.right) if n]
    assert sorted(placed) == list(range(1, pages + 1))


@settings(deadline=None)  # it asserts no seconds
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


@settings(deadline=None)  # it asserts no seconds
@given(PAGES)
def test_sections_fold(pages: int) -> None:
    for section in sections(padded(pages)):
        assert len(section) % 4 == 0
        assert len(section) <= MAX_SADDLE_PAGES


@pytest.mark.parametrize(("pages", "steps"), [(64, 0), (96, 3), (240, 8)])
def test_each_section_of_a_glued_book_is_marked_a_step_lower(pages: int, steps: int) -> None:
    marked = [side.step for side in booklet_sides(pages) if side.step is not None]
    assert marked == list(range(steps)), "on the outer side of the outer sheet of each section"


def test_no_pages_is_refused() -> None:
    with pytest.raises(ValueError):
        padded(0)


@settings(deadline=None)  # it asserts no seconds
@given(PAGES)
def test_cut_piles_lie_in_the_order_of_half_sheets(pages: int) -> None:
    """Cut the sheets across, lay the upper pile upon the lower: the half sheets of the booklet in order."""
    rows = stacked_sides(pages)
    sheets = [(rows[n], rows[n + 1]) for n in range(0, len(rows), 2)]
    upper = [(front[0], back[0]) for front, back in sheets]
    lower = [(front[1], back[1]) for front, back in sheets if front[1] is not None]
    assert [side for half in upper + lower for side in half] == booklet_sides(pages)
    assert len(sheets) == -(-len(padded(pages)) // 8)


@pytest.mark.parametrize(
    ("size", "count", "sheet", "duplex"),
    [((105, 148), 2, (210, 297), "/DuplexFlipLongEdge"), ((148, 210), 4, (297, 210), "/DuplexFlipShortEdge")],
)
def test_imposed_file_is_a4_at_true_size(
    size: tuple[int, int], count: int, sheet: tuple[int, int], duplex: str
) -> None:
    source = pikepdf.new()
    for _ in range(6):
        source.add_blank_page(page_size=(size[0] * 72 / 25.4, size[1] * 72 / 25.4))
    buffer = io.BytesIO()
    source.save(buffer)
    with pikepdf.open(io.BytesIO(impose(buffer.getvalue(), page_size=size, title="试"))) as pdf:
        assert len(pdf.pages) == count  # six pages are padded to eight
        assert (
            pdf.Root.ViewerPreferences.PrintScaling == "/None" and pdf.Root.ViewerPreferences.Duplex == duplex
        )
        assert str(pdf.Root.Lang) == "zh-CN"
        for page in pdf.pages:
            box = [float(v) * 25.4 / 72 for v in page.mediabox]
            assert box[2:] == pytest.approx(list(sheet), abs=0.1)
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "cm":
                    assert [float(v) for v in operands[:4]] == [1, 0, 0, 1]
                    left, bottom = (float(v) * 25.4 / 72 for v in operands[4:])
                    assert -0.6 <= left <= sheet[0] - size[0] + 0.6
                    assert -0.1 <= bottom <= sheet[1] - size[1] + 0.1
