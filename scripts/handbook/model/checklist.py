"""Lists of points: all, by aspect, by side and by special hazard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handbook.model.handbook import Handbook, Located
from handbook.model.items.item import CheckPoint, Item, Role

#: What a look at a point may find, as it is ticked: met, not met, does not apply.
RESULTS = ("符合", "不符合", "不适用")
#: The list of every point.
ALL_POINTS = "all"
#: A special hazard with fewer points has no printed list of its own; those go together on one.
FEW = 5
#: The printed list of hazards with few points.
TOGETHER = "hazard-together"
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
    def paper(self) -> str:
        """Id of the printed list that holds its points."""
        if self.id in ROLE_SLUGS.values():
            return ALL_POINTS  # nine points in ten concern both sides; the rest say there whose they are
        return TOGETHER if self.id.startswith("hazard-") and 0 < self.count < FEW else self.id

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
            ALL_POINTS,
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
        whose = "把厂房租给别人" if role is Role.LANDLORD else "租别人厂房生产"
        lead = f"{whose}的一方要查的要点。"
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


def printed_lists(book: Handbook) -> list[Checklist]:
    """The lists offered on paper: those with points, but for the two sides' own; short ones of special
    hazards together on one."""
    lists = [checklist for checklist in checklists(book) if checklist.count]
    short = {checklist.id for checklist in lists if checklist.paper == TOGETHER}
    hazards = [hazard for hazard in book.hazards if f"hazard-{hazard.id}" in short]
    own = [checklist for checklist in lists if checklist.paper == checklist.id]
    if not hazards:
        return own
    names = {hazard.name for hazard in hazards}
    found = [entry for entry in book.points() if names & set(entry.item.hazards_of(entry.point))]
    together = Checklist(
        TOGETHER,
        "动火、登高、住宿等专项检查表" if len(hazards) > 1 else f"{hazards[0].name}专项检查表",
        f"要点少的专项合成一张：{'、'.join(hazard.name for hazard in hazards)}。哪样没有，那几行写不适用。",
        "",
        _grouped(found),
    )
    return [*own, together]


def _groups(
    book: Handbook, *, role: Role | None = None, hazard: str | None = None
) -> tuple[ChecklistGroup, ...]:
    return _grouped(book.points_for(role=role, hazard=hazard))


def _grouped(found: Iterable[Located]) -> tuple[ChecklistGroup, ...]:
    by_item: dict[str, list[Located]] = {}
    for entry in found:
        by_item.setdefault(entry.item.id, []).append(entry)
    return tuple(
        ChecklistGroup(entries[0].item, tuple(entry.point for entry in entries))
        for entries in by_item.values()
    )
