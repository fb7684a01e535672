"""Start tags of finished HTML: found by reading the text as a browser does, and changed where they stand.

Everything between the tags stays byte for byte what it was, which a parser that writes the whole page anew
would not keep. Quoted values may hold ``>``; comments, scripts and styles hold no tags.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style)\b(?P<opening>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>.*?</(?P=raw)\s*>"
    r"|<(?P<name>[A-Za-z][^\s/>]*)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"\s(?P<name>[^\s=/>\"']+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"']+)))?"
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag: its name in small letters, and ``text`` as it stands, with its angle brackets."""

    name: str
    text: str

    def get(self, attribute: str) -> str | None:
        """The attribute's value, entities resolved; empty for one without a value, None for one not there."""
        for match in _ATTRIBUTE.finditer(self.text):
            if match["name"].lower() == attribute:
                return html.unescape(match["double"] or match["single"] or match["bare"] or "")
        return None

    def with_attribute(self, attribute: str, value: str) -> Tag:
        """The tag with this value of the attribute, which is added at the end where it is missing."""
        text = f'{attribute}="{html.escape(value)}"'
        for match in _ATTRIBUTE.finditer(self.text):
            if match["name"].lower() == attribute:
                begin, end = match.start() + 1, match.end()
                return Tag(self.name, self.text[:begin] + text + self.text[end:])
        end = len(self.text) - (2 if self.text.endswith("/>") else 1)
        return Tag(self.name, f"{self.text[:end].rstrip()} {text}{self.text[end:]}")


def start_tags(page: str, *names: str) -> Iterator[Tag]:
    """The start tags of these names, in order."""
    for match in _TOKEN.finditer(page):
        if (match["name"] or match["raw"] or "").lower() in names:
            tag = _tag(match)
            assert tag is not None
            yield tag


def ids_in(page: str) -> set[str]:
    """What the start tags of ``page`` may be linked to by."""
    tags = [tag for match in _TOKEN.finditer(page) if (tag := _tag(match)) is not None]
    ids = {tag.get("id") for tag in tags if "id" in tag.text.lower()}
    ids |= {tag.get("name") for tag in tags if tag.name == "a"}
    return {found for found in ids if found is not None}


def with_tags(page: str, names: tuple[str, ...], change: Callable[[Tag], Tag | None]) -> str:
    """``page`` with each start tag of these names as ``change`` gives it; None takes the tag away."""

    def changed(match: re.Match[str]) -> str:
        if (match["name"] or match["raw"] or "").lower() not in names:
            return match[0]
        tag = _tag(match)
        assert tag is not None
        new = change(tag)
        return (new.text if new is not None else "") + match[0][len(tag.text) :]

    return _TOKEN.sub(changed, page)


_LINK = re.compile(r"(?P<tag><a\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>)(?P<words>[^<]*)(?=</a>)", re.IGNORECASE)


def with_links(page: str, words: re.Pattern[str], change: Callable[[Tag], Tag]) -> str:
    """``page`` with the start tag of each link whose whole text is ``words`` as ``change`` gives it."""

    def changed(match: re.Match[str]) -> str:
        tag = Tag("a", match["tag"])
        return (change(tag).text if words.fullmatch(match["words"]) else tag.text) + match["words"]

    return _LINK.sub(changed, page)


#: What is not running text: elements that hold no other elements or are quoted as they stand, comments, tags.
_NO_TEXT = re.compile(
    r"<!--.*?-->"
    r"|<(?P<whole>script|style|svg|select|textarea|pre|code|title)\b.*?</(?P=whole)\s*>"
    r"|<[A-Za-z/](?:[^>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL | re.IGNORECASE,
)


def with_words(page: str, words: re.Pattern[str], kind: str) -> str:
    """``page`` with each place of ``words`` in its running text in a ``span`` of the class ``kind``; what
    stands alone in an element of that class already stays."""
    parts: list[str] = []
    at, before = 0, ""
    for match in [*_NO_TEXT.finditer(page), None]:
        text = page[at : match.start() if match else len(page)]
        if words.search(text) and not (words.fullmatch(text) and f'class="{kind}"' in before):
            text = words.sub(rf'<span class="{kind}">\g<0></span>', text)
        parts.append(text)
        if match:
            at, before = match.end(), match[0]
            parts.append(before)
    return "".join(parts)


#: Elements whose white space is seen or is program, each with its name; white space with an end of line.
_KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2\s*>)", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"\s*\n\s*")


def without_blank_lines(page: str) -> str:
    """``page`` without indents and empty lines, which templates leave by the hundred; a browser shows the
    same."""
    parts = _KEPT.split(page)  # text, element, its name, text, …
    parts[::3] = [_BREAK.sub("\n", text) for text in parts[::3]]
    del parts[2::3]
    return "".join(parts)


def _tag(match: re.Match[str]) -> Tag | None:
    """The start tag of a token; of a script or style only its opening."""
    if match["name"]:
        return Tag(match["name"].lower(), match[0])
    if match["raw"]:
        return Tag(match["raw"].lower(), match[0][: len(match["raw"]) + len(match["opening"]) + 2])
    return None
