"""What Python and the programs of the pages must agree on: names of data, patterns of ids, rules of CSV."""

from __future__ import annotations

import json
import re
import subprocess
from typing import get_type_hints

import pytest

from conftest import DAY, ROOT
from handbook.model import base
from handbook.office.safe_text import csv_text
from handbook.site.pages.self_check import Guidance, guidance
from handbook.sources.load import load_sources
from node_tools import node, node_modules

SCRIPTS = ROOT / "overrides" / "material" / "assets" / "javascripts"

#: Cells that a spreadsheet would compute, and cells that are what they seem.
FORMULAS = ("=1+1", "+1", "-1", "@SUM", "＝1", "＋1", "－1", "＠x", " =1", "\u3000=1", "\t=1", "\n=1")
TEXTS = ("门不上锁", "要点07-1", "3 mm", "a=b", "（看）灯", "", "\u201c引\u201d")


def run_script(name: str, expression: str) -> object:
    """The value of ``expression`` after the program ``name`` was loaded, without a page."""
    program = (
        "const vm = require('vm'), fs = require('fs'); const window = {}; window.window = window;"
        f"vm.runInNewContext(fs.readFileSync({json.dumps(str(SCRIPTS / name))}, 'utf8'), window);"
        f"process.stdout.write(JSON.stringify((function (HB) {{ return {expression} }})(window.HB)));"
    )
    run = node("-e", program)
    assert run.returncode == 0, run.stderr[-800:]
    return json.loads(run.stdout)


def pattern(name: str, constant: str) -> str:
    """The source of the regular expression that the program ``name`` keeps under ``constant``."""
    found = re.search(rf"var {constant} = /(.+)/;", (SCRIPTS / name).read_text(encoding="utf-8"))
    assert found, constant
    return found[1]


@pytest.mark.parametrize(
    ("name", "constant", "kind"),
    [
        ("self-check-core.js", "POINT_ID", base.PointId),
        ("self-check-core.js", "ITEM_ID", base.ItemId),
        ("self-check-core.js", "WEB_NAME", base.WebName),
        ("quiz-core.js", "QUESTION_ID", base.QuestionId),
    ],
)
def test_ids_have_one_pattern_in_python_and_in_the_page(name: str, constant: str, kind: object) -> None:
    (rule,) = kind.__metadata__  # type: ignore[attr-defined]
    assert pattern(name, constant) == rule.pattern


def test_csv_guards_the_same_cells_in_python_and_in_the_page() -> None:
    cells = run_script("self-check-core.js", f"{json.dumps([*FORMULAS, *TEXTS])}.map(HB.selfCheck.csvCell)")
    assert isinstance(cells, list)
    for text, cell in zip((*FORMULAS, *TEXTS), cells, strict=True):
        assert (cell[1] == "'") == csv_text(text).startswith("'") == (text in FORMULAS), text


def test_guidance_is_read_by_names_that_are_written() -> None:
    names = set(get_type_hints(Guidance))
    assert all(set(row) == names for row in guidance(load_sources(ROOT, DAY).handbook()).values())
    read: set[str] = set()
    for path in SCRIPTS.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        if "guidance" in text:
            assert not re.search(r"\b(?:advice|texts)\[\d\]", text), path.name
            read |= set(re.findall(r"\b(?:advice|texts)\.(\w+)", text)) & names
    assert read == names


def test_eslint_finds_nothing() -> None:
    run = subprocess.run(
        [str(node_modules() / ".bin" / "eslint"), "overrides"], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout[-3000:]
