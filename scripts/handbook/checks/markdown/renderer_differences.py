"""What the site and the book would read differently, or not as it was meant: told before a reader sees marks.

The site's Markdown (Python-Markdown with pymdownx) and the books' (pandoc) part ways on a few slips of the
pen; both read a few others in a way nobody meant. Each rule names one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from markdown_it import MarkdownIt

from handbook.checks.markdown.page import MarkdownLine, MarkdownPage
from handbook.problems import Problem
from handbook.sources.file_cache import cached_problems
from handbook.sources.load import Sources
from handbook.sources.markdown import front_matter_without_beginning
from handbook.sources.source_file import SourceFile
from handbook.sources.yaml.slips import CONFLICT

_LIST = re.compile(r"( *)([-*+]|\d{1,9}[.)]) +\S")
_NUMBERED = re.compile(
    r" {0,3}(?:\d{1,2}(?:、|[）)]|．)|[①-⑳]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）)\S?"
)
_MARKED = re.compile(r"([\s>]*)([-*+]|\d+)[.)]? +\S")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](:?)")
_FOOTNOTE_TEXT = re.compile(r"\[\^[^\]\s]+\]:")
#: Marks of other programs that neither reading turns into anything, or only one of them.
_FOREIGN = (
    (re.compile(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)+\[[ xX]?\](?!\()"), "方框", "用表格，或者直接写“已办”"),
    (re.compile(r"~~\S[^~]*~~"), "删除线", "删掉不要的字"),
    (
        re.compile(r"!?\[\[[^\[\]]+\]\]"),
        "双方括号",
        "链接写成 [文字](页面.md)，图写成 ![说明](../drawings/文件名.svg)",
    ),
    (re.compile(r"==\S[^=]*=="), "荧光笔", "要紧的字用 **加粗**"),
    (re.compile(r"(?<![\w:]):[a-z_]{3,20}:(?![\w:])"), "表情的代号", "删掉它"),
    (re.compile(r"\^\w{1,4}\^|(?<!~)~\w{1,4}~(?!~)|\$[^$\s]+\$"), "公式", "写成 m²、CO₂，或者用汉字说"),
    (re.compile(r"｛|｝"), "全角花括号", "改成半角 { }"),
    (
        re.compile(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)"),
        "模板",
        "删掉它；由数据来的字，用“--8<--”那样的一行接进来",
    ),
    (re.compile(r"＊＊[^＊]+＊＊"), "加粗", "换成英文的 **，紧挨着字"),
    (re.compile(r"^\s*＞"), "引文记号", "引文写成半角的 > 加一个空格"),
    (re.compile(r"^\s*\\\|.*"), "竖线", "删掉前面的反斜杠，或者写成表格"),
    (re.compile(r"^[\s>]*:::.*"), "框", '框写成 !!! note "标题"，下面每行空四格'),
    (re.compile(r"^[\s>]*[:~]\s+\S.*|^[\s>]*[~:]\s*$"), "词语解释", "写成列表：- **词**：解释"),
    (re.compile(r"^[\s>]*(?:[-=]{2,} +)+[-=]{2,}\s*$|^\s*\+[-=+]{3,}\+\s*$"), "表格", "表格用“|”隔开各格"),
    (re.compile(r"\[(?:TOC|toc)\]"), "目录", "删掉它，目录由网站自己做"),
)


#: What one reading or both take for the address behind a link, and leave out: ``[…]:`` where a paragraph, an
#: item or a note may begin, but for notes themselves; the bracket may have been opened on the line above.
_DEFINITION = re.compile(
    r"(?:[\s>]|(?:[-*+]|\d+[.)]|\[\^[^\]\s]+\]:)\s+)*"
    r"(?P<name>(?!\[\^[^\]\s]+\]:)\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\]:|[^\[\]]+(?<!\\)\]:)"
)


def check(sources: Sources) -> Iterator[Problem]:
    for entry in sources.pages:
        yield from problems_of(entry.source)


@cached_problems
def problems_of(source: SourceFile) -> tuple[Problem, ...]:
    """What is wrong with the Markdown of one page, with or without front matter."""
    page = MarkdownPage(source)
    if any(CONFLICT.match(line.text) for line in page.lines):
        return ()  # told as a conflict; what stands between its marks is nobody's writing
    return tuple(problem for look in _LOOKS for problem in look(page))


def _emphasis(page: MarkdownPage) -> Iterator[Problem]:
    """Bold that begins or ends with a Chinese sign beside a Chinese letter is none on the site."""
    parser = _inline()
    for line in page.lines:
        inside = line.text.split("**")[1::2]
        odd = any(part != part.strip() or part.count("[") != part.count("]") for part in inside)
        if not inside or line.text.count("**") % 2 or odd:
            continue  # unpaired, with spaces or half of a link: told by the rule on marks
        (inline,) = parser.parseInline(line.text)
        left = [t for t in inline.children or () if t.type == "text" and "**" in t.content]
        if left or re.search(r"\*\*_|_\*\*", line.text):
            at = line.text.find("**")
            said = "这一行的加粗在网页上不会加粗，读者会看到星号"
            mend = "把冒号、引号、书名号移到 ** 的外面，例如 **四步**：先停"
            yield page.problem(line, at, "L050", said, "** 的里外都紧挨着字，不挨着标点", mend)


def _single_marks(page: MarkdownPage) -> Iterator[Problem]:
    """A star or an underscore by itself: the readings differ on what it makes slanting."""
    for line in page.lines:
        text = re.sub(
            r"\]\([^)]*\)|<[^>]*>|\{[^}]*\}|https?://\S+|\\[*_]", lambda m: " " * len(m[0]), line.text
        )
        text = re.sub(r"^\s*(?:\* |[*_ ]{3,}$)", lambda m: " " * len(m[0]), text)
        text = re.sub(r"\d\*\d+\*\d", lambda m: " " * len(m[0]), text)
        odd = re.search(r"(?<!\*)\*(?!\*)|\*{3,}|(?<![A-Za-z0-9\0])_|_(?![A-Za-z0-9\0])|__", text)
        if odd and re.match(r"(?:^|\s)[*_](?:\s|$)", text[max(odd.start() - 1, 0) :]):
            said = f"“{odd[0]}”两边空着，读者会看到这个记号"
            mend = "乘号写 ×；加粗用一对 **，紧挨着字；不要就删掉"
            yield page.problem(line, odd.start(), "L066", said, "3 × 4", mend)
        elif odd:
            said = f"“{odd[0]}”会被当成斜体的记号"
            mend = "加粗用一对 **；要写出来的，前面加反斜杠，或者放进一对 ` 里"
            yield page.problem(line, odd.start(), "L066", said, "**要加粗的字**", mend)
        elif star := re.search(r"!\[[^\]]*\*", line.text):
            said = "图的说明里有星号，读者会看到它"
            yield page.problem(line, star.end() - 1, "L066", said, "普通的字", "删掉星号")
        elif line.text.startswith("\t") or "\t" in line.text[: len(line.text) - len(line.text.lstrip())]:
            said = "行首用了制表符（Tab 键）"
            yield page.problem(line, line.text.index("\t"), "L057", said, "空格", "每层用四个空格")


def _pasted_tables(page: MarkdownPage) -> Iterator[Problem]:
    """Rows copied out of a spreadsheet keep their cells apart by tabs, which no reading knows."""
    for before, line in page.pairs():
        if "\t" in line.text.strip() and "\t" not in before.text:
            said = "字中间有制表符（Tab 键），像是从表格软件里粘贴的，各行会连成一段"
            mend = "写成表格：各格用“|”隔开，表头下面加一行 |---|---|；不是表格的，换成空格"
            at = line.text.index("\t", len(line.text) - len(line.text.lstrip()))
            yield page.problem(line, at, "L016", said, "| 甲 | 乙 |", mend)


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
    if front_matter_without_beginning(page.source.text):
        return  # told as that
    rows = page.source.text.split("\n")
    for before, line in page.pairs():
        under = re.fullmatch(r"\s*(-+|=+|(?:[*_] *){3,})\s*", line.text)
        above = before.text if before.text.strip() or not before.number else rows[before.number - 1]
        # A comment above counts as words; a line that closes code does not.
        plain = above.strip() and not re.match(r"\s*(\||[-=]+\s*$|```|~~~)", above)
        if under and plain:
            then = "会把那段话变成标题" if under[1][0] in "-=" else "书里会照原样印出来"
            said = f"横线紧挨在一段话的下面，{then}"
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
        if len(depth) == 3 and not told:
            told = True
            said = "列表套到了第四层，手机上挤成一条，书里也分不清"
            yield page.problem(line, 0, "L070", said, "最多三层", "拆成几个小标题，或者并到上一层")
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


#: A paragraph that goes on: the site shows a gap where the line ended.
_BROKEN_OFF = re.compile(r"((?:> ?)* *)(?:\*\*)?[\w“（《].*[\w，。；：、！？）”》…—%℃²³]")
_GOES_ON = re.compile(r"((?:> ?)* *)(?:\*\*|\[)?(?!\d+[.)] |\w+: )[\w，。；：、！？（）“”《》…—]")


def _lines_as_list(page: MarkdownPage) -> Iterator[Problem]:
    """Lines numbered by hand, or of a paragraph that an editor's program wrapped, run into one."""
    told = False
    for before, line in page.pairs():
        numbered = _NUMBERED.match(line.text), _NUMBERED.match(before.text)
        if all(numbered) and "|" not in line.text:
            said = "自己编号的几行会连成一段"
            yield page.problem(
                line, 0, "L056", said, "1. 甲", "编号改成“数字 + 英文点 + 空格”，或者每行之间空一行"
            )
        ended, begun = _BROKEN_OFF.fullmatch(before.text), _GOES_ON.match(line.text)
        broken = ended and begun and ended[1] == begun[1] and not any((*numbered, _LIST.match(before.text)))
        if broken and not told and not re.search(r"[|\t]", line.text):
            said = "一段话中间换了行，网页上这里会多一个空"
            yield page.problem(
                line, 0, "L056", said, "一段话写在一行里", "接到上一行；另起一段的，前面空一行"
            )
        told = bool(broken)


