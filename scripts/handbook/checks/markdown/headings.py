"""Headings that would be none, and places named in them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from handbook.checks.markdown.page import MarkdownLine, MarkdownPage
from handbook.problems import Problem, Severity

#: What gives a heading no word: addresses without words, attributes.
_EMPTY = re.compile(r"!?\[\]\([^)]*\)|\{[^{}]*\}")


#: The place that a heading names; and those that the parts taken in by an item's page bring along.
_NAMED = re.compile(r"^#{1,6} .*\{:?[^{}]*#([\w.-]+)[^{}]*\}[\s#]*$")
_OF_POINTS = re.compile(r"points|questions|law|p?\d{2,}-Q?\d{1,2}")


def headings(page: MarkdownPage) -> Iterator[Problem]:
    """Headings that are none, out of order, or doubled; names of places given twice."""
    level = 1
    named: dict[str, int] = {}
    for line in page.lines:
        yield from _names_of_places(page, line, named)
        if deep := re.match(r"\s*(?=#{7})", line.text):
            yield page.problem(line, deep.end(), "L017", "“#”太多，不会成为标题", "### 标题", "最多六个 #")
            continue
        if indent := re.match(r" {1,3}(?=#{1,6} \S)", line.text):
            said = "标题前面有空格，网页上不会成为标题，读者会看到“#”"
            yield page.problem(line, 0, "L017", said, line.text[indent.end() :], "删掉行首的空格")
        if re.fullmatch(r"\s+#{1,6}\s*", line.text):
            yield page.problem(line, 0, "L017", "标题是空的", "## 标题", "写上标题，或者删掉这一行")
        if not line.text.startswith("#") and (
            merged := re.search(r"\S(?<![\\#])(?P<mark>#{2,6}) \S", line.text)
        ):
            said = "标题接在一段话的后面，不会成为标题"
            mend = "在 # 前面断开，另起一行，上下各空一行"
            yield page.problem(line, merged.start("mark"), "L017", said, f"{merged['mark']} 标题", mend)
        match = re.match(r"(?P<mark>[#＃]{1,6})(?P<gap>\s*)(?P<text>.*)$", line.text)
        if not match or re.match(r"#\d", line.text):
            continue
        depth = len(match["mark"])
        if told := _slip(line.text, match):
            yield page.problem(line, told[0], "L017", *told[1:])
        elif depth > level + 1:
            said, mend = f"标题从 {level} 级跳到了 {depth} 级", "一级一级往下，不跳级"
            right = f"{'#' * (level + 1)} {match['text']}"
            yield page.problem(line, 0, "L017", said, right, mend, Severity.WARNING)
        yield from _attributes(page, line)
        level = depth


def _names_of_places(page: MarkdownPage, line: MarkdownLine, named: dict[str, int]) -> Iterator[Problem]:
    """``named``: the lines of the names that were given above."""
    place = _NAMED.search(line.text)
    if place is None:
        return
    at, name = place.start(1) - 1, place[1]
    if named.setdefault(name, line.number) != line.number:
        said = f"位置名“{name}”第 {named[name]} 行用过了，链接分不清是哪一处"
        yield page.problem(line, at, "L017", said, "一页里每个名字用一次", "换一个名字")
    elif "/checklists/" in page.name and _OF_POINTS.fullmatch(name):
        said = f"位置名“{name}”是要点和题目用的"
        yield page.problem(line, at, "L017", said, "别的名字", "换一个名字")


def _slip(text: str, match: re.Match[str]) -> tuple[int, str, str, str] | None:
    """The slip for which a heading is none, or shows a mark: its column, and what is told."""
    mark, end = "#" * len(match["mark"]), len(text.rstrip()) - 1
    if "＃" in match["mark"]:
        return 0, "标题用了全角的“＃”", f"{mark} {match['text']}", "换成英文的 #，后面空一格"
    if not html.unescape(_EMPTY.sub("", match["text"])).strip(" #\u00a0\u3000"):
        return 0, "标题是空的", f"{mark} 标题", "写上标题，或者删掉这一行"
    if re.search(r"\s#+\s+$", text):
        return end, "标题末尾的“#”后面有空格，读者会看到“#”", f"{mark} 标题", "删掉末尾的 #"
    if text.rstrip().endswith("\\"):
        return end, "标题的末尾有反斜杠，不会成为标题", f"{mark} 标题", "删掉反斜杠"
    if not match["gap"]:
        return 0, "“#”后面少了空格，不会成为标题", f"{mark} {match['text']}", "在 # 后面加一个空格"
    return None


def _attributes(page: MarkdownPage, line: MarkdownLine) -> Iterator[Problem]:
    attributes = re.search(r"\{[^{}]*\}[\s#]*$", line.text)
    if attributes and (
        not re.fullmatch(r"\{:?(?:\s*[#.][\w.-]+)+\s*\}\s*", attributes[0])
        or line.text[attributes.start() - 1] != " "
    ):
        said = f"“{attributes[0].strip()}”不是能用的位置名，或者前面少了空格"
        yield page.problem(
            line, attributes.start(), "L025", said, "标题 {#英文名}", "空一格，名字用英文小写；不要就删掉"
        )
    if stray := re.search(r"\{:?\s*[#.][^{}]*\}(?!\s*#*\s*$)", line.text):
        said = f"“{stray[0]}”后面还有字，不会成为位置名"
        yield page.problem(line, stray.start(), "L025", said, "标题 {#英文名}", "移到这一行的最后，或者删掉")
    if re.search(r"\{\s*[#.][^}]*$", line.text):
        yield page.problem(
            line, line.text.rindex("{"), "L025", "“{”没有配对的“}”", "{#英文名}", "在这一行末尾补上 }"
        )


def sections(page: MarkdownPage) -> Iterator[Problem]:
    """Headings with nothing below them, and those that the page has already: their addresses would be one."""
    before: tuple[int, MarkdownLine] | None = None
    seen: dict[str, int] = {}
    written = page.source.text.split("\n")
    for line in page.lines:
        match = re.match(r"(#{1,6}) +(\S.*)", line.text)
        if before and written[line.number - 1].strip():
            # Two titles on a page are told as that.
            if match and len(match[1]) <= before[0] > 1:
                said = f"“{before[1].text.strip('# ')}”下面没有内容，接着就是另一个标题"
                yield page.problem(before[1], 0, "L017", said, "标题、内容", "写上内容，或者删掉这个标题")
            before = None
        if match:
            before = (len(match[1]), line)
            name = match[2].rstrip("# ")
            first = seen.setdefault(name, line.number)
            if first != line.number:
                said = f"这一页有两个标题“{name}”，第一个在第 {first} 行，链接分不开"
                yield page.problem(
                    line, 0, "L017", said, "一页里标题不重复", "改其中一个；搜索的说法指着它的也改"
                )
    if before and page.lines:
        said = f"“{before[1].text.strip('# ')}”下面没有内容"
        yield page.problem(before[1], 0, "L017", said, "标题、内容", "写上内容，或者删掉这个标题")


#: A title, or the include line that brings one: the handbook's own name.
_TITLE = re.compile(r'# \S|--8<-- "home/title\.md"')


def one_title(page: MarkdownPage) -> Iterator[Problem]:
    """A page has one title: each further ``#`` line is told."""
    titles = [line for line in page.lines if _TITLE.match(line.text)]
    for line in titles[1:]:
        said = f"一页里有两个一级标题，第一个在第 {titles[0].number} 行"
        yield page.problem(line, 0, "L018", said, "一页一个“# 标题”", "改成“## ”")
    if not titles and not any(
        re.match(r"[#＃]", line.text) and line.number <= page.lines[0].number + 3 for line in page.lines
    ):
        said, mend = "这一页没有一级标题", "在页首下面空一行，写“# 标题”"
        yield Problem(page.name, page.lines[0].number if page.lines else 1, 1, "L018", said, "# 标题", mend)
