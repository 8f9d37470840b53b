// The file of a case at the desk: what it lacks and why, checked in the archive, judged, repaired, lent and read.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { a_village, checks, day, grading, live_through, registration } from "../story.mjs";
import { fresh_page, look, open_browser, sign_in, widths } from "./browser.mjs";

describe("the archive", () => {
  let server, browser, made;
  const errors = [];
  before(async () => {
    server = await new Server("sqlite").start();
    made = await live_through(server);
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  const enter = async (login) => {
    const page = await fresh_page(browser, widths.desktop, errors);
    await sign_in(page, server.url, login);
    return page;
  };
  const tab = (page, words) => page.getByRole("tab", { name: words, exact: true }).click();

  it("shows the file item by item, leads to where each is made and keeps why one is missing", async () => {
    const { clerk, dispatcher, head, mediator } = made;
    const { id } = await clerk.post("/api/disputes", registration(await a_village(clerk), { narrative: "另一件渗水" }));
    const path = `/api/disputes/${id}`;
    await dispatcher.post(`${path}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
    await dispatcher.post(`${path}/offers`, { organisation_id: (await head.get("/api/session")).post.organisation_id });
    await head.post(`${path}/takeover`, {});
    const account = (await mediator.get("/api/session")).account.id;
    await head.post(`${path}/mediators`, { presiding_id: account, others: [], recusal: [{ account_id: account, grounds_asked: true, relation: "none" }] });
    const parties = (await mediator.get(path)).parties.map((party) => party.id);
    await mediator.post(`${path}/opening`, { notice_given_on: day(), notice_form: "oral", given_to: parties });
    const page = await enter("mediator_property");
    await page.goto(`${server.url}/desk/disputes/${id}`);
    await tab(page, "结案");
    await page.locator('[data-volume="state"]').getByText("缺 3 项").waitFor();
    await look(page, "archive_volume");
    await page.getByRole("button", { name: "说明原因：身份证明" }).click();
    const line = page.locator('[data-part="identity"]');
    await line.locator("textarea").fill("当事人在外地");
    await line.getByRole("button", { name: "保存说明" }).click();
    await line.getByText("当事人在外地").waitFor();
    await page.getByRole("button", { name: "去登记：人民调解记录" }).click();
    await page.locator(".moves .open_form").waitFor();
    await page.context().close();
  });

  it("is checked, picked, returned, repaired and accepted", async () => {
    const judge = await enter("supervisor");
    await judge.goto(`${server.url}/desk/archive`);
    await judge.locator("[data-file]").waitFor();
    await look(judge, "archive_list");
    await judge.locator("[data-file] a").click();
    await tab(judge, "结案");
    await judge.locator('[data-archive="check"]').click();
    await judge.getByRole("status").getByText("一致", { exact: true }).waitFor();
    await look(judge, "archive_checked", { whole: true });
    await tab(judge, "评价");
    await judge.locator('[data-act="pick"]').click();
    await judge.locator('[data-act="judge"]').click();
    await judge.locator('[data-act="remark"]').click();
    await judge.locator(".remark_fields textarea").fill("缺身份证明");
    await judge.getByText("退回整改", { exact: true }).first().click();
    await look(judge, "archive_judging", { whole: true });
    await judge.getByRole("button", { name: "退回整改", exact: true }).click();
    await judge.locator(".review_head").getByText("退回整改").waitFor();

    const head = await enter("head_property");
    await head.goto(`${server.url}/desk/archive?tab=reviews`);
    await head.locator('[data-act="repair"]').click();
    await head.locator(".review textarea").first().fill("已补入卷");
    await head.getByRole("button", { name: "提交整改" }).click();
    await head.locator(".review_head").getByText("已整改，待复查").waitFor();

    await judge.goto(`${server.url}/desk/archive?tab=reviews`);
    await judge.locator('[data-act="judge"]').click();
    await judge.locator(".review").getByRole("button", { name: "评查完毕" }).click();
    await judge.locator(".review_head").getByText("评查完毕").waitFor();
    await judge.reload();
    await judge.locator('[data-panel="results"] tbody tr').first().waitFor();
    await look(judge, "archive_reviews", { whole: true });
    await judge.context().close();
    await head.context().close();
  });

  it("is lent to another body and read there under the reader's name", async () => {
    const { file_number } = (await made.head.get("/api/archive")).items[0];
    const organisation_id = (await made.head.get("/api/session")).post.organisation_id;
    const asker = await server.sign_in("mediator_medical");
    await asker.post("/api/loans", { organisation_id, file_number, reason: "处理同类纠纷", days: 3, parts: [] });
    const head = await enter("head_property");
    await head.goto(`${server.url}/desk/archive?tab=loans`);
    await head.locator('[data-act="lend"]').click();
    await head.locator("[data-loan] .mark_word").getByText("借阅中").waitFor();
    const reader = await enter("mediator_medical");
    await reader.goto(`${server.url}/desk/archive?tab=loans`);
    await reader.locator('[data-act="read"]').click();
    await reader.locator('[data-panel="lent"] article').first().waitFor();
    await look(reader, "archive_lent", { whole: true });
    await head.goto(`${server.url}/desk/archive?tab=disposals`);
    await head.getByText("卷保管期满。").waitFor();
    await look(head, "archive_disposals");
    assert.deepEqual(errors, []);
    await head.context().close();
    await reader.context().close();
  });
});
