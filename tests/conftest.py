"""Shared fixtures: the small made-up handbook and the real site, each built once for all."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from support.programs import run_program

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

# A model that finds out the layout of PDFs: a second for each process, and no test wants it.
sys.modules["pymupdf.layout"] = None  # type: ignore[assignment]

from handbook.cli import main  # noqa: E402
from handbook.model.handbook import Handbook  # noqa: E402
from support.day import DAY  # noqa: E402
from support.forked import forked  # noqa: E402
from support.shared_build import SharedBuild, copy_small, with_program  # noqa: E402
from support.web import SiteServer, served  # noqa: E402

if TYPE_CHECKING:
    from handbook.sheets.layout import Sheet
    from support.sheets import Published

#: Chromium without the window that nobody sees, of the same engine: a page costs a third of the time.
CHROMIUM_PROGRAM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--allow-file-access-from-files=false",
]


#: Files of tests lie in memory where the system offers enough for a whole run: a thousand tests copy the
#: made-up handbook, and there a copy costs a third of the time.
MEMORY, ROOMY = Path("/dev/shm"), 4 << 30

#: Fixtures that cost seconds: a build, a browser. Tests that want none of them are the fast ones.
SLOW_FIXTURES = frozenset({"built", "site", "small", "small_built", "browser", "built_by", "second"})
_SHARED = pytest.StashKey[list[SharedBuild]]()


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until all tests are known: what is collected stays
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOMY:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
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
    """Begin with the builds as soon as it is known that a test wants them, the small one first."""
    # Thousands of tests and the real handbook stay to the end: looking through them for what nobody wants
    # any more takes a twentieth of the time.
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)
    config = session.config
    if config.option.collectonly or (
        config.getoption("numprocesses", None) and not hasattr(config, "workerinput")
    ):
        return
    wanted = []
    if any("small_built" in getattr(item, "fixturenames", ()) for item in session.items):
        wanted.append("small")
    if "HANDBOOK_TEST_BUILD" not in os.environ and any(
        item.get_closest_marker("site") for item in session.items
    ):
        wanted.append("real")
    config.stash[_SHARED] = [_shared_build(config, what) for what in wanted]
    for build in config.stash[_SHARED]:
        build.begin()


def pytest_sessionfinish(session: pytest.Session) -> None:
    for build in session.config.stash.get(_SHARED, []):
        build.stop()


def _shared_build(config: pytest.Config, what: str) -> SharedBuild:
    """The build in a folder that all processes of this run have in common."""
    base = config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    folder = base.parent if hasattr(config, "workerinput") else base
    return SharedBuild(folder / f"shared-build-{what}", DAY.isoformat(), what)


def run_handbook(
    root: Path, *arguments: str, check: bool = True, seconds: float | None = None
) -> subprocess.CompletedProcess[str]:
    """The command line on the project in ``root``, as ``make`` runs it. Raises subprocess.TimeoutExpired when
    it takes more than ``seconds``."""
    environment = {**os.environ, "PYTHONPATH": str(root / "scripts"), "PYTHONUTF8": "1"}
    run = run_program(
        [sys.executable, "-m", "handbook", *arguments, "--date", DAY.isoformat()],
        cwd=root,
        env=environment,
        timeout=seconds,
    )
    return _done(run) if check else run


def _done(run: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    """``run``, which must have done what it was asked for."""
    if run.returncode:
        pytest.fail(f"{' '.join(run.args)} ended with {run.returncode}:\n{run.stdout}\n{run.stderr}")
    return run


def fork_handbook(root: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """The same by the program of this repository, in a process that finds it loaded: for commands that write,
    on projects that bring no program of their own."""
    run = forked(root, *arguments, "--date", DAY.isoformat())
    return _done(run) if check else run


def call_handbook(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line on the project in ``root`` in this process, for commands that only read and tell: a
    process of their own would cost half a second each. What they do not catch reaches the test."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main([*arguments, "--root", str(root), "--date", DAY.isoformat()])
    except SystemExit as ended:
        status = int(ended.code or 0)
    finally:
        gc.enable()  # the check goes without
    return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())


def run_unchecked(root: Path, *arguments: str) -> None:
    """The command line on ``root`` with the rules across files switched off, to see what holds behind
    them."""
    unchecked = "import handbook.checks as checks\nchecks.SENTENCES = checks.PAGES_AND_NAMES = ()"
    _done(forked(root, *arguments, "--date", DAY.isoformat(), first=unchecked))


@contextlib.contextmanager
def build_going_on(root: Path) -> Iterator[None]:
    """Another process holds the project in ``root`` as a build does; it is killed at the end."""
    program = (
        "import sys, pathlib\nfrom handbook.pipeline.build_lock import build_lock\n"
        "with build_lock(pathlib.Path('.')):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        yield
        holder.kill()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the made-up handbook that a test may spoil."""
    return copy_small(tmp_path / "project")


