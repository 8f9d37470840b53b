// Killed under load again and again: what was acknowledged is there, and the journal is whole.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { engines, Server } from "../server.mjs";
import { a_village, registration } from "../story.mjs";

const kills = Number(process.env.HEMU_TEST_KILLS ?? 50);

/** The session outlives the server; only its address is another one after each start. */
async function write_until_killed(clerk, place, acknowledged) {
  for (;;) {
    try {
      const text = `上门登记 ${Math.random()} ${Math.random()}`;
      acknowledged.add((await clerk.post("/api/disputes", registration(place, { narrative: text }))).id);
    } catch (error) {
      if (error instanceof TypeError || error.name === "TimeoutError") return; // the server is gone
      throw error;
    }
  }
}

for (const engine of engines) {
  describe(`killed on ${engine}`, () => {
    it(`loses nothing acknowledged over ${kills} kills`, { timeout: 400_000 }, async () => {
      const server = await new Server(engine).start();
      const clerk = await server.sign_in("clerk");
      const place = await a_village(clerk);
      const acknowledged = new Set();
      for (let kill = 0; kill < kills; ++kill) {
        const writers = Array.from({ length: 4 }, () => write_until_killed(clerk, place, acknowledged));
        await new Promise((done) => setTimeout(done, 150 + (kill * 37) % 200));
        await server.kill("SIGKILL");
        await Promise.all(writers);
        await server.start();
        clerk.url = server.url;
      }
      const verified = server.command("verify");
      assert.match(verified.stdout, /^whole$/m, verified.stdout);
      for (const id of acknowledged) await clerk.get(`/api/disputes/${id}`);
      assert.ok(acknowledged.size > kills, `${acknowledged.size} acknowledged`);
      console.log(`${engine}: ${acknowledged.size} acknowledged registrations over ${kills} kills, all there`);
      await server.stop();
    });
  });
}
