/*
 * Files of self-checks: what the page writes out, and what it takes in again. Everything taken in is looked
 * at to the last field before any of it is kept; what is wrong is told in words.
 */
(function () {
  "use strict";

  var HB = window.HB;
  if (!HB.selfCheck) return;
  var {
    VERSION,
    FORMAT,
    LIMITS,
    RESULTS,
    ROLES,
    DEPTHS,
    POINT_ID,
    ITEM_ID,
    CHECK_ID,
    WEB_NAME,
    isDay,
    emptyScope,
  } = HB.selfCheck;

  // ---------- Taking in ----------

  /**
   * @this {{reason: string}}
   * @param {string} reason
   */
  function Wrong(reason) {
    this.reason = reason;
  }

  /** @param {unknown} condition @param {string} reason */
  function need(condition, reason) {
    if (!condition) throw new /** @type {any} */ (Wrong)(reason);
  }

  /** @param {any} value */
  function isPlain(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  /** @param {any} value @param {number} limit @param {string} what */
  function text(value, limit, what) {
    need(typeof value === "string", what + "不是文字");
    need(value.length <= limit, what + "太长，最多 " + limit + " 个字");
    return value;
  }

  /** @param {any} value @param {string} what */
  function moment(value, what) {
    need(typeof value === "number" && isFinite(value) && value >= 0 && value < 8e15, what + "不是时间");
    return Math.floor(value);
  }

  /** @param {any} value @param {string} what @param {boolean} empty */
  function day(value, what, empty) {
    need((empty && value === "") || (typeof value === "string" && isDay(value)), what + "不是日期");
    return value;
  }

  /** @param {any} value */
  function readScope(value) {
    need(isPlain(value), "范围不对");
    var scope = emptyScope();
    need(value.role === "" || Object.prototype.hasOwnProperty.call(ROLES, value.role), "身份不对");
    scope.role = value.role;
    need(value.hazard === "" || WEB_NAME.test(value.hazard), "专项不对");
    scope.hazard = text(value.hazard, 60, "专项");
    /** @param {any} list @param {RegExp} pattern @param {string} what */
    var names = function (list, pattern, what) {
      need(
        Array.isArray(list) &&
          list.length <= 100 &&
          list.every(function (id) {
            return typeof id === "string" && id.length <= 60 && pattern.test(id);
          }),
        what + "不对",
      );
      return list.slice();
    };
    scope.have = value.have === null ? null : names(value.have, WEB_NAME, "专项");
    scope.items = names(value.items, ITEM_ID, "条目");
    scope.all = value.all === true;
    need(value.trade === "" || WEB_NAME.test(value.trade), "行业不对");
    scope.trade = text(value.trade, 60, "行业");
    need(Object.prototype.hasOwnProperty.call(DEPTHS, value.depth), "查法不对");
    scope.depth = value.depth;
    scope.wide = names(value.wide, ITEM_ID, "条目");
    return scope;
  }

  /** @param {any} value @param {string} id */
  function readAnswer(value, id) {
    need(isPlain(value), "要点 " + id + " 的记录不对");
    need(
      typeof value.r === "string" && Object.prototype.hasOwnProperty.call(RESULTS, value.r),
      "要点 " + id + " 的结果不是符合、不符合、不适用",
    );
    need(Array.isArray(value.again) && value.again.length <= LIMITS.again, "要点 " + id + " 的复查记录不对");
    return {
      r: value.r,
      note: text(value.note, LIMITS.note, "要点 " + id + " 的备注"),
      who: text(value.who, LIMITS.who, "要点 " + id + " 的责任人"),
      due: day(value.due, "要点 " + id + " 的期限", true),
      t: moment(value.t, "要点 " + id + " 的时间"),
      again: value.again.map(function (/** @type {any} */ look) {
        need(isPlain(look) && typeof look.ok === "boolean", "要点 " + id + " 的复查记录不对");
        return {
          day: day(look.day, "要点 " + id + " 的复查日期", false),
          by: text(look.by, LIMITS.by, "要点 " + id + " 的复查人"),
          ok: look.ok,
          note: text(look.note, LIMITS.note, "要点 " + id + " 的复查备注"),
        };
      }),
      was: ["", "y", "n", "-", "closed"].indexOf(value.was) >= 0 ? value.was : "",
    };
  }

  /**
   * How older versions become the next: UPGRADES[1] turns version 1 into version 2.
   * @type {Record<number, (old: any) => any>}
   */
  var UPGRADES = {
    /** @param {any} old */
    1: function (old) {
      need(isPlain(old.scope), "范围不对");
      return Object.assign({}, old, {
        v: 2,
        firm: "",
        code: "",
        address: "",
        present: "",
        scope: Object.assign({}, old.scope, { trade: "", depth: "", wide: [] }),
        items: {},
      });
    },
  };

  /**
   * A check as this program knows it, built anew from `value`: only known fields, each of the right kind.
   * {check} or {reason, newer}; `newer` when it was written by a later version of this page.
   * @type {SelfCheck.Rules["readCheck"]}
   */
  function readCheck(value) {
    try {
      need(isPlain(value), "不是一次自查的记录");
      need(typeof value.v === "number", "没有写明版本");
      if (value.v > VERSION) return { reason: "这份记录是更新的版本存的，请先刷新本页换上新版", newer: true };
      for (var version = value.v; version < VERSION; version++) {
        need(UPGRADES[version], "不认识的版本");
        value = UPGRADES[version](value);
      }
      need(value.v === VERSION, "不认识的版本");
      need(typeof value.id === "string" && CHECK_ID.test(value.id), "编号不对");
      need(isPlain(value.points), "没有要点的记录");
      need(
        typeof value.people === "number" &&
          value.people >= 0 &&
          value.people <= 99999 &&
          value.people % 1 === 0,
        "人数不对",
      );
      need(value.from === "" || CHECK_ID.test(value.from), "来源编号不对");
      var ids = Object.keys(value.points);
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
        from: value.from,
        made: moment(value.made, "建立时间"),
        t: moment(value.t, "修改时间"),
        points: /** @type {SelfCheck.Check["points"]} */ ({}),
        items: /** @type {SelfCheck.Check["items"]} */ ({}),
      };
      need(isPlain(value.items), "快查的记录不对");
      Object.keys(value.items).forEach(function (id) {
        var one = value.items[id];
        need(ITEM_ID.test(id) && isPlain(one), "快查的记录不对");
        need(["", "y", "n", "-"].indexOf(one.r) >= 0, "第 " + id + " 条的快查结果不对");
        check.items[id] = { r: one.r, t: moment(one.t, "第 " + id + " 条的时间") };
      });
      ids.forEach(function (id) {
        need(POINT_ID.test(id), "“" + id.slice(0, 20) + "”不是要点编号");
        check.points[id] = readAnswer(value.points[id], id);
      });
      return { check: check };
    } catch (error) {
      if (error instanceof Wrong) return { reason: /** @type {{reason: string}} */ (error).reason };
      throw error;
    }
  }

  /**
   * The checks in the text of an exported file: {checks} or {reason}. All of them are right, or none is
   * taken.
   * @type {SelfCheck.Rules["readExport"]}
   */
  function readExport(content) {
    if (content.length > LIMITS.bytes) return { reason: "文件太大，不像是自查记录" };
    var value;
    try {
      // Without what a chat puts around a text that is sent on: by whom, when.
      value = JSON.parse(content.slice(content.indexOf("{"), content.lastIndexOf("}") + 1));
    } catch (error) {
      return { reason: "文件读不懂：不是自查导出的文件，或者没有传完整" };
    }
    if (!isPlain(value) || value.format !== FORMAT) return { reason: "这不是自查导出的文件" };
    if (!Array.isArray(value.checks) || !value.checks.length) return { reason: "文件里没有自查记录" };
    if (value.checks.length > LIMITS.checks)
      return { reason: "文件里的自查太多，最多 " + LIMITS.checks + " 次" };
    /** @type {SelfCheck.Check[]} */
    var checks = [];
    for (var place = 0; place < value.checks.length; place++) {
      var read = readCheck(value.checks[place]);
      var check = read.check;
      if (!check) return { reason: "第 " + (place + 1) + " 次自查：" + read.reason };
      if (hasId(checks, check.id)) return { reason: "第 " + (place + 1) + " 次自查重复了" };
      checks.push(check);
    }
    return { checks: checks, media: readMedia(value.media, checks) };
  }

  /** @type {(checks: SelfCheck.Check[], id: string) => boolean} */
  function hasId(checks, id) {
    return checks.some(function (check) {
      return check.id === id;
    });
  }

  var IMAGE = /^data:image\/(jpeg|png);base64,[A-Za-z0-9+/]+=*$/;

  /**
   * Photos and signatures of a file, by the id of a check that is in it: only pictures of the kinds we write.
   * @param {any} value
   * @param {SelfCheck.Check[]} checks
   */
  function readMedia(value, checks) {
    /** @type {Record<string, SelfCheck.Media>} */
    var found = {};
    checks.forEach(function (check) {
      var own = isPlain(value) && isPlain(value[check.id]) ? value[check.id] : {};
      /** @type {SelfCheck.Media & { signs: Record<string, string> }} */
      var kept = { signs: {}, photos: {} };
      ["checker", "manager"].forEach(function (side) {
        var image = isPlain(own.signs) ? own.signs[side] : "";
        if (typeof image === "string" && IMAGE.test(image)) kept.signs[side] = image;
      });
      Object.keys(isPlain(own.photos) ? own.photos : {}).forEach(function (id) {
        if (!POINT_ID.test(id) || !Array.isArray(own.photos[id])) return;
        kept.photos[id] = own.photos[id]
          .filter(function (photo) {
            return isPlain(photo) && typeof photo.image === "string" && IMAGE.test(photo.image);
          })
          .slice(0, LIMITS.photos)
          .map(function (photo) {
            return { when: photo.when === "after" ? "after" : "before", image: photo.image };
          });
      });
      found[check.id] = kept;
    });
    return found;
  }

  // ---------- Giving out ----------

  /**
   * The text of an exported file; `media` holds the photos and signatures by the id of their check.
   * @type {SelfCheck.Rules["exportText"]}
   */
  function exportText(checks, data, day, media) {
    var all = {
      format: FORMAT,
      v: VERSION,
      site: data.site.name,
      edition: data.edition.id,
      day: day,
      checks: checks,
      media: media || undefined,
    };
    return JSON.stringify(all) + "\n"; // in one line: from a chat program it goes out as a text to copy
  }

  Object.assign(HB.selfCheck, {
    UPGRADES: UPGRADES,
    readCheck: readCheck,
    readExport: readExport,
    exportText: exportText,
  });
})();
