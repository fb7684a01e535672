"""Conditions of an article that a sentence does not leave out (data/conditions.yml)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.model.law.inseparable import Inseparable
from handbook.problems import Problem
from handbook.sources import kinds, prose
from handbook.sources.load import Sources


def check(sources: Sources) -> Iterator[Problem]:
    rules = sources.values(kinds.CONDITIONS)
    if not rules:
        return
    # Few texts say any of it: one look at each, and not one for each rule.
    words = re.compile("|".join(re.escape(rule.said) for rule in rules))
    for entry, (path, text, _) in prose.of_ours(sources):
        for rule, _ in _half_told(rules, words, text):
            yield entry.problem(path, *_told(rule))
    for page in sources.pages:
        for rule, offset in _half_told(rules, words, page.page.body):
            yield page.problem(offset, *_told(rule))


def _half_told(
    rules: tuple[Inseparable, ...], words: re.Pattern[str], text: str
) -> Iterator[tuple[Inseparable, int]]:
    """Rules broken in ``text``, each with the place of its words."""
    said = [rule for rule in rules if rule.said in text] if words.search(text) else []
    for sentence in prose.SENTENCE.finditer(text) if said else ():
        for rule in said:
            at = sentence[0].find(rule.said)
            if at >= 0 and not any(word in sentence[0] for word in rule.also):
                yield rule, sentence.start() + at


def _told(rule: Inseparable) -> tuple[str, str, str, str]:
    return (
        "S203",
        f"写了“{rule.said}”，条件没有说全",
        f"同一句里有“{'”或者“'.join(rule.also)}”",
        f"补上，条件的出处：{rule.reference.text}；说的是别的事，换一个说法；处处都报的，看 data/conditions.yml 这一行",
    )
