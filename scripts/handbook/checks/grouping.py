"""One cause at many places, told once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from handbook.problems import Problem
from handbook.rules import rule

#: How many of the places are named.
_PLACES = 6


def _named_in(problem: Problem) -> str:
    """The name that is not there, however the check at that place words it; else the words themselves."""
    if problem.rule in ("D109", "D113", "D115") and (
        name := re.search(r"“([^”]+)”|([\w-]*\d)", problem.message)
    ):
        return name[1] or name[2]
    if problem.rule == "S002":  # a text pasted from elsewhere is in traditional signs from end to end
        return problem.file
    if problem.rule == "S203":  # a row with a slip in it is broken wherever its words stand
        return problem.message + problem.expected
    return problem.message.rpartition("：")[2]


def group_by_cause(problems: Iterable[Problem]) -> list[Problem]:
    """``problems`` sorted, with the same words at many places told once, at the first, with the other
    places."""
    same: dict[tuple[str, str], list[Problem]] = {}
    rest = []
    for problem in sorted(problems):
        if rule(problem.rule).of_a_name:
            same.setdefault((problem.rule, _named_in(problem)), []).append(problem)
        else:
            rest.append(problem)
    for first, *others in same.values():
        if not others:
            rest.append(first)
            continue
        places = "、".join(problem.place for problem in others[:_PLACES])
        more = "……" if len(others) > _PLACES else ""
        end = "" if not first.hint or first.hint.endswith("？") else "。"
        rest.append(replace(first, hint=f"{first.hint}{end}另有 {len(others)} 处一样：{places}{more}"))
    return sorted(rest)
