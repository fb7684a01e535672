"""The self-check: its rules one by one, its keeping of answers, and the whole way through it in Chromium."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pymupdf as fitz
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from bench.pages import ITEM
from conftest import DAY, ROOT
from handbook.model.checklist import ROLE_SLUGS, checklists
from handbook.model.handbook import Handbook
from handbook.model.items.item import Sector, Withdrawn
from handbook.page_contract import contract_file
from handbook.site.pages import self_check
from support import real
from support.samples import GOOD
from web import SiteServer

SCRIPTS = ROOT / "overrides" / "material" / "assets" / "javascripts"
BOOK = real.book()
DATA = self_check.points(BOOK)
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 800}


# ---------- The rules, away from any page ----------


@pytest.fixture(scope="module")
def rules(browser: Browser) -> Iterator[Page]:
    """A blank page with the rules and the store, and a made-up storage that can be full."""
    page = browser.new_page()
    page.add_script_tag(content="".join(contract_file().values()))
    for name in (
        "handbook.js",
        "files.js",
        *(f"self-check/{part}.js" for part in ("core", "sums", "files", "papers", "store")),
    ):
        page.add_script_tag(path=SCRIPTS / name)
    page.add_script_tag(
        content="""
      window.makeStorage = (limit) => {
        const values = new Map();
        const size = () => [...values].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
        return {
          limit, values,
          get length() { return values.size; },
          key(place) { return [...values.keys()][place] ?? null; },
          getItem(key) { return values.has(key) ? values.get(key) : null; },
          setItem(key, value) {
            const before = values.get(key);
            values.set(key, String(value));
            if (size() > this.limit) {
              if (before === undefined) values.delete(key); else values.set(key, before);
              throw new DOMException("full", "QuotaExceededError");
            }
          },
          removeItem(key) { values.delete(key); },
        };
      };
      window.answer = (r, t, more) => Object.assign(HB.selfCheck.blankAnswer(), { r, t }, more);
      window.check = (data, query, id) => Object.assign(
        HB.selfCheck.newCheck({ day: "2026-11-23" }, HB.selfCheck.parseScope(query, data) || HB.selfCheck.emptyScope(), data, 1000, 0), id ? { id } : {});
    """
    )
    yield page
    page.close()


def edition(
    points: list[str], withdrawn: list[dict[str, str]] | None = None, name: str = "2026-11"
) -> dict[str, Any]:
    """Made-up data: points by id, those ending in "!" possible major hazards, two aspects by item."""
    items = sorted({point.rstrip("!").split("-")[0] for point in points})
    return {
        "edition": {"id": name, "name": name, "day": "2026-11-23"},
        "site": {"name": "手册", "disclaimer": "建议稿，供企业自查。", "address": "https://x/"},
        "aspects": [{"id": "a", "number": "一", "name": "甲"}, {"id": "b", "number": "二", "name": "乙"}],
        "hazards": [{"id": "hot-work", "name": "动火作业", "ask": "?", "examples": "."}],
        "items": [
            {"id": item, "name": "条" + item, "page": f"checklists/{item}.html", "aspect": int(item) % 2}
            for item in items
        ],
        "points": [
            {
                "id": p.rstrip("!"),
                "item": items.index(p.rstrip("!").split("-")[0]),
                "text": "要点" + p.rstrip("!"),
                "roles": ["tenant"],
                "hazards": [],
                "major": int(p.endswith("!")),
                "duty": 1,
                "rank": 0,
                "own": 1,
                "see": 1,
                "short": "",
                "days": 3,
            }
            for p in points
        ],
        "withdrawn": withdrawn or [],
        "staffing": [],
        "trades": [],
        "quick": {},
        "first": 3,
    }


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


def test_wizard_asks_only_what_concerns_the_firm(rules: Page) -> None:
    for role, slug in ROLE_SLUGS.items():
        for have in (
            (),
            ("hot-work",),
            ("hot-work", "dormitory", "special-equipment"),
            tuple(hazard.id for hazard in BOOK.hazards),
        ):
            names = {hazard.name for hazard in BOOK.hazards if hazard.id in have}
            expected = [
                e.point.id
                for e in BOOK.points_for(role=role)
                if not e.item.hazards_of(e.point) or names & set(e.item.hazards_of(e.point))
            ]
            query = f"role={slug}&have={','.join(have)}"
            assert (
                rules.evaluate(
                    "([data, q]) => HB.selfCheck.select(HB.selfCheck.parseScope(q, data), data)",
                    [DATA, query],
                )
                == expected
            )


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
    assert sizes < 73 * 1024
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
      return HB.selfCheck.copyCheck(c, "2026-12-01", 5000, 0.5);
    }""",
        edition(["07-1", "07-2", "08-1"]),
    )
    assert (
        copy["place"] == "东楼"
        and copy["day"] == "2026-12-01"
        and copy["from"]
        and copy["id"] != copy["from"]
    )
    assert copy["scope"] == GOOD["scope"]
    assert {id: (a["r"], a["was"], a["who"], a["note"]) for id, a in copy["points"].items()} == {
        "07-1": ("", "n", "张三", "x"),  # what was wrong goes on with its note and person
        "07-2": ("", "closed", "", ""),
        "08-1": ("", "y", "", ""),
    }


def exported(*checks: Any, **more: Any) -> str:
    return json.dumps(
        {"format": "handbook-self-check", "v": 1, "checks": list(checks), **more}, ensure_ascii=False
    )


def spoiled(path: str, value: Any) -> str:
    """A good export with one value replaced; ``path`` like "points/07-1/r"."""
    check = json.loads(json.dumps(GOOD))
    place = check
    *way, last = path.split("/")
    for key in way:
        place = place[int(key)] if isinstance(place, list) else place[key]
    place[last] = value
    return exported(check)


FOREIGN = [
    ("", "读不懂"),
    ("{", "读不懂"),
    ("PK\x03\x04", "读不懂"),
    ("null", "不是自查导出的文件"),
    ("[]", "不是自查导出的文件"),
    ('{"format":"other","checks":[]}', "不是自查导出的文件"),
    (exported(), "没有自查记录"),
    (exported(None), "不是一次自查的记录"),
    (exported({}), "没有写明版本"),
    (exported({"v": 99}), "更新的版本"),
    (exported({"v": 0}), "不认识的版本"),
    (exported(GOOD, GOOD), "重复"),
    (exported(*({**GOOD, "id": f"c{n:06d}"} for n in range(5001))), "太多"),
    (spoiled("id", "../../x"), "编号不对"),
    (spoiled("id", "__proto__"), "编号不对"),
    (spoiled("day", "2026-02-30"), "日期不是日期"),
    (spoiled("day", "昨天"), "日期不是日期"),
    (spoiled("place", {"a": 1}), "地点不是文字"),
    (spoiled("place", "长" * 61), "地点太长"),
    (spoiled("people", "12"), "人数不对"),
    (spoiled("people", 1.5), "人数不对"),
    (spoiled("t", None), "修改时间不是时间"),
    (spoiled("scope", []), "范围不对"),
    (spoiled("scope/role", "boss"), "身份不对"),
    (spoiled("scope/have", ["<b>"]), "专项不对"),
    (spoiled("scope/items", ["7"]), "条目不对"),
    (spoiled("scope/depth", "deep"), "查法不对"),
    (spoiled("scope/trade", "<b>"), "行业不对"),
    (spoiled("items", {"07": {"r": "maybe", "t": 1}}), "快查结果不对"),
    (spoiled("firm", "厂" * 61), "企业名称太长"),
    (spoiled("points", []), "没有要点的记录"),
    (spoiled("points/__proto__x", {}), "不是要点编号"),
    (spoiled("points/07-1/r", "maybe"), "结果不是"),
    (spoiled("points/07-1/r", "constructor"), "结果不是"),
    (spoiled("points/07-1/note", "字" * 501), "备注太长"),
    (spoiled("points/07-1/due", "soon"), "期限不是日期"),
    (spoiled("points/07-1/again", {}), "复查记录不对"),
    (spoiled("points/07-1/again/0/ok", "yes"), "复查记录不对"),
    (spoiled("points/07-1/again/0/day", ""), "复查日期不是日期"),
]


@pytest.mark.parametrize(("text", "reason"), FOREIGN, ids=range(len(FOREIGN)))
def test_foreign_and_broken_files_are_refused_with_a_reason(rules: Page, text: str, reason: str) -> None:
    read = rules.evaluate("(text) => HB.selfCheck.readExport(text)", text)
    assert "checks" not in read and reason in read["reason"]


def test_a_good_file_is_taken_and_only_known_fields_of_it(rules: Page) -> None:
    with_more = json.loads(json.dumps(GOOD)) | {"extra": "x", "html": "<script>"}
    read = rules.evaluate("(text) => HB.selfCheck.readExport('\\uFEFF' + text)", exported(with_more))
    assert read["checks"] == [GOOD]
    before = json.loads(json.dumps(GOOD))  # as written before a firm could say what it has none of
    del before["scope"]["lack"]
    read = rules.evaluate("(text) => HB.selfCheck.readExport(text)", exported(before))
    assert read["checks"][0]["scope"]["lack"] == []
    polluted = (
        exported(GOOD)[:-1] + ', "__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'
    )
    assert rules.evaluate(
        "(text) => { HB.selfCheck.readExport(text); return {}.polluted === undefined; }", polluted
    )


