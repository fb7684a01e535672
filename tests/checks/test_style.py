"""The numbered style rules: each finds its fault, leaves sound text alone, can be switched off, and is
mended on command only."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from conftest import DAY, ROOT
from handbook.checks import check_all
from handbook.checks.text.style import RULES
from handbook.editor.revise.fix import fix, fixable
from handbook.markdown.rule_tables import partials
from handbook.page_text.front_matter import split_front_matter
from handbook.page_text.page import read
from handbook.rules import REGISTER
from handbook.sources.load import load_sources

PAGE = "docs/index.md"

#: Rule, faulty line, the line after mending (None: a person must decide).
FAULTS = [
    ("S001", "门锁着,人出不去。", "门锁着，人出不去。"),
    ("S001", "门(侧门)锁着。", "门（侧门）锁着。"),
    ("S002", "門锁着。", "门锁着。"),
    ("S003", "打开PDF文件。", "打开 PDF 文件。"),
    ("S004", "看测试安全法第四条第二款。", "看《测试安全法》第四条第二款。"),
    ("S005", "看《测试安全法》第4条第2款。", "看《测试安全法》第四条第二款。"),
    ("S005", "看《测试安全法》第五条第（一）项。", "看《测试安全法》第五条第一项。"),
    ("S006", "门宽 1.4m。", "门宽 1.4 m。"),
    ("S006", "面积 20 ㎡。", "面积 20 m²。"),
    ("S006", "面积 20平米。", "面积 20 m²。"),
    ("S006", "不超过 60 °C。", "不超过 60 ℃。"),
    ("S006", "重 5KG。", "重 5 kg。"),
    ("S007", "这样做绝对安全。", None),
    ("S007", "照做可以保证通过检查。", None),
    ("S007", "做到 100%安全。", None),
    ("S007", "专家指出，门要开着。", None),
    ("S008", "门应当开着。", None),
    ("S009", "门" * 61 + "。", None),
    ("S010", "快跑！", None),
    ("S011", "门宽 1.4 m,高 2 m。", "门宽 1.4 m，高 2 m。"),
    ("S011", "１２号门开着。", "12号门开着。"),
    ("S012", "门锁着...", "门锁着……"),
    ("S012", "门锁着，，人出不去。", "门锁着，人出不去。"),
    ("S012", "门--侧门--开着。", "门——侧门——开着。"),
    ("S013", "门　锁着。", "门 锁着。"),
    ("S014", '写着"出口"两个字。', "写着“出口”两个字。"),
]

SOUND = [
    "门净宽不小于 0.80 m，高 2.10 m，面积 20 m²，不超过 60 ℃。",
    "看 [出口](checklists/01-exit.md)，或者 https://handbook.example.org/a,b 。",
    "用 `python scripts/run.py check` 检查。",
    "《测试安全法》第四条第二款要求门应当开着。",
    "标准是 GB/T 99999-2020 第 3.1 条，第14条和22条都是条目。",
    "设备要定期检测，保证正常运转。",
    "“快跑”两个字写在牌上。",
    "| 错法 | 对的做法 |",
    '!!! note "记住"',
    '<p class="hb-note">A,B</p>',
    "绝对压力表在墙上。",
    "停不得的设备先停。",
]


def put(project: Path, line: str) -> str:
    """Add ``line`` to the page; its place."""
    path = project / PAGE
    text = path.read_text(encoding="utf-8").rstrip("\n") + f"\n\n## 一节\n\n{line}\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    return f"{PAGE}:{text.count(chr(10))}"


def told(project: Path, day: dt.date = DAY) -> list[str]:
    return [
        f"{p.file}:{p.line} {p.rule}" for p in check_all(load_sources(project, day)) if p.rule.startswith("S")
    ]


def test_rules_find_their_faults_and_fix_mends_what_a_program_can(project: Path) -> None:
    """All on one page, each told at its own line and at no other."""
    places = [put(project, line) for _, line, _ in FAULTS]
    found = told(project)
    assert [
        f"{place} {rule}"
        for place, (rule, _, _) in zip(places, FAULTS, strict=True)
        if f"{place} {rule}" not in found
    ] == []
    assert {entry.split()[0] for entry in found} == set(places)
    fix(project, DAY)
    rows = (project / PAGE).read_text(encoding="utf-8").splitlines()
    after = [rows[int(place.rpartition(":")[2]) - 1] for place in places]
    assert after == [line if mended is None else mended for _, line, mended in FAULTS]
    assert {entry.split()[0] for entry in told(project)} == {
        place for place, (_, _, mended) in zip(places, FAULTS, strict=True) if mended is None
    }


def test_what_a_person_must_decide_is_left_as_it_is(project: Path) -> None:
    for _, line, mended in FAULTS:
        if mended is None:
            put(project, line)
    assert fix(project, DAY) == {}


def test_sound_text_is_left_alone(project: Path) -> None:
    for line in SOUND:
        put(project, line)
    assert told(project) == []
    assert fix(project, DAY) == {}


def test_every_rule_can_be_switched_off(project: Path) -> None:
    for rule, line, _ in FAULTS:
        put(project, f"<!-- 文风 关 {rule} -->\n\n{line}\n\n<!-- 文风 开 {rule} -->")
    assert told(project) == []


def test_a_line_can_be_excused_and_a_forgotten_switch_is_told(project: Path) -> None:
    put(project, "<!-- 文风 免 S007 -->\n这样做绝对安全。")
    assert told(project) == []
    place = put(project, "<!-- 文风 关 S007 -->")
    assert told(project) == [f"{place} S015"]


def test_rules_about_the_law_cannot_be_switched_off(project: Path) -> None:
    path = project / "data/items/01-exit.yml"
    text = path.read_text(encoding="utf-8").replace(
        "要点: 出口上方的标志灯亮着。", "要点: 出口上方的标志灯应当亮着。  # 文风 免 S201"
    )
    path.write_text(text, encoding="utf-8")
    assert any(entry.endswith("S201") for entry in told(project))


def test_check_never_writes(project: Path) -> None:
    for _, line, _ in FAULTS:
        put(project, line)
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    told(project)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("    方法: [看, 测]", "\t方法: [看, 测]", "Y101"),
        ("名称: 安全出口", "名称：安全出口", "Y102"),
        ("名称: 安全出口", "名称:安全出口", "Y103"),
        ("名称: 安全出口", "名称: 安全\u200b出口", "Y004"),
        ("名称: 安全出口", "名称: 安全\u00a0出口", "Y005"),
        ("名称: 安全出口", "名称: 安全出⼝", "Y007"),
    ],
)
def test_fix_mends_what_breaks_yaml(project: Path, old: str, new: str, rule: str) -> None:
    path = project / "data/items/01-exit.yml"
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace(old, new, 1), encoding="utf-8")
    assert rule in {p.rule for p in load_sources(project, DAY).problems}
    fix(project, DAY)
    assert load_sources(project, DAY).problems == []  # a tab among them, put where its neighbours stand


def test_fix_keeps_line_ends_and_byte_order_mark(project: Path) -> None:
    path = project / PAGE
    path.write_bytes(
        b"\xef\xbb\xbf"
        + (path.read_text(encoding="utf-8") + "\n门锁着,人出不去。\n").replace("\n", "\r\n").encode("utf-8")
    )
    fix(project, DAY)
    data = path.read_bytes()
    assert (
        data.startswith(b"\xef\xbb\xbf")
        and data.endswith("门锁着，人出不去。\r\n".encode())
        and b"\n" not in data.replace(b"\r\n", b"")
    )


def test_rule_numbers_never_change_their_meaning() -> None:
    assert list(RULES) == [f"S{number:03d}" for number in range(1, 24)] + [
        "S201",
        "S202",
        "S203",
        "S204",
        "S205",
    ]
    assert RULES["S001"].title == "汉字之间用中文标点" and RULES["S002"].title == "用简体字"
    assert set(fixable()) >= {code for code, rule in RULES.items() if rule.mended}


def test_the_guide_lists_every_rule() -> None:
    tables = partials()
    for name, page in (("editing/rules.md", "rules.md"), ("editing/style-rules.md", "style.md")):
        guide = (ROOT / "docs" / "editing" / page).read_text(encoding="utf-8")
        assert [include.name for include in read(split_front_matter(guide)[1]).includes] == [name]
    for code, rule in REGISTER.items():
        assert f"| {code} | {rule.title} |" in tables["editing/rules.md"]
    for code, rule in RULES.items():
        assert f"| {code} | {rule.title} |" in tables["editing/style-rules.md"]


def test_a_row_that_stands_there_twice_is_left_once(project: Path) -> None:
    """The numbers of rules promise that ``fix`` mends S019: a sentence and a whole line alike."""
    put(project, "门锁着，夜里的人出不去。\n\n门锁着，夜里的人出不去。")
    put(
        project,
        "| 常见的错法 | 对的做法 |\n|---|---|\n| 用铁链锁门 | 换推杠门锁 |\n| 用铁链锁门 | 换推杠门锁 |",
    )
    assert [entry.split()[1] for entry in told(project)] == ["S019", "S019"]
    fix(project, DAY)
    text = (project / PAGE).read_text(encoding="utf-8")
    assert told(project) == [] and text.count("夜里的人出不去") == text.count("换推杠门锁 |") == 1
