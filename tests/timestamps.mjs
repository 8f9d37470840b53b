// A timestamp server (RFC 3161) of the test's own, which OpenSSL's command answers for.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const settings = `
[tsa]
default_tsa = own
[own]
serial = SERIAL
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[req]
distinguished_name = name
x509_extensions = stamping
prompt = no
[name]
CN = Test timestamps
[stamping]
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
`;

function openssl(folder, ...words) {
  const done = spawnSync("openssl", words, { cwd: folder });
  if (done.status !== 0) throw new Error(done.stderr.toString());
}

/** {url, stop}. broken: answers nothing that can be read. */
export async function timestamp_server() {
  const folder = mkdtempSync(join(tmpdir(), "hemu-stamps-"));
  writeFileSync(join(folder, "own.cnf"), settings.replace("SERIAL", join(folder, "serial")));
  writeFileSync(join(folder, "serial"), "01\n");
  openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-config", "own.cnf", "-keyout", "key.pem", "-out", "certificate.pem");
  const state = { broken: false, asked: 0 };
  const server = createServer((request, reply) => {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      ++state.asked;
      if (state.broken) return reply.end("nothing");
      writeFileSync(join(folder, "query.tsq"), Buffer.concat(pieces));
      const made = spawnSync("openssl", ["ts", "-reply", "-config", "own.cnf", "-section", "own", "-queryfile", "query.tsq", "-signer", "certificate.pem", "-inkey", "key.pem"], { cwd: folder });
      reply.setHeader("Content-Type", "application/timestamp-reply");
      reply.end(made.stdout);
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    state,
    stop: () => new Promise((done) => server.close(() => (rmSync(folder, { recursive: true, force: true }), done()))),
  };
}
