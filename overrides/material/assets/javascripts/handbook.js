/*
 * Small helps on every page. Nothing here is needed to read: without this file all is there, only less handy.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

  /**
   * A new element; texts become text, never markup. `on` is {event: listener}, `set` is {attribute: value}.
   * @param {string} name
   * @param {ElementSet | null=} set
   * @param {Child[]=} children
   */
  HB.element = (name, set, children) => {
    var made = document.createElement(name),
      given = set || {};
    Object.keys(given).forEach((key) => {
      var value = given[key];
      if (value === null || value === undefined || value === false) return;
      if (key === "on") {
        for (const event of Object.keys(value)) made.addEventListener(event, value[event]);
      } else if (key === "text") {
        made.textContent = value;
      } else if (key === "value" || key === "checked" || key === "disabled" || key === "hidden") {
        /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (made))[key] = value;
      } else {
        made.setAttribute(key, value === true ? "" : value);
      }
    });
    (children || []).forEach((child) => {
      if (child !== null && child !== undefined && child !== false) {
        made.appendChild(
          typeof child === "string" ? document.createTextNode(child) : /** @type {Node} */ (child),
        );
      }
    });
    return made;
  };

  /**
   * A button that calls `press`; `look` is how it stands among others: the main one, or a plain one.
   */
  HB.button = (text, press, look) =>
    HB.element("button", {
      type: "button",
      class: "hb-button" + (look ? " hb-button--" + look : ""),
      text: text,
      on: { click: press },
    });

  // ---------- Messages: in the flow of the page, so that none covers a control ----------

  var message = HB.element("div", { class: "hb-live", role: "status" }); // there before it speaks
  document.body.appendChild(message);

  /** @type {Element | null} */
  var acted = null; // where the reader is: what was tapped or got the focus last
  ["click", "focusin"].forEach((name) => {
    document.addEventListener(
      name,
      (event) => {
        if (event.target instanceof Element && !event.target.closest(".hb-message")) acted = event.target;
      },
      true,
    );
  });

  /** Whether a bar that sticks to the foot of the screen does so now. @param {Element} bar */
  function isHeld(bar) {
    return Math.abs(bar.getBoundingClientRect().bottom - window.innerHeight) < 2;
  }

  /**
   * The element nearest around `node` that a message can stand with: a row of a table, an entry of a list, or
   * a block after which another may stand; no inline element, nothing narrow, nothing inside a closed fold.
   * None for what does not move with the page: the header, a bar held at the foot.
   * @param {Element | null} node
   */
  function placeAt(node) {
    var found = null;
    for (; node && node.parentElement && node !== document.body; node = node.parentElement) {
      var parent = node.parentElement;
      var style = getComputedStyle(node);
      if (style.position === "fixed") return null;
      if (style.position === "sticky" && (!node.closest(".md-content") || isHeld(node))) return null;
      if (!found && isEntry(node) && !node.closest("details:not([open])")) found = node;
      if (
        !found &&
        /^(block|flex|grid|table|list-item|flow-root)$/.test(style.display) &&
        /^(DIV|SECTION|ARTICLE|FORM|FIELDSET|DETAILS|MAIN|LI|FIGURE)$/.test(parent.tagName) &&
        /^(block|list-item|flow-root)$/.test(getComputedStyle(parent).display) &&
        parent.clientWidth > 0.6 * Math.min(window.innerWidth, 720) &&
        !(parent instanceof HTMLDetailsElement && !parent.open)
      )
        found = node;
    }
    return found;
  }

  /** Whether it is a row of a table's body, or a wide entry of a list. @param {Element} node */
  function isEntry(node) {
    if (node instanceof HTMLTableRowElement) return !node.closest("thead");
    var style = getComputedStyle(node);
    return (
      node.tagName === "LI" &&
      /^(block|list-item)$/.test(style.display) &&
      node.clientWidth > 0.6 * Math.min(window.innerWidth, 720)
    );
  }

  /**
   * Puts `bar` where its reader is: in a row of its own below a row, at the end of an entry, or after a
   * block.
   * @param {HTMLElement} bar
   * @param {Element} place
   */
  function stand(bar, place) {
    if (place instanceof HTMLTableRowElement) {
      var cell = HB.element("td", { colspan: String(place.cells.length) }, [bar]);
      place.after(HB.element("tr", { class: "hb-message-row hb-screen" }, [cell]));
      // A table wider than the screen can be pushed sideways; its message stays in sight.
      var box = place.closest(".hb-table-wrap, .md-typeset__scrollwrap, .sc-scroll");
      if (box) bar.style.maxWidth = box.clientWidth - 24 + "px";
    } else if (isEntry(place)) place.appendChild(bar);
    else place.after(bar);
  }

  /** Takes a message away, with the row that was made for it. @param {Element | null} bar */
  function dismiss(bar) {
    var row = bar && bar.closest(".hb-message-row");
    if (row) row.remove();
    else if (bar) bar.remove();
  }

  /** Where the part of the screen that one reads ends: a bar that one works with stands below it. */
  function footOfScreen() {
    var foot = window.innerHeight;
    Array.prototype.forEach.call(document.querySelectorAll(".sc-bar, .sc-go"), (bar) => {
      if (isHeld(bar)) foot = bar.getBoundingClientRect().top;
    });
    return foot;
  }

  /** Moves the page as little as shows the whole of `node`. @param {Element} node */
  function bringInto(node) {
    var head = document.querySelector(".md-header");
    var top = head ? Math.max(0, head.getBoundingClientRect().bottom) : 0;
    var box = node.getBoundingClientRect();
    if (box.top < top) window.scrollBy(0, box.top - top - 4);
    else if (box.bottom > footOfScreen()) window.scrollBy(0, box.bottom - footOfScreen() + 4);
  }

  HB.tell = (text, button) => {
    dismiss(document.querySelector(".hb-message"));
    var bar = HB.element("div", { class: "hb-message hb-screen" }, [
      HB.element("p", { text: text }),
      button &&
        HB.element("button", {
          type: "button",
          class: "hb-message__main",
          text: button.text,
          on: {
            click() {
              dismiss(bar);
              button.press();
            },
          },
        }),
      HB.element("button", {
        type: "button",
        text: "知道了",
        on: {
          click() {
            dismiss(bar);
            if (acted instanceof HTMLElement && acted.isConnected) acted.focus({ preventScroll: true });
          },
        },
      }),
    ]);
    message.textContent = text;
    /** @type {HTMLElement} */
    var main = document.querySelector("main .md-content__inner, main") || document.body;
    var middle = main.getBoundingClientRect().left + main.offsetWidth / 2;
    var place =
      (acted && acted.isConnected && placeAt(acted)) ||
      placeAt(document.elementFromPoint(middle, footOfScreen() - 90)) ||
      placeAt(main.lastElementChild);
    if (place) stand(bar, place);
    else main.appendChild(bar);
    bringInto(bar);
    return bar;
  };

  /**
   * The link that was tapped, if it fits `kind`.
   * @param {MouseEvent} event
   * @param {string} kind
   * @returns {HTMLAnchorElement | null}
   */
  function linkAt(event, kind) {
    return event.target instanceof Element ? event.target.closest(kind) : null;
  }

  // ---------- Chat programs: they open no PDF and save no file ----------

  /**
   * The link to a file (no page) that was tapped.
   * @type {HandbookNamespace["fileAt"]}
   */
  HB.fileAt = (event) => {
    var link = linkAt(event, "a[href]");
    var is =
      link &&
      (link.hasAttribute("download") ||
        /\.(pdf|zip|docx|xlsx|pptx|ics|csv)([?#]|$)/i.test(link.getAttribute("href") || ""));
    return is ? link : null;
  };

  HB.weChatHint = "微信、QQ、钉钉里下载不了文件：请点右上角“…”，选“在浏览器打开”，再点一次。";

  if (HB.inShell) {
    Array.prototype.forEach.call(document.querySelectorAll(".hb-wechat"), (hint) => {
      hint.hidden = false;
    });
    document.addEventListener("click", (event) => {
      if (!HB.fileAt(event)) return;
      event.preventDefault();
      HB.tell(HB.weChatHint);
    });
  }

  // ---------- Folds: an address opens what it leads to, paper shows all ----------

  function follow() {
    var place = HB.aimed();
    if (!place) return;
    HB.unfold(place);
    place.scrollIntoView();
  }

  window.addEventListener("hashchange", follow);
  if (location.hash) follow();
  // Who taps a link to the place where one already is: no change of the address, but the fold may have been
  // closed.
  document.addEventListener("click", (event) => {
    var link = linkAt(event, "a[href^='#']");
    if (link && link.hash && link.hash === location.hash) setTimeout(follow);
  });

  /** @type {HTMLDetailsElement[]} */
  var opened = [];
  window.addEventListener("beforeprint", () => {
    opened = Array.prototype.filter.call(
      document.querySelectorAll(".md-content details"),
      (fold) => !fold.open,
    );
    for (const fold of opened) fold.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
    opened = [];
  });

  // ---------- Copy: the address of a point, the words to send ----------

  /**
   * Copies `text`; where the browser does not let a page do that, leaves it to the hand: selected in `area`,
   * when a field of the page shows it already.
   */
  HB.copy = (text, said, area) => {
    function byHand() {
      var field =
        area ||
        HB.element("textarea", {
          readonly: true,
          "aria-label": "要复制的文字",
          class: "hb-copy",
          value: text,
        });
      var before = document.activeElement;
      if (!area) document.body.appendChild(field);
      field.focus();
      field.select();
      var done = false;
      try {
        done = document.execCommand("copy");
      } catch (error) {
        done = false;
      }
      if (!area) {
        field.remove();
        if (before instanceof HTMLElement) before.focus({ preventScroll: true });
      }
      HB.tell(
        done ? said : area ? "复制不了：请长按文字，选“全选”“复制”。" : "复制不了，请长按选中：" + text,
      );
    }
    if (navigator.clipboard && navigator.clipboard.writeText && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(() => {
        HB.tell(said);
      }, byHand);
    } else byHand();
  };

  /**
   * An address that others can open: of a page opened from a folder, the one it has on the site.
   * @param {string} address
   */
  function sendable(address) {
    /** @type {HTMLLinkElement | null} */
    var canonical = document.querySelector("link[rel=canonical]");
    if (location.protocol !== "file:" || !canonical) return address;
    return canonical.href + (address.indexOf("#") < 0 ? "" : address.slice(address.indexOf("#")));
  }

  Array.prototype.forEach.call(document.querySelectorAll("a[data-hb-copy]"), (link) => {
    link.textContent = "复制 " + link.textContent;
    link.addEventListener("click", (/** @type {Event} */ event) => {
      event.preventDefault();
      HB.copy(sendable(link.href), "链接复制好了，可以发给别人。");
    });
  });

  // ---------- At the foot of every page: something is wrong, send it on ----------

  Array.prototype.forEach.call(document.querySelectorAll("a[data-hb-mail]"), (link) => {
    var where = document.title + "\n" + sendable(location.href.split("#")[0]) + "\n\n";
    link.href =
      "mailto:" +
      link.getAttribute("data-hb-mail") +
      "?subject=" +
      encodeURIComponent("手册写错了、没找到：" + document.title) +
      "&body=" +
      encodeURIComponent(where);
  });

  Array.prototype.forEach.call(document.querySelectorAll(".hb-share"), (button) => {
    button.addEventListener("click", () => {
      var title = button.getAttribute("data-title");
      var words = button.getAttribute("data-words");
      if (navigator.share && !HB.inWeChat) {
        navigator
          .share({ title: title, text: title + "：" + words, url: sendable(location.href) })
          .catch((error) => {
            if (error.name !== "AbortError") {
              HB.copy(
                [title, words, sendable(location.href)].join("\n"),
                "标题、一句话和网址复制好了，去粘贴吧。",
              );
            }
          });
      } else
        HB.copy([title, words, sendable(location.href)].join("\n"), "标题、一句话和网址复制好了，去粘贴吧。");
    });
  });

  // ---------- What is wider than the screen: the keyboard can move it ----------

  function reachable() {
    Array.prototype.forEach.call(
      document.querySelectorAll(".hb-table-wrap, .md-typeset__scrollwrap, .md-typeset pre > code"),
      (box) => {
        if (box.scrollWidth > box.clientWidth + 1) {
          box.tabIndex = 0;
          box.setAttribute("role", "region");
          var title = box.querySelector("th");
          box.setAttribute("aria-label", "可以左右移动的表" + (title ? "：" + title.textContent.trim() : ""));
        } else if (box.getAttribute("role") === "region") {
          box.removeAttribute("tabindex");
          box.removeAttribute("role");
          box.removeAttribute("aria-label");
        }
      },
    );
  }

  window.addEventListener("load", reachable);
  window.addEventListener("resize", reachable);
  document.addEventListener("toggle", reachable, true); // a fold that opens shows its table

  // ---------- Tables that can be sorted by a column ----------

  /** @param {HTMLTableRowElement} row @param {number} column */
  function sortKey(row, column) {
    var cell = row.cells[column];
    var given = cell.getAttribute("data-sort");
    return given === null ? cell.textContent.trim() : Number(given);
  }

  /** @param {HTMLTableElement} table */
  function makeSortable(table) {
    /** @type {ArrayLike<HTMLTableCellElement>} */
    var heads = table.tHead ? table.tHead.rows[0].cells : [];
    var body = table.tBodies[0];
    Array.prototype.forEach.call(heads, (head, column) => {
      var button = HB.element("button", { type: "button", class: "hb-sort", text: head.textContent });
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", () => {
        var numbers = body.rows[0] && typeof sortKey(body.rows[0], column) === "number";
        var was = head.getAttribute("aria-sort");
        // Numbers begin with the highest: that is what one looks for in a table of fines.
        var order = was
          ? was === "ascending"
            ? "descending"
            : "ascending"
          : numbers
            ? "descending"
            : "ascending";
        Array.prototype.forEach.call(heads, (other) => {
          other.removeAttribute("aria-sort");
        });
        head.setAttribute("aria-sort", order);
        var sign = order === "ascending" ? 1 : -1;
        dismiss(body.querySelector(".hb-message"));
        Array.from(body.rows)
          .map((row, place) => ({ row: row, key: sortKey(row, column), place: place }))
          .sort((a, b) => {
            var way = numbers
              ? /** @type {number} */ (a.key) - /** @type {number} */ (b.key)
              : String(a.key).localeCompare(String(b.key), "zh-CN");
            return way * sign || a.place - b.place;
          })
          .forEach((entry) => {
            body.appendChild(entry.row);
          });
      });
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("table.hb-sortable"), makeSortable);

  // ---------- The page's own print button ----------

  Array.prototype.forEach.call(document.querySelectorAll(".hb-print-page"), (button) => {
    button.addEventListener("click", () => {
      window.print();
    });
  });

  // ---------- The menu for those who use no mouse ----------

  // Material opens it with a label, which the keyboard does not reach: a button beside it, seen when it has
  // the focus.
  /** @param {HTMLInputElement} drawer @param {Element} opener */
  function drawerButton(drawer, opener) {
    var menu = HB.element("button", { type: "button", class: "hb-menu", text: "菜单" });
    function tellState() {
      menu.setAttribute("aria-expanded", String(drawer.checked));
    }
    opener.before(menu);
    drawer.addEventListener("change", tellState);
    tellState();
    menu.addEventListener("click", () => {
      drawer.click();
      /** @type {HTMLElement | null} */
      var first = document.querySelector(".md-nav--primary a[href]");
      if (drawer.checked && first) first.focus();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && drawer.checked) {
        drawer.click();
        menu.focus();
      }
    });
  }
  /** @type {HTMLInputElement | null} */
  var drawer = document.querySelector("input#__drawer");
  var opener = document.querySelector('label.md-header__button[for="__drawer"]');
  if (drawer && opener) drawerButton(drawer, opener);

  // The theme names a submenu after a label that holds only a picture: give it the words of its heading.
  Array.prototype.forEach.call(document.querySelectorAll("nav.md-nav[aria-labelledby]"), (nav) => {
    var title = nav.querySelector(".md-nav__title");
    if (!title) return;
    nav.removeAttribute("aria-labelledby");
    nav.setAttribute("aria-label", title.textContent.trim());
  });

  // ---------- A page whose program did not come shows its list ----------

  window.addEventListener("load", () => {
    var app = document.querySelector(".sc-app");
    if (app && !app.firstChild) document.documentElement.classList.remove("hb-js");
  });
})();
