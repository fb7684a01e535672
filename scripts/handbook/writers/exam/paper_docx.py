"""Test papers and keys as DOCX, to change in Word or WPS: real headings, tables for what is ticked, no text boxes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from handbook.model.handbook import Handbook
from handbook.model.item import QuestionForm
from handbook.writers.exam.paper import LETTERS, Paper, PaperPart
from handbook.writers.sheets.safe import build_time, fixed_archive, printable

#: Fonts every Chinese Windows, WPS and Linux desktop has or replaces well.
_SONG, _HEI = "宋体", "黑体"
_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_STYLES = (("Normal", _SONG, 11.0, False), ("Title", _HEI, 18.0, True), ("Subtitle", _SONG, 9.0, False), ("Heading 1", _HEI, 12.0, True), ("Footer", _SONG, 8.0, False))


def paper_docx(book: Handbook, paper: Paper, *, epoch: int) -> bytes:
    """The questions of ``paper`` and, on a page of its own, the answer sheet."""
    document = _document(book, paper.title, epoch)
    _head(document, book, paper.title, f"卷号 {paper.code}　共 {len(paper.entries)} 题")
    _names(document)
    for part in paper.parts:
        document.add_heading(printable(part.heading), 1)
        for entry in part.entries:
            _line(document, f"{entry.number}. {entry.text}" + ("（　　）" if entry.form is not QuestionForm.OPEN else ""), keep=bool(entry.options) or entry.form is QuestionForm.OPEN)
            for index, option in enumerate(entry.options):
                _line(document, f"{LETTERS[index]}. {option}", indent=8, keep=index < len(entry.options) - 1)
    document.add_page_break()
    _head(document, book, f"{paper.title} 答题卡", f"卷号 {paper.code}")
    _names(document)
    for part in paper.parts:
        document.add_heading(printable(part.heading), 1)
        _answers(document, part)
    return _bytes(document, epoch)


def key_docx(book: Handbook, papers: tuple[Paper, ...], *, epoch: int) -> bytes:
    """Answers of all variants with reasons and points."""
    title = papers[0].title.rsplit(" ", 2)[0] + " 答案"
    document = _document(book, title, epoch)
    for index, paper in enumerate(papers):
        if index:
            document.add_page_break()
        _head(document, book, f"{paper.title} 答案", f"卷号 {paper.code}　只给评卷的人")
        rows = [("题号", "答案", "为什么", "题目编号、要点")]
        rows += [(str(e.number), e.answer if len(e.answer) == 1 else f"要点：{e.answer}", e.why, f"{e.id}，{e.point}") for e in paper.entries]
        _table(document, rows, (14, 52, 82, 30), head=True)
    return _bytes(document, epoch)


def _document(book: Handbook, title: str, epoch: int) -> Document:
    document = docx.Document()
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for name in _THEME:
            fonts.attrib.pop(qn(f"w:{name}"), None)
    for name, font, size, bold in _STYLES:
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
        style.font.italic = False
        for old in style.element.rPr.findall(qn("w:color")):
            style.element.rPr.remove(old)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "zh-CN")
        lang.set(qn("w:eastAsia"), "zh-CN")
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin, section.bottom_margin = Mm(14), Mm(15)
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(178), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(printable(f"{book.edition.name} · {book.site.disclaimer}\t第 "))
    run = foot.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    foot.add_run(" 页")
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.language = printable(title), book.site.publisher, book.site.publisher, "zh-CN"
    core.created = core.modified = build_time(epoch)
    core.revision, core.comments, core.keywords = 1, book.site.disclaimer, "安全生产"
    return document


def _head(document: Document, book: Handbook, title: str, line: str) -> None:
    document.add_paragraph(printable(title), "Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(printable(f"{line}　{book.site.disclaimer}"), "Subtitle").alignment = WD_ALIGN_PARAGRAPH.CENTER


def _names(document: Document) -> None:
    _table(document, [("企业", "", "姓名", ""), ("岗位", "", "日期", "　　　年　　月　　日"), ("答对", "　　　题", "评卷人", "")], (22, 67, 22, 67))


def _answers(document: Document, part: PaperPart) -> None:
    if part.form is QuestionForm.OPEN:
        for entry in part.entries:
            _table(document, [(str(entry.number), "\n")], (14, 164))
        return
    mark = "□ 对　□ 错" if part.form is QuestionForm.TRUE_FALSE else "□ A　□ B　□ C　□ D"
    cells = [(str(e.number), mark if part.form is QuestionForm.TRUE_FALSE else "　".join(f"□ {LETTERS[i]}" for i in range(len(e.options)))) for e in part.entries]
    cells += [("", "")] * (-len(cells) % 3)
    _table(document, [tuple(text for pair in cells[row : row + 3] for text in pair) for row in range(0, len(cells), 3)], (12, 47) * 3)


def _line(document: Document, text: str, *, indent: float = 0, keep: bool = False) -> None:
    paragraph = document.add_paragraph(printable(text))
    layout = paragraph.paragraph_format
    layout.left_indent, layout.space_before, layout.space_after = Mm(indent), Pt(0 if indent else 5), Pt(2)
    layout.keep_with_next, layout.keep_together = keep, True


def _table(document: Document, rows: Sequence[tuple[str, ...]], widths: tuple[float, ...], *, head: bool = False) -> None:
    """A grid of plain cells; ``widths`` in mm. Rows are not torn; a head is repeated on the next page."""
    table: Any = document.add_table(len(rows), len(widths), "Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for index, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if head and index == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Mm(width)
            run = cell.paragraphs[0].add_run(printable(text))
            run.bold = head and index == 0
            cell.paragraphs[0].paragraph_format.space_after = cell.paragraphs[0].paragraph_format.space_before = Pt(3)
    gap = document.add_paragraph()
    gap.paragraph_format.space_after, gap.paragraph_format.line_spacing = Pt(0), Pt(6)


def _bytes(document: Document, epoch: int) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return fixed_archive(out.getvalue(), epoch)
