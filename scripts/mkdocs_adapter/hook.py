"""MkDocs hook: point the generator at the stage, keep titles text, keep room for drawings, take pages from
the last build. Everything else happens before MkDocs runs."""

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

from handbook.markdown.html_tags import Tag, with_links, with_tags, with_words
from handbook.recipes.compiled_templates import CompiledTemplates
from mkdocs_adapter import deferred_page
from mkdocs_adapter.render_cache import RenderCache
from mkdocs_adapter.theme_cache import ThemeCache
from mkdocs_adapter.theme_files import without_hidden_files

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_cache: RenderCache | None = None
_themed: ThemeCache | None = None
_compiled: CompiledTemplates | None = None
_files: Any = None

_POINT = re.compile(r"(?<![\d.-])\d\d-\d{1,2}(?![\d.-]|\s?(?:日|月))")


def on_config(config: Any) -> Any:
    """Read documents, names and menu from ``build/stage``; stage them first when nobody has."""
    root = Path(config["config_file_path"]).parent
    stage = root / "build" / "stage"
    if not (stage / "generator.yml").exists():
        # By name: pages rest on what is staged, not on the program that stages (see handbook.recipes.recipe).
        importlib.import_module("handbook.pipeline.stage_files").refresh_stage(root)
    config["docs_dir"] = str(stage / "docs")
    for key, value in yaml.load((stage / "generator.yml").read_text(encoding="utf-8"), _Loader).items():
        config[key] = value
    without_hidden_files(config["theme"])
    return config


def on_files(files: Any, config: Any) -> Any:
    """The page whose text is yet to come is the last."""
    deferred_page.put_last(files)
    return files


def on_nav(nav: Any, config: Any, files: Any) -> Any:
    """Pages whose Markdown is as it was are taken from the last build, and so are those round which nothing
    changed either."""
    global _cache, _themed, _compiled, _files
    _files = files
    root = Path(config["config_file_path"]).parent
    _cache = RenderCache(root, config, files, _finished)
    for file in files.documentation_pages():
        _cache.take_over(file.page)
    _themed = ThemeCache(root, config, nav, files, _cache.state)
    _compiled = CompiledTemplates(lambda: root / "build" / "cache" / "templates", _cache.state)
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
    if _themed is not None:
        env.bytecode_cache = _compiled
        _themed.take_over(env)
    return env


def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:
    """The theme takes the page as it is by now."""
    deferred_page.read_again(page, config, _files)
    return context


def _finished(content: str, page: Any) -> str:
    """A drawing says how large it is, so that nothing moves when it comes, and comes when the reader gets
    near it. The number of a point stays on one line: browsers would end it at the hyphen."""
    assert _cache is not None
    size_of = _cache.sizes.size

    def sized(tag: Tag) -> Tag:
        source = tag.get("src") or ""
        if tag.get("width") is not None or not source.endswith(".svg") or ":" in source:
            return tag
        place = posixpath.normpath(posixpath.join(posixpath.dirname(page.url), unquote(source)))
        size = size_of(place)
        if size:
            tag = tag.with_attribute("width", str(round(size[0])))
            tag = tag.with_attribute("height", str(round(size[1])))
        tag = tag.with_attribute("loading", "lazy")
        return Tag(tag.name, f"{tag.text.removesuffix('>').removesuffix('/').rstrip()}>")

    def whole(tag: Tag) -> Tag:
        return tag if tag.get("class") else tag.with_attribute("class", "hb-id")

    linked = with_links(with_tags(content, ("img",), sized), _POINT, whole)
    return with_words(linked, _POINT, "hb-id")


def on_post_build(config: Any) -> None:
    """Keep for the next build what this one made of pages."""
    if _cache is not None and _themed is not None and _compiled is not None:
        _cache.save()
        _themed.save()
        _compiled.clear()
