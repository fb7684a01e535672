/*
 * A round of questions: which ones, in what order, what counts as right, which come again. Pure functions.
 *
 * A question: {id, item, who, form, text, options, answer, why, point, page}; form is 选择, 判断 or 问答.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  if (!window.handbookContract) return; // then quiz/page.js leaves the list as it is
  var QUESTION_ID = new RegExp(window.handbookContract.patterns.question);

  /**
   * Numbers below 1, always the same ones for the same seed (mulberry32, public domain).
   * @param {number} seed
   */
  function chance(seed) {
    var state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      var mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }

  /** @type {Quiz.Rounds["shuffled"]} */
  function shuffled(list, seed) {
    var next = chance(seed);
    var copy = list.slice();
    for (var place = copy.length - 1; place > 0; place--) {
      var other = Math.floor(next() * (place + 1));
      var held = copy[place];
      copy[place] = copy[other];
      copy[other] = held;
    }
    return copy;
  }

  /** @param {string} id */
  function hasId(id) {
    return (/** @type {Quiz.Question} */ question) => question.id === id;
  }

  /**
   * What an address asks for: {who, item, only, wrong}; empty texts for "all". `only`: ids of questions
   * (q=07-Q1+08-Q2).
   * @type {Quiz.Rounds["parseWish"]}
   */
  function parseWish(query, bank) {
    var asked = new URLSearchParams(query);
    var item = asked.get("item") || "";
    var who = asked.get("who") || "";
    return {
      who: who === "officer" || who === "manager" ? who : "",
      item: bank.some((question) => question.item === item) ? item : "",
      only: (asked.get("q") || "")
        .split(/[ ,]/)
        .filter((id, place, all) => all.indexOf(id) === place && bank.some(hasId(id))),
      wrong: asked.get("wrong") === "1",
    };
  }

  /** @type {Quiz.Rounds["wishQuery"]} */
  function wishQuery(wish) {
    return [
      wish.who && "who=" + wish.who,
      wish.item && "item=" + wish.item,
      wish.only.length && "q=" + wish.only.join("+"),
      wish.wrong && "wrong=1",
    ]
      .filter(Boolean)
      .join("&");
  }

  /**
   * Questions that fit the wish, in the order of the handbook.
   * @type {Quiz.Rounds["fitting"]}
   */
  function fitting(bank, wish, wrongIds) {
    return bank.filter(
      (question) =>
        (!wish.who || question.who === wish.who) &&
        (!wish.item || question.item === wish.item) &&
        (!wish.only.length || wish.only.indexOf(question.id) >= 0) &&
        (!wish.wrong || wrongIds.indexOf(question.id) >= 0),
    );
  }

  /**
   * A round of at most `count` questions, mixed by `seed`; the options of each are mixed too.
   * @type {Quiz.Rounds["round"]}
   */
  function round(questions, count, seed) {
    return shuffled(questions, seed)
      .slice(0, count)
      .map((question, place) => {
        var options = question.form === "判断" ? ["对", "错"] : shuffled(question.options, seed + place + 1);
        return Object.assign({}, question, { options: options });
      });
  }

  /**
   * Ids of questions answered wrong before, from what was stored; anything else gives none.
   * @type {Quiz.Rounds["readWrong"]}
   */
  function readWrong(raw) {
    try {
      var value = JSON.parse(raw || "null");
      return value && value.v === 1 && Array.isArray(value.wrong)
        ? value.wrong
            .filter(
              (/** @type {unknown} */ id, /** @type {number} */ place, /** @type {unknown[]} */ all) =>
                typeof id === "string" && QUESTION_ID.test(id) && all.indexOf(id) === place,
            )
            .slice(0, 2000)
        : [];
    } catch (error) {
      return [];
    }
  }

  /** @type {Quiz.Rounds["wrongText"]} */
  function wrongText(ids) {
    return JSON.stringify({ v: 1, wrong: ids });
  }

  /**
   * The list of wrong ones after a question was answered: right takes it out, wrong puts it in.
   * @type {Quiz.Rounds["noted"]}
   */
  function noted(ids, id, right) {
    var others = ids.filter((other) => other !== id);
    return right ? others : others.concat([id]);
  }

  HB.quiz = {
    shuffled: shuffled,
    parseWish: parseWish,
    wishQuery: wishQuery,
    fitting: fitting,
    round: round,
    readWrong: readWrong,
    wrongText: wrongText,
    noted: noted,
  };
})();
