/*
 * The QR code of a pack's cover: it holds which papers there are and what they were made from, so that a
 * page of the site can say which of them have changed. It names no firm.
 *
 * Drawn by qrcode-generator: as SVG on the page (sharp in print), as PNG for the DOCX.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var QUIET = 4; // modules of white around, as the standard asks
  var DOTS = 6; // of the PNG, for each module

  /** @param {string} address @param {QrLibrary} library */
  function matrix(address, library) {
    var code = library(0, "M"); // 0: as large as the text needs
    code.addData(address, "Byte");
    code.make();
    return code;
  }

  /** The address behind the code: q/pack.html#版次&文件=指纹… */
  HB.packAddress = (papers, model) =>
    model.site.address +
    "q/pack.html#" +
    papers
      .map((paper) => paper.id + "=" + paper.digest)
      .concat("edition=" + model.edition.id)
      .join("&");

  /** An SVG element with the code of `address`. */
  HB.qrSvg = (address, library) => {
    var code = matrix(address, library);
    var count = code.getModuleCount();
    var size = count + 2 * QUIET;
    var path = "";
    for (var row = 0; row < count; row++)
      for (var column = 0; column < count; column++)
        if (code.isDark(row, column)) path += "M" + (column + QUIET) + "," + (row + QUIET) + "h1v1h-1z";
    var space = "http://www.w3.org/2000/svg";
    var svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 " + size + " " + size);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", "二维码：查这一册是不是现行的");
    svg.setAttribute("shape-rendering", "crispEdges");
    [
      ["M0,0h" + size + "v" + size + "h-" + size + "z", "#fff"],
      [path, "#000"],
    ].forEach((part) => {
      var shape = document.createElementNS(space, "path");
      shape.setAttribute("d", part[0]);
      shape.setAttribute("fill", part[1]);
      svg.appendChild(shape);
    });
    return svg;
  };

  /** The code of `address` as the bytes of a PNG in base64; empty where the browser draws none. */
  HB.qrPng = (address, library) => {
    var code = matrix(address, library);
    var count = code.getModuleCount();
    var canvas = document.createElement("canvas");
    canvas.width = canvas.height = (count + 2 * QUIET) * DOTS;
    var pen = canvas.getContext("2d");
    if (!pen) return "";
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#000";
    for (var row = 0; row < count; row++)
      for (var column = 0; column < count; column++)
        if (code.isDark(row, column)) pen.fillRect((column + QUIET) * DOTS, (row + QUIET) * DOTS, DOTS, DOTS);
    return canvas.toDataURL("image/png").split(",")[1] || "";
  };
})();
