/*
 * The sheet of a visit, with the firm's head and its open problems filled in: one leaf of A4, two pages, for
 * each firm that is chosen. The sheet itself is data (window.handbookVisitSheet), loaded when it is printed.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var el = HB.element;
  var V = HB.ledgerView;
  var { titleOf } = HB.ledgerPeriod;
  var R = HB.ledgerRound;

  /** How many firms the list shows at once. */
  var LISTED = 60;

  // ---------- Choosing ----------

  /**
   * The stops of the round, those that are due first.
   * @param {Ledger.View} v
   * @param {LedgerModel} model
   * @param {string} today
   */
  function dueFirst(v, model, today) {
    var stops = R.stops(v, model, today);
    /** @param {boolean} due */
    var those = (due) => stops.filter((one) => R.isDue(one, model.notSeen) === due);
    return those(true).concat(those(false));
  }

  /** The place of a stop. @param {Ledger.Stop} stop @param {Ledger.View} v @param {LedgerModel} model */
  function whereIs(stop, v, model) {
    return R.leafOf(stop.firm, v, model).more[0][1];
  }

  /** What the list tells of a number of firms that fit. @param {number} matching */
  function listedText(matching) {
    if (matching > LISTED) return "列了前 " + LISTED + " 户，一共 " + matching + " 户；写几个字缩小。";
    return matching ? "" : "没有这样的企业。";
  }

  /**
   * A firm of the list, to tick; `change` hears whether it is.
   * @param {Ledger.Stop} stop
   * @param {string} where
   * @param {string} id
   * @param {boolean} checked
   * @param {(checked: boolean) => void} change
   */
  function line(stop, where, id, checked, change) {
    var box = el("input", {
      type: "checkbox",
      id: id,
      checked: checked,
      on: {
        change() {
          change(box.checked);
        },
      },
    });
    var seen = stop.last ? "上次 " + stop.last : "没看过";
    return el("li", {}, [
      box,
      el("label", { for: id }, [
        (stop.major ? "▲ " : "") + titleOf(stop.firm),
        el("small", { text: where + "　" + seen + (stop.open ? "　没销号 " + stop.open + " 处" : "") }),
      ]),
    ]);
  }

  /**
   * Prints the sheets of `firms`; the sheet comes when it is asked for.
   * @param {Ledger.Row[]} firms
   * @param {{ root: HTMLElement; paper: HTMLElement }} place
   * @param {Ledger.View} v
   * @param {LedgerModel} model
   */
  function printSheets(firms, place, v, model) {
    HB.files.load(place.root.getAttribute("data-leaf") || "").then(
      () => {
        /** @type {HTMLElement[]} */
        var parts = [];
        for (const firm of firms)
          parts = parts.concat(pages(window.handbookVisitSheet, R.leafOf(firm, v, model), model));
        V.printParts(place.paper, parts);
      },
      () => {
        HB.tell("现场检查单没有打开。从“表格”那一页印空白的。");
      },
    );
  }

  /**
   * The fold round the list: its filter, what it tells, and the buttons.
   * @param {HTMLElement} filter
   * @param {HTMLElement} told
   * @param {HTMLElement} list
   * @param {HTMLElement} press
   */
  function fold(filter, told, list, press) {
    var all = V.button("全选列出的", () => {
      list.querySelectorAll("input").forEach((box) => {
        if (!box.checked) box.click();
      });
    });
    return el("details", { class: "hb-qa lg-choose hb-screen" }, [
      el("summary", { text: "今天去哪几户：印现场检查单，抬头填好" }),
      el("p", {
        class: "lg-note",
        text: "没看过的排在前面。抬头、专项、没销号的问题从底数里填；人名、电话不印，上门前看“联系人”表。每户一张 A4，两面印。",
      }),
      el("p", { class: "lg-field" }, [
        el("label", { for: filter.id, text: "名称、镇街、村、厂区里的字" }),
        filter,
      ]),
      told,
      list,
      el("p", { class: "lg-buttons" }, [press, all]),
    ]);
  }

  /** @type {Ledger.VisitSheetPage["chooser"]} */
  function chooser(place, v, model, today) {
    var all = dueFirst(v, model, today);
    /** @type {Record<string, boolean>} the firms that are ticked, by their number */
    var chosen = Object.create(null);
    var list = el("ul", { class: "lg-stops" });
    var told = el("p", { class: "lg-note", role: "status" });
    var press = V.button(
      "印现场检查单",
      () => {
        printSheets(firms(), place, v, model);
      },
      true,
    );
    var filter = el("input", {
      type: "search",
      id: "lg-stop-filter",
      autocomplete: "off",
      on: { input: draw },
    });

    function firms() {
      return all.map((one) => one.firm).filter((firm) => chosen[firm.v.企业编号]);
    }

    function tellChosen() {
      var count = firms().length;
      press.textContent = "印现场检查单（" + count + " 户，" + count + " 张）";
      press.toggleAttribute("disabled", !count);
    }

    function draw() {
      var word = filter.value.trim();
      var matching = all.filter(
        (one) => !word || (titleOf(one.firm) + " " + whereIs(one, v, model)).indexOf(word) >= 0,
      );
      list.textContent = "";
      matching.slice(0, LISTED).forEach((one, number) => {
        var key = one.firm.v.企业编号;
        list.appendChild(
          line(one, whereIs(one, v, model), "lg-stop-" + number, Boolean(chosen[key]), (checked) => {
            chosen[key] = checked;
            tellChosen();
          }),
        );
      });
      told.textContent = listedText(matching.length);
      tellChosen();
    }

    draw();
    return fold(filter, told, list, press);
  }

  // ---------- The leaf ----------

  /**
   * Two pages for a firm.
   * @param {Ledger.Leaf} leaf
   * @param {Ledger.LeafFacts} facts
   * @param {LedgerModel} model
   */
  function pages(leaf, facts, model) {
    var filled = R.leafBlocks(leaf, facts);
    var sides = [filled.slice(0, leaf.turn), filled.slice(leaf.turn)];
    return sides.map((blocks, side) =>
      el("section", { class: "lg-leaf" }, [
        side === 0
          ? el("h2", { text: leaf.title })
          : el("p", { class: "lg-leaf__running", text: leaf.title + "　" + facts.head.单位 }),
        side === 0 ? el("p", { class: "lg-leaf__notice", text: leaf.notice }) : null,
        ...blocks.map(drawn),
        el("p", { class: "lg-leaf__foot" }, [
          el("span", { text: leaf.foot }),
          el("span", { text: model.title + "　第 " + (side + 1) + " 页，共 2 页" }),
        ]),
      ]),
    );
  }

  /** @param {Ledger.LeafBlock} block */
  function drawn(block) {
    if (block.kind === "codes") return codes(block);
    if (block.kind === "table") return table(block);
    return el(
      "div",
      { class: "lg-leaf__fields" },
      block.rows.map((row) =>
        el(
          "div",
          {},
          row.map((field) => {
            var made = el("p", {}, [el("b", { text: field[0] }), el("span", { text: field[1] })]);
            made.style.flex = field[2] + " 1 0";
            return made;
          }),
        ),
      ),
    );
  }

  /** @param {Ledger.LeafTable} block */
  function table(block) {
    var total = block.columns.reduce((sum, column) => sum + column[1], 0);
    var group = "";
    /** @type {HTMLElement[]} */
    var rows = [];
    block.rows.forEach((row) => {
      if (row[0] && row[0] !== group) {
        group = row[0];
        rows.push(
          el("tr", { class: "lg-leaf__group" }, [el("th", { colspan: block.columns.length, text: group })]),
        );
      }
      var made = el(
        "tr",
        {},
        row[1].map((cell) =>
          el("td", { class: /^[□√]$/.test(cell[0]) ? "lg-leaf__box" : null }, [
            cell[0],
            cell[1] ? el("small", { text: cell[1] }) : null,
          ]),
        ),
      );
      if (block.height) made.style.height = block.height + "mm";
      rows.push(made);
    });
    return el("div", {}, [
      block.title ? el("h3", { text: block.title }) : null,
      el("table", {}, [
        el(
          "colgroup",
          {},
          block.columns.map((column) => {
            var made = el("col", {});
            made.style.width = (100 * column[1]) / total + "%";
            return made;
          }),
        ),
        el("thead", {}, [
          el(
            "tr",
            {},
            block.columns.map((column) => el("th", { scope: "col", text: column[0] })),
          ),
        ]),
        el("tbody", {}, rows),
      ]),
    ]);
  }

  var SVG = "http://www.w3.org/2000/svg";

  /** @param {Ledger.LeafCodes} block */
  function codes(block) {
    var made = block.codes.map((code) => {
      var drawing = document.createElementNS(SVG, "svg");
      drawing.setAttribute("viewBox", "0 0 " + code[1] + " " + code[1]);
      drawing.setAttribute("role", "img");
      drawing.setAttribute("aria-label", "第 " + code[0] + " 条的二维码");
      var path = document.createElementNS(SVG, "path");
      path.setAttribute("d", code[2]);
      path.setAttribute("stroke", "#000");
      drawing.appendChild(path);
      return el("div", {}, [drawing, el("b", { text: code[0] })]);
    });
    var grid = el("div", { class: "lg-leaf__codes" }, made);
    grid.style.gridTemplateColumns = "repeat(" + block.perRow + ", 1fr)";
    return el("div", {}, [el("p", { class: "lg-leaf__note", text: block.note }), grid]);
  }

  HB.ledgerVisitSheet = { chooser: chooser };
})();
