// Two servers on one PostgreSQL under many mixed operations, each step asked of both at once: no number twice, no step
// taken twice, no change lost. HEMU_TEST_OPERATIONS: how many requests that write.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { engines, Server } from "../server.mjs";
import { a_village, checks, day, grading, people, registration } from "../story.mjs";

const operations = Number(process.env.HEMU_TEST_OPERATIONS ?? 3000);
const at_once = 16;
/** How many are asked for a decision, refused because another was first, or asked to come again. */
const tally = { taken: 0, refused: 0, marks: 0, again: 0, read: 0 };
const any = (list) => list[Math.floor(Math.random() * list.length)];

/** The steps from the window to the archive: who asks, where, and what to send. */
const steps = [
  ["dispatcher", "POST", "acceptance", () => ({ grading: grading(), checks, risk_confirmed: true })],
  ["dispatcher", "POST", "offers", (_, { property }) => ({ organisation_id: property })],
  ["head", "POST", "takeover", () => ({})],
  ["head", "POST", "mediators", (_, { account_id }) =>
    ({ presiding_id: account_id, others: [], recusal: [{ account_id, grounds_asked: true, relation: "none" }] })],
  ["mediator", "POST", "opening", ({ parties }) => ({ notice_given_on: day(), notice_form: "oral", given_to: parties })],
  ["mediator", "POST", "agreement", ({ parties }) => ({
    form: "written", scope: "full", facts: "渗水造成损失。", points: "赔偿数额。", responsibility: "楼上承担修复责任。", copies: 3,
    terms: [{ kind: "pay", text: "支付维修费用。", party_id: parties[1], amount_fen: 280000, due_on: day(5), manner: "转账" }],
  })],
  ["mediator", "POST", "signatures", ({ parties }) => ({ signer: { party_id: parties[0] }, manner: "signature", signed_on: day() })],
  ["mediator", "POST", "signatures", ({ parties }) => ({ signer: { party_id: parties[1] }, manner: "signature", signed_on: day() })],
  ["mediator", "POST", "signatures", () => ({ signer: { mediator: true }, manner: "signature", signed_on: day() })],
  ["head", "POST", "seal", () => ({ sealed_on: day() })],
  ["mediator", "POST", "performance", ({ term_id }) => ({ term_id, performed_on: day(), amount_fen: 280000, proof: "transfer" })],
  ["mediator", "POST", "closing", () => ({ result: "success" })],
  ["head", "POST", "archive", () => ({ retention: "long" })],
];
// How many steps a dispute has taken when its mediation is open, and when its agreement is sealed.
const opened = 5;
const sealed = 10;

async function fresh_dispute(town) {
  const { id } = await any(town.staffs).clerk.post("/api/disputes", registration(town.village));
  return { id, path: `/api/disputes/${id}`, step: 0, parties: (await any(town.staffs).clerk.get(`/api/disputes/${id}`)).parties.map((party) => party.id) };
}

/** One session, held and on record. */
async function hold_session({ path }, { begun, ended }, mediator) {
  const form = { planned_at: begun, place: "第一调解室", mode: "joint", participants: ["林小满", "高远山"] };
  await mediator.post(`${path}/sessions`, form);
  const [{ id, version }] = (await mediator.get(`${path}/handling`)).sessions;
  await mediator.call("PUT", `${path}/sessions/${id}`, { ...form, held_from: begun, held_to: ended, record: "双方陈述意见。" }, { expected: 201, version });
  return id;
}

/** What a step needs to be there, and nobody else asks for at the same time. */
async function prepare(dispute, town) {
  const { mediator } = town.staffs[0];
  if (dispute.step === opened) await hold_session(dispute, town, mediator);
  if (dispute.step === sealed) dispute.term_id = (await mediator.get(`${dispute.path}/closing`)).terms[0].id;
  if (dispute.step === sealed + 1)
    await mediator.post(`${dispute.path}/visits`, { visited_on: day(), manner: "phone", performance: "performed", satisfied: true, lawsuit: false, remaining_risk: "" });
}

/** The dispute's next step, asked of both servers at the same time: one takes it, the other says why not. */
async function take_step(dispute, town) {
  const [who, method, path, body] = steps[dispute.step];
  await prepare(dispute, town);
  const replies = await Promise.all(town.staffs.map((staff) => staff[who].call(method, `${dispute.path}/${path}`, body(dispute, town))));
  const taken = replies.filter((reply) => reply.status === 201).length;
  const words = replies.map((reply) => `${reply.status} ${reply.body?.code ?? ""}`).join(", ");
  assert.equal(taken, 1, `${path}: ${words}`);
  assert.ok(replies.every((reply) => reply.status < 500), `${path}: ${words}`);
  tally.taken += 1;
  tally.refused += replies.length - 1;
  dispute.step += 1;
}