def test_too_large_a_file_is_refused(rules: Page) -> None:
    reason = "HB.selfCheck.readExport(' '.repeat(HB.selfCheck.LIMITS.bytes + 1)).reason"
    assert "太大" in rules.evaluate(reason)


def test_what_is_given_out_for_a_whole_town_is_taken_back(rules: Page) -> None:
    """438 firms: the backup that the page wrote is one that it reads."""
    many = [{**GOOD, "id": f"c{number:06d}"} for number in range(438)]
    back = rules.evaluate(
        """([data, many]) => {
      const read = HB.selfCheck.readExport(HB.selfCheck.exportText(many, data, "2026-11-28"));
      return [read.reason || "", read.checks];
    }""",
        [edition(["07-1"]), many],
    )
    assert back == ["", many]


def test_a_check_of_the_first_edition_is_raised(rules: Page) -> None:
    new = ("firm", "code", "address", "present", "items")
    old = {key: value for key, value in GOOD.items() if key not in new} | {"v": 1}
    old["scope"] = {key: GOOD["scope"][key] for key in ("role", "have", "hazard", "items", "all")}
    read = rules.evaluate("(old) => HB.selfCheck.readCheck(old)", old)
    assert read["check"] == {**GOOD, "firm": "", "items": {}}


def test_photos_of_a_file_are_pictures_or_left_out(rules: Page) -> None:
    media = {
        GOOD["id"]: {
            "signs": {"checker": "data:image/png;base64,AAAA", "manager": "javascript:alert(1)"},
            "photos": {
                "07-1": [
                    {"when": "after", "image": "data:image/jpeg;base64,AAAA"},
                    {"when": "before", "image": "data:image/svg+xml;base64,AAAA"},
                    {"image": "https://example.com/x.png"},
                ],
                "x": [],
            },
        }
    }
    text = json.dumps({"format": "handbook-self-check", "v": 2, "checks": [GOOD], "media": media})
    read = rules.evaluate("(text) => HB.selfCheck.readExport(text).media", text)
    assert read[GOOD["id"]] == {
        "signs": {"checker": "data:image/png;base64,AAAA"},
        "photos": {"07-1": [{"when": "after", "image": "data:image/jpeg;base64,AAAA"}]},
    }


def test_a_trade_asks_what_presses_and_marks_what_can_be_major_there(rules: Page) -> None:
    """A furniture shop of twelve in half a storey: at most 60 points at first, every ▲ among them, 22
    questions at most, no ▲ of other trades; what is left is asked in parts."""
    found = rules.evaluate(
        """(data) => {
      const core = HB.selfCheck;
      const have = "hot-work,combustible-dust,spraying,hazardous-chemicals,special-equipment,e-bike";
      const scope = (depth) => core.parseScope("role=tenant&trade=wood-furniture&have=" + have + depth, data);
      const major = data.points.filter((p) => core.isMajor(p, scope(""), data)).map((p) => p.id);
      return {
        all: core.select(scope(""), data),
        usual: core.select(scope("&depth=usual"), data),
        quick: core.quickItems(scope("&depth=quick"), data).map((item) => item.id),
        major,
        parts: core.restParts(scope("&depth=usual"), data).map((part) => [
          part.count, core.select(core.parseScope(core.scopeQuery(part.scope), data), data)]),
      };
    }""",
        DATA,
    )
    assert len(found["usual"]) <= 60 < len(found["all"])
    assert BOOK.self_check is not None
    twice = {row.point for row in BOOK.self_check.elsewhere}
    assert set(found["major"]) & set(found["all"]) - set(found["usual"]) <= twice
    # Each point comes once, in a part no longer than the first list, but what another of them asks already.
    rest = [id for _, ids in found["parts"] for id in ids]
    assert sorted([*found["usual"], *rest]) == sorted(set(found["all"]) - twice)
    assert all(count == len(ids) <= len(found["usual"]) for count, ids in found["parts"])
    # What 04-7 asks is not asked again of the electrician and the welder.
    assert "04-7" in found["usual"] and not {"07-5", "17-6"} & set(found["usual"])
    assert len(found["quick"]) <= 22 and "11" not in found["quick"]
    # Clauses on metallurgy, casting, textiles and the like do not concern a furniture shop; those on dust do.
    assert not {"03-5", "09-7", "10-4", "11-1", "11-7"} & set(found["major"]) and "09-4" in found["major"]
    trade = next(trade for trade in BOOK.trades if trade.id == "wood-furniture")
    assert set(trade.first) <= set(found["usual"])


def test_what_a_firm_says_it_has_none_of_is_not_asked(rules: Page) -> None:
    """Nothing goes that nobody said; each circumstance takes its own points, and a point that another hazard
    of the firm asks for stays. What a trade cannot have by the clauses is not asked of it."""
    assert BOOK.self_check is not None
    rows = {row.id: row for row in BOOK.self_check.circumstances}
    asked = """([query, data]) => {
      const scope = HB.selfCheck.parseScope(query, data);
      return [HB.selfCheck.select(scope, data), HB.selfCheck.circumstances(scope, data).map((row) => row.id)];
    }"""

    def points(query: str) -> set[str]:
        return set(rules.evaluate(asked, [query, DATA])[0])

    everything = points("role=both")
    for row in rows.values():
        gone = everything - points(f"role=both&lack={row.id}")
        others = {
            id
            for id in row.points
            if set(BOOK.located[id].item.hazards_of(BOOK.located[id].point)) - {row.hazard} and row.hazard
        }
        assert gone == (set(row.points) - others if not row.unless else set()), row.id
    # Only used, never kept: not a unit that stores; but with a furnace it is asked as one that smelts.
    used = "role=tenant&have=hazardous-chemicals&lack=keeps-chemicals"
    assert not {"03-4", "03-5", "19-10"} & points(used) and {"19-9", "10-1"} <= points(used)
    assert {"03-4", "03-5"} <= points(used.replace("=haz", "=molten-metal,haz"))
    # Who climbs has risky work, whatever was said of it.
    assert "07-6" not in points("role=tenant&have=hot-work&lack=risky-work")
    assert "07-6" in points("role=tenant&have=work-at-height&lack=risky-work")
    assert "metal-dust" not in rules.evaluate(asked, ["role=tenant&have=hot-work", DATA])[1]
    lacks = {trade["id"]: set(trade["lack"]) for trade in DATA["trades"]}
    assert lacks["wood-furniture"] == {"named-plant", "metal-dust"} and "named-plant" not in lacks["food"]
    assert lacks["foundry"] == set()


def test_a_trade_of_unsure_sector_is_marked_for_each_that_may_apply(rules: Page) -> None:
    """A foundry may be judged as machinery, non-ferrous or metallurgy; a warehouse is none of these."""
    assert all(trade.sectors for trade in BOOK.trades if trade.role is None)
    majors = {
        trade: set(
            rules.evaluate(
                """([data, trade]) => {
          const core = HB.selfCheck;
          const scope = core.parseScope("role=tenant&trade=" + trade, data);
          return data.points.filter((p) => core.isMajor(p, scope, data)).map((p) => p.id);
        }""",
                [DATA, trade],
            )
        )
        for trade in ("foundry", "warehousing")
    }
    assert {"11-1", "11-2", "11-7"} <= majors["foundry"] and "10-4" not in majors["foundry"]
    assert not {"11-1", "11-2", "11-7"} & majors["warehousing"] and "10-8" in majors["warehousing"]


def test_a_point_of_many_trades_shows_each_firm_its_own_clauses(rules: Page) -> None:
    """06-10 gathers clauses of food, paper, textiles, metallurgy and tobacco: an unmet point tells a food
    maker only those on light industry, a machine shop none, and a firm of no chosen trade all."""
    shown = {
        trade: rules.evaluate(
            """([data, trade]) => {
          const core = HB.selfCheck;
          const scope = core.parseScope("role=tenant" + (trade && "&trade=" + trade), data);
          const check = { scope, points: {}, items: {} };
          const row = core.rows(check, data).filter((one) => one.id === "06-10")[0];
          return row.cases;
        }""",
            [DATA, trade],
        )
        for trade in ("food", "machining", "")
    }
    point = next(entry.point for entry in BOOK.points() if entry.point.id == "06-10")
    light = [place for place, case in enumerate(point.major) if Sector.LIGHT in case.sectors]
    assert shown == {"food": light, "machining": [], "": list(range(len(point.major)))}
    assert 0 < len(light) < len(point.major)


