"""Chinese numerals as laws write article numbers (一百零一 is 101)."""

from __future__ import annotations

from functools import cache

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))


@cache
def to_chinese(number: int) -> str:
    """``number`` (1 to 9999) in the form of statute books: 12 is 十二, 110 is 一百一十.

    Raises ValueError outside that range.
    """
    if not 1 <= number <= 9999:
        raise ValueError(f"not between 1 and 9999: {number}")
    text, rest, gap = "", number, False
    for unit, sign in _UNITS:
        digit, rest = divmod(rest, unit)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + sign
            gap = False
        else:
            gap = bool(text)
    if rest:
        text += ("零" if gap and text else "") + _DIGITS[rest]
    return text.removeprefix("一") if 10 <= number <= 19 else text


@cache
def from_chinese(text: str) -> int:
    """The number written as ``text``.

    Strict: only the form :func:`to_chinese` writes is taken, so 一百一 and 一百〇一 are refused.
    Raises ValueError for anything else.
    """
    value, digit = 0, 0
    units = {sign: unit for unit, sign in _UNITS}
    for char in text:
        if char in units:
            value += (digit or 1) * units[char]
            digit = 0
        elif char in _DIGITS:
            digit = _DIGITS.index(char)
        else:
            raise ValueError(text)
    value += digit
    if not 1 <= value <= 9999 or to_chinese(value) != text:
        raise ValueError(text)
    return value
