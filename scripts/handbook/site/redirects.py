"""Short addresses printed beside QR codes, and old addresses of renamed pages and of forms that others took
in. They never die."""

from __future__ import annotations

import html

from handbook.model.addresses import short_address
from handbook.model.handbook import Handbook


def redirects(book: Handbook) -> dict[str, str]:
    """Every redirecting address with the address it leads to, both relative to the site's root."""
    table = {short_address(item.id): f"checklists/{item.stem}.html" for item in book.items}
    for item in book.items:
        for slug in item.former_slugs:
            table[f"checklists/{item.id}-{slug}.html"] = f"checklists/{item.stem}.html"
    for gone in book.withdrawn_items:
        successor = book.item_by_id.get(gone.successor or "")
        target = f"checklists/{successor.stem}.html" if successor else "checklists/index.html"
        table[short_address(gone.id)] = target
        for slug in (gone.slug, *gone.former_slugs):
            table[f"checklists/{gone.id}-{slug}.html"] = target
    pages = {f"forms/{form.id}" for form in book.forms}
    for moved in book.moved_downloads:
        if moved.successor in pages and moved.former not in pages:
            table[f"{moved.former}.html"] = f"{moved.successor}.html"
    return dict(sorted(table.items()))


def redirect_page(address: str, target: str, title: str) -> str:
    """A page that leads from ``address`` to ``target`` without script, from disk too."""
    link = html.escape("../" * address.count("/") + target)
    name = html.escape(title)
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n<title>{name}</title>\n'
        f'<meta name="robots" content="noindex">\n<meta name="viewport" content="width=device-width">\n'
        f'<meta http-equiv="refresh" content="0; url={link}">\n<link rel="canonical" href="{link}">\n'
        f'<p>正在打开：<a href="{link}">{name}</a></p>\n</html>\n'
    )


def redirect_pages(book: Handbook) -> dict[str, str]:
    """A page of HTML for each address of :func:`redirects`, named after what it leads to."""
    titles = {f"checklists/{item.stem}.html": f"{item.id} {item.name}" for item in book.items}
    titles |= {f"forms/{form.id}.html": form.name for form in book.forms}
    return {
        address: redirect_page(address, target, titles.get(target, book.site.name))
        for address, target in redirects(book).items()
    }
