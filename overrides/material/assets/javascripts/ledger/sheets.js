/*
 * A report, or a corrected copy of what was read, as sheets for HB.xlsx.write.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

  /**
   * A report as sheets for HB.xlsx.write: one sheet a table, with the head of the print above it.
   * @type {Ledger.Sheets["asSheets"]}
   */
  function asSheets(report) {
    var names = Object.create(null);
    return report.blocks
      .filter(HB.ledgerBlocks.isTable)
      .filter((block) => block.rows.length)
      .map((block) => {
        var name =
          (block.title || report.title)
            .replace(/[[\]:：*?/\\（）()]/g, " ")
            .slice(0, 24)
            .trim() || "表";
        names[name] = (names[name] || 0) + 1;
        return {
          name: names[name] > 1 ? name + " " + names[name] : name,
          title: report.title + "　" + block.title + "　" + report.day + "　" + report.note,
          head: block.head,
          rows: block.rows,
          widths: block.head.map((_, column) =>
            Math.min(
              30,
              Math.max.apply(
                null,
                /** @type {Ledger.Value[][]} */ ([block.head])
                  .concat(block.rows.slice(0, 200))
                  .map((row) => Math.ceil(String(row[column] === undefined ? "" : row[column]).length * 0.9)),
              ),
            ),
          ),
        };
      });
  }

  /**
   * A corrected copy of the workbooks of a period as one: rows as they were read (codes and days in one
   * form), cells to be mended marked, and a last sheet that lists what is wrong. What could not be read is
   * empty and marked.
   * @type {Ledger.Sheets["correctedCopy"]}
   */
  function correctedCopy(period, problems, model) {
    /** @type {Ledger.OutSheet[]} */
    var sheets = model.sheets.map((sheet) => {
      var rows = period.sheets[sheet.id];
      var marks = Object.create(null);
      var places = Object.create(null);
      rows.forEach((record, place) => {
        places[record.file + "|" + record.row] = place + 2;
      });
      problems.forEach((one) => {
        if (one.sheet !== sheet.name || !one.row) return;
        var row = places[one.file + "|" + one.row];
        sheet.columns.forEach((column, place) => {
          if (row && column.name === one.field) marks[row + ":" + place] = true;
        });
      });
      return {
        name: sheet.name,
        head: sheet.columns.map((column) => {
          var unit = column.unit && column.kind !== "整数" ? "（" + column.unit + "）" : "";
          return column.name + (column.required ? "*" : "") + unit;
        }),
        widths: sheet.columns.map((column) => column.width),
        rows: rows.map((record) =>
          sheet.columns.map((column) => {
            var value = record.v[column.name];
            return value === undefined ? "" : value;
          }),
        ),
        marks: marks,
      };
    });
    sheets.push({
      name: "要改的地方",
      head: ["程度", "规则", "文件", "表", "行", "列", "错在哪里", "改法"],
      widths: [5, 5, 16, 6, 5, 10, 40, 40],
      rows: problems.map((one) => [
        one.level,
        one.rule,
        one.file,
        one.sheet,
        one.row || "",
        one.field,
        one.words,
        one.mend,
      ]),
    });
    return sheets;
  }

  HB.ledgerSheets = {
    asSheets: asSheets,
    correctedCopy: correctedCopy,
  };
})();
