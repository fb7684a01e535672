"""The PDFs of the real site as readers and printers get them: all tagged, light, and the print files in
folding order."""

from __future__ import annotations

import collections
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pymupdf

from handbook.model.law.evidence import Grade
from handbook.pdf.prepress.imposition import booklet_sides, stacked_sides
from handbook.site.redirects import redirects
from support import real
from support.pdf_tags import keeps_the_rules, tags
from support.text import squeeze

#: Bytes of a page's PDF that is one sheet of A4, and of the whole site with all its books, forms and slides.
ONE_SHEET, WHOLE_SITE = 80 * 1024, 74 * 1000 * 1000


def page_pdfs(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.pdf")) if path.with_suffix(".html").is_file()]


def test_every_page_is_tagged_and_one_sheet_is_light(site: Path) -> None:
    """Not of a page of the test's own: of each page that is handed out; and by the rules of ISO 14289-1 that
    a program can see."""
    paths = page_pdfs(site)
    assert len(paths) > 85
    for path in paths:
        with pikepdf.open(path) as pdf:
            assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "zh-CN", path
            every = list(tags(pdf))
            keeps_the_rules(pdf, every, path.name)
            assert all(("/K" in tag and len(tag.K)) or tag.S in ("/TD", "/TH") for tag in every), path
            assert {"/Document", "/H1", "/P"} <= {str(tag.S) for tag in every} or path.name in (
                "index.pdf",
                "404.pdf",
                "pack.pdf",  # what it shows is made on the device, by the page's program
            ), path
            assert pdf.pages[0].get("/StructParents") is not None, path
            if len(pdf.pages) == 1:
                assert path.stat().st_size <= ONE_SHEET, path


def test_pages_nobody_prints_have_no_pdf_and_promise_none(site: Path) -> None:
    pages = [path for path in site.rglob("*.html") if not path.with_suffix(".pdf").exists()]
    look_up = {path.relative_to(site).as_posix() for path in pages}
    assert {"laws/index.html", "forms/index.html", "checklists/tenant.html", "self-check.html"} <= look_up
    assert sum(name.startswith("laws/") for name in look_up) > 100
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "hb-pdf-link" not in text and f'href="{path.stem}.pdf"' not in text, path


def test_forms_and_lists_lead_to_their_paper_instead(site: Path) -> None:
    made = (*(site / "forms").glob("*.html"), *(site / "checklists").glob("*.html"))
    away = {site / address for address in redirects(real.book())}
    bare = [
        path
        for path in made
        if not path.with_suffix(".pdf").exists() and path.stem != "index" and path not in away
    ]
    assert len(bare) > 60
    for path in bare:
        papers = re.findall(r'href="(\.\./downloads/forms/[^"]+\.pdf)"', path.read_text(encoding="utf-8"))
        assert papers and all((path.parent / paper).resolve().is_file() for paper in papers), path


#: Type sizes of tables in pt, and how far apart the lines of one cell are at most (print.css). Words of a
#: floor plan may stand upright; they are as large as the plan came out, which is nearly never one of these.
TABLE_SIZES, CELL_PITCH = (8.0, 8.5, 9.0), 14


def torn(pdf: pymupdf.Document) -> Iterator[str]:
    """Cells whose column is one character wide or that end in a line of one, numbers torn from their units or
    over two lines, boxes without their word."""
    for page in pdf:
        for (left, top, upper), (under, below, lower) in itertools.pairwise(sorted(_lines_of_tables(page))):
            if abs(left - under) > 1 or not 0 < below - top < CELL_PITCH:
                continue
            narrow = re.search("[\u4e00-\u9fff，、]$", upper) and re.fullmatch(r"[\u4e00-\u9fff]\W*", lower)
            number = re.search(r"(?<!\d)\d\d-$", upper) or re.match(r"-\d+(?!\d)", lower)
            unit = re.search(r"\d$", upper) and re.fullmatch("m|m²|mm|km", lower)
            if narrow or number or unit or upper.endswith("□"):
                yield f"{upper}|{lower}"


def _lines_of_tables(page: pymupdf.Page) -> Iterator[tuple[float, float, str]]:
    """Left edge, top edge and text of each line that has the size of a table's text."""
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", []):
            text = "".join(span["text"] for span in line["spans"]).strip()
            if text and any(abs(line["spans"][0]["size"] - size) < 0.01 for size in TABLE_SIZES):
                yield round(line["bbox"][0]), line["bbox"][1], text


def test_no_line_of_one_character_and_no_box_without_its_word(site: Path) -> None:
    """In the PDFs of all pages."""
    found = {}
    for path in page_pdfs(site):
        with pymupdf.open(path) as pdf:
            if faults := sorted(set(torn(pdf))):
                found[path.name] = faults
    assert not found


def test_paper_says_nothing_twice_and_nothing_of_a_screen(site: Path) -> None:
    """No word to tap, no line that only repeats what stands open below it, no bare names of other pages; of
    the articles of an item only those that were not compared, for the cards name them all."""
    book = real.book()
    items = {item.stem: item for item in book.items}
    for path in page_pdfs(site):
        with pymupdf.open(path) as pdf:
            text = squeeze("".join(page.get_text() for page in pdf))
        assert not re.search(
            r"[,里]点开|点开看|看图:|\d行(对照)?:|平面图:整改前和|见要点\d\d-\d+。\(见要点", text
        ), path.name
        if item := items.get(path.stem):
            assert "用到的法条" in text and not re.search("相关(页面|条目)", text), path.name
            assert not [other.item for other in item.related if squeeze(other.why) in text], path.name
            sure = [book.evidence(reference).grade == Grade.READ for reference in item.references]
            assert ("依据核验:" in text, text.count("已对原文（20")) == (True, 0), path.name
            assert text.count("未见") + text.count("二手") >= sure.count(False), path.name


def test_a_major_hazard_stands_with_its_clause(site: Path) -> None:
    with pymupdf.open(site / "overview/major-hazards.pdf") as pdf:
        text = squeeze("".join(page.get_text() for page in pdf))
    told = [major for entry in real.book().points() for major in entry.point.major]
    whole = [one for one in told if squeeze(f"{one.condition.strip()}（{one.reference.text}）") in text]
    assert len(told) > 50 and len(whole) > 0.8 * len(told)  # the rest goes on overleaf, under head and foot


def fills(path: Path) -> list[float]:
    """How far down each page but the last is written on, as a share of the room between head and foot."""
    with pymupdf.open(path) as document:
        found = []
        for page in list(document)[:-1]:
            top, foot = 0.05 * page.rect.height, 0.93 * page.rect.height
            ends = [block[3] for block in page.get_text("blocks") if block[4].strip() and block[3] < foot]
            found.append((max(ends, default=top) - top) / (foot - top))
        return found


def test_no_page_is_left_half_empty(site: Path) -> None:
    """A figure or a card that goes on to the next page leaves less than half of one, and seldom a third."""
    found = {path: fills(path) for path in page_pdfs(site)}
    short = {str(path): min(shares) for path, shares in found.items() if shares and min(shares) < 0.5}
    assert short == {}
    shares = [share for shares in found.values() for share in shares]
    assert sum(share < 0.7 for share in shares) < 0.07 * len(shares)


def test_few_lines_are_not_left_to_a_last_sheet(site: Path) -> None:
    """What would end in a few lines is set closer, of few sheets what would end in one figure too."""
    left = []
    for path in page_pdfs(site):
        with pymupdf.open(path) as document:
            page = document[-1]
            top, foot = 0.05 * page.rect.height, 0.93 * page.rect.height
            ends = [block[3] for block in page.get_text("blocks") if block[4].strip() and block[3] < foot]
            filled = (max(ends, default=top) - top) / (foot - top)
            few, words = len(document) <= 6, len(page.get_text())
            if len(document) > 1 and (filled < 0.2 or (few and filled < 0.5 and words < 200)):
                left.append(path.name)
    assert left == []


def test_no_row_stands_alone_and_no_table_without_the_words_before_it(site: Path) -> None:
    """A table of three rows is on one page, and words under a heading with the rows they tell of."""
    together = {path: ("八样写齐", "风险名称") for path in (site / "trades").glob("*.pdf")}
    together[site / "enterprises/credit-repair.pdf"] = ("公示多久", "轻微", "严重")
    torn = []
    for path, words in together.items():
        with pymupdf.open(path) as pdf:
            pages = [squeeze(page.get_text()) for page in pdf]
        torn += [path.name] if not any(all(word in text for word in words) for text in pages) else []
    assert len(together) > 8 and torn == []


def test_a_point_of_few_major_hazards_is_on_one_page(site: Path) -> None:
    """From its words to what is to be done today; points of many hazards may go on."""
    with pymupdf.open(site / "overview/major-hazards.pdf") as pdf:
        pages = [squeeze(page.get_text()) for page in pdf]
    short = [entry.point for entry in real.book().points() if 0 < len(entry.point.major) <= 2]
    assert len(short) > 10
    torn = [
        point.id
        for point in short
        if not any(
            squeeze(point.requirement) in text and squeeze(point.remedy.today) in text for text in pages
        )
    ]
    assert torn == []


def test_a_table_is_one_table_in_the_tags(site: Path) -> None:
    """However many sheets it takes: as many tables as the page has, each cell once."""
    for name in (
        "overview/penalties",
        "overview/major-hazards",
        "standards/zoning/aisles",
        "trades/food",
    ):
        page = (site / f"{name}.html").read_text(encoding="utf-8")
        body = page.partition("<!-- hb:print -->")[2].partition("<!-- /hb:print -->")[0]
        with pikepdf.open(site / f"{name}.pdf") as pdf:
            counts = collections.Counter(str(tag.S) for tag in tags(pdf))
        assert (counts["/Table"], counts["/TD"]) == (body.count("<table"), len(re.findall(r"<td\b", body))), (
            name
        )


def test_the_whole_site_is_light(site: Path) -> None:
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) <= WHOLE_SITE


