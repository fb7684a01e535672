"""A page whose Markdown is as it was is not converted again: two thirds of a build of the pages is that.

What comes of a page rests on its Markdown, on the settings, on the names of all files (links are made of
them), on the packages installed and on what the hook does to it, which rests on the sizes of its drawings.
What a page was warned of is not kept, so that it is told every time. What is not known is converted on all
cores.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from handbook.disk import write_whole
from handbook.markdown import html_tags
from handbook.pipeline.background import in_background
from handbook.processes import worker_count
from mkdocs_adapter import deferred_page
from mkdocs_adapter.theme_cache import digest

CACHE = Path("build/cache/pages.json")
#: What the hook does to a page that was converted: its content, and the page.
Finish = Callable[[str, Any], str]
#: A page, and how the generator converts it.
_Rendered = tuple[Any, Callable[[Any, Any], None]]
_SVG = ".svg"
_NO_NAME = re.compile(r"[/\s\"'()<>]")
_VIEW_BOX = re.compile(r'<svg\b[^>]*\sviewBox="0 0 ([\d.]+) ([\d.]+)"')


class DrawingSizes:
    """Widths and heights of the staged drawings in their own units."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: dict[str, list[str]] = {}
        for path in sorted(folder.rglob("*.svg")):
            self._places.setdefault(path.name, []).append(path.relative_to(folder).as_posix())

    def size(self, place: str) -> tuple[float, float] | None:
        """Of the drawing at ``place`` below the folder; None when there is none, or it does not say. Looked
        for each time: the preview makes single pages after drawings have changed."""
        file = self._folder / place
        box = _VIEW_BOX.search(file.read_text(encoding="utf-8")) if file.is_file() else None
        return (float(box[1]), float(box[2])) if box else None

    def named_in(self, text: str) -> list[tuple[str, tuple[float, float] | None]]:
        """Every drawing called by a name that stands in ``text``, wherever it lies, with its size."""
        # Cut at the signs that end a name: a search for names would try each letter of the text.
        lines = [line for line in text.split("\n") if _SVG in line] if _SVG in text else []
        words = [word for line in lines for word in _NO_NAME.split(line) if _SVG in word]
        names = sorted({word[: word.rindex(_SVG) + len(_SVG)] for word in words})
        return [(place, self.size(place)) for name in names for place in self._places.get(unquote(name), [])]


