"""``downloads/manifest.json``: every download with what one wants to know before fetching it."""

from __future__ import annotations

import hashlib
import io
import json

import pikepdf

from handbook.product import BuildContext, Product


def manifest_text(context: BuildContext, products: list[Product]) -> str:
    """The manifest of ``products``, which must have been made: path, kind, title, edition, pages, bytes, sha256."""
    rows = []
    for product in products:
        data = context.read(product.path)
        rows.append(
            {
                "path": product.path,
                "kind": product.kind,
                "title": product.title,
                "group": product.group,
                "note": product.note,
                "edition": context.book.edition.name,
                "pages": _pages(product.path, data),
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
        )
    return (
        json.dumps(
            {
                "edition": context.book.edition.name,
                "date": context.book.edition.day.isoformat(),
                "downloads": rows,
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _pages(path: str, data: bytes) -> int | None:
    """Number of pages of a PDF; None for what has none."""
    if not path.endswith(".pdf"):
        return None
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)
