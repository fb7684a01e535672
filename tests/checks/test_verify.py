"""Comparison with official texts, on the made-up law; on the real texts too where they are at hand."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from handbook.checks.law.verify import named_in, overlap, report, verify
from handbook.cli import main
from handbook.model.law.register import Reference
from handbook.model.numbers.amount import amounts
from handbook.problems import errors
from handbook.sources import kinds
from handbook.sources.load import load_sources
from handbook.sources.official.law_texts import LawTexts, read_law_text
from support.day import DAY

ROOT = Path(__file__).resolve().parents[2]


def outcome(project: Path):
    sources = load_sources(project, dt.date(2026, 11, 23))
    return verify(sources, LawTexts(project / "law-texts", sources.values(kinds.LAWS)))


def change(project: Path, name: str, old: str, new: str) -> None:
    path = project / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_sound_references_pass_and_are_counted(project: Path) -> None:
    result = outcome(project)
    assert result.problems == []
    assert len(result.checked) == 18
    assert [use.reference.text for use in result.without_text] == ["GB/T 99999-2020 第 3.1 条"]
    assert "核对了 18 处引用" in report(result)


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("law-texts/ceshi-anquan-fa.md", "## 第六条", "## 第六条之一", "V001"),
        (
            "data/items/01-exit.yml",
            "第四条第二款, 作用: 直接}\n      - {条文: GB",
            "第四条第三款, 作用: 直接}\n      - {条文: GB",
            "V003",
        ),
        ("data/penalties/ceshi-anquan-fa.yml", "五万元以下", "六万元以下", "V004"),
        ("data/penalties/ceshi-anquan-fa.yml", "一万元以下", "二万元以下", "V004"),
    ],
)
def test_what_the_text_does_not_bear_fails(project: Path, name: str, old: str, new: str, rule: str) -> None:
    change(project, name, old, new)
    assert rule in {problem.rule for problem in outcome(project).problems}


def test_amounts_in_either_numerals_are_the_same(project: Path) -> None:
    change(project, "data/penalties/ceshi-anquan-fa.yml", "五万元以下", "5万元以下")
    assert outcome(project).problems == []


def test_doubtful_words_are_listed_worst_first(project: Path) -> None:
    doubts = outcome(project).doubts
    assert next(doubt.use.where for doubt in doubts) == "01-1 周期"
    assert [doubt.score for doubt in doubts] == sorted(doubt.score for doubt in doubts)


def doubtful(project: Path) -> dict[str, bool]:
    return {doubt.use.where: doubt.use.paired for doubt in outcome(project).doubts}


def test_a_note_in_the_words_of_the_article_clears_the_doubt(project: Path) -> None:
    place = "第六条, 作用: 直接}"
    change(project, "data/items/01-exit.yml", "要点: 工人说得出最近的两个出口。", "要点: 人人答得对。")
    change(project, "data/items/01-exit.yml", place, place[:-1] + ", 说明: 只写了几个别的字}")
    assert doubtful(project)["01-5 直接"] is False
    change(project, "data/items/01-exit.yml", "只写了几个别的字", "工人应当知道最近的出口")
    assert "01-5 直接" not in doubtful(project)


def test_a_duty_whose_penalty_is_shown_is_told_apart_and_last(project: Path) -> None:
    change(project, "data/items/01-exit.yml", "要点: 出口的门在生产时不得上锁。", "要点: 人人走得脱。")
    assert doubtful(project)["01-1 直接"] is True
    assert [d.use.paired for d in outcome(project).doubts] == sorted(
        d.use.paired for d in outcome(project).doubts
    )
    assert "写了罚这一条义务的罚则的 1 处" in report(outcome(project))


def test_an_article_that_leans_on_others_is_read_with_them() -> None:
    text = read_law_text(ROOT / "tests/project/law-texts/ceshi-anquan-fa.md")
    nine = Reference(law=None, article=9, paragraph=2, law_id="ceshi-anquan-fa")  # type: ignore[arg-type]
    assert "标志灯" in named_in("违反本法第四条规定的，责令改正", nine, text)
    assert "没有设置出口" in named_in("个人有前款行为的", nine, text)
    assert named_in("依照《别的法》第四条处罚", nine, text) == ""


def test_a_reprint_at_hand_proves_nothing(project: Path) -> None:
    change(project, "data/register/laws.yml", "  条数: 10\n", "  条数: 10\n  转载条: [6]\n")
    result = outcome(project)
    assert "《测试安全法》第六条" in {use.reference.text for use in result.without_text}
    assert "有节录，缺第六条" in report(result)


def test_extract_does_not_prove_an_article_absent(project: Path) -> None:
    change(project, "law-texts/ceshi-anquan-fa.md", "complete: true", "complete: extract only")
    change(project, "law-texts/ceshi-anquan-fa.md", "## 第六条\n\n工人应当知道最近的两个出口。\n", "")
    result = outcome(project)
    assert errors(result.problems) == []
    assert "《测试安全法》第六条" in {use.reference.text for use in result.without_text}


def test_paragraph_of_a_partial_article_is_refused(project: Path) -> None:
    change(
        project,
        "law-texts/ceshi-anquan-fa.md",
        "complete: true",
        "complete: true\narticles_possibly_partial:\n- 第四条",
    )
    assert {problem.rule for problem in errors(outcome(project).problems)} == {"V002"}


def test_reviewed_exception_needs_to_be_used(project: Path) -> None:
    (project / "data" / "verify-exceptions.yml").write_text(
        "- {条文: 《测试安全法》第二条, 位置: 01-1 直接, 原因: 试一试}\n", encoding="utf-8"
    )
    assert [problem.rule for problem in outcome(project).problems] == ["V005"]


def test_command_fails_on_a_wrong_amount(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(project, "data/penalties/ceshi-anquan-fa.yml", "五万元以下", "六万元以下")
    assert (
        main(
            ["verify", "--root", str(project), "--texts", str(project / "law-texts"), "--date", "2026-11-23"]
        )
        == 1
    )
    assert "六万元" in capsys.readouterr().err


def test_missing_folder_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--root", str(project), "--texts", str(project / "nowhere")]) == 1
    assert "没有这个文件夹" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("十万元", (100000, "元")),
        ("10万元", (100000, "元")),
        ("五千元", (5000, "元")),
        ("百分之六十", (60, "%")),
        ("一百八十日", (180, "日")),
        ("1.5万元", (15000, "元")),
    ],
)
def test_amounts_are_read(text: str, expected: tuple[float, str]) -> None:
    assert list(amounts(text)) == [expected]


def test_overlap_of_nothing_said_is_full() -> None:
    assert overlap("", "任何条文") == 1.0
    assert overlap("完全不同", "任何条文") == 0.0


def test_items_belong_to_their_paragraph(project: Path) -> None:
    text = read_law_text(project / "law-texts" / "ceshi-anquan-fa.md")
    sources = load_sources(project, dt.date(2026, 11, 23))
    assert "锁住出口" in (text.place(sources.reader("测试安全法 第九条第一款第二项")) or "")
    assert text.place(sources.reader("测试安全法 第九条第三项")) is None


@pytest.mark.skipif(not os.environ.get("HANDBOOK_LAW_TEXTS"), reason="官方文本不在手边（HANDBOOK_LAW_TEXTS）")
def test_the_real_handbook_stands_the_comparison(capsys: pytest.CaptureFixture[str]) -> None:
    sources = load_sources(ROOT, DAY)
    texts = LawTexts(Path(os.environ["HANDBOOK_LAW_TEXTS"]), sources.values(kinds.LAWS))
    result = verify(sources, texts)
    with capsys.disabled():
        print("\n" + report(result, limit=10))
    assert [problem.render() for problem in result.problems] == []
    assert len(result.checked) > 300
