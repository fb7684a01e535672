"""Posters as PDF: on their paper, and the A2 on four sheets of A4 for those who have a small printer only."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from handbook.pdf.saving import saved
from handbook.pdf.typst_pdf import MM, entitle, typeset

#: Paper, width and height in mm.
SIZES = {"a3": (297, 420), "a2": (420, 594)}
_A4 = (210.0, 297.0)
#: What a home printer leaves white at every edge of A4, in mm.
_EDGE = 10.0
#: How far the left and the upper sheets go on beyond the seam, in mm: what lies over them may slip a little.
_FLAP = 5.0


def poster_pdf(root: Path, data: dict[str, Any], size: str, *, epoch: int) -> bytes:
    """The poster on paper of :data:`SIZES` (PDF/UA-1). Raises HandbookError when words do not fit."""
    width, height = SIZES[size]
    return typeset(root, "poster.typ", data | {"width": width, "height": height}, epoch=epoch)


def tiled_pdf(root: Path, data: dict[str, Any], *, epoch: int) -> bytes:
    """The poster on four sheets, set so that no character lies on a seam. See :func:`on_four_sheets`."""
    return on_four_sheets(poster_pdf(root, data | {"four": True}, "a2", epoch=epoch), data["name"])


def on_four_sheets(a2: bytes, title: str) -> bytes:
    """The A2 poster on four upright sheets of A4, a tenth smaller, with marks to cut and glue; read by
    rows."""
    wide, high = SIZES["a2"]
    scale = min((_A4[0] - 2 * _EDGE) * 2 / wide, (_A4[1] - 2 * _EDGE) * 2 / high)
    width, height = wide * scale / 2, high * scale / 2  # mm of one quarter
    output = pikepdf.new()
    with pikepdf.open(io.BytesIO(a2)) as source:
        form = output.copy_foreign(source.pages[0].as_form_xobject())
        for row in (0, 1):
            for column in (0, 1):
                # The edge that meets another sheet is cut, the other is left: the quarters lie towards the
                # middle of the poster.
                left = _A4[0] - _EDGE - width if column == 0 else _EDGE
                bottom = _EDGE if row == 0 else _A4[1] - _EDGE - height
                x, y = left - column * width, bottom - (1 - row) * height
                # Sheets at the left and the top go on under their neighbours.
                right, low = _FLAP * (column == 0), _FLAP * (row == 0)
                marks = _marks(left, bottom, width, height) + _place_mark(row, column)
                content = (
                    f"q {left * MM:.3f} {(bottom - low) * MM:.3f} "
                    f"{(width + right) * MM:.3f} {(height + low) * MM:.3f} re W n "
                    f"q {scale:.5f} 0 0 {scale:.5f} {x * MM:.3f} {y * MM:.3f} cm /P Do Q Q {marks}"
                )
                page = Dictionary(
                    Type=Name.Page,
                    MediaBox=Array([0, 0, round(_A4[0] * MM, 3), round(_A4[1] * MM, 3)]),
                    Resources=Dictionary(XObject=Dictionary(P=form)),
                    Contents=output.make_stream(content.encode("ascii")),
                )
                output.pages.append(pikepdf.Page(output.make_indirect(page)))
    # A printer that fits pages to its paper would spoil the joints.
    output.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), DisplayDocTitle=True)
    output.Root.Lang = pikepdf.String("zh-CN")
    entitle(output, f"{title}（四张 A4 拼）")
    return saved(output)


def _marks(left: float, bottom: float, width: float, height: float) -> str:
    """Short lines outside the corners, where the sheet is cut."""
    lines = []
    for x in (left, left + width):
        lines += [(x, bottom - 6, x, bottom - 1), (x, bottom + height + 1, x, bottom + height + 6)]
    for y in (bottom, bottom + height):
        lines += [(left - 6, y, left - 1, y), (left + width + 1, y, left + width + 6, y)]
    return (
        "q 0.5 w "
        + " ".join(f"{a * MM:.3f} {b * MM:.3f} m {c * MM:.3f} {d * MM:.3f} l S" for a, b, c, d in lines)
        + " Q"
    )


def _place_mark(row: int, column: int) -> str:
    """Four small squares in the margin outside the poster, the one of this sheet filled: which sheet goes
    where."""
    side = 3.0
    bottom = _A4[1] - 7 - 2 * side if row == 0 else 7.0
    left = _A4[0] / 2 - side
    squares = [
        f"{(left + x * side) * MM:.3f} {(bottom + (1 - y) * side) * MM:.3f} {side * MM:.3f} {side * MM:.3f} re {'B' if (y, x) == (row, column) else 'S'}"
        for y in (0, 1)
        for x in (0, 1)
    ]
    return " q 0.5 w 0.2 g " + " ".join(squares) + " Q"
