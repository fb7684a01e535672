/*
 * Looking up the code of an industry: by digits or by words. The names are loaded at the first letter.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var el = HB.element;
  var MOST = 30;

  var place = document.getElementById("lg-codes");
  if (!place) return;
  var root = place;
  var status = el("p", { class: "lg-count", role: "status" });
  var list = el("ul", { class: "lg-found" });
  var field = el("input", {
    type: "search",
    id: "lg-code",
    autocomplete: "off",
    "aria-describedby": "lg-code-hint",
    on: { input: look },
  });

  function look() {
    HB.files.load(root.getAttribute("data-classes") || "").then(draw, () => {
      status.textContent = "行业名称没有打开，检查网络后再试。";
    });
  }

  function draw() {
    var asked = field.value
      .normalize("NFKC")
      .replace(/^[A-T](?=[0-9])/i, "")
      .trim();
    list.textContent = "";
    status.textContent = "";
    if (!asked) return;
    var found = window.handbookIndustryClasses.filter((one) =>
      /^[0-9]+$/.test(asked) ? one.indexOf(asked) === 0 : one.indexOf(asked) >= 0,
    );
    status.textContent = found.length
      ? "找到 " + found.length + " 个小类" + (found.length > MOST ? "，只列前 " + MOST + " 个。" : "。")
      : "没有这个小类。换一个字数少的词，如“家具”“塑料”“仓储”。";
    for (const one of found.slice(0, MOST)) list.appendChild(el("li", { text: one }));
  }

  [
    el("p", { class: "lg-field" }, [
      el("label", { for: "lg-code", text: "四位代码，或者做什么" }),
      field,
      el("small", { id: "lg-code-hint", text: "如 2110，如 家具。" }),
    ]),
    status,
    list,
  ].forEach((part) => {
    root.appendChild(part);
  });
})();
