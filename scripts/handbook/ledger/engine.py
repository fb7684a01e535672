"""The register's program on the command line: Node.js runs the files that the page runs, so both say the
same."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from handbook import libraries
from handbook.ledger.model_script import model
from handbook.model.handbook import Handbook
from handbook.problems import HandbookError, Problem

#: What takes workbooks in and writes tables out, in the order in which its files need each other.
TAKING = (
    *("office/zip", "office/xlsx", "ledger/values", "ledger/industries", "ledger/records"),
    *(
        "ledger/core",
        "ledger/statistics",
        "ledger/period",
        "ledger/blocks",
        "ledger/publish",
        "ledger/sheets",
    ),
)
#: The whole of the program but for what shows it: the reports besides.
CORE = (
    *TAKING,
    *("ledger/balance", "ledger/gate", "ledger/round", "ledger/week"),
    *("ledger/retention", "ledger/actions", "ledger/years", "ledger/report"),
)
#: What takes the results of self-checks in, besides CORE; the first the page has already.
INTAKE = (
    *("files", "self-check/core", "self-check/totals", "self-check/files", "office/xlsx-patch"),
    *("ledger/collect", "ledger/findings", "ledger/intake"),
)
SCRIPTS = "overrides/material/assets/javascripts"
_COMMAND = Path(__file__).with_name("command.cjs")

#: What the command takes in: a province, not a town.
LIMITS = {"megabytes": 200, "unfolded": 2000, "rows": 500_000}


def run(
    root: Path,
    book: Handbook,
    after: Sequence[Path],
    before: Sequence[Path],
    wants: Mapping[str, Any],
    today: dt.date,
    limits: Mapping[str, int] | None = None,
    values: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What command.cjs answers for the workbooks ``after`` (this period) and ``before`` (the one before;
    may be none). ``values`` are the globals of the self-check, of which results are taken in.

    Raises HandbookError when a file is missing, or Node.js is, or the program stops.
    """
    results = wants.get("take", {}).get("files", [])
    _all_there((*after, *before), results)
    library = libraries.fetch(root)
    node = libraries.node_command()
    if node is None:
        raise HandbookError(
            Problem.whole(
                "node",
                "C021",
                "这台电脑上没有 Node.js",
                hint="用 python scripts/run.py ledger 来运行，会自己装上",
            )
        )
    request = {
        "scripts": [
            *(str(path) for name, path in library.items() if name.startswith("assets/ledger/")),
            *(
                str(root / SCRIPTS / f"{name}.js")
                for name in (*CORE, "ledger/docx", *(INTAKE if results else ()))
            ),
        ],
        "values": dict(values or {}),
        "model": model(book),
        "limits": dict(limits or LIMITS),
        "today": today.isoformat(),
        "after": [str(path.resolve()) for path in after],
        "before": [str(path.resolve()) for path in before],
        "wants": dict(wants),
    }
    done = subprocess.run(
        [*node, "--max-old-space-size=12000", str(_COMMAND)],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["没有说明"]
        last = next((line for line in lines if re.match(r"\w*Error\b", line)), lines[-1])
        raise HandbookError(
            Problem.whole(
                "ledger",
                "C022",
                f"核对的程序停了：{last}",
                hint="文件太多的分几次做；还不行把这句话发给维护的人",
            )
        )
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
