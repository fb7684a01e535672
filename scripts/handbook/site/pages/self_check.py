"""The self-check page: the way to the lists for every browser, and the data its program works with.

The data come as script files and not as JSON, because a page opened from a folder may load scripts but may
not fetch files. ``points.js`` is what the page needs at once; ``guidance.js`` (how to look, when it is
right, how to mend) is longer and is loaded when the page stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from handbook.ledger.pages import LIBRARY
from handbook.markdown.escape import one_line
from handbook.markdown.front_matter import NO_PDF, front_matter, programs
from handbook.markdown.point_view import NO_PENALTY, PointView, unread_judging_note
from handbook.markdown.templates import render
from handbook.model.checklist import ROLE_SLUGS, checklists
from handbook.model.generated_names import MadePage
from handbook.model.handbook import Handbook, Located
from handbook.model.items.item import Method
from handbook.model.items.self_check import Circumstance
from handbook.model.items.trade import Trade
from handbook.page_programs.contract import CONTRACT
from handbook.page_programs.data_script import script

PAGE = MadePage.SELF_CHECK.value
POINTS = "assets/self-check/points.js"
GUIDANCE = "assets/self-check/guidance.js"

#: The page's program, in the order in which its files need each other: what asks who somebody is.
PROGRAMS = (
    "files",
    "firm-profile",
    "self-check/core",
    "self-check/totals",
    "self-check/files",
    "self-check/store",
    "self-check/home",
    "self-check/page",
)
#: The rest of the program, in the same order, which comes when a check is kept on the device or a list
#: is printed.
LATER = (
    "filter",
    "self-check/exports",
    "self-check/papers",
    "self-check/photos",
    "self-check/components",
    "self-check/report",
    "self-check/saved-checks",
    "self-check/list",
    "self-check/quick",
    "self-check/summary",
)
#: What the home page runs to tell how the checks on the device stand.
RESUME = "assets/javascripts/self-check/resume.js"
#: What writes workbooks comes when one is asked for.
WORKBOOKS = (
    LIBRARY,
    *programs("office/zip", "office/xlsx"),
)

#: Names of the globals that the two files set.
POINTS_GLOBAL = "handbookPoints"
GUIDANCE_GLOBAL = "handbookGuidance"


def self_check_page(book: Handbook) -> dict[str, str]:
    """The page by its path relative to the site's documents."""
    front = front_matter(
        "自查",
        "回答几个问题，得到自己企业该查的要点；逐条填，改完复查销号。记录只存在自己的手机或电脑里。",
        hide=["navigation", "toc"],
        styles=["assets/stylesheets/self-check.css"],
        print_styles=["assets/stylesheets/self-check-print.css"],
        scripts=[CONTRACT, POINTS, *programs(*PROGRAMS)],
        **NO_PDF,
    )
    # Those of the special hazards stand, with how long they are, on the page of all items.
    every = [(one.title, one.address) for one in checklists(book) if one.count]
    lists = [row for row in every if "/hazard-" not in row[1]]
    later = programs(*LATER)
    text = render(
        "self-check.md.jinja", "self-check.html", book, later=later, workbooks=WORKBOOKS, lists=lists
    )
    return {PAGE: front + text}


def data_files(book: Handbook) -> dict[str, str]:
    """The two files with the data of the page's program."""
    return {POINTS: script(POINTS_GLOBAL, points(book)), GUIDANCE: script(GUIDANCE_GLOBAL, guidance(book))}


def points(book: Handbook) -> dict[str, Any]:
    """What the wizard and the list need, as plain values.

    ``points`` are in the order of the handbook, each under its permanent id. A point of the edition before
    that is no longer there is under ``withdrawn``, so that answers given to it can still be shown.
    """
    plan = book.self_check
    circumstances = plan.circumstances if plan else ()
    place = {item.id: number for number, item in enumerate(book.items)}
    hazard_place = {hazard.name: number for number, hazard in enumerate(book.hazards)}
    return {
        "edition": {"id": book.edition.id, "name": book.edition.name, "day": book.edition.day.isoformat()},
        "site": {"name": book.site.name, "disclaimer": book.site.disclaimer, "address": book.site.address},
        "aspects": [
            {"id": aspect.id, "number": aspect.number, "name": aspect.name} for aspect in book.aspects
        ],
        "hazards": [
            {"id": h.id, "name": h.name, "ask": one_line(h.ask), "examples": one_line(h.examples)}
            for h in book.hazards
        ],
        "trades": [_trade(book, trade, circumstances) for trade in book.trades],
        "quick": {
            item.id: [
                {"point": asked.point or "", "text": one_line(asked.text)}
                for asked in (plan.quick if plan else ())
                if asked.item == item.id
            ]
            for item in book.items
        },
        "circumstances": [_circumstance(book, row) for row in circumstances],
        "first": plan.first if plan else 3,
        "items": [
            {
                "id": item.id,
                "name": item.name,
                "page": f"checklists/{item.stem}.html",
                "aspect": book.aspects.index(book.aspect_of(item)),
            }
            for item in book.items
        ],
        "points": [_point(book, entry, place, hazard_place) for entry in book.points()],
        "withdrawn": [
            {
                "id": gone.id,
                "day": gone.day.isoformat(),
                "why": one_line(gone.why),
                "instead": gone.successor or "",
            }
            for item in book.items
            for gone in item.withdrawn
            if "-Q" not in gone.id
        ],
        "staffing": [
            {"point": row.point, "least": row.least, "most": row.most, "text": one_line(row.text)}
            for row in (plan.staffing if plan else ())
        ],
    }


