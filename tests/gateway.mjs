// Servers on loopback that messages go to. A gateway for text messages and WeChat: takes messages, may fail or be slow, and
// reports what became of them. A mail server that speaks TLS, with certificates made for the test.
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as create_plain_server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as create_tls_server, TLSSocket } from "node:tls";

export const report_secret = "report-secret-of-the-test";

export class Gateway {
  constructor() {
    /** Every request: {key, phone or openid, words, header}. */
    this.asked = [];
    /** Of messages that were taken, the first with each key: what a phone shows. */
    this.delivered = new Map();
    this.fail_with = 0;
    this.delay_ms = 0;
  }

  async start() {
    this.server = createServer(async (request, response) => {
      let text = "";
      for await (const bytes of request) text += bytes;
      const message = { ...JSON.parse(text), header: request.headers["x-key"], idempotency: request.headers["idempotency-key"] };
      this.asked.push(message);
      const status = this.fail_with || 200;
      if (status === 200 && !this.delivered.has(message.key)) this.delivered.set(message.key, message);
      if (this.delay_ms) await new Promise((done) => setTimeout(done, this.delay_ms));
      response.writeHead(status).end("{}");
    });
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.url = `http://127.0.0.1:${this.server.address().port}/send`;
    return this;
  }

  /** How the program is told of it. */
  get settings() {
    return [`message_gateway_url=${this.url}`, "message_gateway_headers=X-Key: gateway-key", `gateway_report_secret=${report_secret}`,
      "public_url=https://hemu.example"];
  }

  /** The same for WeChat, in the words of another gateway. */
  get wechat_settings() {
    return [`wechat_gateway_url=${this.url}`, 'wechat_gateway_body={"openid":"{openid}","template":"progress","words":"{words}","key":"{key}"}'];
  }

  /** Says what became of a message, as gateways do: without a session. */
  async report(server_url, key, state, secret = report_secret) {
    const reply = await fetch(`${server_url}/api/notices/reports`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${secret}` },
      body: JSON.stringify({ key, state }),
    });
    return reply.status;
  }

  stop() {
    this.server.closeAllConnections?.();
    this.server.close();
  }
}

/** Certificates that sign themselves, in a folder of their own. */
export class Certificates {
  folder = mkdtempSync(join(tmpdir(), "hemu-certificates-"));

  /** For these names: {key, cert, file}. */
  make(name, names) {
    const file = join(this.folder, `${name}.pem`);
    const key_file = join(this.folder, `${name}_key.pem`);
    const made = spawnSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-keyout", key_file, "-out", file, "-subj", `/CN=${name}`, "-addext", `subjectAltName=${names}`], { encoding: "utf8" });
    if (made.status !== 0) throw new Error(made.stderr);
    return { key: readFileSync(key_file, "utf8"), cert: readFileSync(file, "utf8"), file };
  }

  /** A file with these certificates, for whoever is to believe them. */
  believe(name, certificates) {
    const file = join(this.folder, `${name}.pem`);
    writeFileSync(file, certificates.map((one) => one.cert).join(""));
    return file;
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** at_once: TLS from the first byte; else after STARTTLS, without which it takes neither passwords nor mails. */
export class MailServer {
  constructor(certificate, at_once) {
    this.certificate = certificate;
    this.at_once = at_once;
    /** What was taken: {from, to, content}. */
    this.mails = [];
    /** Every password that was shown: {login, secure}. */
    this.logins = [];
  }

  async start() {
    this.server = this.at_once
      ? create_tls_server(this.certificate, (socket) => this.#greet(socket, true))
      : create_plain_server((socket) => this.#greet(socket, false));
    this.server.on("tlsClientError", () => {});
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.url = `${this.at_once ? "smtps" : "smtp"}://localhost:${this.server.address().port}`;
    return this;
  }

  /** From now on it shows this certificate. */
  show(certificate) {
    this.certificate = certificate;
    if (this.at_once) this.server.setSecureContext(certificate);
  }

  #greet(socket, secure) {
    socket.write("220 here\r\n");
    this.#listen(socket, secure);
  }

  #listen(socket, secure) {
    const mail = {};
    let heard = "";
    let content = null;
    let signs_in = false;
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      heard += bytes;
      for (let end = heard.indexOf("\r\n"); end >= 0; end = heard.indexOf("\r\n")) {
        const line = heard.slice(0, end);
        heard = heard.slice(end + 2);
        if (content === null) {
          if (line === "STARTTLS") return this.#secure(socket);
          if (signs_in) this.#note_login(line, secure);
          socket.write(signs_in ? "235 welcome\r\n" : this.#answer(line, secure, mail));
          signs_in = line === "AUTH PLAIN";
          if (line === "DATA" && secure) content = [];
          if (line === "QUIT") socket.end();
        } else if (line === ".") {
          this.mails.push({ ...mail, content: content.join("\n") });
          content = null;
          socket.write("250 taken\r\n");
        } else content.push(line);
      }
    });
  }

  #secure(socket) {
    socket.removeAllListeners("data");
    socket.write("220 go on\r\n");
    this.#listen(new TLSSocket(socket, { isServer: true, ...this.certificate }), true);
  }

  #note_login(line, secure) {
    const [, name, password] = Buffer.from(line, "base64").toString().split("\0");
    this.logins.push({ login: `${name} ${password}`, secure });
  }

  #answer(line, secure, mail) {
    const [word] = line.split(" ");
    if (word === "EHLO") return secure ? "250-hello\r\n250 AUTH PLAIN\r\n" : "250-hello\r\n250 STARTTLS\r\n";
    if (word === "QUIT") return "221 bye\r\n";
    if (line === "AUTH PLAIN") return "334 \r\n";
    if (!secure) return "530 TLS first\r\n";
    if (word === "MAIL") mail.from = line;
    if (word === "RCPT") mail.to = line;
    return word === "DATA" ? "354 go on\r\n" : "250 ok\r\n";
  }

  stop() {
    this.server.close();
  }
}
