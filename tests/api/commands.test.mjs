// What an operator types: a real city from nothing, keys, jobs, places, settings. Every command is the real program's.
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { apply } from "../application.mjs";
import { Caller } from "../caller.mjs";
import { engines, Server } from "../server.mjs";
import { Partner, referral } from "../partner.mjs";
import { a_village, add_file, checks, court_case, day, grading, live_through, registration } from "../story.mjs";

const bodies = `name,abbreviation,kind,place_code,parent,fields
咸宁市人民调解中心,咸宁,mediation_centre,4212,,
咸安区人民调解中心,咸安,mediation_centre,421202,咸宁市人民调解中心,
咸宁市物业纠纷人民调解委员会,咸物,industry_committee,4212,咸宁市人民调解中心,17
`;

/** A command that must succeed; its output. */
function done(server, ...words) {
  const ran = server.command(...words);
  assert.equal(ran.status, 0, `${words.join(" ")}: ${ran.stderr}${ran.stdout}`);
  return ran.stdout;
}

/** A command that must be refused, with these words. */
function refused(server, said, ...words) {
  const ran = server.command(...words);
  assert.equal(ran.status, 1, `${words.join(" ")}: ${ran.stdout}`);
  assert.match(ran.stderr, said, words.join(" "));
}

/** The one-time password in what the program printed. */
const password_in = (printed) => /one-time password (\S+)/.exec(printed)[1];

let chosen = 0;

/** Signs in with a one-time password and chooses another one. */
async function first_sign_in(server, login, one_time) {
  const caller = new Caller(server.url);
  const session = await caller.post("/api/session", { login, password: one_time });
  assert.ok(session.account.must_change_password);
  assert.equal((await caller.call("GET", "/api/organisations")).body.code, "password_change_needed");
  await caller.call("POST", "/api/password", { old_password: one_time, new_password: `Chosen-words-${++chosen}` }, { expected: 204 });
  return caller;
}

/** A gateway and a mail server that are not there. */
const unreachable = ["message_gateway_url=http://127.0.0.1:9/", "wechat_gateway_url=http://127.0.0.1:9/", "mail_server=smtp://127.0.0.1:9", "mail_from=hemu@example.org"];

