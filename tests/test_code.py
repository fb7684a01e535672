"""The program itself: typed throughout, linted, and of a shape that keeps its rooms apart."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "scripts" / "handbook"

#: What each room may import of the others: data flows one way, from the sources to what is written.
ROOMS = {
    "model": set(),
    "drawing": {"model"},
    "sources": {"model"},
    "checks": {"model", "sources"},
    "markdown": {"model", "drawing"},
    "pdf": {"model", "markdown"},
    "office": set(),
    "sheets": {"model", "markdown", "pdf", "office"},
    "books": {"model", "markdown", "pdf"},
    "teaching": {"model", "markdown", "drawing", "pdf", "office"},
    "site": {"model", "markdown", "drawing", "sheets"},
    "pipeline": {
        *("model", "drawing", "sources", "checks"),
        *("markdown", "pdf", "sheets", "books", "teaching", "site"),
    },
    "editor": {
        *("model", "drawing", "sources", "checks"),
        *("markdown", "pdf", "sheets", "books", "teaching", "site", "pipeline"),
    },
}


@pytest.mark.parametrize(
    "command", [["ruff", "check", "scripts", "tests"], ["mypy"]], ids=lambda command: command[0]
)
def test_linters_find_nothing(command: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]


def imported(path: Path) -> set[str]:
    """Rooms that a module imports from, imports inside functions included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        found |= {
            name.split(".")[1]
            for name in names
            if name.startswith("handbook.") and (PACKAGE / name.split(".")[1]).is_dir()
        }
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_data_flows_one_way(room: str) -> None:
    astray = {
        path.relative_to(PACKAGE).as_posix(): imported(path) - ROOMS[room] - {room}
        for path in sorted((PACKAGE / room).rglob("*.py"))
    }
    assert {name: rooms for name, rooms in astray.items() if rooms} == {}


def test_every_room_is_on_the_map() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == set(ROOMS)
    architecture = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert [room for room in rooms if f"`…/{room}/`" not in architecture] == []


def test_nothing_but_the_adapter_knows_the_site_generator() -> None:
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        )
        if name.split(".")[0] in ("mkdocs", "properdocs", "zensical", "material")
    ]
    assert guilty == []
