"""What programs ask a site for: which edition it is, which pages it has, whether they may be searched."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from handbook.model.handbook import Handbook

EDITION, SITEMAP, ROBOTS = "edition.json", "sitemap.xml", "robots.txt"


def robots_text(book: Handbook) -> str:
    """Everything may be searched (https://www.rfc-editor.org/rfc/rfc9309)."""
    return f"User-agent: *\nAllow: /\nSitemap: {book.site.address}{SITEMAP}\n"


def edition_text(book: Handbook, digests: Mapping[str, str], commit: str | None) -> str:
    """Which edition a server holds, as JSON. ``digests``: the SHA-256 of every other file by path;
    ``commit``: that of the sources where it is known. ``sha256`` is that of the lines ``sha256  path`` of all
    other files, by path, as ``sha256sum`` writes them: it tells whether a copy is whole."""
    told = {
        "site": book.site.name,
        "edition": book.edition.id,
        "name": book.edition.name,
        "date": book.edition.day.isoformat(),
        "commit": commit,
        "files": len(digests),
        "sha256": list_digest(digests),
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def list_digest(digests: Mapping[str, str]) -> str:
    """SHA-256 of the list that ``sha256sum`` makes of files with these digests, by path."""
    lines = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def sitemap_text(book: Handbook, pages: Iterable[str]) -> str:
    """The map of the site (https://www.sitemaps.org/protocol.html): each page with the day its content
    changed."""
    days = _days(book)
    rows = "".join(
        f" <url><loc>{escape(book.site.address + page)}</loc>"
        f"<lastmod>{min(days.get(page, book.edition.day), book.today)}</lastmod></url>\n"
        for page in sorted(pages)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{rows}</urlset>\n"
    )


def _days(book: Handbook) -> dict[str, dt.date]:
    """The day of the last change by address, for pages whose data say it; the others change with the
    edition."""
    days = {f"laws/{law.id}.html": law.checked for law in book.laws}
    for page in book.pages:
        if page.front.verified:
            days[page.path.removesuffix(".md") + ".html"] = page.front.verified
    for item in book.items:
        days[f"checklists/{item.stem}.html"] = max(item.changed or item.verified, item.verified)
    return days
