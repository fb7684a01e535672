"""What a paper of a fixed size does not hold is told by the check, where it is written; what fits is
remembered."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import DAY, ROOT
from handbook.checks import check_all
from handbook.pdf import typst_pdf
from handbook.pipeline.overflow import overflow_check, trial_layouts
from handbook.pipeline.overflow.overflow_check import unmade_pages
from handbook.problems import Problem, Severity, errors
from handbook.recipes.disk_cache import cache_below
from handbook.site import search_index
from handbook.sources.load import load_sources
from support.shared_build import copy_small


@pytest.fixture(autouse=True)
def papers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages cost as much again; one test has them."""
    monkeypatch.setattr(overflow_check, "unmade_pages", lambda _: [])


def told(root: Path) -> list[str]:
    """What the papers do not hold, as a process says that has just begun and keeps what it finds."""
    with cache_below(root):
        sources = load_sources(root, DAY)
        assert not errors(check_all(sources))
        return [f"{p.place} {p.rule} {p.message}" for p in overflow_check.overflows(sources, forks=False)]


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up handbook after a check, which finds that everything fits."""
    root = copy_small(tmp_path_factory.mktemp("fits") / "project")
    shutil.copytree(ROOT / "overrides" / "typst", root / "overrides" / "typst")
    assert told(root) == []
    return root


def lines(text: str, count: int, longest: int) -> str:
    """``text`` again and again, ``longest`` characters at most; twice in the same words would be a slip."""
    return "".join(f"{text[:-1]}，第{number}处。" for number in range(count))[: longest - 1] + "。"


_MET, _WHY = lines("门一推就开，门口没有货物。", 40, 200), lines("着火时没有时间找钥匙。", 40, 230)
_SAY, _RHYTHM = lines("着火时没有时间找钥匙。", 40, 230), lines("推一次门。", 60, 230)
#: File, what is written over what, how often, and what is told.
TOO_LONG = {
    "one-page": (
        "data/items/01-exit.yml",
        r"(算合格|要点): [^\d\n]{6,}$",
        rf"\1: {_MET}",
        "data/items/01-exit.yml:15:10 D160 第 01 条的明白纸一页排不下，多出 ",
    ),
    "half-a-sheet": (
        "data/forms/exit-round.yml",
        r"部分:((?:\n.*)*)空行: 3",
        r"每页份数: 2\n部分:\1空行: 16",
        "data/forms/exit-round.yml:11:7 D160 表格“出口巡查记录”一张纸印两份，一份放不下，多出 ",
    ),
    "question-card": (
        "data/items/01-exit.yml",
        r"解析: 着火.*$",
        f"解析: {_WHY}",
        "data/items/01-exit.yml:67:9 D160 问答卡 01-Q1 的答案和解析放不下，多出 ",
    ),
    "pocket-card": (
        "data/pocket-cards.yml",
        r"- \{话: 门口不放货物\}",
        "\n    ".join(
            "- {话: " + "门口不放货物也不放车，" * 3 + f"也不放木箱{last}, 条文: 测试安全法 第四条第二款}}"
            for last in "甲乙丙丁戊己"
        ),
        "data/pocket-cards.yml:8:11 D160 口袋卡“出口”放不下",
    ),
    "poster": (
        "data/posters/door.yml",
        r"图: 01-door.svg\n步骤:\n.*$",
        "图: generated/zoning-legend.svg\n步骤:\n"
        + "\n".join(f"  - {{字: {word}, 话: 看门锁着没有}}" for word in "看听问想说走"),
        "data/posters/door.yml:8:3 D160 海报“门不上锁”的步骤放不下，多出 ",
    ),
    "name-of-a-lesson": (
        "data/lessons/exit.yml",
        r"名称: 出口这一课",
        f"名称: {'出口这一课' * 10}",
        "data/lessons/exit.yml:2:5 D160 片子“出口这一课",
    ),
    "notes": (
        "data/lessons/exit.yml",
        r"(讲|问|指): .*$",
        rf"\1: {_SAY}",
        "data/lessons/exit.yml:13:8 D160 讲稿“出口这一课”第 2 张的备注放不下",
    ),
    "leaflet": (
        "data/trades/made-up-shop.yml",
        r"  - \{何时.*$",
        "\n".join(f"  - {{何时: 每天第{n}样, 做什么: {_RHYTHM}, 要点: [01-1]}}" for n in range(8)),
        "data/trades/made-up-shop.yml:25:22 D160 编造的小厂的折页，背面排不下",
    ),
}


@pytest.mark.parametrize("what", TOO_LONG)
def test_what_a_paper_does_not_hold_is_told_where_it_is_written(
    warm: Path, tmp_path: Path, what: str
) -> None:
    file, old, new, wanted = TOO_LONG[what]
    root = shutil.copytree(warm, tmp_path / "project")
    text = (root / file).read_text(encoding="utf-8")
    (root / file).write_text(re.sub(old, new, text, flags=re.MULTILINE), encoding="utf-8")
    found = told(root)
    assert [line for line in found if line.startswith(wanted)], found
    assert len(found) == len({line.split()[0] for line in found})
    # What does not fit is told again, and by a build, which stops at the template.
    stopped = [Problem("overrides/typst/a.typ", 0, 0, "B021", ""), Problem("a.md", 0, 0, "B024", "")]
    with cache_below(root):
        again = overflow_check.at_their_place(load_sources(root, DAY), stopped)
    assert [f"{p.place} {p.rule} {p.message}" for p in again] == [*found, "a.md B024 "]


#: What two files make too long together: what is written over what in each, and what is told.
TOGETHER = {
    "poster-lines": (
        {
            "data/posters/door.yml": (r"图: .*\n步骤:\n.*$", "画线: true"),
            "data/lines.yml": ("名称: 消防禁占线,", f"名称: {'消防禁占线' * 6},"),
        },
        "data/posters/door.yml:6:5 D160 海报“门不上锁”的线一行放不下",
    ),
    "visit-sheet": (
        {
            "data/visit-sheets.yml": ("先看: .*", "先看: [01-1, 01-2, 01-3, 01-4, 01-5]"),
            "data/items/01-exit.yml": (r"(算合格|要点): [^\d\n]{6,}$", rf"\1: {_MET}"),
        },
        "data/visit-sheets.yml:6:7 D160 现场检查单的正面放不下，多出 ",
    ),
}


@pytest.mark.parametrize("what", TOGETHER)
def test_what_two_files_make_too_long_is_told_at_the_paper(warm: Path, tmp_path: Path, what: str) -> None:
    edits, wanted = TOGETHER[what]
    root = shutil.copytree(warm, tmp_path / "project")
    for file, (old, new) in edits.items():
        text = (root / file).read_text(encoding="utf-8")
        (root / file).write_text(re.sub(old, new, text, flags=re.MULTILINE), encoding="utf-8")
    assert [line for line in told(root) if line.startswith(wanted)]


def test_an_item_takes_four_pages_of_the_pocket_book(
    warm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told where the words are that take the most room; its page on the wall, which stands at the same words,
    is left out here."""
    monkeypatch.setattr(trial_layouts, "_one_pages", lambda *_: ())
    root = shutil.copytree(warm, tmp_path / "project")
    path = root / "data/items/01-exit.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(算合格|要点|今天): [^\d\n,]{6,}", rf"\1: {_MET}", text), encoding="utf-8")
    (line,) = told(root)
    wanted = "data/items/01-exit.yml:15:10 D160 口袋书第 01 条四页排不下，要点占得最多"
    assert line == wanted


