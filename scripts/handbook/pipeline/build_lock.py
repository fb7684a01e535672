"""One build of a project at a time: a second would report success for pages that it did not make."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from handbook.disk import disk_problem
from handbook.problems import HandbookError, Problem

#: How long one who waits waits before asking again, in seconds.
_PAUSE = 0.2
LOCK = Path("build") / "building.lock"


@contextmanager
def build_lock(root: Path, *, patient: bool = False) -> Iterator[None]:
    """Hold the project in ``root`` for whatever writes under ``build/`` and ``site/``. Raises HandbookError
    when another process has it; waits for that to end when ``patient``.

    The system lets go of the lock when the process ends, however it ends.
    """
    path = root / LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
    except OSError as error:
        raise disk_problem(path, error) from error
    with file:
        while patient and not _taken(file):
            time.sleep(_PAUSE)
        if not patient and not _taken(file):
            said = "另一个窗口或者程序正在做这本手册，这一次没有开始"
            raise HandbookError(Problem.whole(str(root), "B032", said, hint="等它做完再运行；一次只做一遍"))
        yield


def _taken(file: IO[bytes]) -> bool:
    """Whether the lock is this process's now."""
    try:
        _take(file)
    except OSError:
        return False
    return True


def _take(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        # A record lock: worker processes do not inherit it, so that one that outlives its parent holds
        # nothing.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
