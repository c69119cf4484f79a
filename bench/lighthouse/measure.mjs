// Measure pages as a phone in Chromium. Usage: node measure.mjs '[{"name": "…", "url": "…", "cookie": "…"}]'
// Prints one JSON line for each page.
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";

const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const chrome = await launch({ chromePath: process.env.CHROME_PATH || "/usr/bin/chromium", chromeFlags: flags });
try {
  for (const page of JSON.parse(process.argv[2])) {
    const options = { port: chrome.port, output: "json", logLevel: "error", onlyCategories: ["performance", "accessibility"],
      extraHeaders: page.cookie ? { Cookie: page.cookie } : undefined };
    const { lhr } = await lighthouse(page.url, options);
    const requests = lhr.audits["network-requests"].details.items;
    const failing = lhr.categories.accessibility.auditRefs
      .filter((ref) => lhr.audits[ref.id].score !== null && lhr.audits[ref.id].score < 1).map((ref) => ref.id);
    for (const id of failing) {
      for (const item of lhr.audits[id].details?.items ?? []) {
        console.error(`    ${page.name}: ${id}: ${item.node?.snippet} ${item.node?.explanation ?? ""}`);
      }
    }
    console.log(JSON.stringify({ name: page.name, url: lhr.finalDisplayedUrl,
      performance: Math.round(lhr.categories.performance.score * 100),
      accessibility: Math.round(lhr.categories.accessibility.score * 100),
      kilobytes: requests.reduce((sum, request) => sum + (request.transferSize || 0), 0) / 1024,
      requests: requests.length, paint: lhr.audits["first-contentful-paint"].numericValue,
      largest: lhr.audits["largest-contentful-paint"].numericValue, failing }));
  }
} finally {
  await chrome.kill();
}
