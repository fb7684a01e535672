"""References: read strictly, printed in one form, ordered as in the book of law."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from handbook.model.chinese_number import from_chinese, to_chinese
from handbook.model.law import LawState
from handbook.sources.load import load_sources

HERE = Path(__file__).parent
SOURCES = load_sources(HERE / "project", dt.date(2026, 11, 23))
CASES = yaml.safe_load((HERE / "cases" / "references.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["写"])
def test_reads_and_prints(case: dict) -> None:
    assert SOURCES.reader(case["写"]).text == case["印"]


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


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_words(text: str) -> None:
    try:
        SOURCES.reader(text)
    except PydanticCustomError as error:
        assert error.context and error.context["message"]


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


def test_citations_in_prose_are_found() -> None:
    found = SOURCES.reader.find_in_text("见《测试安全法》第四条第二款和《没有的法》第一条。")
    assert [words for _, words, _ in found] == ["《测试安全法》第四条第二款", "《没有的法》第一条"]
    assert found[0][2].text == "《测试安全法》第四条第二款"
    assert isinstance(found[1][2], PydanticCustomError)
