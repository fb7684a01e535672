"""The rules of the self-check one by one, away from any page."""

from __future__ import annotations

import csv
import gzip
import io
import re
from pathlib import Path

from playwright.sync_api import Page

from conftest import DAY
from handbook.model.checklist import checklists
from handbook.model.handbook import Handbook
from handbook.model.items.item import Withdrawn
from handbook.site.pages import self_check
from support import real
from support.samples import GOOD
from support.self_check_rules import DATA, edition

BOOK = real.book()


def test_scope_of_every_list_gives_its_points(rules: Page) -> None:
    """The links on the printed lists ("按本表自查") lead to the very points of the list."""
    queries = {
        entry.query: [point.id for group in entry.groups for point in group.points]
        for entry in checklists(BOOK)
    }
    queries |= {f"items={item.id}": [point.id for point in item.points] for item in BOOK.items if item.points}
    found = rules.evaluate(
        "([data, queries]) => queries.map(q => HB.selfCheck.select(HB.selfCheck.parseScope(q, data), data))",
        [DATA, list(queries)],
    )
    assert dict(zip(queries, found, strict=True)) == queries


def test_addresses_are_read_back_and_nonsense_is_left_out(rules: Page) -> None:
    back = "([data, q]) => { const s = HB.selfCheck.parseScope(q, data); return s && HB.selfCheck.scopeQuery(s); }"
    for query in (
        "role=tenant",
        "role=both&have=",
        "role=landlord&have=e-bike,hot-work",
        "hazard=hot-work",
        "items=07,08",
        "all=1",
    ):
        assert rules.evaluate(back, [DATA, query]) == query
    assert rules.evaluate(back, [DATA, "items=07,99,07&role=<script>"]) == "items=07"
    for query in ("", "role=__proto__", "role=toString", "hazard=nothing", "items=", "check=1"):
        assert rules.evaluate(back, [DATA, query]) is None


def test_points_added_moved_and_withdrawn_keep_what_was_answered(rules: Page) -> None:
    old = edition(["07-1", "07-2!", "08-1"])
    new = edition(
        ["07-1", "07-3", "08-1", "09-1"],
        [{"id": "07-2", "day": "2026-12-01", "why": "并入 07-3。", "instead": "07-3"}],
        "2026-12",
    )
    new["points"][2]["item"] = 2  # 08-1 stands under item 09 now
    new["items"][2]["aspect"] = 0
    rows = rules.evaluate(
        """([old, now]) => {
      const c = check(old, "all=1");
      c.points = { "07-1": answer("y", 5), "07-2": answer("n", 6, { note: "锁着", who: "张三" }), "08-1": answer("y", 7), "55-5": answer("-", 8) };
      return HB.selfCheck.rows(c, now).map(r => [r.id, r.state, r.answer.r, r.answer.note, r.item && r.item.id, r.gone && r.gone.instead]);
    }""",
        [old, new],
    )
    assert rows == [
        ["07-1", "current", "y", "", "07", None],
        ["07-3", "current", "", "", "07", None],  # added: asked, not answered
        ["08-1", "current", "y", "", "09", None],  # moved: the answer went along
        ["09-1", "current", "", "", "09", None],
        ["07-2", "withdrawn", "n", "锁着", None, "07-3"],  # withdrawn: shown, not counted
        ["55-5", "unknown", "-", "", None, None],
    ]
    sums = rules.evaluate(
        """([old, now]) => {
      const c = check(old, "all=1");
      c.points = { "07-1": answer("y", 5), "07-2": answer("n", 6), "08-1": answer("y", 7) };
      return HB.selfCheck.counts(HB.selfCheck.rows(c, now), "2026-12-02");
    }""",
        [old, new],
    )
    assert (sums["all"], sums["done"], sums["y"], sums["n"]) == (4, 2, 2, 0)


def test_data_tell_of_withdrawn_points() -> None:
    item = BOOK.item_by_id["07"]
    gone = Withdrawn.model_validate({"编号": "07-77", "日期": DAY, "原因": "并入 07-3。", "改看": "07-3"})
    question = Withdrawn.model_validate({"编号": "07-Q77", "日期": DAY, "原因": "太绕，没人看得懂。"})
    book = Handbook(
        **{
            **{name: getattr(BOOK, name) for name in BOOK.__dataclass_fields__},
            "items": tuple(
                i.model_copy(update={"withdrawn": (gone, question)}) if i is item else i for i in BOOK.items
            ),
        }
    )
    assert self_check.points(book)["withdrawn"] == [
        {"id": "07-77", "day": DAY.isoformat(), "why": "并入 07-3。", "instead": "07-3"}
    ]


