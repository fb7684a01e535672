/*
 * What was done between two periods: visits, problems put right, what the plants have, as blocks of the
 * report of two years.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var L = HB.ledger;
  var { countBy, unique, sum, rounded, median, numbers, change } = HB.ledgerStatistics;
  var { isOpen } = HB.ledgerPeriod;
  var { text, table, bars } = HB.ledgerBlocks;

  /** How many kinds of problems are told, and a drill longer ago than how many days does not count. */
  var COMMONEST = 10;
  var A_YEAR = 365;

  /** @param {Ledger.Row} problem */
  function isClosed(problem) {
    return problem.v.结果 === "销号";
  }

  /**
   * How many firms have a visit that passes the test.
   * @param {Ledger.Row[]} visits
   * @param {(visit: Ledger.Row) => boolean} test
   */
  function firmsIn(visits, test) {
    var ids = visits.filter(test).map((visit) => visit.v.企业编号);
    return unique(ids.filter(Boolean)).length;
  }

  /**
   * The same, of those that say 是 in the column.
   * @param {Ledger.Row[]} visits
   * @param {string} column
   */
  function firmsWith(visits, column) {
    return firmsIn(visits, (visit) => visit.v[column] === "是");
  }

  /**
   * Days from finding to the visit that saw it put right; none where a date is missing or before the other.
   * @param {Ledger.Row[]} closed
   */
  function daysToClose(closed) {
    return closed
      .filter((one) => one.v.发现日期 && one.v.复查日期 && one.v.复查日期 >= one.v.发现日期)
      .map((one) => L.between(one.v.发现日期, one.v.复查日期));
  }

  /**
   * Square metres of foam panels.
   * @param {Ledger.Period} period
   */
  function foam(period) {
    var buildings = period.sheets.buildings.filter((building) => building.v.夹芯板 === "泡沫");
    return rounded(sum(numbers(buildings, "夹芯板面积")), 1);
  }

  /** @param {Ledger.Row[]} visits */
  function ofVisits(visits) {
    return (
      "检查表记了 " +
      visits.length +
      " 次、" +
      firmsIn(visits, Boolean) +
      " 户；安全员问过 " +
      firmsWith(visits, "安全员问过") +
      " 户，负责人考过 " +
      firmsWith(visits, "负责人考过") +
      " 户，讲过课 " +
      firmsWith(visits, "讲课") +
      " 户。"
    );
  }

  /** @param {Ledger.Row[]} problems @param {string} today */
  function ofProblems(problems, today) {
    var closed = problems.filter(isClosed);
    var days = daysToClose(closed);
    var late = problems.filter((one) => isOpen(one) && one.v.期限 && one.v.期限 < today);
    return (
      "问题表记了 " +
      problems.length +
      " 个，销号 " +
      closed.length +
      " 个，逾期没销号 " +
      late.length +
      " 个。" +
      (days.length
        ? "销号的从发现到复查，中位数 " + rounded(median(days), 1) + " 天（" + days.length + " 个有日期）。"
        : "")
    );
  }

  /** @param {number} before @param {number} after */
  function ofFoam(before, after) {
    return (
      "泡沫夹芯板：期初 " +
      before +
      " 平方米，期末 " +
      after +
      " 平方米，" +
      change(before, after, "平方米") +
      "。"
    );
  }

  /**
   * @param {Ledger.Row[]} before
   * @param {Ledger.Row[]} after
   * @param {string} today
   */
  function facilities(before, after, today) {
    /** @param {string} title @param {(plant: Ledger.Row) => boolean} test */
    var row = (title, test) => [title, before.filter(test).length, after.filter(test).length];
    /** @param {string} column @param {string} value */
    var is = (column, value) => (/** @type {Ledger.Row} */ plant) => plant.v[column] === value;
    return table(
      "厂区的设施",
      ["项目", "期初", "期末"],
      [
        ["厂区总数", before.length, after.length],
        row("划线分区做了的", is("划线分区", "做了")),
        row("一键响铃全部联动的", is("一键响铃", "全部联动")),
        row("有微型消防站的", is("微型消防站", "有")),
        row("公示平面图的", is("平面图公示", "有")),
        row("一年内演练过的", (plant) => {
          var drill = plant.v.最近演练;
          return drill && drill <= today && L.between(drill, today) <= A_YEAR;
        }),
      ],
      { counts: [1, 2], note: "“一年内演练”两期都从报告日往前数。" },
    );
  }

  /** @param {Ledger.Row[]} problems @param {LedgerModel} model */
  function commonest(problems, model) {
    /** @param {Ledger.Row[]} rows */
    var byPoint = (rows) =>
      countBy(
        rows.filter((one) => one.v.要点编号),
        (one) => one.v.要点编号,
      );
    var all = byPoint(problems);
    var closed = byPoint(problems.filter(isClosed));
    var top = Object.keys(all)
      .sort((one, two) => all[two] - all[one] || L.order(one, two))
      .slice(0, COMMONEST);
    return [
      table(
        "最常见的十个问题",
        ["要点", "内容", "几个", "其中销号"],
        top.map((id) => [id, (model.points[id] || [""])[0], all[id], closed[id] || 0]),
        { counts: [2, 3] },
      ),
      bars(
        "最常见的十个问题",
        "个",
        top.map((id) => [id, all[id]]),
        ["个数"],
      ),
    ];
  }

  /** @param {Ledger.Row[]} problems */
  function handling(problems) {
    var handled = countBy(
      problems.filter((one) => one.v.处理),
      (one) => one.v.处理,
    );
    return table(
      "怎么处理的",
      ["处理", "几个"],
      Object.keys(handled)
        .sort(L.order)
        .map((name) => [name, handled[name]]),
      { counts: [1] },
    );
  }

  /**
   * The part of the report of two years; visits and problems are those written down in the later period.
   * @param {Ledger.Period} before
   * @param {Ledger.Period} after
   * @param {LedgerModel} model
   * @param {string} today
   */
  function actions(before, after, model, today) {
    var problems = after.sheets.problems;
    /** @type {Ledger.Block[]} */
    var blocks = [
      text("五、做了什么", [
        ofVisits(after.sheets.visits),
        ofProblems(problems, today),
        ofFoam(foam(before), foam(after)),
      ]),
      facilities(before.sheets.plants, after.sheets.plants, today),
    ];
    return blocks.concat(commonest(problems, model), [handling(problems)]);
  }

  HB.ledgerActions = {
    actions: actions,
  };
})();
