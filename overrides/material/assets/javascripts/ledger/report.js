/*
 * All that is made of the register, under one name: reports are lists of plain blocks (ledger/blocks.js),
 * and every file of the program makes one kind. The page, the command and the tests take them from here.
 */
(function () {
  "use strict";

  var HB = window.HB;

  HB.ledgerReport = {
    view: HB.ledgerPeriod.view,
    balance: HB.ledgerBalance.balance,
    weekly: HB.ledgerWeek.weekly,
    gate: HB.ledgerGate.gate,
    gateSheet: HB.ledgerGate.gateSheet,
    round: HB.ledgerRound.round,
    handover: HB.ledgerRound.handover,
    twoYears: HB.ledgerYears.twoYears,
    suppressed: HB.ledgerPublish.suppressed,
    forPublishing: HB.ledgerPublish.forPublishing,
    asSheets: HB.ledgerSheets.asSheets,
    correctedCopy: HB.ledgerSheets.correctedCopy,
  };
})();
