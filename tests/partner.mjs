// A program of a partner, as a court, a petition office or the police would run it: makes and reads signed packages, calls
// us, and is called. Zip and signature are its own, so that it shares no code with the program that it tries.
import { spawnSync } from "node:child_process";
import { createHash, createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzip, zip } from "./zip.mjs";

/** SM2 by the openssl of the system, with the identity of GB/T 35276-2017; the test's own keys in files. */
const openssl = (...words) => {
  const done = spawnSync("openssl", words.map(String));
  if (done.status !== 0) throw new Error(`openssl ${words[0]}: ${done.stderr}`);
  return done.stdout;
};
const in_files = (contents, act) => {
  const folder = mkdtempSync(join(tmpdir(), "hemu_sm2_"));
  try {
    return act(...contents.map((content, index) => {
      const path = join(folder, String(index));
      writeFileSync(path, content);
      return path;
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
const identity = "distid:1234567812345678";

/** {private_key, public_key}, PEM. */
export function sm2_pair() {
  const private_key = openssl("genpkey", "-algorithm", "SM2").toString();
  return { private_key, public_key: in_files([private_key], (path) => openssl("pkey", "-in", path, "-pubout").toString()) };
}
/** A certificate of a pair, as a partner's authority gives one. */
export const sm2_certificate = ({ private_key }) => in_files([private_key], (path) =>
  openssl("req", "-x509", "-new", "-key", path, "-sm3", "-subj", "/CN=partner", "-days", "30", "-sigopt", identity).toString());
const sm2_sign = (key, bytes) => in_files([key, bytes], (path, content) =>
  openssl("pkeyutl", "-sign", "-rawin", "-digest", "sm3", "-inkey", path, "-in", content, "-pkeyopt", identity).toString("base64"));
const is_sm2_signed = (key, bytes, signature) => in_files([key, bytes, Buffer.from(signature, "base64")], (path, content, signed) =>
  spawnSync("openssl", ["pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pubin", "-inkey", path, "-in", content, "-sigfile", signed, "-pkeyopt", identity]).status === 0);

const sm3 = (bytes) => createHash("sm3").update(bytes).digest("hex");
/** key: {name, secret} of both sides, or {name, private_key, public_key}: its own, and that of the centre. */
const sign = (key, bytes) => (key.private_key ? sm2_sign(key.private_key, Buffer.from(bytes)) : createHmac("sm3", key.secret).update(bytes).digest("base64"));
const is_signed = (key, bytes, signature) => (key.private_key ? is_sm2_signed(key.public_key, Buffer.from(bytes), signature) : sign(key, bytes) === signature);
const version_of = (key) => (key.private_key ? "v1sm2," : "v1sm3,");

export class Partner {
  /** own: its code; hemu: that of the centre; key: {name, secret} as the registry told it. */
  constructor({ own, hemu, key }) {
    Object.assign(this, { own, hemu, key });
    this.sequence = 0;
    /** What it was sent, in the order of its coming, each once. */
    this.taken = [];
    this.calls = 0;
    this.down = false;
  }

  /** A signed package as bytes. papers: [{name, kind, content}]. */
  package_of(kind, reference, message, papers = [], { sequence = ++this.sequence, key = this.key, to = this.hemu } = {}) {
    const text = Buffer.from(JSON.stringify(message));
    const files = [{ path: "message.json", name: "message.json", kind: "", content: text },
      ...papers.map((paper, index) => ({ path: `papers/${String(index + 1).padStart(2, "0")}`, ...paper, content: Buffer.from(paper.content) }))];
    const manifest = Buffer.from(JSON.stringify({
      format: "hemu-exchange/1", from: this.own, to, sequence, kind, reference, made_at: new Date().toISOString(), key: key.name,
      files: files.map(({ path, name, kind: file_kind, content }) => ({ path, name, kind: file_kind, size_bytes: content.length, digest: sm3(content) })),
    }));
    return zip([{ path: "manifest.json", content: manifest }, { path: "manifest.sig", content: Buffer.from(sign(key, manifest)) }, ...files]);
  }

  headers_of(bytes, sequence, { at = Date.now(), secret, key = secret ? { secret } : this.key } = {}) {
    const id = `${this.own}.${sequence}`;
    const timestamp = String(Math.floor(at / 1000));
    return {
      "Content-Type": "application/zip", "webhook-id": id, "webhook-timestamp": timestamp,
      "webhook-signature": `${version_of(key)}${sign(key, Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes]))}`,
    };
  }

  /** Hands a package over: {status, body, receipt}. */
  async call(url, bytes, sequence = this.sequence, how = {}) {
    const reply = await fetch(`${url}/api/exchange/packages`, { method: "POST", body: bytes, headers: how.headers ?? this.headers_of(bytes, sequence, how) });
    const body = await reply.json();
    return { status: reply.status, body, receipt: reply.status === 200 ? this.read_receipt(body) : undefined };
  }

  send(url, ...message) {
    return this.call(url, this.package_of(...message));
  }

  read_receipt({ content, key, signature }) {
    if (key !== this.key.name || !is_signed(this.key, content, signature)) throw new Error("the receipt is not signed by the centre");
    return JSON.parse(content);
  }

  /** Reads a package of the centre: {manifest, message, papers}. */
  read(bytes) {
    const files = new Map(unzip(bytes).map((one) => [one.path, one.content]));
    const manifest_bytes = files.get("manifest.json");
    if (!is_signed(this.key, manifest_bytes, files.get("manifest.sig").toString())) throw new Error("the package is not signed by the centre");
    const manifest = JSON.parse(manifest_bytes);
    for (const file of manifest.files) if (sm3(files.get(file.path)) !== file.digest) throw new Error(`${file.path} was altered`);
    return { manifest, message: JSON.parse(files.get("message.json")), papers: manifest.files.slice(1).map((file) => ({ ...file, content: files.get(file.path) })) };
  }

  receipt_for(bytes) {
    const { manifest } = this.read(bytes);
    const content = JSON.stringify({
      from: this.own, to: this.hemu, sequence: manifest.sequence, digest: sm3(bytes), state: "taken", number: null, faults: [],
      received_at: new Date().toISOString(), next_sequence: manifest.sequence + 1,
    });
    return { content, key: this.key.name, signature: sign(this.key, content) };
  }

  /** Takes a package as it came, once; the same one again gets the same answer. */
  take(bytes) {
    const package_read = this.read(bytes);
    const sequence = package_read.manifest.sequence;
    if (sequence > 0 && !this.taken.some((one) => one.manifest.sequence === sequence)) this.taken.push({ ...package_read, bytes });
    return this.receipt_for(bytes);
  }

  /** Listens for calls; its address is `address`. */
  async listen() {
    this.server = createServer(async (request, response) => {
      const pieces = [];
      for await (const bytes of request) pieces.push(bytes);
      ++this.calls;
      if (this.down) return response.writeHead(503).end();
      const [status, answer] = this.answer(request.headers, Buffer.concat(pieces));
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
    });
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.address = `http://127.0.0.1:${this.server.address().port}/hemu`;
    return this;
  }

  answer(headers, bytes) {
    const id = headers["webhook-id"] ?? "";
    const timestamp = headers["webhook-timestamp"] ?? "";
    const [version, signature] = (headers["webhook-signature"] ?? "").split(",");
    const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes]);
    if (`${version},` !== version_of(this.key) || !is_signed(this.key, signed, signature ?? "")) return [401, { code: "signature_wrong" }];
    if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return [401, { code: "timestamp_outside" }];
    try {
      return [200, this.take(bytes)];
    } catch (failure) {
      return [422, { code: "package_wrong", detail: failure.message }];
    }
  }

  stop() {
    this.server?.closeAllConnections?.();
    this.server?.close();
  }
}

/** A referral as a partner writes it. */
export const referral = (matter, place_code, more = {}) => ({
  matter, place_code, national_type: "17", received_on: new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10),
  letter_number: `函〔2026〕${randomUUID().slice(0, 4)}号`,
  consent: { given_by: ["林小满", "高远山"], given_on: new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10) },
  contact: { name: "承办人", phone: "0715-8812345" },
  narrative: `楼上渗水，多次反映未果。${randomUUID()}`, request: "请求修复防水并赔偿损失。", amount_fen: 300000,
  parties: [{ side: "applicant", kind: "natural", name: "林小满", phone: "19900001234" }, { side: "respondent", kind: "natural", name: "高远山", phone: "19900005678" }],
  ...more,
});
