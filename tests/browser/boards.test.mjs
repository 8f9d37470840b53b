// Boards: a dispatcher hands over by keyboard, a mediator's day on the phone, a head's morning, a leader's figures.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { a_village, checks, day, grading, registration } from "../story.mjs";
import { fresh_page, look, open_browser, sign_in, widths } from "./browser.mjs";

for (const [kind, viewport] of Object.entries(widths)) {
  describe(`boards at ${viewport.width} px`, () => {
    let server, browser, staff, village;
    const errors = [];
    before(async () => {
      server = await new Server("sqlite", { disputes: 120 }).start();
      const names = { clerk: "clerk", dispatcher: "dispatcher", head: "head_property", mediator: "mediator_property", leader: "leader" };
      staff = Object.fromEntries(await Promise.all(Object.entries(names).map(async ([name, login]) => [name, await server.sign_in(login)])));
      village = await a_village(staff.clerk);
      browser = await open_browser();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
      assert.deepEqual(errors, []);
    });

    const open = async (login, path) => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, login);
      await page.goto(`${server.url}/desk/${path}`);
      return page;
    };
    const accepted = async (title) => {
      const made = await staff.clerk.post("/api/disputes", registration(village, { title }));
      await staff.dispatcher.post(`/api/disputes/${made.id}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
      return made;
    };

    it("let a dispatcher see where an arrival could go and why, and offer it by keyboard", async () => {
      const made = await accepted("电梯停运纠纷");
      const page = await open("dispatcher", "dispatch");
      const arrivals = page.locator(".board_list").first().locator("li");
      await arrivals.filter({ hasText: made.number }).waitFor();
      while (!(await page.locator(".board_list li.chosen").innerText()).includes(made.number)) await page.keyboard.press("j");
      const candidates = page.locator(".candidate_line");
      await candidates.first().waitFor();
      await page.keyboard.press("2");
      await page.locator(".candidate_line.chosen", { hasText: await candidates.nth(1).locator("b").innerText() }).waitFor();
      await page.keyboard.press("1");
      const name = await candidates.first().locator("b").innerText();
      await look(page, `dispatch_${kind}`);
      await page.keyboard.press("o");
      await page.getByText(`${made.number} 已交办给${name}`).waitFor();
      await page.locator(".board_list", { hasText: "等待签收" }).getByText(made.number).waitFor();
      assert.equal((await staff.dispatcher.get(`/api/disputes/${made.id}`)).state, "offered");
      await page.context().close();
    });

    it("show a mediator the session, the needs and the phone of today, and note who does not answer", async () => {
      const parties = registration(village).parties.map((party, at) => (at ? party : { ...party, needs: "听力不便" }));
      const made = await staff.clerk.post("/api/disputes", registration(village, { title: "花园围栏纠纷", parties }));
      const path = `/api/disputes/${made.id}`;
      await staff.dispatcher.post(`${path}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
      await staff.dispatcher.post(`${path}/offers`, { organisation_id: (await staff.head.get("/api/session")).post.organisation_id });
      await staff.head.post(`${path}/takeover`, {});
      const account = (await staff.mediator.get("/api/session")).account.id;
      await staff.head.post(`${path}/mediators`, { presiding_id: account, others: [], recusal: [{ account_id: account, grounds_asked: true, relation: "none" }] });
      const page = await open("mediator_property", "day");
      const calls = page.locator(".board_list", { hasText: "要打的电话" }).locator("li", { hasText: made.number });
      await calls.waitFor();
      await staff.mediator.post(`${path}/opening`, { notice_given_on: day(), notice_form: "oral", given_to: (await staff.mediator.get(path)).parties.map((party) => party.id), words: "已说明" });
      await staff.mediator.post(`${path}/sessions`, { planned_at: `${day(1)}T02:00:00Z`, place: "一楼调解室", mode: "joint", participants: ["林小满", "高远山"] });
      const sessions = page.locator(".board_list", { hasText: "今明调解会" }).locator("li", { hasText: made.number });
      await sessions.waitFor();
      await sessions.getByText("一楼调解室").waitFor();
      await sessions.getByText("听力不便").waitFor();
      await look(page, `day_${kind}`);
      await sessions.getByRole("button", { name: "显示号码" }).first().click();
      await sessions.locator('a[href="tel:19900001234"]').waitFor();
      await sessions.getByRole("button", { name: "没接" }).click();
      await page.getByText("已记下林小满没接电话").waitFor();
      const [last] = (await staff.mediator.get(`${path}/timeline`)).items;
      assert.equal(`${last.kind} ${last.content.answered}`, "call false");
      await page.context().close();
    });

    it("show a head what waits and who has how much", async () => {
      const made = await accepted("外墙渗水纠纷");
      await staff.dispatcher.post(`/api/disputes/${made.id}/offers`, { organisation_id: (await staff.head.get("/api/session")).post.organisation_id });
      const page = await open("head_property", "committee");
      await page.locator(".board_list", { hasText: "待签收" }).getByText(made.number).waitFor();
      const board = await staff.head.get("/api/boards/committee");
      for (const one of board.staff) await page.locator("tr", { hasText: one.name }).getByText(String(one.open), { exact: true }).first().waitFor();
      await look(page, `committee_${kind}`);
      await page.context().close();
    });

    it("show a leader figures, and open each to its definition and its cases", async () => {
      const page = await open("leader", "");
      await page.locator(".figure").first().waitFor();
      const figures = await staff.leader.get("/api/boards/figures?days=30");
      assert.equal(await page.locator(".figure").count(), figures.length);
      const open_now = figures.find((one) => one.code === "open");
      await page.locator(".figure", { hasText: /^在办/ }).click();
      await page.getByText("现在由本级及以下单位主办").waitFor();
      await page.locator(".figure_open .board_list li").first().waitFor();
      assert.equal(await page.locator(".figure", { hasText: /^在办/ }).locator(".figure_value").innerText(), String(open_now.count));
      await look(page, `figures_${kind}`);
      await page.context().close();
    });
  });
}
