"""Shared fixtures: the small made-up handbook, and the real site built once."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

#: The day all tests build on.
DAY = dt.date(2026, 11, 28)

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--allow-file-access-from-files=false",
]


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


def run_handbook(root: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """The command line on the project in ``root``, as ``make`` runs it."""
    environment = {**os.environ, "PYTHONPATH": str(root / "scripts"), "PYTHONUTF8": "1"}
    run = subprocess.run(
        [sys.executable, "-m", "handbook", *arguments, "--date", DAY.isoformat()],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if check and run.returncode:
        pytest.fail(
            f"handbook {' '.join(arguments)} ended with {run.returncode}:\n{run.stdout}\n{run.stderr}"
        )
    return run


def run_unchecked(root: Path, *arguments: str) -> None:
    """The command line on ``root`` with the rules across files switched off, to see what holds behind
    them."""
    program = "import sys, handbook.checks as checks\nchecks._ALL = ()\nfrom handbook.cli import main\nsys.exit(main(sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": str(root / "scripts"), "PYTHONUTF8": "1"}
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments, "--root", str(root), "--date", DAY.isoformat()],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the made-up handbook that a test may spoil."""
    target = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "project", target)
    return target


@pytest.fixture
def small(project: Path) -> Path:
    """The made-up handbook with the real program and templates: builds in a second or two."""
    for name in ("mkdocs.yml", "requirements.txt"):
        shutil.copy2(ROOT / name, project / name)
    for name in ("overrides", "scripts"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    return project


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole real project built from a clean copy, downloads and page PDFs included; the project's folder.

    HANDBOOK_TEST_BUILD names a folder with a build made before, to save time while writing tests.
    """
    given = os.environ.get("HANDBOOK_TEST_BUILD")
    if given:
        return Path(given)
    root = copy_sources(tmp_path_factory.mktemp("built"))
    run_handbook(root, "build")
    return root


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    """The real site."""
    return built / "site"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield chromium
        chromium.close()
