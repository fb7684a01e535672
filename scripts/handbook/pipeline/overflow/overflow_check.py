"""Whether papers of a fixed size hold what was written for them: told by the check, at the words to shorten;
and whether the pages can be made.

Only setting a paper shows that. What was found to fit is kept by its digest, so that a check sets the papers
whose words changed, and none where nothing did.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.pdf.fonts import found_faces
from handbook.pipeline.background import in_background
from handbook.pipeline.error_reports import crash_problem, located_on_page
from handbook.problems import HandbookError, Problem, Severity
from handbook.recipes.disk_cache import saving_cache
from handbook.sources.file_cache import cached_row, store_row
from handbook.sources.load import Sources

if TYPE_CHECKING:
    from handbook.model.handbook import Handbook
    from handbook.pipeline.overflow.trial_layouts import Trial

_TABLE = "pipeline.overflow"
_TEMPLATES = "overrides/typst"
#: The row of all papers together.
_ALL = "全部"


def overflows(sources: Sources, *, forks: bool) -> list[Problem]:
    """What the papers of ``sources``, which have no errors, do not hold. ``forks``: share the work with
    another process, where nothing was typeset before."""
    if not (sources.root / _TEMPLATES).is_dir():
        return []  # a folder of texts alone, which nothing can be made of
    state = _state(sources)
    known, fonts = cached_row(_TABLE, _ALL) or (None, {})
    if known == state and fonts == _stamps(fonts):
        return []
    faces = found_faces()
    try:
        found = _set_anew(sources, str(faces), forks=forks)
    except HandbookError as error:
        return [_not_looked(problem) for problem in error.problems]
    if not found:
        store_row(_TABLE, _ALL, [state, _stamps(face.rpartition("|")[2] for face in faces)])
    return found


def at_their_place(sources: Sources, problems: list[Problem]) -> list[Problem]:
    """``problems`` of a build: what a paper does not hold is told where it is written, and what is wrong with
    a page at its place there."""
    problems = [located_on_page(sources, problem) for problem in problems]
    if not any(problem.rule == "B021" for problem in problems):
        return problems
    found = overflows(sources, forks=False)
    return found + [problem for problem in problems if not found or problem.rule != "B021"]


def _stamps(files: Iterable[str]) -> dict[str, int]:
    """When each of the font ``files`` was last changed: to ask which they are takes longer."""
    return {file: Path(file).stat().st_mtime_ns for file in files if Path(file).is_file()}


def _not_looked(problem: Problem) -> Problem:
    """A machine without the fonts prints nothing, and where nothing may be written no drawing is laid out;
    all else can be checked there."""
    if problem.rule not in ("B001", "B020"):
        return problem
    said = f"{problem.message}，各张纸放不放得下没有看"
    return replace(problem, message=said, severity=Severity.WARNING)


def _state(sources: Sources) -> str:
    """Digest of all that papers are made of but the program, which is that of the table."""
    trees = {id(entry.tree): entry.tree.source for entry in sources.all_entries()}
    texts = {one.name: one.text for one in (*trees.values(), *(page.source for page in sources.pages))}
    state = hashlib.sha256(f"{sources.today}{_common(sources.root, '')}".encode())
    for name, text in sorted((texts | sources.files).items()):
        state.update(f"{name}\0{text}\0".encode("utf-8", "surrogatepass"))
    return state.hexdigest()


def _common(root: Path, faces: str) -> str:
    """Digest of what every paper rests on: the templates and ``faces``."""
    state = hashlib.sha256(faces.encode())
    for path in sorted((root / _TEMPLATES).glob("*.typ")):
        state.update(path.read_bytes())
    return state.hexdigest()


def _set_anew(sources: Sources, faces: str, *, forks: bool) -> list[Problem]:
    # Here, because a check of what has not changed needs none of it.
    from handbook.pipeline.overflow.trial_layouts import trials
    from handbook.pipeline.stage_files import write_drawings

    root, book = sources.root, sources.handbook()
    write_drawings(root, book)
    common = _common(root, faces)
    digests = {trial: _digest(root, trial, common) for trial in trials(sources, book)}
    new = [trial for trial, digest in digests.items() if cached_row(_TABLE, trial.name) != digest]
    half = partial(_told, root, new[1::2])
    other = in_background(half) if forks and len(new) > 2 else half
    pages = partial(saving_cache, partial(unmade_pages, book))
    stage = in_background(pages) if forks else pages
    told = _told(root, new[::2]) | other()
    for trial in new:
        if trial.name not in told:
            store_row(_TABLE, trial.name, digests[trial])
    # What is shown on several papers is told once, of the first.
    at = {problem.place: problem for problem in reversed(told.values())}
    return sorted([*at.values(), *stage()])


def unmade_pages(book: Handbook) -> list[Problem]:
    """What keeps the pages of ``book`` from being made, but for the downloads: search that weighs too much,
    or a mistake of the program."""
    from handbook.site.stage import stage

    try:
        stage(book)
    except HandbookError as error:
        return error.problems
    except Exception as error:
        return [crash_problem("网页", error)]
    return []


def _digest(root: Path, trial: Trial, common: str) -> str:
    state = hashlib.sha256(f"{common}{trial.template}".encode())
    state.update(json.dumps(trial.data, ensure_ascii=False, sort_keys=True).encode())
    for name in trial.drawings:
        state.update((root / name.lstrip("/")).read_bytes())
    return state.hexdigest()


def _told(root: Path, trials: Iterable[Trial]) -> dict[str, Problem]:
    """What is wrong with each of ``trials`` that cannot be set, by its name."""
    from handbook.pdf.typst_pdf import Refused, raw_pages

    found = {}
    for trial in trials:
        try:
            raw_pages(root, trial.template, trial.data, epoch=0, standards=(), tags=False)
        except Refused as refused:
            found[trial.name] = trial.problem(refused)
        except HandbookError as error:
            if error.problems[0].rule == "B020":
                raise
            found[trial.name] = error.problems[0]
    return found
