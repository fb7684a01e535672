"""Lines as Chinese readers expect them (W3C clreq): awkward text set at twenty widths and read back from
the PDF."""

from __future__ import annotations

import itertools
import re
import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pymupdf as fitz
import pytest

from conftest import ROOT
from handbook.books.content.prose import read_pages
from handbook.markdown.typography import glue
from handbook.pdf.table_widths import column_widths
from handbook.pdf.typst_pdf import compact, raw_pages, typeset, typeset_again
from handbook.problems import HandbookError
from handbook.recipes.disk_cache import cache_below, store

SIZE = 9.0  # pt
MM = 72 / 25.4
WIDTHS = [30 + 5 * n for n in range(20)]  # mm

#: What may not begin a line and what may not end one.
NO_START = set("，。、；：？！）》」』〉】”’…—·%℃～,.;:?!)]}")
NO_END = set("（《「『〈【“‘([{")

AWKWARD = [
    "未履行《安全生产法》第四十九条第二款“统一协调、管理”的，责令限期改正，处5万元以下罚款；逾期未改正的，处10万元以上20万元以下罚款（对直接负责的主管人员处1万元以下罚款）。",
    "通道净宽不小于1.5 m，线宽100 mm，堆高不超过2 m，离灯0.5 m，离墙0.5 m；温度不超过60 ℃，浓度低于10%，氧气19.5%至23.5%。",
    "依据GB 2894-2025第 5.1 条、GB/T 13869-2017 第 5.1.1 条和XF 1131-2014 第 6.8 条；见图 3、表 2，第 12 页。",
    "他说：“先按铃，再打119。”——“好！”……（“门开着吗？”“开着。”）《消防法》、《安全生产法》，“甲”、“乙”、“丙”。",
    "2026年11月23日上午8时30分，22条、197个要点、4个方面；每年至少1次，每月2日，每班15分钟，共3家、50人。",
    "“4+22”检查事项：4个方面、22条；A区（原料）、B区（半成品）、C区（成品）——不合格品放D区；LED灯、PVC管、A4纸、WPS表格。",
    "一二三四五六七八九十，一二三四五六七八九十，一二三四五六七八九十，一二三四五六七八九十，一二三四五六七八九十，一二三四五六七八九十。",
]
#: Pieces that must stay on one line.
TOGETHER = [
    "5万元",
    "10万元",
    "20万元",
    "1万元",
    "1.5m",
    "100mm",
    "2m",
    "0.5m",
    "60℃",
    "10%",
    "19.5%",
    "23.5%",
    "GB2894-2025",
    "13869-2017",
    "XF1131-2014",
    "5.1.1条",
    "6.8条",
    "图3",
    "表2",
    "12页",
    "119",
    "22条",
    "197个",
    "15分钟",
    "50人",
    "3家",
    "LED",
    "WPS",
    "……",
    "——",
]

TEMPLATE = """
#import "base.typ": *
#set document(title: "试排", date: auto)
#for width in data.widths {
  page(width: width * 1mm + 20mm, height: auto, margin: 10mm)[
    #show: typography.with(size: data.size * 1pt)
    #for text in data.texts [#par(text)]
  ]
}
#page(width: 120mm, height: auto, margin: 10mm)[
  #show: typography.with(size: data.size * 1pt)
  平常的字，_着重的字_，*加粗的字*，普通。
]
"""


@dataclass(frozen=True)
class Char:
    text: str
    left: float
    right: float
    baseline: float
    font: str


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[list[list[Char]]]:
    """For each page its lines, each a list of characters in reading order."""
    root = tmp_path_factory.mktemp("typography")
    folder = root / "overrides" / "typst"
    folder.mkdir(parents=True)
    shutil.copy2(ROOT / "overrides" / "typst" / "base.typ", folder)
    (folder / "trial.typ").write_text(TEMPLATE, encoding="utf-8")
    pdf = typeset(
        root,
        "trial.typ",
        {"widths": WIDTHS, "size": SIZE, "texts": [glue(text) for text in AWKWARD]},
        epoch=0,
    )
    with fitz.open(stream=pdf) as document:
        return [_lines(page) for page in document]


