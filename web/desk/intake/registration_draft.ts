// A registration while it is typed: what the page holds, what is kept as a draft, what is sent.
import type { Schemas } from "@shared/api/client";
import { fen_of_yuan } from "@shared/format";
import { fresh_party, party_form, type PartyDraft } from "./party_draft";

export type Registration = Schemas["Registration"];

export interface RegistrationDraft {
    source: Registration["source"];
    channel: Registration["channel"];
    source_reference: string;
    title: string;
    narrative: string;
    request: string;
    national_type: string;
    local_type: string;
    place_code: string;
    address: string;
    occurred_on: string;
    people_count: number | undefined;
    amount_yuan: number | undefined;
    flags: string[];
    secrecy: NonNullable<Registration["secrecy"]>;
    parties: PartyDraft[];
}

/** What the receipt tells: the server's answer, and what the page knows besides. type: a local or national code. */
export interface Told {
    receipt: Schemas["Receipt"];
    applicants: string;
    respondents: string;
    type: string;
}

export const fresh_draft = (): RegistrationDraft => ({
    source: "application", channel: "window", source_reference: "", title: "", narrative: "", request: "", national_type: "",
    local_type: "", place_code: "", address: "", occurred_on: "", people_count: undefined, amount_yuan: undefined, flags: [],
    secrecy: "normal", parties: [fresh_party("applicant"), fresh_party("respondent")],
});

/** Whether nothing worth keeping has been typed. */
export const is_empty = (draft: RegistrationDraft): boolean =>
    ![draft.narrative, draft.request, draft.title, draft.place_code, draft.national_type,
        ...draft.parties.flatMap((party) => [party.name, party.identity_number, party.phone, party.address])].some((words) => words.trim());

/** A draft as it was kept, perhaps by an older page: what it lacks is fresh. */
export function read_draft(content: string): RegistrationDraft {
    const kept = JSON.parse(content) as Partial<RegistrationDraft>;
    const parties = (kept.parties ?? []).map((party) => ({ ...fresh_party(party.side), ...party }));
    return { ...fresh_draft(), ...kept, ...(parties.length ? { parties } : {}) };
}

const filled = (value: string | null | undefined): string | undefined => value?.trim() || undefined;

export const registration_of = (draft: RegistrationDraft, draft_id: string): Registration =>
    ({
        source: draft.source,
        channel: draft.channel,
        source_reference: filled(draft.source_reference),
        title: filled(draft.title),
        narrative: draft.narrative.trim(),
        request: draft.request.trim(),
        national_type: draft.national_type,
        local_type: filled(draft.local_type),
        place_code: draft.place_code,
        address: filled(draft.address),
        occurred_on: filled(draft.occurred_on),
        people_count: draft.people_count ?? undefined,
        amount_fen: draft.amount_yuan == null ? undefined : fen_of_yuan(draft.amount_yuan),
        flags: draft.flags.length ? draft.flags : undefined,
        secrecy: draft.secrecy,
        parties: draft.parties.map(party_form),
        draft_id,
    }) as Registration;
