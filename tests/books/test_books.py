"""All books as readers, office printers and print shops get them."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pymupdf as fitz
import pypandoc
import pytest

from conftest import DAY, ROOT, call_handbook, fork_handbook
from handbook.books.content import gravest_penalties
from handbook.books.content.chapter_book import BOOKS, chapter_volume, chapters
from handbook.books.content.pocket_book import pocket_volume, worst_of
from handbook.books.content.prose import FORMAT
from handbook.books.content.selection import select
from handbook.books.formats.epub import repacked
from handbook.books.formats.epub_chapters import converted
from handbook.books.formats.print_ready import padded_count, spine_width, spine_words
from handbook.books.formats.screen import screen_pdf
from handbook.books.products import plans
from handbook.day import day_epoch
from handbook.drawing import drawings
from handbook.editor.chinese_usage import item_ids
from handbook.markdown import brief_clause
from handbook.markdown.includes import includes
from handbook.model.edition import Edition
from handbook.model.items.item import Revision
from handbook.model.revisions import since_last_edition
from handbook.pdf.prepress.imposition import MAX_SADDLE_PAGES, PAPER_MM, padded
from handbook.pdf.prepress.inks import ink_colours, inks
from handbook.pdf.typst_pdf import typeset
from handbook.pipeline.stage_files import write_drawings
from handbook.problems import HandbookError
from handbook.product import BuildContext
from handbook.recipes.disk_cache import cache_below, lookup, store
from handbook.site.pages.edition_pages import edition_pages
from support import real
from support.programs import pdf_fonts, run_program
from support.text import squeeze

BOOK = real.book()
MM = 72 / 25.4
BLEED = 3.0
SIZES = {
    "pocket-book": (105, 148),
    "pocket-book-landlord": (105, 148),
    "pocket-book-tenant": (105, 148),
    "manual": (148, 210),
    "zoning-book": (148, 210),
    "drill-book": (105, 148),
    "key-areas-book": (105, 148),
    "one-page": (210, 297),
}
BOUND = [name for name in SIZES if name != "one-page"]
#: Books with the full text, which have contents, notes of revision and an EPUB; the pocket books have their
#: own front.
FULL = [name for name in BOUND if not name.startswith("pocket-book")]
PERMANENT = (ROOT / "tests" / "permanent-addresses.txt").read_text(encoding="utf-8").split()


def path_of(shelf: Path, name: str, edition: str = "", suffix: str = ".pdf") -> Path:
    return shelf / f"{name}-{BOOK.edition.id}{edition}{suffix}"


def size_in_mm(page: fitz.Page) -> tuple[int, int]:
    return round(page.rect.width / MM), round(page.rect.height / MM)


# READ


@pytest.mark.parametrize("name", SIZES)
def test_read_is_tagged_small_and_of_its_size(shelf: Path, name: str) -> None:
    path = path_of(shelf, name)
    assert path.stat().st_size <= 3 * 1024 * 1024
    with pikepdf.open(path) as pdf:
        assert (
            pdf.Root.MarkInfo.Marked and "/StructTreeRoot" in pdf.Root and str(pdf.Root.Lang).startswith("zh")
        )
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert [page.label for page in pdf.pages] == [str(number) for number in range(1, len(pdf.pages) + 1)]
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1" and metadata["dc:title"]
    with fitz.open(path) as pdf:
        assert {size_in_mm(page) for page in pdf} == {SIZES[name]}


@pytest.mark.parametrize("name", SIZES)
@pytest.mark.parametrize("edition", ["", "-shop"])
def test_fonts_are_embedded_and_simplified(shelf: Path, name: str, edition: str) -> None:
    listed = pdf_fonts(path_of(shelf, name, edition))
    assert listed
    for line in listed:
        assert re.match(r"[A-Z]{6}\+NotoSansCJKsc-", line), line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


@pytest.mark.parametrize("name", FULL)
def test_bookmarks_and_contents_name_the_right_page(shelf: Path, name: str) -> None:
    with fitz.open(path_of(shelf, name)) as pdf:
        outline = pdf.get_toc()
        assert len(outline) > 5
        for _, title, number in outline:
            assert squeeze(title) in squeeze(pdf[number - 1].get_text()), title
        contents = pdf[2].get_text().replace("\u2060", "")
        found = re.search(r"本版修订[\s.·]*?(\d+)\n", contents)
        number = int(found[1]) if found else 3  # without notes: said below the contents
        assert f"本版修订{BOOK.edition.name}" in squeeze(pdf[number - 1].get_text())


def test_a_section_is_told_by_its_own_page(shelf: Path) -> None:
    """看十分钟怎么用（第 5 页）: where it stands, not where its chapter begins."""
    with fitz.open(path_of(shelf, "key-areas-book")) as pdf:
        (stands,) = (number for _, title, number in pdf.get_toc() if title == "十分钟怎么用")
        text = squeeze("".join(page.get_text() for page in pdf))
        told = re.findall(r"看十分钟怎么用\(第(\d+)页\)", text)
        begins = next(number for _, title, number in pdf.get_toc() if title == "重点工作领域指导")
    assert len(told) == 8 and set(told) == {str(stands)} and stands != begins


@pytest.mark.parametrize("name", SIZES)
def test_links_lead_somewhere(shelf: Path, name: str) -> None:
    with fitz.open(path_of(shelf, name)) as pdf:
        links = [link for page in pdf for link in page.get_links()]
        assert links
        for link in links:
            if link["kind"] in (fitz.LINK_GOTO, fitz.LINK_NAMED):
                assert 0 <= link["page"] < len(pdf)
            else:
                assert link["kind"] == fitz.LINK_URI and re.match(r"https?://", link["uri"]), link


@pytest.mark.parametrize("name", SIZES)
def test_links_to_the_site_exist_there(shelf: Path, site: Path, name: str) -> None:
    with fitz.open(path_of(shelf, name)) as pdf:
        addresses = {
            link["uri"] for page in pdf for link in page.get_links() if link["kind"] == fitz.LINK_URI
        }
    targets = {
        address.removeprefix(BOOK.site.address).partition("#")[0]
        for address in addresses
        if address.startswith(BOOK.site.address)
    }
    assert targets
    assert [target for target in sorted(targets) if not (site / (target or "index.html")).exists()] == []


@pytest.mark.parametrize("plan", BOOKS, ids=lambda plan: plan.name)
def test_every_chapter_is_in_the_book_word_for_word(shelf: Path, plan) -> None:  # type: ignore[no-untyped-def]
    """Every sentence and every cell of the pages, as far as it stands on one page of paper."""
    height, width = SIZES[plan.name][1], SIZES[plan.name][0]
    top, bottom = (16, 14) if width > 120 else (12, 11)
    with fitz.open(path_of(shelf, plan.name)) as pdf:
        text = squeeze(
            "".join(
                page.get_text(clip=fitz.Rect(0, top * MM, width * MM, (height - bottom) * MM)) for page in pdf
            )
        )
    missing = []
    for chapter in chapters(BOOK, plan.folders):
        body = re.sub(r"^(--8<--.*|\{.*\}|!!!.*)$", "", chapter.page.body, flags=re.MULTILINE)
        body = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", body)
        body = re.sub(r"\[([^\]]+)\]\([^)]*\)", "\n", body)
        for piece in re.split(r"[\n|*。；：、，“”（）]+", body):
            words = squeeze(re.sub(r"^[\s#>\-]*(\d+\.)?\s*", "", piece).replace("`", ""))
            if len(words) > 3 and not set(words) <= set("-:") and words not in text:
                missing.append(f"{chapter.page.path}: {piece.strip()}")
    assert missing == []


def test_drill_book_leads_to_its_forms(shelf: Path) -> None:
    with fitz.open(path_of(shelf, "drill-book")) as pdf:
        text = squeeze("".join(page.get_text() for page in pdf))
    linked = {
        name
        for chapter in chapters(BOOK, ("drills",))
        for name in re.findall(r"forms/([a-z0-9-]+)\.md", chapter.page.body)
    }
    forms = [form for form in BOOK.forms if form.id in linked]
    assert forms
    for form in forms:
        for part in (form.name, form.purpose, form.who, f"forms/{form.id}.html"):
            assert squeeze(part) in text, f"{form.id}: {part}"


@pytest.mark.parametrize("name", BOUND)
def test_no_heading_ends_a_page(shelf: Path, name: str) -> None:
    """Headings, titles of boxes and the lines that announce a list: nothing that leads on stands last."""
    height = SIZES[name][1]
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
    boxes = {squeeze(title) for title in re.findall('^!!! \\w+ "(.+)"$', pages, re.MULTILINE)}
    assert boxes
    with fitz.open(path_of(shelf, name)) as pdf:
        titles = {(number, squeeze(title)) for _, title, number in pdf.get_toc()}
        wrong = []
        for page in pdf:
            lines = [
                line
                for block in page.get_text(
                    "blocks", clip=fitz.Rect(0, 0, page.rect.width, (height - 12) * MM)
                )
                for line in block[4].splitlines()
                if line.strip()
            ]
            last = squeeze(lines[-1]) if len(lines) > 3 else ""
            if (page.number + 1, last) in titles or last in boxes:
                wrong.append(f"{page.number + 1}: {lines[-1]}")
    assert wrong == []


@pytest.mark.parametrize("name", FULL)
def test_edition_stands_on_the_cover_and_in_each_foot(shelf: Path, name: str) -> None:
    edition, day = BOOK.edition.name, BOOK.edition.day
    with fitz.open(path_of(shelf, name)) as pdf:
        cover = squeeze(pdf[0].get_text())
        assert edition in cover and f"{day.year}年{day.month}月{day.day}日" in cover and "建议稿" in cover
        assert BOOK.site.demonstration == ("样张" in cover)
        divided = 0
        for page in list(pdf)[1:-1]:
            text = squeeze(page.get_text())
            if f"{edition}{day:%Y.%m.%d}" not in text:
                divided += 1
        assert divided <= len(BOOK.aspects), "only the pages that open an aspect go without a foot"


def test_revisions_tell_the_notes_of_the_items(shelf: Path) -> None:
    with fitz.open(path_of(shelf, "manual")) as pdf:
        number = next(number for _, title, number in pdf.get_toc() if title == "本版修订")
        area = fitz.Rect(-9, 16 * MM, 160 * MM, 196 * MM)  # without head and foot, which would part a note
        text = squeeze("".join(pdf[n].get_text(clip=area) for n in range(number - 1, len(pdf) - 1)))
    for item in BOOK.items:
        for note in since_last_edition(BOOK, item):
            assert squeeze(note.text) in text and squeeze(f"{item.id} {item.name}") in text
    (edition,) = (changes for changes in BOOK.changes if changes.edition == BOOK.edition.id)
    of_items = [squeeze(change.text) for change in edition.changes if change.item]
    assert len(of_items) > 5 and all(told in text for told in of_items)


# Grey


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


# Type


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
            for upper, lower in _lines_in_turn(page):
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
        pairs = [pair for page in pdf for pair in _lines_in_turn(page)]
    assert [pair for pair in pairs if re.search("[a-z]-$", pair[0]) and re.match("[a-z]", pair[1])] == []


def _lines_in_turn(page: fitz.Page) -> Iterator[tuple[str, str]]:
    """Lines of a block and the ones below them."""
    for block in page.get_text("dict")["blocks"]:
        lines = [
            (line["bbox"][1], "".join(span["text"] for span in line["spans"]).strip())
            for line in block.get("lines", [])
        ]
        for (top, upper), (below, lower) in itertools.pairwise(line for line in lines if line[1]):
            if 4 < below - top < 24:
                yield upper, lower


def test_a_sheet_for_the_wall_has_whole_amounts_and_larger_duties(shelf: Path) -> None:
    """No line begins with ～ or ；, no amount is torn; what is to be done is larger than what it costs."""
    kinds = {"duty": re.compile(r"\d\d-\d+ "), "cost": re.compile(".*首次")}
    with fitz.open(path_of(shelf, "one-page")) as pdf:
        for page in pdf:
            lines = [line for pair in _lines_in_turn(page) for line in pair]
            assert not [line for line in lines if re.match("[～；：、，。）]", line)], page.number + 1
            assert not [
                a + "|" + b
                for a, b in _lines_in_turn(page)
                if re.search(r"\d ?[千万]?$", a) and re.match("[～万千元]", b)
            ], page.number + 1
            sizes: dict[str, float] = {}
            for block in page.get_text("dict")["blocks"]:
                for line in block.get("lines", []):
                    for span in line["spans"]:
                        for kind, words in kinds.items():
                            if words.match(span["text"]):
                                sizes.setdefault(kind, span["size"])
            assert sizes["duty"] >= 9.2 and sizes.get("cost", 9.0) >= 8.99, (page.number + 1, sizes)
            assert "cost" not in sizes or sizes["duty"] > sizes["cost"], (page.number + 1, sizes)


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


def test_the_manuals_index_of_laws_stands_in_three_columns(shelf: Path) -> None:
    """Most of its lines are short: two columns would take three pages more."""
    with fitz.open(path_of(shelf, "manual")) as pdf:
        number = next(number for _, title, number in pdf.get_toc() if title == "法规索引")
        begins = Counter(round(word[0]) for word in pdf[number].get_text("words") if word[4].startswith("第"))
    assert sum(count >= 10 for count in begins.values()) == 3, begins


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


def test_plans_of_before_and_after_face_each_other(shelf: Path) -> None:
    """Before on the left, with its heading; after on the right of the same opening."""
    with fitz.open(path_of(shelf, "zoning-book")) as pdf:
        texts = [squeeze(page.get_text()) for page in pdf]
        page = (ROOT / "docs/standards/zoning/plans.md").read_text(encoding="utf-8")
        plans = [plan.name for plan in BOOK.plans if f"zoning-plan-{plan.id}-before" in page]
        assert len(plans) >= 4
        for title in plans:
            before = [n for n, text in enumerate(texts, 1) if f"{title}错整改前" in text]
            after = [n for n, text in enumerate(texts, 1) if f"{title}对整改后" in text]
            assert len(before) == len(after) == 1, title
            assert before[0] % 2 == 0 and after[0] == before[0] + 1, title
            assert texts[before[0] - 1].count(squeeze(title)) >= 2, "its heading stands with it"


def test_a_drawing_is_printed_once_in_a_book(shelf: Path) -> None:
    """The legend of lines stands in the chapter on lines; the overview tells its page."""
    with fitz.open(path_of(shelf, "zoning-book")) as pdf:
        pages = [page.number + 1 for page in pdf if "地面线一览" in page.get_text()]
        text = squeeze("".join(page.get_text() for page in pdf))
        told = re.search(r"图在后面\(第(\d+)页\)", text)
    assert len(pages) == 1 and told and int(told[1]) == pages[0]


# PRINT


@pytest.mark.parametrize("name", BOUND)
def test_print_holds_every_page_once_at_true_size(shelf: Path, name: str) -> None:
    width, height = SIZES[name]
    small = width < 120
    with fitz.open(path_of(shelf, name)) as book, pikepdf.open(path_of(shelf, name, "-print")) as sheets:
        count = len(padded(len(book)))
        cover = 2 if small and count > MAX_SADDLE_PAGES else 0
        assert len(sheets.pages) == 2 * -(-count // (8 if small else 4)) + 2 + cover
        placed = 0
        for page in list(sheets.pages)[2 : len(sheets.pages) - cover]:
            sheet = [round(float(v) / MM) for v in page.mediabox[2:]]
            assert sheet == ([210, 297] if small else [297, 210])
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "cm":
                    placed += 1
                    assert [float(v) for v in operands[:4]] == [1, 0, 0, 1], "pages are never scaled"
        assert placed == len(book)
        form = sheets.pages[2].Resources.XObject["/AR"]
        assert [round(float(v) / MM) for v in form.BBox[2:]] == [width, height]


@pytest.mark.parametrize(("name", "cut"), [("pocket-book", True), ("zoning-book", False)])
def test_first_sheet_says_how_and_has_a_bar_to_measure(shelf: Path, name: str, cut: bool) -> None:
    with fitz.open(path_of(shelf, name, "-print")) as pdf:
        text = squeeze(pdf[0].get_text())
        assert ("长边翻转" if cut else "短边翻转") in text and "实际大小" in text and "50毫米" in text
        assert ("从中间裁开一刀" in text) == cut
        bars = [drawing["rect"] for drawing in pdf[0].get_drawings()]
        assert any(abs(rect.width / MM - 50) < 0.6 for rect in bars)


def test_a_glued_booklet_gets_a_cover_with_a_spine(shelf: Path) -> None:
    """The last sheet: back, spine and front at true size, folds and corners marked; its own back is empty."""
    with (
        fitz.open(path_of(shelf, "pocket-book", "-print")) as pdf,
        fitz.open(path_of(shelf, "pocket-book")) as read,
    ):
        spine = spine_width(len(padded(len(read))))
        assert spine > 0 and pdf[-1].get_text().strip() == "" and not pdf[-1].get_drawings()
        words = squeeze(pdf[-2].get_text())
        assert "口袋书" in words and "网页版" in words
        # Inside, a title page stands for the front cover, and nothing for the back.
        inside = [squeeze(page.get_text()) for page in list(pdf)[2:-2]]
        assert not [text for text in inside if "网页版" in text]
        assert [BOOK.site.publisher in text for text in inside].index(True) == 0
        bands = [
            d["rect"] for page in list(pdf)[2:-2] for d in page.get_drawings() if d["rect"].width > 100 * MM
        ]
        assert not [rect for rect in bands if rect.height > 40 * MM], "a cover's band inside"
        band = max(
            (drawing["rect"] for drawing in pdf[-2].get_drawings()), key=lambda rect: rect.width * rect.height
        )
        assert max(band.width, band.height) / MM == pytest.approx(2 * 105 + spine, abs=0.5)


def test_sheets_are_printed_as_they_are(shelf: Path) -> None:
    with (
        fitz.open(path_of(shelf, "one-page")) as read,
        fitz.open(path_of(shelf, "one-page", "-print")) as printed,
    ):
        assert len(printed) == len(read) + 2
        assert "长边翻转" in squeeze(printed[0].get_text())
        assert [page.get_text() for page in read] == [page.get_text() for page in list(printed)[2:]]


# SHOP


@pytest.mark.parametrize("name", SIZES)
def test_shop_pages_have_trim_and_bleed(shelf: Path, name: str) -> None:
    width, height = SIZES[name]
    with pikepdf.open(path_of(shelf, name, "-shop")) as pdf:
        count = len(pdf.pages)
        assert count % (2 if name == "one-page" else 4) == 0
        for page in pdf.pages:
            trim, bleed, media = (
                [float(v) / MM for v in box] for box in (page.TrimBox, page.BleedBox, page.MediaBox)
            )
            assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx([width, height], abs=0.05)
            assert [
                trim[0] - bleed[0],
                trim[1] - bleed[1],
                bleed[2] - trim[2],
                bleed[3] - trim[3],
            ] == pytest.approx([BLEED] * 4, abs=0.05)
            assert media[0] < bleed[0] and media[3] > bleed[3]


@pytest.mark.parametrize("name", BOUND)
def test_read_and_shop_agree_page_by_page(shelf: Path, name: str) -> None:
    """The same words on the same page: a page number means the same in every edition."""
    with fitz.open(path_of(shelf, name)) as read, fitz.open(path_of(shelf, name, "-shop")) as shop:
        for number in range(1, len(read) - 1):
            assert squeeze(read[number].get_text()) == squeeze(shop[number].get_text()), number + 1


SHOP_FILES = [(name, "-shop") for name in SIZES] + [(name, "-cover") for name in BOUND]


def _contents(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Everything that paints: pages, and the drawings on them."""
    yield from pdf.pages
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == pikepdf.Name.Form:
            yield found


