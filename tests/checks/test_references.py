"""References: read strictly, printed in one form, ordered as in the book of law."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from handbook.checks.law import references
from handbook.checks.law.verify import uses
from handbook.editor.report.impact import impact
from handbook.markdown.includes import includes
from handbook.model.law.register import LawState
from handbook.model.numbers.chinese_number import from_chinese, to_chinese
from handbook.problems import Severity
from handbook.site.pages.updates import upcoming
from handbook.sources.load import load_sources
from support import real
from support.cases import cases

SOURCES = load_sources(Path(__file__).resolve().parents[1] / "project", dt.date(2026, 11, 23))
CASES = cases("references.yml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["写"])
def test_reads_and_prints(case: dict) -> None:
    assert SOURCES.reader(case["写"]).text == case["印"]


@settings(deadline=None)  # it asserts no seconds
@given(
    article=st.integers(1, 999), paragraph=st.none() | st.integers(1, 20), item=st.none() | st.integers(1, 40)
)
def test_what_is_printed_reads_back(article: int, paragraph: int | None, item: int | None) -> None:
    text = (
        f"第{to_chinese(article)}条"
        + (f"第{to_chinese(paragraph)}款" if paragraph else "")
        + (f"第{to_chinese(item)}项" if item else "")
    )
    reference = SOURCES.reader(f"测试安全法 {text}")
    assert (reference.article, reference.paragraph, reference.item) == (article, paragraph, item)
    assert reference.place == text


@settings(deadline=None)  # it asserts no seconds
@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_words(text: str) -> None:
    try:
        SOURCES.reader(text)
    except PydanticCustomError as error:
        assert error.context and error.context["message"]


@settings(deadline=None)  # it asserts no seconds
@given(st.integers(1, 9999))
def test_numerals_go_both_ways(number: int) -> None:
    assert from_chinese(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [(10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (1001, "一千零一")],
)
def test_numerals_of_the_statute_book(number: int, text: str) -> None:
    assert to_chinese(number) == text


@pytest.mark.parametrize("text", ["", "零", "一十", "一百一", "一百〇一", "百", "二二", "十百", "abc"])
def test_other_numerals_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_chinese(text)


def test_references_sort_by_number_not_by_letter() -> None:
    places = ["第二条", "第十条", "第十条之一", "第一百零一条", "第十条第一款", "第十条第二款第一项"]
    ordered = sorted(SOURCES.reader(f"测试安全法 {place}") for place in places)
    assert [r.place for r in ordered] == [
        "第二条",
        "第十条",
        "第十条第一款",
        "第十条第二款第一项",
        "第十条之一",
        "第一百零一条",
    ]


@pytest.mark.parametrize(
    ("name", "day", "state"),
    [
        ("测试安全法", "2019-12-31", LawState.NOT_YET),
        ("测试安全法", "2020-01-01", LawState.IN_FORCE),
        ("测试旧规定", "2023-12-31", LawState.IN_FORCE),
        ("测试旧规定", "2024-01-01", LawState.REPEALED),
    ],
)
def test_state_turns_on_the_day_itself(name: str, day: str, state: LawState) -> None:
    assert SOURCES.reader.law(name).state_on(dt.date.fromisoformat(day)) is state


REAL = real.sources()
CITATIONS = cases("citations.yml")


@pytest.mark.parametrize("case", CITATIONS, ids=lambda case: case["写"])
def test_citations_in_prose_are_read(case: dict) -> None:
    row = REAL.reader.law(case["行"]) if "行" in case else None
    found = REAL.reader.find_in_text(case["写"].replace("\\n", "\n"), row)
    assert [
        m.found.type if isinstance(m.found, PydanticCustomError) else m.found.text for m in found
    ] == case["读"]


def test_a_law_with_the_year_of_its_change_is_known_again() -> None:
    """Of the many names with a year in brackets another may look nearer."""
    with pytest.raises(PydanticCustomError) as refused:
        REAL.reader("消防法（2021年修正） 第五条")
    assert "“消防法”" in refused.value.context["hint"]


def test_a_citation_tells_where_it_stands() -> None:
    text = "先看**《消防法》**[第六十条](a.md)，\n再看第六十一条。"
    first, second = REAL.reader.find_in_text(text)
    assert text[first.offset : first.end].startswith("《消防法》")
    assert text[second.offset : second.end] == "第六十一条"


@settings(deadline=None)  # it asserts no seconds
@given(
    st.text(alphabet="《》第一二三百〇○条款项（）至、 的该法GB/T-0123456789.\n*[]|消防安全生产", max_size=60)
)
def test_any_prose_is_read_without_failing(text: str) -> None:
    for mention in REAL.reader.find_in_text(text):
        assert 0 <= mention.offset < mention.end <= len(text)


def test_citations_across_lines_and_pages_serve_all_commands(project: Path) -> None:
    page = project / "docs" / "index.md"
    page.write_text(
        page.read_text(encoding="utf-8")
        + "\n《测试安全法》第四条、第九百〇九条写了。\n\n该法第四条第二款也写了。按《测试旧规定》办。\n",
        encoding="utf-8",
    )
    sources = load_sources(project, dt.date(2026, 11, 23))
    told = {problem.rule for problem in references.check(sources) if problem.file == "docs/index.md"}
    assert told == {"R015", "R011"}
    found = impact(sources, "测试安全法 第四条第二款")
    assert len(found.pages["docs/index.md"]) == 3
    assert sources.handbook().uses_of_laws["ceshi-jiu-fa"] == 1
    placed = [use for use in uses(sources) if use.file == "docs/index.md"]
    assert [use.reference.place for use in placed] == [
        "第四条第二款",
        "第四条",
        "第九百零九条",
        "第四条第二款",
    ]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("按《测试旧规定》办。", {"R011"}),
        ("《测试旧规定》已经废止。", set()),
        ("按《测试新规定》办。", {"R012"}),
        ("《测试新规定》2027年6月1日起施行。", set()),
    ],
)
def test_a_law_past_or_to_come_is_named_only_as_such(project: Path, sentence: str, told: set[str]) -> None:
    page = project / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{sentence}\n", encoding="utf-8")
    problems = references.check(load_sources(project, dt.date(2026, 11, 23)))
    assert {problem.rule for problem in problems if problem.file == "docs/index.md"} == told


def test_what_ends_after_the_edition_is_told_on_the_pages_and_stops_nothing(project: Path) -> None:
    register = project / "data" / "register" / "laws.yml"
    text = register.read_text(encoding="utf-8")
    ended = text.replace(
        "  施行: 2020-01-01\n", "  施行: 2020-01-01\n  失效: 2026-12-01\n  被替代: ceshi-jiu-fa\n", 1
    )
    register.write_text(ended, encoding="utf-8")

    def told(day: dt.date) -> set[tuple[Severity, bool]]:
        problems = references.check(load_sources(project, day))
        return {(one.severity, "那天还有效" in one.message) for one in problems if one.rule == "R011"}

    assert ended != text and told(dt.date(2026, 11, 23)) == set()
    assert told(dt.date(2026, 12, 15)) == {(Severity.WARNING, True)}
    book = load_sources(project, dt.date(2026, 12, 15)).handbook()
    words = "已于2026年12月1日失效，由 测试旧规定 替代"
    assert words in includes(book)["checklists/01/points.md"]
    assert words not in includes(book.as_printed)["checklists/01/points.md"]
    assert [row.law.id for row in upcoming(book) if not row.begins] == ["ceshi-anquan-fa"]
    # A new edition may not rest on it.
    with (project / "data" / "editions.yml").open("a", encoding="utf-8") as editions:
        editions.write("- {代号: 2026-12, 名称: 2026年12月版, 日期: 2026-12-10, 说明: 测试用的第二版。}\n")
    assert told(dt.date(2026, 12, 15)) == {(Severity.ERROR, False)}
