"""Every mistake an editor can make: one spoilt file, and the exact words the check answers with.

Cases are data (``cases/errors/*.yml``): adding one needs no Python. ``查找`` must occur once in ``文件``.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from handbook.checks import check_all
from handbook.sources.load import load_sources

CASES = [
    pytest.param(case, id=f"{path.stem}-{case['名称']}")
    for path in sorted((Path(__file__).parent / "cases" / "errors").glob("*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def spoil(project: Path, case: dict) -> None:
    """Apply the case's fault to the copy of the project."""
    path = project / case["文件"]
    if case.get("删除"):
        path.unlink()
        return
    if "内容" in case:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = case["内容"]
    else:
        text = path.read_text(encoding="utf-8")
        assert text.count(case["查找"]) == 1, f"{case['查找']!r} occurs {text.count(case['查找'])} times"
        text = text.replace(case["查找"], case["替换"])
    path.write_bytes(text.encode(case.get("编码", "utf-8")))


def told(project: Path, day: str = "2026-11-23") -> str:
    """What the check says of the project."""
    problems = check_all(load_sources(project, dt.date.fromisoformat(day)))
    return "\n".join(problem.render() for problem in problems)


@pytest.mark.parametrize("case", CASES)
def test_fault_is_told_in_exact_words(project: Path, case: dict) -> None:
    spoil(project, case)
    assert told(project, case.get("构建日", "2026-11-23")) == case["应答"].strip("\n")


def test_the_sound_project_has_no_problems(project: Path) -> None:
    assert told(project) == ""


def test_catalogue_is_large_enough() -> None:
    assert len(CASES) >= 60


def test_every_case_names_file_and_line() -> None:
    for param in CASES:
        case = param.values[0]
        assert case["应答"].startswith(("data/", "docs/")), case["名称"]
