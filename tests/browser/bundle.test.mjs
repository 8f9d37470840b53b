// The whole file on the case's papers: its contents with pages, and scans that find their way back.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { a_village, people, registration } from "../story.mjs";
import { fresh_page, look, open_browser, sign_in, widths } from "./browser.mjs";

describe("bundle in the browser", () => {
  let server, browser, staff;
  before(async () => {
    server = await new Server("sqlite").start();
    staff = await people(server);
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    if (server) assert.equal(await server.stop(), 0);
  });

  it("shows what is in it and takes a signed scan back", async () => {
    const { id } = await staff.clerk.post("/api/disputes", registration(await a_village(staff.clerk)));
    const path = `/api/disputes/${id}`;
    const paper = (await staff.clerk.call("POST", `${path}/papers/D01/pdf`, {}, { expected: 200 })).bytes;
    writeFileSync(join(server.folder, "paper.pdf"), paper);
    spawnSync("pdftoppm", ["-r", "150", "-jpeg", "-singlefile", join(server.folder, "paper.pdf"), join(server.folder, "scan")]);
    const errors = [];
    const page = await fresh_page(browser, widths.desktop, errors);
    await sign_in(page, server.url, "clerk");
    await page.goto(`${server.url}/desk/disputes/${id}`);
    await page.getByRole("tab", { name: "文书" }).click();
    await page.getByRole("button", { name: "查看目录和页号" }).click();
    await page.getByText("第 1 页").waitFor();
    assert.equal(await page.getByRole("link", { name: "整卷下载" }).getAttribute("href"), `${path}/bundle/pdf`);
    const scan = { name: "扫描.jpg", mimeType: "image/jpeg", buffer: readFileSync(join(server.folder, "scan.jpg")) };
    await page.locator(".scan_place input").setInputFiles(scan);
    await page.getByText("已归入").waitFor();
    await page.locator(".bundle_lines").getByText("扫描件").waitFor();
    await look(page, "case_bundle");
    await page.goto(`${server.url}/desk/scans`);
    await page.locator(".scan_place input").setInputFiles([scan, { name: "空白.jpg", mimeType: "image/jpeg", buffer: scan.buffer.subarray(0, 600) }]);
    await page.getByText("已归入").waitFor();
    await look(page, "scans");
    assert.deepEqual(errors, []);
  });
});
