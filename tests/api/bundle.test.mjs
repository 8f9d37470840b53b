// The whole file of a case as one PDF: its order, its page numbers, what cannot be bound, and what it leaves out.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { engines, Server } from "../server.mjs";
import { a_village, add_file, people, registration, work_through } from "../story.mjs";

const words_on = (bytes, first, last = first) => spawnSync("pdftotext", ["-raw", "-f", String(first), "-l", String(last), "-", "-"], { input: bytes, encoding: "utf8" }).stdout.replace(/\s/g, "");

for (const engine of engines) {
  describe(`bundle on ${engine}`, () => {
    let server, staff, path;
    before(async () => {
      server = await new Server(engine).start();
      staff = await people(server);
      path = `/api/disputes/${(await staff.clerk.post("/api/disputes", registration(await a_village(staff.clerk)))).id}`;
      const begun = new Error("agreed");
      await work_through(staff, path, (moment) => {
        if (moment === "agreed") throw begun;
      }).catch((failure) => assert.equal(failure, begun));
      await add_file(staff.mediator, path, "聊天记录.txt", "你家漏水了\n马上来看");
      await add_file(staff.mediator, path, "坏文件.pdf", "%PDF-1.7 nothing of a paper");
      await add_file(staff.mediator, path, "录音.mp3", "ID3 no sound");
    });
    after(async () => {
      if (server) assert.equal(await server.stop(), 0);
    });
    const bundle = async (caller) => (await caller.call("GET", `${path}/bundle/pdf`, undefined, { expected: 200 })).bytes;

    it("holds the papers in the ministry's order, on the pages that its contents name", async () => {
      const contents = await staff.mediator.get(`${path}/bundle`);
      const sections = contents.lines.map((line) => line.section);
      assert.deepEqual(sections, [...sections].sort((one, other) => one - other));
      assert.deepEqual(contents.lines.map((line) => line.code).filter(Boolean), ["D01", "D03", "D03", "D07", "D08", "D09", "D14"]);
      assert.deepEqual(contents.lines.filter((line) => !line.code).map((line) => [line.title, line.origin, line.gap]),
        [["聊天记录.txt", "file", undefined], ["坏文件.pdf", "file", "broken"], ["录音.mp3", "file", "no_pages"]]);
      contents.lines.reduce((next, line) => {
        assert.equal(line.first_page, next, line.title);
        return next + line.pages;
      }, 1);
      const bytes = await bundle(staff.mediator);
      const listed = words_on(bytes, 2);
      for (const line of contents.lines) {
        assert.ok(words_on(bytes, line.first_page + 2).includes(line.code ? line.title.replace(/（.*/, "").replace(/\s/g, "") : line.gap ? "证据材料" : "你家漏水了"), line.title);
        assert.ok(listed.includes(line.title.slice(0, 6)), `the contents name ${line.title}`);
      }
      assert.ok(words_on(bytes, 1).includes("人民调解卷宗"));
      assert.ok(words_on(bytes, contents.pages + 3).includes(`1册${contents.pages}页`));
    });

    it("is a sound PDF, the same twice, with bookmarks", async () => {
      const [bytes, again] = [await bundle(staff.mediator), await bundle(staff.mediator)];
      assert.ok(bytes.equals(again), "the same case gives the same bytes");
      const file = join(server.folder, "bundle.pdf");
      writeFileSync(file, bytes);
      const qpdf = (...words) => spawnSync("qpdf", [...words, file], { encoding: "utf8" });
      const check = qpdf("--check");
      assert.equal(check.status, 0, check.stdout + check.stderr);
      const titles = JSON.parse(qpdf("--json", "--json-key=outlines").stdout).outlines.map((mark) => [mark.title, mark.kids.length]);
      assert.deepEqual(titles, [["卷宗封面", 0], ["卷内目录", 0], ["申请书或受理登记表", 1], ["权利义务告知书", 2], ["证据材料", 4], ["调解记录", 1], ["调解协议书", 1], ["卷宗情况说明", 1], ["卷宗封底", 0]]);
    });

    it("is for whoever works on the case, keeps separate talks out, and is audited", async () => {
      const all = words_on(await bundle(staff.mediator), 1, 99);
      assert.ok(!all.includes("底线两千元"), "notes of separate talks are in nobody's file");
      assert.equal((await (await server.sign_in("judge")).call("GET", `${path}/bundle/pdf`)).status, 403);
      assert.equal((await (await server.sign_in("head_traffic")).call("GET", `${path}/bundle`)).status, 404);
      const audit = (await (await server.sign_in("auditadmin")).call("GET", "/api/audit?kind=unmasking&limit=200", undefined, { expected: 200 })).text;
      for (const what of ["bundle", "open_attachment"]) assert.ok(audit.includes(what), what);
    });

    it("shows single papers in the browser", async () => {
      const [paper] = (await staff.mediator.get(`${path}/papers`)).filter((one) => one.code === "D08");
      const reply = await staff.mediator.call("GET", `${path}/papers/D08/pdf?about=${encodeURIComponent(paper.about)}`, undefined, { expected: 200 });
      assert.equal(reply.headers.get("content-type"), "application/pdf");
      assert.match(reply.headers.get("content-disposition"), /^inline; filename\*=UTF-8''/);
      assert.match(reply.headers.get("content-security-policy"), /object-src 'self'/);
      assert.ok(words_on(reply.bytes, 1).includes("双方陈述意见"));
      assert.equal((await staff.mediator.call("GET", `${path}/papers/D08/pdf`)).status, 404);
    });
  });
}
