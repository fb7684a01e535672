"""How often and within how long the items say, against what the cited places name.

A period that no basis of the point names is advice, and its sentence says so (建议, 通行做法, 通常). A period
that only a recommended standard or an explanation names is no duty either. What is known second-hand only is
told by the note beside the reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from handbook.model.items.item import BasisRole, CheckPoint, Item
from handbook.model.items.self_check import SelfCheckPlan
from handbook.model.law.article_facts import ArticleFacts
from handbook.model.law.penalty import Penalty
from handbook.model.law.register import CLAUSE_KINDS, Reference
from handbook.model.law.resolve import sentences_in
from handbook.model.numbers.period import Period, periods
from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources
from handbook.sources.yaml.tree import Path

RULE = "R052"
#: Kinds of data looked at in their own way, and those whose words are not said of the place beside them.
_OWN = frozenset({"items", "penalties", "laws", "changes", "articles"})
_NAMES = "俗称"
_ADVICE = re.compile("建议|通行做法|通常")
_ADVISE = "照条文改；条文没有写的，是建议，同一句里写“建议”"


@dataclass(slots=True)
class _Named:
    """Lengths of time that the bases of a point name: those that bind, and those that do not."""

    binding: set[Period] = field(default_factory=set)
    other: set[Period] = field(default_factory=set)

    @property
    def all(self) -> set[Period]:
        return self.binding | self.other


class _Facts:
    """What is known of each cited place."""

    def __init__(self, sources: Sources) -> None:
        self._rows: dict[str, ArticleFacts] = {row.law: row for row in sources.values(kinds.ARTICLES)}
        self._reader = sources.reader

    def at(self, reference: Reference) -> set[Period] | None:
        """Lengths of time at the place; None where its text was not had."""
        if reference.law.kind in CLAUSE_KINDS:
            seen = reference.law.seen(reference.clause)
            return None if seen is None else _lengths(seen)
        row = self._rows.get(reference.law_id)
        reprint = reference.article in reference.law.reprinted
        if row is None or reprint or reference.article is None or row.has_article(reference) is not True:
            return None
        return row.periods_at(reference)

    def cited_in(self, text: str, beside: Reference | None = None) -> set[Period]:
        """Lengths of time at the places that ``text`` cites."""
        found: set[Period] = set()
        for mention in self._reader.find_in_text(text, beside.law if beside else None):
            if isinstance(mention.found, Reference):
                found |= self.at(mention.found) or set()
        return found

    def of(self, point: CheckPoint) -> _Named:
        named = _Named()
        for basis in point.basis:
            known = self.at(basis.reference)
            told = _lengths(basis.note) if known is None else known
            (named.binding if basis.role is BasisRole.DIRECT else named.other).update(told)
        for major in point.major:
            named.binding |= _lengths(major.condition)
        return named


def check(sources: Sources) -> Iterator[Problem]:
    facts = _Facts(sources)
    of_item: dict[str, set[Period]] = {}
    for entry in sources.of(kinds.ITEMS):
        item: Item = entry.value
        named = {point.id: facts.of(point) for point in item.points}
        of_item[item.id] = {period for one in named.values() for period in one.all}
        for index, point in enumerate(item.points):
            yield from _point(entry, index, point, named[point.id], facts)
        for index, question in enumerate(item.questions):
            known = (named[question.point].all if question.point in named else set()) | facts.cited_in(
                f"{question.answer}。{question.why}"
            )
            for key, text in (("答", question.answer), ("解析", question.why)):
                yield from _unnamed(entry, ("问答", index, key), text, known)
    for listed in sources.of(kinds.PENALTIES):
        yield from _penalty(listed, facts)
    yield from _notes(sources, facts)
    for asking in sources.of(kinds.SELF_CHECK):
        plan: SelfCheckPlan = asking.value
        for index, asked in enumerate(plan.quick):
            if asked.item in of_item:  # else it is told that there is none, or why it cannot be read
                yield from _unnamed(asking, ("快查", index, "问"), asked.text, of_item[asked.item])


def _notes(sources: Sources, facts: _Facts) -> Iterator[Problem]:
    """What other data say of the place that stands beside: forms, glossary, lines, trades."""
    for kind, entries in sources.entries.items():
        if kind in _OWN:
            continue
        for entry in entries:
            for path, text, beside in sentences_in(entry.value):
                if beside is None or _NAMES in path or not any(periods(text)):
                    continue
                known = facts.at(beside)
                if known is not None:
                    yield from _unnamed(entry, path, text, known | facts.cited_in(text, beside), beside.place)


def _point(
    entry: Entry[Item], index: int, point: CheckPoint, named: _Named, facts: _Facts
) -> Iterator[Problem]:
    at: Path = ("要点", index)
    for number, basis in enumerate(point.basis):
        known = facts.at(basis.reference)
        if known is not None:
            known = known | facts.cited_in(basis.note, basis.reference)
            yield from _unnamed(
                entry, (*at, "依据", number, "说明"), basis.note, known, basis.reference.place
            )
    for number, major in enumerate(point.major):
        known = facts.at(major.reference)
        if known is not None:
            path = (*at, "重大隐患", number, "情形")
            yield from _unnamed(entry, path, major.condition, known, major.reference.place)
    texts = (("要点", point.requirement), ("简称", point.short), ("算合格", point.met))
    for key, text in (*texts, ("合格简写", point.met_short)):
        yield from _unnamed(entry, (*at, key), text, named.binding, also=named.other)
    if point.recurring and point.recurring.reference:
        reference = point.recurring.reference
        known = facts.at(reference)
        if known is not None:
            path = (*at, "周期", "频次")
            yield from _unnamed(entry, path, point.recurring.every, known, reference.place)
        yield from _unnamed(entry, (*at, "周期", "事项"), point.recurring.task, named.all | (known or set()))


def _penalty(listed: Entry[Penalty], facts: _Facts) -> Iterator[Problem]:
    penalty = listed.value
    places = [penalty.reference, *penalty.see_also, *([penalty.body_basis] if penalty.body_basis else [])]
    known = [facts.at(place) for place in places]
    if known[0] is None:
        return
    named = {period for one in known if one for period in one}
    for key, text in (("首次", penalty.first), ("逾期", penalty.later), ("责任人", penalty.persons)):
        yield from _unnamed(listed, (key,), text or "", named, penalty.reference.place)


def _unnamed(
    entry: Entry[Any],
    path: Path,
    text: str,
    known: Iterable[Period],
    place: str = "",
    also: Iterable[Period] = (),
) -> Iterator[Problem]:
    """Lengths of time in ``text`` that are not among those ``known`` of ``place`` (empty: of the bases)."""
    known, also = set(known), set(also)
    for sentence in re.split("[。；]", text):
        if _ADVICE.search(sentence):
            continue
        for period, words, _ in periods(sentence):
            if period in known:
                continue
            listed = "、".join(sorted(one.text for one in known)) or "没有写多久"
            where = place or "依据"
            told = "只有不是直接的依据写着" if period in also else f"不在{where}里"
            yield entry.problem(path, RULE, f"“{words}”{told}", f"{where}写的：{listed}", _ADVISE)


def _lengths(text: str) -> set[Period]:
    return {period for period, _, _ in periods(text)}
