"""How the pages of all books look: grey, sizes of type, lines, full pages."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pymupdf as fitz
import pytest

from conftest import DAY, ROOT
from handbook.books.content.chapter_book import BOOKS, chapter_volume
from handbook.day import day_epoch
from handbook.markdown.includes import includes
from handbook.pdf.typst_pdf import typeset
from support import real
from support.shelf import BOUND, FULL, SIZES, lines_in_turn, path_of
from support.text import squeeze

BOOK = real.book()
MM = 72 / 25.4


def _contrast(one: float, other: float) -> float:
    """WCAG contrast of two grey levels from 0 to 255."""

    def luminance(level: float) -> float:
        part = level / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", SIZES)
def test_words_can_be_read_in_grey(shelf: Path, name: str) -> None:
    """Set words on a sample of pages: the darkest and lightest grey in each line's box are far enough apart
    (WCAG asks 4.5 of colours; the green of the signs in the drawings comes to 4.42)."""
    with fitz.open(path_of(shelf, name)) as pdf:
        step = max(len(pdf) // 12, 1)
        checked = 0
        for page in [pdf[0], *list(pdf)[1::step], pdf[-1]]:
            pixels = page.get_pixmap(dpi=200, colorspace=fitz.csGRAY)
            scale, samples = 200 / 72, pixels.samples  # a copy each time it is asked for
            for block in page.get_text("dict")["blocks"]:
                for line in block.get("lines", []):
                    words = "".join(span["text"] for span in line["spans"]).strip(" ＿\n")
                    if len(words) < 2:  # a blank to fill in is a line below its box
                        continue
                    left, top, right, bottom = (int(value * scale) for value in line["bbox"])
                    rows = [
                        samples[
                            y * pixels.stride + max(left, 0) : y * pixels.stride + min(right, pixels.width)
                        ]
                        for y in range(max(top, 0), min(bottom, pixels.height))
                    ]
                    rows = [row for row in rows if row]
                    if rows:
                        checked += 1
                        assert _contrast(min(map(min, rows)), max(map(max, rows))) >= 4.4, (
                            f"{page.number + 1}: {line['spans'][0]['text']}"
                        )
        assert checked > 50


def test_states_carry_a_word_or_sign_besides_colour(shelf: Path) -> None:
    with fitz.open(path_of(shelf, "manual")) as pdf:
        text = squeeze("".join(page.get_text() for page in pdf))
    points = [entry.point for entry in BOOK.points()]
    assert text.count("▲可能是重大事故隐患") == sum(bool(point.major) for point in points)
    assert text.count("●必须") >= sum(point.is_duty for point in points)
    assert text.count("○建议") >= sum(not point.is_duty for point in points)


@pytest.mark.parametrize("name", BOUND)
def test_nothing_is_too_small_to_read_in_a_dim_corridor(shelf: Path, name: str) -> None:
    """Text at 9 pt, tables and notes not under 7, words in drawings not under 6.5."""
    with fitz.open(path_of(shelf, name)) as pdf:
        lines = [
            (page.number + 1, line)
            for page in pdf
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", [])
        ]
        sizes = [
            (span["size"], number, span["text"])
            for number, line in lines
            for span in line["spans"]
            if span["text"].strip()
        ]
    assert sorted(size for size, _, _ in sizes)[len(sizes) // 2] >= 8
    assert [entry for entry in sizes if entry[0] < 6.45] == []


@pytest.mark.parametrize("name", FULL)
def test_no_line_of_a_book_is_stretched_to_gaps_or_crowded(shelf: Path, name: str) -> None:
    """Han characters side by side never stand more than an eighth further apart than they are wide (what is
    letter-spaced on purpose, and the words of drawings, come in short pieces). A number or word never touches
    the Han character before it."""
    stretched, crowded = [], []
    with fitz.open(path_of(shelf, name)) as pdf:
        for page in pdf:
            for block in page.get_text("rawdict")["blocks"]:
                for line in block.get("lines", []):
                    row = [(char, span["size"]) for span in line["spans"] for char in span["chars"]]
                    crowded += [
                        f"{page.number + 1}: {''.join(char['c'] for char, _ in row)}"
                        for (left, size), (right, _) in itertools.pairwise(row)
                        if re.fullmatch("[\u4e00-\u9fff][0-9A-Za-z]", left["c"] + right["c"])
                        and right["bbox"][0] - left["bbox"][2] < 0.1 * size
                    ]
                    for span in line["spans"]:
                        chars = [char for char in span["chars"] if char["c"].strip()]
                        gaps = sorted(
                            (right["origin"][0] - left["origin"][0]) / span["size"]
                            for left, right in itertools.pairwise(chars)
                            if "\u4e00" <= left["c"] <= "\u9fff" and "\u4e00" <= right["c"] <= "\u9fff"
                        )
                        if len(gaps) > 3 and gaps[len(gaps) // 2] > 1.125:
                            stretched.append(f"{page.number + 1}: {''.join(char['c'] for char in chars)}")
    assert stretched == [] and crowded == []


@pytest.mark.parametrize("name", FULL)
def test_a_place_in_a_law_is_not_torn_behind_its_first_sign(shelf: Path, name: str) -> None:
    """第｜三十条: in paragraphs, justified or not. A number of four figures and more may be torn in
    itself."""
    torn = []
    with fitz.open(path_of(shelf, name)) as pdf:
        for page in pdf:
            for upper, lower in lines_in_turn(page):
                if upper.endswith("第") and re.match("[0-9一二三四五六七八九十百零]+ *[条款项章节页]", lower):
                    torn.append(f"{page.number + 1}: {upper[-8:]}|{lower[:8]}")
                short = re.search("第[一二三四五六七八九十]{1,2}$", upper)
                if short and re.match("[一二三四五六七八九十]?[条款项]", lower):
                    torn.append(f"{page.number + 1}: {upper[-8:]}|{lower[:8]}")
    assert torn == []


@pytest.mark.parametrize("name", BOUND)
def test_an_address_to_type_is_not_torn_at_a_hyphen(shelf: Path, name: str) -> None:
    """Behind a hyphen at a line's end nobody knows whether it is part of the address."""
    with fitz.open(path_of(shelf, name)) as pdf:
        pairs = [pair for page in pdf for pair in lines_in_turn(page)]
    assert [pair for pair in pairs if re.search("[a-z]-$", pair[0]) and re.match("[a-z]", pair[1])] == []


