"""Cards for the pocket: eight alike on a sheet, what is law with its article, readable and light."""

from __future__ import annotations

import re
from itertools import pairwise

import pymupdf
import pytest

from conftest import ROOT
from handbook.markdown.point_view import references_text
from handbook.problems import HandbookError
from handbook.teaching.pocket_cards import cards_data, cards_pdf
from support import real
from support.text import unspaced

BOOK = real.book()
EPOCH = 1795435200


def test_a_sheet_of_eight_for_each_theme() -> None:
    assert {card.id for card in BOOK.pocket_cards} == {"emergency", "hot-work", "confined-space", "lock-out"}
    data = cards_pdf(ROOT, cards_data(BOOK), epoch=EPOCH)
    assert len(data) < 60_000 * len(BOOK.pocket_cards)
    with pymupdf.open(stream=data) as document:
        assert document.page_count == len(BOOK.pocket_cards)
        for page, card in zip(document, BOOK.pocket_cards, strict=True):
            said = unspaced(page.get_text())
            for step in card.steps:
                assert said.count(unspaced(step.text)) == 8
                if step.reference:
                    # A law that most steps rest on is named once a card, at its foot.
                    law, place = (
                        references_text([step.reference]).split(step.reference.place)[0],
                        step.reference.place,
                    )
                    assert said.count(unspaced(place)) >= 8 and said.count(unspaced(law)) >= 8
            advice = sum(step.reference is None for step in card.steps)
            assert said.count("建议") - said.count("“建议”") - said.count("建议稿") == 8 * advice
            sizes = [
                span["size"]
                for block in page.get_text("dict")["blocks"]
                for line in block.get("lines", [])
                for span in line["spans"]
                if any(span["text"].strip() and span["text"].strip() in step.text for step in card.steps)
            ]
            assert min(size for size in sizes if size > 7.6) >= 10.5
            smallest = [
                (span["size"], round(span["bbox"][1]))
                for block in page.get_text("dict")["blocks"]
                for line in block.get("lines", ())
                for span in line["spans"]
                if span["size"] < 6.9
            ]
            assert min(size for size, _ in smallest) >= 6.5
            assert len({top for _, top in smallest}) <= 8, "the foot is one line, with the law two"
            assert not struck(page), card.name
            # The steps fill the card down to its foot.
            first = page.get_text("words", clip=(0, 0, 105 / 25.4 * 72, 74 / 25.4 * 72))
            bottoms = sorted({round(word[3]) for word in first})
            assert max(below - above for above, below in pairwise(bottoms)) < 8 / 25.4 * 72, card.name
            texts = [unspaced(step.text) for step in card.steps]
            ends = {line for line in lines_of(page) for text in texts if line in text and line not in texts}
            assert ends, card.name
            torn = [e for e in ends if e[-1] not in "，；：、。" and not any(t.endswith(e) for t in texts)]
            assert torn == [], f"{card.name}：词断在两行：{torn}"
            assert not [line for line in lines_of(page) if len(line) == 1], f"{card.name}：独字成行"


def lines_of(page: pymupdf.Page) -> list[str]:
    """The lines of the steps in large letters, without their numbers."""
    found = []
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", []):
            words = unspaced("".join(span["text"] for span in line["spans"] if span["size"] > 9))
            found.append(re.sub(r"^[1-7](?=\D)|^[1-7]$", "", words))
    return [line for line in found if line]


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
