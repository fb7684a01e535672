"""Files and texts of checks that are taken back: the good ones whole, the others told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from support.samples import GOOD
from support.self_check_rules import edition


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


#: Looking again at what was to be mended; a point has 50 such looks at most.
LOOK = GOOD["points"]["07-1"]["again"][0]

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
    (spoiled("points/07-1/again", [LOOK] * 51), "复查记录不对"),
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


def test_as_many_looks_as_the_page_keeps_are_taken_back(rules: Page) -> None:
    full = spoiled("points/07-1/again", [LOOK] * 50)
    read = rules.evaluate("(text) => HB.selfCheck.readExport(text)", full)
    assert read["checks"][0]["points"]["07-1"]["again"] == [LOOK] * 50


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
