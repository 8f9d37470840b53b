import { readFileSync } from "node:fs"; import { createRequire } from "node:module";
import { fresh_page, open_browser, sign_in, settled, widths } from "./browser.mjs";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const url = "http://127.0.0.1:18090"; const browser = await open_browser(); const page = await fresh_page(browser, widths.desktop, []);
const judge = async (n) => { await page.waitForTimeout(400); await page.evaluate(`${axe}; undefined`); const { violations } = await page.evaluate(() => globalThis.axe.run(document)); console.log(n, violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.length} ${v.nodes[0].html.slice(0, 220)}`)); };
await sign_in(page, url, "dispatcher");
await page.goto(`${url}/desk/queue/all`); await settled(page);
await page.locator(".queue_tools .el-select__wrapper").first().click(); await judge("select open");
await page.keyboard.press("Escape"); await page.locator(".bar_person").click(); await judge("menu open"); await page.keyboard.press("Escape");
await page.getByRole("button", { name: "显示列" }).click(); await judge("columns"); await page.keyboard.press("Escape");
await page.locator(".due_mark").first().focus(); await page.waitForTimeout(800); await judge("due");
await page.goto(`${url}/desk/supervision`); await settled(page); await page.locator(".body_filter .el-select__wrapper").click(); await page.keyboard.type("咸宁"); await settled(page); await judge("body filter");
await page.goto(`${url}/desk/registration`); await settled(page); await page.locator(".el-date-editor input").first().click(); await judge("date open"); await page.keyboard.press("Escape");
console.log(await page.evaluate(() => [...document.querySelectorAll('[role=tooltip]')].map((n) => n.outerHTML.slice(0, 160))));
// focus ring walk
for (const path of ["queue/all", "registration", "search", "calendar"]) { await page.goto(`${url}/desk/${path}`); await settled(page); const bad = new Set();
 for (let i = 0; i < 60; ++i) { await page.keyboard.press("Tab"); await page.waitForTimeout(20); const r = await page.evaluate(() => { const a = document.activeElement; if (!a || a === document.body) return "body"; const seen = (n) => n && (() => { const s = getComputedStyle(n); return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"; })(); return seen(a) || seen(a.closest(".el-input__wrapper,.el-select__wrapper,.el-textarea,.el-radio-button,.el-checkbox")) || seen(a.nextElementSibling) || seen(a.parentElement) ? "" : a.outerHTML.slice(0, 140); }); if (r) bad.add(r); }
 console.log(path, [...bad]); }
await browser.close();
