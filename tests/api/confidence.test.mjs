// What one side shows in confidence, what is said in separate talks, and who the parties are: tried by every way that leads out of
// a case, as everybody who may not have it, and first as who may.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { Caller, password } from "../caller.mjs";
import { EventStream } from "../event_stream.mjs";
import { Gateway } from "../gateway.mjs";
import { routes_of } from "../openapi.mjs";
import { png } from "../pictures.mjs";
import { engines, Server } from "../server.mjs";
import { add_file, checks, court_case, day, grading, registration } from "../story.mjs";
import { unzip } from "../zip.mjs";

/** GB 11643: 17 digits and their check; born in 1901, so nobody's who lives. */
const identity_number = (digits) => digits + "10X98765432"[[...digits].reduce((sum, digit, at) => sum + digit * 2 ** (17 - at), 0) % 11];
const people = [
  { side: "applicant", kind: "natural", name: "长孙若水", phone: "19900004411", identity_number: identity_number("42120219010203001"), address: "琼花巷甲七号" },
  { side: "respondent", kind: "natural", name: "南宫远亭", phone: "19900004422", identity_number: identity_number("42120219010203003"), address: "琼花巷乙八号" },
  { side: "third_party", kind: "natural", name: "东方第三", phone: "19900004433" },
];
const narrative = "玳瑁楼的防水层被凿穿";
const audiences = ["office", "joint", "applicant", "respondent", "third_party", "caucus"];
const narrow = audiences.slice(2);
/** Short enough for a cell of a paper, so that no line breaks it. */
const called = { office: "内部", joint: "公开", applicant: "甲方", respondent: "乙方", third_party: "丙方", caucus: "密谈" };
const name_of = (audience) => `琉璃${called[audience]}.png`;
const secret = "底线两千元整";
const void_reason = "长孙若水不肯签";
const strokes = { width: 600, height: 200, lines: [Array.from({ length: 40 }, (_, at) => [20 + at * 12, 100 + (at % 5) * 15, at * 16]).flat()] };
const case_path = "/api/citizen/case";
const bare = (text) => text.replace(/\s/g, "");

/** All that a reply says, whatever holds it. */
function words_in(bytes, type = "") {
  if (bytes.subarray(0, 4).toString() === "%PDF") return spawnSync("pdftotext", ["-raw", "-", "-"], { input: bytes, encoding: "utf8" }).stdout;
  if (bytes.subarray(0, 2).toString() === "PK") return unzip(bytes).map((one) => `${one.path} ${words_in(one.content)}`).join(" ");
  return /image|video|audio/.test(type) ? "" : bytes.toString();
}

