"""Amounts, multiples, days and years as laws and people write them, made comparable."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"(?:[零〇一二两三四五六七八九十百千万亿\d.,，](?: (?=[\d万亿千百十]))?)*[零〇一二两三四五六七八九十百千万亿\d]"
_AMOUNT = re.compile(
    rf"(?P<percent>百分之)(?P<rate>[零一二三四五六七八九十百\d.]+)|(?P<number>{_NUMBER})\s?(?P<unit>元|倍|日|年|个月|%)"
)


def to_number(text: str) -> float:
    """10万 and 十万 are 100000; 一百五十 is 150. Raises ValueError for what is no number."""
    text = text.replace(",", "").replace("，", "").replace(" ", "")
    total = 0.0
    for sign, size in (("亿", 1e8), ("万", 1e4)):
        if sign in text:
            head, _, text = text.partition(sign)
            total += (_small(head) if head else 1) * size
    return total + (_small(text) if text else 0)


def _small(text: str) -> float:
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    value, digit = 0.0, 0.0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            value += (digit or 1) * _UNITS[char]
            digit = 0
        elif char.isdigit():
            digit = digit * 10 + int(char)
        else:
            raise ValueError(text)
    return value + digit


def amounts(text: str) -> dict[tuple[float, str], str]:
    """Every amount in ``text``: (number, unit) with the words it was written in. Units: 元, 倍, 日, 年,
    个月, %."""
    found: dict[tuple[float, str], str] = {}
    for match in _AMOUNT.finditer(text):
        try:
            if match["percent"]:
                found.setdefault((to_number(match["rate"]), "%"), match[0])
            else:
                found.setdefault((to_number(match["number"].lstrip("，,.")), match["unit"]), match[0])
        except ValueError:
            continue
    return found


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """An amount as a law sets it: between ``low`` and ``high`` (None: no bound), in ``unit``.

    A fixed amount has ``low`` equal to ``high``. Units: 元, 倍, %, 日, 年, 个月.
    """

    low: float | None
    high: float | None
    unit: str

    @property
    def inverted(self) -> bool:
        return self.low is not None and self.high is not None and self.low > self.high

    @property
    def text(self) -> str:
        """The amount in words an editor can compare: 5000元以上50000元以下."""
        unit = self.unit
        if self.low is not None and self.low == self.high:
            return f"{self.low:g}{unit}"
        low = f"{_plain(self.low)}{unit}以上" if self.low is not None else ""
        return low + (f"{_plain(self.high)}{unit}以下" if self.high is not None else "")


def _plain(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value / 10000:g}万" if value >= 10000 and value % 1000 == 0 else f"{value:g}"


_UNIT = "元|倍|日|年|个月|%"
_RANGE = re.compile(
    rf"百分之(?P<rate>[零一二三四五六七八九十百\d.]+)(?:以上)?(?:(?:至|到)?百分之(?P<rate_to>[零一二三四五六七八九十百\d.]+)(?:以下)?)?"
    rf"|(?P<low>{_NUMBER})\s?(?P<low_unit>{_UNIT})?(?:以上(?:不满|至)?|至|到|[-—~～])\s?(?P<high>{_NUMBER})\s?(?P<unit>{_UNIT})(?:以下)?"
    rf"|(?P<one>{_NUMBER})\s?(?P<one_unit>{_UNIT})(?P<bound>以上|以下|以内)?"
)


def ranges(text: str) -> list[tuple[int, Range, str]]:
    """Every amount of ``text`` with both bounds: offset, the range, the words it was written in."""
    found: list[tuple[int, Range, str]] = []
    for match in _RANGE.finditer(text):
        try:
            found.append((match.start(), _range(match), match[0]))
        except ValueError:
            continue
    return found


def _range(match: re.Match[str]) -> Range:
    if match["rate"]:
        low = to_number(match["rate"])
        return Range(low, to_number(match["rate_to"]) if match["rate_to"] else low, "%")
    if match["low"]:
        unit = match["unit"]
        high = to_number(match["high"].lstrip("，,."))
        low = to_number(match["low"].lstrip("，,."))
        if (
            not match["low_unit"]
            and re.search(r"[万亿]$", match["high"])
            and not re.search("[万亿]", match["low"])
        ):
            low *= 1e4 if match["high"].endswith("万") else 1e8  # 三至五万元
        return Range(low, high, unit)
    value = to_number(match["one"].lstrip("，,."))
    if match["bound"] in ("以下", "以内"):
        return Range(None, value, match["one_unit"])
    return Range(value, None if match["bound"] else value, match["one_unit"])
