"""A report of the register as PDF: the page prints, the command typesets; both from the same blocks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from handbook.pdf.typst_pdf import typeset

#: Reports whose lists are wide.
_WIDE = frozenset({"round", "handover", "gate"})


def report_pdf(root: Path, report: dict[str, Any], *, publisher: str, epoch: int) -> bytes:
    """The PDF of ``report`` (blocks as in ledger/blocks.js); ``epoch`` (seconds since 1970) is its creation
    time."""
    data = {"report": report, "publisher": publisher, "wide": report["id"] in _WIDE}
    return typeset(root, "ledger.typ", data, epoch=epoch)
