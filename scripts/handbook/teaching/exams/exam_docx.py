"""Test papers and keys as DOCX, to change in Word or WPS: real headings, tables for what is ticked, no text
boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document

from handbook.model.handbook import Handbook
from handbook.model.items.item import QuestionForm
from handbook.office.docx_parts import (
    Style,
    cell,
    document_bytes,
    new_document,
    paragraph,
    row,
    run,
    set_page,
    set_properties,
    table,
    twips,
)
from handbook.office.package import HEI, SONG
from handbook.teaching.exams.exam_paper import LETTERS, Entry, Paper, PaperPart

_STYLES = (
    Style("Normal", SONG, 11),
    Style("Title", HEI, 16, after=2, centred=True),
    Style("Subtitle", SONG, 9, after=4, centred=True),
    Style("Heading 1", HEI, 12, before=4, after=0.5, heading=True),
    Style("Header", SONG, 8),
    Style("Footer", SONG, 8),
    Style("题目", SONG, 10.5, id="ExamQuestion", before=1.2, after=0),
    Style("选项", SONG, 10, id="ExamOption"),
    Style("表格正文", SONG, 10.5, id="ExamCell", before=2, after=2),
    Style("表格栏目", HEI, 10.5, id="ExamHead", before=2, after=2),
    Style("答案", SONG, 9, id="ExamKey", fixed=True),
    Style("表格间隔", SONG, 5, id="ExamGap"),
)
#: Margins in mm: sides, top, bottom.
_MARGINS = (16.0, 12.0, 13.0)
#: A page of its own begins with its title: a paragraph that only ends a page could need one for itself.
_ON_NEW_PAGE = "<w:pageBreakBefore/>"
_KEPT_TOGETHER = "<w:keepLines/>"
#: Options begin 8 mm in; two stand on a line, the second from 93 mm, when all have so many characters at most
#: (as in the PDF).
_OPTION_LAYOUT = (
    f'{_KEPT_TOGETHER}<w:tabs><w:tab w:val="left" w:pos="{twips(93)}"/></w:tabs><w:ind w:left="{twips(8)}"/>'
)
_SHORT = 18
_TAB = "<w:r><w:tab/></w:r>"
#: How the questions of a part are answered on the paper itself.
_HOW = {
    QuestionForm.TRUE_FALSE: "；对的写√，错的写×",
    QuestionForm.CHOICE: "；只有一个对，写字母",
    QuestionForm.OPEN: "；写一两句话",
}


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a paper says of its publisher."""

    publisher: str
    disclaimer: str
    edition: str


def imprint_of(book: Handbook) -> Imprint:
    """The imprint of all papers of ``book``."""
    return Imprint(book.site.publisher, book.site.disclaimer, book.edition.name)


def paper_docx(imprint: Imprint, paper: Paper, *, epoch: int) -> bytes:
    """The questions of ``paper`` and, on a page of its own, the answer sheet."""
    parts = [
        *_questions(imprint, paper),
        _head(f"{paper.title} 答题卡", f"卷号 {paper.code}", imprint.disclaimer, opens=True),
        _names(marks=True),
    ]
    for part in paper.parts:
        parts += [paragraph(f"{part.heading}（{part.worth}）", "Heading1"), _answers(part)]
    return document_bytes(_document(imprint, paper.title, epoch), "".join(parts), epoch)


def key_docx(imprint: Imprint, papers: tuple[Paper, ...], *, epoch: int) -> bytes:
    """Answers of all variants with reasons and points."""
    title = papers[0].title.rsplit(" ", 2)[0] + " 答案"
    parts = [_key(paper, imprint.disclaimer, opens=paper is not papers[0]) for paper in papers]
    return document_bytes(_document(imprint, title, epoch), "".join(parts), epoch)


def whole_docx(imprint: Imprint, papers: tuple[Paper, ...], *, epoch: int) -> bytes:
    """A small test in one file: each paper to answer on it, then the answers for who marks."""
    title = "、".join(paper.title for paper in papers)
    parts = [
        "".join(_questions(imprint, paper, answered=True, opens=paper is not papers[0])) for paper in papers
    ]
    parts += [_key(paper, "", opens=True) for paper in papers]
    return document_bytes(_document(imprint, title, epoch), "".join(parts), epoch)


