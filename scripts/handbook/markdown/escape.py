"""Text from data made harmless inside Markdown."""

from __future__ import annotations

import html
import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~^=:<>&-])")


def one_line(text: str) -> str:
    """``text`` with every run of white space, line ends included, as one space."""
    return " ".join(text.split())


def escape(text: str) -> str:
    """``text`` so that Markdown and HTML show it letter by letter, in running text and in table cells.

    Entities are used instead of backslashes: they also stop extensions (snippets, attribute lists, emoji)
    that look for their marks before inline parsing.
    """
    return _SPECIAL.sub(
        lambda match: f"&#{ord(match[1])};" if match[1] not in "<>&" else html.escape(match[1]),
        one_line(text),
    )
