/*
 * The plain blocks that reports are lists of; the page, the writers of workbooks and documents and the
 * command's press draw them as they can:
 *   {kind: "text", title, lines: [text]}
 *   {kind: "table", title, head, rows: [[value]], total: last row is a sum, note, internal: holds names}
 *   {kind: "bars", title, unit, series: [names], rows: [[label, value for each series]]}
 * A table that may be published says which columns are counts:
 *   counts: [columns]      cells that hide small numbers
 *   derived: [[column, [columns it is computed from]]]
 *   sums: [[columns]]      columns of a row that add up to nothing, those to be subtracted with a minus
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

  /** @type {Ledger.Blocks["head"]} */
  function head(model, id, title, period, today) {
    return {
      id: id,
      title: title,
      day: today,
      place: model.district,
      files: period.files.slice(),
      note: model.head,
      blocks: [],
    };
  }

  /** @type {Ledger.Blocks["text"]} */
  function text(title, lines) {
    return { kind: "text", title: title, lines: lines };
  }

  /** @type {Ledger.Blocks["table"]} */
  function table(title, headRow, rows, more) {
    return Object.assign(
      { kind: "table", title: title, head: headRow, rows: rows, total: false, note: "" },
      more || {},
    );
  }

  /**
   * The first `limit` rows, and a note how many more there are.
   * @param {Ledger.TableBlock} block
   * @param {number} limit
   */
  function cut(block, limit) {
    if (block.rows.length <= limit) return block;
    var rest = block.rows.length - limit;
    return Object.assign({}, block, {
      rows: block.rows.slice(0, limit),
      note: (block.note ? block.note + " " : "") + "另有 " + rest + " 行，见对应的名单。",
    });
  }

  /**
   * Whether a block is a table.
   * @param {Ledger.Block} block
   * @returns {block is Ledger.TableBlock}
   */
  function isTable(block) {
    return block.kind === "table";
  }

  /**
   * `blocks` with at most `budget` rows in their lists of names: shared out evenly, what one does not need
   * goes to others.
   * @type {Ledger.Blocks["fitted"]}
   */
  function fitted(blocks, budget) {
    var lists = blocks.filter(isTable).filter((block) => block.internal);
    var left = budget;
    var share = Object.create(null);
    lists
      .map((block, place) => [block.rows.length, place])
      .sort((one, two) => one[0] - two[0] || one[1] - two[1])
      .forEach((entry, turn) => {
        var own = Math.max(1, Math.min(entry[0], Math.floor(left / (lists.length - turn))));
        share[entry[1]] = own;
        left -= Math.min(own, entry[0]);
      });
    return blocks.map((block) => {
      var place = isTable(block) ? lists.indexOf(block) : -1;
      return place < 0 ? block : cut(lists[place], share[place]);
    });
  }

  /** @type {Ledger.Blocks["listOr"]} */
  function listOr(block, nothing) {
    return block.rows.length ? block : text(block.title, [nothing]);
  }

  /** @type {Ledger.Blocks["bars"]} */
  function bars(title, unit, rows, series) {
    return { kind: "bars", title: title, unit: unit, series: series || ["期初", "期末"], rows: rows };
  }

  HB.ledgerBlocks = {
    head: head,
    text: text,
    table: table,
    isTable: isTable,
    fitted: fitted,
    listOr: listOr,
    bars: bars,
  };
})();
