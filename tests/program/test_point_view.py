"""One voice: what is said of a check point is worded in one place and the same in every output."""

from __future__ import annotations

import re

from conftest import ROOT
from handbook.books.content.book_data import item_data
from handbook.books.content.one_page import sheet as one_page
from handbook.markdown.includes import parts_of_item
from handbook.markdown.point_view import ADVICE, MAJOR, MUST, NO_PENALTY, PointView, basis_text
from handbook.model.checklist import checklists
from handbook.model.handbook import Handbook
from handbook.model.items.item import BasisRole
from handbook.model.law.register import LawKind
from handbook.sheets.from_checklist import checklist_sheet
from handbook.site.pages.overview_pages import overview_pages
from handbook.site.pages.self_check import guidance, points


def test_page_book_and_sheet_bear_the_same_marks(book: Handbook) -> None:
    sheet = checklist_sheet(book, next(entry for entry in checklists(book) if entry.id == "all"))
    notes = {
        row.cells[0].text: row.cells[1].note
        for block in sheet.blocks
        for row in getattr(block, "rows", ())
        if hasattr(row, "cells")
    }
    for item in book.items:
        page = parts_of_item(book, item)[f"checklists/{item.id}/points.md"]
        data = {point["id"]: point for point in item_data(book, item)["points"]}
        for point in item.points:
            marks = [str(mark) for mark in PointView(item, point).marks]
            shown = page.partition(f'id="p{point.id}"')[2].partition("</section>")[0]
            assert re.findall(r'hb-badge--(?:major|must|advice)">([^<]+)<', shown) == marks
            assert [mark["text"] for mark in data[point.id]["marks"]] == marks
            # On paper there is one list for both sides: a row says whose it is where it is not of both.
            roles = item.roles_of(point)
            whose = [f"只管{roles[0].value}"] if len(roles) == 1 else []
            assert re.findall(r"[^ ·]*(?:出租|承租)方[^ ·]*", notes[point.id]) == whose
            assert notes[point.id].split(" · ")[: len(marks + whose)] == marks + whose


def test_only_a_reference_that_does_not_bind_is_said_to_be_no_ground_of_a_penalty(book: Handbook) -> None:
    """消防法 第六十条 and 安全生产法 第九十九条 punish what does not meet a national standard: of a
    mandatory one nobody may be told that it is no ground."""
    texts = guidance(book)
    said = set()
    for entry in book.points():
        for basis in entry.point.basis:
            if basis.role is BasisRole.REFERENCE:
                kind = basis.reference.law.kind
                advice = kind in (LawKind.NORMATIVE, LawKind.RECOMMENDED_STANDARD)
                words = "参照，不作处罚依据" if advice else "参照"
                said.add(words)
                assert basis_text([basis]) == f"{basis.reference.text}（{words}）"
                alike = [
                    b
                    for b in entry.point.basis
                    if (b.reference.law_id, b.role) == (basis.reference.law_id, basis.role)
                ]
                assert basis_text(alike).endswith(f"（{words}）")
                assert basis_text(alike) in str(texts[entry.point.id])
    assert len(said) == 2


def test_a_basis_names_each_law_once_for_each_role(book: Handbook) -> None:
    several = 0
    for entry in book.points():
        told = PointView(entry.item, entry.point).basis
        for law in {basis.reference.law for basis in entry.point.basis}:
            own = [basis for basis in entry.point.basis if basis.reference.law == law]
            several += len(own) > 1
            named = told.count(own[0].reference.text.removesuffix(own[0].reference.place))
            assert named == len({basis.role for basis in own}), (entry.point.id, told)
    assert several > 50


