"""``downloads/manifest.json``: every download with what one wants to know before fetching it."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handbook.model.handbook import Handbook
from handbook.product import Download

#: Where the file is, from the site's root.
MANIFEST = "downloads/manifest.json"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one wants to know of a finished file. ``pages`` is None for what has none."""

    bytes: int
    sha256: str
    pages: int | None


#: Of what is yet to be made.
NOT_MADE = FileFacts(0, "", None)


def facts_of(path: str, data: bytes) -> FileFacts:
    """The facts of the file ``path`` with the content ``data``."""
    pages = None
    if path.endswith(".pdf"):
        import pikepdf  # dear to load, and a build that makes no PDF has no use for it

        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
    return FileFacts(len(data), hashlib.sha256(data).hexdigest(), pages)


def manifest_rows(
    book: Handbook, products: Sequence[Download], facts: Mapping[str, FileFacts]
) -> list[dict[str, Any]]:
    """A row for each of ``products``: path, kind, title, group, note, edition, pages, bytes, sha256."""
    return [
        {
            "path": product.path,
            "kind": product.kind,
            "title": product.title,
            "group": product.group,
            "note": product.note,
            "edition": book.edition.name,
            "pages": facts[product.path].pages,
            "bytes": facts[product.path].bytes,
            "sha256": facts[product.path].sha256,
        }
        for product in products
    ]


def manifest_text(book: Handbook, rows: Sequence[Mapping[str, Any]]) -> str:
    """The file's text."""
    edition = book.edition
    values = {"edition": edition.name, "date": edition.day.isoformat(), "downloads": rows}
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
