"""Numbered style rules for everything a reader sees. They report; they never change a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from handbook.problems import Problem
from handbook.sources.load import Sources

_HALF = re.compile(r"(?<=[\u4e00-\u9fff])([,;:?!()])(?=[\u4e00-\u9fff])")
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}


def check(sources: Sources) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in sources.all_entries():
        tree = entry.tree
        if tree.source.name not in seen:
            seen.add(tree.source.name)
            for number, line in enumerate(tree.source.text.split("\n"), 1):
                if not line.lstrip().startswith("#"):
                    yield from _line(tree.source.name, number, re.sub(r"^(\s*(?:- )*\{?[\w]+): ", lambda m: m[0], line))
    for page in sources.pages:
        for number, line in enumerate(page.source.text.split("\n"), 1):
            yield from _line(page.source.name, number, line)


def _line(file: str, number: int, line: str) -> Iterator[Problem]:
    if line.isascii():
        return
    for match in _HALF.finditer(line):
        yield Problem(file, number, match.start() + 1, "S001", f"汉字之间用了半角“{match[1]}”", f"“{_FULL[match[1]]}”", "换成中文标点")
    for column, char in enumerate(line, 1):
        if char in _traditional():
            yield Problem(file, number, column, "S002", f"“{char}”是繁体字", f"“{_traditional()[char]}”", "换成简体字")


@cache
def _traditional() -> dict[str, str]:
    """Traditional characters with their simplified form, from OpenCC's character table."""
    # Only the character table is read: loading the phrase tables would cost a third of the check's time.
    table = resources.files("opencc") / "dictionary" / "TSCharacters.txt"
    pairs: dict[str, str] = {}
    for row in table.read_text(encoding="utf-8").splitlines():
        char, _, simplified = row.partition("\t")
        options = simplified.split()
        if options and char not in options:
            pairs[char] = options[0]
    return {char: simple for char, simple in pairs.items() if char not in _ALSO_SIMPLIFIED}


#: In the table as traditional, yet ordinary in simplified text.
_ALSO_SIMPLIFIED = frozenset("乾著瞭藉硃甚")
