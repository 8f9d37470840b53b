// 交 Four levels: who gets a dispute and why, how it rises and comes down, what two returns do, two towns together.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Caller } from "../caller.mjs";
import { engines, Server } from "../server.mjs";
import { checks, day, grading, registration } from "../story.mjs";

const first_password = "Levels-first-2026";
const password = "Levels-2026-stay";

/** The bodies and people of one county: its centre, two towns, a village of the first. */
async function gather(server) {
  const demo = Object.fromEntries(await Promise.all(
    ["sysadmin", "secadmin", "leader", "clerk1", "dispatcher1", "head_centre1", "head_town1"].map(async (login) => [login, await server.sign_in(login)])));
  const body_of = async (caller) => (await caller.get("/api/session")).post.organisation_id;
  const [centre, town] = await Promise.all([body_of(demo.dispatcher1), body_of(demo.head_town1)]);
  const below = async (parent) => (await demo.clerk1.get(`/api/organisations?parent=${parent}&limit=200`)).items;
  const villages = await below(town);
  const other_town = (await below(centre)).find((one) => one.level === "town" && one.id !== town);
  const bodies = { centre, town, village: villages[0].id, other_village: villages[1].id, other_town: other_town.id };
  const place = (await demo.clerk1.get(`/api/organisations/${bodies.village}`)).place_code;
  const enter = async (name, duty, body) => {
    const login = `l_${name}`;
    const { account } = await demo.sysadmin.post("/api/accounts", { login, name: `四级${name}`, password: first_password });
    await demo.secadmin.post(`/api/accounts/${account.id}/posts`, { duty, organisation_id: body, from_on: day(-1) });
    const caller = new Caller(server.url);
    await caller.call("POST", "/api/session", { login, password: first_password }, { expected: 201 });
    await caller.call("POST", "/api/password", { old_password: first_password, new_password: password }, { expected: 204 });
    const again = new Caller(server.url);
    await again.call("POST", "/api/session", { login, password }, { expected: 201 });
    again.account_id = account.id;
    return again;
  };
  const people = Object.fromEntries(await Promise.all([["village", "head"], ["other_village", "head"], ["other_town", "head"], ["village", "mediator"],
    ["town", "mediator"], ["other_town", "mediator"]].map(async ([body, duty]) => [`${duty}_${body}`, await enter(`${duty}_${body}`, duty, bodies[body])])));
  return { ...demo, ...people, bodies, place };
}

const named = (...accounts) => ({
  presiding_id: accounts[0], others: accounts.slice(1), recusal: accounts.map((account_id) => ({ account_id, grounds_asked: true, relation: "none" })),
});

