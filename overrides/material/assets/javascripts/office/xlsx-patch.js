/*
 * A workbook (.xlsx) with some cells written anew and all else left as it is: other sheets, columns, looks,
 * drop-downs, pictures. No page, no storage.
 *
 * What a change is: {row, like, cells: [[column, value, isDay]]}. `row` is the number of the row, which may
 * be a new one; `like` the row whose looks a new row takes, 0 for none; columns count from 0; a day is
 * written as 2026-11-23. A cell that holds a formula stays, and is told.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var { attribute, columnOf, elements, escape, letters, partText, sheetParts } = HB.xlsx;

  var DAY = 86400000;
  /** Days from 1899-12-30, from which spreadsheets count, to 1970; and from there to 1904. */
  var TO_1970 = 25569;
  var TO_1904 = 1462;

  /**
   * The looks of cells, by number, that show a number as a day.
   * @param {string} styles
   */
  function dayLooks(styles) {
    /** @type {Record<string, string>} */
    var own = Object.create(null);
    elements(styles, "numFmt", (attributes) => {
      own[attribute(attributes, "numFmtId")] = attribute(attributes, "formatCode");
    });
    /** @type {boolean[]} */
    var looks = [];
    elements(styles, "cellXfs", (_, inner) => {
      elements(inner || "", "xf", (attributes) => {
        var id = attribute(attributes, "numFmtId");
        var code = own[id];
        looks.push(
          code === undefined
            ? /^(1[4-7]|22|2[7-9]|3[0-6]|5[0-8])$/.test(id)
            : /[yd]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, "")),
        );
      });
    });
    return looks;
  }

  /**
   * The look of each whole column of a sheet.
   * @param {string} xml
   */
  function columnLooks(xml) {
    /** @type {[number, number, string][]} */
    var looks = [];
    elements(xml, "col", (attributes) => {
      looks.push([
        Number(attribute(attributes, "min")) - 1,
        Number(attribute(attributes, "max")) - 1,
        attribute(attributes, "style"),
      ]);
    });
    return (/** @type {number} */ column) => {
      var found = looks.filter((look) => look[0] <= column && column <= look[1])[0];
      return found ? found[2] : "";
    };
  }

  /**
   * The cells of a row, and what stands behind them.
   * @param {string} xml
   * @param {number} row
   */
  function cellsOf(xml, row) {
    /** @type {{ column: number; look: string; formula: boolean; raw: string }[]} */
    var cells = [];
    var end = 0;
    elements(xml, "c", (attributes, inner, from, to) => {
      var raw = xml.slice(from, to);
      var column = columnOf(attribute(attributes, "r"));
      if (column < 0) {
        // Told by its place alone, which may change.
        column = cells.length ? cells[cells.length - 1].column + 1 : 0;
        raw = raw.replace(/^<(?:\w+:)?c/, '$& r="' + letters(column) + row + '"');
      }
      cells.push({
        column: column,
        look: attribute(attributes, "s"),
        formula: /<(?:\w+:)?f[\s/>]/.test(inner || ""),
        raw: raw,
      });
      end = to;
    });
    return { cells: cells, rest: xml.slice(end) };
  }

  /**
   * The rows of a sheet by their number.
   * @param {string} data  what stands in sheetData
   */
  function rowsOf(data) {
    /** @type {Record<number, { attributes: string; inner: string; raw: string }>} */
    var rows = {};
    var number = 0;
    elements(data, "row", (attributes, inner, from, to) => {
      number = Number(attribute(attributes, "r")) || number + 1;
      rows[number] = { attributes: attributes, inner: inner || "", raw: data.slice(from, to) };
    });
    return rows;
  }

  /**
   * What makes the XML of a cell; a day is a number only where the look shows numbers as days.
   * @param {string} p  prefix of the elements
   * @param {boolean[]} isDay  by the number of the look
   * @param {boolean} from1904
   */
  function cellMaker(p, isDay, from1904) {
    /** @param {string} place @param {string} look @param {string} value @param {boolean} day */
    return (place, look, value, day) => {
      var head = "<" + p + 'c r="' + place + '"' + (look ? ' s="' + look + '"' : "");
      if (day && isDay[Number(look || 0)]) {
        var count = Date.parse(value + "T00:00:00Z") / DAY + TO_1970 - (from1904 ? TO_1904 : 0);
        return head + "><" + p + "v>" + count + "</" + p + "v></" + p + "c>";
      }
      var text = "<" + p + 't xml:space="preserve">' + escape(value) + "</" + p + "t>";
      return head + ' t="inlineStr"><' + p + "is>" + text + "</" + p + "is></" + p + "c>";
    };
  }

  /**
   * The cells of a row with those of `change` written anew, in their order; places of formulas, which stay,
   * go into `kept`.
   * @param {ReturnType<typeof rowsOf>} rows
   * @param {Ledger.Change} change
   * @param {(column: number) => string} looks  of whole columns
   * @param {ReturnType<typeof cellMaker>} make
   * @param {string[]} kept
   */
  function cellsAfter(rows, change, looks, make, kept) {
    var old = rows[change.row];
    var own = cellsOf(old ? old.inner : "", change.row);
    var model = rows[change.like] ? cellsOf(rows[change.like].inner, change.like).cells : [];
    change.cells.forEach((wanted) => {
      var column = wanted[0];
      var place = letters(column) + change.row;
      /** @param {{ column: number }} one */
      var here = (one) => one.column === column;
      var before = own.cells.filter(here)[0];
      if (before && before.formula) {
        kept.push(place);
        return;
      }
      var look = (before || model.filter(here)[0] || { look: looks(column) }).look;
      own.cells = own.cells.filter((one) => !here(one));
      own.cells.push({
        column: column,
        look: look,
        formula: false,
        raw: make(place, look, wanted[1], wanted[2]),
      });
    });
    own.cells.sort((one, two) => one.column - two.column);
    return own.cells.map(rawOf).join("") + own.rest;
  }

  /** @param {{ raw: string }} one */
  function rawOf(one) {
    return one.raw;
  }

  /** @type {Ledger.XlsxPatch} */
  function patch(bytes, isWanted, changes, limits) {
    var files = HB.xlsx.unfold(bytes, limits, /./);
    var found = sheetParts(files);
    var book = partText(files, found.parts["xl/workbook.xml"]);
    var part = found.sheets.filter((sheet) => isWanted(sheet.name)).slice(-1)[0].part;
    var xml = partText(files, part);
    var whole = /<((?:\w+:)?)sheetData(?=[\s/>])[^>]*?(\/?)>/.exec(xml);
    /** @type {string[]} */
    var kept = [];
    if (!whole) return { bytes: new Uint8Array(bytes), kept: kept };
    var p = whole[1];
    var begin = whole.index + whole[0].length;
    var end = whole[2] ? begin : xml.indexOf("</" + p + "sheetData>", begin);
    var looks = columnLooks(xml.slice(0, begin));
    var make = cellMaker(
      p,
      dayLooks(partText(files, found.parts["xl/styles.xml"])),
      /<(?:\w+:)?workbookPr\s[^>]*date1904\s*=\s*["'](?:1|true)["']/.test(book),
    );
    var rows = rowsOf(xml.slice(begin, end));
    changes.forEach((change) => {
      var inner = cellsAfter(rows, change, looks, make, kept);
      var old = rows[change.row] || { attributes: ' r="' + change.row + '"' };
      var attributes = old.attributes.replace(/\sspans\s*=\s*("[^"]*"|'[^']*')/, "");
      var raw = "<" + p + "row" + attributes + ">" + inner + "</" + p + "row>";
      rows[change.row] = { attributes: attributes, inner: inner, raw: raw };
    });
    var data = Object.keys(rows)
      .map(Number)
      .sort((one, two) => one - two)
      .map((row) => rows[row].raw)
      .join("");
    // How far the sheet goes is only a hint to readers; a wrong one hides what is new from some.
    var top = xml.slice(0, whole.index).replace(/<(?:\w+:)?dimension\s[^>]*\/>/, "");
    var tail = whole[2] ? xml.slice(begin) : xml.slice(end + ("</" + p + "sheetData>").length);
    files[part] = window.fflate.strToU8(top + "<" + p + "sheetData>" + data + "</" + p + "sheetData>" + tail);
    return { bytes: window.fflate.zipSync(files, { level: 6, mtime: new Date(2000, 0, 1) }), kept: kept };
  }

  HB.xlsxPatch = patch;
})();
