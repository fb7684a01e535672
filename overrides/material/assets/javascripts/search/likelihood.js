/*
 * How likely each place is the one that is asked for, learnt from all that is written and asked about it: a
 * naive Bayes classifier over characters and pairs. The engine (search/engine.js) compares a question with
 * the nearest phrasing; this tells what the phrasings of a place have in common, and no place elsewhere.
 * Nothing is shipped for it: the counts are taken from the texts as the question comes.
 */
(function () {
  "use strict";

  var Engine = self.HandbookSearchEngine;
  if (!Engine) return; // a file that did not come is told by search/box.js

  /** How often a character counts by where it stands: title, everyday words, running text, phrasings. */
  var COUNTS = [0.7, 0.7, 0.25, 1];
  /** What a single character tells, and words alike of which one is asked, beside a pair. */
  var SIGN = 0.5,
    ALIKE = 0.5;
  /**
   * How many characters and pairs as in its item a place is taken to have besides its own, and an item as in
   * the whole handbook.
   */
  var AS_ITEM = 20,
    AS_HANDBOOK = 300;
  /**
   * What the likelihood counts beside the share of the best score, and up to what: beyond, a text is only
   * short. Measured on 1,100 questions with the phrasings of the day before they were written.
   */
  var LIKELY = 0.25,
    LIKELY_MOST = 0.75;
  /** What a number to ring gains when it is what the question ends with. */
  var NUMBER = 2,
    CALL = /(?:电话|号码|热线)(?:号码|是?多少|是?几号|是什么)?$/;
  /**
   * How many characters a question has at least, and what share of its page's score a section has, to come
   * before it.
   */
  var QUESTION = 5,
    DEEPER = 0.5;
  /**
   * What the place that tells what to do first gains when something happens; and when a phrasing of some
   * place is as near as that.
   */
  var HAPPENING = 1.5,
    HAPPENING_LESS = 1,
    MEANT = 0.5;
  /** What a place gains when a phrasing written for it is asked letter by letter. */
  var LITERAL = 0.5;
  /** What an answer that tells of no fine loses when one is asked. */
  var UNFINED = 0.3;
  /**
   * What a question with its answer gains when a question is asked, not a word or a state (门锁着), and how
   * near it must be: a point on the matter tells the duty, not the answer. And a form whose name is asked.
   */
  var ANSWERED = 0.1,
    ANSWERS = 0.2,
    IS_PAPER = /(?:台账|清单|花名册|[^么张几哪本份些填个]{2}[表单票书])$|模板|范本|样本|样表|样式|空白|格式/,
    PAPER = 0.6,
    IS_QUESTION = /吗$|谁|能不能|要不要|算不算|行不行|怎么办|是不是|可不可以|会不会/;

  /**
   * How many characters and pairs each place holds, and its item.
   * @type {Search.Engine["readSizes"]}
   */
  Engine.prototype.readSizes = function () {
    var docs = this.docs,
      sizes = { own: new Float64Array(docs.length), item: new Float64Array(docs.length), all: 0 };
    this.fields.forEach((field, rank) => {
      docs.forEach((doc) => {
        var size = 2 * COUNTS[rank] * field.sizes[doc.place];
        sizes.own[doc.place] += size;
        sizes.item[itemOf(doc)] += size;
        sizes.all += size;
      });
    });
    return sizes;
  };

  /**
   * The words alike of which one stands in ``asked``, each group once.
   * @type {Search.Engine["groupsIn"]}
   */
  Engine.prototype.groupsIn = function (asked) {
    var known = this.known,
      seen = Object.create(null),
      /** @type {string[][]} */ groups = [];
    this.wordList.forEach((word) => {
      if (asked.indexOf(word) < 0) return;
      known[word].forEach((group) => {
        var name = group.words.join();
        if (group.words.length < 2 || seen[name]) return;
        seen[name] = true;
        groups.push(group.words);
      });
    });
    return groups;
  };

  /**
   * The place of the item that ``doc`` belongs to; its own when it belongs to none.
   * @param {Search.Doc} doc
   */
  function itemOf(doc) {
    return doc.item ? doc.item.place : doc.place;
  }

  /**
   * The mean of the logarithms of how much more often than elsewhere each character and pair of ``query``
   * stands at each of the places ``among``.
   * @type {Search.Engine["likelihoods"]}
   */
  Engine.prototype.likelihoods = function (query, among) {
    var docs = this.docs,
      fields = this.fields,
      sizes = (this.sizes = this.sizes || this.readSizes()),
      usuals = (this.usual = Object.create(null)),
      sums = new Float64Array(docs.length),
      asked = query.replace(/ /g, "");
    /**
     * @param {string[]} needles one, or words of the same meaning, which count as one
     * @param {number} weight
     */
    function weigh(needles, weight) {
      var own = new Float64Array(docs.length),
        item = new Float64Array(docs.length),
        total = 0;
      fields.forEach((field, rank) => {
        needles.forEach((needle) => {
          field.sweep(needle, (place) => {
            own[place] += COUNTS[rank];
            item[itemOf(docs[place])] += COUNTS[rank];
            total += COUNTS[rank];
          });
        });
      });
      if (!total) return;
      var usual = total / sizes.all;
      if (needles.length === 1) usuals[needles[0]] = usual;
      among.forEach((doc) => {
        var place = doc.place,
          above = itemOf(doc),
          inItem = (item[above] + AS_HANDBOOK * usual) / (sizes.item[above] + AS_HANDBOOK);
        sums[place] +=
          weight * Math.log((own[place] + AS_ITEM * inItem) / (sizes.own[place] + AS_ITEM) / usual);
      });
    }
    for (var at = 0; at < asked.length; at++) {
      weigh([asked.charAt(at)], SIGN);
      if (at + 1 < asked.length) weigh([asked.substr(at, 2)], 1);
    }
    for (const words of this.groupsIn(asked)) weigh(words, ALIKE);
    return sums.map((sum) => sum / Math.max(1, 2 * asked.length - 1));
  };

  /**
   * ``docs``, those first that score well and are likely, and when something ``urgent`` happens those that
   * tell what to do first. ``scores``: of all documents.
   * @type {Search.Engine["order"]}
   */
  Engine.prototype.order = function (docs, scores, read, urgent) {
    var query = read.query,
      near = /** @type {Search.Scores} */ (read.near),
      happening = docs.some((doc) => near[doc.place] >= MEANT) ? HAPPENING_LESS : HAPPENING,
      // Of the places that tell what to do first the one that is asked most nearly.
      steps = docs
        .filter((doc) => urgent && doc.first)
        .sort((a, b) => near[b.place] - near[a.place] || a.place - b.place)[0],
      isQuestion = IS_QUESTION.test(query),
      isPaper = IS_PAPER.test(query),
      asked = query.replace(/ /g, ""),
      likely = (this.likely = this.likelihoods(query, docs)),
      best = Math.max.apply(
        null,
        docs.map((doc) => scores[doc.place]),
      );
    var self = this;
    /** @param {Search.Doc} doc */
    function rank(doc) {
      var value = scores[doc.place] / best + LIKELY * Math.min(LIKELY_MOST, likely[doc.place]);
      if (CALL.test(query) && self.isNumberAsked(query, doc)) value += NUMBER;
      if (doc === steps) value += happening;
      if (doc.asked.indexOf(asked) >= 0) value += LITERAL;
      if (isPaper && doc.kind === "sheet" && doc.url.indexOf("forms/") === 0) value += PAPER;
      if (read.wants.fine && doc.kind === "faq" && doc.text.indexOf("罚") < 0) value -= UNFINED;
      if (isQuestion && doc.kind === "faq" && near[doc.place] > ANSWERS) value += ANSWERED;
      return value;
    }
    var order = docs.slice().sort((a, b) => rank(b) - rank(a) || a.place - b.place);
    return this.deeper(order, scores, query);
  };

  /**
   * ``order``, a section before its own page when the page is the best and the section answers nearly as
   * well: who asks a whole question wants the place on the page that tells it.
   * @type {Search.Engine["deeper"]}
   */
  Engine.prototype.deeper = (order, scores, query) => {
    var page = order[0];
    if (!page || page.item || page.url.indexOf("#") >= 0 || query.length < QUESTION) return order;
    var section = order.filter(
      (doc) => doc.url.indexOf(page.url + "#") === 0 && scores[doc.place] >= DEEPER * scores[page.place],
    )[0];
    if (!section) return order;
    return [section].concat(order.filter((doc) => doc !== section));
  };
})();
