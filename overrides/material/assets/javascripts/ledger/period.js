/*
 * A period of the register as reports ask of it: who is there, in which town, with which hazards, seen when.
 */
(function () {
  "use strict";

  var HB = (window.HB = window.HB || /** @type {HandbookNamespace} */ ({}));
  var L = HB.ledger;

  var NOWHERE = "厂区没对上";
  /**
   * In the place of a row that is not there.
   * @type {Ledger.Row}
   */
  var NOBODY = { file: "", row: 0, v: {} };

  /** @type {Ledger.PeriodView["isPresent"]} */
  function isPresent(firm, model) {
    return model.states.some((state) => state.present && state.name === firm.v.状态);
  }

  /**
   * What reports ask of a period again and again.
   * @type {Ledger.PeriodView["view"]}
   */
  function view(period, model) {
    var index = L.indexOf(period);
    /** @param {Ledger.Row} firm */
    var townOf = (firm) => {
      var plant = index.plants[firm.v.厂区编号];
      return (plant && plant.v.镇街) || NOWHERE;
    };
    var firms = Object.keys(index.firms).map((id) => index.firms[id]);
    var present = firms.filter((firm) => isPresent(firm, model));
    var visits = Object.create(null);
    period.sheets.visits.forEach((visit) => {
      var id = visit.v.企业编号;
      if (id && visit.v.日期 && (!visits[id] || visits[id] < visit.v.日期)) visits[id] = visit.v.日期;
    });
    var problems = Object.create(null);
    period.sheets.problems.forEach((one) => {
      if (one.v.企业编号) (problems[one.v.企业编号] = problems[one.v.企业编号] || []).push(one);
    });
    return {
      period: period,
      index: index,
      townOf: townOf,
      firms: firms,
      present: present,
      seen: visits,
      problems: problems,
      name(id) {
        return (index.firms[id] && index.firms[id].v.企业名称) || id;
      },
    };
  }

  /**
   * Towns as the workbooks have them: in the order of the sheet of plants, the first period's before the
   * next one's; what is in no such sheet comes last.
   * @type {Ledger.PeriodView["townOrder"]}
   */
  function townOrder(periods) {
    /** @type {Record<string, number>} */
    var places = Object.create(null);
    var count = 0;
    periods.forEach((period) => {
      period.sheets.plants.forEach((plant) => {
        var town = plant.v.镇街;
        if (town && places[town] === undefined) places[town] = count++;
      });
    });
    /** @param {string} town */
    function place(town) {
      return places[town] === undefined ? count : places[town];
    }
    return (one, two) => place(one) - place(two) || L.order(one, two);
  }

  /** @type {Ledger.PeriodView["titleOf"]} */
  function titleOf(firm) {
    return firm.v.企业名称 || firm.v.企业编号 || "";
  }

  /** @type {Ledger.PeriodView["hazardsOf"]} */
  function hazardsOf(firm, model) {
    return model.hazards.filter((name) => firm.v[name] === "有");
  }

  /** @type {Ledger.PeriodView["placeOf"]} */
  function placeOf(firm, v) {
    var plant = v.index.plants[firm.v.厂区编号];
    return (
      ((plant && plant.v.厂区名称) || firm.v.厂区编号 || "") +
      (firm.v.幢 ? " " + firm.v.幢 + "幢" : "") +
      (firm.v.层 ? firm.v.层 + "层" : "")
    );
  }

  /** @type {Ledger.PeriodView["trade"]} */
  function trade(firm, model) {
    var division = L.divisionOf(firm.v.行业代码 || "", model);
    return division ? division.code + " " + division.name : "行业不明";
  }

  /** @type {Ledger.PeriodView["work"]} */
  function work(firm, model) {
    if (firm.v.产品) return firm.v.产品;
    var division = L.divisionOf(firm.v.行业代码 || "", model);
    return division ? division.name : "";
  }

  /** @type {Ledger.PeriodView["isOpen"]} */
  function isOpen(problem) {
    return problem.v.结果 !== "销号" && problem.v.结果 !== "移交";
  }

  HB.ledgerPeriod = {
    NOWHERE: NOWHERE,
    NOBODY: NOBODY,
    isPresent: isPresent,
    view: view,
    townOrder: townOrder,
    titleOf: titleOf,
    hazardsOf: hazardsOf,
    placeOf: placeOf,
    trade: trade,
    work: work,
    isOpen: isOpen,
  };
})();
