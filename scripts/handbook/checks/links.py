"""Links, images and joints of hand-written pages, checked without building the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from handbook.model.item import Item
from handbook.problems import Problem, nearest
from handbook.sources.load import PageEntry, Sources

_LINK = re.compile(r"(?P<image>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)(?:\s+\"[^\"]*\")?\)")
_SNIPPET = re.compile(r'^--8<-- "(?P<name>[^"]+)"\s*$', re.MULTILINE)
#: Folders of the built site whose pages are generated from data.
GENERATED = re.compile(r"^(laws|checklists|overview|forms|downloads|q)/")


def check(sources: Sources) -> Iterator[Problem]:
    pages = {entry.page.path for entry in sources.pages}
    items = {item.stem: item for item in sources.values("items")}
    for entry in sources.pages:
        yield from _links(sources, entry, pages)
    for item in items.values():
        yield from _joints(sources, item, pages)
    for entry in sources.pages:
        match = re.fullmatch(r"checklists/(\d\d+-[a-z0-9.-]+)\.md", entry.page.path)
        if match and match[1] not in items and "items" not in sources.broken:
            yield Problem(entry.source.name, 1, 1, "L004", "这一页没有对应的条目数据", f"data/items/{match[1]}.yml", nearest(match[1], items) or "改文件名，或者补上数据文件")


def _links(sources: Sources, entry: PageEntry, pages: set[str]) -> Iterator[Problem]:
    folder = posixpath.dirname(entry.page.path)
    for number, line in enumerate(entry.page.body.split("\n"), entry.offset + 1):
        for match in _LINK.finditer(line):
            target = match["target"].split("#")[0]
            column = match.start() + 1
            if match["image"] and not match["text"].strip():
                yield Problem(entry.source.name, number, column, "L003", "图没有文字说明", "![图上说的话](图的地址)", "在方括号里写清图上画了什么，给看不见图的人")
            if not target or re.match(r"[a-z]+:", target):
                continue
            path = posixpath.normpath(posixpath.join(folder, target))
            if path.startswith("../"):
                yield Problem(entry.source.name, number, column, "L001", f"链接“{target}”指到了 docs/ 外面", "docs/ 里的页面或图", "改成 docs/ 里的文件")
            elif path.endswith(".html"):
                yield Problem(entry.source.name, number, column, "L002", f"链接“{target}”写成了 .html", target.replace(".html", ".md"), "站内链接写 .md 文件名")
            elif path.endswith(".md"):
                if path not in pages and not is_generated_page(sources, path):
                    yield Problem(entry.source.name, number, column, "L001", f"没有“{path}”这一页", "已有的页面", nearest(path, pages) or "检查文件名和文件夹")
            elif not (sources.root / "docs" / path).exists() and not path.startswith(("drawings/generated/", "downloads/")):
                yield Problem(entry.source.name, number, column, "L001", f"没有“docs/{path}”这个文件", "已有的文件", "检查文件名和文件夹")


def is_generated_page(sources: Sources, path: str) -> bool:
    """Whether ``path`` (with .md) is made from data, so that no file of docs/ stands for it."""
    match = re.fullmatch(r"laws/([a-z0-9.-]+)\.md", path)
    if match:
        return match[1] == "index" or any(law.id == match[1] for law in sources.values("laws"))
    match = re.fullmatch(r"checklists/(\d\d+-[a-z0-9.-]+)\.md", path)
    if match:
        return False
    return path in ("updates.md", "self-check.md", "quiz.md") or bool(GENERATED.match(path))


def _joints(sources: Sources, item: Item, pages: set[str]) -> Iterator[Problem]:
    """An item's page takes in its generated parts by two lines; both must be there."""
    path = f"checklists/{item.stem}.md"
    entry = next((entry for entry in sources.pages if entry.page.path == path), None)
    if entry is None:
        if item.is_written:
            yield Problem(f"docs/{path}", 0, 0, "L005", f"第 {item.id} 条没有文字页", f"docs/{path}", "照别的条目建这个文件")
        return
    found = _SNIPPET.findall(entry.page.body)
    for part in ("points", "law"):
        name = f"checklists/{item.id}/{part}.md"
        if name not in found:
            yield Problem(entry.source.name, entry.offset + 1, 1, "L006", f"少了接入{'要点' if part == 'points' else '法条和题目'}的一行", f'--8<-- "{name}"', "单独一行写上，" + ("放在页首之后" if part == "points" else "放在最后"))
    for name in found:
        if name not in (f"checklists/{item.id}/points.md", f"checklists/{item.id}/law.md"):
            yield Problem(entry.source.name, 1, 1, "L007", f"不认识接入行“{name}”", f'--8<-- "checklists/{item.id}/points.md"', "检查条目编号")
    if re.search(r"^# ", entry.page.body, re.MULTILINE):
        yield Problem(entry.source.name, entry.offset + 1, 1, "L008", "条目页里写了一级标题", "标题由数据生成", "删掉以“# ”开头的一行，或者改成“## ”")
