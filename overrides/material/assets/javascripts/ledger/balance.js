/*
 * The balance of two periods: what each town should have by the events, what it has, and by name whatever
 * differs.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var L = HB.ledger;
  var { unique, sum, signed } = HB.ledgerStatistics;
  var { NOWHERE, isPresent, view, townOrder } = HB.ledgerPeriod;
  var { table } = HB.ledgerBlocks;

  /**
   * The town that an event counts for: where the firm is when it comes, where it was when it goes.
   * @param {Ledger.Row} event
   * @param {Ledger.EventKind} kind
   * @param {Ledger.View} old
   * @param {Ledger.View} now
   */
  function townOfEvent(event, kind, old, now) {
    var id = event.v.企业编号;
    var was = old.index.firms[id] && old.townOf(old.index.firms[id]);
    var is = now.index.firms[id] && now.townOf(now.index.firms[id]);
    return (kind.moves > 0 ? is || was : was || is) || NOWHERE;
  }

  /**
   * Whatever no event explains, by name. `net`: how the events move a firm, by town and firm (town|firm).
   * @param {Ledger.View} old
   * @param {Ledger.View} now
   * @param {LedgerModel} model
   * @param {Record<string, number>} net
   * @param {string[]} known the towns that have a row
   */
  function gapsOf(old, now, model, net, known) {
    /** @type {Ledger.Balance["gaps"]} */
    var gaps = [];
    var moved = Object.keys(net).map((key) => key.slice(key.indexOf("|") + 1));
    var listed = old.firms.concat(now.firms).map((firm) => firm.v.企业编号);
    unique(listed.concat(moved)).forEach((id) => {
      var one = old.index.firms[id];
      var two = now.index.firms[id];
      var was = one && isPresent(one, model) ? old.townOf(one) : "";
      var is = two && isPresent(two, model) ? now.townOf(two) : "";
      var others = known.filter((town) => net[town + "|" + id]);
      unique([was, is].concat(others).filter(Boolean)).forEach((town) => {
        var by = net[town + "|" + id] || 0;
        var gap = (is === town ? 1 : 0) - (was === town ? 1 : 0) - by;
        if (!gap) return;
        var name = (two || one ? (two || one).v.企业名称 : "") || id;
        gaps.push({ town: town, id: id, name: name, why: whyGap(gap, by, one, two, was, is, town) });
      });
    });
    return gaps;
  }

  /**
   * Balance of each town, and by name whatever has no event that explains it:
   *   {towns: [{town, before, moves: {event: n}, should, after, gap}], gaps: [{town, id, name, why}], fresh:
   *   [events]}
   * @type {HandbookNamespace["ledgerBalance"]["balance"]}
   */
  function balance(before, after, model) {
    var old = view(before, model);
    var now = view(after, model);
    var fresh = L.newEvents(before, after).fresh;
    var moving = model.events.filter((event) => event.moves);
    var rows = Object.create(null);
    /** @param {string} town */
    var row = (town) => {
      if (!rows[town]) {
        rows[town] = { town: town, before: 0, moves: {}, should: 0, after: 0, gap: 0 };
        for (const event of moving) rows[town].moves[event.name] = 0;
      }
      return rows[town];
    };
    var net = Object.create(null);
    for (const firm of old.present) row(old.townOf(firm)).before++;
    for (const firm of now.present) row(now.townOf(firm)).after++;
    fresh.forEach((event) => {
      var kind = moving.filter((one) => one.name === event.v.类别)[0];
      if (!kind || !event.v.企业编号) return;
      var town = townOfEvent(event, kind, old, now);
      var key = town + "|" + event.v.企业编号;
      row(town).moves[kind.name]++;
      net[key] = (net[key] || 0) + kind.moves;
    });
    var byTown = townOrder([after, before]);
    var gaps = gapsOf(old, now, model, net, Object.keys(rows)).sort(
      (one, two) => byTown(one.town, two.town) || L.order(one.id, two.id),
    );
    var towns = Object.keys(rows)
      .sort(byTown)
      .map((name) => {
        var one = rows[name];
        var moves = moving.map((event) => event.moves * one.moves[event.name]);
        one.should = one.before + sum(moves);
        one.gap = one.after - one.should;
        return one;
      });
    return { towns: towns, moving: moving, gaps: gaps, fresh: fresh };
  }

  /**
   * @param {number} gap
   * @param {number} moved
   * @param {Ledger.Row | undefined} one
   * @param {Ledger.Row | undefined} two
   * @param {string} was
   * @param {string} is
   * @param {string} town
   */
  function whyGap(gap, moved, one, two, was, is, town) {
    if (moved > 0 && gap < 0)
      return was === town
        ? "上期就在册，这期又记了一次进来"
        : "记了进来，状态是“" + ((two && two.v.状态) || "没有这一行") + "”";
    if (moved < 0 && gap > 0)
      return two && is === town ? "记了出去，状态还是“" + two.v.状态 + "”" : "记了出去，可是上期不在册";
    if (gap > 0)
      return one ? "上期是“" + one.v.状态 + "”，这期在册，没有变动记录" : "多出来的，没有进驻或者转入的记录";
    if (!two) return "上期在册，这期名单里没有了，没有变动记录";
    return is ? "换到了“" + is + "”，没有转出的记录" : "上期在册，这期是“" + two.v.状态 + "”，没有变动记录";
  }

  /** @type {HandbookNamespace["ledgerBalance"]["balanceTable"]} */
  function balanceTable(result) {
    var names = result.moving.map((event) => event.name);
    /** @param {string} town @param {Omit<Ledger.Balance["towns"][number], "town">} one */
    var line = (town, one) =>
      [town, one.before]
        .concat(names.map((name) => one.moves[name]))
        .concat([one.should, one.after, one.gap === 0 ? "平" : signed(one.gap)]);
    /** @type {Omit<Ledger.Balance["towns"][number], "town">} */
    var all = { before: 0, should: 0, after: 0, gap: 0, moves: {} };
    for (const name of names) all.moves[name] = 0;
    result.towns.forEach((one) => {
      all.before += one.before;
      all.should += one.should;
      all.after += one.after;
      all.gap += one.gap;
      for (const name of names) all.moves[name] += one.moves[name];
    });
    return table(
      "各镇街的平衡",
      ["镇街", "上期"].concat(names).concat(["应有", "实有", "差"]),
      result.towns.map((one) => line(one.town, one)).concat([line("合计", all)]),
      { total: true },
    );
  }

  HB.ledgerBalance = {
    balance: balance,
    balanceTable: balanceTable,
  };
})();
