/*
 * The industry of a firm by its code (GB/T 4754), and its size class for statistics.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));

  /** @type {Ledger.Industries["divisionOf"]} */
  function divisionOf(code, model) {
    return divisionsOf(model)[String(code).slice(0, 2)] || null;
  }

  /**
   * Divisions by their two digits, made once.
   * @param {LedgerModel} model
   */
  function divisionsOf(model) {
    if (model.divisions) return model.divisions;
    /** @type {Record<string, Ledger.Division>} */
    var divisions = Object.create(null);
    model.industries.forEach((section) => {
      section.divisions.forEach((division) => {
        divisions[division.code] = {
          code: division.code,
          name: division.name,
          section: section,
          hazards: division.hazards,
          classes: division.classes,
        };
      });
    });
    Object.defineProperty(model, "divisions", { value: divisions });
    return divisions;
  }

  /** @type {Ledger.Industries["hasClass"]} */
  function hasClass(code, division) {
    if (!division.classes) return true;
    for (var at = 0; at < division.classes.length; at += 2)
      if (division.classes.slice(at, at + 2) === code.slice(2)) return true;
    return false;
  }

  /**
   * Size class for statistics: both limits must be met, else the next class down.
   * @type {Ledger.Industries["sizeOf"]}
   */
  function sizeOf(firm, model) {
    var division = divisionOf(firm.v.行业代码 || "", model);
    if (!division) return "不明";
    if (model.size.sections.indexOf(division.section.code) < 0) return "不划";
    if (typeof firm.v.人数 !== "number") return "不明";
    var few = firm.v.人数 < model.size.classes[model.size.classes.length - 1].people;
    if (few) return model.size.lowest;
    if (typeof firm.v.上年营收 !== "number") return "不明";
    for (var place = 0; place < model.size.classes.length; place++) {
      var one = model.size.classes[place];
      if (firm.v.人数 >= one.people && firm.v.上年营收 >= one.revenue) return one.name;
    }
    return model.size.lowest;
  }

  HB.ledgerIndustries = { divisionOf: divisionOf, hasClass: hasClass, sizeOf: sizeOf };
})();
