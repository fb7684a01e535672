"""The register's program on the command line: Node.js runs the files that the page runs, so both say the
same."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handbook.ledger.model_script import model
from handbook.model.handbook import Handbook
from handbook.page_programs import libraries
from handbook.problems import HandbookError, Problem

#: What takes workbooks in and writes tables out, in the order in which its files need each other.
TAKING = (
    *("office/zip", "office/xlsx", "ledger/values", "ledger/industries", "ledger/records", "ledger/core"),
    *("ledger/statistics", "ledger/period", "ledger/blocks", "ledger/publish", "ledger/sheets"),
)
#: The whole of the program but for what shows it: the reports besides.
CORE = (
    *TAKING,
    *("ledger/balance", "ledger/gate", "ledger/round", "ledger/week"),
    *("ledger/retention", "ledger/actions", "ledger/years", "ledger/report"),
)
#: What takes the results of self-checks in, besides CORE; the first the page has already.
INTAKE = (
    *("files", "self-check/core", "self-check/totals", "self-check/files", "self-check/exports"),
    *("office/xlsx-patch", "ledger/collect", "ledger/findings", "ledger/intake"),
)
SCRIPTS = "overrides/material/assets/javascripts"
_COMMAND = Path(__file__).with_name("command.cjs")

#: What the command takes in: a province, not a town.
LIMITS = {"megabytes": 200, "unfolded": 2000, "rows": 500_000}


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the program is asked: the workbooks ``after`` (this period) and ``before`` (the one before; may be
    none), and what it ``wants`` of them, as command.cjs takes it. ``values``: the globals of the self-check,
    of which results are taken in."""

    after: Sequence[Path]
    before: Sequence[Path] = ()
    wants: Mapping[str, Any]
    today: dt.date
    limits: Mapping[str, int] = field(default_factory=LIMITS.copy)
    values: Mapping[str, Any] = field(default_factory=dict)


def run(root: Path, book: Handbook, request: Request) -> dict[str, Any]:
    """What command.cjs answers.

    Raises HandbookError when a file is missing, or Node.js is, or the program stops.
    """
    results = request.wants.get("take", {}).get("files", [])
    _all_there((*request.after, *request.before), results)
    library = [path for name, path in libraries.fetch(root).items() if name.startswith("assets/ledger/")]
    node = libraries.node_command()
    if node is None:
        hint = "用 python scripts/run.py ledger 来运行，会自己装上"
        raise HandbookError(Problem.whole("node", "C021", "这台电脑上没有 Node.js", hint=hint))
    programs = (*CORE, "ledger/docx", *(INTAKE if results else ()))
    asked = {
        "scripts": [*map(str, library), *(str(root / SCRIPTS / f"{name}.js") for name in programs)],
        "values": dict(request.values),
        "model": model(book),
        "limits": dict(request.limits),
        "today": request.today.isoformat(),
        "after": [str(path.resolve()) for path in request.after],
        "before": [str(path.resolve()) for path in request.before],
        "wants": dict(request.wants),
    }
    return _answer([*node, "--max-old-space-size=12000", str(_COMMAND)], asked)


def _answer(command: list[str], asked: dict[str, Any]) -> dict[str, Any]:
    """What ``command`` answers in JSON to what it is ``asked`` in JSON."""
    done = subprocess.run(
        command,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["没有说明"]
        last = next((line for line in lines if re.match(r"\w*Error\b", line)), lines[-1])
        hint = "文件太多的分几次做；还不行把这句话发给维护的人"
        raise HandbookError(Problem.whole("ledger", "C022", f"核对的程序停了：{last}", hint=hint))
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _all_there(workbooks: Sequence[Path], results: Sequence[str]) -> None:
    """Raise HandbookError when a workbook or a file of results is missing."""
    missing = [path for path in (*workbooks, *map(Path, results)) if not path.is_file()]
    if missing:
        raise HandbookError(
            [
                Problem.whole(
                    str(path),
                    "C020",
                    "没有这个文件",
                    "自查页存下的一个文件" if str(path) in results else "一个 .xlsx 工作簿",
                    "看看文件名和文件夹写对没有",
                )
                for path in missing
            ]
        )
