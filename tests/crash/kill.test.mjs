// Killed under load again and again: what was acknowledged is there, and the journal is whole.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { engines, Server } from "../server.mjs";
import { a_village, registration } from "../story.mjs";

const kills = Number(process.env.HEMU_KILLS ?? 50);

async function write_until_killed(server, place, acknowledged) {
  const clerk = await server.sign_in("clerk");
  let number = 0;
  for (;;) {
    try {
      const text = `第${++number}次上门登记，${Math.random()}，${Math.random()}。`;
      acknowledged.add((await clerk.post("/api/disputes", registration(place, { narrative: text }))).id);
    } catch (error) {
      if (error instanceof TypeError) return; // the connection broke: the server is gone
      throw error;
    }
  }
}

for (const engine of engines) {
  describe(`killed on ${engine}`, () => {
    it(`loses nothing acknowledged over ${kills} kills`, { timeout: 400_000 }, async () => {
      const server = await new Server(engine).start();
      const place = await a_village(await server.sign_in("clerk"));
      const acknowledged = new Set();
      for (let kill = 0; kill < kills; ++kill) {
        const writers = Array.from({ length: 4 }, () => write_until_killed(server, place, acknowledged));
        await new Promise((done) => setTimeout(done, 150 + (kill * 37) % 200));
        await server.kill("SIGKILL");
        await Promise.all(writers);
        await server.start();
      }
      const verified = server.command("verify");
      assert.match(verified.stdout, /^whole$/m, verified.stdout);
      const clerk = await server.sign_in("clerk");
      for (const id of acknowledged) await clerk.get(`/api/disputes/${id}`);
      assert.ok(acknowledged.size > kills, `${acknowledged.size} acknowledged`);
      console.log(`${engine}: ${acknowledged.size} acknowledged registrations over ${kills} kills, all there`);
      await server.stop();
    });
  });
}
