/*
 * Workbooks (.xlsx, ECMA-376) read into plain cells and written from plain rows. No page, no storage.
 *
 * A read workbook:
 *   {date1904, sheets: [{name, rows: [[number, cells]], hidden: count of hidden rows, merged: ["A3:B4"]}]}
 * A cell is a string, a number, or one of
 *   {big: "9.13E+17"}   a number with more digits than a spreadsheet keeps
 *   {error: "#REF!"}    the result of a broken formula
 *   {formula: true}     a formula without a stored result
 * and null where there is nothing. Cells are by column, from 0.
 *
 * The ZIP part is fflate's (window.fflate). Sheets are machine-written XML, so they are read by their tags:
 * a full parser would build a tree many times as large, and markup in a cell is text to this program in any
 * case.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

  var MB = 1024 * 1024;
  /** Beyond this a double no longer holds every whole number a person may have typed (15 digits are kept). */
  var EXACT = 1e15;

  /** What stops the reading of a file: `kind` is a kind of rule, `values` go into its words. */
  class Unreadable {
    /** @param {string} kind @param {Record<string, Ledger.Value>} [values] */
    constructor(kind, values) {
      this.kind = kind;
      this.values = values || {};
    }
  }

  // ---------- Reading ----------

  /** @type {Record<string, string>} */
  var ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

  /** @param {string} text */
  function decode(text) {
    if (text.indexOf("<![CDATA[") >= 0)
      text = text.replace(/<!\[CDATA\[([^]*?)\]\]>/g, (_, inner) =>
        inner.replace(/&/g, "&amp;").replace(/</g, "&lt;"),
      );
    if (text.indexOf("&") >= 0)
      text = text.replace(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-z]{2,4});/g, (whole, name) => {
        if (name.charAt(0) !== "#") return ENTITIES[name] || whole;
        var code = name.charAt(1) === "x" ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
      });
    // _x000D_ and its like stand for characters that XML cannot hold.
    if (text.indexOf("_x") >= 0)
      text = text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    return text;
  }

  var patterns = Object.create(null);

  /** @param {string} tag @param {string} name */
  function attribute(tag, name) {
    if (!patterns[name])
      patterns[name] = new RegExp("(?:^|\\s)(?:\\w+:)?" + name + "\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
    var found = patterns[name].exec(tag);
    return found ? decode(found[1] === undefined ? found[2] : found[1]) : "";
  }

  /**
   * Calls visit(attributes, inner, from, to) for each element `name` of `xml`, in order; `inner` is null for
   * an empty one, `from` and `to` are where it stands. One way through, whatever the text holds: an element
   * without an end stops it. visit may return false to stop too.
   * @type {Ledger.Xlsx["elements"]}
   */
  function elements(xml, name, visit) {
    var open = new RegExp("<((?:\\w+:)?)" + name + "(?=[\\s/>])([^>]*)>", "g");
    var found;
    while ((found = open.exec(xml))) {
      if (found[2].charAt(found[2].length - 1) === "/") {
        if (visit(found[2].slice(0, -1), null, found.index, open.lastIndex) === false) return;
        continue;
      }
      var close = "</" + found[1] + name + ">";
      var end = xml.indexOf(close, open.lastIndex);
      if (end < 0) return;
      var inner = xml.slice(open.lastIndex, end);
      open.lastIndex = end + close.length;
      if (visit(found[2], inner, found.index, open.lastIndex) === false) return;
    }
  }

  /**
   * The texts of all <t> in a piece of XML as one, phonetic readings left out.
   * @param {string} xml
   */
  function texts(xml) {
    /** @type {string[]} */
    var readings = [];
    if (xml.indexOf("rPh") >= 0)
      elements(xml, "rPh", (_, inner) => {
        if (inner) readings.push(inner);
      });
    for (const inner of readings) xml = xml.replace(inner, "");
    var whole = "";
    elements(xml, "t", (_, inner) => {
      if (inner) whole += decode(inner);
    });
    return whole;
  }

  /** @param {string} reference */
  function columnOf(reference) {
    var number = 0;
    for (var place = 0; place < reference.length; place++) {
      var code = reference.charCodeAt(place);
      if (code < 65 || code > 90) break;
      number = number * 26 + code - 64;
    }
    return number - 1;
  }

  /**
   * A, B … AA for 0, 1 … 26.
   * @type {Ledger.Xlsx["letters"]}
   */
  function letters(column) {
    var name = "";
    for (var rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
      name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
    return name;
  }

  /** @param {string} raw */
  function numberCell(raw) {
    var value = Number(raw);
    if (raw === "" || !isFinite(value)) return raw === "" ? null : raw;
    if (Math.abs(value) >= EXACT) return { big: raw };
    return value === 0 ? 0 : value;
  }

  /**
   * The cells of a row's XML.
   * @param {string} xml
   * @param {string[]} shared
   */
  function cellsOf(xml, shared) {
    /** @type {Ledger.Cell[]} */
    var cells = [];
    elements(xml, "c", (attributes, inner) => {
      var place = columnOf(attribute(attributes, "r"));
      if (place < 0) place = cells.length;
      if (place > 16383) return;
      while (cells.length < place) cells.push(null);
      cells[place] = inner === null ? null : cellOf(attribute(attributes, "t"), inner, shared);
    });
    return cells;
  }

  /** @param {string} type @param {string} inner @param {string[]} shared */
  function cellOf(type, inner, shared) {
    if (type === "inlineStr") return texts(inner) || null;
    var raw = "";
    elements(inner, "v", (_, text) => {
      raw = /** @type {string} */ (text);
      return false;
    });
    var formula = /<(?:\w+:)?f[\s>/]/.test(inner);
    if (raw === "") return formula ? { formula: true } : null;
    if (type === "s") return shared[Number(raw)] || null;
    if (type === "str") return decode(raw);
    if (type === "e") return { error: decode(raw) };
    if (type === "b") return raw.trim() === "1" ? "是" : "否";
    if (type === "d") return decode(raw);
    return numberCell(raw.trim());
  }

  var PARTS = /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/i;

  /**
   * Parts of the archive whose names fit, by name. Never unfolds more than `limits.unfolded` MB.
   * @type {Ledger.Xlsx["unfold"]}
   */
  function unfold(bytes, limits, names) {
    var total = 0;
    try {
      return window.fflate.unzipSync(bytes, {
        filter(file) {
          if (!names.test(file.name)) return false;
          total += file.originalSize;
          if (total > limits.unfolded * MB) throw new Unreadable("解开太大", { 应为: limits.unfolded });
          return true;
        },
      });
    } catch (error) {
      if (error instanceof Unreadable) throw error;
      throw new Unreadable("文件坏了");
    }
  }

  /**
   * The sheets of a workbook, each by its name and the name of its part; parts are found by small letters.
   * @type {Ledger.Xlsx["sheetParts"]}
   */
  function sheetParts(files) {
    /** @type {Record<string, string>} */
    var parts = Object.create(null);
    for (const name of Object.keys(files)) parts[name.toLowerCase()] = name;
    /** @type {Record<string, string>} */
    var targets = Object.create(null);
    elements(partText(files, parts["xl/_rels/workbook.xml.rels"]), "Relationship", (attributes) => {
      var target = attribute(attributes, "Target").replace(/\\/g, "/");
      target = target.charAt(0) === "/" ? target.slice(1) : "xl/" + target;
      targets[attribute(attributes, "Id")] = parts[target.toLowerCase()] || "";
    });
    /** @type {{ name: string; part: string }[]} */
    var sheets = [];
    elements(partText(files, parts["xl/workbook.xml"]), "sheet", (attributes) => {
      sheets.push({ name: attribute(attributes, "name"), part: targets[attribute(attributes, "id")] || "" });
    });
    return { sheets: sheets, parts: parts };
  }

  /** @type {Ledger.Xlsx["partText"]} */
  function partText(files, name) {
    return name && files[name] ? textOf(files[name]) : "";
  }

  /** @param {Uint8Array} bytes */
  function textOf(bytes) {
    return new TextDecoder("utf-8").decode(bytes);
  }

  /**
   * The workbook in `bytes` (Uint8Array). `limits` is {megabytes, unfolded, rows}.
   * Throws Unreadable when the file is not one or too large.
   * @param {Uint8Array} bytes
   * @param {Ledger.Limits} limits
   */
  function readWorkbook(bytes, limits) {
    if (bytes.length > limits.megabytes * MB)
      throw new Unreadable("文件太大", {
        值: Math.ceil(bytes.length / MB),
        应为: limits.megabytes,
      });
    if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0)
      throw new Unreadable("旧格式");
    if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
      var looksText =
        bytes.length > 0 &&
        bytes.subarray(0, 512).every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
      throw new Unreadable(looksText ? "文本文件" : "不是工作簿");
    }
    var files = unfold(bytes, limits, PARTS);
    var found = sheetParts(files);
    var book = partText(files, found.parts["xl/workbook.xml"]);
    /** @type {string[]} */
    var shared = [];
    elements(partText(files, found.parts["xl/sharedstrings.xml"]), "si", (_, inner) => {
      shared.push(inner === null ? "" : texts(inner));
    });
    var date1904 = /<(?:\w+:)?workbookPr\s[^>]*date1904\s*=\s*["'](?:1|true)["']/.test(book);
    var sheets = found.sheets.map((sheet) =>
      sheetOf(sheet.name, partText(files, sheet.part), shared, limits),
    );
    if (!sheets.length) throw new Unreadable("不是工作簿");
    return { date1904: date1904, sheets: sheets };
  }

  /** @param {string} name @param {string} xml @param {string[]} shared @param {Ledger.Limits} limits */
  function sheetOf(name, xml, shared, limits) {
    /** @type {Ledger.ReadSheet} */
    var sheet = { name: name, rows: [], hidden: 0, merged: [] };
    var count = 0;
    var number = 0;
    elements(xml, "row", (attributes, inner) => {
      number = Number(attribute(attributes, "r")) || number + 1;
      if (inner === null) return;
      var cells = cellsOf(inner, shared);
      if (!cells.some((cell) => cell !== null)) return;
      if (/\shidden\s*=\s*["'](?:1|true)["']/.test(attributes)) sheet.hidden++;
      // Counted to the end, so that the sentence tells how many there are; beyond the limit nothing is kept.
      if (++count <= limits.rows + 10) sheet.rows.push([number, cells]);
    });
    if (count > limits.rows + 10) throw new Unreadable("行太多", { 表: name, 值: count, 应为: limits.rows });
    elements(xml, "mergeCell", (attributes) => {
      sheet.merged.push(attribute(attributes, "ref"));
      return sheet.merged.length < 1000;
    });
    return sheet;
  }

  // ---------- Writing ----------

  /** @type {Ledger.Xlsx["escape"]} */
  function escape(text) {
    return String(text)
      .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "")
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])/g, "")
      .replace(/(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;")
      .replace(/_x([0-9A-Fa-f]{4})_/g, "_x005F_x$1_");
  }

  var { HEAD, OFFICE } = HB.zip;
  var MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

  /** @type {(size: number, bold: boolean) => string} */
  function font(size, bold) {
    return '<font><sz val="' + size + '"/><name val="' + (bold ? "黑体" : "宋体") + '"/></font>';
  }

  /** @type {(look: string) => string} */
  function boxed(look) {
    return (
      "<xf " + look + ' borderId="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
    );
  }

  /** @type {(kind: string, color: string) => string} */
  function fill(kind, color) {
    return (
      '<fill><patternFill patternType="' +
      kind +
      '"' +
      (color ? '><fgColor rgb="FF' + color + '"/></patternFill>' : "/>") +
      "</fill>"
    );
  }

  /** Looks of cells by number: 0 plain, 1 head, 2 text kept as text, 3 to be mended, 4 title. */
  var STYLES =
    HEAD +
    '<styleSheet xmlns="' +
    MAIN +
    '"><fonts count="3">' +
    font(10, false) +
    font(10, true) +
    font(14, true) +
    '</fonts><fills count="4">' +
    fill("none", "") +
    fill("gray125", "") +
    fill("solid", "E4ECF3") +
    fill("solid", "FFE3DC") +
    '</fills><borders count="2"><border/><border>' +
    ["left", "right", "top", "bottom"].map((side) => "<" + side + ' style="thin"/>').join("") +
    '</border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5">' +
    boxed('fontId="0"') +
    boxed('fontId="1" fillId="2" applyFill="1"') +
    boxed('numFmtId="49" fontId="0" quotePrefix="1" applyNumberFormat="1"') +
    boxed('numFmtId="49" fontId="0" fillId="3" applyFill="1" applyNumberFormat="1"') +
    '<xf fontId="2"/></cellXfs>' +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

  /**
   * A workbook's bytes. `sheets`: [{name, widths: [characters], title, head: [texts], rows: [[value]],
   * marks: {"row:column": comment}}]. Numbers become numbers, everything else text, whatever it looks like;
   * nothing is ever a formula.
   * @param {Ledger.OutSheet[]} sheets
   */
  function writeWorkbook(sheets) {
    var parts = HB.zip.start([
      ["xl/workbook.xml", "spreadsheetml.sheet.main"],
      ["xl/styles.xml", "spreadsheetml.styles"],
      ...sheets.map(
        /** @returns {[string, string]} */ (_, place) => [
          "xl/worksheets/sheet" + (place + 1) + ".xml",
          "spreadsheetml.worksheet",
        ],
      ),
    ]);
    /** @param {string} name @param {string} text */
    function put(name, text) {
      parts[name] = text;
    }
    put(
      "xl/workbook.xml",
      HEAD +
        '<workbook xmlns="' +
        MAIN +
        '" xmlns:r="' +
        OFFICE +
        '"><sheets>' +
        sheets
          .map(
            (sheet, place) =>
              '<sheet name="' +
              escape(sheetName(sheet.name)) +
              '" sheetId="' +
              (place + 1) +
              '" r:id="rId' +
              (place + 1) +
              '"/>',
          )
          .join("") +
        "</sheets></workbook>",
    );
    put(
      "xl/_rels/workbook.xml.rels",
      HB.zip.relations([
        ...sheets.map(
          /** @returns {[string, string, string]} */ (_, place) => [
            "rId" + (place + 1),
            "worksheet",
            "worksheets/sheet" + (place + 1) + ".xml",
          ],
        ),
        ["rIdStyles", "styles", "styles.xml"],
      ]),
    );
    put("xl/styles.xml", STYLES);
    sheets.forEach((sheet, place) => {
      put("xl/worksheets/sheet" + (place + 1) + ".xml", sheetXml(sheet));
    });
    return HB.zip.pack(parts);
  }

  /**
   * A name that spreadsheets take: at most 31 characters, none of []:*?/\
   * @param {string} name
   */
  function sheetName(name) {
    return (
      String(name)
        .replace(/[[\]:*?/\\]/g, " ")
        .slice(0, 31) || "表"
    );
  }

  /** @param {Ledger.OutSheet} sheet */
  function sheetXml(sheet) {
    var number = 0;
    /** @type {string[]} */
    var lines = [];
    /** @param {Ledger.Value[]} values @param {number=} style */
    var put = (values, style) => {
      number++;
      lines.push(
        '<row r="' +
          number +
          '">' +
          values
            .map((value, column) => {
              var own = style === undefined ? styleOf(sheet, number, column, value) : style;
              return cellXml(letters(column) + number, value, own);
            })
            .join("") +
          "</row>",
      );
    };
    if (sheet.title) put([sheet.title], 4);
    if (sheet.head) put(sheet.head, 1);
    var frozen = number;
    for (const row of sheet.rows) put(row);
    return (
      HEAD +
      '<worksheet xmlns="' +
      MAIN +
      '"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' +
      '<sheetViews><sheetView workbookViewId="0">' +
      (frozen
        ? '<pane ySplit="' +
          frozen +
          '" topLeftCell="A' +
          (frozen + 1) +
          '" activePane="bottomLeft" state="frozen"/>'
        : "") +
      "</sheetView></sheetViews><cols>" +
      (sheet.widths || [20])
        .map(
          (width, column) =>
            '<col min="' +
            (column + 1) +
            '" max="' +
            (column + 1) +
            '" width="' +
            (width * 2 + 2) +
            '" customWidth="1"/>',
        )
        .join("") +
      "</cols><sheetData>" +
      lines.join("") +
      '</sheetData><pageMargins left="0.5" right="0.5" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>' +
      '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    );
  }

  /** @param {Ledger.OutSheet} sheet @param {number} row @param {number} column @param {Ledger.Value} value */
  function styleOf(sheet, row, column, value) {
    if (sheet.marks && sheet.marks[row + ":" + column]) return 3;
    return typeof value === "number" ? 0 : 2;
  }

  /** @param {string} reference @param {Ledger.Value} value @param {number=} style */
  function cellXml(reference, value, style) {
    if (value === null || value === undefined || value === "")
      return '<c r="' + reference + '" s="' + style + '"/>';
    if (typeof value === "number")
      return '<c r="' + reference + '" s="' + style + '"><v>' + value + "</v></c>";
    return (
      '<c r="' +
      reference +
      '" s="' +
      style +
      '" t="inlineStr"><is><t xml:space="preserve">' +
      escape(value) +
      "</t></is></c>"
    );
  }

  HB.xlsx = {
    Unreadable: Unreadable,
    read: readWorkbook,
    write: writeWorkbook,
    letters: letters,
    escape: escape,
    elements: elements,
    attribute: attribute,
    columnOf: columnOf,
    unfold: unfold,
    sheetParts: sheetParts,
    partText: partText,
  };
})();
