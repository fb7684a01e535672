"""``diff --write``: what it leaves in data/changes, and what it never does to a file that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import DAY
from handbook.cli import main
from support.programs import git


@pytest.fixture
def changed(project: Path) -> Path:
    """A project with a first edition in its history and a change since."""
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"], ["tag", "v2026-11"]):
        git(project, *arguments)
    item = project / "data/items/01-exit.yml"
    item.write_text(item.read_text(encoding="utf-8").replace("期限: 3日", "期限: 7日"), encoding="utf-8")
    return project


def diff(root: Path, name: str) -> int:
    return main(["diff", "2026-11", "--write", name, "--root", str(root), "--date", DAY.isoformat()])


def files(root: Path) -> dict[str, bytes]:
    """Every file outside of git's own."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def test_changes_are_written_and_pass_the_check(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(changed)
    assert diff(changed, "2026-11") == 0 and "写进了 data/changes/2026-11.yml" in capsys.readouterr().err
    after = files(changed)
    assert set(after) - set(before) == {"data/changes/2026-11.yml"}
    assert "建议期限" in after["data/changes/2026-11.yml"].decode("utf-8")
    assert main(["check", "--root", str(changed), "--date", DAY.isoformat()]) == 0


def test_what_somebody_wrote_is_not_written_over(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(changed, "2026-11") == 0
    kept = changed / "data/changes/2026-11.yml"
    kept.write_text(kept.read_text(encoding="utf-8") + "# 改过的话\n", encoding="utf-8")
    before = files(changed)
    assert diff(changed, "2026-11") == 1 and "C008" in capsys.readouterr().err
    assert files(changed) == before


@pytest.mark.parametrize(
    ("name", "rule"), [("../../x", "C027"), ("2026-11/../x", "C027"), ("十一月", "C027"), ("2031-01", "D121")]
)
def test_what_is_no_edition_is_refused_and_leaves_nothing(
    changed: Path, capsys: pytest.CaptureFixture[str], name: str, rule: str
) -> None:
    before = files(changed)
    assert diff(changed, name) == 1 and rule in capsys.readouterr().err
    assert files(changed) == before
    assert not (changed.parent / "x.yml").exists()


def test_nothing_changed_writes_nothing(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(changed, "checkout", "-q", "--", "data")
    before = files(changed)
    assert diff(changed, "2026-11") == 0 and "没有变化，没有写" in capsys.readouterr().err
    assert files(changed) == before
