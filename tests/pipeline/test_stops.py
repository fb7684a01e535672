"""The table of all places where a build may end with a problem, made from the program itself: what an editor
can bring about is told by the check, as a case shows; for the rest ``cases/stops.yml`` says why it is none of
the editors'.

A new place with neither fails here. What the check does itself (reading the sources, and the rules) needs no
row: a build begins with it.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from checks.test_error_texts import CASES
from checks.test_overflow import TOGETHER, TOO_LONG
from conftest import ROOT
from handbook.pipeline.error_reports import crash_problem, located_on_page, problems_in_log
from handbook.problems import Problem
from handbook.rules import AREAS
from support.cases import cases
from support.source_code import nodes

SCRIPTS = ROOT / "scripts"
TYPST = ROOT / "overrides" / "typst"
#: What the check does itself: it reads the sources, which makes their values, and goes by the rules.
OF_THE_CHECK = ("handbook/checks/", "handbook/sources/")
_CODE = re.compile(f"[{''.join(AREAS)}][0-9]{{3}}")
#: Where a build begins: here, and in the process of the site generator.
STARTS = (SCRIPTS / "handbook/pipeline/make.py", *sorted((SCRIPTS / "mkdocs_adapter").glob("*.py")))
_ENDS = ("sys.exit", "os._exit", "SystemExit")


def imported(path: Path) -> Iterator[str]:
    """Names of modules that ``path`` imports when it is loaded or later."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def of_a_build() -> tuple[Path, ...]:
    """Every module of ours that a build may run."""
    known, todo = set(STARTS), list(STARTS)
    while todo:
        for name in imported(todo.pop()):
            base = SCRIPTS / name.replace(".", "/")
            for file in {base.with_suffix(".py"), base / "__init__.py"} - known:
                if file.is_file():
                    known.add(file)
                    todo.append(file)
    return tuple(sorted(known))


class _Stops(ast.NodeVisitor):
    """Places of a module where a problem is made: in which function, and what it is."""

    def __init__(self) -> None:
        self.within: list[str] = []
        self.found: list[str] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.within.append(node.name)
        self.generic_visit(node)
        self.within.pop()

    visit_ClassDef = visit_AsyncFunctionDef = visit_FunctionDef  # type: ignore[assignment]

    def visit_Raise(self, node: ast.Raise) -> None:
        # What was made elsewhere is only handed on: raise error, raise told(...), raise HandbookError(found).
        made = node.exc.func if isinstance(node.exc, ast.Call) else None
        name = ast.unparse(made) if made else ""
        if name.rpartition(".")[2][:1].isupper() and name not in ("HandbookError", *_ENDS):
            self._add(name)
        self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        self._add("assert")

    def visit_Call(self, node: ast.Call) -> None:
        name = ast.unparse(node.func)
        if name in ("Problem", "Problem.whole"):
            codes = [c.value for c in ast.walk(node) if isinstance(c, ast.Constant)]
            self._add(next((c for c in codes if isinstance(c, str) and _CODE.fullmatch(c)), "Problem"))
        elif name in _ENDS:
            self._add(name)
        self.generic_visit(node)

    def _add(self, what: str) -> None:
        self.found.append(f"{'.'.join(self.within) or 'module'} {what}")


def stops() -> Counter[str]:
    """``module function what`` of every place, and how often it stands there."""
    found: Counter[str] = Counter()
    for path in of_a_build():
        looked = _Stops()
        looked.visit(ast.parse(path.read_text(encoding="utf-8")))
        name = path.relative_to(SCRIPTS).as_posix()
        found.update(f"{name.removeprefix('handbook/')} {stop}" for stop in looked.found)
    for path in sorted(TYPST.glob("*.typ")):
        text = path.read_text(encoding="utf-8")
        count = len(re.findall(r"^(?!#let refuse).*\b(?:refuse|panic)\(", text, re.MULTILINE))
        if count:
            found[f"{path.name} template refuse"] = count
    return found


