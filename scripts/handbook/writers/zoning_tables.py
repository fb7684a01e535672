"""Tables of the zoning pages, made from data/lines.yml."""

from __future__ import annotations

from handbook.model.handbook import Handbook


def partials(book: Handbook) -> dict[str, str]:
    """Markdown by name of the joint line."""
    return {}
