"""MkDocs hook: point the generator at the stage, keep titles text, keep room for drawings, leave out blank
lines. Everything else happens before MkDocs runs."""

from __future__ import annotations

import html
import importlib
import posixpath
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

sys.path.insert(
    0, str(Path(__file__).resolve().parents[1])
)  # for ``mkdocs build`` by hand, without PYTHONPATH

from handbook.markdown.html_tags import Tag, with_links, with_tags, with_words, without_blank_lines
from mkdocs_adapter.render_cache import RenderCache

_cache: RenderCache | None = None

_POINT = re.compile(r"(?<![\d.-])\d\d-\d{1,2}(?![\d.-]|\s?(?:日|月))")
_VIEW_BOX = re.compile(r'<svg\b[^>]*\sviewBox="0 0 ([\d.]+) ([\d.]+)"')


def on_config(config: Any) -> Any:
    """Read documents, names and menu from ``build/stage``; stage them first when nobody has."""
    root = Path(config["config_file_path"]).parent
    stage = root / "build" / "stage"
    if not (stage / "generator.yml").exists():
        # By name: pages rest on what is staged, not on the program that stages (see handbook.recipes.recipe).
        importlib.import_module("handbook.pipeline.stage_files").refresh_stage(root)
    config["docs_dir"] = str(stage / "docs")
    for key, value in yaml.safe_load((stage / "generator.yml").read_text(encoding="utf-8")).items():
        config[key] = value
    return config


def on_nav(nav: Any, config: Any, files: Any) -> Any:
    """Pages whose Markdown is as it was are taken from the last build."""
    global _cache
    _cache = RenderCache(Path(config["config_file_path"]).parent, config, files)
    for file in files.documentation_pages():
        _cache.take_over(file.page)
    return nav


def on_env(env: Any, config: Any, files: Any) -> Any:
    """Titles and descriptions come from data and front matter; the theme puts them into its pages as they
    are."""
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


def on_page_content(content: str, page: Any, config: Any, files: Any) -> str:
    """A drawing says how large it is, so that nothing moves when it comes, and comes when the reader gets
    near it. The number of a point stays on one line: browsers would end it at the hyphen."""

    def sized(tag: Tag) -> Tag:
        source = tag.get("src") or ""
        if tag.get("width") is not None or not source.endswith(".svg") or ":" in source:
            return tag
        place = posixpath.normpath(posixpath.join(posixpath.dirname(page.url), unquote(source)))
        file = Path(config["docs_dir"]) / place
        box = _VIEW_BOX.search(file.read_text(encoding="utf-8")) if file.is_file() else None
        if box:
            tag = tag.with_attribute("width", str(round(float(box[1]))))
            tag = tag.with_attribute("height", str(round(float(box[2]))))
        tag = tag.with_attribute("loading", "lazy")
        return Tag(tag.name, f"{tag.text.removesuffix('>').removesuffix('/').rstrip()}>")

    def whole(tag: Tag) -> Tag:
        return tag if tag.get("class") else tag.with_attribute("class", "hb-id")

    linked = with_links(with_tags(content, ("img",), sized), _POINT, whole)
    return with_words(linked, _POINT, "hb-id")


def on_post_page(output: str, page: Any, config: Any) -> str:
    """A fifth of a page would be the indents of the theme's templates."""
    return without_blank_lines(output)


def on_post_build(config: Any) -> None:
    """Keep for the next build what this one made of pages."""
    if _cache is not None:
        _cache.save()
