// Guidance without an account, and a city's own version of a tree.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Caller } from "../caller.mjs";
import { engines, Server } from "../server.mjs";

const to_site = "danger=no&work=site&still=no&left_on=2026-03-01&crowd=one&already=none&agreement=no&other_side=same";

for (const engine of engines) {
  describe(`guidance on ${engine}`, () => {
    let server, anyone, dispatcher;
    before(async () => {
      server = await new Server(engine).start();
      anyone = new Caller(server.url);
      dispatcher = await server.sign_in("dispatcher");
    });
    after(async () => {
      if (server) assert.equal(await server.stop(), 0);
    });
    const page = async (path) => {
      const reply = await anyone.call("GET", path, undefined, { expected: 200, headers: { "Accept-Language": "zh" } });
      assert.match(reply.headers.get("content-type"), /^text\/html/, path);
      return reply;
    };

    it("finds doors by everyday words and initials", async () => {
      assert.ok((await anyone.get("/api/guidance")).length >= 25);
      assert.equal((await anyone.get(`/api/guidance?q=${encodeURIComponent("老板欠工资")}`))[0].name, "wages");
      assert.ok((await anyone.get("/api/guidance?q=gz")).some((door) => door.name === "wages"));
      assert.deepEqual(await anyone.get("/api/guidance?q=qqqq"), []);
    });

    it("walks by the answers of the address alone", async () => {
      assert.equal((await anyone.get("/api/guidance/wages?danger=no")).question.code, "work");
      const end = await anyone.get(`/api/guidance/wages?${to_site}`);
      assert.equal(end.leaf.code, "site");
      assert.ok(end.options.every((option) => option.time.zh && option.cost.en && option.force.zh && option.bring.zh));
      assert.equal(end.warnings[0].ends_on, "2027-03-01");
      const wrong = await anyone.call("GET", "/api/guidance/wages?danger=perhaps");
      assert.equal(wrong.status, 422);
      assert.equal(wrong.body.errors[0].field, "danger");
      assert.equal((await anyone.call("GET", "/api/guidance/nothing")).status, 404);
    });

    it("is readable as plain pages under the pages' own policy", async () => {
      const reply = await page("/guidance");
      assert.match(reply.headers.get("content-security-policy"), /default-src 'self'/);
      assert.doesNotMatch(reply.text, /<script(?! src="\/guidance\/)|<style| style=/);
      assert.match((await page(`/guidance/wages?${to_site}`)).text, /总包公司/);
      assert.match((await page(`/guidance/wages/letter?${to_site}`)).text, /<input id="letter_to"/);
      assert.doesNotMatch((await page(`/guidance/wages/letter?${to_site}`)).text, /<form/);
      const english = await anyone.call("GET", "/guidance/wages", undefined, { expected: 200 });
      assert.match(english.text, /Is somebody in danger/);
      assert.doesNotMatch(english.text.replace(/>中文</, ""), /[\u4e00-\u9fff]/);
    });

    it("counts steps without saying whose they were", async () => {
      const columns = engine === "postgres"
        ? server.sql("SELECT column_name FROM information_schema.columns WHERE table_name = 'guidance_step' AND table_schema = current_schema() ORDER BY 1")
        : server.sql("SELECT name FROM pragma_table_info('guidance_step') ORDER BY 1");
      assert.deepEqual(columns.flat(), ["answered", "channel", "counted_on", "name", "shown", "step"]);
      await page("/guidance/travel?channel=kiosk");
      await page("/guidance/travel?danger=no&channel=kiosk");
      const { counts } = await dispatcher.get("/api/guidance_trees/travel");
      assert.deepEqual(counts, [
        { step: "danger", channel: "kiosk", shown: 1, answered: 1 },
        { step: "matter", channel: "kiosk", shown: 1, answered: 0 },
      ]);
      const line = (await dispatcher.get("/api/guidance_trees")).find((tree) => tree.name === "travel");
      assert.deepEqual([line.started, line.left_at.en, line.left, line.faults], [1, "What is it about?", 1, 0]);
    });

    it("shares the city's own parts once every tree passes with them", async () => {
      const path = "/api/guidance_parts";
      const { draft, edits, check } = await dispatcher.post(`${path}/draft`, {}, 200);
      assert.deepEqual([check.faults, check.trees, check.tests > 75], [[], [], true]);
      const asked = { zh: "有人受伤或者有危险吗？", en: "Is anybody hurt?" };
      const changed = { ...draft, questions: draft.questions.map((one) => (one.code === "danger" ? { ...one, ask: asked } : one)) };
      const lacking = { ...changed, options: changed.options.filter((one) => one.code !== "mediation") };
      const wrong = await dispatcher.call("PUT", `${path}/draft`, lacking, { expected: 200, version: edits });
      assert.ok(wrong.body.check.trees.length > 20, "every tree that offers mediation is wrong without it");
      const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
      assert.equal((await dispatcher.call("POST", `${path}/switch_on`, { valid_from: today })).body.code, "guidance_parts_faulty");
      await dispatcher.call("PUT", `${path}/draft`, changed, { expected: 200, version: edits + 1 });
      assert.doesNotMatch((await page("/guidance/travel")).text, /有人受伤或者有危险吗/);
      await dispatcher.post(`${path}/switch_on`, { valid_from: today }, 200);
      assert.match((await page("/guidance/travel")).text, /有人受伤或者有危险吗/);
      const auditor = await server.sign_in("auditadmin");
      const told = (await auditor.get("/api/audit?kind=setting")).items.map((one) => one.act);
      assert.deepEqual(told.slice(0, 4), ["guidance_switch_on", "guidance_edit", "guidance_edit", "guidance_draft"]);
    });

    it("answers by the city's version from its day on", async () => {
      const path = "/api/guidance_trees/price";
      const { draft, edits } = await dispatcher.post(`${path}/draft`, {}, 200);
      const titled = { ...draft, title: { zh: "本市价格", en: "Prices here" } };
      const broken = { ...titled, ends: titled.ends.slice(-1) };
      assert.ok((await dispatcher.post("/api/guidance_trees/check", broken, 200)).faults.some((fault) => fault.code === "never_reached"));
      await dispatcher.call("PUT", `${path}/draft`, broken, { expected: 200, version: edits });
      const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
      const early = await dispatcher.call("POST", `${path}/switch_on`, { valid_from: today });
      assert.equal(`${early.status} ${early.body.code}`, "409 guidance_tree_faulty");
      await dispatcher.call("PUT", `${path}/draft`, titled, { expected: 200, version: edits + 1 });
      const outdated = await dispatcher.call("PUT", `${path}/draft`, titled, { version: edits });
      assert.equal(outdated.body.code, "version_outdated");
      assert.doesNotMatch((await page("/guidance")).text, /本市价格/);
      await dispatcher.post(`${path}/switch_on`, { valid_from: today }, 200);
      assert.match((await page("/guidance")).text, /本市价格/);
      const clerk = await server.sign_in("clerk");
      assert.equal((await clerk.call("GET", "/api/guidance_parts")).body.code, "duty_may_not");
      assert.equal((await clerk.call("GET", "/api/guidance_trees")).body.code, "duty_may_not");
    });
  });
}