/** A message, an e-mail and a WeChat message to a party, whose records of service keep to whom they were sent. */
async function tell_in_vain(server, clerk) {
  const admin = await server.sign_in("sysadmin");
  for (const code of ["quiet_from_minute", "quiet_to_minute"]) await admin.call("PUT", `/api/settings/notice/${code}`, { value: 0 }, { expected: 200 });
  const { id } = await clerk.post("/api/disputes", registration(await a_village(clerk)));
  const path = `/api/disputes/${id}`;
  const [party] = (await clerk.get(path)).parties;
  const form = { party_id: party.id, event: "general" };
  for (const more of [{ method: "message" }, { method: "mail", mail_address: "a@example.org" }, { method: "wechat", openid: "oGZUI0egBJY1zhBYw2KhdUfwVJJE" }]) {
    const sent = () => server.sql("SELECT id FROM notice_service WHERE recipient_sealed IS NOT NULL").length;
    const before = sent();
    await clerk.post(`${path}/party_notices`, { ...form, ...more });
    for (let tries = 0; sent() === before; ++tries) {
      assert.ok(tries < 100, "nothing was sent");
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

/** A party at his case. */
async function at_case(server, { query_code }, phone) {
  const citizen = new Caller(server.url);
  await citizen.call("POST", "/api/citizen/case/entry", { query_code, phone }, { expected: 204 });
  return citizen;
}

/** A message, an ask, a complaint and a request about data, each answered. */
async function write_and_answer(server, lived) {
  const citizen = await at_case(server, lived.receipt, "19900001234");
  const put = (part, body) => citizen.call("PUT", `/api/citizen/case/${part}`, body, { expected: 200 });
  const [complaint, request] = [crypto.randomUUID(), crypto.randomUUID()];
  await put(`complaints/${complaint}`, { about: "delay", words: "太慢" });
  await put(`data_requests/${request}`, { kind: "copy" });
  const supervisor = await server.sign_in("supervisor");
  await supervisor.call("POST", `/api/complaints/${complaint}/answer`, { outcome: "upheld", words: "已催办" }, { expected: 204 });
  await lived.head.call("POST", `/api/data_requests/${request}/decision`, { outcome: "provided", words: "请下载" }, { expected: 204 });
}

/** The archive takes no messages: they are written while a case is open. */
async function ask_and_answer(server, clerk) {
  const receipt = await clerk.post("/api/disputes", registration(await a_village(clerk), { narrative: "门前堆物。" }));
  const citizen = await at_case(server, receipt, "19900001234");
  const ask = crypto.randomUUID();
  await citizen.call("PUT", `/api/citizen/case/messages/${crypto.randomUUID()}`, { words: "请问进度" }, { expected: 200 });
  await citizen.call("PUT", `/api/citizen/case/asks/${ask}`, { kind: "call", words: "上午方便" }, { expected: 200 });
  await clerk.post(`/api/disputes/${receipt.id}/case_home/asks/${ask}/answer`, { words: "已联系" });
}

/** Somebody who was asked refuses with a reason, and adds his side and who speaks for him. */
async function answer_the_invitation(server, clerk) {
  const { id } = await clerk.post("/api/disputes", registration(await a_village(clerk)));
  const path = `/api/disputes/${id}`;
  const dispatcher = await server.sign_in("dispatcher");
  await dispatcher.post(`${path}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
  const [{ invitation_id }] = (await clerk.get(`${path}/invitations`)).parties;
  const { code } = await clerk.post(`${path}/invitations/${invitation_id}/letter`, {}, 200);
  const invited = new Caller(server.url);
  await invited.post("/api/citizen/invitation/entry", { code, way: "typed" }, 200);
  await invited.call("PUT", "/api/citizen/invitation/answer", { answer: "refuse", reason: "不想见他" }, { expected: 200 });
  await invited.call("PUT", "/api/citizen/invitation/account", { statement: "不是我家漏的水", days_away: [], help: [], speaker: { name: "高小山" } }, { expected: 200 });
}

/** A paper that one party signs by hand and the other one does not; the body has keys of its own. */
async function sign_and_refuse(server, clerk) {
  const { organisation_id } = (await clerk.get("/api/session")).post;
  done(server, "keys", "body", (await clerk.get(`/api/organisations/${organisation_id}`)).name);
  const receipt = await clerk.post("/api/disputes", registration(await a_village(clerk)));
  const path = `/api/disputes/${receipt.id}`;
  const { id } = await clerk.post(`${path}/papers/D01/signing`, { ends_on: day(5), in_order: false, agents: [], mediator: false });
  const [{ digest_sm3, signers }] = await clerk.get(`${path}/signings`);
  const strokes = { width: 600, height: 200, lines: [Array.from({ length: 30 }, (_, at) => [20 + at * 15, 90 + (at % 3) * 20, at * 16]).flat()] };
  await clerk.post(`${path}/signings/${id}/signers/${signers[0].id}/act`, { method: "strokes", digest_sm3, strokes });
  await clerk.post(`${path}/signings/${id}/signers/${signers[1].id}/refusal`, { reason: "不同意" });
}

/** A partner refers a matter, which is accepted and reported back to it: a package in, packages out. */
async function refer(server, clerk) {
  const [admin, dispatcher] = await Promise.all(["sysadmin", "dispatcher"].map((login) => server.sign_in(login)));
  const { own_code: hemu } = await admin.get("/api/exchange/partners");
  const window_id = (await dispatcher.get("/api/session")).post.organisation_id;
  const { id } = await admin.post("/api/exchange/partners", { code: "ga-01", name: "某派出所", kind: "police", window_id, matters: [], legal_basis: "条例", way: "rest", address: "http://127.0.0.1:9/hemu", active: true });
  const police = new Partner({ own: "ga-01", hemu, key: await admin.post(`/api/exchange/partners/${id}/keys`) });
  const { receipt } = await police.send(server.url, "referral", "警调1号", referral("public_security_case", await a_village(clerk)));
  assert.equal(receipt?.state, "taken");
  const [[dispute]] = server.sql("SELECT dispute_id FROM partner_referral");
  await dispatcher.post(`/api/disputes/${dispute}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
  const parties = (await dispatcher.get(`/api/disputes/${dispute}`)).parties.map((party) => party.id);
  await dispatcher.post(`/api/disputes/${dispute}/referrals_out`, { matter: "police_report", partner_id: id, facts: "扬言伤人", request: "请处警", parties });
}

/** A court sends a case that is not taken: a package goes back to it. */
async function send_from_court(server) {
  const [judge, dispatcher] = await Promise.all(["judge1", "dispatcher1"].map((login) => server.sign_in(login)));
  const { id } = await judge.post("/api/court/entrustments", court_case(await a_village(await server.sign_in("clerk1")), "（2026）鄂1202诉前调1号"));
  await dispatcher.post(`/api/disputes/${id}/refusal`, { reason: "R01", routes: ["court"], words: "由法院处理。" });
}

for (const engine of engines) {
  describe(`a city from nothing on ${engine}`, () => {
    const server = new Server(engine, { demo: false });
    const add = (login, duty, at = "咸宁市人民调解中心") => ["accounts", "add", login, "--name", `姓名${login}`, "--duty", duty, "--at", at];
    const file = join(server.folder, "bodies.csv");
    after(() => (server.child ? server.stop() : server.remove()));

    it("has its places and holidays after migrating", () => {
      done(server, "migrate");
      assert.deepEqual(server.sql("SELECT name FROM place WHERE code = '4212'"), [["咸宁市"]]);
      assert.ok(Number(server.sql("SELECT count(*) FROM calendar_day")[0][0]) > 700);
    });

    it("gets its bodies from a list, all or none, and only once", () => {
      writeFileSync(file, bodies.replace("industry_committee", "club"));
      refused(server, /row 4 kind: .*unknown_word/, "organisations", "import", file);
      writeFileSync(file, bodies.replace("咸物", "咸宁"));
      refused(server, /row 4 abbreviation: .*abbreviation_taken/, "organisations", "import", file);
      writeFileSync(file, bodies.replace("咸宁市人民调解中心,17", "某中心,17"));
      refused(server, /row 4 parent: .*organisation_unknown/, "organisations", "import", file);
      writeFileSync(file, "name,kind\nx,court\n");
      refused(server, /abbreviation: .*column_missing/, "organisations", "import", file);
      writeFileSync(file, bodies);
      assert.match(done(server, "organisations", "import", file), /3 bodies made, 0 were there before/);
      assert.match(done(server, "organisations", "import", file), /0 bodies made, 3 were there before/);
      assert.equal(server.sql("SELECT count(*) FROM organisation_scope")[0][0], "5");
    });

    it("gets its first administrators, who make everybody else", async () => {
      refused(server, /--duty is one of .*security_administrator/, ...add("someone", "king"));
      refused(server, /organisation_unknown/, ...add("someone", "clerk", "无此机构"));
      refused(server, /login_malformed/, ...add("Some One", "clerk"));
      const duties = { first_system: "system_administrator", first_security: "security_administrator", first_audit: "audit_administrator" };
      const passwords = Object.fromEntries(Object.entries(duties).map(([login, duty]) => [login, password_in(done(server, ...add(login, duty)))]));
      refused(server, /login_taken/, ...add("first_audit", "clerk"));

      await server.start();
      const [system, security, audit] = await Promise.all(Object.entries(passwords).map((entry) => first_sign_in(server, ...entry)));
      const centre = (await system.get(`/api/organisations?q=${encodeURIComponent("咸宁市人民调解中心")}`)).items[0];
      const made = await system.post("/api/accounts", { login: "window1", name: "窗口一" });
      await security.post(`/api/accounts/${made.account.id}/posts`, { duty: "clerk", organisation_id: centre.id, from_on: "2026-01-01" });
      const clerk = await first_sign_in(server, "window1", made.one_time_password);
      const receipt = await clerk.post("/api/disputes", registration(await a_village(clerk)));
      assert.match(receipt.number, /^咸宁登〔\d{4}〕第00001号$/);

      const acts = (await audit.get("/api/audit?limit=200")).items.map((entry) => entry.act);
      assert.equal(acts.filter((act) => act === "create_at_command_line").length, 3);
      assert.equal(acts.filter((act) => act === "give_at_command_line").length, 3);
      assert.equal(acts.filter((act) => act === "create_from_list").length, 3);
    });

    it("lets an administrator in again who has lost everything", async () => {
      const wrong = new Caller(server.url);
      for (let tries = 0; tries < 6; ++tries) await wrong.call("POST", "/api/session", { login: "first_security", password: "wrong" });
      const again = password_in(done(server, "accounts", "reset", "first_security"));
      await first_sign_in(server, "first_security", again);
      refused(server, /no such account: nobody/, "accounts", "reset", "nobody");
      assert.match(done(server, "verify"), /^whole$/m);
    });
  });

  describe(`keys on ${engine}`, () => {
    let server;
    let clerk;
    const phone = "19900001234";
    before(async () => {
      server = await new Server(engine, { settings: unreachable }).start();
      clerk = await server.sign_in("clerk");
      // Something in every column that holds sealed values.
      await write_and_answer(server, await live_through(server));
      await ask_and_answer(server, clerk);
      await tell_in_vain(server, clerk);
      await answer_the_invitation(server, clerk);
      await apply(server.url, await a_village(clerk));
      await refer(server, clerk);
      await send_from_court(server);
      await sign_and_refuse(server, clerk);
      const auditor = await server.sign_in("auditadmin");
      await auditor.call("POST", "/api/totp", undefined, { expected: 201 });
    });
    after(() => server?.stop());

    /** GB 11643: 17 digits and their check; born in 1901, so nobody's who lives. */
    const identity_number = (digits) =>
      digits + "10X98765432"[[...digits].reduce((sum, digit, i) => sum + digit * 2 ** (17 - i), 0) % 11];

    /** The version of the data key, the first byte, of every sealed value of the city. */
    function versions_of_sealed() {
      const columns = server.on_postgres
        ? server.sql(`SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = '${server.schema}' AND column_name LIKE '%\\_sealed' AND data_type = 'text'`)
        : server.sql("SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name LIKE '%\\_sealed' ESCAPE '\\'");
      // Answers kept for repeated requests are forgotten after a day.
      const kept = columns.filter(([table]) => table !== "idempotency_key");
      const values = server.sql(kept.map(([table, column]) =>
        `SELECT '${table}.${column}', ${column} FROM ${table} WHERE ${column} IS NOT NULL`).join(" UNION ALL "));
      for (const [table, column] of kept)
        assert.ok(values.some(([name]) => name === `${table}.${column}`), `${table}.${column} holds something`);
      return values.map(([, value]) => Buffer.from(value, "base64")[0]);
    }

    it("are rotated while the city works", async () => {
      const before_it = await clerk.post("/api/disputes", registration(await a_village(clerk), {
        address: "温泉街道某路十二号",
        parties: [
          { side: "applicant", kind: "natural", name: "林小满", phone, identity_kind: "resident_card", address: "某小区某栋某室",
            identity_number: identity_number("42120219010203001"),
            agents: [{ kind: "lawyer", name: "代理人", identity_number: identity_number("42120219010203003"), phone: "19900008888", powers: ["attend_and_sign"] }] },
          { side: "respondent", kind: "natural", name: "高远望", phone: "19900005678" },
        ],
      }));
      await clerk.call("PUT", `/api/intake/drafts/${crypto.randomUUID()}`, { content: "林小满" }, { expected: 200 });
      assert.match(done(server, "keys", "rotate"), /^data key 2:/);
      const list = join(server.folder, "list.csv");
      writeFileSync(list, "d,p,n,who,tel\n2026-01-05,咸安区,楼下饭店油烟扰民,林小满,19900001235\n");
      done(server, "import", "reports", list, "--map", "date=d,place=p,narrative=n,name=who,phone=tel", "--as", "clerk");
      assert.deepEqual([...new Set(versions_of_sealed())].sort(), [1, 2]);

      const { items: [imported] } = await clerk.get(`/api/search?q=${encodeURIComponent("林小满")}`);
      assert.equal((await clerk.get(`/api/disputes/${imported.id}`)).parties[0].phone, "199****1235", "a running server opens what another sealed");
      const shown = await clerk.get(`/api/disputes/${before_it.id}`);
      assert.equal(shown.parties[0].phone, "199****1234", "older values stay readable");
      assert.equal((await (await at_case(server, before_it, phone)).get("/api/citizen/case")).number, before_it.number, "people are found as before");
    });

    it("seal everything anew with the newest one", async () => {
      const sealed = versions_of_sealed().length;
      const old = versions_of_sealed().filter((version) => version === 1).length;
      assert.match(done(server, "keys", "reseal"), new RegExp(`^${sealed} sealed values, ${old} of them sealed anew with data key 2$`, "m"));
      assert.deepEqual([...new Set(versions_of_sealed())], [2]);
      assert.match(done(server, "keys", "reseal"), /, 0 of them sealed anew/);
      const { items: [found] } = await clerk.get(`/api/search?q=${encodeURIComponent("高远望")}`);
      assert.deepEqual((await clerk.get(`/api/disputes/${found.id}`)).parties.map((party) => party.phone), ["199****1234", "199****5678"]);
    });

    it("are wrapped by another master key", async () => {
      const [old_file, new_file] = ["master.key", "new.key"].map((name) => join(server.folder, name));
      assert.match(done(server, "keys", "rewrap", "--to", new_file), /^2 data keys are wrapped by the master key in .*new\.key now/);
      assert.equal(statSync(new_file).mode & 0o777, 0o600);
      assert.match(readFileSync(new_file, "utf8"), /^[0-9a-f]{64}\n$/);
      assert.equal(await server.kill("SIGTERM"), 0);
      refused(server, /the master key does not open the city's data keys/, "verify");
      renameSync(new_file, old_file);
      await server.start();
      clerk = await server.sign_in("clerk");
      const { items: [found] } = await clerk.get(`/api/search?q=${encodeURIComponent("高远望")}`);
      assert.equal((await clerk.get(`/api/disputes/${found.id}`)).parties[0].phone, "199****1234");
      assert.match(done(server, "verify"), /^whole$/m);
    });

    it("are missed when the master key is gone", async () => {
      const [file, hidden] = ["master.key", "hidden.key"].map((name) => join(server.folder, name));
      renameSync(file, hidden);
      refused(server, /master key is missing/, "jobs");
      assert.ok(!existsSync(file), "no other one is made");
      renameSync(hidden, file);
    });
  });

  describe(`jobs and places on ${engine}`, () => {
    let server;
    before(async () => {
      server = await new Server(engine).start();
    });
    after(() => server?.stop());

    it("lists what was given up and lets it run again", async () => {
      assert.match(done(server, "jobs"), /^no failed jobs$/m);
      const id = "018f0000-0000-7000-8000-00000000000a";
      server.sql(`INSERT INTO job (id, kind, key, payload, state, due_at, tries, last_error)
        VALUES ('${id}', 'intake_forget_sketches', 'by hand', '{}', 'failed', '2026-01-01T00:00:00Z', 12, 'the disk was full')`);
      assert.match(done(server, "jobs"), new RegExp(`^${id} intake_forget_sketches after 12 tries: the disk was full$`, "m"));
      refused(server, /job_not_found/, "jobs", "--retry", id.replace(/a$/, "b"));
      refused(server, /is no id of a job/, "jobs", "--retry", "7");
      assert.match(done(server, "jobs", "--retry", id), new RegExp(`job ${id} will run again\nno failed jobs`));
      let state;
      for (let tries = 0; tries < 100 && state !== "done"; ++tries) {
        await new Promise((wait) => setTimeout(wait, 100));
        [[state]] = server.sql(`SELECT state FROM job WHERE id = '${id}'`);
      }
      assert.equal(state, "done", "the running server did it");
    });

    it("loads the places of another city", () => {
      assert.match(done(server, "places", "load", "3301"), /^\d{4} places$/m);
      assert.deepEqual(server.sql("SELECT name FROM place WHERE code = '3301'"), [["杭州市"]]);
      refused(server, /330106 is no code of a city: four digits/, "places", "load", "330106");
      refused(server, /places\/9999\.csv\.gz cannot be opened/, "places", "load", "9999");
    });
  });
}

for (const engine of engines) {
  describe(`a copy of the city on ${engine}`, () => {
    const server = new Server(engine, { disputes: 0 });
    const folder = join(server.folder, "copies");
    const aside = `${server.schema}_aside`;
    let file, caller;
    before(async () => {
      await server.start();
      caller = await server.sign_in("sysadmin");
    });
    after(async () => {
      if (server.on_postgres) server.sql(`DROP SCHEMA IF EXISTS ${aside} CASCADE`);
      await server.stop();
    });

    it("is made while the city is served, and noted with what proves it", async () => {
      assert.equal((await caller.get("/api/backups")).overdue, true);
      const clerk = await server.sign_in("clerk");
      const village = await a_village(clerk);
      const { id } = await clerk.post("/api/disputes", registration(village));
      await add_file(clerk, `/api/disputes/${id}`, "欠条.txt", "今欠工资三千元");
      // Somebody goes on registering meanwhile.
      let end = false;
      const registering = (async () => {
        while (!end) await clerk.post("/api/disputes", registration(village));
      })();
      const child = server.start_command("backup", folder);
      let said = "";
      child.stderr.on("data", (part) => (said += part));
      await once(child, "exit");
      end = true;
      await registering;
      assert.equal(child.exitCode, 0, said);
      const found = await caller.get("/api/backups");
      assert.equal(found.overdue, false);
      [{ file }] = found.items;
      const [copy] = found.items;
      assert.equal(copy.bytes, statSync(file).size);
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.equal(readFileSync(`${file}.sm3`, "utf8").split(" ")[0], copy.digest);
      assert.equal(copy.made_by, userInfo().username);
      const audit = await (await server.sign_in("auditadmin")).get("/api/audit?kind=job");
      assert.equal(`${audit.items[0].act} ${audit.items[0].subject}`, `backup sm3 ${copy.digest}`);
    });

    it("goes into an empty place only, and proves itself there", async () => {
      refused(server, /there is a city already/, "restore", file);
      const last = server.sql("SELECT count(*) FROM dispute")[0][0];
      await server.kill("SIGTERM");
      if (server.on_postgres) server.sql(`ALTER SCHEMA ${server.schema} RENAME TO ${aside}`);
      else for (const end of ["", "-wal", "-shm"]) if (existsSync(`${server.folder}/hemu.db${end}`)) renameSync(`${server.folder}/hemu.db${end}`, `${server.folder}/aside.db${end}`);
      renameSync(join(server.folder, "attachments"), join(server.folder, "attachments_aside"));
      const told = done(server, "restore", file);
      assert.match(told, /is that of when it was made\njournal: \d+ chains, \d+ events\naudit: \d+ chains, \d+ entries\nthe master key opens its data keys\nfiles: 1\nwhole/);
      assert.ok(Number(server.sql("SELECT count(*) FROM dispute")[0][0]) <= Number(last));
      await server.start();
      const clerk = await server.sign_in("clerk");
      await clerk.post("/api/disputes", registration(await a_village(clerk)));
      await server.kill("SIGTERM");
    });

    it("is refused when it is not as it was made", () => {
      writeFileSync(file, "x", { flag: "a" });
      refused(server, /is not as it was made/, "restore", file);
      refused(server, /there is no file|cannot read/, "restore", `${file}.gone`);
    });
  });
}

describe("settings", () => {
  const server = new Server("sqlite", { demo: false });
  after(() => server.remove());

  it("are explained, each with where it comes from", () => {
    const file = join(server.folder, "hemu.toml");
    writeFileSync(file, 'workers = 4\ntrusted_proxies = ["10.0.0.0/8"]\ndatabase = "postgres://hemu:hidden-word@db/hemu"\n');
    const explained = done(server, "config", "check", "--config", file);
    assert.match(explained, /^workers +4 +hemu\.toml +\S/m);
    assert.match(explained, /^log_level +"warn" +command line/m);
    assert.match(explained, /^port +8080 +default/m);
    assert.match(explained, /^trusted_proxies +\["10\.0\.0\.0\/8"\]/m);
    assert.ok(!explained.includes("hidden-word"));
    for (const line of explained.trim().split("\n")) assert.match(line, /^[a-z0-9_]+ +\S.* {1,}(default|hemu\.toml|command line) +\S.*$/, line);
  });

  it("that cannot work are named", () => {
    const check = (...pairs) => server.command("config", "check", "--set", ...pairs);
    refused(server, /unknown setting: colour/, "config", "check", "--set", "colour=red");
    refused(server, /workers: 0 is not between 1 and 512/, "config", "check", "--set", "workers=0");
    refused(server, /tls_certificate and tls_key: both or none/, "config", "check", "--set", "tls_key=x");
    const wrong = check("web_dir=/nowhere", "trusted_proxies=10.0.0.0/8,proxy", "city_code=9999");
    assert.equal(wrong.status, 1);
    assert.match(wrong.stdout, /^web_dir: there is no \/nowhere$/m);
    assert.match(wrong.stdout, /^trusted_proxies: proxy is no address or network$/m);
    assert.match(wrong.stdout, /^data_files: there is no .*9999\.csv\.gz$/m);
    const broken = join(server.folder, "broken.toml");
    writeFileSync(broken, "port = \n");
    refused(server, /broken\.toml, line 1/, "config", "check", "--config", broken);
  });

  it("of the examples in deploy/ are known", () => {
    const example = new URL("../../deploy/hemu.toml", import.meta.url).pathname;
    const explained = server.command("config", "check", "--config", example);
    assert.match(explained.stdout, /^city_schema +"test_\S+" +command line/m);
    assert.match(explained.stdout, /^trusted_proxies +\["127\.0\.0\.1"\] +hemu\.toml/m);
  });
});
