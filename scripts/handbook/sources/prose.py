"""Citations in everything written by hand: pages, and the sentences in the data."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from handbook.model.law.prose_citations import Mention
from handbook.model.law.register import Reference
from handbook.model.law.resolve import iter_references, yaml_keys
from handbook.sources.file_cache import cached_by_identity
from handbook.sources.load import Entry, PageEntry, Sources
from handbook.sources.yaml.tree import Path

#: Kinds of data whose sentences speak of laws as a register does (what was repealed, what is to come).
_REGISTERS = frozenset({"laws", "changes"})


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


def in_data(sources: Sources) -> Iterator[Cited]:
    """Every mention of a law in the sentences of the data. A note beside a reference may say 该条例 of it."""
    for kind, entries in sources.entries.items():
        if kind in _REGISTERS:
            continue
        for entry in entries:
            for path, text, beside in sentences(sources, entry):
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
        for path, reference in _references_of(entry.value)
    )


@cached_by_identity
def _references_of(value: Any) -> tuple[tuple[Path, Reference], ...]:
    return tuple(iter_references(value))


#: A text in a value of the data: its path, itself, and the reference that stands beside it.
Sentence = tuple[Path, str, Reference | None]


def sentences(sources: Sources, entry: Entry[Any]) -> Sequence[Sentence]:
    """Every text in an entry of the data. Looked for once: many checks read all of them."""
    return sentences_of(entry.value)


@cached_by_identity
def sentences_of(value: Any) -> list[Sentence]:
    """Every text in a value of the data."""
    found: list[Sentence] = []
    _note_sentences(value, (), None, found)
    return found


def _note_sentences(value: Any, path: Path, beside: Reference | None, found: list[Sentence]) -> None:
    if isinstance(value, str):
        found.append((path, value, beside))
    elif isinstance(value, BaseModel):
        values = vars(value)
        reference = getattr(value, "reference", None) if _has_reference(type(value)) else None
        own = reference if isinstance(reference, Reference) else beside
        for name, key in yaml_keys(type(value)):
            part = values[name]
            if isinstance(part, str):
                found.append(((*path, key), part, own))
            elif isinstance(part, BaseModel | tuple):
                _note_sentences(part, (*path, key), own, found)
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            _note_sentences(part, (*path, index), beside, found)


@cache
def _has_reference(shape: type[BaseModel]) -> bool:
    return "reference" in shape.model_fields or hasattr(shape, "reference")
