"""Heads of hand-written pages: what the front matter says of items is so, and the address will do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.data.identity import known_items
from handbook.problems import Problem, nearest
from handbook.sources.load import PageEntry, Sources


def check(sources: Sources) -> Iterator[Problem]:
    items = known_items(sources)
    titles: dict[str, str] = {}
    for entry in sources.pages:
        title = (entry.front.data if isinstance(entry.front.data, dict) else {}).get("title")
        other = titles.setdefault(title, entry.source.name) if isinstance(title, str) else None
        if other not in (None, entry.source.name):
            said = f"标题“{title}”和 {other} 一样，菜单和搜索里分不开"
            yield entry.front.problem(("title",), "D161", said, "一页一个标题", "改其中一个")
        yield from _address(entry)
        if "items" not in sources.broken:
            yield from _items(entry, items)


def _address(entry: PageEntry) -> Iterator[Problem]:
    for part in entry.page.path.removesuffix(".md").split("/"):
        if not re.fullmatch(r"[a-z0-9]+(?:[._-][a-z0-9]+)*", part):
            said = f"文件或文件夹的名字“{part}”不能做网址"
            right = "小写英文字母、数字、连字符，如 fire-lane.md"
            yield Problem.whole(entry.source.name, "L020", said, right, "改文件名；链接也跟着改")


def _items(entry: PageEntry, items: set[str]) -> Iterator[Problem]:
    meta = entry.front.data if isinstance(entry.front.data, dict) else {}
    own = re.fullmatch(r"checklists/(\d+)-.*\.md", entry.page.path)
    if own and isinstance(meta.get("条目"), str) and meta["条目"] != own[1]:
        said = f"页首写的是第 {meta['条目']} 条，文件名是第 {own[1]} 条"
        yield entry.front.problem(("条目",), "D024", said, f'条目: "{own[1]}"', "改页首，或者改文件名")
    related = meta.get("相关条目")
    for index, item in enumerate(related if isinstance(related, list) else ()):
        if isinstance(item, str) and re.fullmatch(r"\d\d+", item) and item not in items:
            yield entry.front.problem(
                ("相关条目", index),
                "D113",
                f"没有第 {item} 条",
                "已有条目的编号",
                nearest(item, items) or "改编号，或者删掉",
            )
