// How much the desk weighs, and how soon the next case stands there. What it takes is told, not judged: machines differ.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { Server } from "../server.mjs";
import { fresh_page, open_browser, settled, sign_in, widths } from "./browser.mjs";

const dist = fileURLToPath(new URL("../../web/dist/", import.meta.url));
const most_bytes = 400 * 1024;

/** What of a built file goes over the line. */
const weight = (path) => statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;

describe("the desk", () => {
  let server, browser;
  const errors = [];
  before(async () => {
    server = await new Server("sqlite", { disputes: 120 }).start();
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    assert.deepEqual(errors, []);
  });

  it("comes with less than 400 KB to its first page, the queue", async (test) => {
    const page = await fresh_page(browser, widths.desktop, errors);
    await sign_in(page, server.url, "dispatcher");
    const fresh = await page.context().newPage();
    const files = new Set();
    fresh.on("request", (request) => /\.(js|css|svg|html)$|\/desk\//.test(new URL(request.url()).pathname) && files.add(new URL(request.url()).pathname));
    await fresh.goto(`${server.url}/desk/queue`);
    await fresh.locator(".queue_rows").waitFor();
    const paths = [...files].map((path) => join(dist, path.startsWith("/desk/") ? "desk/index.html" : path));
    const bytes = paths.reduce((sum, path) => sum + weight(path), 0);
    test.diagnostic(`say: ${paths.length} files, ${Math.round(bytes / 1024)} KB compressed`);
    assert.ok(bytes <= most_bytes, `${bytes} bytes: ${paths.map((path) => `${path.split("/").at(-1)} ${weight(path)}`).join(", ")}`);
    await page.context().close();
  });

  it("loads a page's code when it is opened", () => {
    const entry = readFileSync(join(dist, "desk/index.html"), "utf8");
    const at_once = [...entry.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    const lazy = readdirSync(join(dist, "assets")).filter((name) => /_page-.*\.js$/.test(name));
    assert.ok(lazy.length >= 15, "every page is a file of its own");
    for (const name of lazy) assert.ok(!at_once.some((path) => path.endsWith(name)), name);
  });

  it("goes from one case to the next", async (test) => {
    const page = await fresh_page(browser, widths.desktop, errors);
    await sign_in(page, server.url, "dispatcher");
    await page.goto(`${server.url}/desk/queue/all`);
    await page.locator(".queue_rows .queue_case a").first().click();
    await page.locator(".timeline > li").first().waitFor();
    await settled(page);
    const last = (await page.locator(".queue_rail li").count()) - 1;
    assert.ok(last >= 3, "some cases are open");
    const taken = [];
    // Down to the last one and up again.
    for (let turn = 0; turn < 12; ++turn) {
      taken.push(await page.evaluate(step_to_next, Math.floor(turn / last) % 2 === 0 ? "j" : "k"));
      await settled(page);
    }
    const sorted = (what) => taken.map((one) => one[what]).sort((a, b) => a - b);
    const say = (what) => `median ${Math.round(sorted(what)[6])} ms, slowest ${Math.round(sorted(what)[11])} ms`;
    test.diagnostic(`say: to the next case ${say("own")} without the server (${say("all")} with it)`);
    await page.context().close();
  });
});

/** In the page: presses the key, waits until head and timeline of the other case are painted; the time that requests of
 * head and timeline took is not the page's own. */
async function step_to_next(key) {
  const number = () => document.querySelector(".case_head .number")?.textContent;
  const before = number();
  const old_line = document.querySelector(".timeline > li");
  const begun = performance.now();
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const is_there = () => number() && number() !== before && document.querySelector(".timeline[aria-busy=false] > li") && document.querySelector(".timeline > li") !== old_line;
  while (!is_there()) {
    if (performance.now() - begun > 15_000) throw new Error(`from ${before} to ${number()}: ${document.querySelector(".timeline")?.outerHTML.slice(0, 200)}`);
    await new Promise((done) => requestAnimationFrame(done));
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const ended = performance.now();
  const asked = performance.getEntriesByType("resource")
    .filter((entry) => entry.startTime >= begun && entry.startTime < ended && /\/api\/disputes\/[^/]+(\/timeline)?(\?|$)/.test(entry.name))
    .map((entry) => [entry.startTime, Math.min(entry.responseEnd, ended)]).sort((a, b) => a[0] - b[0]);
  let waited = 0, reached = 0;
  for (const [from, to] of asked) {
    waited += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return { all: ended - begun, own: ended - begun - waited };
}
