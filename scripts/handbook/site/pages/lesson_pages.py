"""Pages of the decks that play by themselves: every slide with its words, one after the other; a program
plays them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from handbook.markdown.escape import one_line
from handbook.markdown.front_matter import front_matter, programs
from handbook.markdown.lesson_text import Caption, captions, minutes, slide_lines, slide_title
from handbook.markdown.templates import render
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item, QuestionForm
from handbook.model.lesson import Deck, Slide

_NUMBER = re.compile(r"^[0-9]{1,2}　")


@dataclass(frozen=True, slots=True)
class Shown:
    """A slide as the template takes it: a title, and one of a sentence, a picture, items, lines, or nothing
    more.

    ``form``: how the lines are numbered, "1", "A" or not at all.
    """

    title: str
    text: str = ""
    drawing: str = ""
    words: str = ""
    items: tuple[Item, ...] = ()
    lines: tuple[str, ...] = ()
    form: str = ""
    pieces: tuple[Caption, ...] = ()


def lesson_pages(book: Handbook) -> dict[str, str]:
    """Markdown of ``lessons/<id>.md`` for each deck that plays by itself."""
    return {deck.play_page: _page(book, deck) for deck in book.lessons if deck.plays}


def _page(book: Handbook, deck: Deck) -> str:
    spoken = captions(book, deck)
    front = front_matter(
        deck.name,
        f"{deck.lead}。带字幕，自己会放，约 {minutes(spoken)} 分钟，随时能停。",
        hide=["toc"],
        styles=["assets/stylesheets/lesson.css"],
        print_styles=["assets/stylesheets/lesson-print.css"],
        scripts=programs("lesson"),
    )
    slides = [_slide(book, deck, slide) for slide in deck.slides]
    slides += [_question(book, id) for id in deck.closing]
    _, opening = book.question_by_id[deck.opening]
    first = Shown(deck.lead, f"先问一句：{one_line(opening.text)}")
    shown = [first, *slides, Shown("讲完了，接着看")]
    return front + render(
        "lesson.md.jinja",
        deck.play_page.replace(".md", ".html"),
        book,
        deck=deck,
        slides=[replace(one, pieces=pieces) for one, pieces in zip(shown, spoken, strict=True)],
        minutes=minutes(spoken),
    )


def _slide(book: Handbook, deck: Deck, slide: Slide) -> Shown:
    if slide.question:
        return _question(book, slide.question)
    title, lines = slide_title(book, deck, slide), slide_lines(book, slide)
    if slide.drawing:
        return Shown(title, drawing=slide.drawing, words=_told(book, slide.drawing) or title)
    if slide.aspect:
        aspect = next(aspect for aspect in book.aspects if aspect.name == slide.aspect)
        return Shown(title, items=tuple(book.items_of(aspect)))
    numbered = all(_NUMBER.match(line) for line in lines)
    return Shown(title, lines=tuple(_NUMBER.sub("", line) for line in lines), form="1" if numbered else "")


def _question(book: Handbook, id: str) -> Shown:
    _, question = book.question_by_id[id]
    options = question.options if question.form is QuestionForm.CHOICE else ("对", "错")
    lines = () if question.form is QuestionForm.OPEN else tuple(one_line(option) for option in options)
    return Shown(one_line(question.text), lines=lines, form="A")


def _told(book: Handbook, drawing: str) -> str:
    """What the page that shows the drawing says of it to those who do not see it."""
    found = re.compile(r"!\[([^\]]+)\]\((?:\.\./)*drawings/" + re.escape(drawing) + r"\)")
    return next((match[1] for page in book.pages if (match := found.search(page.body))), "")
