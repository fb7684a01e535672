/*
 * The report of two years: numbers, trades, sizes, risks, what was done, how good the data are. Sentences are
 * arithmetic only.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var L = HB.ledger;
  var { countBy, unique, sum, rounded, median, numbers, share, signed, change } = HB.ledgerStatistics;
  var { isPresent, view, titleOf, hazardsOf, placeOf, trade } = HB.ledgerPeriod;
  var { head, text, table, bars } = HB.ledgerBlocks;
  var { balance } = HB.ledgerBalance;
  var { buildingClass } = HB.ledgerGate;
  var { forPublishing } = HB.ledgerPublish;
  var { arrivals, stays } = HB.ledgerRetention;
  var { actions } = HB.ledgerActions;

  /**
   * `keys` with how many of either period: [[key, before, after]], most after first.
   * @param {Ledger.View} old
   * @param {Ledger.View} now
   * @param {(firm: Ledger.Row) => string | string[]} keyOf
   */
  function compared(old, now, keyOf) {
    var one = countBy(old ? old.present : [], keyOf);
    var two = countBy(now.present, keyOf);
    return unique(Object.keys(one).concat(Object.keys(two)))
      .map((key) => row(key, one[key] || 0, two[key] || 0))
      .sort((a, b) => b[2] - a[2] || b[1] - a[1] || L.order(a[0], b[0]));
  }

  /** @type {(key: string, before: number, after: number) => [string, number, number]} */
  function row(key, before, after) {
    return [key, before, after];
  }

  /**
   * @param {string} title
   * @param {string} first
   * @param {[string, number, number][]} rows
   * @param {Ledger.View} old
   * @param {Ledger.View} now
   * @param {LedgerModel} model
   * @param {Partial<Ledger.TableBlock>} [more]
   */
  function countTable(title, first, rows, old, now, model, more) {
    var base = now.present.length;
    var all = [sumOf(rows, 1), sumOf(rows, 2)];
    return table(
      title,
      [first, "期初", "期末", "变化", "期末占"],
      rows
        .map((row) => [row[0], row[1], row[2], signed(row[2] - row[1]), share(row[2], base, model)])
        .concat(more && more.open ? [] : [["合计", all[0], all[1], signed(all[1] - all[0]), ""]]),
      Object.assign(
        {
          total: !(more && more.open),
          counts: [1, 2],
          derived: [
            [3, [1, 2]],
            [4, [2]],
          ],
        },
        more || {},
      ),
    );
  }

  /** @param {Ledger.Value[][]} rows @param {number} column a column of numbers */
  function sumOf(rows, column) {
    return sum(rows.map((row) => /** @type {number} */ (row[column])));
  }

  /**
   * The report of two years. `publish`: without names, small numbers hidden.
   * @type {Ledger.Years["twoYears"]}
   */
  function twoYears(before, after, model, today, publish) {
    var old = view(before, model);
    var now = view(after, model);
    var report = head(model, "years", model.district + "厂中厂两期对比", after, today);
    report.note = publish
      ? "工作情况分析，不是统计公报；不含企业名称，小于 " + model.hideBelow + " 的数不写。"
      : model.head;
    var result = balance(before, after, model);
    /** @type {Ledger.Block[]} */
    var blocks = [];
    blocks.push(text("零、口径", model.definitions));
    blocks.push(coverage(old, now, model));
    blocks = blocks.concat(stockAndFlow(old, now, result, model, today));
    blocks = blocks.concat(trades(old, now, model));
    blocks = blocks.concat(sizes(old, now, model));
    blocks = blocks.concat(risks(old, now, model));
    blocks = blocks.concat(actions(before, after, model, today));
    blocks.push(quality(before, after, model, today));
    if (publish) blocks = forPublishing(blocks, model);
    report.open = Boolean(publish);
    report.blocks = blocks;
    return report;
  }

  var KEY_COLUMNS = ["行业代码", "人数", "面积", "上年营收", "上年纳税", "上年用电"];

  /** @param {Ledger.View} old @param {Ledger.View} now @param {LedgerModel} model */
  function coverage(old, now, model) {
    /** @param {string} name @param {Ledger.View} v */
    var line = (name, v) =>
      [name, v.present.length].concat(
        KEY_COLUMNS.map((column) => {
          var missing = v.present.length - filledIn(v, column);
          return missing ? missing + "（" + share(missing, v.present.length, model) + "）" : 0;
        }),
      );
    return table(
      "覆盖：在册户数，各列缺几户",
      ["期", "在册"].concat(KEY_COLUMNS.map((column) => "缺" + column)),
      [line("期初", old), line("期末", now)],
      { internal: true },
    );
  }

  /** @param {Ledger.View} v @param {string} column */
  function filledIn(v, column) {
    return v.present.filter((firm) => firm.v[column] !== "" && firm.v[column] !== undefined).length;
  }

  /** @param {Ledger.View} v @param {Ledger.Row} firm of the other period @param {LedgerModel} model */
  function isThere(v, firm, model) {
    var same = v.index.firms[firm.v.企业编号];
    return Boolean(same) && isPresent(same, model);
  }

  /**
   * @param {Ledger.View} old
   * @param {Ledger.View} now
   * @param {Ledger.Balance} result
   * @param {LedgerModel} model
   */
  function stockText(old, now, result, model) {
    var before = old.present.length;
    var after = now.present.length;
    var kept = old.present.filter((firm) => isThere(now, firm, model)).length;
    var came = now.present.filter((firm) => !isThere(old, firm, model)).length;
    var arrived = arrivals(result, now, model);
    return text("一、数量", [
      "期末在册 " + after + " 户，期初 " + before + " 户，" + change(before, after, "户") + "。",
      "期初的 " + before + " 户里，期末还在的 " + kept + " 户（" + share(kept, before, model) + "）。",
      "期末的 " + after + " 户里，期初不在册的 " + came + " 户（" + share(came, after, model) + "）。",
      "进来以后的存留：本期记了进驻、转入的 " + arrived.all + " 户里，期末还在册的 " + arrived.kept + " 户。",
    ]);
  }

  /** @param {Ledger.Balance} result */
  function flowTable(result) {
    /** @param {Ledger.Balance["towns"][number]} one @param {number} sign */
    var moved = (one, sign) =>
      sum(result.moving.filter((event) => event.moves === sign).map((event) => one.moves[event.name]));
    var rows = result.towns.map((one) => [
      one.town,
      one.before,
      moved(one, 1),
      moved(one, -1),
      one.after,
      one.gap,
    ]);
    var total = [1, 2, 3, 4, 5].map((column) => sumOf(rows, column));
    return table(
      "各镇街的存量和进出",
      ["镇街", "期初", "进来", "出去", "期末", "对不上"],
      rows.concat([["合计", ...total]]),
      { total: true, counts: [1, 2, 3, 4], sums: [[1, 2, -3, -4]], derived: [[5, [1, 2, 3, 4]]] },
    );
  }

  /**
   * @param {Ledger.View} old
   * @param {Ledger.View} now
   * @param {Ledger.Balance} result
   * @param {LedgerModel} model
   * @param {string} today
   */
  function stockAndFlow(old, now, result, model, today) {
    var counts = result.towns.map(
      (one) => /** @type {[string, number, number]} */ ([one.town, one.before, one.after]),
    );
    return [
      stockText(old, now, result, model),
      flowTable(result),
      stays(old, now, result, model, today),
      bars("各镇街在册户数", "户", counts),
    ];
  }

  var NO_TRADE = "行业不明";

  /**
   * Firms of both periods whose trade is another now: what it was, what it is, the firm.
   * @param {Ledger.View} old
   * @param {Ledger.View} now
   * @param {LedgerModel} model
   */
  function changedTrades(old, now, model) {
    /** @type {[string, string, Ledger.Row][]} */
    var changed = [];
    now.present.forEach((firm) => {
      if (!isThere(old, firm, model)) return;
      var was = trade(old.index.firms[firm.v.企业编号], model);
      var is = trade(firm, model);
      if (was !== is && was !== NO_TRADE && is !== NO_TRADE) changed.push([was, is, firm]);
    });
    return changed;
  }

  /** @param {[string, string, Ledger.Row][]} changed */
  function changeTables(changed) {
    var pairsOf = countBy(changed, (one) => one[0] + "→" + one[1]);
    var pairs = Object.keys(pairsOf)
      .sort((one, two) => pairsOf[two] - pairsOf[one] || L.order(one, two))
      .map((pair) => [...pair.split("→"), pairsOf[pair]]);
    var firms = changed.map((one) => [titleOf(one[2]), one[0], one[1]]);
    return [
      table("改行：从哪一类到哪一类", ["从", "到", "户数"], pairs.concat([["合计", "", changed.length]]), {
        total: true,
        counts: [2],
      }),
      table("改行的企业", ["企业", "从", "到"], firms, { internal: true }),
    ];
  }

  /** @param {Ledger.View} old @param {Ledger.View} now @param {LedgerModel} model */
  function trades(old, now, model) {
    var rows = compared(old, now, (firm) => trade(firm, model));
    var known = rows.filter((row) => row[0] !== NO_TRADE);
    var top = known.slice(0, 3);
    var named = top.map((row) => row[0].slice(3) + "（" + row[2] + " 户）");
    var changed = changedTrades(old, now, model);
    return [
      text("二、行业", [
        "期末有 " +
          known.length +
          " 个大类。户数最多的三个是" +
          named.join("、") +
          "，合起来占 " +
          share(sumOf(top, 2), now.present.length, model) +
          "。",
        "两期都在册、换了大类的 " + changed.length + " 户。",
      ]),
      countTable("各大类户数", "大类", rows, old, now, model),
      bars("户数最多的十个大类", "户", rows.slice(0, 10)),
      ...(changed.length ? changeTables(changed) : []),
    ];
  }

  /**
   * What each firm of a period has in `column` for 1,000 m² of its own floor.
   * @param {string} column
   * @returns {(v: Ledger.View) => number[]}
   */
  function perArea(column) {
    return (v) =>
      v.present
        .filter(
          (firm) => typeof firm.v[column] === "number" && typeof firm.v.面积 === "number" && firm.v.面积 > 0,
        )
        .map((firm) => (firm.v[column] * 1000) / firm.v.面积);
  }

  /** @param {Ledger.View} old @param {Ledger.View} now @param {LedgerModel} model */
  function sizes(old, now, model) {
    /** @param {Ledger.Row} firm */
    var sizeOf = (firm) => L.sizeOf(firm, model);
    var wanted = model.size.classes.map((one) => one.name).concat([model.size.lowest, "不明", "不划"]);
    var rows = compared(old, now, sizeOf).sort((one, two) => wanted.indexOf(one[0]) - wanted.indexOf(two[0]));
    /** @param {string} title @param {string} unit @param {(v: Ledger.View) => number[]} values */
    var line = (title, unit, values) => {
      var one = values(old);
      var two = values(now);
      /** @param {number[]} list */
      var shown = (list) => (list.length ? rounded(median(list), 1) : "—");
      return [title, unit, shown(one), one.length, shown(two), two.length];
    };
    /** @param {string} column */
    var by = (column) => (/** @type {Ledger.View} */ v) => numbers(v.present, column);
    return [
      text("三、规模和经济", [
        "规模照" + model.size.source + "算，只划采矿、制造和水电气三个门类。金额是当年价，没有扣掉涨价。",
      ]),
      countTable("规模", "档", rows, old, now, model),
      table(
        "中位数",
        ["指标", "单位", "期初", "有数的户", "期末", "有数的户"],
        [
          line("人数", "人", by("人数")),
          line("面积", "平方米", by("面积")),
          line("上年营收", "万元", by("上年营收")),
          line("每千平方米营收", "万元", perArea("上年营收")),
          line("上年纳税", "万元", by("上年纳税")),
          line("每千平方米税收", "万元", perArea("上年纳税")),
          line("上年用电", "万千瓦时", by("上年用电")),
        ],
        {
          counts: [3, 5],
          derived: [
            [2, [3]],
            [4, [5]],
          ],
        },
      ),
    ];
  }

  /**
   * Buildings with their firms: {key: [firms]}.
   * @param {Ledger.View} v
   */
  function byBuilding(v) {
    var found = Object.create(null);
    v.present.forEach((firm) => {
      if (!firm.v.厂区编号 || !firm.v.幢) return;
      var key = firm.v.厂区编号 + "|" + firm.v.幢;
      (found[key] = found[key] || []).push(firm);
    });
    return found;
  }

  /**
   * Combinations of special hazards of different firms in one building: [[one, two, building, names]].
   * @param {Ledger.View} v
   * @param {LedgerModel} model
   */
  function combinations(v, model) {
    /** @type {[string, string, string, string][]} */
    var found = [];
    var buildings = byBuilding(v);
    Object.keys(buildings)
      .sort(L.order)
      .forEach((key) => {
        model.combinations.forEach((pair) => {
          /** @param {string} name */
          var have = (name) =>
            buildings[key].filter((/** @type {Ledger.Row} */ firm) => firm.v[name] === "有");
          var one = have(pair[0]);
          var two = have(pair[1]);
          var differ = one.some((/** @type {Ledger.Row} */ a) =>
            two.some((/** @type {Ledger.Row} */ b) => a !== b),
          );
          if (differ)
            found.push([
              pair[0] + "＋" + pair[1],
              v.townOf(buildings[key][0]) +
                " " +
                placeOf({ v: { 厂区编号: key.split("|")[0], 幢: key.split("|")[1] } }, v),
              one
                .concat(two.filter((/** @type {Ledger.Row} */ firm) => one.indexOf(firm) < 0))
                .map((/** @type {Ledger.Row} */ firm) => titleOf(firm))
                .join("、"),
              key,
            ]);
        });
      });
    return found;
  }

  /**
   * Combinations with one row for each building: place, combinations, firms.
   * @param {string[][]} pairs rows of [combination, place, firms, building]
   */
  function byPlace(pairs) {
    /** @param {string[][]} rows @param {number} place */
    var column = (rows, place) =>
      unique(rows.reduce((all, row) => all.concat(row[place].split("、")), [])).join("、");
    return unique(pairs.map((pair) => pair[3])).map((building) => {
      var own = pairs.filter((pair) => pair[3] === building);
      return [own[0][1], column(own, 0), column(own, 2)];
    });
  }

  /**
   * What firms under one roof, in one yard, make of each other's risks: pairs of words and counts, before and
   * after.
   * @param {Ledger.View} old
   * @param {Ledger.View} now
   * @param {LedgerModel} model
   * @returns {Ledger.Value[][]}
   */
  function sharedRisks(old, now, model) {
    /** @param {Ledger.View} v @param {(firms: Ledger.Row[]) => boolean} test */
    var buildings = (v, test) => Object.values(byBuilding(v)).filter(test).length;
    /** @param {Ledger.Row[]} firms */
    var shared = (firms) => firms.length > 1;
    /** @param {Ledger.Row[]} firms */
    var mixed = (firms) => {
      var classes = firms.map((firm) => firm.v.火灾危险性).filter((name) => model.fire.indexOf(name) >= 0);
      return unique(classes).length > 1;
    };
    /** @param {Ledger.View} v */
    var above = (v) =>
      v.present.filter((firm) => {
        var own = model.fire.indexOf(firm.v.火灾危险性);
        var designed = model.fire.indexOf(buildingClass(firm, v));
        return own >= 0 && designed >= 0 && own < designed;
      }).length;
    /** @param {Ledger.View} v */
    var crowded = (v) => {
      var counts = countBy(v.present, (firm) => firm.v.厂区编号);
      return Object.keys(counts).filter((id) => counts[id] >= 10).length;
    };
    /** @param {Ledger.View} v */
    var sublet = (v) => v.period.sheets.plants.filter((plant) => plant.v.有没有二房东 === "有").length;
    return [
      ["同一幢有两家以上的房子", buildings(old, shared), buildings(now, shared)],
      ["同一幢里火灾危险性不一样的房子", buildings(old, mixed), buildings(now, mixed)],
      ["火灾危险性比房子设计的高的企业", above(old), above(now)],
      ["十家以上企业的厂区", crowded(old), crowded(now)],
      ["有二房东的厂区", sublet(old), sublet(now)],
    ];
  }

  /**
   * Neighbours in one building whose work goes ill together: how many buildings, and which.
   * @param {Ledger.View} old
   * @param {Ledger.View} now
   * @param {LedgerModel} model
   */
  function riskyPairs(old, now, model) {
    var pairs = combinations(now, model);
    /** @param {ReturnType<typeof combinations>} list */
    var counts = (list) => countBy(list, (one) => one[0]);
    var one = counts(combinations(old, model));
    var two = counts(pairs);
    var blocks = [];
    var names = unique(Object.keys(one).concat(Object.keys(two))).sort(L.order);
    if (names.length)
      blocks.push(
        table(
          "同一幢里要留意的组合（几幢）",
          ["组合", "期初", "期末"],
          names.map((name) => [name, one[name] || 0, two[name] || 0]),
          { counts: [1, 2], note: "指两家不同的企业。组合由编写组列出，是提醒，不是判定。" },
        ),
      );
    if (pairs.length)
      blocks.push(
        table("组合在哪里", ["镇街、厂区、幢", "组合", "企业"], byPlace(pairs), { internal: true }),
      );
    return blocks;
  }

  /** @param {Ledger.View} old @param {Ledger.View} now @param {LedgerModel} model */
  function risks(old, now, model) {
    /** @param {Ledger.Row} firm */
    var flags = (firm) => hazardsOf(firm, model);
    var rows = compared(old, now, flags);
    var tradeRows = compared(old, now, (firm) => trade(firm, model)).slice(0, 8);
    var hazardNames = rows.slice(0, 8).map((row) => row[0]);
    return [
      text("四、风险", ["一家企业可以有几个专项，各专项的户数加起来比总户数多。"]),
      countTable("有各专项的户数", "专项", rows, old, now, model, { open: true }),
      bars("有各专项的户数", "户", rows),
      table(
        "户数最多的大类和专项（期末）",
        ["大类"].concat(hazardNames),
        tradeRows.map((row) =>
          /** @type {Ledger.Value[]} */ ([row[0]]).concat(
            hazardNames.map(
              (name) =>
                now.present.filter((firm) => trade(firm, model) === row[0] && firm.v[name] === "有").length,
            ),
          ),
        ),
        {
          counts: hazardNames.map((_, place) => place + 1),
          matrix: true,
        },
      ),
      table("同一幢、同一个厂区", ["情形", "期初", "期末"], sharedRisks(old, now, model), { counts: [1, 2] }),
      ...riskyPairs(old, now, model),
    ];
  }

  /**
   * @param {Ledger.Period} before
   * @param {Ledger.Period} after
   * @param {LedgerModel} model
   * @param {string} today
   */
  function quality(before, after, model, today) {
    /** @param {Ledger.Period} period @param {Ledger.Period | null} other */
    var tally = (period, other) => countBy(L.check(period, model, today, other), (one) => one.rule);
    var one = tally(before, null);
    var two = tally(after, before);
    return table(
      "六、数据质量：核对出几处",
      ["规则", "说的是", "期初", "期末"],
      model.rules
        .filter((rule) => one[rule.id] || two[rule.id])
        .map((rule) => [
          rule.id,
          (rule.sheet ? rule.sheet + "·" : "") + (rule.column ? rule.column + "·" : "") + rule.kind,
          one[rule.id] || 0,
          two[rule.id] || 0,
        ]),
      { internal: true },
    );
  }

  HB.ledgerYears = {
    twoYears: twoYears,
  };
})();
