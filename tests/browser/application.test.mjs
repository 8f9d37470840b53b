// Applying, as citizens do it on a phone: to the confirmation, on another device, over a line that breaks, by keyboard and
// large text, and at a machine in a hall.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Gateway } from "../gateway.mjs";
import { Server } from "../server.mjs";
import { fresh_page, look, open_browser, until, widths } from "./browser.mjs";

const slow = { latency: 20, downloadThroughput: 4e6, uploadThroughput: 1.5e6 };
const to_site = "danger=no&work=site&still=no&left_on=2026-03-01&crowd=one&already=none&agreement=no&other_side=same";

describe("applying at 390 px", () => {
  let server, browser, gateway, folder, photo;
  const errors = [];
  before(async () => {
    gateway = await new Gateway().start();
    server = await new Server("sqlite", { settings: gateway.settings }).start();
    folder = mkdtempSync(join(tmpdir(), "hemu-apply-"));
    photo = join(folder, "欠条照片.png");
    writeFileSync(photo, Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), randomBytes(4 * 1024 * 1024)]));
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    gateway?.stop();
    if (folder) rmSync(folder, { recursive: true });
    assert.deepEqual(errors, []);
  });

  const open = async (path = "/apply") => {
    const page = await fresh_page(browser, widths.phone, errors);
    await page.goto(`${server.url}${path}`);
    return page;
  };
  const titled = (page, words) => page.getByRole("heading", { level: 1, name: words }).waitFor();
  const go_on = async (page, title, name = "继续") => {
    await page.getByRole("button", { name, exact: true }).click();
    await titled(page, title);
  };
  /** Up to the first question; returns the code. */
  const begin = async (page, phone) => {
    await page.getByRole("link", { name: "开始申请" }).click();
    await page.getByLabel("都没有，继续申请").check();
    await go_on(page, "您的手机号是多少？");
    await page.getByLabel("手机号").fill(phone);
    await go_on(page, "请记下这个申请码");
    const code = (await page.locator(".told_code").innerText()).trim();
    await go_on(page, "您为谁申请？", "记好了，继续");
    return code;
  };
  const for_myself = async (page, name) => {
    await page.getByLabel(/^为我自己/).check();
    await go_on(page, "关于您");
    await page.getByLabel("您的姓名").fill(name);
  };
  const to_the_story = async (page) => {
    await go_on(page, "您这边还有别人吗？");
    await go_on(page, "对方是谁？", "没有别人，继续");
    await page.getByLabel("姓名或名称").fill("高远山建筑公司");
    await go_on(page, "发生了什么事？");
  };
  const choose_place = async (page) => {
    await page.getByLabel("县（市、区）").selectOption({ index: 1 });
    await page.getByLabel("乡镇（街道）").selectOption({ index: 1 });
    await page.getByLabel("村（社区）").selectOption({ index: 1 });
    await page.getByText(/^选的是：/).waitFor();
  };
  const code_sent_to = async (phone) => {
    for (let turn = 0; turn < 100; ++turn) {
      const found = [...gateway.delivered.values()].filter((one) => one.phone === phone).map((one) => /\d{6}/.exec(one.words)?.[0]).filter(Boolean);
      if (found.length) return found.pop();
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error("no code was sent");
  };

  it("leads from guidance by one question a page to the confirmation", async () => {
    const page = await open(`/guidance/wages?${to_site}`);
    await page.getByRole("link", { name: "申请人民调解", exact: true }).click();
    await page.getByText("您刚才的回答会带过来").waitFor();
    await look(page, "apply_start", { whole: true });
    await page.getByRole("link", { name: "开始申请" }).click();
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await page.getByRole("alert").getByText("请选一项").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "alert", "the reader is led to what is wrong");
    await look(page, "apply_danger", { whole: true });
    await page.getByLabel("现在有人打我").check();
    await go_on(page, "先保证安全：马上打 110");
    assert.ok(await page.locator('a[href="tel:110"]').isVisible());
    await look(page, "apply_stop", { whole: true });
    await page.getByRole("link", { name: "返回上一步" }).click();
    await page.getByLabel("都没有，继续申请").check();
    await go_on(page, "您的手机号是多少？");
    await page.getByLabel("手机号").fill("12");
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await page.locator(".field .fault").waitFor();
    assert.equal(await page.getByLabel("手机号").inputValue(), "12", "wrong input is kept");
    await look(page, "apply_phone", { whole: true });
    await page.getByLabel("手机号").fill("199 0000 2001");
    await go_on(page, "请记下这个申请码");
    await look(page, "apply_code", { whole: true });
    await go_on(page, "您为谁申请？", "记好了，继续");
    await look(page, "apply_for", { whole: true });
    await for_myself(page, "林小满");
    await page.getByLabel("身份证号").fill("42120219900101001");
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await page.getByRole("link", { name: /身份证号不对/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "parties[0].identity_number");
    await look(page, "apply_you", { whole: true });
    await page.getByLabel("身份证号").fill("");
    await to_the_story(page);
    await page.getByLabel("事情经过").fill("三月离开工地，还差两个月工资，一共八千元，老板说没钱。");
    await look(page, "apply_story", { whole: true });
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: /这是哪一类纠纷|您想要什么结果/ }).waitFor();
    if (await page.getByText("这是哪一类纠纷？").first().isVisible()) {
      await page.getByRole("radio").first().check();
      await look(page, "apply_type", { whole: true });
      await go_on(page, "您想要什么结果？");
    }
    await page.getByLabel("您的要求").fill("还清欠的工钱");
    await page.getByLabel("要多少钱").fill("八千");
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await page.locator(".field .fault", { hasText: "请只写数字" }).waitFor();
    assert.equal(await page.getByLabel("要多少钱").inputValue(), "八千");
    await page.getByLabel("要多少钱").fill("8,000.50");
    await look(page, "apply_want", { whole: true });
    await go_on(page, "什么时候发生的？");
    await page.getByLabel("年", { exact: true }).fill("2026");
    await page.getByLabel("月", { exact: true }).fill("2");
    await page.getByLabel("日", { exact: true }).fill("30");
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await page.locator(".field .fault").waitFor();
    await page.getByLabel("月", { exact: true }).fill("3");
    await page.getByLabel("日", { exact: true }).fill("1");
    await look(page, "apply_when", { whole: true });
    await go_on(page, "在哪里发生的？");
    await choose_place(page);
    await look(page, "apply_where", { whole: true });
    await go_on(page, "以前找过谁处理吗？");
    await page.getByLabel("派出所").check();
    await page.getByLabel("没谈成").check();
    await look(page, "apply_handlers", { whole: true });
    await go_on(page, "有哪些材料能证明？");
    await page.getByRole("group", { name: /身份证/ }).or(page.getByRole("radiogroup", { name: /身份证/ })).getByLabel("会带来").check();
    await look(page, "apply_evidence", { whole: true });
    await go_on(page, "哪些日子您来不了？");
    await page.getByRole("button", { name: "加一段日子" }).click();
    await page.getByLabel("年", { exact: true }).first().fill("2026");
    await page.getByLabel("月", { exact: true }).first().fill("12");
    await page.getByLabel("日", { exact: true }).first().fill("24");
    await look(page, "apply_away", { whole: true });
    await go_on(page, "参加调解，您需要什么帮助？");
    await page.getByLabel("不和对方在同一间屋子里").check();
    await page.getByLabel("大字的纸").check();
    await page.getByLabel("希望说什么话？").selectOption({ label: "本地话" });
    await look(page, "apply_needs", { whole: true });
    await go_on(page, "核对手机号");
    await page.getByLabel("再填一次手机号").fill("19900002001");
    await page.getByRole("button", { name: "发验证码" }).click();
    await page.getByText("已经发送，请看短信。").waitFor();
    await page.getByLabel("短信里的验证码").fill("000000");
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await page.locator(".field .fault").waitFor();
    await look(page, "apply_confirm", { whole: true });
    await page.getByLabel("短信里的验证码").fill(await code_sent_to("19900002001"));
    await go_on(page, "请读一读，同意的打勾");
    await page.getByRole("checkbox").first().waitFor();
    assert.equal(await page.getByRole("checkbox", { checked: true }).count(), 0, "nothing is ticked beforehand");
    await go_on(page, "请读一读，同意的打勾");
    await page.getByRole("alert").waitFor();
    await look(page, "apply_consents", { whole: true });
    for (const box of await page.getByRole("checkbox").all()) await box.check();
    await go_on(page, "提交之前，核对一遍");
    await page.getByText("19900002001").or(page.getByText(/已验证/)).first().waitFor();
    await look(page, "apply_check", { whole: true });
    await page.getByRole("button", { name: /修改.*想要的结果/ }).click();
    await page.getByLabel("您的要求").fill("还清欠的工钱，当面道歉");
    await go_on(page, "提交之前，核对一遍", "改好了，回到核对");
    await page.getByText("还清欠的工钱，当面道歉").waitFor();
    await go_on(page, "申请已经提交", "提交申请");
    await page.getByRole("img", { name: "扫码查看进度" }).waitFor();
    await look(page, "apply_done", { whole: true });
    const calendar = await page.evaluate(async () => (await fetch("/api/citizen/application/calendar.ics")).text());
    assert.match(calendar, /^BEGIN:VCALENDAR/);
    await page.reload();
    await titled(page, "申请已经提交");
    const number = (await page.locator(".done_head b").innerText()).trim();
    const clerk = await server.sign_in("dispatcher");
    const found = await clerk.get(`/api/search?q=${encodeURIComponent(number)}`);
    assert.match(JSON.stringify(found), /林小满/);
    assert.equal(await page.evaluate(() => JSON.stringify(sessionStorage)), "{}", "nothing of it stays in the browser");
    await page.context().close();
  });

  it("is interrupted, and resumed on another device with everything there", async () => {
    const first = await open();
    const code = await begin(first, "19900002002");
    await for_myself(first, "王秀兰");
    await to_the_story(first);
    await first.getByLabel("事情经过").fill("楼上漏水，墙面起皮。");
    await first.getByRole("button", { name: "先保存，以后再填" }).click();
    await titled(first, "已经保存");
    await first.getByText(code).waitFor();
    await first.getByText(/保存到 \d{4}/).waitFor();
    await look(first, "apply_saved", { whole: true });
    await first.context().close();
    const other = await open();
    await other.getByRole("link", { name: "接着填以前的申请" }).click();
    await other.getByLabel("手机号").fill("19900002002");
    await other.getByLabel("申请码").fill("AAAA2222");
    await other.getByRole("button", { name: "继续", exact: true }).click();
    await other.locator(".problem").waitFor();
    await look(other, "apply_resume", { whole: true });
    await other.getByLabel("申请码").fill(code.toLowerCase());
    await go_on(other, "发生了什么事？");
    assert.equal(await other.getByLabel("事情经过").inputValue(), "楼上漏水，墙面起皮。");
    await other.getByRole("link", { name: "返回上一步" }).click();
    await titled(other, "对方是谁？");
    assert.equal(await other.getByLabel("姓名或名称").inputValue(), "高远山建筑公司");
    await other.goBack();
    await titled(other, "发生了什么事？");
    await other.context().close();
  });

  it("sends a file on a line that is cut, and goes on where it stood", async () => {
    const page = await open();
    await begin(page, "19900002003");
    await page.goto(`${server.url}/apply/evidence`);
    await titled(page, "有哪些材料能证明？");
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    const line = (offline) => session.send("Network.emulateNetworkConditions", { ...slow, offline });
    await line(false);
    await page.getByLabel("拍照或者选文件上传").setInputFiles(photo);
    await until(page, () => (document.querySelector("[data-file=coming] progress")?.value ?? 0) > 1_000_000);
    await line(true);
    await page.getByText("网络断了，恢复后自动接着传。").waitFor();
    await look(page, "apply_upload_cut", { at_rest: true, whole: true });
    await line(false);
    await page.locator("[data-file=here]", { hasText: "欠条照片.png" }).waitFor({ timeout: 60_000 });
    await page.reload();
    await page.locator("[data-file=here]", { hasText: "欠条照片.png" }).waitFor();
    await page.getByRole("button", { name: "移除 欠条照片.png" }).click();
    await page.locator("[data-file=here]").waitFor({ state: "detached" });
    await page.context().close();
  });

  it("loses nothing when the line breaks in mid-form", async () => {
    const page = await open();
    await begin(page, "19900002004");
    await for_myself(page, "赵桂英");
    // The pages are kept by then.
    await until(page, () => navigator.serviceWorker.ready.then((worker) => worker.active !== null));
    await page.context().setOffline(true);
    await go_on(page, "您这边还有别人吗？");
    await page.getByText("网络断了。您写的都还在").waitFor();
    await to_the_story_offline(page);
    await page.getByLabel("事情经过").fill("断网时写的话。");
    await look(page, "apply_offline", { at_rest: true, whole: true });
    await page.reload();
    await titled(page, "发生了什么事？");
    assert.equal(await page.getByLabel("事情经过").inputValue(), "断网时写的话。");
    await page.context().setOffline(false);
    await page.getByText("网络断了。您写的都还在").waitFor({ state: "detached" });
    await until(page, async () => (await (await fetch("/api/citizen/application")).json()).form.narrative === "断网时写的话。");
    const kept = await page.evaluate(async () => {
      const addresses = [];
      for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) addresses.push(new URL(request.url).pathname);
      return addresses;
    });
    assert.ok(kept.includes("/") && kept.some((path) => path.startsWith("/assets/")), "the shell is kept");
    assert.deepEqual(kept.filter((path) => path.startsWith("/api")), [], "no answer of the API is kept");
    await page.context().close();
  });
  const to_the_story_offline = async (page) => {
    await go_on(page, "对方是谁？", "没有别人，继续");
    await page.getByLabel("姓名或名称").fill("楼上住户");
    await go_on(page, "发生了什么事？");
  };

  it("is filled in with large text by the keyboard alone", async () => {
    const page = await open("/");
    const focus_on = async (words) => {
      for (let turn = 0; turn < 60; ++turn) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
          const one = document.activeElement;
          return `${one.textContent} ${one.labels?.[0]?.textContent ?? ""}`.trim();
        });
        if (at.includes(words)) return;
      }
      throw new Error(`the keyboard does not come to ${words}`);
    };
    const press = async (words, title) => {
      await focus_on(words);
      await page.keyboard.press("Enter");
      await titled(page, title);
    };
    await focus_on("大字版");
    await page.keyboard.press("Enter");
    await press("申请调解", "申请人民调解");
    const sizes = await page.evaluate(() => ({
      body: parseFloat(getComputedStyle(document.body).fontSize),
      small: [...document.querySelectorAll("a, button, input, select, textarea, summary")].filter((one) => one.offsetParent && !one.classList.contains("skip") && !one.closest("p")).map((one) => [one.textContent, one.getBoundingClientRect().height]).filter(([, height]) => height < 48),
    }));
    assert.ok(sizes.body >= 18);
    assert.deepEqual(sizes.small, [], "targets of at least 48 px");
    await press("开始申请", "开始之前：有没有下面这些情况？");
    await focus_on("都没有");
    await page.keyboard.press("Space");
    await press("继续", "您的手机号是多少？");
    await focus_on("手机号");
    await page.keyboard.type("19900002005");
    await page.keyboard.press("Enter");
    await titled(page, "请记下这个申请码");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1", "the reader's place is the new heading");
    await press("记好了", "您为谁申请？");
    await focus_on("为我自己");
    await page.keyboard.press("Space");
    await press("继续", "关于您");
    await press("继续", "关于您");
    assert.equal(await page.evaluate(() => document.activeElement.className), "problem");
    await focus_on("请填您的姓名");
    await page.keyboard.press("Enter");
    await page.keyboard.type("陈大爷");
    await page.keyboard.press("Enter");
    await titled(page, "您这边还有别人吗？");
    await look(page, "apply_large", { whole: true });
    await page.context().close();
  });

  it("leaves nothing at a machine in a hall", async () => {
    const page = await open("/?kiosk=1&idle=6");
    await page.getByText("这是公用设备").waitFor();
    await page.getByRole("link", { name: /^申请调解/ }).click();
    await titled(page, "申请人民调解");
    await page.getByRole("heading", { name: "您还在吗？" }).waitFor();
    await look(page, "apply_kiosk_asked", { at_rest: true, judged: false });
    await page.getByRole("button", { name: "还在，接着办" }).click();
    await begin(page, "19900002006");
    assert.ok(await page.evaluate(() => sessionStorage.getItem("hemu_application")));
    await page.getByText("我办完了").first().click();
    await titled(page, "有矛盾纠纷，找人民调解");
    const left = await page.evaluate(async () => ({ session: Object.keys(sessionStorage), passes: await (await fetch("/api/citizen/passes")).json() }));
    assert.deepEqual(left, { session: ["hemu_kiosk"], passes: {} });
    await page.getByRole("link", { name: /^申请调解/ }).click();
    await titled(page, "有矛盾纠纷，找人民调解").catch(() => assert.fail("who walks away is led to the first page"));
    await page.context().close();
  });
});
