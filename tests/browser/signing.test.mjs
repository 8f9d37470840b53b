// An agreement is signed on the hall's pad and on a party's own phone; anybody checks it by its code.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { password } from "../caller.mjs";
import { Server } from "../server.mjs";
import { a_village, people, registration, work_through } from "../story.mjs";
import { fresh_page, look, open_browser, settled, sign_in, widths } from "./browser.mjs";

class Agreed extends Error {}

describe("signing on pad and phone", () => {
  let server, browser, staff, path;
  const errors = [];
  before(async () => {
    server = await new Server("sqlite").start();
    staff = await people(server);
    const receipt = await staff.clerk.post("/api/disputes", registration(await a_village(staff.clerk)));
    path = `/api/disputes/${receipt.id}`;
    const stop = (moment) => {
      if (moment === "agreed") throw new Agreed();
    };
    await work_through(staff, path, stop).catch((failure) => assert.ok(failure instanceof Agreed, failure));
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    assert.deepEqual(errors, []);
  });

  /** A name, as a hand writes it. */
  async function write_on(page) {
    const pad = page.locator(".signature_pad canvas");
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    for (const row of [0.3, 0.55]) {
      await page.mouse.move(box.x + box.width * 0.15, box.y + box.height * row);
      await page.mouse.down();
      for (let step = 1; step <= 12; ++step)
        await page.mouse.move(box.x + box.width * (0.15 + step * 0.05), box.y + box.height * (row + (step % 2) * 0.18));
      await page.mouse.up();
    }
  }

  it("goes from the desk to the phone and to whoever checks", async () => {
    const desk = await fresh_page(browser, widths.desktop, errors);
    await sign_in(desk, server.url, "mediator_property");
    await desk.goto(`${server.url}/desk/disputes/${path.split("/").at(-1)}`);
    await desk.getByRole("tab", { name: "文书", exact: true }).click();
    await desk.getByRole("button", { name: "签署：人民调解协议书" }).click();
    await look(desk, "signing_begin");
    await desk.getByRole("button", { name: "定稿并开始签署" }).click();
    await desk.getByRole("button", { name: "现场手写" }).first().click();
    await write_on(desk);
    await look(desk, "signing_pad");
    await desk.getByRole("button", { name: "确认签署" }).click();
    await desk.locator(".mark_word.good", { hasText: "现场手写" }).waitFor();

    await desk.getByRole("button", { name: "本人手机" }).click();
    await desk.getByRole("button", { name: "生成二维码和链接" }).click();
    const link = (await desk.locator(".link_address").innerText()).trim();
    await desk.getByRole("button", { name: "当面告知确认码" }).click();
    const code = await desk.locator(".link_box .notice .link_code").innerText();
    await look(desk, "signing_link");

    const phone = await fresh_page(browser, widths.phone, errors);
    await phone.goto(link);
    await phone.getByRole("link", { name: "看文书、签署" }).waitFor();
    await look(phone, "sign_papers");
    await phone.getByRole("link", { name: "看文书、签署" }).click();
    await phone.locator(".signature_pad canvas").waitFor();
    await phone.getByRole("button", { name: "确认签署" }).click();
    await phone.getByText("请在框里手写签名").first().waitFor();
    await phone.getByText("我看完了文书全文，自愿签署").click();
    await write_on(phone);
    await phone.locator("#code").fill(code);
    await look(phone, "sign_paper", { whole: true });
    await phone.getByRole("button", { name: "确认签署" }).click();
    await phone.getByText("您已经签署。等其他人签署、盖章后，文书完成。").waitFor();
    await look(phone, "sign_done");

    // The mediator as the API's story tells it, the keeper on the page of what waits; then anybody checks.
    const [signing] = await staff.mediator.get(`${path}/signings`);
    const act = (caller, position, method) =>
      caller.post(`${path}/signings/${signing.id}/signers/${signing.signers[position].id}/act`, { method, digest_sm3: signing.digest_sm3, secret: password });
    await act(staff.mediator, 2, "password");
    const head = await fresh_page(browser, widths.desktop, errors);
    await sign_in(head, server.url, "head_property");
    await head.goto(`${server.url}/desk/signings`);
    const line = head.locator(".waiting_line", { hasText: "人民调解协议书" });
    await line.waitFor();
    assert.ok(await line.locator("input").isDisabled(), "what was not opened is not sealed");
    const [paper_tab] = await Promise.all([head.context().waitForEvent("page"), line.getByRole("link", { name: "打开文书" }).click()]);
    await paper_tab.close();
    await line.locator("input:enabled").waitFor({ state: "attached" });
    await line.locator(".el-checkbox").click();
    await head.getByLabel("您的登录密码").fill(password);
    await look(head, "signings_waiting");
    await head.getByRole("button", { name: "签署、盖章 1 份" }).click();
    await head.getByText("已办 1 份。").waitFor();
    const paper = (await staff.mediator.call("POST", `${path}/signings/${signing.id}/pdf`, {}, { expected: 200 })).bytes;
    await phone.goto(`${server.url}/check/${signing.check_code}`);
    await phone.locator("[data-standing=completed]").waitFor();
    assert.ok(!(await phone.locator("main").innerText()).includes("林小满"), "nobody is named");
    await phone.locator("#file").setInputFiles({ name: "文书.pdf", mimeType: "application/pdf", buffer: paper });
    await phone.locator("[data-answer=completed]").waitFor();
    await look(phone, "check_paper", { whole: true });
    await settled(desk);
  });
});
