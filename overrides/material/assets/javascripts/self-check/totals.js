/*
 * What the answers of a check come to: how far it has come, what is still open and late, what it leaves for
 * later, the score of each aspect. Adds to the rules of self-check/core.js.
 */
(function () {
  "use strict";

  var HB = window.HB;
  if (!HB.selfCheck) return; // a file that did not come: the page shows its list
  var { quickItems, itemAnswer, rows, isClosed, isOpen, answerOf, select, pointsById } = HB.selfCheck;

  var SITTING = 40; // points that are looked at in one go: what the usual check leaves comes in parts

  /**
   * What the usual check of the firm of `scope` leaves, in parts of one go each, by items and in their order:
   * [{scope, count}]. Empty when it leaves nothing.
   * @type {SelfCheck.Rules["restParts"]}
   */
  function restParts(scope, data) {
    var rest = Object.assign({}, scope, { depth: "rest", items: [], wide: [] });
    var ids = select(rest, data);
    var many = Math.ceil(ids.length / SITTING);
    /** @type {{scope: SelfCheck.Scope, count: number}[]} */
    var parts = [];
    var byId = pointsById(data);
    ids.forEach((id, place) => {
      var item = data.items[byId[id].item].id;
      var last = parts[parts.length - 1];
      var begun = last && last.scope.items[last.scope.items.length - 1] === item;
      if (!last || (!begun && place >= (parts.length * ids.length) / many)) {
        last = { scope: Object.assign({}, rest, { items: /** @type {string[]} */ ([]) }), count: 0 };
        parts.push(last);
      }
      if (last.scope.items.indexOf(item) < 0) last.scope.items.push(item);
      last.count++;
    });
    return parts;
  }

  /**
   * Numbers of a quick check by items: {all, done, y, n, na, vague}; `vague` are items answered with no of
   * which no point has been named yet.
   * @type {SelfCheck.Rules["quickCounts"]}
   */
  function quickCounts(check, data) {
    var sum = { all: 0, done: 0, y: 0, n: 0, na: 0, vague: 0 };
    quickItems(check.scope, data).forEach((item) => {
      var r = itemAnswer(check, item.id);
      sum.all++;
      if (r) sum.done++;
      if (r === "y") sum.y++;
      if (r === "-") sum.na++;
      if (r === "n") sum.n++;
    });
    sum.vague = vagueItems(check, data).length;
    return sum;
  }

  /**
   * Whether every question of a quick check, every point of another, has its answer.
   * @type {SelfCheck.Rules["isFinished"]}
   */
  function isFinished(check, data) {
    var sum = check.scope.depth === "quick" ? quickCounts(check, data) : counts(rows(check, data), "");
    return sum.done === sum.all;
  }

  /**
   * Items of a quick check answered with no of which no point has been named yet. Each stands in the list of
   * what to mend until its points are.
   * @type {SelfCheck.Rules["vagueItems"]}
   */
  function vagueItems(check, data) {
    if (check.scope.depth !== "quick") return [];
    return quickItems(check.scope, data).filter((item) => {
      var place = data.items.indexOf(item);
      return (
        itemAnswer(check, item.id) === "n" &&
        !data.points.some((point) => point.item === place && answerOf(check, point.id).r === "n")
      );
    });
  }

  /**
   * Whether the item is answered with no, though each of its points has an answer and none is not met: the
   * points do not change the answer of their item.
   * @type {SelfCheck.Rules["isAtOdds"]}
   */
  function isAtOdds(check, data, item) {
    var own = rows(check, data).filter((row) => row.item === item && row.state === "current");
    return (
      itemAnswer(check, item.id) === "n" &&
      own.length > 0 &&
      own.every((row) => row.answer.r === "y" || row.answer.r === "-")
    );
  }

  /**
   * Numbers of a whole check: those of its rows, and each item without a named point as one that is open.
   * @type {SelfCheck.Rules["checkCounts"]}
   */
  function checkCounts(check, data, today) {
    var sum = counts(rows(check, data), today);
    var vague = vagueItems(check, data).length;
    sum.n += vague;
    sum.open += vague;
    return sum;
  }

  /**
   * Numbers of a list of rows; withdrawn and unknown points do not count. `today` decides what is late.
   * @type {SelfCheck.Rules["counts"]}
   */
  function counts(list, today) {
    var sum = { all: 0, done: 0, y: 0, n: 0, na: 0, open: 0, closed: 0, late: 0, major: 0 };
    list.forEach((row) => {
      if (row.state !== "current") return;
      sum.all++;
      var r = row.answer.r;
      if (r) sum.done++;
      if (r === "y") sum.y++;
      if (r === "-") sum.na++;
      if (r === "n") sum.n++;
      if (isClosed(row.answer)) sum.closed++;
      if (!isOpen(row.answer)) return;
      sum.open++;
      if (row.answer.due && row.answer.due < today) sum.late++;
      if (row.major) sum.major++;
    });
    return sum;
  }

  /**
   * Marks out of 100: met ones among those met and not met; null while nothing counts. 100 only when all are
   * met.
   * @type {SelfCheck.Rules["score"]}
   */
  function score(sum) {
    return sum.y + sum.n ? Math.floor((100 * sum.y) / (sum.y + sum.n)) : null;
  }

  /**
   * [{aspect, counts, score}] for each aspect that has rows.
   * @type {SelfCheck.Rules["scores"]}
   */
  function scores(list, data, today) {
    return data.aspects
      .map((aspect) => {
        var own = list.filter((row) => row.aspect === aspect);
        var sum = counts(own, today);
        return { aspect: aspect, counts: sum, score: score(sum) };
      })
      .filter((entry) => entry.counts.all);
  }

  Object.assign(HB.selfCheck, {
    restParts: restParts,
    quickCounts: quickCounts,
    isFinished: isFinished,
    vagueItems: vagueItems,
    isAtOdds: isAtOdds,
    checkCounts: checkCounts,
    counts: counts,
    score: score,
    scores: scores,
  });
})();
