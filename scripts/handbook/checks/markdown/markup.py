"""Slips of the pen in Markdown: what an editor meant for a table, a list or a heading and a reader would
see as marks."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from handbook.checks.markdown.headings import headings, one_title, sections
from handbook.checks.markdown.page import MarkdownLine, MarkdownPage
from handbook.checks.text.visible_text import yaml_lines
from handbook.page_text.parser import is_include, looks_like_include
from handbook.problems import Problem
from handbook.sources.file_cache import cached_problems
from handbook.sources.load import PageEntry, Sources
from handbook.sources.source_file import SourceFile
from handbook.sources.yaml.slips import CONFLICT

_HAN = r"\u4e00-\u9fff"


def check(sources: Sources) -> Iterator[Problem]:
    for source in {id(entry.tree.source): entry.tree.source for entry in sources.all_entries()}.values():
        yield from _of_data(source)
    for entry in sources.pages:
        found = problems_of_page(entry.source, is_item=is_item_page(entry))
        yield from found
        if not any(problem.rule == "L023" for problem in found):  # of which much is there twice
            yield from _sections(entry.source)


def is_item_page(entry: PageEntry) -> bool:
    """Whether the page is that of an item, whose title comes from the data."""
    return "条目" in (entry.front.data or ())


@cached_problems
def problems_of_page(source: SourceFile, *, is_item: bool) -> tuple[Problem, ...]:
    """The slips of one page."""
    page = MarkdownPage(source)
    for line in page.lines:
        if mark := CONFLICT.match(line.text):
            said = f"合并时的冲突没有处理完，留着“{mark[0]}”标记"
            mend = "从“<<<<<<<”到“>>>>>>>”，留下要的几行，删掉三行标记"
            return (page.problem(line, 0, "L023", said, "两种写法里留一种", mend),)
    found = [problem for look in _LOOKS for problem in look(page)]
    if not is_item:
        found += one_title(page)
    return tuple(found)


@cached_problems
def _sections(source: SourceFile) -> tuple[Problem, ...]:
    return tuple(sections(MarkdownPage(source)))


@cached_problems
def _of_data(source: SourceFile) -> tuple[Problem, ...]:
    """Data are text: tags and stars would be shown as they stand."""
    found = []
    for line in yaml_lines(source):
        if brace := re.search("[｛｝]", line.raw):
            said = f"用了全角花括号“{brace[0]}”，填空的位置认不出来"
            hint = "换成英文的 { }，内容两边加英文双引号"
            found.append(Problem(source.name, line.number, brace.start() + 1, "Y123", said, "{企业}", hint))
        match = re.search(
            r"</?[A-Za-z][^<>]*>|\*\*[^*]+\*\*|!?\[[^\]]*\]\([^)]*\)|\{\{.*?\}\}|\{%.*?%\}", line.raw
        )
        if match:
            message = f"数据里写了“{match[0][:20]}”，会照原样印出来"
            right, mend = "普通文字", "删掉标签、星号、链接和模板；要链接写在 docs/ 的页面里"
            found.append(Problem(source.name, line.number, match.start() + 1, "D034", message, right, mend))
    return tuple(found)


def _odd_fences(page: MarkdownPage) -> Iterator[Problem]:
    """What a Chinese keyboard gives for the three marks round code."""
    for line in page.lines:
        if odd := re.fullmatch(r"\s*(?P<mark>···|｀｀｀|‘‘‘|’’’|''')[\w+-]*\s*", line.text):
            said = f"“{odd['mark']}”不是代码块的记号，读者会看到它"
            mend = "切到英文输入法，按三次键盘左上角的 ` 键；不是代码的，删掉这一行"
            yield page.problem(line, odd.start("mark"), "L015", said, "```", mend)


def _left_open(page: MarkdownPage) -> Iterator[Problem]:
    if page.open_fence:
        said, right = "代码块只有开头，没有结尾，后面整页都会变成代码", "开头和结尾各一行 ```"
        yield Problem(page.name, page.open_fence, 1, "L015", said, right, "在代码后面单独写一行 ```")
    if page.empty_fence and not page.odd_fence:
        yield Problem(
            page.name, page.empty_fence, 1, "L015", "代码块是空的", "中间有内容", "写上内容，或者删掉这两行"
        )
    if page.shallow_code and not page.open_fence:
        said = "代码块里的这一行比 ``` 缩进少，网页上不会成为代码"
        mend = "前面的空格和 ``` 那一行一样多"
        yield Problem(page.name, page.shallow_code, 1, "L015", said, "和 ``` 对齐", mend)
    if page.skew_fence:
        said = "结尾的 ``` 和开头的没有对齐，网页上不会成为代码"
        mend = "前面的空格和开头那一行 ``` 一样多"
        yield Problem(page.name, page.skew_fence, 1, "L015", said, "和开头的 ``` 对齐", mend)
    if page.odd_fence:
        said = "代码块的开头，``` 后面只写语言的英文名"
        yield Problem(page.name, page.odd_fence, 4, "L015", said, "```", "把后面的字移到下一行，或者删掉")
    for number, at in page.long_code:
        said = "代码里连着写的一串太长，书里、PDF 里会切掉"
        yield Problem(page.name, number, at + 1, "L073", said, "60 个字符以内", "断成几行，或者在中间空一格")
    if page.nested_comment and not page.open_comment:
        said = "上面的注释还没有结束，这里又开了一个“<!--”"
        yield Problem(
            page.name, page.nested_comment, 1, "L024", said, "<!-- 注释 -->", "先在上一个注释末尾补上 -->"
        )
    if page.open_comment:
        said = "注释只有“<!--”，没有“-->”，后面整页都看不见"
        yield Problem(page.name, page.open_comment, 1, "L024", said, "<!-- 注释 -->", "在注释末尾补上 -->")


# ---------- Lists ----------

_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+]|\d+\.)\s+\S")
_ODD_ITEM = re.compile(rf"\s*(?P<mark>[－•●▪]|—(?!—)|·(?!·)|-(?=[{_HAN}]))\s*(?=[^\s\-—－])")


def _lists(page: MarkdownPage) -> Iterator[Problem]:
    for before, line in page.pairs():
        under_words = not before.blank and not _ITEM.match(before.text)
        if heading := re.match(r"\s*(?:(?:[-*+]|\d+[.)]) +)+(?=#{1,6}(?!\d))", line.text):
            said = "标题写在列表的一项里"
            mend = "标题顶格单独写一行，前面的列表记号删掉；只是一项，就删掉“#”"
            yield page.problem(line, heading.end(), "L017", said, "## 标题", mend)
            continue
        if re.fullmatch(r"\s*(?:(?:[-*+]|\d+[.)])\s+)*(?:[-*+]|\d+[.)])\s*", line.text) and not (
            under_words and line.text.strip() == "-"
        ):
            yield page.problem(line, 0, "L019", "列表的一项是空的", "- 一项内容", "写上内容，或者删掉这一行")
            continue
        if re.fullmatch(r"\s*(?:(?:[-*+]|\d+[.)])\s+)+[-=]{2,}\s*", line.text):
            yield page.problem(
                line, 0, "L019", "列表的一项只有横线", "- 一项内容", "写上内容，或者删掉这一行"
            )
            continue
        if double := re.match(r"\s*(?:[-*+]|\d+[.)])\s+(?=(?:[-*+]|\d+[.)])\s+(?!\[[ xX]?\])\S)", line.text):
            said = "一行里有两个列表的记号"
            mend = "留一个；下一层的另起一行，前面多空四格"
            yield page.problem(line, double.end(), "L019", said, "- 一项内容", mend)
            continue
        if wide := re.match(r"\s*(?:[-*+]|\d+\.)(?= {5,}\S)", line.text):
            said = "列表的短横线或者号后面空得太多，网页和书读得不一样"
            yield page.problem(line, wide.end(), "L019", said, "后面空一格", "多的空格删掉")
            continue
        match = _ODD_ITEM.match(line.text)
        if match:
            if _ODD_ITEM.match(before.text):
                continue  # the first of a list stands for all
            mark = match["mark"]
            words = "“-”后面少了空格，不会成为列表" if mark == "-" else f"列表的一项以“{mark}”开头"
            mend = f"写成 - {line.text[match.end() :].strip()[:10]}…"
            yield page.problem(line, match.start("mark"), "L019", words, "“- ”：英文短横线加一个空格", mend)
            continue
        item = _ITEM.match(line.text)
        if (
            item
            and not before.blank
            and not _ITEM.match(before.text)
            and not _ODD_ITEM.match(before.text)
            and not before.text.lstrip().startswith(("#", "|", "<", "!!!", "???"))
        ):
            indent = len(before.text) - len(before.text.lstrip())
            if indent <= len(item["indent"]) and not _in_list(page, line):
                said, right = "列表前面没有空行，不会成为列表", "文字、空行、列表"
                yield page.problem(line, len(item["indent"]), "L019", said, right, "在列表前面加一个空行")


def _in_list(page: MarkdownPage, line: MarkdownLine) -> bool:
    """Whether an item of a list stands above ``line`` in the same block."""
    for before in reversed(page.lines[: line.number - page.lines[0].number]):
        if before.blank:
            return False
        if _ITEM.match(before.text):
            return True
    return False


# ---------- Tables ----------


def _tables(page: MarkdownPage) -> Iterator[Problem]:
    block: list[MarkdownLine] = []
    before = MarkdownLine(0, "")
    below = told = False  # below a table and a blank line; and whether rows there are told as cut off
    for line in [*page.lines, MarkdownLine(0, "")]:
        if block and line.blank:
            if below and not any(_RULE.fullmatch(row.text) for row in block[:2]):
                if not told:
                    said = "表格中间有空行，从这一行起不在表里"
                    mend = "删掉上面的空行；是另一张表的，写上表头和分隔线"
                    yield page.problem(block[0], 0, "L016", said, "一张表中间不空行", mend)
                told = True
            else:
                yield from _table(page, before, block)
                below, told = True, False
            block = []
        elif not block and re.fullmatch(r"\s*[-:][\s:-]*\|[\s:|-]*", line.text):
            yield page.problem(line, 0, "L016", "表格的一行没有以“|”开头", "|---|---|", "每行前后都加上“|”")
        elif block or re.match(r"\s*[|｜]", line.text):
            block.append(line)
        if not block:
            before = line
            below = below and line.blank


_RULE = re.compile(r"\s*(?:\|\s*:?-+:?\s*)+\|?\s*")


def _table(page: MarkdownPage, before: MarkdownLine, rows: list[MarkdownLine]) -> Iterator[Problem]:
    """The first thing wrong with a table: one slip often spoils the whole."""
    for look in (partial(_bars, page), partial(_frame, before), _rows):
        if found := look(rows):
            row, at, said, right, mend = found
            yield page.problem(row, at, "L016", said, right, mend)
            return


#: A slip in a table: its row and column, and what is told of it.
_Slip = tuple[MarkdownLine, int, str, str, str]


def _bars(page: MarkdownPage, rows: list[MarkdownLine]) -> _Slip | None:
    written = page.source.text.split("\n")
    for row in rows:
        if barred := re.search(r"`[^`]*\\\|[^`]*`", written[row.number - 1]):
            said = "表格里，一对 ` 中间的竖线前面会多出反斜杠"
            return row, barred.start(), said, "用字说：竖线", "去掉两边的 `，或者换个写法"
        if "｜" in row.text and not row.text.lstrip().startswith("|"):
            return row, row.text.index("｜"), "表格用了全角竖线“｜”", "英文竖线“|”", "换成英文竖线"
    return None


def _frame(before: MarkdownLine, rows: list[MarkdownLine]) -> _Slip | None:
    """A slip in what a table needs round its rows: the blank line above it, its head and its rule."""
    head = rows[0]
    if not before.blank:
        return head, 0, "表格前面没有空行，不会成为表格", "文字、空行、表格", "在表格前面加一个空行"
    if len(rows) < 2 or not _RULE.fullmatch(rows[1].text):
        right = "|" + "---|" * _cells(head.text)
        return rows[min(1, len(rows) - 1)], 0, "表格的第二行少了分隔线", right, "在表头下面加上这一行"
    if len(rows) == 2:
        return head, 0, "表格只有表头", "表头、分隔线、至少一行", "补上内容，或者删掉"
    if second := next((row for row in rows[2:] if _RULE.fullmatch(row.text)), None):
        said = "表格里又有一条分隔线，读者会看到一行横线"
        return second, 0, said, "分隔线只在表头下面", "删掉这一行；是另一张表，前面空一行"
    return None


def _rows(rows: list[MarkdownLine]) -> _Slip | None:
    head, columns = rows[0], _cells(rows[0].text)
    for row in rows[1:]:
        if len(row.text) - len(row.text.lstrip()) != len(head.text) - len(head.text.lstrip()):
            return row, 0, "表格这一行没有和表头对齐", "和表头一样", "改行首的空格"
        if not row.text.lstrip().startswith("|"):
            hint = "接到上一行，或者在表格后面空一行"
            return row, 0, "表格里这一行没有以“|”开头", "一行一条，前后都有“|”", hint
        if (count := _cells(row.text)) != columns:
            said, hint = (
                f"表格这一行有 {count} 格，表头有 {columns} 格",
                "补上或者删掉“|”；内容里的竖线写成 \\|",
            )
            return row, 0, said, f"{columns} 格", hint
    return None


def _cells(row: str) -> int:
    return len(re.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|")))


# ---------- Boxes, bold, include lines ----------


_BOX = '!!! note "标题"'
_BOX_KINDS = "写 note（说明）、warning（注意）或者 tip（提示），中间空一格"


def _boxes(page: MarkdownPage) -> Iterator[Problem]:
    for index, line in enumerate(page.lines):
        if quoted := re.match(r">\s*(?=!!!|\?\?\?)", line.text):
            said = "提示框前面多了“>”"
            yield page.problem(line, 0, "L021", said, _BOX, f"删掉“{quoted[0].strip()}”")
        elif nested := re.match(r"(?:\s+|\s*(?:[-*+]|\d+[.)])\s+)(?=(?:!!!|\?\?\?)\+?\s*\w)", line.text):
            said = "提示框写在列表或者别的框里，书里排不了"
            mend = "移到列表、框的外面，顶格写；或者改成一段话"
            yield page.problem(line, nested.end(), "L021", said, _BOX, mend)
        elif re.match(r"(?:[!！]{1,2}|[?？]{1,2})\s*(?:note|warning|tip|info|danger)\b", line.text):
            said = "提示框的记号少了，读者会看到这一行字"
            yield page.problem(line, 0, "L021", said, _BOX, "写满英文的三个感叹号，种类后面是标题")
        elif match := re.match(r"(?P<mark>[!！]{3}|[?？]{3}\+?)(?P<rest>.*)$", line.text):
            if told := _box_head(line.text, match["mark"], match["rest"]):
                yield page.problem(line, told[0], "L021", told[1], _BOX, told[2])
                continue
            if "*" in match["rest"]:
                said, mend = "提示框的标题里有星号，读者会看到它", "删掉星号：标题本来就是粗的"
                yield page.problem(line, line.text.index("*"), "L021", said, _BOX, mend)
            yield from _box_content(page, index)


def _box_head(text: str, mark: str, rest: str) -> tuple[int, str, str] | None:
    """The slip in the first line of a box for which it is none: its column, what is told, the mend."""
    if re.search("[！？]", mark):
        return 0, f"提示框用了中文的“{mark}”", "换成英文的三个感叹号"
    kind = re.match(r"\s+([a-z]+)(?:\s|$)", rest)
    if not kind:
        return len(mark), "提示框的种类要写英文", _BOX_KINDS
    if kind[1] not in ("note", "warning", "tip"):
        return len(mark) + kind.start(1), f"没有“{kind[1]}”这种提示框", _BOX_KINDS
    if '"' not in rest and "“" not in rest:
        return 0, "提示框没有标题，网页上会显示英文", "在种类后面写标题，两边英文双引号"
    if quote := re.search(r"[“”]", rest.partition('"')[0]):
        at = len(mark) + rest.index("“" if "“" in rest else quote[0])
        return at, "提示框的标题用了中文引号", "标题两边换成英文双引号"
    if not re.fullmatch(r"\s[a-z]+\s\"[^\"]*\"\s*", rest):
        return len(mark), "提示框的种类写一个英文词，标题在一对英文双引号里", "照这个样子写"
    if (at := text.find("\\")) >= 0:
        return at, "提示框的标题里有反斜杠，网页和书读得不一样", "删掉反斜杠"
    return None


def _box_content(page: MarkdownPage, index: int) -> Iterator[Problem]:
    """What is wrong with the lines in the box whose first line has this ``index``."""
    below = next((row for row in page.lines[index + 1 :] if not row.blank), None)
    right = "每行前面四个英文空格"
    if below is not None and below.text.startswith("        "):
        said = "提示框的内容空得太多，会变成代码的样子"
        yield page.problem(below, 0, "L021", said, right, "删掉多的空格")
    if below is None or not below.text.startswith("    "):
        said, mend = "提示框的内容没有缩进，会跑到框外面", "在框里的每一行前面加四个空格"
        yield page.problem(below or page.lines[index], 0, "L021", said, right, mend)


def _bold(page: MarkdownPage) -> Iterator[Problem]:
    for line in page.lines:
        parts = line.text.replace("\\*", "\0\0").split("**")
        if len(parts) == 1:
            continue
        at = len(parts[0])
        if len(parts) % 2 == 0:
            said, right = "“**”没有成对，读者会看到星号", "**要加粗的字**"
            yield page.problem(line, line.text.rindex("**"), "L022", said, right, "补上另一个 **，或者删掉")
            continue
        for index, part in enumerate(parts[1:], 1):
            if index % 2 and part.count("[") != part.count("]"):
                said = "“**”一半在链接的方括号里，一半在外面"
                mend = "把整个链接放进一对 ** 里，或者都写在方括号里"
                yield page.problem(line, at, "L022", said, "**[文字](页面.md)**", mend)
                break
            if index % 2 and (part != part.strip() or not part):
                said = "“**”和字之间有空格，读者会看到星号"
                yield page.problem(line, at, "L022", said, f"**{part.strip()}**", "删掉 ** 里面的空格")
                break
            at += len(part) + 2


def _include_lines(page: MarkdownPage) -> Iterator[Problem]:
    for line in page.lines:
        if looks_like_include(line.text) and not is_include(line.text):
            name = re.search(r"[\w./-]+\.md", line.text)
            said = "接入行的写法不对，读者会看到这一行字"
            right = f'--8<-- "{name[0] if name else "checklists/07/points.md"}"'
            yield page.problem(line, 0, "L026", said, right, "顶格写，英文双引号，两边各两个短横线")


# ---------- Links and HTML ----------

_FILE = "(?:md|html|svg|png|jpe?g)"
_BAD_LINKS = (
    (
        re.compile(r"(?P<at>\([^()]*\)\[[^\[\]]*\.(?:md|html|svg|png|jpe?g|webp)[^\[\]]*\])"),
        "方括号和圆括号写反了",
        "文字写在 [ ] 里，地址写在 ( ) 里",
    ),
    (
        re.compile(r"(?P<at>！)\[[^\[\]]*\]\([^()]*\.(?:svg|png|jpe?g|webp|gif)[^()]*\)"),
        "图前面的感叹号是中文的",
        "换成英文的 !",
    ),
    (
        re.compile(r"\](?P<at>（)[^）]*\.(?:md|html|svg|png)[^）]*）"),
        "链接的圆括号是中文的",
        "把（ ）换成英文括号",
    ),
    (
        re.compile(r"(?P<at>【)[^】]*】（[^）]*\.(?:md|html|svg|png)[^）]*）"),
        "链接的括号是中文的",
        "把【 】和（ ）换成英文括号",
    ),
    (re.compile(r"(?P<at>【)[^】]*】\([^)]*\)"), "链接的方括号是中文的", "把【 】换成英文方括号"),
    (
        re.compile(r"\](?P<at>\s+)\([^)\s]*\.(?:md|svg|png)[^)]*\)"),
        "方括号和圆括号之间有空格",
        "删掉中间的空格",
    ),
    (re.compile(r"\]\((?P<at>[^()\s]*\.(?:md|svg|png)[^()]*)$"), "链接少了右括号", "在地址后面补上 )"),
    (re.compile(r"(?<!!)\[[^\[\]]*\]\((?P<at>[^()\s]*)$"), "地址断成了两行", "接成一行"),
    (
        re.compile(
            r"(?<!!)\[[^\[\]]*(?P<at>\[[^\[\]]*\]\([^()]*\)|<https?:[^<>]*>)"
            r"(?:[^\[\]]|\[[^\[\]]*\]\([^()]*\))*\]\("
        ),
        "链接的文字里又有链接",
        "里面的只留文字",
    ),
    (
        re.compile(r"\]\(https?://[^()\s]*?(?P<at>[，。；：、！？“”（）《》])[^()]*\)"),
        "网址里有中文标点，点了打不开",
        "删掉，或者移到括号外面",
    ),
    (re.compile(r"(?<!!)\[\s*\](?P<at>\([^()]*\))"), "链接没有文字，读者点不到", "在方括号里写上字"),
    (re.compile(r"\[[^\[\]]+\](?P<at>\(\s*\))"), "链接没有地址，点了不动", "在圆括号里写上地址"),
    (
        re.compile(rf"(?P<at>\[)[^\[\]]*?\([^()\[\]\s]*\.{_FILE}(?:#[^()\s]*)?\)"),
        "链接少了右边的方括号",
        "在文字后面补上 ]",
    ),
    (
        re.compile(rf"\](?P<at>)[^\s()\[\]（）]+\.{_FILE}(?:#[^()\s]*)?\)"),
        "链接少了左边的圆括号",
        "在 ] 后面补上 (",
    ),
    (
        re.compile(r"(?<![!！])(?P<at>\[)[^\[\]]*\]\([^()\s]*\.(?:svg|png|jpe?g|webp|gif)\)"),
        "图前面没有感叹号，读者看到的是一条链接",
        "在 [ 前面加英文的 !；本来是链接的，指着放这张图的页",
    ),
    (
        re.compile(r"\]\((?:<[^<>]*>|[^()\s]*\s+\"[^\"]*\")(?P<at>\s*[^)\s])"),
        "地址后面多了字",
        "地址后面直接写右括号",
    ),
    (
        re.compile(r"\]\((?P<at>https?：[^)]*)\)"),
        "网址里的冒号是中文的",
        "换成英文的 ://",
    ),
    (re.compile(r"\]\((?P<at>www\.[^)]*)\)"), "网址少了开头", "前面写上 https://"),
    (
        re.compile(
            r"\]\((?P<at>https?://(?:localhost|\[|(?:127|10)\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+"
            r"|[^./:)]+)(?=[/:)])[^)]*)\)"
        ),
        "这个网址只有这台电脑、这个单位里打得开",
        "站内页面写 .md 文件名；站外写大家都打得开的网址",
    ),
    (
        re.compile(r"\]\((?P<at>https?://mp\.weixin\.qq\.com/[^)]*tempkey=[^)]*)\)"),
        "这是微信的临时链接，过几个小时就打不开",
        "等文章正式发出来，用“复制链接”得到的网址",
    ),
    (
        re.compile(r"\]\((?P<at>[^)\"]*\\[^)\"]*)\)"),
        "地址里用了反斜杠“\\”",
        "换成斜杠 /；不要写自己电脑上的路径",
    ),
    (re.compile(r"\]\((?P<at>[^)\"\s]+ [^)\"]*)\)"), "地址里有空格", "改文件名，不要用空格"),
    (
        re.compile(r"\]\((?P<at>(?!https?:|mailto:|tel:)[A-Za-z][A-Za-z0-9+.-]*:[^)]*)\)"),
        "这样的链接读者打不开",
        "站内写 .md 文件，站外写 https:// 开头的网址",
    ),
)


def _links(page: MarkdownPage) -> Iterator[Problem]:
    whole = "\n".join(line.text for line in page.lines)
    for line in page.lines:
        for pattern, message, hint in _BAD_LINKS:
            match = pattern.search(line.text)
            if match:
                yield page.problem(line, match.start("at"), "L010", message, "[文字](页面.md)", hint)
                break
        for match in re.finditer(r"!\[[^\]]*\]\((?P<url>https?:[^)]*)\)", line.text):
            said, mend = "图放在别的网站上，断网就没有了", "把图存到 docs/drawings/，再写 ../drawings/文件名"
            yield page.problem(line, match.start("url"), "L012", said, "docs/drawings/ 里的图", mend)
        for match in re.finditer(r"(?<!!)\[[^\]^][^\]]*\]\[(?P<name>[^\]]+)\]", line.text):
            if not re.search(rf"^\[{re.escape(match['name'])}\]:", whole, re.MULTILINE):
                said, right = f"没有写“{match['name']}”指到哪里", "[文字](页面.md)"
                yield page.problem(line, match.start("name"), "L013", said, right, "改成圆括号，里面写地址")
        for match in re.finditer(r"\[\^(?P<name>[^\]\s]+)\]", line.text):
            if not re.search(rf"^\[\^{re.escape(match['name'])}\]:", whole, re.MULTILINE):
                said, right = f"没有脚注“{match['name']}”的内容", f"[^{match['name']}]: 内容"
                yield page.problem(line, match.start(), "L013", said, right, "在页末补上脚注的内容，或者删掉")


#: Tags that the front page may hold, which lays out its cards with them. No book has it; in books tags are
#: lost.
_HOME = "docs/index.md"
_TAGS = frozenset({"a", "div", "h2", "h3", "li", "ol", "p", "ul"})
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>(?:\s[^>]*|/)?)>")


#: More of them on a page come of one pasting: the first is told, the others are counted.
_MANY_TAGS = 5


def _html(page: MarkdownPage) -> Iterator[Problem]:
    found = sorted(_tags(page), key=lambda problem: (problem.line, problem.column))
    if len(found) <= _MANY_TAGS:
        yield from found
    else:
        said = f"{found[0].message}，这一页还有 {len(found) - 1} 处，像是从网页、Word 里粘贴来的"
        yield replace(found[0], message=said, hint="先粘贴到记事本里，再从记事本复制过来")


def _tags(page: MarkdownPage) -> Iterator[Problem]:
    opened: dict[str, list[tuple[MarkdownLine, int]]] = {}
    told = False  # of what was pasted in one piece, the first tag stands for all
    for line in page.lines:
        told = told and not line.blank
        rest = re.sub(r"<https?://[!-;=?-~]+>|(?<=\]\()<[^<>]*>", "", _TAG.sub("", line.text))
        if mail := re.search(r"<mailto:([^<>]*)>", rest):
            mend = f"写成 [{mail[1]}](mailto:{mail[1]})"
            at = line.text.index(mail[0])
            yield page.problem(line, at, "L010", "书里会印出“mailto:”", "[文字](mailto:地址)", mend)
        elif like_a_tag := re.search(r"</?[A-Za-z][^<]{0,10}|</?[^\s<>=\d!-][^<>]*>|<![^<>]*>", rest):
            said = f"“{like_a_tag[0]}”像网页标签，又不是"
            mend = "书名号写《 》；小于号写成“小于”"
            if re.match(r"<[!！]\s?[-—]", like_a_tag[0]):
                mend = "注释写成 <!-- 注释 -->，英文的感叹号，两边各两个短横线"
            yield page.problem(line, line.text.find(like_a_tag[0]), "L014", said, "不写标签", mend)
        for match in _TAG.finditer(line.text):
            name = match["name"].lower()
            if name not in _TAGS or page.name != _HOME:
                if told:
                    continue
                if not match["end"] or (name in _TAGS and f"<{name}" not in line.text.lower()):
                    told = True
                    words = f"文字里写了网页标签 <{match['end']}{match['name']}>"
                    right = "Markdown 的写法：**加粗**、[链接](页面.md)、表格"
                    mend = "删掉标签；要写尖括号就用书名号或者〈 〉"
                    yield page.problem(line, match.start(), "L014", words, right, mend)
            elif re.search(r"\son\w+\s*=|\sstyle\s*=|javascript:", match["rest"], re.IGNORECASE):
                said, right = "网页标签里写了程序或样式", "只写 class、id、href"
                yield page.problem(line, match.start(), "L014", said, right, "删掉 on…、style 和 javascript:")
            elif match["end"]:
                if opened.get(name):
                    opened[name].pop()
            else:
                opened.setdefault(name, []).append((line, match.start()))
    for name, places in opened.items():
        for line, at in places:
            yield page.problem(
                line, at, "L014", f"网页标签 <{name}> 没有结尾", f"<{name}>…</{name}>", f"补上 </{name}>"
            )


_CODE = re.compile(r"&#(?P<number>x[0-9A-Fa-f]+|[0-9]+)(?P<end>;?)", re.IGNORECASE)

#: Control characters, halves of a sign, private ones and those not given out.
_NO_SIGNS = frozenset({"Cc", "Cs", "Co", "Cn"})


def _character_codes(page: MarkdownPage) -> Iterator[Problem]:
    """The web takes &#1 for a sign even without its end, and shows what has no sign at all."""
    for line in page.lines:
        for code in _CODE.finditer(line.text):
            number = code["number"].lower()
            value = int(number[1:], 16) if number.startswith("x") else int(number)
            is_sign = value <= sys.maxunicode and unicodedata.category(chr(value)) not in _NO_SIGNS
            if not code["end"] or not is_sign:
                said = f"“{code[0]}”会被当成一个字的代号"
                mend = "直接打出这个字；不是代号的，删掉 & 或者换成“和”"
                yield page.problem(line, code.start(), "L071", said, "要的那个字本身", mend)
        for named in re.finditer(r"&[A-Za-z]{2,8};", line.text):
            said, mend = f"“{named[0]}”是网页里一个字的代号", "直接打出这个字；是空格的，打一个空格"
            yield page.problem(line, named.start(), "L071", said, "要的那个字本身", mend)


_LOOKS: tuple[Callable[[MarkdownPage], Iterator[Problem]], ...] = (
    _odd_fences,
    _left_open,
    headings,
    _lists,
    _tables,
    _boxes,
    _bold,
    _include_lines,
    _links,
    _html,
    _character_codes,
)
