"""Sheets as DOCX that edits cleanly in Word and WPS: real styles, real lists, real tables, no text boxes.

Tables are written as plain WordprocessingML (ECMA-376 part 1, 17.4): python-docx reaches cells one by one, which
takes seconds for a list of two hundred points.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from handbook.writers.sheets.layout import QUARTERS, Blank, Clauses, Fields, Sheet, Table, blank_text, paper_column
from handbook.writers.sheets.safe import build_time, fixed_archive, printable

#: Fonts every Chinese Windows, WPS and Linux desktop has or replaces well.
SONG, HEI = "宋体", "黑体"
_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_SHADE, _HEAD_SHADE = "F2F2F2", "E0E0E0"
_TWIPS = 56.6929  # twentieths of a point in a millimetre
#: Paragraph styles of table cells, as Word shows them, with size in points, font and bold.
_CELL_STYLES = (
    ("FormCell", "表格正文", 9.0, SONG, False),
    ("FormHead", "表格栏目", 9.0, HEI, False),
    ("FormSmall", "表格小字", 7.5, SONG, False),
    ("FormNote", "表下说明", 7.5, SONG, False),
    ("FormGap", "表格间隔", 4.0, SONG, False),
)


def docx_bytes(sheet: Sheet, *, epoch: int) -> bytes:
    """The DOCX of ``sheet``; ``epoch`` (seconds since 1970) is its creation time."""
    document = docx.Document()
    _styles(document, sheet)
    _page(document, sheet)
    _properties(document, sheet, epoch)
    for copy in range(sheet.copies):
        if copy:
            _cut_line(document)
        _body(document, sheet)
    out = io.BytesIO()
    document.save(out)
    return fixed_archive(out.getvalue(), epoch)


# ---------- The document ----------


def _styles(document: Document, sheet: Sheet) -> None:
    """Chinese fonts everywhere, styles with Chinese names, nothing left to the theme's fonts."""
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for name in _THEME:
            fonts.attrib.pop(qn(f"w:{name}"), None)
        _set_fonts(fonts, SONG)
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "zh-CN")
        lang.set(qn("w:eastAsia"), "zh-CN")
    large = 1.4 if sheet.large else 1.0
    _style(document, "Normal", SONG, 10.5 * large, before=0, after=0)
    _style(document, "Title", HEI, 16 * large, before=0, after=4, centred=True)
    _style(document, "Subtitle", SONG, 9, before=0, after=6, centred=True)
    _style(document, "Heading 1", HEI, 10.5 * large, before=7, after=3, keep=True)
    _style(document, "Body Text", SONG, 10.5, before=2, after=3)
    _style(document, "List Number", SONG, 10.5, before=2, after=2, keep_indent=True)
    _style(document, "Header", SONG, 8, before=0, after=0)
    _style(document, "Footer", SONG, 8, before=0, after=0)
    for identity, name, size, font, bold in _CELL_STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), identity)
        style.base_style = document.styles["Normal"]
        style.quick_style = True
        _style(document, name, font, size * (large if size >= 9 else 1), before=0, after=0, bold=bold)


def _set_fonts(fonts: Any, font: str) -> None:
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), font)


def _style(
    document: Document, name: str, font: str, size: float, *, before: float, after: float, centred: bool = False, keep: bool = False, bold: bool = False, keep_indent: bool = False
) -> None:
    style = document.styles[name]
    for old in style.element.findall(qn("w:rPr")) + ([] if keep_indent else style.element.findall(qn("w:pPr"))):
        style.element.remove(old)
    style.font.name = font
    _set_fonts(style.element.rPr.rFonts, font)
    style.font.size = Pt(size)
    style.font.bold = bold
    layout = style.paragraph_format
    # Lines of a fixed height: the same pages with SimSun and with its replacements, which stand taller.
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), Pt(round(size * 1.28, 1))
    if centred:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if keep:
        layout.keep_with_next = True
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), "0")
        style.element.pPr.append(outline)


