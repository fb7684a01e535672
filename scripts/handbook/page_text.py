"""The one reader of pages: front matter, include lines, headings, links, pictures and plain words of
Markdown.

The syntax is that of the site generator's Markdown (tables, admonitions, footnotes, attribute lists), read by
markdown-it-py; every value knows the line and column it stands at. Whoever looks into a page asks here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import yaml
from markdown.extensions.toc import unique  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as image_rule
from markdown_it.rules_inline import link as link_rule
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.footnote import footnote_plugin
from pymdownx.slugs import slugify

_RULE_LINE = re.compile(r"---[ \t]*")
#: The reader of YAML in C where there is one: ten times as fast as the one in Python.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INCLUDE = re.compile(r'--8<-- "(?P<name>[^"\n]+)"[ \t]*')
_LIKE_AN_INCLUDE = re.compile(r"[\s\-—－]*8<")
#: What of a line is not read as words: code, tags, where links lead, attribute lists, entities, addresses.
NOT_READ = re.compile(
    r"`[^`]*`"
    r"|<!--.*?-->|</?[A-Za-z][^>]*>"
    r"|(?<=\])\([^)\s]*(?:\s+\"[^\"]*\")?\)"
    r"|\{\s*[#.:][^}]*\}"
    r"|&[#\w]+;"
    r"|(?:https?://|www\.|[\w.-]+@)[\w./?=#%&~+-]+"
)
_ATTRIBUTES = re.compile(r"\s*\{:?\s*(?P<list>[^{}]*)\}\s*$")
_OWN_ID = re.compile(r"#([\w.-]+)")
_EXPLICIT_ID = re.compile(r"\{:?\s*#([\w.-]+)[^}]*\}|\bid=\"([^\"]+)\"")
_TAG = re.compile(r"<[^>]+>")
#: How a cell ends that needs no sign behind it.
_STOPS = tuple("。；！？：，、")
_ANCHOR_TAG = re.compile(r"<a\b[^>]*\bhref=\"(?P<href>[^\"]*)\"")
_ATTRIBUTE_LIST = re.compile(r"\{:?\s*[#.][^}]*\}")
_slug: Callable[[str, str], str] = slugify(case="lower")

#: A question that a page asks and answers, in bold on a line of its own.
_QUESTION = re.compile(r"\*\*([^*\n]+[？?])\*\*[ \t]*\n?")


# ---------- Front matter ----------


def front_matter_lines(lines: list[str]) -> int:
    """How many lines the front matter takes, its two rules included; 0 without one, and when it has no
    end."""
    if not lines or not _RULE_LINE.fullmatch(lines[0]):
        return 0
    return next((number + 1 for number, line in enumerate(lines[1:], 1) if _RULE_LINE.fullmatch(line)), 0)


def split_front_matter(text: str) -> tuple[str, str, int]:
    """The YAML between the two rules, the Markdown behind them, and the number of lines before that
    Markdown."""
    lines = text.split("\n")
    end = front_matter_lines(lines)
    return "\n".join(lines[1 : end - 1]) if end else "", "\n".join(lines[end:]), end


def front_values(text: str) -> dict[str, Any]:
    """What the front matter of a staged page says, by name; nothing for a page without one."""
    loaded = yaml.load(split_front_matter(text)[0], _LOADER)
    return loaded if isinstance(loaded, dict) else {}


# ---------- Include lines ----------


def is_include(line: str) -> bool:
    """Whether ``line`` takes in a text made from data; spaces behind it do no harm."""
    return _INCLUDE.fullmatch(line) is not None


def looks_like_include(line: str) -> bool:
    """Whether ``line`` is meant to take something in, well written or not."""
    return _LIKE_AN_INCLUDE.match(line) is not None


# ---------- What stands on a page ----------


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


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second level with the plain words below it; what stands before the first has no
    heading."""

    heading: str
    id: str
    text: str


