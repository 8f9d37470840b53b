// The other side on a phone: by a link he agrees; by a code he refuses with a reason that nobody else sees; he needs time;
// he is silent; he comes back. And the desk that follows it.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Gateway } from "../gateway.mjs";
import { Server } from "../server.mjs";
import { a_village, checks, grading, registration } from "../story.mjs";
import { fresh_page, look, only, open_browser, sign_in } from "./browser.mjs";

const reason = "他当着孩子的面骂过我";

async function until(what, is_so) {
  for (let tries = 0; tries < 200; ++tries) {
    const found = await is_so();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`never: ${what}`);
}

for (const [kind, viewport] of Object.entries(only("phone"))) {
  describe(`the other side at ${viewport.width} px`, () => {
    let server, browser, gateway, clerk, dispatcher, village;
    let people = 0;
    const errors = [];
    before(async () => {
      gateway = await new Gateway().start();
      server = await new Server("sqlite", { settings: gateway.settings }).start();
      const admin = await server.sign_in("sysadmin");
      for (const code of ["quiet_from_minute", "quiet_to_minute", "second_message_minutes"])
        await admin.call("PUT", `/api/settings/notice/${code}`, { value: 0 }, { expected: 200 });
      [clerk, dispatcher] = await Promise.all(["clerk", "dispatcher"].map((login) => server.sign_in(login)));
      village = await a_village(clerk);
      browser = await open_browser();
    });
    after(async () => {
      await browser?.close();
      gateway?.stop();
      await server?.stop();
    });

    async function accepted(secrecy = "normal") {
      const number = String(++people).padStart(6, "0");
      const phone = `19922${number}`;
      const receipt = await clerk.post("/api/disputes", registration(village, {
        narrative: `第${number}号：${crypto.randomUUID()}`, secrecy,
        parties: [{ side: "applicant", kind: "natural", name: "沈白鹭", phone: `19921${number}` }, { side: "respondent", kind: "natural", name: "顾青山", phone }],
      }));
      const path = `/api/disputes/${receipt.id}`;
      await dispatcher.post(`${path}/acceptance`, { grading: grading({ secrecy }), checks, risk_confirmed: true });
      const { words } = await until("the message", async () => [...gateway.delivered.values()].find((one) => one.phone === phone && one.words.includes("/j#")));
      const [, link, code] = /https:\/\/hemu\.example(\/j#([0-9A-Z]{8})-[0-9a-f]{8})/.exec(words);
      return { ...receipt, path, link, code, applicant_phone: `19921${number}` };
    }
    const invited = async (dispute) => (await clerk.get(`${dispute.path}/invitations`)).parties[0];
    const willing_of = async (dispute) => (await clerk.get(dispute.path)).parties[1].willing;
    /** Every invitation's moment has come. The job is woken again when it was at work just then. */
    async function followed(what, is_so) {
      server.sql("UPDATE invitation SET follow_at = made_at WHERE follow_at IS NOT NULL");
      let tries = 0;
      return until(what, async () => {
        if (tries++ % 10 === 0) server.sql("UPDATE job SET due_at = '2020-01-01 00:00:00.000000+00' WHERE kind = 'invitation_follow' AND state = 'waiting'");
        return is_so();
      });
    }
    const next = (page, words = "继续") => page.getByRole("button", { name: words, exact: true }).click();
    const heading = (page, words) => page.getByRole("heading", { level: 1, name: words }).waitFor();

    it("agrees by the link in two steps, and adds his side", async () => {
      const dispute = await accepted();
      const page = await fresh_page(browser, viewport, errors);
      await page.goto(server.url + dispute.link);
      await heading(page, "顾青山，有人想和您一起把一件事谈好");
      assert.ok(!page.url().includes(dispute.code), "the code does not stay in the address");
      await page.getByText("沈白鹭请").waitFor();
      await look(page, `answer_summary_${kind}`, { whole: true });
      await page.getByRole("link", { name: "去答复" }).click();
      await heading(page, "您愿意参加调解吗？");
      await next(page);
      await page.getByRole("alert").getByText("请选一个").waitFor();
      await look(page, `answer_choice_wrong_${kind}`, { whole: true });
      await page.getByLabel("愿意参加", { exact: false }).first().check();
      await look(page, `answer_choice_${kind}`, { whole: true });
      await next(page, "提交：愿意参加");
      await heading(page, "谢谢您愿意谈");
      assert.equal(await willing_of(dispute), "willing");
      assert.equal((await invited(dispute)).opened_by, "link");
      await look(page, `answer_done_${kind}`, { whole: true });

      await page.getByRole("link", { name: "说说您这边的情况" }).click();
      await page.getByLabel("事情的经过和您的想法").fill("管子是他家自己改的。");
      await look(page, `answer_statement_${kind}`, { whole: true });
      await next(page, "保存");
      await page.getByText("✓ 已填").waitFor();
      await page.getByRole("link", { name: "哪些日子不方便" }).click();
      await page.getByLabel("年").first().fill("2026");
      await page.getByLabel("月").first().fill("13");
      await page.getByLabel("日", { exact: true }).first().fill("1");
      await next(page, "保存");
      await page.getByRole("alert").waitFor();
      await page.getByLabel("月").first().fill("12");
      await look(page, `answer_days_${kind}`, { whole: true });
      await next(page, "保存");
      await page.getByRole("link", { name: "需要什么帮助" }).click();
      await page.getByLabel("轮椅通行").check();
      await page.getByLabel("不与对方同室").check();
      await look(page, `answer_needs_${kind}`, { whole: true });
      await next(page, "保存");
      await page.getByRole("link", { name: "谁替您来或陪您来" }).click();
      await page.getByLabel("姓名").fill("顾小山");
      await look(page, `answer_speaker_${kind}`, { whole: true });
      await next(page, "保存");
      await page.getByRole("link", { name: "照片和材料" }).click();
      await page.getByLabel("选照片或文件").setInputFiles({ name: "收条.txt", mimeType: "text/plain", buffer: Buffer.from("收条") });
      await page.getByText("✓ 收条.txt").waitFor();
      await look(page, `answer_files_${kind}`, { whole: true });
      await next(page, "保存");
      await page.getByRole("link", { name: "确认您的手机号" }).click();
      await page.getByLabel("手机号").fill(`199330${String(people).padStart(5, "0")}`);
      await next(page, "发验证码");
      await page.getByLabel("短信里的 6 位数字").waitFor();
      await look(page, `answer_phone_${kind}`, { whole: true });
      const sent = await until("the code", async () => [...gateway.delivered.values()].find((one) => one.words.includes("验证码")));
      await page.getByLabel("短信里的 6 位数字").fill(/\d{6}/.exec(sent.words)[0]);
      await next(page, "确认");
      await page.getByText("号码已确认").waitFor();
      const shown = await invited(dispute);
      assert.equal(shown.account.statement, "管子是他家自己改的。");
      assert.deepEqual(shown.account.days_away, [{ from_on: "2026-12-01", to_on: "2026-12-01" }]);
      assert.equal(shown.account.speaker.name, "顾小山");
    });

    it("refuses by a typed code with a reason that neither applicant nor stranger ever sees", async () => {
      const dispute = await accepted();
      const page = await fresh_page(browser, viewport, errors);
      await page.goto(`${server.url}/join`);
      await heading(page, "输入邀请码");
      await next(page, "看看是什么事");
      await page.locator("#code_fault").getByText("请输入邀请码").waitFor();
      await page.getByLabel("邀请码").fill("O0L1UVI2");
      await next(page, "看看是什么事");
      await page.locator("#code_fault").getByText("没有 0、1").waitFor();
      await page.getByLabel("邀请码").fill("22334455");
      await next(page, "看看是什么事");
      await page.getByText("可以这样试试").waitFor();
      await look(page, `answer_code_wrong_${kind}`, { whole: true });
      await page.getByLabel("邀请码").fill(`${dispute.code.slice(0, 4)} ${dispute.code.slice(4).toLowerCase()}`);
      assert.equal(await page.getByLabel("邀请码").evaluate((box) => box.scrollLeft), 0, "all eight letters are seen");
      await look(page, `answer_code_${kind}`, { whole: true });
      await next(page, "看看是什么事");
      await page.getByRole("link", { name: "去答复" }).click();
      await page.getByLabel("不愿意参加").check();
      await next(page);
      await heading(page, "愿意说说为什么吗？");
      await page.getByText("不会告诉对方").waitFor();
      await page.getByLabel("不愿意参加的原因").fill(reason);
      await look(page, `answer_refuse_${kind}`, { whole: true });
      await next(page, "提交答复");
      await heading(page, "知道了，您不愿意参加");
      await look(page, `answer_refused_${kind}`, { whole: true });
      assert.equal(await willing_of(dispute), "unwilling");

      const applicant = await fresh_page(browser, viewport, errors);
      const said = [];
      applicant.on("response", async (response) => said.push(await response.text().catch(() => "")));
      await applicant.goto(`${server.url}/case#${dispute.query_code}`);
      await applicant.getByLabel("手机号").fill(dispute.applicant_phone);
      await applicant.getByRole("button", { name: "查看", exact: true }).click();
      await applicant.getByText(dispute.number).first().waitFor();
      assert.ok(!said.join().includes(reason) && !(await applicant.content()).includes(reason), "not the applicant");
      const stranger = await fresh_page(browser, viewport, errors);
      await stranger.goto(`${server.url}/join/detail`);
      await heading(stranger, "输入邀请码");

      const desk = await fresh_page(browser, viewport, errors);
      await sign_in(desk, server.url, "dispatcher");
      await desk.goto(`${server.url}/desk/disputes/${dispute.id}`);
      await desk.getByRole("tab", { name: "邀请" }).click();
      await desk.locator('[data-stage="refuse"]').waitFor();
      await desk.getByText("系统不会自动终止").waitFor();
      await look(desk, `invitation_refused_${kind}`, { whole: true });
    });

    it("needs time, and comes back with the same code to say something else", async () => {
      const dispute = await accepted();
      const page = await fresh_page(browser, viewport, errors);
      await page.goto(server.url + dispute.link);
      await page.getByRole("link", { name: "去答复" }).click();
      await page.getByLabel("还要想一想").check();
      await next(page);
      await heading(page, "您想在哪天前答复？");
      await next(page, "提交答复");
      await page.getByRole("alert").getByText("请选一天").waitFor();
      await page.getByRole("radio").nth(2).check();
      await look(page, `answer_later_${kind}`, { whole: true });
      await next(page, "提交答复");
      await heading(page, "好的，您慢慢想");
      assert.equal(await willing_of(dispute), "unknown");
      const later = await fresh_page(browser, viewport, errors);
      await later.goto(`${server.url}/j#${dispute.code}`);
      await heading(later, "好的，您慢慢想");
      await look(later, `answer_back_${kind}`, { whole: true });
      await later.getByRole("link", { name: "改答复" }).click();
      await later.getByLabel("愿意参加", { exact: false }).first().check();
      await next(later, "提交：愿意参加");
      await heading(later, "谢谢您愿意谈");
      assert.equal(await willing_of(dispute), "willing");
      await later.reload();
      await heading(later, "谢谢您愿意谈");
    });

    it("is silent: the ladder goes on to a call and a visit, and silence stays silence", async () => {
      const dispute = await accepted();
      for (const [step, method] of [[1, "message"], [2, "call"]]) {
        await until("sent", async () => ["sent", "delivered"].includes((await invited(dispute)).notice.state));
        await followed(method, async () => {
          const { notice } = await invited(dispute);
          return notice.step === step && notice.state === "sent";
        });
      }
      const desk = await fresh_page(browser, viewport, errors);
      await sign_in(desk, server.url, "clerk");
      await desk.goto(`${server.url}/desk/disputes/${dispute.id}`);
      await desk.getByRole("tab", { name: "邀请" }).click();
      await desk.locator('[data-stage="asked"]').waitFor();
      await desk.getByText("第 3 步，共 4 步").waitFor();
      await desk.getByText("不答复不等于同意").waitFor();
      await look(desk, `invitation_silent_${kind}`, { whole: true });
      const { notice } = await invited(dispute);
      await clerk.post(`${dispute.path}/party_notices/${notice.id}/outcome`, { reached: false });
      await until("a visit", async () => (await invited(dispute)).notice.method === "visit");
      assert.equal(await willing_of(dispute), "unknown");

      await desk.locator('[data-invitation="note"]').click();
      await desk.locator(".move_form").getByText("需要时间").click();
      await look(desk, `invitation_note_${kind}`, { whole: true });
      await desk.locator(".move_form").getByText("同意参加", { exact: true }).click();
      await desk.locator(".move_form").getByText("上门").click();
      await desk.getByRole("button", { name: "记下答复" }).click();
      await desk.locator('[data-stage="agree"]').waitFor();
      assert.equal(await willing_of(dispute), "willing");
      await desk.getByRole("link", { name: "打印邀请信" }).click();
      await desk.locator(".letter_qr svg").waitFor();
      await desk.getByText(`${dispute.code.slice(0, 4)} ${dispute.code.slice(4)}`).waitFor();
      await look(desk, `invitation_letter_${kind}`, { whole: true });
    });

    it("tells no names where the dispute is secret", async () => {
      const dispute = await accepted("private");
      const page = await fresh_page(browser, viewport, errors);
      await page.goto(server.url + dispute.link);
      await page.getByText("这里不写是谁、什么事").waitFor();
      assert.ok(!(await page.content()).includes("沈白鹭"));
      await look(page, `answer_secret_${kind}`, { whole: true });
    });

    it("reads well in large text, in the dark, and in English", async () => {
      const dispute = await accepted();
      const page = await fresh_page(browser, viewport, errors);
      await page.emulateMedia({ colorScheme: "dark" });
      await page.goto(server.url + dispute.link);
      await page.getByRole("button", { name: "大字版" }).click();
      await look(page, `answer_dark_large_${kind}`, { whole: true });
      await page.getByRole("link", { name: "去答复" }).click();
      await look(page, `answer_dark_choice_${kind}`, { whole: true });
      await page.getByRole("button", { name: "English" }).click();
      await heading(page, "Do you want to take part in mediation?");
      await look(page, `answer_english_${kind}`, { whole: true });
    });

    it("shows how many take part, honest about few", async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "leader");
      await page.goto(`${server.url}/desk/figures`);
      await page.getByRole("heading", { name: "被邀请一方的参与" }).waitFor();
      await page.getByText("不算百分比").first().waitFor();
      await page.locator(".invitation_figures").scrollIntoViewIfNeeded();
      await look(page, `invitation_figures_${kind}`, { whole: true });
    });

    it("runs without an error in the page", () => assert.deepEqual(errors, []));
  });
}
