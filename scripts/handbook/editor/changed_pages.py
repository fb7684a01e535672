"""For a pull request: the pages and books that differ from before, put together to look at."""

from __future__ import annotations

import shutil
from pathlib import Path

from handbook.pipeline.catalogue import all_products
from handbook.pipeline.make import day_epoch
from handbook.problems import HandbookError
from handbook.product import BuildContext
from handbook.site.stage import stage
from handbook.sources.load import Sources


def changed(root: Path, old: Sources, new: Sources) -> tuple[list[str], list[str]]:
    """Addresses of pages whose text differs, and paths of downloads whose inputs differ, with today's program for both.

    When ``old`` has errors of its own, everything counts as changed.
    """
    book = new.handbook()
    texts = stage(book)
    products = all_products(BuildContext(root, book, day_epoch(book.today)))
    try:
        before = old.handbook()
        old_texts = stage(before)
        old_products = {
            product.path: product.fingerprint
            for product in all_products(BuildContext(root, before, day_epoch(before.today)))
        }
    except HandbookError:
        old_texts, old_products = {}, {}
    names = {name for name, text in texts.items() if old_texts.get(name) != text}
    pages = {
        name.removeprefix("docs/").removesuffix(".md") + ".html"
        for name in names
        if name.startswith("docs/") and name.endswith(".md")
    }
    joined = {name.removeprefix("parts/") for name in names if name.startswith("parts/")}
    for name, text in texts.items():
        if name.endswith(".md") and name.startswith("docs/") and any(f'"{part}"' in text for part in joined):
            pages.add(name.removeprefix("docs/").removesuffix(".md") + ".html")
    return sorted(pages), [
        product.path for product in products if old_products.get(product.path) != product.fingerprint
    ]


def collect(site: Path, into: Path, pages: list[str], downloads: list[str]) -> list[str]:
    """Copy the changed books and the PDF of each changed page from ``site``, with a list; the names copied."""
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
