/*
 * Keeps the handbook readable without a network. The list before these lines (self.handbookEdition) names
 * every file of this edition with the digest of its content; it is written by the build.
 *
 * The one rule: a page controlled by this worker gets files of this edition only. A file is stored under its
 * digest, and only after its content was checked against it. If the network has something else at that
 * address, the site has moved on to a newer edition; then the newer worker is fetched and takes over, and
 * nothing of it is handed out before. Files that stay the same between editions are not fetched again.
 *
 * Stored at installation: what every page loads. Stored when told so by offline.js: the page the reader is on
 * ("keep"), and from the second visit everything ("fill").
 */
"use strict";

const edition = self.handbookEdition;
const STORE = "handbook-files";
const TYPES = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  xml: "application/xml; charset=utf-8",
  webmanifest: "application/manifest+json",
  ico: "image/x-icon",
};
const AT_ONCE = 4; // downloads at a time: a phone in a workshop has other things to do

const scope = new URL(self.registration.scope);

function known(path) {
  return Object.prototype.hasOwnProperty.call(edition.files, path);
}

/** Path in the site of an address, "index.html" for folders; null outside the site. */
function pathOf(address) {
  const url = new URL(address, scope);
  if (url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return null;
  let path = url.pathname.slice(scope.pathname.length);
  try {
    path = decodeURIComponent(path);
  } catch (error) {
    return null;
  }
  return path === "" || path.endsWith("/") ? path + "index.html" : path;
}

function keyOf(path) {
  return new URL("__files/" + edition.files[path], scope).href;
}

async function digestOf(bytes) {
  const whole = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode.apply(null, whole.subarray(0, 12)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_");
}

class OtherEdition extends Error {}

/** The file from the network, checked. Throws OtherEdition when the site has something else there. */
async function fetchChecked(path) {
  const address = new URL(path.split("/").map(encodeURIComponent).join("/"), scope);
  for (const cache of ["default", "reload"]) {
    // The browser's own store may hold a copy of the edition before: then ask the server.
    const response = await fetch(address, { cache, credentials: "same-origin" });
    if (response.status === 404 || response.status === 410) throw new OtherEdition(path);
    if (!response.ok) throw new Error(path + ": " + response.status);
    const bytes = await response.arrayBuffer();
    if ((await digestOf(bytes)) === edition.files[path]) {
      const headers = new Headers({
        "content-type":
          response.headers.get("content-type") || TYPES[path.split(".").pop()] || "application/octet-stream",
      });
      for (const name of ["content-security-policy", "x-content-type-options", "referrer-policy"]) {
        if (response.headers.get(name)) headers.set(name, response.headers.get(name));
      }
      return new Response(bytes, { headers });
    }
  }
  throw new OtherEdition(path);
}

async function stored(path) {
  const store = await caches.open(STORE);
  return store.match(keyOf(path));
}

async function storeFile(path) {
  const store = await caches.open(STORE);
  if (!(await store.match(keyOf(path)))) await store.put(keyOf(path), await fetchChecked(path));
}

/** Stores the files, a few at a time; tells `step(done)` as it goes. */
async function storeAll(paths, step) {
  const waiting = paths.slice();
  let done = 0;
  const worker = async () => {
    while (waiting.length) {
      await storeFile(waiting.shift());
      done++;
      if (step) step(done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Removes what this edition does not know. */
async function sweep() {
  const store = await caches.open(STORE);
  const wanted = new Set(Object.keys(edition.files).map(keyOf));
  for (const request of await store.keys()) {
    if (!wanted.has(request.url)) await store.delete(request);
  }
}

/** A page made here, for when there is no page to give. */
function notice(title, text, refresh) {
  const html =
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">' +
    (refresh ? '<meta http-equiv="refresh" content="' + refresh + '">' : "") +
    "<title>" +
    title +
    "</title><h1>" +
    title +
    "</h1><p>" +
    text +
    '</p><p><a href="' +
    new URL("index.html", scope).href +
    '">回首页</a></p></html>';
  return new Response(html, {
    status: 503,
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'" },
  });
}

/**
 * Fetches the newer worker and lets it take over; the pages that are open reload themselves then. If there
 * is none although the site's files are not those of this edition (half put up, or changed on the way), this
 * worker steps aside for good: the site is then read straight from the network.
 */
async function moveOn() {
  try {
    await self.registration.update();
  } catch (error) {
    return; // no network: later
  }
  const next = self.registration.waiting || self.registration.installing;
  if (next) {
    next.postMessage({ ask: "take-over" });
    return;
  }
  const store = await caches.open(STORE);
  await store.put(markOf(edition.digest), new Response(""));
  await self.registration.unregister();
}

/** Address of the note that an edition was found not to be what the site holds. */
function markOf(digest) {
  return new URL("__aside/" + digest, scope).href;
}

async function install() {
  const store = await caches.open(STORE);
  if (await store.match(markOf(edition.digest))) throw new Error("this edition stepped aside");
  await storeAll(edition.frame);
}

async function answer(event, path) {
  const page = event.request.mode === "navigate";
  try {
    const ready = await stored(path);
    if (ready) return ready;
    const fresh = await fetchChecked(path);
    const copy = fresh.clone();
    event.waitUntil(
      caches
        .open(STORE)
        .then((store) => store.put(keyOf(path), copy))
        .catch(() => undefined),
    );
    return fresh;
  } catch (error) {
    if (error instanceof OtherEdition) {
      event.waitUntil(moveOn());
      return page ? notice("手册有新版", "正在换上新版，马上打开。", 2) : Response.error();
    }
    return page ? notice("现在没有网", "这一页还没有存到本机，有网的时候再打开。") : Response.error();
  }
}

/** A page that this edition does not know: of a newer edition, or nowhere. */
async function answerUnknown(event) {
  try {
    const response = await fetch(event.request);
    if (response.ok && /\.html$|\/$/.test(new URL(event.request.url).pathname)) {
      event.waitUntil(moveOn());
      return notice("手册有新版", "正在换上新版，马上打开。", 2);
    }
    const missing = response.status === 404 && known("404.html") && (await stored("404.html"));
    return missing ? new Response(missing.body, { status: 404, headers: missing.headers }) : response;
  } catch (error) {
    return notice("现在没有网", "这个文件没有存到本机，有网的时候再打开。");
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(sweep());
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const path = pathOf(event.request.url);
  if (path === null) return;
  if (known(path)) event.respondWith(answer(event, path));
  else if (event.request.mode === "navigate") event.respondWith(answerUnknown(event));
});

self.addEventListener("message", (event) => {
  const message = event.data || {};
  const reply = (value) => event.ports[0] && event.ports[0].postMessage(value);
  if (message.ask === "edition") {
    reply({ name: edition.name, digest: edition.digest, bytes: edition.bytes });
  } else if (message.ask === "take-over") {
    self.skipWaiting();
  } else if (message.ask === "keep") {
    const paths = message.addresses.map(pathOf).filter((path) => path && known(path));
    event.waitUntil(
      storeAll(paths).then(
        () => reply({ done: true }),
        () => reply({ done: false }),
      ),
    );
  } else if (message.ask === "fill") {
    const all = Object.keys(edition.files);
    event.waitUntil(
      storeAll(all, (done) => {
        if (done % 20 === 0) reply({ part: done, of: all.length });
      }).then(
        () => reply({ done: true, of: all.length }),
        (error) => {
          reply({ done: false, other: error instanceof OtherEdition });
          return error instanceof OtherEdition ? moveOn() : undefined;
        },
      ),
    );
  }
});
