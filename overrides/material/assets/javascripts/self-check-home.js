/*
 * The first view of the self-check page: who are you, the checks kept on the device, taking in a file.
 * It asks and shows; opening a check and moving about are the page's own (self-check.js).
 */
(function () {
  "use strict";

  var HB = window.HB;
  var core = HB.selfCheck;
  var el = HB.element;
  var parts = HB.selfCheckParts;
  var out = HB.selfCheckReport;

  function setQuery(query) {
    try {
      history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
    } catch (error) {
      // Some browsers do not allow it for files; the address then simply stays.
    }
  }

  /** A number of people as someone may type it, 0 for anything else. */
  function people(text) {
    var number = Number(text);
    return number > 0 && number <= 99999 && number % 1 === 0 ? number : 0;
  }

  function option(type, name, id, value, label, checked, more) {
    return el("p", { class: "sc-option" }, [
      el("input", { type: type, name: name, id: id, value: value, checked: checked }),
      el("label", { for: id }, [label, more ? el("small", { text: more }) : null]),
    ]);
  }

  // ---------- Beginning ----------

  function whoQuestion(scope) {
    return el("fieldset", { class: "sc-set" }, [
      el("legend", { text: "你是谁" }),
      option("radio", "role", "role-tenant", "tenant", "承租方", scope.role === "tenant", "租别人的厂房生产"),
      option(
        "radio",
        "role",
        "role-landlord",
        "landlord",
        "出租方",
        scope.role === "landlord",
        "把厂房租给别人",
      ),
      option(
        "radio",
        "role",
        "role-both",
        "both",
        "两样都是，或者用自己的厂房",
        scope.role === "both",
        "两边的要点都查，用不上的填不适用",
      ),
    ]);
  }

  function haveQuestion(scope, data) {
    return el(
      "fieldset",
      { class: "sc-set sc-set--have" },
      [el("legend", { text: "厂里有没有下面这些？有的勾上" })].concat(
        data.hazards.map(function (hazard) {
          return option(
            "checkbox",
            "have",
            "have-" + hazard.id,
            hazard.id,
            hazard.ask,
            Boolean(scope.have && scope.have.indexOf(hazard.id) >= 0),
            hazard.examples,
          );
        }),
        option(
          "checkbox",
          "none",
          "have-none",
          "none",
          "上面的都没有",
          Boolean(scope.have && !scope.have.length),
          "",
        ),
      ),
    );
  }

  /** Takes over into `scope` what was ticked; "none of these" and the others exclude each other. */
  function readAnswer(form, input, scope) {
    var none = form.querySelector("#have-none");
    if (input.name === "role") scope.role = input.value;
    if (input.name === "none" && input.checked) {
      Array.prototype.forEach.call(form.querySelectorAll("input[name=have]"), function (other) {
        other.checked = false;
      });
    }
    if (input.name === "have" && input.checked) none.checked = false;
    var have = Array.prototype.map.call(form.querySelectorAll("input[name=have]:checked"), function (other) {
      return other.value;
    });
    scope.have = have.length ? have : none.checked ? [] : null;
  }

  /** Fills `note` with what the number of people means for the safety officers. */
  function tellStaffing(note, number, data) {
    var point = data.staffing && core.pointsById(data)[data.staffing];
    note.hidden = !(point && number);
    note.textContent = "";
    if (note.hidden) return;
    note.appendChild(document.createTextNode("人数决定安全员怎么配："));
    note.appendChild(el("a", { href: data.items[point.item].page + "#p" + point.id, text: point.id }));
    note.appendChild(document.createTextNode(" " + point.text));
  }

  function startForm(page) {
    var data = page.data;
    var asked = core.parseScope(location.search, data);
    var fixed = Boolean(asked && !asked.role); // items, a special hazard, or everything
    var scope = asked || core.emptyScope();
    var last = page.store.list().checks[0];
    var head = {
      place: "",
      by: last ? last.by : "",
      day: page.today(),
      people: people(new URLSearchParams(location.search).get("people")),
    };
    var form = el("form", { class: "sc-start", novalidate: true });
    var button = el("button", { type: "submit", class: "hb-button hb-button--main" });
    var count = el("p", { class: "sc-count", role: "status" });
    var staffing = el("p", { class: "hb-note", hidden: true });

    function tellCount() {
      var number = core.select(scope, data).length;
      var ready = fixed || Boolean(scope.role);
      button.textContent = ready ? "开始自查（" + number + " 个要点）" : "先选你是谁";
      count.textContent = ready
        ? "要查 " +
          number +
          " 个要点：" +
          core.scopeText(scope, data) +
          (fixed || scope.have ? "" : "。厂里的情况还没有选，先按全部要点算。")
        : "";
      if (!fixed)
        setQuery(
          [core.scopeQuery(scope), head.people ? "people=" + head.people : ""].filter(Boolean).join("&"),
        );
    }

    if (fixed) {
      form.appendChild(
        el("p", {}, [
          "这次只查：",
          el("b", { text: core.scopeText(scope, data) }),
          "。",
          el("a", { href: "self-check.html", text: "换成按我的企业来选" }),
        ]),
      );
    } else {
      form.appendChild(whoQuestion(scope));
      form.appendChild(
        parts.field("sc-people", "一共多少人（派遣工也算）", {
          type: "number",
          min: 1,
          max: 99999,
          inputmode: "numeric",
          value: head.people || "",
          change: function (value) {
            head.people = people(value);
            tellStaffing(staffing, head.people, data);
            tellCount();
          },
        }),
      );
      form.appendChild(staffing);
      form.appendChild(haveQuestion(scope, data));
      form.addEventListener("change", function (event) {
        readAnswer(form, event.target, scope);
        tellCount();
      });
      tellStaffing(staffing, head.people, data);
    }
    form.appendChild(
      el("div", { class: "sc-fields" }, [
        parts.field("sc-place", "地点、车间（可不写）", {
          limit: core.LIMITS.place,
          value: "",
          change: function (value) {
            head.place = value.trim();
          },
        }),
        parts.field("sc-by", "检查人（可不写）", {
          limit: core.LIMITS.by,
          value: head.by,
          change: function (value) {
            head.by = value.trim();
          },
        }),
        parts.field("sc-day", "日期", {
          type: "date",
          value: head.day,
          change: function (value) {
            if (core.isDay(value)) head.day = value;
          },
        }),
      ]),
    );
    form.appendChild(count);
    form.appendChild(el("p", { class: "sc-buttons sc-go" }, [button]));
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (!fixed && !scope.role) {
        form.querySelector("input[name=role]").focus();
        HB.tell("先选你是出租方还是承租方。");
        return;
      }
      page.begin(core.newCheck(head, scope, data, Date.now(), Math.random()));
    });
    tellCount();
    return form;
  }

  // ---------- What is kept ----------

  /** How far a check has come, in words. */
  function progressText(sum) {
    var open = sum.open ? "还有 " + sum.open + " 个没改好" : "";
    var state =
      sum.done < sum.all
        ? "查了 " + sum.done + "/" + sum.all + (open ? "，" + open : "")
        : open || (sum.n ? "全部销号" : "全部符合");
    return state + (sum.late ? "，" + sum.late + " 个过期" : "");
  }

  function savedCheck(check, page) {
    var sum = core.counts(core.rows(check, page.data), page.today());
    var name = (check.place || "（没有写地点）") + " " + core.dayText(check.day);
    return el("li", { class: "sc-checks__one" }, [
      el("h3", {}, [el("a", { href: core.hashOf(check.id), text: name })]),
      el("p", { text: progressText(sum) }),
      el("p", {
        class: "hb-note",
        text:
          core.scopeText(check.scope, page.data) +
          (check.by ? " · " + check.by : "") +
          (check.from ? " · 再查一遍" : ""),
      }),
      el("p", { class: "sc-buttons" }, [
        el("a", {
          class: "hb-button",
          href: core.hashOf(check.id),
          text: sum.done < sum.all ? "接着填" : "打开",
        }),
        sum.open
          ? el("a", { class: "hb-button", href: core.hashOf(check.id, "fix"), text: "复查、销号" })
          : null,
        el("button", {
          type: "button",
          class: "hb-button",
          text: "再查一遍",
          "aria-label": "照“" + name + "”再查一遍",
          on: {
            click: function () {
              page.begin(core.copyCheck(check, page.today(), Date.now(), Math.random()));
            },
          },
        }),
        el("button", {
          type: "button",
          class: "sc-quiet",
          text: "删除",
          "aria-label": "删除“" + name + "”",
          on: {
            click: function () {
              if (window.confirm("删除“" + name + "”？删掉就找不回来了。")) page.remove(check.id);
            },
          },
        }),
      ]),
    ]);
  }

  function brokenCheck(broken, page) {
    return el("p", { class: "sc-missing" }, [
      broken.newer
        ? "有一次自查是更新的版本存的，刷新本页换上新版就能看。 "
        : "有一次自查存坏了，读不出来。原样留着，没有动。 ",
      el("button", {
        type: "button",
        class: "sc-quiet",
        text: "把原样存成文件",
        on: {
          click: function () {
            out.giveFile(
              "自查-原样-" + broken.id + ".txt",
              "text/plain;charset=utf-8",
              broken.raw,
              page.place,
            );
          },
        },
      }),
      el("button", {
        type: "button",
        class: "sc-quiet",
        text: "删掉它",
        on: {
          click: function () {
            if (window.confirm("删掉读不出来的这一份？")) page.remove(broken.id);
          },
        },
      }),
    ]);
  }

  // ---------- Taking in ----------

  /** Joins the checks of a file with what is kept; tells what came of it. Nothing changes when the file is refused. */
  function takeIn(content, page) {
    var read = core.readExport(content);
    if (!read.checks) return { refused: read.reason };
    var fresh = 0;
    var lost = "";
    read.checks.forEach(function (check) {
      var had = page.store.get(check.id);
      var saved = page.store.save(had ? core.merge(had, check) : check);
      if (!saved.ok) lost = page.why(saved);
      else if (!had) fresh++;
    });
    return {
      told: lost
        ? "没有全部取回：" + lost
        : "取回了 " + read.checks.length + " 次自查，其中 " + fresh + " 次是新的。",
    };
  }

  function importField(page) {
    var result = el("p", { role: "status", class: "sc-count" });
    var refuse = function (reason) {
      result.textContent = "没有取回：" + reason + "。原有的记录没有动。";
    };
    var input = el("input", { type: "file", id: "sc-import", accept: ".json,application/json" });
    input.addEventListener("change", function () {
      var file = input.files[0];
      if (!file) return;
      if (file.size > core.LIMITS.bytes) {
        refuse("文件太大，不像是自查记录");
        return;
      }
      var reader = new FileReader();
      reader.onload = function () {
        var taken = takeIn(String(reader.result), page);
        input.value = "";
        if (taken.refused) {
          refuse(taken.refused);
          return;
        }
        page.redraw();
        HB.tell(taken.told);
      };
      reader.onerror = function () {
        refuse("文件打不开");
      };
      reader.readAsText(file);
    });
    return [
      el("p", { class: "sc-field" }, [el("label", { for: "sc-import", text: "选文件" }), input]),
      result,
    ];
  }

  /**
   * The nodes of the view. `page` offers data, store, place (where a text to copy may be shown), today(),
   * begin(check), remove(id), redraw() and why(saved), the words for a check that could not be saved.
   */
  HB.selfCheckHome = function (page) {
    var kept = page.store.list();
    var nodes = [el("h2", { text: "开始一次自查" }), startForm(page), el("h2", { text: "我的自查" })];
    nodes.push(
      kept.checks.length
        ? el(
            "ul",
            { class: "sc-checks" },
            kept.checks.map(function (check) {
              return savedCheck(check, page);
            }),
          )
        : el("p", { text: "还没有。做过的会列在这里，可以接着填、复查、再查一遍。" }),
    );
    kept.broken.forEach(function (broken) {
      nodes.push(brokenCheck(broken, page));
    });
    nodes.push(el("h2", { text: "从文件取回" }));
    nodes.push(
      el("p", {
        text: "换了手机，或者别人发来了自查文件（.json），从这里取回。同一次自查已经有的，按要点取新的那个，别的不动。",
      }),
    );
    nodes = nodes.concat(importField(page));
    if (kept.checks.length) {
      nodes.push(
        el("p", { class: "sc-buttons" }, [
          el("button", {
            type: "button",
            class: "hb-button",
            text: "全部导出（" + kept.checks.length + " 次）",
            on: {
              click: function () {
                out.giveFile(
                  "自查-全部-" + page.today() + ".json",
                  "application/json",
                  core.exportText(page.store.list().checks, page.data, page.today()),
                  page.place,
                );
              },
            },
          }),
        ]),
      );
    }
    return nodes;
  };
})();
