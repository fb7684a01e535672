"""The facts of the articles: slips in the real catalogue of penalties are told with no text at hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from handbook.checks.law import article_facts
from handbook.editor.revise.article_facts import render, write_facts
from handbook.model.law.article_facts import Stage, tagged
from handbook.model.numbers.amount import Range, ranges
from handbook.model.numbers.period import periods
from handbook.sources import kinds
from handbook.sources.load import load_sources
from handbook.sources.official.article_reader import read_facts
from handbook.sources.official.law_texts import LawTexts
from support import real

ROOT = Path(__file__).resolve().parents[2]
SOURCES = real.sources()
FACTS = {row.law: row for row in SOURCES.values(kinds.ARTICLES)}
BODIES = {body.name for body in SOURCES.values(kinds.BODIES)}
PENALTIES = {penalty.reference.text: penalty for penalty in SOURCES.values(kinds.PENALTIES)}


def told(place: str, **changes: object) -> set[str]:
    """Rules told of the entry at ``place`` with fields changed."""
    penalty = PENALTIES[place].model_copy(update=changes)
    return {found.rule for found in article_facts.penalty_findings(penalty, FACTS, BODIES)}


def test_the_catalogue_stands_the_comparison() -> None:
    assert {place: told(place) for place in PENALTIES if told(place)} == {}


DESIGN, DANGER = "《消防法》第五十八条第一款第一项", "《安全生产法》第一百零一条第一项"
FALSE_REPORT, THIRD = "《安全生产法》第九十二条第二款", "《危险化学品安全法》第九十八条第三款"


@pytest.mark.parametrize(
    ("place", "changes", "rule"),
    [
        (DESIGN, {"first": "并处三十万元以上三万元以下罚款"}, "R043"),
        (DESIGN, {"first": "并处五万元以上三十万元以下罚款"}, "R044"),
        (DESIGN, {"first": "并处30000元以上200000元以下罚款"}, "R044"),
        (DESIGN, {"first": "责令停止施工、停止使用或者停产停业"}, "R045"),
        (DESIGN, {"first": None, "later": "并处三万元以上三十万元以下罚款"}, "R044"),
        (DESIGN, {"bodies": ("公安机关",)}, "R046"),
        (DESIGN, {"first": "并处五千元以上五万元以下罚款"}, "R044"),  # the amount of 第六十条第一款
        ("《消防法》第六十条第二款", {"first": "处警告或者五千元以上五万元以下罚款"}, "R044"),
        (DANGER, {"persons": None}, "R045"),
        (DANGER, {"later": None}, "R045"),
        (DANGER, {"later": "处十万元以上二十万元以下的罚款"}, "R056"),  # without 停产停业整顿
        (FALSE_REPORT, {"persons": "对直接责任人员处五万元以上十万元以下的罚款"}, "R056"),  # 第三款
        (THIRD, {"first": "依照第一款的规定处理、处罚"}, "R045"),  # whose amounts it borrows
        ("《安全生产法》第九十七条第七项", {"act": "特种作业人员没有培训就上岗"}, "R058"),
    ],
)
def test_slips_in_amounts_and_authorities_are_told(place: str, changes: dict[str, object], rule: str) -> None:
    assert rule in told(place, **changes)


def test_another_spelling_of_the_same_amount_is_no_slip() -> None:
    first = "责令停止施工、停止使用或者停产停业，并处 30000 元以上 30 万元以下罚款"
    assert told(DESIGN, first=first) == set()


def test_acts_named_anew_after_a_later_stage_are_a_first_stage() -> None:
    text = "有前款第一项情形的，处五万元以下的罚款，拒不改正的，处十万元以下的罚款；有前款第二项情形的，处二十万元以下的罚款。"
    assert [stage for _, stage, _, _ in tagged(text)] == [Stage.FIRST, Stage.LATER, Stage.FIRST]


def test_facts_hold_figures_and_no_sentence_of_a_law() -> None:
    longest = max(
        (len(name) for row in SOURCES.values(kinds.ARTICLES) for a in row.authorities for name in a.names),
        default=0,
    )
    assert 0 < longest < 20
    for path in (ROOT / "data" / "articles").glob("*.yml"):
        assert not any(len(line) > 160 for line in path.read_text(encoding="utf-8").splitlines()), path


def test_the_command_writes_what_the_text_says_and_nothing_twice(project: Path) -> None:
    texts = project / "law-texts"
    path = project / "data" / "articles" / "ceshi-anquan-fa.yml"
    before = path.read_text(encoding="utf-8")
    sources = load_sources(project, dt.date(2027, 1, 1))
    assert write_facts(sources, LawTexts(texts, sources.values(kinds.LAWS))) == []
    law = texts / "ceshi-anquan-fa.md"
    text = law.read_text(encoding="utf-8").replace("五万元以下", "六万元以下")
    also = (
        "（二）锁住出口的。\n\n堵住楼梯的，依照前款规定处罚。\n\n拆掉楼梯的，依照本条第一款的规定处理、处罚。"
    )
    law.write_text(text.replace("（二）锁住出口的。", also), encoding="utf-8")
    sources = load_sources(project, dt.date(2027, 1, 1))
    assert len(write_facts(sources, LawTexts(texts, sources.values(kinds.LAWS)))) == 1
    after = load_sources(project, dt.date(2027, 1, 1)).values(kinds.ARTICLES)[0]
    assert after.amounts[0].range == Range(None, 60000, "元") and after.read == dt.date(2027, 1, 1)
    assert [(row.paragraph, row.from_paragraph) for row in after.borrowed] == [(2, 1), (3, 1)]
    assert before != path.read_text(encoding="utf-8") == render(after, "中华人民共和国测试安全法")


def test_shares_of_wages_and_pensions_are_no_fines(tmp_path: Path) -> None:
    """工伤保险条例 第六十四条 caps a wage at 300%: no amount that a fine could be compared with."""
    law = next(law for law in SOURCES.values(kinds.LAWS) if law.id == "gongshang-baoxian-tiaoli")
    (tmp_path / f"{law.id}.md").write_text(
        "# 工伤保险条例\n\n## 第一章 总则\n\n第一条 高于平均工资300%的，按照300%计算。\n\n"
        "## 第二章 罚则\n\n第二条 逾期仍不缴纳的，处欠缴数额1倍以上3倍以下的罚款。\n",
        encoding="utf-8",
    )
    text = LawTexts(tmp_path, [law]).get(law.id)
    assert text is not None
    facts = read_facts(law, text, SOURCES.values(kinds.BODIES), dt.date(2026, 11, 30))
    assert [(row.article, row.range) for row in facts.amounts] == [("2", Range(1, 3, "倍"))]
    assert set(facts.shapes.values()) == {"0"}  # a chapter headed in Markdown is no paragraph
    assert not [row for row in FACTS["gongshang-baoxian-tiaoli"].amounts if row.article == "64"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三万元以上三十万元以下", Range(30000, 300000, "元")),
        ("30000元以上300000元以下", Range(30000, 300000, "元")),
        ("3 万元以上 30 万元以下", Range(30000, 300000, "元")),
        ("三至五万元", Range(30000, 50000, "元")),
        ("五百元以下", Range(None, 500, "元")),
        ("一百万元以上", Range(1000000, None, "元")),
        ("百分之六十至百分之一百", Range(60, 100, "%")),
        ("60%至100%", Range(60, 100, "%")),
        ("二倍以上五倍以下", Range(2, 5, "倍")),
        ("十日以上十五日以下", Range(10, 15, "日")),
        ("三十万元以上三万元以下", Range(300000, 30000, "元")),
    ],
)
def test_amounts_are_read_with_both_bounds(text: str, expected: Range) -> None:
    assert [value for _, value, _ in ranges(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每季度至少组织一次", ["1季度"]),
        ("应当于每年第一季度完成", ["1年", "1季度"]),
        ("每半年至少演练一次，半年之内", ["6个月", "6个月"]),
        ("离岗六个月以上", ["6个月"]),
        ("每三年至少进行一次，三年之内", ["3年", "3年"]),
        ("十二个月", ["1年"]),
        ("1小时内，七日内，五个工作日内", ["1小时", "7日", "5工作日"]),
        ("初次 32 学时、每年再培训 12 学时", ["32学时", "1年", "12学时"]),
        ("粉尘作业区域应当保证每班清理", ["1班"]),
        ("年度培训计划", ["1年"]),
        ("每15min记录1个瞬时值", ["15分钟"]),
        ("2026年3月1日起施行，上一年年收入，第三年", []),
    ],
)
def test_lengths_of_time_are_read(text: str, expected: list[str]) -> None:
    assert [period.text for period, _, _ in periods(text)] == expected
