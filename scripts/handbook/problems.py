"""What is wrong with a source, told so that an editor can mend it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """ERROR stops the build; WARNING is told and lets it go on."""

    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. ``file`` is relative to the project; ``line`` and ``column`` count from 1 (0: whole file).

    ``rule`` is a code of the register (:mod:`handbook.rules`), which never changes its meaning. ``message``
    says what is wrong, ``expected`` what would be right, ``hint`` how to mend it; all in Chinese.
    """

    file: str
    line: int
    column: int
    rule: str
    message: str
    expected: str = ""
    hint: str = ""
    severity: Severity = Severity.ERROR

    @classmethod
    def whole(
        cls,
        file: str,
        rule: str,
        message: str,
        expected: str = "",
        hint: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """A problem of a whole file, or of what is none: a command, a page of the site, a download."""
        return cls(file, 0, 0, rule, message, expected, hint, severity)

    def _key(self) -> tuple[object, ...]:
        return (self.file, self.line, self.column, self.rule, self.message)

    def __lt__(self, other: Problem) -> bool:
        return self._key() < other._key()

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def render(self) -> str:
        """The finding as shown on the command line, one to three lines."""
        word = "错误" if self.severity is Severity.ERROR else "提醒"
        lines = [f"{self.place}: {word} {self.rule} {self.message}"]
        if self.expected:
            lines.append(f"    应为：{self.expected}")
        if self.hint:
            lines.append(f"    改法：{self.hint}")
        return "\n".join(lines)

    def reminder(self) -> str:
        """The finding on one line: for what may stay as it is for a while."""
        mend = f"（{self.hint}）" if self.hint else ""
        return f"{self.place}: 提醒 {self.rule} {self.message}{mend}"

    def annotation(self) -> str:
        """The finding as an annotation of GitHub and Gitee pipelines."""
        level = "error" if self.severity is Severity.ERROR else "warning"
        text = "；".join(
            part
            for part in (
                self.message,
                self.expected and f"应为：{self.expected}",
                self.hint and f"改法：{self.hint}",
            )
            if part
        )
        escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        file = self.file.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
        place = f"file={file}" + (f",line={self.line},col={self.column}" if self.line else "")
        return f"::{level} {place},title={self.rule}::{escaped}"


class HandbookError(Exception):
    """Stops a run with problems to show. Never shown as a traceback."""

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else sorted(problems)
        super().__init__("\n".join(problem.render() for problem in self.problems))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only the problems that stop a build."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def to_json(problems: Iterable[Problem]) -> str:
    """The problems as a JSON list, for tools."""
    rows = [
        {
            "file": p.file,
            "line": p.line,
            "column": p.column,
            "severity": p.severity.name.lower(),
            "rule": p.rule,
            "message": p.message,
            "expected": p.expected,
            "hint": p.hint,
        }
        for p in sorted(problems)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def nearest(word: str, choices: Iterable[str]) -> str:
    """A hint naming the choice most like ``word``; all choices if they are few; else nothing."""
    # A set has no order of its own, and the same slip is told in the same words on every run.
    options = sorted(choices) if isinstance(choices, set | frozenset) else list(dict.fromkeys(choices))
    close = difflib.get_close_matches(word, options, n=1, cutoff=0.5)
    # Of an address the last part without its ending is the name: what only stands in the same folder or is
    # only of the same kind is another page, another picture.
    last = [one.rpartition("/")[2].partition(".")[0] for one in (word, *close)]
    if close and (last[0] == word or difflib.get_close_matches(last[0], last[1:], cutoff=0.6)):
        return f"是不是想写“{close[0]}”？"
    return f"可以写：{'、'.join(options)}" if 0 < len(options) <= 20 else ""
