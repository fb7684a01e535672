"""The generator's settings and the templates: what cannot be read, and what says something otherwise than the
handbook speaks. What else may be wrong with them is the programmers', whom the tests tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jinja2

from handbook.checks.text.style import of_file
from handbook.checks.text.visible_text import template_lines
from handbook.problems import Problem
from handbook.sources.file_cache import cached_problems
from handbook.sources.load import Sources
from handbook.sources.source_file import SourceFile, read_source
from handbook.sources.yaml.tree import parse_yaml

SETTINGS = "mkdocs.yml"
#: What the data may not have and the generator's settings do: marks that name a function (!!python/…), a note
#: at the end of a line.
_ALLOWED_IN_SETTINGS = ("Y104", "Y120", "Y121")
_MARK = re.compile(r"\{[%{#]")


def check(sources: Sources) -> Iterator[Problem]:
    overrides = sources.root / "overrides"
    if not overrides.is_dir() and not (sources.root / SETTINGS).exists():
        return  # sources alone, without a program: there is nothing to build with
    yield from _settings(sources)
    names = tuple(sorted(sources.reader.by_name))
    for path in sorted(overrides.rglob("*")):
        if path.suffix not in (".jinja", ".html", ".typ"):
            continue
        source, problems = read_source(sources.root, path)
        if source is None:
            yield from problems
            continue
        if path.suffix != ".typ":
            yield from _template(source)
        yield from of_file(source, template_lines, names)


def _settings(sources: Sources) -> Iterator[Problem]:
    path = sources.root / SETTINGS
    if not path.exists():
        yield Problem.whole(SETTINGS, "D030", "缺少这个文件", SETTINGS, "从版本库里找回它")
        return
    source, problems = read_source(sources.root, path)
    yield from problems
    if source is not None and not source.text.strip():
        yield Problem(SETTINGS, 1, 1, "Y111", "文件是空的", "网站生成器的设置", "从版本库里的上一版找回")
    elif source is not None:
        yield from (found for found in parse_yaml(source)[1] if found.rule not in _ALLOWED_IN_SETTINGS)


@cached_problems
def _template(source: SourceFile) -> tuple[Problem, ...]:
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
