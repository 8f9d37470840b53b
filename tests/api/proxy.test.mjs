// TLS: at nginx with the very file of deploy/, and at Hemu itself.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { after, before, describe, it } from "node:test";
import { password } from "../caller.mjs";
import { Server } from "../server.mjs";
import { a_village, registration } from "../story.mjs";
import { ask, free_port, Http2Caller, make_certificate, Nginx, nginx, raw_client } from "../wire.mjs";

const hsts = /^max-age=\d{8,}/;
/** Written into the log as 127.1.2.0 and 203.0.113.0: addresses lose their last part there. */
const client = "127.1.2.3";
const invented = "203.0.113.9";

const as_page = (more = {}) => ({ "content-type": "application/json", "x-hemu": "1", "sec-fetch-site": "same-origin", ...more });

let keys = 0;
const sign_in = (caller, headers = {}) =>
  caller.ask("POST", "/api/session", {
    headers: as_page({ "idempotency-key": `proxy-${++keys}-key`, ...headers }), body: JSON.stringify({ login: "clerk", password }),
  });

/** The last request of this route in the program's log. */
function logged(server, route) {
  const lines = server.log.trim().split("\n").flatMap((line) => {
    try { return [JSON.parse(line)]; } catch { return []; }
  });
  return lines.filter((line) => line.event === "request" && line.route === route).at(-1);
}

/** deploy/nginx.conf with other ports and paths; every place must be there once. */
function site_for({ hemu, plain, secure, certificate, key, log }) {
  let text = readFileSync(new URL("../../deploy/nginx.conf", import.meta.url), "utf8");
  const places = [["server 127.0.0.1:8080;", `server 127.0.0.1:${hemu};`], ["listen 80;", `listen 127.0.0.1:${plain};`],
    ["listen 443 ssl http2;", `listen 127.0.0.1:${secure} ssl http2;`], ["/etc/ssl/hemu/fullchain.pem", certificate],
    ["/etc/ssl/hemu/private_key.pem", key], ["/var/log/nginx/access.log", log]];
  for (const [written, meant] of places) {
    assert.equal(text.split(written).length, 2, written);
    text = text.replace(written, meant);
  }
  return text;
}

