// Partners: an administrator enters one and gives it a key; a dispatcher imports what it sends, sees the case, and takes the answer along.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { Partner, referral } from "../partner.mjs";
import { Server } from "../server.mjs";
import { a_village, checks, grading } from "../story.mjs";
import { fresh_page, look, only, open_browser, sign_in } from "./browser.mjs";

for (const [kind, viewport] of Object.entries(only("desktop"))) {
  describe(`partners at ${viewport.width} px`, () => {
    let server, browser, dispatcher, centre, office, number;
    const errors = [];
    before(async () => {
      server = await new Server("sqlite").start();
      dispatcher = await server.sign_in("dispatcher");
      const { organisation_id } = (await dispatcher.get("/api/session")).post;
      centre = (await dispatcher.get(`/api/organisations/${organisation_id}`)).name;
      const admin = await server.sign_in("sysadmin");
      await admin.post("/api/exchange/partners", {
        code: "fy-01", name: "咸安区人民法院诉讼服务中心（派驻市人民调解中心）", kind: "court", window_id: organisation_id, matters: ["court_delegation"],
        legal_basis: "《最高人民法院关于人民法院特邀调解的规定》", way: "rest", address: "http://127.0.0.1:9/hemu", active: true,
      });
      browser = await open_browser();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
      assert.deepEqual(errors, []);
    });

    it("are entered with a key that is told once", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "sysadmin");
      await page.goto(`${server.url}/desk/partners`);
      await page.getByRole("button", { name: "登记对接单位" }).click();
      const form = page.locator("form");
      await form.getByLabel("单位", { exact: true }).fill("咸安区信访局");
      await form.getByRole("combobox", { name: "类别" }).click({ force: true });
      await page.getByRole("option", { name: "信访部门" }).click();
      await form.getByLabel("代码").fill("xf-01");
      await form.getByRole("combobox", { name: "受理窗口" }).fill(centre);
      await page.getByRole("option", { name: centre, exact: true }).click();
      await form.getByLabel("提供个人信息的依据").fill("《信访工作条例》第三十三条");
      await form.getByText("文件", { exact: true }).click();
      await look(page, `partners_form_${kind}`, { whole: true });
      await form.getByRole("button", { name: "登记对接单位" }).click();
      const panel = page.getByRole("region", { name: /咸安区信访局/ });
      await panel.getByText("还没有密钥，对接不能开始。").waitFor();
      await panel.getByRole("button", { name: "新建密钥" }).click();
      const told = panel.getByRole("textbox", { name: /密钥 k1/ });
      await told.waitFor();
      const { own_code } = await dispatcher.get("/api/exchange/partners");
      office = new Partner({ own: "xf-01", hemu: own_code, key: { name: "k1", secret: await told.inputValue() } });
      await look(page, `partners_key_${kind}`, { whole: true });
    });

    it("send by files, and take the answer along", async () => {
      const village = await a_village(dispatcher);
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "dispatcher");
      await page.goto(`${server.url}/desk/partners`);
      await page.getByRole("button", { name: "咸安区信访局" }).click();
      const panel = page.getByRole("region", { name: /咸安区信访局/ });
      const bring = async (buffer) => panel.getByLabel("导入交换包或回执").last().setInputFiles({ name: "package.zip", mimeType: "application/zip", buffer });
      const early = office.package_of("event", "信访2026-7", { kind: "petition_answered", on: "2026-01-05" }, [], { sequence: 2 });
      await bring(early);
      await panel.getByText("序号 2 已收下，在等序号 1。").waitFor();
      await bring(office.package_of("referral", "信访2026-7", referral("petition_item", village), [{ name: "来信.txt", kind: "evidence", content: "渗水三年。" }], { sequence: 1 }));
      const said = await panel.getByText(/序号 1 已接收，登记为/).innerText();
      number = /登记为 (.+)。/.exec(said)[1];
      await bring(early.subarray(0, 200));
      await panel.getByText("交换包不完整或已损坏。").first().waitFor();

      const path = `/api/disputes/${server.sql(`SELECT id FROM dispute WHERE number = '${number}'`)[0][0]}`;
      await dispatcher.post(`${path}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
      await page.reload();
      const row = panel.getByRole("row", { name: /发 1 受理回告/ });
      await row.waitFor();
      await look(page, `partners_exchange_${kind}`, { whole: true });
      const [file] = await Promise.all([page.waitForEvent("download"), row.getByRole("link", { name: "下载交换包" }).click()]);
      assert.equal(file.suggestedFilename(), `${office.hemu}-xf-01-000001.zip`);
      const bytes = readFileSync(await file.path());
      assert.equal(office.read(bytes).message.number, number);
      await bring(Buffer.from(JSON.stringify(office.receipt_for(bytes))));
      await panel.getByText("回执已登记：序号 1。").waitFor();

      await panel.getByRole("link", { name: number }).first().click();
      await page.getByRole("heading", { name: "来自咸安区信访局" }).waitFor();
      await page.getByText("信访2026-7").first().waitFor();
      await look(page, `partners_case_${kind}`, { whole: true });
    });
  });
}
