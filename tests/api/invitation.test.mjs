// The other side is asked by a message, a letter or a person, comes in by a code, and answers; nobody guesses a code.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Caller } from "../caller.mjs";
import { Gateway } from "../gateway.mjs";
import { engines, Server } from "../server.mjs";
import { a_village, checks, day, grading, registration } from "../story.mjs";

const longest_wait_ms = 20_000;
const reason = "他当着孩子的面骂过我，我不想再见他";

async function until(what, is_so) {
  const end = Date.now() + longest_wait_ms;
  for (;;) {
    const found = await is_so();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Of the program's own alphabet. */
const letters = "23456789ABCDEFGHJKMNPQRSTWXYZ";
const a_code = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => letters[byte % letters.length]).join("");

for (const engine of engines) {
  describe(`invitations on ${engine}`, () => {
    let server, gateway, clerk, dispatcher, village, routes;
    let people = 0;
    before(async () => {
      gateway = await new Gateway().start();
      server = await new Server(engine, { settings: [...gateway.settings, "trusted_proxies=127.0.0.1"] }).start();
      const admin = await server.sign_in("sysadmin");
      [clerk, dispatcher] = await Promise.all(["clerk", "dispatcher"].map((login) => server.sign_in(login)));
      village = await a_village(clerk);
      routes = JSON.parse(server.command("openapi").stdout).paths;
      for (const [code, value] of Object.entries({ quiet_from_minute: 0, quiet_to_minute: 0, first_retry_minutes: 0, second_message_minutes: 0, most_messages_a_day: 100 }))
        await admin.call("PUT", `/api/settings/notice/${code}`, { value }, { expected: 200 });
    });
    after(async () => {
      gateway?.stop();
      if (server) assert.equal(await server.stop(), 0);
    });

    /** A citizen at an address of his own, behind the proxy. */
    const citizen = () => {
      const caller = new Caller(server.url);
      const address = `203.0.113.${1 + (++people % 250)}`;
      caller.at = (method, path, body, more = {}) => caller.call(method, path, body, { ...more, headers: { "X-Forwarded-For": address } });
      return caller;
    };
    /** An accepted dispute whose respondent has a phone of his own. */
    async function accepted(more = {}) {
      const number = String(++people).padStart(6, "0");
      const receipt = await clerk.post("/api/disputes", registration(village, {
        narrative: `第${number}号：${crypto.randomUUID()}`,
        parties: [{ side: "applicant", kind: "natural", name: "沈白鹭", phone: `19921${number}` }, { side: "respondent", kind: "natural", name: "顾青山", phone: `19922${number}` }],
        ...more,
      }));
      const path = `/api/disputes/${receipt.id}`;
      await dispatcher.post(`${path}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
      return { ...receipt, path, phone: `19922${number}`, applicant_phone: `19921${number}` };
    }
    const invited = async (dispute, caller = clerk) => (await caller.get(`${dispute.path}/invitations`)).parties[0];
    const message_to = (phone) => [...gateway.delivered.values()].findLast((one) => one.phone === phone && one.words.includes("/j#"));
    /** What the respondent reads on his phone: {code, proof, words}. */
    const message_of = async (dispute) => {
      const { words } = await until("the message", async () => message_to(dispute.phone));
      const [, code, proof] = /\/j#([0-9A-Z]{8})-([0-9a-f]{8})/.exec(words);
      return { code, proof, words };
    };
    const enter = (caller, form, expected = 200) => caller.at("POST", "/api/citizen/invitation/entry", form, { expected });
    const willing_of = async (dispute) => (await clerk.get(dispute.path)).parties[1].willing;
    /** Every invitation's moment has come; asks until it is so. The job is woken again when it was at work just then. */
    async function followed(what, is_so) {
      server.sql("UPDATE invitation SET follow_at = made_at WHERE follow_at IS NOT NULL");
      let tries = 0;
      return until(what, async () => {
        if (tries++ % 10 === 0) server.sql("UPDATE job SET due_at = '2020-01-01 00:00:00.000000+00' WHERE kind = 'invitation_follow' AND state = 'waiting'");
        return is_so();
      });
    }

    it("asks by a message with link and code, and nothing of names or matter", async () => {
      const dispute = await accepted();
      const { code, words } = await message_of(dispute);
      for (const personal of ["沈白鹭", "顾青山", "第", dispute.query_code]) assert.ok(!words.replace(dispute.number, "").includes(personal), words);
      assert.ok(words.includes(dispute.number) && words.includes("不收费") && words.includes("由您决定"), words);
      const shown = await until("it is sent", async () => {
        const one = await invited(dispute);
        return one.notice?.state === "sent" ? one : null;
      });
      assert.equal(shown.notice.event, "invited");
      assert.ok(!JSON.stringify(await clerk.get(`${dispute.path}/party_notices`)).includes(code), "staff read dots");
      assert.ok(!JSON.stringify(await clerk.get(`${dispute.path}/timeline`)).includes(code));
      for (const [table, columns] of [["notice", "facts"], ["notice", "secrets_sealed"], ["notice", "inbox_sealed"], ["notice_service", "words_sealed"], ["task", "words"], ["job", "payload"], ["dispute_event", "content"], ["dispute_note", "words"], ["invitation", "code_sealed"]])
        assert.ok(!JSON.stringify(server.sql(`SELECT ${columns} FROM ${table} WHERE ${columns} IS NOT NULL`)).includes(code), `${table}.${columns}`);
      assert.ok(!server.log.includes(code));
    });

    it("lets him in by the link, tells who asks, and takes his answer", async () => {
      const dispute = await accepted();
      const { code, proof } = await message_of(dispute);
      const he = citizen();
      const { body } = await enter(he, { code: code.toLowerCase(), proof, way: "link" });
      assert.deepEqual(body.asked_by, ["沈白鹭"]);
      assert.equal(body.party_name, "顾青山");
      assert.equal(body.type.code, "17");
      assert.ok(body.may_answer);
      assert.equal(await willing_of(dispute), "unknown");
      assert.equal((await invited(dispute)).opened_by, "link");
      await he.at("POST", "/api/citizen/invitation/steps", { step: "asked" }, { expected: 204 });
      await he.at("PUT", "/api/citizen/invitation/answer", { answer: "agree" }, { expected: 200 });
      assert.equal(await willing_of(dispute), "willing");
      const shown = await invited(dispute);
      assert.equal(shown.answers[0].answer, "agree");
      assert.equal(shown.answers[0].way, "link");
      assert.equal(shown.notice.state, "read");
      assert.ok((await clerk.get("/api/queue?view=new_papers&limit=200")).items.some((one) => one.id === dispute.id) || (await dispatcher.get("/api/queue?view=new_papers&limit=200")).items.some((one) => one.id === dispute.id), "new papers");
      const again = citizen();
      assert.equal((await enter(again, { code, way: "typed" })).body.answer.answer, "agree", "he comes back with the same code");
    });

    it("asks for the pages' own header, and for a pass", async () => {
      const stranger = citizen();
      for (const [method, path, body] of [["GET", "/api/citizen/invitation"], ["PUT", "/api/citizen/invitation/answer", { answer: "agree" }], ["PUT", "/api/citizen/invitation/account", { statement: "", days_away: [], help: [] }], ["PUT", "/api/citizen/invitation/phone", { phone: "19900000009" }]])
        assert.equal((await stranger.at(method, path, body)).body.code, "pass_needed", path);
      const cross = await fetch(`${server.url}/api/citizen/invitation/answer`, { method: "PUT", headers: { "Content-Type": "application/json", "Sec-Fetch-Site": "cross-site" }, body: "{}" });
      assert.equal(cross.status, 403);
    });

    it("keeps why he refused from the applicant, from strangers, from notices and exports", async () => {
      const dispute = await accepted();
      const { code } = await message_of(dispute);
      const he = citizen();
      await enter(he, { code, way: "typed" });
      await he.at("PUT", "/api/citizen/invitation/answer", { answer: "refuse", reason }, { expected: 200 });
      assert.equal(await willing_of(dispute), "unwilling");
      assert.equal((await clerk.get(dispute.path)).state, "accepted", "nothing ends by itself");
      const applicant = citizen();
      await applicant.at("POST", "/api/citizen/case/entry", { query_code: dispute.query_code, phone: dispute.applicant_phone });
      const pages = Object.entries(routes).filter(([path, methods]) => path.startsWith("/api/citizen/") && methods.get && !path.includes("{")).map(([path]) => path);
      assert.ok(pages.includes("/api/citizen/case") && pages.length > 3);
      let read = 0;
      for (const path of pages) {
        const reply = await applicant.at("GET", path);
        if (reply.status === 200) ++read;
        assert.ok(!reply.text.includes(reason) && !reply.text.includes("refuse\""), `${path}: ${reply.text}`);
      }
      assert.ok(read > 1, "he reads his case");
      const holder = await invited(dispute, dispatcher);
      const at_window = await invited(dispute);
      assert.equal([holder, at_window].filter((one) => one.answers[0].reason === reason).length > 0, true, "who holds it reads it");
      const supervisor = await server.sign_in("supervisor");
      const above = await supervisor.call("GET", `${dispute.path}/invitations`);
      if (above.status === 200 && !above.body.parties[0].may_read_reason) assert.ok(!above.text.includes(reason));
      for (const path of ["", "/timeline", "/party_notices", "/handling", "/closing"]) assert.ok(!JSON.stringify(await dispatcher.get(dispute.path + path)).includes(reason), path);
      assert.ok(!(await dispatcher.call("GET", `/api/search?q=${encodeURIComponent("骂过我")}`)).text.includes(dispute.id));
      assert.ok(![...gateway.asked].some((one) => one.words.includes(reason)));
      assert.ok(!server.log.includes(reason));
      for (const [table, column] of [["invitation_answer", "reason_sealed"], ["dispute_event", "content"], ["dispute_note", "words"], ["task", "words"]])
        assert.ok(!JSON.stringify(server.sql(`SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL`)).includes(reason), table);
    });

    it("gives him time until a day, at most as long as the city says", async () => {
      const dispute = await accepted();
      const { code, proof } = await message_of(dispute);
      const he = citizen();
      await enter(he, { code, proof, way: "paper" });
      const far = await he.at("PUT", "/api/citizen/invitation/answer", { answer: "later", until_on: day(60) });
      assert.deepEqual(far.body.errors.map((one) => `${one.field} ${one.code}`), ["until_on too_far"]);
      await he.at("PUT", "/api/citizen/invitation/answer", { answer: "later", until_on: day(1) }, { expected: 200 });
      assert.equal(await willing_of(dispute), "unknown");
      // Whatever the hour is in which the test runs.
      server.sql("UPDATE invitation_setting SET value = 7 WHERE code = 'remind_before_days'");
      const reminder = await followed("he is reminded", async () => [...gateway.delivered.values()].find((one) => one.phone === dispute.phone && one.words.includes("打算在")));
      assert.ok(reminder.words.includes(code));
      await he.at("PUT", "/api/citizen/invitation/answer", { answer: "agree" }, { expected: 200 });
      assert.equal(await willing_of(dispute), "willing");
    });

    it("goes up the ladder when he is silent: a second message, a call, a visit; silence is never consent", async () => {
      const dispute = await accepted();
      await message_of(dispute);
      await until("it is sent", async () => (await invited(dispute)).notice.state === "sent");
      await followed("the second message", async () => {
        const { notice } = await invited(dispute);
        return notice.step === 1 && notice.state === "sent";
      });
      const calling = await followed("somebody calls", async () => {
        const { notice } = await invited(dispute);
        return notice.method === "call" && notice.state === "sent" ? notice : null;
      });
      const tasks = JSON.stringify(await clerk.get("/api/tasks")) + JSON.stringify(await dispatcher.get("/api/tasks"));
      assert.ok(tasks.includes("顾青山") && tasks.includes("另行告知"), "the caller is told, without the code");
      await clerk.post(`${dispute.path}/party_notices/${calling.id}/outcome`, { reached: false, words: "无人接听" });
      await until("somebody goes there", async () => {
        const { notice } = await invited(dispute);
        return notice.method === "visit" && notice.state === "sent";
      });
      const { notice, answers } = await invited(dispute);
      assert.deepEqual(notice.services.map((one) => `${one.method} ${one.state}`), ["message sent", "message sent", "call failed", "visit sent"]);
      assert.deepEqual(answers, []);
      assert.equal(await willing_of(dispute), "unknown");
    });

    it("takes what was said at the window or by phone as a record of service", async () => {
      const dispute = await accepted();
      const party_id = (await invited(dispute)).party_id;
      const wrong = await clerk.call("POST", `${dispute.path}/invitations/answers`, { party_id, answer: "agree", way: "link" });
      assert.equal(wrong.body.errors[0].field, "way");
      await clerk.post(`${dispute.path}/invitations/answers`, { party_id, answer: "agree", way: "phone", said_by: "顾青山之妻", said_on: day() });
      const shown = await invited(dispute);
      assert.equal(shown.answers[0].said_by, "顾青山之妻");
      assert.ok(shown.notice.services.some((one) => one.method === "call" && one.state === "delivered"));
      assert.equal(await willing_of(dispute), "willing");
    });

    it("prints a letter with code and address, audited, and a new code ends the old one", async () => {
      const dispute = await accepted();
      const first = await message_of(dispute);
      const { invitation_id, party_id } = await invited(dispute);
      const letter = await clerk.post(`${dispute.path}/invitations/${invitation_id}/letter`, {}, 200);
      assert.equal(letter.code, first.code);
      assert.ok(letter.link.endsWith(".p"));
      const paper = await clerk.call("POST", `${dispute.path}/invitations/${invitation_id}/letter_pdf`, {}, { expected: 200 });
      assert.equal(paper.headers.get("content-type"), "application/pdf");
      assert.ok(paper.text.startsWith("%PDF-"));
      assert.equal((await invited(dispute)).notice.services.filter((one) => one.method === "letter").length, 1, "looked at and printed, it is one letter");
      const audit = await (await server.sign_in("auditadmin")).get("/api/audit?kind=unmasking&limit=200");
      assert.ok(audit.items.some((one) => one.act === "print_invitation" && one.subject === invitation_id));
      assert.ok(!JSON.stringify(audit).includes(first.code));
      await clerk.post(`${dispute.path}/invitations`, { party_id });
      const second = await until("another code", async () => {
        const now = await message_of(dispute);
        return now.code === first.code ? null : now;
      });
      assert.equal((await enter(citizen(), { code: first.code, way: "typed" }, 404)).body.code, "code_not_found");
      assert.equal((await enter(citizen(), { code: first.code, proof: first.proof, way: "link" }, 404)).body.code, "code_not_found");
      await enter(citizen(), { code: second.code, way: "typed" });
      const over = await clerk.call("POST", `${dispute.path}/invitations/${invitation_id}/letter`, {});
      assert.equal(over.body.code, "invitation_over");
    });

    it("takes his account, days, needs and who speaks for him", async () => {
      const dispute = await accepted();
      const { code } = await message_of(dispute);
      const he = citizen();
      await enter(he, { code, way: "typed" });
      const account = { statement: "渗水是他家自己改的管子", days_away: [{ from_on: day(3), to_on: day(5) }], language: "local_dialect", help: ["wheelchair", "separate_rooms"], speaker: { name: "顾小山", relation: "儿子", phone: "19900007777" } };
      const { body } = await he.at("PUT", "/api/citizen/invitation/account", account, { expected: 200 });
      assert.deepEqual(body.account, account);
      const wrong = await he.at("PUT", "/api/citizen/invitation/account", { ...account, help: ["throne"], speaker: { name: "" } });
      assert.deepEqual(wrong.body.errors.map((one) => one.field).sort(), ["help[0]", "speaker.name"]);
      const shown = await invited(dispute);
      assert.equal(shown.account.statement, account.statement);
      assert.deepEqual((await clerk.get(dispute.path)).parties[1].help, account.help);
      const unconfirmed = await he.at("PUT", "/api/citizen/invitation/phone", { phone: "19900007777" });
      assert.equal(unconfirmed.body.code, "phone_not_confirmed");
      await he.at("POST", "/api/citizen/phone_codes", { kind: "party", phone: "19900007777" }, { expected: 204 });
      const { words } = await until("the code of the phone", async () => [...gateway.delivered.values()].find((one) => one.phone === "19900007777"));
      const sent = /\d{6}/.exec(words)[0];
      await he.at("POST", "/api/citizen/phone_codes/confirmation", { kind: "party", phone: "19900007777", code: sent }, { expected: 204 });
      const own = await he.at("PUT", "/api/citizen/invitation/phone", { phone: "19900007777" }, { expected: 200 });
      assert.equal(own.body.phone, "199****7777");
      assert.ok(own.body.phone_confirmed);
    });

    it("is counted without a name, and says no share of few", async () => {
      const leader = await server.sign_in("leader");
      const reply = await leader.call("GET", "/api/invitations/figures?days=30", undefined, { expected: 200 });
      const { invited: asked, join, ways, silent, agreed, later, refused } = reply.body;
      assert.ok(asked > 5);
      assert.equal(agreed + later + refused + silent, asked);
      assert.equal(join.of, asked);
      assert.equal(join.permille, undefined, "too few");
      const link = ways.find((one) => one.way === "link");
      assert.ok(link.sent > 0 && link.opened > 0 && link.answered > 0 && link.agreed > 0);
      assert.ok(ways.find((one) => one.way === "paper").opened > 0 && ways.find((one) => one.way === "phone").agreed > 0);
      for (const personal of ["顾青山", "沈白鹭", "19922"]) assert.ok(!reply.text.includes(personal));
      assert.equal((await clerk.call("GET", "/api/invitations/figures")).status, 403);
    });

    it("lets nobody in by guessing: from one address, from many, for thousands of codes; links of others go on working", async () => {
      const dispute = await accepted();
      const { code, proof } = await message_of(dispute);
      const guess = async (address) => {
        const reply = await new Caller(server.url).call("POST", "/api/citizen/invitation/entry", { code: a_code(), way: "typed" }, { headers: { "X-Forwarded-For": address } });
        assert.ok([404, 429].includes(reply.status), `${reply.status} ${reply.text}`);
        assert.ok(!reply.headers.get("set-cookie"));
        return `${reply.status} ${reply.body.code}`;
      };
      const count = (all) => all.reduce((sums, one) => ({ ...sums, [one]: (sums[one] ?? 0) + 1 }), {});
      const many = async (times, address_of) => {
        const all = [];
        for (let at = 0; at < times; at += 20) all.push(...(await Promise.all(Array.from({ length: 20 }, (_, more) => guess(address_of(at + more))))));
        return count(all);
      };
      const one_address = await many(1000, () => "198.51.100.7");
      assert.equal(one_address["404 code_not_found"], 20, "an address has twenty tries in ten minutes");
      assert.equal(one_address["429 too_many_tries"], 980);
      const addresses = await many(2000, (at) => `100.64.${at >> 8}.${at & 255}`);
      assert.ok(addresses["404 code_not_found"] <= 300 && addresses["404 code_not_found"] > 200, JSON.stringify(addresses));
      assert.equal(addresses["429 codes_guessed"], 2000 - addresses["404 code_not_found"]);
      // Meanwhile typing waits, even a right code; a link of ours is no guess.
      assert.equal((await enter(citizen(), { code, way: "typed" }, 429)).body.code, "codes_guessed");
      assert.equal((await enter(citizen(), { code, proof: "00000000", way: "link" }, 429)).body.code, "codes_guessed");
      assert.equal((await enter(citizen(), { code, proof, way: "link" })).body.party_name, "顾青山");
      server.sql("DELETE FROM access_wrong_codes");
      await enter(citizen(), { code, way: "typed" });
    });
  });
}
