"""Settings of the generator without which it would make another site, or none, and say nothing of it.

What the program can find out is not listed: the hooks are the files of the adapter that MkDocs calls, the
plugin is the one the adapter takes over, the folder of the theme is the one that has the shell, and an
extension is wanted when a page writes what it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from handbook.problems import Problem
from handbook.sources.load import Sources
from handbook.sources.yaml.tree import YamlTree

Place = tuple[str | int, ...]

#: Settings that have one right value, and what rests on it.
_FIXED: dict[Place, tuple[object, str]] = {
    ("use_directory_urls",): (False, "网址都以 .html 结尾，别的写法让二维码和链接全断"),
    ("docs_dir",): ("docs", "页面都从 docs 读"),
    ("site_dir",): ("build/web", "网站先做在 build/web，做好了才换上"),
    ("theme", "name"): ("material", "网站的外壳是在 material 上改的"),
}
#: What pages write, by the extension that reads it.
_WRITTEN = {
    "admonition": re.compile(r"^ *!!! ", re.MULTILINE),
    "attr_list": re.compile(r"\{[:#.][^}\n]*\}", re.MULTILINE),
    "def_list": re.compile(r"^: {1,3}\S", re.MULTILINE),
    "footnotes": re.compile(r"\[\^[^\]\n]+\]", re.MULTILINE),
    "md_in_html": re.compile(r"<\w+[^>\n]* markdown", re.MULTILINE),
    "sane_lists": re.compile(r"^\d+\. ", re.MULTILINE),
    "tables": re.compile(r"^\|(?: *:?-+:? *\|)+$", re.MULTILINE),
    "toc": re.compile(r"^#{1,6} ", re.MULTILINE),
    "pymdownx.betterem": re.compile(r"\*\*", re.MULTILINE),
    "pymdownx.details": re.compile(r"^\?\?\?", re.MULTILINE),
    "pymdownx.superfences": re.compile(r"^```", re.MULTILINE),
    "pymdownx.tasklist": re.compile(r"^ *[-*] \[[ x]\]", re.MULTILINE),
}
_CALLED = re.compile(r"^def on_\w+\(", re.MULTILINE)
_TAKEN_OVER = re.compile(r'^PLUGIN = "([^"]+)"', re.MULTILINE)


def same_site(sources: Sources, tree: YamlTree, told: Iterable[Problem]) -> Iterator[Problem]:
    """Problems of the settings in ``tree``, which could be read; none of what is ``told`` already, nor of a
    list in which a name is told to lead nowhere: it may be the one that is missing."""
    places = {(problem.line, problem.column) for problem in told}
    for problem in _fixed(sources.root, tree):
        if (problem.line, problem.column) not in places:
            yield problem
    if "markdown_extensions" not in tree.data:
        said = "少了“markdown_extensions”：网页上的表格、编号、提示框都要靠它"
        yield _other(tree, (), said, "markdown_extensions: …", "从版本库里的上一版找回这几行")
    for listed, wanted in (("hooks", _hooks), ("plugins", _plugins), ("markdown_extensions", _extensions)):
        rows = tree.data.get(listed)
        if not isinstance(rows, list) or any(tree.position((listed, n)) in places for n in range(len(rows))):
            continue  # told already
        names = {str(next(iter(row), "") if isinstance(row, dict) else row) for row in rows}
        for name, why in wanted(sources, names):
            said = f"“{listed}”里少了“{name}”：{why}"
            yield _other(tree, (listed,), said, f"- {name}", "补上，写法照上一版")


def _adapter(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "scripts" / "mkdocs_adapter").glob("[!_]*.py")):
        yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def _hooks(sources: Sources, names: set[str]) -> Iterator[tuple[str, str]]:
    for name, text in _adapter(sources.root):
        if _CALLED.search(text) and name not in names:
            yield name, "没有它，做出来的是另一个网站"


def _plugins(sources: Sources, names: set[str]) -> Iterator[tuple[str, str]]:
    for _, text in _adapter(sources.root):
        for name in _TAKEN_OVER.findall(text):
            if name not in names:
                yield name, "没有它，各页没有 PDF"


def _extensions(sources: Sources, names: set[str]) -> Iterator[tuple[str, str]]:
    """Extensions that a page or a template of pages asks for, with the first place that does."""
    missing = [name for name in _WRITTEN if name not in names]
    texts = [(entry.source.name, entry.source.text) for entry in sources.pages] if missing else []
    for path in sorted((sources.root / "overrides" / "pages").glob("*")) if missing else ():
        name = path.relative_to(sources.root).as_posix()
        texts.append((name, path.read_text(encoding="utf-8", errors="replace")))
    for name in missing:
        for file, text in texts:
            if found := _WRITTEN[name].search(text):
                line = text.count("\n", 0, found.start()) + 1
                yield name, f"{file} 第 {line} 行的“{found[0].strip()}”要靠它"
                break


def _fixed(root: Path, tree: YamlTree) -> Iterator[Problem]:
    wanted = dict(_FIXED)
    shells = [path.parent.relative_to(root).as_posix() for path in root.glob("overrides/*/main.html")]
    if len(shells) == 1:
        wanted["theme", "custom_dir"] = (shells[0], "网站的外壳放在这里")
    spoken = [path.stem for path in root.glob("overrides/*/partials/languages/*.html")]
    if len(spoken) == 1:
        wanted["theme", "language"] = (spoken[0], "按钮和提示都是中文")
    for place, (value, why) in wanted.items():
        holder: Any = tree.data.get(place[0]) if len(place) > 1 else tree.data
        if not isinstance(holder, dict):
            continue  # told already: the whole of it is not there
        name, here = place[-1], holder.get(place[-1])
        row = f"{name}: {str(value).lower() if isinstance(value, bool) else value}"
        if name not in holder:
            yield _other(tree, place[:-1], f"少了“{name}”：{why}", row, "补上这一行")
        elif here != value or type(here) is not type(value):
            yield _other(tree, place, f"“{name}”改了：{why}", row, "改回上一版的写法", key=False)


def _other(tree: YamlTree, place: Place, said: str, wanted: str, mend: str, *, key: bool = True) -> Problem:
    return tree.problem(place, "B057", said, wanted, mend, key=key)
