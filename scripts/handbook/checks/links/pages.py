"""Links, pictures and include lines of hand-written pages, checked without building the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator

from handbook.checks.data.identity import copied_items, known_ids, lost_items, misnamed_items
from handbook.checks.data.names import lost_drawing
from handbook.model.generated_names import MADE_FOLDERS, MADE_PAGES, MADE_PARTS, NOT_FOUND, Overview
from handbook.model.items.item import Item
from handbook.model.papers.ledger import COLLECTED_PAGE, FIELDS_PAGE, TOOL_PAGE
from handbook.problems import Problem, nearest
from handbook.sources import kinds
from handbook.sources.load import PageEntry, Sources

#: Sentences of the report on the campaign; a district without one leaves the lines where they stand.
CAMPAIGN_PARTS = "campaign/"


def check(sources: Sources) -> Iterator[Problem]:
    known = known_pages(sources)
    parts = known_parts(sources)
    ids = sources.once(known_ids) if "items" not in sources.broken else None
    made = made_pages(sources)
    for entry in sources.pages:
        yield from _own_name(entry, made)
        yield from _links(sources, entry, known)
        yield from _parts(entry, parts)
        yield from _numbers(entry, ids) if ids else ()
    elsewhere = {entry.value.stem for entry in (*misnamed_items(sources), *copied_items(sources))}
    for item in {item.stem: item for item in sources.values(kinds.ITEMS)}.values():
        if item.stem not in elsewhere:  # told by the check of names
            yield from _includes(sources, item)
    for lesson in sources.of(kinds.LESSONS):
        page = lesson.value.code_page
        if page and f"{page}.md" not in known:
            yield lesson.problem(
                ("扫码页面",),
                "L001",
                f"没有“{page}”这一页",
                "已有的页面，不写结尾，如 enterprises/leniency",
                nearest(f"{page}.md", known).replace(".md", "") or "检查页面的名称",
            )
    if "items" not in sources.broken and not any(misnamed_items(sources)):
        yield from _without_item(sources)


def _own_name(entry: PageEntry, made: Collection[str]) -> Iterator[Problem]:
    """Names that a page written by hand may not have."""
    name, path = entry.source.name, entry.page.path
    if path in made:
        said = f"“{path}”是由数据做的一页，这里写的字不会出现"
        yield Problem(name, 1, 1, "L020", said, "别的文件名", "换一个文件名，或者删掉")
    elif path == NOT_FOUND or path.split("/")[0] in MADE_FOLDERS:
        said = f"“{path}”会和程序做的文件混在一起"
        yield Problem(name, 1, 1, "L020", said, "别的名字", "换一个文件夹或者文件名，或者删掉")


def _without_item(sources: Sources) -> Iterator[Problem]:
    """Pages of items of which there is no data, though that of no item was lost."""
    items = {item.stem for item in sources.values(kinds.ITEMS)}
    lost = sources.once(lost_items)
    for entry in sources.pages:
        match = _of_item(entry)
        if match and match[1] not in items and match[1].partition("-")[0] not in lost:
            hint = nearest(match[1], items) or "改文件名，或者补上数据文件"
            said, right = "这一页没有对应的条目数据", f"data/items/{match[1]}.yml"
            yield Problem(entry.source.name, 1, 1, "L004", said, right, hint)


def known_pages(sources: Sources) -> set[str]:
    """Every page there is or will be, by path. Pages and data that cannot be read at the moment count as
    there."""
    pages = {entry.page.path for entry in sources.pages} | sources.unread_pages
    pages |= made_pages(sources)
    pages |= {path.lower() for path in pages}  # a name in capitals is told by itself
    # A written item without its page is told once, not at every link to it.
    return pages | {f"checklists/{item.stem}.md" for item in sources.values(kinds.ITEMS)}


def made_pages(sources: Sources) -> set[str]:
    """Every page that is made of data, by path."""
    pages = set(MADE_PAGES)
    if not sources.of(kinds.CAMPAIGN) and "campaign" not in sources.broken:
        pages -= {Overview.CAMPAIGN.page}  # made only where there is one
    pages |= {f"laws/{law.id}.md" for law in sources.values(kinds.LAWS)} | {
        f"forms/{form.id}.md" for form in sources.values(kinds.FORMS)
    }
    if sources.of(kinds.PACK) or "pack" in sources.broken:
        pages.add("pack.md")
    if sources.of(kinds.TRADES) or "trades" in sources.broken:
        pages |= {"trades/index.md"} | {f"trades/{trade.id}.md" for trade in sources.values(kinds.TRADES)}
    pages |= {deck.play_page for deck in sources.values(kinds.LESSONS) if deck.plays}
    if sources.of(kinds.LEDGER) or "ledger" in sources.broken:
        pages |= {TOOL_PAGE, FIELDS_PAGE, COLLECTED_PAGE}
    return (
        pages
        | {f"checklists/aspect-{aspect.id}.md" for aspect in sources.values(kinds.ASPECTS)}
        | {f"checklists/hazard-{hazard.id}.md" for hazard in sources.values(kinds.HAZARDS)}
    )


def known_parts(sources: Sources) -> frozenset[str] | None:
    """Names of the include lines that pages other than those of items may have; None: those of the campaign
    are not known, because it has no data, or they cannot be read at the moment."""
    campaign = sources.values(kinds.CAMPAIGN)
    if not campaign:
        return None
    return frozenset(f"{CAMPAIGN_PARTS}{statement.id}.md" for statement in campaign[0].statements)


_MEANT_FOR_AN_ITEM = re.compile(r"checklists/(\d\d+)")


def _of_item(entry: PageEntry) -> re.Match[str] | None:
    return re.fullmatch(r"checklists/(\d\d+-[a-z0-9.-]+)\.md", entry.page.path)


#: More than the word for a picture, or the name of its file.
_TELLS = re.compile(r"(?!\s*(?:图片?|示意图|照片|截图|插图)\s*\d*\s*$).*[\u4e00-\u9fff]", re.DOTALL)


def _links(sources: Sources, entry: PageEntry, pages: set[str]) -> Iterator[Problem]:
    folder = posixpath.dirname(entry.page.path)
    own = next((site.address for site in sources.values(kinds.SITE)), "")
    links = entry.facts.links
    yield from _own_address(entry, own, {entry.offset + link.line for link in links})
    for link in links:
        place = (entry.source.name, entry.offset + link.line, link.column)
        if link.picture and not _TELLS.match(link.text):
            said = (
                f"图的文字说明只有“{link.text.strip()}”，没有说画了什么"
                if link.text.strip()
                else "图没有文字说明"
            )
            yield Problem(
                *place,
                "L003",
                said,
                "![图上说的话](图的地址)",
                "在方括号里写清图上画了什么，给看不见图的人",
            )
        if own and link.path.startswith(own) and not link.picture:
            yield Problem(*place, *_own(link.path))
        if not link.path or link.leads_outside or re.search(r"\\|^www\.|^https?：", link.path):
            continue  # what is written wrongly is told as that
        if link.tag:
            path = posixpath.normpath(posixpath.join(folder, re.sub(r"\.html$", ".md", link.path)))
            if path.endswith(".md") and path not in pages and not may_be_unread(sources, path):
                yield Problem(
                    *place,
                    "L001",
                    f"没有“{link.path}”这一页",
                    "已有的页面",
                    _meant(folder, re.sub(r"\.html$", ".md", link.path), path, pages).replace(".md", ".html"),
                )
            continue
        yield from _target(sources, place, folder, link.path, pages)


def _own_address(entry: PageEntry, own: str, linked: set[int]) -> Iterator[Problem]:
    """The site's own address as plain words, which lead nowhere where the site stands elsewhere."""
    if not own or own not in entry.page.body:
        return
    for number, row in enumerate(entry.page.body.split("\n"), entry.offset + 1):
        if number not in linked and (found := re.search(rf"{re.escape(own)}[^\s，。；）)>]*", row)):
            yield Problem(entry.source.name, number, found.start() + 1, *_own(found[0]))


