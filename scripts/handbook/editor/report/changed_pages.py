"""For a pull request: the pages and books that differ from before, put together to look at."""

from __future__ import annotations

import posixpath
import shutil
from pathlib import Path

from handbook.day import day_epoch
from handbook.page_text.front_matter import split_front_matter
from handbook.page_text.page import read
from handbook.pipeline.build_lock import build_lock
from handbook.pipeline.catalogue import all_products
from handbook.pipeline.stage_files import write_drawings
from handbook.problems import HandbookError
from handbook.product import BuildContext
from handbook.site.stage import stage
from handbook.sources.load import Sources


def changed(root: Path, old: Sources, new: Sources) -> tuple[list[str], list[str]]:
    """Addresses of pages whose text differs, and paths of downloads whose inputs differ, with today's
    program for both.

    When ``old`` has errors of its own, everything counts as changed.
    """
    book = new.handbook()
    with build_lock(root):
        write_drawings(root, book)
    texts = stage(book)
    products = all_products(BuildContext(root, book.as_printed, day_epoch(book.edition.day)))
    try:
        before = old.handbook()
        old_texts = stage(before)
        old_products = {
            product.path: product.fingerprint
            for product in all_products(BuildContext(root, before.as_printed, day_epoch(before.edition.day)))
        }
    except HandbookError:
        old_texts, old_products = {}, {}
    names = {name.removeprefix("docs/") for name, text in texts.items() if old_texts.get(name) != text}
    names |= {name for name, digest in new.files.items() if old.files.get(name) != digest}
    pages = {
        page.removesuffix(".md") + ".html"
        for page, text in ((name.removeprefix("docs/"), text) for name, text in texts.items())
        if page.endswith(".md") and (page in names or _pictures(page, text) & names)
    }
    drawn = {
        f"{folder}/{name}" for name in names if name.startswith("drawings/") for folder in ("docs", "build")
    }
    downloads: list[str] = []
    for product in products:
        if (
            old_products.get(product.path) != product.fingerprint
            or drawn & product.recipe.files
            or set(downloads) & set(product.after)
        ):
            downloads.append(product.path)
    return sorted(pages), downloads


def _pictures(page: str, text: str) -> set[str]:
    """Paths under docs/ of the pictures that the staged ``page`` shows."""
    return {
        posixpath.normpath(posixpath.join(posixpath.dirname(page), picture.path))
        for picture in read(split_front_matter(text)[1]).pictures
    }


def collect(site: Path, into: Path, pages: list[str], downloads: list[str]) -> list[str]:
    """Copy the changed books and the PDF of each changed page from ``site``, with a list; the names
    copied."""
    names = []
    for address in [page.removesuffix(".html") + ".pdf" for page in pages] + downloads:
        source = site / address
        if source.is_file():
            target = into / address
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            names.append(address)
    lines = [
        f"# 变了的网页 {len(pages)} 个，下载件 {len(downloads)} 个",
        "",
        *(f"- {page}" for page in pages),
        "",
        *(f"- {path}" for path in downloads),
        "",
    ]
    into.mkdir(parents=True, exist_ok=True)
    (into / "CHANGED.md").write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return names