def test_data_files_are_small_and_complete(site: Path) -> None:
    sizes = 0
    for path in (self_check.POINTS, self_check.GUIDANCE):
        text = (site / path).read_bytes()
        sizes += len(gzip.compress(text, 9))
    # What the first view loads of them is held by test_budget; this is all that a check on a slow link loads.
    assert sizes < 78 * 1024
    assert [point["id"] for point in DATA["points"]] == list(BOOK.located)
    assert set(self_check.guidance(BOOK)) == set(BOOK.located)


def test_score_and_counts(rules: Page) -> None:
    data = edition(["07-1", "07-2!", "07-3", "08-1"])
    result = rules.evaluate(
        """(data) => {
      const c = check(data, "all=1");
      c.points = {
        "07-1": answer("y", 1), "07-2": answer("n", 2, { due: "2026-11-22" }), "07-3": answer("-", 3),
        "08-1": answer("n", 4, { again: [{ day: "2026-11-25", by: "李四", ok: true, note: "" }] }),
      };
      const rows = HB.selfCheck.rows(c, data);
      return [HB.selfCheck.counts(rows, "2026-11-23"), HB.selfCheck.scores(rows, data, "2026-11-23").map(s => [s.aspect.name, s.score])];
    }""",
        data,
    )
    assert result[0] == {
        "all": 4,
        "done": 4,
        "y": 1,
        "n": 2,
        "na": 1,
        "open": 1,
        "closed": 1,
        "late": 1,
        "major": 1,
    }
    assert result[1] == [["甲", 0], ["乙", 50]]
    # 100 is for all met, not for nearly all.
    assert rules.evaluate("HB.selfCheck.score({ y: 299, n: 1 })") == 99
    assert rules.evaluate("HB.selfCheck.score({ y: 0, n: 0 })") is None


def test_days(rules: Page) -> None:
    assert rules.evaluate(
        "['2026-11-23', '2026-02-29', '2024-02-29', '2026-13-01', '26-1-1', ''].map(HB.selfCheck.isDay)"
    ) == [True, False, True, False, False, False]
    assert rules.evaluate(
        "[HB.selfCheck.addDays('2026-12-30', 3), HB.selfCheck.addDays('2026-11-23', 0)]"
    ) == ["2027-01-02", "2026-11-23"]


def test_newer_answer_wins_point_by_point(rules: Page) -> None:
    result = rules.evaluate(
        """(data) => {
      const one = check(data, "all=1", "caaaaaa"), two = check(data, "all=1", "caaaaaa");
      one.points = { "07-1": answer("y", 10), "07-2": answer("n", 30, { note: "一" }) };
      two.points = { "07-1": answer("n", 20), "07-2": answer("y", 25), "08-1": answer("-", 5) };
      two.t = 2000; two.place = "二";
      const a = HB.selfCheck.merge(one, two), b = HB.selfCheck.merge(two, one);
      const brief = (c) => [c.place, ...["07-1", "07-2", "08-1"].map(id => c.points[id].r)];
      return [brief(a), brief(b), HB.selfCheck.isAhead(a, one), HB.selfCheck.isAhead(one, a)];
    }""",
        edition(["07-1", "07-2", "08-1"]),
    )
    assert result == [["二", "n", "n", "-"], ["二", "n", "n", "-"], True, False]


def test_copy_asks_again_and_remembers_last_time(rules: Page) -> None:
    copy = rules.evaluate(
        """(data) => {
      const c = check(data, "role=tenant&have=hot-work");
      c.place = "东楼"; c.by = "王";
      c.points = { "07-1": answer("n", 1, { who: "张三", note: "x", again: [] }), "07-2": answer("n", 2, { again: [{ day: "2026-11-23", by: "", ok: true, note: "" }] }), "08-1": answer("y", 3) };
      const copy = HB.selfCheck.copyCheck(c, "2026-12-01", 5000, 0.5);
      copy.third = HB.selfCheck.copyCheck(copy, "2026-12-02", 6000, 0.5).points["07-1"].was;
      return copy;
    }""",
        edition(["07-1", "07-2", "08-1"]),
    )
    assert (
        copy["place"] == "东楼"
        and copy["day"] == "2026-12-01"
        and copy["from"]
        and copy["id"] != copy["from"]
    )
    assert copy["scope"] == GOOD["scope"] and copy["third"] == "n"  # also where nobody looked in between
    assert {id: (a["r"], a["was"], a["who"], a["note"]) for id, a in copy["points"].items()} == {
        "07-1": ("", "n", "张三", "x"),  # what was wrong goes on with its note and person
        "07-2": ("", "closed", "", ""),
        "08-1": ("", "y", "", ""),
    }