def test_a_quick_check_asks_every_item_and_only_what_concerns_the_firm(rules: Page) -> None:
    """Whoever it is and whatever there is in the plant, no item that concerns the firm goes unasked."""
    hazards = [hazard.id for hazard in BOOK.hazards]
    roles = (*ROLE_SLUGS.values(), "own", "visit")
    queries = [f"role={role}&depth=quick&have={have}" for role in roles for have in ("", *hazards)]
    found = rules.evaluate(
        """([queries, data]) => queries.map((query) => {
      const core = HB.selfCheck;
      const scope = core.parseScope(query, data);
      const items = [...new Set(core.concerning(scope, data).map((point) => data.items[point.item]))];
      return items.map((item) => [item.id, core.quickQuestions(scope, data, item).join("")]);
    })""",
        [queries, DATA],
    )
    asked = {query: dict(texts) for query, texts in zip(queries, found, strict=True)}
    assert all(len(texts) >= 5 for texts in asked.values())
    assert [(query, item) for query, texts in asked.items() for item, text in texts.items() if not text] == []
    alone, tenant = (
        "".join(asked["role=own&depth=quick&have="].values()),
        asked["role=tenant&depth=quick&have="],
    )
    assert not [word for word in ("租户", "房东", "租赁", "租出去") if word in alone]
    assert "租户" not in "".join(tenant.values()) and "房东" in tenant["02"]
    assert not [word for word in ("液氨", "锂电池", "喷漆", "电动自行车") if word in "".join(tenant.values())]
    assert "锂电池" in asked["role=tenant&depth=quick&have=lithium-battery"]["10"]
    # What only the tenant's own management answers to is not asked by who lets the room.
    assert BOOK.self_check is not None
    visit = {item: asked[f"role=visit&depth=quick&have={item}"] for item in ("", *hazards)}
    assert all("03" not in texts and "清单" not in texts["05"] for texts in visit.values())
    assert "警示牌" in visit[""]["05"] and "06" in visit[""] and "台账" not in visit[""]["06"]
    whole = rules.evaluate(
        "data => HB.selfCheck.select(HB.selfCheck.parseScope('role=visit', data), data)", DATA
    )
    assert "05-6" in whole and not set(whole) & set(BOOK.self_check.not_at_tenants)


def test_an_owner_is_not_asked_about_leases(rules: Page) -> None:
    asked = rules.evaluate(
        "(data) => HB.selfCheck.select(HB.selfCheck.parseScope('role=own', data), data)", DATA
    )
    assert BOOK.self_check is not None
    assert not set(asked) & set(BOOK.self_check.not_for_owners)
    assert {"14-1", "18-1", "22-1"} <= set(asked)


def test_a_quick_check_counts_items_and_opens_their_points(rules: Page) -> None:
    data = edition(["07-1", "07-2", "08-1"])
    data["quick"] = {item: [{"point": "", "text": f"{item}？"}] for item in ("07", "08")}
    found = rules.evaluate(
        """(data) => {
      const core = HB.selfCheck;
      const c = check(data, "role=tenant&depth=quick");
      c.items = { "07": { r: "n", t: 1 }, "08": { r: "y", t: 2 } };
      const before = [core.rows(c, data).map((r) => r.id), core.quickCounts(c, data)];
      const say = () => [core.checkCounts(c, data, "2026-11-23").open, core.boardRows([c], data, "2026-11-23")[0].counts.open,
        core.shareText(c, data, "2026-11-23").includes("1. 07 "), core.csv(c, data, {}, "2026-11-23").includes(core.VAGUE)];
      const vague = say();
      c.points = { "07-2": answer("n", 3) };
      return [...before, core.quickCounts(c, data).vague, vague, say()];
    }""",
        data,
    )
    assert found[0] == ["07-1", "07-2"]
    assert found[1] == {"all": 2, "done": 2, "y": 1, "n": 1, "na": 0, "vague": 1}
    assert found[2] == 0
    # No point named: the item itself stands in the list, the text to send on and the table.
    assert found[3] == [1, 1, True, True]
    assert found[4] == [1, 1, False, False]


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


def test_older_versions_are_raised_step_by_step(rules: Page) -> None:
    read = rules.evaluate(
        """(good) => {
      HB.selfCheck.UPGRADES[-1] = (old) => Object.assign({}, old, { v: 0, place: old.where });
      HB.selfCheck.UPGRADES[0] = (old) => Object.assign({}, old, { v: 1, by: old.by || "无名" });
      try { return HB.selfCheck.readCheck(Object.assign({}, good, { v: -1, where: "旧楼", by: "" })); }
      finally { delete HB.selfCheck.UPGRADES[-1]; delete HB.selfCheck.UPGRADES[0]; }
    }""",
        GOOD,
    )
    assert read["check"]["place"] == "旧楼" and read["check"]["by"] == "无名" and read["check"]["v"] == 2


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


# ---------- Keeping ----------


def test_a_write_cut_off_spoils_only_the_older_copy(rules: Page) -> None:
    result = rules.evaluate(
        """(data) => {
      const storage = makeStorage(1e6), store = new HB.SelfCheckStore(storage), c = check(data, "all=1", "caaaaaa");
      for (const r of ["y", "n", "-"]) { c.points["07-1"] = answer(r, 10 + "yn-".indexOf(r)); store.save(c); }
      const keys = [...storage.values.keys()];
      const newest = keys.find(k => storage.getItem(k).includes('"r":"-"'));
      storage.values.set(newest, storage.getItem(newest).slice(0, 60));
      const again = new HB.SelfCheckStore(storage);
      return [keys.length, again.get("caaaaaa").points["07-1"].r, again.list().broken.length];
    }""",
        edition(["07-1"]),
    )
    assert result == [2, "n", 0]


def test_what_cannot_be_read_is_told_and_left_alone(rules: Page) -> None:
    result = rules.evaluate("""() => {
      const storage = makeStorage(1e6);
      storage.setItem("handbook-self-check/caaaaaa/a", "{broken");
      storage.setItem("handbook-self-check/cbbbbbb/a", JSON.stringify({ n: 1, check: { v: 99, id: "cbbbbbb" } }));
      storage.setItem("something-else", "1");
      const store = new HB.SelfCheckStore(storage), found = store.list();
      const saved = store.save(Object.assign(check({ edition: { id: "x" }, hazards: [], items: [] }, "", "cbbbbbb")));
      return [found.checks.length, found.broken.map(b => [b.id, b.newer]), saved.why, storage.getItem("handbook-self-check/caaaaaa/a"), JSON.parse(storage.getItem("handbook-self-check/cbbbbbb/a")).check.v];
    }""")
    assert result == [0, [["caaaaaa", False], ["cbbbbbb", True]], "newer", "{broken", 99]


def test_full_storage_is_told_and_nothing_lost(rules: Page) -> None:
    result = rules.evaluate(
        """(data) => {
      const storage = makeStorage(1600), store = new HB.SelfCheckStore(storage), c = check(data, "all=1", "caaaaaa");
      const seen = [];
      for (let i = 0; i < 12; i++) {
        c.points["07-" + (i + 1)] = answer("n", 100 + i, { note: "字".repeat(40) });
        const saved = store.save(c);
        seen.push(saved.ok);
      }
      const before = new HB.SelfCheckStore(storage).get("caaaaaa");
      const unsaved = store.hasUnsaved(), inMemory = Object.keys(store.get("caaaaaa").points).length;
      storage.limit = 1e6;
      store.save(c);
      const after = new HB.SelfCheckStore(storage).get("caaaaaa");
      return { seen, kept: Object.keys(before.points).length, unsaved, inMemory, after: Object.keys(after.points).length, stillUnsaved: store.hasUnsaved() };
    }""",
        edition(["07-1"]),
    )
    first_refused = result["seen"].index(False)
    assert 1 < first_refused < 12 and result["kept"] == first_refused  # the last good copy stands
    assert (
        result["unsaved"]
        and result["inMemory"] == 12
        and result["after"] == 12
        and not result["stillUnsaved"]
    )


def test_without_storage_everything_works_in_memory(rules: Page) -> None:
    assert rules.evaluate(
        """(data) => {
      const store = new HB.SelfCheckStore(null), c = check(data, "all=1", "caaaaaa");
      c.points["07-1"] = answer("y", 1);
      return [store.save(c).ok, store.lasting(), store.list().checks.length, store.get("caaaaaa").points["07-1"].r];
    }""",
        edition(["07-1"]),
    ) == [True, False, 1, "y"]


def test_two_tabs_join_their_answers_and_do_not_bring_back_what_was_removed(rules: Page) -> None:
    result = rules.evaluate(
        """(data) => {
      const storage = makeStorage(1e6), one = new HB.SelfCheckStore(storage), two = new HB.SelfCheckStore(storage);
      const start = check(data, "all=1", "caaaaaa");
      one.save(start);
      const a = one.get("caaaaaa"), b = two.get("caaaaaa");
      a.points["07-1"] = answer("y", 10); one.save(a);
      b.points["07-2"] = answer("n", 11); two.save(b);
      const both = Object.keys(one.get("caaaaaa").points).sort();
      one.remove("caaaaaa");
      const gone = two.get("caaaaaa"), saved = two.save(b);
      return [both, gone, saved.ok, saved.why, storage.length];
    }""",
        edition(["07-1", "07-2"]),
    )
    assert result == [["07-1", "07-2"], None, False, "gone", 0]


