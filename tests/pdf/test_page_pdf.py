"""The PDF of every page, from outside: a small site is built with the real templates and settings."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from fontTools.cffLib import CFFFontSet

from handbook.pdf.site_pages import page_faults, page_pdf
from handbook.pdf.site_pages.page_pdf import PageJob, render, render_pages
from handbook.pdf.site_pages.print_html import print_html
from handbook.problems import HandbookError
from support.programs import pdf_fonts, run_program
from support.text import squeeze

ROOT = Path(__file__).resolve().parents[2]
NAME = "测试区小微工业企业安全手册"
FOOT = "建议稿 · 供企业自查与学习使用，非行政检查事项清单"
SHEETS = "overrides/material/assets/stylesheets"

#: The real settings, with other documents and the PDF hook alone (the real hook would stage the real
#: handbook).
SETTINGS = """\
INHERIT: {root}/mkdocs.yml
site_name: 测试区小微工业企业安全手册
docs_dir: docs
site_dir: site
site_author: 手册编写组
theme:
  custom_dir: {root}/overrides/material
hooks: ["{root}/scripts/mkdocs_adapter/pdf_guard.py"]
"""

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100" width="300" height="100" font-family="Noto Sans CJK SC">'
    '<rect x="2" y="2" width="290" height="90" fill="#fff" stroke="#000"/><text x="20" y="60" font-size="22">✓ 门一推就开</text></svg>'
)

CARDS = 14
ROWS = 60


def _card(number: int) -> str:
    return (
        f'<section class="hb-point" id="p01-{number}"><details><summary><h3 class="hb-point__title"><span class="hb-point__id">01-{number}</span> 卡片{number}头</h3></summary>'
        f'<dl><div class="hb-row"><dt>怎么查</dt><dd>{"看一看，推一推，量一量，问一问，把看到的写下来。" * 6}</dd></div>'
        f'<div class="hb-row"><dt>算合格</dt><dd>卡片{number}尾</dd></div></dl></details></section>\n'
    )


LONG = (
    f"""---
title: 安全出口
description: 门推得开，路走得通。
---
# 安全出口

<p class="hb-status">状态：建议稿</p>
<p class="hb-screen">只在屏幕上的话</p>

