"""Markdown of the site: the parts joined into hand-written pages, and the pages made from data alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from handbook.model.handbook import Handbook, Located
from handbook.model.item import CheckPoint, Item, Role
from handbook.model.law import LawKind, Reference
from handbook.writers.templates import render

#: What the theme leaves out of a page that its menu does not show; the page gets the room.
OUTSIDE_MENU = ["navigation"]

ROLE_SLUGS = {Role.LANDLORD: "landlord", Role.TENANT: "tenant"}


@dataclass(frozen=True)
class Checklist:
    """One list of points, as page and as printed form: who or what it is for, and which points."""

    id: str
    title: str
    lead: str
    query: str  # the self-check's question that yields the same points
    groups: tuple[ChecklistGroup, ...]

    @property
    def address(self) -> str:
        return f"checklists/{self.id}.html"

    @property
    def count(self) -> int:
        return sum(len(group.points) for group in self.groups)


@dataclass(frozen=True)
class ChecklistGroup:
    item: Item
    points: tuple[CheckPoint, ...]


def checklists(book: Handbook) -> list[Checklist]:
    """Whole list; one for each aspect, role and special hazard that has points."""
    result = [
        Checklist(
            "all",
            "全部检查要点",
            f"{len(book.items)} 条的全部要点，一张表。",
            "all=1",
            tuple(ChecklistGroup(i, i.points) for i in book.items),
        )
    ]
    for aspect in book.aspects:
        groups = tuple(ChecklistGroup(item, item.points) for item in book.items_of(aspect))
        items = ",".join(item.id for item in book.items_of(aspect))
        result.append(
            Checklist(f"aspect-{aspect.id}", f"{aspect.name}检查表", aspect.scope, f"items={items}", groups)
        )
    for role, slug in ROLE_SLUGS.items():
        lead = (
            "把厂房租给别人的一方要查的要点。"
            if role is Role.LANDLORD
            else "租别人厂房生产的一方要查的要点。"
        )
        result.append(Checklist(slug, f"{role.value}检查表", lead, f"role={slug}", _groups(book, role=role)))
    for hazard in book.hazards:
        groups = _groups(book, hazard=hazard.name)
        if groups:
            result.append(
                Checklist(
                    f"hazard-{hazard.id}",
                    f"{hazard.name}专项检查表",
                    f"涉及{hazard.name}的企业才查。{hazard.examples}",
                    f"hazard={hazard.id}",
                    groups,
                )
            )
    return result


def _groups(
    book: Handbook, *, role: Role | None = None, hazard: str | None = None
) -> tuple[ChecklistGroup, ...]:
    found = book.points_for(role=role, hazard=hazard)
    return tuple(
        ChecklistGroup(item, tuple(entry.point for entry in entries)) for item, entries in _by_item(found)
    )


def _by_item(found: list[Located]) -> Iterator[tuple[Item, list[Located]]]:
    for _, entries in groupby(found, key=lambda entry: entry.item.id):
        rows = list(entries)
        yield rows[0].item, rows


def item_parts(book: Handbook) -> dict[str, str]:
    """The two parts of each item's page by the names of the joint lines."""
    parts: dict[str, str] = {}
    for item in book.items:
        page = f"checklists/{item.stem}.html"
        parts[f"checklists/{item.id}/points.md"] = render("item-points.md.jinja", page, book, item=item)
        parts[f"checklists/{item.id}/law.md"] = render(
            "item-law.md.jinja", page, book, item=item, references=_reference_rows(book, item)
        )
    return parts


@dataclass(frozen=True)
class _ReferenceRow:
    reference: Reference
    uses: tuple[str, ...]
    state: str


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
        rows.append(_ReferenceRow(reference, tuple(uses), reference.law.state_on(book.today).value))
    return rows


def _rank(reference: Reference) -> int:
    return list(LawKind).index(reference.law.kind)


def unwritten_pages(book: Handbook) -> dict[str, str]:
    """A plain page for each item that has no hand-written page yet."""
    have = {page.path for page in book.pages}
    return {
        f"checklists/{item.stem}.md": f'--8<-- "checklists/{item.id}/points.md"\n'
        for item in book.items
        if f"checklists/{item.stem}.md" not in have
    }


def checklist_pages(book: Handbook) -> dict[str, str]:
    lists = checklists(book)
    pages = {
        f"checklists/{entry.id}.md": front_matter(entry.title, entry.lead, hide=OUTSIDE_MENU)
        + render(
            "checklist.md.jinja",
            entry.address,
            book,
            title=entry.title,
            lead=entry.lead,
            groups=entry.groups,
            query=entry.query,
        )
        for entry in lists
    }
    pages["checklists/index.md"] = front_matter(
        "检查事项", "4个方面22条检查事项：要做到什么、怎么查、不做什么后果、怎么改。"
    ) + render("checklists-index.md.jinja", "checklists/index.html", book, lists=lists)
    return pages


def law_pages(book: Handbook) -> dict[str, str]:
    """A page for each law of the register, and their index."""
    pages: dict[str, str] = {}
    for law in book.laws:
        penalties = sorted(
            (p for p in book.penalties if p.reference.law_id == law.id), key=lambda p: p.reference
        )
        pages[f"laws/{law.id}.md"] = front_matter(
            law.title, f"{law.name}：效力状态、官方网址，以及引用它的检查要点。", hide=OUTSIDE_MENU
        ) + render(
            "law.md.jinja",
            f"laws/{law.id}.html",
            book,
            law=law,
            state=law.state_on(book.today),
            places=book.citations.get(law.id, {}),
            elsewhere=book.places_elsewhere.get(law.id, ()),
            successor=book.law_by_id.get(law.superseded_by or ""),
            penalties=penalties,
        )
    groups = [
        {
            "kind": kind.value,
            "rows": [
                {
                    "law": law,
                    "state": law.state_on(book.today),
                    "count": len(
                        {
                            entry.point.id
                            for entries in book.citations.get(law.id, {}).values()
                            for entry in entries
                        }
                    ),
                }
                for law in book.laws
                if law.kind is kind
            ],
        }
        for kind in LawKind
    ]
    pages["laws/index.md"] = front_matter(
        "法规和标准", "本手册引用的法律、法规、规章和标准的登记册。", hide=OUTSIDE_MENU
    ) + render(
        "laws-index.md.jinja", "laws/index.html", book, groups=[group for group in groups if group["rows"]]
    )
    return pages


def front_matter(title: str, description: str, **more: object) -> str:
    """Front matter of a page; JSON is YAML too, so every text stays what it is."""
    values = {"title": title, "description": description, **more}
    return (
        "---\n"
        + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
        + "---\n\n"
    )
