// Templates, the notices of a case, the channels: as staff and an administrator see them, over a real gateway.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Gateway } from "../gateway.mjs";
import { Server } from "../server.mjs";
import { a_village, registration } from "../story.mjs";
import { fill, fresh_page, look, only, open_browser, sign_in } from "./browser.mjs";

for (const [kind, viewport] of Object.entries(only("desktop"))) {
  describe(`notices at ${viewport.width} px`, () => {
    let server, browser, gateway, receipt;
    const errors = [];
    before(async () => {
      gateway = await new Gateway().start();
      server = await new Server("sqlite", { settings: gateway.settings }).start();
      const admin = await server.sign_in("sysadmin");
      for (const code of ["quiet_from_minute", "quiet_to_minute"])
        await admin.call("PUT", `/api/settings/notice/${code}`, { value: 0 }, { expected: 200 });
      const clerk = await server.sign_in("clerk");
      receipt = await clerk.post("/api/disputes", registration(await a_village(clerk)));
      browser = await open_browser();
    });
    after(async () => {
      await browser?.close();
      gateway?.stop();
      await server?.stop();
    });

    it("shows what a party was told, and sends more with a look at it first", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "clerk");
      await page.goto(`${server.url}/desk/disputes/${receipt.id}`);
      await page.getByRole("tab", { name: "通知送达" }).click();
      const panel = page.locator(".case_tabs");
      await panel.getByText("短信 · 已发出").first().waitFor();
      await panel.getByRole("button", { name: "发通知" }).click();
      await panel.locator(".notice_preview").getByText(receipt.number).waitFor();
      await look(page, `notices_form_${kind}`, { whole: true });
      await panel.getByRole("button", { name: "发出", exact: true }).click();
      await panel.locator(".records > li").nth(1).waitFor();
      await panel.locator(".records").getByText("请与我们联系").first().waitFor();
      await panel.locator(".service summary").first().click();
      await look(page, `notices_panel_${kind}`, { whole: true });
      assert.equal(gateway.asked.length, 2);
    });

    it("prints a letter", async () => {
      const clerk = await server.sign_in("clerk");
      const [party] = (await clerk.get(`/api/disputes/${receipt.id}`)).parties;
      await clerk.post(`/api/disputes/${receipt.id}/party_notices`, { party_id: party.id, event: "general", method: "letter" });
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "clerk");
      await page.goto(`${server.url}/desk/disputes/${receipt.id}`);
      await page.getByRole("tab", { name: "通知送达" }).click();
      await page.getByRole("link", { name: "打印信函" }).click();
      await page.locator(".letter_qr svg").waitFor();
      await look(page, `notices_letter_${kind}`, { whole: true });
    });

    it("lets a dispatcher rewrite what is told, and warns of unknown placeholders", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "dispatcher");
      await page.goto(`${server.url}/desk/notice_templates`);
      await page.getByRole("button", { name: "不予受理" }).click();
      await page.getByRole("button", { name: "改写" }).click();
      const form = page.locator(".move_form");
      await fill(form, "模板内容", "{body}：{name}您好");
      await form.getByText("本事件没有这些占位符：name").waitFor();
      await form.getByRole("button", { name: "保存为新版本" }).click();
      await form.locator(".el-form-item__error").waitFor();
      await look(page, `templates_wrong_${kind}`, { whole: true });
      await fill(form, "模板内容", "{body}：{number}号不予受理，详情请看：");
      await form.getByRole("button", { name: "插入 进度网址" }).click();
      await form.getByText("https://hemu.example/case").waitFor();
      await form.getByRole("button", { name: "保存为新版本" }).click();
      await form.waitFor({ state: "detached" });
      await page.getByText("〔单位名称〕：〔编号〕号不予受理，详情请看：〔进度网址〕").first().waitFor();
      await look(page, `templates_${kind}`, { whole: true });
    });

    it("shows an administrator the channels and sends a test", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "sysadmin");
      await page.goto(`${server.url}/desk/channels`);
      await fill(page.locator(".channel_test"), "手机号、邮箱或微信 OpenID", "19900000001");
      await page.getByRole("button", { name: "发送测试" }).click();
      await page.getByText("已交给渠道").waitFor();
      await look(page, `channels_${kind}`, { whole: true });
    });

    it("runs without an error in the page", () => assert.deepEqual(errors, []));
  });
}
