"""Names of the downloads, relative to the site's root; those of before lead to those of today
(data/moved-downloads.yml), so that what was printed or sent on is still found.

The writers of downloads take their names from here, and so does the check, which has no time to ask them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from pydantic import Field

from handbook.model.base import DownloadName, Source
from handbook.model.items.item import Audience, Item, Role

FOLDER = "downloads/"
#: The edition in a file's name: pocket-book-2026-11-2-print.pdf; moved-downloads.js reads it alike.
_EDITION = re.compile(r"-20\d\d-(?:0[1-9]|1[0-2])(?:-\d)?(?=[-.])")

POCKET_BOOK, MANUAL, ONE_PAGE = "pocket-book", "manual", "one-page"
#: Books made of pages, a page a chapter, and their folders under docs/, in order.
CHAPTER_BOOKS: Mapping[str, tuple[str, ...]] = {
    "zoning-book": ("standards/zoning", "standards/site"),
    "drill-book": ("drills",),
    "key-areas-book": ("standards/key-areas",),
}
#: The calendar of each side; that of the tenants has the name that all had once.
CALENDARS = {Role.TENANT: f"{FOLDER}calendar.ics", Role.LANDLORD: f"{FOLDER}calendar-landlord.ics"}
POCKET_CARDS = f"{FOLDER}cards/pocket.pdf"
#: What those who are examined are called in names.
AUDIENCES = {Audience.OFFICER: "officer", Audience.MANAGER: "manager"}


class MovedDownload(Source):
    """A file for download that is no longer offered under its name, and the one that is offered instead.

    Names are paths below downloads/ without the edition; one without an ending stands for all formats.
    """

    former: DownloadName = Field(
        alias="曾用名", description="原来的名字：downloads/ 后面的路径，去掉版次；各种格式都换了的不写扩展名"
    )
    successor: DownloadName = Field(alias="改看", description="现在的名字，写法一样")


class BookFile(StrEnum):
    """What is offered of a book, by the end of its file's name."""

    READ = ".pdf"
    PRINT = "-print.pdf"
    SHOP = "-shop.pdf"
    COVER = "-cover.pdf"
    JOB = "-job.pdf"
    EPUB = ".epub"


class LessonFile(StrEnum):
    """What is offered of a lesson; PLAY only of those that play by themselves."""

    SHOW = ".pdf"
    SLIDES = ".pptx"
    HANDOUT = "-handout.pdf"
    NOTES = "-notes.pdf"
    PLAY = "-play.pptx"


class PosterFile(StrEnum):
    """What is offered of a poster."""

    A3 = "-a3.pdf"
    TILED = "-a4x4.pdf"


class ExamFile(StrEnum):
    """What is offered of a standard examination."""

    A = "-a.pdf"
    A_TEXT = "-a.docx"
    B = "-b.pdf"
    B_TEXT = "-b.docx"
    ANSWER_SHEET = "-answer-sheet.pdf"
    KEY = "-key.pdf"
    KEY_TEXT = "-key.docx"


def plain_name(path: str) -> str:
    """A download's path below downloads/ without its edition, the same in every edition."""
    return _EDITION.sub("", path.removeprefix(FOLDER))


def stem_of(name: str) -> str:
    """``name`` without its ending."""
    return name.partition(".")[0]


def moved_pairs(moved: MovedDownload, offered: Iterable[str]) -> list[tuple[str, str]]:
    """Old and new plain names of the files that a row means; names without an ending mean each format."""
    former, successor = moved.former, moved.successor
    if "." in successor:
        return [(former, successor)] if successor in offered else []
    return [(former + name[len(successor) :], name) for name in offered if stem_of(name) == successor]


def book_stem(name: str, edition: str) -> str:
    """Path of a book of an edition without the end that :class:`BookFile` has."""
    return f"{FOLDER}{name}-{edition}"


def lesson_stem(lesson: str, edition: str) -> str:
    """As :func:`book_stem`, of a lesson."""
    return f"{FOLDER}lessons/{lesson}-{edition}"


def poster_stem(poster: str, edition: str) -> str:
    """As :func:`book_stem`, of a poster."""
    return f"{FOLDER}posters/{poster}-{edition}"


def exam_stem(audience: Audience, edition: str) -> str:
    """As :func:`book_stem`, of the standard examination of ``audience``."""
    return f"{FOLDER}exam/{AUDIENCES[audience]}-{edition}"


def question_cards(audience: Audience, edition: str) -> str:
    """Path of the question cards for ``audience``."""
    return f"{FOLDER}cards/{AUDIENCES[audience]}-{edition}.pdf"


def one_page_sheet(item: Item) -> str:
    """Path of an item's sheet; the page overview/one-page.md leads to it."""
    return f"{FOLDER}{ONE_PAGE}/{item.id}.pdf"


def sheet_path(sheet_id: str, ending: str) -> str:
    """Path of a form or a list: downloads/forms/hot-work-permit.docx."""
    return f"{FOLDER}forms/{sheet_id}.{ending}"


def workbook_path(name: str) -> str:
    """Path of the blank workbook of the register."""
    return f"{FOLDER}register/{name}-blank.xlsx"
