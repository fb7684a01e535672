"""Links to a place inside a page: the heading or point they name is there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from handbook.checks.data.identity import known_ids
from handbook.checks.markdown.markup import is_item_page, problems_of_page
from handbook.problems import Problem, errors, nearest
from handbook.sources.load import PageEntry, Sources


def check(sources: Sources) -> Iterator[Problem]:
    pages = {entry.page.path for entry in sources.pages}
    known = places_by_page(sources)
    for entry in sources.pages:
        if "#" not in entry.page.body:
            continue
        folder = posixpath.dirname(entry.page.path)
        for link in entry.facts.links:
            if link.picture or link.tag or link.leads_outside or not link.anchor:
                continue
            path = posixpath.normpath(posixpath.join(folder, link.path)) if link.path else entry.page.path
            if path not in pages:
                continue  # missing pages are told by the check of links; generated ones make their own places
            if path in known and link.anchor not in known[path]:
                yield Problem(
                    entry.source.name,
                    entry.offset + link.line,
                    link.column,
                    "L009",
                    f"“{path}”里没有“#{link.anchor}”这个位置",
                    "那一页上有的标题或要点",
                    place_hint(link.anchor, known[path]),
                )


def place_hint(anchor: str, known: set[str]) -> str:
    """How to mend a place that is not there."""
    hint = nearest(anchor, sorted(known))
    return hint if "是不是" in hint else "打开那一页，点标题后面的 # 号，照地址栏里的写"


class _Places(dict[str, set[str]]):
    """Places by page, found when first asked for."""

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._ids = sources.once(known_ids)
        self._pages = {entry.page.path: entry for entry in sources.pages}

    def __contains__(self, path: object) -> bool:
        return path in self._pages and not self._headings_wrong(str(path))

    def _headings_wrong(self, path: str) -> bool:
        """Whether headings of the page are told as wrong: a place that is not there may be one of these."""
        entry = self._pages[path]
        slips = problems_of_page(entry.source, is_item=is_item_page(entry))
        return any(
            problem.rule in ("L014", "L015", "L017", "L021", "L024", "L025") for problem in errors(slips)
        )

    def __missing__(self, path: str) -> set[str]:
        self[path] = _places(self._pages[path], self._ids)
        return self[path]


def places_by_page(sources: Sources) -> Mapping[str, set[str]]:
    """The ids of every hand-written page by its path; a page whose headings cannot be read is not in it."""
    return _Places(sources)


def _places(entry: PageEntry, ids: set[str]) -> set[str]:
    """Ids one can link to on a hand-written page; on an item's page also those of its points, of its
    questions among ``ids``, and of what owners ask."""
    found = set(entry.facts.ids)
    if item := re.match(r"checklists/(\d\d+-)", entry.page.path):
        found |= {"points", "questions", "law", "检查要点"}
        found |= {used if "Q" in used else f"p{used}" for used in ids if used.startswith(item[1])}
        found |= set(entry.facts.asked)
    return found