class PageText:
    """A page's Markdown, without its front matter, taken apart once. Lines count from 1."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = text.split("\n")
        self._tokens = _parser().parse(text)

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
        heading, name = "", ""
        words: list[str] = []
        for block in _blocks(self._tokens):
            if block.level:
                this = next(ids)
                if block.level == 2:
                    found.append(Section(heading, name, _one_line(words)))
                    heading, name, words = this.text, this.id, []
                elif block.level == 3:
                    words.append(this.text)
            else:
                words.append(block.text)
        return (*found, Section(heading, name, _one_line(words)))

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
        words = " ".join(_words(inline).split()) if text else ""
        assert token.map is not None
        return Heading(int(token.tag[1:]), words, own or unique(_slug(words, "-"), taken), token.map[0] + 1)

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


# ---------- Changed Markdown ----------


def joined(text: str, parts: Mapping[str, str]) -> str:
    """Markdown ``text`` with its include lines replaced by ``parts``; a line whose part is not given goes."""
    if "--8<--" not in text:
        return text  # every second page: it need not be taken apart
    page = read(text)
    if not page.includes:
        return text
    lines: list[str | None] = list(text.split("\n"))
    for include in page.includes:
        part = parts.get(include.name)
        lines[include.line - 1] = "" if part is None else part.removesuffix("\n")
    return "\n".join(line for line in lines if line is not None)


def relinked(text: str, write: Callable[[Link], str | None]) -> str:
    """``text`` with each link and picture as ``write`` puts it in Markdown; None leaves it as it stands."""
    for link in reversed(read(text).links):
        new = None if link.tag else write(link)
        if new is not None:
            text = text[: link.start] + new + text[link.end :]
    return text


def deeper(text: str, levels: int) -> str:
    """``text`` with its headings ``levels`` deeper."""
    lines = text.split("\n")
    for heading in read(text).headings:
        mark, _, words = lines[heading.line - 1].partition(" ")
        if mark.strip("#") == "":
            lines[heading.line - 1] = f"{mark}{'#' * levels} {words.strip()}"
    return "\n".join(lines)


def questions(text: str) -> list[tuple[str, str]]:
    """Question and answer (Markdown) of a section that holds nothing else; empty for any other section."""
    parts = _QUESTION.split(text.strip())
    if len(parts) < 3 or parts[0].strip():
        return []
    return [(asked, answer.strip()) for asked, answer in zip(parts[1::2], parts[2::2], strict=True)]


def question_id(asked: str, seen: set[str]) -> str:
    """Address of a question on its page, unique among ``seen``."""
    return str(unique(_slug(asked, "-"), seen))


def plain_words(text: str) -> str:
    """The words of a piece of running text on one line: links say theirs, marks and tags are left out."""
    (inline,) = _parser().parseInline(text)
    return _one_line([_words(inline, apart=("<br",))])


def drawing_name(link: Link) -> str | None:
    """Name of the drawing under docs/drawings/ that a picture shows; None for other pictures."""
    return link.target.partition("drawings/")[2] or None if link.picture else None


# ---------- Plain words ----------


@dataclass(frozen=True, slots=True)
class _Block:
    level: int  # of a heading; 0 for other text
    text: str


def _blocks(tokens: list[Token]) -> Iterator[_Block]:
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
                    yield _Block(0, _row_words(filter(None, map(_words, row))))
            case "list_item_open":
                in_item = True
            case "inline" if in_row:
                row.append(token)
            case "inline" if tokens[index - 1].type == "heading_open":
                yield _Block(int(tokens[index - 1].tag[1:]), "")
            case "inline":
                if not (in_item and _begins_with_link(token)):
                    yield _Block(0, _words(token))
                in_item = False
            case "fence" | "html_block":
                text = re.sub(r"<!--.*?-->", " ", token.content, flags=re.DOTALL)
                yield _Block(0, html.unescape(_TAG.sub(" ", text)) if token.type == "html_block" else text)


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


def _words(inline: Token, apart: tuple[str, ...] = ("<",)) -> str:
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


def _without_attributes(text: str) -> tuple[str, str]:
    """A heading's text and the id it gives itself at its end."""
    match = _ATTRIBUTES.search(text)
    own = _OWN_ID.search(match["list"]) if match else None
    return (text[: match.start()] if match else text), (own[1] if own else "")


def _one_line(words: list[str]) -> str:
    return " ".join(" ".join(words).split())


# ---------- The parser ----------


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # Without emphasis: nobody asks for it, and CommonMark's rule for it fails between Chinese letters and
    # signs. Without indented code: what is indented on these pages belongs to a list or a box.
    parser = MarkdownIt("commonmark").enable("table").disable(["code", "emphasis", "lheading"])
    parser.use(admon_plugin).use(footnote_plugin)
    parser.block.ruler.before("paragraph", "include", _include, {"alt": ["paragraph", "list"]})
    parser.inline.ruler.at("link", _placed(link_rule, "link_open"))
    parser.inline.ruler.at("image", _placed(image_rule, "image"))
    parser.inline.ruler.at("html_inline", _placed_tag(parser))
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # targets as they are written
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _include(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    if state.sCount[line] or state.blkIndent:
        return False
    match = _INCLUDE.fullmatch(state.src[state.bMarks[line] : state.eMarks[line]])
    if match is None:
        return False
    if not silent:
        token = state.push("include", "", 0)
        token.map, token.meta = [line, line + 1], {"name": match["name"], "column": match.start("name") + 1}
        state.line = line + 1
    return True


Rule = Callable[[StateInline, bool], bool]


def _placed(rule: Rule, kind: str) -> Rule:
    """``rule``, with its places in the block's words noted on the token."""

    def placed(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent:
            token = next(token for token in state.tokens[before:] if token.type == kind)
            inside = state.src[start + 1 : state.pos]
            token.meta = {**token.meta, "from": start, "to": state.pos, "text": _label(inside)}
        return found

    return placed


def _label(text: str) -> str:
    """What stands in the square brackets that ``text`` begins in."""
    depth = 1
    for place, sign in enumerate(text):
        depth += (sign == "[") - (sign == "]")
        if depth == 0:
            return text[:place]
    return text


def _placed_tag(parser: MarkdownIt) -> Rule:
    from markdown_it.rules_inline import html_inline

    def placed(state: StateInline, silent: bool) -> bool:
        start = state.pos
        found = html_inline(state, silent)
        if found and not silent:
            state.tokens[-1].meta = {"at": start}
        return found

    return placed
