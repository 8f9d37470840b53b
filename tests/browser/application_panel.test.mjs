// What an applicant wrote beside the register, as the window sees it on the case.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Applicant, whole_form } from "../application.mjs";
import { Server } from "../server.mjs";
import { day } from "../story.mjs";
import { fresh_page, look, only, open_browser, sign_in } from "./browser.mjs";

const form = (village) => ({
  ...whole_form(village),
  applying_for: "other",
  parties: [
    { side: "applicant", kind: "natural", name: "沈白鹭", birth_on: "1941-05-06",
      agents: [{ kind: "close_relative", name: "沈小鹭", powers: ["apply_or_end"], relation: "女儿" }] },
    { side: "respondent", kind: "natural", name: "楼上住户", address: "三单元五楼" },
  ],
  other_handlers: [{ kind: "police", name: "城南派出所", on: day(-20), outcome: "failed" }, { kind: "village", outcome: "pending" }],
  evidence: [{ code: "photos", state: "have" }, { code: "repair_quote", state: "will_bring" }, { code: "own", state: "cannot_get", words: "楼上的装修合同" }],
  days_away: [{ from_on: day(3), to_on: day(5) }, { from_on: day(9), to_on: day(9) }],
  asks_apart: true,
  helper: "女儿沈小鹭陪着来",
  guidance: { door: "neighbours", version: 1, leaf: "leak", answers: { danger: "no" } },
});

for (const [kind, viewport] of Object.entries(only("desktop"))) {
  describe(`what an applicant added, at ${viewport.width} px`, () => {
    let server, browser, id;
    const errors = [];
    before(async () => {
      server = await new Server("sqlite").start();
      const clerk = await server.sign_in("clerk1");
      const { post } = await clerk.get("/api/session");
      const { place_code } = await clerk.get(`/api/organisations/${post.organisation_id}`);
      const [{ code }] = await clerk.get(`/api/places?q=${encodeURIComponent("村委会")}&parent=${place_code}`);
      const applicant = await Applicant.begin(server.url);
      await applicant.save(form(code), 1);
      const { number } = await applicant.submit();
      ({ items: [{ id }] } = await clerk.get(`/api/search?q=${encodeURIComponent(number)}`));
      browser = await open_browser();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    it("stands on the case: whom to call back, what was handled, which papers come", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "clerk1");
      await page.goto(`${server.url}/desk/disputes/${id}`);
      const panel = page.locator("[data-panel=application]");
      for (const words of ["手机号没有确认", "不愿与对方同处一室", "代他人", "城南派出所", "没有谈成", "维修报价", "会带来", "楼上的装修合同", "拿不到", "同意的告知", "您的个人信息怎么处理"])
        await panel.getByText(words).first().waitFor();
      assert.match(await panel.getByRole("link").getAttribute("href"), /^\/guidance\/neighbours\?danger=no$/);
      await page.locator(".case_tabs").getByText("本人网上申请").waitFor();
      await panel.scrollIntoViewIfNeeded();
      await look(page, `application_panel_${kind}`, { whole: true });
      assert.deepEqual(errors, []);
    });
  });
}
