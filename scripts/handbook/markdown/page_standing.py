"""The line on a page's standing: whom it is for, and when it was last held against its sources. Editors write
it in the front matter alone."""

from __future__ import annotations

import re

from handbook.markdown.typography import date_text
from handbook.model.page import FrontMatter

#: The heading of a page and its first paragraph.
_OPENING = re.compile(r"\s*# [^\n]*\n+(?:[^\s#|<!-][^\n]*\n?)*")


def standing(front: FrontMatter) -> list[str]:
    """The parts of the line, its first the state; none for a page that is not held against a source."""
    if front.audience is None or front.verified is None:
        return []
    return [front.state.value, f"给谁看：{front.audience}", f"依据核验日期：{date_text(front.verified)}"]


def with_standing(body: str, front: FrontMatter, attributes: str = "") -> str:
    """``body`` with the line below its first paragraph; ``attributes``: its attribute list, on the web."""
    if not (parts := standing(front)):
        return body
    opening = match[0].rstrip() if (match := _OPENING.match(body)) else ""
    # The dot stays on the line of what it ends.
    line = "\u00a0· ".join((f"**{parts[0]}**", *parts[1:])) + (f"\n{attributes}" if attributes else "")
    return f"{opening}\n\n{line}\n\n{body[len(opening) :].lstrip()}".lstrip()