describe("behind nginx", { skip: nginx ? false : "nginx is not installed" }, () => {
  const folder = mkdtempSync(join(tmpdir(), "hemu-nginx-"));
  let server, proxy, url, port, plain_port, ca;
  before(async () => {
    server = await new Server("sqlite", { settings: ["trusted_proxies=127.0.0.1", "log_level=info"] }).start();
    const { certificate, key } = make_certificate(folder);
    ca = readFileSync(certificate, "utf8");
    plain_port = await free_port();
    port = await free_port();
    url = `https://127.0.0.1:${port}`;
    proxy = new Nginx(folder, site_for({ hemu: new URL(server.url).port, plain: plain_port, secure: port, certificate, key, log: join(folder, "access.log") }));
    await proxy.listens_on(port);
  });
  after(async () => {
    await proxy?.stop();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("logs no words that somebody searches for", async () => {
    const caller = new Http2Caller(url, { ca });
    try {
      await caller.ask("GET", "/api/search?q=13800001111");
      const log = readFileSync(join(folder, "access.log"), "utf8");
      assert.match(log, /"GET \/api\/search" 401/);
      assert.ok(!log.includes("1380000"));
    } finally {
      caller.close();
    }
  });

  it("speaks HTTP/2, adds HSTS, keeps cookies to TLS", async () => {
    const caller = new Http2Caller(url, { ca });
    try {
      const page = await caller.ask("GET", "/desk/");
      assert.equal(caller.connection.alpnProtocol, "h2");
      assert.equal(page.status, 200);
      assert.match(page.headers["content-type"], /text\/html/);
      assert.match(page.headers["strict-transport-security"], hsts);
      assert.match(page.headers["content-security-policy"], /default-src 'self'/);
      const session = await sign_in(caller, { origin: url });
      assert.equal(session.status, 201, session.text);
      assert.match(session.headers["set-cookie"][0], /; HttpOnly; Secure$/);
      const cookie = session.headers["set-cookie"][0].split(";")[0];
      assert.equal((await caller.ask("GET", "/api/session", { headers: { cookie } })).status, 200);
      const foreign = await sign_in(caller, { origin: "https://elsewhere.example" });
      assert.equal(JSON.parse(foreign.text).code, "cross_site");
    } finally {
      caller.close();
    }
  });

  it("sends plain requests to TLS", async () => {
    const reply = await ask(`http://127.0.0.1:${plain_port}/desk/?a=1`);
    assert.equal(reply.status, 308);
    assert.equal(reply.headers.location, "https://127.0.0.1/desk/?a=1");
  });

  it("tells Hemu the client's address, and nobody else can", async () => {
    const network_of = async (asked) => {
      assert.equal((await asked).status, 200);
      await new Promise((done) => setTimeout(done, 50));
      return logged(server, "/healthz").client_network;
    };
    const through = new Http2Caller(url, { ca, from: client });
    try {
      assert.equal(await network_of(through.ask("GET", "/healthz")), "127.1.2.0");
      const lie = { headers: { "x-forwarded-for": invented } };
      assert.equal(await network_of(through.ask("GET", "/healthz", lie)), "127.1.2.0", "through nginx");
    } finally {
      through.close();
    }
    const headers = { "x-forwarded-for": invented };
    assert.equal(await network_of(ask(`${server.url}/healthz`, { headers, from: client })), "127.1.2.0", "past nginx");
    assert.equal(await network_of(ask(`${server.url}/healthz`, { headers })), "203.0.113.0", "from where nginx is");
  });

  it("believes nobody's word about TLS but the proxy's", async () => {
    const headers = { "x-forwarded-proto": "https" };
    assert.equal((await ask(`${server.url}/healthz`, { headers, from: client })).headers["strict-transport-security"], undefined);
    assert.match((await ask(`${server.url}/healthz`, { headers })).headers["strict-transport-security"], hsts);
  });

  it("passes 8 MB and refuses more before Hemu sees it", async () => {
    const caller = new Http2Caller(url, { ca });
    const send = (bytes) => caller.ask("POST", "/api/session", { headers: as_page(), body: Buffer.alloc(bytes, 32) });
    try {
      const whole = await send(8 * 1024 * 1024);
      assert.equal(whole.status, 413);
      assert.equal(JSON.parse(whole.text).code, "body_too_large", "the answer is Hemu's, whose limit for JSON is 1 MB");
      const more = await send(8 * 1024 * 1024 + 1);
      assert.equal(more.status, 413);
      assert.match(more.headers["content-type"], /text\/html/, "the answer is nginx's");
      const long = await caller.ask("GET", "/healthz", { headers: { "x-long": "x".repeat(15_000) } });
      assert.equal(long.status, 200, "headers up to 16 KB");
    } finally {
      caller.close();
    }
  });

  it("keeps the numbers for Prometheus inside", async () => {
    assert.equal((await ask(`${url}/metrics`, { ca })).status, 404);
    assert.equal((await ask(`${server.url}/metrics`)).status, 200);
  });

  it("passes events on as they come", async (t) => {
    const caller = new Http2Caller(url, { ca });
    try {
      const cookie = (await sign_in(caller)).headers["set-cookie"][0].split(";")[0];
      const opened = await caller.open("GET", "/api/live?topics=queue", { headers: { cookie } });
      if (opened.status === 404) return t.skip("there is no live stream yet");
      assert.match(opened.headers["content-type"], /^text\/event-stream/);
      const clerk = await server.sign_in("clerk");
      const event = new Promise((done) => {
        let text = "";
        opened.stream.setEncoding("utf8").on("data", (piece) => {
          text += piece;
          const found = /^data: ?(\{.*\})$/m.exec(text);
          if (found) done(JSON.parse(found[1]));
        });
      });
      const late = new Promise((_, fail) => setTimeout(() => fail(new Error("no event within 3 s")), 3000).unref());
      const receipt = await clerk.post("/api/disputes", registration(await a_village(clerk)));
      assert.equal((await Promise.race([event, late])).dispute_id, receipt.id);
    } finally {
      caller.close();
    }
  });
});

describe("TLS of its own", () => {
  const folder = mkdtempSync(join(tmpdir(), "hemu-tls-"));
  let server, ca, port;
  before(async () => {
    const { certificate, key } = make_certificate(folder);
    ca = readFileSync(certificate, "utf8");
    server = await new Server("sqlite", { settings: [`tls_certificate=${certificate}`, `tls_key=${key}`, "network_threads=1"] }).start();
    port = Number(new URL(server.url).port);
  });
  after(async () => {
    if (server) assert.equal(await server.stop(), 0, "SIGTERM ends it cleanly");
    rmSync(folder, { recursive: true, force: true });
  });

  /** The protocol agreed on, or the error. */
  const handshake = (version) => new Promise((done) => {
    const socket = tls.connect({ host: "127.0.0.1", port, ca, minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" },
      () => done(socket.getProtocol()) ?? socket.destroy());
    socket.once("error", (error) => done(error.code));
  });

  it("speaks TLS 1.2 and 1.3 only", async () => {
    assert.equal(await handshake("TLSv1.3"), "TLSv1.3");
    assert.equal(await handshake("TLSv1.2"), "TLSv1.2");
    for (const old of ["TLSv1.1", "TLSv1"]) assert.match(await handshake(old), /PROTOCOL_VERSION/);
  });

  it("adds HSTS and keeps cookies to TLS", async () => {
    const reply = await ask(`${server.url}/api/session`, { method: "POST", ca, headers: as_page({ "idempotency-key": "tls-own-key" }),
      body: JSON.stringify({ login: "clerk", password }) });
    assert.equal(reply.status, 201, reply.text);
    assert.match(reply.headers["strict-transport-security"], hsts);
    assert.match(reply.headers["set-cookie"][0], /; HttpOnly; Secure$/);
    const page = await ask(`${server.url}/desk/`, { ca });
    assert.match(page.headers["strict-transport-security"], hsts);
    assert.ok(page.text.includes("<html"), "a page arrives whole");
  });

  it("is not held up by clients that are silent, slow, plain or gone", async () => {
    const hello = Buffer.from("16030100f8010000f40303", "hex");
    const silent = Array.from({ length: 20 }, () => raw_client(port));
    const slow = Array.from({ length: 20 }, () => raw_client(port, hello));
    const dripping = slow.map(({ socket }) => setInterval(() => socket.write(Buffer.from([0])), 500));
    const plain = Array.from({ length: 20 }, () => raw_client(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    const gone = Array.from({ length: 20 }, () => raw_client(port, hello));
    gone.forEach(({ socket }) => socket.once("connect", () => socket.resetAndDestroy()));
    try {
      for (let round = 0; round < 20; ++round) {
        const begun = Date.now();
        assert.equal((await ask(`${server.url}/healthz`, { ca })).status, 200);
        assert.ok(Date.now() - begun < 2000, `answered after ${Date.now() - begun} ms`);
      }
      for (const { ended } of plain) assert.ok((await ended) < 3000, "a plain request is turned away at once");
      for (const { ended } of [...silent, ...slow]) {
        const after_ms = await ended;
        assert.ok(after_ms > 8000 && after_ms < 14_000, `closed after ${after_ms} ms, the time a header may take`);
      }
    } finally {
      dripping.forEach(clearInterval);
      [...silent, ...slow, ...plain, ...gone].forEach(({ socket }) => socket.destroy());
    }
  });

  it("does not start without its certificate", () => {
    const without = new Server("sqlite", { settings: ["tls_certificate=/nowhere.pem", "tls_key=/nowhere.key"] });
    const started = without.command("serve", "--port", "0");
    without.remove();
    assert.equal(started.status, 1);
    assert.match(started.stderr, /certificate \/nowhere\.pem: No such file/);
  });
});
