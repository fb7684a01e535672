"""A page of Markdown line by line, as the checks look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.page_text.front_matter import front_matter_lines
from handbook.problems import Problem, Severity
from handbook.sources.source_file import SourceFile


@dataclass(frozen=True, slots=True)
class MarkdownLine:
    """A line of a page: ``text`` with code blanked letter for letter; empty inside code blocks and
    comments."""

    number: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip()


#: As many signs as stand on a line of code in the books of A5: what is longer and has no gap is cut off.
_LONG = re.compile(r"[!-~]{61}")


class MarkdownPage:
    """The lines of a page with what stands in code, comments and fences told apart."""

    def __init__(self, source: SourceFile) -> None:
        self.name, self.source = source.name, source
        self.lines: list[MarkdownLine] = []
        self.open_fence = self.open_comment = self.empty_fence = self.odd_fence = 0
        self.shallow_code = self.nested_comment = self.skew_fence = 0
        self.closed_fences: set[int] = set()
        self.long_code: list[tuple[int, int]] = []  # row, and column from 0, of what has no place to break
        fence, indent = "", 0
        rows = source.text.split("\n")
        start = front_matter_lines(rows)
        for number, row in enumerate(rows[start:], start + 1):
            mark = re.match(r"\s*(```+|~~~+)", row)
            if self.open_comment or fence or mark:
                if self.open_comment:
                    if "<!--" in row.partition("-->")[0]:
                        self.nested_comment = self.nested_comment or number
                    self.open_comment = 0 if "-->" in row else self.open_comment
                elif mark and not fence:
                    fence, self.open_fence = mark[1], number
                    indent = len(row) - len(row.lstrip(" "))
                    if not re.fullmatch(r"[\w+-]*", row.strip().removeprefix(fence)):
                        self.odd_fence = self.odd_fence or number
                elif mark and row.strip() == fence and len(row) - len(row.lstrip(" ")) <= indent + 3:
                    self.empty_fence = self.empty_fence or (number if self.open_fence == number - 1 else 0)
                    if len(row) - len(row.lstrip(" ")) != indent:  # the site's reading does not end it here
                        self.skew_fence = self.skew_fence or number
                    fence, self.open_fence = "", 0
                    self.closed_fences.add(number)
                elif row.strip() and len(row) - len(row.lstrip(" ")) < indent:
                    self.shallow_code = self.shallow_code or number
                if fence and (long := _LONG.search(row)):
                    self.long_code.append((number, long.start()))
                self.lines.append(MarkdownLine(number, ""))
                continue
            text = re.sub(
                r"<!--.*?-->",
                lambda match: " " * len(match[0]),
                re.sub(r"`[^`]*`", lambda match: "\0" * len(match[0]), row),
            )
            if "<!--" in text:
                self.open_comment = number
                text = text[: text.index("<!--")]
            self.lines.append(MarkdownLine(number, text))

    def problem(
        self,
        line: MarkdownLine,
        at: int,
        rule: str,
        message: str,
        expected: str,
        hint: str,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """A problem at column ``at``, from 0."""
        return Problem(self.name, line.number, at + 1, rule, message, expected, hint, severity)

    def threes(self) -> Iterator[tuple[MarkdownLine, MarkdownLine, MarkdownLine]]:
        """Each line with the one before and the one behind it."""
        end = MarkdownLine(0, "")
        for (before, line), after in zip(self.pairs(), [*self.lines[1:], end], strict=False):
            yield before, line, after

    def pairs(self) -> Iterator[tuple[MarkdownLine, MarkdownLine]]:
        """Each line with the one before it."""
        before = MarkdownLine(0, "")
        for line in self.lines:
            yield before, line
            before = line
