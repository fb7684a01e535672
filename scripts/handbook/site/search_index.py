"""What the site search looks through: three script files that the reader's browser loads at the first search.

A script and not JSON, because a page opened from a folder may load scripts but may not fetch files.
The file holds the texts themselves; overrides/material/assets/javascripts/search/engine.js looks through
them in one sweep, which for a handbook of this size is as fast as an inverted index, smaller, and shows the
matching words.

Shape of the value (arrays instead of objects keep it small; the reader in search/engine.js names the
columns):

- ``aspects``  names
- ``items``    ``[number, name, aspect's place, page, everyday words, scope]``
- ``points``   ``[item's place, point's number, requirement, questions and short name, fines' places,
  how often]``; their texts come with the second file
- ``sections`` ``[item's place or -1, page title, heading, address]``; their texts come with the second file
- ``faq``      ``[item's place or -1, page title, question, address, answer]``: what the pages ask and answer,
  one row each
- ``fines``    ``[article, act, premise, first, later, bodies, whether persons are punished too]``; a point
  names its own by their places
- ``elsewhere`` ``{phones, total, counts}`` of what people ask and the handbook does not tell, in the third
  file (:func:`handbook.site.out_of_scope_counts.counts_table`)
- ``phones``   ``[name, number or nothing, what for, words of who needs it now]``
- ``sheets``   ``[title, address, other words, text]``: forms, checklists, overviews and other whole pages;
  in the third file, by the same order, what the lines of forms tell and nothing else
- ``folders``  what a folder of pages is called
- ``laws``     ``[name, title, page, other names, kind and state, rank, places]`` with places as
  ``[anchor, points' places, act]``
- ``asked``    ``[item's number, point's number or address, [phrasings …], whether it tells what to do first
  when something happens]``: what people type for it; those of items and points and of what is urgent here,
  those of other places in the third file
- ``common``   words in common use (:func:`~handbook.site.common_words.common_words`), in the third file
- ``wording``  ``{step, weights}`` of how a question is worded, in the third file
  (:func:`~handbook.site.out_of_scope_weights.weights_table`)
- ``words``    ``[[word of the law, everyday words …], points' places, meaning, address]`` of the glossary,
  and words of about the same meaning, which have none of these
- ``habits``   how people ask, by kind (:class:`~handbook.model.speech.Habits`), and what trades are called,
  longest first
- ``amounts``  ``[[how a number is asked for …], [units of it …]]``
- ``said``     ``[spoken, written]`` (:meth:`~handbook.model.speech.Speech.spelling`), longest first
- ``sounds``   ``{syllable: characters}`` of the names above and the common characters that sound like them:
for typing by
  sound (miehuoqi) or by initials (mhq), and for a character put for another of the same sound
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import zip_longest

from handbook.markdown.escape import one_line
from handbook.model.addresses import place_id
from handbook.model.generated_names import MadePage, MadePart
from handbook.model.handbook import Handbook, Located
from handbook.model.items.item import CheckPoint, Item
from handbook.model.law.register import Law, LawState, Reference
from handbook.model.papers.form import Form
from handbook.model.speech import Speech
from handbook.page_programs.data_script import script
from handbook.page_text.changed import joined
from handbook.page_text.front_matter import front_values, split_front_matter
from handbook.page_text.page import questions, read, unique_id
from handbook.problems import HandbookError, Problem
from handbook.recipes.disk_cache import cached_value
from handbook.site.common_words import common_words
from handbook.site.out_of_scope_counts import counts_table
from handbook.site.out_of_scope_weights import weights_table
from handbook.site.pages.overview_pages import term_address

#: Name of the global that the script sets, and where the script stands in the site.
GLOBAL = "handbookSearch"
PATH = "assets/search/index.js"

#: The second file: running texts, which come while the first already answers. ``{"sections": [text …],
#: "points": [text …]}``, in the order of the rows.
MORE_GLOBAL = "handbookSearchTexts"
MORE_PATH = "assets/search/texts.js"

#: The third file: ``asked`` of the pages, as in the first, and ``editing``, the texts of the sections of the
#: editors' pages, in the order of their rows: the second has none there.
ASKED_GLOBAL = "handbookSearchAsked"
ASKED_PATH = "assets/search/asked.js"


#: What the reader knows the folders of pages by; the longest beginning of an address counts.
FOLDERS = {
    "checklists/": "检查事项",
    "standards/": "标准",
    "standards/zoning/": "划线分区",
    "standards/site/": "规范化建设",
    "standards/key-areas/": "重点领域标准",
    "drills/": "演练",
    "enterprises/": "应急局来了怎么办",
    "forms/": "表格",
    "overview/": "总表",
    "laws/": "法规",
    "editing/": "编辑手册",
    "": "本站",
}

#: Of a page made from data, a section is looked through when at least this share of its pieces of
#: :data:`PIECE` signs stands nowhere else in the index: the others are lists of points, forms and terms,
#: which have rows of their own.
OWN_SHARE, PIECE = 0.65, 4

#: What each file may weigh when compressed, in bytes: a phone on a slow link waits for the first. Nothing is
#: ever cut to fit: a file that outgrows this stops the build.
LIMITS = {PATH: 200 * 1024, MORE_PATH: 200 * 1024, ASKED_PATH: 200 * 1024}

#: The 3,755 characters that everybody writes (level 1 of GB 2312: lead bytes B0 to D7).
_COMMON = "".join(
    bytes((lead, trail)).decode("gb2312", "ignore")
    for lead in range(0xB0, 0xD8)
    for trail in range(0xA1, 0xFF)
)


def search_files(book: Handbook, files: Mapping[str, str], parts: Mapping[str, str]) -> dict[str, str]:
    """The scripts by path. ``files`` is the stage: texts by path (``docs/…``); pages not staged are not
    found.

    ``parts``: what include lines take in, by name. Raises HandbookError when a file outgrows its budget.
    """
    pages = {
        path.removeprefix("docs/"): text
        for path, text in files.items()
        if path.startswith("docs/") and path.endswith(".md")
    }
    # The index holds the points of the items and the laws by themselves; what is due changes by the day.
    parts = {
        name: text
        for name, text in parts.items()
        if not name.startswith("checklists/") and name not in (MadePart.OFFICIAL_TEXTS, MadePart.DUE)
    }
    order = {entry.point.id: place for place, entry in enumerate(book.points())}
    rows = _Rows(book, pages, parts, order)
    made = (
        (PATH, GLOBAL, _first_file(book, pages, rows, order)),
        (MORE_PATH, MORE_GLOBAL, _second_file(rows)),
        (ASKED_PATH, ASKED_GLOBAL, _third_file(book, rows)),
    )
    for path, _, part in made:
        _within_budget(path, part)
    return {path: script(name, part) for path, name, part in made}


class _Rows:
    """What is looked through, row by row. A row made from data tells what no other does, so that all are made
    together."""

    def __init__(
        self, book: Handbook, pages: Mapping[str, str], parts: Mapping[str, str], order: Mapping[str, int]
    ) -> None:
        numbers = {item.id: number for number, item in enumerate(book.items)}
        numbered = {item.id for item in book.items} | set(book.located)
        fines = _Fines(book)
        self.speech = book.speech or Speech()
        self.sections, self.faq = _sections(book, pages, parts)
        known = {str(row[3]).partition("#")[0] for row in (*self.sections, *self.faq)}
        self.sheets = list(_sheets(book, pages, known))
        self.points = [_point_row(numbers[entry.item.id], entry, fines) for entry in book.points()]
        self.texts = ["。".join(_point_texts(entry.item, entry.point)) for entry in book.points()]
        self.fines = fines.rows
        self.words = _terms(book, order)
        asked = list(_asked(book, pages))
        self.asked = [row for row in asked if row[0] in numbered or row[2]]
        self.asked_of_pages = [row for row in asked if row not in self.asked]
        texts = [self.points, self.texts, self.sections, self.faq, self.sheets, self.words, self.fines]
        self.told = _pieces(json.dumps(texts, ensure_ascii=False))
        parts_asked_for = {entry.place for entry in book.asked if "#" in entry.place}
        self.sections += _made_sections(pages, _looked_through(book, self.sheets), self.told, parts_asked_for)


def _first_file(
    book: Handbook, pages: Mapping[str, str], rows: _Rows, order: Mapping[str, int]
) -> dict[str, object]:
    """Headings, points, short answers and how people speak."""
    phones = book.site.phones
    return {
        "aspects": [aspect.name for aspect in book.aspects],
        "folders": FOLDERS,
        "items": [_item_row(book, item) for item in book.items],
        "points": rows.points,
        "sections": [row[:4] for row in rows.sections],
        "faq": rows.faq,
        "fines": rows.fines,
        "phones": [[one.name, one.number, one_line(one.use), list(one.urgent)] for one in phones],
        "sheets": rows.sheets,
        "laws": [_law_row(book, law, order) for law in book.laws if f"laws/{law.id}.md" in pages],
        "words": rows.words + [[alike, [], "", ""] for alike in rows.speech.alike],
        "asked": rows.asked,
        "habits": _habits(book, rows.speech),
        "amounts": [[list(row.asked), list(row.units)] for row in rows.speech.amounts],
        "said": rows.speech.spelling(),
        "sounds": _sounds(book, rows.sheets),
    }


def _second_file(rows: _Rows) -> dict[str, object]:
    """The running texts, but those that only editors read."""
    return {
        "sections": ["" if _is_for_editors(row) else row[4] for row in rows.sections],
        "points": rows.texts,
    }


def _is_for_editors(section: list[object]) -> bool:
    return str(section[3]).startswith("editing/")


def _third_file(book: Handbook, rows: _Rows) -> dict[str, object]:
    """What people ask of the pages, what editors read, what forms alone tell, and how foreign questions are
    known."""
    return {
        "asked": rows.asked_of_pages,
        "editing": [row[4] for row in rows.sections if _is_for_editors(row)],
        "sheets": _form_texts(book, rows.sheets, rows.told),
        **_out_of_scope(book, rows.speech),
    }


def _terms(book: Handbook, order: Mapping[str, int]) -> list[list[object]]:
    """Terms of the glossary. ``order``: the place of each point in the index."""
    return [
        [
            [term.term, *term.aliases],
            [order[point] for point in term.points if point in order],
            one_line(term.meaning),
            term_address(term),
        ]
        for term in book.glossary
    ]


def _looked_through(book: Handbook, sheets: list[list[object]]) -> list[str]:
    """Addresses of ``sheets`` whose own text is looked through."""
    # Forms are for filling in; the downloads change with the build; what is new stands where it was changed.
    left_out = {
        f"{page.removesuffix('.md')}.html"
        for page in (MadePage.DOWNLOADS, MadePage.UPDATES, *(f"forms/{form.id}.md" for form in book.forms))
    }
    return [str(row[1]) for row in sheets if row[1] not in left_out]


def _form_texts(book: Handbook, sheets: list[list[object]], told: set[str]) -> list[str]:
    """What each of ``sheets`` that is a form says and ``told`` does not."""
    forms = {f"forms/{form.id}.html": form for form in book.forms}
    return [_form_text(forms[str(row[1])], told) if row[1] in forms else "" for row in sheets]


def _out_of_scope(book: Handbook, speech: Speech) -> dict[str, object]:
    """By what words a question is known to be about something that the handbook does not treat."""
    return {
        "elsewhere": counts_table(book.elsewhere, speech.spelling()),
        "common": common_words(word for topic in book.elsewhere for word in topic.words.split()),
        "wording": weights_table(
            book.elsewhere,
            [phrase for entry in book.asked for phrase in entry.phrases],
            _own_words(book),
            _known_words(book, speech),
            speech.spelling(),
        ),
    }


def _within_budget(path: str, value: Mapping[str, object]) -> None:
    """Raises HandbookError that says by how much ``value`` is too big, and which of its parts are the
    biggest."""
    size = _weight(value)
    if size <= LIMITS[path]:
        return
    parts = sorted(((_weight(part), name) for name, part in value.items()), reverse=True)[:3]
    biggest = "、".join(f"{name} {weight // 1024} KB" for weight, name in parts)
    raise HandbookError(
        Problem.whole(
            path,
            "B052",
            f"搜索用的文件压缩后 {size / 1024:.1f} KB，比限度多 {(size - LIMITS[path]) / 1024:.1f} KB，"
            f"最大的几部分：{biggest}",
            f"不超过 {LIMITS[path] // 1024} KB，手机上才等得起",
            "近来加了大段文字的，改短；确实都要的，请程序员把一部分挪到后一个文件",
        )
    )


def _weight(value: object) -> int:
    """Bytes of ``value`` as it goes over the wire."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(gzip.compress(text.encode("utf-8"), 6))


