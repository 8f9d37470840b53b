// A virus scanner for the tests: the real clamd with one signature of our own where it is installed, else what it says.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The test file of the European Institute for Computer Antivirus Research, in halves, so that nothing here is taken for it. */
export const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
const signature = "44d88612fea8a8f36de82e1278abb02f:68:Hemu.Eicar";

export const has_clamd = spawnSync("clamd", ["--version"]).status === 0;
export const scanner_words = has_clamd ? "the real clamd" : "a fake of clamd";

const answers = (path) =>
  new Promise((done) => {
    const line = connect(path, () => (line.destroy(), done(true)));
    line.on("error", () => done(false));
  });

/** Pieces with their length in front, up to one of none. */
const stream_of = (bytes) => {
  const pieces = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    if (size === 0) return Buffer.concat(pieces);
    if (at + 4 + size > bytes.length) return undefined;
    pieces.push(bytes.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return undefined;
};

export class Clamd {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "hemu-clamd-"));
    this.path = join(this.folder, "clamd.ctl");
  }

  async start() {
    this.child = has_clamd ? this.#clamd() : spawn(process.execPath, [fileURLToPath(import.meta.url), this.path], { stdio: "ignore" });
    for (let tries = 0; !(await answers(this.path)); ++tries) {
      if (tries > 200) throw new Error("the scanner does not start");
      await new Promise((done) => setTimeout(done, 100));
    }
    return this;
  }

  #clamd() {
    writeFileSync(join(this.folder, "own.hdb"), `${signature}\n`);
    writeFileSync(join(this.folder, "clamd.conf"), `DatabaseDirectory ${this.folder}\nLocalSocket ${this.path}\nForeground yes\nStreamMaxLength 60M\nMaxThreads 2\n`);
    return spawn("clamd", ["-c", join(this.folder, "clamd.conf")], { stdio: "ignore" });
  }

  async stop() {
    if (this.child) {
      const ended = new Promise((done) => this.child.once("exit", done));
      this.child.kill("SIGKILL");
      await ended;
    }
    rmSync(this.path, { force: true });
    this.child = undefined;
  }

  async remove() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A process of its own, since tests also wait for commands without hearing anything else. */
function be_clamd(path) {
  createServer({ allowHalfOpen: true }, (line) => {
    let heard = Buffer.alloc(0);
    line.on("error", () => line.destroy());
    line.on("data", (bytes) => {
      heard = Buffer.concat([heard, bytes]);
      const end = heard.indexOf(0);
      if (end < 0) return;
      const word = heard.subarray(0, end).toString();
      if (word === "zVERSION") return line.end("ClamAV fake\0");
      const content = stream_of(heard.subarray(end + 1));
      if (content) line.end(content.includes(eicar) ? "stream: Hemu.Eicar.UNOFFICIAL FOUND\0" : "stream: OK\0");
    });
  }).listen(path);
}
if (process.argv[1] === fileURLToPath(import.meta.url)) be_clamd(process.argv[2]);
