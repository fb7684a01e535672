"""Drawings made from data: lines, sections and plans of the shop floor, to scale."""

from __future__ import annotations

from handbook.drawing.legend import lines_legend, signs_sheet, zones_legend
from handbook.drawing.plans import plan_drawings
from handbook.drawing.sections import sections
from handbook.model.handbook import Handbook


def drawings(book: Handbook) -> dict[str, str]:
    """Every drawing by file name, as SVG text; none when the handbook has no zoning data."""
    if book.zoning is None:
        return {}
    files = {
        "zoning-legend.svg": lines_legend(book.zoning),
        "zoning-zones.svg": zones_legend(book.zoning),
        "zoning-signs.svg": signs_sheet(book.zoning),
    }
    files |= sections(book.zoning)
    for plan in book.plans:
        files |= plan_drawings(plan, book.zoning)
    return files
