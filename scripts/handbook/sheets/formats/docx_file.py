"""Sheets as DOCX that edits cleanly in Word and WPS: real styles, real lists, real tables, no text boxes."""

from __future__ import annotations

from docx.document import Document

from handbook.office.docx_parts import (
    Style,
    cell,
    document_bytes,
    new_document,
    paragraph,
    picture,
    row,
    run,
    set_page,
    set_properties,
    table,
    twips,
)
from handbook.office.package import HEI, SONG
from handbook.pdf.qr_code import qr_png
from handbook.sheets.formats.docx_heights import HEADING, LIST_SMALL, SIGNATURE, SMALL, TITLE, Fit, fit
from handbook.sheets.layout import (
    QUARTERS,
    Block,
    Clauses,
    Codes,
    Fields,
    Sheet,
    Table,
    blank_text,
    paper_column,
)

_SHADE, _HEAD_SHADE = "F2F2F2", "E0E0E0"
#: Margins in mm: sides, top, bottom.
_MARGINS, _LIST_MARGINS = (15.0, 12.0, 13.0), (15.0, 11.0, 12.0)
#: Space between two tables, which would become one if they touched.
_GAP = paragraph(style="FormGap", keep=True)
_NEXT_PAGE = paragraph(style="FormGap", layout="<w:pageBreakBefore/>")
#: A dashed line to cut along, with space around it; how much of the page it takes in mm.
_CUT_ROOM = 14.0
_CUT = paragraph(
    style="FormSmall",
    layout='<w:pBdr><w:bottom w:val="dashed" w:sz="4" w:space="1" w:color="808080"/></w:pBdr><w:spacing w:before="240" w:after="240"/>',
)


def docx_bytes(sheet: Sheet, *, epoch: int) -> bytes:
    """The DOCX of ``sheet``; ``epoch`` (seconds since 1970) is its creation time."""
    set_as = fit(sheet, _room(sheet))
    small, margins = (LIST_SMALL, _LIST_MARGINS) if sheet.is_list else (SMALL, _MARGINS)
    document = new_document(_styles(set_as, 1.4 if sheet.large else 1.0, small))
    set_page(document, landscape=sheet.landscape, margins=margins, title=sheet.title, foot=sheet.foot)
    set_properties(
        document,
        title=sheet.title,
        subject=sheet.subject,
        publisher=sheet.publisher,
        disclaimer=sheet.disclaimer,
        edition=sheet.edition,
        epoch=epoch,
    )
    return document_bytes(
        document, _CUT.join(_body(document, sheet, set_as) for _ in range(sheet.copies)), epoch
    )


def _styles(set_as: Fit, large: float, small: float) -> tuple[Style, ...]:
    """Word's own styles and those of table cells, under the names Word shows; ``large``: for what hangs on a
    wall, ``small``: size of the small type in points."""
    return (
        Style("Normal", SONG, 10.5 * large),
        Style("Title", HEI, TITLE * large, after=4, centred=True),
        Style("Subtitle", SONG, 9, after=6, centred=True),
        Style("Heading 1", HEI, HEADING * large, before=7, after=3, heading=True),
        Style("Body Text", SONG, set_as.words, before=2, after=3),
        Style("List Number", SONG, set_as.words, before=2, after=2, keep_indent=True),
        Style("Header", SONG, 8),
        Style("Footer", SONG, 8),
        Style("表格正文", SONG, set_as.size, id="FormCell"),
        Style("表格栏目", HEI, set_as.size, id="FormHead"),
        Style("表格小字", SONG, small, id="FormSmall"),
        Style("表下说明", SONG, small, id="FormNote"),
        Style("表格间隔", SONG, 4.0, id="FormGap"),
    )


# ---------- the body ----------


def _room(sheet: Sheet) -> float:
    """Height in mm that a copy of ``sheet`` has on its page."""
    room = (210.0 if sheet.landscape else 297.0) - _MARGINS[1] - _MARGINS[2]
    return room if sheet.copies == 1 else (room - _CUT_ROOM) / sheet.copies


def _body(document: Document, sheet: Sheet, set_as: Fit) -> str:
    parts = [paragraph(sheet.title, "Title")]
    if sheet.notice:
        parts.append(paragraph(sheet.disclaimer, "Subtitle"))
    notes = _notes(sheet)
    for index, block in enumerate(sheet.blocks):
        if index and index == sheet.turn:
            parts.append(_NEXT_PAGE)
        first = index == 0 or index == sheet.turn
        closing = not sheet.turn and index == len(sheet.blocks) - 1
        parts.append(_block(document, block, sheet, set_as, first=first, closing=closing))
        if index == 0 and sheet.notes_first:
            parts += notes
    if sheet.signatures:
        parts += [_GAP, _signatures(sheet)]
    # Word wants a paragraph after the last table.
    parts += [_GAP] if sheet.notes_first else notes or [_GAP]
    return "".join(parts)


def _notes(sheet: Sheet) -> list[str]:
    """The notes as paragraphs; none when there is nothing to say."""
    lines = [f"{number}. {note}" for number, note in enumerate(sheet.notes, 1)] + (
        [f"依据：{sheet.basis}"] if sheet.basis else []
    )
    return [_GAP, *(paragraph(line, "FormNote") for line in lines)] if lines else []


def _block(document: Document, block: Block, sheet: Sheet, set_as: Fit, *, first: bool, closing: bool) -> str:
    head = paragraph(block.title, "Heading1") if block.title else "" if first else _GAP
    if block.note:
        head += paragraph(block.note, "FormNote", keep=True)
    if isinstance(block, Fields):
        return head + _fields(block, sheet, set_as.row, keep=closing)
    if isinstance(block, Codes):
        return head + _codes(document, block, sheet)
    if isinstance(block, Table):
        return head + _table(block, sheet, set_as.row)
    return head + _clauses(document, block, set_as.line)


