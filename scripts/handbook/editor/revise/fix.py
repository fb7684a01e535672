"""Mend on command what can be mended without a person's judgement. Never runs by itself."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from handbook.checks import check_all
from handbook.checks.text.style import RULES, findings, lines_twice, readable
from handbook.checks.text.visible_text import switches
from handbook.disk import write_whole
from handbook.problems import Problem, errors
from handbook.sources.load import Sources, load_sources
from handbook.sources.source_file import plain_character


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``start`` to ``end`` (columns from 0) of ``line`` (from 1) by ``new``; ``rule`` asked for
    it."""

    line: int
    start: int
    end: int
    new: str
    rule: str


#: Mistakes of encoding and YAML whose mending cannot change the meaning.
_FILE_RULES = frozenset({"Y004", "Y005", "Y007", "Y101", "Y102", "Y103"})


def fixable() -> list[str]:
    """Numbers of all rules that can be mended."""
    return sorted({code for code, rule in RULES.items() if rule.mended} | _FILE_RULES)


def fix(
    root: Path, today: dt.date, rules: Iterable[str] = (), files: Iterable[str] = ()
) -> dict[str, list[Edit]]:
    """Mend ``rules`` (all safe ones when empty) in ``files`` (all when empty); the edits made, by file.

    A file whose mended form has more errors than before is left as it was.
    """
    wanted, only = set(rules) or set(fixable()), set(files)
    made: dict[str, list[Edit]] = defaultdict(list)
    # A mended place can let another rule see more; twice is enough for all that is known.
    for _ in range(2):
        sources = load_sources(root, today)
        before = _error_counts(check_all(sources))
        for name, edits in _edits(sources, wanted).items():
            if (only and name not in only) or not edits:
                continue
            path = root / name
            old = path.read_bytes()
            good = False
            try:
                write_whole(path, _apply(old, edits))
                after = _error_counts(check_all(load_sources(root, today)))
                good = after.get(name, 0) <= before.get(name, 0)
            finally:  # Ctrl+C comes here, too
                if not good:
                    write_whole(path, old)
            if good:
                made[name] += edits
    return dict(made)


def _error_counts(problems: list[Problem]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for problem in errors(problems):
        counts[problem.file] += 1
    return counts


def _edits(sources: Sources, wanted: set[str]) -> dict[str, list[Edit]]:
    found: dict[str, list[Edit]] = defaultdict(list)
    for problem in sources.problems:
        if problem.rule in wanted & _FILE_RULES and problem.line:
            edit = _file_edit(sources.root, problem)
            if edit:
                found[problem.file].append(edit)
    names = tuple(sorted(sources.reader.by_name))
    for source, reader in readable(sources):
        off = switches(source)
        lines = reader(source)
        for line in lines_twice(lines) if "S019" in wanted else ():
            if not off.off(line.number, "S019"):
                found[source.name] += _without(source.text.split("\n"), line.number)
        for line in lines:
            for finding in findings(line, names):
                if (
                    finding.rule in wanted
                    and finding.new is not None
                    and not off.off(line.number, finding.rule)
                ):
                    found[source.name].append(
                        Edit(line.number, finding.start, finding.end, finding.new, finding.rule)
                    )
    return {name: _apart(edits) for name, edits in found.items()}


def _without(rows: list[str], number: int) -> list[Edit]:
    """Line ``number`` is gone with its end, and so is a blank one above it."""
    gone = [number, *([number - 1] if not rows[number - 2].strip() else [])]
    return [Edit(line, 0, len(rows[line - 1]) + 2, "", "S019") for line in gone]


def _file_edit(root: Path, problem: Problem) -> Edit | None:
    text = (root / problem.file).read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
    line = text.split("\n")[problem.line - 1]
    at = problem.column - 1
    if problem.rule == "Y004":
        return Edit(problem.line, at, at + _run(line, at), "", problem.rule)
    if problem.rule == "Y005":
        return Edit(problem.line, at, at + _run(line, at), " " * _run(line, at), problem.rule)
    if problem.rule == "Y007":
        return Edit(problem.line, at, at + 1, plain_character(line[at]), problem.rule)
    if problem.rule == "Y101":
        width = len(line) - len(line.lstrip(" \t"))
        if at >= width:
            return Edit(problem.line, at, at + 1, " ", problem.rule)
        return Edit(problem.line, 0, width, _indent(text.split("\n"), problem.line - 1), problem.rule)
    if problem.rule == "Y102":
        end = at + 1 + len(re.match(r"\s*", line[at + 1 :])[0])  # type: ignore[index]
        return Edit(problem.line, at, end, ": " if end < len(line) else ":", problem.rule)
    return Edit(problem.line, at, at + 1, ": ", problem.rule)


def _indent(lines: list[str], at: int) -> str:
    """Spaces for the tabs that line ``at`` (from 0) begins with: two for each, or as many more as bring it
    under the line above or over the one below."""
    tabbed = re.match(r"[ \t]*", lines[at])
    assert tabbed
    beside = {
        len(match[0])
        for place in (at - 1, at + 1)
        if 0 <= place < len(lines) and (match := re.match(r" *(?:- +)*(?=[^\s#])", lines[place]))
    }
    widths = [tabbed[0].replace("\t", " " * width) for width in (2, 4, 8)]
    return next((spaces for spaces in widths if len(spaces) in beside), widths[0])


def _run(line: str, at: int) -> int:
    """How many times the character at ``at`` stands there in a row."""
    return len(line) - at - len(line[at:].lstrip(line[at]))


def _apart(edits: list[Edit]) -> list[Edit]:
    """The edits without those that overlap one before them."""
    kept: list[Edit] = []
    for edit in sorted(set(edits), key=lambda e: (e.line, e.start, e.end)):
        last = kept[-1] if kept else None
        if (
            last
            and last.line == edit.line
            and (edit.start < last.end or (edit.start == last.start and edit.end == last.end))
        ):
            continue
        kept.append(edit)
    return kept


def _apply(data: bytes, edits: list[Edit]) -> bytes:
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    lines = (
        data.decode("utf-8-sig").splitlines(keepends=True)
        if b"\r" in data
        else re.split(r"(?<=\n)", data.decode("utf-8-sig"))
    )
    for edit in sorted(edits, key=lambda e: (e.line, e.start), reverse=True):
        line = lines[edit.line - 1]
        lines[edit.line - 1] = line[: edit.start] + edit.new + line[edit.end :]
    return mark + "".join(lines).encode("utf-8")
