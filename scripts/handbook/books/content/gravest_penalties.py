"""Which of several penalties are the gravest: what a page with no room for all of them tells.

The order is that in which 行政处罚法第九条 lists the kinds of administrative penalties, from warnings and
fines over permits and business to detention, with prison above them. A fine of a firm stands above one of a
person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from handbook.model.law.penalty import Penalty
from handbook.model.numbers.amount import amounts, ranges

#: What a page says of the penalties that it leaves out, with :func:`gravest` and with :func:`worst`.
GRAVEST = "每一点只写最重的：拘留判刑、关停拆除、罚单位、罚个人，没写的哪一样都不比写的重"
WORST = "每一点只写最重的一项（关停比罚款重），和要拘留、判刑的"

_PRISON = re.compile("徒刑|拘役|管制")
_DETENTION = re.compile("拘留")
#: What is not given back: a firm's permit, the building, the machine; a person's right to his post.
_END = re.compile("关闭|吊销|拆除|没收(?!违法所得|违法收入)|不得担任")
_STOP = re.compile("停产停业|停产整顿|停业|停止(?:使用|施工|建设|经营|作业|产生)|中止供电")
_GRAVE_CASE = re.compile("情节(?:特别)?严重的")
_UNIT = re.compile("单位|企业|用户|机关")
#: Units that any firm is; other units are met by what they do or hold.
_ANY_UNIT = re.compile("(?:生产经营|用人)?单位|机关、团体、企业、事业等单位")
#: What a fine that is no sum is a share or a multiple of.
_BASES = ("违法所得", "年收入", "造价", "原处罚数额")
_SHARES = {"%": 1.0, "倍": 100.0}


@lru_cache(1024)  # asked again for each point and each list
def weights(penalty: Penalty) -> dict[str, float]:
    """How heavy ``penalty`` is in each respect; a respect in which it does nothing is left out.

    Fines are in yuan, shares in per cent of what they are a share of. What a firm must suffer at once is
    heavier than what it must suffer when it does not mend, and that than what only a grave case brings.
    """
    first, later, persons = penalty.first or "", penalty.later or "", penalty.persons or ""
    steps = f"{first}；{later}"
    met_by_unit = bool(_UNIT.search(penalty.target))
    personal = persons if met_by_unit else f"{steps}；{persons}"
    found: dict[str, float] = {
        "liberty": 2 if _PRISON.search(penalty.words) else bool(_DETENTION.search(penalty.words)),
        "end": _staged(_END, first, later),
        "end of a person": bool(_END.search(persons)),
        "stop": _staged(_STOP, first, later),
        "fine": _highest(steps) if met_by_unit else 0,
        "fine of a person": _highest(personal),
    }
    for base in _BASES:
        if base in penalty.words:
            found[base] = _share(penalty.words)
    return {respect: weight for respect, weight in found.items() if weight}


def gravest(penalties: Iterable[Penalty]) -> list[Penalty]:
    """Those of ``penalties`` that hold the gravest in each respect, and all that take a person's liberty.

    What is left out is in no respect heavier than what is told. A penalty that has a premise, or meets some
    firms alone, may never meet the reader, so it stands for none of the others.
    """
    told: list[Penalty] = []
    reached: dict[str, float] = {}  # by what may meet anybody
    ranked = sorted(penalties, key=_rank, reverse=True)
    for condition in sorted(dict.fromkeys(map(_condition, ranked)), key=any):
        here = dict(reached)
        for penalty in ranked:
            if _condition(penalty) == condition:
                weighs = weights(penalty)
                if penalty.takes_liberty or any(heavy > here.get(name, 0) for name, heavy in weighs.items()):
                    told.append(penalty)
                    here = {name: max(here.get(name, 0), weighs.get(name, 0)) for name in here | weighs}
        if not any(condition):
            reached = here
    return told or ranked[:1]


def worst(penalties: Iterable[Penalty]) -> list[Penalty]:
    """The one that weighs most, of those that anybody may meet where there are such, and all that take a
    person's liberty: for a page with less room yet."""
    ranked = sorted(penalties, key=_rank, reverse=True)
    others = [penalty for penalty in ranked if not penalty.takes_liberty]
    anybody = [penalty for penalty in others if not any(_condition(penalty))]
    return [penalty for penalty in ranked if penalty.takes_liberty] + (anybody or others)[:1]


def _condition(penalty: Penalty) -> tuple[str, str]:
    """Premise and target, each empty where anybody may be met."""
    any_firm = not _UNIT.search(penalty.target) or _ANY_UNIT.fullmatch(penalty.target)
    return penalty.premise or "", "" if any_firm else penalty.target


@lru_cache(1024)
def _rank(penalty: Penalty) -> tuple[float, ...]:
    """Where two reach equally far, the one that names a crime and the one whose least fine is higher come
    first."""
    told = weights(penalty)
    named = [
        told.get(respect, 0)
        for respect in ("liberty", "end", "stop", "fine", "fine of a person", "end of a person", *_BASES)
    ]
    least = min((band.low or 0 for _, band, _ in ranges(penalty.first or "") if band.unit == "元"), default=0)
    return (*named, "追究刑事责任" in penalty.words, least)


def _staged(sanction: re.Pattern[str], first: str, later: str) -> float:
    """3 where the first notice brings ``sanction``, 2 the second, 1 a grave case alone; 0 where nothing
    does."""
    for text, weight in ((first, 3), (later, 2)):
        found = sanction.search(text)
        if found:
            return 1 if _GRAVE_CASE.search(text, 0, found.start()) else weight
    return 0


def _highest(text: str) -> float:
    return max((number for number, unit in amounts(text) if unit == "元"), default=0)


def _share(text: str) -> float:
    """The highest share or multiple in per cent; that it is open where the text names none."""
    return max((number * _SHARES[unit] for number, unit in amounts(text) if unit in _SHARES), default=1)
