"""What can be wrong with the PDF of a page, told to the editor of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handbook.pdf.fonts import FAMILIES
from handbook.pdf.site_pages.print_html import SITE_URL
from handbook.problems import Problem

#: The faces a PDF may contain: simplified Chinese, its monospaced sister in blocks of commands, and DejaVu
#: Sans for the few signs the first lacks (✗ ☐).
FONTS = (*FAMILIES, "Noto Sans Mono CJK SC", "DejaVu Sans")

#: What WeasyPrint's English messages mean for an editor: (pattern, Chinese).
_MEANINGS = (
    (
        r"Failed to load (inline )?image|Failed to render SVG",
        "图片读不出来：看文件在不在、名字对不对、能不能打开",
    ),
    (r"has no required alt", "图片缺少替代文字：在 ![这里] 写一句图里是什么"),
    (r"Failed to load stylesheet|Unsupported stylesheet", "样式文件读不出来"),
    (r"No anchor", "页内链接指向的位置不存在：看 # 后面的名字"),
    (r"Relative URI reference", "地址写得不完整：src 要用双引号、从本页算起"),
    (
        r"^Ignored|^Invalid or unsupported|^Unsupported|^Expected|^Unknown|^Parse error",
        "样式里有排版程序不认识的写法",
    ),
    (r"font|glyph|HarfBuzz", "字体有问题"),
)

#: How far text may stand out of the type area before it counts as cut off, in CSS pixels (1/96 inch).
_TOLERANCE = 1.5


def failure(source: str, error: Exception) -> Problem:
    """That the page of ``source`` stopped the typesetter."""
    said = f"PDF 没有做成（{type(error).__name__}: {error}）"
    return Problem.whole(source, "P002", said, hint="先看本页最近改了什么；改不好就把括号里的话发给维护的人")


def message_problem(source: str, text: str) -> Problem:
    """What WeasyPrint complained of (``text``), in the editor's words."""
    meaning = next(
        (chinese for pattern, chinese in _MEANINGS if re.search(pattern, text)), "排版程序报告了问题"
    )
    said = f"PDF 有问题：{meaning}（排版程序说：{text.replace(SITE_URL, '')}）"
    mend = "看本页最近改了什么，撤回再试；改不好就把括号里的话发给维护的人"
    return Problem.whole(source, "P003", said, hint=mend)


def layout_problems(source: str, document: Any) -> list[Problem]:
    """Text standing out of the type area, pages with nothing on them, foreign faces.

    Reads WeasyPrint's boxes (its page boxes are not public; the version is pinned and the tests see a
    change).
    """
    problems = []
    over: list[tuple[int, str]] = []
    for number, page in enumerate(document.pages, start=1):
        sheet = page._page_box
        right = sheet.content_box_x() + sheet.width + _TOLERANCE
        shown = _shown(sheet)
        if not shown:
            said = f"PDF 第 {number} 页是空白页"
            problems.append(Problem.whole(source, "P004", said, hint="看那里是不是有很高又不许拆开的一块"))
        over += [
            (number, getattr(box, "text", "").strip()[:20] or "图")
            for box in shown
            if box.position_x + box.width > right
        ]
    if over:
        pages = list(dict.fromkeys(number for number, _ in over))
        listed = "、".join(map(str, pages[:8])) + (f" 等 {len(pages)} " if len(pages) > 8 else " ")
        said = f"PDF 第 {listed}页有内容超出纸面右边，会被切掉，如“{over[0][1]}”"
        problems.append(Problem.whole(source, "P005", said, hint="表格拆成两张或减少列数；连着写的长串断开"))
    for family in sorted({font.family for font in document.fonts.values()} - set(FONTS)):
        said, mend = f"PDF 里混进了字体“{family}”", "图（SVG）里的字写明 font-family；字体里没有的符号换一个"
        problems.append(Problem.whole(source, "P006", said, f"只用 {'、'.join(FONTS)}", mend))
    return problems


def sheets_filled(document: Any) -> list[float]:
    """How far down each sheet of a laid out page is used, as a share of the room for its text."""
    sheets = [page._page_box for page in document.pages]
    return [
        max((box.position_y + box.height - sheet.content_box_y() for box in _shown(sheet)), default=0.0)
        / float(sheet.height)
        for sheet in sheets
    ]


def _shown(sheet: Any) -> list[Any]:
    """The text and pictures on a sheet, head and foot left out."""
    from weasyprint.formatting_structure.boxes import MarginBox, ReplacedBox, TextBox

    body = [child for child in sheet.children if not isinstance(child, MarginBox)]
    return [box for child in body for box in child.descendants() if isinstance(box, (TextBox, ReplacedBox))]


def check_pdfs(site: Path, expected: Mapping[str, str]) -> list[Problem]:
    """Pages (``source: PDF relative to the site``) whose PDF is missing, empty or no PDF."""
    problems = []
    for source, pdf in sorted(expected.items()):
        path = site / pdf
        if not path.is_file():
            mend = "看前面有没有这一页的报错；文件名 README.md 请改成 index.md"
            problems.append(Problem.whole(source, "P007", f"这一页没有 PDF（{pdf}）", hint=mend))
        elif path.read_bytes()[:5] != b"%PDF-":
            said = f"这一页的 PDF（{pdf}）是坏的"
            problems.append(Problem.whole(source, "P007", said, hint="删掉 build/cache/page-pdf 再构建一次"))
    return problems