class _Fines:
    """Penalties as the results show them, each once, in the order in which points name them."""

    def __init__(self, book: Handbook) -> None:
        self._book = book
        self._places: dict[Reference, int] = {}
        self.rows: list[list[str]] = []

    def places(self, point: CheckPoint) -> list[int]:
        """Places of what the point's neglect may cost, in the order of its data."""
        return [self._place(use.reference) for use in point.penalties]

    def _place(self, reference: Reference) -> int:
        if reference not in self._places:
            penalty = self._book.penalty(reference)
            self._places[reference] = len(self.rows)
            self.rows.append(
                [
                    reference.text,
                    one_line(penalty.act_of(penalty.act)),
                    one_line(penalty.premise or ""),
                    one_line(penalty.first or ""),
                    one_line(penalty.later or ""),
                    "、".join(penalty.bodies),
                    "责任人另有处罚" if penalty.persons else "",
                ]
            )
        return self._places[reference]


def _item_row(book: Handbook, item: Item) -> list[object]:
    return [
        item.id,
        item.name,
        book.aspects.index(book.aspect_of(item)),
        f"checklists/{item.stem}.html",
        " ".join(item.aliases),
        one_line(item.scope),
    ]


def _point_row(item_number: int, entry: Located, fines: _Fines) -> list[object]:
    point = entry.point
    asked = [question.text for question in entry.item.questions if question.point == point.id]
    return [
        item_number,
        point.id,
        one_line(point.requirement),
        # The short name, by which lists and papers call the point, is one more way to say its title.
        " ".join([*map(one_line, asked), point.short]),
        fines.places(point),
        _how_often(point),
    ]