正文第一句。见[另一页](sub/short.md#there)、[登记表](files/form.docx)、[官方网站](https://www.example.org/law?id=1)、[本页后面](#rows)。

{"".join(_card(number) for number in range(1, CARDS + 1))}
## 图

![门一推就开的样子](images/door.svg)

??? note "收起来的标题"
    收起来的内容也要印。

## 表 {{ #rows }}

| 序号 | 做什么 | 算合格 |
|---|---|---|
"""
    + "".join(f"| 行{n} | 推门{n} | 开{n} |\n" for n in range(1, ROWS + 1))
    + "\n正文最后一句。\n"
)

SHORT = "# 短页\n\n## 那里 { #there }\n\n回到[长页](../long.md)。\n"
INDEX = "# 首页\n\n- [长页](long.md)\n- [短页](sub/short.md)\n"


@dataclass(frozen=True)
class Built:
    """What a run of the site generator left."""

    folder: Path
    status: int
    log: str

    @property
    def site(self) -> Path:
        return self.folder / "site"


def _write(folder: Path, **changes: str) -> Path:
    """The small site's sources in ``folder``; ``changes`` replaces documents by name (``long``, ``short``,
    ``index``)."""
    docs = folder / "docs"
    for name in ("sub", "images", "files"):
        (docs / name).mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(SETTINGS.format(root=ROOT.as_posix()), encoding="utf-8")
    (docs / "index.md").write_text(changes.get("index", INDEX), encoding="utf-8")
    (docs / "long.md").write_text(changes.get("long", LONG), encoding="utf-8")
    (docs / "sub" / "short.md").write_text(changes.get("short", SHORT), encoding="utf-8")
    (docs / "images" / "door.svg").write_text(PICTURE, encoding="utf-8")
    (docs / "files" / "form.docx").write_bytes(b"form")
    return folder


def _build(folder: Path, pdf: str | None = "1") -> Built:
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": "1795392000",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
    }
    environment.pop("HANDBOOK_PDF", None)
    if pdf is not None:
        environment["HANDBOOK_PDF"] = pdf
    run = run_program(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml")],
        cwd=ROOT,
        env=environment,
    )
    return Built(folder, run.returncode, run.stdout + run.stderr)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    result = _build(_write(tmp_path_factory.mktemp("site")))
    assert result.status == 0, result.log
    return result


def _pages(pdf: Path) -> list[str]:
    """The text of each page, without white space (lines break where they like), from top to bottom."""
    with pymupdf.open(pdf) as document:
        return [re.sub(r"\s+", "", page.get_text(sort=True)) for page in document]


def _digests(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*.pdf"))
    }


# ---------- What comes out ----------


def test_every_page_has_its_pdf_and_a_link_to_it(built: Built) -> None:
    assert set(_digests(built.site)) == {"index.pdf", "long.pdf", "sub/short.pdf"}
    assert "新做 3 个，沿用 0 个" in built.log
    assert 'href="short.pdf"' in (built.site / "sub" / "short.html").read_text(encoding="utf-8")


def test_the_text_is_whole_and_in_order(built: Built) -> None:
    text = "".join(_pages(built.site / "long.pdf"))
    wanted = ["状态：建议稿", "正文第一句。"]
    wanted += [f"卡片{number}{end}" for number in range(1, CARDS + 1) for end in ("头", "尾")]
    wanted += ["✓门一推就开", "收起来的标题", "收起来的内容也要印。"]
    wanted += [f"行{n}推门{n}开{n}" for n in range(1, ROWS + 1)] + ["正文最后一句。"]
    place = 0
    for words in wanted:
        place = text.find(words, place)
        assert place >= 0, f"PDF 里缺少或排错了位置：{words}"
    assert text.count("看一看，推一推，量一量，问一问，把看到的写下来。") == CARDS * 6


def test_nothing_but_the_page_itself_is_printed(built: Built) -> None:
    for name in ("index.pdf", "long.pdf", "sub/short.pdf"):
        text = "".join(_pages(built.site / name))
        for furniture in (
            "只在屏幕上的话",
            "跳转至",
            "目录",
            "下一页",
            "上一页",
            "回到页面顶部",
            "Material",
            "本节的链接",
            "换成深色",
        ):
            assert furniture not in text, f"{name} 印出了“{furniture}”"


def test_sheets_heads_and_feet(built: Built) -> None:
    with pymupdf.open(built.site / "long.pdf") as document:
        total = len(document)
        assert total >= 4
        for number, page in enumerate(document, start=1):
            assert (round(page.rect.width), round(page.rect.height)) == (595, 842)
            blocks = [(block[1], re.sub(r"\s+", "", block[4])) for block in page.get_text("blocks")]
            top = "".join(text for y, text in blocks if y < 62)
            bottom = "".join(text for y, text in blocks if y > 780)
            assert NAME in top
            assert "安全出口" in top
            assert FOOT.replace(" ", "") in bottom
            assert f"第{number}页，共{total}页" in bottom
            assert len([text for y, text in blocks if 62 <= y <= 780]) > 1, f"第 {number} 页是空的"


def test_cards_and_rows_are_not_torn_heads_are_repeated_and_no_heading_is_last(built: Built) -> None:
    pages = _pages(built.site / "long.pdf")
    for number in range(1, CARDS + 1):
        assert any(f"卡片{number}头" in page and f"卡片{number}尾" in page for page in pages), (
            f"卡片 {number} 被拆开"
        )
    for page in pages:
        if re.search(r"行\d+推门", page):
            assert "序号做什么算合格" in page
        body = page.replace(FOOT.replace(" ", ""), "").rstrip()
        assert not re.search(r"(图|表)第\d+页，共\d+页$", body), "标题落在页尾"


def test_fonts(built: Built) -> None:
    for name in _digests(built.site):
        table = pdf_fonts(built.site / name)
        names = {line.split()[0].partition("+")[2] for line in table}
        assert "Noto-Sans-CJK-SC" in names
        assert names <= {"Noto-Sans-CJK-SC", "Noto-Sans-CJK-SC-Bold", "DejaVu-Sans"}
        assert all(re.search(r"\byes yes yes\b", line) for line in table), f"{name} 有没嵌入的字体"


def test_a_font_file_holds_the_glyphs_in_use_and_nothing_else(built: Built) -> None:
    """No tables for 65,535 glyphs: every glyph of the font data is shown on some page, and every one shown
    is there."""
    for name in _digests(built.site):
        with pikepdf.open(built.site / name) as pdf:
            fonts = {str(f.FontDescriptor.FontName): f for f in pdf.objects if _is_cid_font(f)}
            for font in fonts.values():
                stream = font.FontDescriptor.FontFile3
                assert stream.Subtype == "/CIDFontType0C" and "/CIDToGIDMap" not in font
                faces = CFFFontSet()
                faces.decompile(io.BytesIO(stream.read_bytes()), None)
                inside = {int(glyph.removeprefix("cid")) for glyph in faces[0].charset[1:]}
                widths = list(font.W)
                shown = {
                    int(first) + step
                    for first, row in zip(widths[::2], widths[1::2], strict=True)
                    for step in range(len(row))
                }
                assert inside == shown - {0}
                assert len(stream.read_raw_bytes()) < 400 * len(inside) + 2000
            assert fonts
    assert (built.site / "sub/short.pdf").stat().st_size < 80 * 1024


def _tags(pdf: pikepdf.Pdf, under: object = None) -> Iterator[pikepdf.Dictionary]:
    """All tags in reading order."""
    kids = pdf.Root.StructTreeRoot.K if under is None else under
    if isinstance(kids, pikepdf.Array):
        for kid in kids:
            yield from _tags(pdf, kid)
    elif isinstance(kids, pikepdf.Dictionary) and "/S" in kids:
        yield kids
        yield from _tags(pdf, kids.get("/K", pikepdf.Array()))


def _of_kind(pdf: pikepdf.Pdf, *kinds: str) -> list[pikepdf.Dictionary]:
    return [tag for tag in _tags(pdf) if tag.S in kinds]


def test_a_table_over_many_sheets_is_one_table_with_one_head(built: Built) -> None:
    with pikepdf.open(built.site / "long.pdf") as pdf:
        (table,) = _of_kind(pdf, "/Table")
        rows = [tag for tag in _tags(pdf, table.K) if tag.S == "/TR"]
        cells = [tag for tag in _tags(pdf, table.K) if tag.S == "/TD"]
        heads = [tag for tag in _tags(pdf, table.K) if tag.S == "/TH"]
        assert (len(rows), len(cells), len(heads)) == (ROWS + 1, 3 * ROWS, 3)
        assert len({cell.Pg.objgen for cell in cells}) > 1, "the table of this test takes several sheets"
        names = {bytes(head.ID) for head in heads}
        assert all({bytes(name) for name in cell.A.Headers} <= names and cell.A.Headers for cell in cells)
        assert len(_of_kind(pdf, "/Art")) == 1


def test_tags_say_something_and_all_text_belongs_to_one(built: Built) -> None:
    """No tag round each line of text; each marked text and link has its tag, and knows it."""
    for name in _digests(built.site):
        with pikepdf.open(built.site / name) as pdf:
            numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
            owners = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
            places = {page.obj.objgen: int(page.StructParents) for page in pdf.pages}
            owned = set()
            for tag in _tags(pdf):
                kids = list(tag.get("/K", []))
                plain = all(isinstance(kid, int) for kid in kids)
                assert not (tag.S == "/Span" and plain and tag.P.S in ("/P", "/H1", "/TD", "/LBody")), name
                for kid in kids:
                    if isinstance(kid, int):
                        place = places[tag.Pg.objgen]
                        assert owners[place][kid].objgen == tag.objgen
                        owned.add((place, kid))
                    elif kid.get("/Type") == "/OBJR":
                        assert owners[int(kid.Obj.StructParent)].objgen == tag.objgen
            for page in pdf.pages:
                data = page.Contents.read_bytes()
                marked = {int(number) for number in re.findall(rb"/MCID (\d+)", data)}
                place = int(page.StructParents)
                in_body = {mark for mark in marked if mark < len(owners[place])}
                assert {mark for at, mark in owned if at == place} <= in_body


def _is_cid_font(value: object) -> bool:
    return isinstance(value, pikepdf.Dictionary) and value.get("/Subtype") == "/CIDFontType0"


def test_metadata_tells_what_it_is_and_no_time(built: Built) -> None:
    with pikepdf.open(built.site / "long.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == f"安全出口 - {NAME}"
        assert str(pdf.docinfo["/Author"]) == "手册编写组"
        assert str(pdf.docinfo["/Subject"]) == "门推得开，路走得通。"
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.MarkInfo.Marked
        assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())
    raw = (built.site / "long.pdf").read_bytes()
    assert b"site.invalid" not in raw
    assert str(built.folder).encode() not in raw


def test_links(built: Built) -> None:
    with pymupdf.open(built.site / "long.pdf") as document:
        addresses = {
            link.get("uri") or link.get("file")
            for page in document
            for link in page.get_links()
            if link.get("uri") or link.get("file")
        }
        inside = [
            link
            for page in document
            for link in page.get_links()
            if link["kind"] in (pymupdf.LINK_GOTO, pymupdf.LINK_NAMED)
        ]
    assert addresses == {"sub/short.pdf", "files/form.docx", "https://www.example.org/law?id=1"}
    assert inside
    text = "".join(_pages(built.site / "long.pdf"))
    assert "官方网站（https://www.example.org/law?id=1）" in text
    assert "short.pdf" not in text
    with pymupdf.open(built.site / "sub" / "short.pdf") as document:
        assert [link.get("uri") or link.get("file") for link in document[0].get_links()] == ["../long.pdf"]


def test_the_web_page_asks_no_other_host(built: Built) -> None:
    class Requests(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.lang = ""
            self.addresses: list[str] = []
            self.sheets: dict[str, str | None] = {}

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            values = dict(attrs)
            if tag == "html":
                self.lang = values.get("lang") or ""
            if tag == "link" and values.get("rel") == "stylesheet":
                self.sheets[Path(values.get("href") or "").name] = values.get("media")
            if tag in ("script", "img", "iframe") or (tag == "link" and values.get("rel") != "canonical"):
                self.addresses.append(values.get("src") or values.get("href") or "")

    reader = Requests()
    reader.feed((built.site / "long.html").read_text(encoding="utf-8"))
    assert reader.lang == "zh-CN"
    assert not [address for address in reader.addresses if re.match(r"(https?:)?//", address)]
    assert reader.sheets.pop("print.css") == "print"
    assert set(reader.sheets.values()) == {"screen"}


def test_a_browser_prints_the_same_text(built: Built, tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        pytest.skip("没有 chromium")
    target = tmp_path / "browser.pdf"
    subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--virtual-time-budget=3000",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
            (built.site / "long.html").as_uri(),
        ],
        capture_output=True,
        check=True,
        timeout=60,
    )
    text = "".join(_pages(target))
    for words in (
        "安全出口",
        NAME,
        "卡片1头",
        f"卡片{CARDS}尾",
        "收起来的内容也要印。",
        f"行{ROWS}推门{ROWS}开{ROWS}",
        "正文最后一句。",
    ):
        assert words in text
    for furniture in ("只在屏幕上的话", "跳转至", "回到页面顶部", "短页"):
        assert furniture not in text


# ---------- Same in, same out ----------


@pytest.mark.slow
def test_unchanged_pages_are_not_rendered_again_and_bytes_do_not_change(built: Built, tmp_path: Path) -> None:
    folder = _write(tmp_path / "另一个 文件夹")
    cold = _build(folder)
    assert cold.status == 0, cold.log
    assert _digests(cold.site) == _digests(built.site)

    warm = _build(folder)
    assert "新做 0 个，沿用 3 个" in warm.log
    assert _digests(warm.site) == _digests(built.site)

    (folder / "docs" / "images" / "door.svg").write_text(PICTURE.replace("✓ 门", "✓ 大门"), encoding="utf-8")
    (folder / "docs" / "new.md").write_text("# 新的一页\n\n菜单变了，别的页不重做。\n", encoding="utf-8")
    changed = _build(folder)
    assert "新做 2 个，沿用 2 个" in changed.log, changed.log
    assert "大门一推就开" in "".join(_pages(changed.site / "long.pdf"))

    for damaged in (folder / "build" / "cache" / "page-pdf").glob("*.pdf"):
        damaged.write_bytes(b"")
    (folder / "docs" / "sub" / "short.md").write_text(SHORT + "\n\n添的一句话。\n", encoding="utf-8")
    mended = _build(folder)
    assert "新做 4 个" in mended.log
    assert "添的一句话" in "".join(_pages(mended.site / "sub" / "short.pdf"))
    other = {"sub/short.pdf": ""}
    assert _digests(mended.site) | other == _digests(changed.site) | other


@pytest.mark.slow
def test_without_the_switch_there_are_no_pdfs(tmp_path: Path) -> None:
    off = _build(_write(tmp_path), pdf=None)
    assert off.status == 0, off.log
    assert not _digests(off.site)
    assert "hb-pdf-link" not in (off.site / "long.html").read_text(encoding="utf-8")


# ---------- What must fail ----------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"short": "# 短页\n\n![没有的图](../images/none.svg)\n"},
            ["sub/short.md", "图片读不出来", "none.svg"],
        ),
        ({"short": "---\ntemplate: 404.html\n---\n# 短页\n"}, ["sub/short.md", "P001"]),
        (
            {"index": '# 首页\n\n[跳](#nowhere)\n\n<p style="width: 9 feet">字</p>\n'},
            ["index.md", "页内链接指向的位置不存在", "样式里有排版程序不认识的写法"],
        ),
    ],
    ids=["missing picture", "foreign template", "bad link and style"],
)
@pytest.mark.slow
def test_whatever_is_wrong_stops_the_build_and_names_the_page(
    tmp_path: Path, changes: dict[str, str], told: list[str]
) -> None:
    failed = _build(_write(tmp_path, **changes))
    assert failed.status != 0
    for words in told:
        assert words in failed.log, failed.log


@pytest.mark.slow
def test_a_switch_nobody_understands_stops_the_build(tmp_path: Path) -> None:
    failed = _build(_write(tmp_path), pdf="yes")
    assert failed.status != 0
    assert "HANDBOOK_PDF" in failed.log


@pytest.mark.slow
def test_without_the_guard_the_build_stops(tmp_path: Path) -> None:
    settings = _write(tmp_path) / "mkdocs.yml"
    settings.write_text(
        re.sub(r"hooks: .*", "hooks: []", settings.read_text(encoding="utf-8")), encoding="utf-8"
    )
    failed = _build(tmp_path)
    assert failed.status != 0
    assert "pdf_guard.py" in failed.log


def _job(
    body: str, tmp_path: Path, css: str = "@page { size: A4 } body { font-family: 'Noto Sans CJK SC' }"
) -> PageJob:
    (tmp_path / "print.css").write_text(css, encoding="utf-8")
    page = (
        '<!doctype html><html lang="zh-CN"><head><title>页</title><link rel="stylesheet" href="print.css" media="print"></head>'
        f"<body><nav>菜单</nav><!-- hb:print --><h1>页</h1>{body}<!-- /hb:print --></body></html>"
    )
    return PageJob(
        "page.md",
        print_html(page, url="page.html", source="page.md", author="人", pdfs=["page.pdf"]),
        "page.pdf",
    )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            '<table><tr><td style="white-space: nowrap">' + "很长的话" * 40 + "</td></tr></table>",
            "超出纸面右边",
        ),
        ("<p style=\"font-family: 'Noto Sans CJK JP'\">直す</p>", "混进了字体“Noto Sans CJK JP”"),
        ('<p>一</p><div style="break-before: page; height: 20mm"></div>', "空白页"),
        ('<img src="a.png">', "图片读不出来"),
        ('<img src="https://www.example.org/a.png" alt="图">', "图片读不出来"),
    ],
)
def test_each_fault_of_a_page_is_told(tmp_path: Path, body: str, told: str) -> None:
    problems = render(_job(body, tmp_path), tmp_path).problems
    assert any(told in problem.message and problem.file == "page.md" for problem in problems), problems


def test_a_sound_page_has_no_problem(tmp_path: Path) -> None:
    result = render(_job("<p>好</p>", tmp_path), tmp_path)
    assert not result.problems
    assert set(result.read) == {"print.css"}


def _printed(body: str, tmp_path: Path) -> list[str]:
    """The text of each page of ``body`` set with the handbook's own print sheet."""
    css = (ROOT / "overrides/material/assets/stylesheets/print.css").read_text(encoding="utf-8")
    with pymupdf.open(stream=render(_job(body, tmp_path, css), tmp_path).pdf) as pdf:
        return [squeeze(page.get_text()) for page in pdf]


