"""Tables of the pages on stars and on 7544, made from data/stars.yml."""

from __future__ import annotations

from handbook.markdown.escape import escape
from handbook.model.generated_names import MadePart
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item
from handbook.model.items.stars import Star, Stars

#: Where the items' pages lie, seen from docs/standards/.
_CHECKLISTS = "../checklists"


def partials(book: Handbook) -> dict[str, str]:
    """Markdown by name of the joint line; nothing when the handbook has no stars."""
    if book.stars is None:
        return {}
    return {MadePart.STARS: _stars(book, book.stars), MadePart.STARS_7544: _digits(book.stars)}


def _stars(book: Handbook, stars: Stars) -> str:
    # Three short columns: a phone shows them whole; what is looked at stands below as lists.
    lines = ["| 第几颗 | 名称 | 状态 |", "|---|---|---|"]
    lines += [
        f"| {star.number} | {escape(star.name or '（空位）')} | {escape(star.state.value)} |"
        for star in stars.stars
    ]
    below = "".join(_details(book, star) for star in stars.stars)
    return "\n".join(lines) + f"\n\n自评办法（不是官方办法）：{escape(stars.rule)}\n{below}"


def _details(book: Handbook, star: Star) -> str:
    if not star.name or not (star.items or star.standard):
        return ""
    text = f"\n**{escape(star.name)}**"
    if star.standard:
        text += f"（官方标准）：{escape(star.standard)}\n"
    elif star.why:
        text += f"：{escape(star.why)}自评看：\n"
    else:
        text += "自评看：\n"
    return text + (
        "\n" + "".join(f"- {_link(book.item_by_id[id])}\n" for id in star.items) if star.items else ""
    )


def _link(item: Item) -> str:
    duties = sum(point.is_duty for point in item.points)
    return f"[{item.id} {escape(item.name)}]({_CHECKLISTS}/{item.stem}.md)，标着“必须”的 {duties} 点"


def _digits(stars: Stars) -> str:
    lines = ["| 第几位 | 数字 | 代表什么 |", "|---|---|---|"]
    lines += [
        f"| {place} | {entry.digit} | {escape(entry.meaning or '待官方发布')} |"
        for place, entry in enumerate(stars.digits, 1)
    ]
    return "\n".join(lines) + "\n"
