// Pages that are open while others work: they follow by themselves, over one stream for all tabs of a browser.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { a_village, checks, grading, registration } from "../story.mjs";
import { open_browser, sign_in } from "./browser.mjs";

describe("open pages", () => {
  let server;
  let browser;
  let clerk;
  let dispatcher;
  let place;
  let known;
  let context;
  before(async () => {
    server = await new Server("sqlite", { disputes: 10 }).start();
    // A page keeps its address over a restart.
    server.common.push(`port=${new URL(server.url).port}`);
    clerk = await server.sign_in("clerk");
    dispatcher = await server.sign_in("dispatcher");
    place = await a_village(clerk);
    known = await register();
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** A browser of its own for each test, which remembers what its pages asked for. */
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "zh-CN" });
    context.setDefaultTimeout(30_000);
    context.asked = [];
    context.on("request", (request) => context.asked.push(new URL(request.url()).pathname));
  });
  afterEach(async () => {
    await context.close();
    await streams_become(0);
  });
  const times = (path) => context.asked.filter((asked) => asked === path).length;
  const streams = async () => Number(/^hemu_live_streams (\d+)$/m.exec(await (await fetch(`${server.url}/metrics`)).text())[1]);
  async function streams_become(count) {
    for (let turn = 0; turn < 100 && (await streams()) !== count; ++turn) await new Promise((done) => setTimeout(done, 50));
    assert.equal(await streams(), count);
  }
  const register = () => clerk.post("/api/disputes", registration(place, { narrative: `楼道争执 ${Math.random()}` }));
  const shows = (page, text, timeout = 30_000) => page.getByText(text).first().waitFor({ timeout });
  /** Milliseconds until the page shows the text, from now. */
  async function shows_soon(page, text) {
    const begun = performance.now();
    await shows(page, text, 2_500);
    return performance.now() - begun;
  }

  it("follow what others do without a reload, and ask for nothing else", async () => {
    const queue = await context.newPage();
    await queue.clock.install();
    await sign_in(queue, server.url, "dispatcher");
    await shows(queue, known.number);
    await streams_become(1);
    const first = await register();
    const in_queue = await shows_soon(queue, first.number);
    const read_before = times("/api/queue");
    await queue.clock.runFor(10 * 60_000);
    assert.equal(times("/api/queue"), read_before, "nothing is asked at intervals beside a healthy stream");

    const page = await context.newPage();
    await page.goto(`${server.url}/desk/disputes/${first.id}`);
    await shows(page, first.number);
    await clerk.post(`/api/disputes/${first.id}/notes`, { words: "申请人补充了照片" });
    const in_case = await shows_soon(page, "申请人补充了照片");
    console.log(`say: a registration shows in another's queue after ${in_queue.toFixed(0)} ms, a note in his case after ${in_case.toFixed(0)} ms`);
    assert.ok(in_queue < 1_500 && in_case < 1_500, "in about a second");
  });

  it("share one stream between tabs, which another tab takes over", async () => {
    const leading = await context.newPage();
    await sign_in(leading, server.url, "dispatcher");
    await streams_become(1);
    const opened = times("/api/live");
    const second = await context.newPage();
    await second.goto(`${server.url}/desk/queue/all`);
    const third = await context.newPage();
    await third.goto(`${server.url}/desk/queue/all`);
    await shows(third, known.number);
    const one = await register();
    await Promise.all([second, third].map((page) => shows(page, one.number, 2_500)));
    await streams_become(1);
    assert.ok(times("/api/live") - opened <= 2, "a new tab opens the stream anew at most once");
    await leading.close();
    const two = await register();
    await Promise.all([second, third].map((page) => shows(page, two.number, 5_000)));
    await streams_become(1);
  });

  it("miss nothing while the server is away", async () => {
    const page = await context.newPage();
    await sign_in(page, server.url, "dispatcher");
    await streams_become(1);
    await page.goto(`${server.url}/desk/queue/all`);
    await shows(page, known.number);
    await streams_become(1);
    assert.equal(await server.kill("SIGTERM"), 0);
    await server.start();
    const missed = await register();
    await shows(page, missed.number, 8_000);
    await streams_become(1);
  });

  it("let go of a case that is no longer to be seen", async () => {
    const page = await context.newPage();
    await sign_in(page, server.url, "head_property");
    const head = await server.sign_in("head_property");
    const receipt = await register();
    await dispatcher.post(`/api/disputes/${receipt.id}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
    await dispatcher.post(`/api/disputes/${receipt.id}/offers`, { organisation_id: (await head.get("/api/session")).post.organisation_id });
    await shows(page, receipt.number, 2_500);
    await head.post(`/api/disputes/${receipt.id}/return`, { reason: "outside_field", words: "" });
    await page.getByText(receipt.number).first().waitFor({ state: "detached", timeout: 2_500 });
  });

  it("notice in every tab that somebody signed out", async () => {
    const leading = await context.newPage();
    await sign_in(leading, server.url, "dispatcher");
    const second = await context.newPage();
    await second.goto(`${server.url}/desk/queue/all`);
    await shows(second, known.number);
    await streams_become(1);
    await second.evaluate(() => fetch("/api/session", { method: "DELETE", headers: { "X-Hemu": "1" } }));
    await leading.waitForURL(/sign_in/, { timeout: 10_000 });
    await streams_become(0);
  });
});
