"""READ editions: for screens, tagged, with bookmarks, links and page labels."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from handbook.pdf.typst_pdf import typeset_again
from handbook.recipes.disk_cache import saving_cache
from handbook.recipes.lazy import Lazy


def screen_pdf(
    root: Path,
    template: str,
    data: Lazy[dict[str, Any]],
    page: Mapping[str, Any],
    measures: Mapping[str, str] = {},
    *,
    epoch: int,
) -> bytes:
    """The book (PDF/UA-1) of ``data`` on a ``page`` of so many mm. ``measures``: as for
    :func:`~handbook.pdf.typst_pdf.typeset_again`. Raises HandbookError when Typst finds anything wrong."""
    margin = page.get("margin")
    centred = (margin["inside"] - margin["outside"]) / 2 if margin else 0.0
    values = data() | dict(page)
    return saving_cache(
        partial(typeset_again, root, template, values, measures, epoch=epoch, centred=centred)
    )
