"""Files for Word, WPS and their like: nothing left of the templates they were made from."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable

import pytest

from conftest import ROOT
from handbook.ledger.workbook import workbook_bytes
from handbook.ledger.workbook_plan import workbook_plan
from handbook.model.handbook import Handbook
from handbook.model.items.item import Audience
from handbook.pack.model_script import template_values
from handbook.pack.template import template_bytes
from handbook.sheets.formats.docx_file import docx_bytes
from handbook.sheets.formats.xlsx_file import xlsx_bytes
from handbook.sheets.from_form import form_sheet
from handbook.teaching.deck import lay_out
from handbook.teaching.exams.exam_docx import imprint_of, paper_docx
from handbook.teaching.exams.exam_paper import papers
from handbook.teaching.slides_pptx import slides_pptx
from support import real

EPOCH = 1795435200
#: Fonts that Windows in Chinese and WPS bring along.
FONTS = {"宋体", "黑体", "微软雅黑"}


def _form_docx(book: Handbook) -> bytes:
    return docx_bytes(form_sheet(book, book.forms[0]), epoch=EPOCH)


def _form_xlsx(book: Handbook) -> bytes:
    return xlsx_bytes(form_sheet(book, book.forms[0]), epoch=EPOCH)


def _paper(book: Handbook) -> bytes:
    made = papers(book, Audience.OFFICER, count=5, seed=1)
    return paper_docx(imprint_of(book), made[0], epoch=EPOCH)


def _slides(book: Handbook) -> bytes:
    show = lay_out(book, real.pictures(), book.lessons[0])
    return slides_pptx(ROOT, show, publisher="试", epoch=EPOCH)


KINDS: dict[str, Callable[[Handbook], bytes]] = {
    "form.docx": _form_docx,
    "form.xlsx": _form_xlsx,
    "paper.docx": _paper,
    "slides.pptx": _slides,
    "register.xlsx": lambda book: workbook_bytes(workbook_plan(book), epoch=EPOCH),
    "pack.docx": lambda book: template_bytes(**template_values(book)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_of_the_templates(book: Handbook, kind: str) -> None:
    with zipfile.ZipFile(io.BytesIO(KINDS[kind](book))) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert reached(parts) == set(parts), "every part is used and every part that is named exists"
    assert not [name for name in parts if re.search(r"thumbnail|customXml|printerSettings|WithEffects", name)]
    assert not re.search("Microsoft|python-|openpyxl|Steve Canny", parts["docProps/app.xml"])
    assert not re.search("python-|openpyxl|Steve Canny", parts["docProps/core.xml"])
    themes = [text for name, text in parts.items() if "/theme/" in name]
    assert themes
    for theme in themes:
        scheme = re.search(r"<a:fontScheme.*?</a:fontScheme>", theme, re.DOTALL)
        assert scheme and set(re.findall('typeface="([^"]*)"', scheme[0])) <= FONTS
    assert re.search("<dc:language[^>]*>zh-CN<", parts["docProps/core.xml"])
    types = parts["[Content_Types].xml"]
    assert set(re.findall('PartName="/([^"]+)"', types)) <= set(parts)
    endings = {name.rpartition(".")[2] for name in parts}
    assert set(re.findall(r'<Default [^>]*?Extension="(\w+)"', types)) <= endings


@pytest.mark.parametrize("kind", ["form.docx", "paper.docx", "pack.docx"])
def test_documents_are_in_chinese(book: Handbook, kind: str) -> None:
    """But for Latin letters and figures, as Word has it: a line would break inside a Chinese number."""
    with zipfile.ZipFile(io.BytesIO(KINDS[kind](book))) as archive:
        styles = archive.read("word/styles.xml").decode()
    for language in re.findall("<w:lang [^>]*>", styles):
        assert 'w:val="en-US"' in language and 'w:eastAsia="zh-CN"' in language


def test_slides_are_in_chinese(book: Handbook) -> None:
    with zipfile.ZipFile(io.BytesIO(KINDS["slides.pptx"](book))) as archive:
        for name in archive.namelist():
            if re.match(r"ppt/(slides|slideLayouts|slideMasters|notesSlides)/\w+\.xml", name):
                text = archive.read(name).decode()
                assert set(re.findall(r'\slang="([^"]+)"', text)) <= {"zh-CN"}, name


def reached(parts: dict[str, str]) -> set[str]:
    """The parts of a package that its relations lead to; a KeyError where one leads to nothing."""
    found = {"[Content_Types].xml"}
    waiting = [""]
    while waiting:
        part = waiting.pop()
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in parts:
            continue
        found.add(relations)
        for relation in re.findall("<Relationship [^>]*>", parts[relations]):
            target = re.search(r'\bTarget="([^"]+)"', relation)
            if target is None or 'TargetMode="External"' in relation:
                continue
            path = posixpath.normpath(posixpath.join("/", folder, target[1])).lstrip("/")
            assert path in parts, f"{relations} names {path}"
            if path not in found:
                found.add(path)
                waiting.append(path)
    return found