def test_a_card_goes_on_over_the_page_only_in_what_follows_from_it(tmp_path: Path) -> None:
    """So a page is filled, and what to look for, what counts and its basis are read on one page."""
    row = '<div class="hb-row hb-row--{}"><dt>{}</dt><dd>{}</dd></div>'
    rows = row.format("how", "怎么查", "看一看。" * 60) + row.format("met", "算合格", "推得开。" * 60)
    law = row.format("basis", "依据", "某法某条。" * 40)
    law += row.format("penalty", "不做的后果", "<p>" + "责令改正。" * 400 + "</p>")
    card = (
        '<section class="hb-point"><h3 class="hb-point__title">卡片头</h3><p class="hb-point__full">全文</p>'
        f'<dl>{rows}</dl><details class="hb-more"><summary>依据和后果</summary><dl>{law}</dl></details></section>'
    )
    for filler, first in ((10, 0), (33, 1)):  # with room for the card's body on the first page, and without
        pages = _printed("<p>前面的话</p>" * filler + card, tmp_path)
        whole = pages[first]
        assert all(word in whole for word in ("卡片头", "怎么查", "算合格", "依据", "不做的后果")), filler
        assert whole.count("责令改正") > 5 and "责令改正" in pages[first + 1]
        assert "卡片头" not in "".join(pages[:first])


