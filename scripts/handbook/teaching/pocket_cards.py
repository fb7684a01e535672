"""Pocket cards as PDF: a page of A4 for each theme, eight cards alike on it, to cut and laminate."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from handbook.markdown.point_view import references_text
from handbook.model.addresses import short_address
from handbook.model.handbook import Handbook
from handbook.model.papers.download_names import POCKET_CARDS
from handbook.pdf.identity import identity
from handbook.pdf.qr_code import qr_svg
from handbook.pdf.typst_pdf import typeset
from handbook.product import BuildContext, Product

GROUP = "口袋卡"
PER_SHEET = 8


def cards_data(book: Handbook) -> dict[str, Any]:
    """The template's data: each card with its steps, and after a step its article or nothing. A law that most
    steps rest on is named once, as ``law``; those steps have the place alone."""
    cards = []
    for card in book.pocket_cards:
        cited = Counter(
            step.reference.text.removesuffix(step.reference.place)
            for step in card.steps
            if step.reference and step.reference.place
        )
        law = next((name for name, steps in cited.most_common(1) if steps > len(card.steps) / 2), "")
        url = book.site.address + short_address(card.code_item)
        cards.append(
            {
                "name": card.name,
                "whom": card.whom,
                "steps": [
                    {
                        "text": step.text,
                        "reference": references_text([step.reference]).removeprefix(law)
                        if step.reference
                        else "",
                    }
                    for step in card.steps
                ],
                "law": law,
                "url": url,
                "qr": qr_svg(url),
            }
        )
    return identity(book) | {"cards": cards, "per-sheet": PER_SHEET}


def cards_pdf(root: Path, data: dict[str, Any], *, epoch: int) -> bytes:
    """A page for each card. Raises HandbookError where a card does not hold its words."""
    return typeset(root, "pocket-cards.typ", data, epoch=epoch)


def products(context: BuildContext) -> list[Product]:
    """All cards in one file, so that the printer gets one thing."""
    if not context.book.pocket_cards:
        return []
    names = "、".join(card.name for card in context.book.pocket_cards)
    return [
        context.product(
            POCKET_CARDS,
            "口袋卡",
            "A4",
            GROUP,
            partial(cards_pdf, context.root, cards_data(context.book), epoch=context.epoch),
            note=f"{names}；一张 A4 裁八张，厚纸或者过塑",
        )
    ]
