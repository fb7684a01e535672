"""Names in the templates: values, filters, macros and other templates that nobody gives them.

The page templates stop a build at such a name, in English; those of the theme leave the place empty and say
nothing.
"""

from __future__ import annotations

import ast
import importlib.util
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from handbook.problems import Problem, nearest
from handbook.sources.file_cache import cached
from handbook.sources.source_file import SourceFile

_PACKAGE = Path(__file__).resolve().parents[1]
_ENVIRONMENT = _PACKAGE / "markdown" / "templates.py"
_FILLING = "from handbook.markdown.templates import render"
#: Where the program names a template, and begins another function.
_NAMED = re.compile(r"\"([\w{}-]+\.md\.jinja)\"")
_FUNCTION = re.compile(r"^(?=def |class )", re.MULTILINE)
#: Names by which a call or a table gives values.
_GIVEN = re.compile(r"\b(\w+)=(?!=)|\"(\w+)\": ")
#: What a template of the theme sets for those that it takes in and for blocks in its place.
_SET = re.compile(r"\b(?:set|for|macro|as|import) +(\w+)")
_SAID = {
    "value": "没有人给“{}”这个值",
    "filter": "不认识过滤器“{}”",
    "test": "不认识“is {}”",
    "template": "没有模板“{}”",
}
_IN_BLOCKS = frozenset({"super", "self", "caller", "varargs", "kwargs", "loop"})

#: What a template asks for, each once: kind, name, of a macro the template it is to come from, of a template
#: whether it is shown here, line.
Asked = tuple[str, str, str, int]


def template_names(sources: Iterable[SourceFile]) -> Iterator[Problem]:
    """Problems of the templates ``sources`` below overrides/, which could be read. A macro that is gone is
    told once, whoever wants it."""
    looked = {source.name: (source, *names_in(source)) for source in sources}
    givers = _givers(looked)
    gone: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], tuple[SourceFile, int, list[str]]] = {}
    for source, asked, _ in looked.values():
        folder = "/".join(source.name.split("/")[:2])
        theme = folder != "overrides/pages"
        if theme and not (_folder("mkdocs") and _folder("material")):
            continue  # nobody to ask
        others = {name.removeprefix(f"{folder}/"): made for name, (_, _, made) in looked.items()}
        wrong = [row for row in asked if row[0] == "macro" and row[1] not in others.get(row[2], row)]
        for _, name, origin, line in wrong:
            gone[origin, name] += 1
            first.setdefault((origin, name), (source, line, others[origin]))
        for kind, name, _, line in asked:
            if kind == "macro" or (kind == "value" and wrong):
                continue  # a value not given may be the macro not taken
            known = frozenset(others) if kind == "template" else _known(kind, theme, givers[source.name])
            given = name in known or (theme and kind == "value" and name in _set_by_theme())
            if not given and not (kind == "template" and theme and _in_theme(name)):
                yield _unknown(source, name, line, _SAID[kind].format(name), known)
    for (origin, name), (source, line, made) in first.items():
        more = gone[origin, name] - 1
        said = f"“{origin}”里没有“{name}”" + (f"，另有 {more} 个模板也要它" if more else "")
        yield _unknown(source, name, line, said, made)


def _givers(looked: dict[str, tuple[SourceFile, list[Asked], list[str]]]) -> dict[str, set[str]]:
    """By template, itself and those that show it in their place: what they are given, it is given. None for
    one from which others merely take macros."""
    takers: dict[str, set[str]] = {name: {name} for name in looked}
    for name, (_, asked, _) in looked.items():
        folder = name.rpartition("/")[0]
        for kind, other, shown, _ in asked:
            if kind == "template" and f"{folder}/{other}" in takers:
                if shown:
                    takers[f"{folder}/{other}"].add(name)
                else:
                    takers[f"{folder}/{other}"].discard(f"{folder}/{other}")
    for _ in range(3):  # deeper than templates are put together
        for found in takers.values():
            found.update(*(takers[name] for name in tuple(found)))
    return takers


def _known(kind: str, theme: bool, givers: set[str]) -> frozenset[str]:
    values, filters = _of_theme() if theme else _of_pages()
    if kind == "test":
        return frozenset(TESTS)
    if kind == "filter":
        return filters | frozenset(FILTERS)
    if theme or not givers:
        return values
    named = {name.rpartition("/")[2] for name in givers}
    filled = [given for form, given in _given() if any(form.fullmatch(name) for name in named)]
    nobody_says = (given for _, given in _given())  # by which name this one is filled
    return values.union(*(filled or nobody_says))


