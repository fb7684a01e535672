"""Values that are dear to make, made when they are first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

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
    def function(self) -> Callable[[], T]:
        """What makes it."""
        return self._make
