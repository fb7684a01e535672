"""How well a reference is evidenced: read against the official text, known second-hand, or not seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from handbook.model.law.article_facts import ArticleFacts
from handbook.model.law.register import CLAUSE_KINDS, Reference


class Grade(StrEnum):
    """Grades from best to worst."""

    READ = "已对原文"
    SECOND_HAND = "二手"
    UNSEEN = "未见"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What vouches for a reference. ``day``: when the official text was read, for :attr:`Grade.READ`."""

    grade: Grade
    day: dt.date | None = None


def evidence(reference: Reference, facts: Mapping[str, ArticleFacts]) -> Evidence:
    """What vouches for ``reference``. Facts of an article are taken from the official text, so an article
    among them was read, unless the register says that its text is a reprint. A place cited without facts is
    known from what others publish; of a document that is only named, with no text in hand, nothing was
    seen."""
    row = facts.get(reference.law_id)
    reprint = reference.article in reference.law.reprinted
    if row and not reprint and (reference.article is None or row.has_article(reference)):
        return Evidence(Grade.READ, row.read)
    law = reference.law
    if law.kind in CLAUSE_KINDS and reference.clause:
        return Evidence(Grade.UNSEEN if law.seen(reference.clause) is None else Grade.SECOND_HAND)
    told = law.text_at_hand != "无" or reference.place
    return Evidence(Grade.SECOND_HAND if told else Grade.UNSEEN)
