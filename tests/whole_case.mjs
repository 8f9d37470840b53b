// One case in which everything that a case can hold of people is there: how it came in, who was asked, what was written, signed, sent
// to a court and to partners. Every word of it has a mark, so that it is found again wherever it lies.
import { Applicant, whole_form } from "./application.mjs";
import { Citizen } from "./citizen.mjs";
import { add_file, day } from "./story.mjs";

export const mark = "独角兽";
export const parties = [
  { side: "applicant", kind: "natural", name: "慕容晓岚", phone: "19900008881", address: "麒麟坊三号楼一单元", help: [] },
  { side: "respondent", kind: "natural", name: "司徒若谷", phone: "19900008882", address: "麒麟坊三号楼二单元", help: [] },
];
export const narrative = "麒麟坊三号楼漏水，两家为修缮和赔偿争执多次";
/** Whatever is left of it anywhere. */
export const marks = [mark, "麒麟坊", ...parties.flatMap((one) => [one.name, one.phone])];

const fresh = () => crypto.randomUUID();
const long_ago = "'2026-01-01 00:00:00.000000+00'";
const strokes = { width: 600, height: 200, lines: [Array.from({ length: 40 }, (_, at) => [20 + at * 12, 100 + (at % 5) * 15, at * 16]).flat()] };

async function until(what, is_so) {
  for (let tries = 0; tries < 200; ++tries) {
    const found = await is_so();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`never: ${what}`);
}

export class WholeCase {
  /** gateway: takes the server's messages. staff: clerk, dispatcher, head, mediator, judge, supervisor, of one county. */
  constructor(server, gateway, staff) {
    Object.assign(this, { server, gateway, staff });
  }

  /** An application that began at a poster, with a phone that its applicant confirmed. */
  async apply() {
    const { server, staff } = this;
    const { organisation_id } = (await staff.clerk.get("/api/session")).post;
    const { place_code } = await staff.head.get(`/api/organisations/${(await staff.head.get("/api/session")).post.organisation_id}`);
    const [{ code: village }] = await staff.clerk.get(`/api/places?q=${encodeURIComponent("委会")}&parent=${place_code}`);
    const entrance = await staff.dispatcher.post("/api/entrances", { name: "东门", kind: "estate", organisation_id, leads_to: "home", active: true });
    const [{ phone }] = parties;
    const applicant = await Applicant.begin(server.url, phone, { from: entrance.code });
    await applicant.save(whole_form(village, { parties, narrative, evidence: [{ code: "own", state: "will_bring", words: `${mark}的照片` }], days_away: [{ from_on: day(3), to_on: day(5) }] }), 1);
    await this.#confirm(applicant, "application", phone);
    const { number, query_code } = await applicant.submit();
    this.query_code = query_code;
    [{ id: this.id }] = (await staff.clerk.get(`/api/search?q=${encodeURIComponent(number)}`)).items;
    this.path = `/api/disputes/${this.id}`;
    // The window adds who was forgotten, with an agent, and where it happened.
    const identity_number = (digits) => digits + "10X98765432"[[...digits].reduce((sum, digit, at) => sum + digit * 2 ** (17 - at), 0) % 11];
    await staff.clerk.post(`${this.path}/parties`, { side: "third_party", kind: "natural", name: `${mark}之邻`, phone: "19900008884", identity_number: identity_number("42120219010203001"), occupation: `${mark}匠`,
      agents: [{ kind: "lawyer", name: `${mark}律师`, identity_number: identity_number("42120219010203003"), phone: "19900008885", powers: ["attend_and_sign"] }] });
    server.sql(`UPDATE dispute SET address_sealed = (SELECT max(address_sealed) FROM dispute_party) WHERE id = '${this.id}'`);
    for (const code of ["quiet_from_minute", "quiet_to_minute"]) server.sql(`UPDATE notice_setting SET value = 0 WHERE code = '${code}'`);
  }

