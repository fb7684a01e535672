"""The ten stars and 7544: what is not public stays an empty place, and editors are told when they fill it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import DAY
from handbook.checks import check_all
from handbook.markdown import stars_tables
from handbook.sources.load import load_sources
from support import real

HEAD = "来源: 某报的报道。\n核验日期: 2026-11-23\n自评办法: 必须的要点全部符合才亮。\n数字方案:\n  - {数字: 7}\n星:\n"


def _told(project: Path, stars: str) -> list[str]:
    (project / "data" / "stars.yml").write_text(HEAD + stars, encoding="utf-8")
    return [
        problem.message
        for problem in check_all(load_sources(project, DAY))
        if problem.file == "data/stars.yml"
    ]


def test_real_stars_leave_unknown_places_empty() -> None:
    book = real.book()
    assert book.stars is not None
    table = stars_tables.partials(book)["standards/stars.md"]
    assert table.count("（空位） | 待官方发布") == 7
    assert all(f"| {name} | 名称已公开 |" in table for name in ("责任星", "法治星", "应急星"))
    assert stars_tables.partials(book)["standards/7544.md"].count("待官方发布") == 4


def test_items_of_a_star_are_linked_with_their_count_of_duties(project: Path) -> None:
    assert _told(project, '  - {序: 1, 状态: 名称已公开, 名称: 责任星, 自评条目: ["01"]}\n') == []
    book = load_sources(project, DAY).handbook()
    item = book.item_by_id["01"]
    assert (
        f"- [01 {item.name}](../checklists/{item.stem}.md)"
        in stars_tables.partials(book)["standards/stars.md"]
    )


@pytest.mark.parametrize(
    ("stars", "message"),
    [
        ("  - {序: 1, 状态: 待官方发布, 名称: 培训星}\n", "第 1 颗星待官方发布，却写了内容"),
        ("  - {序: 1, 状态: 名称已公开}\n", "第 1 颗星没有名称"),
        ("  - {序: 1, 状态: 官方文本, 名称: 责任星}\n", "第 1 颗星的“状态”和“官方标准”对不上"),
        ("  - {序: 2, 状态: 待官方发布}\n", "星的“序”不连续"),
        ('  - {序: 1, 状态: 名称已公开, 名称: 责任星, 自评条目: ["77"]}\n', "没有第 77 条"),
    ],
)
def test_invented_or_broken_stars_are_refused(project: Path, stars: str, message: str) -> None:
    assert message in _told(project, stars)


def test_a_handbook_without_stars_has_no_tables(project: Path) -> None:
    (project / "data" / "stars.yml").unlink(missing_ok=True)
    assert stars_tables.partials(load_sources(project, DAY).handbook()) == {}
