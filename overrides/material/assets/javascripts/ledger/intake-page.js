/*
 * The view of the register's page that takes results of self-checks into the sheet 问题: chosen or pasted,
 * shown before they are taken, given back as the workbook. What is taken, and how, is in ledger/findings.js
 * and ledger/intake.js; this file only shows.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var el = HB.element;
  var V = HB.ledgerView;

  var MANY = 200;
  var MEGABYTES = 64; // what the self-check page gives out at most
  var ADDED = "（收进检查）";

  /**
   * Takes more sources in hand; the same one twice counts once.
   * @param {Ledger.IntakeDesk} desk
   * @param {Ledger.FileBytes[]} sources
   * @param {string} id what the reader acted on
   */
  function more(desk, sources, id) {
    var names = sources.map((one) => one.name);
    desk.hand.sources = desk.hand.sources.filter((one) => names.indexOf(one.name) < 0).concat(sources);
    desk.hand.said = "";
    drawn(desk, id);
  }

  /**
   * Draws anew, with the reader where he was.
   * @param {Ledger.IntakeDesk} desk
   * @param {string} id
   */
  function drawn(desk, id) {
    desk.hand.focus = id;
    desk.draw();
  }

  /** @param {Ledger.IntakeDesk} desk */
  function fields(desk) {
    var area = el("textarea", { id: "lg-pasted", rows: 3, "aria-describedby": "lg-pasted-hint" });
    return el("div", { class: "lg-form hb-screen" }, [
      V.fileField(
        "lg-results",
        "检查的结果",
        "自查页存下的 .json、.csv、.xlsx，一家或者几家的，可以一次全部选上。",
        ".json,.csv,.txt,.xlsx",
        (files) => {
          V.readAll(files, MEGABYTES).then(
            (read) => {
              more(desk, read, "lg-results");
            },
            (error) => {
              HB.tell(V.whyNotRead(error));
            },
          );
        },
      ),
      el("p", { class: "lg-field" }, [
        el("label", { for: "lg-pasted", text: "或者粘贴文字" }),
        area,
        el("small", { id: "lg-pasted-hint", text: "微信里“导出文字”“发微信的文字”给的那一段，整段粘贴。" }),
        V.button("读粘贴的文字", () => {
          if (!area.value.trim()) return HB.tell("先把文字粘贴进上面的框里。");
          var pasted = desk.hand.sources.filter((one) => one.name.indexOf("粘贴的") === 0);
          more(
            desk,
            [
              {
                name: "粘贴的第 " + (pasted.length + 1) + " 段",
                bytes: new TextEncoder().encode(area.value),
              },
            ],
            "lg-pasted",
          );
        }),
      ]),
    ]);
  }

  /** @param {Ledger.AskedFirm} asked @param {number} place @param {Ledger.IntakeDesk} desk */
  function question(asked, place, desk) {
    var id = "lg-asked-" + place;
    var choice = el(
      "select",
      {
        id: id,
        on: {
          change() {
            desk.hand.answers[asked.key] = choice.value;
            drawn(desk, id);
          },
        },
      },
      [
        el("option", { value: "", text: "选一下" }),
        ...asked.among.map((firm) => el("option", { value: firm.id, text: firm.id + " " + firm.name })),
        el("option", { value: "-", text: "都不是，不收" }),
      ],
    );
    choice.value = desk.hand.answers[asked.key] || "";
    return el("p", { class: "lg-field" }, [
      el("label", { for: id, text: "“" + asked.key + "”是哪一户" }),
      choice,
      el("small", { text: asked.why + "。" }),
    ]);
  }

  /** @param {Ledger.Intake} taken @param {Ledger.IntakeDesk} desk */
  function takeIn(taken, desk) {
    taken.files.forEach((file, place) => {
      // One after the other: browsers drop files that come at once.
      window.setTimeout(() => {
        V.keep(
          file.name.replace(/\.xlsx$/i, "").replace(ADDED, "") + ADDED,
          ".xlsx",
          new Uint8Array(file.bytes),
        );
      }, place * 500);
    });
    desk.hand.said =
      "收好了，存成" +
      taken.files
        .map((file) => "“" + file.name.replace(/\.xlsx$/i, "").replace(ADDED, "") + ADDED + ".xlsx”")
        .join("、") +
      "，原来的文件没有动。再看一遍“核对结果”。";
    desk.done(desk.files.map((old) => taken.files.filter((file) => file.name === old.name)[0] || old));
  }

  /**
   * The new lines as text for a spreadsheet: what it would compute stays a text.
   * @param {Ledger.Intake["lines"]} lines
   */
  function pasted(lines) {
    var formula = new RegExp(window.handbookContract.cells.formula);
    return lines
      .map((line) => line.map((text) => text.replace(/\s+/g, " ").replace(formula, "'$&")).join("\t"))
      .join("\n");
  }

  /**
   * What can be done with what was read. A chat program saves no workbook: it gives the lines, in `texts`.
   * @param {Ledger.Intake} taken
   * @param {Ledger.IntakeDesk} desk
   * @param {HTMLElement} texts
   */
  function buttons(taken, desk, texts) {
    var save = V.button(
      "收进来，存成新的工作簿",
      () => {
        takeIn(taken, desk);
      },
      true,
    );
    var give = V.button(
      "给出新的几行",
      () => {
        HB.files.showText(
          texts,
          "这里存不了工作簿。复制下面的文字，在 WPS 里粘贴到“问题”表最下面；更新的照下表改。",
          pasted(taken.lines),
        );
      },
      true,
    );
    return el("p", { class: "lg-buttons hb-screen" }, [
      taken.files.length && !HB.inShell ? save : null,
      taken.lines.length && HB.inShell ? give : null,
      V.button("清掉，另选", () => {
        desk.hand.sources = [];
        desk.hand.answers = {};
        desk.hand.said = "";
        drawn(desk, "lg-results");
      }),
    ]);
  }

  /** @param {Ledger.Intake} taken */
  function leftOut(taken) {
    return V.table(
      {
        title: "没有收的",
        head: ["在哪里", "为什么", "改法"],
        rows: taken.told
          .slice(0, MANY)
          .map((one) => [
            one.where,
            one.words + (one.count > 1 ? "（" + one.count + " 个问题）" : ""),
            one.mend,
          ]),
      },
      3,
    );
  }

  /** @param {Ledger.Intake} taken */
  function takenRows(taken) {
    return V.table(
      {
        title: "收进“问题”表的",
        head: ["怎么收", "企业", "要点", "写什么", "发现日期", "问题编号", "在哪里"],
        rows: taken.rows.slice(0, MANY).map((row) => {
          var place = row.file + " 第 " + row.row + " 行";
          return [row.kind, row.firm, row.point, row.what, row.day, row.id, place];
        }),
        note:
          taken.rows.length > MANY
            ? "只列前 " + MANY + " 个，一共 " + taken.rows.length + " 个，全部都收。"
            : "",
      },
      3,
    );
  }

  /**
   * What comes of what is in hand, before it is taken.
   * @param {Ledger.IntakeDesk} desk
   */
  function preview(desk) {
    var limits = Object.assign({}, desk.model.limits, { megabytes: MEGABYTES });
    var found = HB.ledgerFindings.read(desk.hand.sources, window.handbookPoints, desk.model, limits);
    var taken = HB.ledgerIntake.take(
      found,
      desk.period,
      desk.files,
      desk.model,
      desk.hand.answers,
      desk.model.limits,
    );
    var texts = el("div");
    return [
      el("p", {
        role: "status",
        class: "lg-status",
        text: desk.hand.said || "读了 " + found.checks + " 次检查：" + HB.ledgerIntake.countText(taken),
      }),
      ...taken.asked.map((asked, place) => question(asked, place, desk)),
      buttons(taken, desk, texts),
      texts,
      taken.told.length ? leftOut(taken) : null,
      takenRows(taken),
    ];
  }

  /** @type {Ledger.IntakePage["fill"]} */
  function fill(place, desk) {
    place.appendChild(
      el("p", {
        text: "手机上查的、企业交来的，收进“问题”表。先按信用代码对企业，再按名称；先看再收，工作簿里别的一格不动。",
      }),
    );
    place.appendChild(fields(desk));
    if (desk.hand.sources.length)
      preview(desk).forEach((node) => {
        if (node) place.appendChild(node);
      });
    if (desk.hand.focus) V.focus(desk.hand.focus);
    desk.hand.focus = "";
  }

  HB.ledgerIntakePage = { fill: fill };
})();
