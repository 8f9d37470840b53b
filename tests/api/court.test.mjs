// A case that a court sent and that succeeds and is confirmed; one that fails and becomes a suit on the fast track.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { password } from "../caller.mjs";
import { Citizen } from "../citizen.mjs";
import { engines, Server } from "../server.mjs";
import { add_file, checks, court_case, day, grading, registration } from "../story.mjs";

for (const engine of engines) {
  describe(`mediation and the court on ${engine}`, () => {
    let server, staff, village, town;
    before(async () => {
      server = await new Server(engine).start();
      const names = { clerk: "clerk1", dispatcher: "dispatcher1", head: "head_town1", mediator: "mediator_town1", judge: "judge1", other_judge: "judge2", leader: "leader" };
      staff = Object.fromEntries(await Promise.all(Object.entries(names).map(async ([key, login]) => [key, await server.sign_in(login)])));
      town = (await staff.head.get("/api/session")).post.organisation_id;
      const { place_code } = await staff.head.get(`/api/organisations/${town}`);
      village = (await staff.clerk.get(`/api/places?q=${encodeURIComponent("委会")}&parent=${place_code}`))[0].code;
    });
    after(async () => {
      if (server) assert.equal(await server.stop(), 0);
    });

    const sent = (number, more) => court_case(village, number, more);

    /** From the court's letter to a recorded session at the town's committee. */
    async function mediated(number, more) {
      const receipt = await staff.judge.post("/api/court/entrustments", sent(number, more));
      const path = `/api/disputes/${receipt.id}`;
      assert.equal((await staff.judge.get(`${path}/entrustment`)).entrustment.state, "received");
      const { flags } = await staff.dispatcher.get(path);
      await staff.dispatcher.post(`${path}/acceptance`, { grading: grading({ flags }), checks, risk_confirmed: true });
      await staff.dispatcher.post(`${path}/offers`, { organisation_id: town });
      await staff.head.post(`${path}/takeover`, {});
      const account = (await staff.mediator.get("/api/session")).account.id;
      await staff.head.post(`${path}/mediators`, { presiding_id: account, others: [], recusal: [{ account_id: account, grounds_asked: true, relation: "none" }] });
      const parties = (await staff.mediator.get(path)).parties.map((party) => party.id);
      await staff.mediator.post(`${path}/opening`, { notice_given_on: day(), notice_form: "oral", given_to: parties });
      await staff.mediator.post(`${path}/sessions`, { planned_at: new Date().toISOString(), place: "调解室", mode: "joint", participants: ["林小满", "高远山"] });
      const [session] = (await staff.mediator.get(`${path}/handling`)).sessions;
      const held = { ...session, id: undefined, version: undefined, held_from: new Date(Date.now() - 3600e3).toISOString(), held_to: new Date().toISOString(), record: "高远山说最多让步两千元。" };
      await staff.mediator.call("PUT", `${path}/sessions/${session.id}`, held, { expected: 201, version: session.version });
      return { id: receipt.id, path, parties, query_code: receipt.query_code };
    }
    const agreement = (parties, text, amount_fen, facts = "渗水造成损失。") => ({
      form: "written", scope: "full", facts, points: "赔偿数额。", responsibility: "楼上承担修复责任。", copies: 3,
      terms: [{ kind: "pay", text, party_id: parties[1], amount_fen, due_on: day(5), manner: "转账" }],
    });
    async function sign_and_seal(path, parties) {
      for (const party_id of parties) await staff.mediator.post(`${path}/signatures`, { signer: { party_id }, manner: "signature", signed_on: day() });
      await staff.mediator.post(`${path}/signatures`, { signer: { mediator: true }, manner: "signature", signed_on: day() });
      await staff.head.post(`${path}/seal`, { sealed_on: day() });
    }
    const clocks = async (path) => (await staff.mediator.get(path)).clocks.filter((clock) => clock.state === "running").map((clock) => clock.code).sort();

    /** At his case a party finds the ruling once it is sealed; somebody of another case finds nothing. */
    async function a_party_reads_it(signing, query_code) {
      const enter = async (code, phone) => {
        const citizen = new Citizen(server.url);
        await citizen.call("POST", "/api/citizen/case/entry", { query_code: code, phone }, { expected: 204 });
        return citizen;
      };
      const party = await enter(query_code, "19900001234");
      assert.equal((await party.get("/api/citizen/case")).papers, 1);
      assert.deepEqual((await party.get("/api/citizen/signings")).map((one) => [one.title, one.state, one.signer_id]), [["民事裁定书", "completed", undefined]]);
      const pdf = await party.call("GET", `/api/citizen/signings/${signing.id}/pdf`, undefined, { expected: 200 });
      assert.match(pdf.text.slice(0, 5), /%PDF-/);
      assert.equal((await party.call("POST", `/api/citizen/signings/${signing.id}/refusal`, { reason: "不签" })).status, 404, "it is not his to sign");
      const other = await staff.clerk.post("/api/disputes", registration(village, { parties: [
        { side: "applicant", kind: "natural", name: "白小云", phone: "19900007001" }, { side: "respondent", kind: "natural", name: "丁大川", phone: "19900007002" }] }));
      const stranger = await enter(other.query_code, "19900007001");
      assert.deepEqual(await stranger.get("/api/citizen/signings"), []);
      assert.equal((await stranger.call("GET", `/api/citizen/signings/${signing.id}/pdf`)).status, 404);
    }

    /** The ruling is the court's paper: its judge signs it, its seal completes it, nobody else has a hand in it. */
    async function is_sealed_by_the_court(path, query_code) {
      const [paper] = (await staff.judge.get(`${path}/papers`)).filter((one) => one.issuer === "court");
      assert.deepEqual([paper.code, paper.what], ["D13A", "（2026）鄂1202诉前调确12号"]);
      const { about } = paper;
      const refused = async (caller, route, form) => {
        const answer = await caller.call("POST", path + route, form);
        return `${answer.status} ${answer.body.code}`;
      };
      const start = { about, ends_on: day(7), in_order: false, agents: [], mediator: false, parties: [] };
      for (const caller of [staff.mediator, staff.head]) {
        assert.equal(await refused(caller, "/papers/D13A/pdf", { about }), "403 paper_of_the_court");
        assert.equal(await refused(caller, "/papers/D13A/signing", start), "403 paper_of_the_court");
      }
      assert.equal(await refused(staff.judge, "/papers/D09/pdf", {}), "403 paper_of_the_court", "a judge makes no other");
      assert.equal((await staff.other_judge.call("POST", `${path}/papers/D13A/pdf`, { about })).status, 404);

      await staff.judge.post(`${path}/papers/D13A/signing`, start);
      const current = async () => (await staff.judge.get(`${path}/signings`)).find((one) => one.code === "D13A");
      const signing = await current();
      assert.deepEqual(signing.signers.map((one) => [one.role, one.may_sign_now, one.methods]), [["judge", true, ["password", "ink"]], ["keeper", false, ["seal"]]]);
      const at = (position) => `/signings/${signing.id}/signers/${signing.signers[position].id}/act`;
      const act = { digest_sm3: signing.digest_sm3, secret: password };
      assert.equal(await refused(staff.head, at(0), { ...act, method: "password", secret: password }), "403 paper_of_the_court");
      assert.equal(await refused(staff.head, `/signings/${signing.id}/end`, { reason: "不要" }), "403 paper_of_the_court");
      assert.equal(await refused(staff.judge, at(0), { ...act, method: "password", secret: "wrong password" }), "422 invalid");
      const waiting = async () => (await staff.judge.get("/api/signings/waiting")).map((one) => one.role);
      assert.deepEqual(await waiting(), ["judge"]);
      await staff.judge.post(path + at(0), { ...act, method: "password" });
      assert.deepEqual(await waiting(), ["keeper"]);
      assert.equal(await refused(staff.head, at(1), { ...act, method: "seal", secret: password }), "403 paper_of_the_court");
      await staff.judge.post(path + at(1), { ...act, method: "seal" });
      assert.equal((await current()).state, "completed");

      const sealed = await staff.mediator.call("POST", `${path}/signings/${signing.id}/pdf`, {}, { expected: 200 });
      const words = spawnSync("pdftotext", ["-raw", "-", "-"], { input: sealed.bytes, encoding: "utf8" }).stdout.replace(/\s/g, "");
      for (const said of ["民事裁定书", "（2026）鄂1202诉前调确12号", "林小满、高远山", "主持调解达成的调解协议有效", "人民币贰仟捌佰元整", "第二百零六条", "二〇二"])
        assert.ok(words.includes(said), `${said} in ${words}`);
      await a_party_reads_it(signing, query_code);
      const lines = (await staff.mediator.get(`${path}/bundle`)).lines.filter((line) => line.code === "D13A");
      assert.deepEqual(lines.map((line) => [line.section, line.origin]), [[11, "signed"]], "it stands with the papers of confirmation");
    }

    it("keeps delegation and entrustment apart from the first moment", async () => {
      const faults = async (form) => (await staff.judge.call("POST", "/api/court/entrustments", form)).body.errors.map((one) => `${one.field} ${one.code}`);
      assert.deepEqual(await faults(sent("甲", { procedure: "summary" })), ["procedure of_entrusted_only"]);
      assert.deepEqual(await faults(sent("甲", { kind: "entrusted" })), ["procedure missing"]);
      assert.deepEqual(await faults(sent("甲", { kind: "entrusted", procedure: "ordinary", consent: "to_ask" })), ["consent consent_of_all_needed"]);
    });

    it("brings a delegated case to an agreement that the court confirms", async () => {
      const { path, parties, id, query_code } = await mediated("（2026）鄂1202诉前调1号");
      assert.equal((await staff.mediator.get(`${path}/entrustment`)).entrustment.state, "confirmed");
      assert.ok((await clocks(path)).includes("CT-DEL"));
      await staff.mediator.post(`${path}/agreement`, agreement(parties, "尽快支付维修费用。", 280000));
      await sign_and_seal(path, parties);
      assert.equal((await staff.mediator.get(`${path}/entrustment`)).entrustment.state, "settled");
      assert.deepEqual((await staff.judge.get(`${path}/court_packages`)).map((one) => one.kind), ["settled"]);

      const desk = await staff.mediator.get(`${path}/confirmation`);
      assert.deepEqual(desk.moves, ["prepare"]);
      assert.deepEqual(desk.courts.map((court) => court.grounds), [["inviting_court"]]);
      assert.equal(desk.checks.length, 13);
      assert.equal(desk.materials.length, 12);
      assert.deepEqual(desk.wording.map((mark) => [mark.field, mark.code, mark.word]), [["terms[0].text", "vague_word", "尽快"]]);
      await add_file(staff.mediator, path, "申请人身份证.txt", "身份证");
      await add_file(staff.mediator, path, "被申请人身份证.txt", "身份证");
      const files = (await staff.mediator.get(`${path}/attachments`)).items;
      const form = {
        court_id: desk.courts[0].organisation_id, ground: "inviting_court", form: "written",
        applicants: parties.map((party_id) => ({ party_id, applied_on: day(), address_confirmed: true })),
        confirmed: ["other_procedure", "lawful", "outsiders", "public_interest", "voluntary"],
        papers: [{ material: "applicant_papers", attachment_id: files[1].id }],
      };
      await staff.mediator.call("PUT", `${path}/confirmation`, form, { expected: 200 });
      const early = await staff.mediator.call("POST", `${path}/confirmation/handing_in`, { applied_on: day() });
      assert.equal(early.body.code, "confirmation_not_ready");
      assert.deepEqual(early.body.errors.map((one) => one.field), ["checks.clear_terms", "materials.respondent_papers"]);
      assert.deepEqual(await staff.judge.get("/api/court/confirmations"), [], "nothing is at the court yet");
      form.confirmed.push("clear_terms");
      form.papers.push({ material: "respondent_papers", attachment_id: files[0].id });
      await staff.mediator.call("PUT", `${path}/confirmation`, form, { expected: 200, version: 1 });
      assert.equal((await staff.head.call("PUT", `${path}/confirmation`, form, { version: 1 })).status, 412);
      await staff.mediator.post(`${path}/confirmation/handing_in`, { applied_on: day() });

      const [line] = await staff.judge.get("/api/court/confirmations");
      assert.equal(line.dispute_id, id);
      assert.equal(line.warnings, 1);
      assert.deepEqual(line.party_names, ["林小满", "高远山"]);
      const at = `/api/court/confirmations/${line.id}`;
      assert.equal((await staff.other_judge.call("GET", at)).status, 404);
      assert.equal((await staff.other_judge.call("POST", `${at}/acceptance`, { accepted_on: day(), case_number: "1" })).status, 404);
      assert.deepEqual((await staff.judge.get(at)).moves, ["accept", "send_back", "decline"]);
      await staff.judge.post(`${at}/return`, { marks: [{ field: "terms[0].text", words: "“尽快”含糊，但已写明日期，请说明。" }], words: "请补正。" }, 204);
      assert.equal((await staff.mediator.get(`${path}/confirmation`)).application.marks[0].field, "terms[0].text");
      await staff.mediator.post(`${path}/confirmation/supplement`, { words: "以写明的日期为准。" });

      const bulk = { ids: [line.id], decision: "accept", on: day(), number_prefix: "（2026）鄂1202诉前调确", first_number: 12, preview: true };
      const [tried] = await staff.judge.post("/api/court/confirmations/decisions", bulk, 200);
      assert.equal(tried.code, "");
      assert.equal((await staff.judge.get(at)).line.state, "handed_in", "a preview does nothing");
      await staff.judge.post("/api/court/confirmations/decisions", { ...bulk, preview: false }, 200);
      assert.equal((await staff.judge.get(at)).application.case_number, "（2026）鄂1202诉前调确12号");
      assert.deepEqual((await clocks(path)).filter((code) => code.startsWith("JC")), ["JC-DEC-A", "JC-DEC-B"], "both rules are shown");
      assert.equal((await staff.judge.get(at)).line.due_on.length, 2);

      await staff.judge.post(`${at}/ruling`, { confirmed: true, ruled_on: day(), ruling_number: "（2026）鄂1202诉前调确12号" }, 204);
      const ruled = (await staff.mediator.get(`${path}/confirmation`)).application;
      assert.equal(ruled.performance_ends_on, day(5));
      assert.ok(ruled.enforce_by_on > day(700));
      assert.ok((await clocks(path)).includes("ENF"));
      await staff.mediator.post(`${path}/confirmation/services`, { party_id: parties[0], served_on: day() });
      assert.ok((await clocks(path)).includes("JC-OBJ-P"));
      const [application] = await staff.mediator.get(`${path}/court_packages`);
      const paper = await staff.mediator.call("POST", `${path}/court_packages/${application.id}/paper`, {}, { expected: 200 });
      assert.match(paper.text.slice(0, 5), /%PDF-/);

      await is_sealed_by_the_court(path, query_code);
      const figures = await staff.leader.get("/api/court/figures");
      for (const [code, count] of Object.entries({ delegated: 1, settled: 1, applied: 1, accepted: 1, ruled: 1 })) assert.equal(figures[code], count, code);
    });

    it("sends an entrusted case that fails back at once, and makes it a suit without retyping", async () => {
      const { path, parties } = await mediated("（2026）鄂1202民初9号", { kind: "entrusted", procedure: "summary" });
      assert.ok((await clocks(path)).includes("CT-ENT-S"), "seven days");
      await staff.mediator.post(`${path}/undisputed_facts`, { facts: "双方住上下楼，渗水属实。", agreed_by: parties });
      await staff.mediator.post(`${path}/termination`, { reason: "T02", routes: ["court"], words: "高远山最多让步两千元，谈不拢。" });
      const { entrustment } = await staff.judge.get(`${path}/entrustment`);
      assert.equal(entrustment.state, "returned");
      assert.equal(entrustment.ended_by, "T02");
      assert.deepEqual((await staff.judge.get(`${path}/court_packages`)).map((one) => one.kind), ["returned"]);

      const filing = await staff.mediator.get(`${path}/court_filing`);
      assert.ok(filing.may_bring);
      assert.equal(filing.request, "请求修复防水并赔偿损失。");
      await staff.mediator.post(`${path}/court_filing`, { court_id: filing.courts[0].organisation_id, brought_on: day() });
      assert.ok((await clocks(path)).includes("CT-FILE"));
      const [suit] = await staff.judge.get("/api/court/filings");
      await staff.judge.post(`/api/court/filings/${suit.id}/decision`, { filed: true, decided_on: day(), case_number: "（2026）鄂1202民初77号" }, 204);
      assert.equal((await staff.judge.call("POST", `/api/court/filings/${suit.id}/decision`, { filed: false, decided_on: day(), words: "重复" })).body.code, "filed_already");
      assert.ok(!(await clocks(path)).includes("CT-FILE"));
      assert.equal((await staff.leader.get("/api/court/figures")).suits_filed, 1);
      await staff.mediator.post(`${path}/closing`, { result: "failed" });
    });

    it("lets the parties change what the court refused, and hears them again", async () => {
      const { path, parties } = await mediated("（2026）鄂1202诉前调2号");
      await staff.mediator.post(`${path}/agreement`, agreement(parties, "支付维修费用。", 280000));
      await sign_and_seal(path, parties);
      await add_file(staff.mediator, path, "双方身份证.txt", "身份证");
      const [file] = (await staff.mediator.get(`${path}/attachments`)).items;
      const apply = async () => {
        const { courts } = await staff.mediator.get(`${path}/confirmation`);
        await staff.mediator.call("PUT", `${path}/confirmation`, {
          court_id: courts[0].organisation_id, ground: "inviting_court", form: "written",
          applicants: parties.map((party_id) => ({ party_id, applied_on: day(), address_confirmed: true })),
          confirmed: ["other_procedure", "lawful", "outsiders", "public_interest", "voluntary"],
          papers: ["applicant_papers", "respondent_papers"].map((material) => ({ material, attachment_id: file.id })),
        }, { expected: 200 });
        await staff.mediator.post(`${path}/confirmation/handing_in`, { applied_on: day() });
        return (await staff.judge.get("/api/court/confirmations"))[0];
      };
      const first = await apply();
      await staff.judge.post(`/api/court/confirmations/${first.id}/declination`, { reason: "outside_court", declined_on: day(), words: "不属于本院管辖。" }, 204);
      const refused = await staff.mediator.get(`${path}/confirmation`);
      assert.deepEqual(refused.moves, ["change", "sue"]);
      const told = async () => [...new Set((await staff.mediator.get(`${path}/party_notices`)).notices.map((one) => one.event))].filter((event) => event.startsWith("court") || event === "agreement_to_sign");
      assert.deepEqual((await told()).sort(), ["agreement_to_sign", "court_applied", "court_refused"]);

      const change = (facts) => staff.mediator.call("POST", `${path}/agreement_changes`, { ...agreement(parties, "支付维修费用。", 300000, facts), words: "写明数额。" });
      const unnamed = await change("渗水造成损失。");
      assert.deepEqual(unnamed.body.errors.map((one) => `${one.field} ${one.code}`), ["facts earlier_agreement_not_named"]);
      assert.equal((await staff.judge.call("POST", `${path}/agreement_changes`, {})).status, 403);
      assert.equal((await change(`变更${refused.file_number}协议。`)).status, 201);
      assert.equal((await staff.mediator.get(path)).state, "agreed");
      assert.equal((await staff.mediator.call("POST", `${path}/termination`, { reason: "T05", routes: ["court"], words: "不签" })).body.code, "earlier_agreement_stands");
      await staff.mediator.post(`${path}/agreement_changes/drop`, { words: "对方要再想想。" });
      assert.equal((await staff.mediator.get(`${path}/closing`)).seal.file_number, refused.file_number);
      assert.equal((await change(`变更${refused.file_number}协议。`)).status, 201);
      await sign_and_seal(path, parties);
      const again = await staff.mediator.get(`${path}/confirmation`);
      assert.equal(again.edition, 3);
      assert.equal(again.file_number, refused.file_number, "one case, one file");
      assert.deepEqual(again.earlier.map((one) => [one.edition, one.application?.reason ?? null]), [[1, "outside_court"], [2, null]]);
      assert.ok((await clocks(path)).includes("JC-APP"), "a new period of thirty days");
      const second = await apply();
      assert.notEqual(second.id, first.id);
      assert.equal(second.agreed_fen, 300000);
      const seen = await staff.judge.get(`/api/court/confirmations/${first.id}`);
      assert.equal(seen.agreement.terms[0].amount_fen, 280000, "the court sees what it refused");
    });

    it("tells the committee what the court refused, and ends what a judgment annulled", async () => {
      assert.deepEqual((await staff.head.get("/api/court/feedback")).map((one) => one.outcome), ["declined"]);
      const over = (await staff.judge.get("/api/court/confirmations?view=over")).find((one) => one.state === "ruled");
      const path = `/api/disputes/${over.dispute_id}`;
      const judgment = { outcome: "void", judged_on: day(), court_number: "（2026）鄂12民终5号", words: "损害案外人利益。" };
      const faults = async (who, form) => (await who.call("POST", `${path}/judgments`, form)).body.errors.map((one) => `${one.field} ${one.code}`);
      assert.deepEqual(await faults(staff.judge, judgment), ["reason missing"]);
      judgment.reason = "outsiders_rights";
      assert.deepEqual(await faults(staff.mediator, judgment), ["court_id court_unknown"]);
      await staff.judge.post(`${path}/judgments`, judgment);
      assert.equal((await staff.mediator.get(path)).state, "terminated", "nothing is left to be performed");
      assert.deepEqual((await staff.mediator.get(`${path}/judgments`)).told.map((one) => [one.outcome, one.reason]), [["void", "outsiders_rights"]]);
      const [told] = await staff.head.get("/api/court/feedback");
      assert.equal(told.outcome, "void");
      await staff.head.post(`/api/court/feedback/${told.id}/seen`, {}, 204);
      assert.equal((await staff.leader.get("/api/court/feedback"))[0].seen_by_name, (await staff.head.get("/api/session")).account.name);
      assert.equal((await staff.leader.get("/api/court/figures")).judged_void, 1);
    });

    it("keeps its journal whole", () => {
      assert.match(server.command("verify").stdout, /^whole$/m);
    });
  });
}
