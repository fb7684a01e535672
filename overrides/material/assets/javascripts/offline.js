/*
 * Reading without a network: registers the service worker, has it store the handbook, and tells of a new
 * edition.
 *
 * The first visit stores only what it has loaded anyway. From the second page on, the rest is stored in the
 * background, unless the reader's browser asks for saving data. A button (.hb-offline) does it at once.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var SEEN = "handbook-seen";
  // Pages from a folder have no service worker, and need none.
  if (!/^https?:$/.test(location.protocol)) return;
  var root = new URL("../..", /** @type {HTMLScriptElement} */ (document.currentScript).src);

  // Here and not in the page, because a page from a folder would report an error for it.
  document.head.appendChild(
    HB.element("link", { rel: "manifest", href: new URL("app.webmanifest", root).href }),
  );

  if (!("serviceWorker" in navigator) || !window.isSecureContext || !window.caches) return;

  /**
   * Asks a worker, if it is still there: one that another took the place of has no answer.
   * @param {ServiceWorker | null} worker
   * @param {unknown} message
   * @param {(answer: WorkerAnswer) => void} hear
   */
  function ask(worker, message, hear) {
    if (!worker) return;
    var channel = new MessageChannel();
    channel.port1.onmessage = (event) => {
      hear(event.data || {});
    };
    worker.postMessage(message, [channel.port2]);
  }

  function seenBefore() {
    try {
      var seen = localStorage.getItem(SEEN);
      if (!seen) localStorage.setItem(SEEN, "1");
      return Boolean(seen);
    } catch (error) {
      return false; // no storage: then nothing is stored unasked
    }
  }

  function savesData() {
    // Not every browser tells, and the standard has it nowhere yet.
    var connection =
      /** @type {{ connection?: { saveData?: boolean; effectiveType?: string } }} */ (navigator).connection ||
      {};
    return Boolean(connection.saveData) || /2g/.test(connection.effectiveType || "");
  }

  // ---------- A new edition ----------

  var reloading = false;

  /** @param {ServiceWorkerRegistration} registration */
  function offer(registration) {
    var worker = registration.waiting;
    if (!worker || !navigator.serviceWorker.controller) return;
    ask(worker, { ask: "edition" }, (edition) => {
      var title = document.querySelector(".md-header__title");
      if (!title || document.querySelector(".hb-newer")) return;
      // Nobody asked for it: in the header it moves nothing that a finger is about to tap.
      var button = HB.button("有新版", () => {
        HB.tell("手册有更新（" + edition.name + "）。", {
          text: "换上新版",
          press() {
            if (registration.waiting) registration.waiting.postMessage({ ask: "take-over" });
          },
        });
      });
      button.className = "hb-newer";
      title.after(button);
    });
  }

  if (navigator.serviceWorker.controller) {
    // Another edition took over: this page must not ask it for files.
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (reloading) return;
      reloading = true;
      location.reload();
    });
  }

  // ---------- Files that are not stored ----------

  // A browser without a network does nothing at all then, and says nothing.
  document.addEventListener("click", (event) => {
    var link = navigator.onLine ? null : HB.fileAt(event);
    if (!link || HB.inShell || link.protocol === "blob:") return;
    var address = link.href;
    event.preventDefault();
    caches.match(address).then((kept) => {
      if (kept) location.assign(address);
      else HB.tell("现在没有网，这个文件没有存在本机。有网以后再点一次。");
    });
  });

  // ---------- Storing ----------

  /** @param {string} text */
  function tellOffline(text) {
    Array.prototype.forEach.call(document.querySelectorAll(".hb-offline__state"), (node) => {
      node.textContent = text;
    });
  }

  /** @param {ServiceWorker | null} worker */
  function fill(worker) {
    ask(worker, { ask: "fill" }, (state) => {
      if (state.part) tellOffline("正在存：" + Math.floor((100 * state.part) / state.of) + "%");
      else if (state.done) tellOffline("已经全部存到本机，没有网也能看。");
      else
        tellOffline(
          state.other ? "手册刚更新，换上新版以后再存。" : "没有存完：网断了或者存满了，有网的时候再点一次。",
        );
    });
  }

  /** @param {ServiceWorkerRegistration} registration */
  function showButton(registration) {
    Array.prototype.forEach.call(document.querySelectorAll(".hb-offline"), (place) => {
      var button = place.querySelector("button");
      place.hidden = false;
      ask(registration.active, { ask: "edition" }, (edition) => {
        button.textContent =
          "存到本机，没有网也能看（约 " + Math.max(1, Math.round(edition.bytes / 1024 / 1024)) + " MB 流量）";
      });
      button.addEventListener("click", () => {
        tellOffline("正在存……");
        fill(registration.active);
      });
    });
  }

  window.addEventListener("load", () => {
    // A moment later, so that the page itself comes first.
    window.setTimeout(begin, 1500);
  });

  function begin() {
    navigator.serviceWorker
      .register(new URL("service-worker.js", root).href)
      .then((registration) => {
        offer(registration);
        registration.addEventListener("updatefound", () => {
          var coming = registration.installing;
          if (!coming) return;
          coming.addEventListener("statechange", (event) => {
            if (/** @type {ServiceWorker} */ (event.target).state === "installed") offer(registration);
          });
        });
        return navigator.serviceWorker.ready;
      })
      .then((registration) => {
        var loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
        ask(registration.active, { ask: "keep", addresses: [location.href].concat(loaded) }, () => {
          document.documentElement.setAttribute("data-offline", "kept");
        });
        showButton(registration);
        if (seenBefore() && !savesData()) fill(registration.active);
      })
      .catch(() => {
        // Not served with a worker (a preview, say), or refused: the site works without.
      });
  }
})();