/** One request under one key, sent to both: there is one dispute afterwards, whichever was first. */
async function register_twice(town) {
  const key = `twice-${process.pid}-${++town.keys}`;
  const body = registration(town.village);
  const replies = await Promise.all(town.staffs.map(({ clerk }) => clerk.call("POST", "/api/disputes", body, { key })));
  const made = replies.filter((reply) => reply.status === 201);
  assert.ok(made.length > 0 && replies.every((reply) => [201, 409].includes(reply.status)), replies.map((reply) => reply.text).join("\n"));
  assert.equal(new Set(made.map((reply) => reply.body.id)).size, 1);
  town.twice.push(made[0].body.id);
  tally.taken += 1;
  tally.refused += 2 - made.length;
}

/** Reads a record, adds a mark and writes it back; who was overtaken reads again. */
async function add_mark(town) {
  const { path, id } = any(town.records);
  const mark = `〔${++town.keys}〕`;
  for (;;) {
    const { mediator } = any(town.staffs);
    const found = (await mediator.get(`${path}/handling`)).sessions.find((one) => one.id === id);
    const reply = await mediator.call("PUT", `${path}/sessions/${id}`, {
      planned_at: found.planned_at, place: found.place, mode: found.mode, participants: found.participants,
      held_from: town.begun, held_to: town.ended, record: (found.record ?? "") + mark,
    }, { version: found.version });
    if (reply.status === 201) break;
    assert.ok([409, 412].includes(reply.status), `${reply.status} ${reply.text}`);
    tally.again += 1;
  }
  tally.marks += 1;
  town.marks.push(mark);
}

async function begin_town(servers) {
  const staffs = await Promise.all(servers.map(people));
  const [{ clerk, head, mediator }] = staffs;
  const town = { staffs, village: await a_village(clerk), keys: 0, twice: [], marks: [], records: [], open: [],
    begun: new Date(Date.now() - 3600e3).toISOString(), ended: new Date().toISOString() };
  town.property = (await head.get("/api/session")).post.organisation_id;
  town.account_id = (await mediator.get("/api/session")).account.id;
  for (let i = 0; i < 8; ++i) {
    const dispute = await fresh_dispute(town);
    while (dispute.step < opened) await take_step(dispute, town);
    town.records.push({ path: dispute.path, id: await hold_session(dispute, town, mediator) });
  }
  return town;
}

async function work(town, end) {
  while (tally.taken + tally.refused + tally.marks + tally.again < end) {
    const chance = Math.random();
    if (chance < 0.1) await add_mark(town);
    else if (chance < 0.15) await register_twice(town);
    else if (chance < 0.25) tally.read += (await any(town.staffs).dispatcher.get("/api/queue?view=all")).items.length > 0 ? 1 : 0;
    else {
      const dispute = town.open.splice(Math.floor(Math.random() * town.open.length), 1)[0] ?? (await fresh_dispute(town));
      await take_step(dispute, town);
      if (dispute.step < steps.length) town.open.push(dispute);
      if (town.open.length < 3 * at_once) town.open.push(await fresh_dispute(town));
    }
  }
}

describe("two servers on one PostgreSQL", { skip: engines.includes("postgres") ? false : "no PostgreSQL was started" }, () => {
  it(`keep every number, step and change through ${operations} mixed operations`, { timeout: 3_600_000 }, async () => {
    const first = await new Server("postgres").start();
    const second = await new Server("postgres", { demo: false, beside: first }).start();
    try {
      const town = await begin_town([first, second]);
      const began = Date.now();
      await Promise.all(Array.from({ length: at_once }, () => work(town, operations)));
      const seconds = (Date.now() - began) / 1000;

      const one = (text) => first.sql(text)[0][0];
      assert.equal(one("SELECT count(*) - count(DISTINCT number) FROM dispute"), "0", "no number is given twice");
      assert.deepEqual(first.sql(`SELECT dispute_id, kind, count(*) FROM dispute_event
        WHERE kind IN ('register', 'accept', 'offer', 'take_over', 'assign', 'open', 'agree', 'seal', 'close', 'archive')
        GROUP BY dispute_id, kind HAVING count(*) > 1`), [], "no step is taken twice");
      assert.deepEqual(first.sql(`SELECT dispute_id FROM closing_signature GROUP BY dispute_id, party_id, mediator_id HAVING count(*) > 1`), []);
      assert.equal(one("SELECT count(DISTINCT file_number) - count(*) FROM closing_seal"), "0", "no file number is given twice");
      assert.equal(one("SELECT coalesce(sum(value), 0) FROM serial_counter WHERE kind = 'file'"), one("SELECT count(*) FROM closing_seal"), "nor left out");
      assert.equal(new Set(town.twice).size, town.twice.length);
      const records = [];
      for (const { path, id } of town.records)
        records.push((await town.staffs[1].mediator.get(`${path}/handling`)).sessions.find((found) => found.id === id).record);
      for (const mark of town.marks) assert.equal(records.filter((words) => words.includes(mark)).length, 1, `${mark} is lost`);
      assert.match(first.command("verify").stdout, /^whole$/m);
      console.log(`say: two servers: ${Object.entries(tally).map(([name, count]) => `${count} ${name}`).join(", ")} in ${seconds.toFixed(0)} s`);
    } finally {
      await second.stop();
      assert.equal(await first.stop(), 0);
    }
  });
});
