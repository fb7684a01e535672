/*
 * What is given out of self-checks: lists for spreadsheets, the calendar, the lines to send on. Pure
 * functions.
 */
(function () {
  "use strict";

  var HB = window.HB;
  if (!HB.selfCheck) return;
  var contract = window.handbookContract;
  var {
    RESULTS,
    addDays,
    daysBetween,
    dayText,
    scopeText,
    restParts,
    quickItems,
    quickQuestions,
    isClosed,
    isOpen,
    latest,
    rows,
    itemAnswer,
    quickCounts,
    vagueItems,
    checkCounts,
    VAGUE,
  } = HB.selfCheck;

  /**
   * Rows found wrong, now or last time, possible major hazards first, each group in the order of the
   * handbook.
   * @type {SelfCheck.Rules["wrongRows"]}
   */
  function wrongRows(list) {
    var wrong = list.filter((row) => row.answer.r === "n" || isOpen(row.answer));
    /** @param {SelfCheck.Row} row */
    var first = (row) => row.major;
    return wrong.filter(first).concat(wrong.filter((row) => !first(row)));
  }

  /**
   * State of a row found wrong, in words.
   * @type {SelfCheck.Rules["stateText"]}
   */
  function stateText(answer, today) {
    var last = answer.again[answer.again.length - 1];
    if (isClosed(answer)) return "已销号（" + last.day + "）";
    var days = answer.due && answer.due < today ? daysBetween(answer.due, today) : 0;
    var late = days ? "，过期 " + days + " 天" : "";
    return (last ? "复查没改好（" + last.day + "）" : "待整改") + late;
  }

  var CONTROL = new RegExp(contract.cells.control, "g");
  var FORMULA = new RegExp(contract.cells.formula);
  var POINT = new RegExp(contract.cells.point);
  var MISREAD = new RegExp(contract.cells.misread);

  /**
   * A text for a CSV cell: what a spreadsheet would compute or misread stays what it is
   * (office/safe_text.py).
   * @type {SelfCheck.Rules["csvText"]}
   */
  function csvText(text) {
    var content = text.replace(/\r\n?/g, "\n").replace(CONTROL, "");
    if (POINT.test(content)) return contract.cells.pointWord + content;
    return FORMULA.test(content) || MISREAD.test(content) ? "'" + content : content;
  }

  /**
   * A cell of a CSV file; numbers stay numbers.
   * @type {SelfCheck.Rules["csvCell"]}
   */
  function csvCell(value) {
    return '"' + (typeof value === "number" ? String(value) : csvText(value)).replace(/"/g, '""') + '"';
  }

  /**
   * A table for WPS and Excel: UTF-8 with a mark at the beginning, lines ending as Windows has them.
   * @param {(string | number)[][]} lines
   */
  function csvFile(lines) {
    return "\uFEFF" + lines.map((line) => line.map(csvCell).join(",")).join("\r\n") + "\r\n";
  }

  /**
   * The list of what to mend as a table.
   * @type {SelfCheck.Rules["csv"]}
   */
  function csv(check, data, guidance, today) {
    var head = [
      "序号",
      "编号",
      "检查要点",
      "可能是重大事故隐患",
      "问题说明",
      "今天怎么改",
      "长久怎么改",
      "责任人",
      "整改期限",
      "状态",
      "复查日期",
      "复查人",
      "复查说明",
    ];
    var lines = wrongRows(rows(check, data)).map((row, place) => {
      var answer = row.answer;
      var advice = guidance[row.id] || { today: "", lasting: "" };
      var last = answer.again[answer.again.length - 1] || { day: "", by: "", note: "" };
      return [
        place + 1,
        row.id,
        contract.unmet + (row.point ? row.point.text : goneText(row)),
        row.major ? "是" : "",
        answer.note,
        advice.today,
        advice.lasting,
        answer.who,
        answer.due,
        stateText(answer, today),
        last.day,
        last.by,
        last.note,
      ];
    });
    vagueItems(check, data).forEach((item) => {
      lines.push(
        /** @type {(string | number)[]} */ ([lines.length + 1, item.id, item.name + "：" + VAGUE]).concat([
          "",
          "",
          "",
          "",
          "",
          "",
          "待整改",
          "",
          "",
          "",
        ]),
      );
    });
    var title = [
      check.firm || check.place || "（没有写企业和地点）",
      check.day,
      "检查人：" + (check.by || "—"),
      data.site.disclaimer,
    ];
    return csvFile([title, head, ...lines]);
  }

  /**
   * Why a row has no point any more.
   * @type {SelfCheck.Rules["goneText"]}
   */
  function goneText(row) {
    if (!row.gone) return "这一版手册里没有这个要点";
    return (
      "要点已撤下（" +
      row.gone.day +
      "）：" +
      row.gone.why +
      (row.gone.instead ? "改看 " + row.gone.instead + "。" : "")
    );
  }

  /**
   * Numbers of a quick check in words.
   * @type {SelfCheck.Rules["quickText"]}
   */
  function quickText(sum) {
    return (
      "快查了 " +
      sum.done +
      "/" +
      sum.all +
      " 条：做到 " +
      sum.y +
      "，没做到 " +
      sum.n +
      "，不适用 " +
      sum.na +
      "。" +
      (sum.vague ? "其中 " + sum.vague + " 条还没有点出是哪一个要点。" : "")
    );
  }

  /**
   * Text of a calendar (RFC 5545) as it stands in a line: what has a meaning there is escaped.
   * @param {string} text
   */
  function calendarText(text) {
    return text
      .replace(/\\/g, "\\\\")
      .replace(/([;,])/g, "\\$1")
      .replace(/\r?\n/g, "\\n");
  }

  /**
   * A line of a calendar folded after 75 bytes, between whole characters.
   * @param {string} line
   */
  function folded(line) {
    var out = "";
    var size = 0;
    Array.from(line).forEach((character) => {
      var bytes = new TextEncoder().encode(character).length;
      if (size + bytes > 74) {
        out += "\r\n ";
        size = 1;
      }
      out += character;
      size += bytes;
    });
    return out;
  }

  /**
   * A calendar file with one entry for each of `events`, a day long, with a reminder two days before and on
   * the morning of it.
   * @param {{ id: string; day: string; title: string; text: string; reminder: string }[]} events
   * @param {HandbookPoints} data
   * @param {string} today
   */
  function calendarFile(events, data, today) {
    var lines = [
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//" + calendarText(data.site.name) + "//ZH",
      "CALSCALE:GREGORIAN",
    ];
    events.forEach((event) => {
      lines.push(
        "BEGIN:VEVENT",
        "UID:" + event.id + "@handbook-self-check",
        "DTSTAMP:" + today.replace(/-/g, "") + "T000000Z",
        "DTSTART;VALUE=DATE:" + event.day.replace(/-/g, ""),
        "DTEND;VALUE=DATE:" + addDays(event.day, 1).replace(/-/g, ""),
        "SUMMARY:" + calendarText(event.title),
        "DESCRIPTION:" + calendarText(event.text),
      );
      // At eight in the morning: of the day two before, and of the day itself.
      ["-P1DT16H", "PT8H"].forEach((before) => {
        lines.push(
          "BEGIN:VALARM",
          "ACTION:DISPLAY",
          "DESCRIPTION:" + calendarText(event.reminder),
          "TRIGGER:" + before,
          "END:VALARM",
        );
      });
      lines.push("END:VEVENT");
    });
    lines.push("END:VCALENDAR");
    return lines.map(folded).join("\r\n") + "\r\n";
  }

  /**
   * What is still to mend, each on its day, as a calendar file.
   * @type {SelfCheck.Rules["calendar"]}
   */
  function calendar(checks, data, today) {
    /** @type {Parameters<typeof calendarFile>[0]} */
    var events = [];
    latest(checks).forEach((check) => {
      wrongRows(rows(check, data)).forEach((row) => {
        var due = row.answer.due;
        if (!due || isClosed(row.answer)) return;
        var name = check.firm || check.place;
        var what = row.point ? row.point.short || row.point.text : row.id;
        events.push({
          id: check.id + "-" + row.id,
          day: due,
          title: "整改到期：" + row.id + " " + what + (name ? "（" + name + "）" : ""),
          text: [
            row.answer.note && "问题：" + row.answer.note,
            row.answer.who && "责任人：" + row.answer.who,
            "改完到现场复查、销号。",
          ]
            .filter(Boolean)
            .join("\n"),
          reminder: "整改到期：" + what,
        });
      });
    });
    return calendarFile(events, data, today);
  }

  /** Days from one part of what the usual check leaves to the next. */
  var MONTH = 30;

  /**
   * The parts of what the usual check `check` leaves that are not looked at yet, a month apart, as a calendar
   * file.
   * @type {SelfCheck.Rules["restCalendar"]}
   */
  function restCalendar(check, checks, data, today) {
    var name = check.firm || check.place;
    var waiting = restParts(check.scope, data).filter((part) => !partDone(check, part.scope, checks));
    return calendarFile(
      waiting.map((part, place) => {
        var title = "自查其余的：" + restName(part.scope) + (name ? "（" + name + "）" : "");
        return {
          id: check.id + "-rest-" + part.scope.items[0],
          day: addDays(today, MONTH * (place + 1)),
          title: title,
          text: part.count + " 个要点。打开这次自查的“汇总导出”，从那里开始。",
          reminder: title,
        };
      }),
      data,
      today,
    );
  }

  /**
   * A part of the rest by its items: "01 到 07 条".
   * @type {SelfCheck.Rules["restName"]}
   */
  function restName(scope) {
    var last = scope.items[scope.items.length - 1];
    return scope.items.length > 1 ? scope.items[0] + " 到 " + last + " 条" : last + " 条";
  }

  /**
   * The check of a part of what `check` left, for the same firm and begun no earlier: the newest, or null.
   * @type {SelfCheck.Rules["partDone"]}
   */
  function partDone(check, scope, checks) {
    return (
      checks.filter(
        (other) =>
          other.scope.depth === "rest" &&
          other.scope.role === scope.role &&
          other.scope.items.join() === scope.items.join() &&
          other.firm === check.firm &&
          other.place === check.place &&
          other.made >= check.made,
      )[0] || null
    );
  }

  /**
   * One line for each check, for a table of firms: first those that have most overdue, then most open; else
   * newest first, as they come. Checks copied on are shown once.
   * @type {SelfCheck.Rules["boardRows"]}
   */
  function boardRows(checks, data, today) {
    var shown = latest(checks);
    /** @param {SelfCheck.Check} check */
    var nameOf = (check) => check.firm || check.place || "（没有写企业）";
    return shown
      .map((check) => {
        // The firm's own check and the landlord's visit stand under one name: whose is it?
        var twice = shown.some(
          (other) =>
            other !== check && nameOf(other) === nameOf(check) && other.scope.role !== check.scope.role,
        );
        var role = twice ? contract.roles[check.scope.role] : "";
        return {
          check: check,
          name: nameOf(check) + (role ? "（" + role + "）" : ""),
          counts: checkCounts(check, data, today),
        };
      })
      .sort((a, b) => b.counts.late - a.counts.late || b.counts.open - a.counts.open);
  }

  var ALL_HEADS = [
    ...["企业", "信用代码", "地址", "日期", "检查人", "范围", "条目", "要点", "内容", "结果"],
    ...["可能是重大事故隐患", "问题说明", "责任人", "期限", "状态"],
  ];

  /**
   * The answers of a check by item, a line each.
   * @param {SelfCheck.Check} check
   * @param {HandbookPoints} data
   * @returns {Ledger.Value[][]}
   */
  function quickLines(check, data) {
    if (check.scope.depth !== "quick") return [];
    return quickItems(check.scope, data).map((item) => {
      var asked = quickQuestions(check.scope, data, item).join("");
      var answer = contract.quick[itemAnswer(check, item.id)];
      return [item.id + " " + item.name, "", asked, answer, "", "", "", "", ""];
    });
  }

  /**
   * The answers of a check by point, a line each.
   * @param {SelfCheck.Check} check
   * @param {HandbookPoints} data
   * @param {string} today
   * @returns {Ledger.Value[][]}
   */
  function pointLines(check, data, today) {
    return rows(check, data).map((row) => {
      var answer = row.answer;
      return [
        row.item ? row.item.id + " " + row.item.name : "",
        row.id,
        row.point ? row.point.text : goneText(row),
        RESULTS[answer.r],
        row.major ? "是" : "",
        answer.note,
        answer.who,
        answer.due,
        answer.r === "n" || isOpen(answer) ? stateText(answer, today) : "",
      ];
    });
  }

  /**
   * Every answer of every check: the heads of the columns, then a line each.
   * @param {SelfCheck.Check[]} checks
   * @param {HandbookPoints} data
   * @param {string} today
   */
  function tableAll(checks, data, today) {
    /** @type {Ledger.Value[][]} */
    var lines = [ALL_HEADS];
    checks.forEach((check) => {
      var { firm, place, code, address, day, by, scope } = check;
      /** @type {Ledger.Value[]} */
      var first = [firm || place, code, address, day, by, scopeText(scope, data)];
      quickLines(check, data)
        .concat(pointLines(check, data, today))
        .forEach((line) => {
          lines.push(first.concat(line));
        });
    });
    return lines;
  }

  /**
   * Every answer of every check in one table, for WPS and Excel.
   * @type {SelfCheck.Rules["csvAll"]}
   */
  function csvAll(checks, data, today) {
    return csvFile(tableAll(checks, data, today));
  }

  /**
   * The same as sheets of a workbook, behind one with a line for each firm.
   * @type {SelfCheck.Rules["sheetsAll"]}
   */
  function sheetsAll(checks, data, today) {
    var all = tableAll(checks, data, today);
    return [
      {
        name: "各家",
        widths: [16, 7, 6, 6, 5, 8],
        head: ["企业", "最近一次", "没改好", "过期", "▲", "查了"],
        rows: boardRows(checks, data, today).map((line) => {
          var quick = line.check.scope.depth === "quick" ? quickCounts(line.check, data) : null;
          return [
            line.name,
            line.check.day,
            line.counts.open,
            line.counts.late,
            line.counts.major,
            quick ? quick.done + "/" + quick.all + " 条" : line.counts.done + "/" + line.counts.all + " 个",
          ];
        }),
      },
      {
        name: "逐条结果",
        widths: [14, 10, 14, 6, 6, 14, 12, 5, 24, 5, 5, 16, 6, 6, 9],
        head: /** @type {string[]} */ (all[0]),
        rows: all.slice(1),
      },
    ];
  }

  /**
   * How far a check went and what came of it, in a line.
   * @param {SelfCheck.Check} check
   * @param {HandbookPoints} data
   * @param {string} today
   */
  function countsText(check, data, today) {
    if (check.scope.depth === "quick") return quickText(quickCounts(check, data));
    var sum = checkCounts(check, data, today);
    var wrong = "，不符合 " + sum.n + "（已销号 " + sum.closed + "），不适用 " + sum.na + "。";
    return "查了 " + sum.done + "/" + sum.all + " 个要点：符合 " + sum.y + wrong;
  }

  /** What is to be mended, in a line. @param {SelfCheck.Row} row @param {HandbookPoints} data */
  function mendText(row, data) {
    var answer = row.answer;
    var who = [answer.who && "责任人 " + answer.who, answer.due && dayText(answer.due) + "前"]
      .filter(Boolean)
      .join("，");
    return [
      row.major ? contract.marks.major.sign : "",
      row.id + " " + contract.unmet + (row.point ? row.point.text : goneText(row)),
      answer.note ? " 问题：" + answer.note : "",
      who ? "（" + who + "）" : "",
      row.point ? " " + data.site.address + data.items[row.point.item].page + "#p" + row.id : "",
    ].join("");
  }

  /**
   * A short text for a chat.
   * @type {SelfCheck.Rules["shareText"]}
   */
  function shareText(check, data, today) {
    var visit = check.scope.role === "visit";
    var firm = check.firm || check.place || (visit ? "（没有写企业）" : "本厂");
    var open = wrongRows(rows(check, data)).filter((row) => !isClosed(row.answer));
    var mend = open
      .map((row) => mendText(row, data))
      .concat(
        vagueItems(check, data).map(
          (item) => item.id + " " + item.name + "：" + VAGUE + " " + data.site.address + item.page,
        ),
      );
    var major = open.some((row) => row.major);
    return [
      (visit ? "【租户安全检查】" : "【安全自查】") + firm + " " + dayText(check.day),
      scopeText(check.scope, data),
      countsText(check, data, today),
      ...(mend.length ? ["", "还没改好的 " + mend.length + " 个："] : []),
      ...mend.map((text, place) => place + 1 + ". " + text),
      ...(major ? [contract.marks.major.text + "，先改。"] : []),
      "",
      data.site.disclaimer,
    ].join("\n");
  }

  Object.assign(HB.selfCheck, {
    quickText: quickText,
    calendar: calendar,
    restCalendar: restCalendar,
    restName: restName,
    partDone: partDone,
    boardRows: boardRows,
    csvAll: csvAll,
    sheetsAll: sheetsAll,
    csvCell: csvCell,
    csvText: csvText,
    wrongRows: wrongRows,
    stateText: stateText,
    csv: csv,
    goneText: goneText,
    shareText: shareText,
  });
})();
