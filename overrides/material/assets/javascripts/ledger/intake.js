/*
 * What self-checks found wrong goes into the sheet 问题 of the register, and the workbook comes back with all
 * else left as it was. Pure functions on plain values; the page and the command `handbook ledger take` run
 * this same file.
 *
 *   take(found, period, files, model, answers, limits) → what becomes of each finding, whom to ask for, what
 *   is not taken, and the workbooks as they then are. `found` is what ledger/findings.js read; `files` are
 *   the bytes of the period's workbooks; `answers` says by its key which firm an asked one is: its number, or
 *   "-" for none.
 *
 * One matter is one row: the same firm, point and day; or, on a later day, the row of that point that is not
 * yet closed. What is closed (销号) updates its row and makes none.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var { tight, order, creditFault } = HB.ledgerValues;

  var SHEET = "问题";
  var NONE = "-";
  /** How alike two names are, by the pairs of characters they share, to be asked for; and how many are. */
  var ALIKE = 0.6;
  var CHOICES = 5;
  /** Who mends, by the side whose check it was; of other checks, by whose point it is. */
  /** @type {Record<string, string>} */
  var WHO = { landlord: "出租方", own: "出租方", tenant: "承租方", visit: "承租方" };

  // ---------- Which firm ----------

  /** @param {string} name */
  function bare(name) {
    return tight(name).replace(/(?:有限责任|股份有限|有限)?公司$/, "");
  }

  /** @param {string} name */
  function pairsOf(name) {
    var letters = Array.from(name);
    return letters.slice(1).map((letter, place) => letters[place] + letter);
  }

  /**
   * 1 for the same name, 0 for one that shares nothing.
   * @param {string} one
   * @param {string} two
   */
  function likeness(one, two) {
    if (one.length > 1 && two.length > 1 && (one.indexOf(two) >= 0 || two.indexOf(one) >= 0)) return 1;
    var some = pairsOf(one);
    var others = pairsOf(two);
    var all = some.length + others.length;
    var shared = some.filter((pair) => {
      var place = others.indexOf(pair);
      if (place >= 0) others.splice(place, 1);
      return place >= 0;
    });
    return all ? (2 * shared.length) / all : 0;
  }

  /**
   * The firm of a finding; or those it may be, and why that is asked; or why it is none.
   * @param {Ledger.Finding} one
   * @param {Ledger.Row[]} firms
   * @param {LedgerModel} model
   * @returns {{ firm?: Ledger.Row; among?: Ledger.Row[]; words: string; mend?: string }}
   */
  function firmOf(one, firms, model) {
    var code = tight(one.code).toUpperCase();
    var name = tight(one.firm);
    var sure = code !== "" && !creditFault(code);
    /** @param {(firm: Ledger.Row) => boolean} test */
    var those = (test) => {
      var found = firms.filter(test);
      var here = found.filter((firm) => HB.ledgerPeriod.isPresent(firm, model));
      return here.length ? here : found;
    };
    var same = those((firm) => sure && firm.v.信用代码 === code);
    if (same.length === 1) return { firm: same[0], words: "" };
    if (same.length) return { among: same, words: "底数里有几户是这个信用代码" };
    if (!name && !code) return { words: "没有写企业", mend: "在自查的抬头里补上企业名称和信用代码，再导出" };
    same = those((firm) => name !== "" && tight(firm.v.企业名称 || "") === name);
    var other = same.filter((firm) => sure && firm.v.信用代码);
    if (other.length) return { among: other, words: "名称一样，信用代码不一样" };
    if (same.length === 1) return { firm: same[0], words: "" };
    if (same.length) return { among: same, words: "底数里有几户叫这个名称" };
    var near = firms
      .map((firm) => ({ firm: firm, like: likeness(bare(name), bare(firm.v.企业名称 || "")) }))
      .filter((entry) => entry.like >= ALIKE)
      .sort(
        (first, second) => second.like - first.like || order(first.firm.v.企业编号, second.firm.v.企业编号),
      );
    if (near.length)
      return {
        among: near.slice(0, CHOICES).map((entry) => entry.firm),
        words: "底数里没有这个名称，有相近的",
      };
    return {
      words: "底数里没有这家企业",
      mend: "先在“企业”表里加上它，或者在自查里改对名称、信用代码",
    };
  }

  // ---------- Which row ----------

  /**
   * A row as it becomes: what it was, or what it is made of; whether a finding was about it.
   * @typedef {Ledger.Row & { was?: Record<string, any>, fresh?: Ledger.Finding, seen?: boolean }} Kept
   */

  /**
   * The row of the matter, if it has one.
   * @param {Ledger.Finding} one
   * @param {string} id
   * @param {Kept[]} rows
   */
  function rowOf(one, id, rows) {
    var own = rows.filter(
      (row) =>
        row.v.企业编号 === id &&
        row.v.要点编号 === one.point &&
        (!row.v.部位 || !one.place || tight(row.v.部位) === tight(one.place)),
    );
    /** @param {(row: Kept) => boolean} test */
    var first = (test) => own.filter(test)[0];
    return (
      first((row) => row.v.发现日期 === one.day) ||
      first((row) => row.v.结果 !== "销号") ||
      // Told late: the row was closed after that day.
      first((row) => row.v.结果 === "销号" && (row.v.发现日期 || "") <= one.day && row.v.复查日期 >= one.day)
    );
  }

  /**
   * What a later look, or a day that was missing, changes of a row.
   * @param {Ledger.Finding} one
   * @param {Record<string, any>} v
   */
  function changesOf(one, v) {
    /** @type {Record<string, string>} */
    var changes = {};
    if (v.结果 === "移交") return changes;
    var last = v.复查日期 || "";
    var later = last ? one.look > last : one.look >= (v.发现日期 || "");
    if (one.result && (later || (one.look === last && one.result === "销号" && v.结果 !== "销号"))) {
      changes.复查日期 = one.look;
      changes.结果 = one.result;
    }
    if (!v.期限 && one.due) changes.期限 = one.due;
    return changes;
  }

  /** @param {string} text @param {number} most */
  function cut(text, most) {
    var letters = Array.from(text);
    return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : text;
  }

  /**
   * @param {Ledger.Finding} one
   * @param {string} id
   * @param {LedgerModel} model
   */
  function newRow(one, id, model) {
    var point = window.handbookPoints.points.filter((entry) => entry.id === one.point)[0];
    var roles = (point && point.roles) || [];
    /** @type {Record<string, number>} */
    var longest = {};
    for (const column of HB.ledger.byName(model, SHEET).columns) longest[column.name] = column.longest;
    return {
      问题编号: "",
      企业编号: id,
      发现日期: one.day,
      要点编号: one.point,
      部位: cut(one.place, longest.部位),
      // Whether it is one is judged by the clauses, by a person: it is told, and the cell left open.
      问题: cut((one.major ? "▲可能重大：" : "") + one.text, longest.问题),
      重大: one.major ? "" : "否",
      谁改: WHO[one.role] || (roles.length === 1 ? WHO[roles[0]] : "都要"),
      期限: one.due,
      复查日期: one.look,
      结果: one.result,
    };
  }

  /**
   * Gives the numbers of new rows, on from the last of the sheet in its own way of writing.
   * @param {Ledger.Row[]} rows
   * @param {string} file
   */
  function numbering(rows, file) {
    /** @type {(row: Ledger.Row) => RegExpExecArray | null} */
    var parts = (row) => /^(.*?)([0-9]{1,9})$/.exec(row.v.问题编号 || "");
    var last = rows
      .filter((row) => row.file === file && parts(row))
      .slice(-1)
      .map(parts)[0];
    var stem = last ? last[1] : "WT-";
    var wide = last ? last[2].length : 3;
    return () => {
      var most = rows.reduce((most, row) => {
        var own = parts(row);
        return own && own[1] === stem ? Math.max(most, Number(own[2])) : most;
      }, 0);
      return stem + String(most + 1).padStart(wide, "0");
    };
  }

  // ---------- All of it ----------

  /**
   * What is asked about a firm, once.
   * @param {Ledger.Intake} made
   * @param {string} key
   * @param {string} why
   * @param {Ledger.Row[]} among
   */
  function ask(made, key, why, among) {
    var old = made.asked.filter((entry) => entry.key === key)[0];
    if (old) return old;
    var asked = {
      key: key,
      why: why,
      count: 0,
      among: among.map((entry) => ({ id: entry.v.企业编号, name: entry.v.企业名称 })),
    };
    made.asked.push(asked);
    return asked;
  }

  /**
   * What tells in `made` what was not taken: once for a firm, however many of its points it is about.
   * @param {Ledger.Intake} made
   */
  function leaving(made) {
    /** @type {Record<string, Ledger.Told>} */
    var left = Object.create(null);
    /**
     * @param {Ledger.Finding} one
     * @param {string} words
     * @param {string} mend
     * @param {boolean=} whole
     */
    return (one, words, mend, whole) => {
      var place = whole ? "" : one.point;
      var key = [one.file, one.firm, place, words].join("|");
      if (left[key]) left[key].count++;
      else {
        var where = [one.file + (one.row ? " 第 " + one.row + " 行" : ""), one.firm, place];
        left[key] = { where: where.filter(Boolean).join(" "), words: words, mend: mend, count: 1 };
        made.told.push(left[key]);
      }
    };
  }

  /**
   * The firm that each finding is of, asked or told in `made` where it is not plain; null then.
   * @param {Ledger.Intake} made
   * @param {Ledger.Period} period
   * @param {LedgerModel} model
   * @param {Record<string, string>} answers
   * @param {ReturnType<typeof leaving>} leave
   * @returns {(one: Ledger.Finding) => Ledger.Row | null}
   */
  function firmFinder(made, period, model, answers, leave) {
    /** @type {Record<string, ReturnType<typeof firmOf>>} */
    var known = Object.create(null);
    return (one) => {
      var key = [tight(one.firm), tight(one.code).toUpperCase()].filter(Boolean).join(" ");
      var who = (known[key] = known[key] || firmOf(one, period.sheets.firms, model));
      if (!who.among) {
        if (!who.firm) leave(one, who.words, who.mend || "", true);
        return who.firm || null;
      }
      var asked = ask(made, key, who.words, who.among);
      var firm = who.among.filter((entry) => entry.v.企业编号 === answers[key])[0];
      if (!firm && answers[key] === NONE) leave(one, "选了不收", "要收的，选是哪一户", true);
      else if (!firm) asked.count++;
      return firm || null;
    };
  }

  /**
   * The sheet's rows as the findings leave them, the new ones last.
   * @param {Ledger.Intake} made
   * @param {Ledger.Finding[]} findings
   * @param {Ledger.Period} period
   * @param {LedgerModel} model
   * @param {Record<string, string>} answers
   * @returns {Kept[]}
   */
  function rowsAfter(made, findings, period, model, answers) {
    /** @type {Kept[]} */
    var rows = period.sheets.problems.map((row) => ({
      file: row.file,
      row: row.row,
      v: { ...row.v },
      was: row.v,
    }));
    var leave = leaving(made);
    var find = firmFinder(made, period, model, answers, leave);
    findings.forEach((one) => {
      var firm = find(one);
      if (!firm) return;
      if (!Object.prototype.hasOwnProperty.call(model.points, one.point))
        return leave(one, "这一版手册里没有这个要点", "看手册的“更新”，改看哪一个要点，自己在“问题”表里加");
      var row = rowOf(one, firm.v.企业编号, rows);
      if (row) {
        row.seen = true;
        Object.assign(row.v, changesOf(one, row.v));
        return;
      }
      if (one.result === "销号") {
        made.mended++;
        return;
      }
      var places = period.places[firm.file + "|" + SHEET];
      if (!places) return leave(one, firm.file + " 里没有“问题”表", "从空白工作簿里把“问题”表拷进来");
      var v = newRow(one, firm.v.企业编号, model);
      var missing = Object.entries(v)
        .filter((cell) => (cell[1] || cell[0] === "问题编号") && !places[cell[0]])
        .map((cell) => "“" + cell[0] + "”");
      if (missing.length)
        return leave(one, firm.file + " 的“问题”表缺" + missing.join("、") + "列", "照空白工作簿补上", true);
      rows.push({ file: firm.file, row: 0, v: v, fresh: one });
    });
    return rows.filter((row) => {
      // Found and mended within what was given: like one that was mended before.
      if (row.fresh && row.v.结果 === "销号") made.mended++;
      return !(row.fresh && row.v.结果 === "销号");
    });
  }

  /**
   * What is to be written into the sheet of `file`; its new rows get their place and number here.
   * @param {Ledger.Intake} made
   * @param {string} file
   * @param {Kept[]} rows
   * @param {Ledger.Period} period
   * @param {LedgerModel} model
   * @param {Ledger.Index} index
   */
  function changesIn(made, file, rows, period, model, index) {
    var number = numbering(rows, file);
    var columns = HB.ledger.byName(model, SHEET).columns;
    var own = rows.filter((row) => row.file === file);
    var last = own.reduce((last, row) => Math.max(last, row.row), 0);
    var end = last || period.heads[file + "|" + SHEET] || 0;
    /** @type {Ledger.Change[]} */
    var changes = [];
    own.forEach((row) => {
      var was = row.was || {};
      if (row.fresh) {
        row.row = ++end;
        row.v.问题编号 = number();
        if (row.fresh.major) made.major++;
        if (!row.v.期限) made.undated++;
      }
      var changed = Object.keys(row.v).filter(
        (column) => row.v[column] !== "" && row.v[column] !== was[column],
      );
      if (!changed.length && !row.seen) return;
      made.rows.push(lineOf(row, changed, index, model));
      if (!changed.length) return;
      changes.push({
        row: row.row,
        like: row.fresh ? last : row.row,
        cells: changed.map((column) => {
          var kind = columns.filter((entry) => entry.name === column)[0].kind;
          return [period.places[file + "|" + SHEET][column] - 1, row.v[column], kind === "日期"];
        }),
      });
      if (row.fresh) made.lines.push(columns.map((column) => row.v[column.name] || ""));
    });
    return changes;
  }

  /**
   * Writes `changes` into a copy of the workbook; cells that are formulas are told, and stay.
   * @param {Ledger.Intake} made
   * @param {Ledger.FileBytes} file
   * @param {Ledger.Change[]} changes
   * @param {Ledger.Limits} limits
   */
  function write(made, file, changes, limits) {
    var isSheet = (/** @type {string} */ name) => tight(name) === SHEET;
    var written = HB.xlsxPatch(file.bytes, isSheet, changes, limits);
    written.kept.forEach((place) => {
      made.told.push({
        where: file.name + " “问题”表 " + place,
        words: "这一格是公式，没有改",
        mend: "把公式换成它的值，再收一次",
        count: 1,
      });
    });
    made.files.push({ name: file.name, bytes: written.bytes });
  }

  /** @type {Ledger.Intakes["take"]} */
  function take(found, period, files, model, answers, limits) {
    /** @type {Ledger.Intake} */
    var made = {
      ...{ rows: [], asked: [], told: found.told.slice(), mended: 0, major: 0, undated: 0 },
      ...{ files: [], lines: [] },
    };
    var twice = period.files.filter((name, place) => period.files.indexOf(name) !== place)[0];
    if (twice) {
      made.told.push({
        where: twice,
        words: "选了两个同名的工作簿",
        mend: "改一个文件的名字，再选一次",
        count: 1,
      });
      return made;
    }
    var rows = rowsAfter(made, found.findings, period, model, answers);
    var index = HB.ledger.indexOf(period);
    files.forEach((file) => {
      var changes = changesIn(made, file.name, rows, period, model, index);
      if (changes.length) write(made, file, changes, limits);
    });
    return made;
  }

  /**
   * @param {Kept} row
   * @param {string[]} changed
   * @param {Ledger.Index} index
   * @param {LedgerModel} model
   * @returns {Ledger.TakenRow}
   */
  function lineOf(row, changed, index, model) {
    var what = changed.map((column) => column + " " + row.v[column]);
    var words = row.fresh ? row.v.问题 : what.join("，") || row.v.结果 || "还没有复查";
    return {
      kind: row.fresh ? "新的" : changed.length ? "更新" : "已经有",
      file: row.file,
      row: row.row,
      id: row.v.问题编号,
      firm: HB.ledger.nameOf({ v: { 企业编号: row.v.企业编号 } }, { id: "firms" }, index),
      point: row.v.要点编号 + " " + (model.points[row.v.要点编号] || [""])[0],
      day: row.v.发现日期,
      what: words,
    };
  }

  /** @param {{ count: number }[]} list */
  function sum(list) {
    return list.reduce((all, one) => all + one.count, 0);
  }

  /** @type {Ledger.Intakes["countText"]} */
  function countText(taken) {
    /** @param {string} kind */
    var of = (kind) => taken.rows.filter((row) => row.kind === kind).length;
    return (
      ["新的", "更新", "已经有"].map((kind) => kind + " " + of(kind) + " 个").join("、") +
      "，没有收 " +
      sum(taken.told) +
      " 个" +
      (sum(taken.asked) ? "，要问的 " + sum(taken.asked) + " 个。" : "。") +
      (taken.mended ? "另有 " + taken.mended + " 个收以前就改好了，表里没有，不加。" : "") +
      (taken.major ? "带 ▲ 的 " + taken.major + " 个，“重大”空着：照判定标准的条款定了再填。" : "") +
      (taken.undated ? "没写期限的 " + taken.undated + " 个，收好以后补上。" : "")
    );
  }

  HB.ledgerIntake = { take: take, countText: countText };
})();
