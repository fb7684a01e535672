"""The bench itself: every part runs, a part that fails fails it, and the copies it grows are sound
handbooks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench import bench, clock, desk, growth, peers, registers
from bench.bench import PARTS, run_parts
from bench.growth import multiply
from conftest import DAY, ROOT, fork_handbook
from handbook.checks import check_all
from handbook.problems import errors
from handbook.sources.load import load_sources


def test_a_part_that_fails_fails_the_bench_and_the_others_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def broken(root: Path) -> None:
        pytest.fail("不行")

    assert run_parts({"坏的": broken, "好的": lambda root: ran.append("好的")}, tmp_path) == 1
    assert ran == ["好的"] and "没有测成的部分：坏的" in capsys.readouterr().err
    assert run_parts({"好的": lambda root: ran.append("好的")}, tmp_path) == 0


def test_a_site_that_takes_too_long_is_told_and_not_waited_for(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_parts({"条目数": lambda root: growth.growth(root, (3,), limit=0.1)}, small) == 1
    assert "3 条的网站 0.1 秒没有做完" in capsys.readouterr().err


@pytest.mark.slow
def test_a_grown_handbook_has_no_error(tmp_path: Path) -> None:
    """Items are numbered anew, the days in them are not: 2026-11-23 stays a day. Each of the 22 is copied
    once and two are once more; a short text would be too long with a number of three digits."""
    multiply(ROOT, tmp_path / "grown", 46)
    sources = load_sources(tmp_path / "grown", DAY)
    assert len(list((tmp_path / "grown" / "data" / "items").glob("*.yml"))) == 46
    assert [problem.render() for problem in errors([*sources.problems, *check_all(sources)])] == []


#: The parts small and once. The two that want the real site are missing: what they measure with is what
#: test_search.py and test_budget.py hold the site against.
SMALL: dict[str, Callable[[Path, Browser], None]] = {
    "整体": lambda root, browser: bench.whole(root),
    "印刷品": lambda root, browser: bench.print_all(root, sample=True),
    "并排": lambda root, browser: peers.compare(root),
    "条目数": lambda root, browser: growth.growth(root, (3,)),
    "编辑台": lambda root, browser: print(desk.check_seconds(root, 1), desk.save_to_page_seconds(root, 1)),
    "底数": lambda root, browser: registers.registers(browser, (5,), 20, 2),
}


def test_no_part_is_left_out() -> None:
    assert PARTS.keys() - SMALL.keys() == {"搜索", "网页"}


@pytest.mark.parametrize("name", SMALL)
def test_a_part_runs(
    small_built: Path,
    browser: Browser,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(clock, "RUNS", 1)
    for module in (bench, desk):  # only for the seconds need these be processes that load all anew
        monkeypatch.setattr(module, "run_handbook", fork_handbook)
    part = partial(SMALL[name], browser=browser)
    assert run_parts({name: part}, small_built) == 0, capsys.readouterr().err
    assert "没有做成" not in capsys.readouterr().out
