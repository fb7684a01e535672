"""Decks as PDF: the slides, the hand-out with room to write, and the speaker's notes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from handbook.model.handbook import Handbook
from handbook.pdf.identity import identity
from handbook.pdf.qr_code import qr_svg
from handbook.pdf.typst_pdf import typeset
from handbook.teaching.deck import FOOT_SIZE, HEIGHT, MIN_SIZE, WIDTH, Show


def show_data(book: Handbook, show: Show) -> dict[str, Any]:
    """The templates' data: the laid-out slides as plain values."""
    data = asdict(show)
    for frame in data["frames"]:
        frame["kind"] = frame["kind"].value
    return (
        identity(book)
        | data
        | {
            "width": WIDTH,
            "height": HEIGHT,
            "foot-size": FOOT_SIZE,
            "min-size": MIN_SIZE,
            "qr": qr_svg(show.address),
            "disclaimer": book.site.disclaimer,
        }
    )


def without_notes(data: dict[str, Any]) -> dict[str, Any]:
    """``data`` of :func:`show_data` as those see it who listen: what is said does not touch slides and
    hand-out."""
    return data | {"frames": [frame | {"notes": []} for frame in data["frames"]]}


def slides_pdf(root: Path, data: dict[str, Any], *, epoch: int) -> bytes:
    """The slides, 16:9, one a page (PDF/UA-1). Raises HandbookError when text does not fit its place."""
    return typeset(root, "slides.typ", data, epoch=epoch)


def handout_pdf(root: Path, data: dict[str, Any], *, epoch: int) -> bytes:
    """Three slides a page of A4 with lines to write on."""
    return typeset(root, "slides-handout.typ", data | {"with-notes": False}, epoch=epoch)


def notes_pdf(root: Path, data: dict[str, Any], *, epoch: int) -> bytes:
    """Four slides a page of A4 with what is asked, shown and said."""
    return typeset(root, "slides-handout.typ", data | {"with-notes": True}, epoch=epoch)
