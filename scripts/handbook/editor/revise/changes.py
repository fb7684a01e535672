"""Changes of source files that are made all together, or not at all when the check finds them wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from handbook.checks import check_all
from handbook.disk import disk_problem
from handbook.problems import Problem, errors
from handbook.sources.load import load_sources


class Changes:
    """What is to become of files of the project ``root``, by their names."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pending: dict[str, str | None] = {}

    def write(self, name: str, text: str) -> None:
        self.pending[name] = text

    def remove(self, name: str) -> None:
        if (self.root / name).exists():
            self.pending[name] = None

    def move(self, old: str, new: str, text: str) -> None:
        self.pending[old] = None
        self.pending[new] = text

    @property
    def told(self) -> list[str]:
        return [f"  {'删除' if text is None else '写入'} {name}" for name, text in self.pending.items()]

    def settle(self, today: dt.date, *, keep: bool = False) -> list[Problem]:
        """Write; the errors that were not there before. Where there are any, all is put back as it was,
        unless ``keep``."""
        paths = {name: self.root / name for name in self.pending}
        before = {name: path.read_bytes() if path.exists() else None for name, path in paths.items()}
        known = {(p.file, p.rule, p.message) for p in self._errors(today)}
        kept = False
        try:
            self._put({name: None if text is None else text.encode() for name, text in self.pending.items()})
            left = [p for p in self._errors(today) if (p.file, p.rule, p.message) not in known]
            kept = keep or not left
        finally:  # Ctrl+C comes here, too
            if not kept:
                self._put(before)
        return left

    def _errors(self, today: dt.date) -> list[Problem]:
        return errors(check_all(load_sources(self.root, today)))

    def _put(self, files: dict[str, bytes | None]) -> None:
        """All of it is on the disk before the first file changes: a full disk changes none."""
        paths = {self.root / name: data for name, data in files.items()}
        beside = {
            path: path.with_name(f".{path.name}.new") for path, data in paths.items() if data is not None
        }
        try:
            for path, part in beside.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                part.write_bytes(paths[path] or b"")
            for path, part in beside.items():
                part.replace(path)
            for path in paths.keys() - beside.keys():
                path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_problem(path, error) from error
        finally:
            for part in beside.values():
                part.unlink(missing_ok=True)
