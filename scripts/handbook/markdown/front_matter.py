"""Front matter of generated pages."""

from __future__ import annotations

import json
from types import MappingProxyType

#: What the theme leaves out of a page that its menu does not show; the page gets the room.
OUTSIDE_MENU = ["navigation"]

#: Of pages that nobody prints there is no PDF: those to look things up in, those that work by a program, and
#: those whose paper is a download of its own.
NO_PDF = MappingProxyType({"pdf": False})

#: The style of pages whose paper lies across: their tables have many columns.
WIDE_STYLE = "assets/stylesheets/wide-print.css"
WIDE_PAPER = MappingProxyType({"print_styles": [WIDE_STYLE]})

#: The program of pages that have a filter above their list (overrides/pages/filter.html).
FILTER_PROGRAM = "assets/javascripts/filter.js"


def programs(*names: str) -> list[str]:
    """Addresses of the pages' programs ``names`` (room and name, without ending) in
    overrides/material/assets/javascripts/."""
    return [f"assets/javascripts/{name}.js" for name in names]


def front_matter(title: str, description: str, **more: object) -> str:
    """Front matter of a page; JSON is YAML too, so every text stays what it is."""
    values = {"title": title, "description": description, **more}
    return (
        "---\n"
        + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
        + "---\n\n"
    )