@pytest.mark.parametrize(("name", "edition"), SHOP_FILES)
def test_shop_files_are_inks_alone(shelf: Path, name: str, edition: str) -> None:
    """No colour of a screen is left: no RGB, no profile, no picture, no shade, no tiles, nothing transparent;
    never more than 300 % of ink."""
    with pikepdf.open(path_of(shelf, name, edition)) as pdf:
        painted = 0
        for content in _contents(pdf):
            for operands, operator in pikepdf.parse_content_stream(content):
                word = str(operator)
                assert word not in ("rg", "RG", "sh", "BI", "cs", "CS", "sc", "SC", "scn", "SCN"), word
                if word in ("k", "K"):
                    painted += 1
                    parts = [float(value) for value in operands]
                    assert all(0 <= part <= 1 for part in parts) and sum(parts) <= 3
        assert painted > 20
        for found in pdf.objects:
            if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
                assert (
                    found.get("/Subtype") != pikepdf.Name.Image
                    and "/ShadingType" not in found
                    and "/N" not in found.get("/ICCBased", {})
                )
                assert all(float(found.get(key, 1)) == 1 for key in ("/ca", "/CA"))
                spaces = (
                    found.get("/Resources", {}).get("/ColorSpace", {})
                    if isinstance(found.get("/Resources", {}), pikepdf.Dictionary)
                    else {}
                )
                assert list(spaces) == []


