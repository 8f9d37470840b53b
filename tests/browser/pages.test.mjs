// The pages as people see them, desktop and phone, with accessibility checks.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { live_through } from "../story.mjs";
import { fresh_page, look, only, open_browser, sign_in } from "./browser.mjs";

for (const [kind, viewport] of Object.entries(only("desktop"))) {
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

    it("let administrators keep accounts, bodies, calendar and settings, and read the audit", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "sysadmin");
      for (const name of ["accounts", "organisations", "calendar", "settings", "jobs", "profile"]) {
        await page.goto(`${server.url}/desk/${name}`);
        await look(page, `${name}_${kind}`);
      }
      await page.goto(`${server.url}/desk/organisations`);
      await page.locator("main a[href*='/organisations/']").first().click();
      await page.locator("h1").waitFor();
      await look(page, `organisation_${kind}`);
      const shown = await page.locator("main").innerText();
      assert.doesNotMatch(shown, /[0-9a-f]{8}-[0-9a-f]{4}-/, "names, not identifiers");
      const auditor = await fresh_page(browser, viewport, errors);
      await sign_in(auditor, server.url, "auditadmin");
      await look(auditor, `audit_${kind}`);
    });

    it("show every part of a case to its mediator, in English too", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "mediator_property");
      await page.locator(".bar_person").click();
      await page.getByRole("menuitem", { name: "English" }).click();
      await page.goto(`${server.url}/desk/disputes/${lived.id}`);
      for (const tab of ["Assessment", "Handling", "Closing", "Evaluation"]) {
        await page.getByRole("tab", { name: tab }).click();
        await look(page, `case_${tab.toLowerCase()}_${kind}`);
      }
      const shown = await page.locator(".case_tabs [role=tablist]").innerText();
      assert.doesNotMatch(shown, /[\u4e00-\u9fff]/);
    });

    it("run without an error in the page", () => assert.deepEqual(errors, []));
  });
}
