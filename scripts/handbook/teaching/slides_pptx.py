"""Decks as PPTX: real placeholders of real layouts, notes, pictures with words, and no clock of the machine.

python-pptx's own template is a 4:3 deck of Office 2013; its layouts are widened and named in
Chinese, so that a new slide made from them by hand looks like the others.
"""

from __future__ import annotations

import copy
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

from handbook.markdown.lesson_text import Caption
from handbook.office.archive import build_time
from handbook.office.package import office_file
from handbook.office.safe_text import printable
from handbook.pdf.qr_code import qr_png
from handbook.teaching.deck import FOOT_SIZE, HEIGHT, WIDTH, Box, Frame, Kind, Part, Show, mark_width, shrunk
from handbook.teaching.pictures import png

#: Name of the display font as office programs in China know it.
FONT = "微软雅黑"
_LAYOUTS = {"封面": 0, "题": 1, "图": 8}
_NAMES = {Kind.COVER: "封面", Kind.QUESTION: "题", Kind.PICTURE: "图", Kind.LAST: "图"}
_INK = RGBColor(0, 0, 0)
#: The mark of a line, as in the templates.
_BRAND = RGBColor(0x0B, 0x4A, 0x7A)
_FOOT = Box(24, 512, 780, 24)
_NUMBER = Box(836, 512, 100, 24)
#: How large a slide is shown that has captions, and where these stand.
_PLAYED = 0.78
_CAPTION = Box(24, 408, 912, 98)
#: Kinds of placeholder in the file format.
_DATE, _FOOTER, _SLIDE_NUMBER = "dt", "ftr", "sldNum"


def slides_pptx(root: Path, show: Show, *, publisher: str, epoch: int) -> bytes:
    """The deck as PPTX. ``root``: where drawn pictures are kept; ``epoch``: seconds since 1970, the only
    time in the file."""
    deck, layouts = _empty(show)
    for frame in show.frames:
        slide = deck.slides.add_slide(layouts[_NAMES[frame.kind]])
        _fill(root, slide, frame, show)
        _foot(slide, show.foot)
        slide.notes_slide.notes_text_frame.text = "\n".join(printable(line) for line in frame.notes)
        for run in slide.notes_slide.notes_text_frame._txBody.iter(qn("a:rPr")):
            run.set("lang", "zh-CN")
    return _file(deck, show, publisher, epoch)


def playing_pptx(
    root: Path, show: Show, shown: tuple[tuple[Caption, ...], ...], *, publisher: str, epoch: int
) -> bytes:
    """The deck with ``shown`` captions, a slide for each, that goes on by itself; a click goes on, too."""
    show = replace(show, frames=tuple(shrunk(frame, _PLAYED) for frame in show.frames))
    deck, layouts = _empty(show)
    for frame, captions in zip(show.frames, shown, strict=True):
        for caption in captions:
            slide = deck.slides.add_slide(layouts[_NAMES[frame.kind]])
            _fill(root, slide, frame, show)
            _foot(slide, show.foot)
            _caption(slide, caption)
    return _file(deck, show, publisher, epoch)


def _caption(slide: Any, caption: Caption) -> None:
    """The words at the foot, white on black as in a film, and the time after which the next slide comes."""
    shape = slide.shapes.add_textbox(0, 0, 0, 0)
    shape.name = "字幕"
    _write(shape, Part(_CAPTION, (caption.text,), 28))
    shape.fill.solid()
    shape.fill.fore_color.rgb = _INK
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.color.rgb = RGBColor(255, 255, 255)
    frame = shape.text_frame
    frame.margin_left = frame.margin_top = frame.margin_bottom = Pt(8)
    # A mark that ends a line hangs over its end.
    frame.margin_right = Pt(8 + 28)
    transition = OxmlElement("p:transition")
    transition.set("advClick", "1")
    transition.set("advTm", str(caption.seconds * 1000))
    # The format's order: after the colour map, before times and extensions.
    slide._element.find(qn("p:clrMapOvr")).addnext(transition)


