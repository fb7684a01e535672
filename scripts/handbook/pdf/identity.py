"""What every printed thing says of itself: publisher, edition, address."""

from __future__ import annotations

from typing import Any

from handbook.markdown.typography import date_text, words
from handbook.model.addresses import edition_address
from handbook.model.handbook import Handbook
from handbook.pdf.qr_code import qr_svg


def identity(book: Handbook) -> dict[str, Any]:
    """What every printed thing says about itself."""
    edition_url = book.site.address + edition_address(book.edition)
    return {
        "district": book.site.district,
        "publisher": book.site.publisher,
        "disclaimer": book.site.disclaimer,
        "sample": book.site.demonstration,
        "edition": book.edition.name,
        "edition-id": book.edition.id,
        "edition-note": words(book.edition.note),
        "date": date_text(book.edition.day),
        "today": date_text(book.today),
        "edition-url": edition_url,
        "edition-qr": qr_svg(edition_url),
        "site-url": book.site.address,
        "site-qr": qr_svg(book.site.address),
        "contact": book.site.contact,
        "imprint": book.site.imprint.rows,
        "foot": f"{book.edition.name} {book.edition.day:%Y.%m.%d} · 建议稿，非行政检查事项清单",
    }
