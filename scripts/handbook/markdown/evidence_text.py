"""How well references are evidenced (依据核验), in words for readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from handbook.markdown.typography import date_text
from handbook.model.handbook import Handbook
from handbook.model.law.evidence import Grade
from handbook.model.law.register import Reference


def evidence_text(book: Handbook, reference: Reference) -> str:
    """已对原文（2026年11月28日）, 二手 or 未见."""
    found = book.evidence(reference)
    return found.grade.value + (f"（{date_text(found.day)}）" if found.day else "")


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
