"""What a page says again agrees with where it was said first: its heading with its head, the words of a link
with where it leads, the numbers in the words for a drawing with the drawing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from handbook.checks.text.visible_text import markdown_lines
from handbook.page_text.page import Link
from handbook.problems import Problem
from handbook.sources.load import PageEntry, Sources

_STANDING = re.compile(r"\*\*[^*]+\*\* · (?=.*给谁看：|.*核验日期：)")
#: Words of a link that begin with the number of an item, or are that of a point.
_ITEM = re.compile(r"(?P<item>\d\d)(?= |[\u4e00-\u9fff]|$)")
_POINT = re.compile(r"(?:要点 ?)?(?P<point>\d\d-\d{1,2})")
_TO_ITEM = re.compile(r"(?:^|/)(?P<item>\d\d)-[^/]*\.md$")
#: A number that was measured: one with a fraction, or with a unit.
_MEASURED = re.compile(
    r"(?<![\d.-])(?:\d+\.\d+|\d+(?= ?(?:米|毫米|厘米|公里|分钟|秒|小时|吨|公斤|[kmc]?m(?![a-z])|kg|%|℃|V|A(?![a-z]))))"
)


def check(sources: Sources) -> Iterator[Problem]:
    for entry in sources.pages:
        yield from _head(entry)
        for link in entry.facts.links:
            if link.picture:
                yield from _picture(sources.root, entry, link)
            elif not link.tag and not link.leads_outside:
                yield from _words(entry, link)


def _head(entry: PageEntry) -> Iterator[Problem]:
    title = entry.page.title
    headed = False
    for line in markdown_lines(entry.source)[:8]:
        first = not headed and line.raw.startswith("# ")  # of a second one L018 tells
        headed |= first
        heading = line.raw.removeprefix("# ").strip() if first else title
        home = entry.page.path == "index.md"  # headed by the name of the handbook
        if not home and "title" in (entry.front.data or {}) and not heading.startswith(title):
            said, hint = f"标题写“{heading}”，页首写“{title}”", "改成一样的；标题可以接着往下写"
            yield _told(entry, line.number, 1, "D163", said, f"# {title}", hint)
        if _STANDING.match(line.raw):
            said, hint = "这一行由页首的给谁看、核验日期做出来，这里又写了一遍", "删掉这一行，改页首"
            yield _told(entry, line.number, 1, "D163", said, "只写在页首", hint)


def _words(entry: PageEntry, link: Link) -> Iterator[Problem]:
    """A number in the words of a link is that of the place it leads to."""
    words, place = link.text.strip("* "), (entry.offset + link.line, link.column)
    path, _, anchor = link.target.partition("#")
    to = _TO_ITEM.search(path)
    if point := _POINT.fullmatch(words):
        if (to or not path) and re.fullmatch(r"p\d\d-\d+", anchor) and anchor != f"p{point['point']}":
            said = f"链接上写 {point['point']}，指的是 {anchor[1:]}"
            hint = "改字，或者改地址里 # 后面的编号"
            yield _told(entry, *place, "L074", said, f"#p{point['point']}", hint)
    elif (item := _ITEM.match(words)) and to and item["item"] != to["item"]:
        said = f"链接上写第 {item['item']} 条，指的是第 {to['item']} 条"
        yield _told(entry, *place, "L074", said, f"{to['item']} ……", "改字，或者改地址")


def _picture(root: Path, entry: PageEntry, link: Link) -> Iterator[Problem]:
    measured = _MEASURED.findall(link.text)
    path = posixpath.normpath(posixpath.join("docs", posixpath.dirname(entry.page.path), link.path))
    if not measured or not path.endswith(".svg") or not (root / path).is_file():
        return
    shown = _numbers(root / path, (root / path).stat().st_mtime_ns)
    wrong = [number for number in measured if number not in shown]
    if shown and wrong:
        said = f"图的说明里有“{'”“'.join(wrong)}”，图上没有这个数"
        place = (entry.offset + link.line, link.column)
        yield _told(entry, *place, "L075", said, "图上写的数", "对着图改说明；图错了的，两处一起改")


@lru_cache(maxsize=512)
def _numbers(path: Path, changed: int) -> frozenset[str]:
    """The numbers written on a drawing."""
    text = path.read_text(encoding="utf-8", errors="replace")
    words = re.sub(
        r"<style.*?</style>|<(?:title|desc)[ >].*?</(?:title|desc)>|<[^>]*>", " ", text, flags=re.DOTALL
    )
    return frozenset(re.findall(r"\d+(?:\.\d+)?", words))


def _told(
    entry: PageEntry, line: int, column: int, rule: str, said: str, expected: str, hint: str
) -> Problem:
    return Problem(entry.source.name, line, column, rule, said, expected, hint)
