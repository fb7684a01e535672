"""Made-up registers of firms, as workbooks: nothing in them is real, and all of it looks so."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from handbook.ledger.model_script import columns_of, model
from handbook.ledger.workbook_plan import head_text
from support import real

#: The day on which all these registers are looked at.
DAY = dt.date(2026, 11, 23)
BOOK = real.book()
MODEL = model(BOOK)
#: Heads of each sheet as the blank workbook has them, by the column's name.
HEADS = {
    sheet.name: {column.name: head_text(column) for column in columns_of(BOOK, sheet)}
    for sheet in BOOK.ledger_sheets
}
Rows = Mapping[str, Sequence[Mapping[str, Any]]]

_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(number: int) -> str:
    """A unified social credit code of a place that does not exist (region 999999) with a right check digit
    (GB 32100)."""
    body = f"91999999MA{number:07d}"
    total = sum(_DIGITS.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return body + _DIGITS[(31 - total % 31) % 31]


def plant(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "厂区编号": f"CQ-{number:02d}",
        "厂区名称": f"示例厂区{number:02d}",
        "出租方": f"示例出租公司{number:02d}",
        "镇街": "甲镇",
        "核对日期": DAY,
        **more,
    }


def firm(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "企业编号": f"QY-{number:04d}",
        "企业名称": f"示例第{number:04d}厂",
        "信用代码": credit_code(number),
        "厂区编号": "CQ-01",
        "幢": "1",
        "租赁层级": "直租",
        "状态": "正常",
        "状态日期": dt.date(2025, 3, 1),
        "行业代码": "2239",
        "产品": "纸箱",
        "人数": 12,
        "单班最多": 8,
        "面积": 600,
        "火灾危险性": "丙",
        "上年营收": 500,
        "核实日期": dt.date(2025, 2, 20),
        "协议日期": dt.date(2025, 2, 25),
        "就位日期": dt.date(2025, 3, 2),
        "进驻日期": dt.date(2025, 3, 1),
        "开工日期": dt.date(2025, 3, 5),
        "核对日期": DAY,
        **more,
    }


def event(number: int = 1, kind: str = "进驻", **more: Any) -> dict[str, Any]:
    return {
        "日期": DAY - dt.timedelta(days=2),
        "企业编号": f"QY-{number:04d}",
        "类别": kind,
        "凭什么": "现场看过",
        "谁填": "示例网格员",
        **more,
    }


def problem(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "问题编号": f"WT-{number:03d}",
        "企业编号": "QY-0001",
        "发现日期": DAY - dt.timedelta(days=20),
        "要点编号": "14-1",
        "问题": "后门上了锁",
        "谁改": "承租方",
        "期限": DAY + dt.timedelta(days=20),
        **more,
    }


def building(**more: Any) -> dict[str, Any]:
    return {
        "厂区编号": "CQ-01",
        "幢": "1",
        "设计火灾危险性": "丙",
        "夹芯板": "泡沫",
        "夹芯板面积": 120,
        **more,
    }


def base(**sheets: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """A register of one firm with nothing wrong, and what takes the place of its sheets."""
    rows: dict[str, Any] = {"厂区": [plant()], "房屋": [building()], "企业": [firm()], "变动": [event()]}
    return rows | {name: list(value) for name, value in sheets.items()}


def write(path: Path, rows: Rows, *, leave_out: Sequence[str] = ()) -> Path:
    """The workbook of ``rows`` by sheet, in the heads and the order of the blank one. Sheets without rows
    have their heads."""
    book = Workbook(write_only=True)
    for name, heads in HEADS.items():
        if name in leave_out:
            continue
        page = book.create_sheet(name)
        page.append(list(heads.values()))
        for row in rows.get(name, ()):
            unknown = set(row) - set(heads)
            assert not unknown, f"{name}: {unknown}"
            page.append([row.get(column) for column in heads])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


TOWNS = ("甲镇", "乙镇", "丙镇", "丁街道", "戊街道", "己镇", "庚镇", "辛镇", "壬镇", "癸镇")
_TRADES = ("2239", "2110", "3311", "3489", "2927", "1810", "3360", "2041", "1499", "3670", "2319", "3824")


def district(
    count: int, *, seed: int = 1, towns: int = 10, first: int = 1
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Last week's register of ``count`` firms and this week's, with events for everything that changed."""
    chance = random.Random(seed)
    hazards = [hazard.name for hazard in BOOK.hazards]
    plants = [
        plant(
            number,
            厂区编号=f"CQ-{first}-{number:03d}",
            镇街=TOWNS[number % towns],
            出租方类型=chance.choice(["企业", "村集体", "个人"]),
            有没有二房东=chance.choice(["有", "没有"]),
            建筑面积=chance.randrange(3000, 40000),
            一键响铃=chance.choice(["全部联动", "部分联动", "有但没通电", "没有"]),
            微型消防站=chance.choice(["有", "没有"]),
            平面图公示=chance.choice(["有", "没有"]),
            划线分区=chance.choice(["做了", "部分", "没做"]),
            最近演练=DAY - dt.timedelta(days=chance.randrange(1000)),
        )
        for number in range(1, max(2, count // 8) + 1)
    ]
    buildings = [
        building(
            厂区编号=one["厂区编号"],
            幢=str(number),
            设计火灾危险性=chance.choice("丙丙丁戊"),
            夹芯板=chance.choice(["没有", "岩棉", "泡沫"]),
            夹芯板面积=chance.randrange(20, 900),
        )
        for one in plants
        for number in (1, 2)
    ]

    def one_firm(number: int) -> dict[str, Any]:
        home = chance.choice(plants)
        people = chance.randrange(3, 90)
        return firm(
            first + number,
            厂区编号=home["厂区编号"],
            幢=chance.choice("12"),
            租赁层级=chance.choice(["直租", "直租", "转租", "自有"]),
            行业代码=chance.choice(_TRADES),
            人数=people,
            单班最多=max(1, people // 2),
            面积=chance.randrange(150, 3000),
            火灾危险性=chance.choice("丙丙丁戊"),
            上年营收=chance.randrange(40, 6000),
            上年用电=chance.randrange(1, 200),
            上年纳税=chance.randrange(1, 300),
            核对日期=DAY - dt.timedelta(days=chance.randrange(12)),
            **{name: "有" for name in hazards if chance.random() < 0.15},
        )

    old = [one_firm(number) for number in range(count)]
    new = [dict(one) for one in old]
    events: list[dict[str, Any]] = []
    for one in new:
        luck = chance.random()
        if luck < 0.02:
            one |= {"状态": "已迁出", "状态日期": DAY - dt.timedelta(days=3)}
            events.append(
                event(
                    kind="迁出", 企业编号=one["企业编号"], 迁出表="有", 遗留物品="没有", 风险报告="已改状态"
                )
            )
        elif luck < 0.03:
            events.append(event(kind="改行", 企业编号=one["企业编号"], 从=one["行业代码"], 到="2110"))
            one["行业代码"] = "2110"
    for number in range(count, count + max(1, count // 40)):
        fresh = one_firm(number) | {"进驻日期": DAY - dt.timedelta(days=4), "开工日期": None, "状态": "筹建"}
        new.append(fresh)
        events.append(event(企业编号=fresh["企业编号"]))
    points = sorted(MODEL["points"])
    problems = [
        problem(
            first * 100_000 + number,
            企业编号=chance.choice(old)["企业编号"],
            要点编号=chance.choice(points[:40]),
            发现日期=DAY - dt.timedelta(days=30),
            期限=DAY - dt.timedelta(days=chance.randrange(-10, 25)),
            **(
                {
                    "结果": "销号",
                    "复查日期": DAY - dt.timedelta(days=chance.randrange(1, 12)),
                    "处理": "限期改",
                }
                if chance.random() < 0.6
                else {}
            ),
        )
        for number in range(count // 3)
    ]
    visits = [
        {
            "日期": DAY - dt.timedelta(days=chance.randrange(90)),
            "企业编号": one["企业编号"],
            "看了几条": 22,
            "安全员问过": "是",
            "负责人考过": chance.choice(["是", "否"]),
            "讲课": chance.choice(["是", "否"]),
        }
        for one in old
        if chance.random() < 0.8
    ]
    shared = {"厂区": plants, "房屋": buildings}
    return (
        {**shared, "企业": old, "变动": []},
        {**shared, "企业": new, "变动": events, "检查": visits, "问题": problems},
    )
