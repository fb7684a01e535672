"""Slips of a hurried hand that a reader takes for what is meant: a day that is not, a sentence pasted twice,
a length without its unit, words left for later, the wrong dash in the number of a standard, a letter for a
digit."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from handbook.checks.text.visible_text import Finding, Line, LineRule, beginning

_DAY = re.compile(r"(?:(?P<year>[12]\d{3}) ?年 ?)?(?<!\d)(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日")
_TWICE = re.compile(
    r"(?P<said>[^。！？；\n\0|]{5,}+[。！？；])(?P=said)"
    r"|(?<![^。！？；\s\0])(?P<passage>[^\n|]{12}(?:[^\n|。！？；]*+[。！？；])+?)(?P=passage)"
)
#: A length said at the end of a clause: after "at least", or with a fraction.
_NUMBER = re.compile(
    r"(?:(?:不得?[小大少多高低]于|不超过|至少|最多|超过) ?|(?<![\d.\-A-Za-z/第]) ?(?=\d+\.\d))"
    r"(?P<number>\d+(?:\.\d+)?)(?= ?[；。，）])"
)
#: What stands before the number of a clause, a version, a licence.
_OF_A_STANDARD = re.compile(r"(?:-\d{4}|[A-Za-z]|表|图|附录) ?(?:的 ?)?$")
_LATER = re.compile(
    r"待补充|待完善|待续(?!签)|待核实|TODO|FIXME|XXX+|[×xX]{3,}|此处(?:插|填|补|加|放)|（略）"
    r"|[（(]待[补写定核查改][)）]"
)
_DASHES = re.compile(
    r"(?P<head>\b(?:GB|AQ|XF|GA|JB|HG|TSG|DB\d\d)(?:/T|/Z)? ?[\d.]+) ?(?P<dash>[—–－‐―−]+) ?(?P<year>(?:19|20)\d\d)\b"
)

#: A number before its unit with letters that look like 1 and 0.
_LETTER = re.compile(
    r"(?<![A-Za-z0-9#/._-])(?:[0-9][0-9.]*[lIOo][0-9lIOo.]*|[lIOo][0-9.][0-9lIOo.]*)"
    r"(?= ?(?:mm|cm|m|kg|kW|米|年|元|条|人|天|日|月|号|%|℃|〕))"
)
_DIGITS = str.maketrans("lIOo", "1100")


def _day_that_is_not(line: Line) -> Iterator[Finding]:
    for match in _DAY.finditer(line.shown):
        year, month, day = int(match["year"] or 2024), int(match["month"]), int(match["day"])
        if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
            said = f"日历上没有“{match[0]}”"
            hint = "对着原文或者日历改"
            yield Finding.of(match, "S018", said, "日历上有的日子", hint)


def _said_twice(line: Line) -> Iterator[Finding]:
    for match in _TWICE.finditer(line.shown):
        text = match["said"] or match["passage"]
        half = match.start() + len(text)
        if line.raw[match.start() : half] != line.raw[half : match.end()]:
            continue  # links of one length that lead elsewhere
        said = f"“{beginning(text)}”接连写了两遍"
        yield Finding(half, match.end(), "S019", said, "写一遍", "删掉一遍", "")


def _without_unit(line: Line) -> Iterator[Finding]:
    for match in _NUMBER.finditer(line.shown):
        if not _OF_A_STANDARD.search(line.shown[: match.start("number")]):
            said = f"“{match['number']}”后面没有单位"
            hint = "写上单位：m、mm、人、日……；不是量出来的数，换个说法"
            yield Finding(match.start("number"), match.end(), "S020", said, "1.4 m 这样的写法", hint)


def _left_for_later(line: Line) -> Iterator[Finding]:
    for match in _LATER.finditer(line.shown):
        said = f"“{match[0]}”：这里还没有写完"
        hint = "写完，或者删掉；要读的人自己填的，写“待填”或者留空格"
        yield Finding.of(match, "S021", said, "写完的话", hint)


def _dash_of_a_standard(line: Line) -> Iterator[Finding]:
    for match in _DASHES.finditer(line.shown):
        new = f"{match['head']}-{match['year']}"
        said = f"标准编号里用了“{match['dash']}”，程序认不出这是标准"
        yield Finding.of(match, "S022", said, new, "换成英文的短横线", new)


def _letter_in_a_number(line: Line) -> Iterator[Finding]:
    for match in _LETTER.finditer(line.shown):
        new = match[0].translate(_DIGITS)
        said = f"“{match[0]}”里有字母，不全是数字"
        yield Finding.of(match, "S023", said, new, "对着原文，用键盘上的数字键重新打", new)


#: The rules, each with what a file has in which it can find anything.
HASTY: dict[LineRule, re.Pattern[str]] = {
    _day_that_is_not: _DAY,
    _said_twice: _TWICE,
    _without_unit: _NUMBER,
    _left_for_later: _LATER,
    _dash_of_a_standard: _DASHES,
    _letter_in_a_number: _LETTER,
}
