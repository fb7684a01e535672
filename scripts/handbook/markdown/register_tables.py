"""Tables of the editing guide made from the register: which official texts to fetch and what for, and what is
due for review."""

from __future__ import annotations

import datetime as dt

from handbook.markdown.escape import escape
from handbook.markdown.evidence_text import proved_text
from handbook.markdown.typography import date_text
from handbook.model.generated_names import MadePart
from handbook.model.handbook import Handbook
from handbook.model.law.register import CLAUSE_KINDS, RECHECK_DAYS, Law, LawState


def partials(book: Handbook) -> dict[str, str]:
    """Markdown by the name of the include line."""
    return {MadePart.OFFICIAL_TEXTS: _laws(book), MadePart.DUE: _due(book)}


def _laws(book: Handbook) -> str:
    read = {row.law: row for row in book.articles}
    rows = [
        "| 法规 | 版本 | 官方网址 | 存成 | 用来核对 | 读过没有 |",
        "|---|---|---|---|---|---|",
    ]
    for law in book.laws:
        places = {*book.citations.get(law.id, {}), *book.places_elsewhere.get(law.id, ())}
        articles = {(place.article, place.suffix) for place in places if place.article}
        if law.kind in CLAUSE_KINDS or not articles or law.state_on(book.today) is LawState.REPEALED:
            continue
        points = sum(len(found) for found in book.citations.get(law.id, {}).values())
        penalties = sum(penalty.reference.law_id == law.id for penalty in book.penalties)
        used = f"{len(articles)} 条，要点用 {points} 次" + (f"，罚则 {penalties} 条" if penalties else "")
        facts = read.get(law.id)
        had = f"{date_text(facts.read)}读过{'全文' if facts.complete else '节录'}" if facts else "没有"
        rows.append(
            f"| {escape(law.title)} | {_version(law)} | {_address(law)} | `{law.id}.docx` | {used} | {had} |"
        )
    return "\n".join(rows) + "\n"


def _due(book: Handbook) -> str:
    """Laws and items by the day on which they fall due for another look, and items nobody reviewed
    legally."""
    again = dt.timedelta(days=RECHECK_DAYS)
    rows = [
        (law.checked + again, f"[{escape(law.name)}](../laws/{law.id}.md)", f"用到 {count} 处")
        for law in book.laws
        if (count := book.uses_of_laws.get(law.id, 0)) and law.state_on(book.today) is not LawState.REPEALED
    ]
    rows += [
        (
            item.verified + again,
            f"[{item.id} {escape(item.name)}](../checklists/{item.stem}.md)",
            proved_text(book, item.references),
        )
        for item in book.items
        if item.is_written
    ]
    lines = ["| 哪天以前 | 看什么 | 分量 |", "|---|---|---|"]
    lines += [
        f"| {'**已过** ' if day < book.today else ''}{date_text(day)} | {what} | {how} |"
        for day, what, how in sorted(rows)
    ]
    waiting = [item for item in book.items if item.is_written and item.legally_reviewed is None]
    names = "、".join(f"{item.id} {escape(item.name)}" for item in waiting)
    told = f"未经法制审核的 {len(waiting)} 条：{names}。" if waiting else "各条都经过法制审核。"
    return "\n".join([told, "", *lines]) + "\n"


def _version(law: Law) -> str:
    number = f"{escape(law.number)}，" if law.number else ""
    return number + (f"{date_text(law.effective)}施行" if law.effective else "施行日期没有查到")


def _address(law: Law) -> str:
    return f"<{law.url}>" if law.url else "没有登记，到制定机关网站查"
