/*
 * The checks kept on the device, as the first view of the self-check page lists them (self-check/home.js):
 * how far each has come, all firms in a table, what could not be read, and all of it as files.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var el = HB.element;
  var quiet = HB.selfCheckQuiet;
  var core = HB.selfCheck;
  if (!core) return; // a file that did not come: the page shows its list

  /** So many checks are shown as cards; more of them as a table first. */
  var FEW = 3;
  /** So many firms stand in the open part of the table. */
  var FIRMS = 20;
  /** So many firms are seen at a glance; more of them are looked for. */
  var GLANCE = 8;

  /**
   * How far a quick check has come, in words.
   * @param {SelfCheck.Check} check
   * @param {SelfCheck.HomePage} page
   */
  function quickProgress(check, page) {
    var sum = core.quickCounts(check, page.data);
    return "快查了 " + sum.done + "/" + sum.all + " 条" + (sum.n ? "，没做到 " + sum.n + " 条" : "");
  }

  /**
   * How much of a quick check is done; out of how much only while it is not all.
   * @param {{ done: number; all: number }} sum
   */
  function quickDone(sum) {
    return sum.done < sum.all ? sum.done + "/" + sum.all : String(sum.all);
  }

  /**
   * How far a check has come, in words.
   * @param {SelfCheck.Counts} sum
   */
  function progressText(sum) {
    var going = sum.done < sum.all ? "查了 " + sum.done + "/" + sum.all : "";
    if (going) return [going, sum.open && mendingText(sum)].filter(Boolean).join("，");
    return sum.n ? mendingText(sum) : "全部符合";
  }

  /**
   * What is left to mend, in words. Of a quick check this is all there is to tell: its points are only those
   * of the items found wrong.
   * @param {SelfCheck.Counts} sum
   */
  function mendingText(sum) {
    var open = sum.open ? "还有 " + sum.open + " 个没改好" : "全部销号";
    return open + (sum.late ? "，" + sum.late + " 个过期" : "");
  }

  /** @param {SelfCheck.Check} check */
  function nameOf(check) {
    return (check.firm || check.place || "（没有写企业）") + " " + core.dayText(check.day);
  }

  /**
   * A check as a card. `next` is the check that went on from it, if any: what was open is counted there.
   * @param {SelfCheck.Check} check
   * @param {SelfCheck.HomePage} page
   * @param {SelfCheck.Check=} next
   */
  function savedCheck(check, page, next) {
    var sum = core.checkCounts(check, page.data, page.today());
    var quick = check.scope.depth === "quick";
    var name = nameOf(check);
    var words = [
      quick ? quickProgress(check, page) : "",
      quick ? (sum.n || sum.open ? mendingText(sum) : "") : progressText(sum),
    ];
    if (next && sum.open) words = ["没改好的转到了" + core.dayText(next.day) + "那一次"];
    var facts = {
      class: "sc-checks__one",
      "data-late": !next && sum.late ? "1" : null,
      "data-row": "",
      "data-state": next ? "" : states(sum),
    };
    return el("li", facts, [
      el("h3", {}, [el("a", { href: core.hashOf(check.id), text: name })]),
      el("p", { text: words.filter(Boolean).join("；") }),
      el("p", {
        class: "hb-note",
        text:
          core.scopeText(check.scope, page.data, true) +
          (check.by ? " · " + check.by : "") +
          (check.from ? " · 再查一遍" : ""),
      }),
      el("p", { class: "sc-buttons" }, [
        el("a", {
          class: "hb-button",
          href: core.hashOf(check.id),
          text: core.isFinished(check, page.data) ? "打开" : "接着填",
          on: { click: page.goOn },
        }),
        sum.open && !next
          ? el("a", { class: "hb-button", href: core.hashOf(check.id, "fix"), text: "复查、销号" })
          : null,
        el("button", {
          type: "button",
          class: "hb-button",
          text: "再查一遍",
          "aria-label": "照“" + name + "”再查一遍",
          on: {
            click() {
              page.begin(core.copyCheck(check, page.today(), Date.now(), Math.random()));
            },
          },
        }),
        quiet(
          "删除",
          () => {
            if (window.confirm("删除“" + name + "”？删掉就找不回来了。")) page.remove(check.id);
          },
          "删除“" + name + "”",
        ),
      ]),
    ]);
  }

  /**
   * The table of firms: for landlords with several tenants and officers with several firms. Of very many the
   * first, which have most overdue, stand before the reader and the others in a fold of their own.
   * @param {SelfCheck.Check[]} checks
   * @param {SelfCheck.HomePage} page
   */
  function board(checks, page) {
    var lines = core.boardRows(checks, page.data, page.today());
    var name = "一张表看全部（" + lines.length + " 家）";
    if (lines.length <= 2 * FIRMS) return [table(lines, page, name, checks.length > FEW)];
    return [
      table(lines.slice(0, FIRMS), page, name + "：过期、没改好最多的 " + FIRMS + " 家", true),
      table(lines.slice(FIRMS), page, "其余 " + (lines.length - FIRMS) + " 家", false),
    ];
  }

  /**
   * @param {ReturnType<typeof core.boardRows>} lines
   * @param {SelfCheck.HomePage} page
   * @param {string} name
   * @param {boolean} open
   */
  function table(lines, page, name, open) {
    var whole = el("details", { class: "sc-edit", "data-hb-group": "", open: open }, [
      el("summary", { text: name }),
      HB.selfCheckReport.table(
        "sc-table--board",
        ["企业", "最近", "没改好", "过期", "▲", "查了"],
        lines.map((line) => {
          var sum = line.counts;
          return [
            [el("a", { href: core.hashOf(line.check.id, sum.open ? "fix" : "list"), text: line.name })],
            // The year only of what is not of this one: the table has to fit a phone.
            line.check.day.slice(line.check.day.slice(0, 4) === page.today().slice(0, 4) ? 5 : 0),
            sum.open,
            sum.late ? [el("b", { text: String(sum.late) })] : 0,
            sum.major,
            line.check.scope.depth === "quick"
              ? quickDone(core.quickCounts(line.check, page.data)) + " 条"
              : sum.done + "/" + sum.all,
          ];
        }),
      ),
    ]);
    Array.prototype.forEach.call(whole.querySelectorAll("tbody tr"), (row, place) => {
      row.setAttribute("data-row", "");
      row.setAttribute("data-state", states(lines[place].counts));
    });
    return whole;
  }

  /**
   * What a firm can be looked for by, as the filter reads it.
   * @param {SelfCheck.Counts} sum
   */
  function states(sum) {
    return [sum.open && "没改好", sum.late && "过期", sum.major && "▲ 可能重大"].filter(Boolean).join("|");
  }

  /** The row of choices of the long lists (overrides/pages/filter.html), for firms. */
  function filterForm() {
    return el("form", { class: "hb-filter", "aria-label": "找企业" }, [
      el("label", { class: "hb-filter__word" }, [
        el("span", { text: "企业" }),
        el("input", { type: "search", name: "word", maxlength: 40, autocomplete: "off" }),
      ]),
      el("label", {}, [
        el("span", { text: "哪些" }),
        el("select", { name: "state" }, [el("option", { value: "", text: "全部" })]),
      ]),
      el("button", { type: "reset", class: "hb-button", text: "清掉" }),
      el("p", { class: "hb-filter__state", role: "status" }),
    ]);
  }

  /** @param {SelfCheck.HomePage} page @param {{ id: string; raw: string | null; newer: boolean }} broken */
  function brokenCheck(broken, page) {
    return el("p", { class: "sc-missing" }, [
      broken.newer
        ? "有一次自查是更新的版本存的，刷新本页换上新版就能看。 "
        : "有一次自查存坏了，读不出来。原样留着，没有动。 ",
      quiet("把原样存成文件", () => {
        HB.files.giveText(
          "自查-原样-" + broken.id + ".txt",
          "text/plain;charset=utf-8",
          broken.raw || "",
          page.place,
        );
      }),
      quiet("删掉它", () => {
        if (window.confirm("删掉读不出来的这一份？")) page.remove(broken.id);
      }),
    ]);
  }

  /** @type {SelfCheck.SavedChecks["list"]} */
  function list(page, kept) {
    var followers = Object.create(null);
    kept.checks.forEach((check) => {
      if (check.from) followers[check.from] = check;
    });
    /** @type {HTMLElement[]} */
    var nodes = kept.checks.length > 1 ? board(kept.checks, page) : [];
    var cards = kept.checks.map((check) => savedCheck(check, page, followers[check.id]));
    var all = el("ul", { class: "sc-checks" }, cards);
    // So many firms are looked for in the table; their cards would be twenty screens.
    if (cards.length > FEW)
      nodes.push(
        el("details", { class: "sc-edit", "data-hb-group": "still" }, [
          el("summary", { text: "一次一次看：再查一遍、删除（" + cards.length + " 次）" }),
          all,
        ]),
      );
    else if (cards.length) nodes.push(all);
    if (cards.length > GLANCE) {
      var form = filterForm();
      var rows = el("div", {}, nodes);
      HB.filter(form, rows);
      nodes = [form, rows];
    }
    return nodes.concat(kept.broken.map((broken) => brokenCheck(broken, page)));
  }

  /**
   * Says when the photos stay behind: no chat program takes so long a text, and a file of more than can be
   * taken back is of no use.
   * @type {SelfCheck.SavedChecks["giveExport"]}
   */
  function giveExport(checks, data, today, name, place) {
    HB.selfCheckPhotos.ofChecks(checks).then((media) => {
      var some = Object.keys(media).length > 0;
      var text = core.exportText(checks, data, today, HB.inShell || !some ? null : media);
      var large = new Blob([text]).size > core.LIMITS.bytes;
      if (large) text = core.exportText(checks, data, today, null);
      if (HB.inShell)
        HB.files.showText(
          place,
          "复制下面的文字。在浏览器里打开本站的“自查”页，粘贴到“取回别处做的自查”。",
          text,
        );
      else HB.files.giveText(name, "application/json", text, place);
      if (!some || !(HB.inShell || large)) return;
      place.appendChild(
        el("p", {
          class: "hb-note",
          text: HB.inShell
            ? "照片和签字没有带上：这里只能带文字。要带照片，在浏览器里查。"
            : "照片和签字太多，没有带上：打开每一次自查，到“汇总导出”里一次一次导出。",
        }),
      );
    });
  }

  /** @type {SelfCheck.SavedChecks["give"]} */
  function give(page, count) {
    var texts = el("div", { class: "sc-texts" });
    /** @param {string} name @param {{ ending: string; name: string }} type @param {() => string} content */
    var saving = (name, type, content) => () => {
      HB.files.giveText(name + page.today() + "." + type.ending, type.name, content(), texts);
    };
    var all = () => page.store.list().checks;
    return [
      el("p", { class: "sc-buttons" }, [
        HB.button("全部导出（" + count + " 次）", () => {
          giveExport(all(), page.data, page.today(), "自查-全部-" + page.today() + ".json", texts);
        }),
        // A chat program saves no workbook: there the table is a text, which the next button gives.
        HB.inShell
          ? null
          : HB.button("全部结果存成一张表（XLSX）", () => {
              page.giveWorkbook(texts);
            }),
        HB.button(
          "全部结果存成一张表（CSV）",
          saving("自查-全部结果-", { ending: "csv", name: "text/csv;charset=utf-8" }, () =>
            core.csvAll(all(), page.data, page.today()),
          ),
        ),
        HB.button(
          "整改到期提醒存进日历（ICS）",
          saving("整改到期-", { ending: "ics", name: "text/calendar;charset=utf-8" }, () =>
            core.calendar(all(), page.data, page.today()),
          ),
        ),
      ]),
      texts,
    ];
  }

  // ---------- Taking in ----------

  /** @param {string} id @param {SelfCheck.Media} media @param {boolean} newer */
  function putBack(id, media, newer) {
    HB.selfCheckPhotos.putBack(id, media, newer).catch(() => {
      if (Object.keys(media.photos).length)
        HB.tell("记录取回了，照片没有存下来：存满了，或者这个浏览器不让存。");
    });
  }

  /** @type {SelfCheck.SavedChecks["takeIn"]} */
  function takeIn(files, page) {
    var all = 0;
    var fresh = 0;
    var lost = "";
    /** @type {string[]} */
    var refused = [];
    files.forEach((file) => {
      var read = core.readExport(file.text);
      if (!read.checks) {
        refused.push((files.length > 1 ? file.name + " " : "") + read.reason);
        return;
      }
      read.checks.forEach((check) => {
        var had = page.store.get(check.id);
        var saved = page.store.save(had ? core.merge(had, check) : check);
        all++;
        if (!saved.ok) lost = page.why(saved);
        else if (!had) fresh++;
        var media = saved.ok && read.media && read.media[check.id];
        if (media) putBack(check.id, media, !had || core.isAhead(check, had));
      });
    });
    if (refused.length === files.length) return { refused: refused.join("；") };
    return {
      told: lost
        ? "没有全部取回：" + lost
        : "取回了 " +
          all +
          " 次自查，其中 " +
          fresh +
          " 次是新的。" +
          (refused.length ? "没有取回的：" + refused.join("；") + "。" : ""),
    };
  }

  // The browser's own way to print gives the table of all firms, where no check is open.
  window.addEventListener("beforeprint", () => {
    var board = document.querySelector(".sc-table--board");
    var paper = document.querySelector(".sc-print");
    if (!board || !paper || paper.firstChild) return;
    paper.append(el("h2", { text: "一张表看全部" }), board.cloneNode(true));
    document.documentElement.classList.add("sc-printing");
  });

  HB.selfCheckSavedChecks = { list: list, giveExport: giveExport, give: give, takeIn: takeIn };
})();
