// The pages as people see them, desktop and phone, with accessibility checks.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Server } from "../server.mjs";
import { live_through } from "../story.mjs";
import { count_requests, flags, settled, sign_in } from "./chromium.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pictures = fileURLToPath(new URL("../../build/screenshots", import.meta.url));
const widths = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

async function look(page, name) {
  await settled(page);
  // A page that is still fading in has no colours yet to judge.
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  await page.evaluate(`${axe}; undefined`);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  const grave = violations.filter((one) => ["serious", "critical"].includes(one.impact));
  assert.deepEqual(grave.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`), [], name);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 1, `${name} is ${overflow} px too wide`);
}

for (const [kind, viewport] of Object.entries(widths)) {
  describe(`pages at ${viewport.width} px`, () => {
    let server;
    let browser;
    let lived;
    const errors = [];
    before(async () => {
      mkdirSync(pictures, { recursive: true });
      server = await new Server("sqlite", { disputes: 40 }).start();
      lived = await live_through(server);
      browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    /** A browser of its own for each person. */
    async function fresh_page() {
      const page = await (await browser.newContext({ viewport, locale: "zh-CN" })).newPage();
      page.setDefaultTimeout(60_000);
      count_requests(page);
      page.on("pageerror", (error) => errors.push(error.message));
      return page;
    }

    it("tell a citizen where the dispute stands", async () => {
      const page = await fresh_page();
      await page.goto(server.url);
      await look(page, `citizen_${kind}`);
    });

    it("let the head sign in, show the queue and a whole case", async () => {
      const page = await fresh_page();
      await sign_in(page, server.url, "head_property", () => look(page, `sign_in_${kind}`));
      await look(page, `queue_${kind}`);
      await page.goto(`${server.url}/desk/disputes/${lived.id}`);
      await page.getByText(lived.receipt.number).first().waitFor();
      await look(page, `case_${kind}`);
    });

    it("register from the keyboard", async () => {
      const page = await fresh_page();
      await sign_in(page, server.url, "clerk");
      await page.keyboard.press("n");
      await page.waitForURL((url) => !url.pathname.endsWith("/queue"));
      await look(page, `registration_${kind}`);
    });

    it("run without an error in the page", () => assert.deepEqual(errors, []));
  });
}
