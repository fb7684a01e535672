"""What the forms hold: those that were promised, their fields, examples and basis."""

from __future__ import annotations

import io
import re

import docx
import pymupdf
import pytest
from docx.enum.table import WD_ALIGN_VERTICAL

from handbook.model.handbook import Handbook
from handbook.model.papers.form import CellKind, FormGroup
from handbook.sheets.from_visit import visit_sheet
from handbook.sheets.layout import (
    Fields,
    Sheet,
)
from support.sheets import Published, sheet_texts, text_of
from support.text import unspaced

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
