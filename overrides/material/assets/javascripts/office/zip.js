/*
 * What Word and spreadsheet files (ECMA-376) have in common: an archive of XML parts, their kinds and their
 * relations. The ZIP part is fflate's (window.fflate); the archive carries no clock, so the same words make
 * the same bytes.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

  var HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  var OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  var PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  var KINDS = "application/vnd.openxmlformats-";

  /**
   * Relations of a part, as [id, kind, target].
   * @type {Zip["relations"]}
   */
  function relations(list) {
    return (
      HEAD +
      '<Relationships xmlns="' +
      PACKAGE +
      'relationships">' +
      list
        .map(
          (one) =>
            '<Relationship Id="' +
            one[0] +
            '" Type="' +
            OFFICE +
            "/" +
            one[1] +
            '" Target="' +
            one[2] +
            '"/>',
        )
        .join("") +
      "</Relationships>"
    );
  }

  /**
   * Kinds of the parts, as [path, kind].
   * @param {[string, string][]} list
   */
  function types(list) {
    return (
      HEAD +
      '<Types xmlns="' +
      PACKAGE +
      'content-types"><Default Extension="rels" ContentType="' +
      KINDS +
      'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>' +
      list
        .map(
          (one) =>
            '<Override PartName="/' +
            one[0] +
            '" ContentType="' +
            KINDS +
            "officedocument." +
            one[1] +
            '+xml"/>',
        )
        .join("") +
      "</Types>"
    );
  }

  /**
   * The parts that every file has: the kinds of the others, and which of them is the document.
   * @type {Zip["start"]}
   */
  function start(kinds) {
    return {
      "[Content_Types].xml": types(kinds),
      "_rels/.rels": relations([["rId1", "officeDocument", kinds[0][0]]]),
    };
  }

  /**
   * The bytes of an archive of text parts.
   * @type {Zip["pack"]}
   */
  function pack(parts) {
    /** @type {Record<string, Uint8Array>} */
    var files = {};
    for (const name of Object.keys(parts)) files[name] = window.fflate.strToU8(parts[name]);
    return window.fflate.zipSync(files, { level: 6, mtime: new Date(2000, 0, 1) });
  }

  HB.zip = { HEAD: HEAD, OFFICE: OFFICE, relations: relations, start: start, pack: pack };
})();
