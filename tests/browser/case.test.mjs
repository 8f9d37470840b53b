// The case on one screen: two people who write the same thing, law and phrases beside it, money, and a name after @.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { a_village, checks, day, grading, live_through, people, registration } from "../story.mjs";
import { choose, field, fill, fresh_page, look, open_browser, open_form, send, sign_in, until, widths } from "./browser.mjs";

for (const [kind, viewport] of Object.entries(widths)) {
  /** What is done the same way at both widths is done once. */
  const at_desk = kind === "desktop" ? it : () => {};
  describe(`a case at ${viewport.width} px`, () => {
    let server, browser, staff, village;
    const errors = [];
    before(async () => {
      server = await new Server("sqlite", { disputes: 10 }).start();
      staff = await people(server);
      village = await a_village(staff.clerk);
      browser = await open_browser();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
      assert.deepEqual(errors, []);
    });

    const accepted = async () => {
      const made = await staff.clerk.post("/api/disputes", registration(village, { narrative: `楼上渗水 ${Math.random()}` }));
      await staff.dispatcher.post(`/api/disputes/${made.id}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
      return { ...made, path: `/api/disputes/${made.id}` };
    };
    const open_case = async (login, made) => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, login);
      await page.goto(`${server.url}/desk/disputes/${made.id}`);
      await page.locator(".case_head").waitFor();
      return page;
    };
    const version_row = (within, label) => within.locator(".versions tbody tr", { has: within.page().locator(`th:text-is("${label}")`) });

    it("shows both versions of a grading that somebody else changed first, and loses nothing", async () => {
      const made = await accepted();
      const page = await open_case("dispatcher", made);
      const form = await open_form(page, "record", "grading");
      await choose(form, "难度级别", "疑难");
      await fill(form, "涉及金额（元）", "5000");
      // Meanwhile a clerk grades it otherwise: the page follows, the form keeps what is typed in it.
      const { version } = await staff.clerk.get(made.path);
      await staff.clerk.call("PUT", `${made.path}/grading`, grading({ people_count: 9, risk: "yellow", amount_fen: 420000 }), { expected: 200, version });
      await page.locator(".meanwhile").waitFor();
      await form.getByRole("button", { name: "保存", exact: true }).click();
      await form.locator(".versions").waitFor();
      await until(page, () => document.activeElement?.classList.contains("versions"));
      await look(page, `both_versions_${kind}`, { whole: true });
      const said = async (label) => (await version_row(form, label).innerText()).replace(/\s+/g, " ");
      assert.match(await said("涉及金额（元）"), /5,000\.00.*4,200\.00/);
      assert.match(await said("难度级别"), /疑难.*一般/);
      assert.match(await said("涉及人数"), /2.*9/);
      assert.match(await said("密级"), /相同/);
      const held = (label, whose) => version_row(form, label).getByRole("radio", { name: `${label} ${whose}` }).isChecked();
      assert.ok(await held("涉及金额（元）", "我填写的"), "what I wrote stays");
      assert.ok(await held("涉及人数", "系统中现在的"), "what I had left alone follows");
      await version_row(form, "风险等级").getByRole("radio", { name: "风险等级 我填写的" }).check();
      await version_row(form, "风险等级").getByRole("radio", { name: "风险等级 系统中现在的" }).check();
      assert.equal((await staff.clerk.get(made.path)).amount_fen, 420000, "nothing was overwritten");
      await send(page, "保存");
      const now = await staff.clerk.get(made.path);
      assert.deepEqual([now.difficulty, now.amount_fen, now.people_count, now.risk], ["difficult", 500000, 9, "yellow"]);
      await page.context().close();
    });

    it("opens a party's phone from the head with a reason that is kept, by keyboard", async () => {
      const made = await accepted();
      const page = await open_case("dispatcher", made);
      await page.getByRole("button", { name: "查看林小满的完整信息" }).focus();
      await page.keyboard.press("Enter");
      await until(page, () => document.activeElement?.closest(".unmask"));
      await page.keyboard.type("电话通知到场");
      await page.keyboard.press("Enter");
      await page.locator(".case_sides", { hasText: "19900001234" }).waitFor();
      await page.locator(".timeline_words", { hasText: "电话通知到场" }).waitFor();
      const { items } = await (await server.sign_in("auditadmin")).get("/api/audit?limit=50");
      assert.ok(items.some((entry) => entry.kind === "unmasking"), "it is audited");
      await page.context().close();
    });

    at_desk("keeps the form of a move that somebody else made impossible", async () => {
      const made = await accepted();
      const page = await open_case("dispatcher", made);
      const form = await open_form(page, "verb", "withdraw");
      await form.locator("textarea").fill("申请人来电说明情况");
      const body = (await staff.head.get("/api/session")).post.organisation_id;
      await (await server.sign_in("dispatcher")).post(`${made.path}/offers`, { organisation_id: body });
      await staff.head.post(`${made.path}/takeover`, {});
      await staff.head.post(`${made.path}/mediators`, await (async () => {
        const id = (await staff.mediator.get("/api/session")).account.id;
        return { presiding_id: id, others: [], recusal: [{ account_id: id, grounds_asked: true, relation: "none" }] };
      })());
      const parties = (await staff.mediator.get(made.path)).parties.map((party) => party.id);
      await staff.mediator.post(`${made.path}/opening`, { notice_given_on: day(), notice_form: "oral", given_to: parties });
      await page.locator(".overtaken").waitFor();
      assert.equal(await form.locator("textarea").inputValue(), "申请人来电说明情况");
      await form.getByRole("button", { name: "取消" }).click();
      await form.waitFor({ state: "detached" });
      await page.context().close();
    });

    at_desk("mentions a colleague in a note from the keyboard", async () => {
      const made = await accepted();
      const page = await open_case("dispatcher", made);
      const colleagues = await staff.dispatcher.get(`${made.path}/colleagues`);
      const own = (await staff.dispatcher.get("/api/session")).account.id;
      const one = colleagues.find((each) => each.id !== own && colleagues.filter((other) => other.initials.startsWith(each.initials)).length === 1);
      const form = await open_form(page, "record", "note");
      await form.locator("textarea").focus();
      await page.keyboard.type(`@${one.initials}`, { delay: 40 });
      await page.locator(".el-mention-dropdown__item:visible", { hasText: one.name }).waitFor();
      await look(page, `mention_${kind}`);
      await page.keyboard.press("Enter");
      await page.keyboard.type("请核对收条");
      await page.keyboard.press("Control+Enter");
      await form.waitFor({ state: "detached" });
      await page.locator(".timeline .mention", { hasText: `@${one.name}` }).waitFor();
      const tasks = await staff.dispatcher.get(`${made.path}/tasks`);
      assert.deepEqual(tasks.map((task) => [task.kind, task.assignee_name, task.words]), [["mention", one.name, `@${one.name} 请核对收条`]]);
      await look(page, `mentioned_${kind}`);
      await page.context().close();
    });

    it("tells what was agreed, paid with proof and left, and filters its timeline", async () => {
      const lived = await live_through(server);
      const page = await open_case("head_property", { id: lived.id });
      const money = page.getByRole("region", { name: "履行与款项" });
      const said = (await money.innerText()).replace(/\s+/g, " ");
      assert.match(said, /约定 ¥2,800\.00 已付 ¥2,800\.00 未付 ¥0\.00/);
      assert.match(said, /支付维修费用。.*¥2,800\.00 · 转账凭证.*已履行/);
      const groups = page.locator(".timeline_groups button");
      for (const name of ["节点", "任务", "文书", "消息", "系统"]) await groups.filter({ hasText: name }).click();
      await until(page, () => document.querySelectorAll(".timeline > li").length > 0 && !document.querySelector(".timeline > li:not(.talk)"));
      assert.match(await page.locator(".timeline").innerText(), /召开调解会[\s\S]*历时/);
      await look(page, `talks_${kind}`, { whole: true });
      await page.context().close();
    });

    at_desk("offers law of its type, and puts phrases where one writes", async () => {
      const made = await accepted();
      const page = await open_case("dispatcher", made);
      const guide = page.getByRole("region", { name: "法律条文与常用语" });
      await guide.getByText("物业服务人应当按照约定").click();
      await guide.getByText("自2021/01/01起施行").first().waitFor();
      const first = (await guide.locator(".phrase").first().innerText()).replace(/^Alt 1\s*/, "");
      await guide.locator(".phrase").first().click();
      await page.getByText("请先把光标放到要填写的文本框").waitFor();
      const form = await open_form(page, "record", "note");
      const words = form.locator("textarea");
      await words.fill("前后");
      await words.press("Home");
      await words.press("ArrowRight");
      await page.keyboard.press("Alt+Digit1");
      assert.equal(await words.inputValue(), `前${first}后`);
      await guide.locator(".phrase").nth(1).click();
      assert.match(await words.inputValue(), new RegExp(`^前${first}.+后$`));
      await look(page, `guide_${kind}`, { whole: true });
      await page.keyboard.press("Control+Enter");
      await form.waitFor({ state: "detached" });
      assert.match((await staff.dispatcher.get(`${made.path}/timeline`)).items[0].words, new RegExp(`^前${first}`));
      await page.context().close();
    });
  });
}

describe("bodies kept by two administrators", () => {
  it("show both versions too", async () => {
    const server = await new Server("sqlite", { disputes: 0 }).start();
    const browser = await open_browser();
    const errors = [];
    try {
      const admin = await server.sign_in("sysadmin");
      const [body] = (await admin.get("/api/organisations?limit=1")).items;
      const path = `/api/organisations/${body.id}`;
      const page = await fresh_page(browser, widths.desktop, errors);
      await sign_in(page, server.url, "sysadmin");
      await page.goto(`${server.url}/desk/organisations/${body.id}`);
      await fill(page.locator("main"), "公开电话", "0715-1111111");
      const { version, id: _, place_name: __, parent_name: ___, open: ____, ...now } = await admin.get(path);
      await admin.call("PUT", path, { ...now, phone: "0715-2222222", address: "温泉路 1 号" }, { expected: 200, version });
      await page.getByRole("button", { name: "保存", exact: true }).click();
      await page.locator(".versions").waitFor();
      await look(page, "both_versions_body", { whole: true });
      assert.equal(await field(page.locator("main"), "办公地址").locator("input").inputValue(), "温泉路 1 号");
      await page.getByRole("radio", { name: "公开电话 系统中现在的" }).check();
      assert.equal(await field(page.locator("main"), "公开电话").locator("input").inputValue(), "0715-2222222");
      await page.getByRole("button", { name: "全部用我填写的" }).click();
      assert.equal(await field(page.locator("main"), "公开电话").locator("input").inputValue(), "0715-1111111");
      await page.getByRole("button", { name: "保存", exact: true }).click();
      await page.locator(".versions").waitFor({ state: "detached" });
      assert.equal((await admin.get(path)).phone, "0715-1111111");
      assert.deepEqual(errors, []);
    } finally {
      await browser.close();
      await server.stop();
    }
  });
});
