"""The editor's Markdown as a small tree of plain values that templates can set, by pandoc's reader.

Templates get no markup to evaluate: a page is a list of blocks, a block holds inlines, an inline is a
string or a value with its kind under ``t``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pypandoc

from handbook.markdown.typography import glue
from handbook.pdf.table_widths import A6_TABLE, column_widths
from handbook.problems import HandbookError, Problem

Block = dict[str, Any]
Inline = Any  # str, or a dict with "t"
#: Where a link of a page leads in the book: a label of the book, a full web address, or nowhere on paper.
Resolve = Callable[[str, str], "str | None"]

_ADMONITION = re.compile(
    r'^(?:!!!|\?\?\?\+?) (?P<kind>\w+)(?: "(?P<title>[^"]*)")?\n(?P<body>(?:[ \t]*\n|    .*(?:\n|\Z))*)',
    re.MULTILINE,
)
#: Code, or the mark of a note at the foot.
_FOOTNOTE = re.compile(r"`[^`]*`|\[\^(?P<name>[^\]\s]+)\]")
#: What pandoc reads as the site's Markdown does, and no more: each mark that only one of the two knows would
#: be a difference between the page and the book.
FORMAT = (
    "markdown_strict-spaced_reference_links+backtick_code_blocks+fenced_code_blocks+fenced_divs"
    "+footnotes+four_space_rule+header_attributes+intraword_underscores+pipe_tables+startnum"
)
#: A box to tick with a short word.
_OPTION = re.compile(r"(□[ \u00a0]?[^\s□。，；、]{1,6})")
#: Signs that no line may divide, so many that a line before them would be stretched to gaps: GB/T
#: 13869-2017. The number of a page behind a link is as long.
_LONG_PIECE = re.compile(r"[!-~\u00a0]{9}")
#: A place in a law, which stays on one line: among the few words of a list it would have the same effect.
_CITED = re.compile("》第[一二三四五六七八九十百零]+条")
_SPLIT = "qqHANDBOOKSPLITqq"
#: A table that a generated part gives as HTML, from its first line to its last.
_HTML_TABLE = re.compile(
    r'^(?:<div class="hb-table-wrap">)?<table\b.*?</table>(?:</div>)?[ \t]*$', re.MULTILINE | re.DOTALL
)
_PLACE = re.compile(r"qqHANDBOOKTABLE(\d+)qq")
#: A block of code, in which nothing is changed.
_CODE = re.compile(r"^[ \t]*(?P<fence>```+|~~~+).*?^[ \t]*(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL)
#: The same, but that a box may hold none of it.
_CODE_AT_MARGIN = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL)
#: Attributes of the paragraph before, for the web's style sheet.
_ATTRIBUTES = re.compile(r"^\{:?[^{}\n]*\}[ \t]*$", re.MULTILINE)
_TABLE_ROW = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)
#: Words marked as kept together longer than this many characters may be broken after all.
_NARROW = 6
#: As wide as the page number that stands behind a link within the book.
_PAGE_NUMBER = "　" * 5


def plain_markdown(text: str) -> str:
    """Markdown that pandoc understands: admonitions of the site become fenced blocks, attributes for the
    web go."""
    boxed = _outside_code(text, lambda part: _ADMONITION.sub(_fenced, part), _CODE_AT_MARGIN)
    return _outside_code(
        boxed,
        lambda part: _ATTRIBUTES.sub("", _TABLE_ROW.sub(lambda row: row[0].replace("\\|", "&#124;"), part)),
    )


def _outside_code(text: str, change: Callable[[str], str], code: re.Pattern[str] = _CODE) -> str:
    """``text`` with ``change`` made of what stands between its blocks of code."""
    parts: list[str] = []
    end = 0
    for match in code.finditer(text):
        parts += [change(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*parts, change(text[end:])])


def _fenced(match: re.Match[str]) -> str:
    body = re.sub(r"^    ", "", match["body"], flags=re.MULTILINE).strip()
    title = f"**{match['title']}**\n\n" if match["title"] else ""
    return f"\n::: {{.{match['kind']}}}\n{title}{body}\n:::\n\n"


def read_pages(
    pages: Mapping[str, str], resolve: Resolve = lambda page, target: None, *, table: float = A6_TABLE
) -> dict[str, list[Block]]:
    """The blocks of each Markdown text, all in one run of pandoc.

    ``pages``: Markdown by path of the page under docs/; ``resolve`` is asked with that path and the link's
    target; ``table``: width of a table in characters. Raises HandbookError for what paper cannot show.
    """
    if not pages:
        return {}
    tables: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        tables.append(match[0])
        return f"\n\nqqHANDBOOKTABLE{len(tables) - 1}qq\n\n"

    def own_notes(number: int) -> Callable[[str], str]:
        """Notes at the foot with the page's number before their names: all pages are read as one text."""

        def named(match: re.Match[str]) -> str:
            return f"[^{number}-{match['name']}]" if match["name"] else match[0]

        return lambda part: _FOOTNOTE.sub(named, _HTML_TABLE.sub(put_aside, part))

    texts = [
        _outside_code(plain_markdown(text), own_notes(number)) for number, text in enumerate(pages.values())
    ]
    found = _parsed(texts, FORMAT, "\n\n")
    if len(found) != len(pages):
        raise HandbookError(
            Problem.whole(
                "docs",
                "B023",
                "有一页没有写完整：代码块或者括起来的部分没有结束",
                hint="检查 ``` 和 ::: 是不是成对",
            )
        )
    aside = _parsed(tables, "html", "\n") if tables else []
    return {
        path: list(_Reader(path, resolve, aside, table).blocks(content))
        for path, content in zip(pages, found, strict=True)
    }


