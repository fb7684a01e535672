"""The A5 manual, everything said of the items; how it is printed and looks, the files of all books test."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pymupdf as fitz
import pytest

from handbook.markdown.point_view import basis_text
from support import real
from support.programs import run_program
from support.text import pdf_pages, squeeze

BOOK = real.book()
MM = 72 / 25.4


@pytest.fixture(scope="module")
def read(site: Path) -> Path:
    return site / f"downloads/manual-{BOOK.edition.id}.pdf"


@pytest.fixture(scope="module")
def words(read: Path) -> str:
    return "".join(pdf_pages(read))


def _without_furniture(read: Path) -> str:
    """Text of the type area, running heads and feet cut away, so that words that run over a page stay
    whole."""
    with fitz.open(read) as pdf:
        return squeeze(
            "".join(page.get_text(clip=fitz.Rect(-9, 16 * MM, 160 * MM, 196 * MM)) for page in pdf)
        )


def test_text_is_complete(read: Path) -> None:
    text = _without_furniture(read)
    missing = []
    for item in BOOK.items:
        for point in item.points:
            for part in (
                point.id,
                point.requirement,
                point.how,
                point.met,
                point.remedy.today,
                point.remedy.lasting,
            ):
                if squeeze(part) not in text:
                    missing.append(f"{point.id}: {part}")
            for major in point.major:
                place = squeeze(major.reference.place)
                said = rf"{re.escape(squeeze(major.condition))}\((?:同一标准|[^()]*?){place}\)"
                if not re.search(said, text):
                    missing.append(f"{point.id}: {major.condition}")
            for use in point.penalties:
                penalty = BOOK.penalty(use.reference)
                for part in filter(None, (use.act, penalty.first, penalty.later, penalty.persons)):
                    if squeeze(part) not in text:
                        missing.append(f"{point.id}: {part}")
    assert missing == []


def test_a_card_that_goes_on_overleaf_is_torn_between_two_rows(read: Path) -> None:
    """Not behind its title, nor before its last line, nor within a row; but one of more than ten lines may
    be."""
    pages = pdf_pages(read)
    torn = []
    for point in (point for item in BOOK.items for point in item.points):
        title, how, met, lasting, basis = (
            re.escape(squeeze(text))
            for text in (
                f"{point.id} {point.requirement}",
                *(point.how, point.met, point.remedy.lasting),
                basis_text(point.basis),
            )
        )
        last = f"依据{basis}后果"
        for part in (rf"{title}.{{,60}}怎么查\([^)]+\){how}", met, lasting, last):
            if len(part) < 600 and not any(re.search(part, page) for page in pages):
                torn.append(f"{point.id}: {part[:24]}")
    assert torn == []


def test_what_one_law_lays_down_alike_stands_once_in_an_item(read: Path) -> None:
    """第一项 and 第三项 of an article with the same consequences are one entry, which names both."""
    with fitz.open(read) as pdf:
        contents = [(title, number) for level, title, number in pdf.get_toc() if level <= 2]
        pages = [squeeze(page.get_text()) for page in pdf]
    for item in BOOK.items:
        first = dict(contents)[f"{item.id} {item.name}"]
        after = min(number for _, number in contents if number > first)
        text = "".join(pages[first - 1 : after - 1])
        used = {use.reference: BOOK.penalty(use.reference) for p in item.points for use in p.penalties}
        alike = {
            (
                ref.law_id,
                p.target,
                p.premise,
                p.first,
                p.later_words,
                p.persons,
                p.bodies,
                p.body_basis,
                p.note,
            )
            for ref, p in used.items()
        }
        assert text.count("谁来罚") == len(alike), item.id
        for reference in used:
            assert squeeze(re.split("(?=第)", reference.place)[-1]) in text, reference.text


def test_prose_of_every_item_is_in_the_book(words: str) -> None:
    bodies = {page.path: page.body for page in BOOK.pages}
    for item in BOOK.items:
        for heading in re.findall(r"^##+ (.+)$", bodies[f"checklists/{item.stem}.md"], re.MULTILINE):
            assert squeeze(heading) in words, f"{item.id}: {heading}"


def test_contents_lead_to_the_page_they_name(read: Path) -> None:
    with fitz.open(read) as pdf:
        outline = pdf.get_toc()
        titles = [title for _, title, _ in outline]
        for item in BOOK.items:
            assert f"{item.id} {item.name}" in titles
        contents = "".join(pdf[number].get_text() for number in range(2, 6))
        for _, title, number in outline:
            if re.match(r"\d\d ", title):
                found = re.search(re.escape(title).replace(r"\ ", r"\s+") + r"[\s.·\u2060]*(\d+)", contents)
                assert found and int(found[1]) == number, title


def test_page_before_each_aspect_tells_what_its_items_are_about(read: Path) -> None:
    with fitz.open(read) as pdf:
        toc = pdf.get_toc()
        for aspect in BOOK.aspects:
            text = squeeze(
                pdf[next(n for _, title, n in toc if title.endswith(f"、{aspect.name}")) - 1].get_text()
            )
            for item in BOOK.items:
                if item.aspect == aspect.name:
                    page = next(n for _, title, n in toc if title == f"{item.id} {item.name}")
                    assert re.search(rf"{item.id}{re.escape(squeeze(item.name))}[·.]*{page}", text), item.id
                    assert squeeze(item.scope) in text, item.id


def test_qr_codes_decode_to_the_printed_address(read: Path, tmp_path: Path) -> None:
    with fitz.open(read) as pdf:
        numbers = [number for _, title, number in pdf.get_toc() if re.match(r"\d\d ", title)]
        found = []
        for number in numbers:
            image = tmp_path / f"{number}.pgm"
            pdf[number - 1].get_pixmap(dpi=200, colorspace=fitz.csGRAY).save(image)
            run = run_program(["zbarimg", "--raw", "--quiet", str(image)])
            address = run.stdout.strip()
            found.append(address)
            assert squeeze(address.split("://")[-1]) in squeeze(pdf[number - 1].get_text()), f"page {number}"
    assert found == [f"{BOOK.site.address}q/{item.id}.html" for item in BOOK.items]


def test_what_people_call_a_thing_leads_to_its_points(read: Path) -> None:
    """The index of words: each of the glossary's and the items' everyday words, with where to look."""
    with fitz.open(read) as pdf:
        begins = {title: number for _, title, number in pdf.get_toc()}
        pages = range(begins["词语索引"] - 1, begins["法规索引"] - 1)
        text = squeeze("".join(pdf[page].get_text() for page in pages))
        links = sum(len(pdf[page].get_links()) for page in pages)
    wanted = {
        word: [
            point for other in BOOK.glossary if word in (other.term, *other.aliases) for point in other.points
        ]
        for term in BOOK.glossary
        for word in (term.term, *term.aliases)
    }
    for item in BOOK.items:
        for word in item.aliases:
            wanted[word] = wanted.get(word) or [item.id]
    missing = [
        f"{word} {places}"
        for word, points in wanted.items()
        if points
        and len(word) <= 8
        and squeeze(word + (places := "、".join(dict.fromkeys(points)))) not in text
    ]
    assert len(wanted) > 500 and missing == []
    assert links >= len(wanted) / 2


def test_the_manuals_index_of_laws_stands_in_three_columns(read: Path) -> None:
    """Most of its lines are short: two columns would take three pages more."""
    with fitz.open(read) as pdf:
        number = next(number for _, title, number in pdf.get_toc() if title == "法规索引")
        begins = Counter(round(word[0]) for word in pdf[number].get_text("words") if word[4].startswith("第"))
    assert sum(count >= 10 for count in begins.values()) == 3, begins
