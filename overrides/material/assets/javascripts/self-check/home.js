/*
 * The first view of the self-check page: who are you, taking in a file. The checks kept on the device are in
 * self-check/saved-checks.js. It asks and shows; opening a check and moving about are the page's own
 * (self-check/page.js).
 */
(function () {
  "use strict";

  var HB = window.HB;
  var core = HB.selfCheck;
  var el = HB.element;
  var draft = HB.selfCheckDraft;

  /**
   * A labelled field. `options`: {type, value, limit, wide, lines, list, change(value, final)}; texts report
   * while typing too.
   * @type {HandbookNamespace["selfCheckField"]}
   */
  function field(id, label, options) {
    var input = el(options.lines ? "textarea" : "input", {
      id: id,
      type: options.lines ? null : options.type || "text",
      value: options.value || "",
      rows: options.lines || null,
      maxlength: options.limit || null,
      min: options.min,
      max: options.max,
      inputmode: options.inputmode,
      placeholder: options.placeholder,
      list: options.list || null,
      autocomplete: "off",
      on: {
        input() {
          options.change(input.value, false);
        },
        change() {
          options.change(input.value, true);
        },
      },
    });
    return el("p", { class: "sc-field" + (options.wide ? " sc-field--wide" : "") }, [
      el("label", { for: id, text: label }),
      input,
    ]);
  }

  /**
   * A button that looks like a link; `told` is what a screen reader says of it, where that is more.
   * @type {HandbookNamespace["selfCheckQuiet"]}
   */
  function quiet(text, press, told) {
    return el("button", {
      type: "button",
      class: "sc-quiet",
      text: text,
      "aria-label": told,
      on: { click: press },
    });
  }

  /** @param {string} query */
  function setQuery(query) {
    try {
      history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
    } catch (error) {
      // Some browsers do not allow it for files; the address then simply stays.
    }
  }

  /**
   * A number of people as someone may type it, 0 for anything else.
   * @param {string | number} text
   */
  function people(text) {
    var number = Number(text);
    return number > 0 && number <= 99999 && number % 1 === 0 ? number : 0;
  }

  /**
   * One answer to tick.
   * @param {"radio" | "checkbox"} type
   * @param {string} name
   * @param {string} value
   * @param {string} label
   * @param {boolean} checked
   * @param {string=} more
   */
  function option(type, name, value, label, checked, more) {
    var id = name + "-" + (value || "other");
    return el("p", { class: "sc-option" }, [
      el("input", { type: type, name: name, id: id, value: value, checked: checked }),
      el("label", { for: id }, [label, more ? el("small", { text: more }) : null]),
    ]);
  }

  // ---------- Beginning ----------

  /**
   * A question with one answer of several; `ways` are [value, words, small print].
   * @param {string} name
   * @param {string} legend
   * @param {[string, string, string?][]} ways
   * @param {string} chosen
   */
  function choose(name, legend, ways, chosen) {
    return el(
      "fieldset",
      { class: "sc-set" },
      /** @type {HTMLElement[]} */ ([el("legend", { text: legend })]).concat(
        ways.map((way) => option("radio", name, way[0], way[1], chosen === way[0], way[2])),
      ),
    );
  }

  /** @type {[string, string, string][]} */
  var WHO = [
    ["tenant", "承租方", "租别人的厂房生产"],
    ["landlord", "出租方", "把厂房租给别人"],
    ["own", "用自己的厂房", "不租也不出租；租赁的要点不问"],
    ["both", "又租又出租", "两边的要点都查，用不上的填不适用"],
    ["visit", "房东去查租户", "只列到租户车间里看得到、试得出的"],
  ];

  /** @param {SelfCheck.Scope} scope @param {HandbookPoints} data */
  function tradeQuestion(scope, data) {
    var ways = core
      .tradesOf(scope.role, data)
      .map((trade) => /** @type {[string, string, string]} */ ([trade.id, trade.name, ""]));
    // "Another" is an answer too: nothing is taken for said before somebody says it.
    var said = scope.trade || (scope.have ? "" : "-");
    var set = choose("trade", "做哪一行", ways.concat([["", "其他，说不准", ""]]), said);
    set.classList.add("sc-set--short");
    return set;
  }

  /**
   * Who has said so by the way that led here is not asked again: one line, with the way to change it.
   * @param {SelfCheck.Scope} scope
   */
  function roleQuestion(scope) {
    var set = choose("role", "你是谁（检查人员选被查的那一家）", WHO, scope.role);
    var known = WHO.filter((way) => way[0] === scope.role)[0];
    if (!known) return set;
    return el("details", { class: "sc-edit" }, [
      el("summary", { text: "你是：" + known[1] + "（不对，点这里换）" }),
      set,
    ]);
  }

  /** @param {SelfCheck.Scope} scope @param {HandbookPoints} data */
  function depthQuestion(scope, data) {
    return choose(
      "depth",
      "怎么查",
      [
        ["quick", "快查：一条答一次，大约十五分钟", "答“没做到”的再看是哪一个要点"],
        [
          "usual",
          "常查：可能算重大隐患的（▲），和每条最要紧的 " + data.first + " 个",
          "其余的也要查，查完这一遍再分几次接着",
        ],
        ["", "全查：每一个要点，一次查完", "半天左右"],
      ],
      scope.depth,
    );
  }

  /**
   * Hazards the firm may have: of a known trade only those it leaves open, the others folded away. While
   * nobody has said the trade the long list is a fold, `open` on demand: the trade asks most of it.
   * @param {SelfCheck.Scope} scope
   * @param {HandbookPoints} data
   * @param {boolean} open
   */
  function haveQuestion(scope, data, open) {
    var trade = tradeOf(scope, data);
    /** @param {HandbookPoints["hazards"][number]} hazard */
    var box = (hazard) =>
      option(
        "checkbox",
        "have",
        hazard.id,
        hazard.ask,
        Boolean(scope.have && scope.have.indexOf(hazard.id) >= 0),
        hazard.examples,
      );
    var none = option("checkbox", "none", "none", "上面的都没有", Boolean(scope.have && !scope.have.length));
    if (!trade)
      return el("details", { class: "sc-edit", open: open || Boolean(scope.have) }, [
        el("summary", { text: "这 " + data.hazards.length + " 样，厂里有的勾上" }),
        el("div", {}, data.hazards.map(box)),
        none,
      ]);
    var asked = data.hazards.filter((hazard) => trade.ask.indexOf(hazard.id) >= 0);
    var rest = data.hazards.filter((hazard) => trade.ask.indexOf(hazard.id) < 0);
    return el("fieldset", { class: "sc-set" }, [
      el("legend", { text: "还要问几句：有的勾上" }),
      el("div", {}, asked.map(box)),
      el("details", { class: "sc-edit" }, [
        el("summary", { text: "这一行通常有的，已经替你勾上；没有的去掉" }),
        el("div", {}, rest.map(box)),
      ]),
    ]);
  }

  /**
   * What a firm may say it has none of, for fewer questions: all is taken to be there until it is said.
   * @param {SelfCheck.Scope} scope
   * @param {HandbookPoints} data
   */
  function lackQuestion(scope, data) {
    var concerned = core.concerning(Object.assign({}, scope, { lack: [] }), data);
    var trade = tradeOf(scope, data);
    var rows = core
      .circumstances(scope, data)
      .filter(
        (row) =>
          !(trade && trade.lack.indexOf(row.id) >= 0) &&
          concerned.some((point) => row.points.indexOf(point.id) >= 0),
      );
    return el("details", { class: "sc-edit" }, [
      el("summary", { text: "这 " + rows.length + " 样先当都有，没有的去掉" }),
      el(
        "div",
        {},
        rows.map((row) => option("checkbox", "lack", row.id, row.ask, scope.lack.indexOf(row.id) < 0)),
      ),
    ]);
  }

  /** @param {SelfCheck.Scope} scope @param {HandbookPoints} data */
  function tradeOf(scope, data) {
    return data.trades.filter((one) => one.id === scope.trade)[0];
  }

  /**
   * Takes over into `scope` what was chosen; "none of these" and the others exclude each other.
   * @param {SelfCheck.Scope} scope
   * @param {HandbookPoints} data
   * @param {HTMLElement} form
   * @param {HTMLInputElement} input
   */
  function readAnswer(form, input, scope, data) {
    if (input.name === "role") scope.role = input.value;
    if (input.name === "depth") scope.depth = input.value;
    if (input.name === "trade") {
      scope.trade = input.value;
      readTrade(scope, data);
      return;
    }
    if (input.name === "lack")
      scope.lack = scope.lack.filter((id) => id !== input.value).concat(input.checked ? [] : [input.value]);
    if (input.name !== "have" && input.name !== "none") return;
    /** @type {HTMLInputElement | null} */
    var none = form.querySelector("input[name=none]");
    if (input.name === "none" && input.checked) {
      Array.prototype.forEach.call(form.querySelectorAll("input[name=have]"), (other) => {
        other.checked = false;
      });
    }
    if (none && input.name === "have" && input.checked) none.checked = false;
    var have = /** @type {string[]} */ (
      Array.prototype.map.call(form.querySelectorAll("input[name=have]:checked"), (other) => other.value)
    );
    scope.have = have.length || scope.trade ? have : none && none.checked ? [] : null;
  }

  /**
   * Fills `note` with what the number of people means for the safety officers.
   * @param {number} number
   * @param {SelfCheck.Scope} scope
   * @param {HandbookPoints} data
   * @param {HTMLElement} note
   */
  function tellStaffing(note, number, scope, data) {
    var byId = core.pointsById(data);
    var concerned = core.concerning(scope, data);
    var asked = data.staffing.filter(
      (row) => concerned.indexOf(byId[row.point]) >= 0 && row.least <= number && number <= row.most,
    );
    note.hidden = !asked.length;
    note.textContent = asked.length ? number + " 人，安全员这样配：" : "";
    asked.forEach((row) => {
      note.appendChild(
        el("span", { class: "sc-staffing" }, [
          el("a", { href: data.items[byId[row.point].item].page + "#p" + row.point, text: row.point }),
          " " + row.text,
        ]),
      );
    });
  }

  var START = "start"; // the form that begins a check

  /**
   * A button that fills the form with what was said of the firm on the page of its papers; null without that.
   * @param {SelfCheck.HomePage} page
   */
  function profileButton(page) {
    var kept = HB.firm.read();
    if (!kept || typeof kept.firm !== "string" || !kept.firm) return null;
    var firm = kept;
    var name = kept.firm.slice(0, core.LIMITS.firm);
    return el("p", {}, [
      HB.button("用一企一册里填的：" + name, () => {
        /** @param {"code" | "address"} key */
        var word = (key) => (typeof firm[key] === "string" ? firm[key].slice(0, core.LIMITS[key]) : "");
        var query = new URLSearchParams();
        ["trade", "role"].forEach((key) => {
          var value = key === "role" ? firm.side : firm[/** @type {"trade"} */ (key)];
          if (typeof value === "string" && value) query.set(key, value);
        });
        if (Array.isArray(firm.have) && query.has("trade")) query.set("have", firm.have.join(","));
        if (people(firm.people || 0)) query.set("people", String(people(firm.people || 0)));
        draft.keep(
          START,
          Object.assign(draft.read(START), { firm: name, code: word("code"), address: word("address") }),
        );
        setQuery(query.toString());
        page.redraw();
      }),
    ]);
  }

  /**
   * The head of a check as it was half typed; `by` has looked before.
   * @param {string} day
   * @param {string} by
   */
  function begunHead(day, by) {
    var kept = draft.read(START);
    /** @param {string} key @param {string=} otherwise */
    var word = (key, otherwise) => {
      var typed = kept[key];
      return typeof typed === "string" ? typed.slice(0, core.LIMITS[key]) : otherwise || "";
    };
    return {
      firm: word("firm"),
      code: word("code"),
      address: word("address"),
      present: word("present"),
      place: word("place"),
      by: word("by", by),
      day: day,
      people: people(new URLSearchParams(location.search).get("people") || 0) || people(kept.people || 0),
    };
  }

  /**
   * What the address says of the new check, what was half typed, and what the last check tells.
   * @param {SelfCheck.HomePage} page
   * @returns {SelfCheck.Start}
   */
  function beginning(page) {
    var data = page.data;
    var asked = core.parseScope(location.search, data);
    var fixed = Boolean(asked && !asked.role && !asked.trade);
    var scope = asked || core.emptyScope();
    var last = page.store.lastBegun();
    if (!fixed && !new URLSearchParams(location.search).has("depth")) scope.depth = "quick";
    if (!fixed && scope.trade && !scope.have) readTrade(scope, data);
    // Whoever looks at one firm after the other is the same each time and looks the same way.
    if (!asked && last) {
      scope.role = last.scope.role;
      if (last.scope.role && last.scope.depth !== "rest") scope.depth = last.scope.depth;
    }
    var head = begunHead(page.today(), last ? last.by : "");
    return { data: data, scope: scope, head: head, fixed: fixed, asked: Boolean(asked) };
  }

  /** What the usual check leaves is asked for too, later. @param {SelfCheck.Start} start */
  function later(start) {
    var parts = core.restParts(start.scope, start.data);
    var number = parts.reduce((sum, part) => sum + part.count, 0);
    return number ? "。其余 " + number + " 个也要查，分 " + parts.length + " 次，查完这一遍再接着。" : "";
  }

  /**
   * Fills the button that begins and the line that tells how much is to be looked at.
   * @param {SelfCheck.Start} start
   * @param {HTMLElement} button
   * @param {HTMLElement} count
   */
  function tellCount(start, button, count) {
    var data = start.data;
    var scope = start.scope;
    var ready = start.fixed || Boolean(scope.role);
    var quick = scope.depth === "quick";
    var number = quick ? core.quickItems(scope, data).length : core.select(scope, data).length;
    var what = number + (quick ? " 条" : " 个要点");
    var begin = scope.role === "visit" ? "开始检查" : "开始自查";
    button.textContent = ready ? begin + "（" + what + "）" : "先选你是谁";
    count.textContent = ready
      ? "要查 " +
        what +
        "：" +
        core.scopeText(scope, data, !start.fixed) +
        (start.fixed || scope.have ? "" : "。厂里的情况还没有选，先按都有算。") +
        (scope.depth === "usual" ? later(start) : "")
      : "";
  }

  /** Keeps in the address what has been said. @param {SelfCheck.Start} start */
  function keepInAddress(start) {
    var scope = start.scope;
    var number = start.head.people;
    if (!start.fixed && (scope.role || scope.trade || number))
      setQuery(
        [
          core.scopeQuery(scope),
          scope.role && !scope.depth ? "depth=all" : "",
          number ? "people=" + number : "",
        ]
          .filter(Boolean)
          .join("&"),
      );
  }

  /** @param {SelfCheck.Start["head"]} head @param {() => void} changed */
  function peopleField(head, changed) {
    return field("sc-people", "一共多少人（派遣工也算）", {
      type: "number",
      min: 1,
      max: 99999,
      inputmode: "numeric",
      value: head.people || "",
      change(value) {
        head.people = people(value);
        draft.keep(START, head);
        changed();
      },
    });
  }

  /**
   * The questions that make out what is to be looked at, in `form`; `said(name)` hears of each answer.
   * @param {SelfCheck.Start} start
   * @param {HTMLElement} form
   * @param {(name: string) => void} said
   */
  function questions(start, form, said) {
    var data = start.data;
    var scope = start.scope;
    var head = start.head;
    var trade = el("div");
    var have = el("div");
    var lack = el("div");
    var staffing = el("p", { class: "hb-note", hidden: true });

    /** Who is somebody else has other trades: one that is not his goes, and what it has. */
    function drawTrade() {
      if (scope.trade && core.tradesOf(scope.role, data).indexOf(tradeOf(scope, data)) < 0) {
        scope.trade = "";
        readTrade(scope, data);
        drawHave(false);
      }
      trade.textContent = "";
      trade.appendChild(tradeQuestion(scope, data));
    }

    /** @param {boolean} open */
    function drawHave(open) {
      have.textContent = "";
      have.appendChild(haveQuestion(scope, data, open));
      drawLack();
    }

    function drawLack() {
      var fold = lack.querySelector("details");
      var open = Boolean(fold && fold.open);
      lack.textContent = "";
      fold = lackQuestion(scope, data);
      fold.open = open;
      lack.appendChild(fold);
    }

    function staff() {
      tellStaffing(staffing, head.people, scope, data);
    }

    form.addEventListener("change", (event) => {
      var input = /** @type {HTMLInputElement} */ (event.target);
      readAnswer(form, input, scope, data);
      if (input.name === "role") drawTrade();
      if (input.name === "trade") drawHave(true);
      else if (["role", "have", "none"].indexOf(input.name) >= 0) drawLack();
      staff();
      said(input.name);
    });
    drawTrade();
    drawHave(false);
    staff();
    // First what has to be said: who is known by the way here needs one line, and that can wait.
    var who = el("div", {}, [roleQuestion(scope)]);
    return [
      scope.role ? null : who,
      trade,
      have,
      lack,
      peopleField(head, () => {
        staff();
        said("people");
      }),
      staffing,
      scope.role ? who : null,
      depthQuestion(scope, data),
    ];
  }

  /** What is to be looked at where the address leaves no question. @param {SelfCheck.Start} start */
  function settled(start) {
    return el("p", {}, [
      "这次只查：",
      el("b", { text: core.scopeText(start.scope, start.data) }),
      "。",
      el("a", { href: "self-check.html", text: "换成按我的企业来选" }),
    ]);
  }

  /** @param {SelfCheck.HomePage} page @param {SelfCheck.Start} start */
  function blankButton(page, start) {
    return el("p", {}, [
      quiet("先不填：打印一张带方框的空白表", () => {
        page.printBlank(start.head, start.scope);
      }),
    ]);
  }

  /** @param {SelfCheck.HomePage} page @param {HTMLElement | null} way where something else is begun */
  function startForm(page, way) {
    var start = beginning(page);
    var scope = start.scope;
    var head = start.head;
    var form = el("form", { class: "sc-start", novalidate: true, on: { submit: begin } });
    var button = el("button", { type: "submit", class: "hb-button hb-button--main" });
    var count = el("p", { class: "sc-count", role: "status" });
    var fields = headFields(head, (key, value) => {
      /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (head))[key] = value.trim();
      draft.keep(START, head);
    });
    var firm = /** @type {HTMLElement} */ (fields.firstChild);

    /** Whoever looks into another's firm says first which one it is. */
    function placeFirm() {
      var visit = scope.role === "visit" && !start.fixed;
      var place = visit ? form : fields;
      place.insertBefore(firm, place.firstChild);
      /** @type {HTMLElement} */ (firm.firstChild).textContent = (visit ? "去查哪一家：" : "") + "企业名称";
    }

    /** @param {string} name */
    function said(name) {
      if (name === "role") placeFirm();
      tellCount(start, button, count);
      keepInAddress(start);
    }

    /** @param {Event} event */
    function begin(event) {
      event.preventDefault();
      if (!start.fixed && !scope.role) {
        /** @type {HTMLElement} */ (form.querySelector("input[name=role]")).focus();
        HB.tell("先选你是谁。");
        return;
      }
      draft.keep(START, null);
      // The next firm is another one: not of this one's trade.
      if (scope.role === "visit") setQuery("role=visit&depth=" + (scope.depth || "all"));
      page.begin(core.newCheck(head, scope, start.data, Date.now(), Math.random()));
    }

    /** @type {(HTMLElement | null)[]} */
    var parts = start.fixed ? [settled(start)] : [profileButton(page), ...questions(start, form, said)];
    var about = el("details", { class: "sc-edit", open: Boolean(head.firm || head.place) }, [
      el("summary", { text: "写上企业、地点、谁来查（可以以后再写）" }),
      fields,
    ]);
    parts.push(about, count, el("p", { class: "sc-buttons sc-go" }, [button, way]));
    // A chat program prints nothing.
    if (!HB.inShell) parts.push(blankButton(page, start));
    parts.forEach((part) => {
      if (part) form.appendChild(part);
    });
    placeFirm();
    tellCount(start, button, count);
    if (start.asked) keepInAddress(start);
    return form;
  }

  /**
   * What the trade usually has, and what it cannot have.
   * @param {SelfCheck.Scope} scope
   * @param {HandbookPoints} data
   */
  function readTrade(scope, data) {
    var trade = tradeOf(scope, data);
    scope.have = trade ? trade.have.slice() : null;
    scope.lack = trade ? trade.lack.slice() : [];
  }

  /**
   * The fields of a check's head; `change` hears of every value that can stand.
   * @type {HandbookNamespace["selfCheckHeadFields"]}
   */
  function headFields(head, change) {
    /** @param {"firm" | "code" | "address" | "place" | "by" | "present"} key @param {string} label */
    var text = (key, label) =>
      field("sc-" + key, label, {
        limit: core.LIMITS[key],
        value: head[key],
        change(value, final) {
          change(key, value, final);
        },
      });
    return el("div", { class: "sc-fields" }, [
      text("firm", "企业名称"),
      text("code", "统一社会信用代码"),
      text("address", "地址"),
      text("place", "地点、车间"),
      text("by", "检查人"),
      text("present", "在场的人"),
      field("sc-day", "日期", {
        type: "date",
        value: head.day,
        change(value, final) {
          if (core.isDay(value)) change("day", value, final);
        },
      }),
    ]);
  }

  // ---------- Taking in ----------

  /** @param {SelfCheck.HomePage} page */
  function importField(page) {
    /** @param {string} reason */
    var refuse = (reason) => {
      HB.tell("没有取回：" + reason + "。原有的记录没有动。"); // in the place of what was said before
    };
    /** @param {{ name: string; text: string }[]} files */
    var take = (files) => {
      page.withRest(() => {
        var taken = HB.selfCheckSavedChecks.takeIn(files, page);
        if (taken.refused) return refuse(taken.refused);
        page.redraw();
        /** @type {HTMLElement | undefined} */
        var first = Array.prototype.filter.call(
          page.place.querySelectorAll("table a, .sc-checks a"),
          (link) => !link.closest("details:not([open])"),
        )[0];
        if (first) first.focus();
        HB.tell(taken.told || "");
      });
    };
    var accept = ".json,application/json,text/plain";
    var input = el("input", { type: "file", id: "sc-import", multiple: true, accept: accept });
    input.addEventListener("change", () => {
      var files = Array.from(input.files || []);
      if (!files.length) return;
      var large = files.some((file) => file.size > core.LIMITS.bytes);
      if (large) return refuse("文件太大，不像是自查记录");
      Promise.all(
        files.map((file) => HB.files.readText(file).then((text) => ({ name: file.name, text: text }))),
      ).then(
        (texts) => {
          input.value = "";
          take(texts);
        },
        () => {
          refuse("文件打不开");
        },
      );
    });
    var pasted = el("textarea", { id: "sc-paste", rows: 3, class: "hb-text", autocomplete: "off" });
    return [
      el("p", { class: "sc-field" }, [
        el("label", { for: "sc-import", text: "选文件（几家的一次选）" }),
        input,
      ]),
      el("p", { class: "sc-field" }, [
        el("label", { for: "sc-paste", text: "或者粘贴复制来的文字（微信里导出的就是文字；几家的接着粘）" }),
        pasted,
      ]),
      el("p", { class: "sc-buttons" }, [
        HB.button("从粘贴的文字取回", () => {
          if (pasted.value.trim()) take([{ name: "", text: pasted.value.trim() }]);
          else refuse("还没有粘贴文字");
        }),
      ]),
    ];
  }

  /**
   * A button that leads to a heading further down: a form or a list of firms stands before it.
   * @param {HTMLElement} heading
   * @param {string} text
   */
  function wayTo(heading, text) {
    return quiet(text + " ↓", () => {
      heading.tabIndex = -1;
      heading.scrollIntoView();
      heading.focus({ preventScroll: true });
    });
  }

  HB.selfCheckHeadFields = headFields;
  HB.selfCheckField = field;
  HB.selfCheckQuiet = quiet;

  /**
   * The nodes of the view. `page` offers data, store, place (where a text to copy may be shown), today(),
   * begin(check), remove(id), redraw() and why(saved), the words for a check that could not be saved.
   */
  HB.selfCheckHome = (page) => {
    var kept = page.store.list();
    var nodes = [];
    var warned = HB.inShell
      ? [
          el("p", {
            class: "sc-missing",
            text: "这里填的，浏览器里看不到：最好点右上角“…”用浏览器打开。",
          }),
        ]
      : [];
    // Whoever has a check comes back to it, and the form of a new one is two screens long; but who comes for
    // a certain new one (?items=07) gets that first, until it is begun.
    var some = kept.checks.length + kept.broken.length > 0;
    var back = some && (page.returning || !location.search);
    var taking = el("h2", { text: "取回别处做的自查" });
    var takingWay = wayTo(taking, "取回别处做的");
    // Alone on the page the title says what the form is: its first question stands on the first screen.
    var start = [
      el("h2", { class: back ? null : "sc-hidden", text: "开始一次自查" }),
      startForm(page, back ? null : takingWay),
    ];
    if (!back) nodes.push(...warned, ...start);
    if (some) {
      // With something kept, the page has loaded the rest of its program before.
      var room = el("p", { class: "hb-note" });
      page.tellRoom(room);
      nodes.push(el("h2", { text: "我的自查" }));
      if (back) nodes.push(el("p", { class: "sc-buttons" }, [wayTo(start[0], "再查一家"), takingWay]));
      nodes.push(...HB.selfCheckSavedChecks.list(page, kept), room);
    }
    if (kept.checks.length) nodes.push(...HB.selfCheckSavedChecks.give(page, kept.checks.length));
    if (back) nodes.push(start[0], ...warned, start[1]);
    nodes.push(
      taking,
      el("p", {
        text: "自查文件（.json）或者文字从这里取回。同一次自查已经有的，按要点取新的那个，别的不动。",
      }),
    );
    return nodes.concat(importField(page));
  };
})();
