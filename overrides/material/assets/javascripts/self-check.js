/*
 * The self-check page: beginning one, going through the points, mending, report. Which view is shown stands in the
 * address (#check=…&view=fix), so that reloading and going back work and a check can be bookmarked.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var core = HB.selfCheck;
  var el = HB.element;
  var parts = HB.selfCheckParts;
  var out = HB.selfCheckReport;
  var data = window.handbookPoints;
  var app = document.getElementById("self-check");
  if (!app || !data || !core || !parts || !out || !HB.SelfCheckStore) return; // then handbook.js shows the list

  var store = new HB.SelfCheckStore(HB.usableStorage());
  var current = null; // the open check
  var cards = Object.create(null); // of the list that is shown
  var pending = null; // a change typed a moment ago, not written yet
  var filter = "all";
  var openProblem = "";

  var problem = el("div", { class: "sc-problem", role: "alert" });
  var view = el("div", { class: "sc-view" });
  var paper = el("div", { class: "sc-print" });

  function today() {
    return core.dayOf(new Date());
  }

  // ---------- The long texts, loaded when the page stands ----------

  var waiting = [];
  var asked = false;

  function withGuidance(use) {
    if (window.handbookGuidance) {
      use(window.handbookGuidance);
      return;
    }
    waiting.push(use);
    if (asked) return;
    asked = true;
    var script = el("script", { src: "assets/self-check/guidance.js" });
    script.addEventListener("load", function () {
      waiting.splice(0).forEach(function (one) { one(window.handbookGuidance || {}); });
    });
    script.addEventListener("error", function () {
      asked = false;
      script.remove();
      waiting.splice(0).forEach(function (one) { one({}); });
    });
    document.head.appendChild(script);
  }

  function guidanceNow() {
    return window.handbookGuidance || {};
  }

  // ---------- Saving ----------

  var WHY = {
    full: "存满了，最后的改动还没有存下来。先别关这个页面：到“汇总导出”里导出文件，再删掉旧的自查，或者清理浏览器的数据。",
    gone: "这次自查在另一个窗口里删掉了，这里的改动不再保存。要留下，先导出文件。",
    newer: "这份记录是更新的版本存的，请刷新本页换上新版再填。",
  };

  function tellProblem(text) {
    if (text === openProblem) return;
    openProblem = text;
    problem.textContent = "";
    if (text) problem.appendChild(el("p", {}, [el("b", { text: "注意：" }), text]));
  }

  function save() {
    pending = null;
    if (!current) return;
    var saved = store.save(current);
    current = saved.check;
    tellProblem(saved.ok ? (store.lasting() ? "" : NOT_LASTING) : WHY[saved.why]);
    var mark = document.getElementById("sc-saved");
    if (mark) mark.textContent = !saved.ok ? "没有存下来" : store.lasting() ? "已存在本机" : "只在本页";
  }

  var NOT_LASTING = "这个浏览器不让网页存东西（可能开了无痕模式，或者关掉了存储）。填的内容关掉页面就没了，走之前先导出文件。";

  function flush() {
    if (pending) {
      window.clearTimeout(pending);
      save();
    }
  }

  /** A moment later than every moment used before for this answer. */
  function later(than) {
    return Math.max(Date.now(), than + 1);
  }

  function change(id, patch, typing) {
    var old = core.answerOf(current, id);
    var answer = Object.assign({}, old, patch, { t: later(old.t) });
    var point = core.pointsById(data)[id];
    if (patch.r === "n" && old.r !== "n" && !answer.due && point) answer.due = core.addDays(today(), point.days);
    current.points[id] = answer;
    if (typing) {
      window.clearTimeout(pending);
      pending = window.setTimeout(save, 300);
      return;
    }
    window.clearTimeout(pending);
    save();
    var row = rowOf(id);
    if (row && cards[id]) cards[id].refresh(row);
    showProgress();
  }

  function rowOf(id) {
    return core.rows(current, data).filter(function (row) { return row.id === id; })[0];
  }

  // ---------- Where we are ----------

  function place() {
    var asked = new URLSearchParams(location.hash.replace(/^#/, ""));
    var id = asked.get("check") || "";
    return { id: core.CHECK_ID.test(id) ? id : "", view: asked.get("view") || "list" };
  }

  function hashOf(id, name) {
    return "#check=" + id + (name && name !== "list" ? "&view=" + name : "");
  }

  function route(moved) {
    flush();
    var now = place();
    var check = now.id ? store.get(now.id) : null;
    current = check;
    cards = Object.create(null);
    view.textContent = "";
    paper.textContent = "";
    document.documentElement.classList.toggle("sc-printing", false);
    if (now.id && !check) {
      view.appendChild(el("p", { class: "sc-missing", text: "这台设备上没有这次自查：可能删掉了，或者是在别的设备、别的浏览器上做的。" }));
    }
    if (!check) showHome();
    else if (now.view === "fix") showMending();
    else if (now.view === "report") showReport();
    else showList();
    if (!store.lasting()) tellProblem(NOT_LASTING);
    if (moved) {
      var head = view.querySelector("h2");
      if (head) {
        head.setAttribute("tabindex", "-1");
        head.focus();
      }
      app.scrollIntoView();
    }
  }

  function setQuery(query) {
    try {
      history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
    } catch (error) {
      // Some browsers do not allow it for files; the address then simply stays.
    }
  }

  // ---------- Home: begin, go on, take in ----------

  function showHome() {
    var asked = core.parseScope(location.search, data);
    var fixed = asked && !asked.role ? asked : null; // items, a special hazard, or everything
    view.appendChild(el("h2", { text: "开始一次自查" }));
    view.appendChild(startForm(fixed, asked));
    showSaved();
    showImport();
  }

  function option(type, name, id, value, label, checked, more) {
    return el("p", { class: "sc-option" }, [
      el("input", { type: type, name: name, id: id, value: value, checked: checked }),
      el("label", { for: id }, [label, more ? el("small", { text: more }) : null]),
    ]);
  }

  function startForm(fixed, asked) {
    var head = { place: "", by: "", day: today(), people: Number(new URLSearchParams(location.search).get("people")) || 0 };
    var last = store.list().checks[0];
    if (last) head.by = last.by;
    if (!(head.people > 0 && head.people <= 99999 && head.people % 1 === 0)) head.people = 0;
    var scope = fixed || asked || core.emptyScope();
    var form = el("form", { class: "sc-start", novalidate: true });
    var button = el("button", { type: "submit", class: "hb-button hb-button--main" });
    var count = el("p", { class: "sc-count", role: "status" });
    var staffing = el("p", { class: "hb-note", hidden: true });

    function tellCount() {
      var number = core.select(scope, data).length;
      var ready = Boolean(fixed || scope.role);
      button.textContent = ready ? "开始自查（" + number + " 个要点）" : "先选你是谁";
      count.textContent = ready ? "要查 " + number + " 个要点：" + core.scopeText(scope, data) + (fixed || scope.have ? "" : "。厂里的情况还没有选，先按全部要点算。") : "";
      if (!fixed) setQuery([core.scopeQuery(scope), head.people ? "people=" + head.people : ""].filter(Boolean).join("&"));
    }

    if (fixed) {
      form.appendChild(el("p", {}, ["这次只查：", el("b", { text: core.scopeText(fixed, data) }), "。", el("a", { href: "self-check.html", text: "换成按我的企业来选" })]));
    } else {
      var who = el("fieldset", { class: "sc-set" }, [el("legend", { text: "你是谁" })]);
      who.appendChild(option("radio", "role", "role-tenant", "tenant", "承租方", scope.role === "tenant", "租别人的厂房生产"));
      who.appendChild(option("radio", "role", "role-landlord", "landlord", "出租方", scope.role === "landlord", "把厂房租给别人"));
      who.appendChild(option("radio", "role", "role-both", "both", "两样都是，或者用自己的厂房", scope.role === "both", "两边的要点都查，用不上的填不适用"));
      form.appendChild(who);
      form.appendChild(parts.field("sc-people", "一共多少人（派遣工也算）", {
        type: "number", min: 1, max: 99999, inputmode: "numeric", value: head.people || "",
        change: function (value) {
          var number = Number(value);
          head.people = number > 0 && number <= 99999 && number % 1 === 0 ? number : 0;
          tellStaffing();
          tellCount();
        },
      }));
      form.appendChild(staffing);
      var what = el("fieldset", { class: "sc-set sc-set--have" }, [el("legend", { text: "厂里有没有下面这些？有的勾上" })]);
      data.hazards.forEach(function (hazard) {
        what.appendChild(option("checkbox", "have", "have-" + hazard.id, hazard.id, hazard.ask, Boolean(scope.have && scope.have.indexOf(hazard.id) >= 0), hazard.examples));
      });
      what.appendChild(option("checkbox", "none", "have-none", "none", "上面的都没有", Boolean(scope.have && !scope.have.length), ""));
      form.appendChild(what);
      form.addEventListener("change", function (event) {
        var input = event.target;
        if (input.name === "role") scope.role = input.value;
        if (input.name === "none" && input.checked) {
          Array.prototype.forEach.call(form.querySelectorAll("input[name=have]"), function (other) { other.checked = false; });
        }
        if (input.name === "have" && input.checked) form.querySelector("#have-none").checked = false;
        var have = Array.prototype.map.call(form.querySelectorAll("input[name=have]:checked"), function (other) { return other.value; });
        scope.have = have.length ? have : form.querySelector("#have-none").checked ? [] : null;
        tellCount();
      });
      tellStaffing();
    }

    function tellStaffing() {
      var point = data.staffing && core.pointsById(data)[data.staffing];
      staffing.hidden = !(point && head.people);
      staffing.textContent = "";
      if (!staffing.hidden) {
        staffing.appendChild(document.createTextNode("人数决定安全员怎么配："));
        staffing.appendChild(el("a", { href: data.items[point.item].page + "#p" + point.id, text: point.id }));
        staffing.appendChild(document.createTextNode(" " + point.text));
      }
    }

    form.appendChild(el("div", { class: "sc-fields" }, [
      parts.field("sc-place", "地点、车间（可不写）", { limit: core.LIMITS.place, value: "", change: function (value) { head.place = value.trim(); } }),
      parts.field("sc-by", "检查人（可不写）", { limit: core.LIMITS.by, value: head.by, change: function (value) { head.by = value.trim(); } }),
      parts.field("sc-day", "日期", { type: "date", value: head.day, change: function (value) { if (core.isDay(value)) head.day = value; } }),
    ]));
    form.appendChild(count);
    form.appendChild(el("p", { class: "sc-buttons" }, [button]));
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (!fixed && !scope.role) {
        form.querySelector("input[name=role]").focus();
        HB.tell("先选你是出租方还是承租方。");
        return;
      }
      begin(core.newCheck(head, scope, data, Date.now(), Math.random()));
    });
    tellCount();
    return form;
  }

  function begin(check) {
    current = check;
    filter = "all";
    save();
    location.hash = hashOf(check.id);
  }

  function showSaved() {
    var found = store.list();
    view.appendChild(el("h2", { text: "我的自查" }));
    if (!found.checks.length) view.appendChild(el("p", { text: "还没有。做过的会列在这里，可以接着填、复查、再查一遍。" }));
    var list = el("ul", { class: "sc-checks" });
    found.checks.forEach(function (check) {
      var rows = core.rows(check, data);
      var sum = core.counts(rows, today());
      var state = sum.done < sum.all ? "查了 " + sum.done + "/" + sum.all : sum.open ? "还有 " + sum.open + " 个没改好" : sum.n ? "全部销号" : "全部符合";
      if (sum.done < sum.all && sum.open) state += "，还有 " + sum.open + " 个没改好";
      if (sum.late) state += "，" + sum.late + " 个过期";
      var name = (check.place || "（没有写地点）") + " " + core.dayText(check.day);
      list.appendChild(el("li", { class: "sc-checks__one" }, [
        el("h3", {}, [el("a", { href: hashOf(check.id), text: name })]),
        el("p", { text: state }),
        el("p", { class: "hb-note", text: core.scopeText(check.scope, data) + (check.by ? " · " + check.by : "") + (check.from ? " · 再查一遍" : "") }),
        el("p", { class: "sc-buttons" }, [
          el("a", { class: "hb-button", href: hashOf(check.id), text: sum.done < sum.all ? "接着填" : "打开" }),
          sum.open ? el("a", { class: "hb-button", href: hashOf(check.id, "fix"), text: "复查、销号" }) : null,
          el("button", { type: "button", class: "hb-button", text: "再查一遍", "aria-label": "照“" + name + "”再查一遍", on: { click: function () { begin(core.copyCheck(check, today(), Date.now(), Math.random())); } } }),
          el("button", { type: "button", class: "sc-quiet", text: "删除", "aria-label": "删除“" + name + "”", on: { click: function () { removeCheck(check, name); } } }),
        ]),
      ]));
    });
    if (found.checks.length) view.appendChild(list);
    found.broken.forEach(function (broken) {
      view.appendChild(el("p", { class: "sc-missing" }, [
        broken.newer ? "有一次自查是更新的版本存的，刷新本页换上新版就能看。 " : "有一次自查存坏了，读不出来。原样留着，没有动。 ",
        el("button", { type: "button", class: "sc-quiet", text: "把原样存成文件", on: { click: function () { out.giveFile("自查-原样-" + broken.id + ".txt", "text/plain;charset=utf-8", broken.raw, view); } } }),
        el("button", { type: "button", class: "sc-quiet", text: "删掉它", on: { click: function () { if (window.confirm("删掉读不出来的这一份？")) { store.remove(broken.id); route(true); } } } }),
      ]));
    });
  }

  function removeCheck(check, name) {
    if (!window.confirm("删除“" + name + "”？删掉就找不回来了。")) return;
    store.remove(check.id);
    tellProblem("");
    route(true);
  }

  function showImport() {
    var result = el("p", { role: "status", class: "sc-count" });
    view.appendChild(el("h2", { text: "从文件取回" }));
    view.appendChild(el("p", { text: "换了手机，或者别人发来了自查文件（.json），从这里取回。同一次自查已经有的，按要点取新的那个，别的不动。" }));
    var input = el("input", { type: "file", id: "sc-import", accept: ".json,application/json" });
    input.addEventListener("change", function () {
      var file = input.files[0];
      if (!file) return;
      if (file.size > core.LIMITS.bytes) {
        result.textContent = "没有取回：文件太大，不像是自查记录。原有的记录没有动。";
        return;
      }
      var reader = new FileReader();
      reader.onload = function () {
        var read = core.readExport(String(reader.result));
        input.value = "";
        if (!read.checks) {
          result.textContent = "没有取回：" + read.reason + "。原有的记录没有动。";
          return;
        }
        var fresh = 0;
        var refused = "";
        read.checks.forEach(function (check) {
          var had = store.get(check.id);
          var saved = store.save(had ? core.merge(had, check) : check);
          if (!saved.ok) refused = WHY[saved.why];
          else if (!had) fresh++;
        });
        route(false);
        HB.tell(refused ? "没有全部取回：" + refused : "取回了 " + read.checks.length + " 次自查，其中 " + fresh + " 次是新的。");
      };
      reader.onerror = function () {
        result.textContent = "没有取回：文件打不开。原有的记录没有动。";
      };
      reader.readAsText(file);
    });
    view.appendChild(el("p", { class: "sc-field" }, [el("label", { for: "sc-import", text: "选文件" }), input]));
    view.appendChild(result);
    var all = store.list().checks;
    if (all.length) {
      view.appendChild(el("p", { class: "sc-buttons" }, [
        el("button", {
          type: "button", class: "hb-button", text: "全部导出（" + all.length + " 次）",
          on: { click: function () { out.giveFile("自查-全部-" + today() + ".json", "application/json", core.exportText(all, data, today()), view); } },
        }),
      ]));
    }
  }

  // ---------- The three views of a check ----------

  function showHead(name) {
    var sum = core.counts(core.rows(current, data), today());
    var tabs = [["list", "逐条查"], ["fix", "整改清单 " + sum.n], ["report", "汇总导出"]];
    view.appendChild(el("p", {}, [el("a", { href: "#", class: "sc-back", text: "← 我的自查" })]));
    view.appendChild(el("h2", { text: (current.place || "自查") + " " + core.dayText(current.day) }));
    view.appendChild(el("p", { class: "hb-note" }, [
      core.scopeText(current.scope, data) + (current.by ? " · 检查人：" + current.by : "") + " · ",
      el("span", { id: "sc-saved", text: store.lasting() ? "已存在本机" : "只在本页" }),
    ]));
    if (current.edition !== data.edition.id) {
      view.appendChild(el("p", { class: "hb-note", text: "这次自查开始于 " + current.edition + " 版，手册现在是 " + data.edition.name + "：新加的要点显示为没填，撤下的要点列在最后，填过的都在。" }));
    }
    view.appendChild(headForm());
    view.appendChild(el("nav", { class: "sc-tabs", "aria-label": "这次自查" }, tabs.map(function (tab) {
      return el("a", { href: hashOf(current.id, tab[0]), text: tab[1], "aria-current": tab[0] === name ? "page" : null });
    })));
  }

  function headForm() {
    function set(key) {
      return function (value, final) {
        if (key === "day" && !core.isDay(value)) return;
        current[key] = key === "people" ? Math.min(99999, Math.max(0, Math.floor(Number(value)) || 0)) : value;
        current.t = later(current.t);
        window.clearTimeout(pending);
        pending = window.setTimeout(save, final ? 0 : 300);
      };
    }
    return el("details", { class: "sc-edit" }, [
      el("summary", { text: "改地点、日期、检查人" }),
      el("div", { class: "sc-fields" }, [
        parts.field("sc-place", "地点、车间", { limit: core.LIMITS.place, value: current.place, change: set("place") }),
        parts.field("sc-by", "检查人", { limit: core.LIMITS.by, value: current.by, change: set("by") }),
        parts.field("sc-day", "日期", { type: "date", value: current.day, change: set("day") }),
        parts.field("sc-people", "人数", { type: "number", min: 0, max: 99999, value: current.people || "", change: set("people") }),
      ]),
    ]);
  }

  var context = {
    withGuidance: withGuidance,
    today: today,
    check: function () { return current; },
    next: function (from) { goToNext(from); },
    show: function (id) {
      setFilter("all");
      reveal(cards[id].node);
    },
  };

  var FILTERS = [["all", "全部"], ["open", "只看未填"], ["n", "只看不符合"], ["major", "只看重大"]];

  function showList() {
    showHead("list");
    var list = core.rows(current, data);
    view.appendChild(el("fieldset", { class: "sc-filter" }, [el("legend", { class: "sc-hidden", text: "看哪些" })].concat(FILTERS.map(function (one) {
      var id = "filter-" + one[0];
      return el("span", {}, [
        el("input", { type: "radio", name: "filter", id: id, class: "sc-choice__input", value: one[0], checked: filter === one[0], on: { change: function () { setFilter(one[0]); } } }),
        el("label", { for: id, text: one[1] }),
      ]);
    }))));
    view.appendChild(el("p", { class: "sc-nothing", hidden: true, text: "没有这样的要点。" }));

    var majors = list.filter(function (row) { return row.state === "current" && row.point.major; });
    if (majors.length) showGroup("▲ 可能是重大事故隐患的，先查这 " + majors.length + " 个", majors, "sc-group--major");
    data.aspects.forEach(function (aspect) {
      var own = list.filter(function (row) { return row.aspect === aspect && !row.point.major; });
      if (own.length) showGroup(aspect.number + "、" + aspect.name + "（" + own.length + " 个）", own, "");
    });
    var gone = list.filter(function (row) { return row.state !== "current"; });
    if (gone.length) {
      var group = el("section", { class: "sc-group" }, [el("h3", { text: "这一版没有了的要点（" + gone.length + " 个，不计入进度）" })]);
      view.appendChild(group);
      gone.forEach(function (row) { group.appendChild(parts.goneCard(row, context)); });
    }
    if (!list.length) view.appendChild(el("p", { text: "这个范围里没有要点。" }));

    view.appendChild(el("div", { class: "sc-bar" }, [
      el("label", { for: "sc-progress", id: "sc-progress-text" }),
      el("progress", { id: "sc-progress", max: 1 }),
      el("button", { type: "button", class: "hb-button hb-button--main", text: "下一个没填", on: { click: function () { goToNext(null); } } }),
    ]));
    showProgress();
    setFilter(filter);
    withGuidance(function () {});
  }

  function showGroup(title, list, className) {
    var group = el("section", { class: "sc-group " + className }, [el("h3", { text: title })]);
    list.forEach(function (row) {
      cards[row.id] = parts.card(row, context, function (patch, typing) { change(row.id, patch, typing); });
      group.appendChild(cards[row.id].node);
    });
    view.appendChild(group);
  }

  function showProgress() {
    var bar = document.getElementById("sc-progress");
    if (!bar) return;
    var sum = core.counts(core.rows(current, data), today());
    bar.max = sum.all || 1;
    bar.value = sum.done;
    document.getElementById("sc-progress-text").textContent = "查了 " + sum.done + "/" + sum.all + (sum.n ? " 不符合 " + sum.n : "");
    var tab = view.querySelector('.sc-tabs a[href$="view=fix"]');
    if (tab) tab.textContent = "整改清单 " + sum.n;
  }

  /** Shows the cards that the filter lets through as things stand now; a card just answered stays until then. */
  function setFilter(name) {
    filter = name;
    var input = document.getElementById("filter-" + name);
    if (input) input.checked = true;
    var shown = 0;
    Array.prototype.forEach.call(view.querySelectorAll(".sc-group"), function (group) {
      var inGroup = 0;
      Array.prototype.forEach.call(group.querySelectorAll(".sc-card"), function (node) {
        var answer = core.answerOf(current, node.getAttribute("data-id"));
        var gone = node.classList.contains("sc-card--gone");
        var fits = name === "all" || (name === "open" && !answer.r && !gone) || (name === "n" && answer.r === "n") || (name === "major" && node.classList.contains("sc-card--major"));
        node.hidden = !fits;
        if (fits) inGroup++;
      });
      group.hidden = !inGroup;
      shown += inGroup;
    });
    var nothing = view.querySelector(".sc-nothing");
    if (nothing) nothing.hidden = shown > 0;
  }

  function reveal(node) {
    node.scrollIntoView({ block: "center" });
    (node.querySelector("input:checked") || node.querySelector("input") || node).focus({ preventScroll: true });
  }

  /** To the next point without an answer: after `from`, else after where the reader is, else the first. */
  function goToNext(from) {
    var nodes = Array.prototype.slice.call(view.querySelectorAll(".sc-card:not(.sc-card--gone)"));
    var start = from || (document.activeElement && document.activeElement.closest(".sc-card"));
    var at = nodes.indexOf(start);
    if (at < 0) at = nodes.findIndex(function (node) { return node.getBoundingClientRect().bottom > 120; }) - 1;
    var open = function (node) { return !core.answerOf(current, node.getAttribute("data-id")).r; };
    var ordered = nodes.slice(at + 1).concat(nodes.slice(0, at + 1));
    var found = ordered.filter(function (node) { return !node.hidden && !node.parentNode.hidden; }).filter(open)[0];
    if (!found) {
      found = ordered.filter(open)[0];
      if (found) setFilter("all");
    }
    if (found) reveal(found);
    else HB.tell("都填完了。", { text: "看汇总", press: function () { location.hash = hashOf(current.id, "report"); } });
  }

  function showMending() {
    showHead("fix");
    var wrong = core.wrongRows(core.rows(current, data));
    if (!wrong.length) view.appendChild(el("p", { text: "还没有不符合的要点。" }));
    var closed = wrong.filter(function (row) { return core.isClosed(row.answer); });
    var open = wrong.filter(function (row) { return !core.isClosed(row.answer); });
    [["没改好的（" + open.length + " 个）", open], ["已销号的（" + closed.length + " 个）", closed]].forEach(function (pair) {
      var current = pair[1].filter(function (row) { return row.state === "current"; });
      if (pair[1].length) showGroup(pair[0], current, "");
      var group = view.lastChild;
      pair[1].filter(function (row) { return row.state !== "current"; }).forEach(function (row) { group.appendChild(parts.goneCard(row, context)); });
    });
    if (wrong.length) {
      var check = current;
      view.appendChild(el("p", { class: "sc-buttons" }, [
        el("button", { type: "button", class: "hb-button", text: "整改清单存成表格（CSV）", on: { click: function () { giveCsv(check); } } }),
      ]));
    }
  }

  function giveCsv(check) {
    flush();
    withGuidance(function (guidance) {
      out.giveFile(out.fileName(check, "整改清单", "csv"), "text/csv;charset=utf-8", core.csv(current, data, guidance, today()), view);
    });
  }

  function showReport() {
    showHead("report");
    var check = current;
    var sheet = el("div", { class: "sc-report" });
    var texts = el("div", { class: "sc-texts" });
    var full = el("input", { type: "checkbox", id: "sc-full", checked: true });
    var fill = function () {
      withGuidance(function (guidance) {
        if (current !== check && !(current && current.id === check.id)) return;
        sheet.textContent = "";
        out.report(current, data, guidance, today(), full.checked).forEach(function (node) { sheet.appendChild(node); });
      });
    };
    full.addEventListener("change", fill);
    view.appendChild(el("p", { class: "sc-buttons" }, [
      el("button", { type: "button", class: "hb-button hb-button--main", text: "打印报告", on: { click: printReport } }),
      el("button", { type: "button", class: "hb-button", text: "整改清单存成表格（CSV）", on: { click: function () { giveCsv(check); } } }),
      el("button", {
        type: "button", class: "hb-button", text: "导出文件（换手机用）",
        on: { click: function () { out.giveFile(out.fileName(current, "", "json"), "application/json", core.exportText([current], data, today()), texts); } },
      }),
      el("button", { type: "button", class: "hb-button", text: "发微信的文字", on: { click: function () { out.showText(texts, "复制下面的文字，发到群里", core.shareText(current, data, today())); } } }),
    ]));
    view.appendChild(el("p", { class: "sc-option" }, [full, el("label", { for: "sc-full", text: "报告里带上逐条结果" })]));
    view.appendChild(texts);
    view.appendChild(sheet);
    fill();
  }

  // ---------- Paper ----------

  function fillPaper() {
    if (!current) return;
    flush();
    var full = document.getElementById("sc-full");
    paper.textContent = "";
    out.report(current, data, guidanceNow(), today(), !full || full.checked).forEach(function (node) { paper.appendChild(node); });
    document.documentElement.classList.add("sc-printing");
  }

  function printReport() {
    if (HB.inWeChat) {
      HB.tell("微信里打印不了：请点右上角“…”，选“在浏览器打开”。先导出文件，再到浏览器里取回。");
      return;
    }
    withGuidance(function () {
      fillPaper();
      window.print();
    });
  }

  // ---------- Other tabs ----------

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
    if (place().view !== "list") {
      if (!view.contains(document.activeElement)) route(false);
      return;
    }
    core.rows(now, data).forEach(function (row) {
      var old = core.answerOf(before, row.id);
      // What is being typed here is not taken from under the fingers; it is the newer one anyway.
      if (row.answer.t !== old.t && cards[row.id] && !cards[row.id].node.contains(document.activeElement)) cards[row.id].refresh(row);
    });
    showProgress();
  }

  // ---------- Begin ----------

  app.appendChild(problem);
  app.appendChild(view);
  app.parentNode.insertBefore(paper, app.nextSibling);
  store.watch(window, otherTab);
  window.addEventListener("hashchange", function () { route(true); });
  window.addEventListener("beforeprint", fillPaper);
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", flush);
  window.addEventListener("beforeunload", function (event) {
    flush();
    if (store.hasUnsaved()) event.preventDefault();
  });
  try {
    route(false);
  } catch (error) {
    app.textContent = ""; // the list is better than half a page
    document.documentElement.classList.remove("hb-js");
    throw error;
  }
})();
