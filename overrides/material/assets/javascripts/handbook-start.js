/*
 * Runs before the page is painted: colour scheme, and the mark that programs run here.
 *
 * Material puts these few lines into the page itself. They stand in a file instead, so that the pages hold no
 * script at all and the Content-Security-Policy can forbid every script that is not a file of the site.
 * The names that begin with __md are called by Material's own program.
 */
(function () {
  "use strict";

  var root = document.documentElement;
  root.classList.add("hb-js");
  // What Material's program would do later, which styles the whole page anew.
  root.classList.remove("no-js");
  root.classList.add("js");

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

  // ---------- Where the page is read ----------

  HB.inWeChat = /MicroMessenger/i.test(navigator.userAgent);
  /**
   * Whether the page runs inside a chat program, which saves no file, prints nothing and has a storage of
   * its own.
   */
  HB.inShell = HB.inWeChat || /\bQQ\/|DingTalk|TBS\/|Lark|wxwork/i.test(navigator.userAgent);

  // A page has one way to paper: its PDF, or from a folder, where the PDF may be missing, the browser's
  // print.
  root.classList.toggle("hb-disk", location.protocol === "file:");
  root.classList.toggle("hb-shell", HB.inShell);

  // This file is <site>/assets/javascripts/handbook-start.js.
  var scope = new URL("../..", /** @type {HTMLScriptElement} */ (document.currentScript).src);

  window.__md_scope = scope;
  window.__md_hash = (text) => {
    var sum = 0;
    for (var i = 0; i < text.length; i++) sum = (sum << 5) - sum + text.charCodeAt(i);
    return sum;
  };
  window.__md_get = (key, storage, place) => {
    try {
      return JSON.parse((storage || localStorage).getItem((place || scope).pathname + "." + key) || "null");
    } catch (error) {
      return null; // no storage here, or not written by us
    }
  };
  window.__md_set = (key, value, storage, place) => {
    try {
      (storage || localStorage).setItem((place || scope).pathname + "." + key, JSON.stringify(value));
    } catch (error) {
      // A colour scheme that is not remembered does no harm.
    }
  };

  // Browsers before 2020 have no ResizeObserver, and the theme would fetch one from another host. What it is
  // used for (how high the header is) changes when the window does.
  if (!window.ResizeObserver) {
    /** @type {any} */ (window).ResizeObserver = function (
      /** @type {(entries: {target: Element, contentRect: DOMRect}[]) => void} */ tell,
    ) {
      /** @type {Element[]} */
      var watched = [];
      function look() {
        if (!watched.length) return;
        tell(watched.map((node) => ({ target: node, contentRect: node.getBoundingClientRect() })));
      }
      this.observe = (/** @type {Element} */ node) => {
        if (watched.indexOf(node) < 0) watched.push(node);
        setTimeout(look);
      };
      this.unobserve = (/** @type {Element} */ node) => {
        watched = watched.filter((other) => other !== node);
      };
      this.disconnect = () => {
        watched = [];
      };
      window.addEventListener("resize", look);
      window.addEventListener("load", look);
    };
  }

  // A self-check is kept on this device: the home page has room for the way back to it from the first paint
  // on.
  try {
    for (var place = 0; place < localStorage.length; place++) {
      if (/^handbook-self-check\/c[0-9a-z]{6,24}\/[ab]$/.test(localStorage.key(place) || "")) {
        root.classList.add("hb-has-check");
      }
    }
  } catch (error) {
    // no storage here: nothing is kept
  }

  // ---------- Folds: an address opens what it leads to ----------

  /** Opens `place` (a point's own fold) and every fold around it. */
  HB.unfold = (place) => {
    if (!place) return;
    for (
      var /** @type {Element | null} */ node = place;
      node && node !== document.body;
      node = node.parentElement
    ) {
      if (node instanceof HTMLDetailsElement) node.open = true;
    }
    var own = place.matches && place.matches(".hb-point, .hb-folded") && place.querySelector("details");
    if (own) own.open = true;
  };

  /** What the address leads to, if it is there. */
  HB.aimed = () => {
    var id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch (error) {
      // a lone % in an address that somebody cut: taken as it is
    }
    return id ? document.getElementById(id) : null;
  };

  // Opened as the page is read: opened when all of it is there, it would push away what one reads by then.
  if (location.hash) {
    var reading = new MutationObserver(() => {
      var place = HB.aimed();
      if (!place) return;
      HB.unfold(place);
      if (place.nextElementSibling || place.querySelector("details[open]")) reading.disconnect();
    });
    reading.observe(document, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", () => {
      reading.disconnect();
    });
  }

  // Light and dark. Material's program would do the same after the page is painted, and style it all anew
  // for that; main.html keeps it away from the buttons.
  var inputs = Array.prototype.slice.call(document.querySelectorAll("input[data-md-color-media]"));
  var ASPECTS = ["media", "scheme", "primary", "accent"];

  /** @param {HTMLInputElement} input */
  function use(input) {
    for (const name of ASPECTS)
      document.body.setAttribute("data-md-color-" + name, input.getAttribute("data-md-color-" + name) || "");
    inputs.forEach((option) => {
      option.checked = option === input;
      option.nextElementSibling.hidden = option !== input; // its label leads to the other one
    });
  }

  /** @param {HTMLInputElement} input */
  function choose(input) {
    use(input);
    /** @type {Record<string, string | null>} */
    var colour = {};
    for (const name of ASPECTS) colour[name] = input.getAttribute("data-md-color-" + name);
    window.__md_set("__palette", { index: inputs.indexOf(input), color: colour });
  }

  var stored = window.__md_get("__palette");
  var media = stored && typeof stored === "object" && stored.color && stored.color.media;
  var first = inputs.filter((input) => input.getAttribute("data-md-color-media") === media)[0];
  var fits = inputs.filter(
    (input) => window.matchMedia && window.matchMedia(input.getAttribute("data-md-color-media")).matches,
  )[0];
  if (first || fits || inputs[0]) use(first || fits || inputs[0]);

  inputs.forEach((input, place) => {
    input.addEventListener("change", () => {
      choose(input);
    });
    input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      var next = inputs[(place + 1) % inputs.length];
      choose(next);
      next.focus();
    });
  });
})();
