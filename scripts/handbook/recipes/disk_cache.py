"""Results of earlier runs of the same program, kept in files below ``build/cache``.

Only what rests on the program and on texts that are told. A table is JSON under the digest of itself and of
the program: what another program wrote, what is broken and what does not fit is as if it were not there, and
nothing in it is ever run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from handbook.disk import write_whole
from handbook.problems import HandbookError

T = TypeVar("T")

FOLDER = Path("build/cache/files")
#: What says that a row is of no use: it is made anew.
BROKEN = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class CacheTables:
    """Tables of rows by name. ``known`` is for what this process found. In ``folder`` the rows stay for the
    next run; None: they go with the process."""

    def __init__(self, folder: Path | None = None) -> None:
        self.known: dict[tuple[str, str], tuple[object, Any]] = {}
        self.folder = folder
        self._rows: dict[str, dict[str, Any]] = {}
        self._fresh: dict[str, dict[str, Any]] = {}

    @property
    def stay(self) -> bool:
        return self.folder is not None

    def row(self, table: str, name: str) -> Any:
        """The row called ``name``, None when there is none."""
        if table not in self._rows:
            self._rows[table] = self._read(table)
        return self._rows[table].get(name)

    def note(self, table: str, name: str, row: Any) -> None:
        self._fresh.setdefault(table, {})[name] = row

    def save(self) -> None:
        """Write what is new. Another run may have written meanwhile: its rows stay. A disk that takes nothing
        is no trouble of a check."""
        for table, fresh in self._fresh.items() if self.folder else ():
            with contextlib.suppress(ValueError, HandbookError):
                text = json.dumps(self._read(table) | fresh, ensure_ascii=False, separators=(",", ":"))
                data = text.encode("utf-8")
                write_whole(self._file(table), _head(data) + data)
        self.forget()

    def forget(self) -> None:
        """Leave what is new to others, who write it."""
        self._fresh.clear()

    def _read(self, table: str) -> dict[str, Any]:
        if self.folder is None:
            return {}
        try:
            head, _, data = self._file(table).read_bytes().partition(b"\n")
            rows = json.loads(data) if head + b"\n" == _head(data) else {}
        except (OSError, *BROKEN):
            return {}
        return rows if isinstance(rows, dict) else {}

    def _file(self, table: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{table}.json"


_tables = CacheTables()


def tables() -> CacheTables:
    """Those in use now."""
    return _tables


if sys.platform != "win32":  # what was new before a fork is written by the process that found it
    os.register_at_fork(after_in_child=lambda: _tables.forget())


@contextmanager
def cache_below(root: Path) -> Iterator[None]:
    """Keep below ``root`` what is found within the block."""
    global _tables
    before, _tables = _tables, CacheTables(root / FOLDER)
    try:
        yield
    finally:
        _tables.save()
        _tables = before


def saving_cache(work: Callable[[], T]) -> T:
    """What ``work`` gives. What is new by then is written at once: for a process that ends before the block
    does."""
    try:
        return work()
    finally:
        _tables.save()


def cached_value(table: str, name: str, asked: str, make: Callable[[], T]) -> T:
    """What ``make`` gives: texts, numbers, lists, and dictionaries by texts, made of ``asked`` alone.

    A table holds one row for each ``name``, that of the last ``asked``. What is given must not be changed.
    """
    known: list[T] = lookup(table, name, asked)
    if not known:
        known = [make()]
        store(table, name, asked, known[0])
    return known[0]


def lookup(table: str, name: str, asked: str) -> list[Any]:
    """What :func:`store` kept of ``name`` as made of ``asked``, alone in a list; nothing in it when nothing
    was."""
    mine, digest = _tables, _digest(asked)
    known = mine.known.get((table, name))
    if known is None or known[0] != digest:
        row = mine.row(table, name) if mine.stay else None
        if not (isinstance(row, list) and len(row) == 2 and row[0] == digest):
            return []
        known = mine.known[table, name] = (digest, row[1])
    return [known[1]]


def store(table: str, name: str, asked: str, value: object) -> None:
    """Keep that ``name``, made of ``asked`` alone, came to ``value``: see :func:`cached_value`."""
    known = (_digest(asked), value)
    _tables.known[table, name] = known
    _tables.note(table, name, list(known))


def _digest(asked: str) -> str:
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


def _head(data: bytes) -> bytes:
    return f"{program_digest()} {hashlib.sha256(data).hexdigest()}\n".encode()


@cache
def program_digest() -> str:
    """Digest of this program, of Python and of the packages installed with their versions."""
    folder = Path(__file__).parents[2]
    state = hashlib.sha256(sys.version.encode())
    for path in sorted(folder.rglob("*.py")):
        state.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        state.update(hashlib.sha256(path.read_bytes()).digest())
    for place in sys.path:
        for name in sorted(path.name for path in Path(place).glob("*.dist-info")):
            state.update(f"{name}\0".encode())
    return state.hexdigest()
