/*
 * On the page of missing addresses: names the download that took the place of the one asked for.
 *
 * window.handbookDownloads (assets/data/downloads.js, written by site/moved_downloads.py) tells for each
 * file ever offered, by its name without the edition, where it is now.
 */
(function () {
  "use strict";

  var places = window.handbookDownloads || {};
  var box = document.querySelector("[data-hb-moved]");
  var asked = /\/downloads\/(.+)$/.exec(location.pathname);
  if (!box || !asked) return;
  var name = asked[1].replace(/-20\d\d-(?:0[1-9]|1[0-2])(?:-\d)?(?=[-.])/, "");
  // A format that is no longer made leads to the same thing in another one.
  var stem = name.split(".")[0];
  var known = Object.keys(places).filter(function (key) {
    return key === name;
  });
  if (!known.length) {
    known = Object.keys(places).filter(function (key) {
      return key.split(".")[0] === stem;
    });
  }
  if (!known.length) return;

  var root = new URL("../..", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  var line = document.createElement("p");
  var link = document.createElement("a");
  link.href = new URL("downloads/" + places[known[0]], root).href;
  link.textContent = places[known[0]].split("/").pop();
  link.className = "hb-button hb-button--main";
  line.append("这个文件换了新版，或者改了名。现在的是：", document.createElement("br"), link);
  box.replaceChildren(line);
})();