@pytest.fixture
def small(project: Path) -> Path:
    """The made-up handbook with the real program and templates: builds in a second or two."""
    return with_program(project)


@pytest.fixture(scope="session")
def _small_once(request: pytest.FixtureRequest) -> Path:
    return _shared_build(request.config, "small").wait()


@pytest.fixture
def small_built(_small_once: Path, tmp_path: Path) -> Path:
    """The made-up handbook as ``build`` leaves it, in a copy that a test may spoil: built once for all.

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
    return Path(given) if given else _shared_build(request.config, "real").wait()


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    """The real site."""
    return built / "site"


@pytest.fixture(scope="session")
def shelf(site: Path) -> Path:
    """The downloads of the real site."""
    return site / "downloads"


@pytest.fixture(scope="session")
def book() -> Handbook:
    """The real handbook, not yet built."""
    from support import real  # which needs this file

    return real.book()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Pages have no service worker unless a test allows it: from the second page on it stores the
    whole site, and would for each test again."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM_PROGRAM, args=CHROMIUM)
        for way in ("new_context", "new_page"):
            setattr(chromium, way, partial(getattr(chromium, way), service_workers="block"))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def program(browser: Browser) -> Page:
    """A blank page with the register's program and its library, as the site loads them."""
    from support.ledger_program import opened_program  # which needs this file

    return opened_program(browser)


@pytest.fixture(scope="session")
def rules(browser: Browser) -> Page:
    """A blank page with the rules and the store of the self-check."""
    from support.self_check_rules import opened_rules  # which needs this file

    return opened_rules(browser)


@pytest.fixture(params=[{"width": 360, "height": 780}, {"width": 1280, "height": 800}], ids=["phone", "desk"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser of a phone's size, and of a desk's, that has kept nothing."""
    context = browser.new_context(viewport=request.param, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture(scope="module")
def web(site: Path) -> Iterator[SiteServer]:
    """The real site behind a server."""
    with served(site) as server:
        yield server


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page of a phone's size; any error of a program on it fails the test."""
    context = browser.new_context(
        viewport={"width": 360, "height": 780}, locale="zh-CN", reduced_motion="reduce"
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


@pytest.fixture(scope="session")
def published(site: Path) -> Published:
    """The files of sheets as the site offers them."""
    from handbook.sheets.products import sheet_path

    return lambda sheet, ending: (site / sheet_path(sheet.id, ending)).read_bytes()


@pytest.fixture(scope="session")
def lists(book: Handbook) -> list[Sheet]:
    """The check lists that are printed."""
    from handbook.model.checklist import printed_lists
    from handbook.sheets.from_checklist import checklist_sheet

    return [checklist_sheet(book, checklist) for checklist in printed_lists(book)]


@pytest.fixture(scope="session")
def forms(book: Handbook) -> dict[str, Sheet]:
    """The forms by their ids."""
    from handbook.sheets.from_form import form_sheet

    return {form.id: form_sheet(book, form) for form in book.forms}
