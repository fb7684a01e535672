"""How well references are evidenced (依据核验), in words for readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from handbook.markdown.typography import date_text
from handbook.model.handbook import Handbook
from handbook.model.law.evidence import Grade
from handbook.model.law.register import LawState, Reference


def evidence_text(book: Handbook, reference: Reference) -> str:
    """已对原文（2026年11月28日）, 二手 or 未见."""
    found = book.evidence(reference)
    return found.grade.value + (f"（{date_text(found.day)}）" if found.day else "")


def lapse_text(book: Handbook, reference: Reference) -> str:
    """已于2027年1月1日失效，由 GB 8624-2025 替代: of what was in force when the edition was printed and has
    ended since; empty of all else."""
    law = reference.law
    if law.state_on(book.today) is not LawState.REPEALED or not law.repealed:
        return ""
    newer = book.law_by_id.get(law.superseded_by or "")
    return f"已于{date_text(law.repealed)}失效" + (f"，由 {newer.name} 替代" if newer else "")


def proved_text(book: Handbook, references: Iterable[Reference]) -> str:
    """依据核验：38 处里 35 处已对原文（92%），2 处二手，1 处未见."""
    grades = Counter(book.evidence(reference).grade for reference in references)
    total = sum(grades.values())
    read = grades[Grade.READ]
    # A share is rounded down: all but one of two hundred is not all.
    told = [f"{read} 处已对原文（{read * 100 // total}%）"] if total else []
    told += [
        f"{grades[grade]} 处{grade.value}" for grade in (Grade.SECOND_HAND, Grade.UNSEEN) if grades[grade]
    ]
    return f"依据核验：{total} 处里 {'，'.join(told)}" if total else ""