def _empty(show: Show) -> tuple[Any, dict[str, Any]]:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    return deck, _prepare(deck, show)


def _file(deck: Any, show: Show, publisher: str, epoch: int) -> bytes:
    _properties(deck, show, publisher, epoch)
    out = io.BytesIO()
    deck.save(out)
    return office_file(out.getvalue(), epoch, headings=FONT, body=FONT)


def _prepare(deck: Any, show: Show) -> dict[str, Any]:
    """The three layouts in use, at their places on a wide slide; the others are taken out."""
    layouts = {name: deck.slide_layouts[index] for name, index in _LAYOUTS.items()}
    for layout in list(deck.slide_layouts):
        if layout not in layouts.values():
            deck.slide_layouts.remove(layout)
    first = {_NAMES[frame.kind]: frame for frame in reversed(show.frames) if frame.kind is not Kind.LAST}
    for texts in (deck.slide_master, *layouts.values()):
        for run in texts._element.iter():
            if run.get("lang"):
                run.set("lang", "zh-CN")
    for shape in deck.slide_master.placeholders:
        _place(
            shape,
            {
                "TITLE": Box(48, 36, 864, 120),
                "BODY": Box(48, 236, 864, 272),
                "FOOTER": _FOOT,
                "SLIDE_NUMBER": _NUMBER,
            }.get(shape.placeholder_format.type.name, Box(0, 512, 20, 24)),
        )
    for name, layout in layouts.items():
        layout.name = name
        frame = first.get(name)
        for shape in layout.placeholders:
            kind = shape.placeholder_format.type.name
            if kind in ("TITLE", "CENTER_TITLE"):
                _place(shape, frame.title.box if frame else Box(24, 40, 250, 420))
            elif kind in ("BODY", "SUBTITLE", "OBJECT"):
                _place(shape, frame.body.box if frame and frame.body else Box(24, 430, 250, 70))
            elif kind == "PICTURE":
                _place(shape, frame.place if frame and frame.place else Box(284, 12, 664, 504))
            elif kind == "FOOTER":
                _place(shape, _FOOT)
            elif kind == "SLIDE_NUMBER":
                _place(shape, _NUMBER)
            else:
                shape._element.getparent().remove(
                    shape._element
                )  # the date: a deck carries its edition instead
    return layouts


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = (
        Emu(round(value * 12700)) for value in (box.x, box.y, box.width, box.height)
    )


def _fill(root: Path, slide: Any, frame: Frame, show: Show) -> None:
    _write(slide.shapes.title, frame.title, one_paragraph=True)
    by_type = {
        shape.placeholder_format.type.name: shape
        for shape in slide.placeholders
        if shape is not slide.shapes.title
    }
    body = next((by_type[name] for name in ("SUBTITLE", "OBJECT", "BODY") if name in by_type), None)
    if body is not None:
        if frame.body:
            _write(body, frame.body, gap=_spread(frame.body) if frame.kind is Kind.QUESTION else 0.3)
        else:
            body._element.getparent().remove(body._element)
    holder = by_type.get("PICTURE")
    if holder is None or frame.place is None:
        return
    if frame.kind is Kind.LAST:
        data, words = qr_png(show.address, scale=16), f"二维码：{show.address}"
    else:
        assert frame.picture is not None
        data, words = png(root, frame.picture, frame.place.width), frame.picture.words
    shown = holder.insert_picture(io.BytesIO(data))
    # The picture's own place and proportions instead of the layout's, so that nothing is cut off or pulled
    # wide.
    _place(shown, frame.place)
    shown.crop_left = shown.crop_right = shown.crop_top = shown.crop_bottom = 0
    properties = shown._element.nvPicPr.cNvPr
    properties.set("descr", printable(words))
    properties.set("name", "二维码" if frame.kind is Kind.LAST else "图")


