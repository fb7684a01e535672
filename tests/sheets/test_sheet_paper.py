"""Forms and check lists on paper: whole, full, high enough to write on."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from itertools import pairwise, takewhile

import docx
import pikepdf
import pymupdf
import pytest
from docx.oxml.ns import qn

from conftest import ROOT
from handbook.model.checklist import printed_lists
from handbook.model.handbook import Handbook
from handbook.sheets.formats.csv_file import csv_bytes
from handbook.sheets.formats.pdf_file import pdf_bytes
from handbook.sheets.layout import (
    HAND_ROW,
    Clauses,
    Fields,
    Sheet,
    paper_column,
)
from support.sheets import Published, head_row, open_xlsx, sheet_texts, text_of
from support.text import unspaced

EPOCH = 1795435200  # 2026-11-23 12:00 UTC


def test_rows_of_every_list_are_its_points_in_every_format(
    book: Handbook, lists: list[Sheet], published: Published
) -> None:
    counts = {
        f"check-{checklist.id}": [point.id for group in checklist.groups for point in group.points]
        for checklist in printed_lists(book)
    }
    assert len(counts["check-all"]) == len(book.located)
    for sheet in lists:
        expected = counts[sheet.id]
        page = open_xlsx(published(sheet, "xlsx"))
        head = head_row(page)
        assert [
            cell.value for cell in page["B"][head:] if re.fullmatch(r"\d\d-\d+", str(cell.value))
        ] == expected
        document = docx.Document(io.BytesIO(published(sheet, "docx")))
        first_cells = [
            "".join(str(part.text) for part in row.tc_lst[0].iter(qn("w:t")))
            for row in document.tables[1]._tbl.tr_lst
        ]
        assert [text for text in first_cells if re.fullmatch(r"\d\d-\d+", text)] == expected
        rows = list(csv.reader(io.StringIO(csv_bytes(sheet).decode("utf-8-sig"))))
        assert [row[1].removeprefix("要点") for row in rows[1:]] == expected


def test_the_printed_whole_list_holds_every_word(
    lists: list[Sheet], forms: dict[str, Sheet], published: Published
) -> None:
    for sheet in (lists[0], lists[-1], *forms.values()):
        said = text_of(published(sheet, "pdf"))
        assert [text for text in sheet_texts(sheet) if unspaced(text) not in said] == [], sheet.id


def test_paper_is_a4_tagged_and_repeats_its_head(lists: list[Sheet], published: Published) -> None:
    data = published(lists[0], "pdf")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) > 10
        assert all(
            round(float(page.mediabox[2])) == 842 and round(float(page.mediabox[3])) == 595
            for page in pdf.pages
        )
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "zh-CN"
    with pymupdf.open(stream=data) as document:
        for page in document:
            said = page.get_text()
            assert lists[0].disclaimer in said and f"第 {page.number + 1} 页" in said
            if re.search(r"\d\d-\d", said):
                assert all(
                    column in said
                    for column in ("序号", "要点", "方法", "依据", "结果", "问题", "期限", "复查")
                )


def test_a_form_fits_its_paper(book: Handbook, forms: dict[str, Sheet], published: Published) -> None:
    """Permits and records are handed out as one sheet: two pages at most, and the second not for a few lines.
    What is filled in every day and filed by the month has a row for each day."""
    for sheet in forms.values():
        with pymupdf.open(stream=published(sheet, "pdf")) as document:
            *_, last = pages = blank_pages(document, sheet)
            assert len(pages) <= 2, sheet.id
            lowest = max(block[3] for block in last.get_text("blocks") if block[3] < last.rect.height * 0.93)
            assert len(pages) == 1 or lowest > last.rect.height * 0.55, (
                f"{sheet.id}: almost nothing on the last page"
            )
    monthly = [form.id for form in book.forms if "一个月一张" in form.keep and "每天" in form.when]
    assert "special-equipment-checks" in monthly
    assert all(max(len(table.rows) for table in forms[id].tables) >= 31 for id in monthly)


def test_nothing_on_a_sheet_is_smaller_than_eight_points(
    forms: dict[str, Sheet], lists: list[Sheet], published: Published
) -> None:
    """What a point rests on and on whom it bears is read on the round, not under a lamp."""
    for sheet in (*lists, *forms.values()):
        with pymupdf.open(stream=published(sheet, "pdf")) as document:
            small = {
                (round(span["size"], 1), span["text"])
                for page in document
                for block in page.get_text("dict")["blocks"]
                for line in block.get("lines", [])
                for span in line["spans"]
                if span["text"].strip() and span["size"] < 7.95
            }
        assert small == set(), sheet.id
    for sheet in lists:
        document = docx.Document(io.BytesIO(published(sheet, "docx")))
        assert document.styles["表格小字"].font.size.pt >= 7.5


def test_the_last_page_of_a_list_is_full_or_ruled(lists: list[Sheet], published: Published) -> None:
    for sheet in lists:
        with pymupdf.open(stream=published(sheet, "pdf")) as document:
            page = document[-1]
            drawn = [box["rect"].y1 for box in page.get_drawings() if box["rect"].width > 300]
            assert max(drawn) > page.rect.height - 42 * 72 / 25.4, sheet.id  # two lines, and the foot


def test_short_words_in_heads_and_labels_are_whole(forms: dict[str, Sheet], published: Published) -> None:
    """Boxes that would make rows taller are told in the head, one word or another: 查得到／查不到. What is
    said of a short name in brackets stands below it, not torn: 面积（平方米）."""
    told, named = 0, 0
    for sheet in forms.values():
        with pymupdf.open(stream=published(sheet, "pdf")) as document:
            lines = "".join(page.get_text() for page in document).replace(" ", "").split("\n")
        columns = [(table, column) for table in sheet.tables for column in table.on_paper()[0]]
        options = {
            option
            for table, column in columns
            for option in paper_column(table, column, sheet.width).say.split("／")
            if option
        }
        names = [column.name for _, column in columns] + [
            blank.label
            for block in sheet.blocks
            if isinstance(block, Fields)
            for row in block.rows
            for blank in row
        ]
        short = {found[1] for name in names if (found := re.fullmatch("[^（]{1,5}(（[^）]{1,5}）)", name))}
        torn = {words for words in options | short if not any(words in line for line in lines)}
        assert torn == set(), sheet.id
        told, named = told + len(options), named + len(short)
    assert told > 10 and named > 10


def _rules(page: pymupdf.Page) -> list[pymupdf.Rect]:
    """Upright lines of the page's tables."""
    drawn = [part for path in page.get_drawings() for part in path["items"] if part[0] == "l"]
    lines = [pymupdf.Rect(begin, end).normalize() for _, begin, end in drawn]
    return [line for line in lines if line.width < 0.3 and line.height > 3]


