"""What of a source line a reader gets to see, and which style rules an editor switched off where.

Hidden parts are replaced by NUL, letter for letter, so that columns stay true and no rule sees them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from handbook.page_text.front_matter import front_matter_lines
from handbook.page_text.parser import is_include
from handbook.page_text.words import NOT_READ
from handbook.sources.source_file import SourceFile

HIDDEN = "\0"

_YAML_KEY = re.compile(r"^\s*(?:- )*\{?\s*[^\s:\"'\[{][^:\"']{0,20}?:(?=\s|$)")
_YAML_COMMENT = re.compile(r"(?:^|\s)#.*$")
_SWITCH = re.compile(r"文风\s*(?P<verb>[关开免])\s*(?P<rules>S\d{3}(?:[\s、,]+S\d{3})*)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source: ``raw`` as it stands, ``shown`` with what readers do not see hidden.

    ``prose`` is True for running text of a page, False for data.
    """

    number: int
    raw: str
    shown: str
    prose: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in a line: ``start`` and ``end`` count from 0; ``new`` is the mended text, None
    when a person must decide."""

    start: int
    end: int
    rule: str
    message: str
    expected: str = ""
    hint: str = ""
    new: str | None = None

    @classmethod
    def of(
        cls,
        match: re.Match[str],
        rule: str,
        message: str,
        expected: str = "",
        hint: str = "",
        new: str | None = None,
    ) -> Finding:
        """What the whole of ``match`` is."""
        return cls(match.start(), match.end(), rule, message, expected, hint, new)


@dataclass(slots=True)
class Switches:
    """Rules switched off: ``lines`` by line number. ``unclosed`` are 关 without 开: rule and line."""

    lines: dict[int, set[str]] = field(default_factory=dict)
    unclosed: list[tuple[str, int]] = field(default_factory=list)
    named: list[tuple[str, int]] = field(default_factory=list)

    def off(self, line: int, rule: str) -> bool:
        return rule in self.lines.get(line, ())


def beginning(text: str) -> str:
    """As much of ``text`` as a message quotes of it, without what is hidden."""
    said = " ".join(text.replace(HIDDEN, "").split())
    return said if len(said) <= 16 else f"{said[:14]}……"


def _blank(match: re.Match[str]) -> str:
    return HIDDEN * len(match[0])


@lru_cache(maxsize=1024)
def markdown_lines(source: SourceFile) -> tuple[Line, ...]:
    """The lines of a page after its front matter; code blocks, include lines and rules of tables are left
    out."""
    return tuple(_markdown_lines(source))


@lru_cache(maxsize=1024)
def yaml_lines(source: SourceFile) -> tuple[Line, ...]:
    """The lines of a data file without keys and comments; in [ ] and { } the marks of YAML are hidden too."""
    return tuple(_yaml_lines(source))


def _markdown_lines(source: SourceFile) -> Iterator[Line]:
    lines = source.text.split("\n")
    start = front_matter_lines(lines)
    if start:
        # Title, description and whom the page is for are read by people too.
        for number, line in enumerate(lines[1 : start - 1], 2):
            match = re.match(r"(?:title|description|给谁看):\s*", line)
            if match:
                yield Line(number, line, HIDDEN * match.end() + line[match.end() :], False)
    fence = ""
    comment = False
    for number, line in enumerate(lines[start:], start + 1):
        mark = re.match(r"\s*(```+|~~~+)", line)
        if mark:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
            continue
        if comment or ("<!--" in line and "-->" not in line):
            comment = "-->" not in line
            continue
        if fence or not line.strip() or is_include(line) or re.fullmatch(r"[\s|:-]+", line):
            continue
        yield Line(number, line, NOT_READ.sub(_blank, line), True)


_FLOW = re.compile(r"[\s\0-]*[\[{]")
_FLOW_MARKS = re.compile(r"[\w\u4e00-\u9fff]+:(?=\s)|[,\[\]{}:\"]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s,，）}\]]+")


def _yaml_lines(source: SourceFile) -> Iterator[Line]:
    for number, line in enumerate(source.text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key = _YAML_KEY.match(line)
        shown = HIDDEN * key.end() + line[key.end() :] if key else line
        if "#" in shown and '"' not in shown and "'" not in shown:
            shown = _YAML_COMMENT.sub(_blank, shown)
        if _FLOW.match(shown) or _FLOW.match(line):
            shown = _FLOW_MARKS.sub(_blank, shown)
        if "://" in shown or "www." in shown:
            shown = _ADDRESS.sub(_blank, shown)
        yield Line(number, line, shown, False)


_HAN_TEXT = re.compile(r"\"[^\"\n]*[\u4e00-\u9fff][^\"\n]*\"|'[^'\n]*[\u4e00-\u9fff][^'\n]*'")
#: Comments, marks and tags of a template of pages.
_JINJA = re.compile(
    r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL
)
#: Comments of Typst, patterns, and lengths of its program, which stand without the space that words have.
_TYPST = re.compile(
    r"(?<![:\"])//[^\n]*|/\*.*?\*/|\bregex\([^\n]*\)|\"[^\"\n]*(?:\\[dpsw]|\(\?)[^\"\n]*\""
    r"|(?<![\w\u4e00-\u9fff\"])-?\d+(?:\.\d+)?(?:mm|cm|pt|em)\b",
    re.DOTALL,
)


def template_lines(source: SourceFile) -> tuple[Line, ...]:
    """The lines of a template (Jinja or, by its name, Typst) in which it says something of its own."""
    marks = _TYPST if source.name.endswith(".typ") else _JINJA
    shown = marks.sub(_own_words, source.text)
    return tuple(
        Line(number, raw, said, False)
        for number, (raw, said) in enumerate(zip(source.text.split("\n"), shown.split("\n"), strict=True), 1)
        if not said.isascii()
    )


def _own_words(match: re.Match[str]) -> str:
    """A mark hidden, but for the Chinese texts in its quotes."""
    text, at, parts = match[0], 0, []
    if text.startswith(("{{", "{%")):
        for quoted in _HAN_TEXT.finditer(text):
            parts += [_hidden(text[at : quoted.start() + 1]), quoted[0][1:-1], HIDDEN]
            at = quoted.end()
    return "".join(parts) + _hidden(text[at:])


def _hidden(text: str) -> str:
    return re.sub(r"[^\n]", HIDDEN, text)


def switches(source: SourceFile) -> Switches:
    """What the comments of ``source`` switch off.

    ``文风 关 S009`` … ``文风 开 S009`` a stretch; ``文风 免 S009`` its own line, or the next one when it
    stands alone.
    """
    found = Switches()
    if "文风" not in source.text:
        return found
    lines = source.text.split("\n")
    open_since: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        plain = re.sub("`[^`]*`", "", line)  # an example of a switch is none
        match = _SWITCH.search(plain) if "<!--" in plain or "#" in plain else None
        if match:
            rules = re.findall(r"S\d{3}", match["rules"])
            found.named += [(rule, number) for rule in rules]
            alone = re.fullmatch(r"\s*(?:<!--.*-->|#.*)\s*", line) is not None
            for rule in rules:
                if match["verb"] == "免":
                    found.lines.setdefault(number + 1 if alone else number, set()).add(rule)
                elif match["verb"] == "关":
                    open_since.setdefault(rule, number)
                else:
                    open_since.pop(rule, None)
        for rule in open_since:
            found.lines.setdefault(number, set()).add(rule)
    found.unclosed = sorted(open_since.items(), key=lambda pair: pair[1])
    return found


LineReader = Callable[[SourceFile], tuple[Line, ...]]
LineRule = Callable[[Line], Iterator[Finding]]
