// Every route of the program's own document, for every duty, by what the caller is to the case and how secret it is.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Caller } from "../caller.mjs";
import { routes_of } from "../openapi.mjs";
import { administrators, Cast, everybody, may_see, relations, secrecies, staff } from "../rights.mjs";
import { engines, Server } from "../server.mjs";
import { registration } from "../story.mjs";

const at_once = 12;

/** Runs all tasks, a few at a time; the first that fails fails the test. */
async function run_all(tasks) {
  let next = 0;
  const worker = async () => {
    while (next < tasks.length) await tasks[next++]();
  };
  await Promise.all(Array.from({ length: at_once }, worker));
  return tasks.length;
}

const fill = (path, values) => path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? crypto.randomUUID());
const names_in = (path) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
const is_write = (route) => route.method !== "GET";
const told = (reply) => `${reply.status} ${reply.text.replace(/"trace_id":"[^"]*"/, "")}`;

/** What lists are asked for, by the name of the parameter. */
const list_values = (cast) => ({
  view: ["mine", "my_body", "unassigned", "waiting", "on_hold", "new_papers", "due_today", "late", "all"],
  order: ["due", "registered", "amount", "risk", "people", "state"],
  q: cast.disputes.flatMap((dispute) => [dispute.number, dispute.names[0], dispute.phones[0]]),
  mood: ["soon", "late"],
  body: Object.values(cast.bodies),
  organisation: [cast.bodies.lead, cast.bodies.window],
  parent: [cast.bodies.above],
  account: [cast.mediator_id],
});

