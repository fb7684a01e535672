/*
 * The register's program outside a browser. One request as JSON on standard input, one answer as JSON on
 * standard output:
 *   {scripts: [files], values, model, limits, today, after: [files], before: [files], wants}
 *   wants: {check, copy: file, reports: [{id, …}]}; a report is one of
 *     {id: "week", whole}  {id: "round", days}  {id: "handover"}  {id: "gate"}  {id: "years", publish}
 *     and may name files to be written of it: {xlsx: file, docx: file}
 *     leaves: {leaf, firms, most}: the sheet of a visit for the firms of these numbers, or where there are
 *     none for the first `most` of the plan, filled in
 *     take: {files, answers, copies: {name: file}}: results of self-checks taken in (ledger/intake.js); the
 *     workbooks that change are written where `copies` says for each of their names, if it says anything
 *   → {counts, problems, together: [equal ones once, `others` the rows besides the first],
 *      before: [problems of the files of the period before], reports: [report],
 *      leaves: {unknown: [numbers], pages: [{id, blocks}]},
 *      taken: what ledger/intake.js says, `files` by their names; its `text` counts}
 * It runs the very files that the page runs (overrides/material/assets/javascripts/ledger/).
 */
"use strict";

const fs = require("fs");
const path = require("path");
const vm = require("vm");

const request = JSON.parse(fs.readFileSync(0, "utf8"));
globalThis.window = globalThis;
Object.assign(globalThis, request.values);
for (const file of request.scripts) vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });

const { docx, ledger, ledgerFindings, ledgerIntake, ledgerReport, ledgerRound, xlsx } = globalThis.HB;
const { model, limits, today, wants } = request;

/** Files are read one at a time: the bytes of a province need not be in memory at once. */
function lazy(files) {
  return files.map((file) => ({
    name: path.basename(file),
    get bytes() {
      return new Uint8Array(fs.readFileSync(file));
    },
  }));
}

function gather(files) {
  return ledger.gather(lazy(files), model, limits);
}

const MAKERS = {
  week: (before, after, want) => ledgerReport.weekly(before, after, model, today, Boolean(want.whole)),
  round: (before, after, want) => ledgerReport.round(after, model, today, want.days),
  handover: (before, after) => ledgerReport.handover(after, model, today),
  gate: (before, after) => ledgerReport.gate(before, after, model, today),
  years: (before, after, want) => ledgerReport.twoYears(before, after, model, today, Boolean(want.publish)),
};

/** The sheets of a visit with what is known of each firm. */
function leaves({ leaf, firms, most }) {
  const view = ledgerReport.view(after, model);
  const due = () =>
    ledgerRound
      .stops(view, model, today)
      .filter((stop) => ledgerRound.isDue(stop, model.notSeen))
      .slice(0, most)
      .map((stop) => stop.firm);
  const known = (id) => Object.hasOwn(view.index.firms, id);
  const chosen = firms.length ? firms.filter(known).map((id) => view.index.firms[id]) : due();
  return {
    unknown: firms.filter((id) => !known(id)),
    pages: chosen.map((firm) => ({
      id: firm.v.企业编号,
      blocks: ledgerRound.leafBlocks(leaf, ledgerRound.leafOf(firm, view, model)),
    })),
  };
}

/** The results of self-checks in the workbooks of this period. */
function taken({ files, answers, copies }) {
  const found = ledgerFindings.read(lazy(files), globalThis.handbookPoints, model, limits);
  const made = ledgerIntake.take(found, after, lazy(request.after), model, answers, limits);
  for (const { name, bytes } of made.files) if (copies[name]) fs.writeFileSync(copies[name], bytes);
  return {
    ...made,
    checks: found.checks,
    text: ledgerIntake.countText(made),
    files: made.files.map((file) => file.name),
  };
}

const after = gather(request.after);
const before = request.before.length ? gather(request.before) : null;
const answer = { counts: {}, problems: [], together: [], before: before ? before.problems : [], reports: [] };
for (const sheet of model.sheets) answer.counts[sheet.name] = after.sheets[sheet.id].length;
const problems = wants.check || wants.copy ? ledger.check(after, model, today, before) : [];
if (wants.check) {
  answer.problems = problems;
  answer.together = ledger
    .together(problems)
    .map((one) => ({ ...one, others: ledger.rowsText(one.rows.slice(1)) }));
}
if (wants.copy) fs.writeFileSync(wants.copy, xlsx.write(ledgerReport.correctedCopy(after, problems, model)));
for (const want of wants.reports || []) {
  const report = MAKERS[want.id](before, after, want);
  answer.reports.push(report);
  if (want.xlsx) fs.writeFileSync(want.xlsx, xlsx.write(ledgerReport.asSheets(report)));
  if (want.docx) fs.writeFileSync(want.docx, docx.write(report));
}
if (wants.take) answer.taken = taken(wants.take);
if (wants.leaves) answer.leaves = leaves(wants.leaves);
process.stdout.write(JSON.stringify(answer));