def _questions(imprint: Imprint, paper: Paper, *, answered: bool = False, opens: bool = False) -> list[str]:
    """Head and questions; ``answered``: on the paper itself, with marks and room for what is written;
    ``opens`` a page."""
    parts = [
        _head(
            paper.title,
            f"卷号 {paper.code}　共 {len(paper.entries)} 题　{paper.terms}",
            "" if answered else imprint.disclaimer,
            opens=opens,
        ),
        _names(marks=answered),
    ]
    for part in paper.parts:
        how = _HOW[part.form] if answered else ""
        parts.append(paragraph(f"{part.heading}（{part.worth}{how}）", "Heading1"))
        for entry in part.entries:
            is_open = entry.form is QuestionForm.OPEN
            parts.append(
                paragraph(
                    f"{entry.number}. {entry.text}"
                    + ("" if part.even else f"（{entry.worth} 分）")
                    + ("" if is_open else "（　　）"),
                    "ExamQuestion",
                    keep=bool(entry.options) or (answered and is_open),
                    layout=_KEPT_TOGETHER,
                )
            )
            parts += _options(entry.options)
            if answered and is_open:
                parts.append(_table([("",)], (178,), least=18))
    return parts


def _options(options: tuple[str, ...]) -> list[str]:
    """Lines of the lettered ``options``, all on the page of the last."""
    lettered = [run(f"{letter}. {option}") for letter, option in zip(LETTERS, options, strict=False)]
    a_line = 2 if all(len(option) <= _SHORT for option in options) else 1
    return [
        paragraph(
            style="ExamOption",
            keep=start + a_line < len(lettered),
            layout=_OPTION_LAYOUT,
            runs=_TAB.join(lettered[start : start + a_line]),
        )
        for start in range(0, len(lettered), a_line)
    ]


def _key(paper: Paper, disclaimer: str, *, opens: bool) -> str:
    rows = [("题号", "答案", "为什么", "题、要点")]
    rows += [
        (
            str(entry.number) if part.even else f"{entry.number}（{entry.worth} 分）",
            _answer(entry),
            entry.why,
            f"{entry.id}，{entry.point}",
        )
        for part in paper.parts
        for entry in part.entries
    ]
    return (
        _head(
            f"{paper.title} 答案", f"卷号 {paper.code}　{paper.terms}　只给评卷的人", disclaimer, opens=opens
        )
        + paragraph("怎么评分", "Heading1")
        + "".join(paragraph(f"{number}. {line}", "ExamKey") for number, line in enumerate(paper.scoring, 1))
        + _table(rows, (10, 54, 92, 22), head=True)
    )


def _answer(entry: Entry) -> str:
    if entry.form is QuestionForm.OPEN:
        return f"要点：{entry.answer}"
    return f"{entry.answer}　{entry.answer_text}" if entry.options else entry.answer


def _document(imprint: Imprint, title: str, epoch: int) -> Document:
    document = new_document(_STYLES)
    set_page(
        document,
        landscape=False,
        margins=_MARGINS,
        title=title,
        foot=f"{imprint.edition} · {imprint.disclaimer}",
    )
    set_properties(
        document,
        title=title,
        subject="考试",
        publisher=imprint.publisher,
        disclaimer=imprint.disclaimer,
        edition=imprint.edition,
        epoch=epoch,
    )
    return document


def _head(title: str, line: str, disclaimer: str, *, opens: bool = False) -> str:
    """``disclaimer`` is left out where the foot of a file of a few pages says it; ``opens`` a page."""
    return paragraph(title, "Title", layout=_ON_NEW_PAGE if opens else "") + paragraph(
        f"{line}　{disclaimer}" if disclaimer else line, "Subtitle"
    )


def _names(*, marks: bool = False) -> str:
    """Who sits the test; with ``marks`` also what it came to."""
    rows = [("企业", "", "姓名", ""), ("岗位", "", "日期", "　　　年　　月　　日")] + (
        [("得分", "　　　分　□合格　□不合格", "评卷人", "")] if marks else []
    )
    return _table(rows, (22, 67, 22, 67), least=9)


def _answers(part: PaperPart) -> str:
    if part.form is QuestionForm.OPEN:
        return _table([(str(entry.number), "") for entry in part.entries], (14, 164), least=18)
    cells = [
        (
            str(e.number),
            "　".join(f"□ {word}" for word in (LETTERS[: len(e.options)] if e.options else ("对", "错"))),
        )
        for e in part.entries
    ]
    cells += [("", "")] * (-len(cells) % 3)
    return _table(
        [
            tuple(text for pair in cells[start : start + 3] for text in pair)
            for start in range(0, len(cells), 3)
        ],
        (12, 47.3) * 3,
        least=9,
    )


def _table(
    rows: Sequence[tuple[str, ...]], widths: tuple[float, ...], *, head: bool = False, least: float = 0
) -> str:
    """A grid of plain cells, ``widths`` in mm, rows at least ``least`` mm high; a head is repeated on the
    next page."""
    lines = []
    for index, texts in enumerate(rows):
        style = "ExamCell" if not head else "ExamKey" if index else "ExamHead"
        cells = [cell(paragraph(text, style), width) for text, width in zip(texts, widths, strict=True)]
        lines.append(row(cells, height=least, header=head and index == 0))
    return table(widths, lines) + paragraph(style="ExamGap")
