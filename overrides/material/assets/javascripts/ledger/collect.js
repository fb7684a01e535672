/*
 * Many firms' self-checks together: the files that the self-check page writes out (format
 * handbook-self-check), counted by point, role, trade and town, with what was mended in time and what came
 * back. Pure functions on plain values.
 *
 *   collect(files) → {checks: [check with .file], problems: [{file, reason}]}   files: [{name, text}]
 *   report(collected, data, guidance, options) → a report as in ledger/report.js, blocks as in
 *   ledger/blocks.js
 * Data (`handbookPoints`, `handbookGuidance`) are those of the self-check page; options: {today, model,
 * towns, townOrder, publish}, towns: {name of a firm: town} out of a register's workbooks, or null.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var core = HB.selfCheck;

  var MOST = 500;
  var TOP = 10;
  var ROLES = Object.assign({}, window.handbookContract.roles, { "": "没写哪一方" });

  /**
   * Takes files in. Copies of one check are joined, the newer answer of each point counts.
   * @type {Ledger.Collect["collect"]}
   */
  function collect(files) {
    /** @type {Ledger.Collected["checks"]} */
    var checks = [];
    var problems = [];
    var byId = Object.create(null);
    if (files.length > MOST)
      problems.push({
        file: "",
        reason: "一次最多收 " + MOST + " 个文件，后面的 " + (files.length - MOST) + " 个没有读",
      });
    files.slice(0, MOST).forEach((file) => {
      var read = core.readExport(file.text);
      if (!read.checks) {
        problems.push({ file: file.name, reason: read.reason });
        return;
      }
      read.checks.forEach((check) => {
        var place = byId[check.id];
        if (place === undefined) {
          byId[check.id] = checks.length;
          checks.push(Object.assign({ file: file.name }, check));
        } else checks[place] = Object.assign({ file: checks[place].file }, core.merge(checks[place], check));
      });
    });
    return { checks: checks, problems: problems };
  }

  /** @param {Ledger.Collected["checks"][number]} check */
  function nameOf(check) {
    // Before the firm had a field of its own, people wrote it where the place is asked.
    return (check.firm || check.place).replace(/\s+/g, "") || "没写企业（" + check.file + "）";
  }

  /**
   * Checks of each firm, oldest first.
   * @param {Ledger.Collected["checks"]} checks
   */
  function byFirm(checks) {
    var firms = Object.create(null);
    checks.forEach((check) => {
      var name = nameOf(check);
      (firms[name] = firms[name] || []).push(check);
    });
    Object.keys(firms).forEach((name) => {
      firms[name].sort((/** @type {SelfCheck.Check} */ one, /** @type {SelfCheck.Check} */ two) =>
        one.day < two.day ? -1 : one.day > two.day ? 1 : one.made - two.made,
      );
    });
    return firms;
  }

  /** @param {SelfCheck.Check} check @param {HandbookPoints} data */
  function tradeOf(check, data) {
    var id = check.scope.trade;
    var found = (data.trades || []).filter((trade) => trade.id === id)[0];
    return found ? found.name : "没写行业";
  }

  /**
   * Counts the newest answer to the point `id` with its firm and with the point; false where there is none.
   * @param {string} id
   * @param {SelfCheck.Check[]} list the firm's checks, oldest first
   * @param {Ledger.CollectedFirm} row
   * @param {Ledger.CollectedPoint} count
   * @param {string} today
   */
  function tallyAnswer(id, list, row, count, today) {
    var answer = list[list.length - 1].points[id];
    if (!answer.r || answer.r === "-") return false;
    count.looked++;
    if (answer.r === "y") {
      row.met++;
      return true;
    }
    row.wrong++;
    count.wrong++;
    var look = answer.again[answer.again.length - 1];
    if (core.isClosed(answer)) {
      row.closed++;
      count.closed++;
      if (answer.due && look.day <= answer.due) count.inTime++;
    } else if (answer.due && answer.due < today) {
      row.late++;
      count.late++;
    }
    var cameBack =
      answer.was === "n" ||
      answer.was === "closed" ||
      list.slice(0, -1).some((earlier) => earlier.points[id] && earlier.points[id].r === "n");
    if (cameBack) {
      row.again++;
      count.again++;
    }
    return true;
  }

  /**
   * What the newest check of each firm says: {points: {id: counts}, firms: [row]}.
   * @param {Record<string, SelfCheck.Check[]>} firms
   * @param {HandbookPoints} data
   * @param {Ledger.CollectOptions} options
   */
  function tally(firms, data, options) {
    var points = Object.create(null);
    /** @type {Ledger.CollectedFirm[]} */
    var rows = [];
    Object.keys(firms)
      .sort()
      .forEach((name) => {
        var list = firms[name];
        var last = list[list.length - 1];
        var row = {
          name: name,
          day: last.day,
          role: ROLES[last.scope.role],
          trade: tradeOf(last, data),
          town: (options.towns && options.towns[name]) || "没对上",
          met: 0,
          wrong: 0,
          closed: 0,
          late: 0,
          again: 0,
        };
        Object.keys(last.points).forEach((id) => {
          var count = points[id] || { id: id, looked: 0, wrong: 0, closed: 0, inTime: 0, late: 0, again: 0 };
          if (tallyAnswer(id, list, row, count, options.today)) points[id] = count;
        });
        rows.push(row);
      });
    return { points: points, firms: rows };
  }

  /** @param {Ledger.CollectedFirm[]} list @param {"wrong" | "closed" | "late" | "again"} name */
  function total(list, name) {
    return list.reduce((sum, one) => sum + one[name], 0);
  }

  /**
   * The points most often wrong, most first.
   * @param {Record<string, Ledger.CollectedPoint>} points
   * @param {number} count
   */
  function worst(points, count) {
    return Object.keys(points)
      .map((id) => points[id])
      .filter((one) => one.wrong)
      .sort((one, two) => two.wrong - one.wrong || (one.id < two.id ? -1 : 1))
      .slice(0, count);
  }

  /** @param {string} id @param {HandbookPoints} data */
  function pointText(id, data) {
    var point = core.pointsById(data)[id];
    return point ? point.short || point.text : "这一版手册里没有这个要点";
  }

  /**
   * How the rows of firms count together by `key`; groups by name where no other order is given.
   * @param {string} title
   * @param {string} head
   * @param {"role" | "trade" | "town"} key
   * @param {Ledger.CollectedFirm[]} rows
   * @param {((one: string, two: string) => number)=} order
   */
  function groupTable(title, head, key, rows, order) {
    var groups = Object.create(null);
    for (const row of rows) (groups[row[key]] = groups[row[key]] || []).push(row);
    var lines = Object.keys(groups)
      .sort(order)
      .map((name) => {
        var own = groups[name];
        return [
          name,
          own.length,
          total(own, "wrong"),
          total(own, "closed"),
          total(own, "late"),
          total(own, "again"),
        ];
      });
    /** @type {Ledger.TableBlock} */
    var made = {
      kind: "table",
      title: title,
      head: [head, "户数", "不符合", "已销号", "逾期", "又犯"],
      rows: lines.concat([
        /** @type {Ledger.Value[]} */ (["合计"]).concat(
          [1, 2, 3, 4, 5].map((column) => lines.reduce((sum, line) => sum + line[column], 0)),
        ),
      ]),
      total: true,
      note: "",
      counts: [1, 2, 3, 4, 5],
    };
    return made;
  }

  /**
   * @param {Ledger.Collected["checks"]} checks
   * @param {{ points: Record<string, Ledger.CollectedPoint>, firms: Ledger.CollectedFirm[] }} result
   * @returns {Ledger.TextBlock}
   */
  function summary(checks, result) {
    var rows = result.firms;
    /** @param {"closed" | "inTime" | "late"} name */
    var count = (name) => Object.keys(result.points).reduce((sum, id) => sum + result.points[id][name], 0);
    return {
      kind: "text",
      title: "收了多少",
      lines: [
        "收到 " + checks.length + " 次自查、" + rows.length + " 户，每户看最近一次。",
        "不符合 " +
          total(rows, "wrong") +
          " 处，已销号 " +
          count("closed") +
          " 处，其中期限以内销号 " +
          count("inTime") +
          " 处；逾期没销号 " +
          count("late") +
          " 处；上次就不符合、这次还是的 " +
          total(rows, "again") +
          " 处。",
        "这些是企业自己查、自己填的，用来安排讲课和上门，不作为检查结论。",
      ],
    };
  }

  /**
   * The points most often wrong, as a table and as bars. `small`: no share is told of fewer firms.
   * @param {Ledger.CollectedPoint[]} top
   * @param {HandbookPoints} data
   * @param {boolean} small
   * @returns {Ledger.Block[]}
   */
  function commonest(top, data, small) {
    var title = "最常见的十条";
    return [
      {
        kind: "table",
        title: title,
        head: ["要点", "内容", "不符合几户", "查过几户", "占", "已销号", "又犯"],
        rows: top.map((one) => {
          var share = small ? "—" : Math.round((one.wrong * 1000) / one.looked) / 10 + "%";
          return [one.id, pointText(one.id, data), one.wrong, one.looked, share, one.closed, one.again];
        }),
        total: false,
        note: "",
        counts: [2, 3, 5, 6],
        derived: [[4, [2, 3]]],
      },
      {
        kind: "bars",
        title: title,
        unit: "户",
        series: ["不符合"],
        rows: top.map((one) => [one.id, one.wrong]),
      },
    ];
  }

  /** @param {Ledger.CollectedFirm[]} rows @returns {Ledger.TableBlock} */
  function firmTable(rows) {
    return {
      kind: "table",
      title: "逐户",
      head: ["企业", "镇街", "日期", "哪一方", "行业", "符合", "不符合", "已销号", "逾期", "又犯"],
      rows: rows.map((row) => {
        var { name, town, day, role, trade, met, wrong, closed, late, again } = row;
        return [name, town, day, role, trade, met, wrong, closed, late, again];
      }),
      total: false,
      note: "",
      internal: true,
    };
  }

  /** @type {Ledger.Collect["report"]} */
  function report(collected, data, guidance, options) {
    var result = tally(byFirm(collected.checks), data, options);
    var top = worst(result.points, TOP);
    var rows = result.firms;
    /** @type {Ledger.Block[]} */
    var blocks = [
      summary(collected.checks, result),
      ...commonest(top, data, rows.length < options.model.smallBase),
      groupTable("按哪一方", "哪一方", "role", rows),
      groupTable("按行业", "行业", "trade", rows),
    ];
    if (options.towns) blocks.push(groupTable("按镇街", "镇街", "town", rows, options.townOrder));
    blocks.push(outline(top, data, guidance), firmTable(rows));
    if (options.publish) blocks = HB.ledgerPublish.forPublishing(blocks, options.model);
    return {
      id: "collected",
      title: options.model.district + "企业自查汇总",
      day: options.today,
      place: options.model.district,
      files: [collected.checks.length + " 次自查"],
      open: Boolean(options.publish),
      note: options.publish
        ? "工作情况分析；不含企业名称，小于 " + options.model.hideBelow + " 的数不写。"
        : options.model.head,
      blocks: blocks,
    };
  }

  /**
   * A lesson out of the points most often wrong: what is asked, how one looks, what to do today.
   * @returns {Ledger.TextBlock}
   * @param {Ledger.CollectedPoint[]} top
   * @param {HandbookPoints} data
   * @param {GuidanceById} guidance
   */
  function outline(top, data, guidance) {
    var lines = ["一条讲三分钟：先问在座的谁家有，再讲怎么看，最后讲今天怎么改。"];
    top.forEach((one, place) => {
      /** @type {Partial<PointGuidance>} */
      var advice = (guidance && guidance[one.id]) || {};
      lines.push(place + 1 + ". " + one.id + " " + pointText(one.id, data));
      if (advice.how) lines.push("　怎么看：" + advice.how);
      if (advice.today) lines.push("　今天怎么改：" + advice.today);
    });
    return { kind: "text", title: "讲课提纲：最常见的十条", lines: lines };
  }

  HB.ledgerCollect = { collect: collect, report: report, MOST: MOST };
})();
