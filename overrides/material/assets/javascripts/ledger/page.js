/*
 * The register's page: workbooks are chosen, read in memory, held against the rules, and made into sheets to
 * print and files to keep. Nothing is stored and nothing is sent; closing the page forgets everything. The
 * parts that think are ledger/core.js and ledger/report.js; this file only shows. They are loaded when the
 * first workbook is chosen, by the addresses in the page (scripts/handbook/ledger/pages.py).
 */
(function () {
  "use strict";

  var HB = window.HB;
  var el = HB.element;
  var V = HB.ledgerView;

  var MANY = 200;
  var place = document.getElementById("ledger");
  if (!place) return;
  var root = place;
  /** @type {typeof HB.ledger} */
  var L;
  /** @type {typeof HB.ledgerReport} */
  var R;
  /** @type {LedgerModel} */
  var model;

  /**
   * @type {{after: Ledger.Period | null, before: Ledger.Period | null, today: string, view: string,
   *   problems: Ledger.Problem[], firm: string, publish: boolean, files: Ledger.FileBytes[],
   *   hand: Ledger.IntakeDesk["hand"]}}
   */
  var state = {
    after: null,
    before: null,
    today: V.dayOf(new Date()),
    view: "problems",
    problems: [],
    firm: "",
    publish: false,
    files: [],
    hand: emptyHand(),
  };
  var status = el("p", { class: "lg-status", role: "status" });
  var output = el("div", { class: "lg-output" });
  var paper = el("div", { class: "lg-paper" });

  // ---------- Taking in ----------

  /** @param {"before" | "after"} which @param {FileList} files */
  function take(which, files) {
    if (!files.length) {
      state[which] = null;
      return show();
    }
    status.textContent = "正在读 " + files.length + " 个文件……";
    work()
      .then(() => V.readAll(files, model.limits.megabytes))
      .then((read) => {
        state[which] = L.gather(read, model, model.limits);
        if (which === "after") state.files = read;
        show();
      })
      .catch((error) => {
        state[which] = null;
        status.textContent = V.whyNotRead(error);
      });
  }

  /** What reads workbooks and makes reports. */
  function work() {
    return V.load(root, "data-work").then(() => {
      L = HB.ledger;
      R = HB.ledgerReport;
      model = window.handbookLedger;
    });
  }

  // ---------- What is shown ----------

  var VIEWS = [
    ["problems", "核对结果"],
    ["take", "收检查结果"],
    ["week", "周报"],
    ["gate", "进出关"],
    ["round", "上门和跟踪"],
    ["handover", "按部门移交"],
    ["years", "两期对比"],
  ];

  /** @param {Ledger.Period} after */
  function made(after) {
    if (state.view === "week") return R.weekly(state.before, after, model, state.today, false);
    if (state.view === "gate")
      return state.firm
        ? R.gateSheet(after, state.firm, model, state.today)
        : R.gate(state.before, after, model, state.today);
    if (state.view === "round") return R.round(after, model, state.today, model.notSeen);
    if (state.view === "handover") return R.handover(after, model, state.today);
    if (state.view === "years" && state.before)
      return R.twoYears(state.before, after, model, state.today, state.publish);
    return null;
  }

  function show() {
    if (!state.after) {
      status.textContent = state.before ? "上一期读好了，再选这一期的工作簿。" : "";
      output.textContent = "";
      paper.textContent = "";
      return;
    }
    state.problems = L.check(state.after, model, state.today, state.before);
    var rows = state.after.sheets.firms.length;
    var wrong = of("错误").length;
    status.textContent =
      "读好了：" +
      state.after.files.length +
      " 个文件、企业 " +
      rows +
      " 户，错误 " +
      wrong +
      " 处、提醒 " +
      (state.problems.length - wrong) +
      " 处。" +
      (state.before ? "上一期 " + state.before.sheets.firms.length + " 户。" : "");
    draw();
  }

  /** @param {string} level */
  function of(level) {
    return state.problems.filter((one) => one.level === level);
  }

  /** @param {boolean=} focus */
  function draw(focus) {
    var after = state.after;
    if (!after) return;
    var report = made(after);
    output.textContent = "";
    output.appendChild(tabs());
    output.appendChild(tools(after, report));
    var body = report ? V.report(report) : WITHOUT[state.view](after);
    output.appendChild(body);
    if (state.view === "round" && root.getAttribute("data-leaf"))
      body.before(
        HB.ledgerVisitSheet.chooser({ root: root, paper: paper }, R.view(after, model), model, state.today),
      );
    paper.textContent = "";
    if (focus) {
      var head = body.querySelector("h2");
      if (head) head.focus();
    }
  }

  /**
   * The views that are no report.
   * @type {Record<string, (after: Ledger.Period) => HTMLElement>}
   */
  var WITHOUT = { problems: problems, take: taking, years: needsTwo };

  function emptyHand() {
    return { sources: [], answers: {}, said: "", focus: "" };
  }

  /**
   * Results of self-checks on their way into the sheet 问题; what does it is loaded when it is asked for.
   * @param {Ledger.Period} after
   */
  function taking(after) {
    var section = el("section", { class: "lg-report lg-report--take" }, [
      el("h2", { tabindex: "-1", text: "收检查结果" }),
    ]);
    V.load(root, "data-take").then(
      () => {
        HB.ledgerIntakePage.fill(section, {
          period: after,
          files: state.files,
          model: model,
          today: state.today,
          hand: state.hand,
          done(files) {
            state.files = files;
            state.after = L.gather(files, model, model.limits);
            show();
          },
          draw: draw,
        });
      },
      (error) => {
        section.appendChild(el("p", { text: V.whyNotRead(error) }));
      },
    );
    return section;
  }

  function needsTwo() {
    return el("section", { class: "lg-report" }, [
      el("h2", { tabindex: "-1", text: "两期对比" }),
      el("p", { text: "先在上面选“上一期的工作簿”，再看两期对比。" }),
    ]);
  }

  function tabs() {
    return el(
      "div",
      { class: "lg-tabs hb-screen", role: "group", "aria-label": "看什么" },
      VIEWS.map((view) =>
        el("button", {
          type: "button",
          class: "lg-tab",
          "aria-pressed": state.view === view[0] ? "true" : "false",
          text: view[1],
          on: {
            click() {
              state.view = view[0];
              state.firm = "";
              draw(true);
            },
          },
        }),
      ),
    );
  }

  /** @param {Ledger.Period} after @param {Ledger.Report | null} report */
  function tools(after, report) {
    var list = [];
    if (report) {
      list.push(
        V.button(
          "打印",
          () => {
            V.print(paper, report);
          },
          true,
        ),
        V.button("存成 .xlsx", () => {
          var all = whole(after, report);
          save(all.title, R.asSheets(all));
        }),
        V.button("存成 .docx", () => {
          V.keepDocument(root, whole(after, report), state.today);
        }),
      );
    }
    if (state.view === "problems")
      list.push(
        V.button(
          "存一份标出来的 .xlsx",
          () => {
            save(model.title + "（标出要改的）", R.correctedCopy(after, state.problems, model));
          },
          true,
        ),
      );
    if (state.view === "gate") list.push(firmChoice(after));
    if (state.view === "years" && state.before) list.push(V.publishChoice(model, state, draw));
    return el("div", { class: "lg-tools hb-screen" }, list);
  }

  /** @param {Ledger.Period} after */
  function firmChoice(after) {
    var v = R.view(after, model);
    var choice = el(
      "select",
      {
        id: "lg-firm",
        on: {
          change() {
            state.firm = choice.value;
            draw();
            V.focus("lg-firm"); // it was drawn anew
          },
        },
      },
      [el("option", { value: "", text: "全部，一张名单" })].concat(
        v.firms.map((firm) =>
          el("option", { value: firm.v.企业编号, text: firm.v.企业编号 + " " + firm.v.企业名称 }),
        ),
      ),
    );
    choice.value = state.firm;
    return el("p", { class: "lg-field" }, [
      el("label", { for: "lg-firm", text: "单独一家的进出单" }),
      choice,
    ]);
  }

  function problems() {
    // What has to be mended first: of many, only the first are listed.
    var list = of("错误").concat(of("提醒"));
    var tally = Object.create(null);
    list.forEach((one) => {
      tally[one.rule] = tally[one.rule] || { one: one, count: 0 };
      tally[one.rule].count++;
    });
    var told = L.together(list);
    var section = el("section", { class: "lg-report lg-report--problems" }, [
      el("h2", { tabindex: "-1", text: "核对结果" }),
      el("p", { class: "lg-head", text: model.head }),
    ]);
    if (!list.length) {
      section.appendChild(el("p", { text: "没有发现要改的地方。" }));
      return section;
    }
    section.appendChild(
      V.table(
        {
          title: "每条规则几处",
          head: ["规则", "程度", "几处", "例如"],
          rows: Object.keys(tally)
            .sort((a, b) => {
              var level = tally[a].one.level;
              return level === tally[b].one.level ? (a < b ? -1 : 1) : level === "错误" ? -1 : 1;
            })
            .map((rule) => {
              var entry = tally[rule];
              return [rule, entry.one.level, entry.count, entry.one.words];
            }),
        },
        3,
      ),
    );
    section.appendChild(
      V.table(
        {
          title: "逐处",
          head: ["规则", "文件", "在哪里", "错在哪里", "改法"],
          rows: told
            .slice(0, MANY)
            .map((one) => [one.rule + " " + one.level, one.file, V.placeText(one), one.words, one.mend]),
          note:
            told.length > MANY
              ? "只列前 " +
                MANY +
                " 样，一共 " +
                told.length +
                " 样、" +
                list.length +
                " 处；全部在“存一份标出来的 .xlsx”里。"
              : "",
        },
        3,
      ),
    );
    return section;
  }

  // ---------- Giving out ----------

  /**
   * The report without what is left out to fit a page.
   * @param {Ledger.Period} after
   * @param {Ledger.Report} report
   */
  function whole(after, report) {
    return state.view === "week" ? R.weekly(state.before, after, model, state.today, true) : report;
  }

  /** @param {string} name @param {Ledger.OutSheet[]} sheets */
  function save(name, sheets) {
    if (!sheets.length) return HB.tell("这里没有表可以存。");
    V.keep(name + " " + state.today, ".xlsx", HB.xlsx.write(sheets));
  }

  // ---------- The page itself ----------

  /** @param {string} id @param {string} label @param {string} hint @param {"before" | "after"} which */
  function workbooks(id, label, hint, which) {
    return V.fileField(id, label, hint, ".xlsx,.xls,.et,.csv", (files) => {
      take(which, files);
    });
  }

  function begin() {
    var day = el("input", {
      type: "date",
      id: "lg-day",
      value: state.today,
      on: {
        change() {
          if (day.value) state.today = day.value;
          show();
        },
      },
    });
    root.appendChild(
      el("form", { class: "lg-form hb-screen", on: { submit: stop } }, [
        workbooks("lg-after", "这一期的工作簿", "可以一次选几个镇街的，合起来算。", "after"),
        workbooks(
          "lg-before",
          "上一期的工作簿",
          "周报选上一周的，两期对比选上一年的；不选就只核对。",
          "before",
        ),
        el("p", { class: "lg-field" }, [el("label", { for: "lg-day", text: "报告日" }), day]),
        el("p", { class: "lg-buttons" }, [
          V.button("清掉重来", () => {
            state.after = state.before = null;
            state.problems = [];
            state.files = [];
            state.hand = emptyHand();
            root.querySelectorAll("input").forEach((input) => {
              if (input.type !== "file") return;
              input.value = "";
            });
            show();
          }),
        ]),
      ]),
    );
    root.appendChild(status);
    root.appendChild(output);
    root.appendChild(paper);
  }

  /** @param {Event} event */
  function stop(event) {
    event.preventDefault();
  }

  begin();
})();
