"""Citations in everything written by hand: pages, and the sentences in the data."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handbook.model.handbook import REGISTERS
from handbook.model.law.prose_citations import Mention
from handbook.model.law.register import Reference
from handbook.model.law.resolve import Sentence, references_in, sentences_in
from handbook.sources.load import Entry, PageEntry, Sources
from handbook.sources.yaml.tree import Path


@dataclass(frozen=True, slots=True)
class Cited:
    """A mention of a law in prose and where it stands. ``kind``: pages, or the name of the data."""

    mention: Mention
    file: str
    line: int
    column: int
    kind: str
    page: PageEntry | None = None

    @property
    def reference(self) -> Reference | None:
        """The reference, None when the citation is wrong."""
        return self.mention.found if isinstance(self.mention.found, Reference) else None


def in_pages(sources: Sources) -> Iterator[Cited]:
    """Every mention of a law on the hand-written pages."""
    for page in sources.pages:
        body = page.page.body
        found = sources.reader.find_in_text(body)
        if not found:
            continue
        starts = [0]
        while (at := body.find("\n", starts[-1])) >= 0:
            starts.append(at + 1)
        for mention in found:
            row = bisect_right(starts, mention.offset) - 1
            column = mention.offset - starts[row] + 1
            yield Cited(mention, page.source.name, page.offset + row + 1, column, "pages", page)


#: Data without sentences of ours: what people type, words to go elsewhere, the register's and lists of words.
_NOT_OURS = frozenset({"asked", "speech", "elsewhere", "laws", "articles", "changes", "conditions"})
SENTENCE = re.compile(r"[^。！？\n]+")


def of_ours(sources: Sources) -> Iterator[tuple[Entry[Any], Sentence]]:
    """Every text of the data that we say, with its entry."""
    for kind, entries in sources.entries.items():
        for entry in entries if kind not in _NOT_OURS else ():
            for sentence in sentences_in(entry.value):
                yield entry, sentence


def in_data(sources: Sources) -> Iterator[Cited]:
    """Every mention of a law in the sentences of the data. A note beside a reference may say 该条例 of it."""
    for kind, entries in sources.entries.items():
        if kind in REGISTERS:
            continue
        for entry in entries:
            for path, text, beside in sentences_in(entry.value):
                law = beside.law if beside else None
                for mention in sources.reader.find_in_text(text, law):
                    line, column = entry.tree.position((*entry.path, *path))
                    yield Cited(mention, entry.tree.source.name, line, column, kind)


def everywhere(sources: Sources) -> tuple[Cited, ...]:
    """Mentions in pages and data."""
    return sources.once(_everywhere)


def _everywhere(sources: Sources) -> tuple[Cited, ...]:
    return (*in_pages(sources), *in_data(sources))


def references(sources: Sources) -> tuple[tuple[str, Entry[Any], Path, Reference], ...]:
    """Every reference that is a value of the data: the name of its kind, the entry, the path in it."""
    return sources.once(_references)


def _references(sources: Sources) -> tuple[tuple[str, Entry[Any], Path, Reference], ...]:
    return tuple(
        (kind, entry, path, reference)
        for kind, entries in sources.entries.items()
        for entry in entries
        for path, reference in references_in(entry.value)
    )
