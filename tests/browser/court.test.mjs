// An agreement is confirmed: the mediator prepares the joint application and hands it in, the judge returns it with a mark,
// accepts and rules. What the court does not accept is changed, signed again, and its parties see how it stands.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { a_village, add_file, day, people, registration, work_through } from "../story.mjs";
import { choose, fill, fresh_page, look, open_browser, settled, sign_in, tick_all, widths } from "./browser.mjs";

describe("judicial confirmation", () => {
  let server, browser, staff, path, id, judge;
  const errors = [];
  before(async () => {
    server = await new Server("sqlite").start();
    staff = await people(server);
    ({ id, path } = await up_to_performing());
    await add_file(staff.mediator, path, "申请人身份证.txt", "身份证");
    await add_file(staff.mediator, path, "被申请人身份证.txt", "身份证");
    const [court] = (await staff.mediator.get(`${path}/confirmation`)).courts;
    for (let number = 1; number <= 6 && !judge; ++number) {
      const one = await server.sign_in(`judge${number}`);
      if ((await one.get("/api/session")).post.organisation_id === court.organisation_id) judge = `judge${number}`;
    }
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    assert.deepEqual(errors, []);
  });

  async function up_to_performing() {
    const receipt = await staff.clerk.post("/api/disputes", registration(await a_village(staff.clerk)));
    const path = `/api/disputes/${receipt.id}`;
    const stop = new Error("far enough");
    await work_through(staff, path, (where) => {
      if (where === "performing") throw stop;
    }).catch((error) => assert.equal(error, stop));
    return { id: receipt.id, path, code: receipt.query_code };
  }
  const press = (page, words) => page.getByRole("button", { name: words, exact: true }).click();
  const state = async () => (await staff.mediator.get(`${path}/confirmation`)).application?.state;

  it("is prepared and handed in at the case", async () => {
    const page = await fresh_page(browser, widths.desktop, errors);
    await sign_in(page, server.url, "mediator_property");
    await page.goto(`${server.url}/desk/disputes/${id}`);
    await page.getByRole("tab", { name: "法院" }).click();
    await page.getByText("双方须在").waitFor();
    await press(page, "准备申请");
    const form = page.locator(".move_form");
    await tick_all(form.locator(".applicant_row"));
    await tick_all(form.locator(".checks"));
    await choose(form, "申请人证明材料", "申请人身份证.txt");
    await page.keyboard.press("Escape");
    await choose(form, "被申请人证明材料", "被申请人身份证.txt");
    await look(page, "court_prepare");
    await press(page, "保存");
    await page.locator("[data-confirmation=prepared]").waitFor();
    await press(page, "提交法院");
    await page.locator(".move_form button[type=submit]").click();
    await page.locator("[data-confirmation=handed_in]").waitFor();
    assert.equal(await state(), "handed_in");
  });

  it("is returned with a mark, accepted and confirmed by the judge, on a phone too", async () => {
    const page = await fresh_page(browser, widths.phone, errors);
    await sign_in(page, server.url, judge);
    await page.goto(`${server.url}/desk/bench`);
    const open = () => page.locator(".bench_line").first().click();
    await open();
    await page.getByRole("button", { name: "批注：第 1 条", exact: true }).click();
    await fill(page.locator(".move_form"), "第 1 条", "请写明收款账户。");
    await settled(page);
    await look(page, "court_bench");
    await page.locator(".move_form button[type=submit]").click();
    await page.locator(".bench_case").waitFor({ state: "detached" });
    assert.equal(await state(), "returned");
    await staff.mediator.post(`${path}/confirmation/supplement`, { words: "账户见转账凭证。" });

    await page.reload();
    await open();
    await page.locator("[data-decision=accept]").click();
    await fill(page.locator(".move_form"), "法院案号", "（2026）鄂1202诉前调确1号");
    await page.locator(".move_form button[type=submit]").click();
    await page.locator(".bench_case").waitFor({ state: "detached" });
    await page.getByText("审查中", { exact: true }).click();
    await open();
    await page.locator("[data-decision=confirm]").click();
    await page.locator(".move_form button[type=submit]").click();
    await page.locator(".bench_case").waitFor({ state: "detached" });
    const ruled = (await staff.mediator.get(`${path}/confirmation`)).application;
    assert.equal(ruled.state, "ruled");
    assert.equal(ruled.performance_ends_on, day(5));
  });

  it("is changed when the court does not accept it, and a judgment is told", async () => {
    const performing = await up_to_performing();
    const desk = await staff.mediator.get(`${performing.path}/confirmation`);
    await add_file(staff.mediator, performing.path, "双方身份证.txt", "身份证");
    const [file] = (await staff.mediator.get(`${performing.path}/attachments`)).items;
    const parties = (await staff.mediator.get(performing.path)).parties.map((party) => party.id);
    await staff.mediator.call("PUT", `${performing.path}/confirmation`, {
      court_id: desk.courts[0].organisation_id, ground: desk.courts[0].grounds[0] ?? desk.courts[0].may_be[0], form: "written",
      applicants: parties.map((party_id) => ({ party_id, applied_on: day(), address_confirmed: true })),
      confirmed: desk.checks.filter((check) => check.finding === "look").map((check) => check.code),
      papers: ["applicant_papers", "respondent_papers"].map((material) => ({ material, attachment_id: file.id })),
    }, { expected: 200 });
    await staff.mediator.post(`${performing.path}/confirmation/handing_in`, { applied_on: day() });
    const { application } = await staff.mediator.get(`${performing.path}/confirmation`);
    await (await server.sign_in(judge)).post(`/api/court/confirmations/${application.id}/declination`, { reason: "outside_court", declined_on: day(), words: "不属于本院管辖。" }, 204);

    const page = await fresh_page(browser, widths.desktop, errors);
    await sign_in(page, server.url, "mediator_property");
    await page.goto(`${server.url}/desk/disputes/${performing.id}`);
    await page.getByRole("tab", { name: "法院" }).click();
    await page.locator("[data-move=change]").click();
    const form = page.locator(".move_form");
    await fill(form, "变更了什么、为什么", "按法院意见写明管辖。");
    await settled(page);
    await look(page, "court_change");
    await form.locator("button[type=submit]").click();
    await page.locator("[data-edition='1']").waitFor();
    assert.equal((await staff.mediator.get(performing.path)).state, "agreed");
    await page.locator("[data-move=tell_judgment]").click();
    await page.getByText("裁判撤销", { exact: true }).click();
    await settled(page);
    await look(page, "court_judgment");

    const citizen = await fresh_page(browser, widths.phone, errors);
    await citizen.goto(`${server.url}/status#${performing.code}`);
    await citizen.getByLabel("手机号").fill("19900001234");
    await citizen.getByRole("button", { name: "查看", exact: true }).click();
    await citizen.locator("[data-court=changed]").waitFor();
    assert.deepEqual(await citizen.locator("[data-court]").evaluateAll((steps) => steps.map((step) => step.dataset.court)), ["applied", "refused", "changed"]);
    await look(citizen, "court_citizen", { whole: true });
  });
});