def _parsed(texts: list[str], form: str, gap: str) -> list[list[Any]]:
    """Pandoc's blocks of each text, in one run."""
    mark = f"<p>{_SPLIT}</p>" if form == "html" else _SPLIT
    found: list[list[Any]] = [[]]
    for block in json.loads(pypandoc.convert_text(f"{gap}{mark}{gap}".join(texts), "json", format=form))[
        "blocks"
    ]:
        if block["t"] == "Para" and block["c"] == [{"t": "Str", "c": _SPLIT}]:
            found.append([])
        else:
            found[-1].append(block)
    return found


class _Reader:
    """Blocks of one page."""

    def __init__(self, path: str, resolve: Resolve, aside: list[list[Any]], table: float) -> None:
        self.path, self.resolve, self.aside, self.table = path, resolve, aside, table

    def blocks(self, blocks: list[Any]) -> Iterator[Block]:
        made = [value for block in blocks for value in self._block(block)]
        for value, following in zip(made, [*made[1:], None], strict=False):
            # A line that announces a list or table is not left behind on the page before.
            if (
                value["t"] == "p"
                and following
                and following["t"] in ("ul", "ol", "table", "fig")
                and _announces(value["c"])
            ):
                value["sticky"] = True
            yield value

    def _block(self, block: Any) -> list[Block]:
        kind, content = block["t"], block.get("c")
        match kind:
            case "Para" | "Plain":
                return self._paragraph(content, item=kind == "Plain")
            case "Header":
                return [{"t": "h", "level": content[0], "c": self._inlines(content[2])}]
            case "BulletList":
                return [{"t": "ul", "items": [list(self.blocks(item)) for item in content]}]
            case "OrderedList":
                return [
                    {
                        "t": "ol",
                        "start": content[0][0],
                        "items": [list(self.blocks(item)) for item in content[1]],
                    }
                ]
            case "BlockQuote":
                return [{"t": "quote", "c": list(self.blocks(content))}]
            case "Div":
                inside = list(self.blocks(content[1]))
                return (
                    inside
                    if any(name.startswith("hb-") for name in content[0][1])
                    else [{"t": "quote", "c": inside}]
                )
            case "Table":
                return [self._table(content)]
            case "HorizontalRule":
                return [{"t": "hr"}]
            case "CodeBlock":
                return [{"t": "code", "s": content[1]}]
            case "RawBlock":
                return []  # tags of the web alone; their words come as blocks of their own
        raise self._wrong(kind)

    def _paragraph(self, content: list[Any], *, item: bool = False) -> list[Block]:
        """One paragraph; a picture standing alone is a figure; a question in bold keeps its answer below
        it."""
        place = _PLACE.fullmatch(content[0]["c"]) if len(content) == 1 and content[0]["t"] == "Str" else None
        if place:
            return list(self.blocks(self.aside[int(place[1])]))
        if len(content) == 1 and content[0]["t"] == "Image":
            return [self._picture(content[0]["c"])]
        if len(content) > 2 and content[0]["t"] == "Strong" and content[1]["t"] in ("SoftBreak", "LineBreak"):
            question: Block = {"t": "p", "c": self._inlines(content[:1]), "sticky": True, "tight": True}
            return [question, {"t": "p", "c": self._inlines(content[2:])}]
        paragraph: Block = {"t": "p", "c": self._inlines(content)}
        said = _text(paragraph["c"])
        if (
            _LONG_PIECE.search(said)
            or (item and _CITED.search(said))
            or any(_in_book(value) for value in paragraph["c"])
        ):
            paragraph["ragged"] = True
        return [paragraph]

    def _picture(self, content: list[Any]) -> Block:
        address = content[2][0]
        if "drawings/" not in address:
            raise self._wrong(f"图 {address}")
        return {
            "t": "fig",
            "src": "/build/drawings/" + address.split("drawings/", 1)[1],
            "alt": _text(self._inlines(content[1])),
        }

    def _table(self, content: list[Any]) -> Block:
        head = [self._row(row) for row in content[3][1]]
        rows = [self._row(row) for body in content[4] for row in (*body[2], *body[3])]
        widths = column_widths([[_lines(cell) for cell in row] for row in (*head, *rows)], self.table)
        return {
            "t": "table",
            "widths": widths,
            "head": head[0] if head and any(head[0]) else None,
            "rows": rows,
            "row-heads": content[4][0][1] if content[4] else 0,
        }

    def _row(self, row: Any) -> list[list[Block]]:
        return [list(self.blocks(cell[4])) for cell in row[1]]

    def _inlines(self, inlines: list[Any]) -> list[Inline]:
        result: list[Inline] = []
        for value in self._each(inlines):
            if isinstance(value, str) and result and isinstance(result[-1], str):
                result[-1] += value
            else:
                result.append(value)
        return [
            part
            for value in result
            for part in (_options(glue(value)) if isinstance(value, str) else [value])
        ]

    def _each(self, inlines: list[Any]) -> Iterator[Inline]:
        for number, inline in enumerate(inlines):
            kind, content = inline["t"], inline.get("c")
            match kind:
                case "Str":
                    yield content
                case "Space":
                    yield " "
                case "SoftBreak":
                    yield self._break_of_line(inlines, number)
                case "LineBreak":
                    yield {"t": "br"}
                case "Strong" | "Emph":  # the books know one emphasis
                    yield {"t": "b", "c": self._inlines(content)}
                case "Code":
                    yield {"t": "code", "s": content[1]}
                case "Link":
                    yield from self._link(content)
                case "Span":
                    yield from self._span(content[0][1], content[1])
                case "Note":
                    yield {
                        "t": "note",
                        "c": [value for block in self.blocks(content) for value in block.get("c", [])],
                    }
                case "RawInline":
                    if re.fullmatch(r"<br ?/?>", content[1]):
                        yield {"t": "br"}
                case _:
                    raise self._wrong(kind)

    def _break_of_line(self, inlines: list[Any], number: int) -> str:
        """A space where the source breaks a line between Latin letters; between Han nothing."""
        before, after = inlines[max(number - 1, 0) : number], inlines[number + 1 : number + 2]
        around = _text(self._inlines(before))[-1:] + _text(self._inlines(after))[:1]
        return " " if around.isascii() else ""

    def _span(self, classes: list[str], content: list[Any]) -> Iterator[Inline]:
        if "hb-badge" in classes:
            yield {"t": "tag", "c": self._inlines(content)}
        elif "hb-nowrap" in classes and len(_text(self._inlines(content))) <= _NARROW:
            yield {"t": "nowrap", "c": self._inlines(content)}
        else:
            yield from self._each(content)

    def _link(self, content: list[Any]) -> Iterator[Inline]:
        words, target = content[1], content[2][0]
        to = target if re.match(r"(https?|mailto|tel):", target) else self.resolve(self.path, target)
        if to is None:
            yield from self._each(words)
        else:
            link: Inline = {"t": "a", "to": to, "c": self._inlines(words)}
            if _in_book(link) and len(_text(link["c"])) <= _NARROW:  # the page's number may go below
                link["c"] = [{"t": "nowrap", "c": link["c"]}]
            yield link

    def _wrong(self, what: str) -> HandbookError:
        return HandbookError(
            Problem.whole(
                f"docs/{self.path}",
                "B024",
                f"书里排不了这种写法：{what}",
                "段落、标题、列表、表格、图、加粗、链接",
                "换一种写法",
            )
        )


