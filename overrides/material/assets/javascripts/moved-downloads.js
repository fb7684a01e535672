/*
 * On the page of missing addresses: names the download that took the place of the one asked for, or the page
 * whose PDF is no longer made.
 *
 * assets/data/downloads.js (written by site/moved_downloads.py) tells for each file ever offered, by its name
 * without the edition, where it is now (window.handbookDownloads), and which pages have no PDF
 * (window.handbookUnprinted).
 */
(function () {
  "use strict";

  var places = window.handbookDownloads || {};
  var unprinted = window.handbookUnprinted || [];
  var told = document.querySelector("[data-hb-moved]");
  var root = new URL("../..", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  var asked = location.pathname.slice(root.pathname.length);
  if (!told || location.pathname.indexOf(root.pathname) !== 0) return;
  var box = told;

  /** Where the download ``name`` is now; undefined for one that never was.
   * @param {string} name */
  function place(name) {
    var plain = name.replace(/-20\d\d-(?:0[1-9]|1[0-2])(?:-\d)?(?=[-.])/, "");
    if (places[plain]) return places[plain];
    // A format that is no longer made leads to the same thing in another one.
    var alike = Object.keys(places).filter((key) => key.split(".")[0] === plain.split(".")[0]);
    return places[alike[0]];
  }

  /**
   * @param {string} address
   * @param {string} name
   * @param {string} look
   */
  function linkTo(address, name, look) {
    var link = document.createElement("a");
    link.href = new URL(address, root).href;
    link.textContent = name;
    link.className = look;
    return link;
  }

  /**
   * Says where the thing is: `words`, and one button that leads there; `more` is a plain link beside it.
   * @param {string} words
   * @param {string} address
   * @param {string} name
   * @param {HTMLElement=} more
   */
  function show(words, address, name, more) {
    var line = document.createElement("p");
    line.append(words, document.createElement("br"), linkTo(address, name, "hb-button hb-button--main"));
    if (more) line.append(document.createElement("br"), more);
    box.replaceChildren(line);
  }

  var page = asked.replace(/\.pdf$/, "");
  if (asked.indexOf("downloads/") === 0) {
    var found = place(asked.slice("downloads/".length));
    if (found)
      show("这个文件换了新版，或者改了名。现在的是：", "downloads/" + found, found.replace(/^.*\//, ""));
  } else if (page !== asked && unprinted.indexOf(page) !== -1) {
    // A form and a list had a PDF of their page; what one prints and fills in is among the downloads.
    var paper = places[page.replace(/^checklists\//, "forms/check-") + ".pdf"];
    var web = page + ".html";
    if (paper)
      show(
        "要印的 PDF 搬了地方，旧地址打不开了。现在的在这里，打开就能印、能填：",
        "downloads/" + paper,
        "打开要印的 PDF",
        linkTo(web, "在网页上看（怎么填，还有 Word 和表格的）", ""),
      );
    else show("这一页不再单独做 PDF。网页在这里，可以直接打印：", web, "打开这一页");
  }
})();
