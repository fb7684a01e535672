"""The one entry on machines that are not as they should be: an old Python, no network, a full disk, an
environment of which half is there."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import environment
from conftest import ROOT
from handbook.recipes.compiled_templates import CompiledTemplates

RUN = ROOT / "scripts" / "run.py"


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 9, 18), (3, 10, 13), (3, 11, 4)])
def test_an_old_python_says_which_is_needed(version: tuple[int, ...]) -> None:
    shown = ".".join(map(str, version))
    old = f"import sys; sys.version_info = {version}; sys.version = '{shown} (main)'; "
    run = subprocess.run(
        [sys.executable, "-c", f"{old}exec(open({str(RUN)!r}, encoding='utf-8').read())"], capture_output=True
    )
    said = run.stderr.decode("utf-8")
    assert run.returncode == 3 and said.startswith(f"需要 Python 3.11.5 或更新的版本，现在是 {shown}。"), said


def test_an_old_python_can_read_the_entry() -> None:
    """It reads the whole file before it does a thing: what it does not know would be told in English."""
    text = RUN.read_text(encoding="utf-8")
    assert "coding: utf-8" in text.splitlines()[1]
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.Try, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(text, feature_version=(3, 4))):
        assert not isinstance(node, newer)
        assert not (isinstance(node, ast.ImportFrom) and node.module == "__future__")
    assert text.index("sys.exit(3)") < text.index("from environment import")


class Machine:
    """The environment of a project in ``root``; ``said``: what pip answers, "" when it installs."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said, self.made, self.installed = "", 0, 0
        self.refusal: OSError | subprocess.CalledProcessError | None = None
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        self.stamp = self.venv / "handbook-requirements.sha256"
        for name in ("requirements", "requirements-test", "requirements-node"):
            (root / f"{name}.lock").write_text(name, encoding="utf-8")
        names = {"ROOT": root, "VENV": self.venv, "PYTHON": self.python, "STAMP": self.stamp}
        for name, value in names.items():
            monkeypatch.setattr(environment, name, value)
        monkeypatch.setattr(environment.venv, "EnvBuilder", lambda **_: self)
        monkeypatch.setattr(environment.subprocess, "run", self._pip)

    def create(self, folder: Path) -> None:
        """As ``venv.EnvBuilder`` makes it anew."""
        if self.refusal:
            raise self.refusal
        self.made += 1
        self.python.parent.mkdir(parents=True, exist_ok=True)
        self.python.write_text("", encoding="utf-8")
        settings = f"home = /usr/bin\nversion = 3.12.1\nexecutable = {sys.executable}\n"
        (folder / "pyvenv.cfg").write_text(settings, encoding="utf-8")

    def _pip(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        if self.said == "Ctrl+C":
            raise KeyboardInterrupt
        self.installed += 1
        return subprocess.CompletedProcess(command, 1 if self.said else 0, "", self.said)

    def ready(self) -> bool:
        return environment._prepare_environment(tests=False, node=False)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_what_is_whole_is_left_alone(machine: Machine) -> None:
    assert machine.ready() and machine.ready()
    assert (machine.made, machine.installed) == (1, 1)


def test_a_new_lock_is_installed_into_what_is_there(machine: Machine) -> None:
    assert machine.ready()
    (machine.venv.parent / "requirements.lock").write_text("newer", encoding="utf-8")
    assert machine.ready() and (machine.made, machine.installed) == (1, 2)


def test_what_was_stopped_in_the_middle_is_made_anew(machine: Machine) -> None:
    """Even in an update: half of a package may be there, which pip takes for all of it."""
    assert machine.ready()
    (machine.venv.parent / "requirements.lock").write_text("newer", encoding="utf-8")
    machine.said = "Ctrl+C"
    with pytest.raises(KeyboardInterrupt):
        machine.ready()
    machine.said = ""
    assert machine.ready() and machine.made == 2


def test_an_environment_of_a_python_that_is_gone_is_made_anew(machine: Machine) -> None:
    assert machine.ready()
    settings = machine.venv / "pyvenv.cfg"
    settings.write_text("executable = /usr/bin/python3.7-gone\n", encoding="utf-8")
    assert machine.ready() and (machine.made, machine.installed) == (2, 2)


#: What pip says, what the editor is told of it, and whether what was there before still counts as whole.
PIP = [
    (
        "WARNING: Retrying after connection broken by 'ProxyError('Cannot connect to proxy.')': /simple/six/\n"
        "ERROR: No matching distribution found for six==1.17.0",
        "Python 包没有装上：连不上软件包的网站。看看网络和代理，再运行一遍。",
        True,
    ),
    ("ERROR: No matching distribution found for six==9", "没有要的版本", True),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "换一个镜像", True),
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left", "磁盘满了", False),
    ("ERROR: Could not install packages due to an OSError: [Errno 30] Read-only", "只能读，不能写", False),
    ("ERROR: Could not install packages due to an OSError: [WinError 5] 拒绝访问。", "写不进", False),
    ("ERROR: Failed building wheel for x", "把下面的话发给维护的人。\n原话：ERROR: Failed building", False),
]