for (const engine of engines) {
  describe(`confidence on ${engine}`, () => {
    let server, gateway, staff, citizens, routes, path, id, number, query_code, codes, signed, evidence, packages, application, referral, mediator_name, listening, town;
    const files = {};
    const digests = {};

    const sign = async (signing, position, caller, form) =>
      caller.post(`${path}/signings/${signing.id}/signers/${signing.signers[position].id}/act`, { digest_sm3: signing.digest_sm3, ...form });
    const signing_of = async (code) => (await staff.mediator.get(`${path}/signings`)).find((one) => one.code === code);

    before(async () => {
      gateway = await new Gateway().start();
      server = await new Server(engine, { settings: gateway.settings }).start();
      ({ routes } = routes_of(server));
      const names = { clerk: "clerk1", dispatcher: "dispatcher1", head: "head_town1", mediator: "mediator_town1", judge: "judge1", leader: "leader", supervisor: "supervisor",
        other_clerk: "clerk2", other_judge: "judge2", other_mediator: "mediator_traffic" };
      staff = Object.fromEntries(await Promise.all(Object.entries(names).map(async ([key, login]) => [key, await server.sign_in(login)])));
      town = (await staff.head.get("/api/session")).post.organisation_id;
      const { place_code } = await staff.head.get(`/api/organisations/${town}`);
      const village = (await staff.clerk.get(`/api/places?q=${encodeURIComponent("委会")}&parent=${place_code}`))[0].code;
      const receipt = await staff.judge.post("/api/court/entrustments", court_case(village, "（2026）鄂1202诉前调8号", {
        dispute: registration(village, { source: "court", channel: "court_delegated", narrative, parties: people }) }));
      ({ id, number, query_code } = receipt);
      path = `/api/disputes/${id}`;
      citizens = Object.fromEntries(await Promise.all(people.map(async ({ side, phone }) => {
        const citizen = new Caller(server.url);
        await citizen.call("POST", `${case_path}/entry`, { query_code, phone }, { expected: 204 });
        return [side, citizen];
      })));
      const { flags } = await staff.dispatcher.get(path);
      await staff.dispatcher.post(`${path}/acceptance`, { grading: grading({ flags, people_count: 3 }), checks, risk_confirmed: true });
      await staff.dispatcher.post(`${path}/offers`, { organisation_id: town });
      await staff.head.post(`${path}/takeover`, {});
      const { account } = await staff.mediator.get("/api/session");
      mediator_name = account.name;
      await staff.head.post(`${path}/mediators`, { presiding_id: account.id, others: [], recusal: [{ account_id: account.id, grounds_asked: true, relation: "none" }] });
      const parties = (await staff.mediator.get(path)).parties.map((party) => party.id);
      await staff.mediator.post(`${path}/opening`, { notice_given_on: day(), notice_form: "oral", given_to: parties });
      await staff.mediator.post(`${path}/sessions`, { planned_at: new Date().toISOString(), place: "调解室", mode: "joint", participants: people.map((one) => one.name) });
      const [session] = (await staff.mediator.get(`${path}/handling`)).sessions;
      await staff.mediator.call("PUT", `${path}/sessions/${session.id}`, { ...session, id: undefined, version: undefined, held_from: new Date(Date.now() - 3600e3).toISOString(),
        held_to: new Date().toISOString(), record: "双方陈述意见。" }, { expected: 201, version: session.version });
      listening = Object.fromEntries(await Promise.all(["mediator", "clerk", "judge", "other_clerk", "other_judge", "other_mediator"].map(async (who) =>
        [who, await EventStream.open(staff[who], `queue,dispute:${id}`)])));
      await staff.mediator.post(`${path}/sessions/${session.id}/caucus_notes`, { words: secret });
      evidence = Object.fromEntries(audiences.map((audience, index) => [audience, png(120, 80, (x) => [x * 2, index * 40, 90])]));
      for (const audience of audiences) files[audience] = await add_file(staff.mediator, path, name_of(audience), evidence[audience], { audience });
      for (const one of (await staff.mediator.get(`${path}/attachments`)).items) digests[one.audience] = one.digest.slice(0, 12); // as papers tell it

      await staff.mediator.post(`${path}/agreement`, { form: "written", scope: "full", facts: "玳瑁楼渗水造成损失。", points: "赔偿数额。", responsibility: "楼上承担修复责任。", copies: 4,
        terms: [{ kind: "pay", text: "支付维修费用。", party_id: parties[1], amount_fen: 280000, due_on: day(5), manner: "转账" }] });
      await staff.mediator.post(`${path}/papers/D09/signing`, { ends_on: day(5), in_order: false, agents: [], mediator: true });
      const begun = await signing_of("D09");
      for (let at = 0; at < people.length; ++at) await sign(begun, at, staff.mediator, { method: "strokes", strokes });
      await sign(begun, 3, staff.mediator, { method: "password", secret: password });
      await sign(begun, 4, staff.head, { method: "seal", secret: password });
      const done = await signing_of("D09");
      assert.equal(done.state, "completed");
      signed = (await staff.mediator.call("POST", `${path}/signings/${done.id}/pdf`, {}, { expected: 200 })).bytes;
      codes = { completed: done.check_code };
      const form = { ends_on: day(5), in_order: false, agents: [], parties: [], mediator: false };
      await staff.mediator.post(`${path}/papers/D02/signing`, form);
      const ended = await signing_of("D02");
      await staff.mediator.post(`${path}/signings/${ended.id}/end`, { reason: void_reason });
      codes.void = ended.check_code;
      await staff.mediator.post(`${path}/papers/D02/signing`, form);
      codes.open = (await staff.mediator.get(`${path}/signings`)).find((one) => one.state === "open").check_code;

      await hand_to_the_court(parties);
      await hand_to_the_police(parties);
    });
    after(async () => {
      gateway?.stop();
      if (server) assert.equal(await server.stop(), 0);
    });

    /** With a file of one side, and one that all have. What was heard in separate talks is not taken. */
    async function hand_to_the_court(parties) {
      const { courts } = await staff.mediator.get(`${path}/confirmation`);
      const form = { court_id: courts[0].organisation_id, ground: "inviting_court", form: "written",
        applicants: parties.map((party_id) => ({ party_id, applied_on: day(), address_confirmed: true })),
        confirmed: ["other_procedure", "lawful", "outsiders", "public_interest", "voluntary", "clear_terms"],
        papers: [{ material: "applicant_papers", attachment_id: files.applicant }, { material: "respondent_papers", attachment_id: files.caucus }] };
      const refused = await staff.mediator.call("PUT", `${path}/confirmation`, form);
      assert.deepEqual(refused.body.errors.map((one) => `${one.field} ${one.code}`), ["papers[1].attachment_id caucus_stays"]);
      form.papers[1].attachment_id = files.joint;
      await staff.mediator.call("PUT", `${path}/confirmation`, form, { expected: 200 });
      await staff.mediator.post(`${path}/confirmation/handing_in`, { applied_on: day() });
      packages = await staff.mediator.get(`${path}/court_packages`);
      application = (await staff.judge.get("/api/court/confirmations")).find((one) => one.dispute_id === id).id;
    }

    async function hand_to_the_police(parties) {
      const partner = crypto.randomUUID();
      const window = (await staff.clerk.get("/api/session")).post.organisation_id;
      server.sql(`INSERT INTO exchange_partner (id, code, name, kind, window_id, matters, legal_basis, way, active, sent_sequence, taken_sequence, failures,
        made_at, made_by_name, version) VALUES ('${partner}', 'p-police', '试点派出所', 'police', '${window}', '[]', '条例', 'none',
        true, 0, 0, 0, '2026-01-01 00:00:00.000000+00', '', 1)`);
      await staff.mediator.post(`${path}/referrals_out`, { matter: "police_report", partner_id: partner, facts: narrative, request: "请处警。", parties, papers: [files.joint, files.respondent] });
      referral = (await staff.mediator.get(`${path}/referrals_out`)).referrals[0].id;
    }

    /** What is looked for, by what it would tell of. */
    const of_file = (audience) => [name_of(audience), digests[audience], files[audience]];
    const of_persons = () => [...people.flatMap((one) => [one.name, one.phone, one.identity_number ?? one.name, one.address ?? one.name]), narrative, "支付维修费用", number, id, query_code, mediator_name];
    const of_everything = () => [...of_persons(), ...audiences.flatMap(of_file), secret, void_reason];
    const found = (text, markers) => markers.filter((marker) => bare(text).includes(bare(marker)));

    /** Every route that shows something and names no other thing than this case, its files, papers and packages. */
    const inner = () => ({ dispute: [id], attachment: Object.values(files), package: packages.map((one) => one.id), confirmation: [application], out: [referral],
      figure: ["registered", "open", "settled"], organisation: [town], paper: ["D07", "D09"] });
    const asked = {
      view: ["all", "new_papers", "over"],
      q: [secret, ...narrow.map(name_of), "琉璃公开"],
      groups: ["paper"],
    };
    function paths_of(route) {
      let all = [route.path];
      for (const [, name] of route.path.matchAll(/\{(\w+)\}/g)) all = all.flatMap((one) => (inner()[name] ?? []).map((value) => one.replace(`{${name}}`, value)));
      const queries = route.parameters.filter((one) => one.in === "query" && asked[one.name]).flatMap(({ name }) => asked[name].map((value) => `?${name}=${encodeURIComponent(value)}`));
      const long = route.parameters.some((one) => one.name === "limit") ? "limit=200" : "";
      return all.flatMap((one) => [one + (long && `?${long}`), ...queries.map((query) => one + query + (long && `&${long}`))]);
    }
    const forms = { pdf: {}, docx: {}, paper: {}, "queue/export": { query: { view: "all", order: "due", descending: false }, columns: ["state"] }, "archive/sheet": {} };
    /** What this caller hears by all of them: {at: words}. */
    async function heard_by(caller, { citizen = false } = {}) {
      const heard = {};
      const keep = (at, reply) => (heard[at] = `${reply.status} ${[...reply.headers].join(" ")} ${words_in(reply.bytes, reply.headers.get("content-type") ?? "")}`);
      for (const route of routes) {
        if (citizen !== route.path.startsWith("/api/citizen/") || /^.api.(live|guidance|settings|places)/.test(route.path)) continue;
        // The package holds the bound file, and a paper for Word says what the printed one says.
        if (caller !== staff.mediator && /bundle.pdf|docx/.test(route.path)) continue;
        const last = Object.keys(forms).find((one) => route.path.endsWith(`/${one}`));
        if (route.method !== "GET" && !(route.method === "POST" && last && !route.path.includes("{signing}"))) continue;
        for (const at of paths_of(route)) {
          if (/\/attachments\/.*(content|thumbnail)/.test(at)) continue; // evidence.test.mjs
          keep(`${route.method} ${at}`, await caller.call(route.method, at, route.method === "POST" ? forms[last] : undefined));
        }
      }
      return heard;
    }
    const tells = (heard, markers) => Object.entries(heard).flatMap(([at, text]) => found(text, markers).map((marker) => `${at}: ${marker}`));
    const ways = (heard, marker) => Object.keys(heard).filter((at) => found(heard[at], [marker]).length > 0);

    it("tells who may hear it, by many ways", async () => {
      const heard = await heard_by(staff.mediator);
      assert.ok(Object.keys(heard).length > 150, String(Object.keys(heard).length));
      for (const [marker, wanted] of [[secret, ["GET .*/handling$"]], [number, ["GET /api/queue", "POST /api/queue/export", "GET /api/search"]], [people[0].identity_number, ["POST .*/papers/D09/pdf", "POST .*/court_packages/.*/paper", "GET .*/bundle/pdf", "GET .*/bundle/package"]],
        [name_of("applicant"), ["POST .*/court_packages/.*/paper"]], [name_of("respondent"), ["GET .*/referrals_out/.*/letter"]],
        ...narrow.map((one) => [name_of(one), ["GET .*/attachments", ...(one === "caucus" ? [] : ["GET .*/bundle(\\?|$)", "GET .*/bundle/pdf", "GET .*/bundle/package", "POST .*/papers/D07/pdf"])]]),
        ...narrow.map((one) => [digests[one], ["GET .*/attachments", "GET .*/timeline", ...(one === "caucus" ? [] : ["GET .*/bundle/package", "GET .*/papers/D07/pdf"])]])])
        for (const way of wanted) assert.ok(ways(heard, marker).some((at) => new RegExp(way).test(at)), `${way} tells ${marker}; ${ways(heard, marker).join(" · ")}`);
      assert.deepEqual(ways(heard, secret).filter((at) => !/\/handling$/.test(at)), [], "one way alone");
      const bound = Object.keys(heard).filter((at) => /bundle|papers\/|export|search|court_packages|confirmation|timeline/.test(at) && found(heard[at], [name_of("caucus")]).length > 0);
      assert.deepEqual(bound, [], "nor is it in any paper");
    });

    it("tells nobody else, by no way", async () => {
      const not_for = {
        head: ["caucus"], clerk: narrow, dispatcher: narrow, leader: narrow, supervisor: narrow, judge: ["respondent", "third_party", "caucus"],
      };
      const where = { head: ["/bundle/package", "/papers/D07/pdf"], clerk: ["/api/search?q=", "/bundle/package", "/api/queue/export"], dispatcher: ["/bundle/package", "/api/queue/export"], leader: ["/api/boards/figures/registered"],
        supervisor: ["/api/queue/export"], judge: ["/court_packages/", "/api/court/confirmations/"] };
      await Promise.all(Object.entries(not_for).map(async ([who, hidden]) => {
        const heard = await heard_by(staff[who]);
        assert.ok(ways(heard, number).length > 5, `${who} sees the case`);
        for (const way of where[who]) assert.ok(ways(heard, number).some((at) => at.includes(way)), `${who} hears of it by ${way}`);
        assert.ok(ways(heard, name_of("joint")).length > 0, `${who} sees what all see`);
        assert.deepEqual(tells(heard, [...hidden.flatMap(of_file), secret]), [], who);
      }));
    });

    it("tells those of other bodies, windows and courts not even that there is a case", async () => {
      for (const who of ["other_clerk", "other_judge", "other_mediator"]) {
        const heard = await heard_by(staff[who]);
        assert.ok(heard["GET /api/session"].startsWith("200"), who);
        assert.ok(Object.entries(heard).every(([at, text]) => !at.includes(id) || /^(403|404)/.test(text)), who);
        const others = of_everything().filter((marker) => marker !== mediator_name);
        assert.deepEqual(tells(heard, others).filter((told) => !found(told.split(": ")[0], others).length), [], who);
      }
    });

    it("tells each side its own alone", async () => {
      for (const { side, phone } of people) {
        const heard = await heard_by(citizens[side], { citizen: true });
        assert.ok(ways(heard, number).length > 0, side);
        for (const one of ["joint", side]) assert.ok(ways(heard, name_of(one)).length > 0, `${side} sees what is for him`);
        const others = people.filter((one) => one.side !== side).flatMap((one) => [one.phone, one.identity_number, one.address]).filter(Boolean);
        assert.deepEqual(tells(heard, [...others, ...audiences.filter((one) => one !== "joint" && one !== side).flatMap(of_file), secret]), [], `${side} ${phone}`);
      }
    });

    it("gives the copy of a party's data without the other side", async () => {
      const request = crypto.randomUUID();
      await citizens.applicant.call("PUT", `${case_path}/data_requests/${request}`, { kind: "copy" }, { expected: 200 });
      await staff.head.call("POST", `/api/data_requests/${request}/decision`, { outcome: "provided", words: "" }, { expected: 204 });
      const [{ phone }] = people;
      await citizens.applicant.call("POST", "/api/citizen/phone_codes", { kind: "party", phone }, { expected: 204 });
      const message = [...gateway.delivered.values()].filter((one) => one.phone === phone).at(-1);
      await citizens.applicant.call("POST", "/api/citizen/phone_codes/confirmation", { kind: "party", phone, code: /\d{6}/.exec(message.words)[0] }, { expected: 204 });
      const copy = await citizens.applicant.call("POST", `${case_path}/data_requests/${request}/copy`, {});
      assert.equal(copy.status, 200, copy.text);
      assert.deepEqual(found(copy.text, [people[0].phone, people[0].identity_number, narrative]).length, 3, "his own");
      const others = people.slice(1).flatMap((one) => [one.phone, one.identity_number, one.address]).filter(Boolean);
      assert.deepEqual(found(copy.text, [...others, ...audiences.filter((one) => one !== "applicant").flatMap(of_file), secret, mediator_name]), []);
      assert.equal((await citizens.respondent.call("POST", `${case_path}/data_requests/${request}/copy`, {})).body.code, "not_found");
    });

    it("tells open pages that something came, and strangers nothing", async () => {
      for (const audience of narrow) await add_file(staff.mediator, path, `又一份${name_of(audience)}`, png(21, 20 + narrow.indexOf(audience)), { audience });
      await add_file(citizens.applicant, case_path, `又一份${name_of("applicant")}`, png(30, 31));
      await staff.mediator.post(`${path}/notes`, { words: "到此为止" });
      for (const who of ["mediator", "clerk", "judge"]) await listening[who].until((stream) => stream.messages.some((one) => one?.kind === "note"), who);
      const late = (await staff.mediator.get(`${path}/attachments`)).items;
      const markers = [...of_everything().filter((marker) => marker !== id), ...late.flatMap((one) => [one.id, one.digest, one.name])];
      for (const [who, stream] of Object.entries(listening)) {
        const text = JSON.stringify(stream.messages);
        if (who.startsWith("other_")) assert.ok(!text.includes(id), who);
        else assert.ok(stream.messages.filter((one) => one?.kind === "attachment").length >= 9 && text.includes("caucus"), text);
        assert.deepEqual(found(text, markers), [], who);
        stream.close();
      }
      for (const who of ["clerk", "judge", "leader"]) {
        const timeline = await staff[who].get(`${path}/timeline?limit=200`);
        const told = timeline.items.filter((one) => one.kind === "attachment").map((one) => late.find((file) => file.id === one.content.attachment_id).audience).sort();
        assert.deepEqual(told, who === "judge" ? ["applicant", "joint", "office"] : ["joint", "office"], `${who} is told of files that he sees`);
      }
      const all = (await staff.mediator.get(`${path}/timeline?limit=200`)).items.filter((one) => one.kind === "attachment").length;
      assert.equal(all, late.length, "its mediator of every one");
      assert.equal(server.command("verify").status, 0);
    });

    it("packs what opens with its reader's name across it so, and what was signed as it was signed", async () => {
      const recording = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(2000)]);
      await add_file(staff.mediator, path, "琉璃录音.mp3", recording, { audience: "joint" });
      await add_file(staff.mediator, path, "琉璃来函.pdf", signed, { audience: "joint" });
      const sm3 = (bytes) => spawnSync("openssl", ["dgst", "-sm3", "-r"], { input: bytes, encoding: "utf8" }).stdout.split(" ")[0];
      const originals = { "琉璃录音.mp3": recording, "琉璃来函.pdf": signed, ...Object.fromEntries(audiences.map((one) => [name_of(one), evidence[one]])) };
      /** {title: {form, bytes}}, when each line is right about its bytes and about where they come from. */
      async function packed(caller) {
        const entries = new Map(unzip((await caller.call("GET", `${path}/bundle/package`, undefined, { expected: 200 })).bytes).map((one) => [one.path, one.content]));
        const { files: lines } = JSON.parse(entries.get("message.json"));
        const all = {};
        for (const { title, code, path: at, digest, size_bytes, media_type, form, original_digest } of lines) {
          const bytes = entries.get(at);
          assert.deepEqual([sm3(bytes), bytes.length], [digest, size_bytes], title);
          assert.equal(original_digest !== undefined, form === "marked", title);
          if (form === "marked" && originals[title]) assert.equal(original_digest, sm3(originals[title]), title);
          if (originals[title]) assert.equal(bytes.equals(originals[title]), form !== "marked", title);
          if (form === "marked") assert.deepEqual([media_type, at.endsWith("pdf") ? "pdf" : at.slice(-4)], at.endsWith("pdf") ? ["application/pdf", "pdf"] : ["image/jpeg", ".jpg"]);
          all[code === "D09" ? code : title] = { form, bytes };
        }
        return all;
      }
      const forms_of = (all) => Object.fromEntries(["D09", ...Object.keys(originals)].filter((one) => all[one]).map((one) => [one, all[one].form]));
      assert.deepEqual(forms_of(await packed(staff.head)), { D09: "as_signed", "琉璃录音.mp3": "as_brought", "琉璃来函.pdf": "as_brought", [name_of("office")]: "as_brought", [name_of("joint")]: "as_brought",
        [name_of("applicant")]: "marked", [name_of("respondent")]: "marked", [name_of("third_party")]: "marked" });
      assert.deepEqual(forms_of(await packed(staff.clerk)), { D09: "as_signed", "琉璃录音.mp3": "as_brought", "琉璃来函.pdf": "as_brought", [name_of("office")]: "as_brought", [name_of("joint")]: "as_brought" });
      server.sql(`UPDATE dispute SET secrecy = 'restricted' WHERE id = '${id}'`);
      const secretly = await packed(staff.head);
      assert.deepEqual(forms_of(secretly), { D09: "as_signed", "琉璃录音.mp3": "unmarkable",
        ...Object.fromEntries(["琉璃来函.pdf", ...["office", "joint", "applicant", "respondent", "third_party"].map(name_of)].map((one) => [one, "marked"])) });
      assert.ok(secretly.D09.bytes.equals(signed), "its signatures hold");
      const again = await packed(staff.mediator);
      for (const one of [name_of("joint"), "琉璃来函.pdf"]) assert.ok(!secretly[one].bytes.equals(again[one].bytes), "another reader, another name");
    });

    const known = ["body_name", "completed_on", "completed_sha256", "completed_sm3", "replaced", "signed_sm3", "state", "title", "version"];
    const plain = (reply) => `${reply.status} ${reply.text.replace(/"trace_id":"[^"]*"/, "")}`;

    it("answers whoever checks a paper without anybody's name", async () => {
      assert.ok(found(words_in(signed), people.map((one) => one.name)).length === people.length, "who holds the paper reads who signed it");
      const anybody = new Caller(server.url);
      const check = (code) => anybody.call("GET", `/api/checks/${encodeURIComponent(code)}`);
      for (const [state, code] of Object.entries(codes)) {
        const reply = await check(code);
        assert.deepEqual([reply.status, reply.body.state], [200, state], reply.text);
        assert.deepEqual(Object.keys(reply.body).filter((one) => !known.includes(one)), [], state);
        assert.deepEqual(found(`${reply.text} ${[...reply.headers].join(" ")}`, of_everything()), [], state);
        assert.ok(reply.body.title && reply.body.body_name, "the paper and its body are told");
      }
      const nothing = plain(await check("ABCD2345EFGH"));
      assert.match(nothing, /^404 .*check_code_unknown/);
      const { completed } = codes;
      const near = Array.from(completed, (letter, at) => `${completed.slice(0, at)}${letter === "7" ? "8" : "7"}${completed.slice(at + 1)}`);
      for (const wrong of [...near, completed.slice(1), completed.slice(0, -1), `${completed}7`, `${completed.slice(0, -1)}_`, "%", "' OR 1=1 --", id, number, query_code, files.applicant, digests.applicant, people[0].name])
        assert.equal(plain(await check(wrong)), nothing, wrong);
    });

    it("compares a file with the paper and tells nothing else of either", async () => {
      const compare = async (code, bytes, type = "application/pdf") => {
        const reply = await fetch(`${server.url}/api/checks/${code}/file`, { method: "POST", body: bytes, headers: { "Content-Type": type, "X-Hemu": "1", "Accept-Language": "en" } });
        const text = await reply.text();
        const sent = text.match(/"sm3":"(\w+)"/)?.[1] ?? "";
        assert.deepEqual(found(`${text} ${[...reply.headers].join(" ")}`, of_everything()).filter((marker) => !sent.startsWith(marker)), [], text);
        return { status: reply.status, text, body: JSON.parse(text) };
      };
      const changed = Buffer.from(signed);
      changed[500] ^= 1;
      const kept = () => server.sql("SELECT (SELECT count(*) FROM attachment), (SELECT count(*) FROM attachment_upload), (SELECT count(*) FROM attachment_content)")[0];
      const before = kept();
      assert.equal((await compare(codes.completed, signed)).body.answer, "completed");
      // Files of the case are as strange to it as any other.
      const strange = [changed, signed.subarray(0, -1), evidence.joint, evidence.applicant, evidence.caucus, Buffer.from(secret)];
      for (const bytes of strange) {
        const reply = await compare(codes.completed, bytes);
        assert.deepEqual([reply.status, reply.body.answer, Object.keys(reply.body).sort()], [200, "other", ["answer", "sm3"]]);
      }
      for (const state of ["open", "void"]) assert.equal((await compare(codes[state], signed)).body.answer, "other", state);
      const wrong = `${codes.completed.slice(0, -1)}${codes.completed.endsWith("7") ? "8" : "7"}`;
      for (const bytes of [signed, changed]) assert.deepEqual(((one) => [one.status, one.body.code])(await compare(wrong, bytes)), [404, "check_code_unknown"]);
      assert.equal((await compare(codes.completed, evidence.joint, "image/png")).status, 415);
      assert.deepEqual(kept(), before, "nothing of it is kept");
    });

    it("shows the same page for every code, and asks the answer above", async () => {
      const page = async (code) => {
        const reply = await fetch(`${server.url}/check/${code}`);
        return `${reply.status} ${await reply.text()}`;
      };
      const shown = await page(codes.completed);
      assert.equal(await page("ABCD2345EFGH"), shown);
      assert.deepEqual(found(shown, of_everything()), []);
    });
  });
}