for (const engine of engines) {
  describe(`rights on ${engine}`, () => {
    let server, cast, routes, plausible;
    let cells = 0;
    before(async () => {
      server = await new Server(engine).start();
      ({ routes, plausible } = routes_of(server));
      cast = await Cast.gather(server);
    });
    after(async () => {
      if (server) assert.equal(await server.stop(), 0);
    });

    const of_disputes = () => routes.filter((route) => route.path.includes("{dispute}"));
    const ask = (caller, route, values, body, query = "") =>
      caller.call(route.method, fill(route.path, values) + query, route.body && body, is_write(route) ? { version: 1 } : {});

    it("asks every route for a session and for the duty that it names", async () => {
      const logins = { clerk: "clerk", mediator: "mediator_property", head: "head_property", dispatcher: "dispatcher", supervisor: "supervisor",
        judge: "judge", leader: "leader" };
      const enter = (duty) => (logins[duty] ? server.sign_in(logins[duty]) : cast.enter(duty));
      const callers = Object.fromEntries(await Promise.all(everybody.map(async (duty) => [duty, await enter(duty)])));
      const judge = (route, duty, reply) => {
        const at = `${route.method} ${route.path} as ${duty}: ${told(reply).slice(0, 300)}`;
        // Without a pass nothing is shown and nothing is done but to leave.
        if (route.by_pass) return assert.ok(reply.body?.code === "pass_needed" || [204, 415, 422].includes(reply.status), at);
        if (route.duties.length === 0) return assert.ok(![401, 403].includes(reply.status), at);
        if (duty === "anonymous") return assert.equal(`${reply.status} ${reply.body?.code}`, "401 not_signed_in", at);
        if (!route.duties.includes(duty)) return assert.equal(`${reply.status} ${reply.body?.code}`, "403 duty_may_not", at);
        assert.notEqual(reply.status, 401, at);
        assert.notEqual(reply.body?.code, "duty_may_not", at);
      };
      // What ends sessions or guesses at passwords is tried by somebody who has just come in, and last.
      const of_session = (route) => /^\/api\/(sessions?|password|totp)\b/.test(route.path);
      const anonymous = new Caller(server.url);
      cells += await run_all(routes.map((route) => async () => {
        const body = route.duties.length === 0 ? [] : {};
        judge(route, "anonymous", await ask(anonymous, route, {}, body));
      }));
      const guarded = routes.filter((route) => route.duties.length > 0);
      cells += await run_all(guarded.filter((route) => !of_session(route)).flatMap((route) =>
        everybody.map((duty) => async () => judge(route, duty, await ask(callers[duty], route, {}, {})))));
      for (const route of guarded.filter(of_session))
        cells += await run_all(everybody.map((duty) => async () => judge(route, duty, await ask(await enter(duty), route, {}, {}))));
    });

    it("lets no administrator and no citizen near a dispute", () => {
      for (const route of of_disputes())
        for (const duty of ["citizen", ...administrators]) {
          assert.ok(!route.duties.includes(duty), `${route.method} ${route.path} ${duty}`);
          ++cells;
        }
      assert.ok(of_disputes().every((route) => route.duties.length > 0), "no route of a dispute is open to anyone");
    });

    it("shows a dispute to whom the table says, and to others that there is none, on every route", async () => {
      const nothing = new Map();
      /** The answer when there is no such dispute at all. */
      const of_nothing = async (caller, route, duty, body) => {
        const key = `${route.method} ${route.path} ${duty} ${JSON.stringify(body)}`;
        if (!nothing.has(key)) nothing.set(key, told(await ask(caller, route, {}, body)));
        return nothing.get(key);
      };
      const cell = (route, relation, duty, secrecy) => async () => {
        const caller = cast.actor(relation, duty);
        const dispute = cast.dispute(secrecy);
        const at = `${route.method} ${route.path}, ${duty}, ${relation}, ${secrecy}`;
        const values = { ...dispute.inner, dispute: dispute.id };
        if (!route.duties.includes(duty))
          return assert.equal((await ask(caller, route, values, {})).body?.code, "duty_may_not", at);
        if (may_see(duty, relation, secrecy)) {
          // A list is no body of any form: the request is looked at, and nothing is done.
          const reply = await ask(caller, route, is_write(route) ? { dispute: dispute.id } : values, []);
          assert.notEqual(reply.body?.code, "dispute_not_found", at);
          assert.ok(reply.status !== 401 && reply.body?.code !== "duty_may_not", `${at}: ${told(reply)}`);
          // A judge opens no paper but his court's own, and these cases have none.
          const foreign = duty === "judge" && route.path.endsWith("/papers/{paper}/pdf");
          if (!is_write(route)) assert.equal(`${reply.status} ${foreign ? reply.body.code : ""}`, foreign ? "403 paper_of_the_court" : "200 ", `${at}: ${told(reply)}`);
          // Whoever is named to mediate, the committee's head too.
          const unsealed = route.path.endsWith("/handling") && relation === "mediator" && ["mediator", "head"].includes(duty);
          return assert.equal(reply.text.includes(dispute.caucus), unsealed, `${at}: caucus note`);
        }
        for (const body of is_write(route) ? [{}, route.body && plausible(route.body)] : [undefined]) {
          const reply = await ask(caller, route, values, body);
          assert.equal(`${reply.status} ${reply.body?.code}`, "404 dispute_not_found", at);
          assert.equal(told(reply), await of_nothing(caller, route, duty, body), at);
        }
      };
      const states = await Promise.all(secrecies.map((secrecy) => cast.lead_mediator.get(cast.dispute(secrecy).path)));
      // Whom his duty keeps out it keeps out whatever he is to the case: he is tried at the body that holds it.
      cells += await run_all(of_disputes().flatMap((route) => staff.flatMap((duty) =>
        (route.duties.includes(duty) ? relations : ["lead"]).flatMap((relation) =>
          secrecies.map((secrecy) => cell(route, relation, duty, secrecy))))));
      for (const [index, secrecy] of secrecies.entries())
        assert.equal((await cast.lead_mediator.get(cast.dispute(secrecy).path)).version, states[index].version, "nothing was done");
    });

    it("finds what belongs to another dispute nowhere", async () => {
      // Which paper or letter is a code, and the same for every dispute.
      const inner = of_disputes().filter((route) => names_in(route.path).some((name) => !["dispute", "paper", "letter"].includes(name)));
      assert.ok(inner.length > 0);
      const cell = (route, relation, duty) => async () => {
        const caller = cast.actor(relation, duty);
        const [own, other] = [cast.dispute("normal"), cast.dispute("private")];
        const body = route.body && plausible(route.body);
        const reply = await ask(caller, route, { ...other.inner, organisation: undefined, dispute: own.id }, body);
        const at = `${route.method} ${route.path}, ${duty}, ${relation}: ${told(reply)}`;
        assert.ok([403, 404, 409].includes(reply.status), at);
        assert.equal(told(reply), told(await ask(caller, route, { dispute: own.id }, body)), at);
      };
      const wanted = inner.flatMap((route) => relations.flatMap((relation) => route.duties
        .filter((duty) => may_see(duty, relation, "normal") && !may_see(duty, relation, "private"))
        .map((duty) => cell(route, relation, duty))));
      cells += await run_all(wanted);
    });

    it("keeps what the caller may not see out of every list", async () => {
      const values = list_values(cast);
      const paths = { organisation: cast.bodies.lead, account: cast.mediator_id, code: cast.village, year: "2026", date: "2026-10-01" };
      const lists = routes.filter((route) => route.method === "GET" && !route.path.includes("{dispute}") && route.duties.length > 0);
      const queries = (route) => {
        const names = route.parameters.filter((one) => one.in === "query").map((one) => one.name);
        const limit = names.includes("limit") ? "limit=200" : "";
        return [`?${limit}`, ...names.flatMap((name) => (values[name] ?? []).map((value) => `?${limit}&${name}=${encodeURIComponent(value)}`))];
      };
      const shown = new Map();
      const cell = (route, query, who, caller, sees) => async () => {
        const reply = await ask(caller, route, paths, undefined, query);
        if (reply.status === 404 || reply.status === 422) return;
        assert.equal(reply.status, 200, `${route.path}${query} as ${who}: ${told(reply)}`);
        for (const dispute of cast.disputes) {
          const seen = sees(dispute);
          for (const marker of dispute.markers)
            if (!seen) assert.ok(!reply.text.includes(marker), `${route.path}${query} as ${who} shows ${marker} of a ${dispute.secrecy} dispute`);
          // Lists name nobody of a private or restricted dispute, whoever reads them (domain facts 2.18).
          if (dispute.secrecy !== "normal")
            for (const name of [...dispute.names, dispute.words])
              assert.ok(!reply.text.includes(name), `${route.path}${query} as ${who} names ${name}`);
          if (seen && reply.text.includes(dispute.id)) shown.set(`${route.path} ${who} ${dispute.kind} ${dispute.secrecy}`, true);
        }
      };
      const tasks = [];
      for (const route of lists)
        for (const query of queries(route)) {
          for (const relation of relations)
            for (const duty of staff.filter((one) => route.duties.includes(one)))
              tasks.push(cell(route, query, `${relation} ${duty}`, cast.actor(relation, duty), (dispute) => cast.sees(duty, relation, dispute)));
          for (const [login, duty] of [["sysadmin", "system_administrator"], ["secadmin", "security_administrator"], ["auditadmin", "audit_administrator"]])
            if (route.duties.includes(duty)) tasks.push(cell(route, query, login, cast.demo[login], () => false));
        }
      cells += await run_all(tasks);
      // Where there is something to see it is seen: the search for traces was none in empty lists.
      for (const relation of relations)
        for (const duty of staff)
          for (const dispute of cast.disputes.filter((one) => cast.sees(duty, relation, one)))
            for (const path of ["/api/queue", "/api/search"])
              assert.ok(shown.has(`${path} ${relation} ${duty} ${dispute.kind} ${dispute.secrecy}`), `${path} ${relation} ${duty} ${dispute.kind} ${dispute.secrecy}`);
      for (const who of ["window dispatcher offered normal", "above leader offered normal", "lead head offered private"])
        assert.ok(shown.has(`/api/supervision ${who}`), who);
      for (const who of ["above supervisor mediated normal", "lead head mediated restricted", "mediator dispatcher mediated private"])
        assert.ok(shown.has(`/api/supervision/orders ${who}`), who);
      assert.ok(shown.has("/api/boards/supervision/{organisation}/returns above supervisor mediated normal"), "what the lead gave back");
    });

    it("tells a window of earlier reports only what its clerk may see", async () => {
      const cell = (relation, duty, dispute) => async () => {
        const caller = cast.actor(relation, duty);
        const seen = cast.sees(duty, relation, dispute);
        const at = `${relation} ${duty} ${dispute.kind} ${dispute.secrecy}`;
        const people = await caller.post("/api/intake/people", { phone: dispute.phones[0] }, 200);
        assert.equal(people.people.some((one) => one.cases.some((found) => found.id === dispute.id)), seen, at);
        if (!seen) assert.deepEqual(people.people, [], at);
        if (dispute.inner) {
          const taken = { parties: [{ side: "applicant", kind: "natural", name: "某人", known_as: dispute.inner.party }], narrative: "", place_code: cast.village };
          const reply = await caller.call("POST", "/api/intake/duplicates", taken);
          assert.equal(reply.status, seen ? 200 : 422, `${at}: data of a party are taken over where the dispute is seen`);
        }
        const parties = dispute.names.map((name, index) => ({ side: index ? "respondent" : "applicant", kind: "natural", name, phone: dispute.phones[index] }));
        const asked = { parties, narrative: dispute.words, place_code: cast.village };
        const duplicates = await caller.post("/api/intake/duplicates", asked, 200);
        assert.equal(duplicates.items.some((one) => one.id === dispute.id), seen, at);
        if (dispute.secrecy !== "normal") {
          assert.ok(!JSON.stringify([duplicates, people.people.map((one) => one.cases)]).includes(dispute.names[1]), at);
          if (!seen) assert.equal(duplicates.hidden_count, 0, `${at}: not even that there is one`);
        }
      };
      cells += await run_all(["clerk", "dispatcher", "mediator", "head"].flatMap((duty) => relations.flatMap((relation) =>
        cast.disputes.map((dispute) => cell(relation, duty, dispute)))));
    });

    it("lets nobody mediate who is not named", async () => {
      for (const dispute of cast.disputes.filter((one) => one.kind === "mediated"))
        for (const relation of ["registrar", "helper", "window"].filter((one) => may_see("mediator", one, dispute.secrecy))) {
          const caller = cast.actor(relation, "mediator");
          for (const [path, body] of [[`/sessions/${dispute.inner.session}/caucus_notes`, { words: "偷记" }], ["/pause", { reason: "appraisal" }]]) {
            const reply = await caller.call("POST", dispute.path + path, body);
            assert.equal(`${reply.status} ${reply.body.code}`, "403 not_on_this_dispute", `${relation} ${dispute.secrecy} ${path}`);
            ++cells;
          }
        }
    });

    it("merges into no dispute that the caller does not see", async () => {
      const clerk = cast.actor("window", "clerk");
      const receipt = await clerk.post("/api/disputes", registration(cast.village));
      for (const dispute of cast.disputes) {
        const reply = await clerk.call("POST", `/api/disputes/${receipt.id}/merge`, { into_id: dispute.id, reason: "同一纠纷" });
        if (cast.sees("clerk", "window", dispute)) continue;
        assert.equal(`${reply.status} ${reply.body.code}`, "404 dispute_not_found", dispute.secrecy);
        ++cells;
      }
    });

    it("leaves an audit that names nobody", async () => {
      const audit = await cast.demo.auditadmin.call("GET", "/api/audit?kind=unmasking&limit=200", undefined, { expected: 200 });
      assert.ok(cast.disputes.filter((one) => one.inner).every((one) => audit.text.includes(one.inner.party)), "each opening is there");
      for (const { names, phones } of cast.disputes) for (const word of [...names, ...phones]) assert.ok(!audit.text.includes(word), word);
    });

    it("counts its cells", () => {
      assert.ok(cells > 10_000, `${cells}`);
      console.log(`say: rights on ${engine}: ${cells} cells over ${routes.length} routes`);
    });
  });
}
