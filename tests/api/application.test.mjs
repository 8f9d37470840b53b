// A citizen applies: from the first step to the receipt, interrupted, on two devices, cut off, forgotten, and attacked.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Applicant, fresh_phone, whole_form } from "../application.mjs";
import { Citizen } from "../citizen.mjs";
import { Gateway } from "../gateway.mjs";
import { engines, Server } from "../server.mjs";
import { day } from "../story.mjs";

const piece_bytes = 512 * 1024;
const png = (size) => Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), randomBytes(size - 16)]);
const errors_of = (reply) => reply.body.errors.map((one) => `${one.field} ${one.code}`);

async function until(what, is_so) {
  for (const end = Date.now() + 20_000; ; ) {
    const found = await is_so();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

for (const engine of engines) {
  describe(`applications on ${engine}`, () => {
    let server, gateway, clerk, village;
    before(async () => {
      gateway = await new Gateway().start();
      server = await new Server(engine, { settings: ["log_level=debug", ...gateway.settings] }).start();
      // The nearest centre of a village is its county's.
      clerk = await server.sign_in("clerk1");
      const { post } = await clerk.get("/api/session");
      const { place_code } = await clerk.get(`/api/organisations/${post.organisation_id}`);
      [{ code: village }] = await clerk.get(`/api/places?q=${encodeURIComponent("村委会")}&parent=${place_code}`);
      // Rates and limits against flooding have a test of their own.
      server.sql("UPDATE application_setting SET value = 1000 WHERE code = 'drafts_of_address'");
    });
    after(async () => {
      gateway?.stop();
      if (server) assert.equal(await server.stop(), 0);
    });

    const begin = (phone, more) => Applicant.begin(server.url, phone, more);
    /** The number of the case that a party finds by query code and phone. */
    async function number_at(query_code, phone) {
      const party = new Citizen(server.url);
      await party.call("POST", "/api/citizen/case/entry", { query_code, phone }, { expected: 204 });
      return (await party.call("GET", "/api/citizen/case", undefined, { expected: 200 })).body.number;
    }
    /** Whether these bytes rest on the server's disk, where files lie under their SM3. */
    const is_on_disk = (bytes) => {
      const digest = createHash("sm3").update(bytes).digest("hex");
      return existsSync(join(server.folder, "attachments", digest.slice(0, 2), digest));
    };
    /** The daily work of the folder, now instead of at ten in the morning. */
    async function keep_house() {
      server.sql("UPDATE job SET due_at = '2020-01-01 00:00:00.000000+00' WHERE kind = 'application_keep_house'");
      await until("the daily job", () => server.sql("SELECT 1 FROM job WHERE kind = 'application_keep_house' AND state = 'waiting' AND due_at > '2021-01-01 00:00:00.000000+00'").length);
    }
    const begin_upload = (applicant, name, size_bytes, kind = "picture") =>
      applicant.post("/api/citizen/application/uploads", { name, kind, size_bytes });
    async function add_file(applicant, name, bytes, path = "/api/citizen/application/uploads") {
      const upload = await applicant.post(path, { name, kind: "evidence", size_bytes: bytes.length });
      const reply = await applicant.send_piece(`${path}/${upload.id}`, 0, bytes);
      assert.equal(reply.status, 204, await reply.text());
    }

    it("go from the first step to the receipt, interrupted and gone on with on another device", async () => {
      const phone = fresh_phone();
      const first = await begin(phone, { from: "poster_7", guidance: { door: "neighbours", version: 1, leaf: "leak", answers: { danger: "no" } } });
      assert.match(first.code, /^[2-9A-HJ-KM-NP-TW-Z]{8}$/);
      assert.equal(first.deletes_on, day(30));
      const started = await first.view();
      assert.deepEqual([started.phone, started.version, started.phone_confirmed, started.phone_can_be_confirmed], [`${phone.slice(0, 3)}****${phone.slice(-4)}`, 1, false, true]);
      assert.deepEqual(started.missing.map((one) => one.code), ["missing", "missing", "applicant_missing", "other_side_missing"]);
      await first.save({ ...started.form, narrative: "楼上漏水", step: "what_happened" }, 1);

      const second = new Applicant(server.url);
      const typed = `${first.code.slice(0, 4).toLowerCase()} ${first.code.slice(4)}`;
      const resumed = await second.resume(`+86 ${phone.slice(0, 3)}-${phone.slice(3)}`, typed);
      assert.deepEqual([resumed.status, resumed.body.form.step, resumed.body.form.guidance.leaf], [200, "what_happened", "leak"]);
      const saved = await second.save(whole_form(village, { guidance: resumed.body.form.guidance, days_away: [{ from_on: day(3), to_on: day(5) }] }), 2);
      assert.deepEqual(saved.body.missing, []);
      assert.equal(saved.body.evidence_suggestions[0].code, "photos");
      assert.deepEqual(saved.body.advised.map((one) => one.code), ["identity_advised", "phone_not_confirmed"]);

      await second.call("POST", "/api/citizen/phone_codes", { kind: "application", phone }, { expected: 204 });
      const [message] = [...gateway.delivered.values()].filter((one) => one.phone === phone);
      await second.call("POST", "/api/citizen/phone_codes/confirmation", { kind: "application", phone, code: /\d{6}/.exec(message.words)[0] }, { expected: 204 });
      assert.equal((await second.view()).phone_confirmed, true);

      const receipt = await second.submit();
      assert.match(receipt.number, /登〔\d{4}〕第\d{5}号/);
      assert.deepEqual([receipt.phone_confirmed, Boolean(receipt.next_by && receipt.body_name && receipt.query_code)], [true, true]);
      const { items } = await clerk.get(`/api/search?q=${encodeURIComponent(receipt.number)}`);
      const [{ id }] = items;
      const told = await clerk.get(`/api/disputes/${id}/application`);
      assert.deepEqual([told.told.from, told.told.phone_confirmed, told.told.days_away[0].from_on, told.told.guidance.door], ["poster_7", true, day(3), "neighbours"]);
      assert.deepEqual(told.consents.map((one) => [one.code, one.version]).sort(), [["passing_on", 1], ["personal_data", 1], ["rights_and_duties", 1]]);
      const case_view = await clerk.get(`/api/disputes/${id}`);
      assert.deepEqual(case_view.parties.map((one) => [one.side, one.name]), [["applicant", "沈白鹭"], ["respondent", "楼上住户"]]);
      assert.equal(await number_at(receipt.query_code, phone), receipt.number);
      const calendar = await second.call("GET", "/api/citizen/application/calendar.ics", undefined, { expected: 200 });
      assert.match(calendar.text, /^BEGIN:VCALENDAR\r\n/);
      assert.ok(calendar.text.includes(receipt.next_by.replaceAll("-", "")) && calendar.text.includes(day(3).replaceAll("-", "")));
      assert.match(server.command("verify").stdout, /^whole$/m);
    });

    it("tell the device that comes later that its version is old", async () => {
      const first = await begin();
      const second = new Applicant(server.url);
      await second.resume(first.phone, first.code);
      await first.save(whole_form(village), 1);
      const late = await second.call("PUT", "/api/citizen/application", whole_form(village, { narrative: "别的话" }), { version: 1 });
      assert.equal(`${late.status} ${late.body.code}`, "412 version_outdated");
      assert.equal((await second.view()).form.narrative, whole_form(village).narrative);
      const none = await second.call("PUT", "/api/citizen/application", whole_form(village));
      assert.equal(`${none.status} ${none.body.code}`, "428 version_required");
    });

    it("explain wrong input by its field and keep what stood", async () => {
      const applicant = await begin();
      const form = whole_form("000000000000", {
        national_type: "02", local_type: "0301", occurred_on: day(2), days_away: [{ from_on: day(5), to_on: day(3) }],
        evidence: [{ code: "treasure_map", state: "have" }], other_handlers: [{ kind: "police", on: day(1), outcome: "pending" }], phone: "12",
      });
      form.parties[0].identity_number = "421202190102030012";
      form.parties[1].phone = "12";
      const reply = await applicant.call("PUT", "/api/citizen/application", form, { version: 1 });
      assert.equal(reply.status, 422);
      assert.deepEqual(errors_of(reply).sort(), ["days_away[0].to_on before_begin", "evidence[0].code unknown_word", "local_type type_of_another_kind",
        "occurred_on in_the_future", "other_handlers[0].on in_the_future", "parties[0].identity_number resident_number_wrong",
        "parties[1].phone phone_wrong", "phone phone_wrong", "place_code place_unknown"].sort());
      assert.ok(reply.body.errors.every((one) => one.detail ?? one.words ?? one.message ?? one.title), "in words");
      assert.equal((await applicant.view()).version, 1);
      const early = await applicant.call("POST", "/api/citizen/application/submission", { consents: [] });
      assert.deepEqual(errors_of(early), ["narrative missing", "place_code missing", "parties applicant_missing", "parties other_side_missing"]);
    });

    it("are sent once, however often and from wherever at the same time", async () => {
      const applicant = await begin();
      await applicant.save(whole_form(village), 1);
      const before_it = Number(server.sql("SELECT count(*) FROM dispute")[0][0]);
      const receipts = await Promise.all(Array.from({ length: 4 }, () => applicant.submit()));
      assert.equal(new Set(receipts.map((one) => `${one.number} ${one.query_code}`)).size, 1);
      assert.equal(Number(server.sql("SELECT count(*) FROM dispute")[0][0]), before_it + 1);
      const again = await applicant.call("POST", "/api/citizen/application/submission", { consents: [] }, { expected: 201 });
      assert.equal(again.body.number, receipts[0].number);
      const view = await applicant.view();
      assert.deepEqual([view.submitted.number, view.form.narrative, view.files], [receipts[0].number, "", []]);
      const other = new Applicant(server.url);
      assert.equal((await other.resume(applicant.phone, applicant.code)).body.submitted.number, receipts[0].number);
      for (const [method, path, body] of [["PUT", "", whole_form(village)], ["DELETE", ""], ["POST", "/uploads", { name: "a", kind: "other", size_bytes: 1 }]])
        assert.equal((await applicant.call(method, `/api/citizen/application${path}`, body, { version: view.version })).body.code, "already_submitted");
    });

    it("take files whose upload was cut off by a killed server, and hand them to the case", async () => {
      const applicant = await begin();
      await applicant.save(whole_form(village), 1);
      const bytes = png(3 * piece_bytes + 7);
      const upload = await begin_upload(applicant, "天花板.png", bytes.length);
      const path = `/api/citizen/application/uploads/${upload.id}`;
      assert.equal((await applicant.send_piece(path, 0, bytes.subarray(0, piece_bytes))).status, 204);
      const cut = applicant.send_piece(path, piece_bytes, bytes.subarray(piece_bytes, 2 * piece_bytes)).catch(() => null);
      await server.kill("SIGKILL");
      await cut;
      await server.start();
      clerk.url = server.url;
      // The page was closed too: it is gone on with from another device.
      const second = new Applicant(server.url);
      const resumed = await second.resume(applicant.phone, applicant.code);
      assert.deepEqual(resumed.body.uploads.map((one) => [one.id, one.name]), [[upload.id, "天花板.png"]]);
      const head = await fetch(server.url + path, { method: "HEAD", headers: { Cookie: second.cookie } });
      let offset = Number(head.headers.get("upload-offset"));
      assert.ok([piece_bytes, 2 * piece_bytes].includes(offset), String(offset));
      for (; offset < bytes.length; offset += piece_bytes)
        assert.equal((await second.send_piece(path, offset, bytes.subarray(offset, offset + piece_bytes))).status, 204);
      const { files } = await second.view();
      const shown = await fetch(`${server.url}/api/citizen/application/files/${files[0].id}/content`, { headers: { Cookie: second.cookie } });
      assert.ok(Buffer.from(await shown.arrayBuffer()).equals(bytes));

      const { number } = await second.submit();
      const { items: [{ id }] } = await clerk.get(`/api/search?q=${encodeURIComponent(number)}`);
      const { items: [file] } = await clerk.get(`/api/disputes/${id}/attachments`);
      assert.deepEqual([file.name, file.added_by_name, file.media_type, file.size_bytes], ["天花板.png", "沈白鹭", "image/png", bytes.length]);
      const { items: events } = await clerk.get(`/api/disputes/${id}/timeline`);
      assert.ok(events.some((one) => one.kind === "attachment" && one.content.party_id === file.party_id));
      assert.equal((await clerk.get(`/api/search?q=${encodeURIComponent("天花板")}`)).items.some((one) => one.id === id), true);
      // As a party he finds what he brought, and brings more.
      await add_file(second, "维修报价.txt", Buffer.from("报价三千元"), "/api/citizen/case/uploads");
      const own = await second.get("/api/citizen/case/attachments");
      assert.deepEqual(own.items.map((one) => one.name), ["天花板.png", "维修报价.txt"]);
      const word = await fetch(`${server.url}/api/citizen/case/attachments/${own.items[1].id}/content`, { headers: { Cookie: second.cookie } });
      assert.equal(await word.text(), "报价三千元");
      // What he sent by mistake he takes back: nothing of it stays but a line for staff and an event.
      await second.call("DELETE", `/api/citizen/case/attachments/${own.items[1].id}`, undefined, { expected: 204 });
      assert.equal((await second.call("DELETE", `/api/citizen/case/attachments/${own.items[1].id}`)).body.code, "not_found");
      assert.deepEqual((await second.get("/api/citizen/case/attachments")).items.map((one) => [one.name, one.in_record]), [["天花板.png", false]]);
      assert.equal((await clerk.get(`/api/disputes/${id}/attachments`)).items.find((one) => one.name === "维修报价.txt").taken_back, true);
      assert.equal((await clerk.call("GET", `/api/disputes/${id}/attachments/${own.items[1].id}/content`)).body.code, "not_found");
      assert.ok((await clerk.get(`/api/disputes/${id}/timeline`)).items.some((one) => one.kind === "attachment_taken_back"));
      await until("the content to leave the disk", () => !is_on_disk(Buffer.from("报价三千元")));
      assert.match(server.command("verify").stdout, /^whole$/m);
    });

    it("show a party nobody else's files", async () => {
      const [one, other] = [await begin(), await begin()];
      for (const applicant of [one, other]) {
        await applicant.save(whole_form(village), 1);
        await add_file(applicant, `${applicant.code}.txt`, Buffer.from(`说明${applicant.code}`));
      }
      const [mine] = (await one.view()).files;
      for (const [method, path] of [["GET", `/files/${mine.id}/content`], ["DELETE", `/files/${mine.id}`]])
        assert.equal((await other.call(method, `/api/citizen/application${path}`)).body.code, "not_found");
      const upload = await begin_upload(one, "半途.png", 100);
      for (const method of ["GET", "DELETE"]) assert.equal((await other.call(method, `/api/citizen/application/uploads/${upload.id}`)).body.code, "not_found");
      assert.equal((await other.send_piece(`/api/citizen/application/uploads/${upload.id}`, 0, png(100))).status, 404);
      await one.submit(), await other.submit();
      const theirs = (await other.get("/api/citizen/case/attachments")).items;
      assert.deepEqual(theirs.map((file) => file.name), [`${other.code}.txt`]);
      assert.equal((await other.call("GET", `/api/citizen/case/attachments/${mine.id}/content`)).body.code, "not_found");
      // What was still coming in goes on as the party's.
      assert.deepEqual((await one.get("/api/citizen/case/attachments")).uploads.map((file) => file.name), ["半途.png"]);
    });

    it("limit files by number and size, and refuse what is no paper", async () => {
      server.sql("UPDATE attachment_setting SET value = 2 WHERE code = 'application_files'");
      server.sql("UPDATE attachment_setting SET value = 1 WHERE code = 'application_megabytes'");
      const applicant = await begin();
      assert.deepEqual((await applicant.view()).file_limits, { most_files: 2, most_megabytes: 1, largest_megabytes: 50 });
      const ask = (size_bytes, kind = "evidence") => applicant.call("POST", "/api/citizen/application/uploads", { name: "a.txt", kind, size_bytes });
      assert.equal((await ask(2 * 1024 * 1024)).body.code, "too_many_megabytes");
      assert.deepEqual(errors_of(await ask(10, "record")), ["kind unknown_word"]);
      const upload = (await ask(4)).body;
      assert.equal((await applicant.send_piece(`/api/citizen/application/uploads/${upload.id}`, 0, Buffer.from([0x4d, 0x5a, 0, 1]))).status, 415);
      await ask(10), await ask(10);
      assert.equal((await ask(10)).body.code, "too_many_files");
      server.sql("UPDATE attachment_setting SET value = 20 WHERE code = 'application_files'");
      server.sql("UPDATE attachment_setting SET value = 200 WHERE code = 'application_megabytes'");
    });

    it("that are given up leave the disk, but not what another has too", async () => {
      const [one, other] = [await begin(), await begin()];
      const shared = Buffer.from(`同一份文件${one.code}`);
      await add_file(one, "a.txt", shared);
      await add_file(other, "b.txt", shared);
      const own = Buffer.from(`只有一份${one.code}`);
      await add_file(one, "c.txt", own);
      assert.ok(is_on_disk(shared) && is_on_disk(own));
      await one.call("DELETE", "/api/citizen/application", undefined, { expected: 204 });
      assert.equal((await one.call("GET", "/api/citizen/application")).body.code, "pass_needed");
      await until("the sweep", () => !is_on_disk(own));
      assert.ok(is_on_disk(shared));
      const [file] = (await other.view()).files;
      await other.call("DELETE", `/api/citizen/application/files/${file.id}`, undefined, { expected: 204 });
      await until("the sweep", () => !is_on_disk(shared));
      assert.match(server.command("verify").stdout, /^whole$/m);
    });

    it("are warned of before they go, and go with their files", async () => {
      const [near, over] = [await begin(), await begin()];
      await near.save(whole_form(village), 1);
      const dropped = Buffer.from(`要删的${over.code}`);
      await add_file(over, "x.txt", dropped);
      const move = (id, on) => server.sql(`UPDATE application SET deletes_on = '${on}' WHERE id = '${id}'`);
      const ids = server.sql("SELECT id FROM application WHERE submitted_at IS NULL ORDER BY made_at DESC LIMIT 2").map(([id]) => id);
      move(ids[1], day(4));
      move(ids[0], day(0));
      gateway.fail_with = 500;
      await keep_house();
      gateway.fail_with = 0;
      await keep_house();
      const messages = [...gateway.delivered.values()].filter((one) => one.phone === near.phone);
      assert.equal(messages.length, 1);
      assert.ok(messages[0].words.includes("https://hemu.example/apply") && !messages[0].words.includes(near.code), messages[0].words);
      const [, month, date] = day(4).split("-").map(Number);
      assert.ok(messages[0].words.includes(`${month}月${date}日`), messages[0].words);
      assert.equal((await over.call("GET", "/api/citizen/application")).body.code, "pass_needed");
      assert.equal((await new Applicant(server.url).resume(over.phone, over.code)).body.code, "code_not_found");
      await until("the files are gone", () => !is_on_disk(dropped));
      // Once; whoever goes on has all his days again.
      await keep_house();
      assert.equal([...gateway.delivered.values()].filter((one) => one.phone === near.phone).length, 1);
      const view = await near.view();
      assert.equal(view.deletes_on, day(4));
      assert.equal((await near.save(view.form, view.version)).body.deletes_on, day(30));
    });

    it("work at a kiosk for somebody else, and leave nothing behind", async () => {
      const applicant = await begin(fresh_phone(), { channel: "kiosk", language: "en" });
      const form = whole_form(village, { applying_for: "other" });
      form.parties[0].agents = [{ kind: "close_relative", name: "沈小鹭", powers: ["apply_or_end"], relation: "女儿" }];
      form.parties[0].birth_on = "1941-05-06";
      const saved = await applicant.save(form, 1);
      assert.ok(saved.body.evidence_suggestions.some((one) => one.code === "power"));
      const { number, query_code } = await applicant.submit();
      const { items: [{ id }] } = await clerk.get(`/api/search?q=${encodeURIComponent(number)}`);
      const { parties, dispute, ...more } = await clerk.get(`/api/disputes/${id}`);
      assert.equal((dispute ?? more).channel, "kiosk");
      assert.deepEqual([parties[0].agents[0].name, parties[0].agents[0].phone], ["沈小鹭", `${applicant.phone.slice(0, 3)}****${applicant.phone.slice(-4)}`]);
      assert.equal(await number_at(query_code, applicant.phone), number);
      await applicant.call("DELETE", "/api/citizen/passes", undefined, { expected: 204 });
      assert.equal(applicant.cookie, "");
      for (const path of ["/api/citizen/application", "/api/citizen/case/attachments"])
        assert.equal((await applicant.call("GET", path)).body.code, "pass_needed");
    });

    it("say to a confirmed number, and to no other, that it has applied lately", async () => {
      const phone = fresh_phone();
      const first = await begin(phone);
      await first.save(whole_form(village), 1);
      await first.submit();
      const second = await begin(phone);
      await second.save(whole_form(village), 1);
      assert.equal((await second.view()).applied_before, false);
      await second.call("POST", "/api/citizen/phone_codes", { kind: "application", phone }, { expected: 204 });
      const message = [...gateway.delivered.values()].filter((one) => one.phone === phone && /\d{6}/.test(one.words)).at(-1);
      await second.call("POST", "/api/citizen/phone_codes/confirmation", { kind: "application", phone, code: /\d{6}/.exec(message.words)[0] }, { expected: 204 });
      assert.equal((await second.view()).applied_before, true);
    });

    it("tell nobody which of code and phone is wrong, and stop who guesses", async () => {
      const applicant = await begin();
      const guesser = new Applicant(server.url);
      server.sql("DELETE FROM address_tries"); // the others of this address have tried too
      const stripped = (reply) => `${reply.status} ${reply.text.replace(/"trace_id":"[^"]*"/, "")}`;
      const answers = [];
      for (const [phone, code] of [[fresh_phone(), applicant.code], [applicant.phone, "ABCDEFGH"], [fresh_phone(), "ABCDEFGH"], ["", ""], [applicant.phone, `${applicant.code}A`]])
        answers.push(stripped(await guesser.resume(phone, code)));
      assert.equal(new Set(answers).size, 1, answers.join("\n"));
      assert.match(answers[0], /^404 .*code_not_found/);
      const codes = [];
      for (let tries = 0; tries < 8; ++tries) codes.push((await guesser.resume(applicant.phone, "ABCDEFGH")).body.code);
      assert.equal(codes.at(-1), "too_many_tries");
      assert.equal((await guesser.resume(applicant.phone, applicant.code)).body.code, "too_many_tries");
    });

    it("ask for the header that no other site can send", async () => {
      const applicant = await begin();
      const reply = await applicant.call("DELETE", "/api/citizen/application", undefined, { headers: { "X-Hemu": "", "Sec-Fetch-Site": "cross-site" } });
      assert.equal(reply.body.code, "cross_site");
    });

    it("cannot be begun without end", async () => {
      server.sql("UPDATE application_setting SET value = 1 WHERE code = 'drafts_of_address'");
      const reply = await new Applicant(server.url).call("POST", "/api/citizen/applications", { phone: fresh_phone(), language: "zh" });
      assert.equal(`${reply.status} ${reply.body.code}`, "429 too_many_applications");
    });

    it("leave nothing personal in the log", () => {
      assert.ok(server.log.includes("/api/citizen/application"), "requests are logged");
      const phones = /19922\d{6}/;
      assert.ok(!phones.test(server.log), phones.exec(server.log)?.[0]);
      for (const word of ["沈白鹭", "渗水", "楼上住户", "三单元"]) assert.ok(!server.log.includes(word), word);
      for (const [code] of server.sql("SELECT code_digest FROM application")) assert.ok(!server.log.includes(code));
    });
  });
}
