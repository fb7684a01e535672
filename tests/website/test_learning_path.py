"""The path of the one in a firm who understands: for each trade what to read, hear, practise; no
certificate."""

from __future__ import annotations

import re

import pytest

from handbook.markdown.learning_paths import lesson_of
from handbook.model.items.trade import Trade
from support import real

BOOK = real.book()


def page() -> str:
    return real.staged()["docs/enterprises/learning-path.md"]


def path_of(trade: Trade) -> str:
    found = re.search(rf'<details[^>]*id="path-{trade.id}">.*?</details>', page(), re.DOTALL)
    assert found, trade.id
    return found[0]


@pytest.mark.parametrize("trade", BOOK.trades, ids=lambda trade: trade.id)
def test_each_trade_says_what_to_read_hear_and_practise(trade: Trade) -> None:
    path = path_of(trade)
    read = re.findall(r'href="\.\./checklists/[^"]*#p([0-9-]+)"', path)
    assert read == list(trade.first)
    assert f'href="../trades/{trade.id}.html"' in path
    asked = re.search(r'href="\.\./quiz\.html\?q=([^"]*)"', path)
    assert asked and asked[1].split("+") == list(trade.questions)
    deck = lesson_of(BOOK, trade)
    assert "满分 100 分，80 分合格" in path and "分钟" in path
    assert deck and f"downloads/lessons/{deck.id}-" in path and f"（{deck.minutes} 分钟）" in path


def test_the_lesson_is_the_one_that_speaks_of_most_of_it() -> None:
    lessons = {trade.id: deck.id for trade in BOOK.trades if (deck := lesson_of(BOOK, trade))}
    assert lessons["landlord"] == "responsibility"
    assert lessons["foundry"] == "key-areas"
    assert lessons["garments"] == "site-management"


def test_the_month_and_both_sides_are_told() -> None:
    for week in ("第一周", "第二周", "第三周", "第四周"):
        row = next(line for line in page().splitlines() if line.startswith(f"| {week}"))
        assert len([cell for cell in row.strip("|").split("|") if cell.strip()]) == 3


def test_the_learning_record_is_no_certificate() -> None:
    form = next(form for form in BOOK.forms if form.id == "learning-record")
    assert "不是证书" in form.purpose and any("不是证书" in note for note in form.notes)
    assert "主要负责人" in form.signatures
    assert "../forms/learning-record.md" in page() and "不是证书" in page()
