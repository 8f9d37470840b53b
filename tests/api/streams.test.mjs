// Many streams at once: what they cost in memory.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { describe, it } from "node:test";
import { sanitized, Server } from "../server.mjs";
import { a_village, registration } from "../story.mjs";

const count = 5_000;
const most_megabytes = 200;

/** Megabytes of memory that the process has in use. */
const resident = (server) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.child.pid}/status`, "utf8"))[1]) / 1024;

const handles = () => {
  const [, hard] = /Max open files\s+\d+\s+(\S+)/.exec(readFileSync("/proc/self/limits", "utf8").replace("unlimited", "1e9")) ?? [];
  return Number(hard);
};

/** A stream that is never read further than its beginning, and keeps as little as possible here. */
function open_stream(server, cookie) {
  return new Promise((done, fail) => {
    const { port, hostname } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(`GET /api/live?topics=queue HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${cookie}\r\n\r\n`);
    socket.bytes = "";
    socket.on("data", (bytes) => {
      socket.bytes += bytes;
      if (socket.bytes.includes("event: position")) done(socket);
      if (!socket.bytes.startsWith("HTTP/1.1 200".slice(0, socket.bytes.length))) fail(new Error(socket.bytes));
    });
    socket.once("error", fail);
  });
}

const why_not = () => {
  if (handles() < count + 200) return `the system allows ${handles()} open files, ${count} streams need more`;
  if (sanitized) return "under a sanitizer memory says nothing";
  return false;
};

describe("many streams", () => {
  it(`hold less than ${most_megabytes} MB when ${count} are idle, and all hear`, { skip: why_not(), timeout: 120_000 }, async () => {
    const server = await new Server("sqlite", { settings: [`live_streams_of_session=${count}`] }).start();
    const sockets = [];
    try {
      const dispatcher = await server.sign_in("dispatcher");
      const clerk = await server.sign_in("clerk");
      const place = await a_village(clerk);
      const before = resident(server);
      while (sockets.length < count)
        sockets.push(...(await Promise.all(Array.from({ length: 250 }, () => open_stream(server, dispatcher.cookie)))));
      const idle = resident(server);
      assert.ok(idle < most_megabytes, `${idle.toFixed(0)} MB`);
      assert.match(await (await fetch(`${server.url}/metrics`)).text(), new RegExp(`^hemu_live_streams ${count}$`, "m"));

      const begun = performance.now();
      const heard = Promise.all(sockets.map((socket) => new Promise((done) => socket.on("data", () => socket.bytes.includes('"kind":"register"') && done()))));
      await clerk.post("/api/disputes", registration(place));
      await heard;
      console.log(`say: ${count} idle streams: ${idle.toFixed(0)} MB resident, ${before.toFixed(0)} MB without them; ` +
        `${(performance.now() - begun).toFixed(0)} ms until all had heard of a registration`);
    } finally {
      sockets.forEach((socket) => socket.destroy());
      assert.equal(await server.stop(), 0);
    }
  });
});
