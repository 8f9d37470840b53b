// The whole file of a case as one PDF: its order, its page numbers, what cannot be bound, and what it leaves out.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { deflateSync } from "node:zlib";
import { engines, sanitized, Server } from "../server.mjs";
import { a_village, add_file, people, registration, work_through } from "../story.mjs";
import { unzip } from "../zip.mjs";

const words_on = (bytes, first, last = first) => spawnSync("pdftotext", ["-raw", "-f", String(first), "-l", String(last), "-", "-"], { input: bytes, encoding: "utf8" }).stdout.replace(/\s/g, "");

/** What a scanner makes: a PDF of one JPEG a page. */
function scanned(pictures) {
  const parts = ["%PDF-1.4\n"];
  const places = [];
  const put = (head, bytes) => {
    places.push(Buffer.concat(parts.map((part) => Buffer.from(part))).length);
    parts.push(`${places.length} 0 obj\n${head}\n`, ...(bytes ? ["stream\n", bytes, "\nendstream\n"] : []), "endobj\n");
  };
  put("<< /Type /Catalog /Pages 2 0 R >>");
  put(`<< /Type /Pages /Count ${pictures.length} /Kids [${pictures.map((_, at) => `${3 + at * 3} 0 R`).join(" ")}] >>`);
  pictures.forEach(({ bytes, width, height }, at) => {
    const number = 3 + at * 3;
    put(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${number + 1} 0 R /Resources << /XObject << /I ${number + 2} 0 R >> >> >>`);
    put("<< /Length 26 >>", Buffer.from("595 0 0 842 0 0 cm /I Do  "));
    put(`<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${bytes.length} >>`, bytes);
  });
  const table = Buffer.concat(parts.map((part) => Buffer.from(part))).length;
  parts.push(`xref\n0 ${places.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("")}`,
    `trailer << /Size ${places.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

/** A PDF of a few kilobytes whose page is half a gigabyte of blanks, packed twice, in an object stream. */
function bomb() {
  const packed = deflateSync(deflateSync(Buffer.alloc(512 * 2 ** 20, " "), { level: 1 }), { level: 9 });
  const objects = Buffer.concat([Buffer.from(`2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode] /Length ${packed.length} >>\nstream\n`),
    packed, Buffer.from("\nendstream\nendobj\n")]);
  const head = Buffer.from("%PDF-1.7\n");
  const row = (kind, place, last) => [kind, place >> 16, (place >> 8) & 255, place & 255, last];
  const table = head.length + objects.length;
  const rows = Buffer.from([row(0, 0, 0), row(2, 2, 0), row(1, head.length, 0), row(1, table, 0)].flat());
  return Buffer.concat([head, objects, Buffer.from(`3 0 obj\n<< /Type /XRef /Size 4 /W [1 3 1] /Root 1 0 R /Length ${rows.length} >>\nstream\n`), rows,
    Buffer.from(`\nendstream\nendobj\nstartxref\n${table}\n%%EOF\n`)]);
}

/** A frame of MPEG audio, and silence. */
const recording = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(2000)]);

/** The pages of a paper as a scanner at 150 dots an inch sees them. */
function pages_of(bytes, folder) {
  writeFileSync(join(folder, "paper.pdf"), bytes);
  spawnSync("pdftoppm", ["-r", "150", "-jpeg", join(folder, "paper.pdf"), join(folder, "page")]);
  const names = readdirSync(folder).filter((name) => /^page.*jpg$/.test(name)).sort();
  return names.map((name) => {
    const bytes = readFileSync(join(folder, name));
    rmSync(join(folder, name));
    return { bytes, width: 1240, height: 1754 };
  });
}

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
      await add_file(staff.mediator, path, "录音.mp3", recording);
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

    it("is a package too, with contents for programs and a digest of every file", async () => {
      const reply = await staff.mediator.call("GET", `${path}/bundle/package`, undefined, { expected: 200 });
      const entries = unzip(reply.bytes);
      const entry = (name) => entries.find((one) => one.path === name).content;
      const sm3 = (bytes) => spawnSync("openssl", ["dgst", "-sm3", "-r"], { input: bytes, encoding: "utf8" }).stdout.split(" ")[0];
      const manifest = JSON.parse(entry("manifest.json"));
      assert.equal(manifest.format, "hemu-exchange/1");
      for (const one of manifest.files) assert.equal(sm3(entry(one.path)), one.digest, one.path);
      const message = JSON.parse(entry("message.json"));
      const contents = await staff.mediator.get(`${path}/bundle`);
      assert.deepEqual(message.files.map((one) => [one.title, one.first_page, one.pages]), contents.lines.map((one) => [one.title, one.first_page, one.pages]));
      assert.ok(entry("卷宗.pdf").equals(await bundle(staff.mediator)));
      const sound = message.files.find((one) => one.title === "录音.mp3");
      assert.ok(entry(sound.path).equals(recording), "what cannot be bound lies beside");
    });

    const scan = async (caller, at, bytes, type = "application/pdf") => {
      const reply = await fetch(`${server.url}${at}`, { method: "POST", body: bytes,
        headers: { Cookie: caller.cookie, "X-Hemu": "1", "Content-Type": type, "Idempotency-Key": crypto.randomUUID() } });
      return { status: reply.status, body: await reply.json() };
    };
    const printed = async (code, about) => (await staff.mediator.call("POST", `${path}/papers/${code}/pdf`, { about }, { expected: 200 })).bytes;

    it("takes back what was signed by hand and scanned", async () => {
      const number = (await staff.mediator.get(path)).number;
      const record = (await staff.mediator.get(`${path}/papers`)).find((one) => one.code === "D08");
      const application = pages_of(await printed("D01"), server.folder);
      const sheets = pages_of(await printed("D08", record.about), server.folder);
      const blank = pages_of((await bundle(staff.mediator)), server.folder).slice(0, 1);
      const pile = scanned([...blank, ...application, ...blank, ...sheets]);
      const strange = await scan(await server.sign_in("head_traffic"), "/api/scans", pile);
      assert.deepEqual([strange.status, strange.body.filed], [201, []]);
      assert.deepEqual(strange.body.unfiled.map((one) => one.why), ["no_code", "unknown_code", "unknown_code"]);
      const { body } = await scan(staff.mediator, "/api/scans", pile);
      assert.deepEqual(body.filed.map((one) => [one.number, one.paper.slice(0, 6), one.pages]), [[number, "人民调解申请", [2, 3]], [number, "人民调解记录", sheets.map((_, at) => 4 + at)]]);
      assert.deepEqual(body.unfiled, [{ why: "no_code", pages: [1] }]);
      const photo = await scan(staff.clerk, "/api/scans", application[0].bytes, "image/jpeg");
      assert.equal(photo.body.filed.length, 1, JSON.stringify(photo.body));

      const lines = (await staff.mediator.get(`${path}/bundle`)).lines;
      assert.deepEqual(lines.filter((line) => line.code === "D01").map((line) => [line.section, line.origin]), [[1, "ink"], [1, "ink"]]);
      assert.deepEqual(lines.filter((line) => line.code === "D08").map((line) => [line.section, line.origin, line.pages]), [[7, "ink", sheets.length]]);
      const files = (await staff.mediator.get(`${path}/attachments`)).items.filter((one) => one.kind === "record");
      assert.equal(files.length, 3);

      const by_hand = `${path}/papers/D09/scans`;
      assert.equal((await scan(staff.mediator, by_hand, Buffer.from("no scan"))).body.code, "file_unsupported");
      assert.equal((await scan(staff.mediator, `${path}/papers/D77/scans`, blank[0].bytes, "image/jpeg")).body.code, "paper_not_found");
      assert.equal((await scan(staff.mediator, by_hand, blank[0].bytes, "image/jpeg")).status, 201);
      assert.deepEqual((await staff.mediator.get(`${path}/bundle`)).lines.filter((line) => line.code === "D09").map((line) => line.origin), ["ink"]);
    });

    it("has the contents of the bound file, whatever is wrong with files of others", async () => {
      const [photo] = pages_of(await printed("D01"), server.folder);
      await add_file(staff.mediator, path, "照片1.jpg", photo.bytes);
      await add_file(staff.mediator, path, "照片2.jpg", photo.bytes.subarray(0, photo.bytes.length / 2));
      await add_file(staff.mediator, path, "照片3.jpg", photo.bytes);
      // A sanitized program reads it in itself, without limits.
      const packed = sanitized ? Buffer.from("%PDF-1.7\n1 0 obj\n") : bomb();
      assert.ok(packed.length < 20_000, `${packed.length} bytes`);
      const heavy = await add_file(staff.mediator, path, "压缩.pdf", packed);
      const contents = await staff.mediator.get(`${path}/bundle`);
      const brought = contents.lines.filter((line) => /^照片|^压缩/.test(line.title));
      assert.deepEqual(brought.map((line) => [line.title, line.gap, line.pages]),
        [["照片1.jpg", undefined, 1], ["照片2.jpg", "broken", 1], ["照片3.jpg", undefined, 1], ["压缩.pdf", sanitized ? "broken" : "too_long", 1]]);
      const entries = unzip((await staff.mediator.call("GET", `${path}/bundle/package`, undefined, { expected: 200 })).bytes);
      const message = JSON.parse(entries.find((one) => one.path === "message.json").content);
      const of = ({ title, first_page, pages, gap }) => ({ title, first_page, pages, gap });
      assert.deepEqual(contents.lines.map(of), message.files.map(of));
      assert.deepEqual(await staff.mediator.get(`${path}/bundle`), contents, "and so it stays once the files are known");
      assert.equal((await staff.mediator.call("GET", `${path}/attachments/${heavy}/thumbnail`)).body.code, "no_picture");
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
