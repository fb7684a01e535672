"""What all DOCX of the handbook share: Chinese styles, page, foot, properties, and tables as plain
WordprocessingML.

The body is written as text and parsed once (ECMA-376 part 1, 17.3 and 17.4): python-docx reaches cells and
styles one by one, which takes seconds for a list of two hundred points. Everything around the body is left
to python-docx.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from handbook.office.archive import build_time
from handbook.office.package import HEI, SONG, office_file
from handbook.office.safe_text import printable

#: The fonts' names in Latin letters help Linux and macOS to find a replacement.
_FONT_TABLE = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts {nsdecls("w")}>{
    "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{latin}"/><w:panose1 w:val="{panose}"/><w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, latin, panose, family in (
            (SONG, "SimSun", "02010600030101010101", "auto"),
            (HEI, "SimHei", "02010609060101010101", "modern"),
        )
    )
}</w:fonts>"""
_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
#: A line's least height as a multiple of its type size, what the tallest replacement of SimSun takes, and the
#: height of a line that is printed and never typed into.
LINE, TALL_LINE, FIXED_LINE = 1.28, 1.45, 1.2
#: The styles of tables in use: Word's default and the one that :func:`table` names.
_TABLES = ("TableNormal", "TableGrid")
_TWIPS = 56.6929  # twentieths of a point in a millimetre


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: one of Word's own by its English name, or with ``id`` a new one under a Chinese
    name. Sizes and distances in points; ``fixed`` is for print that nobody types into."""

    name: str
    font: str
    size: float
    id: str = ""
    before: float = 0
    after: float = 0
    bold: bool = False
    centred: bool = False
    heading: bool = False
    keep_indent: bool = False
    fixed: bool = False


# ---------- the document ----------


def new_document(styles: tuple[Style, ...]) -> Document:
    """An empty document with ``styles`` and nothing left to the fonts of a theme."""
    return docx.Document(io.BytesIO(_template(styles)))


@cache
def _template(styles: tuple[Style, ...]) -> bytes:
    document = docx.Document()
    root = document.styles.element
    for fonts in root.iter(qn("w:rFonts")):
        for name in _THEME:
            fonts.attrib.pop(qn(f"w:{name}"), None)
        _set_fonts(fonts, SONG)
    for lang in [*root.iter(qn("w:lang")), *document.settings.element.iter(qn("w:themeFontLang"))]:
        # Of Latin letters and figures, as in Word's own Chinese documents: LibreOffice would break a line
        # inside a number that is said to be Chinese.
        lang.set(qn("w:val"), "en-US")
        lang.set(qn("w:eastAsia"), "zh-CN")
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = _FONT_TABLE.encode()
    for style in styles:
        _define(document, style)
    for unused in root.findall(
        qn("w:style")
    ):  # a hundred designs of tables make up most of an empty document
        if unused.get(qn("w:type")) == "table" and unused.get(qn("w:styleId")) not in _TABLES:
            root.remove(unused)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_fonts(fonts: Any, font: str) -> None:
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), font)


def _define(document: Document, wanted: Style) -> None:
    if wanted.id:
        style = document.styles.add_style(wanted.name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), wanted.id)
        style.base_style = document.styles["Normal"]
        style.quick_style = True
    else:
        style = document.styles[wanted.name]
        for old in style.element.findall(qn("w:rPr")) + (
            [] if wanted.keep_indent else style.element.findall(qn("w:pPr"))
        ):
            style.element.remove(old)
    style.font.name = wanted.font
    _set_fonts(style.element.rPr.rFonts, wanted.font)
    style.font.size, style.font.bold = Pt(wanted.size), wanted.bold
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = (
        Pt(wanted.before),
        Pt(wanted.after),
        Pt(round(wanted.size * (FIXED_LINE if wanted.fixed else LINE), 1)),
    )
    # At least so high: what is typed in larger letters is not cut off.
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY if wanted.fixed else WD_LINE_SPACING.AT_LEAST
    if wanted.centred:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if wanted.heading:
        layout.keep_with_next = True
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), "0")
        style.element.pPr.append(outline)


def set_page(
    document: Document,
    *,
    landscape: bool,
    margins: tuple[float, float, float],
    title: str,
    foot: str,
    more_left: float = 0,
) -> None:
    """A4 with ``margins`` at the sides (``more_left`` at the left one), top and bottom in mm; the title heads
    every page but the first, ``foot`` stands below all."""
    side, top, bottom = margins
    section = document.sections[0]
    width, height = (297, 210) if landscape else (210, 297)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Mm(side + more_left), Mm(side)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.header_distance, section.footer_distance = Mm(6), Mm(7)
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].add_run(printable(title))
    section.first_page_header.is_linked_to_previous = False
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.paragraph_format.tab_stops.add_tab_stop(Mm(width - 2 * side - more_left), WD_TAB_ALIGNMENT.RIGHT)
        line.add_run(f"{printable(foot)}\t第 ")
        _page_field(line, "PAGE")
        line.add_run(" 页，共 ")
        _page_field(line, "NUMPAGES")
        line.add_run(" 页")


def _page_field(line: Any, code: str) -> None:
    line._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )


def set_properties(
    document: Document, *, title: str, subject: str, publisher: str, disclaimer: str, edition: str, epoch: int
) -> None:
    """What the document says about itself; ``epoch`` (seconds since 1970) is its only time."""
    core = document.core_properties
    core.title, core.subject, core.author, core.last_modified_by = (
        printable(title),
        printable(subject),
        publisher,
        publisher,
    )
    core.comments, core.language, core.keywords, core.version = disclaimer, "zh-CN", "安全生产", edition
    core.created = core.modified = build_time(epoch)
    core.revision = 1


def document_bytes(document: Document, body: str, epoch: int) -> bytes:
    """``document`` with ``body`` (made by the functions below), as a file."""
    frame = serialize_part_xml(document.element).decode()
    before, mark, after = frame.partition("<w:sectPr")
    out = io.BytesIO()
    document.save(out)
    return office_file(
        out.getvalue(),
        epoch,
        contents={"word/document.xml": (before + body + mark + after).encode()},
    )


# ---------- the body, as text ----------


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point, the unit of WordprocessingML."""
    return round(mm * _TWIPS)


