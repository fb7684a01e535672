"""What a point says is punished is what the penalty it names punishes: a number one off leads to the penalty
of something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.model.items.item import Item
from handbook.model.law.penalty import Penalty
from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.load import Sources

#: By how much of the words of an act another penalty of the article must be nearer. Of the 312 acts that the
#: handbook names, the most is 0.02.
_NEARER = 0.2


def check(sources: Sources) -> Iterator[Problem]:
    catalogue: dict[tuple[str, object], list[Penalty]] = {}
    for penalty in sources.values(kinds.PENALTIES):
        catalogue.setdefault((penalty.reference.law_id, penalty.reference.article), []).append(penalty)
    pairs: dict[str, frozenset[str]] = {}
    for entry in sources.of(kinds.ITEMS):
        item: Item = entry.value
        for index, point in enumerate(item.points):
            for number, use in enumerate(point.penalties):
                article = catalogue.get((use.reference.law_id, use.reference.article), ())
                own = [penalty for penalty in article if penalty.reference == use.reference]
                if len(own) != 1 or len(article) == 1:
                    continue  # told elsewhere, or there is nothing to mistake it for
                said = _pairs(use.act)
                near = {
                    penalty.reference.text: len(said & pairs.setdefault(penalty.act, _pairs(penalty.act)))
                    for penalty in article
                }
                mine, best = near.pop(own[0].reference.text), max(near, key=lambda text: near[text])
                if near[best] - mine > _NEARER * max(1, len(said)):
                    told = f"{own[0].reference.text}罚的是“{own[0].act}”，这里写的行为不像"
                    hint = f"是不是想写“{best}”？看行为和条文哪一个错了"
                    yield entry.problem(
                        ("要点", index, "处罚", number, "条文"), "R059", told, "行为和罚则是同一件事", hint
                    )


def _pairs(text: str) -> frozenset[str]:
    """The pairs of Han characters side by side."""
    words = re.findall("[\u4e00-\u9fff]+", text)
    return frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1))
