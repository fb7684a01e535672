"""Other programs, as tests run them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def run_program(command: Sequence[str | Path], **more: Any) -> subprocess.CompletedProcess[str]:
    """What ``command`` says, and how it ends."""
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", **more)


def git(folder: Path, *arguments: str) -> str:
    """What Git says in ``folder``, to somebody with a name."""
    named = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    return run_program([*named, *arguments], cwd=folder, check=True).stdout


def pdf_fonts(pdf: Path) -> list[str]:
    """The fonts of a PDF, a line each."""
    return run_program(["pdffonts", pdf], check=True).stdout.splitlines()[2:]
