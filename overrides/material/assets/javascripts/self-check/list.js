/*
 * The view "逐条查" of a check: its points by items, which of them are shown, an item answered at once, the
 * way to the next one. The check that is open and the way it is kept are the page's own
 * (self-check/page.js), which hands them over as its desk.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var core = HB.selfCheck;
  var el = HB.element;
  if (!core) return; // a file that did not come: the page shows its list

  /** So many cards stand open one below the other; of more, each item is a fold. */
  var FEW = 20;
  var FILTERS = [
    ["all", "全部"],
    ["open", "只看未填"],
    ["n", "只看不符合"],
    ["major", "只看重大"],
    ["was", "只看上次不符合"],
  ];
  /** The questions of the quick check have answers of their own, and none is a possible major hazard. */
  var QUICK_FILTERS = [
    ["all", "全部"],
    ["open", "只看未填"],
    ["n", "只看没做到"],
    ["was", "只看上次没做到"],
  ];

  /**
   * How many points of the item that concern the firm are not in the list.
   * @param {SelfCheck.Desk} desk
   * @param {CheckItem} item
   */
  function hidden(desk, item) {
    var scope = desk.check().scope;
    if (scope.depth !== "usual") return 0;
    var place = desk.data.items.indexOf(item);
    var shown = core.select(scope, desk.data);
    return core
      .concerning(scope, desk.data)
      .filter((point) => point.item === place && shown.indexOf(point.id) < 0).length;
  }

  /**
   * For an item at once: the rest is met, none of it applies, show the points left out.
   * @type {SelfCheck.List["itemButtons"]}
   */
  function itemButtons(desk, item, list) {
    var own = list.filter((row) => row.item === item && row.state === "current");
    /** @param {string} text @param {() => void} press */
    var button = (text, press) => HB.selfCheckQuiet(text, press, item.id + " " + item.name + "：" + text);
    /** @param {SelfCheck.Result} r @param {SelfCheck.Row[]} rows */
    var fill = (r, rows) => () => {
      fillOpen(desk, rows, r);
    };
    var more = hidden(desk, item);
    var quick = desk.check().scope.depth === "quick";
    // Possible major hazards stand above in a list of their own: nobody says yes to what is not before him.
    var below = own.filter((row) => quick || !row.major);
    return el("p", { class: "sc-buttons sc-item" }, [
      // In a quick check the next question stands right below: the button says of which item it speaks.
      quick
        ? HB.button(item.id + " 其余都符合", fill("y", below))
        : below.length
          ? button("其余都符合", fill("y", below))
          : null,
      quick ? null : button("本条不适用", fill("-", own)), // there an answer to the question itself
      more
        ? button("还有 " + more + " 个要点，展开来查", () => {
            desk.widen(item.id);
            /** @type {HTMLElement | null} */
            var first = desk.view.querySelector('.sc-card[data-id^="' + item.id + '-"]');
            if (first) desk.reveal(first);
          })
        : null,
    ]);
  }

  /**
   * Answers with `r` every point of `list` that has no answer yet. One tap takes it back.
   * @param {SelfCheck.Desk} desk
   * @param {SelfCheck.Row[]} list
   * @param {SelfCheck.Result} r
   */
  function fillOpen(desk, list, r) {
    var open = list.filter((row) => !core.answerOf(desk.check(), row.id).r);
    for (const row of open) desk.change(row.id, { r: r }, false);
    if (!open.length) {
      HB.tell("这一条都填过了。");
      return;
    }
    shut(desk, open[0].id);
    var group = /** @type {HTMLElement | null} */ (desk.cards()[open[0].id].node.closest(".sc-quick"));
    if (group) {
      HB.selfCheckQuick.rest(group);
      /** @type {HTMLElement | null} */
      var line = group.querySelector("[data-rested] .sc-rested button");
      if (line) line.focus({ preventScroll: true });
      group.scrollIntoView({ block: "nearest" });
    }
    HB.tell("填了 " + open.length + " 个“" + core.RESULTS[r] + "”。", {
      text: "撤回",
      press() {
        // The message stands in the view of this check and goes with it.
        open.forEach((row) => {
          if (core.answerOf(desk.check(), row.id).r === r) desk.change(row.id, { r: "" }, false);
        });
      },
    });
  }

  /**
   * Closes the fold of a point when nothing of it is left and nothing is to be mended: the next item stands
   * right below then.
   * @param {SelfCheck.Desk} desk
   * @param {string} id
   */
  function shut(desk, id) {
    /** @type {HTMLDetailsElement | null} */
    var fold = desk.cards()[id].node.closest("details.sc-group");
    if (!fold) return;
    var waits = Array.prototype.some.call(
      fold.querySelectorAll(".sc-card"),
      (node) => isUnanswered(desk, node) || fitsPoint(desk.check(), "n", node),
    );
    if (waits) return;
    fold.open = false;
    var line = /** @type {HTMLElement} */ (fold.firstElementChild);
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" });
  }

  /** @param {SelfCheck.Check} check @param {string} name @param {Element} node */
  function fitsPoint(check, name, node) {
    var answer = core.answerOf(check, node.getAttribute("data-id") || "");
    return (
      (name === "open" && !answer.r && !node.classList.contains("sc-card--gone")) ||
      (name === "n" && answer.r === "n") ||
      (name === "major" && node.classList.contains("sc-card--major")) ||
      (name === "was" && answer.was === "n")
    );
  }

  /** @param {SelfCheck.Check} check @param {string} name @param {Element} node */
  function fitsItem(check, name, node) {
    var answer = core.itemAnswer(check, node.getAttribute("data-quick") || "");
    return (
      (name === "open" && !answer) ||
      (name === "n" && answer === "n") ||
      (name === "was" && node.hasAttribute("data-was"))
    );
  }

  /** Whether the card waits for an answer. @param {SelfCheck.Desk} desk @param {Element} node */
  function isUnanswered(desk, node) {
    return (node.hasAttribute("data-quick") ? fitsItem : fitsPoint)(desk.check(), "open", node);
  }

  /**
   * Whether every question of a quick check has its answer, and every no the point it means: the points
   * beside that one need none.
   * @param {SelfCheck.Desk} desk
   */
  function isThrough(desk) {
    var check = desk.check();
    return (
      check.scope.depth === "quick" &&
      core.quickItems(check.scope, desk.data).every((item) => core.itemAnswer(check, item.id)) &&
      !core.vagueItems(check, desk.data).length
    );
  }

  /**
   * The button at the foot of the list does what is left to do: on to the next one, or to the report.
   * @type {SelfCheck.List["nameNext"]}
   */
  function nameNext(desk) {
    var button = desk.view.querySelector(".sc-bar button");
    if (!button) return;
    var left =
      !isThrough(desk) &&
      Array.prototype.some.call(desk.view.querySelectorAll(".sc-card"), (node) => isUnanswered(desk, node));
    button.textContent = left ? "下一个没填" : "看汇总";
    tellFolds(desk);
  }

  /**
   * Says at each fold what is wrong in it, was wrong last time, and is left.
   * @param {SelfCheck.Desk} desk
   */
  function tellFolds(desk) {
    Array.prototype.forEach.call(desk.view.querySelectorAll("details.sc-group"), (fold) => {
      var cards = Array.prototype.slice.call(fold.querySelectorAll(".sc-card"));
      if (!cards.length) return;
      var left = cards.filter((node) => isUnanswered(desk, node));
      /** @param {string} name @param {Element[]} nodes */
      var many = (name, nodes) => nodes.filter((node) => fitsPoint(desk.check(), name, node)).length;
      var wrong = many("n", cards);
      var was = many("was", left);
      fold.querySelector(".hb-group__count").textContent = [
        wrong && "不符合 " + wrong,
        was && "上次不符合 " + was,
        left.length ? "没填 " + left.length : "填完了",
      ]
        .filter(Boolean)
        .join("，");
    });
  }

  /**
   * Shows the cards that the filter lets through as things stand now; a card just answered stays until then.
   * @type {SelfCheck.List["setFilter"]}
   */
  function setFilter(desk, name) {
    var check = desk.check();
    desk.filter = name;
    /** @type {HTMLInputElement | null} */
    var input = document.querySelector("input#filter-" + name);
    if (input) input.checked = true;
    var shown = 0;
    Array.prototype.forEach.call(desk.view.querySelectorAll(".sc-group"), (group) => {
      var inGroup = 0;
      Array.prototype.forEach.call(group.querySelectorAll(".sc-card"), (node) => {
        var fits =
          name === "all" || (node.hasAttribute("data-quick") ? fitsItem : fitsPoint)(check, name, node);
        node.hidden = !fits;
        if (fits) inGroup++;
      });
      group.hidden = !inGroup && name !== "all"; // an item whose points stand elsewhere can still be widened
      // Few are wrong, and these are what is looked for; what is left can be nearly everything.
      if (inGroup && (name === "n" || name === "was")) group.open = true;
      shown += inGroup;
    });
    /** @type {HTMLElement | null} */
    var nothing = desk.view.querySelector(".sc-nothing");
    if (nothing) nothing.hidden = shown > 0;
  }

  /**
   * To the next point without an answer: after `from`, else after where the reader is, else the first.
   * @type {SelfCheck.List["next"]}
   */
  function next(desk, from) {
    var nodes = Array.prototype.slice.call(desk.view.querySelectorAll(".sc-card:not(.sc-card--gone)"));
    var toReport = () => {
      location.hash = core.hashOf(desk.check().id, "report");
    };
    if (!from && isThrough(desk)) return toReport();
    var start = from || (document.activeElement && document.activeElement.closest(".sc-card"));
    var at = nodes.indexOf(start);
    if (at < 0) {
      var below = nodes.findIndex((node) => {
        var fold = node.closest("details:not([open])");
        return (fold || node).getBoundingClientRect().bottom > 120;
      });
      at = below < 0 ? -1 : below - 1;
    }
    /** @param {HTMLElement} node */
    var open = (node) => isUnanswered(desk, node);
    var ordered = nodes.slice(at + 1).concat(nodes.slice(0, at + 1));
    var found = ordered.filter((node) => !node.hidden && !node.parentNode.hidden).filter(open)[0];
    if (!found) {
      found = ordered.filter(open)[0];
      if (found) setFilter(desk, "all");
    }
    if (found) desk.reveal(found);
    else if (!from) toReport();
    else HB.tell("都填完了。", { text: "看汇总", press: toReport });
  }

  /** Which points are shown. @param {SelfCheck.Desk} desk */
  function filters(desk) {
    var check = desk.check();
    var ways = (check.scope.depth === "quick" ? QUICK_FILTERS : FILTERS).filter(
      (one) => one[0] !== "was" || check.from,
    );
    return el("fieldset", { class: "sc-filter" }, [
      el("legend", { class: "sc-hidden", text: "看哪些" }),
      ...ways.map((one) => {
        var id = "filter-" + one[0];
        return el("span", {}, [
          el("input", {
            type: "radio",
            name: "filter",
            id: id,
            class: "sc-choice__input",
            value: one[0],
            checked: desk.filter === one[0],
            on: {
              change() {
                setFilter(desk, one[0]);
              },
            },
          }),
          el("label", { for: id, text: one[1] }),
        ]);
      }),
    ]);
  }

  /**
   * The points by items, those that may be a major hazard first; of very many, each item is a fold.
   * @param {SelfCheck.Desk} desk
   * @param {SelfCheck.Row[]} list the points there are now
   */
  function showItems(desk, list) {
    var data = desk.data;
    var majors = list.filter((row) => row.major);
    if (majors.length)
      desk.showGroup("▲ 可能是重大事故隐患的，先查这 " + majors.length + " 个", majors, "sc-group--major");
    data.aspects.forEach((aspect) => {
      data.items.forEach((item) => {
        if (data.aspects[item.aspect] !== aspect) return;
        var own = list.filter((row) => row.item === item && !row.major);
        if (!own.length && !hidden(desk, item)) return;
        // The first is open: so it begins.
        var fold = list.length > FEW && desk.view.querySelector(".sc-card") !== null;
        var many = own.length ? "（" + own.length + " 个）" : "";
        var group = desk.showGroup(item.id + " " + item.name + many, own, "", fold);
        group.insertBefore(itemButtons(desk, item, list), group.children[1] || null); // below the heading
      });
    });
  }

  /** Points that this edition no longer has. @param {SelfCheck.Desk} desk @param {SelfCheck.Row[]} gone */
  function goneGroup(desk, gone) {
    return el("section", { class: "sc-group" }, [
      el("h3", { text: "这一版没有了的要点（" + gone.length + " 个，不计入进度）" }),
      ...gone.map((row) => HB.selfCheckComponents.goneCard(row, desk)),
    ]);
  }

  /** How far one is, and the way to the next question. @param {SelfCheck.Desk} desk */
  function bar(desk) {
    return el("div", { class: "sc-bar" }, [
      el("label", { for: "sc-progress", id: "sc-progress-text", "aria-live": "polite" }),
      el("progress", { id: "sc-progress", max: 1 }),
      HB.button(
        "下一个没填",
        () => {
          next(desk, null);
        },
        "main",
      ),
    ]);
  }

  /** @type {SelfCheck.List["show"]} */
  function show(desk) {
    desk.showHead("list");
    var view = desk.view;
    var quick = desk.check().scope.depth === "quick";
    var list = core.rows(desk.check(), desk.data);
    var gone = list.filter((row) => row.state !== "current");
    view.appendChild(filters(desk));
    view.appendChild(el("p", { class: "sc-nothing", hidden: true, text: "没有这样的要点。" }));
    if (quick) HB.selfCheckQuick.show(desk);
    else
      showItems(
        desk,
        list.filter((row) => row.state === "current"),
      );
    if (gone.length) view.appendChild(goneGroup(desk, gone));
    if (!list.length && !quick) view.appendChild(el("p", { text: "这个范围里没有要点。" }));
    view.appendChild(bar(desk));
    desk.showProgress();
    setFilter(desk, desk.filter);
    desk.withGuidance(() => {});
  }

  HB.selfCheckList = {
    show: show,
    itemButtons: itemButtons,
    setFilter: setFilter,
    next: next,
    nameNext: nameNext,
  };
})();
