"""Texts made of data that no page takes in any more: whoever deletes an include line by mistake deletes all
that it stands for."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.model.generated_names import MADE_PARTS, MadePart, ZoningTable
from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.load import Sources

_ZONING = {
    "aisles": (ZoningTable.AISLES, ZoningTable.CLEARANCES, ZoningTable.SIZES),
    "lines": (ZoningTable.COLOURS, ZoningTable.LINES),
    "plans": (ZoningTable.PLAN_LIST,),
    "self-check": (ZoningTable.MEASURE_SHEET, ZoningTable.SOURCES),
    "signs": (ZoningTable.SIGNS,),
    "stacking": (ZoningTable.STACKS,),
    "weekend": (ZoningTable.MATERIALS,),
    "zones": (ZoningTable.ZONES,),
}
#: The page that each part was written for. It may move to another; a district that has no such page has no
#: use for it.
PAGES = {
    str(MadePart.RULES): "editing/rules.md",
    str(MadePart.STYLE_RULES): "editing/style.md",
    str(MadePart.OFFICIAL_TEXTS): "editing/texts.md",
    str(MadePart.DUE): "editing/due.md",
    str(MadePart.LEARNING_PATHS): "enterprises/learning-path.md",
    str(MadePart.LENIENCY_LIST): "enterprises/leniency.md",
    str(MadePart.LENIENCY_RULES): "enterprises/leniency.md",
    str(MadePart.STARS): "standards/stars.md",
    str(MadePart.STARS_7544): "standards/7544.md",
    str(MadePart.HOME_TITLE): "index.md",
    str(MadePart.HOME_ITEMS): "index.md",
    str(MadePart.HOME_PHONES): "index.md",
    str(MadePart.HOME_FOR_WHOM): "about.md",
    str(MadePart.HOME_FEEDBACK): "about.md",
    **{table.part: f"standards/zoning/{page}.md" for page, tables in _ZONING.items() for table in tables},
}


def check(sources: Sources) -> Iterator[Problem]:
    pages = {entry.page.path: entry for entry in sources.pages}
    taken = {include.name for entry in sources.pages for include in entry.facts.includes}
    statements = {
        f"campaign/{one.id}.md" for book in sources.values(kinds.CAMPAIGN) for one in book.statements
    }
    folders = ("checklists/", *(["campaign/"] if not statements else []))
    misspelt = any(not name.startswith(folders) for name in taken - MADE_PARTS - statements)
    unread = sources.unread_pages or any(entry.facts.open_ended for entry in sources.pages)
    if misspelt or unread or "index.md" not in pages:
        return  # told as that; what cannot be read may take them in
    # A front page without any of them is a small one of its own.
    own = {"index.md", "about.md"} if not any(name.startswith("home/") for name in taken) else set()
    whole = pages.keys() - own
    for part, path in PAGES.items():
        if path in whole and part not in taken:
            entry, right = pages[path], f'--8<-- "{part}"'
            said, hint = f"少了接入行“{part}”", "单独一行写在原来的地方；不记得在哪里，用 git diff 看删了什么"
            yield Problem(entry.source.name, entry.offset + 1, 1, "L006", said, right, hint)
    for campaign in sources.of(kinds.CAMPAIGN):
        for index, statement in enumerate(campaign.value.statements):
            if f"campaign/{statement.id}.md" not in taken:
                said = f"“{statement.id}”这句话没有一页接入，读者看不到"
                right, hint = f'--8<-- "campaign/{statement.id}.md"', "在要用的页面单独一行写上，或者删掉这句"
                yield campaign.problem(("说法", index, "代号"), "L006", said, right, hint)
