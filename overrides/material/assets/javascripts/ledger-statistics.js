/*
 * Counting, shares, medians: what the register's reports reckon with. Pure functions on plain values.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || {});

  function countBy(list, keyOf) {
    var counts = Object.create(null);
    list.forEach(function (one) {
      var keys = keyOf(one);
      (Array.isArray(keys) ? keys : [keys]).forEach(function (key) {
        counts[key] = (counts[key] || 0) + 1;
      });
    });
    return counts;
  }

  function unique(list) {
    var seen = Object.create(null);
    return list.filter(function (one) {
      if (seen[one]) return false;
      seen[one] = true;
      return true;
    });
  }

  function sum(list) {
    return list.reduce(function (total, one) {
      return total + one;
    }, 0);
  }

  /** Rounded to `places` after the point, halves up. */
  function rounded(value, places) {
    var scale = Math.pow(10, places || 0);
    return Math.floor(value * scale + 0.5) / scale;
  }

  function median(values) {
    if (!values.length) return null;
    var sorted = values.slice().sort(function (one, two) {
      return one - two;
    });
    var middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  function numbers(records, column) {
    return records
      .map(function (record) {
        return record.v[column];
      })
      .filter(function (value) {
        return typeof value === "number";
      });
  }

  /** A share in percent as text; "—" where the base is too small or too much is missing. */
  function share(part, whole, model, missing) {
    if (whole < model.smallBase || (missing || 0) * 10 > whole) return "—";
    return rounded((part * 100) / whole, 1) + "%";
  }

  function signed(value) {
    return value > 0 ? "+" + value : String(value);
  }

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
