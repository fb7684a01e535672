"""《“4+22”口袋书》: what one needs of the items while standing in front of a thing, as an A6 book.

Every item stands on four pages: its points with what counts as met, the consequences, and what to do today.
The cut of one
side has its points and consequences alone, closer together, so that it can be stapled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from handbook.books.book_spec import A6, BookSpec
from handbook.books.content import gravest_penalties
from handbook.books.content.book_data import MARKS, points_of
from handbook.books.content.selection import Selection, cover_data, select
from handbook.drawing.icons import icon_shapes
from handbook.markdown import brief_clause
from handbook.markdown.point_view import NO_PENALTY, PointView, unread_judging_note
from handbook.markdown.typography import date_text, words
from handbook.model.addresses import short_address
from handbook.model.checklist import ROLE_SLUGS
from handbook.model.handbook import Handbook
from handbook.model.items.item import CheckPoint, Item, PenaltyUse, Role
from handbook.model.law.penalty import Penalty
from handbook.model.law.register import Reference
from handbook.model.papers.download_names import POCKET_BOOK
from handbook.page_text.page import read
from handbook.pdf.qr_code import qr_svg
from handbook.recipes.lazy import Lazy

NAME = "口袋书"
#: The standard that nearly every major hazard is judged by: its name is told once.
_MAJOR_RULE = "工贸企业重大事故隐患判定标准"


def pocket_volume(
    book: Handbook, *, items: Sequence[str] | None = None, aspect: str | None = None, role: Role | None = None
) -> BookSpec:
    """The whole list, or the part of it that :func:`select` gives; the cover then says which."""
    selection = select(book, items=items, aspect=aspect, role=role)
    chosen = selection.items
    aspects = _aspects(book, selection)
    values = cover_data(book, selection, NAME, 30, aspects) | {
        "short-title": f"“4+22”{NAME}",
        "compact": role is not None,
        "left-out-are": gravest_penalties.GRAVEST,
        "address-of-item": f"{book.site.address.split('://')[1]}{short_address('条号')}",
        "ruler": True,
        "blurb": ["站在现场翻的：看什么，怎样算合格，不做要罚什么，今天怎么改。"],
        **_explained(book, selection, aspects),
        "major": _major(selection),
        "unread-judging": _unread_judging(book, chosen),
        "telephones": [
            {"name": line.name, "number": line.number, "use": words(line.use)} for line in book.site.phones
        ],
    }
    return BookSpec(
        POCKET_BOOK + (f"-{ROLE_SLUGS[role]}" if role else ""),
        values["title"],
        A6,
        "pocket.typ",
        values,
        Lazy(lambda: values, values),
        group=NAME,
        note=f"{len(chosen)} 条，" + (f"只有{role.value}的要点；" if role else "一条四页；"),
    )


def _aspects(book: Handbook, selection: Selection) -> list[dict[str, Any]]:
    """The aspects that are there, each with its items."""
    bodies = {page.path: page.body for page in book.pages}
    return [
        {
            "number": entry.number,
            "name": entry.name,
            "place": place,
            "items": [
                pocket_item(book, item, bodies.get(f"checklists/{item.stem}.md", ""), selection.role)
                for item in own
            ],
        }
        for place, entry in enumerate(book.aspects)
        if (own := [item for item in selection.items if item.aspect == entry.name])
    ]


def _explained(book: Handbook, selection: Selection, aspects: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What the short writing of the pages means: hazards, signs, bodies, and when no fine follows."""
    used = {body for entry in aspects for item in entry["items"] for body in item["bodies"]}
    special = {
        name
        for item in selection.items
        for point in points_of(item, selection.role)
        for name in point.hazards
    }
    return {
        "short-hazards": [
            f"{hazard.short}是{hazard.name}"
            for hazard in book.hazards
            if hazard.short and hazard.name in special
        ],
        "legend": list(brief_clause.LEGEND),
        "bodies": [{"short": body.short, "name": body.name} for body in book.bodies if body.short in used],
        "leniency": [
            {
                "place": brief_clause.citation(case.reference.text),
                "condition": words(case.condition),
                "effect": words(case.effect),
            }
            for case in book.leniency.cases
            if case.reference.place.startswith("第三十三条")
        ],
    }


