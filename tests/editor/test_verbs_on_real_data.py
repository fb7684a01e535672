"""Verbs that change sources, tried on the real handbook: what a made-up one lacks would hide their faults."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import DAY, ROOT
from handbook.checks import check_all
from handbook.editor.revise.move import rename, withdraw
from handbook.problems import HandbookError, errors
from handbook.sources.load import load_sources

pytestmark = pytest.mark.slow


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A copy of the real texts that a test may change."""
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def texts(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("data", "docs")
        for path in (root / folder).rglob("*")
        if path.suffix in (".yml", ".md")
    }


def test_renaming_carries_every_address_along(real: Path) -> None:
    """Pages, phrasings, forms and lessons name an item's address; none names the old one afterwards."""
    for slug in ("07-hot-and-risky-work", "10-hazardous-goods", "22-micro-fire-station"):
        assert any(slug in text for name, text in texts(real).items() if name.startswith("data/asked/"))
        rename(real, DAY, slug[:2], f"other-name-{slug[:2]}")
        assert [name for name, text in texts(real).items() if slug in text] == []
    assert errors(check_all(load_sources(real, DAY))) == []


def test_a_point_withdrawn_in_favour_of_another_leaves_no_place_naming_it(real: Path) -> None:
    history = {name: text for name, text in texts(real).items() if name.startswith("data/changes/")}
    assert any("22-1 " in text for text in history.values())
    withdraw(real, DAY, "22-1", "并到22-5了", "22-5")
    sources = load_sources(real, DAY)
    assert errors(check_all(sources)) == []
    named = [
        name
        for name, text in texts(real).items()
        if re.search(r"(?<![\w-])22-1(?!\d)", text)
        and not name.startswith(("docs/editing/", "data/items/22"))
    ]
    assert set(named) <= set(history)  # what an edition brought is told as it was
    assert history.items() <= texts(real).items()
    twice = re.compile(r"(\[22-5\]\([^()\s]*\)|(?<![\w-])22-5)、\1(?![\w-])")
    assert [name for name, text in texts(real).items() if twice.search(text)] == []


@pytest.mark.parametrize("see", ["07-3", "07-33"])
def test_a_successor_must_be_another_point_that_there_is(real: Path, see: str) -> None:
    before = texts(real)
    with pytest.raises(HandbookError) as caught:
        withdraw(real, DAY, "07-3", "并到别处了", see)
    assert caught.value.problems[0].rule == "C002"
    assert texts(real) == before
