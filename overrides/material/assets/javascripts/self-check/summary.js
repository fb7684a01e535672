/*
 * The views "整改清单" and "汇总导出" of a check, and what goes out from there: report, print, table, file,
 * lines to send on, signatures. The check that is open is the page's own (self-check/page.js), which hands it
 * over as its desk.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var core = HB.selfCheck;
  var el = HB.element;
  var parts = HB.selfCheckComponents;
  var out = HB.selfCheckReport;
  var photos = HB.selfCheckPhotos;
  /** @type {{ id: string; media: SelfCheck.Media | null }} */
  var kept = { id: "", media: null }; // photos and signatures of the check looked at last, for the paper

  /**
   * The photos and signatures of `check`, where they have been read.
   * @param {SelfCheck.Check} check
   */
  function mediaOf(check) {
    return kept.id === check.id ? kept.media : null;
  }

  /** @param {SelfCheck.Desk} desk @param {SelfCheck.Check} check @param {HTMLElement} place */
  function giveCsv(desk, check, place) {
    desk.flush();
    desk.withGuidance((guidance) => {
      HB.files.giveText(
        out.fileName(check, "整改清单", "csv"),
        "text/csv;charset=utf-8",
        core.csv(desk.check(), desk.data, guidance, desk.today()),
        place,
      );
    });
  }

  /**
   * The button that gives the list of what is to be mended as a table.
   * @param {SelfCheck.Desk} desk @param {SelfCheck.Check} check @param {HTMLElement} place
   */
  function csvButton(desk, check, place) {
    return HB.button("整改清单存成表格（CSV）", () => {
      giveCsv(desk, check, place);
    });
  }

  /**
   * The text for a chat. In a group of several firms nobody knows whose it is without a name: whoever gave
   * none is asked once, and may leave it; the field in the head of the check takes it.
   * @param {SelfCheck.Desk} desk
   * @param {HTMLElement} texts
   */
  function giveShare(desk, texts) {
    var give = () => {
      HB.files.showText(
        texts,
        "复制下面的文字，发到群里",
        core.shareText(desk.check(), desk.data, desk.today()),
      );
    };
    var head = /** @type {HTMLInputElement | null} */ (document.getElementById("sc-firm"));
    if (desk.check().firm || desk.check().place || !head) return give();
    var firm = head;
    var name = "";
    texts.textContent = "";
    texts.append(
      HB.selfCheckField("sc-share-firm", "企业名称（群里几家分得清；可以不写）", {
        limit: core.LIMITS.firm,
        change(value) {
          name = value;
        },
      }),
      el("p", { class: "sc-buttons" }, [
        HB.button("出文字", () => {
          firm.value = name;
          firm.dispatchEvent(new Event("change"));
          give();
        }),
      ]),
    );
    /** @type {HTMLElement} */ (texts.querySelector("input")).focus();
  }

  /**
   * What goes out from here; a text to copy appears in `texts`. First what works: a chat program prints
   * nothing, and the text is what is sent in it.
   * @param {SelfCheck.Desk} desk
   * @param {HTMLElement} texts
   */
  function waysOut(desk, texts) {
    var printing = HB.button(
      "打印报告",
      () => {
        printReport(desk);
      },
      HB.inShell ? undefined : "main",
    );
    var sending = HB.button(
      "发微信的文字",
      () => {
        giveShare(desk, texts);
      },
      HB.inShell ? "main" : undefined,
    );
    var exporting = HB.button(
      HB.inShell ? "导出文字（带到浏览器、交给别人）" : "导出文件（换手机、交给别人）",
      () => {
        desk.flush();
        HB.selfCheckSavedChecks.giveExport(
          [desk.check()],
          desk.data,
          desk.today(),
          out.fileName(desk.check(), "", "json"),
          texts,
        );
      },
    );
    if (!HB.inShell)
      return [
        el("p", { class: "sc-buttons" }, [
          printing,
          csvButton(desk, desk.check(), texts),
          exporting,
          sending,
        ]),
      ];
    // In a chat program only what works there; the rest is done where the record is taken back.
    return [
      el("p", { class: "sc-buttons" }, [sending, exporting]),
      el("p", {
        class: "hb-note",
        text: "要打印、存成表格：先点“导出文字”复制，再点右上角“…”用浏览器打开，到自查页粘贴取回。照片带不过去，要照片的在浏览器里查。",
      }),
    ];
  }

  /**
   * Draws the report of the check into `sheet`, with its photos and signatures, unless it is closed by then.
   * @param {SelfCheck.Desk} desk
   * @param {string} id
   * @param {HTMLElement} sheet
   * @param {HTMLInputElement} full whether every point is told
   */
  function drawReport(desk, id, sheet, full) {
    desk.withGuidance((guidance) => {
      if (!desk.isOpen(id)) return;
      sheet.textContent = "";
      photos.all(id).then((media) => {
        if (!desk.isOpen(id)) return;
        kept = { id: id, media: media };
        sheet.textContent = "";
        out
          .report(desk.check(), desk.data, guidance, desk.today(), {
            full: full.checked,
            media: media,
            paper: false,
          })
          .forEach((node) => {
            sheet.appendChild(node);
          });
      });
    });
  }

  /** @type {SelfCheck.Summary["show"]} */
  function show(desk) {
    desk.showHead("report");
    var check = desk.check();
    var sheet = el("div", { class: "sc-report" });
    var texts = el("div", { class: "sc-texts", id: "sc-given" });
    var full = el("input", { type: "checkbox", id: "sc-full", checked: true });
    var fill = () => {
      drawReport(desk, check.id, sheet, full);
    };
    full.addEventListener("change", fill);
    desk.headChanged = fill;
    /** @type {(HTMLElement | null)[]} */
    var nodes = waysOut(desk, texts);
    nodes.push(
      el("p", { class: "sc-option" }, [full, el("label", { for: "sc-full", text: "报告里带上逐条结果" })]),
      texts,
      check.scope.depth === "usual" ? theRest(desk, check, texts) : null,
      signing(check, fill),
      sheet,
    );
    nodes.forEach((node) => {
      if (node) desk.view.appendChild(node);
    });
    fill();
  }

  /**
   * What the usual check leaves, which is asked for too: in a few parts, each begun from here, with the days
   * for a calendar.
   * @param {SelfCheck.Desk} desk
   * @param {SelfCheck.Check} check
   * @param {HTMLElement} place
   */
  function theRest(desk, check, place) {
    var parts = core.restParts(check.scope, desk.data);
    if (!parts.length) return el("div");
    var checks = desk.kept();
    return el("section", { class: "sc-rest" }, [
      el("h3", { text: "其余的也要查，分 " + parts.length + " 次" }),
      el("p", { text: "常查先问最要紧的。下面这些一样要做到，建议一个月查一次，查过的会打勾。" }),
      el(
        "ol",
        {},
        parts.map((part) => {
          var done = core.partDone(check, part.scope, checks);
          return el("li", {}, [
            core.restName(part.scope) + "，" + part.count + " 个要点 ",
            done
              ? el("a", {
                  href: core.hashOf(done.id),
                  text: core.isFinished(done, desk.data) ? "✓ " + core.dayText(done.day) + "查过" : "接着查",
                })
              : HB.button("开始", () => {
                  var head = Object.assign({}, check, { day: desk.today(), present: "" });
                  desk.begin(core.newCheck(head, part.scope, desk.data, Date.now(), Math.random()));
                }),
          ]);
        }),
      ),
      el("p", { class: "sc-buttons" }, [
        HB.button("分几次查的日子存进日历（ICS）", () => {
          HB.files.giveText(
            out.fileName(check, "分次查", "ics"),
            "text/calendar;charset=utf-8",
            core.restCalendar(check, desk.kept(), desk.data, desk.today()),
            place,
          );
        }),
      ]),
    ]);
  }

  /**
   * Two fields to sign on with a finger; a signature goes into the report at once.
   * @param {SelfCheck.Check} check
   * @param {() => void} done
   */
  function signing(check, done) {
    /** @param {"checker" | "manager"} side @param {string} label */
    var pad = (side, label) =>
      parts.signature(label, (image) => {
        photos.sign(check.id, side, image).then(done, () => {
          HB.tell("签字没有存下来：这个浏览器不让网页存图。");
        });
      });
    return el("details", { class: "sc-edit" }, [
      el("summary", { text: "在屏幕上签字" }),
      pad("checker", "检查人签字"),
      pad("manager", "负责人签字"),
    ]);
  }

  // ---------- What is to be mended ----------

  /** @type {SelfCheck.Summary["showMending"]} */
  function showMending(desk) {
    desk.showHead("fix");
    var check = desk.check();
    var data = desk.data;
    var view = desk.view;
    var wrong = core.wrongRows(core.rows(check, data));
    var vague = core.vagueItems(check, data);
    if (!wrong.length && !vague.length) view.appendChild(el("p", { text: "还没有不符合的要点。" }));
    if (vague.length) view.appendChild(parts.vagueList(vague, core.hashOf(check.id), desk.aim));
    var closed = wrong.filter((row) => core.isClosed(row.answer));
    var open = wrong.filter((row) => !core.isClosed(row.answer));
    [
      { title: "没改好的（" + open.length + " 个）", rows: open },
      { title: "已销号的（" + closed.length + " 个）", rows: closed },
    ].forEach((part) => {
      if (!part.rows.length) return;
      var group = desk.showGroup(
        part.title,
        part.rows.filter((row) => row.state === "current"),
        "",
      );
      part.rows
        .filter((row) => row.state !== "current")
        .forEach((row) => {
          group.appendChild(parts.goneCard(row, desk));
        });
    });
    var given = el("div", { class: "sc-texts", id: "sc-given" });
    if (wrong.length || vague.length) {
      view.appendChild(
        el("p", { class: "sc-buttons" }, [
          HB.inShell ? null : csvButton(desk, check, given),
          HB.button("到期提醒存进日历（ICS）", () => {
            HB.files.giveText(
              out.fileName(check, "整改到期", "ics"),
              "text/calendar;charset=utf-8",
              core.calendar([desk.check()], data, desk.today()),
              given,
            );
          }),
        ]),
      );
    }
    view.appendChild(given);
  }

  // ---------- Paper ----------

  /** @type {SelfCheck.Summary["fillPaper"]} */
  function fillPaper(desk) {
    if (!desk.isOpen()) return;
    desk.flush();
    /** @type {HTMLInputElement | null} */
    var full = document.querySelector("input#sc-full");
    desk.paper.textContent = "";
    out
      .report(desk.check(), desk.data, window.handbookGuidance || {}, desk.today(), {
        full: !full || full.checked,
        media: mediaOf(desk.check()),
        paper: true,
      })
      .forEach((node) => {
        desk.paper.appendChild(node);
      });
    document.documentElement.classList.add("sc-printing");
  }

  /** @param {SelfCheck.Desk} desk */
  function printReport(desk) {
    desk.withGuidance(() => {
      fillPaper(desk);
      window.print();
    });
  }

  HB.selfCheckSummary = { show: show, showMending: showMending, fillPaper: fillPaper };
})();
