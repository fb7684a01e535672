"""What people ask: the place that answers is there, and no phrasing leads to two places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.data.identity import known_ids
from handbook.checks.links.anchors import place_hint, places_by_page
from handbook.checks.links.pages import known_pages, may_be_unread
from handbook.model.asked import Asked
from handbook.problems import Problem, nearest
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources


def check(sources: Sources) -> Iterator[Problem]:
    yield from _numbers(sources)
    ids = {id for id in known_ids(sources) if "Q" not in id}
    numbers = ids | {id.split("-")[0] for id in ids}
    pages = known_pages(sources)
    anchors = places_by_page(sources)
    first: dict[str, Entry[Asked]] = {}
    for entry in sources.of(kinds.ASKED):
        place = entry.value.place
        page, _, anchor = place.partition("#")
        if re.fullmatch(r"\d+(-\d+)?", place):
            if place not in numbers and "items" not in sources.broken:
                yield entry.problem(
                    ("答",),
                    "D040",
                    f"没有“{place}”这个条目或要点",
                    "已有的编号",
                    nearest(place, sorted(numbers)) or "查一下编号",
                )
        elif f"{page}.md" not in pages and may_be_unread(sources, f"{page}.md"):
            continue  # the slip of the data is told
        elif f"{page}.md" not in pages:
            yield entry.problem(
                ("答",),
                "D040",
                f"没有“{page}”这一页",
                "已有的页面，不写 .html",
                nearest(page, sorted(path.removesuffix(".md") for path in pages)) or "照地址栏里的写",
            )
        elif anchor and f"{page}.md" in anchors and anchor not in anchors[f"{page}.md"]:
            yield entry.problem(
                ("答",),
                "D041",
                f"“{page}”里没有“#{anchor}”这个位置",
                "那一页上有的标题",
                place_hint(anchor, anchors[f"{page}.md"]),
            )
        for index, phrase in enumerate(entry.value.phrases):
            other = first.setdefault(phrase, entry)
            if other is not entry:
                yield entry.problem(
                    ("问", index),
                    "D042",
                    f"“{phrase}”在“{other.value.place}”那里已经写了",
                    "一句话只写在一处",
                    "留在答得最准的那一处，删掉另一处",
                )


def _numbers(sources: Sources) -> Iterator[Problem]:
    """Whoever is sent elsewhere is sent to a number that the site lists."""
    known = {phone.number for site in sources.values(kinds.SITE) for phone in site.phones if phone.number}
    for entry in sources.of(kinds.ELSEWHERE):
        if entry.value.phone not in known and "site" not in sources.broken:
            yield entry.problem(
                ("电话",),
                "D133",
                f"data/site.yml 的“电话”里没有 {entry.value.phone}",
                f"{'、'.join(sorted(known)) or '先在那里填号码'}",
                "改成那里有的号码，或者先在那里加上",
            )
