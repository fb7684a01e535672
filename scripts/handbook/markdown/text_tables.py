"""Table of the editing guide made from the register: which official texts to fetch, and what for."""

from __future__ import annotations

from handbook.markdown.escape import escape
from handbook.markdown.typography import date_text
from handbook.model.handbook import Handbook
from handbook.model.law import CLAUSE_KINDS, Law, LawState


def partials(book: Handbook) -> dict[str, str]:
    """Markdown by the name of the include line."""
    return {"editing/official-texts.md": _laws(book)}


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


def _version(law: Law) -> str:
    number = f"{escape(law.number)}，" if law.number else ""
    return number + (f"{date_text(law.effective)}施行" if law.effective else "施行日期没有查到")


def _address(law: Law) -> str:
    return f"<{law.url}>" if law.url else "没有登记，到制定机关网站查"
