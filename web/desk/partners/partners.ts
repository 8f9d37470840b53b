// Partners as the desk shows and edits them.
import { shallowRef } from "vue";
import type { Schemas } from "@shared/api/client";
import type { Field, Stand } from "@shared/api/edit";
import { language } from "@shared/words/language";
import { words } from "@shared/words/words";
import { filled } from "../dispute/case";

export type Partner = Schemas["PartnerView"];
export type Line = Schemas["LedgerLine"];
type Form = Schemas["PartnerForm"];

export const kinds: Form["kind"][] = ["court", "procuratorate", "police", "petition_office", "department", "labour", "hotline_12345", "hotline_12348", "insurer", "notary", "legal_aid", "womens_federation", "commercial_mediation", "other"];
/** Channels of what partners refer (data/partner_matters.json). */
export const by_partner: string[] = ["partner", "petition", "court_delegated", "court_entrusted", "labour_arbitration", "legal_aid", "insurer", "hotline_12345", "hotline_12348", "call_110"];
/** Whether something of the case was handed to a partner: our clock of it is started then. */
export const went_out = (dispute: { clocks: { code: string }[] }): boolean => dispute.clocks.some((clock) => clock.code === "OUT");
/** What went out of the case that is shown, for its panel and its timeline. */
export const outs_shown = shallowRef<Schemas["OutgoingOfCase"] | null>(null);
export const named_in = (list: { code: string; name_zh: string; name_en: string }[] | undefined, code: string | null | undefined): string => {
    const found = list?.find((one) => one.code === code);
    return found ? (language.value === "en" ? found.name_en : found.name_zh) : (code ?? "");
};
/** The matter and to whom it went; nothing of another case. */
export function out_words(id: string): string {
    const out = outs_shown.value?.referrals.find((one) => one.id === id);
    return out ? words.global.t("partners.out.to", { matter: named_in(outs_shown.value?.matters, out.matter), name: out.partner_name }) : "";
}
export const ways: Form["way"][] = ["rest", "files", "none"];

export interface PartnerDraft {
    code: string;
    name: string;
    kind: Form["kind"];
    organisation_id: string;
    window_id: string;
    matters: string[];
    contact_name: string;
    contact_phone: string;
    legal_basis: string;
    way: Form["way"];
    address: string;
    active: boolean;
}

export const fresh_partner = (): Stand<PartnerDraft> => ({
    draft: { code: "", name: "", kind: "court", organisation_id: "", window_id: "", matters: [], contact_name: "", contact_phone: "", legal_basis: "", way: "rest", address: "", active: true },
    version: 0,
});

export const partner_stand = (found: Partner): Stand<PartnerDraft> => ({
    draft: {
        code: found.code, name: found.name, kind: found.kind, organisation_id: found.organisation_id ?? "", window_id: found.window_id, matters: found.matters,
        contact_name: found.contact_name ?? "", contact_phone: found.contact_phone ?? "", legal_basis: found.legal_basis, way: found.way, address: found.address ?? "", active: found.active,
    },
    version: found.version,
});

export const partner_form = (draft: PartnerDraft): Form => ({
    ...draft, code: draft.code.trim(), name: draft.name.trim(), organisation_id: filled(draft.organisation_id), contact_name: filled(draft.contact_name),
    contact_phone: filled(draft.contact_phone), address: draft.way === "rest" ? filled(draft.address) : undefined,
});

export const partner_fields = (bodies: Map<string, string>): Field<PartnerDraft>[] => {
    const { t } = words.global;
    return [
        { keys: ["name"], label: t("partners.name") },
        { keys: ["kind"], label: t("partners.kind_of"), words: (one) => t(`partners.kind.${one.kind}`) },
        { keys: ["organisation_id"], label: t("partners.body"), words: (one) => bodies.get(one.organisation_id) ?? one.organisation_id },
        { keys: ["window_id"], label: t("partners.window"), words: (one) => bodies.get(one.window_id) ?? one.window_id },
        { keys: ["matters"], label: t("partners.matters"), words: (one) => one.matters.join(" ") },
        { keys: ["contact_name", "contact_phone"], label: t("partners.contact"), words: (one) => `${one.contact_name} ${one.contact_phone}` },
        { keys: ["legal_basis"], label: t("partners.legal_basis") },
        { keys: ["way", "address"], label: t("partners.way"), words: (one) => `${t(`partners.ways.${one.way}`)} ${one.address}` },
        { keys: ["active"], label: t("partners.active_words") },
    ];
};

/** A refused state stands out, what is on its way does not. */
export const state_mark = (state: Line["state"]): string => (state === "rejected" ? "mark_word bad" : state === "held" ? "mark_word warn" : "quiet");
