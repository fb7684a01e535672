"""A page whose Markdown is as it was is not converted again: two thirds of a build of the pages is that.

What comes of a page rests on its Markdown, on the settings, on the names of all files (links are made of them) and on
the packages installed. What a page was warned of is not kept, so that it is told every time.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import logging
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from handbook.disk import write_whole

CACHE = Path("build/cache/pages.json")


class RenderCache:
    """What was made of pages, by what it rests on, in a file below ``root``."""

    def __init__(self, root: Path, config: Any, files: Any) -> None:
        self._path = root / CACHE
        self._known: dict[str, Any] = {}
        self._used: dict[str, Any] = {}
        with contextlib.suppress(OSError, ValueError):  # missing or broken: everything is made anew
            self._known = dict(json.loads(self._path.read_text(encoding="utf-8")))
        self._base = _digest(
            sys.version,
            Path(__file__).read_text(encoding="utf-8"),
            Path(config["config_file_path"]).read_text(encoding="utf-8"),
            *sorted(entry.name for folder in sys.path for entry in Path(folder).glob("*.dist-info")),
            *sorted(file.src_uri for file in files),
        )

    def take_over(self, page: Any) -> None:
        """Let ``page`` be rendered by way of this cache."""
        page.render = partial(self._render, page, page.render)

    def _render(self, page: Any, make: Any, config: Any, files: Any) -> None:
        generator = type(page).__module__.partition(".")[0]
        # A generator told to be quiet says nothing that could be noted: what it made is for quiet builds alone.
        level = logging.getLogger(generator).getEffectiveLevel()
        key = _digest(self._base, f"{generator} {level}", page.file.src_uri, page.markdown)
        row = self._known.get(key)
        if row is not None:
            _fill(page, row, files)
            self._used[key] = row
            return
        with _Told(generator) as told:
            make(config, files)
        if not told.anything:
            self._used[key] = _row(page)

    def save(self) -> None:
        """Keep what this build used and nothing older."""
        if self._used.keys() != self._known.keys():
            write_whole(self._path, json.dumps(self._used, ensure_ascii=False).encode("utf-8"))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def _row(page: Any) -> dict[str, Any]:
    links = page.links_to_anchors
    return {
        "content": page.content,
        "title": page._title_from_render,
        "toc": _entries(page.toc),
        "anchors": sorted(page.present_anchor_ids),
        "links": None if links is None else {file.src_uri: found for file, found in links.items()},
    }


def _fill(page: Any, row: dict[str, Any], files: Any) -> None:
    toc = importlib.import_module(f"{type(page).__module__.rpartition('.')[0]}.toc")
    page.content, page._title_from_render = row["content"], row["title"]
    page.toc = toc.get_toc(row["toc"])
    page.present_anchor_ids = set(row["anchors"])
    if row["links"] is not None:
        page.links_to_anchors = {
            files.get_file_from_path(name): found for name, found in row["links"].items()
        }


def _entries(toc: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {"name": one.title, "id": one.id, "level": one.level, "children": _entries(one.children)}
        for one in toc
    ]


class _Told(logging.Handler):
    """Notes whether the generator, the package ``name``, said anything meanwhile."""

    def __init__(self, name: str) -> None:
        super().__init__(logging.INFO)
        self.anything = False
        self._log = logging.getLogger(name)

    def emit(self, record: logging.LogRecord) -> None:
        self.anything = True

    def __enter__(self) -> _Told:
        self._log.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._log.removeHandler(self)
