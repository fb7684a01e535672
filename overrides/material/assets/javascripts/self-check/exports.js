/*
 * Files of self-checks: what the page writes out, and what it takes in again. Nothing here is needed before a
 * check is kept or one is to be taken in.
 */
(function () {
  "use strict";

  var HB = window.HB;
  if (!HB.selfCheck) return;
  var { VERSION, FORMAT, LIMITS, POINT_ID, isPlain, fieldsOf, readCheck } = HB.selfCheck;

  // ---------- Taking in ----------

  /**
   * The checks in the text of an exported file, or in several pasted one after the other: {checks} or
   * {reason}. All of them are right, or none is taken.
   * @type {SelfCheck.Rules["readExport"]}
   */
  function readExport(content) {
    if (content.length > LIMITS.bytes) return { reason: "文件太大，不像是自查记录" };
    var parts = content.split(/(?=\{\s*"format":)/);
    if (parts[1] && parts[0].indexOf("{") < 0) parts.shift(); // who sent the first
    /** @type {SelfCheck.Check[]} */
    var checks = [];
    var media = {};
    for (var place = 0; place < parts.length; place++) {
      var read = readOne(parts[place]);
      if (!read.checks) return { reason: (parts[1] ? "第 " + (place + 1) + " 份：" : "") + read.reason };
      checks = checks.concat(read.checks);
      Object.assign(media, read.media);
    }
    return { checks: checks, media: media };
  }

  /** @param {string} content one exported file @returns {ReturnType<SelfCheck.Rules["readExport"]>} */
  function readOne(content) {
    var value;
    try {
      value = JSON.parse(HB.files.objectIn(content));
    } catch (error) {
      return {
        reason: "读不懂。要自查页“导出文件”（微信里“导出文字”）给的，一字不少；“发微信的文字”、表格取不回来",
      };
    }
    if (!isPlain(value) || value.format !== FORMAT) return { reason: "这不是自查导出的文件" };
    if (!Array.isArray(value.checks) || !value.checks.length) return { reason: "文件里没有自查记录" };
    if (value.checks.length > LIMITS.checks)
      return { reason: "文件里的自查太多，最多 " + LIMITS.checks + " 次" };
    /** @type {SelfCheck.Check[]} */
    var checks = [];
    for (var place = 0; place < value.checks.length; place++) {
      var read = readCheck(value.checks[place]);
      var check = read.check;
      if (!check) return { reason: "第 " + (place + 1) + " 次自查：" + read.reason };
      if (hasId(checks, check.id)) return { reason: "第 " + (place + 1) + " 次自查重复了" };
      checks.push(check);
    }
    return { checks: checks, media: readMedia(value.media, checks) };
  }

  /** @type {(checks: SelfCheck.Check[], id: string) => boolean} */
  function hasId(checks, id) {
    return checks.some((check) => check.id === id);
  }

  var IMAGE = /^data:image\/(jpeg|png);base64,[A-Za-z0-9+/]+=*$/;

  /**
   * Photos and signatures of a file, by the id of a check that is in it: only pictures of the kinds we write.
   * @param {unknown} value
   * @param {SelfCheck.Check[]} checks
   */
  function readMedia(value, checks) {
    /** @type {Record<string, SelfCheck.Media>} */
    var found = {};
    checks.forEach((check) => {
      var own = fieldsOf(fieldsOf(value)[check.id]);
      var signs = fieldsOf(own.signs);
      var photos = fieldsOf(own.photos);
      /** @type {SelfCheck.Media & { signs: Record<string, string> }} */
      var kept = { signs: {}, photos: {} };
      ["checker", "manager"].forEach((side) => {
        var image = signs[side];
        if (typeof image === "string" && IMAGE.test(image)) kept.signs[side] = image;
      });
      Object.keys(photos).forEach((id) => {
        var list = photos[id];
        if (!POINT_ID.test(id) || !Array.isArray(list)) return;
        kept.photos[id] = list
          .map(fieldsOf)
          .filter((photo) => typeof photo.image === "string" && IMAGE.test(photo.image))
          .map((photo) => ({
            when: photo.when === "after" ? "after" : "before",
            image: String(photo.image),
          }));
      });
      found[check.id] = kept;
    });
    return found;
  }

  // ---------- Giving out ----------

  /**
   * The text of an exported file; `media` holds the photos and signatures by the id of their check.
   * @type {SelfCheck.Rules["exportText"]}
   */
  function exportText(checks, data, day, media) {
    var all = {
      format: FORMAT,
      v: VERSION,
      site: data.site.name,
      edition: data.edition.id,
      day: day,
      checks: checks,
      media: media || undefined,
    };
    return JSON.stringify(all) + "\n"; // in one line: from a chat program it goes out as a text to copy
  }

  Object.assign(HB.selfCheck, { readExport: readExport, exportText: exportText });
})();