def _page(document: Document, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if sheet.landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin, section.bottom_margin = Mm(12), Mm(13)
    section.header_distance, section.footer_distance = Mm(6), Mm(7)
    paragraph = section.footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(sheet.width), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{sheet.foot}\t第 ")
    _page_field(paragraph, "PAGE")
    paragraph.add_run(" 页，共 ")
    _page_field(paragraph, "NUMPAGES")
    paragraph.add_run(" 页")
    settings = document.settings.element
    for lang in settings.iter(qn("w:themeFontLang")):
        lang.set(qn("w:val"), "zh-CN")
        lang.set(qn("w:eastAsia"), "zh-CN")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _page_field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _properties(document: Document, sheet: Sheet, epoch: int) -> None:
    properties = document.core_properties
    properties.title, properties.subject, properties.author = sheet.title, sheet.subject, sheet.publisher
    properties.last_modified_by, properties.comments, properties.language = sheet.publisher, sheet.disclaimer, "zh-CN"
    properties.keywords, properties.version = "安全生产", sheet.edition
    properties.created = properties.modified = build_time(epoch)
    properties.revision = 1


# ---------- The body ----------


def _body(document: Document, sheet: Sheet) -> None:
    document.add_paragraph(sheet.title, style="Title")
    if sheet.notice:
        document.add_paragraph(sheet.disclaimer, style="Subtitle")
    before_table = False
    for block in sheet.blocks:
        if block.title:
            document.add_paragraph(block.title, style="Heading 1")
        elif before_table:
            # Two tables that touch become one in Word.
            document.add_paragraph(style="表格间隔")
        if block.note:
            document.add_paragraph(block.note, style="表下说明")
        before_table = not isinstance(block, Clauses)
        if isinstance(block, Fields):
            _fields(document, block, sheet)
        elif isinstance(block, Table):
            _table(document, block, sheet)
        else:
            _clauses(document, block)
    if sheet.signatures:
        document.add_paragraph(style="表格间隔")
        _signatures(document, sheet)
    if sheet.notes or sheet.basis:
        document.add_paragraph(style="表格间隔")
        for number, note in enumerate(sheet.notes, 1):
            document.add_paragraph(f"{number}. {note}", style="表下说明")
        if sheet.basis:
            document.add_paragraph(f"依据：{sheet.basis}", style="表下说明")


def _fields(document: Document, block: Fields, sheet: Sheet) -> None:
    quarter = sheet.width / QUARTERS
    label = quarter * (0.39 if sheet.landscape else 0.5)
    rows = []
    for row in block.rows:
        cells = []
        for field in row:
            cells.append(_cell(field.label, label, style="FormHead", shade=_SHADE))
            cells.append(_cell(_field_text(field), quarter * field.span - label, span=2 * field.span - 1))
        rows.append(_row(cells, height=_row_height(sheet) * max(field.lines for field in row)))
    _add_table(document, [label, quarter - label] * QUARTERS, rows)


def _field_text(field: Blank) -> str:
    return "　".join(filter(None, (field.hint, blank_text(field.kind, field.options, span=field.span))))


def _row_height(sheet: Sheet) -> float:
    return 14.0 if sheet.large else 7.0


def _table(document: Document, block: Table, sheet: Sheet) -> None:
    columns, body = block.on_paper()
    total = sum(column.width for column in columns)
    widths = [sheet.width * column.width / total for column in columns]
    printed = [paper_column(block, column, sheet.width) for column in columns]
    head = [
        _cell(column.name, width, style="FormHead", small=paper.say, shade=_HEAD_SHADE, centred=True)
        for column, width, paper in zip(columns, widths, printed, strict=True)
    ]
    rows = [_row(head, header=True)]
    group = ""
    for row in body:
        if row.group != group:
            group = row.group
            rows.append(_row([_cell(group, sheet.width, style="FormHead", shade=_SHADE, span=len(columns))], keep=True))
        cells = [
            _cell(cell.text or "\n".join("　".join(line) for line in paper.blank), width, small=cell.note or cell.hint)
            for cell, width, paper in zip(row.cells, widths, printed, strict=True)
        ]
        rows.append(_row(cells, height=_row_height(sheet)))
    _add_table(document, widths, rows)


def _signatures(document: Document, sheet: Sheet) -> None:
    per_row = 3 if sheet.landscape else 2
    pair = sheet.width / per_row
    label = pair * 0.37
    rows = []
    for start in range(0, len(sheet.signatures), per_row):
        names = [*sheet.signatures[start : start + per_row]]
        cells = []
        for name in names:
            cells += [_cell(name, label, style="FormHead", shade=_SHADE), _cell("　　　　　　　　　年　　月　　日", pair - label)]
        if len(names) < per_row:
            cells.append(_cell("", pair * (per_row - len(names)), span=2 * (per_row - len(names))))
        rows.append(_row(cells, height=9.0))
    _add_table(document, [label, pair - label] * per_row, rows)


def _clauses(document: Document, block: Clauses) -> None:
    numbering = _restarted_list(document) if block.numbered else None
    for clause in block.clauses:
        paragraph = document.add_paragraph(style="List Number" if block.numbered else "Body Text")
        if numbering is not None:
            number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            number.get_or_add_ilvl().val = 0
            number.get_or_add_numId().val = numbering
        else:
            paragraph.paragraph_format.first_line_indent = Pt(21)
        paragraph.add_run(printable(clause.text))
        if clause.basis:
            paragraph.add_run(f"（{clause.basis}）").font.size = Pt(7.5)


def _restarted_list(document: Document) -> int:
    """Id of a new list in the form of List Number that begins at 1."""
    root = document.part.numbering_part.element
    style_number = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(num.abstractNumId.val for num in root.num_lst if num.numId == style_number)
    number = root.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def _cut_line(document: Document) -> None:
    paragraph = document.add_paragraph(style="表格小字")
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(12)
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "dashed"), ("sz", "4"), ("space", "1"), ("color", "808080")):
        bottom.set(qn(f"w:{name}"), value)
    border.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc")


