"""What checks ask of a page's Markdown, known from the last run where the page is as it was: to take all
pages apart was a sixth of a check."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

from handbook.page_text.front_matter import split_front_matter
from handbook.page_text.page import Heading, Include, Link, questions, read, unique_id
from handbook.sources.file_cache import cached
from handbook.sources.source_file import SourceFile


@dataclass(frozen=True, slots=True)
class PageFacts:
    """As :class:`~handbook.page_text.PageText` gives them; lines count from the first behind the front
    matter. ``asked``: the places of what its sections ask; ``open_ended``: whether an include line or a block
    of code is not whole."""

    includes: tuple[Include, ...]
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    ids: frozenset[str]
    asked: tuple[str, ...]
    open_ended: bool


def _row(facts: PageFacts) -> list[Any]:
    rows = [[astuple(one) for one in found] for found in (facts.includes, facts.headings, facts.links)]
    return [*rows, sorted(facts.ids), facts.asked, facts.open_ended]


def _of_row(_: SourceFile, row: list[Any]) -> PageFacts:
    includes, headings, links, ids, asked, open_ended = row
    return PageFacts(
        tuple(Include(*one) for one in includes),
        tuple(Heading(*one) for one in headings),
        tuple(Link(*one) for one in links),
        frozenset(ids),
        tuple(asked),
        open_ended,
    )


@cached(_row, _of_row)
def page_facts(source: SourceFile) -> PageFacts:
    """What stands on the page ``source``."""
    page = read(split_front_matter(source.text)[1])
    seen: set[str] = set()
    asked = [unique_id(told, seen) for text in page.section_sources for told, _ in questions(text)]
    open_ended = bool(page.failed_includes or page.open_fence)
    return PageFacts(page.includes, page.headings, page.links, page.ids, tuple(asked), open_ended)
