"""Drawings made from data: lines, sections and plans of the shop floor, to scale."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from handbook.drawing.floor.legend import lines_legend, signs_sheet, zones_legend
from handbook.drawing.floor.plan_faults import Fault, plan_faults
from handbook.drawing.floor.plans import all_of, plan_drawings
from handbook.drawing.floor.sections import section_drawings
from handbook.model.floor.plan import Plan
from handbook.model.floor.zoning import Zoning
from handbook.model.handbook import Handbook
from handbook.problems import HandbookError, Problem
from handbook.recipes.disk_cache import cached_value


def drawings(book: Handbook) -> dict[str, str]:
    """Every drawing by file name, as SVG text; none when the handbook has no zoning data.

    Raises HandbookError when a plan breaks the rules of data/lines.yml: a wrong plan is not drawn.
    """
    if book.zoning is None:
        return {}
    files = dict(zoning_drawings(book.zoning))
    problems: list[Problem] = []
    for plan in book.plans:
        wrong = plan_faults(plan, book.zoning)
        problems += [plan_problem(plan, fault, f"data/plans/{plan.id}.yml") for fault in wrong]
        if not wrong:
            files |= plan_drawings(plan, book.zoning)
    if problems:
        raise HandbookError(problems)
    return files


def zoning_drawings(zoning: Zoning) -> Mapping[str, str]:
    """The drawings made of the numbers alone: the check, the pages and the slides want them. Raises
    MissingNameError when one wants a name that is not there."""
    return MappingProxyType(cached_value("drawings", "", all_of(zoning), partial(_of_numbers, zoning)))


def _of_numbers(zoning: Zoning) -> dict[str, str]:
    return {
        "zoning-legend.svg": lines_legend(zoning),
        "zoning-zones.svg": zones_legend(zoning),
        "zoning-signs.svg": signs_sheet(zoning),
        **section_drawings(zoning),
    }


def plan_problem(plan: Plan, fault: Fault, file: str, place: tuple[int, int] = (0, 0)) -> Problem:
    """What to tell of a fault of a plan."""
    hint = "改这张图的位置和大小；数字的要求在 data/lines.yml"
    return Problem(file, *place, "D301", f"平面图“{plan.name}”：{fault.text}", hint=hint)
