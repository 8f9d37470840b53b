// An agreement while it is written, or changed before the first signature.
import { answer, api, type Schemas } from "@shared/api/client";
import type { Field, Stand } from "@shared/api/edit";
import { date_text, fen_of_yuan, money_text } from "@shared/format";
import { words } from "@shared/words/words";
import { at, type CaseView } from "../dispute/case";
import { party_name } from "../dispute/party_names";
import type { Way } from "../triage/ways";
import { draft_of_term, fresh_term, type TermDraft } from "./term_draft";

export interface AgreementDraft {
    scope: Schemas["Scope"];
    facts: string;
    points: string;
    responsibility: string;
    terms: TermDraft[];
    open_points: string;
    routes: Way[];
    breach_clause: string;
    copies: number;
}

export const agreement_stand = (dispute: CaseView, old?: Schemas["AgreementView"] | null): Stand<AgreementDraft> => ({
    draft: {
        scope: old?.scope ?? "full",
        facts: old?.facts ?? "",
        points: old?.points ?? "",
        responsibility: old?.responsibility ?? "",
        terms: old ? old.terms.map(draft_of_term) : [fresh_term()],
        open_points: old?.open_points ?? "",
        routes: (old?.routes ?? []) as Way[],
        breach_clause: old?.breach_clause ?? "",
        copies: old?.copies ?? dispute.parties.length + 1,
    },
    version: dispute.version,
});

export async function read_agreement(dispute: CaseView): Promise<Stand<AgreementDraft>> {
    const params = at(dispute);
    const now = await answer(api.GET("/api/disputes/{dispute}", { params }));
    return agreement_stand(now, (await answer(api.GET("/api/disputes/{dispute}/handling", { params }))).agreement);
}

const term_words = (dispute: CaseView, term: TermDraft, number: number): string =>
    [
        `${number}. ${term.text}`,
        words.global.t(`handling.term_kind.${term.kind}`),
        term.party_id && party_name(dispute, term.party_id),
        term.kind === "pay" && term.amount_yuan != null && money_text(fen_of_yuan(term.amount_yuan)),
        term.due_on && date_text(term.due_on),
        term.manner,
        term.place,
    ].filter(Boolean).join(" · ");

export const agreement_fields = (dispute: CaseView): Field<AgreementDraft>[] => {
    const { t } = words.global;
    return [
        { keys: ["scope"], label: t("handling.agreement.scope"), words: (one) => t(`handling.scope.${one.scope}`) },
        { keys: ["facts"], label: t("handling.agreement.facts") },
        { keys: ["points"], label: t("handling.agreement.points") },
        { keys: ["responsibility"], label: t("handling.agreement.responsibility") },
        { keys: ["terms"], label: t("handling.term.title"), words: (one) => one.terms.map((term, order) => term_words(dispute, term, order + 1)).join("\n") },
        { keys: ["open_points"], label: t("handling.agreement.open_points") },
        { keys: ["routes"], label: t("handling.agreement.routes"), words: (one) => one.routes.map((way) => t(`triage.way.${way}`)).join(t("common.comma")) },
        { keys: ["breach_clause"], label: t("handling.agreement.breach_clause") },
        { keys: ["copies"], label: t("handling.agreement.copies") },
    ];
};