# ---------- Tables in WordprocessingML ----------


def _element(tag: str, children: Iterable[Any] = (), **attributes: object) -> Any:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element


def _twips(mm: float) -> int:
    return round(mm * _TWIPS)


def _add_table(document: Document, widths: Sequence[float], rows: list[Any]) -> None:
    properties = _element("tblPr", [
        _element("tblStyle", val="TableGrid"), _element("tblW", w=_twips(sum(widths)), type="dxa"), _element("tblLayout", type="fixed"),
        _element("tblCellMar", [_element(side, w=size, type="dxa") for side, size in (("top", 25), ("left", 70), ("bottom", 25), ("right", 70))]),
    ])
    grid = _element("tblGrid", [_element("gridCol", w=_twips(width)) for width in widths])
    table = _element("tbl", [properties, grid, *rows])
    document.element.body._insert_tbl(table)


def _row(cells: list[Any], *, height: float = 0, header: bool = False, keep: bool = False) -> Any:
    """A row that is never split; ``header`` rows are repeated on every page, ``keep`` rows stay with the next."""
    properties = [_element("cantSplit")]
    if height:
        properties.append(_element("trHeight", val=_twips(height), hRule="atLeast"))
    if header:
        properties.append(_element("tblHeader"))
    if keep:
        for cell in cells:
            for paragraph in cell.iter(qn("w:pPr")):
                paragraph.insert(1, _element("keepNext"))
    return _element("tr", [_element("trPr", properties), *cells])


def _cell(text: str, width: float, *, style: str = "FormCell", small: str = "", shade: str = "", span: int = 1, centred: bool = False) -> Any:
    properties = [_element("tcW", w=_twips(width), type="dxa")]
    if span > 1:
        properties.append(_element("gridSpan", val=span))
    if shade:
        properties.append(_element("shd", val="clear", color="auto", fill=shade))
    properties.append(_element("vAlign", val="center"))
    paragraphs = [_paragraph(line, style, centred) for line in text.split("\n")] if text or not small else []
    if small:
        paragraphs.append(_paragraph(small, "FormSmall", centred))
    return _element("tc", [_element("tcPr", properties), *paragraphs])


def _paragraph(text: str, style: str, centred: bool) -> Any:
    layout = [_element("pStyle", val=style)]
    if centred:
        layout.append(_element("jc", val="center"))
    paragraph = _element("p", [_element("pPr", layout)])
    if text:
        content = _element("t")
        content.text = printable(text)
        content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        # The hint keeps quotation marks and dots in the Chinese font.
        paragraph.append(_element("r", [_element("rPr", [_element("rFonts", hint="eastAsia")]), content]))
    return paragraph
