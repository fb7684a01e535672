/*
 * The box of the site search. Plain script without modules, workers or fetch: it also runs from a folder and
 * in old phone browsers. The engine and the texts are loaded when the reader first turns to the box, so that
 * pages stay small. Everything shown is built as DOM text, never as HTML. */
(function () {
  "use strict";

  /** @type {HTMLElement | null} */
  var place = document.querySelector("[data-hb-search]");
  if (!place) return;
  var host = place,
    open = /** @type {HTMLElement} */ (host.querySelector(".hb-search__open")),
    box = /** @type {HTMLElement} */ (host.querySelector(".hb-search__box")),
    form = /** @type {HTMLFormElement} */ (box.querySelector("form"));
  var input = /** @type {HTMLInputElement} */ (box.querySelector("input")),
    panel = /** @type {HTMLElement} */ (box.querySelector(".hb-search__panel")),
    status = /** @type {HTMLElement} */ (box.querySelector(".hb-search__status"));
  var list = /** @type {HTMLElement} */ (box.querySelector(".hb-search__list")),
    answer = /** @type {HTMLElement} */ (box.querySelector(".hb-search__answer")),
    all = /** @type {HTMLElement} */ (box.querySelector(".hb-search__all")),
    close = /** @type {HTMLElement} */ (box.querySelector(".hb-search__close"));
  var root = said("data-root").replace(/\/?$/, "/"),
    /** @type {Search.Engine | null} */ engine = null,
    asked = false,
    /** @type {HTMLElement[]} */ options = [],
    active = -1,
    /** @type {string | null} */ drawn = null,
    lost = false;
  /** Where a clause ends, and a cell of a table. */
  var BREAK = /[，：、 ]/;
  /** What names a line: up to its colon, if that comes soon. */
  var LEAD = /^[^：。；]{1,24}(?=：)/;
  /** How many characters of a result's words are shown: of the first, or an answer, and of others. */
  var ANSWER = 140,
    HINT = 64,
    /** What one character tells of a line, to a needle's one or two. */
    SIGN = 0.4,
    QUESTION = /(?:吗|多少|多远)$/;

  /**
   * What the page tells the box (overrides/material/partials/search.html).
   * @param {string} attribute
   */
  function said(attribute) {
    return host.getAttribute(attribute) || "";
  }

  /**
   * As the engine folds; only called when it is here.
   * @param {string} text
   */
  function fold(text) {
    return self.HandbookSearchEngine.fold(text);
  }

  /** @param {string} name @param {string} kind @param {(Node | string)=} content */
  function node(name, kind, content) {
    var element = document.createElement(name);
    if (kind) element.className = "hb-hit__" + kind;
    if (typeof content === "string") element.textContent = content;
    else if (content) element.appendChild(content);
    return element;
  }

  /**
   * ``text`` with the needles in <mark>.
   * @param {string} text
   * @param {string[]} needles
   */
  function marked(text, needles) {
    var folded = fold(text),
      /** @type {boolean[]} */ on = [],
      fragment = document.createDocumentFragment(),
      i,
      from;
    needles.forEach((needle) => {
      for (var at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + 1))
        for (i = at; i < at + needle.length; i++) on[i] = true;
    });
    for (i = 0; i < text.length; i = from) {
      for (from = i + 1; from < text.length && !on[from] === !on[i]; from++);
      fragment.appendChild(
        on[i] ? node("mark", "", text.slice(i, from)) : document.createTextNode(text.slice(i, from)),
      );
    }
    return fragment;
  }

  /** What names a line, ready to be compared. @param {string} part */
  function lead(part) {
    return fold((LEAD.exec(part) || [""])[0]);
  }

  /**
   * Of ``parts`` that which holds most needles, those most that few parts hold; the first of equals. Words of
   * the ``query`` itself tell twice what others of their meaning do, and its single characters a little: 氨气泄漏
   * is asked, 闻到氨味 is written. What stands before a colon names the line, and counts twice.
   * @param {string[]} parts
   * @param {string[]} needles
   * @param {string} query
   */
  function richest(parts, needles, query) {
    var folded = parts.map(fold),
      leads = parts.map(lead),
      worth = parts.map(() => 0);
    Array.from(new Set(needles.concat(query.split("")))).forEach((needle) => {
      var holding = folded.map((text) => text.indexOf(needle) >= 0),
        own = query.indexOf(needle) >= 0 ? 1 : 0.5,
        tells = needles.indexOf(needle) >= 0 ? own * needle.length : SIGN,
        share = tells / Math.max(1, holding.filter(Boolean).length);
      holding.forEach((holds, at) => {
        if (holds && parts[at].trim()) worth[at] += leads[at].indexOf(needle) >= 0 ? 2 * share : share;
      });
    });
    return parts[worth.indexOf(Math.max.apply(null, worth))].trim();
  }

  /**
   * The block of a section that answers, whole when it is no longer than ``most``; of a longer one the best
   * sentence and what follows it. When its title is a question or what was asked, the answer begins with its
   * first block, unless another bears the name of what was asked.
   * @param {Search.Doc} section
   * @param {Search.Found} found
   * @param {number} most
   */
  function passage(section, found, most) {
    var blocks = section.text.split("\n"),
      needles = found.needles,
      title = fold(section.name),
      asked = needles.filter((needle) => found.query.indexOf(needle) >= 0),
      titled = asked.filter((needle) => title.indexOf(needle) >= 0),
      isTitle = QUESTION.test(title) || 2 * titled.join("").length >= asked.join("").length,
      best = richest(blocks, needles, found.query),
      isNamed = found.query
        .split("")
        .some((sign) => lead(best).indexOf(sign) >= 0 && title.indexOf(sign) < 0),
      block = isTitle && !isNamed ? blocks[0] : best;
    if (block.length <= most) return block;
    var sentences = block.match(/[^。；]+[。；]?/g) || [block],
      at = isTitle ? 0 : sentences.indexOf(richest(sentences, needles, found.query)),
      told = "";
    for (at = Math.max(0, at); at < sentences.length && (told + sentences[at]).length <= most; at++)
      told += sentences[at];
    return told || excerpt(block, found);
  }

  /**
   * The sentence of ``text`` that holds most of the needles, cut to a line or two.
   * @param {string} text
   * @param {Search.Found} found
   */
  function excerpt(text, found) {
    var needles = found.needles,
      best = richest(text.split(/[。；\n]/), needles, found.query);
    if (best.length <= HINT) return best;
    var at = best.length;
    needles.forEach((needle) => {
      var place = fold(best).indexOf(needle);
      if (place >= 0 && place < at) at = place;
    });
    at = at === best.length ? 0 : Math.max(0, Math.min(at - 16, best.length - HINT));
    if (at) at += best.slice(at, at + 16).search(BREAK) + 1; // from the beginning of a clause, if one is near
    return (at ? "…" : "") + best.slice(at, at + HINT) + (at + HINT < best.length ? "…" : "");
  }

  /** @param {Search.Doc[]} all the engine's points @param {number[]} points */
  function cited(all, points) {
    var ids = points
      .slice(0, 8)
      .map((at) => all[at].id)
      .join("、");
    return ids && "引用它的要点：" + ids + (points.length > 8 ? " 等 " + points.length + " 个" : "");
  }

  /**
   * What it costs, with the article and the body: the answer to 罚多少. Premises go with the amounts.
   * @param {string[][]} fines one row or more
   * @param {string[]} needles
   */
  function fine(fines, needles) {
    var best = fines[0],
      most = -1;
    fines.forEach((row) => {
      // Who, what and by which law; each amount holds 罚款, which tells nothing.
      var text = fold([row[0], row[1], row[2], row[5]].join(" ")),
        found = 0;
      needles.forEach((needle) => {
        if (text.indexOf(needle) >= 0) found += needle.length;
      });
      if (/[万千百]元/.test(row[3] + row[4])) found += 1; // an amount tells more than an order to mend
      if (found > most) {
        most = found;
        best = row;
      }
    });
    return (
      best[1] +
      "。" +
      (best[2] ? "前提：" + best[2] + "。" : "") +
      (best[3] ? "首次：" + best[3] + "。" : "") +
      (best[4] ? "不改或情节严重：" + best[4] + "。" : "") +
      best[0] +
      "，" +
      best[5] +
      "决定" +
      (best[6] ? "；" + best[6] : "") +
      (fines.length > 1 ? "；另有 " + (fines.length - 1) + " 条罚则" : "")
    );
  }

  /**
   * The words of a place that answer what was asked.
   * @param {Search.Doc} doc
   * @param {Search.Found} found
   */
  function words(doc, found) {
    if (found.wants.fine && doc.fines && doc.fines.length) return fine(doc.fines, found.needles);
    if (found.wants.often && doc.often) return doc.often;
    if (doc.kind === "phone") return doc.text;
    if (doc.kind === "faq") return doc.text.length <= ANSWER ? doc.text : doc.text.slice(0, ANSWER) + "…";
    if (doc.kind === "section" && doc === found.results[0].doc) return passage(doc, found, ANSWER);
    return excerpt(doc.text, found);
  }

  /**
   * Whether ``doc`` is a result of its own.
   * @param {Search.Found} found
   * @param {Search.Doc} doc
   */
  function isShown(found, doc) {
    return found.results.some((row) => row.doc === doc);
  }

  /**
   * Where a result stands.
   * @param {Search.Doc} doc
   */
  function where(doc) {
    if (doc.kind === "item") return "检查事项 · " + doc.aspect;
    return (doc.item ? doc.item.id + " " + doc.item.name + " · " + doc.item.aspect : doc.label) || "";
  }

  /**
   * One result: where it stands, unless the one before stands there too; its title, and the words that match.
   * @param {Search.Engine} engine
   * @param {Search.Found} found
   * @param {number} index
   */
  function option(engine, found, index) {
    var row = found.results[index],
      doc = row.doc,
      title,
      text,
      link = document.createElement("a");
    if (doc.kind === "item") {
      var point = engine.bestPoint(doc, found.scores);
      title = doc.id + " " + doc.name;
      text =
        point && found.scores[point.place] && !isShown(found, point)
          ? point.id +
            " " +
            (found.wants.fine && point.fines && point.fines.length
              ? fine(point.fines, found.needles)
              : point.name)
          : doc.text;
    } else if (doc.kind === "law") {
      title = row.place
        ? (/^[a-z]/i.test(doc.name) ? doc.name + " " : "《" + doc.name + "》") +
          self.HandbookSearchEngine.placeName(row.place[0])
        : doc.name + (doc.full ? " " + doc.full : "");
      text = row.place ? [row.place[2], cited(engine.points, row.place[1])].filter(Boolean).join("。") : "";
    } else {
      title = (doc.id ? doc.id + " " : "") + doc.name;
      text = words(doc, found);
    }
    link.id = "hb-search-option-" + index;
    link.className = "hb-hit";
    link.href = root + row.url;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    if (!index || where(found.results[index - 1].doc) !== where(doc))
      link.appendChild(node("span", "where", where(doc)));
    link.appendChild(node("span", "title", marked(title, found.needles)));
    if (text) link.appendChild(node("span", "text", marked(text, found.needles)));
    return link;
  }

  /**
   * 119（火警）, to be dialled by touching it.
   * @param {Search.Doc} phone its name ends with the number
   */
  function dial(phone) {
    var words = phone.name.split(" ");
    var number = words.pop();
    var link = document.createElement("a");
    link.href = "tel:" + number;
    link.textContent = number + "（" + words.join(" ") + "）";
    return link;
  }

  /**
   * @param {string} before
   * @param {Search.Doc[]} phones
   * @param {string} after
   */
  function numbers(before, phones, after) {
    var said = node("b", "", before);
    phones.forEach((phone, index) => {
      if (index) said.appendChild(document.createTextNode("、"));
      said.appendChild(dial(phone));
    });
    said.appendChild(document.createTextNode(after));
    return said;
  }

  /** @param {number} index */
  function choose(index) {
    if (options[active]) options[active].setAttribute("aria-selected", "false");
    active = index;
    var chosen = options[active];
    if (chosen) {
      chosen.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", chosen.id);
      if (chosen.offsetTop < list.scrollTop) list.scrollTop = chosen.offsetTop;
      else if (chosen.offsetTop + chosen.offsetHeight > list.scrollTop + list.clientHeight)
        list.scrollTop = chosen.offsetTop + chosen.offsetHeight - list.clientHeight;
    } else input.removeAttribute("aria-activedescendant");
  }

  /** @param {boolean} visible */
  function show(visible) {
    panel.hidden = !visible;
    input.setAttribute("aria-expanded", visible && options.length ? "true" : "false");
    if (!visible) choose(-1);
  }

  function draw() {
    var typed = input.value.trim();
    if (!engine || typed === drawn) {
      show(!!typed);
      return;
    }
    var now = engine;
    var found = now.search(typed);
    choose(-1);
    drawn = typed;
    list.textContent = "";
    list.scrollTop = 0;
    options = (found.foreign ? found.results.slice(0, 3) : found.results).map((_, index) =>
      list.appendChild(option(now, found, index)),
    );
    list.hidden = !options.length;
    all.hidden = !!options.length && !found.foreign;
    answer.textContent = "";
    if (found.urgent && found.urgent.length) {
      answer.appendChild(numbers("正在发生的，先打 ", found.urgent, "。"));
    } else if (found.meaning && !found.foreign) {
      answer.appendChild(node("b", "", found.meaning.word + "："));
      answer.appendChild(document.createTextNode(found.meaning.meaning));
    } else if (found.foreign && typed) {
      var phone = now.whom(found.query);
      if (phone) answer.appendChild(numbers("可以打 ", [phone], "问。"));
    }
    answer.hidden = !answer.firstChild;
    status.textContent = !typed
      ? ""
      : found.foreign
        ? "手册没有写" +
          (found.unsaid ? "“" + found.unsaid + "”" : "这个") +
          "。" +
          (options.length ? "最接近的是下面这些。" : "换个说法，或者从检查事项里找。")
        : "找到 " +
          options.length +
          " 条" +
          (options.length < self.HandbookSearchEngine.SHOWN ? "" : "，最相近的在前") +
          (lost ? "（正文没有读到，只找了标题和要点）" : "");
    show(!!typed);
  }

  /** Load the texts once; they come as a script so that this works from a folder too. */
  function load() {
    if (asked) return;
    asked = true;
    status.textContent = "正在打开搜索…";
    // In the order in which they need each other.
    var files = said("data-engine").split(" ").concat(said("data-index")),
      missing = files.length,
      failed = false;
    files.forEach((address) => {
      var script = document.createElement("script");
      script.async = false;
      script.src = address;
      script.onload = () => {
        missing--;
        if (missing) return;
        engine = new self.HandbookSearchEngine(self.handbookSearch);
        host.setAttribute("data-ready", "");
        draw();
        loadTexts();
      };
      script.onerror = () => {
        if (failed) return;
        failed = true;
        asked = false;
        all.hidden = false;
        status.textContent = "搜索没有打开，请检查网络后再试，或者从检查事项里找。";
      };
      document.head.appendChild(script);
    });
  }

  /**
   * The running texts and what leads to them come second: headings and points answer before they are
   * here.
   */
  function loadTexts() {
    var files = said("data-texts").split(" "),
      missing = files.length;
    function done() {
      missing--;
      if (missing) return;
      engine = new self.HandbookSearchEngine(
        self.handbookSearch,
        self.handbookSearchTexts,
        self.handbookSearchAsked,
      );
      host.setAttribute("data-whole", "");
      drawn = null;
      if (!panel.hidden && active < 0) draw(); // who has begun to choose keeps the list as it is
    }
    files.forEach((address) => {
      var script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = () => {
        lost = true;
        done();
      };
      document.head.appendChild(script);
    });
  }

  // ---------- Back from a result: the question is still there ----------

  /** @param {string} query */
  function keep(query) {
    try {
      history.replaceState(query ? { hbQuery: query } : null, "");
    } catch (error) {
      // no history here: the question is lost, the result is not
    }
  }

  /** @param {PageTransitionEvent} event */
  function back(event) {
    var entry = performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
    var returned =
      event.persisted ||
      (entry ? /** @type {PerformanceNavigationTiming} */ (entry).type : "") === "back_forward";
    var query = history.state && history.state.hbQuery;
    if (!returned || !query) return;
    input.value = query;
    enter();
    draw();
  }
  window.addEventListener("pageshow", back);

  function enter() {
    host.classList.add("hb-search--open");
    open.setAttribute("aria-expanded", "true");
    load();
  }

  function leave() {
    host.classList.remove("hb-search--open");
    open.setAttribute("aria-expanded", "false");
    show(false);
  }

  open.addEventListener("click", () => {
    enter();
    input.focus();
  });
  close.addEventListener("click", () => {
    keep("");
    input.value = "";
    leave();
    open.focus();
  });
  input.addEventListener("focus", () => {
    enter();
    draw();
  });
  input.addEventListener("input", () => {
    load();
    draw();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (panel.hidden) draw();
      var count = options.length,
        step = event.key === "ArrowDown" ? 1 : -1;
      // One place before the first: the typed words again.
      if (count) choose(((active + 1 + step + count + 1) % (count + 1)) - 1);
      event.preventDefault();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (!panel.hidden) show(false);
      else {
        input.value = "";
        leave();
        input.blur();
      }
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    var chosen = options[active] || (panel.hidden ? null : options[0]);
    if (chosen) chosen.click();
    else draw();
  });
  list.addEventListener("click", () => {
    keep(input.value.trim());
    leave();
    input.blur();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!host.contains(/** @type {Node} */ (event.target))) leave();
  });
  host.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !host.contains(/** @type {Node} */ (event.relatedTarget))) leave();
  });
  document.addEventListener("keydown", (event) => {
    var at = /** @type {HTMLElement} */ (event.target);
    var typing = /^(input|textarea|select)$/i.test(at.tagName) || at.isContentEditable;
    if (
      (event.key === "/" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) ||
      ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k")
    ) {
      event.preventDefault();
      enter();
      input.focus();
      input.select();
    }
  });
  /** @type {HTMLElement} */ (host.querySelector(".hb-search__link")).hidden = true;
  open.hidden = box.hidden = false;
})();
