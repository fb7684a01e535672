"""Which laws and standards of the register a person should look at, and by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from handbook.model.handbook import Handbook
from handbook.model.law.register import CLAUSE_KINDS, RECHECK_DAYS, Law, LawState


@dataclass(frozen=True, slots=True)
class Due:
    """A thing to do: ``day`` is when it falls due, ``uses`` how many places of the handbook rest on it."""

    day: dt.date
    heading: str
    what: str
    do: str
    uses: int


def due(book: Handbook, days: int = 90) -> list[Due]:
    """Everything due on or before ``days`` days after today, by heading and day. Items that were not
    reviewed legally are due from their last change on."""
    today, end, uses = book.today, book.today + dt.timedelta(days=days), book.uses_of_laws
    rows: list[Due] = []
    for law in book.laws:
        rows += _of_law(law, book, today, end, uses)
    listed = book.leniency.provincial
    if listed and listed.until <= end:
        rows.append(
            Due(
                listed.until,
                "一、已经失效或者快要失效",
                listed.name,
                "到期前查有没有新清单，改 data/leniency.yml",
                len(book.leniency.named),
            )
        )
    for item in book.items:
        day = item.verified + dt.timedelta(days=RECHECK_DAYS)
        if day <= end and item.is_written:
            rows.append(
                Due(
                    day,
                    "四、该重新核对",
                    f"第 {item.id} 条 {item.name}",
                    f"上次核验 {item.verified}；把依据和官方文本逐条再对一遍，改“核验日期”",
                    len(item.points),
                )
            )
        if item.is_written and item.legally_reviewed is None:
            rows.append(
                Due(
                    item.changed or item.verified,
                    "五、还没有法制审核",
                    f"第 {item.id} 条 {item.name}",
                    f"请法制审核，通过后运行 review {item.id} --stage 法制审核 --who 姓名；在那以前页面上写“未经法制审核”",
                    len(item.points),
                )
            )
    return sorted(rows, key=lambda row: ("一二三四五".index(row.heading[0]), row.day, row.what))


def _of_law(law: Law, book: Handbook, today: dt.date, end: dt.date, counts: dict[str, int]) -> list[Due]:
    rows: list[Due] = []
    uses = counts.get(law.id, 0)
    successor = book.law_by_id.get(law.superseded_by or "")
    if law.repealed and law.repealed <= end and (uses or law.repealed > today):
        do = f"改引{_shown(successor)}里对应的条文，先读新条文" if successor else "改引现行的规定，或者删掉"
        rows.append(
            Due(law.repealed, "一、已经失效或者快要失效", law.name, do if uses else "没有引用，不用改", uses)
        )
    if law.effective and today < law.effective <= end:
        older = [other for other in book.laws if other.superseded_by == law.id]
        count = uses + sum(counts.get(other.id, 0) for other in older)
        do = (
            "读新条文，准备好要改的要点；施行日那天换上"
            if count
            else "新旧都没有引用，不用改"
            if older
            else "看要不要引用"
        )
        rows.append(
            Due(
                law.effective,
                "二、快要施行",
                law.name + "".join(f"（替代 {other.name}）" for other in older),
                do,
                count,
            )
        )
    if law.state_on(today) is LawState.UNKNOWN and uses:
        rows.append(Due(today, "三、施行日期没有查到", law.name, "到官方页面查明施行日期，写进登记册", uses))
    day = law.checked + dt.timedelta(days=RECHECK_DAYS)
    if day <= end and uses:
        rows.append(
            Due(
                day,
                "四、该重新核对",
                law.name,
                f"上次核对 {law.checked}；到官方页面看有没有修改，改“核对”日期"
                + (f"  {law.url}" if law.url else ""),
                uses,
            )
        )
    return rows


def _shown(law: Law) -> str:
    return f" {law.name} " if law.kind in CLAUSE_KINDS else f"《{law.name}》"


def report(rows: list[Due], today: dt.date, days: int) -> str:
    """The list in words for an editor."""
    if not rows:
        return f"从 {today} 起 {days} 天内，没有要处理的法规和标准。"
    lines = [f"从 {today} 起 {days} 天内要处理 {len(rows)} 件："]
    heading = ""
    for row in rows:
        if row.heading != heading:
            heading = row.heading
            lines += ["", heading]
        lines.append(f"  {row.day}  {row.what}（用到 {row.uses} 处）：{row.do}")
    lines += ["", "要看某一部影响哪些内容：impact 法规名称"]
    return "\n".join(lines)