@pytest.mark.parametrize(("name", "edition"), SHOP_FILES)
def test_shop_files_are_pdf_x(shelf: Path, name: str, edition: str) -> None:
    """As PDF/X-1a:2003 demands: version 1.4, a registered printing condition, trapping told, fonts in the
    file; no link, no group, nothing that acts."""
    with pikepdf.open(path_of(shelf, name, edition)) as pdf:
        assert pdf.pdf_version == "1.4" and str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1a:2003"
        assert pdf.docinfo["/Trapped"] == pikepdf.Name("/False")
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == pikepdf.Name.GTS_PDFX and str(intent.RegistryName) == "http://www.color.org"
        wanted = "FOGRA39" if edition == "-cover" else "FOGRA47"
        assert str(intent.OutputConditionIdentifier) == wanted
        assert not {"/OpenAction", "/AA", "/Names", "/AcroForm", "/OCProperties"} & set(pdf.Root.keys())
        for page in pdf.pages:
            assert not {"/Annots", "/AA", "/Group"} & set(page.obj.keys())


@pytest.mark.parametrize("name", SIZES)
def test_job_sheet_tells_what_the_files_are(shelf: Path, name: str) -> None:
    with fitz.open(path_of(shelf, name, "-job")) as pdf, fitz.open(path_of(shelf, name, "-shop")) as shop:
        assert len(pdf) == 1
        named = {word[4] for word in pdf[0].get_text("words")}
        files = [path_of(shelf, name, kind).name for kind in ("-shop", "-cover")[: 1 + (name in BOUND)]]
        assert set(files) <= named, "each file's name whole, to be copied"
        text = squeeze(pdf[0].get_text())
        width, height = SIZES[name]
        assert f"{width}×{height}毫米" in text and f"{len(shop)}页" in text and "准印证" in text
        if name == "one-page":
            assert "骑马钉" not in text and "书脊" not in text
        elif len(shop) <= MAX_SADDLE_PAGES:
            assert "骑马钉" in text and "书脊没有书脊" in text and text.count("书脊") == 2
        else:
            assert "胶装" in text and f"{spine_width(len(shop)):g}毫米" in text
        told = re.search(r"有彩色的(\d+)页\(文件里的第几页\):([\d、~]+)", text)
        runs = [] if told is None else [list(map(int, run.split("~"))) for run in told[2].split("、")]
        coloured = [number for run in runs for number in range(run[0], run[-1] + 1)]
        assert told is None or len(coloured) == int(told[1])
        sheets = re.search(r"按16页一个印张,在第([\d、]+)张", text)
        assert bool(sheets) == (name != "one-page" and len(shop) > MAX_SADDLE_PAGES and bool(coloured))
        assert not sheets or [int(n) for n in sheets[1].split("、")] == sorted(
            {-(-n // 16) for n in coloured}
        )
        unnamed = [number for number in range(1, len(shop) + 1) if number not in coloured]
        for number in unnamed[:: max(len(unnamed) // 8, 1)]:
            samples = shop[number - 1].get_pixmap(dpi=20, colorspace=fitz.csRGB).samples
            tints = map(lambda *parts: max(parts) - min(parts), samples[::3], samples[1::3], samples[2::3])
            assert max(tints) < 24, f"page {number} is coloured, and the sheet does not say so"


@pytest.mark.parametrize("name", BOUND)
def test_cover_and_inside_say_what_the_rule_for_booklets_asks(shelf: Path, name: str) -> None:
    """内部资料: the permit's number on the cover, the rest inside; what nobody has given is 待填."""
    with fitz.open(path_of(shelf, name)) as pdf, fitz.open(path_of(shelf, name, "-cover")) as cover:
        for front in (pdf[0], cover[0]):
            assert f"内部资料,免费交流准印证号:{BOOK.site.imprint.permit}" in squeeze(front.get_text())
        inside = squeeze(pdf[1].get_text())
        assert all(field + value in inside for field, value in BOOK.site.imprint.rows)


@pytest.mark.parametrize(("name", "edition"), SHOP_FILES)
def test_words_from_the_shop_are_black_alone_or_white(shelf: Path, name: str, edition: str) -> None:
    """Set text is full black, or the paper's white in a band. (Words in a drawing may have its colours.)"""
    checked = 0
    with pikepdf.open(path_of(shelf, name, edition)) as pdf:
        for page in pdf.pages:
            if "/XObject" in page.Resources:
                continue
            fill, drawings, stack = (0.0, 0.0, 0.0, 1.0), False, []
            used = set()
            for operands, operator in pikepdf.parse_content_stream(page):
                match str(operator):
                    case "q":
                        stack.append(fill)
                    case "Q":
                        fill = stack.pop()
                    case "k":
                        fill = tuple(round(float(value), 2) for value in operands)  # type: ignore[assignment]
                        drawings |= any(fill[:3])
                    case "Tj" | "TJ":
                        used.add(fill)
            if not drawings:
                checked += len(used)
                assert used <= {(0, 0, 0, 1), (0, 0, 0, 0)}, used
    assert checked or edition == "-cover" or name == "one-page"


@pytest.mark.parametrize(
    "colour",
    [
        "#138A4B",
        "#00703c",
        "#1f5fa8",
        "#b3261e",
        "#F7C600",
        "#0b4a7a",
        "#7a3e00",
        "#e07b00",
        "#fdecea",
        "#000001",
        "#00ff00",
        "#ff00ff",
        "#0000ff",
    ],
)
def test_inks_look_like_the_colour(colour: str) -> None:
    """Printed colours are those of the screen as near as four inks can: greens stay green, and yellow gets
    no blue."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    mixture = inks(red, green, blue)
    assert sum(mixture) <= 3 and all(0 <= part <= 1 for part in mixture)
    cyan, magenta, yellow, _ = mixture
    assert min(cyan, magenta, yellow) < 0.1, "grey is left to the black ink"
    order = {"r": red, "g": green, "b": blue}
    missing = {"r": cyan, "g": magenta, "b": yellow}
    if max(order.values()) - min(order.values()) > 0.15:
        assert missing[max(order, key=order.__getitem__)] == min(missing.values()), (
            "least of the ink that eats the strongest light"
        )


@pytest.mark.parametrize(
    ("colour", "black"),
    [
        ((0.0, 0.0, 0.0), 1.0),
        ((0.1, 0.1, 0.1), 1.0),
        ((0.12, 0.14, 0.16), 1.0),
        ((1.0, 1.0, 1.0), 0.0),
        ((0.5, 0.5, 0.5), 0.5),
        ((0.79, 0.81, 0.83), 0.19),
    ],
)
def test_greys_are_black_ink_alone(colour: tuple[float, float, float], black: float) -> None:
    assert inks(*colour) == (0, 0, 0, pytest.approx(black, abs=0.01))


def test_ink_colours_leave_patterns_and_print_words_and_the_colours_of_labels_black() -> None:
    typst = b"q/c0 cs 0.043137256 0.2901961 0.47843137 scn 0 0 m f Q q/c1 cs 0.4 scn\nBT ET Q/c1 CS 0.4 SCN/Pattern cs/p0 scn f"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(typst)
        ink_colours(pdf, ["#0b4a7a"])
        assert page.Contents.read_bytes().split() == (
            b"q 0 0 0 1 k 0 0 m f Q q 0 0 0 1 k BT ET Q 0 0 0 0.6 K/Pattern cs/p0 scn f".split()
        )


def test_a_drawing_that_no_press_can_print_is_told() -> None:
    """A photograph, a shade or tiles in a drawing stop the file for the print shop, with a word to the
    editor."""
    photograph = {"Subtype": pikepdf.Name.Image, "Width": 1, "Height": 1, "BitsPerComponent": 8}
    for group, shown in (
        ("/XObject", photograph),
        ("/Shading", {"ShadingType": 2}),
        ("/Pattern", {"PatternType": 1}),
    ):
        with pikepdf.new() as pdf:
            page = pdf.add_blank_page()
            part = pdf.make_stream(b"\0", **shown)
            page.obj.Resources = pikepdf.Dictionary({group: pikepdf.Dictionary(I=part)})
            with pytest.raises(HandbookError, match="油墨"):
                ink_colours(pdf)


@pytest.mark.parametrize("name", BOUND)
def test_cover_fits_the_block(shelf: Path, name: str) -> None:
    width, height = SIZES[name]
    with pikepdf.open(path_of(shelf, name, "-shop")) as inside:
        spine = spine_width(len(inside.pages))
    with pikepdf.open(path_of(shelf, name, "-cover")) as pdf:
        assert len(pdf.pages) == 1
        trim = [float(v) / MM for v in pdf.pages[0].TrimBox]
        assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx([2 * width + spine, height], abs=0.05)
    with fitz.open(path_of(shelf, name, "-cover")) as pdf:
        page = pdf[0]
        text = squeeze(page.get_text())
        assert BOOK.edition.name in text and "CCBY4.0" in text
        # The band runs into the bleed on three sides: its colour is there, white is not.
        pixels = page.get_pixmap(dpi=72)
        slug = round(7 * MM)
        for x, y in (
            (slug + 3, 60 + slug),
            (pixels.width - slug - 3, 60 + slug),
            (pixels.width // 2, slug + 3),
        ):
            assert sum(pixels.pixel(x, y)) < 3 * 200, (x, y)


@pytest.mark.parametrize(
    ("pages", "bound", "count", "spine"),
    [
        (1, True, 4, 0.0),
        (30, True, 32, 0.0),
        (64, True, 64, 0.0),
        (65, True, 68, 3.2),
        (360, True, 360, 18.0),
        (21, False, 22, 0.0),
    ],
)
def test_bindings(pages: int, bound: bool, count: int, spine: float) -> None:
    assert padded_count(pages, bound=bound) == count
    assert spine_width(pages) == pytest.approx(spine, abs=0.06)
    assert spine_width(pages, 2 * PAPER_MM) == pytest.approx(2 * spine, abs=0.11)


def test_spine_keeps_numbers_together() -> None:
    assert spine_words("4+22检查事项“口袋书”") == ["4+22", *"检查事项口袋书"]


# 明白纸


def test_each_item_has_its_own_single_sheet(shelf: Path) -> None:
    """The points of the item and the worst that follows of each in the short writing: what is read standing
    before it not under 9.25 pt, the rest not under 9 pt."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs/drawings").glob("*.svg"))]
    drawn = squeeze(re.sub(r"<[^>]+>", "", "".join([*texts, *drawings(BOOK).values()])))
    for item in BOOK.items:
        with fitz.open(shelf / "one-page" / f"{item.id}.pdf") as pdf:
            assert len(pdf) == 1 and size_in_mm(pdf[0]) == (210, 297)
            text = squeeze(pdf[0].get_text())
            told_of = {
                point.id: [
                    BOOK.penalty(use.reference)
                    for p, use in worst_of(BOOK, item.points, judge=gravest_penalties.worst)
                    if p is point
                ]
                for point in item.points
            }
            left_out = sum(len(point.penalties) - len(told_of[point.id]) for point in item.points)
            assert (f"另有{left_out}项" in text) == bool(left_out)
            assert "怎样算合格" in text, item.id
            for point in item.points:
                assert f"{point.id}{squeeze(point.short or point.requirement)}" in text, point.id
                assert squeeze(point.remedy.today_short or point.remedy.today) in text, point.id
                every = [BOOK.penalty(use.reference) for use in point.penalties]
                assert bool(told_of[point.id]) == bool(every), point.id
                assert all(p in told_of[point.id] for p in every if "拘" in p.words or "徒刑" in p.words)
                for penalty in told_of[point.id]:
                    parts = (penalty.premise, penalty.first, penalty.later, penalty.persons)
                    for part in filter(None, parts):
                        told = brief_clause.clause(part) if part != penalty.premise else part
                        assert squeeze(told) in text, f"{point.id}: {told}"
                    places = brief_clause.citation(penalty.reference.text).split("条")[0] + "条"
                    assert squeeze(places.partition("第")[2]) in text, point.id
            assert "建议稿" in text and item.name in text
            spans = [
                span
                for block in pdf[0].get_text("dict")["blocks"]
                for line in block.get("lines", [])
                for span in line["spans"]
                if span["text"].strip()
            ]
            small = {squeeze(span["text"]) for span in spans if span["size"] < 8.95}
            near = [span["size"] for span in spans if re.match(r"\d\d-\d|首次|限期改正|罚", span["text"])]
            assert len(near) > len(item.points) and min(near) > 9.2, item.id
            # Drawings are pictures; the mark of the state is one.
            assert {word for word in small if word not in drawn + squeeze(item.standing)} == set(), item.id


def test_page_of_sheets_leads_to_each(site: Path) -> None:
    text = (site / "overview/one-page.html").read_text(encoding="utf-8")
    for item in BOOK.items:
        assert f'href="../downloads/one-page/{item.id}.pdf"' in text


# EPUB


@pytest.mark.parametrize("name", FULL)
def test_epub_is_whole(shelf: Path, name: str) -> None:
    with zipfile.ZipFile(path_of(shelf, name, suffix=".epub")) as archive:
        first = archive.infolist()[0]
        assert (
            first.filename == "mimetype"
            and first.compress_type == zipfile.ZIP_STORED
            and archive.read("mimetype") == b"application/epub+zip"
        )
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
        package = next(
            element.attrib["full-path"] for element in container.iter() if element.tag.endswith("rootfile")
        )
        opf = ElementTree.fromstring(archive.read(package))
        folder = package.rpartition("/")[0]
        files = {element.attrib["href"] for element in opf.iter() if element.tag.endswith("}item")}
        names = set(archive.namelist())
        assert {f"{folder}/{file}" for file in files} <= names
        language = [element.text for element in opf.iter() if element.tag.endswith("}language")]
        assert language == ["zh-CN"]
        assert next(element.text for element in opf.iter() if element.tag.endswith("}identifier")).startswith(
            "urn:uuid:"
        )  # type: ignore[union-attr]
        ids = {}
        links = []
        for file in names:
            if file.endswith(".xhtml"):
                tree = ElementTree.fromstring(archive.read(file))
                ids[file] = {element.attrib["id"] for element in tree.iter() if "id" in element.attrib}
                links += [
                    (file, element.attrib["href"]) for element in tree.iter() if "href" in element.attrib
                ]
                links += [(file, element.attrib["src"]) for element in tree.iter() if "src" in element.attrib]
                assert not re.search(
                    r">\s*(Cover|Title Page|Table of Contents)\s*<", archive.read(file).decode("utf-8")
                )
        broken = []
        for file, link in links:
            if re.match(r"https?:", link):
                continue
            target, _, anchor = link.partition("#")
            place = (
                (Path("/") / Path(file).parent / target).resolve().as_posix().lstrip("/") if target else file
            )
            if place not in names or (anchor and anchor not in ids.get(place, {anchor})):
                broken.append(f"{file}: {link}")
        assert broken == []


@pytest.mark.parametrize("name", FULL)
def test_epub_opens_and_tells_all(shelf: Path, name: str) -> None:
    with fitz.open(path_of(shelf, name, suffix=".epub")) as book:
        book.layout(width=400, height=700, fontsize=12)
        text = squeeze("".join(page.get_text() for page in book))
    if name == "manual":
        for entry in BOOK.points():
            for part in (entry.point.requirement, entry.point.how, entry.point.met, entry.point.remedy.today):
                assert squeeze(part) in text, entry.point.id
    else:
        plan = next(plan for plan in BOOKS if plan.name == name)
        for chapter in chapters(BOOK, plan.folders):
            for heading in re.findall(r"^#+ (.+)$", chapter.page.body, re.MULTILINE):
                assert squeeze(heading) in text, f"{chapter.page.path}: {heading}"


@pytest.mark.parametrize("name", FULL)
def test_epub_chapters_are_called_what_they_are(shelf: Path, name: str) -> None:
    with zipfile.ZipFile(path_of(shelf, name, suffix=".epub")) as archive:
        titles = [
            re.findall(r"<title>([^<]*)</title>", archive.read(file).decode("utf-8"))[0]
            for file in archive.namelist()
            if "/text/" in file
        ]
        opf = archive.read("EPUB/content.opf").decode("utf-8")
    assert [title for title in titles if not title or title.endswith("xhtml")] == []
    assert len(set(titles)) >= len(titles) - 1, "but the title page, every chapter has a name of its own"
    assert opf.count('property="schema:accessMode"') == 2, "words and drawings"


def test_epub_can_be_read_light_on_dark(shelf: Path) -> None:
    """A reader's night mode turns the words light: no ground of ours stays light under them, and drawings,
    whose lines are black, keep theirs white."""
    with zipfile.ZipFile(path_of(shelf, "drill-book", suffix=".epub")) as archive:
        (style,) = (
            archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".css")
        )
    grounds = dict(re.findall(r"([^{}/]+?)\s*{[^}]*background:\s*([^;]+);", style))
    assert grounds.pop("\nimg", "") == "#fff"
    assert all(re.fullmatch(r"rgba\(128, 128, 128, 0\.[12]\d*\)", ground) for ground in grounds.values())
    assert "color-scheme: light dark" in style and not re.search(r"[\s;{]color:", style)


