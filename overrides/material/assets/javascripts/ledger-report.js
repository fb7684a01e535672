/*
 * What is made of the register: balance, weekly sheet, gate, lists for the round, report of two years. Pure functions;
 * every report is a list of plain blocks that the page, the workbook writer and the command's press draw as they can:
 *   {kind: "text", title, lines: [text]}
 *   {kind: "table", title, head, rows: [[value]], total: last row is a sum, note, internal: holds names}
 *   {kind: "bars", title, unit, series: [names], rows: [[label, value for each series]]}
 * Sentences are arithmetic only. A table that may be published says which columns are counts:
 *   counts: [columns]      cells that hide small numbers
 *   derived: [[column, [columns it is computed from]]]
 *   sums: [[columns]]      columns of a row that add up to nothing, those to be subtracted with a minus
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || {});
  var L = HB.ledger;

  var NOWHERE = "厂区没对上";
  var HIDDEN = "＊";

  // ---------- Small tools ----------

  function countBy(list, keyOf) {
    var counts = Object.create(null);
    list.forEach(function (one) {
      var keys = keyOf(one);
      (Array.isArray(keys) ? keys : [keys]).forEach(function (key) {
        counts[key] = (counts[key] || 0) + 1;
      });
    });
    return counts;
  }

  function unique(list) {
    var seen = Object.create(null);
    return list.filter(function (one) {
      if (seen[one]) return false;
      seen[one] = true;
      return true;
    });
  }

  function sum(list) {
    return list.reduce(function (total, one) {
      return total + one;
    }, 0);
  }

  /** Rounded to `places` after the point, halves up. */
  function rounded(value, places) {
    var scale = Math.pow(10, places || 0);
    return Math.floor(value * scale + 0.5) / scale;
  }

  function median(values) {
    if (!values.length) return null;
    var sorted = values.slice().sort(function (one, two) {
      return one - two;
    });
    var middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  function numbers(records, column) {
    return records
      .map(function (record) {
        return record.v[column];
      })
      .filter(function (value) {
        return typeof value === "number";
      });
  }

  /** A share in percent as text; "—" where the base is too small or too much is missing. */
  function share(part, whole, model, missing) {
    if (whole < model.smallBase || (missing || 0) * 10 > whole) return "—";
    return rounded((part * 100) / whole, 1) + "%";
  }

  function signed(value) {
    return value > 0 ? "+" + value : String(value);
  }

  function change(before, after, word) {
    if (after === before) return "和上期一样";
    return after > before
      ? "比上期多 " + (after - before) + " " + word
      : "比上期少 " + (before - after) + " " + word;
  }

  function isPresent(firm, model) {
    return model.states.some(function (state) {
      return state.present && state.name === firm.v.状态;
    });
  }

  /** What reports ask of a period again and again. */
  function view(period, model) {
    if (!period) return null;
    var index = L.indexOf(period);
    var townOf = function (firm) {
      var plant = index.plants[firm.v.厂区编号];
      return (plant && plant.v.镇街) || NOWHERE;
    };
    var firms = Object.keys(index.firms).map(function (id) {
      return index.firms[id];
    });
    var present = firms.filter(function (firm) {
      return isPresent(firm, model);
    });
    var visits = Object.create(null);
    period.sheets.visits.forEach(function (visit) {
      var id = visit.v.企业编号;
      if (id && visit.v.日期 && (!visits[id] || visits[id] < visit.v.日期)) visits[id] = visit.v.日期;
    });
    var problems = Object.create(null);
    period.sheets.problems.forEach(function (one) {
      if (one.v.企业编号) (problems[one.v.企业编号] = problems[one.v.企业编号] || []).push(one);
    });
    return {
      period: period,
      index: index,
      townOf: townOf,
      firms: firms,
      present: present,
      seen: visits,
      problems: problems,
      name: function (id) {
        return (index.firms[id] && index.firms[id].v.企业名称) || id;
      },
    };
  }

  function titleOf(firm) {
    return firm.v.企业名称 || firm.v.企业编号 || "";
  }

  function hazardsOf(firm, model) {
    return model.hazards.filter(function (name) {
      return firm.v[name] === "有";
    });
  }

  function placeOf(firm, v) {
    var plant = v.index.plants[firm.v.厂区编号];
    return (
      ((plant && plant.v.厂区名称) || firm.v.厂区编号 || "") +
      (firm.v.幢 ? " " + firm.v.幢 + "幢" : "") +
      (firm.v.层 ? firm.v.层 + "层" : "")
    );
  }

  function trade(firm, model) {
    var division = L.divisionOf(firm.v.行业代码 || "", model);
    return division ? division.code + " " + division.name : "行业不明";
  }

  function work(firm, model) {
    if (firm.v.产品) return firm.v.产品;
    var division = L.divisionOf(firm.v.行业代码 || "", model);
    return division ? division.name : "";
  }

  function isOpen(problem) {
    return problem.v.结果 !== "销号" && problem.v.结果 !== "移交";
  }

  function head(model, id, title, period, today) {
    return {
      id: id,
      title: title,
      day: today,
      place: model.district,
      files: period.files.slice(),
      note: model.head,
      blocks: [],
    };
  }

  function text(title, lines) {
    return { kind: "text", title: title, lines: lines };
  }

  function table(title, headRow, rows, more) {
    return Object.assign(
      { kind: "table", title: title, head: headRow, rows: rows, total: false, note: "" },
      more || {},
    );
  }

  /** The first `limit` rows, and a note how many more there are. */
  function cut(block, limit) {
    if (block.rows.length <= limit) return block;
    var rest = block.rows.length - limit;
    return Object.assign({}, block, {
      rows: block.rows.slice(0, limit),
      note: (block.note ? block.note + " " : "") + "另有 " + rest + " 行，见对应的名单。",
    });
  }

  /** `blocks` with at most `budget` rows in their lists of names: shared out evenly, what one does not need goes to others. */
  function fitted(blocks, budget) {
    var lists = blocks.filter(function (block) {
      return block.kind === "table" && block.internal;
    });
    var left = budget;
    var share = Object.create(null);
    lists
      .map(function (block, place) {
        return [block.rows.length, place];
      })
      .sort(function (one, two) {
        return one[0] - two[0] || one[1] - two[1];
      })
      .forEach(function (entry, turn) {
        var own = Math.max(1, Math.min(entry[0], Math.floor(left / (lists.length - turn))));
        share[entry[1]] = own;
        left -= Math.min(own, entry[0]);
      });
    return blocks.map(function (block) {
      var place = lists.indexOf(block);
      return place < 0 ? block : cut(block, share[place]);
    });
  }

  // ---------- Balance ----------

  /**
   * Balance of each town, and by name whatever has no event that explains it:
   *   {towns: [{town, before, moves: {event: n}, should, after, gap}], gaps: [{town, id, name, why}], fresh: [events]}
   */
  function balance(before, after, model) {
    var old = view(before, model);
    var now = view(after, model);
    var fresh = L.newEvents(before, after).fresh;
    var moving = model.events.filter(function (event) {
      return event.moves;
    });
    var rows = Object.create(null);
    var row = function (town) {
      if (!rows[town]) {
        rows[town] = { town: town, before: 0, moves: {}, should: 0, after: 0, gap: 0 };
        moving.forEach(function (event) {
          rows[town].moves[event.name] = 0;
        });
      }
      return rows[town];
    };
    var net = Object.create(null); // town|firm: how the events move it
    old.present.forEach(function (firm) {
      row(old.townOf(firm)).before++;
    });
    now.present.forEach(function (firm) {
      row(now.townOf(firm)).after++;
    });
    fresh.forEach(function (event) {
      var kind = moving.filter(function (one) {
        return one.name === event.v.类别;
      })[0];
      if (!kind || !event.v.企业编号) return;
      var id = event.v.企业编号;
      var was = old.index.firms[id] && old.townOf(old.index.firms[id]);
      var is = now.index.firms[id] && now.townOf(now.index.firms[id]);
      var town = (kind.moves > 0 ? is || was : was || is) || NOWHERE;
      row(town).moves[kind.name]++;
      net[town + "|" + id] = (net[town + "|" + id] || 0) + kind.moves;
    });
    var gaps = [];
    unique(
      old.firms
        .concat(now.firms)
        .map(function (firm) {
          return firm.v.企业编号;
        })
        .concat(
          Object.keys(net).map(function (key) {
            return key.slice(key.indexOf("|") + 1);
          }),
        ),
    ).forEach(function (id) {
      var one = old.index.firms[id];
      var two = now.index.firms[id];
      var was = one && isPresent(one, model) ? old.townOf(one) : "";
      var is = two && isPresent(two, model) ? now.townOf(two) : "";
      var towns = unique(
        [was, is]
          .concat(
            Object.keys(rows).filter(function (town) {
              return net[town + "|" + id];
            }),
          )
          .filter(Boolean),
      );
      towns.forEach(function (town) {
        var moved = net[town + "|" + id] || 0;
        var gap = (is === town ? 1 : 0) - (was === town ? 1 : 0) - moved;
        if (!gap) return;
        gaps.push({
          town: town,
          id: id,
          name: (two || one || { v: {} }).v.企业名称 || id,
          why: whyGap(gap, moved, one, two, was, is, town),
        });
      });
    });
    var towns = Object.keys(rows)
      .sort(L.order)
      .map(function (name) {
        var one = rows[name];
        one.should =
          one.before +
          sum(
            moving.map(function (event) {
              return event.moves * one.moves[event.name];
            }),
          );
        one.gap = one.after - one.should;
        return one;
      });
    gaps.sort(function (one, two) {
      return L.order(one.town, two.town) || L.order(one.id, two.id);
    });
    return { towns: towns, moving: moving, gaps: gaps, fresh: fresh };
  }

  function whyGap(gap, moved, one, two, was, is, town) {
    if (moved > 0 && gap < 0)
      return was === town
        ? "上期就在册，这期又记了一次进来"
        : "记了进来，状态是“" + ((two && two.v.状态) || "没有这一行") + "”";
    if (moved < 0 && gap > 0)
      return is === town ? "记了出去，状态还是“" + two.v.状态 + "”" : "记了出去，可是上期不在册";
    if (gap > 0)
      return one ? "上期是“" + one.v.状态 + "”，这期在册，没有变动记录" : "多出来的，没有进驻或者转入的记录";
    if (!two) return "上期在册，这期名单里没有了，没有变动记录";
    return is ? "换到了“" + is + "”，没有转出的记录" : "上期在册，这期是“" + two.v.状态 + "”，没有变动记录";
  }

  function balanceTable(result) {
    var names = result.moving.map(function (event) {
      return event.name;
    });
    var line = function (town, one) {
      return [town, one.before]
        .concat(
          names.map(function (name) {
            return one.moves[name];
          }),
        )
        .concat([one.should, one.after, one.gap === 0 ? "平" : signed(one.gap)]);
    };
    var all = { before: 0, should: 0, after: 0, gap: 0, moves: {} };
    names.forEach(function (name) {
      all.moves[name] = 0;
    });
    result.towns.forEach(function (one) {
      all.before += one.before;
      all.should += one.should;
      all.after += one.after;
      all.gap += one.gap;
      names.forEach(function (name) {
        all.moves[name] += one.moves[name];
      });
    });
    return table(
      "各镇街的平衡",
      ["镇街", "上期"].concat(names).concat(["应有", "实有", "差"]),
      result.towns
        .map(function (one) {
          return line(one.town, one);
        })
        .concat([line("合计", all)]),
      { total: true },
    );
  }

  // ---------- Gate ----------

  /** The steps of a firm on its way in: [{name, day, missing, papers}]. */
  function stepsIn(firm, model) {
    return model.wayIn.map(function (step) {
      var day = firm.v[step.column] || "";
      return { name: step.name, day: day, missing: !day, papers: step.papers };
    });
  }

  /** The steps of a firm on its way out, from the event that says it left. */
  function stepsOut(event, model) {
    return model.wayOut.map(function (step) {
      var value = event.v[step.column] || "";
      return { name: step.name, day: value, missing: step.good.indexOf(value) < 0, papers: step.papers };
    });
  }

  function comingIn(v) {
    return v.firms.filter(function (firm) {
      return firm.v.状态 === "拟进驻" || firm.v.状态 === "筹建";
    });
  }

  /** Events by which firms left: this period's, or without a period before the last of each firm that is gone. */
  function leavings(v, fresh, model) {
    var out = model.events
      .filter(function (event) {
        return event.moves < 0;
      })
      .map(function (event) {
        return event.name;
      });
    var events =
      fresh ||
      v.firms
        .filter(function (firm) {
          return firm.v.状态 === "已迁出" || firm.v.状态 === "已关停";
        })
        .map(function (firm) {
          var own = v.index.events[firm.v.企业编号] || [];
          return own[own.length - 1];
        })
        .filter(Boolean);
    return events.filter(function (event) {
      return out.indexOf(event.v.类别) >= 0;
    });
  }

  function missingText(steps) {
    return steps
      .filter(function (step) {
        return step.missing;
      })
      .map(function (step) {
        return step.name + (step.day ? "：" + step.day : "");
      })
      .join("、");
  }

  /** Who is in though a step before coming in is missing. */
  function gateGaps(v, fresh, model) {
    var recent = Object.create(null);
    (fresh || []).forEach(function (event) {
      if (event.v.类别 === "进驻") recent[event.v.企业编号] = true;
    });
    var rows = [];
    v.firms.forEach(function (firm) {
      var coming = firm.v.状态 === "筹建";
      var arrived = isPresent(firm, model) && recent[firm.v.企业编号];
      if (!coming && !arrived) return;
      var steps = stepsIn(firm, model).filter(function (step) {
        // What comes after moving in is not missing yet while the firm is fitting out.
        return firm.v.状态 !== "筹建" || step.name !== "开工";
      });
      var missing = missingText(steps);
      if (missing) rows.push(["进", titleOf(firm), v.townOf(firm), "缺：" + missing]);
    });
    leavings(v, fresh, model).forEach(function (event) {
      var missing = missingText(stepsOut(event, model));
      var firm = v.index.firms[event.v.企业编号];
      if (missing) rows.push(["出", v.name(event.v.企业编号), firm ? v.townOf(firm) : "", "缺：" + missing]);
    });
    return rows;
  }

  /** The gate: everybody on the way in or out, with what is missing. The page decides nothing. */
  function gate(before, after, model, today) {
    var v = view(after, model);
    var fresh = before ? L.newEvents(before, after).fresh : null;
    var report = head(model, "gate", "进出单", after, today);
    report.blocks.push(
      table(
        "要进来的",
        ["企业", "镇街", "厂区、幢", "状态"].concat(
          model.wayIn.map(function (step) {
            return step.name;
          }),
        ),
        comingIn(v).map(function (firm) {
          return [titleOf(firm), v.townOf(firm), placeOf(firm, v), firm.v.状态].concat(
            stepsIn(firm, model).map(function (step) {
              return step.day || "还没有";
            }),
          );
        }),
        {
          internal: true,
          note: "一步一步来：前一步没有做完，后一步先等一等。这张表只列缺什么，可进不可进由人来定。",
        },
      ),
      table(
        "要走的、走了的",
        ["企业", "类别", "日期"].concat(
          model.wayOut.map(function (step) {
            return step.name;
          }),
        ),
        leavings(v, fresh, model).map(function (event) {
          return [v.name(event.v.企业编号), event.v.类别, event.v.日期].concat(
            stepsOut(event, model).map(function (step) {
              return step.day || "没写";
            }),
          );
        }),
        { internal: true },
      ),
    );
    return report;
  }

  /** The sheet of one firm at the gate, to print and sign. */
  function gateSheet(after, id, model, today) {
    var v = view(after, model);
    var firm = v.index.firms[id];
    var report = head(model, "gate-sheet", "进出单：" + (firm ? titleOf(firm) : id), after, today);
    if (!firm) return report;
    report.blocks.push(
      table(
        "企业",
        ["项目", "内容", "项目", "内容"],
        [
          [
            "企业编号",
            firm.v.企业编号,
            "状态",
            firm.v.状态 + (firm.v.状态日期 ? "（" + firm.v.状态日期 + "）" : ""),
          ],
          ["镇街", v.townOf(firm), "厂区、幢", placeOf(firm, v)],
          ["做什么", work(firm, model), "行业", trade(firm, model)],
          ["人数（单班最多）", firm.v.人数 + "（" + firm.v.单班最多 + "）", "面积（平方米）", firm.v.面积],
          ["火灾危险性", firm.v.火灾危险性, "房子设计的", buildingClass(firm, v)],
          ["专项", hazardsOf(firm, model).join("、") || "没有", "租赁层级", firm.v.租赁层级 || ""],
        ],
        { internal: true },
      ),
      table(
        "进驻四步",
        ["步骤", "日期", "用到", "缺什么", "看过（签字）"],
        stepsIn(firm, model).map(function (step) {
          return [
            step.name,
            step.day,
            step.papers
              .map(function (paper) {
                return paper.text;
              })
              .join("、"),
            step.missing ? "还没有" : "",
            "",
          ];
        }),
        { internal: true },
      ),
      table(
        "迁出三件",
        ["事项", "现在", "用到", "缺什么", "看过（签字）"],
        (function () {
          var own = (v.index.events[id] || []).filter(function (event) {
            return event.v.类别 === "迁出" || event.v.类别 === "关停" || event.v.类别 === "辖区转出";
          });
          return stepsOut(own[own.length - 1] || { v: {} }, model).map(function (step) {
            return [
              step.name,
              step.day,
              step.papers
                .map(function (paper) {
                  return paper.text;
                })
                .join("、"),
              own.length && step.missing ? "缺" : "",
              "",
            ];
          });
        })(),
        { internal: true },
      ),
      text("说明", [
        "这张单子只列缺什么，可进、改好再进、不可进由看的人定，理由写在下面。",
        "结论：□ 可进　□ 改好再进　□ 不可进　　理由：",
        "出租方（签字）　　　　　　承租方（签字）　　　　　　镇街（签字）　　　　　　日期",
      ]),
    );
    return report;
  }

  function buildingClass(firm, v) {
    var building = v.index.buildings[firm.v.厂区编号 + "|" + firm.v.幢];
    return (building && building.v.设计火灾危险性) || "没有登记";
  }

  // ---------- Lists for the round ----------

  /** Firms present that nobody visited for `days` days: possible major problems first, then town and plant. */
  function notSeen(v, model, today, days) {
    return v.present
      .map(function (firm) {
        var last = v.seen[firm.v.企业编号] || "";
        var open = (v.problems[firm.v.企业编号] || []).filter(isOpen);
        return {
          firm: firm,
          last: last,
          days: last && last <= today ? L.between(last, today) : last ? 0 : -1,
          open: open.length,
          major: open.some(function (one) {
            return one.v.重大 === "是";
          }),
          hazards: hazardsOf(firm, model),
        };
      })
      .filter(function (one) {
        return one.days < 0 || one.days > days;
      })
      .sort(function (one, two) {
        return (
          two.major - one.major ||
          L.order(v.townOf(one.firm), v.townOf(two.firm)) ||
          L.order(one.firm.v.厂区编号, two.firm.v.厂区编号) ||
          L.order(one.firm.v.幢, two.firm.v.幢) ||
          L.order(one.firm.v.企业编号, two.firm.v.企业编号)
        );
      });
  }

  function planTable(v, model, today, days) {
    return table(
      "上门计划：" + days + " 天没有看过的",
      ["序", "镇街", "村社区", "厂区、幢、层", "企业", "专项", "上次", "没销号", "看了"],
      notSeen(v, model, today, days).map(function (one, place) {
        var plant = v.index.plants[one.firm.v.厂区编号];
        return [
          place + 1,
          v.townOf(one.firm),
          (plant && plant.v.村社区) || "",
          placeOf(one.firm, v),
          (one.major ? "▲ " : "") + titleOf(one.firm),
          one.hazards.join("、"),
          one.last || "没看过",
          one.open || "",
          "□",
        ];
      }),
      { internal: true, note: "▲ 有没销号的重大事故隐患，排在前面；其余按镇街、厂区、幢排，顺路走。" },
    );
  }

  function openProblems(v) {
    return v.period.sheets.problems.filter(isOpen);
  }

  function problemRow(one, v, model, today, more) {
    var point = model.points[one.v.要点编号];
    return [
      (one.v.重大 === "是" ? "▲ " : "") + one.v.问题编号,
      v.name(one.v.企业编号),
      one.v.要点编号,
      one.v.问题 || (point && point[0]) || "",
      one.v.谁改,
      one.v.期限,
    ].concat(more);
  }

  var PROBLEM_HEAD = ["问题编号", "企业", "要点", "问题", "谁改", "期限"];

  function byDue(one, two) {
    return (
      (two.v.重大 === "是") - (one.v.重大 === "是") ||
      L.order(one.v.期限 || "9", two.v.期限 || "9") ||
      L.order(one.v.问题编号, two.v.问题编号)
    );
  }

  function overdueTable(v, model, today) {
    return table(
      "逾期没销号的问题",
      PROBLEM_HEAD.concat(["过了几天"]),
      openProblems(v)
        .filter(function (one) {
          return one.v.期限 && one.v.期限 < today;
        })
        .sort(byDue)
        .map(function (one) {
          return problemRow(one, v, model, today, [L.between(one.v.期限, today)]);
        }),
      { internal: true },
    );
  }

  function recheckTable(v, model, today) {
    return table(
      "要复查的（到期、七天内到期、上次没改好的）",
      PROBLEM_HEAD.concat(["上次复查", "复查结果"]),
      openProblems(v)
        .filter(function (one) {
          return one.v.结果 === "没改好" || (one.v.期限 && L.between(today, one.v.期限) <= 7);
        })
        .sort(byDue)
        .map(function (one) {
          return problemRow(one, v, model, today, [one.v.复查日期 || "", "□销号 □没改好"]);
        }),
      { internal: true },
    );
  }

  /** Open problems by the body that may impose a penalty for the point, or to which they were handed. */
  function handoverTables(v, model) {
    var byBody = Object.create(null);
    v.period.sheets.problems.forEach(function (one) {
      if (one.v.结果 === "销号") return;
      var point = model.points[one.v.要点编号];
      var bodies = one.v.移交给谁 ? [one.v.移交给谁] : (point && point[2]) || [];
      bodies.forEach(function (body) {
        (byBody[body] = byBody[body] || []).push(one);
      });
    });
    return model.bodies
      .filter(function (body) {
        return byBody[body];
      })
      .map(function (body) {
        return table(
          body,
          ["问题编号", "企业", "镇街", "要点", "问题", "发现", "移交"],
          byBody[body].sort(byDue).map(function (one) {
            var firm = v.index.firms[one.v.企业编号];
            return [
              (one.v.重大 === "是" ? "▲ " : "") + one.v.问题编号,
              v.name(one.v.企业编号),
              firm ? v.townOf(firm) : "",
              one.v.要点编号,
              one.v.问题,
              one.v.发现日期,
              one.v.结果 === "移交" ? "已移交" : "",
            ];
          }),
          { internal: true },
        );
      });
  }

  /** Plan, overdue, look again, hand over: what goes along on the round. */
  function round(after, model, today, days) {
    var v = view(after, model);
    var report = head(model, "round", "上门计划和跟踪", after, today);
    report.blocks.push(
      planTable(v, model, today, days),
      overdueTable(v, model, today),
      recheckTable(v, model, today),
    );
    return report;
  }

  function handover(after, model, today) {
    var v = view(after, model);
    var report = head(model, "handover", "按部门移交的问题", after, today);
    report.blocks = handoverTables(v, model);
    if (!report.blocks.length) report.blocks.push(text("", ["没有可以移交的问题。"]));
    else
      report.blocks.unshift(
        text("", ["部门照手册里罚则的执法主体列出，一个问题可能有几个部门；交给谁以当地公布的职责为准。"]),
      );
    return report;
  }

  // ---------- The week ----------

  /** Lines of an A4 page that the weekly sheet has for towns and names together. */
  var WEEK_LINES = 32;

  /** The weekly sheet. `whole`: every name; else as many as one A4 holds. */
  function weekly(before, after, model, today, whole) {
    var v = view(after, model);
    var report = head(model, "week", model.district + "厂中厂底数周报", after, today);
    var fresh = null;
    var towns;
    if (before) {
      var result = balance(before, after, model);
      fresh = result.fresh;
      towns = result.towns.length;
      // A table of many towns is set closer, so that the names below stay on the page.
      report.blocks.push(Object.assign(balanceTable(result), { dense: towns > 18 }));
      report.blocks.push(
        listOr(
          table(
            "对不上的，逐户",
            ["镇街", "企业编号", "企业", "怎么回事"],
            result.gaps.map(function (gap) {
              return [gap.town, gap.id, gap.name, gap.why];
            }),
            { internal: true },
          ),
          "没有。各镇街都平。",
        ),
      );
    } else {
      var counts = countBy(v.present, v.townOf);
      towns = Object.keys(counts).length;
      report.blocks.push(
        table(
          "各镇街在册户数",
          ["镇街", "户数"],
          Object.keys(counts)
            .sort(L.order)
            .map(function (town) {
              return [town, counts[town]];
            })
            .concat([["合计", v.present.length]]),
          { total: true, note: "没有选上一期的工作簿，平衡没有算。" },
        ),
      );
    }
    if (fresh) report.blocks = report.blocks.concat(moves(v, fresh, model, whole));
    report.blocks.push(
      listOr(
        table("进出关上缺的", ["进出", "企业", "镇街", "缺什么"], gateGaps(v, fresh, model), {
          internal: true,
        }),
        "没有。",
      ),
      staleText(v, today),
      listOr(overdueTable(v, model, today), "没有。"),
    );
    if (!whole) report.blocks = fitted(report.blocks, Math.max(7, WEEK_LINES - towns));
    return report;
  }

  function listOr(block, nothing) {
    return block.rows.length ? block : text(block.title, [nothing]);
  }

  /** Who was not gone over for a week: a number for each town; the names stand among the findings. */
  function staleText(v, today) {
    var stale = v.present.filter(function (firm) {
      return !firm.v.核对日期 || (firm.v.核对日期 < today && L.between(firm.v.核对日期, today) > 7);
    });
    var counts = countBy(stale, v.townOf);
    return text("七天没有核对的", [
      stale.length
        ? "共 " +
          stale.length +
          " 户：" +
          Object.keys(counts)
            .sort(L.order)
            .map(function (town) {
              return town + " " + counts[town];
            })
            .join("、") +
          "。名单在核对结果里（G070）。"
        : "没有。",
    ]);
  }

  function moves(v, fresh, model, whole) {
    var kinds = function (test) {
      var names = model.events.filter(test).map(function (event) {
        return event.name;
      });
      return fresh.filter(function (event) {
        return names.indexOf(event.v.类别) >= 0;
      });
    };
    var firmOf = function (event) {
      return v.index.firms[event.v.企业编号] || { v: {} };
    };
    var hazards = function (firm) {
      var all = hazardsOf(firm, model);
      return whole || all.length < 4
        ? all.join("、")
        : all.slice(0, 3).join("、") + "等 " + all.length + " 项";
    };
    var blocks = [
      listOr(
        table(
          "进来的",
          ["企业", "镇街", "厂区、幢", "做什么", "人数", "专项"],
          kinds(function (event) {
            return event.moves > 0;
          }).map(function (event) {
            var firm = firmOf(event);
            return [
              v.name(event.v.企业编号),
              v.townOf(firm),
              placeOf(firm, v),
              work(firm, model),
              firm.v.人数 === undefined ? "" : firm.v.人数,
              hazards(firm),
            ];
          }),
          { internal: true },
        ),
        "没有。",
      ),
      listOr(
        table(
          "出去的",
          ["企业", "镇街", "怎么走的", "日期", "迁出表", "遗留物品", "风险报告"],
          kinds(function (event) {
            return event.moves < 0;
          }).map(function (event) {
            return [
              v.name(event.v.企业编号),
              v.townOf(firmOf(event)),
              event.v.类别,
              event.v.日期,
              event.v.迁出表 || "没写",
              event.v.遗留物品 || "没写",
              event.v.风险报告 || "没写",
            ];
          }),
          { internal: true },
        ),
        "没有。",
      ),
    ];
    var others = kinds(function (event) {
      return !event.moves;
    });
    if (others.length)
      blocks.push(
        table(
          "停产、复产和别的变动",
          ["企业", "类别", "日期", "从", "到"],
          others.map(function (event) {
            return [v.name(event.v.企业编号), event.v.类别, event.v.日期, event.v.从 || "", event.v.到 || ""];
          }),
          { internal: true },
        ),
      );
    return blocks;
  }

  // ---------- Two years ----------

  /** `keys` with how many of either period: [[key, before, after]], most after first. */
  function compared(old, now, keyOf) {
    var one = countBy(old ? old.present : [], keyOf);
    var two = countBy(now.present, keyOf);
    return unique(Object.keys(one).concat(Object.keys(two)))
      .map(function (key) {
        return [key, one[key] || 0, two[key] || 0];
      })
      .sort(function (a, b) {
        return b[2] - a[2] || b[1] - a[1] || L.order(a[0], b[0]);
      });
  }

  function countTable(title, first, rows, old, now, model, more) {
    var base = now.present.length;
    var all = [sumOf(rows, 1), sumOf(rows, 2)];
    return table(
      title,
      [first, "期初", "期末", "变化", "期末占"],
      rows
        .map(function (row) {
          return [row[0], row[1], row[2], signed(row[2] - row[1]), share(row[2], base, model)];
        })
        .concat(more && more.open ? [] : [["合计", all[0], all[1], signed(all[1] - all[0]), ""]]),
      Object.assign(
        {
          total: !(more && more.open),
          counts: [1, 2],
          derived: [
            [3, [1, 2]],
            [4, [2]],
          ],
        },
        more || {},
      ),
    );
  }

  function sumOf(rows, column) {
    return sum(
      rows.map(function (row) {
        return row[column];
      }),
    );
  }

  function bars(title, unit, rows, series) {
    return { kind: "bars", title: title, unit: unit, series: series || ["期初", "期末"], rows: rows };
  }

  /** The report of two years. `publish`: without names, small numbers hidden. */
  function twoYears(before, after, model, today, publish) {
    var old = view(before, model);
    var now = view(after, model);
    var report = head(model, "years", model.district + "厂中厂两期对比", after, today);
    report.note = publish
      ? "工作情况分析，不是统计公报；不含企业名称，小于 " + model.hideBelow + " 的数不写。"
      : model.head;
    var result = balance(before, after, model);
    var blocks = [];
    blocks.push(text("零、口径", model.definitions));
    blocks.push(coverage(old, now, model));
    blocks = blocks.concat(stockAndFlow(old, now, result, model));
    blocks = blocks.concat(trades(old, now, model));
    blocks = blocks.concat(sizes(old, now, model));
    blocks = blocks.concat(risks(old, now, model));
    blocks = blocks.concat(actions(old, now, before, after, model, today));
    blocks.push(quality(before, after, model, today));
    if (publish) blocks = forPublishing(blocks, model);
    report.open = Boolean(publish);
    report.blocks = blocks;
    return report;
  }

  var KEY_COLUMNS = ["行业代码", "人数", "面积", "上年营收", "上年用电"];

  function coverage(old, now, model) {
    var line = function (name, v) {
      return [name, v.present.length].concat(
        KEY_COLUMNS.map(function (column) {
          var missing = v.present.length - filledIn(v, column);
          return missing ? missing + "（" + share(missing, v.present.length, model) + "）" : 0;
        }),
      );
    };
    return table(
      "覆盖：在册户数，各列缺几户",
      ["期", "在册"].concat(
        KEY_COLUMNS.map(function (column) {
          return "缺" + column;
        }),
      ),
      [line("期初", old), line("期末", now)],
      { internal: true },
    );
  }

  function filledIn(v, column) {
    return v.present.filter(function (firm) {
      return firm.v[column] !== "" && firm.v[column] !== undefined;
    }).length;
  }

  function stockAndFlow(old, now, result, model) {
    var blocks = [];
    var into = function (one, sign) {
      return sum(
        result.moving
          .filter(function (event) {
            return event.moves === sign;
          })
          .map(function (event) {
            return one.moves[event.name];
          }),
      );
    };
    var rows = result.towns.map(function (one) {
      return [one.town, one.before, into(one, 1), into(one, -1), one.after, one.gap];
    });
    var kept = old.present.filter(function (firm) {
      var same = now.index.firms[firm.v.企业编号];
      return same && isPresent(same, model);
    }).length;
    var came = now.present.filter(function (firm) {
      var same = old.index.firms[firm.v.企业编号];
      return !same || !isPresent(same, model);
    }).length;
    blocks.push(
      text("一、数量", [
        "期末在册 " +
          now.present.length +
          " 户，期初 " +
          old.present.length +
          " 户，" +
          change(old.present.length, now.present.length, "户") +
          "。",
        "期初的 " +
          old.present.length +
          " 户里，期末还在的 " +
          kept +
          " 户（" +
          share(kept, old.present.length, model) +
          "）。",
        "期末的 " +
          now.present.length +
          " 户里，期初不在册的 " +
          came +
          " 户（" +
          share(came, now.present.length, model) +
          "）。",
        "进来以后的存留：本期记了进驻、转入的 " +
          arrivals(result, now, model).all +
          " 户里，期末还在册的 " +
          arrivals(result, now, model).kept +
          " 户。",
      ]),
      table(
        "各镇街的存量和进出",
        ["镇街", "期初", "进来", "出去", "期末", "对不上"],
        rows.concat([
          ["合计", sumOf(rows, 1), sumOf(rows, 2), sumOf(rows, 3), sumOf(rows, 4), sumOf(rows, 5)],
        ]),
        { total: true, counts: [1, 2, 3, 4], sums: [[1, 2, -3, -4]], derived: [[5, [1, 2, 3, 4]]] },
      ),
      bars(
        "各镇街在册户数",
        "户",
        result.towns.map(function (one) {
          return [one.town, one.before, one.after];
        }),
      ),
    );
    return blocks;
  }

  function arrivals(result, now, model) {
    var into = model.events
      .filter(function (event) {
        return event.moves > 0;
      })
      .map(function (event) {
        return event.name;
      });
    var ids = unique(
      result.fresh
        .filter(function (event) {
          return into.indexOf(event.v.类别) >= 0 && event.v.企业编号;
        })
        .map(function (event) {
          return event.v.企业编号;
        }),
    );
    return {
      all: ids.length,
      kept: ids.filter(function (id) {
        return now.index.firms[id] && isPresent(now.index.firms[id], model);
      }).length,
    };
  }

  function trades(old, now, model) {
    var tradeOf = function (firm) {
      return trade(firm, model);
    };
    var rows = compared(old, now, tradeOf);
    var known = rows.filter(function (row) {
      return row[0] !== "行业不明";
    });
    var top = known.slice(0, 3);
    var changed = [];
    now.present.forEach(function (firm) {
      var same = old.index.firms[firm.v.企业编号];
      if (!same || !isPresent(same, model)) return;
      var was = trade(same, model);
      var is = trade(firm, model);
      if (was !== is && was !== "行业不明" && is !== "行业不明") changed.push([was, is, firm]);
    });
    var pairsOf = countBy(changed, function (one) {
      return one[0] + "→" + one[1];
    });
    var blocks = [
      text("二、行业", [
        "期末有 " +
          known.length +
          " 个大类。户数最多的三个是" +
          top
            .map(function (row) {
              return row[0].slice(3) + "（" + row[2] + " 户）";
            })
            .join("、") +
          "，合起来占 " +
          share(sumOf(top, 2), now.present.length, model) +
          "。",
        "两期都在册、换了大类的 " + changed.length + " 户。",
      ]),
      countTable("各大类户数", "大类", rows, old, now, model),
      bars("户数最多的十个大类", "户", rows.slice(0, 10)),
    ];
    if (changed.length)
      blocks.push(
        table(
          "改行：从哪一类到哪一类",
          ["从", "到", "户数"],
          Object.keys(pairsOf)
            .sort(function (one, two) {
              return pairsOf[two] - pairsOf[one] || L.order(one, two);
            })
            .map(function (pair) {
              return pair.split("→").concat([pairsOf[pair]]);
            })
            .concat([["合计", "", changed.length]]),
          { total: true, counts: [2] },
        ),
        table(
          "改行的企业",
          ["企业", "从", "到"],
          changed.map(function (one) {
            return [titleOf(one[2]), one[0], one[1]];
          }),
          { internal: true },
        ),
      );
    return blocks;
  }

  function perArea(v) {
    return v.present
      .filter(function (firm) {
        return typeof firm.v.上年营收 === "number" && typeof firm.v.面积 === "number" && firm.v.面积 > 0;
      })
      .map(function (firm) {
        return (firm.v.上年营收 * 1000) / firm.v.面积;
      });
  }

  function sizes(old, now, model) {
    var sizeOf = function (firm) {
      return L.sizeOf(firm, model);
    };
    var wanted = model.size.classes
      .map(function (one) {
        return one.name;
      })
      .concat([model.size.lowest, "不明", "不划"]);
    var rows = compared(old, now, sizeOf).sort(function (one, two) {
      return wanted.indexOf(one[0]) - wanted.indexOf(two[0]);
    });
    var line = function (title, unit, values) {
      var one = values(old);
      var two = values(now);
      var shown = function (list) {
        return list.length ? rounded(median(list), 1) : "—";
      };
      return [title, unit, shown(one), one.length, shown(two), two.length];
    };
    var by = function (column) {
      return function (v) {
        return numbers(v.present, column);
      };
    };
    return [
      text("三、规模和经济", [
        "规模照" + model.size.source + "算，只划采矿、制造和水电气三个门类。金额是当年价，没有扣掉涨价。",
      ]),
      countTable("规模", "档", rows, old, now, model),
      table(
        "中位数",
        ["指标", "单位", "期初", "有数的户", "期末", "有数的户"],
        [
          line("人数", "人", by("人数")),
          line("面积", "平方米", by("面积")),
          line("上年营收", "万元", by("上年营收")),
          line("每千平方米营收", "万元", perArea),
          line("上年用电", "万千瓦时", by("上年用电")),
        ],
        {
          counts: [3, 5],
          derived: [
            [2, [3]],
            [4, [5]],
          ],
        },
      ),
    ];
  }

  /** Buildings with their firms: {key: [firms]}. */
  function byBuilding(v) {
    var found = Object.create(null);
    v.present.forEach(function (firm) {
      if (!firm.v.厂区编号 || !firm.v.幢) return;
      var key = firm.v.厂区编号 + "|" + firm.v.幢;
      (found[key] = found[key] || []).push(firm);
    });
    return found;
  }

  /** Combinations of special hazards of different firms in one building: [[one, two, building, names]]. */
  function combinations(v, model) {
    var found = [];
    var buildings = byBuilding(v);
    Object.keys(buildings)
      .sort(L.order)
      .forEach(function (key) {
        model.combinations.forEach(function (pair) {
          var have = function (name) {
            return buildings[key].filter(function (firm) {
              return firm.v[name] === "有";
            });
          };
          var one = have(pair[0]);
          var two = have(pair[1]);
          var differ = one.some(function (a) {
            return two.some(function (b) {
              return a !== b;
            });
          });
          if (differ)
            found.push([
              pair[0] + "＋" + pair[1],
              placeOf({ v: { 厂区编号: key.split("|")[0], 幢: key.split("|")[1] } }, v),
              one
                .concat(
                  two.filter(function (firm) {
                    return one.indexOf(firm) < 0;
                  }),
                )
                .map(function (firm) {
                  return titleOf(firm);
                })
                .join("、"),
            ]);
        });
      });
    return found;
  }

  function risks(old, now, model) {
    var flags = function (firm) {
      return hazardsOf(firm, model);
    };
    var rows = compared(old, now, flags);
    var tradeRows = compared(old, now, function (firm) {
      return trade(firm, model);
    }).slice(0, 8);
    var hazardNames = rows.slice(0, 8).map(function (row) {
      return row[0];
    });
    var pairs = combinations(now, model);
    var oldPairs = combinations(old, model);
    var pairCounts = function (list) {
      return countBy(list, function (one) {
        return one[0];
      });
    };
    var one = pairCounts(oldPairs);
    var two = pairCounts(pairs);
    var shared = function (v) {
      var buildings = byBuilding(v);
      return Object.keys(buildings).filter(function (key) {
        return buildings[key].length > 1;
      }).length;
    };
    var crowded = function (v) {
      var counts = countBy(v.present, function (firm) {
        return firm.v.厂区编号;
      });
      return Object.keys(counts).filter(function (id) {
        return counts[id] >= 10;
      }).length;
    };
    var mixed = function (v) {
      var buildings = byBuilding(v);
      return Object.keys(buildings).filter(function (key) {
        return (
          unique(
            buildings[key]
              .map(function (firm) {
                return firm.v.火灾危险性;
              })
              .filter(function (name) {
                return model.fire.indexOf(name) >= 0;
              }),
          ).length > 1
        );
      }).length;
    };
    var above = function (v) {
      return v.present.filter(function (firm) {
        var own = model.fire.indexOf(firm.v.火灾危险性);
        var designed = model.fire.indexOf(buildingClass(firm, v));
        return own >= 0 && designed >= 0 && own < designed;
      }).length;
    };
    var plants = function (v, test) {
      return v.period.sheets.plants.filter(test).length;
    };
    var sublet = function (plant) {
      return plant.v.有没有二房东 === "有";
    };
    var facts = [
      ["同一幢有两家以上的房子", shared(old), shared(now)],
      ["同一幢里火灾危险性不一样的房子", mixed(old), mixed(now)],
      ["火灾危险性比房子设计的高的企业", above(old), above(now)],
      ["十家以上企业的厂区", crowded(old), crowded(now)],
      ["有二房东的厂区", plants(old, sublet), plants(now, sublet)],
    ];
    var blocks = [
      text("四、风险", ["一家企业可以有几个专项，各专项的户数加起来比总户数多。"]),
      countTable("有各专项的户数", "专项", rows, old, now, model, { open: true }),
      bars("有各专项的户数", "户", rows),
      table(
        "户数最多的大类和专项（期末）",
        ["大类"].concat(hazardNames),
        tradeRows.map(function (row) {
          return [row[0]].concat(
            hazardNames.map(function (name) {
              return now.present.filter(function (firm) {
                return trade(firm, model) === row[0] && firm.v[name] === "有";
              }).length;
            }),
          );
        }),
        {
          counts: hazardNames.map(function (_, place) {
            return place + 1;
          }),
          matrix: true,
        },
      ),
      table("同一幢、同一个厂区", ["情形", "期初", "期末"], facts, { counts: [1, 2] }),
    ];
    var names = unique(Object.keys(one).concat(Object.keys(two))).sort(L.order);
    if (names.length)
      blocks.push(
        table(
          "同一幢里要留意的组合（几幢）",
          ["组合", "期初", "期末"],
          names.map(function (name) {
            return [name, one[name] || 0, two[name] || 0];
          }),
          { counts: [1, 2], note: "指两家不同的企业。组合由编写组列出，是提醒，不是判定。" },
        ),
      );
    if (pairs.length)
      blocks.push(table("组合在哪里", ["组合", "厂区、幢", "企业"], pairs, { internal: true }));
    return blocks;
  }

  function actions(old, now, before, after, model, today) {
    var visits = after.sheets.visits;
    var firmsIn = function (test) {
      return unique(
        visits
          .filter(test)
          .map(function (visit) {
            return visit.v.企业编号;
          })
          .filter(Boolean),
      ).length;
    };
    var plantRow = function (title, test) {
      return [title, before.sheets.plants.filter(test).length, after.sheets.plants.filter(test).length];
    };
    var is = function (column, values) {
      return function (plant) {
        return values.indexOf(plant.v[column]) >= 0;
      };
    };
    var foam = function (period) {
      return rounded(
        sum(
          numbers(
            period.sheets.buildings.filter(function (building) {
              return building.v.夹芯板 === "泡沫";
            }),
            "夹芯板面积",
          ),
        ),
        1,
      );
    };
    var problems = after.sheets.problems;
    var closed = problems.filter(function (one) {
      return one.v.结果 === "销号";
    });
    var days = closed
      .filter(function (one) {
        return one.v.发现日期 && one.v.复查日期 && one.v.复查日期 >= one.v.发现日期;
      })
      .map(function (one) {
        return L.between(one.v.发现日期, one.v.复查日期);
      });
    var late = problems.filter(function (one) {
      return isOpen(one) && one.v.期限 && one.v.期限 < today;
    });
    var byPoint = countBy(
      problems.filter(function (one) {
        return one.v.要点编号;
      }),
      function (one) {
        return one.v.要点编号;
      },
    );
    var top = Object.keys(byPoint)
      .sort(function (one, two) {
        return byPoint[two] - byPoint[one] || L.order(one, two);
      })
      .slice(0, 10);
    var handled = countBy(
      problems.filter(function (one) {
        return one.v.处理;
      }),
      function (one) {
        return one.v.处理;
      },
    );
    var foamBefore = foam(before);
    var foamAfter = foam(after);
    return [
      text("五、做了什么", [
        "检查表记了 " +
          visits.length +
          " 次、" +
          firmsIn(Boolean) +
          " 户；安全员问过 " +
          firmsIn(function (visit) {
            return visit.v.安全员问过 === "是";
          }) +
          " 户，负责人考过 " +
          firmsIn(function (visit) {
            return visit.v.负责人考过 === "是";
          }) +
          " 户，讲过课 " +
          firmsIn(function (visit) {
            return visit.v.讲课 === "是";
          }) +
          " 户。",
        "问题表记了 " +
          problems.length +
          " 个，销号 " +
          closed.length +
          " 个，逾期没销号 " +
          late.length +
          " 个。" +
          (days.length
            ? "销号的从发现到复查，中位数 " +
              rounded(median(days), 1) +
              " 天（" +
              days.length +
              " 个有日期）。"
            : ""),
        "泡沫夹芯板：期初 " +
          foamBefore +
          " 平方米，期末 " +
          foamAfter +
          " 平方米，" +
          change(foamBefore, foamAfter, "平方米") +
          "。",
      ]),
      table(
        "厂区的设施",
        ["项目", "期初", "期末"],
        [
          ["厂区总数", before.sheets.plants.length, after.sheets.plants.length],
          plantRow("划线分区做了的", is("划线分区", ["做了"])),
          plantRow("一键响铃全部联动的", is("一键响铃", ["全部联动"])),
          plantRow("有微型消防站的", is("微型消防站", ["有"])),
          plantRow("公示平面图的", is("平面图公示", ["有"])),
          plantRow("一年内演练过的", function (plant) {
            return plant.v.最近演练 && plant.v.最近演练 <= today && L.between(plant.v.最近演练, today) <= 365;
          }),
        ],
        { counts: [1, 2], note: "“一年内演练”两期都从报告日往前数。" },
      ),
      table(
        "最常见的十个问题",
        ["要点", "内容", "几个", "其中销号"],
        top.map(function (id) {
          return [
            id,
            (model.points[id] || [""])[0],
            byPoint[id],
            closed.filter(function (one) {
              return one.v.要点编号 === id;
            }).length,
          ];
        }),
        { counts: [2, 3] },
      ),
      bars(
        "最常见的十个问题",
        "个",
        top.map(function (id) {
          return [id, byPoint[id]];
        }),
        ["个数"],
      ),
      table(
        "怎么处理的",
        ["处理", "几个"],
        Object.keys(handled)
          .sort(L.order)
          .map(function (name) {
            return [name, handled[name]];
          }),
        { counts: [1] },
      ),
    ];
  }

  function quality(before, after, model, today) {
    var tally = function (period, other) {
      return countBy(L.check(period, model, today, other), function (one) {
        return one.rule;
      });
    };
    var one = tally(before, null);
    var two = tally(after, before);
    return table(
      "六、数据质量：核对出几处",
      ["规则", "说的是", "期初", "期末"],
      model.rules
        .filter(function (rule) {
          return one[rule.id] || two[rule.id];
        })
        .map(function (rule) {
          return [
            rule.id,
            (rule.sheet ? rule.sheet + "·" : "") + (rule.column ? rule.column + "·" : "") + rule.kind,
            one[rule.id] || 0,
            two[rule.id] || 0,
          ];
        }),
      { internal: true },
    );
  }

  // ---------- For publishing ----------

  /** Blocks without names; counts below the limit hidden, with as many more as it takes that none can be computed back. */
  function forPublishing(blocks, model) {
    var hiddenRows = Object.create(null);
    var open = blocks.filter(function (block) {
      return !(block.kind === "table" && block.internal);
    });
    open = open.map(function (block) {
      if (block.kind !== "table" || !block.counts) return block;
      var made = suppressed(block, model);
      return made;
    });
    open.forEach(function (block) {
      if (block.kind !== "table") return;
      block.rows.forEach(function (row) {
        (block.counts || []).forEach(function (column) {
          if (row[column] === HIDDEN) hiddenRows[row[0]] = true;
        });
      });
    });
    // A bar shows what the table hides: rows with a hidden cell have none. Sentences hide small counts too.
    return open.map(function (block) {
      if (block.kind === "bars")
        return Object.assign({}, block, {
          rows: block.rows.filter(function (row) {
            return (
              !hiddenRows[row[0]] &&
              row.slice(1).every(function (value) {
                return value === 0 || value >= model.hideBelow;
              })
            );
          }),
        });
      if (block.kind === "text" && block.title !== "零、口径")
        return Object.assign({}, block, {
          lines: block.lines.map(function (line) {
            return line.replace(/(^|[^0-9.])([0-9]+) (户|个|次)/g, function (whole, lead, number, unit) {
              return +number > 0 && +number < model.hideBelow
                ? lead + "不到 " + model.hideBelow + " " + unit
                : whole;
            });
          }),
        });
      return block;
    });
  }

  /**
   * A table with small counts hidden. Where cells add up (a column and its sum, columns of a row that make each other up)
   * more are hidden, the smallest first, until no hidden cell follows from those shown: each is looked at as an unknown of
   * the equations, and one that has a single solution is not hidden well enough.
   */
  function suppressed(block, model) {
    var rows = block.rows;
    var last = block.total ? rows.length - 1 : -1;
    var hidden = rows.map(function (row) {
      return row.map(function (value, column) {
        return (
          block.counts.indexOf(column) >= 0 &&
          typeof value === "number" &&
          value > 0 &&
          value < model.hideBelow
        );
      });
    });
    var groups = [];
    if (block.total)
      block.counts.forEach(function (column) {
        groups.push(
          range(rows.length).map(function (place) {
            return [place, column, place === last ? -1 : 1];
          }),
        );
      });
    (block.sums || []).forEach(function (columns) {
      range(rows.length).forEach(function (place) {
        groups.push(
          columns.map(function (column) {
            return [place, Math.abs(column), column < 0 ? -1 : 1];
          }),
        );
      });
    });
    for (
      var more = nextToHide(groups, hidden, rows, last);
      more;
      more = nextToHide(groups, hidden, rows, last)
    )
      hidden[more[0]][more[1]] = true;
    var anything = false;
    var shownRows = rows.map(function (row, place) {
      var made = row.slice();
      block.counts.forEach(function (column) {
        if (!hidden[place][column]) return;
        made[column] = HIDDEN;
        anything = true;
      });
      (block.derived || []).forEach(function (one) {
        if (
          one[1].some(function (column) {
            return made[column] === HIDDEN;
          })
        )
          made[one[0]] = HIDDEN;
      });
      return made;
    });
    var note = anything ? HIDDEN + " 为了看不出是哪一家，不写。" : "";
    return Object.assign({}, block, { rows: shownRows, note: [block.note, note].filter(Boolean).join(" ") });
  }

  /** The cell to hide next, so that a hidden one is no longer given away; nothing when none is, or no cell is left. */
  function nextToHide(groups, hidden, rows, last) {
    var choices = givenAway(groups, hidden).map(function (cell) {
      return bestToHide(cell, groups, hidden, rows, last);
    });
    return choices.filter(Boolean)[0];
  }

  /** Hidden cells that follow from the cells shown, as [row, column]. */
  function givenAway(groups, hidden) {
    var unknowns = [];
    var numbered = Object.create(null);
    groups.forEach(function (cells) {
      cells.forEach(function (cell) {
        var key = cell[0] + " " + cell[1];
        if (hidden[cell[0]][cell[1]] && numbered[key] === undefined) {
          numbered[key] = unknowns.length;
          unknowns.push(cell);
        }
      });
    });
    // The equations, reduced (Gauss and Jordan): a line with one unknown left gives it away.
    var matrix = groups
      .map(function (cells) {
        var line = unknowns.map(function () {
          return 0;
        });
        cells.forEach(function (cell) {
          var number = numbered[cell[0] + " " + cell[1]];
          if (number !== undefined) line[number] = cell[2];
        });
        return line;
      })
      .filter(function (line) {
        return line.some(Boolean);
      });
    var row = 0;
    for (var column = 0; column < unknowns.length && row < matrix.length; column++) {
      var pivot = -1;
      for (var place = row; place < matrix.length && pivot < 0; place++)
        if (Math.abs(matrix[place][column]) > 1e-9) pivot = place;
      if (pivot < 0) continue;
      var line = matrix[pivot];
      matrix[pivot] = matrix[row];
      var lead = line[column];
      matrix[row] = line.map(function (value) {
        return value / lead;
      });
      for (var other = 0; other < matrix.length; other++) {
        var factor = matrix[other][column];
        if (other === row || Math.abs(factor) < 1e-9) continue;
        matrix[other] = matrix[other].map(function (value, at) {
          return value - factor * matrix[row][at];
        });
      }
      row++;
    }
    var found = [];
    for (var index = 0; index < row; index++) {
      var left = [];
      matrix[index].forEach(function (value, at) {
        if (Math.abs(value) > 1e-9) left.push(at);
      });
      if (left.length === 1) found.push(unknowns[left[0]]);
    }
    return found;
  }

  /** The smallest cell still shown that shares an equation with `cell`; sums last. */
  function bestToHide(cell, groups, hidden, rows, last) {
    var choice = [];
    groups.forEach(function (cells) {
      if (
        !cells.some(function (one) {
          return one[0] === cell[0] && one[1] === cell[1];
        })
      )
        return;
      cells.forEach(function (one) {
        if (!hidden[one[0]][one[1]] && typeof rows[one[0]][one[1]] === "number") choice.push(one);
      });
    });
    return choice.sort(function (one, two) {
      var a = rows[one[0]][one[1]];
      var b = rows[two[0]][two[1]];
      // A nought tells nothing when hidden, so it goes after all others but the sums.
      return (
        (one[0] === last) - (two[0] === last) ||
        (a === 0) - (b === 0) ||
        a - b ||
        one[0] - two[0] ||
        one[1] - two[1]
      );
    })[0];
  }

  function range(count) {
    return Array.from({ length: count }, function (_, place) {
      return place;
    });
  }

  // ---------- Giving out ----------

  /** A report as sheets for HB.xlsx.write: one sheet a table, with the head of the print above it. */
  function asSheets(report) {
    var names = Object.create(null);
    return report.blocks
      .filter(function (block) {
        return block.kind === "table" && block.rows.length;
      })
      .map(function (block) {
        var name =
          (block.title || report.title)
            .replace(/[[\]:：*?/\\（）()]/g, " ")
            .slice(0, 24)
            .trim() || "表";
        names[name] = (names[name] || 0) + 1;
        return {
          name: names[name] > 1 ? name + " " + names[name] : name,
          title: report.title + "　" + block.title + "　" + report.day + "　" + report.note,
          head: block.head,
          rows: block.rows,
          widths: block.head.map(function (_, column) {
            return Math.min(
              30,
              Math.max.apply(
                null,
                [block.head].concat(block.rows.slice(0, 200)).map(function (row) {
                  return Math.ceil(String(row[column] === undefined ? "" : row[column]).length * 0.9);
                }),
              ),
            );
          }),
        };
      });
  }

  /**
   * A corrected copy of the workbooks of a period as one: rows as they were read (codes and days in one form), cells to be
   * mended marked, and a last sheet that lists what is wrong. What could not be read is empty and marked.
   */
  function correctedCopy(period, problems, model) {
    var sheets = model.sheets.map(function (sheet) {
      var rows = period.sheets[sheet.id];
      var marks = Object.create(null);
      var places = Object.create(null);
      rows.forEach(function (record, place) {
        places[record.file + "|" + record.row] = place + 2;
      });
      problems.forEach(function (one) {
        if (one.sheet !== sheet.name || !one.row) return;
        var row = places[one.file + "|" + one.row];
        sheet.columns.forEach(function (column, place) {
          if (row && column.name === one.field) marks[row + ":" + place] = true;
        });
      });
      return {
        name: sheet.name,
        head: sheet.columns.map(function (column) {
          return column.name + (column.required ? "*" : "") + (column.unit ? "（" + column.unit + "）" : "");
        }),
        widths: sheet.columns.map(function (column) {
          return column.width;
        }),
        rows: rows.map(function (record) {
          return sheet.columns.map(function (column) {
            var value = record.v[column.name];
            return value === undefined ? "" : value;
          });
        }),
        marks: marks,
      };
    });
    sheets.push({
      name: "要改的地方",
      head: ["程度", "规则", "文件", "表", "行", "列", "错在哪里", "改法"],
      widths: [5, 5, 16, 6, 5, 10, 40, 40],
      rows: problems.map(function (one) {
        return [one.level, one.rule, one.file, one.sheet, one.row || "", one.field, one.words, one.mend];
      }),
    });
    return sheets;
  }

  HB.ledgerReport = {
    view: view,
    balance: balance,
    weekly: weekly,
    gate: gate,
    gateSheet: gateSheet,
    comingIn: comingIn,
    leavings: leavings,
    round: round,
    handover: handover,
    twoYears: twoYears,
    suppressed: suppressed,
    forPublishing: forPublishing,
    asSheets: asSheets,
    correctedCopy: correctedCopy,
    HIDDEN: HIDDEN,
  };
})();