@pytest.mark.parametrize(("said", "told", "kept"), PIP, ids=[told[:8] for _, told, _ in PIP])
def test_why_packages_were_not_installed_is_told_in_chinese(
    machine: Machine, capsys: pytest.CaptureFixture[str], said: str, told: str, kept: bool
) -> None:
    assert machine.ready()
    lock = machine.venv.parent / "requirements.lock"
    lock.write_text("newer", encoding="utf-8")
    machine.said = said
    assert not machine.ready()
    assert told in capsys.readouterr().err
    lock.write_text("requirements", encoding="utf-8")  # back to what is installed, still without a network
    machine.said = ""
    assert machine.ready() and machine.made == (1 if kept else 2)


FAILURES = [
    (OSError(30, "Read-only file system"), "这个文件夹只能读，不能写。"),
    (OSError(13, "Permission denied"), "写不进 "),
    (subprocess.CalledProcessError(1, "ensurepip", b"OSError: [Errno 28] No space left"), "磁盘满了。"),
    (subprocess.CalledProcessError(1, "ensurepip", b"No module named ensurepip"), "python3-venv"),
]


@pytest.mark.parametrize(("refusal", "told"), FAILURES, ids=[told for _, told in FAILURES])
def test_why_the_environment_was_not_made_is_told_in_chinese(
    machine: Machine,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    refusal: OSError | subprocess.CalledProcessError,
    told: str,
) -> None:
    machine.refusal = refusal
    monkeypatch.setattr(sys, "argv", ["run.py", "check"])
    assert environment.main() == 3
    assert told in capsys.readouterr().err


def test_whoever_stops_the_installing_is_told_what_comes_next(
    machine: Machine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.said = "Ctrl+C"
    monkeypatch.setattr(sys, "argv", ["run.py", "check"])
    assert environment.main() == 130
    assert "再运行一遍会从头装" in capsys.readouterr().err


def test_a_package_that_does_not_open_is_told_with_its_mend(tmp_path: Path) -> None:
    """Half of it deleted, or made for a Python that is gone: no traceback in English."""
    (tmp_path / "pydantic.py").write_text("from pydantic_core_that_is_gone import x\n", encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path), str(ROOT / "scripts")])
    command = [sys.executable, "-m", "handbook", "check"]
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8")
    assert run.returncode == 3, run.stderr
    assert run.stderr.startswith(
        "Python 环境坏了：装过的“pydantic_core_that_is_gone”打不开。删掉 .venv 文件夹"
    )


def test_what_was_compiled_before_may_lie_where_nothing_can_be_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout that may only be read is checked all the same."""
    (tmp_path / "old-key.compiled").write_bytes(b"")

    def refused(path: Path, **_: Any) -> None:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "unlink", refused)
    CompiledTemplates(lambda: tmp_path, "new").clear()


@pytest.mark.parametrize("word", ["check", "chek", "重做"])
def test_make_hands_every_word_to_the_program(word: str) -> None:
    """A word that is no command is answered by the program, in Chinese."""
    command = ["make", "--no-print-directory", "PYTHON=echo", word]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout.strip()) == (0, f"scripts/run.py {word}")
