// The pages as people see them, desktop and phone, with accessibility checks.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { live_through } from "../story.mjs";
import { fresh_page, look, open_browser, sign_in, widths } from "./browser.mjs";

for (const [kind, viewport] of Object.entries(widths)) {
  describe(`pages at ${viewport.width} px`, () => {
    let server;
    let browser;
    let lived;
    const errors = [];
    before(async () => {
      server = await new Server("sqlite", { disputes: 40 }).start();
      lived = await live_through(server);
      browser = await open_browser();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    it("tell a citizen where the dispute stands", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await page.goto(server.url);
      await look(page, `citizen_${kind}`);
    });

    it("let the head sign in, show the queue and a whole case", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "head_property", () => look(page, `sign_in_${kind}`));
      await look(page, `queue_${kind}`);
      await page.goto(`${server.url}/desk/disputes/${lived.id}`);
      await page.getByText(lived.receipt.number).first().waitFor();
      await look(page, `case_${kind}`);
    });

    it("register from the keyboard", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "clerk");
      await page.keyboard.press("n");
      await page.waitForURL((url) => !url.pathname.endsWith("/queue"));
      await look(page, `registration_${kind}`);
    });

    it("run without an error in the page", () => assert.deepEqual(errors, []));
  });
}