# ---------- The page ----------


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport=request.param, locale="zh-CN", timezone_id="Asia/Shanghai", service_workers="block"
    )
    context.set_default_timeout(8000)
    yield context
    context.close()


def opened(context: BrowserContext, address: str) -> Page:
    """A new page that fails the test on any error of a program or of the policy."""
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"{address}: {error}"))
    page.on(
        "console",
        lambda message: (
            message.type == "error"
            and "favicon" not in message.text
            and pytest.fail(f"{address}: {message.text}")
        ),
    )
    page.goto(address)
    return page


def begin(page: Page, place: str = "") -> str:
    """Starts the check that the page offers; its id."""
    if place:
        page.click(".sc-start > details summary")
        page.fill("#sc-place", place)
    page.click("form.sc-start button[type=submit]")
    page.wait_for_selector(".sc-card")
    match = re.search(r"check=(c[0-9a-z]+)", page.url)
    assert match
    return match[1]


def unfold(page: Page, point: str) -> None:
    """Opens the item of the point, where a long list has it in a fold."""
    card = page.locator(f"#c{point}")
    if not card.is_visible():
        page.locator("details.sc-group", has=card).locator("summary").first.click()


def tick(page: Page, point: str, word: str) -> None:
    unfold(page, point)
    page.locator(f"#c{point} .sc-choice label", has_text=re.compile(rf"^\S? ?{word}$")).click()


def stored(page: Page) -> dict[str, Any]:
    """Checks in the browser's storage by id, the newer copy of each."""
    return page.evaluate("""() => {
      const store = new HB.SelfCheckStore(localStorage);
      return Object.fromEntries(store.list().checks.map(c => [c.id, c]));
    }""")


@pytest.mark.parametrize("way", ["web", "disk"])
def test_the_whole_closed_loop(
    context: BrowserContext, web: SiteServer, site: Path, way: str, tmp_path: Path
) -> None:
    """Who are you, points, mending, looking again, closing, report, copy: from the web and from a folder."""
    start = web.address + "self-check.html" if way == "web" else (site / "self-check.html").as_uri()
    page = opened(context, start)
    page.check("#role-tenant")
    page.check("#have-hot-work")
    page.check("#depth-other")
    page.fill("#sc-people", "12")
    expect(page.locator(".sc-start > .hb-note")).to_contain_text("03-3")
    if way == "web":
        assert page.url.endswith("?role=tenant&have=hot-work&depth=all&people=12")  # can be bookmarked
    expected = [
        e
        for e in BOOK.points_for(role=list(ROLE_SLUGS)[1])
        if not e.item.hazards_of(e.point) or "动火作业" in e.item.hazards_of(e.point)
    ]
    expect(page.locator("form.sc-start button[type=submit]")).to_contain_text(f"{len(expected)} 个要点")
    page.click(".sc-start > details summary")
    page.fill("#sc-by", "王五")
    page.fill("#sc-place", "东楼二层")
    begin(page)
    cards = page.locator(".sc-card")
    assert cards.count() == len(expected)
    majors = [e.point.id for e in expected if e.point.major]
    assert (
        cards.evaluate_all("nodes => nodes.map(n => n.dataset.id)")[: len(majors)] == majors
    )  # first, in red, with word and sign
    assert "▲ 可能是重大事故隐患" in cards.first.inner_text()

    point = BOOK.located["14-2"].point if "14-2" in BOOK.located else expected[-1].point
    card = page.locator(f"#c{point.id}")
    assert page.evaluate("document.documentElement.scrollHeight") <= 8000  # items fold where a list is long
    unfold(page, point.id)
    card.locator(".sc-how summary").click()
    expect(card.locator(".sc-how")).to_contain_text(point.met)
    tick(page, point.id, "不符合")
    expect(card.locator(".sc-advice")).to_contain_text(point.remedy.today)
    today = page.evaluate("HB.selfCheck.dayOf(new Date())")
    due = (dt.date.fromisoformat(today) + dt.timedelta(days=point.remedy.days)).isoformat()
    assert card.locator(f"#f{point.id}-due").input_value() == due
    card.locator(f"#f{point.id}-note").fill("北门挂着锁 <b>重</b>")
    card.locator(f"#f{point.id}-who").fill("张三")
    others = [e.point.id for e in expected if e.point.id != point.id]
    tick(page, others[0], "符合")
    tick(page, others[1], "不适用")
    expect(page.locator("#sc-progress-text")).to_have_text(f"查了 3/{len(expected)} 不符合 1")

    page.reload()
    assert page.locator(f"#c{point.id}").get_attribute("data-r") == "n"
    assert page.locator(f"#f{point.id}-note").input_value() == "北门挂着锁 <b>重</b>"
    assert page.locator(f"#f{point.id}-who").input_value() == "张三"

    page.click(".sc-tabs a:nth-child(2)")
    card = page.locator(f"#c{point.id}")
    card.locator(".sc-again summary").click()
    card.locator(f"#a{point.id}-note").fill("锁还在")
    card.get_by_role("button", name="还没改好").click()
    expect(card.locator(".sc-looks li")).to_have_count(1)
    card.locator(".sc-again summary").click()
    card.get_by_role("button", name="改好了，销号").click()
    expect(card.locator(".sc-looks li")).to_have_count(2)
    expect(card.locator(".sc-again summary")).to_have_count(0)
    page.reload()
    expect(page.locator("#self-check")).to_contain_text("已销号的（1 个）")

    page.click(".sc-tabs a:nth-child(3)")
    report = page.locator(".sc-report")
    expect(report).to_contain_text("东楼二层")
    expect(report).to_contain_text("已销号（" + today + "）")
    expect(report).to_contain_text("北门挂着锁 <b>重</b>")
    with page.expect_download() as given:
        page.get_by_role("button", name="整改清单存成表格").click()
    assert given.value.suggested_filename == f"自查-东楼二层-{today}-整改清单.csv"
    path = tmp_path / "list.csv"
    given.value.save_as(path)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert (
        rows[2][1] == "要点" + point.id
        and rows[2][7] == "张三"
        and rows[2][9].startswith("已销号")
        and rows[2][5] == point.remedy.today
    )

    page.click(".sc-back")
    page.get_by_role("button", name=re.compile("再查一遍")).click()
    page.wait_for_selector(f"#c{point.id}", state="attached")
    expect(page.locator(f"#c{point.id} .sc-badges")).to_contain_text("上次不符合，已销号")
    assert len(stored(page)) == 2
    page.click(".sc-back")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=re.compile("^删除")).first.click()
    expect(page.locator(".sc-checks__one")).to_have_count(1)


@pytest.mark.parametrize("query", ["role=landlord&depth=all", "items=07,08", "hazard=hot-work", "all=1"])
def test_links_of_the_pages_begin_the_right_check(browser: Browser, web: SiteServer, query: str) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page = opened(context, web.address + "self-check.html?" + query)
    begin(page)
    ids = page.locator(".sc-card").evaluate_all("nodes => nodes.map(n => n.dataset.id)")
    scope = next(
        (entry for entry in checklists(BOOK) if entry.query == query.removesuffix("&depth=all")), None
    )
    expected = (
        [p.id for g in scope.groups for p in g.points]
        if scope
        else [p.id for item in BOOK.items if item.id in ("07", "08") for p in item.points]
    )
    assert sorted(ids) == sorted(expected)
    context.close()


def test_filters_and_the_next_open_point(context: BrowserContext, web: SiteServer) -> None:
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page)

    def shown() -> list[str]:
        cards: list[str] = page.locator(".sc-card:visible").evaluate_all(
            "nodes => nodes.map(n => n.dataset.id)"
        )
        return cards

    order = shown()
    tick(page, order[0], "符合")
    tick(page, order[1], "不符合")
    page.click("label[for=filter-open]")
    assert shown() == order[2:]
    tick(page, order[2], "符合")
    assert order[2] in shown()  # it does not vanish from under the finger
    page.locator(".sc-bar button").click()
    assert page.evaluate("document.activeElement.closest('.sc-card').dataset.id") == order[3]
    page.click("label[for=filter-n]")
    assert shown() == [order[1]]
    page.click("label[for=filter-major]")
    assert shown() == [point.id for point in BOOK.item_by_id["07"].points if point.major]
    page.click("label[for=filter-all]")
    for point in order[3:]:
        tick(page, point, "不适用")
    page.get_by_role("button", name="下一个没填的").first.click()
    expect(page.locator(".hb-message")).to_contain_text("都填完了")
    page.locator(".sc-bar").get_by_role("button", name="看汇总").click()
    expect(page.locator(".sc-report")).to_be_visible()


