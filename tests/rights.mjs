// Who may see a dispute, as a table; and the people and disputes with which the table is tried.
import { Caller } from "./caller.mjs";
import { png } from "./pictures.mjs";
import { a_village, add_file, checks, grading, registration } from "./story.mjs";

export const staff = ["clerk", "mediator", "head", "dispatcher", "supervisor", "judge", "leader"];
export const administrators = ["system_administrator", "security_administrator", "audit_administrator"];
export const everybody = ["citizen", ...staff, ...administrators];
export const secrecies = ["normal", "private", "restricted"];

/**
 * What somebody is to a dispute: named on it as its mediator, its registrar, once its mediator and replaced; or in a post
 * at the body of its window, the lead that holds it, one that helps, one that gave it back, one above in the tree, a centre
 * elsewhere, a committee elsewhere.
 */
export const relations = ["mediator", "registrar", "former", "window", "lead", "helper", "returned", "above", "centre_elsewhere", "committee_elsewhere"];

// Those who work on cases see those of their body; those who direct see by scope, from their body down (domain facts 12.1:
// duty, scope of the organisation, assignment). Private and restricted: by assignment only (domain facts 2.18), which begins
// with those at the holding body who assign. Administrators and citizens see none.
const workers = ["clerk", "mediator", "head", "judge"];
const directors = ["dispatcher", "supervisor", "leader"];
const assigned_only = { mediator: staff, registrar: staff, lead: ["head", "dispatcher"] };
const table = {
  normal: { mediator: staff, registrar: staff, window: staff, lead: staff, helper: workers, above: directors },
  private: assigned_only,
  restricted: assigned_only,
};
export const may_see = (duty, relation, secrecy) => (table[secrecy][relation] ?? []).includes(duty);

const first_password = "Rights-first-2026";
const password = "Rights-2026-stay";
const day = (offset = 0) => new Date(Date.now() + 8 * 3600e3 + offset * 86400e3).toISOString().slice(0, 10);

/** Accounts, bodies and disputes of the matrix, in a demonstration city that has no other disputes. */
export class Cast {
  constructor(server) {
    this.server = server;
    this.actors = new Map();
  }

  static async gather(server) {
    const cast = new Cast(server);
    const demo = Object.fromEntries(await Promise.all(
      ["sysadmin", "secadmin", "auditadmin", "clerk", "clerk1", "clerk2", "dispatcher1", "head_town1", "head_town2", "head_medical", "head_traffic"]
        .map(async (login) => [login, await server.sign_in(login)])));
    cast.demo = demo;
    const body_of = async (login) => (await demo[login].get("/api/session")).post.organisation_id;
    cast.bodies = {
      window: await body_of("clerk1"), lead: await body_of("head_town1"), helper: await body_of("head_medical"),
      returned: await body_of("head_traffic"), above: await body_of("clerk"), centre_elsewhere: await body_of("clerk2"),
      committee_elsewhere: await body_of("head_town2"),
    };
    const elsewhere = staff.map((duty) => [duty, "centre_elsewhere"]);
    await cast.#make("somebody", staff.flatMap((duty) => Object.keys(cast.bodies).map((body) => [duty, body])));
    await cast.#make("mediator", [["mediator", "lead"], ...elsewhere]);
    await cast.#make("former", [["mediator", "lead"], ...elsewhere]);
    await cast.#make("registrar", [["clerk", "window"], ...elsewhere]);
    await cast.#make("citizen", []);
    for (const duty of administrators) await cast.#make(duty, [[duty, "above"]]);
    await cast.#sign_everybody_in();
    cast.village = await a_village(demo.clerk1);
    cast.disputes = [];
    for (const [index, secrecy] of secrecies.entries()) {
      cast.disputes.push(await cast.#mediated(secrecy, index));
      cast.disputes.push(await cast.#offered(secrecy, index));
    }
    return cast;
  }

  async #make(login, posts) {
    const made = await this.demo.sysadmin.post("/api/accounts", { login: `m_${login}`, name: `矩阵${login}`, password: first_password });
    for (const [duty, body] of posts)
      await this.demo.secadmin.post(`/api/accounts/${made.account.id}/posts`, { duty, organisation_id: this.bodies[body], from_on: day(-1) });
    const first = new Caller(this.server.url);
    await first.call("POST", "/api/session", { login: `m_${login}`, password: first_password }, { expected: 201 });
    await first.call("POST", "/api/password", { old_password: first_password, new_password: password }, { expected: 204 });
    this[`${login}_id`] = made.account.id;
  }

  async enter(login) {
    const caller = new Caller(this.server.url);
    await caller.call("POST", "/api/session", { login: `m_${login}`, password }, { expected: 201 });
    return caller;
  }

  async #acting(login, duty, body) {
    const caller = await this.enter(login);
    const { posts } = await caller.get("/api/session");
    const post = posts.find((one) => one.duty === duty && one.organisation_id === this.bodies[body]);
    await caller.call("POST", "/api/session/post", { post_id: post.id }, { expected: 200 });
    return caller;
  }

