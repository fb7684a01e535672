/*
 * The page that puts many self-checks together. Nothing is stored and nothing is sent. What is counted, and
 * how, is in ledger/collect.js; this file only shows.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var el = HB.element;
  var V = HB.ledgerView;
  /** @type {typeof HB.ledgerCollect} */
  var C;
  /** @type {LedgerModel} */
  var model;

  var place = document.getElementById("collected");
  if (!place) return;
  var root = place;
  /**
   * @type {{collected: Ledger.Collected | null, towns: Record<string, string> | null,
   *   townOrder: Ledger.CollectOptions["townOrder"], publish: boolean}}
   */
  var state = { collected: null, towns: null, townOrder: undefined, publish: false };
  var status = el("p", { class: "lg-status", role: "status" });
  var wrong = el("ul", { class: "lg-wrong" });
  var output = el("div", { class: "lg-output" });
  var paper = el("div", { class: "lg-paper" });

  /** @param {Ledger.Collected} collected */
  function report(collected) {
    return C.report(collected, window.handbookPoints, window.handbookGuidance || {}, {
      today: V.dayOf(new Date()),
      model: model,
      towns: state.towns,
      townOrder: state.townOrder,
      publish: state.publish,
    });
  }

  function draw() {
    output.textContent = "";
    var collected = state.collected;
    if (!collected || !collected.checks.length) return;
    var made = report(collected);
    output.appendChild(
      el("div", { class: "lg-tools hb-screen" }, [
        V.button(
          "打印",
          () => {
            V.print(paper, made);
          },
          true,
        ),
        V.button("存成 .xlsx", () => {
          V.keep(made.title + " " + made.day, ".xlsx", HB.xlsx.write(HB.ledgerSheets.asSheets(made)));
        }),
        V.button("存成 .docx", () => {
          V.keepDocument(root, made, made.day);
        }),
        V.publishChoice(model, state, draw),
      ]),
    );
    output.appendChild(V.report(made));
  }

  /** What reads the files and counts: loaded when the first is chosen. */
  function work() {
    return V.load(root, "data-work").then(() => {
      C = HB.ledgerCollect;
      model = window.handbookLedger;
    });
  }

  /** @param {FileList} files */
  function takeChecks(files) {
    status.textContent = "正在读 " + files.length + " 个文件……";
    work()
      .then(() => V.readAll(files, 5))
      .then((all) => {
        var decoder = new TextDecoder("utf-8");
        state.collected = C.collect(
          all.map((file) => ({ name: file.name, text: decoder.decode(file.bytes) })),
        );
        var good = state.collected.checks.length;
        var bad = state.collected.problems;
        status.textContent =
          "读好了：" + good + " 次自查" + (bad.length ? "，" + bad.length + " 个文件没有收：" : "。");
        wrong.textContent = "";
        for (const one of bad)
          wrong.appendChild(el("li", { text: (one.file ? one.file + "：" : "") + one.reason + "。" }));
        draw();
      })
      .catch((error) => {
        status.textContent = V.whyNotRead(error);
      });
  }

  /** @param {FileList} files */
  function takeRegister(files) {
    state.towns = null;
    if (!files.length) return draw();
    work()
      .then(() => V.readAll(files, model.limits.megabytes))
      .then((all) => {
        var view = HB.ledgerPeriod.view(HB.ledger.gather(all, model, model.limits), model);
        /** @type {Record<string, string>} */
        var towns = Object.create(null);
        state.towns = towns;
        state.townOrder = HB.ledgerPeriod.townOrder([view.period]);
        view.firms.forEach((firm) => {
          if (firm.v.企业名称) towns[firm.v.企业名称.replace(/\s+/g, "")] = view.townOf(firm);
        });
        draw();
      })
      .catch((error) => {
        status.textContent = V.whyNotRead(error);
      });
  }

  root.appendChild(
    el("div", { class: "lg-form hb-screen" }, [
      V.fileField(
        "lg-checks",
        "企业交来的自查文件",
        "自查页“导出文件”存下的 .json，可以一次全部选上。",
        ".json",
        takeChecks,
      ),
      V.fileField(
        "lg-register",
        "底数工作簿（可以不选）",
        "选了就按企业名称对上镇街。",
        ".xlsx",
        takeRegister,
      ),
    ]),
  );
  for (const part of [status, wrong, output, paper]) root.appendChild(part);
})();
