// A clerk adds a photograph on a bad line: it breaks in the middle, goes on by itself, and after a closed browser once the
// same file is chosen again.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { png } from "../pictures.mjs";
import { a_village, add_file, registration } from "../story.mjs";
import { fresh_page, look, only, open_browser, pictures, sign_in } from "./browser.mjs";

const slow = { latency: 20, downloadThroughput: 4e6, uploadThroughput: 1.5e6 };

for (const [kind, viewport] of Object.entries(only("desktop"))) {
  describe(`files at ${viewport.width} px`, () => {
    let server, browser, folder, photo, id, clerk;
    const errors = [];
    before(async () => {
      server = await new Server("sqlite", { disputes: 10 }).start();
      clerk = await server.sign_in("clerk");
      ({ id } = await clerk.post("/api/disputes", registration(await a_village(clerk))));
      folder = mkdtempSync(join(tmpdir(), "hemu-files-"));
      photo = join(folder, "被水泡过的墙面和地板照片.png");
      writeFileSync(photo, Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), randomBytes(5 * 1024 * 1024)]));
      browser = await open_browser();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
      if (folder) rmSync(folder, { recursive: true });
      assert.deepEqual(errors, []);
    });

    /** The case on a slow line, which `line` breaks and mends. */
    const at_case = async () => {
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "clerk");
      await page.goto(`${server.url}/desk/disputes/${id}`);
      await page.locator(".files_panel").waitFor();
      const session = await page.context().newCDPSession(page);
      await session.send("Network.enable");
      page.line = (offline) => session.send("Network.emulateNetworkConditions", { ...slow, offline });
      await page.line(false);
      return page;
    };
    const choose = async (page) => page.locator(".files_panel input[type=file]").setInputFiles(photo);
    const percent = async (page) => Number((await page.locator("[data-file=coming] .el-progress__text").innerText()).replace("%", ""));
    const comes_to = async (page, least) => {
      for (let tries = 0; (await percent(page)) < least; ++tries) {
        assert.ok(tries < 200, "no progress");
        await page.waitForTimeout(50);
      }
    };

    it("go on by themselves when the line is back", async () => {
      const page = await at_case();
      await choose(page);
      await comes_to(page, 20);
      await page.line(true);
      await page.getByText("网络中断，恢复后自动续传").waitFor();
      mkdirSync(pictures, { recursive: true });
      await page.locator(".files_panel").screenshot({ path: join(pictures, `files_broken_${kind}.png`) });
      await page.line(false);
      await page.locator(".file_line a", { hasText: "被水泡过的墙面" }).waitFor({ timeout: 60_000 });
      await look(page, `files_${kind}`, { whole: true });
      await page.getByRole("button", { name: "移除 被水泡过的墙面和地板照片.png" }).click();
      await page.getByLabel("移除理由").fill("重复上传");
      await page.locator(".file_removal").getByRole("button", { name: "移除" }).click();
      await page.getByText("移除：重复上传").waitFor();
      await page.context().close();
    });

    it("go on after the browser was closed, once the same file is chosen again", async () => {
      let page = await at_case();
      await choose(page);
      await comes_to(page, 20);
      await page.context().close();
      page = await at_case();
      const unfinished = page.locator("[data-file=unfinished]");
      assert.match(await unfinished.innerText(), /已传 .*，共 5\.0 MB/);
      await choose(page);
      await page.locator("[data-file=coming]").waitFor();
      assert.ok((await percent(page)) >= 19, "begins where it stood");
      await page.locator(".file_line a", { hasText: "被水泡过的墙面" }).waitFor({ timeout: 60_000 });
      assert.equal(await unfinished.count(), 0);
      await page.context().close();
    });

    it("show a photograph in small, say for whom they are, and are shown to others with a reason", async () => {
      const path = `/api/disputes/${id}`;
      await add_file(clerk, path, "渗水的天花板.png", png(400, 300, (x, y) => [x % 255, y % 255, 90]));
      await add_file(clerk, path, "传坏了的.png", Buffer.concat([png(9, 9).subarray(0, 40), Buffer.alloc(60, 7)]));
      const page = await fresh_page(browser, viewport, errors);
      await sign_in(page, server.url, "clerk");
      await page.goto(`${server.url}/desk/disputes/${id}`);
      const line = (name) => page.locator(".file_line", { hasText: name });
      await line("传坏了的").locator(".file_picture", { hasText: "图片" }).waitFor();
      await page.waitForFunction(() => [...document.querySelectorAll(".file_picture img")].some((one) => one.complete && one.naturalWidth === 320));
      await line("渗水的天花板").getByText("案内工作人员").waitFor();
      await page.getByRole("button", { name: "调整 渗水的天花板.png 的可见范围" }).click();
      await line("渗水的天花板").locator("select").selectOption({ label: "仅申请方" });
      await line("渗水的天花板").getByLabel("调整理由").fill("申请方不愿出示");
      await line("渗水的天花板").getByRole("button", { name: "保存" }).click();
      await line("渗水的天花板").getByText("调整理由：申请方不愿出示").waitFor();
      assert.equal(await line("渗水的天花板").getAttribute("data-audience"), "applicant");
      await look(page, `files_audience_${kind}`);
      await page.context().close();
    });
  });
}
