"""A lesson for one trade, made from its data alone: what is shown on each slide, what is asked and said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handbook.markdown.escape import one_line
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item, Question
from handbook.model.items.trade import FIRST, RiskLevel, Trade
from handbook.teaching.deck import (
    COVER_TITLE,
    MIN_SIZE,
    Box,
    Frame,
    Kind,
    Part,
    Show,
    at_right,
    closing_frames,
    foot_text,
    opening,
    whole_lines,
    whole_phrases,
    words_frame,
)
from handbook.teaching.pictures import PictureRoom

#: Minutes a slide takes.
_MINUTES = 2
#: Points that stand on one slide, risks, questions at the end.
_FIRST, _RISKS, _QUESTIONS = 5, 3, 3
#: Sizes of text, largest first.
_SIZES = (46, 43, 40, 38, 36, 34, 32, 30, MIN_SIZE)
#: Where the step and its danger stand, and below them what comes first; sizes of that.
_STEP, _STEP_FIRST = Box(48, 24, 864, 150), Box(48, 226, 864, 280)
_STEP_SIZES = (66, 63, 60, 57, 54, 51, 48, 46, 43, 40)
#: Sizes of the words at the left of a drawing.
_BESIDE_SIZES = (38, 36, 34, 32, 30, MIN_SIZE)
#: Where the floor plan stands, at its right edge.
_PLAN = Box(480, 12, 468, 496)


def lay_out_trade(book: Handbook, room: PictureRoom, trade: Trade) -> Show:
    """Every slide: cover, what comes first, the steps, the risks, the plan, questions."""
    frames = [
        _cover(trade),
        _first(book, trade),
        *_steps(book, room, trade),
        _risks(trade),
        *_plan(book, room, trade),
        *closing_frames("一人答一道，答错的当场讲明白。什么时候做什么，看折页背面。", _asked(book, trade)),
    ]
    return Show(
        f"trade-{trade.id}",
        f"{trade.name}：一步一步看",
        5 * max(1, round((len(frames) - _QUESTIONS) * _MINUTES / 5)),
        book.site.address + trade.address,
        foot_text(book),
        tuple(replace(frame, number=number) for number, frame in enumerate(frames, 1)),
    )


def _cover(trade: Trade) -> Frame:
    title = Part(COVER_TITLE, (trade.name,), 60, True)
    notes = (
        f"这一课：{one_line(trade.lead)}",
        "请两三个人说，不评对错，讲到那一步再回来看。",
        f"样板厂是编的：{one_line(trade.plant.story)}",
    )
    asked = opening("上一次差点出事，是在哪一步？")
    return Frame(1, Kind.COVER, title, asked, None, None, notes)


def _first(book: Handbook, trade: Trade) -> Frame:
    """The most urgent points on the wall, all of them in the notes."""
    lines = tuple(f"{number}　{_short(book, id)}" for number, id in enumerate(trade.first[:_FIRST], 1))
    told = tuple(f"{id}：{one_line(book.located[id].point.requirement)}" for id in trade.first)
    return words_frame(
        "先看这几样", lines, ("问：哪一样你今天就能去看？", "指：指最上面的两样，说现场在哪里。", *told)
    )


def _short(book: Handbook, id: str) -> str:
    point = book.located[id].point
    return one_line(point.short or point.requirement).rstrip("。")


def _steps(book: Handbook, room: PictureRoom, trade: Trade) -> Iterator[Frame]:
    """A step a slide: where it hurts as its heading, below it what comes first. Everything else is said."""
    for number, step in enumerate(trade.steps, 1):
        harm, first = (one_line(text).rstrip("。") for text in step.shown)
        notes = (
            f"问：这一步，我们厂是不是这样：{one_line(step.usual)}",
            f"指：现场做这一步的地方：{one_line(step.work)}",
            f"讲：{one_line(step.harm)}{step.when}，{step.who}：{one_line(step.first)}",
            f"要点：{'；'.join(f'{id} {_short(book, id)}' for id in step.points)}。",
        )
        said = f"{number} {step.name}：", harm, first
        frame = _drawn(book, room, step.drawing, *said) if step.drawing else _written(*said)
        yield replace(frame, notes=notes)


def _written(name: str, harm: str, first: str) -> Frame:
    title = Part(_STEP, (name, harm), 46, True)
    size, lines = whole_lines((f"{FIRST}　{first}",), _STEP_FIRST.width, _STEP_FIRST.height, _STEP_SIZES)
    return Frame(0, Kind.QUESTION, title, Part(_STEP_FIRST, lines, size), None, None, ())


def _drawn(book: Handbook, room: PictureRoom, drawing: str, name: str, harm: str, first: str) -> Frame:
    """The words beside ``drawing``, cut as the lessons cut it. Words that find no room there are left to the
    template, which refuses them."""
    parts = (slide.part for deck in book.lessons for slide in deck.slides if slide.drawing == drawing)
    picture = room.drawing(drawing, next(parts, None))
    place = at_right(picture)
    beside = Box(24, 24, place.x - 36, 220)
    whole = whole_phrases(name + harm, beside, _BESIDE_SIZES)
    title = whole or Part(beside, (name + harm,), MIN_SIZE, True)
    high = len(title.lines) * title.size * 1.42 if whole else beside.height
    below = Box(24, 24 + high + 30, beside.width, 504 - (24 + high + 30))
    size, lines = whole_lines((f"{FIRST}：", first), below.width, below.height, _BESIDE_SIZES)
    return Frame(0, Kind.PICTURE, title, Part(below, lines, size), picture, place, ())


def _risks(trade: Trade) -> Frame:
    """The gravest risks on the wall, all of them in the notes."""
    levels = list(RiskLevel)
    shown = sorted(trade.risks, key=lambda risk: levels.index(risk.level))[:_RISKS]
    lines = tuple(f"{risk.level.value}　{risk.name}：{risk.person}" for risk in shown)
    told = tuple(
        f"{risk.level.value}，{risk.name}（{risk.place}，{risk.person}）：{one_line(risk.measures)}"
        for risk in trade.risks
    )
    head = (
        "问：我们厂这几样由谁管？说出姓名。",
        "指：从上往下指，一样请一个人站起来。等级是示例，照本行业的目录定；责任人写自己厂里的人。",
    )
    return words_frame("这几样，谁来管", lines, (*head, *told))


def _plan(book: Handbook, room: PictureRoom, trade: Trade) -> Iterator[Frame]:
    plan = next((plan for plan in book.plans if plan.id == trade.plant.plan), None)
    if plan is None:
        return
    drawn = room.floor(plan, _PLAN.width, _PLAN.height)
    width, height = drawn.width / 2, drawn.height / 2
    place = Box(_PLAN.x + _PLAN.width - width, _PLAN.y + (_PLAN.height - height) / 2, width, height)
    remarks = tuple(
        f"{number}　{one_line(remark.short or remark.text)}"
        for number, remark in enumerate(plan.after.remarks, 1)
    )
    told = tuple(f"{number}　{one_line(remark.text)}" for number, remark in enumerate(plan.after.remarks, 1))
    beside = Box(48, 92, place.x - 48 - 24, 412)
    size, remarks = whole_lines(remarks, beside.width, beside.height, _SIZES)
    title = Part(Box(48, 20, beside.width, 64), (f"改完看这 {len(remarks)} 处",), 40, True)
    notes = (
        "问：和我们厂比，哪一块不一样？",
        "指：先指出口和人走的路，再指禁占的斜纹。绿的走人，虚线是从工位到出口的路，红块是消防器材，灰的是机器。",
        *told,
    )
    yield Frame(0, Kind.PICTURE, title, Part(beside, remarks, size), drawn, place, notes)


def _asked(book: Handbook, trade: Trade) -> list[tuple[Item, Question]]:
    """Questions from the beginning, the middle and the end of the trade's own."""
    ids = trade.questions
    places = {round(turn * (len(ids) - 1) / (_QUESTIONS - 1)) for turn in range(_QUESTIONS)}
    return [book.question_by_id[ids[place]] for place in sorted(places)]
