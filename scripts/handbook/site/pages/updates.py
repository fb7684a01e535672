"""What is new: the page of updates, its RSS feed, and the lines of a book's revision page.

All three tell the same rows: the changes of each edition (data/changes) and the revisions noted on the items.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.utils import format_datetime
from xml.sax.saxutils import escape

from handbook.markdown.escape import one_line
from handbook.markdown.front_matter import NO_PDF, front_matter
from handbook.markdown.templates import render
from handbook.model.edition import Edition
from handbook.model.generated_names import MadePage
from handbook.model.handbook import Handbook, Located
from handbook.model.items.item import Item
from handbook.model.law.register import Law
from handbook.model.page import Page

PAGE = MadePage.UPDATES.value
FEED = "updates.xml"
#: How far ahead the page tells what comes into force, in days.
UPCOMING_DAYS = 90


@dataclass(frozen=True)
class UpdateGroup:
    """The lines of one edition that concern ``item``; None: the handbook as a whole."""

    item: Item | None
    lines: tuple[str, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """What is listed: an item's lines in one row, each change of the whole book in its own."""
        if self.item is None:
            return tuple(one_line(line) for line in self.lines)
        return ("；".join(one_line(line).rstrip("。") for line in self.lines) + "。",)


@dataclass(frozen=True)
class EditionUpdates:
    """An edition and what is new in it."""

    edition: Edition
    groups: tuple[UpdateGroup, ...]

    @property
    def anchor(self) -> str:
        return f"e{self.edition.id}"


def updates(book: Handbook) -> list[EditionUpdates]:
    """Every edition dated on or before today with what is new in it, newest first.

    A revision of an item belongs to the first edition that is not older than it.
    """
    editions = sorted(
        (edition for edition in book.editions if edition.day <= book.today), key=lambda edition: edition.day
    )
    lines: dict[str, dict[str, dict[str, None]]] = {edition.id: {} for edition in editions}
    for changes in book.changes:
        for change in changes.changes:
            if changes.edition in lines:
                lines[changes.edition].setdefault(change.item or "", {})[one_line(change.text)] = None
    for item in book.items:
        for revision in item.revisions:
            edition = next((edition for edition in editions if revision.day <= edition.day), None)
            if edition is not None:
                lines[edition.id].setdefault(item.id, {})[one_line(revision.text)] = None
    return [
        EditionUpdates(
            edition,
            tuple(
                UpdateGroup(book.item_by_id.get(item_id), tuple(rows))
                for item_id, rows in sorted(lines[edition.id].items())
            ),
        )
        for edition in reversed(editions)
    ]


@dataclass(frozen=True)
class Upcoming:
    """A law that comes into force, or ends, soon or since the edition: what it takes the place of (or what
    takes its place), and the points and pages that rest on what ends."""

    day: dt.date
    law: Law
    begins: bool
    others: tuple[Law, ...]
    points: tuple[Located, ...]
    pages: tuple[Page, ...]
    uses: int  # places of data and pages that rest on it in all


def upcoming(book: Handbook) -> list[Upcoming]:
    """Everything that has come into force or ended since the edition, or does within :data:`UPCOMING_DAYS`,
    by day. A law whose successor comes into force on the day it ends is told with the successor."""
    begin, end = book.edition.day, book.today + dt.timedelta(days=UPCOMING_DAYS)
    rows: list[Upcoming] = []
    told: set[str] = set()
    for law in book.laws:
        if law.effective and begin < law.effective <= end:
            older = tuple(other for other in book.laws if other.superseded_by == law.id)
            told |= {other.id for other in older}
            rows.append(_upcoming(book, law.effective, law, True, older, (law, *older)))
    for law in book.laws:
        if law.repealed and begin < law.repealed <= end and law.id not in told:
            newer = book.law_by_id.get(law.superseded_by or "")
            rows.append(_upcoming(book, law.repealed, law, False, (newer,) if newer else (), (law,)))
    return sorted(rows, key=lambda row: (row.day, row.law.name))


def _upcoming(
    book: Handbook, day: dt.date, law: Law, begins: bool, others: tuple[Law, ...], resting: tuple[Law, ...]
) -> Upcoming:
    points: dict[str, Located] = {}
    pages: dict[str, Page] = {}
    for one in resting:
        for located in book.citations.get(one.id, {}).values():
            points |= {entry.point.id: entry for entry in located}
        for found in book.places_in_pages.get(one.id, {}).values():
            pages |= {page.path: page for page in found}
    ordered = tuple(entry for key, entry in book.located.items() if key in points)
    uses = sum(book.uses_of_laws.get(one.id, 0) for one in resting)
    return Upcoming(day, law, begins, others, ordered, tuple(pages.values()), uses)


def update_page(book: Handbook) -> dict[str, str]:
    """Markdown of the page of updates by path."""
    lead = "每一版改了什么，最新的在前。"
    return {
        PAGE: front_matter("更新", lead, **NO_PDF)
        + render(
            "updates.md.jinja",
            "updates.html",
            book,
            title="更新",
            lead=lead,
            updates=updates(book),
            feed=FEED,
            upcoming=upcoming(book),
            days=UPCOMING_DAYS,
        )
    }


def feed(book: Handbook) -> dict[str, str]:
    """The RSS 2.0 feed by path; the clock is the editions' own days, so that two builds agree."""
    site = book.site
    rows = updates(book)
    items = []
    for row in rows:
        link = f"{site.address}updates.html#{row.anchor}"
        words = [one_line(row.edition.note)]
        for group in row.groups:
            name = f"第 {group.item.id} 条 {group.item.name}：" if group.item else ""
            words += [name + line for line in group.rows]
        text = "".join(f"<p>{escape(line)}</p>" for line in words)
        items.append(
            f'  <item>\n   <title>{escape(row.edition.name)}</title>\n   <link>{escape(link)}</link>\n   <guid isPermaLink="false">{escape(site.address)}{row.edition.id}</guid>\n'
            f"   <pubDate>{_rfc822(row.edition.day)}</pubDate>\n   <description>{escape(text)}</description>\n  </item>\n"
        )
    return {
        FEED: '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n <channel>\n'
        f"  <title>{escape(site.name)}：更新</title>\n  <link>{escape(site.address)}</link>\n  <description>{escape(site.description)}</description>\n"
        f"  <language>zh-CN</language>\n  <lastBuildDate>{_rfc822(book.edition.day)}</lastBuildDate>\n"
        f'  <atom:link href="{escape(site.address)}{FEED}" rel="self" type="application/rss+xml"/>\n'
        + "".join(items)
        + " </channel>\n</rss>\n"
    }


def _rfc822(day: dt.date) -> str:
    return format_datetime(dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC))
