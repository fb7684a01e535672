"""The site's menu: what stands in it, under which name and in which order."""

from __future__ import annotations

from handbook.model.generated_names import MadePage, Overview
from handbook.model.handbook import Handbook
from handbook.pack.pages import PAGE as PACK_PAGE
from handbook.site.pages import quiz, self_check, updates

#: The menu: what a stranger calls it, and what stands under it: a page, or a folder with all its pages.
#: Seven at most, so that all are seen at once on a desk. What is not there (lists, laws) is reached from
#: the page it hangs on.
_MENU: tuple[tuple[str, tuple[str | tuple[str, str], ...]], ...] = (
    ("自查", (self_check.PAGE, quiz.PAGE, Overview.TODAY.page, Overview.CALENDAR.page)),
    ("查什么", (MadePage.CHECKLISTS.value, ("按行业看", "trades"))),
    ("划线和演练", (("标准和划线", "standards"), ("演练", "drills"))),
    ("应急局来了怎么办", (("", "enterprises"), ("", "lessons"))),
    (
        "罚多少",
        (
            Overview.PENALTIES.page,
            Overview.MAJOR_HAZARDS.page,
            MadePage.LAWS.value,
            Overview.GLOSSARY.page,
            Overview.INDEX.page,
        ),
    ),
    (
        "表格和下载",
        (
            PACK_PAGE,
            MadePage.FORMS.value,
            MadePage.DOWNLOADS.value,
            Overview.ONE_PAGE.page,
            ("检查人员用", "officers"),
        ),
    ),
)


def navigation(book: Handbook, pages: set[str]) -> list[object]:
    """The site's menu. Law pages and lists are reached from their index, so that no page carries all
    links."""
    editing = _folder(book, pages, "editing")
    home: list[object] = [path for path in ("index.md", "about.md", updates.PAGE) if path in pages]
    if Overview.CAMPAIGN.page in pages:
        home.append(Overview.CAMPAIGN.page)
    menu: list[object] = [{"首页": [*home, *([{"编辑手册": editing}] if editing else [])]}]
    for title, places in _MENU:
        entries: list[object] = []
        for place in places:
            if isinstance(place, tuple):
                inside = _folder(book, pages, place[1])
                entries += inside if not place[0] else [{place[0]: inside}] if inside else []
            elif place == MadePage.CHECKLISTS.value:
                entries += [place, *_aspects(book)]
            elif place in pages:
                entries.append(place)
        if entries:
            menu.append({title: entries})
    return menu


def _aspects(book: Handbook) -> list[object]:
    return [
        {
            aspect.name: [
                {f"{item.id} {item.name}": f"checklists/{item.stem}.md"} for item in book.items_of(aspect)
            ]
        }
        for aspect in book.aspects
    ]


def _folder(book: Handbook, pages: set[str], folder: str) -> list[object]:
    """Pages of a folder: its index first, then by the front matter's 次序, then by name; subfolders as
    groups."""
    order = {page.path: (page.front.order, page.path) for page in book.pages}
    inside = sorted(
        (path for path in pages if path.startswith(folder + "/")),
        key=lambda path: order.get(path, (99, path)),
    )
    entries: list[object] = [path for path in inside if path == f"{folder}/index.md"]
    entries += [path for path in inside if path.count("/") == 1 and path != f"{folder}/index.md"]
    titles = {page.path: page.title for page in book.pages}
    for sub in dict.fromkeys(path.split("/")[1] for path in inside if path.count("/") > 1):
        members = [path for path in inside if path.startswith(f"{folder}/{sub}/")]
        index = f"{folder}/{sub}/index.md"
        members.sort(key=lambda path: (path != index, order.get(path, (99, path))))
        entries.append({titles.get(index, sub): members})
    return entries
