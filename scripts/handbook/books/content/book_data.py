"""The handbook as plain values for Typst templates: everything a page says, nothing about how it looks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from handbook.drawing.icons import icon_shapes
from handbook.markdown.escape import one_line
from handbook.markdown.page_standing import standing
from handbook.markdown.point_view import ADVICE, MUST, NO_FIRST_FINE, NO_PENALTY, PointView
from handbook.markdown.typography import date_text, words
from handbook.model.addresses import short_address
from handbook.model.handbook import Handbook
from handbook.model.items.item import CheckPoint, Item, Role
from handbook.model.law.penalty import Penalty
from handbook.model.law.register import Reference
from handbook.model.page import Page
from handbook.model.revisions import since_last_edition
from handbook.pdf.qr_code import qr_svg

#: Marks of an item's penalties.
MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"


def notice(book: Handbook, about: str) -> list[str]:
    """The page on what this book is and is not; ``about`` says where its text comes from."""
    lines = [
        "这是" + book.site.disclaimer
        if book.site.disclaimer.startswith("建议稿")
        else f"这是建议稿。{book.site.disclaimer}",
        about,
        f"{MUST.legend}；{ADVICE.legend}。推荐性标准和规范性文件只作参照，不作处罚依据。",
        "罚款数额照条文写。由谁处罚看“谁来罚”一行，括号里是定分工的条文，别的部门按职责分工也可能有权处罚。初次违法、危害后果轻微并及时改正的，可以不罚，条件见《行政处罚法》第三十三条。",
        f"条款按 {date_text(book.today)} 的效力核对。用的时候以官方公布的现行文本为准。",
        book.site.contact,
    ]
    unreviewed = [item.id for item in book.items if item.is_written and item.legally_reviewed is None]
    if unreviewed:
        which = "各条都" if len(unreviewed) == len(book.items) else f"第 {'、'.join(unreviewed)} 条"
        lines[0] += f"{which}未经法制审核。"
    if book.site.demonstration:
        lines.insert(0, "这是样张：书里的网址是演示用的，扫码打不开。")
    return [words(line) for line in lines]


def point_data(item: Item, point: CheckPoint, marks: Mapping[Any, str]) -> dict[str, Any]:
    """One check point. ``marks`` gives the mark of each penalty of the item."""
    view = PointView(item, point)
    told = list(dict.fromkeys(marks[use.reference] for use in point.penalties))
    return {
        "id": point.id,
        "name": words(view.name),
        "requirement": words(point.requirement),
        "marks": [{"kind": mark.kind, "text": str(mark)} for mark in view.marks],
        "only": view.only,
        "today": words(view.today),
        "rows": [[name, words(text)] for name, text in _rows(view) if text],
        "major": bool(point.major),
        "consequence": {
            "text": view.no_penalty,
            "marks": [{"mark": mark, "label": penalty_label(item, mark)} for mark in told],
        },
    }


def _rows(view: PointView) -> list[tuple[str, str]]:
    """What is said of a point, each with its name, in the order in which it is read."""
    return [
        ("怎么查", f"（{view.methods}）{view.how}"),
        ("算合格", view.met),
        ("怎么改", f"今天：{view.today}长久：{view.lasting}建议期限：{view.term}。"),
        ("▲ 重大", _major(view.point)),
        ("多久", view.recurring),
        ("依据", view.basis),
    ]


def _major(point: CheckPoint) -> str:
    """The conditions of a major hazard with their places; a standard's name stands once before all of its
    places that follow each other."""
    told: list[str] = []
    before = ""
    for major in point.major:
        law = major.reference.law_id
        place = "同一标准" + major.reference.place if law == before else major.reference.text
        told.append(f"{one_line(major.condition)}（{place}）")
        before = law
    return "；".join(told)


def penalty_label(item: Item, mark: str) -> str:
    """Where the item's penalty with ``mark`` stands in the book."""
    return f"w{item.id}-{MARKS.index(mark) + 1}"


def penalties_data(
    book: Handbook, item: Item, points: Iterable[CheckPoint]
) -> tuple[list[dict[str, Any]], dict[Any, str]]:
    """The item's penalties with the points they touch, and the mark of each reference. What one law lays down
    alike for several of its places, as 第一项 and 第三项 of an article, stands once."""
    found: dict[tuple[Any, ...], dict[Reference, list[tuple[str, str]]]] = {}
    for point in points:
        for use in point.penalties:
            entry = book.penalty(use.reference)
            act = words(use.act) + (f"（{use.who.value}）" if use.who else "")
            alike = found.setdefault((use.reference.law_id, words(entry.target), _consequences(entry)), {})
            alike.setdefault(use.reference, []).append((point.id, act))
    rows: list[dict[str, Any]] = []
    marks: dict[Any, str] = {}
    for number, ((_, target, consequences), places) in enumerate(found.items()):
        mark = MARKS[min(number, len(MARKS) - 1)]
        marks |= dict.fromkeys(places, mark)
        rows.append(
            {
                "mark": mark,
                "label": penalty_label(item, mark),
                "target": target,
                "rows": [list(row) for row in consequences],
                "points": list(dict.fromkeys(point for told in places.values() for point, _ in told)),
            }
            | _told_places(places)
        )
    return rows, marks


