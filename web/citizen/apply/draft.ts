// What is typed, as the fields hold it: texts are never absent, money is what was written. The server's form is made of it.
import type { Schemas } from "@shared/api/client";
import { is_day } from "../parts/days";

export type View = Schemas["ApplicationView"];
type Form = Schemas["ApplicationForm"];
type PartyForm = Schemas["PartyForm"];
type AgentForm = Schemas["AgentForm"];
type Handler = Schemas["OtherHandler"];

export interface Agent {
    kind: AgentForm["kind"];
    name: string;
    identity_number: string;
    phone: string;
    powers: string[];
    relation: string;
    evidence: string;
}

export interface Party {
    side: PartyForm["side"];
    kind: PartyForm["kind"];
    name: string;
    identity_number: string;
    phone: string;
    address: string;
    legal_representative: string;
    language: string;
    help: string[];
    agents: Agent[];
}

export interface Draft {
    applying_for: string;
    parties: Party[];
    narrative: string;
    request: string;
    national_type: string;
    amount: string;
    place_code: string;
    address: string;
    occurred_on: string;
    occurred_words: string;
    other_handlers: { kind: string; name: string; on: string; outcome: string }[];
    evidence: { code: string; state: string; words: string }[];
    days_away: { from_on: string; to_on: string }[];
    asks_apart: boolean;
    helper: string;
    step: string;
}

export const new_agent = (kind: Agent["kind"]): Agent => ({ kind, name: "", identity_number: "", phone: "", powers: [], relation: "", evidence: "" });
export const new_party = (side: Party["side"], kind: Party["kind"] = "natural"): Party => ({ side, kind, name: "", identity_number: "", phone: "", address: "", legal_representative: "", language: "", help: [], agents: [] });

export const empty_draft = (): Draft => ({
    applying_for: "", parties: [], narrative: "", request: "", national_type: "", amount: "", place_code: "", address: "", occurred_on: "",
    occurred_words: "", other_handlers: [], evidence: [], days_away: [], asks_apart: false, helper: "", step: "",
});

export const is_amount = (typed: string): boolean => /^\d{1,12}(\.\d{1,2})?$/.test(plain_amount(typed));
/** As people write sums: `8,000.50`, `３０００元`, `¥200`, `1.5万`. */
const plain_amount = (typed: string): string => {
    const number = typed.normalize("NFKC").replace(/[,，\s¥]|块钱|元|块/g, "");
    return /^\d{1,6}(\.\d{1,4})?万$/.test(number) ? String(Math.round(Number(number.slice(0, -1)) * 10_000)) : number;
};
const fen_of = (typed: string): number => {
    const [yuan = "0", part = ""] = plain_amount(typed).split(".");
    return Number(yuan) * 100 + Number(part.padEnd(2, "0"));
};
export const yuan_of = (fen: number | undefined): string => (fen === undefined ? "" : fen % 100 ? (fen / 100).toFixed(2) : String(fen / 100));

const agent_draft = (form: AgentForm): Agent => ({ ...new_agent(form.kind), ...form, evidence: form.evidence ?? "" } as Agent);
const party_draft = (form: PartyForm): Party => ({ ...new_party(form.side, form.kind), ...form, help: form.help ?? [], agents: (form.agents ?? []).map(agent_draft) } as Party);

/** A form in which nobody is named yet was never answered: then nothing is chosen for him. */
export function draft_of(form: Form): Draft {
    return {
        ...empty_draft(), applying_for: form.parties.length ? form.applying_for : "", parties: form.parties.map(party_draft), narrative: form.narrative, request: form.request,
        national_type: form.national_type ?? "", amount: yuan_of(form.amount_fen), place_code: form.place_code ?? "", address: form.address ?? "",
        occurred_on: form.occurred_on ?? "", occurred_words: form.occurred_words ?? "", other_handlers: form.other_handlers.map((one) => ({ name: "", on: "", ...one })),
        evidence: form.evidence.map((one) => ({ words: "", ...one })), days_away: form.days_away.map((one) => ({ ...one })), asks_apart: form.asks_apart,
        helper: form.helper ?? "", step: form.step,
    };
}

const given = (text: string): string | undefined => text.trim() || undefined;
const day = (on: string): string | undefined => (is_day(on) ? on : undefined);

const agent_form = (agent: Agent): AgentForm => ({
    kind: agent.kind, name: agent.name.trim(), identity_number: given(agent.identity_number), phone: given(agent.phone), powers: agent.powers,
    relation: given(agent.relation), evidence: (agent.evidence || undefined) as AgentForm["evidence"],
});

const party_form = (party: Party): PartyForm => ({
    side: party.side, kind: party.kind, name: party.name.trim(), identity_number: given(party.identity_number), phone: given(party.phone), address: given(party.address),
    legal_representative: given(party.legal_representative), language: given(party.language), help: party.help.length ? party.help : undefined,
    agents: party.agents.length ? party.agents.map(agent_form) : undefined,
});

/** The whole form for the server. What only it knows (guidance) is taken from `before`. */
export function form_of(draft: Draft, before: Form): Form {
    return {
        applying_for: (draft.applying_for || "self") as Form["applying_for"], parties: draft.parties.map(party_form), narrative: draft.narrative.trim(), request: draft.request.trim(),
        national_type: given(draft.national_type), local_type: draft.national_type === before.national_type ? before.local_type : undefined,
        place_code: given(draft.place_code), address: given(draft.address), occurred_on: day(draft.occurred_on), occurred_words: given(draft.occurred_words),
        amount_fen: is_amount(draft.amount) ? fen_of(draft.amount) : undefined,
        other_handlers: draft.other_handlers.map((one) => ({ kind: one.kind as Handler["kind"], name: given(one.name), on: day(one.on), outcome: (one.outcome || "unknown") as Handler["outcome"] })),
        evidence: draft.evidence.filter((one) => one.state).map((one) => ({ code: one.code, state: one.state as Schemas["EvidenceItem"]["state"], words: given(one.words) })),
        days_away: draft.days_away.filter((one) => is_day(one.from_on) && is_day(one.to_on)), asks_apart: draft.asks_apart, helper: given(draft.helper), step: draft.step,
        guidance: before.guidance,
    };
}