#: What begins a line that is indented right below another, and makes the readings part: all but words, items
#: of a list, bold, links, pictures, tables, code and boxes.
_ODD_BELOW = re.compile(
    r" {4,}(?:[A-Za-z]{1,4}[.)] |(?![\w“‘（《【:]|[-*+] |\*\*|\[|!\[|\||`|\0|!!!|\?\?\?)\S)"
)


def _below_heading(before: MarkdownLine, line: MarkdownLine) -> bool:
    return before.text.startswith("#") and re.match(r" {4,}\S", line.text) is not None


def _indented(page: MarkdownPage) -> Iterator[Problem]:
    above = ""  # the last line at the margin: what an indented one may belong to
    inmost = 0  # indent of the last item
    for before, line in page.pairs():
        if item := _LIST.match(line.text):
            inmost = len(item[1])
        elif before.blank and re.match(rf" {{{inmost + 8},}}\S", line.text) and _LIST.match(above):
            said = f"前面空了{'八' if not inmost else '太多'}格，会变成代码的样子"
            yield page.problem(line, 0, "L057", said, f"空 {inmost + 4} 格", "和这一项的字对齐，多的空格删掉")
        if before.blank and re.match(r" {4,}\S", line.text):
            if above.startswith("[^"):
                said = "脚注的第二段会变成代码的样子"
                yield page.problem(line, 0, "L057", said, "脚注只写一段", "接到脚注的那一行末尾")
            elif not _LIST.match(above) and not above.startswith(("!!!", "???", ":")):
                said = "前面空了四格，会变成代码的样子"
                mend = "删掉行首的空格；要空两格的，网页会自己排"
                yield page.problem(line, 0, "L057", said, "顶格写", mend)
        elif not before.blank and (_ODD_BELOW.match(line.text) or _below_heading(before, line)):
            mark = line.text.strip()[0]
            said = f"紧接在上一行下面、空了四格，又以“{mark}”开头，网页和书读得不一样"
            mend = "接到上一行末尾；是另一段的，在前面空一行"
            yield page.problem(line, 0, "L063", said, "一项写在一行里", mend)
        above = above if line.blank or line.text.startswith(" ") else line.text


