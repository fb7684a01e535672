"""Clauses of standards that are cited although nobody saw their wording.

The register lists the clauses of each standard whose wording was had, if only reprinted. A number that is not
listed may be cited where the same note or sentence says that the text is not at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.model.law.register import CLAUSE_KINDS, Reference
from handbook.model.law.resolve import sentences_in
from handbook.problems import Problem
from handbook.sources import prose
from handbook.sources.load import Sources
from handbook.sources.yaml.tree import Path

RULE = "R053"
_NOT_AT_HAND = re.compile("(?:没有|没|未)(?:看到|见到|取得|见)|手头没有")


def check(sources: Sources) -> Iterator[Problem]:
    notes: dict[int, dict[Path, str]] = {}
    for _, entry, path, reference in prose.references(sources):
        if not _unseen(reference):
            continue
        texts = notes.setdefault(id(entry), {at: text for at, text, _ in sentences_in(entry.value)})
        if not _NOT_AT_HAND.search(texts.get((*path[:-1], "说明"), "")):
            yield entry.problem(path, RULE, *_words(reference))
    for place in prose.everywhere(sources):
        if place.reference and _unseen(place.reference) and not _NOT_AT_HAND.search(place.mention.sentence):
            yield Problem(place.file, place.line, place.column, RULE, *_words(place.reference))


def _unseen(reference: Reference) -> bool:
    return bool(
        reference.law.kind in CLAUSE_KINDS
        and reference.clause
        and reference.law.seen(reference.clause) is None
    )


def _words(reference: Reference) -> tuple[str, str, str]:
    seen = "、".join(row.partition(" ")[0] for row in reference.law.seen_clauses)
    return (
        f"登记册里 {reference.law.name} 没有登记见过第 {reference.clause} 条",
        f"见过的条：{seen or '一条也没有'}",
        "对一对条号；见过文字的，写进登记册这部标准的“见条”；没有见过的，在说明或者同一句里写没有看到原文",
    )
