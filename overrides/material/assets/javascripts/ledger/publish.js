/*
 * Reports for publishing: no names, small counts hidden so that none can be computed back.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

  var HIDDEN = "＊";

  /**
   * Blocks without names; counts below the limit hidden, with as many more as it takes that none can be
   * computed back.
   * @type {Ledger.Publish["forPublishing"]}
   */
  function forPublishing(blocks, model) {
    var hiddenRows = Object.create(null);
    var open = blocks.filter((block) => !(block.kind === "table" && block.internal));
    open = open.map((block) => {
      if (block.kind !== "table" || !block.counts) return block;
      var made = suppressed(block, model);
      return made;
    });
    open.forEach((block) => {
      if (block.kind !== "table") return;
      block.rows.forEach((row) => {
        (block.counts || []).forEach((column) => {
          if (row[column] === HIDDEN) hiddenRows[row[0]] = true;
        });
      });
    });
    // A bar shows what the table hides: rows with a hidden cell have none. Sentences hide small counts too.
    return open.map((block) => {
      if (block.kind === "bars")
        return Object.assign({}, block, {
          rows: block.rows.filter(
            (row) =>
              !hiddenRows[row[0]] &&
              row
                .slice(1)
                .every((value) => typeof value === "number" && (value === 0 || value >= model.hideBelow)),
          ),
        });
      if (block.kind === "text" && block.title !== "零、口径")
        return Object.assign({}, block, {
          lines: block.lines.map((line) =>
            line.replace(/(^|[^0-9.])([0-9]+) (户|个|次)/g, (whole, lead, number, unit) =>
              +number > 0 && +number < model.hideBelow
                ? lead + "不到 " + model.hideBelow + " " + unit
                : whole,
            ),
          ),
        });
      return block;
    });
  }

  /**
   * A table with small counts hidden. Where cells add up (a column and its sum, columns of a row that make
   * each other up) more are hidden, the smallest first, until no hidden cell follows from those shown: each
   * is looked at as an unknown of the equations, and one that has a single solution is not hidden well
   * enough.
   * @type {Ledger.Publish["suppressed"]}
   */
  function suppressed(block, model) {
    var rows = block.rows;
    var counts = block.counts || [];
    var last = block.total ? rows.length - 1 : -1;
    var hidden = rows.map((row) =>
      row.map(
        (value, column) =>
          counts.indexOf(column) >= 0 && typeof value === "number" && value > 0 && value < model.hideBelow,
      ),
    );
    /** @type {[number, number, number][][]} */
    var groups = [];
    if (block.total)
      counts.forEach((column) => {
        groups.push(range(rows.length).map((place) => [place, column, place === last ? -1 : 1]));
      });
    (block.sums || []).forEach((columns) => {
      for (const place of range(rows.length))
        groups.push(columns.map((column) => [place, Math.abs(column), column < 0 ? -1 : 1]));
    });
    for (
      var more = nextToHide(groups, hidden, rows, last);
      more;
      more = nextToHide(groups, hidden, rows, last)
    )
      hidden[more[0]][more[1]] = true;
    var anything = false;
    var shownRows = rows.map((row, place) => {
      var made = row.slice();
      counts.forEach((column) => {
        if (!hidden[place][column]) return;
        made[column] = HIDDEN;
        anything = true;
      });
      (block.derived || []).forEach((one) => {
        if (one[1].some((column) => made[column] === HIDDEN)) made[one[0]] = HIDDEN;
      });
      return made;
    });
    var note = anything ? HIDDEN + " 为了看不出是哪一家，不写。" : "";
    return Object.assign({}, block, { rows: shownRows, note: [block.note, note].filter(Boolean).join(" ") });
  }

  /**
   * The cell to hide next, so that a hidden one is no longer given away; nothing when none is, or no cell is
   * left.
   * @param {[number, number, number][][]} groups
   * @param {boolean[][]} hidden
   * @param {Ledger.Value[][]} rows
   * @param {number} last
   */
  function nextToHide(groups, hidden, rows, last) {
    var choices = givenAway(groups, hidden).map((cell) =>
      bestToHide(/** @type {[number, number, number]} */ (cell), groups, hidden, rows, last),
    );
    return choices.filter(Boolean)[0];
  }

  /**
   * Hidden cells that follow from the cells shown, as [row, column].
   * @param {[number, number, number][][]} groups
   * @param {boolean[][]} hidden
   */
  function givenAway(groups, hidden) {
    /** @type {number[][]} */
    var unknowns = [];
    var numbered = Object.create(null);
    groups.forEach((cells) => {
      cells.forEach((cell) => {
        var key = cell[0] + " " + cell[1];
        if (hidden[cell[0]][cell[1]] && numbered[key] === undefined) {
          numbered[key] = unknowns.length;
          unknowns.push(cell);
        }
      });
    });
    // The equations, reduced (Gauss and Jordan): a line with one unknown left gives it away.
    var matrix = groups
      .map((cells) => {
        var line = unknowns.map(() => 0);
        cells.forEach((cell) => {
          var number = numbered[cell[0] + " " + cell[1]];
          if (number !== undefined) line[number] = cell[2];
        });
        return line;
      })
      .filter((line) => line.some(Boolean));
    var row = 0;
    for (var column = 0; column < unknowns.length && row < matrix.length; column++) {
      var pivot = -1;
      for (var place = row; place < matrix.length && pivot < 0; place++)
        if (Math.abs(matrix[place][column]) > 1e-9) pivot = place;
      if (pivot < 0) continue;
      var line = matrix[pivot];
      matrix[pivot] = matrix[row];
      var lead = line[column];
      matrix[row] = line.map((value) => value / lead);
      for (var other = 0; other < matrix.length; other++) {
        var factor = matrix[other][column];
        if (other === row || Math.abs(factor) < 1e-9) continue;
        matrix[other] = matrix[other].map((value, at) => value - factor * matrix[row][at]);
      }
      row++;
    }
    var found = [];
    for (var index = 0; index < row; index++) {
      /** @type {number[]} */
      var left = [];
      matrix[index].forEach((value, at) => {
        if (Math.abs(value) > 1e-9) left.push(at);
      });
      if (left.length === 1) found.push(unknowns[left[0]]);
    }
    return found;
  }

  /**
   * The smallest cell still shown that shares an equation with `cell`; sums last.
   * @param {[number, number, number]} cell
   * @param {[number, number, number][][]} groups
   * @param {boolean[][]} hidden
   * @param {Ledger.Value[][]} rows
   * @param {number} last
   */
  function bestToHide(cell, groups, hidden, rows, last) {
    /** @type {number[][]} */
    var choice = [];
    groups.forEach((cells) => {
      if (!cells.some((one) => one[0] === cell[0] && one[1] === cell[1])) return;
      cells.forEach((one) => {
        if (!hidden[one[0]][one[1]] && typeof rows[one[0]][one[1]] === "number") choice.push(one);
      });
    });
    return choice.sort((one, two) => {
      var a = Number(rows[one[0]][one[1]]);
      var b = Number(rows[two[0]][two[1]]);
      // A nought tells nothing when hidden, so it goes after all others but the sums.
      return (
        Number(one[0] === last) - Number(two[0] === last) ||
        Number(a === 0) - Number(b === 0) ||
        a - b ||
        one[0] - two[0] ||
        one[1] - two[1]
      );
    })[0];
  }

  /** @param {number} count */
  function range(count) {
    return Array.from({ length: count }, (_, place) => place);
  }

  HB.ledgerPublish = {
    forPublishing: forPublishing,
    suppressed: suppressed,
  };
})();
