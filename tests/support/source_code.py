"""What the program's own text says, read without running it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in a module, from its outside in. Read once: a dozen tests look through the whole
    program."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def patterns(path: Path) -> list[str]:
    """The regular expressions of a module: first arguments of calls of ``re``."""
    return [
        node.args[0].value
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]
