"""What is offered for each trade: a leaflet of two sides, a test with its answers, a light lesson."""

from __future__ import annotations

import io
from pathlib import Path

import pymupdf as fitz
import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation

from handbook.markdown.brief_clause import citation
from handbook.model.items.trade import Trade, TradeFile
from handbook.teaching.exams.exam_paper import trade_papers
from support import real
from support.text import pdf_pages, squeeze

BOOK = real.book()
trades = pytest.mark.parametrize("trade", BOOK.trades, ids=lambda trade: trade.id)


def as_offered(site: Path, trade: Trade, file: TradeFile) -> bytes:
    return (site / trade.file(file, BOOK.edition.id)).read_bytes()


def size_of_most(page: fitz.Page) -> float:
    """The size in which most of the page is set."""
    spans = [
        (span["size"], len(span["text"]))
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
    ]
    return max({size for size, _ in spans}, key=lambda one: sum(n for size, n in spans if size == one))


@trades
def test_the_leaflet_has_steps_on_one_side_risks_and_year_on_the_other(site: Path, trade: Trade) -> None:
    pdf = as_offered(site, trade, TradeFile.LEAFLET)
    assert len(pdf) < 90 * 1024
    with fitz.open(stream=pdf) as document:
        assert [(round(page.rect.width), round(page.rect.height)) for page in document] == [(420, 595)] * 2
    front, back = pdf_pages(pdf)
    for step in trade.steps:
        for text in (step.name, step.harm, step.first.removesuffix("。"), step.who, step.when):
            assert squeeze(text) in front, text
    for text in (*(risk.name for risk in trade.risks), *(row.task for row in trade.rhythm), trade.address):
        assert squeeze(text) in back, text
    assert all(point in back for point in trade.first)


@trades
def test_the_test_asks_the_trades_questions_for_a_hundred_points(site: Path, trade: Trade) -> None:
    a, b = trade_papers(BOOK, trade)
    assert {entry.id for entry in a.entries} == {entry.id for entry in b.entries} == set(trade.questions)
    assert a.full == b.full == 100 and "80 分合格" in a.terms
    assert {e.id: e.worth for e in a.entries} == {e.id: e.worth for e in b.entries}
    assert max(e.worth for e in a.entries) - min(e.worth for e in a.entries) <= 1
    pages = pdf_pages(as_offered(site, trade, TradeFile.EXAM))
    assert len(pages) == 4
    with fitz.open(stream=as_offered(site, trade, TradeFile.EXAM)) as pdf:
        assert all(size_of_most(page) >= least for page, least in zip(pdf, (12, 12, 10, 10), strict=True))
    for paper, sheet, key in zip((a, b), pages[:2], pages[2:], strict=True):
        assert squeeze(paper.terms) in sheet and "答案" not in sheet and "答题卡" not in sheet
        for entry in paper.entries:
            assert squeeze(entry.text) in sheet and entry.id in key and squeeze(entry.why) in key
        # Who marks reads of the questions that are asked, and of no others.
        forms = {part.form.value for part in paper.parts}
        assert {form for form in ("判断", "选择", "问答") if f"{form}题" in key} == forms
        for part in paper.parts:
            assert part.even or sheet.count("(12分)") + sheet.count("(13分)") >= len(part.entries)


@trades
def test_the_test_can_be_changed_and_says_the_same(site: Path, trade: Trade) -> None:
    body = Document(io.BytesIO(as_offered(site, trade, TradeFile.EXAM_TEXT))).element.body
    words = squeeze("".join(text.text or "" for text in body.iter(qn("w:t"))))
    a, b = trade_papers(BOOK, trade)
    papers = words[: words.index("怎么评分")]
    for paper in (a, b):
        assert squeeze(f"卷号 {paper.code}") in papers and squeeze(paper.title) in papers
        for entry in paper.entries:
            assert squeeze(entry.text) in papers and all(squeeze(one) in papers for one in entry.options)
            assert squeeze(entry.why) in words and squeeze(entry.why) not in papers
            assert squeeze(entry.answer_text) in words[len(papers) :]
    assert len(list(body.iter(qn("w:pageBreakBefore")))) == 3