for (const engine of engines) {
  describe(`four levels on ${engine}`, () => {
    let server, cast;
    before(async () => {
      server = await new Server(engine).start();
      cast = await gather(server);
    });
    after(async () => {
      if (server) assert.equal(await server.stop(), 0);
    });

    /** A dispute of neighbours in the village, assessed. */
    async function accepted(more = {}) {
      const receipt = await cast.clerk1.post("/api/disputes", registration(cast.place, { national_type: "02", amount_fen: 0 }));
      const path = `/api/disputes/${receipt.id}`;
      await cast.dispatcher1.post(`${path}/acceptance`, { grading: grading({ national_type: "02", difficulty: "simple", amount_fen: 0, ...more }), checks, risk_confirmed: true });
      return path;
    }
    const candidates = (path) => cast.dispatcher1.get(`${path}/candidates`);
    const offer = (path, organisation_id, more = {}) => cast.dispatcher1.post(`${path}/offers`, { organisation_id, ...more });
    const figure = async (code) => (await cast.leader.get("/api/boards/figures?days=30")).find((one) => one.code === code);

    it("solves a village's case in the village, and the leader's figure counts it", async () => {
      const path = await accepted();
      const [first, second] = await candidates(path);
      assert.equal(first.organisation_id, cast.bodies.village, "the committee of the place");
      assert.deepEqual(first.reasons, ["serves_place"]);
      assert.deepEqual(first.scores.map((score) => score.part), ["field", "area", "distance", "load", "outcome", "needs", "stationed", "recusal"]);
      const load = first.scores.find((score) => score.part === "load");
      assert.deepEqual([load.have, load.of], [0, 40], "a head and a mediator, twenty cases each");
      assert.ok(second.steps > first.steps, "the law's order stands before the score");
      await offer(path, cast.bodies.village);
      assert.equal((await cast.dispatcher1.call("GET", `${path}/candidates`)).status, 200);
      await cast.head_village.post(`${path}/takeover`, {});
      const before_it = (await figure("at_village")).count;
      const [proposal] = await cast.head_village.get(`${path}/mediators/proposals`);
      await cast.head_village.post(`${path}/mediators`, named(proposal.account_id));
      await cast.head_village.post(`${path}/on_the_spot`, { facts: "楼上渗水，楼下受损，双方到场说清。", terms: [{ kind: "act", text: "本周内修好防水。" }] });
      await cast.head_village.post(`${path}/visits`, { visited_on: day(), manner: "phone", performance: "performed", satisfied: true, lawsuit: false, remaining_risk: "" });
      await cast.head_village.post(`${path}/closing`, { result: "success" });
      assert.equal((await figure("at_village")).count, before_it + 1);
      const rows = await cast.leader.get("/api/boards/figures/at_village?days=30");
      assert.ok(rows.items.some((row) => path.endsWith(row.id)));
      const [kept] = (await cast.head_village.get(`${path}/assignment`)).offers;
      assert.equal(kept.rank, 1);
      assert.equal(kept.score, first.score);
    });

    it("lets a case rise twice and come down, its rights with it", async () => {
      const path = await accepted();
      await offer(path, cast.bodies.village);
      await cast.head_village.post(`${path}/takeover`, {});
      const pass = (caller, organisation_id, reason) => caller.post(`${path}/passing`, { organisation_id, reason, words: "说明情况" });
      const sees = async (caller) => (await caller.call("GET", path)).status === 200;
      await pass(cast.head_village, cast.bodies.town, "too_difficult");
      assert.equal((await cast.head_town1.get(path)).holder_id, cast.bodies.village, "the first receiver leads until the town accepts");
      assert.ok((await cast.head_town1.get("/api/boards/committee")).to_take.some((line) => path.endsWith(line.id)), "it stands before the town's head");
      await cast.head_village.call("DELETE", `${path}/passing`, undefined, { expected: 200 });
      assert.equal(await sees(cast.head_town1), false, "taken back, the town sees nothing");
      await pass(cast.head_village, cast.bodies.town, "mediation_failed");
      await cast.head_town1.post(`${path}/passing/acceptance`, {});
      assert.deepEqual([await sees(cast.head_village), await sees(cast.head_town1)], [false, true]);
      await pass(cast.head_town1, cast.bodies.centre, "risk_rising");
      await cast.head_centre1.post(`${path}/passing/acceptance`, {});
      assert.equal((await cast.head_centre1.get(path)).holder_id, cast.bodies.centre);
      const wrong = await cast.head_centre1.call("POST", `${path}/passing`, { organisation_id: cast.bodies.village, reason: "too_difficult", words: "x" });
      assert.equal(wrong.body.errors[0].code, "reason_for_other_direction");
      await pass(cast.head_centre1, cast.bodies.village, "simpler");
      await cast.head_village.post(`${path}/passing/acceptance`, {});
      assert.deepEqual([await sees(cast.head_town1), await sees(cast.head_village)], [false, true]);
      const { offers } = await cast.head_village.get(`${path}/assignment`);
      assert.deepEqual(offers.map((one) => [one.direction ?? null, one.state]),
        [[null, "taken"], ["up", "revoked"], ["up", "taken"], ["up", "taken"], ["down", "taken"]]);
      const kinds = (await cast.head_village.get(`${path}/timeline`)).items.map((item) => item.kind);
      assert.deepEqual(kinds.filter((kind) => /pass|receive/.test(kind)).reverse(),
        ["passed_up", "passing_revoked", "passed_up", "receive", "passed_up", "receive", "passed_down", "receive"]);
    });

    it("after two returns the centre names the lead, and each return counts", async () => {
      const path = await accepted();
      for (const [body, head] of [["village", "head_village"], ["other_village", "head_other_village"]]) {
        await offer(path, cast.bodies[body]);
        await cast[head].post(`${path}/return`, { reason: "capacity", words: "人手不足" });
      }
      assert.ok((await candidates(path)).find((one) => one.organisation_id === cast.bodies.village).reasons.includes("returned_before"));
      const by_clerk = await cast.clerk1.call("POST", `${path}/offers`, { organisation_id: cast.bodies.town });
      assert.equal(`${by_clerk.status} ${by_clerk.body.code}`, "403 centre_names_lead");
      await offer(path, cast.bodies.town);
      const refused = await cast.head_town1.call("POST", `${path}/return`, { reason: "capacity", words: "人手不足" });
      assert.equal(`${refused.status} ${refused.body.code}`, "409 offer_is_binding");
      await cast.head_town1.post(`${path}/takeover`, {});
      const bodies = await cast.dispatcher1.get("/api/boards/supervision");
      assert.equal(bodies.find((one) => one.id === cast.bodies.other_village).returns, 1);
      assert.ok((await cast.dispatcher1.get(`/api/boards/supervision/${cast.bodies.other_village}/returns`)).some((line) => path.endsWith(line.id)));
    });

    it("two towns work together, with shares and mediators of both", async () => {
      const path = await accepted({ flags: ["cross_township"], difficulty: "difficult", risk: "orange" });
      assert.equal((await candidates(path))[0].level, "county", "several townships ask for the county's centre");
      const parties = (await cast.dispatcher1.get(path)).parties.map((party) => party.id);
      const alone = await cast.dispatcher1.call("POST", `${path}/offers`, { organisation_id: cast.bodies.town, agreed_by: [parties[0]] });
      assert.equal(alone.body.errors[0].code, "both_sides_needed");
      await offer(path, cast.bodies.town, { agreed_by: parties });
      await cast.head_town1.post(`${path}/takeover`, {});
      await cast.head_town1.post(`${path}/helpers`, { organisation_id: cast.bodies.other_town, share_percent: 40, task: "联系对方村民" });
      const for_another = await cast.mediator_other_town.call("POST", `${path}/declarations`, { account_id: cast.mediator_town.account_id, relation: "interest" });
      assert.equal(for_another.body.code, "declares_for_himself");
      await cast.mediator_town.post(`${path}/declarations`, { account_id: cast.mediator_town.account_id, relation: "close_relative" });
      const proposals = await cast.head_town1.get(`${path}/mediators/proposals`);
      const kin = proposals.at(-1);
      assert.equal(kin.account_id, cast.mediator_town.account_id);
      assert.deepEqual(kin.conflicts.map((one) => [one.conflict, one.blocks]), [["kin_declared", true]]);
      const both = named(cast.mediator_other_town.account_id, cast.mediator_town.account_id);
      const barred = await cast.head_town1.call("POST", `${path}/mediators`, both);
      assert.deepEqual(barred.body.errors.map((one) => one.code), ["must_step_aside"]);
      both.recusal[1] = { account_id: cast.mediator_town.account_id, grounds_asked: true, relation: "close_relative", kept_by_consent: true };
      await cast.head_town1.post(`${path}/mediators`, { ...both, chosen_by: parties });
      const expert = await cast.dispatcher1.post("/api/experts", { name: "周专家", unit: "市建筑设计院", title: "高级工程师", fields: ["02"], from_on: day(-1) });
      const asked = { expert_id: expert.id, task: "判断渗水原因", grounds_asked: true, relation: "interest", agreed_by: [parties[0]] };
      const no_expert = await cast.head_town1.call("POST", `${path}/experts`, asked);
      assert.deepEqual(no_expert.body.errors.map((one) => one.code), ["must_step_aside", "both_sides_needed"]);
      await cast.head_town1.post(`${path}/experts`, { ...asked, relation: "none", agreed_by: parties });
      assert.deepEqual((await cast.mediator_other_town.get(`${path}/experts`)).map((one) => [one.name, one.same_name]), [["周专家", false]]);
      await cast.head_town1.call("DELETE", `${path}/experts/${expert.id}`, undefined, { expected: 200 });
      assert.deepEqual(await cast.head_town1.get(`${path}/experts`), []);
      const view = await cast.head_town1.get(`${path}/assignment`);
      assert.equal(view.lead.share_percent, 60);
      assert.deepEqual(view.offers[0].agreed_by, parties);
      assert.deepEqual(view.mediators.map((one) => one.chosen_by), [parties, parties]);
      assert.equal((await cast.mediator_other_town.get(path)).state, "assigned", "the helper's mediator works on it");
    });

    it("tries other weights on what was offered before they hold", async () => {
      const versions = await cast.sysadmin.get("/api/routing/weights");
      assert.deepEqual(versions.map((one) => [one.version, one.in_force]), [[0, true]]);
      const weights = { ...versions[0].weights, load: 100 };
      const replay = await cast.sysadmin.post("/api/routing/replay", { weights, from_on: day(-1), to_on: day() }, 200);
      assert.equal(replay.disputes, 4);
      const wrong = await cast.sysadmin.call("POST", "/api/routing/weights", { weights: { ...weights, load: 101 }, basis: "市司法局通知", valid_from_on: day(1) });
      assert.deepEqual(wrong.body.errors.map((one) => `${one.field} ${one.code}`), ["weights.load out_of_range"]);
      const made = await cast.sysadmin.post("/api/routing/weights", { weights, basis: "市司法局通知", valid_from_on: day(1) });
      assert.deepEqual(made.map((one) => [one.version, one.in_force]), [[1, false], [0, true]]);
      const file = join(server.folder, "weights.json");
      writeFileSync(file, JSON.stringify(weights));
      const told = ["1", file].map((given) => server.command("replay", "routing", "--from", day(-1), "--to", day(), "--weights", given));
      for (const one of told) assert.equal(one.status, 0, one.stderr);
      assert.match(told[0].stdout, /^4 disputes offered from .*: 0 would have had another body first; for 1 another/m);
      assert.equal(told[0].stdout, told[1].stdout, "a version and a file of the same weights say the same");
    });
  });
}