def _how_often(point: CheckPoint) -> str:
    """每月：… and the rule that says so; nothing for what does not come again."""
    if point.recurring is None:
        return ""
    rule = point.recurring.reference.text if point.recurring.reference else "通行做法"
    return f"{point.recurring.every}：{one_line(point.recurring.task)}（{rule}）"


def _point_texts(item: Item, point: CheckPoint) -> Iterator[str]:
    """What is written about a point besides its requirement, said once."""
    texts = [point.met, point.remedy.today, *(use.act for use in point.penalties)]
    if point.recurring:
        texts.append(f"{point.recurring.every}{point.recurring.task}")
    texts += [*item.hazards_of(point), point.how, point.remedy.lasting]
    return iter(dict.fromkeys(one_line(text).removesuffix("。") for text in texts))


def _sections(
    book: Handbook, pages: Mapping[str, str], parts: Mapping[str, str]
) -> tuple[list[list[object]], list[list[object]]]:
    """Hand-written pages by their headings of the second level, and the questions that such a section
    answers.

    What stands before the first heading is the page itself. A section of questions is not told twice.
    """
    item_place = {f"checklists/{item.stem}.md": place for place, item in enumerate(book.items)}
    found: list[list[object]] = []
    faq: list[list[object]] = []
    for page in sorted(book.pages, key=lambda page: page.path):
        if page.path == "index.md" or page.path not in pages:
            continue
        place = item_place.get(page.path, -1)
        for heading, anchor, text, asked in _told_by(page.path, joined(page.body, parts)):
            title = page.title if place < 0 else ""
            for question, own, answer in asked:
                faq.append(
                    [place, page.title, question, page.address + (own if place >= 0 else anchor), answer]
                )
            if not asked and (heading or (place < 0 and text)):
                found.append([place, title, heading, page.address + anchor, text])
    return found, faq


