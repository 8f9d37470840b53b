// A party at his case: how it stands, what he writes, asks, urges, complains of, says of performance, wants of his data;
// and how those who handle it answer.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Caller } from "../caller.mjs";
import { Gateway } from "../gateway.mjs";
import { engines, Server } from "../server.mjs";
import { a_village, checks, day, grading, people, registration } from "../story.mjs";

const applicant_phone = "19900001234";
const respondent_phone = "19900005678";
const markers = { identity: "110101190101011239", address: "桃花源路八号", needs: "行动不便需搀扶", note: "内部研判备注", caucus: "底线两千元", reason: "本案可能群访" };

for (const engine of engines) {
  describe(`case home on ${engine}`, () => {
    let server, gateway, staff, supervisor, receipt, path, parties, applicant, respondent;
    const case_path = "/api/citizen/case";

    before(async () => {
      gateway = await new Gateway().start();
      server = await new Server(engine, { settings: gateway.settings }).start();
      staff = await people(server);
      supervisor = await server.sign_in("supervisor");
      receipt = await register();
      path = `/api/disputes/${receipt.id}`;
      applicant = await enter(receipt, applicant_phone);
      respondent = await enter(receipt, respondent_phone);
    });
    after(async () => {
      gateway?.stop();
      if (server) assert.equal(await server.stop(), 0);
    });

    async function register(more = {}) {
      return staff.clerk.post("/api/disputes", registration(await a_village(staff.clerk), {
        narrative: `楼上渗水：${crypto.randomUUID()}`,
        parties: [
          { side: "applicant", kind: "natural", name: "林小满", phone: applicant_phone },
          { side: "respondent", kind: "natural", name: "高远山", phone: respondent_phone, address: markers.address, needs: markers.needs },
        ], ...more,
      }));
    }
    async function enter({ query_code }, phone) {
      const citizen = new Caller(server.url);
      await citizen.call("POST", `${case_path}/entry`, { query_code, phone }, { expected: 204 });
      return citizen;
    }
    const home = (citizen) => citizen.get(case_path);
    const put = (citizen, part, body, more = { expected: 200 }) => citizen.call("PUT", `${case_path}/${part}`, body, more);
    const fresh = () => crypto.randomUUID();

    it("lets in by code and phone alone, and says nothing else to a wrong one", async () => {
      const stranger = new Caller(server.url);
      assert.equal((await stranger.call("GET", case_path)).body.code, "pass_needed");
      for (const wrong of [{ query_code: receipt.query_code, phone: "19900009999" }, { query_code: "AAAAAAAAAA", phone: applicant_phone }])
        assert.equal((await stranger.call("POST", `${case_path}/entry`, wrong)).body.code, "code_not_found");
      const forged = await stranger.call("POST", `${case_path}/entry`, { query_code: receipt.query_code, phone: applicant_phone }, { headers: { "X-Hemu": "", "Sec-Fetch-Site": "cross-site", Origin: "https://elsewhere.example" } });
      assert.equal(forged.status, 403);
    });

    it("tells how it stands, to each side his own", async () => {
      const [mine, theirs] = await Promise.all([home(applicant), home(respondent)]);
      assert.deepEqual([mine.number, mine.state, mine.side, mine.party_name, mine.others], [receipt.number, "registered", "applicant", "林小满", ["高远山"]]);
      assert.deepEqual([theirs.side, theirs.party_name], ["respondent", "高远山"]);
      assert.equal(mine.steps.length, 7);
      assert.ok(mine.handler.body_name && mine.ways.includes("court") && mine.todos.some((one) => one.code === "bring_papers" && one.state === "action_needed"));
      assert.equal(mine.acts.withdrawal, "at_once");
      assert.equal(theirs.acts.withdrawal, "no");
      assert.deepEqual(mine.notices.map((one) => one.event), ["registered"]);
      assert.deepEqual(theirs.notices, []);
    });

    it("carries messages between a party and the handler, who is told", async () => {
      await staff.dispatcher.post(`${path}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
      const body = (await staff.head.get("/api/session")).post.organisation_id;
      await staff.dispatcher.post(`${path}/offers`, { organisation_id: body });
      await staff.head.post(`${path}/takeover`, {});
      const account = (await staff.mediator.get("/api/session")).account.id;
      await staff.head.post(`${path}/mediators`, { presiding_id: account, others: [], recusal: [{ account_id: account, grounds_asked: true, relation: "none" }] });
      parties = (await staff.mediator.get(path)).parties.map((party) => party.id);

      const id = fresh();
      await put(applicant, `messages/${id}`, { words: "什么时候调解" });
      assert.equal((await put(applicant, `messages/${id}`, { words: "什么时候调解" })).body.messages.length, 1, "the same again");
      assert.equal((await put(respondent, `messages/${id}`, { words: "冒名" }, {})).body.code, "not_found");
      const news = await staff.mediator.get("/api/queue?view=new_papers");
      assert.ok(news.items.some((one) => one.id === receipt.id), "in the handler's new papers");
      assert.equal((await staff.mediator.get(`${path}/case_home`)).unread, 1);
      const answer = await staff.mediator.call("PUT", `${path}/case_home/parties/${parties[0]}/messages/${fresh()}`, { words: "周五上午九点" }, { expected: 200 });
      assert.equal(answer.body.id, receipt.id);
      const mine = await home(applicant);
      assert.equal(mine.unread, 1);
      assert.equal(mine.messages[1].words, "周五上午九点");
      assert.ok(mine.notices.some((one) => one.event === "answered"));
      assert.deepEqual((await home(respondent)).messages, []);
      assert.equal((await applicant.post(`${case_path}/reading`, { notices: true, messages: true }, 200)).unread, 0);
      const timeline = (await staff.mediator.call("GET", `${path}/timeline`)).text;
      assert.ok(timeline.includes("party_message") && !timeline.includes("什么时候调解"), "codes only");
    });

    it("takes what is asked for as a task, and shows the answer", async () => {
      const id = fresh();
      await put(applicant, `asks/${id}`, { kind: "call", wanted_on: day(1), wanted_part: "morning", words: "想问费用" });
      assert.equal((await put(applicant, `asks/${fresh()}`, { kind: "call" }, {})).body.code, "asked_already");
      const tasks = await staff.mediator.get(`${path}/tasks`);
      assert.ok(tasks.some((one) => one.words.includes("回电话") && one.due_on === day(1)), JSON.stringify(tasks));
      await staff.mediator.post(`${path}/case_home/asks/${id}/answer`, { words: "调解不收费" });
      const [asked] = (await home(applicant)).asks;
      assert.equal(asked.answer, "调解不收费");
      await put(respondent, `asks/${fresh()}`, { kind: "end_mediation" });
      assert.equal((await home(applicant)).asks.length, 1, "what the other side asks is his own");
    });

    it("counts an urge on the body, and limits it", async () => {
      await put(applicant, `asks/${fresh()}`, { kind: "urge", words: "请快一点" });
      const again = await put(applicant, `asks/${fresh()}`, { kind: "urge" }, {});
      assert.equal(`${again.status} ${again.body.code}`, "409 urge_too_soon");
      assert.equal((await home(applicant)).acts.urge_again_on, day(3));
      const holder = (await staff.mediator.get(path)).holder_id;
      const [body] = (await supervisor.get("/api/boards/supervision")).filter((one) => one.id === holder);
      assert.equal(body.urges, 1);
      assert.ok((await supervisor.get(`/api/boards/supervision/${holder}/urges`)).some((one) => one.id === receipt.id));
      assert.equal((await staff.mediator.get(`${path}/case_home`)).urges, 1);
    });

    it("takes a complaint above, where it is answered", async () => {
      const id = fresh();
      const [mine] = (await put(applicant, `complaints/${id}`, { about: "person", words: "调解员是对方亲戚" })).body.complaints;
      assert.equal(mine.state, "open");
      for (const one of [staff.mediator, staff.head]) {
        assert.equal((await one.call("GET", "/api/complaints")).body.code, "duty_may_not");
        for (const part of ["/case_home", "/timeline", ""]) assert.ok(!(await one.call("GET", path + part)).text.includes("亲戚"));
      }
      const [line] = await supervisor.get("/api/complaints");
      assert.equal(line.words, "调解员是对方亲戚");
      await supervisor.call("POST", `/api/complaints/${id}/taking`, {}, { expected: 204 });
      await supervisor.call("POST", `/api/complaints/${id}/answer`, { outcome: "partly", words: "已要求回避核实" }, { expected: 204 });
      const [answered] = (await home(applicant)).complaints;
      assert.deepEqual([answered.state, answered.outcome, answered.answer], ["answered", "partly", "已要求回避核实"]);
      assert.equal((await supervisor.get("/api/complaints?over=true")).length, 1);
    });

    it("shows the session and the agreement, and takes statements of performance", async () => {
      await staff.mediator.post(`${path}/opening`, { notice_given_on: day(), notice_form: "oral", given_to: parties });
      await staff.mediator.post(`${path}/notes`, { words: markers.note });
      const soon = new Date(Date.now() + 2 * 86400e3).toISOString();
      await staff.mediator.post(`${path}/sessions`, { planned_at: soon, place: "第二调解室", mode: "joint", participants: ["林小满", "高远山"] });
      await staff.mediator.post(`${path}/sessions`, { planned_at: soon, place: "密谈室", mode: "separate", participants: ["高远山"] });
      const calendar = await applicant.call("GET", `${case_path}/calendar.ics`, undefined, { expected: 200 });
      assert.match(calendar.headers.get("content-type"), /text\/calendar/);
      assert.ok(calendar.text.includes("第二调解室") && !calendar.text.includes("密谈室"), calendar.text);
      assert.ok((await home(respondent)).dates.some((one) => one.place === "密谈室"));

      const [session] = (await staff.mediator.get(`${path}/handling`)).sessions.filter((one) => one.mode === "joint");
      const held = { planned_at: session.planned_at, place: session.place, mode: "joint", participants: session.participants, held_from: new Date(Date.now() - 3600e3).toISOString(), held_to: new Date().toISOString(), record: "双方陈述。" };
      await staff.mediator.call("PUT", `${path}/sessions/${session.id}`, held, { expected: 201, version: session.version });
      await staff.mediator.post(`${path}/sessions/${session.id}/caucus_notes`, { words: markers.caucus });
      assert.equal((await home(applicant)).agreement, undefined, "nothing of what is still talked about");
      await staff.mediator.post(`${path}/agreement`, {
        form: "written", scope: "full", facts: "渗水造成损失。", points: "赔偿数额。", responsibility: "楼上承担修复责任。", copies: 3,
        terms: [{ kind: "pay", text: "支付维修费用。", party_id: parties[1], amount_fen: 280000, due_on: day(5), manner: "转账" }],
      });
      assert.equal((await home(applicant)).todos.find((one) => one.code === "sign_agreement").state, "action_needed");
      for (const party_id of parties) await staff.mediator.post(`${path}/signatures`, { signer: { party_id }, manner: "signature", signed_on: day() });
      assert.equal((await home(applicant)).todos.find((one) => one.code === "sign_agreement").state, "in_progress");
      await staff.mediator.post(`${path}/signatures`, { signer: { mediator: true }, manner: "signature", signed_on: day() });
      await staff.head.post(`${path}/seal`, { sealed_on: day() });

      const [mine, theirs] = await Promise.all([home(applicant), home(respondent)]);
      assert.deepEqual([mine.terms[0].from_me, theirs.terms[0].from_me, mine.terms[0].by_name], [false, true, "高远山"]);
      assert.ok(mine.dates.some((one) => one.code === "confirm_in_court" && one.on === day(30)) || mine.dates.some((one) => one.code === "confirm_in_court"));
      const term_id = mine.terms[0].id;
      assert.equal((await put(applicant, `asks/${fresh()}`, { kind: "paid", term_id }, {})).body.errors[0].field, "term_id");
      await put(applicant, `asks/${fresh()}`, { kind: "not_received", term_id, amount_fen: 280000 });
      const upload = await respondent.post(`${case_path}/uploads`, { name: "转账.txt", kind: "evidence", size_bytes: 6 });
      const sent = await fetch(`${server.url}${case_path}/uploads/${upload.id}`, { method: "PATCH", body: Buffer.from("已付"), headers: { Cookie: respondent.cookie, "X-Hemu": "1", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream" } });
      assert.equal(sent.status, 204, await sent.text());
      const [file] = (await respondent.get(`${case_path}/attachments`)).items;
      assert.equal((await put(applicant, `asks/${fresh()}`, { kind: "not_received", term_id, attachment_id: file.id }, {})).body.code, "asked_already");
      await put(respondent, `asks/${fresh()}`, { kind: "paid", term_id, amount_fen: 280000, attachment_id: file.id });
      assert.equal((await home(respondent)).todos.find((one) => one.code === "keep_agreement").state, "in_progress");
      assert.equal((await staff.mediator.get(path)).state, "performing", "a statement is no verb");
      const desk = await staff.mediator.get(`${path}/case_home`);
      assert.ok(desk.asks.some((one) => one.kind === "paid" && one.attachment_id === file.id));
      await staff.mediator.post(`${path}/performance`, { term_id, performed_on: day(), amount_fen: 280000, proof: "transfer" });
      assert.equal((await home(respondent)).todos.find((one) => one.code === "keep_agreement").state, "done");
    });

    it("asks how it was once, when it is over", async () => {
      const said = { score: 5, fair: true, fast: true, words: "谢谢" };
      assert.equal((await home(applicant)).acts.satisfaction, true);
      assert.equal((await put(applicant, "satisfaction", said)).body.acts.satisfaction, false);
      assert.equal((await put(applicant, "satisfaction", said, {})).body.code, "satisfaction_given_already");
      assert.equal((await home(respondent)).acts.satisfaction, true, "each for himself");
    });

    it("answers about data within its clock, with reasons, and gives a copy to a confirmed phone", async () => {
      const [copy, deletion] = [fresh(), fresh()];
      await put(applicant, `data_requests/${copy}`, { kind: "copy" });
      await put(applicant, `data_requests/${deletion}`, { kind: "deletion", words: "都删掉" });
      assert.equal((await staff.mediator.call("GET", "/api/data_requests")).body.code, "duty_may_not");
      const waiting = await staff.head.get("/api/data_requests");
      assert.deepEqual(waiting.map((one) => one.kind).sort(), ["copy", "deletion"]);
      const decide = (id, body, expected) => staff.head.call("POST", `/api/data_requests/${id}/decision`, body, { expected });
      assert.deepEqual((await decide(deletion, { outcome: "refused", words: "" }, 422)).body.errors.map((one) => one.field), ["reason", "words"]);
      await decide(deletion, { outcome: "restricted", reason: "archive_duty", words: "案卷依法保存" }, 204);
      await decide(copy, { outcome: "provided", words: "" }, 204);
      const take = `${case_path}/data_requests/${copy}/copy`;
      assert.equal((await applicant.call("POST", take, {})).body.code, "phone_not_confirmed");
      await applicant.call("POST", "/api/citizen/phone_codes", { kind: "party", phone: applicant_phone }, { expected: 204 });
      const message = [...gateway.delivered.values()].filter((one) => one.phone === applicant_phone).at(-1);
      await applicant.call("POST", "/api/citizen/phone_codes/confirmation", { kind: "party", phone: applicant_phone, code: /\d{6}/.exec(message.words)[0] }, { expected: 204 });
      const got = await applicant.call("POST", take, {}, { expected: 200 });
      assert.match(got.headers.get("content-disposition"), /attachment/);
      assert.equal(got.headers.get("cache-control"), "no-store");
      assert.equal(got.body.party.phone, applicant_phone);
      for (const marker of [respondent_phone, markers.address, markers.note, markers.caucus]) assert.ok(!got.text.includes(marker), marker);
      assert.equal((await respondent.call("POST", take, {})).body.code, "not_found");
      const auditor = await server.sign_in("auditadmin");
      assert.ok((await auditor.get("/api/audit?limit=200")).items.some((one) => one.act === "data_copy"));
    });

    it("shows a party nothing of the other side and of staff", async () => {
      const seen = (await applicant.call("GET", case_path)).text + (await applicant.call("GET", `${case_path}/attachments`)).text;
      for (const marker of [respondent_phone, markers.address, markers.needs, markers.note, markers.caucus, "冒名", "转账.txt"]) assert.ok(!seen.includes(marker), marker);
      const theirs = (await respondent.call("GET", case_path)).text;
      for (const marker of [applicant_phone, markers.note, "什么时候调解", "亲戚", "想问费用", "都删掉"]) assert.ok(!theirs.includes(marker), marker);
      const refused = await register({ narrative: "不予受理的一件" });
      await staff.dispatcher.call("POST", `/api/disputes/${refused.id}/refusal`, { reason: "R03", to: ["court"], words: markers.reason });
      const citizen = await enter(refused, applicant_phone);
      const told = (await citizen.call("GET", case_path)).text;
      for (const marker of ["R03", markers.reason]) assert.ok(!told.includes(marker), marker);
    });

    it("lets the only applicant withdraw before the talk", async () => {
      const other = await register();
      const citizen = await enter(other, applicant_phone);
      assert.equal((await citizen.call("POST", `${case_path}/withdrawal`, { understood: false })).body.errors[0].field, "understood");
      assert.equal((await citizen.post(`${case_path}/withdrawal`, { understood: true }, 200)).state, "withdrawn");
      assert.equal((await staff.clerk.get(`/api/disputes/${other.id}`)).state, "withdrawn");
      const two = await register({ parties: [{ side: "applicant", kind: "natural", name: "林小满", phone: applicant_phone }, { side: "applicant", kind: "natural", name: "林大满", phone: "19900001111" }, { side: "respondent", kind: "natural", name: "高远山" }] });
      const one_of_two = await enter(two, applicant_phone);
      assert.equal((await one_of_two.call("POST", `${case_path}/withdrawal`, { understood: true })).body.code, "not_in_this_state");
      await put(one_of_two, `asks/${fresh()}`, { kind: "withdrawal" });
    });

    it("keeps its journal whole", () => {
      const verified = server.command("verify");
      assert.match(verified.stdout, /^whole$/m, verified.stdout + verified.stderr);
    });
  });
}
