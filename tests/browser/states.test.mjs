// What a page shows when there is nothing to show, when the line is broken and when it is back; and the way of the keyboard.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { a_letter, a_village, checks, grading, registration } from "../story.mjs";
import { fresh_page, look, open_browser, settled, sign_in, until, widths } from "./browser.mjs";
import { login_of, routes } from "./routes.mjs";

describe("states of the desk", () => {
  let server, browser, made, ids, of_invitation;
  const errors = [];
  const people = new Map();
  before(async () => {
    server = await new Server("sqlite").start();
    const [clerk, keeper, dispatcher] = await Promise.all(["clerk", "sysadmin", "dispatcher"].map((login) => server.sign_in(login)));
    made = await clerk.post("/api/disputes", registration(await a_village(clerk)));
    ids = {
      dispute: made.id, view: "all", organisation: (await keeper.get("/api/session")).post.organisation_id,
      account: (await keeper.get("/api/accounts?limit=1")).items[0].id,
      notice: await a_letter(clerk, `/api/disputes/${made.id}`), paper: "D09", tree: "wages",
    };
    const invited = await clerk.post("/api/disputes", registration(await a_village(clerk)));
    await dispatcher.post(`/api/disputes/${invited.id}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
    const { parties: [{ invitation_id }] } = await clerk.get(`/api/disputes/${invited.id}/invitations`);
    of_invitation = { ...ids, dispute: invited.id, invitation: invitation_id };
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    assert.deepEqual(errors, []);
  });

  const address = (path) => {
    const known = path.includes(":invitation") ? of_invitation : ids;
    return `${server.url}/desk/${path.replace(/:(\w+)\??/g, (_, name) => known[name] ?? assert.fail(`${path}: what is :${name}?`))}`;
  };
  async function page_of(login) {
    if (!people.has(login)) {
      const page = await fresh_page(browser, widths.desktop, errors);
      await sign_in(page, server.url, login);
      people.set(login, page);
    }
    return people.get(login);
  }
  const at_case = async () => {
    const page = await page_of("clerk");
    await page.goto(address("disputes/:dispute"));
    await page.locator(".timeline > li").first().waitFor();
    return page;
  };

  /** Who asks whether the server is there is answered; what a page wants to read is not. A letter is read by POST, since that is audited. */
  const is_cut = (request) => (request.method() === "GET" ? !/\/api\/(session|live)(\?|$)/.test(request.url()) : request.url().endsWith("/letter"));

  for (const { path, name, duties, open } of routes()) {
    if (open || ["start", "missing", "password", "second_factor"].includes(name)) continue;
    it(`${name} says that it could not be read, and reads again by itself`, async () => {
      const page = await page_of(login_of[duties[0]]);
      await page.goto("about:blank");
      let cut = 0;
      await page.route("**/api/**", (route) => (is_cut(route.request()) ? (++cut, route.abort()) : route.continue()));
      await page.goto(address(path));
      await page.locator("main h1, main .problem").first().waitFor();
      await page.waitForTimeout(300);
      if (cut) await page.locator(".offline").or(page.locator(".problem")).first().waitFor();
      await page.unroute("**/api/**");
      await until(page, () => !document.querySelector("main .problem, .offline, main .el-skeleton"));
      await look(page, `nothing_${name}`);
    });
  }

  it("keeps what was typed while the line is broken, and sends it when it is back", async () => {
    const page = await at_case();
    await page.locator('[data-record="note"]').click();
    const words = page.locator(".open_form textarea");
    await words.fill("电话里说好周五再谈");
    await page.context().setOffline(true);
    await page.locator(".offline").waitFor();
    await page.locator(".open_form").getByRole("button", { name: "保存" }).or(page.locator(".open_form button[type=submit]")).first().click();
    await page.locator(".open_form .problem").waitFor();
    assert.equal(await words.inputValue(), "电话里说好周五再谈");
    await look(page, "offline_case");
    await page.context().setOffline(false);
    await page.locator(".offline").waitFor({ state: "detached" });
    await page.locator(".open_form button[type=submit]").click();
    await page.locator(".timeline").getByText("电话里说好周五再谈").waitFor();
  });

  it("shows the parts of a page that are not there yet", async () => {
    const page = await page_of("clerk");
    await page.route("**/api/queue?*", async (route) => {
      await new Promise((done) => setTimeout(done, 1500));
      await route.continue();
    });
    await page.goto(address("queue/:view?"));
    await page.locator(".el-skeleton").first().waitFor();
    await page.locator(".queue_rows").waitFor();
    await page.unroute("**/api/queue?*");
  });

  it("leads from the first Tab to the content, and shows where the focus is", async () => {
    const page = await page_of("clerk");
    await page.goto(address("queue/:view?"));
    await page.locator(".queue_rows").waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => location.hash), "#content");
    for (const path of ["queue/:view?", "disputes/:dispute", "registration", "search"]) {
      await page.goto(address(path));
      await settled(page);
      for (let turn = 0; turn < 45; ++turn) {
        await page.keyboard.press("Tab");
        await page.waitForTimeout(15);
        assert.equal(await page.evaluate(hidden_focus), "", path);
      }
    }
  });

  it("gives the focus back when a dialog or a list closes", async () => {
    const page = await page_of("clerk");
    await page.goto(address("queue/:view?"));
    const button = page.locator(".queue_rows").getByRole("button", { name: "搁置" }).first();
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await until(page, () => document.activeElement?.textContent.trim() === "搁置");
    await page.keyboard.press("Control+k");
    await page.locator(".palette_field").waitFor();
    await page.keyboard.press("Escape");
    await until(page, () => document.activeElement?.textContent.trim() === "搁置");
  });

  it("names the lists and calendars that open", async () => {
    const page = await page_of("clerk");
    await page.goto(address("queue/:view?"));
    await page.locator(".queue_tools .el-select__wrapper").first().click();
    await page.locator(".el-select-dropdown__item:visible").first().waitFor();
    await look(page, "list_open");
    await page.goto(address("registration"));
    await page.locator(".el-date-editor input").first().click();
    await page.locator(".el-picker-panel:visible").waitFor();
    await look(page, "calendar_open");
    await page.keyboard.press("Escape");
  });

  it("changes to dark in the menu, for this browser and before anything is drawn", async () => {
    const page = await page_of("clerk");
    await page.emulateMedia({ colorScheme: "light" });
    await page.locator(".bar_person").click();
    await page.getByRole("menuitem", { name: "深色" }).click();
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await page.route("**/main-*.js", () => {});
    await page.route("**/assets/*.js", () => {});
    await page.goto(address("queue/:view?"), { waitUntil: "commit" });
    await until(page, () => document.body && getComputedStyle(document.body).backgroundColor !== "rgba(0, 0, 0, 0)");
    assert.equal(await ground(), dark);
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.emulateMedia({ media: "print" });
    assert.equal(await ground(), "rgb(255, 255, 255)", "paper is white");
    await page.emulateMedia({ media: null });
    await page.evaluate(() => localStorage.clear());
  });

  it("prints what is written, without what is clicked", async () => {
    const page = await at_case();
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    for (const what of [".bar", ".side", "main .el-button", ".moves"]) assert.equal(await page.locator(`${what}:visible`).count(), 0, what);
    for (const what of [".case_head", ".timeline > li", ".parties"]) assert.ok(await page.locator(`${what}:visible`).count(), what);
    assert.match((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString(), /%PDF-/);
    assert.match(await page.locator(".print_head").innerText(), /打印：.+\d{4}\/\d\d\/\d\d/);
    await page.emulateMedia({ media: null, colorScheme: "light" });
  });
});

/** In the page: the focused element when nothing shows that it has the focus. */
function hidden_focus() {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return "";
  const shows = (element) => {
    const style = element && getComputedStyle(element);
    return style && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
  };
  const around = focused.closest(".el-input__wrapper, .el-select__wrapper, .el-radio-button, .el-checkbox, .el-date-editor");
  return [focused, around, focused.nextElementSibling, focused.parentElement].some(shows) ? "" : focused.outerHTML.slice(0, 160);
}
