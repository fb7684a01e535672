/*
 * A report as a Word document (.docx, ECMA-376): headings, sentences, tables; bars are rows of blocks, so
 * that every writing program shows and prints them. Texts from workbooks are texts. The ZIP part is fflate's.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

  var { HEAD, OFFICE } = HB.zip;
  var MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  var WORD = "wordprocessingml.";
  /** Fonts that every Chinese Windows and WPS has; the Latin names help other systems to find a like one. */
  var SONG = "宋体";
  var HEI = "黑体";
  var FONTS = [
    [SONG, "SimSun", "02010600030101010101", "auto"],
    [HEI, "SimHei", "02010609060101010101", "modern"],
  ];
  /** Width of the text on an upright A4, in twentieths of a point. */
  var WIDTH = 9900;

  /** @param {string} name */
  function fonts(name) {
    return (
      "<w:rFonts" +
      ["ascii", "hAnsi", "eastAsia", "cs"].map((side) => " w:" + side + '="' + name + '"').join("") +
      "/>"
    );
  }

  /** @param {Ledger.Value} text @param {Ledger.Look} set */
  function run(text, set) {
    return (
      "<w:r><w:rPr>" +
      (set.bold ? fonts(HEI) : "") +
      '<w:sz w:val="' +
      (set.size || 20) +
      '"/></w:rPr><w:t xml:space="preserve">' +
      HB.xlsx.escape(text) +
      "</w:t></w:r>"
    );
  }

  /** @param {Ledger.Value} text @param {Ledger.Look} set */
  function paragraph(text, set) {
    var look = set || {};
    return (
      "<w:p><w:pPr>" +
      (look.style ? '<w:pStyle w:val="' + look.style + '"/>' : "") +
      (look.keep ? "<w:keepNext/>" : "") +
      '<w:spacing w:before="' +
      (look.before || 0) +
      '" w:after="' +
      (look.after || 40) +
      '"/>' +
      (look.align ? '<w:jc w:val="' + look.align + '"/>' : "") +
      "</w:pPr>" +
      run(text, look) +
      "</w:p>"
    );
  }

  /** @param {Ledger.Value} text @param {number} width @param {Ledger.Look} set */
  function cell(text, width, set) {
    return (
      '<w:tc><w:tcPr><w:tcW w:w="' +
      width +
      '" w:type="dxa"/>' +
      (set.fill ? '<w:shd w:val="clear" w:color="auto" w:fill="' + set.fill + '"/>' : "") +
      "</w:tcPr>" +
      paragraph(text, { size: 17, bold: set.bold, align: set.align, after: 0 }) +
      "</w:tc>"
    );
  }

  /** Texts that stand among numbers. */
  var CHANGE = /^([+-][0-9.]+|0|[0-9.]+%|—|＊|平)$/;

  /**
   * How wide a text is in the type of tables: a Chinese character or a square is as wide as two letters.
   * @param {string} text
   */
  function spread(text) {
    return Array.from(text).reduce((sum, letter) => sum + (letter > "\u24ff" ? 2 : 1), 0);
  }

  /**
   * Widths by the longest text of each column, none below a tenth of what an even share would be.
   * @param {string[]} head
   * @param {Ledger.Value[][]} rows
   */
  function widths(head, rows) {
    var longest = head.map((text, column) =>
      Math.min(
        56,
        Math.max.apply(
          null,
          /** @type {Ledger.Value[][]} */ ([head])
            .concat(rows.slice(0, 300))
            .map((row) => spread(String(row[column] === undefined ? "" : row[column])) + 3),
        ),
      ),
    );
    var total = longest.reduce((sum, one) => sum + one, 0);
    return longest.map((one) => Math.round((WIDTH * one) / total));
  }

  /** @param {string[]} head @param {Ledger.Value[][]} rows @param {boolean} total */
  function table(head, rows, total) {
    var wide = widths(head, rows);
    var border = ["top", "left", "bottom", "right", "insideH", "insideV"]
      .map((side) => "<w:" + side + ' w:val="single" w:sz="4" w:space="0" w:color="000000"/>')
      .join("");
    return (
      '<w:tbl><w:tblPr><w:tblW w:w="' +
      WIDTH +
      '" w:type="dxa"/><w:tblBorders>' +
      border +
      '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>' +
      wide.map((one) => '<w:gridCol w:w="' + one + '"/>').join("") +
      "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" +
      head.map((text, column) => cell(text, wide[column], { bold: true, fill: "E6E6E6" })).join("") +
      "</w:tr>" +
      rows
        .map((row, place) => {
          var bold = total && place === rows.length - 1;
          return (
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>" +
            head
              .map((_, column) => {
                var value = row[column] === undefined || row[column] === null ? "" : row[column];
                return cell(String(value), wide[column], {
                  bold: bold,
                  align: typeof value === "number" || CHANGE.test(value) ? "right" : "",
                });
              })
              .join("") +
            "</w:tr>"
          );
        })
        .join("") +
      "</w:tbl>" +
      paragraph("", { size: 8 })
    );
  }

  /** @param {Ledger.BarsBlock} block */
  function bars(block) {
    var most = Math.max.apply(
      null,
      [1].concat(block.rows.map((row) => Math.max.apply(null, /** @type {number[]} */ (row.slice(1))))),
    );
    /** @param {number} value @param {string} sign */
    var blocks = (value, sign) => new Array(Math.round((value * 24) / most) + 1).join(sign);
    /** @type {Ledger.Value[][]} */
    var rows = [];
    block.rows.forEach((row) => {
      /** @type {number[]} */ (row.slice(1)).forEach((value, number) => {
        var first = row.length > 2 && number === 0;
        rows.push([number ? "" : row[0], block.series[number], value, blocks(value, first ? "□" : "■")]);
      });
    });
    return table(["", "", block.unit, "多少"], rows, false);
  }

  /** @param {Ledger.Block} block */
  function drawn(block) {
    var title = block.title
      ? paragraph(block.title, {
          style: "Heading2",
          bold: true,
          size: 22,
          before: 160,
          after: 60,
          keep: true,
        })
      : "";
    if (block.kind === "text") return title + block.lines.map((line) => paragraph(line, {})).join("");
    if (block.kind === "bars") return block.rows.length ? title + bars(block) : "";
    if (!block.rows.length) return title + paragraph("没有。", {});
    return (
      title +
      table(block.head, block.rows, block.total) +
      (block.note ? paragraph(block.note, { size: 17 }) : "")
    );
  }

  /** word/styles.xml: the text and two headings. */
  function styles() {
    return (
      HEAD +
      '<w:styles xmlns:w="' +
      MAIN +
      '"><w:docDefaults><w:rPrDefault><w:rPr>' +
      fonts(SONG) +
      '<w:sz w:val="20"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/>' +
      "</w:rPr></w:rPrDefault></w:docDefaults>" +
      '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>' +
      [1, 2]
        .map(
          (level) =>
            '<w:style w:type="paragraph" w:styleId="Heading' +
            level +
            '"><w:name w:val="heading ' +
            level +
            '"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="' +
            (level - 1) +
            '"/></w:pPr><w:rPr>' +
            fonts(HEI) +
            "</w:rPr></w:style>",
        )
        .join("") +
      "</w:styles>"
    );
  }

  /** word/settings.xml: set as Word 2013 sets, in Chinese. */
  function settings() {
    return (
      HEAD +
      '<w:settings xmlns:w="' +
      MAIN +
      '"><w:compat><w:compatSetting w:name="compatibilityMode"' +
      ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>' +
      '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
    );
  }

  /** word/fontTable.xml: what stands in for a font that the machine lacks. */
  function fontTable() {
    return (
      HEAD +
      '<w:fonts xmlns:w="' +
      MAIN +
      '">' +
      FONTS.map(
        (one) =>
          '<w:font w:name="' +
          one[0] +
          '"><w:altName w:val="' +
          one[1] +
          '"/><w:panose1 w:val="' +
          one[2] +
          '"/><w:charset w:val="86"/><w:family w:val="' +
          one[3] +
          '"/><w:pitch w:val="variable"/></w:font>',
      ).join("") +
      "</w:fonts>"
    );
  }

  /**
   * word/header1.xml: whether it may be handed on.
   * @param {Ledger.Report} report
   */
  function header(report) {
    return (
      HEAD +
      '<w:hdr xmlns:w="' +
      MAIN +
      '">' +
      paragraph(report.open ? report.note : "内部工作用，不外传", { size: 16, align: "center" }) +
      "</w:hdr>"
    );
  }

  /** word/footer1.xml: the number of the page. */
  function footer() {
    return (
      HEAD +
      '<w:ftr xmlns:w="' +
      MAIN +
      '"><w:p><w:pPr><w:jc w:val="right"/></w:pPr>' +
      run("第 ", { size: 16 }) +
      '<w:fldSimple w:instr="PAGE">' +
      run("1", { size: 16 }) +
      "</w:fldSimple>" +
      run(" 页", { size: 16 }) +
      "</w:p></w:ftr>"
    );
  }

  /**
   * word/document.xml: title, blocks, page.
   * @param {Ledger.Report} report
   */
  function documentBody(report) {
    return (
      HEAD +
      '<w:document xmlns:w="' +
      MAIN +
      '" xmlns:r="' +
      OFFICE +
      '"><w:body>' +
      paragraph(report.title, { style: "Heading1", bold: true, size: 32, align: "center" }) +
      paragraph(report.note, { bold: true, align: "center" }) +
      paragraph(report.place + "　报告日 " + report.day, { size: 17, align: "center", after: 120 }) +
      report.blocks.map(drawn).join("") +
      '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/>' +
      '<w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>' +
      '<w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000"' +
      ' w:header="500" w:footer="500" w:gutter="0"/>' +
      "</w:sectPr></w:body></w:document>"
    );
  }

  /**
   * The bytes of a report's document.
   * @param {Ledger.Report} report
   */
  function write(report) {
    var parts = HB.zip.start([
      ["word/document.xml", WORD + "document.main"],
      ["word/styles.xml", WORD + "styles"],
      ["word/header1.xml", WORD + "header"],
      ["word/footer1.xml", WORD + "footer"],
      ["word/settings.xml", WORD + "settings"],
      ["word/fontTable.xml", WORD + "fontTable"],
    ]);
    parts["word/_rels/document.xml.rels"] = HB.zip.relations([
      ["rId1", "styles", "styles.xml"],
      ["rId2", "header", "header1.xml"],
      ["rId3", "footer", "footer1.xml"],
      ["rId4", "settings", "settings.xml"],
      ["rId5", "fontTable", "fontTable.xml"],
    ]);
    parts["word/styles.xml"] = styles();
    parts["word/settings.xml"] = settings();
    parts["word/fontTable.xml"] = fontTable();
    parts["word/header1.xml"] = header(report);
    parts["word/footer1.xml"] = footer();
    parts["word/document.xml"] = documentBody(report);
    return HB.zip.pack(parts);
  }

  HB.docx = { write: write };
})();
