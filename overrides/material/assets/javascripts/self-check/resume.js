/*
 * On the home page, beside the way back to the self-check: what of the checks on this device is still open.
 * The numbers are those that the page of the self-check noted when it was left (noteOpenChecks in
 * self-check/store.js).
 */
(function () {
  "use strict";

  /** @param {Element} line */
  function tellOpen(line) {
    var /** @type {any} */ kept, /** @type {string} */ today;
    try {
      kept = JSON.parse(localStorage.getItem("handbook-open") || "null");
    } catch (error) {
      kept = null;
    }
    if (!kept || typeof kept.due !== "object" || !kept.due) return;
    var now = new Date();
    today = new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    var sum = [0, 0, 0];
    Object.keys(kept.due).forEach(function (day) {
      var two = kept.due[day];
      sum[0] += Number(two[0]) || 0;
      if (day && day < today) sum[1] += Number(two[0]) || 0;
      sum[2] += Number(two[1]) || 0;
    });
    var told = /** @type {ChildNode} */ (line.lastChild);
    told.textContent = sum[0]
      ? " 还有 " +
        sum[0] +
        " 个没改好" +
        (sum[1] ? "，" + sum[1] + " 个过期" : "") +
        (sum[2] ? "，▲ " + sum[2] + " 个先改" : "") +
        "。"
      : " 查出来的都改好了，或者还没有查完。";
  }

  Array.prototype.forEach.call(document.querySelectorAll(".hb-resume"), tellOpen);
})();
