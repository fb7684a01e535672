// Formats Typst files in place with typstyle; with --check only names those that it would change (exit status 1).
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const SHAPE = {
  max_width: 110,
  tab_spaces: 2,
  blank_lines_upper_bound: 1,
  collapse_markup_spaces: false,
  reorder_import_items: false,
  wrap_text: false,
};

// The package is made for bundlers, which load the WebAssembly by themselves; Node.js is told how.
const GLUE = "typstyle_wasm_bg.js";
const place = createRequire(import.meta.url).resolve(`@typstyle/typstyle-wasm-bundler/${GLUE}`);
const typstyle = await import(pathToFileURL(place).href);
const program = readFileSync(place.replace(/\.js$/, ".wasm"));
const { instance } = await WebAssembly.instantiate(program, { [`./${GLUE}`]: typstyle });
typstyle.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start?.();

const check = process.argv.includes("--check");
for (const file of process.argv.slice(2).filter((name) => name !== "--check")) {
  const text = readFileSync(file, "utf8");
  const formatted = typstyle.format(text, SHAPE);
  if (formatted === text) continue;
  console.log(file);
  if (check) process.exitCode = 1;
  else writeFileSync(file, formatted);
}
