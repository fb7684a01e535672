"""What people ask: the place that answers is there, no phrasing leads to two places, and whoever is told to
ring is told a number that the site lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.data.identity import known_ids
from handbook.checks.links.anchors import place_hint, places_by_page
from handbook.checks.links.pages import known_pages, may_be_unread
from handbook.model.asked import Asked
from handbook.model.law.resolve import sentences_in
from handbook.problems import Problem, nearest
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources


def check(sources: Sources) -> Iterator[Problem]:
    yield from _numbers(sources)
    ids = {id for id in sources.once(known_ids) if "Q" not in id}
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
                nearest(page, sorted(path.removesuffix(".md") for path in pages))
                or "照地址栏里的写；页面删掉了的，这一行也删",
            )
        elif anchor and f"{page}.md" in anchors and anchor not in anchors[f"{page}.md"]:
            said, right = f"“{page}”里没有“#{anchor}”这个位置", "那一页上有的标题"
            yield entry.problem(("答",), "D041", said, right, place_hint(anchor, anchors[f"{page}.md"]))
        for index, phrase in enumerate(entry.value.phrases):
            other = first.setdefault(phrase, entry)
            if other is not entry or phrase in entry.value.phrases[:index]:
                said, right = f"“{phrase}”在“{other.value.place}”那里已经写了", "一句话只写在一处"
                yield entry.problem(("问", index), "D042", said, right, "留在答得最准的那一处，删掉另一处")
    places = {phrase: entry.value.place for phrase, entry in first.items()}
    for topic in sources.of(kinds.ELSEWHERE):
        for index, phrase in enumerate(topic.value.questions):
            if phrase in places:
                said = f"“{phrase}”在“{places[phrase]}”那里已经写了"
                yield topic.problem(("问", index), "D148", said, "一句话只写在一处", "留一处，删掉另一处")
            places.setdefault(phrase, topic.value.name)


#: A number that people are told to ring, or one that can be nothing but a telephone's. 000- is made up.
_TELEPHONE = re.compile(
    r"(?:打|拨|电话|热线|致电)[^\d\n|。；，、]{0,4}(?P<rung>1\d{2}|1[12]\d{3}|9\d{4,5})(?![\d.年月日号条 ]*[\d年月日元人次个])"
    r"|(?<![\w.-])(?P<number>0(?!00)\d{2,3}-\d{7,8}|400-\d{3}-?\d{4}|1[3-9]\d{9})(?![\w-])"
)


def _numbers(sources: Sources) -> Iterator[Problem]:
    """Whoever is told to ring is told a number that the site lists."""
    known = {phone.number for site in sources.values(kinds.SITE) for phone in site.phones if phone.number}
    if "site" in sources.broken:
        return
    right = "、".join(sorted(known)) or "先在那里填号码"
    mend = "改成那里有的号码，或者先在那里加上"
    for entry in sources.of(kinds.ELSEWHERE):
        if entry.value.phone not in known:
            said = f"data/site.yml 的“电话”里没有 {entry.value.phone}"
            yield entry.problem(("电话",), "D133", said, right, mend)
    if not known:
        return  # the handbook lists none: nothing to hold a number to
    for kind, entries in sources.entries.items():
        for entry in entries if kind not in ("site", "elsewhere") else ():
            for path, text, _ in sentences_in(entry.value):
                for _, phone in _rung(text, known):
                    said = f"data/site.yml 的“电话”里没有 {phone}"
                    yield entry.problem(path, "D133", said, right, mend)
    for page in sources.pages:
        for at, phone in _rung(page.page.body, known):
            yield page.problem(at, "D133", f"data/site.yml 的“电话”里没有 {phone}", right, mend)


def _rung(text: str, known: set[str]) -> Iterator[tuple[int, str]]:
    for match in _TELEPHONE.finditer(text):
        group = "rung" if match["rung"] else "number"
        if match[group] not in known:
            yield match.start(group), match[group]
