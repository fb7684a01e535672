"""Sections of the items' pages, long tables and rows of drawings of all pages, folded behind one line.

A page answers first; what explains it waits behind a line that can be tapped. The folds are ``details``
elements: they work without script, the browser's own search looks into them, and paper shows them open,
without a line that only repeats what then stands below it. Headings stay outside, so that the table of
contents and every address stay as they are. Needs the extension ``md_in_html``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from handbook.page_text.page import Link, questions, read, unique_id
from handbook.page_text.words import plain_words

#: A first sentence that may stand alone: no mark of Markdown begins in it and ends after it.
_SENTENCE = re.compile(r"(?s).{16,}?[。！？]”?")
_MARK = re.compile(r"^(?:[-*+] |\d+\. |\||!\[|!!!|>|#|<|\?\?\?)")
_LEAD = re.compile(r"^[-*] (?:\*\*)?([^*：:。，]{1,10})(?:\*\*)?[：:]")
#: Sections from which a page is a list of questions, each looked for alone.
_MANY_SECTIONS = 12
#: Shorter than this a section needs no fold: the line to tap would be as long.
_SHORT = 80

#: A table in HTML or in Markdown.
_TABLE = re.compile(
    r"<div class=\"hb-table-wrap\">\s*<table\b.*?</table>\s*</div>"
    r"|^(?:\|[^\n]*\n)+",
    re.DOTALL | re.MULTILINE,
)
#: Cells that a page's tables may show at once; rows from which a table is then long, and rows from which one
#: is long on any page; characters of its line.
_CELLS = 90
_ROWS = 8
_MANY_ROWS = 15
_NAMES = 60
#: Stands before a table that people come for: it stays open, and the page's long lists fold in its place.
_OPEN = "<!-- 表不折 -->"
#: A list whose entries, five or more, begin with their names.
_NAMED_LIST = re.compile(r"^(?:(?:[-*]|\d+\.) \*\*[^*\n]+\*\*[^\n]*\n){5,}", re.MULTILINE)
_NAME = re.compile(r"^\S+ \*\*([^*\n]+?)[。：]?\*\*", re.MULTILINE)

#: What stands behind a drawing that is alone in its paragraph.
_FIGURE = "\n{ .hb-figure }"
#: Rows of drawings that a page may show at once: each is about two phone screens.
_ROWS_OF_DRAWINGS = 2


def fold_answers(markdown: str) -> str:
    """``markdown`` of a page with its sections folded where they are many; any other page as it is."""
    many = markdown.count("\n## ") >= _MANY_SECTIONS
    return fold_sections(markdown) if many else markdown


def fold_sections(markdown: str) -> str:
    """``markdown`` of an item's page with each section of the second level folded; the rest as it is."""
    parts = re.split(r"^(## .+)$", markdown, flags=re.MULTILINE)
    seen: set[str] = set()
    folded = [parts[0]]
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        body, include, after = text.partition("--8<--")
        folded += [heading, "\n\n", _fold(body.strip(), seen), "\n\n", include, after]
    return "".join(folded)


def fold_long_tables(markdown: str) -> str:
    """``markdown`` of a page with its long tables folded behind the names of their rows: those of many rows
    everywhere, shorter ones when all tables together are more than a phone can be asked to scroll. Tables
    within folds, blank forms and tables that sort themselves stay as they are; so does one marked to stay
    open, and the page's long lists fold behind their names instead."""
    sizes = {match.start(): _size(match[0]) for match in _open_tables(markdown)}
    cells = sum(rows * columns for rows, columns in sizes.values())
    limit = _ROWS if cells > _CELLS else _MANY_ROWS

    def fold(match: re.Match[str]) -> str:
        if sizes.get(match.start(), (0, 0))[0] < limit:
            return match[0]
        return _folded(_rows_named(match[0]), match[0])

    long = any(rows >= limit for rows, _ in sizes.values())
    folded = _TABLE.sub(fold, markdown) if long else markdown
    if _OPEN not in folded:
        return folded
    return _NAMED_LIST.sub(
        lambda match: _folded(html.escape("、".join(_NAME.findall(match[0]))), match[0]),
        folded.replace(_OPEN, ""),
    )


def _open_tables(markdown: str) -> Iterator[re.Match[str]]:
    """Tables that stand in no fold and are not marked to stay open."""
    depth = before = 0  # each part of a long page is looked at once
    for table in _TABLE.finditer(markdown):
        between = markdown[before : table.start()]
        depth += between.count("<details") - between.count("</details>")
        before = table.start()
        if depth == 0 and not between.rstrip().endswith(_OPEN):
            yield table


def _folded(line: str, inside: str) -> str:
    """``inside`` (Markdown) behind ``line`` (HTML), which repeats what is inside."""
    return (
        f'<details class="hb-fold" markdown="1">\n<summary class="hb-screen">{line}</summary>\n\n'
        f"{inside.strip()}\n\n</details>\n"
    )


