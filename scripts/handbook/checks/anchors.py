"""Links to a place inside a page: the heading or point they name is there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from pymdownx.slugs import slugify

from handbook.checks.identity import known_ids
from handbook.checks.visible_text import markdown_lines
from handbook.model.item import Item
from handbook.problems import Problem, nearest
from handbook.sources.load import PageEntry, Sources

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<path>[^)#\s]*)#(?P<anchor>[^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6}\s+(?P<text>.+?)\s*(?:\{\s*#(?P<id>[\w-]+)[^}]*\})?\s*$")
_EXPLICIT = re.compile(r"\{\s*#([\w.-]+)[^}]*\}|\bid=\"([^\"]+)\"")
_slug: Callable[[str, str], str] = slugify(case="lower")


def check(sources: Sources) -> Iterator[Problem]:
    pages = {entry.page.path for entry in sources.pages}
    known = places_by_page(sources)
    for entry in sources.pages:
        if "#" not in entry.page.body:
            continue
        folder = posixpath.dirname(entry.page.path)
        for line in markdown_lines(entry.source):
            for match in _LINK.finditer(line.raw):
                path = (
                    posixpath.normpath(posixpath.join(folder, match["path"]))
                    if match["path"]
                    else entry.page.path
                )
                if re.match(r"[a-z]+:", match["path"]) or path not in pages:
                    continue  # missing pages are told by the check of links; generated ones make their own places
                if path in known and match["anchor"] not in known[path]:
                    yield Problem(
                        entry.source.name,
                        line.number,
                        match.start() + 1,
                        "L009",
                        f"“{path}”里没有“#{match['anchor']}”这个位置",
                        "那一页上有的标题或要点",
                        place_hint(match["anchor"], known[path]),
                    )


def place_hint(anchor: str, known: set[str]) -> str:
    """How to mend a place that is not there."""
    hint = nearest(anchor, sorted(known))
    return hint if "是不是" in hint else "打开那一页，点标题后面的 # 号，照地址栏里的写"


class _Places(dict[str, set[str]]):
    """Places by page, found when first asked for."""

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        # By the name of the data file: when it and the item's own names differ, that alone is told.
        self._items = {
            f"checklists/{posixpath.basename(entry.tree.source.name).removesuffix('.yml')}.md": entry.value
            for entry in sources.entries["items"]
        }
        self._ids = known_ids(sources)
        self._pages = {entry.page.path: entry for entry in sources.pages}
        # An item that cannot be read at the moment: one cause, one telling.
        self._unknown = {
            path
            for path in self._pages
            if "items" in sources.broken and path.startswith("checklists/") and path not in self._items
        }

    def __contains__(self, path: object) -> bool:
        return path in self._pages and path not in self._unknown

    def __missing__(self, path: str) -> set[str]:
        self[path] = places(self._pages[path], self._items.get(path), self._ids)
        return self[path]


def places_by_page(sources: Sources) -> Mapping[str, set[str]]:
    """The ids of every hand-written page by its path; a page whose item cannot be read is not in it."""
    return _Places(sources)


def places(entry: PageEntry, item: Item | None, ids: set[str]) -> set[str]:
    """Ids one can link to on a hand-written page; for an item's page also those of its points and questions among ``ids``."""
    found: set[str] = set()
    for line in entry.page.body.split("\n"):
        found.update(id for pair in _EXPLICIT.findall(line) for id in pair if id)
        match = _HEADING.match(line)
        if match and not match["id"]:
            found.add(_slug(re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", match["text"]), "-"))
    if item is not None:
        found |= {"points", "questions", "law", "检查要点"}
        own = {used for used in ids if used.startswith(item.id + "-")}
        found |= {used if "Q" in used else f"p{used}" for used in own}
    return found