@trades
def test_the_lesson_shows_a_step_a_slide_and_is_light(site: Path, trade: Trade) -> None:
    pptx = as_offered(site, trade, TradeFile.SLIDES)
    deck = Presentation(io.BytesIO(pptx))
    pages = pdf_pages(as_offered(site, trade, TradeFile.LESSON))
    assert len(deck.slides) == len(pages) <= 15
    assert len(pptx) < 220 * 1024  # eight drawings of some 20 KB
    drawn = [slide for slide in deck.slides if any(hasattr(one, "image") for one in slide.placeholders)]
    assert len(drawn) == 1 + bool(trade.plant.plan) + sum(bool(step.drawing) for step in trade.steps)
    titles = [squeeze(slide.shapes.title.text_frame.text) for slide in deck.slides]
    for step in trade.steps:
        harm, first = (squeeze(text.rstrip("。")) for text in step.shown)
        (page,) = (page for page, title in zip(pages, titles, strict=True) if squeeze(step.name) in title)
        assert first in page
        assert any(title.endswith(harm) and squeeze(step.name) in title for title in titles), (
            "says, not names"
        )
    said = squeeze("".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides))
    for text in (
        *(word for step in trade.steps for word in (step.harm, step.usual, step.first, step.who, step.when)),
        *(word for risk in trade.risks for word in (risk.name, risk.person)),
        *(BOOK.located[id].point.requirement for id in trade.first),
    ):
        assert squeeze(text) in said, text
    assert sum(f"题号{id}" in said for id in trade.questions) == 3
    if trade.plant.plan:
        (plan,) = (plan for plan in BOOK.plans if plan.id == trade.plant.plan)
        for remark in plan.after.remarks:
            assert squeeze(remark.short or remark.text) in "".join(pages) and squeeze(remark.text) in said


@trades
def test_slides_of_words_are_filled(site: Path, trade: Trade) -> None:
    """Few words are set larger: no step or list leaves the lower half of its slide empty."""
    with fitz.open(stream=as_offered(site, trade, TradeFile.LESSON)) as pdf:
        for page in list(pdf)[1 : 2 + len(trade.steps)]:
            foot = max(box[3] for box in page.get_text("blocks") if box[1] < 0.92 * page.rect.height)
            assert foot > 0.55 * page.rect.height, page.get_text()


@trades
def test_a_years_row_says_whether_it_is_a_rule(site: Path, trade: Trade) -> None:
    """On the leaflet and on the page: the article, or that it is advice; the article is one of the
    points'."""
    _, back = pdf_pages(as_offered(site, trade, TradeFile.LEAFLET))
    page = real.staged()[f"docs/trades/{trade.id}.md"].partition("{ #rhythm }")[2]
    year = back.partition("一年的节律")[2]
    advice = [row for row in trade.rhythm if not row.rules]
    assert 0 < len(advice) < len(trade.rhythm)
    assert page.partition("</dl>")[0].count("<small>建议</small>") == len(advice)
    for row in trade.rhythm:
        told = year.partition(squeeze(row.task))[2][:60]
        if not row.rules:
            assert told.startswith("建议"), row.task
        for rule in row.rules:
            assert squeeze(citation(rule.place)) in told and rule.text in page


@trades
def test_the_trades_page_and_the_path_lead_to_all_of_them(site: Path, trade: Trade) -> None:
    pages = real.staged()
    for file in TradeFile:
        address = f'href="../{trade.file(file, BOOK.edition.id)}"'
        assert address in pages[f"docs/trades/{trade.id}.md"]
        assert address in pages["docs/enterprises/learning-path.md"]
    assert len(list((site / "downloads/trades").iterdir())) == len(BOOK.trades) * len(TradeFile)
