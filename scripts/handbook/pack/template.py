"""The blank DOCX that the page fills: one loop over papers, one over their pieces, a frame for every
table."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import segno
from docx.document import Document
from docx.shared import Mm
from lxml import etree

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
)
from handbook.office.package import HEI, SONG

_WIDTH = 164.0  # mm between the margins; the left one takes the notes of what is not written yet
_SIDE, _MORE_LEFT, _TOP, _BOTTOM = 19.0, 8.0, 15.0, 14.0
_QR = 38.0  # mm; a code of some 250 characters has about 60 modules, and each wants half a millimetre
_EPOCH = 1_000_000_000

#: A note in the left margin, beside what follows it, a centimetre from the edge: printers leave that white.
_MARGIN = (
    '<w:framePr w:w="900" w:hSpace="60" w:wrap="around" w:vAnchor="text" w:hAnchor="page" w:x="570" w:y="1"/>'
)


#: Names and widths of a table's columns.
_Columns = Sequence[tuple[str, float]]


def template_bytes(
    *, publisher: str, disclaimer: str, edition: str, current: str, tables: Mapping[str, _Columns]
) -> bytes:
    """The template; its tags in braces are those that pack/docx.js fills. ``current``: the address behind the
    cover's QR code; ``tables`` by the names of their frames."""
    document = new_document(_STYLES)
    set_page(
        document,
        landscape=False,
        margins=(_SIDE, _TOP, _BOTTOM),
        title="{head}",
        foot="{foot}",
        more_left=_MORE_LEFT,
    )
    set_properties(
        document,
        title="一企一册",
        subject="范本，填写后由企业负责",
        publisher=publisher,
        disclaimer=disclaimer,
        edition=edition,
        epoch=_EPOCH,
    )
    return document_bytes(document, _body(tables, _qr(document, current)), _EPOCH)


_STYLES = (
    Style("Normal", SONG, 10.5),
    Style("Title", HEI, 22, before=120, after=12, centred=True),
    Style("Subtitle", SONG, 11, after=6, centred=True),
    Style("Heading 1", HEI, 15, before=18, after=4, centred=True, heading=True),
    Style("Heading 2", HEI, 11, before=6, after=3, heading=True),
    Style("Body Text", SONG, 10.5, before=2, after=2),
    Style("Header", SONG, 8),
    Style("Footer", SONG, 8),
    Style("编号的一条", SONG, 10.5, id="PackLine", before=1, after=2),
    Style("还没写", HEI, 8, id="PackMissing"),
    Style("范本说明", SONG, 8.5, id="PackNotice", after=4, centred=True),
    Style("表格正文", SONG, 9, id="PackCell"),
    Style("表格栏目", HEI, 9, id="PackHead"),
    Style("间隔", SONG, 4, id="PackGap"),
)


def _qr(document: Document, address: str) -> str:
    """The run with the cover's QR code. pack/docx.js puts the picture of the firm's own code in its place."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", border=4, scale=6)
    out.seek(0)
    inline = document.part.new_pic_inline(out, Mm(_QR), Mm(_QR))
    inline.docPr.set("name", "二维码")
    inline.docPr.set("descr", "二维码：查这一册是不是现行的")
    return f"<w:r><w:drawing>{etree.tostring(inline, encoding='unicode')}</w:drawing></w:r>"


def _within(name: str, *parts: str) -> str:
    """``parts`` for each value of ``name``, or once where it holds: a section of docxtemplater."""
    return "".join((paragraph(f"{{#{name}}}"), *parts, paragraph(f"{{/{name}}}")))


def _body(tables: Mapping[str, _Columns], qr: str) -> str:
    before = '<w:spacing w:before="240" w:{}/>'
    basis = run("{basis}", size=8)
    frames = [
        _within(name, _frame(columns), paragraph(style="PackGap", keep=True))
        for name, columns in tables.items()
    ]
    cover = _within(
        "cover",
        paragraph("{firm}", "Title"),
        paragraph("安全文件一册", "Heading1"),
        _within("lines", paragraph("{line}", "Subtitle")),
        _within("papers", paragraph("{.}", "BodyText")),
        paragraph("{state}", "Subtitle"),
        paragraph(
            "",
            "Subtitle",
            centred=True,
            runs=qr,
            layout=before.format('line="240" w:lineRule="auto"'),
        ),
        paragraph("扫一扫：这一册还是不是现行的，哪几份变了。码里没有企业的任何内容。", "PackNotice"),
    )
    return cover + _within(
        "docs",
        _within("newPage", paragraph("{name}", "Heading1", layout="<w:pageBreakBefore/>")),
        paragraph("{^newPage}"),
        paragraph("{name}", "Heading1"),
        paragraph("{/newPage}"),
        paragraph("{notice}", "PackNotice", keep=True),
        _within(
            "blocks",
            _within("missing", paragraph("{.}", "PackMissing", layout=_MARGIN)),
            _within("h", paragraph("{text}", "Heading2")),
            *(
                _within(kind + end, paragraph("{text}", style, keep=bool(end), layout=indent, runs=basis))
                for kind, style, indent in (
                    ("p", "BodyText", '<w:ind w:firstLine="420"/>'),
                    ("n", "PackLine", '<w:ind w:left="420" w:hanging="420"/>'),
                )
                for end in ("", "_kept")
            ),
            _within("s", paragraph("{text}", "BodyText", layout=before.format('after="60"'))),
            *frames,
        ),
    )


def _frame(columns: _Columns) -> str:
    total = sum(width for _, width in columns)
    widths = [_WIDTH * width / total for _, width in columns]
    head = [
        cell(paragraph(name, "PackHead", centred=True, keep=True), width, shade="E6E6E6")
        for (name, _), width in zip(columns, widths, strict=True)
    ]
    rows = [_rows(name, widths) for name in ("first_kept", "rows", "last_kept")]
    return table(widths, [row(head, header=True), *rows])


def _rows(name: str, widths: list[float]) -> str:
    """The row that is written for each value of ``name``."""
    tags = [f"{{c{number}}}" for number in range(len(widths))]
    tags[0], tags[-1] = f"{{#{name}}}{tags[0]}", f"{tags[-1]}{{/{name}}}"
    cells = [
        cell(paragraph(tag, "PackCell", keep=name.endswith("_kept")), width)
        for tag, width in zip(tags, widths, strict=True)
    ]
    return row(cells, height=8)
