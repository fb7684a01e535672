"""Markdown of a page, changed: what it takes in put in, links written anew, headings set deeper."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handbook.page_text.page import Link, read


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
