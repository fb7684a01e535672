/*
 * The page behind the QR code of a pack's cover: which of the papers have changed since they were made. The
 * code's address brings what they were (pack/qr.js), the site knows what they are
 * (scripts/handbook/pack/model_script.py).
 */
(function () {
  "use strict";

  var HB = window.HB;
  var el = HB.element;
  var now = window.handbookPackCurrent;
  var place = document.getElementById("pack-current");
  if (!place || !now) return;
  var root = place;

  /**
   * @template T
   * @param {Record<string, T>} object
   * @param {string} key
   * @returns {T | null}
   */
  function own(object, key) {
    return Object.prototype.hasOwnProperty.call(object, key) ? object[key] : null;
  }

  /** @param {string[]} items @param {string} day */
  function revisions(items, day) {
    /** @type {HTMLElement[]} */
    var lines = [];
    items.forEach((id) => {
      var item = own(now.items, id);
      if (!item) return;
      var name = item[0];
      var page = item[1];
      item[2].forEach((note) => {
        if (note[0] <= day) return;
        lines.push(
          el("li", {}, [
            el("a", { href: "../" + page, text: id + " " + name }),
            "（" + note[0] + "）：" + note[1],
          ]),
        );
      });
    });
    return lines.length ? el("ul", {}, lines) : null;
  }

  /** @param {string} id @param {string} digest @param {string} day */
  function paperLine(id, digest, day) {
    var paper = own(now.papers, id);
    if (!paper)
      return el("li", {}, [el("b", { text: "不再有：" }), "一份现在的手册不再提供的文件，重新做一册。"]);
    if (paper[1] === digest) return el("li", { text: "没变：" + paper[0] });
    return el("li", {}, [
      el("b", { text: "▲ 变了：" + paper[0] }),
      "。打开一企一册重新做这一份，和手里的对着看。",
      revisions(paper[2], day),
    ]);
  }

  function show() {
    root.textContent = "";
    var held = new URLSearchParams(location.hash.slice(1));
    var edition = own(now.editions, held.get("edition") || "");
    /** @type {string[]} */
    var ids = [];
    held.forEach((value, key) => {
      if (key !== "edition" && ids.length < 60) ids.push(key);
    });
    if (!ids.length) {
      root.appendChild(el("p", { text: "地址里没有带着手里是哪几份文件。扫封面上的二维码再打开。" }));
      return;
    }
    var changed = ids.filter((id) => {
      var paper = own(now.papers, id);
      return !paper || paper[1] !== held.get(id);
    }).length;
    var current = now.editions[now.edition];
    root.appendChild(
      el("p", {
        class: "hb-lead__scope",
        role: "status",
        text: changed
          ? "手里的 " + ids.length + " 份文件里，" + changed + " 份和现在的手册不一样了。"
          : "手里的 " + ids.length + " 份文件，和现在的手册一样，不用重做。",
      }),
    );
    root.appendChild(
      el("p", {
        text:
          "手里这一册：" +
          (edition ? edition[0] + "（" + edition[1] + "）" : "不认得的版次") +
          "；现在的手册：" +
          current[0] +
          "（" +
          current[1] +
          "）。",
      }),
    );
    root.appendChild(
      el(
        "ul",
        {},
        ids.map((id) => paperLine(id, held.get(id) || "", edition ? edition[1] : "")),
      ),
    );
  }

  window.addEventListener("hashchange", show);
  show();
})();
