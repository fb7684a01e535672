"""What looking at one file came to, kept for the next run of the same program.

Only for what rests on the file and on a few plain values. A table is JSON under the digest of itself and of
the program: what another program wrote, what is broken and what does not fit is as if it were not there, and
nothing in it is ever run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from handbook.disk import write_whole
from handbook.problems import HandbookError, Problem, Severity
from handbook.sources.source_file import SourceFile

P = ParamSpec("P")
T = TypeVar("T")

FOLDER = Path("build/cache/files")
#: What says that a row is of no use: it is made anew.
_BROKEN = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class _Tables:
    """A table for each function: by names of files, a digest and what it came to; and in ``known`` what this
    process found. In ``folder`` they stay for the next run; None: they go with the process."""

    def __init__(self, folder: Path | None = None) -> None:
        self.known: dict[tuple[str, str], tuple[object, Any]] = {}
        self._folder = folder
        self._rows: dict[str, dict[str, Any]] = {}
        self._fresh: dict[str, dict[str, Any]] = {}

    @property
    def stay(self) -> bool:
        return self._folder is not None

    def row(self, table: str, name: str) -> Any:
        """The row of the file ``name``, None when there is none."""
        if table not in self._rows:
            self._rows[table] = self._read(table)
        return self._rows[table].get(name)

    def note(self, table: str, name: str, row: Any) -> None:
        self._fresh.setdefault(table, {})[name] = row

    def save(self) -> None:
        """Write what is new. Another run may have written meanwhile: its rows stay. A disk that takes nothing
        is no trouble of a check."""
        for table, fresh in self._fresh.items() if self._folder else ():
            with contextlib.suppress(ValueError, HandbookError):
                text = json.dumps(self._read(table) | fresh, ensure_ascii=False, separators=(",", ":"))
                data = text.encode("utf-8")
                write_whole(self._file(table), _head(data) + data)
        self._fresh.clear()

    def _read(self, table: str) -> dict[str, Any]:
        try:
            head, _, data = self._file(table).read_bytes().partition(b"\n")
            rows = json.loads(data) if head + b"\n" == _head(data) else {}
        except (OSError, *_BROKEN):
            return {}
        return rows if isinstance(rows, dict) else {}

    def _file(self, table: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{table}.json"


_tables = _Tables()


@contextmanager
def kept_below(root: Path) -> Iterator[None]:
    """Keep below ``root`` what is found within the block."""
    global _tables
    before, _tables = _tables, _Tables(root / FOLDER)
    try:
        yield
    finally:
        _tables.save()
        _tables = before


def keeping(work: Callable[[], T]) -> T:
    """What ``work`` gives. What is new by then is written at once: for a process that ends before the block
    does."""
    try:
        return work()
    finally:
        _tables.save()


def kept_row(table: str, name: str) -> Any:
    """What was noted as ``name``, in this process or before; None where nothing was."""
    return _tables.known.get((table, name), (None, _tables.row(table, name) if _tables.stay else None))[1]


def note_row(table: str, name: str, row: Any) -> None:
    """Keep ``row``, as JSON takes it, as ``name``: for what rests on more than one file."""
    _tables.known[table, name] = (None, row)
    _tables.note(table, name, row)


def kept(
    to_row: Callable[[T], Any], of_row: Callable[[SourceFile, Any], T]
) -> Callable[[Callable[Concatenate[SourceFile, P], T]], Callable[Concatenate[SourceFile, P], T]]:
    """Remember what a function finds in a file, in this process and for the next. ``to_row``: that as JSON
    takes it, None for what is not worth it; ``of_row``: the same again, of the file it was found in."""

    def wrap(look: Callable[Concatenate[SourceFile, P], T]) -> Callable[Concatenate[SourceFile, P], T]:
        table = f"{look.__module__}.{look.__qualname__}".removeprefix("handbook.")

        @wraps(look)
        def remembered(source: SourceFile, /, *values: P.args, **named: P.kwargs) -> T:
            tables, asked = _tables, (source, values, named)
            place = (table, source.name)
            known = tables.known.get(place)
            if known is not None and known[0] == asked:
                return cast(T, known[1])
            found = _found(tables, place, asked) if tables.stay else look(source, *values, **named)
            tables.known[place] = (asked, found)
            return found

        def _found(tables: _Tables, place: tuple[str, str], asked: tuple[SourceFile, Any, Any]) -> T:
            source, values, named = asked
            digest = _digest(source.text, _said(values, tuple(named.items())))
            with contextlib.suppress(*_BROKEN):
                old, row = tables.row(*place)
                if old == digest:
                    return of_row(source, row)
            found = look(source, *values, **named)
            new = to_row(found)
            if new is not None:
                tables.note(*place, [digest, new])
            return found

        return remembered

    return wrap


def problem_rows(found: tuple[Problem, ...]) -> list[list[Any]]:
    """Problems as JSON takes them."""
    return [[getattr(problem, name) for name in Problem.__slots__] for problem in found]


def problems_of_rows(source: SourceFile, rows: list[list[Any]]) -> tuple[Problem, ...]:
    """The same again."""
    names = Problem.__slots__
    return tuple(
        Problem(**dict(zip(names, row, strict=True)) | {"severity": Severity(row[-1])}) for row in rows
    )


#: For functions that tell problems.
kept_problems = kept(problem_rows, problems_of_rows)


@lru_cache(maxsize=4096)
def _digest(text: str, said: str) -> str:
    return hashlib.sha256(f"{said}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=64)
def _said(values: tuple[Any, ...], named: tuple[Any, ...]) -> str:
    """Plain values, and functions by their names."""
    return repr([getattr(value, "__qualname__", value) for value in values] + [*named])


def _head(data: bytes) -> bytes:
    return f"{program()} {hashlib.sha256(data).hexdigest()}\n".encode()


@cache
def program() -> str:
    """Digest of this program, of Python and of the packages installed with their versions."""
    folder = Path(__file__).parents[1]
    state = hashlib.sha256(sys.version.encode())
    for path in sorted(folder.rglob("*.py")):
        state.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        state.update(hashlib.sha256(path.read_bytes()).digest())
    for place in sys.path:
        for name in sorted(path.name for path in Path(place).glob("*.dist-info")):
            state.update(f"{name}\0".encode())
    return state.hexdigest()
