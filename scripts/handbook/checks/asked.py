"""What people ask: the place that answers is there, and no phrasing leads to two places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.anchors import places
from handbook.checks.links import is_generated_page
from handbook.problems import Problem, nearest
from handbook.sources.load import Entry, Sources


def check(sources: Sources) -> Iterator[Problem]:
    items = {item.id: item for item in sources.values("items")}
    points = {point.id for item in items.values() for point in item.points}
    pages = {entry.page.path: entry for entry in sources.pages}
    stems = {f"checklists/{item.stem}.md": item for item in items.values()}
    first: dict[str, Entry] = {}
    for entry in sources.entries.get("asked", ()):
        place = entry.value.place
        page, _, anchor = place.partition("#")
        if re.fullmatch(r"\d+(-\d+)?", place):
            if place not in points and place not in items and "items" not in sources.broken:
                yield entry.problem(("答",), "D040", f"没有“{place}”这个条目或要点", "已有的编号", nearest(place, [*sorted(points), *items]) or "查一下编号")
        elif f"{page}.md" in pages:
            known = places(pages[f"{page}.md"], stems.get(f"{page}.md")) if anchor else set()
            if anchor and anchor not in known and not ("items" in sources.broken and page.startswith("checklists/")):
                yield entry.problem(("答",), "D041", f"“{page}”里没有“#{anchor}”这个位置", "那一页上有的标题", nearest(anchor, sorted(known)) or "打开那一页，点标题后面的 # 号，照地址栏里的写")
        elif not is_generated_page(sources, f"{page}.md"):
            yield entry.problem(("答",), "D040", f"没有“{page}”这一页", "已有的页面，不写 .html", nearest(page, [path.removesuffix(".md") for path in pages]) or "照地址栏里的写")
        for place_of_phrase, phrase in enumerate(entry.value.phrases):
            other = first.setdefault(phrase, entry)
            if other is not entry:
                yield entry.problem(("问", place_of_phrase), "D042", f"“{phrase}”在“{other.value.place}”那里已经写了", "一句话只写在一处", "留在答得最准的那一处，删掉另一处")