def test_words_of_a_sheet_stay_in_their_cells(
    forms: dict[str, Sheet], lists: list[Sheet], published: Published
) -> None:
    """No word or box to tick lies on a rule; no label and no cell ends in a line of one character."""
    wrong = []
    for sheet in (*forms.values(), *lists[1:]):
        with pymupdf.open(stream=published(sheet, "pdf")) as document:
            for page in document:
                rules = _rules(page)
                spans = [
                    span
                    for block in page.get_text("rawdict")["blocks"]
                    for line in block.get("lines", [])
                    for span in line["spans"]
                ]
                wrong += [
                    f"{sheet.id} {page.number + 1}: {sign['c']} lies on a rule"
                    for span in spans
                    for sign in span["chars"]
                    for (x0, y0, x1, y1) in (sign["bbox"],)
                    for rule in rules
                    if x0 + 1 < rule.x0 < x1 - 1 and rule.y0 < (y0 + y1) / 2 < rule.y1 and sign["c"].strip()
                ]
                lines = [
                    (pymupdf.Rect(span["bbox"]), "".join(sign["c"] for sign in span["chars"]).strip())
                    for span in spans
                ]
                for box, words in lines:
                    goes_on = any(abs(o.y1 - box.y1) < 3 and abs(o.x0 - box.x1) < 6 for o, _ in lines)
                    if not goes_on and re.fullmatch(r"\W*[\u4e00-\u9fff]\W*", words):
                        wrong += [
                            f"{sheet.id} {page.number + 1}: {above}|{words}"
                            for other, above in lines
                            if abs(other.x0 - box.x0) < 1
                            and 0 < box.y0 - other.y0 < 1.8 * box.height
                            and len(above) > 3
                        ]
    assert wrong == []


def test_what_must_be_ready_for_hot_work_is_ticked_one_by_one(forms: dict[str, Sheet]) -> None:
    rows = [
        cell.text for table in forms["hot-work-permit"].tables for row in table.rows for cell in row.cells
    ]
    ready = ("穿戴齐", "灭火器 ______ 具", "警戒区")
    found = [row for row in rows if any(word in row for word in ready)]
    assert len(found) == len(ready)
    assert any(re.search("____ 时 ____ 分，读数 _{20}", row) for row in rows), "gas is read and written down"


