"""What the home page and 关于本站 take in: the items with their pictograms, whom to ring, how to say that
something is wrong."""

from __future__ import annotations

import segno

from handbook.markdown.templates import render
from handbook.model.handbook import Handbook

#: Names of the include lines, in the order of :func:`partials`.
ITEMS, PHONES, FEEDBACK = "home/items.md", "home/phones.md", "home/feedback.md"


def partials(book: Handbook) -> dict[str, str]:
    """The texts by the names of their include lines; each is taken in by a page at the root of the site."""
    feedback = book.site.feedback
    mail = f"mailto:{feedback.mail}" if feedback.mail else ""
    way = feedback.form or mail
    return {
        ITEMS: render("home-items.md.jinja", "index.html", book),
        PHONES: render("home-phones.md.jinja", "index.html", book),
        FEEDBACK: render(
            "home-feedback.md.jinja",
            "about.html",
            book,
            mail=mail,
            code=segno.make(way, error="m").svg_inline(border=4, light="#fff") if way else "",
        ),
    }
