/*
 * On the home page: the way back to the self-check leads to the one check, where there is one only; beside
 * it stands what of the checks on this device is still open.
 * The numbers are those that the page of the self-check noted when it was left (noteOpenChecks in
 * self-check/store.js).
 */
(function () {
  "use strict";

  /** @param {Element} line */
  function tellOpen(line) {
    /** @type {{ going?: number; due?: Record<string, [number, number]>; lost?: number } | null} */
    var kept = null;
    try {
      kept = JSON.parse(localStorage.getItem("handbook-open") || "null");
    } catch (error) {
      return;
    }
    if (!kept || typeof kept.due !== "object" || !kept.due) return;
    var due = kept.due;
    var now = new Date();
    var today = new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    var sum = [0, 0, 0];
    Object.keys(due).forEach((day) => {
      var two = due[day];
      sum[0] += Number(two[0]) || 0;
      if (day && day < today) sum[1] += Number(two[0]) || 0;
      sum[2] += Number(two[1]) || 0;
    });
    var open =
      "还有 " +
      sum[0] +
      " 个没改好" +
      (sum[1] ? "，" + sum[1] + " 个过期" : "") +
      (sum[2] ? "，▲ " + sum[2] + " 个先改" : "");
    // What cannot be read may hold something that is open.
    var lost = kept.lost ? "有 " + kept.lost + " 次读不出来" : "查出来的都改好了";
    var done = kept.going ? "有 " + kept.going + " 次没查完" : lost;
    line.textContent = (sum[0] ? open : done) + "。";
  }

  /** The checks of which this device keeps something that can be read; null where something cannot. */
  function keptIds() {
    /** @type {Record<string, true>} */
    var ids = {};
    try {
      for (var place = 0; place < localStorage.length; place++) {
        var key = localStorage.key(place) || "";
        var id = (/^handbook-self-check\/(c[0-9a-z]{6,24})\/[ab]$/.exec(key) || [])[1];
        if (!id) continue;
        if (JSON.parse(localStorage.getItem(key) || "").check.id !== id) return null;
        ids[id] = true;
      }
    } catch (error) {
      return null;
    }
    return Object.keys(ids);
  }

  var ids = keptIds();
  /** @type {HTMLAnchorElement | null} */
  var back = document.querySelector(".hb-resume a");
  if (back && ids && ids.length === 1)
    back.setAttribute("href", back.getAttribute("href") + "#check=" + ids[0]);
  Array.prototype.forEach.call(document.querySelectorAll(".hb-resume__told"), tellOpen);
})();
