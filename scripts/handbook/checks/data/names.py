"""Names that stand in lists of the data: where each stands, and those that name nothing there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from handbook.problems import Problem, nearest
from handbook.sources.load import Entry

#: A place in a file of data, as keys and places in lists.
Where = tuple[str | int, ...]
Named = tuple[Where, str]


def listed(where: Where, names: Iterable[str]) -> list[Named]:
    """The names of the list at ``where``, each with its place."""
    return [((*where, index), name) for index, name in enumerate(names)]


def unknown(
    entry: Entry[Any], named: Iterable[Named], known: set[str], rule: str, message: str
) -> Iterator[Problem]:
    """A problem for each name that is not ``known``; the one most like it is the hint."""
    for where, name in named:
        if name not in known:
            hint = nearest(name, known) or "改成已有的，或者删掉"
            yield entry.problem(where, rule, f"{message}“{name}”", "已有的编号或名称", hint)


def misnamed_file(entry: Entry[Any], folder: str, name: str) -> Iterator[Problem]:
    """A problem when the file of data/``folder`` is not called after the id in it."""
    expected = f"data/{folder}/{name}.yml"
    if entry.tree.source.name != expected:
        yield entry.problem(("代号",), "D102", "文件名和代号对不上", expected, "改文件名，或者改这里")
