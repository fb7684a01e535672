"""Downloads of before: where a file of an earlier edition, or one that is no longer offered, is found now.

A PDF cannot lead on, and a folder of files knows no redirects; so the page of missing addresses asks this
list (overrides/material/assets/javascripts/moved-downloads.js) and names the file that took the place, or the
page that has no PDF of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from handbook.data_script import script
from handbook.model.handbook import Handbook
from handbook.page_text import front_values, split_front_matter
from handbook.problems import HandbookError, Problem, nearest

PATH = "assets/data/downloads.js"
_FOLDER = "downloads/"
#: The edition in a file's name: pocket-book-2026-11-2-print.pdf; moved-downloads.js reads it alike.
_EDITION = re.compile(r"-20\d\d-(?:0[1-9]|1[0-2])(?:-\d)?(?=[-.])")


def plain_name(path: str) -> str:
    """A download's path below downloads/ without its edition, the same in every edition."""
    return _EDITION.sub("", path.removeprefix(_FOLDER))


def places(book: Handbook, paths: Iterable[str]) -> dict[str, str]:
    """Where each file ever offered is now: plain name to path below downloads/, ``paths`` being offered.

    Raises HandbookError for a row of data/moved-downloads.yml that leads to nothing or hides a file.
    """
    offered = {plain_name(path): path.removeprefix(_FOLDER) for path in paths}
    found, problems = dict(offered), []
    for moved in book.moved_downloads:
        for former, successor in _pairs(moved.former, moved.successor, offered):
            if former in offered:
                problems.append(_problem(f"“{moved.former}”现在还提供，不用改看", "已经不提供的名字"))
            else:
                found[former] = offered[successor]
        if not any(name == moved.successor or _stem(name) == moved.successor for name in offered):
            close = nearest(moved.successor, [*offered, *map(_stem, offered)])
            problems.append(_problem(f"下载件里没有“{moved.successor}”", "现在提供的名字", close or ""))
    if problems:
        raise HandbookError(*problems)
    return dict(sorted(found.items()))


def _pairs(former: str, successor: str, offered: Iterable[str]) -> list[tuple[str, str]]:
    """Old and new plain names of the files that a row means; names without an ending mean each format."""
    if "." in successor:
        return [(former, successor)] if successor in offered else []
    return [(former + name[len(successor) :], name) for name in offered if _stem(name) == successor]


def _stem(name: str) -> str:
    return name.partition(".")[0]


def _problem(message: str, expected: str, hint: str = "改 data/moved-downloads.yml 里的这一行") -> Problem:
    return Problem("data/moved-downloads.yml", 0, 0, "B053", message, expected, hint)


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
