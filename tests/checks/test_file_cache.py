"""What the check keeps for the next run never changes what it says."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from checks.test_error_texts import CASES, spoil
from conftest import DAY, ROOT
from handbook.checks import check_all
from handbook.recipes.disk_cache import FOLDER, cache_below
from handbook.sources.load import Sources, load_sources
from support.shared_build import copy_small


def told(root: Path, day: dt.date) -> tuple[Sources, str]:
    """The sources, and what the check says of them, as a process that has just begun and keeps what it
    finds."""
    with cache_below(root):
        sources = load_sources(root, day)
        return sources, "\n".join(problem.render() for problem in check_all(sources))


def places(sources: Sources) -> list[tuple[object, ...]]:
    return [(e.value, e.path, e.tree.data, e.tree.keys, e.tree.values) for e in sources.all_entries()]


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up handbook after a check."""
    root = copy_small(tmp_path_factory.mktemp("kept") / "project")
    told(root, DAY)
    return root


@pytest.mark.slow
def test_the_real_sources_are_the_same_again(tmp_path: Path) -> None:
    for name in ("data", "docs", "overrides"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (first, cold), (second, again) = told(tmp_path, DAY), told(tmp_path, DAY)
    assert cold == again != ""
    assert places(first) == places(second)
    with cache_below(tmp_path):
        known = [page.facts for page in second.pages]
    assert known == [page.facts for page in first.pages] and any(facts.links for facts in known)


#: A few of every kind: each costs two checks.
SOME = CASES[::17]


@pytest.mark.parametrize("case", SOME)
def test_a_fault_is_told_in_the_same_words_of_what_was_kept(warm: Path, tmp_path: Path, case: dict) -> None:
    project = shutil.copytree(warm, tmp_path / "project")
    spoil(project, case)
    day = dt.date.fromisoformat(case.get("构建日", "2026-11-23"))
    for _ in range(2):  # with what was kept of the sound files, and of the spoilt one
        assert told(project, day)[1] == case["应答"].strip("\n")


def _other_program(text: str) -> str:
    return re.sub("^.", lambda match: "0" if match[0] != "0" else "1", text)


def _misled(text: str) -> str:
    return text.replace("每", "某")


def _cut(text: str) -> str:
    return text[: len(text) // 2]


@pytest.mark.parametrize("harm", (_other_program, _misled, _cut, lambda _: "", lambda text: text + "]"))
def test_what_is_broken_or_another_program_s_is_not_believed(warm: Path, tmp_path: Path, harm) -> None:
    project = shutil.copytree(warm, tmp_path / "project")
    tables = {path: path.read_text(encoding="utf-8") for path in (project / FOLDER).iterdir()}
    for path, text in tables.items():
        path.write_text(harm(text), encoding="utf-8")
    sources, said = told(project, DAY)
    assert said == "" and places(sources) == places(load_sources(warm, DAY))
    assert {path: path.read_text(encoding="utf-8") for path in tables} == tables


def test_only_what_changed_is_looked_at_again(
    warm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = shutil.copytree(warm, tmp_path / "project")
    path = next((project / "data/items").iterdir())
    path.write_text(path.read_text(encoding="utf-8") + "# 改过\n", encoding="utf-8")
    read: list[str] = []
    from handbook.sources import load

    parse = load.parse_yaml
    monkeypatch.setattr(load, "parse_yaml", lambda source: read.append(source.name) or parse(source))
    told(project, DAY)
    assert read == [path.relative_to(project).as_posix()]
