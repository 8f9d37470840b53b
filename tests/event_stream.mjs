// A reader of server-sent events, as a browser is one, but without coming back by itself.
import { request } from "node:http";

export class EventStream {
  /** Opens the stream as this caller; fails with the answer when it is refused. */
  static open(caller, topics, { since, last_event_id } = {}) {
    const query = `topics=${encodeURIComponent(topics)}${since === undefined ? "" : `&last_event_id=${since}`}`;
    const headers = { Cookie: caller.cookie, ...(last_event_id === undefined ? {} : { "Last-Event-ID": String(last_event_id) }) };
    return new Promise((done, fail) => {
      const sent = request(`${caller.url}/api/live?${query}`, { headers, agent: false }, (reply) => {
        if (reply.statusCode === 200) return done(new EventStream(sent, reply));
        reply.resume();
        fail(Object.assign(new Error(`the stream is refused: ${reply.statusCode}`), { status: reply.statusCode }));
      });
      sent.once("error", fail);
      sent.end();
    });
  }

  constructor(sent, reply) {
    this.sent = sent;
    this.headers = reply.headers;
    this.events = [];
    this.ended = false;
    this.waiting = new Set();
    let text = "";
    reply.setEncoding("utf8");
    reply.on("data", (more) => {
      text += more;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        this.#take(text.slice(0, end));
        text = text.slice(end + 2);
      }
      this.#wake();
    });
    const over = () => ((this.ended = true), this.#wake());
    reply.once("end", over);
    reply.once("error", over);
    sent.on("error", over);
  }

  #take(block) {
    const event = { type: "message", data: "" };
    for (const line of block.split("\n")) {
      const [, field, value] = /^(\w*): ?(.*)$/.exec(line) ?? [];
      if (field === "event") event.type = value;
      if (field === "id") event.id = Number(value);
      if (field === "data") event.data = value;
    }
    if (event.id === undefined) return;
    if (event.type === "message") event.data = JSON.parse(event.data);
    event.at = performance.now();
    this.events.push(event);
  }

  #wake() {
    for (const check of this.waiting) check();
  }

  /** What was told of; null stands for "look yourself". */
  get messages() {
    return this.events.filter((event) => event.type === "message").map((event) => event.data);
  }

  get last_id() {
    return this.events.at(-1)?.id;
  }

  /** Waits until the condition holds; fails after the time, telling what came. */
  until(holds, words, milliseconds = 5_000) {
    return new Promise((done, fail) => {
      const check = () => {
        if (!holds(this)) return;
        clearTimeout(late);
        this.waiting.delete(check);
        done(this);
      };
      const late = setTimeout(() => {
        this.waiting.delete(check);
        fail(new Error(`${words}: not within ${milliseconds} ms; ended: ${this.ended}, came: ${JSON.stringify(this.events)}`));
      }, milliseconds);
      this.waiting.add(check);
      check();
    });
  }

  close() {
    this.sent.destroy();
  }
}