  async #sign_everybody_in() {
    const wanted = relations.flatMap((relation) => staff.map((duty) => [relation, duty]));
    await Promise.all(wanted.map(async ([relation, duty]) => {
      const of_body = relation in this.bodies;
      const caller = await this.#acting(of_body ? "somebody" : relation, duty, of_body ? relation : "centre_elsewhere");
      this.actors.set(`${relation} ${duty}`, caller);
    }));
    this.window_clerk = await this.#acting("registrar", "clerk", "window");
    this.lead_mediator = await this.#acting("mediator", "mediator", "lead");
    this.lead_former = await this.#acting("former", "mediator", "lead");
  }

  actor(relation, duty) {
    return this.actors.get(`${relation} ${duty}`);
  }

  /** A dispute with words and people that stand nowhere else, offered to the lead. */
  async #offered(secrecy, index, kind = "offered") {
    const number = `${kind === "offered" ? 1 : 2}${index}`;
    const names = [`申屠${kind}${secrecy}`, `澹台${kind}${secrecy}`];
    const phones = [`199000071${number}`, `199000072${number}`];
    const words = `${names[0]}家的${"屋檐沟渠围栏".slice(index * 2, index * 2 + 2)}与${names[1]}家相争`;
    const receipt = await this.window_clerk.post("/api/disputes", registration(this.village, {
      narrative: words, secrecy,
      parties: [{ side: "applicant", kind: "natural", name: names[0], phone: phones[0] }, { side: "respondent", kind: "natural", name: names[1], phone: phones[1] }],
    }));
    const path = `/api/disputes/${receipt.id}`;
    await this.demo.dispatcher1.post(`${path}/acceptance`, { grading: grading({ secrecy }), checks, risk_confirmed: true });
    await this.demo.dispatcher1.post(`${path}/offers`, { organisation_id: this.bodies.lead });
    return { kind, secrecy, id: receipt.id, number: receipt.number, path, names, phones, words, caucus: "",
      markers: [receipt.id, receipt.number, ...names, ...phones, words] };
  }

  /** Given back by one body, taken by the lead, mediated by the second mediator that was named, with a helper and papers. */
  async #mediated(secrecy, index) {
    const dispute = await this.#offered(secrecy, index, "mediated");
    const { path } = dispute;
    const { head_town1, head_traffic, dispatcher1 } = this.demo;
    await head_town1.post(`${path}/return`, { reason: "other", words: "请先问交通调委会" });
    await dispatcher1.post(`${path}/offers`, { organisation_id: this.bodies.returned });
    await head_traffic.post(`${path}/return`, { reason: "outside_field", words: "" });
    await dispatcher1.post(`${path}/offers`, { organisation_id: this.bodies.lead });
    await head_town1.post(`${path}/takeover`, {});
    const named = (account_id) => ({ presiding_id: account_id, others: [], recusal: [{ account_id, grounds_asked: true, relation: "none" }] });
    await head_town1.post(`${path}/mediators`, named(this.former_id));
    const { version } = await head_town1.get(path);
    await head_town1.call("PUT", `${path}/mediators`, named(this.mediator_id), { expected: 200, version });
    await head_town1.post(`${path}/helpers`, { organisation_id: this.bodies.helper, share_percent: 20, task: "协助" });
    await this.#papers(dispute);
    return dispute;
  }

  async #papers(dispute) {
    const { path } = dispute;
    const mediator = this.lead_mediator;
    const parties = (await mediator.get(path)).parties.map((party) => party.id);
    await mediator.post(`${path}/opening`, { notice_given_on: day(), notice_form: "oral", given_to: parties });
    await mediator.post(`${path}/sessions`, { planned_at: new Date().toISOString(), place: "第一调解室", mode: "separate", participants: dispute.names });
    const [session] = (await mediator.get(`${path}/handling`)).sessions;
    dispute.caucus = `底线${dispute.secrecy}二千`;
    await mediator.post(`${path}/sessions/${session.id}/caucus_notes`, { words: dispute.caucus });
    await mediator.post(`${path}/parties/${parties[0]}/unmasking`, { reason: "电话联系" }, 200);
    await this.actor("mediator", "supervisor").post(`${path}/orders`, { kind: "supervise", demand: "尽快召开调解会", reply_by_on: day(9) });
    const [order] = await mediator.get(`${path}/orders`);
    const attachment = await add_file(mediator, path, "收条.png", png(8, 8, () => [secrecies.indexOf(dispute.secrecy) * 90, 60, 60]));
    const upload = await mediator.post(`${path}/uploads`, { name: "照片.png", kind: "picture", size_bytes: 100 });
    const signing = await mediator.post(`${path}/papers/D01/signing`, { ends_on: day(9), in_order: false, agents: [], mediator: false });
    const signer = (await mediator.get(`${path}/signings`))[0].signers[0].id;
    const [{ invitation_id }] = (await mediator.get(`${path}/invitations`)).parties;
    dispute.inner = { invitation: invitation_id, party: parties[0], session: session.id, order: order.id, attachment, upload: upload.id, organisation: this.bodies.helper, account: this.mediator_id, paper: "D01", signing: signing.id, signer };
    dispute.inner.out = await this.#handed_out(dispute);
    dispute.markers.push(dispute.caucus, this.#referred(dispute));
  }

  #partner(name, kind) {
    const partner = crypto.randomUUID();
    this.server.sql(`INSERT INTO exchange_partner (id, code, name, kind, window_id, matters, legal_basis, way, active, sent_sequence, taken_sequence, failures,
      made_at, made_by_name, version) VALUES ('${partner}', 'p-${partner.slice(0, 8)}', '${name}', '${kind}', '${this.bodies.window}', '[]', '条例', 'none',
      true, 0, 0, 0, '2026-01-01 00:00:00.000000+00', '', 1)`);
    return partner;
  }

  /** Reported to the police, which asks for nobody's consent. */
  async #handed_out({ path, words }) {
    const parties = (await this.lead_mediator.get(path)).parties.map((party) => party.id);
    await this.lead_mediator.post(`${path}/referrals_out`, { matter: "police_report", partner_id: this.#partner("矩阵派出所", "police"), facts: words, request: "请处警。", parties });
    return (await this.lead_mediator.get(`${path}/referrals_out`)).referrals[0].id;
  }

  /** Notes a partner as the one who referred it; the partner's own number. */
  #referred(dispute) {
    const partner = this.#partner("矩阵信访局", "petition_office");
    const reference = `移送${dispute.secrecy}九七`;
    this.server.sql(`INSERT INTO partner_referral (dispute_id, partner_id, matter, reference, papers, made_at)
      VALUES ('${dispute.id}', '${partner}', 'petition_item', '${reference}', '[]', '2026-01-01 00:00:00.000000+00')`);
    return reference;
  }

  /** The dispute that was mediated, or is still offered, of a secrecy. */
  dispute(secrecy, kind = "mediated") {
    return this.disputes.find((one) => one.secrecy === secrecy && one.kind === kind);
  }

  /** The relation that an actor has to a dispute: only the mediated ones had mediators, helpers and a body that gave back. */
  sees(duty, relation, dispute) {
    const on_it = dispute.kind === "mediated" || !["mediator", "helper"].includes(relation);
    return on_it && may_see(duty, relation, dispute.secrecy);
  }
}