  async #confirm(citizen, kind, phone) {
    await citizen.call("POST", "/api/citizen/phone_codes", { kind, phone }, { expected: 204 });
    const { words } = await until("the code", () => [...this.gateway.delivered.values()].findLast((one) => one.phone === phone && /\d{6}/.test(one.words)));
    await citizen.call("POST", "/api/citizen/phone_codes/confirmation", { kind, phone, code: /\d{6}/.exec(words)[0] }, { expected: 204 });
  }

  /** For the moments of work_through. */
  at = async (moment) => this[`when_${moment}`]?.();

  /** The other side refuses and tells his view; the applicant writes, asks, complains; colleagues write to each other. */
  async when_assigned() {
    const { server, staff, path } = this;
    this.parties = (await staff.mediator.get(path)).parties;
    const { words } = await until("the invitation", () => [...this.gateway.delivered.values()].find((one) => one.phone === parties[1].phone && one.words.includes("/j#")));
    const [, code, proof] = /\/j#([0-9A-Z]{8})-([0-9a-f]{8})/.exec(words);
    const invited = new Citizen(server.url);
    await invited.post("/api/citizen/invitation/entry", { code, proof, way: "link" }, 200);
    await invited.call("PUT", "/api/citizen/invitation/answer", { answer: "refuse", reason: `怕${mark}` }, { expected: 200 });
    await invited.call("PUT", "/api/citizen/invitation/account", { statement: `${mark}是我家的`, days_away: [], help: [], speaker: { name: `${mark}之子`, relation: "儿子", phone: "19900008883" } }, { expected: 200 });
    await staff.mediator.post(`${path}/invitations/answers`, { party_id: this.parties[1].id, answer: "agree", way: "phone", said_by: `${mark}之妻`, said_on: day() });

    const citizen = (this.citizen = new Citizen(server.url));
    await citizen.call("POST", "/api/citizen/case/entry", { query_code: this.query_code, phone: parties[0].phone }, { expected: 204 });
    const put = (part, body) => citizen.call("PUT", `/api/citizen/case/${part}`, body, { expected: 200 });
    const [ask, complaint, request] = [fresh(), fresh(), fresh()];
    await put(`messages/${fresh()}`, { words: `${mark}何时来` });
    await put(`asks/${ask}`, { kind: "call", words: `问${mark}` });
    await put(`complaints/${complaint}`, { about: "delay", words: `${mark}太慢` });
    await put(`data_requests/${request}`, { kind: "deletion", words: `删掉${mark}` });
    await staff.mediator.call("PUT", `${path}/case_home/parties/${this.parties[0].id}/messages/${fresh()}`, { words: `${mark}周五来` }, { expected: 200 });
    await staff.mediator.post(`${path}/case_home/asks/${ask}/answer`, { words: `已答${mark}` });
    await staff.supervisor.call("POST", `/api/complaints/${complaint}/answer`, { outcome: "upheld", words: `已催${mark}` }, { expected: 204 });
    await staff.head.call("POST", `/api/data_requests/${request}/decision`, { outcome: "refused", reason: "archive_duty", words: `${mark}依法保存` }, { expected: 204 });
    await add_file(citizen, "/api/citizen/case", `${mark}的图.txt`, `${mark}在此`);

    const { account } = await staff.head.get("/api/session");
    await staff.mediator.post(`${path}/notes`, { words: `${mark}备注` });
    await staff.mediator.post(`${path}/tasks`, { kind: "task", words: `找${mark}`, due_on: day(3), assignee_ids: [account.id] });
    await staff.supervisor.post(`${path}/orders`, { kind: "supervise", demand: `快办${mark}`, reply_by_on: day(9) });
    const [order] = await staff.mediator.get(`${path}/orders`);
    await staff.mediator.post(`${path}/orders/${order.id}/reply`, { words: `${mark}在办` });
    await this.#tell_the_party();
  }

  async #tell_the_party() {
    await this.staff.mediator.post(`${this.path}/party_notices`, { party_id: this.parties[0].id, event: "general", method: "message" });
    await until("the message", () => Number(this.server.sql("SELECT count(*) FROM notice_service WHERE recipient_sealed IS NOT NULL")[0][0]) > 2);
  }

  async when_mediating() {
    const { staff, path } = this;
    const ids = this.parties.map((one) => one.id);
    await staff.mediator.post(`${path}/undisputed_facts`, { facts: `${mark}属实`, agreed_by: ids });
    await staff.mediator.post(`${path}/investigations`, { on: day(), place: `${mark}家`, asked_person: `${mark}邻居`, participants: [`${mark}物业`], content: `看见${mark}` });
  }

  /** A paper is signed by one, on a pad though he has a link for his phone, and ended; a letter of advice; partners. */
  async when_agreed() {
    const { staff, path } = this;
    const ids = this.parties.map((one) => one.id);
    await staff.head.post(`${path}/advice`, { addressee: `${mark}物业公司`, problem: `${mark}渗漏`, advice: `修${mark}` });
    await staff.mediator.post(`${path}/papers/D01/signing`, { ends_on: day(5), in_order: false, agents: [], mediator: false });
    const [signing] = (await staff.mediator.get(`${path}/signings`)).filter((one) => one.code === "D01");
    const of = (signer) => `${path}/signings/${signing.id}/signers/${signer.id}`;
    await staff.mediator.post(`${of(signing.signers[0])}/link`, { send: true });
    const { code } = await staff.mediator.post(`${of(signing.signers[0])}/code`, {});
    if (!code) throw new Error("staff are told the code");
    await staff.mediator.post(`${of(signing.signers[0])}/act`, { method: "strokes", digest_sm3: signing.digest_sm3, strokes });
    await staff.mediator.post(`${path}/signings/${signing.id}/end`, { reason: `${mark}变了` });
    const admin = await this.server.sign_in("sysadmin");
    const { window_id } = await staff.mediator.get(path);
    const partner = async (code, kind) => {
      const { id } = await admin.post("/api/exchange/partners", { code, name: code, kind, window_id, matters: [], legal_basis: "条例", way: "rest", address: "http://127.0.0.1:9/hemu", active: true });
      await admin.post(`/api/exchange/partners/${id}/keys`);
      return id;
    };
    this.#came_from(await partner("xf-01", "petition_office"), (await staff.judge.get("/api/session")).post.organisation_id);
    const federation = await partner("fl-01", "womens_federation");
    await staff.mediator.post(`${path}/referrals_out`, { matter: "family_support", partner_id: federation, facts: `${mark}求助`, request: `帮${mark}`, parties: ids, consent_by: [ids[0]], consent_on: day() });
  }

  /** A partner and a court that had sent the case, and would not take it back. */
  #came_from(partner, court) {
    const { server, id } = this;
    server.sql(`INSERT INTO partner_referral (dispute_id, partner_id, matter, reference, consent_by, papers, made_at)
      VALUES ('${id}', '${partner}', 'petition_item', '移送七号', '${parties[0].name}', '[{"name": "${mark}信", "kind": "evidence", "digest": ""}]', ${long_ago})`);
    server.sql(`INSERT INTO court_entrustment (id, dispute_id, kind, court_id, case_number, judge_name, consent, materials, received_on, confirm_by_on, state)
      VALUES ('${fresh()}', '${id}', 'delegated', '${court}', '（2026）鄂1202诉前调9号', '余正清', 'both', '["${mark}起诉状"]', '2026-01-01', '2026-01-02', 'confirmed')`);
    server.sql(`INSERT INTO court_filing (id, dispute_id, revision, court_id, state, brought_on, file_by_on, made_at, made_by_name, court_words)
      VALUES ('${fresh()}', '${id}', 1, '${court}', 'declined', '2026-01-01', '2026-01-02', ${long_ago}, '', '${mark}不立案')`);
  }

  /** The court returns the application with its words, and declines it. */
  async when_performing() {
    const { staff, path } = this;
    const [file] = (await staff.mediator.get(`${path}/attachments`)).items;
    const { courts } = await staff.mediator.get(`${path}/confirmation`);
    await staff.mediator.call("PUT", `${path}/confirmation`, { court_id: courts[0].organisation_id, ground: courts[0].grounds[0], form: "written",
      applicants: this.parties.map((one) => ({ party_id: one.id, applied_on: day(), address_confirmed: true })),
      confirmed: ["other_procedure", "lawful", "outsiders", "public_interest", "voluntary", "clear_terms"],
      papers: ["applicant_papers", "respondent_papers"].map((material) => ({ material, attachment_id: file.id })) }, { expected: 200 });
    await staff.mediator.post(`${path}/confirmation/handing_in`, { applied_on: day() });
    const [line] = await staff.judge.get("/api/court/confirmations");
    const at = `/api/court/confirmations/${line.id}`;
    await staff.judge.post(`${at}/return`, { marks: [{ field: "terms[0].text", words: `${mark}含糊` }], words: `补${mark}` }, 204);
    await staff.mediator.post(`${path}/confirmation/supplement`, { words: `已补${mark}` });
    await staff.judge.post(`${at}/declination`, { reason: "outside_court", declined_on: day(), words: `${mark}不归本院` }, 204);
  }

  /** What no page of the story asks for any more is sealed for nothing that opens it. */
  async when_archived() {
    const sealed = `(SELECT phone_sealed FROM dispute_party WHERE id = '${this.parties[0].id}')`;
    for (const [table, column] of [["partner_referral", "contact_sealed"], ["court_entrustment", "judge_phone_sealed"]])
      this.server.sql(`UPDATE ${table} SET ${column} = ${sealed} WHERE dispute_id = '${this.id}'`);
    this.server.sql(`INSERT INTO notice_contact (party_id, mail_sealed, openid_sealed) VALUES ('${this.parties[0].id}', ${sealed}, ${sealed})`);
  }
}
