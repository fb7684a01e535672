"""The rules of the self-check one by one, and its keeping of answers, away from any page."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from conftest import DAY, ROOT
from handbook.model.checklist import ROLE_SLUGS, checklists
from handbook.model.handbook import Handbook
from handbook.model.items.item import Sector, Withdrawn
from handbook.page_programs.contract import contract_file
from handbook.site.pages import self_check
from support import real
from support.samples import GOOD

SCRIPTS = ROOT / "overrides" / "material" / "assets" / "javascripts"
BOOK = real.book()
DATA = self_check.points(BOOK)


@pytest.fixture(scope="module")
def rules(browser: Browser) -> Iterator[Page]:
    """A blank page with the rules and the store, and a made-up storage that can be full."""
    page = browser.new_page()
    page.add_script_tag(content="".join(contract_file().values()))
    for name in (
        "handbook.js",
        "files.js",
        *(f"self-check/{part}.js" for part in ("core", "totals", "files", "exports", "papers", "store")),
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
    ("【安全自查】甲厂 2026年11月30日\n还没改好的 1 个：", "“发微信的文字”、表格取不回来"),
    ("null", "读不懂"),
    ("[]", "读不懂"),
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
                    *[{"when": "after", "image": "data:image/jpeg;base64,AAAA"}] * 30,
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
        "photos": {"07-1": [{"when": "after", "image": "data:image/jpeg;base64,AAAA"}] * 30},
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


def test_who_lives_on_letting_has_a_trade_too(rules: Page) -> None:
    """It stands first for a landlord, for nobody else but who lets too; it says who he is where nothing else
    does; of what he cannot have he is asked nothing, and no clause on his tenants' plant is marked."""
    found = rules.evaluate(
        """(data) => {
      const core = HB.selfCheck;
      const asked = (query) => core.parseScope(query, data);
      const have = data.trades.find((trade) => trade.id === "landlord").have.join(",");
      const scope = asked("trade=landlord&have=" + have + "&lack=named-plant");
      return {
        offered: ["", "tenant", "landlord", "own", "both", "visit"].filter((role) =>
          core.tradesOf(role, data).some((trade) => trade.id === "landlord")),
        first: core.tradesOf("landlord", data)[0].id,
        role: scope.role,
        other: ["tenant", "own", "visit"].map((role) => asked("trade=landlord&role=" + role).trade),
        quick: core.quickItems(scope, data).map((item) => item.id),
        major: core.concerning(scope, data).filter((p) => core.isMajor(p, scope, data)).map((p) => p.id),
      };
    }""",
        DATA,
    )
    assert found["offered"] == ["landlord", "both"] and found["first"] == "landlord"
    assert found["role"] == "landlord" and found["other"] == ["", "", ""]
    assert not {"08", "09", "10", "11", "12"} & set(found["quick"]) and {"01", "02", "14"} <= set(
        found["quick"]
    )
    assert {"02-4", "02-5"} <= set(found["major"]) and "06-10" not in found["major"]
    assert "named-plant" in next(trade["lack"] for trade in DATA["trades"] if trade["role"])


def test_who_uses_chemicals_is_asked_what_the_law_asks_of_users() -> None:
    """Paint and ammonia are hazardous chemicals too: article 52 has duties of makers and keepers hold for
    users, article 91 names all of them."""
    users = {"危险化学品", "喷涂", "液氨制冷"}
    of_users = ("《危险化学品安全法》第五十二条", "《危险化学品安全法》第九十一条第二款")
    asked = {
        entry.point.id: users - set(entry.item.hazards_of(entry.point))
        for entry in BOOK.points()
        if any(basis.reference.text in of_users for basis in entry.point.basis)
    }
    assert {"05-10", "10-10", "19-9", "21-6"} <= set(asked)
    assert {id: left for id, left in asked.items() if left} == {}


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
      return items.map((item) => [item.id, core.quickQuestions(scope, data, item)]);
    })""",
        [queries, DATA],
    )
    # A tired owner answers all of an item with one word: few sentences; the check holds them short.
    assert max(len(texts) for firm in found for _, texts in firm) == 3
    asked = {
        query: {item: "".join(texts) for item, texts in firm}
        for query, firm in zip(queries, found, strict=True)
    }
    assert all(len(texts) >= 5 for texts in asked.values())
    assert [(query, item) for query, texts in asked.items() for item, text in texts.items() if not text] == []
    alone, tenant = (
        "".join(asked["role=own&depth=quick&have="].values()),
        asked["role=tenant&depth=quick&have="],
    )
    assert not [word for word in ("租户", "房东", "租赁", "租出去") if word in alone]
    assert "租户" not in "".join(tenant.values()) and "房东" in tenant["02"]
    assert "隔开租" in tenant["14"] and "隔开租" not in alone  # a way out of each room that is let
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


def test_what_found_no_room_is_written_when_another_goes(rules: Page) -> None:
    result = rules.evaluate(
        """(data) => {
      const storage = makeStorage(1600), store = new HB.SelfCheckStore(storage);
      const old = check(data, "all=1", "caaaaaa"), late = check(data, "all=1", "cbbbbbb");
      old.points["07-1"] = answer("n", 1, { note: "字".repeat(500) });
      late.points["07-1"] = answer("n", 1, { note: "字".repeat(500) });
      const saved = [store.save(old).ok, store.save(late).ok];
      store.remove("caaaaaa");
      return [saved, store.hasUnsaved(), new HB.SelfCheckStore(storage).list().checks.map(c => c.id)];
    }""",
        edition(["07-1"]),
    )
    assert result == [[True, False], False, ["cbbbbbb"]]


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
