"""Characters that the printed books' font cannot draw: the press refuses them, so they are told where they
stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from handbook.checks.text.visible_text import Line, markdown_lines, yaml_lines
from handbook.pdf.fonts import drawn_characters
from handbook.problems import Problem
from handbook.sources.load import Sources
from handbook.sources.source_file import SourceFile

#: Every character but those in daily use, which the font has for certain: asking it takes a while. Marks that
#: only choose among the shapes of a character (FE00–FE0F) are drawn by none.
_RARE = re.compile(
    "[^\\x00-\xff\u2010-\u2027\u2160-\u2169\u2460-\u2473\u2500\u25a1\u25b2\u25cb\u25cf"
    "\u2103\u2126\u2212\u221a\u2264\u2265\u03a9\u33a1"
    "\u3000-\u3017\u4e00-\u9fa5\ufe00-\ufe0f\uff01-\uff5e]"
)


def check(sources: Sources) -> Iterator[Problem]:
    for source in {id(entry.tree.source): entry.tree.source for entry in sources.all_entries()}.values():
        if _RARE.search(source.text):
            yield from _undrawn(source, yaml_lines(source))
    for entry in sources.pages:
        if _RARE.search(entry.source.text):
            yield from _undrawn(entry.source, markdown_lines(entry.source))


def in_drawing(name: str, text: str) -> Iterator[Problem]:
    """The same for a drawing (SVG) under ``name``: books set its words in their own font."""
    if _RARE.search(text):
        yield from _told(name, enumerate(text.splitlines(), 1))


@lru_cache(maxsize=256)
def _undrawn(source: SourceFile, lines: tuple[Line, ...]) -> tuple[Problem, ...]:
    return _told(source.name, ((line.number, line.shown) for line in lines))


def _told(name: str, lines: Iterable[tuple[int, str]]) -> tuple[Problem, ...]:
    """One problem for each character that has no shape, at its first place in the file."""
    found: dict[str, Problem] = {}
    drawn = drawn_characters()
    if not drawn:  # told when type is set (B020): this machine prints nothing
        return ()
    for number, shown in lines:
        for match in _RARE.finditer(shown):
            char = match[0]
            if char not in found and not any(ord(char) in some for some in drawn):
                found[char] = Problem(
                    name,
                    number,
                    match.start() + 1,
                    "L061",
                    f"“{char}”（U+{ord(char):04X}）没有字体画得出，书和卡片印不了",
                    "常用的汉字和符号",
                    "换成常用字；人名、地名里的生僻字写成“（左木右成）”这样的说明；表情符号删掉",
                )
    return tuple(found.values())
