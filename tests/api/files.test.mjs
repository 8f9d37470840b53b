// Files of a case: sent in pieces as tus does, cut off by a killed server and gone on with, read back, taken out, verified.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { engines, Server } from "../server.mjs";
import { a_village, registration } from "../story.mjs";

const piece_bytes = 1024 * 1024;
const png = (size) => Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), randomBytes(size - 16)]);

for (const engine of engines) {
  describe(`files on ${engine}`, () => {
    let server, clerk, stranger, id, path;
    before(async () => {
      server = await new Server(engine, { disputes: 10 }).start();
      [clerk, stranger] = await Promise.all(["clerk", "mediator_traffic"].map((login) => server.sign_in(login)));
      ({ id } = await clerk.post("/api/disputes", registration(await a_village(clerk))));
      path = `/api/disputes/${id}`;
    });
    after(async () => {
      if (server) assert.equal(await server.stop(), 0);
    });

    const begin = (name, size_bytes, kind = "evidence") => clerk.post(`${path}/uploads`, { name, kind, size_bytes });
    /** One piece, as tus-js-client sends it. */
    const send = (caller, upload, offset, bytes, type = "application/offset+octet-stream") =>
      fetch(`${caller.url}${path}/uploads/${upload.id}`, {
        method: "PATCH", body: bytes,
        headers: { Cookie: caller.cookie, "X-Hemu": "1", "Tus-Resumable": "1.0.0", "Upload-Offset": String(offset), "Content-Type": type, "Accept-Language": "en" },
      });
    const offset_of = async (upload) => {
      const reply = await fetch(`${server.url}${path}/uploads/${upload.id}`, { method: "HEAD", headers: { Cookie: clerk.cookie, "Tus-Resumable": "1.0.0" } });
      assert.equal(reply.status, 200);
      assert.equal(reply.headers.get("upload-length"), String(upload.size_bytes));
      assert.equal(reply.headers.get("tus-resumable"), "1.0.0");
      return Number(reply.headers.get("upload-offset"));
    };
    const send_all = async (upload, bytes, from = 0) => {
      for (let at = from; at < bytes.length; at += piece_bytes) {
        const reply = await send(clerk, upload, at, bytes.subarray(at, at + piece_bytes));
        assert.equal(reply.status, 204, await reply.text());
        assert.equal(reply.headers.get("upload-offset"), String(Math.min(at + piece_bytes, bytes.length)));
      }
    };
    const content = (caller, attachment) =>
      fetch(`${caller.url}${path}/attachments/${attachment}/content`, { headers: { Cookie: caller.cookie } });
    const files = () => clerk.get(`${path}/attachments`);

    it("go on where they stood after the server was killed", async () => {
      const bytes = png(3 * piece_bytes + 77);
      const upload = await begin("现场照片.png", bytes.length, "picture");
      assert.equal((await send(clerk, upload, 0, bytes.subarray(0, piece_bytes))).status, 204);
      const cut = send(clerk, upload, piece_bytes, bytes.subarray(piece_bytes, 2 * piece_bytes)).catch(() => null);
      await server.kill("SIGKILL");
      await cut;
      await server.start();
      clerk.url = stranger.url = server.url;
      const offset = await offset_of(upload);
      assert.ok([piece_bytes, 2 * piece_bytes].includes(offset), String(offset));
      await send_all(upload, bytes, offset);
      assert.equal(await offset_of(upload), bytes.length);
      const [file] = (await files()).items;
      assert.deepEqual([file.name, file.kind, file.media_type, file.size_bytes], ["现场照片.png", "picture", "image/png", bytes.length]);
      const reply = await content(clerk, file.id);
      assert.equal(reply.headers.get("content-type"), "image/png");
      assert.match(reply.headers.get("content-disposition"), /^inline; filename\*=UTF-8''%E7%8E%B0/);
      assert.match(reply.headers.get("content-security-policy"), /sandbox/);
      assert.ok(Buffer.from(await reply.arrayBuffer()).equals(bytes));
      const [event] = (await clerk.get(`${path}/timeline`)).items;
      assert.deepEqual([event.kind, event.group, event.content.digest], ["attachment", "paper", file.digest]);
    });

    it("refuse a wrong place, too much, another form and what is no paper", async () => {
      const upload = await begin("欠条.jpg", 10);
      assert.equal((await (await send(clerk, upload, 3, "abc")).json()).code, "offset_wrong");
      assert.equal((await (await send(clerk, upload, 0, "abcdefghijk")).json()).code, "file_too_large");
      assert.equal((await (await send(clerk, upload, 0, "{}", "application/json")).json()).code, "piece_expected");
      assert.equal((await send(clerk, upload, 0, Buffer.alloc(9 * piece_bytes))).status, 413);
      const reply = await send(clerk, upload, 0, Buffer.from("MZ\0\x01\x02\x03\x04\x05\x06\x07"));
      assert.deepEqual([reply.status, (await reply.json()).code], [415, "file_unsupported"]);
      assert.deepEqual((await files()).uploads, []);
      const bad = await clerk.call("POST", `${path}/uploads`, { name: "x", kind: "evidence", size_bytes: 60 * 1024 * 1024 });
      assert.deepEqual([bad.status, bad.body.errors[0].field, bad.body.errors[0].code], [422, "size_bytes", "file_too_large"]);
    });

    it("are for those who may see the case; opening them is audited", async () => {
      const upload = await begin("身份证.png", 100, "identity");
      assert.equal((await send(stranger, upload, 0, png(100))).status, 404);
      await send_all(upload, png(100));
      const file = (await files()).items.find((one) => one.name === "身份证.png");
      assert.equal((await content(stranger, file.id)).status, 404);
      assert.equal((await content(clerk, file.id)).status, 200);
      assert.deepEqual(server.sql(`SELECT act FROM audit_entry WHERE subject = '${file.id}'`), [["open_attachment"]]);
    });

    it("are found by their names until they are taken out", async () => {
      const upload = await begin("琥珀鉴定书.png", 100);
      await send_all(upload, png(100));
      const found = async () => (await clerk.get(`/api/search?q=${encodeURIComponent("琥珀")}`)).items.map((one) => one.id);
      assert.deepEqual(await found(), [id]);
      const file = (await files()).items.find((one) => one.name === "琥珀鉴定书.png");
      await clerk.post(`${path}/attachments/${file.id}/removal`, { reason: "传错了案件" });
      assert.deepEqual(await found(), []);
    });

    it("are taken out with a reason, and missed when somebody breaks them on disk", async () => {
      const { items } = await files();
      const gone = items[0];
      await clerk.post(`${path}/attachments/${gone.id}/removal`, { reason: "传错了案件" });
      assert.equal((await content(clerk, gone.id)).status, 404);
      const last = (await files()).items.at(-1);
      assert.deepEqual([last.id, last.removal_reason], [gone.id, "传错了案件"]);
      const whole = server.command("verify");
      assert.equal(whole.status, 0, whole.stdout + whole.stderr);
      assert.match(whole.stdout, new RegExp(`files: ${items.length}\\b`));
      const shelf = join(server.folder, "attachments");
      const largest = readdirSync(shelf, { recursive: true }).map((name) => join(shelf, name)).filter((name) => statSync(name).isFile()).sort((a, b) => statSync(b).size - statSync(a).size)[0];
      writeFileSync(largest, "x");
      const broken = server.command("verify");
      assert.equal(broken.status, 2);
      assert.match(broken.stdout, /BROKEN file [0-9a-f-]{36}/);
    });
  });
}
