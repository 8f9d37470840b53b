// The life of a file once its case is closed: what it lacks and why, retention, checking, review, loan, hold, disposal. After
// disposal nothing of the case can be read in the database or on the disk, and the journal is whole.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { engines, Server } from "../server.mjs";
import { a_village, add_file, day, people, registration, work_through } from "../story.mjs";

const names = ["慕容晓岚", "司徒若谷"];
const narrative = "麒麟坊三号楼漏水";
const content = "收条：独角兽家具赔偿";
/** What is looked for when the file is gone. */
const markers = [...names, narrative, "麒麟坊", "独角兽", "19900008881", "19900008882", "渗水造成损失", "双方陈述意见", "底线两千元", "当事人在外地"];

const files_below = (folder) => readdirSync(folder).flatMap((name) => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? files_below(path) : [path];
});

for (const engine of engines) {
  describe(`archive on ${engine}`, () => {
    let server, staff, supervisor, path, digest;
    before(async () => {
      server = await new Server(engine).start();
      staff = await people(server);
      supervisor = await server.sign_in("supervisor");
    });
    after(async () => {
      if (server) assert.equal(await server.stop(), 0);
    });

    const item = async (part) => (await staff.head.get(`${path}/closing`)).items.find((one) => one.part === part);

    it("tells what a file lacks all the time, and keeps why", async () => {
      const receipt = await staff.clerk.post("/api/disputes", registration(await a_village(staff.clerk), {
        narrative, parties: names.map((name, at) => ({ side: at ? "respondent" : "applicant", kind: "natural", name, phone: `1990000888${at + 1}` })),
      }));
      path = `/api/disputes/${receipt.id}`;
      let middle;
      await work_through(staff, path, (step) => (middle ??= step === "agreed" ? explained() : undefined));
      await middle;
      assert.equal((await item("identity")).explanation, "当事人在外地，约定补交");
      assert.equal((await item("session_record")).count, 1);
      const note = await staff.head.call("POST", `${path}/papers/D14/pdf`, {}, { expected: 200 });
      const words = spawnSync("pdftotext", ["-raw", "-", "-"], { input: note.bytes, encoding: "utf8" }).stdout.replace(/\s/g, "");
      assert.match(words, /身份证明当事人在外地，约定补交/);
    });
    async function explained() {
      await add_file(staff.mediator, path, "独角兽收条.txt", content);
      assert.equal((await staff.mediator.call("POST", `${path}/file_note`, { part: "application", words: "x" })).body.errors[0].code, "not_missing");
      await staff.mediator.post(`${path}/file_note`, { part: "identity", words: "当事人在外地，约定补交" });
    }

    it("proposes how long a file is kept and finds it again in the archive", async () => {
      const { archive, archives } = await staff.head.get(`${path}/closing`);
      assert.deepEqual([archive.retention, archive.proposed, archives.length], ["long", "long", 1]);
      assert.equal(archive.dispose_after_on.slice(0, 4), String(Number(day().slice(0, 4)) + 10));
      digest = archive.digest;
      const { items: [check] } = await staff.head.get(`${path}/archive_check`);
      assert.deepEqual([check.same, check.chain_whole, check.files, check.damaged], [true, true, 1, []]);
      const { items, total } = await staff.head.get(`/api/archive?q=${encodeURIComponent(archive.file_number)}`);
      assert.deepEqual([items[0].digest, total], [digest, 1]);
    });

    it("is returned by a review, repaired and accepted", async () => {
      await supervisor.post(`${path}/reviews`);
      const [review] = (await supervisor.get("/api/reviews?state=picked")).items;
      assert.ok(review.may_judge);
      const scores = review.weights;
      const judge = `/api/reviews/${review.id}/judgement`;
      await supervisor.call("POST", judge, { scores, remarks: [{ point: "complete_papers", part: "identity", page: 3, words: "独角兽一项缺身份证明" }], accepted: false }, { expected: 204 });
      const [returned] = (await staff.head.get("/api/reviews")).items;
      assert.ok(returned.may_repair && returned.repair_until_on > day());
      assert.equal((await staff.dispatcher.call("POST", `/api/reviews/${review.id}/repair`, {})).status, 403);
      await staff.head.call("POST", `/api/reviews/${review.id}/repair`, { answers: [{ id: returned.remarks[0].id, answer: "已补" }] }, { expected: 204 });
      await supervisor.call("POST", judge, { scores, remarks: [], accepted: true }, { expected: 204 });
      const [body] = (await supervisor.get("/api/review_results")).items;
      assert.deepEqual([body.reviewed, body.percent, body.returned], [1, 100, 1]);
    });

    it("is opened to another body by a loan alone, and every reading is audited", async () => {
      const [file] = (await staff.head.get(`${path}/attachments`)).items;
      assert.equal((await supervisor.call("GET", `${path}/attachments/${file.id}/content`)).body.code, "loan_needed");
      assert.equal((await staff.clerk.call("POST", `${path}/papers/D09/pdf`, {})).body.code, "loan_needed");
      const reader = await server.sign_in("mediator_medical");
      const { file_number } = (await staff.head.get("/api/archive")).items[0];
      const organisation_id = (await staff.head.get("/api/session")).post.organisation_id;
      const { id } = await reader.post("/api/loans", { organisation_id, file_number, reason: "独角兽类案参考", days: 3, parts: ["agreement", "evidence"] });
      assert.equal((await reader.call("POST", `/api/loans/${id}/reading`)).status, 404);
      await staff.head.call("POST", `/api/loans/${id}/decision`, { approved: true }, { expected: 204 });
      const lent = await reader.post(`/api/loans/${id}/reading`, undefined, 200);
      assert.deepEqual([lent.papers.map((one) => one.part), lent.files.length], [["agreement"], 1]);
      assert.equal((await reader.call("POST", `/api/loans/${id}/files/${lent.files[0].id}`, undefined, { expected: 200 })).text, content);
      assert.equal((await reader.call("GET", path)).status, 404, "a loan shows nothing else of the case");
      await reader.call("POST", `/api/loans/${id}/return`, undefined, { expected: 204 });
      assert.equal((await reader.call("POST", `/api/loans/${id}/reading`)).body.code, "loan_over");
      const acts = server.sql("SELECT act FROM audit_entry WHERE act IN ('read_loan', 'open_lent_file') AND refusal = ''").flat().sort();
      assert.deepEqual(acts, ["open_lent_file", "read_loan"]);
    });

    it("is disposed of when two approved, unless it is held, and nothing of it can be read", async () => {
      server.sql("UPDATE closing_archive SET dispose_after_on = '2026-01-01'");
      await staff.head.post(`${path}/holds`, { reason: "独角兽案诉讼中" });
      const year = Number(day().slice(0, 4));
      const first = await staff.head.post("/api/disposals", { year });
      const step = (caller, id, name, words) => caller.call("POST", `/api/disposals/${id}/${name}`, { words }, { expected: 204 });
      const executed = async () => {
        for (let tries = 0; tries < 200; ++tries) {
          const [one] = (await staff.head.get("/api/disposals")).items;
          if (one.state === "executed") return one;
          await new Promise((done) => setTimeout(done, 100));
        }
        throw new Error("the disposal is not carried out");
      };
      const approve = async (id) => {
        await step(staff.head, id, "appraisal", "无继续保存价值");
        await step(staff.head, id, "approval");
        await step(supervisor, id, "approval");
      };
      await approve(first.id);
      assert.equal((await executed()).files[0].left_out, "held");
      assert.equal((await staff.head.get(path)).parties[0].name, names[0], "what is held is untouched");
      await staff.head.post(`${path}/hold_lifted`, { reason: "诉讼已结" });

      const shelf_before = files_below(server.folder).length;
      const second = await staff.head.post("/api/disposals", { year });
      await approve(second.id);
      const done = await executed();
      assert.deepEqual([done.files[0].digest, done.files[0].left_out ?? ""], [digest, ""]);
      const paper = await staff.head.call("POST", `/api/disposals/${done.id}/certificate`, undefined, { expected: 200 });
      const words = spawnSync("pdftotext", ["-raw", "-", "-"], { input: paper.bytes, encoding: "utf8" }).stdout.replace(/\s/g, "");
      assert.ok(words.includes(done.certificate_number) && words.includes(digest.slice(0, 12)), words);

      assert.equal((await staff.head.get(`${path}/closing`)).archive.disposed_on, day());
      const gone = await staff.head.get(path);
      assert.deepEqual([gone.title, gone.narrative, ...gone.parties.map((one) => one.name)], ["", "", "", ""]);
      for (const more of ["timeline", "handling", "evaluation", "reviews", "papers", "attachments", "party_notices", "assessment", "assignment"])
        assert.ok(!markers.some((marker) => JSON.stringify(gone).includes(marker)), more), await staff.head.get(`${path}/${more}`);
      assert.equal((await staff.head.call("POST", `${path}/reopening`, { reason: "反悔" })).body.code, "file_disposed");
      assert.equal((await staff.head.get(`/api/numbers?year=${year}`)).items[0].number, done.files[0].file_number, "the register stays");
      for (let tries = 0; files_below(server.folder).length >= shelf_before && tries < 100; ++tries) await new Promise((later) => setTimeout(later, 100));
      assert.ok(files_below(server.folder).length < shelf_before, "its content left the shelf");

      assert.equal(await server.kill("SIGTERM"), 0);
      const left = engine === "sqlite" ? files_below(server.folder).map((file) => readFileSync(file).toString("utf8")).join("\n") : dump();
      assert.deepEqual(markers.filter((marker) => left.includes(marker)), []);
      const verified = server.command("verify");
      assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    });
    function dump() {
      const tables = server.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()").flat();
      return tables.flatMap((table) => server.sql(`SELECT to_jsonb(t)::text FROM ${table} t`)).join("\n");
    }
  });
}
