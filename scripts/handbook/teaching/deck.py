"""A deck as plain values: what stands where on each slide and what is said, the same for PDF and PPTX."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from handbook.drawing.svg import text_width, wrapped
from handbook.markdown.escape import one_line
from handbook.markdown.lesson_text import slide_lines, slide_title
from handbook.model.addresses import short_address
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item, Question, QuestionForm
from handbook.model.law.register import together
from handbook.model.lesson import ON_A_WALL, Deck, Slide, on_wall
from handbook.teaching.pictures import Picture, PictureRoom

#: A slide of 13⅓ × 7½ inches, in points.
WIDTH, HEIGHT = 960.0, 540.0
#: Smallest text of a slide in points; only the line at the foot is smaller.
MIN_SIZE = 28.0
FOOT_SIZE = 14.0
#: Sizes of the lines on a slide of words: few words are set larger.
_WORDS = (60, 56, 52, 49, 46, 43, 40, 38, 36, 34, 32, 30, MIN_SIZE)
#: What is said in quotation marks stays together.
_PHRASE = re.compile(r"(?:“[^”]*”|[^，。；：、？！])+[，。；：、？！）”]*|.")
#: Fewer characters do not stand alone on a line that goes on.
_ALONE = 4
#: What stands before a line of a list: a number, a letter, a grade.
_MARK = re.compile(r"^(?:([0-9A-Z]{1,2})|[\u4e00-\u9fff]{2})　")


class Kind(StrEnum):
    COVER = "cover"
    PICTURE = "picture"
    QUESTION = "question"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in points from its top left."""

    x: float
    y: float
    width: float
    height: float


#: Where the title of a cover stands and the question that opens the lesson.
COVER_TITLE, COVER_BODY = Box(60, 56, 840, 170), Box(60, 240, 840, 262)
#: Where a drawing stands that has its words at its left: at the right edge of this.
_RIGHT = Box(284, 12, 664, 504)


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of text in a box at one size; a line is ended at ``\\n``, and goes on below its own words."""

    box: Box
    lines: tuple[str, ...]
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One slide, laid out. ``title`` is the slide's name for outlines and screen readers too."""

    number: int
    kind: Kind
    title: Part
    body: Part | None
    picture: Picture | None
    place: Box | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Show:
    """A deck, laid out. ``address`` is what the QR code on the last slide holds."""

    id: str
    name: str
    minutes: int
    address: str
    foot: str
    frames: tuple[Frame, ...]


def foot_text(book: Handbook) -> str:
    """The line on everything that is shown, handed out or put up."""
    return f"建议稿　供企业自查与学习使用，非行政检查事项清单　{book.edition.name}"


def lay_out(book: Handbook, room: PictureRoom, deck: Deck) -> Show:
    """Every slide of ``deck`` in order: cover, the slides of the data, and the last one."""
    target = f"{deck.code_page}.html" if deck.code_page else "checklists/index.html"
    address = book.site.address + (short_address(deck.code_item) if deck.code_item else target)
    frames = [_cover(book, deck)]
    frames += [_frame(book, room, deck, slide, number) for number, slide in enumerate(deck.slides, 2)]
    asked = [book.question_by_id[id] for id in deck.closing]
    frames += closing_frames(deck.closing_notes, asked, len(frames) + 1)
    return Show(deck.id, deck.name, deck.minutes, address, foot_text(book), tuple(frames))


def _cover(book: Handbook, deck: Deck) -> Frame:
    item, question = book.question_by_id[deck.opening]
    notes = (
        f"建议讲 {deck.minutes} 分钟。{deck.lead}。{deck.opening_notes}",
        *answer_notes(item, question),
        _items_told(book, deck),
    )
    title = Part(COVER_TITLE, (deck.name,), 60, True)
    return Frame(1, Kind.COVER, title, opening(one_line(question.text)), None, None, notes)


def opening(question: str) -> Part:
    """What is asked on the cover."""
    size, lines = whole_lines(
        ("先问：", question), COVER_BODY.width, COVER_BODY.height, (52, 49, 46, 43, 40), 0.9
    )
    return Part(COVER_BODY, lines, size)


def _items_told(book: Handbook, deck: Deck) -> str:
    if set(deck.items) == set(book.item_by_id):
        return f"讲的条目：全部 {len(deck.items)} 条。"
    return f"讲的条目：{'、'.join(f'{i} {book.item_by_id[i].name}' for i in deck.items)}。"