def _consequences(entry: Penalty) -> tuple[tuple[str, str], ...]:
    basis = f"（{entry.body_basis.text}）" if entry.body_basis else ""
    return tuple(
        (name, words(text))
        for name, text in (
            ("前提", entry.premise),
            ("首次", entry.first or NO_FIRST_FINE),
            (entry.later_name, entry.later_words),
            ("责任人", entry.persons),
            ("谁来罚", "、".join(entry.bodies) + basis + (entry.note and f"。{entry.note}")),
        )
        if text
    )


def _told_places(places: Mapping[Reference, list[tuple[str, str]]]) -> dict[str, Any]:
    """The places in one reference and the acts, each said of its place where there are several."""
    told = {
        reference: list(dict.fromkeys(act for _, act in places[reference])) for reference in sorted(places)
    }
    first, *more = told
    if not more:
        return {"reference": words(first.text), "acts": told[first]}
    heads = {reference.place.rpartition("第")[0] for reference in told}
    (head,) = heads if len(heads) == 1 else ("",)
    names = [reference.place.removeprefix(head) for reference in told]
    return {
        "reference": words(first.text.removesuffix(first.place) + head + "、".join(names)),
        "acts": [f"{name}：{'；'.join(acts)}" for name, acts in zip(names, told.values(), strict=True)],
    }


def points_of(item: Item, role: Role | None) -> list[CheckPoint]:
    """The item's points, or only those of one side."""
    return [point for point in item.points if role is None or role in item.roles_of(point)]


def item_data(book: Handbook, item: Item, role: Role | None = None) -> dict[str, Any]:
    """Everything the manual says of one item except its prose; with ``role`` only that side's points."""
    points = points_of(item, role)
    penalties, marks = penalties_data(book, item, points)
    url = book.site.address + short_address(item.id)
    return {
        "id": item.id,
        "name": item.name,
        "icon": icon_shapes(book, item),
        "scope": words(item.scope),
        "status": item.standing,
        "verified": date_text(item.verified),
        "who": "管"
        + "和".join(role.value for role in item.roles)
        + (f"，只查涉及{'、'.join(item.hazards)}的企业" if item.hazards else ""),
        "url": url,
        "short": url.split("://")[1],
        "qr": qr_svg(url),
        "points": [point_data(item, point, marks) for point in points],
        "penalties": penalties,
        "no-penalty": NO_PENALTY,
    }


def laws_data(book: Handbook, point_ids: set[str]) -> list[dict[str, Any]]:
    """Index of laws: each cited place with the points of this book that cite it."""
    rows = []
    for law in book.laws:
        places = [
            {"place": words(reference.place) or "整部", "points": ids}
            for reference, entries in book.citations.get(law.id, {}).items()
            if (ids := [entry.point.id for entry in entries if entry.point.id in point_ids])
        ]
        if places:
            title = law.title if law.name == law.title or law.name in law.title else f"{law.name} {law.title}"
            rows.append(
                {
                    "title": words(title),
                    "kind": law.kind.value,
                    "state": law.state_on(book.today).value,
                    "places": places,
                }
            )
    return rows


def revisions_data(
    book: Handbook, items: Iterable[Item], where: Callable[[Item], Iterable[str]] | None = None
) -> list[dict[str, Any]]:
    """The page 本版修订: notes since the edition before and what the edition tells of single items, newest
    first; one note shared by several items stands once.

    ``where``: what in this book an item's note concerns; without it the item itself.
    """
    chosen = list(items)
    notes: list[tuple[dt.date, str, Item]] = [
        (note.day, words(note.text), item) for item in chosen for note in since_last_edition(book, item)
    ]
    notes += [
        (book.edition.day, words(change.text), item)
        for changes in book.changes
        for change in changes.changes
        for item in chosen
        if changes.edition == book.edition.id and change.item == item.id
    ]
    notes.sort(key=lambda row: (-row[0].toordinal(), row[1], row[2].id))
    told = where or (lambda item: [f"{item.id} {item.name}"])
    return [
        {
            "date": date_text(day),
            "text": text,
            "items": list(dict.fromkeys(place for _, _, item in rows for place in told(item))),
        }
        for (day, text), group in groupby(notes, key=lambda row: row[:2])
        for rows in [list(group)]
    ]


def chapter_data(label: str, level: int, page: Page, content: list[dict[str, Any]]) -> dict[str, Any]:
    """The chapter at ``label``: the ``content`` of ``page``, with its first screen (title, sentence, status)
    apart from the rest."""
    rest = list(content)
    if rest and rest[0]["t"] == "h" and rest[0]["level"] == 1:
        rest.pop(0)
    lead: list[Any] = rest.pop(0)["c"] if rest and rest[0]["t"] == "p" else []
    state, *told = standing(page.front) or [""]
    return {
        "label": label,
        "level": level,
        "title": words(page.title),
        "lead": lead,
        "status": [[{"t": "b", "c": [state]}], *([words(part)] for part in told)] if state else [],
        "blocks": rest,
    }


def web_address(book: Handbook, path: str, anchor: str) -> str:
    """Full address of the built page of ``path`` (under docs/)."""
    return book.site.address + re.sub(r"\.md$", ".html", path) + (f"#{anchor}" if anchor else "")
