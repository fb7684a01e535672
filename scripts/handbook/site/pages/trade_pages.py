"""Pages of the worked trades, and their index."""

from __future__ import annotations

from handbook.markdown.front_matter import NO_PDF, front_matter
from handbook.markdown.learning_paths import exam_terms
from handbook.markdown.templates import render
from handbook.model.handbook import Handbook, Located
from handbook.model.items.trade import Trade, TradeFile


def trade_pages(book: Handbook) -> dict[str, str]:
    """Markdown of ``trades/<id>.md`` and ``trades/index.md``; nothing where the handbook has no trades."""
    if not book.trades:
        return {}
    pages = {
        f"trades/{trade.id}.md": front_matter(trade.name, trade.lead)
        + render(
            "trade.md.jinja",
            trade.address,
            book,
            trade=trade,
            points=points_of(book, trade),
            plan=next((plan for plan in book.plans if plan.id == trade.plant.plan), None),
            files=TradeFile,
            terms=exam_terms(book, trade),
        )
        for trade in book.trades
    }
    lead = "做哪一行，先看哪几样：样板小厂、工序和风险、一年的节律。"
    pages["trades/index.md"] = front_matter("按行业看", lead, **NO_PDF) + render(
        "trades-index.md.jinja", "trades/index.html", book
    )
    return pages


def points_of(book: Handbook, trade: Trade) -> dict[str, Located]:
    """Every point that the trade's page names, by id."""
    named = [*trade.first]
    for points in (*(step.points for step in trade.steps), *(row.points for row in trade.rhythm)):
        named += points
    return {point: book.located[point] for point in named}
