"""A page whose text is staged while the others are made: it comes last, and is read when it is there."""

from __future__ import annotations

import sys
from typing import Any

from mkdocs.commands import build as steps

#: Its path below docs/; empty when all pages are there from the beginning. Set by :mod:`preload`.
name = ""


def put_last(files: Any) -> None:
    """Let it be the last of the pages; the menu has an order of its own."""
    file = files.get_file_from_path(name) if name else None
    if file is not None:
        files.remove(file)
        files.append(file)


def read_again(page: Any, config: Any, files: Any) -> None:
    """When ``page`` is the late one: wait for a line on standard input, and read its text again.
    What its front matter says has been there from the beginning."""
    if page.file.src_uri != name:
        return
    sys.stdin.readline()
    meta, title = page.meta, page.title
    steps._populate_page(page, config, files)
    page.meta, page.title = meta, title
    config._current_page = page  # as it was: the page is about to be put through the theme
