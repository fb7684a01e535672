"""MkDocs kept running for the preview: builds as told, and makes single pages anew without a build.

One request a line on standard input, one answer a line on standard output, both JSON:
``{"do": "build", "target": folder, "dirty": bool}`` or ``{"do": "pages", "paths": [relative to docs, …]}``;
``{"ok": bool, "log": text}``.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import mkdocs.__main__  # noqa: F401  loads what a build needs, so that the first one is quick too
from mkdocs.commands import build as steps
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation


class _Only:
    """Stands for MkDocs' files where only one page is meant."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def documentation_pages(self) -> list[Any]:
        return [self._file]


class _State:
    """What a build leaves behind for single pages."""

    config: MkDocsConfig
    nav: Navigation
    files: Files
    env: Any = None

    def build(self, target: str, *, dirty: bool) -> None:
        self.env = None
        config = load_config("mkdocs.yml", site_dir=target)
        config.plugins.events["nav"].append(self._note_nav)
        config.plugins.events["env"].append(self._note_env)
        steps.build(config, dirty=dirty)
        self.config = config

    def _note_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        self.nav = nav
        return nav

    def _note_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:
        if isinstance(files, Files):  # the build's, and not the one file of a single page
            self.env, self.files = env, files
        return env

    def page(self, path: str) -> None:
        """Make the page from ``path`` anew. LookupError when the last build did not know it."""
        file = self.files.get_file_from_path(path) if self.env is not None else None
        if file is None or file.page is None:
            raise LookupError(path)
        page = file.page
        vars(page).pop("title", None)  # remembered from the build; the new text may have another
        steps._populate_page(page, self.config, self.files)
        parent, page.parent = page.parent, None  # the titles above the page have been through the event
        self.config.plugins.on_env(self.env, config=self.config, files=_Only(file))  # type: ignore[arg-type]
        page.parent = parent
        steps._build_page(page, self.config, self.files.documentation_pages(), self.nav, self.env)


class _Words(logging.Handler):
    """Keeps what MkDocs says."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def main() -> None:
    answers = sys.stdout
    sys.stdout = sys.stderr  # nothing but answers on the pipe
    words = _Words()
    logging.getLogger("mkdocs").addHandler(words)
    state = _State()
    for line in sys.stdin:
        request = json.loads(line)
        words.lines.clear()
        ok = True
        try:
            if request["do"] == "build":
                state.build(request["target"], dirty=request["dirty"])
            else:
                for path in request["paths"]:
                    state.page(path)
        except (Exception, SystemExit) as error:  # told to the one who asked, who decides
            ok = False
            words.lines.append(f"{type(error).__name__}: {error}")
        print(
            json.dumps({"ok": ok, "log": "\n".join(words.lines)}, ensure_ascii=False),
            file=answers,
            flush=True,
        )


if __name__ == "__main__":
    main()
