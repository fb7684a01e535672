/*
 * What a firm said of itself, kept on this device for the pages that ask it: the firm's own papers
 * (pack/page.js) and the self-check. Each page takes what it knows and checks it; nothing is sent.
 *
 * The value is the profile that pack/core.js describes.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var KEY = "handbook-firm";
  var CHECKS = "handbook-self-check/"; // where self-check/store.js keeps its checks

  /** @typedef {{n: number, check: SelfCheck.Check}} Slot */

  HB.firm = {
    key: KEY,
    /** What is kept, unchecked; null when there is nothing that can be read. */
    read() {
      try {
        var value = JSON.parse(window.localStorage.getItem(KEY) || "null");
        return value && typeof value === "object" && !Array.isArray(value) ? value : null;
      } catch (error) {
        return null;
      }
    },

    /** Keeps `profile`; false when this browser keeps nothing. */
    write(profile) {
      try {
        window.localStorage.setItem(KEY, JSON.stringify(profile));
        return true;
      } catch (error) {
        return false;
      }
    },

    /**
     * The newest self-check kept on this device that is of one's own firm, unchecked, or null. Of its two
     * places (self-check/store.js) the newer one counts.
     */
    lastCheck() {
      /** @type {Slot | null} */
      var newest = null;
      try {
        for (var place = 0; place < window.localStorage.length; place++) {
          var key = window.localStorage.key(place) || "";
          if (key.indexOf(CHECKS) !== 0) continue;
          var slot = readSlot(window.localStorage.getItem(key) || "null");
          if (slot && (!newest || later(slot, newest))) newest = slot;
        }
      } catch (error) {
        return null;
      }
      return newest && newest.check;
    },
  };

  /**
   * @param {string} text
   * @returns {Slot | null}
   */
  function readSlot(text) {
    try {
      var slot = JSON.parse(text);
      var check = slot && slot.check;
      return check && check.scope && check.scope.role !== "visit" && typeof check.made === "number"
        ? slot
        : null;
    } catch (error) {
      return null;
    }
  }

  /** @type {(one: Slot, other: Slot) => boolean} */
  function later(one, other) {
    if (one.check.made !== other.check.made) return one.check.made > other.check.made;
    return one.n > other.n;
  }
})();
