"""The books as EPUB."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pymupdf as fitz
import pypandoc
import pytest

from conftest import DAY
from handbook.books.content.chapter_book import BOOKS, chapters
from handbook.books.content.prose import FORMAT
from handbook.books.formats.epub import repacked
from handbook.books.formats.epub_chapters import converted
from handbook.recipes.disk_cache import cache_below
from support import real
from support.shelf import FULL, path_of
from support.text import squeeze

BOOK = real.book()


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
