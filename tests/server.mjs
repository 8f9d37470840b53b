// Starts the real program for a test: a fresh data folder, a free port, SQLite or a fresh PostgreSQL schema.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Caller } from "./caller.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const program = resolve(root, process.env.HEMU ?? "build/test/hemu");
const postgres = process.env.HEMU_TEST_POSTGRES;
/** Where the pid of each running server is noted, so that ./dev test can end what a broken test left. */
const notes = process.env.HEMU_TEST_SERVERS;
const longest_start = 120_000;
const longest_command = 300_000;

/** Built with sanitizers, which make it slow: what is long is then run on one engine, and nothing is measured. */
export const sanitized = Boolean(process.env.HEMU_SANITIZED);

/** Both engines; PostgreSQL only where a cluster was started for the tests. Slow programs are asked on one: the unit tests
 * ask them on both. */
export const engines = ["sqlite", ...(postgres ? ["postgres"] : [])].slice(sanitized ? -1 : 0);

/** How a sanitizer begins to speak of what it found. */
const found_by_sanitizer = /ERROR: AddressSanitizer|ERROR: LeakSanitizer|runtime error:/;

/** Nothing of the caller's own settings reaches the program. */
const environment = Object.fromEntries(Object.entries({ ...process.env, LC_ALL: "C.UTF-8" }).filter(([name]) => !name.startsWith("HEMU")));

const ask_sqlite = `
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=30)
for row in connection.execute(sys.argv[2]): print(*row, sep="\\t")
connection.commit()`;

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

let made = 0;

export class Server {
  /** disputes: how many the demonstration city has; demo: false leaves the database empty. settings: `key=value` of the
   * program. beside: another server, whose data it shares and who removes them. */
  constructor(engine, { disputes = 0, demo = true, settings = [], beside } = {}) {
    this.demo = demo ? ["--demo", "--disputes", String(disputes)] : [];
    this.beside = beside;
    this.folder = beside?.folder ?? mkdtempSync(join(tmpdir(), "hemu-test-"));
    this.schema = beside?.schema ?? `test_${process.pid}_${++made}`;
    this.on_postgres = engine === "postgres";
    this.common = ["--data", this.folder, "--files", join(root, "build/data_files"), ...(this.on_postgres ? ["--database", postgres] : []),
      "--set", "log_level=warn", `city_schema=${this.schema}`, ...settings];
  }

  async start() {
    this.child = spawn(program, ["serve", "--migrate", ...this.demo, "--port", "0", "--web", join(root, "web/dist"), ...this.common],
      { stdio: ["ignore", "pipe", "pipe"], env: environment });
    const { child } = this;
    const note = notes && join(notes, String(child.pid));
    if (note) writeFileSync(note, program);
    running.add(child);
    child.once("exit", () => {
      running.delete(child);
      if (note) rmSync(note, { force: true });
    });
    this.log = "";
    child.stderr.on("data", (bytes) => (this.log += bytes));
    this.url = await this.#address();
    return this;
  }

  /** What the program prints when it listens. */
  #address() {
    return new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error(`the program does not start: ${this.log}`)), longest_start);
      let text = "";
      this.child.stdout.on("data", (bytes) => {
        text += bytes;
        const found = /Hemu: (https?:\/\/[^\s/]+)/.exec(text);
        if (found) clearTimeout(late), done(found[1]);
      });
      this.child.once("error", fail);
      this.child.once("exit", (code) => fail(new Error(`the program ended with ${code}: ${this.log}`)));
    });
  }

  /** Sends the signal and waits for the end; the exit status, null when it was killed. */
  kill(signal) {
    const ended = new Promise((done) => this.child.once("exit", done));
    this.child.kill(signal);
    return ended;
  }

  /** Ends the server as an operator would, and removes its data. Returns the exit status. */
  async stop() {
    const status = this.child.exitCode ?? (await this.kill("SIGTERM"));
    if (!this.beside) this.remove();
    if (found_by_sanitizer.test(this.log)) throw new Error(this.log);
    return status;
  }

  /** Removes the data. */
  remove() {
    if (this.on_postgres) spawnSync("psql", [postgres, "-qc", `DROP SCHEMA IF EXISTS ${this.schema} CASCADE`]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs another command of the program on the same data: {status, stdout, stderr}. It speaks English. */
  command(...words) {
    return spawnSync(program, [...words, ...this.common], { encoding: "utf8", env: environment, timeout: longest_command });
  }

  /** The same without waiting: the child. */
  start_command(...words) {
    return spawn(program, [...words, ...this.common], { stdio: ["ignore", "ignore", "pipe"], env: environment });
  }

  /** Asks the database past the program: rows as arrays of texts. */
  sql(text) {
    const asked = this.on_postgres
      ? spawnSync("psql", [postgres, "-qAtX", "-F", "\t", "-c", `SET search_path = ${this.schema}`, "-c", text], { encoding: "utf8" })
      : spawnSync("python3", ["-c", ask_sqlite, join(this.folder, "hemu.db"), text], { encoding: "utf8" });
    if (asked.status !== 0) throw new Error(asked.stderr);
    return asked.stdout.split("\n").filter((line) => line !== "").map((line) => line.split("\t"));
  }

  sign_in(login) {
    return Caller.sign_in(this.url, login);
  }
}
