"""Books made of the site's pages, a page a chapter: zoning and the tidy shop floor, drills, key areas."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from handbook.books.book_spec import A5, A6, BookSpec
from handbook.books.content import epub_text
from handbook.books.content.book_data import chapter_data, notice, revisions_data, web_address
from handbook.books.content.prose import Block, Resolve, read_pages
from handbook.markdown.page_standing import with_standing
from handbook.markdown.typography import words
from handbook.model.handbook import Handbook
from handbook.model.law.reference_reader import ReferenceReader
from handbook.model.law.register import Reference
from handbook.model.page import Page
from handbook.model.papers.download_names import CHAPTER_BOOKS
from handbook.model.papers.form import Form
from handbook.page_text.changed import joined
from handbook.page_text.page import read
from handbook.pdf.identity import identity
from handbook.pdf.qr_code import qr_svg
from handbook.pdf.table_widths import A5_TABLE, A6_TABLE
from handbook.recipes.lazy import Lazy


@dataclass(frozen=True)
class Plan:
    """What makes a chapter book: what its cover says, and by its name its folders under docs/ in order."""

    name: str
    title: str
    short: str
    size: tuple[float, float]
    cover: tuple[str, ...]
    cover_size: float  # pt
    accent: str
    about: str
    blurb: tuple[str, ...]
    brief: tuple[str, ...]
    forms: bool = False

    @property
    def folders(self) -> tuple[str, ...]:
        return CHAPTER_BOOKS[self.name]


BOOKS = (
    Plan(
        "zoning-book",
        "生产现场划线分区与规范化建设",
        "划线分区与规范化",
        A5,
        ("生产现场划线分区", "与规范化建设"),
        28,
        "#7a3e00",
        "官方推荐标准的文本没有公开。书里的线、色、宽和做法由编写组按公开的标准和通行做法拟写，每个数都写明出处；通行做法不是法定要求。",
        (
            "地上画几道线，人走哪里、车走哪里、货放哪里就分清了。",
            "线的颜色、宽度、含义，四张比例图，一个周末怎么做完；再按场所看规范的现场是什么样。",
        ),
        ("划线分区：线、区、标志、比例图", "规范化建设：按场所一处一处看"),
    ),
    Plan(
        "drill-book",
        "应急疏散演练指导",
        "应急疏散演练指导",
        A6,
        ("应急疏散", "演练指导"),
        25,
        "#8a1f11",
        "官方的演练指导文本没有公开。书里的脚本、分工和表格由编写组按公开的法律、法规和标准拟写；脚本里的分秒是排练目标，不是法定时限。",
        (
            "谁要演、怎么分工、一分钟一分钟怎么走、怎么点名和评估。",
            "十人的厂、五十人的厂、几家合用的楼，照着就能演一次。",
        ),
        ("方案和分工", "六个情景的完整脚本", "一键响铃、微型消防站", "岗位处置卡和表格"),
        forms=True,
    ),
    Plan(
        "key-areas-book",
        "重点工作领域指导手册",
        "重点工作领域指导",
        A6,
        ("重点工作领域", "指导手册"),
        25,
        "#1b5a3a",
        "官方指导手册的文本没有公开。书里的内容由编写组按公开的法律、法规和标准拟写，不代替官方文本。",
        (
            "每个领域十分钟：什么会出人命，到现场看哪五样，问哪三句，怎么讲，对的是什么样。",
            "给上门检查和讲课的人，也给班组长。",
        ),
        ("每章一个领域，十分钟讲完",),
    ),
)


@dataclass(frozen=True)
class Chapter:
    """A page as a chapter."""

    page: Page
    level: int  # 1, or 2 below the index of its folder

    @property
    def label(self) -> str:
        return "c-" + self.page.path.removesuffix(".md").replace("/", "-")


def chapters(book: Handbook, folders: tuple[str, ...]) -> list[Chapter]:
    """The pages under ``folders`` in reading order: by 次序, an index first.

    In a book of several folders each index opens a part and the other pages stand below it; in a book of
    one folder the pages stand at the top and those of its subfolders below their index.
    """
    order: list[Chapter] = []
    for folder in folders:
        pages = [page for page in book.pages if page.path.startswith(folder + "/")]
        top = [page for page in pages if posixpath.dirname(page.path) == folder]
        order += [
            Chapter(page, 1 if len(folders) == 1 or _is_index(page) else 2) for page in sorted(top, key=_rank)
        ]
        for sub in sorted({posixpath.dirname(page.path) for page in pages} - {folder}):
            order += [
                Chapter(page, 1 if _is_index(page) and len(folders) == 1 else 2)
                for page in sorted((p for p in pages if posixpath.dirname(p.path) == sub), key=_rank)
            ]
    return order


def _is_index(page: Page) -> bool:
    return posixpath.basename(page.path) == "index.md"


def _rank(page: Page) -> tuple[bool, int, str]:
    return (not _is_index(page), page.front.order, page.path)


def chapter_volume(book: Handbook, plan: Plan, parts: Mapping[str, str]) -> BookSpec | None:
    """The book of ``plan``; None while none of its pages is written. ``parts``: what joint lines take in."""
    order = chapters(book, plan.folders)
    if not order:
        return None
    texts = {chapter.page.path: joined(chapter.page.body, parts) for chapter in order}
    forms = _forms(book, order) if plan.forms else []
    plain = _plain(book, plan, order, texts, forms)
    labels = {chapter.page.path: chapter.label for chapter in order}
    sections = {
        (path, heading.id): f"{labels[path]}-{number}"
        for path, text in texts.items()
        for number, heading in enumerate(read(text).headings)
    }
    resolve = _resolver(book, labels | {f"forms/{form.id}.md": _form_label(form) for form in forms}, sections)

    def complete() -> dict[str, Any]:
        pages = read_pages(texts, resolve, table=A6_TABLE if plan.size == A6 else A5_TABLE)
        for path, blocks in pages.items():
            for number, block in enumerate(block for block in blocks if block["t"] == "h"):
                block["label"] = f"{labels[path]}-{number}"
        _show_once(pages.values())
        for blocks in pages.values():
            _face_each_other(blocks)
        return plain | {
            "chapters": [
                chapter_data(chapter.label, chapter.level, chapter.page, pages[chapter.page.path])
                for chapter in order
            ]
        }

    def markdown() -> str:
        # Forms are sheets to print: an e-book leads to them on the web.
        return epub_text.chapter_markdown(
            plain,
            [(c.label, c.level, c.page.path, with_standing(texts[c.page.path], c.page.front)) for c in order],
            _resolver(book, labels),
        )

    return BookSpec(
        plan.name,
        plan.title,
        plan.size,
        "book.typ",
        plain,
        Lazy(complete, [plain, texts]),
        Lazy(markdown, [plain, texts]),
        epub_split=_epub_split([chapter.level for chapter in order]),
    )


def _plain(
    book: Handbook, plan: Plan, order: list[Chapter], texts: Mapping[str, str], forms: list[Form]
) -> dict[str, Any]:
    """What the book says of itself, and the tables behind its chapters."""
    items = [item for item in book.items if any(item.id in _related(chapter.page) for chapter in order)]
    return identity(book) | {
        "title": plan.title,
        "short-title": plan.short,
        "spine-name": plan.title,
        "overline": None,
        "cover-title": list(plan.cover),
        "cover-size": plan.cover_size,
        "accent": plan.accent,
        "subset": None,
        "notice": notice(book, plan.about),
        "brief": list(plan.brief),
        "blurb": list(plan.blurb),
        "revisions": revisions_data(
            book,
            items,
            lambda item: _some([words(c.page.title) for c in order if item.id in _related(c.page)]),
        ),
        "forms": [form_data(book, form) for form in forms],
        "laws": _laws(book, order, texts),
        "order": [(chapter.label, chapter.level, chapter.page.title) for chapter in order],
    }


def _epub_split(levels: Sequence[int]) -> int:
    """2 where every chapter of the first level only opens a part: a part in one file is slow on a phone."""
    parts = [number for number, level in enumerate(levels) if level == 1]
    return 2 if all(levels[number + 1 : number + 2] == [2] for number in parts) else 1


def _show_once(pages: Iterable[list[Block]]) -> None:
    """A drawing that several chapters show is printed in the last of them, to which its own belongs; the
    others tell its page."""
    places: dict[str, list[tuple[list[Block], int]]] = {}
    for blocks in pages:
        for index, block in enumerate(blocks):
            if block["t"] == "fig":
                places.setdefault(block["src"], []).append((blocks, index))
    for src, shown in places.items():
        if len(shown) > 1:
            label = "d-" + posixpath.splitext(posixpath.basename(src))[0]
            for blocks, index in shown[:-1]:
                blocks[index] = {"t": "p", "c": [{"t": "a", "to": f"#{label}", "c": ["图在后面"]}, "。"]}
            blocks, index = shown[-1]
            blocks[index] = blocks[index] | {"label": label}


def _face_each_other(blocks: list[Block]) -> None:
    """Marks the pairs of drawings that show one place before and after: their heading begins a left page, and
    the second stands on the right."""
    for index, (one, other) in enumerate(itertools.pairwise(blocks)):
        if not (
            one["t"] == other["t"] == "fig" and one["src"].replace("-before.", "-after.") == other["src"]
        ):
            continue
        other["facing"] = True
        head = next((n for n in range(index, -1, -1) if blocks[n]["t"] == "h"), index)
        blocks[head]["spread"] = True


def _resolver(
    book: Handbook, labels: Mapping[str, str], sections: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> Resolve:
    """Links to pages in the book and to their ``sections`` lead to their labels, all others to the web."""

    def resolve(page: str, target: str) -> str | None:
        path, _, anchor = target.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        if path not in labels:
            return web_address(book, path, anchor)
        return f"#{sections.get((path, anchor), labels[path])}"

    return resolve


def _related(page: Page) -> list[str]:
    return list(page.front.related)


def _some(titles: list[str]) -> list[str]:
    """The first three of ``titles``, with the number of all where they are more."""
    return titles if len(titles) <= 3 else [*titles[:2], f"{titles[2]}等 {len(titles)} 章"]


def _laws(book: Handbook, order: list[Chapter], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """The laws and standards that the text cites with a place, each place with the chapters where it
    stands."""
    reader = ReferenceReader(book.laws)
    places: dict[str, dict[Reference, dict[str, str]]] = {}
    for chapter in order:
        for mention in reader.find_in_text(texts[chapter.page.path]):
            found = mention.found
            if isinstance(found, Reference) and found.place:
                places.setdefault(found.law_id, {}).setdefault(found, {})[chapter.label] = words(
                    chapter.page.title
                )
    return [
        {
            "title": words(law.title),
            "kind": law.kind.value,
            "state": law.state_on(book.today).value,
            "places": [
                {
                    "place": reference.place,
                    "chapters": [{"label": label, "title": title} for label, title in where.items()],
                }
                for reference, where in sorted(places[law.id].items())
            ],
        }
        for law in book.laws
        if law.id in places
    ]


def _forms(book: Handbook, order: list[Chapter]) -> list[Form]:
    """Forms that the chapters link to, in the order of the list of forms."""
    linked = {link.path.rpartition("/")[2] for chapter in order for link in read(chapter.page.body).links}
    return [form for form in book.forms if f"{form.id}.md" in linked]


def _form_label(form: Form) -> str:
    return f"f-{form.id}"


def form_data(book: Handbook, form: Form) -> dict[str, Any]:
    """A form as the book names it: what it is for, and where the blank sheet is."""
    url = f"{book.site.address}forms/{form.id}.html"
    return {
        "label": _form_label(form),
        "name": words(form.name),
        "purpose": words(form.purpose),
        "who": words(form.who),
        "when": words(form.when),
        "keep": words(form.keep),
        "url": url,
        "short": url.split("://")[1],
        "qr": qr_svg(url),
    }
