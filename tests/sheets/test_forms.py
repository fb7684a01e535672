"""Forms and check lists: what was published is opened again and counted, in every format."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from itertools import pairwise, takewhile
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pymupdf
import pytest
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml.ns import qn
from openpyxl.worksheet.worksheet import Worksheet

from conftest import ROOT
from handbook.model.checklist import printed_lists
from handbook.model.handbook import Handbook
from handbook.model.papers.form import CellKind, Form, FormGroup
from handbook.office.archive import fixed_archive
from handbook.office.safe_text import csv_text
from handbook.product import BuildContext
from handbook.sheets.formats.csv_file import csv_bytes
from handbook.sheets.formats.docx_file import docx_bytes
from handbook.sheets.formats.pdf_file import pdf_bytes
from handbook.sheets.formats.xlsx_file import snap, xlsx_bytes
from handbook.sheets.from_checklist import checklist_sheet
from handbook.sheets.from_form import form_sheet
from handbook.sheets.from_visit import visit_sheet
from handbook.sheets.layout import (
    HAND_ROW,
    Blank,
    Cell,
    Clauses,
    Column,
    Fields,
    Row,
    Sheet,
    Table,
    field_rows,
    paper_column,
)
from handbook.sheets.products import FORMATS, formats_of, products, sheet_path
from handbook.site.pages.form_pages import form_pages
from support.text import unspaced

EPOCH = 1795435200  # 2026-11-23 12:00 UTC
#: The forms the handbook promises, by their permanent ids: pages and printed matter link to them.
PROMISED = {
    "appointment-letter",
    "chemical-in-out",
    "confined-space-ledger",
    "confined-space-permit",
    "contractor-entry",
    "credit-repair-letter",
    "demonstration-record",
    "drill-assessment",
    "drill-record",
    "dust-cleaning-record",
    "duty-report",
    "duty-roster",
    "emergency-supplies",
    "equipment-ledger",
    "fire-equipment-ledger",
    "fire-evacuation-plan",
    "hazard-ledger",
    "height-lifting-permit",
    "hot-work-permit",
    "landlord-check-record",
    "landlord-notice",
    "learning-record",
    "lease-agreement",
    "lesson-record",
    "licence-ledger",
    "management-rules",
    "micro-station-rota",
    "monthly-fire-check",
    "neighbour-notice",
    "occupational-health-file",
    "on-demand-request",
    "post-card",
    "post-duties",
    "ppe-issue",
    "rectification-reply",
    "report-to-authority",
    "risk-board",
    "risk-list",
    "risk-warning-sign",
    "roll-call",
    "safety-spending",
    "same-area-agreement",
    "site-response-plan",
    "special-equipment-checks",
    "temporary-power-permit",
    "tenant-ledger",
    "tenant-move-in",
    "tenant-move-out",
    "tenant-risk-notice",
    "training-plan",
    "training-record",
    "training-sign-in",
}
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2",
    "@SUM(A1)",
    "＝1",
    "<b>粗</b>",
    "*星* _线_ `码` #号 $钱$ \\斜",
    '"引"号,逗号',
    "1-2",
    "#N/A",
    "要点\x07铃",
)


#: The file of a sheet in a format (pdf, docx …).
Published = Callable[[Sheet, str], bytes]


@pytest.fixture(scope="module")
def published(site: Path) -> Published:
    """Files as the site offers them."""
    return lambda sheet, ending: (site / sheet_path(sheet.id, ending)).read_bytes()


@pytest.fixture(scope="module")
def lists(book: Handbook) -> list[Sheet]:
    return [checklist_sheet(book, checklist) for checklist in printed_lists(book)]


@pytest.fixture(scope="module")
def forms(book: Handbook) -> dict[str, Sheet]:
    return {form.id: form_sheet(book, form) for form in book.forms}


@pytest.fixture
def hostile() -> Sheet:
    """A sheet in which every text is something a program could take for more than text."""
    columns = (
        Column("序号", CellKind.TEXT, 20),
        Column("=栏", CellKind.TEXT, 60),
        Column("结果", CellKind.CHOICE, 40, ("甲,乙", '丙"丁'), strict=True),
    )
    rows = tuple(
        Row((Cell(f"07-{number}"), Cell(text, note=text), Cell()), group="=组")
        for number, text in enumerate(HOSTILE, 1)
    )
    return Sheet(
        id="hostile",
        title="=表[1]:*?/\\",
        subject="试",
        landscape=False,
        blocks=(
            Fields("", "", field_rows([Blank("=名", hint="=提示"), Blank("期", CellKind.DATE)])),
            Table("=题", "=注", columns, rows, group_name="条目"),
        ),
        signatures=("=签",),
        notes=("=说明",),
        basis="=依据",
        edition="=版",
        disclaimer="=声明",
        publisher="试",
    )


def text_of(pdf: bytes) -> str:
    """Everything a PDF says, without white space."""
    with pymupdf.open(stream=pdf) as document:
        return unspaced("".join(page.get_text() for page in document))


def sheet_texts(sheet: Sheet) -> list[str]:
    """Every piece of text a sheet prints on paper."""
    texts = [sheet.title, sheet.foot, *sheet.signatures, *sheet.notes, sheet.basis]
    for block in sheet.blocks:
        texts += [block.title, block.note]
        if isinstance(block, Fields):
            texts += [
                part
                for row in block.rows
                for field in row
                for part in (field.label, field.hint, *field.options)
            ]
        elif isinstance(block, Table):
            columns, rows = block.on_paper()
            texts += [part for column in columns for part in (column.name, *column.options)]
            texts += [
                part
                for row in rows
                for part in (row.group, *(text for cell in row.cells for text in (cell.text, cell.note)))
            ]
        else:
            texts += [part for clause in block.clauses for part in (clause.text, clause.basis)]
    return [text for text in texts if text]


def open_xlsx(data: bytes) -> Worksheet:
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(page, Worksheet)
    return page


def head_row(page: Worksheet) -> int:
    """The row repeated on every printed page."""
    return int(str(page.print_title_rows).split(":")[0].strip("$"))


# ---------- the data ----------


def test_all_promised_forms_are_there(book: Handbook) -> None:
    assert {form.id for form in book.forms} == PROMISED


def test_a_form_says_who_fills_it_when_and_on_what_basis(book: Handbook) -> None:
    for form in book.forms:
        assert form.who and form.when and form.purpose
        # A request for help rests on no rule and says so.
        assert form.basis or form.group is FormGroup.SERVICE, f"{form.id} names no basis"


def test_every_paper_a_point_asks_for_has_a_form(book: Handbook) -> None:
    """A point that asks for a ledger, record, plan … leads to a form, or tells where the paper is from."""
    served = {point for form in book.forms for point in form.points}
    asks = re.compile("台账|记录|协议|清单|预案|制度|任命|档案|登记|计划")
    points = [point for item in book.items for point in item.points]
    asking = [point for point in points if asks.search(point.how + point.met)]
    assert len(asking) > 80
    assert [point.id for point in asking if point.id not in served and not point.no_form] == []
    assert [point.id for point in points if point.no_form and point.id in served] == []


@pytest.mark.parametrize(
    ("form_id", "words"),
    [
        # 江苏省生产经营单位安全风险管理条例 第十一条第二款: the data a control list states
        (
            "risk-list",
            ("风险名称", "风险点", "所处位置", "等级", "事故类型", "管控措施", "责任部门", "责任人"),
        ),
        # the same 条例 第十六条第一款: what is made public
        (
            "risk-board",
            ("风险名称", "风险点", "所处位置", "等级", "事故类型", "责任部门", "责任人", "监督电话"),
        ),
        # 61号令 第四十三条: what a drill record states
        ("drill-record", ("日期", "地点", "参加单位", "演练经过")),
        # 安全生产法 第二十八条第四款, 应急预案管理办法 第三十一条第三款: the training record
        ("training-record", ("日期", "地点", "师资", "讲了什么", "考核")),
        # 应急预案管理办法 第三十四条: effect, problems, amendments
        ("drill-assessment", ("存在的问题", "对预案的修订意见")),
        # 61号令 第三十二条: measures, period, person; 第三十三条: confirmation
        ("hazard-ledger", ("整改措施", "资金", "责任人", "期限", "复查", "销号", "通报员工", "重大隐患报告")),
        # GB 46768-2025 5.8.2: four gases; 工贸企业有限空间作业安全规定 第十四条、第十五条: others,
        # ventilation, going in again
        (
            "confined-space-permit",
            ("氧气", "可燃气", "硫化氢", "一氧化碳", "别的气体", "风机几点开", "再进", "监护人", "审批人"),
        ),
        # 江苏省安全生产条例 第二十九条第一款: equipment of the workers, area, one person in command
        ("hot-work-permit", ("穿戴齐", "警戒区", "现场指挥", "防爆工具", "恢复到常温", "编号")),
        # 61号令 第二十六条: the parts of a fire check
        ("monthly-fire-check", ("防火巡查", "重点工种", "水源", "值班", "标志")),
    ],
)
def test_fields_prescribed_by_law_are_on_the_form(
    forms: dict[str, Sheet], form_id: str, words: tuple[str, ...]
) -> None:
    said = "".join(sheet_texts(forms[form_id]))
    assert [word for word in words if word not in said] == []


def test_names_telephones_and_dates_have_room(book: Handbook, forms: dict[str, Sheet]) -> None:
    """A name written by hand takes 25 mm, a telephone of eleven figures 38 mm, a date between its signs 36.
    What to ring is no help in small grey type; the law takes no column from what is written."""
    leaves = [visit_sheet(book, leaf) for leaf in book.visit_sheets]
    for sheet in (*forms.values(), *leaves):
        for blank in (
            blank
            for block in sheet.blocks
            if isinstance(block, Fields)
            for row in block.rows
            for blank in row
        ):
            room = sum((sheet.quarter * blank.span)[blank.label_columns :])
            assert room > 38 or "电话" not in blank.label, f"{sheet.id}: {blank.label}"
            assert room > 36 or blank.kind is not CellKind.DATE, f"{sheet.id}: {blank.label}"
            assert "119" not in blank.hint, f"{sheet.id}: {blank.label}"
            assert room > 24.5 or not re.search("姓名|签名|负责人|监护人", blank.label), (
                f"{sheet.id}: {blank.label}"
            )
        for table in sheet.tables:
            columns, _ = table.on_paper()
            whole = sum(column.width for column in columns)
            for column in columns:
                if column.kind is not CellKind.TEXT:
                    continue
                assert column.name != "依据", f"{sheet.id}: it stands small under what is printed"
                least = (
                    38
                    if re.search("手机|电话", column.name)
                    else 25
                    if re.search("姓名|责任人|签名|点名人|带班人", column.name)
                    else 0
                )
                assert column.width / whole * sheet.width >= least - 0.5, f"{sheet.id}: {column.name}"


def test_permits_are_signed_to_the_minute_and_letters_disclaim_nothing(
    forms: dict[str, Sheet], published: Published
) -> None:
    """Not to be begun before it is allowed: the order within a day must be seen."""
    for name in (
        "confined-space-permit",
        "hot-work-permit",
        "height-lifting-permit",
        "temporary-power-permit",
    ):
        assert "时　　分" in forms[name].signing_date
        assert unspaced(forms[name].signing_date) in text_of(published(forms[name], "pdf"))
        assert all(re.search(r"日 \d+ 时 \d+ 分$", said) for said in forms[name].signed), "the example too"
        # The date fills its line; in the document too there is room for the name above it.
        document = docx.Document(io.BytesIO(published(forms[name], "docx")))
        cells = [cell for table in document.tables for cell in table._cells if "年　　月" in cell.text]
        dates = [cell for cell in cells if "时　　分" in cell.text]
        assert len(dates) >= 3 and all(cell.vertical_alignment == WD_ALIGN_VERTICAL.BOTTOM for cell in dates)
    for name in ("lease-agreement", "credit-repair-letter"):
        assert "非行政检查" not in text_of(published(forms[name], "pdf"))


def test_every_form_has_a_made_up_example_behind_its_blank(
    book: Handbook, forms: dict[str, Sheet], published: Published
) -> None:
    """Every blank form is shown filled in, by nobody who exists: no number that could be dialled."""
    for form in book.forms:
        sheet = forms[form.id]
        assert sheet.example, form.id
        assert len(sheet.signed) == len(sheet.signatures) or not sheet.signed
        said = repr((sheet.example, sheet.signed))
        assert not re.search(r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}|(?<![\d-])[2-8]\d{6,7}(?!\d)", said), form.id
        assert {block.title for block in sheet.example} == {block.title for block in sheet.blocks}
    sheet = forms["hot-work-permit"]
    with pymupdf.open(stream=published(sheet, "pdf")) as document:
        pages = [unspaced(page.get_text()) for page in document]
    assert "甲木器厂" not in pages[0]
    assert "示例" in pages[-1] and "甲木器厂" in pages[-1] and len(pages) == 2
    # What is written is told from what is printed, in a sentence too; of several options all are ticked.
    with pymupdf.open(stream=published(forms["appointment-letter"], "pdf")) as document:
        spans = [
            span
            for block in document[1].get_text("dict")["blocks"]
            for line in block.get("lines", [])
            for span in line["spans"]
        ]
        colours = {span["color"] for span in spans if "张三" in span["text"]}
        assert colours and colours.isdisjoint(span["color"] for span in spans if "本厂" in span["text"])
    assert "√动火√临时用电" in text_of(published(forms["contractor-entry"], "pdf"))
    assert "甲木器厂" not in "".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(published(sheet, "docx"))).paragraphs
    )


def test_citations_stand_in_data_and_not_in_running_text(book: Handbook) -> None:
    """A place of a law in running text would escape the checks of references."""
    for form in book.forms:
        texts = [form.purpose, form.who, form.when, form.keep, *form.notes]
        for section in form.sections:
            texts += [
                section.title,
                section.note,
                *(clause.text for clause in section.clauses),
                *(text for row in section.rows for text in row.cells.values()),
            ]
        for text in texts:
            assert not re.search(r"》\s?第[一二三四五六七八九十百]+条", text), f"{form.id}: {text}"


# ---------- every format of the real sheets ----------


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


def test_every_file_says_what_it_is_not(
    lists: list[Sheet], forms: dict[str, Sheet], published: Published
) -> None:
    for sheet in (*lists[:2], *forms.values()):
        assert "建议稿" in sheet.disclaimer and "非行政检查事项清单" in sheet.disclaimer
        data = published(sheet, "pdf")
        with pikepdf.open(io.BytesIO(data)) as pdf:
            feet = len(pdf.pages)
        assert text_of(data).count(unspaced(sheet.foot)) == feet, "at the foot of every page"
        assert text_of(data).count(unspaced(sheet.disclaimer)) == (0 if sheet.letter else feet) + (
            sheet.copies if sheet.notice else 0
        ), "in a box under the title only where it could be taken for an inspection list"
        document = docx.Document(io.BytesIO(published(sheet, "docx")))
        assert sheet.foot in document.sections[0].footer.paragraphs[0].text
        if "xlsx" in {form.ending for form in formats_of(sheet)}:
            page = open_xlsx(published(sheet, "xlsx"))
            assert page["A2"].value == sheet.foot and sheet.foot in str(page.oddFooter.left.text)
    for line in csv.reader(io.StringIO(published(lists[0], "csv").decode("utf-8-sig"))):
        assert line[-1] in ("版本和声明", lists[0].foot)


def test_documents_edit_cleanly(lists: list[Sheet], forms: dict[str, Sheet], published: Published) -> None:
    for sheet in (lists[1], forms["lease-agreement"], forms["hot-work-permit"], forms["post-card"]):
        data = published(sheet, "docx")
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        known = {style.style_id for style in document.styles}
        assert {mark.get(qn("w:val")) for mark in body.iter(qn("w:pStyle"))} <= known
        assert document.paragraphs[0].style.name == "Title"
        assert not list(body.iter(qn("w:txbxContent"))) and not list(body.iter(qn("w:drawing"))), (
            "text boxes do not survive WPS"
        )
        for table in document.tables:
            rows = table._tbl.tr_lst
            assert all(row.trPr is not None and row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        for table in document.tables:
            grid = len(table._tbl.tblGrid.findall(qn("w:gridCol")))
            for row in table._tbl.tr_lst:
                spans = sum(
                    int(cell.tcPr.find(qn("w:gridSpan")).get(qn("w:val")))
                    if cell.tcPr.find(qn("w:gridSpan")) is not None
                    else 1
                    for cell in row.tc_lst
                )
                assert spans == grid
        fonts = {
            value
            for element in document.styles.element.iter(qn("w:rFonts"))
            for name, value in element.attrib.items()
        }
        assert fonts <= {"宋体", "黑体", "eastAsia", "default"}
    for sheet in (*lists, *forms.values()):
        document = docx.Document(io.BytesIO(published(sheet, "docx")))
        assert document.element.body[-2].tag == qn("w:p"), "Word wants a paragraph after the last table"
        section = document.sections[0]
        assert (
            section.different_first_page_header_footer
            and section.header.paragraphs[0].text == sheet.title
            and not section.first_page_header.paragraphs[0].text
        )
        for footer in (section.footer, section.first_page_footer):
            assert [field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))] == [
                "PAGE",
                "NUMPAGES",
            ]
    document = docx.Document(io.BytesIO(published(lists[1], "docx")))
    first = document.tables[1]._tbl.tr_lst[0]
    assert first.trPr.find(qn("w:tblHeader")) is not None, "the head is repeated on every page"
    numbers = docx.Document(io.BytesIO(published(forms["lease-agreement"], "docx")))
    used = [
        paragraph._p.pPr.numPr.numId.val
        for paragraph in numbers.paragraphs
        if paragraph.style.name == "List Number"
    ]
    sections = [block for block in forms["lease-agreement"].blocks if isinstance(block, Clauses)]
    assert len(used) == sum(len(block.clauses) for block in sections) and len(set(used)) == len(sections), (
        "numbers begin again in every part"
    )


def test_spreadsheets_are_ready_to_fill_in(lists: list[Sheet], published: Published) -> None:
    page = open_xlsx(published(lists[0], "xlsx"))
    head = head_row(page)
    assert page.freeze_panes == f"A{head + 1}"
    assert str(page.print_area).replace("$", "").endswith(f"J{page.max_row}")
    assert (
        page.page_setup.orientation == "landscape"
        and page.page_setup.paperSize == 9
        and page.page_setup.fitToWidth == 1
        and page.page_setup.fitToHeight == 0
    )
    assert page.auto_filter.ref and page.auto_filter.ref.startswith(f"A{head}:")
    names = [cell.value for cell in page[head]]
    result = next(cell.column_letter for cell in page[head] if str(cell.value).startswith("结果"))
    assert [str(name).split("\n")[0] for name in names] == [
        "条目",
        "序号",
        "要点",
        "方法",
        "依据",
        "结果",
        "问题",
        "建议期限",
        "期限",
        "复查",
    ]
    choices = [
        rule
        for rule in page.data_validations.dataValidation
        if rule.type == "list" and f"{result}{head + 1}" in rule.sqref
    ]
    assert [rule.formula1 for rule in choices] == ['"符合,不符合,不适用"'] and choices[0].errorStyle == "stop"
    assert any(rule.type == "date" for rule in page.data_validations.dataValidation)
    words = {rule.formula[0] for area in page.conditional_formatting for rule in area.rules}
    assert words == {'"符合"', '"不符合"'}
    for row in page.iter_rows(min_row=head + 1):
        for cell in row:
            assert cell.data_type in ("s", "n") and (cell.value is None or cell.data_type == "s"), (
                cell.coordinate
            )
    assert page.cell(head + 1, 2).number_format == "@"


def test_rows_that_are_sorted_are_not_merged(
    lists: list[Sheet], forms: dict[str, Sheet], published: Published
) -> None:
    for sheet in (lists[0], forms["hazard-ledger"], forms["risk-list"], forms["licence-ledger"]):
        page = open_xlsx(published(sheet, "xlsx"))
        head = head_row(page)
        last = head + len(sheet.tables[0].rows)
        assert not [area for area in page.merged_cells.ranges if head <= area.min_row <= last]


def test_a_ledger_has_rows_for_a_year_each_with_its_list_of_choices(
    forms: dict[str, Sheet], published: Published
) -> None:
    """A row inserted by hand would have no drop-down; a roll to sign, the record of an event stays as long
    as its paper."""
    page = open_xlsx(published(forms["hazard-ledger"], "xlsx"))
    head = head_row(page)
    numbers = [page.cell(row, 1).value for row in range(head + 1, head + 41)]
    assert numbers == [str(number) for number in range(1, 41)] and page.auto_filter.ref.endswith(
        str(head + 40)
    )
    (choices,) = (
        rule
        for rule in page.data_validations.dataValidation
        if rule.formula1 == '"一般,重大"'  # of the column 级别
    )
    assert f"F{head + 40}" in choices.sqref
    for name in ("training-sign-in", "lesson-record"):
        assert open_xlsx(published(forms[name], "xlsx")).max_row < 40, name
    # Of several tables each has a worksheet of its own, on which nothing is merged where it is sorted.
    for name in ("equipment-ledger", "fire-equipment-ledger"):
        sheet = forms[name]
        pages = openpyxl.load_workbook(io.BytesIO(published(sheet, "xlsx"))).worksheets
        assert [page.title for page in pages] == [table.title for table in sheet.tables], name
        for page, table in zip(pages, sheet.tables, strict=True):
            head = head_row(page)
            assert [cell.value.split("\n")[0] for cell in page[head]] == [one.name for one in table.columns]
            assert page.auto_filter.ref.endswith(str(head + 40)) and page.max_row >= head + 40
            assert not [area for area in page.merged_cells.ranges if head <= area.min_row <= head + 40]


def test_blanks_of_the_forms_take_what_they_ask_for(forms: dict[str, Sheet], published: Published) -> None:
    page = open_xlsx(published(forms["hazard-ledger"], "xlsx"))
    kinds = {rule.type for rule in page.data_validations.dataValidation}
    assert {"list", "date"} <= kinds
    drill = open_xlsx(xlsx_bytes(forms["drill-record"], epoch=EPOCH))
    assert {"list", "date", "time", "decimal"} <= {
        rule.type for rule in drill.data_validations.dataValidation
    }


@pytest.mark.parametrize(
    ("form_id", "label"), [("hot-work-permit", "动火方式"), ("drill-record", "演练的预案")]
)
def test_what_may_be_ticked_several_times_is_no_drop_down(
    forms: dict[str, Sheet], form_id: str, label: str
) -> None:
    """Paper has boxes to tick; a list of choices would take one of them only."""
    page = open_xlsx(xlsx_bytes(forms[form_id], epoch=EPOCH))
    row = next(cell.row for line in page.iter_rows() for cell in line if cell.value == label)
    boxes = next(cell for cell in page[row] if str(cell.value or "").startswith("□"))
    assert str(boxes.value).count("□") >= 4
    rules = [rule for rule in page.data_validations.dataValidation if boxes.coordinate in rule.sqref]
    assert all(rule.type != "list" for rule in rules)
    assert any("选几样" in str(rule.prompt) for rule in rules)


# ---------- hostile text stays text ----------


def test_hostile_text_stays_text_in_spreadsheets(hostile: Sheet) -> None:
    data = xlsx_bytes(hostile, epoch=EPOCH)
    page = open_xlsx(data)
    values = [cell.value for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    # Nor does it become one when somebody goes into the cell and leaves it again.
    computed = [cell for row in page.iter_rows() for cell in row if str(cell.value or "").startswith("=")]
    assert len(computed) > 5 and all(cell.quotePrefix for cell in computed)
    for text in HOSTILE:
        clean = text.replace("\x07", "")
        assert f"{clean}\n{clean}" in values
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_hostile_text_stays_text_in_csv(hostile: Sheet) -> None:
    data = csv_bytes(hostile)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == len(HOSTILE) + 1
    assert all(
        not cell.startswith(("=", "+", "-", "@", "＝", "\t", "\r")) for row in rows[1:] for cell in row
    )
    assert [row[1] for row in rows[1:3]] == ["要点07-1", "要点07-2"], "a bare 07-1 becomes the first of July"


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "　=1", "＝1", "＋1", "－1", "＠a"]
)
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert csv_text(text).startswith("'")


def test_hostile_text_stays_text_on_paper_and_in_documents(hostile: Sheet) -> None:
    document = docx.Document(io.BytesIO(docx_bytes(hostile, epoch=EPOCH)))
    inside = unspaced("".join(str(part.text) for part in document.element.body.iter(qn("w:t"))))
    for text in HOSTILE:
        assert unspaced(text.replace("\x07", "")) in inside
    # Control characters cannot come in from the sources (Y006); without them paper shows every sign as it is.
    table = hostile.tables[0]
    clean = dataclasses.replace(table, rows=table.rows[:-1])
    said = text_of(pdf_bytes(ROOT, dataclasses.replace(hostile, blocks=(clean,)), epoch=EPOCH))
    for text in HOSTILE[:-1]:
        assert unspaced(text) in said, text


def test_pages_show_the_form_and_escape_it(book: Handbook) -> None:
    pages = form_pages(book)
    assert set(pages) == {f"forms/{form.id}.md" for form in book.forms} | {"forms/index.md"}
    for form in book.forms:
        page = pages[f"forms/{form.id}.md"]
        assert form.who in page and form.when in page and book.site.disclaimer in page
        assert (
            f'href="../downloads/forms/{form.id}.pdf"' in page
            and f'href="../downloads/forms/{form.id}.docx"' in page
        )
        assert (f"{form.id}.xlsx" in page) == form_sheet(book, form).is_kept_in_rows
        assert all(column.name in page for section in form.sections for column in section.columns)
        assert f'href="{form.id}.html"' in pages["forms/index.md"]
    form = book.forms[0]
    evil = Form.model_construct(**{**dict(form), "purpose": "<script>alert(1)</script>", "name": "*表* <i>"})
    page = form_pages(dataclasses.replace(book, forms=(evil,)))[f"forms/{form.id}.md"].split("\n---\n", 1)[1]
    assert "<script>" not in page and "<i>" not in page and "&lt;script&gt;" in page


# ---------- products ----------


@pytest.mark.slow
def test_products_have_stable_paths_and_make_what_they_say(book: Handbook) -> None:
    context = BuildContext(ROOT, book, EPOCH)
    made = products(context)
    paths = [product.path for product in made]
    assert len(paths) == len(set(paths))
    promised = (
        "check-all.pdf",
        "check-all.docx",
        "check-all.xlsx",
        "check-all.csv",
        "lease-agreement.docx",
    )
    assert {f"downloads/forms/{name}" for name in promised} <= set(paths)
    assert [path for path in paths if path.endswith(".csv")] == ["downloads/forms/check-all.csv"]
    kept = {path.split("/")[-1].removesuffix(".xlsx") for path in paths if path.endswith(".xlsx")}
    assert {"hazard-ledger", "risk-list", "tenant-ledger", "emergency-supplies"} < kept
    assert not {"lease-agreement", "hot-work-permit", "post-card", "fire-evacuation-plan"} & kept
    assert {product.group for product in made} == {"现场检查单", "检查表", "表格"}
    magic = {".pdf": b"%PDF-", ".docx": b"PK", ".xlsx": b"PK", ".csv": b"\xef\xbb\xbf"}
    for product in made:
        if "check-hazard" in product.path or product.path.split("/")[-1].startswith(("hot-work", "lease")):
            assert product.make().startswith(magic[Path(product.path).suffix])
        assert product.note and product.title


def test_fingerprints_change_with_the_text_and_nothing_else(book: Handbook) -> None:
    before = {product.path: product.fingerprint for product in products(BuildContext(ROOT, book, EPOCH))}
    assert before == {
        product.path: product.fingerprint for product in products(BuildContext(ROOT, book, EPOCH))
    }
    form = book.forms[0]
    changed = Form.model_construct(**{**dict(form), "name": form.name + "（改）"})
    after = {
        product.path: product.fingerprint
        for product in products(
            BuildContext(ROOT, dataclasses.replace(book, forms=(changed, *book.forms[1:])), EPOCH)
        )
    }
    assert {path for path in before if before[path] != after[path]} == {
        path for path in before if Path(path).stem == form.id
    }


def test_the_same_sheet_gives_the_same_bytes(
    lists: list[Sheet], forms: dict[str, Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    sheet = forms["hot-work-permit"]
    first = [
        docx_bytes(sheet, epoch=EPOCH),
        xlsx_bytes(sheet, epoch=EPOCH),
        pdf_bytes(ROOT, sheet, epoch=EPOCH),
        csv_bytes(lists[0]),
    ]
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((2030, 1, 2, 3, 4, 5, 0, 1, 0)))
    second = [
        docx_bytes(sheet, epoch=EPOCH),
        xlsx_bytes(sheet, epoch=EPOCH),
        pdf_bytes(ROOT, sheet, epoch=EPOCH),
        csv_bytes(lists[0]),
    ]
    assert [hashlib.sha256(data).hexdigest() for data in first] == [
        hashlib.sha256(data).hexdigest() for data in second
    ]
    with zipfile.ZipFile(io.BytesIO(first[1])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 23, 12, 0, 0)}
        assert b"2026-11-23T12:00:00Z" in archive.read("docProps/core.xml")


def test_an_archive_keeps_its_content_when_its_times_are_fixed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("甲.txt", "乙")
    with zipfile.ZipFile(io.BytesIO(fixed_archive(out.getvalue(), EPOCH))) as fixed:
        assert fixed.read("甲.txt").decode() == "乙"


# ---------- small arithmetic ----------


@pytest.mark.parametrize(
    ("targets", "edges", "places"),
    [
        ([0.5, 1.0], [0.25, 0.5, 0.75, 1.0], [2, 4]),
        ([0.1, 1.0], [0.5, 1.0], [1, 2]),
        ([0.2, 0.25, 1.0], [0.5, 0.9, 1.0], [1, 2, 3]),
        ([0.2, 0.4, 0.6], [0.5, 1.0], None),
    ],
)
def test_blanks_find_their_columns(
    targets: list[float], edges: list[float], places: list[int] | None
) -> None:
    assert snap(targets, edges) == places


def test_what_narrow_fields_lack_is_shared() -> None:
    """The last of a row would be a column of one character."""
    targets = [number / 8 for number in range(1, 9)]
    edges = [number / 24 for number in range(1, 25)]
    places = snap(targets, edges, least=[20 / 180, 24 / 180] * 4)
    assert places is not None
    assert min(after - before for before, after in pairwise([0, *places])) >= 3


def test_fields_fill_their_rows() -> None:
    rows = field_rows([Blank("一", span=1), Blank("二", span=2), Blank("三", span=4), Blank("四", span=2)])
    assert [[field.span for field in row] for row in rows] == [[1, 3], [4], [4]]


def test_formats_are_told_apart() -> None:
    assert [form.ending for form in FORMATS] == ["pdf", "docx", "xlsx", "csv"]
