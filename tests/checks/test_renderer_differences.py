"""The site and the books read each page alike, and what the templates write is held to the same rules as what
editors write: no page shows marks."""

from __future__ import annotations

import re

import pytest

import walk
from handbook.checks.markdown.renderer_differences import problems_of
from handbook.sources.source_file import SourceFile
from support import real
from support.readings import book_readings, web_reading


@pytest.mark.slow
def test_no_staged_page_shows_marks() -> None:
    told = [
        f"{problem.file}:{problem.line} {problem.rule} {problem.message}"
        for name, text in real.staged().items()
        if name.endswith(".md")
        for problem in problems_of(SourceFile(name, text))
        if problem.rule in ("L050", "L051", "L052", "L053", "L055", "L058", "L060")
    ]
    assert told == []
    spaced = re.compile(r"[一-龥] \d{4}年\d+月\d+日|\d+年\d+月\d+日 [一-龥]")
    pages = {name: text for name, text in real.staged().items() if name.endswith(".md")}
    assert [(name, found[0]) for name, text in pages.items() if (found := spaced.search(text))] == []


@pytest.mark.slow
def test_site_and_books_read_the_real_pages_alike() -> None:
    texts = walk.sections()
    assert len(texts) > 250
    for text, book in zip(texts, book_readings(texts), strict=True):
        assert walk.difference(web_reading(text), book) == "", text


@pytest.mark.slow
def test_edits_that_the_check_lets_pass_are_read_alike() -> None:
    """A short walk that goes the same way each time; ``tests/walk.py`` goes on for as long as one likes."""
    assert walk.walk(start=1, examples=40) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["话![图](../drawings/a.svg)话", "1. 甲\n- 乙", "见注[^1]。\n[^1]: 注。", "- 甲\na. 乙"]
)
def test_the_walk_sees_what_differs(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Without the check each of these would be found."""
    assert walk.told(text) and walk.find([text]) == ""
    monkeypatch.setattr(walk, "told", lambda text: False)
    assert text in walk.find(["话。", text])
