"""How often and how long, as laws and people write it, made comparable.

A law says 每半年, a firm reads 半年之内, a form six months: all are one :class:`Period`. What is compared is
the length of time, not whether it recurs: 每三年 and 三年之内 are the same figure, 每月 and 每季度 are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.model.numbers.amount import to_number

_NUMBER = r"[零〇一二两三四五六七八九十百\d]+(?:\.\d+)?"
_PERIOD = re.compile(
    rf"每\s?(?P<each>{_NUMBER})?\s?个?(?P<every>班|日|天|周|星期|月|季度|季|半年|年|小时)"
    r"|(?P<daily>天天)|(?P<yearly>年度)"
    rf"|第(?P<quarter>[一二三四])季度"
    rf"|(?P<number>{_NUMBER})\s?(?P<unit>个工作日|个月|日|天|周(?=之?内|以内)|年|个?小时|分钟|min|学时)"
    r"|(?P<half>半)(?P<half_unit>年|个?月)"
)
#: Ways to write one unit.
_UNITS = {
    "天": "日",
    "星期": "周",
    "季": "季度",
    "个工作日": "工作日",
    "个小时": "小时",
    "min": "分钟",
    "月": "个月",
}
#: 2026年 is a year of the calendar, no length.
_CALENDAR_YEAR = 1000


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A length of time: ``number`` of ``unit`` (班, 日, 工作日, 周, 个月, 季度, 年, 小时, 分钟, 学时).
    第一季度 is kept as 1季度, 半年 as 6个月."""

    number: float
    unit: str

    @property
    def text(self) -> str:
        """As kept in data/articles/: 6个月."""
        return f"{self.number:g}{self.unit}"


def periods(text: str) -> Iterator[tuple[Period, str, int]]:
    """Every period of ``text`` with the words it was written in and their offset."""
    for match in _PERIOD.finditer(text):
        found = _period(match, text)
        if found:
            yield found, match[0], match.start()


def period_of(text: str) -> Period:
    """The period written as :attr:`Period.text` writes it. Raises ValueError for anything else."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(\D+)", text)
    if not match:
        raise ValueError(text)
    return Period(float(match[1]), match[2])


def _period(match: re.Match[str], text: str) -> Period | None:
    if match["daily"] or match["yearly"]:
        return Period(1, "日" if match["daily"] else "年")
    if match["quarter"]:
        return Period("一二三四".index(match["quarter"]) + 1, "季度")
    if match["half"]:
        return Period(6, "个月") if match["half_unit"] == "年" else Period(15, "日")
    if match["every"]:
        if match["every"] == "半年":
            return Period(6, "个月")
        number, unit = to_number(match["each"]) if match["each"] else 1, match["every"]
    else:
        number, unit = to_number(match["number"]), match["unit"]
        # 3月1日 and 2026年 are dates; 第三年, 第1日 and 上一年 are counted, not long.
        if text[max(0, match.start() - 1) : match.start()] in set("月第年上") and unit in ("日", "年", "天"):
            return None
        if unit == "年" and number >= _CALENDAR_YEAR:
            return None
    unit = _UNITS.get(unit, unit)
    if unit == "个月" and number == 12:
        return Period(1, "年")
    return Period(number, unit)
