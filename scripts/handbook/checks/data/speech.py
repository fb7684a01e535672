"""Habits of speech: each is put one way, and what is put into writing is not put again."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.model.speech import Speech
from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources


def check(sources: Sources) -> Iterator[Problem]:
    for entry in sources.of(kinds.SPEECH):
        yield from _twice(entry)
        yield from _again(entry)


def _twice(entry: Entry[Speech]) -> Iterator[Problem]:
    """What stands twice: a spoken word of two written ones, a word twice in one row of words alike."""
    first: dict[tuple[str, bool], str] = {}
    for row, wording in enumerate(entry.value.wordings):
        for place, spoken in enumerate(wording.spoken):
            if (spoken, wording.at_end) in first:
                said = f"“{spoken}”已经换成“{first[spoken, wording.at_end]}”"
                yield entry.problem(
                    ("口语", row, "说", place), "D155", said, "一种说法只写一遍", "留对的那一处，删掉另一处"
                )
            first.setdefault((spoken, wording.at_end), wording.written)
    for row, words in enumerate(entry.value.alike):
        for place, word in enumerate(words):
            if word in words[:place]:
                said = f"“{word}”在这一行里写了两遍"
                yield entry.problem(("近义", row, place), "D155", said, "一行里一个词写一遍", "删掉一个")


def _again(entry: Entry[Speech]) -> Iterator[Problem]:
    """A written form that holds a spoken one: whether it is put once more would hang on the order."""
    spoken = {word for wording in entry.value.wordings if not wording.at_end for word in wording.spoken}
    for row, wording in enumerate(entry.value.wordings):
        again = next((word for word in sorted(spoken) if word in wording.written), None)
        if again is not None:
            said = f"写的话“{wording.written}”里有“{again}”，它自己也要换"
            yield entry.problem(
                ("口语", row, "写"), "D156", said, "最后要写成的话", "直接写换完以后的话，或者删掉一处"
            )
