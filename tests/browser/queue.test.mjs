// A clerk's and a dispatcher's morning at their queues: what is taken in hand, put aside, done to many, and seen of others.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { a_village, day, registration } from "../story.mjs";
import { fresh_page, look, open_browser, sign_in, widths } from "./browser.mjs";

for (const [kind, viewport] of Object.entries(widths)) {
  /** What is done the same way at both widths is done once. */
  const at_desk = kind === "desktop" ? it : () => {};
  describe(`queues at ${viewport.width} px`, () => {
    let server, browser, clerk, village;
    const errors = [];
    before(async () => {
      server = await new Server("sqlite", { disputes: 60 }).start();
      clerk = await server.sign_in("clerk");
      village = await a_village(clerk);
      browser = await open_browser();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
      assert.deepEqual(errors, []);
    });

    const register = (narrative) => clerk.post("/api/disputes", registration(village, { narrative, title: narrative }));
    const at_queue = async (login, view = "my_body") => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, login);
      await page.goto(`${server.url}/desk/queue/${view}`);
      await page.locator(".queue_rows").waitFor();
      return page;
    };
    const row = (page, number) => page.locator(".queue_rows tbody tr", { hasText: number });

    it("count every view and say since when", async () => {
      const page = await at_queue("dispatcher", "all");
      const counts = await (await server.sign_in("dispatcher")).get("/api/queue/counts");
      for (const [index, view] of ["mine", "my_body", "unassigned", "new_papers", "due_today", "late", "waiting", "on_hold", "all"].entries()) {
        const count = counts.find((one) => one.view === view).count;
        assert.equal(await page.locator(".queue_views .view").nth(index).locator(".view_count").innerText(), String(count), view);
      }
      await look(page, `queue_all_${kind}`);
      const mark = page.locator(".due_mark").first();
      await mark.focus();
      const why = page.locator(".due_why:visible dd").first();
      await why.waitFor();
      assert.match(await why.innerText(), /\d/, "how the date was computed");
      await page.context().close();
    });

    it("take a case in hand, put it aside and take it up again", async () => {
      const made = await register("楼道堆物纠纷，要求清理");
      const page = await at_queue("clerk", "unassigned");
      await row(page, made.number).getByRole("button", { name: "认领", exact: true }).click();
      await page.getByText(`已认领 ${made.number}`).waitFor();
      await page.goto(`${server.url}/desk/queue/mine`);
      await row(page, made.number).waitFor();
      await row(page, made.number).getByRole("button", { name: "搁置" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "3 天", exact: true }).click();
      await look(page, `hold_${kind}`);
      await page.getByRole("dialog").getByRole("button", { name: "搁置" }).click();
      await page.getByText(`已搁置 ${made.number}`).waitFor();
      await page.goto(`${server.url}/desk/queue/on_hold`);
      await row(page, made.number).getByText("第 1 天").waitFor();
      await look(page, `on_hold_${kind}`);
      await row(page, made.number).getByRole("button", { name: "取消搁置" }).click();
      await page.getByText(`${made.number} 已回到待办`).waitFor();
      await page.context().close();
    });

    at_desk("do one act to many: shown first, then done, also when the page is left", async () => {
      const made = [];
      for (let i = 0; i < 5; ++i) made.push(await register(`停车纠纷之${i + 1}`));
      const other = await server.sign_in("clerk_hall");
      await other.post(`/api/disputes/${made[2].id}/claim`, {});
      const page = await at_queue("clerk", "my_body");
      await page.getByRole("combobox", { name: "排序" }).waitFor({ state: "attached" });
      await page.goto(`${server.url}/desk/queue/my_body?order=registered&descending=true`);
      for (const one of made) await row(page, one.number).getByRole("checkbox").check();
      await page.getByRole("toolbar").getByRole("button", { name: "认领" }).click();
      await page.getByText("可办 4 件").waitFor();
      await page.getByText("已有人认领").waitFor();
      await look(page, `bulk_${kind}`);
      await page.getByRole("button", { name: "办理 4 件" }).click();
      await page.getByText(/秒后开始/).waitFor();
      await page.goto(`${server.url}/desk/profile`);
      await page.getByText("已办 4 / 4 件").waitFor({ timeout: 90_000 });
      await look(page, `bulk_done_${kind}`);
      const mine = (await clerk.get("/api/queue?view=mine&limit=200")).items.map((one) => one.number);
      for (const [index, one] of made.entries()) assert.equal(mine.includes(one.number), index !== 2, one.number);
      await page.context().close();
    });

    at_desk("select more than the page shows, and find the progress again when the page is left and opened", async () => {
      for (let i = 0; i < 60; ++i) await register(`阳台漏水纠纷之${i + 1}`);
      const dispatcher = await server.sign_in("dispatcher");
      const page = await at_queue("dispatcher", "all");
      await page.locator(".queue_rows tbody input[type=checkbox]").first().check();
      const bar = page.getByRole("toolbar");
      const { count } = (await dispatcher.get("/api/queue/counts")).find((one) => one.view === "all");
      assert.ok(count > 50, "there is more than a page");
      await bar.getByRole("button", { name: "选中前 500 件" }).click();
      await bar.getByText(`已选 ${Math.min(count, 500)} 件`).waitFor();
      await bar.getByRole("button", { name: "备注" }).click();
      await page.getByRole("dialog").locator("textarea").fill("年底前请再核对一次联系方式");
      await page.getByRole("button", { name: "先看会怎样" }).click();
      await page.getByText(`可办 ${Math.min(count, 500)} 件`).waitFor();
      await page.getByRole("button", { name: `办理 ${Math.min(count, 500)} 件` }).click();
      await page.getByText(/秒后开始/).waitFor();
      await page.goto(`${server.url}/healthz`);
      await page.goto(`${server.url}/desk/queue/all`);
      await page.locator(".bulk_progress").waitFor();
      await page.getByText(`已办 ${Math.min(count, 500)} / ${Math.min(count, 500)} 件`).waitFor({ timeout: 60_000 });
      await look(page, `bulk_many_${kind}`);
      await page.context().close();
    });

    at_desk("take back what has not begun", async () => {
      const made = await register("噪声纠纷，要求夜间停工");
      const page = await at_queue("clerk", "my_body");
      await page.goto(`${server.url}/desk/queue/my_body?order=registered&descending=true`);
      await row(page, made.number).getByRole("checkbox").check();
      await page.getByRole("toolbar").getByRole("button", { name: "备注" }).click();
      await page.getByRole("dialog").locator("textarea").fill("请社区先行了解");
      await page.getByRole("button", { name: "先看会怎样" }).click();
      await page.getByRole("button", { name: "办理 1 件" }).click();
      await page.getByRole("button", { name: "撤销" }).click();
      await page.getByText("已停止，未办 1 件").waitFor();
      assert.ok(!(await clerk.get(`/api/disputes/${made.id}/timeline`)).items.some((item) => item.kind === "note"));
      await page.context().close();
    });

    at_desk("keep a view under a name and take its rows away as a sheet", async () => {
      const page = await at_queue("dispatcher", "all");
      await page.goto(`${server.url}/desk/queue/all?order=amount&descending=true`);
      await page.getByRole("button", { name: "我的视图" }).click();
      await page.getByRole("textbox", { name: "给当前视图起个名字" }).fill("金额大的在前");
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByText("已保存“金额大的在前”").waitFor();
      await page.goto(`${server.url}/desk/queue/late`);
      await page.getByRole("button", { name: "我的视图" }).click();
      await page.getByRole("button", { name: "金额大的在前", exact: true }).click();
      await page.waitForURL(/queue\/all\?order=amount&descending=true/);
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出表格" }).click()]);
      assert.match(download.suggestedFilename(), new RegExp(`^全部 ${day()}\\.xlsx$`));
      assert.equal(readFileSync(await download.path()).subarray(0, 2).toString(), "PK");
      await page.context().close();
    });

    at_desk("keep the queue beside the case that is opened from it", async () => {
      const page = await at_queue("dispatcher", "all");
      const numbers = await page.locator(".queue_rows .queue_case .number").allInnerTexts();
      await page.locator(".queue_rows .queue_case a").first().click();
      await page.locator(".case_head").getByText(numbers[0].trim().slice(0, 16)).waitFor();
      await page.keyboard.press("j");
      await page.locator(".case_head").getByText(numbers[1].trim().slice(0, 16)).waitFor();
      await page.locator(".queue_rail [aria-current]").waitFor();
      await look(page, `case_rail_${kind}`);
      await page.context().close();
    });

    it("tell who writes what others did meanwhile, and keep his words", async () => {
      const made = await register("围墙纠纷，要求恢复原状");
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "clerk");
      await page.goto(`${server.url}/desk/disputes/${made.id}`);
      await page.locator('[data-record="note"]').click();
      await page.locator(".open_form textarea").fill("我写到一半的备注");
      await (await server.sign_in("dispatcher")).post(`/api/disputes/${made.id}/notes`, { words: "已电话核实地址" });
      await page.locator(".meanwhile").getByText("已电话核实地址").waitFor();
      assert.equal(await page.locator(".open_form textarea").inputValue(), "我写到一半的备注");
      await page.context().close();
    });

    it("ask a colleague to do something by a day, who finds it above the queue and does it", async () => {
      const made = await register("晾衣架滴水纠纷");
      const colleague = (await (await server.sign_in("clerk_hall")).get("/api/session")).account.name;
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "clerk");
      await page.goto(`${server.url}/desk/disputes/${made.id}`);
      await page.locator('[data-task="new"]').click();
      const panel = page.locator("section", { has: page.locator('h2:text-is("任务")') });
      await panel.locator(".el-select__wrapper").click();
      await page.keyboard.type(colleague);
      await page.locator(".el-select-dropdown__item:visible", { hasText: colleague }).first().click();
      await page.keyboard.press("Escape");
      await panel.locator("textarea").fill("请核对双方电话");
      await panel.getByRole("button", { name: "发出" }).click();
      await panel.getByText("请核对双方电话").waitFor();
      await look(page, `task_${kind}`);
      const other = await at_queue("clerk_hall");
      const own = other.locator(".own_tasks li", { hasText: "请核对双方电话" });
      await own.waitFor();
      await look(other, `own_tasks_${kind}`);
      await own.getByRole("button", { name: "办完了" }).click();
      await own.waitFor({ state: "detached" });
      await panel.locator(".task_line.done").waitFor();
      await page.context().close();
      await other.context().close();
    });

    at_desk("show who else is at a case, and what cases it is related to", async () => {
      const first = await register("漏水纠纷之甲");
      const second = await register("漏水纠纷之乙");
      const one = await fresh_page(browser, viewport, errors);
      await sign_in(one, server.url, "clerk");
      await one.goto(`${server.url}/desk/disputes/${first.id}`);
      await one.locator(`.related a[href$="${second.id}"]`).waitFor();
      await one.getByText("同一当事人").first().waitFor();
      const other = await fresh_page(browser, viewport, errors);
      await sign_in(other, server.url, "dispatcher");
      await other.goto(`${server.url}/desk/disputes/${first.id}`);
      await other.locator(".present").waitFor();
      await look(other, `case_present_${kind}`);
      await one.context().close();
      await other.context().close();
    });
  });
}
