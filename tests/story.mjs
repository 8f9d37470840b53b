// One dispute's whole life through the seven desks, as the API's callers live it.
import assert from "node:assert/strict";

/** The legal date so many days from today. */
export const day = (offset = 0) => new Date(Date.now() + 8 * 3600e3 + offset * 86400e3).toISOString().slice(0, 10);

export const registration = (place_code, more = {}) => ({
  source: "application",
  channel: "window",
  narrative: "楼上卫生间渗水，楼下天花板起皮脱落，多次协商未果。",
  request: "请求修复防水并赔偿损失。",
  national_type: "17",
  place_code,
  amount_fen: 300000,
  parties: [
    { side: "applicant", kind: "natural", name: "林小满", phone: "19900001234" },
    { side: "respondent", kind: "natural", name: "高远山", phone: "19900005678" },
  ],
  ...more,
});

export const checks = { civil_dispute: true, definite: true, no_refusal: true, not_reserved: true, not_handled_elsewhere: true };

export const grading = (more = {}) => ({
  national_type: "17", difficulty: "general", risk: "blue", secrecy: "normal", people_count: 2, amount_fen: 300000, flags: [], ...more,
});

/** A case that a court delegates before filing, in its words. */
export const court_case = (place_code, case_number, more = {}) => ({
  kind: "delegated", case_number, judge_name: "余正清", judge_phone: "07158888888", letter_number: "委派函1号", consent: "both",
  materials: ["起诉状"], received_on: day(),
  dispute: registration(place_code, { source: "court", channel: "court_delegated" }),
  ...more,
});

export async function a_village(caller) {
  const found = await caller.get(`/api/places?q=${encodeURIComponent("村委会")}&parent=`);
  const village = found.find((place) => place.level === "village") ?? found[0];
  assert.ok(village, "there are villages");
  return village.code;
}

/** A file on a case, sent in one piece; its id. more: of the form that announces it. */
export async function add_file(caller, path, name, content, more = {}) {
  const bytes = Buffer.from(content);
  const upload = await caller.post(`${path}/uploads`, { name, kind: "evidence", size_bytes: bytes.length, ...more });
  const reply = await fetch(`${caller.url}${path}/uploads/${upload.id}`, {
    method: "PATCH", body: bytes,
    headers: { Cookie: caller.cookie, "X-Hemu": "1", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream" },
  });
  if (reply.status !== 204) throw new Error(await reply.text());
  return (await caller.get(`${path}/uploads/${upload.id}`)).attachment_id;
}

/** The id of a letter to the first party of a case, once it can be printed. */
export async function a_letter(caller, path) {
  const [party] = (await caller.get(path)).parties;
  await caller.post(`${path}/party_notices`, { party_id: party.id, event: "general", method: "letter" });
  for (let tries = 0; tries < 200; ++tries) {
    const letter = (await caller.get(`${path}/party_notices`)).notices.find((one) => one.event === "general" && one.state === "sent");
    if (letter) return letter.id;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the letter does not come");
}

/** Signs in everybody the story needs. */
export async function people(server) {
  const names = { clerk: "clerk", dispatcher: "dispatcher", head: "head_property", mediator: "mediator_property" };
  return Object.fromEntries(await Promise.all(Object.entries(names).map(async ([key, login]) => [key, await server.sign_in(login)])));
}

/** From the window to the archive; returns id and receipt. `at` is told of moments, and waited for. */
export async function live_through(server, at = () => {}) {
  const staff = await people(server);
  const receipt = await staff.clerk.post("/api/disputes", registration(await a_village(staff.clerk)));
  const path = `/api/disputes/${receipt.id}`;
  await at("registered", receipt);
  await work_through(staff, path, at);
  return { id: receipt.id, path, receipt, ...staff };
}

/** A registered dispute with an applicant and a respondent, from triage to the archive. more: of its grading. */
export async function work_through({ dispatcher, head, mediator }, path, at = () => {}, more = {}) {
  await dispatcher.post(`${path}/acceptance`, { grading: grading(more), checks, risk_confirmed: true });
  const body = (await head.get("/api/session")).post.organisation_id;
  const candidates = await dispatcher.get(`${path}/candidates`);
  assert.ok(candidates.some((one) => one.organisation_id === body), "the property committee is a candidate");
  await dispatcher.post(`${path}/offers`, { organisation_id: body });
  await head.post(`${path}/takeover`, {});
  const account = (await mediator.get("/api/session")).account.id;
  await head.post(`${path}/mediators`, {
    presiding_id: account, others: [], recusal: [{ account_id: account, grounds_asked: true, relation: "none" }],
  });
  await at("assigned");

  const parties = (await mediator.get(path)).parties.map((party) => party.id);
  await mediator.post(`${path}/opening`, { notice_given_on: day(), notice_form: "oral", given_to: parties });
  await mediator.post(`${path}/sessions`, {
    planned_at: new Date().toISOString(), place: "第一调解室", mode: "joint", participants: ["林小满", "高远山"],
  });
  const [session] = (await mediator.get(`${path}/handling`)).sessions;
  const held = { planned_at: session.planned_at, place: session.place, mode: "joint", participants: session.participants,
    held_from: new Date(Date.now() - 3600e3).toISOString(), held_to: new Date().toISOString(), record: "双方陈述意见。" };
  await mediator.call("PUT", `${path}/sessions/${session.id}`, held, { expected: 201, version: session.version });
  await mediator.post(`${path}/sessions/${session.id}/caucus_notes`, { words: "底线两千元" });
  await at("mediating");
  await mediator.post(`${path}/agreement`, {
    form: "written", scope: "full", facts: "渗水造成损失。", points: "赔偿数额。", responsibility: "楼上承担修复责任。", copies: parties.length + 1,
    terms: [{ kind: "pay", text: "支付维修费用。", party_id: parties[1], amount_fen: 280000, due_on: day(5), manner: "转账" }],
  });
  await at("agreed");

  for (const party_id of parties) await mediator.post(`${path}/signatures`, { signer: { party_id }, manner: "signature", signed_on: day() });
  await mediator.post(`${path}/signatures`, { signer: { mediator: true }, manner: "signature", signed_on: day() });
  assert.equal((await mediator.get(path)).state, "agreed", "without the seal nothing is in effect");
  await head.post(`${path}/seal`, { sealed_on: day() });
  const sealed = await mediator.get(path);
  assert.equal(sealed.state, "performing");
  assert.equal(sealed.effective_on, day());
  await at("performing");

  const closing = await mediator.get(`${path}/closing`);
  assert.deepEqual(closing.terms.map((term) => term.performed), [false]);
  await mediator.post(`${path}/performance`, { term_id: closing.terms[0].id, performed_on: day(), amount_fen: 280000, proof: "transfer" });
  const early = await mediator.call("POST", `${path}/closing`, { result: "success" });
  assert.equal(early.status, 409);
  assert.equal(early.body.code, "gate_not_open");
  await mediator.post(`${path}/visits`, {
    visited_on: day(), manner: "phone", performance: "performed", satisfied: true, lawsuit: false, remaining_risk: "",
  });
  await mediator.post(`${path}/closing`, { result: "success" });
  await head.post(`${path}/archive`, { retention: "long" });
  assert.equal((await head.get(path)).state, "archived");
  await at("archived");
}