def fold_drawings(markdown: str) -> str:
    """``markdown`` of a page that shows many rows of drawings with all but the first row folded behind what
    their words begin with, less the heading they stand under; any other page as it is."""
    if markdown.count(_FIGURE) < 2 * _ROWS_OF_DRAWINGS:
        return markdown
    rows = _rows_of_drawings(markdown)
    if len(rows) <= _ROWS_OF_DRAWINGS:
        return markdown
    headings = [heading for heading in read(markdown).headings if heading.level == 2]
    for row in reversed(rows[1:]):
        heading = next((one.text for one in reversed(headings) if one.line < row[0].line), "")
        names = "、".join(picture.text.split("。")[0].removeprefix(heading) for picture in row)
        start, end = row[0].start, row[-1].end + len(_FIGURE)
        markdown = (
            f'{markdown[:start]}<details class="hb-fold" markdown="1">\n'
            f'<summary class="hb-screen">看图：{html.escape(names)}</summary>\n\n'
            f"{markdown[start:end]}\n\n</details>{markdown[end:]}"
        )
    return markdown


def _rows_of_drawings(markdown: str) -> list[list[Link]]:
    """Drawings that follow each other, two or more."""
    rows: list[list[Link]] = []
    for picture in read(markdown).pictures:
        if not markdown.startswith(_FIGURE, picture.end):
            continue
        if rows and not markdown[rows[-1][-1].end + len(_FIGURE) : picture.start].strip():
            rows[-1].append(picture)
        else:
            rows.append([picture])
    return [row for row in rows if len(row) > 1]


def _size(table: str) -> tuple[int, int]:
    """Rows and columns of a table, its head left out."""
    if "hb-table--form" in table or "hb-sortable" in table:
        return 0, 0
    if table.lstrip().startswith("|"):
        lines = table.strip().split("\n")
        return len(lines) - 2, lines[0].count("|") - 1
    return table.count("<tr") - 1, table.partition("</tr>")[0].count("<th")


def _rows_named(table: str) -> str:
    """How many rows ``table`` has, and what the first of them are called; as HTML."""
    rows = _size(table)[0]
    if table.lstrip().startswith("|"):
        cells = [line.strip("| ").split("|")[0] for line in table.strip().split("\n")[2:]]
    else:
        cells = re.findall(
            r"<tr[^>]*>\s*<t[dh][^>]*>(.*?)</t[dh]>", table.partition("</thead>")[2], re.DOTALL
        )
    names = list(dict.fromkeys(filter(None, (html.escape(plain_words(cell).strip("*")) for cell in cells))))
    shown = next(
        (names[:n] for n in range(len(names), 0, -1) if sum(map(len, names[:n])) <= _NAMES), names[:1]
    )
    return f"{rows} 行：{'、'.join(shown)}{'……' if len(shown) < len(names) else ''}"


def _fold(body: str, seen: set[str]) -> str:
    asked = questions(body)
    if asked:
        return "\n\n".join(_one_question(question, answer, seen) for question, answer in asked)
    if len(body) < _SHORT:
        return body
    blocks = re.split(r"\n{2,}", body)
    line, rest = _first_line(blocks[0])
    screen = ' class="hb-screen"' if rest == blocks[0] else ""
    inside = "\n\n".join(filter(None, [rest, *blocks[1:]]))
    if not inside or "](" in line:  # what is tapped holds nothing to tap
        return body
    return (
        f'<details class="hb-fold" markdown="1">\n<summary{screen} markdown="span">{line}</summary>\n\n'
        f"{inside}\n\n</details>"
    )


def _one_question(asked: str, answer: str, seen: set[str]) -> str:
    return (
        f'<details class="hb-qa hb-ask" id="{unique_id(asked, seen)}" markdown="1">\n'
        f"<summary>{html.escape(asked)}</summary>\n\n{answer}\n\n</details>"
    )


def _first_line(block: str) -> tuple[str, str]:
    """What the fold shows, and what of the first block is left to stand inside."""
    first = block.split("\n", 1)[0]
    if first.startswith("|"):
        heads = [cell.strip() for cell in first.strip("| ").split("|")]
        rows = max(0, block.count("\n") - 1)
        return f"{rows} 行对照：{'、'.join(heads)}", block
    if _MARK.match(first):
        leads = [match[1] for line in block.splitlines() if (match := _LEAD.match(line))]
        if len(leads) > 1:
            return "、".join(leads), block
        return html.escape(re.sub(r"^(?:[-*+]|\d+\.) |[*`]", "", first)), block
    match = _SENTENCE.match(block)
    if match and _whole(match[0]) and block[match.end() :].strip():
        return match[0].replace("\n", ""), block[match.end() :].lstrip()
    return block.replace("\n", ""), ""


def _whole(text: str) -> bool:
    """Whether no mark of Markdown is left open at the end of ``text``."""
    return (
        text.count("**") % 2 == 0
        and text.count("[") == text.count("]")
        and text.count("(") == text.count(")")
    )