def _lines(page: fitz.Page) -> list[list[Char]]:
    rows: dict[int, list[Char]] = {}
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", []):
            for span in line["spans"]:
                for char in span["chars"]:
                    if char["c"].strip():
                        rows.setdefault(round(char["origin"][1]), []).append(
                            Char(
                                char["c"], char["origin"][0], char["bbox"][2], char["origin"][1], span["font"]
                            )
                        )
    return [rows[y] for y in sorted(rows)]  # in the order of the file: squeezed signs overlap


def _words(line: list[Char]) -> str:
    return "".join(char.text for char in line)


def test_all_words_are_there_at_every_width(pages: list[list[list[Char]]]) -> None:
    wanted = re.sub(r"\s", "", "".join(AWKWARD))
    for width, lines in zip(WIDTHS, pages, strict=False):
        assert unicodedata.normalize("NFKC", "".join(map(_words, lines))) == unicodedata.normalize(
            "NFKC", wanted
        ), f"{width} mm"


def test_nothing_forbidden_begins_or_ends_a_line(pages: list[list[list[Char]]]) -> None:
    wrong = []
    for width, lines in zip(WIDTHS, pages, strict=False):
        for line in lines:
            # A dash or dots may begin a line as a whole pair; half a pair may not.
            first = line[0].text
            if (first in NO_START and not _words(line).startswith(("——", "……"))) or line[-1].text in NO_END:
                wrong.append(f"{width} mm: {_words(line)}")
    assert wrong == []


def test_numbers_keep_their_units_and_names_their_numbers(pages: list[list[list[Char]]]) -> None:
    wrong = []
    for width, lines in zip(WIDTHS, pages, strict=False):
        text, ends = "", set()
        for line in lines:
            text += _words(line)
            ends.add(len(text))
        for piece in TOGETHER:
            assert piece in text, piece
            wrong += [
                f"{width} mm: {piece}"
                for match in re.finditer(re.escape(piece), text)
                if any(match.start() < end < match.end() for end in ends)
            ]
    assert wrong == []


def test_punctuation_side_by_side_is_squeezed(pages: list[list[list[Char]]]) -> None:
    """》、《 take two ems, not three; 。” and ）。 one and a half at most."""
    line = next(line for line in pages[-2] if "》、《" in _words(line))
    at = _words(line).index("》、《")
    assert line[at + 2].left - line[at].left < 1.6 * SIZE
    pairs = [
        (line, n)
        for lines in pages[10:20]
        for line in lines
        for n in range(len(line) - 1)
        if line[n].text + line[n + 1].text in ("）。", "》，", "。”", "；（")
    ]
    assert pairs
    for line, n in pairs:
        assert line[n + 1].left - line[n].left < 0.8 * SIZE, _words(line)


def test_space_between_han_and_latin(pages: list[list[list[Char]]]) -> None:
    """A quarter of an em or what justification makes of it, never nothing, beside every number and word."""
    checked = 0
    for lines in pages[4:20]:
        for line in lines:
            for left, right in itertools.pairwise(line):
                if _is_han(left.text) and right.text.isascii() and right.text.isalnum():
                    checked += 1
                    assert right.left - (left.left + SIZE) > 0.1 * SIZE, (
                        f"{left.text}{right.text} in {_words(line)}"
                    )
    assert checked > 100


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def test_justified_lines_have_no_gaps(pages: list[list[list[Char]]]) -> None:
    """At the widths of our books no two Han characters stand further apart than a third of an em."""
    for width, lines in zip(WIDTHS, pages, strict=False):
        if width < 80:
            continue
        for line in lines:
            for left, right in itertools.pairwise(line):
                if _is_han(left.text) and _is_han(right.text):
                    assert right.left - left.left < 1.34 * SIZE, f"{width} mm: {_words(line)}"


def test_no_character_stands_alone_on_the_last_line(pages: list[list[list[Char]]]) -> None:
    ends = {text[-4:] for text in AWKWARD}
    for width, lines in zip(WIDTHS, pages, strict=False):
        if width < 80:
            continue
        for before, line in itertools.pairwise(lines):
            if any((_words(before) + _words(line)).endswith(end.replace(" ", "")) for end in ends):
                assert len(line) >= 3, f"{width} mm: {_words(line)}"