def test_no_last_line_is_one_character(tmp_path: Path) -> None:
    """Of paragraphs, items of a list and narrow cells of all lengths, a link or small print at their end."""
    words = "推门走路看火看电问三个工人再看一遍" * 4
    lengths = range(34, 66)
    body = "".join(
        f"<p>{words[:n]}。</p><ul><li>{words[:n]}<small>（{words[:n]}）</small></li></ul>" for n in lengths
    )
    cells = "".join(
        f"<tr><td>{words[:n]}</td><td><p><a href='#'>{words[: 3 * n]}</a>。</p></td></tr>"
        for n in range(3, 20)
    )
    body += f"<table style='width: 60mm; table-layout: fixed'>{cells}</table>"
    css = (ROOT / "overrides/material/assets/stylesheets/print.css").read_text(encoding="utf-8")
    with pymupdf.open(stream=render(_job(body, tmp_path, css), tmp_path).pdf) as pdf:
        lines = [squeeze(line) for page in pdf for line in page.get_text().splitlines()]
    assert len(lines) > 200
    alone = [line for line in lines if re.fullmatch("\\W*[\u4e00-\u9fff]\\W*", line)]
    assert set(alone) == {"页"}, "but the title"


def test_a_folded_pair_of_plans_begins_a_page(tmp_path: Path) -> None:
    pair = "<p>要紧的一步</p><details class='hb-fold'><summary>看图</summary>{}</details>"
    two = pair.format("<p class='hb-figure'>前</p><p class='hb-figure'>后</p>")
    one = pair.format("<p class='hb-figure'>只一张</p>")
    assert len(_printed(f"<h2>甲</h2>{one}<h2>乙</h2>{one}", tmp_path)) == 1
    assert len(_printed(f"<h2>甲</h2>{one}<h2>乙</h2>{two}<h2>丙</h2>{two}", tmp_path)) == 3


