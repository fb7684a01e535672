"""The fonts that everything printed is set in, and how they are recognised."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from functools import cache
from pathlib import Path

#: Fonts come from the machine's Noto CJK; Typst's built-in Latin fonts are left out so that nothing falls
#: back to them.
FAMILIES = ("Noto Sans CJK SC",)


@cache
def faces() -> str:
    """Name, version and digest of the file of each face in use; empty where fontconfig has no command.

    A face that is missing is told when type is set.
    """
    return "\n".join(f"{line}|{_digest(line.rpartition('|')[2])}" for line in found_faces())


def found_faces() -> list[str]:
    """What fontconfig finds for the upright and the bold face of each family: ``family|version|file``;
    nothing where it has no command."""
    if not shutil.which("fc-match"):
        return []
    return [
        subprocess.run(
            ["fc-match", "--format=%{family[0]}|%{fontversion}|%{file}", f"{family}:{style}"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=True,
        ).stdout
        for family in FAMILIES
        for style in ("regular", "bold")
    ]


@cache
def drawn_characters() -> tuple[range, ...]:
    """Characters that the first family can draw; empty where this machine has not got it, or no
    fontconfig."""
    if not shutil.which("fc-match"):
        return ()
    told = subprocess.run(
        ["fc-match", "--format=%{family[0]}|%{charset}", f"{FAMILIES[0]}:regular"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    ).stdout
    family, _, characters = told.partition("|")
    if family != FAMILIES[0]:
        return ()
    ends = (part.partition("-") for part in characters.split())
    return tuple(range(int(first, 16), int(last or first, 16) + 1) for first, _, last in ends)


@cache
def _digest(file: str) -> str:
    with Path(file).open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