def test_epub_tells_numbers_once_and_columns_follow_their_words(shelf: Path) -> None:
    """Contents whose names bring their numbers get none besides, and a column of numbers is not as wide as
    one of sentences; laid out as on a telephone."""
    with fitz.open(path_of(shelf, "key-areas-book", suffix=".epub")) as book:
        book.layout(width=400, height=700, fontsize=14)
        contents = next(page.get_text() for page in book if page.get_text().lstrip().startswith("目录"))
    assert not re.search(r"^\s*\d+\.\s", contents, re.MULTILINE)
    with zipfile.ZipFile(path_of(shelf, "key-areas-book", suffix=".epub")) as archive:
        tables = [archive.read(file).decode("utf-8") for file in archive.namelist() if "/text/" in file]
    assert any("<th>" in one for one in tables) and not any("<col" in one for one in tables)


def test_epub_of_parts_has_a_file_for_each_chapter(shelf: Path) -> None:
    with zipfile.ZipFile(path_of(shelf, "zoning-book", suffix=".epub")) as archive:
        sizes = [entry.file_size for entry in archive.infolist() if "/text/" in entry.filename]
    assert len(sizes) > 15 and max(sizes) < 40_000


def test_epub_leads_from_points_to_consequences_and_back(shelf: Path) -> None:
    with zipfile.ZipFile(path_of(shelf, "manual", suffix=".epub")) as archive:
        contents = archive.read("EPUB/nav.xhtml").decode("utf-8")
        text = "".join(archive.read(file).decode("utf-8") for file in archive.namelist() if "/text/" in file)
    for entry in BOOK.points():
        assert f"{entry.point.id} {entry.point.short or entry.point.requirement}" in contents, entry.point.id
        told = text.partition(f'id="p{entry.point.id}"')[2].partition("</section>")[0]
        links = set(re.findall(rf'href="[^"#]*#(w{entry.item.id}-[0-9]+)"', told))
        rows = [text.partition(f'id="{link}"')[2].partition("</p>")[0] for link in links]
        for row in rows:
            assert f'#p{entry.point.id}"' in row, f"leads back to {entry.point.id}: {row}"
        for use in entry.point.penalties:
            place = re.split("(?=第)", use.reference.place)[-1]
            assert any(place in row for row in rows), f"{entry.point.id} leads to {use.reference.text}"


