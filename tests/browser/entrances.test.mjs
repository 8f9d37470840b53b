// Entrances: a dispatcher makes one, hangs its poster up, and sees how many came; who comes by it brings its code along.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { fresh_page, look, only, open_browser, sign_in } from "./browser.mjs";

for (const [kind, viewport] of Object.entries(only("desktop"))) {
  describe(`entrances at ${viewport.width} px`, () => {
    let server, browser;
    const errors = [];
    before(async () => {
      server = await new Server("sqlite").start();
      const dispatcher = await server.sign_in("dispatcher");
      const { organisation_id } = (await dispatcher.get("/api/session")).post;
      for (const [name, kind_of, more] of [["鄂南山水人家生态旅游度假区二期物业服务中心电梯间屏幕", "screen", {}], ["市中心医院住院部床头", "bed", { leads_to: "guidance", door: "medical" }], ["咸宁日报", "newspaper", { active: false }]])
        await dispatcher.post("/api/entrances", { name, kind: kind_of, organisation_id, leads_to: "home", active: true, ...more });
      browser = await open_browser();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
      assert.deepEqual(errors, []);
    });

    it("are made, printed and copied", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "dispatcher");
      await page.goto(`${server.url}/desk/entrances`);
      await page.getByRole("button", { name: "新建入口" }).click();
      await page.locator("form").getByRole("button", { name: "新建入口" }).click();
      await page.getByText("请填写").first().waitFor();
      await page.getByLabel("入口", { exact: true }).fill("桂花小区东门");
      await page.locator("form").getByText("办事引导", { exact: true }).click();
      await look(page, `entrances_form_${kind}`, { whole: true });
      await page.locator("form").getByRole("button", { name: "新建入口" }).click();
      const share = page.getByRole("region", { name: /桂花小区东门/ });
      await share.waitFor();
      const address = await share.getByRole("link", { name: "A4 海报" }).getAttribute("href");
      const poster = await page.request.get(server.url + address);
      assert.equal(poster.headers()["content-type"], "application/pdf");
      assert.match(await share.getByRole("textbox", { name: "短链接" }).inputValue(), /\/go\/\w{6}$/);
      assert.match(await share.getByRole("textbox", { name: "网页按钮" }).inputValue(), /^<a href="http[^"]+\/go\/\w{6}" style="/);
      await share.getByRole("button", { name: /复制.*短链接/ }).click();
      await share.getByRole("status").first().getByText(/已复制|已选中/).waitFor();
      await look(page, `entrances_share_${kind}`, { whole: true });
    });

    it("bring their code along, and count", async () => {
      const dispatcher = await server.sign_in("dispatcher");
      const { entrances } = await dispatcher.get("/api/entrances");
      const screen = entrances.find((one) => one.kind === "screen");
      const citizen = await fresh_page(browser, viewport, errors);
      for (let i = 0; i < 3; ++i) await citizen.goto(`${server.url}/go/${screen.code}`);
      await citizen.locator("h1").waitFor();
      assert.equal(await citizen.evaluate(() => sessionStorage.getItem("hemu_from")), screen.code);
      assert.equal(new URL(citizen.url()).search, "");
      const bed = entrances.find((one) => one.kind === "bed");
      const reader = await fresh_page(browser, viewport, errors);
      await reader.goto(`${server.url}/go/${bed.code}`);
      assert.equal(new URL(reader.url()).pathname, "/guidance/medical");
      assert.equal(await reader.evaluate(() => sessionStorage.getItem("hemu_from")), bed.code);

      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "leader");
      await page.goto(`${server.url}/desk/entrances`);
      assert.match(await page.getByRole("row", { name: /电梯间屏幕/ }).innerText(), /3/);
      assert.equal(await page.getByRole("button", { name: "新建入口" }).count(), 0);
      await look(page, `entrances_list_${kind}`, { whole: true });
      await page.getByRole("button", { name: /床头/ }).click();
      await page.getByRole("region", { name: /床头/ }).waitFor();
      assert.equal(await page.getByRole("button", { name: "修改" }).count(), 0);
    });
  });
}
