// A person at a browser: Debian's headless Chromium, accessible names only, and a look at every page.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { password } from "../caller.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const pictures = fileURLToPath(new URL("../../build/screenshots", import.meta.url));
/** Draws no window around a page, so that each costs half as much as in the whole browser. */
export const headless_browser = "/usr/bin/chromium-headless-shell";
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const widths = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
/** Where the people of a story sit; what they see is looked at in both widths all the same. */
export const only = (kind) => ({ [kind]: widths[kind] });

export const open_browser = () => chromium.launch({ executablePath: headless_browser, args: flags });

/** A page in a browser profile of its own, for one person who wants no motion: what fades in has no colours to judge yet. errors: what goes wrong in the page is added to it. */
export async function fresh_page(browser, viewport, errors) {
  const page = await (await browser.newContext({ viewport, locale: "zh-CN", reducedMotion: "reduce" })).newPage();
  page.setDefaultTimeout(60_000);
  page.on("pageerror", (error) => errors.push(error.message));
  page.unanswered = new Set();
  page.on("request", (request) => request.resourceType() !== "eventsource" && page.unanswered.add(request));
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => page.unanswered.delete(request));
  // What a page still asked for when it was left is never said to have ended.
  page.on("framenavigated", (frame) => frame === page.mainFrame() && page.unanswered.clear());
  return page;
}

/** Waits until the page has asked for nothing for 0.3 s, its event stream aside, which never ends. */
export async function settled(page) {
  await page.waitForLoadState("load");
  for (let quiet = 0, turn = 0; quiet < 3; ++turn) {
    if (turn > 1200) throw new Error(`the page does not come to rest: ${[...page.unanswered].map((request) => request.url())}`);
    await page.waitForTimeout(100);
    quiet = page.unanswered.size === 0 ? quiet + 1 : 0;
  }
}

async function picture(page, name, whole) {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: whole });
}

async function judge(page, name) {
  await page.evaluate(`${axe}; undefined`);
  const violations = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ["violations"], preload: false })).violations);
  const grave = violations.filter((one) => ["serious", "critical"].includes(one.impact));
  assert.deepEqual(grave.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)} ${one.nodes[0].any[0]?.message ?? ""}`), [], name);
}

async function fits(page, name) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 1, `${name} is ${overflow} px too wide`);
}

/** What was judged, whatever width it was seen at. */
const judged_already = new Set();
const is_new = (name) => !judged_already.has(name) && judged_already.add(name);

/** Nothing serious for axe, nothing wider than the window at either width, and with HEMU_PICTURES a picture into
 * build/screenshots. at_rest: it came to rest already, and nothing was asked for since. judged: by axe; by itself once a
 * name. here_only: at the width it has. */
export async function look(page, name, { whole = false, at_rest = false, judged = is_new(name.replace(/_(desktop|phone)$/, "")), here_only = false } = {}) {
  if (!at_rest) await settled(page);
  // A new width or theme is laid out and drawn first.
  await page.waitForTimeout(50);
  if (process.env.HEMU_PICTURES) await picture(page, name, whole);
  if (judged) await judge(page, name);
  await fits(page, name);
  if (here_only) return;
  const here = page.viewportSize();
  await page.setViewportSize(here.width === widths.phone.width ? widths.desktop : widths.phone);
  await page.waitForTimeout(50);
  if (process.env.HEMU_PICTURES) await picture(page, `${name}_other_width`, whole);
  await fits(page, `${name} at the other width`);
  await page.setViewportSize(here);
}

/** Waits until it is so in the page. The pages forbid eval, with which playwright's own waiting repeats a question. */
export async function until(page, condition, argument) {
  const end = Date.now() + 60_000;
  while (!(await page.evaluate(condition, argument))) {
    if (Date.now() > end) throw new Error(`waited in vain for ${condition} with ${argument}`);
    await page.waitForTimeout(50);
  }
}

export async function sign_in(page, url, login, before = () => {}) {
  await page.goto(`${url}/desk/`);
  await page.locator('input[name="login"]').waitFor();
  await before();
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill(password);
  await page.keyboard.press("Enter");
  await page.waitForURL((to) => !to.pathname.includes("sign_in"));
}

/** The field of a label inside `within`; the label may carry a star. */
export const field = (within, label) =>
  within.locator(".el-form-item", { has: within.page().locator(`.el-form-item__label:text-is("${label}")`) }).first();

export const fill = (within, label, words) => field(within, label).locator("input, textarea").first().fill(words);

/** Chooses from a list: opens it, types when `typed` is given, takes the option with these words. */
export async function choose(within, label, option, typed) {
  const page = within.page();
  await field(within, label).locator(".el-select__wrapper").click();
  if (typed) await page.keyboard.type(typed, { delay: 30 });
  const found = page.locator(".el-select-dropdown__item:visible", { hasText: option }).first();
  await found.waitFor();
  await found.click();
}

/** Ticks every box, or those with these words. */
export async function tick_all(within, words = "") {
  const open = within.locator(".el-checkbox:not(.is-checked)", { hasText: words });
  for (let left = await open.count(); left > 0; --left) await open.first().click();
}

/** Opens a form of the case: `what` is data-verb or data-record, and returns the form. */
export async function open_form(page, what, name) {
  await page.locator(`[data-${what}="${name}"]`).click();
  const form = page.locator(".open_form");
  await form.waitFor();
  return form;
}

/** Sends the open form and waits until it is gone. */
export async function send(page, words) {
  await page.locator(".open_form").getByRole("button", { name: words, exact: true }).click();
  await page.locator(".open_form").waitFor({ state: "detached" }).catch(async (error) => {
    const said = await page.locator(".open_form").innerText().catch(() => "");
    throw new Error(`${words} was not taken: ${said.slice(0, 800)}`, { cause: error });
  });
}

export const state_is = (page, words) => page.locator(".case_head").getByText(words, { exact: true }).first().waitFor();