def _footnotes(page: MarkdownPage) -> Iterator[Problem]:
    used: set[str] = set()
    defined: dict[str, MarkdownLine] = {}
    for line in page.lines:
        if block := re.match(
            r"\[\^[^\]\s]+\]:\s*(?P<mark>#{1,6}|>|[-+*]|\d+[.)]|\||```|~~~)(?:\s|$|(?<=[#>|]))", line.text
        ):
            said = f"脚注以“{block['mark']}”开头，网页和书读得不一样"
            mend = "删掉这个记号，脚注写成一段话；号数后面的点前面加反斜杠 \\."
            yield page.problem(line, block.start("mark"), "L069", said, "[^1]: 一段话", mend)
        is_note = _FOOTNOTE_TEXT.match(line.text)
        if begun := re.search(r"\[\^[^\[\]]*(?=\[\^)", line.text):  # the outer one takes the inner along
            said = f"“{begun[0].strip()}”没有写完，里面又有一个脚注"
            yield page.problem(line, begun.start(), "L069", said, "[^1]: 一段话", "补上“]”，或者删掉“[^”")
        for match in _FOOTNOTE.finditer(line.text):
            name, definition = match[1], match[2] and match.start() == 0
            if is_note and not definition:
                said = f"脚注里又有脚注“{name}”，书里印不出来"
                yield page.problem(line, match.start(), "L069", said, "[^1]: 一段话", "把要说的写进这个脚注")
            if definition and name in defined:
                said = f"脚注“{name}”写了两遍，前一遍会丢掉"
                yield page.problem(line, 0, "L058", said, "每个脚注写一遍", "改一个名字，或者合并")
            elif definition:
                defined[name] = line
            elif name in used:
                said = f"脚注“{name}”用了两处，书里会印两遍"
                mend = "第二处写成“同上注”，或者另写一个脚注"
                yield page.problem(line, match.start(), "L058", said, "一个脚注用一处", mend)
            else:
                used.add(name)
    for name, line in defined.items():
        if name not in used:
            yield page.problem(
                line, 0, "L059", f"脚注“{name}”没有地方用", f"正文里有 [^{name}]", "用上，或者删掉"
            )


