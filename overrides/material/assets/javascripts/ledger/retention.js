/*
 * Who came in and stayed, and how long firms stay.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var L = HB.ledger;
  var { unique, rounded, median } = HB.ledgerStatistics;
  var { isPresent } = HB.ledgerPeriod;
  var { table } = HB.ledgerBlocks;

  /**
   * How many firms this period wrote down as coming in, and how many of them are still there.
   * @type {HandbookNamespace["ledgerRetention"]["arrivals"]}
   */
  function arrivals(result, now, model) {
    var into = model.events.filter((event) => event.moves > 0).map((event) => event.name);
    var ids = unique(
      result.fresh
        .filter((event) => into.indexOf(event.v.类别) >= 0 && event.v.企业编号)
        .map((event) => event.v.企业编号),
    );
    return {
      all: ids.length,
      kept: ids.filter((id) => now.index.firms[id] && isPresent(now.index.firms[id], model)).length,
    };
  }

  /**
   * How long, in years: those still there up to `today`, those gone up to the day of their event.
   * @type {HandbookNamespace["ledgerRetention"]["stays"]}
   */
  function stays(old, now, result, model, today) {
    var out = model.events.filter((event) => event.moves < 0).map((event) => event.name);
    var last = Object.create(null);
    result.fresh.forEach((event) => {
      var id = event.v.企业编号;
      if (out.indexOf(event.v.类别) < 0 || !id || !event.v.日期) return;
      if (!last[id] || last[id] < event.v.日期) last[id] = event.v.日期;
    });
    var gone = Object.keys(last).filter(
      (id) => !now.index.firms[id] || !isPresent(now.index.firms[id], model),
    );
    /** @param {string} title @param {[string, string][]} spans */
    var line = (title, spans) => {
      var years = spans
        .filter((span) => span[0] && span[0] <= span[1])
        .map((span) => L.between(span[0], span[1]) / 365.25);
      return [title, spans.length, years.length, years.length ? rounded(median(years), 1) : "—"];
    };
    return table(
      "在厂多久（中位数）",
      ["哪些企业", "户数", "算得出的户", "年"],
      [
        line(
          "期末在册",
          now.present.map((firm) => [firm.v.进驻日期, today]),
        ),
        line(
          "本期出去",
          gone.map((id) => {
            var firm = now.index.firms[id] || old.index.firms[id];
            return [firm && firm.v.进驻日期, last[id]];
          }),
        ),
      ],
      { counts: [1, 2], derived: [[3, [2]]] },
    );
  }

  HB.ledgerRetention = { arrivals: arrivals, stays: stays };
})();
