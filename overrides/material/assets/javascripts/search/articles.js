/*
 * How the engine of the site search finds laws: by an article's number, by name, by what an article asks.
 */
(function () {
  "use strict";

  var Engine = self.HandbookSearchEngine;
  if (!Engine) return; // a file that did not come is told by search/box.js
  var { fold, numeral } = self.HandbookSearchWords;

  /** What only says that a law is asked: 消防法里哪一条讲堵通道. */
  var OF_LAW =
    /^(?:里面?|中|上|的|怎么|对|关于)*(?:哪一?条|第?几条|哪里|条文)?(?:是|的|讲|说|写|管|规定|要求|有)*的?/;
  /**
   * What a pair of characters in the act that a place punishes counts beside the scores of points; what a
   * place that punishes counts.
   */
  var ACT = 2,
    PUNISHES = 0.6;
  /** What an article that punishes gains beside others of its number when a fine is asked. */
  var PUNISHING = 4;

  /**
   * ``place`` where its law's page tells what it costs, when a ``fine`` is asked.
   * @param {Search.Place} place
   * @param {boolean=} fine
   * @returns {Search.Place}
   */
  function priced(place, fine) {
    return fine && place[2] && place[0].charAt(0) !== "x" ? ["x" + place[0], place[1], place[2]] : place;
  }

  /**
   * The standard that is called by its number alone (30871小厂用不用); null when the number is a year or
   * several are numbered so.
   * @type {Search.Engine["numbered"]}
   */
  Engine.prototype.numbered = function (query) {
    var match = /(?:^|[^0-9.])([0-9]{4,5})(?![0-9.])/.exec(query);
    if (!match || /^(?:19|20)/.test(match[1])) return null;
    var number = new RegExp("(?:^|[^0-9])" + match[1] + "(?![0-9.])"),
      named = this.laws.filter((law) => number.test(law.name));
    return named.length === 1 ? named[0] : null;
  };

  /**
   * Places of laws that were asked for by number: 第四十九条, 消防法60条; of a ``fine`` those that punish.
   * @type {Search.Engine["articles"]}
   */
  Engine.prototype.articles = function (query, fine) {
    // 安全生产法 101, without 条.
    query = query.replace(
      /^(.*(?:法|条例|规定|办法|判定标准))\s*第?([0-9]{1,3}|[零〇一二两三四五六七八九十百]{2,7})$/,
      "$1第$2条",
    );
    /** @type {string[] | null} */
    var match =
      /第?([0-9]{1,3}|[零〇一二两三四五六七八九十百]{1,7})条(?:之([一二三四五]))?(?:第?([0-9一二三四五六七八九十]{1,3})款)?(?:第?([0-9一二三四五六七八九十]{1,3})项)?/.exec(
        query,
      );
    // 安全生产法 101: a number behind the whole name of a law is an article too.
    var bare = match ? null : /^\D*[\u4e00-\u9fff]\s*([0-9]{1,3})$/.exec(query.replace(/^\s+|\s+$/g, ""));
    if (bare) match = [bare[1], bare[1]];
    if (!match) return null;
    var article = numeral(match[1]),
      before = query.slice(0, query.indexOf(match[0])).replace(/[《》\s]|^(?:违反|按照?|根据|依[据照])/g, ""),
      after = query.slice(query.indexOf(match[0]) + match[0].length).trim();
    if (!article) return null;
    var start = "a" + article + (match[2] ? "z" + numeral(match[2]) : ""),
      /** @type {{ law: Search.Doc; place: Search.Place | null; score: number }[]} */ results = [];
    // 危化法103条罚多少: what follows is asked besides.
    var named = before && after ? this.lawsNamed(before) : [],
      name = named.length ? before : query.replace(match[0], " ").replace(/[《》\s]/g, "");
    if (!named.length) {
      after = "";
      named = this.lawsNamed(name);
    }
    if (bare) named = named.filter((law) => fold(law.name) === name || fold(law.full) === name);
    if (bare && !named.length) return null;
    var paragraph = match[3] ? numeral(match[3]) : -1;
    var item = match[4] ? numeral(match[4]) : -1;
    (named.length ? named : name.length > 3 ? [] : this.laws).forEach((law) => {
      /** @type {Search.Place[]} */ (law.places).forEach((place) => {
        var anchor = place[0].replace(/^x/, "");
        if (anchor !== start && anchor.indexOf(start + "-") !== 0) return;
        var parts = anchor.split("-"),
          near = 0;
        if (paragraph >= 0 && +parts[1] !== paragraph) return;
        if (item >= 0 && +parts[2] !== item) return;
        near =
          (anchor === start ? 3 : 0) +
          Math.min(3, place[1].length * 0.3) +
          (fold(law.name) === name ? 4 : 0) +
          2 * law.prior +
          (fine && place[2] ? PUNISHING : 0);
        for (var at = 0; at + 1 < after.length; at++)
          if (fold(place[2]).indexOf(after.substr(at, 2)) >= 0) near += 1;
        results.push({ law: law, place: priced(place, fine), score: near });
      });
    });
    results.sort((a, b) => b.score - a.score);
    if (!results.length)
      named.forEach((law) => {
        results.push({ law: law, place: null, score: 1 });
      });
    return { rows: results.slice(0, after ? 2 : 8), rest: after || name };
  };

  /**
   * The laws that a question names beside something else, and what else it asks: 消防法堵通道;
   * 安全生产法哪条讲出租. Null when it names none, or nothing else.
   * @type {Search.Engine["lawsAsked"]}
   */
  Engine.prototype.lawsAsked = function (query) {
    var asked = query.replace(/[《》\s]/g, "").replace(/^(?:我们)?(?:[省市]里面?|国家)的?/, ""),
      ends = /(?:法|条例|规定|办法|标准)/g,
      /** @type {RegExpExecArray | null} */ match;
    // 特种设备法: a name cut short, when few laws can be meant.
    var whole = /(?:法|条例|规定|办法)$/.test(asked) && asked.length > 2 ? this.lawsNamed(asked) : [];
    if (whole.length && whole.length < 3) return { laws: whole, rest: "" };
    while ((match = ends.exec(asked))) {
      var name = asked.slice(0, match.index + match[0].length).replace(/^(?:违反|按照?|根据|依[据照])/, ""),
        rest = asked.slice(match.index + match[0].length).replace(OF_LAW, "");
      // 办法 alone is no name; 消防安全管理规定 may go on.
      if (name.length < 2 || !/[\u4e00-\u9fff]{2}/.test(rest)) continue;
      var laws = name.length > 2 || this.isCalled(name) ? this.lawsNamed(name) : [];
      if (laws.length) return { laws: laws, rest: rest };
    }
    return null;
  };

  /**
   * Whether some law's very name is ``name``.
   * @type {Search.Engine["isCalled"]}
   */
  Engine.prototype.isCalled = function (name) {
    var words = this.words;
    return this.laws.some(
      (law) => fold(law.name) === name || (" " + words[law.place] + " ").indexOf(" " + name + " ") >= 0,
    );
  };

  /**
   * The place of ``laws`` that speaks most of what is asked: by the act it punishes, and by the points that
   * name it as their reason, of ``scores``. What punishes counts less when no ``fine`` is asked.
   * @type {Search.Engine["placeAsked"]}
   */
  Engine.prototype.placeAsked = function (laws, needles, scores, fine) {
    var self = this,
      most = 0,
      /** @type {{ law: Search.Doc; place: Search.Place } | null} */ best = null;
    laws.forEach((law) => {
      /** @type {Search.Place[]} */ (law.places).forEach((place) => {
        var act = fold(place[2]),
          found = 0;
        needles.forEach((needle) => {
          if (needle.length > 1 && act.indexOf(needle) >= 0) found += ACT;
        });
        var told = place[1].reduce((sum, point) => Math.max(sum, scores[self.points[point].place]), 0);
        var value = (found + told) * law.prior * (act && !fine ? PUNISHES : 1);
        if (value <= most) return;
        most = value;
        best = { law: law, place: place };
      });
    });
    var found = /** @type {{ law: Search.Doc; place: Search.Place } | null} */ (best);
    return found ? { law: found.law, place: priced(found.place, fine) } : { law: laws[0], place: null };
  };

  /**
   * Laws meant by ``name``: by one of their names, by a piece of it, by its signs in their order
   * (江苏条例 for 江苏省安全生产条例).
   * @type {Search.Engine["lawsNamed"]}
   */
  Engine.prototype.lawsNamed = function (name) {
    var self = this;
    if (!name) return [];
    var named = this.laws.filter(
      (law) =>
        self.isNamed(law, name) ||
        (" " + self.words[law.place] + " ").indexOf(" " + name + " ") >= 0 ||
        fold(law.name) === name ||
        (name.length > 2 && (fold(law.name) + "\n" + fold(law.full)).indexOf(name) >= 0),
    );
    if (named.length || !/(?:法|条例|规定|办法|标准|令)$/.test(name)) return named;
    var loose = new RegExp(
      name
        .replace(/[^0-9a-z\u3400-\u9fff]/g, "")
        .split("")
        .join(".*"),
    );
    return this.laws.filter((law) => loose.test(fold(law.name + " " + law.full)));
  };

  /**
   * Whether ``query`` is the whole name of ``law``, or its number as people say it (13号令).
   * @type {Search.Engine["isNamed"]}
   */
  Engine.prototype.isNamed = function (law, query) {
    var name = query.replace(/[《》\s]/g, ""),
      number = /^(?:第)?([0-9]{1,3})号(?:令|文件)?$/.exec(name);
    return (
      name.length > 2 &&
      (fold(law.name) === name ||
        fold(law.full) === name ||
        (" " + this.words[law.place] + " ").indexOf(" " + name + " ") >= 0 ||
        (number !== null && new RegExp("令(?:\\d{4}年)?第" + number[1] + "号").test(this.words[law.place])))
    );
  };

  /**
   * The row of a law's page whose act speaks most of what was asked; null when none does.
   * @type {Search.Engine["bestPlace"]}
   */
  Engine.prototype.bestPlace = (law, needles) => {
    var best = null,
      most = 0;
    /** @type {Search.Place[]} */ (law.places).forEach((place) => {
      var act = fold(place[2]),
        found = 0;
      needles.forEach((needle) => {
        if (act.indexOf(needle) >= 0) found += needle.length;
      });
      if (found > most) {
        most = found;
        best = place;
      }
    });
    return fold(law.name + law.full).indexOf(needles[0] || "\n") >= 0 ? null : best;
  };
})();