#: A section's heading, ``#`` and its place, its words, and what it asks and answers: a question, ``#`` and
#: its place, the answer's words.
_Told = tuple[str, str, str, list[tuple[str, str, str]]]


def _told_by(path: str, markdown: str) -> list[_Told]:
    """The sections of the page at ``path``."""
    return cached_value("search-sections", path, markdown, partial(_sections_of, markdown))


def _sections_of(markdown: str) -> list[_Told]:
    page = read(markdown)
    sections, written = page.sections, page.section_sources
    seen: set[str] = set()
    told: list[_Told] = []
    for section, text in zip_longest(sections, written if len(written) == len(sections) else ()):
        asked = questions(text or "") if section.heading else []
        told.append(
            (
                section.heading,
                f"#{section.id}" if section.id else "",
                section.text,
                [(question, f"#{unique_id(question, seen)}", _words(answer)) for question, answer in asked],
            )
        )
    return told


def _made_sections(
    pages: Mapping[str, str], addresses: Iterable[str], told: set[str], asked: set[str]
) -> Iterator[list[object]]:
    """The sections of the made pages at ``addresses`` that tell what stands nowhere else or that people ask
    for, in the form of :func:`_sections`.

    ``told``: the pieces (:func:`_pieces`) of all that is looked through already; what is found is added.
    ``asked``: places (page without ending, ``#``, anchor) for which there are phrasings.
    """
    for address in addresses:
        path = address.removesuffix(".html") + ".md"
        for heading, anchor, text, _ in _told_by(path, split_front_matter(pages[path])[1]):
            pieces = _pieces(text)
            if _is_own(pieces, told) or address.removesuffix(".html") + anchor in asked:
                told |= pieces
                yield [-1, str(front_values(pages[path])["title"]), heading, address + anchor, text]