def test_two_tabs(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=DESK, service_workers="block")
    one = opened(context, web.address + "self-check.html?items=07")
    begin(one)
    ids = one.locator(".sc-card").evaluate_all("nodes => nodes.map(n => n.dataset.id)")
    two = opened(context, one.url)
    two.wait_for_selector(".sc-card")
    tick(one, ids[0], "符合")
    tick(two, ids[1], "不符合")
    expect(two.locator(f"#c{ids[0]}")).to_have_attribute("data-r", "y")
    expect(one.locator(f"#c{ids[1]}")).to_have_attribute("data-r", "n")
    answers = next(iter(stored(one).values()))["points"]
    assert (answers[ids[0]]["r"], answers[ids[1]]["r"]) == ("y", "n")
    two.goto(web.address + "self-check.html")
    two.on("dialog", lambda dialog: dialog.accept())
    two.get_by_role("button", name=re.compile("^删除")).click()
    expect(one.locator(".sc-problem")).to_contain_text("另一个窗口里删掉了")
    tick(one, ids[2], "符合")
    assert stored(one) == {}
    context.close()


def test_a_crash_loses_nothing_that_was_tapped(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page = opened(context, web.address + "self-check.html?items=07")
    id = begin(page)
    first = page.locator(".sc-card").first.get_attribute("data-id")
    assert first
    tick(page, first, "不符合")
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")
    page.close()
    after = opened(context, web.address + f"self-check.html#check={id}")
    expect(after.locator(f"#c{first}")).to_have_attribute("data-r", "n")
    context.close()


def test_programs_come_in_order_each_once_and_a_lost_one_is_asked_for_again(
    browser: Browser, web: SiteServer
) -> None:
    page = browser.new_page()
    page.goto(web.address + "self-check.html")
    lost = ["b.js"]

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name in lost:
            lost.remove(name)
            route.abort()
        else:
            route.fulfill(
                content_type="text/javascript", body=f"(window.ran = window.ran || []).push('{name}')"
            )

    page.route("**/made/*.js", answer)
    ask = "() => HB.files.load('made/a.js made/b.js made/c.js').then(() => 'all', (e) => e.message)"
    assert page.evaluate(ask) == "b.js 没有打开" and page.evaluate("ran") == ["a.js"]
    assert page.evaluate(ask) == "all" and page.evaluate("ran") == ["a.js", "b.js", "c.js"]
    assert page.evaluate(ask) == "all" and len(page.evaluate("ran")) == 3
    page.close()


def test_full_storage_is_told_on_the_page(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page)
    ids = page.locator(".sc-card").evaluate_all("nodes => nodes.map(n => n.dataset.id)")
    page.evaluate("""() => {
      let size = 1 << 20;
      for (let n = 0; size >= 1; n++) {
        try { localStorage.setItem("junk" + n, "x".repeat(size)); } catch (error) { size >>= 1; }
      }
    }""")
    for id in ids:
        tick(page, id, "不符合")
    expect(page.locator(".sc-problem")).to_contain_text("存满了")
    expect(page.locator(".hb-message")).to_contain_text("存满了")  # and where one was then, far below
    assert page.locator(".sc-problem").get_attribute("role") == "alert"
    assert page.locator("#sc-saved").inner_text() == "没有存下来"
    page.evaluate(
        "Object.keys(localStorage).filter(k => k.startsWith('junk')).forEach(k => localStorage.removeItem(k))"
    )
    tick(page, ids[0], "符合")
    expect(page.locator(".sc-problem p")).to_have_count(0)
    page.reload()
    assert page.locator('.sc-card[data-r="n"]').count() == len(ids) - 1
    context.close()


def test_without_storage_the_page_says_so_and_works(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })"
    )
    page = context.new_page()
    page.goto(web.address + "self-check.html?items=07")
    begin(page)
    expect(page.locator(".sc-problem")).to_contain_text("不让网页存东西")
    first = page.locator(".sc-card").first.get_attribute("data-id")
    assert first
    tick(page, first, "符合")
    page.click(".sc-tabs a:nth-child(3)")
    expect(page.locator(".sc-report")).to_contain_text(first)
    context.close()


def test_export_and_import(context: BrowserContext, web: SiteServer, tmp_path: Path) -> None:
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page, "甲车间")
    first = page.locator(".sc-card").first.get_attribute("data-id")
    assert first
    tick(page, first, "不符合")
    page.click(".sc-tabs a:nth-child(3)")
    with page.expect_download() as given:
        page.get_by_role("button", name="导出文件").click()
    file = tmp_path / "out.json"
    given.value.save_as(file)
    before = stored(page)

    bad = tmp_path / "bad.json"
    page.goto(web.address + "self-check.html")
    for text in (
        file.read_text(encoding="utf-8")[:-40],
        '{"format":"handbook-self-check","checks":[{"v":1}]}',
        "<html>",
    ):
        bad.write_text(text, encoding="utf-8")
        page.set_input_files("#sc-import", bad)
        expect(page.get_by_text("没有取回：")).to_be_visible()
        expect(page.get_by_text("没有取回：")).to_contain_text("原有的记录没有动")
        assert stored(page) == before
        page.reload()

    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator(".sc-checks__one")).to_have_count(0)
    page.set_input_files("#sc-import", file)
    expect(page.locator(".sc-checks__one")).to_have_count(1)
    assert stored(page) == before


def test_report_on_paper(browser: Browser, web: SiteServer, tmp_path: Path) -> None:
    context = browser.new_context(viewport=DESK, service_workers="block")
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page, "甲车间")
    ids = page.locator(".sc-card").evaluate_all("nodes => nodes.map(n => n.dataset.id)")
    tick(page, ids[0], "不符合")
    page.locator(f"#f{ids[0]}-note").fill("门口没有人看着")
    for id in ids[1:]:
        tick(page, id, "符合")
    page.click(".sc-tabs a:nth-child(3)")
    page.wait_for_selector(".sc-report table")
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="打印报告").click()
    path = tmp_path / "report.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    with fitz.open(path) as pdf:
        assert {(round(sheet.rect.width), round(sheet.rect.height)) for sheet in pdf} == {(595, 842)}
        text = "".join(sheet.get_text() for sheet in pdf)
        assert len(pdf) <= 3
    flat = re.sub(r"\s+", "", text)
    for words in (
        "安全自查报告",
        "甲车间",
        "门口没有人看着",
        "检查人签字",
        re.sub(r"\s+", "", BOOK.site.disclaimer),
        re.sub(r"\s+", "", BOOK.located[ids[0]].point.remedy.today),
    ):
        assert words in flat
    for words in ("我的自查", "打印报告", "导出文件", "下一个没填"):
        assert words not in flat
    context.close()


def test_list_without_javascript(browser: Browser, web: SiteServer, tmp_path: Path) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, service_workers="block")
    page = context.new_page()
    page.goto(web.address + "self-check.html")
    text = re.sub(r"\s+", "", page.locator(".sc-list").inner_text())
    assert "没有运行本页的程序" in text
    for one in checklists(BOOK):
        if one.count:
            expect(page.get_by_role("link", name=one.title, exact=True).last).to_be_visible()
    page.locator(".sc-list a[href$='checklists/tenant.html']").click()
    expect(page.locator("[data-row]").first).to_be_attached()
    context.close()


