// A grading while it is edited: sums in yuan, as people say them.
import { fen_of_yuan } from "@shared/format";
import type { Schemas } from "@shared/api/client";
import type { CaseView } from "../dispute/case";

type Grading = Schemas["Grading"];

export interface GradingDraft {
    national_type: string;
    local_type: string;
    difficulty: Grading["difficulty"];
    risk: Grading["risk"];
    secrecy: Grading["secrecy"];
    people_count: number;
    amount_yuan: number;
    flags: string[];
}

export const grading_draft = (dispute: CaseView): GradingDraft => ({
    national_type: dispute.national_type,
    local_type: dispute.local_type ?? "",
    difficulty: dispute.difficulty ?? "simple",
    risk: dispute.risk,
    secrecy: dispute.secrecy,
    people_count: dispute.people_count,
    amount_yuan: dispute.amount_fen / 100,
    flags: [...dispute.flags],
});

export const grading_form = (draft: GradingDraft): Grading => ({
    national_type: draft.national_type,
    local_type: draft.local_type || undefined,
    difficulty: draft.difficulty,
    risk: draft.risk,
    secrecy: draft.secrecy,
    people_count: draft.people_count,
    amount_fen: fen_of_yuan(draft.amount_yuan),
    flags: draft.flags,
});
