"""The year as a calendar file for phones (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial

from handbook.markdown.escape import one_line
from handbook.model.handbook import Handbook, Located
from handbook.model.items.item import Role
from handbook.model.papers.download_names import CALENDARS
from handbook.product import BuildContext, Product
from handbook.site.pages.overview_pages import FREQUENCIES, recurring

#: Tasks of the first item stand on this day of a month, those of the next a day later: no holiday, not all at
#: once.
_FIRST_DAY, _DAYS = 7, 22
#: When the phone speaks up: at eight in the morning of the day; for what takes preparing a week before too.
#: Eight in the morning, of the day and of the same weekday before; a plain -P7D would ring at midnight.
_MORNING, _WEEK_BEFORE = "PT8H", "-P6DT16H"


def calendar_products(context: BuildContext) -> list[Product]:
    """The calendar of each side as a file for phones."""
    return [
        context.product(
            path,
            f"一年安全日历：{role.value}",
            "ICS",
            "日历",
            partial(_encoded, calendar_text(context.book, role)),
            note="导入手机日历，到日子提醒" + ("；用自己厂房的也用这个" if role is Role.TENANT else ""),
        )
        for role, path in CALENDARS.items()
    ]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8")


def calendar_text(book: Handbook, role: Role) -> str:
    """iCalendar (RFC 5545) with one event for each recurring task of ``role`` of a week or longer.

    What comes once or twice a year stands in the month that its data name, the rest begins next month.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_ical(book.site.name)}//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_ical(f'一年安全日历（{role.value}）')}",
    ]
    for every, entries in recurring(book):
        if every in ("每班", "每日"):
            continue  # a reminder each day is soon switched off
        for entry in entries:
            if role in entry.item.roles_of(entry.point):
                lines += _event(book, entry, every)
    lines.append("END:VCALENDAR")
    return "\r\n".join(_folded(lines)) + "\r\n"


def _event(book: Handbook, entry: Located, every: str) -> list[str]:
    task = entry.point.recurring
    assert task is not None
    source = task.reference.text if task.reference else "通行做法"
    of_month = _FIRST_DAY + (int(entry.item.id) - 1) % _DAYS
    day = _first_day(book.edition.day, every, task.month, of_month)
    alarms = [_MORNING] if every in ("每周", "每月") else [_WEEK_BEFORE, _MORNING]
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.point.id}@{book.site.address.split('://')[1].strip('/')}",
        f"DTSTAMP:{book.edition.day:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}",
        f"RRULE:{FREQUENCIES[every]}",
        f"SUMMARY:{_ical(one_line(task.task))}",
        f"DESCRIPTION:{_ical(f'{every}；要点 {entry.point.id}；{source}。建议稿，供企业自查与学习使用。')}",
        "TRANSP:TRANSPARENT",
        *(
            line
            for before in alarms
            for line in (
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                f"DESCRIPTION:{_ical(one_line(task.task))}",
                f"TRIGGER:{before}",
                "END:VALARM",
            )
        ),
        "END:VEVENT",
    ]


def _first_day(edition: dt.date, every: str, month: int, day: int) -> dt.date:
    """The first day after the edition on which the task stands: weekly ones on Mondays, others on ``day``."""
    if every == "每周":
        return edition + dt.timedelta(days=7 - edition.weekday())
    start = (edition.replace(day=1) + dt.timedelta(days=32)).replace(day=day)
    while month and (start.month - month) % (6 if every == "每半年" else 12):
        start = (start + dt.timedelta(days=31)).replace(day=day)
    return start


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
