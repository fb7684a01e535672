"""What to tell of a stop that the program did not foresee, and of one that another program tells of."""

from __future__ import annotations

import re
import traceback
from dataclasses import replace
from pathlib import Path

from handbook.problems import Problem
from handbook.sources.load import Sources

#: How a problem is told in a log (:meth:`handbook.problems.Problem.render`).
_TOLD = re.compile(
    r"^(?P<file>[^\s:][^:\n]*): 错误 (?P<rule>[A-Z]\d{3}) (?P<message>.*)"
    r"(?:\n    应为：)?(?P<expected>(?<=应为：).*|)(?:\n    改法：)?(?P<hint>(?<=改法：).*|)$",
    re.MULTILINE,
)
#: What a problem quotes of a page, and what it names at its end.
_QUOTED, _NAMED = re.compile(r"“([^”]+)”"), re.compile(r"[：:]([^：:]+)$")


def crash_problem(place: str, error: Exception) -> Problem:
    """That the program itself failed at ``place``: for who keeps it, which of its lines and of its templates'
    it came through last."""
    own = [
        f"{Path(*Path(step.filename).parts[-2:]).as_posix()}:{step.lineno}"
        for step in traceback.extract_tb(error.__traceback__)
        if {"handbook", "overrides"} & set(Path(step.filename).parts)
    ]
    said = "；".join([f"{type(error).__name__}: {' '.join(str(error).split())}"[:300], *own[-2:]])
    hint = "先撤回最近的改动再运行一遍；还是这样，把这段话原样发给维护的人"
    return Problem.whole(place, "B034", f"程序自己出错了（{said}）", hint=hint)


def ended_by_the_system(place: str, rule: str, work: str) -> Problem:
    """That the process which did ``work`` (排版) was ended from outside, as when memory runs out."""
    said = f"{work}的时候，干活的进程被系统结束了"
    return Problem.whole(place, rule, said, hint="多半是内存不够：关掉别的程序再运行一遍，做好了的不重做")


def problems_in_log(log: str) -> list[Problem]:
    """The problems that stand in the ``log`` of a program that the build started."""
    return [
        Problem(found["file"], 0, 0, found["rule"], found["message"], found["expected"], found["hint"])
        for found in _TOLD.finditer(log)
    ]


def located_on_page(sources: Sources, problem: Problem) -> Problem:
    """``problem`` of a whole page at what it quotes there, else at the page's first line. Others as they
    are."""
    page = next(
        (one for one in sources.pages if problem.file in (one.source.name, one.page.path)),
        None,
    )
    if problem.line or page is None:
        return problem
    lines = page.source.text.split("\n")
    words = [*_QUOTED.findall(problem.message), *_NAMED.findall(problem.message)]
    line, column = next(
        (
            (number, text.index(word) + 1)
            for word in words
            for number, text in enumerate(lines, 1)
            if word in text
        ),
        (1, 1),
    )
    return replace(problem, file=page.source.name, line=line, column=column)