def test_lines_stay_inside_the_type_area(pages: list[list[list[Char]]]) -> None:
    """Punctuation may hang out a little; nothing else does."""
    edge = 10 * 72 / 25.4
    for width, lines in zip(WIDTHS, pages, strict=False):
        for line in lines:
            body = [char for char in line if char.text not in NO_START | NO_END]
            assert body[0].left > edge - 1 and body[-1].left + 0.5 * SIZE < edge + width * 72 / 25.4 + 1, (
                f"{width} mm: {_words(line)}"
            )


def test_emphasis_is_weight_never_slant(pages: list[list[list[Char]]]) -> None:
    line = pages[-1][0]
    fonts = {char.text: char.font for char in line}
    assert "Bold" in fonts["着"] and "Bold" in fonts["粗"] and "Regular" in fonts["通"]
    assert not any(re.search("Italic|Oblique", char.font) for char in line)


def test_glue() -> None:
    assert (
        glue("宽 5 mm，第 6.1.1 条，GB 2894-2025，温度 60 ℃")
        == "宽 5\u00a0mm，第\u00a06.1.1\u00a0条，GB\u00a02894-2025，温度 60\u00a0℃"
    )
    assert (
        glue("限速 5 km/h") == "限速 5\u00a0km/\u2060h"
        and glue("a/b 和 GB/T 1") == "a/\u2060b 和 GB/T\u00a01"
    )
    assert glue("共 5 张") == "共 5\u00a0张"
    assert glue("第一条 和 第二条") == "第一条 和 第二条"


def _table(*rows: tuple[str, ...]) -> list[list[list[str]]]:
    return [[cell.split("/") for cell in row] for row in rows]


def test_a_table_shares_its_whole_width() -> None:
    assert column_widths([], 29.0) == []
    assert sum(column_widths([[["甲"], [""]], [["乙"], [""]]], 29.0)) == 29.0  # a column to write in
    for rows in (
        _table(("谁", "做什么"), ("电工", "断电，再去看一看")),
        _table(("线", "宽", "出处"), ("黄线", "100 mm", "通行做法" * 9), ("红线", "50 mm", "强制标准")),
    ):
        widths = column_widths(rows, 29.0)
        assert len(widths) == len(rows[0]) and sum(widths) == pytest.approx(29.0, abs=0.1)


def test_short_words_are_kept_whole_and_long_ones_get_the_rest() -> None:
    head, number, words = column_widths(
        _table(("区", "边线", "怎样算好"), ("不合格品区", "50 mm", "有牌子，当天登记，" * 6)), 29.0
    )
    assert 5 < head < 8 and 3 < number < 6 and words > 15


def test_a_standard_is_never_wider_than_its_column() -> None:
    narrow, _ = column_widths(
        _table(("出处", "规定"), ("GB/T\u00a013869-2017", "不应遮挡，不应堆物，" * 20)), 29.0
    )
    assert narrow > 0.55 * len("GB/T 13869-2017")


