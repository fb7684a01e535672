/*
 * The gate: the steps of firms on their way in and out, with what is missing. It decides nothing.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var L = HB.ledger;
  var { isPresent, NOBODY, view, titleOf, hazardsOf, placeOf, trade, work } = HB.ledgerPeriod;
  var { head, text, table } = HB.ledgerBlocks;

  /**
   * The steps of a firm on its way in: [{name, day, missing, papers}].
   * @param {Ledger.Row} firm
   * @param {LedgerModel} model
   */
  function stepsIn(firm, model) {
    return model.wayIn.map((step) => {
      var day = firm.v[step.column] || "";
      return { name: step.name, day: day, missing: !day, papers: step.papers };
    });
  }

  /**
   * The steps of a firm on its way out, from the event that says it left.
   * @param {Ledger.Row} event
   * @param {LedgerModel} model
   */
  function stepsOut(event, model) {
    return model.wayOut.map((step) => {
      var value = event.v[step.column] || "";
      return { name: step.name, day: value, missing: step.good.indexOf(value) < 0, papers: step.papers };
    });
  }

  /** @param {Ledger.View} v */
  function comingIn(v) {
    return v.firms.filter((firm) => firm.v.状态 === "拟进驻" || firm.v.状态 === "筹建");
  }

  /**
   * Events by which firms left: this period's, or without a period before the last of each firm that is gone.
   * @param {Ledger.View} v
   * @param {Ledger.Row[] | null} fresh
   * @param {LedgerModel} model
   */
  function leavings(v, fresh, model) {
    var out = model.events.filter((event) => event.moves < 0).map((event) => event.name);
    var events =
      fresh ||
      v.firms
        .filter((firm) => firm.v.状态 === "已迁出" || firm.v.状态 === "已关停")
        .map((firm) => {
          var own = v.index.events[firm.v.企业编号] || [];
          return own[own.length - 1];
        })
        .filter(Boolean);
    return events.filter((event) => out.indexOf(event.v.类别) >= 0);
  }

  /** @param {{name: string, day: string, missing: boolean}[]} steps */
  function missingText(steps) {
    return steps
      .filter((step) => step.missing)
      .map((step) => step.name + (step.day ? "：" + step.day : ""))
      .join("、");
  }

  /**
   * Who is in though a step before coming in is missing.
   * @type {Ledger.Gate["gateGaps"]}
   */
  function gateGaps(v, fresh, model) {
    var recent = Object.create(null);
    (fresh || []).forEach((event) => {
      if (event.v.类别 === "进驻") recent[event.v.企业编号] = true;
    });
    /** @type {string[][]} */
    var rows = [];
    v.firms.forEach((firm) => {
      var coming = firm.v.状态 === "筹建";
      var arrived = isPresent(firm, model) && recent[firm.v.企业编号];
      if (!coming && !arrived) return;
      var steps = stepsIn(firm, model).filter(
        (step) =>
          // What comes after moving in is not missing yet while the firm is fitting out.
          firm.v.状态 !== "筹建" || step.name !== "开工",
      );
      var missing = missingText(steps);
      if (missing) rows.push(["进", titleOf(firm), v.townOf(firm), "缺：" + missing]);
    });
    leavings(v, fresh, model).forEach((event) => {
      var missing = missingText(stepsOut(event, model));
      var firm = v.index.firms[event.v.企业编号];
      if (missing) rows.push(["出", v.name(event.v.企业编号), firm ? v.townOf(firm) : "", "缺：" + missing]);
    });
    return rows;
  }

  /**
   * The gate: everybody on the way in or out, with what is missing. The page decides nothing.
   * @type {Ledger.Gate["gate"]}
   */
  function gate(before, after, model, today) {
    var v = view(after, model);
    var fresh = before ? L.newEvents(before, after).fresh : null;
    var report = head(model, "gate", "进出单", after, today);
    report.blocks.push(
      table(
        "要进来的",
        ["企业", "镇街", "厂区、幢", "状态"].concat(model.wayIn.map((step) => step.name)),
        comingIn(v).map((firm) =>
          [titleOf(firm), v.townOf(firm), placeOf(firm, v), firm.v.状态].concat(
            stepsIn(firm, model).map((step) => step.day || "还没有"),
          ),
        ),
        {
          internal: true,
          note: "一步一步来：前一步没有做完，后一步先等一等。这张表只列缺什么，可进不可进由人来定。",
        },
      ),
      table(
        "要走的、走了的",
        ["企业", "类别", "日期"].concat(model.wayOut.map((step) => step.name)),
        leavings(v, fresh, model).map((event) =>
          [v.name(event.v.企业编号), event.v.类别, event.v.日期].concat(
            stepsOut(event, model).map((step) => step.day || "没写"),
          ),
        ),
        { internal: true },
      ),
    );
    return report;
  }

  /**
   * A step on the sheet of the gate, with room to sign.
   * @param {ReturnType<typeof stepsIn>[number]} step
   * @param {string} missing
   */
  function stepLine(step, missing) {
    var papers = step.papers.map((paper) => paper.text);
    return [step.name, step.day, papers.join("、"), missing, ""];
  }

  /**
   * The sheet of one firm at the gate, to print and sign.
   * @type {Ledger.Gate["gateSheet"]}
   */
  function gateSheet(after, id, model, today) {
    var v = view(after, model);
    var firm = v.index.firms[id];
    var report = head(model, "gate-sheet", "进出单：" + (firm ? titleOf(firm) : id), after, today);
    if (!firm) return report;
    report.blocks.push(
      table(
        "企业",
        ["项目", "内容", "项目", "内容"],
        [
          [
            "企业编号",
            firm.v.企业编号,
            "状态",
            firm.v.状态 + (firm.v.状态日期 ? "（" + firm.v.状态日期 + "）" : ""),
          ],
          ["镇街", v.townOf(firm), "厂区、幢", placeOf(firm, v)],
          ["做什么", work(firm, model), "行业", trade(firm, model)],
          ["人数（单班最多）", firm.v.人数 + "（" + firm.v.单班最多 + "）", "面积（平方米）", firm.v.面积],
          ["火灾危险性", firm.v.火灾危险性, "房子设计的", buildingClass(firm, v)],
          ["专项", hazardsOf(firm, model).join("、") || "没有", "租赁层级", firm.v.租赁层级 || ""],
        ],
        { internal: true },
      ),
      table(
        "进驻四步",
        ["步骤", "日期", "用到", "缺什么", "看过（签字）"],
        stepsIn(firm, model).map((step) => stepLine(step, step.missing ? "还没有" : "")),
        { internal: true },
      ),
      table(
        "迁出三件",
        ["事项", "现在", "用到", "缺什么", "看过（签字）"],
        (function () {
          var own = (v.index.events[id] || []).filter(
            (event) => event.v.类别 === "迁出" || event.v.类别 === "关停" || event.v.类别 === "辖区转出",
          );
          return stepsOut(own[own.length - 1] || NOBODY, model).map((step) =>
            stepLine(step, own.length && step.missing ? "缺" : ""),
          );
        })(),
        { internal: true },
      ),
      text("说明", [
        "这张单子只列缺什么，可进、改好再进、不可进由看的人定，理由写在下面。",
        "结论：□ 可进　□ 改好再进　□ 不可进　　理由：",
        "出租方（签字）　　　　　　承租方（签字）　　　　　　镇街（签字）　　　　　　日期",
      ]),
    );
    return report;
  }

  /** @type {Ledger.Gate["buildingClass"]} */
  function buildingClass(firm, v) {
    var building = v.index.buildings[firm.v.厂区编号 + "|" + firm.v.幢];
    return (building && building.v.设计火灾危险性) || "没有登记";
  }

  HB.ledgerGate = {
    gateGaps: gateGaps,
    gate: gate,
    gateSheet: gateSheet,
    buildingClass: buildingClass,
  };
})();
