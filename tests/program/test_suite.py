"""The tests themselves: how they are asked for, and that the faults of ``mutations.py`` can still be put
in."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from mutations import MUTATIONS, Mutation
from support.programs import run_program


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_fault_can_still_be_put_in(mutation: Mutation) -> None:
    text = (ROOT / mutation.file).read_text(encoding="utf-8")
    assert mutation.old in text and mutation.old != mutation.new
    assert (ROOT / mutation.tests[0]).is_file()


def test_the_real_content_is_read_on_the_day_of_its_edition() -> None:
    """Only the made-up handbook stays on a day written by hand: what an editor looks at later, and dates so,
    is "not yet" on any other. A copy of the real one is known by its folders being copied."""
    for file in (ROOT / "tests").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        real = "load_sources(ROOT," in text or re.search(r"copytree\(ROOT / ", text)
        days = re.findall(r"load_sources\((?!project)[^()]*, (?!DAY\b)(?:dt\.date|[A-Z]+\b)[^)]*\)?", text)
        assert not (real and days), f"{file.relative_to(ROOT)}: {days}"


def test_options_reach_pytest_whole(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = fast\n")
    (tmp_path / "test_two.py").write_text(
        "import pytest\n\n@pytest.mark.fast\ndef test_one(): ...\n\ndef test_other(): ...\n"
    )
    arguments = ["-m", "fast", "--collect-only", "-q", "-c", str(tmp_path / "pytest.ini"), str(tmp_path)]
    run = run_program(
        [sys.executable, "-m", "handbook", "test", *arguments],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "scripts"), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
    )
    assert run.returncode == 0, run.stdout[-500:] + run.stderr[-500:]
    assert run.stdout.split() == ["test_two.py:", "1"], "both options, and the last not taken for ours"