def _notes_in_lists(page: MarkdownPage) -> Iterator[Problem]:
    """A note written out between items of a list: the site's list goes on, the book's begins anew."""
    written = [line for line in page.lines if not line.blank]
    above = MarkdownLine(0, "")
    for line, after in zip(written, [*written[1:], MarkdownLine(0, "")], strict=False):
        if _FOOTNOTE_TEXT.match(line.text):
            listed = _LIST.match(above.text) or above.text.startswith("  ")
            if listed and _LIST.match(after.text):
                said = "脚注的内容夹在列表中间，书里的列表会断开、从头编号"
                yield page.problem(line, 0, "L069", said, "脚注写在列表后面", "把这一行移到整个列表的后面")
        else:
            above = line


def _mixed(page: MarkdownPage) -> Iterator[Problem]:
    """Items of one depth with numbers and without, and items that go back out below a list that began after
    a blank line: the site takes them into the deeper list."""
    kinds: dict[int, bool] = {}  # by indent, in lines without a blank one between
    loose = 99  # indent of the first item since the last blank line
    for before, line in page.pairs():
        item = _MARKED.match(line.text)
        if before.blank:
            kept = not item and (line.blank or line.text.startswith("    "))  # more of the item above
            kinds, loose = kinds if kept else {}, len(item[1]) if item else 99
        if not item:
            continue
        indent, numbered = len(item[1]), item[2].isdigit()
        kinds = {depth: kind for depth, kind in kinds.items() if depth <= indent}
        if kinds.get(indent, numbered) != numbered:
            said = "有号的和没有号的列表接在一起，会连成一段"
            yield page.problem(line, 0, "L063", said, "两个列表之间空一行", "在这一行前面空一行")
        elif indent + 1 < loose < 99 and not before.blank:
            said = "小一层的列表前面有空行、后面没有，网页会把这一项并到里面去"
            mend = "在这一行前面空一行，或者删掉小一层前面的空行"
            yield page.problem(line, 0, "L063", said, "上下都空，或者都不空", mend)
        kinds[indent] = numbered


