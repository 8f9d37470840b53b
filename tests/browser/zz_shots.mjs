import { mkdirSync } from "node:fs";
import { fresh_page, open_browser, sign_in, settled } from "./browser.mjs";
import { login_of, routes } from "./routes.mjs";
const url = "http://127.0.0.1:18090"; const out = "/tmp/w/finish/build/screenshots";
mkdirSync(out, { recursive: true });
const only = process.argv.slice(2);
const browser = await open_browser(); const errors = [];
const { Caller } = await import("../caller.mjs");
const api = await Caller.sign_in(url, "dispatcher"); const keeper = await Caller.sign_in(url, "sysadmin");
const list = (await api.get("/api/queue?view=all&limit=200")).items;
const ids = { dispute: process.env.CASE ?? (list.find((one) => one.state === "mediating") ?? list[0]).id, organisation: (await keeper.get("/api/session")).post.organisation_id, account: (await keeper.get("/api/accounts?limit=1")).items[0].id, view: "all" };
const pages = new Map();
for (const r of routes()) {
  if (r.name === "start" || (only.length && !only.includes(r.name))) continue;
  const duty = r.duties.includes("dispatcher") ? "dispatcher" : r.duties[0];
  const login = r.open ? "" : login_of[duty];
  if (!pages.has(login)) { const p = await fresh_page(browser, { width: 1440, height: 900 }, errors); if (login) await sign_in(p, url, login); pages.set(login, p); }
  const page = pages.get(login);
  await page.setViewportSize({ width: 1440, height: 900 }); await page.emulateMedia({ colorScheme: "light" });
  const path = r.path.replace(/:rest\(.*/, "nowhere").replace(/:(\w+)\??/g, (_, n) => ids[n]) + (r.name === "search" ? "?q=%E6%BC%8F%E6%B0%B4" : "");
  await page.goto(`${url}/desk/${path}`); await settled(page);
  for (const [k, width, theme] of [["d", 1440, "light"], ["dd", 1440, "dark"], ["t", 1024, "light"], ["p", 390, "light"], ["pd", 390, "dark"]]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 }); await page.emulateMedia({ colorScheme: theme });
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${out}/${r.name}_${k}.png`, fullPage: width === 390 });
  }
}
console.log(errors, ids); await browser.close();