def run(text: str, *, size: float = 0, soft: bool = False) -> str:
    """Plain text; ``size`` in points where it is not the style's; ``soft``: in grey. The hint keeps
    quotation marks and dots in the Chinese font."""
    if not text:
        return ""
    half_points = ('<w:color w:val="595959"/>' if soft else "") + (
        f'<w:sz w:val="{round(size * 2)}"/>' if size else ""
    )
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{half_points}</w:rPr><w:t xml:space="preserve">{escape(printable(text))}</w:t></w:r>'


def paragraph(
    text: str = "",
    style: str = "Normal",
    *,
    centred: bool = False,
    keep: bool = False,
    layout: str = "",
    runs: str = "",
) -> str:
    """A paragraph of ``text`` and ``runs``; ``keep``: on the page of the next one; ``layout``: further
    properties after keepNext."""
    properties = (
        f"<w:pStyle w:val={quoteattr(style)}/>"
        + ("<w:keepNext/>" if keep else "")
        + layout
        + ('<w:jc w:val="center"/>' if centred else "")
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}{runs}</w:p>"


def picture(document: Document, png: bytes, words: str, side: float, number: int) -> str:
    """A run with the square picture ``png``, ``side`` mm wide; ``words`` tell it to who cannot see it;
    ``number`` is its own in the document."""
    relation, _ = document.part.get_or_add_image(io.BytesIO(png))
    extent = f'cx="{round(side * 36000)}" cy="{round(side * 36000)}"'
    name = f'id="{number}" name="图{number}" descr={quoteattr(printable(words))}'
    return (
        f'<w:r><w:drawing {nsdecls("wp", "a", "pic", "r")}><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {extent}/><wp:docPr {name}/><a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def cell(paragraphs: str, width: float, *, shade: str = "", span: int = 1, low: bool = False) -> str:
    """A cell ``width`` mm wide over ``span`` columns; ``low``: the words at its foot, free room above."""
    properties = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>' + (
        f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    )
    properties += (
        f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    ) + f'<w:vAlign w:val="{"bottom" if low else "center"}"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def row(cells: Iterable[str], *, height: float = 0, header: bool = False) -> str:
    """A row that is never split, at least ``height`` mm high; ``header`` rows are repeated on every page."""
    properties = (
        "<w:cantSplit/>"
        + (f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else "")
        + ("<w:tblHeader/>" if header else "")
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(widths: Sequence[float], rows: Iterable[str], *, lines: bool = True) -> str:
    """A table with fixed columns of ``widths`` mm, ruled with ``lines``."""
    margins = "".join(
        f'<w:{side} w:w="{size}" w:type="dxa"/>'
        for side, size in (("top", 25), ("left", 70), ("bottom", 25), ("right", 70))
    )
    style = "TableGrid" if lines else "TableNormal"
    properties = f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
