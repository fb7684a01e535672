/*
 * The row of choices above a list in folds (overrides/pages/filter.html). Each choice offers what the rows
 * carry in data-<name>, several of one kind with | between them. Without this file the list is there, in
 * folds.
 */
(function () {
  "use strict";

  var HB = window.HB;

  /**
   * As people type: either width, either case.
   * @param {string} text
   */
  function fold(text) {
    return text.normalize ? text.normalize("NFKC").toLowerCase() : text.toLowerCase();
  }

  /** @param {HTMLElement} row @param {string} name */
  function values(row, name) {
    var given = row.getAttribute("data-" + name);
    return given ? given.split("|") : [];
  }

  /**
   * The folds of a list with their rows, and the words of each.
   * @param {Element} list
   */
  function groupsOf(list) {
    /** @type {NodeListOf<HTMLDetailsElement>} */
    var folds = list.querySelectorAll("details.hb-group, details[data-hb-group]");
    return Array.from(folds, (element) => {
      var head = element.querySelector("h2");
      var title = head ? fold(head.textContent + " ") : "";
      return {
        fold: element,
        still: element.getAttribute("data-hb-group") === "still",
        wasOpen: element.open,
        rows: Array.from(element.querySelectorAll("[data-row]"), (row) => ({
          row: /** @type {HTMLElement} */ (row),
          text: title + fold(row.textContent),
        })),
      };
    });
  }

  /**
   * Puts into each choice what the rows carry.
   * @param {HTMLSelectElement[]} choices
   * @param {ReturnType<typeof groupsOf>} groups
   */
  function offer(choices, groups) {
    choices.forEach((choice) => {
      /** @type {Set<string>} */
      var seen = new Set();
      groups.forEach((group) => {
        group.rows.forEach((entry) => {
          for (const value of values(entry.row, choice.name)) seen.add(value);
        });
      });
      Array.from(seen)
        .sort((a, b) => a.localeCompare(b, "zh-CN"))
        .forEach((value) => {
          choice.appendChild(new Option(value, value));
        });
    });
  }

  /**
   * Puts the words into the search of the whole site, which knows other words for a thing: a list is filtered
   * by the words that stand in it.
   * @param {string} words
   */
  function askSite(words) {
    /** @type {HTMLElement | null} */
    var open = document.querySelector("[data-hb-search] .hb-search__open");
    /** @type {HTMLInputElement | null} */
    var input = document.querySelector("[data-hb-search] input");
    if (!open || !input) return;
    open.click();
    input.value = words;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /**
   * Lets `form` filter the rows of `list`. A fold marked data-hb-group="still" stays as the reader left it
   * and is not counted: it shows the same things once more.
   */
  HB.filter = (form, list) => {
    var state = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
    var word = /** @type {HTMLInputElement} */ (form.querySelector("input[name=word]"));
    /** @type {HTMLButtonElement | null} */
    var site = form.querySelector("[data-hb-site]");
    /** @type {HTMLSelectElement[]} */
    var choices = Array.prototype.slice.call(form.querySelectorAll("select"));

    var groups = groupsOf(list);
    offer(choices, groups);
    var filtered = false;

    function apply() {
      var words = fold(word.value).split(/\s+/).filter(Boolean);
      var wanted = choices.filter((choice) => choice.value);
      var active = words.length > 0 || wanted.length > 0;
      var count = 0;
      groups.forEach((group) => {
        var here = 0;
        group.rows.forEach((entry) => {
          var fits =
            wanted.every((choice) => values(entry.row, choice.name).indexOf(choice.value) >= 0) &&
            words.every((one) => entry.text.indexOf(one) >= 0);
          entry.row.hidden = !fits;
          if (fits) here++;
        });
        group.fold.hidden = active && !here;
        if (group.still) return;
        count += here;
        if (active && !filtered) group.wasOpen = group.fold.open;
        group.fold.open = active ? here > 0 : filtered ? group.wasOpen : group.fold.open;
      });
      filtered = active;
      form.classList.toggle("hb-filter--on", active);
      state.textContent = !active ? "" : count ? "找到 " + count + " 个" : "没有。换个词，或者清掉再选。";
      if (site) site.hidden = count > 0 || !words.length;
    }

    form.addEventListener("input", apply);
    form.addEventListener("change", apply);
    form.addEventListener("reset", () => {
      setTimeout(apply);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      apply();
    });
    if (site)
      site.addEventListener("click", () => {
        askSite(word.value);
      });
    // Back from another page: the browser has kept what was chosen
    window.addEventListener("pageshow", apply);
    apply();
  };

  /** @type {HTMLFormElement | null} */
  var own = document.querySelector("form[data-hb-filter]");
  /** @type {HTMLElement | null} */
  var rows = document.querySelector("[data-hb-list]");
  if (own && rows) HB.filter(own, rows);
})();
