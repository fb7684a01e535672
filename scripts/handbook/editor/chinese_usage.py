"""argparse in Chinese: its own words translated, a likely verb offered, numbers kept in their range, numbers
of the handbook read as people type them."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Callable
from typing import Any, NoReturn

from handbook.problems import nearest

#: argparse's words, by the English it asks gettext for (CPython 3.11 to 3.13).
_WORDS = {
    "usage: ": "用法：",
    "options": "可以加的",
    "positional arguments": "要写的",
    "show this help message and exit": "看这段说明",
    "the following arguments are required: %s": "还少了：%s",
    "unrecognized arguments: %s": "不认识：%s",
    "expected one argument": "后面要写一个内容",
    "expected at least one argument": "后面至少写一个内容",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有“%(value)s”，可以写：%(choices)s",
    "invalid %(type)s value: %(value)r": "“%(value)s”不行",
    "%(prog)s: error: %(message)s\n": "%(message)s\n",
    "not allowed with argument %s": "不能和 %s 一起用",
    "ambiguous option: %(option)s could match %(matches)s": "“%(option)s”可能是 %(matches)s，写全",
}


def speak_chinese() -> None:
    """Let argparse say its own words in Chinese."""
    argparse._ = lambda text: _WORDS.get(text, text)  # type: ignore[attr-defined]


#: What stands for the value of an option in the usage, by the option's name.
_VALUES = {
    "aspect": "方面",
    "count": "题数",
    "date": "日期",
    "items": "条目",
    "output": "放在哪里",
    "paper": "毫米",
    "port": "端口",
    "root": "文件夹",
    "seed": "卷号",
    "texts": "文件夹",
    "days": "天数",
}


class _ChineseFormatter(argparse.HelpFormatter):
    def _get_default_metavar_for_optional(self, action: argparse.Action) -> str:
        return _VALUES.get(action.dest, "内容")

    def _get_default_metavar_for_positional(self, action: argparse.Action) -> str:
        return _VALUES.get(action.dest, "内容")


class ChineseParser(argparse.ArgumentParser):
    """A parser that tells what was meant; ends with status 2 as argparse does."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**({"formatter_class": _ChineseFormatter} | given))

    def error(self, message: str) -> NoReturn:
        said = re.match(r".*没有“'?([^'”]+)'?”，可以写：(.*)", message)
        if said:
            known = re.findall(r"[\w-]+", said[2])
            close = nearest(said[1], known)
            close = close if "是不是" in close else ""
            message = f"没有“{said[1]}”。{close}可以写：{'、'.join(known)}"
        self.exit(2, f"{message}\n用法：{self.format_usage().partition('：')[2].strip()}\n")


#: A point or a question as people type it, after NFKC: 13-8, 13.8, 13—8, 13条8, 第13条第8点, 7q3.
_PART = re.compile(
    r"第?(\d{1,2})(?:(?:[-‐-―−_.。·]|条的?)第?(?=Q?\d)|(?=Q))(Q?)(\d{1,2})(?:个?要点|[点项题个])?",
    re.IGNORECASE,
)


def reference(typed: str) -> str:
    """The id of an item, a point or a question as it is registered (13, 13-8, 07-Q3), of what was typed for
    it; what is none of them as it is."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    if item := re.fullmatch(r"第?(\d{1,2})条?", text):
        return item[1].zfill(2)
    part = None if text.isdigit() else _PART.fullmatch(text)
    return f"{part[1]:0>2}-{part[2].upper()}{int(part[3])}" if part else typed.strip()


def item_ids(text: str) -> list[str]:
    """Ids in ``text`` as people write them: 07,08,09 or 7，8 9."""
    return [reference(part) for part in re.split(r"[,，、\s]+", text.strip()) if part]


def number(least: int, most: int) -> Callable[[str], int]:
    """A whole number from ``least`` to ``most``, for argparse."""

    def read(text: str) -> int:
        if not re.fullmatch(r"-?\d{1,12}", text) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"“{text}”不行，写 {least} 到 {most} 的整数")
        return int(text)

    return read


def amount(least: float, most: float) -> Callable[[str], Any]:
    """A number from ``least`` to ``most``, for argparse."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"“{text}”不行，写 {least:g} 到 {most:g} 的数")
        return value

    return read
