"""The calendar files for phones: a file a side, spread over the year, with reminders."""

from __future__ import annotations

import re
from collections import Counter

from bench.pages import BOOK
from handbook.model.items.item import Role
from handbook.model.papers.download_names import CALENDARS
from handbook.site.pages.calendar import calendar_text


def events(role: Role) -> dict[str, str]:
    text = calendar_text(BOOK, role).replace("\r\n ", "")
    return {re.findall(r"UID:([^@]+)@", one)[0]: one for one in text.split("BEGIN:VEVENT")[1:]}


def test_each_side_has_its_own_file() -> None:
    assert set(CALENDARS) == {Role.TENANT, Role.LANDLORD}
    for role in CALENDARS:
        for id in events(role):
            entry = BOOK.located[id]
            assert role in entry.item.roles_of(entry.point)
    assert set(events(Role.TENANT)) != set(events(Role.LANDLORD))


def test_yearly_tasks_stand_in_their_month_and_never_all_on_one_day() -> None:
    for role in CALENDARS:
        found = events(role)
        for id, text in found.items():
            task = BOOK.located[id].point.recurring
            assert task is not None
            if task.every == "每年":
                assert task.month, f"{id} 要写放在几月做"
                assert re.search(rf"DTSTART;VALUE=DATE:\d{{4}}{task.month:02}\d\d", text)
            assert "DTEND;VALUE=DATE:" in text and "TRIGGER:PT8H" in text
            assert ("TRIGGER:-P6DT16H" in text) == (task.every in ("每季度", "每半年", "每年"))
        days = Counter(re.findall(r"DTSTART;VALUE=DATE:\d{4}\d\d(\d\d)", "".join(found.values())))
        assert max(days.values()) <= 8 and not {"01", "02", "03"} & set(days)


def test_lines_are_folded_as_the_standard_asks() -> None:
    for role in CALENDARS:
        text = calendar_text(BOOK, role)
        assert text.endswith("END:VCALENDAR\r\n") and "\n" not in text.replace("\r\n", "")
        assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
