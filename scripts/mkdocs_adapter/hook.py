"""MkDocs hook: point the generator at the stage, and keep titles text. Everything else happens before MkDocs runs."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import yaml


def on_config(config: Any) -> Any:
    """Read documents, names and menu from ``build/stage``; stage them first when nobody has."""
    root = Path(config["config_file_path"]).parent
    stage = root / "build" / "stage"
    if not (stage / "generator.yml").exists():
        from handbook.build.stage import refresh_stage

        refresh_stage(root)
    config["docs_dir"] = str(stage / "docs")
    for key, value in yaml.safe_load((stage / "generator.yml").read_text(encoding="utf-8")).items():
        config[key] = value
    return config


def on_env(env: Any, config: Any, files: Any) -> Any:
    """Titles and descriptions come from data and front matter; the theme puts them into its pages as they are."""
    done: set[int] = set()
    for page in (file.page for file in files.documentation_pages() if file.page is not None):
        for key in ("title", "description"):
            if isinstance(page.meta.get(key), str):
                page.meta[key] = html.escape(page.meta[key])
        entry = page
        while entry is not None and id(entry) not in done:
            done.add(id(entry))
            if "title" in vars(entry):  # a page's title may be its meta data's, which is done
                entry.title = html.escape(entry.title)
            entry = entry.parent
    return env
