"""What every writer of downloads offers to the build: products that know their inputs and how to be made."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from handbook.model.handbook import Handbook


@dataclass(frozen=True)
class Product:
    """One file for download.

    ``path`` is relative to the site's root. ``fingerprint`` changes exactly when the bytes may change.
    ``after`` names products whose files ``make`` reads.
    """

    path: str
    title: str
    kind: str  # what it is: READ、PRINT、SHOP、DOCX …
    group: str  # what it is for; the download page is grouped by this
    fingerprint: str
    make: Callable[[], bytes]
    after: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class BuildContext:
    """Where products are made: the model, the project's folder, and the build's time (seconds since 1970)."""

    root: Path
    book: Handbook
    epoch: int

    @property
    def output(self) -> Path:
        """Folder that stands for the site's root while products are made."""
        return self.root / "build" / "products"

    @cached_property
    def _files(self) -> dict[Path, str]:
        return {}

    def fingerprint(self, *parts: object, files: tuple[str, ...] = ()) -> str:
        """Digest of plain values and of files or folders relative to the project's folder."""
        state = sha256(str(self.epoch).encode())
        for part in parts:
            state.update(json.dumps(part, ensure_ascii=False, sort_keys=True, default=str).encode())
        for name in files:
            path = self.root / name
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file() and file.suffix != ".pyc":
                    state.update(file.name.encode() + self._digest(file).encode())
        return state.hexdigest()

    def _digest(self, file: Path) -> str:
        if file not in self._files:
            self._files[file] = sha256(file.read_bytes()).hexdigest()
        return self._files[file]

    def read(self, path: str) -> bytes:
        """Bytes of a product made before."""
        return (self.output / path).read_bytes()


Writer = Callable[[BuildContext], list[Product]]
