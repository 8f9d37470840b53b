// Guidance as citizens walk it: on a phone, at a desk, by keyboard alone, without a script; and the desk that keeps it.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { fresh_page, look, only, open_browser, sign_in } from "./browser.mjs";

const to_site = "danger=no&work=site&still=no&left_on=2026-03-01&crowd=one&already=none&agreement=no&other_side=same";

for (const [kind, viewport] of Object.entries(only("phone"))) {
  describe(`guidance at ${viewport.width} px`, () => {
    let server, browser;
    const errors = [];
    before(async () => {
      server = await new Server("sqlite").start();
      browser = await open_browser();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });
    const choose = (page, words) => page.getByRole("link", { name: words, exact: true }).click();

    it("leads from the first page to a leaf, and back by the browser", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await page.goto(server.url);
      await page.getByRole("link", { name: /不知道找谁/ }).click();
      await page.getByRole("heading", { name: "您遇到了什么事？" }).waitFor();
      await look(page, `guidance_doors_${kind}`, { whole: true });
      await page.getByRole("searchbox").fill("工资");
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: /老板欠我工钱/ }).click();
      await look(page, `guidance_question_${kind}`);
      await choose(page, "没有");
      await choose(page, "建筑工地");
      await choose(page, "已经不干了");
      await page.getByLabel("选日期").fill("2026-03-01");
      await look(page, `guidance_date_${kind}`);
      await page.getByRole("button", { name: "下一题" }).click();
      for (const words of ["就我一个", "没有，还没找过谁；或者找过，没受理", "没有签过", "和我在同一个县（市、区）"]) await choose(page, words);
      await page.getByRole("heading", { name: "工地欠薪：总包公司要先付" }).waitFor();
      await page.getByText("2027 年 3 月 1 日").waitFor();
      assert.equal(await page.getByRole("table").getByRole("row").count(), 7, "the options are a table, whatever it looks like");
      await look(page, `guidance_leaf_${kind}`, { whole: true });
      await page.goBack();
      await page.getByRole("heading", { name: "对方在哪里？" }).waitFor();
      await page.reload();
      await page.getByText("您的回答（7 题）").click();
      await page.getByRole("link", { name: "修改：您在哪里干活？" }).click();
      await choose(page, "工厂、店里、公司");
      await page.getByRole("heading", { name: "您还在那里干活吗？" }).waitFor();
    });

    it("carries every answer to applying, and keeps a letter's names in the browser", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await page.goto(`${server.url}/guidance/wages?${to_site}`);
      await choose(page, "申请人民调解");
      await page.waitForURL(`${server.url}/apply`);
      await page.getByText("您刚才的回答会带过来").waitFor();
      await page.getByText("看看 8 个回答").waitFor();
      const carried = await page.evaluate(() => JSON.parse(sessionStorage.getItem("hemu_guidance")));
      assert.deepEqual(carried, { door: "wages", version: 1, leaf: "site", answers: Object.fromEntries(new URLSearchParams(to_site)) });
      await page.goBack();
      await choose(page, "到窗口或者打电话申请");
      await page.getByRole("link", { name: "现在在网上申请" }).waitFor();
      await look(page, `guidance_apply_${kind}`, { whole: true });
      await choose(page, "返回");
      await choose(page, "给对方写一封信");
      const asked = [];
      page.on("request", (request) => request.url().endsWith("/icon_192.png") || asked.push(request.url()));
      await page.getByLabel("收信人").fill("某某建筑公司");
      await look(page, `guidance_letter_${kind}`, { whole: true });
      assert.deepEqual(asked, []);
    });

    it("puts danger first and names the next door", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await page.goto(`${server.url}/guidance/family`);
      await choose(page, "有，很危险");
      await page.getByRole("heading", { name: "先保证安全：马上打 110" }).waitFor();
      assert.ok(await page.locator('a[href="tel:110"]').first().isVisible());
      await look(page, `guidance_stop_${kind}`, { whole: true });
    });

    it("is walked by the keyboard alone", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await page.goto(`${server.url}/guidance/neighbours`);
      const go_to = async (words) => {
        for (let turn = 0; turn < 40; ++turn) {
          await page.keyboard.press("Tab");
          if ((await page.evaluate(() => document.activeElement.textContent.trim())) === words) return page.keyboard.press("Enter");
        }
        throw new Error(`the keyboard does not come to ${words}`);
      };
      for (const words of ["没有", "漏水、堵水、墙裂了", "有", "没有，还没找过谁；或者找过，没受理", "没有签过", "在外地", "不记得、不清楚"]) {
        const before_it = page.url();
        await go_to(words);
        await page.waitForURL((url) => url.href !== before_it);
      }
      await page.getByRole("heading", { name: "漏水、损坏：先查原因，再谈赔偿" }).waitFor();
    });

    it("is walked without a script", async () => {
      const page = await (await browser.newContext({ viewport, locale: "zh-CN", javaScriptEnabled: false })).newPage();
      await page.goto(`${server.url}/guidance?q=gz`);
      await page.getByRole("link", { name: /老板欠我工钱/ }).click();
      for (const words of ["没有", "工厂、店里、公司", "已经不干了"]) await choose(page, words);
      await page.getByLabel("选日期").fill("2026-03-01");
      await page.getByRole("button", { name: "下一题" }).click();
      for (const words of ["就我一个", "没有，还没找过谁；或者找过，没受理", "没有签过", "在外地"]) await choose(page, words);
      await page.getByRole("heading", { name: "单位欠薪：先投诉，再仲裁" }).waitFor();
      assert.ok(!(await page.getByRole("button", { name: "打印这一页" }).isVisible()), "no button that does nothing");
      await choose(page, "给对方写一封信");
      await page.getByLabel("事情经过（哪一天、在哪里、发生了什么）").fill("三月离开，还差两个月工资。");
      await page.getByRole("link", { name: "English" }).click();
      await page.getByRole("heading", { name: "A letter to the other side" }).waitFor();
    });

    it("is kept at the desk: copied, edited, tested and switched on", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "dispatcher");
      await page.goto(`${server.url}/desk/guidance`);
      await page.getByRole("link", { name: "老板欠我工钱" }).waitFor();
      await look(page, `guidance_trees_${kind}`);
      await page.getByRole("link", { name: "旅游", exact: true }).click();
      await page.getByRole("button", { name: "复制为草稿" }).click();
      await page.getByRole("button", { name: "运行测试" }).waitFor();
      await look(page, `guidance_tree_${kind}`, { whole: true });
      await page.getByRole("tab", { name: "名称和检索词" }).click();
      await page.getByLabel("标题 · 中文").fill("");
      await page.getByRole("button", { name: "运行测试" }).click();
      await page.getByText("有空白").waitFor();
      await page.getByLabel("标题 · 中文").fill("旅游和出行");
      await page.getByRole("button", { name: "保存" }).click();
      await page.getByText("已保存。").waitFor();
      await page.getByRole("button", { name: "启用", exact: true }).click();
      await page.getByText("已定好启用日期。").waitFor();
      await page.goto(`${server.url}/guidance`);
      await page.getByRole("link", { name: /旅游和出行/ }).waitFor();
    });

    it("runs without an error in the page", () => assert.deepEqual(errors, []));
  });
}
