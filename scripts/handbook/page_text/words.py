"""Plain words of a page's Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from handbook.page_text.parser import parser

#: What of a line is not read as words: code, tags, where links lead, attribute lists, entities, addresses.
NOT_READ = re.compile(
    r"`[^`]*`"
    r"|<!--.*?-->|</?[A-Za-z][^>]*>"
    r"|(?<=\])\([^)\s]*(?:\s+\"[^\"]*\")?\)"
    r"|\{\s*[#.:][^}]*\}"
    r"|&[#\w]+;"
    r"|(?:https?://|www\.|[\w.-]+@)[\w./?=#%&~+-]+"
)
_TAG = re.compile(r"<[^>]+>")
#: How a cell ends that needs no sign behind it.
_STOPS = tuple("。；！？：，、")
_ATTRIBUTE_LIST = re.compile(r"\{:?\s*[#.][^}]*\}")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, whose words are read with its id, or a piece of text."""

    level: int  # of a heading; 0 for other text
    text: str


def blocks(tokens: list[Token]) -> Iterator[Block]:
    """The text of a page, block by block.

    Left out are rows and items that only show the way, since what they speak of stands where they lead: a
    row whose last cell is nothing but a link, an item that begins with a link.
    """
    row: list[Token] = []
    in_row = in_item = False
    for index, token in enumerate(tokens):
        match token.type:
            case "tr_open":
                row, in_row = [], True
            case "tr_close":
                in_row = False
                if row and not _is_link(row[-1]):
                    yield Block(0, _row_words(filter(None, map(words_of, row))))
            case "list_item_open":
                in_item = True
            case "inline" if in_row:
                row.append(token)
            case "inline" if tokens[index - 1].type == "heading_open":
                yield Block(int(tokens[index - 1].tag[1:]), "")
            case "inline":
                if not (in_item and _begins_with_link(token)):
                    yield Block(0, words_of(token))
                in_item = False
            case "fence":
                yield Block(0, token.content)
            case "html_block":
                text = re.sub(r"<!--.*?-->", " ", token.content, flags=re.DOTALL)
                for part in text.split("</tr>"):
                    yield Block(0, html.unescape(_TAG.sub(" ", part)))


def _row_words(cells: Iterable[str]) -> str:
    """A row of a table as one sentence: what a search shows of it is that row, and where a cell ends."""
    text = ""
    for cell in cells:
        text += ("" if not text else " " if text.endswith(_STOPS) else "，") + cell
    return text if not text or text.endswith(_STOPS) else text + "。"


def _shown(inline: Token) -> list[Token]:
    return [child for child in inline.children or () if child.content.strip("* ") or child.nesting]


def _is_link(inline: Token) -> bool:
    shown = _shown(inline)
    links = [number for number, child in enumerate(shown) if child.type == "link_open"]
    return links == [0] and shown[-1].type == "link_close"


def _begins_with_link(inline: Token) -> bool:
    return [child.type for child in _shown(inline)[:1]] == ["link_open"]


def words_of(inline: Token, apart: tuple[str, ...] = ("<",)) -> str:
    """Plain words of a block; pictures say theirs elsewhere, attribute lists are for the generator.

    Tags that begin with one of ``apart`` keep the words on either side apart.
    """
    parts: list[str] = []
    for child in inline.children or ():
        match child.type:
            case "text":
                parts.append(child.content.replace("**", ""))
            case "code_inline":
                parts.append(child.content)
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "html_inline":
                parts.append(" " if child.content.startswith(apart) else "")
    return _ATTRIBUTE_LIST.sub("", "".join(parts)).strip()


def plain_words(text: str) -> str:
    """The words of a piece of running text on one line: links say theirs, marks and tags are left out."""
    (inline,) = parser().parseInline(text)
    return on_one_line([words_of(inline, apart=("<br",))])


def in_lines(blocks: Iterable[str]) -> str:
    """A line for each block that says something."""
    return "\n".join(filter(None, (on_one_line([block]) for block in blocks)))


def on_one_line(words: Iterable[str]) -> str:
    return " ".join(" ".join(words).split())