def _frame(book: Handbook, room: PictureRoom, deck: Deck, slide: Slide, number: int) -> Frame:
    talk = (f"问：{slide.ask}", f"指：{slide.point_at}")
    if slide.question:
        said = (f"讲：{slide.say}",) if slide.say else ()
        return _question(*book.question_by_id[slide.question], number, talk, said)
    points = tuple(f"要点 {id}：{one_line(book.located[id].point.requirement)}" for id in slide.points)
    basis = tuple(f"依据：{text}" for text in together(slide.basis + slide.leniency))
    notes = (*talk, f"讲：{slide.say}", *points, *basis)
    title, lines = slide_title(book, deck, slide), slide_lines(book, slide)
    if lines:
        return words_frame(title, lines, notes, number)
    if slide.route:
        picture = room.route(deck.stops)
    else:
        picture = room.lines(slide.lines) if slide.lines else room.drawing(slide.drawing or "", slide.part)
    heading, place = _beside_or_below(title, picture)
    return Frame(number, Kind.PICTURE, heading, None, picture, place, notes)


def shrunk(frame: Frame, scale: float) -> Frame:
    """``frame`` smaller, at the top of its slide in the middle: below it there is room."""

    def box(one: Box) -> Box:
        left = WIDTH * (1 - scale) / 2
        return Box(left + one.x * scale, one.y * scale, one.width * scale, one.height * scale)

    def part(one: Part) -> Part:
        return replace(one, box=box(one.box), size=round(one.size * scale, 1))

    return replace(
        frame,
        title=part(frame.title),
        body=frame.body and part(frame.body),
        place=frame.place and box(frame.place),
    )


def words_frame(title: str, lines: tuple[str, ...], notes: tuple[str, ...], number: int = 0) -> Frame:
    """A slide of words: the title above its lines, both as large as they fit."""
    head, body = Box(48, 20, 864, 64), Box(48, 92, 864, 412)
    fits = (size for size in (40.0, 38.0, 36.0, 34.0, 32.0) if text_width(title, size) * 1.02 <= head.width)
    size, shown = whole_lines(lines, body.width, body.height)
    return Frame(
        number,
        Kind.QUESTION,
        Part(head, (title,), next(fits, 30.0), True),
        Part(body, shown, size),
        None,
        None,
        notes,
    )


def _beside_or_below(title: str, picture: Picture) -> tuple[Part, Box]:
    """The layout in which the drawing gets larger: the title above it, or to its left.

    Beside a drawing the title has what the drawing leaves, and goes there only if no phrase of it is broken.
    """
    above, place = Box(24, 76, 912, 436), at_right(picture)
    scale_above = min(above.width / picture.width, above.height / picture.height)
    narrow = whole_phrases(title, Box(24, 40, place.x - 24 - 12, 420), (38, 36, 34, 32, 30, MIN_SIZE))
    if narrow is not None and place.width > picture.width * scale_above:
        return narrow, place
    wide = whole_phrases(title, Box(24, 16, 912, 56), (40, 38, 36)) or Part(
        Box(24, 16, 912, 56), (title,), 36, True
    )
    return wide, _fit(picture, above, scale_above)


def at_right(picture: Picture) -> Box:
    """Where ``picture`` stands with its words at its left."""
    place = _fit(picture, _RIGHT, min(_RIGHT.width / picture.width, _RIGHT.height / picture.height))
    return replace(place, x=round(_RIGHT.x + _RIGHT.width - place.width, 2))


def whole_phrases(text: str, box: Box, sizes: tuple[float, ...]) -> Part | None:
    """``text`` in ``box`` at the largest of ``sizes`` at which lines end where phrases end; None if at
    none."""
    for size in sizes:
        lines = phrases(text, size, box.width)
        if lines and len(lines) * size * 1.42 <= box.height + 4:
            return Part(box, lines, size, True)
    return None


def phrases(text: str, size: float, width: float) -> tuple[str, ...]:
    """``text`` in as few lines as can be that end where phrases end; none when a phrase is wider than
    ``width``.

    A phrase goes up to a comma or the like.
    """
    lines = [""]
    for phrase in _PHRASE.findall(text):
        if lines[-1] and text_width(lines[-1] + phrase, size) * 1.02 > width:
            lines.append("")
        lines[-1] += phrase
    wide = max(text_width(line, size) for line in lines) * 1.02
    whole = wide <= width and all(len(line) >= _ALONE for line in lines[:-1])
    return tuple(line.strip() for line in lines) if whole else ()


def _fit(picture: Picture, area: Box, scale: float) -> Box:
    width, height = picture.width * scale, picture.height * scale
    return Box(
        round(area.x + (area.width - width) / 2, 2),
        round(area.y + (area.height - height) / 2, 2),
        round(width, 2),
        round(height, 2),
    )


