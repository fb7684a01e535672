"""The generator's settings, the templates and the style sheets: what would stop the build, spoil every page,
or say something otherwise than the handbook speaks, is told with its place before the build begins."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import jinja2

from handbook.checks.generator_settings import setting_problems
from handbook.checks.template_names import template_names
from handbook.checks.text.style import of_file
from handbook.checks.text.visible_text import template_lines
from handbook.problems import Problem, Severity, nearest
from handbook.sources.file_cache import cached_problems
from handbook.sources.load import Sources
from handbook.sources.source_file import SourceFile, read_source
from handbook.sources.yaml.tree import YamlTree, parse_yaml

SETTINGS = "mkdocs.yml"
#: What the data may not have and the generator's settings do: marks that name a function (!!python/…), a note
#: at the end of a line.
_ALLOWED_IN_SETTINGS = ("Y104", "Y120", "Y121")
_SETTINGS_NEEDED = ("site_name", "docs_dir", "site_dir", "theme", "hooks", "plugins")
_MARK = re.compile(r"\{[%{#]")
#: Comments, texts in quotes and escaped characters of CSS.
_CSS_QUIET = re.compile(r"/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|\\.", re.DOTALL)


def check(sources: Sources) -> Iterator[Problem]:
    overrides = sources.root / "overrides"
    if not overrides.is_dir() and not (sources.root / SETTINGS).exists():
        return  # sources alone, without a program: there is nothing to build with
    yield from _settings(sources)
    names = tuple(sorted(sources.reader.by_name))
    filled: list[SourceFile] = []
    for path in sorted(overrides.rglob("*")):
        if path.suffix not in _LOOKS:
            continue
        source, problems = read_source(sources.root, path)
        yield from (problem for problem in problems if source is None)
        if source is not None:
            yield from (problem for look in _LOOKS[path.suffix] for problem in look(source, names))
            filled += [source] if path.suffix in (".jinja", ".html") else []
    yield from template_names(filled)


def _settings(sources: Sources) -> Iterator[Problem]:
    root = sources.root
    if not (root / SETTINGS).exists():
        yield Problem.whole(SETTINGS, "D030", "缺少这个文件", SETTINGS, "从版本库里找回它")
        return
    source, problems = read_source(root, root / SETTINGS)
    yield from problems
    if source is None:
        return
    if not source.text.strip():
        yield Problem(SETTINGS, 1, 1, "Y111", "文件是空的", "网站生成器的设置", "从版本库里的上一版找回")
        return
    tree, found = _parsed(source)
    wrong = [problem for problem in found if problem.rule not in _ALLOWED_IN_SETTINGS]
    yield from wrong
    if isinstance(tree.data, dict):
        for name in _SETTINGS_NEEDED:
            if name not in tree.data:
                said = f"少了“{name}”，网站生成不了"
                yield Problem(SETTINGS, 1, 1, "D001", said, f"{name}: …", "从版本库里的上一版找回这几行")
        if not wrong:
            told = [*_unknown_settings(tree), *_leading_nowhere(root, tree)]
            yield from told
            yield from setting_problems(sources, tree, told)
    elif not any(problem.severity is Severity.ERROR for problem in wrong):
        said = "这个文件应当是几行“名称: 内容”"
        yield Problem(SETTINGS, 1, 1, "D032", said, "名称: 内容", "从版本库里的上一版找回")


@lru_cache(maxsize=4)
def _parsed(source: SourceFile) -> tuple[YamlTree, list[Problem]]:
    return parse_yaml(source)


def _unknown_settings(tree: YamlTree) -> Iterator[Problem]:
    """Settings, plugins and extensions that the generator would not know: it says so in English, and only in
    a build."""
    known = _known_settings()
    for key in tree.data:
        if known and key not in known:
            hint = nearest(str(key), sorted(known)) or "删掉它"
            yield tree.problem((key,), "D002", f"不认识的名称“{key}”", "网站生成器认得的名称", hint, key=True)
    for group, listed, what in (
        ("mkdocs.plugins", "plugins", "插件"),
        ("markdown.extensions", "markdown_extensions", "扩展"),
    ):
        names = _installed(group)
        if not names or listed not in tree.data:
            continue
        if not isinstance(tree.data[listed], list):
            yield tree.problem(
                (listed,), "D004", f"“{listed}”应当是一个列表", "每一项以“- ”开头", "照上一版写"
            )
            continue
        for index, row in enumerate(tree.data[listed]):
            name = next(iter(row), "") if isinstance(row, dict) else row
            there = name in names or any(one.endswith(f"/{name}") for one in names) or _is_module(str(name))
            if not there:
                yield _not_installed(tree, (listed, index), f"{what}“{name}”", str(name), names)


def _not_installed(
    tree: YamlTree, where: tuple[str | int, ...], what: str, name: str, known: Iterable[str]
) -> Problem:
    hint = nearest(name, sorted(known))
    mend = hint if "是不是" in hint else "改成装好的，或者加进 requirements.txt"
    return tree.problem(where, "B056", f"没有装{what}", "requirements.txt 里装的", mend)


def _leading_nowhere(root: Path, tree: YamlTree) -> Iterator[Problem]:
    """Files and folders that the settings name and that are not there, and a theme that nobody installed."""
    theme = tree.data.get("theme")
    if theme is not None and not isinstance(theme, dict):
        yield tree.problem(
            ("theme",), "D004", "“theme”应当是几行“名称: 内容”", "name: material", "照上一版写"
        )
        theme = {}
    named: list[tuple[tuple[str | int, ...], object]] = [(("docs_dir",), tree.data.get("docs_dir"))]
    named += [(("theme", "custom_dir"), (theme or {}).get("custom_dir"))]
    hooks = tree.data.get("hooks")
    named += [(("hooks", index), hook) for index, hook in enumerate(hooks if isinstance(hooks, list) else ())]
    for path, value in named:
        if isinstance(value, str) and not (root / value).exists():
            yield tree.problem(path, "D030", f"没有“{value}”", "项目里有的文件或者文件夹", "改回上一版的写法")
    language, spoken = str((theme or {}).get("language") or ""), _languages()
    own = any(root.glob("overrides/*/partials/languages/*.html"))  # which of them, setting_problems tells
    if language and spoken and language not in spoken and not own:
        yield tree.problem(
            ("theme", "language"), "D008", f"主题没有“{language}”这种语言", "zh-CN", "写 zh-CN"
        )
    name, known = (theme or {}).get("name"), _installed("mkdocs.themes")
    if name and known and name not in known:
        yield _not_installed(tree, ("theme", "name"), f"主题“{name}”", str(name), known)


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    """Languages that the theme speaks; none when it is away."""
    found = importlib.util.find_spec("material")
    folders = found.submodule_search_locations or () if found else ()
    files = (f for one in folders for f in Path(one).glob("templates/partials/languages/*.html"))
    return frozenset(file.stem for file in files)


@lru_cache(maxsize=1)
def _known_settings() -> frozenset[str]:
    """Names of the generator's settings, read from where it says them, without importing it; none when it is
    away."""
    found = importlib.util.find_spec("mkdocs")
    folders = found.submodule_search_locations if found else None
    path = Path(folders[0]) / "config" / "defaults.py" if folders else None
    text = path.read_text(encoding="utf-8") if path and path.is_file() else ""
    return frozenset(re.findall(r"^    (\w+)(?::[^=\n]*)? = c\.", text, re.MULTILINE))


@lru_cache(maxsize=4)
def _installed(group: str) -> frozenset[str]:
    """Names that installed packages register under ``group``. Their files are read as they lie: asking for
    the parts of every package takes ten times as long."""
    names: set[str] = set()
    for folder in sys.path:
        for path in Path(folder).glob("*.dist-info/entry_points.txt"):
            _, mark, rest = path.read_text(encoding="utf-8").partition(f"[{group}]\n")
            names.update(
                re.findall(r"^([^\s=\[]+)\s*=", rest.partition("\n[")[0] if mark else "", re.MULTILINE)
            )
    return frozenset(names)


def _is_module(name: str) -> bool:
    """Whether ``name`` is that of a module inside an installed package, which is not imported."""
    package, _, last = name.rpartition(".")
    found = importlib.util.find_spec(package) if re.fullmatch(r"\w+", package) else None
    folders = found.submodule_search_locations or () if found else ()
    return any((Path(folder) / f"{last}.py").is_file() for folder in folders)


def _style(source: SourceFile, names: tuple[str, ...]) -> tuple[Problem, ...]:
    """What a template says of its own speaks as the pages do."""
    return of_file(source, template_lines, names)


@cached_problems
def _template(source: SourceFile, names: tuple[str, ...]) -> tuple[Problem, ...]:
    try:
        jinja2.Environment().parse(source.text)
    except jinja2.TemplateSyntaxError as error:
        line = source.text.split("\n")[error.lineno - 1 : error.lineno]
        mark = _MARK.search(line[0]) if line else None
        return (
            Problem(
                source.name,
                error.lineno,
                mark.start() + 1 if mark else 1,
                "B054",
                f"模板的写法不对：{_in_chinese(error.message or '')}",
                "{% if … %} 对 {% endif %}，{{ … }} 成对",
                "看这一行和它上面没有收尾的记号；不清楚改过什么，从版本库里的上一版找回",
            ),
        )
    return ()


def _in_chinese(told: str) -> str:
    """What the template engine says, for those who read no English."""
    if innermost := re.search(r"block that needs to be closed is '(\w+)'", told):
        return f"“{innermost[1]}”没有收尾"
    if unknown := re.search(r"unknown tag '(\w+)'", told):
        return f"不认识“{unknown[1]}”，或者它没有开头"
    return "记号里面的写法读不懂，或者括号、引号没有成对"


@cached_problems
def _style_sheet(source: SourceFile, names: tuple[str, ...]) -> tuple[Problem, ...]:
    """Braces and comments that do not pair: all rules after them are lost without a word."""
    text = _CSS_QUIET.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source.text)
    opened: list[int] = []
    for match in re.finditer(r"/\*|[{}]", text):
        if match[0] == "/*":
            return (_unpaired(source, match.start(), "注释只有“/*”，没有“*/”"),)
        if match[0] == "{":
            opened.append(match.start())
        elif opened:
            opened.pop()
        else:
            return (_unpaired(source, match.start(), "多了一个“}”"),)
    return (_unpaired(source, opened[0], "“{”没有配对的“}”"),) if opened else ()


def _unpaired(source: SourceFile, at: int, said: str) -> Problem:
    line = source.text.count("\n", 0, at) + 1
    column = at - source.text.rfind("\n", 0, at)
    hint = "补上或者删掉；不清楚改过什么，从版本库里的上一版找回"
    return Problem(source.name, line, column, "B055", f"样式表里{said}，后面的样式都会丢", "成对", hint)


#: What is looked at in a template, by the ending of its name; each look takes the file and the names of laws.
_LOOKS: dict[str, tuple[Callable[[SourceFile, tuple[str, ...]], tuple[Problem, ...]], ...]] = {
    ".jinja": (_template, _style),
    ".html": (_template, _style),
    ".typ": (_style,),
    ".css": (_style_sheet,),
}