def _own(address: str) -> tuple[str, str, str, str]:
    hint = "站内链接写 .md 文件名；写网址，断网就打不开，换个地方放也打不开"
    return "L002", f"链接“{address}”写成了本站的网址", "[文字](页面.md)", hint


#: The number of a point or a question that words name.
_NUMBER = re.compile(r"(?:见|要点|题目) ?(?P<id>\d{2}-Q?\d{1,2})(?![\d-])")


def _numbers(entry: PageEntry, ids: set[str]) -> Iterator[Problem]:
    for match in _NUMBER.finditer(entry.page.body):
        if match["id"] not in ids:
            hint = nearest(match["id"], sorted(ids)) or "改编号，或者删掉"
            yield entry.problem(match.start("id"), "D109", f"没有要点 {match['id']}", "已有的编号", hint)


def _target(
    sources: Sources, place: tuple[str, int, int], folder: str, target: str, pages: set[str]
) -> Iterator[Problem]:
    path = posixpath.normpath(posixpath.join(folder, target))
    if target.startswith("/"):
        said, mend = f"地址“{target}”以斜杠开头，换个地方放就打不开", "从这一页所在的文件夹写起"
        yield Problem(*place, "L001", said, _from(folder, path.lstrip("/")), mend)
    elif path.startswith("../"):
        yield Problem(
            *place, "L001", f"链接“{target}”指到了 docs/ 外面", "docs/ 里的页面或图", "改成 docs/ 里的文件"
        )
    elif path.endswith(".html"):
        said = "站内链接写 .md 文件名"
        yield Problem(*place, "L002", f"链接“{target}”写成了 .html", target.replace(".html", ".md"), said)
    elif path.endswith(".md"):
        if path not in pages and not may_be_unread(sources, path):
            begun = min(
                (page for page in pages if page.startswith(f"{path[:-3]}-")), default=""
            )  # 14.md: 14-exits.md
            hint = f"是不是想写“{_from(folder, begun)}”？" if begun else _meant(folder, target, path, pages)
            yield Problem(*place, "L001", f"没有“{path}”这一页", "已有的页面", hint)
    elif not _exists(sources, path) and not path.startswith(("drawings/generated/", "downloads/")):
        if path.startswith("drawings/"):
            yield Problem(*place, *lost_drawing(sources.root, path.removeprefix("drawings/")))
            return
        docs = sources.root / "docs"
        names = [file.relative_to(docs).as_posix() for file in (docs / posixpath.dirname(path)).glob("*.*")]
        hint = _nearest(folder, path, names)
        yield Problem(*place, "L001", f"没有“docs/{path}”这个文件", "已有的文件", hint)


