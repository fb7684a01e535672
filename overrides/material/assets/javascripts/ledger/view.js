/*
 * How the register's reports look on the page and on paper: plain blocks become tables, texts and bars.
 * Every text from a workbook is put in as text. Bars differ by pattern, not by colour, so that a grey print
 * can be read.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var el = HB.element;

  var SVG = "http://www.w3.org/2000/svg";

  /** @param {string} name @param {Record<string, string | number>} set @param {Element[]=} children */
  function shape(name, set, children) {
    var made = document.createElementNS(SVG, name);
    Object.keys(set).forEach((key) => {
      if (key === "text") made.textContent = /** @type {string} */ (set[key]);
      else made.setAttribute(key, String(set[key]));
    });
    for (const child of children || []) made.appendChild(child);
    return made;
  }

  /** @param {Ledger.Value} value */
  function isNumber(value) {
    return typeof value === "number" || /^([+-][0-9.]+|0|[0-9.]+%|—|＊|平)$/.test(value);
  }

  /**
   * Whether it is a day or a number of a point or a firm, which a line would part at its hyphen.
   * @param {Ledger.Value} value
   */
  function isWhole(value) {
    return /^[0-9A-Za-z.-]{2,12}$/.test(String(value));
  }

  /**
   * On a screen a table is scrolled rather than squeezed: a name stays in one line, and many words do not
   * become a column of single ones.
   * @param {string} text
   */
  function widthClass(text) {
    return text.length > 16 ? "lg-long" : text.length <= 10 ? "lg-short" : null;
  }

  /**
   * A table that can be scrolled by keyboard where it is too wide. `level` of its heading, 0 for none.
   * @type {Ledger.Page["table"]}
   */
  function table(block, level) {
    var columns = block.head.map((_, column) => {
      var filled = block.rows.filter((row) => row[column] !== "" && row[column] !== undefined);
      return filled.length > 0 && filled.every((row) => isNumber(row[column]));
    });
    var rows = block.rows.map((row, place) => {
      var last = block.total && place === block.rows.length - 1;
      return el(
        "tr",
        { class: last ? "lg-total" : null },
        row.map((value, column) => {
          var text = String(value === undefined || value === null ? "" : value);
          var width = isWhole(value) ? "lg-whole" : widthClass(text);
          return el(column === 0 ? "th" : "td", {
            scope: column === 0 ? "row" : null,
            class: columns[column] && column > 0 ? "lg-number" : width,
            text: text,
          });
        }),
      );
    });
    return el("div", { class: "lg-block" + (block.dense ? " lg-block--dense" : "") }, [
      heading(block.title, level),
      block.rows.length
        ? el(
            "div",
            { class: "lg-scroll", tabindex: "0", role: "region", "aria-label": block.title || "表" },
            [
              el("table", { class: "lg-table" }, [
                el("thead", {}, [
                  el(
                    "tr",
                    {},
                    block.head.map((text, column) =>
                      el("th", {
                        scope: "col",
                        class: columns[column] && column > 0 ? "lg-number" : null,
                        text: text,
                      }),
                    ),
                  ),
                ]),
                el("tbody", {}, rows),
              ]),
            ],
          )
        : el("p", { text: "没有。" }),
      block.note ? el("p", { class: "lg-note", text: block.note }) : null,
    ]);
  }

  /** @param {string} text @param {number} level */
  function heading(text, level) {
    return text && level ? el("h" + level, { text: text }) : null;
  }

  /** @param {Ledger.TextBlock} block @param {number} level */
  function words(block, level) {
    return el(
      "div",
      { class: "lg-block lg-block--text" },
      [heading(block.title, level)].concat(block.lines.map((line) => el("p", { text: line }))),
    );
  }

  var ids = 0;

  /** Sizes of a drawing of bars: where they begin, how wide all of it and how high a bar is. */
  var BARS = { left: 190, width: 640, height: 12 };

  /** The pattern of lines across that fills the first of two series. @param {string} id */
  function hatching(id) {
    return shape("defs", {}, [
      shape(
        "pattern",
        { id: id, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        [
          shape("rect", { width: 5, height: 5, class: "lg-bar-ground" }),
          shape("line", { x1: 0, y1: 0, x2: 0, y2: 5, class: "lg-bar-line" }),
        ],
      ),
    ]);
  }

  /**
   * A bar, or the sign of a series, with words behind it. `hatch`: the pattern that fills it, "" for none.
   * @param {{ x: number, y: number, width: number }} at
   * @param {string} hatch
   * @param {string} text
   */
  function bar(at, hatch, text) {
    return [
      shape("rect", {
        x: at.x,
        y: at.y,
        width: at.width,
        height: BARS.height,
        class: hatch ? "lg-bar lg-bar--before" : "lg-bar",
        fill: hatch ? "url(#" + hatch + ")" : "currentColor",
      }),
      shape("text", { x: at.x + at.width + 6, y: at.y + 11, text: text }),
    ];
  }

  /** What a drawing of bars tells those who hear it. @param {Ledger.BarsBlock} block */
  function barsText(block) {
    var rows = block.rows.map((row) => row[0] + " " + row.slice(1).join(" → "));
    return block.title + "：" + rows.join("；");
  }

  /**
   * Bars beside their labels; the first of two series is hatched, the second full.
   * @param {Ledger.BarsBlock} block
   * @param {number} level
   */
  function bars(block, level) {
    if (!block.rows.length) return null;
    var two = block.series.length > 1;
    var values = block.rows.map((row) => /** @type {number[]} */ (row.slice(1)));
    var most = Math.max(...values.map((row) => Math.max(...row)));
    var scale = (BARS.width - BARS.left - 60) / (most || 1);
    var step = two ? 34 : 24;
    var hatch = "lg-hatch-" + ++ids;
    var drawn = [hatching(hatch)];
    block.rows.forEach((row, place) => {
      var top = place * step + 4;
      var under = top + (two ? 19 : 14);
      drawn.push(shape("text", { x: BARS.left - 8, y: under, "text-anchor": "end", text: short(row[0]) }));
      values[place].forEach((value, number) => {
        var at = { x: BARS.left, y: top + number * 14, width: Math.max(1, Math.round(value * scale)) };
        drawn.push(...bar(at, two && number === 0 ? hatch : "", String(value)));
      });
    });
    var height = block.rows.length * step + (two ? 34 : 10);
    if (two)
      block.series.forEach((name, number) => {
        var at = { x: BARS.left + number * 120, y: height - 20, width: 26 };
        drawn.push(...bar(at, number === 0 ? hatch : "", name));
      });
    var size = "0 0 " + BARS.width + " " + height;
    return el("div", { class: "lg-block lg-bars" }, [
      heading(block.title + "（" + block.unit + "）", level),
      shape("svg", { viewBox: size, role: "img", "aria-label": barsText(block) }, drawn),
    ]);
  }

  /**
   * A label as short as its place: fourteen characters.
   * @param {string} text
   */
  function short(text) {
    var letters = Array.from(String(text));
    return letters.length > 14 ? letters.slice(0, 13).join("") + "…" : String(text);
  }

  /**
   * A whole report.
   * @type {Ledger.Page["report"]}
   */
  function report(made) {
    return el(
      "section",
      { class: "lg-report lg-report--" + made.id + (made.open ? " lg-report--open" : "") },
      [
        el("h2", { tabindex: "-1", text: made.title }),
        el("p", {
          class: "lg-head",
          text: made.note,
        }),
        el("p", {
          class: "lg-facts",
          text: made.place + "　报告日 " + made.day + "　来自 " + fileText(made.files),
        }),
        ...made.blocks.map((block) =>
          block.kind === "table" ? table(block, 3) : block.kind === "text" ? words(block, 3) : bars(block, 3),
        ),
      ],
    );
  }

  /** @param {string[]} files */
  function fileText(files) {
    return files.length > 4
      ? files.slice(0, 3).join("、") + " 等 " + files.length + " 个工作簿"
      : files.join("、");
  }

  /**
   * Where a problem is, in words.
   * @type {Ledger.Page["placeText"]}
   */
  function placeText(one) {
    return (
      (one.sheet ? "“" + one.sheet + "”表" : "整个文件") +
      (one.row ? " 第 " + (one.rows ? HB.ledger.rowsText(one.rows) : one.row) + " 行" : "") +
      (one.column ? " " + one.column + " 列" : "")
    );
  }

  // ---------- What the register's pages do alike ----------

  /** @type {Ledger.Page["dayOf"]} */
  function dayOf(date) {
    return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  /** @type {Ledger.Page["button"]} */
  function button(text, press, main) {
    return HB.button(text, press, main ? "main" : "plain");
  }

  /**
   * Puts the reader back on the control `id`, which was drawn anew.
   * @type {Ledger.Page["focus"]}
   */
  function focus(id) {
    var control = document.getElementById(id);
    if (control) control.focus();
  }

  /**
   * The box that makes a report fit for publishing; `state.publish` keeps it, `draw` draws anew.
   * @type {Ledger.Page["publishChoice"]}
   */
  function publishChoice(model, state, draw) {
    var box = el("input", {
      type: "checkbox",
      id: "lg-publish",
      checked: state.publish,
      on: {
        change() {
          state.publish = box.checked;
          draw();
          focus("lg-publish"); // it was drawn anew
        },
      },
    });
    return el("p", { class: "lg-check" }, [
      box,
      el("label", { for: "lg-publish", text: "公开版：没有企业名称，小于 " + model.hideBelow + " 的数不写" }),
    ]);
  }

  /**
   * A labelled field for files; `chosen` gets what was picked.
   * @type {Ledger.Page["fileField"]}
   */
  function fileField(id, label, hint, accept, chosen) {
    var input = el("input", {
      type: "file",
      id: id,
      multiple: true,
      accept: accept,
      "aria-describedby": id + "-hint",
      on: {
        change() {
          if (input.files) chosen(input.files);
        },
      },
    });
    return el("p", { class: "lg-field" }, [
      el("label", { for: id, text: label }),
      input,
      el("small", { id: id + "-hint", text: hint }),
    ]);
  }

  /**
   * Promises [{name, bytes}], after a breath in which the page can say that it is busy.
   * @type {Ledger.Page["readAll"]}
   */
  function readAll(files, megabytes) {
    return Promise.all(Array.from(files, (file) => HB.files.readBytes(file, megabytes))).then(
      (all) =>
        new Promise((done) => {
          window.setTimeout(() => {
            done(all);
          }, 20);
        }),
    );
  }

  var NOT_INSTALLED =
    "读写表格的程序没有装上，这一页现在打不开工作簿。网站要用 make 完整生成一遍，或者换成网站上的离线包。";

  /**
   * Programs that are needed only now, by the attribute of the page's `root` that names them.
   * @type {Ledger.Page["load"]}
   */
  function load(root, what) {
    return HB.files.load(root.getAttribute(what) || "").catch(() => {
      throw new Error(NOT_INSTALLED);
    });
  }

  /** @type {Ledger.Page["whyNotRead"]} */
  function whyNotRead(error) {
    if (error && error.message === NOT_INSTALLED) return NOT_INSTALLED;
    return error && error.name === "NotReadableError"
      ? "文件读不出来：WPS 正开着它，或者优盘松了。关掉它再选一次。"
      : "文件没有读成：" + (error && error.message ? error.message : "原因不明") + "。另存一份再选。";
  }

  var OFFICE = "application/vnd.openxmlformats-officedocument.";
  var TYPES = { ".xlsx": OFFICE + "spreadsheetml.sheet", ".docx": OFFICE + "wordprocessingml.document" };

  /**
   * Hands a file to the browser, which asks where to put it.
   * @type {Ledger.Page["keep"]}
   */
  function keep(name, ending, bytes) {
    HB.files.give(name + ending, bytes, TYPES[ending]);
  }

  /**
   * Keeps a report as a Word document; what writes it is loaded now, from where the page's `root` says.
   * @type {Ledger.Page["keepDocument"]}
   */
  function keepDocument(root, made, day) {
    HB.files.load(root.getAttribute("data-docx") || "").then(
      () => {
        keep(made.title + " " + day, ".docx", HB.docx.write(made));
      },
      () => {
        HB.tell("做 .docx 的程序没有打开，先用打印。");
      },
    );
  }

  /**
   * Prints a report alone; `paper` is the part of the page that only paper shows.
   * @type {Ledger.Page["print"]}
   */
  function print(paper, made) {
    printParts(paper, [report(made)]);
  }

  /** @type {Ledger.Page["printParts"]} */
  function printParts(paper, parts) {
    lay(paper, parts);
    window.print();
  }

  /**
   * What lies on which paper, where it is not the usual one: ledger-print.css and wide-print.css.
   * @type {[string, string][]}
   */
  var PAPERS = [
    ["open", ".lg-report--open"],
    ["leaf", ".lg-leaf"],
    ["wide", ".lg-report--round, .lg-report--handover, .lg-report--gate, .lg-report--problems"],
  ];

  /** Puts `parts` on `paper`, and the paper as they want it. @param {Element} paper @param {Node[]} parts */
  function lay(paper, parts) {
    paper.textContent = "";
    for (const part of parts) paper.appendChild(part);
    document.documentElement.classList.add("lg-printing");
    var named = PAPERS.filter((one) => paper.querySelector(one[1]));
    choose(named.length ? named[0][0] : "");
  }

  /** Prints on the paper of this name in PAPERS; without one on the usual. @param {string} name */
  function choose(name) {
    /** @type {HTMLLinkElement | null} */
    var link = document.querySelector("link[href$='wide-print.css']");
    document.documentElement.setAttribute("data-paper", name);
    if (link) link.media = name === "wide" ? "print" : "not all";
  }
  choose("");

  // The browser's own way to print gives what is shown too, instead of a sheet with the title alone.
  window.addEventListener("beforeprint", () => {
    var paper = document.querySelector(".lg-paper");
    var shown = document.querySelector(".lg-output .lg-report");
    if (!paper || !shown || document.documentElement.classList.contains("lg-printing")) return;
    lay(paper, [shown.cloneNode(true)]);
  });
  window.addEventListener("afterprint", () => {
    document.documentElement.classList.remove("lg-printing");
    choose(""); // the page itself, printed next, lies upright
    Array.prototype.forEach.call(document.querySelectorAll(".lg-paper"), (paper) => {
      paper.textContent = ""; // what was copied has the names of its fields a second time
    });
  });

  // A file dropped beside the field would take the page away, and what was read with it.
  ["dragover", "drop"].forEach((event) => {
    window.addEventListener(event, (dropped) => {
      dropped.preventDefault();
    });
  });

  HB.ledgerView = {
    report: report,
    table: table,
    placeText: placeText,
    focus: focus,
    publishChoice: publishChoice,
    dayOf: dayOf,
    button: button,
    fileField: fileField,
    readAll: readAll,
    whyNotRead: whyNotRead,
    keep: keep,
    keepDocument: keepDocument,
    load: load,
    print: print,
    printParts: printParts,
  };
})();
