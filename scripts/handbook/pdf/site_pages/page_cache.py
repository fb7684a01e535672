"""PDFs of pages kept from the last build."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path


class PageCache:
    """PDFs by what they are made of: ``<key>.pdf``, and ``<key>.json`` with the files read while rendering.

    The key covers the printed HTML and ``programs`` (what of the programs and fonts decides the bytes).
    Stylesheets and pictures are known only after rendering, so their digests stand in the JSON file and are
    compared at each use.
    """

    def __init__(self, folder: Path, site: Path, programs: str) -> None:
        self._folder = folder
        self._site = site
        self._programs = programs
        self._digests: dict[str, str] = {}

    def key(self, html: str) -> str:
        """Of the page printed from ``html``."""
        return hashlib.sha256(f"{self._programs}\0{html}".encode()).hexdigest()

    def pdf(self, key: str) -> Path:
        """Where the PDF of ``key`` lies, if there is one."""
        return self._folder / f"{key}.pdf"

    def has(self, key: str) -> bool:
        """Whether the PDF of ``key`` is whole and everything it was made of is as it was."""
        try:
            entry = json.loads((self._folder / f"{key}.json").read_text(encoding="utf-8"))
            return entry["pdf"] == file_digest(self.pdf(key)) and all(
                self._current(path) == digest for path, digest in entry["read"].items()
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False

    def put(self, key: str, pdf: bytes, read: Mapping[str, str]) -> None:
        """Keep ``pdf``, made from the site's files ``read`` (path in the site: SHA-256)."""
        entry = {"pdf": hashlib.sha256(pdf).hexdigest(), "read": dict(sorted(read.items()))}
        self.pdf(key).write_bytes(pdf)
        (self._folder / f"{key}.json").write_text(
            json.dumps(entry, ensure_ascii=False), encoding="utf-8", newline="\n"
        )

    def keep_only(self, keys: set[str]) -> None:
        """Forget every other PDF."""
        for path in self._folder.iterdir():
            if path.suffix in {".pdf", ".json"} and path.stem not in keys:
                path.unlink()

    def _current(self, path: str) -> str:
        if path not in self._digests:
            self._digests[path] = file_digest(self._site / path)
        return self._digests[path]


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
