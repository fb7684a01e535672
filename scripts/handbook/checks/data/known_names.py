"""What a field names is there: items, points, hazards, plans. The types of the fields say what they name
(:class:`handbook.model.base.Names`), so a new field is looked at without a line here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from handbook.checks.data.identity import known_ids, known_items
from handbook.model.base import Names
from handbook.problems import Problem, nearest
from handbook.sources import kinds
from handbook.sources.load import Sources
from handbook.sources.yaml.tree import Path


@dataclass(frozen=True, slots=True)
class _Kind:
    """What can be named: the kind of data that it stands in, what a problem says of a name that is not
    there, and the names there are."""

    data: kinds.Kind[Any]
    rule: str
    message: str
    expected: str
    known: Callable[[Sources], Collection[str]]


def _past_items(sources: Sources) -> set[str]:
    return known_items(sources) | {item.id for item in sources.values(kinds.WITHDRAWN_ITEMS)}


def _points(sources: Sources) -> set[str]:
    return {used for used in sources.once(known_ids) if "Q" not in used}


def _questions(sources: Sources) -> set[str]:
    return sources.once(known_ids) - _points(sources)


def _lines(sources: Sources) -> set[str]:
    return {line.id for zoning in sources.values(kinds.ZONING) for line in zoning.lines}


def _acts(sources: Sources) -> set[str]:
    return {act.name for leniency in sources.values(kinds.LENIENCY) for act in leniency.named}


def _features(sources: Sources) -> set[str]:
    return {feature for hazard in sources.values(kinds.HAZARDS) for feature in hazard.features}


def _plants(sources: Sources) -> set[str]:
    points = [point for item in sources.values(kinds.ITEMS) for point in item.points]
    return {major.plant for point in points for major in point.major if major.plant}


def _all(kind: kinds.Kind[Any], field: str) -> Callable[[Sources], Collection[str]]:
    return lambda sources: [getattr(value, field) for value in sources.values(kind)]


_ITEM, _POINT, _QUESTION = "没有第 {} 条", "没有要点“{}”", "没有题目“{}”"
_ASPECTS, _HAZARDS = "data/aspects.yml 里的名称", "data/hazards.yml 里的名称"
_FEATURES = "data/hazards.yml 某个专项的“判定特征”里有它"
_KINDS = {
    "items": _Kind(kinds.ITEMS, "D113", _ITEM, "已有条目的编号", known_items),
    "past items": _Kind(kinds.ITEMS, "D113", _ITEM, "已有条目的编号", _past_items),
    "points": _Kind(kinds.ITEMS, "D109", _POINT, "已有要点的编号", _points),
    "questions": _Kind(kinds.ITEMS, "D109", _QUESTION, "已有题目的编号", _questions),
    "acts": _Kind(kinds.LENIENCY, "D108", "轻微不罚清单里没有点名“{}”", "清单里点名的行为", _acts),
    "aspects": _Kind(kinds.ASPECTS, "D103", "没有“{}”这个方面", _ASPECTS, _all(kinds.ASPECTS, "name")),
    "hazards": _Kind(kinds.HAZARDS, "D115", "没有“{}”这个专项", _HAZARDS, _all(kinds.HAZARDS, "name")),
    "hazard ids": _Kind(kinds.HAZARDS, "D150", "没有代号“{}”的专项", "已有的代号", _all(kinds.HAZARDS, "id")),
    "features": _Kind(kinds.HAZARDS, "D132", "没有一个专项写了判定特征“{}”", _FEATURES, _features),
    "plants": _Kind(kinds.ITEMS, "D115", "重大隐患里没有设施“{}”", "要点的重大隐患里写的设施", _plants),
    "lines": _Kind(kinds.ZONING, "D128", "data/lines.yml 里没有线“{}”", "已有的代号", _lines),
    "plans": _Kind(kinds.PLANS, "D125", "没有平面图“{}”", "data/plans/ 里的代号", _all(kinds.PLANS, "id")),
    "forms": _Kind(kinds.FORMS, "D115", "没有表格“{}”", "data/forms/ 里的代号", _all(kinds.FORMS, "id")),
    "trades": _Kind(kinds.TRADES, "D115", "没有行业“{}”", "data/trades/ 里的代号", _all(kinds.TRADES, "id")),
}


def check(sources: Sources) -> Iterator[Problem]:
    known = {
        name: kind.known(sources) for name, kind in _KINDS.items() if kind.data.name not in sources.broken
    }
    # Where two bear one name, one of them lost its own, which is told there.
    known = {name: there for name, there in known.items() if len(set(there)) == len(there)}
    for entry in sources.all_entries():
        for path, what, name in _names_in(entry.value, ()):
            if what in known and name not in known[what]:
                kind = _KINDS[what]
                hint = nearest(name, known[what]) or "改成已有的，或者删掉"
                yield entry.problem(path, kind.rule, kind.message.format(name), kind.expected, hint)


def _names_in(value: Any, path: Path, what: str = "") -> Iterator[tuple[Path, str, str]]:
    """Every name in a value of the data with its path and what it names; ``what``: said by its field."""
    if isinstance(value, str) and value:
        yield path, what, value
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _names_in(part, (*path, index), what)
    elif isinstance(value, BaseModel):
        for field, key, kind in _naming_fields(type(value)):
            yield from _names_in(getattr(value, field), (*path, key), kind)


@cache
def _naming_fields(shape: type[BaseModel]) -> tuple[tuple[str, str, str], ...]:
    """The fields that name something, with their keys in YAML and what they name, and those ("") whose
    values have such fields."""
    found = []
    for field, info in shape.model_fields.items():
        parts = list(_parts((*info.metadata, info.annotation)))
        kind = next((part.kind for part in parts if isinstance(part, Names)), "")
        if field != "id" and (kind or any(map(_holds_names, parts))):
            found.append((field, info.alias or field, kind))
    return tuple(found)


def _holds_names(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel) and bool(_naming_fields(part))


def _parts(types: Any) -> Iterator[Any]:
    """The types and marks that annotations are made of."""
    for one in types:
        yield one
        yield from _parts(get_args(one))
