/*
 * How the engine of the site search tells a question that the handbook does not answer from its words: those
 * of the questions asked elsewhere, and nouns in common use that the handbook never says. Whether what was
 * found answers all the same is weighed in search/question.js.
 */
(function () {
  "use strict";

  var Engine = self.HandbookSearchEngine;
  if (!Engine) return; // a file that did not come is told by search/box.js
  var { CJK } = self.HandbookSearchWords;

  /**
   * What a single character tells of foreignness beside a pair, and how often each is taken to stand in what
   * is asked elsewhere and in the handbook besides as often as it does.
   */
  var SIGN = 0.5,
    AS_ASKED = 0.1,
    AS_TOLD = 3;
  /** How site/out_of_scope_counts.py counts: places, factors that find them, levels of a count. */
  var PLACES = 65521,
    FACTORS = [7919, 104729],
    LEVELS = 8;
  /** How site/out_of_scope_weights.py finds the place of a gram; signs of no weight and of a known word. */
  var THIRDS = FACTORS.concat(1299709),
    NOTHING = 55,
    SLOT = "〇",
    PLAIN = new RegExp("^[0-9a-z" + CJK + "]+$"),
    UNSAID = new RegExp("[^0-9a-z" + CJK + "]", "g");
  /** How scripts/handbook/site/common_words.py finds the bits of a word: seeds, factor, bits of each. */
  var SEEDS = [2166136261, 84696351],
    PRIME = 16777619,
    BITS = 8;
  /** Lengths of the words that are looked up; pairs that stand so often in the handbook belong together. */
  var LENGTHS = [4, 3, 2],
    BOUND = 2,
    LETTERS = /[a-z]{2,}/g,
    WHOLE = new RegExp("^[" + CJK + "]{2,4}$");
  /** What is written before a unit; the signs of a regular expression. */
  var NUMBER = "(?:[0-9.]+|[零一二两三四五六七八九十百千万半每])[ 多来几]*",
    SIGNS = /[.*+?^${}()|[\]\\]/g;
  /** Whom to ring about what nobody is named for. */
  var GENERAL = "12345";

  /**
   * How much likelier ``query`` is among the questions of data/elsewhere.yml than in the handbook, as the
   * logarithm of a naive Bayes classifier over characters and pairs; and the number most asked with what is
   * likelier there. Needs what ``likelihoods`` counted.
   * @type {Search.Engine["foreignness"]}
   */
  Engine.prototype.foreignness = function (query) {
    var asked = query.replace(/ /g, ""),
      elsewhere = this.elsewhere,
      usual = /** @type {Record<string, number>} */ (this.usual),
      all = /** @type {Search.Sizes} */ (this.sizes).all,
      seen = Object.create(null),
      /** @type {Record<string, number>} */ votes = {},
      value = 0,
      phone = GENERAL;
    /** @param {string} gram @param {number} weight */
    function weigh(gram, weight) {
      if (!gram || seen[gram]) return;
      seen[gram] = true;
      var place = (gram.charCodeAt(0) * FACTORS[0] + (gram.charCodeAt(1) || 0) * FACTORS[1]) % PLACES,
        sign = elsewhere.counts.charCodeAt(place) - 48,
        count = sign % LEVELS ? Math.pow(2, (sign % LEVELS) - 1) : 0,
        told = (usual[gram] || 0) + AS_TOLD / all,
        likelier = weight * Math.log((count + AS_ASKED) / elsewhere.total / told),
        number = elsewhere.phones[Math.floor(sign / LEVELS)];
      value += likelier;
      if (count && likelier > 0) votes[number] = (votes[number] || 0) + likelier;
    }
    for (var at = 0; at < asked.length; at++) {
      weigh(asked.charAt(at), SIGN);
      if (at + 1 < asked.length) weigh(asked.substr(at, 2), 1);
    }
    Object.keys(votes).forEach((number) => {
      if (votes[number] > (votes[phone] || 0)) phone = number;
    });
    // Who keeps no such questions is told only that nothing was found.
    return { value: elsewhere.total ? value : -Infinity, phone: phone };
  };

  /**
   * How far ``query`` is worded as what is asked elsewhere: the weights of its characters, pairs and triples,
   * and of those with a known word put as one, by the root of their number. Nothing until the weights are
   * here.
   * @type {Search.Engine["wording"]}
   */
  Engine.prototype.wording = function (query) {
    if (!this.knownWords) {
      var known = this.wordList.filter((word) => PLAIN.test(word));
      this.knownWords = new RegExp("(?:" + (known.join("|") || "$^") + ")+", "g");
    }
    var text = "^" + query.replace(UNSAID, "").replace(/[0-9]/g, "0") + "$",
      worded = this.worded,
      seen = Object.create(null),
      total = 0;
    [text, text.replace(this.knownWords, SLOT)].forEach((form, rank) => {
      for (var size = 1; size < 4; size++)
        for (var at = 0; at + size <= form.length; at++) {
          var gram = form.substr(at, size),
            place = 0;
          if (gram === "^" || gram === "$" || (rank && gram.indexOf(SLOT) < 0)) continue;
          for (var i = 0; i < size; i++) place += gram.charCodeAt(i) * THIRDS[i];
          seen[place % PLACES] = true;
        }
    });
    var places = Object.keys(seen);
    if (!worded.weights) return 0;
    for (const place of places) total += worded.step * (worded.weights.charCodeAt(+place) - NOTHING);
    return total / Math.sqrt(Math.max(1, places.length));
  };

  /**
   * Who may know what the handbook does not hold.
   * @type {Search.Engine["whom"]}
   */
  Engine.prototype.whom = function (query) {
    var number = this.foreignness(query).phone;
    return this.phones.filter((phone) => phone.number === number)[0] || null;
  };

  /**
   * Words in common use that stand in ``query`` and nowhere in the handbook. What only joins the end of a
   * word to the beginning of the next (外面人 holds 面人) is none. Letters that stand nowhere (MFZ) are a
   * word too. Empty until the words are here.
   * @type {Search.Engine["strange"]}
   */
  Engine.prototype.strange = function (query) {
    var self = this,
      /** @type {string[]} */ words = (this.common && query.match(LETTERS)) || [];
    words = words.filter((word) => !self.count(word));
    /** @param {number} at @param {number} often */
    function isBound(at, often) {
      return at >= 0 && WHOLE.test(query.substr(at, 2)) && self.count(query.substr(at, 2)) >= often;
    }
    for (var at = 0; at + 1 < query.length; at++) {
      var length = LENGTHS.filter((/** @type {number} */ length) => {
        var word = query.substr(at, length);
        if (word.length < length || !WHOLE.test(word) || !self.isCommon(word)) return false;
        for (var own = at; own + 1 < at + length; own++)
          if (!isBound(own, 1)) return !isBound(at - 1, BOUND) && !isBound(at + length - 1, BOUND);
        return false;
      })[0];
      if (!length) continue;
      words.push(query.substr(at, length));
      at += length - 1;
    }
    return words;
  };

  /**
   * The kinds of numbers that ``asked`` asks for (data/speech.yml): 几年, 多少分贝.
   * @type {Search.Engine["amountsAsked"]}
   */
  Engine.prototype.amountsAsked = function (asked) {
    return this.amounts
      .filter((row) => row[0].some((/** @type {string} */ way) => asked.indexOf(way) >= 0))
      .map((row) => ({
        asked: row[0],
        told: new RegExp(NUMBER + "(?:" + row[1].map(plainly).join("|") + ")"),
      }));
  };

  /** @param {string} unit */
  function plainly(unit) {
    return unit.replace(SIGNS, "\\$&");
  }

  /**
   * Whether ``word`` is one of those in common use; of others three in a thousand are taken for one (a
   * Bloom filter).
   * @type {Search.Engine["isCommon"]}
   */
  Engine.prototype.isCommon = function (word) {
    var bits = this.common,
      size = 8 * bits.length - 1,
      hashes = SEEDS.map((seed) => {
        for (var at = 0; at < word.length; at++) seed = Math.imul(seed ^ word.charCodeAt(at), PRIME) >>> 0;
        return seed;
      });
    for (var i = 0; i < BITS; i++) {
      var bit = (hashes[0] + i * hashes[1]) % size;
      if (!((bits.charCodeAt(bit >> 3) >> (bit & 7)) & 1)) return false;
    }
    return true;
  };
})();
