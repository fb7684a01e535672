/*
 * The firm's own papers: which ones it needs, what stands in them, what it has not written yet. Pure
 * functions on plain values: no page, no storage, no clock.
 *
 * A profile (the file has format FORMAT):
 *   {v: 1, firm, code, address, side, trade, people, have: [hazard ids], head, officer, other, exits,
 *   assembly,
 *    posts: [{kind, post, name}], calls: [{who, phone}], places: {hazard: {place, machine}}, risks: {name:
 *    {place, unit, who}}}
 *   side   tenant, landlord, own, both
 * Rows found by a self-check: [{day, what, point, mend, who, due}].
 * A paper made: {id, name, why, basis, forms, blocks: [{kind, text | labels | columns, rows, basis,
 * points, missing}]}
 *
 * Data (`handbookPack`) is written by scripts/handbook/pack/model_script.py.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var FORMAT = "handbook-pack-profile";
  /** A firm is on one of these sides; visiting a tenant is no side. */
  var SIDES = Object.assign({}, window.handbookContract.roles);
  delete SIDES.visit;
  var BLANK = "＿＿＿＿";
  var LONGEST = 120;
  var MANY = 60;

  /** @type {Pack.Rules["emptyProfile"]} */
  function emptyProfile() {
    return {
      v: 1,
      firm: "",
      code: "",
      address: "",
      side: "tenant",
      trade: "",
      people: 0,
      have: [],
      head: "",
      officer: "",
      other: "",
      exits: "",
      assembly: "",
      posts: [],
      calls: [],
      places: {},
      risks: {},
    };
  }

  // ---------- Taking in ----------

  /** @param {unknown} value */
  function text(value) {
    if (typeof value !== "string") return "";
    // Characters that XML does not know are left out; lone halves of pairs too.
    return value
      .replace(/[\u0000-\u001f\u007f\ufffe\uffff]/g, " ")
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])/g, "")
      .replace(/(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1")
      .trim()
      .slice(0, LONGEST);
  }

  /** @param {any} value */
  function list(value) {
    return Array.isArray(value) ? value.slice(0, MANY) : [];
  }

  /** @param {any} object @param {string} key */
  function own(object, key) {
    return object && Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
  }

  /**
   * A profile out of any value, with nothing in it that the page does not know.
   * @type {Pack.Rules["readProfile"]}
   */
  function readProfile(value, model) {
    var made = emptyProfile();
    if (!value || typeof value !== "object") return made;
    ["firm", "code", "address", "head", "officer", "other", "exits", "assembly"].forEach((key) => {
      /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (made))[key] = text(own(value, key));
    });
    if (own(SIDES, own(value, "side"))) made.side = value.side;
    if (byId(model.trades, own(value, "trade"))) made.trade = value.trade;
    var people = Number(own(value, "people"));
    made.people = people > 0 && people < 10000 ? Math.floor(people) : 0;
    made.have = list(own(value, "have")).filter(
      (id, place, all) => byId(model.hazards, id) && all.indexOf(id) === place,
    );
    made.posts = list(own(value, "posts")).map((post) => {
      var kind = own(post, "kind");
      return {
        kind: model.kinds.indexOf(kind) >= 0 ? kind : "操作工",
        post: text(own(post, "post")),
        name: text(own(post, "name")),
      };
    });
    made.calls = list(own(value, "calls")).map((call) => ({
      who: text(own(call, "who")),
      phone: text(own(call, "phone")),
    }));
    model.hazards.forEach((hazard) => {
      var place = own(own(value, "places"), hazard.id);
      if (place)
        made.places[hazard.id] = { place: text(own(place, "place")), machine: text(own(place, "machine")) };
    });
    var trade = byId(model.trades, made.trade);
    (trade ? trade.risks : []).forEach((risk) => {
      var mine = own(own(value, "risks"), risk[0]);
      if (mine)
        made.risks[risk[0]] = {
          place: text(own(mine, "place")),
          unit: text(own(mine, "unit")),
          who: text(own(mine, "who")),
        };
    });
    return made;
  }

  /**
   * What a file of self-checks (handbook-self-check) found wrong and has not closed, newest check first.
   * @type {Pack.Rules["readFound"]}
   */
  function readFound(value, model) {
    var checks = value && own(value, "format") === "handbook-self-check" ? list(own(value, "checks")) : [];
    /** @type {Pack.FoundRow[]} */
    var rows = [];
    checks.forEach((check) => {
      var points = own(check, "points");
      Object.keys(points && typeof points === "object" ? points : {}).forEach((id) => {
        var answer = points[id];
        var known = own(model.points, id);
        if (!known || own(answer, "r") !== "n") return;
        var again = list(own(answer, "again"));
        if (again.length && again[again.length - 1] && again[again.length - 1].ok) return;
        rows.push({
          day: text(own(check, "day")),
          what: text(own(answer, "note")) || "不符合：" + known[0],
          point: id,
          mend: known[1],
          who: text(own(answer, "who")),
          due: text(own(answer, "due")),
        });
      });
    });
    return rows.slice(0, 200);
  }

  // ---------- Which papers ----------

  /** @type {Pack.Rules["byId"]} */
  function byId(things, id) {
    return things.filter((one) => one.id === id)[0] || null;
  }

  /**
   * @param {Pack.When} when
   * @param {Firm.Profile} profile
   * @param {Pack.Post=} post
   * @param {string=} hazard
   */
  function meets(when, profile, post, hazard) {
    /** @param {string[]} wanted @param {string[]} have */
    var any = (wanted, have) => wanted.some((one) => have.indexOf(one) >= 0);
    var sides = profile.side === "both" ? ["tenant", "landlord"] : [profile.side];
    if (when.roles && !any(when.roles, sides)) return false;
    if (when.hazards && !any(when.hazards, hazard ? [hazard] : profile.have)) return false;
    if (when.trades && !any(when.trades, [profile.trade])) return false;
    if (when.posts && !any(when.posts, [post ? post.kind : ""])) return false;
    // While nobody has said how many people there are, both ways are shown.
    if (profile.people && when.least && profile.people < when.least) return false;
    return !(profile.people && when.most && profile.people > when.most);
  }

  /**
   * The posts of the firm: the head and the officer always, the others as they are written.
   * @param {Firm.Profile} profile
   */
  function postsOf(profile) {
    return [
      { kind: "主要负责人", post: "主要负责人", name: profile.head },
      { kind: "安全员", post: "安全员", name: profile.officer },
    ].concat(
      profile.posts.filter(
        (post) => post.kind !== "主要负责人" && post.kind !== "安全员" && (post.post || post.name),
      ),
    );
  }

  // ---------- What stands in them ----------

  /**
   * @param {Firm.Profile} profile
   * @param {Pack.Model} model
   * @param {Pack.Post | undefined} post
   * @param {string | undefined} hazard
   */
  function values(profile, model, post, hazard) {
    var trade = byId(model.trades, profile.trade);
    var special = hazard && byId(model.hazards, hazard);
    var place = (hazard && profile.places[hazard]) || { place: "", machine: "" };
    return {
      企业: profile.firm,
      地址: profile.address,
      人数: profile.people ? String(profile.people) : "",
      行业: trade ? trade.name : "",
      主要负责人: profile.head,
      安全员: profile.officer,
      另一方: profile.other,
      集合点: profile.assembly,
      出口: profile.exits,
      叫谁: profile.calls
        .map((call) => (call.who + " " + call.phone).trim())
        .filter(Boolean)
        .join("；"),
      岗位: post ? post.post || post.kind : "",
      姓名: post ? post.name : "",
      专项: special ? special.name : "",
      地点: place.place,
      机器: place.machine,
    };
  }

  /**
   * The text with the firm's words in its places; what is not there yet is added to `missing`.
   * @param {string} words
   * @param {Record<string, string>} known
   * @param {Pack.Model} model
   * @param {string[]} missing
   */
  function fill(words, known, model, missing) {
    return words.replace(/\{([^{}]*)\}/g, (whole, name) => {
      if (known[name]) return known[name];
      var label = model.fields[name] || name;
      if (missing.indexOf(label) < 0) missing.push(label);
      return BLANK;
    });
  }

  /**
   * @param {Pack.BlockPlan} block
   * @param {Firm.Profile} profile
   * @param {Pack.FoundRow[]} found
   * @param {Pack.Model} model
   * @param {string[]} missing
   * @returns {Record<string, string>[]}
   */
  function rowsOf(block, profile, found, model, missing) {
    /** @param {string} value @param {string} label */
    var need = (value, label) => {
      if (!value && missing.indexOf(label) < 0) missing.push(label);
      return value || "";
    };
    if (block.source === "岗位")
      return postsOf(profile).map((post) => ({
        岗位: post.post || post.kind,
        姓名: need(post.name, "各岗位是谁"),
      }));
    if (block.source === "电话") {
      if (!profile.calls.length) need("", "出事叫谁、电话多少");
      return profile.calls.map((call) => ({ 谁: call.who, 电话: need(call.phone, "出事叫谁、电话多少") }));
    }
    if (block.source === "隐患")
      return found.map((row) => ({
        日期: row.day,
        隐患: row.what,
        要点: row.point,
        怎么改: row.mend,
        谁改: need(row.who, "隐患由谁改"),
        期限: need(row.due, "隐患哪天改完"),
        复查: "",
      }));
    if (block.source === "风险") {
      var trade = byId(model.trades, profile.trade);
      if (!trade) need("", "行业（选了才有风险清单）");
      return (trade ? trade.risks : []).map((risk) => {
        var mine = profile.risks[risk[0]] || { place: "", unit: "", who: "" };
        return {
          风险名称: risk[0],
          风险点: risk[1],
          位置: need(mine.place, "每条风险在厂里的位置"),
          等级: risk[2],
          事故类型: risk[3],
          管控措施: risk[4],
          责任部门: need(mine.unit, "每条风险的责任部门（没有部门的写“不设”）"),
          责任人: need(mine.who, "每条风险的责任人"),
        };
      });
    }
    return [];
  }

  /**
   * @param {Pack.BlockPlan} block
   * @param {Firm.Profile} profile
   * @param {Pack.FoundRow[]} found
   * @param {Pack.Model} model
   * @param {Record<string, string>} known
   */
  function makeBlock(block, profile, found, model, known) {
    /** @type {string[]} */
    var missing = [];
    /** @type {Pack.Block} */
    var made = { kind: block.kind, basis: block.basis, points: block.points, missing: missing };
    if (block.kind === "s") made.labels = block.labels;
    else if (block.kind === "t") {
      made.key = block.key;
      made.columns = block.columns;
      made.rows = rowsOf(block, profile, found, model, missing).map((row) =>
        block.columns.map((column) => (column[2] && row[column[2]]) || ""),
      );
      block.rows.forEach((row) => {
        if (!meets(row.when, profile)) return;
        var cells = row.cells.map((cell) => fill(cell, known, model, missing));
        // The law of a row stands behind its longest cell, where there is room.
        var longest = 0;
        cells.forEach((cell, place) => {
          if (cell.length > cells[longest].length) longest = place;
        });
        if (row.basis.length) cells[longest] += "（" + row.basis.join("；") + "）";
        /** @type {string[][]} */ (made.rows).push(cells);
      });
      for (var line = 0; line < block.empty; line++) made.rows.push(block.columns.map(() => ""));
    } else made.text = fill(block.text, known, model, missing);
    return made;
  }

  /**
   * The papers that the firm of `profile` needs, in order.
   * @type {Pack.Rules["made"]}
   */
  function made(profile, found, model) {
    return model.documents
      .filter((paper) => meets(paper.when, profile))
      .map((paper) => {
        /** @type {{post?: Pack.Post, hazard?: string}[]} */
        var turns = [{}];
        if (paper.each === "岗位") turns = postsOf(profile).map((post) => ({ post: post }));
        if (paper.each === "专项")
          turns = profile.have
            .filter((id) => !paper.when.hazards || paper.when.hazards.indexOf(id) >= 0)
            .map((id) => ({ hazard: id }));
        /** @type {Pack.Block[]} */
        var blocks = [];
        turns.forEach((turn) => {
          var known = values(profile, model, turn.post, turn.hazard);
          var number = 0;
          paper.blocks.forEach((block) => {
            if (!meets(block.when, profile, turn.post, turn.hazard)) return;
            var piece = makeBlock(block, profile, found, model, known);
            if (block.kind === "h") number = 0;
            if (block.kind === "n") piece.text = ++number + ". " + piece.text;
            blocks.push(piece);
          });
        });
        return {
          id: paper.id,
          name: paper.name,
          why: paper.why,
          basis: paper.basis,
          forms: paper.forms,
          digest: paper.digest,
          blocks: withoutEmptyHeadings(blocks),
        };
      });
  }

  /** @param {Pack.Block[]} blocks */
  function withoutEmptyHeadings(blocks) {
    return blocks.filter((block, place) => {
      var next = blocks[place + 1];
      return block.kind !== "h" || (next && next.kind !== "h");
    });
  }

  /**
   * Everything that is still open in the papers, each once.
   * @type {Pack.Rules["missingOf"]}
   */
  function missingOf(papers) {
    /** @type {string[]} */
    var all = [];
    papers.forEach((paper) => {
      paper.blocks.forEach((block) => {
        block.missing.forEach((label) => {
          if (all.indexOf(label) < 0) all.push(label);
        });
      });
    });
    return all;
  }

  HB.pack = {
    FORMAT: FORMAT,
    SIDES: SIDES,
    emptyProfile: emptyProfile,
    readProfile: readProfile,
    readFound: readFound,
    postsOf: postsOf,
    byId: byId,
    made: made,
    missingOf: missingOf,
  };
})();
