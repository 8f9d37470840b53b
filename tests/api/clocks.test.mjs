// The clock rules as an administrator uses them: another length, another place's rule adopted and ended, all audited.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { engines, Server } from "../server.mjs";
import { a_village, checks, day, grading, registration } from "../story.mjs";

for (const engine of engines) {
  describe(`the clock rules on ${engine}`, () => {
    let server, administrator, auditor, clerk, village;
    before(async () => {
      server = await new Server(engine, { disputes: 10 }).start();
      [administrator, auditor, clerk] = await Promise.all(["sysadmin", "auditadmin", "clerk"].map((login) => server.sign_in(login)));
      village = await a_village(clerk);
    });
    after(async () => {
      if (server) assert.equal(await server.stop(), 0);
    });

    const versions = (rules, code) => rules.filter((rule) => rule.code === code).sort((a, b) => a.valid_from.localeCompare(b.valid_from));
    const stand = (code, standing, valid_from, expected = 200) =>
      administrator.call("PUT", `/api/clock_rules/${code}/standing`, { standing, valid_from }, { expected });
    const accepted = async () => {
      const { id } = await clerk.post("/api/disputes", registration(village));
      await clerk.post(`/api/disputes/${id}/acceptance`, { grading: grading({ difficulty: "simple" }), checks, risk_confirmed: true });
      return (await clerk.get(`/api/disputes/${id}`)).clocks;
    };
    const codes = (clocks) => clocks.filter((clock) => !clock.ended_at).map((clock) => clock.code).sort();

    it("list every rule with its basis, and why some never start", async () => {
      const rules = await auditor.get("/api/clock_rules");
      assert.ok(rules.length >= 85, `${rules.length} rules`);
      for (const rule of rules) assert.ok(rule.basis && rule.certainty && rule.name_zh && rule.name_en, rule.code);
      const [preset] = versions(rules, "DZ-SIMPLE");
      assert.deepEqual([preset.stands, preset.in_force, preset.adoptable], ["preset", false, true]);
      const [body_left] = versions(rules, "MD-BODY");
      assert.equal(body_left.started_by, "?death");
      const [court] = versions(rules, "JC-DEC-A");
      assert.deepEqual([court.concerns, court.extension, court.changeable], ["partner", "court_president+10@confirmation_extended", false]);
    });

    it("do not hold the staff to the time of others", async () => {
      const clocks = await accepted();
      assert.deepEqual(codes(clocks), ["LEVEL-SIMPLE", "PM-MED"]);
      assert.ok(clocks.every((clock) => clock.concerns === "staff"));
    });

    it("are adopted from a day to come, ended again, and audited", async () => {
      await stand("DZ-SIMPLE", "in_force", day(0), 422);
      await stand("DZ-SIMPLE", "sometimes", day(1), 422);
      for (const [code, standing, problem] of [["DZ-SIMPLE", "ended", "clock_rule_stands_so"], ["SW-WEEK", "in_force", "clock_rule_has_no_start"], ["PM-MED", "ended", "clock_rule_is_no_preset"]]) {
        const refused = await stand(code, standing, day(1), 409);
        assert.equal(refused.body.code, problem);
      }
      await stand("NOTHING", "in_force", day(1), 404);
      await clerk.call("PUT", "/api/clock_rules/DZ-SIMPLE/standing", { standing: "in_force", valid_from: day(1) }, { expected: 403 });

      const adopted = versions((await stand("DZ-SIMPLE", "in_force", day(1))).body, "DZ-SIMPLE");
      assert.deepEqual(adopted.map((rule) => rule.stands), ["preset", "to_come"]);
      assert.deepEqual(codes(await accepted()), ["LEVEL-SIMPLE", "PM-MED"], "not before its day");
      server.sql(`UPDATE clock_rule SET valid_from = '${day(0)}' WHERE code = 'DZ-SIMPLE' AND standing = 'in_force'`);
      // The server reads its rules anew after a change of its own.
      await administrator.call("PUT", "/api/clock_rules/CONTACT", { amount: 4, valid_from: day(1) }, { expected: 200 });
      assert.deepEqual(codes(await accepted()), ["DZ-SIMPLE", "PM-MED"], "in the place of the city's own");
      const rules = await auditor.get("/api/clock_rules");
      assert.equal(versions(rules, "LEVEL-SIMPLE")[0].stands, "displaced");

      const ended = versions((await stand("DZ-SIMPLE", "ended", day(2))).body, "DZ-SIMPLE");
      assert.deepEqual(ended.map((rule) => rule.stands), ["replaced", "in_force", "to_come"]);
      const entries = (await auditor.get("/api/audit?kind=setting")).items.filter((entry) => entry.subject.includes("DZ-SIMPLE"));
      assert.deepEqual(entries.map((entry) => entry.act).sort(), ["adopt", "end"]);
    });
  });
}