def test_days_for_mending_go_into_a_calendar(rules: Page) -> None:
    text = rules.evaluate(
        """(data) => {
      const c = check(data, "all=1");
      c.firm = "某厂, 一分厂";
      const done = [{ day: "2026-11-25", by: "", ok: true, note: "" }];
      c.points = {
        "07-1": answer("n", 1, { due: "2026-12-05", note: "锁着；换锁", who: "张三" }),
        "07-2": answer("n", 2, { due: "2026-12-06", again: done }),
        "08-1": answer("y", 3),
      };
      return HB.selfCheck.calendar([c], data, "2026-11-28");
    }""",
        edition(["07-1", "07-2", "08-1"]),
    )
    assert text.count("BEGIN:VEVENT") == 1 and text.count("BEGIN:VALARM") == 2
    assert re.findall("TRIGGER:(.*)\r", text) == ["-P1DT16H", "PT8H"]  # at eight, never at midnight
    assert "DTSTART;VALUE=DATE:20261205\r\n" in text and "DTEND;VALUE=DATE:20261206" in text
    assert "某厂\\, 一分厂" in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_csv_opens_in_wps_and_runs_no_formula(rules: Page) -> None:
    data = edition(
        ["07-1", "07-2!", "08-1"], [{"id": "07-9", "day": "2026-12-01", "why": "不查了。", "instead": ""}]
    )
    text = rules.evaluate(
        """(data) => {
      const c = check(data, "all=1");
      c.place = '东"楼'; c.by = "=HYPERLINK(1)";
      c.points = {
        "07-1": answer("n", 1, { note: "第一行\\n第二行, 逗号", who: "+86 张三", due: "2026-11-30" }), "07-2": answer("n", 2, { note: "@SUM(A1)" }), "08-1": answer("y", 3),
        "07-9": answer("n", 4, { note: "-1" }),
      };
      return HB.selfCheck.csv(c, data, { "07-1": { methods: "看", how: "a", met: "b", today: "今天", lasting: "长久", major: [], basis: "" } }, "2026-11-23");
    }""",
        data,
    )
    assert (
        text.startswith("\ufeff")
        and text.endswith("\r\n")
        and "\n" not in text.replace("\r\n", "").replace("第一行\n第二行", "")
    )
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows[0][:3] == ['东"楼', "2026-11-23", "检查人：=HYPERLINK(1)"]
    assert [row[1] for row in rows[2:]] == [
        "要点07-2",
        "要点07-1",
        "要点07-9",
    ]  # possible major hazards first
    assert (
        rows[2][3:5] == ["是", "'@SUM(A1)"]
        and rows[3][4] == "第一行\n第二行, 逗号"
        and rows[3][7] == "'+86 张三"
        and rows[4][4] == "'-1"
    )
    assert rows[3][5:7] == ["今天", "长久"] and rows[3][9] == "待整改" and "不查了" in rows[4][2]
    assert {len(row) for row in rows[1:]} == {13}


def test_text_for_a_chat(rules: Page) -> None:
    text = rules.evaluate(
        """(data) => {
      const c = check(data, "role=tenant");
      c.place = "东楼";
      c.points = { "07-1": answer("y", 1), "07-2": answer("n", 2, { who: "张三", due: "2026-11-30" }) };
      return HB.selfCheck.shareText(c, data, "2026-11-23");
    }""",
        edition(["07-1", "07-2!", "08-1"]),
    )
    assert (
        "【安全自查】东楼 2026年11月23日" in text
        and "查了 2/3 个要点" in text
        and "1. ▲07-2 没有做到：要点07-2（责任人 张三，2026年11月30日前） https://x/checklists/07.html#p07-2"
        in text
        and "建议稿，供企业自查" in text
    )
