"""What the site search looks through: one script file that the reader's browser loads at the first search.

A script and not JSON, because a page opened from a folder may load scripts but may not fetch files.
The file holds the texts themselves; overrides/material/assets/javascripts/search-engine.js looks through
them in one sweep, which for a handbook of this size is as fast as an inverted index, smaller, and shows the
matching words.

Shape of the value (arrays instead of objects keep it small; the reader in search-engine.js names the
columns):

- ``aspects``  names
- ``items``    ``[number, name, aspect's place, page, everyday words, scope]``
- ``points``   ``[item's place, point's number, requirement, flags, other text, questions]``
- ``sections`` ``[item's place or -1, page title, heading, address, text]``
- ``sheets``   ``[title, address, other words, text]``: forms, checklists, overviews and other whole pages
- ``folders``  what a folder of pages is called
- ``laws``     ``[name, title, page, other names, kind and state, rank, places]`` with places as
  ``[anchor, points' places, act]``
- ``asked``    ``[item's number, point's number or address, [phrasings …]]``: what people type for it
- ``words``    ``[[word of the law, everyday words …], points' places]``
- ``habits``   words of the question, see :data:`HABITS`
- ``sounds``   ``{syllable: characters}`` of the names above and the common characters that sound like them:
for typing by
  sound (miehuoqi) or by initials (mhq), and for a character put for another of the same sound
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping

import yaml
from pypinyin import lazy_pinyin

from handbook.markdown.escape import one_line
from handbook.model.addresses import place_id
from handbook.model.handbook import Handbook, Located
from handbook.model.item import CheckPoint, Item
from handbook.model.law import Law, LawState
from handbook.page_text import joined, read, split_front_matter

#: Name of the global that the script sets, and where the script stands in the site.
GLOBAL = "handbookSearch"
PATH = "assets/search/index.js"


#: What the reader knows the folders of pages by; the longest beginning of an address counts.
FOLDERS = {
    "checklists/": "检查事项",
    "standards/": "标准",
    "standards/zoning/": "划线分区",
    "standards/site/": "规范化建设",
    "standards/key-areas/": "重点领域标准",
    "drills/": "演练",
    "enterprises/": "企业服务",
    "forms/": "表格",
    "overview/": "一览",
    "laws/": "法规",
    "editing/": "编辑手册",
    "": "本站",
}

#: The file must stay small enough for a phone: bytes when compressed, and to how many characters the texts of
#: sections are cut, step by step, until it is. Readers of the editing pages look for headings, not sentences.
LIMIT, CUTS, EDITING_CUT = 203_000, (2000, 600, 450, 350, 300, 250, 200, 150), 60

#: Flags of a point: it comes again, it has a penalty, it may be a major hazard.
RECURRING, PENALTY, MAJOR = 1, 2, 4

#: How people ask, which is grammar and not vocabulary (that is the glossary's): words that only make the
#: question (``idle``), and words that ask for a kind of answer: how often, what it costs, which licence.
HABITS: dict[str, list[str]] = {
    "often": [
        "多长时间",
        "多久",
        "几个月",
        "几年",
        "几次",
        "多少次",
        "什么时候",
        "隔几天",
        "频次",
        "频率",
        "周期",
    ],
    "fine": [
        "罚多少钱",
        "罚多少",
        "罚几万",
        "怎么罚",
        "怎么处罚",
        "会罚款",
        "会不会罚",
        "要罚款",
        "罚款多少",
        "会罚",
        "要罚",
        "罚款",
        "处罚",
        "后果",
        "罚吗",
        "罚",
    ],
    "licence": [
        "什么证",
        "哪些证",
        "哪种证",
        "要证",
        "有证",
        "无证",
        "没证",
        "没有证",
        "上岗证",
        "证书",
        "考证",
        "办证",
    ],
    "idle": [
        "怎么办",
        "怎么改",
        "怎么弄",
        "怎么做",
        "怎么写",
        "怎么搞",
        "怎么处理",
        "怎么查",
        "怎么",
        "如何",
        "能不能",
        "可不可以",
        "可以吗",
        "可以",
        "行不行",
        "行吗",
        "要不要",
        "需不需要",
        "需要",
        "是不是",
        "有没有",
        "算不算",
        "应该",
        "应当",
        "必须",
        "什么",
        "哪些",
        "哪里",
        "哪个",
        "在哪",
        "多少",
        "几个",
        "我们",
        "我的",
        "我",
        "你们",
        "自己",
        "请问",
        "一下",
        "的",
        "了",
        "吗",
        "呢",
        "吧",
        "啊",
        "呀",
        "么",
    ],
}

#: The 3,755 characters that everybody writes (level 1 of GB 2312: lead bytes B0 to D7).
_COMMON = "".join(
    bytes((lead, trail)).decode("gb2312", "ignore")
    for lead in range(0xB0, 0xD8)
    for trail in range(0xA1, 0xFF)
)


def search_index(book: Handbook, files: Mapping[str, str], parts: Mapping[str, str]) -> str:
    """The script. ``files`` is the stage: texts by path (``docs/…``); pages that are not staged are not
    found.

    ``parts``: what include lines take in, by name.
    """
    pages = {
        path.removeprefix("docs/"): text
        for path, text in files.items()
        if path.startswith("docs/") and path.endswith(".md")
    }
    # The index holds the points of the items by themselves.
    parts = {name: text for name, text in parts.items() if not name.startswith("checklists/")}
    order = {entry.point.id: place for place, entry in enumerate(book.points())}
    sections = list(_sections(book, pages, parts))
    sheets = list(_sheets(book, pages, {str(row[3]).partition("#")[0] for row in sections}))
    value = {
        "aspects": [aspect.name for aspect in book.aspects],
        "folders": FOLDERS,
        "items": [_item_row(book, item) for item in book.items],
        "points": [_point_row(book, entry) for entry in book.points()],
        "sheets": sheets,
        "laws": [_law_row(book, law, order) for law in book.laws if f"laws/{law.id}.md" in pages],
        "words": [
            [[term.term, *term.aliases], [order[point] for point in term.points if point in order]]
            for term in book.glossary
        ],
        "asked": list(_asked(book, pages)),
        "habits": HABITS,
        "sounds": _sounds(book, sheets),
    }
    for cut in CUTS:
        script = _script(value | {"sections": [[*row[:4], _cut(row, cut)] for row in sections]})
        # Such text shrinks to a third at best: what is six times too long needs no trial.
        if len(script) < 6 * LIMIT and len(gzip.compress(script.encode("utf-8"), 9)) <= LIMIT:
            break
    return script


def _script(value: Mapping[str, object]) -> str:
    return f"self.{GLOBAL}={json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"


def _cut(row: list[object], cut: int) -> str:
    address, text = str(row[3]), str(row[4])
    return text[: EDITING_CUT if address.startswith("editing/") else cut]


def _item_row(book: Handbook, item: Item) -> list[object]:
    return [
        item.id,
        item.name,
        book.aspects.index(book.aspect_of(item)),
        f"checklists/{item.stem}.html",
        " ".join(item.aliases),
        one_line(item.scope),
    ]


def _point_row(book: Handbook, entry: Located) -> list[object]:
    point = entry.point
    flags = RECURRING * bool(point.recurring) | PENALTY * bool(point.penalties) | MAJOR * bool(point.major)
    asked = [question.text for question in entry.item.questions if question.point == point.id]
    return [
        book.items.index(entry.item),
        point.id,
        one_line(point.requirement),
        flags,
        " ".join(_point_texts(entry.item, point)),
        " ".join(map(one_line, asked)),
    ]


def _point_texts(item: Item, point: CheckPoint) -> Iterator[str]:
    """What is written about a point besides its requirement, said once."""
    texts = [
        point.met,
        point.how,
        point.remedy.today,
        point.remedy.lasting,
        *(use.act for use in point.penalties),
    ]
    if point.recurring:
        texts.append(f"{point.recurring.every}{point.recurring.task}")
    texts += item.hazards_of(point)
    return iter(dict.fromkeys(map(one_line, texts)))


def _sections(book: Handbook, pages: Mapping[str, str], parts: Mapping[str, str]) -> Iterator[list[object]]:
    """Hand-written pages by their headings of the second level; what stands before the first is the page
    itself."""
    item_place = {f"checklists/{item.stem}.md": place for place, item in enumerate(book.items)}
    for page in sorted(book.pages, key=lambda page: page.path):
        if page.path == "index.md" or page.path not in pages:
            continue
        place = item_place.get(page.path, -1)
        for section in read(joined(page.body, parts)).sections:
            if section.heading or (place < 0 and section.text):
                anchor = f"#{section.id}" if section.id else ""
                title = page.title if place < 0 else ""
                yield [place, title, section.heading, page.address + anchor, section.text]


def _sheets(book: Handbook, pages: Mapping[str, str], known: set[str]) -> Iterator[list[object]]:
    """Whole pages made from data: forms with what they are for, and every other page by its title and
    description."""
    forms = {f"forms/{form.id}.md": form for form in book.forms}
    elsewhere = {
        "index.md",
        *(f"checklists/{item.stem}.md" for item in book.items),
        *(f"laws/{law.id}.md" for law in book.laws),
    }
    for path in sorted(pages):
        address = path.removesuffix(".md") + ".html"
        front = _front(pages[path])
        if path in elsewhere or path.startswith("q/") or address in known or not front.get("title"):
            continue
        form = forms.get(path)
        if form is not None:
            yield [
                form.name,
                address,
                " ".join((form.group.value, *form.hazards)),
                " ".join(map(one_line, (form.purpose, form.who, form.when))),
            ]
        else:
            yield [str(front["title"]), address, "", one_line(str(front.get("description", "")))]


def _front(markdown: str) -> dict[str, object]:
    loaded = yaml.safe_load(split_front_matter(markdown)[0])
    return loaded if isinstance(loaded, dict) else {}


def _law_row(book: Handbook, law: Law, order: Mapping[str, int]) -> list[object]:
    state = law.state_on(book.today)
    places: dict[str, list[object]] = {
        place_id(reference): [place_id(reference), sorted({order[entry.point.id] for entry in entries}), ""]
        for reference, entries in book.citations.get(law.id, {}).items()
        if place_id(reference)
    }
    for reference in book.places_elsewhere.get(law.id, ()):
        if place_id(reference):
            places.setdefault(place_id(reference), [place_id(reference), [], ""])
    for penalty in book.penalties:
        if penalty.reference.law_id == law.id:
            anchor = place_id(penalty.reference)
            row = places.setdefault(anchor, [f"x{anchor}", [], ""])
            row[2] = one_line(penalty.act)
    names = dict.fromkeys(name for name in (*law.names[1:], law.number) if name and name != law.name)
    rank = 0 if state is LawState.IN_FORCE else 1
    return [
        law.name,
        "" if law.title == law.name else law.title,
        f"laws/{law.id}.html",
        " ".join(names),
        f"{law.kind.value} · {state.value}",
        rank,
        list(places.values()),
    ]


def _asked(book: Handbook, pages: Mapping[str, str]) -> Iterator[list[object]]:
    """Rows of the phrasings; those for a page that is not staged are left out."""
    numbers = {item.id for item in book.items} | set(book.located)
    for entry in book.asked:
        page, sharp, anchor = entry.place.partition("#")
        if entry.place in numbers:
            yield [entry.place, list(entry.phrases)]
        elif f"{page}.md" in pages:
            yield [f"{page}.html{sharp}{anchor}", list(entry.phrases)]


def _sounds(book: Handbook, sheets: Iterable[list[object]]) -> dict[str, str]:
    """Characters of all names by their sound; a character that is read in two ways stands under both."""
    names = [word for term in book.glossary for word in (term.term, *term.aliases)]
    names += [word for item in book.items for word in (item.name, *item.aliases)]
    names += [law.name for law in book.laws] + [str(row[0]) for row in sheets]
    found: dict[str, set[str]] = {}
    for name in names:
        for run in re.findall("[一-鿿]+", name):
            for sign, sound in zip(run, lazy_pinyin(run), strict=True):
                found.setdefault(sound, set()).add(sign)
    for sign in _COMMON:
        for sound in lazy_pinyin(sign):
            if sound in found:
                found[sound].add(sign)
    return {sound: "".join(sorted(signs)) for sound, signs in sorted(found.items())}
