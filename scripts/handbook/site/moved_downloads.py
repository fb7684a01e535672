"""Downloads of before: where a file of an earlier edition, or one that is no longer offered, is found now.

A PDF cannot lead on, and a folder of files knows no redirects; so the page of missing addresses asks this
list (overrides/material/assets/javascripts/moved-downloads.js) and names the file that took the place, or the
page that has no PDF of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from handbook.data_script import script
from handbook.model.handbook import Handbook
from handbook.model.site import MovedDownload
from handbook.page_text import front_values, split_front_matter
from handbook.problems import Problem, nearest

PATH = "assets/data/downloads.js"
_FOLDER = "downloads/"
#: Makes a problem at a key of a row.
Place = Callable[..., Problem]
#: The edition in a file's name: pocket-book-2026-11-2-print.pdf; moved-downloads.js reads it alike.
_EDITION = re.compile(r"-20\d\d-(?:0[1-9]|1[0-2])(?:-\d)?(?=[-.])")


def plain_name(path: str) -> str:
    """A download's path below downloads/ without its edition, the same in every edition."""
    return _EDITION.sub("", path.removeprefix(_FOLDER))


def places(book: Handbook, paths: Iterable[str]) -> dict[str, str]:
    """Where each file ever offered is now: plain name to path below downloads/, ``paths`` being offered."""
    offered = {plain_name(path): path.removeprefix(_FOLDER) for path in paths}
    found = dict(offered)
    for name in list(offered):  # a form that is filled in by hand was a spreadsheet once
        if name.endswith(".docx"):
            found.setdefault(f"{_stem(name)}.xlsx", offered[name])
    for moved in book.moved_downloads:
        for former, successor in _pairs(moved.former, moved.successor, offered):
            found.setdefault(former, offered[successor])
    return dict(sorted(found.items()))


def misled(rows: Iterable[tuple[MovedDownload, Place]], paths: Iterable[str]) -> list[Problem]:
    """The rows of data/moved-downloads.yml (each with what tells a problem at its place) that lead to
    nothing, or hide a file of ``paths``, which are offered."""
    offered = {plain_name(path) for path in paths}
    found = []
    for moved, at in rows:
        if any(former in offered for former, _ in _pairs(moved.former, moved.successor, offered)):
            said = f"“{moved.former}”现在还提供，不用改看"
            found.append(at(("曾用名",), "B053", said, "已经不提供的名字", "删掉这一行，或者改名字"))
        if not any(name == moved.successor or _stem(name) == moved.successor for name in offered):
            close = nearest(moved.successor, sorted({*offered, *map(_stem, offered)}))
            said = f"下载件里没有“{moved.successor}”"
            found.append(at(("改看",), "B053", said, "现在提供的名字", close or "到下载页上查它现在的名字"))
    return found


def _pairs(former: str, successor: str, offered: Iterable[str]) -> list[tuple[str, str]]:
    """Old and new plain names of the files that a row means; names without an ending mean each format."""
    if "." in successor:
        return [(former, successor)] if successor in offered else []
    return [(former + name[len(successor) :], name) for name in offered if _stem(name) == successor]


def _stem(name: str) -> str:
    return name.partition(".")[0]


def data_files(book: Handbook, paths: Iterable[str], pages: Mapping[str, str]) -> dict[str, str]:
    """The lists for the page of missing addresses, by path under docs/: of downloads, empty without
    ``paths``, as in the preview; and of the staged ``pages`` (text by path) that have no PDF, without their
    ending."""
    offered = list(paths)
    unprinted = sorted(
        path.removesuffix(".md")
        for path, text in pages.items()
        if "pdf" in split_front_matter(text)[0] and front_values(text).get("pdf") is False
    )
    return {
        PATH: script("handbookDownloads", places(book, offered) if offered else {})
        + script("handbookUnprinted", unprinted)
    }
