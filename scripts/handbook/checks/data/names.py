"""Names and places in the data: each given once, phrases kept apart, and those that name nothing there is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from handbook.model.base import cached_by_identity
from handbook.problems import Problem, nearest
from handbook.sources import kinds
from handbook.sources.kinds import Kind
from handbook.sources.load import Entry, Sources

#: A place in a file of data, as keys and places in lists.
Where = tuple[str | int, ...]


def check(sources: Sources) -> Iterator[Problem]:
    for kind in kinds.KINDS:
        yield from _same_ids(sources, kind)
        yield from _same_names(sources, kind, "名称")
        if kind in (kinds.BODIES, kinds.HAZARDS):
            yield from _same_names(sources, kind, "简称")
        yield from _same_orders(sources, kind)
        yield from _misnamed_files(sources, kind)
        for entry in sources.of(kind):
            yield from _run_together(entry)
    yield from _same_orders_of_pages(sources)
    yield from _asked_without_mark(sources)
    yield from _other_names(sources)
    yield from _listed_twice(sources)


#: Lists that may say the same again: how a form is filled in, cells of a table, the four numbers, two firms
#: of one kind, questions asked once more.
_MAY_REPEAT = frozenset({"签字示例", "示例", "示例行", "格", "数字方案", "条款", "同幢组合", "结尾题"})
#: What names a row of these lists, which has it once.
_NAMED_BY = {"依据": "条文", "处罚": "条文", "相关": "条目", "多半用不上": "条目"}

#: By one of these a row of a file is known; other rows are told apart by all that they say.
_CALLED = frozenset({"代号", "编号", "名称"})


def _listed_twice(sources: Sources) -> Iterator[Problem]:
    own = {kinds.ASKED, kinds.ELSEWHERE, kinds.SPEECH, kinds.GLOSSARY}  # whose phrases have their own check
    entries = [entry for kind in kinds.KINDS if kind not in own for entry in sources.of(kind)]
    for tree in {id(entry.tree): entry.tree for entry in entries}.values():
        for path, value in _repeated_in(tree.data):
            said = f"“{value}”在这里写了两遍"
            yield tree.problem(path, "D101", said, "每个只写一次", "删掉一个")


@cached_by_identity
def _repeated_in(data: object) -> tuple[tuple[Where, str], ...]:
    return tuple(_repeated(data, ()))


def _repeated(data: object, path: Where) -> Iterator[tuple[Where, str]]:
    """Where below ``path`` a list has what stands before in it, and what that is."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in _MAY_REPEAT:
                yield from _repeated(value, (*path, key))
    elif isinstance(data, list):
        before: set[str] = set()
        name = _NAMED_BY.get(str(path[-1]), "代号") if path else ""
        for index, value in enumerate(data):
            at: Where = (*path, index)
            told = value
            unnamed = isinstance(value, dict) and name not in value and (path or not _CALLED & value.keys())
            if isinstance(value, dict) and unnamed:
                told, value = next(iter(value.values()), ""), str(value)
            elif isinstance(value, dict):
                at, value = (*at, name), value.get(name)
                told = value
            if isinstance(value, str) and value in before:
                yield at, str(told)
            elif isinstance(value, str):
                before.add(value)
            if not isinstance(data[index], str):
                yield from _repeated(data[index], (*path, index))


#: Keys that name a value among those of its kind, the first that it has.
_IDS = ("代号", "编号")
#: Kinds whose ids have a check of their own: points and questions in the items, pictures of items.
_OWN = (kinds.ITEMS, kinds.WITHDRAWN_ITEMS)


def _same_ids(sources: Sources, kind: Kind[Any]) -> Iterator[Problem]:
    """Values of a kind with one id; a copied file whose name tells it is told by its name."""
    first: dict[Any, Entry[Any]] = {}
    for entry in sources.of(kind) if kind not in _OWN else ():
        if not (key := _key_of(entry, _IDS)):
            return
        value = _raw(entry)[key]
        other = first.setdefault(value, entry)
        by_name = not kind.listed and kind is not kinds.LEDGER_SHEETS
        if other is not entry and not (by_name and {_stem(entry), _stem(other)} - {str(value)}):
            yield given_twice(entry, other, key, _raw(entry)[key])


