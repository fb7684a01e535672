"""Booklets by choice, from the command line."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pymupdf as fitz
import pytest

from conftest import call_handbook, fork_handbook
from handbook.books.content.selection import select
from handbook.editor.chinese_usage import item_ids
from handbook.problems import HandbookError
from support import real
from support.text import squeeze

BOOK = real.book()


def test_own_booklet_by_one_command(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "own.pdf"
    run = fork_handbook(small, "print", "--items", "1", "--role", "承租方", "-o", str(out))
    assert "做好了" in run.stdout
    with fitz.open(out) as pdf:
        text = squeeze("".join(page.get_text() for page in pdf))
        assert "第01条,承租方用" in squeeze(pdf[0].get_text())
    assert "01-1" in text and "01-2" not in text, "01-2 is the landlord's"


@pytest.mark.parametrize("kind", ["print", "shop", "epub"])
def test_own_booklet_in_other_editions(small: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / ("own.epub" if kind == "epub" else "own.pdf")
    assert call_handbook(small, "print", "--aspect", "甲方面", "--kind", kind, "-o", str(out)).returncode == 0
    assert out.stat().st_size > 1000
    assert (tmp_path / "own-cover.pdf").exists() == (kind == "shop")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--items", "99"], "没有第“99”条"),
        (["--aspect", "丁方面"], "没有“丁方面”这个方面"),
        (["--items", "02", "--aspect", "甲方面"], "是空的"),
    ],
)
def test_a_wrong_choice_is_told(small: Path, tmp_path: Path, arguments: list[str], message: str) -> None:
    run = call_handbook(small, "print", *arguments, "-o", str(tmp_path / "own.pdf"))
    assert run.returncode == 1 and message in run.stderr and not (tmp_path / "own.pdf").exists()


def test_choices_as_people_write_them() -> None:
    assert item_ids("07,8， 9、第10条") == ["07", "08", "09", "10"]
    with pytest.raises(HandbookError):
        select(BOOK, items=["00"])


def test_two_runs_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    """One in a process of its own, one here, where other things were made before."""
    for kind, suffix in (("read", "pdf"), ("shop", "pdf"), ("epub", "epub")):
        made = [tmp_path / f"{kind}-{n}.{suffix}" for n in range(2)]
        for call, path in zip((fork_handbook, call_handbook), made, strict=True):
            assert call(small, "print", "--kind", kind, "-o", str(path)).returncode == 0
        assert made[0].read_bytes() == made[1].read_bytes(), kind
    assert (
        shutil.which("qpdf") is None
        or subprocess.run(["qpdf", "--check", str(tmp_path / "shop-0.pdf")], capture_output=True).returncode
        == 0
    )
