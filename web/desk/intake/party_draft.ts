// A party while it is typed: every field is text, blanks are dropped when it is sent.
import type { Schemas } from "@shared/api/client";
import { plain_number } from "@shared/identity_number";

type PartyForm = Schemas["PartyForm"];
type AgentForm = Schemas["AgentForm"];

export interface AgentDraft {
    kind: AgentForm["kind"];
    name: string;
    identity_number: string;
    phone: string;
    relation: string;
    powers: string[];
    evidence: NonNullable<AgentForm["evidence"]> | "";
}

/** What the register knows of the party, masked; the server takes it over by the id. */
export interface KnownParty {
    name: string;
    identity_number?: string | null;
    phone?: string | null;
    address?: string | null;
    birth_on?: string | null;
    sex?: string | null;
}

export interface PartyDraft {
    side: PartyForm["side"];
    kind: PartyForm["kind"];
    /** The kind was chosen by hand: the name no longer decides it. */
    kind_chosen: boolean;
    name: string;
    identity_kind: string;
    identity_number: string;
    phone: string;
    address: string;
    birth_on: string;
    sex: string;
    ethnicity: string;
    occupation: string;
    legal_representative: string;
    representative: boolean;
    language: string;
    help: string[];
    needs: string;
    willing: Schemas["Willingness"];
    agents: AgentDraft[];
    known_as: string;
    known: KnownParty | null;
}

export const fresh_party = (side: PartyDraft["side"]): PartyDraft => ({
    side, kind: "natural", kind_chosen: false, name: "", identity_kind: "resident_card", identity_number: "", phone: "", address: "",
    birth_on: "", sex: "", ethnicity: "", occupation: "", legal_representative: "", representative: false, language: "", help: [],
    needs: "", willing: side === "applicant" ? "willing" : "unknown", agents: [], known_as: "", known: null,
});

export const fresh_agent = (kind: AgentDraft["kind"]): AgentDraft => ({
    kind, name: "", identity_number: "", phone: "", relation: "", evidence: "",
    powers: kind === "guardian" ? [] : ["apply_or_end", "attend_and_sign", "receive_documents"],
});

export function set_kind(party: PartyDraft, kind: PartyDraft["kind"]): void {
    party.kind = kind;
    party.identity_kind = kind === "natural" ? "resident_card" : "credit_code";
}

const filled = (value: string | null | undefined): string | undefined => value?.trim() || undefined;

const number_of = (typed: string): string | undefined => filled(plain_number(typed));

const agent_form = (agent: AgentDraft): AgentForm =>
    ({
        kind: agent.kind,
        name: agent.name.trim(),
        identity_number: number_of(agent.identity_number),
        phone: number_of(agent.phone),
        relation: filled(agent.relation),
        evidence: filled(agent.evidence),
        powers: agent.powers,
    }) as AgentForm;

export function party_form(draft: PartyDraft): PartyForm {
    const is_person = draft.kind === "natural";
    const identity_number = number_of(draft.identity_number);
    return {
        side: draft.side,
        kind: draft.kind,
        name: draft.name.trim(),
        identity_kind: identity_number ? draft.identity_kind : undefined,
        identity_number,
        phone: number_of(draft.phone),
        address: filled(draft.address),
        birth_on: is_person ? filled(draft.birth_on) : undefined,
        sex: is_person ? filled(draft.sex) : undefined,
        ethnicity: is_person ? filled(draft.ethnicity) : undefined,
        occupation: is_person ? filled(draft.occupation) : undefined,
        legal_representative: is_person ? undefined : filled(draft.legal_representative),
        representative: draft.representative || undefined,
        language: filled(draft.language),
        help: draft.help.length ? draft.help : undefined,
        needs: filled(draft.needs),
        willing: draft.willing,
        agents: draft.agents.length ? draft.agents.map(agent_form) : undefined,
        known_as: filled(draft.known_as),
    } as PartyForm;
}
