"""The year as a calendar file for phones (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial

from handbook.markdown.escape import one_line
from handbook.model.handbook import Handbook
from handbook.product import BuildContext, Product
from handbook.site.pages.overview_pages import FREQUENCIES, recurring

CALENDAR_PATH = "downloads/calendar.ics"


def calendar_products(context: BuildContext) -> list[Product]:
    """The calendar as a file for phones."""
    text = calendar_text(context.book)
    return [
        context.product(
            CALENDAR_PATH,
            "一年安全日历",
            "ICS",
            "日历",
            partial(_encoded, text),
            note="导入手机日历，到日子提醒",
        )
    ]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8")


def calendar_text(book: Handbook) -> str:
    """iCalendar (RFC 5545) with one event for each recurring task of a week or longer, from the first of
    next month."""
    first = (book.edition.day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    stamp = f"{book.edition.day:%Y%m%d}T000000Z"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_ical(book.site.name)}//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_ical('一年安全日历')}",
    ]
    for every, entries in recurring(book):
        if every in ("每班", "每日"):
            continue  # a reminder each day is soon switched off
        for entry in entries:
            task = entry.point.recurring
            assert task is not None
            source = task.reference.text if task.reference else "通行做法"
            lines += [
                "BEGIN:VEVENT",
                f"UID:{entry.point.id}@{book.site.address.split('://')[1].strip('/')}",
                f"DTSTAMP:{stamp}",
                f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
                f"RRULE:{FREQUENCIES[every]}",
                f"SUMMARY:{_ical(one_line(task.task))}",
                f"DESCRIPTION:{_ical(f'{every}；要点 {entry.point.id}；{source}。建议稿，供企业自查与学习使用。')}",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
            ]
    lines.append("END:VCALENDAR")
    return "\r\n".join(_folded(lines)) + "\r\n"


def _ical(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> Iterable[str]:
    """Content lines of at most 75 octets, as RFC 5545 section 3.1 asks, never cutting a character."""
    for line in lines:
        part = ""
        for char in line:
            if len((part + char).encode("utf-8")) > 75:
                yield part
                part = " "
            part += char
        yield part
