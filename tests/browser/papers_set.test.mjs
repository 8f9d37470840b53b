// How papers are numbered and worded: a head writes his body's numbers and makes one void, a dispatcher words a template.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { a_village, day, people, registration, work_through } from "../story.mjs";
import { fill, fresh_page, look, open_browser, sign_in, widths } from "./browser.mjs";

class Performing extends Error {}

describe("numbers and templates", () => {
  let server, browser;
  const errors = [];
  before(async () => {
    server = await new Server("sqlite").start();
    const staff = await people(server);
    const { id } = await staff.clerk.post("/api/disputes", registration(await a_village(staff.clerk)));
    const stop = (moment) => {
      if (moment === "performing") throw new Performing();
    };
    await work_through(staff, `/api/disputes/${id}`, stop).catch((failure) => assert.ok(failure instanceof Performing, failure));
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    assert.deepEqual(errors, []);
  });
  const enter = async (login, path) => {
    const page = await fresh_page(browser, widths.desktop, errors);
    await sign_in(page, server.url, login);
    await page.goto(`${server.url}/desk/${path}`);
    return page;
  };

  it("writes numbers in the body's manner, and a void one stays with its reason", async () => {
    const page = await enter("head_property", "numbers");
    const patterns = page.locator('[data-panel="patterns"]');
    await patterns.getByRole("button", { name: "修改格式" }).click();
    await fill(patterns, "案卷编号", "{abbreviation}{field}调〔{year}〕{serial}号");
    await fill(patterns, "行业简称", "物");
    await patterns.locator(".pattern_examples").getByText(/物调〔\d{4}〕001号/).waitFor();
    await patterns.getByRole("button", { name: "保存" }).click();
    await patterns.getByRole("button", { name: "修改格式" }).waitFor();

    const line = page.locator("[data-number]").first();
    const number = await line.getAttribute("data-number");
    await line.getByRole("button", { name: `作废 ${number}` }).click();
    const form = page.locator(".move_form").filter({ hasText: "作废理由" });
    await form.getByRole("button", { name: "作废" }).click();
    await form.locator(".el-form-item__error").waitFor();
    await fill(form, "作废理由", "盖错印章");
    await form.getByRole("button", { name: "作废" }).click();
    const gone = page.locator(`[data-number="${number}"]`);
    await gone.getByText("盖错印章").waitFor();
    assert.match(await page.locator("[data-number]").first().getAttribute("data-number"), /物调〔\d{4}〕002号$/, "the case has its next number at once");
    await look(page, "numbers_void");
  });

  it("words a template with a look at it, valid from a day to come", async () => {
    const page = await enter("dispatcher", "paper_templates/D09");
    const picture = page.locator(".page_picture");
    const drawn = () => picture.getAttribute("src");
    await picture.waitFor();
    const before = await drawn();
    const lines = page.locator(".template_lines textarea");
    const text = await lines.inputValue();
    const changes = async (from) => {
      for (let tries = 0; (await drawn()) === from; ++tries) {
        assert.ok(tries < 200, "the look follows what is written");
        await page.waitForTimeout(50);
      }
    };
    await page.locator(".template_look").getByText("空白", { exact: true }).click();
    await changes(before);
    await lines.fill(`${text}\n{nobody.knows}`);
    await page.locator(".template_faults").getByRole("button").first().waitFor();
    await lines.fill(text);
    await page.locator(".template_faults").waitFor({ state: "detached" });
    await fill(page.locator(".template_editor"), "依据的法律及版本", "《人民调解法》第二十九条（本市格式）");
    const on = day(10);
    await page.getByPlaceholder("立即").fill(on);
    await page.keyboard.press("Enter");
    await look(page, "paper_template");
    await page.getByRole("button", { name: "保存为新版本" }).click();
    await page.locator('[data-panel="versions"]').getByText(on.replaceAll("-", "/")).waitFor();
    await page.getByRole("navigation", { name: "文书" }).locator("a.chosen .mark_word").waitFor();
  });
});
