"""What the self-check asks of whom, away from any page."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from handbook.model.checklist import ROLE_SLUGS
from handbook.model.items.item import Sector
from support import real
from support.self_check_rules import DATA, edition

BOOK = real.book()


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
    # Alone in the yard, and at work there: nothing of what several firms share.
    alone = {e.point.id for e in BOOK.points() if re.search("几家|共用|合用", e.point.requirement)}
    assert alone and not alone & points("role=both&lack=shared-premises,shared-work")
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
