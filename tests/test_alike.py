"""What the templates write is held to the same rules as what editors write: no page shows marks."""

from __future__ import annotations

import pytest

from conftest import DAY, ROOT
from handbook.checks.text.alike import problems_of
from handbook.site.stage import stage
from handbook.sources.load import load_sources
from handbook.sources.source_file import SourceFile


@pytest.mark.slow
def test_no_staged_page_shows_marks() -> None:
    pages = stage(load_sources(ROOT, DAY).handbook())
    told = [
        f"{problem.file}:{problem.line} {problem.rule} {problem.message}"
        for name, text in pages.items()
        if name.endswith(".md")
        for problem in problems_of(SourceFile(name, text))
        if problem.rule in ("L050", "L051", "L052", "L053", "L055", "L058", "L060")
    ]
    assert told == []
