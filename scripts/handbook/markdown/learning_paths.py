"""What the one in a firm who understands reads, hears, practises and is asked, for each trade."""

from __future__ import annotations

from collections import Counter

from handbook.markdown.templates import render
from handbook.model.handbook import Handbook
from handbook.model.items.trade import Trade
from handbook.model.lesson import Deck
from handbook.model.made_names import MadePart

_PAGE = "enterprises/learning-path.html"


def partials(book: Handbook) -> dict[str, str]:
    """The paths as folded rows, by the name of the include line."""
    rows = [(trade, lesson_of(book, trade)) for trade in book.trades]
    return {MadePart.LEARNING_PATHS: render("learning-paths.md.jinja", _PAGE, book, rows=rows)}


def lesson_of(book: Handbook, trade: Trade) -> Deck | None:
    """The lesson that speaks of most of what the trade looks at first; the earlier of two that speak of as much."""
    weights = Counter(point.split("-")[0] for point in trade.first)
    spoken = {deck.id: sum(weights[item] for item in deck.items) for deck in book.lessons}
    best = max(book.lessons, key=lambda deck: spoken[deck.id], default=None)
    return best if best and spoken[best.id] else None
