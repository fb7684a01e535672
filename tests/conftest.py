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

from support.shared_build import SharedBuild  # noqa: E402

#: The day all tests build on.
DAY = dt.date(2026, 11, 28)

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--allow-file-access-from-files=false",
]


#: Fixtures that cost seconds: a build, a browser. Tests that want none of them are the fast ones.
SLOW_FIXTURES = frozenset({"built", "small", "small_built", "browser", "built_by", "second"})
_SHARED = pytest.StashKey[SharedBuild]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "fast: wants no built site, no browser, no project of its own to build"
    )
    config.addinivalue_line("markers", "site: looks at the real site, which is built once for the whole run")
    config.addinivalue_line("markers", "slow: takes seconds though it wants no slow fixture")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests by what they want; those of files that look at the real site come last, while it is
    built."""
    late = set()
    for item in items:
        wanted = set(getattr(item, "fixturenames", ()))
        if "site" in wanted or (wanted & {"built"} and not hasattr(item.module, "Built")):  # type: ignore[attr-defined]
            item.add_marker("site")
            late.add(item.path)
        if not wanted & SLOW_FIXTURES and not item.get_closest_marker("slow"):
            item.add_marker("fast")
    items.sort(key=lambda item: item.path in late)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin with the real build as soon as it is known that a test wants it."""
    config = session.config
    wanted = any(item.get_closest_marker("site") for item in session.items)
    if wanted and not config.option.collectonly and "HANDBOOK_TEST_BUILD" not in os.environ:
        config.stash[_SHARED] = _shared_build(config)
        if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
            config.stash[_SHARED].begin()


def pytest_sessionfinish(session: pytest.Session) -> None:
    shared = session.config.stash.get(_SHARED, None)
    if shared is not None:
        shared.stop()


def _shared_build(config: pytest.Config) -> SharedBuild:
    """The build in a folder that all processes of this run have in common."""
    base = config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    folder = base.parent if hasattr(config, "workerinput") else base
    return SharedBuild(folder / "shared-build", DAY.isoformat())


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
    return with_program(project)


def with_program(project: Path) -> Path:
    """``project`` with the program and the templates beside its sources."""
    for name in ("mkdocs.yml", "requirements.txt"):
        shutil.copy2(ROOT / name, project / name)
    for name in ("overrides", "scripts"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    return project


@pytest.fixture(scope="session")
def _small_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("small") / "project"
    shutil.copytree(ROOT / "tests" / "project", root)
    run_handbook(with_program(root), "build", "--no-pdf")
    return root


@pytest.fixture
def small_built(_small_once: Path, tmp_path: Path) -> Path:
    """The made-up handbook as ``build --no-pdf`` leaves it, in a copy that a test may spoil: built once for
    all.

    The site's files stay one with those under ``build/``, so that writing into these would be seen in it.
    """
    subprocess.run(["cp", "-a", str(_small_once), str(tmp_path / "project")], check=True)
    return tmp_path / "project"


@pytest.fixture(scope="session")
def built(request: pytest.FixtureRequest) -> Path:
    """The whole real project built from a clean copy, downloads and page PDFs included; the project's folder.

    HANDBOOK_TEST_BUILD names a folder with a build made before, to save time while writing tests.
    """
    given = os.environ.get("HANDBOOK_TEST_BUILD")
    return Path(given) if given else _shared_build(request.config).wait()


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