def _major(selection: Selection) -> list[dict[str, str]]:
    """The points that may be a major hazard, each with the articles that say so."""
    rows = []
    for item in selection.items:
        for point in points_of(item, selection.role):
            if point.major:
                places = short_places([brief_clause.citation(entry.reference.text) for entry in point.major])
                articles = words(places.removeprefix(_MAJOR_RULE))
                name = words(PointView(item, point).name)
                rows.append({"id": point.id, "name": name, "articles": articles})
    return rows


def _unread_judging(book: Handbook, chosen: Sequence[Item]) -> list[str]:
    """The standards for judging major hazards that nobody has had in full, each with the items concerned."""
    return [
        words(unread_judging_note(law, f"第 {'、'.join(found)} 条"))
        for law in dict.fromkeys(law for item in chosen for law in book.unread_judging(item))
        if law.unread_judging
        and (found := [item.id for item in chosen if item.id in law.unread_judging.items])
    ]


def pocket_item(book: Handbook, item: Item, text: str, role: Role | None = None) -> dict[str, Any]:
    """What the pocket book says of ``item``, with ``role`` of that side's points; ``text``: the Markdown of
    its page."""
    points = points_of(item, role)
    groups = consequence_groups(book, points, role)
    # The cut of one side says of each point the worst alone.
    left_out = (
        sum(len(_uses(point, role)) for point in points) - len(worst_of(book, points, role)) if role else 0
    )
    url = book.site.address + short_address(item.id)
    values: dict[str, Any] = {
        "id": item.id,
        "name": item.name,
        "icon": icon_shapes(book, item),
        "url": url,
        "points": [_point(book, item, point, groups, role) for point in points],
        "no-penalty": NO_PENALTY,
        "pictures": _pictures(text)[:2],
        "consequences": groups,
        "left-out": left_out,
        "bodies": sorted({body for group in groups for body in group["bodies"]}),
    }
    return values if role else values | _whole_item(item, points, url)


def _whole_item(item: Item, points: Sequence[CheckPoint], url: str) -> dict[str, Any]:
    """What the cut of one side leaves out, so that it is not made anew when this changes."""
    views = {point.id: PointView(item, point) for point in points}
    return {
        "status": item.status.value,
        "verified": date_text(item.verified),
        "only": _only(item),
        "short": url.split("://")[1],
        "qr": qr_svg(url),
        "ways": {id: {"how": words(view.how), "methods": view.methods} for id, view in views.items()},
    }


def _pictures(text: str) -> list[dict[str, str]]:
    """The drawings of an item's page."""
    return [
        {"src": f"/build/drawings/{name}", "alt": link.text}
        for link in read(text).pictures
        if (name := link.drawing)
    ]


def _only(item: Item) -> str:
    """Which firms alone the item is looked at in; several hazards stand beside the points they belong to."""
    if len(item.hazards) > 1:
        return "涉及括号里的专项才查"
    return "".join(f"涉及{hazard}才查" for hazard in item.hazards)


def _point(
    book: Handbook, item: Item, point: CheckPoint, groups: list[dict[str, Any]], role: Role | None
) -> dict[str, Any]:
    view = PointView(item, point)
    # The cut of one side need not say of each point that it is that side's.
    sides = [] if role else [side.value for side in point.roles]
    short = {hazard.name: hazard.short or hazard.name for hazard in book.hazards}
    return {
        "id": point.id,
        "name": words(view.name),
        "met": words(view.met_short),
        "duty": point.is_duty,
        "major": bool(point.major),
        "only": "、".join([*sides, *(short[name] for name in point.hazards)]),
        "marks": [group["mark"] for group in groups if point.id in group["points"]],
        "today": words(view.today_short),
        "term": view.term,
    }


def consequence_groups(
    book: Handbook, points: Sequence[CheckPoint], role: Role | None = None
) -> list[dict[str, Any]]:
    """All penalties of ``points``, or the worst that may meet ``role``, in rows as :func:`grouped` makes
    them."""
    if role:
        return grouped(book, worst_of(book, points, role), sides=False)
    return grouped(book, [(point, use) for point in points for use in point.penalties])


