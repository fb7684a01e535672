"""Words that are often written wrongly (data/wrong-words.yml), wherever readers see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.text.visible_text import LineReader, markdown_lines, yaml_lines
from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.file_cache import cached_problems
from handbook.sources.load import Sources
from handbook.sources.source_file import SourceFile

#: Data without words of ours: what people type, slips among it; names as others print them; this list.
_NOT_OURS = frozenset({"asked", "speech", "elsewhere", "laws", "articles", "wrong_words"})


def check(sources: Sources) -> Iterator[Problem]:
    words = sources.values(kinds.WRONG_WORDS)
    table = tuple((word.wrong, word.right, "|".join(map(re.escape, word.but))) for word in words)
    ours = (e for kind, entries in sources.entries.items() if kind not in _NOT_OURS for e in entries)
    for source in {id(entry.tree): entry.tree.source for entry in ours}.values():
        yield from _of_file(source, yaml_lines, table)
    for page in sources.pages:
        yield from _of_file(page.source, markdown_lines, table)


@cached_problems
def _of_file(
    source: SourceFile, reader: LineReader, table: tuple[tuple[str, str, str], ...]
) -> tuple[Problem, ...]:
    found = [row for row in table if row[0] in source.text]
    return tuple(
        Problem(
            source.name,
            line.number,
            match.start() + 1,
            "S017",
            f"“{wrong}”是别字",
            f"“{right}”",
            "照应为的写；没有写错的，在 data/wrong-words.yml 的“不算”里加上那个词",
        )
        for line in (reader(source) if found else ())
        for wrong, right, but in found
        for match in re.finditer(f"(?:{but})|({re.escape(wrong)})" if but else f"({wrong})", line.shown)
        if match[1]
    )
