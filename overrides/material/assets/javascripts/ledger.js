/*
 * The register's page: workbooks are chosen, read in memory, held against the rules, and made into sheets to print and files to
 * keep. Nothing is stored and nothing is sent; closing the page forgets everything. The parts that think are ledger-core.js
 * and ledger-report.js; this file only shows.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var el = HB.element;
  var L = HB.ledger;
  var R = HB.ledgerReport;
  var V = HB.ledgerView;

  var MANY = 200;
  var root = document.getElementById("ledger");
  if (!root) return;
  var model = window.handbookLedger;

  var state = {
    after: null,
    before: null,
    today: dayOf(new Date()),
    view: "problems",
    problems: [],
    firm: "",
    publish: false,
  };
  var status = el("p", { class: "lg-status", role: "status" });
  var output = el("div", { class: "lg-output" });
  var paper = el("div", { class: "lg-paper" });

  function dayOf(date) {
    var two = function (number) {
      return (number < 10 ? "0" : "") + number;
    };
    return date.getFullYear() + "-" + two(date.getMonth() + 1) + "-" + two(date.getDate());
  }

  // ---------- Taking in ----------

  function read(file) {
    return new Promise(function (done, failed) {
      var reader = new FileReader();
      reader.onload = function () {
        done({ name: file.name, bytes: new Uint8Array(reader.result) });
      };
      reader.onerror = failed;
      // A file beyond the limit is not read at all: its first bytes are enough to say so.
      var limit = model.limits.megabytes * 1024 * 1024 + 1;
      reader.readAsArrayBuffer(file.size > limit ? file.slice(0, limit) : file);
    });
  }

  function take(which, files) {
    if (!files.length) {
      state[which] = null;
      return show();
    }
    status.textContent = "正在读 " + files.length + " 个文件……";
    Promise.all(Array.prototype.map.call(files, read))
      .then(function (read) {
        // A breath for the page to say that it is busy.
        return new Promise(function (done) {
          window.setTimeout(function () {
            done(read);
          }, 20);
        });
      })
      .then(function (read) {
        state[which] = L.gather(read, model, model.limits);
        show();
      })
      .catch(function (error) {
        state[which] = null;
        status.textContent =
          error && error.name === "NotReadableError"
            ? "文件读不出来：WPS 正开着它，或者优盘松了。关掉它再选一次。"
            : "文件没有读成：" + (error && error.message ? error.message : "原因不明") + "。另存一份再选。";
      });
  }

  // ---------- What is shown ----------

  var VIEWS = [
    ["problems", "核对结果"],
    ["week", "周报"],
    ["gate", "进出关"],
    ["round", "上门和跟踪"],
    ["handover", "按部门移交"],
    ["years", "两期对比"],
  ];

  function made() {
    if (state.view === "week") return R.weekly(state.before, state.after, model, state.today, false);
    if (state.view === "gate")
      return state.firm
        ? R.gateSheet(state.after, state.firm, model, state.today)
        : R.gate(state.before, state.after, model, state.today);
    if (state.view === "round") return R.round(state.after, model, state.today, model.notSeen);
    if (state.view === "handover") return R.handover(state.after, model, state.today);
    if (state.view === "years" && state.before)
      return R.twoYears(state.before, state.after, model, state.today, state.publish);
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
    var wrong = count("错误");
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

  function count(level) {
    return state.problems.filter(function (one) {
      return one.level === level;
    }).length;
  }

  function draw(focus) {
    var report = made();
    output.textContent = "";
    output.appendChild(tabs());
    output.appendChild(tools(report));
    var body = report ? V.report(report) : state.view === "problems" ? problems() : needsTwo();
    output.appendChild(body);
    paper.textContent = "";
    if (focus) {
      var head = body.querySelector("h2");
      if (head) head.focus();
    }
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
      VIEWS.map(function (view) {
        return el("button", {
          type: "button",
          class: "lg-tab",
          "aria-pressed": state.view === view[0] ? "true" : "false",
          text: view[1],
          on: {
            click: function () {
              state.view = view[0];
              state.firm = "";
              draw(true);
            },
          },
        });
      }),
    );
  }

  function button(text, press, main) {
    return el("button", {
      type: "button",
      class: main ? "hb-button" : "hb-button hb-button--plain",
      text: text,
      on: { click: press },
    });
  }

  function tools(report) {
    var list = [];
    if (report) {
      list.push(
        button("打印", print, true),
        button("存成 .xlsx", function () {
          save(whole().title, R.asSheets(whole()));
        }),
        button("存成 .docx", function () {
          keep(whole().title, ".docx", HB.docx.write(whole()), WORD);
        }),
      );
    }
    if (state.view === "problems")
      list.push(
        button(
          "存一份标出来的 .xlsx",
          function () {
            save(model.title + "（标出要改的）", R.correctedCopy(state.after, state.problems, model));
          },
          true,
        ),
      );
    if (state.view === "gate") list.push(firmChoice());
    if (state.view === "years" && state.before) list.push(publishChoice());
    return el("div", { class: "lg-tools hb-screen" }, list);
  }

  function firmChoice() {
    var v = R.view(state.after, model);
    var choice = el(
      "select",
      {
        id: "lg-firm",
        on: {
          change: function () {
            state.firm = choice.value;
            draw();
            document.getElementById("lg-firm").focus();
          },
        },
      },
      [el("option", { value: "", text: "全部，一张名单" })].concat(
        v.firms.map(function (firm) {
          return el("option", { value: firm.v.企业编号, text: firm.v.企业编号 + " " + firm.v.企业名称 });
        }),
      ),
    );
    choice.value = state.firm;
    return el("p", { class: "lg-field" }, [
      el("label", { for: "lg-firm", text: "单独一家的进出单" }),
      choice,
    ]);
  }

  function publishChoice() {
    var box = el("input", {
      type: "checkbox",
      id: "lg-publish",
      checked: state.publish,
      on: {
        change: function () {
          state.publish = box.checked;
          draw();
          document.getElementById("lg-publish").focus();
        },
      },
    });
    return el("p", { class: "lg-check" }, [
      box,
      el("label", { for: "lg-publish", text: "公开版：没有企业名称，小于 " + model.hideBelow + " 的数不写" }),
    ]);
  }

  function problems() {
    var list = state.problems;
    var tally = Object.create(null);
    list.forEach(function (one) {
      tally[one.rule] = tally[one.rule] || { one: one, count: 0 };
      tally[one.rule].count++;
    });
    var section = el("section", { class: "lg-report lg-report--problems" }, [
      el("h2", { tabindex: "-1", text: "核对结果" }),
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
            .sort()
            .map(function (rule) {
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
          rows: list.slice(0, MANY).map(function (one) {
            return [one.rule + " " + one.level, one.file, V.placeText(one), one.words, one.mend];
          }),
          note:
            list.length > MANY
              ? "只列前 " + MANY + " 处，一共 " + list.length + " 处；全部在“存一份标出来的 .xlsx”里。"
              : "",
        },
        3,
      ),
    );
    return section;
  }

  // ---------- Giving out ----------

  function print() {
    var report = made();
    if (!report) return;
    paper.textContent = "";
    paper.appendChild(V.report(report));
    document.documentElement.classList.add("lg-printing");
    window.print();
  }

  window.addEventListener("afterprint", function () {
    document.documentElement.classList.remove("lg-printing");
  });

  /** The report without what is left out to fit a page. */
  function whole() {
    return state.view === "week" ? R.weekly(state.before, state.after, model, state.today, true) : made();
  }

  var OFFICE = "application/vnd.openxmlformats-officedocument.";
  var WORD = OFFICE + "wordprocessingml.document";

  function save(name, sheets) {
    if (!sheets.length) return HB.tell("这里没有表可以存。");
    keep(name, ".xlsx", HB.xlsx.write(sheets), OFFICE + "spreadsheetml.sheet");
  }

  /** Hands a file to the browser, which asks where to put it. */
  function keep(name, ending, bytes, type) {
    if (HB.inWeChat) return HB.tell(HB.weChatHint);
    var address = URL.createObjectURL(new Blob([bytes], { type: type }));
    var link = el("a", {
      href: address,
      download: name.replace(/[\\/:*?"<>|\s]+/g, " ") + " " + state.today + ending,
    });
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(function () {
      URL.revokeObjectURL(address);
    }, 10000);
  }

  // ---------- The page itself ----------

  function fileField(id, label, hint, which) {
    var input = el("input", {
      type: "file",
      id: id,
      multiple: true,
      accept: ".xlsx,.xls,.et,.csv",
      "aria-describedby": id + "-hint",
      on: {
        change: function () {
          take(which, input.files);
        },
      },
    });
    return el("p", { class: "lg-field" }, [
      el("label", { for: id, text: label }),
      input,
      el("small", { id: id + "-hint", text: hint }),
    ]);
  }

  function begin() {
    var day = el("input", {
      type: "date",
      id: "lg-day",
      value: state.today,
      on: {
        change: function () {
          if (day.value) state.today = day.value;
          show();
        },
      },
    });
    root.appendChild(
      el("form", { class: "lg-form hb-screen", on: { submit: stop } }, [
        fileField("lg-after", "这一期的工作簿", "可以一次选几个镇街的，合起来算。", "after"),
        fileField(
          "lg-before",
          "上一期的工作簿",
          "周报选上一周的，两期对比选上一年的；不选就只核对。",
          "before",
        ),
        el("p", { class: "lg-field" }, [el("label", { for: "lg-day", text: "报告日" }), day]),
        el("p", { class: "lg-buttons" }, [
          button("清掉重来", function () {
            state.after = state.before = null;
            state.problems = [];
            root.querySelectorAll("input[type=file]").forEach(function (input) {
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
    window.addEventListener("dragover", stop);
    window.addEventListener("drop", stop); // a file dropped beside the field would take the page away
  }

  function stop(event) {
    event.preventDefault();
  }

  if (!window.fflate || !model) {
    root.appendChild(
      el("p", {
        class: "lg-status",
        text: "读写表格的程序没有装上，这一页现在打不开工作簿。网站要用 make 完整生成一遍，或者换成网站上的离线包。",
      }),
    );
    return;
  }
  begin();
})();
