"""The tests themselves: how they are asked for, and that the faults of ``mutations.py`` can still be put
in."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conftest import ROOT
from mutations import MUTATIONS, Mutation


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_fault_can_still_be_put_in(mutation: Mutation) -> None:
    text = (ROOT / mutation.file).read_text(encoding="utf-8")
    assert mutation.old in text and mutation.old != mutation.new
    assert (ROOT / mutation.tests[0]).is_file()


def test_options_reach_pytest_whole() -> None:
    arguments = ["-m", "fast", "--collect-only", "-q", "tests/test_suite.py"]
    run = subprocess.run(
        [sys.executable, "-m", "handbook", "test", *arguments],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "scripts"), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stdout[-500:] + run.stderr[-500:]
    assert "test_suite.py" in run.stdout and "unrecognized" not in run.stderr
