"""What the report on the campaign said, as sentences that pages take in; nothing where there was no
campaign."""

from __future__ import annotations

from handbook.markdown.escape import escape
from handbook.model.handbook import Handbook

#: Names of the include lines start so: ``--8<-- "campaign/drills.md"``.
FOLDER = "campaign/"


def partials(book: Handbook) -> dict[str, str]:
    """The sentences by the names of their include lines. A line whose sentence is not there goes."""
    if book.campaign is None:
        return {}
    return {
        f"{FOLDER}{statement.id}.md": f"{escape(book.campaign.said(statement))}\n"
        for statement in book.campaign.statements
    }
