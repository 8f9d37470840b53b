// A text message gateway on loopback, a real server: takes messages, may fail or be slow, and reports what became of them.
import { once } from "node:events";
import { createServer } from "node:http";

export const report_secret = "report-secret-of-the-test";

export class Gateway {
  constructor() {
    /** Every request: {key, phone, words, header}. */
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
