// Boards: a dispatcher hands over by keyboard, a mediator's day on the phone, a head's morning, a leader's figures.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { a_village, checks, day, grading, registration } from "../story.mjs";
import { fresh_page, look, open_browser, sign_in, widths } from "./browser.mjs";

for (const [kind, viewport] of Object.entries(widths)) {
  /** What is done the same way at both widths is done once. */
  const at_desk = kind === "desktop" ? it : () => {};
  describe(`boards at ${viewport.width} px`, () => {
    let server, browser, staff, village;
    const errors = [];
    before(async () => {
      server = await new Server("sqlite", { disputes: 120 }).start();
      const names = { clerk: "clerk", dispatcher: "dispatcher", head: "head_property", mediator: "mediator_property", leader: "leader", supervisor: "supervisor", sysadmin: "sysadmin" };
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

    at_desk("let a dispatcher see where an arrival could go and why, and offer it by keyboard", async () => {
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
      const offered = page.locator(".board_list", { hasText: "等待签收" }).locator("li", { hasText: made.number });
      await offered.getByText(/还剩 \d+ 小时 \d+ 分工作时间，截至/).waitFor();
      await look(page, `dispatch_offered_${kind}`);
      assert.equal((await staff.dispatcher.get(`/api/disputes/${made.id}`)).state, "offered");
      // It is answered elsewhere: the board shows it without being asked.
      const candidates_of = await staff.dispatcher.get(`/api/disputes/${made.id}/candidates`);
      if (candidates_of[0].organisation_id === (await staff.head.get("/api/session")).post.organisation_id) {
        await staff.head.post(`/api/disputes/${made.id}/return`, { reason: "capacity", words: "人手不足" });
        await arrivals.filter({ hasText: made.number }).getByText("退回 1 次").waitFor();
        await offered.waitFor({ state: "detached" });
      }
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
      await sessions.getByRole("button", { name: "没接" }).first().click();
      await page.getByText("已记下林小满没接电话").waitFor();
      const [last] = (await staff.mediator.get(`${path}/timeline`)).items;
      assert.equal(`${last.kind} ${last.content.answered}`, "call false");
      await page.context().close();
    });

    at_desk("show a head what waits and who has how much", async () => {
      const made = await accepted("外墙渗水纠纷");
      await staff.dispatcher.post(`/api/disputes/${made.id}/offers`, { organisation_id: (await staff.head.get("/api/session")).post.organisation_id });
      const page = await open("head_property", "committee");
      await page.locator(".board_list", { hasText: "待签收" }).getByText(made.number).waitFor();
      const board = await staff.head.get("/api/boards/committee");
      for (const one of board.staff) await page.locator("tr", { hasText: one.name }).getByText(String(one.open), { exact: true }).first().waitFor();
      await look(page, `committee_${kind}`);
      await page.context().close();
    });

    at_desk("tell a supervisor's day: which body is late, with what, an order given and its answer settled, by keyboard", async () => {
      const made = await accepted("楼道堆物纠纷");
      const property = (await staff.head.get("/api/session")).post;
      await staff.dispatcher.post(`/api/disputes/${made.id}/offers`, { organisation_id: property.organisation_id });
      await staff.supervisor.post(`/api/disputes/${made.id}/orders`, { kind: "supervise", demand: "请今日签收", reply_by_on: day(1) });
      const page = await open("supervisor", "");
      const table = page.locator(".bodies_table");
      const own = table.locator("tbody tr", { hasText: property.organisation_name });
      await own.waitFor();
      await look(page, `supervision_${kind}`);
      const board = (await staff.supervisor.get("/api/boards/supervision")).find((body) => body.id === property.organisation_id);
      for (const [what, count] of [["在办", board.open], ["督办待回复", board.orders_open]])
        assert.equal(await own.getByRole("link", { name: `${property.organisation_name}，${what}：${count}` }).count(), 1, what);
      if (kind === "desktop") {
        await table.getByRole("button", { name: "督办待回复" }).click();
        assert.equal(await table.locator("th[aria-sort=descending]").innerText(), "督办待回复");
        await page.evaluate(() => document.activeElement.blur());
      }
      while (!(await table.locator("tr.chosen").innerText()).includes(property.organisation_name)) await page.keyboard.press("j");
      await page.keyboard.press("a");
      const listed = page.locator("main .queue_rows");
      await listed.getByText(made.number).waitFor();
      await page.getByRole("heading", { name: `全部在办 · ${property.organisation_name}` }).waitFor();
      const { items } = await staff.supervisor.get(`/api/supervision?mood=open&alone=true&limit=200&body=${property.organisation_id}`);
      assert.equal(items.length, board.open, "the number is that of the list behind it");
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("o");
      const order = page.locator(".records li", { hasText: made.number });
      await order.getByText("请今日签收").waitFor();
      const [given] = await staff.head.get(`/api/disputes/${made.id}/orders`);
      await staff.head.post(`/api/disputes/${made.id}/orders/${given.id}/reply`, { words: "已安排专人" });
      await page.locator(".state_filter .el-select__wrapper").click();
      await page.locator(".el-select-dropdown__item:visible", { hasText: "已回复" }).click();
      await order.getByText("已安排专人").waitFor();
      await look(page, `supervision_orders_${kind}`);
      await order.getByRole("button", { name: "退回重办" }).click();
      await page.keyboard.type("请附签收回执");
      await page.keyboard.press("Control+Enter");
      await order.waitFor({ state: "detached" });
      const [reopened] = await staff.head.get(`/api/disputes/${made.id}/orders`);
      assert.equal(`${reopened.state} ${reopened.steps.length}`, "reopened 2");
      await staff.head.post(`/api/disputes/${made.id}/return`, { reason: "capacity", words: "人手不足" });
      await page.goto(`${server.url}/desk/supervision?body=${property.organisation_id}&show=returns&alone=true`);
      await page.locator(".board_list").getByText(made.number).waitFor();
      await look(page, `supervision_returns_${kind}`);
      await page.context().close();
    });

    at_desk("tell an administrator's day: backup, rules of the clocks, calendar, jobs, a body's area and terms", async () => {
      const page = await open("sysadmin", "");
      await page.getByText("还没有备份").waitFor();
      await look(page, `administration_${kind}`);
      const ran = server.command("backup", `${server.folder}/copies`);
      assert.equal(ran.status, 0, ran.stderr);
      await page.reload();
      await page.getByText(/最近一次备份在/).waitFor();
      assert.equal(await page.getByRole("alert").count(), 0);
      server.sql("UPDATE backup_copy SET made_at = '2026-01-01 00:00:00.000000+00'");
      await page.reload();
      await page.getByText("最近一次备份已超过一天").waitFor();
      await look(page, `administration_late_${kind}`);

      await page.locator(".overview_links").getByRole("link", { name: "期限规则" }).click();
      const rule = (code) => page.locator(".clock_rules tr", { hasText: code });
      await rule("PM-MED").first().getByText("《人民调解工作若干规定》第33条").waitFor();
      assert.equal(await rule("MD-MED").getByRole("button").count(), 0, "what a law fixes has no button");
      await look(page, `clock_rules_${kind}`);
      await page.getByRole("button", { name: "更改 CONTACT 的时长" }).click();
      await rule("CONTACT").getByLabel("时长").fill("5");
      await rule("CONTACT").getByRole("button", { name: "保存" }).click();
      await rule("CONTACT").filter({ hasText: "5 个工作日" }).getByText("尚未生效").waitFor();
      const versions = (await staff.sysadmin.get("/api/clock_rules")).filter((one) => one.code === "CONTACT");
      assert.deepEqual(versions.map((one) => one.amount).sort(), [3, 5]);
      await rule("MD-BODY").getByText("不起算：死亡时间不登记在系统中").waitFor();
      await page.getByText("外地规则", { exact: true }).click();
      assert.equal(await rule("SW-WEEK").getByRole("button").count(), 0, "what nothing starts is not adopted");
      await page.getByRole("button", { name: "采用 DZ-SIMPLE" }).click();
      await rule("DZ-SIMPLE").getByRole("button", { name: "采用", exact: true }).click();
      await rule("DZ-SIMPLE").getByText("尚未生效").waitFor();
      await rule("DZ-SIMPLE").getByRole("button", { name: "停用 DZ-SIMPLE" }).waitFor();
      await look(page, `clock_rules_elsewhere_${kind}`);

      const year = day().slice(0, 4);
      await page.goto(`${server.url}/desk/calendar`);
      await page.getByText("放假").first().waitFor();
      await look(page, `administration_calendar_${kind}`);
      assert.ok((await staff.sysadmin.get(`/api/calendar/${year}`)).length > 0);
      await page.goto(`${server.url}/desk/organisations/${(await staff.head.get("/api/session")).post.organisation_id}`);
      await page.locator(".el-form-item", { hasText: "服务区域" }).locator(".el-tag").first().waitFor();
      await page.locator(".el-form-item", { hasText: "设立日期" }).locator("input").waitFor();
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByText("已保存").waitFor();
      await look(page, `administration_body_${kind}`);
      await page.goto(`${server.url}/desk/jobs`);
      await page.getByText("没有任务").waitFor();
      await page.getByText("等待", { exact: true }).click();
      await page.locator("code", { hasText: "supervision_watch" }).first().waitFor();
      await look(page, `administration_jobs_${kind}`);
      await page.context().close();
    });

    at_desk("show a leader figures, and open each to its definition and its cases", async () => {
      const page = await open("leader", "");
      await page.locator("button.figure").first().waitFor();
      const figures = await staff.leader.get("/api/boards/figures?days=30");
      assert.equal(await page.locator("button.figure").count(), figures.length);
      const open_now = figures.find((one) => one.code === "open");
      await page.locator("button.figure", { hasText: /^在办/ }).click();
      await page.getByText("现在由本级及以下单位主办").waitFor();
      await page.locator(".figure_open .board_list li").first().waitFor();
      assert.equal(await page.locator("button.figure", { hasText: /^在办/ }).locator(".figure_value").innerText(), String(open_now.count));
      await look(page, `figures_${kind}`);
      await page.context().close();
    });
  });
}