def test_the_list_appears_when_the_program_does_not_come(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page = context.new_page()
    page.route("**/self-check/core.js", lambda route: route.abort())
    page.goto(web.address + "self-check.html")
    expect(page.locator(".sc-list a").first).to_be_visible()
    context.close()


def test_an_empty_list_of_what_applies_is_printed(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page = context.new_page()
    scope = "trade=wood-furniture&role=tenant&have=combustible-dust&people=12"
    page.goto(f"{web.address}self-check.html?{scope}&depth=quick")
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    press = page.get_by_role("button", name="先不填：打印一张带方框的空白表")
    press.click()
    paper = page.locator(".sc-print")
    expect(paper.locator("h2")).to_have_text("安全自查表")
    page.emulate_media(media="print")
    expect(paper).to_contain_text("□没做到")
    asked = paper.locator("tbody tr").count()
    assert 10 < asked < len(BOOK.items)
    assert page.evaluate("window.printed") is True
    # Every point that concerns the firm and no other, each with the words by which it is met.
    page.emulate_media(media="screen")
    page.goto(f"{web.address}self-check.html?{scope}&depth=all")
    page.evaluate("() => { window.print = () => {}; }")
    press.click()
    expect(paper.locator(".sc-table--blank").first).to_be_attached()
    expected = page.evaluate(
        "query => HB.selfCheck.select(HB.selfCheck.parseScope(query, handbookPoints), handbookPoints)", scope
    )
    assert paper.locator(".sc-table--blank tbody th").all_text_contents() == expected
    assert BOOK.located[expected[0]].point.met.strip() in (paper.text_content() or "")
    context.close()


def test_home_tells_what_is_open_and_all_results_come_as_a_workbook(
    browser: Browser, web: SiteServer, tmp_path: Path
) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block", accept_downloads=True)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(web.address + "self-check.html?role=tenant&depth=all&people=12")
    page.click("form.sc-start button[type=submit]")
    page.wait_for_selector(".sc-card")
    # The number of people decides what is asked.
    expect(page.locator("#c03-3")).to_contain_text("你们 12 人。二十人以下：")
    tick(page, "07-5", "不符合")
    tick(page, "13-1", "不符合")
    page.locator("#c13-1 input[type=date]").first.fill("2026-01-02")
    page.goto(web.address + "index.html")
    told = page.locator(".hb-resume__told")
    expect(told).to_contain_text("还有 2 个没改好，1 个过期，▲ 1 个先改。")
    assert told.evaluate(
        "n => n.getClientRects().length === 1 && n.offsetHeight < 30"
    )  # the page does not move
    # Another firm, with nothing overdue; then back by the way that the home page offers.
    page.goto(web.address + "self-check.html?items=07")
    expect(page.locator("#self-check h2").first).to_contain_text("开始一次自查")  # asked for by the address
    page.click("form.sc-start button[type=submit]")
    page.wait_for_selector(".sc-card")
    page.click(".sc-back")
    expect(page.locator("#self-check h2").first).to_contain_text("我的自查")  # begun: now it is one of them
    page.goto(web.address + "index.html")
    page.locator(".hb-resume a").click()
    page.get_by_role("button", name="再查一家").click()
    expect(page.get_by_role("heading", name="开始一次自查")).to_be_focused()
    expect(page.locator("#trade-other")).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#self-check h2").first).to_contain_text("我的自查")  # before the form of a new one
    expect(page.locator(".sc-checks__one").first).to_be_in_viewport()
    page.get_by_text("一张表看全部").click()
    board = page.locator(".sc-table--board")
    assert [cell.strip() for cell in board.locator("tbody tr").first.locator("td").all_inner_texts()][
        1:4
    ] == [
        "2",
        "1",
        "1",
    ]  # the one that has most overdue first
    assert board.evaluate("table => table.scrollWidth <= table.parentNode.clientWidth + 1")
    page.get_by_role("button", name="删除").first.click()
    expect(page.locator(".sc-checks__one")).to_have_count(1)
    with page.expect_download() as given:
        page.get_by_role("button", name="全部结果存成一张表（XLSX）").click()
    kept = tmp_path / "all.xlsx"
    given.value.save_as(kept)
    book = openpyxl.load_workbook(kept)
    assert book.sheetnames == ["各家", "逐条结果"]
    assert [cell.value for cell in book["各家"][2]][2:5] == [2, 1, 1]
    rows = {row[7].value: row for row in book["逐条结果"].iter_rows(min_row=2)}
    assert rows["07-5"][9].value == "不符合" and rows["07-5"][7].data_type == "s"
    # Nothing open, and one not finished, is another thing to say.
    page.goto(web.address + "self-check.html?items=07")
    page.click("form.sc-start button[type=submit]")
    page.wait_for_selector(".sc-card")
    page.click(".sc-back")
    page.get_by_role("button", name="删除").last.click()
    expect(page.locator(".sc-checks__one")).to_have_count(1)
    page.goto(web.address + "index.html")
    expect(page.locator(".hb-resume__told")).to_contain_text("有 1 次没查完。")
    context.close()


def test_tiers_of_people_leave_no_number_out() -> None:
    plan = BOOK.self_check
    assert plan and plan.staffing
    for point in {row.point for row in plan.staffing}:
        for people in (1, 12, 20, 21, 29, 30, 99, 100, 101, 299, 300, 5000):
            fit = [row for row in plan.staffing if row.point == point and row.least <= people <= row.most]
            assert len(fit) == 1, (point, people)


def test_withdrawn_points_on_the_page(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    check = json.loads(json.dumps(GOOD)) | {
        "edition": "2025-01",
        "scope": GOOD["scope"] | {"role": "", "have": None, "items": ["07"]},
    }
    check["points"]["07-1"]["r"] = "y"
    check["points"]["07-98"] = {**GOOD["points"]["07-1"], "note": "老问题"}
    check["points"]["07-99"] = {**GOOD["points"]["07-1"], "r": "-"}
    context.add_init_script(
        "Object.defineProperty(window, 'handbookPoints', { set(v) { v.withdrawn = [{ id: '07-98', day: '2026-01-01', why: '并入别的要点。', instead: '07-2' }]; this._p = v; }, get() { return this._p; } })"
    )
    context.add_init_script(
        f"localStorage.setItem('handbook-self-check/{GOOD['id']}/a', JSON.stringify({{ n: 1, check: {json.dumps(check)} }}))"
    )
    page = opened(context, web.address + f"self-check.html#check={GOOD['id']}")
    gone = page.locator(".sc-card--gone")
    expect(gone).to_have_count(2)
    expect(gone.first).to_contain_text("要点已撤下（2026-01-01）：并入别的要点。改看 07-2")
    expect(gone.first).to_contain_text("老问题")
    expect(gone.last).to_contain_text("这一版手册里没有这个要点")
    expect(page.locator("#sc-progress-text")).to_have_text(f"查了 1/{len(BOOK.item_by_id['07'].points)}")
    expect(page.locator("#self-check")).to_contain_text("这次自查开始于 2025-01 版")
    gone.first.get_by_role("button", name="到 07-2").click()
    assert page.evaluate("document.activeElement.closest('.sc-card').dataset.id") == "07-2"
    context.close()


def test_in_wechat_files_become_texts_to_copy(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(
        viewport=PHONE,
        service_workers="block",
        user_agent="Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/107.0 Mobile Safari/537.36 MicroMessenger/8.0.40",
    )
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page)
    page.click(".sc-tabs a:nth-child(3)")
    page.get_by_role("button", name="导出文件").click()
    expect(page.locator("#sc-given label")).to_contain_text("复制下面的文字")
    expect(page.locator(".hb-message")).to_have_count(0)  # nothing covers the text
    text = page.locator("#hb-text").input_value()
    assert text.startswith('{"format":"handbook-self-check"')
    page.get_by_role("button", name="整改清单存成表格").click()
    expect(page.locator(".sc-tabs a")).to_have_count(3)  # nothing of the view is gone
    assert "编号" in page.locator("#hb-text").input_value()
    page.click(".sc-back")
    expect(page.get_by_role("button", name="XLSX")).to_have_count(0)  # nothing that cannot be had here
    page.get_by_role("button", name="全部导出").click()
    expect(page.locator(".sc-checks__one")).to_have_count(1)
    assert '"checks"' in page.locator("#hb-text").input_value()

    elsewhere = browser.new_context(viewport=DESK, service_workers="block")
    other = opened(elsewhere, web.address + "self-check.html")
    other.fill("#sc-paste", "半截的文字")
    other.get_by_role("button", name="从粘贴的文字取回").click()
    expect(other.get_by_text("没有取回：")).to_contain_text("原有的记录没有动")
    other.fill("#sc-paste", f"老王 11月30日 10:20\n{text}\n")  # as a chat sends it on
    other.get_by_role("button", name="从粘贴的文字取回").click()
    expect(other.locator(".sc-checks__one")).to_have_count(1)
    elsewhere.close()

    page.goto(web.address + "downloads/index.html")
    expect(page.locator(".hb-wechat")).to_be_visible()
    page.locator('a[href$=".zip"]').click()
    expect(page.locator(".hb-message")).to_contain_text("在浏览器打开")
    context.close()
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page = context.new_page()
    page.goto(web.address + "downloads/index.html")
    expect(page.locator(".hb-wechat")).to_be_hidden()
    context.close()


# ---------- Quick, by trade, with photos ----------


def test_a_quick_check_from_question_to_closing(browser: Browser, web: SiteServer) -> None:
    """Trade, side, one question an item, the wrong point named, the rest in one tap, the count going down."""
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page = opened(context, web.address + "self-check.html?trade=wood-furniture")
    expect(page.locator("#trade-wood-furniture")).to_be_checked()
    page.check("#role-tenant")
    expect(page.locator("form.sc-start button[type=submit]")).to_contain_text("条")
    begin(page)
    expect(page.locator("#self-check")).to_contain_text("几句都做到了，才点")  # several have one answer
    questions = page.locator("[data-quick]")
    assert 10 < questions.count() <= 22
    expect(page.locator("#self-check")).not_to_contain_text("没有要点")
    page.click("label[for=q07n]")
    page.click("label[for=filter-n]")
    expect(page.locator("[data-quick]:visible")).to_have_count(1)
    page.click("label[for=filter-all]")
    expect(page.locator(".sc-tabs")).to_contain_text("整改清单 1")
    page.click(".sc-tabs a:nth-child(3)")
    expect(page.locator(".sc-report")).to_contain_text("整改清单（1 个）")
    expect(page.locator(".sc-report")).to_contain_text("还没写明是哪几点")
    assert "得分" not in page.locator(".sc-report").inner_text()  # a quick check has none
    assert "点开" not in page.locator(".sc-report").inner_text()  # nothing opens on paper
    page.click(".sc-tabs a:nth-child(2)")
    page.get_by_role("link", name="这一条没做到，点开看是哪几点").click()
    group = page.locator('.sc-quick[data-item="07"]')
    first = group.locator(".sc-card[data-id]").first.get_attribute("data-id")
    assert first
    tick(page, first, "不符合")
    group.get_by_role("button", name="其余都符合").click()
    answers = group.locator(".sc-card[data-id]").evaluate_all("nodes => nodes.map(n => n.dataset.r)")
    assert answers[0] == "n" and set(answers[1:]) == {"y"}
    page.get_by_role("button", name="撤回", exact=True).click()
    answers = group.locator(".sc-card[data-id]").evaluate_all("nodes => nodes.map(n => n.dataset.r)")
    assert answers[0] == "n" and set(answers[1:]) == {"open"}

    # All points met: the answer of the item is still no, and the page says so.
    odds = group.locator(".sc-odds")
    tick(page, first, "符合")
    expect(odds).to_be_empty()  # the others have no answer yet
    group.get_by_role("button", name="其余都符合").click()
    expect(odds).to_contain_text("却还算“没做到”")
    tick(page, first, "不符合")
    expect(odds).to_be_empty()
    tick(page, first, "符合")
    odds.get_by_role("button").click()
    expect(group.locator("#q07y")).to_be_checked()
    expect(page.locator(".sc-tabs")).not_to_contain_text("整改清单 1")
    page.click("label[for=q07n]")
    tick(page, first, "不符合")

    # Back among the checks, the message is gone with the view; nothing can be taken back by mistake.
    group.get_by_role("button", name="其余都符合").click()
    page.click(".sc-back")
    expect(page.locator(".hb-message")).to_have_count(0)
    page.get_by_role("link", name="接着填").click()
    expect(group.locator(".sc-card[data-id]").first).to_be_visible()
    answers = group.locator(".sc-card[data-id]").evaluate_all("nodes => nodes.map(n => n.dataset.r)")
    assert answers[0] == "n" and set(answers[1:]) == {"y"}

    page.click(".sc-tabs a:nth-child(2)")
    expect(page.locator("#self-check")).to_contain_text("没改好的（1 个）")
    page.locator(f"#f{first}-due").fill("2020-01-01")
    expect(page.locator(f"#c{first} .sc-state")).to_contain_text("过期")  # at once, and in the tab
    expect(page.locator(".sc-tabs")).to_contain_text("整改清单 1，过期 1")
    page.reload()
    expect(page.locator(f"#c{first} .sc-state")).to_contain_text("过期")
    page.locator(f"#c{first} .sc-again summary").click()
    page.locator(f"#c{first}").get_by_role("button", name="改好了，销号").click()
    expect(page.locator(".sc-tabs")).to_contain_text("整改清单 0")
    expect(page.locator("#self-check")).not_to_contain_text("没改好的（1 个）")
    context.close()


def test_the_usual_check_opens_an_item_wide_and_leads_on_to_the_rest(
    browser: Browser, web: SiteServer
) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    query = "?role=tenant&trade=wood-furniture&depth=usual&have=hot-work,combustible-dust"
    page = opened(context, web.address + "self-check.html" + query)
    begin(page)
    names = {"动火作业", "粉尘涉爆"}
    concerned = [
        entry.point.id
        for entry in BOOK.points_for(role=list(ROLE_SLUGS)[1])
        if not entry.item.hazards_of(entry.point) or names & set(entry.item.hazards_of(entry.point))
    ]
    expected = [id for id in concerned if id.startswith("14-")]
    cards = page.locator('.sc-card[data-id^="14-"]')
    assert cards.count() < len(expected)
    # Each item once, also those whose points all stand among the possible major hazards.
    heads = [text[:2] for text in page.locator("details.sc-group h3").all_text_contents()]
    assert heads == sorted({id[:2] for id in concerned})
    group = page.locator("details.sc-group", has=page.get_by_text(re.compile("^14 "))).last
    group.locator("summary").first.click()
    group.get_by_role("button", name=re.compile("展开来查")).click()
    expect(cards).to_have_count(len(expected))
    expect(cards.last).to_be_visible()
    # One tap fills what stands before the reader, no possible major hazard above, and the fold goes shut.
    fold = page.locator("details.sc-group", has=page.get_by_text(re.compile("^04 "))).last
    unfold(page, "04-1")
    fold.get_by_role("button", name="其余都符合").click()
    expect(page.locator("#c04-1")).to_be_hidden()
    expect(fold.locator("summary").first).to_contain_text("填完了")
    assert page.locator("#c04-1").get_attribute("data-r") == "y"
    assert page.locator("#c04-7.sc-card--major").get_attribute("data-r") == "open"
    group.locator(".sc-choice label", has_text="不符合").first.click()
    group.get_by_role("button", name="其余都符合").click()
    expect(cards.last).to_be_visible()  # something is to be mended there

    # The summary leads on to what is left, part by part, and puts the days into a calendar.
    page.click(".sc-tabs a:nth-child(3)")
    rest = page.locator(".sc-rest")
    parts = rest.get_by_role("listitem")
    expect(rest.get_by_role("button", name=re.compile("ICS"))).to_be_visible()
    count = parts.count()
    assert count == rest.get_by_role("button", name="开始").count() >= 2
    with page.expect_download() as given:
        rest.get_by_role("button", name=re.compile("ICS")).click()
    assert given.value.path().read_text(encoding="utf-8").count("BEGIN:VEVENT") == count
    rest.get_by_role("button", name="开始").first.click()
    page.wait_for_selector(".sc-card")
    begun = set(page.locator(".sc-card").evaluate_all("nodes => nodes.map(n => n.dataset.id)"))
    assert begun and begun <= set(concerned) and "04-7" not in begun
    page.go_back()
    expect(parts.first.get_by_role("link")).to_have_text("接着查")
    assert rest.get_by_role("button", name="开始").count() == count - 1
    context.close()


@pytest.mark.parametrize("shell", ["MicroMessenger/8.0.40", "V1_AND_SQ QQ/8.9.50", "DingTalk/7.0.40"])
def test_a_chat_program_says_at_once_that_it_saves_no_file(
    browser: Browser, web: SiteServer, shell: str
) -> None:
    context = browser.new_context(
        viewport=PHONE,
        service_workers="block",
        user_agent=f"Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/107.0 Mobile Safari/537.36 {shell}",
    )
    page = opened(context, web.address + "downloads/index.html")
    expect(page.locator(".hb-wechat")).to_be_visible()
    page.goto(web.address + "forms/hot-work-permit.html")
    address = page.url
    page.locator("a[href$='.docx']").first.click()
    expect(page.locator(".hb-message")).to_contain_text("在浏览器打开")
    assert page.url == address
    page.goto(web.address + ITEM)
    expect(page.locator(".hb-print-page")).to_be_hidden()  # nothing prints here: the PDF says what to do
    page.locator(".hb-page-pdf").click()
    expect(page.locator(".hb-message")).to_contain_text("在浏览器打开")
    # The record goes out as text, without its photos, and the page says so.
    page.goto(web.address + "self-check.html?items=07")
    begin(page)
    tick(page, "07-1", "不符合")
    page.evaluate(
        "id => HB.selfCheckPhotos.add(id, '07-1', 'before', 'data:image/jpeg;base64,/9j/')",
        re.search(r"check=(c[0-9a-z]+)", page.url)[1],
    )
    page.click(".sc-tabs a:nth-child(3)")
    page.get_by_role("button", name="导出文件").click()
    expect(page.locator("#sc-given")).to_contain_text("照片和签字没有带上")
    assert "data:image" not in page.locator("#hb-text").input_value()
    context.close()


def test_an_export_too_large_to_take_back_goes_without_its_photos(
    context: BrowserContext, web: SiteServer, tmp_path: Path
) -> None:
    page = opened(context, web.address + "self-check.html?items=07")
    id = begin(page)
    tick(page, "07-1", "不符合")
    photo = "data:image/jpeg;base64," + "A" * 3000
    page.evaluate("([id, photo]) => HB.selfCheckPhotos.add(id, '07-1', 'before', photo)", [id, photo])
    page.click(".sc-back")
    limit = page.evaluate("HB.selfCheck.LIMITS.bytes")
    for bytes, kept in ((limit, True), (2500, False)):
        page.evaluate("bytes => { HB.selfCheck.LIMITS.bytes = bytes; }", bytes)
        with page.expect_download() as given:
            page.get_by_role("button", name="全部导出").click()
        given.value.save_as(tmp_path / "all.json")
        text = (tmp_path / "all.json").read_text(encoding="utf-8")
        assert (photo in text) is kept and '"07-1"' in text
    expect(page.locator(".sc-texts")).to_contain_text("照片和签字太多，没有带上")


def test_thirty_firms_are_one_table_and_not_twenty_screens(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page = opened(context, web.address + "self-check.html?role=tenant&depth=quick")
    begin(page)
    page.evaluate("""() => {
      const core = HB.selfCheck, data = handbookPoints, store = new HB.SelfCheckStore(localStorage);
      for (let number = 1; number <= 30; number++) {
        const scope = core.parseScope("role=tenant&depth=quick", data);
        const head = { firm: "第" + number + "家有限公司", day: "2026-11-20" };
        const check = core.newCheck(head, scope, data, Date.now() + number, Math.random());
        check.items = { "14": { r: "n", t: 1 } };
        check.points = { "14-2": Object.assign(core.blankAnswer(), { r: "n", t: 1, due: "2026-11-21" }) };
        store.save(check);
      }
    }""")
    page.click(".sc-back")
    expect(page.locator(".sc-table--board tbody tr")).to_have_count(31)
    assert page.evaluate("document.documentElement.scrollHeight") < 8000
    # The next firm is looked at by the same person in the same way, and the firms stand first on the page.
    page.goto(web.address + "self-check.html")
    assert page.locator("h2").first.inner_text() == "我的自查" and not page.url.endswith("quick")
    assert page.locator("#role-tenant").is_checked() and page.locator("#depth-quick").is_checked()
    # Looked for as in the other long lists: by name and by what is open; the cards follow.
    form, shown = page.locator("form.hb-filter"), page.locator(".sc-table--board tbody tr:visible")
    form.get_by_label("企业").fill("第7家")
    expect(shown).to_have_count(1)
    expect(form.get_by_role("status")).to_have_text("找到 1 个")
    page.get_by_text("一次一次看").click()
    expect(page.locator(".sc-checks__one:visible")).to_have_count(1)
    form.get_by_role("button", name="清掉").click()
    expect(shown).to_have_count(31)
    form.get_by_label("哪些").select_option("过期")
    expect(shown).to_have_count(30)
    assert sorted(form.locator("option").all_text_contents()[1:]) == ["没改好", "过期"]
    card = page.locator(".sc-checks__one").filter(has_text="第7家有限公司")
    expect(card).to_contain_text("快查了 1/22 条，没做到 1 条；还有 1 个没改好，1 个过期")
    expect(card.get_by_role("button", name="再查一遍")).to_be_visible()
    # Of a whole district the most pressing stand before the reader, and what gives files is not far below.
    page.evaluate("""() => {
      const core = HB.selfCheck, data = handbookPoints, store = new HB.SelfCheckStore(localStorage);
      for (let number = 31; number <= 438; number++) {
        const scope = core.parseScope("role=tenant&depth=quick", data);
        const head = { firm: "第" + number + "家有限公司", day: "2026-11-20" };
        store.save(core.newCheck(head, scope, data, Date.now() + number, Math.random()));
      }
    }""")
    page.goto(web.address + "self-check.html")
    expect(page.locator(".sc-table--board tbody tr")).to_have_count(439)
    assert page.evaluate("document.documentElement.scrollHeight") < 8000
    assert page.locator(".sc-table--board tbody tr:visible").count() < 40
    form.get_by_label("企业").fill("第400家")
    expect(shown).to_have_count(1)
    context.close()


def test_photos_before_and_after_leave_and_come_back(
    browser: Browser, web: SiteServer, tmp_path: Path
) -> None:
    """Two before, one after: in their order, in the report, in both exports, and once after taking back
    twice."""
    from PIL import Image

    pictures = []
    for colour in ("red", "blue"):
        pictures.append(tmp_path / f"{colour}.jpg")
        Image.new("RGB", (40, 30), colour).save(pictures[-1])
    context = browser.new_context(viewport=PHONE, service_workers="block", accept_downloads=True)
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page)
    tick(page, "07-1", "不符合")
    captions = page.locator("#c07-1 .sc-photos figcaption")
    page.set_input_files("#p07-1-photo", pictures)
    expect(captions).to_have_count(2)
    page.click(".sc-tabs a:nth-child(2)")
    page.locator("#c07-1").get_by_text("改完了").click()
    page.set_input_files("#p07-1-after", pictures[0])  # before it is said to be mended
    expect(captions).to_have_count(3)
    page.locator("#c07-1").get_by_role("button", name="还没改好").click()
    expect(page.locator("#c07-1 .hb-message")).to_contain_text("还没改好")  # the place goes on in its card
    expect(captions).to_have_count(3)
    assert [text.split(" 删")[0] for text in captions.all_text_contents()] == [
        "整改前 1",
        "整改前 2",
        "整改后 1",
    ]
    page.click(".sc-tabs a:nth-child(3)")
    expect(page.locator(".sc-report .sc-photo figcaption")).to_have_text(["整改前", "整改前", "整改后"])
    with page.expect_download() as one:
        page.get_by_role("button", name="导出文件").click()
    page.click(".sc-back")
    with page.expect_download() as whole:
        page.get_by_role("button", name="全部导出").click()
    for given in (one, whole):
        assert Path(given.value.path()).read_text(encoding="utf-8").count("data:image/jpeg") == 3
    other = browser.new_context(viewport=PHONE, service_workers="block")
    there = opened(other, web.address + "self-check.html")
    for given in (one, whole):
        there.set_input_files("#sc-import", given.value.path())
        expect(there.locator(".hb-message")).to_contain_text("取回了 1 次自查")
        expect(there.locator(".hb-message")).to_be_in_viewport()
        there.get_by_role("button", name="知道了").click()
    # A later file without the first and with another: nothing that is here gives way.
    newer = json.loads(Path(whole.value.path()).read_text(encoding="utf-8"))
    photos = next(iter(newer["media"].values()))["photos"]["07-1"]
    photos[:2] = [photos[1], {"when": "before", "image": "data:image/jpeg;base64,AAAA"}]
    (tmp_path / "newer.json").write_text(json.dumps(newer), encoding="utf-8")
    there.set_input_files("#sc-import", tmp_path / "newer.json")
    expect(there.locator(".hb-message")).to_contain_text("取回了 1 次自查")
    there.locator(".sc-checks__one h3 a").click()
    expect(there.locator("#c07-1 .sc-photos img")).to_have_count(4)
    other.close()
    context.close()


def test_a_photo_and_a_signature_go_into_the_report(
    browser: Browser, web: SiteServer, tmp_path: Path
) -> None:
    from PIL import Image

    picture = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x010F] = "camera"
    Image.new("RGB", (2600, 1300), "red").save(picture, exif=exif)
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page)
    tick(page, "07-1", "不符合")
    page.set_input_files("#p07-1-photo", picture)
    shown = page.locator("#c07-1 .sc-photos img")
    expect(shown).to_have_count(1)
    assert shown.evaluate("async i => { await i.decode(); return [i.naturalWidth, i.naturalHeight]; }") == [
        1280,
        640,
    ]
    assert "Exif" not in shown.evaluate("i => atob(i.src.split(',')[1]).slice(0, 400)")
    page.reload()
    expect(page.locator("#c07-1 .sc-photos img")).to_have_count(1)
    page.click(".sc-tabs a:nth-child(3)")
    page.get_by_text("在屏幕上签字").click()
    pad = page.locator(".sc-sign-pad").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60)
    page.mouse.up()
    expect(page.locator(".sc-report .sc-signed")).to_have_count(1)
    expect(page.locator(".sc-report .sc-photo")).to_have_count(1)
    context.close()


