/*
 * The page of the firm's own papers: the profile is asked, kept on this device and in a file; the papers are
 * shown, printed, and written out as DOCX. Nothing is sent. What the papers say is made by pack/core.js.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var el = HB.element;
  var P = HB.pack;
  var model = window.handbookPack;
  var place = document.getElementById("pack");
  if (!place || !model) return;
  var root = place;

  var profile = P.emptyProfile();
  /** @type {Pack.FoundRow[]} */
  var found = [];
  var stored = true;
  var unfolded = Object.create(null); // papers whose text is shown, by id
  var MOVE =
    "请先点右上角“…”在浏览器里打开再填。已经在这里填了的：点“复制填的内容”，到浏览器的这一页，打开“取回填过的内容”粘贴。";
  var papersPlace = el("div", { class: "pk-papers" });
  var state = el("p", { class: "pk-state", role: "status" });
  var form = el("form", {
    class: "pk-form hb-screen",
    on: {
      submit(event) {
        event.preventDefault();
      },
    },
  });

  // ---------- Keeping ----------

  function keep() {
    if (!HB.firm.write(profile)) {
      if (stored) HB.tell("这个浏览器存不住填的内容：填完点“存成文件”。");
      stored = false;
    }
    showPapers();
  }

  // ---------- The form ----------

  /** @param {string} label @param {string} key @param {string=} hint */
  function field(label, key, hint) {
    var texts = /** @type {Record<string, string>} */ (/** @type {unknown} */ (profile)); // of its texts one
    var input = el("input", {
      type: "text",
      maxlength: 120,
      value: texts[key],
      autocomplete: "off",
      on: {
        change() {
          texts[key] = input.value.trim();
          keep();
        },
      },
    });
    return labelled(label, input, hint);
  }

  /** @param {string} label @param {HTMLElement} input @param {string=} hint */
  function labelled(label, input, hint) {
    return el("label", { class: "pk-field" }, [
      el("span", { text: label }),
      input,
      hint ? el("small", { text: hint }) : null,
    ]);
  }

  /**
   * @param {string} label
   * @param {[string, string][]} options
   * @param {string} value
   * @param {(value: string) => void} change
   */
  function choice(label, options, value, change) {
    var select = el(
      "select",
      {
        on: {
          change() {
            change(select.value);
            keep();
          },
        },
      },
      options.map((option) => el("option", { value: option[0], text: option[1] })),
    );
    select.value = value;
    return labelled(label, select);
  }

  /** @param {Record<string, string>} target @param {string} key @param {string} label */
  function cellInput(target, key, label) {
    var input = el("input", {
      type: "text",
      maxlength: 120,
      value: target[key],
      "aria-label": label,
      placeholder: label,
      autocomplete: "off",
      on: {
        change() {
          target[key] = input.value.trim();
          keep();
        },
      },
    });
    return input;
  }

  /** @param {string} title @param {string} note @param {Child[]} children @param {boolean=} open */
  function group(title, note, children, open) {
    return el(
      "details",
      { class: "pk-group", open: open },
      /** @type {Child[]} */ ([
        el("summary", { text: title }),
        note ? el("p", { class: "pk-note", text: note }) : null,
      ]).concat(children),
    );
  }

  function again() {
    keep();
    drawForm();
  }

  /**
   * @param {string} title
   * @param {string} note
   * @template T
   * @param {T[]} rows
   * @param {(row: T) => HTMLElement[]} draw
   * @param {() => T} blank
   */
  function rowsGroup(title, note, rows, draw, blank) {
    return group(
      title,
      note,
      rows
        .map(
          /** @returns {HTMLElement} */ (row, place) =>
            el(
              "div",
              { class: "pk-row" },
              draw(row).concat([
                HB.button(
                  "去掉",
                  () => {
                    rows.splice(place, 1);
                    again();
                  },
                  "plain",
                ),
              ]),
            ),
        )
        .concat([
          HB.button(
            "加一行",
            () => {
              rows.push(blank());
              again();
            },
            "plain",
          ),
        ]),
    );
  }

  function people() {
    var input = el("input", {
      type: "number",
      min: 1,
      max: 9999,
      value: profile.people || "",
      on: {
        change() {
          profile.people = Math.max(0, Math.min(9999, Math.floor(Number(input.value)) || 0));
          keep();
        },
      },
    });
    return labelled("从业人员几个", input, "派遣工也算");
  }

  function hazards() {
    return group(
      "有哪些专项，在哪里",
      "有的勾上，写清在厂里哪里、用什么。只给勾了的出文件。",
      model.hazards.map((hazard) => {
        var has = profile.have.indexOf(hazard.id) >= 0;
        var box = el("input", {
          type: "checkbox",
          checked: has,
          on: {
            change() {
              profile.have = profile.have.filter((id) => id !== hazard.id);
              if (box.checked) profile.have.push(hazard.id);
              again();
            },
          },
        });
        var place = profile.places[hazard.id] || (profile.places[hazard.id] = { place: "", machine: "" });
        return el("div", { class: "pk-hazard" }, [
          el("label", {}, [box, " " + hazard.name + "：" + hazard.ask]),
          has ? cellInput(place, "place", hazard.name + "在哪里") : null,
          has ? cellInput(place, "machine", hazard.name + "用什么机器、什么东西") : null,
        ]);
      }),
      true,
    );
  }

  function risks() {
    var trade = P.byId(model.trades, profile.trade);
    return group(
      "每条风险在哪里、谁负责",
      trade ? "" : "先选行业。",
      (trade ? trade.risks : []).map((risk) => {
        var mine = profile.risks[risk[0]] || (profile.risks[risk[0]] = { place: "", unit: "", who: "" });
        return el("div", { class: "pk-row" }, [
          el("b", { text: risk[0] }),
          cellInput(mine, "place", risk[0] + "的位置"),
          cellInput(mine, "unit", risk[0] + "的责任部门，没有写不设"),
          cellInput(mine, "who", risk[0] + "的责任人"),
        ]);
      }),
    );
  }

  /** Who the firm is. */
  function firm() {
    var sides = Object.keys(P.SIDES).map((key) => /** @type {[string, string]} */ ([key, P.SIDES[key]]));
    var trades = model.trades.map((trade) => /** @type {[string, string]} */ ([trade.id, trade.name]));
    return group(
      "企业",
      "",
      [
        field("企业名称", "firm"),
        field("统一社会信用代码", "code"),
        field("地址", "address"),
        choice("哪一方", sides, profile.side, (value) => {
          profile.side = value;
        }),
        choice("行业", [["", "没有列出的"], ...trades], profile.trade, (value) => {
          profile.trade = value;
          var trade = P.byId(model.trades, value);
          if (trade)
            trade.have.forEach((id) => {
              if (profile.have.indexOf(id) < 0) profile.have.push(id);
            });
          window.setTimeout(drawForm, 0);
        }),
        people(),
        field("主要负责人", "head", "真正管事、能定钱的人"),
        field("安全员", "officer"),
        field("出租方（承租方）的名称", "other"),
        field("安全出口有哪几个", "exits", "例：东大门、北侧小门"),
        field("集合点", "assembly"),
      ],
      true,
    );
  }

  /** @param {Firm.Profile["posts"][number]} post */
  function kindOfPost(post) {
    var select = el(
      "select",
      {
        "aria-label": "哪一类岗位",
        on: {
          change() {
            post.kind = select.value;
            keep();
          },
        },
      },
      model.kinds.slice(2).map((kind) => el("option", { value: kind, text: kind })),
    );
    select.value = post.kind;
    return select;
  }

  function posts() {
    return rowsGroup(
      "其他岗位",
      "主要负责人、安全员已经有了。没有的岗位不写，文件里就没有。",
      profile.posts,
      (post) => [kindOfPost(post), cellInput(post, "post", "岗位名称"), cellInput(post, "name", "是谁")],
      () => ({ kind: "操作工", post: "", name: "" }),
    );
  }

  function calls() {
    return rowsGroup(
      "出事叫谁",
      "除了 119、120：老板、安全员、房东、隔壁。",
      profile.calls,
      (call) => [cellInput(call, "who", "谁"), cellInput(call, "phone", "电话")],
      () => ({ who: "", phone: "" }),
    );
  }

  function drawForm() {
    var opened = Array.from(form.querySelectorAll("details"), (part) => part.open);
    form.textContent = "";
    [firm(), hazards(), posts(), calls(), risks()].forEach((part, place) => {
      if (place < opened.length) part.open = opened[place];
      form.appendChild(part);
    });
  }

  // ---------- The papers ----------

  /** @param {Pack.Block} block */
  function basis(block) {
    return block.basis.length
      ? el("small", { class: "pk-basis", text: "（" + block.basis.join("；") + "）" })
      : null;
  }

  var tables = 0; // each has a name of its own for those who hear the page

  /** @param {Pack.Block} block */
  function tableOf(block) {
    var columns = block.columns || [];
    var widths = columns.reduce((sum, column) => sum + column[1], 0);
    var head = columns.map((column) => el("th", { scope: "col", text: column[0] }));
    var rows = (block.rows || []).map((row) =>
      el(
        "tr",
        {},
        row.map((cell) => el("td", { text: cell })),
      ),
    );
    var shares = columns.map((column) => el("col", { width: Math.round((100 * column[1]) / widths) + "%" }));
    return el("div", { class: "pk-scroll", tabindex: "0", role: "region", "aria-label": "表 " + ++tables }, [
      el("table", { class: "pk-table" }, [
        el("colgroup", {}, shares),
        el("thead", {}, [el("tr", {}, head)]),
        el("tbody", {}, rows),
      ]),
    ]);
  }

  /** @param {string[]} labels */
  function signatures(labels) {
    var lines = labels.map((label) => label + "（签字）：＿＿＿＿＿＿　　年　　月　　日");
    return el("p", { class: "pk-sign", text: lines.join("\n") });
  }

  /** @param {Pack.Block} block */
  function bodyOf(block) {
    if (block.kind === "h") return el("h3", { text: block.text });
    if (block.kind === "t") return tableOf(block);
    if (block.kind === "s") return signatures(block.labels || []);
    return el("p", {}, [block.text, basis(block)]);
  }

  /** @param {Pack.Block} block */
  function showBlock(block) {
    return el("div", { class: "pk-block" }, [
      el("span", {
        class: "pk-missing",
        text: block.missing.length ? "还没写：" + block.missing.join("、") : "",
      }),
      bodyOf(block),
    ]);
  }

  /**
   * One paper, folded to its name: a phone shows the list of papers, not thirty screens of them.
   * @param {Pack.Paper} paper
   */
  function showPaper(paper) {
    var missing = P.missingOf([paper]).length;
    var fold = {
      class: "pk-full",
      open: Boolean(unfolded[paper.id]),
      on: {
        /** @param {Event} event */
        toggle(/** @type {Event} */ event) {
          unfolded[paper.id] = /** @type {HTMLDetailsElement} */ (event.target).open;
        },
      },
    };
    var left = missing ? "还有 " + missing + " 样没写" : "都写了";
    return el("section", { class: "pk-paper" }, [
      el(
        "details",
        fold,
        [
          el("summary", {}, [
            el("h2", { text: paper.name }),
            el("span", { class: "pk-left hb-screen" + (missing ? "" : " pk-left--none"), text: left }),
          ]),
          el("p", {
            class: "pk-notice",
            text: "范本，填写后由企业负责。依据：" + (paper.basis.join("；") || "通行做法"),
          }),
          aboutPaper(paper),
        ].concat(paper.blocks.map(showBlock)),
      ),
    ]);
  }

  /** @param {Pack.Paper} paper */
  function aboutPaper(paper) {
    var save = HB.button(
      "这一份存成 DOCX",
      () => {
        saveDocx([paper]);
      },
      "plain",
    );
    var forms = paper.forms.map((link) => el("a", { href: link[1], text: "空白表：" + link[0] }));
    return el("p", { class: "pk-why hb-screen" }, /** @type {Child[]} */ ([paper.why, save]).concat(forms));
  }

  /** @param {string[]} missing */
  function stateText(missing) {
    return missing.length
      ? "还缺 " + missing.length + " 样没有写，写齐才能用：" + missing.join("、") + "。"
      : "要填的都填了。核对一遍和厂里是不是一样，签字以后才算数。";
  }

  /** @param {Pack.Paper[]} papers */
  function cover(papers) {
    return {
      firm: profile.firm || "（企业名称还没写）",
      lines: [
        { line: model.site.name + "　" + model.edition.name + "（" + model.edition.day + "）" },
        { line: "范本，填写后由企业负责；不代替评价、评审和官方文书。" },
      ],
      papers: papers.map((paper, place) => place + 1 + ". " + paper.name),
      state: stateText(P.missingOf(papers)),
    };
  }

  /** @param {Pack.Paper[]} papers */
  function qr(papers) {
    if (!window.qrcode) return null;
    return el("div", { class: "pk-qr" }, [
      HB.qrSvg(HB.packAddress(papers, model), window.qrcode),
      el("p", { text: "扫一扫：这一册还是不是现行的，哪几份变了。码里没有企业的任何内容。" }),
    ]);
  }

  function showPapers() {
    var papers = P.made(profile, found, model);
    var head = cover(papers);
    state.textContent = "这家企业要 " + papers.length + " 份文件。" + head.state;
    papersPlace.textContent = "";
    papersPlace.appendChild(
      el("section", { class: "pk-cover" }, [
        el("h2", { text: head.firm + "　安全文件一册" }),
        el("p", { text: head.lines[0].line }),
        el("p", { text: head.lines[1].line }),
        el(
          "ol",
          {},
          papers.map((paper) => el("li", { text: paper.name })),
        ),
        el("p", { class: "pk-open", text: head.state }),
        qr(papers),
      ]),
    );
    for (const paper of papers) papersPlace.appendChild(showPaper(paper));
  }

  // ---------- Giving out and taking in ----------

  /**
   * What writes a DOCX comes when one is asked for.
   * @param {Pack.Paper[]} papers
   */
  function saveDocx(papers) {
    HB.files.load(root.getAttribute("data-hb-writer") || "").then(
      () => {
        writeDocx(papers);
      },
      () => {
        HB.tell("做 DOCX 的程序没有读到（可能断网了）：有网以后再点一次，或者先用打印。");
      },
    );
  }

  /** @param {Pack.Paper[]} papers */
  function writeDocx(papers) {
    var library = {
      PizZip: window.PizZip,
      docxtemplater: window.docxtemplater,
      template: window.handbookPackTemplate,
      qr: window.qrcode,
    };
    var whole = papers.length !== 1;
    var bytes = HB.packDocx(papers, cover(papers), model, library);
    HB.files.give(
      (profile.firm || "本厂") + " " + (whole ? "安全文件一册" : papers[0].name) + ".docx",
      bytes,
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    );
  }

  /**
   * What another browser kept, or a self-check found wrong: the text of a file, or one pasted.
   * @param {string} text
   */
  function take(text) {
    var value = null;
    try {
      value = JSON.parse(HB.files.objectIn(text));
    } catch (error) {
      // No JSON: told below with all else that is not ours.
    }
    if (value && value.format === P.FORMAT) {
      profile = P.readProfile(value.profile, model);
      again();
      return HB.tell("填的内容取回来了。");
    }
    var rows = value ? P.readFound(value, model) : [];
    if (!rows.length)
      return HB.tell(
        "这不是一企一册存的内容，也不是有“不符合”没改好的自查记录；填的内容没有动。要整段文字，从第一个字到最后一个字。",
      );
    found = rows;
    showPapers();
    HB.tell("放进了 " + rows.length + " 条隐患。");
  }

  function takeIn() {
    var input = el("input", { type: "file", id: "pk-open", accept: ".json,application/json,text/plain" });
    input.addEventListener("change", () => {
      var file = input.files && input.files[0];
      input.value = "";
      if (!file) return;
      if (file.size > 200 * 1024 * 1024) HB.tell("文件太大，不是这一页存的。");
      else
        HB.files.readText(file).then(take, () => {
          HB.tell("文件打不开。");
        });
    });
    var pasted = el("textarea", { id: "pk-paste", rows: 3, class: "hb-text", autocomplete: "off" });
    return el("details", { class: "pk-group hb-screen" }, [
      el("summary", { text: "取回填过的内容，放进自查的结果" }),
      labelled("选文件（一企一册存的，或者自查导出的）", input),
      labelled("或者把复制来的文字粘贴在这里", pasted),
      HB.button(
        "从粘贴的文字取回",
        () => {
          take(pasted.value.trim());
        },
        "plain",
      ),
    ]);
  }

  /** What the newest self-check on this device says of the firm, and what it found wrong. */
  function takeCheck() {
    var last = HB.firm.lastCheck();
    if (!last) return HB.tell("这台设备的浏览器里没有自查记录。在别处查的，导出成文件再放进来。");
    var check = last;
    /** @type {("firm" | "code" | "address")[]} */ (["firm", "code", "address"]).forEach((key) => {
      if (!profile[key]) profile[key] = check[key];
    });
    if (!profile.people) profile.people = check.people;
    if (!profile.trade) profile.trade = check.scope.trade;
    profile.side = check.scope.role || profile.side;
    profile.have = profile.have.concat(check.scope.have || []);
    profile = P.readProfile(profile, model);
    found = P.readFound({ format: "handbook-self-check", checks: [check] }, model);
    again();
    HB.tell("取了自查里的企业情况，没有写过的才补；放进了 " + found.length + " 条没有改好的隐患。");
  }

  function tools() {
    var given = el("div", { class: "pk-given" });
    return el("div", { class: "hb-screen" }, [
      el("div", { class: "pk-tools" }, [
        HB.button("整册存成 DOCX", () => {
          saveDocx(P.made(profile, found, model));
        }),
        HB.button("打印整册", () => {
          if (HB.inShell) HB.tell("这里打印不了：" + MOVE);
          else window.print();
        }),
        HB.button(
          HB.inShell ? "复制填的内容" : "填的内容存成文件",
          () => {
            HB.files.giveText(
              "一企一册 " + (profile.firm || "本厂") + ".json",
              "application/json",
              JSON.stringify({ format: P.FORMAT, profile: profile }, null, HB.inShell ? 0 : 1),
              given,
            );
          },
          "plain",
        ),
        HB.button(
          "清空",
          () => {
            HB.tell("填的内容会从这台设备上清掉。", {
              text: "确实清空",
              press() {
                profile = P.emptyProfile();
                found = [];
                again();
              },
            });
          },
          "plain",
        ),
        HB.firm.lastCheck() ? HB.button("用最近一次自查的结果", takeCheck, "plain") : null,
      ]),
      given,
      takeIn(),
    ]);
  }

  /** Inside WeChat no file is saved, and its storage is its own: said before the typing, not after. */
  function shellNote() {
    return el("p", { class: "pk-shell hb-screen", text: "微信、QQ、钉钉里存不了文件，也打印不了。" + MOVE });
  }

  profile = P.readProfile(HB.firm.read(), model);
  drawForm();
  [HB.inShell ? shellNote() : null, form, tools(), state, papersPlace].forEach((part) => {
    if (part) root.appendChild(part);
  });
  showPapers();

  // What another tab wrote is gone on from here: the next word would write the old ones over it.
  window.addEventListener("storage", (event) => {
    if (event.key !== null && event.key !== HB.firm.key) return;
    profile = P.readProfile(HB.firm.read(), model);
    drawForm();
    showPapers();
  });
  // A phone ends a page that it has put away, and tells it of no change in the field one was in.
  document.addEventListener("visibilitychange", () => {
    var field = document.activeElement;
    if (document.hidden && field && form.contains(field)) field.dispatchEvent(new Event("change"));
  });
})();
