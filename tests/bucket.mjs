// A real S3 server (s3rver of npm) with one bucket, in a process of its own, since tests wait for commands. It believes every
// signature of version 4, so that a gate in front of it checks them.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const script = `
import { createHash, createHmac } from "node:crypto";
import { createServer, request as ask } from "node:http";
import S3rver from "s3rver";
const [directory, port] = process.argv.slice(1);
const behind = await new S3rver({ address: "127.0.0.1", port: 0, silent: true, directory, configureBuckets: [{ name: "files" }] }).run();
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const hmac = (key, bytes) => createHmac("sha256", key).update(bytes).digest();
const why_not = (request, body) => {
  const [, day, region, names, signature] = /^AWS4-HMAC-SHA256 Credential=S3RVER\\/(\\d{8})\\/([^/]+)\\/s3\\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(.+)$/.exec(request.headers.authorization ?? "") ?? [];
  if (!signature) return "AccessDenied";
  const at = request.headers["x-amz-date"];
  if (Math.abs(Date.parse(at.replace(/^(....)(..)(..T..)(..)(..)Z$/, "$1-$2-$3:$4:$5Z")) - Date.now()) > 900e3) return "RequestTimeTooSkewed";
  if (request.headers["x-amz-content-sha256"] !== sha256(body)) return "XAmzContentSHA256Mismatch";
  const [path, query = ""] = request.url.split("?");
  const headers = names.split(";").map((name) => name + ":" + request.headers[name] + "\\n").join("");
  const canonical = [request.method, path, query.split("&").sort().join("&"), headers, names, sha256(body)].join("\\n");
  const text = ["AWS4-HMAC-SHA256", at, [day, region, "s3", "aws4_request"].join("/"), sha256(canonical)].join("\\n");
  const right = hmac(hmac(hmac(hmac(hmac("AWS4S3RVER", day), region), "s3"), "aws4_request"), text).toString("hex");
  return right === signature ? "" : "SignatureDoesNotMatch";
};
const gate = createServer(async (request, response) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces), why = why_not(request, body);
  if (why) return response.writeHead(403, { "Content-Type": "application/xml" }).end("<Error><Code>" + why + "</Code></Error>");
  ask({ host: "127.0.0.1", port: behind.port, method: request.method, path: request.url, headers: request.headers }, (reply) => {
    response.writeHead(reply.statusCode, reply.headers);
    reply.pipe(response);
  }).end(body);
});
gate.listen(Number(port), "127.0.0.1", () => console.log(gate.address().port));`;

export const files_below = (folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)).filter((name) => statSync(name).isFile());

export class Bucket {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "hemu-s3-"));
    this.port = 0;
  }
  /** At the same port as before. */
  async start() {
    this.child = spawn(process.execPath, ["--input-type=module", "-e", script, this.folder, String(this.port)], { cwd: import.meta.dirname ?? new URL(".", import.meta.url).pathname, stdio: ["ignore", "pipe", "inherit"] });
    this.port = await new Promise((done, fail) => {
      this.child.stdout.once("data", (bytes) => done(Number(bytes)));
      this.child.once("exit", () => fail(new Error("s3rver does not start")));
    });
    return this;
  }
  stop() {
    const ended = new Promise((done) => this.child.once("exit", done));
    this.child.kill("SIGKILL");
    return ended;
  }
  /** The files in which s3rver keeps what it was given. */
  objects() {
    return files_below(this.folder).filter((name) => name.endsWith("_object"));
  }
  /** How the program is told of it. */
  get settings() {
    return [`s3_endpoint=http://127.0.0.1:${this.port}`, "s3_bucket=files", "s3_key_id=S3RVER", "s3_secret=S3RVER"];
  }
  async remove() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