def test_looking_again_goes_on_where_the_last_time_stood(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page, "甲车间")
    tick(page, "07-1", "不符合")
    page.locator("#f07-1-note").fill("没有票")
    tick(page, "07-2", "符合")
    page.click(".sc-back")
    page.get_by_role("button", name=re.compile("再查一遍")).click()
    page.wait_for_selector("#c07-1")
    page.click("label[for=filter-was]")
    expect(page.locator(".sc-card:visible")).to_have_count(1)
    tick(page, "07-1", "不符合")
    assert page.locator("#f07-1-note").input_value() == "没有票"
    page.click(".sc-back")
    expect(page.locator(".sc-checks__one").last).to_contain_text("转到了")  # the old one does not count twice
    context.close()


def test_a_quick_check_again_shows_what_was_not_done(browser: Browser, web: SiteServer) -> None:
    """An item of which a point was named, and one of which none was."""
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page = opened(context, web.address + "self-check.html?role=tenant&depth=quick")
    begin(page)
    for item, answer in {"13": "y", "14": "n", "17": "n"}.items():
        page.click(f"label[for=q{item}{answer}]")
    tick(page, "14-2", "不符合")
    page.click(".sc-back")
    page.get_by_role("button", name=re.compile("再查一遍")).click()
    page.click("label[for=filter-was]")
    shown = page.locator("[data-quick]:visible")
    expect(shown).to_have_count(2)
    expect(shown.first).to_contain_text("上次没做到")
    assert shown.evaluate_all("nodes => nodes.map(n => n.dataset.quick)") == ["14", "17"]
    context.close()
