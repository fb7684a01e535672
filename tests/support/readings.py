"""A page as the site reads it and as the books read it, in one form that can be compared.

A reading is a list of blocks in order: what each stands in (lists with the number of the item, boxes,
tables), what it is, and its words without spaces, those in bold between stars. Notes at the foot come last,
sorted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import markdown
import yaml
from lxml import html

from conftest import ROOT
from handbook.books.content.prose import read_pages
from support import cases


@dataclass(frozen=True)
class Piece:
    """``inside``: the containers from outside in; ``kind``: p, h2, code, hr, fig, cell …"""

    inside: tuple[str, ...]
    kind: str
    words: str


def web_reading(text: str) -> list[Piece]:
    """The blocks of Markdown ``text`` on the site."""
    made = _site_markdown().reset().convert(text)
    tree = html.fragment_fromstring(made, create_parent="div")
    notes: list[Piece] = []
    for footer in tree.find_class("footnote"):
        for item in footer.iter("li"):
            words = re.sub("↩", "", _web_words(item))
            notes.append(Piece((), "note", words))
        footer.getparent().remove(footer)
    return [*_web_blocks(tree, ()), *sorted(notes, key=lambda piece: piece.words)]


def book_readings(texts: Sequence[str]) -> list[list[Piece]]:
    """The blocks of each Markdown text in the books, in one run of pandoc. Raises HandbookError as the books
    do."""
    pages = read_pages({str(number): text for number, text in enumerate(texts)})
    return [_book_reading(pages[str(number)]) for number in range(len(texts))]


@lru_cache(maxsize=1)
def _site_markdown() -> markdown.Markdown:
    class Loader(cases.Loader):
        """Marks that name a function give nothing: how headings get their addresses is no matter here."""

    Loader.add_multi_constructor("!!python/", lambda loader, suffix, node: None)
    Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)
    settings = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)
    names = [name if isinstance(name, str) else next(iter(name)) for name in settings["markdown_extensions"]]
    return markdown.Markdown(extensions=names)


_BLOCKS = {
    "p",
    "ul",
    "ol",
    "table",
    "pre",
    "hr",
    "div",
    "details",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
}
_BLOCKS |= {"h5", "h6", "figure"}


def _web_blocks(element: Any, inside: tuple[str, ...]) -> Iterator[Piece]:
    """Pieces of what stands in ``element``; words and inline tags between blocks are paragraphs."""
    loose: list[str] = []

    def flush() -> Iterator[Piece]:
        words = _plain("".join(loose))
        loose.clear()
        if words:
            yield Piece(inside, "p", words)

    loose.append(element.text or "")
    for child in element:
        if child.tag in _BLOCKS:
            yield from flush()
            yield from _web_block(child, inside)
            loose.append(child.tail or "")
        else:
            loose.append(_web_words(child) + (child.tail or ""))
    yield from flush()


def _web_block(element: Any, inside: tuple[str, ...]) -> Iterator[Piece]:
    tag = element.tag
    if tag == "p" and len(element) == 1 and element[0].tag == "img" and not _plain(element.text or ""):
        yield Piece(inside, "fig", _plain(element[0].get("alt", "")))
    elif tag in ("p", *(f"h{level}" for level in range(1, 7))):
        words = _web_words(element)
        if words:
            yield Piece(inside, tag, words)
    elif tag in ("ul", "ol"):
        start = int(element.get("start", "1"))
        for number, item in enumerate(element.findall("li"), start):
            yield from _web_blocks(item, (*inside, f"{number}." if tag == "ol" else "-"))
    elif tag == "table":
        for row, cells in enumerate(element.iter("tr")):
            for column, cell in enumerate(cells):
                yield Piece(inside, f"cell {row}.{column}", _web_words(cell))
    elif tag == "hr":
        yield Piece(inside, "hr", "")
    elif tag == "pre" or "highlight" in element.get("class", ""):
        yield Piece(inside, "code", _plain(element.text_content()))
    elif tag == "div" and "admonition" not in element.get("class", ""):
        yield from _web_blocks(element, inside)
    else:  # a box, a quotation
        _mark_title(element)
        yield from _web_blocks(element, (*inside, "box"))


def _mark_title(box: Any) -> None:
    """The title of a box becomes a paragraph in bold, as the book sets it."""
    for child in box.findall("p") + box.findall("summary"):
        if child.tag == "summary" or "admonition-title" in child.get("class", ""):
            child.tag = "p"
            child.text = f"*{child.text or ''}"
            last = child[-1] if len(child) else None
            if last is None:
                child.text += "*"
            else:
                last.tail = (last.tail or "") + "*"


def _web_words(element: Any) -> str:
    """Words of inline content, bold between stars; no mark of a note, no link to a heading itself."""
    if element.tag == "sup" and (element.get("id") or "").startswith("fnref"):
        return ""
    if element.tag == "a" and {"headerlink", "footnote-backref"} & set((element.get("class") or "").split()):
        return ""
    if element.tag == "img":
        return element.get("alt", "")
    if not isinstance(element.tag, str):
        return ""
    inner = (element.text or "") + "".join(_web_words(child) + (child.tail or "") for child in element)
    words = _plain(inner)
    return f"*{words}*" if element.tag in ("strong", "em") and words else words


def _plain(text: str) -> str:
    return re.sub(r"[\s\u2060]+", "", text)


def _book_reading(blocks: list[Any]) -> list[Piece]:
    notes: list[Piece] = []
    pieces = list(_book_blocks(blocks, (), notes))
    return [*pieces, *sorted(notes, key=lambda piece: piece.words)]


def _book_blocks(blocks: list[Any], inside: tuple[str, ...], notes: list[Piece]) -> Iterator[Piece]:
    tight = ""  # a question that the book sets close to its answer is one paragraph with it on the site
    for block in blocks:
        kind = block["t"]
        if kind == "p":
            words = tight + _book_words(block["c"], notes)
            tight = words if block.get("tight") else ""
            if words and not tight:
                yield Piece(inside, "p", words)
        elif kind == "h":
            yield Piece(inside, f"h{block['level']}", _book_words(block["c"], notes))
        elif kind in ("ul", "ol"):
            for number, item in enumerate(block["items"], block.get("start", 1)):
                yield from _book_blocks(item, (*inside, f"{number}." if kind == "ol" else "-"), notes)
        elif kind == "table":
            rows = ([block["head"]] if block["head"] else []) + block["rows"]
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    words = "".join(piece.words for piece in _book_blocks(cell, (), notes))
                    yield Piece(inside, f"cell {row}.{column}", words)
        elif kind == "quote":
            yield from _book_blocks(block["c"], (*inside, "box"), notes)
        elif kind == "fig":
            yield Piece(inside, "fig", _plain(block["alt"]))
        else:
            yield Piece(inside, kind, _plain(block.get("s", "")))


def _book_words(inlines: list[Any], notes: list[Piece]) -> str:
    found = ""
    for value in inlines:
        if isinstance(value, str):
            found += value
        elif value["t"] == "note":
            notes.append(Piece((), "note", _book_words(value["c"], notes)))
        elif value["t"] == "b":
            words = _book_words(value["c"], notes)
            found += f"*{words}*" if words else ""
        else:
            found += value.get("s", "") + _book_words(value.get("c", []), notes)
    return _plain(found)
