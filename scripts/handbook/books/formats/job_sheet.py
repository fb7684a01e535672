"""The job sheet: what a print shop asks before it prints a book, on one page, read from the files it gets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf

from handbook.books.formats.print_ready import BLEED, spine_width
from handbook.pdf.prepress.exchange import COATED, UNCOATED, VERSION
from handbook.pdf.prepress.imposition import MAX_SADDLE_PAGES, PAPER_MM
from handbook.pdf.prepress.inks import colour_pages
from handbook.pdf.typst_pdf import typeset
from handbook.recipes.lazy import Seen

#: Pages of a sheet that a press prints and folds as one.
_SIGNATURE = 16
#: What the rule for 内部资料 asks, told before anything is printed. Its text is at hand as reprinted only.
_BEFORE = (
    "先办准印证。《内部资料性出版物管理办法》第十四条要求封面印准印证编号和“内部资料，免费交流”，书里写编印单位、发送对象、印刷单位、印刷日期、印数；第十六条要求印厂验准印证原件、留复印件。",
    "第十五条规定内部资料不能发给社会公众。发给企业的能不能按内部资料办，先问新闻出版部门；手头只有转载的文本，以他们的答复为准。",
    "办好以后，把这几项填进 data/site.yml 的“印制”，重做一遍文件再交印厂；还写着“待填”的不要印。",
)


def job_sheet(
    root: Path,
    values: Mapping[str, Any],
    size: tuple[float, float],
    inside: Seen[list[int]],
    cover: str | None,
    *,
    title: str,
    epoch: int,
) -> bytes:
    """The sheet for the file ``inside``, of which :func:`count_and_colours` are seen, and the one that is
    called ``cover``.

    ``values``: identity of the book; ``size`` of a trimmed page in mm; without a cover the pages are single
    sheets, printed on both sides.
    """
    count, *coloured = inside()
    files = [(inside.file.name, f"{count} 页，{VERSION}，输出条件 {UNCOATED.name}（{UNCOATED.told}）")]
    if cover is not None:
        back = "封底、书脊、封面" if spine_width(count) else "封底、封面"
        files.append((cover, f"{back}一张，{VERSION}，输出条件 {COATED.name}（{COATED.told}）"))
    said = {
        "title": f"{title}：印刷工单",
        "rows": _rows(size, count, coloured, covered=cover is not None),
        "files": files,
        "before": list(_BEFORE),
    }
    return typeset(root, "job-sheet.typ", dict(values) | said, epoch=epoch)


def count_and_colours(file: Path) -> list[int]:
    """How many pages ``file`` has, and the numbers of those that need more than black."""
    with pikepdf.open(file) as pdf:
        return [len(pdf.pages), *colour_pages(pdf)]


def _rows(
    size: tuple[float, float], count: int, coloured: list[int], *, covered: bool
) -> list[tuple[str, str]]:
    """Name and words of each thing a shop asks."""
    width, height = size
    rows = [
        (
            "成品尺寸",
            f"{width:g} × {height:g} 毫米，竖的{'，左边装订' if covered else ''}；四边出血 {BLEED:g} 毫米，裁切线在出血外面",
        )
    ]
    whole, rest = divmod(count, _SIGNATURE)
    if covered:
        folded = f"{whole} 个 {_SIGNATURE} 页的印张" + (f"，另加 {rest} 页" if rest else "")
        rows += [("内页", f"{count} 页，{count // 2} 张，合{folded}"), *_binding(count)]
    else:
        rows.append(("页数", f"{count} 页，单张，双面印，一张两页；不装订"))
    spine = "书脊、" if covered and spine_width(count) else ""
    rows += [
        *(
            [
                ("内页用纸", f"建议 80 克双胶纸，每张约 {PAPER_MM} 毫米"),
                ("封面用纸", "建议 200 克铜版纸，覆哑膜，只印外面"),
            ]
            if covered
            else [("用纸", "建议 100 克双胶纸，两面都有大块颜色，再薄会透")]
        ),
        (
            "颜色",
            ("封面 4＋0。" if covered else "")
            + (
                f"内文字全是单黑。{_coloured(count, coloured, covered=covered)}"
                "全部改印单黑也看得懂：颜色旁边都有字或者符号"
                if coloured
                else "内页全是单黑"
            ),
        ),
        ("墨量", "四色合计不超过 300%；灰都是单黑的网点；没有透明、渐变、照片"),
        ("打样", f"先出一份样，用尺量成品尺寸，看裁切、{spine}最浅的灰和彩色页，再开印"),
    ]
    return rows


def _coloured(count: int, pages: list[int], *, covered: bool) -> str:
    """Which pages need more than black; of a glued book also the sheets, by which a press counts its inks."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    told = "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}～{run[-1]}" for run in runs)
    sheets = sorted({(page - 1) // _SIGNATURE + 1 for page in pages})
    glued = f"（按 {_SIGNATURE} 页一个印张，在第 {'、'.join(map(str, sheets))} 张）"
    return f"有彩色的 {len(pages)} 页（文件里的第几页）：{told}{glued if covered and spine_width(count) else ''}。"


def _binding(count: int) -> list[tuple[str, str]]:
    if count <= MAX_SADDLE_PAGES:
        return [("装订", "骑马钉，两颗"), ("书脊", "没有书脊")]
    width = spine_width(count)
    how = f"{width:g} 毫米 = {count // 2} 张 × {PAPER_MM} 毫米。纸不一样厚的，照这个算法改，封面请编写组重做"
    return [("装订", "无线胶装；要摊得平、耐翻的，锁线胶装"), ("书脊", how)]
