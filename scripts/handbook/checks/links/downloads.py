"""Downloads that go by another name now lead to one that is offered."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from handbook.model.checklist import ROLE_SLUGS, printed_lists
from handbook.model.handbook import Handbook
from handbook.model.items.trade import TradeFile
from handbook.model.papers.download_names import (
    AUDIENCES,
    CALENDARS,
    CHAPTER_BOOKS,
    FOLDER,
    MANUAL,
    ONE_PAGE,
    POCKET_BOOK,
    POCKET_CARDS,
    BookFile,
    ExamFile,
    LessonFile,
    PosterFile,
    book_stem,
    exam_stem,
    lesson_stem,
    moved_pairs,
    one_page_sheet,
    plain_name,
    poster_stem,
    question_cards,
    sheet_path,
    stem_of,
    workbook_path,
)
from handbook.problems import Problem, errors, nearest
from handbook.sheets.from_form import form_sheet
from handbook.sheets.layout import list_endings
from handbook.sources import kinds
from handbook.sources.load import Sources


def check(sources: Sources) -> Iterator[Problem]:
    rows, links = sources.of(kinds.MOVED_DOWNLOADS), list(_links(sources))
    if not (rows or links) or errors(sources.problems):  # what cannot be read may be what is offered
        return
    book = sources.handbook()
    if all(edition.day > sources.today for edition in book.editions):
        return  # there is none yet whose downloads could be named; told by itself
    paths = offered_paths(book)
    for place, up, path in links:
        if path not in paths:
            meant = [one for one in paths if plain_name(one) == plain_name(path)]
            meant = meant or [one for one in paths if posixpath.dirname(one) == posixpath.dirname(path)]
            right = nearest(posixpath.relpath(path, up), {posixpath.relpath(one, up) for one in meant})
            said = f"下载件里没有“{path.removeprefix(FOLDER)}”"
            mend = right or "链到下载页 downloads/index.md，到那里查它的名字"
            yield Problem(*place, "L001", said, "现在提供的下载件", mend)
    offered = set(map(plain_name, paths))
    stems = set(map(stem_of, offered))
    for entry in rows:
        moved = entry.value
        if any(former in offered for former, _ in moved_pairs(moved, offered)):
            said = f"“{moved.former}”现在还提供，不用改看"
            yield entry.problem(("曾用名",), "B053", said, "已经不提供的名字", "删掉这一行，或者改名字")
        known = offered if "." in moved.successor else stems
        if moved.successor not in known:
            said = f"下载件里没有“{moved.successor}”"
            mend = nearest(moved.successor, known) or "到下载页上查它现在的名字"
            yield entry.problem(("改看",), "B053", said, "现在提供的名字", mend)


def _links(sources: Sources) -> Iterator[tuple[tuple[str, int, int], str, str]]:
    """Links of pages to downloads: where, the page's folder, and the download's path."""
    for entry in sources.pages:
        folder = posixpath.dirname(entry.page.path)
        for link in entry.facts.links if "downloads/" in entry.page.body else ():
            path = posixpath.normpath(posixpath.join(folder, link.path))
            if path.startswith(FOLDER) and not link.leads_outside and not path.endswith((".md", ".html")):
                yield (entry.source.name, entry.offset + link.line, link.column), folder or ".", path


def offered_paths(book: Handbook) -> set[str]:
    """Paths of all downloads of ``book``, relative to the site's root, found without laying out what stands
    in the files: the writers would take a second to say them. A test holds the two to each other."""
    edition = book.edition.id
    found = {*_books(book), *_sheets(book), *CALENDARS.values()}
    found |= {POCKET_CARDS} if book.pocket_cards else set()
    found |= {workbook_path(book.ledger.file)} if book.ledger else set()
    for poster in book.posters:
        found |= {poster_stem(poster.id, edition) + end for end in PosterFile}
    for lesson in book.lessons:
        stem = lesson_stem(lesson.id, edition)
        found |= {stem + end for end in LessonFile if lesson.plays or end is not LessonFile.PLAY}
    for audience in AUDIENCES:
        if book.questions(audience):
            found |= {exam_stem(audience, edition) + end for end in ExamFile}
            found.add(question_cards(audience, edition))
    for trade in book.trades:
        found |= {trade.file(kind, edition) for kind in TradeFile}
    return found


def _sheets(book: Handbook) -> Iterator[str]:
    endings = {f"check-{one.id}": list_endings(f"check-{one.id}") for one in printed_lists(book)}
    endings |= {f"visit-{leaf.id}": ("pdf", "docx") for leaf in book.visit_sheets}
    endings |= {form.id: form_sheet(book, form).endings for form in book.forms}
    return (sheet_path(sheet, ending) for sheet in endings for ending in endings[sheet])


def _books(book: Handbook) -> Iterator[str]:
    """Paths of the books whose words are written, and of the sheets of an item each."""
    unbound, no_text = {BookFile.COVER, BookFile.EPUB}, {BookFile.EPUB}
    without: dict[str, set[BookFile]] = {POCKET_BOOK: no_text, MANUAL: set()}
    for role, slug in ROLE_SLUGS.items():
        if book.points_for(role=role):
            without[f"{POCKET_BOOK}-{slug}"] = no_text
    for name, folders in CHAPTER_BOOKS.items():
        if any(page.path.startswith(f"{folder}/") for page in book.pages for folder in folders):
            without[name] = set()
    if written := [item for item in book.items if item.is_written]:
        without[ONE_PAGE] = unbound
        yield from map(one_page_sheet, written)
    for name, left_out in without.items():
        yield from (book_stem(name, book.edition.id) + end for end in BookFile if end not in left_out)