class RenderCache:
    """What was made of pages, by what it rests on, in a file below ``root``."""

    def __init__(self, root: Path, config: Any, files: Any, finish: Finish) -> None:
        self._path = root / CACHE
        self._finish = finish
        self.sizes = DrawingSizes(Path(config["docs_dir"]))
        self._known: dict[str, Any] = {}
        self._used: dict[str, Any] = {}
        self._ready: dict[str, Any] | None = None
        self._pages: list[_Rendered] = []
        with contextlib.suppress(OSError, ValueError):  # missing or broken: everything is made anew
            self._known = dict(json.loads(self._path.read_text(encoding="utf-8")))
        #: Digest of the settings, the programs, the packages and the names of all files.
        self.state = digest(
            sys.version,
            *(_source(name) for name in (__name__, finish.__module__, html_tags.__name__)),
            Path(config["config_file_path"]).read_text(encoding="utf-8"),
            *sorted(entry.name for folder in sys.path for entry in Path(folder).glob("*.dist-info")),
            *sorted(file.src_uri for file in files),
        )

    def take_over(self, page: Any) -> None:
        """Let ``page`` be rendered by way of this cache."""
        self._pages.append((page, page.render))
        # To look for the places in a page's own HTML is a quarter of the generator's work on it.
        sys.modules[type(page).__module__]._RawHTMLPreprocessor.run = _note_places
        page.render = partial(self._render, page, page.render)

    def _render(self, page: Any, make: Any, config: Any, files: Any) -> None:
        key = self._key(page, page.markdown)
        row = self._known.get(key)
        if row is None:
            if self._ready is None:
                self._ready = self._made_on_all_cores(config, files)
            row = self._ready.get(key)
        if row is not None:
            _fill(page, row, files)
            self._used[key] = row
            return
        with _Told(_generator(page)) as told:
            make(config, files)
            page.content = self._finish(page.content, page)
        if not told.anything:
            self._used[key] = _row(page)

    def _key(self, page: Any, markdown: str) -> str:
        # A generator told to be quiet says nothing that could be noted: what it made is for quiet builds
        # alone.
        level = logging.getLogger(_generator(page)).getEffectiveLevel()
        drawings = json.dumps(self.sizes.named_in(markdown))
        return digest(self.state, f"{_generator(page)} {level}", page.file.src_uri, markdown, drawings)

    def _made_on_all_cores(self, config: Any, files: Any) -> dict[str, Any]:
        """Rows of the pages of which none is known, but for those with warnings, which are made again when it
        is their turn. The page that is staged later is left to its turn, too."""
        shares: list[list[_Rendered]] = [[] for _ in range(worker_count())]
        sizes = [0] * len(shares)
        staged = [one for one in self._pages if one[0].file.src_uri != deferred_page.name]
        texts = [one[0].file.content_string for one in staged]
        for text, one in sorted(zip(texts, staged, strict=True), key=lambda pair: -len(pair[0])):
            # As the generator takes off the front matter; of a page that it reads otherwise nothing is known.
            if self._key(one[0], text.partition("\n---\n")[2].lstrip("\n")) not in self._known:
                least = sizes.index(min(sizes))
                shares[least].append(one)
                sizes[least] += len(text)
        begun = [in_background(partial(self._rows, share, config, files)) for share in shares[1:] if share]
        rows = self._rows(shares[0], config, files)
        return rows | {key: row for work in begun for key, row in work().items()}

    def _rows(self, pages: Sequence[_Rendered], config: Any, files: Any) -> dict[str, Any]:
        rows, turn = {}, config._current_page
        for page, make in pages:
            with _Told(_generator(page), silently=True) as told, contextlib.suppress(Exception):
                page.read_source(config)
                config._current_page = page
                make(config, files)
                page.content = self._finish(page.content, page)
                if not told.anything:
                    rows[self._key(page, page.markdown)] = _row(page)
        config._current_page = turn  # the generator is still at the page that asked first
        return rows

    def save(self) -> None:
        """Keep what this build used and nothing older."""
        if self._used.keys() != self._known.keys():
            write_whole(self._path, json.dumps(self._used, ensure_ascii=False).encode("utf-8"))


def _note_places(noter: Any, lines: list[str]) -> list[str]:
    """Stands for the ``run`` of what tells the generator the places that HTML in Markdown ``lines`` has."""
    noter.present_anchor_ids = html_tags.ids_in("\n".join(lines))
    return lines


def _generator(page: Any) -> str:
    """The package that makes ``page``."""
    return type(page).__module__.partition(".")[0]


def _source(module: str) -> str:
    return Path(str(sys.modules[module].__file__)).read_text(encoding="utf-8")


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
    """Notes whether the generator, the package ``name``, said anything meanwhile; ``silently``: nobody else
    hears it."""

    def __init__(self, name: str, *, silently: bool = False) -> None:
        super().__init__(logging.INFO)
        self.anything = False
        self._log = logging.getLogger(name)
        self._others = self._log.handlers, self._log.propagate
        self._silently = silently

    def emit(self, record: logging.LogRecord) -> None:
        self.anything = True

    def __enter__(self) -> _Told:
        handlers, propagate = self._others
        self._log.handlers = [self] if self._silently else [*handlers, self]
        self._log.propagate = propagate and not self._silently
        return self

    def __exit__(self, *_: object) -> None:
        self._log.handlers, self._log.propagate = self._others
