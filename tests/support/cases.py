"""Cases that are data (``tests/cases``), read by the quick loader: pure Python takes ten times as long for
the hundreds of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "cases"
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What the file says, as ``yaml.safe_load`` reads it."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def cases(name: str) -> Any:
    """The cases in the file ``name`` under ``tests/cases``."""
    return read_yaml(FOLDER / name)