def _question(
    item: Item, question: Question, number: int, talk: tuple[str, ...], said: tuple[str, ...] = ()
) -> Frame:
    text = one_line(question.text)
    title = whole_phrases(text, Box(48, 36, 864, 200), (46, 43, 40, 38, 36)) or Part(
        Box(48, 36, 864, 200), tuple(wrapped(text, 36, 840)), 36, True
    )
    tall = round(len(title.lines) * title.size * 1.42 + title.size * 0.7, 1)
    title = replace(title, box=replace(title.box, height=tall))
    if question.form is QuestionForm.CHOICE:
        lines = tuple(
            f"{letter}　{option}" for letter, option in zip("ABCD", wall_options(question), strict=False)
        )
    elif question.form is QuestionForm.TRUE_FALSE:
        lines = ("A　对", "B　错")
    else:
        lines = ("请说一说。",)
    top = 36 + tall + 24
    size, lines = whole_lines(lines, 864, 508 - top, gap=0.5)
    return Frame(
        number,
        Kind.QUESTION,
        title,
        Part(Box(48, top, 864, 508 - top), lines, size),
        None,
        None,
        (*talk, *answer_notes(item, question), *said),
    )


def whole_lines(
    lines: tuple[str, ...],
    width: float,
    height: float,
    sizes: tuple[float, ...] = _WORDS,
    gap: float = 0.35,
) -> tuple[float, tuple[str, ...]]:
    """The largest of ``sizes`` at which ``lines`` stay inside ``height``, and they, ended where phrases end.

    ``gap`` in ems stands between lines; line height and the space for a mark are those of the templates. Only
    a phrase wider than ``width`` at every size is left to break where it will.
    """
    for size in sizes:
        shown = tuple(_ended(line, size, width) for line in lines)
        if all(shown) and _tall(shown, size, gap) <= height:
            return size, shown
    return next((size for size in sizes if _rows(lines, size, width, gap) <= height), sizes[-1]), lines


def mark_width(line: str) -> float:
    """Ems that the number, letter or grade before ``line`` takes; 0 without one."""
    mark = _MARK.match(line)
    return 0.0 if mark is None else 1.6 if mark.group(1) else 2.6


def _ended(line: str, size: float, width: float) -> str:
    """``line`` ended where phrases end; nothing when one of them is too wide."""
    mark = _MARK.match(line)
    head = mark.group() if mark else ""
    parts = phrases(line.removeprefix(head), size, width - mark_width(line) * size)
    return head + "\n".join(parts) if parts else ""


def _tall(lines: tuple[str, ...], size: float, gap: float) -> float:
    return sum(line.count("\n") + 1 for line in lines) * size * 1.42 + (len(lines) - 1) * size * gap


def _rows(lines: tuple[str, ...], size: float, width: float, gap: float) -> float:
    """How high ``lines`` are that break where they will."""
    rows = sum(
        max(1, math.ceil(text_width(line, size) * 1.04 / (width - mark_width(line) * size))) for line in lines
    )
    return rows * size * 1.42 + len(lines) * size * gap


def answer_notes(item: Item, question: Question) -> tuple[str, ...]:
    """What the speaker answers, and why."""
    return (
        f"题号 {question.id}，答：{one_line(question.answer)}",
        f"为什么：{one_line(question.why)}（要点 {question.point}，第 {item.id} 条 {item.name}）",
    )


def wall_options(question: Question) -> tuple[str, ...]:
    """What one chooses from on a wall, in the order of the question: the right one and, shortest first, as
    many others as are read there; one at least."""
    options = [one_line(option) for option in question.options]
    right = one_line(question.answer)
    kept = {right}
    for option in sorted(options, key=len):
        if len(kept) < 2 or on_wall(one_line(question.text), *kept, option) <= ON_A_WALL:
            kept.add(option)
    return tuple(option for option in options if option in kept)


def closing_frames(said: str, asked: Sequence[tuple[Item, Question]], number: int = 0) -> list[Frame]:
    """The questions ``asked``, one a slide, and the code that leads into the handbook."""
    talk = ("问：先举手，再请人说为什么。", "指：举完手再指答案。")
    frames = [_question(*one, number + place, talk) for place, one in enumerate(asked)]
    notes = (said, "码打开手册里的这一部分。听课情况记在《随组课堂记录表》上。")
    title = Part(Box(48, 24, 864, 60), ("讲完了，接着看",), 44, True)
    body = Part(Box(48, 120, 560, 380), ("扫右边的码，", "打开手册里的这一部分。"), 49)
    frames.append(Frame(number + len(asked), Kind.LAST, title, body, None, Box(648, 120, 280, 280), notes))
    return frames
