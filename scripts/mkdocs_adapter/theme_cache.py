"""A page whose content and surroundings are as they were is not put through the theme's templates again.

What the theme makes of a page rests on the page itself, on the titles and addresses of all pages with their
order in the menu and with what of their meta data the templates show elsewhere, on the settings, on the
templates and on the packages installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from handbook.disk import write_whole
from handbook.markdown.html_tags import without_blank_lines

#: A folder of pages as the theme made them, each called by the digest of what it was made of.
CACHE = Path("build/cache/themed")
#: Settings that are staged (see handbook.site.stage), beside the menu and ``extra``.
_SAID_OF_THE_SITE = ("site_name", "site_url", "site_description", "site_author", "copyright")

#: Whose meta data a template asks for, and which of them.
_META = re.compile(r"(\w+)\.meta\.(\w+)")
#: That it asks in a way that does not tell which: by brackets, by a call, by another name for them.
_ALL_META = re.compile(r"(\w+)\.meta\b(?!\.\w+\b(?!\()|\s+and\b|[\"'])")


class ThemeCache:
    """Pages as the theme made them, kept below ``root``. ``state``: digest of the settings that the generator
    was started with, of the names of all files and of the packages."""

    def __init__(self, root: Path, config: Any, nav: Any, files: Any, state: str) -> None:
        self._folder = root / CACHE
        self._nav, self._files, self._config = nav, files, config
        self._state = digest(state, Path(__file__).read_text(encoding="utf-8"))
        self._base = ""
        self._used: set[str] = set()
        #: Meta data that the pages of others show; None: any, or not known yet.
        self._shown: set[str] | None = None

    def take_over(self, env: Any) -> None:
        """Let the templates of ``env`` be filled by way of this cache. To be called whenever titles or meta
        data may have changed."""
        # The clock of the build and all that stands outside the page.
        self._base = digest(
            self._state,
            os.environ.get("SOURCE_DATE_EPOCH", ""),
            json.dumps(self._config["extra"], default=str, sort_keys=True),
            *(str(self._config[key]) for key in _SAID_OF_THE_SITE),
            *self._templates(),
            str(self._nav),
            *self._said_of_others(env),
        )
        if not isinstance(env.get_template, _Templates):
            env.get_template = _Templates(env.get_template, self._filled)

    def save(self) -> None:
        """Keep what this build used and nothing older."""
        for path in self._folder.glob("*.html"):
            if path.stem not in self._used:
                path.unlink(missing_ok=True)

    def _said_of_others(self, env: Any) -> list[str]:
        """What the page of another may show of each page."""
        if self._shown is None:
            names = env.list_templates(extensions=["html"])
            text = "\n".join(env.loader.get_source(env, name)[0] for name in names)
            whole = any(owner != "page" for owner in _ALL_META.findall(text))
            self._shown = None if whole else {key for owner, key in _META.findall(text) if owner != "page"}
        shown = self._shown
        return sorted(  # in whatever order the pages are made
            _of_page(page, page.meta if shown is None else {key: page.meta.get(key) for key in shown})
            for page in (file.page for file in self._files.documentation_pages())
            if page is not None
        )

    def _templates(self) -> list[str]:
        """Those of the project, which come before the theme's own, with the icons that templates take in; the
        theme's go with its package. What lies in ``assets`` is only linked."""
        folder = Path(self._config["theme"].custom_dir or "")
        return [
            f"{path.relative_to(folder).as_posix()}\n{path.read_text(encoding='utf-8')}"
            for path in sorted([*folder.rglob("*.html"), *folder.glob(".icons/**/*.svg")])
        ]

    def _filled(self, template: Any, context: dict[str, Any]) -> str:
        page = context.get("page")
        if page is None:
            return str(template.render(context))
        toc = [(entry.title, entry.id, entry.level) for entry in _every(page.toc)]
        key = digest(self._base, template.name, _of_page(page, page.meta), page.content, json.dumps(toc))
        path = self._folder / f"{key}.html"
        self._used.add(key)
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, ValueError):  # not there or broken: made anew
            # A fifth of a page would be the indents of the theme's templates.
            text = without_blank_lines(str(template.render(context)))
            write_whole(path, text.encode("utf-8"))
            return text


class _Templates:
    """Stands for the environment's ``get_template``."""

    def __init__(self, get: Callable[..., Any], fill: Callable[[Any, dict[str, Any]], str]) -> None:
        self._get, self._fill = get, fill

    def __call__(self, name: Any, *more: Any, **named: Any) -> Any:
        # Templates that others include are asked for in the same way and filled by Jinja itself: they keep
        # all that a template has.
        template = self._get(name, *more, **named)
        return template if more or named else _Template(template, self._fill)


class _Template:
    """A template whose :meth:`render` goes by way of the cache."""

    def __init__(self, template: Any, fill: Callable[[Any, dict[str, Any]], str]) -> None:
        self._template, self._fill = template, fill

    def render(self, context: dict[str, Any]) -> str:
        return self._fill(self._template, context)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._template, name)


def digest(*parts: str) -> str:
    """SHA-256 of ``parts``."""
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def _of_page(page: Any, meta: Any) -> str:
    """What may be shown of ``page`` beside its content; ``meta``: its meta data so far as they are."""
    return json.dumps(
        [page.file.src_uri, page.url, str(page.title), page.edit_url, bool(page.meta), meta],
        ensure_ascii=False,
        default=str,
        sort_keys=True,
    )


def _every(entries: Any) -> list[Any]:
    return [one for entry in entries for one in (entry, *_every(entry.children))]
