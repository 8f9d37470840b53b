// A citizen who applies, step by step, as the pages do.
import { Citizen } from "./citizen.mjs";

let people = 0;
/** A phone that nobody else of this run has. */
export const fresh_phone = () => `19922${String(++people).padStart(6, "0")}`;

/** A form in which nothing is lacking. */
export const whole_form = (place_code, more = {}) => ({
  applying_for: "self",
  parties: [
    { side: "applicant", kind: "natural", name: "沈白鹭", help: [] },
    { side: "respondent", kind: "natural", name: "楼上住户", address: "三单元五楼" },
  ],
  narrative: "楼上卫生间渗水，楼下天花板起皮脱落，找过几次都不修。",
  request: "把漏水修好，赔偿损失。",
  place_code,
  occurred_words: "今年夏天开始",
  other_handlers: [],
  evidence: [{ code: "photos", state: "have" }, { code: "own", state: "will_bring", words: "邻居的证言" }],
  days_away: [],
  asks_apart: false,
  step: "check",
  ...more,
});

export class Applicant extends Citizen {
  static async begin(url, phone = fresh_phone(), more = {}) {
    const applicant = new Applicant(url);
    applicant.phone = phone;
    const started = await applicant.post("/api/citizen/applications", { phone, language: "zh", ...more });
    return Object.assign(applicant, started);
  }
  view = () => this.get("/api/citizen/application");
  save = (form, version, expected = 200) => this.call("PUT", "/api/citizen/application", form, { version, expected });
  resume = (phone, code) => this.call("POST", "/api/citizen/applications/resumption", { phone, code });
  /** Agrees to everything that is asked and sends it. */
  async submit(expected = 201) {
    const { consents_needed } = await this.view();
    const notices = await this.get("/api/citizen/consents?language=zh");
    const consents = consents_needed.map((code) => ({ code, version: notices.find((one) => one.code === code).version }));
    return (await this.call("POST", "/api/citizen/application/submission", { consents }, { expected })).body;
  }
}

/** Something in every table of applications: one that is sent, and one that is not. */
export async function apply(url, place_code) {
  const sent = await Applicant.begin(url);
  await sent.save(whole_form(place_code), 1);
  const receipt = await sent.submit();
  const draft = await Applicant.begin(url);
  await draft.save(whole_form(place_code), 1);
  return receipt;
}
