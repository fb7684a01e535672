"""The sheets of one page an item, for the wall."""

from __future__ import annotations

import re
from pathlib import Path

import pymupdf as fitz

from conftest import ROOT
from handbook.books.content import gravest_penalties
from handbook.books.content.pocket_book import worst_of
from handbook.drawing import drawings
from handbook.markdown import brief_clause
from support import real
from support.shelf import lines_in_turn, path_of, size_in_mm
from support.text import squeeze

BOOK = real.book()


def test_a_sheet_for_the_wall_has_whole_amounts_and_larger_duties(shelf: Path) -> None:
    """No line begins with ～ or ；, no amount is torn; what is to be done is larger than what it costs."""
    kinds = {"duty": re.compile(r"\d\d-\d+ "), "cost": re.compile(".*首次")}
    with fitz.open(path_of(shelf, "one-page")) as pdf:
        for page in pdf:
            lines = [line for pair in lines_in_turn(page) for line in pair]
            assert not [line for line in lines if re.match("[～；：、，。）]", line)], page.number + 1
            assert not [
                a + "|" + b
                for a, b in lines_in_turn(page)
                if re.search(r"\d ?[千万]?$", a) and re.match("[～万千元]", b)
            ], page.number + 1
            sizes: dict[str, float] = {}
            for block in page.get_text("dict")["blocks"]:
                for line in block.get("lines", []):
                    for span in line["spans"]:
                        for kind, words in kinds.items():
                            if words.match(span["text"]):
                                sizes.setdefault(kind, span["size"])
            assert sizes["duty"] >= 9.2 and sizes.get("cost", 9.0) >= 8.99, (page.number + 1, sizes)
            assert "cost" not in sizes or sizes["duty"] > sizes["cost"], (page.number + 1, sizes)


def test_each_item_has_its_own_single_sheet(shelf: Path) -> None:
    """The points of the item and the worst that follows of each in the short writing: what is read standing
    before it not under 9.25 pt, the rest not under 9 pt."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs/drawings").glob("*.svg"))]
    drawn = squeeze(re.sub(r"<[^>]+>", "", "".join([*texts, *drawings(BOOK).values()])))
    for item in BOOK.items:
        with fitz.open(shelf / "one-page" / f"{item.id}.pdf") as pdf:
            assert len(pdf) == 1 and size_in_mm(pdf[0]) == (210, 297)
            text = squeeze(pdf[0].get_text())
            told_of = {
                point.id: [
                    BOOK.penalty(use.reference)
                    for p, use in worst_of(BOOK, item.points, judge=gravest_penalties.worst)
                    if p is point
                ]
                for point in item.points
            }
            left_out = sum(len(point.penalties) - len(told_of[point.id]) for point in item.points)
            assert (f"另有{left_out}项" in text) == bool(left_out)
            assert "怎样算合格" in text, item.id
            for point in item.points:
                assert f"{point.id}{squeeze(point.short or point.requirement)}" in text, point.id
                assert squeeze(point.remedy.today_short or point.remedy.today) in text, point.id
                every = [BOOK.penalty(use.reference) for use in point.penalties]
                assert bool(told_of[point.id]) == bool(every), point.id
                assert all(p in told_of[point.id] for p in every if "拘" in p.words or "徒刑" in p.words)
                for penalty in told_of[point.id]:
                    parts = (penalty.premise, penalty.first, penalty.later, penalty.persons)
                    for part in filter(None, parts):
                        told = brief_clause.clause(part) if part != penalty.premise else part
                        assert squeeze(told) in text, f"{point.id}: {told}"
                    places = brief_clause.citation(penalty.reference.text).split("条")[0] + "条"
                    assert squeeze(places.partition("第")[2]) in text, point.id
            assert "建议稿" in text and item.name in text
            spans = [
                span
                for block in pdf[0].get_text("dict")["blocks"]
                for line in block.get("lines", [])
                for span in line["spans"]
                if span["text"].strip()
            ]
            small = {squeeze(span["text"]) for span in spans if span["size"] < 8.95}
            near = [span["size"] for span in spans if re.match(r"\d\d-\d|首次|限期改正|罚", span["text"])]
            assert len(near) > len(item.points) and min(near) > 9.2, item.id
            # Drawings are pictures; the mark of the state is one.
            assert {word for word in small if word not in drawn + squeeze(item.standing)} == set(), item.id


def test_page_of_sheets_leads_to_each(site: Path) -> None:
    text = (site / "overview/one-page.html").read_text(encoding="utf-8")
    for item in BOOK.items:
        assert f'href="../downloads/one-page/{item.id}.pdf"' in text
