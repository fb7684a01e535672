/*
 * What comes out of a self-check: the list of what to mend, the report to print, files and a text for a chat.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var core = HB.selfCheck;
  var el = HB.element;

  /** @type {SelfCheck.Reports["table"]} */
  function table(className, heads, lines) {
    return el("div", { class: "sc-scroll", tabindex: "0", role: "region", "aria-label": heads.join("、") }, [
      el("table", { class: "sc-table " + className }, [
        el("thead", {}, [
          el(
            "tr",
            {},
            heads.map((head) => el("th", { scope: "col", text: head })),
          ),
        ]),
        el(
          "tbody",
          {},
          lines.map((cells) =>
            el(
              "tr",
              {},
              cells.map((cell, place) =>
                el(
                  place ? "td" : "th",
                  { scope: place ? null : "row", "data-head": heads[place] },
                  Array.isArray(cell) ? cell : [String(cell)],
                ),
              ),
            ),
          ),
        ),
      ]),
    ]);
  }

  /** @param {SelfCheck.Check} check @param {HandbookPoints} data */
  function facts(check, data) {
    var pairs = [
      ["企业", check.firm || "（没有写）"],
      ["信用代码", check.code],
      ["地址", check.address],
      ["地点", check.place || (check.firm ? "" : "（没有写）")],
      ["日期", core.dayText(check.day)],
      ["检查人", check.by || "（没有写）"],
      ["在场的人", check.present],
      ["人数", check.people ? check.people + " 人" : "（没有写）"],
      ["范围", core.scopeText(check.scope, data)],
      ["版本", data.edition.name],
    ];
    return el(
      "dl",
      { class: "sc-facts" },
      pairs
        .filter((pair) => pair[1])
        .map((pair) => el("div", {}, [el("dt", { text: pair[0] }), el("dd", { text: pair[1] })])),
    );
  }

  /** @param {SelfCheck.Row[]} list @param {HandbookPoints} data @param {string} today */
  function scoreTable(list, data, today) {
    /** @param {string} name @param {SelfCheck.Counts} sum @param {number | string | null} mark */
    function line(name, sum, mark) {
      return [
        name,
        sum.all,
        sum.done,
        sum.y,
        sum.n,
        sum.closed,
        sum.na,
        sum.major ? "先改 ▲" : mark === null ? "—" : mark + (sum.done < sum.all ? "（没查完）" : ""),
      ];
    }
    var lines = core
      .scores(list, data, today)
      .map((entry) => line(entry.aspect.number + "、" + entry.aspect.name, entry.counts, entry.score));
    var all = core.counts(list, today);
    lines.push(line("合计", all, core.score(all)));
    return table(
      "sc-table--score",
      ["方面", "要点", "查了", "符合", "不符合", "已销号", "不适用", "得分"],
      lines,
    );
  }

  /** @param {SelfCheck.Check} check @param {HandbookPoints} data */
  function quickTable(check, data) {
    var words = window.handbookContract.quick;
    return table(
      "sc-table--all sc-table--quick",
      ["条目", "问", "结果"],
      core.quickItems(check.scope, data).map((item) => {
        var asked = core.quickQuestions(check.scope, data, item).join("");
        return [item.id + " " + item.name, asked, words[core.itemAnswer(check, item.id)]];
      }),
    );
  }

  /** @param {SelfCheck.Row} row @param {GuidanceById} guidance */
  function advice(row, guidance) {
    var texts = guidance[row.id];
    if (!texts) return [row.point ? "" : "—"];
    var forms = Object.values(texts.forms);
    /** @type {(HTMLElement | string)[]} */
    var told = [
      el("b", { text: "今天：" }),
      texts.today,
      el("br"),
      el("b", { text: "长久：" }),
      texts.lasting,
    ];
    return forms.length ? told.concat(el("br"), el("b", { text: "用表：" }), forms.join("、")) : told;
  }

  /** @param {string} id @param {SelfCheck.Media | null} media */
  function photosOf(id, media) {
    var taken = (media && media.photos[id]) || [];
    if (!taken.length) return [];
    var shown = taken.map((photo) => {
      var when = photo.when === "after" ? "整改后" : "整改前";
      return el("figure", { class: "sc-photo" }, [
        el("img", { src: photo.image, alt: id + " " + when + "的照片" }),
        el("figcaption", { text: when }),
      ]);
    });
    return [el("div", {}, shown)]; // below the words, not in their last line
  }

  /**
   * @param {GuidanceById} guidance
   * @param {string} today
   * @param {SelfCheck.Media | null} media
   * @param {SelfCheck.Row[]} wrong
   * @param {CheckItem[]} vague
   */
  function mendTable(guidance, today, media, wrong, vague) {
    return table(
      "sc-table--mend",
      ["编号", "问题", "怎么改", "责任人", "期限", "复查和销号"],
      wrong
        .map((row) => {
          var answer = row.answer;
          var last = answer.again[answer.again.length - 1];
          return [
            row.id,
            [
              row.major ? el("b", { text: window.handbookContract.marks.major.text }) : null,
              row.major ? el("br") : null,
              window.handbookContract.unmet + (row.point ? row.point.text : core.goneText(row)),
              answer.note ? el("br") : null,
              answer.note ? el("b", { text: "说明：" + answer.note }) : null,
            ].concat(photosOf(row.id, media)),
            advice(row, guidance),
            answer.who || "",
            answer.due || "",
            [
              core.stateText(answer, today),
              last && (last.by || last.note) ? el("br") : null,
              last ? [last.by, last.note].filter(Boolean).join("：") : null,
            ],
          ];
        })
        .concat(vague.map((item) => [item.id, item.name + "：" + core.VAGUE, "—", "", "", "待整改"])),
    );
  }

  /**
   * On paper all of it; on a screen what takes three of them stands behind its line.
   * @param {boolean} paper
   * @param {string} title
   * @param {HTMLElement} content
   */
  function foldUnless(paper, title, content) {
    if (paper) return [el("h3", { text: title }), content];
    return [el("details", { class: "sc-edit" }, [el("summary", { text: title }), content])];
  }

  /** Every point with its result. @param {SelfCheck.Row[]} list */
  function everyPoint(list) {
    return table(
      "sc-table--all",
      ["编号", "要点", "结果", "备注"],
      list.map((row) => [
        row.id,
        row.point ? (row.major ? "▲ " : "") + row.point.text : core.goneText(row),
        core.RESULTS[row.answer.r],
        row.answer.note,
      ]),
    );
  }

  /** A line to write on. */
  function line() {
    return el("span", { class: "sc-line" });
  }

  /** The places to sign, with the signatures drawn on a screen. @param {SelfCheck.Media | null} media */
  function signatures(media) {
    /** @param {"checker" | "manager"} side */
    var sign = (side) => {
      var drawn = media && media.signs[side];
      return drawn ? el("img", { class: "sc-signed", src: drawn, alt: "签字" }) : line();
    };
    return signing(sign("checker"), sign("manager"));
  }

  /**
   * Who signs and when; no line stands away from its word.
   * @param {HTMLElement} checker
   * @param {HTMLElement} manager
   */
  function signing(checker, manager) {
    /** @type {[string, HTMLElement][]} */
    var places = [
      ["检查人签字：", checker],
      ["负责人签字：", manager],
      ["日期：", line()],
    ];
    return el(
      "p",
      { class: "sc-sign" },
      places.map((place) => el("span", { class: "sc-sign__one" }, place)),
    );
  }

  /**
   * The report as a list of nodes. `media` holds {signs: {checker, manager}, photos: {"07-1": [{when,
   * image}]}} as data addresses, or is null. `full` adds every point with its result, folded unless for
   * `paper`; without it only what is not met.
   * @type {SelfCheck.Reports["report"]}
   */
  function report(check, data, guidance, today, { full, media, paper }) {
    var list = core.rows(check, data);
    var wrong = core.wrongRows(list);
    var sum = core.counts(list, today);
    var vague = core.vagueItems(check, data);
    var all = wrong.length + vague.length;
    var quick = check.scope.depth === "quick";
    var scored = quick ? "" : " 得分＝符合的要点数 ÷（符合＋不符合），满分 100，只给自己比较用。";
    var parts = [
      el("h2", { text: headline(check, "报告", "记录") }),
      facts(check, data),
      el("p", { class: "sc-disclaimer", text: data.site.disclaimer + scored }),
      // What is to be done stands first; in a quick check twenty questions would stand before it.
      el("h3", { text: "一、整改清单（" + all + " 个）" }),
      all ? mendTable(guidance, today, media, wrong, vague) : el("p", { text: "没有不符合的要点。" }),
      ...(quick
        ? foldUnless(paper, "二、" + core.quickText(core.quickCounts(check, data)), quickTable(check, data))
        : [el("h3", { text: "二、各方面情况" }), scoreTable(list, data, today)]),
      sum.all > sum.done && !quick
        ? el("p", { text: "还有 " + (sum.all - sum.done) + " 个要点没有查。" })
        : null,
      ...(full && list.length
        ? foldUnless(paper, "三、逐条结果（" + list.length + " 个）", everyPoint(list))
        : []),
      signatures(media),
    ];
    return parts.filter((part) => part !== null);
  }

  /**
   * Boxes to tick, one a line.
   * @param {SelfCheck.Words} words
   */
  function boxes(words) {
    return /** @type {SelfCheck.Result[]} */ (["y", "n", "-"]).map((r) =>
      el("span", { class: "sc-box", text: "□" + words[r] }),
    );
  }

  /**
   * Who lets looks into another's firm, and has to record it (江苏省安全生产条例第三十条): that is no self-check.
   * @param {SelfCheck.Check} check
   * @param {string} own
   * @param {string} visit
   */
  function headline(check, own, visit) {
    return check.scope.role === "visit" ? "租户安全检查" + visit : "安全自查" + own;
  }

  /**
   * An empty list to tick with a pen: what the scope of `check` asks, with boxes and lines. List of nodes.
   * @type {SelfCheck.Reports["blank"]}
   */
  function blank(check, data, guidance) {
    /** @param {string} label @param {string} text */
    var filled = (label, text) => el("div", {}, [el("dt", { text: label }), el("dd", {}, [text || line()])]);
    /** @type {HTMLElement[]} */
    var parts = [
      el("h2", { text: headline(check, "表", "表") }),
      el("dl", { class: "sc-facts" }, [
        filled("企业", check.firm),
        filled("地址、车间", [check.address, check.place].filter(Boolean).join(" ")),
        filled("检查人", check.by),
        filled("在场的人", check.present),
        filled("日期", ""),
        filled("范围", core.scopeText(check.scope, data)),
      ]),
      el("p", { class: "sc-disclaimer", text: data.site.disclaimer }),
    ];
    if (check.scope.depth === "quick")
      parts.push(
        table(
          "sc-table--all",
          ["条目", "问", "结果", "问题、谁改、哪天改好"],
          core.quickItems(check.scope, data).map((item) => {
            var asked = core.quickQuestions(check.scope, data, item).join("");
            return [item.id + " " + item.name, asked, boxes(window.handbookContract.quick), ""];
          }),
        ),
      );
    data.items.forEach((item) => {
      var own = core.rows(check, data).filter((row) => row.item === item);
      if (!own.length) return;
      parts.push(el("h3", { text: item.id + " " + item.name }));
      parts.push(
        table(
          "sc-table--blank",
          ["编号", "要点", "怎样算合格", "结果", "问题、谁改、哪天改好"],
          own.map((row) => {
            var met = (guidance[row.id] || {}).met || "";
            return [
              row.id,
              (row.major ? "▲ " : "") + (row.point ? row.point.text : ""),
              met,
              boxes(core.RESULTS),
              "",
            ];
          }),
        ),
      );
    });
    return parts.concat(signing(line(), line()));
  }

  /**
   * A file name that every system takes.
   * @type {SelfCheck.Reports["fileName"]}
   */
  function fileName(check, kind, ending) {
    var name = check.firm || check.place;
    var place = Array.from(name.replace(/[\\/:*?"<>|\s.]+/g, "_"))
      .slice(0, 30)
      .join("");
    return ["自查", place, check.day, kind].filter(Boolean).join("-") + "." + ending;
  }

  HB.selfCheckReport = {
    table: table,
    report: report,
    blank: blank,
    fileName: fileName,
  };
})();
