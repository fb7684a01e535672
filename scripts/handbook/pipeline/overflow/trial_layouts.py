"""The papers of a fixed size, each as it is set to see whether it holds its words, and where these stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handbook.books.content.one_page import sheet, sheet_volume
from handbook.books.content.pocket_book import pocket_volume
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item
from handbook.model.items.pocket_card import PocketCard
from handbook.model.items.trade import Trade
from handbook.model.items.visit_sheet import VisitSheet
from handbook.model.lesson import Deck, Poster
from handbook.model.papers.form import Form
from handbook.pdf.typst_pdf import Refused
from handbook.problems import Problem
from handbook.sheets.formats.pdf_file import TEMPLATE, pdf_data
from handbook.sheets.from_form import form_sheet
from handbook.sheets.from_visit import visit_sheet
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources
from handbook.teaching.deck import Show, lay_out
from handbook.teaching.exams.exam_paper import NAMES
from handbook.teaching.exams.exam_pdf import cards_data
from handbook.teaching.pictures import PictureRoom
from handbook.teaching.pocket_cards import cards_data as pocket_cards_data
from handbook.teaching.poster_pdf import SIZES
from handbook.teaching.posters import poster_data
from handbook.teaching.slides_pdf import show_data
from handbook.teaching.trade_deck import lay_out_trade
from handbook.teaching.trade_leaflet import leaflet_data

#: The file, where words stand in it, and they.
Words = tuple[Entry[Any], tuple[str | int, ...], str]
#: The words that a template may mean by what it refuses.
Named = Callable[[str], Iterable[Words]]
#: Files of items with the place of a question, by its number.
Asked = Mapping[str, tuple[Entry[Item], int]]
_SLIDE, _ASKED = re.compile(r"第 (\d+) 张"), re.compile(r"题号 ([\w-]+)，")


@dataclass(frozen=True, eq=False)
class Trial:
    """A paper to be set from ``data``; ``drawings``: files below the project that it shows. ``named``: the
    words that a refusal speaks of, one at least."""

    name: str
    template: str
    data: dict[str, Any]
    named: Named
    drawings: tuple[str, ...] = ()

    def problem(self, refused: Refused) -> Problem:
        """What was refused, at the longest of the words it is about."""
        entry, where, _ = max(self.named(refused.what), key=lambda words: len(words[2]))
        return entry.problem(where, "D160", refused.what, "放得下", refused.mend)


def trials(sources: Sources, book: Handbook) -> Iterator[Trial]:
    """Every paper of a fixed size."""
    asked = {
        question.id: (entry, number)
        for entry in sources.of(kinds.ITEMS)
        for number, question in enumerate(entry.value.questions)
    }
    yield from _one_pages(sources, book)
    yield from _pocket_items(sources, book)
    yield from _halves(sources, book)
    yield from _visit_sheets(sources, book)
    yield from _pocket_cards(sources, book)
    yield from _question_cards(sources, book)
    room = PictureRoom(sources.root, book)
    for entry in sources.of(kinds.POSTERS):
        (width, height), poster = SIZES["a2"], entry.value
        data = poster_data(book, room, poster) | {"width": width, "height": height}
        for four in (False, True):
            name = f"海报 {poster.id}{'：四张' if four else ''}"
            yield Trial(name, "poster.typ", data | {"four": four}, _of_poster(entry))
    for lesson in sources.of(kinds.LESSONS):
        # Beside the notes stand the slides themselves.
        show = lay_out(book, room, lesson.value)
        data = show_data(book, show) | {"with-notes": True}
        yield Trial(f"讲稿 {show.id}", "slides-handout.typ", data, _of_deck(lesson, show, asked))
    for trade in sources.of(kinds.TRADES):
        leaflet = leaflet_data(book, trade.value)
        yield Trial(f"折页 {trade.value.id}", "trade-leaflet.typ", leaflet, _of_leaflet(trade))
        show = lay_out_trade(book, room, trade.value)
        yield Trial(
            f"片子 {show.id}", "slides.typ", show_data(book, show), _of_trade_deck(trade, show, asked)
        )


# ---------- items ----------


def _one_pages(sources: Sources, book: Handbook) -> Iterator[Trial]:
    for entry in sources.of(kinds.ITEMS):
        item: Item = entry.value
        if item.is_written:
            own = sheet(book, item)
            spec, picture = sheet_volume(book, [own]), own.values["picture"]
            drawings = (picture["src"],) if picture else ()
            values = spec.plain | spec.page
            yield Trial(f"明白纸 {item.id}", spec.template, values, _of_points(entry), drawings)


def _of_points(entry: Entry[Item]) -> Named:
    def words(_: str) -> Iterator[Words]:
        for number, point in enumerate(entry.value.points):
            here, met, today = ("要点", number), point.met_short, point.remedy.today_short
            yield entry, (*here, "合格简写" if met else "算合格"), met or point.met
            yield (
                entry,
                (*here, "怎么改", "今天简写" if today else "今天"),
                today or point.remedy.today,
            )

    return words


def _pocket_items(sources: Sources, book: Handbook) -> Iterator[Trial]:
    """The pages of each item in the pocket book, by themselves."""

    def named(entry: Entry[Item]) -> Named:
        def words(what: str) -> Iterator[Words]:
            acts = [
                (entry, ("要点", number, "处罚", place, "行为"), use.act)
                for number, point in enumerate(entry.value.points)
                for place, use in enumerate(point.penalties)
            ]
            yield from acts if "不做的后果" in what else _of_points(entry)(what)

        return words

    for entry in sources.of(kinds.ITEMS):
        item: Item = entry.value
        if item.is_written:
            spec = pocket_volume(book, items=[item.id])
            drawings = tuple(
                picture["src"]
                for aspect in spec.plain["aspects"]
                for one in aspect["items"]
                for picture in one["pictures"]
            )
            values = spec.plain | spec.page
            yield Trial(f"口袋书 {item.id}", spec.template, values, named(entry), drawings)


def _halves(sources: Sources, book: Handbook) -> Iterator[Trial]:
    """Forms of which two stand on a sheet."""

    def named(entry: Entry[Form]) -> Named:
        return lambda _: [(entry, ("每页份数",), "")]

    for entry in sources.of(kinds.FORMS):
        if entry.value.per_page == 2:
            data = pdf_data(form_sheet(book, entry.value))
            yield Trial(f"表格 {entry.value.id}", TEMPLATE, data, named(entry))


def _question_cards(sources: Sources, book: Handbook) -> Iterator[Trial]:
    """The cards of each item by themselves, so that each tells its own."""
    for audience in NAMES:
        common = cards_data(book, audience)
        for entry in sources.of(kinds.ITEMS):
            item: Item = entry.value
            asked = {question.id for question in item.questions}
            cards = [card for card in common["cards"] if card["id"] in asked]
            if cards:
                name = f"问答卡 {item.id} {audience.value}"
                yield Trial(name, "cards.typ", common | {"cards": cards}, _of_questions(entry))


def _of_questions(entry: Entry[Item]) -> Named:
    def words(what: str) -> Iterator[Words]:
        for number, question in enumerate(entry.value.questions):
            if f" {question.id} " in what:
                parts = {"答": question.answer, "解析": question.why}
                for key, text in parts.items() if "答案" in what else [("问", question.text)]:
                    yield entry, ("问答", number, key), text

    return words


# ---------- what is made of a list ----------


def _visit_sheets(sources: Sources, book: Handbook) -> Iterator[Trial]:
    def named(entry: Entry[VisitSheet]) -> Named:
        return lambda what: [(entry, ("先看",) if "正面" in what else ("安全员问",), "")]

    for entry in sources.of(kinds.VISIT_SHEETS):
        data = pdf_data(visit_sheet(book, entry.value))
        yield Trial(f"现场检查单 {entry.value.id}", TEMPLATE, data, named(entry))


def _pocket_cards(sources: Sources, book: Handbook) -> Iterator[Trial]:
    def named(entry: Entry[PocketCard]) -> Named:
        steps = [(entry, ("步骤", number, "话"), step.text) for number, step in enumerate(entry.value.steps)]
        return lambda _: steps

    common = pocket_cards_data(book)
    for entry, card in zip(sources.of(kinds.POCKET_CARDS), common["cards"], strict=True):
        data = common | {"cards": [card], "per-sheet": 1}
        yield Trial(f"口袋卡 {entry.value.id}", "pocket-cards.typ", data, named(entry))


def _of_poster(entry: Entry[Poster]) -> Named:
    def words(what: str) -> Iterator[Words]:
        key = next((key for key in ("大字", "副题", "步骤") if key in what), "画线")
        yield entry, (key,), ""
        for number, step in enumerate(entry.value.steps if "一行" in what else ()):
            yield entry, ("步骤", number, "话"), step.text

    return words


# ---------- lessons ----------


def _slide(what: str) -> int:
    found = _SLIDE.search(what)
    return int(found[1]) if found else 1


def _question(show: Show, what: str, asked: Asked) -> list[Words]:
    """The words of the question that is shown on the slide, where they are what does not fit."""
    frame = show.frames[_slide(what) - 1]
    found = _ASKED.search("\n".join(frame.notes))
    if found is None or "备注" in what or (frame.number == 1 and "标题" in what):
        return []
    entry, number = asked[found[1]]
    question, here = entry.value.questions[number], ("问答", number)
    told: list[Words] = [(entry, (*here, "问"), question.text)]
    # A long question takes the room of its options, too; on the cover it stands without them.
    if frame.number > 1 and "标题" not in what:
        told += [(entry, (*here, "答"), question.answer)]
        told += [(entry, (*here, "错项", place), text) for place, text in enumerate(question.wrong)]
    return told


def _of_deck(entry: Entry[Deck], show: Show, asked: Asked) -> Named:
    deck = entry.value

    def words(what: str) -> Iterator[Words]:
        number = _slide(what) - 2
        if question := _question(show, what, asked):
            yield from question
        elif number < 0:
            yield entry, ("开场" if "备注" in what else "名称",), ""
        elif number >= len(deck.slides):
            yield entry, ("收尾",), ""
        else:
            slide, here = deck.slides[number], ("片子", number)
            yield entry, here, ""
            if "备注" in what:
                yield entry, (*here, "讲"), slide.say or ""
                yield entry, (*here, "指"), slide.point_at
                yield entry, (*here, "问"), slide.ask
            elif slide.title and "标题" in what:
                yield entry, (*here, "标题"), slide.title

    return words


def _of_leaflet(entry: Entry[Trade]) -> Named:
    trade = entry.value

    def words(what: str) -> Iterator[Words]:
        if "正面" in what:
            for number, step in enumerate(trade.steps):
                yield entry, ("工序", number, "会伤人的"), step.harm
                yield entry, ("工序", number, "先做"), step.first
        else:
            for number, row in enumerate(trade.rhythm):
                yield entry, ("节律", number, "做什么"), row.task

    return words


def _of_trade_deck(entry: Entry[Trade], show: Show, asked: Asked) -> Named:
    trade = entry.value

    def words(what: str) -> Iterator[Words]:
        number = _slide(what) - 3
        if question := _question(show, what, asked):
            yield from question
        elif 0 <= number < len(trade.steps):
            step, here = trade.steps[number], ("工序", number)
            on_slide = "上墙" if step.wall else "会伤人的"
            yield entry, (*here, "工序" if "标题" in what else on_slide), ""
        else:
            shown = {-2: "名称", -1: "先看", len(trade.steps): "风险清单"}.get(number)
            yield entry, (shown or "样板厂",), ""

    return words