def test_a_crash_of_the_renderer_is_the_pages_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(**_: object) -> None:
        raise RuntimeError("坏了")

    monkeypatch.setattr("weasyprint.HTML", crash)
    (problem,) = render(_job("<p>好</p>", tmp_path), tmp_path).problems
    assert (problem.file, problem.rule) == ("page.md", "P002")
    assert "坏了" in problem.message


def _kills_itself(job: PageJob, site: Path) -> page_pdf.Rendered:
    """What a worker does when the system ends it in the middle of a page."""
    if job.source == "second.md":
        os.kill(os.getpid(), signal.SIGKILL)
    return render(job, site)


@pytest.mark.slow
def test_a_worker_that_the_system_ends_is_told_as_that_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = _job("<p>好</p>" * 9, tmp_path)
    jobs = [
        replace(one, source="first.md"),
        replace(_job("<p>好</p>", tmp_path), source="second.md", pdf="b.pdf"),
    ]
    monkeypatch.setattr(page_pdf, "render", _kills_itself)
    with pytest.raises(HandbookError) as told:
        render_pages(jobs, tmp_path, tmp_path / "cache", processes=1)
    (problem,) = told.value.problems
    assert (problem.file, problem.rule) == ("second.md", "P002")
    assert "被系统结束" in problem.message and "内存" in problem.hint
    assert not list(tmp_path.glob("*.pdf"))
    monkeypatch.undo()
    report = render_pages(jobs, tmp_path, tmp_path / "cache", processes=1)
    assert (report.rendered, report.reused) == (1, 1)
    assert len(list(tmp_path.glob("*.pdf"))) == 2


