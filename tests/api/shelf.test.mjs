// What may come in and where it rests: kinds of files, a virus scanner, a bucket of an S3 server in the place of the folder.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Bucket, files_below } from "../bucket.mjs";
import { Clamd, eicar, scanner_words } from "../clamd.mjs";
import { engines, Server } from "../server.mjs";
import { a_village, registration } from "../story.mjs";

/** A dispute to which a clerk brings files. */
class Desk {
  async open(server) {
    this.server = server;
    this.clerk = await server.sign_in("clerk");
    const { id } = await this.clerk.post("/api/disputes", registration(await a_village(this.clerk)));
    this.path = `/api/disputes/${id}`;
    return this;
  }
  follow(server) {
    this.server = server;
    this.clerk.url = server.url;
  }
  begin(name, bytes) {
    return this.clerk.post(`${this.path}/uploads`, { name, kind: "evidence", size_bytes: Buffer.byteLength(bytes) });
  }
  async send(upload, bytes) {
    const reply = await fetch(`${this.clerk.url}${this.path}/uploads/${upload.id}`, {
      method: "PATCH", body: bytes,
      headers: { Cookie: this.clerk.cookie, "X-Hemu": "1", "Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream" },
    });
    return reply.status === 204 ? "" : `${reply.status} ${(await reply.json()).code}`;
  }
  /** Empty, or why it may not come in. */
  async add(name, bytes) {
    return this.send(await this.begin(name, bytes), bytes);
  }
  files() {
    return this.clerk.get(`${this.path}/attachments`);
  }
  async file(name) {
    return (await this.files()).items.find((one) => one.name === name);
  }
  content(file) {
    return fetch(`${this.clerk.url}${this.path}/attachments/${file.id}/content`, { headers: { Cookie: this.clerk.cookie } });
  }
  async text(name) {
    const reply = await this.content(await this.file(name));
    return reply.status === 200 ? reply.text() : `${reply.status} ${(await reply.json()).code}`;
  }
}

