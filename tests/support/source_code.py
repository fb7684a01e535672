"""What the program's own text says, read without running it."""

from __future__ import annotations

import ast
from pathlib import Path


def patterns(path: Path) -> list[str]:
    """The regular expressions of a module: first arguments of calls of ``re``."""
    return [
        node.args[0].value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]
