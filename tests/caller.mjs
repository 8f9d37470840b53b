// Somebody who calls the API: sends what the pages send, and keeps his session.

/** Of every account of the demonstration city. */
export const password = "Hemu-demo-2026";

let keys = 0;

export class Caller {
  constructor(url) {
    this.url = url;
    this.cookie = "";
  }

  static async sign_in(url, login) {
    const caller = new Caller(url);
    await caller.call("POST", "/api/session", { login, password }, { expected: 201 });
    return caller;
  }

  /** {status, headers, bytes, text, body}. expected: another status is an error. version: of If-Match. key: of idempotency. */
  async call(method, path, body, { expected, version, key, headers = {} } = {}) {
    const reply = await fetch(this.url + path, {
      method,
      signal: AbortSignal.timeout(60_000),
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
    const bytes = Buffer.from(await reply.arrayBuffer());
    const text = bytes.toString();
    if (expected !== undefined && reply.status !== expected)
      throw new Error(`${method} ${path}: ${reply.status} instead of ${expected}: ${text.slice(0, 600)}`);
    return { status: reply.status, headers: reply.headers, bytes, text, body: parsed(text, reply) };
  }

  get = async (path) => (await this.call("GET", path, undefined, { expected: 200 })).body;
  post = async (path, body, expected = 201) => (await this.call("POST", path, body, { expected })).body;
}

function parsed(text, reply) {
  return text && /json/.test(reply.headers.get("content-type") ?? "") ? JSON.parse(text) : undefined;
}
