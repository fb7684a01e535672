"""Nothing that an editor can hand in makes the check hang or end in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import DAY, ROOT, call_handbook
from handbook.checks import check_all
from handbook.sources.load import load_sources

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("data/glossary.yml", LAUGHS, "Y130"),
        ("data/glossary.yml", "".join(" " * depth + "a:\n" for depth in range(1200)), "Y110"),
        ("data/glossary.yml", "[" * 5000, "Y010"),
        ("data/glossary.yml", "\n".join("# 注释" for _ in range(200_000)), "Y009"),
        (
            "docs/long.md",
            "---\ntitle: 长\ndescription: 长的一页。\n---\n\n# 长\n\n" + "安全，" * 2000,
            "Y010",
        ),
    ],
)
def test_what_would_take_for_ever_is_refused(project: Path, name: str, text: str, rule: str) -> None:
    (project / name).write_text(text, encoding="utf-8")
    assert rule in {problem.rule for problem in check_all(load_sources(project, DAY))}


def test_a_folder_that_is_no_project_is_told_once(tmp_path: Path) -> None:
    (told,) = check_all(load_sources(tmp_path, DAY))
    assert told.rule == "D035" and "--root" in told.hint
    (tmp_path / "data").mkdir()
    (told,) = check_all(load_sources(tmp_path, DAY))
    assert told.rule == "D035" and "docs/" in told.message


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("chek",), "是不是想写“check”"),
        (("laws", "--days", "99999999"), "1 到 3650"),
        (("serve", "--port", "99999"), "1 到 65535"),
        (("exam", "--seed", "-1"), "0 到 999999"),
        (("rename", "07"), "还少了：新网址名"),
        (("check", "--nosuch"), "不认识：--nosuch"),
    ],
)
def test_wrong_words_are_told_in_chinese(project: Path, arguments: tuple[str, ...], words: str) -> None:
    run = call_handbook(project, *arguments)
    assert run.returncode == 2 and words in run.stderr
    for english in ("usage", "error:", "invalid", "required", "unrecognized"):
        assert english not in run.stderr


@pytest.mark.parametrize("arguments", [("check", "--json"), ("impact", "测试安全法")])
def test_a_reader_who_has_gone_is_no_fault_of_the_disk(project: Path, arguments: tuple[str, ...]) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "handbook", *arguments, "--root", str(project)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert run.stdout is not None and run.stderr is not None
    run.stdout.close()  # as `| head -1` does once it has its line
    assert run.stderr.read() == "" and run.wait(60) == 141
    run.stderr.close()
