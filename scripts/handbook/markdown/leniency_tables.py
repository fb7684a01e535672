"""What data/leniency.yml says, as the lists and tables of the page on leniency."""

from __future__ import annotations

from itertools import groupby

from handbook.markdown.escape import escape
from handbook.markdown.typography import date_text
from handbook.model.addresses import law_address, relative
from handbook.model.generated_names import MadePart
from handbook.model.handbook import Handbook
from handbook.model.law.register import Reference

_PAGE = "enterprises/leniency.html"


def partials(book: Handbook) -> dict[str, str]:
    """Markdown by the name of the include line."""
    return {MadePart.LENIENCY_RULES: _rules(book), MadePart.LENIENCY_LIST: _list(book)}


def _rules(book: Handbook) -> str:
    """What follows and each set of conditions that leads there; a list, which a phone has the width for."""
    lines = []
    for effect, cases in groupby(book.leniency.cases, key=lambda case: case.effect):
        said = [f"{escape(case.condition)}（{_cite(case.reference)}）" for case in cases]
        if len(said) == 1:
            lines.append(f"- **{escape(effect)}** 条件：{said[0]}")
        else:
            lines += ["", f"**{escape(effect)}** 有下面一样的：", "", *(f"- {one}" for one in said)]
    return "\n".join(lines) + "\n"


def _list(book: Handbook) -> str:
    """The provincial list: how long it holds, its conditions, and the acts it is known to name."""
    known = book.leniency.provincial
    if known is None:
        return "本省有没有这样的清单，编写组还没有查到。\n"
    days = f"{date_text(known.effective)}起施行，到{date_text(known.until)}"
    lines = [f"《{escape(known.name)}》共 {known.acts} 项，{days}。{escape(known.note)}", ""]
    lines += [f"{number}. {escape(text)}" for number, text in enumerate(known.conditions, 1)]
    lines += ["", "| 点名的行为 | 看哪一条 | 提醒 |", "|---|---|---|"]
    for act in book.leniency.named:
        item = book.item_by_id[act.item]
        point = next((point for point in item.points if point.leniency == act.name), None)
        anchor = f"#p{point.id}" if point else ""
        address = relative(f"checklists/{item.stem}.html{anchor}", _PAGE)
        link = f'<a href="{address}">{item.id} {escape(item.name)}</a>'
        lines.append(f"| {escape(act.name)} | {link} | {escape(act.note)} |")
    return "\n".join(lines) + "\n"


def _cite(reference: Reference) -> str:
    address = relative(law_address(reference), _PAGE)
    return f'<a class="hb-cite" href="{address}">{escape(reference.text)}</a>'
