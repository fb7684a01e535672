"""What the site and the book would read differently, or not as it was meant: told before a reader sees marks.

The site's Markdown (Python-Markdown with pymdownx) and the books' (pandoc) part ways on a few slips of the pen; both
read a few others in a way nobody meant. Each rule names one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from markdown_it import MarkdownIt

from handbook.checks.text.markup import MarkdownLine, MarkdownPage
from handbook.problems import Problem
from handbook.sources.load import Sources
from handbook.sources.source_file import SourceFile

_LIST = re.compile(r"( *)([-*+]|\d{1,9}[.)]) +\S")
_NUMBERED = re.compile(r" {0,3}(?:\d{1,2}(?:、|[）)]|．)|[①-⑳])\S?")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](:?)")
#: Marks of other programs that neither reading turns into anything, or only one of them.
_FOREIGN = (
    (re.compile(r"(?:^\s*[-*+]\s+)\[[ xX]?\](?!\()"), "方框", "用表格，或者直接写“已办”"),
    (re.compile(r"~~\S[^~]*~~"), "删除线", "删掉不要的字"),
    (re.compile(r"==\S[^=]*=="), "荧光笔", "要紧的字用 **加粗**"),
    (re.compile(r"(?<![\w:]):[a-z_]{3,20}:(?![\w:])"), "表情的代号", "删掉它"),
    (re.compile(r"｛|｝"), "全角花括号", "改成半角 { }"),
)


def check(sources: Sources) -> Iterator[Problem]:
    for entry in sources.pages:
        yield from problems_of(entry.source)


@lru_cache(maxsize=1024)
def problems_of(source: SourceFile) -> tuple[Problem, ...]:
    """What is wrong with the Markdown of one page, with or without front matter."""
    page = MarkdownPage(source)
    if any(line.text.startswith("<<<<<<<") for line in page.lines):
        return ()  # told as a conflict; what stands between its marks is nobody's writing
    return tuple(problem for look in _LOOKS for problem in look(page))


def _emphasis(page: MarkdownPage) -> Iterator[Problem]:
    """Bold that begins or ends with a Chinese sign beside a Chinese letter is none on the site."""
    parser = _inline()
    for line in page.lines:
        inside = line.text.split("**")[1::2]
        if not inside or line.text.count("**") % 2 or any(part != part.strip() for part in inside):
            continue  # unpaired, or with spaces: told by the rule on marks
        (inline,) = parser.parseInline(line.text)
        left = [t for t in inline.children or () if t.type == "text" and "**" in t.content]
        if left:
            at = line.text.find("**")
            said = "这一行的加粗在网页上不会加粗，读者会看到星号"
            mend = "把冒号、引号、书名号移到 ** 的外面，例如 **四步**：先停"
            yield page.problem(line, at, "L050", said, "** 的里外都紧挨着字，不挨着标点", mend)


def _products(page: MarkdownPage) -> Iterator[Problem]:
    for line in page.lines:
        for match in re.finditer(r"\d\*\d+\*\d", line.text):
            yield page.problem(
                line, match.start(), "L051", f"“{match[0]}”里的星号会变成斜体、不见了", "2×3×4", "改成乘号 ×"
            )


def _hash(page: MarkdownPage) -> Iterator[Problem]:
    for line in page.lines:
        if re.match(r"#{1,6}\d", line.text):
            said = "以“#数字”开头，网页会当成标题"
            yield page.problem(line, 0, "L052", said, "1 号门……", "去掉 #，或者在 # 前面加反斜杠 \\#")


def _underlined(page: MarkdownPage) -> Iterator[Problem]:
    """A line of dashes under a paragraph makes a heading of it."""
    for before, line in page.pairs():
        under = re.fullmatch(r" {0,3}(-+|=+)\s*", line.text)
        plain = before.text.strip() and not re.match(r"\s*([-*+>|#]|\d+\.)", before.text)
        if under and plain:
            said = "横线紧挨在一段话的下面，会把那段话变成标题"
            yield page.problem(line, 0, "L053", said, "横线上面空一行", "空一行；不要分隔线就删掉它")


def _nested(page: MarkdownPage) -> Iterator[Problem]:
    """A list within a list needs four spaces on the site; with two or three it is flattened there."""
    depth: list[int] = []
    told = False  # once a list
    for line in page.lines:
        match = _LIST.match(line.text)
        if not match:
            if line.text.strip() and not line.text.startswith(" "):
                depth, told = [], False
            continue
        indent = len(match[1])
        depth = [level for level in depth if level < indent]
        if depth and indent - depth[-1] in (1, 2, 3) and not told:
            told = True
            said = "下一层的列表缩进不够，网页上会和上一层排在一起"
            yield page.problem(line, 0, "L054", said, "比上一层多缩进四格", "每深一层多打四个空格")
        depth.append(indent)


def _years(page: MarkdownPage) -> Iterator[Problem]:
    for before, line in page.pairs():
        match = re.match(r" {0,3}(\d{2,9})\. +\S", line.text)
        if match and not before.text.strip().startswith(f"{int(match[1]) - 1}."):
            said = f"以“{match[1]}.”开头，网页会当成列表，号也会变成 1"
            yield page.problem(line, 0, "L055", said, f"{match[1]}年……", "点的前面加反斜杠 \\.，或者换个写法")


def _lines_as_list(page: MarkdownPage) -> Iterator[Problem]:
    """Lines numbered by hand run into one paragraph."""
    for before, line in page.pairs():
        if _NUMBERED.match(line.text) and _NUMBERED.match(before.text) and "|" not in line.text:
            said = "自己编号的几行会连成一段"
            yield page.problem(
                line, 0, "L056", said, "1. 甲", "编号改成“数字 + 英文点 + 空格”，或者每行之间空一行"
            )


def _indented(page: MarkdownPage) -> Iterator[Problem]:
    for before, line in page.pairs():
        inside = any(
            _LIST.match(row.text) or row.text.startswith(("!!!", "???", ":", "[^")) for row in page.lines
        )
        if not inside and before.blank and re.match(r" {4,}\S", line.text):
            said = "前面空了四格，会变成代码的样子"
            yield page.problem(line, 0, "L057", said, "顶格写", "删掉行首的空格；要空两格的，网页会自己排")


def _footnotes(page: MarkdownPage) -> Iterator[Problem]:
    used: set[str] = set()
    defined: dict[str, MarkdownLine] = {}
    for line in page.lines:
        for match in _FOOTNOTE.finditer(line.text):
            name, definition = match[1], match[2] and match.start() == 0
            if definition and name in defined:
                said = f"脚注“{name}”写了两遍，前一遍会丢掉"
                yield page.problem(line, 0, "L058", said, "每个脚注写一遍", "改一个名字，或者合并")
            elif definition:
                defined[name] = line
            else:
                used.add(name)
    for name, line in defined.items():
        if name not in used:
            yield page.problem(
                line, 0, "L059", f"脚注“{name}”没有地方用", f"正文里有 [^{name}]", "用上，或者删掉"
            )


def _foreign(page: MarkdownPage) -> Iterator[Problem]:
    for line in page.lines:
        for pattern, name, mend in _FOREIGN:
            match = pattern.search(line.text)
            if match:
                said = f"“{match[0].strip()}”是别的软件的{name}，读者会看到记号"
                yield page.problem(line, match.start(), "L060", said, "普通的字", mend)


@lru_cache(maxsize=1)
def _inline() -> MarkdownIt:
    return MarkdownIt("commonmark")


_LOOKS: tuple[Callable[[MarkdownPage], Iterator[Problem]], ...] = (
    _emphasis,
    _products,
    _hash,
    _underlined,
    _nested,
    _years,
    _lines_as_list,
    _indented,
    _footnotes,
    _foreign,
)
