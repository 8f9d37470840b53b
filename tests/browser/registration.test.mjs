// Registering at the window by keyboard alone: how many keys, how many seconds, and nothing lost on the way.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { Server } from "../server.mjs";
import { a_village, registration } from "../story.mjs";
import { fresh_page, look, open_browser, sign_in, until, widths } from "./browser.mjs";

const pictures = fileURLToPath(new URL("../../build/screenshots/", import.meta.url));
const card = "110105199003071239";

/** The keys besides what people are called, their numbers, and what they say; measured, with some room. */
const most_keys_besides_words = { two_persons: 16, company: 20 };

/** Types and presses, and counts both. words: characters that nobody can spare the clerk. */
class Keys {
  constructor(page) {
    this.page = page;
    this.words = 0;
    this.others = 0;
    this.begun = Date.now();
  }

  async say(text) {
    this.words += text.length;
    await this.page.keyboard.type(text);
  }

  async type(text) {
    this.others += text.length;
    await this.page.keyboard.type(text, { delay: 30 });
  }

  async press(...keys) {
    for (const key of keys) {
      ++this.others;
      await this.page.keyboard.press(key);
    }
  }

  seconds() {
    return (Date.now() - this.begun) / 1000;
  }
}

const focus_is_on = (page, field) => until(page, (name) => document.activeElement?.getAttribute("data-field") === name, field);
const label_is = (page, label) => until(page, (words) =>
  document.activeElement?.closest(".el-form-item")?.querySelector(".el-form-item__label")?.textContent?.trim() === words, label);
const value_of = (page, field) => page.locator(`[data-field="${field}"]`).inputValue();
const option = (page, words) => page.locator(".el-select-dropdown__item:visible", { hasText: words }).first();

/** What a card reader does: all digits at once, then Enter. */
async function read_card(page, number) {
  await page.keyboard.type(number);
  await page.keyboard.press("Enter");
}

