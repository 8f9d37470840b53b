// Every page of the desk, light and dark, on a desk's screen, a tablet and a phone, with a case that has everything too
// long: nothing serious for axe, nothing wider than the window.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server } from "../server.mjs";
import { a_letter, a_village, checks, grading, registration } from "../story.mjs";
import { fresh_page, look, open_browser, settled, sign_in, widths } from "./browser.mjs";
import { login_of, routes } from "./routes.mjs";

const tablet = { width: 1024, height: 768 };
const long_name = "鄂南山水人家生态旅游度假开发投资建设集团有限责任公司咸安分公司温泉第二项目部";
const many_parties = 20;

/** A case that nobody would draw: 20 parties with names of forty characters, and no space in any word. */
async function make_crowded(clerk, dispatcher) {
  const parties = Array.from({ length: many_parties }, (_, at) => ({
    side: at % 2 ? "respondent" : "applicant", kind: at % 2 ? "legal" : "natural", name: `${long_name}${at + 1}`.slice(-40),
    phone: `199000${String(10000 + at)}`, address: `${long_name}甲栋乙单元丙室`, needs: "听力不便",
  }));
  const made = await clerk.post("/api/disputes", registration(await a_village(clerk), {
    parties, title: `${long_name}与相邻各方因排水渗漏引起的损害赔偿纠纷`, narrative: `${long_name}${"排水渗漏，".repeat(60)}${"A".repeat(120)}`,
  }));
  await dispatcher.post(`/api/disputes/${made.id}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
  return made;
}

describe("every page of the desk", () => {
  let server, browser, ids;
  const errors = [];
  before(async () => {
    server = await new Server("sqlite", { disputes: 40 }).start();
    const [clerk, dispatcher, keeper] = await Promise.all(["clerk", "dispatcher", "sysadmin"].map((login) => server.sign_in(login)));
    const made = await make_crowded(clerk, dispatcher);
    ids = {
      dispute: made.id,
      organisation: (await keeper.get("/api/session")).post.organisation_id,
      account: (await keeper.get("/api/accounts?limit=1")).items[0].id,
      view: "all",
      notice: await a_letter(clerk, `/api/disputes/${made.id}`),
      invitation: (await clerk.get(`/api/disputes/${made.id}/invitations`)).parties[0].invitation_id,
      paper: "D09", tree: "wages",
    };
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const address = (path) => path.replace(/:rest\(.*/, "nowhere").replace(/:(\w+)\??/g, (_, name) => ids[name] ?? assert.fail(`${path}: what is :${name}?`));

  const people = new Map();
  async function page_of(login) {
    if (!people.has(login)) {
      const page = await fresh_page(browser, widths.desktop, errors);
      await sign_in(page, server.url, login);
      people.set(login, page);
    }
    return people.get(login);
  }

  /** The page as it lies open, at all widths; dark at one of them, since colours move nothing. */
  async function look_around(page, name) {
    await settled(page);
    for (const [kind, theme, judged] of [["tablet", "light", false], ["phone", "light", true], ["desktop", "light", true], ["desktop", "dark", true]]) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ ...widths, tablet }[kind]);
      // What axe judges depends on the layout or on the colours, and hardly on both together.
      await look(page, `every_${name}_${kind}_${theme}`, { whole: true, at_rest: true, judged, here_only: true });
    }
    await page.emulateMedia({ colorScheme: "light" });
  }

  for (const { path, name, duties, open } of routes()) {
    if (name === "start") continue;
    it(`${name}: ${open ? "everybody" : duties[0]}`, async () => {
      const page = open ? await fresh_page(browser, widths.desktop, errors) : await page_of(login_of[duties[0]]);
      await page.goto(`${server.url}/desk/${address(path)}`);
      await page.locator("h1, form").first().waitFor();
      assert.ok(name === "missing" || (await page.locator(".lone_number").count()) === 0, "this duty may see it");
      await look_around(page, name);
    });
  }

  it("run without an error in the page", () => assert.deepEqual(errors, []));
});
