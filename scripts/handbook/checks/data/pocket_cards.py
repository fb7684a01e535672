"""Pocket cards lead to items that exist, each card once."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.data.identity import known_items
from handbook.problems import Problem, nearest
from handbook.sources import kinds
from handbook.sources.load import Sources


def check(sources: Sources) -> Iterator[Problem]:
    if "items" in sources.broken:
        return
    items = known_items(sources)
    for entry in sources.of(kinds.POCKET_CARDS):
        card = entry.value
        if card.code_item not in items:
            hint = nearest(card.code_item, items) or "改编号"
            yield entry.problem(("扫码条目",), "D113", f"没有第 {card.code_item} 条", "已有的条目", hint)
