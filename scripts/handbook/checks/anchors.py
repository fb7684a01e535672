"""Links to a place inside a page: the heading or point they name is there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

from pymdownx.slugs import slugify

from handbook.checks.visible_text import markdown_lines
from handbook.model.item import Item
from handbook.problems import Problem, nearest
from handbook.sources.load import PageEntry, Sources

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<path>[^)#\s]*)#(?P<anchor>[^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6}\s+(?P<text>.+?)\s*(?:\{\s*#(?P<id>[\w-]+)[^}]*\})?\s*$")
_EXPLICIT = re.compile(r"\{\s*#([\w.-]+)[^}]*\}|\bid=\"([^\"]+)\"")
_slug: Callable[[str, str], str] = slugify(case="lower")


def check(sources: Sources) -> Iterator[Problem]:
    items = {f"checklists/{item.stem}.md": item for item in sources.values("items")}
    pages = {entry.page.path: entry for entry in sources.pages}
    known: dict[str, set[str]] = {}
    for entry in sources.pages:
        if "#" not in entry.page.body:
            continue
        folder = posixpath.dirname(entry.page.path)
        for line in markdown_lines(entry.source):
            for match in _LINK.finditer(line.raw):
                path = posixpath.normpath(posixpath.join(folder, match["path"])) if match["path"] else entry.page.path
                if re.match(r"[a-z]+:", match["path"]) or path not in pages:
                    continue  # missing pages are told by the check of links; generated ones make their own places
                if "items" in sources.broken and path.startswith("checklists/") and path not in items:
                    continue  # the item cannot be read at the moment: one cause, one telling
                if path not in known:
                    known[path] = places(pages[path], items.get(path))
                if match["anchor"] not in known[path]:
                    yield Problem(
                        entry.source.name, line.number, match.start() + 1, "L009", f"“{path}”里没有“#{match['anchor']}”这个位置", "那一页上有的标题或要点",
                        nearest(match["anchor"], known[path]) or "打开那一页，点标题后面的 # 号，照地址栏里的写",
                    )


def places(entry: PageEntry, item: Item | None) -> set[str]:
    """Ids one can link to on a hand-written page; for an item's page also those of its generated parts."""
    found: set[str] = set()
    for line in entry.page.body.split("\n"):
        found.update(id for pair in _EXPLICIT.findall(line) for id in pair if id)
        match = _HEADING.match(line)
        if match and not match["id"]:
            found.add(_slug(re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", match["text"]), "-"))
    if item is not None:
        found |= {"points", "questions", "law", "检查要点"}
        found |= {f"p{point.id}" for point in item.points} | {question.id for question in item.questions}
    return found
