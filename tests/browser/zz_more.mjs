import { mkdirSync } from "node:fs";
import { fresh_page, open_browser, sign_in, settled } from "./browser.mjs";
import { a_village, registration } from "../story.mjs";
import { Caller } from "../caller.mjs";
const url = "http://127.0.0.1:18090"; const out = "/tmp/w/finish/build/screenshots"; mkdirSync(out, { recursive: true });
const want = process.argv.slice(2); const on = (n) => !want.length || want.includes(n);
const browser = await open_browser(); const errors = [];
const page = await fresh_page(browser, { width: 1440, height: 900 }, errors);
await sign_in(page, url, "dispatcher");
const api = await Caller.sign_in(url, "dispatcher");
const list = (await api.get("/api/queue?view=all&limit=200")).items;
const mediating = list.find((one) => one.state === "mediating");
const shot = async (name) => { for (const [k, w, th] of [["d", 1440, "light"], ["dd", 1440, "dark"], ["p", 390, "light"], ["pd", 390, "dark"]]) { await page.setViewportSize({ width: w, height: w === 390 ? 844 : 900 }); await page.emulateMedia({ colorScheme: th }); await page.waitForTimeout(300); await page.screenshot({ path: `${out}/${name}_${k}.png` }); } await page.setViewportSize({ width: 1440, height: 900 }); await page.emulateMedia({ colorScheme: "light" }); };
if (on("palette")) { await page.goto(`${url}/desk/disputes/${mediating.id}`); await settled(page); await page.keyboard.press("Control+k"); await page.waitForTimeout(300); await shot("palette"); await page.keyboard.type("漏水"); await settled(page); await shot("palette_typed"); await page.keyboard.press("Escape"); }
if (on("menu")) { await page.goto(`${url}/desk/queue/all`); await settled(page); await page.locator(".bar_person").click(); await page.waitForTimeout(400); await shot("menu"); await page.keyboard.press("Escape"); }
if (on("hold")) { await page.goto(`${url}/desk/queue/my_body`); await settled(page); await page.keyboard.press("h"); await page.waitForTimeout(500); await shot("hold"); await page.keyboard.press("Escape"); await page.locator(".queue_rows input[type=checkbox]").first().check(); await page.waitForTimeout(300); await shot("bulkbar"); }
if (on("filters")) { await page.goto(`${url}/desk/search?q=%E6%BC%8F%E6%B0%B4`); await settled(page); await page.getByRole("button", { name: "筛选" }).click(); await page.waitForTimeout(400); await shot("filters"); }
if (on("form")) { const reg = list.find((one) => one.state === "registered"); await page.goto(`${url}/desk/disputes/${reg.id}`); await settled(page); await page.locator(".move_buttons button").first().click(); await page.waitForTimeout(800); await shot("form"); }
if (on("phone_menu")) { await page.setViewportSize({ width: 390, height: 844 }); await page.goto(`${url}/desk/queue/all`); await settled(page); await page.locator(".bar_menu").click(); await page.waitForTimeout(400); await page.screenshot({ path: `${out}/phone_menu_p.png` }); await page.setViewportSize({ width: 1440, height: 900 }); }
if (on("receipt")) {
  const clerk = await Caller.sign_in(url, "dispatcher"); const r = await clerk.post("/api/disputes", registration(await a_village(clerk), { title: "楼上漏水" }));
  await page.goto(`${url}/desk/profile`); await page.evaluate((told) => sessionStorage.setItem("hemu_receipt", JSON.stringify(told)), { receipt: r, applicants: "林小满", respondents: "高远山", type: "17" });
  await page.goto(`${url}/desk/receipt`); await settled(page); await shot("receipt_a5"); await page.emulateMedia({ colorScheme: "dark" }); await page.pdf({ path: `${out}/receipt_a5.pdf`, preferCSSPageSize: true }); await page.emulateMedia({ colorScheme: "light" });
  await page.getByText("80").first().click(); await page.waitForTimeout(400); await shot("receipt_80"); await page.pdf({ path: `${out}/receipt_80.pdf`, preferCSSPageSize: true });
}
if (on("pdf")) for (const [name, path] of [["case", `disputes/${mediating.id}`], ["queue", "queue/all"], ["dispatch", "dispatch"], ["figures", "figures"], ["supervision", "supervision"], ["calendar", "calendar"]]) {
  await page.emulateMedia({ colorScheme: "dark" }); await page.goto(`${url}/desk/${path}`); await settled(page); await page.pdf({ path: `${out}/${name}.pdf`, preferCSSPageSize: true });
}
console.log(errors); await browser.close();
