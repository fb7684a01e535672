"""Cards for the pocket: eight alike on a sheet, what is law with its article, readable and light."""

from __future__ import annotations

import re

import pymupdf
import pytest

from conftest import ROOT
from handbook.markdown.point_view import reference_text
from handbook.problems import HandbookError
from handbook.teaching.pocket_cards import cards_data, cards_pdf
from support import real

BOOK = real.book()
EPOCH = 1795435200


def test_a_sheet_of_eight_for_each_theme() -> None:
    assert {card.id for card in BOOK.pocket_cards} == {"emergency", "hot-work", "confined-space", "lock-out"}
    data = cards_pdf(ROOT, cards_data(BOOK), epoch=EPOCH)
    assert len(data) < 60_000 * len(BOOK.pocket_cards)
    with pymupdf.open(stream=data) as document:
        assert document.page_count == len(BOOK.pocket_cards)
        for page, card in zip(document, BOOK.pocket_cards, strict=True):
            said = re.sub(r"\s", "", page.get_text())
            for step in card.steps:
                assert said.count(re.sub(r"\s", "", step.text)) == 8
                if step.reference:
                    assert re.sub(r"\s", "", reference_text(step.reference)) in said
            advice = sum(step.reference is None for step in card.steps)
            assert said.count("建议") - said.count("“建议”") - said.count("建议稿") == 8 * advice
            sizes = [
                span["size"]
                for block in page.get_text("dict")["blocks"]
                for line in block.get("lines", [])
                for span in line["spans"]
                if any(span["text"].strip() and span["text"].strip() in step.text for step in card.steps)
            ]
            assert min(size for size in sizes if size > 7.6) >= 9
            assert not struck(page), card.name
            if card.id in ("hot-work", "lock-out"):  # the others have too many words for letters of that size
                whole = {line.lstrip("1234567 ").partition(" ")[0] for line in lines_of(page)}
                ends = [line for line in whole for step in card.steps if line and line in step.text]
                assert all(
                    line[-1] in "，；：、。" or any(step.text.endswith(line) for step in card.steps)
                    for line in ends
                ), f"{card.name}：词断在两行：{ends}"
            for line in lines_of(page):
                assert len(line.partition(" ")[0]) != 1 or line[0].isdigit(), f"{card.name}：{line} 独字成行"


def lines_of(page: pymupdf.Page) -> list[str]:
    """The lines of the steps: what stands small behind a step is set off by a space."""
    found = []
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", []):
            spans = [span["text"].strip() for span in line["spans"] if span["text"].strip()]
            found += [" ".join(spans)] if spans else []
    return found


def struck(page: pymupdf.Page) -> list[str]:
    """Words that a ruled line goes through, the feet of their characters too."""
    lines = [drawn["rect"] for drawn in page.get_drawings() if drawn["rect"].height < 0.1]
    return [
        span["text"]
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", [])
        for span in line["spans"]
        for rule in lines
        if rule.x0 < span["bbox"][2]
        and rule.x1 > span["bbox"][0]
        and span["bbox"][1] < rule.y0 < span["origin"][1] + 0.14 * span["size"]
    ]


def test_a_card_too_full_stops_the_build() -> None:
    data = cards_data(BOOK)
    data["cards"] = [data["cards"][0] | {"steps": data["cards"][0]["steps"] * 3}]
    with pytest.raises(HandbookError, match="放不下"):
        cards_pdf(ROOT, data, epoch=EPOCH)