def _counted(page: MarkdownPage) -> Iterator[Problem]:
    """Numbers that do not follow one another: site and books count on from the first."""
    last: dict[int, int] = {}  # number of the item before, by indent
    for before, line in page.pairs():
        item, indent = _MARKED.match(line.text), len(line.text) - len(line.text.lstrip())
        if line.blank:
            continue
        if not item:
            last = {depth: number for depth, number in last.items() if depth < indent or not before.blank}
            continue
        former = last.get(indent)
        last = {depth: number for depth, number in last.items() if depth < indent}
        if not item[2].isdigit():
            continue
        number = last[indent] = int(item[2])
        if former is not None and number != former + 1 and (former, number) != (1, 1):
            said = f"列表的号从 {former} 到了 {number}，网页和书会接着数"
            mend = "改成接着的号；是另一个列表，中间写一句话"
            yield page.problem(line, indent, "L019", said, f"{former + 1}. 内容", mend)


def _foreign(page: MarkdownPage) -> Iterator[Problem]:
    for line in page.lines:
        for pattern, name, mend in _FOREIGN:
            match = pattern.search(line.text)
            if match:
                said = f"“{match[0].strip()}”是别的软件的{name}，读者会看到记号"
                yield page.problem(line, match.start(), "L060", said, "普通的字", mend)


def _definitions(page: MarkdownPage) -> Iterator[Problem]:
    rows = page.source.text.split("\n")
    for line in page.lines:
        raw = "" if line.blank else rows[line.number - 1]  # the site looks for these before it looks for code
        if match := _DEFINITION.match(raw) or _DEFINITION.match(line.text):
            name = raw[match.start("name") : match.end("name")]
            said = f"“{name}”开头的一行会被当成链接的地址，读者看不到这一行"
            mend = "链接写成 [文字](页面.md)；是普通的话，去掉方括号，或者换成【 】"
            mend = "脚注的名字用数字，不空格：[^1]: 内容" if name.startswith("[^") else mend
            yield page.problem(line, match.start("name"), "L060", said, "普通的字", mend)


def _pictures(page: MarkdownPage) -> Iterator[Problem]:
    """A picture stands by itself: the books set pictures between paragraphs, and only drawings of
    docs/drawings/, whose size and letters they measure."""
    for before, line, after in page.threes():
        if cut := re.search(r"!\[[^\]]*(?:\]\([^)]*)?$", line.text):
            said = "图的写法断成了两行"
            yield page.problem(line, cut.start(), "L062", said, "![说明](地址)", "接成一行")
        for match in re.finditer(r"!\[[^\]]*\]\((?P<target>[^)\s]*)[^)]*\)", line.text):
            alone = line.text.strip() == match[0] and before.blank
            if not alone or not (after.blank or _ATTRIBUTES.fullmatch(after.text)):
                said = "图和字挤在一起，书里排不了"
                yield page.problem(
                    line, match.start(), "L062", said, "图单独一行，上下各空一行", "图前面、后面各空一行"
                )
            elif line.text.endswith("  ") and _ATTRIBUTES.fullmatch(after.text):
                said = "图的末尾多了空格，网页会当成一段字，书里还是图"
                yield page.problem(line, len(line.text.rstrip()), "L062", said, "![说明](地址)", "删掉空格")
            elif not re.search(r"drawings/|\\", match["target"]) and not re.match(
                r"[A-Za-z][\w+.-]*:", match["target"]
            ):
                said = "图不在 docs/drawings/ 里，书里排不了"
                mend = "把图放进 docs/drawings/，再改这里的路径"
                yield page.problem(line, match.start("target"), "L062", said, "../drawings/文件名.svg", mend)
            elif re.search(r"drawings/[^:\\]*\.(?:png|jpe?g|webp|gif)$", match["target"], re.IGNORECASE):
                said = "书里只排 SVG 图，照片、截图排不了"
                mend = "照着画成 SVG，存进 docs/drawings/；画不了的，用几句话说"
                yield page.problem(line, match.start("target"), "L062", said, "../drawings/文件名.svg", mend)
            break


