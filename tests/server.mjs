// Starts the real program for a test: a fresh data folder, a free port, SQLite or a fresh PostgreSQL schema.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
export const program = resolve(root, process.env.HEMU ?? "build/test/hemu");
export const password = "Hemu-demo-2026";

/** Both engines; PostgreSQL only where a cluster was started for the tests. */
export const engines = ["sqlite", ...(process.env.HEMU_TEST_POSTGRES ? ["postgres"] : [])];

let schemas = 0;

export class Server {
  constructor(engine, disputes = 0) {
    this.folder = mkdtempSync(join(tmpdir(), "hemu-test-"));
    this.schema = `test_${process.pid}_${++schemas}`;
    this.disputes = disputes;
    this.common = ["--data", this.folder, "--files", join(root, "build/data_files"), "--set", "log_level=error",
      "lockout_tries=50", `city_schema=${this.schema}`];
    if (engine === "postgres") this.common.push("--database", process.env.HEMU_TEST_POSTGRES);
  }

  async start() {
    const words = ["serve", "--migrate", "--demo", "--disputes", String(this.disputes), "--port", "0",
      "--web", join(root, "web/dist"), ...this.common];
    if (process.env.HEMU_TEST_NO_WEB) words.splice(words.indexOf("--web"), 2);
    this.child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
    this.errors = "";
    this.child.stderr.on("data", (bytes) => (this.errors += bytes));
    this.url = await new Promise((done, fail) => {
      let text = "";
      this.child.stdout.on("data", (bytes) => {
        text += bytes;
        const found = /Hemu: (http:\/\/[^\s]+)\//.exec(text);
        if (found) done(found[1]);
      });
      this.child.once("error", fail);
      this.child.once("exit", (code) => fail(new Error(`the program ended with ${code}: ${this.errors}`)));
    });
    return this;
  }

  kill(signal) {
    const ended = new Promise((done) => this.child.once("exit", (code) => done(code)));
    this.child.kill(signal);
    return ended;
  }

  async stop() {
    const code = await this.kill("SIGTERM");
    if (process.env.HEMU_TEST_POSTGRES && this.common.includes("--database"))
      spawnSync("psql", [process.env.HEMU_TEST_POSTGRES, "-qc", `DROP SCHEMA IF EXISTS ${this.schema} CASCADE`]);
    rmSync(this.folder, { recursive: true });
    return code;
  }

  /** Runs another command of the program on the same data: {status, stdout}. */
  command(...words) {
    return spawnSync(program, [...words, ...this.common], { encoding: "utf8" });
  }

  async sign_in(login) {
    const caller = new Caller(this.url);
    await caller.call("POST", "/api/session", { login, password }, { expected: 201 });
    return caller;
  }
}

let keys = 0;

/** Somebody with a session: sends what the pages send. */
export class Caller {
  constructor(url) {
    this.url = url;
    this.cookie = "";
  }

  async call(method, path, body, { expected, version, key, headers = {} } = {}) {
    const reply = await fetch(this.url + path, {
      method,
      signal: AbortSignal.timeout(10_000),
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: {
        "Accept-Language": "en",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(this.cookie ? { Cookie: this.cookie } : {}),
        ...(method === "GET" ? {} : { "X-Hemu": "1", "Sec-Fetch-Site": "same-origin" }),
        ...(method === "POST" ? { "Idempotency-Key": key ?? `test-${process.pid}-${++keys}` } : {}),
        ...(version === undefined ? {} : { "If-Match": `"${version}"` }),
        ...headers,
      },
    });
    const cookie = reply.headers.get("set-cookie");
    if (cookie) this.cookie = cookie.split(";")[0];
    const text = await reply.text();
    const answer = { status: reply.status, headers: reply.headers, text, body: text ? parsed(text) : undefined };
    if (expected !== undefined && reply.status !== expected)
      throw new Error(`${method} ${path}: ${reply.status} instead of ${expected}: ${text.slice(0, 400)}`);
    return answer;
  }

  get = async (path) => (await this.call("GET", path, undefined, { expected: 200 })).body;
  post = async (path, body, expected = 201) => (await this.call("POST", path, body, { expected })).body;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
