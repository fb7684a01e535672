/*
 * Cells of workbooks become records, and what cannot be read is told: sheets by their names, columns by
 * their heads, each cell by its kind. Shapes of records, periods and problems: see ledger/core.js.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var { plain, tight, trim, lengthOf, shown, readDay, numberText, creditFault } = HB.ledgerValues;
  var { holdsIdentity, holdsMobile } = HB.ledgerValues;

  var { divisionOf, hasClass } = HB.ledgerIndustries;

  // ---------- Problems ----------

  /** @param {LedgerModel} model */
  function ruleBook(model) {
    if (model.byKind) return model.byKind;
    /** @type {Record<string, Ledger.Rule[]>} */
    var byKind = Object.create(null);
    for (const rule of model.rules) (byKind[rule.kind] = byKind[rule.kind] || []).push(rule);
    Object.defineProperty(model, "byKind", { value: byKind });
    return byKind;
  }

  /** @param {string} words @param {Record<string, unknown>} values */
  function filled(words, values) {
    return words.replace(/\{(表|列|值|另值|名|应为|数)\}/g, (whole, name) =>
      values[name] === undefined ? "" : shown(values[name]),
    );
  }

  /**
   * What is told. `at` is {file, sheet, row, place (column from 0), field}.
   * @param {Ledger.Rule} rule
   * @param {Ledger.At} at
   * @param {Record<string, unknown>=} values
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
        .replace(/\{应为\}/g, () => (all.应为 === undefined ? "" : String(all.应为)))
        .replace(/\{值\}/g, () => (all.值 === undefined ? "" : shown(all.值))),
    };
  }

  // ---------- Cells to records ----------

  /**
   * A head as it is compared: no blanks, no star, nothing in brackets.
   * @param {Ledger.Cell} cell
   */
  function headText(cell) {
    if (typeof cell !== "string") return "";
    return tight(cell)
      .replace(/[(（［[].*$/, "")
      .replace(/\*/g, "");
  }

  /**
   * {head: column} of a sheet, other names included.
   * @param {Ledger.SheetPlan} sheet
   */
  function headsOf(sheet) {
    var known = Object.create(null);
    sheet.columns.forEach((column) => {
      known[column.name] = column;
      for (const name of column.also) known[name] = known[name] || column;
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
    rows.slice(0, 10).forEach((row, place) => {
      var count = row[1].filter((cell) => known[headText(cell)]).length;
      if (count > most) {
        most = count;
        best = place;
      }
    });
    return best;
  }

  /**
   * The workbook of a file; where it is none, why not is told.
   * @type {Ledger.Records["open"]}
   */
  function open(file, model, limits, tell) {
    try {
      return HB.xlsx.read(file.bytes, limits);
    } catch (error) {
      if (!(error instanceof HB.xlsx.Unreadable)) throw error;
      var at = { file: file.name, sheet: String(error.values.表 || "") };
      tell(problem(ruleBook(model)[error.kind][0], at, error.values));
      return null;
    }
  }

  /**
   * Takes the workbooks of one period in. `files`: [{name, bytes}]. `limits` is {megabytes, unfolded, rows}.
   * @type {Ledger.Records["gather"]}
   */
  function gather(files, model, limits) {
    /** @type {Ledger.Period} */
    var period = { files: [], sheets: {}, present: {}, places: {}, heads: {}, problems: [] };
    for (const sheet of model.sheets) period.sheets[sheet.id] = [];
    files.forEach((file) => {
      period.files.push(file.name);
      var book = open(file, model, limits, (one) => {
        period.problems.push(one);
      });
      if (book) takeBook(book, file.name, period, model);
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
    /** @param {string} kind @param {Partial<Ledger.At>} at @param {Record<string, unknown>=} values */
    var tell = (kind, at, values) => {
      period.problems.push(problem(rules[kind][0], Object.assign({ file: file }, at), values));
    };
    var named = Object.create(null);
    for (const sheet of book.sheets) named[tight(sheet.name)] = sheet;
    model.sheets.forEach((sheet) => {
      var found = named[sheet.name];
      if (!found) {
        if (sheet.needed) tell("缺工作表", {}, { 值: sheet.name });
        return;
      }
      period.present[sheet.id] = true;
      takeSheet(found, sheet, file, book.date1904, period, model, tell);
    });
    Object.keys(named).forEach((name) => {
      if (
        name !== "填表说明" &&
        name !== "要改的地方" &&
        name !== "选项" &&
        !model.sheets.some((sheet) => sheet.name === name)
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
   * @param {(kind: string, at: Partial<Ledger.At>, values?: Record<string, unknown>) => void} tell
   */
  function takeSheet(found, sheet, file, date1904, period, model, tell) {
    var known = headsOf(sheet);
    var top = headRow(found.rows, known);
    var whole = { sheet: sheet.name };
    if (top < 0) {
      if (found.rows.length || sheet.needed) tell("没有表头", whole);
      return;
    }
    /** @type {[number, Ledger.Column][]} */
    var places = [];
    var taken = Object.create(null);
    found.rows[top][1].forEach((cell, place) => {
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
    sheet.columns.forEach((column) => {
      if (!taken[column.name] && column.required)
        tell("缺列", { sheet: sheet.name, row: found.rows[top][0], field: column.name });
    });
    period.places[file + "|" + sheet.name] = taken;
    period.heads[file + "|" + sheet.name] = found.rows[top][0];
    if (found.hidden) tell("隐藏行", whole, { 数: found.hidden });
    found.merged.forEach((reference) => {
      var last = /([0-9]+)$/.exec(reference);
      var first = /([0-9]+)/.exec(reference);
      if (first && last && +last[1] > found.rows[top][0])
        tell("合并单元格", { sheet: sheet.name, row: +first[1] }, { 值: reference });
    });
    for (var index = top + 1; index < found.rows.length; index++)
      takeRow(found.rows[index], places, sheet, file, date1904, period, model, tell);
  }

  /** How a row begins that people write below a table: sums, and who filled it in. */
  var FOOT = /^(合计|总计|小计|共计|本页|填表|制表|审核|复核|备注|说明|注)([:：(（]|人|单位|日期|时间|$)/;

  /** @param {Ledger.Cell | undefined} cell */
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
   * @param {(kind: string, at: Partial<Ledger.At>, values?: Record<string, unknown>) => void} tell
   */
  function takeRow(row, places, sheet, file, date1904, period, model, tell) {
    var cells = row[1];
    if (places.every((pair) => isBlank(cells[pair[0]]))) return;
    var first = cells.find((cell) => !isBlank(cell));
    if (typeof first === "string" && FOOT.test(tight(first))) {
      tell("表尾", { sheet: sheet.name, row: row[0] }, { 值: first });
      return;
    }
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

    /** @param {Ledger.Column} column @param {number} place */
    function at(column, place) {
      return { sheet: sheet.name, row: row[0], place: place, field: column.name };
    }
    /** @type {(column: Ledger.Column, place: number) => Ledger.Tell} */
    function teller(column, place) {
      return (kind, values) => {
        tell(kind, at(column, place), values);
        return "";
      };
    }
  }

  /**
   * The value of a filled cell; what does not fit is told and counts as nothing.
   * @param {Ledger.Cell} cell
   * @param {Ledger.Column} column
   * @param {boolean} date1904
   * @param {LedgerModel} model
   * @param {Ledger.Tell} tell
   */
  function valueOf(cell, column, date1904, model, tell) {
    if (cell === null) return "";
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

  /** @param {Ledger.Value} cell */
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
      var text = withoutUnit(tight(cell).replace(/[,，]/g, ""), column, model);
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
   * A word as it is compared with what people say: signs that look alike, and short forms that the
   * handbook's own text may not hold, are one.
   * @param {string} word
   */
  function loose(word) {
    return tight(word)
      .toUpperCase()
      .replace(/[✓✔]/g, "√")
      .replace(/[✗✘╳]/g, "×")
      .replace(/㎡|平米/g, "平方米");
  }

  /**
   * A number as it is written without the unit of its column; "12人" is as clear as 12.
   * @param {string} text
   * @param {Ledger.Column} column
   * @param {LedgerModel} model
   */
  function withoutUnit(text, column, model) {
    var units = column.unit ? [column.unit].concat(model.spoken[column.unit] || []) : [];
    var unit = units.filter((unit) => loose(text).slice(-loose(unit).length) === loose(unit));
    var longest = unit.reduce((most, one) => Math.max(most, loose(one).length), 0);
    return loose(text).slice(0, loose(text).length - longest);
  }

  /**
   * The option that a cell means: by its own name, else by the only one of which people say it; "" for none.
   * @param {Ledger.Value} cell
   * @param {string[]} options
   * @param {LedgerModel} model
   */
  function meant(cell, options, model) {
    var text = textOf(cell);
    var found = options.filter((option) => plain(option) === plain(text) || option === trim(text));
    if (found.length) return found[0];
    found = options.filter((option) =>
      (model.spoken[option] || []).some((word) => loose(word) === loose(text)),
    );
    return found.length === 1 ? found[0] : "";
  }

  /**
   * @param {Ledger.Value} cell
   * @param {string[]} options
   * @param {LedgerModel} model
   * @param {Ledger.Tell} tell
   */
  function readOption(cell, options, model, tell) {
    return meant(cell, options, model) || tell("选项", { 值: textOf(cell), 应为: options.join("、") });
  }

  /**
   * How a cell becomes a value, by the kind of its column.
   * @type {Record<string, (cell: Ledger.Value, column: Ledger.Column, date1904: boolean, model: LedgerModel,
   *   tell: Ledger.Tell) => Ledger.Value>}
   */
  var READERS = {
    /**
     * @param {Ledger.Value} cell
     * @param {Ledger.Column} column
     * @param {boolean} date1904
     * @param {LedgerModel} model
     * @param {Ledger.Tell} tell
     */
    文字(cell, column, date1904, model, tell) {
      var text = trim(textOf(cell));
      if (lengthOf(text) > column.longest) return tell("太长", { 值: lengthOf(text), 应为: column.longest });
      return text;
    },
    /**
     * @param {Ledger.Value} cell
     * @param {Ledger.Column} column
     * @param {boolean} date1904
     * @param {LedgerModel} model
     * @param {Ledger.Tell} tell
     */
    编号(cell, column, date1904, model, tell) {
      var text = tight(textOf(cell)).toUpperCase();
      // Towns number in their own way: a Chinese character or two before the number is usual.
      return /^[0-9A-Z\u4e00-\u9fff][0-9A-Z\u4e00-\u9fff._#-]{0,19}$/.test(text)
        ? text
        : tell("编号写法", { 值: text });
    },
    整数: readNumber,
    数: readNumber,
    /**
     * @param {Ledger.Value} cell
     * @param {Ledger.Column} column
     * @param {boolean} date1904
     * @param {LedgerModel} model
     * @param {Ledger.Tell} tell
     */
    日期(cell, column, date1904, model, tell) {
      return readDay(cell, date1904) || tell("不是日期", { 值: textOf(cell) });
    },
    /**
     * @param {Ledger.Value} cell
     * @param {Ledger.Column} column
     * @param {boolean} date1904
     * @param {LedgerModel} model
     * @param {Ledger.Tell} tell
     */
    选项(cell, column, date1904, model, tell) {
      return readOption(cell, column.options, model, tell);
    },
    /**
     * @param {Ledger.Value} cell
     * @param {Ledger.Column} column
     * @param {boolean} date1904
     * @param {LedgerModel} model
     * @param {Ledger.Tell} tell
     */
    执法主体(cell, column, date1904, model, tell) {
      return readOption(cell, model.bodies, model, tell);
    },
    /**
     * @param {Ledger.Value} cell
     * @param {Ledger.Column} column
     * @param {boolean} date1904
     * @param {LedgerModel} model
     * @param {Ledger.Tell} tell
     */
    专项(cell, column, date1904, model, tell) {
      var text = plain(textOf(cell));
      var said = meant(cell, ["有", "没有"], model);
      if (said) return said === "有" ? said : "";
      if (text === "-" || text === "/") return "";
      return tell("选项", { 值: text, 应为: "有（没有的空着）" });
    },
    /**
     * @param {Ledger.Value} cell
     * @param {Ledger.Column} column
     * @param {boolean} date1904
     * @param {LedgerModel} model
     * @param {Ledger.Tell} tell
     */
    信用代码(cell, column, date1904, model, tell) {
      var text = tight(textOf(cell)).toUpperCase();
      if (/^[0-9]+(\.[0-9]+)?E\+?[0-9]+$/.test(text)) return tell("数字变形", { 值: text });
      var fault = creditFault(text);
      if (!fault) return text;
      if (holdsIdentity(text)) return tell("身份证号");
      if (holdsMobile(text)) return tell("电话放错");
      return tell(fault, { 值: text });
    },
    /**
     * @param {Ledger.Value} cell
     * @param {Ledger.Column} column
     * @param {boolean} date1904
     * @param {LedgerModel} model
     * @param {Ledger.Tell} tell
     */
    行业代码(cell, column, date1904, model, tell) {
      var text = tight(textOf(cell)).toUpperCase();
      if (/^[A-T][0-9]{4}$/.test(text)) text = text.slice(1);
      if (!/^[0-9]{4}$/.test(text)) return tell("行业代码写法", { 值: text });
      var division = divisionOf(text, model);
      if (!division) return tell("没有这个行业", { 值: text.slice(0, 2) });
      // Told, and kept: the division is right, and the list of classes is not the standard itself.
      if (!hasClass(text, division))
        tell("没有这个小类", { 值: division.code, 应为: division.name, 另值: text });
      return text;
    },
    /**
     * @param {Ledger.Value} cell
     * @param {Ledger.Column} column
     * @param {boolean} date1904
     * @param {LedgerModel} model
     * @param {Ledger.Tell} tell
     */
    要点(cell, column, date1904, model, tell) {
      var text = tight(textOf(cell));
      // 14.1 as people type it; of a number nobody can tell whether it was 14.10.
      var parts = /^第?([0-9]{1,2})(?:[-‐-―−.。·]|条的?)第?([0-9]{1,2})[点项个]?$/.exec(text);
      if (parts && typeof cell === "string") text = parts[1].padStart(2, "0") + "-" + Number(parts[2]);
      return Object.prototype.hasOwnProperty.call(model.points, text)
        ? text
        : tell("没有这个要点", { 值: text });
    },
    /**
     * @param {Ledger.Value} cell
     * @param {Ledger.Column} column
     * @param {boolean} date1904
     * @param {LedgerModel} model
     * @param {Ledger.Tell} tell
     */
    电话(cell, column, date1904, model, tell) {
      var text = plain(textOf(cell)).replace(/[\s-]/g, "");
      if (holdsIdentity(text)) return tell("身份证号");
      return /^(1[3-9][0-9]{9}|0[0-9]{9,11}|[2-9][0-9]{6,7})$/.test(text)
        ? text
        : tell("电话写法", { 值: text });
    },
  };

  HB.ledgerRecords = { ruleBook: ruleBook, problem: problem, open: open, gather: gather };
})();
