/*
 * The register's program outside a browser. One request as JSON on standard input, one answer as JSON on standard output:
 *   {scripts: [files], model, limits, today, after: [files], before: [files], wants: {…}}
 *   wants: check, weekly (true: every name), years (true or "publish"), round (days), handover, gate, copy (file to write),
 *          sheets (file to write, of the first report)
 *   → {after: {files, counts}, problems, reports: [report]}
 * It runs the very files that the page runs (overrides/material/assets/javascripts/ledger-*.js).
 */
"use strict";

const fs = require("fs");
const path = require("path");
const vm = require("vm");

const request = JSON.parse(fs.readFileSync(0, "utf8"));
globalThis.window = globalThis;
for (const file of request.scripts) vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });

const { ledger, ledgerReport, xlsx } = globalThis.HB;
const { model, limits, today, wants } = request;

/** Files are read one at a time: a province is more than fits in memory at once as bytes. */
function gather(files) {
  const lazy = files.map((file) => ({
    name: path.basename(file),
    get bytes() {
      return new Uint8Array(fs.readFileSync(file));
    },
  }));
  return ledger.gather(lazy, model, limits);
}

const after = gather(request.after);
const before = request.before.length ? gather(request.before) : null;
const answer = { counts: {}, problems: [], reports: [] };
for (const sheet of model.sheets) answer.counts[sheet.name] = after.sheets[sheet.id].length;
const problems = wants.check || wants.copy ? ledger.check(after, model, today, before) : [];
if (wants.check) answer.problems = problems;
if (before && before.problems.length) answer.before = before.problems;
if (wants.weekly !== undefined)
  answer.reports.push(ledgerReport.weekly(before, after, model, today, wants.weekly));
if (wants.round !== undefined) answer.reports.push(ledgerReport.round(after, model, today, wants.round));
if (wants.handover) answer.reports.push(ledgerReport.handover(after, model, today));
if (wants.gate) answer.reports.push(ledgerReport.gate(before, after, model, today));
if (wants.years)
  answer.reports.push(ledgerReport.twoYears(before, after, model, today, wants.years === "publish"));
if (wants.copy)
  fs.writeFileSync(wants.copy, xlsx.write(ledgerReport.correctedCopy(after, problems, model)));
if (wants.sheets) fs.writeFileSync(wants.sheets, xlsx.write(ledgerReport.asSheets(answer.reports[0])));
process.stdout.write(JSON.stringify(answer));
