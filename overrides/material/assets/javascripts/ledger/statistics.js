/*
 * Counting, shares, medians: what the register's reports reckon with. Pure functions on plain values.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

  /** @type {Ledger.Statistics["countBy"]} */
  function countBy(list, keyOf) {
    var counts = Object.create(null);
    list.forEach((one) => {
      var keys = keyOf(one);
      for (const key of Array.isArray(keys) ? keys : [keys]) counts[key] = (counts[key] || 0) + 1;
    });
    return counts;
  }

  /** @type {Ledger.Statistics["unique"]} */
  function unique(list) {
    var seen = Object.create(null);
    return list.filter((one) => {
      if (seen[one]) return false;
      seen[one] = true;
      return true;
    });
  }

  /** @type {Ledger.Statistics["sum"]} */
  function sum(list) {
    return list.reduce((total, one) => total + one, 0);
  }

  /**
   * Rounded to `places` after the point, halves up.
   * @type {Ledger.Statistics["rounded"]}
   */
  function rounded(value, places) {
    var scale = Math.pow(10, places || 0);
    return Math.floor(value * scale + 0.5) / scale;
  }

  /** @type {Ledger.Statistics["median"]} */
  function median(values) {
    var sorted = values.slice().sort((one, two) => one - two);
    var middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** @type {Ledger.Statistics["numbers"]} */
  function numbers(records, column) {
    return records.map((record) => record.v[column]).filter((value) => typeof value === "number");
  }

  /**
   * A share in percent as text; "—" where the base is too small or too much is missing.
   * @type {Ledger.Statistics["share"]}
   */
  function share(part, whole, model, missing) {
    if (whole < model.smallBase || (missing || 0) * 10 > whole) return "—";
    return rounded((part * 100) / whole, 1) + "%";
  }

  /** @type {Ledger.Statistics["signed"]} */
  function signed(value) {
    return value > 0 ? "+" + value : String(value);
  }

  /** @type {Ledger.Statistics["change"]} */
  function change(before, after, word) {
    if (after === before) return "和上期一样";
    return after > before
      ? "比上期多 " + (after - before) + " " + word
      : "比上期少 " + (before - after) + " " + word;
  }

  HB.ledgerStatistics = {
    countBy: countBy,
    unique: unique,
    sum: sum,
    rounded: rounded,
    median: median,
    numbers: numbers,
    share: share,
    signed: signed,
    change: change,
  };
})();
