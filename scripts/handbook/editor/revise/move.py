"""Rename an item's address, withdraw a point, a question or a whole item: ids and old addresses live on."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from handbook.editor.revise.changes import Changes
from handbook.editor.revise.new import plain
from handbook.model.items.item import Item
from handbook.problems import HandbookError, Problem, errors, nearest
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources, load_sources
from handbook.sources.source_file import SourceFile
from handbook.sources.yaml.tree import Path as YamlPath

WITHDRAWN_ITEMS = "data/withdrawn-items.yml"


def rename(root: Path, today: dt.date, item_id: str, slug: str) -> list[str]:
    """Give item ``item_id`` the address ``slug``: files, the links of other pages, and a redirect from the
    old address.

    Returns what was done, in words. Raises HandbookError when there is no such item or the address will not
    do.
    """
    sources = _sound(root, today)
    entry = _item(sources, item_id)
    item: Item = entry.value
    if not re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", slug) or slug == item.slug:
        raise HandbookError(
            Problem.whole("rename", "C005", f"网址名“{slug}”不行", "没用过的小写英文，如 hot-work", "换一个")
        )
    changes = Changes(root)
    former = tuple(name for name in dict.fromkeys((*item.former_slugs, item.slug)) if name != slug)
    lines = entry.tree.source.text.split("\n")
    line = entry.tree.position(("网址名",))[0]
    lines[line - 1] = re.sub(r"网址名:.*", f"网址名: {slug}", lines[line - 1])
    lines = _without(lines, entry, ("曾用网址名",))
    lines = [*_trimmed(lines), f"曾用网址名: [{', '.join(former)}]"]
    old, new = item.stem, f"{item.id}-{slug}"
    changes.move(f"data/items/{old}.yml", f"data/items/{new}.yml", "\n".join(lines) + "\n")
    # Not the beginning of a longer name; what may follow is the end of a page's file name.
    named = re.compile(rf"(?<![\w-]){re.escape(old)}(?![a-z0-9-])(?!\.(?!md\b|html\b)[a-z0-9])")
    for source in _other_texts(sources, entry):
        text = named.sub(new, source.text)
        if source.name == f"docs/checklists/{old}.md":
            changes.move(source.name, f"docs/checklists/{new}.md", text)
        elif text != source.text:
            changes.write(source.name, text)
    _settle(changes, today)
    return [
        f"{old} 改名为 {new}",
        *changes.told,
        f"旧地址 checklists/{old}.html 会自动转到新地址；二维码的短地址 q/{item.id}.html 不变",
    ]


def withdraw(root: Path, today: dt.date, what: str, why: str, see: str = "") -> list[str]:
    """Withdraw point, question or item ``what`` for the reason ``why``; ``see`` is what takes its place.

    Questions that rest on a withdrawn point go with it. Returns what was done, in words.
    """
    sources = _sound(root, today)
    if len(why) < 4:
        right, mend = "一句话，至少 4 个字", "--why 已经并入07-2"
        raise HandbookError(Problem.whole("withdraw", "C013", f"撤掉的原因“{why}”太短", right, mend))
    return (
        _withdraw_item(sources, what, why, see)
        if re.fullmatch(r"\d+", what)
        else _withdraw_part(sources, what, why, see)
    )


def _withdraw_part(sources: Sources, what: str, why: str, see: str) -> list[str]:
    entry = _item(sources, what.split("-")[0])
    item: Item = entry.value
    points, asked = [p.id for p in item.points], [q.id for q in item.questions]
    if what not in (*points, *asked):
        right, mend = "、".join((*points, *asked)), nearest(what, (*points, *asked))
        raise HandbookError(Problem.whole("withdraw", "C002", f"第 {item.id} 条没有 {what}", right, mend))
    if see:
        _successor(sources, what, see)
    gone = [what] + [q.id for q in item.questions if q.point == what]
    lines = entry.tree.source.text.split("\n")
    for name in reversed(gone):
        kind, index = ("要点", points.index(name)) if name in points else ("问答", asked.index(name))
        whole = (
            (kind,)
            if len(points if kind == "要点" else [q for q in asked if q not in gone or q == name]) == 1
            else (kind, index)
        )
        lines = _blanked(lines, entry, whole)
    note = [
        f"  - {{编号: {name}, 日期: {sources.today}, 原因: {plain(why)}"
        + (f", 改看: {see}" if see and name == what else "")
        + "}"
        for name in gone
    ]
    withdrawn = [
        number for number, line in enumerate(lines) if line is not None and re.match(r"已撤:\s*$", line)
    ]
    kept = [line for line in lines if line is not None]
    if withdrawn:
        at = next(number for number, line in enumerate(kept) if re.match(r"已撤:\s*$", line))
        kept[at + 1 : at + 1] = note
    else:
        kept = [*_trimmed(kept), "已撤:", *note]
    changes = Changes(sources.root)
    changes.write(entry.tree.source.name, "\n".join(_trimmed(kept)) + "\n")
    if see:
        for source in _other_texts(sources, entry):
            if source.name.startswith(("docs/editing/", "data/changes/")):
                continue  # numbers there are examples, or tell of an edition as it was
            text = _instead(source.text, what, see)
            if text != source.text:
                changes.write(source.name, text)
    _settle(changes, sources.today)
    return [f"撤掉了 {'、'.join(gone)}，编号留在第 {item.id} 条的“已撤”里，不再给别的要点用", *changes.told]


def _successor(sources: Sources, what: str, see: str) -> None:
    """Raises HandbookError unless ``see`` is another point or question that there is."""
    ids = [p.id for item in sources.values(kinds.ITEMS) for p in item.points]
    ids += [q.id for item in sources.values(kinds.ITEMS) for q in item.questions]
    if see == what or see not in ids:
        said = "不能改看它自己" if see == what else f"没有 {see}"
        known = [i for i in ids if i != what]
        raise HandbookError(
            Problem.whole("withdraw", "C002", said, "另一个还在用的编号", nearest(see, known))
        )


def _instead(text: str, gone: str, see: str) -> str:
    """``text`` with ``see`` wherever it names ``gone``; in a list that has ``see`` already, ``gone`` just
    goes."""
    name = rf"(?<![\w-]){re.escape(gone)}(?![\w-])"

    def in_list(match: re.Match[str]) -> str:
        parts = [part.strip() for part in match[1].split(",")]
        return "[" + ", ".join(dict.fromkeys(see if part == gone else part for part in parts)) + "]"

    text = re.sub(rf"\[([^\[\]\n]*{name}[^\[\]\n]*)\](?!\()", in_list, text)
    text = re.sub(rf"(?<=#p){re.escape(gone)}(?![\w-])|{name}", see, text)
    one = rf"(?:\[{re.escape(see)}\]\([^()\s]*\)|(?<![\w-]){re.escape(see)}(?![\w-]))"
    return re.sub(rf"({one})(?:、\1(?![\w-]))+", r"\1", text)


def _withdraw_item(sources: Sources, item_id: str, why: str, see: str) -> list[str]:
    entry = _item(sources, item_id)
    item: Item = entry.value
    changes = Changes(sources.root)
    path = sources.root / WITHDRAWN_ITEMS
    old = (
        path.read_text(encoding="utf-8")
        if path.exists()
        else "# 撤掉的条目。编号、要点编号和网址永远不再用；旧地址转到“改看”的条目，没有就转到检查事项目录。\n"
    )
    row = [
        f'- 编号: "{item.id}"',
        f"  网址名: {item.slug}",
        f"  名称: {plain(item.name)}",
        f"  日期: {sources.today}",
        f"  原因: {plain(why)}",
    ]
    row += [f'  改看: "{see}"'] if see else []
    row += [f"  曾用网址名: [{', '.join(item.former_slugs)}]"] if item.former_slugs else []
    changes.write(WITHDRAWN_ITEMS, old.rstrip("\n") + "\n" + "\n".join(row) + "\n")
    changes.remove(entry.tree.source.name)
    changes.remove(f"docs/checklists/{item.stem}.md")
    for plan in sources.of(kinds.SELF_CHECK):
        lines = plan.tree.source.text.split("\n")
        asked = [index for index, question in enumerate(plan.value.quick) if question.item == item.id]
        for index in asked:
            lines = _blanked(lines, plan, ("快查", index))
        if asked:
            changes.write(plan.tree.source.name, "\n".join(line for line in lines if line is not None))
    counted: tuple[Entry[Any], ...] = (
        sources.of(kinds.SITE)[0],
        *(e for e in sources.of(kinds.ASPECTS) if e.value.name == item.aspect),
    )
    for where in counted:
        text = changes.pending.get(where.tree.source.name) or where.tree.source.text
        lines = text.split("\n")
        line = where.tree.position((*where.path, "条目数"))[0]
        lines[line - 1] = re.sub(
            r"(条目数:\s*)(\d+)", lambda match: f"{match[1]}{max(1, int(match[2]) - 1)}", lines[line - 1]
        )
        changes.write(where.tree.source.name, "\n".join(lines))
    left = changes.settle(sources.today, keep=True)
    told = [f"撤掉了第 {item.id} 条，记在 {WITHDRAWN_ITEMS}；旧地址和二维码会自动转走", *changes.told]
    if left:
        told += [
            "还有这些地方提到它，逐处改掉再检查：",
            *(f"  {problem.place} {problem.message}" for problem in left),
        ]
    return told


def _other_texts(sources: Sources, entry: Entry[Any]) -> list[SourceFile]:
    """Every text of an editor but that of ``entry``: the pages and all files below data/, each once."""
    found = {page.source.name: page.source for page in sources.pages}
    found |= {other.tree.source.name: other.tree.source for other in sources.all_entries()}
    found.pop(entry.tree.source.name, None)
    return list(found.values())


def _sound(root: Path, today: dt.date) -> Sources:
    sources = load_sources(root, today)
    if errors(sources.problems):
        raise HandbookError(errors(sources.problems))
    return sources


def _item(sources: Sources, item_id: str) -> Entry[Item]:
    for entry in sources.of(kinds.ITEMS):
        if entry.value.id == item_id:
            return entry
    known = [item.id for item in sources.values(kinds.ITEMS)]
    raise HandbookError(
        Problem.whole("data/items", "C002", f"没有第 {item_id} 条", "、".join(known), nearest(item_id, known))
    )


def _span(entry: Entry[Any], path: YamlPath) -> tuple[int, int]:
    """First line and the line after the last of the entry at ``path``, from 0."""
    key = isinstance(path[-1], str)
    line, _ = entry.tree.position((*entry.path, *path), key=key)
    first = line - 1
    raw = entry.tree.source.text.split("\n")
    indent = len(raw[first]) - len(raw[first].lstrip())
    last = first + 1
    while last < len(raw):
        text = raw[last]
        depth = len(text) - len(text.lstrip())
        if (
            text.strip()
            and not text.lstrip().startswith("#")
            and depth <= indent
            and not (key and depth == indent and text.lstrip().startswith("- "))
        ):
            break
        last += 1
    return first, last


def _blanked(lines: list[str], entry: Entry[Any], path: YamlPath) -> list[str]:
    """``lines`` with the entry at ``path`` taken out, by None, so that the numbers of the others stay."""
    if not any(path[0] == key for key in entry.tree.data):
        return lines
    first, last = _span(entry, path)
    return [None if first <= number < last else line for number, line in enumerate(lines)]  # type: ignore[misc]


def _without(lines: list[str], entry: Entry[Any], path: YamlPath) -> list[str]:
    return [line for line in _blanked(lines, entry, path) if line is not None]


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _settle(changes: Changes, today: dt.date) -> None:
    """Raises HandbookError, with nothing changed, where something still names what is gone."""
    if left := changes.settle(today):
        said = "还有地方用着它，什么都没有改"
        first = Problem.whole("命令", "C006", said, "", "把列出的这些地方改掉，再运行一遍")
        # The name is right and gone: one that looks like it is no help.
        mended = [replace(p, hint="换成还在的，或者删掉") if "是不是想写" in p.hint else p for p in left]
        raise HandbookError([first, *mended])