def _ids(book: Handbook, names: Iterable[str]) -> list[str]:
    """The ids of the special hazards with these names."""
    of_name = {hazard.name: hazard.id for hazard in book.hazards}
    return [of_name[name] for name in names]


def _trade(book: Handbook, trade: Trade, circumstances: Sequence[Circumstance]) -> dict[str, Any]:
    """A trade: whose it is, what it has, leaves open and cannot have, and what is asked first."""
    return {
        "id": trade.id,
        "name": trade.name,
        "role": ROLE_SLUGS[trade.role] if trade.role else "",
        "sectors": list(trade.sectors),
        "have": _ids(book, trade.hazards),
        "ask": _ids(book, trade.open_hazards),
        "first": list(trade.first),
        "lack": [row.id for row in circumstances if row.by_clauses and _cannot_have(book, trade, row)],
    }


def _circumstance(book: Handbook, row: Circumstance) -> dict[str, Any]:
    """What a firm may say it has none of, with the points that then need no answer."""
    return {
        "id": row.id,
        "name": row.name,
        "ask": one_line(row.ask),
        "points": list(row.points),
        "hazard": _ids(book, [row.hazard])[0] if row.hazard else "",
        "unless": _ids(book, row.unless),
    }


def _point(
    book: Handbook, entry: Located, place: Mapping[str, int], hazard_place: Mapping[str, int]
) -> dict[str, Any]:
    """A point; ``place`` of items by id and ``hazard_place`` of special hazards by name stand for their
    names."""
    item, point, plan = entry.item, entry.point, book.self_check
    seen = bool({Method.EYES, Method.MEASURE} & set(point.methods))
    return {
        "id": point.id,
        "item": place[item.id],
        "text": one_line(point.requirement),
        "short": point.short,
        "roles": [slug for role, slug in ROLE_SLUGS.items() if role in item.roles_of(point)],
        "hazards": [hazard_place[name] for name in item.hazards_of(point)],
        "major": int(bool(point.major)),
        "majorIf": [
            {
                "sectors": [] if major.everywhere else list(major.sectors),
                "hazards": [h.id for h in book.hazards if major.feature in h.features],
                "not": [trade.id for trade in book.trades if major.plant in trade.plants_without],
            }
            for major in point.major
        ],
        "duty": int(point.is_duty),
        "rank": rank(entry),
        "own": int(not (plan and point.id in plan.not_for_owners)),
        "elsewhere": next((row.other for row in plan.elsewhere if row.point == point.id), "") if plan else "",
        "see": int(seen and not (plan and point.id in plan.not_at_tenants)),
        "days": point.remedy.days,
    }


def _cannot_have(book: Handbook, trade: Trade, row: Circumstance) -> bool:
    """Whether no clause on a major hazard of its points can mean a plant of the trade."""
    return not any(
        (major.everywhere or set(major.sectors) & set(trade.sectors))
        and major.plant not in trade.plants_without
        for id in row.points
        for major in book.located[id].point.major
    )


def rank(entry: Located) -> int:
    """Order within an item, pressing first: possible major hazards, duties, what eyes or hands can tell,
    what can be mended today."""
    point = entry.point
    visible = bool({Method.EYES, Method.MEASURE} & set(point.methods))
    marks = (not point.major, not point.is_duty, not point.penalties, not visible, point.remedy.days > 0)
    return sum(bool(mark) << place for place, mark in enumerate(reversed(marks)))


class Guidance(TypedDict):
    """What the page tells of a point: methods, how to look, when it is right, today's and the lasting remedy,
    the conditions that make it a major hazard (each with its place), the rules it rests on, and the forms it
    is written down on, their names by their ids."""

    methods: str
    how: str
    met: str
    today: str
    lasting: str
    major: list[str]
    basis: str
    forms: dict[str, str]


def guidance(book: Handbook) -> dict[str, Guidance]:
    """The guidance of each point by its id."""
    return {entry.point.id: _guidance(book, entry) for entry in book.points()}


def _guidance(book: Handbook, entry: Located) -> Guidance:
    view = PointView(entry.item, entry.point)
    unread = view.no_penalty if view.no_penalty != NO_PENALTY else ""
    basis = f"{view.basis}；{unread}" if unread else view.basis
    if not entry.point.major:
        basis = "。".join([basis, *map(unread_judging_note, book.unread_judging(entry.item))])
    return {
        "methods": view.methods,
        "how": view.how,
        "met": view.met,
        "today": view.today,
        "lasting": view.lasting,
        "major": list(view.major),
        "basis": basis,
        "forms": {form.id: form.name for form in book.forms if entry.point.id in form.points},
    }
