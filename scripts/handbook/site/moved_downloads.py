"""Downloads of before: where a file of an earlier edition, or one that is no longer offered, is found now.

A PDF cannot lead on, and a folder of files knows no redirects; so the page of missing addresses asks this
list (overrides/material/assets/javascripts/moved-downloads.js) and names the file that took the place, or the
page that has no PDF of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handbook.model.handbook import Handbook
from handbook.model.papers.download_names import FOLDER, moved_pairs, plain_name, stem_of
from handbook.page_programs.data_script import script
from handbook.page_text.front_matter import front_values, split_front_matter

PATH = "assets/data/downloads.js"


def places(book: Handbook, paths: Iterable[str]) -> dict[str, str]:
    """Where each file ever offered is now: plain name to path below downloads/, ``paths`` being offered."""
    offered = {plain_name(path): path.removeprefix(FOLDER) for path in paths}
    found = dict(offered)
    for name in list(offered):  # a form that is filled in by hand was a spreadsheet once
        if name.endswith(".docx"):
            found.setdefault(f"{stem_of(name)}.xlsx", offered[name])
    for moved in book.moved_downloads:
        for former, successor in moved_pairs(moved, offered):
            found.setdefault(former, offered[successor])
    return dict(sorted(found.items()))


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
