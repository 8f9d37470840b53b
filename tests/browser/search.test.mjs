// Finding a case: the search page, and the palette without a mouse.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { live_through } from "../story.mjs";
import { fresh_page, look, only, open_browser, sign_in } from "./browser.mjs";

for (const [kind, viewport] of Object.entries(only("desktop"))) {
  describe(`finding at ${viewport.width} px`, () => {
    let server, browser, lived, page;
    const errors = [];
    before(async () => {
      server = await new Server("sqlite", { disputes: 40 }).start();
      lived = await live_through(server);
      browser = await open_browser();
      page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "mediator_property");
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    const main = () => page.locator("main");
    const chosen = () => page.locator(".palette [role=option][aria-selected=true]");

    it("searches from the address, marks what was found, narrows and leads to the case", async () => {
      await page.goto(`${server.url}/desk/search`);
      await look(page, `search_begin_${kind}`);
      await main().getByRole("textbox", { name: "查找案件" }).fill("天花板");
      await page.keyboard.press("Enter");
      await page.waitForURL(/q=/);
      assert.equal(await main().locator(".hit mark").first().innerText(), "天花板");
      await look(page, `search_found_${kind}`);
      await main().getByRole("button", { name: "筛选" }).click();
      await main().locator(".search_filters label", { hasText: "是否结案" }).locator(".el-select__wrapper").click();
      await page.getByRole("option", { name: "未结案" }).click();
      await page.waitForURL(/open=open/);
      await main().getByText("没有找到您可查看的案件。").waitFor();
      await look(page, `search_filters_${kind}`);
      await page.reload();
      await main().getByText("没有找到您可查看的案件。").waitFor();
      await main().getByRole("button", { name: "清除筛选" }).click();
      await main().locator(".hit_title").first().click();
      await page.getByText(lived.receipt.number).first().waitFor();
    });

    it("reaches a party's case and an action by the keyboard alone", async () => {
      await page.goto(`${server.url}/desk/queue`);
      await main().locator("h1").waitFor();
      await page.keyboard.press("Control+k");
      const field = page.getByRole("combobox", { name: "命令面板" });
      await field.waitFor();
      await look(page, `palette_${kind}`);
      await page.keyboard.type("林小满");
      await page.locator(".palette mark", { hasText: "林小满" }).first().waitFor();
      await look(page, `palette_found_${kind}`);
      for (let i = 0; i < 4; ++i) await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest(".palette") !== null), "the focus stays inside");
      await field.focus();
      await page.keyboard.press("Enter");
      await page.getByText(lived.receipt.number).first().waitFor();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("日历");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
      assert.match(await chosen().innerText(), /工作日历/);
      await page.keyboard.press("Enter");
      await page.waitForURL(/calendar/);
      await page.keyboard.press("Control+k");
      await page.keyboard.press("Escape");
      await field.waitFor({ state: "hidden" });
    });

    it("runs without an error in the page", () => assert.deepEqual(errors, []));
  });
}
