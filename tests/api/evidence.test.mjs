// Who may see a file: what one side shows in confidence and what is said in separate talks, tried from every other place.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Caller } from "../caller.mjs";
import { Gateway } from "../gateway.mjs";
import { film, png } from "../pictures.mjs";
import { engines, Server } from "../server.mjs";
import { a_village, add_file, checks, day, grading, people, registration } from "../story.mjs";

const phones = { applicant: "19900001234", respondent: "19900005678" };
const audiences = ["office", "joint", "applicant", "respondent", "third_party", "caucus"];
const name_of = (audience) => `琉璃${audience}凭据.png`;
const secret = "底线两千元整";
const case_path = "/api/citizen/case";

for (const engine of engines) {
  describe(`evidence on ${engine}`, () => {
    let server, gateway, staff, others, path, id, number, parties;
    const files = {};

    before(async () => {
      gateway = await new Gateway().start();
      server = await new Server(engine, { settings: gateway.settings }).start();
      staff = await people(server);
      others = Object.fromEntries(await Promise.all(Object.entries({ judge: "judge", leader: "leader", supervisor: "supervisor", clerk: "clerk", elsewhere: "mediator_traffic" })
        .map(async ([key, login]) => [key, await server.sign_in(login)])));
      const receipt = await staff.clerk.post("/api/disputes", registration(await a_village(staff.clerk), { parties: [
        { side: "applicant", kind: "natural", name: "林小满", phone: phones.applicant },
        { side: "respondent", kind: "natural", name: "高远山", phone: phones.respondent }] }));
      ({ id, number } = receipt);
      path = `/api/disputes/${id}`;
      parties = Object.fromEntries(await Promise.all(Object.entries(phones).map(async ([side, phone]) => {
        const citizen = new Caller(server.url);
        await citizen.call("POST", `${case_path}/entry`, { query_code: receipt.query_code, phone }, { expected: 204 });
        return [side, citizen];
      })));
      await staff.dispatcher.post(`${path}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
      const body = (await staff.head.get("/api/session")).post.organisation_id;
      await staff.dispatcher.post(`${path}/offers`, { organisation_id: body });
      await staff.head.post(`${path}/takeover`, {});
      const account = (await staff.mediator.get("/api/session")).account.id;
      await staff.head.post(`${path}/mediators`, { presiding_id: account, others: [], recusal: [{ account_id: account, grounds_asked: true, relation: "none" }] });
      const ids = (await staff.mediator.get(path)).parties.map((one) => one.id);
      await staff.mediator.post(`${path}/opening`, { notice_given_on: day(), notice_form: "oral", given_to: ids });
      await staff.mediator.post(`${path}/sessions`, { planned_at: new Date().toISOString(), place: "第一调解室", mode: "separate", participants: ["林小满"] });
      const [session] = (await staff.mediator.get(`${path}/handling`)).sessions;
      await staff.mediator.post(`${path}/sessions/${session.id}/caucus_notes`, { words: secret });
      for (const [index, audience] of audiences.entries())
        files[audience] = await add_file(staff.mediator, path, name_of(audience), png(640, 400, (x) => [x % 256, index * 40, 90]), { audience });
    });
    after(async () => {
      gateway?.stop();
      if (server) assert.equal(await server.stop(), 0);
    });

    const ask = (caller, at, headers = {}) => caller.call("GET", at, undefined, { headers });
    const seen_by_staff = async (caller) => (await caller.get(`${path}/attachments`)).items.map((one) => one.audience).sort();
    /** Every way to a file that the caller may not see answers as if there were none. */
    async function refused(caller, base, file) {
      const nothing = await ask(caller, `${base}/${crypto.randomUUID()}/content`);
      const told = (reply) => `${reply.status} ${reply.text.replace(/"trace_id":"[^"]*"/, "")}`;
      for (const [way, headers] of [["content", {}], ["content", { Range: "bytes=0-99" }], ["content", { Range: "bytes=100-" }],
        ["content", { Range: "bytes=99999999-" }], ["content", { "If-Range": '"x"', Range: "bytes=0-1" }], ["thumbnail", {}], ["thumbnail", { "If-None-Match": "*" }]]) {
        const reply = await ask(caller, `${base}/${file}/${way}`, headers);
        assert.equal(reply.status, 404, `${base} ${way} ${JSON.stringify(headers)}: ${reply.text}`);
        assert.equal(told(reply), told(nothing), way);
      }
    }

    it("is shown in lists to whom it is for", async () => {
      assert.deepEqual(await seen_by_staff(staff.mediator), [...audiences].sort());
      assert.deepEqual(await seen_by_staff(staff.head), audiences.filter((one) => one !== "caucus").sort());
      for (const who of ["leader", "supervisor", "clerk"]) assert.deepEqual(await seen_by_staff(others[who]), ["joint", "office"], who);
      for (const who of ["judge", "elsewhere"]) assert.equal((await ask(others[who], `${path}/attachments`)).status, 404, who);
      const shared = async (side) => (await parties[side].get(`${case_path}/attachments`)).shared.map((one) => one.audience);
      assert.deepEqual(await shared("applicant"), ["joint", "applicant"]);
      assert.deepEqual(await shared("respondent"), ["joint", "respondent"]);
    });

    it("opens to nobody else, by no way, and does not tell that it is there", async () => {
      const of_case = `${path}/attachments`;
      for (const audience of ["applicant", "respondent", "third_party", "caucus"])
        for (const who of ["leader", "supervisor", "clerk"]) await refused(others[who], of_case, files[audience]);
      await refused(staff.head, of_case, files.caucus);
      for (const who of ["judge", "elsewhere"]) for (const audience of audiences) await refused(others[who], of_case, files[audience]);
      const own = `${case_path}/attachments`;
      for (const audience of ["office", "respondent", "third_party", "caucus"]) await refused(parties.applicant, own, files[audience]);
      for (const audience of ["office", "applicant", "third_party", "caucus"]) await refused(parties.respondent, own, files[audience]);
    });

    it("cannot be changed or taken out by who does not see it", async () => {
      for (const [way, body] of [["removal", { reason: "试试" }], ["audience", { audience: "office", reason: "试试" }]])
        for (const [caller, audience] of [[staff.head, "caucus"], [others.leader, "applicant"], [others.clerk, "respondent"]]) {
          const reply = await caller.call("POST", `${path}/attachments/${files[audience]}/${way}`, body);
          assert.equal(`${reply.status} ${reply.body.code}`, "404 not_found", `${way} ${audience}`);
        }
      const taken_back = await parties.applicant.call("DELETE", `${case_path}/attachments/${files.applicant}`);
      assert.equal(taken_back.status, 404, "a party takes back his own alone");
    });

    it("leads nobody to the case by its name, nor do timeline, case page, queue and sheets name it", async () => {
      const found = async (caller, words) => (await caller.get(`/api/search?q=${encodeURIComponent(words)}`)).items.map((one) => one.id);
      assert.deepEqual(await found(others.clerk, "琉璃joint"), [id]);
      for (const audience of ["applicant", "respondent", "third_party", "caucus"])
        for (const caller of [others.clerk, others.leader, staff.head, staff.mediator]) assert.deepEqual(await found(caller, name_of(audience)), [], audience);
      assert.deepEqual(await found(staff.mediator, secret), []);
      const pages = ["", "/timeline", "/handling", "/dossier", "/closing", "/invitations", "/uploads/" + crypto.randomUUID(), "/case_home", "/related", "/party_notices"];
      for (const who of [others.leader, others.supervisor, others.clerk, staff.head])
        for (const page of pages) {
          const { text } = await ask(who, path + page);
          for (const audience of who === staff.head ? ["caucus"] : ["applicant", "respondent", "third_party", "caucus"])
            assert.ok(!text.includes(name_of(audience)), `${page} names ${audience}`);
          assert.ok(!text.includes(secret), `${page} tells the caucus note`);
        }
      for (const [side, hidden] of [["applicant", ["respondent", "caucus", "office"]], ["respondent", ["applicant", "caucus", "office"]]])
        for (const page of ["", "/attachments", "/agreement", "/data"]) {
          const { text } = await ask(parties[side], case_path + page);
          for (const audience of hidden) assert.ok(!text.includes(name_of(audience)), `${side} ${page} ${audience}`);
          assert.ok(!text.includes(secret));
        }
      for (const at of [`/api/queue?view=all&limit=200`, `/api/check?code=${files.caucus}`, `/api/papers/check/${files.caucus}`]) {
        const { text } = await ask(others.clerk, at);
        assert.ok(!text.includes("琉璃") && !text.includes(secret), at);
      }
      const paper = await staff.mediator.call("POST", `${path}/papers/D07`, {});
      assert.ok(!paper.text.includes(name_of("caucus")));
    });

    it("is bound into the file only for whom it is, and talks apart for nobody", async () => {
      for (const [caller, hidden] of [[staff.mediator, ["caucus"]], [staff.head, ["caucus"]],
        [others.leader, ["applicant", "respondent", "third_party", "caucus"]], [others.clerk, ["applicant", "respondent", "third_party", "caucus"]]]) {
        const reply = await ask(caller, `${path}/bundle`);
        if (reply.status === 403) continue;
        const titles = reply.body.lines.map((line) => line.title);
        for (const audience of audiences) assert.equal(titles.includes(name_of(audience)), !hidden.includes(audience), audience);
      }
      assert.equal((await staff.mediator.get(`${path}/bundle`)).left_out, 0, "nor is it counted");
    });

    it("is told of by no live message", async () => {
      const abort = new AbortController();
      const stream = await fetch(`${server.url}/api/live?topics=dispute:${id}`, { headers: { Cookie: others.clerk.cookie }, signal: abort.signal });
      const reader = stream.body.getReader();
      let heard = "";
      const listening = (async () => {
        for (let piece; !(piece = await reader.read()).done; ) heard += Buffer.from(piece.value).toString();
      })().catch(() => undefined);
      files.late = await add_file(staff.mediator, path, "琉璃后来的.png", png(20, 20), { audience: "caucus" });
      for (let tries = 0; tries < 100 && !heard.includes("attachment"); ++tries) await new Promise((done) => setTimeout(done, 50));
      abort.abort();
      await listening;
      assert.ok(heard.includes("attachment"), heard);
      assert.ok(!heard.includes("琉璃") && !heard.includes(files.late), heard);
    });

    it("is chosen by a party: his side's, or joint; nobody else's", async () => {
      const mine = await add_file(parties.respondent, case_path, "高家的图.png", png(30, 30));
      const item = (await parties.respondent.get(`${case_path}/attachments`)).items.find((one) => one.id === mine);
      assert.equal(item.audience, "respondent");
      await refused(parties.applicant, `${case_path}/attachments`, mine);
      await refused(others.leader, `${path}/attachments`, mine);
      const bad = await parties.respondent.call("POST", `${case_path}/uploads`, { name: "a.png", kind: "evidence", size_bytes: 9, audience: "caucus" });
      assert.deepEqual([bad.status, bad.body.errors[0].field, bad.body.errors[0].code], [422, "audience", "unknown_word"]);
      const shown = await add_file(parties.respondent, case_path, "给大家看.png", png(31, 30), { audience: "joint" });
      assert.equal((await ask(parties.applicant, `${case_path}/attachments/${shown}/content`)).status, 200);
    });

    it("is shared by the mediator with a reason, which the journal does not tell", async () => {
      const at = `${path}/attachments/${files.applicant}/audience`;
      assert.equal((await staff.mediator.call("POST", at, { audience: "joint", reason: " " })).body.errors[0].field, "reason");
      await staff.mediator.post(at, { audience: "joint", reason: "林小满同意向对方出示" });
      assert.equal((await ask(parties.respondent, `${case_path}/attachments/${files.applicant}/content`)).status, 200);
      const timeline = await ask(others.leader, `${path}/timeline`);
      const event = timeline.body.items.find((one) => one.kind === "attachment_audience");
      assert.deepEqual([event.content.attachment_id, event.content.audience], [files.applicant, "joint"]);
      assert.ok(!timeline.text.includes("同意向对方出示"));
      await staff.mediator.post(at, { audience: "applicant", reason: "出示完毕" });
      await refused(parties.respondent, `${case_path}/attachments`, files.applicant);
    });

    it("has a small picture, kept by the browser and asked for each time", async () => {
      const at = `${path}/attachments/${files.office}/thumbnail`;
      const reply = await ask(others.clerk, at);
      assert.deepEqual([reply.status, reply.headers.get("content-type"), reply.headers.get("cache-control")], [200, "image/jpeg", "private, no-cache"]);
      assert.equal(reply.bytes.readUInt16BE(0), 0xffd8);
      assert.ok(reply.bytes.length < 20_000);
      assert.equal((await ask(others.clerk, at, { "If-None-Match": reply.headers.get("etag") })).status, 304);
      assert.equal((await ask(parties.applicant, `${case_path}/attachments/${files.joint}/thumbnail`)).status, 200);
      const broken = await add_file(staff.mediator, path, "坏的.png", Buffer.concat([png(9, 9).subarray(0, 40), Buffer.alloc(60, 7)]));
      assert.equal((await ask(staff.mediator, `${path}/attachments/${broken}/thumbnail`)).body.code, "no_picture");
      const words = await add_file(staff.mediator, path, "说明.txt", "一些说明文字。");
      assert.equal((await ask(staff.mediator, `${path}/attachments/${words}/thumbnail`)).body.code, "no_picture");
    });

    it("is given in parts, and audited once for each opening", async () => {
      const bytes = film(3_000_000);
      const at = await add_file(staff.mediator, path, "现场.mp4", bytes);
      const content = `${path}/attachments/${at}/content`;
      const openings = () => Number(server.sql(`SELECT count(*) FROM audit_entry WHERE subject = '${at}'`)[0][0]);
      const part = await ask(others.clerk, content, { Range: "bytes=1000-1999" });
      assert.deepEqual([part.status, part.headers.get("content-range"), part.headers.get("accept-ranges")], [206, "bytes 1000-1999/3000000", "bytes"]);
      assert.ok(part.bytes.equals(bytes.subarray(1000, 2000)));
      assert.equal(openings(), 1, "who begins in the middle opens it too");
      const first = await ask(others.clerk, content, { Range: "bytes=0-" });
      assert.deepEqual([first.status, first.headers.get("content-range")], [206, "bytes 0-2999999/3000000"]);
      assert.equal(openings(), 2);
      const tag = first.headers.get("etag");
      const last = await ask(others.clerk, content, { Range: "bytes=-10", "If-Range": tag });
      assert.ok(last.status === 206 && last.bytes.equals(bytes.subarray(-10)));
      const beyond = await ask(others.clerk, content, { Range: "bytes=3000000-" });
      assert.deepEqual([beyond.status, beyond.headers.get("content-range")], [416, "bytes */3000000"]);
      assert.equal(openings(), 2, "further parts are no further openings");
      for (const headers of [{ Range: "bytes=0-1,5-6" }, { Range: "bytes=0-9", "If-Range": '"other"' }, { Range: "lines=1-2" }, { Range: "bytes=9-1" }]) {
        const whole = await ask(others.clerk, content, headers);
        assert.ok(whole.status === 200 && whole.bytes.equals(bytes), JSON.stringify(headers));
      }
      await ask(others.leader, content, { Range: "bytes=500-" });
      assert.equal(server.sql(`SELECT count(DISTINCT account_id) FROM audit_entry WHERE subject = '${at}'`)[0][0] - 0, 2);
    });

    it("bears its reader's name where it is one side's, and is then given whole", async () => {
      const at = `${path}/attachments/${files.respondent}/content`;
      const marked = await ask(staff.head, at, { Range: "bytes=0-99" });
      assert.deepEqual([marked.status, marked.headers.get("content-type"), marked.headers.get("accept-ranges"), marked.headers.get("etag")], [200, "image/jpeg", "none", null]);
      assert.ok(!marked.bytes.equals((await ask(staff.mediator, at)).bytes), "another reader, another name");
      const plain = await ask(staff.head, `${path}/attachments/${files.office}/content`);
      assert.equal(plain.headers.get("content-type"), "image/png");
      const list = (await staff.mediator.get(`${path}/attachments`)).items;
      assert.deepEqual(list.filter((one) => one.marked).map((one) => one.audience).filter((one, index, all) => all.indexOf(one) === index).sort(), ["applicant", "caucus", "respondent", "third_party"]);
    });

    it("is told to be there already, to whom both are for", async () => {
      const bytes = png(33, 33);
      const first = await add_file(staff.mediator, path, "一份.png", bytes, { audience: "caucus" });
      const second = await add_file(staff.head, path, "又一份.png", bytes);
      const of = async (caller) => (await caller.get(`${path}/attachments`)).items.find((one) => one.id === second).same_as;
      assert.equal(await of(staff.mediator), first);
      assert.equal((await of(staff.head)) ?? null, null);
      assert.equal(new Set(server.sql(`SELECT digest FROM attachment WHERE id IN ('${first}', '${second}')`).map(([one]) => one)).size, 1);
      assert.equal(server.command("verify").status, 0);
    });
  });
}
