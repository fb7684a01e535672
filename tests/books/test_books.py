"""Every book as it is read: whole, tagged, its links and contents right; the manual and the pocket book
have files of their own."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pymupdf as fitz
import pytest

from conftest import ROOT
from handbook.books.content.chapter_book import BOOKS, chapters
from handbook.model.revisions import since_last_edition
from support import real
from support.programs import pdf_fonts
from support.shelf import BOUND, FULL, SIZES, path_of, size_in_mm
from support.text import squeeze

BOOK = real.book()
MM = 72 / 25.4


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
    own = BOOK.site.address
    targets = [address.removeprefix(own) for address in sorted(addresses) if address.startswith(own)]
    assert targets
    nowhere = []
    for target in targets:
        page, _, place = target.partition("#")
        file = site / (page or "index.html")
        if not file.exists() or (place and f'id="{unquote(place)}"' not in file.read_text("utf-8")):
            nowhere.append(target)
    assert nowhere == []


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
