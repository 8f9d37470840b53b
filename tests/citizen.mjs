// Somebody without an account: keeps the passes that the API gives him, as a browser does.
import { Caller } from "./caller.mjs";

export class Citizen extends Caller {
  #passes = new Map();

  get cookie() {
    return [...this.#passes].map(([name, value]) => `${name}=${value}`).join("; ");
  }
  set cookie(_) {
    // What a reply sets is taken below, each cookie by its name.
  }

  async call(...asked) {
    const reply = await super.call(...asked);
    for (const one of reply.headers.getSetCookie()) {
      const [name, value] = one.split(";")[0].split("=");
      value ? this.#passes.set(name, value) : this.#passes.delete(name);
    }
    return reply;
  }

  /** One piece of a file, as tus-js-client sends it. */
  send_piece(path, offset, bytes, more = {}) {
    return fetch(this.url + path, {
      method: "PATCH", body: bytes, ...more,
      headers: { Cookie: this.cookie, "X-Hemu": "1", "Tus-Resumable": "1.0.0", "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream", "Accept-Language": "en" },
    });
  }
}
