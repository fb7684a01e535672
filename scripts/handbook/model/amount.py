"""Amounts, multiples, days and years as laws and people write them, made comparable."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"[零〇一二两三四五六七八九十百千万亿\d.,，]*[零〇一二两三四五六七八九十百千万亿\d]"
_AMOUNT = re.compile(
    rf"(?P<percent>百分之)(?P<rate>[零一二三四五六七八九十百\d.]+)|(?P<number>{_NUMBER})\s?(?P<unit>元|倍|日|年|个月|%)"
)


def to_number(text: str) -> float:
    """10万 and 十万 are 100000; 一百五十 is 150. Raises ValueError for what is no number."""
    text = text.replace(",", "").replace("，", "")
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
    """Every amount in ``text``: (number, unit) with the words it was written in. Units: 元, 倍, 日, 年, 个月, %."""
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
