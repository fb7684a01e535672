"""Worked trades name industries that exist, and do not contradict themselves."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from handbook.model.items.trade import Trade
from handbook.model.papers.ledger import Industries
from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources


def check(sources: Sources) -> Iterator[Problem]:
    for entry in sources.of(kinds.TRADES):
        trade: Trade = entry.value
        if "items" not in sources.broken:
            yield from _contradictions(entry, trade)
        for index, name in enumerate(trade.open_hazards):
            if name in trade.hazards:
                said = f"“{name}”写在“专项”里，又写在“可能有”里"
                mend = "都有的留在“专项”，有的厂才有的留在这里"
                yield entry.problem(("可能有", index), "D101", said, "只写一处", mend)
        for industries in sources.of(kinds.INDUSTRIES):
            yield from _industries(entry, industries.value)


def _industries(entry: Entry[Trade], industries: Industries) -> Iterator[Problem]:
    """Numbers that the classification does not have, and names of another number."""
    for number, industry in enumerate(entry.value.industries):
        code = industry.number
        right = industries.names.get(code)
        if right is None:
            said = f"国民经济行业分类里没有 {code}"
            named = industries.names.items()
            alike = [one for one, name in named if name == industry.name or one[1:] == code[1:]]
            mend = f"是不是想写“{alike[0]}”？" if alike else "照 data/ledger/industries.yml 改"
            yield entry.problem(("行业", number, "代码"), "D157", said, "门类字母加数字，如 C21", mend)
        elif right not in ("", industry.name):
            said = f"{code} 不叫“{industry.name}”"
            yield entry.problem(("行业", number, "名称"), "D157", said, right, "照应为改名称，或者改代码")


def _contradictions(entry: Entry[Trade], trade: Trade) -> Iterator[Problem]:
    """An item cannot be left out and looked at."""
    named = [trade.first, *(step.points for step in trade.steps), *(row.points for row in trade.rhythm)]
    used: dict[str, list[str]] = {}
    for point in itertools.chain.from_iterable(named):
        used.setdefault(point.split("-")[0], []).append(point)
    for number, row in enumerate(trade.left_out):
        if row.item in used:
            points = "、".join(dict.fromkeys(used[row.item]))
            said = f"第 {row.item} 条写在“多半用不上”里，别处又用了 {points}"
            right, mend = "一个条目要么用得上，要么用不上", "在这里删掉它，或者把那几处换成别的要点"
            yield entry.problem(("多半用不上", number, "条目"), "D126", said, right, mend)
