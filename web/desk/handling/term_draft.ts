// A term of an agreement while it is written.
import type { Schemas } from "@shared/api/client";
import { fen_of_yuan } from "@shared/format";
import { filled } from "../dispute/case";

type TermForm = Schemas["TermForm"];

export interface TermDraft {
    text: string;
    kind: TermForm["kind"];
    party_id: string;
    amount_yuan: number | undefined;
    due_on: string;
    manner: string;
    place: string;
}

export const term_kinds: TermForm["kind"][] = ["pay", "act", "apologise", "stop", "other"];

export const fresh_term = (): TermDraft => ({ text: "", kind: "pay", party_id: "", amount_yuan: undefined, due_on: "", manner: "", place: "" });

export const draft_of_term = (term: Partial<TermForm>): TermDraft => ({
    text: term.text ?? "",
    kind: term.kind ?? "other",
    party_id: term.party_id ?? "",
    amount_yuan: term.amount_fen == null ? undefined : term.amount_fen / 100,
    due_on: term.due_on ?? "",
    manner: term.manner ?? "",
    place: term.place ?? "",
});

export const term_form = (draft: TermDraft): TermForm =>
    ({
        text: draft.text.trim(),
        kind: draft.kind,
        party_id: filled(draft.party_id),
        amount_fen: draft.kind === "pay" && draft.amount_yuan != null ? fen_of_yuan(draft.amount_yuan) : undefined,
        due_on: filled(draft.due_on),
        manner: draft.manner.trim(),
        place: draft.place.trim(),
    }) as TermForm;
