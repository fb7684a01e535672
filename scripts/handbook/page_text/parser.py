"""The parser of pages: markdown-it-py with the generator's syntax, our include lines, and the places of
links, pictures and tags noted."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline, html_inline
from markdown_it.rules_inline import image as image_rule
from markdown_it.rules_inline import link as link_rule
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.footnote import footnote_plugin

_INCLUDE = re.compile(r'--8<-- "(?P<name>[^"\n]+)"[ \t]*')
_LIKE_AN_INCLUDE = re.compile(r"[\s\-—－]*8<")


def is_include(line: str) -> bool:
    """Whether ``line`` takes in a text made from data; spaces behind it do no harm."""
    return _INCLUDE.fullmatch(line) is not None


def looks_like_include(line: str) -> bool:
    """Whether ``line`` is meant to take something in, well written or not."""
    return _LIKE_AN_INCLUDE.match(line) is not None


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    # Without emphasis: nobody asks for it, and CommonMark's rule for it fails between Chinese letters and
    # signs. Without indented code: what is indented on these pages belongs to a list or a box.
    made = MarkdownIt("commonmark").enable("table").disable(["code", "emphasis", "lheading"])
    made.use(admon_plugin).use(footnote_plugin)
    made.block.ruler.before("paragraph", "include", _include, {"alt": ["paragraph", "list"]})
    made.inline.ruler.at("link", _placed(link_rule, "link_open"))
    made.inline.ruler.at("image", _placed(image_rule, "image"))
    made.inline.ruler.at("html_inline", _placed_tag)
    made.normalizeLink = lambda url: url  # type: ignore[method-assign]  # targets as they are written
    made.validateLink = lambda url: True  # type: ignore[method-assign]
    return made


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


def _placed_tag(state: StateInline, silent: bool) -> bool:
    start = state.pos
    found = html_inline(state, silent)
    if found and not silent:
        state.tokens[-1].meta = {"at": start}
    return found