def _text(
    text: str,
    width: float,
    *,
    style: str = "FormCell",
    small: str = "",
    shade: str = "",
    span: int = 1,
    centred: bool = False,
    keep: bool = False,
    low: bool = False,
) -> str:
    """A cell of lines of ``text``, with ``small`` in small type below; ``low``: at its foot."""
    lines = text.split("\n") if text or not small else []
    paragraphs = [paragraph(line, style, centred=centred, keep=keep) for line in lines] + (
        [paragraph(small, "FormSmall", centred=centred, keep=keep)] if small else []
    )
    return cell("".join(paragraphs), width, shade=shade, span=span, low=low)


def _fields(block: Fields, sheet: Sheet, high: float, *, keep: bool) -> str:
    """``keep``: on one page with what follows."""
    rows = []
    for blanks in block.rows:
        cells = []
        for blank in blanks:
            columns = sheet.quarter * blank.span
            label, value = columns[: blank.label_columns], columns[blank.label_columns :]
            cells.append(
                _text(blank.label, sum(label), style="FormHead", shade=_SHADE, span=len(label), keep=keep)
            )
            # A hint is no entry: it stands small and grey before what is written.
            hint = run(f"{blank.hint}　" if blank.hint else "", size=SMALL, soft=True)
            printed = blank_text(blank.kind, blank.options, span=blank.span)
            cells.append(
                cell(
                    paragraph("", "FormCell", keep=keep, runs=hint + run(printed)),
                    sum(value),
                    span=len(value),
                )
            )
        rows.append(row(cells, height=high * max(blank.lines for blank in blanks)))
    return table(sheet.quarter * QUARTERS, rows)


def _table(block: Table, sheet: Sheet, high: float) -> str:
    columns, body = block.on_paper()
    total = sum(column.width for column in columns)
    widths = [sheet.width * column.width / total for column in columns]
    printed = [paper_column(block, column, sheet.width) for column in columns]
    head = [
        _text(column.name, width, style="FormHead", small=paper.say, shade=_HEAD_SHADE, centred=True)
        for column, width, paper in zip(columns, widths, printed, strict=True)
    ]
    rows = [row(head, header=True)]
    group = ""
    for number, line in enumerate(body):
        if line.group != group:
            group = line.group
            rows.append(
                row([_text(group, sheet.width, style="FormHead", shade=_SHADE, span=len(columns), keep=True)])
            )
        # The last row of a list stays with what closes it.
        keep = sheet.notes_first and number == len(body) - 1
        cells = [
            _text(
                part.text or "\n".join("　".join(options) for options in paper.blank),
                width,
                small=part.note or part.hint,
                keep=keep,
                centred=part.text in ("□", "√"),
            )
            for part, width, paper in zip(line.cells, widths, printed, strict=True)
        ]
        rows.append(row(cells, height=block.row_height(high)))
    return table(widths, rows)


def _signatures(sheet: Sheet) -> str:
    per_row = 3 if sheet.landscape else 2
    pair = sheet.width / per_row
    label = 24.0
    rows = []
    for start in range(0, len(sheet.signatures), per_row):
        names = sheet.signatures[start : start + per_row]
        cells = []
        for name in names:
            cells += [
                _text(name, label, style="FormHead", shade=_SHADE),
                # A date with its hour takes the whole line: the name stands above it.
                _text(
                    "　" * (2 if sheet.signed_to_minute else 6) + sheet.signing_date,
                    pair - label,
                    low=sheet.signed_to_minute,
                ),
            ]
        if len(names) < per_row:
            cells.append(_text("", pair * (per_row - len(names)), span=2 * (per_row - len(names))))
        rows.append(row(cells, height=SIGNATURE))
    return table([label, pair - label] * per_row, rows)


def _codes(document: Document, block: Codes, sheet: Sheet) -> str:
    """QR codes in rows, the word of each below it."""
    wide = sheet.width / block.per_row
    rows = []
    for start in range(0, len(block.codes), block.per_row):
        cells = [
            cell(
                paragraph(
                    centred=True,
                    keep=True,
                    runs=picture(
                        document, qr_png(address), f"二维码：{address}", block.side, start + place + 1
                    ),
                )
                + paragraph(word, "FormHead", centred=True),
                wide,
            )
            for place, (address, word) in enumerate(block.codes[start : start + block.per_row])
        ]
        cells += [cell(paragraph(), wide)] * (block.per_row - len(cells))
        rows.append(row(cells))
    return table([wide] * block.per_row, rows, lines=False)


def _clauses(document: Document, block: Clauses, line: float) -> str:
    """``line``: from line to line in mm where there are blanks to write in."""
    open_lines = f'<w:spacing w:line="{twips(line)}" w:lineRule="atLeast"/>' if line else ""
    style = "ListNumber" if block.numbered else "BodyText"
    layout = (
        f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{_restarted_list(document)}"/></w:numPr>'
        if block.numbered
        else ""
    )
    indent = "" if block.numbered else '<w:ind w:firstLine="420"/>'
    return "".join(
        paragraph(
            clause.text,
            style,
            layout=layout + (open_lines if clause.has_blanks else "") + indent,
            runs=run(f"（{clause.basis}）", size=8) if clause.basis else "",
        )
        for clause in block.clauses
    )


def _restarted_list(document: Document) -> int:
    """Id of a new list in the form of List Number that begins at 1."""
    root = document.part.numbering_part.element
    style_number = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(num.abstractNumId.val for num in root.num_lst if num.numId == style_number)
    number = root.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)