def _filled(page: fitz.Page, height: float) -> float:
    """How far down the text's area something stands, from 0 to 1."""
    top, bottom = (16 * MM, (height - 14) * MM) if height > 150 else (12 * MM, (height - 11) * MM)
    ends = [block[3] for block in page.get_text("blocks") if top - 2 < block[1] and block[3] < bottom + 6]
    full = (max(ends, default=top) - top) / (bottom - top)
    if full < 0.6:
        ends += [
            d["rect"].y1 for d in page.get_drawings() if top < d["rect"].y0 and d["rect"].y1 < bottom + 3
        ]
        full = (max(ends, default=top) - top) / (bottom - top)
    return full


@pytest.mark.parametrize("name", [name for name in BOUND if name != "pocket-book"])
def test_pages_are_full_but_for_the_last_of_a_chapter(shelf: Path, name: str) -> None:
    """No page is left under three fifths full for the sake of a card, a table or a drawing; a chapter that
    runs over by a few lines is closed up, and what its last page leaves is ruled for notes. (The pocket book
    keeps four pages for each item.)"""
    with fitz.open(path_of(shelf, name)) as pdf:
        # Contents, and the page before each aspect's first item, stand for themselves.
        alone = {n for _, title, n in pdf.get_toc() if title == "目录" or re.match("[一二三四]、", title)}
        full = {page.number + 1: _filled(page, SIZES[name][1]) for page in list(pdf)[2:-1]}
        written = {
            page.number + 1: notes[0].y0 / page.rect.height
            for page in pdf
            if (notes := page.search_for("记一笔"))
        }
    assert {n: f for n, f in full.items() if f < 0.6 and n not in alone} == {}
    assert {n: f for n, f in written.items() if f < 0.25} == {}
    # What half fills a page is closed up, where it can be; a very high row goes on overleaf.
    few = {"manual": 4, "zoning-book": 1}
    assert sum(f < 0.48 for f in written.values()) <= few.get(name, len(written))


def test_a_book_is_done_whatever_the_length_of_its_chapters() -> None:
    """Each length of chapters from one page to four, linked with each other: which are closed up must not
    hang on what another is set like, or Typst, which sets a book five times, gives it up."""
    volume = chapter_volume(real.book(), BOOKS[0], includes(real.book()))
    assert volume
    data: dict[str, Any] = volume.data() | dict(volume.page) | {"laws": [], "forms": []}
    lengths = range(8, 68)
    link = {"t": "a", "to": "#made-8", "c": ["隔壁那一章"]}
    data["chapters"] = [
        {
            "label": f"made-{count}",
            "level": 1,
            "title": f"写了{count}段",
            "lead": ["一章一页起。"],
            "status": [],
            "blocks": [
                {"t": "p", "c": ["出口和通到出口的路" * 2, "门" * (place * 5 % 23), "，见", link, "。"]}
                for place in range(count)
            ],
        }
        for count in lengths
    ]
    with fitz.open(stream=typeset(ROOT, volume.template, data, epoch=day_epoch(DAY))) as pdf:
        begins = [number for _, title, number in pdf.get_toc() if title.startswith("写了")]
    assert len(begins) == len(lengths) and begins == sorted(set(begins))


@pytest.mark.parametrize("name", SIZES)
def test_no_last_line_is_one_character(shelf: Path, name: str) -> None:
    """In a paragraph, a card, a cell or a list: one that stands alone below a longer line of its size."""
    alone = []
    with fitz.open(path_of(shelf, name)) as pdf:
        for page in pdf:
            lines = [
                (fitz.Rect(line["bbox"]), "".join(span["text"] for span in line["spans"]).strip(), size)
                for block in page.get_text("dict")["blocks"]
                for line in block.get("lines", [])
                for size in [max(span["size"] for span in line["spans"])]
            ]
            for here, text, size in lines:
                if not re.fullmatch(r"[\u4e00-\u9fff]", re.sub(r"\W", "", text)):
                    continue
                beside = [
                    other
                    for other, words, its in lines
                    if words
                    and (
                        name != "manual" or abs(its - size) < 0.3
                    )  # its cards' titles have small tags behind
                    and abs(other.y1 - here.y1) < 2
                    and other != here
                    and (abs(other.x0 - here.x1) < 2.2 * size or abs(other.x1 - here.x0) < 2.2 * size)
                ]
                above = [
                    words
                    for other, words, its in lines
                    if abs(its - size) < 0.3
                    and 0 < here.y0 - other.y0 < 2.1 * size
                    and -2 <= here.x0 - other.x0 <= 2.6 * size
                    and len(re.findall("[\u4e00-\u9fff]", words)) > 3
                ]
                if above and not beside:
                    alone.append((page.number + 1, above[-1][-12:], text))
    assert alone == []
