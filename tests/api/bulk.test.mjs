// Many at once: five hundred real cases through the desks, every act previewed, taken back, stopped half way, done.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { engines, sanitized, Server } from "../server.mjs";
import { a_village, checks, day, grading, registration } from "../story.mjs";

const many = sanitized ? 40 : 500;
const at_once = 8;

/** Does it for all, a few at a time. */
async function for_all(list, act) {
  let next = 0;
  const worker = async () => {
    while (next < list.length) await act(list[next++]);
  };
  await Promise.all(Array.from({ length: at_once }, worker));
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

for (const engine of engines) {
  describe(`${many} cases at once on ${engine}`, () => {
    let server, staff, ids, property;
    const times = [];
    before(async () => {
      server = await new Server(engine, { disputes: 120 }).start();
      const names = { clerk: "clerk", dispatcher: "dispatcher", head: "head_property", mediator: "mediator_property", supervisor: "supervisor", judge: "judge" };
      staff = Object.fromEntries(await Promise.all(Object.entries(names).map(async ([name, login]) => [name, await server.sign_in(login)])));
      property = (await staff.head.get("/api/session")).post.organisation_id;
      const village = await a_village(staff.clerk);
      ids = [];
      await for_all(Array.from({ length: many }), async () => {
        const made = await staff.clerk.post("/api/disputes", registration(village));
        await staff.dispatcher.post(`/api/disputes/${made.id}/acceptance`, { grading: grading(), checks, risk_confirmed: true });
        ids.push(made.id);
      });
    });
    after(async () => {
      console.log(`say: ${many} cases at once on ${engine}: ${times.join(", ")}`);
      if (server) assert.equal(await server.stop(), 0);
    });

    const over = (run) => run.state === "ended" || run.state === "stopped";
    /** Waits until the run is as it should be, and returns it. */
    async function follow(caller, id, is_so = over, every = 100) {
      for (const end = Date.now() + 60_000; Date.now() < end;) {
        const run = await caller.get(`/api/bulk/${id}`);
        if (is_so(run)) return run;
        await pause(every);
      }
      throw new Error("the run does not get on");
    }

    /** Previews and, where anything is possible, starts and waits for the end: what the preview allowed must be done. */
    async function do_to(caller, what, refused = 0, dispute_ids = ids) {
      const asked = Date.now();
      const items = await caller.post("/api/bulk/preview", { what, dispute_ids }, 200);
      const seen = Date.now();
      assert.equal(items.length, dispute_ids.length);
      assert.equal(items.filter((item) => item.state === "refused").length, refused, JSON.stringify(items.find((item) => item.state === "refused")));
      assert.ok(items.filter((item) => item.state === "refused").every((item) => item.words), "each refusal says why");
      if (refused === dispute_ids.length) return;
      const made = await caller.post("/api/bulk", { what, dispute_ids });
      assert.equal(made.waiting, dispute_ids.length);
      await follow(caller, made.id, (run) => run.state !== "waiting");
      const began = Date.now();
      const run = await follow(caller, made.id);
      times.push(`${what.act} shown in ${((seen - asked) / 1000).toFixed(1)} s, done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
      assert.equal(`${run.state} ${run.done} ${run.refused}`, `ended ${dispute_ids.length - refused} ${refused}`);
    }
    const states = async () => {
      const found = new Map();
      await for_all(ids, async (id) => {
        const { state } = await staff.dispatcher.get(`/api/disputes/${id}`);
        found.set(state, (found.get(state) ?? 0) + 1);
      });
      return Object.fromEntries(found);
    };
    const events = async (id) => (await staff.dispatcher.get(`/api/disputes/${id}/timeline`)).items.length;

    it("are offered what their desks let somebody do", async () => {
      assert.deepEqual(await staff.judge.get("/api/bulk/acts"), ["note"]);
      assert.deepEqual(await staff.supervisor.get("/api/bulk/acts"), ["note", "order"]);
      const reply = await staff.judge.call("POST", "/api/bulk", { what: { act: "close", close: { result: "failed" } }, dispute_ids: ids });
      assert.equal(`${reply.status} ${reply.body.code}`, "403 duty_may_not");
      const one_more = await staff.clerk.call("POST", "/api/bulk/preview", { what: { act: "note", note: "x" }, dispute_ids: [...Array(501)].map(() => crypto.randomUUID()) });
      assert.deepEqual(one_more.body.errors.map((error) => [error.field, error.code]), [["dispute_ids", "too_many_at_once"]]);
    });

    it("are taken back within ten seconds, and nothing has happened", async () => {
      const before_it = await events(ids[0]);
      const run = await staff.dispatcher.post("/api/bulk", { what: { act: "note", note: "撤回的备注" }, dispute_ids: ids });
      assert.ok(Date.parse(run.begins_at) - Date.parse(run.made_at) >= 10_000);
      const { body } = await staff.dispatcher.call("DELETE", `/api/bulk/${run.id}`, undefined, { expected: 200 });
      assert.equal(`${body.state} ${body.left}`, `stopped ${many}`);
      assert.equal(await events(ids[0]), before_it);
    });

    it("are stopped half way, and each is done or not at all", async () => {
      const counts = new Map();
      let made;
      // On a busy machine the stop may come when all is done: then it is refused, and the next run is stopped.
      for (let stopped = false, turn = 0; !stopped; ++turn) {
        assert.ok(turn < 4, "no run was stopped in time");
        await for_all(ids, async (id) => counts.set(id, await events(id)));
        made = await staff.dispatcher.post("/api/bulk", { what: { act: "note", note: "请核对材料" }, dispute_ids: ids });
        await follow(staff.dispatcher, made.id, (run) => run.done > 0, 5);
        const reply = await staff.dispatcher.call("DELETE", `/api/bulk/${made.id}`);
        stopped = reply.status === 200;
        assert.ok(stopped || reply.body.code === "run_is_over", JSON.stringify(reply.body));
      }
      const run = await staff.dispatcher.get(`/api/bulk/${made.id}`);
      await pause(500);
      const later = await staff.dispatcher.get(`/api/bulk/${made.id}`);
      assert.deepEqual(later, run, "nothing goes on");
      assert.ok(run.done > 0 && run.left > 0, JSON.stringify(run));
      assert.equal(run.done + run.left, many);
      const items = await staff.dispatcher.get(`/api/bulk/${made.id}/items`);
      await for_all(items, async (item) => {
        const more = (await events(item.dispute_id)) - counts.get(item.dispute_id);
        assert.equal(more, item.state === "done" ? 1 : 0, `${item.number} ${item.state}`);
      });
      times.push(`stopped after ${run.done}`);
    });

    it("are offered, noted, ordered and assigned", async () => {
      await do_to(staff.dispatcher, { act: "offer", offer: { organisation_id: property } });
      assert.deepEqual(await states(), { offered: many });
      await do_to(staff.dispatcher, { act: "offer", offer: { organisation_id: property } }, many);
      await for_all(ids, (id) => staff.head.post(`/api/disputes/${id}/takeover`, {}));
      await do_to(staff.supervisor, { act: "order", order: { kind: "remind", demand: "请尽快联系双方", reply_by_on: day(3) } });
      const account_id = (await staff.mediator.get("/api/session")).account.id;
      const named = { presiding_id: account_id, others: [], recusal: [{ account_id, grounds_asked: true, relation: "none" }] };
      await do_to(staff.head, { act: "assign", assign: named });
      assert.deepEqual(await states(), { assigned: many });
      const orders = (await staff.supervisor.get("/api/boards/supervision")).find((body) => body.id === property);
      assert.ok(orders.orders_open >= many, "the board counts them");
    });

    it("are put aside, and refused with reasons where they cannot be closed", async () => {
      await do_to(staff.mediator, { act: "hold", hold: { reason: "expert", until_on: day(5) } });
      await do_to(staff.mediator, { act: "close", close: { result: "failed" } }, many);
    });

    it("are closed, visited and taken away as a sheet", async () => {
      await for_all(ids, (id) => staff.mediator.post(`/api/disputes/${id}/termination`, { reason: "T02", routes: ["court"], words: "双方不愿继续调解" }));
      const columns = ["state", "due", "type", "holder", "handler"];
      const sheet = await staff.head.call("POST", "/api/queue/export", { query: { view: "my_body", order: "due", descending: false }, columns, dispute_ids: ids }, { expected: 200 });
      assert.equal(sheet.headers.get("hemu-rows"), String(many));
      await do_to(staff.mediator, { act: "close", close: { result: "failed" } });
      assert.deepEqual(await states(), { closed: many });
      await do_to(staff.mediator, { act: "visit_plan", visit_plan: { planned_on: day(7) } });
    });
  });
}
