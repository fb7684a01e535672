/*
 * A check that comes from outside the program, out of the browser's storage or a file
 * (self-check/exports.js), is looked at to the last field before any of it is kept; what is wrong is told in
 * words.
 */
(function () {
  "use strict";

  var HB = window.HB;
  if (!HB.selfCheck) return;
  var { VERSION, LIMITS, RESULTS, ROLES, DEPTHS, POINT_ID, ITEM_ID, CHECK_ID, WEB_NAME, isDay, emptyScope } =
    HB.selfCheck;

  // ---------- Taking in ----------

  /** Why a text is not taken in, in words for its reader. */
  class Wrong {
    /** @param {string} reason */
    constructor(reason) {
      this.reason = reason;
    }
  }

  /**
   * @param {unknown} condition
   * @param {string} reason
   * @returns {asserts condition}
   */
  function need(condition, reason) {
    if (!condition) throw new Wrong(reason);
  }

  /**
   * @param {unknown} value
   * @returns {value is Record<string, unknown>}
   */
  function isPlain(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  /**
   * The fields of what should be an object; of anything else none.
   * @param {unknown} value
   * @returns {Record<string, unknown>}
   */
  function fieldsOf(value) {
    return isPlain(value) ? value : {};
  }

  /** @param {unknown} value @param {number} limit @param {string} what */
  function text(value, limit, what) {
    need(typeof value === "string", what + "不是文字");
    need(value.length <= limit, what + "太长，最多 " + limit + " 个字");
    return value;
  }

  /** @param {unknown} value @param {string} what */
  function moment(value, what) {
    need(typeof value === "number" && isFinite(value) && value >= 0 && value < 8e15, what + "不是时间");
    return Math.floor(value);
  }

  /** @param {unknown} value @param {string} what @param {boolean} empty */
  function day(value, what, empty) {
    need(typeof value === "string" && ((empty && value === "") || isDay(value)), what + "不是日期");
    return value;
  }

  /**
   * A value that is one of the keys of `table`.
   * @template {string} K
   * @param {unknown} value
   * @param {Record<K, unknown>} table
   * @param {string} reason
   */
  function key(value, table, reason) {
    need(typeof value === "string" && Object.prototype.hasOwnProperty.call(table, value), reason);
    return /** @type {K} */ (value);
  }

  /** @param {unknown} value @param {string} what */
  function webName(value, what) {
    var name = text(value, 60, what);
    need(name === "" || WEB_NAME.test(name), what + "不对");
    return name;
  }

  /** @param {unknown} value */
  function readScope(value) {
    need(isPlain(value), "范围不对");
    var scope = emptyScope();
    scope.role = value.role === "" ? "" : key(value.role, ROLES, "身份不对");
    scope.hazard = webName(value.hazard, "专项");
    /** @param {unknown} list @param {RegExp} pattern @param {string} what */
    var names = (list, pattern, what) => {
      need(
        Array.isArray(list) &&
          list.length <= 100 &&
          list.every((id) => typeof id === "string" && id.length <= 60 && pattern.test(id)),
        what + "不对",
      );
      return list.slice();
    };
    scope.have = value.have === null ? null : names(value.have, WEB_NAME, "专项");
    scope.lack = value.lack === undefined ? [] : names(value.lack, WEB_NAME, "情形");
    scope.items = names(value.items, ITEM_ID, "条目");
    scope.all = value.all === true;
    scope.trade = webName(value.trade, "行业");
    scope.depth = key(value.depth, DEPTHS, "查法不对");
    scope.wide = names(value.wide, ITEM_ID, "条目");
    return scope;
  }

  /**
   * @param {unknown} value
   * @param {string} id
   * @returns {SelfCheck.Answer}
   */
  function readAnswer(value, id) {
    need(isPlain(value), "要点 " + id + " 的记录不对");
    need(Array.isArray(value.again) && value.again.length <= LIMITS.again, "要点 " + id + " 的复查记录不对");
    return {
      r: key(value.r, RESULTS, "要点 " + id + " 的结果不是符合、不符合、不适用"),
      note: text(value.note, LIMITS.note, "要点 " + id + " 的备注"),
      who: text(value.who, LIMITS.who, "要点 " + id + " 的责任人"),
      due: day(value.due, "要点 " + id + " 的期限", true),
      t: moment(value.t, "要点 " + id + " 的时间"),
      again: value.again.map((/** @type {unknown} */ look) => {
        need(isPlain(look) && typeof look.ok === "boolean", "要点 " + id + " 的复查记录不对");
        return {
          day: day(look.day, "要点 " + id + " 的复查日期", false),
          by: text(look.by, LIMITS.by, "要点 " + id + " 的复查人"),
          ok: look.ok,
          note: text(look.note, LIMITS.note, "要点 " + id + " 的复查备注"),
        };
      }),
      was:
        /** @type {SelfCheck.Answer["was"][]} */ (["y", "n", "-", "closed"]).filter(
          (word) => word === value.was,
        )[0] || "",
    };
  }

  /**
   * How older versions become the next: UPGRADES[1] turns version 1 into version 2.
   * @type {SelfCheck.Rules["UPGRADES"]}
   */
  var UPGRADES = {
    1(old) {
      need(isPlain(old.scope), "范围不对");
      return Object.assign({}, old, {
        v: 2,
        firm: "",
        code: "",
        address: "",
        present: "",
        scope: Object.assign({}, old.scope, { trade: "", depth: "", lack: [], wide: [] }),
        items: {},
      });
    },
  };

  /**
   * The record of a check in the form of this version; `v` is the one that it was written by.
   * @param {Record<string, unknown>} record
   * @param {number} v
   */
  function raised(record, v) {
    for (; v < VERSION; v++) {
      need(UPGRADES[v], "不认识的版本");
      record = UPGRADES[v](record);
    }
    need(record.v === VERSION, "不认识的版本");
    return record;
  }

  /**
   * A check as this program knows it, built anew from `given`: only known fields, each of the right kind.
   * {check} or {reason, newer}; `newer` when it was written by a later version of this page.
   * @type {SelfCheck.Rules["readCheck"]}
   */
  function readCheck(given) {
    try {
      need(isPlain(given), "不是一次自查的记录");
      need(typeof given.v === "number", "没有写明版本");
      if (given.v > VERSION) return { reason: "这份记录是更新的版本存的，请先刷新本页换上新版", newer: true };
      var value = raised(given, given.v);
      need(typeof value.id === "string" && CHECK_ID.test(value.id), "编号不对");
      need(isPlain(value.points), "没有要点的记录");
      var points = fieldsOf(value.points);
      need(
        typeof value.people === "number" &&
          value.people >= 0 &&
          value.people <= 99999 &&
          value.people % 1 === 0,
        "人数不对",
      );
      var from = value.from;
      need(typeof from === "string" && (from === "" || CHECK_ID.test(from)), "来源编号不对");
      var ids = Object.keys(points);
      need(ids.length <= 2000, "要点太多");
      var check = {
        v: VERSION,
        id: value.id,
        firm: text(value.firm, LIMITS.firm, "企业名称"),
        code: text(value.code, LIMITS.code, "信用代码"),
        address: text(value.address, LIMITS.address, "地址"),
        present: text(value.present, LIMITS.present, "在场的人"),
        place: text(value.place, LIMITS.place, "地点"),
        day: day(value.day, "日期", false),
        by: text(value.by, LIMITS.by, "检查人"),
        people: value.people,
        scope: readScope(value.scope),
        edition: text(value.edition, 20, "版本"),
        from: from,
        made: moment(value.made, "建立时间"),
        t: moment(value.t, "修改时间"),
        points: /** @type {SelfCheck.Check["points"]} */ ({}),
        items: /** @type {SelfCheck.Check["items"]} */ ({}),
      };
      need(isPlain(value.items), "快查的记录不对");
      var items = fieldsOf(value.items);
      Object.keys(items).forEach((id) => {
        var one = items[id];
        need(ITEM_ID.test(id) && isPlain(one), "快查的记录不对");
        check.items[id] = {
          r: key(one.r, RESULTS, "第 " + id + " 条的快查结果不对"),
          t: moment(one.t, "第 " + id + " 条的时间"),
        };
      });
      ids.forEach((id) => {
        need(POINT_ID.test(id), "“" + id.slice(0, 20) + "”不是要点编号");
        check.points[id] = readAnswer(points[id], id);
      });
      return { check: check };
    } catch (error) {
      if (error instanceof Wrong) return { reason: error.reason };
      throw error;
    }
  }

  Object.assign(HB.selfCheck, {
    UPGRADES: UPGRADES,
    readCheck: readCheck,
    isPlain: isPlain,
    fieldsOf: fieldsOf,
  });
})();
