"""What the one in a firm who understands reads, hears, practises and is asked, for each trade."""

from __future__ import annotations

from collections import Counter

from handbook.markdown.templates import render
from handbook.model.generated_names import MadePart
from handbook.model.handbook import Handbook
from handbook.model.items import exam
from handbook.model.items.trade import Trade, TradeFile
from handbook.model.lesson import Deck

_PAGE = "enterprises/learning-path.html"


def partials(book: Handbook) -> dict[str, str]:
    """The paths as folded rows, by the name of the include line."""
    rows = [(trade, lesson_of(book, trade)) for trade in book.trades]
    terms = {trade.id: exam_terms(book, trade) for trade in book.trades}
    return {
        MadePart.LEARNING_PATHS: render(
            "learning-paths.md.jinja", _PAGE, book, rows=rows, terms=terms, files=TradeFile
        )
    }


def exam_terms(book: Handbook, trade: Trade) -> str:
    """Points, pass mark and time of the paper that asks the trade's questions."""
    return exam.terms(exam.FULL, [book.question_by_id[id][1].form for id in trade.questions])


def lesson_of(book: Handbook, trade: Trade) -> Deck | None:
    """The lesson that speaks of most of what the trade looks at first; one of a single aspect, since those
    that go through several touch each item only in passing."""
    weights = Counter(point.split("-")[0] for point in trade.first)
    aspects = {item.id: item.aspect for item in book.items}
    decks = [deck for deck in book.lessons if len({aspects.get(item) for item in deck.items}) == 1]
    spoken = {deck.id: sum(weights[item] for item in deck.items) for deck in decks}
    best = max(decks, key=lambda deck: spoken[deck.id], default=None)
    return best if best and spoken[best.id] else None
