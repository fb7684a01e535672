"""Worked trades: real ones are whole, and each becomes a page that leads to its points."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.model.items.trade import Trade
from support import real
from support.text import squeeze

BOOK = real.book()
DRAWINGS = Path(__file__).resolve().parents[2] / "docs/drawings"


@pytest.mark.parametrize("trade", BOOK.trades, ids=lambda trade: trade.id)
def test_a_trade_is_told_from_step_to_year(trade: Trade) -> None:
    assert len(trade.steps) >= 5 and len(trade.risks) >= 5 and len(trade.rhythm) >= 5
    assert 6 <= len(trade.first) <= 12 and len(trade.questions) >= 6
    assert not set(trade.hazards) & set(trade.open_hazards)


@pytest.mark.parametrize("trade", BOOK.trades, ids=lambda trade: trade.id)
def test_the_page_shows_every_step_risk_and_point(trade: Trade) -> None:
    page = real.staged()[f"docs/trades/{trade.id}.md"]
    for text in [*(step.first for step in trade.steps), *(risk.name for risk in trade.risks)]:
        assert text in page, text
    for step, told in zip(trade.steps, page.split('<section class="hb-step">')[1:], strict=True):
        shown = re.findall(r'<img src="\.\./drawings/(\S+)" alt="([^"]+)">', told)
        assert [name for name, _ in shown] == [step.drawing] * bool(step.drawing), step.name
        for name, words in shown:  # who does not see it is told what is wrong and what is right
            drawn = squeeze(re.sub(r"<[^>]+>", "", (DRAWINGS / name).read_text("utf-8")))
            assert len(words) > 20 and squeeze(words).replace("。", "") in drawn.replace("。", ""), name
            assert not name.startswith("trade-") or ("打叉：" in words and "打勾：" in words), name
    for point in trade.first:
        entry = BOOK.located[point]
        assert entry.anchor in page
        assert (f'href="../{entry.penalties_anchor}"' in page) == bool(entry.point.penalties)
    assert page.index(BOOK.located[trade.first[0]].anchor) < page.index("也叫：")  # what to do first
    assert all(alias in page for alias in trade.aliases)


OFTEN = {"06-2": "每季度", "06-4": "每月", "09-6": "每班", "20-3": "每半年", "21-3": "每年", "22-4": "每月"}
"""How often the rule behind a point has it done: a trade's year does not make it rarer."""


@pytest.mark.parametrize("trade", BOOK.trades, ids=lambda trade: trade.id)
def test_the_year_is_as_often_as_the_rule_says(trade: Trade) -> None:
    for row in trade.rhythm:
        for point in row.points:
            assert row.when.startswith(OFTEN.get(point, "")), (row.when, point)


def test_the_index_leads_to_every_trade() -> None:
    index = real.staged()["docs/trades/index.md"]
    assert [trade.id for trade in BOOK.trades if f'href="{trade.id}.html"' not in index] == []


def test_what_is_drawn_for_the_trades_is_shown() -> None:
    drawn = {path.name for path in DRAWINGS.glob("trade-*.svg")}
    shown = {step.drawing for trade in BOOK.trades for step in trade.steps}
    assert drawn and drawn <= shown


def test_eight_trades_and_the_landlord() -> None:
    assert len(BOOK.trades) == 9
    assert [trade.id for trade in BOOK.trades if trade.role] == ["landlord"]


@pytest.mark.parametrize("trade", BOOK.trades, ids=lambda trade: trade.id)
def test_the_plant_is_drawn_before_and_after(trade: Trade) -> None:
    page = real.staged()[f"docs/trades/{trade.id}.md"]
    for state in ("before", "after"):
        name = f"drawings/generated/zoning-plan-{trade.plant.plan}-{state}.svg"
        assert f"(../{name})" in page and f"docs/{name}" in real.staged()
    listed = real.staged()["docs/standards/zoning/plans.md"]
    assert f'href="../../trades/{trade.id}.html#plant"' in listed


@pytest.mark.parametrize("trade", BOOK.trades, ids=lambda trade: trade.id)
def test_what_explains_waits_behind_a_line(trade: Trade) -> None:
    page = real.staged()[f"docs/trades/{trade.id}.md"]
    assert page.count('<details class="hb-fold"') >= len(trade.steps) + 1
