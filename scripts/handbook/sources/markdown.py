"""Hand-written pages: front matter, title and body of the Markdown under docs/."""

from __future__ import annotations

import re

import yaml

from handbook.model.handbook import Page
from handbook.problems import Problem
from handbook.sources.source_file import SourceFile

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def parse_page(source: SourceFile, path: str) -> tuple[Page, int, list[Problem]]:
    """The page, the number of lines before its body, and problems of its front matter.

    ``path`` is relative to ``docs/``.
    """
    problems: list[Problem] = []
    meta: dict[str, object] = {}
    body, offset = source.text, 0
    match = _FRONT.match(source.text)
    if match:
        body, offset = source.text[match.end():], source.text[: match.end()].count("\n")
        try:
            loaded = yaml.load(match[1], Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            if isinstance(loaded, dict):
                meta = loaded
            elif loaded is not None:
                problems.append(Problem(source.name, 2, 1, "D020", "页首两条 --- 之间不是“名称: 内容”", "title: 页面标题", "照别的页面的页首写"))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problems.append(
                Problem(source.name, (mark.line + 2) if mark else 2, (mark.column + 1) if mark else 1, "D020", "页首两条 --- 之间的写法不对", "title: 页面标题", "一行一个“名称: 内容”，英文冒号后面空一格")
            )
        except ValueError as error:
            problems.append(Problem(source.name, 2, 1, "D020", f"页首的日期或数字不对（{error}）", "2026-11-23 这样的日期", "改成真实的日期，或者加英文引号"))
    heading = re.search(r"^# (.+)$", body, re.MULTILINE)
    title = str(meta.get("title") or (heading[1].strip() if heading else ""))
    return Page(path, title, meta, body), offset, problems
