/*
 * What a self-check is: which points it asks, what may be answered, how two copies become one, what is written
 * out and what is taken in. Pure functions on plain values: no page, no storage, no clock.
 *
 * A check:
 *   {v: 2, id, firm, code, address, present, place, day, by, people, scope, edition, from, made, t,
 *    points: {"07-1": answer}, items: {"07": {r, t}}}
 *   t      when the head (firm … people, scope.wide) last changed, milliseconds since 1970
 *   scope  {role, trade, depth, have, hazard, items, all, wide}, see parseScope
 *   items  answers to the one question of an item, in a quick check
 *   from   id of the check it was copied from, or ""
 * An answer:
 *   {r, note, who, due, t, again: [{day, by, ok, note}], was}
 *   r      "y" 符合, "n" 不符合, "-" 不适用, "" not answered
 *   due    day as 2026-11-30, or ""
 *   again  looks after mending; the last one with ok closes the matter (销号)
 *   was    what the check it was copied from said
 *
 * Data (`handbookPoints`) is written by scripts/handbook/site/pages/self_check.py.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || {});

  var VERSION = 2;
  var FORMAT = "handbook-self-check";
  var LIMITS = {
    firm: 60,
    code: 18,
    address: 80,
    present: 60,
    place: 60,
    by: 40,
    who: 40,
    note: 500,
    checks: 5000,
    bytes: 64 * 1024 * 1024,
    again: 50,
    photos: 20,
  };
  var RESULTS = { y: "符合", n: "不符合", "-": "不适用", "": "没查" };
  var ROLES = {
    tenant: "承租方",
    landlord: "出租方",
    own: "用自己的厂房",
    both: "出租方和承租方",
    visit: "房东查租户",
  };
  var DEPTHS = { quick: "快查", usual: "常查", "": "全查" };

  var POINT_ID = /^(0[1-9]|[1-9][0-9]{1,3})-[1-9][0-9]?$/;
  var ITEM_ID = /^(0[1-9]|[1-9][0-9]|[1-9][0-9]{2,3})$/;
  var CHECK_ID = /^c[0-9a-z]{6,24}$/;
  var WEB_NAME = /^[a-z0-9]+([.-][a-z0-9]+)*$/;

  // ---------- Days ----------

  /** Whether `text` is a real day written as 2026-11-23. */
  function isDay(text) {
    var parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
    if (!parts) return false;
    var day = new Date(Date.UTC(+parts[1], parts[2] - 1, +parts[3]));
    return day.getUTCMonth() === parts[2] - 1 && day.getUTCDate() === +parts[3];
  }

  /** The day `count` days after `day`; both as 2026-11-23. */
  function addDays(day, count) {
    var parts = day.split("-");
    return new Date(Date.UTC(+parts[0], parts[1] - 1, +parts[2] + count)).toISOString().slice(0, 10);
  }

  /** Whole days from `from` to `to`; both as 2026-11-23. */
  function daysBetween(from, to) {
    return Math.round((Date.parse(to) - Date.parse(from)) / 86400000);
  }

  /** The day of `date` (a Date) where the reader is. */
  function dayOf(date) {
    var two = function (number) {
      return (number < 10 ? "0" : "") + number;
    };
    return date.getFullYear() + "-" + two(date.getMonth() + 1) + "-" + two(date.getDate());
  }

  /** 2026-11-03 as people write it: 2026年11月3日. */
  function dayText(day) {
    var parts = day.split("-");
    return parts.length === 3 ? parts[0] + "年" + +parts[1] + "月" + +parts[2] + "日" : day;
  }

  // ---------- Which points ----------

  /**
   * The scope that the query part of an address asks for, or null when it asks for none.
   *   role=landlord|tenant|own|both|visit   whose points; visit: what a landlord can see at a tenant's
   *   trade=wood-furniture        the trade: its pressing points come first, other trades' ▲ are not shown
   *   depth=quick|usual           one question an item, or the most pressing points of each; else all
   *   have=hot-work,e-bike        the special hazards a firm has (may be empty); without it, all of them
   *   hazard=hot-work             only the points of one special hazard
   *   items=07,08                 only these items
   *   all=1                       everything
   * Names that the data do not know are left out; nothing known left is null.
   */
  function parseScope(query, data) {
    var asked = new URLSearchParams(query);
    var known = function (text, list) {
      return text.split(",").filter(function (id, place, all) {
        return (
          all.indexOf(id) === place &&
          list.some(function (entry) {
            return entry.id === id;
          })
        );
      });
    };
    var scope = emptyScope();
    if (Object.prototype.hasOwnProperty.call(ROLES, asked.get("role"))) scope.role = asked.get("role");
    if (asked.has("have")) scope.have = known(asked.get("have"), data.hazards);
    if (asked.has("hazard")) scope.hazard = known(asked.get("hazard"), data.hazards)[0] || "";
    if (asked.has("items")) scope.items = known(asked.get("items"), data.items);
    scope.all = asked.get("all") === "1";
    if (asked.has("trade")) scope.trade = known(asked.get("trade"), data.trades || [])[0] || "";
    if (asked.get("depth") === "quick" || asked.get("depth") === "usual") scope.depth = asked.get("depth");
    if (!scope.role && !scope.trade) scope.have = null;
    return scope.role || scope.trade || scope.hazard || scope.items.length || scope.all ? scope : null;
  }

  function emptyScope() {
    return { role: "", trade: "", depth: "", have: null, hazard: "", items: [], all: false, wide: [] };
  }

  /** The query part that parseScope reads back: "role=tenant&have=e-bike". */
  function scopeQuery(scope) {
    var parts = [];
    if (scope.all) parts.push("all=1");
    if (scope.role) parts.push("role=" + scope.role);
    if (scope.trade) parts.push("trade=" + scope.trade);
    if (scope.depth) parts.push("depth=" + scope.depth);
    if (scope.have) parts.push("have=" + scope.have.join(","));
    if (scope.hazard) parts.push("hazard=" + scope.hazard);
    if (scope.items.length) parts.push("items=" + scope.items.join(","));
    return parts.join("&");
  }

  /** The scope in words. */
  function scopeText(scope, data) {
    var name = function (list) {
      return function (id) {
        var found = list.filter(function (entry) {
          return entry.id === id;
        })[0];
        return found ? (list === data.items ? found.id + " " : "") + found.name : id;
      };
    };
    var parts = [];
    if (scope.depth) parts.push(DEPTHS[scope.depth]);
    if (scope.trade) parts.push(name(data.trades || [])(scope.trade));
    if (scope.role) parts.push(ROLES[scope.role]);
    if (scope.hazard) parts.push(name(data.hazards)(scope.hazard) + "专项");
    if (scope.items.length) parts.push(scope.items.map(name(data.items)).join("、"));
    if (scope.have)
      parts.push(
        scope.have.length ? "有" + scope.have.map(name(data.hazards)).join("、") : "没有列出的危险作业和设施",
      );
    return parts.join("，") || "全部要点";
  }

  /** Ids of the points that the scope asks, in the order of the handbook. */
  function select(scope, data) {
    var concerned = concerning(scope, data);
    if (scope.depth === "quick") return [];
    return (scope.depth === "usual" ? pressing(concerned, scope, data) : concerned).map(function (point) {
      return point.id;
    });
  }

  /** Points that concern the firm of `scope`, whatever its depth, in the order of the handbook. */
  function concerning(scope, data) {
    var have =
      scope.have &&
      scope.have.map(function (id) {
        return placeOf(data.hazards, id);
      });
    var special = scope.hazard ? placeOf(data.hazards, scope.hazard) : -1;
    return data.points.filter(function (point) {
      if (scope.items.length && scope.items.indexOf(data.items[point.item].id) < 0) return false;
      if (scope.role && !concerns(point, scope.role)) return false;
      if (scope.hazard && point.hazards.indexOf(special) < 0) return false;
      return !(
        have &&
        point.hazards.length &&
        !point.hazards.some(function (place) {
          return have.indexOf(place) >= 0;
        })
      );
    });
  }

  function concerns(point, role) {
    if (role === "both") return true;
    if (role === "own") return Boolean(point.own);
    if (role === "visit") return point.roles.indexOf("tenant") >= 0 && Boolean(point.see);
    return point.roles.indexOf(role) >= 0;
  }

  /** Of each item the few most pressing points; of items that the reader has opened wide, all. */
  function pressing(points, scope, data) {
    var trade = tradeOf(scope, data);
    var weight = function (point) {
      var first = trade ? trade.first.indexOf(point.id) : -1;
      return (first >= 0 ? 0 : 2000) + (isMajor(point, scope, data) ? 0 : 1000) + point.rank;
    };
    var kept = Object.create(null);
    data.items.forEach(function (item, place) {
      var own = points.filter(function (point) {
        return point.item === place;
      });
      var wide = scope.wide.indexOf(item.id) >= 0;
      own
        .slice()
        .sort(function (a, b) {
          return weight(a) - weight(b) || own.indexOf(a) - own.indexOf(b);
        })
        .slice(0, wide ? own.length : data.first)
        .forEach(function (point) {
          kept[point.id] = true;
        });
    });
    return points.filter(function (point) {
      return kept[point.id];
    });
  }

  function tradeOf(scope, data) {
    return (
      (data.trades || []).filter(function (trade) {
        return trade.id === scope.trade;
      })[0] || null
    );
  }

  /**
   * Whether the point, unmet, can be a major hazard in the firm of `scope`: some case of it fits the trade and the
   * hazards that the firm has. What is not known (no trade chosen, hazards not asked) speaks for the case.
   */
  function isMajor(point, scope, data) {
    if (!point.major) return false;
    if (!point.majorIf || !point.majorIf.length) return true;
    var trade = tradeOf(scope, data);
    return point.majorIf.some(function (one) {
      var sectors = one.sectors || [];
      var hazards = one.hazards || [];
      var own = (trade && trade.sectors) || [];
      if (sectors.length && own.length && !meet(sectors, own)) return false;
      return !(
        hazards.length &&
        scope.have &&
        !hazards.some(function (id) {
          return scope.have.indexOf(id) >= 0;
        })
      );
    });
  }

  /** Whether two lists have a value in common. */
  function meet(some, others) {
    return some.some(function (one) {
      return others.indexOf(one) >= 0;
    });
  }

  /** Places of the items that a quick check asks about: those with a point that concerns the firm. */
  function quickItems(scope, data) {
    var asked = Object.create(null);
    concerning(scope, data).forEach(function (point) {
      asked[point.item] = true;
    });
    return data.items.filter(function (item, place) {
      return asked[place] && data.quick && data.quick[item.id];
    });
  }

  function placeOf(list, id) {
    for (var place = 0; place < list.length; place++) if (list[place].id === id) return place;
    return -1;
  }

  /** {id: point} of the data, made once. */
  function pointsById(data) {
    if (!data.byId) {
      var byId = Object.create(null);
      data.points.forEach(function (point) {
        byId[point.id] = point;
      });
      Object.defineProperty(data, "byId", { value: byId });
    }
    return data.byId;
  }

  /** The address, within the page, of a view of a check: list, fix or report. */
  function hashOf(id, view) {
    return "#check=" + id + (view && view !== "list" ? "&view=" + view : "");
  }

  // ---------- A check ----------

  /** A new check. `now` in milliseconds, `random` a number below 1. */
  function newCheck(head, scope, data, now, random) {
    return {
      v: VERSION,
      id: "c" + now.toString(36) + Math.floor(random * 46656).toString(36),
      firm: head.firm || "",
      code: head.code || "",
      address: head.address || "",
      present: head.present || "",
      place: head.place || "",
      day: head.day,
      by: head.by || "",
      people: head.people || 0,
      scope: scope,
      edition: data.edition.id,
      from: "",
      made: now,
      t: now,
      points: {},
      items: {},
    };
  }

  function blankAnswer() {
    return { r: "", note: "", who: "", due: "", t: 0, again: [], was: "" };
  }

  function answerOf(check, id) {
    return Object.prototype.hasOwnProperty.call(check.points, id) ? check.points[id] : blankAnswer();
  }

  /**
   * A copy to check again: same firm and scope, answers open. What was wrong last time is remembered with its note,
   * person and day, so that the copy goes on where the old one stood.
   */
  function copyCheck(check, day, now, random) {
    var copy = newCheck(
      {
        firm: check.firm,
        code: check.code,
        address: check.address,
        place: check.place,
        day: day,
        by: check.by,
        people: check.people,
      },
      check.scope,
      { edition: { id: check.edition } },
      now,
      random,
    );
    copy.from = check.id;
    Object.keys(check.points).forEach(function (id) {
      var old = check.points[id];
      if (!old.r) return;
      var answer = blankAnswer();
      answer.was = old.r === "n" && isClosed(old) ? "closed" : old.r;
      if (answer.was === "n") {
        answer.who = old.who;
        answer.note = old.note;
        answer.due = old.due;
      }
      copy.points[id] = answer;
    });
    return copy;
  }

  /** Names written into a check, each once: offered again where a name is asked for. */
  function names(check) {
    var found = [check.by];
    Object.keys(check.points).forEach(function (id) {
      found.push(check.points[id].who);
      check.points[id].again.forEach(function (look) {
        found.push(look.by);
      });
    });
    return found.filter(function (name, place) {
      return name && found.indexOf(name) === place;
    });
  }

  /** Whether a matter found wrong has been looked at again and found mended. */
  function isClosed(answer) {
    var last = answer.again[answer.again.length - 1];
    return answer.r === "n" && Boolean(last && last.ok);
  }

  /**
   * Every row of a check on the present edition, in order:
   *   {id, state, point, item, aspect, answer, gone, major}
   * state is "current"; "withdrawn" (answered, then taken out of the handbook; `gone` says when and why);
   * or "unknown" (answered on an edition that this page does not know).
   * `major`: unmet, it can be a major hazard in this firm. Of a quick check the points of items answered with no.
   * Points that came later are simply not answered yet; points that moved carry their answers along.
   */
  function rows(check, data) {
    var byId = pointsById(data);
    var asked = Object.create(null);
    select(check.scope, data).forEach(function (id) {
      asked[id] = true;
    });
    if (check.scope.depth === "quick") {
      concerning(check.scope, data).forEach(function (point) {
        if (itemAnswer(check, data.items[point.item].id) === "n") asked[point.id] = true;
      });
    }
    var answered = Object.keys(check.points).filter(function (id) {
      return check.points[id].r;
    });
    answered.forEach(function (id) {
      asked[id] = true;
    });
    var found = data.points
      .filter(function (point) {
        return asked[point.id];
      })
      .map(function (point) {
        var item = data.items[point.item];
        return {
          id: point.id,
          state: "current",
          point: point,
          item: item,
          aspect: data.aspects[item.aspect],
          answer: answerOf(check, point.id),
          gone: null,
          major: isMajor(point, check.scope, data),
        };
      });
    answered
      .filter(function (id) {
        return !byId[id];
      })
      .sort()
      .forEach(function (id) {
        var gone =
          data.withdrawn.filter(function (entry) {
            return entry.id === id;
          })[0] || null;
        found.push({
          id: id,
          state: gone ? "withdrawn" : "unknown",
          point: null,
          item: null,
          aspect: null,
          answer: check.points[id],
          gone: gone,
          major: false,
        });
      });
    return found;
  }

  /** The answer to the one question of an item: "y", "n", "-" or "". */
  function itemAnswer(check, id) {
    return Object.prototype.hasOwnProperty.call(check.items, id) ? check.items[id].r : "";
  }

  /**
   * Numbers of a quick check by items: {all, done, y, n, na, vague}; `vague` are items answered with no of which no
   * point has been named yet.
   */
  function quickCounts(check, data) {
    var sum = { all: 0, done: 0, y: 0, n: 0, na: 0, vague: 0 };
    quickItems(check.scope, data).forEach(function (item) {
      var r = itemAnswer(check, item.id);
      sum.all++;
      if (r) sum.done++;
      if (r === "y") sum.y++;
      if (r === "-") sum.na++;
      if (r !== "n") return;
      sum.n++;
      var place = data.items.indexOf(item);
      var named = data.points.some(function (point) {
        return point.item === place && answerOf(check, point.id).r === "n";
      });
      if (!named) sum.vague++;
    });
    return sum;
  }

  /** Numbers of a list of rows; withdrawn and unknown points do not count. `today` decides what is late. */
  function counts(list, today) {
    var sum = { all: 0, done: 0, y: 0, n: 0, na: 0, open: 0, closed: 0, late: 0, major: 0 };
    list.forEach(function (row) {
      if (row.state !== "current") return;
      sum.all++;
      var r = row.answer.r;
      if (r) sum.done++;
      if (r === "y") sum.y++;
      if (r === "-") sum.na++;
      if (r !== "n") return;
      sum.n++;
      if (isClosed(row.answer)) {
        sum.closed++;
        return;
      }
      sum.open++;
      if (row.answer.due && row.answer.due < today) sum.late++;
      if (row.major) sum.major++;
    });
    return sum;
  }

  /** Marks out of 100: met ones among those met and not met; null while nothing counts. 100 only when all are met. */
  function score(sum) {
    return sum.y + sum.n ? Math.floor((100 * sum.y) / (sum.y + sum.n)) : null;
  }

  /** [{aspect, counts, score}] for each aspect that has rows. */
  function scores(list, data, today) {
    return data.aspects
      .map(function (aspect) {
        var own = list.filter(function (row) {
          return row.aspect === aspect;
        });
        var sum = counts(own, today);
        return { aspect: aspect, counts: sum, score: score(sum) };
      })
      .filter(function (entry) {
        return entry.counts.all;
      });
  }

  // ---------- Two copies of one check ----------

  /** One check out of two copies: of each point the newer answer, of the head the newer one. */
  function merge(one, two) {
    var head = two.t > one.t ? two : one;
    var joined = Object.assign({}, head, { points: {}, items: {} });
    [one, two].forEach(function (copy) {
      Object.keys(copy.items).forEach(function (id) {
        var old = joined.items[id];
        if (!old || copy.items[id].t > old.t) joined.items[id] = copy.items[id];
      });
      Object.keys(copy.points).forEach(function (id) {
        var answer = copy.points[id];
        if (!Object.prototype.hasOwnProperty.call(joined.points, id) || answer.t > joined.points[id].t)
          joined.points[id] = answer;
      });
    });
    return joined;
  }

  /** Whether `copy` holds something newer than `other`. */
  function isAhead(copy, other) {
    return (
      copy.t > other.t ||
      Object.keys(copy.items).some(function (id) {
        return !other.items[id] || copy.items[id].t > other.items[id].t;
      }) ||
      Object.keys(copy.points).some(function (id) {
        return (
          !Object.prototype.hasOwnProperty.call(other.points, id) || copy.points[id].t > other.points[id].t
        );
      })
    );
  }

  // ---------- Taking in ----------

  function Wrong(reason) {
    this.reason = reason;
  }

  function need(condition, reason) {
    if (!condition) throw new Wrong(reason);
  }

  function isPlain(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  function text(value, limit, what) {
    need(typeof value === "string", what + "不是文字");
    need(value.length <= limit, what + "太长，最多 " + limit + " 个字");
    return value;
  }

  function moment(value, what) {
    need(typeof value === "number" && isFinite(value) && value >= 0 && value < 8e15, what + "不是时间");
    return Math.floor(value);
  }

  function day(value, what, empty) {
    need((empty && value === "") || (typeof value === "string" && isDay(value)), what + "不是日期");
    return value;
  }

  function readScope(value) {
    need(isPlain(value), "范围不对");
    var scope = emptyScope();
    need(value.role === "" || Object.prototype.hasOwnProperty.call(ROLES, value.role), "身份不对");
    scope.role = value.role;
    need(value.hazard === "" || WEB_NAME.test(value.hazard), "专项不对");
    scope.hazard = text(value.hazard, 60, "专项");
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
      again: value.again.map(function (look) {
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

  /** How older versions become the next: UPGRADES[1] turns version 1 into version 2. */
  var UPGRADES = {
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
        points: {},
        items: {},
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
      if (error instanceof Wrong) return { reason: error.reason };
      throw error;
    }
  }

  /** The checks in the text of an exported file: {checks} or {reason}. All of them are right, or none is taken. */
  function readExport(content) {
    if (content.length > LIMITS.bytes) return { reason: "文件太大，不像是自查记录" };
    var value;
    try {
      value = JSON.parse(content.replace(/^\uFEFF/, ""));
    } catch (error) {
      return { reason: "文件读不懂：不是自查导出的文件，或者没有传完整" };
    }
    if (!isPlain(value) || value.format !== FORMAT) return { reason: "这不是自查导出的文件" };
    if (!Array.isArray(value.checks) || !value.checks.length) return { reason: "文件里没有自查记录" };
    if (value.checks.length > LIMITS.checks)
      return { reason: "文件里的自查太多，最多 " + LIMITS.checks + " 次" };
    var checks = [];
    for (var place = 0; place < value.checks.length; place++) {
      var read = readCheck(value.checks[place]);
      if (!read.check) return { reason: "第 " + (place + 1) + " 次自查：" + read.reason };
      if (
        checks.some(function (other) {
          return other.id === read.check.id;
        })
      )
        return { reason: "第 " + (place + 1) + " 次自查重复了" };
      checks.push(read.check);
    }
    return { checks: checks, media: readMedia(value.media, checks) };
  }

  var IMAGE = /^data:image\/(jpeg|png);base64,[A-Za-z0-9+/]+=*$/;

  /** Photos and signatures of a file, by the id of a check that is in it: only pictures of the kinds we write. */
  function readMedia(value, checks) {
    var found = {};
    checks.forEach(function (check) {
      var own = isPlain(value) && isPlain(value[check.id]) ? value[check.id] : {};
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

  /** The text of an exported file; `media` holds the photos and signatures by the id of their check. */
  function exportText(checks, data, day, media) {
    return (
      JSON.stringify(
        {
          format: FORMAT,
          v: VERSION,
          site: data.site.name,
          edition: data.edition.id,
          day: day,
          checks: checks,
          media: media || undefined,
        },
        null,
        1,
      ) + "\n"
    );
  }

  /** Rows found wrong, possible major hazards first, each group in the order of the handbook. */
  function wrongRows(list) {
    var wrong = list.filter(function (row) {
      return row.answer.r === "n";
    });
    var first = function (row) {
      return row.major;
    };
    return wrong.filter(first).concat(
      wrong.filter(function (row) {
        return !first(row);
      }),
    );
  }

  /** State of a row found wrong, in words. */
  function stateText(answer, today) {
    var last = answer.again[answer.again.length - 1];
    if (isClosed(answer)) return "已销号（" + last.day + "）";
    var days = answer.due && answer.due < today ? daysBetween(answer.due, today) : 0;
    var late = days ? "，过期 " + days + " 天" : "";
    return (last ? "复查没改好（" + last.day + "）" : "待整改") + late;
  }

  /** A cell of a CSV file. What a spreadsheet would take for a formula is kept a text by an apostrophe. */
  function csvCell(value) {
    var content = String(value).replace(/\r\n?/g, "\n");
    if (/^[\s]*[=+\-@\t＝＋－＠]/.test(content)) content = "'" + content;
    return '"' + content.replace(/"/g, '""') + '"';
  }

  /** The list of what to mend, for WPS and Excel: UTF-8 with a mark at the beginning, lines ending as Windows has them. */
  function csv(check, data, guidance, today) {
    var head = [
      "序号",
      "编号",
      "检查要点",
      "可能是重大事故隐患",
      "问题说明",
      "今天怎么改",
      "长久怎么改",
      "责任人",
      "整改期限",
      "状态",
      "复查日期",
      "复查人",
      "复查说明",
    ];
    var lines = wrongRows(rows(check, data)).map(function (row, place) {
      var answer = row.answer;
      var advice = guidance[row.id] || {};
      var last = answer.again[answer.again.length - 1] || { day: "", by: "", note: "" };
      return [
        place + 1,
        "要点" + row.id,
        "没有做到：" + (row.point ? row.point.text : goneText(row)),
        row.major ? "是" : "",
        answer.note,
        advice.today || "",
        advice.lasting || "",
        answer.who,
        answer.due,
        stateText(answer, today),
        last.day,
        last.by,
        last.note,
      ];
    });
    var title = [
      check.firm || check.place || "（没有写企业和地点）",
      check.day,
      "检查人：" + (check.by || "—"),
      data.site.disclaimer,
    ];
    return (
      "\uFEFF" +
      [title, head]
        .concat(lines)
        .map(function (line) {
          return line.map(csvCell).join(",");
        })
        .join("\r\n") +
      "\r\n"
    );
  }

  /** Why a row has no point any more. */
  function goneText(row) {
    if (!row.gone) return "这一版手册里没有这个要点";
    return (
      "要点已撤下（" +
      row.gone.day +
      "）：" +
      row.gone.why +
      (row.gone.instead ? "改看 " + row.gone.instead + "。" : "")
    );
  }

  /** Numbers of a quick check in words. */
  function quickText(sum) {
    return (
      "快查了 " +
      sum.done +
      "/" +
      sum.all +
      " 条：做到 " +
      sum.y +
      "，没做到 " +
      sum.n +
      "，不适用 " +
      sum.na +
      "。" +
      (sum.vague ? "其中 " + sum.vague + " 条还没有点出是哪一个要点。" : "")
    );
  }

  /** Text of a calendar (RFC 5545) as it stands in a line: what has a meaning there is escaped. */
  function calendarText(text) {
    return text
      .replace(/\\/g, "\\\\")
      .replace(/([;,])/g, "\\$1")
      .replace(/\r?\n/g, "\\n");
  }

  /** A line of a calendar folded after 75 bytes, between whole characters. */
  function folded(line) {
    var out = "";
    var size = 0;
    Array.from(line).forEach(function (character) {
      var bytes = new TextEncoder().encode(character).length;
      if (size + bytes > 74) {
        out += "\r\n ";
        size = 1;
      }
      out += character;
      size += bytes;
    });
    return out;
  }

  /** What is still to mend, each with a reminder two days and on the morning before its day, as a calendar file. */
  function calendar(checks, data, today) {
    var lines = [
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//" + calendarText(data.site.name) + "//ZH",
      "CALSCALE:GREGORIAN",
    ];
    var stamp = today.replace(/-/g, "") + "T000000Z";
    checks.forEach(function (check) {
      wrongRows(rows(check, data)).forEach(function (row) {
        var due = row.answer.due;
        if (!due || isClosed(row.answer)) return;
        var name = check.firm || check.place;
        var what = row.point ? row.point.short || row.point.text : row.id;
        lines.push(
          "BEGIN:VEVENT",
          "UID:" + check.id + "-" + row.id + "@handbook-self-check",
          "DTSTAMP:" + stamp,
          "DTSTART;VALUE=DATE:" + due.replace(/-/g, ""),
          "DTEND;VALUE=DATE:" + addDays(due, 1).replace(/-/g, ""),
          "SUMMARY:" + calendarText("整改到期：" + row.id + " " + what + (name ? "（" + name + "）" : "")),
          "DESCRIPTION:" +
            calendarText(
              [
                row.answer.note && "问题：" + row.answer.note,
                row.answer.who && "责任人：" + row.answer.who,
                "改完到现场复查、销号。",
              ]
                .filter(Boolean)
                .join("\n"),
            ),
        );
        ["-P2DT0H", "PT8H"].forEach(function (before) {
          lines.push(
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:" + calendarText("整改到期：" + what),
            "TRIGGER:" + before,
            "END:VALARM",
          );
        });
        lines.push("END:VEVENT");
      });
    });
    lines.push("END:VCALENDAR");
    return lines.map(folded).join("\r\n") + "\r\n";
  }

  /** One line for each check, for a table of firms; newest of a firm first. Checks copied on are shown once. */
  function boardRows(checks, data, today) {
    var followed = Object.create(null);
    checks.forEach(function (check) {
      if (check.from) followed[check.from] = true;
    });
    return checks
      .filter(function (check) {
        return !followed[check.id];
      })
      .map(function (check) {
        var sum = counts(rows(check, data), today);
        return { check: check, name: check.firm || check.place || "（没有写名称）", counts: sum };
      });
  }

  /** Every answer of every check in one table, for WPS and Excel. */
  function csvAll(checks, data, today) {
    var head = [
      "企业",
      "信用代码",
      "地址",
      "日期",
      "检查人",
      "范围",
      "条目",
      "要点",
      "内容",
      "结果",
      "可能是重大事故隐患",
      "问题说明",
      "责任人",
      "期限",
      "状态",
    ];
    var lines = [];
    checks.forEach(function (check) {
      var first = [
        check.firm || check.place,
        check.code ? "代码" + check.code : "",
        check.address,
        check.day,
        check.by,
        scopeText(check.scope, data),
      ];
      if (check.scope.depth === "quick")
        quickItems(check.scope, data).forEach(function (item) {
          lines.push(
            first.concat([
              item.id + " " + item.name,
              "",
              data.quick[item.id],
              { y: "做到了", n: "没做到", "-": "不适用", "": "没查" }[itemAnswer(check, item.id)],
              "",
              "",
              "",
              "",
              "",
            ]),
          );
        });
      rows(check, data).forEach(function (row) {
        var answer = row.answer;
        lines.push(
          first.concat([
            row.item ? row.item.id + " " + row.item.name : "",
            "要点" + row.id,
            row.point ? row.point.text : goneText(row),
            RESULTS[answer.r],
            row.major ? "是" : "",
            answer.note,
            answer.who,
            answer.due,
            answer.r === "n" ? stateText(answer, today) : "",
          ]),
        );
      });
    });
    return (
      "\uFEFF" +
      [head]
        .concat(lines)
        .map(function (line) {
          return line.map(csvCell).join(",");
        })
        .join("\r\n") +
      "\r\n"
    );
  }

  /** A short text for a chat. */
  function shareText(check, data, today) {
    var list = rows(check, data);
    var sum = counts(list, today);
    var lines = ["【安全自查】" + (check.firm || check.place || "本厂") + " " + dayText(check.day)];
    lines.push(scopeText(check.scope, data));
    if (check.scope.depth === "quick") lines.push(quickText(quickCounts(check, data)));
    else
      lines.push(
        "查了 " +
          sum.done +
          "/" +
          sum.all +
          " 个要点：符合 " +
          sum.y +
          "，不符合 " +
          sum.n +
          "（已销号 " +
          sum.closed +
          "），不适用 " +
          sum.na +
          "。",
      );
    var open = wrongRows(list).filter(function (row) {
      return !isClosed(row.answer);
    });
    if (open.length) lines.push("", "还没改好的 " + open.length + " 个：");
    open.forEach(function (row, place) {
      var who = [
        row.answer.who && "责任人 " + row.answer.who,
        row.answer.due && dayText(row.answer.due) + "前",
      ]
        .filter(Boolean)
        .join("，");
      lines.push(
        place +
          1 +
          ". " +
          (row.major ? "▲" : "") +
          row.id +
          " 没有做到：" +
          (row.point ? row.point.text : goneText(row)) +
          (row.answer.note ? " 问题：" + row.answer.note : "") +
          (who ? "（" + who + "）" : "") +
          (row.point ? " " + data.site.address + data.items[row.point.item].page + "#p" + row.id : ""),
      );
    });
    if (
      open.some(function (row) {
        return row.major;
      })
    )
      lines.push("▲ 可能是重大事故隐患，先改。");
    lines.push("", data.site.disclaimer);
    return lines.join("\n");
  }

  HB.selfCheck = {
    LIMITS: LIMITS,
    RESULTS: RESULTS,
    CHECK_ID: CHECK_ID,
    UPGRADES: UPGRADES,
    isDay: isDay,
    addDays: addDays,
    dayOf: dayOf,
    dayText: dayText,
    emptyScope: emptyScope,
    parseScope: parseScope,
    scopeQuery: scopeQuery,
    scopeText: scopeText,
    select: select,
    concerning: concerning,
    isMajor: isMajor,
    quickItems: quickItems,
    itemAnswer: itemAnswer,
    quickCounts: quickCounts,
    quickText: quickText,
    calendar: calendar,
    boardRows: boardRows,
    csvAll: csvAll,
    csvCell: csvCell,
    daysBetween: daysBetween,
    ROLES: ROLES,
    DEPTHS: DEPTHS,
    newCheck: newCheck,
    copyCheck: copyCheck,
    names: names,
    blankAnswer: blankAnswer,
    answerOf: answerOf,
    isClosed: isClosed,
    rows: rows,
    counts: counts,
    score: score,
    scores: scores,
    merge: merge,
    isAhead: isAhead,
    pointsById: pointsById,
    hashOf: hashOf,
    readCheck: readCheck,
    readExport: readExport,
    exportText: exportText,
    wrongRows: wrongRows,
    stateText: stateText,
    csv: csv,
    goneText: goneText,
    shareText: shareText,
  };
})();
