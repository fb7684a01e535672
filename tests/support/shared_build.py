"""One build of the real project and one of the made-up handbook for the whole run, however many processes run
the tests.

The first process that knows that some test wants it starts it beside the tests; those who want it wait for
it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_DONE, _LOG = "status", "log"


class SharedBuild:
    """A build in ``folder``, which all processes of the run know.

    ``what`` is built: ``real``, the project itself, or ``small``, the made-up handbook.
    """

    def __init__(self, folder: Path, day: str, what: str = "real") -> None:
        self.folder, self._what = folder, what
        self.project = folder / "project"
        self._day = day
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start the build, unless another process has."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            os.close(os.open(self.folder / "begun", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        with (self.folder / _LOG).open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(__file__)), str(self.folder), self._day, self._what],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        (self.folder / "pid").write_text(str(self._process.pid))

    def wait(self) -> Path:
        """The project's folder, once it is built. Raises RuntimeError with what the build said when it
        failed."""
        self.begin()
        while not (self.folder / _DONE).exists():
            if (self.folder / "pid").exists() and not self._alive():
                break
            time.sleep(0.2)
        status = (self.folder / _DONE).read_text() if (self.folder / _DONE).exists() else "died"
        if status != "0":
            raise RuntimeError((self.folder / _LOG).read_text(encoding="utf-8", errors="replace")[-4000:])
        return self.project

    def _alive(self) -> bool:
        if self._process is not None:
            return self._process.poll() is None
        try:
            os.kill(int((self.folder / "pid").read_text() or 0), 0)
        except ProcessLookupError:
            return (self.folder / _DONE).exists()
        return True

    def stop(self) -> None:
        """End a build that nobody waits for any more."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, 15)
            self._process.wait()


def copy_sources(target: Path) -> Path:
    """The project's own files, without anything generated, in ``target``."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in listed:
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


@cache
def _made_up() -> tuple[tuple[Path, bytes], ...]:
    """The files of the made-up handbook: read once, where a thousand tests want them."""
    folder = ROOT / "tests" / "project"
    return tuple(
        (path.relative_to(folder), path.read_bytes()) for path in folder.rglob("*") if path.is_file()
    )


def copy_small(target: Path) -> Path:
    """The made-up handbook in ``target``."""
    for folder in {target / name.parent for name, _ in _made_up()}:
        folder.mkdir(parents=True, exist_ok=True)
    for name, data in _made_up():
        (target / name).write_bytes(data)
    return target


def with_program(project: Path) -> Path:
    """``project`` with the program, as far as it is compiled, and the templates beside its sources."""
    for name in ("mkdocs.yml", "requirements.txt"):
        shutil.copy2(ROOT / name, project / name)
    for name in ("overrides", "scripts"):
        shutil.copytree(ROOT / name, project / name)
    return project


def _main(folder: Path, day: str, what: str) -> None:
    target = folder / "project"
    root = copy_sources(target) if what == "real" else with_program(copy_small(target))
    run = subprocess.run(
        [sys.executable, "-m", "handbook", "build", "--date", day],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "scripts"), "PYTHONUTF8": "1"},
    )
    part = folder / f"{_DONE}.part"
    part.write_text(str(run.returncode))
    part.rename(folder / _DONE)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
