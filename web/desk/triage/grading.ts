// A grading while it is edited: sums in yuan, as people say them.
import { fen_of_yuan, money_text } from "@shared/format";
import { answer, api, type Schemas } from "@shared/api/client";
import type { Field, Stand } from "@shared/api/edit";
import { words } from "@shared/words/words";
import { at, type CaseView } from "../dispute/case";
import { flag_word, local_type_words, national_type_words } from "../dispute/types";

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

export const grading_stand = (dispute: CaseView): Stand<GradingDraft> => ({ draft: grading_draft(dispute), version: dispute.version });
export const read_grading = async (dispute: CaseView): Promise<Stand<GradingDraft>> => grading_stand(await answer(api.GET("/api/disputes/{dispute}", { params: at(dispute) })));

export const grading_fields = (): Field<GradingDraft>[] => {
    const { t } = words.global;
    return [
        { keys: ["national_type", "local_type"], label: t("intake.field.type"), words: (one) => [national_type_words(one.national_type), one.local_type && local_type_words(one.local_type)].filter(Boolean).join(" / ") },
        { keys: ["difficulty"], label: t("triage.difficulty"), words: (one) => t(`dispute.difficulty.${one.difficulty}`) },
        { keys: ["risk"], label: t("triage.risk"), words: (one) => t(`dispute.risk.${one.risk}`) },
        { keys: ["secrecy"], label: t("intake.field.secrecy"), words: (one) => t(`dispute.secrecy.${one.secrecy}`) },
        { keys: ["people_count"], label: t("intake.field.people_count") },
        { keys: ["amount_yuan"], label: t("intake.field.amount"), words: (one) => money_text(fen_of_yuan(one.amount_yuan)) },
        { keys: ["flags"], label: t("intake.field.flags"), words: (one) => one.flags.map(flag_word).join(t("common.comma")) },
    ];
};
