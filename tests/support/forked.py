"""The command line in processes forked from one that has loaded the program and done nothing yet: what a
process of its own would load first takes longer than most commands on the made-up handbook.

The tests' own processes cannot be forked for that, once they have typeset something: see
``handbook.pipeline.background``.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from handbook.cli import main

ROOT = Path(__file__).resolve().parents[2]
#: What the forked processes find loaded: what all tests share, the commands, and all that writes a format.
_LOADED = ["conftest", "handbook.pipeline.outputs", "handbook.pipeline.catalogue"]


@cache
def loaded_program() -> ForkServerContext:
    """Starts processes that find the program loaded. They are forked from one that has done nothing yet: one
    for each process that runs tests, begun when first wanted."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "scripts"), str(ROOT / "tests")]))
        patch.setenv("PYTHONUTF8", "1")
        forkserver.ensure_running()
    return context


def forked(root: Path, *arguments: str, first: str = "") -> subprocess.CompletedProcess[str]:
    """The command ``arguments`` on the project in ``root`` by the program of this repository; a status below
    zero is the signal that ended it. ``first`` is Python that is run before, to change functions of the
    program."""
    with tempfile.TemporaryDirectory() as folder:
        told = [Path(folder) / name for name in ("out", "err")]
        process = loaded_program().Process(target=_run, args=(root, arguments, first, told))
        process.start()
        process.join()
        out, err = (path.read_text(encoding="utf-8") for path in told)
    assert process.exitcode is not None
    return subprocess.CompletedProcess(arguments, process.exitcode, out, err)


def _run(root: Path, arguments: tuple[str, ...], first: str, told: list[Path]) -> None:
    for number, path in enumerate(told, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    os.chdir(root)
    exec(first, {})
    sys.exit(main([*arguments, "--root", str(root)]))
