"""Commands write where they are told and never over a source; ``clean`` deletes what the program made, and
only that."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from conftest import ROOT
from handbook.pipeline.safe_paths import outside_sources, remove_generated
from handbook.problems import HandbookError
from support.programs import run_program


@pytest.mark.parametrize("name", ["data/items/01-exit.yml", "docs/neu.pdf", "README.md"])
def test_no_source_is_written_over(project: Path, name: str) -> None:
    (project / "README.md").write_text("x", encoding="utf-8")
    with pytest.raises(HandbookError) as caught:
        outside_sources(project, (project / name).resolve())
    assert caught.value.problems[0].rule == "C016"


def test_a_book_may_go_beside_the_project_and_over_its_older_self(project: Path, tmp_path: Path) -> None:
    old = tmp_path / "我的手册.pdf"
    old.write_bytes(b"%PDF")
    outside_sources(project, old.resolve())
    outside_sources(project, (project / "我的手册.pdf").resolve())


def test_clean_deletes_what_was_made_and_says_so(project: Path) -> None:
    (project / "build" / "stage").mkdir(parents=True)
    (project / "site").mkdir()
    assert remove_generated(project) == ["build/", "site/"]
    assert not (project / "build").exists() and not (project / "site").exists()
    assert (project / "data" / "site.yml").is_file()
    assert remove_generated(project) == []


def test_clean_takes_a_link_away_and_not_what_it_leads_to(project: Path, tmp_path: Path) -> None:
    kept = tmp_path / "elsewhere"
    kept.mkdir()
    (kept / "file").write_text("x", encoding="utf-8")
    (project / "site").symlink_to(kept)
    assert remove_generated(project) == ["site/"]
    assert (kept / "file").is_file()


def test_clean_leaves_folders_of_others_alone(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    with pytest.raises(HandbookError) as caught:
        remove_generated(tmp_path)
    assert caught.value.problems[0].rule == "C017" and (tmp_path / "build").is_dir()


@pytest.mark.slow
def test_output_goes_to_the_folder_of_the_caller(tmp_path: Path) -> None:
    run = run_program(
        [sys.executable, str(ROOT / "scripts" / "run.py"), "exam", "--count", "5", "-o", "out"], cwd=tmp_path
    )
    assert run.returncode == 0, run.stderr
    assert list((tmp_path / "out").glob("*.pdf"))
