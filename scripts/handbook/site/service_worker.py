"""What makes the site installable and readable without a network: the service worker and the app's manifest.

The worker knows every file of this edition by its digest. What it hands out is of this edition or
nothing: overrides/offline/service-worker.js says how.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from pathlib import Path

from handbook.markdown.html_tags import start_tags
from handbook.model.handbook import Handbook
from handbook.page_programs.data_script import script
from handbook.recipes.disk_cache import cached_value

WORKER = "service-worker.js"
MANIFEST = "app.webmanifest"
#: The program of the worker, without its list; not under assets/, since pages do not load it.
_PROGRAM = Path(__file__).resolve().parents[3] / "overrides" / "offline" / "service-worker.js"


def file_digest(data: bytes) -> str:
    """What the worker knows a file with the content ``data`` by."""
    return _short(hashlib.sha256(data).digest())


def _short(digest: bytes) -> str:
    """Half of the SHA-256 in the characters of addresses: names a file's content beyond doubt, and keeps
    the list short."""
    return base64.urlsafe_b64encode(digest[:12]).decode("ascii")


def worker_text(book: Handbook, files: Mapping[str, Path], sums: Mapping[str, str]) -> str:
    """The worker for ``files`` (path in the site: file), whose SHA-256 are ``sums``."""
    digests = {name: _short(bytes.fromhex(sums[name])) for name in sorted(files)}
    home = files["index.html"].read_text(encoding="utf-8") if "index.html" in files else ""
    edition = {
        "name": book.edition.name,
        "digest": file_digest(json.dumps(digests, sort_keys=True).encode()),
        "title": book.site.name,
        "bytes": sum(_on_the_wire(name, digest, files[name]) for name, digest in digests.items()),
        "frame": sorted(_loaded(home) & set(digests)),
        "files": digests,
    }
    return script("handbookEdition", edition).replace("window.", "self.", 1) + _PROGRAM.read_text(
        encoding="utf-8"
    )


def _on_the_wire(name: str, digest: str, file: Path) -> int:
    """Bytes of ``file``, called ``name``, over a wire that compresses."""
    return cached_value("on-the-wire", name, digest, lambda: len(zlib.compress(file.read_bytes())))


def _loaded(home: str) -> set[str]:
    """What the home page loads, and so every page."""
    tags = start_tags(home, "script", "link")
    return {tag.get("src") or tag.get("href") or "" for tag in tags}


def manifest_text(book: Handbook) -> str:
    """The manifest of the installed site (https://www.w3.org/TR/appmanifest/)."""
    icons = [
        {"src": "assets/images/icon-192.png", "sizes": "192x192", "type": "image/png"},
        {"src": "assets/images/icon-512.png", "sizes": "512x512", "type": "image/png"},
        {
            "src": "assets/images/icon-maskable-512.png",
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ]
    manifest = {
        "name": book.site.name,
        "short_name": book.site.short_district + "安全",
        "description": book.site.description,
        "lang": "zh-CN",
        "id": "./",
        "start_url": "./index.html",
        "scope": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b4a7a",
        "icons": icons,
        "shortcuts": [
            {"name": "自查", "url": "./self-check.html"},
            {"name": "检查事项", "url": "./checklists/index.html"},
            {"name": "练习题", "url": "./quiz.html"},
        ],
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