def _from(folder: str, path: str) -> str:
    """``path`` under docs/ as a page in ``folder`` writes it."""
    return posixpath.relpath(path, folder or ".")


def _meant(folder: str, target: str, path: str, pages: set[str]) -> str:
    """The mend for ``target``, which leads to no page: written from docs/ instead of from ``folder``, or
    spelt nearly like a page there is."""
    whole = posixpath.normpath(target)
    return f"是不是想写“{_from(folder, whole)}”？" if whole in pages else _nearest(folder, path, pages)


def _nearest(folder: str, path: str, known: Iterable[str]) -> str:
    known = list(known)
    moved = [one for one in known if posixpath.basename(one) == posixpath.basename(path) != "index.md"]
    if len(moved) == 1:
        return f"是不是想写“{_from(folder, moved[0])}”？"
    return (
        nearest(_from(folder, path), [_from(folder, one) for one in known])
        or "检查文件名和文件夹；页面删掉了的，链接也去掉"
    )


def _exists(sources: Sources, path: str) -> bool:
    """Whether the file is there under this very name: Windows takes A.svg for a.svg, the server does not."""
    file = sources.root / "docs" / path
    return file.is_file() and any(other.name == file.name for other in file.parent.iterdir())


def may_be_unread(sources: Sources, path: str) -> bool:
    """Pages made from data that cannot be read at the moment: one cause, one telling."""
    made_from = {
        "laws/": "laws",
        "forms/": "forms",
        "lessons/": "lessons",
        "trades/": "trades",
        "checklists/aspect-": "aspects",
        "checklists/hazard-": "hazards",
    }
    if (
        posixpath.dirname(path) == "checklists"
        and (sources.root / "data" / "items" / posixpath.basename(path).replace(".md", ".yml")).exists()
    ):
        return True
    return any(path.startswith(head) and name in sources.broken for head, name in made_from.items())


