"""Worked trades name points, questions, items, hazards, plans and industries that exist."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.data.identity import known_ids, known_items
from handbook.checks.data.names import Named, listed, misnamed_file, unknown
from handbook.model.items.trade import Trade
from handbook.model.papers.ledger import Industries
from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources


def check(sources: Sources) -> Iterator[Problem]:
    ids = sources.once(known_ids)
    points, questions = {i for i in ids if "Q" not in i}, {i for i in ids if "Q" in i}
    items = known_items(sources)
    hazards = {hazard.name for hazard in sources.values(kinds.HAZARDS)}
    plans = {plan.id for plan in sources.values(kinds.PLANS)}
    plants = {
        major.plant
        for item in sources.values(kinds.ITEMS)
        for point in item.points
        for major in point.major
        if major.plant
    }
    for entry in sources.of(kinds.TRADES):
        trade: Trade = entry.value
        yield from misnamed_file(entry, "trades", trade.id)
        if "items" not in sources.broken:
            yield from unknown(entry, _points(trade), points, "D109", "没有要点")
            yield from unknown(entry, listed(("题",), trade.questions), questions, "D109", "没有题目")
            left = [(("多半用不上", n, "条目"), row.item) for n, row in enumerate(trade.left_out)]
            yield from unknown(entry, left, items, "D113", "没有条目")
            yield from _contradictions(entry, trade)
            yield from unknown(
                entry, listed(("没有的设施",), trade.plants_without), plants, "D115", "重大隐患里没有设施"
            )
        if "hazards" not in sources.broken:
            named = [*listed(("专项",), trade.hazards), *listed(("可能有",), trade.open_hazards)]
            yield from unknown(entry, named, hazards, "D115", "没有专项")
            for where, name in listed(("可能有",), trade.open_hazards):
                if name in trade.hazards:
                    said = f"“{name}”写在“专项”里，又写在“可能有”里"
                    yield entry.problem(
                        where, "D101", said, "只写一处", "都有的留在“专项”，有的厂才有的留在这里"
                    )
        for industries in sources.of(kinds.INDUSTRIES):
            yield from _industries(entry, industries.value)
        if trade.plant.plan and "plans" not in sources.broken:
            plan = [(("样板厂", "平面图"), trade.plant.plan)]
            yield from unknown(entry, plan, plans, "D125", "没有平面图")


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


def _points(trade: Trade) -> Iterator[Named]:
    yield from listed(("先看",), trade.first)
    named = [("工序", [step.points for step in trade.steps])]
    named += [("节律", [row.points for row in trade.rhythm])]
    for kind, rows in named:
        for number, points in enumerate(rows):
            for index, point in enumerate(points):
                yield (kind, number, "要点", index), point


def _contradictions(entry: Entry[Trade], trade: Trade) -> Iterator[Problem]:
    """An item cannot be left out and looked at."""
    used: dict[str, list[str]] = {}
    for _, point in _points(trade):
        used.setdefault(point.split("-")[0], []).append(point)
    for number, row in enumerate(trade.left_out):
        if row.item in used:
            points = "、".join(dict.fromkeys(used[row.item]))
            yield entry.problem(
                ("多半用不上", number, "条目"),
                "D126",
                f"第 {row.item} 条写在“多半用不上”里，别处又用了 {points}",
                "一个条目要么用得上，要么用不上",
                "在这里删掉它，或者把那几处换成别的要点",
            )
