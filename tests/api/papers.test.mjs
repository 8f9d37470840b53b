// Papers of a case: their own numbers without gaps, void ones kept, letters of advice, templates of the city.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { engines, Server } from "../server.mjs";
import { a_village, checks, day, grading, people, registration } from "../story.mjs";

const words_of = (bytes) => spawnSync("pdftotext", ["-raw", "-", "-"], { input: bytes, encoding: "utf8" }).stdout.replace(/\s/g, "");
const year = day().slice(0, 4);
const office = spawnSync("soffice", ["--version"]).status === 0 ? false : "LibreOffice is not installed";

/** What LibreOffice makes of a document of Word. */
function as_pdf(docx) {
  const folder = mkdtempSync(join(tmpdir(), "hemu-docx-"));
  try {
    writeFileSync(join(folder, "paper.docx"), docx);
    const { status, stderr } = spawnSync("soffice", [`-env:UserInstallation=file://${folder}/profile`, "--headless", "--convert-to", "pdf", "--outdir", folder, join(folder, "paper.docx")], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return readFileSync(join(folder, "paper.pdf"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const engine of engines) {
  describe(`papers on ${engine}`, () => {
    let server, staff, village;
    before(async () => {
      server = await new Server(engine).start();
      staff = await people(server);
      village = await a_village(staff.clerk);
    });
    after(async () => {
      if (server) assert.equal(await server.stop(), 0);
    });

    async function accepted() {
      const { clerk, dispatcher, head } = staff;
      const path = `/api/disputes/${(await clerk.post("/api/disputes", registration(village, { narrative: crypto.randomUUID() }))).id}`;
      await dispatcher.post(`${path}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
      await dispatcher.post(`${path}/offers`, { organisation_id: (await head.get("/api/session")).post.organisation_id });
      await head.post(`${path}/takeover`, {});
      return path;
    }
    const print = (caller, path, code, about) => caller.call("POST", `${path}/papers/${code}/pdf`, { about }, { expected: 200 });
    const number_in = (bytes) => /[^\s（）]+调受字〔\d+〕第\d+号/.exec(words_of(bytes))?.[0].replace(/^.*书/, "");

    it("give a paper one number, the same bytes again, and another one when it was made void", async () => {
      const path = await accepted();
      const strange = await print(staff.dispatcher, path, "D18");
      assert.equal(number_in(strange.bytes), undefined, "only the body whose seal it bears gives a number");
      const first = await print(staff.head, path, "D18");
      const again = await print(staff.head, path, "D18");
      assert.ok(Buffer.compare(Buffer.from(first.bytes), Buffer.from(again.bytes)) === 0, "same facts, same bytes");
      const number = number_in(first.bytes);
      const of_series = () => staff.head.get(`/api/numbers?series=${encodeURIComponent("受")}`);
      const [line] = (await of_series()).items;
      assert.equal(line.number, number);
      assert.equal(line.serial, 1);
      const void_path = `/api/numbers/${line.id}/void`;
      assert.equal((await staff.mediator.call("POST", void_path, { reason: "x" })).status, 403);
      assert.equal((await staff.head.call("POST", void_path, { reason: " " })).body.errors[0].field, "reason");
      await staff.head.call("POST", void_path, { reason: "日期写错" }, { expected: 204 });
      assert.equal((await staff.head.call("POST", void_path, { reason: "再来" })).body.code, "number_is_void");
      const fresh = number_in((await print(staff.head, path, "D18")).bytes);
      assert.notEqual(fresh, number);
      const of_nothing = await staff.head.call("POST", `${path}/papers/D18/pdf`, { about: "other" });
      assert.equal(of_nothing.body.code, "paper_not_found", "a paper of the whole case is of nothing in it");
      const kept = await of_series();
      assert.deepEqual(kept.items.map((one) => [one.serial, one.void_reason ?? ""]), [[2, ""], [1, "日期写错"]]);
      assert.deepEqual([kept.void_count, kept.gaps], [1, 0]);
      const { items } = await staff.head.get(`${path}/timeline`);
      assert.equal(items.find((one) => one.kind === "number_void").content.void_number, number);
    });

    it("go on in Word: the same words, numbers and tables, which LibreOffice opens", { skip: office }, async () => {
      const path = await accepted();
      const [handing] = (await staff.head.get(`${path}/papers`)).filter(({ code }) => code === "D24");
      const made = await staff.head.call("POST", `${path}/papers/D24/docx`, { about: handing.about }, { expected: 200 });
      assert.equal(made.headers.get("content-type"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
      const foot = new RegExp(`${(await staff.head.get(path)).number}第\\d页共\\d页`, "g");
      const opened = words_of(as_pdf(made.bytes)).replace(foot, "");
      const printed = words_of((await print(staff.head, path, "D24", handing.about)).bytes).replace(foot, "");
      for (const words of printed.split(/[。，：；（）—]/).filter((one) => one.length > 6)) assert.ok(opened.includes(words), `${words} in ${opened}`);
    });

    it("let a body write its numbers its own way from then on", async () => {
      const patterns = await staff.head.get("/api/number_patterns");
      const form = { file_pattern: patterns.file_pattern, paper_pattern: "{abbreviation}{field}调{series}字〔{year}〕第{serial}号", field_word: "物" };
      assert.equal((await staff.mediator.call("PUT", "/api/number_patterns", form, { version: patterns.version })).status, 403);
      const wrong = await staff.head.call("PUT", "/api/number_patterns", { ...form, file_pattern: "人调{year}" }, { version: patterns.version });
      assert.deepEqual(wrong.body.errors.map(({ field, code }) => `${field} ${code}`), ["file_pattern serial_needed"]);
      const changed = await staff.head.call("PUT", "/api/number_patterns", form, { version: patterns.version, expected: 200 });
      assert.equal(changed.body.paper_example, `${patterns.abbreviation}物调移字〔${year}〕第001号`);
      assert.equal((await staff.head.call("PUT", "/api/number_patterns", form, { version: patterns.version })).body.code, "version_outdated");
      const path = await accepted();
      assert.equal(number_in((await print(staff.head, path, "D18")).bytes), `${patterns.abbreviation}物调受字〔${year}〕第003号`);
    });

    it("advise others, as a letter with a number and a day for the reply", async () => {
      const path = await accepted();
      const wrong = await staff.head.call("POST", `${path}/advice`, { addressee: "", problem: "多户渗漏", advice: " " });
      assert.deepEqual(wrong.body.errors.map(({ field }) => field), ["addressee", "advice"]);
      await staff.head.post(`${path}/advice`, { addressee: "桂花社区居民委员会", problem: "同一小区多户渗漏。", advice: "建议统一检修。" });
      const letter = (await staff.head.get(`${path}/papers`)).find((paper) => paper.code === "D23");
      assert.equal(letter.what, "桂花社区居民委员会");
      const words = words_of((await print(staff.head, path, "D23", letter.about)).bytes);
      for (const part of ["桂花社区居民委员会：", "同一小区多户渗漏。", "建议统一检修。", "物调建字"]) assert.ok(words.includes(part), part);
    });

    it("follow the city's template from its day on, and refuse a bad one naming the line", async () => {
      const keeper = await server.sign_in("sysadmin");
      assert.equal((await staff.head.call("GET", "/api/paper_templates")).status, 403);
      const view = await keeper.get("/api/paper_templates/D22");
      assert.equal(view.valid_version, 0);
      const form = { title: view.program.title, law: view.program.law, lines: view.program.lines, based_on: 0 };
      const at = "/api/paper_templates/D22";
      const bad = { ...form, lines: `${form.lines}\n正文{nobody}\n= 没有竖线` };
      const lines = form.lines.split("\n").length;
      const trial = await keeper.post(`${at}/trial`, { ...bad, data: "usual", page: 1 }, 200);
      assert.deepEqual(trial.faults, [{ line: lines + 1, code: "unknown_name", what: "nobody" }, { line: lines + 2, code: "missing", what: "|" }]);
      assert.equal(trial.picture, "");
      const refused = await keeper.call("POST", at, bad);
      assert.deepEqual(refused.body.errors.map(({ field, code }) => `${field} ${code}`), [`lines[${lines + 1}] unknown_name`, `lines[${lines + 2}] missing`]);
      for (const data of ["empty", "usual", "extreme"]) {
        const shown = await keeper.post(`${at}/trial`, { ...form, data, page: 1 }, 200);
        assert.ok(Buffer.from(shown.picture, "base64").subarray(1, 4).toString() === "PNG" && shown.pages >= 1, data);
      }
      const path = await accepted();
      const { number } = await staff.head.get(path);
      const of_case = { ...form, data: "dispute", dispute_number: number, page: 1 };
      assert.equal((await keeper.call("POST", `${at}/trial`, of_case)).status, 404, "administrators read no case");
      assert.ok((await staff.dispatcher.post(`${at}/trial`, of_case, 200)).picture);

      const mine = { ...form, title: "无争议事实记载（市版）", lines: form.lines.replace("# 无争议事实记载", "# 无争议事实记载（市版）") };
      assert.equal((await keeper.call("POST", at, { ...mine, valid_from_on: day(-1) })).body.errors[0].code, "in_the_past");
      await keeper.post(at, { ...mine, valid_from_on: day(1) });
      const title = async () => (await staff.head.get(`${path}/papers`)).find((paper) => paper.code === "D22").title;
      assert.equal(await title(), "无争议事实记载", "tomorrow's is not valid yet");
      assert.equal((await keeper.call("POST", at, mine)).body.code, "version_outdated");
      await keeper.post(at, { ...mine, based_on: 1 });
      assert.equal(await title(), "无争议事实记载（市版）");
      const after_all = await keeper.get(at);
      assert.deepEqual(after_all.versions.map((one) => one.version), [2, 1]);
      assert.equal(after_all.valid_version, 2);
      assert.equal((await keeper.get("/api/paper_templates")).find((one) => one.code === "D22").own, true);
    });
  });
}
