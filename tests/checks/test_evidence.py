"""Readers see how sure a reference is, what was not reviewed, and what comes into force soon."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from handbook.books.content.book_data import notice
from handbook.editor.report.laws_due import due
from handbook.markdown.evidence_text import evidence_text, proved_text
from handbook.markdown.includes import includes
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item, Review
from handbook.model.law.register import LawState
from handbook.site.pages.data_pages import law_pages
from handbook.site.pages.updates import upcoming, update_page
from handbook.sources import prose
from handbook.sources.load import Sources
from support import real
from support.day import DAY


@pytest.fixture(scope="module")
def sources() -> Sources:
    return real.sources()


@pytest.fixture(scope="module")
def book(sources: Sources) -> Handbook:
    return sources.handbook()


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("消防法 第六十条第一款第三项", "已对原文（2026年11月29日）"),
        ("江苏省安全生产条例 第一百条", "二手"),  # an extract in hand, not this article
        ("生产经营单位安全培训规定 第二十一条第一款", "二手"),  # the text at hand is a reprint
        ("GB 55037-2022 7.1.4", "二手"),
        ("固体废物污染环境防治法", "未见"),
    ],
)
def test_a_reference_tells_how_sure_it_is(
    sources: Sources, book: Handbook, reference: str, told: str
) -> None:
    assert evidence_text(book, sources.reader(reference)) == told


def test_the_law_page_grades_each_place_and_lists_the_pages_that_cite_it(book: Handbook) -> None:
    pages = law_pages(book)
    law = pages["laws/xiaofang-fa.md"]
    assert law.count("已对原文（2026年11月29日）") >= len(book.citations["xiaofang-fa"])
    assert '<a href="../drills/bell.html">一键响铃</a>' in law.partition("{ #pages }")[2]
    assert "15 违章搭建与夹芯板</a>" in law.partition("{ #pages }")[2]
    assert "· 二手" in pages["laws/gb-55037-2022.md"]


def test_the_item_page_tells_the_share_that_was_read(book: Handbook) -> None:
    parts = includes(book)
    for item in book.items:
        words = proved_text(book, item.references)
        assert words in parts[f"checklists/{item.id}/law.md"]
        read = sum(book.evidence(reference).day is not None for reference in item.references)
        assert f"{len(item.references)} 处里 {read} 处已对原文" in words


def test_an_item_without_legal_review_says_so_until_the_text_is_reviewed(book: Handbook) -> None:
    item = next(item for item in book.items if item.revisions)
    row = {"阶段": "法制审核", "人": "某人", "文本": item.digest}
    other = {"阶段": "法制审核", "人": "某人", "文本": "0" * 12, "日期": item.changed}
    old = Review.model_validate(row | {"日期": dt.date(2020, 1, 1)})
    new = Review.model_validate(row | {"日期": item.changed})
    assert item.standing == "建议稿，未经法制审核"
    assert item.model_copy(update={"reviews": (old,)}).standing == "建议稿，未经法制审核"
    assert item.model_copy(update={"reviews": (old, new)}).standing == "建议稿"
    unlike = Review.model_validate(other)  # the text has changed since
    assert item.model_copy(update={"reviews": (unlike,)}).standing == "建议稿，未经法制审核"
    assert "建议稿，未经法制审核" in includes(book)[f"checklists/{item.id}/points.md"]


def test_the_books_say_that_nobody_reviewed_them_legally(book: Handbook) -> None:
    assert "清单。各条都未经法制审核。" in "".join(notice(book, ""))
    reviewed = tuple(
        item.model_copy(update={"reviews": (_review(item),)}) if item.id != "07" else item
        for item in book.items
    )
    told = "".join(notice(replace(book, items=reviewed), ""))
    assert "第 07 条未经法制审核。" in told.replace("\xa0", " ")


def _review(item: Item) -> Review:
    row = {"阶段": "法制审核", "人": "某人", "文本": item.digest, "日期": DAY}
    return Review.model_validate(row)


def test_what_is_due_for_review_is_told_by_date(sources: Sources, book: Handbook) -> None:
    rows = due(book, days=10_000)
    # The checks walk the sources for the same citations, where an editor is shown each.
    cited = [place.reference for place in prose.everywhere(sources) if place.reference]
    cited += [reference for kind, _, _, reference in prose.references(sources) if kind != "laws"]
    assert book.uses_of_laws == Counter(reference.law_id for reference in cited)
    assert {row.heading[0] for row in rows} >= {"四", "五"}
    page = includes(book)["editing/due.md"]
    days = [
        line.split("|")[1].replace("**已过** ", "").strip()
        for line in page.splitlines()
        if line.startswith("| 2")
    ]
    parsed = [dt.datetime.strptime(day, "%Y年%m月%d日").date() for day in days]
    assert parsed == sorted(parsed) and len(parsed) > 50
    assert "未经法制审核的 22 条" in page


def test_the_page_of_updates_tells_all_that_begins_or_ends_within_ninety_days(book: Handbook) -> None:
    rows = {row.law.id: row for row in upcoming(book)}
    soon = {
        law.id
        for law in book.laws
        if law.state_on(DAY) is LawState.NOT_YET
        and law.state_on(DAY + dt.timedelta(days=90)) is LawState.IN_FORCE
    }
    assert set(rows) >= soon and soon
    assert [entry.point.id for entry in rows["gb-8624-2025"].points] == ["15-3"]
    page = update_page(book)["updates.md"]
    assert (
        "2027年1月1日" in page
        and 'href="checklists/15-illegal-builds-foam-panels.html#p15-3">15-3</a>' in page
    )