def test_print_files_are_in_folding_order(site: Path) -> None:
    """Each place on each side of each real file shows the page that cutting and folding puts there."""
    files = sorted((site / "downloads").glob("*-print.pdf"))
    for printed in files:
        is_in_folding_order(printed)
    assert len(files) > 5


def is_in_folding_order(printed: Path) -> None:
    with pymupdf.open(printed) as sheets, pymupdf.open(printed.with_stem(printed.stem[:-6])) as read:
        pages = [squeeze(page.get_text()) for page in read]
        if sheets[-1].rect.width == read[-1].rect.width:  # whole sheets, nothing to fold
            assert [squeeze(sheet.get_text()) for sheet in sheets][-len(pages) :] == pages, printed.name
            return
        if sheets[-1].rect.width < sheets[-1].rect.height:  # A6: two spreads one above the other
            spreads = stacked_sides(len(pages))
        else:
            spreads = [(side,) for side in booklet_sides(len(pages))]
        first = 2  # one sheet that tells how to print
        cover = len(sheets) - first - len(spreads)
        assert cover in (0, 2), "but for a cover, nothing follows"
        if cover:  # the cover wraps round: inside, a title page and nothing stand for it
            title, pages[0], pages[-1] = pages[0], "", ""
        for number, rows in enumerate(spreads):
            sheet = sheets[first + number]
            middle, high = sheet.rect.width / 2, sheet.rect.height / len(rows)
            for row, side in enumerate(rows):
                for left, wanted in ((0, side and side.left), (middle, side and side.right)):
                    box = pymupdf.Rect(left, row * high, left + middle, (row + 1) * high)
                    shown = squeeze(sheet.get_text(clip=box))
                    if cover and wanted == 1:
                        assert shown and set(shown) <= set(title)
                        continue
                    assert shown == ("" if wanted is None else pages[wanted - 1]), (
                        printed.name,
                        number,
                        row,
                        wanted,
                    )
