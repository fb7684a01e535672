/*
 * The quick check: one question an item, and the points of an item under it when the answer is no. The
 * check that is open and the way it is kept are the page's own (self-check/page.js), which hands them over
 * as its desk.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var core = HB.selfCheck;
  var el = HB.element;
  var parts = HB.selfCheckComponents;
  if (!core) return; // a file that did not come: the page shows its list

  var WORDS = window.handbookContract.quick;

  /**
   * One question an item; the points of an item open under it when the answer is no.
   * @param {SelfCheck.Desk} desk
   */
  function show(desk) {
    desk.view.appendChild(
      el("p", { class: "hb-note", text: "一条里的几句都做到了，才点“" + WORDS.y + "”；用不上的那句不算。" }),
    );
    core.quickItems(desk.check().scope, desk.data).forEach((item) => {
      var group = el("section", { class: "sc-group sc-quick", "data-item": item.id });
      desk.view.appendChild(group);
      draw(desk, group, item);
    });
  }

  /**
   * Whether the item was open at the end of the check that this one looks at again: a point of it, or the
   * whole item when nobody said which point.
   * @param {SelfCheck.Desk} desk
   * @param {CheckItem} item
   */
  function wasWrong(desk, item) {
    var check = desk.check();
    var before = desk.before();
    return (
      desk.data.points.some(
        (point) => desk.data.items[point.item] === item && core.answerOf(check, point.id).was === "n",
      ) || Boolean(before && core.vagueItems(before, desk.data).indexOf(item) >= 0)
    );
  }

  /**
   * The card of an item: its questions, and one answer for all of them.
   * @param {SelfCheck.Desk} desk
   * @param {HTMLElement} group
   * @param {CheckItem} item
   */
  function question(desk, group, item) {
    var answer = core.itemAnswer(desk.check(), item.id);
    var was = wasWrong(desk, item);
    var asked = core
      .quickQuestions(desk.check().scope, desk.data, item)
      .map((text) => el("span", { class: "sc-question", text: text }));
    var name = "q" + item.id;
    return el(
      "article",
      { class: "sc-card", "data-r": answer || "open", "data-quick": item.id, "data-was": was },
      [
        el("h3", { class: "sc-card__title", id: name }, [
          el("span", { class: "hb-point__id", text: item.id }),
          ...asked,
        ]),
        was
          ? el("p", { class: "sc-badges" }, [el("span", { class: "hb-badge", text: "上次" + WORDS.n })])
          : null,
        parts.choice(name, item.id + " " + item.name, WORDS, answer, (r) => {
          answerItem(desk, group, item, r);
        }),
        el("p", { class: "sc-card__foot" }, [el("a", { href: item.page, text: item.name + "：看这一条" })]),
      ],
    );
  }

  /** @param {SelfCheck.Desk} desk @param {HTMLElement} group @param {CheckItem} item */
  function draw(desk, group, item) {
    group.textContent = "";
    group.appendChild(question(desk, group, item));
    if (core.itemAnswer(desk.check(), item.id) === "n") drawPoints(desk, group, item);
    else tellLeft(desk, group, item);
  }

  /**
   * A point named before the answer was changed is still to be mended, and out of sight here.
   * @param {SelfCheck.Desk} desk
   * @param {HTMLElement} group
   * @param {CheckItem} item
   */
  function tellLeft(desk, group, item) {
    var left = core
      .rows(desk.check(), desk.data)
      .filter((row) => row.item === item && core.isOpen(row.answer));
    if (!left.length) return;
    var names = left.map((row) => row.id);
    group.appendChild(
      el("p", { class: "sc-left" }, [
        names.join("、") + " 还没改好，",
        el("a", { href: core.hashOf(desk.check().id, "fix"), text: "到整改清单里销号" }),
      ]),
    );
  }

  /**
   * Which of the item's points is not met.
   * @param {SelfCheck.Desk} desk
   * @param {HTMLElement} group
   * @param {CheckItem} item
   */
  function drawPoints(desk, group, item) {
    var own = core.rows(desk.check(), desk.data).filter((row) => row.item === item);
    group.appendChild(
      el("p", {}, [el("b", { text: "哪一个没做到？点出来；看完了，末尾一次把其余的填符合。" })]),
    );
    own.forEach((row) => {
      desk.cards()[row.id] = parts.card(row, desk, (patch, typing) => {
        desk.change(row.id, patch, typing);
      });
      group.appendChild(desk.cards()[row.id].node);
    });
    // Below the points: whoever has looked through them stands here.
    group.appendChild(HB.selfCheckList.itemButtons(desk, item, own));
    group.appendChild(
      el("p", { class: "sc-rested" }, [
        HB.selfCheckQuiet("", () => {
          group.removeAttribute("data-rested");
          /** @type {HTMLElement | null} */
          var first = group.querySelector('.sc-card[data-id]:not([data-r="n"]) input');
          if (first) first.focus();
        }),
      ]),
    );
    rest(group);
    group.appendChild(el("div", { class: "sc-odds", role: "status" }));
    tellOdds(desk);
  }

  /**
   * Once every point has its answer only what is wrong stands there, and one line for the others: the next
   * question is near. Not while somebody answers one after the other: under his hand nothing goes.
   * @type {SelfCheck.Quick["rest"]}
   */
  function rest(group) {
    var cards = Array.prototype.slice.call(group.querySelectorAll(".sc-card[data-id]"));
    /** @param {string} r */
    var many = (r) => cards.filter((card) => card.getAttribute("data-r") === r).length;
    var done = many("n") > 0 && !many("open") && many("n") < cards.length;
    group.toggleAttribute("data-rested", done);
    if (!done) return;
    var line = /** @type {HTMLElement} */ (group.querySelector(".sc-rested button"));
    line.textContent = "其余 " + (cards.length - many("n")) + " 个填过了，点开看";
  }

  /**
   * Says under each item whose points are all met that it still counts as not done, with the way to change
   * that: whoever answers the points looks at them, not at the question above.
   * @param {SelfCheck.Desk} desk
   */
  function tellOdds(desk) {
    Array.prototype.forEach.call(desk.view.querySelectorAll(".sc-quick"), (group) => {
      var place = group.querySelector(".sc-odds");
      if (group.querySelector('.sc-card[data-r="open"]')) group.removeAttribute("data-rested");
      var item = desk.data.items.filter((one) => one.id === group.getAttribute("data-item"))[0];
      if (!place || !item) return;
      var odds = core.isAtOdds(desk.check(), desk.data, item);
      if (odds === Boolean(place.firstChild)) return;
      place.textContent = "";
      if (!odds) return;
      place.appendChild(
        el("p", {}, [
          "每一点都填了，没有一点不符合，这一条却还算“" + WORDS.n + "”。真做到了就改过来：",
          HB.button(item.id + " 改成“" + WORDS.y + "”", () => {
            answerItem(desk, group, item, "y");
            desk.reveal(group); // its points are gone, and the button with them
          }),
        ]),
      );
    });
  }

  /**
   * @param {SelfCheck.Desk} desk
   * @param {HTMLElement} group
   * @param {CheckItem} item
   * @param {SelfCheck.Result} r
   */
  function answerItem(desk, group, item, r) {
    desk.keepItem(item.id, r);
    draw(desk, group, item);
    /** @type {HTMLInputElement | null} */
    var chosen = group.querySelector("input:checked");
    if (chosen) chosen.focus({ preventScroll: true });
    desk.showProgress();
  }

  HB.selfCheckQuick = { show: show, tellOdds: tellOdds, rest: rest };
})();