def test_a_table_is_lower_than_one_of_equal_columns() -> None:
    rows = _table(
        ("时刻", "谁", "做什么", "说什么"),
        ("0:20", "带路的人", "打开出口的门，站在路口指方向", "“这边走，靠右，别跑。”"),
        ("0:30", "灭火的人", "两人一组拿灭火器，背对出口", "“火小，我来。”"),
    )

    def lines(widths: list[float]) -> int:
        return sum(
            max(
                max(1, -(-sum(0.55 if c.isascii() else 1.0 for c in cell[0]) // (width - 1.35)))
                for cell, width in zip(row, widths, strict=True)
            )
            for row in rows
        )

    assert lines(column_widths(rows, 29.0)) < lines([29.0 / 4] * 4)
    for room in (29.0, 36.5):  # beyond what its longest cell takes, width is of no use to a column
        moment, *_ = column_widths(rows, room)
        assert moment < 0.55 * len("0:20") + 2.0
    # Two columns give at once where neither alone saves a line.
    rows = _table(
        ("日期", "按的哪一个", "哪户没听见", "断电响不响、谁修好"),
        ("某月 5 日", "一楼东 2\u00a0号", "丙厂打磨间没听见", "断电响；8 日电工加了一只闪灯"),
    )
    assert lines(column_widths(rows, 29.0)) == 3


def test_markdown_becomes_plain_values() -> None:
    text = (
        "# 题目\n\n一句话，\n接着说 **重点** 和 *着重*。\n\n**老板问？**\n答在下一行。\n\n- 甲：5 mm\n- 乙\n\n"
        '![图说：“上”](../drawings/01-a.svg)\n{ .hb-figure }\n\n!!! note "小心"\n    里面的话。\n\n'
        "| 谁 | 做什么 |\n|---|---|\n| 电工 | 断电 |\n\n见[这一条](07-x.md#p07-1)和[网站](https://a.example/)。\n"
        '\n<div class="hb-table-wrap"><table class="hb-table">\n<thead><tr><th>线</th><th>宽</th></tr></thead>'
        '\n<tbody>\n<tr><th scope="row">黄&#45;线<br>实线</th><td>5 mm</td></tr>\n</tbody></table></div>\n\n末段[^1]。\n\n[^1]: 注。\n'
    )
    blocks = read_pages(
        {"checklists/01-a.md": text}, lambda page, target: "#p07-1" if target.startswith("07-x") else None
    )["checklists/01-a.md"]
    kinds = [block["t"] for block in blocks]
    assert kinds == ["h", "p", "p", "p", "ul", "fig", "quote", "table", "p", "table", "p"]
    assert blocks[1]["c"] == [
        "一句话，接着说 ",
        {"t": "b", "c": ["重点"]},
        " 和 ",
        {"t": "b", "c": ["着重"]},
        "。",
    ]
    assert blocks[2]["sticky"] and blocks[3]["c"] == ["答在下一行。"]
    assert blocks[5] == {"t": "fig", "src": "/build/drawings/01-a.svg", "alt": "图说：“上”"}
    assert blocks[7]["head"] == [[{"t": "p", "c": ["谁"]}], [{"t": "p", "c": ["做什么"]}]]
    assert (
        blocks[8]["c"][1] == {"t": "a", "to": "#p07-1", "c": [{"t": "nowrap", "c": ["这一条"]}]}
        and blocks[8]["c"][3]["to"] == "https://a.example/"
    )
    assert (
        blocks[9]["rows"]
        == [[[{"t": "p", "c": ["黄-线", {"t": "br"}, "实线"]}], [{"t": "p", "c": ["5\u00a0mm"]}]]]
        and blocks[9]["row-heads"] == 1
    )
    assert blocks[10]["c"][1] == {"t": "note", "c": ["注。"]}


def test_pages_do_not_run_into_each_other() -> None:
    found = read_pages({"a.md": "甲[^1]。\n\n[^1]: 注甲。", "b.md": "乙[^1]。\n\n[^1]: 注乙。"})
    assert found["a.md"][0]["c"][1]["c"] == ["注甲。"] and found["b.md"][0]["c"][1]["c"] == ["注乙。"]


def test_every_template_is_found(tmp_path: Path) -> None:
    names = {path.name for path in (ROOT / "overrides" / "typst").glob("*.typ")}
    assert {
        "base.typ",
        "frame.typ",
        "pocket.typ",
        "book.typ",
        "one-page.typ",
        "prose.typ",
        "cover.typ",
        "epub-cover.typ",
        "print-notes.typ",
    } <= names


def test_a_character_without_a_shape_is_told_in_chinese(tmp_path: Path) -> None:
    folder = tmp_path / "overrides" / "typst"
    folder.mkdir(parents=True)
    (folder / "one.typ").write_text(
        '#set document(title: "一")\n#set text(font: "Noto Sans CJK SC", lang: "zh")\n门锁着，𪚥出不去。\n',
        encoding="utf-8",
    )
    with pytest.raises(HandbookError) as caught:
        typeset(tmp_path, "one.typ", {}, epoch=0)
    assert [problem.render() for problem in caught.value.problems] == [
        "overrides/typst/one.typ: 错误 B021 排版没有成功：“𪚥”没有字体画得出\n"
        "    改法：在 data/、docs/、overrides/ 里搜这几个字，换成常用字"
    ]


MEASURED = """\
#import "base.typ": *
#set document(title: "试")
#set page(width: 100mm, height: 60mm)
#show: typography.with(size: 9pt)
#for (name, words) in data.sheets {
  context {
    let mark = label("size-" + name)
    let high = as-before(mark, () => measure(block(width: 40mm, words)).height / 1pt)
    [#words#metadata(high)#mark #v(high * 1pt)]
  }
}
"""


def test_what_was_measured_of_the_same_words_is_not_measured_again(tmp_path: Path) -> None:
    folder = tmp_path / "overrides" / "typst"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "overrides" / "typst" / "base.typ", folder)
    (folder / "one.typ").write_text(MEASURED, encoding="utf-8")
    words = {"01": "通道要畅通。", "02": "出口的门从里面一推就开，白天也不锁。" * 3}

    def made() -> bytes:
        digests = {f"size-{name}": text for name, text in words.items()}
        return typeset_again(tmp_path, "one.typ", {"sheets": words}, digests, epoch=0)

    with cache_below(tmp_path):
        first = made()
    with cache_below(tmp_path):
        assert made() == first, "what was kept makes another page"
        words["01"] += "不堆东西。" * 9
        again = made()
    with cache_below(tmp_path / "anew"):
        assert made() == again, "what was found of other words is used"
        store("measures", "size-01", words["01"], 3.0)
        assert made() != again, "what was kept is not used"


CELLS = """\
#import "base.typ": *
#set document(title: "试")
#show: typography.with(size: data.size * 1pt)
#for width in data.widths {
  for words in data.texts {
    page(width: width * 1mm + 20mm, height: auto, margin: 10mm, table(columns: 1fr, [头], words))
  }
}
"""


def test_no_cell_ends_with_a_line_of_one_character(tmp_path: Path) -> None:
    """Narrow cells of real words at many widths: the last line takes a second character from the one
    before; but no line stands out of its cell for that, as in one of three characters it would."""
    folder = tmp_path / "overrides" / "typst"
    folder.mkdir(parents=True)
    shutil.copy2(ROOT / "overrides" / "typst" / "base.typ", folder)
    (folder / "cells.typ").write_text(CELLS, encoding="utf-8")
    texts = [
        "打 119，说清地址",
        "听口令拉闸、关阀",
        "带路、查尾",
        "“着火了，快走。”",
        "不说话，听指挥",
        "或“压不住，撤。”",
    ]
    texts += [
        "人，实到几人。”",
        "每月消防检查表",
        "柱距（货物到柱子）",
        "用到的专项预案的",
        "有污水池、罐、坑的",
        "定位角线",
        "危险边缘警示带",
    ]
    widths = [12 + 0.8 * step for step in range(20)]  # mm; three characters and more
    pdf = typeset(tmp_path, "cells.typ", {"widths": widths, "size": SIZE, "texts": texts}, epoch=0)
    with fitz.open(stream=pdf) as document:
        cells = [(page.rect.width / MM - 20, _lines(page)[1:]) for page in document]
    out = [
        _words(line)
        for wide, lines in cells
        for line in lines
        if any(char.left > (wide + 10) * MM - 0.9 * SIZE for char in line if _is_han(char.text))
    ]
    assert out == []
    cells = [list(map(_words, lines)) for wide, lines in cells if wide > 15]
    assert any(len(lines) > 1 for lines in cells)
    assert not [lines for lines in cells if len(lines) > 1 and len(re.sub(r"\W", "", lines[-1])) == 1]


def test_fonts_without_hints_look_the_same_and_are_lighter(tmp_path: Path) -> None:
    folder = tmp_path / "overrides" / "typst"
    folder.mkdir(parents=True)
    (folder / "one.typ").write_text(
        '#set document(title: "一")\n#set text(font: "Noto Sans CJK SC", lang: "zh")\n'
        + "\n\n".join(AWKWARD),
        encoding="utf-8",
    )
    as_set = raw_pages(tmp_path, "one.typ", {}, epoch=0)
    with fitz.open(stream=as_set) as before, fitz.open(stream=compact(as_set)) as after:
        assert [page.get_text() for page in before] == [page.get_text() for page in after]
        for one, other in zip(before, after, strict=True):
            assert one.get_pixmap(dpi=150).samples == other.get_pixmap(dpi=150).samples
        (whole,), (bare,) = (
            [document.extract_font(font[0])[3] for font in document.get_page_fonts(0)]
            for document in (before, after)
        )
    assert len(bare) < 0.9 * len(whole)