def test_a_plan_of_the_pocket_book_that_was_kept_makes_the_same_pages(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "overrides" / "typst", tmp_path / "overrides" / "typst")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    write_drawings(tmp_path, BOOK)
    spec = pocket_volume(BOOK, items=["02", "14"])
    measures = plans(BuildContext(tmp_path, BOOK, 0), spec)

    def made(kept: str) -> bytes:
        with cache_below(tmp_path / kept):
            return screen_pdf(tmp_path, spec.template, spec.data, spec.page, measures, epoch=0)

    first = made("kept")
    assert made("kept") == first, "lengths are told otherwise than they were measured"
    items = [item for aspect in spec.plain["aspects"] for item in aspect["items"]]
    items[1]["points"][0]["met"] += "四周不堆东西，白天也不锁。" * 2
    (same, told), again = measures.values(), plans(BuildContext(tmp_path, BOOK, 0), spec)
    assert again["plan-02"] == same and again["plan-14"] != told, "each item's plan rests on its own words"
    measures = again
    second = made("kept")
    assert second == made("anew") != first
    with cache_below(tmp_path / "kept"):
        (plan,) = lookup("measures", "plan-14", measures["plan-14"])
        store("measures", "plan-14", measures["plan-14"], plan | {"chosen": None})
    assert made("kept") != second, "what was kept is not used"


