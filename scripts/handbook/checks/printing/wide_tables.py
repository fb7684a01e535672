"""Tables that no pocket book can set: too many columns, or words too long to share a line with the others."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from handbook.checks.markdown.page import MarkdownLine, MarkdownPage
from handbook.page_text.words import plain_words
from handbook.pdf.table_widths import A6_TABLE, least_room
from handbook.problems import Problem
from handbook.sources.load import Sources
from handbook.sources.source_file import SourceFile

_RULE = re.compile(r"[\s|:-]+")
_BREAK = re.compile(r"<br ?/?>")


def check(sources: Sources) -> Iterator[Problem]:
    for entry in sources.pages:
        yield from problems_of(entry.source)


@lru_cache(maxsize=1024)
def problems_of(source: SourceFile) -> tuple[Problem, ...]:
    """Each table of one page that takes more room than a page of A6 has, at its first line."""
    if "|" not in source.text:
        return ()
    page, rows = MarkdownPage(source), source.text.split("\n")
    return tuple(
        problem
        for is_table, lines in groupby(page.lines, lambda line: line.text.lstrip().startswith("|"))
        if is_table
        for problem in _table(page, list(lines), rows)
    )


def _table(page: MarkdownPage, lines: list[MarkdownLine], rows: list[str]) -> Iterator[Problem]:
    written = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|"))]
        for line in lines
        if not _RULE.fullmatch(row := rows[line.number - 1])
    ]
    # Marks and addresses only add to the room, so that a table that fits with them fits without.
    if not written or least_room([[[cell] for cell in row] for row in written]) <= A6_TABLE:
        return
    table = [[_lines(cell) for cell in row] for row in written]
    if (room := least_room(table)) > A6_TABLE:
        at = len(lines[0].text) - len(lines[0].text.lstrip())
        said = f"表格太宽：{max(map(len, table))} 列，最窄也要 {math.ceil(room)} 个字宽，书里排不下"
        right = f"最多 {A6_TABLE:.0f} 个字宽（64 开的口袋书一行）"
        mend = "分成两张表，或者少几列；网址、长的编号写成链接，不直接写在格子里"
        yield page.problem(lines[0], at, "L067", said, right, mend)


def _lines(cell: str) -> list[str]:
    """The lines of a cell as they are read."""
    return [plain_words(line.replace("**", "")) for line in _BREAK.split(cell)]
