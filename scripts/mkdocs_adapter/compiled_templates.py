"""The theme's templates as Jinja compiled them, kept for the next build: a tenth of a build of few pages is
that."""

from __future__ import annotations

import pickle
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from handbook.disk import write_whole

CACHE = Path("build/cache/templates")


class CompiledTemplates(BytecodeCache):
    """Kept below ``root`` for programs in the ``state`` given: Jinja itself looks whether a template's source
    and Python are as they were, and works out what is constant, for which packages and settings count."""

    def __init__(self, root: Path, state: str) -> None:
        self._folder = root / CACHE
        self._state = state[:16]

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            bucket.bytecode_from_string(self._path(bucket).read_bytes())
        except (OSError, ValueError, EOFError, TypeError, pickle.UnpicklingError):
            bucket.reset()  # not there or broken: compiled anew

    def dump_bytecode(self, bucket: Bucket) -> None:
        write_whole(self._path(bucket), bucket.bytecode_to_string())

    def clear(self) -> None:
        """Forget what was compiled in other states."""
        for path in self._folder.glob("*.compiled"):
            if not path.name.startswith(self._state):
                path.unlink(missing_ok=True)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{self._state}-{bucket.key}.compiled"
