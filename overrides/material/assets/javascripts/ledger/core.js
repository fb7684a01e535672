/*
 * The register of firms: cells of workbooks become records, records are held against the rules. Pure
 * functions on plain values: no page, no storage, no clock. The page and the command `handbook ledger` run
 * this same file.
 *
 * Data (`handbookLedger`) is written by scripts/handbook/ledger/model_script.py from data/ledger/.
 *
 * A record: {file, row, v: {column: value}}; a value is a text, a number, or a day as 2026-11-23; "" where
 *   nothing is.
 * A period: {files: [names], sheets: {id: [records]}, present: {id: true},
 *   places: {"file|sheet": {column: number}}, problems: [problems]}.
 * A problem: {rule, level, file, sheet, row, column, field, words, mend}; row 0 is the whole sheet or file.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var { plain, order, between, readDay, creditFault, holdsIdentity, holdsMobile } = HB.ledgerValues;
  var { ruleBook, problem } = HB.ledgerRecords;
  var { divisionOf, sizeOf } = HB.ledgerIndustries;

  // ---------- Rules about rows ----------

  /**
   * Look-ups that rules and reports share.
   * @type {Ledger.Core["indexOf"]}
   */
  function indexOf(period) {
    var firms = Object.create(null);
    var plants = Object.create(null);
    var buildings = Object.create(null);
    var events = Object.create(null);
    period.sheets.firms.forEach((firm) => {
      if (firm.v.企业编号 && !firms[firm.v.企业编号]) firms[firm.v.企业编号] = firm;
    });
    period.sheets.plants.forEach((plant) => {
      if (plant.v.厂区编号 && !plants[plant.v.厂区编号]) plants[plant.v.厂区编号] = plant;
    });
    for (const building of period.sheets.buildings)
      buildings[building.v.厂区编号 + "|" + building.v.幢] = building;
    period.sheets.events.forEach((event, place) => {
      if (!event.v.企业编号) return;
      (events[event.v.企业编号] = events[event.v.企业编号] || []).push([event.v.日期 || "", place, event]);
    });
    Object.keys(events).forEach((id) => {
      events[id] = events[id]
        .sort(
          (/** @type {[string, number]} */ one, /** @type {[string, number]} */ two) =>
            order(one[0], two[0]) || one[1] - two[1],
        )
        .map((/** @type {[string, number, Ledger.Row]} */ entry) => entry[2]);
    });
    return { firms: firms, plants: plants, buildings: buildings, events: events };
  }

  /** @type {Ledger.Core["nameOf"]} */
  function nameOf(record, sheet, index) {
    if (sheet.id === "problems") return record.v.问题编号 || "";
    if (record.v.企业名称) return record.v.企业名称;
    if (record.v.厂区名称) return record.v.厂区名称;
    var firm = index.firms[record.v.企业编号];
    return (firm && firm.v.企业名称) || record.v.企业编号 || record.v.厂区编号 || "";
  }

  /** @param {Ledger.Row} record */
  function placeText(record) {
    return record.file + " 第 " + record.row + " 行";
  }

  /**
   * A code as a spreadsheet leaves it that takes it for a number.
   * @param {string} code
   */
  function withoutZeros(code) {
    return code.replace(/(^|[^0-9])0+(?=[0-9])/g, "$1");
  }

  /** @type {WeakMap<Record<string, boolean>, Record<string, string>>} */
  var shortenedOnce = new WeakMap();

  /**
   * Codes by what a spreadsheet leaves of them.
   * @param {Record<string, boolean>} known
   */
  function shortened(known) {
    /** @type {Record<string, string>} */
    var found = shortenedOnce.get(known) || Object.create(null);
    if (!shortenedOnce.has(known)) for (const code of Object.keys(known)) found[withoutZeros(code)] = code;
    shortenedOnce.set(known, found);
    return found;
  }

  /** @param {Ledger.Rule} rule @param {Ledger.Row} record */
  function applies(rule, record) {
    if (rule.unless && rule.unlessValues.indexOf(record.v[rule.unless] || "") >= 0) return false;
    if (!rule.when) return true;
    var value = record.v[rule.when] || "";
    return rule.values.length ? rule.values.indexOf(value) >= 0 : value !== "";
  }

  /** @param {Ledger.Rule} rule */
  function pairs(rule) {
    return rule.values.map((text) => text.split("="));
  }

  /** @param {Ledger.Row} event */
  function eventKey(event) {
    return ["日期", "企业编号", "类别", "从", "到"].map((name) => event.v[name] || "").join("|");
  }

  /**
   * Events of `after` that `before` does not have, in order; and those of `before` that are gone.
   * @type {Ledger.Core["newEvents"]}
   */
  function newEvents(before, after) {
    var counts = Object.create(null);
    before.sheets.events.forEach((event) => {
      var key = eventKey(event);
      (counts[key] = counts[key] || []).push(event);
    });
    var fresh = after.sheets.events.filter((event) => {
      var same = counts[eventKey(event)];
      if (!same || !same.length) return true;
      same.shift();
      return false;
    });
    /** @type {Ledger.Row[]} */
    var gone = [];
    before.sheets.events.forEach((event) => {
      var left = counts[eventKey(event)];
      if (left && left.indexOf(event) >= 0) gone.push(event);
    });
    return { fresh: fresh, gone: gone };
  }

  /**
   * What each kind of rule finds wrong with a row: what goes into its words.
   * @type {Record<string, (rule: Ledger.Rule, record: Ledger.Row, context: Ledger.RuleContext) =>
   *   Record<string, unknown> | undefined | void>}
   */
  var ROWS = {
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record @param {Ledger.RuleContext} context */
    对不上(rule, record, context) {
      var value = record.v[rule.column];
      // A sheet, a head, a column that was not read is told once, not again at every row that points there.
      if (!(context.period.places[record.file + "|" + rule.otherSheet] || {})[rule.other]) return;
      var known = context.known(rule.otherSheet, rule.other);
      if (!value || known[value]) return;
      var near = shortened(known)[withoutZeros(String(value))];
      var lost = "那里有“" + near + "”：多半是前面的 0 丢了，把编号那一列设成文本格式，写成一样的。";
      return { 值: value, 应为: near ? lost : "" };
    },
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record */
    不大于(rule, record) {
      var one = record.v[rule.column];
      var two = record.v[rule.other];
      if (one === "" || two === "" || one === undefined || two === undefined) return;
      if (one > two) return { 值: one, 另值: two };
    },
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record @param {Ledger.RuleContext} context */
    不晚于今天(rule, record, context) {
      var value = record.v[rule.column];
      if (value && value > context.today) return { 值: value };
    },
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record @param {Ledger.RuleContext} context */
    太久(rule, record, context) {
      var value = record.v[rule.column];
      if (!value || value > context.today) return;
      var days = between(value, context.today);
      if (days > rule.days) return { 值: value, 数: days, 应为: rule.days };
    },
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record */
    要填(rule, record) {
      if (!record.v[rule.column]) return { 另值: record.v[rule.when] };
    },
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record @param {Ledger.RuleContext} context */
    等级不高于(rule, record, context) {
      var building = context.index.buildings[record.v.厂区编号 + "|" + record.v.幢];
      if (!building || record.v.状态 === "已迁出" || record.v.状态 === "已关停") return;
      var own = context.model.fire.indexOf(record.v[rule.column]);
      var designed = context.model.fire.indexOf(building.v[rule.other]);
      if (own >= 0 && designed >= 0 && own < designed)
        return { 值: record.v[rule.column], 另值: building.v[rule.other] };
    },
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record @param {Ledger.RuleContext} context */
    没有这一幢(rule, record, context) {
      var plant = record.v.厂区编号;
      var value = record.v[rule.column];
      // Of a sheet or a plant that is not there another rule tells, once.
      if (!context.period.present.buildings) return;
      if (!value || !context.index.plants[plant] || record.v.状态 === "已迁出" || record.v.状态 === "已关停")
        return;
      if (!context.index.buildings[plant + "|" + value]) return { 值: value, 另值: plant };
    },
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record @param {Ledger.RuleContext} context */
    有变动(rule, record, context) {
      if (!context.period.present.events) return;
      var wanted = pairs(rule)
        .filter((pair) => pair[0] === record.v[rule.column])
        .map((pair) => pair[1]);
      if (!wanted.length) return;
      var events = context.index.events[record.v.企业编号] || [];
      if (!events.some((event) => wanted.indexOf(event.v.类别) >= 0))
        return { 值: record.v[rule.column], 另值: wanted.join("、") };
    },
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record @param {Ledger.RuleContext} context */
    变动以后(rule, record, context) {
      var events = context.index.events[record.v.企业编号] || [];
      var last = events[events.length - 1];
      if (!last) return;
      var meant = pairs(rule).filter((pair) => pair[0] === last.v.类别)[0];
      if (meant && record.v[rule.column] && record.v[rule.column] !== meant[1])
        return { 值: record.v[rule.column], 另值: last.v.日期 + " " + last.v.类别 };
    },
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record @param {Ledger.RuleContext} context */
    规模(rule, record, context) {
      var written = record.v[rule.column];
      var right = sizeOf(record, context.model);
      if (written && right !== "不明" && right !== "不划" && written !== right)
        return { 值: written, 应为: right };
    },
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record @param {Ledger.RuleContext} context */
    行业专项(rule, record, context) {
      var division = divisionOf(record.v[rule.column] || "", context.model);
      if (!division || !division.hazards.length || record.v.状态 === "已迁出" || record.v.状态 === "已关停")
        return;
      if (division.hazards.every((name) => record.v[name] !== "有"))
        return { 值: division.name, 应为: division.hazards.join("、") };
    },
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record @param {Ledger.RuleContext} context */
    同值(rule, record, context) {
      var value = record.v[rule.column];
      if (!value) return;
      var first = context.first(rule, record, value);
      if (first !== record)
        return {
          值: value,
          另值: nameOf(first, context.sheet, context.index) + "（" + placeText(first) + "）",
        };
    },
    /** @param {Ledger.Rule} rule @param {Ledger.Row} record @param {Ledger.RuleContext} context */
    逾期(rule, record, context) {
      var value = record.v[rule.column];
      if (!value || value >= context.today || rule.values.indexOf(record.v[rule.when] || "") >= 0) return;
      return {
        值: value,
        另值: record.v.问题编号,
        名: nameOf({ v: { 企业编号: record.v.企业编号 } }, { id: "firms" }, context.index),
        数: between(value, context.today),
      };
    },
  };

  /**
   * What the rules of a sheet look things up in.
   * @param {Ledger.Period} period
   * @param {LedgerModel} model
   * @param {string} today
   * @returns {(sheet: Ledger.SheetPlan) => Ledger.RuleContext}
   */
  function contexts(period, model, today) {
    var index = indexOf(period);
    var sets = Object.create(null);
    var firsts = Object.create(null);
    return (sheet) => ({
      period: period,
      model: model,
      today: today,
      index: index,
      sheet: sheet,
      known(name, column) {
        var key = name + "|" + column;
        if (!sets[key]) {
          sets[key] = Object.create(null);
          period.sheets[byName(model, name).id].forEach((record) => {
            if (record.v[column]) sets[key][record.v[column]] = true;
          });
        }
        return sets[key];
      },
      first(rule, record, value) {
        var key = rule.id + "|" + value;
        return (firsts[key] = firsts[key] || record);
      },
    });
  }

  /**
   * The problem of `rule` with a row of a sheet; `field` and `column`, the one where it is shown, say what
   * of it.
   * @param {Ledger.Rule} rule
   * @param {Ledger.Row} record
   * @param {{ field: string, column: string }} at
   * @param {Record<string, unknown>} values what goes into its words
   * @param {Ledger.RuleContext} context
   */
  function rowProblem(rule, record, at, values, context) {
    var place = placeOf(context.period, record, context.sheet, at.column);
    return problem(
      rule,
      { file: record.file, sheet: context.sheet.name, row: record.row, place: place, field: at.field },
      values,
    );
  }

  /**
   * What the rules find wrong with a row.
   * @param {Ledger.Row} record
   * @param {Ledger.Rule[]} rules
   * @param {Ledger.RuleContext} context
   */
  function rowProblems(record, rules, context) {
    /** @type {Ledger.Problem[]} */
    var found = [];
    rules.forEach((rule) => {
      if (rule.kind !== "逾期" && rule.kind !== "有变动" && !applies(rule, record)) return;
      var values = ROWS[rule.kind](rule, record, context);
      if (!values) return;
      var named = Object.assign({ 名: nameOf(record, context.sheet, context.index) }, values);
      found.push(rowProblem(rule, record, { field: rule.column, column: rule.column }, named, context));
    });
    return found;
  }

  /**
   * Rows whose key another row of the sheet has already.
   * @param {Ledger.Rule} rule
   * @param {Ledger.RuleContext} context
   */
  function doubled(rule, context) {
    var columns = context.sheet.key;
    var seen = Object.create(null);
    /** @type {Ledger.Problem[]} */
    var found = [];
    context.period.sheets[context.sheet.id].forEach((record) => {
      var key = columns.map((name) => record.v[name] || "");
      if (!columns.length || key.indexOf("") >= 0) return;
      var joined = key.join(" ");
      if (!seen[joined]) {
        seen[joined] = record;
        return;
      }
      var at = { field: columns.join("、"), column: columns[0] };
      var values = { 值: joined, 另值: placeText(seen[joined]) };
      found.push(rowProblem(rule, record, at, values, context));
    });
    return found;
  }

  /**
   * Events of the period before that this one does not have: they are kept for good.
   * @param {Ledger.Rule} rule
   * @param {Ledger.Period} before
   * @param {Ledger.Period} period
   */
  function lostEvents(rule, before, period) {
    return newEvents(before, period).gone.map((event) => {
      var said = [event.v.日期, event.v.企业编号, event.v.类别].join(" ");
      return problem(rule, { file: event.file, sheet: "变动", row: event.row, place: -1 }, { 值: said });
    });
  }

  /**
   * Every problem of a period: those of taking it in, then those of its rows. `before` may be null.
   * @type {Ledger.Core["check"]}
   */
  function check(period, model, today, before) {
    var rules = ruleBook(model);
    var contextOf = contexts(period, model, today);
    var found = period.problems.slice();
    model.sheets.forEach((sheet) => {
      var context = contextOf(sheet);
      var own = model.rules.filter((rule) => rule.sheet === sheet.name && ROWS[rule.kind]);
      for (const record of period.sheets[sheet.id]) found.push(...rowProblems(record, own, context));
      found.push(...doubled(rules.重复[0], context));
    });
    if (before && before.present.events && period.present.events)
      found.push(...lostEvents(rules.旧变动[0], before, period));
    return sorted(found, period, model);
  }

  /**
   * The number of a column (from 0) in the file of a record; -1 where the file has none.
   * @type {Ledger.Core["placeOf"]}
   */
  function placeOf(period, record, sheet, column) {
    var places = period.places[record.file + "|" + sheet.name];
    return places && places[column] ? places[column] - 1 : -1;
  }

  /** @type {Ledger.Core["byName"]} */
  function byName(model, name) {
    return model.sheets.filter((sheet) => sheet.name === name)[0];
  }

  /** @param {Ledger.Problem[]} problems @param {Ledger.Period} period @param {LedgerModel} model */
  function sorted(problems, period, model) {
    var sheets = Object.create(null);
    model.sheets.forEach((sheet, place) => {
      sheets[sheet.name] = place + 1;
    });
    var files = Object.create(null);
    period.files.forEach((name, place) => {
      if (files[name] === undefined) files[name] = place;
    });
    return problems
      .map((one, place) => ({ one: one, place: place }))
      .sort((first, second) => {
        var a = first.one;
        var b = second.one;
        return (
          (files[a.file] || 0) - (files[b.file] || 0) ||
          (sheets[a.sheet] || 0) - (sheets[b.sheet] || 0) ||
          a.row - b.row ||
          order(a.rule, b.rule) ||
          first.place - second.place
        );
      })
      .map((pair) => pair.one);
  }

  /**
   * Equal problems of one column told once: the first of them, with the rows of all.
   * @type {Ledger.Core["together"]}
   */
  function together(problems) {
    /** @type {Record<string, Ledger.ToldOnce>} */
    var known = Object.create(null);
    /** @type {Ledger.ToldOnce[]} */
    var list = [];
    problems.forEach((one) => {
      var parts = [one.file, one.sheet, one.column, one.field, one.rule, one.words, one.mend];
      // Of a whole sheet or file each is its own.
      var key = one.row && one.field ? parts.join("\n") : "";
      var same = key ? known[key] : undefined;
      if (same) {
        same.rows.push(one.row);
        return;
      }
      same = Object.assign({ rows: one.row ? [one.row] : [] }, one);
      if (key) known[key] = same;
      list.push(same);
    });
    return list;
  }

  /**
   * Rows as people write them: 2–10、12.
   * @type {Ledger.Core["rowsText"]}
   */
  function rowsText(rows) {
    /** @type {number[][]} */
    var runs = [];
    rows.forEach((row) => {
      var last = runs[runs.length - 1];
      if (last && row - last[1] < 2) last[1] = row;
      else runs.push([row, row]);
    });
    return runs
      .map((run) =>
        run[0] === run[1] ? String(run[0]) : run[0] + (run[1] - run[0] > 1 ? "–" : "、") + run[1],
      )
      .join("、");
  }

  HB.ledger = {
    together: together,
    rowsText: rowsText,
    gather: HB.ledgerRecords.gather,
    check: check,
    indexOf: indexOf,
    newEvents: newEvents,
    sizeOf: sizeOf,
    divisionOf: divisionOf,
    creditFault: creditFault,
    holdsIdentity: holdsIdentity,
    holdsMobile: holdsMobile,
    readDay: readDay,
    between: between,
    order: order,
    plain: plain,
    nameOf: nameOf,
    byName: byName,
    placeOf: placeOf,
  };
})();