def _uses(point: CheckPoint, role: Role | None) -> list[PenaltyUse]:
    """The penalties of ``point`` that may meet ``role`` (None: either side)."""
    return [use for use in point.penalties if not (role and use.who) or use.who is role]


def worst_of(
    book: Handbook,
    points: Sequence[CheckPoint],
    role: Role | None = None,
    judge: Callable[[Iterable[Penalty]], list[Penalty]] = gravest_penalties.gravest,
) -> list[tuple[CheckPoint, PenaltyUse]]:
    """Of each point the penalties that ``judge`` (see :mod:`~handbook.books.content.gravest_penalties`) takes
    from those that a side may meet, for each side; with ``role`` only what may meet that side."""
    told = []
    for point in points:
        uses = _uses(point, role)
        kept: set[Reference] = set()
        sides: set[Role | None] = {use.who for use in uses if use.who}
        for side in sides or {None}:
            met = [book.penalty(use.reference) for use in uses if use.who in (None, side)]
            kept |= {penalty.reference for penalty in judge(met)}
        told += [(point, use) for use in uses if use.reference in kept]
    return told


def grouped(
    book: Handbook, uses: Iterable[tuple[CheckPoint, PenaltyUse]], *, sides: bool = True
) -> list[dict[str, Any]]:
    """The penalties of ``uses``, those whose consequences read the same in short writing and are imposed by
    the same bodies in one row, as often in one article. ``sides``: say of an act whose it alone is.

    Each row has its acts (the duties broken), the points that say so, the places that punish them, the
    amounts in short writing and the bodies.
    """
    uses = list(uses)
    acts: dict[Reference, list[str]] = {}
    for _, use in uses:
        act = words(book.penalty(use.reference).act_of(use.act))
        act += f"（{use.who.value}）" if use.who and sides else ""
        told = acts.setdefault(use.reference, [])
        if act not in told:
            told.append(act)
    rows: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for point, use in uses:
        entry = book.penalty(use.reference)
        steps = (brief_clause.clause(words(step or "")) for step in (entry.first, entry.later, entry.persons))
        bodies = (book.body_by_name[body].short for body in entry.bodies)
        key = (words(entry.premise or ""), *steps, entry.later_name, *bodies)
        row = rows.setdefault(key, {"acts": [], "references": [], "points": []})
        # An article that punishes several things here is told in its own words, which hold them all.
        told = acts[use.reference]
        for name, value in (
            ("acts", told[0] if len(told) == 1 else words(entry.act_of(entry.act))),
            ("references", brief_clause.citation(words(use.reference.text))),
            ("points", point.id),
        ):
            if value not in row[name]:
                row[name].append(value)
    return [
        {
            "mark": MARKS[number],
            "acts": row["acts"],
            "points": row["points"],
            "places": short_places(row["references"]),
            "premise": premise,
            "first": first,
            "later": later,
            "persons": persons,
            "later-name": name,
            "bodies": list(short),
        }
        for number, ((premise, first, later, persons, name, *short), row) in enumerate(rows.items())
    ]


def short_places(references: Iterable[str]) -> str:
    """Citations with a law's name, article and paragraph only where they change, the items in their order:
    安全生产法第97条第3、4项、第99条第1项."""
    heads: dict[str, dict[str, list[str]]] = {}
    for text in dict.fromkeys(references):
        law, sign, place = text.partition("第")
        head, _, item = (sign + place).rpartition("第")
        if item.endswith("项") and head:
            heads.setdefault(law, {}).setdefault(head, []).append(item.removesuffix("项"))
        else:
            heads.setdefault(law, {}).setdefault(sign + place, [])
    return "、".join(
        law + "、".join(head + (f"第{_runs(items)}项" if items else "") for head, items in places.items())
        for law, places in heads.items()
    )


def _runs(numbers: Iterable[str]) -> str:
    """Numbers in order, three or more that follow each other as a range: 8、10～13、15. Others as they
    are."""
    found = list(numbers)
    if not all(number.isdigit() for number in found):
        return "、".join(found)
    runs: list[list[int]] = []
    for number in sorted(map(int, found)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}～{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)
