"""How the self-check keeps answers: in storage that is full, broken, shared or missing."""

from __future__ import annotations

from playwright.sync_api import Page

from support.self_check_rules import edition


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