def test_repacking_twice_gives_the_same_bytes(shelf: Path) -> None:
    data = path_of(shelf, "drill-book", suffix=".epub").read_bytes()
    assert repacked(data, f"{DAY.isoformat()}T12:00:00Z", {}) == data


def test_chapters_of_an_epub_as_they_were_are_not_made_again(tmp_path: Path) -> None:
    given: list[str] = []

    def convert(text: str) -> bytes:
        given.append(text)
        target = tmp_path / "book.epub"
        options = ["--quiet", "--toc", "--split-level=2", "--metadata=title:书"]
        pypandoc.convert_text(
            text, "epub3", format=f"{FORMAT}+bracketed_spans", outputfile=str(target), extra_args=options
        )
        return target.read_bytes()

    def files(text: str, kept: Path) -> dict[str, str]:
        with cache_below(kept):
            made, known = converted("书", text, 2, convert)
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            names = [name for name in archive.namelist() if name.endswith((".xhtml", ".ncx"))]
            read = {name: archive.read(name).decode() for name in names} | known
        return {name: re.sub(r"urn:uuid:[-0-9a-f]+", "", said) for name, said in read.items()}

    text = (
        "# 甲 {#a}\n\n门锁着，见[乙](#w1)。\n\n## 子 {#b}\n\n### 节 {#c}\n\n通道堆了货。\n\n"
        "# 乙 {#d}\n\n::: {.note}\n**注意**\n\n不要锁。\n:::\n\n[**①**]{#w1} 罚款，见[节](#c)。\n"
    )
    kept = tmp_path / "kept"
    files(text, kept)
    assert given.pop() == text
    text = text.replace("堆了货", "堆满了货")
    assert files(text, kept) == files(text, tmp_path / "cold 1")
    assert "门锁着" not in given[0] and "罚款" not in given[0] and "堆满了货" in given[0]
    # Where links lead and what the contents name is of the whole book.
    for old, new in (("### 节 {#c}", "### 一节 {#c}"), ("{#w1}", "{#w2}"), ("# 乙", "# 丙\n\n# 乙")):
        text = text.replace(old, new)
        assert files(text, kept) == files(text, tmp_path / f"cold {new[:9].strip()}")
    # A note is counted through the book; if the contents name a heading hangs on the box around it.
    for old, new, note in (
        ("不要锁", "### 盒\n\n不要锁", ""),
        ("门锁着", "门锁着[^1]", "\n[^1]: 从里面推不开。\n"),
    ):
        text = text.replace(old, new) + note
        files(text, kept)
        text = text.replace("通道", "安全通道")
        assert files(text, kept) == files(text, tmp_path / f"cold {new[-4:]}")


