"""The download page, made from the manifest."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from handbook.model.handbook import Handbook
from handbook.writers.offline_package import package_path
from handbook.writers.templates import render


def size_text(size: int) -> str:
    """A file size people read: 640 KB, 2.3 MB (1 MB = 1024 KB)."""
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


#: Stands on the page until the size of the offline package is known, which holds that page itself.
_SIZE = '<span class="hb-package-size">几 MB</span>'


def with_package_size(page: str, manifest: dict[str, Any], path: str) -> str:
    """The built page with the size of the offline package, the download at ``path``."""
    size = next(row["bytes"] for row in manifest["downloads"] if row["path"] == path)
    return page.replace(_SIZE, f'<span class="hb-package-size">{size_text(size)}</span>')


def download_page(book: Handbook, manifest: dict[str, Any]) -> str:
    """Markdown of ``downloads/index.md``."""
    groups = [
        {"name": name, "rows": [row | {"size": size_text(row["bytes"]), "file": row["path"].removeprefix("downloads/")} for row in rows]}
        for name, rows in groupby(manifest["downloads"], key=lambda row: row["group"])
    ]
    return "---\ntitle: 下载\ndescription: 口袋书、检查表、海报、讲课片子，下载打印就能用。\n---\n\n" + render("downloads.md.jinja", "downloads/index.html", book, groups=groups, package=package_path(book).removeprefix("downloads/"))