def _spread(part: Part) -> float:
    """Ems between lines that fill their box, as the templates spread them."""
    rows = sum(line.count("\n") + 1 for line in part.lines)
    room = part.box.height / part.size - rows * 1.42
    return max(0.3, min(room / len(part.lines), 1.25 if len(part.lines) > 3 else 2.5))


def _write(shape: Any, part: Part, one_paragraph: bool = False, gap: float = 0.3) -> None:
    """``part`` into a placeholder: plain paragraphs without bullets at the deck's own size, ``gap`` ems
    apart; or ``one_paragraph`` with its lines broken, as a title is, which is one thing in the outline."""
    _place(shape, part.box)
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for index, line in enumerate(part.lines):
        if one_paragraph and index:
            frame.paragraphs[0].add_line_break()
        paragraph = frame.paragraphs[0] if index == 0 or one_paragraph else frame.add_paragraph()
        paragraph.space_after = Pt(part.size * gap)
        paragraph.space_before = Pt(0)
        properties = paragraph._p.get_or_add_pPr()
        properties.set("algn", "l")
        indent = round(part.size * mark_width(line) * 12700)
        properties.set("marL", str(indent))
        properties.set("indent", str(-indent))
        if properties.find(qn("a:buNone")) is None:
            properties.append(OxmlElement("a:buNone"))
        mark, words = line.split("　", 1) if indent else ("", line)
        if mark:
            # A hanging letter needs a tab; the wide space is for PDF.
            _run(paragraph, f"{mark}\t", part.size, _BRAND, bold=True)
        heads = words.endswith("：") and len(words) <= 4
        for place, piece in enumerate(words.split("\n")):
            if place:
                paragraph.add_line_break()
            _run(paragraph, piece, part.size, _BRAND if heads else _INK, bold=part.bold or heads)


def _run(paragraph: Any, words: str, size: float, colour: RGBColor, *, bold: bool) -> None:
    run = paragraph.add_run()
    run.text = printable(words)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = colour
    run._r.get_or_add_rPr().set("lang", "zh-CN")
    run._r.get_or_add_rPr().set("altLang", "en-US")


def _foot(slide: Any, text: str) -> None:
    """Footer and number as placeholders of the slide itself: python-pptx leaves them on the layout."""
    for shape in slide.slide_layout.placeholders:
        kind = shape._element.nvSpPr.nvPr.find(qn("p:ph")).get("type")
        if kind not in (_FOOTER, _SLIDE_NUMBER):
            continue
        element = copy.deepcopy(shape._element)
        slide.shapes._spTree.append(element)
        element.nvSpPr.cNvPr.set(
            "id", str(max(int(node.get("id")) for node in slide.shapes._spTree.iter(qn("p:cNvPr"))) + 1)
        )
        body = element.find(qn("p:txBody"))
        for paragraph in body.findall(qn("a:p")):
            body.remove(paragraph)
        body.append(_foot_paragraph(text if kind == _FOOTER else None))


def _foot_paragraph(text: str | None) -> Any:
    size = f'lang="zh-CN" sz="{round(FOOT_SIZE * 100)}"'
    fill = '<a:solidFill><a:srgbClr val="404040"/></a:solidFill>'
    names = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    if text is None:
        inner = f'<a:pPr algn="r"/><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr {size}>{fill}</a:rPr><a:t>‹#›</a:t></a:fld>'
    else:
        inner = f'<a:pPr algn="l"/><a:r><a:rPr {size}>{fill}</a:rPr><a:t></a:t></a:r>'
    paragraph = parse_xml(f"<a:p {names}>{inner}</a:p>")
    if text is not None:
        next(paragraph.iter(qn("a:t"))).text = printable(text)
    return paragraph


def _properties(deck: Any, show: Show, publisher: str, epoch: int) -> None:
    core = deck.core_properties
    core.title, core.author, core.last_modified_by = show.name, publisher, publisher
    core.subject, core.keywords, core.language, core.comments = "随组课堂", "安全生产", "zh-CN", show.foot
    core.created = core.modified = build_time(epoch)
    core.revision = 1
