"""What the home page and 关于本站 take in: the items with their pictograms, whom to ring, how to say that
something is wrong."""

from __future__ import annotations

import segno

from handbook.markdown.escape import escape
from handbook.markdown.templates import render
from handbook.model.generated_names import MadePart
from handbook.model.handbook import Handbook


def partials(book: Handbook) -> dict[str, str]:
    """The texts by the names of their include lines; each is taken in by a page at the root of the site."""
    feedback = book.site.feedback
    mail = f"mailto:{feedback.mail}" if feedback.mail else ""
    way = feedback.form or mail
    return {
        MadePart.HOME_TITLE: f"# {escape(book.site.name)}\n",
        MadePart.HOME_FOR_WHOM: f"这本手册给{escape(book.site.district)}的小微工业企业用。\n",
        MadePart.HOME_ITEMS: render("home-items.md.jinja", "index.html", book),
        MadePart.HOME_PHONES: render("home-phones.md.jinja", "index.html", book),
        MadePart.HOME_FEEDBACK: render(
            "home-feedback.md.jinja",
            "about.html",
            book,
            mail=mail,
            code=segno.make(way, error="m").svg_inline(border=4, light="#fff") if way else "",
        ),
    }