def _parts(entry: PageEntry, said: frozenset[str] | None) -> Iterator[Problem]:
    """Include lines that nothing stands behind; ``said``: those of the campaign, None when it has no data.
    An item's page may have those of the campaign only, beside its own."""
    if _MEANT_FOR_AN_ITEM.match(entry.page.path) and not _of_item(entry):
        return  # a copy, or a name that is no address: told as that
    known = (frozenset() if _of_item(entry) else MADE_PARTS) | (said or frozenset())
    first: dict[str, int] = {}
    for include in entry.facts.includes:
        number = entry.offset + include.line
        if first.setdefault(include.name, number) != number:
            told = f"接入行“{include.name}”第 {first[include.name]} 行写过了，同一段会出来两遍"
            mend = "删掉一处"
            yield Problem(entry.source.name, number, include.column, "L026", told, "一页里写一次", mend)
    for include in entry.facts.includes:
        of_campaign = include.name.startswith(CAMPAIGN_PARTS)
        if _of_item(entry) and not of_campaign:
            continue
        if include.name not in known and not (said is None and of_campaign):
            hint = nearest(include.name, known) or "照别的页面写，或者删掉这一行"
            yield Problem(
                entry.source.name,
                entry.offset + include.line,
                include.column,
                "L007",
                f"不认识接入行“{include.name}”",
                "由数据生成的表，如 standards/stars.md",
                hint,
            )


def _includes(sources: Sources, item: Item) -> Iterator[Problem]:
    """What is wrong with the page of an item, or that there is none."""
    path = f"checklists/{item.stem}.md"
    entry = next((entry for entry in sources.pages if entry.page.path == path), None)
    if entry is not None:
        yield from _own_parts(entry, item)
        yield from _level_one(entry)
        return
    misnamed = any(
        (name := _MEANT_FOR_AN_ITEM.match(other.page.path)) and name[1] == item.id and not _of_item(other)
        for other in sources.pages
    )
    if item.is_written and path not in sources.unread_pages and not misnamed:
        said, mend = f"第 {item.id} 条没有文字页", "照别的条目建这个文件"
        yield Problem.whole(f"docs/{path}", "L005", said, f"docs/{path}", mend)


def _own_parts(entry: PageEntry, item: Item) -> Iterator[Problem]:
    """An item's page takes in its generated parts by two lines; both must be there."""
    name = entry.source.name
    points, law = (f"checklists/{item.id}/{part}.md" for part in ("points", "law"))
    found = {
        include.name: (entry.offset + include.line, include.column)
        for include in entry.facts.includes
        if not include.name.startswith(CAMPAIGN_PARTS)
    }
    missing = [part for part in (points, law) if part not in found]
    for part, place in found.items():
        if part not in (points, law):
            meant = missing.pop(0) if len(missing) == 1 else points
            said, right = f"不认识接入行“{part}”", f'--8<-- "{meant}"'
            yield Problem(name, *place, "L007", said, right, "检查条目编号和文件名")
    if entry.facts.open_ended:
        return  # told as what is written wrongly
    last = entry.page.body.count("\n") + 1
    for part, words, line, where in (
        (points, "要点", 1, "放在页首之后"),
        (law, "法条和题目", last, "放在最后"),
    ):
        if part in missing:
            said, mend = f"少了接入{words}的一行", f"单独一行写上，{where}"
            yield Problem(name, entry.offset + line, 1, "L006", said, f'--8<-- "{part}"', mend)


def _level_one(entry: PageEntry) -> Iterator[Problem]:
    for heading in entry.facts.headings:
        if heading.level == 1:
            said, mend = "条目页里写了一级标题", "标题由数据生成；这里改成“## ”，或者删掉"
            line = entry.offset + heading.line
            yield Problem(entry.source.name, line, 1, "L008", said, f"## {heading.text}", mend)