# Editions and addresses


def _later(revised: dt.date) -> object:
    newer = Edition.model_validate(
        {
            "代号": "2027-06",
            "名称": "2027年6月版",
            "日期": dt.date(2027, 6, 1),
            "说明": "第二版，按新标准改。",
        }
    )
    note = Revision.model_validate({"日期": revised, "内容": "门宽改按新标准。"})
    items = tuple(
        item.model_copy(update={"revisions": (*item.revisions, note)}) if item.id == "14" else item
        for item in BOOK.items
    )
    return replace(BOOK, today=dt.date(2027, 7, 1), editions=(*BOOK.editions, newer), items=items)


def test_edition_page_says_current() -> None:
    page = edition_pages(BOOK)[f"q/edition-{BOOK.edition.id}.md"]
    assert "现行" in page and "有新版" not in page and "没有一条改过" in page


def test_edition_page_tells_of_a_newer_one_and_what_changed() -> None:
    pages = edition_pages(_later(dt.date(2027, 5, 20)))  # type: ignore[arg-type]
    old, new = pages[f"q/edition-{BOOK.edition.id}.md"], pages["q/edition-2027-06.md"]
    assert "有新版" in old and "2027年6月版" in old and "门宽改按新标准" in old and "checklists/14-" in old
    assert "现行" in new and "门宽改按新标准" not in new


