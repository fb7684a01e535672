/*
 * The self-check page with a check open: its head, saving at each tap. The view before
 * one is open is self-check/home.js; the points of a check are self-check/list.js, its report is
 * self-check/summary.js. Which view is shown stands in the address (#check=…&view=fix), so that reloading
 * and going back work and a check can be bookmarked.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var core = HB.selfCheck;
  var el = HB.element;
  var data = window.handbookPoints;
  var root = document.getElementById("self-check");
  // handbook.js shows the list then.
  if (!root || !data || !core || !core.readCheck || !HB.selfCheckHome || !HB.SelfCheckStore) return;

  var app = root;
  var store = new HB.SelfCheckStore(HB.usableStorage());
  /** @type {SelfCheck.Check | null} */
  var current = null; // the open check
  var been = false; // whether a check was open since the page came
  var cards = Object.create(null); // of the list that is shown
  /** @type {number | undefined} */
  var pending; // a change typed a moment ago, not written yet
  var openProblem = "";
  var aim = { item: "", next: false }; // the item that the list is opened for, or where it was left

  var problem = el("div", { class: "sc-problem", role: "alert" });
  var view = el("div", { class: "sc-view" });
  var paper = el("div", { class: "sc-print" });

  function today() {
    return core.dayOf(new Date());
  }

  /** The open check: for what runs only while there is one. */
  function opened() {
    if (!current) throw new Error("no check is open");
    return current;
  }

  // ---------- The rest of the program, loaded when a check is opened ----------

  var loaded = Object.create(null);

  /**
   * Calls `done` when the scripts named in an attribute of the page are there; tells of one that is lost.
   * @param {() => void} done
   * @param {string} attribute
   */
  function withScripts(attribute, done) {
    if (loaded[attribute]) {
      done();
      return;
    }
    HB.files.load(app.getAttribute(attribute) || "").then(
      () => {
        loaded[attribute] = true;
        done();
      },
      () => {
        tellProblem("网页没有读全（可能断网了）。记录没有动，有网以后刷新本页。");
      },
    );
  }

  /** @param {() => void} done */
  function withRest(done) {
    withScripts("data-hb-later", done);
  }

  // ---------- The long texts, loaded when the page stands ----------

  /**
   * Without the texts the check goes on: `use` gets none.
   * @param {(guidance: GuidanceById) => void} use
   */
  function withGuidance(use) {
    if (window.handbookGuidance) {
      use(window.handbookGuidance);
      return;
    }
    function go() {
      use(window.handbookGuidance || {});
    }
    HB.files.load("assets/self-check/guidance.js").then(go, go);
  }

  // ---------- Saving ----------

  var WHY = {
    full: "存满了，最后的改动还没有存下来。先别关这个页面：到“汇总导出”里导出文件，再删掉旧的自查，或者清理浏览器的数据。",
    gone: "这次自查在另一个窗口里删掉了，这里的改动不再保存。要留下，先导出文件。",
    newer: "这份记录是更新的版本存的，请刷新本页换上新版再填。",
  };

  /** @param {SelfCheck.Saved} saved */
  function whyNot(saved) {
    return saved.why ? WHY[saved.why] : "";
  }

  /** @param {string} text */
  function tellProblem(text) {
    if (text === openProblem) return;
    openProblem = text;
    problem.textContent = "";
    if (!text) return;
    problem.appendChild(el("p", {}, [el("b", { text: "注意：" }), text]));
    // Said at the top of the page, which a long list has left far above.
    if (app.getBoundingClientRect().top < 0) HB.tell(text);
  }

  function save() {
    pending = undefined;
    if (!current) return;
    var saved = store.save(current);
    current = saved.check;
    tellProblem(saved.ok ? (store.lasting() ? "" : NOT_LASTING) : whyNot(saved));
    var mark = document.getElementById("sc-saved");
    if (mark) mark.textContent = !saved.ok ? "没有存下来" : store.lasting() ? "已存在本机" : "只在本页";
  }

  var NOT_LASTING =
    "这个浏览器不让网页存东西（可能开了无痕模式，或者关掉了存储）。填的内容关掉页面就没了，走之前先导出文件。";

  function flush() {
    if (pending) {
      window.clearTimeout(pending);
      save();
    }
  }

  /**
   * A moment later than every moment used before for this answer.
   * @param {number} than
   */
  function later(than) {
    return Math.max(Date.now(), than + 1);
  }

  /** @param {string} id @param {Partial<SelfCheck.Answer>} patch @param {boolean} typing */
  function change(id, patch, typing) {
    var check = opened();
    var old = core.answerOf(check, id);
    var answer = Object.assign({}, old, patch, { t: later(old.t) });
    var point = core.pointsById(data)[id];
    if (patch.r === "n" && old.r !== "n" && !answer.due && point)
      answer.due = core.addDays(today(), point.days);
    check.points[id] = answer;
    if (typing) {
      pending = pending || window.setTimeout(save, 300); // while one types on, too
      return;
    }
    window.clearTimeout(pending);
    save();
    var row = rowOf(id);
    if (row && cards[id]) cards[id].refresh(row);
    offerNames();
    showProgress();
    if ((patch.again || (patch.r && !old.r)) && place().view === "fix") {
      route(false);
      // The view is drawn anew: the place goes on in the card, or where the list tells how many are left.
      var closed = core.isClosed(answer);
      if (closed || !core.isOpen(answer)) focusTitle();
      else if (cards[id]) reveal(cards[id].node);
      var left = core.isOpen(answer) ? " 记下了，还没改好。" : " 记下了。";
      HB.tell(closed ? id + " 已销号。" : id + left);
    }
  }

  /** @param {string} id */
  function rowOf(id) {
    return core.rows(opened(), data).filter((row) => row.id === id)[0];
  }

  // ---------- Where we are ----------

  function place() {
    var asked = new URLSearchParams(location.hash.replace(/^#/, ""));
    var id = asked.get("check") || "";
    return { id: core.CHECK_ID.test(id) ? id : "", view: asked.get("view") || "list" };
  }

  /** @param {boolean} moved */
  function route(moved) {
    flush();
    var now = place();
    var kept = store.list();
    if (!HB.selfCheckSummary && (now.id || kept.checks.length || kept.broken.length)) {
      withRest(() => {
        route(moved);
      });
      return;
    }
    var check = now.id ? store.get(now.id) : null;
    current = check;
    been = been || Boolean(check);
    cards = Object.create(null);
    context.headChanged = null;
    view.textContent = "";
    paper.textContent = "";
    document.documentElement.classList.toggle("sc-printing", false);
    if (now.id && !check) {
      view.appendChild(
        el("p", {
          class: "sc-missing",
          text: "这台设备上没有这次自查：可能删掉了，或者是在别的设备、别的浏览器上做的。网址带不走填的内容，请那边在“汇总导出”里发文字或者文件来。",
        }),
      );
    }
    if (!check) showHome();
    else if (now.view === "fix") HB.selfCheckSummary.showMending(context);
    else if (now.view === "report") HB.selfCheckSummary.show(context);
    else HB.selfCheckList.show(context);
    if (!store.lasting()) tellProblem(NOT_LASTING);
    if (moved) {
      var head = view.querySelector("h2");
      if (head) {
        head.setAttribute("tabindex", "-1");
        head.focus();
      }
      app.scrollIntoView();
    }
    /** @type {HTMLElement | null} */
    var aimed = aim.item ? view.querySelector('[data-quick="' + aim.item + '"]') : null;
    var goOn = aim.next && check && now.view === "list";
    aim.item = "";
    aim.next = false;
    if (aimed) reveal(aimed);
    else if (goOn) HB.selfCheckList.next(context, null);
  }

  // ---------- Home: begin, go on, take in ----------

  function showHome() {
    HB.selfCheckHome({
      data: data,
      store: store,
      returning: been,
      place: view,
      today: today,
      begin: begin,
      goOn() {
        aim.next = true;
      },
      withRest: withRest,
      printBlank: printBlank,
      giveWorkbook: giveWorkbook,
      tellRoom(node) {
        if (HB.selfCheckSummary)
          HB.selfCheckPhotos.room().then(
            (words) => {
              node.textContent = words;
            },
            () => {},
          );
      },
      redraw() {
        route(false);
      },
      remove(id) {
        store.remove(id);
        HB.selfCheckPhotos.removeAll(id).catch(() => {});
        tellProblem(store.hasUnsaved() ? WHY.full : "");
        route(true);
      },
      why: whyNot,
    }).forEach((node) => {
      view.appendChild(node);
    });
  }

  /**
   * Prints the list of `scope` with boxes to tick, for somebody who would rather use a pen.
   * @param {SelfCheck.Head} head
   * @param {SelfCheck.Scope} scope
   */
  function printBlank(head, scope) {
    if (HB.inShell) {
      HB.tell("这里打印不了：请点右上角“…”，选“在浏览器打开”。");
      return;
    }
    withRest(() => {
      withGuidance((guidance) => {
        paper.textContent = "";
        for (const node of HB.selfCheckReport.blank(core.newCheck(head, scope, data, 0, 0), data, guidance))
          paper.appendChild(node);
        document.documentElement.classList.add("sc-printing");
        window.print();
      });
    });
  }

  /**
   * Every answer of every check as a workbook.
   * @param {HTMLElement} place
   */
  function giveWorkbook(place) {
    var checks = store.list().checks;
    withScripts("data-hb-workbooks", () => {
      HB.files.giveText(
        "自查-全部结果-" + today() + ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        HB.xlsx.write(core.sheetsAll(checks, data, today())),
        place,
      );
    });
  }

  /** @param {SelfCheck.Check} check */
  function begin(check) {
    current = check;
    context.filter = "all";
    save();
    store.noteBegun(check.id);
    location.hash = core.hashOf(check.id);
  }

  // ---------- The three views of a check ----------

  /**
   * The tab counts down: what is still open, and how much of it is late.
   * @param {SelfCheck.Counts} sum
   */
  function mendingTab(sum) {
    return "整改清单 " + sum.open + (sum.late ? "，过期 " + sum.late : "");
  }

  /** @param {string} name */
  function showHead(name) {
    var check = opened();
    var sum = core.checkCounts(check, data, today());
    var tabs = [
      ["list", check.scope.depth === "quick" ? "快查" : "逐条查"],
      ["fix", mendingTab(sum)],
      ["report", "汇总导出"],
    ];
    view.appendChild(el("p", {}, [el("a", { href: "#", class: "sc-back", text: "← 我的自查" })]));
    view.appendChild(
      el("h2", {
        text:
          (check.firm || check.place || (check.scope.role === "visit" ? "租户检查" : "自查")) +
          " " +
          core.dayText(check.day),
      }),
    );
    view.appendChild(
      el("p", { class: "hb-note" }, [
        core.scopeText(check.scope, data, true) + (check.by ? " · 检查人：" + check.by : "") + " · ",
        el("span", { id: "sc-saved", role: "status", text: store.lasting() ? "已存在本机" : "只在本页" }),
      ]),
    );
    if (check.edition !== data.edition.id) {
      view.appendChild(
        el("p", {
          class: "hb-note",
          text:
            "这次自查开始于 " +
            check.edition +
            " 版，手册现在是 " +
            data.edition.name +
            "：新加的要点显示为没填，撤下的要点列在最后，填过的都在。",
        }),
      );
    }
    view.appendChild(headForm(name === "report"));
    offerNames();
    view.appendChild(
      el(
        "nav",
        { class: "sc-tabs", "aria-label": "这次自查" },
        tabs.map((tab) =>
          el("a", {
            href: core.hashOf(check.id, tab[0]),
            text: tab[1],
            "aria-current": tab[0] === name ? "page" : null,
          }),
        ),
      ),
    );
  }

  /**
   * Who was looked at, where and by whom; the name of the firm stands open where it goes onto paper and
   * nobody has said it yet.
   * @param {boolean} wanted
   */
  function headForm(wanted) {
    var check = opened();
    var nameless = wanted && !check.firm && !check.place;
    /** @param {string} key @param {string | number} value @param {boolean} final */
    function change(key, value, final) {
      var now = opened(); // another tab may have put a newer one in its place
      /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (now))[key] = value;
      now.t = later(now.t);
      pending = pending || window.setTimeout(save, 300);
      if (final) flush();
      if (final && context.headChanged) context.headChanged();
    }
    var fields = HB.selfCheckHeadFields(check, change);
    fields.appendChild(
      HB.selfCheckField("sc-people", "人数", {
        type: "number",
        min: 0,
        max: 99999,
        value: check.people || "",
        change(value, final) {
          change("people", Math.min(99999, Math.max(0, Math.floor(Number(value)) || 0)), final);
        },
      }),
    );
    var firm = nameless ? fields.removeChild(/** @type {Node} */ (fields.firstChild)) : null;
    var all = el("details", { class: "sc-edit" }, [
      el("summary", { text: "改企业、地点、日期、检查人" }),
      el("p", { class: "hb-note", text: "查的范围：" + core.scopeText(check.scope, data) + "。" }),
      fields,
    ]);
    return el("div", {}, [firm, all]);
  }

  /**
   * What the views in other files and the cards take of the page.
   * @type {SelfCheck.Desk}
   */
  var context = {
    filter: "all",
    aim: aim,
    headChanged: null,
    data: data,
    view: view,
    paper: paper,
    withGuidance: withGuidance,
    today: today,
    flush: flush,
    showHead: showHead,
    kept() {
      return store.list().checks;
    },
    begin: begin,
    showProgress: showProgress,
    showGroup: showGroup,
    reveal: reveal,
    change: change,
    before() {
      var from = opened().from;
      return from ? store.get(from) : null;
    },
    inList() {
      return place().view === "list";
    },
    check: opened,
    isOpen(id) {
      return Boolean(current) && (id === undefined || opened().id === id);
    },
    cards() {
      return cards;
    },
    /**
     * Keeps the answer to the one question of an item.
     * @param {string} id
     * @param {SelfCheck.Result} r
     */
    keepItem(id, r) {
      var check = opened();
      var old = check.items[id];
      check.items[id] = { r: r, t: later(old ? old.t : 0) };
      save();
    },
    /** @param {HTMLElement} from */
    next(from) {
      HB.selfCheckList.next(context, from);
    },
    /**
     * Shows all points of an item, where only the first were.
     * @param {string} item
     */
    widen(item) {
      var check = opened();
      check.scope = Object.assign({}, check.scope, { wide: check.scope.wide.concat([item]) });
      check.t = later(check.t);
      save();
      route(false);
    },
    /** @param {string} id */
    show(id) {
      HB.selfCheckList.setFilter(context, "all");
      reveal(cards[id].node);
    },
  };

  /** Fills the list that the fields for names offer. */
  function offerNames() {
    var list = document.getElementById("sc-names") || view.appendChild(el("datalist", { id: "sc-names" }));
    list.textContent = "";
    for (const name of core.names(opened())) list.appendChild(el("option", { value: name }));
  }

  /**
   * A heading with the cards of `list` below it; `fold`: closed behind the heading, which then tells how far
   * the reader has come.
   * @param {string} title
   * @param {SelfCheck.Row[]} list
   * @param {string} className
   * @param {boolean=} fold
   */
  function showGroup(title, list, className, fold) {
    var head = el("h3", { text: title });
    var group = el(fold ? "details" : "section", { class: "sc-group " + className }, [
      fold ? el("summary", {}, [head, el("span", { class: "hb-group__count" })]) : head,
    ]);
    list.forEach((row) => {
      cards[row.id] = HB.selfCheckComponents.card(row, context, (patch, typing) => {
        change(row.id, patch, Boolean(typing));
      });
      group.appendChild(cards[row.id].node);
    });
    view.appendChild(group);
    return group;
  }

  function showProgress() {
    /** @type {HTMLProgressElement | null} */
    var bar = document.querySelector("progress#sc-progress");
    var words = document.getElementById("sc-progress-text");
    var check = opened();
    var sum = core.checkCounts(check, data, today());
    var tab = view.querySelector('.sc-tabs a[href$="view=fix"]');
    if (tab) tab.textContent = mendingTab(sum);
    if (!bar || !words) return;
    var quick = check.scope.depth === "quick" ? core.quickCounts(check, data) : null;
    bar.max = (quick || sum).all || 1;
    bar.value = (quick || sum).done;
    words.textContent = "查了 " + bar.value + "/" + (quick || sum).all + (sum.n ? " 不符合 " + sum.n : "");
    if (quick) HB.selfCheckQuick.tellOdds(context);
    HB.selfCheckList.nameNext(context);
  }

  /** To the first heading of the list. */
  function focusTitle() {
    /** @type {HTMLElement | null} */
    var title = view.querySelector(".sc-group h3");
    if (!title) return;
    title.tabIndex = -1;
    title.focus();
  }

  /** @param {HTMLElement} node */
  function reveal(node) {
    /** @type {HTMLDetailsElement | null} */
    var fold = node.closest("details.sc-group");
    if (fold) fold.open = true;
    node.scrollIntoView({ block: "center" });
    var input = Array.prototype.filter.call(
      node.querySelectorAll("input"),
      (one) => !one.closest("details:not([open])"),
    )[0];
    /** @type {HTMLElement} */ (
      node.querySelector("input:checked") || input || node.querySelector("summary") || node
    ).focus({
      preventScroll: true,
    });
  }

  // ---------- Other tabs ----------

  /** @param {string | null} id of the check that was written; null when all were */
  function otherTab(id) {
    if (!current) {
      if (!app.contains(document.activeElement) || document.activeElement === document.body) route(false);
      return;
    }
    if (id !== null && id !== current.id) return;
    flush();
    var now = store.refresh(current.id);
    if (!now) {
      tellProblem(WHY.gone);
      return;
    }
    var before = current;
    current = now;
    // A field keeps the place of a tab that nobody looks at: what it shows there would be old.
    var held = document.hasFocus() ? document.activeElement : null;
    if (place().view !== "list") {
      if (!view.contains(held)) route(false);
      return;
    }
    core.rows(now, data).forEach((row) => {
      var old = core.answerOf(before, row.id);
      // What is being typed here is not taken from under the fingers; it is the newer one anyway.
      if (row.answer.t !== old.t && cards[row.id] && !cards[row.id].node.contains(held))
        cards[row.id].refresh(row);
    });
    showProgress();
  }

  // ---------- Begin ----------

  app.appendChild(problem);
  app.appendChild(view);
  app.after(paper);
  store.watch(window, otherTab);
  window.addEventListener("hashchange", () => {
    route(true);
  });
  window.addEventListener("beforeprint", () => {
    if (HB.selfCheckSummary) HB.selfCheckSummary.fillPaper(context);
  });
  window.addEventListener("afterprint", () => {
    if (!current) paper.textContent = "";
  });
  window.addEventListener("pagehide", () => {
    flush();
    HB.noteOpenChecks(store.list(), data);
  });
  document.addEventListener("visibilitychange", flush);
  window.addEventListener("beforeunload", (event) => {
    flush();
    if (store.hasUnsaved() || (!store.lasting() && been)) event.preventDefault();
  });
  try {
    route(false);
  } catch (error) {
    app.textContent = ""; // the list is better than half a page
    document.documentElement.classList.remove("hb-js");
    throw error;
  }
})();