def of_the_check(stop: str) -> bool:
    """Whether the check itself comes by it: it stands among the rules, or where values are made of the
    sources, which tells of each with its place."""
    file, _, what = stop.split(" ")
    return f"handbook/{file}".startswith(OF_THE_CHECK) or (
        file.startswith("model/") and what == "PydanticCustomError"
    )


def libraries() -> set[str]:
    """Packages of others that a build runs: each may fail over what it is given."""
    here = {path.name for path in SCRIPTS.iterdir()}
    named = {name.partition(".")[0] for path in of_a_build() for name in imported(path)}
    return named - here - set(__import__("sys").stdlib_module_names)


ROWS = cases("stops.yml")
TABLE = {f"{file} {stop}": row for file, rows in ROWS["处"].items() for stop, row in rows.items()}
KNOWN = {case.id: case.values[0] for case in CASES}


def test_every_place_where_a_build_may_stop_is_in_the_table() -> None:
    found = {stop: count for stop, count in stops().items() if not of_the_check(stop)}
    assert len(of_a_build()) > 200 and len(found) > 80
    assert {stop: count for stop, count in found.items() if stop not in TABLE} == {}, "add a row and a case"
    assert set(TABLE) - set(found) == set(), "these rows speak of what is gone"
    assert {stop: row.get("次", 1) for stop, row in TABLE.items()} == found


def test_every_package_that_a_build_runs_is_in_the_table() -> None:
    assert set(ROWS["库"]) == libraries()


@pytest.mark.parametrize("name", [*TABLE, *ROWS["库"]])
def test_a_row_has_cases_that_the_check_tells_or_says_why_not(name: str) -> None:
    row = TABLE.get(name) or ROWS["库"][name]
    assert row.keys() & {"例", "放不下", "为何"}, row
    assert all(len(reason) > 8 for reason in [row.get("为何", "－" * 9)])
    for case in row.get("例", ()):
        assert ": 错误 " in KNOWN[case]["应答"], case
    assert set(row.get("放不下", ())) <= {*TOO_LONG, *TOGETHER, "pocket-book", "pages"}
    # A paper that refuses its words has a case for each way in which it does.
    if name.endswith(".typ template refuse") and "为何" not in row:
        assert len(row["放不下"]) >= row.get("次", 1)


def test_a_mistake_of_the_program_says_where_it_came_through() -> None:
    try:
        located_on_page(None, Problem("a.md", 0, 0, "P005", ""))  # type: ignore[arg-type]
    except AttributeError as error:
        problem = crash_problem("预览", error)
    assert problem.rule == "B034" and re.search(
        r"AttributeError: .*；pipeline/error_reports\.py:\d+）$", problem.message
    )


def test_what_the_generator_tells_of_pages_comes_out_by_page_and_line(project: Path) -> None:
    from conftest import DAY
    from handbook.sources.load import load_sources

    told = [
        Problem(
            "checklists/01-exit.md", 0, 0, "P005", "第 1 页有内容超出纸面右边，如“换推杠门锁”", "", "断开"
        ),
        Problem("checklists/01-exit.md", 0, 0, "P004", "PDF 第 2 页是空白页"),
        Problem("download.md", 0, 0, "P006", "PDF 里混进了字体“某体”", "只用这几种", "换一个"),
    ]
    log = (
        "INFO 一行\nAborted: 每页的 PDF 没有全部做成：\n"
        + "\n".join(one.render() for one in told)
        + "\n\n尾巴"
    )
    assert (
        problems_in_log(log) == told and problems_in_log("Traceback (most recent call last):\n  x: y\n") == []
    )
    sources = load_sources(project, DAY)
    assert [located_on_page(sources, one).place for one in problems_in_log(log)] == [
        "docs/checklists/01-exit.md:18:11",
        "docs/checklists/01-exit.md:1:1",
        "download.md",
    ]
