// The life of a file once its case is closed: what it lacks and why, retention, checking, review, loan, hold, disposal. After
// disposal nothing of the case can be read in the database or on the disk, and the journal is whole.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Gateway } from "../gateway.mjs";
import { routes_of } from "../openapi.mjs";
import { engines, Server } from "../server.mjs";
import { add_file, day, work_through } from "../story.mjs";
import { marks, parties, WholeCase } from "../whole_case.mjs";

const names = parties.map((one) => one.name);
const content = "收条：独角兽家具赔偿";
/** What is looked for when the file is gone. */
const markers = [...marks, "渗水造成损失", "双方陈述意见", "底线两千元", "当事人在外地"];

/** Answers that are repeated for a day, keys. */
const of_no_case = ["account", "idempotency_key", "exchange_key", "signing_key"];
/** A draft of a window becomes a case, or nothing. */
const elsewhere = ["intake_draft.content_sealed"];

const files_below = (folder) => readdirSync(folder).flatMap((name) => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? files_below(path) : [path];
});

for (const engine of engines) {
  describe(`archive on ${engine}`, () => {
    let server, gateway, staff, supervisor, path, digest, whole;
    before(async () => {
      gateway = await new Gateway().start();
      server = await new Server(engine, { settings: gateway.settings }).start();
      const logins = { clerk: "clerk1", dispatcher: "dispatcher1", head: "head_town1", mediator: "mediator_town1", judge: "judge1", supervisor: "supervisor" };
      staff = Object.fromEntries(await Promise.all(Object.entries(logins).map(async ([key, login]) => [key, await server.sign_in(login)])));
      ({ supervisor } = staff);
    });
    after(async () => {
      gateway?.stop();
      if (server) assert.equal(await server.stop(), 0);
    });

    /** Columns of sealed values and how many rows hold some; keys and the like are of no case. */
    function sealed() {
      const columns = server.on_postgres
        ? server.sql(`SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = '${server.schema}' AND column_name LIKE '%\\_sealed' AND data_type = 'text'`)
        : server.sql("SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name LIKE '%\\_sealed' ESCAPE '\\'");
      const counts = columns.filter(([table]) => !of_no_case.includes(table))
        .map(([table, column]) => `SELECT '${table}.${column}', count(*) FROM ${table} WHERE ${column} <> ''`);
      return server.sql(counts.join(" UNION ALL ")).map(([column, count]) => [column, Number(count)]).sort();
    }
    const item = async (part) => (await staff.head.get(`${path}/closing`)).items.find((one) => one.part === part);

    it("tells what a file lacks all the time, and keeps why", async () => {
      whole = new WholeCase(server, gateway, staff);
      await whole.apply();
      ({ path } = whole);
      await work_through(staff, path, async (step) => {
        if (step === "agreed") await explained();
        await whole.at(step);
      });
      assert.deepEqual(sealed().filter(([, count]) => count === 0).map(([column]) => column), elsewhere, "something lies in every place");
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
      assert.deepEqual([check.same, check.chain_whole, check.files, check.damaged], [true, true, 2, []]);
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
      const unsent = await staff.head.post("/api/disposals", { year });
      await approve(unsent.id);
      assert.equal((await executed()).files[0].left_out, "under_way", "the partner has not had its message");
      server.sql("UPDATE exchange_message SET state = 'delivered' WHERE state = 'waiting'");

      const there = all_there_is();
      assert.deepEqual(markers.filter((marker) => !there.includes(marker)), ["19900008881", "19900008882", "底线两千元"], "before, all but what is sealed can be read");
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
      assert.deepEqual([gone.title, gone.narrative, ...gone.parties.map((one) => one.name)], ["", "", "", "", ""]);
      const pages = routes_of(server).routes.filter((one) => one.method === "GET" && /\{dispute\}/.test(one.path) && !/\{dispute\}.*\{/.test(one.path)).map((one) => one.path.replace("{dispute}", whole.id));
      assert.ok(pages.length > 30, String(pages.length));
      const broken = [];
      for (const page of pages) {
        const reply = await staff.head.call("GET", page);
        if (reply.status >= 500) broken.push(`${page.slice(path.length)} ${server.log.split("\n").findLast((line) => line.includes(reply.body.trace_id))}`);
        assert.deepEqual(markers.filter((marker) => reply.text.includes(marker)), [], page);
      }
      assert.deepEqual(broken, []);
      const [kept] = await staff.head.get(`${path}/court_packages`);
      const { referrals: [out] } = await staff.head.get(`${path}/referrals_out`);
      for (const [method, page] of [["POST", `court_packages/${kept.id}/paper`], ["GET", `referrals_out/${out.id}/letter`]])
        assert.equal((await staff.head.call(method, `${path}/${page}`, method === "POST" ? {} : undefined)).status, 404, page);
      assert.equal((await staff.head.call("POST", `${path}/reopening`, { reason: "反悔" })).body.code, "file_disposed");
      assert.equal((await staff.head.get(`/api/numbers?year=${year}`)).items[0].number, done.files[0].file_number, "the register stays");
      for (let tries = 0; files_below(server.folder).length >= shelf_before && tries < 100; ++tries) await new Promise((later) => setTimeout(later, 100));
      assert.ok(files_below(server.folder).length < shelf_before, "its content left the shelf");

      assert.equal(await server.kill("SIGTERM"), 0);
      const left = all_there_is();
      assert.deepEqual(markers.filter((marker) => left.includes(marker)), []);
      assert.deepEqual(sealed().filter(([, count]) => count > 0), [], "nor is anything sealed of it kept");
      assert.equal(server.sql("SELECT count(*) FROM access_phone_code")[0][0], "0");
      for (const deed of ["rotate", "reseal"]) assert.equal(server.command("keys", deed).status, 0, deed);
      const verified = server.command("verify");
      assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    });
    /** What anybody finds who has the database and the disk, of PostgreSQL the rows with a marker. */
    function all_there_is() {
      if (engine === "sqlite") return files_below(server.folder).map((file) => readFileSync(file).toString("utf8")).join("\n");
      const tables = server.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()").flat();
      return server.sql(tables.map((table) => `SELECT to_jsonb(t)::text FROM ${table} t WHERE to_jsonb(t)::text ~ '${markers.join("|")}'`).join(" UNION ALL ")).flat().join("\n");
    }
  });
}
