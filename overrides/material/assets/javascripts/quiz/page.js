/*
 * The practice page: reads the questions from the list on the page and asks them one by one.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var core = HB.quiz;
  var el = HB.element;
  var KEY = "handbook-quiz";
  var place = document.getElementById("quiz");
  var bankNode = document.getElementById("quiz-bank");
  if (!place || !bankNode || !core) return;
  var app = place;

  /** @param {Element | null} node @param {string} attribute */
  function said(node, attribute) {
    return (node && node.getAttribute(attribute)) || "";
  }

  /** @type {Quiz.Question[]} */
  var bank = Array.from(bankNode.querySelectorAll(".qz-q"), (node) => {
    /** @param {string} name */
    var words = (name) => {
      var found = node.querySelector(name);
      return found ? found.textContent.trim() : "";
    };
    var group = node.closest("[data-item]");
    return {
      id: node.id,
      item: said(group, "data-item"),
      itemName: said(group, "data-name"),
      page: said(group, "data-page"),
      who: said(node, "data-who"),
      form: said(node, "data-form"),
      point: said(node, "data-point"),
      text: words(".qz-text"),
      answer: words(".qz-answer"),
      why: words(".qz-why"),
      options: Array.from(node.querySelectorAll(".hb-options li"), (option) => option.textContent.trim()),
    };
  });
  /** @type {Record<string, string>} */
  var WHO = { officer: "安全员", manager: "负责人" };
  var wish = core.parseWish(location.search, bank);
  var named = wish.only; // stays on offer while another choice is tried
  var NAMED = "q";
  /** @type {string[]} */
  var wrong = [];
  var count = 10;

  try {
    wrong = core.readWrong(localStorage.getItem(KEY));
  } catch (error) {
    wrong = []; // no storage: wrong ones are known for this visit only
  }

  /** @param {string} id @param {boolean} right */
  function note(id, right) {
    wrong = core.noted(wrong, id, right);
    try {
      localStorage.setItem(KEY, core.wrongText(wrong));
    } catch (error) {
      // Not remembered, which the page does not promise.
    }
  }

  /** @param {Child[]} nodes @param {boolean | undefined} focus */
  function show(nodes, focus) {
    app.textContent = "";
    nodes.filter(Boolean).forEach((node) => {
      app.appendChild(/** @type {Node} */ (node));
    });
    var head = focus && app.querySelector("h2");
    if (head) {
      head.setAttribute("tabindex", "-1");
      head.focus();
      app.scrollIntoView();
    }
  }

  // ---------- Choosing ----------

  var WHO_ANSWERS = [
    ["", "都答"],
    ["officer", "安全员：现场的事"],
    ["manager", "负责人：职责、钱、人、后果"],
  ];
  /** @type {[string, string][]} */
  var HOW_MANY = [
    ["5", "5 题"],
    ["10", "10 题"],
    ["20", "20 题"],
    ["999", "全部"],
  ];

  /**
   * One of several; `use` gets its value when it is chosen.
   * @param {string} name
   * @param {string} value
   * @param {string} label
   * @param {boolean} checked
   * @param {(value: string) => void} use
   */
  function radio(name, value, label, checked, use) {
    var id = "qz-" + name + "-" + (value || "all");
    return el("p", { class: "sc-option" }, [
      el("input", {
        type: "radio",
        name: name,
        id: id,
        value: value,
        checked: checked,
        on: {
          change() {
            use(value);
          },
        },
      }),
      el("label", { for: id, text: label }),
    ]);
  }

  /**
   * A list to choose from; `use` gets the value that is chosen.
   * @param {string} id
   * @param {string} label
   * @param {[string, string][]} pairs
   * @param {string} value
   * @param {(value: string) => void} use
   */
  function select(id, label, pairs, value, use) {
    var list = el(
      "select",
      {
        id: id,
        on: {
          change() {
            use(list.value);
          },
        },
      },
      pairs.map((pair) => el("option", { value: pair[0], text: pair[1] })),
    );
    list.value = value;
    return el("p", { class: "sc-field" }, [el("label", { for: id, text: label }), list]);
  }

  /**
   * The items that have questions, as values and words of a list.
   * @returns {[string, string][]}
   */
  function itemChoices() {
    /** @type {[string, string][]} */
    var items = [["", "全部条目"]];
    if (named.length) items.unshift([NAMED, "这一行的 " + named.length + " 题"]);
    bank.forEach((question) => {
      if (!items.some((item) => item[0] === question.item))
        items.push([question.item, question.item + " " + question.itemName]);
    });
    return items;
  }

  /** Keeps in the address what is wished. */
  function keepInAddress() {
    var query = core.wishQuery(wish);
    try {
      history.replaceState(null, "", location.pathname + (query ? "?" + query : ""));
    } catch (error) {
      // Some browsers do not allow it for files.
    }
  }

  /** @param {boolean | undefined} focus */
  function choosing(focus) {
    var fits = el("p", { class: "sc-count", role: "status" });
    var start = el("button", { type: "submit", class: "hb-button hb-button--main", text: "开始" });

    function update() {
      var found = core.fitting(bank, wish, wrong).length;
      fits.textContent = found
        ? "有 " + found + " 题，这次做 " + Math.min(found, count) + " 题。"
        : "没有这样的题。";
      start.disabled = !found;
      keepInAddress();
    }

    var who = WHO_ANSWERS.map((way) =>
      radio("who", way[0], way[1], wish.who === way[0], (value) => {
        wish.who = value;
        update();
      }),
    );
    var form = el("form", { class: "sc-start" }, [
      el("fieldset", { class: "sc-set" }, [el("legend", { text: "谁来答" }), ...who]),
      el("div", { class: "sc-fields" }, [
        select("qz-item", "哪一条", itemChoices(), wish.only.length ? NAMED : wish.item, (value) => {
          wish.only = value === NAMED ? named : [];
          wish.item = value === NAMED ? "" : value;
          update();
        }),
        select("qz-count", "做几题", HOW_MANY, String(count), (value) => {
          count = Number(value);
          update();
        }),
      ]),
      wrong.length
        ? el("p", { class: "sc-option" }, [
            el("input", {
              type: "checkbox",
              id: "qz-wrong",
              checked: wish.wrong,
              on: {
                change(event) {
                  wish.wrong = event.target.checked;
                  update();
                },
              },
            }),
            el("label", { for: "qz-wrong", text: "只做以前答错的（" + wrong.length + " 题）" }),
          ])
        : null,
      fits,
      el("p", { class: "sc-buttons" }, [start]),
    ]);
    if (!wrong.length) wish.wrong = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      var found = core.fitting(bank, wish, wrong);
      if (found.length) ask(core.round(found, count, Date.now() % 4294967296), 0, []);
    });
    show([el("h2", { text: "练一组题" }), form], focus);
    update();
  }

  // ---------- Asking ----------

  /**
   * Asks question `at` of a round; `results` are those of the questions before.
   * @param {Quiz.Question[]} questions
   * @param {number} at
   * @param {Quiz.Result[]} results
   */
  function ask(questions, at, results) {
    var question = questions[at];
    var verdict = el("div", { class: "qz-verdict", role: "status" });
    var form = question.form === "问答" ? sayForm(question, verdict, settle) : optionForm(question, settle);

    /** @param {boolean} right @param {string} chosen */
    function settle(right, chosen) {
      note(question.id, right);
      mark(form, question, chosen);
      verdict.className = "qz-verdict qz-verdict--" + (right ? "right" : "wrong");
      explain(verdict, question, right ? "✓ 答对了。" : "✗ 答错了。");
      var all = results.concat([{ question: question, right: right, chosen: chosen }]);
      var last = at + 1 === questions.length;
      /** @type {() => void} */
      function goOn() {
        if (last) finish(questions, all);
        else ask(questions, at + 1, all);
      }
      var next = HB.button(last ? "看得分" : "下一题", goOn, "main");
      app.appendChild(el("p", { class: "sc-buttons" }, [next]));
      next.focus();
    }

    var head = el("h2", { text: "第 " + (at + 1) + " 题，共 " + questions.length + " 题" });
    var title = el("p", { class: "qz-question", id: "qz-text" }, [
      el("span", { class: "hb-point__id", text: question.id }),
      " ",
      el("span", { class: "hb-badge", text: WHO[question.who] }),
      " " + question.text,
    ]);
    var progress = el("progress", { max: questions.length, "aria-label": "进度", class: "qz-progress" });
    show([head, progress, title, form, verdict], true);
    progress.value = at;
  }

  /**
   * Says the answer and why; `begin` is whether the reader knew it.
   * @param {HTMLElement} verdict
   * @param {Quiz.Question} question
   * @param {string} begin
   */
  function explain(verdict, question, begin) {
    verdict.textContent = "";
    verdict.appendChild(
      el("p", {}, [
        el("b", { text: begin }),
        question.form === "问答" ? "参考答案：" + question.answer : "正确答案：" + question.answer,
      ]),
    );
    verdict.appendChild(
      el("p", {}, [
        question.why + " ",
        el("a", { href: question.page + "#p" + question.point, text: "看要点 " + question.point }),
      ]),
    );
  }

  /**
   * Closes the form, and marks the right answer and the one that was chosen.
   * @param {HTMLElement} form
   * @param {Quiz.Question} question
   * @param {string} chosen
   */
  function mark(form, question, chosen) {
    Array.prototype.forEach.call(form.querySelectorAll("input, button"), (input) => {
      input.disabled = true;
    });
    Array.prototype.forEach.call(form.querySelectorAll(".sc-option"), (option) => {
      var value = option.querySelector("input").value;
      if (value === question.answer) option.setAttribute("data-mark", "✓ 正确");
      else if (value === chosen) option.setAttribute("data-mark", "✗ 你选的");
    });
  }

  /** @param {string} text */
  function submitLine(text) {
    return el("p", { class: "sc-buttons" }, [
      el("button", { type: "submit", class: "hb-button hb-button--main", text: text }),
    ]);
  }

  /**
   * A question to answer aloud: whether the answer was right the reader says.
   * @param {Quiz.Question} question
   * @param {HTMLElement} verdict
   * @param {(right: boolean, chosen: string) => void} settle
   */
  function sayForm(question, verdict, settle) {
    var form = el("form", { class: "qz-form" }, [
      el("p", { text: "先自己说一遍，再看答案，自己判断对不对。" }),
      submitLine("看答案"),
    ]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.textContent = "";
      explain(verdict, question, "");
      var knew = HB.button("✓ 我答对了", () => {
        settle(true, "");
      });
      var failed = HB.button("✗ 没答上来", () => {
        settle(false, "");
      });
      form.appendChild(el("p", { class: "sc-buttons" }, [knew, failed]));
      knew.focus();
    });
    return form;
  }

  /**
   * A question with answers to choose from.
   * @param {Quiz.Question} question
   * @param {(right: boolean, chosen: string) => void} settle
   */
  function optionForm(question, settle) {
    var options = question.options.map((option, place) => {
      var id = "qz-option-" + place;
      return el("p", { class: "sc-option" }, [
        el("input", { type: "radio", name: "answer", id: id, value: option }),
        el("label", {
          for: id,
          text: question.form === "判断" ? option : "ABCDEFGH".charAt(place) + ". " + option,
        }),
      ]);
    });
    var legend = el("legend", { class: "sc-hidden", text: "选一个" });
    var form = el("form", { class: "qz-form", "aria-labelledby": "qz-text" }, [
      el("fieldset", { class: "sc-set" }, [legend, ...options]),
      submitLine("提交"),
    ]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      /** @type {HTMLInputElement | null} */
      var chosen = form.querySelector("input:checked");
      if (chosen) settle(chosen.value === question.answer, chosen.value);
      else HB.tell("先选一个答案。");
    });
    return form;
  }

  // ---------- The score ----------

  /** @param {Quiz.Question[]} questions @param {Quiz.Result[]} results */
  function finish(questions, results) {
    var right = results.filter((result) => result.right).length;
    var missed = results.filter((result) => !result.right);
    var again = missed.map((result) => result.question);
    show(
      [
        el("h2", { text: "得分：" + right + "/" + results.length }),
        el("p", { text: missed.length ? "错了 " + missed.length + " 题，看一遍要点再来。" : "全对。" }),
        missed.length
          ? el(
              "ul",
              {},
              missed.map((result) => {
                var question = result.question;
                return el("li", {}, [
                  question.id + " " + question.text + " 答案：" + question.answer + " ",
                  el("a", { href: question.page + "#p" + question.point, text: "要点 " + question.point }),
                ]);
              }),
            )
          : null,
        el("p", { class: "sc-buttons" }, [
          missed.length
            ? HB.button(
                "错的再来一遍",
                () => {
                  ask(core.round(again, again.length, Date.now() % 4294967296), 0, []);
                },
                "main",
              )
            : null,
          HB.button("再练一组", () => {
            choosing(true);
          }),
        ]),
      ],
      true,
    );
  }

  /** The question that the address names (quiz.html#07-Q2) is asked at once; any other shows the choice. */
  function begin() {
    var named = location.hash.slice(1);
    var found = bank.filter((question) => question.id === named);
    if (found.length) ask(found, 0, []);
    else choosing(false);
  }

  window.addEventListener("hashchange", begin);
  begin();
})();
