"""A length that a clause asks for stands once, in data/lines.yml: where a page or the data cite that clause,
they say no other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.model.floor.zoning import Unit, metres
from handbook.model.law.register import Reference
from handbook.model.law.resolve import sentences_in
from handbook.problems import Problem
from handbook.sources import kinds, prose
from handbook.sources.load import Sources
from handbook.sources.yaml.tree import Path

#: Millimetres by the unit that words give a length in.
_UNITS = {"mm": 1, "毫米": 1, "cm": 10, "厘米": 10, "m": 1000, "米": 1000}
_LENGTH = re.compile(rf"(?P<number>\d+(?:\.\d+)?) ?(?P<unit>{'|'.join(_UNITS)})(?![a-z²³/])")
_STANDARD = re.compile(r"(?:GB|XF|AQ)(?:/T)? ?[\d.]+-\d{4}")


def check(sources: Sources) -> Iterator[Problem]:
    asked: dict[tuple[str, str], set[int]] = {}
    for zoning in sources.values(kinds.ZONING):
        for measure in (*zoning.aisles, *zoning.clearances, *zoning.stacks, *zoning.sizes):
            cited = measure.ground.reference
            if cited and cited.clause and measure.value and measure.unit is Unit.MILLIMETRE:
                asked.setdefault((cited.law_id, cited.clause), set()).add(measure.value)
    if not asked:
        return
    texts: dict[int, dict[Path, str]] = {}
    for kind, entry, path, reference in prose.references(sources):
        if kind == kinds.ZONING.name or (reference.law_id, reference.clause) not in asked:
            continue
        notes = texts.setdefault(id(entry), {at: text for at, text, _ in sentences_in(entry.value)})
        for length, wanted in _other(notes.get((*path[:-1], "说明"), ""), reference, asked):
            yield entry.problem((*path[:-1], "说明"), *_words(reference, length, wanted))
    for place in prose.everywhere(sources):
        found = place.reference
        if found and place.kind != kinds.ZONING.name and (found.law_id, found.clause) in asked:
            for length, wanted in _other(place.mention.sentence, found, asked):
                yield Problem(place.file, place.line, place.column, *_words(found, length, wanted))


def _other(
    text: str, reference: Reference, asked: dict[tuple[str, str], set[int]]
) -> Iterator[tuple[str, set[int]]]:
    """The first length in ``text`` that none of the clauses it cites asks for."""
    if len({re.sub(" ", "", name) for name in _STANDARD.findall(text)}) > 1:
        return  # whose length is whose, words alone do not say
    wanted = set(asked[reference.law_id, str(reference.clause)])
    for (law, clause), values in asked.items():
        if law == reference.law_id and re.search(rf"(?<![\d.]){re.escape(clause)}(?![\d.])", text):
            wanted |= values
    for match in _LENGTH.finditer(text):
        if round(float(match["number"]) * _UNITS[match["unit"]]) not in wanted:
            yield match[0], wanted
            return


def _words(reference: Reference, length: str, wanted: set[int]) -> tuple[str, str, str, str]:
    listed = "、".join(metres(value) for value in sorted(wanted))
    said = f"这里写 {length}，data/lines.yml 里 {reference}的数不是它"
    return "R062", said, listed, "照原文改；原文改了的，先改 data/lines.yml，两处一样"
