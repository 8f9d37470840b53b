// A citizen at his case on a phone: sees how it stands, writes and is answered, urges, complains, says what came of a term,
// withdraws, asks for his data, says how it was; and nothing typed is lost when his pass is over. The desk answers.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Gateway } from "../gateway.mjs";
import { Server } from "../server.mjs";
import { a_village, checks, day, grading, people, registration, work_through } from "../story.mjs";
import { fresh_page, look, open_browser, settled, sign_in, widths } from "./browser.mjs";

const applicant_phone = "19900001234";
const respondent_phone = "19900005678";

describe("case home", () => {
  let server, gateway, browser, staff, talked, agreed;
  const errors = [];

  before(async () => {
    gateway = await new Gateway().start();
    server = await new Server("sqlite", { settings: gateway.settings }).start();
    staff = await people(server);
    [talked, agreed] = [await register(), await register()];
    await hand_over(talked);
    await work_until_performing(agreed);
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    gateway?.stop();
  });

  async function register(more = {}) {
    const receipt = await staff.clerk.post("/api/disputes", registration(await a_village(staff.clerk), { narrative: `楼上渗水：${crypto.randomUUID()}`, ...more }));
    return { ...receipt, path: `/api/disputes/${receipt.id}` };
  }
  async function hand_over({ path }) {
    await staff.dispatcher.post(`${path}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
    await staff.dispatcher.post(`${path}/offers`, { organisation_id: (await staff.head.get("/api/session")).post.organisation_id });
    await staff.head.post(`${path}/takeover`, {});
    const account = (await staff.mediator.get("/api/session")).account.id;
    await staff.head.post(`${path}/mediators`, { presiding_id: account, others: [], recusal: [{ account_id: account, grounds_asked: true, relation: "none" }] });
    const soon = new Date(Date.now() + 2 * 86400e3).toISOString();
    await staff.mediator.post(`${path}/sessions`, { planned_at: soon, place: "第二调解室", mode: "joint", participants: ["林小满", "高远山"] });
  }
  /** As far as the agreement is in effect and nothing is performed. */
  async function work_until_performing({ path }) {
    const stop = new Error("far enough");
    await work_through(staff, path, (where) => {
      if (where === "performing") throw stop;
    }).catch((error) => assert.equal(error, stop));
  }

  async function enter(receipt, phone, viewport = widths.phone) {
    const page = await fresh_page(browser, viewport, errors);
    await page.goto(`${server.url}/status#${receipt.query_code}`);
    await page.getByLabel("手机号").fill(phone);
    await page.getByRole("button", { name: "查看", exact: true }).click();
    await page.locator(".welcome .number").waitFor();
    return page;
  }
  const go = (page, words) => page.getByRole("link", { name: words, exact: true }).click();
  const send = (page, words) => page.getByRole("button", { name: words, exact: true }).click();
  const done = (page) => page.locator("[data-done]").waitFor();
  const to_case = async (page) => {
    await go(page, "回到我的案件");
    await page.locator(".welcome .number").waitFor();
  };

  it("opens from the receipt's code and phone, and says in one sentence how it stands", async () => {
    const page = await fresh_page(browser, widths.phone, errors);
    await page.goto(`${server.url}/case`);
    await page.getByRole("heading", { name: "查看我的案件" }).waitFor();
    await send(page, "查看");
    await page.getByRole("alert").getByText("请输入查询码").waitFor();
    await look(page, "case_home_entry", { whole: true });
    await page.getByLabel("查询码").fill("AAAAAAAAAA");
    await page.getByLabel("手机号").fill(applicant_phone);
    await send(page, "查看");
    await page.getByRole("alert").getByText("没有找到这个码").waitFor();
    assert.equal(await page.getByLabel("手机号").inputValue(), applicant_phone, "what was typed stays");
    const home = await enter(talked, applicant_phone);
    assert.ok(!home.url().includes(talked.query_code), home.url());
    await home.getByRole("heading", { level: 1, name: "已定调解员" }).waitFor();
    await home.locator('[data-todo="attend_session"][data-state="action_needed"]').waitFor();
    await home.locator('[data-date="session"]').getByText("第二调解室").waitFor();
    assert.equal(await home.locator(".progress li").count(), 7);
    const [file] = await Promise.all([home.waitForEvent("download"), home.getByRole("link", { name: "加到手机日历" }).click()]);
    assert.equal(file.suggestedFilename(), "hemu.ics");
  });

  it("carries a message to the handler and his answer back", async () => {
    const page = await enter(talked, applicant_phone);
    await go(page, "写消息、看回复");
    await page.getByLabel("想说的话").fill("请问周五几点");
    await send(page, "发送");
    await page.locator(".talk").getByText("请问周五几点").waitFor();
    const desk = await fresh_page(browser, widths.desktop, errors);
    await sign_in(desk, server.url, "mediator_property");
    await desk.goto(`${server.url}/desk/disputes/${talked.id}`);
    await desk.locator("[data-letters]").click();
    const thread = desk.locator("[data-thread]").first();
    await thread.getByText("请问周五几点").waitFor();
    await look(desk, "case_home_desk_letters", { whole: true });
    await thread.locator("textarea").fill("上午九点");
    await thread.getByRole("button", { name: "发送" }).click();
    await thread.getByText("上午九点").waitFor();
    await page.reload();
    await page.locator(".talk").getByText("上午九点").waitFor();
    await look(page, "case_home_messages", { whole: true });
    await desk.context().close();
  });

  it("urges once, and says when again", async () => {
    const page = await enter(talked, applicant_phone);
    await go(page, "催办");
    await page.getByLabel("想催什么").fill("已经等了很久");
    await look(page, "case_home_urge", { whole: true });
    await send(page, "催办");
    await done(page);
    await to_case(page);
    await page.locator('[data-ask="urge"]').getByText("等答复").waitFor();
    assert.match(await page.locator("[data-urge]").innerText(), /刚催过/);
    assert.equal(await page.getByRole("link", { name: "催办", exact: true }).count(), 0);
  });

  it("complains to the level above and reads its answer", async () => {
    const page = await enter(talked, applicant_phone);
    await go(page, "投诉");
    await send(page, "投诉");
    await page.getByRole("alert").getByText("请写发生了什么").waitFor();
    await page.getByLabel(/拖延/).check();
    await page.getByLabel("发生了什么").fill("两周没有人联系我");
    await look(page, "case_home_complaint", { whole: true });
    await send(page, "投诉");
    await done(page);
    const desk = await fresh_page(browser, widths.desktop, errors);
    await sign_in(desk, server.url, "supervisor");
    await desk.goto(`${server.url}/desk/complaints`);
    const item = desk.locator("[data-complaint]").first();
    await item.getByText("两周没有人联系我").waitFor();
    await item.getByRole("button", { name: "答复", exact: true }).click();
    await item.getByText("部分成立", { exact: true }).click();
    await item.locator("textarea").fill("已要求三天内联系");
    await look(desk, "case_home_desk_complaints", { whole: true });
    await item.getByRole("button", { name: "答复", exact: true }).click();
    await desk.getByText("没有投诉。").waitFor();
    await to_case(page);
    await page.locator("[data-complaint]").getByText("已要求三天内联系").waitFor();
    await look(page, "case_home_asked", { whole: true });
    await desk.context().close();
  });

  it("goes back to the entry when the pass is over, and loses nothing", async () => {
    const page = await enter(talked, applicant_phone);
    await go(page, "请经办人回电话");
    await page.getByLabel("想问什么").fill("想问要带什么材料");
    await page.getByText("上午", { exact: true }).click();
    await page.context().clearCookies();
    await send(page, "请回电话");
    await page.getByText("您刚才填的都还在").waitFor();
    await look(page, "case_home_entry_again", { whole: true });
    await page.getByLabel("查询码").fill(talked.query_code);
    await page.getByLabel("手机号").fill(applicant_phone);
    await send(page, "查看");
    await page.getByRole("heading", { name: "请给我回电话" }).waitFor();
    assert.equal(await page.getByLabel("想问什么").inputValue(), "想问要带什么材料");
    assert.ok(await page.getByLabel("上午").isChecked());
    await look(page, "case_home_call", { whole: true });
    await send(page, "请回电话");
    await done(page);
  });

  it("reads the agreement and says that nothing came; the other side says that he paid, with a proof", async () => {
    const page = await enter(agreed, applicant_phone);
    await page.locator('[data-todo="receive"][data-state="in_progress"]').waitFor();
    await look(page, "case_home_performing", { whole: true });
    await go(page, "看协议全文");
    await page.getByText("楼上承担修复责任").waitFor();
    await look(page, "case_home_agreement", { whole: true });
    await go(page, "回到我的案件");
    await go(page, "告诉我们：没有收到");
    await page.getByLabel("还想说什么").fill("一分钱没有收到");
    await look(page, "case_home_not_received", { whole: true });
    await send(page, "告诉经办人");
    await done(page);
    await to_case(page);
    await page.locator('[data-said="not_received"]').waitFor();

    const other = await enter(agreed, respondent_phone);
    assert.equal(await other.getByText("一分钱没有收到").count(), 0);
    await go(other, "告诉我们：我已经履行");
    await other.locator("#proof").setInputFiles({ name: "转账截图.txt", mimeType: "text/plain", buffer: Buffer.from("已付") });
    await other.locator("[data-proof]").waitFor();
    await look(other, "case_home_paid", { whole: true });
    await send(other, "告诉经办人");
    await done(other);
    const desk = await staff.mediator.get(`${agreed.path}/case_home`);
    assert.ok(desk.asks.some((one) => one.kind === "paid" && one.attachment_id));
  });

  it("asks for a copy of the data, which head grants, and takes it with a confirmed phone", async () => {
    const page = await enter(agreed, applicant_phone);
    await go(page, "我的个人信息");
    await page.getByLabel(/^复制件/).check();
    await look(page, "case_home_data", { whole: true });
    await send(page, "提出");
    await done(page);
    const desk = await fresh_page(browser, widths.desktop, errors);
    await sign_in(desk, server.url, "head_property");
    await desk.goto(`${server.url}/desk/data_requests`);
    const item = desk.locator("[data-request]").first();
    await item.getByRole("button", { name: "决定", exact: true }).click();
    await item.getByText("提供复制件", { exact: true }).click();
    await look(desk, "case_home_desk_data", { whole: true });
    await item.getByRole("button", { name: "决定", exact: true }).click();
    await desk.getByText("没有请求。").waitFor();
    await desk.context().close();
    await to_case(page);
    await go(page, "领取我的信息复制件");
    await page.getByLabel("手机号").fill(applicant_phone);
    await send(page, "发验证码");
    await page.getByLabel("验证码").waitFor();
    const message = [...gateway.delivered.values()].filter((one) => one.phone === applicant_phone).at(-1);
    await page.getByLabel("验证码").fill(/\d{6}/.exec(message.words)[0]);
    await look(page, "case_home_copy", { whole: true });
    await send(page, "确认");
    const [file] = await Promise.all([page.waitForEvent("download"), send(page, "下载复制件")]);
    assert.equal(file.suggestedFilename(), "hemu-data.json");
  });

  it("says how it was once", async () => {
    const [term] = (await staff.mediator.get(`${agreed.path}/closing`)).terms;
    await staff.mediator.post(`${agreed.path}/performance`, { term_id: term.id, performed_on: day(), amount_fen: 280000, proof: "transfer" });
    const page = await enter(agreed, applicant_phone);
    await page.locator(".act_list").getByRole("link", { name: "说说办得怎么样" }).click();
    await page.locator('input[name="score"]').first().check();
    await page.locator('input[name="fair"][value="yes"]').check();
    await page.locator('input[name="fast"][value="no"]').check();
    await look(page, "case_home_satisfaction", { whole: true });
    await send(page, "提交");
    await done(page);
    await to_case(page);
    await page.locator('[data-todo="say_how_it_was"][data-state="done"]').waitFor();
    assert.equal(await page.locator(".act_list").getByRole("link", { name: "说说办得怎么样" }).count(), 0);
    await page.goto(`${server.url}/case/satisfaction`);
    await page.getByText("您已经评价过了").waitFor();
  });

  it("withdraws, after what follows was read", async () => {
    const other = await register();
    const page = await enter(other, applicant_phone);
    await go(page, "撤回申请");
    await send(page, "撤回");
    await page.getByRole("alert").getByText("请先看清楚").waitFor();
    await look(page, "case_home_withdrawal", { whole: true });
    await page.getByLabel("我看清楚了，要撤回。").check();
    await send(page, "撤回");
    await done(page);
    await to_case(page);
    await page.getByRole("heading", { level: 1, name: "申请已撤回" }).waitFor();
    await page.locator('[data-way="court"]').waitFor();
  });

  it("asks to end the mediation by the keyboard alone", async () => {
    const page = await enter(talked, respondent_phone);
    await page.getByRole("link", { name: "要求终止调解", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "要求终止调解" }).waitFor();
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "要求终止", exact: true }).focus();
    await page.keyboard.press("Enter");
    await done(page);
    const asks = (await staff.mediator.get(`${talked.path}/case_home`)).asks;
    assert.ok(asks.some((one) => one.kind === "end_mediation" && !one.answered_at));
  });

  it("is fit to be read on a desk's screen, in the dark and in large text", async () => {
    const page = await enter(talked, applicant_phone, widths.desktop);
    await look(page, "case_home_desktop", { whole: true });
    await page.emulateMedia({ colorScheme: "dark" });
    await look(page, "case_home_desktop_dark", { whole: true });
    await page.setViewportSize(widths.phone);
    await look(page, "case_home_phone_dark", { whole: true });
    await page.emulateMedia({ colorScheme: "light" });
    await page.getByRole("button", { name: "大字版" }).click();
    await settled(page);
    await look(page, "case_home_phone_large", { whole: true });
    await page.getByRole("button", { name: "标准字" }).click();
    await look(page, "case_home_phone", { whole: true });
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { level: 1, name: "Mediators are named" }).waitFor();
    await look(page, "case_home_phone_english", { whole: true });
  });

  it("leaves, and nothing stays on the device", async () => {
    const page = await enter(talked, applicant_phone);
    await go(page, "写消息、看回复");
    await page.getByLabel("想说的话").fill("没发的话");
    await page.goBack();
    await page.getByRole("button", { name: /^离开/ }).click();
    await page.getByRole("heading", { name: "有矛盾纠纷，找人民调解" }).waitFor();
    assert.equal(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("hemu_case")).length), 0);
    await page.goto(`${server.url}/case`);
    await page.getByRole("heading", { name: "查看我的案件" }).waitFor();
  });

  it("runs without an error in the pages", () => assert.deepEqual(errors, []));
});
