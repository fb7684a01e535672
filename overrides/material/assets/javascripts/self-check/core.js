/*
 * What a self-check is: which points it asks, what may be answered, how two copies become one, what is
 * written out and what is taken in. Pure functions on plain values: no page, no storage, no clock.
 *
 * A check:
 *   {v: 2, id, firm, code, address, present, place, day, by, people, scope, edition, from, made, t,
 *    points: {"07-1": answer}, items: {"07": {r, t}}}
 *   t      when the head (firm … people, scope.wide) last changed, milliseconds since 1970
 *   scope  {role, trade, depth, have, lack, hazard, items, all, wide}, see parseScope
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

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

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
  };
  var contract = window.handbookContract;
  if (!contract) return; // a file that did not come: the page shows its list
  var RESULTS = contract.results;
  var ROLES = contract.roles;
  var VAGUE = "这一条没做到，还没写明是哪几点"; // said on paper and in files too
  /** @type {Record<string, string>} */
  var DEPTHS = { quick: "快查", usual: "常查", rest: "其余的", "": "全查" };

  var POINT_ID = new RegExp(contract.patterns.point);
  var ITEM_ID = new RegExp(contract.patterns.item);
  var CHECK_ID = /^c[0-9a-z]{6,24}$/;
  var WEB_NAME = new RegExp(contract.patterns.webName);

  // ---------- Days ----------

  /**
   * Whether `text` is a real day written as 2026-11-23.
   * @type {SelfCheck.Rules["isDay"]}
   */
  function isDay(text) {
    var parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
    if (!parts) return false;
    var day = new Date(Date.UTC(+parts[1], +parts[2] - 1, +parts[3]));
    return day.getUTCMonth() === +parts[2] - 1 && day.getUTCDate() === +parts[3];
  }

  /**
   * The day `count` days after `day`; both as 2026-11-23.
   * @type {SelfCheck.Rules["addDays"]}
   */
  function addDays(day, count) {
    var parts = day.split("-");
    return new Date(Date.UTC(+parts[0], +parts[1] - 1, +parts[2] + count)).toISOString().slice(0, 10);
  }

  /**
   * Whole days from `from` to `to`; both as 2026-11-23.
   * @type {SelfCheck.Rules["daysBetween"]}
   */
  function daysBetween(from, to) {
    return Math.round((Date.parse(to) - Date.parse(from)) / 86400000);
  }

  /**
   * The day of `date` (a Date) where the reader is.
   * @type {SelfCheck.Rules["dayOf"]}
   */
  function dayOf(date) {
    return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  /**
   * 2026-11-03 as people write it: 2026年11月3日.
   * @type {SelfCheck.Rules["dayText"]}
   */
  function dayText(day) {
    var parts = day.split("-");
    return parts.length === 3 ? parts[0] + "年" + +parts[1] + "月" + +parts[2] + "日" : day;
  }

  // ---------- Which points ----------

  /**
   * The scope that the query part of an address asks for, or null when it asks for none.
   *   role=landlord|tenant|own|both|visit   whose points; visit: what a landlord can see at a tenant's
   *   trade=wood-furniture        the trade: its pressing points come first, other trades' ▲ are not shown
   *   depth=quick|usual|rest      one question an item, the most pressing points of each, or what these
   *                               leave; else all
   *   have=hot-work,e-bike        the special hazards a firm has (may be empty); without it, all of them
   *   lack=sublet                 circumstances the firm says it has none of: what needs one is not asked
   *   hazard=hot-work             only the points of one special hazard
   *   items=07,08                 only these items
   *   all=1                       everything
   * Names that the data do not know are left out; nothing known left is null.
   * @type {SelfCheck.Rules["parseScope"]}
   */
  function parseScope(query, data) {
    var asked = new URLSearchParams(query);
    /** @param {string} text @param {{ id: string }[]} list */
    var known = (text, list) =>
      text
        .split(",")
        .filter((id, place, all) => all.indexOf(id) === place && list.some((entry) => entry.id === id));
    var scope = emptyScope();
    /** @param {string} name */
    var get = (name) => asked.get(name) || "";
    if (Object.prototype.hasOwnProperty.call(ROLES, get("role"))) scope.role = get("role");
    if (asked.has("have")) scope.have = known(get("have"), data.hazards);
    scope.lack = known(get("lack"), data.circumstances || []);
    if (asked.has("hazard")) scope.hazard = known(get("hazard"), data.hazards)[0] || "";
    if (asked.has("items")) scope.items = known(get("items"), data.items);
    scope.all = asked.get("all") === "1";
    var trade = known(get("trade"), data.trades || [])[0] || "";
    if (trade && !scope.role) scope.role = data.trades.filter((one) => one.id === trade)[0].role;
    scope.trade = tradesOf(scope.role, data).some((one) => one.id === trade) ? trade : "";
    if (Object.prototype.hasOwnProperty.call(DEPTHS, get("depth"))) scope.depth = get("depth");
    if (!scope.role && !scope.trade) {
      scope.have = null;
      scope.lack = [];
    }
    return scope.role || scope.trade || scope.hazard || scope.items.length || scope.all ? scope : null;
  }

  /** @type {SelfCheck.Rules["emptyScope"]} */
  function emptyScope() {
    return {
      role: "",
      trade: "",
      depth: "",
      have: null,
      lack: [],
      hazard: "",
      items: [],
      all: false,
      wide: [],
    };
  }

  /**
   * The query part that parseScope reads back: "role=tenant&have=e-bike".
   * @type {SelfCheck.Rules["scopeQuery"]}
   */
  function scopeQuery(scope) {
    var parts = [];
    if (scope.all) parts.push("all=1");
    if (scope.role) parts.push("role=" + scope.role);
    if (scope.trade) parts.push("trade=" + scope.trade);
    if (scope.depth) parts.push("depth=" + scope.depth);
    if (scope.have) parts.push("have=" + scope.have.join(","));
    if (scope.lack.length) parts.push("lack=" + scope.lack.join(","));
    if (scope.hazard) parts.push("hazard=" + scope.hazard);
    if (scope.items.length) parts.push("items=" + scope.items.join(","));
    return parts.join("&");
  }

  /**
   * The scope in words; `brief` without what the firm said it has and has not.
   * @type {SelfCheck.Rules["scopeText"]}
   */
  function scopeText(scope, data, brief) {
    /** @param {{ id: string; name: string }[]} list */
    var name = (list) => (/** @type {string} */ id) => {
      var found = list.filter((entry) => entry.id === id)[0];
      return found ? (list === data.items ? found.id + " " : "") + found.name : id;
    };
    var parts = [];
    if (scope.depth) parts.push(DEPTHS[scope.depth]);
    if (scope.trade) parts.push(name(data.trades || [])(scope.trade));
    if (scope.role) parts.push(ROLES[scope.role]);
    if (scope.hazard) parts.push(name(data.hazards)(scope.hazard) + "专项");
    var asked = scope.items;
    if (scope.depth === "rest" && asked.length > 1)
      parts.push(asked[0] + " 到 " + asked[asked.length - 1] + " 条");
    else if (asked.length) parts.push(asked.map(name(data.items)).join("、"));
    if (brief) return parts.join("，") || "全部要点";
    if (scope.have)
      parts.push(
        scope.have.length ? "有" + scope.have.map(name(data.hazards)).join("、") : "没有列出的危险作业和设施",
      );
    var trade = tradeOf(scope, data);
    var said = scope.lack.filter(
      (id) => !trade || trade.lack.indexOf(id) < 0, // that goes without saying in this trade
    );
    if (said.length) parts.push("没有" + said.map(name(data.circumstances || [])).join("、"));
    return parts.join("，") || "全部要点";
  }

  /**
   * Ids of the points that the scope asks, in the order of the handbook.
   * @type {SelfCheck.Rules["select"]}
   */
  function select(scope, data) {
    if (scope.depth === "quick") return [];
    var concerned = concerning(scope, data);
    if (scope.depth === "usual") concerned = pressing(concerned, scope, data);
    if (scope.depth === "rest") concerned = left(concerned, scope, data);
    return concerned.map((point) => point.id);
  }

  /**
   * Those of `points` that the usual check of the same firm leaves for later.
   * @param {CheckPoint[]} points
   * @param {SelfCheck.Scope} scope
   * @param {HandbookPoints} data
   */
  function left(points, scope, data) {
    var whole = concerning(Object.assign({}, scope, { items: [] }), data);
    var first = pressing(whole, Object.assign({}, scope, { wide: [] }), data);
    return points.filter((point) => first.indexOf(point) < 0 && !isAskedIn(whole, point));
  }

  /**
   * Points that concern the firm of `scope`, whatever its depth, in the order of the handbook.
   * @type {SelfCheck.Rules["concerning"]}
   */
  function concerning(scope, data) {
    var have = scope.have && scope.have.map((id) => placeOf(data.hazards, id));
    var special = scope.hazard ? placeOf(data.hazards, scope.hazard) : -1;
    var without = lacking(scope, data);
    return data.points.filter((point) => {
      if (without(point)) return false;
      if (scope.items.length && scope.items.indexOf(data.items[point.item].id) < 0) return false;
      if (scope.role && !concerns(point, scope.role)) return false;
      if (scope.hazard && point.hazards.indexOf(special) < 0) return false;
      return !(have && point.hazards.length && !have.some((place) => point.hazards.indexOf(place) >= 0));
    });
  }

  /**
   * Tells which points need a circumstance that the firm of `scope` says it has none of. What holds for the
   * firms of one special hazard leaves a point that another of its hazards asks for.
   * @param {SelfCheck.Scope} scope
   * @param {HandbookPoints} data
   */
  function lacking(scope, data) {
    var have = scope.have || data.hazards.map(idOf);
    var rows = circumstances(scope, data).filter((row) => scope.lack.indexOf(row.id) >= 0);
    return (/** @type {CheckPoint} */ point) =>
      rows.some((row) => {
        if (row.points.indexOf(point.id) < 0) return false;
        return !(
          row.hazard &&
          point.hazards.some((place) => {
            var id = data.hazards[place].id;
            return id !== row.hazard && have.indexOf(id) >= 0;
          })
        );
      });
  }

  /** @param {{ id: string }} entry */
  function idOf(entry) {
    return entry.id;
  }

  /**
   * The circumstances that a firm of `scope` may have or not: not those of hazards it has not, nor those that
   * its hazards bring along.
   * @type {SelfCheck.Rules["circumstances"]}
   */
  function circumstances(scope, data) {
    var have = scope.have || data.hazards.map(idOf);
    return (data.circumstances || []).filter(
      (row) => (!row.hazard || have.indexOf(row.hazard) >= 0) && !meet(row.unless, have),
    );
  }

  /** @param {CheckPoint} point @param {string} role */
  function concerns(point, role) {
    if (role === "both") return true;
    if (role === "own") return Boolean(point.own);
    if (role === "visit") return point.roles.indexOf("tenant") >= 0 && Boolean(point.see);
    return point.roles.indexOf(role) >= 0;
  }

  /**
   * Of each item the few most pressing points and every possible major hazard, but none that another item
   * asks already; of items that the reader has opened wide, all.
   * @param {CheckPoint[]} points
   * @param {SelfCheck.Scope} scope
   * @param {HandbookPoints} data
   */
  function pressing(points, scope, data) {
    var trade = tradeOf(scope, data);
    /** @param {CheckPoint} point */
    var weight = (point) => {
      var first = trade ? trade.first.indexOf(point.id) : -1;
      return (first >= 0 ? 0 : 2000) + (isMajor(point, scope, data) ? 0 : 1000) + point.rank;
    };
    var kept = Object.create(null);
    data.items.forEach((item, place) => {
      var own = points.filter((point) => point.item === place);
      var wide = scope.wide.indexOf(item.id) >= 0;
      own
        .slice()
        .sort((a, b) => weight(a) - weight(b) || own.indexOf(a) - own.indexOf(b))
        .forEach((point, number) => {
          kept[point.id] = wide || number < data.first || isMajor(point, scope, data);
        });
    });
    return points.filter((point) => {
      var open = scope.wide.indexOf(data.items[point.item].id) >= 0;
      return kept[point.id] && (open || !kept[point.elsewhere || ""]);
    });
  }

  /**
   * Whether a point of `points` asks the same as `point`.
   * @param {CheckPoint[]} points
   * @param {CheckPoint} point
   */
  function isAskedIn(points, point) {
    return points.some((other) => other.id === point.elsewhere);
  }

  /**
   * The trades of who is `role`, first the one that is his alone: only a landlord lives on letting.
   * @type {SelfCheck.Rules["tradesOf"]}
   */
  function tradesOf(role, data) {
    var trades = data.trades || [];
    var own = trades.filter((trade) => trade.role && (trade.role === role || role === "both"));
    return own.concat(trades.filter((trade) => !trade.role));
  }

  /** @param {SelfCheck.Scope} scope @param {HandbookPoints} data */
  function tradeOf(scope, data) {
    return (data.trades || []).filter((trade) => trade.id === scope.trade)[0] || null;
  }

  /**
   * Whether the point, unmet, can be a major hazard in the firm of `scope`: some case of it fits the trade
   * and the hazards that the firm has. What is not known (no trade chosen, hazards not asked) speaks for the
   * case.
   * @type {SelfCheck.Rules["isMajor"]}
   */
  function isMajor(point, scope, data) {
    if (!point.major) return false;
    return !point.majorIf || !point.majorIf.length || majorCases(point, scope, data).length > 0;
  }

  /**
   * Places in the point's cases of a major hazard that can concern the firm of `scope`. A point can gather
   * clauses of many trades; a bakery is not shown those on blast furnaces.
   * @type {SelfCheck.Rules["majorCases"]}
   */
  function majorCases(point, scope, data) {
    var trade = tradeOf(scope, data);
    var own = (trade && trade.sectors) || [];
    /** @type {number[]} */
    var places = [];
    (point.majorIf || []).forEach((one, place) => {
      var sectors = one.sectors || [];
      var hazards = one.hazards || [];
      if (sectors.length && own.length && !meet(sectors, own)) return;
      if (hazards.length && scope.have && !meet(hazards, scope.have)) return;
      if (trade && (one.not || []).indexOf(trade.id) >= 0) return;
      places.push(place);
    });
    return places;
  }

  /**
   * Whether two lists have a value in common.
   * @param {string[]} some
   * @param {string[]} others
   */
  function meet(some, others) {
    return some.some((one) => others.indexOf(one) >= 0);
  }

  /**
   * The items that a quick check asks about: those with a point that concerns the firm.
   * @type {SelfCheck.Rules["quickItems"]}
   */
  function quickItems(scope, data) {
    var points = concerning(scope, data);
    var asked = Object.create(null);
    for (const point of points) asked[point.item] = true;
    return data.items.filter((item, place) => asked[place] && askedOf(points, data, item).length);
  }

  /**
   * What a quick check asks of an item, of a firm that `points` concern.
   * @param {CheckPoint[]} points
   * @param {HandbookPoints} data
   * @param {CheckItem} item
   */
  function askedOf(points, data, item) {
    return (data.quick[item.id] || []).filter(
      (question) => !question.point || points.some((point) => point.id === question.point),
    );
  }

  /**
   * What a quick check asks of an item: what it asks of every firm, and of those that its points concern.
   * @type {SelfCheck.Rules["quickQuestions"]}
   */
  function quickQuestions(scope, data, item) {
    return askedOf(concerning(scope, data), data, item).map((question) => question.text);
  }

  /**
   * What the point asks of a firm of `people`, where that depends on their number; else nothing.
   * @type {SelfCheck.Rules["staffingText"]}
   */
  function staffingText(id, people, data) {
    return data.staffing
      .filter((row) => row.point === id && people && row.least <= people && people <= row.most)
      .map((row) => row.text)
      .join("");
  }

  /** @param {{id: string}[]} list @param {string} id */
  function placeOf(list, id) {
    for (var place = 0; place < list.length; place++) if (list[place].id === id) return place;
    return -1;
  }

  /**
   * {id: point} of the data, made once.
   * @type {SelfCheck.Rules["pointsById"]}
   */
  function pointsById(data) {
    if (data.byId) return data.byId;
    /** @type {Record<string, CheckPoint>} */
    var byId = Object.create(null);
    for (const point of data.points) byId[point.id] = point;
    Object.defineProperty(data, "byId", { value: byId });
    return byId;
  }

  /**
   * The address, within the page, of a view of a check: list, fix or report.
   * @type {SelfCheck.Rules["hashOf"]}
   */
  function hashOf(id, view) {
    return "#check=" + id + (view && view !== "list" ? "&view=" + view : "");
  }

  // ---------- A check ----------

  /**
   * A new check. `now` in milliseconds, `random` a number below 1.
   * @type {SelfCheck.Rules["newCheck"]}
   */
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

  /** @type {SelfCheck.Rules["blankAnswer"]} */
  function blankAnswer() {
    return { r: "", note: "", who: "", due: "", t: 0, again: [], was: "" };
  }

  /** @type {SelfCheck.Rules["answerOf"]} */
  function answerOf(check, id) {
    return Object.prototype.hasOwnProperty.call(check.points, id) ? check.points[id] : blankAnswer();
  }

  /**
   * A copy to check again: same firm and scope, answers open. What was wrong last time is remembered with
   * its note, person and day, so that the copy goes on where the old one stood.
   * @type {SelfCheck.Rules["copyCheck"]}
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
    Object.keys(check.points).forEach((id) => {
      var old = check.points[id];
      if (!old.r && !isOpen(old)) return;
      var answer = blankAnswer();
      answer.was = isClosed(old) ? "closed" : old.r || "n";
      if (answer.was === "n") {
        answer.who = old.who;
        answer.note = old.note;
        answer.due = old.due;
      }
      copy.points[id] = answer;
    });
    return copy;
  }

  /**
   * Names written into a check, each once: offered again where a name is asked for.
   * @type {SelfCheck.Rules["names"]}
   */
  function names(check) {
    var found = [check.by];
    Object.keys(check.points).forEach((id) => {
      found.push(check.points[id].who);
      for (const look of check.points[id].again) found.push(look.by);
    });
    return found.filter((name, place) => name && found.indexOf(name) === place);
  }

  /**
   * Whether a matter found wrong has been looked at again and found mended.
   * @type {SelfCheck.Rules["isClosed"]}
   */
  function isClosed(answer) {
    var last = answer.again[answer.again.length - 1];
    return answer.r === "n" && Boolean(last && last.ok);
  }

  /**
   * Whether a matter is still to be mended: found wrong; or wrong last time, and not looked at since.
   * @type {SelfCheck.Rules["isOpen"]}
   */
  function isOpen(answer) {
    return answer.r ? answer.r === "n" && !isClosed(answer) : answer.was === "n";
  }

  /**
   * Of several checks those that none of the others goes on from: what was open is with them.
   * @type {SelfCheck.Rules["latest"]}
   */
  function latest(checks) {
    var followed = checks.map((check) => check.from);
    return checks.filter((check) => followed.indexOf(check.id) < 0);
  }

  /**
   * Every row of a check on the present edition, in order:
   *   {id, state, point, item, aspect, answer, gone, major, cases}
   * state is "current"; "withdrawn" (answered, then taken out of the handbook; `gone` says when and why);
   * or "unknown" (answered on an edition that this page does not know).
   * `major`: unmet, it can be a major hazard in this firm, `cases` by which. Of a quick check the points of
   * items answered with no. Points that came later are simply not answered yet; points that moved
   * carry their answers along. What was wrong last time and is not looked at yet stands among them.
   * @type {SelfCheck.Rules["rows"]}
   */
  function rows(check, data) {
    var byId = pointsById(data);
    var asked = Object.create(null);
    for (const id of select(check.scope, data)) asked[id] = true;
    if (check.scope.depth === "quick") {
      concerning(check.scope, data).forEach((point) => {
        if (itemAnswer(check, data.items[point.item].id) === "n") asked[point.id] = true;
      });
    }
    var answered = Object.keys(check.points).filter((id) => check.points[id].r);
    Object.keys(check.points).forEach((id) => {
      if (check.points[id].r || isOpen(check.points[id])) asked[id] = true;
    });
    /** @type {SelfCheck.Row[]} */
    var found = data.points
      .filter((point) => asked[point.id])
      .map((point) => {
        var item = data.items[point.item];
        return {
          id: point.id,
          state: "current",
          point: point,
          item: item,
          aspect: data.aspects[item.aspect],
          answer: answerOf(check, point.id),
          gone: /** @type {Withdrawn | null} */ (null),
          major: isMajor(point, check.scope, data),
          cases: majorCases(point, check.scope, data),
        };
      });
    answered
      .filter((id) => !byId[id])
      .sort()
      .forEach((id) => {
        var gone = data.withdrawn.filter((entry) => entry.id === id)[0] || null;
        found.push({
          id: id,
          state: gone ? "withdrawn" : "unknown",
          point: null,
          item: null,
          aspect: null,
          answer: check.points[id],
          gone: gone,
          major: false,
          cases: [],
        });
      });
    return found;
  }

  /**
   * The answer to the one question of an item: "y", "n", "-" or "".
   * @type {SelfCheck.Rules["itemAnswer"]}
   */
  function itemAnswer(check, id) {
    return Object.prototype.hasOwnProperty.call(check.items, id) ? check.items[id].r : "";
  }

  // ---------- Two copies of one check ----------

  /**
   * One check out of two copies: of each point the newer answer, of the head the newer one.
   * @type {SelfCheck.Rules["merge"]}
   */
  function merge(one, two) {
    var head = two.t > one.t ? two : one;
    var joined = Object.assign({}, head, { points: {}, items: {} });
    [one, two].forEach((copy) => {
      Object.keys(copy.items).forEach((id) => {
        var old = joined.items[id];
        if (!old || copy.items[id].t > old.t) joined.items[id] = copy.items[id];
      });
      Object.keys(copy.points).forEach((id) => {
        var answer = copy.points[id];
        if (!Object.prototype.hasOwnProperty.call(joined.points, id) || answer.t > joined.points[id].t)
          joined.points[id] = answer;
      });
    });
    return joined;
  }

  /**
   * Whether `copy` holds something newer than `other`.
   * @type {SelfCheck.Rules["isAhead"]}
   */
  function isAhead(copy, other) {
    return (
      copy.t > other.t ||
      Object.keys(copy.items).some((id) => !other.items[id] || copy.items[id].t > other.items[id].t) ||
      Object.keys(copy.points).some(
        (id) =>
          !Object.prototype.hasOwnProperty.call(other.points, id) || copy.points[id].t > other.points[id].t,
      )
    );
  }

  /** @type {Partial<SelfCheck.Rules>} sums.js, files.js and papers.js add the rest */
  var rules = {
    LIMITS: LIMITS,
    RESULTS: RESULTS,
    CHECK_ID: CHECK_ID,
    isDay: isDay,
    addDays: addDays,
    dayOf: dayOf,
    dayText: dayText,
    emptyScope: emptyScope,
    parseScope: parseScope,
    tradesOf: tradesOf,
    scopeQuery: scopeQuery,
    scopeText: scopeText,
    select: select,
    circumstances: circumstances,
    concerning: concerning,
    isMajor: isMajor,
    majorCases: majorCases,
    staffingText: staffingText,
    quickItems: quickItems,
    quickQuestions: quickQuestions,
    itemAnswer: itemAnswer,
    VAGUE: VAGUE,
    daysBetween: daysBetween,
    ROLES: ROLES,
    DEPTHS: DEPTHS,
    newCheck: newCheck,
    copyCheck: copyCheck,
    names: names,
    blankAnswer: blankAnswer,
    answerOf: answerOf,
    isClosed: isClosed,
    isOpen: isOpen,
    latest: latest,
    rows: rows,
    merge: merge,
    isAhead: isAhead,
    pointsById: pointsById,
    hashOf: hashOf,
    VERSION: VERSION,
    FORMAT: FORMAT,
    POINT_ID: POINT_ID,
    ITEM_ID: ITEM_ID,
    WEB_NAME: WEB_NAME,
  };
  HB.selfCheck = /** @type {SelfCheck.Rules} */ (rules);
})();
