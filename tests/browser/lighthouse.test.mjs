// What the citizens' first pages weigh, how soon they can be used on a slow line, and what Lighthouse says of them.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Server, sanitized } from "../server.mjs";
import { fresh_page, headless_browser, open_browser, settled, widths } from "./browser.mjs";

const web = fileURLToPath(new URL("../../web", import.meta.url));
const pages = { home: "/", guidance: "/guidance", apply: "/apply", join: "/join", case: "/case" };
const most_bytes = 150 * 1024;
const most_kept_bytes = 250 * 1024;
/** 400 ms there and back, 400 kbit/s. */
const slow_3g = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const most_ms = 3_000;
/** Below that Lighthouse itself warns that the machine is too slow, or too busy, to say anything of the page. */
const slowest_benchmark = 1_000;
const most_runs = 4;
const fast_enough = 95;

describe("the first page of citizens", () => {
  let server, browser;
  const errors = [];
  before(async () => {
    server = await new Server("sqlite").start();
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    assert.deepEqual(errors, []);
  });

  const measured = async () => {
    const page = await fresh_page(browser, widths.phone, errors);
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    return { page, session };
  };

  for (const name of ["home", "guidance"])
    it(`${name} weighs at most 150 KB over the wire, all in all`, async (t) => {
      const { page, session } = await measured();
      let bytes = 0;
      session.on("Network.loadingFinished", (one) => (bytes += one.encodedDataLength));
      await page.goto(server.url + pages[name]);
      await settled(page);
      t.diagnostic(`say: ${name} weighs ${(bytes / 1024).toFixed(1)} KB over the wire`);
      assert.ok(bytes > 0 && bytes <= most_bytes, `${bytes} bytes`);
      await page.context().close();
    });

  it("with all that is kept for a broken line it weighs at most 250 KB", () => {
    const { list } = JSON.parse(/^const files = (.*);$/m.exec(readFileSync(join(web, "dist/service_worker.js"), "utf8"))[1]);
    const size_of = (path) => statSync(join(web, "dist", path) + ".br", { throwIfNoEntry: false })?.size ?? statSync(join(web, "dist", path)).size;
    assert.ok(list.reduce((sum, path) => sum + size_of(path), 0) <= most_kept_bytes);
    assert.ok(!list.some((path) => /queue_page|registration_page/.test(path)), "nothing of the desk");
  });

  it("can be used within 3 s on slow 3G", { skip: sanitized && "the program is slowed by sanitizers" }, async (t) => {
    const usable_after = async (slowdown) => {
      const { page, session } = await measured();
      await session.send("Network.emulateNetworkConditions", slow_3g);
      await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
      const begun = performance.now();
      await page.goto(server.url, { waitUntil: "commit" });
      await page.getByRole("link", { name: /^申请调解/ }).click({ trial: true });
      const taken = Math.round(performance.now() - begun);
      await page.context().close();
      return taken;
    };
    // What else the machine does only ever makes it slower: the best of three is the page's own.
    const times = [];
    while (times.length < 3 && !(times.at(-1) <= most_ms)) times.push(await usable_after(1));
    t.diagnostic(`say: usable after ${Math.min(...times)} ms on slow 3G, ${await usable_after(4)} ms with a processor four times slower`);
    assert.ok(Math.min(...times) <= most_ms, `${times} ms`);
  });
});

describe("Lighthouse", () => {
  let server, chrome, lighthouse, cannot;
  before(async () => {
    server = await new Server("sqlite").start();
    try {
      const load = (path) => import(pathToFileURL(join(web, "node_modules", path)).href);
      lighthouse = (await load("lighthouse/core/index.js")).default;
      const { launch } = await load("chrome-launcher/dist/index.js");
      chrome = await launch({ chromePath: headless_browser, chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"], logLevel: "error" });
    } catch (error) {
      cannot = `Lighthouse cannot run here: ${error.message}`;
    }
  });
  after(async () => {
    await chrome?.kill();
    await server?.stop();
  });

  /** Now and then a busy machine loses the beginning of a trace: then it is asked once more. */
  const run = async (path, categories, again = true) => {
    const { lhr } = await lighthouse(server.url + path, { port: chrome.port, onlyCategories: categories, logLevel: "error", output: "json" });
    if (lhr.runtimeError && again) return run(path, categories, false);
    assert.equal(lhr.runtimeError?.code, undefined);
    return lhr;
  };
  const failed = (lhr) => Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 0.9 && !["informative", "manual", "notApplicable"].includes(audit.scoreDisplayMode)).map((audit) => `${audit.id}: ${audit.displayValue ?? audit.title}`);

  for (const [name, path] of Object.entries(pages))
    it(`finds ${name} accessible, well made and fast`, async (t) => {
      if (cannot) return t.skip(cannot);
      const first = await run(path, ["performance", "accessibility", "best-practices"]);
      for (const kind of ["accessibility", "best-practices"]) assert.equal(first.categories[kind].score, 1, `${kind}: ${failed(first).join("; ")}`);
      // The median of three; two on the same side say already which it is.
      const scores = [];
      const good = () => scores.filter((score) => score >= fast_enough).length;
      const is_decided = () => good() === 2 || scores.length - good() === 2;
      for (let lhr = first, runs = 1; ; lhr = await run(path, ["performance"]), ++runs) {
        if (lhr.environment.benchmarkIndex >= slowest_benchmark) scores.push(Math.round(lhr.categories.performance.score * 100));
        if (runs === most_runs || is_decided()) break;
      }
      if (!is_decided()) return t.skip(`the machine is too busy to measure speed: its benchmark is below ${slowest_benchmark}`);
      t.diagnostic(`say: Lighthouse finds ${name} ${scores.join(", ")} fast of 100`);
      assert.equal(good(), 2, `performance ${scores}: ${failed(first).join("; ")}`);
    });
});
