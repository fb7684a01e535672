"""What a product is given that is known late: lazy values, and the files of other products."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from handbook.recipes.lazy import Lazy, Seen


def files_given(call: Callable[[], object], folder: Path) -> tuple[str, ...]:
    """Names, in ``folder``, of the files there that ``call`` is given, or what is seen of them."""
    files = [value.file if isinstance(value, Seen) else value for value in _given(call)]
    return tuple(file.relative_to(folder).as_posix() for file in files if _stands_in(folder, file))


def has_lazy(call: Callable[[], object]) -> bool:
    """Whether ``call`` is given a lazy value."""
    return any(isinstance(value, Lazy) for value in _given(call))


def settled(call: Callable[[], object], folder: Path) -> partial[Any]:
    """``call`` with what its lazy values come to and digests of its files in ``folder`` in their place: what
    it really rests on. Not to be called."""

    def come_to(value: Any) -> object:
        if _stands_in(folder, value):
            return sha256(value.read_bytes()).hexdigest()
        return value() if isinstance(value, Lazy) else value

    function, args, named = call.func, call.args, call.keywords  # type: ignore[attr-defined]
    return partial(function, *map(come_to, args), **{name: come_to(named[name]) for name in named})


def _given(call: Callable[[], object]) -> Iterator[Any]:
    yield from call.args  # type: ignore[attr-defined]
    yield from call.keywords.values()  # type: ignore[attr-defined]


def _stands_in(folder: Path, value: object) -> bool:
    return isinstance(value, Path) and value.is_relative_to(folder)