describe("kinds of files", () => {
  let server, desk;
  before(async () => {
    server = await new Server(engines[0], { disputes: 10 }).start();
    desk = await new Desk().open(server);
  });
  after(() => server?.stop());

  it("are told by their bytes, whatever they are called, and sent so that nothing in them runs", async () => {
    const both = "%PDF-1.4\n<html><script>alert(1)</script>";
    assert.equal(await desk.add("借条.html", both), "");
    const reply = await desk.content(await desk.file("借条.html"));
    assert.equal(reply.headers.get("content-type"), "application/pdf");
    assert.equal(reply.headers.get("x-content-type-options"), "nosniff");
    assert.match(reply.headers.get("content-security-policy"), /default-src 'none'.*sandbox/);
    assert.equal(await desk.add("照片.jpg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "415 file_unsupported");
    assert.equal(await desk.add("说明.txt", "#!/bin/sh\nrm -rf /\n"), "415 file_unsupported");
    assert.deepEqual((await desk.files()).uploads, []);
  });
});

for (const engine of engines) {
  describe(`the virus scanner (${scanner_words}) on ${engine}`, () => {
    const clamd = new Clamd();
    let server, desk, administrator;
    before(async () => {
      await clamd.start();
      server = await new Server(engine, { disputes: 10, settings: [`virus_scanner=${clamd.path}`] }).start();
      desk = await new Desk().open(server);
      administrator = await server.sign_in("sysadmin");
    });
    after(async () => {
      await server?.stop();
      await clamd.remove();
    });

    it("lets a clean file in and keeps nothing of another", async () => {
      assert.equal(await desk.add("收条.txt", "今收到工资三千元"), "");
      const kept = files_below(server.folder).length;
      assert.equal(await desk.add("账单.txt", eicar), "415 file_infected");
      assert.deepEqual((await desk.files()).items.map((one) => one.name), ["收条.txt"]);
      assert.deepEqual((await desk.files()).uploads, []);
      assert.equal(files_below(server.folder).length, kept);
      assert.deepEqual(server.sql("SELECT act, subject FROM audit_entry WHERE refusal = 'file_infected' AND act = 'refuse_file'"), [["refuse_file", "Hemu.Eicar.UNOFFICIAL"]]);
      const guard = await administrator.get("/api/files/guard");
      assert.deepEqual([guard.store, guard.scans, guard.fault, guard.unscanned], ["folder", true, "", 0]);
      assert.match(guard.scanner, /^ClamAV/);
      assert.deepEqual(guard.findings.map((one) => [one.virus, one.came_in]), [["Hemu.Eicar.UNOFFICIAL", false]]);
      const check = server.command("config", "check");
      assert.equal(check.status, 0, check.stdout);
    });

    it("makes files wait while it is away, and the last piece may be sent again", async () => {
      await clamd.stop();
      const upload = await desk.begin("欠条.txt", "欠款三千元");
      assert.equal(await desk.send(upload, "欠款三千元"), "503 scanner_unreachable");
      assert.match((await administrator.get("/api/files/guard")).fault, /clamd/);
      assert.match(server.command("config", "check").stdout, /virus_scanner: clamd/);
      await clamd.start();
      assert.equal(await desk.send(upload, "欠款三千元"), "");
      assert.equal(await desk.text("欠条.txt"), "欠款三千元");
    });

    it("finds later what the settings let in meanwhile, and locks it", async () => {
      await server.kill("SIGTERM");
      server.common.push("virus_scanner_down=let_in");
      await server.start();
      desk.follow(server);
      administrator.url = server.url;
      await clamd.stop();
      assert.equal(await desk.add("来信.txt", eicar), "");
      assert.equal(await desk.add("回信.txt", "收到"), "");
      assert.equal((await administrator.get("/api/files/guard")).unscanned, 2);
      await clamd.start();
      server.sql("UPDATE job SET due_at = '2020-01-01 00:00:00.000000+00' WHERE kind = 'attachments_scan'");
      for (let tries = 0; (await administrator.get("/api/files/guard")).unscanned > 0; ++tries) {
        assert.ok(tries < 100, "not scanned");
        await new Promise((done) => setTimeout(done, 200));
      }
      assert.equal(await desk.text("回信.txt"), "收到");
      assert.equal(await desk.text("来信.txt"), "409 file_locked");
      assert.deepEqual((await administrator.get("/api/files/guard")).findings.map((one) => one.came_in), [true, false]);
    });
  });
}

for (const engine of engines) {
  describe(`files in a bucket of an S3 server (s3rver behind a gate that checks signatures) on ${engine}`, () => {
    const copies = mkdtempSync(join(tmpdir(), "hemu-copies-"));
    const bucket = new Bucket();
    let server, desk, elsewhere;
    const objects = () => bucket.objects();
    const in_bucket = (...more) => [...bucket.settings, ...more];
    before(async () => {
      await bucket.start();
      server = await new Server(engine, { disputes: 10, settings: in_bucket("file_store=s3") }).start();
      desk = await new Desk().open(server);
    });
    after(async () => {
      await elsewhere?.stop();
      await server?.stop();
      await bucket.remove();
      rmSync(copies, { recursive: true, force: true });
    });

    it("are sealed before they leave, come back, and are verified", async () => {
      assert.equal(await desk.add("收条.txt", "今收到工资三千元"), "");
      assert.equal(await desk.add("副本.txt", "今收到工资三千元"), "", "the same content once more");
      assert.equal(await desk.text("收条.txt"), "今收到工资三千元");
      assert.ok(objects().length > 0 && objects().every((name) => name.includes(server.schema) && !readFileSync(name).includes("工资")));
      assert.deepEqual(readdirSync(server.folder).filter((name) => name === "attachments"), []);
      const whole = server.command("verify");
      assert.equal(whole.status, 0, whole.stdout + whole.stderr);
      assert.equal((await (await server.sign_in("sysadmin")).get("/api/files/guard")).store, "s3");
    });

    it("wait while the server is away", async () => {
      await bucket.stop();
      const upload = await desk.begin("欠条.txt", "欠款三千元");
      assert.equal(await desk.send(upload, "欠款三千元"), "503 file_store_unreachable");
      assert.equal(await desk.text("收条.txt"), "503 file_store_unreachable");
      assert.match(server.command("config", "check").stdout, /file_store: 127\.0\.0\.1/);
      await bucket.start();
      assert.equal(await desk.send(upload, "欠款三千元"), "");
      assert.equal(await desk.text("欠条.txt"), "欠款三千元");
    });

    it("are refused to a wrong secret, which is said and never shown", async () => {
      const stranger = new Server(engine, { demo: false, beside: server, settings: in_bucket("file_store=s3", "s3_secret=wrong-secret") });
      const check = stranger.command("config", "check");
      assert.equal(check.status, 1);
      assert.match(check.stdout, /file_store: 127\.0\.0\.1:\d+: status 403 SignatureDoesNotMatch/);
      assert.ok(!(check.stdout + check.stderr).includes("wrong-secret"));
      const verified = stranger.command("verify");
      assert.equal(verified.status, 1);
      assert.match(verified.stderr, /status 403/);
      assert.ok(!server.log.includes("S3RVER"));
    });

    it("are in the backup, and whole where that is restored", async () => {
      const made = server.command("backup", copies);
      assert.equal(made.status, 0, made.stderr);
      assert.match(made.stdout, /\b[1-9]\d* files of disputes copied/);
      await new Promise((done) => setTimeout(done, 1100));  // copies are named by the second
      assert.match(server.command("backup", copies).stdout, /^0 files of disputes copied/m);
      if (server.on_postgres) return;  // needs another database: commands.test.mjs
      const proof = mkdtempSync(join(tmpdir(), "hemu-proof-"));
      writeFileSync(join(proof, "master.key"), readFileSync(join(server.folder, "master.key")));
      const copy = readdirSync(copies).filter((name) => name.endsWith(".db")).sort()[0];
      const restored = new Server(engine, { demo: false, beside: server, settings: [`data_dir=${proof}`, "file_store=folder"] }).command("restore", join(copies, copy));
      assert.equal(restored.status, 0, restored.stdout + restored.stderr);
      assert.match(restored.stdout, /\nwhole/);
      rmSync(proof, { recursive: true });
    });

    it("are served by another server with a folder of its own", async () => {
      if (!server.on_postgres) return;
      const own = mkdtempSync(join(tmpdir(), "hemu-other-"));
      elsewhere = await new Server(engine, { demo: false, beside: server,
        settings: in_bucket("file_store=s3", `data_dir=${own}`, `master_key_file=${join(server.folder, "master.key")}`) }).start();
      desk.clerk.url = elsewhere.url;
      assert.equal(await desk.text("收条.txt"), "今收到工资三千元");
      desk.clerk.url = server.url;
      await elsewhere.stop();
      elsewhere = undefined;
      rmSync(own, { recursive: true });
    });

    it("move to the folder and back, in as many runs as it takes, and are proved", async () => {
      const many = objects().length;
      const first = server.command("files", "move", "--to", "folder");
      assert.equal(first.status, 0, first.stdout + first.stderr);
      assert.match(first.stdout, new RegExp(`${many} contents: ${many} copied, 0 were there, 0 taken off, 0 broken`));
      assert.match(first.stdout, /file_store = "folder"/);
      const local = files_below(join(server.folder, "attachments"));
      rmSync(local[0]);
      writeFileSync(local[1], "x");
      assert.match(server.command("files", "move", "--to", "folder").stdout, new RegExp(`: 2 copied, ${many - 2} were there`));
      assert.match(server.command("files", "move", "--to", "folder", "--take-off").stderr, /file_store does not name folder/);
      const there = new Server(engine, { demo: false, beside: server, settings: in_bucket("file_store=folder") });
      assert.match(there.command("files", "move", "--to", "folder", "--take-off").stdout, new RegExp(`${many} taken off`));
      assert.equal(objects().length, 0);
      assert.equal(there.command("verify").status, 0);
      assert.match(there.command("files", "move", "--to", "s3").stdout, new RegExp(`: ${many} copied`));
      assert.match(server.command("files", "move", "--to", "s3", "--take-off").stdout, new RegExp(`${many} were there, ${many} taken off`));
      assert.deepEqual(files_below(join(server.folder, "attachments")), []);
      assert.equal(await desk.text("收条.txt"), "今收到工资三千元");
    });

    it("that were changed in the bucket are found by their digest", async () => {
      const { digest } = await desk.file("收条.txt");
      const object = objects().find((name) => name.includes(digest));
      const sealed = readFileSync(object);
      writeFileSync(object, readFileSync(objects().find((name) => !name.includes(digest))));
      assert.equal(await desk.text("收条.txt"), "503 file_damaged");
      assert.equal(server.command("verify").status, 2);
      assert.match(server.command("files", "move", "--to", "folder").stdout, new RegExp(`BROKEN ${digest}: `));
      writeFileSync(object, sealed);
      assert.equal(server.command("verify").status, 0);
    });
  });
}
