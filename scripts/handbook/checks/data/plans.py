"""Plans of the shop floor can be drawn, and keep the rules of data/lines.yml that they teach."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.drawing import plan_problem, zoning_drawings
from handbook.drawing.floor.plan_faults import plan_faults
from handbook.model.floor.zoning import MissingNameError
from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.load import Sources


def check(sources: Sources) -> Iterator[Problem]:
    plans, zoning = sources.of(kinds.PLANS), next(iter(sources.of(kinds.ZONING)), None)
    if zoning is None:
        if plans and kinds.ZONING.name not in sources.broken:
            said = "有平面图，没有线和区的数据，图画不出来"
            yield Problem.whole("data/lines.yml", "D030", said, "data/lines.yml", "从版本库里找回它")
        return
    try:
        zoning_drawings(zoning.value)
        faults = [(entry, fault) for entry in plans for fault in plan_faults(entry.value, zoning.value)]
    except MissingNameError as error:
        yield zoning.problem(
            (error.group,), "D129", str(error), "图要用的代号都在", "补上这一项，或者把代号改回来", key=True
        )
        return
    for entry, fault in faults:
        place = entry.tree.position((*entry.path, *fault.where))
        yield plan_problem(entry.value, fault, entry.tree.source.name, place)
