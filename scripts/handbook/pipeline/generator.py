"""Running the site generator over the stage."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from handbook.disk import disk_problem_of, write_whole
from handbook.pipeline.error_reports import ended_by_the_system, problems_in_log
from handbook.problems import HandbookError, Problem

#: Site generators that read the same stage: MkDocs and ProperDocs take mkdocs.yml and the hook,
#: Zensical a settings file without hooks, written from the same two sources.
GENERATORS = {"mkdocs": "mkdocs", "properdocs": "properdocs", "zensical": "zensical"}

#: Parts of mkdocs.yml that Zensical has no use for, or that the stage says better.
_NOT_FOR_ZENSICAL = frozenset({"hooks", "plugins", "docs_dir", "site_dir", "site_name", "validation"})


#: MkDocs that has loaded what it needs and waits to be told what to build.
Waiting = subprocess.Popen[str]


@contextmanager
def waiting_generator(root: Path, *, pdf: bool, epoch: int) -> Iterator[Waiting]:
    """MkDocs for one :func:`begin_site` with this ``pdf`` and ``epoch``, which loads what it needs while
    the caller goes on. It is ended when the block ends, whether it was wanted or not."""
    with _started(root, ["mkdocs_adapter.preload"], pdf=pdf, epoch=epoch) as process:
        try:
            yield process
        finally:
            process.kill()


def _started(root: Path, arguments: list[str], *, pdf: bool, epoch: int) -> Waiting:
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=root,
        env=build_environment(root, epoch, pdf=pdf),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def build_site(root: Path, target: Path, *, pdf: bool, epoch: int, generator: str = "mkdocs") -> str:
    """Build the staged site into ``target``; the generator's log.

    ``epoch`` is the build's time in seconds since 1970 for everything that carries a date. Raises
    HandbookError with the generator's own words when it fails.
    """
    if generator == "zensical":
        arguments = ["build", "--clean", "-f", str(_zensical_settings(root, target))]
    else:
        arguments = _arguments(root, target)
    run = _started(root, [GENERATORS[generator], *arguments], pdf=pdf, epoch=epoch)
    return end_site(run, target)


def _arguments(root: Path, target: Path) -> list[str]:
    return ["build", "--strict", "--quiet", "-f", str(root / "mkdocs.yml"), "-d", str(target)]


def begin_site(waiting: Waiting, root: Path, target: Path, *, late: str = "") -> None:
    """Let MkDocs begun before build the staged site into ``target`` while the caller goes on to
    :func:`end_site`. ``late``: a page below docs/ that may be staged otherwise until then, but for its front
    matter."""
    assert waiting.stdin is not None
    told = json.dumps({"arguments": _arguments(root, target), "late": late})
    with suppress(BrokenPipeError):  # it came to an end: its own words tell why
        waiting.stdin.write(told + "\n")
        waiting.stdin.flush()


def end_site(run: Waiting, target: Path) -> str:
    """The log of the generator that builds into ``target``, when it is done. Raises HandbookError with
    its own words when it failed."""
    with run:
        log = "".join(run.communicate("\n"))
    if run.returncode:
        if full := disk_problem_of(log, target):
            raise full
        if run.returncode < 0:  # a signal; on Windows a program that is ended gives a number like any other
            raise HandbookError(ended_by_the_system("mkdocs.yml", "B033", "生成网页"))
        raise HandbookError(not_generated(log))
    return log


def not_generated(log: str) -> list[Problem]:
    """What is wrong by the ``log`` of a generator that failed: what our own part of it tells of pages, else
    that it failed, with its own words."""
    if told := problems_in_log(log):
        return told
    said = "\n".join(log.strip().splitlines()[-25:])
    hint = "先运行 make check；检查通过，就把括号里的话原样发给维护的人"
    return [Problem.whole("mkdocs.yml", "B010", f"网站没有生成（生成网页的程序说：{said}）", hint=hint)]


def build_environment(root: Path, epoch: int, *, pdf: bool) -> dict[str, str]:
    """Environment variables for the generator: its time, and everything said in UTF-8."""
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(epoch),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(root / "scripts"),
        "PYTHONUTF8": "1",
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
    }
    environment.pop("HANDBOOK_PDF", None)
    if pdf:
        environment["HANDBOOK_PDF"] = "1"
    return environment


def _zensical_settings(root: Path, target: Path) -> Path:
    """Settings for Zensical: mkdocs.yml word for word without what needs MkDocs, then what the stage says."""
    kept: list[str] = []
    skip = False
    for line in (root / "mkdocs.yml").read_text(encoding="utf-8").splitlines(keepends=True):
        match = re.match(r"(\w+):", line)
        if match:
            skip = match[1] in _NOT_FOR_ZENSICAL
        if not skip:
            kept.append(line)
    # Paths of the settings are relative to the settings file, which therefore stands in the project's folder.
    settings = (
        "".join(kept)
        + f"docs_dir: build/stage/docs\nsite_dir: {Path(os.path.relpath(target, root)).as_posix()}\n"
        + (root / "build" / "stage" / "generator.yml").read_text(encoding="utf-8")
    )
    path = root / ".zensical.yml"
    write_whole(path, settings.encode("utf-8"))
    return path
