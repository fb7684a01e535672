// Lighthouse's reports on pages, as a phone sees them, one after the other in one browser.
// Called with Lighthouse's options as JSON and the pages' addresses; writes a JSON list.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [options, ...addresses] = process.argv.slice(2);
const browser = await launch({
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"],
});
try {
  const reports = [];
  for (const address of addresses) {
    const run = await lighthouse(address, {
      ...JSON.parse(options),
      port: browser.port,
      logLevel: "error",
    });
    reports.push(run.lhr);
  }
  process.stdout.write(JSON.stringify(reports));
} finally {
  browser.kill();
}
