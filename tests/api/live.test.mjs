// The event stream, over real sockets: who is told what, and that nothing is lost.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Caller } from "../caller.mjs";
import { EventStream } from "../event_stream.mjs";
import { engines, Server } from "../server.mjs";
import { a_village, checks, grading, registration } from "../story.mjs";

let stories = 0;
const another = (place, more = {}) => registration(place, { narrative: `第${++stories}件：楼道堆物引起争吵，双方各执一词。`, ...more });
const started = (stream) => stream.until(({ events }) => events.length > 0, "the stream begins");
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const metric = async (server, name) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(await (await fetch(`${server.url}/metrics`)).text())?.[1]);

for (const engine of engines) {
  describe(`the event stream on ${engine}`, () => {
    let server;
    let clerk;
    let dispatcher;
    let place;
    const open = [];
    const listen = async (caller, topics, more) => {
      const stream = await EventStream.open(caller, topics, more);
      open.push(stream);
      return started(stream);
    };
    const register = (more) => clerk.post("/api/disputes", another(place, more));
    const note = (id, words = "电话联系过") => clerk.post(`/api/disputes/${id}/notes`, { words });

    before(async () => {
      server = await new Server(engine).start();
      clerk = await server.sign_in("clerk");
      dispatcher = await server.sign_in("dispatcher");
      place = await a_village(clerk);
    });
    after(async () => {
      open.forEach((stream) => stream.close());
      if (server) assert.equal(await server.stop(), 0, "SIGTERM ends it cleanly");
    });

    it("is for those who work on disputes, and names what is wrong with a request", async () => {
      await assert.rejects(EventStream.open(new Caller(server.url), "queue"), { status: 401 });
      for (const login of ["sysadmin", "secadmin", "auditadmin"])
        await assert.rejects(EventStream.open(await server.sign_in(login), "queue"), { status: 403 });
      for (const [query, field, code] of [["", "topics", "missing"], ["topics=accounts", "topics", "unknown_word"],
        ["topics=queue&last_event_id=x", "last_event_id", "not_a_number"]]) {
        const reply = await clerk.call("GET", `/api/live?${query}`);
        assert.equal(reply.status, 422);
        assert.deepEqual(reply.body.errors.map((error) => [error.field, error.code]), [[field, code]]);
      }
      const stream = await listen(clerk, "queue");
      assert.match(stream.headers["content-type"], /^text\/event-stream/);
      assert.equal(stream.headers["cache-control"], "no-store");
      assert.equal(stream.events[0].type, "position");
      stream.close();
    });

    it("tells at once what another does, and nothing about anybody", async () => {
      const watching = await listen(dispatcher, "queue");
      const receipt = await register();
      const answered = performance.now();
      await watching.until(({ messages }) => messages.length === 1, "the registration", 1_000);
      const [message] = watching.messages;
      assert.deepEqual(Object.keys(message).sort(), ["dispute_id", "event_id", "kind", "number", "state", "version"]);
      assert.equal(message.dispute_id, receipt.id);
      assert.deepEqual([message.kind, message.state, message.number, message.version], ["register", "registered", 1, 1]);
      const on_case = await listen(dispatcher, `dispute:${receipt.id}`);
      await note(receipt.id);
      await on_case.until(({ messages }) => messages.length === 1, "the note", 1_000);
      assert.equal(on_case.messages[0].kind, "note");
      console.log(`say: ${engine}: ${(watching.events[1].at - answered).toFixed(0)} ms from the answer to a registration to its message`);
      watching.close();
      on_case.close();
    });

    it("tells nothing to who may not see, and asks anew at every message", async () => {
      const stranger = await server.sign_in("clerk1");
      const supervisor = await server.sign_in("supervisor");
      const receipt = await register();
      const unseen = await listen(stranger, `queue,dispute:${receipt.id}`);
      const seeing = await listen(supervisor, `dispute:${receipt.id}`, { since: 0 });
      await note(receipt.id);
      await seeing.until(({ messages }) => messages.length === 2, "what he may see");
      await dispatcher.post(`/api/disputes/${receipt.id}/acceptance`,
        { grading: grading({ secrecy: "restricted" }), checks, risk_confirmed: true });
      await note(receipt.id);
      await seeing.until(({ messages }) => messages.includes(null), "that he lost sight of it");
      const own = await stranger.post("/api/disputes", another(place));
      await unseen.until(({ messages }) => messages.some((message) => message?.dispute_id === own.id), "his own registration");
      assert.ok(unseen.messages.every((message) => message?.dispute_id !== receipt.id), JSON.stringify(unseen.messages));
      assert.deepEqual(seeing.messages.filter(Boolean).map((message) => message.kind), ["register", "note"]);
      unseen.close();
      seeing.close();
    });

    it("ends with its session", async () => {
      const elsewhere = await server.sign_in("clerk");
      const stream = await listen(elsewhere, "queue");
      await clerk.call("DELETE", "/api/sessions", undefined, { expected: 204 });
      await stream.until(({ ended }) => ended, "the end", 3_000);
      await assert.rejects(EventStream.open(elsewhere, "queue"), { status: 401 });
    });

    it("goes on where it broke off", async () => {
      const first = await listen(dispatcher, "queue");
      const receipt = await register();
      await first.until(({ messages }) => messages.length === 1, "the registration");
      first.close();
      for (const words of ["一", "二", "三"]) await note(receipt.id, words);
      const second = await listen(dispatcher, "queue", { last_event_id: first.last_id });
      await second.until(({ messages }) => messages.length === 3, "what was missed");
      assert.deepEqual(second.messages.map((message) => message.number), [2, 3, 4]);
      const third = await listen(dispatcher, "queue", { since: second.last_id - 1, last_event_id: second.last_id });
      assert.deepEqual(third.messages, [], "the header goes before");
      second.close();
      third.close();
    });

    it("loses nothing between reading a page and listening", async () => {
      const page = await dispatcher.call("GET", "/api/queue?view=all", undefined, { expected: 200 });
      const receipt = await register();
      const stream = await listen(dispatcher, "queue", { since: page.headers.get("live-position") });
      await stream.until(({ messages }) => messages.some((message) => message?.dispute_id === receipt.id), "the registration in between");
      stream.close();
    });

    it("lets a session hold eight streams", async () => {
      const busy = await server.sign_in("leader");
      const streams = await Promise.all(Array.from({ length: 8 }, () => listen(busy, "queue")));
      await assert.rejects(EventStream.open(busy, "queue"), { status: 429 });
      assert.ok((await metric(server, "hemu_live_streams")) >= 8);
      streams.forEach((stream) => stream.close());
      await pause(300);
      (await listen(busy, "queue")).close();
    });

    it("loses nothing over a restart, orderly or not", async () => {
      const receipt = await register();
      let before = 1;
      for (const signal of ["SIGTERM", "SIGKILL"]) {
        const stream = await listen(dispatcher, `dispute:${receipt.id}`, { since: 0 });
        await stream.until(({ messages }) => messages.length === before, "everything up to now");
        const begun = performance.now();
        // What is acknowledged just before the end may not have been delivered, nor even numbered.
        await note(receipt.id, signal);
        const status = await server.kill(signal);
        if (signal === "SIGTERM") {
          assert.equal(status, 0);
          assert.ok(performance.now() - begun < 5_000, "open streams do not hold up the end");
        }
        await stream.until(({ ended }) => ended, "the end");
        await server.start();
        clerk.url = dispatcher.url = server.url;
        await note(receipt.id, "之后");
        const further = await listen(dispatcher, `dispute:${receipt.id}`, { last_event_id: stream.last_id });
        const all = () => [...stream.messages.slice(before), ...further.messages];
        await further.until(() => all().length >= 2, "both notes");
        assert.deepEqual(all().map((message) => message.kind), ["note", "note"], "each once");
        further.close();
        before += 2;
      }
    });

    if (engine === "postgres")
      it("is served by two servers of one city alike", async () => {
        const other = await new Server(engine, { beside: server }).start();
        try {
          const there = Object.assign(new Caller(other.url), { cookie: dispatcher.cookie });
          const streams = [await listen(dispatcher, "queue"), await listen(there, "queue")];
          const receipt = await register();
          const answered = performance.now();
          for (const stream of streams) await stream.until(({ messages }) => messages.length === 1, "the registration", 1_000);
          const took = streams.map((stream) => (stream.events.at(-1).at - answered).toFixed(0));
          await Promise.all(Array.from({ length: 20 }, (_, at) => (at % 2 ? clerk : Object.assign(new Caller(other.url), { cookie: clerk.cookie }))
            .post("/api/disputes", another(place))));
          for (const stream of streams) {
            await stream.until(({ messages }) => messages.length === 21, "all of them");
            const ids = stream.events.filter((event) => event.type === "message").map((event) => event.id);
            assert.deepEqual(ids, [...ids].sort((a, b) => a - b), "in one order");
          }
          assert.deepEqual(streams[0].messages, streams[1].messages);
          // From one server to the other, with what the first one told.
          streams[1].close();
          await note(receipt.id);
          const moved = await listen(dispatcher, "queue", { last_event_id: streams[1].last_id });
          await moved.until(({ messages }) => messages.length === 1, "the note");
          console.log(`say: two servers: ${took.join(" and ")} ms from the answer to a registration to its message`);
        } finally {
          assert.equal(await other.stop(), 0);
        }
      });
  });
}
