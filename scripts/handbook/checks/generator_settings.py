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

from handbook.problems import Problem, nearest
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
#: Settings with no value of their own here: checked one by one below, or of the writer's choice.
_OTHERS = ("site_name", "theme", "hooks", "plugins", "markdown_extensions", "validation", "dev_addr", "watch")
#: Parts of the theme that the shell rests on, and what goes without each.
_FEATURES = {
    "navigation.tabs": "没有它，上面一排栏目不见了",
    "navigation.prune": "没有它，每一页都带着整份菜单，信号差的打不开",
    "navigation.indexes": "没有它，点栏目名打不开那一栏的首页",
    "navigation.footer": "没有它，页末没有上一页、下一页",
    "toc.follow": "没有它，长页的目录不跟着读到的地方走",
}
#: What may be set of an extension: the book reads pages as those do that have nothing set. The names of
#: headings in addresses are made with ``slugify``, and the shell styles the permalink.
_OPTIONS = {"toc": ("permalink", "permalink_title", "slugify")}
_SLUGS = "!!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}"
#: What pages write, by the extension that reads it.
_WRITTEN = {
    "admonition": re.compile(r"^ *!!! ", re.MULTILINE),
    "attr_list": re.compile(r"\{[:#.][^}\n]*\}", re.MULTILINE),
    "footnotes": re.compile(r"\[\^[^\]\n]+\]", re.MULTILINE),
    "md_in_html": re.compile(r"<\w+[^>\n]* markdown", re.MULTILINE),
    "sane_lists": re.compile(r"^\d+\. ", re.MULTILINE),
    "tables": re.compile(r"^\|(?: *:?-+:? *\|)+$", re.MULTILINE),
    "toc": re.compile(r"^#{1,6} ", re.MULTILINE),
    "pymdownx.betterem": re.compile(r"\*\*", re.MULTILINE),
    "pymdownx.details": re.compile(r"^\?\?\?", re.MULTILINE),
    "pymdownx.superfences": re.compile(r"^```", re.MULTILINE),
}
_CALLED = re.compile(r"^def on_\w+\(", re.MULTILINE)
_TAKEN_OVER = re.compile(r'^PLUGIN = "([^"]+)"', re.MULTILINE)


def setting_problems(sources: Sources, tree: YamlTree, told: Iterable[Problem]) -> Iterator[Problem]:
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
        known = _known(sources.root, listed)
        for index, row in enumerate(rows):
            name = str(next(iter(row), "") if isinstance(row, dict) else row)
            if known and name not in known:
                said = f"“{listed}”里多了“{name}”：做出来的网页和书、离线包不一样"
                yield _other(tree, (listed, index), said, "、".join(sorted(known)), "删掉这一项")
            elif listed == "markdown_extensions" and isinstance(row, dict):
                yield from _options(tree, (listed, index, name), row[name])
    yield from _theme(tree)
    yield from _validation(tree)
    yield from _more(tree, places)


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


def _known(root: Path, listed: str) -> frozenset[str]:
    """The names that a list of settings may have; empty where the program does not say."""
    if listed == "markdown_extensions":
        return frozenset(_WRITTEN)
    mark = _CALLED if listed == "hooks" else _TAKEN_OVER
    adapter = list(_adapter(root))
    if listed == "hooks":
        return frozenset(name for name, text in adapter if mark.search(text))
    return frozenset(name for _, text in adapter for name in mark.findall(text))


def _options(tree: YamlTree, place: Place, options: object) -> Iterator[Problem]:
    """An extension reads otherwise than the book does."""
    name = str(place[-1])
    for key in options if isinstance(options, dict) else ():
        if key not in _OPTIONS.get(name, ()):
            said = f"“{name}”多了“{key}”：网页照它读，书不照它读"
            yield _other(tree, (*place, key), said, "没有这一项", "删掉这一行")
    if name == "toc" and isinstance(options, dict):
        row = next((line for line in tree.source.text.split("\n") if "slugify:" in line), "")
        if " ".join(row.split()) != f"slugify: {_SLUGS}":
            where = (*place, "slugify") if "slugify" in options else place
            said = "标题的地址不再照“slugify”这一行的写法做：链接和二维码指不到那一节"
            yield _other(tree, where, said, f"slugify: {_SLUGS}", "改回上一版的写法")


def _theme(tree: YamlTree) -> Iterator[Problem]:
    theme = tree.data.get("theme")
    if not isinstance(theme, dict) or "custom_dir" not in theme:
        return  # told already, or a theme without a shell
    rows = theme.get("features")
    if not isinstance(rows, list):
        said = "“features”应当是一个列表：栏目、目录、上一页下一页都靠它"
        place: Place = ("theme", "features") if "features" in theme else ("theme",)
        yield _other(tree, place, said, "- navigation.tabs …", "从版本库里的上一版找回这几行")
        return
    wrong = [name for name in rows if name not in _FEATURES]
    for index, name in enumerate(rows):
        if name in wrong:
            said = f"“features”里的“{name}”，网站的外壳没有照它做"
            hint = nearest(str(name), sorted(_FEATURES))
            mend = hint if "是不是" in hint else "删掉这一项"
            yield _other(tree, ("theme", "features", index), said, "、".join(_FEATURES), mend)
    for name, why in _FEATURES.items() if not wrong else ():
        if name not in rows:
            said = f"“features”里少了“{name}”：{why}"
            yield _other(tree, ("theme", "features"), said, f"- {name}", "补上，写法照上一版")


def _validation(tree: YamlTree) -> Iterator[Problem]:
    """What the generator would keep to itself. Its messages end a build, so none is lost."""
    groups = tree.data.get("validation")
    for group, rows in groups.items() if isinstance(groups, dict) else ():
        for name, value in rows.items() if isinstance(rows, dict) else ():
            wanted = "ignore" if name == "omitted_files" else "warn"
            if value != wanted:
                said = f"“{name}”写成了“{value}”：断了的链接，生成网站时不会再说"
                place = ("validation", group, name)
                yield _other(tree, place, said, f"{name}: {wanted}", "改回上一版的写法", key=False)


def _more(tree: YamlTree, told_at: set[tuple[int, int]]) -> Iterator[Problem]:
    """Settings that the handbook takes from elsewhere, or has no use for."""
    known = {place[0] for place in _FIXED} | {*_OTHERS}
    for key in tree.data:
        if key not in known and tree.position((key,), key=True) not in told_at:
            said = f"多了“{key}”：菜单、名称、样式都由手册自己定，写了它，做出来的是另一个网站"
            yield _other(tree, (key,), said, "、".join(sorted(map(str, known))), "删掉它")


def _fixed(root: Path, tree: YamlTree) -> Iterator[Problem]:
    wanted = dict(_FIXED)
    shells = [path.parent.relative_to(root).as_posix() for path in root.glob("overrides/*/main.html")]
    if len(shells) == 1:
        wanted["theme", "custom_dir"] = (shells[0], "网站的外壳放在这里")
        if "custom_dir" in (tree.data.get("theme") or ()):
            wanted["theme", "font"] = (False, "不然每一页都到国外取字体，取不到就等着")
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
