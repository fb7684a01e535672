/*
 * The papers as one DOCX: the template written at build time is filled by docxtemplater. Texts become text;
 * nothing of them is read as a template or as markup.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

  /**
   * The picture in the template that the cover's QR code takes the place of
   * (scripts/handbook/pack/template.py).
   */
  var QR = "word/media/image1.png";

  /** @param {Pack.Block} block */
  function basis(block) {
    return block.basis.length ? "（" + block.basis.join("；") + "）" : "";
  }

  /**
   * Whether a paragraph, or a table's last rows, stay on the page of what comes next: signatures are never
   * alone at the head of a page, nor is a paper's last line.
   * @param {Pack.Block[]} blocks
   * @param {number} place
   */
  function staysWithNext(blocks, place) {
    var next = blocks.slice(place + 1, place + 3);
    return next.length === 1 || next.some((block) => block.kind === "s");
  }

  /**
   * What is said in the margin beside each block: everything missing once in a paper, with what is missing
   * close below, for a note is higher than a line and would cover the next one.
   * @param {Pack.Block[]} blocks
   */
  function notes(blocks) {
    var notes = blocks.map(() => /** @type {string[]} */ ([]));
    /** @type {string[]} */
    var said = [];
    var last = -9;
    blocks.forEach((block, place) => {
      var fresh = block.missing.filter((label) => said.indexOf(label) < 0);
      if (!fresh.length) return;
      if (place - last > 4) last = place;
      said = said.concat(fresh);
      notes[last] = notes[last].concat(fresh);
    });
    return notes;
  }

  /** @param {Pack.Block[]} blocks */
  function pieces(blocks) {
    var margin = notes(blocks);
    return blocks.map((block, place) => piece(block, margin[place], staysWithNext(blocks, place)));
  }

  /**
   * @param {Pack.Block} block
   * @param {string[]} missing
   * @param {boolean} kept
   */
  function piece(block, missing, kept) {
    /** @type {Record<string, unknown>} */
    var made = { missing: missing.length ? ["还没写：" + missing.join("、")] : [] };
    if (block.kind === "t") {
      var rows = /** @type {string[][]} */ (block.rows).map((row) => {
        /** @type {Record<string, string>} */
        var cells = {};
        row.forEach((cell, place) => {
          cells["c" + place] = cell;
        });
        return cells;
      });
      made[/** @type {string} */ (block.key)] = {
        first_kept: rows.splice(0, 2), // no table is begun at the foot of a page with a row alone
        last_kept: kept ? rows.splice(-2) : [],
        rows: rows,
      };
    } else if (block.kind === "s") {
      made.s = {
        text: /** @type {string[]} */ (block.labels)
          .map((label) => label + "（签字）：＿＿＿＿＿＿　　年　　月　　日")
          .join("\n"),
      };
    } else
      made[block.kind + (kept && block.kind !== "h" ? "_kept" : "")] = {
        text: block.text,
        basis: basis(block),
      };
    return made;
  }

  /** The bytes of a DOCX with `papers`; with `cover` it begins with a cover page. */
  HB.packDocx = (papers, cover, model, library) => {
    var zip = new library.PizZip(library.template, { base64: true });
    var writer = new library.docxtemplater(zip, {
      paragraphLoop: true,
      linebreaks: true,
      nullGetter() {
        return "";
      },
    });
    writer.render({
      head: cover.firm + "　" + (papers.length === 1 ? papers[0].name : "安全文件一册"),
      foot: "范本，填写后由企业负责　" + model.edition.name,
      cover: papers.length > 1 ? [cover] : [],
      docs: papers.map((paper, place) => ({
        newPage: papers.length > 1 && place === 0, // behind the cover
        name: paper.name,
        notice: "范本，填写后由企业负责。依据：" + (paper.basis.join("；") || "通行做法"),
        blocks: pieces(paper.blocks),
      })),
    });
    if (papers.length > 1 && library.qr) {
      var picture = HB.qrPng(HB.packAddress(papers, model), library.qr);
      if (picture) writer.getZip().file(QR, picture, { base64: true });
    }
    return writer.getZip().generate({ type: "uint8array", compression: "DEFLATE" });
  };
})();
