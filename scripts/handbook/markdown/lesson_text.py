"""The words of a deck: title and lines of a slide that has no drawing, and what a deck that plays by itself
says below each, in pieces that are read in a few seconds."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from handbook.markdown.escape import one_line
from handbook.model.handbook import Handbook
from handbook.model.lesson import Deck, Slide

#: Han characters that a slow reader reads in a second, and the shortest time a caption stands.
_READ, _LEAST = 4.0, 5
#: Seconds left to think about a question before its answer comes.
THINK = 10
#: Most characters of a caption: two lines of a slide.
LONGEST = 58
_SENTENCE = re.compile(r"[^。；？]+[。；？]?[”）]*")
_CLAUSE = re.compile(r"[^，、：]+[，、：]?")


@dataclass(frozen=True, slots=True)
class Caption:
    """A piece of text and how many seconds it stands."""

    text: str
    seconds: int


def slide_title(book: Handbook, deck: Deck, slide: Slide) -> str:
    """What stands above the slide; a stop of the round has its number. Questions have no title."""
    if slide.aspect:
        return f"{slide.aspect}看这 {len(slide_lines(book, slide))} 条"
    if slide.stop:
        return f"{deck.stops.index(slide.stop) + 1} {slide.stop}：{slide.title}"
    return slide.title or ""


def slide_lines(book: Handbook, slide: Slide) -> tuple[str, ...]:
    """The lines of a slide of words, of an aspect's items, of rules of leniency; none of any other."""
    if slide.aspect:
        aspect = next(aspect for aspect in book.aspects if aspect.name == slide.aspect)
        return tuple(f"{item.id}　{item.name}" for item in book.items_of(aspect))
    rules = [
        (one_line(case.condition), one_line(case.effect))
        for case in book.leniency.cases
        if case.reference in slide.leniency
    ]
    if len(rules) == 1:  # one long paragraph is not read on a wall: what follows stands below what it asks
        [(condition, effect)] = rules
        first, *others = _SENTENCE.findall(condition)
        return (first, effect, *others)
    return slide.words or tuple(
        f"{index}　{condition}{effect}" for index, (condition, effect) in enumerate(rules, 1)
    )


def captions(book: Handbook, deck: Deck) -> tuple[tuple[Caption, ...], ...]:
    """The captions of every slide of ``deck``: cover, slides, questions at the end, last one."""
    _, opening = book.question_by_id[deck.opening]
    shown = [
        (*_read(f"{deck.name}。{deck.lead}。"), *_asked(one_line(opening.answer), one_line(opening.why)))
    ]
    for slide in deck.slides:
        if slide.question:
            _, question = book.question_by_id[slide.question]
            shown.append(_asked(one_line(question.answer), one_line(question.why)))
        else:
            shown.append(_read(slide.say or ""))
    for id in deck.closing:
        _, question = book.question_by_id[id]
        shown.append(_asked(one_line(question.answer), one_line(question.why)))
    shown.append(_read("想看全文，打开手册里的这一部分。"))
    return tuple(shown)


def minutes(shown: tuple[tuple[Caption, ...], ...]) -> int:
    """How long it plays, in whole minutes."""
    return math.ceil(sum(caption.seconds for captions in shown for caption in captions) / 60)


def _asked(answer: str, why: str) -> tuple[Caption, ...]:
    told = f"答：{_ended(answer)}{_ended(why)}"
    return (Caption("先自己答一遍。", THINK), *_read(told))


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("。", "？", "”")) else f"{sentence}。"


def _read(text: str) -> tuple[Caption, ...]:
    return tuple(Caption(piece, max(_LEAST, math.ceil(len(piece) / _READ) + 1)) for piece in pieces(text))


def pieces(text: str) -> list[str]:
    """``text`` in pieces no longer than :data:`LONGEST`, each as many whole sentences as go into it, or
    clauses."""
    found: list[str] = []
    for sentence in _SENTENCE.findall(text):
        parts = [sentence] if len(sentence) <= LONGEST else _CLAUSE.findall(sentence)
        for part in parts:
            if found and len(found[-1]) + len(part) <= LONGEST:
                found[-1] += part
            else:
                found.append(part)
    return found
