"""Results of looking at one file, kept for the next run (:mod:`handbook.recipes.disk_cache`). Only for what
rests on the file and on a few plain values."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from handbook.problems import Problem, Severity
from handbook.recipes.disk_cache import BROKEN, CacheTables, tables
from handbook.sources.source_file import SourceFile

P = ParamSpec("P")
T = TypeVar("T")


def cached_row(table: str, name: str) -> Any:
    """What was noted as ``name``, in this process or before; None where nothing was."""
    mine = tables()
    return mine.known.get((table, name), (None, mine.row(table, name) if mine.stay else None))[1]


def store_row(table: str, name: str, row: Any) -> None:
    """Keep ``row``, as JSON takes it, as ``name``: for what rests on more than one file."""
    tables().known[table, name] = (None, row)
    tables().note(table, name, row)


def cached(
    to_row: Callable[[T], Any], of_row: Callable[[SourceFile, Any], T]
) -> Callable[[Callable[Concatenate[SourceFile, P], T]], Callable[Concatenate[SourceFile, P], T]]:
    """Remember what a function finds in a file, in this process and for the next. ``to_row``: that as JSON
    takes it, None for what is not worth it; ``of_row``: the same again, of the file it was found in."""

    def wrap(look: Callable[Concatenate[SourceFile, P], T]) -> Callable[Concatenate[SourceFile, P], T]:
        table = f"{look.__module__}.{look.__qualname__}".removeprefix("handbook.")

        @wraps(look)
        def known_again(source: SourceFile, /, *values: P.args, **named: P.kwargs) -> T:
            mine, asked = tables(), (source, values, named)
            place = (table, source.name)
            known = mine.known.get(place)
            if known is not None and known[0] == asked:
                return cast(T, known[1])
            found = _found(mine, place, asked) if mine.stay else look(source, *values, **named)
            mine.known[place] = (asked, found)
            return found

        def _found(mine: CacheTables, place: tuple[str, str], asked: tuple[SourceFile, Any, Any]) -> T:
            source, values, named = asked
            digest = _digest(source.text, _said(values, tuple(named.items())))
            with contextlib.suppress(*BROKEN):
                old, row = mine.row(*place)
                if old == digest:
                    return of_row(source, row)
            found = look(source, *values, **named)
            new = to_row(found)
            if new is not None:
                mine.note(*place, [digest, new])
            return found

        return known_again

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
cached_problems = cached(problem_rows, problems_of_rows)


@lru_cache(maxsize=4096)
def _digest(text: str, said: str) -> str:
    return hashlib.sha256(f"{said}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=64)
def _said(values: tuple[Any, ...], named: tuple[Any, ...]) -> str:
    """Plain values, and functions by their names."""
    return repr([getattr(value, "__qualname__", value) for value in values] + [*named])
