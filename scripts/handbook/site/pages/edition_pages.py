"""Editions of what is printed: the page that a book's QR code leads to, which says whether the book is
still current."""

from __future__ import annotations

from handbook.markdown.front_matter import NO_PDF, OUTSIDE_MENU, front_matter
from handbook.markdown.templates import render
from handbook.model.addresses import edition_address
from handbook.model.handbook import Handbook
from handbook.model.revisions import changed_after


def edition_pages(book: Handbook) -> dict[str, str]:
    """Markdown of the page of each edition up to today, by path under docs/."""
    pages = {}
    for edition in book.editions:
        if edition.day > book.today:
            continue
        current = edition.id == book.edition.id
        title = f"{edition.name}：{'现行' if current else '有新版'}"
        lead = f"手里这本是{edition.name}，" + (
            "现在用的就是这一版。" if current else f"已经有{book.edition.name}。"
        )
        address = edition_address(edition)
        pages[address.removesuffix(".html") + ".md"] = front_matter(
            title, lead, hide=OUTSIDE_MENU, search={"exclude": True}, **NO_PDF
        ) + render(
            "edition.md.jinja",
            address,
            book,
            edition=edition,
            current=current,
            title=title,
            changes=changed_after(book, edition.day),
        )
    return pages
