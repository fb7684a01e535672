"""The tree of a sound file in a form that JSON takes, and the same tree again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from handbook.sources.source_file import SourceFile
from handbook.sources.yaml.tree import Path, Places, Position, YamlTree


def tree_row(tree: YamlTree) -> list[Any] | None:
    """The data, the dates in them by their paths, and all positions in the order of the data; None for a
    tree that would not be the same again."""
    days: list[tuple[Path, str]] = []
    data = _without_days(tree.data, (), days)
    places = " ".join(f"{line} {column}" for line, column in _in_order(tree.data, (), tree))
    row = [data, [[list(path), day] for path, day in days], places]
    again = tree_of_row(tree.source, json.loads(json.dumps(row)))
    same = (again.data, again.keys, again.values) == (tree.data, tree.keys, tree.values)
    return row if same else None


def tree_of_row(source: SourceFile, row: list[Any]) -> YamlTree:
    """The tree of ``source`` that ``row`` was made of. The data are those of the row, which is used up."""
    data, days, places = row
    for path, day in days:
        *above, last = path
        holder = data
        for part in above:
            holder = holder[part]
        holder[last] = dt.date.fromisoformat(day)
    return YamlTree(source, data, partial(_places, data, places))


def _without_days(value: Any, path: Path, days: list[tuple[Path, str]]) -> Any:
    """``value`` with the dates in it as texts, which are noted in ``days``."""
    if isinstance(value, dict):
        return {key: _without_days(part, (*path, key), days) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_days(part, (*path, index), days) for index, part in enumerate(value)]
    if isinstance(value, dt.date):
        days.append((path, value.isoformat()))
        return value.isoformat()
    return value


def _in_order(value: Any, path: Path, tree: YamlTree) -> Iterator[Position]:
    """Where ``value`` and all in it stand. KeyError when the tree has no place for one of them."""
    yield tree.values[path]
    if isinstance(value, dict):
        for key, part in value.items():
            yield tree.keys[(*path, key)]
            yield from _in_order(part, (*path, key), tree)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _in_order(part, (*path, index), tree)


def _places(data: Any, places: str) -> Places:
    numbers = map(int, places.split())
    found = Places()
    _note(data, (), zip(numbers, numbers, strict=True), found)
    return found


def _note(value: Any, path: Path, positions: Iterator[Position], found: Places) -> None:
    found.values[path] = next(positions)
    if isinstance(value, dict):
        for key, part in value.items():
            found.keys[(*path, key)] = next(positions)
            _note(part, (*path, key), positions, found)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            _note(part, (*path, index), positions, found)
