"""MkDocs looks among the theme's files for what to copy. Thousands of them are icons in a hidden folder, of
which it copies none: they are not looked at."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from jinja2 import FileSystemLoader


class _Seen(FileSystemLoader):
    """Lists no hidden files; every template can be loaded as before."""

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for start in self.searchpath:
            for folder, folders, names in os.walk(start):
                folders[:] = [name for name in folders if not name.startswith(".")]
                below = os.path.relpath(folder, start).replace(os.sep, "/").removeprefix(".")
                found.update(f"{below}/{name}".lstrip("/") for name in names if not name.startswith("."))
        return sorted(found)


def without_hidden_files(theme: Any) -> None:
    """Let the environments of MkDocs' ``theme`` list no hidden files, which MkDocs would sort out one by
    one."""
    theme.get_env = partial(_environment, theme.get_env)


def _environment(make: Callable[[], Any]) -> Any:
    env = make()
    env.loader = _Seen(env.loader.searchpath)
    return env