def test_edition_page_tells_changes_after_the_current_edition() -> None:
    assert "门宽改按新标准" in edition_pages(_later(dt.date(2027, 6, 20)))["q/edition-2027-06.md"]  # type: ignore[arg-type]


def test_printed_addresses_never_die(site: Path) -> None:
    assert [address for address in PERMANENT if not (site / address).is_file()] == []


def test_every_printed_address_is_on_the_permanent_list(shelf: Path, tmp_path: Path) -> None:
    """Codes on the pages that have one, read by a scanner; what is found must stand in
    permanent-addresses.txt for good."""
    listed = {BOOK.site.address + ("" if address == "index.html" else address) for address in PERMANENT}
    pages = [("drill-book", 1), ("key-areas-book", -1), ("zoning-book", 1), ("one-page", 0), ("one-page", 21)]
    with fitz.open(path_of(shelf, "drill-book")) as pdf:
        pages += [
            ("drill-book", number - 1)
            for _, title, number in pdf.get_toc()
            if title in {form.name for form in BOOK.forms}
        ]
    assert len(pages) >= 5
    for name, number in pages:
        image = tmp_path / "page.png"
        with fitz.open(path_of(shelf, name)) as pdf:
            pdf[number].get_pixmap(dpi=250).save(image)
        run = run_program(["zbarimg", "--raw", "--quiet", str(image)])
        found = run.stdout.split()
        assert found, f"{name} {number}"
        assert set(found) <= listed, f"{name} {number}: {found}"


def test_permanent_list_holds_all_items_editions_and_trades() -> None:
    wanted = {f"q/{item.id}.html" for item in BOOK.items} | {
        f"q/edition-{edition.id}.html" for edition in BOOK.editions
    }
    wanted |= {trade.address for trade in BOOK.trades}
    assert wanted <= set(PERMANENT), (
        "a printed address was added: write it into tests/permanent-addresses.txt"
    )


# A book of one's own


def test_own_booklet_by_one_command(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "own.pdf"
    run = fork_handbook(small, "print", "--items", "1", "--role", "承租方", "-o", str(out))
    assert "做好了" in run.stdout
    with fitz.open(out) as pdf:
        text = squeeze("".join(page.get_text() for page in pdf))
        assert "第01条,承租方用" in squeeze(pdf[0].get_text())
    assert "01-1" in text and "01-2" not in text, "01-2 is the landlord's"


@pytest.mark.parametrize("kind", ["print", "shop", "epub"])
def test_own_booklet_in_other_editions(small: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / ("own.epub" if kind == "epub" else "own.pdf")
    assert call_handbook(small, "print", "--aspect", "甲方面", "--kind", kind, "-o", str(out)).returncode == 0
    assert out.stat().st_size > 1000
    assert (tmp_path / "own-cover.pdf").exists() == (kind == "shop")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--items", "99"], "没有第“99”条"),
        (["--aspect", "丁方面"], "没有“丁方面”这个方面"),
        (["--items", "02", "--aspect", "甲方面"], "是空的"),
    ],
)
def test_a_wrong_choice_is_told(small: Path, tmp_path: Path, arguments: list[str], message: str) -> None:
    run = call_handbook(small, "print", *arguments, "-o", str(tmp_path / "own.pdf"))
    assert run.returncode == 1 and message in run.stderr and not (tmp_path / "own.pdf").exists()


def test_choices_as_people_write_them() -> None:
    assert item_ids("07,8， 9、第10条") == ["07", "08", "09", "10"]
    with pytest.raises(HandbookError):
        select(BOOK, items=["00"])


def test_two_runs_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    """One in a process of its own, one here, where other things were made before."""
    for kind, suffix in (("read", "pdf"), ("shop", "pdf"), ("epub", "epub")):
        made = [tmp_path / f"{kind}-{n}.{suffix}" for n in range(2)]
        for call, path in zip((fork_handbook, call_handbook), made, strict=True):
            assert call(small, "print", "--kind", kind, "-o", str(path)).returncode == 0
        assert made[0].read_bytes() == made[1].read_bytes(), kind
    assert (
        shutil.which("qpdf") is None
        or subprocess.run(["qpdf", "--check", str(tmp_path / "shop-0.pdf")], capture_output=True).returncode
        == 0
    )


def test_shop_file_is_valid(shelf: Path) -> None:
    for name in BOUND:
        for edition in ("", "-print", "-shop", "-cover"):
            run = run_program(["qpdf", "--check", str(path_of(shelf, name, edition))])
            assert run.returncode == 0, run.stdout + run.stderr
