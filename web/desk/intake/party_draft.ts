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
    powers: string[];
}

export interface PartyDraft {
    side: PartyForm["side"];
    kind: PartyForm["kind"];
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
    needs: string;
    willing: Schemas["Willingness"];
    agents: AgentDraft[];
}

export const fresh_party = (side: PartyDraft["side"]): PartyDraft => ({
    side, kind: "natural", name: "", identity_kind: "resident_card", identity_number: "", phone: "", address: "",
    birth_on: "", sex: "", ethnicity: "", occupation: "", legal_representative: "", representative: false, needs: "",
    willing: side === "applicant" ? "willing" : "unknown", agents: [],
});

export const fresh_agent = (kind: AgentDraft["kind"]): AgentDraft => ({
    kind, name: "", identity_number: "", phone: "",
    powers: kind === "guardian" ? [] : ["attend_and_sign", "receive_documents"],
});

const filled = (value: string): string | undefined => value.trim() || undefined;

const number_of = (typed: string): string | undefined => filled(plain_number(typed));

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
        birth_on: is_person ? filled(draft.birth_on ?? "") : undefined,
        sex: is_person ? filled(draft.sex) : undefined,
        ethnicity: is_person ? filled(draft.ethnicity) : undefined,
        occupation: is_person ? filled(draft.occupation) : undefined,
        legal_representative: is_person ? undefined : filled(draft.legal_representative),
        representative: draft.representative || undefined,
        needs: filled(draft.needs),
        willing: draft.willing,
        agents: draft.agents.length
            ? draft.agents.map((agent) => ({
                  kind: agent.kind,
                  name: agent.name.trim(),
                  identity_number: number_of(agent.identity_number),
                  phone: number_of(agent.phone),
                  powers: agent.powers,
              }))
            : undefined,
    } as PartyForm;
}
