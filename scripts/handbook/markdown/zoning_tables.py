"""Tables of the zoning pages, made from data/lines.yml and data/plans, so that no number stands twice.

The tables are HTML with a label in every cell: on a phone each row becomes a card.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handbook.drawing.floor.geometry import amounts
from handbook.markdown.escape import escape
from handbook.model.addresses import law_address, relative
from handbook.model.floor.plan import Plan
from handbook.model.floor.zoning import Ground, Measure, Origin, Rule, SignClass, Zoning
from handbook.model.generated_names import ZoningTable
from handbook.model.handbook import Handbook
from handbook.model.items.trade import Trade
from handbook.model.law.register import CLAUSE_KINDS, Reference

#: Folder of the pages that take these tables in; links are made as seen from there.
FOLDER = "standards/zoning"


def partials(book: Handbook) -> dict[str, str]:
    """HTML by name of the joint line; nothing when the handbook has no zoning data."""
    if book.zoning is None:
        return {}
    tables = _Tables(book, book.zoning)
    return {table.part: text for table, text in tables.all().items()}


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of finished cells; the first of each row is its heading. No blank line: Markdown would end
    the block there."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in head)
    lines = [f'<div class="hb-table-wrap"><table class="hb-table">\n<thead><tr>{heads}</tr></thead>\n<tbody>']
    for first, *others in rows:
        cells = "".join(
            f'<td data-label="{name}">{cell}</td>' for name, cell in zip(head[1:], others, strict=True)
        )
        lines.append(f'<tr><th scope="row" data-label="{head[0]}">{first}</th>{cells}</tr>')
    return "\n".join([*lines, "</tbody></table></div>"]) + "\n"


def _badge(origin: Origin) -> str:
    """What stands behind a value: drawn firmly where it binds, as advice where it does not."""
    kind = "must" if origin.binds else "advice"
    return f'<span class="hb-badge hb-badge--{kind} hb-nowrap">{origin.value}</span>'


def _nowrap(text: str) -> str:
    return f'<span class="hb-nowrap">{escape(text)}</span>'


def _size(plan: Plan) -> str:
    """Width and depth in metres, the unit held to its number."""
    return f"{plan.width / 1000:g}×{plan.depth / 1000:g}\u00a0m"


def _said(*parts: str) -> str:
    return "<br>".join(part for part in parts if part)


def _advice(measure: Measure) -> str:
    """The number, with 设计时 before what a standard asks of the design and 建议 where no rule demands it."""
    origin = measure.ground.origin
    if origin.binds or measure.value is None:
        return measure.text
    return ("设计时" if origin is Origin.DESIGN else "建议") + measure.text


@dataclass(frozen=True)
class _Tables:
    book: Handbook
    zoning: Zoning

    def all(self) -> dict[ZoningTable, str]:
        zoning = self.zoning
        return {
            ZoningTable.COLOURS: self.colours(),
            ZoningTable.LINES: self.lines(),
            ZoningTable.ZONES: self.zones(),
            ZoningTable.AISLES: self.measures(zoning.aisles, "走什么", "净宽"),
            ZoningTable.CLEARANCES: self.clearances(),
            ZoningTable.STACKS: self.measures(zoning.stacks, "量哪里", "要多少"),
            ZoningTable.SIZES: self.measures(zoning.sizes, "量哪里", "要多少"),
            ZoningTable.PLAN_LIST: self.plan_list(),
            ZoningTable.SIGNS: self.signs(),
            ZoningTable.MATERIALS: self.materials(),
            ZoningTable.MEASURE_SHEET: self.measure_sheet(),
            ZoningTable.SOURCES: self.sources(),
        }

    def cite(self, reference: Reference) -> str:
        """A link to the law's page, to the very place where that page shows it."""
        shown = reference in self.book.citations.get(reference.law_id, {})
        target = law_address(reference) if shown else f"laws/{reference.law_id}.html"
        address = relative(target, f"{FOLDER}/index.html")
        return f'<a class="hb-cite" href="{address}">{escape(reference.text)}</a>'

    def ground(self, ground: Ground) -> str:
        """Source as a badge, its citation, and the note."""
        return _badge(ground.origin) + "。".join(
            part for part in (ground.reference and self.cite(ground.reference), escape(ground.note)) if part
        )

    def rules(self, rules: Iterable[Rule]) -> list[str]:
        """What the rules say: laws first, then standards."""
        ordered = sorted(rules, key=lambda rule: rule.reference.law.kind in CLAUSE_KINDS)
        return [f"{self.cite(rule.reference)}：{escape(rule.content)}" for rule in ordered]

    def colours(self) -> str:
        return _table(
            ("颜色", "意思", "出处"),
            ((_nowrap(c.name), escape(c.meaning), self.ground(c.ground)) for c in self.zoning.colours),
        )

    def lines(self) -> str:
        rows = (
            (
                escape(line.name),
                _said(
                    escape(line.colour_text), line.pattern.value, *map(_nowrap, line.width_text.split("、"))
                ),
                _said(escape(line.use), escape(line.note)),
                _said(f"划不划 {self.ground(line.needed)}", f"怎么划 {self.ground(line.drawn)}"),
            )
            for line in self.zoning.lines
        )
        return _table(("线", "画法", "用在哪里", "出处"), rows)

    def zones(self) -> str:
        rows = (
            (
                _nowrap(zone.name),
                escape(zone.use),
                escape(self.zoning.line(zone.line).name),
                _said(f"建议：{escape(zone.keep)}", *self.rules(zone.rules)),
            )
            for zone in self.zoning.zones
        )
        return _table(("区", "放什么", "边线", "怎样算管好"), rows)

    def measures(self, measures: Sequence[Measure], what: str, how_much: str) -> str:
        rows = (
            (
                escape(m.name),
                _nowrap(_advice(m)),
                _said(self.ground(m.ground), escape(m.note), *self.rules(m.rules)),
            )
            for m in measures
        )
        return _table((what, how_much, "出处和说明"), rows)

    def clearances(self) -> str:
        rows = (
            (
                escape(c.name),
                _said(_nowrap(_advice(c)), _nowrap(self.zoning.line(c.line).name)),
                _said(self.ground(c.ground), escape(c.note), *self.rules(c.rules)),
            )
            for c in self.zoning.clearances
        )
        return _table(("哪里", "空多少、划什么", "这个数的出处，规定怎么说"), rows)

    def signs(self) -> str:
        rows = (
            (escape(sign.name), _nowrap(kind.value), escape(sign.place), self.ground(sign.ground))
            for kind in SignClass
            for sign in self.zoning.signs
            if sign.kind is kind
        )
        return _table(("标志", "类", "挂在哪里", "为什么要挂"), rows)

    def materials(self) -> str:
        """Metres and square metres that sample plans take, counted from the plans: a small, a middling and a
        large floor, however many there are."""
        by_size = sorted(self.book.plans, key=lambda plan: plan.width * plan.depth)
        plans = list(dict.fromkeys(by_size[place] for place in (0, len(by_size) // 2, -1))) if by_size else []
        counted = {plan.id: {amount.line: amount for amount in amounts(plan, self.zoning)} for plan in plans}

        def cell(line_id: str, plan_id: str) -> str:
            amount = counted[plan_id].get(line_id)
            if amount is None:
                return "—"
            return _nowrap(f"{amount.metres:.0f} m" if amount.metres else f"{amount.area:.1f} m²")

        used = [line for line in self.zoning.lines if any(line.id in found for found in counted.values())]
        rows = (
            (
                escape(line.name),
                f"{escape(line.colour_text)} {escape(line.width_text)}",
                *(cell(line.id, plan.id) for plan in plans),
            )
            for line in used
        )
        return _table(
            (
                "线",
                "规格",
                *(f"{escape(plan.name)} {_size(plan)}" for plan in plans),
            ),
            rows,
        )

    def plan_list(self) -> str:
        """Every sample plan: how large, and the trade whose page draws it."""
        plans = self.book.plans
        rows = (
            (
                escape(plan.name),
                _nowrap(_size(plan)),
                "、".join(self.trade_link(trade) for trade in self.book.trades if trade.plant.plan == plan.id)
                or "—",
            )
            for plan in plans
        )
        return _table((f"{len(plans)} 张样图", "多大", "画在哪一行"), rows)

    def trade_link(self, trade: Trade) -> str:
        """A link to the made-up plant on the trade's page."""
        return f'<a href="{relative(trade.address, f"{FOLDER}/index.html")}#plant">{escape(trade.name)}</a>'

    def measure_sheet(self) -> str:
        """A sheet to be filled in on site: what is measured, what it should be, what was found."""
        zoning = self.zoning
        groups: tuple[tuple[str, Sequence[Measure]], ...] = (
            ("净宽", zoning.aisles),
            ("留空", zoning.clearances),
            ("", zoning.stacks),
            ("", zoning.sizes),
        )
        rows = (
            (
                escape(m.name + what),
                _nowrap(_advice(m)),
                "＿＿＿",
                '<span class="hb-result">□ 够　□ 不够　□ 没有</span>',
            )
            for what, measures in groups
            for m in measures
            if m.value is not None
        )
        return _table(("量什么", "要多少", "量得", "结果"), rows)

    def sources(self) -> str:
        """Which values rest on what: nobody has to search the tables for what is only practice."""
        rows: list[tuple[str, str]] = []
        for origin in Origin:
            names: dict[str, list[str]] = {}
            for group, name, ground in self.zoning.grounds:
                if ground.origin is origin:
                    names.setdefault(group, []).append(name)
            told = [
                f"<strong>{group}</strong>：{escape('、'.join(listed))}" for group, listed in names.items()
            ]
            rows += [(_badge(origin), "<br>".join(told))] if told else []
        return _table(("来源", "哪些"), rows)
