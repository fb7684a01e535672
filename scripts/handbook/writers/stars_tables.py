"""Tables of the pages on stars and on 7544, made from data/stars.yml."""

from __future__ import annotations

from handbook.model.handbook import Handbook
from handbook.model.item import Item
from handbook.model.stars import Star, Stars
from handbook.writers.markdown_text import escape

#: Where the items' pages lie, seen from docs/standards/.
_CHECKLISTS = "../checklists"


def partials(book: Handbook) -> dict[str, str]:
    """Markdown by name of the joint line; nothing when the handbook has no stars."""
    if book.stars is None:
        return {}
    return {"standards/stars.md": _stars(book, book.stars), "standards/7544.md": _digits(book.stars)}


def _stars(book: Handbook, stars: Stars) -> str:
    lines = ["| 第几颗 | 名称 | 自评看哪几条 | 状态 |", "|---|---|---|---|"]
    for star in stars.stars:
        lines.append(f"| {star.number} | {escape(star.name or '（空位）')} | {_items(book, star)} | {escape(star.state.value)} |")
    return "\n".join(lines) + f"\n\n自评办法（不是官方办法）：{escape(stars.rule)}\n" + "".join(_more(star) for star in stars.stars)


def _items(book: Handbook, star: Star) -> str:
    if not star.items:
        return "不自评"
    return "、".join(_link(book.item_by_id[id]) for id in star.items)


def _link(item: Item) -> str:
    duties = sum(point.is_duty for point in item.points)
    return f"[{item.id} {escape(item.name)}]({_CHECKLISTS}/{item.stem}.md)（必须 {duties} 点）"


def _more(star: Star) -> str:
    if star.standard:
        return f"\n**{escape(star.name or '')}**（官方标准）：{escape(star.standard)}\n"
    return f"\n**{escape(star.name or '')}**：{escape(star.why)}\n" if star.why else ""


def _digits(stars: Stars) -> str:
    lines = ["| 第几位 | 数字 | 代表什么 |", "|---|---|---|"]
    lines += [f"| {place} | {entry.digit} | {escape(entry.meaning or '待官方发布')} |" for place, entry in enumerate(stars.digits, 1)]
    return "\n".join(lines) + "\n"