def test_the_same_slip_on_all_pages_is_told_once(tmp_path: Path) -> None:
    job = _job(
        "<p>好</p>", tmp_path, css="@page { size: A4 } body { font-family: 'Noto Sans CJK SC'; colour: red }"
    )
    jobs = [PageJob(f"{n}.md", job.html.replace("好", f"好{n}"), f"{n}.pdf") for n in range(3)]
    with pytest.raises(HandbookError) as caught:
        render_pages(jobs, tmp_path, tmp_path / "cache", processes=1)
    (problem,) = caught.value.problems
    assert "另外 2 页也是这样" in problem.message
    assert not list(tmp_path.glob("*.pdf"))


def test_missing_and_damaged_pdfs_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    problems = page_faults.check_pdfs(tmp_path, {"a.md": "a.pdf", "b.md": "b.pdf"})
    assert [problem.file for problem in problems] == ["a.md", "b.md"]


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / SHEETS).glob("*print.css")))
def test_sheets_for_paper_say_only_what_the_typesetter_knows(name: str) -> None:
    """A selector for browsers alone would end the build, after minutes, at the page that has the sheet."""
    sheet = page_pdf._sheet(f"{page_pdf.SITE_URL}{SHEETS}/{name}", ROOT)
    assert list(sheet.messages) == []
