// What was answered, in the words of the reader, for the check before sending.
import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import type { Schemas } from "@shared/api/client";
import { date_text } from "@shared/format";
import { language } from "@shared/words/language";
import type { Line } from "../parts/check_list.vue";
import { is_day } from "../parts/days";
import { draft, view } from "./application";
import type { Party } from "./draft";
import { on_side, step_of, type Step } from "./steps";
import { place_name } from "./place_name";

export function use_lines(missing: () => Schemas["Lacking"][]): ComputedRef<Line[]> {
    const { t, te } = useI18n();
    const place = place_name(() => draft.place_code);
    const given = (...said: (string | undefined)[]): string[] => said.filter((one): one is string => Boolean(one?.trim()));
    const party_words = (party: Party | undefined): string => (party ? given(party.name, party.phone, party.address).join(t("common.comma")) : "");
    const parties = (places: number[]): string[] => given(...places.map((at) => party_words(draft.parties[at])));

    const you = (): string[] => {
        const own = draft.parties[0];
        const agent = own?.agents[0];
        return given(own?.name, own?.identity_number && t("application.line.number", { number: own.identity_number }), own?.legal_representative, own?.phone, own?.address, agent && t("application.line.agent", { name: agent.name }));
    };
    const evidence = (): string[] => {
        const name_of = (code: string): string => {
            const found = view.value?.evidence_suggestions.find((one) => one.code === code);
            return found ? (language.value === "en" ? found.en : found.zh) : t("application.evidence.own");
        };
        const listed = draft.evidence.filter((one) => one.state).map((one) => given(name_of(one.code), t(`application.evidence.${one.state}`), one.words).join(t("common.comma")));
        return [...listed, ...(view.value?.files ?? []).map((file) => t("application.line.file", { name: file.name }))];
    };
    const said: Record<Exclude<Step, "check">, () => string[]> = {
        for: () => given(draft.applying_for && t(`application.for.${draft.applying_for}.title`)),
        you,
        fellows: () => parties(on_side("applicant").slice(1)),
        others: () => parties(on_side("respondent")),
        story: () => given(draft.narrative),
        type: () => given(draft.national_type && t(`application.type.${draft.national_type}`)),
        want: () => given(draft.request, draft.amount && t("application.line.amount", { amount: draft.amount })),
        when: () => given(is_day(draft.occurred_on) ? date_text(draft.occurred_on) : "", draft.occurred_words),
        where: () => given(place.value, draft.address),
        handlers: () => draft.other_handlers.map((one) => given(t(`application.handler.${one.kind}`), one.name, one.outcome && t(`application.outcome.${one.outcome}`)).join(t("common.comma"))),
        evidence,
        away: () => draft.days_away.map((one) => (one.from_on === one.to_on ? date_text(one.from_on) : t("application.line.away_days", { from: date_text(one.from_on), to: date_text(one.to_on) }))),
        needs: () => given(draft.asks_apart ? t("application.needs.apart") : "", ...(draft.parties[0]?.help ?? []).map((one) => t(`application.help.${one}`)), draft.parties[0]?.language && t(`application.language.${draft.parties[0].language}`), draft.helper),
        confirm: () => given(view.value ? t(view.value.phone_confirmed ? "application.line.confirmed" : "application.line.not_confirmed", { phone: view.value.phone }) : ""),
        consents: () => [],
    };
    const shown = (step: Step): boolean => step !== "consents" && !(step === "type" && !draft.national_type) && !(step === "confirm" && !view.value?.phone_can_be_confirmed);
    const lacking = (code: string): string => (te(`application.lacking.${code}`) ? t(`application.lacking.${code}`) : t("application.missing"));
    const fault_of = (step: Step): string | undefined => {
        const found = missing().find((one) => step_of(one.field) === step);
        return found && lacking(found.code);
    };
    return computed(() => (Object.keys(said) as Exclude<Step, "check">[]).filter(shown).map((step) => ({ step, asked: t(`application.line.${step}`), said: said[step](), fault: fault_of(step) })));
}
