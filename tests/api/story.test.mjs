import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { Caller } from "../caller.mjs";
import { engines, Server } from "../server.mjs";
import { a_village, checks, grading, live_through, registration } from "../story.mjs";

for (const engine of engines) {
  describe(`a dispute's life on ${engine}`, () => {
    let server;
    let lived;
    before(async () => {
      server = await new Server(engine, { disputes: 20 }).start();
    });
    after(async () => {
      if (server) assert.equal(await server.stop(), 0, "SIGTERM ends it cleanly");
    });

    it("goes from the window to the archive", async () => {
      lived = await live_through(server);
      const timeline = await lived.head.get(`${lived.path}/timeline`);
      const verbs = timeline.items.filter((item) => item.group === "milestone").map((item) => item.kind).reverse();
      assert.deepEqual(verbs, ["register", "accept", "offer", "take", "assign", "begin", "agree", "take_effect", "perform", "close", "archive"]);
      for (const item of timeline.items) assert.ok(item.actor_name && item.happened_at);
    });

    it("keeps its journal whole", () => {
      const verified = server.command("verify");
      assert.match(verified.stdout, /^whole$/m, verified.stdout + verified.stderr);
      assert.equal(verified.status, 0);
    });

    it("shows the citizen where it stands, by query code and phone", async () => {
      const citizen = new Caller(server.url);
      const wrong = await citizen.call("POST", "/api/citizen/case/entry", { query_code: lived.receipt.query_code, phone: "19900009999" });
      assert.equal(wrong.body.code, "code_not_found");
      await citizen.call("POST", "/api/citizen/case/entry", { query_code: lived.receipt.query_code, phone: "19900001234" }, { expected: 204 });
      assert.equal((await citizen.get("/api/citizen/case")).number, lived.receipt.number);
    });

    it("shows caucus notes to its mediators only", async () => {
      assert.equal((await lived.mediator.get(`${lived.path}/handling`)).caucus_notes[0].words, "底线两千元");
      for (const other of [lived.head, lived.clerk, lived.dispatcher]) {
        const reply = await other.call("GET", `${lived.path}/handling`);
        assert.ok(!reply.text.includes("底线"), reply.text);
      }
      const timeline = await lived.mediator.call("GET", `${lived.path}/timeline`);
      assert.ok(!timeline.text.includes("底线"));
    });

    it("prints its papers from what stands in it, for those who work on it, audited, without a caucus note", async () => {
      const papers = await lived.mediator.get(`${lived.path}/papers`);
      const ready = papers.filter((paper) => !paper.missing.length);
      const codes = ready.map((paper) => paper.code);
      for (const code of ["D01", "D02", "D03", "D08", "D09", "D11", "D12", "D13", "D15A", "D16", "D18", "D21", "D24", "H01"]) assert.ok(codes.includes(code), `${code} of ${codes}`);
      assert.equal(codes.filter((code) => code === "D03").length, 2, "one rights notice for each party");
      assert.deepEqual(papers.find((paper) => paper.code === "D17").missing, ["termination"]);
      const words = new Map();
      for (const { code, about, title } of ready) {
        const made = await lived.mediator.call("POST", `${lived.path}/papers/${code}/pdf`, { about }, { expected: 200 });
        words.set(code, spawnSync("pdftotext", ["-raw", "-", "-"], { input: made.bytes, encoding: "utf8" }).stdout.replace(/\s/g, ""));
        assert.ok(words.get(code).includes(code === "D15" ? "人民调解卷宗" : title), `${code}: ${words.get(code).slice(0, 80)}`);
        assert.ok(!words.get(code).includes("底线"), code);
      }
      for (const part of ["壹万", "贰仟捌佰元整", "林小满"]) assert.equal(words.get("D11").includes(part), part !== "壹万", part);
      const seal = (await lived.mediator.get(`${lived.path}/closing`)).seal;
      for (const part of ["林小满", "高远山", "19900001234", "元整）", seal.file_number]) assert.ok(words.get("D09").includes(part), part);
      const audit = await (await server.sign_in("auditadmin")).get("/api/audit?kind=unmasking&limit=200");
      const { parties } = await lived.mediator.get(lived.path);
      for (const { id } of parties) assert.ok(audit.items.filter((entry) => entry.subject === id).length >= ready.length, "each party's numbers were opened");
      const lacking = await lived.mediator.call("POST", `${lived.path}/papers/D17/pdf`, {});
      assert.equal(`${lacking.status} ${lacking.body.code}`, "409 paper_lacks");
      for (const [code, about] of [["D99", undefined], ["D08", lived.id], ["D08", undefined]]) {
        const unknown = await lived.mediator.call("POST", `${lived.path}/papers/${code}/pdf`, { about });
        assert.equal(`${unknown.status} ${unknown.body.code}`, "404 paper_not_found");
      }
    });

    it("masks numbers until they are opened with a reason, which is audited", async () => {
      const shown = await lived.mediator.get(lived.path);
      assert.equal(shown.parties[0].phone, "199****1234");
      const opened = await lived.mediator.post(`${lived.path}/parties/${shown.parties[0].id}/unmasking`, { reason: "电话联系" }, 200);
      assert.equal(opened.phone, "19900001234");
      const auditor = await server.sign_in("auditadmin");
      const audit = await auditor.get("/api/audit?kind=unmasking");
      assert.ok(audit.items.some((entry) => entry.subject === shown.parties[0].id));
    });

    it("is not found by those it does not concern", async () => {
      for (const login of ["mediator_medical", "head_traffic", "clerk1", "sysadmin", "secadmin", "auditadmin"]) {
        const stranger = await server.sign_in(login);
        for (const part of ["", "/timeline", "/handling", "/closing", "/evaluation", "/assignment"]) {
          const reply = await stranger.call("GET", lived.path + part);
          assert.ok([403, 404].includes(reply.status), `${login} ${part}: ${reply.status}`);
        }
      }
    });

    it("keeps restricted disputes to the people on them", async () => {
      const clerk = await server.sign_in("clerk");
      const dispatcher = await server.sign_in("dispatcher");
      const receipt = await clerk.post("/api/disputes", registration(await a_village(clerk), { narrative: "涉及多人的矛盾，需保密办理。" }));
      await dispatcher.post(`/api/disputes/${receipt.id}/acceptance`,
        { grading: grading({ secrecy: "restricted" }), checks, risk_confirmed: true });
      for (const [login, seen] of [["clerk", true], ["dispatcher", true], ["clerk_hall", false], ["supervisor", false], ["leader", false]]) {
        const reply = await (await server.sign_in(login)).call("GET", `/api/disputes/${receipt.id}`);
        assert.equal(reply.status, seen ? 200 : 404, login);
      }
    });

    it("answers a repeated request as before and refuses another body under its key", async () => {
      const clerk = await server.sign_in("clerk");
      const form = registration(await a_village(clerk), { narrative: "邻里噪声纠纷，双方争执。" });
      const first = await clerk.call("POST", "/api/disputes", form, { key: "the-same", expected: 201 });
      const second = await clerk.call("POST", "/api/disputes", form, { key: "the-same", expected: 201 });
      assert.equal(second.body.id, first.body.id);
      const other = await clerk.call("POST", "/api/disputes", { ...form, request: "另一请求" }, { key: "the-same" });
      assert.equal(other.body.code, "idempotency_key_reused");
    });

    it("names every wrong field in the reader's language", async () => {
      const clerk = await server.sign_in("clerk");
      const form = registration("000000000000", { narrative: "", national_type: "77" });
      form.parties[0].phone = "123";
      form.parties[1].identity_number = "421202189502290015";
      const reply = await clerk.call("POST", "/api/disputes", form);
      assert.equal(reply.status, 422);
      const fields = reply.body.errors.map((error) => error.field);
      for (const field of ["narrative", "national_type", "parties[0].phone", "parties[1].identity_number"]) assert.ok(fields.includes(field), `${field} in ${fields}`);
      assert.ok(reply.body.trace_id);
    });

    it("refuses writes from other sites and callers without a session", async () => {
      const clerk = await server.sign_in("clerk");
      const cross = await clerk.call("POST", "/api/disputes", {}, { headers: { "X-Hemu": "", "Sec-Fetch-Site": "cross-site", Origin: "https://elsewhere.example" } });
      assert.equal(cross.status, 403);
      const nobody = await new Caller(server.url).call("GET", "/api/queue");
      assert.equal(nobody.status, 401);
    });

    it("pages through a queue without loss", async () => {
      const dispatcher = await server.sign_in("dispatcher");
      const seen = [];
      let page = await dispatcher.get("/api/queue?view=all&limit=3");
      for (; ; page = await dispatcher.get(`/api/queue?view=all&limit=3&after=${encodeURIComponent(page.next)}`)) {
        seen.push(...page.items.map((row) => row.id));
        if (!page.next) break;
      }
      assert.equal(new Set(seen).size, seen.length);
      assert.equal(seen.length, (await dispatcher.get("/api/queue?view=all&limit=200")).items.length);
      const counts = await dispatcher.get("/api/queue/counts");
      assert.equal(counts.find((one) => one.view === "all").count, seen.length);
    });
  });
}
