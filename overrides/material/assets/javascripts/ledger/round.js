/*
 * Lists for the round: whom to visit, what is late, what to look at again, what to hand over to whom.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var L = HB.ledger;
  var { view, townOrder, titleOf, hazardsOf, placeOf, work, isOpen } = HB.ledgerPeriod;
  var { head, text, table } = HB.ledgerBlocks;

  /**
   * Firms present as one goes round: possible major problems first, then by town and plant. `days` since the
   * last visit, -1 where nobody ever came.
   * @type {Ledger.Round["stops"]}
   */
  function stops(v, model, today) {
    var byTown = townOrder([v.period]);
    return v.present
      .map((firm) => {
        var last = v.seen[firm.v.企业编号] || "";
        var open = (v.problems[firm.v.企业编号] || []).filter(isOpen);
        return {
          firm: firm,
          last: last,
          days: last && last <= today ? L.between(last, today) : last ? 0 : -1,
          open: open.length,
          major: open.some((one) => one.v.重大 === "是"),
          hazards: hazardsOf(firm, model),
        };
      })
      .sort(
        (one, two) =>
          Number(two.major) - Number(one.major) ||
          byTown(v.townOf(one.firm), v.townOf(two.firm)) ||
          L.order(one.firm.v.厂区编号, two.firm.v.厂区编号) ||
          L.order(one.firm.v.幢, two.firm.v.幢) ||
          L.order(one.firm.v.企业编号, two.firm.v.企业编号),
      );
  }

  /** @type {Ledger.Round["isDue"]} */
  function isDue(stop, days) {
    return stop.days < 0 || stop.days > days;
  }

  /**
   * Where a firm is, from the town to the floor.
   * @param {Ledger.Row | undefined} firm
   * @param {Ledger.View} v
   */
  function wayTo(firm, v) {
    if (!firm) return "";
    var plant = v.index.plants[firm.v.厂区编号];
    return [v.townOf(firm), (plant && plant.v.村社区) || "", placeOf(firm, v)].filter(Boolean).join(" ");
  }

  /** @param {Ledger.View} v @param {LedgerModel} model @param {string} today @param {number} days */
  function planTable(v, model, today, days) {
    return table(
      "上门计划：" + days + " 天没有看过的",
      ["序", "镇街", "村社区", "厂区、幢、层", "企业", "专项", "上次", "没销号", "看了"],
      stops(v, model, today)
        .filter((one) => isDue(one, days))
        .map((one, place) => {
          var plant = v.index.plants[one.firm.v.厂区编号];
          return [
            place + 1,
            v.townOf(one.firm),
            (plant && plant.v.村社区) || "",
            placeOf(one.firm, v),
            (one.major ? "▲ " : "") + titleOf(one.firm),
            one.hazards.join("、"),
            one.last || "没看过",
            one.open || "",
            "□",
          ];
        }),
      { internal: true, note: "▲ 有没销号的重大事故隐患，排在前面；其余按镇街、厂区、幢排，顺路走。" },
    );
  }

  /** @param {Ledger.View} v */
  function openProblems(v) {
    return v.period.sheets.problems.filter(isOpen);
  }

  /**
   * @param {Ledger.Row} one
   * @param {Ledger.View} v
   * @param {LedgerModel} model
   * @param {string} today
   * @param {Ledger.Value[]} more
   */
  function problemRow(one, v, model, today, more) {
    var point = model.points[one.v.要点编号];
    return [
      (one.v.重大 === "是" ? "▲ " : "") + one.v.问题编号,
      v.name(one.v.企业编号),
      one.v.要点编号,
      one.v.问题 || (point && point[0]) || "",
      one.v.谁改,
      one.v.期限,
    ].concat(more);
  }

  var PROBLEM_HEAD = ["问题编号", "企业", "要点", "问题", "谁改", "期限"];

  /** @param {Ledger.Row} one @param {Ledger.Row} two */
  function byDue(one, two) {
    return (
      Number(two.v.重大 === "是") - Number(one.v.重大 === "是") ||
      L.order(one.v.期限 || "9", two.v.期限 || "9") ||
      L.order(one.v.问题编号, two.v.问题编号)
    );
  }

  /** @type {Ledger.Round["overdueTable"]} */
  function overdueTable(v, model, today) {
    return table(
      "逾期没销号的问题",
      PROBLEM_HEAD.concat(["在哪里", "过了几天"]),
      openProblems(v)
        .filter((one) => one.v.期限 && one.v.期限 < today)
        .sort(byDue)
        .map((one) =>
          problemRow(one, v, model, today, [
            wayTo(v.index.firms[one.v.企业编号], v),
            L.between(one.v.期限, today),
          ]),
        ),
      { internal: true },
    );
  }

  /** @param {Ledger.View} v @param {LedgerModel} model @param {string} today */
  function recheckTable(v, model, today) {
    return table(
      "要复查的（到期、七天内到期、上次没改好的）",
      PROBLEM_HEAD.concat(["在哪里", "上次复查", "复查结果"]),
      openProblems(v)
        .filter((one) => one.v.结果 === "没改好" || (one.v.期限 && L.between(today, one.v.期限) <= 7))
        .sort(byDue)
        .map((one) =>
          problemRow(one, v, model, today, [
            wayTo(v.index.firms[one.v.企业编号], v),
            one.v.复查日期 || "",
            "□销号 □没改好",
          ]),
        ),
      { internal: true },
    );
  }

  /**
   * What the sheet of a visit says of a firm: its head, and the problems to look at again. No telephone and
   * no name of a person: the sheet of contacts stays where it is.
   * @type {Ledger.Round["leafOf"]}
   */
  function leafOf(firm, v, model) {
    var people = firm.v.人数 === "" ? "" : firm.v.人数 + " 人";
    if (people && firm.v.单班最多 !== "") people += "（单班最多 " + firm.v.单班最多 + " 人）";
    return {
      head: { 单位: titleOf(firm), 统一社会信用代码: firm.v.信用代码 || "" },
      more: [
        ["在哪里", wayTo(firm, v)],
        [
          "做什么",
          [work(firm, model), people, firm.v.火灾危险性 ? "火灾危险性 " + firm.v.火灾危险性 : ""]
            .filter(Boolean)
            .join("　"),
        ],
        ["专项", hazardsOf(firm, model).join("、") || "没有登记"],
      ],
      problems: (v.problems[firm.v.企业编号] || [])
        .filter(isOpen)
        .sort(byDue)
        .map((one) => {
          var point = model.points[one.v.要点编号];
          return [
            one.v.要点编号,
            (one.v.重大 === "是" ? "▲ " : "") +
              "没销号 " +
              one.v.问题编号 +
              (one.v.发现日期 ? "（" + one.v.发现日期 + " 发现）" : "") +
              "：" +
              (one.v.问题 || (point && point[0]) || ""),
            one.v.谁改,
            one.v.期限,
          ];
        }),
    };
  }

  /** How many open problems of before stand on a leaf; the others are counted. */
  var CARRIED = 5;

  /**
   * The blocks of a leaf with what is known of a firm: its head, and on the back the open problems first.
   * @type {Ledger.Round["leafBlocks"]}
   */
  function leafBlocks(leaf, facts) {
    return leaf.blocks.map((block, place) => {
      if (place === 0 && block.kind === "fields")
        return Object.assign({}, block, {
          rows: block.rows
            .map((row) =>
              row.map(
                (field) =>
                  /** @type {Ledger.LeafField} */ ([
                    field[0],
                    facts.head[field[0]] !== undefined ? facts.head[field[0]] : field[1],
                    field[2],
                  ]),
              ),
            )
            .concat(facts.more.map((pair) => [/** @type {Ledger.LeafField} */ ([pair[0], pair[1], 4])])),
        });
      return place === leaf.turn && block.kind === "table" ? carried(block, facts) : block;
    });
  }

  /**
   * The lines for problems, the open ones of before first; what does not fit is counted.
   * @param {Ledger.LeafTable} block
   * @param {Ledger.LeafFacts} facts
   * @returns {Ledger.LeafTable}
   */
  function carried(block, facts) {
    var known = facts.problems.slice(0, CARRIED);
    var rest = facts.problems.length - known.length;
    return Object.assign({}, block, {
      title: block.title + (rest ? "（没销号的另有 " + rest + " 处，见复查名单）" : ""),
      rows: block.rows.map((row, place) => {
        var one = known[place];
        return one
          ? [row[0], [row[1][0], [one[0]], [short(one[1])], [one[2]], [one[3]], ["□销号 □没改好"]]]
          : row;
      }),
    });
  }

  /**
   * What has room on a line for a problem; the register holds the whole.
   * @param {string} text
   */
  function short(text) {
    var letters = Array.from(text);
    return letters.length > 75 ? letters.slice(0, 74).join("") + "…" : text;
  }

  var NOBODY = "没有定下由哪个部门处理的";

  /**
   * Open problems by the body that may impose a penalty for the point, or to which they were handed.
   * @param {Ledger.View} v
   * @param {LedgerModel} model
   */
  function handoverTables(v, model) {
    var byBody = Object.create(null);
    v.period.sheets.problems.forEach((one) => {
      if (one.v.结果 === "销号") return;
      var point = model.points[one.v.要点编号];
      var bodies = (one.v.移交给谁 ? [one.v.移交给谁] : (point && point[2]) || []).filter(
        (body) => model.bodies.indexOf(body) >= 0,
      );
      // What no body of the list may punish is not dropped: somebody has to say whose it is.
      for (const body of bodies.length ? bodies : [NOBODY]) (byBody[body] = byBody[body] || []).push(one);
    });
    return model.bodies
      .concat(NOBODY)
      .filter((body) => byBody[body])
      .map((body) =>
        table(
          body,
          ["问题编号", "企业", "镇街", "要点", "问题", "发现", "移交", "接收人、日期"],
          byBody[body].sort(byDue).map((/** @type {Ledger.Row} */ one) => {
            var firm = v.index.firms[one.v.企业编号];
            return [
              (one.v.重大 === "是" ? "▲ " : "") + one.v.问题编号,
              v.name(one.v.企业编号),
              firm ? v.townOf(firm) : "",
              one.v.要点编号,
              one.v.问题,
              one.v.发现日期,
              one.v.结果 === "移交" ? "已移交" : "",
              "",
            ];
          }),
          { internal: true },
        ),
      );
  }

  /**
   * Plan, overdue, look again, hand over: what goes along on the round.
   * @type {Ledger.Round["round"]}
   */
  function round(after, model, today, days) {
    var v = view(after, model);
    var report = head(model, "round", "上门计划和跟踪", after, today);
    report.blocks.push(
      planTable(v, model, today, days),
      overdueTable(v, model, today),
      recheckTable(v, model, today),
    );
    return report;
  }

  /** @type {Ledger.Round["handover"]} */
  function handover(after, model, today) {
    var v = view(after, model);
    var report = head(model, "handover", "按部门移交的问题", after, today);
    report.blocks = handoverTables(v, model);
    if (!report.blocks.length) report.blocks.push(text("", ["没有可以移交的问题。"]));
    else
      report.blocks.unshift(
        text("", ["部门照手册里罚则的执法主体列出，一个问题可能有几个部门；交给谁以当地公布的职责为准。"]),
      );
    return report;
  }

  HB.ledgerRound = {
    stops: stops,
    isDue: isDue,
    leafOf: leafOf,
    leafBlocks: leafBlocks,
    overdueTable: overdueTable,
    round: round,
    handover: handover,
  };
})();
