"""Texts made from data that include lines in hand-written pages take in."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.markdown import (
    campaign_parts,
    home_parts,
    learning_paths,
    leniency_tables,
    register_tables,
    rule_tables,
    stars_tables,
    zoning_tables,
)
from handbook.markdown.evidence_text import proved_text
from handbook.markdown.templates import render
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item
from handbook.model.law.evidence import Grade
from handbook.model.law.register import LawKind, LawState, Reference


def includes(book: Handbook) -> dict[str, str]:
    """The texts that include lines take in, by the names the lines use."""
    return dict(book.once(_includes))


def _includes(book: Handbook) -> dict[str, str]:
    tables = zoning_tables.partials(book) | stars_tables.partials(book) | rule_tables.partials()
    tables |= leniency_tables.partials(book)
    tables |= campaign_parts.partials(book)
    tables |= home_parts.partials(book) | register_tables.partials(book)
    tables |= learning_paths.partials(book)
    return item_includes(book) | tables


def item_includes(book: Handbook) -> dict[str, str]:
    """The two parts of each item's page by the names of the include lines."""
    return {name: text for item in book.items for name, text in parts_of_item(book, item).items()}


def parts_of_item(book: Handbook, item: Item) -> dict[str, str]:
    """The parts of an item's page that are made of its data, by the names of their include lines."""
    page = f"checklists/{item.stem}.html"
    rows = _reference_rows(book, item)
    return {
        f"checklists/{item.id}/points.md": render(
            "item-points.md.jinja", page, book, item=item, told=_told(item)
        ),
        f"checklists/{item.id}/law.md": render(
            "item-law.md.jinja",
            page,
            book,
            item=item,
            references=rows,
            in_force=all(row.state == LawState.IN_FORCE.value for row in rows),
            proved=proved_text(book, item.references),
        ),
    }


def _told(item: Item) -> dict[Reference, tuple[str, int]]:
    """For each penalty where it is told in full, elsewhere only pointed to: the first point that names it,
    and the penalty's place among those of the point."""
    told: dict[Reference, tuple[str, int]] = {}
    for point in item.points:
        for place, use in enumerate(point.penalties):
            told.setdefault(use.reference, (point.id, place))
    return told


@dataclass(frozen=True)
class _ReferenceRow:
    reference: Reference
    uses: tuple[str, ...]
    state: str
    #: In force and compared with the original: paper counts it and leaves the row out.
    sure: bool


def _reference_rows(book: Handbook, item: Item) -> list[_ReferenceRow]:
    rows = []
    for reference in sorted(item.references, key=lambda r: (_rank(r), r)):
        uses: dict[str, None] = {}
        for point in item.points:
            uses.update(
                {
                    f"{point.id} {basis.role.value}依据": None
                    for basis in point.basis
                    if basis.reference == reference
                }
            )
            uses.update({f"{point.id} 罚则": None for use in point.penalties if use.reference == reference})
            uses.update(
                {f"{point.id} 重大隐患判定": None for major in point.major if major.reference == reference}
            )
            if point.recurring and point.recurring.reference == reference:
                uses[f"{point.id} 频次"] = None
        state = reference.law.state_on(book.today)
        sure = state == LawState.IN_FORCE and book.evidence(reference).grade == Grade.READ
        rows.append(_ReferenceRow(reference, tuple(uses), state.value, sure))
    return rows


def _rank(reference: Reference) -> int:
    return list(LawKind).index(reference.law.kind)