def _unknown(source: SourceFile, name: str, line: int, said: str, known: Iterable[str]) -> Problem:
    row = source.text.split("\n")[line - 1]
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", row)
    close = nearest(name, sorted(known))
    hint = close if "是不是" in close else "改回上一版的写法；新起的名称，程序里要先有"
    column = found.start() + 1 if found else 1
    return Problem(source.name, line, column, "B058", said, "程序给的、模板里定的名称", hint)


def _rows(found: tuple[list[Asked], list[str]]) -> Any:
    return [found[0], found[1]]


def _of_rows(source: SourceFile, row: Any) -> tuple[list[Asked], list[str]]:
    return [(kind, name, origin, line) for kind, name, origin, line in row[0]], list(row[1])


@cached(_rows, _of_rows)
def names_in(source: SourceFile) -> tuple[list[Asked], list[str]]:
    """What a template asks for, and the names that others can take from it; nothing of one that cannot be
    read, which is told elsewhere."""
    engine = jinja2.Environment()
    try:
        tree = engine.parse(source.text)
    except jinja2.TemplateSyntaxError:
        return [], []
    asked: list[Asked] = []
    node: Any  # Jinja tells no types of what its nodes hold
    tables: dict[str, dict[str, Any]] = {"filter": {**engine.filters}, "test": {**engine.tests}}
    for called in tree.find_all((nodes.Filter, nodes.Test)):
        kind = "filter" if isinstance(called, nodes.Filter) else "test"
        if called.name not in tables[kind]:
            asked.append((kind, called.name, "", called.lineno))
            tables[kind][called.name] = bool
    engine.filters, engine.tests = tables["filter"], tables["test"]  # else the look for values ends early
    for node in tree.find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)):
        template = node.template
        if isinstance(template, nodes.Const) and isinstance(template.value, str):
            shown = "shown here" if isinstance(node, nodes.Include | nodes.Extends) else ""
            asked.append(("template", template.value, shown, node.lineno))
            if isinstance(node, nodes.FromImport):
                names = [name if isinstance(name, str) else name[0] for name in node.names]
                asked += [("macro", name, template.value, node.lineno) for name in names]
    made = [node.name for node in tree.find_all(nodes.Macro)]
    made += [name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"]
    lines: dict[str, int] = {}
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load":
            lines.setdefault(name.name, name.lineno)
    values = meta.find_undeclared_variables(tree) - set(DEFAULT_NAMESPACE) - set(made)
    asked += [("value", name, "", lines.get(name, 1)) for name in sorted(values)]
    return asked, made


@lru_cache(maxsize=1)
def _of_pages() -> tuple[frozenset[str], frozenset[str]]:
    """Values and filters that the program gives to the page templates, read from where it gives them."""
    values, filters = set(), set()
    for node in ast.walk(ast.parse(_ENVIRONMENT.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names = {word.arg for word in node.keywords if word.arg}
            if isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "filters":
                filters |= names
            else:
                values |= names
    return frozenset(values), frozenset(filters)


@lru_cache(maxsize=1)
def _given() -> list[tuple[re.Pattern[str], set[str]]]:
    """Names of page templates, some with a part that varies, and the values that these are filled with:
    those in the function that says the name, or in its file where values or the name are handed on."""
    given = []
    for path in _PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if _FILLING not in text:
            continue
        for part in _FUNCTION.split(text):
            values = {name or key for name, key in _GIVEN.findall(text if "**" in part else part)}
            for name in set(_NAMED.findall(part)):
                given.append((re.compile(re.sub(r"\{\w+\}", r"[\\w-]+", name)), values))
    return given


@lru_cache(maxsize=1)
def _of_theme() -> tuple[frozenset[str], frozenset[str]]:
    """Values and filters that the generator gives to the theme, read from where it says them, without
    importing it."""
    folder = _folder("mkdocs") or Path()
    context = (folder / "utils" / "templates.py").read_text(encoding="utf-8")
    given = context.partition("class TemplateContext")[2].partition("\n\n\n")[0]
    theme = (folder / "theme.py").read_text(encoding="utf-8")
    values = frozenset(re.findall(r"^    (\w+):", given, re.MULTILINE)) | _IN_BLOCKS
    return values, frozenset(re.findall(r"env\.filters\['(\w+)'\]", theme))


@lru_cache(maxsize=1)
def _set_by_theme() -> frozenset[str]:
    folder = _folder("material")
    files = (folder / "templates").rglob("*.html") if folder else ()
    return frozenset(name for path in files for name in _SET.findall(path.read_text(encoding="utf-8")))


def _in_theme(name: str) -> bool:
    folder = _folder("material")
    return folder is not None and (folder / "templates" / name).is_file()


def _folder(package: str) -> Path | None:
    found = importlib.util.find_spec(package)
    folders = found.submodule_search_locations if found else None
    return Path(folders[0]) if folders else None
