"""Words made ready for paper: what must stay together on a line stays together."""

from __future__ import annotations

import datetime as dt
import re

#: Units in Latin letters or signs that follow a number after a space.
_UNITS = r"mm|cm|dm|km|m|kg|g|mg|t|L|mL|V|kV|A|mA|W|kW|kVA|MPa|kPa|Pa|Hz|lx|dB|s|min|h|%|℃|°|m²|m³|mg/m³|g/m³|m/s|km/h"
_NUMBER_AND_UNIT = re.compile(rf"(?<=\d) (?={_UNITS})(?![A-Za-z]{{4}})")
#: The letters of a standard and its number, a clause and its word: GB 2894-2025, 第 6.1.1 条, 图 3.
_LETTERS_AND_NUMBER = re.compile(r"(?<=[A-Z]) (?=\d)")
_ORDINAL = re.compile(r"(?<=[第图表]) (?=\d)|(?<=\d) (?=[条项款章节页张个人家号])")
#: The stroke in a unit, after which a line could end: 5 km/h.
_PER = re.compile(r"(?<=[a-z]/)(?=[a-z]+(?![A-Za-z]))")
_NO_BREAK, _JOINER = "\u00a0", "\u2060"


def glue(text: str) -> str:
    """``text`` with no-break spaces where a line must not end: ``5 mm``, ``GB 2894-2025``, ``第 6.1.1 条``.

    A number that touches its Chinese unit (5万元) is kept together by the template, which leaves the words
    as they are for those who search the PDF.
    """
    for pattern in (_NUMBER_AND_UNIT, _LETTERS_AND_NUMBER, _ORDINAL):
        text = pattern.sub(_NO_BREAK, text)
    return _PER.sub(_JOINER, text)


def words(text: str) -> str:
    """``text`` of the data on one line, glued."""
    return glue(" ".join(text.split()))


def date_text(day: dt.date) -> str:
    """2026年11月23日."""
    return f"{day.year}年{day.month}月{day.day}日"
