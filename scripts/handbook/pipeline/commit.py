"""Which commit the sources are of."""

from __future__ import annotations

import subprocess
from pathlib import Path


def clean_commit(root: Path) -> str | None:
    """The commit (40 digits) of the project in ``root``; None where it is no repository of its own, or
    something in it differs from the commit: then nobody could find the sources again by it."""
    if not (root / ".git").exists():
        return None
    try:
        top, commit, changed = (
            subprocess.run(
                ["git", "-C", str(root), *ask], capture_output=True, text=True, encoding="utf-8", check=True
            ).stdout.strip()
            for ask in (["rev-parse", "--show-toplevel"], ["rev-parse", "HEAD"], ["status", "--porcelain"])
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return commit if Path(top).resolve() == root.resolve() and not changed else None
