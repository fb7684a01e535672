/*
 * How the engine of the site search reads a question: known words, slips of the pen, sounds, pairs of
 * characters; and whether what was found answers it, else whom to ask.
 */
(function () {
  "use strict";

  var Engine = self.HandbookSearchEngine;
  if (!Engine) return; // a file that did not come is told by search/box.js
  var { CJK, RUNS, chinese } = self.HandbookSearchWords;
  var { SINGLE, WORD, ASKED_SURE } = Engine.WEIGHTS;

  /**
   * Share of a term's weight: pair of characters, pair in reverse order, single character, inside a known
   * word.
   */
  var PAIR = 1,
    REVERSED = 0.2,
    COVERED = 0.7,
    SYNONYM = 0.7;
  /**
   * What a place gains when a phrasing that it answers is asked word for word; less, the less of either is
   * in the other.
   */
  var ASKS = 1.6;
  /**
   * Below KNOWN the best place does not speak of what was asked (see sureness). What counts for it: the share
   * of all that could be scored, each of the first points of its score, the share of the question that stands
   * there, how likely it is (up to LIKELY_MOST). What counts against it: a unit of foreignness (which counts
   * for it up to FAMILIAR, so that a long question of usual words does not outweigh the one word that
   * matters), a unit of how it is worded, each word in common use that the handbook never says (the less, the
   * nearer a phrasing is), each number asked for that neither the title of the place tells nor a sentence of
   * it with anything asked. Fitted together on 2,170 questions that the handbook answers, of which fewer than
   * one in two hundred falls below, and 1,280 others; AMOUNT is less than fitted: a duty may be asked with a
   * number too (焊几分钟要不要开票).
   */
  var KNOWN = 2.1,
    SHARE = 0.75,
    SCORED = 0.04,
    SCORED_MOST = 20,
    COVERS = 0.72,
    LIKELY = 0.66,
    LIKELY_LEAST = -2,
    LIKELY_MOST = 3,
    FOREIGN = 0.12,
    FAMILIAR = 1.2,
    WORDED = 0.92,
    STRANGE = 2.8,
    AMOUNT = 1.6;
  /**
   * How near a phrasing that speaks of a price must be, and any when the share of the question that stands
   * nowhere is taken off; how often pairs stand that a third only joins.
   */
  var PRICED_SURE = 0.6,
    MEANT_SURE = 0.6,
    JOINED = 4;
  /** How many characters a question has at least. */
  var ASKED_LEAST = 4;
  /** How one asks for a number to ring. */
  var RING = /电话|号码|热线|打几|几号/;
  /** To do something costs, as pages tell; to buy it has a price, which they do not. */
  var COSTS = /花.?多少钱|[装换改考检测修拆划建请][^ ]*多少钱/;
  /** How often a pair of characters stands somewhere that is no slip of the pen. */
  var SEVERAL = 8,
    CHINESE = new RegExp("^[" + CJK + "]+$");

  /**
   * ``query`` with the words in it that are typed by their sound put in characters: miehuoqi, 灭huo器,
   * 隐患zhenggai, peidianxiang duojiu jiancha; alone also by their initials (mhq) or begun. Letters that the
   * handbook holds stay, unless they are the whole sound of a name.
   * @type {Search.Engine["spelt"]}
   */
  Engine.prototype.spelt = function (query) {
    var self = this,
      letters = query.replace(/[ ']/g, "");
    if (!/[a-z]{2}/.test(query)) return query;
    var whole = this.bySound(letters, true);
    if (!whole.length && /^[a-z]{2,20}$/.test(letters) && !this.count(letters))
      whole = this.bySound(letters, false);
    if (whole.length) return whole.join(" ");
    var found = false,
      parts = query.split(/ |([a-z]{4,})/).map((part) => {
        var meant = part && /^[a-z]/.test(part) ? self.bySound(part, true)[0] : "";
        if (meant) found = true;
        return meant || part || "";
      });
    // Other letters beside them (huan for 换) are the sound of no name, and stand nowhere.
    parts = parts.filter((part) => part && (!/^[a-z]+$/.test(part) || self.count(part)));
    return found ? parts.join(" ") : query;
  };

  /**
   * Names that are ``typed`` by their sound: wholly, or when not ``exact`` by their initials (mhq) or begun.
   * Characters among the letters stand for themselves.
   * @type {Search.Engine["bySound"]}
   */
  Engine.prototype.bySound = function (typed, exact) {
    var heard = this.heard,
      /** @type {string[]} */ best = [],
      closest = 9;
    /**
     * @param {string} word
     * @param {number} at
     * @param {number} from
     * @returns {boolean}
     */
    function isSpelt(word, at, from) {
      if (from === typed.length) return !exact || at === word.length;
      if (at === word.length) return false;
      if (word.charAt(at) === typed.charAt(from)) return isSpelt(word, at + 1, from + 1);
      var rest = typed.slice(from);
      return (heard[word.charAt(at)] || []).some((sound) =>
        rest.indexOf(sound) === 0
          ? isSpelt(word, at + 1, from + sound.length)
          : !exact && sound.indexOf(rest) === 0,
      );
    }
    this.names.split("\n").forEach((word) => {
      var initials =
        !exact &&
        typed.length <= word.length &&
        typed
          .split("")
          .every((letter, at) => (heard[word.charAt(at)] || []).some((sound) => sound.charAt(0) === letter));
      if (!initials && !(typed.length > 3 && isSpelt(word, 0, 0))) return;
      var far = initials ? Math.min(3, word.length - typed.length) : 1;
      if (far < closest) {
        closest = far;
        best = [];
      }
      if (far === closest && best.indexOf(word) < 0) best.push(word);
    });
    return best.slice(0, 4);
  };

  /** @type {Search.Engine["count"]} */
  Engine.prototype.count = function (needle) {
    var found = 0;
    this.fields.forEach((field) => {
      if (CHINESE.test(needle))
        return field.sweep(needle, () => {
          found++;
        });
      for (
        var at = field.text.indexOf(needle);
        at >= 0 && found < 50;
        at = field.text.indexOf(needle, at + 1)
      )
        found++;
    });
    return found;
  };

  /**
   * ``run`` with four signs in it that stand nowhere (有线空间, 疏算通道) put right, when one that
   * sounds nearly the same makes them a name or a piece of one: each pair alone may well occur. Of three
   * signs (化分池) one that sounds the same makes a whole name.
   * @type {Search.Engine["mendWindows"]}
   */
  Engine.prototype.mendWindows = function (run) {
    var mended = this.mendWindow(run, 4);
    return mended === run ? this.mendWindow(run, 3) : mended;
  };

  /** @type {Search.Engine["mendWindow"]} */
  Engine.prototype.mendWindow = function (run, size) {
    var self = this,
      edge = size < 4 ? ["^", "$"] : ["", ""];
    for (var from = 0; from + size <= run.length; from++) {
      var signs = run.substr(from, size);
      if (!CHINESE.test(signs) || this.count(signs)) continue;
      for (var at = 0; at < size; at++) {
        var place = from + at;
        // A sign that stands in a known word, or often beside its neighbour (台账), is no slip.
        if (this.isKnown(run, place)) continue;
        if (this.count(run.substr(place, 2)) > SEVERAL && place + 1 < run.length) continue;
        if (place && this.count(run.substr(place - 1, 2)) > SEVERAL) continue;
        var sounds = this.heard[signs.charAt(at)] || [],
          name = edge[0] + signs.slice(0, at) + "([" + CJK + "])" + signs.slice(at + 1) + edge[1],
          pattern = new RegExp(name, "gm"),
          /** @type {RegExpExecArray | null} */ match;
        while ((match = pattern.exec(this.names))) {
          var meant = match[1];
          if (
            (self.heard[meant] || []).some((sound) =>
              sounds.some((typed) => (size < 4 ? sound === typed : isNearly(sound, typed))),
            )
          )
            return run.slice(0, place) + meant + run.slice(place + 1);
        }
      }
    }
    return run;
  };

  /**
   * Whether two syllables are one, or one has a letter more (san, suan), as careless speech and typing do.
   * @param {string} one
   * @param {string} other
   */
  function isNearly(one, other) {
    var long = one.length < other.length ? other : one,
      short = long === one ? other : one;
    for (var at = 0; at < short.length && short.charAt(at) === long.charAt(at);) at++;
    return short === long || long.slice(at + 1) === short.slice(at);
  }

  /**
   * ``sound`` and how it is said by who does not tell zh from z (ch from c, sh from s) and eng from en: 粉层
   * for 粉尘.
   * @param {string} sound
   */
  function blurred(sound) {
    var begun = /^[zcs]h/.test(sound) ? sound.replace("h", "") : sound.replace(/^[zcs]/, "$&h"),
      both = [sound, begun];
    return both.concat(both.map((one) => (/ng$/.test(one) ? one.slice(0, -1) : one.replace(/n$/, "ng"))));
  }

  /**
   * Places of the pairs of characters in ``run`` that occur nowhere.
   * @type {Search.Engine["unknownPairs"]}
   */
  Engine.prototype.unknownPairs = function (run) {
    var places = [];
    for (var i = 0; i + 1 < run.length; i++) if (!this.count(run.substr(i, 2))) places.push(i);
    return places;
  };

  /**
   * Whether the sign at ``place`` of ``run`` stands in a known word, or with two others in a name.
   * @type {Search.Engine["isKnown"]}
   */
  Engine.prototype.isKnown = function (run, place) {
    var names = this.names;
    for (var from = Math.max(0, place - 2); from <= place; from++)
      if (from + 3 <= run.length && names.indexOf(run.substr(from, 3)) >= 0) return true;
    return this.wordList.some((word) => {
      for (var at = run.indexOf(word); at >= 0; at = run.indexOf(word, at + 1))
        if (at <= place && place < at + word.length) return true;
      return false;
    });
  };

  /**
   * ``run`` with one character replaced by another of the same sound (台帐, 消火拴) that makes a known
   * word, when a pair in it occurs nowhere: the change that makes most pairs occur.
   * @type {Search.Engine["mend"]}
   */
  Engine.prototype.mend = function (run) {
    var self = this,
      broken = this.unknownPairs(run),
      best = run,
      most = 0,
      /** @type {number[]} */ places = [];
    if (broken.length > 2) return run;
    /** @param {string} pair */
    function often(pair) {
      return pair.length < 2 ? 0 : self.count(pair);
    }
    broken.forEach((place) => {
      [place, place + 1].forEach((at) => {
        if (places.indexOf(at) < 0) places.push(at);
      });
    });
    places.forEach((place) => {
      var before = run.substr(place - 1, place ? 1 : 0),
        after = run.charAt(place + 1),
        sign = run.charAt(place);
      // It stands in a word that is known: the slip is its neighbour.
      if (often(before + sign) || often(sign + after)) return;
      (self.heard[sign] || []).flatMap(blurred).forEach((sound) => {
        (self.sounds[sound] || "").split("").forEach((other) => {
          var value = other === sign ? 0 : often(before + other) + often(other + after),
            mended = run.slice(0, place) + other + run.slice(place + 1);
          if (value <= most || !self.isKnown(mended, place)) return;
          most = value;
          best = mended;
        });
      });
    });
    return best;
  };

  /**
   * What is asked: terms to look for, the plain core of the question, and the kind of answer wanted.
   * @type {Search.Engine["read"]}
   */
  Engine.prototype.read = function (query) {
    var self = this,
      /** @type {Record<string, boolean>} */ wants = {},
      /** @type {Search.Term[]} */ terms = [],
      rest = query,
      /** @type {string[]} */ words = [],
      /** @type {string[]} */ asks = [];
    // A piece of a title is no question, and known words are set aside first: 处罚 inside 行政处罚法
    // asks for nothing.
    var titled = query.length > 2 && this.fields[0].text.indexOf(query) >= 0;
    this.wordList.forEach((word) => {
      if (rest.indexOf(word) < 0) return;
      rest = rest.split(word).join("\u0001" + words.length + "\u0002");
      words.push(word);
    });
    if (!titled)
      ["often", "fine", "licence", "paper", "price", "idle"].forEach((kind) => {
        self.habits[kind].forEach((phrase) => {
          // 装一个要多少钱 asks what it takes, which the pages tell; 多少钱一台 asks for a price.
          if ((kind === "paper" ? query : rest).indexOf(phrase) < 0) return;
          if (kind === "paper" && query.length < phrase.length + 2) return; // nothing else was said
          if (kind === "price" && (wants.fine || COSTS.test(query))) return;
          wants[kind] = true;
          if (kind === "paper") return; // a word of what the paper is called
          rest = rest.split(phrase).join(" ");
          // Gone from the words to look for, but how it was asked tells phrasings apart: 多久 is as good as
          // 几个月.
          if (kind !== "idle" && kind !== "price" && asks.indexOf(kind) < 0) asks.push(kind);
        });
      });
    rest = rest.replace(/\u0001(\d+)\u0002/g, (_, place) => words[+place]);
    /** @type {string[]} */
    var runs = rest.match(RUNS) || [];
    if (!runs.length) {
      runs = query.match(RUNS) || [];
      wants = Object.create(null);
    }
    /** @param {[string, number][]} needles @param {number} weight */
    function term(weight, needles) {
      terms.push({ weight: weight, needles: needles });
    }
    words.forEach((word) => {
      /** @type {[string, number][]} */
      var needles = [[word, 1]];
      self.known[word].forEach((group) => {
        group.words.forEach((other) => {
          if (other !== word) needles.push([other, SYNONYM]);
        });
      });
      term(WORD, needles);
    });
    var covered = words.join("\n");
    runs = runs.map((run) => {
      var mended = self.mend(run);
      query = query.replace(run, mended);
      return mended;
    });
    runs.forEach((run) => {
      if (/^[a-z0-9]/.test(run)) {
        var number = /^[1-9][0-9]{0,2}$/.test(run) ? chinese(+run) : "";
        term(
          PAIR * 1.3,
          number.length > 1
            ? [
                [run, 1],
                [number, SYNONYM],
              ]
            : [[run, 1]],
        );
        return;
      }
      for (var i = 0; i < run.length; i++) {
        var pair = run.substr(i, 2);
        if (pair.length === 2)
          term(covered.indexOf(pair) < 0 ? PAIR : COVERED, [
            [pair, 1],
            [pair.charAt(1) + pair.charAt(0), REVERSED],
          ]);
        term(run.length === 1 ? PAIR : SINGLE, [[run.charAt(i), 1]]);
      }
    });
    asks.forEach((kind) => {
      terms.push({
        weight: ASKS,
        asks: true,
        needles: self.habits[kind].map((phrase) => [phrase, 1]),
      });
    });
    wants.answer =
      !titled && (wants.often || wants.fine || wants.licence || wants.idle || runs.join("").length > 5);
    return { terms: terms, core: runs.join(""), wants: wants, query: query };
  };

  /**
   * ``query`` without the trade that asks, when it is what every trade asks: a fine not accepted or not paid
   * (喷漆房被罚款了不服), whether a worker needs a licence (淬火工要什么证). A phrasing ``near`` that names the
   * trade is meant all the same.
   * @type {Search.Engine["withoutTrade"]}
   */
  Engine.prototype.withoutTrade = function (query, near) {
    var habits = this.habits,
      trade = "(?:" + (habits.trades.join("|") || "$^") + ")",
      rest = query;
    /** @param {string} word */
    function isSaid(word) {
      return query.indexOf(word) >= 0;
    }
    if (habits.dealings.some(isSaid))
      rest = query.replace(new RegExp(trade + "[厂房间店工]*(?:车间|老板)?的?"), "");
    else if (habits.licence.some(isSaid)) rest = query.replace(new RegExp(trade + "(?:工人?|师傅)"), "工种");
    if (rest === query || rest.length < ASKED_LEAST) return query;
    return near.some((value) => value >= ASKED_SURE) ? query : rest;
  };

  /**
   * Whether one of ``best`` speaks of what was asked.
   * @type {Search.Engine["holds"]}
   */
  Engine.prototype.holds = function (query, read, best, scores) {
    return best.length > 0 && this.sureness(query, read, best, scores) >= KNOWN;
  };

  /**
   * Whether ``query`` asks for the number of ``doc``, and names what it is for.
   * @type {Search.Engine["isNumberAsked"]}
   */
  Engine.prototype.isNumberAsked = function (query, doc) {
    if (doc.kind !== "phone" || !RING.test(query)) return false;
    var told = this.titles[doc.place] + this.texts[doc.place];
    for (var at = 0; at + 1 < query.length; at++)
      if (!RING.test(query.substr(at, 2)) && told.indexOf(query.substr(at, 2)) >= 0) return true;
    return false;
  };

  /**
   * Whether the pair of signs at ``place`` of ``run`` stands nowhere and only joins two that do: 温停 of
   * 高温停工.
   * @type {Search.Engine["isJoint"]}
   */
  Engine.prototype.isJoint = function (run, place) {
    return (
      place > 0 &&
      place + 3 <= run.length &&
      !this.count(run.substr(place, 2)) &&
      this.count(run.substr(place - 1, 2)) >= JOINED &&
      this.count(run.substr(place + 1, 2)) >= JOINED
    );
  };

  /**
   * How sure it is that the best of ``best`` speaks of what was asked (see KNOWN): beyond all doubt when a
   * phrasing that it answers is near or its number is asked for.
   * @type {Search.Engine["sureness"]}
   */
  Engine.prototype.sureness = function (query, read, best, scores) {
    var self = this,
      count = this.docs.length,
      /** @type {string[][]} */ pairs = [],
      total = 0,
      unseen = 0,
      covered = best.map(() => 0);
    read.core.replace(RUNS, (run) => {
      if (/^[a-z0-9]/.test(run) || run.length === 1) pairs.push([run]);
      else
        for (var at = 0; at + 1 < run.length; at++)
          if (!self.isJoint(run, at)) pairs.push([run.substr(at, 2)]);
      return "";
    });
    if (!pairs.length) return Infinity;
    // A known word stands for its synonyms.
    read.terms.forEach((term) => {
      if (term.weight !== WORD || term.asks) return;
      pairs.forEach((pair) => {
        if (term.needles[0][0].indexOf(pair[0]) >= 0)
          term.needles.forEach((needle) => {
            pair.push(needle[0]);
          });
      });
    });
    pairs.forEach((pair) => {
      var found = Object.create(null),
        many = 0;
      pair.forEach((needle) => {
        self.fields.forEach((field) => {
          field.sweep(needle, (doc) => {
            if (!found[doc]) many++;
            found[doc] = true;
          });
        });
      });
      var rarity = Math.log(1 + (count - many + 0.5) / (many + 0.5));
      total += rarity;
      if (!many) unseen += rarity;
      best.forEach((doc, rank) => {
        if (found[doc.place]) covered[rank] += rarity;
      });
    });
    var against = Math.max(-FAMILIAR, FOREIGN * this.foreignness(query).value) + WORDED * this.wording(query),
      asked = query.replace(/ /g, ""),
      strange = STRANGE * this.strange(query).length,
      prices = read.wants.price ? this.habits.price : [],
      places = this.habits.places.filter(isIn(asked)),
      others = this.habits.turns.concat(this.habits.sites).filter(isIn(asked)),
      amounts = read.wants.fine ? [] : this.amountsAsked(asked);
    /** @param {string} text */
    function isIn(text) {
      return (/** @type {string} */ word) => text.indexOf(word) >= 0;
    }
    /** @param {string} sentence */
    function isPartOf(sentence) {
      return (/** @type {string[]} */ pair) => pair[0].length > 1 && pair.some(isIn(sentence));
    }
    /** @param {string[]} words @param {Search.Doc} doc */
    function tellsOf(words, doc) {
      return doc.asked.some((phrase) => words.some(isIn(phrase)));
    }
    return Math.max.apply(
      null,
      best.map((doc, rank) => {
        var score = scores[doc.place],
          near = /** @type {Search.Scores} */ (read.near)[doc.place],
          meant = near * (1 - unseen / total),
          likely = /** @type {Float64Array} */ (self.likely)[doc.place];
        if (places.length && !tellsOf(places, doc)) return -Infinity;
        if (prices.length) return near >= PRICED_SURE && tellsOf(prices, doc) ? Infinity : -Infinity;
        if ((near >= ASKED_SURE && meant >= MEANT_SURE) || self.isNumberAsked(query, doc)) return Infinity;
        if (others.length && !tellsOf(others, doc) && !others.some(isIn(self.titles[doc.place])))
          return -Infinity;
        var told = (self.titles[doc.place] + doc.often + self.texts[doc.place]).split(/[。；？！\n]/);
        return (
          SHARE * Math.min(1, score / /** @type {number} */ (read.total)) +
          SCORED * Math.min(score, SCORED_MOST) +
          (COVERS * covered[rank]) / total +
          LIKELY * Math.max(LIKELY_LEAST, Math.min(LIKELY_MOST, likely)) -
          against -
          // A long question has words of its own that stand nowhere; what is near was meant all the same.
          strange * (1 - meant) -
          AMOUNT *
            amounts.filter(
              (amount) =>
                !told.some(
                  (sentence, rank) => amount.told.test(sentence) && (!rank || pairs.some(isPartOf(sentence))),
                ),
            ).length
        );
      }),
    );
  };

  /**
   * Numbers to ring before all else, when the question tells of something that is happening; none that is
   * still to be filled in. Who asks about a drill, a penalty or a form rings nobody, unless a word says that
   * it happens now: a line too many does no harm, one too few may.
   * @type {Search.Engine["urgent"]}
   */
  Engine.prototype.urgent = function (query) {
    /** @param {string} phrase */
    function isSaid(phrase) {
      return query.indexOf(phrase) >= 0;
    }
    if (this.habits.calm.some(isSaid) && !this.habits.happening.some(isSaid)) return [];
    return this.phones.filter((phone) => phone.number && (phone.urgent || []).some(isSaid));
  };
})();
