"""A page taken apart: its include lines, headings, links, pictures and sections, each with its place."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from markdown.extensions.toc import unique  # type: ignore[import-untyped]
from markdown_it.token import Token
from pymdownx.slugs import slugify

from handbook.page_text.parser import looks_like_include, parser
from handbook.page_text.words import blocks, in_lines, words_of

_ATTRIBUTES = re.compile(r"\s*\{:?\s*(?P<list>[^{}]*)\}\s*$")
_OWN_ID = re.compile(r"#([\w.-]+)")
_EXPLICIT_ID = re.compile(r"\{:?\s*#([\w.-]+)[^}]*\}|\bid=\"([^\"]+)\"")
_ANCHOR_TAG = re.compile(r"<a\b[^>]*\bhref=\"(?P<href>[^\"]*)\"")
_slug: Callable[[str, str], str] = slugify(case="lower")
#: A question that a page asks and answers, in bold on a line of its own.
_QUESTION = re.compile(r"\*\*([^*\n]+[？?])\*\*[ \t]*\n?")


@dataclass(frozen=True, slots=True)
class Include:
    """A line that takes in a text made from data. ``line`` counts from 1; ``column`` is that of the name,
    from 1."""

    name: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Heading:
    """``text`` is plain; ``id`` is what the site generator will give it, or what the page gives it itself."""

    level: int
    text: str
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture. ``target`` as written; ``text`` is its Markdown; ``tag``: written as HTML.

    ``line`` and ``column`` count from 1; ``start`` and ``end`` are places in the text.
    """

    target: str
    text: str
    picture: bool
    tag: bool
    line: int
    column: int
    start: int
    end: int

    @property
    def path(self) -> str:
        """The target without its anchor and question."""
        return re.split("[#?]", self.target)[0]

    @property
    def anchor(self) -> str:
        return self.target.partition("#")[2]

    @property
    def leads_outside(self) -> bool:
        """Whether the target names a scheme, as https: and mailto: do."""
        return re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", self.target) is not None

    @property
    def drawing(self) -> str:
        """Name of the drawing under docs/drawings/ that a picture shows; empty for anything else."""
        return self.target.partition("drawings/")[2] if self.picture else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second level with the plain words below it, a line for each block; what stands before
    the first has no heading."""

    heading: str
    id: str
    text: str


class PageText:
    """A page's Markdown, without its front matter, taken apart once. Lines count from 1."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = text.split("\n")
        self._tokens = parser().parse(text)

    @cached_property
    def includes(self) -> tuple[Include, ...]:
        return tuple(
            Include(token.meta["name"], token.map[0] + 1, token.meta["column"])
            for token in self._tokens
            if token.type == "include" and token.map
        )

    @cached_property
    def failed_includes(self) -> tuple[int, ...]:
        """Lines meant to take something in that do not: readers would see them as they stand."""
        well = {include.line for include in self.includes}
        return tuple(
            number for number, line in self._outside_code() if looks_like_include(line) and number not in well
        )

    @cached_property
    def open_fence(self) -> int | None:
        """Line of the code block that has no end, so that all below it is code."""
        last = next((token for token in reversed(self._tokens) if token.type == "fence" and token.map), None)
        if last is None or last.map is None:
            return None
        begin, end = last.map
        closed = end - begin > 1 and self._lines[end - 1].strip().startswith(last.markup)
        return None if closed else begin + 1

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        taken = set(self._explicit_ids)
        return tuple(self._heading(token, inline, taken) for token, inline in self._heading_tokens())

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every place of the page that a link can lead to."""
        return frozenset(self._explicit_ids) | {heading.id for heading in self.headings}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links and pictures in order, those written as HTML too."""
        found: list[Link] = []
        for token in self._tokens:
            if token.type == "inline" and token.map:
                found += self._links_of(token)
            elif token.type == "html_block" and token.map:
                start = self._start_of_line(token.map[0])
                found += self._tags(token.content, start)
        return tuple(sorted(found, key=lambda link: link.start))

    @cached_property
    def pictures(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.picture)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The page's words by its headings of the second level."""
        ids = iter(self.headings)
        found: list[Section] = []
        heading, name, above = "", "", ""
        words: list[str] = []
        for block in blocks(self._tokens):
            if block.level:
                this = next(ids)
                if block.level == 2:
                    found.append(Section(heading, name, in_lines(words)))
                    heading, name, above, words = this.text, this.id, "", []
                elif block.level == 3:
                    above = this.text
            else:
                words.append(f"{above} {block.text}")
                above = ""
        return (*found, Section(heading, name, in_lines(words)))

    @cached_property
    def section_sources(self) -> tuple[str, ...]:
        """The page's Markdown cut at its headings of the second level, these left out; first what stands
        before."""
        ends = [heading.line for heading in self.headings if heading.level == 2]
        starts = [0, *ends]
        stops = [*(line - 1 for line in ends), len(self._lines)]
        return tuple("\n".join(self._lines[a:b]) for a, b in zip(starts, stops, strict=True))

    def _heading_tokens(self) -> Iterator[tuple[Token, Token]]:
        for token, inline in zip(self._tokens, self._tokens[1:], strict=False):
            if token.type == "heading_open":
                yield token, inline

    def _heading(self, token: Token, inline: Token, taken: set[str]) -> Heading:
        text, own = _without_attributes(inline.content)
        words = " ".join(words_of(inline).split()) if text else ""
        assert token.map is not None
        return Heading(int(token.tag[1:]), words, own or unique_id(words, taken), token.map[0] + 1)

    @cached_property
    def _explicit_ids(self) -> tuple[str, ...]:
        return tuple(
            name
            for _, line in self._outside_code()
            for pair in _EXPLICIT_ID.findall(re.sub("`[^`]*`", "", line))
            for name in pair
            if name
        )

    def _outside_code(self) -> Iterator[tuple[int, str]]:
        code = {
            number
            for token in self._tokens
            if token.type == "fence" and token.map
            for number in range(token.map[0], token.map[1])
        }
        return ((number + 1, line) for number, line in enumerate(self._lines) if number not in code)

    def _links_of(self, inline: Token) -> Iterator[Link]:
        assert inline.map is not None
        place = self._places(inline)
        for child in inline.children or ():
            if "from" in child.meta:
                start, end = place(child.meta["from"]), place(child.meta["to"])
                picture = child.type == "image"
                text = child.content if picture else child.meta["text"]
                target = str(child.attrs["src" if picture else "href"])
                yield self._link(target, text, start, end, picture=picture)
            elif child.type == "html_inline" and "at" in child.meta:
                yield from self._tags(child.content, place(child.meta["at"]))

    def _tags(self, text: str, start: int) -> Iterator[Link]:
        for match in _ANCHOR_TAG.finditer(text):
            yield self._link(
                html.unescape(match["href"]), "", start + match.start(), start + match.end(), tag=True
            )

    def _link(
        self, target: str, text: str, start: int, end: int, *, picture: bool = False, tag: bool = False
    ) -> Link:
        line = self.text.count("\n", 0, start)
        return Link(target, text, picture, tag, line + 1, start - self._start_of_line(line) + 1, start, end)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self._lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def _start_of_line(self, line: int) -> int:
        return self._starts[line]

    def _places(self, inline: Token) -> Callable[[int], int]:
        """From a place in the words of a block to the place in the page; the parser takes indents and cell
        walls away."""
        assert inline.map is not None
        starts: list[tuple[int, int]] = []  # place in the block's words, place in the page
        at, number, column = 0, inline.map[0], inline.meta.get("column", 0)
        for words in inline.content.split("\n"):
            line = self._lines[number] if number < len(self._lines) else ""
            found = line.find(words, column)
            starts.append((at, self._starts[number] + max(found, 0)))
            at, number, column = at + len(words) + 1, number + 1, 0
        return lambda place: next(there + place - here for here, there in reversed(starts) if here <= place)


@lru_cache(maxsize=1024)
def read(text: str) -> PageText:
    """The page with this Markdown; remembered by content, so that a page is taken apart once."""
    return PageText(text)


def questions(text: str) -> list[tuple[str, str]]:
    """Question and answer (Markdown) of a section that holds nothing else; empty for any other section."""
    parts = _QUESTION.split(text.strip())
    if len(parts) < 3 or parts[0].strip():
        return []
    return [(asked, answer.strip()) for asked, answer in zip(parts[1::2], parts[2::2], strict=True)]


def unique_id(words: str, taken: set[str]) -> str:
    """What the site generator makes the id of a place with these words; noted among ``taken``."""
    return str(unique(_slug(words, "-"), taken))


def _without_attributes(text: str) -> tuple[str, str]:
    """A heading's text and the id it gives itself at its end."""
    match = _ATTRIBUTES.search(text)
    own = _OWN_ID.search(match["list"]) if match else None
    return (text[: match.start()] if match else text), (own[1] if own else "")
