/*
 * Keeps self-checks on the device.
 *
 * Each check stands in two places of localStorage, written in turn and numbered, so that a write cut off by a
 * crash spoils only the older copy. Nothing is thrown away that cannot be read: it is reported and left
 * alone. Before each write the stored copy is read and joined (two tabs), so no tab overwrites the other's
 * answers.
 */
(function () {
  "use strict";

  var core = window.HB.selfCheck;
  var PREFIX = "handbook-self-check/";
  var BEGUN = "handbook-begun"; // the id of the check begun here last

  /** localStorage if it can be written to, else null (switched off, or private browsing of some browsers). */
  function usableStorage() {
    try {
      var probe = PREFIX + "probe";
      window.localStorage.setItem(probe, "1");
      window.localStorage.removeItem(probe);
      return window.localStorage;
    } catch (error) {
      // A full storage refuses the probe too, but it can still be read.
      try {
        return window.localStorage && window.localStorage.length ? window.localStorage : null;
      } catch (refused) {
        return null;
      }
    }
  }

  /**
   * A store on `storage` (like localStorage; null keeps everything in memory only).
   *
   * save(check) and remove(id) give {ok: true, check} or {ok: false, why}: "full", "gone" (removed in another
   * tab) or "newer" (stored by a later version of the page). What could not be written is kept in memory.
   * @this {SelfCheck.Store}
   * @param {Storage | null} storage
   */
  function Store(storage) {
    this.storage = storage;
    this.memory = Object.create(null); // what this tab has seen, and what could not be written
    this.unsaved = Object.create(null);
  }

  Store.prototype.lasting = function () {
    return this.storage !== null;
  };

  /** @param {string} id @param {"checker" | "manager"} side */
  Store.prototype._slot = function (id, side) {
    var raw;
    try {
      raw = this.storage.getItem(PREFIX + id + "/" + side);
    } catch (error) {
      raw = null;
    }
    if (raw === null) return { side: side, n: 0, raw: null, check: null };
    try {
      var value = JSON.parse(raw);
      var read = core.readCheck(value.check);
      if (typeof value.n === "number" && isFinite(value.n) && read.check && read.check.id === id)
        return { side: side, n: value.n, raw: raw, check: read.check };
      return {
        side: side,
        n: 0,
        raw: raw,
        check: /** @type {SelfCheck.Check | null} */ (null),
        newer: Boolean(read.newer),
      };
    } catch (error) {
      return { side: side, n: 0, raw: raw, check: null };
    }
  };

  /**
   * The two places of a check, the newer readable one first.
   * @param {string} id
   */
  Store.prototype._slots = function (id) {
    var one = this._slot(id, "a");
    var two = this._slot(id, "b");
    return one.n >= two.n ? [one, two] : [two, one];
  };

  Store.prototype._ids = function () {
    var ids = [];
    for (var place = 0; place < this.storage.length; place++) {
      var key = this.storage.key(place);
      var parts = key && key.indexOf(PREFIX) === 0 ? key.slice(PREFIX.length).split("/") : [];
      if (parts.length === 2 && core.CHECK_ID.test(parts[0]) && ids.indexOf(parts[0]) < 0) ids.push(parts[0]);
    }
    return ids;
  };

  /**
   * The check as it is now, or null.
   * @param {string} id
   */
  Store.prototype.get = function (id) {
    var kept = this.memory[id] || null;
    if (!this.storage) return kept;
    var stored = this._slots(id)[0].check;
    if (!stored) return this.unsaved[id] ? kept : null;
    var joined = kept ? core.merge(stored, kept) : stored;
    this.memory[id] = joined;
    return joined;
  };

  /** {checks: newest first, broken: [{id, raw, newer}]} */
  Store.prototype.list = function () {
    var self = this;
    var ids = this.storage ? this._ids() : [];
    Object.keys(this.memory).forEach((/** @type {string} */ id) => {
      if ((!self.storage || self.unsaved[id]) && ids.indexOf(id) < 0) ids.push(id);
    });
    /** @type {{ id: string; raw: string | null; newer: boolean }[]} */
    var broken = [];
    /** @type {SelfCheck.Check[]} */
    var checks = [];
    ids.forEach((/** @type {string} */ id) => {
      var check = self.get(id);
      if (check) {
        checks.push(check);
        return;
      }
      var slots = self._slots(id);
      if (slots[0].raw !== null || slots[1].raw !== null) {
        broken.push({
          id: id,
          raw: slots[0].raw === null ? slots[1].raw : slots[0].raw,
          newer: Boolean(slots[0].newer || slots[1].newer),
        });
      }
    });
    checks.sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : b.made - a.made));
    return { checks: checks, broken: broken };
  };

  /** @param {SelfCheck.Check} check */
  Store.prototype.save = function (check) {
    var known = Boolean(this.memory[check.id]);
    var kept = this.memory[check.id] ? core.merge(this.memory[check.id], check) : check;
    this.memory[check.id] = kept;
    if (!this.storage) return { ok: true, check: kept };
    var slots = this._slots(check.id);
    if (slots[0].newer || slots[1].newer) return { ok: false, why: "newer", check: kept };
    if (
      known &&
      !slots[0].check &&
      slots[0].raw === null &&
      slots[1].raw === null &&
      !this.unsaved[check.id]
    ) {
      return { ok: false, why: "gone", check: kept };
    }
    if (slots[0].check) kept = this.memory[check.id] = core.merge(slots[0].check, kept);
    var line = JSON.stringify({ n: slots[0].n + 1, check: kept });
    var place = PREFIX + check.id + "/" + slots[1].side;
    var written = this._write(place, line);
    if (!written && slots[0].check && slots[1].raw !== null) {
      // No room for two copies: give up the older one, the newer stays until the new one stands.
      this.storage.removeItem(place);
      written = this._write(place, line);
    }
    if (written) delete this.unsaved[check.id];
    else this.unsaved[check.id] = true;
    return written ? { ok: true, check: kept } : { ok: false, why: "full", check: kept };
  };

  /** @param {string} key @param {string} line */
  Store.prototype._write = function (key, line) {
    try {
      this.storage.setItem(key, line);
      return this.storage.getItem(key) === line;
    } catch (error) {
      return false;
    }
  };

  /** @param {string} id */
  Store.prototype.remove = function (id) {
    delete this.memory[id];
    delete this.unsaved[id];
    if (this.storage) {
      this.storage.removeItem(PREFIX + id + "/a");
      this.storage.removeItem(PREFIX + id + "/b");
    }
    // There may be room now for what found none.
    Object.keys(this.unsaved).forEach((one) => {
      this.save(this.memory[one]);
    });
  };

  /** @param {string} id of a check begun on this device, not taken back from another */
  Store.prototype.noteBegun = function (id) {
    if (this.storage) this._write(BEGUN, id);
  };

  /** The check that tells who looks here and how: the one begun here last, else the newest. */
  Store.prototype.lastBegun = function () {
    var id = this.storage && this.storage.getItem(BEGUN);
    var checks = this.list().checks;
    var begun = checks.filter((/** @type {SelfCheck.Check} */ check) => check.id === id);
    return begun[0] || checks[0] || null;
  };

  /** Whether something is only in memory although there is a storage. */
  Store.prototype.hasUnsaved = function () {
    return Object.keys(this.unsaved).length > 0;
  };

  /**
   * Takes in what another tab wrote; if this tab knows something newer, writes it again. The check, or null.
   * @param {string} id
   */
  Store.prototype.refresh = function (id) {
    var stored = this.storage && this._slots(id)[0].check;
    var joined = this.get(id);
    if (stored && joined && core.isAhead(joined, stored)) this.save(joined);
    return joined;
  };

  /**
   * Calls `listener(id)` when another tab changed or removed a check; null when it cleared everything.
   * @param {Window} target
   * @param {(id: string | null) => void} listener
   */
  Store.prototype.watch = function (target, listener) {
    var self = this;
    target.addEventListener("storage", (event) => {
      if (event.storageArea && event.storageArea !== self.storage) return;
      if (event.key === null) {
        listener(null);
        return;
      }
      if (event.key.indexOf(PREFIX) !== 0) return;
      var id = event.key.slice(PREFIX.length).split("/")[0];
      if (core.CHECK_ID.test(id)) listener(id);
    });
  };

  /**
   * Notes for the card on the home page how many checks are not finished, and what is open, by the day it is
   * due: {going, due: {day or "": [points, of them ▲]}, lost: checks that could not be read}.
   * @type {HandbookNamespace["noteOpenChecks"]}
   */
  function noteOpenChecks(kept, data) {
    var due = Object.create(null);
    var going = 0;
    core.latest(kept.checks).forEach((check) => {
      if (!core.isFinished(check, data)) going++;
      var vague = core.vagueItems(check, data).length;
      if (vague) {
        due[""] = due[""] || [0, 0];
        due[""][0] += vague;
      }
      core.rows(check, data).forEach((row) => {
        if (row.state !== "current" || !core.isOpen(row.answer)) return;
        var sum = (due[row.answer.due] = due[row.answer.due] || [0, 0]);
        sum[0]++;
        if (row.major) sum[1]++;
      });
    });
    try {
      var note = { going: going, due: due, lost: kept.broken.length };
      window.localStorage.setItem("handbook-open", JSON.stringify(note));
    } catch (error) {
      // The card then only leads here.
    }
  }

  /**
   * What is half typed, kept for this visit: a new edition loads the page anew, and so does a phone that
   * needed its memory for the camera.
   * @type {SelfCheck.Draft}
   */
  window.HB.selfCheckDraft = {
    read(name) {
      try {
        var kept = JSON.parse(window.sessionStorage.getItem("handbook-self-check-" + name) || "{}");
        return typeof kept === "object" && kept ? kept : {};
      } catch (error) {
        return {};
      }
    },
    keep(name, values) {
      try {
        if (values) window.sessionStorage.setItem("handbook-self-check-" + name, JSON.stringify(values));
        else window.sessionStorage.removeItem("handbook-self-check-" + name);
      } catch (error) {
        // Without storage the form is only as lasting as the page.
      }
    },
  };
  window.HB.noteOpenChecks = noteOpenChecks;
  window.HB.SelfCheckStore = /** @type {HandbookNamespace["SelfCheckStore"]} */ (
    /** @type {unknown} */ (Store)
  );
  window.HB.usableStorage = usableStorage;
})();
