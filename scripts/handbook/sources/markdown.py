"""Hand-written pages: front matter, title and body of the Markdown under docs/."""

from __future__ import annotations

import re

from handbook.model.page import FrontMatter, Page
from handbook.page_text.front_matter import split_front_matter
from handbook.page_text.page import read
from handbook.problems import Problem, Severity
from handbook.sources.source_file import SourceFile
from handbook.sources.validate import validate
from handbook.sources.yaml.tree import YamlTree, parse_yaml


def parse_page(source: SourceFile, path: str) -> tuple[Page, YamlTree, int, list[Problem]]:
    """The page, the tree of its front matter, the number of lines before its body, and problems of the
    front matter.

    ``path`` is relative to ``docs/``.
    """
    text, body, offset = split_front_matter(source.text)
    # The line of --- counts, so that places are those of the page.
    tree, problems = (
        parse_yaml(SourceFile(source.name, "\n" + text)) if text.strip() else (YamlTree(source), [])
    )
    if not offset and (said := _rule_missing(source.text)):
        problems.append(Problem(source.name, 1, 1, "D020", *said))
    front: FrontMatter | None = None
    if isinstance(tree.data, dict):
        told = {problem.line for problem in problems}
        front, found = validate(tree, (), FrontMatter, {})
        problems += [problem for problem in found if problem.line not in told]
    elif tree.data is not None:
        said = ("页首两条 --- 之间不是“名称: 内容”", "title: 页面标题", "照别的页面的页首写")
        problems.append(Problem(source.name, 2, 1, "D020", *said))
    meta = tree.data if isinstance(tree.data, dict) else {}
    title = str(meta["title"] or "") if "title" in meta else _first_heading(body)
    if not problems and not path.startswith("checklists/"):
        problems += _nameless(source.name, title, bool(meta.get("description")))
    return Page(path, title, front or FrontMatter(), body), tree, offset, problems


def _rule_missing(text: str) -> tuple[str, str, str] | None:
    """What to tell of front matter that has only one of its two rules."""
    if text.startswith("---\n"):
        hint = "在页首最后一行的下面加一行 ---"
        return "页首只有开头的 ---，没有结尾的 ---", "两条 --- 之间写 title、description 等", hint
    if front_matter_without_beginning(text):
        return "页首的第一行不是 ---，整个页首会印成文字", "---", "在最上面单独一行写 ---，前面不要有空行"
    return None


def _nameless(name: str, title: str, described: bool) -> list[Problem]:
    if not title:
        said, right = "这一页没有标题", "页首里有一行 title: 标题"
        return [Problem(name, 1, 1, "D022", said, right, "在页首加上 title")]
    if not described:
        said, right = "这一页没有简介", "页首里有一行 description: 一句话"
        hint = "在页首加上 description：讲什么"
        return [Problem(name, 1, 1, "D023", said, right, hint, Severity.WARNING)]
    return []


#: What a heading of the first level may begin with, or have below it.
_LEVEL_ONE = re.compile(r"(?<!#)#(?:\s|$)|^[\s>]*=+\s*$", re.MULTILINE)


def _first_heading(body: str) -> str:
    if not _LEVEL_ONE.search(body):
        return ""  # nearly always: the page need not be taken apart
    return next((heading.text for heading in read(body).headings if heading.level == 1), "")


def front_matter_without_beginning(text: str) -> bool:
    """Whether the page opens with the lines of front matter, and no ``---`` stands in the first line."""
    if text.startswith("---\n") or re.match(r"\s+---\n", text):
        return not text.startswith("---\n")
    if re.match(r"(?:-{4,}\n)?(?:title|description|条目|次序|hide)\s?[:：]", text):
        return True
    if re.match(r"(?:(?!---\n|#).*\n){1,4}?---\n(?:title|description|条目) ?:", text):
        return True  # something stands above it
    head, mark, _ = text.partition("\n---\n")
    rows = [row for row in head.split("\n") if row.strip(" -—")]
    return bool(mark and rows) and all(re.match(r"\w+\s?[:：]", row) for row in rows)
