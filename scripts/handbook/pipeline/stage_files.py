"""From sources to the staged Markdown tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from handbook.checks import check_all
from handbook.drawing import drawings
from handbook.model.handbook import Handbook
from handbook.page_programs import libraries
from handbook.pipeline.files import mirror
from handbook.problems import HandbookError, Problem, errors
from handbook.site.programs import style_without_comments, without_comments
from handbook.site.stage import SEARCH, stage, static_files
from handbook.sources.load import load_sources

#: Where the programs and styles of the pages lie, in the theme and in the site.
PROGRAMS, STYLES = "assets/javascripts", "assets/stylesheets"


def checked_handbook(root: Path, today: dt.date) -> tuple[Handbook, list[Problem]]:
    """The model of sources without errors, and the warnings. Raises HandbookError with all problems
    otherwise."""
    sources = load_sources(root, today)
    problems = check_all(sources)
    if errors(problems):
        raise HandbookError(problems)
    return sources.handbook(), problems


def write_drawings(root: Path, book: Handbook) -> None:
    """Bring ``build/drawings`` up to date: what books and pages show, drawn by hand and from data."""
    texts = {f"generated/{name}": text for name, text in drawings(book).items()}
    head = "docs/drawings/"
    copies = {
        name.removeprefix(head): path
        for name, path in static_files(root / "docs").items()
        if name.startswith(head)
    }
    mirror(root / "build" / "drawings", texts, copies)


def write_stage(root: Path, book: Handbook, texts: Mapping[str, str]) -> list[str]:
    """Bring ``build/stage`` of ``book`` up to date with its ``texts``, which may come without the search
    (:mod:`handbook.site.stage`); the names that changed.

    Libraries of the pages are taken along when they are there: the build fetches them first, the preview
    goes without.
    """
    copies = static_files(root / "docs")
    if book.ledger is not None or book.pack:
        copies |= {f"docs/{name}": path for name, path in libraries.present(root).items()}
    theme = root / "overrides" / "material"
    # Files of the stage go before those of the theme, whose folders hold them as they are written.
    programs = {
        f"docs/{path.relative_to(theme).as_posix()}": lean(path.read_text(encoding="utf-8"))
        for folder, ending, lean in (
            (PROGRAMS, "*.js", without_comments),
            (STYLES, "*.css", style_without_comments),
        )
        for path in sorted((theme / folder).rglob(ending))
    }
    return mirror(root / "build" / "stage", {**texts, **programs}, copies, set(SEARCH) - texts.keys())


def refresh_stage(root: Path, today: dt.date | None = None) -> list[str]:
    """Load, check and stage in one go, for live preview and for a generator called by hand."""
    book, _ = checked_handbook(root, today or dt.date.today())
    return write_stage(root, book, stage(book))
