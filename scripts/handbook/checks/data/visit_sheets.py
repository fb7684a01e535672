"""The sheets of a visit name points and questions that concern those they are put to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

from handbook.model.items.item import Audience
from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.load import Sources

T = TypeVar("T")


def check(sources: Sources) -> Iterator[Problem]:
    if "items" in sources.broken:
        return
    items = sources.values(kinds.ITEMS)
    points = _given_once((point.id, (item, point)) for item in items for point in item.points)
    questions = _given_once((question.id, question) for item in items for question in item.questions)
    for entry in sources.of(kinds.VISIT_SHEETS):
        sheet = entry.value
        strange: list[tuple[int, str]] = []
        for number, name in enumerate(sheet.points):
            if name not in points:
                continue  # not there, lost or given twice, and told as that
            item, point = points[name]
            if not set(sheet.roles) & set(item.roles_of(point)):
                strange.append((number, name))
        if strange:
            sides = "、".join(role.value for role in sheet.roles)
            said = f"要点 {'、'.join(name for _, name in strange)} 不管{sides}"
            where = ("先看", strange[0][0])
            yield entry.problem(where, "D144", said, f"管{sides}的要点", "换一个要点，或者改“适用”")
        for key, audience, asked in (
            ("安全员问", Audience.OFFICER, sheet.officer_questions),
            ("负责人考", Audience.MANAGER, sheet.manager_questions),
        ):
            for number, name in enumerate(asked):
                question = questions.get(name)
                if question is not None and question.audience is not audience:
                    told = f"题目 {name} 是问{question.audience.value}的"
                    yield entry.problem((key, number), "D145", told, f"问{audience.value}的题", "换一道")


def _given_once(numbered: Iterable[tuple[str, T]]) -> dict[str, T]:
    """What bears each number, without those given twice."""
    rows = list(numbered)
    times = Counter(number for number, _ in rows)
    return {number: value for number, value in rows if times[number] == 1}
