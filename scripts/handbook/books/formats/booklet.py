"""From a READ book to its PRINT file for an office printer."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf

from handbook.books.formats.print_ready import cover_page, spine_width
from handbook.pdf.prepress.exchange import bare
from handbook.pdf.prepress.imposition import (
    A4_LANDSCAPE,
    A4_PORTRAIT,
    MAX_SADDLE_PAGES,
    SECTION_PAGES,
    ask_printer,
    impose,
    is_small,
    padded,
    trim_marks,
)
from handbook.pdf.saving import saved
from handbook.pdf.typst_pdf import MM, compact, entitle, typeset


def print_file(
    root: Path,
    read: Path | bytes,
    title: str,
    page_size: tuple[float, float],
    notes: Mapping[str, Any],
    cover: Mapping[str, Any],
    *,
    epoch: int,
    folded: bool = True,
) -> bytes:
    """The pages of the READ book (its file, or its bytes) for an office printer, with a first sheet that
    tells how to print, fold and cut, and has a bar to measure.

    ``page_size`` in mm. ``notes``: what the first sheet says of the book (its identity). ``cover``: the
    values of the cover's template; a book that is glued gets a cover with a spine as its last sheet, where
    that fits A4, and a title page in place of the front cover inside. ``folded``: a booklet on A4; otherwise
    the pages as they are, on both sides of the paper.
    """
    data = read if isinstance(read, bytes) else read.read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        count = len(pdf.pages)
    if not folded:
        return _as_they_are(
            data,
            _notes(
                root,
                notes,
                title,
                page_size,
                _flat_steps(),
                f"共 {count} 页，{-(-count // 2)} 张纸（不含这一张）",
                epoch,
            ),
            f"{title}（自己打印）",
        )
    small = is_small(page_size)
    sheets = -(-len(padded(count)) // (8 if small else 4))
    total = f"共 {len(padded(count))} 页，{sheets} 张纸（不含这一张）"
    glued = len(padded(count)) > MAX_SADDLE_PAGES
    wrapped = glued and small
    if wrapped:
        total += "，再加一张封面"
    return impose(
        _without_covers(root, data, cover, epoch) if wrapped else data,
        page_size=page_size,
        title=f"{title}（拼版）",
        last_sheet=_wrapping_cover(root, cover, page_size, count, epoch) if wrapped else None,
        first_sheet=_notes(
            root,
            notes,
            title,
            A4_PORTRAIT if small else A4_LANDSCAPE,
            _booklet_steps(count, small=small),
            total,
            epoch,
        ),
    )


def _booklet_steps(count: int, *, small: bool) -> list[str]:
    per = SECTION_PAGES // 4
    what = "半张" if small else "张"
    if len(padded(count)) <= MAX_SADDLE_PAGES:
        bind = "所有纸叠在一起沿中间对折，折缝上订两颗钉（骑马钉）。"
    else:
        bind = (
            f"每 {per} {what}一叠，各叠分别沿中间对折成一帖；各帖按顺序摞齐，书脊上胶或者打两孔装订。"
            f"最后一帖可能不足 {per} {what}。各帖折缝上的黑块从上往下排成一条斜线，次序就没有乱。"
        )
    return [
        f"纸张 A4，{'纵' if small else '横'}向；缩放选“实际大小”或“100%”，不要选“适合页面”。",
        f"双面打印，选“沿{'长' if small else '短'}边翻转”。",
        "先只打这一张和下一张，用尺量下面的线段：正好 50 毫米，尺寸就对了。正反两面的字要同一头朝上。",
        *(
            ["全部打完不要打乱，整摞沿两边的短线从中间裁开一刀，上半摞放在下半摞上面。"]
            if small
            else ["全部打完不用裁，所以纸上没有裁切线。"]
        ),
        bind,
        *(_cover_step(small=small) if len(padded(count)) > MAX_SADDLE_PAGES else []),
        "打印机打不到纸边的，封面颜色会留一圈白边，不碍事。",
    ]


def _cover_step(*, small: bool) -> list[str]:
    if small:
        return ["最后一张是带书脊的封面：换 160 克以上的纸单面打，沿虚线折，包住书芯粘好，再照四角的线裁。"]
    return ["要带书脊的封面，用“印厂版封面”那个文件在 A3 纸上按“实际大小”打，沿虚线折，照四角的线裁。"]


def _without_covers(root: Path, read: bytes, values: Mapping[str, Any], epoch: int) -> bytes:
    """The READ book with a title page for the front cover and an empty page for the back cover, which a sheet
    of its own wraps round it. Page numbers stay."""
    title_page = typeset(root, "title-page.typ", values, epoch=epoch, standards=(), tags=False)
    with pikepdf.open(io.BytesIO(title_page)) as book, pikepdf.open(io.BytesIO(read)) as source:
        bare(source)
        x0, y0, x1, y1 = map(float, source.pages[-1].mediabox)
        book.pages.extend(source.pages[1:-1])
        book.add_blank_page(page_size=(x1 - x0, y1 - y0))
        return saved(book)


def _wrapping_cover(
    root: Path, values: Mapping[str, Any], page_size: tuple[float, float], count: int, epoch: int
) -> bytes:
    """A sheet of A4 with back, spine and front lengthwise, marks to cut and fold by, and its empty back."""
    width, height = page_size
    spine = spine_width(len(padded(count)))
    flat = compact(cover_page(root, values, spine, epoch=epoch))
    sheet_width, sheet_height = A4_PORTRAIT
    left, bottom = (sheet_height - 2 * width - spine) / 2, (sheet_width - height) / 2
    right, top = left + 2 * width + spine, bottom + height
    marks = trim_marks(left, bottom, right, top, folds=(left + width, left + width + spine), gap=1.0)
    output = pikepdf.new()
    with pikepdf.open(io.BytesIO(flat)) as source:
        cover = output.copy_foreign(source.pages[0].as_form_xobject())
    for content in (
        f"q 0 1 -1 0 {sheet_width * MM:.3f} 0 cm {marks} "
        f"q 1 0 0 1 {left * MM:.3f} {bottom * MM:.3f} cm /C Do Q Q",
        "",
    ):
        page = output.add_blank_page(page_size=(sheet_width * MM, sheet_height * MM))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(C=cover))
        page.Contents = output.make_stream(content.encode("ascii"))
    return saved(output)


def _flat_steps() -> list[str]:
    return [
        "纸张 A4，纵向；缩放选“实际大小”或“100%”，不要选“适合页面”。",
        "双面打印，选“沿长边翻转”；只要其中一条，打那一页就行。",
        "先只打这一张，用尺量下面的线段：正好 50 毫米，尺寸就对了。",
        "黑白打印也看得清：颜色旁边都有字或者符号。",
    ]


def _notes(
    root: Path,
    notes: Mapping[str, Any],
    title: str,
    sheet: tuple[float, float],
    steps: list[str],
    count: str,
    epoch: int,
) -> bytes:
    values = dict(notes) | {
        "title": title,
        "steps": steps,
        "count": count,
        "sheet-width": sheet[0],
        "sheet-height": sheet[1],
    }
    return typeset(root, "print-notes.typ", values, epoch=epoch, standards=(), tags=False)


def _as_they_are(read: bytes, first: bytes, title: str) -> bytes:
    with pikepdf.open(io.BytesIO(first)) as output, pikepdf.open(io.BytesIO(read)) as source:
        output.pages.extend(source.pages)
        entitle(output, title)
        ask_printer(output, duplex="LongEdge")
        output.remove_unreferenced_resources()
        return saved(output)