def _misnamed_files(sources: Sources, kind: Kind[Any]) -> Iterator[Problem]:
    """Files of one value that are not called after the id in it; sheets of the register bear a number."""
    for entry in sources.of(kind) if "*" in kind.pattern and kind is not kinds.LEDGER_SHEETS else ():
        if not kind.listed and (*entry.path, "代号") in entry.tree.values and _stem(entry) != entry.value.id:
            expected = f"data/{kind.pattern.replace('*', entry.value.id)}"
            hint = "抄来做新的，改这里；已经发布的，改文件名；是多出来的副本就删掉"
            yield entry.problem(("代号",), "D102", "文件名和代号对不上", expected, hint)


def _same_names(sources: Sources, kind: Kind[Any], key: str) -> Iterator[Problem]:
    """Values of a kind with one name under ``key`` that differ in their ids; two editions of a law are
    called alike."""
    first: dict[Any, Entry[Any]] = {}
    for entry in sources.of(kind) if kind is not kinds.LAWS else ():
        if not _key_of(entry, (key,)):
            continue
        other = first.setdefault(_raw(entry)[key], entry)
        id_key = _key_of(entry, _IDS)
        copied = id_key and _raw(other).get(id_key) == _raw(entry)[id_key]
        if other is not entry and not copied:
            yield given_twice(entry, other, key, _raw(entry)[key])


def _key_of(entry: Entry[Any], keys: Sequence[str]) -> str:
    """The first of ``keys`` that the value has; "" when it has none."""
    return next((key for key in keys if (*entry.path, key) in entry.tree.values), "")


def given_twice(entry: Entry[Any], other: Entry[Any], key: str, value: object) -> Problem:
    """The problem of ``value``, which ``other`` has under ``key``, too."""
    line = other.tree.position((*other.path, key))[0]
    said = f"{key}“{value}”重复，{other.tree.source.name} 第 {line} 行已经用了"
    return entry.problem((key,), "D101", said, "每个只用一次", "换一个没用过的，或者删掉多余的一条")


def _stem(entry: Entry[Any]) -> str:
    return PurePosixPath(entry.tree.source.name).stem


def _same_orders(sources: Sources, kind: Kind[Any]) -> Iterator[Problem]:
    """Values of a kind that ask for the same place in its order."""
    if kind.order is None:
        return
    first: dict[Any, Entry[Any]] = {}
    groups: dict[Any, set[int]] = {}
    twice = []
    for entry in sources.of(kind):
        if not (key := _key_of(entry, ("次序", "序"))):
            continue
        number, place = int(_raw(entry)[key]), kind.order(entry.value)
        group = place[:-2] if isinstance(place, tuple) else ()  # what stands before number and id
        groups.setdefault(group, set()).add(number)
        other = first.setdefault((group, number), entry)
        if other is not entry and entry.value.id != other.value.id:
            twice.append((entry, key, number, other, groups[group]))
    for entry, key, number, other, used in twice:
        said = f"{key} {number} 和 {other.tree.source.name} 一样，谁先谁后说不清"
        hint = f"改成没有用过的数，如 {_free(used, number)}，或者改另一个的"
        yield entry.problem((key,), "D149", said, "一个次序用一次", hint)


def _free(used: set[int], wanted: int) -> str:
    """The three numbers that are not ``used`` and nearest to ``wanted``: it was to stand there. Above all
    that are used only where too few are left below: numbers have a limit."""
    free = set(range(1, max(used))) - used
    free = free if len(free) > 2 else free | set(range(max(used) + 1, max(used) + 4))
    return "、".join(map(str, sorted(sorted(free, key=lambda one: (abs(one - wanted), one))[:3])))