def _pieces(text: str) -> set[str]:
    """All pieces of :data:`PIECE` signs in ``text``, marks aside."""
    plain = re.sub(r"[^0-9A-Za-z一-鿿]", "", text)
    return {plain[at : at + PIECE] for at in range(len(plain) - PIECE + 1)}


def _words(markdown: str) -> str:
    """Plain words of ``markdown``."""
    return " ".join(section.text.replace("\n", " ") for section in read(markdown).sections)


def _sheets(book: Handbook, pages: Mapping[str, str], known: set[str]) -> Iterator[list[object]]:
    """Whole pages made from data: forms with what they are for, and every other page by its title and
    description."""
    forms = {f"forms/{form.id}.md": form for form in book.forms}
    trades = {f"trades/{trade.id}.md": " ".join(trade.aliases) for trade in book.trades}
    elsewhere = {
        "index.md",
        *(f"checklists/{item.stem}.md" for item in book.items),
        *(f"laws/{law.id}.md" for law in book.laws),
    }
    for path in sorted(pages):
        address = path.removesuffix(".md") + ".html"
        front = front_values(pages[path])
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
            words = trades.get(path, "")
            yield [str(front["title"]), address, words, one_line(str(front.get("description", "")))]


def _form_text(form: Form, told: set[str]) -> str:
    """What a form asks to be done and kept, and nothing else tells (``told``, as in :func:`_made_sections`);
    the names of its blanks are no text."""
    texts = [form.keep, *form.notes]
    for section in form.sections:
        texts += [section.note, *(field.hint for field in section.fields)]
        texts += [cell for row in section.rows for cell in row.cells.values()]
        texts += [clause.text for clause in section.clauses]
    sentences = dict.fromkeys(one for text in texts for one in re.split(r"[。；]\s*", one_line(text)) if one)
    return "。".join(one for one in sentences if _is_own(_pieces(one), told))


def _is_own(pieces: set[str], told: set[str]) -> bool:
    """Whether a text of these ``pieces`` tells what stands nowhere among ``told``."""
    return bool(pieces) and len(pieces - told) >= OWN_SHARE * len(pieces)


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
            yield [entry.place, list(entry.phrases), int(entry.urgent)]
        elif f"{page}.md" in pages:
            yield [f"{page}.html{sharp}{anchor}", list(entry.phrases), int(entry.urgent)]


def _own_words(book: Handbook) -> Iterator[str]:
    """Short names of what the handbook is about: of the glossary, the items and the forms."""
    names = [word for term in book.glossary for word in (term.term, *term.aliases)]
    names += [word for item in book.items for word in (item.name, *item.aliases)]
    names += [form.name.partition("（")[0] for form in book.forms]
    return (name for name in names if re.fullmatch("[一-鿿]{2,5}", name))


def _known_words(book: Handbook, speech: Speech) -> set[str]:
    """What the reader's browser takes for one word (``readWords`` of search/engine.js)."""
    names = {word for term in book.glossary for word in (term.term, *term.aliases)}
    names.update(word for item in book.items for alias in item.aliases for word in alias.split())
    names.update(law.name for law in book.laws)
    habits = speech.habits.by_kind()
    asking = {way for kind in ("often", "fine", "licence", "idle") for way in habits[kind]}
    return names.union(*speech.alike) - asking


def _habits(book: Handbook, speech: Speech) -> dict[str, list[str]]:
    """How people ask, by kind, and what trades are called; the places that are elsewhere without those that
    this handbook is for."""
    habits = speech.habits.by_kind()
    here = book.site.province + book.site.district
    names = {
        re.sub("(?:加工)?厂$", "", name) for trade in book.trades if not trade.role for name in trade.aliases
    }
    return habits | {
        "places": [place for place in habits["places"] if place not in here],
        "trades": sorted(
            # The page makes a pattern of them, in which signs would mean something.
            (name for name in names if re.fullmatch(r"\w{2,}", name)),
            key=lambda name: (-len(name), name),
        ),
    }


def _sounds(book: Handbook, sheets: Iterable[list[object]]) -> dict[str, str]:
    """Characters of all names by their sound; a character that is read in two ways stands under both."""
    names = [word for term in book.glossary for word in (term.term, *term.aliases)]
    names += [word for item in book.items for word in (item.name, *item.aliases)]
    names += [law.name for law in book.laws] + [str(row[0]) for row in sheets]
    return cached_value("search", "sounds", "\n".join(names), partial(_sounds_of, names))


def _sounds_of(names: Iterable[str]) -> dict[str, str]:
    from pypinyin import lazy_pinyin  # takes long to load, and is seldom wanted

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
