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

  /** @param {Pack.Block} block */
  function piece(block) {
    /** @type {Record<string, unknown>} */
    var made = { missing: block.missing.length ? ["还没写：" + block.missing.join("、")] : [] };
    if (block.kind === "t") {
      made[/** @type {string} */ (block.key)] = {
        rows: /** @type {string[][]} */ (block.rows).map((row) => {
          /** @type {Record<string, string>} */
          var cells = {};
          row.forEach((cell, place) => {
            cells["c" + place] = cell;
          });
          return cells;
        }),
      };
    } else if (block.kind === "s") {
      made.s = {
        text: /** @type {string[]} */ (block.labels)
          .map((label) => label + "（签字）：＿＿＿＿＿＿　　年　　月　　日")
          .join("\n"),
      };
    } else made[block.kind] = { text: block.text, basis: basis(block) };
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
        newPage: place > 0 ? paper.newPage : papers.length > 1, // the first stands behind the cover
        name: paper.name,
        notice: "范本，填写后由企业负责。依据：" + (paper.basis.join("；") || "通行做法"),
        blocks: paper.blocks.map(piece),
      })),
    });
    if (papers.length > 1 && library.qr) {
      var picture = HB.qrPng(HB.packAddress(papers, model), library.qr);
      if (picture) writer.getZip().file(QR, picture, { base64: true });
    }
    return writer.getZip().generate({ type: "uint8array", compression: "DEFLATE" });
  };
})();
