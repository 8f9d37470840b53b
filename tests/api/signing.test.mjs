// An agreement is frozen, signed on a pad, on a phone and by password, sealed, checked and proved.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Caller, password } from "../caller.mjs";
import { engines, Server } from "../server.mjs";
import { a_village, day, people, registration, work_through } from "../story.mjs";
import { timestamp_server } from "../timestamps.mjs";

/** A hand that wrote something. */
const strokes = { width: 600, height: 200, lines: [Array.from({ length: 40 }, (_, at) => [20 + at * 12, 100 + (at % 5) * 15, at * 16]).flat()] };
const refused = (reply) => `${reply.status} ${reply.body.errors?.[0]?.code ?? reply.body.code}`;

class Agreed extends Error {}

for (const engine of engines) {
  describe(`signing on ${engine}`, () => {
    let server, staff, body, stamps;
    before(async () => {
      stamps = await timestamp_server();
      server = await new Server(engine).start();
      staff = await people(server);
      const { organisation_id } = (await staff.head.get("/api/session")).post;
      body = (await staff.head.get(`/api/organisations/${organisation_id}`)).name;
    });
    after(async () => {
      await stamps?.stop();
      if (server) assert.equal(await server.stop(), 0);
    });

    /** A written agreement that nobody has signed. */
    async function agreed(more = {}) {
      const receipt = await staff.clerk.post("/api/disputes", registration(await a_village(staff.clerk), more));
      const path = `/api/disputes/${receipt.id}`;
      const stop = (moment) => {
        if (moment === "agreed") throw new Agreed();
      };
      await work_through(staff, path, stop, more).catch((failure) => {
        if (!(failure instanceof Agreed)) throw failure;
      });
      return { path, receipt, parties: (await staff.mediator.get(path)).parties };
    }
    const start = (path, more = {}) => staff.mediator.call("POST", `${path}/papers/D09/signing`, { ends_on: day(5), in_order: false, agents: [], mediator: true, ...more });
    const current = async (path) => (await staff.mediator.get(`${path}/signings`))[0];
    const act = (caller, path, signing, position, form) =>
      caller.call("POST", `${path}/signings/${signing.id}/signers/${signing.signers[position].id}/act`, { digest_sm3: signing.digest_sm3, ...form });
    const pdf = async (path, signing) => (await staff.mediator.call("POST", `${path}/signings/${signing.id}/pdf`, {}, { expected: 200 })).bytes;

    it("takes effect by three acts on exactly one paper", async () => {
      assert.equal(server.command("keys", "body", body).status, 0);
      const { path } = await agreed();
      const began = await start(path);
      assert.equal(began.status, 201, began.text);
      assert.equal(refused(await start(path)), "409 signing_open");
      const signing = await current(path);
      assert.deepEqual(signing.signers.map((one) => [one.role, one.may_sign_now]), [["party", true], ["party", true], ["mediator", true], ["keeper", false]]);
      const frozen = await pdf(path, signing);
      assert.equal(createHash("sha256").update(frozen).digest("hex"), signing.digest_sha256);
      const words = spawnSync("pdftotext", ["-", "-"], { input: frozen, encoding: "utf8" }).stdout;
      const number = /\S*人调字〔\d{4}〕第\d{3,}号/.exec(words)?.[0];
      assert.ok(number, "what is signed bears the number of its file");

      // The text stands still, and nothing is recorded beside the paper.
      const agreement = (await staff.mediator.get(`${path}/handling`)).agreement;
      const by_hand = await staff.mediator.call("POST", `${path}/signatures`, { signer: { mediator: true }, manner: "signature", signed_on: day() });
      assert.equal(refused(by_hand), "409 signing_open");
      assert.equal(refused(await staff.head.call("POST", `${path}/seal`, { sealed_on: day() })), "409 signing_open");
      const rewritten = await staff.mediator.call("PUT", `${path}/agreement`, { form: "written", scope: "full", facts: "改", points: "改", responsibility: "改", copies: 3,
        terms: [{ kind: "apologise", text: "道歉。", manner: "当面" }] }, { version: agreement?.version ?? 1 });
      assert.ok(rewritten.status === 409 || rewritten.status === 412, rewritten.text);

      assert.equal(refused(await act(staff.mediator, path, signing, 0, { method: "strokes", strokes: { ...strokes, lines: [] } })), "422 signature_empty");
      assert.equal((await act(staff.mediator, path, signing, 0, { method: "strokes", strokes })).status, 201);
      assert.equal(refused(await act(staff.mediator, path, signing, 0, { method: "strokes", strokes })), "409 signed_already");
      assert.equal(refused(await act(staff.mediator, path, signing, 1, { method: "phone", strokes })), "422 method_not_his");

      // The other one on his own phone.
      const signer = signing.signers[1];
      const link = await staff.mediator.post(`${path}/signings/${signing.id}/signers/${signer.id}/link`, { send: true });
      assert.equal(link.sent, true);
      const [notice] = (await staff.mediator.get(`${path}/party_notices`)).notices.filter((one) => one.event === "paper_to_sign");
      assert.equal(notice.party_id, signer.party_id);
      const citizen = new Caller(server.url);
      assert.equal((await citizen.call("GET", "/api/citizen/signings")).status, 401);
      assert.equal((await citizen.call("POST", "/api/citizen/signings/entry", { code: "22222222" })).status, 404);
      await citizen.call("POST", "/api/citizen/signings/entry", { code: link.code.toLowerCase() }, { expected: 204 });
      const [own] = await citizen.get("/api/citizen/signings");
      assert.deepEqual([own.id, own.may_sign_now, own.signers, own.signed_count, own.sent_to], [signing.id, true, 4, 1, undefined]);
      assert.deepEqual((await citizen.call("GET", `/api/citizen/signings/${own.id}/pdf`)).bytes, frozen);
      assert.equal(refused(await citizen.call("POST", `/api/citizen/signings/${own.id}/code`, {})), "409 messages_not_set_up");
      const told = await staff.mediator.post(`${path}/signings/${signing.id}/signers/${signer.id}/code`, {});
      const form = { digest_sm3: own.digest_sm3, strokes, code: told.code };
      assert.equal(refused(await citizen.call("POST", `/api/citizen/signings/${own.id}/signature`, { ...form, code: told.code === "000000" ? "111111" : "000000" })), "422 phone_code_wrong");
      assert.equal(refused(await citizen.call("POST", `/api/citizen/signings/${own.id}/signature`, { ...form, digest_sm3: "0".repeat(64) })), "409 paper_changed");
      const signed = await citizen.post(`/api/citizen/signings/${own.id}/signature`, form, 200);
      assert.equal(signed[0].signer_state, "signed");

      assert.equal(refused(await act(staff.head, path, signing, 3, { method: "seal", secret: password })), "409 not_your_turn");
      assert.equal(refused(await act(staff.mediator, path, signing, 2, { method: "password", secret: "wrong" })), "422 password_wrong");
      assert.equal((await act(staff.mediator, path, signing, 2, { method: "password", secret: password })).status, 201);
      const waiting = await staff.head.get("/api/signings/waiting");
      assert.deepEqual(waiting.map((one) => [one.id, one.signer_id, one.role, one.signed_count]), [[signing.id, signing.signers[3].id, "keeper", 3]]);
      assert.equal(refused(await act(staff.mediator, path, signing, 3, { method: "seal", secret: password })), "403 seal_by_keeper");
      assert.equal((await staff.mediator.get(path)).state, "agreed", "without the seal nothing is in effect");
      const sealed = await act(staff.head, path, signing, 3, { method: "seal", secret: password });
      assert.equal(sealed.status, 201, sealed.text);

      const dispute = await staff.mediator.get(path);
      assert.deepEqual([dispute.state, dispute.effective_on], ["performing", day()]);
      const closing = await staff.mediator.get(`${path}/closing`);
      assert.deepEqual(closing.signatures.map((one) => one.manner), ["electronic", "electronic", "electronic"]);
      assert.equal(closing.seal.sealed_on, day());

      const completed = await current(path);
      assert.equal(completed.state, "completed");
      assert.equal((await staff.mediator.get(`${path}/closing`)).seal.file_number, number);
      const paper = await pdf(path, completed);
      assert.ok(paper.subarray(0, frozen.length).equals(frozen), "what was signed is the beginning of the whole");
      assert.deepEqual((await citizen.call("GET", `/api/citizen/signings/${own.id}/pdf`)).bytes, paper, "the party has it too");

      // Everybody may check it, and is told of nobody.
      const anybody = new Caller(server.url);
      const check = await anybody.call("GET", `/api/checks/${completed.check_code.toLowerCase()}`, undefined, { expected: 200 });
      assert.deepEqual([check.body.state, check.body.completed_on, check.body.body_name], ["completed", day(), body]);
      for (const word of ["林小满", "高远山", "19900001234", dispute.number, dispute.id]) assert.ok(!check.text.includes(word), word);
      const answer = async (bytes) => {
        const reply = await fetch(`${server.url}/api/checks/${completed.check_code}/file`, { method: "POST", body: bytes, headers: { "Content-Type": "application/pdf", "X-Hemu": "1" } });
        return (await reply.json()).answer;
      };
      const changed = Buffer.from(paper);
      changed[400] ^= 1;
      assert.deepEqual([await answer(paper), await answer(frozen), await answer(changed)], ["completed", "signed", "other"]);
      assert.equal(refused(await anybody.call("GET", "/api/checks/ABCD2345EFGH")), "404 check_code_unknown");

      const file = join(server.folder, "paper.pdf");
      const verify = (bytes, ...words) => (writeFileSync(file, bytes), server.command("verify", file, ...words));
      const proof = verify(paper);
      assert.equal(proof.status, 0, proof.stdout);
      for (const words of ["PAdES signature of", "SM2 signature of", "the journal holds it", "the root is this city's"]) assert.ok(proof.stdout.includes(words), proof.stdout);
      assert.equal(verify(paper, "--alone").status, 0);
      assert.equal(verify(changed, "--alone").status, 2);
      const pdfsig = spawnSync("pdfsig", ["-nocert", file === "" ? "" : (writeFileSync(file, paper), file)], { encoding: "utf8" });
      assert.ok(pdfsig.stdout.includes("Signature is Valid"), pdfsig.stdout);
      assert.equal(server.command("verify").status, 0);
    });

    it("is refused by a party with his reason, and the text may be changed again", async () => {
      const { path } = await agreed();
      assert.equal((await start(path, { in_order: true })).status, 201);
      const signing = await current(path);
      assert.deepEqual(signing.signers.map((one) => one.may_sign_now), [true, false, false, false]);
      assert.equal((await act(staff.mediator, path, signing, 0, { method: "strokes", strokes })).status, 201);
      assert.equal((await staff.mediator.get(`${path}/closing`)).signatures.length, 1);
      const link = await staff.mediator.post(`${path}/signings/${signing.id}/signers/${signing.signers[1].id}/link`, { send: false });
      const citizen = new Caller(server.url);
      await citizen.call("POST", "/api/citizen/signings/entry", { code: link.code }, { expected: 204 });
      assert.equal(refused(await citizen.call("POST", `/api/citizen/signings/${signing.id}/refusal`, { reason: " " })), "422 missing");
      await citizen.post(`/api/citizen/signings/${signing.id}/refusal`, { reason: "数额写错了" }, 200);
      const ended = await current(path);
      assert.deepEqual([ended.state, ended.reason], ["refused", "数额写错了"]);
      assert.deepEqual((await staff.mediator.get(`${path}/closing`)).signatures, [], "nobody has signed what nobody signs any more");
      assert.equal((await citizen.call("POST", "/api/citizen/signings/entry", { code: link.code })).status, 404);
      assert.equal((await start(path)).status, 201);
      const again = await current(path);
      await staff.mediator.post(`${path}/signings/${again.id}/end`, { reason: "再改一处" });
      assert.equal((await current(path)).state, "void");
    });

    it("takes ink alone where the law wants it", async () => {
      const { path, receipt } = await agreed();
      server.sql(`UPDATE dispute SET national_type = '01', local_type = '0101' WHERE id = '${receipt.id}'`);
      assert.equal((await start(path)).status, 201);
      const signing = await current(path);
      assert.equal(signing.ink_only, true);
      assert.deepEqual(signing.signers.map((one) => one.methods), [["ink"], ["ink"], ["ink"], ["ink"]]);
      assert.equal(refused(await act(staff.mediator, path, signing, 0, { method: "strokes", strokes })), "422 ink_needed");
      assert.equal(refused(await staff.mediator.call("POST", `${path}/signings/${signing.id}/signers/${signing.signers[0].id}/link`, { send: false })), "409 ink_needed");
    });

    it("is stamped where the city has a timestamp server, and waits for it", async () => {
      assert.equal(server.command("keys", "timestamp", stamps.url).status, 0);
      const { path } = await agreed();
      const form = { ends_on: day(5), in_order: false, agents: [], parties: [], mediator: false };
      const began = await staff.mediator.call("POST", `${path}/papers/D02/signing`, form);
      assert.equal(began.status, 201, began.text);
      const signing = await current(path);
      stamps.state.broken = true;
      assert.equal(refused(await act(staff.head, path, signing, 0, { method: "seal", secret: password })), "503 timestamp_missing");
      stamps.state.broken = false;
      const sealed = await act(staff.head, path, signing, 0, { method: "seal", secret: password });
      assert.equal(sealed.status, 201, sealed.text);
      const file = join(server.folder, "stamped.pdf");
      writeFileSync(file, await pdf(path, signing));
      const proof = server.command("verify", file);
      assert.equal(proof.status, 0, proof.stdout);
      assert.match(proof.stdout, /timestamp .* by Test timestamps/);
      assert.equal(server.command("keys", "timestamp", "none").status, 0);
      // Signed again, it is another version, which names this one.
      await staff.mediator.post(`${path}/papers/D02/signing`, form);
      const next = await current(path);
      assert.deepEqual([next.version, next.replaces_check_code], [2, signing.check_code]);
    });
  });
}
