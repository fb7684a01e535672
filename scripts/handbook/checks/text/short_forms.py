"""A short form of a point stands alone: the pocket book prints it without the sentence it was made from.

Its numbers are those of the whole sentence, and whom it holds for is named in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.model.items.item import CheckPoint
from handbook.model.numbers.chinese_number import to_chinese
from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.load import Sources
from handbook.sources.yaml.tree import Path

RULE = "S205"
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_ELSEWHERE = re.compile("列入范围|在范围")
#: Words that narrow whom a requirement holds for, and what is enough of them where paper is narrow.
_SCOPES = {
    "分割出租": "分割出租",
    "较大以上": "较大",
    "重点单位": "重点单位",
    "非水性": "非水性",
    "密集": "密集",
    "剧毒": "剧毒",
    "离岗": "岗",
    "消防控制室": "控制室",
    "爆炸危险": "爆炸",
    "冶炼": "冶炼",
    "危险物品": "危险物品",
    "两家以上": "两家以上",
}


def check(sources: Sources) -> Iterator[Problem]:
    for entry in sources.of(kinds.ITEMS):
        for index, point in enumerate(entry.value.points):
            # What the pocket book prints of a point: its short name, the businesses it is for, what counts.
            told = point.short + "".join(entry.value.hazards_of(point)) + point.met_short
            for word, enough in _SCOPES.items():
                if point.met_short and word in point.requirement and enough not in told:
                    said = f"要点说的是“{word}”，简称和合格简写里都没有"
                    right = f"简称或者合格简写里有“{enough}”"
                    mend = "补上：口袋书不印要点原句，少了它，不归它管的人也照做"
                    yield entry.problem(("要点", index, "合格简写"), RULE, said, right, mend)
            for path, short, whole in _shortened(point):
                at = ("要点", index, *path)
                for number in dict.fromkeys(_DIGITS.findall(short)):
                    if not _told(number, whole):
                        said, right = f"短写法里的“{number}”，长的一句里没有", "短写法只用长的一句里的数"
                        yield entry.problem(at, RULE, said, right, "照长的一句改；长的一句错了，先改它")
                if match := _ELSEWHERE.search(short):
                    said = f"“{match[0]}”没有说是哪些单位、哪些场所"
                    right = "写出是哪些，例如：危险物品、冶炼单位……"
                    yield entry.problem(at, RULE, said, right, "口袋书只印短写法，读的人看不到别处写的范围")


def _shortened(point: CheckPoint) -> Iterator[tuple[Path, str, str]]:
    """Short forms of ``point``: where each stands, its text, and the text it was made from."""
    yield ("合格简写",), point.met_short, f"{point.requirement}\n{point.met}"
    yield ("怎么改", "今天简写"), point.remedy.today_short, point.remedy.today


def _told(number: str, whole: str) -> bool:
    """Whether ``whole`` has ``number`` (as in 0.5 or 30), in digits or in Chinese."""
    if number in _DIGITS.findall(whole):
        return True
    if not number.isdecimal() or not 1 <= int(number) <= 9999:
        return False  # statute books have no Chinese form of these
    return to_chinese(int(number)) in whole.replace("两", "二")