def test_signatures_of_a_list_are_never_alone(lists: list[Sheet], published: Published) -> None:
    """The last page of every list holds a point, what else was seen and all signatures; no page holds notes
    alone."""
    for sheet in lists:
        with pymupdf.open(stream=published(sheet, "pdf")) as document:
            for page in document:
                assert re.search(r"\d\d-\d", page.get_text()), (
                    f"{sheet.id}: no point on page {page.number + 1}"
                )
            last = unspaced(document[-1].get_text())
            assert all(name in last for name in (*sheet.signatures, "现场其他情况和处理")), sheet.id
            assert unspaced(sheet.notes[0]) in unspaced(document[0].get_text()), (
                "how to read the list stands on its first page"
            )


def blank_pages(document: pymupdf.Document, sheet: Sheet) -> list[pymupdf.Page]:
    """Those of a form before its example, which has its title once more."""
    example = unspaced(sheet.title) + "（示例）"
    return list(takewhile(lambda page: example not in unspaced(page.get_text()), document))


def low_and_pages(pdf: bytes, sheet: Sheet) -> tuple[float, int]:
    """Height in mm that three quarters of the rows of the blank reach, and its pages."""
    with pymupdf.open(stream=pdf) as document:
        heights, pages = [], blank_pages(document, sheet)
        for page in pages:
            lines = sorted(
                {
                    round(drawing["rect"].y0, 1)
                    for drawing in page.get_drawings()
                    if drawing["rect"].height < 1 and drawing["rect"].width > 20
                }
            )
            heights += [(below - above) * 25.4 / 72 for above, below in pairwise(lines)]
        rows = sorted(height for height in heights if height > 4.5)
        return (rows[len(rows) // 4] if rows else HAND_ROW), len(pages)


def is_ticked(sheet: Sheet) -> bool:
    """Whether it has rows of a sentence each, which are ticked only and lower."""
    return any(
        len(cell.text) > 10
        for table in sheet.tables
        if not table.written_by_hand
        for row in table.rows
        for cell in row.cells
    )


def test_lines_are_high_enough_to_write_on(
    forms: dict[str, Sheet], published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are 10 mm high, those to tick 8 mm. A form that would go on to one page more has lower ones."""
    found = {id: low_and_pages(published(sheet, "pdf"), sheet) for id, sheet in forms.items()}
    low = {
        id: pages
        for id, (height, pages) in found.items()
        if height < (0.78 if is_ticked(forms[id]) else 0.95) * HAND_ROW and not forms[id].is_ledger
    }
    monkeypatch.setattr(Sheet, "least_row", property(lambda sheet: sheet.row_height))
    for id, pages in low.items():
        blank = dataclasses.replace(forms[id], example=())
        _, higher = low_and_pages(pdf_bytes(ROOT, blank, epoch=EPOCH), blank)
        assert higher > pages, f"{id}: {found[id]}, with room for higher rows"
    assert len(low) < 9 and all(found[id][0] >= 6.9 for id in low), found
    letters = [sheet for sheet in forms.values() if any(isinstance(block, Clauses) for block in sheet.blocks)]
    for sheet in letters:
        apart = between_lines(published(sheet, "pdf"), sheet)
        assert min(size for _, size in apart) >= (10.4 if sheet.id != "lease-agreement" else 8.9), sheet.id
        assert min(high for high, _ in apart) >= 6.5, sheet.id
        if sheet.id != "lease-agreement":  # the document of two pages is edited before it is printed
            document = docx.Document(io.BytesIO(published(sheet, "docx")))
            lines = [one for one in document.paragraphs if "____" in one.text]
            assert lines and all(one.paragraph_format.line_spacing.mm >= 5.9 for one in lines), sheet.id
    assert len(letters) > 6


def between_lines(pdf: bytes, sheet: Sheet) -> list[tuple[float, float]]:
    """From the foot of the line above to that of each line with a blank to write in, in mm; the size of its
    type in points."""
    apart = []
    with pymupdf.open(stream=pdf) as document:
        for page in blank_pages(document, sheet):
            lines = [line for block in page.get_text("dict")["blocks"] for line in block.get("lines", [])]
            feet = sorted({round(line["bbox"][3], 1) for line in lines})
            for line in lines:
                if "___" in "".join(span["text"] for span in line["spans"]):
                    foot, size = line["bbox"][3], max(span["size"] for span in line["spans"])
                    apart.append(((foot - max(one for one in feet if one < foot - 3)) * 25.4 / 72, size))
    return apart