def _continued(page: MarkdownPage) -> Iterator[Problem]:
    """What stands under an item of a list without a blank line or an indent belongs to nobody for certain."""
    listed = numbered = False
    for before, line in page.pairs():
        match = _LIST.match(line.text)
        if before.blank:
            listed = line.text.startswith("    ") and listed
        if match:
            number = match[2][0].isdigit() if not match[1] else numbered
            if listed and not before.blank and number != numbered:
                said = "有号的和没有号的列表接在一起，会连成一段"
                yield page.problem(line, 0, "L063", said, "两个列表之间空一行", "在这一行前面空一行")
            elif listed and not before.blank and not _LIST.match(before.text) and before.text[:4].isspace():
                said = "列表的这一项和上面的一段连在一起"
                yield page.problem(line, 0, "L063", said, "上面空一行", "在这一行前面空一行")
            listed, numbered = True, number
        elif _carries_on(before.text, line.text):
            continue
        elif listed and not line.blank and not before.blank and not line.text.startswith("    "):
            said = "紧接在列表的一项下面，不知道是不是这一项的"
            mend = "是这一项的，接到上一行末尾；不是的，在前面空一行"
            yield page.problem(line, 0, "L063", said, "一项写在一行里", mend)
            listed = False


def _further_out(page: MarkdownPage) -> Iterator[Problem]:
    """Words in a box right below those of an item in it: the readings part on whose they are."""
    for before, line in page.pairs():
        deep, here = (len(row.text) - len(row.text.lstrip(" ")) for row in (before, line))
        if line.blank or before.blank or _LIST.match(line.text):
            continue
        if here >= 4 and deep >= here + 4:
            said = "前面的空格比上一行少，中间又没有空行，不知道是哪一段的"
            yield page.problem(line, 0, "L063", said, "上面空一行", "在这一行前面空一行")


def _carries_on(before: str, line: str) -> bool:
    """Whether words stand below those of an item of the outermost list, or below words that do."""
    item = re.match(r"(?:[-*+]|\d{1,2}\.) (?=\S)| {2,4}(?=\w)", before)
    return item is not None and re.match(rf" {{{item.end()}}}[\w“‘（《]", line) is not None


def _blank_before(page: MarkdownPage) -> Iterator[Problem]:
    """Code, boxes, quotations and notes begin after a blank line where the readings part without one."""
    rows = page.source.text.split("\n")
    for before, line in page.pairs():
        row = rows[line.number - 1]
        above = rows[before.number - 1] if before.number else ""
        ends_comment = "-->" in above and "<!--" not in above and re.match(r"\s+\S|[#>|]", row)
        if ends_comment or (re.search(r"^\s+<!--.*-->|-->\s+$", above) and row.strip()):
            said = "注释后面没有空行，网页和书读得不一样"
            yield page.problem(line, 0, "L064", said, "下面空一行", "在这一行前面空一行")
            continue
        mark = re.match(r"!!!|\?\?\?|>|\s*(?:```|~~~)|\[\^[^\]\s]+\]:|\s*<!--", row)
        if re.match(r"(?:(?!<!--).)*-->.*\S|\s*(?:<!--.*?-->\s*)+[#>|]", row):
            said = "注释的“-->”后面还有字，网页和书读得不一样"
            yield page.problem(line, row.index("-->"), "L064", said, "注释单独写", "后面的字另起一段")
        if (
            "<!--" in row
            and "--!>" not in row
            and row[: row.rindex("<!--")].strip()
            and "-->" not in row[row.rindex("<!--") :]
        ):
            said = "“<!--”前面有字，又没有在这一行结束，网页和书读得不一样"
            mend = "注释单独写，前面空一行；或者在这一行里写完"
            yield page.problem(line, row.rindex("<!--"), "L064", said, "<!-- 注释 -->", mend)
        if mark and not before.blank and not before.text.startswith((mark[0][:2], "# ", "##")):
            if mark[0] in (">", "!!!", "???") and _under_words(page, before):
                continue
            said = f"“{mark[0].strip()}”前面没有空行，网页和书读得不一样"
            yield page.problem(line, 0, "L064", said, "上面空一行", "在这一行前面空一行")
        elif line.number - 1 in page.closed_fences and re.match(r"\w", row) and not _LIST.match(row):
            continue
        elif row.strip() and (line.number - 1 in page.closed_fences or before.text.startswith("[^")):
            what = "脚注" if before.text else "代码块"
            said = f"{what}后面没有空行，网页和书读得不一样"
            yield page.problem(line, 0, "L064", said, "下面空一行", "在这一行前面空一行")


