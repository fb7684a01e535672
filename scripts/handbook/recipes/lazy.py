"""Values that are dear to make and functions that are dear to load: when they are first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """A value that is dear to make: made when first asked for, once, whichever thread asks.

    ``inputs``: the plain values it is made of.
    """

    def __init__(self, make: Callable[[], T], inputs: object) -> None:
        self._make, self.inputs = make, inputs
        self._lock = threading.Lock()
        self._made: list[T] = []

    def __call__(self) -> T:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    @property
    def function(self) -> Callable[..., T]:
        """What makes it."""
        return self._make


class Seen(Lazy[T]):
    """All that a product takes from the ``file`` of another: what ``look`` finds in it, a plain value.

    While that is as it was, the product is, whatever else became of the file.
    """

    def __init__(self, look: Callable[[Path], T], file: Path) -> None:
        super().__init__(partial(look, file), file)
        self.look, self.file = look, file

    @property
    def function(self) -> Callable[..., T]:
        return self.look


class Late:
    """The function ``name`` of ``module``, which is loaded when it is called: for one that loads a library
    that most builds have no use for."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__, self.__qualname__ = module, name

    @property
    def __wrapped__(self) -> Any:
        return getattr(import_module(self.__module__), self.__qualname__)

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self.__wrapped__(*args, **named)
