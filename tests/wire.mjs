// Callers below fetch: from a chosen address, over TLS with a certificate of one's own, over HTTP/2; and raw sockets.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import { join } from "node:path";
import tls from "node:tls";

/** A self-signed certificate for 127.0.0.1 in the folder: {certificate, key} are paths. */
export function make_certificate(folder) {
  const certificate = join(folder, "certificate.pem");
  const key = join(folder, "private_key.pem");
  const made = spawnSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
    "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
  { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`);
  return { certificate, key };
}

const collected = (stream) => new Promise((done, fail) => {
  let text = "";
  stream.setEncoding("utf8").on("data", (piece) => (text += piece)).once("end", () => done(text)).once("error", fail);
});

/** One request over HTTP/1.1: {status, headers, text}. from: the client's own address. ca: text of the certificate. */
export function ask(url, { method = "GET", headers = {}, body, from, ca } = {}) {
  const { request } = url.startsWith("https:") ? https : http;
  return new Promise((done, fail) => {
    const asked = request(url, { method, headers, localAddress: from, ca, agent: false, timeout: 20_000 }, async (reply) => {
      done({ status: reply.statusCode, headers: reply.headers, text: await collected(reply) });
    });
    asked.once("timeout", () => asked.destroy(new Error("no answer in time")));
    asked.once("error", fail);
    asked.end(body);
  });
}

/** A connection over HTTP/2. */
export class Http2Caller {
  constructor(url, { ca, from } = {}) {
    const { hostname, port } = new URL(url);
    this.connection = http2.connect(url, {
      createConnection: () => tls.connect({ host: hostname, port, ca, localAddress: from, ALPNProtocols: ["h2"] }),
    });
    this.failed = new Promise((_, fail) => this.connection.once("error", fail));
    this.failed.catch(() => {});
  }

  /** The stream, as soon as the head of the answer is there: {status, headers, stream}. */
  open(method, path, { headers = {}, body } = {}) {
    const stream = this.connection.request({ ":method": method, ":path": path, ...headers });
    stream.end(body);
    const opened = new Promise((done, fail) => {
      stream.once("response", (head) => done({ status: head[":status"], headers: head, stream }));
      stream.once("error", fail);
    });
    return Promise.race([opened, this.failed]);
  }

  async ask(method, path, more) {
    const { status, headers, stream } = await this.open(method, path, more);
    return { status, headers, text: await collected(stream) };
  }

  close() {
    this.connection.destroy();
  }
}

/** A plain socket that sends these bytes; `ended` tells after how many milliseconds the other side closed it. */
export function raw_client(port, bytes = "") {
  const begun = Date.now();
  const socket = net.connect(port, "127.0.0.1", () => bytes && socket.write(bytes));
  const ended = new Promise((done) => socket.once("close", () => done(Date.now() - begun)));
  socket.on("error", () => {}).resume();
  return { socket, ended };
}

/** A port that nobody listens on at this moment. */
export function free_port() {
  return new Promise((done, fail) => {
    const listener = net.createServer().once("error", fail).listen(0, "127.0.0.1", () => {
      const { port } = listener.address();
      listener.close(() => done(port));
    });
  });
}

export const nginx = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"].find(existsSync);

/** nginx with this site, in the folder; ends with stop(). */
export class Nginx {
  constructor(folder, site) {
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder}/${kind};`);
    writeFileSync(join(folder, "site.conf"), site);
    writeFileSync(join(folder, "nginx.conf"), `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr warn;
      events { worker_connections 256; }
      http { access_log off; ${temporary.join(" ")} include ${folder}/site.conf; }\n`);
    this.child = spawn(nginx, ["-e", "stderr", "-c", join(folder, "nginx.conf")], { stdio: ["ignore", "ignore", "pipe"] });
    this.log = "";
    this.child.stderr.on("data", (bytes) => (this.log += bytes));
    const notes = process.env.HEMU_TEST_SERVERS;
    const note = notes && join(notes, String(this.child.pid));
    if (note) writeFileSync(note, nginx);
    process.on("exit", () => this.child.kill("SIGKILL"));
    this.ended = new Promise((done) => this.child.once("exit", done));
    this.ended.then(() => note && rmSync(note, { force: true }));
  }

  /** Resolves when the port is open. */
  async listens_on(port) {
    for (let tries = 0; tries < 100; ++tries) {
      if (this.child.exitCode !== null) break;
      const open = await new Promise((done) => {
        const socket = net.connect(port, "127.0.0.1", () => done(true)).once("error", () => done(false));
        socket.once("close", () => {});
        setTimeout(() => socket.destroy(), 200);
      });
      if (open) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`nginx does not start: ${this.log}`);
  }

  stop() {
    this.child.kill("SIGTERM");
    return this.ended;
  }
}
