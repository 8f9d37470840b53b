// Entrances: made at the desk, opened by anybody, counted without saying who; posters and letters as real PDF.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Applicant, fresh_phone, whole_form } from "../application.mjs";
import { Caller } from "../caller.mjs";
import { engines, Server } from "../server.mjs";
import { a_letter, a_village, registration } from "../story.mjs";

for (const engine of engines) {
  describe(`entrances on ${engine}`, () => {
    let server, anyone, dispatcher, organisation_id;
    before(async () => {
      server = await new Server(engine, { settings: ["public_url=https://hemu.example"] }).start();
      anyone = new Caller(server.url);
      dispatcher = await server.sign_in("dispatcher");
      organisation_id = (await dispatcher.get("/api/session")).post.organisation_id;
    });
    after(async () => {
      if (server) assert.equal(await server.stop(), 0);
    });
    const form = (more = {}) => ({ name: "桂花小区东门", kind: "estate", organisation_id, leads_to: "home", active: true, ...more });
    const go = (code, headers = {}) => fetch(`${server.url}/go/${code}`, { redirect: "manual", headers });
    const counts_of = async (made) => (await dispatcher.get("/api/entrances")).entrances.find((one) => one.id === made.id).counts;

    it("are made, changed and refused with the field at fault", async () => {
      const made = await dispatcher.post("/api/entrances", form());
      assert.match(made.code, /^[2-9A-HJKMNP-TW-Z]{6}$/);
      const wrong = await dispatcher.call("POST", "/api/entrances", { name: " ", kind: "other", leads_to: "guidance", door: "nowhere", active: true });
      assert.equal(wrong.status, 422);
      assert.deepEqual(wrong.body.errors.map((one) => `${one.field} ${one.code}`).sort(),
        ["door unknown_word", "kind_words blank", "name blank", "organisation_id missing"]);
      const path = `/api/entrances/${made.id}`;
      assert.equal((await dispatcher.call("PUT", path, form())).status, 428);
      const changed = await dispatcher.call("PUT", path, form({ leads_to: "guidance", door: "wages" }), { expected: 200, version: 1 });
      assert.equal(changed.body.code, made.code);
      assert.equal((await dispatcher.call("PUT", path, form(), { version: 1 })).status, 412);
      assert.equal((await go(made.code)).headers.get("location"), `/guidance/wages?from=${made.code}`);
    });

    it("are read by who directs and changed by who keeps them", async () => {
      const made = await dispatcher.post("/api/entrances", form());
      for (const [login, read, write] of [["leader", 200, 403], ["supervisor", 200, 403], ["sysadmin", 200, 201], ["clerk", 403, 403], ["secadmin", 403, 403]]) {
        const caller = await server.sign_in(login);
        assert.equal((await caller.call("GET", "/api/entrances")).status, read, login);
        assert.equal((await caller.call("GET", `/api/entrances/${made.id}/poster`)).status, read, login);
        assert.equal((await caller.call("POST", "/api/entrances", form())).status, write, login);
      }
      assert.equal((await anyone.call("GET", "/api/entrances")).status, 401);
    });

    it("let everybody in, and count looks of what is known and nothing about people", async () => {
      const made = await dispatcher.post("/api/entrances", form());
      const reply = await go(made.code.toLowerCase());
      assert.equal(reply.status, 303);
      assert.equal(reply.headers.get("location"), `/?from=${made.code}`);
      assert.equal(reply.headers.get("cache-control"), "no-store");
      assert.equal(reply.headers.get("set-cookie"), null);
      await go(made.code, { "Sec-Purpose": "prefetch" });
      for (const code of ["AAAAAA", "x", "..%2F..%2Fapi", "%22%3E%3Cscript%3E"]) {
        const other = await go(code);
        assert.deepEqual([other.status, other.headers.get("location")], [303, "/"], code);
      }
      assert.deepEqual(await counts_of(made), { looks: 1, begun: 0, sent: 0 });
      assert.equal((await fetch(`${server.url}/?from=${made.code}`)).status, 200);
      const columns = engine === "postgres"
        ? server.sql("SELECT column_name FROM information_schema.columns WHERE table_name = 'entrance_count' AND table_schema = current_schema() ORDER BY 1")
        : server.sql("SELECT name FROM pragma_table_info('entrance_count') ORDER BY 1");
      assert.deepEqual(columns.flat(), ["begun", "code", "counted_on", "looks", "sent"]);
    });

    it("count applications that were begun and sent by them, and those by none", async () => {
      const made = await dispatcher.post("/api/entrances", form());
      const before = (await dispatcher.get("/api/entrances")).without;
      const village = await a_village(await server.sign_in("clerk"));
      const one = await Applicant.begin(server.url, fresh_phone(), { from: made.code });
      await Applicant.begin(server.url, fresh_phone(), { from: "AAAAAA" });
      await one.save(whole_form(village), 1);
      await one.submit();
      assert.deepEqual(await counts_of(made), { looks: 0, begun: 1, sent: 1 });
      const { without } = await dispatcher.get("/api/entrances");
      assert.deepEqual(without, { looks: 0, begun: before.begun + 1, sent: before.sent });
    });

    it("do not count once they are inactive", async () => {
      const made = await dispatcher.post("/api/entrances", form());
      await dispatcher.call("PUT", `/api/entrances/${made.id}`, form({ active: false }), { expected: 200, version: 1 });
      assert.equal((await go(made.code)).headers.get("location"), "/");
      assert.deepEqual(await counts_of(made), { looks: 0, begun: 0, sent: 0 });
    });

    it("have posters, and notices letters, as PDF", async () => {
      const made = await dispatcher.post("/api/entrances", form());
      const poster = await fetch(`${server.url}/api/entrances/${made.id}/poster?size=a3`, { headers: { Cookie: dispatcher.cookie } });
      assert.equal(poster.headers.get("content-type"), "application/pdf");
      assert.match(poster.headers.get("content-disposition"), /^inline; filename="poster-\w{6}\.pdf"$/);
      assert.match(Buffer.from(await poster.arrayBuffer()).toString("latin1"), /^%PDF-1\.[\s\S]*%%EOF\s*$/);
      assert.equal((await dispatcher.call("GET", `/api/entrances/${made.id}/poster?size=b5`)).status, 422);

      const clerk = await server.sign_in("clerk");
      const dispute = await clerk.post("/api/disputes", registration(await a_village(clerk)));
      const notice = await a_letter(clerk, `/api/disputes/${dispute.id}`);
      const path = `/api/disputes/${dispute.id}/party_notices/${notice}/letter_pdf`;
      const key = `letter-${crypto.randomUUID()}`;
      for (let i = 0; i < 2; ++i) {
        const letter = await clerk.call("POST", path, {}, { expected: 200, key });
        assert.equal(letter.headers.get("content-type"), "application/pdf");
        assert.ok(letter.text.startsWith("%PDF-1."));
      }
      const auditor = await server.sign_in("auditadmin");
      const audited = (await auditor.get("/api/audit?kind=unmasking&limit=200")).items.filter((one) => one.act === "print_letter" && one.subject === notice);
      assert.equal(audited.length, 2, "a file is made again with the same key, and each time audited");
      assert.equal((await (await server.sign_in("mediator_property")).call("POST", path, {})).status, 404);
    });
  });
}
