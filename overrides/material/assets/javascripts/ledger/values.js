/*
 * Values as the register reads them: texts, numbers and days of cells, and the codes of firms, people and
 * phones.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

  // ---------- Texts, numbers, days ----------

  /**
   * Full-width digits, letters and signs as plain ones; blanks at both ends taken off.
   * @type {Ledger.Values["plain"]}
   */
  function plain(text) {
    return trim(
      String(text).replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)),
    );
  }

  /**
   * The same without any blank.
   * @type {Ledger.Values["tight"]}
   */
  function tight(text) {
    return plain(text).replace(/\s+/g, "");
  }

  /** @type {Ledger.Values["trim"]} */
  function trim(text) {
    return text.replace(/^[\s\u00a0\u3000\u200b\ufeff]+|[\s\u00a0\u3000\u200b\ufeff]+$/g, "");
  }

  /** @type {Ledger.Values["lengthOf"]} */
  function lengthOf(text) {
    return Array.from(text).length;
  }

  /**
   * By the numbers of the characters, the same on every machine.
   * @type {Ledger.Values["order"]}
   */
  function order(one, two) {
    return one < two ? -1 : one > two ? 1 : 0;
  }

  /** @type {Ledger.Values["shown"]} */
  function shown(value) {
    var text = String(value).replace(/\s+/g, " ");
    return lengthOf(text) > 30 ? Array.from(text).slice(0, 29).join("") + "…" : text;
  }

  var DAY = 86400000;

  /** @param {number} year @param {number} month @param {number} date */
  function dayOf(year, month, date) {
    var day = new Date(Date.UTC(year, month - 1, date));
    if (day.getUTCFullYear() !== year || day.getUTCMonth() !== month - 1 || day.getUTCDate() !== date)
      return "";
    return year >= 1949 && year <= 2100 ? day.toISOString().slice(0, 10) : "";
  }

  /** @param {string} day */
  function stamp(day) {
    return Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8, 10));
  }

  /**
   * Days from `one` to `two`.
   * @type {Ledger.Values["between"]}
   */
  function between(one, two) {
    return Math.round((stamp(two) - stamp(one)) / DAY);
  }

  /**
   * A day out of a cell: a spreadsheet's number, 20260901, 2026-9-1, 2026/9/1, 2026.9.1, 2026年9月1日; ""
   * for others.
   * @type {Ledger.Values["readDay"]}
   */
  function readDay(cell, date1904) {
    if (typeof cell === "number") {
      if (cell % 1 === 0 && cell >= 19490101 && cell <= 21001231)
        return dayOf(Math.floor(cell / 10000), Math.floor(cell / 100) % 100, cell % 100);
      var serial = Math.floor(cell) + (date1904 ? 1462 : 0);
      // From 1949 to 2100; spreadsheets count days from 1899-12-30.
      if (serial < 17899 || serial > 73415) return "";
      return new Date(serial * DAY + Date.UTC(1899, 11, 30)).toISOString().slice(0, 10);
    }
    var text = tight(cell);
    var parts =
      /^([0-9]{4})[-–—./。年]([0-9]{1,2})[-–—./。月]([0-9]{1,2})[日号]?$/.exec(text) ||
      /^([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(text) ||
      /^([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]?[0-9:.]+$/.exec(text);
    return parts ? dayOf(+parts[1], +parts[2], +parts[3]) : "";
  }

  /**
   * A number as people write it: at most six places after the point, no exponent.
   * @type {Ledger.Values["numberText"]}
   */
  function numberText(value) {
    if (value % 1 === 0) return String(value);
    return String(Math.round(value * 1e6) / 1e6);
  }

  // ---------- Codes ----------

  var CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  var CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

  /**
   * "" for a right unified social credit code (GB 32100), else the kind of rule that it breaks.
   * @type {Ledger.Values["creditFault"]}
   */
  function creditFault(code) {
    if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return "信用代码写法";
    var sum = 0;
    for (var place = 0; place < 17; place++)
      sum += CREDIT.indexOf(code.charAt(place)) * CREDIT_WEIGHTS[place];
    return CREDIT.charAt((31 - (sum % 31)) % 31) === code.charAt(17) ? "" : "信用代码校验";
  }

  var ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

  /**
   * Whether a text holds the number of an identity card (GB 11643): region, a real day of birth, a right
   * check digit.
   * @type {Ledger.Values["holdsIdentity"]}
   */
  function holdsIdentity(text) {
    if (text.length < 18) return false;
    var one = /[1-9][0-9]{16}[0-9Xx]/g;
    var found;
    while ((found = one.exec(text))) {
      var code = found[0].toUpperCase();
      one.lastIndex = found.index + 1;
      var day = dayOf(+code.slice(6, 10), +code.slice(10, 12), +code.slice(12, 14));
      if (!day && !/^(19[0-4])/.test(code.slice(6, 9))) continue;
      var sum = 0;
      for (var place = 0; place < 17; place++) sum += +code.charAt(place) * ID_WEIGHTS[place];
      if ("10X98765432".charAt(sum % 11) === code.charAt(17)) return true;
    }
    return false;
  }

  /** @type {Ledger.Values["holdsMobile"]} */
  function holdsMobile(text) {
    return /(^|[^0-9])1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}([^0-9]|$)/.test(text);
  }

  HB.ledgerValues = {
    plain: plain,
    tight: tight,
    trim: trim,
    lengthOf: lengthOf,
    order: order,
    shown: shown,
    between: between,
    readDay: readDay,
    numberText: numberText,
    creditFault: creditFault,
    holdsIdentity: holdsIdentity,
    holdsMobile: holdsMobile,
  };
})();
