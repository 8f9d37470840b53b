// Sixteen clients take numbers while the server is killed: no serial is missing, none is given twice.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { engines, Server } from "../server.mjs";
import { a_village, checks, grading, people, registration } from "../story.mjs";

const clients = 16;
const cases = 48;
const kills = 3;

for (const engine of engines) {
  describe(`numbers on ${engine}`, () => {
    it(`stay gapless under ${clients} clients and ${kills} kills`, { timeout: 120_000 }, async () => {
      const server = await new Server(engine).start();
      const { clerk, dispatcher } = await people(server);
      const village = await a_village(clerk);
      const paths = await Promise.all(Array.from({ length: cases }, async () => {
        const path = `/api/disputes/${(await clerk.post("/api/disputes", registration(village, { narrative: crypto.randomUUID() }))).id}`;
        await dispatcher.post(`${path}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
        return path;
      }));
      let next = 0;
      /** The window numbers its notices of acceptance; a server that is gone ends the round. */
      async function take_numbers(until) {
        while (next < until) {
          const path = paths[next++];
          try {
            const made = await clerk.call("POST", `${path}/papers/D18/pdf`, {});
            assert.equal(made.status, 200, made.text);
          } catch (error) {
            if (error instanceof TypeError || error.name === "TimeoutError") return;
            throw error;
          }
        }
      }
      for (let kill = 0; kill < kills; ++kill) {
        const writers = Array.from({ length: clients }, () => take_numbers(cases));
        await new Promise((done) => setTimeout(done, 120));
        await server.kill("SIGKILL");
        await Promise.all(writers);
        await server.start();
        clerk.url = server.url;
        next = 0;
      }
      await Promise.all(Array.from({ length: clients }, () => take_numbers(cases)));
      const register = await clerk.get(`/api/numbers?series=${encodeURIComponent("受")}&limit=200`);
      assert.deepEqual(register.items.map((one) => one.serial).reverse(), Array.from({ length: cases }, (_, at) => at + 1));
      assert.equal(new Set(register.items.map((one) => one.dispute_id)).size, cases);
      assert.deepEqual([register.gaps, register.void_count], [0, 0]);
      assert.equal(await server.stop(), 0);
    });
  });
}