def _under_words(page: MarkdownPage, line: MarkdownLine) -> bool:
    """Whether ``line`` and those above it up to a blank one are words of one paragraph."""
    for above in reversed(page.lines[: line.number - page.lines[0].number + 1]):
        if above.blank:
            return page.source.text.split("\n")[above.number - 1].strip() == ""
        if not re.match(r"\w", above.text) or _LIST.match(above.text):
            return False
    return True


_ODD_QUOTATION = re.compile(
    r"\s*(?:(?:[-*+]|\d+[.)])\s+)*>(?:\s*(?P<mark>[#>|]|```|~~~|(?:[-+*=]+|\d+[.)])\s*$)"
    r"|(?P<indent>\s{5,})\S|.*?(?<!\\)(?P<bar>\|))"
)


def _quotations(page: MarkdownPage) -> Iterator[Problem]:
    for line in page.lines:
        odd = _ODD_QUOTATION.match(line.text)
        if odd:
            part = odd.lastgroup or "mark"
            what = "缩进的一段" if part == "indent" else odd[part].strip()
            said = f"引文里写了“{what}”，网页和书读得不一样，或者变成标题、表格"
            mend = "标题、表格、代码放到引文外面；空的一项写上内容，或者删掉"
            yield page.problem(line, odd.start(part), "L068", said, "> 一段话", mend)


def _code(page: MarkdownPage) -> Iterator[Problem]:
    for number, row in enumerate(page.source.text.split("\n"), 1):
        if "--!>" in row:
            said = "“--!>”会被读成注释的结尾"
            yield Problem(page.name, number, row.index("--!>") + 1, "L065", said, "-->", "删掉感叹号")
    for line in page.lines:
        if "`" in line.text:
            said = "“`”没有成对，这一行哪些字是代码，网页和书读得不一样"
            yield page.problem(line, line.text.index("`"), "L065", said, "`命令`", "补上另一个“`”，或者删掉")


#: Attributes on a line of their own, well written or not.
_ATTRIBUTES = re.compile(r"\s*\{.*\}\s*")
#: Behind bold, code or a link the site takes any braces for attributes.
_INLINE_ATTRIBUTES = re.compile(r"\{:?\s*(?:[#.]|\w+=)[^{}]*\}|(?<=[*)\]\0])\{[^}]*\}")
_WELL_WRITTEN = re.compile(r"\{:?(?:\s*[#.][\w.-]+)+\s*\}\s*")


def _attributes(page: MarkdownPage) -> Iterator[Problem]:
    """Attributes on a line of their own are the last line of a paragraph or stand under a picture."""
    for before, line, after in page.threes():
        if not _ATTRIBUTES.fullmatch(line.text):
            inside = None if line.text.startswith("#") else _INLINE_ATTRIBUTES.search(line.text)
            if inside and not inside[0].startswith(("{{", "{%")):
                said = f"“{inside[0]}”是网页的样式，书里会照原样印出来"
                yield page.problem(line, inside.start(), "L060", said, "普通的字", "删掉它")
            continue
        if before.blank or before.text.startswith("#") or not _WELL_WRITTEN.fullmatch(line.text):
            said = "样式的一行上面没有字，或者写法不对，读者会看到它"
            yield page.problem(line, 0, "L060", said, "{ .hb-figure }，紧接在一张图下面", "改对，或者删掉")
        elif not after.blank:
            said = "样式的一行夹在一段话中间，读者会看到它"
            yield page.problem(line, 0, "L060", said, "样式是一段话的最后一行", "在这一行下面空一行")


@lru_cache(maxsize=1)
def _inline() -> MarkdownIt:
    return MarkdownIt("commonmark")


_LOOKS: tuple[Callable[[MarkdownPage], Iterator[Problem]], ...] = (
    _emphasis,
    _single_marks,
    _pasted_tables,
    _products,
    _hash,
    _underlined,
    _nested,
    _years,
    _lines_as_list,
    _indented,
    _footnotes,
    _notes_in_lists,
    _mixed,
    _counted,
    _foreign,
    _definitions,
    _pictures,
    _continued,
    _further_out,
    _blank_before,
    _quotations,
    _code,
    _attributes,
)
