/*
 * The engine of the site search: what is asked, and which places answer it best. Plain script without
 * modules, workers or fetch: it also runs from a folder and in old phone browsers. search/box.js loads it
 * when the reader first turns to the box, and with it the texts it looks through (assets/search/index.js,
 * made by scripts/handbook/site/search_index.py, which describes their shape). How laws are found by name
 * and article is search/articles.js, how a question is read search/question.js, what the handbook does not
 * hold search/untold.js, which place is likely search/likelihood.js. None knows of the page.
 */
(function () {
  "use strict";

  if (!self.HandbookSearchWords) return; // a file that did not come is told by search/box.js
  var { fold, plain, speller, placeName, Field } = self.HandbookSearchWords;

  /**
   * Weights of a match by where it stands: title, everyday words, running text, and title or words of the
   * item above.
   */
  var TITLE = 4.5,
    WORDS = 3.1,
    TEXT = 0.5,
    ABOVE = 2.4;
  /** Saturation of repeated matches, and how much a long name and a long text count less (as in BM25). */
  var SATURATION = 2.2,
    NAMES_LENGTH = 0.2,
    LENGTH = 0.25;
  /** Share of a pair's weight: of a single character, and of a pair inside a known word. */
  var SINGLE = 1,
    WORD = 1.1;
  /**
   * What a place gains when a phrasing that it answers is asked word for word; less, the less of either is
   * in the other.
   */
  var ASKED = 0.6,
    ASKED_WORDS = 2,
    ASKED_POWER = 2.3;
  var SHOWN = 12;
  /** What is shown scores no less than this share of the best. */
  var FLOOR = 0.22;
  /** Pages that only editors read. */
  var EDITING = /^editing\//;
  /** What a name is compared without. */
  var MARKS = /[\s？?，,、。！!：:；“”（）()《》]/g;
  /** How near a phrasing must be to be sure that it was meant. */
  var ASKED_SURE = 0.8;
  /** Share of what the next three best places of an item score that each place of it gains. */
  var COMPANY = 0.1;
  /** What a place gains, as a share of all that can be gained, when its very name is typed. */
  var NAMED = 2;
  /** What a point gains that tells what it costs, when that is asked: above an answer on the same matter. */
  var FINED = 1.35;
  /** What a form gains when a paper is asked for. */
  var PAPER = 1.5;
  /** How one asks what a word means, and of how many items the points are that tell of a word in passing. */
  var EXPLAIN = /^什么是|^什么叫|(?:到底|究竟)?(?:指的?|算|是)?个?(?:什么|哪个)(?:东西|意思|玩意)?$/,
    MANY = 3;

  /**
   * The running texts, with those of the editors' pages (``more``) in their places.
   * @param {Search.Index} data
   * @param {Search.Texts=} later
   * @param {Search.Asked=} more
   * @returns {Search.Texts}
   */
  function told(data, later, more) {
    var editing = more ? more.editing.slice() : [];
    return {
      points: later ? later.points : [],
      sections: data.sections.map(
        (row, place) => (EDITING.test(row[3]) ? editing.shift() : later && later.sections[place]) || "",
      ),
    };
  }

  /**
   * ``later`` and ``more`` (assets/search/texts.js and asked.js) may still be on their way: then headings and
   * points answer alone.
   * @this {Search.Engine}
   * @param {Search.Index} data
   * @param {Search.Texts=} later
   * @param {Search.Asked=} more
   */
  function Engine(data, later, more) {
    var running = told(data, later, more),
      /** @type {Search.Doc[]} */ docs = [],
      /** @type {string[]} */ titles = [],
      /** @type {string[]} */ words = [],
      /** @type {string[]} */ texts = [],
      spell = (this.spell = speller(data.said));
    /** @param {Partial<Search.Doc>} doc @param {string} title @param {string} keys @param {string} text */
    function add(doc, title, keys, text) {
      doc.place = docs.length;
      doc.asked = [];
      docs.push(/** @type {Search.Doc} */ (doc));
      titles.push(fold(title));
      words.push(fold(keys));
      texts.push(fold(text));
      return /** @type {Search.Doc} */ (doc);
    }
    var items = data.items.map((row) =>
      add(
        {
          kind: "item",
          id: row[0],
          name: row[1],
          aspect: data.aspects[row[2]],
          url: row[3],
          text: row[5],
          above: -1,
          prior: 1,
        },
        row[1],
        row[4],
        row[5],
      ),
    );
    /** @param {string} address */
    function folder(address) {
      return data.folders[
        Object.keys(data.folders)
          .filter((path) => address.indexOf(path) === 0)
          .sort()
          .pop() || ""
      ];
    }
    // The words of the glossary are everyday words of the points that it names for them.
    /** @type {string[]} */
    var named = [];
    data.words.forEach((row) => {
      for (const point of row[1]) named[point] = (named[point] || "") + " " + row[0].join(" ");
    });
    this.points = data.points.map((row, place) => {
      var item = items[row[0]];
      return add(
        {
          kind: "point",
          id: row[1],
          name: row[2],
          item: item,
          url: item.url + "#p" + row[1],
          text: running.points[place] || "",
          above: item.place,
          prior: 1,
          fines: row[4].map((at) => data.fines[at]),
          often: row[5],
        },
        row[2],
        row[3] + (named[place] || ""),
        running.points[place] || "",
      );
    });
    // 老板常问 stands on every item's page and tells nothing; 灭火器怎么用 on one and is a title.
    var common = Object.create(null);
    data.sections.forEach((row) => {
      if (row[0] >= 0) common[row[2]] = (common[row[2]] || 0) + 1;
    });
    data.sections.forEach((row, place) => {
      var item = row[0] < 0 ? null : items[row[0]],
        text = running.sections[place];
      add(
        {
          kind: "section",
          id: "",
          name: item ? row[2] : row[1] + (row[2] ? "：" + row[2] : ""),
          item: item,
          label: folder(row[3]),
          url: row[3],
          text: text,
          above: item ? item.place : -1,
          // What a page alone tells under a title of its own counts as a page does.
          prior: EDITING.test(row[3]) ? 0.5 : item && common[row[2]] > 2 ? 0.4 : 0.9,
        },
        item ? (common[row[2]] > 2 ? "" : row[2]) : row[2] || row[1],
        row[2] && !item ? row[1] : "",
        text,
      );
    });
    this.faq = data.faq.map((row) => {
      var item = row[0] < 0 ? null : items[row[0]];
      return add(
        {
          kind: "faq",
          id: "",
          name: row[2],
          item: item,
          label: row[1],
          url: row[3],
          text: row[4],
          above: item ? item.place : -1,
          prior: 1,
        },
        row[2],
        "",
        row[4],
      );
    });
    this.phones = data.phones.map((row) =>
      add(
        {
          kind: "phone",
          id: "",
          name: row[0] + " " + (row[1] || "（号码待填）"),
          number: row[1],
          urgent: row[3].map((word) => spell(fold(word))),
          label: "打哪个电话",
          url: "index.html#phones",
          text: row[2],
          above: -1,
          prior: 1,
        },
        row[0] + " " + row[1],
        "电话 号码 热线",
        row[2],
      ),
    );
    data.sheets.forEach((row, place) => {
      add(
        {
          kind: "sheet",
          id: "",
          name: row[0],
          label: folder(row[1]),
          url: row[1],
          text: row[3],
          above: -1,
          prior: 0.9,
        },
        row[0],
        row[2],
        row[3] + ((more && more.sheets[place]) || ""),
      );
    });
    this.laws = data.laws.map((row) =>
      add(
        {
          kind: "law",
          id: "",
          name: row[0],
          full: row[1],
          url: row[2],
          label: row[4],
          places: row[6],
          text: row[1],
          above: -1,
          prior: row[5] ? 0.6 : 0.75,
        },
        row[0] + " " + row[1],
        row[3],
        row[6].map((place) => place[2]).join(" "),
      ),
    );
    this.docs = docs;
    this.elsewhere = more ? more.elsewhere : { phones: [], total: 0, counts: "" };
    this.common = more ? atob(more.common) : "";
    this.worded = more ? more.wording : { step: 0, weights: "" };
    this.items = items;
    this.readAsked(data, running, more ? more.asked : []);
    this.titles = titles;
    this.words = words;
    this.texts = texts;
    this.fields = [
      new Field(titles),
      new Field(words),
      new Field(texts),
      new Field(docs.map((doc) => doc.asked.join("\n"))),
    ];
    this.aboves = docs.map((doc) => doc.above);
    // What one match counts, by field and document.
    this.shares = this.fields.map((field, rank) => {
      var length = rank < 2 ? NAMES_LENGTH : LENGTH;
      return field.sizes.map(
        (size) => [TITLE, WORDS, TEXT, ASKED_WORDS][rank] / (1 - length + (length * size) / field.mean),
      );
    });
    this.bare = titles.map((title) => title.replace(MARKS, ""));
    this.habits = data.habits;
    this.amounts = data.amounts;
    this.readWords(data.words);
    this.readSounds(data.sounds);
  }

  /**
   * The phrasings that each place answers: those written for it (for a page that is no place its first
   * section), and the questions that its own text asks and answers.
   * @type {Search.Engine["readAsked"]}
   */
  Engine.prototype.readAsked = function (data, texts, more) {
    var byPlace = Object.create(null),
      /** @type {string[]} */ phrases = [],
      /** @type {number[]} */ owners = (this.owners = []),
      spell = this.spell;
    /** @param {Search.Doc} doc @param {string} phrase */
    function learn(doc, phrase) {
      phrase = spell(fold(phrase).replace(/[\s？?，、“”]/g, ""));
      if (phrase.length < 2) return;
      doc.asked.push(phrase);
      phrases.push(phrase);
      owners.push(doc.place);
    }
    this.docs.forEach((doc) => {
      if (doc.id) byPlace[doc.id] = doc;
      byPlace[doc.url] = byPlace[doc.url] || doc;
    });
    for (const doc of this.docs) byPlace[doc.url.split("#")[0]] = byPlace[doc.url.split("#")[0]] || doc;
    data.asked.concat(more).forEach((row) => {
      var doc = byPlace[row[0]] || byPlace[row[0].split("#")[0]];
      if (!doc) return;
      if (row[2]) doc.first = true;
      row[1].forEach((phrase) => {
        learn(doc, phrase);
      });
    });
    data.points.forEach((row) => {
      for (const phrase of row[3].match(/[^？]+？/g) || []) learn(byPlace[row[1]], phrase);
    });
    data.sections.forEach((row, place) => {
      for (const phrase of (texts.sections[place] || "").match(/[^。？；：\s]{3,40}？/g) || [])
        learn(byPlace[row[3]], phrase);
    });
    for (const doc of this.faq) learn(doc, doc.name);
    this.phrases = new Field(phrases);
  };

  /**
   * How near the nearest phrasing of each document is to what was read, from 0 to 1. Needs the rarities of
   * ``rate``.
   * @type {Search.Engine["nearest"]}
   */
  Engine.prototype.nearest = function (terms) {
    var total = 0,
      count = this.owners.length,
      got = new Float64Array(count),
      own = new Float64Array(count),
      best = new Float64Array(count),
      long = new Float64Array(count),
      near = new Float64Array(this.docs.length),
      field = this.phrases;
    terms.forEach((term) => {
      var rarity = term.asks ? term.weight : term.rarity || 0;
      if (!rarity) return;
      total += rarity;
      /** @type {number[]} */
      var touched = [];
      term.needles.forEach((needle) => {
        field.sweep(needle[0], (phrase, exact) => {
          var strength = needle[1] * (exact ? 1 : 0.4);
          if (best[phrase] >= strength) return;
          if (!best[phrase]) touched.push(phrase);
          best[phrase] = strength;
          long[phrase] = needle[0].length - 1;
        });
      });
      touched.forEach((phrase) => {
        got[phrase] += rarity * best[phrase];
        own[phrase] += long[phrase];
        best[phrase] = 0;
      });
    });
    for (var phrase = 0; phrase < count; phrase++) {
      if (!got[phrase]) continue;
      var value = (got[phrase] / total) * (0.5 + 0.5 * Math.min(1, own[phrase] / (field.sizes[phrase] - 1))),
        doc = this.owners[phrase];
      if (value > near[doc]) near[doc] = value;
    }
    return near;
  };

  /**
   * The known words, longest first: those of the glossary with their synonyms, then the items' everyday
   * words.
   * @type {Search.Engine["readWords"]}
   */
  Engine.prototype.readWords = function (groups) {
    var known = (this.known = Object.create(null)),
      /** @type {string[]} */ list = [],
      habits = this.habits;
    // 罚多少 asks for a kind of answer even where the glossary explains it.
    var asking = /** @type {string[]} */ ([]).concat(habits.often, habits.fine, habits.licence, habits.idle);
    /** @param {string} word @param {Search.WordGroup | null} group */
    function learn(word, group) {
      if (word.length < 2 || asking.indexOf(word) >= 0) return;
      if (!known[word]) {
        known[word] = [];
        list.push(word);
      }
      if (group) known[word].push(group);
    }
    groups.forEach((row) => {
      /** @type {Search.WordGroup} */
      var group = { words: row[0].map(fold), points: row[1], term: row[0][0], meaning: row[2], url: row[3] };
      for (const word of group.words) learn(word, group);
    });
    var words = this.words;
    this.items.forEach((item) => {
      for (const word of words[item.place].split(" ")) learn(word, null);
    });
    for (const law of this.laws) learn(fold(law.name), null);
    this.names = list
      .concat(
        this.items.map((item) => item.name),
        this.docs.filter((doc) => doc.kind === "sheet" || doc.kind === "law").map((doc) => doc.name),
      )
      .join("\n");
    this.wordList = list.sort((a, b) => b.length - a.length);
  };

  /** @type {Search.Engine["readSounds"]} */
  Engine.prototype.readSounds = function (sounds) {
    var heard = (this.heard = Object.create(null));
    this.sounds = sounds;
    Object.keys(sounds).forEach((sound) => {
      for (const sign of sounds[sound].split("")) (heard[sign] = heard[sign] || []).push(sound);
    });
  };

  /**
   * Scores of all documents for what was read.
   * @type {Search.Engine["rate"]}
   */
  Engine.prototype.rate = function (read, whole) {
    var count = this.docs.length,
      scores = new Float64Array(count),
      hits = new Float64Array(count),
      total = 0,
      self = this;
    var weight = new Float64Array(count),
      aboves = this.aboves;
    read.terms.forEach((term) => {
      if (term.asks) return;
      var found = 0,
        doc;
      weight.fill(0);
      self.fields.forEach((field, rank) => {
        var shares = self.shares[rank];
        term.needles.forEach((needle) => {
          var own = needle[1];
          field.sweep(needle[0], (doc, exact) => {
            weight[doc] += own * shares[doc] * (exact ? 1 : 0.4);
          });
        });
      });
      for (doc = 0; doc < count; doc++) if (weight[doc]) found++;
      if (!found) return;
      var rarity = Math.log(1 + (count - found + 0.5) / (found + 0.5)) * term.weight;
      term.rarity = rarity;
      total += rarity;
      for (doc = 0; doc < count; doc++) {
        var above = aboves[doc],
          own = weight[doc],
          all = own + (above < 0 ? 0 : ABOVE * Math.min(1, weight[above] / TITLE));
        if (!all) continue;
        scores[doc] += (rarity * all) / (all + SATURATION);
        hits[doc] += own ? rarity : 0.75 * rarity;
      }
    });
    var near = (read.near = this.nearest(read.terms));
    read.total = total;
    for (var doc = 0; doc < count; doc++) {
      if (!scores[doc]) continue;
      var entry = this.docs[doc],
        share = hits[doc] / total;
      scores[doc] *= (0.5 + 0.5 * share) * entry.prior;
      if (entry.kind === "item") scores[doc] *= read.wants.answer ? 0.65 : 1.15;
      if (read.wants.often && entry.often) scores[doc] *= 1.35;
      if (read.wants.fine && (entry.fines || []).length) scores[doc] *= FINED;
      if (read.wants.paper && entry.kind === "sheet") scores[doc] *= PAPER;
      scores[doc] += ASKED * total * Math.pow(near[doc], ASKED_POWER);
      if (whole === this.bare[doc] || whole === entry.id + this.bare[doc]) scores[doc] += NAMED * total;
    }
    this.lift(scores);
    return scores;
  };

  /**
   * Lifts what stands among others of its item that answer too: of two places that fit alike, the one whose
   * page speaks of the matter is meant. The best one itself does not lift the others.
   * @type {Search.Engine["lift"]}
   */
  Engine.prototype.lift = function (scores) {
    /** @type {Record<number, number[]>} */
    var byItem = Object.create(null);
    /** @param {Search.Doc} doc */
    function itemOf(doc) {
      return doc.kind === "item" ? doc : doc.item;
    }
    this.docs.forEach((doc) => {
      var item = itemOf(doc);
      if (item && scores[doc.place]) (byItem[item.place] = byItem[item.place] || []).push(scores[doc.place]);
    });
    var gains = Object.create(null);
    Object.keys(byItem).forEach((place) => {
      var best = byItem[Number(place)].sort((a, b) => b - a);
      gains[place] = (COMPANY * ((best[1] || 0) + (best[2] || 0) + (best[3] || 0))) / 3;
    });
    this.docs.forEach((doc) => {
      var item = itemOf(doc);
      if (item && scores[doc.place]) scores[doc.place] += gains[item.place];
    });
  };

  /**
   * ``typed`` as the texts are written: spoken words, slips of the pen and sounds put right.
   * @type {Search.Engine["written"]}
   */
  Engine.prototype.written = function (typed) {
    var self = this,
      query = this.spell(
        fold(plain(typed))
          .replace(/[\s？?，、。！!]+/g, " ")
          .trim(),
      );
    if (!query) return "";
    for (const field of this.fields.concat(this.phrases)) field.forget();
    return this.spelt(
      query
        .split(" ")
        .map((/** @type {string} */ run) => self.mendWindows(run))
        .join(" "),
    );
  };

  /**
   * What ``query`` calls by its number (14-1, 14) or by its name (消防法第60条), and what it asks besides.
   * @type {Search.Engine["called"]}
   */
  Engine.prototype.called = function (query) {
    var self = this,
      /** @type {Search.Hit[]} */ hits = [],
      number = /^(\d{1,2})[-－—.](\d{1,2})$/.exec(query.replace(/ /g, "")) || /^第?(\d{1,2})条?$/.exec(query),
      id = number && ("0" + number[1]).slice(-2) + (number[2] ? "-" + +number[2] : ""),
      articles = this.articles(query, this.habits.fine.some(isSaid)),
      standard = this.numbered(query);
    /** @param {string} word */
    function isSaid(word) {
      return query.indexOf(word) >= 0;
    }
    for (const doc of this.docs) if (id && doc.id === id) hits.push({ doc: doc, url: doc.url, place: null });
    if (standard) hits.push({ doc: standard, url: standard.url, place: null });
    if (articles) for (const row of articles.rows) hits.push(hit(row));
    var rest = articles ? articles.rest || query : query,
      laws = articles ? null : this.lawsAsked(rest);
    if (laws) rest = laws.rest || rest;
    if (!articles)
      for (const law of this.laws)
        if (self.isNamed(law, rest)) hits.push({ doc: law, url: law.url, place: null });
    return {
      hits: hits,
      query: rest,
      laws: laws,
      sure: !!number || !!laws || !!(articles && articles.rows.length),
    };
  };

  /**
   * A law's page as a result, at its place.
   * @param {{ law: Search.Doc; place: Search.Place | null }} row
   * @returns {Search.Hit}
   */
  function hit(row) {
    return { doc: row.law, url: row.law.url + (row.place ? "#" + row.place[0] : ""), place: row.place };
  }

  /**
   * How ``query`` is read, and the scores of all documents for it.
   * @type {Search.Engine["weighed"]}
   */
  Engine.prototype.weighed = function (query) {
    var read = this.read(query);
    if (read.query !== query) read = this.read((query = read.query)); // a word put right is a known one
    var scores = this.rate(read, read.query.replace(MARKS, "")),
      asked = this.withoutTrade(query, /** @type {Search.Scores} */ (read.near));
    if (asked === query) return { read: read, scores: scores };
    read = this.read(asked);
    return { read: read, scores: this.rate(read, read.query.replace(MARKS, "")) };
  };

  /**
   * What is marked in a result, and what its words are chosen by.
   * @param {Search.Read} read
   */
  function needlesOf(read) {
    /** @type {string[]} */
    var needles = [];
    read.terms.forEach((term) => {
      term.needles.forEach((needle) => {
        if (needle[1] >= 0.5 && (needle[0].length > 1 || term.weight > SINGLE)) needles.push(needle[0]);
      });
    });
    return needles;
  }

  /**
   * The documents in ``order`` as results behind ``hits``, each address once: first the laws that were asked
   * and the word that was asked for.
   * @type {Search.Engine["listed"]}
   */
  Engine.prototype.listed = function (hits, laws, word, order, needles) {
    var self = this,
      seen = Object.create(null),
      count = 0;
    hits = hits.concat(laws);
    if (word) hits.push({ doc: word, url: word.url, place: null });
    var sure = hits.length;
    for (const doc of order) {
      var place = doc.kind === "law" ? self.bestPlace(doc, needles) : null;
      hits.push({ doc: doc, url: doc.url + (place ? "#" + place[0] : ""), place: place });
    }
    return hits.filter((one, rank) => {
      if (seen[one.url] || (rank >= sure && count >= SHOWN)) return false;
      count++;
      return (seen[one.url] = true);
    });
  };

  /**
   * The best results for what a reader typed, best first.
   * @type {Search.Engine["search"]}
   */
  Engine.prototype.search = function (typed) {
    var written = this.written(typed);
    if (!written) return { results: [], needles: [], query: "", scores: new Float64Array(0), wants: {} };
    var called = this.called(written),
      laws = called.laws,
      weighed = this.weighed(called.query),
      read = weighed.read,
      scores = weighed.scores,
      query = read.query,
      best = Math.max.apply(null, /** @type {any} */ (scores)),
      urgent = this.urgent(query),
      order = this.order(
        this.docs.filter(
          (doc) => best && scores[doc.place] >= (urgent.length && doc.first ? 0 : FLOOR) * best,
        ),
        scores,
        read,
        urgent.length > 0,
      ),
      needles = needlesOf(read),
      word = this.explained(query, order[0], /** @type {Search.Scores} */ (read.near)),
      /** @type {{ law: Search.Doc; place: Search.Place | null }[]} */ asked = [];
    if (laws && laws.rest) asked = [this.placeAsked(laws.laws, needles, scores, read.wants.fine)];
    else if (laws) asked = laws.laws.map((/** @type {Search.Doc} */ law) => ({ law: law, place: null }));
    return {
      results: this.listed(called.hits, asked.map(hit), word, order, needles),
      needles: needles,
      query: query,
      scores: scores,
      wants: read.wants,
      meaning: this.meaning(query, read),
      urgent: urgent,
      unsaid: this.strange(query)[0],
      foreign: !urgent.length && !called.sure && !this.holds(query, read, order.slice(0, 3), scores),
    };
  };

  /**
   * The glossary's word that makes up most of the question, with its meaning; null when there is none.
   * @type {Search.Engine["meaning"]}
   */
  Engine.prototype.meaning = function (query, read) {
    var core = read.core || query.replace(/ /g, ""),
      known = this.known;
    var groups = this.wordList
      .filter((word) => core.indexOf(word) >= 0 && word.length * 1.67 >= core.length)
      .map((word) => known[word].filter((group) => group.meaning)[0])
      .filter(Boolean);
    return groups.length ? { word: groups[0].term, meaning: groups[0].meaning } : null;
  };

  /**
   * The glossary's entry when it is what is asked for: 香蕉水是什么东西; or a word by itself (首违不罚)
   * for which the glossary names points of many items or none, and no page is ``best``, but those that use
   * it.
   * @type {Search.Engine["explained"]}
   */
  Engine.prototype.explained = function (query, best, near) {
    var self = this,
      asked = query.replace(/ /g, ""),
      word = asked.replace(EXPLAIN, ""),
      group = (this.known[word] || []).filter((one) => one.meaning)[0];
    if (!group) return null;
    if (word === asked && best) {
      var /** @type {Record<string, boolean>} */ items = Object.create(null);
      group.points.forEach((point) => {
        items[/** @type {Search.Doc} */ (self.points[point].item).id] = true;
      });
      var many = Object.keys(items).length,
        names = this.titles[best.place] + (best.kind === "point" ? "" : this.words[best.place]);
      if ((many && many < MANY) || near[best.place] >= ASKED_SURE) return null;
      if (group.words.some((name) => names.indexOf(name) >= 0)) return null;
    }
    return /** @type {Search.Doc} */ ({
      kind: "word",
      id: "",
      name: group.term,
      label: "词语对照",
      url: group.url,
      text: group.meaning,
      place: -1,
      asked: [],
      above: -1,
      prior: 1,
    });
  };

  /**
   * The point of an item that answers best.
   * @type {Search.Engine["bestPoint"]}
   */
  Engine.prototype.bestPoint = function (item, scores) {
    /** @type {Search.Doc | null} */
    var best = null;
    this.points.forEach((/** @type {Search.Doc} */ point) => {
      if (point.item === item && (!best || scores[point.place] > scores[best.place])) best = point;
    });
    return best;
  };

  Engine.fold = fold;
  Engine.placeName = placeName;
  Engine.SHOWN = SHOWN;
  Engine.WEIGHTS = { SINGLE: SINGLE, WORD: WORD, ASKED_SURE: ASKED_SURE };
  self.HandbookSearchEngine = Engine;
})();