def _same_orders_of_pages(sources: Sources) -> Iterator[Problem]:
    """Pages of a folder that ask for the same place in the menu."""
    folders: dict[str, dict[int, str]] = {}
    twice = []
    for entry in sources.pages:
        if ("次序",) not in entry.front.values:
            continue
        number = int(entry.page.front.order)
        used = folders.setdefault(posixpath.dirname(entry.page.path), {})
        other = used.setdefault(number, entry.source.name)
        if other != entry.source.name:
            twice.append((entry, number, other, used))
    for entry, number, other, used in twice:
        said = f"次序 {number} 和 {other} 一样，菜单里谁先谁后说不清"
        hint = f"改成没有用过的数，如 {_free(set(used), number)}，或者改另一页的"
        yield entry.front.problem(("次序",), "D149", said, "同一个文件夹里一页一个", hint)


def _other_names(sources: Sources) -> Iterator[Problem]:
    """What stands for one value and is another's own name; two points of an item that are called alike."""
    named: tuple[tuple[Kind[Any], str, str], ...] = (
        (kinds.GLOSSARY, "术语", "俗称"),
        (kinds.BODIES, "名称", "又称"),
    )
    for kind, name, key in named:
        owners = {_raw(entry)[name]: entry for entry in sources.of(kind)}
        for entry in sources.of(kind):
            for index, other in enumerate(_raw(entry).get(key) or ()):
                owner = owners.get(other, entry)
                if owner is not entry:
                    said = f"“{other}”自己是一行，在第 {owner.tree.position((*owner.path, name))[0]} 行"
                    mend = "删掉它，或者并成一行"
                    yield entry.problem((key, index), "D101", said, "一个词只归一行", mend)
    for item in sources.of(kinds.ITEMS):
        first: dict[str, str] = {}
        for index, point in enumerate(item.value.points):
            if point.short and first.setdefault(point.short, point.id) != point.id:
                said = f"简称“{point.short}”和要点 {first[point.short]} 一样"
                where: Where = ("要点", index, "简称")
                yield item.problem(where, "D101", said, "一条里每个要点的简称不同", "改其中一个")


def _asked_without_mark(sources: Sources) -> Iterator[Problem]:
    """Questions put to a firm, which it answers with yes or no."""
    asked: list[tuple[Entry[Any], Where, str]] = [
        (hazard, ("怎么问",), hazard.value.ask) for hazard in sources.of(kinds.HAZARDS)
    ]
    for plan in sources.of(kinds.SELF_CHECK):
        asked += [(plan, ("快查", at, "问"), row.text) for at, row in enumerate(plan.value.quick)]
    for entry, where, text in asked:
        if not text.endswith("？"):
            yield entry.problem(where, "D162", "问句没有问号", "以“？”结尾", "在末尾加上问号")


#: Lists of short phrases, each of which is looked for as it stands.
_PHRASES = ("问", "俗称", "词")


def _run_together(entry: Entry[Any]) -> Iterator[Problem]:
    """Phrases between which a Chinese comma was typed: they count as one, which nobody ever types."""
    raw = _raw(entry)
    for key in _PHRASES if isinstance(raw, dict) else ():
        for index, phrase in enumerate(raw.get(key) or ()):
            if isinstance(phrase, str) and (comma := re.search("[，；、,;]", phrase)):
                said = f"“{phrase}”里有“{comma[0]}”，几句话会当成一句"
                hint = "换成英文逗号加一个空格；只是一句，就删掉它"
                yield entry.problem((key, index), "D152", said, "各项之间用英文逗号", hint)


def _raw(entry: Entry[Any]) -> Any:
    """The value as the file has it."""
    data = entry.tree.data
    for part in entry.path:
        data = data[part]
    return data


def lost_drawing(root: Path, name: str) -> tuple[str, str, str, str]:
    """The problem of a drawing that is not in docs/drawings/ of the project ``root``, the same wherever it is
    named: rule, message, what is expected, how to mend it."""
    known = [path.name for path in (root / "docs" / "drawings").glob("*.*")]
    hint = nearest(name, known) if known else ""
    mend = "" if hint.startswith("可以写") else hint
    return (
        "D123",
        f"没有图 docs/drawings/{name}",
        "docs/drawings/ 里有的图",
        f"{mend or '检查文件名。'}误删了的，用 git restore 找回来",
    )
