// Partners over real HTTP and by files: a court, a petition office and the police refer matters and hear what becomes of them.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Partner, referral, sm2_certificate, sm2_pair } from "../partner.mjs";
import { engines, Server } from "../server.mjs";
import { unzip, zip } from "../zip.mjs";
import { a_village, checks, day, grading, people, registration, work_through } from "../story.mjs";

const longest_wait_ms = 30_000;

async function until(what, is_so) {
  const end = Date.now() + longest_wait_ms;
  for (;;) {
    const found = await is_so();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

for (const engine of engines) {
  describe(`partners on ${engine}`, () => {
    let server, staff, admin, village, window_id, hemu;
    const partners = {};
    before(async () => {
      server = await new Server(engine).start();
      [staff, admin] = await Promise.all([people(server), server.sign_in("sysadmin")]);
      village = await a_village(staff.clerk);
      window_id = (await staff.dispatcher.get("/api/session")).post.organisation_id;
      hemu = (await admin.get("/api/exchange/partners")).own_code;
      partners.court = await agree("court", "fy-01", "咸安区人民法院", "rest");
      partners.petition_office = await agree("petition_office", "xf-01", "咸安区信访局", "rest");
      partners.police = await agree("police", "ga-01", "温泉派出所", "files");
    });
    after(async () => {
      Object.values(partners).forEach((partner) => partner.stop());
      if (server) assert.equal(await server.stop(), 0);
    });

    /** Enters a partner into the registry, and gives it its key. */
    async function agree(kind, code, name, way) {
      const partner = new Partner({ own: code, hemu });
      if (way === "rest") await partner.listen();
      const { id } = await admin.post("/api/exchange/partners", {
        code, name, kind, window_id, matters: [], legal_basis: "《人民调解法》第十八条", way, active: true, ...(way === "rest" ? { address: partner.address } : {}),
      });
      partner.id = id;
      partner.path = `/api/exchange/partners/${id}`;
      partner.key = await admin.post(`${partner.path}/keys`);
      return partner;
    }
    const ledger = (partner) => staff.dispatcher.get(`${partner.path}/ledger`);
    const find = async (number) => (await staff.dispatcher.get(`/api/queue?view=all&q=${encodeURIComponent(number)}`)).items[0];
    const path_of = async (number) => `/api/disputes/${server.sql(`SELECT id FROM dispute WHERE number = '${number}'`)[0][0]}`;
    const accept = (path, more) => staff.dispatcher.post(`${path}/acceptance`, { grading: grading(more), checks, risk_confirmed: true });
    const bring = async (partner, bytes) => {
      const reply = await fetch(`${server.url}${partner.path}/files`, {
        method: "POST", body: bytes,
        headers: { Cookie: staff.dispatcher.cookie, "X-Hemu": "1", "Idempotency-Key": crypto.randomUUID(), "Content-Type": "application/zip" },
      });
      return { status: reply.status, body: await reply.json() };
    };
    const download = async (id, what = "package") => {
      const reply = await fetch(`${server.url}/api/exchange/messages/${id}/${what}`, { headers: { Cookie: staff.dispatcher.cookie } });
      assert.equal(reply.status, 200);
      return Buffer.from(await reply.arrayBuffer());
    };

    it("takes a petition item, keeps its clocks, and tells its course to the end", async () => {
      const office = partners.petition_office;
      const { receipt } = await office.send(server.url, "referral", "信访2026-100", referral("petition_item", village),
        [{ name: "来信.txt", kind: "evidence", content: "渗水三年，多次来信。" }]);
      assert.equal(receipt.state, "taken");
      const path = await path_of(receipt.number);
      const found = await staff.clerk.get(path);
      assert.equal(found.source, "petition_office");
      assert.ok(found.clocks.some((clock) => clock.code === "PT-TELL"), "the petitioner is told in 15 days");
      const { referral: seen } = await staff.clerk.get(`${path}/referral`);
      assert.equal(seen.reference, "信访2026-100");
      assert.deepEqual((await staff.clerk.get(`${path}/attachments`)).items.map((one) => one.name), ["来信.txt"]);
      await work_through(staff, path);
      const taken = await until("the result", () => office.taken.some((one) => one.message.what === "close") && office.taken);
      assert.deepEqual(taken.map((one) => one.manifest.sequence), taken.map((_, index) => index + 1));
      assert.ok(taken.every((one) => one.manifest.reference === "信访2026-100"));
      assert.equal(taken[0].manifest.kind, "acceptance");
      assert.equal(taken[0].message.number, receipt.number);
      const closed = taken.at(-1).message;
      assert.equal(closed.result, "success");
      assert.equal(closed.performance.open_terms, 0);
      const everything = JSON.stringify(taken.map(({ message }) => message));
      assert.ok(!everything.includes("底线") && !everything.includes("双方陈述"), "no caucus note and no record goes out");
    });

    it("lets the petition office tell of its side, which starts and meets its clocks", async () => {
      const office = partners.petition_office;
      const { receipt } = await office.send(server.url, "referral", "信访2026-101", referral("petition_item", village));
      const path = await path_of(receipt.number);
      const codes = async () => (await staff.clerk.get(path)).clocks.filter((clock) => clock.state === "running").map((clock) => clock.code);
      await office.send(server.url, "event", "信访2026-101", { kind: "petition_answered", on: day() });
      assert.ok((await codes()).includes("PT-REV-APP"));
      await staff.clerk.post(`${path}/partner_events`, { kind: "petition_review_asked", on: day(), words: "电话告知" });
      assert.ok((await codes()).includes("PT-REV"), "what a partner told by phone counts as well");
      const figures = (await staff.dispatcher.get("/api/partners/figures")).lines.find((one) => one.name === "咸安区信访局" && one.direction === "in");
      assert.deepEqual([figures.referred, figures.accepted, figures.solved, figures.in_time, figures.open], [2, 1, 1, 1, 1]);
      const wrong = await office.send(server.url, "event", "信访2026-101", { kind: "close" });
      assert.deepEqual([wrong.receipt.state, wrong.receipt.faults], ["rejected", [{ field: "kind", code: "unknown_word" }]]);
    });

    it("says by field what is wrong with a referral, and takes the next one", async () => {
      const court = partners.court;
      const wrong = referral("court_delegation", village, { consent: undefined });
      wrong.parties[0].name = "";
      const first = await court.send(server.url, "referral", "（2026）诉前调1号", wrong);
      assert.equal(first.receipt.state, "rejected");
      assert.deepEqual(first.receipt.faults.map((fault) => fault.field), ["consent"]);
      wrong.consent = { given_by: ["林小满"], given_on: day() };
      const second = await court.send(server.url, "referral", "（2026）诉前调1号", wrong);
      assert.deepEqual(second.receipt.faults.map((fault) => fault.field), ["parties[0].name"]);
      const third = await court.send(server.url, "referral", "（2026）诉前调1号", referral("court_delegation", village));
      assert.equal(third.receipt.state, "taken");
      assert.equal((await staff.clerk.get(await path_of(third.receipt.number))).channel, "court_delegated");
    });

    it("refuses a forged, an altered, a cut and a replayed package with reasons", async () => {
      const court = partners.court;
      const whole = court.package_of("referral", "（2026）诉前调2号", referral("court_delegation", village));
      const refused = async (bytes, how) => {
        const { status, body } = await court.call(server.url, bytes, court.sequence, how);
        return `${status} ${body.code}`;
      };
      assert.equal(await refused(whole, { secret: "guessed" }), "401 signature_wrong");
      assert.equal(await refused(whole, { at: Date.now() - 301_000 }), "401 timestamp_outside");
      assert.equal(await refused(whole, { headers: { "Content-Type": "application/zip" } }), "422 call_unsigned");
      assert.equal(await refused(whole.subarray(0, whole.length - 30)), "422 package_cut");
      const altered = unzip(whole).map((one) => (one.path === "message.json" ? { ...one, content: Buffer.from(one.content.toString().replace("300000", "900000")) } : one));
      assert.equal(await refused(zip(altered)), "422 package_altered");
      const forged = court.package_of("referral", "（2026）诉前调2号", referral("court_delegation", village), [],
        { sequence: court.sequence, key: { name: court.key.name, secret: "guessed" } });
      assert.equal(await refused(forged), "401 signature_wrong");
      const by_another = partners.petition_office.package_of("referral", "x", referral("petition_item", village), [], { sequence: court.sequence });
      assert.match(await refused(by_another), /^401 (signature_wrong|key_unknown)$/);

      const taken = await court.call(server.url, whole);
      assert.equal(taken.receipt.state, "taken");
      const again = await court.call(server.url, whole);
      assert.deepEqual([again.receipt.number, again.receipt.digest], [taken.receipt.number, taken.receipt.digest], "the same one again is the same dispute");
      const other = court.package_of("referral", "（2026）诉前调3号", referral("court_delegation", village), [], { sequence: court.sequence });
      assert.equal(await refused(other), "409 sequence_reused");
      const codes = (await ledger(court)).refusals.map((one) => one.code);
      for (const code of ["signature_wrong", "timestamp_outside", "package_cut", "sequence_reused"]) assert.ok(codes.includes(code), code);
    });

    it("lets what comes too early wait for what is missing", async () => {
      const court = partners.court;
      const [first, second] = [4, 5].map((number) => court.package_of("referral", `（2026）诉前调${number}号`, referral("court_delegation", village)));
      const early = await court.call(server.url, second, court.sequence);
      assert.equal(early.receipt.state, "held");
      assert.equal(early.receipt.next_sequence, court.sequence - 1);
      assert.equal((await court.call(server.url, first, court.sequence - 1)).receipt.state, "taken");
      const now = await court.call(server.url, second, court.sequence);
      assert.equal(now.receipt.state, "taken");
      assert.ok(now.receipt.number);
    });

    it("catches up in order and without doubles with a partner that was down", async () => {
      const court = partners.court;
      const before = court.taken.length;
      court.down = true;
      const numbers = [];
      for (const number of [6, 7, 8]) {
        const { receipt } = await court.send(server.url, "referral", `（2026）诉前调${number}号`, referral("court_delegation", village));
        numbers.push(receipt.number);
        await accept(await path_of(receipt.number));
      }
      await until("a call fails", async () => (await staff.dispatcher.get("/api/exchange/partners")).partners.find((one) => one.id === court.id).last_fault === "answered 503");
      assert.equal(court.taken.length, before);
      court.down = false;
      await staff.dispatcher.call("POST", `${court.path}/tries`, undefined, { expected: 204 });
      await until("all are there", () => court.taken.length === before + 3);
      const caught = court.taken.slice(before);
      assert.deepEqual(caught.map((one) => one.message.number), numbers);
      assert.deepEqual(caught.map((one) => one.manifest.sequence), [0, 1, 2].map((more) => caught[0].manifest.sequence + more));
      await until("all are delivered", async () => (await ledger(court)).lines.filter((line) => line.direction === "out").every((line) => line.state === "delivered"));
    });

    it("exchanges files both ways with the police, with the same bytes", async () => {
      const police = partners.police;
      const sent = police.package_of("referral", "咸公（温）调2026-1", referral("public_security_case", village),
        [{ name: "询问笔录.txt", kind: "evidence", content: "双方系邻居，因琐事推搡。" }]);
      const taken = await bring(police, sent);
      assert.equal(taken.status, 200, JSON.stringify(taken.body));
      assert.equal(taken.body.state, "taken");
      const lines = (await ledger(police)).lines;
      assert.deepEqual(await download(lines[0].id), sent, "what came is kept byte by byte");
      const receipt = police.read_receipt(JSON.parse(await download(lines[0].id, "receipt")));
      assert.equal(receipt.number, taken.body.number);

      await work_through(staff, await path_of(taken.body.number), () => {}, { risk: "yellow" });
      const of_case = `${await path_of(taken.body.number)}/referral`;
      assert.deepEqual((await staff.clerk.get(of_case)).referral.letters, ["acceptance", "result", "certificate"]);
      const letter = await staff.clerk.call("GET", `${of_case}/letter?kind=certificate`, undefined, { expected: 200 });
      assert.match(letter.text, /^%PDF-1/);
      assert.equal((await staff.clerk.call("GET", `${of_case}/letter?kind=refusal`)).status, 404);
      const out = (await ledger(police)).lines.filter((line) => line.direction === "out").reverse();
      const read = [];
      for (const line of out) {
        const bytes = await download(line.id);
        assert.deepEqual(await download(line.id), bytes);
        read.push(police.read(bytes));
        const confirmed = await bring(police, Buffer.from(JSON.stringify(police.receipt_for(bytes))));
        assert.deepEqual([confirmed.status, confirmed.body.is_receipt], [200, true]);
      }
      const performed = read.find((one) => one.message.what === "perform");
      assert.equal(performed.message.performance.open_terms, 0, "the certificate of performance (Public Security Administration Punishments Law art. 9)");
      assert.equal(performed.message.performance.performed_on, day());
      assert.ok((await ledger(police)).lines.filter((line) => line.direction === "out").every((line) => line.state === "delivered"));
      const refused = await bring(police, Buffer.from(JSON.stringify({ ...police.receipt_for(await download(out[0].id)), signature: "x" })));
      assert.equal(refused.body.code, "signature_wrong");
    });

    it("changes a key without a gap", async () => {
      const office = partners.petition_office;
      const older = office.key;
      const newer = await admin.post(`${office.path}/keys`);
      assert.ok(newer.older_ends_at);
      const with_older = office.package_of("referral", "信访2026-102", referral("petition_item", village));
      const reply = await fetch(`${server.url}/api/exchange/packages`, { method: "POST", body: with_older, headers: office.headers_of(with_older, office.sequence) });
      assert.equal(reply.status, 200, "the key before still opens");
      office.key = newer;
      assert.equal((await office.send(server.url, "referral", "信访2026-103", referral("petition_item", village))).receipt.state, "taken");
      const { keys } = (await admin.get("/api/exchange/partners")).partners.find((one) => one.id === office.id);
      await admin.call("DELETE", `${office.path}/keys/${keys.find((one) => one.name === older.name).id}`, undefined, { expected: 204 });
      office.key = older;
      const late = office.package_of("referral", "信访2026-104", referral("petition_item", village), [], { sequence: office.sequence + 1 });
      assert.equal((await office.call(server.url, late, office.sequence + 1)).body.code, "signature_wrong");
      office.key = newer;
    });

    it("works what comes to two servers at once in by its order and once", async () => {
      const other = engine === "postgres" ? await new Server(engine, { beside: server }).start() : server;
      const { court } = partners;
      const first = court.sequence + 1;
      const packages = Array.from({ length: 12 }, (_, index) =>
        court.package_of("referral", `（2026）诉前调${100 + index}号`, referral("court_delegation", village)));
      const calls = packages.flatMap((bytes, index) => [server, other, server].map((one) => ({ bytes, sequence: first + index, url: one.url })));
      for (let at = calls.length - 1; at > 0; --at) {
        const swap = (at * 7919) % (at + 1);
        [calls[at], calls[swap]] = [calls[swap], calls[at]];
      }
      // A server that is busy says so, and is called again, as partners do.
      const hand_over = async (one, tries = 0) => {
        const answered = await court.call(one.url, one.bytes, one.sequence);
        return answered.status === 503 && tries < 10 ? hand_over(one, tries + 1) : answered;
      };
      const answers = await Promise.all(calls.map((one) => hand_over(one)));
      if (other !== server) assert.equal(await other.stop(), 0);
      assert.deepEqual(answers.filter((one) => one.status !== 200).map((one) => one.body), []);
      const { lines } = await ledger(court);
      const those = lines.filter((line) => line.direction === "in" && line.sequence >= first);
      assert.equal(those.length, 12);
      assert.ok(those.every((line) => line.state === "taken"));
      assert.equal(new Set(those.map((line) => line.number)).size, 12);
      assert.equal(Number(server.sql("SELECT count(*) FROM dispute WHERE source_reference LIKE '（2026）诉前调1__号'")[0][0]), 12);
      const numbers = those.sort((a, b) => a.sequence - b.sequence).map((line) => line.number);
      assert.deepEqual(numbers, [...numbers].sort(), "registered in the order of the sequence");
    });

    it("hands no package to who may not see it", async () => {
      const { lines } = await ledger(partners.police);
      const other = await server.sign_in("dispatcher1");
      for (const path of [`${partners.police.path}/ledger`, `/api/exchange/messages/${lines[0].id}/package`])
        assert.equal((await other.call("GET", path)).status, 404);
      assert.equal((await admin.call("GET", `/api/exchange/messages/${lines[0].id}/package`)).body.code, "duty_may_not");
      assert.ok(!server.log.includes("林小满") && !server.log.includes(partners.court.key.secret));
    });

    it("refers to legal aid over the same ledger, and keeps the law's days", async () => {
      const aid = await agree("legal_aid", "fa-01", "咸安区法律援助中心", "rest");
      partners.legal_aid = aid;
      const { id } = await staff.clerk.post("/api/disputes", registration(village, { national_type: "10" }));
      const path = `/api/disputes/${id}`;
      await accept(path, { national_type: "10", risk: "yellow" });
      const { parties, number } = await staff.dispatcher.get(path);
      const choice = await staff.dispatcher.get(`${path}/referrals_out`);
      assert.ok(choice.matters.find((one) => one.code === "legal_aid").proposed, "wages of migrant workers");
      const form = { matter: "legal_aid", partner_id: aid.id, facts: "拖欠工资三个月。", request: "请给予法律援助。", parties: parties.map((one) => one.id) };
      const refused = await staff.dispatcher.call("POST", `${path}/referrals_out`, form);
      assert.match(JSON.stringify(refused.body), /consent_of_party_missing/);
      const applicant = parties.find((one) => one.side === "applicant");
      await staff.dispatcher.post(`${path}/referrals_out`, { ...form, consent_by: [applicant.id], consent_on: day() });
      const sent = (await until("the referral", () => aid.taken.length && aid.taken))[0];
      assert.deepEqual([sent.manifest.kind, sent.manifest.reference, sent.message.matter], ["referral", `${number}-1`, "legal_aid"]);
      const [of_applicant, of_other] = ["applicant", "respondent"].map((side) => sent.message.parties.find((one) => one.side === side));
      assert.ok(of_applicant.phone && !of_other.phone, "of who did not agree only the name goes along");
      const clocks = async () => (await staff.dispatcher.get(path)).clocks.filter((clock) => clock.state === "running").map((clock) => clock.code);
      assert.ok((await clocks()).includes("LA-DEC") && (await clocks()).includes("OUT"));
      await aid.send(server.url, "acceptance", sent.manifest.reference, { number: "援字1号", on: day() });
      const wrong = await aid.send(server.url, "refusal", sent.manifest.reference, { on: day(), reason: "因为" });
      assert.deepEqual(wrong.receipt.faults, [{ field: "reason", code: "unknown_word" }]);
      await aid.send(server.url, "result", sent.manifest.reference, { on: day(), result: "solved", words: "已指派律师" });
      const [out] = (await staff.dispatcher.get(`${path}/referrals_out`)).referrals;
      assert.deepEqual([out.state, out.partner_number, out.result], ["finished", "援字1号", "solved"]);
      assert.ok(!(await clocks()).includes("OUT"));
      const letter = await staff.dispatcher.call("GET", `${path}/referrals_out/${out.id}/letter`, undefined, { expected: 200 });
      assert.match(letter.text, /^%PDF-1/);
      const line = (await staff.dispatcher.get("/api/partners/figures")).lines.find((one) => one.direction === "out" && one.matter === "legal_aid");
      assert.deepEqual([line.referred, line.accepted, line.solved, line.in_time], [1, 1, 1, 1]);
    });

    it("signs by SM2 with a key of each side, by certificate", async () => {
      const { legal_aid: aid } = partners;
      const own = sm2_pair();
      const wrong = await admin.call("POST", `${aid.path}/sm2_keys`, { public_key: "-----BEGIN PUBLIC KEY-----" });
      assert.match(JSON.stringify(wrong.body), /not_an_sm2_key/);
      const told = await admin.post(`${aid.path}/sm2_keys`, { public_key: sm2_certificate(own) });
      aid.key = { name: told.name, private_key: own.private_key, public_key: told.public_key };
      const { keys } = (await admin.get("/api/exchange/partners")).partners.find((one) => one.id === aid.id);
      assert.deepEqual([keys[0].scheme, keys[0].public_key], ["sm2", told.public_key]);
      const taken = await aid.send(server.url, "referral", "援转1号", referral("legal_aid_case", village));
      assert.equal(taken.receipt?.state, "taken", JSON.stringify(taken.body));
      const before = aid.taken.length;
      await accept(await path_of(taken.receipt.number), { risk: "yellow" });
      await until("the acceptance, signed by SM2", () => aid.taken.length > before);
      const forged = aid.package_of("referral", "援转2号", referral("legal_aid_case", village), [], { key: { ...aid.key, ...sm2_pair(), name: told.name } });
      assert.equal((await aid.call(server.url, forged)).body.code, "signature_wrong");
      --aid.sequence;
      const files = ["private", "public", "package"].map((name) => join(server.folder, `sm2_${name}`));
      writeFileSync(files[0], own.private_key);
      writeFileSync(files[1], own.public_key);
      writeFileSync(files[2], aid.package_of("referral", "援转3号", referral("legal_aid_case", village), [], { sequence: 99 }));
      const checked = server.command("partner", "check", files[2], "--public-key", files[1]);
      assert.equal(checked.status, 0, checked.stdout + checked.stderr);
      const pair = sm2_pair();
      const tried = await new Partner({ own: "fa-02", hemu, key: { name: "k1", private_key: own.private_key, public_key: pair.public_key } }).listen();
      writeFileSync(files[0], pair.private_key);
      const status = await new Promise((done) => {
        server.start_command("partner", "check", tried.address, "--private-key", files[0], "--public-key", files[1], "--key", "k1", "--partner", "fa-02").once("exit", done);
      });
      tried.stop();
      assert.equal(status, 0);
    });

    it("brings an order of 12345 back once when people are not satisfied", async () => {
      const hotline = await agree("hotline_12345", "rx-01", "市政务服务热线", "files");
      partners.hotline_12345 = hotline;
      const order = { ...referral("order_12345", village), consent: undefined, deadline_on: day(5) };
      const taken = await bring(hotline, hotline.package_of("referral", "工单2026-1", order));
      const path = await path_of(taken.body.number);
      assert.ok((await staff.clerk.get(path)).clocks.some((clock) => clock.code === "REF-DUE" && clock.state === "running"));
      await work_through(staff, path, () => {}, { risk: "yellow" });
      const told = async () => {
        const out = (await ledger(hotline)).lines.filter((line) => line.direction === "out").reverse();
        return Promise.all(out.map(async (line) => hotline.read(await download(line.id)).message));
      };
      assert.ok((await told()).some((one) => one.what === "visit" && one.satisfied === true), "the result tells what the return visit heard");
      const unsatisfied = () => bring(hotline, hotline.package_of("event", "工单2026-1", { kind: "order_unsatisfied" }));
      assert.equal((await unsatisfied()).body.state, "taken");
      const again = await staff.clerk.get(path);
      assert.deepEqual([again.state, again.clocks.some((clock) => clock.code === "ORDER-BACK" && clock.state === "running")], ["accepted", true]);
      assert.deepEqual((await unsatisfied()).body.faults, [{ field: "kind", code: "not_in_this_state" }]);
    });

    it("has a kit that checks a package and an endpoint", async () => {
      const { court } = partners;
      const file = join(server.folder, "package.zip");
      const check = (target, ...more) => server.command("partner", "check", target, ...more);
      writeFileSync(file, court.package_of("referral", "（2026）诉前调9号", referral("court_delegation", village), [], { sequence: 99 }));
      const fine = check(file, "--secret", court.key.secret);
      assert.equal(fine.status, 0, fine.stdout + fine.stderr);
      assert.equal(check(file, "--secret", "guessed").status, 1);
      writeFileSync(file, court.package_of("referral", "（2026）诉前调9号", { matter: "court_delegation" }, [], { sequence: 99 }));
      const lacking = check(file);
      assert.equal(lacking.status, 1);
      assert.match(lacking.stdout, /parties/);
      const running = await new Promise((done) => {
        const child = server.start_command("partner", "check", court.address, "--secret", court.key.secret, "--key", court.key.name, "--partner", court.own);
        child.once("exit", (status) => done(status));
      });
      assert.equal(running, 0);
    });
  });
}
