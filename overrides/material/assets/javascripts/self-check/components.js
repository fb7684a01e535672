/*
 * Pieces of the self-check page: the choice of 符合 / 不符合 / 不适用, a point's card, what opens when it is
 * not met. They show values and report changes; they store nothing.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var core = HB.selfCheck;
  var el = HB.element;
  if (!core) return; // a file that did not come: the page shows its list
  var marks = window.handbookContract.marks;

  /** @type {[SelfCheck.Result, string][]} */
  var SIGNS = [
    ["y", "✓"],
    ["n", "✗"],
    ["-", "—"],
  ];
  var LAST_TIME = {
    y: "上次" + core.RESULTS.y,
    n: "上次" + core.RESULTS.n,
    "-": "上次" + core.RESULTS["-"],
    closed: "上次" + core.RESULTS.n + "，已销号",
  };

  var PHOTO_NOTE = HB.inShell
    ? "这里的照片导不出去：先用相机拍，再从相册选，原片就留在手机里。"
    : "照片只存在本机，已去掉拍照的地点。";

  var field = HB.selfCheckField;
  var quiet = HB.selfCheckQuiet;
  var draft = HB.selfCheckDraft;

  /** @param {string} text @param {string} kind */
  function badge(kind, text) {
    return el("span", { class: "hb-badge hb-badge--" + kind, text: text });
  }

  /** @param {SelfCheck.Row} row */
  function badges(row) {
    var point = row.point;
    var list = [];
    if (row.major) list.push(badge("major", marks.major.text));
    if (point) list.push(point.duty ? badge("must", marks.must.text) : badge("advice", marks.advice.text));
    if (row.answer.was) list.push(badge("was", LAST_TIME[row.answer.was]));
    return el("p", { class: "sc-badges" }, list);
  }

  /**
   * Yes, no, does not apply: three large radio buttons.
   * @type {SelfCheck.Components["choice"]}
   */
  function choice(name, legend, words, chosen, answer) {
    var set = el("fieldset", { class: "sc-choice" }, [el("legend", { class: "sc-hidden", text: legend })]);
    SIGNS.forEach((one) => {
      var r = one[0];
      var kind = r === "-" ? "x" : r;
      var id = name + "-" + kind;
      set.appendChild(
        el("input", {
          type: "radio",
          id: id,
          name: name,
          class: "sc-choice__input",
          value: r,
          checked: chosen === r,
          on: {
            change() {
              answer(r);
            },
          },
        }),
      );
      set.appendChild(
        el("label", { for: id, class: "sc-choice__label sc-choice__label--" + kind }, [
          el("span", { class: "sc-choice__sign", "aria-hidden": "true", text: one[1] }),
          " " + words[r],
        ]),
      );
    });
    return set;
  }

  /**
   * How to look and when it is right; filled when opened, since the texts come later than the page.
   * @param {SelfCheck.Row} row
   * @param {SelfCheck.Desk} context
   */
  function how(row, context) {
    var quick = context.isOpen() && context.check().scope.depth === "quick";
    // Beside the answers of a quick check, where a point takes two lines and not three.
    var box = el("details", { class: "sc-how" }, [
      el("summary", { text: quick ? "怎么查" : "怎么查、怎样算合格" }),
    ]);
    box.addEventListener("toggle", () => {
      if (!box.open || box.children.length > 1) return;
      context.withGuidance((guidance) => {
        var advice = guidance[row.id];
        if (!advice || box.children.length > 1) return;
        box.appendChild(el("p", {}, [el("b", { text: "怎么查（" + advice.methods + "）：" }), advice.how]));
        box.appendChild(el("p", {}, [el("b", { text: "算合格：" }), advice.met]));
        box.appendChild(
          el("p", { class: "sc-basis" }, [
            el("b", { text: "依据：" }),
            advice.basis,
            " ",
            costLink(row, "看后果和原文"),
          ]),
        );
      });
    });
    return box;
  }

  /** To what it costs, with the law beside it. @param {SelfCheck.Row} row @param {string} text */
  function costLink(row, text) {
    return el("a", { href: (row.item ? row.item.page : "") + "#x" + row.id, text: text });
  }

  /**
   * The papers on which a point is written down, each with the way to it.
   * @param {PointGuidance["forms"]} forms
   */
  function papersOf(forms) {
    return [el("b", { text: "用得上的表：" })].concat(
      Object.keys(forms).map((id, place) =>
        el("span", {}, [place ? "、" : "", el("a", { href: "forms/" + id + ".html", text: forms[id] })]),
      ),
    );
  }

  /**
   * How to mend it, today and for good; the conditions of a major hazard before that.
   * @param {SelfCheck.Row} row
   * @param {SelfCheck.Desk} context
   */
  function remedy(row, context) {
    var advice = el("div", { class: "sc-advice" });
    context.withGuidance((guidance) => {
      var texts = guidance[row.id];
      if (!texts || advice.firstChild) return;
      var cases = texts.major.filter((_, place) => row.cases.indexOf(place) >= 0);
      if (cases.length) {
        advice.appendChild(
          el("p", { class: "sc-major" }, [
            el("b", { text: "▲ 满足下面写的全部条件，就属于重大事故隐患：" }),
            cases.join("；"),
          ]),
        );
      }
      advice.appendChild(el("p", {}, [el("b", { text: "今天怎么改：" }), texts.today]));
      advice.appendChild(el("p", {}, [el("b", { text: "长久怎么改：" }), texts.lasting]));
      if (row.item) advice.appendChild(el("p", {}, [costLink(row, "不改的后果：罚多少、谁来罚")]));
      if (Object.keys(texts.forms).length) advice.appendChild(el("p", {}, papersOf(texts.forms)));
    });
    return advice;
  }

  /**
   * What is wrong, who mends it, until when; `state` is told of a new day.
   * @param {SelfCheck.Row} row
   * @param {SelfCheck.Desk} context
   * @param {SelfCheck.Change} change
   * @param {HTMLElement} state
   */
  function mendFields(row, context, change, state) {
    var answer = row.answer;
    var id = "f" + row.id;
    return el("div", { class: "sc-fields" }, [
      noteField(id + "-note", "问题在哪里（备注）", row, change),
      field(id + "-who", "责任人", {
        value: answer.who,
        limit: core.LIMITS.who,
        list: "sc-names",
        change(value) {
          change({ who: value }, true);
        },
      }),
      field(id + "-due", "整改期限", {
        type: "date",
        value: answer.due,
        change(value) {
          if (value !== "" && !core.isDay(value)) return;
          change({ due: value }, true);
          // Told at once: of a day that has passed nobody would hear before the list is drawn anew.
          state.textContent = core.stateText(core.answerOf(context.check(), row.id), context.today());
          context.showProgress();
        },
      }),
    ]);
  }

  /**
   * What opens for a point that is not met: how to mend it, who, until when, and looking again.
   * @param {SelfCheck.Row} row
   * @param {SelfCheck.Desk} context
   * @param {SelfCheck.Change} change
   */
  function mending(row, context, change) {
    var answer = row.answer;
    // In words: closed, or late by how many days, or a day that has passed before it was set.
    var told = core.stateText(answer, context.today());
    var state = el("p", { class: "sc-state", role: "status", text: told });
    var doing = [remedy(row, context), mendFields(row, context, change, state)];
    var before = photoField(row, context, "before");
    if (context.inList())
      return el("div", { class: "sc-mend" }, doing.concat(state, before, again(row, context, change)));
    // In the list of what to mend one looks whether it is done: the rest was filled in before.
    return el("div", { class: "sc-mend" }, [
      answer.who || answer.note
        ? el("p", { text: [answer.who && "责任人：" + answer.who, answer.note].filter(Boolean).join("；") })
        : null,
      state,
      el("details", { class: "sc-edit sc-mend__more" }, [
        el("summary", { text: "怎么改、谁改、哪天改好、照片" }),
        el("div", {}, doing.concat(before)),
      ]),
      again(row, context, change),
    ]);
  }

  /**
   * Photos of a point before or after mending: those there are, and a button that takes more.
   * @param {SelfCheck.Row} row
   * @param {SelfCheck.Desk} context
   * @param {"before" | "after"} when
   */
  function photoField(row, context, when) {
    var shown = el("div", { class: "sc-photos" });
    var photos = HB.selfCheckPhotos;
    var check = context.check().id;
    function fill() {
      photos.list(check, row.id).then(
        (found) => {
          var own = found.filter((photo) => photo.when === when);
          shown.textContent = "";
          own.forEach((photo, place) => {
            shown.appendChild(figure(row, photo, place, fill));
          });
        },
        () => {},
      );
    }
    var id = "p" + row.id + (when === "after" ? "-after" : "-photo");
    var input = el("input", { type: "file", id: id, accept: "image/*", multiple: true });
    input.addEventListener("change", () => {
      /** @type {File[]} */
      var files = Array.prototype.slice.call(input.files);
      input.value = "";
      files
        .reduce(
          (before, file) =>
            before.then(() => photos.shrink(file).then((image) => photos.add(check, row.id, when, image))),
          /** @type {Promise<unknown>} */ (Promise.resolve()),
        )
        .then(fill, () => {
          fill();
          HB.tell("有照片没有存下来：不是图片，或者存满了。");
        });
    });
    fill();
    return el("div", { class: "sc-field sc-field--wide" }, [
      el("span", { class: "sc-take" }, [
        input,
        el("label", {
          for: id,
          class: "sc-take__face",
          text: (when === "after" ? "拍整改后的照片" : "拍问题的照片") + "，或者从相册选",
        }),
      ]),
      el("small", { class: "hb-note", text: PHOTO_NOTE }),
      shown,
    ]);
  }

  /**
   * A photo with its name and the way to take it away; `done` is called afterwards.
   * @param {SelfCheck.Row} row
   * @param {Required<SelfCheck.Photo>} photo
   * @param {number} place
   * @param {() => void} done
   */
  function figure(row, photo, place, done) {
    var name = (photo.when === "after" ? "整改后 " : "整改前 ") + (place + 1);
    return el("figure", { class: "sc-photos__one" }, [
      el("img", { src: photo.image, alt: row.id + " " + name + "的照片" }),
      el("figcaption", {}, [
        name + " ",
        quiet(
          "删掉",
          () => {
            HB.selfCheckPhotos.remove(photo.key).then(done, done);
          },
          "删掉 " + row.id + " " + name + "的照片",
        ),
      ]),
    ]);
  }

  /**
   * A field to sign on; `change(image)` gets a PNG as data address, or "" when it is wiped.
   * @type {SelfCheck.Components["signature"]}
   */
  function signature(label, change) {
    var canvas = el("canvas", {
      class: "sc-sign-pad",
      width: 600,
      height: 200,
      role: "img",
      "aria-label": label,
    });
    var pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    var drawing = false;
    pen.lineWidth = 4;
    pen.lineCap = "round";
    /** @param {PointerEvent} event */
    function at(event) {
      var box = canvas.getBoundingClientRect();
      return [
        ((event.clientX - box.left) * canvas.width) / box.width,
        ((event.clientY - box.top) * canvas.height) / box.height,
      ];
    }
    canvas.addEventListener("pointerdown", (event) => {
      drawing = true;
      if (canvas.setPointerCapture) canvas.setPointerCapture(event.pointerId);
      var place = at(event);
      pen.beginPath();
      pen.moveTo(place[0], place[1]);
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      var place = at(event);
      pen.lineTo(place[0], place[1]);
      pen.stroke();
    });
    var lift = () => {
      if (!drawing) return;
      drawing = false;
      change(canvas.toDataURL("image/png"));
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    return el("div", { class: "sc-field sc-field--wide" }, [
      el("span", { text: label + "（用手指或者鼠标写）" }),
      canvas,
      quiet(
        "擦掉",
        () => {
          pen.clearRect(0, 0, canvas.width, canvas.height);
          change("");
        },
        "擦掉" + label,
      ),
    ]);
  }

  /**
   * What is half typed of a look after mending.
   * @param {string} name
   * @param {SelfCheck.Desk} context
   */
  function begunLook(name, context) {
    var typed = draft.read(name);
    /** @param {"day" | "by" | "note"} key @param {string} otherwise */
    var begun = (key, otherwise) => {
      var value = typed[key];
      return typeof value === "string" ? value.slice(0, core.LIMITS.note) : otherwise;
    };
    return {
      day: begun("day", context.today()),
      by: begun("by", context.check().by),
      note: begun("note", ""),
    };
  }

  /**
   * The form of the next look after mending; `after` takes its photos.
   * @param {SelfCheck.Row} row
   * @param {SelfCheck.Desk} context
   * @param {SelfCheck.Change} change
   * @param {HTMLElement | null} after
   */
  function lookForm(row, context, change, after) {
    var id = "a" + row.id;
    var name = "look/" + context.check().id + "/" + row.id;
    var look = begunLook(name, context);
    var noted = Boolean(look.note);
    /** @param {"day" | "by" | "note"} key */
    var set = (key) => (/** @type {string} */ value) => {
      if (key === "day" && !core.isDay(value)) return;
      look[key] = value;
      draft.keep(name, look);
    };
    /** @param {boolean} ok */
    function add(ok) {
      return () => {
        draft.keep(name, null);
        var entry = { day: look.day, by: look.by, ok: ok, note: look.note };
        // Of the check as it is now: another tab may have looked, too.
        var looks = core.answerOf(context.check(), row.id).again.concat([entry]);
        change({ again: looks.slice(-core.LIMITS.again) });
      };
    }
    return el("details", { class: "sc-again__form", open: noted }, [
      el("summary", { text: "改完了：复查、销号" }),
      el("div", { class: "sc-fields" }, [
        field(id + "-day", "复查日期", { type: "date", value: look.day, change: set("day") }),
        field(id + "-by", "复查人", {
          value: look.by,
          limit: core.LIMITS.by,
          list: "sc-names",
          change: set("by"),
        }),
        field(id + "-note", "复查说明", {
          value: look.note,
          limit: core.LIMITS.note,
          wide: true,
          change: set("note"),
        }),
        after,
        el("p", { class: "sc-buttons" }, [
          HB.button("✓ 改好了，销号", add(true)),
          HB.button("✗ 还没改好", add(false)),
        ]),
      ]),
    ]);
  }

  /** A look after mending, in words. @param {SelfCheck.Look} look */
  function lookLine(look) {
    return el("li", {}, [
      el("b", { text: look.ok ? "✓ 改好了，销号" : "✗ 还没改好" }),
      " " + core.dayText(look.day) + (look.by ? "，" + look.by : "") + (look.note ? "：" + look.note : ""),
    ]);
  }

  /**
   * Looks after mending: the list of them, and a small form for the next.
   * @param {SelfCheck.Row} row
   * @param {SelfCheck.Desk} context
   * @param {SelfCheck.Change} change
   */
  function again(row, context, change) {
    var looks = row.answer.again;
    var after = photoField(row, context, "after"); // taken while looking again, before it is closed
    /** @type {Child[]} */
    var looked = looks.length
      ? [
          el("ol", { class: "sc-looks" }, looks.map(lookLine)),
          after,
          el("p", {}, [
            quiet("撤回最后一次复查", () => {
              change({ again: looks.slice(0, -1) });
            }),
          ]),
        ]
      : [];
    var next = core.isClosed(row.answer) ? null : lookForm(row, context, change, looks.length ? null : after);
    return el("div", { class: "sc-again" }, looked.concat(next));
  }

  /**
   * The foot of a card: to write a note, to take the answer back, to go on to the next.
   * @param {SelfCheck.Row} row
   * @param {SelfCheck.Desk} context
   * @param {SelfCheck.Change} change
   * @param {HTMLElement} node
   * @param {boolean} bare without a field for a note
   */
  function foot(row, context, change, node, bare) {
    var write = quiet("写备注", () => {
      var opened = noteField("n" + row.id, "备注", row, change);
      line.before(opened);
      write.hidden = true;
      /** @type {HTMLElement} */ (opened.querySelector("textarea")).focus();
    });
    write.hidden = !bare;
    var line = el("p", { class: "sc-card__foot" }, [write]);
    if (row.answer.r)
      line.appendChild(
        quiet(
          "清除",
          () => {
            change({ r: "" });
          },
          "清除 " + row.id + " 的结果",
        ),
      );
    if (context.inList()) {
      var next = quiet("下一个没填的 ↓", () => {
        context.next(node);
      });
      next.classList.add("sc-card__next");
      line.appendChild(next);
    }
    return line;
  }

  /**
   * The card of a current point: {node, refresh(row)}. `change(patch, typing)` is called with what changed;
   * `context` offers withGuidance(use), today(), check() and next(node). Refreshing keeps the choice where
   * it is, so that the keyboard's place is not lost.
   * @type {SelfCheck.Components["card"]}
   */
  function card(row, context, change) {
    var set = choice("r" + row.id, row.id + " 查下来", core.RESULTS, row.answer.r, (r) => {
      change({ r: r });
    });
    var tail = el("div", { class: "sc-tail" });
    var people = context.isOpen() ? context.check().people : 0;
    var asked = core.staffingText(row.id, people, context.data);
    var node = el(
      "article",
      {
        class: "sc-card" + (row.major ? " sc-card--major" : ""),
        id: "c" + row.id,
        "data-id": row.id,
        "aria-labelledby": "t" + row.id,
      },
      [
        el("h4", { class: "sc-card__title", id: "t" + row.id }, [
          el("span", { class: "hb-point__id", text: row.id }),
          " " + (row.point ? row.point.text : ""),
        ]),
        asked ? el("p", { class: "hb-note", text: "你们 " + people + " 人。" + asked }) : null,
        badges(row),
        context.inList() ? how(row, context) : null,
        // Wrong last time and not looked at since: answered where it is listed as open.
        context.inList() || !row.answer.r ? set : null,
        tail,
      ],
    );

    /** @param {SelfCheck.Row} now */
    function refresh(now) {
      var answer = now.answer;
      var active = document.activeElement;
      var held = active && tail.contains(active) ? active : null;
      var more = tail.querySelector("details.sc-mend__more[open]") !== null;
      node.setAttribute("data-r", answer.r || "open");
      Array.prototype.forEach.call(set.querySelectorAll("input"), (input) => {
        input.checked = input.value === answer.r;
      });
      tail.textContent = "";
      if (answer.r === "n") tail.appendChild(mending(now, context, change));
      if (more) /** @type {Element} */ (tail.querySelector(".sc-mend__more")).setAttribute("open", "");
      var note =
        answer.r !== "n" && answer.note
          ? tail.appendChild(noteField("n" + now.id, "备注", now, change))
          : null;
      tail.appendChild(foot(now, context, change, node, answer.r !== "n" && !note));
      if (held)
        /** @type {HTMLElement} */ (
          (held.id && document.getElementById(held.id)) ||
            tail.querySelector(".sc-again summary, .sc-again button") ||
            set.querySelector("input:checked") ||
            set.querySelector("input")
        ).focus();
    }

    refresh(row);
    return { node: node, refresh: refresh };
  }

  /** @param {string} id @param {string} label @param {SelfCheck.Row} row @param {SelfCheck.Change} change */
  function noteField(id, label, row, change) {
    return field(id, label, {
      value: row.answer.note,
      limit: core.LIMITS.note,
      lines: 2,
      wide: true,
      change(value) {
        change({ note: value }, true);
      },
    });
  }

  /**
   * A point that this edition no longer has, with what was answered.
   * @type {SelfCheck.Components["goneCard"]}
   */
  function goneCard(row, context) {
    var instead = row.gone && row.gone.instead;
    return el("article", { class: "sc-card sc-card--gone", "data-id": row.id }, [
      el("h4", { class: "sc-card__title" }, [
        el("span", { class: "hb-point__id", text: row.id }),
        " " + core.goneText(row),
      ]),
      el("p", {}, [
        "当时填的：" +
          core.RESULTS[row.answer.r] +
          (row.answer.note ? "；" + row.answer.note : "") +
          (row.answer.r === "n" ? "；" + core.stateText(row.answer, "") : ""),
      ]),
      instead && document.getElementById("c" + instead)
        ? el("p", {}, [
            quiet("到 " + instead, () => {
              context.show(String(instead));
            }),
          ])
        : null,
    ]);
  }

  /**
   * Items answered no without a named point, each a link to where its points are named.
   * @type {SelfCheck.Components["vagueList"]}
   */
  function vagueList(items, href, aim) {
    return el("section", { class: "sc-group" }, [
      el("h3", { text: "没点出是哪几点的（" + items.length + " 条）" }),
      el("p", { text: "点出来，才有怎么改、责任人和期限，才进日历。" }),
      el(
        "ul",
        {},
        items.map((item) => {
          var go = {
            click() {
              aim.item = item.id;
            },
          };
          return el("li", {}, [
            item.id + " " + item.name + "：",
            el("a", { href: href, text: "这一条没做到，点开看是哪几点", on: go }),
          ]);
        }),
      ),
    ]);
  }

  HB.selfCheckComponents = {
    vagueList: vagueList,
    choice: choice,
    card: card,
    goneCard: goneCard,
    signature: signature,
  };
})();