describe("registering by keyboard", () => {
  let server;
  let browser;
  let api;
  let village;
  const errors = [];
  before(async () => {
    server = await new Server("sqlite", { disputes: 40 }).start();
    api = await server.sign_in("clerk");
    village = await a_village(api);
    await api.post("/api/disputes", registration(village, {
      narrative: "购买的热水器漏水，商家不予更换。", national_type: "14",
      parties: [
        { side: "applicant", kind: "natural", name: "苏见山", phone: "19900003456", address: "温泉街道某路三号", identity_number: card },
        { side: "respondent", kind: "legal", name: "咸宁市暖阳电器有限公司", identity_number: "91350100M000100Y43", legal_representative: "方远" },
      ],
    }));
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function at_registration(viewport = widths.desktop) {
    const page = await fresh_page(browser, viewport, errors);
    await sign_in(page, server.url, "clerk");
    await page.keyboard.press("n");
    await focus_is_on(page, "parties[0].name");
    return page;
  }

  async function clear(page) {
    await page.getByRole("button", { name: "清空重填" }).click();
    await until(page, () => !sessionStorage.getItem("hemu_registration_draft"));
  }

  function tell(kind, keys) {
    console.log(`say: registering ${kind}: ${keys.others} keys besides ${keys.words} characters of words and numbers, ${keys.seconds().toFixed(1)} s by a machine`);
    assert.ok(keys.others <= most_keys_besides_words[kind], `${kind}: ${keys.others} keys`);
  }

  it("takes two natural persons", async () => {
    const page = await at_registration();
    const keys = new Keys(page);
    await keys.say("林小满");
    await keys.press("Enter");
    await keys.say(card);
    await keys.press("Enter");
    await label_is(page, "联系电话");
    assert.match(page.url(), /registration/, "the card reader's Enter sent nothing");
    await keys.say("19900001234");
    await keys.press("Control+ArrowDown");
    await focus_is_on(page, "parties[1].name");
    await keys.say("高远山");
    await keys.press("Enter", "Enter");
    await keys.say("19900005678");
    await keys.press("Control+ArrowDown");
    await label_is(page, "简要事实");
    await keys.say("楼上卫生间渗水，楼下天花板起皮脱落，多次协商未果。");
    await keys.press("Tab");
    await keys.say("请求修复防水并赔偿损失。");
    const first = page.locator(".proposal").first();
    await first.getByText("漏水与排水").waitFor();
    assert.match(await first.innerText(), /渗水/, "the words that led to it");
    await keys.press("Tab", "1");
    await label_is(page, "发生地");
    await keys.type("wq");
    await option(page, "温泉街道").waitFor();
    await keys.press("Enter");
    await page.locator(".registration_side b").first().waitFor();
    await look(page, "registration_filled_desktop", { whole: true });
    await keys.press("Control+Enter");
    await page.locator(".receipt_code").waitFor();
    tell("two_persons", keys);
    await page.locator(".receipt_qr svg").waitFor();
    for (const paper of ["A5 纸", "80 毫米热敏纸"]) {
      await page.getByText(paper, { exact: true }).click();
      await look(page, `receipt_${paper.startsWith("A5") ? "a5" : "thermal"}`);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      mkdirSync(pictures, { recursive: true });
      writeFileSync(`${pictures}receipt_${paper.startsWith("A5") ? "a5" : "thermal"}.pdf`, pdf);
      assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 1, `${paper}: one page`);
      const [, width] = /\/MediaBox\s*\[\s*0 0 ([\d.]+)/.exec(pdf.toString("latin1"));
      assert.ok(Math.abs(Number(width) / 72 * 25.4 - (paper.startsWith("A5") ? 148 : 80)) < 1, `${paper} is ${width} points wide`);
    }
  });

  it("takes a known person against a known company, neither typed again", async () => {
    const page = await at_registration();
    const keys = new Keys(page);
    await keys.say("苏见山");
    await page.locator(".known li", { hasText: "苏见山" }).first().waitFor();
    await look(page, "registration_known_desktop");
    await keys.press("ArrowDown", "Enter");
    await page.locator(".known_taken").waitFor();
    await keys.press("Control+ArrowDown");
    await focus_is_on(page, "parties[1].name");
    await keys.type("nydq");
    await page.locator(".known li", { hasText: "暖阳电器" }).waitFor();
    await keys.press("ArrowDown", "Enter");
    assert.equal(await value_of(page, "parties[1].name"), "咸宁市暖阳电器有限公司");
    await keys.press("Control+ArrowDown");
    await label_is(page, "简要事实");
    await keys.say("商家拒绝退款，购买的热水器存在质量问题。");
    await keys.press("Tab");
    await keys.say("退还货款。");
    await page.locator(".proposal").first().waitFor();
    await keys.press("Tab", "1");
    await label_is(page, "发生地");
    await keys.type("wq");
    await option(page, "温泉街道").waitFor();
    await keys.press("Enter");
    const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/api/disputes"));
    await keys.press("Control+Enter");
    const body = (await sent).postData();
    await page.locator(".receipt_code").waitFor();
    tell("company", keys);
    for (const clear_number of [card, "19900003456", "91350100M000100Y43"]) assert.ok(!body.includes(clear_number), "numbers never reach the page");
    await page.getByRole("button", { name: "打开案件" }).click();
    await page.getByText("199****3456").first().waitFor();
    await page.getByText("建议承办单位").first().waitFor();
    await look(page, "case_of_known_desktop", { whole: true });
  });

  it("tells what disagrees with the number beside the field, and stops nobody", async () => {
    const page = await at_registration();
    await page.keyboard.type("林小满");
    await page.locator(".party_fields .el-date-editor input").first().fill("1991-01-02");
    await page.keyboard.press("Enter");
    await page.locator('[data-field="parties[0].identity_number"]').focus();
    await page.keyboard.type("１１０１０５ 19900307 1239");
    await page.getByText("与证件号码不符（证件为 1990/03/07），请核对").waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await value_of(page, "parties[0].identity_number"), card);
    await look(page, "registration_disagrees_desktop");
    await clear(page);
    await until(page, () => document.activeElement?.getAttribute("data-field") === "parties[0].name");
    await read_card(page, card);
    await until(page, (number) => document.querySelector('[data-field="parties[0].identity_number"]').value === number, card);
    assert.equal(await value_of(page, "parties[0].name"), "", "a card read in the name's field goes where it belongs");
    await clear(page);
  });

  it("keeps an agent of the party with his proof", async () => {
    const page = await at_registration();
    await page.keyboard.type("林小满");
    await page.keyboard.press("Alt+g");
    await focus_is_on(page, "parties[0].agents[0].name");
    await page.keyboard.type("林大雪");
    await page.getByText("待补交").click();
    await page.locator(".party_more summary").first().click();
    await page.locator(".party_more .el-select").nth(1).click();
    await page.keyboard.type("轮椅");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await look(page, "registration_agent_desktop", { whole: true });
    await page.keyboard.press("Control+ArrowDown");
    await page.keyboard.type("高远山");
    await page.keyboard.press("Control+ArrowDown");
    await page.keyboard.type("楼上卫生间渗水。");
    await page.keyboard.press("Tab");
    await page.keyboard.type("修复防水。");
    await page.locator(".proposal").first().waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("1");
    await label_is(page, "发生地");
    await page.keyboard.type("wq", { delay: 30 });
    await option(page, "温泉街道").waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Enter");
    await page.locator(".receipt_code").waitFor();
    await page.getByRole("button", { name: "打开案件" }).click();
    const parties = page.locator(".parties");
    for (const words of ["林大雪", "待补交", "轮椅通行"]) await parties.getByText(words).first().waitFor();
    await look(page, "case_with_agent_desktop");
  });

  it("goes on with a draft in another browser, and says when the line drops", async () => {
    const page = await at_registration();
    await page.keyboard.type("孟听雨");
    await page.getByText("草稿已保存到服务器").waitFor();
    await page.context().setOffline(true);
    await page.keyboard.press("Control+ArrowDown");
    await page.keyboard.type("薛观海");
    await page.getByText("网络中断：内容留在本页，恢复后自动保存").waitFor();
    await page.context().setOffline(false);
    await page.getByText("草稿已保存到服务器").waitFor();
    await page.context().close();
    const [kept] = await api.get("/api/intake/drafts");
    assert.match(kept.content, /薛观海/);

    const other = await at_registration(widths.phone);
    await other.locator(".drafts", { hasText: "孟听雨" }).waitFor();
    await look(other, "registration_drafts_phone");
    await other.keyboard.press("Alt+r");
    await until(other, () => document.querySelector('[data-field="parties[1].name"]').value !== "");
    assert.equal(await value_of(other, "parties[1].name"), "薛观海");
    await clear(other);
    assert.deepEqual(await api.get("/api/intake/drafts"), []);
  });

  it("tells villages of the same name apart, and finds one below its town", async () => {
    const page = await at_registration();
    await page.keyboard.press("Control+ArrowDown");
    await page.keyboard.press("Control+ArrowDown");
    const place = page.locator(".el-form-item", { hasText: "发生地" }).locator("input").first();
    await place.focus();
    await page.keyboard.type("高桥村", { delay: 30 });
    await option(page, "高桥村委会").waitFor();
    const names = await page.locator(".el-select-dropdown__item:visible b").allInnerTexts();
    assert.ok(names.length > 1 && new Set(names).size === names.length, `${names}`);
    await page.screenshot({ path: `${pictures}registration_villages_desktop.png` });
    await place.fill("关刀 gq");
    await page.locator(".el-select-dropdown__item:visible").nth(1).waitFor({ state: "detached" });
    assert.match(await page.locator(".el-select-dropdown__item:visible").innerText(), /高桥村委会.*关刀镇/s);
    await page.keyboard.press("Escape");
  });

  it("leads from the receipt's code to the case without the phone", async () => {
    const page = await fresh_page(browser, widths.phone, errors);
    await page.goto(`${server.url}/status#ABCDE23456`);
    await until(page, () => document.activeElement?.id === "phone");
    assert.equal(await page.locator("#query_code").inputValue(), "ABCDE23456");
    assert.ok(!page.url().includes("ABCDE"), page.url());
  });

  it("fits tablets and phones", async () => {
    for (const [kind, viewport] of Object.entries({ tablet: { width: 1024, height: 768 }, phone: widths.phone })) {
      const page = await at_registration(viewport);
      await look(page, `registration_${kind}`, { whole: true });
      await page.context().close();
    }
  });

  it("runs without an error in the pages", () => assert.deepEqual(errors, []));
});
