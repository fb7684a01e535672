"""Drawings made from data: lines, sections and plans of the shop floor, to scale."""

from __future__ import annotations

from handbook.drawing.floor.geometry import plan_problems
from handbook.drawing.floor.legend import lines_legend, signs_sheet, zones_legend
from handbook.drawing.floor.plans import LabelError, plan_drawings
from handbook.drawing.floor.sections import section_drawings
from handbook.model.handbook import Handbook
from handbook.problems import HandbookError, Problem


def drawings(book: Handbook) -> dict[str, str]:
    """Every drawing by file name, as SVG text; none when the handbook has no zoning data.

    Raises HandbookError when a plan breaks the rules of data/lines.yml: a wrong plan is not drawn.
    """
    if book.zoning is None:
        return {}
    problems: list[Problem] = []
    files = {
        "zoning-legend.svg": lines_legend(book.zoning),
        "zoning-zones.svg": zones_legend(book.zoning),
        "zoning-signs.svg": signs_sheet(book.zoning),
        **section_drawings(book.zoning),
    }
    for plan in book.plans:
        wrong = plan_problems(plan, book.zoning)
        if not wrong:
            try:
                files |= plan_drawings(plan, book.zoning)
            except LabelError as error:
                wrong = [str(error)]
        problems += [
            Problem(
                f"data/plans/{plan.id}.yml",
                0,
                0,
                "D301",
                f"平面图“{plan.name}”：{text}",
                hint="改这张图的位置和大小；数字的要求在 data/lines.yml",
            )
            for text in wrong
        ]
    if problems:
        raise HandbookError(problems)
    return files
