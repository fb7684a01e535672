"""Data for the programs of the pages, as script files: a page opened from a folder may load scripts, not
fetch files."""

from __future__ import annotations

import json


def script(name: str, value: object) -> str:
    """JavaScript that sets the global ``name`` to ``value``; every text in it stays text."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Line separators of Unicode may not stand in strings of older JavaScript; "<" never ends a script
    # element early.
    for char in ("\u2028", "\u2029", "<"):
        text = text.replace(char, f"\\u{ord(char):04x}")
    return f"window.{name}={text};\n"
