"""Templates as Jinja compiled them, kept for the next build: a tenth of a build of few pages is that."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Callable
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from handbook.disk import write_whole
from handbook.problems import HandbookError


class CompiledTemplates(BytecodeCache):
    """Kept in what ``folder`` gives, None: nowhere, for programs in the ``state`` given: Jinja itself looks
    whether a template's source and Python are as they were, and works out what is constant, for which
    packages and settings count."""

    def __init__(self, folder: Callable[[], Path | None], state: str) -> None:
        self._folder = folder
        self._state = state[:16]

    def load_bytecode(self, bucket: Bucket) -> None:
        path = self._path(bucket)
        if path is None:
            return
        try:
            bucket.bytecode_from_string(path.read_bytes())
        except (OSError, ValueError, EOFError, TypeError, pickle.UnpicklingError):
            bucket.reset()  # not there or broken: compiled anew

    def dump_bytecode(self, bucket: Bucket) -> None:
        path = self._path(bucket)
        if path is not None:
            with contextlib.suppress(HandbookError):  # a full disk is told of what must be written
                write_whole(path, bucket.bytecode_to_string())

    def clear(self) -> None:
        """Forget what was compiled in other states."""
        folder = self._folder()
        for path in folder.glob("*.compiled") if folder else ():
            if not path.name.startswith(self._state):
                with contextlib.suppress(OSError):  # a folder that may only be read is used as it is
                    path.unlink(missing_ok=True)

    def _path(self, bucket: Bucket) -> Path | None:
        folder = self._folder()
        return folder / f"{self._state}-{bucket.key}.compiled" if folder else None
