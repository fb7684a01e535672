"""Overviews made from the data of the items: penalties, major hazards, ten things for today, calendar,
words, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handbook.markdown.dictionary_order import sound
from handbook.markdown.escape import one_line
from handbook.markdown.front_matter import FILTER_PROGRAM, NO_PDF, OUTSIDE_MENU, WIDE_PAPER, front_matter
from handbook.markdown.templates import render
from handbook.model.generated_names import Overview
from handbook.model.glossary import Term
from handbook.model.handbook import Handbook, Located
from handbook.model.items.item import Item, Method, Role
from handbook.model.law.penalty import Penalty
from handbook.model.law.register import Law, Reference
from handbook.model.page import Page

#: Frequencies from often to seldom, with the recurrence rule of RFC 5545.
FREQUENCIES = {
    "每班": "FREQ=DAILY",
    "每日": "FREQ=DAILY",
    "每周": "FREQ=WEEKLY",
    "每月": "FREQ=MONTHLY",
    "每季度": "FREQ=MONTHLY;INTERVAL=3",
    "每半年": "FREQ=MONTHLY;INTERVAL=6",
    "每年": "FREQ=YEARLY",
}


@dataclass(frozen=True)
class _Look:
    """An overview's title and lead, ``district`` filled in. ``paper``: how it is printed. ``headings``: it
    has some, for a table of contents. ``filtered``: it is folded, with a filter above."""

    title: str
    lead: str
    paper: Mapping[str, object] = field(default_factory=dict)
    headings: bool = False
    filtered: bool = False


#: Without a PDF: what one goes on from (lists of papers too), looks words up in, does today.
_LOOKS = {
    Overview.INDEX: _Look("一览", "从全部条目里归拢出来的几张表。", NO_PDF),
    Overview.PENALTIES: _Look(
        "处罚一览", "哪些行为要罚、按哪一条、罚多少、由谁罚。", WIDE_PAPER, filtered=True
    ),
    Overview.MAJOR_HAZARDS: _Look(
        "重大事故隐患一览", "哪些情形可能判定为重大事故隐患，依据哪一条。", WIDE_PAPER, filtered=True
    ),
    Overview.TODAY: _Look("今天就能改的十件事", "不花钱或花小钱、当场就能改的十件事。", NO_PDF),
    Overview.CALENDAR: _Look("一年安全日历", "每班、每日到每年要做的事，写明哪一条要求。", filtered=True),
    Overview.ONE_PAGE: _Look(
        "一页明白纸", "每条一张：查什么、为什么、怎么改、罚什么。", NO_PDF, headings=True
    ),
    Overview.GLOSSARY: _Look("词语对照", "法律上的词和平时说的词，互相对着找。", NO_PDF, filtered=True),
    Overview.CAMPAIGN: _Look("行动数据", "{district}厂中厂整治行动公开报道的数字。"),
}


@dataclass(frozen=True)
class PenaltyRow:
    """A penalty with the points that name it; with the pages that do, when no point does."""

    penalty: Penalty
    points: tuple[Located, ...]
    acts: tuple[str, ...]
    pages: tuple[Page, ...] = ()

    @property
    def highest(self) -> float:
        """Highest fine in yuan."""
        return self.penalty.highest_fine

    @property
    def items(self) -> tuple[str, ...]:
        """Number and name of the items whose points name the penalty."""
        return tuple(dict.fromkeys(f"{entry.item.id} {entry.item.name}" for entry in self.points))

    @property
    def sides(self) -> tuple[str, ...]:
        named = [role for entry in self.points for role in entry.item.roles_of(entry.point)]
        return tuple(dict.fromkeys(role.value for role in named or Role))


def penalty_rows(book: Handbook) -> list[PenaltyRow]:
    """Each penalty that a point or a page for readers names, with those; highest fine first."""
    found: dict[Reference, dict[str, Located]] = {}
    acts: dict[Reference, dict[str, None]] = {}
    for entry in book.points():
        for use in entry.point.penalties:
            found.setdefault(use.reference, {})[entry.point.id] = entry
            acts.setdefault(use.reference, {})[one_line(use.act)] = None
    rows = [
        PenaltyRow(book.penalty(reference), tuple(entries.values()), tuple(acts[reference]))
        for reference, entries in found.items()
    ]
    cited = book.places_in_pages
    rows += [
        PenaltyRow(one, (), (one_line(one.act),), tuple(pages))
        for one in book.penalties
        if one.reference not in found and (pages := cited.get(one.reference.law_id, {}).get(one.reference))
    ]
    return sorted(rows, key=lambda row: (-row.highest, row.penalty.reference))


def ten_things(book: Handbook) -> list[Located]:
    """Ten duties that can be seen without papers and put right on the spot: possible major hazards first,
    then the highest fine; one an item, so that the list is as wide as the shop floor. What only some firms
    have comes last."""
    fines = {entry.point.id: row.highest for row in reversed(penalty_rows(book)) for entry in row.points}
    able = [
        e
        for e in book.points()
        if e.point.remedy.days == 0
        and e.point.is_duty
        and Method.EYES in e.point.methods
        and Method.PAPERS not in e.point.methods
    ]
    ranked = sorted(
        able,
        key=lambda e: (
            bool(e.item.hazards_of(e.point)),
            -bool(e.point.major),
            -fines.get(e.point.id, 0),
            e.point.id,
        ),
    )
    chosen: dict[str, Located] = {}
    for entry in ranked:
        chosen.setdefault(entry.item.id, entry)
    ten = list(chosen.values())[:10]
    return sorted(ten, key=lambda e: (bool(e.item.hazards_of(e.point)), e.item.id))


def _by_law(rows: list[PenaltyRow]) -> list[tuple[Law, list[PenaltyRow]]]:
    """The rows under their laws: the law with most rows first, its rows in their order."""
    found: dict[str, tuple[Law, list[PenaltyRow]]] = {}
    for row in rows:
        law = row.penalty.reference.law
        found.setdefault(law.id, (law, []))[1].append(row)
    return sorted(found.values(), key=lambda group: -len(group[1]))


def _by_item(entries: Iterable[Located]) -> list[tuple[Item, list[Located]]]:
    found: dict[str, tuple[Item, list[Located]]] = {}
    for entry in entries:
        found.setdefault(entry.item.id, (entry.item, []))[1].append(entry)
    return list(found.values())


def _by_letter(terms: Iterable[Term]) -> list[tuple[str, list[Term]]]:
    """The words by the first letter of their sound, in the order of the sounds."""
    found: dict[str, list[Term]] = {}
    for heard, term in sorted(
        ((sound(term.term), term) for term in terms), key=lambda pair: (pair[0], pair[1].term)
    ):
        found.setdefault(heard[0].upper(), []).append(term)
    return list(found.items())


def term_address(term: Term) -> str:
    """Where the glossary explains ``term``: its page, and the letter under which it stands there."""
    page = Overview.GLOSSARY.page.removesuffix(".md")
    return f"{page}.html#w-{sound(term.term)[0].upper()}"


def recurring(book: Handbook) -> list[tuple[str, list[Located]]]:
    """Points that come again, by frequency, often first."""
    return [
        (every, entries)
        for every in FREQUENCIES
        if (entries := [e for e in book.points() if e.point.recurring and e.point.recurring.every == every])
    ]


def overview_pages(book: Handbook) -> dict[str, str]:
    """Markdown of the pages under ``overview/``."""
    rows = penalty_rows(book)
    unread = dict.fromkeys(law for item in book.items for law in book.unread_judging(item))
    shown: dict[Overview, dict[str, object]] = {
        Overview.PENALTIES: {"rows": rows, "groups": _by_law(rows)},
        Overview.MAJOR_HAZARDS: {
            "groups": _by_item(e for e in book.points() if e.point.major),
            "unread": list(unread),
        },
        Overview.TODAY: {"entries": ten_things(book)},
        Overview.CALENDAR: {"groups": recurring(book)},
        Overview.ONE_PAGE: {},
        Overview.GLOSSARY: {"groups": _by_letter(book.glossary)},
    }
    if book.campaign is not None:
        shown[Overview.CAMPAIGN] = {}
    links = [
        {"address": f"overview/{name}.html", "title": _LOOKS[name].title, "lead": _lead(book, name)}
        for name in shown
    ]
    shown[Overview.INDEX] = {"links": links}
    return {name.page: _page(book, name, values) for name, values in shown.items()}


def _lead(book: Handbook, name: Overview) -> str:
    return _LOOKS[name].lead.format(district=book.site.short_district)


def _page(book: Handbook, name: Overview, values: Mapping[str, object]) -> str:
    look, lead = _LOOKS[name], _lead(book, name)
    hide = [*OUTSIDE_MENU, *([] if look.headings else ["toc"])]
    scripts = {"scripts": [FILTER_PROGRAM]} if look.filtered else {}
    return front_matter(look.title, lead, hide=hide, **scripts, **look.paper) + render(
        f"overview-{name}.md.jinja", f"overview/{name}.html", book, title=look.title, lead=lead, **values
    )