def _announces(inlines: list[Inline]) -> bool:
    """Whether a paragraph leads on to what stands below it: it ends in a colon or question, or is a heading
    in bold."""
    return _text(inlines).rstrip().endswith(("：", "？")) or all(
        isinstance(value, dict) and value["t"] == "b" for value in inlines
    )


def _options(text: str) -> list[Inline]:
    """``text`` with each box to tick and its word kept on one line."""
    return [
        {"t": "nowrap", "c": [part]} if _OPTION.fullmatch(part) else part
        for part in _OPTION.split(text)
        if part
    ]


def _text(inlines: list[Inline]) -> str:
    return "".join(
        value if isinstance(value, str) else value.get("s") or _text(value.get("c", [])) for value in inlines
    )


def _in_book(value: Inline) -> bool:
    """Whether ``value`` is a link within the book, which paper shows with the number of a page."""
    return isinstance(value, dict) and value["t"] == "a" and value["to"].startswith("#")


def _lines(blocks: list[Block]) -> list[str]:
    """The lines a cell's author wrote; a list in a cell counts a line for each point."""
    lines = [""]
    for block in blocks:
        if block["t"] in ("ul", "ol"):
            lines += [line for item in block["items"] for line in _lines(item)]
        for value in block.get("c", []):
            if isinstance(value, dict) and value["t"] == "br":
                lines.append("")
            else:
                lines[-1] += _text([value]) + (_PAGE_NUMBER if _in_book(value) else "")
    return lines
