// From the window to the archive, clicked by those whose work it is, on a desk's screen and on a phone.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { choose, fill, fresh_page, look, open_browser, open_form, send, sign_in, state_is, tick_all, widths } from "./browser.mjs";

for (const [kind, viewport] of Object.entries(widths)) {
  describe(`a dispute's life in the browser at ${viewport.width} px`, () => {
    let server;
    let browser;
    let at;
    let receipt;
    const errors = [];
    const pages = {};
    before(async () => {
      server = await new Server("sqlite", { disputes: 40 }).start();
      browser = await open_browser();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    /** One step of the story; what follows a broken one is not tried. */
    let broken = "";
    const step = (words, work) => it(words, async () => {
      assert.equal(broken, "", "an earlier step broke");
      broken = words;
      await work();
      broken = "";
    });

    /** The page of that person, signed in once, at the case. */
    async function person(login) {
      if (!pages[login]) {
        pages[login] = await fresh_page(browser, viewport, errors);
        await sign_in(pages[login], server.url, login);
      }
      if (at) await pages[login].goto(at);
      return pages[login];
    }

    step("the clerk registers it from the keyboard in less than two minutes", async () => {
      const page = await person("clerk");
      const begun = Date.now();
      await page.keyboard.press("n");
      const name = page.locator('[data-field="parties[0].name"]');
      await name.waitFor();
      await page.waitForFunction(() => document.activeElement?.getAttribute("data-field") === "parties[0].name");
      await page.keyboard.type("林小满");
      await page.keyboard.press("Tab");
      await page.keyboard.type("110105199003071239");
      await page.getByText("1990/03/07").first().waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.type("19900001234");
      const is_focused = (label) => page.waitForFunction((words) =>
        document.activeElement?.closest(".el-form-item")?.querySelector(".el-form-item__label")?.textContent?.trim() === words, label);
      await page.keyboard.press("Control+ArrowDown");
      await page.waitForFunction(() => document.activeElement?.getAttribute("data-field") === "parties[1].name");
      await page.keyboard.type("高远山");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.type("19900005678");
      await page.keyboard.press("Control+ArrowDown");
      await is_focused("简要事实");
      await page.keyboard.type("楼上卫生间渗水，楼下天花板起皮脱落，多次协商未果。");
      await page.keyboard.press("Tab");
      await page.keyboard.type("请求修复防水并赔偿损失。");
      await page.locator(".proposal").first().waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.type("wyfw", { delay: 30 });
      await page.locator(".el-select-dropdown__item:visible", { hasText: "物业服务质量纠纷" }).first().waitFor();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await is_focused("发生地");
      await page.keyboard.type("421202001", { delay: 30 });
      await page.locator(".el-select-dropdown__item:visible", { hasText: "温泉街道" }).first().waitFor();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await is_focused("涉及金额（元）");
      await page.keyboard.type("3000");
      await look(page, `story_registration_${kind}`, { whole: true });
      await page.keyboard.press("Control+Enter");
      await page.locator(".receipt_code").waitFor();
      assert.ok(Date.now() - begun < 120_000);
      await look(page, `story_receipt_${kind}`);
      receipt = {
        code: (await page.locator(".receipt_code").innerText()).replace(/\s/g, ""),
        number: (await page.locator(".receipt td b").first().innerText()).trim(),
      };
      await page.getByRole("button", { name: "打开案件" }).click();
      await page.waitForURL(/disputes\//);
      at = page.url();
      await state_is(page, "已登记");
    });

    step("the dispatcher grades and accepts it, and offers it to a committee", async () => {
      const page = await person("dispatcher");
      const acceptance = await open_form(page, "verb", "accept");
      await acceptance.getByRole("button", { name: "采用建议" }).click();
      await tick_all(acceptance);
      await look(page, `story_acceptance_${kind}`, { whole: true });
      await send(page, "受理");
      await state_is(page, "已受理");
      const offer = await open_form(page, "verb", "offer");
      await offer.getByText("咸宁市物业纠纷人民调解委员会").click();
      await look(page, `story_offer_${kind}`, { whole: true });
      await send(page, "交办");
      await state_is(page, "待签收");
    });

    step("its head takes it and names the mediator", async () => {
      const page = await person("head_property");
      await open_form(page, "verb", "take");
      await send(page, "签收");
      await state_is(page, "已签收");
      const form = await open_form(page, "verb", "assign");
      const mediator = form.page().locator(".el-select-dropdown__item:visible").first();
      await form.locator(".el-select__wrapper").first().click();
      await mediator.click();
      await tick_all(form, "已询问");
      await look(page, `story_mediators_${kind}`, { whole: true });
      await send(page, "指派调解员");
      await state_is(page, "已指派");
    });

    step("the mediator begins, holds a session and records it", async () => {
      const page = await person("mediator_property");
      const opening = await open_form(page, "verb", "begin");
      await tick_all(opening);
      await look(page, `story_opening_${kind}`, { whole: true });
      await send(page, "开始调解");
      await state_is(page, "调解中");
      const session = await open_form(page, "record", "session");
      await fill(session, "地点", "第一调解室");
      await send(page, "安排调解会");
      await page.getByRole("tab", { name: "办理" }).click();
      await page.getByRole("button", { name: "填写调解记录" }).click();
      const record = page.locator(".case_tabs .move_form");
      const now = new Date(Date.now() + 8 * 3600e3);
      const local = (minutes) => new Date(now - minutes * 60e3).toISOString().slice(0, 16).replace("T", " ");
      await fill(record, "开始时间", local(70));
      await page.keyboard.press("Enter");
      await fill(record, "结束时间", local(5));
      await page.keyboard.press("Enter");
      await fill(record, "调解记录", "双方陈述事实和意见，楼上同意修复防水。");
      await look(page, `story_session_${kind}`, { whole: true });
      await record.getByRole("button", { name: "保存调解记录" }).click();
      await page.locator(".case_tabs").getByText("已召开").first().waitFor();
    });

    step("writes the agreement, has it signed, and the head seals it", async () => {
      const page = await person("mediator_property");
      const form = await open_form(page, "verb", "agree");
      await fill(form, "主要事实", "楼上卫生间渗水致楼下天花板受损。");
      await fill(form, "争议焦点", "修复责任和赔偿数额。");
      await fill(form, "各方责任", "楼上承担修复和赔偿责任。");
      await choose(form, "类别", "给付金钱");
      await choose(form, "履行人", "高远山");
      await fill(form, "内容", "支付维修费用。");
      await fill(form, "金额（元）", "2800");
      await fill(form, "履行方式", "转账");
      const day = new Date(Date.now() + 8 * 3600e3 + 5 * 86400e3).toISOString().slice(0, 10);
      await fill(form, "履行期限", day);
      await page.keyboard.press("Enter");
      await look(page, `story_agreement_${kind}`, { whole: true });
      await send(page, "达成书面协议");
      await state_is(page, "达成协议");
      const signing = await open_form(page, "record", "signing");
      for (let left = 3; left > 0; --left) {
        await signing.getByRole("button", { name: "登记签署" }).first().click();
        await signing.getByRole("button", { name: "确认签署" }).click();
        await signing.getByRole("button", { name: "确认签署" }).waitFor({ state: "detached" });
      }
      await look(page, `story_signing_${kind}`, { whole: true });
      const head = await person("head_property");
      const seal = await open_form(head, "record", "signing");
      await seal.getByRole("button", { name: "加盖印章" }).click();
      await state_is(head, "履行中");
    });

    step("marks it performed, visits and closes it; the head archives it", async () => {
      const page = await person("mediator_property");
      await open_form(page, "verb", "perform");
      await look(page, `story_performance_${kind}`, { whole: true });
      await send(page, "登记履行");
      await state_is(page, "履行完毕");
      await open_form(page, "record", "visit");
      await send(page, "保存回访");
      await open_form(page, "verb", "close");
      await send(page, "结案");
      await state_is(page, "已结案");
      const head = await person("head_property");
      await open_form(head, "verb", "archive");
      await send(head, "归档");
      await state_is(head, "已归档");
    });

    step("the timeline shows every step with who and when, and the journal is whole", async () => {
      const page = await person("head_property");
      const timeline = page.locator(".case_tabs");
      for (const step of ["登记", "受理", "交办", "签收", "指派调解员", "开始调解", "安排调解会", "召开调解会", "达成书面协议", "协议生效", "履行完毕", "回访", "结案", "归档"])
        await timeline.getByText(step, { exact: true }).first().waitFor();
      await look(page, `story_archived_${kind}`, { whole: true });
      const verified = server.command("verify");
      assert.match(verified.stdout, /^whole$/m, verified.stdout + verified.stderr);
    });

    step("the citizen sees the state by query code and phone, and says how it was", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await page.goto(`${server.url}/case`);
      await page.getByLabel("查询码").fill(receipt.code);
      await page.getByLabel("手机号").fill("19900001234");
      await page.getByRole("button", { name: "查看", exact: true }).click();
      await page.getByText(receipt.number).first().waitFor();
      await look(page, `story_status_${kind}`, { whole: true });
      await page.locator(".act_list").getByRole("link", { name: "说说办得怎么样" }).click();
      await page.locator('input[name="score"]').first().check();
      await page.locator('input[name="fair"][value="yes"]').check();
      await page.locator('input[name="fast"][value="yes"]').check();
      await look(page, `story_satisfaction_${kind}`, { whole: true });
      await page.locator("form button[type=submit]").click();
      await page.locator("[data-done]").waitFor();
    });

    it("runs without an error in the pages", () => assert.deepEqual(errors, []));
  });
}
