/*
 * The weekly sheet: balance, who came and went, what is missing at the gate, what is late. One A4 page.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var L = HB.ledger;
  var { countBy } = HB.ledgerStatistics;
  var { NOBODY, view, townOrder, hazardsOf, placeOf, work } = HB.ledgerPeriod;
  var { head, text, table, fitted, listOr } = HB.ledgerBlocks;
  var { balance, balanceTable } = HB.ledgerBalance;
  var { gateGaps } = HB.ledgerGate;
  var { overdueTable } = HB.ledgerRound;

  /** Lines of an A4 page that the weekly sheet has for towns and names together. */
  var WEEK_LINES = 32;

  /**
   * The weekly sheet. `whole`: every name; else as many as one A4 holds.
   * @type {Ledger.Week["weekly"]}
   */
  function weekly(before, after, model, today, whole) {
    var v = view(after, model);
    var report = head(model, "week", model.district + "厂中厂底数周报", after, today);
    /** @type {Ledger.Row[] | null} */
    var fresh = null;
    var towns;
    if (before) {
      var result = balance(before, after, model);
      fresh = result.fresh;
      towns = result.towns.length;
      // A table of many towns is set closer, so that the names below stay on the page.
      report.blocks.push(Object.assign(balanceTable(result), { dense: towns > 18 }));
      report.blocks.push(
        listOr(
          table(
            "对不上的，逐户",
            ["镇街", "企业编号", "企业", "怎么回事"],
            result.gaps.map((gap) => [gap.town, gap.id, gap.name, gap.why]),
            { internal: true },
          ),
          "没有。各镇街都平。",
        ),
      );
    } else {
      var counts = countBy(v.present, v.townOf);
      towns = Object.keys(counts).length;
      report.blocks.push(
        table(
          "各镇街在册户数",
          ["镇街", "户数"],
          Object.keys(counts)
            .sort(townOrder([after]))
            .map((town) => [town, counts[town]])
            .concat([["合计", v.present.length]]),
          { total: true, note: "没有选上一期的工作簿，平衡没有算。" },
        ),
      );
    }
    if (fresh) report.blocks = report.blocks.concat(moves(v, fresh, model, whole));
    report.blocks.push(
      listOr(
        table("进出关上缺的", ["进出", "企业", "镇街", "缺什么"], gateGaps(v, fresh, model), {
          internal: true,
        }),
        "没有。",
      ),
      staleText(v, today),
      listOr(overdueTable(v, model, today), "没有。"),
    );
    if (!whole) report.blocks = fitted(report.blocks, Math.max(7, WEEK_LINES - towns));
    return report;
  }

  /**
   * Who was not gone over for a week: a number for each town; the names stand among the findings.
   * @param {Ledger.View} v
   * @param {string} today
   */
  function staleText(v, today) {
    var stale = v.present.filter(
      (firm) => !firm.v.核对日期 || (firm.v.核对日期 < today && L.between(firm.v.核对日期, today) > 7),
    );
    var counts = countBy(stale, v.townOf);
    return text("七天没有核对的", [
      stale.length
        ? "共 " +
          stale.length +
          " 户：" +
          Object.keys(counts)
            .sort(townOrder([v.period]))
            .map((town) => town + " " + counts[town])
            .join("、") +
          "。在哪几行，看核对结果（G070）。"
        : "没有。",
    ]);
  }

  /** @param {Ledger.Row} event @param {Ledger.View} v */
  function firmOf(event, v) {
    return v.index.firms[event.v.企业编号] || NOBODY;
  }

  /** @param {Ledger.Row} firm @param {LedgerModel} model @param {boolean} whole */
  function hazardText(firm, model, whole) {
    var all = hazardsOf(firm, model);
    return whole || all.length < 4 ? all.join("、") : all.slice(0, 3).join("、") + "等 " + all.length + " 项";
  }

  /** @param {Ledger.Row[]} events @param {Ledger.View} v @param {LedgerModel} model @param {boolean} whole */
  function arrivals(events, v, model, whole) {
    var rows = events.map((event) => {
      var firm = firmOf(event, v);
      return [
        v.name(event.v.企业编号),
        v.townOf(firm),
        placeOf(firm, v),
        work(firm, model),
        firm.v.人数 === undefined ? "" : firm.v.人数,
        hazardText(firm, model, whole),
      ];
    });
    return table("进来的", ["企业", "镇街", "厂区、幢", "做什么", "人数", "专项"], rows, { internal: true });
  }

  /** @param {Ledger.Row[]} events @param {Ledger.View} v */
  function departures(events, v) {
    var rows = events.map((event) => [
      v.name(event.v.企业编号),
      v.townOf(firmOf(event, v)),
      event.v.类别,
      event.v.日期,
      event.v.迁出表 || "没写",
      event.v.遗留物品 || "没写",
      event.v.风险报告 || "没写",
    ]);
    var heads = ["企业", "镇街", "怎么走的", "日期", "迁出表", "遗留物品", "风险报告"];
    return table("出去的", heads, rows, { internal: true });
  }

  /** @param {Ledger.Row[]} events @param {Ledger.View} v @param {LedgerModel} model */
  function otherChanges(events, v, model) {
    var rows = events.map((event) => [
      v.name(event.v.企业编号),
      event.v.类别,
      event.v.日期,
      named(event.v.从, event, model),
      named(event.v.到, event, model),
    ]);
    var heads = ["企业", "类别", "日期", "从", "到"];
    return table("停产、复产和别的变动", heads, rows, { internal: true });
  }

  /** @param {Ledger.View} v @param {Ledger.Row[]} fresh @param {LedgerModel} model @param {boolean} whole */
  function moves(v, fresh, model, whole) {
    /** @param {number} sign of what they do to the number of firms */
    var those = (sign) => {
      var names = model.events.filter((event) => Math.sign(event.moves) === sign).map((event) => event.name);
      return fresh.filter((event) => names.indexOf(event.v.类别) >= 0);
    };
    var blocks = [
      listOr(arrivals(those(1), v, model, whole), "没有。"),
      listOr(departures(those(-1), v), "没有。"),
    ];
    var others = those(0);
    return others.length ? blocks.concat(otherChanges(others, v, model)) : blocks;
  }

  /**
   * What an event changed from or to; of a code of industries its division is named.
   * @param {Ledger.Value} value
   * @param {Ledger.Row} event
   * @param {LedgerModel} model
   */
  function named(value, event, model) {
    var division = event.v.类别 === "改行" ? L.divisionOf(String(value || ""), model) : null;
    return division ? value + " " + division.name : value || "";
  }

  HB.ledgerWeek = {
    weekly: weekly,
  };
})();
