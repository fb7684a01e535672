"""``downloads/manifest.json``: every download with what one wants to know before fetching it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from handbook.model.handbook import Handbook
from handbook.pipeline.products import FileFacts
from handbook.product import Download


def manifest_text(book: Handbook, products: Sequence[Download], facts: Mapping[str, FileFacts]) -> str:
    """The manifest of ``products``: path, kind, title, edition, pages, bytes, sha256."""
    edition = book.edition
    rows = [
        {
            "path": product.path,
            "kind": product.kind,
            "title": product.title,
            "group": product.group,
            "note": product.note,
            "edition": edition.name,
            "pages": facts[product.path].pages,
            "bytes": facts[product.path].bytes,
            "sha256": facts[product.path].sha256,
        }
        for product in products
    ]
    values = {"edition": edition.name, "date": edition.day.isoformat(), "downloads": rows}
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
