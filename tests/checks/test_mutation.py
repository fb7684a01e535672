"""Random damage to sources is told, never a traceback."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.checks import check_all
from handbook.sources.load import load_sources

PROJECT = Path(__file__).resolve().parents[1] / "project"
FILES = sorted(
    path.relative_to(PROJECT)
    for folder in ("data", "docs")
    for path in (PROJECT / folder).rglob("*")
    if path.suffix in (".yml", ".md")
)
pytestmark = pytest.mark.slow
JUNK = st.sampled_from(
    [
        *list("：:\"'“”#@*&!|>-[]{},?%`\t\n \u200b\ufeff\u3000"),
        "- ",
        "  ",
        "yes",
        "null",
        "2026-13-01",
        "第",
        "《",
        "---\n",
        "0x1F",
        "1e9",
        "~",
        "<<: *a",
        "!!python/object:x ",
        "\\",
        "<script>",
    ]
) | st.text(max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(file=st.sampled_from(FILES), place=st.floats(0, 1), cut=st.integers(0, 40), junk=JUNK)
def test_any_damage_is_told(file: Path, place: float, cut: int, junk: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "p"
        shutil.copytree(PROJECT, project)
        path = project / file
        text = path.read_text(encoding="utf-8")
        start = int(place * len(text))
        path.write_text(
            text[:start] + junk + text[start + cut :], encoding="utf-8", errors="surrogatepass", newline=""
        )
        sources = load_sources(project, dt.date(2026, 11, 23))
        for problem in check_all(sources):
            assert problem.message and problem.file
            assert problem.line >= 0 and problem.column >= 0


@settings(max_examples=60, deadline=None, derandomize=True)
@given(file=st.sampled_from(FILES), data=st.binary(max_size=200))
def test_any_bytes_are_told(file: Path, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "p"
        shutil.copytree(PROJECT, project)
        (project / file).write_bytes(data)
        check_all(load_sources(project, dt.date(2026, 11, 23)))