def test_the_marks_and_their_words_are_written_nowhere_else() -> None:
    """Words of the marks come from the view; a template or module that spells them again would drift."""
    own = ROOT / "scripts/handbook/markdown/point_view.py"
    spelt = [
        path.relative_to(ROOT).as_posix()
        for folder, ending in (
            ("scripts/handbook", "*.py"),
            ("overrides/pages", "*"),
            ("overrides/typst", "*"),
        )
        for path in sorted((ROOT / folder).rglob(ending))
        if path.is_file()
        and path != own
        and path.suffix in (".py", ".jinja", ".html", ".typ")
        and re.search(
            f"{MUST}|{ADVICE}|{MAJOR}|▲ 可能是重大隐患|（参照）|{NO_PENALTY[-20:]}",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert spelt == []


def test_a_penalty_chapter_not_in_hand_is_not_taken_for_no_penalty(book: Handbook) -> None:
    """05-6 and its kind: every output says that there may be a penalty, and whose."""
    texts, told = guidance(book), {}
    for item in book.items:
        page = parts_of_item(book, item)[f"checklists/{item.id}/points.md"]
        data = {point["id"]: point["consequence"] for point in item_data(book, item)["points"]}
        sheet = str(one_page(book, item))
        for point in item.points:
            words = PointView(item, point).no_penalty
            assert bool(words) == (not point.penalties)
            if not words:
                continue
            shown = page.partition(f'id="p{point.id}"')[2].partition("</section>")[0]
            assert f"<p>{words}。</p>" in shown and data[point.id]["text"] == words
            if words != NO_PENALTY:
                told[point.id] = words
                assert words in texts[point.id]["basis"] and point.id in sheet
                assert words.replace("《", "").replace("》", "")[:8] in sheet.replace("《", "").replace(
                    "》", ""
                )
    assert told["05-6"] == "《江苏省工业企业安全生产风险报告规定》的罚则没有取得，可能有处罚"
    assert "《江苏省安全生产条例》的罚则没有全部取得" in told["02-9"]


def test_the_mark_of_a_major_hazard_says_to_whom_it_may_apply(book: Handbook) -> None:
    marks = {entry.point.id: str(PointView(entry.item, entry.point).marks[0]) for entry in book.points()}
    assert marks["10-5"] == f"{MAJOR}（限机械、轻工）"
    assert marks["09-4"] == f"{MAJOR}（限工贸：粉尘爆炸危险）"
    assert marks["04-7"] == f"{MAJOR}（限工贸）"
    assert marks["12-2"] == str(MAJOR)  # any firm
    rows = {row["id"]: row for row in points(book)["points"]}
    assert {"sectors": ["机械"], "hazards": [], "not": []} in rows["10-5"]["majorIf"]
    assert {"sectors": [], "hazards": ["combustible-dust"], "not": []} in rows["09-4"]["majorIf"]
    assert not rows["14-1"]["majorIf"]


def test_a_judging_text_not_had_is_told_where_no_mark_stands(book: Handbook) -> None:
    """GB 35181-2025 judges fire hazards; its clauses were not had, so no ▲ means nothing there. Of
    GB 45067-2024 those on boilers and lifts were not."""
    told = {item.id: [law.name for law in book.unread_judging(item)] for item in book.items}
    assert {item for item, laws in told.items() if "GB 35181-2025" in laws} == {"14", "15", "16", "21", "22"}
    note = "没有标 ▲，不等于不是，问消防救援机构。"
    helped = guidance(book)
    assert note in helped["14-1"]["basis"] and note in helped["22-1"]["basis"]
    assert note not in helped["16-3"]["basis"], "a point with its ▲ needs no such words"
    assert note not in helped["13-3"]["basis"]
    page = overview_pages(book)["overview/major-hazards.md"]
    assert "第 14、15、16、21、22 条，判定条文没有取得" in page
    assert "第 12 条，判定条文没有取全：没有标 ▲，不等于不是" in page


def test_each_clause_of_the_judging_standard_names_its_sector(book: Handbook) -> None:
    """第四条 to 第十条 are each for one sector; a condition without it would mark every firm."""
    chapters = {4: "冶金", 5: "有色", 6: "建材", 7: "机械", 8: "轻工", 9: "纺织", 10: "烟草"}
    for entry in book.points():
        for major in entry.point.major:
            if "判定" in major.reference.law.title and major.reference.article in chapters:
                assert [s.value for s in major.sectors] == [chapters[major.reference.article]], entry.point.id
                assert chapters[major.reference.article] in major.condition or major.feature
