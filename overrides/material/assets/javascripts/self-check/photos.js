/*
 * Photos and signatures of self-checks, kept on the device in IndexedDB (localStorage has no room for them).
 *
 * A photo is drawn anew at 1,280 pixels at most: that shrinks it and leaves out what the camera wrote into
 * the file (place, time, device). Everything is a data address, the only kind of picture the site's policy
 * lets a page make.
 */
(function () {
  "use strict";

  var HB = window.HB;
  var EDGE = 1280; // pixels of the longer side
  var QUALITY = 0.8; // of the JPEG
  var NAME = "handbook-self-check";
  var STORE = "media";
  var PATIENCE = 4000; // milliseconds; some browsers never answer, and the rest has to go on
  /** @type {Promise<IDBDatabase> | null} */
  var opened = null;

  function open() {
    if (opened) return opened;
    opened = new Promise((done, fail) => {
      if (!window.indexedDB) {
        fail(new Error("no IndexedDB"));
        return;
      }
      var asked = window.indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore(STORE);
      };
      window.setTimeout(() => {
        fail(new Error("no answer"));
      }, PATIENCE);
      asked.onsuccess = () => {
        opened = Promise.resolve(asked.result); // late, too
        done(asked.result);
      };
      asked.onerror = () => {
        opened = null;
        fail(asked.error);
      };
    });
    return opened;
  }

  /**
   * Runs `work(store)` and gives the result of the request that it returns; once more where the browser had
   * closed the database, as phones do behind the reader's back.
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest | void} work
   * @returns {Promise<any>}
   */
  function within(mode, work) {
    return transact(mode, work).catch((/** @type {DOMException | null} */ error) => {
      if (!error || !/^(InvalidState|Unknown)Error$/.test(error.name)) throw error;
      opened = null;
      return transact(mode, work);
    });
  }

  /** @type {typeof within} */
  function transact(mode, work) {
    return open().then(
      (database) =>
        new Promise((done, fail) => {
          var transaction = database.transaction(STORE, mode);
          var request = work(transaction.objectStore(STORE));
          transaction.oncomplete = () => {
            done(request && request.result);
          };
          transaction.onabort = transaction.onerror = () => {
            fail(transaction.error || new Error("storage"));
          };
        }),
    );
  }

  /** @param {string} prefix */
  function range(prefix) {
    return window.IDBKeyRange.bound(prefix, prefix + "\uffff");
  }

  /**
   * The picture in `file` as a small JPEG (data address). Fails when it is no picture.
   * @type {SelfCheck.Photos["shrink"]}
   */
  function shrink(file) {
    return new Promise((done, fail) => {
      var reader = new FileReader();
      reader.onerror = () => {
        fail(reader.error);
      };
      reader.onload = () => {
        var picture = new Image();
        picture.onerror = () => {
          fail(new Error("no picture"));
        };
        picture.onload = () => {
          var scale = Math.min(1, EDGE / Math.max(picture.naturalWidth, picture.naturalHeight));
          var canvas = document.createElement("canvas");
          canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
          canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
          /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(
            picture,
            0,
            0,
            canvas.width,
            canvas.height,
          );
          done(canvas.toDataURL("image/jpeg", QUALITY));
        };
        picture.src = String(reader.result);
      };
      reader.readAsDataURL(file);
    });
  }

  /**
   * Keeps a photo of a point: `when` is before or after. Gives its key.
   * @type {SelfCheck.Photos["add"]}
   */
  function add(check, point, when, image) {
    var key = [check, "photo", point, when, Date.now().toString(36)].join("/");
    return within("readwrite", (store) => store.put(image, key)).then(() => key);
  }

  /**
   * [{key, point, when, image}] of a check, or of one point of it.
   * @type {SelfCheck.Photos["list"]}
   */
  function list(check, point) {
    var prefix = check + "/photo/" + (point ? point + "/" : "");
    return Promise.all([
      within("readonly", (store) => store.getAllKeys(range(prefix))),
      within("readonly", (store) => store.getAll(range(prefix))),
    ])
      .then((both) =>
        both[0].map((/** @type {string} */ key, /** @type {number} */ place) => {
          var parts = String(key).split("/");
          return { key: key, point: parts[2], when: parts[3], image: both[1][place] };
        }),
      )
      .then((found) =>
        // The keys put "after" first; who looks at them reads them as they were taken.
        found.sort(
          (/** @type {SelfCheck.Photo} */ a, /** @type {SelfCheck.Photo} */ b) =>
            Number(a.when === "after") - Number(b.when === "after"),
        ),
      );
  }

  /** @type {SelfCheck.Photos["remove"]} */
  function remove(key) {
    return within("readwrite", (store) => store.delete(key));
  }

  /**
   * Everything kept for a check goes.
   * @type {SelfCheck.Photos["removeAll"]}
   */
  function removeAll(check) {
    return within("readwrite", (store) => store.delete(range(check + "/")));
  }

  /** @type {SelfCheck.Photos["sign"]} */
  function sign(check, side, image) {
    return within("readwrite", (store) =>
      image ? store.put(image, check + "/sign/" + side) : store.delete(check + "/sign/" + side),
    );
  }

  /**
   * {signs: {checker, manager}, photos: {"07-1": [{when, image}]}} of a check; empty where nothing can be
   * kept.
   * @type {SelfCheck.Photos["all"]}
   */
  function all(check) {
    /** @param {string} name */
    var side = (name) => within("readonly", (store) => store.get(check + "/sign/" + name));
    return Promise.all([list(check), side("checker"), side("manager")]).then(
      (found) => {
        /** @type {SelfCheck.Media["photos"]} */
        var photos = {};
        for (const photo of found[0]) (photos[photo.point] = photos[photo.point] || []).push(photo);
        return { signs: { checker: found[1] || "", manager: found[2] || "" }, photos: photos };
      },
      () => ({ signs: {}, photos: {} }),
    );
  }

  /**
   * Photos and signatures of several checks by their ids; checks that have none are left out.
   * @type {SelfCheck.Photos["ofChecks"]}
   */
  function ofChecks(checks) {
    /** @type {Record<string, SelfCheck.Media>} */
    var found = {};
    return checks
      .reduce(
        (before, check) =>
          before
            .then(() => all(check.id))
            .then((media) => {
              if (Object.keys(media.photos).length || media.signs.checker || media.signs.manager)
                found[check.id] = media;
            }),
        Promise.resolve(),
      )
      .then(() => found);
  }

  /** @type {Promise<unknown>} */
  var putting = Promise.resolve();
  var count = 0;

  /**
   * Puts back what an exported file brought: entries as list() gives them, and signatures. A photo that is
   * here already is not kept twice, be it of another file taken in at the same time. A signature that is here
   * gives way only to that of a `newer` record.
   * @type {SelfCheck.Photos["putBack"]}
   */
  function putBack(check, media, newer) {
    var one = putting.then(() => list(check)).then((here) => putMissing(check, media, newer, here));
    putting = one.catch(() => {});
    return one;
  }

  /**
   * @type {(
   *   check: string,
   *   media: SelfCheck.Media,
   *   newer: boolean,
   *   here: SelfCheck.Photo[],
   * ) => Promise<unknown>}
   */
  function putMissing(check, media, newer, here) {
    var now = Date.now().toString(36);
    return within("readwrite", (store) => {
      Object.keys(media.photos).forEach((point) => {
        media.photos[point].forEach((photo) => {
          var known = here.some(
            (one) => one.point === point && one.when === photo.when && one.image === photo.image,
          );
          if (!known)
            store.put(photo.image, [check, "photo", point, photo.when, now + "x" + count++].join("/"));
        });
      });
      /** @type {("checker" | "manager")[]} */ (["checker", "manager"]).forEach((side) => {
        var key = check + "/sign/" + side;
        var signed = store.get(key);
        signed.onsuccess = () => {
          if (media.signs[side] && (newer || !signed.result)) store.put(media.signs[side], key);
        };
      });
    });
  }

  /**
   * Asks the browser to keep what the site stores; says how much room is left, in words, or "".
   * @type {SelfCheck.Photos["room"]}
   */
  function room() {
    var storage = navigator.storage;
    if (!storage || !storage.estimate) return Promise.resolve("");
    var lasting = storage.persist ? storage.persist() : Promise.resolve(false);
    return Promise.all([lasting.catch(() => false), storage.estimate()]).then((both) => {
      var left = Math.max(0, (both[1].quota || 0) - (both[1].usage || 0)) / 1048576;
      return (
        "这台设备大约还能存 " +
        (left > 1024 ? Math.floor(left / 1024) + " GB" : Math.floor(left) + " MB") +
        (both[0]
          ? "，浏览器答应不自己清理。"
          : "。苹果手机七天没有打开本站，浏览器可能清掉记录，做完先导出。")
      );
    });
  }

  HB.selfCheckPhotos = {
    shrink: shrink,
    add: add,
    list: list,
    remove: remove,
    removeAll: removeAll,
    sign: sign,
    all: all,
    ofChecks: ofChecks,
    putBack: putBack,
    room: room,
  };
})();
