"""Running the site generator over the stage."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from handbook.problems import HandbookError, Problem

#: Site generators that read the same stage and the same mkdocs.yml.
GENERATORS = {"mkdocs": "mkdocs", "properdocs": "properdocs"}


def build_site(root: Path, target: Path, *, pdf: bool, epoch: int, generator: str = "mkdocs", dirty: bool = False) -> str:
    """Build the staged site into ``target``; the generator's log. ``dirty``: only pages that changed, for previews.

    ``epoch`` is the build's time in seconds since 1970 for everything that carries a date.
    Raises HandbookError with the generator's own words when it fails.
    """
    environment = {
        **os.environ, "SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0", "PYTHONPATH": str(root / "scripts"),
        "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true",
    }
    environment.pop("HANDBOOK_PDF", None)
    if pdf:
        environment["HANDBOOK_PDF"] = "1"
    run = subprocess.run(
        [sys.executable, "-m", GENERATORS[generator], "build", *(["--dirty"] if dirty else ["--strict"]), "--quiet", "-f", str(root / "mkdocs.yml"), "-d", str(target)],
        cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8", errors="replace",
    )
    log = run.stdout + run.stderr
    if run.returncode:
        raise HandbookError(Problem("mkdocs.yml", 0, 0, "B010", f"网站没有生成（{generator} 退出码 {run.returncode}）：\n{_last_lines(log)}", hint="先运行检查命令；若检查通过，把上面的英文信息发给维护的人"))
    return log


def _last_lines(text: str, count: int = 25) -> str:
    return "\n".join(text.strip().splitlines()[-count:])
