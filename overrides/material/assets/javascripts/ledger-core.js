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
  var {
    plain,
    trim,
    lengthOf,
    order,
    shown,
    between,
    readDay,
    numberText,
    creditFault,
    holdsIdentity,
    holdsMobile,
  } = HB.ledgerValues;

  // ---------- Problems ----------

  /**
   * @param {LedgerModel} model
   */
  function ruleBook(model) {
    if (model.byKind) return model.byKind;
    /** @type {Record<string, Ledger.Rule[]>} */
    var byKind = Object.create(null);
    model.rules.forEach(function (rule) {
      (byKind[rule.kind] = byKind[rule.kind] || []).push(rule);
    });
    Object.defineProperty(model, "byKind", { value: byKind });
    return byKind;
  }

  /**
   * @param {string} words
   * @param {Record<string, unknown>} values
   */
  function filled(words, values) {
    return words.replace(/\{(表|列|值|另值|名|应为|数)\}/g, function (whole, name) {
      return values[name] === undefined ? "" : shown(values[name]);
    });
  }

  /**
   * What is told. `at` is {file, sheet, row, place (column from 0), field}.
   * @param {Ledger.Rule} rule
   * @param {{file: string, sheet?: string, row?: number, place?: number, field?: string}} at
   * @param {Record<string, any>} values
   */
  function problem(rule, at, values) {
    var all = Object.assign({ 表: at.sheet || "", 列: at.field || "" }, values);
    // The list of what is allowed is given whole, whatever its length.
    return {
      rule: rule.id,
      level: rule.level,
      file: at.file,
      sheet: at.sheet || "",
      row: at.row || 0,
      column: at.place !== undefined && at.place >= 0 ? HB.xlsx.letters(at.place) : "",
      field: at.field || "",
      words: filled(rule.words, all),
      mend: rule.mend
        .replace(/\{应为\}/g, function () {
          return all.应为 === undefined ? "" : String(all.应为);
        })
        .replace(/\{值\}/g, function () {
          return all.值 === undefined ? "" : shown(all.值);
        }),
    };
  }

  // ---------- Cells to records ----------

  /**
   * A head as it is compared: no blanks, no star, nothing in brackets.
   * @param {Ledger.Cell} cell
   */
  function headText(cell) {
    if (typeof cell !== "string") return "";
    return plain(cell)
      .replace(/\s+/g, "")
      .replace(/[(（［[].*$/, "")
      .replace(/\*/g, "");
  }

  /**
   * {head: column} of a sheet, other names included.
   * @param {Ledger.SheetPlan} sheet
   */
  function headsOf(sheet) {
    var known = Object.create(null);
    sheet.columns.forEach(function (column) {
      known[column.name] = column;
      column.also.forEach(function (name) {
        known[name] = known[name] || column;
      });
    });
    return known;
  }

  /**
   * Which of the first rows holds the heads: the one with the most known names, three at least.
   * @param {[number, Ledger.Cell[]][]} rows
   * @param {Record<string, Ledger.Column>} known
   */
  function headRow(rows, known) {
    var best = -1;
    var most = 2;
    rows.slice(0, 10).forEach(function (row, place) {
      var count = row[1].filter(function (cell) {
        return known[headText(cell)];
      }).length;
      if (count > most) {
        most = count;
        best = place;
      }
    });
    return best;
  }

  /**
   * Takes the workbooks of one period in. `files`: [{name, bytes}]. `limits` is {megabytes, unfolded, rows}.
   * @type {Ledger.Core["gather"]}
   */
  function gather(files, model, limits) {
    /** @type {Ledger.Period} */
    var period = { files: [], sheets: {}, present: {}, places: {}, problems: [] };
    model.sheets.forEach(function (sheet) {
      period.sheets[sheet.id] = [];
    });
    files.forEach(function (file) {
      period.files.push(file.name);
      var book;
      try {
        book = HB.xlsx.read(file.bytes, limits);
      } catch (error) {
        if (!(error instanceof HB.xlsx.Unreadable)) throw error;
        period.problems.push(
          problem(ruleBook(model)[error.kind][0], { file: file.name, sheet: error.values.表 }, error.values),
        );
        return;
      }
      takeBook(book, file.name, period, model);
    });
    return period;
  }

  /**
   * @param {Ledger.Workbook} book
   * @param {string} file
   * @param {Ledger.Period} period
   * @param {LedgerModel} model
   */
  function takeBook(book, file, period, model) {
    var rules = ruleBook(model);
    var tell = function (kind, at, values) {
      period.problems.push(problem(rules[kind][0], Object.assign({ file: file }, at), values));
    };
    var named = Object.create(null);
    book.sheets.forEach(function (sheet) {
      named[plain(sheet.name).replace(/\s+/g, "")] = sheet;
    });
    model.sheets.forEach(function (sheet) {
      var found = named[sheet.name];
      if (!found) {
        if (sheet.needed) tell("缺工作表", {}, { 值: sheet.name });
        return;
      }
      period.present[sheet.id] = true;
      takeSheet(found, sheet, file, book.date1904, period, model, tell);
    });
    Object.keys(named).forEach(function (name) {
      if (
        name !== "填表说明" &&
        name !== "要改的地方" &&
        name !== "选项" &&
        !model.sheets.some(function (sheet) {
          return sheet.name === name;
        })
      )
        tell("多出工作表", {}, { 值: named[name].name });
    });
  }

  /**
   * @param {Ledger.ReadSheet} found
   * @param {Ledger.SheetPlan} sheet
   * @param {string} file
   * @param {boolean} date1904
   * @param {Ledger.Period} period
   * @param {LedgerModel} model
   * @param {(kind: string, at: Record<string, unknown>, values?: Record<string, unknown>) => void} tell
   */
  function takeSheet(found, sheet, file, date1904, period, model, tell) {
    var known = headsOf(sheet);
    var top = headRow(found.rows, known);
    var whole = { sheet: sheet.name };
    if (top < 0) {
      if (found.rows.length || sheet.needed) tell("没有表头", whole);
      return;
    }
    var places = [];
    var taken = Object.create(null);
    found.rows[top][1].forEach(function (cell, place) {
      var head = headText(cell);
      var column = known[head];
      var at = { sheet: sheet.name, row: found.rows[top][0], place: place, field: head };
      if (!head) return;
      if (!column) tell("多出列", at, { 值: cell });
      else if (taken[column.name]) tell("列重复", at, { 列: column.name });
      else {
        taken[column.name] = place + 1;
        places.push([place, column]);
      }
    });
    sheet.columns.forEach(function (column) {
      if (!taken[column.name] && column.required)
        tell("缺列", { sheet: sheet.name, row: found.rows[top][0], field: column.name });
    });
    period.places[file + "|" + sheet.name] = taken;
    if (found.hidden) tell("隐藏行", whole, { 数: found.hidden });
    found.merged.forEach(function (reference) {
      var last = /([0-9]+)$/.exec(reference);
      var first = /([0-9]+)/.exec(reference);
      if (first && last && +last[1] > found.rows[top][0])
        tell("合并单元格", { sheet: sheet.name, row: +first[1] }, { 值: reference });
    });
    for (var index = top + 1; index < found.rows.length; index++)
      takeRow(found.rows[index], places, sheet, file, date1904, period, model, tell);
  }

  /**
   * @param {Ledger.Cell | undefined} cell
   */
  function isBlank(cell) {
    return cell === null || cell === undefined || (typeof cell === "string" && trim(cell) === "");
  }

  /**
   * @param {[number, Ledger.Cell[]]} row
   * @param {[number, Ledger.Column][]} places
   * @param {Ledger.SheetPlan} sheet
   * @param {string} file
   * @param {boolean} date1904
   * @param {Ledger.Period} period
   * @param {LedgerModel} model
   * @param {(kind: string, at: Record<string, unknown>, values?: Record<string, unknown>) => void} tell
   */
  function takeRow(row, places, sheet, file, date1904, period, model, tell) {
    var cells = row[1];
    if (
      places.every(function (pair) {
        return isBlank(cells[pair[0]]);
      })
    )
      return;
    var record = { file: file, row: row[0], v: Object.create(null) };
    for (var index = 0; index < places.length; index++) {
      var place = places[index][0];
      var column = places[index][1];
      var cell = cells[place];
      if (isBlank(cell)) {
        record.v[column.name] = "";
        if (column.required) tell("必填", at(column, place), { 应为: column.how });
        continue;
      }
      record.v[column.name] = valueOf(cell, column, date1904, model, teller(column, place));
    }
    period.sheets[sheet.id].push(record);

    function at(column, place) {
      return { sheet: sheet.name, row: row[0], place: place, field: column.name };
    }
    /** @type {(column: Ledger.Column, place: number) => Ledger.Tell} */
    function teller(column, place) {
      return function (kind, values) {
        tell(kind, at(column, place), values);
        return "";
      };
    }
  }

  /**
   * The value of a filled cell; what does not fit is told and counts as nothing.
   * @param {any} cell
   * @param {Ledger.Column} column
   * @param {boolean} date1904
   * @param {LedgerModel} model
   * @param {Ledger.Tell} tell
   */
  function valueOf(cell, column, date1904, model, tell) {
    if (typeof cell === "object") {
      if (cell.formula) return tell("公式没有结果");
      if (cell.error) return tell("公式出错", { 值: cell.error });
      return tell("数字变形", { 值: cell.big });
    }
    if (typeof cell === "string" && column.kind !== "信用代码" && holdsIdentity(plain(cell)))
      return tell("身份证号");
    if (
      typeof cell === "string" &&
      column.kind !== "电话" &&
      column.kind !== "信用代码" &&
      holdsMobile(plain(cell))
    )
      return tell("电话放错");
    if (typeof cell === "number" && column.kind === "文字" && holdsMobile(String(cell)))
      return tell("电话放错");
    return READERS[column.kind](cell, column, date1904, model, tell);
  }

  /**
   * @param {Ledger.Value} cell
   */
  function textOf(cell) {
    return typeof cell === "number" ? numberText(cell) : cell;
  }

  /**
   * @param {Ledger.Value} cell
   * @param {Ledger.Column} column
   * @param {boolean} date1904
   * @param {LedgerModel} model
   * @param {Ledger.Tell} tell
   */
  function readNumber(cell, column, date1904, model, tell) {
    var value = Number(cell);
    if (typeof cell === "string") {
      var text = plain(cell).replace(/[,，\s]/g, "");
      if (!/^-?[0-9]+(\.[0-9]+)?$/.test(text)) return tell("不是数", { 值: cell });
      value = Number(text);
      if (Math.abs(value) >= 1e15) return tell("数字变形", { 值: cell });
    }
    if (column.kind === "整数" && value % 1 !== 0) return tell("不是整数", { 值: numberText(value) });
    if ((column.least !== null && value < column.least) || (column.most !== null && value > column.most))
      return tell("超出范围", { 值: numberText(value), 应为: column.least + "～" + column.most });
    return value === 0 ? 0 : value;
  }

  /**
   * @param {Ledger.Value} cell
   * @param {Ledger.Column} column
   * @param {string[]} options
   * @param {Ledger.Tell} tell
   */
  function readOption(cell, column, options, tell) {
    var text = plain(textOf(cell));
    var found = options.filter(function (option) {
      return plain(option) === text || option === trim(textOf(cell));
    })[0];
    return found || tell("选项", { 值: textOf(cell), 应为: options.join("、") });
  }

  var READERS = {
    文字: function (cell, column, date1904, model, tell) {
      var text = trim(textOf(cell));
      if (lengthOf(text) > column.longest) return tell("太长", { 值: lengthOf(text), 应为: column.longest });
      return text;
    },
    编号: function (cell, column, date1904, model, tell) {
      var text = plain(textOf(cell)).replace(/\s+/g, "").toUpperCase();
      // Towns number in their own way: a Chinese character or two before the number is usual.
      return /^[0-9A-Z\u4e00-\u9fff][0-9A-Z\u4e00-\u9fff._#-]{0,19}$/.test(text)
        ? text
        : tell("编号写法", { 值: text });
    },
    整数: readNumber,
    数: readNumber,
    日期: function (cell, column, date1904, model, tell) {
      return readDay(cell, date1904) || tell("不是日期", { 值: textOf(cell) });
    },
    选项: function (cell, column, date1904, model, tell) {
      return readOption(cell, column, column.options, tell);
    },
    执法主体: function (cell, column, date1904, model, tell) {
      return readOption(cell, column, model.bodies, tell);
    },
    专项: function (cell, column, date1904, model, tell) {
      var text = plain(textOf(cell));
      if (["有", "是", "√", "✓", "1", "Y"].indexOf(text) >= 0) return "有";
      if (["没有", "无", "否", "×", "✗", "0", "N", "-", "/"].indexOf(text) >= 0) return "";
      return tell("选项", { 值: text, 应为: "有（没有的空着）" });
    },
    信用代码: function (cell, column, date1904, model, tell) {
      var text = plain(textOf(cell)).replace(/\s+/g, "").toUpperCase();
      if (/^[0-9]+(\.[0-9]+)?E\+?[0-9]+$/.test(text)) return tell("数字变形", { 值: text });
      var fault = creditFault(text);
      if (!fault) return text;
      if (holdsIdentity(text)) return tell("身份证号");
      if (holdsMobile(text)) return tell("电话放错");
      return tell(fault, { 值: text });
    },
    行业代码: function (cell, column, date1904, model, tell) {
      var text = plain(textOf(cell)).replace(/\s+/g, "").toUpperCase();
      if (/^[A-T][0-9]{4}$/.test(text)) text = text.slice(1);
      if (!/^[0-9]{4}$/.test(text)) return tell("行业代码写法", { 值: text });
      return divisionOf(text, model) ? text : tell("没有这个行业", { 值: text.slice(0, 2) });
    },
    要点: function (cell, column, date1904, model, tell) {
      var text = plain(textOf(cell)).replace(/\s+/g, "");
      return Object.prototype.hasOwnProperty.call(model.points, text)
        ? text
        : tell("没有这个要点", { 值: text });
    },
    电话: function (cell, column, date1904, model, tell) {
      var text = plain(textOf(cell)).replace(/[\s-]/g, "");
      if (holdsIdentity(text)) return tell("身份证号");
      return /^(1[3-9][0-9]{9}|0[0-9]{9,11}|[2-9][0-9]{6,7})$/.test(text)
        ? text
        : tell("电话写法", { 值: text });
    },
  };

  // ---------- Industries and sizes ----------

  /** @type {Ledger.Core["divisionOf"]} */
  function divisionOf(code, model) {
    return divisionsOf(model)[String(code).slice(0, 2)] || null;
  }

  /**
   * Divisions by their two digits, made once.
   * @param {LedgerModel} model
   */
  function divisionsOf(model) {
    if (model.divisions) return model.divisions;
    /** @type {Record<string, Ledger.Division>} */
    var divisions = Object.create(null);
    model.industries.forEach(function (section) {
      section.divisions.forEach(function (division) {
        divisions[division.code] = {
          code: division.code,
          name: division.name,
          section: section,
          hazards: division.hazards,
        };
      });
    });
    Object.defineProperty(model, "divisions", { value: divisions });
    return divisions;
  }

  /**
   * Size class for statistics: both limits must be met, else the next class down.
   * @type {Ledger.Core["sizeOf"]}
   */
  function sizeOf(firm, model) {
    var division = divisionOf(firm.v.行业代码 || "", model);
    if (!division) return "不明";
    if (model.size.sections.indexOf(division.section.code) < 0) return "不划";
    if (typeof firm.v.人数 !== "number") return "不明";
    var few = firm.v.人数 < model.size.classes[model.size.classes.length - 1].people;
    if (few) return model.size.lowest;
    if (typeof firm.v.上年营收 !== "number") return "不明";
    for (var place = 0; place < model.size.classes.length; place++) {
      var one = model.size.classes[place];
      if (firm.v.人数 >= one.people && firm.v.上年营收 >= one.revenue) return one.name;
    }
    return model.size.lowest;
  }

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
    period.sheets.firms.forEach(function (firm) {
      if (firm.v.企业编号 && !firms[firm.v.企业编号]) firms[firm.v.企业编号] = firm;
    });
    period.sheets.plants.forEach(function (plant) {
      if (plant.v.厂区编号 && !plants[plant.v.厂区编号]) plants[plant.v.厂区编号] = plant;
    });
    period.sheets.buildings.forEach(function (building) {
      buildings[building.v.厂区编号 + "|" + building.v.幢] = building;
    });
    period.sheets.events.forEach(function (event, place) {
      if (!event.v.企业编号) return;
      (events[event.v.企业编号] = events[event.v.企业编号] || []).push([event.v.日期 || "", place, event]);
    });
    Object.keys(events).forEach(function (id) {
      events[id] = events[id]
        .sort(function (one, two) {
          return order(one[0], two[0]) || one[1] - two[1];
        })
        .map(function (entry) {
          return entry[2];
        });
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

  /**
   * @param {Ledger.Row} record
   */
  function placeText(record) {
    return record.file + " 第 " + record.row + " 行";
  }

  /**
   * @param {Ledger.Rule} rule
   * @param {Ledger.Row} record
   */
  function applies(rule, record) {
    if (rule.unless && rule.unlessValues.indexOf(record.v[rule.unless] || "") >= 0) return false;
    if (!rule.when) return true;
    var value = record.v[rule.when] || "";
    return rule.values.length ? rule.values.indexOf(value) >= 0 : value !== "";
  }

  /**
   * @param {Ledger.Rule} rule
   */
  function pairs(rule) {
    return rule.values.map(function (text) {
      return text.split("=");
    });
  }

  /**
   * @param {Ledger.Row} event
   */
  function eventKey(event) {
    return ["日期", "企业编号", "类别", "从", "到"]
      .map(function (name) {
        return event.v[name] || "";
      })
      .join("|");
  }

  /**
   * Events of `after` that `before` does not have, in order; and those of `before` that are gone.
   * @type {Ledger.Core["newEvents"]}
   */
  function newEvents(before, after) {
    var counts = Object.create(null);
    before.sheets.events.forEach(function (event) {
      var key = eventKey(event);
      (counts[key] = counts[key] || []).push(event);
    });
    var fresh = after.sheets.events.filter(function (event) {
      var same = counts[eventKey(event)];
      if (!same || !same.length) return true;
      same.shift();
      return false;
    });
    var gone = [];
    before.sheets.events.forEach(function (event) {
      var left = counts[eventKey(event)];
      if (left && left.indexOf(event) >= 0) gone.push(event);
    });
    return { fresh: fresh, gone: gone };
  }

  var ROWS = {
    对不上: function (rule, record, context) {
      var value = record.v[rule.column];
      if (value && !context.known(rule.otherSheet, rule.other)[value]) return { 值: value };
    },
    不大于: function (rule, record) {
      var one = record.v[rule.column];
      var two = record.v[rule.other];
      if (one === "" || two === "" || one === undefined || two === undefined) return;
      if (one > two) return { 值: one, 另值: two };
    },
    不晚于今天: function (rule, record, context) {
      var value = record.v[rule.column];
      if (value && value > context.today) return { 值: value };
    },
    太久: function (rule, record, context) {
      var value = record.v[rule.column];
      if (!value || value > context.today) return;
      var days = between(value, context.today);
      if (days > rule.days) return { 值: value, 数: days };
    },
    要填: function (rule, record) {
      if (!record.v[rule.column]) return { 另值: record.v[rule.when] };
    },
    等级不高于: function (rule, record, context) {
      var building = context.index.buildings[record.v.厂区编号 + "|" + record.v.幢];
      if (!building || record.v.状态 === "已迁出" || record.v.状态 === "已关停") return;
      var own = context.model.fire.indexOf(record.v[rule.column]);
      var designed = context.model.fire.indexOf(building.v[rule.other]);
      if (own >= 0 && designed >= 0 && own < designed)
        return { 值: record.v[rule.column], 另值: building.v[rule.other] };
    },
    有变动: function (rule, record, context) {
      if (!context.period.present.events) return;
      var wanted = pairs(rule)
        .filter(function (pair) {
          return pair[0] === record.v[rule.column];
        })
        .map(function (pair) {
          return pair[1];
        });
      if (!wanted.length) return;
      var events = context.index.events[record.v.企业编号] || [];
      if (
        !events.some(function (event) {
          return wanted.indexOf(event.v.类别) >= 0;
        })
      )
        return { 值: record.v[rule.column], 另值: wanted.join("、") };
    },
    变动以后: function (rule, record, context) {
      var events = context.index.events[record.v.企业编号] || [];
      var last = events[events.length - 1];
      if (!last) return;
      var meant = pairs(rule).filter(function (pair) {
        return pair[0] === last.v.类别;
      })[0];
      if (meant && record.v[rule.column] && record.v[rule.column] !== meant[1])
        return { 值: record.v[rule.column], 另值: last.v.日期 + " " + last.v.类别 };
    },
    规模: function (rule, record, context) {
      var written = record.v[rule.column];
      var right = sizeOf(record, context.model);
      if (written && right !== "不明" && right !== "不划" && written !== right)
        return { 值: written, 应为: right };
    },
    行业专项: function (rule, record, context) {
      var division = divisionOf(record.v[rule.column] || "", context.model);
      if (!division || !division.hazards.length || record.v.状态 === "已迁出" || record.v.状态 === "已关停")
        return;
      if (
        division.hazards.every(function (name) {
          return record.v[name] !== "有";
        })
      )
        return { 值: division.name, 应为: division.hazards.join("、") };
    },
    同值: function (rule, record, context) {
      var value = record.v[rule.column];
      if (!value) return;
      var first = context.first(rule, record, value);
      if (first !== record)
        return {
          值: value,
          另值: nameOf(first, context.sheet, context.index) + "（" + placeText(first) + "）",
        };
    },
    逾期: function (rule, record, context) {
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
   * Every problem of a period: those of taking it in, then those of its rows. `before` may be null.
   * @type {Ledger.Core["check"]}
   */
  function check(period, model, today, before) {
    var rules = ruleBook(model);
    var found = period.problems.slice();
    var index = indexOf(period);
    var sets = Object.create(null);
    var firsts = Object.create(null);
    model.sheets.forEach(function (sheet) {
      var places = Object.create(null);
      sheet.columns.forEach(function (column, place) {
        places[column.name] = place;
      });
      var own = model.rules.filter(function (rule) {
        return rule.sheet === sheet.name && ROWS[rule.kind];
      });
      var context = {
        period: period,
        model: model,
        today: today,
        index: index,
        sheet: sheet,
        known: function (name, column) {
          var key = name + "|" + column;
          if (!sets[key]) {
            sets[key] = Object.create(null);
            period.sheets[byName(model, name).id].forEach(function (record) {
              if (record.v[column]) sets[key][record.v[column]] = true;
            });
          }
          return sets[key];
        },
        first: function (rule, record, value) {
          var key = rule.id + "|" + value;
          return (firsts[key] = firsts[key] || record);
        },
      };
      var seen = Object.create(null);
      period.sheets[sheet.id].forEach(function (record) {
        own.forEach(function (rule) {
          if (rule.kind !== "逾期" && rule.kind !== "有变动" && !applies(rule, record)) return;
          var values = ROWS[rule.kind](rule, record, context);
          if (values)
            found.push(
              problem(
                rule,
                {
                  file: record.file,
                  sheet: sheet.name,
                  row: record.row,
                  place: placeOf(period, record, sheet, rule.column),
                  field: rule.column,
                },
                Object.assign({ 名: nameOf(record, sheet, index) }, values),
              ),
            );
        });
        if (!sheet.key.length) return;
        var key = sheet.key.map(function (name) {
          return record.v[name] || "";
        });
        if (
          key.some(function (value) {
            return value === "";
          })
        )
          return;
        var joined = key.join(" ");
        if (seen[joined])
          found.push(
            problem(
              rules.重复[0],
              {
                file: record.file,
                sheet: sheet.name,
                row: record.row,
                place: placeOf(period, record, sheet, sheet.key[0]),
                field: sheet.key.join("、"),
              },
              { 值: joined, 另值: placeText(seen[joined]) },
            ),
          );
        else seen[joined] = record;
      });
    });
    if (before && before.present.events && period.present.events)
      newEvents(before, period).gone.forEach(function (event) {
        found.push(
          problem(
            rules.旧变动[0],
            { file: event.file, sheet: "变动", row: event.row, place: -1 },
            {
              值: [event.v.日期, event.v.企业编号, event.v.类别].join(" "),
            },
          ),
        );
      });
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
    return model.sheets.filter(function (sheet) {
      return sheet.name === name;
    })[0];
  }

  /**
   * @param {Ledger.Problem[]} problems
   * @param {Ledger.Period} period
   * @param {LedgerModel} model
   */
  function sorted(problems, period, model) {
    var sheets = Object.create(null);
    model.sheets.forEach(function (sheet, place) {
      sheets[sheet.name] = place + 1;
    });
    var files = Object.create(null);
    period.files.forEach(function (name, place) {
      if (files[name] === undefined) files[name] = place;
    });
    return problems
      .map(function (one, place) {
        return { one: one, place: place };
      })
      .sort(function (first, second) {
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
      .map(function (pair) {
        return pair.one;
      });
  }

  HB.ledger = {
    gather: gather,
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