def test_only_what_changed_is_set_again(warm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, made = shutil.copytree(warm, tmp_path / "project"), typst_pdf.raw_pages
    templates: list[str] = []

    def noted(root: Path, template: str, *values: Any, **named: Any) -> bytes:
        templates.append(template)
        return made(root, template, *values, **named)

    monkeypatch.setattr(typst_pdf, "raw_pages", noted)
    assert told(root) == [] and templates == []
    cards = root / "data" / "pocket-cards.yml"
    cards.write_text(
        cards.read_text(encoding="utf-8").replace("门口不放货物", "门口不堆货"), encoding="utf-8"
    )
    assert told(root) == [] and templates == ["pocket-cards.typ"]
    shared = root / "overrides" / "typst" / "base.typ"
    shared.write_text(shared.read_text(encoding="utf-8") + "// 改了\n", encoding="utf-8")
    assert told(root) == [] and len(templates) > 8


def test_pages_that_cannot_be_made_are_told(
    warm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert unmade_pages(load_sources(warm, DAY).handbook()) == []
    with monkeypatch.context() as patch:
        patch.setattr(search_index, "LIMITS", dict.fromkeys(search_index.LIMITS, 10))
        assert [problem.rule for problem in unmade_pages(load_sources(warm, DAY).handbook())] == ["B052"]
    monkeypatch.setattr(search_index, "_habits", lambda *_: 1 / 0)
    monkeypatch.setattr(overflow_check, "unmade_pages", unmade_pages)
    root = shutil.copytree(warm, tmp_path / "project")
    (root / "overrides" / "typst" / "base.typ").open("a").write("// 改了\n")
    (line,) = told(root)
    assert line.startswith("网页 B034 程序自己出错了（ZeroDivisionError: ")


def test_a_machine_without_the_fonts_says_what_it_did_not_look_at(
    warm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = shutil.copytree(warm, tmp_path / "project")
    (root / "overrides" / "typst" / "base.typ").open("a").write("// 改了\n")
    monkeypatch.setattr(typst_pdf, "FAMILIES", ("没有的字体",))
    typst_pdf.font_set.cache_clear()
    with cache_below(root):
        (found,) = overflow_check.overflows(load_sources(root, DAY), forks=False)
    assert found.severity is Severity.WARNING
    assert found.message == "缺少字体 没有的字体，各张纸放不放得下没有看"


def test_a_lost_template_is_told(warm: Path, tmp_path: Path) -> None:
    root = shutil.copytree(warm, tmp_path / "project")
    (root / "overrides" / "typst" / "poster.typ").unlink()
    assert "overrides/typst/poster.typ D030 缺少这个文件" in told(root)


def test_a_folder_that_takes_nothing_is_checked_all_the_same(
    warm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = shutil.copytree(warm, tmp_path / "project")
    (root / "overrides" / "typst" / "base.typ").open("a").write("// 改了\n")
    shutil.rmtree(root / "build" / "drawings")
    (root / "build" / "drawings").write_text("")
    with cache_below(root):
        (found,) = overflow_check.overflows(load_sources(root, DAY), forks=False)
    assert found.severity is Severity.WARNING and found.rule == "B001"
    assert found.message.endswith("各张纸放不放得下没有看")
