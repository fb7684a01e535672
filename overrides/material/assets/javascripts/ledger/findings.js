/*
 * What self-checks found wrong, out of every form in which the self-check page gives its results: the file
 * (.json, or its text pasted), tables (.csv, .xlsx), the lines sent in a chat. Pure functions on values.
 *
 *   read(files, data, model, limits) → {checks: how many, findings, told}   files: [{name, bytes}]
 * A finding is something open, or something mended since (result 销号); see overrides/types/ledger.d.ts.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var { tight, trim, readDay, order } = HB.ledgerValues;
  var core = HB.selfCheck;
  var contract = window.handbookContract;

  var AGAIN = "到自查页点“导出文件”（微信里点“导出文字”）再收一次";
  /** Columns that make a table ours, by what they are to us: of all results, of the list of what to mend. */
  var HEADS = new Map(
    Object.entries({
      企业: "firm",
      信用代码: "code",
      日期: "day",
      范围: "scope",
      条目: "item",
      要点: "point",
      编号: "point",
      检查要点: "asked",
      内容: "asked",
      结果: "result",
      可能是重大事故隐患: "major",
      问题说明: "note",
      期限: "due",
      整改期限: "due",
      状态: "state",
    }),
  );

  /**
   * @typedef {{ found: Ledger.Finding[]; vague: Ledger.Finding[]; told: Ledger.Told[];
   *   checks: Set<string> }} Box
   */

  /** @param {Partial<Ledger.Finding>} known @returns {Ledger.Finding} */
  function finding(known) {
    return Object.assign(
      {
        ...{ file: "", row: 0, firm: "", code: "", day: "", place: "", role: "", point: "" },
        ...{ major: false, text: "", due: "", result: "", look: "" },
      },
      known,
    );
  }

  /** @param {string} words what the self-check says of its scope */
  function roleIn(words) {
    var said = words.split("，");
    return Object.keys(contract.roles).filter((role) => said.indexOf(contract.roles[role]) >= 0)[0] || "";
  }

  // ---------- The file itself ----------

  /**
   * @param {{ name: string; text: string }[]} files
   * @param {HandbookPoints} data
   * @param {Box} box
   */
  function ofChecks(files, data, box) {
    var collected = HB.ledgerCollect.collect(files);
    for (const one of collected.problems)
      box.told.push({ where: one.file, words: one.reason, mend: AGAIN, count: 1 });
    var oldestFirst = collected.checks.slice().sort((one, two) => one.made - two.made);
    oldestFirst.forEach((check) => {
      box.checks.add(check.id);
      var head = finding({
        file: check.file || "",
        firm: check.firm || check.place,
        code: check.code,
        day: check.day,
        place: check.firm ? check.place : "",
        role: check.scope.role,
      });
      core.rows(check, data).forEach((row) => {
        var answer = row.answer;
        var last = answer.again[answer.again.length - 1];
        var own = { point: row.id, major: row.major, due: answer.due };
        if (answer.r === "n")
          box.found.push({
            ...head,
            ...own,
            text: answer.note || contract.unmet + (row.point ? row.point.text : ""),
            result: last ? (last.ok ? "销号" : "没改好") : "",
            look: last ? last.day : "",
          });
        // A check that goes on from another found it mended.
        else if (answer.r === "y" && answer.was === "n")
          box.found.push({ ...head, ...own, result: "销号", look: check.day });
      });
      for (const item of core.vagueItems(check, data)) box.vague.push({ ...head, point: item.id });
    });
  }

  // ---------- Tables ----------

  /**
   * The cells of a text of a table, by the number of their line: separated by commas, or by tabs as they come
   * out of a spreadsheet.
   * @param {string} text
   * @returns {[number, string[]][]}
   */
  function cellsOf(text) {
    var tab = text.split("\n", 1)[0].indexOf("\t") >= 0;
    var one = tab
      ? /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r?\n|$)/g
      : /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g;
    /** @type {[number, string[]][]} */
    var rows = [[1, []]];
    var line = 1;
    var found;
    while (one.lastIndex < text.length && (found = one.exec(text))) {
      var quoted = found[1];
      rows[rows.length - 1][1].push(quoted === undefined ? found[2] : quoted.replace(/""/g, '"'));
      line += (found[0].match(/\n/g) || []).length;
      if (/\n$/.test(found[3])) rows.push([line, []]);
    }
    return rows;
  }

  /**
   * A cell as it was before it was made safe for a spreadsheet (office/safe_text.py).
   * @param {Ledger.Cell | undefined} cell
   */
  function told(cell) {
    var text =
      typeof cell === "number" || typeof cell === "string" ? trim(String(cell)).replace(/^'/, "") : "";
    var word = contract.cells.pointWord;
    return text.indexOf(word) === 0 && new RegExp(contract.patterns.point).test(text.slice(word.length))
      ? text.slice(word.length)
      : text;
  }

  /**
   * Where the heads of our tables stand: the place of their row, and the column of each by its name; null
   * where this is none of them.
   * @param {[number, Ledger.Cell[]][]} rows
   */
  function headsIn(rows) {
    /** @type {Record<string, number>} */
    var at = {};
    var top = rows.slice(0, 10).findIndex((row) => {
      at = {};
      row[1].forEach((cell, place) => {
        var name = HEADS.get(told(cell));
        if (name) at[name] = place;
      });
      return at.point !== undefined && at.note !== undefined && at.state !== undefined;
    });
    return top < 0 ? null : { top: top, at: at };
  }

  /**
   * Takes into `box` what a row of a table found.
   * @param {Ledger.Finding} made
   * @param {(name: string) => string} cell the row by the names of its columns
   * @param {{ rated: boolean, day: string }} given whether the table has results; the day as it is written
   * @param {Box} box
   */
  function takeRow(made, cell, given, box) {
    if (!made.day) {
      if (given.day || made.point)
        box.told.push(lost(made, "日期“" + given.day + "”读不出来", "写成 2026-11-23 这样，再收一次"));
      return;
    }
    var item = /^[0-9]{2}/.exec(cell("point") || cell("item"));
    box.checks.add(made.firm + "|" + made.day);
    if (given.rated && cell("result") === contract.quick.n && item)
      box.vague.push({ ...made, point: item[0] });
    if (given.rated && cell("result") !== contract.results.n) return;
    if (!given.rated && item && item[0] === made.point) box.vague.push(made);
    else if (made.point) {
      var due = cell("due");
      if (due && !made.due)
        box.told.push(lost(made, "期限“" + due + "”读不出来，空着收进来", "收好以后在“问题”表里补上"));
      box.found.push(made);
    }
  }

  /**
   * @param {[number, Ledger.Cell[]][]} rows
   * @param {string} file
   * @param {boolean} date1904
   * @param {Box} box
   * @returns {boolean} whether it is one of our tables
   */
  function ofTable(rows, file, date1904, box) {
    var heads = headsIn(rows);
    if (!heads) return false;
    var { top, at } = heads;
    /** @param {string} text */
    var dayOf = (text) => readDay(/^[0-9]+$/.test(text) ? Number(text) : text, date1904);
    var unmet = new RegExp("^(?:" + contract.unmet + ")?");
    // The list of what to mend has one firm, told above its heads; it holds only what is wrong.
    var one = top > 0 && at.firm === undefined ? rows[top - 1][1] : [];
    rows.slice(top + 1).forEach((row) => {
      /** @param {string} name */
      var cell = (name) => (at[name] === undefined ? "" : told(row[1][at[name]]));
      var day = at.day === undefined ? told(one[1]) : cell("day");
      var state = /^(已销号|复查没改好)（(.*?)）/.exec(cell("state"));
      var made = finding({
        file: file,
        row: row[0],
        firm: (at.firm === undefined ? told(one[0]) : cell("firm")).replace(/^（没有写.*）$/, ""),
        code: cell("code"),
        day: dayOf(day),
        role: roleIn(cell("scope")),
        point: cell("point"),
        major: cell("major") === "是",
        text: cell("note") || cell("asked").replace(unmet, contract.unmet),
        due: dayOf(cell("due")),
        result: state ? (state[1] === "已销号" ? "销号" : "没改好") : "",
        look: state ? readDay(state[2], date1904) : "",
      });
      takeRow(made, cell, { rated: at.result !== undefined, day: day }, box);
    });
    return true;
  }

  /**
   * @param {Ledger.FileBytes} file
   * @param {LedgerModel} model
   * @param {Ledger.Limits} limits
   * @param {Box} box
   */
  function ofWorkbook(file, model, limits, box) {
    var book = HB.ledgerRecords.open(file, model, limits, (one) => {
      var said = [one.words, one.mend].map((text) => text.replace(/。$/, ""));
      box.told.push({ where: file.name, words: said[0], mend: said[1], count: 1 });
    });
    if (!book) return;
    var date1904 = book.date1904;
    var ours = book.sheets.filter((sheet) => ofTable(sheet.rows, file.name, date1904, box));
    var register = book.sheets.some((sheet) => tight(sheet.name) === "企业");
    if (ours.length) return;
    box.told.push(
      register
        ? {
            where: file.name,
            words: "这是底数的工作簿，不是检查的结果",
            mend: "选到“这一期的工作簿”里",
            count: 1,
          }
        : { where: file.name, words: "里面没有自查的“逐条结果”", mend: AGAIN, count: 1 },
    );
  }

  // ---------- The lines sent in a chat ----------

  /**
   * @param {string} text
   * @param {string} file
   * @param {Box} box
   * @returns {boolean} whether they are ours
   */
  function ofLines(text, file, box) {
    var blocks = text.split(/(?=【(?:安全自查|租户安全检查)】)/).filter((block) => block.charAt(0) === "【");
    blocks.forEach((block) => {
      var lines = block.split(/\r?\n/);
      var head = /】(.*) ([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)/.exec(lines[0]);
      if (!head) {
        box.told.push({
          where: file,
          words: "“" + lines[0].slice(0, 20) + "”后面没有日期",
          mend: AGAIN,
          count: 1,
        });
        return;
      }
      var made = finding({
        file: file,
        firm: head[1].replace(/^（没有写企业）$|^本厂$/, ""),
        day: readDay(head[2], false),
        role: roleIn(lines[1] || ""),
      });
      box.checks.add(made.firm + "|" + made.day);
      // What a person wrote may go over several lines.
      block
        .split(/\n(?=[0-9]+\. |\s*\n|▲)/)
        .slice(1)
        .forEach((entry) => {
          var parts = /^[0-9]+\. (▲?)([0-9]{2,4}(?:-[0-9]{1,2})?) ([^]*?)(?: https?:\S+)?\s*$/.exec(entry);
          if (!parts) return;
          var text = parts[3];
          var due = /（(?:[^（）]*，)?([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)前）$/.exec(text);
          var note = / 问题：([^]*)$/.exec(text.replace(/（(?:责任人 [^（）]*|[^（）]*日前)）$/, ""));
          var own = {
            ...made,
            point: parts[2],
            major: parts[1] !== "",
            text: note ? note[1] : text.replace(/（(?:责任人 [^（）]*|[^（）]*日前)）$/, ""),
            due: due ? readDay(due[1], false) : "",
          };
          (parts[2].indexOf("-") < 0 ? box.vague : box.found).push(own);
        });
    });
    return blocks.length > 0;
  }

  // ---------- All of them ----------

  /** @param {Ledger.Finding} one @param {string} words @param {string} mend @returns {Ledger.Told} */
  function lost(one, words, mend) {
    return {
      where: [one.file + (one.row ? " 第 " + one.row + " 行" : ""), one.firm, one.point]
        .filter(Boolean)
        .join(" "),
      words: words,
      mend: mend,
      count: 1,
    };
  }

  /**
   * What WPS saves as CSV is in the Chinese code of Windows.
   * @param {Uint8Array} bytes
   */
  function textOf(bytes) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (error) {
      return new TextDecoder("gb18030").decode(bytes);
    }
  }

  /** @type {Ledger.Findings["read"]} */
  function read(files, data, model, limits) {
    /** @type {Box} */
    var box = { found: [], vague: [], told: [], checks: new Set() };
    /** @type {{ name: string; text: string }[]} */
    var exported = [];
    files.forEach((file) => {
      var first = file.bytes[0];
      if ((first === 0x50 && file.bytes[1] === 0x4b) || first === 0xd0)
        return ofWorkbook(file, model, limits, box);
      var text = textOf(file.bytes);
      if (text.indexOf('"' + core.FORMAT + '"') >= 0) exported.push({ name: file.name, text: text });
      else if (!ofLines(text, file.name, box) && !ofTable(cellsOf(text), file.name, false, box))
        box.told.push({
          where: file.name,
          words: "读不懂，不是自查页给出来的结果，或者没有传完整",
          mend: AGAIN,
          count: 1,
        });
    });
    if (exported.length) ofChecks(exported, data, box);
    box.vague
      .filter(
        (one) =>
          !box.found.some(
            (other) =>
              other.firm === one.firm && other.day === one.day && other.point.indexOf(one.point + "-") === 0,
          ),
      )
      .forEach((one) => {
        box.told.push(
          lost(one, "这一条没做到，没有写明是哪一个要点", "在自查里点开这一条，点出是哪几点，再导出"),
        );
      });
    return {
      checks: box.checks.size,
      findings: box.found
        .map((one, place) => ({ one: one, place: place }))
        .sort((one, two) => order(one.one.day, two.one.day) || one.place - two.place)
        .map((entry) => entry.one),
      told: box.told,
    };
  }

  HB.ledgerFindings = { read: read };
})();
