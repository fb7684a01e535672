"""A leaflet for one trade on A5, two sides: the steps, the risks and the year of its page, short."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from handbook.markdown.brief_clause import citation
from handbook.markdown.typography import words
from handbook.model.handbook import Handbook
from handbook.model.items.trade import Trade
from handbook.model.law.register import together
from handbook.pdf.identity import identity
from handbook.pdf.qr_code import qr_svg
from handbook.pdf.typst_pdf import typeset


def leaflet_data(book: Handbook, trade: Trade) -> dict[str, Any]:
    """The template's data as plain values."""
    url = book.site.address + trade.address
    return identity(book) | {
        "title": f"{trade.name}：安全明白折页",
        "name": trade.name,
        "lead": words(trade.lead),
        "steps": [
            {
                "name": step.name,
                "harm": words(step.harm),
                "first": words(step.first).removesuffix("。"),
                "who": step.who,
                "when": step.when,
            }
            for step in trade.steps
        ],
        "risks": [
            {
                "name": risk.name,
                "source": risk.source,
                "place": risk.place,
                "level": risk.level.value,
                "person": risk.person,
            }
            for risk in trade.risks
        ],
        "rhythm": [
            {
                "when": row.when,
                "task": words(row.task),
                "rules": [citation(text) for text in together(row.rules)],
            }
            for row in trade.rhythm
        ],
        "first": [f"{id} {_short(book, id)}" for id in trade.first],
        "url": url,
        "short": url.split("://")[1],
        "qr": qr_svg(url),
    }


def _short(book: Handbook, id: str) -> str:
    point = book.located[id].point
    return words(point.short or point.requirement).removesuffix("。")


def leaflet_pdf(root: Path, data: dict[str, Any], *, epoch: int) -> bytes:
    """Two pages of A5 (PDF/UA-1). Raises HandbookError when a side does not hold its text."""
    return typeset(root, "trade-leaflet.typ", data, epoch=epoch)
